//! Borders of August 1945: of states dash-dotted, of zones of control dashed, lines of demarcation from their day on. Along a
//! border with the other camp each camp's land has an edge in its color.

use std::sync::Arc;

use crate::campaign::Camp;
use crate::cartography::{Border, Page, PageRect, ScaleBand};
use crate::scene::legend::Group;
use crate::scene::{Canvas, Color, Furniture, LegendEntry, LineShape, MapInput, Stroke, legend};

const STATE: &[f64] = &[8.0, 2.5, 1.6, 2.5];
const ZONE: &[f64] = &[4.5, 3.0];
const DEMARCATION: &[f64] = &[1.6, 3.2];

/// Opacity of the edge of a camp's land.
const EDGE: f64 = 0.3;
/// Vertices of an edge stand this far apart, points, so that it does not cross itself in the windings of a river.
const EDGE_STEP: f64 = 5.0;

/// Draws borders.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    for (border, camps) in input.detail.borders.iter().filter_map(|border| Some((border, camps(input, border)?))) {
        for run in border.line.on_page(&input.view) {
            let run = thinned(&run);
            for (camp, side) in camps.into_iter().zip([1.0, -1.0]).filter_map(|(camp, side)| Some((camp?, side))) {
                let width = edge_width(input);
                canvas.line(LineShape::Open(left_of(&run, side * (width / 2.0 + 0.7))), Stroke::solid(width, edge_color(input, camp)));
            }
        }
    }
    for border in input.detail.borders.iter().filter(|border| exists(border, input)) {
        canvas.line(LineShape::Plane(Arc::clone(&border.line)), stroke(&border.kind, input));
        canvas.keep_names_off_ground(input, &border.line);
    }
}

/// What the edges along borders between the camps cover, for names that must not lie across them on a sheet of paper.
pub fn covered(input: &MapInput<'_>) -> Vec<PageRect> {
    let is_seen = input.is_visible("borders") && input.furniture == Furniture::Still;
    let borders = input.detail.borders.iter().filter(|border| is_seen && camps(input, border).is_some());
    let runs = borders.flat_map(|border| border.line.on_page(&input.view));
    let side = 2.0 * edge_width(input) + EDGE_STEP;
    let between = |pair: &[Page]| {
        let steps = (pair[0].distance(pair[1]) / side).ceil().clamp(1.0, 400.0) as u32;
        let (from, to) = (pair[0], pair[1]);
        (0..=steps).map(move |step| from.lerp(to, f64::from(step) / f64::from(steps)))
    };
    let along = runs.flat_map(|run| thinned(&run).windows(2).flat_map(between).collect::<Vec<Page>>());
    along.map(|at| PageRect::around(at, side, side)).collect()
}

/// The camps whose land begins at a border, to its left and to its right, where they are not the same.
fn camps(input: &MapInput<'_>, border: &Border) -> Option<[Option<Camp>; 2]> {
    let [left, right] = &border.between[..] else { return None };
    let holds = |polities: &[String], id: &String| polities.contains(id);
    let camp_of = |id: &String| match () {
        () if holds(&input.campaign.attacker_polities, id) => Some(Camp::Attacker),
        () if holds(&input.campaign.defender_polities, id) => Some(Camp::Defender),
        () => None,
    };
    let camps = [camp_of(left), camp_of(right)];
    (camps[0] != camps[1] && border.kind != "demarcation").then_some(camps)
}

/// Width of an edge, points.
fn edge_width(input: &MapInput<'_>) -> f64 {
    if input.band() == ScaleBand::Theatre { 4.0 } else { 6.0 }
}

/// Color of an edge: fainter where the map is near enough for front lines to run beside it.
fn edge_color(input: &MapInput<'_>, camp: Camp) -> Color {
    let share = if input.band() == ScaleBand::Theatre { EDGE } else { EDGE * 0.7 };
    input.theme.camp(camp).line.faded(share)
}

/// A line without the vertices that stand close behind another.
fn thinned(line: &[Page]) -> Vec<Page> {
    let mut thin: Vec<Page> = Vec::with_capacity(line.len());
    for (number, point) in line.iter().enumerate() {
        if number + 1 == line.len() || thin.last().is_none_or(|last| last.distance(*point) >= EDGE_STEP) {
            thin.push(*point);
        }
    }
    thin
}

/// A line moved to its left by so many points.
fn left_of(line: &[Page], by: f64) -> Vec<Page> {
    let moved = |k: usize| {
        let (before, after) = (line[k.saturating_sub(1)], line[(k + 1).min(line.len() - 1)]);
        let length = before.distance(after).max(1e-9);
        // The page's y runs down.
        line[k].offset((after.y - before.y) / length * by, -(after.x - before.x) / length * by)
    };
    (0..line.len()).map(moved).collect()
}

fn stroke(kind: &str, input: &MapInput<'_>) -> Stroke {
    let dash = match kind {
        "zone" => ZONE,
        "demarcation" => DEMARCATION,
        _ => STATE,
    };
    Stroke::dashed(1.4, input.theme.border, dash)
}

fn exists(border: &Border, input: &MapInput<'_>) -> bool {
    let calendar = &input.campaign.calendar;
    let from = border.from.as_ref().and_then(|day| calendar.parse(&format!("{day}T00:00:00")).ok());
    from.is_none_or(|from| from <= input.situation.instant)
}

/// What the edges along a border mean, where one is on the page.
fn edge_row(input: &MapInput<'_>) -> Option<LegendEntry> {
    let on_page = input.detail.borders.iter().filter(|border| exists(border, input) && border.line.is_on_page(&input.view));
    let seen: Vec<Camp> = on_page.filter_map(|border| camps(input, border)).flatten().flatten().collect();
    let width = edge_width(input);
    let edges: Vec<(f64, Color)> = [(Camp::Attacker, -1.0), (Camp::Defender, 1.0)]
        .into_iter()
        .filter(|(camp, _)| seen.contains(camp))
        .map(|(camp, side)| (side * (width / 2.0 + 0.7), edge_color(input, camp)))
        .collect();
    let border = stroke("state", input);
    (!edges.is_empty()).then(|| {
        let row = LegendEntry::new("Border between the camps", move |rect, _, canvas| {
            let line = |dy: f64| LineShape::Open([rect.min.x, rect.max.x].map(|x| Page::new(x, rect.center().y + dy)).to_vec());
            for (dy, color) in &edges {
                canvas.line(line(*dy), Stroke::solid(width, *color));
            }
            canvas.line(line(0.0), border);
        });
        row.of(Group::Line)
    })
}

/// The kinds of border that exist at this instant.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let rows = [("state", "Border, August 1945"), ("zone", "Edge of a zone of control"), ("demarcation", "Line of demarcation")];
    let seen = |kind: &str| {
        input.detail.borders.iter().any(|border| {
            exists(border, input)
                && border.line.is_on_page(&input.view)
                && (border.kind == kind || (kind == "state" && border.kind == "treaty-line"))
        })
    };
    let lines = rows.into_iter().filter(|(kind, _)| seen(kind)).map(|(kind, title)| legend::line(title, stroke(kind, input)));
    edge_row(input).into_iter().chain(lines).collect()
}

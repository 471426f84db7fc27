//! The front line by how it is known, and pockets behind it with their teeth.
//!
//! Both camps are drawn back to back: the attacker's single line on its side, the defender's thin double line on the other.

use crate::cartography::{Page, PageRect, Plane};
use crate::scene::legend::Group;
use crate::scene::{Canvas, Doubt, LegendEntry, LineShape, MapInput, Mark, Stroke, legend};
use crate::situation::{FrontLine, LineStatus};

/// Dashes of an inferred front, of its unknown edge.
const INFERRED: &[f64] = &[10.0, 5.0];
const UNKNOWN: &[f64] = &[1.5, 5.0];
/// Distance of the defender's line from the attacker's, points.
const GAP: f64 = 3.2;
/// Width of the line around a pocket, points.
const POCKET: f64 = 2.2;
/// Teeth of a pocket: length and distance, points.
const TOOTH: f64 = 5.5;
const TEETH_APART: f64 = 13.0;
/// Points of a line nearer than this on the page are left out, points.
const SPACING: f64 = 3.0;
/// On the smallest maps (metres to a point) they are thinned further, points, so that the line runs and does not quiver.
const SMALLEST: f64 = 8000.0;
const SPACING_SMALLEST: f64 = 9.0;

/// Draws the front line and the pockets of the instant.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let Some(ground) = input.ground else { return };
    let compute = |instant, window| ground.field.front_line(instant, Some(window), input.view.metres_per_point);
    canvas.share(input.memory.front(input, compute, |front| marks(input, front)));
}

fn marks(input: &MapInput<'_>, front: &FrontLine) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut line = |points: Vec<Page>, stroke: Stroke| marks.push(Mark::Line { shape: LineShape::Open(points), stroke });
    let (attacker, defender) = (input.theme.attacker.line, input.theme.defender.line);
    for stretch in &front.stretches {
        let points = on_page(input, &stretch.points);
        let (width, dash) = match stretch.status {
            LineStatus::Inferred if input.doubt == Doubt::Off => (2.2, &[][..]),
            LineStatus::Attested => (3.0, &[][..]),
            LineStatus::Inferred => (2.2, INFERRED),
            LineStatus::Unknown => {
                line(points, Stroke::dashed(1.6, input.theme.graticule, UNKNOWN));
                continue;
            }
        };
        line(points.clone(), Stroke::solid(width + 2.0, input.theme.halo));
        line(beside(&points, GAP), Stroke::dashed(1.1, defender, dash));
        line(points, Stroke::dashed(width, attacker, dash));
    }
    for pocket in &front.pockets {
        let ring = on_page(input, &pocket.ring);
        for tooth in teeth(&ring) {
            line(tooth.to_vec(), Stroke::solid(1.6, defender));
        }
        line(ring, Stroke::solid(POCKET, defender));
    }
    marks
}

fn on_page(input: &MapInput<'_>, points: &[Plane]) -> Vec<Page> {
    let spacing = if input.view.metres_per_point > SMALLEST { SPACING_SMALLEST } else { SPACING };
    let mut line: Vec<Page> = Vec::with_capacity(points.len());
    for (number, plane) in points.iter().enumerate() {
        let point = input.view.page_from_plane(*plane);
        let is_end = number == 0 || number + 1 == points.len();
        if is_end || line.last().is_none_or(|last| last.distance(point) >= spacing) {
            line.push(point);
        }
    }
    line
}

/// The line moved to its right, the defender's side, by so many points.
fn beside(line: &[Page], by: f64) -> Vec<Page> {
    (0..line.len())
        .map(|k| {
            let (before, after) = (line[k.saturating_sub(1)], line[(k + 1).min(line.len() - 1)]);
            let length = before.distance(after).max(1e-9);
            // The attacker stands to the left with north up; the page's y runs down, so right is (−dy, dx).
            line[k].offset(-(after.y - before.y) / length * by, (after.x - before.x) / length * by)
        })
        .collect()
}

/// Teeth that point into the pocket, which lies to the right of its ring.
fn teeth(ring: &[Page]) -> Vec<[Page; 2]> {
    let mut teeth = Vec::new();
    let mut next = TEETH_APART / 2.0;
    let mut along = 0.0;
    for pair in ring.windows(2) {
        let length = pair[0].distance(pair[1]);
        while length > 0.0 && next <= along + length {
            let foot = pair[0].lerp(pair[1], (next - along) / length);
            let (dx, dy) = ((pair[1].x - pair[0].x) / length, (pair[1].y - pair[0].y) / length);
            teeth.push([foot, foot.offset(-dy * TOOTH, dx * TOOTH)]);
            next += TEETH_APART;
        }
        along += length;
    }
    teeth
}

/// A kind of line of this layer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Attested,
    Inferred,
    Unknown,
    Pocket,
}

/// What front lines and pockets cover, for names that must not lie across them; and what the dots along what is recorded
/// cover, which are faint, and no front.
pub fn covered(input: &MapInput<'_>) -> [Vec<PageRect>; 2] {
    let kept = if input.is_visible("front-line") { input.memory.front_if_kept(input) } else { None };
    let map = input.sheet().map;
    let (mut fronts, mut edges): (Vec<PageRect>, Vec<PageRect>) = Default::default();
    for mark in kept.iter().flat_map(|marks| marks.iter()) {
        let Mark::Line { shape: LineShape::Open(points), stroke } = mark else { continue };
        let Some(kind) = kind_of(input, stroke) else { continue };
        let rects = if kind == Kind::Unknown { &mut edges } else { &mut fronts };
        let mut rest = 0.0;
        for pair in points.windows(2) {
            let length = pair[0].distance(pair[1]);
            if !PageRect::around(pair[0], 2.0 * length, 2.0 * length).overlaps(&map) {
                rest = 0.0;
                continue;
            }
            while rest < length {
                rects.push(PageRect::around(pair[0].lerp(pair[1], rest / length), COVER, COVER));
                rest += COVER;
            }
            rest -= length;
        }
    }
    [fronts, edges].map(|rects| rects.into_iter().filter(|rect| rect.overlaps(&map)).collect())
}

/// Width of what a front line covers, points.
const COVER: f64 = 10.0;

/// The kind of line that is drawn so, if it is the attacker's line or that around a pocket.
fn kind_of(input: &MapInput<'_>, stroke: &Stroke) -> Option<Kind> {
    let (attacker, defender) = (input.theme.attacker.line, input.theme.defender.line);
    match stroke {
        _ if stroke.dash == UNKNOWN => Some(Kind::Unknown),
        _ if stroke.color == attacker => Some(if stroke.dash.is_empty() { Kind::Attested } else { Kind::Inferred }),
        _ if stroke.color == defender && stroke.dash.is_empty() && stroke.width >= POCKET => Some(Kind::Pocket),
        _ => None,
    }
}

/// Whether a kind of line is on the map, as far as is known: all are where no front line has been drawn yet.
fn is_on_map(input: &MapInput<'_>, kind: Kind) -> bool {
    let map = input.sheet().map;
    let is_of_kind = |mark: &Mark| match mark {
        Mark::Line { shape: LineShape::Open(points), stroke } => {
            kind_of(input, stroke) == Some(kind) && points.iter().any(|point| map.contains(*point))
        }
        _ => false,
    };
    input.memory.front_if_kept(input).is_none_or(|marks| marks.iter().any(is_of_kind))
}

/// The kinds of front line on the map.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    if input.ground.is_none() {
        return Vec::new();
    }
    let (attacker, defender) = (input.theme.attacker.line, input.theme.defender.line);
    let double = |title: &'static str, width: f64, dash: &'static [f64]| {
        let row = LegendEntry::new(title, move |rect, _, canvas| {
            let y = rect.center().y - 1.5;
            let line = vec![Page::new(rect.min.x, y), Page::new(rect.max.x, y)];
            canvas.line(LineShape::Open(beside(&line, GAP)), Stroke::dashed(1.1, defender, dash));
            canvas.line(LineShape::Open(line), Stroke::dashed(width, attacker, dash));
        });
        row.of(Group::Line)
    };
    let pocket = LegendEntry::new("Pocket that holds out", move |rect, _, canvas| {
        let y = rect.center().y - 2.0;
        let line = vec![Page::new(rect.min.x, y), Page::new(rect.max.x, y)];
        for tooth in teeth(&line) {
            canvas.line(LineShape::Open(tooth.to_vec()), Stroke::solid(1.6, defender));
        }
        canvas.line(LineShape::Open(line), Stroke::solid(POCKET, defender));
    });
    let rows = [
        (Kind::Attested, double(if input.doubt == Doubt::Off { "Front line" } else { "Front line, attested" }, 3.0, &[])),
        (Kind::Inferred, double("Front line, inferred", 2.2, INFERRED)),
        (Kind::Unknown, legend::line("Edge of what is recorded", Stroke::dashed(1.6, input.theme.graticule, UNKNOWN))),
        (Kind::Pocket, pocket.of(Group::Line)),
    ];
    rows.into_iter().filter(|(kind, _)| is_on_map(input, *kind)).map(|(_, row)| row).collect()
}

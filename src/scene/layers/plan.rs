//! What was planned: hollow dashed ways from where each formation stood at first to what it was to take, with the day it
//! was due.

use super::formations::smallest_scale;
use crate::campaign::{Camp, FormationIdx, PlannedObjective};
use crate::cartography::{Page, PageRect};
use crate::scene::labels::{LabelRequest, Spots};
use crate::scene::legend::Group;
use crate::scene::{Canvas, Color, Face, LegendEntry, LineShape, MapInput, Stroke};

/// Dashes of a planned way.
const PLANNED: &[f64] = &[8.0, 6.0];
/// Width of a planned way, and of the hollow in it, points.
const WIDTH: (f64, f64) = (4.0, 1.8);
/// A way shorter than this has its day at its end only, points.
const LONG: f64 = 130.0;
/// Days due win against names of small places only.
const PRIORITY: u32 = 540;

/// Draws the planned ways of the formations that suit the scale.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    for (objective, from, to) in shown(input) {
        let color = input.theme.camp(input.campaign.side_of(objective.formation).camp).line;
        way(from, to, color, input.theme.land, canvas);
        let Some(due) = &objective.due else { continue };
        let words = format!("PLAN {}", input.campaign.calendar.day_label(due.earliest));
        label(input, &words, to, objective, canvas);
        if from.distance(to) > LONG {
            label(input, &words, from.lerp(to, 0.12), objective, canvas);
        }
    }
}

/// Each objective with both ends of its way on the page.
fn shown<'a>(input: &MapInput<'a>) -> Vec<(&'a PlannedObjective, Page, Page)> {
    let map = input.view.page().grown(40.0);
    let ways = input.campaign.plan.iter().filter(|objective| objective.due.is_some()).filter_map(|objective| {
        let formation = input.campaign.formation(objective.formation);
        let camp = input.campaign.side_of(objective.formation).camp;
        let from = start(input, objective.formation)?;
        let to = input.page(objective.position?.into());
        let is_shown = smallest_scale(formation, camp) <= input.band() && from.distance(to) > 12.0;
        (is_shown && (map.contains(from) || map.contains(to))).then_some((objective, from, to))
    });
    ways.collect()
}

/// Where a formation stood at first.
fn start(input: &MapInput<'_>, formation: FormationIdx) -> Option<Page> {
    let waypoint = input.campaign.track_of(formation)?.waypoints.first()?;
    Some(input.page(waypoint.position.into()))
}

/// A hollow dashed line with an open head.
fn way(from: Page, to: Page, color: Color, hollow: Color, canvas: &mut Canvas) {
    let length = from.distance(to).max(1e-9);
    let (dx, dy) = ((to.x - from.x) / length, (to.y - from.y) / length);
    let neck = to.offset(-dx * 10.0, -dy * 10.0);
    let line = || LineShape::Open(vec![from, neck]);
    canvas.line(line(), Stroke::dashed(WIDTH.0, color, PLANNED));
    canvas.line(line(), Stroke::dashed(WIDTH.1, hollow, PLANNED));
    let wing = |side: f64| neck.offset(-dy * side * 5.0, dx * side * 5.0);
    canvas.line(LineShape::Closed(vec![to, wing(1.0), wing(-1.0)]), Stroke::solid(1.1, color));
}

fn label(input: &MapInput<'_>, words: &str, at: Page, objective: &PlannedObjective, canvas: &mut Canvas) {
    let color = input.theme.camp(input.campaign.side_of(objective.formation).camp).text;
    canvas.labels.push(LabelRequest {
        priority: PRIORITY,
        key: None,
        beside: PageRect::around(at, 6.0, 6.0),
        lines: [(words.to_owned(), input.style(Face::Italic, 9.5), color)].into(),
        spots: Spots::Beside,
        halo: Some((input.theme.halo, 1.6)),
    });
}

/// What the hollow lines mean.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let has = |camp: Camp| shown(input).iter().any(|(objective, ..)| input.campaign.side_of(objective.formation).camp == camp);
    let row = |title: &'static str, camp: Camp| {
        LegendEntry::new(title, move |rect, theme, canvas| {
            let y = rect.center().y;
            way(Page::new(rect.min.x, y), Page::new(rect.max.x, y), theme.camp(camp).line, theme.paper, canvas);
        })
        .of(Group::Line)
    };
    let rows = [("Planned, with the day due", Camp::Attacker), ("Planned by the defender", Camp::Defender)];
    rows.into_iter().filter(|(_, camp)| has(*camp)).map(|(title, camp)| row(title, camp)).collect()
}

//! Ways by sea, river, rail and air: dotted arcs where only their ends are known, lines along the river or the railway where
//! the base map has one.
//!
//! Records name the towns on the banks and along the line, and situations keep to them; only the drawing follows the net.

use super::movement;
use crate::campaign::{EventCategory, Movement, Track};
use crate::cartography::{Geo, Page, ways};
use crate::scene::symbols::{arrow, event};
use crate::scene::{Canvas, Color, LineShape, MapInput, Stroke};
use crate::situation::FormationState;

/// Dots of a way by sea or air.
pub const SEA: &[f64] = &[1.6, 3.6];
/// Dashes of a way by rail.
pub const RAIL: &[f64] = &[7.0, 2.0, 2.0, 2.0];

/// How far an arc bows out, as a share of its chord.
const BOW: f64 = 0.09;

/// Vertices of a way along a river or railway stand this far apart, points.
const STEP: f64 = 2.0;

/// A way on which a formation is carried.
pub struct Lift {
    /// By what.
    pub movement: Movement,
    /// Whether its points follow a river or a railway.
    pub has_course: bool,
    /// Whether it ends in a landing.
    pub is_landing: bool,
    /// Its points on the page.
    pub points: Vec<Page>,
}

/// The way by river or rail to a waypoint, up to the formation itself where it is on it; `None` where ships put to sea, and
/// where no line is on record.
pub fn course(input: &MapInput<'_>, track: &Track, state: &FormationState, end: usize) -> Option<Vec<Page>> {
    let net = match movement(input, track, end) {
        Movement::Sea => input.basemap.waterways(),
        Movement::Rail => input.basemap.railway_net(),
        _ => return None,
    };
    let (from, to): (Geo, Geo) = (track.waypoints[end - 1].position.into(), track.waypoints[end].position.into());
    let plane = |geo: Geo| input.basemap.projection.plane_from_geo(geo);
    let way = net.way(plane(from), plane(to))?;
    let apart = |a: Geo, b: Geo| (a.lon - b.lon).hypot(a.lat - b.lat);
    let share = if end > state.waypoint { apart(from, state.position) / apart(from, to).max(1e-9) } else { 1.0 };
    let gone = ways::up_to(&way, share);
    let mut points: Vec<Page> = Vec::with_capacity(gone.len());
    for (number, plane) in gone.iter().enumerate() {
        let point = input.view.page_from_plane(*plane);
        if number + 1 == gone.len() || points.last().is_none_or(|last| last.distance(point) > STEP) {
            points.push(point);
        }
    }
    Some(points)
}

/// Where a formation is on the page: ships in the river by which they stand or go, trains on their line.
pub fn position(input: &MapInput<'_>, state: &FormationState) -> Page {
    let own = || input.page(state.position);
    let formation = input.campaign.formation(state.formation);
    if let Some(track) = input.campaign.track_of(state.formation).filter(|_| state.movement.is_some())
        && let Some(tip) = course(input, track, state, state.waypoint + 1).and_then(|way| way.last().copied())
    {
        return tip;
    }
    let moored = || input.basemap.waterways().moored(input.basemap.projection.plane_from_geo(state.position));
    formation.is_afloat.then(moored).flatten().map_or_else(own, |plane| input.view.page_from_plane(plane))
}

/// Keeps labels off a way, in strides that are long enough to be told apart.
fn keep_off(input: &MapInput<'_>, line: &[Page], canvas: &mut Canvas) {
    /// Points.
    const STRIDE: f64 = 7.0;
    let page = input.view.page();
    let Some(mut from) = line.first().copied() else { return };
    for (number, to) in line.iter().enumerate().skip(1) {
        if from.distance(*to) >= STRIDE || number + 1 == line.len() {
            if arrow::is_seen(&[from, *to], &page) {
                arrow::keep_off(from, *to, 2.0, canvas);
            }
            from = *to;
        }
    }
}

/// A way by sea or air as a dotted arc, with a disc where it ends in a landing; one by river dotted along it; one by rail as
/// it runs.
pub fn draw(input: &MapInput<'_>, lift: &Lift, color: Color, canvas: &mut Canvas) {
    let Lift { movement, has_course, is_landing, points } = lift;
    let (Some(from), Some(to)) = (points.first(), points.last()) else { return };
    let bow = from.distance(*to) * BOW + 10.0;
    if !arrow::is_seen(points, &input.view.page().grown(bow)) {
        return;
    }
    let is_arc = *movement != Movement::Rail && !has_course;
    let line = if is_arc { arrow::arc(*from, *to, BOW) } else { points.clone() };
    keep_off(input, &line, canvas);
    if *has_course {
        // Dots of red on the blue of a river, or on the black of a railway, would run together.
        canvas.line(LineShape::Open(line.clone()), Stroke::solid(3.4, input.theme.halo));
    }
    let dash = if *movement == Movement::Rail { RAIL } else { SEA };
    canvas.line(LineShape::Open(line), Stroke::dashed(1.8, color, dash));
    if *is_landing && *movement != Movement::Rail && from.distance(*to) > 14.0 {
        let category = if *movement == Movement::Air { EventCategory::Airborne } else { EventCategory::Naval };
        event::draw(category, *to, color, input.theme.paper, canvas);
    }
}

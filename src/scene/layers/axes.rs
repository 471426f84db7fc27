//! Axes of advance: the way of each shown formation up to the instant, attested stretches solid, inferred ones dashed, and
//! thin with a question mark where only the ends of a long march are on record.
//!
//! The tip is the position at the instant; an axis never runs ahead of it. What is older than three days pales, what is
//! older than a week thins to a trail. Columns that share a road stand side by side ([`shared`]); who is carried by sea, rail
//! or air leaves no axis ([`lifts`]).

mod lifts;
mod shared;

use std::collections::BTreeSet;
use std::sync::Arc;

use lifts::{Lift, RAIL, SEA};
use shared::SharedLegs;

use super::formations::{is_shown, sign};
use crate::campaign::{Action, Camp, DAY, Echelon, Movement, Status, Track};
use crate::cartography::{Geo, Page, Plane, ScaleBand};
use crate::scene::legend::Group;
use crate::scene::symbols::arrow::{self, Shape, Stretch, Way};
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{
    Align, AreaShape, Canvas, Color, Doubt, Face, LegendEntry, LineShape, MapInput, Stroke, Target, TextMark, TextStyle, emphasis, legend,
};
use crate::situation::{FADES_AFTER, FormationState, leg_status};

const TRAIL: &[f64] = &[];

/// How long a withdrawal stays on the map, seconds.
const WITHDRAWAL_LASTS: i64 = 3 * DAY;

/// An inferred march between two waypoints further apart than this has left no record of its route, metres: no column
/// goes so far in a straight line.
const UNRECORDED: f64 = 150_000.0;

/// At this scale (metres to a point, 1 : 2.5 million) an axis has just the width of its echelon.
const TRUE_WIDTH: f64 = 660.0;

/// Gap between the head of an axis and the symbol behind it, points.
const BEHIND: f64 = 2.0;

/// Distance of two columns on one road, as a share of the width of their heads.
const LANE: f64 = 1.2;
/// A leg shorter than this has no room for lanes, and one shorter than twice this none for a question mark, points.
const ROOMY: f64 = 36.0;

/// Draws the axes of all formations shown at this scale.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let mut states: Vec<&FormationState> = input.situation.formations.iter().filter(|state| is_shown(input, state)).collect();
    states.sort_by_key(|state| std::cmp::Reverse(input.campaign.formation(state.formation).echelon));
    let (attackers, defenders): (Vec<&FormationState>, Vec<&FormationState>) =
        states.into_iter().partition(|state| input.campaign.side_of(state.formation).camp == Camp::Attacker);
    let ways = attackers.iter().filter_map(|state| {
        let formation = input.campaign.formation(state.formation);
        let track = input.campaign.track_of(state.formation).filter(|_| !formation.is_afloat)?;
        Some((track, formation.echelon, state.waypoint))
    });
    let shared = SharedLegs::of(ways);
    for state in defenders {
        let Some(track) = input.campaign.track_of(state.formation) else { continue };
        withdrawal(input, track, state, canvas);
    }
    for state in attackers {
        let Some(track) = input.campaign.track_of(state.formation) else { continue };
        advance(input, track, state, &shared, canvas);
    }
}

fn advance(input: &MapInput<'_>, track: &Track, state: &FormationState, shared: &SharedLegs, canvas: &mut Canvas) {
    let echelon = input.campaign.formation(state.formation).echelon;
    let width = head_width(input, echelon);
    let page = input.view.page();
    let color = input.theme.attacker.line.faded(emphasis::of_formation(input, state.formation));
    let now = input.situation.instant;
    let is_chosen = [input.selection, input.hovered].contains(&Some(Target::Formation(state.formation)));
    let last = last_leg(state);
    let own = if is_chosen { last } else { shared.own_end(track, echelon, last) };
    let mut stretches: Vec<Stretch> = Vec::new();
    for end in 1..=own {
        let lane = if end <= state.waypoint { shared.lane(track, end) * LANE * width } else { 0.0 };
        let points = leg_points(input, track, state, end, lane);
        let age = now.since(track.waypoints[end].time.best).max(0);
        let movement = movement(input, track, end);
        if matches!(movement, Movement::Sea | Movement::Air | Movement::Rail) {
            arrow::draw(&stretches, Shape { width, page, has_head: false }, canvas);
            stretches.clear();
            let has_landed = end <= state.waypoint && matches!(track.waypoints[end].action, Action::Land | Action::Airland);
            let is_landing = has_landed && (end == track.waypoints.len() - 1 || track.movement_to(end + 1) != movement);
            let course = lifts::course(input, track, state, end);
            let lift = Lift { movement, has_course: course.is_some(), is_landing, points: course.unwrap_or(points) };
            lifts::draw(input, &lift, color.faded(age_share(age)), canvas);
        } else if is_trail(input, track, end) {
            stretches.clear();
            if arrow::is_seen(&points, &page) {
                canvas.keep_names_off(input, &points);
                canvas.line(LineShape::Open(points), Stroke::dashed(1.0, color.faded(emphasis::PAST), TRAIL));
            }
        } else {
            let way = if end <= state.waypoint {
                way_of_length(input.doubt, track, end, points[0].distance(points[points.len() - 1]) * input.view.metres_per_point)
            } else {
                way(input, track, end)
            };
            let known = if input.doubt == Doubt::Strong && way != Way::Attested { emphasis::CONTEXT } else { emphasis::NOW };
            stretches.push(Stretch { points, way, color: color.faded(age_share(age) * known) });
        }
    }
    arrow::draw(&stretches, Shape { width, page, has_head: own == last }, canvas);
    for stretch in stretches.iter().filter(|stretch| stretch.way == Way::Unrecorded) {
        question_mark(input, stretch, canvas);
    }
    if is_chosen {
        attested_points(input, track, state, canvas);
    } else if input.band() > ScaleBand::Theatre {
        small_points(input, track, own.min(state.waypoint), color, canvas);
    }
}

/// The waypoint at which the last leg ends that a formation has gone or is on.
fn last_leg(state: &FormationState) -> usize {
    state.waypoint + usize::from(state.movement.is_some())
}

/// How a formation came to a waypoint: ships sail, whatever they did on arriving, and troops who then landed had come to a
/// point off the coast by sea.
fn movement(input: &MapInput<'_>, track: &Track, end: usize) -> Movement {
    let movement = track.movement_to(end);
    let waypoint = &track.waypoints[end];
    let is_at_sea = || {
        let lands_next = end + 1 < track.waypoints.len() && track.movement_to(end + 1) == Movement::Sea;
        let at = || input.basemap.projection.plane_from_geo(waypoint.position.into());
        lands_next && waypoint.place.is_none() && !input.basemap.coarse.land.contains(at())
    };
    match movement {
        Movement::March if input.campaign.formation(track.formation).is_afloat || is_at_sea() => Movement::Sea,
        _ => movement,
    }
}

/// How the way to a waypoint is known.
fn way(input: &MapInput<'_>, track: &Track, end: usize) -> Way {
    let at = |number: usize| input.basemap.projection.plane_from_geo(track.waypoints[number].position.into());
    way_of_length(input.doubt, track, end, at(end - 1).distance(at(end)))
}

/// How the way to a waypoint is known, which is so many metres from the one before.
fn way_of_length(doubt: Doubt, track: &Track, end: usize, metres: f64) -> Way {
    match leg_status(track, end - 1) {
        Status::Attested => Way::Attested,
        // A route that nobody has recorded is none to draw as one.
        Status::Inferred | Status::Claimed if doubt == Doubt::Off && metres <= UNRECORDED => Way::Attested,
        _ if metres > UNRECORDED => Way::Unrecorded,
        _ => Way::Inferred,
    }
}

/// A question mark at the middle of a way that is not recorded.
fn question_mark(input: &MapInput<'_>, stretch: &Stretch, canvas: &mut Canvas) {
    let (Some(from), Some(to)) = (stretch.points.first(), stretch.points.last()) else { return };
    let middle = from.lerp(*to, 0.5);
    if from.distance(*to) > 2.0 * ROOMY && input.view.page().contains(middle) {
        canvas.text(question(middle, stretch.color, input.theme.halo));
    }
}

fn question(middle: Page, color: Color, halo: Color) -> TextMark {
    let style = TextStyle::new(Face::Bold, 12.0);
    let at = middle.offset(0.0, style.size * CAP_HEIGHT / 2.0);
    // Faint where its way is faint: a halo stronger than its letter would be a blot.
    let halo = halo.faded(f64::from(color.a) / 255.0);
    TextMark { at, align: Align::Middle, text: "?".to_owned(), style, color, halo: Some((halo, 2.0)), angle: 0.0 }
}

/// Attested waypoints of a young axis as small dots on its spine.
fn small_points(input: &MapInput<'_>, track: &Track, last: usize, color: Color, canvas: &mut Canvas) {
    let page = input.view.page();
    let is_young = |time| input.situation.instant.since(time) <= 7 * DAY;
    for waypoint in track.waypoints.iter().take(last + 1).skip(1) {
        let at = input.page(waypoint.position.into());
        if waypoint.status == Status::Attested && is_young(waypoint.time.best) && page.contains(at) {
            canvas.area(AreaShape::Disc(at, 2.4), color);
            canvas.area(AreaShape::Disc(at, 1.3), input.theme.paper);
        }
    }
}

/// Attested waypoints as dots on the spine of a selected axis.
fn attested_points(input: &MapInput<'_>, track: &Track, state: &FormationState, canvas: &mut Canvas) {
    for waypoint in track.waypoints.iter().take(state.waypoint + 1) {
        let at = input.page(waypoint.position.into());
        let is_attested = waypoint.status == Status::Attested;
        canvas.area(AreaShape::Disc(at, 3.0), if is_attested { input.theme.ink } else { input.theme.paper });
        canvas.line(LineShape::Circle(at, 3.0), Stroke::solid(1.0, input.theme.ink));
    }
}

/// The page points of the stretch that ends at a waypoint, or at the formation itself where it is on the way there. Between
/// its ends it runs `lane` points to the right of the road.
fn leg_points(input: &MapInput<'_>, track: &Track, state: &FormationState, end: usize, lane: f64) -> Vec<Page> {
    let from: Geo = track.waypoints[end - 1].position.into();
    let steps =
        |to: Geo| ((to.lon - from.lon).abs().max((to.lat - from.lat).abs()) / 0.5).ceil().max(if lane == 0.0 { 1.0 } else { 8.0 }) as u32;
    let projected = |to: Geo| -> Vec<Plane> {
        let shares = (0..=steps(to)).map(|step| f64::from(step) / f64::from(steps(to)));
        let geo = shares.map(|share| Geo { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share });
        geo.map(|geo| input.basemap.projection.plane_from_geo(geo)).collect()
    };
    // What a formation has gone already does not move any more.
    let planes = if end > state.waypoint {
        Arc::new(projected(state.position))
    } else {
        input.memory.leg((track.formation, end, lane == 0.0), || projected(track.waypoints[end].position.into()))
    };
    let line: Vec<Page> = planes.iter().map(|plane| input.view.page_from_plane(*plane)).collect();
    let (start, finish) = (line[0], line[line.len() - 1]);
    let length = start.distance(finish);
    if lane == 0.0 || length < ROOMY {
        return line;
    }
    // It leaves the road and comes back to it, since its waypoints lie there.
    let (right_x, right_y) = (-(finish.y - start.y) / length * lane, (finish.x - start.x) / length * lane);
    let past = (line.len() - 1) as f64;
    let beside = |(step, at): (usize, Page)| {
        let share = step as f64 / past;
        let aside = (share.min(1.0 - share) * 8.0).min(1.0);
        at.offset(right_x * aside, right_y * aside)
    };
    line.into_iter().enumerate().map(beside).collect()
}

/// Where the symbol of a formation stands: behind the head of its axis, on the way it came, so that the head is seen and its
/// tip shows the position itself. A formation without an axis, or whose axis has thinned to a trail, stands at its position.
pub fn symbol_anchor(input: &MapInput<'_>, state: &FormationState) -> Page {
    let tip = lifts::position(input, state);
    let is_attacker = input.campaign.side_of(state.formation).camp == Camp::Attacker;
    let Some(track) = input.campaign.track_of(state.formation).filter(|_| is_attacker && input.is_visible("axes")) else { return tip };
    let (width, height) = sign(input, state).size();
    let head = head_width(input, input.campaign.formation(state.formation).echelon) * arrow::HEAD;
    let mut rest = f64::NAN;
    let mut from = tip;
    for end in (1..=last_leg(state)).rev() {
        if movement(input, track, end) != Movement::March || is_trail(input, track, end) {
            break;
        }
        for back in leg_points(input, track, state, end, 0.0).iter().rev().skip(1) {
            let length = from.distance(*back);
            if rest.is_nan() && length > 0.0 {
                let reach = (width / (back.x - from.x).abs()).min(height / (back.y - from.y).abs()) * length / 2.0;
                rest = head + reach + BEHIND;
            }
            if length >= rest {
                return from.lerp(*back, rest / length);
            }
            rest -= length;
            from = *back;
        }
    }
    from
}

fn withdrawal(input: &MapInput<'_>, track: &Track, state: &FormationState, canvas: &mut Canvas) {
    let share = emphasis::of_formation(input, state.formation);
    let (color, captive) = (input.theme.defender.line.faded(0.8 * share), input.theme.faint_ink.faded(share));
    for end in (1..=last_leg(state)).filter(|end| is_fresh_withdrawal(input, track, state, *end)) {
        let points = leg_points(input, track, state, end, 0.0);
        let length = points.first().zip(points.last()).map_or(0.0, |(a, b)| a.distance(*b));
        if length <= 6.0 || !arrow::is_seen(&points, &input.view.page().grown(8.0)) {
            continue;
        }
        if is_captive(track, end) {
            arrow::captive_march(&points, captive, input.theme.paper, canvas);
        } else {
            arrow::withdrawal(&points, color, canvas);
        }
    }
}

/// Whether the leg that ends at a waypoint is young enough to be shown, and the formation not long disarmed.
fn is_fresh_withdrawal(input: &MapInput<'_>, track: &Track, state: &FormationState, end: usize) -> bool {
    let now = input.situation.instant;
    let is_recent = now.since(track.waypoints[end].time.best) < WITHDRAWAL_LASTS;
    is_recent && state.ended.is_none_or(|ended| now.since(ended) < FADES_AFTER)
}

/// Whether troops had laid down their arms before the leg that ends at a waypoint.
fn is_captive(track: &Track, end: usize) -> bool {
    track.waypoints[..end].iter().any(|waypoint| waypoint.action.is_end())
}

/// Whether the leg that ends at a waypoint was gone so long ago that it is a trail.
fn is_trail(input: &MapInput<'_>, track: &Track, end: usize) -> bool {
    input.situation.instant.since(track.waypoints[end].time.best) > 7 * DAY
}

fn age_share(age: i64) -> f64 {
    if age > 3 * DAY { emphasis::PAST } else { emphasis::NOW }
}

/// Width of an axis at its head by echelon and scale, points (E5).
fn head_width(input: &MapInput<'_>, echelon: Echelon) -> f64 {
    let width = match echelon {
        Echelon::Theatre | Echelon::Front => 14.0,
        Echelon::Army | Echelon::AreaArmy | Echelon::Fleet | Echelon::AirArmy => 9.0,
        Echelon::Corps | Echelon::Flotilla => 6.0,
        Echelon::Division => 4.0,
        _ => 3.0,
    };
    width * zoom_share(input.view.metres_per_point)
}

/// By how much the zoom widens or narrows an axis: by a tenth for each doubling of the scale, by 35 % at most (E5), so that
/// it grows with the map without covering it.
fn zoom_share(metres_per_point: f64) -> f64 {
    (1.0 + 0.1 * (TRUE_WIDTH / metres_per_point).log2()).clamp(0.65, 1.35)
}

/// The kinds of line an axis is made of.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let (attacker, defender, captive) = (input.theme.attacker.line, input.theme.defender.line, input.theme.faint_ink);
    let along = |rect: crate::cartography::PageRect| {
        let y = rect.center().y;
        vec![Page::new(rect.min.x, y), Page::new(rect.max.x, y)]
    };
    let axis = |title: &'static str, way: Way| {
        let row = LegendEntry::new(title, move |rect, theme, canvas| {
            arrow::draw(&[Stretch { points: along(rect), way, color: attacker }], Shape { width: 6.0, has_head: true, page: rect }, canvas);
            if way == Way::Unrecorded {
                canvas.text(question(rect.center().offset(-4.0, 0.0), attacker, theme.paper));
            }
        });
        row.of(Group::Line)
    };
    let kinds = kinds(input);
    let is_plain = input.doubt == Doubt::Off;
    let withdrawal = LegendEntry::new("Withdrawal", move |rect, _, canvas| arrow::withdrawal(&along(rect), defender, canvas));
    let captives = LegendEntry::new("March after laying down arms", move |rect, theme, canvas| {
        arrow::captive_march(&along(rect), captive, theme.paper, canvas);
    });
    let rows = [
        (Kind::Attested, axis(if is_plain { "Advance" } else { "Advance, attested" }, Way::Attested)),
        (Kind::Inferred, axis(if is_plain { "Advance, accounts differ" } else { "Advance, inferred" }, Way::Inferred)),
        (Kind::Unrecorded, axis("Advance, route not recorded", Way::Unrecorded)),
        (Kind::Lift, legend::line("By sea, river or air", Stroke::dashed(1.8, attacker, SEA))),
        (Kind::Rail, legend::line("By rail", Stroke::dashed(1.8, attacker, RAIL))),
        (Kind::Withdrawal, withdrawal.of(Group::Line)),
        (Kind::Captive, captives.of(Group::Line)),
    ];
    rows.into_iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, row)| row).collect()
}

/// A kind of line an axis is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Attested,
    Inferred,
    Unrecorded,
    Lift,
    Rail,
    Withdrawal,
    Captive,
}

/// The kinds of line that the shown formations on the page have behind them.
fn kinds(input: &MapInput<'_>) -> BTreeSet<Kind> {
    let map = input.sheet().map;
    let shown = input.situation.formations.iter().filter(|state| is_shown(input, state) && map.contains(input.page(state.position)));
    let legs = shown.filter_map(|state| Some((state, input.campaign.track_of(state.formation)?))).flat_map(|(state, track)| {
        let camp = input.campaign.side_of(state.formation).camp;
        let moved = (1..=last_leg(state)).filter(|end| track.waypoints[*end].position != track.waypoints[end - 1].position);
        moved.filter_map(move |end| match (camp, movement(input, track, end), way(input, track, end)) {
            (Camp::Defender, ..) if !is_fresh_withdrawal(input, track, state, end) => None,
            (Camp::Defender, ..) if is_captive(track, end) => Some(Kind::Captive),
            (Camp::Defender, ..) => Some(Kind::Withdrawal),
            (_, Movement::Sea | Movement::Air, _) => Some(Kind::Lift),
            (_, Movement::Rail, _) => Some(Kind::Rail),
            (_, _, Way::Attested) => Some(Kind::Attested),
            (_, _, Way::Inferred) => Some(Kind::Inferred),
            (_, _, Way::Unrecorded) => Some(Kind::Unrecorded),
        })
    });
    legs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_widens_smoothly_with_the_zoom_and_by_no_more_than_a_third() {
        let shares: Vec<f64> = (0..200).map(|step| zoom_share(20_000.0 * 0.95_f64.powi(step))).collect();
        assert!(shares.windows(2).all(|pair| pair[1] >= pair[0] && pair[1] - pair[0] < 0.01), "{shares:?}");
        assert!(shares.iter().all(|share| (0.65..=1.35).contains(share)));
        assert!((zoom_share(TRUE_WIDTH) - 1.0).abs() < 1e-9 && shares[0] < 0.7 && shares[199] > 1.3);
    }
}

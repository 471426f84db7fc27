//! Axes of advance: the way of each shown formation up to the instant, attested stretches solid, inferred ones dashed.
//!
//! The tip is the position at the instant; an axis never runs ahead of it. What is older than three days pales, what is
//! older than a week thins to a trail.

use std::collections::BTreeSet;

use super::formations::is_shown;
use crate::campaign::{Camp, DAY, Echelon, EventCategory, Movement, Status, Track};
use crate::cartography::{Geo, Page};
use crate::scene::legend::Group;
use crate::scene::symbols::arrow::{self, Stretch};
use crate::scene::symbols::event;
use crate::scene::{AreaShape, Canvas, Color, LegendEntry, LineShape, MapInput, Stroke, Target, legend};
use crate::situation::{FADES_AFTER, FormationState, leg_status};

const TRAIL: &[f64] = &[];
const SEA: &[f64] = &[1.6, 3.6];
const RAIL: &[f64] = &[7.0, 2.0, 2.0, 2.0];

/// How far an arc bows out, as a share of its chord.
const BOW: f64 = 0.09;

/// How long a withdrawal stays on the map, seconds.
const WITHDRAWAL_LASTS: i64 = 3 * DAY;

/// Draws the axes of all formations shown at this scale.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let mut states: Vec<&FormationState> = input.situation.formations.iter().filter(|state| is_shown(input, state)).collect();
    states.sort_by_key(|state| std::cmp::Reverse(input.campaign.formation(state.formation).echelon));
    for state in states {
        let Some(track) = input.campaign.track_of(state.formation) else { continue };
        match input.campaign.side_of(state.formation).camp {
            Camp::Attacker => advance(input, track, state, canvas),
            Camp::Defender => withdrawal(input, track, state, canvas),
        }
    }
}

fn advance(input: &MapInput<'_>, track: &Track, state: &FormationState, canvas: &mut Canvas) {
    let echelon = input.campaign.formation(state.formation).echelon;
    let color = input.theme.attacker.line.faded(emphasis(input, state));
    let now = input.situation.instant;
    let mut stretches: Vec<Stretch> = Vec::new();
    let ends = (1..=state.waypoint).chain((state.movement.is_some()).then_some(state.waypoint + 1));
    for end in ends {
        let points = leg_points(input, track, state, end);
        let age = now.since(track.waypoints[end].time.best).max(0);
        let movement = track.movement_to(end);
        if matches!(movement, Movement::Sea | Movement::Air | Movement::Rail) {
            arrow::draw(&stretches, head_width(echelon), canvas);
            stretches.clear();
            let is_landing = end <= state.waypoint && (end == track.waypoints.len() - 1 || track.movement_to(end + 1) != movement);
            lift(input, movement, (&points, is_landing), color.faded(age_share(age)), canvas);
        } else if age > 7 * DAY {
            stretches.clear();
            canvas.line(LineShape::Open(points), Stroke::dashed(1.0, color.faded(0.45), TRAIL));
        } else {
            let is_solid = leg_status(track, end - 1) == Status::Attested;
            stretches.push(Stretch { points, is_solid, color: color.faded(age_share(age)) });
        }
    }
    arrow::draw(&stretches, head_width(echelon), canvas);
    if input.selection == Some(Target::Formation(state.formation)) || input.hovered == Some(Target::Formation(state.formation)) {
        attested_points(input, track, state, canvas);
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

/// The page points of the stretch that ends at a waypoint, or at the formation itself where it is on the way there.
fn leg_points(input: &MapInput<'_>, track: &Track, state: &FormationState, end: usize) -> Vec<Page> {
    let from: Geo = track.waypoints[end - 1].position.into();
    let to: Geo = if end > state.waypoint { state.position } else { track.waypoints[end].position.into() };
    let steps = ((to.lon - from.lon).abs().max((to.lat - from.lat).abs()) / 0.5).ceil().max(1.0) as u32;
    (0..=steps)
        .map(|step| f64::from(step) / f64::from(steps))
        .map(|share| input.page(Geo { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share }))
        .collect()
}

/// Where the symbol of a formation stands: behind the tip of its axis, on the way it came, so that the tip shows the
/// position itself. A formation without an axis stands at its position.
pub fn symbol_anchor(input: &MapInput<'_>, state: &FormationState) -> Page {
    let tip = input.page(state.position);
    let is_attacker = input.campaign.side_of(state.formation).camp == Camp::Attacker;
    let Some(track) = input.campaign.track_of(state.formation).filter(|_| is_attacker && input.is_visible("axes")) else { return tip };
    let mut rest = head_width(input.campaign.formation(state.formation).echelon) * 2.2;
    let mut from = tip;
    let ends = (1..=state.waypoint).chain((state.movement.is_some()).then_some(state.waypoint + 1));
    for end in ends.rev() {
        if track.movement_to(end) != Movement::March {
            break;
        }
        for back in leg_points(input, track, state, end).iter().rev().skip(1) {
            let length = from.distance(*back);
            if length >= rest {
                return from.lerp(*back, rest / length);
            }
            rest -= length;
            from = *back;
        }
    }
    from
}

/// A way by sea, river or air as a dotted arc, with a disc where it ends in a landing; a way by rail as it runs.
fn lift(input: &MapInput<'_>, movement: Movement, (points, is_landing): (&[Page], bool), color: Color, canvas: &mut Canvas) {
    let (Some(from), Some(to)) = (points.first(), points.last()) else { return };
    if movement == Movement::Rail {
        canvas.line(LineShape::Open(points.to_vec()), Stroke::dashed(1.8, color, RAIL));
        return;
    }
    let arc = arrow::arc(*from, *to, BOW);
    for pair in arc.windows(2) {
        arrow::keep_off(pair[0], pair[1], 2.0, canvas);
    }
    canvas.line(LineShape::Open(arc), Stroke::dashed(1.8, color, SEA));
    if is_landing && from.distance(*to) > 14.0 {
        let category = if movement == Movement::Air { EventCategory::Airborne } else { EventCategory::Naval };
        event::draw(category, *to, color, input.theme.paper, canvas);
    }
}

fn withdrawal(input: &MapInput<'_>, track: &Track, state: &FormationState, canvas: &mut Canvas) {
    let now = input.situation.instant;
    let color = input.theme.defender.line.faded(0.8 * emphasis(input, state));
    let ends = (1..=state.waypoint).chain((state.movement.is_some()).then_some(state.waypoint + 1));
    for end in ends {
        let is_recent =
            now.since(track.waypoints[end].time.best) < WITHDRAWAL_LASTS && state.ended.is_none_or(|ended| now.since(ended) < FADES_AFTER);
        let points = leg_points(input, track, state, end);
        let length = points.first().zip(points.last()).map_or(0.0, |(a, b)| a.distance(*b));
        if is_recent && length > 6.0 {
            arrow::withdrawal(&points, color, canvas);
        }
    }
}

/// What is not selected steps back while something is.
fn emphasis(input: &MapInput<'_>, state: &FormationState) -> f64 {
    match input.selection {
        Some(Target::Formation(selected)) if selected != state.formation => 0.45,
        _ => 0.9,
    }
}

fn age_share(age: i64) -> f64 {
    if age > 3 * DAY { 0.45 } else { 1.0 }
}

/// Width of an axis at its head by echelon, points (E5).
fn head_width(echelon: Echelon) -> f64 {
    match echelon {
        Echelon::Theatre | Echelon::Front => 14.0,
        Echelon::Army | Echelon::AreaArmy | Echelon::Fleet | Echelon::AirArmy => 9.0,
        Echelon::Corps | Echelon::Flotilla => 6.0,
        Echelon::Division => 4.0,
        _ => 3.0,
    }
}

/// The kinds of line an axis is made of.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let (attacker, defender) = (input.theme.attacker.line, input.theme.defender.line);
    let axis = |title: &'static str, is_solid: bool| {
        let row = LegendEntry::new(title, move |rect, _, canvas| {
            let y = rect.center().y;
            let points = vec![crate::cartography::Page::new(rect.min.x, y), crate::cartography::Page::new(rect.max.x, y)];
            arrow::draw(&[Stretch { points, is_solid, color: attacker }], 6.0, canvas);
        });
        row.of(Group::Line)
    };
    let kinds = kinds(input);
    let withdrawal = LegendEntry::new("Withdrawal", move |rect, _, canvas| {
        let y = rect.center().y;
        arrow::withdrawal(&[Page::new(rect.min.x, y), Page::new(rect.max.x, y)], defender, canvas);
    });
    let rows = [
        (Kind::Attested, axis("Advance, attested", true)),
        (Kind::Inferred, axis("Advance, inferred", false)),
        (Kind::Lift, legend::line("By sea, river or air", Stroke::dashed(1.8, attacker, SEA))),
        (Kind::Rail, legend::line("By rail", Stroke::dashed(1.8, attacker, RAIL))),
        (Kind::Withdrawal, withdrawal.of(Group::Line)),
    ];
    rows.into_iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, row)| row).collect()
}

/// A kind of line an axis is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Attested,
    Inferred,
    Lift,
    Rail,
    Withdrawal,
}

/// The kinds of line that the shown formations on the page have behind them.
fn kinds(input: &MapInput<'_>) -> BTreeSet<Kind> {
    let page = input.view.page().grown(60.0);
    let shown = input.situation.formations.iter().filter(|state| is_shown(input, state) && page.contains(input.page(state.position)));
    let legs = shown.filter_map(|state| Some((state, input.campaign.track_of(state.formation)?))).flat_map(|(state, track)| {
        let ends = (1..=state.waypoint).chain((state.movement.is_some()).then_some(state.waypoint + 1));
        let camp = input.campaign.side_of(state.formation).camp;
        ends.filter(|end| track.waypoints[*end].position != track.waypoints[end - 1].position).map(move |end| {
            match (camp, track.movement_to(end)) {
                (Camp::Defender, _) => Kind::Withdrawal,
                (_, Movement::Sea | Movement::Air) => Kind::Lift,
                (_, Movement::Rail) => Kind::Rail,
                _ if leg_status(track, end - 1) == Status::Attested => Kind::Attested,
                _ => Kind::Inferred,
            }
        })
    });
    legs.collect()
}

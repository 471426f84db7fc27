//! Between waypoints: where a formation was on the way, when it left, and how well that is known.

use super::FormationState;
use crate::campaign::{Campaign, Dated, HOUR, Instant, Movement, Status, Track};
use crate::cartography::{Geo, great_circle_km};

/// Straight-line pace of a rail move, km a day.
const RAIL_KM_PER_DAY: f64 = 300.0;
/// Straight-line pace of a move by ship, km a day.
const SEA_KM_PER_DAY: f64 = 300.0;
/// Straight-line pace of a flight, km a day.
const AIR_KM_PER_DAY: f64 = 6000.0;

/// Two attested waypoints further apart in time than this do not make the way between them attested, seconds.
const ATTESTED_GAP: i64 = 60 * HOUR;

/// A stretch between two neighbouring waypoints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// The index of the waypoint it starts from.
    pub from: usize,
    /// The share of it done, 0 to 1.
    pub share: f64,
}

/// The state of the formation of a track, `None` before it is known to be anywhere.
pub fn state(campaign: &Campaign, track: &Track, instant: Instant) -> Option<FormationState> {
    if instant < track.start()? {
        return None;
    }
    let leg = leg_at(campaign, track, instant);
    let waypoint = &track.waypoints[leg.from];
    let rests = leg.share <= 0.0;
    let next = track.waypoints.get(leg.from + 1).filter(|_| !rests);
    let ended = track.end().map(|end| end.time.best).filter(|end| *end <= instant);
    Some(FormationState {
        formation: track.formation,
        position: position_on_leg(track, leg),
        status: if next.is_some() { Status::Inferred } else { waypoint.status },
        time: next.map_or(waypoint.time, |next| between(waypoint.time, next.time, leg.share)),
        action: next.map_or(waypoint.action, |next| next.action),
        movement: next.map(|_| track.movement_to(leg.from + 1)),
        waypoint: leg.from,
        ended,
    })
}

/// Where the formation of a track is on its way at an instant.
fn leg_at(campaign: &Campaign, track: &Track, instant: Instant) -> Leg {
    let from = track.passed(instant).saturating_sub(1);
    let Some(next) = track.waypoints.get(from + 1) else { return Leg { from, share: 0.0 } };
    let leaves = departure(campaign, track, from);
    let whole = next.time.best.since(leaves);
    let done = instant.since(leaves);
    let share = if whole <= 0 || done <= 0 { 0.0 } else { done as f64 / whole as f64 };
    Leg { from, share: share.min(1.0) }
}

/// When a formation leaves a waypoint for the next: at once, but from a station, and before a lift by rail, ship or
/// aircraft, only when it has to, at an ordinary pace, to arrive in time.
pub fn departure(campaign: &Campaign, track: &Track, from: usize) -> Instant {
    let waypoint = &track.waypoints[from];
    let Some(next) = track.waypoints.get(from + 1) else { return waypoint.time.best };
    let km_per_day = match track.movement_to(from + 1) {
        Movement::March if waypoint.action.is_stationary() => campaign.formation(track.formation).arm.march_km_per_day(),
        Movement::March => return waypoint.time.best,
        Movement::Rail => RAIL_KM_PER_DAY,
        Movement::Sea => SEA_KM_PER_DAY,
        Movement::Air => AIR_KM_PER_DAY,
    };
    let km = great_circle_km(waypoint.position.into(), next.position.into());
    let seconds = (km / km_per_day * 24.0 * HOUR as f64).ceil() as i64;
    next.time.best.plus(-seconds).max(waypoint.time.best)
}

/// The position a share of the way along a stretch, straight in longitude and latitude (RFC 7946, 3.1.1).
pub fn position_on_leg(track: &Track, leg: Leg) -> Geo {
    let a = track.waypoints[leg.from].position;
    let Some(next) = track.waypoints.get(leg.from + 1) else { return a.into() };
    let b = next.position;
    Geo { lon: a.x() + (b.x() - a.x()) * leg.share, lat: a.y() + (b.y() - a.y()) * leg.share }
}

/// How the way from a waypoint to the next is known.
pub fn leg_status(track: &Track, from: usize) -> Status {
    let Some(next) = track.waypoints.get(from + 1) else { return track.waypoints[from].status };
    let waypoint = &track.waypoints[from];
    match (waypoint.status, next.status) {
        (Status::Attested, Status::Attested) if next.time.best.since(waypoint.time.best) <= ATTESTED_GAP => Status::Attested,
        (_, Status::Contested) => Status::Contested,
        (_, Status::Claimed) => Status::Claimed,
        _ => Status::Inferred,
    }
}

fn between(a: Dated, b: Dated, share: f64) -> Dated {
    Dated { earliest: a.earliest.lerp(b.earliest, share), latest: a.latest.lerp(b.latest, share), best: a.best.lerp(b.best, share) }
}

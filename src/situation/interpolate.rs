//! Between waypoints: where a formation was on the way, when it left, and how well that is known.

use super::FormationState;
use crate::campaign::{Action, Campaign, Dated, HOUR, Instant, Movement, Status, Track};
use crate::cartography::{Geo, great_circle_km};

/// Straight-line pace of a rail move, km a day.
const RAIL_KM_PER_DAY: f64 = 300.0;
/// Straight-line pace of a move by ship, km a day.
const SEA_KM_PER_DAY: f64 = 300.0;
/// Straight-line pace of a flight, km a day.
const AIR_KM_PER_DAY: f64 = 6000.0;

/// Two waypoints nearer than this are one spot, km.
const SAME_SPOT_KM: f64 = 0.5;

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
    let ended = track.waypoints[..=leg.from].iter().find(|waypoint| waypoint.action.is_end());
    let ended = ended.map(|end| end.time.best).filter(|end| *end <= instant);
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
/// aircraft, only when it has to, at an ordinary pace, to arrive in time. Where the next is the same spot, it rests
/// until then. A headquarters travels by train.
pub fn departure(campaign: &Campaign, track: &Track, from: usize) -> Instant {
    let waypoint = &track.waypoints[from];
    let Some(next) = track.waypoints.get(from + 1) else { return waypoint.time.best };
    let km = great_circle_km(waypoint.position.into(), next.position.into());
    let km_per_day = match track.movement_to(from + 1) {
        Movement::March if next.action == Action::RelocateHq => RAIL_KM_PER_DAY,
        Movement::March if waypoint.action.is_stationary() || km < SAME_SPOT_KM => {
            campaign.formation(track.formation).arm.march_km_per_day()
        }
        Movement::March => return waypoint.time.best,
        Movement::Rail => RAIL_KM_PER_DAY,
        Movement::Sea => SEA_KM_PER_DAY,
        Movement::Air => AIR_KM_PER_DAY,
    };
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

/// The part of its way on which a formation may have been at an instant: from where it was if all had happened as late as
/// the margins allow to where it was if all had happened as early. Empty where that is one point.
pub fn stretch_of_doubt(campaign: &Campaign, track: &Track, instant: Instant) -> Vec<Geo> {
    let behind = leg_by(campaign, track, instant, |time| time.latest);
    let ahead = leg_by(campaign, track, instant, |time| time.earliest);
    if (ahead.from, ahead.share) <= (behind.from, behind.share) {
        return Vec::new();
    }
    let between = (behind.from + 1..=ahead.from).map(|number| track.waypoints[number].position.into());
    std::iter::once(position_on_leg(track, behind)).chain(between).chain([position_on_leg(track, ahead)]).collect()
}

/// Where a formation was if each waypoint was reached at one of its margins. It travels as long as it does by best
/// estimate, and rests where it has time left.
fn leg_by(campaign: &Campaign, track: &Track, instant: Instant, margin: impl Fn(&Dated) -> Instant) -> Leg {
    let from = track.waypoints.iter().rposition(|waypoint| margin(&waypoint.time) <= instant).unwrap_or(0);
    let Some(next) = track.waypoints.get(from + 1) else { return Leg { from, share: 0.0 } };
    let travels = next.time.best.since(departure(campaign, track, from));
    let leaves = margin(&next.time).plus(-travels).max(margin(&track.waypoints[from].time));
    let (whole, done) = (margin(&next.time).since(leaves), instant.since(leaves));
    let share = if whole <= 0 || done <= 0 { 0.0 } else { done as f64 / whole as f64 };
    Leg { from, share: share.min(1.0) }
}

fn between(a: Dated, b: Dated, share: f64) -> Dated {
    Dated { earliest: a.earliest.lerp(b.earliest, share), latest: a.latest.lerp(b.latest, share), best: a.best.lerp(b.best, share) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{self, Action, FormationIdx};
    use crate::library::Folder;

    /// Degrees east, hours after the start, status and action.
    type Vertex = (f64, i64, &'static str, &'static str);

    /// A campaign of one formation, by its vertices.
    fn campaign(arm: &str, vertices: &[Vertex]) -> Campaign {
        let start = Instant(-770_000_000);
        let zone = campaign::Zone::new("Here", "+09:00").unwrap();
        let time = |hours: i64| zone.iso(start.plus(hours * HOUR));
        let list = |item: &dyn Fn(&Vertex) -> String| format!("[{}]", vertices.iter().map(item).collect::<Vec<_>>().join(","));
        let times = |hours: i64| list(&|vertex| format!("{:?}", time(vertex.1 + hours)));
        let head = format!(
            r#"{{"format":1,"id":"one","title":{{"en":"One"}},"period":{{"start":{:?},"end":{:?}}},"opening":{0:?},"day_zero":"1945-08-08",
            "zone":{{"name":"Here","offset":"+09:00"}},"extent":{{"west":100,"south":40,"east":130,"north":50}},
            "projection":{{"kind":"lambert-conformal-conic","standard_parallels":[40,50],"central_meridian":120,"origin_latitude":45}},
            "sides":[{{"id":"red","names":{{"en":"Red"}},"camp":"attacker"}}]}}"#,
            time(-100),
            time(1000)
        );
        let formations =
            format!(r#"{{"formations":[{{"id":"f","names":{{"en":"F"}},"side":"red","echelon":"army","arm":{arm:?},"sources":["s"]}}]}}"#);
        let track = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{{"type":"LineString","coordinates":{}}},"properties":
            {{"formation":"f","coordTimes":{},"earliest":{},"latest":{},"status":{},"action":{},"place":{},"sources":{}}}}}]}}"#,
            list(&|vertex| format!("[{},45]", vertex.0)),
            times(0),
            times(-1),
            times(1),
            list(&|vertex| format!("{:?}", vertex.2)),
            list(&|vertex| format!("{:?}", vertex.3)),
            list(&|_| "null".to_owned()),
            list(&|_| "[\"s\"]".to_owned()),
        );
        let nothing = r#"{"type":"FeatureCollection","features":[]}"#.to_owned();
        let sources = r#"{"sources":[{"id":"s","title":"S","kind":"book","language":"en"}]}"#.to_owned();
        let files = [
            ("campaign.json", head),
            ("formations.json", formations),
            ("tracks.geojson", track),
            ("places.geojson", nothing.clone()),
            ("events.geojson", nothing),
            ("sources.json", sources),
        ];
        let folder = Folder::from_files("one", files.map(|(name, text)| (name.to_owned(), text.into_bytes())));
        campaign::read(&folder).into_result().unwrap()
    }

    fn at(campaign: &Campaign, hours: f64) -> Option<FormationState> {
        state(campaign, &campaign.tracks[0], Instant(-770_000_000).plus((hours * HOUR as f64) as i64))
    }

    #[test]
    fn a_formation_is_nowhere_before_its_first_margin() {
        let campaign = campaign("tank", &[(110.0, 0, "attested", "advance"), (111.0, 10, "attested", "reach")]);
        assert_eq!(at(&campaign, -1.01), None);
        assert_eq!(at(&campaign, -1.0).unwrap().position, Geo { lon: 110.0, lat: 45.0 });
    }

    #[test]
    fn a_formation_moves_evenly_between_two_waypoints() {
        let campaign = campaign("tank", &[(110.0, 0, "attested", "advance"), (111.0, 10, "attested", "reach")]);
        let half = at(&campaign, 5.0).unwrap();
        assert_eq!((half.position, half.status, half.movement), (Geo { lon: 110.5, lat: 45.0 }, Status::Inferred, Some(Movement::March)));
        assert_eq!((half.waypoint, half.action), (0, Action::Reach));
        let start = Instant(-770_000_000);
        assert_eq!(
            (half.time.earliest, half.time.best, half.time.latest),
            (start.plus(4 * HOUR), start.plus(5 * HOUR), start.plus(6 * HOUR))
        );
    }

    #[test]
    fn a_formation_rests_between_two_moves() {
        let vertices = [
            (110.0, 0, "attested", "advance"),
            (111.0, 10, "attested", "halt_fuel"),
            (111.0, 40, "inferred", "advance"),
            (112.0, 50, "attested", "reach"),
        ];
        let campaign = campaign("tank", &vertices);
        for hours in [10.0, 20.0, 39.99] {
            let state = at(&campaign, hours).unwrap();
            assert_eq!(
                (state.position.lon, state.status, state.action, state.movement),
                (111.0, Status::Attested, Action::HaltFuel, None),
                "{hours}"
            );
        }
        assert!(at(&campaign, 45.0).unwrap().position.lon > 111.4);
    }

    #[test]
    fn a_formation_at_the_same_spot_rests_whatever_it_did_there() {
        let vertices = [(110.0, 0, "attested", "advance"), (111.0, 10, "attested", "capture"), (111.0, 200, "inferred", "garrison")];
        let campaign = campaign("mixed", &vertices);
        for hours in [10.0, 100.0, 199.99] {
            let state = at(&campaign, hours).unwrap();
            assert_eq!(
                (state.position.lon, state.status, state.action, state.movement),
                (111.0, Status::Attested, Action::Capture, None),
                "{hours}"
            );
        }
        assert_eq!(at(&campaign, 200.0).unwrap().action, Action::Garrison);
    }

    #[test]
    fn a_garrison_leaves_only_when_it_has_to() {
        let campaign = campaign("infantry", &[(110.0, 0, "attested", "garrison"), (111.0, 200, "attested", "reach")]);
        // One degree at 45° north is 78.6 km: 47 hours at 40 km a day.
        assert_eq!(at(&campaign, 150.0).unwrap().position, Geo { lon: 110.0, lat: 45.0 });
        assert!(at(&campaign, 160.0).unwrap().position.lon > 110.0);
        assert_eq!(at(&campaign, 200.0).unwrap().position, Geo { lon: 111.0, lat: 45.0 });
    }

    #[test]
    fn a_headquarters_does_not_walk() {
        let campaign = campaign("mixed", &[(110.0, 0, "attested", "garrison"), (113.0, 100, "attested", "relocate_hq")]);
        // 236 km: 19 hours by train.
        assert_eq!(at(&campaign, 80.0).unwrap().position, Geo { lon: 110.0, lat: 45.0 });
        assert!(at(&campaign, 90.0).unwrap().position.lon > 110.0);
    }

    #[test]
    fn a_flight_is_over_quickly() {
        let campaign = campaign("airborne", &[(110.0, 0, "attested", "advance"), (116.0, 100, "attested", "airland")]);
        assert_eq!(at(&campaign, 97.0).unwrap().position, Geo { lon: 110.0, lat: 45.0 });
        let flying = at(&campaign, 99.5).unwrap();
        assert!(flying.position.lon > 110.0 && flying.movement == Some(Movement::Air));
    }

    #[test]
    fn a_waypoint_belongs_to_the_stretch_that_starts_there() {
        let vertices = [(110.0, 0, "attested", "advance"), (111.0, 10, "claimed", "reach"), (112.0, 20, "attested", "reach")];
        let campaign = campaign("tank", &vertices);
        let there = at(&campaign, 10.0).unwrap();
        assert_eq!((there.waypoint, there.status, there.position.lon, there.movement), (1, Status::Claimed, 111.0, None));
    }

    #[test]
    fn what_was_destroyed_stays_where_it_ended() {
        let campaign = campaign("tank", &[(110.0, 0, "attested", "advance"), (111.0, 10, "attested", "destroyed")]);
        assert_eq!(at(&campaign, 9.9).unwrap().ended, None);
        let after = at(&campaign, 500.0).unwrap();
        assert_eq!((after.position.lon, after.ended), (111.0, Some(Instant(-770_000_000).plus(10 * HOUR))));
        assert_eq!(after.formation, FormationIdx(0));
    }
}

//! Legs that several columns have in common: of one level side by side, in the order in which they came; a lesser one
//! ends where it joins the axis of a weightier one, as a tributary does.

use crate::campaign::{Echelon, FormationIdx, Instant, LonLat, Movement, Track};

/// Both ends of a leg, to the bit.
type Ends = [u64; 4];

/// The legs that the shown formations have behind them.
pub struct SharedLegs(Vec<(Ends, Echelon, Instant, FormationIdx)>);

impl SharedLegs {
    /// The legs that lie behind formations, each a track, its level and the last waypoint passed.
    pub fn of<'a>(ways: impl Iterator<Item = (&'a Track, Echelon, usize)>) -> Self {
        let mut legs: Vec<(Ends, Echelon, Instant, FormationIdx)> = Vec::with_capacity(256);
        for (track, echelon, waypoint) in ways {
            let behind = (1..=waypoint).filter(|end| is_march(track, *end));
            legs.extend(behind.map(|end| (ends(track, end), echelon, track.waypoints[end].time.best, track.formation)));
        }
        legs.sort_unstable();
        Self(legs)
    }

    fn on(&self, ends: Ends) -> &[(Ends, Echelon, Instant, FormationIdx)] {
        let from = self.0.partition_point(|leg| leg.0 < ends);
        let count = self.0[from..].partition_point(|leg| leg.0 == ends);
        &self.0[from..from + count]
    }

    /// How many lanes to the right of the road a formation went on the leg that ends at a waypoint: 0, 1, −1, 2, … in
    /// the order of level and arrival.
    pub fn lane(&self, track: &Track, end: usize) -> f64 {
        let number = self.on(ends(track, end)).iter().position(|leg| leg.3 == track.formation).unwrap_or(0);
        let lane = number.div_ceil(2) as f64;
        if number % 2 == 1 { lane } else { -lane }
    }

    /// The last waypoint up to which a formation has an axis of its own: from there on, all it did was to follow the axis
    /// of a weightier one.
    pub fn own_end(&self, track: &Track, echelon: Echelon, last: usize) -> usize {
        let is_rest = |end: usize| track.waypoints[end].position == track.waypoints[end - 1].position;
        let is_carried = |end: usize| is_march(track, end) && self.on(ends(track, end)).first().is_some_and(|leg| leg.1 < echelon);
        let (mut own, mut end) = (last, last);
        while end > 0 && (is_rest(end) || is_carried(end)) {
            own = if is_rest(end) { own } else { end - 1 };
            end -= 1;
        }
        own
    }
}

fn is_march(track: &Track, end: usize) -> bool {
    track.movement_to(end) == Movement::March && track.waypoints[end].position != track.waypoints[end - 1].position
}

fn ends(track: &Track, end: usize) -> Ends {
    let bits = |at: LonLat| [at.x().to_bits(), at.y().to_bits()];
    let ([a, b], [c, d]) = (bits(track.waypoints[end - 1].position), bits(track.waypoints[end].position));
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{Action, Dated, Status, Waypoint};

    /// A track by degrees east and hours.
    fn track(formation: usize, points: &[(f64, i64)]) -> Track {
        let waypoint = |(lon, hour): &(f64, i64)| Waypoint {
            position: LonLat::new(*lon, 45.0),
            time: Dated { earliest: Instant(*hour), best: Instant(*hour), latest: Instant(*hour) },
            status: Status::Attested,
            action: Action::Advance,
            place: None,
            label: None,
            sources: Vec::new(),
            note: None,
            claims: Vec::new(),
        };
        Track { formation: FormationIdx(formation), waypoints: points.iter().map(waypoint).collect() }
    }

    #[test]
    fn columns_of_one_level_stand_side_by_side_in_the_order_in_which_they_came() {
        let (late, early) = (track(0, &[(110.0, 0), (111.0, 9)]), track(1, &[(110.0, 0), (111.0, 5)]));
        let shared = SharedLegs::of([(&late, Echelon::Corps, 1), (&early, Echelon::Corps, 1)].into_iter());
        assert_eq!((shared.lane(&early, 1), shared.lane(&late, 1)), (0.0, 1.0));
        assert_eq!((shared.own_end(&early, Echelon::Corps, 1), shared.own_end(&late, Echelon::Corps, 1)), (1, 1));
    }

    #[test]
    fn a_division_that_joins_the_way_of_its_army_ends_in_it() {
        let army = track(0, &[(110.0, 0), (111.0, 9), (112.0, 20)]);
        let division = track(1, &[(109.0, 0), (111.0, 8), (112.0, 19)]);
        let shared = SharedLegs::of([(&army, Echelon::Army, 2), (&division, Echelon::Division, 2)].into_iter());
        assert_eq!(shared.own_end(&division, Echelon::Division, 2), 1);
        assert_eq!(shared.own_end(&army, Echelon::Army, 2), 2);
        let resting = track(2, &[(109.0, 0), (110.5, 8), (110.5, 19)]);
        assert_eq!(shared.own_end(&resting, Echelon::Division, 2), 2, "it halts at the end of a way of its own");
        let ahead = SharedLegs::of([(&army, Echelon::Army, 1), (&division, Echelon::Division, 2)].into_iter());
        assert_eq!(ahead.own_end(&division, Echelon::Division, 2), 2, "the army has not come so far yet");
    }
}

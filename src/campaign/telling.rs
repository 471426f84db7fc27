//! A campaign as one account tells it: what accounts differ on is dated by that account, and all else stays as it is.
//!
//! The rule (`design/evidence.md`, F4): of the claims of the chosen account the one with most sources counts, then the one
//! with the narrowest margins. A claim that gives a value says something else of the fact than its date (that another
//! formation did it, that another part of the place is meant), so no date is taken from it. What is contested stays
//! contested: an account is a way of reading, not a verdict.

use super::{Account, Campaign, Claim, Dated, EventIdx, Track};

impl Campaign {
    /// The campaign as an account tells it. Ids and all indexes but those of events stay; events are in order of their
    /// best start again.
    #[must_use]
    pub fn told(&self, account: Account) -> Self {
        let mut told = Self { told_by: Some(account), ..self.clone() };
        told.tracks.iter_mut().for_each(|track| redate(track, account));
        for place in &mut told.places {
            if let (Some(capture), Some(time)) = (&mut place.taken, date_by(&place.claims, account)) {
                // Where the end of the fighting was within the margins, it is what the accounts differ on.
                let held = capture.held_out_until.map(|until| if until <= capture.time.latest { until.min(time.latest) } else { until });
                capture.held_out_until = held.filter(|until| *until > time.earliest);
                capture.time = time;
            }
        }
        for event in &mut told.events {
            if let Some(time) = date_by(&event.claims, account) {
                event.end = event.end.filter(|end| *end > time.earliest);
                event.start = time;
            }
        }
        told.sort_events();
        told
    }

    /// How many dates an account tells in its own way: of waypoints, captures and events.
    pub fn dates_of(&self, account: Account) -> usize {
        let waypoints = self.tracks.iter().flat_map(|track| &track.waypoints).map(|waypoint| &waypoint.claims);
        let places = self.places.iter().filter(|place| place.taken.is_some()).map(|place| &place.claims);
        let claims = waypoints.chain(places).chain(self.events.iter().map(|event| &event.claims));
        claims.filter(|claims| date_by(claims, account).is_some()).count()
    }

    /// Puts events in order of their best start, and says so to the chapters.
    fn sort_events(&mut self) {
        let mut order: Vec<usize> = (0..self.events.len()).collect();
        order.sort_by_key(|number| self.events[*number].start.best);
        let mut place_of = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, old)| place_of[*old] = new);
        self.events = order.iter().map(|old| self.events[*old].clone()).collect();
        for event in self.chapters.iter_mut().flat_map(|chapter| &mut chapter.events) {
            *event = EventIdx(place_of[event.0]);
        }
    }
}

/// The date that an account gives, by the rule.
fn date_by(claims: &[Claim], account: Account) -> Option<Dated> {
    let own = claims.iter().filter(|claim| claim.account == account && claim.value.is_none());
    let dated = own.filter_map(|claim| Some((claim, claim.time()?)));
    let best = dated.min_by_key(|(claim, time)| (std::cmp::Reverse(claim.sources.len()), time.latest.since(time.earliest)));
    best.map(|(_, time)| time)
}

/// Dates the waypoints of a track by an account. Where its dates would have a formation be somewhere before it set out
/// for there, they cannot be drawn, and those of all accounts stay.
fn redate(track: &mut Track, account: Account) {
    let all: Vec<Dated> = track.waypoints.iter().map(|waypoint| waypoint.time).collect();
    let mut times: Vec<Dated> =
        track.waypoints.iter().map(|waypoint| date_by(&waypoint.claims, account).unwrap_or(waypoint.time)).collect();
    while let Some(at) = (1..times.len()).find(|at| times[at - 1].best >= times[*at].best) {
        (times[at - 1], times[at]) = (all[at - 1], all[at]);
    }
    track.waypoints.iter_mut().zip(times).for_each(|(waypoint, time)| waypoint.time = time);
}

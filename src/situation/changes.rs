//! What changed between two instants: events that began, places taken, formations that arrived or laid down their arms.
//!
//! Only changes on the map or in the period are told; weightier ones first, and no more than a reader takes in.

use std::collections::BTreeSet;

use crate::campaign::{Action, Camp, Campaign, EventIdx, FormationIdx, Instant, PlaceIdx};

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An event began.
    Event(EventIdx),
    /// A place was taken.
    Taken(PlaceIdx),
    /// A formation arrived at a place.
    Arrived(FormationIdx, PlaceIdx),
    /// A formation laid down its arms or was destroyed.
    Ended(FormationIdx),
}

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// When, by the best estimate.
    pub at: Instant,
    /// What it is about.
    pub subject: Subject,
    /// Its weight: 1 (most) to 3.
    pub importance: u8,
}

/// Everything that changed after `from` and not after `to`, in time order. The other way round, the same changes.
pub fn changes(campaign: &Campaign, from: Instant, to: Instant) -> Vec<Change> {
    let (low, high) = (from.min(to), from.max(to));
    let is_new = |at: Instant| low < at && at <= high;
    let mut all: Vec<Change> = Vec::new();
    for (idx, event) in campaign.events.iter().enumerate().filter(|(_, event)| is_new(event.start.best)) {
        all.push(Change { at: event.start.best, subject: Subject::Event(EventIdx(idx)), importance: event.importance });
    }
    for (idx, place) in campaign.places.iter().enumerate() {
        let taken = place.taken.as_ref().filter(|capture| is_new(capture.time.best));
        all.extend(taken.map(|capture| Change {
            at: capture.time.best,
            subject: Subject::Taken(PlaceIdx(idx)),
            importance: place.importance,
        }));
    }
    for track in &campaign.tracks {
        let is_attacker = campaign.side_of(track.formation).camp == Camp::Attacker;
        let weight = 1 + u8::from(!campaign.formation(track.formation).is_weighty());
        for waypoint in track.waypoints.iter().filter(|waypoint| is_new(waypoint.time.best)) {
            let subject = match (waypoint.action, waypoint.place) {
                (action, _) if action.is_end() => Subject::Ended(track.formation),
                (Action::Garrison | Action::HaltFuel, _) | (_, None) => continue,
                (_, Some(place)) if is_attacker => Subject::Arrived(track.formation, place),
                _ => continue,
            };
            all.push(Change { at: waypoint.time.best, subject, importance: weight + 1 });
        }
    }
    all.sort_by_key(|change| (change.at, change.importance, change.subject));
    all
}

/// The weightiest changes, of these the last, no more than `most`, in time order.
pub fn weightiest(mut changes: Vec<Change>, most: usize) -> Vec<Change> {
    changes.sort_by_key(|change| (change.importance, std::cmp::Reverse(change.at), change.subject));
    // A place that is told as taken needs no arrival too.
    let taken: BTreeSet<PlaceIdx> =
        changes.iter().filter_map(|change| if let Subject::Taken(place) = change.subject { Some(place) } else { None }).collect();
    changes.retain(|change| !matches!(change.subject, Subject::Arrived(_, place) if taken.contains(&place)));
    changes.truncate(most);
    changes.sort_by_key(|change| (change.at, change.importance, change.subject));
    changes
}

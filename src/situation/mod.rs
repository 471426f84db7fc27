//! Who stood where at one instant: a pure function of the campaign and the instant.
//!
//! Nothing is key-framed: positions, margins and status follow from the waypoints. Leaves drawing to `scene`.

pub mod arrival;
mod changes;
pub mod contour;
mod front_line;
mod ground;
mod interpolate;
mod railways;

pub use arrival::{Arrival, ArrivalField, Origin};
pub use changes::{Change, Subject, changes, weightiest};
pub use contour::Ground;
pub use ground::{Answer, DayContour, Evidence, GroundModel, evidence};

pub use front_line::{FrontLine, FrontStretch, LineStatus, PhaseLine, Pocket};
pub use interpolate::{Leg, departure, leg_status, position_on_leg, stretch_of_doubt};
pub use railways::{RailwayBreak, check_railways, railway_breaks};

use crate::campaign::{Action, Camp, Campaign, Dated, Event, EventIdx, FormationIdx, HOUR, Instant, Movement, PlaceIdx, Status, Track};
use crate::cartography::{Geo, great_circle_km};

/// How long an event without an end stays on the map, seconds.
const EVENT_LINGERS: i64 = 12 * HOUR;

/// How long a formation that laid down its arms or was destroyed stays on the map, seconds.
pub const FADES_AFTER: i64 = 24 * HOUR;

/// Where a formation stood, and how well that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FormationState {
    /// Which formation.
    pub formation: FormationIdx,
    /// Where it stood.
    pub position: Geo,
    /// How its being there then is known: that of the waypoint it rests at, inferred between two.
    pub status: Status,
    /// When it came to be there, with margins.
    pub time: Dated,
    /// What it did on arriving at the last waypoint, or does on the way to the next.
    pub action: Action,
    /// How it moves, where it does.
    pub movement: Option<Movement>,
    /// The last waypoint passed.
    pub waypoint: usize,
    /// When it laid down its arms or was destroyed, where it did before this instant.
    pub ended: Option<Instant>,
}

impl FormationState {
    /// Whether it has fought or taken ground within the last day, or moves in the face of the enemy: an attacker once it
    /// has crossed the border or landed, a defender while it falls back or strikes back. `first_fights` are those of the
    /// campaign ([`first_fights`]).
    pub fn is_in_action(&self, campaign: &Campaign, now: Instant, first_fights: &[Option<usize>]) -> bool {
        use Action::{Counterattack, Defend, Withdraw};
        let moves = match campaign.side_of(self.formation).camp {
            Camp::Attacker => first_fights[self.formation.0].is_some_and(|first| first <= self.waypoint),
            Camp::Defender => matches!(self.action, Withdraw | Counterattack | Defend),
        };
        let is_recent = self.time.best <= now && now.since(self.time.best) < FADES_AFTER;
        self.ended.is_none() && ((self.movement.is_some() && moves) || (self.movement.is_none() && fights(self.action) && is_recent))
    }
}

/// For each formation of a campaign, the number of the first waypoint at which it fights, crosses the border or lands.
pub fn first_fights(campaign: &Campaign) -> Vec<Option<usize>> {
    let mut first = vec![None; campaign.formations.len()];
    for track in &campaign.tracks {
        first[track.formation.0] = track.waypoints.iter().position(|waypoint| fights(waypoint.action));
    }
    first
}

fn fights(action: Action) -> bool {
    use Action::{Airland, Assault, Capture, Counterattack, CrossBorder, Defend, Land};
    matches!(action, Airland | Assault | Capture | Counterattack | CrossBorder | Defend | Land)
}

/// An event that goes on, or has just happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventState {
    /// Which event.
    pub event: EventIdx,
    /// Seconds since its best start; negative inside its early margin.
    pub age: i64,
}

/// Who holds a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Still the side that held it at the start.
    Before,
    /// Fought over, or within the margins of its capture.
    Contested,
    /// Taken; its garrison holds out in the works.
    TakenButForts,
    /// Taken.
    Taken,
    /// It is not one of the places that were taken.
    NotTaken,
}

/// The campaign at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// When.
    pub instant: Instant,
    /// Formations that were somewhere known, in the order of the campaign.
    pub formations: Vec<FormationState>,
    /// Events that go on or have just happened, in time order.
    pub events: Vec<EventState>,
}

impl Situation {
    /// What was where at an instant.
    pub fn at(campaign: &Campaign, instant: Instant) -> Self {
        Self::of_tracks(campaign, instant, campaign.tracks.iter())
    }

    /// The same for the formations of some tracks of the campaign only, in its order.
    pub fn of_tracks<'a>(campaign: &Campaign, instant: Instant, tracks: impl Iterator<Item = &'a Track>) -> Self {
        let mut formations: Vec<FormationState> = Vec::with_capacity(tracks.size_hint().0);
        formations.extend(tracks.filter_map(|track| interpolate::state(campaign, track, instant)));
        let events = campaign.events.iter().enumerate().filter_map(|(idx, event)| {
            let shown = event.start.earliest <= instant && instant < last_shown(event);
            shown.then(|| EventState { event: EventIdx(idx), age: instant.since(event.start.best) })
        });
        Self { instant, formations, events: events.collect() }
    }

    /// The state of one formation.
    pub fn formation(&self, idx: FormationIdx) -> Option<&FormationState> {
        self.formations.binary_search_by_key(&idx, |state| state.formation).ok().map(|at| &self.formations[at])
    }

    /// Formations within a distance of a point, nearest first, with their distance in km.
    pub fn near(&self, point: Geo, km: f64) -> Vec<(f64, &FormationState)> {
        let mut near: Vec<_> = self
            .formations
            .iter()
            .map(|state| (great_circle_km(state.position, point), state))
            .filter(|(distance, _)| *distance <= km)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.formation.cmp(&b.1.formation)));
        near
    }
}

/// The instants at which something changes at once and not little by little in a part of the theatre, in order: an event
/// begins or leaves the map, a formation that comes there passes a waypoint or a margin, a place falls.
pub fn turning_points(campaign: &Campaign, is_there: impl Fn(Geo) -> bool) -> Vec<Instant> {
    let mut points: Vec<Instant> = captures(campaign, &is_there);
    for event in campaign.events.iter().filter(|event| event.position.is_some_and(|position| is_there(position.into()))) {
        points.extend(margins(&event.start));
        points.push(last_shown(event));
    }
    let comes_there = |track: &&Track| track.waypoints.iter().any(|waypoint| is_there(waypoint.position.into()));
    for waypoint in campaign.tracks.iter().filter(comes_there).flat_map(|track| &track.waypoints) {
        points.extend(margins(&waypoint.time));
        points.push(waypoint.time.best.plus(FADES_AFTER));
    }
    points.sort_unstable();
    points.dedup();
    points
}

/// The instants at which places of a part of the theatre change hands, or perhaps do, and railways are cut or mended, in
/// order.
pub fn captures(campaign: &Campaign, is_there: impl Fn(Geo) -> bool) -> Vec<Instant> {
    let mut points: Vec<Instant> = Vec::new();
    for place in campaign.places.iter().filter(|place| is_there(place.position.into())) {
        if let Some(capture) = &place.taken {
            points.extend(margins(&capture.time));
            points.extend(capture.held_out_until);
        }
    }
    for event in campaign.events.iter().filter(|event| !event.cuts.is_empty()) {
        points.extend(margins(&event.start));
        points.extend(event.cuts.iter().filter_map(|cut| cut.until));
    }
    points.sort_unstable();
    points.dedup();
    points
}

fn margins(time: &Dated) -> [Instant; 3] {
    [time.earliest, time.best, time.latest]
}

/// When an event leaves the map.
fn last_shown(event: &Event) -> Instant {
    event.end.unwrap_or(event.start.latest).max(event.start.best.plus(EVENT_LINGERS))
}

/// Who holds a place at an instant.
pub fn hold(campaign: &Campaign, place: PlaceIdx, instant: Instant) -> Hold {
    let Some(capture) = &campaign.place(place).taken else { return Hold::NotTaken };
    if instant < capture.time.earliest {
        Hold::Before
    } else if instant < capture.time.latest {
        Hold::Contested
    } else if capture.held_out_until.is_some_and(|until| instant < until) {
        Hold::TakenButForts
    } else {
        Hold::Taken
    }
}

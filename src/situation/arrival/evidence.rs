//! From facts to what spreads over the grid: stretches of the attacker's tracks on the defender's ground, landings,
//! and captures of places.

use super::Times;
use super::grid::Grid;
use super::ground::GroundMask;
use crate::campaign::{
    Action, Arm, Camp, Campaign, Capture, Dated, Echelon, FormationIdx, HOUR, Instant, Movement, PlaceIdx, PlaceKind, Status, Track,
};
use crate::cartography::{Geo, Plane, Projection};
use crate::situation::departure;

/// No stretch is longer than this, metres: straight lines in degrees are bent in the plane.
const LONGEST: f64 = 100_000.0;

/// Steps at which a way is looked at for whose ground it crosses, metres.
const LOOK: f64 = 2_500.0;

/// The most often one way is looked at, however far it goes.
const MOST_LOOKS: f64 = 2_000.0;

/// What a stretch of the field rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The way between two waypoints of a track; the same one twice for a landing.
    Track {
        /// The track, in [`Campaign::tracks`].
        track: usize,
        /// The waypoint it comes from.
        from: usize,
        /// The waypoint it leads to.
        to: usize,
    },
    /// A date of capture.
    Capture(PlaceIdx),
}

/// A straight piece of an advance, or a point where one began.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Where it begins and ends.
    pub ends: [Plane; 2],
    /// When it was at its two ends: earliest, best, latest, in hours.
    pub times: [Times; 2],
    /// Half the width it covers, metres.
    pub half_width: f64,
    /// Whether the formation goes on from its end.
    pub goes_on: bool,
    /// Whose advance, for ties and for the answer.
    pub by: Option<FormationIdx>,
    /// What it rests on.
    pub origin: Origin,
}

/// A place with a date of capture.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which place.
    pub place: PlaceIdx,
    /// Where.
    pub at: Plane,
    /// When it was taken, hours: earliest, best, latest.
    pub times: Times,
    /// How far around it the date reaches, metres.
    pub radius: f64,
    /// Whether its defenders held out in works: the whole of it falls at once.
    pub is_pocket: bool,
}

/// How hours of the field count: from the start of the campaign's period.
#[derive(Clone, Copy, Debug)]
pub struct Epoch(pub Instant);

impl Epoch {
    /// Hours since the start.
    pub fn hours(self, instant: Instant) -> f32 {
        (instant.since(self.0) as f64 / HOUR as f64) as f32
    }

    /// Hours of margins: earliest, best, latest.
    pub fn times(self, dated: Dated) -> Times {
        [dated.earliest, dated.best, dated.latest].map(|instant| self.hours(instant))
    }

    /// The instant of an hour of the field, to the minute.
    pub fn instant(self, hours: f32) -> Instant {
        self.0.plus((f64::from(hours) * 60.0).round() as i64 * 60)
    }

    /// Margins from hours.
    pub fn dated(self, [earliest, best, latest]: Times) -> Dated {
        Dated { earliest: self.instant(earliest), best: self.instant(best), latest: self.instant(latest) }
    }
}

/// Half the width of the ground a formation's advance covers, metres; `None` where it takes no ground.
fn half_width(campaign: &Campaign, formation: FormationIdx) -> Option<f64> {
    let rule = &campaign.arrival;
    let record = campaign.formation(formation);
    let takes_ground = campaign.side_of(formation).camp == Camp::Attacker
        && record.arm != Arm::Air
        && !matches!(record.echelon, Echelon::Theatre | Echelon::Front | Echelon::AreaArmy | Echelon::AirArmy | Echelon::Fleet);
    let km = record.half_width_km.or_else(|| rule.half_width_of(record.echelon))?;
    takes_ground.then_some(km * rule.half_width_factor * 1000.0)
}

/// The tracks that take ground, with their half-width, in order of the formations' ids.
pub fn advances(campaign: &Campaign) -> Vec<(usize, f64)> {
    let mut advances: Vec<(usize, f64)> =
        campaign.tracks.iter().enumerate().filter_map(|(number, track)| Some((number, half_width(campaign, track.formation)?))).collect();
    advances.sort_by_key(|(number, _)| &campaign.formation(campaign.tracks[*number].formation).id);
    advances
}

/// All stretches of all advances on ground that can be taken, in order of the formations' ids.
pub fn stretches(campaign: &Campaign, projection: &Projection, grid: &Grid, ground: &GroundMask, epoch: Epoch) -> Vec<Stretch> {
    let mut all = Vec::new();
    for (number, half_width) in advances(campaign) {
        let track = &campaign.tracks[number];
        let way = Way { campaign, projection, grid, ground, epoch, track, number, half_width };
        if track.waypoints.len() == 1 {
            way.landing(0, &mut all);
        }
        for to in 1..track.waypoints.len() {
            // Until it crosses the border a formation takes no ground, however near to it it stands.
            let begins = track.waypoints[to].action == Action::CrossBorder;
            match track.movement_to(to) {
                Movement::March | Movement::Rail if !begins => way.march(to, &mut all),
                _ => way.landing(to, &mut all),
            }
        }
    }
    all
}

/// One track on its way to becoming stretches.
struct Way<'a> {
    campaign: &'a Campaign,
    projection: &'a Projection,
    grid: &'a Grid,
    ground: &'a GroundMask,
    epoch: Epoch,
    track: &'a Track,
    number: usize,
    half_width: f64,
}

impl Way<'_> {
    fn stretch(&self, ends: [Plane; 2], times: [Times; 2], [from, to]: [usize; 2]) -> Stretch {
        let formation = self.track.formation;
        Stretch {
            ends,
            times,
            half_width: self.half_width,
            goes_on: false,
            by: Some(formation),
            origin: Origin::Track { track: self.number, from, to },
        }
    }

    fn on_ground(&self, point: Plane) -> bool {
        self.grid.nearest(point).is_some_and(|idx| self.ground.can_be_taken(idx))
    }

    /// The point at which a formation came out of the water or the air.
    fn landing(&self, at: usize, all: &mut Vec<Stretch>) {
        let waypoint = &self.track.waypoints[at];
        let point = self.projection.plane_from_geo(waypoint.position.into());
        if self.on_ground(point) {
            let times = self.epoch.times(waypoint.time);
            all.push(self.stretch([point; 2], [times; 2], [at, at]));
        }
    }

    /// The parts of the way to a waypoint that lie on ground that can be taken.
    fn march(&self, to: usize, all: &mut Vec<Stretch>) {
        let [a, b] = [to - 1, to].map(|at| Geo::from(self.track.waypoints[at].position));
        let point =
            |share: f64| self.projection.plane_from_geo(Geo { lon: a.lon + (b.lon - a.lon) * share, lat: a.lat + (b.lat - a.lat) * share });
        let length = point(0.0).distance(point(1.0));
        if !(1.0..1e8).contains(&length) {
            return;
        }
        let looks = (length / LOOK).ceil().clamp(2.0, MOST_LOOKS) as usize;
        let mut open: Option<f64> = None;
        for look in 0..=looks {
            let share = look as f64 / looks as f64;
            let before = (look as f64 - 1.0).max(0.0) / looks as f64;
            match (open, self.on_ground(point(share))) {
                (None, true) => open = Some(share),
                (Some(first), false) => {
                    self.parts(to, [first, before], length, &point, all);
                    open = None;
                }
                _ => {}
            }
        }
        if let Some(first) = open {
            self.parts(to, [first, 1.0], length, &point, all);
        }
    }

    /// Cuts the way between two shares into stretches short enough to be straight.
    fn parts(&self, to: usize, [first, last]: [f64; 2], length: f64, point: &impl Fn(f64) -> Plane, all: &mut Vec<Stretch>) {
        let times = self.times(to);
        let at = |share: f64| {
            let share = share as f32;
            std::array::from_fn(|k| times[0][k] + (times[1][k] - times[0][k]) * share)
        };
        let is_rail = self.track.movement_to(to) == Movement::Rail;
        let rail = self.campaign.arrival.rail_half_width_km * self.campaign.arrival.half_width_factor * 1000.0;
        let count = ((last - first) * length / LONGEST).ceil().max(1.0) as usize;
        for part in 0..count {
            let [from, until] = [part, part + 1].map(|n| first + (last - first) * n as f64 / count as f64);
            let mut stretch = self.stretch([point(from), point(until)], [at(from), at(until)], [to - 1, to]);
            stretch.goes_on = part + 1 < count || last < 1.0 || to + 1 < self.track.waypoints.len();
            if is_rail {
                stretch.half_width = stretch.half_width.min(rail);
            }
            all.push(stretch);
        }
    }

    /// When the formation left the waypoint before and came to this one.
    fn times(&self, to: usize) -> [Times; 2] {
        let [before, there] = [&self.track.waypoints[to - 1], &self.track.waypoints[to]];
        let travel = (there.time.best.since(departure(self.campaign, self.track, to - 1)) as f64 / HOUR as f64) as f32;
        let (a, b) = (self.epoch.times(before.time), self.epoch.times(there.time));
        let waits = departure(self.campaign, self.track, to - 1) > before.time.best;
        let leaves = if waits { std::array::from_fn(|k| a[k].max(b[k] - travel).min(b[k])) } else { a };
        // Margins may overlap on the way; a formation is never further on before it is further back.
        [std::array::from_fn(|k| leaves[k].min(b[k])), b]
    }
}

/// All dates of capture on ground that can be taken, in order of the places' ids.
pub fn captures(campaign: &Campaign, projection: &Projection, grid: &Grid, ground: &GroundMask, epoch: Epoch) -> Vec<Held> {
    let rule = &campaign.arrival;
    let mut places: Vec<PlaceIdx> = (0..campaign.places.len()).map(PlaceIdx).filter(|idx| campaign.place(*idx).taken.is_some()).collect();
    places.sort_by_key(|idx| &campaign.place(*idx).id);
    let held = |idx: PlaceIdx| {
        let place = campaign.place(idx);
        let capture = place.taken.as_ref()?;
        let at = projection.plane_from_geo(place.position.into());
        let by_importance = rule.capture_km[usize::from(place.importance.clamp(1, 3)) - 1];
        let holds_out = capture.held_out_until.is_some_and(|until| capture.time.earliest < until && until <= capture.time.latest);
        let km = match place.kind {
            PlaceKind::FortifiedRegion => rule.fortified_km,
            PlaceKind::Island => rule.island_km,
            _ => by_importance,
        };
        let takes = capture.by.iter().all(|by| campaign.side_of(*by).camp == Camp::Attacker);
        let on_ground = grid.nearest(at).is_some_and(|node| ground.can_be_taken(node));
        (takes && on_ground).then(|| Held {
            place: idx,
            at,
            times: landed(campaign, projection, capture, at).map_or(epoch.times(capture.time), |landing| epoch.times(landing)),
            radius: km * 1000.0,
            is_pocket: place.kind == PlaceKind::FortifiedRegion || (holds_out && place.kind != PlaceKind::Island),
        })
    };
    places.into_iter().filter_map(held).collect()
}

/// How near a landing has to be to a place to be the landing there, metres.
const LANDED_AT: f64 = 15_000.0;

/// The landing at a place by one of those who took it, where there was one within the margins of the capture: the ground
/// around it was reached then, though the main body may have come days later.
fn landed(campaign: &Campaign, projection: &Projection, capture: &Capture, at: Plane) -> Option<Dated> {
    let tracks = campaign.tracks.iter().filter(|track| capture.by.contains(&track.formation));
    let waypoints =
        tracks.flat_map(|track| track.waypoints.iter().filter(|waypoint| matches!(waypoint.action, Action::Land | Action::Airland)));
    let here = waypoints
        .filter(|waypoint| projection.plane_from_geo(waypoint.position.into()).distance(at) < LANDED_AT)
        .map(|waypoint| waypoint.time);
    let within = |instant: Instant| instant.clamp(capture.time.earliest, capture.time.latest);
    let landing =
        here.filter(|time| time.earliest < capture.time.latest && time.latest > capture.time.earliest).min_by_key(|time| time.best)?;
    Some(Dated { earliest: within(landing.earliest), best: within(landing.best), latest: within(landing.latest) })
}

/// A capture as the point from which ground around a place was reached.
pub fn capture_stretch(campaign: &Campaign, held: &Held) -> Stretch {
    let by = campaign
        .place(held.place)
        .taken
        .as_ref()
        .and_then(|capture| capture.by.iter().copied().min_by_key(|by| &campaign.formation(*by).id));
    Stretch { ends: [held.at; 2], times: [held.times; 2], half_width: held.radius, goes_on: false, by, origin: Origin::Capture(held.place) }
}

/// The points of the plane where a source states that an attacker was: attested waypoints and captures.
pub fn attested_points(campaign: &Campaign, projection: &Projection) -> Vec<Plane> {
    let tracks = advances(campaign).into_iter().flat_map(|(number, _)| &campaign.tracks[number].waypoints);
    let waypoints = tracks.filter(|waypoint| waypoint.status == Status::Attested).map(|waypoint| waypoint.position);
    let places =
        campaign.places.iter().filter(|place| place.taken.is_some() && place.status == Some(Status::Attested)).map(|place| place.position);
    waypoints.chain(places).map(|position| projection.plane_from_geo(position.into())).collect()
}

/// The dated records a stretch rests on: where they are and how they are known.
pub fn records(campaign: &Campaign, projection: &Projection, stretch: &Stretch) -> Vec<(Plane, Status)> {
    match stretch.origin {
        Origin::Capture(place) => {
            let place = campaign.place(place);
            vec![(projection.plane_from_geo(place.position.into()), place.status.unwrap_or(Status::Inferred))]
        }
        Origin::Track { track, from, to } => {
            let waypoints = &campaign.tracks[track].waypoints;
            [from, to].map(|at| (projection.plane_from_geo(waypoints[at].position.into()), waypoints[at].status)).to_vec()
        }
    }
}

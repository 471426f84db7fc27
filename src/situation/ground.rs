//! The ground of a campaign with everything that is computed from it once: the arrival field and its day contours.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::arrival::FINE_BELOW;
use super::front_line::PhaseLine;
use super::{Arrival, ArrivalField, Ground, Origin};
use crate::campaign::{Calendar, Campaign, Instant, Period, PlaceIdx, SourceIdx, Waypoint};
use crate::cartography::{BaseMap, Geo, Plane, PlaneLine, PlaneRect};

/// How far the war had come by the end of a day.
#[derive(Clone, Debug)]
pub struct DayContour {
    /// The civil day, counted from D+0.
    pub day: i64,
    /// The midnight that ends it.
    pub instant: Instant,
    /// The edge of the ground taken then.
    pub line: Arc<PlaneLine>,
}

/// What is known of how the war came to a point of the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Who held it before, by id of the base map; `None` at sea.
    pub polity: Option<String>,
    /// When and how the war came; `None` where there is no record.
    pub arrival: Option<Arrival>,
    /// The distance to the nearest attested record, km.
    pub nearest_attested_km: Option<f64>,
}

/// A record that an answer is derived from.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// A waypoint of the formation's track.
    Waypoint(&'a Waypoint),
    /// A date of capture.
    Capture(PlaceIdx),
}

/// The arrival field and what is drawn from it.
#[derive(Debug)]
pub struct GroundModel {
    /// When the war reached each cell.
    pub field: ArrivalField,
    contours: OnceLock<Arc<Vec<DayContour>>>,
    fine_contours: OnceLock<Arc<Vec<DayContour>>>,
    /// Corners and indexes of the last ground asked for, so that the next is not grown step by step.
    last_sizes: [AtomicUsize; 4],
}

impl GroundModel {
    /// Computes the field of a campaign.
    pub fn build(campaign: &Campaign, basemap: &BaseMap) -> Self {
        Self {
            field: ArrivalField::build(campaign, basemap),
            contours: OnceLock::new(),
            fine_contours: OnceLock::new(),
            last_sizes: Default::default(),
        }
    }

    /// Ground taken and band of doubt at an instant, in a window of the plane, as fine as the scale asks for.
    pub fn at(&self, instant: Instant, window: PlaneRect, metres_per_point: f64) -> Ground {
        let mut ground = Ground::default();
        let sizes = self.last_sizes.each_ref().map(|size| size.load(Ordering::Relaxed));
        ground.taken.vertices.reserve(sizes[0]);
        ground.taken.indices.reserve(sizes[1]);
        ground.band.vertices.reserve(sizes[2]);
        ground.band_share.reserve(sizes[2]);
        ground.band.indices.reserve(sizes[3]);
        self.field.ground(self.field.epoch().hours(instant), Some(window), metres_per_point, &mut ground);
        let counts = [ground.taken.vertices.len(), ground.taken.indices.len(), ground.band.vertices.len(), ground.band.indices.len()];
        for (size, count) in self.last_sizes.iter().zip(counts) {
            size.store(count + count / 8, Ordering::Relaxed);
        }
        ground
    }

    /// Makes ready what a map near the ground needs: the ground and the day contours along the fine level of the base map.
    /// Meant for a background thread: it takes longer than a frame.
    pub fn refine(&self, calendar: &Calendar, period: Period, basemap: &BaseMap) {
        self.field.refine(basemap.fine());
        let contours = self.fine_contours.get_or_init(|| self.day_contours_in(calendar, period, None, 0.0));
        contours.iter().for_each(|contour| contour.line.prepare(FINE_BELOW));
    }

    /// The day contours for a map on which a point stands for so many metres; those of the window at least. Computed when
    /// first asked for.
    pub fn day_contours(&self, campaign: &Campaign, window: PlaneRect, metres_per_point: f64) -> Arc<Vec<DayContour>> {
        let make = |window| self.day_contours_in(&campaign.calendar, campaign.period, window, metres_per_point);
        if self.field.level(metres_per_point) == 0 {
            return Arc::clone(self.contours.get_or_init(|| make(None)));
        }
        self.fine_contours.get().map_or_else(|| make(Some(window)), Arc::clone)
    }

    fn day_contours_in(
        &self,
        calendar: &Calendar,
        period: Period,
        window: Option<PlaneRect>,
        metres_per_point: f64,
    ) -> Arc<Vec<DayContour>> {
        let lines = self.field.phase_lines(calendar, period, window, metres_per_point);
        let contour = |line: PhaseLine| DayContour { day: line.day, instant: line.instant, line: Arc::new(PlaneLine::new(line.lines)) };
        Arc::new(lines.into_iter().map(contour).collect())
    }

    /// How the war came to a point.
    pub fn ask(&self, campaign: &Campaign, point: Plane) -> Answer {
        Answer {
            polity: self.field.polity_at(point).map(str::to_owned),
            arrival: self.field.at(campaign, point),
            nearest_attested_km: self.field.nearest_attested_km(point),
        }
    }
}

/// The records an arrival is derived from, in time order.
pub fn evidence<'a>(campaign: &'a Campaign, arrival: &Arrival) -> Vec<Evidence<'a>> {
    match arrival.origin {
        Origin::Capture(place) => vec![Evidence::Capture(place)],
        Origin::Track { track, from, to } => {
            let waypoints = &campaign.tracks[track].waypoints;
            let mut ends = vec![Evidence::Waypoint(&waypoints[from])];
            if to != from {
                ends.push(Evidence::Waypoint(&waypoints[to]));
            }
            ends
        }
    }
}

impl Evidence<'_> {
    /// Where it is.
    pub fn position(&self, campaign: &Campaign) -> Geo {
        match self {
            Self::Waypoint(waypoint) => waypoint.position.into(),
            Self::Capture(place) => campaign.place(*place).position.into(),
        }
    }

    /// The place it is at, if it is one of the campaign's.
    pub fn place(&self) -> Option<PlaceIdx> {
        match self {
            Self::Waypoint(waypoint) => waypoint.place,
            Self::Capture(place) => Some(*place),
        }
    }

    /// Its best instant.
    pub fn instant(&self, campaign: &Campaign) -> Option<Instant> {
        match self {
            Self::Waypoint(waypoint) => Some(waypoint.time.best),
            Self::Capture(place) => campaign.place(*place).taken.as_ref().map(|capture| capture.time.best),
        }
    }

    /// Its sources.
    pub fn sources<'c>(&'c self, campaign: &'c Campaign) -> &'c [SourceIdx] {
        match self {
            Self::Waypoint(waypoint) => &waypoint.sources,
            Self::Capture(place) => &campaign.place(*place).sources,
        }
    }
}

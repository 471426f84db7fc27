//! The arrival field: when the war first reached each cell of the theatre, and how sure we are.
//!
//! Computed once, at load, from the dated facts. Each stretch of an attacker's track gives the ground within its
//! half-width the time at its nearest point and the time it takes from there sideways; the smallest wins. Dates of
//! capture override the ground around a place, works that held out stay pockets, and ground between neighbouring axes
//! is closed up. It is a model; ground with no record is left out.

mod area;
mod closing;
mod evidence;
mod grid;
mod ground;
mod smooth;
mod spread;
mod surface;

use std::sync::{Arc, OnceLock};

pub use area::Areas;
pub use evidence::{Epoch, Origin};
pub use grid::Grid;
pub use ground::fill as fill_rings;
pub use surface::{Surface, SurfacePart};

use super::contour::{Edge, Fineness, Ground, Tiles};
use crate::campaign::{Campaign, Dated, FormationIdx, PlaceIdx, SourceIdx, Status};
use crate::cartography::{BaseMap, Detail, Geo, Plane, PlaneArea, PlaneRect, Projection};
use evidence::{Held, Stretch};
use ground::GroundMask;
use spread::{Active, Spread};
use surface::Lift;

/// Earliest, best and latest, hours from the start of the campaign's period.
pub type Times = [f32; 3];

/// A waypoint or capture nearer than this to ground that rests on it makes that ground attested if it is, metres.
const NEAR_A_RECORD: f64 = 15_000.0;

/// A question about a point this near to a place with a date of capture is answered by that date, metres.
const AT_A_PLACE: f64 = 3_000.0;

/// Maps on which a point stands for fewer metres than this are drawn with the fine level.
pub const FINE_BELOW: f64 = 700.0;

/// Below each of these the fine level is drawn in cells half as large, so that none shows, metres.
const FINER_BELOW: [f64; 3] = [350.0, 175.0, 87.5];

/// When and how the war came to a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// When.
    pub time: Dated,
    /// How it is known.
    pub status: Status,
    /// Which formation came first.
    pub by: Option<FormationIdx>,
    /// What it is derived from.
    pub origin: Origin,
    /// Whether the ground lies beyond the half-width of every axis and was closed up from its neighbours.
    pub is_closing: bool,
}

impl Arrival {
    /// The sources behind it.
    pub fn sources(&self, campaign: &Campaign) -> Vec<SourceIdx> {
        let mut sources = match self.origin {
            Origin::Capture(place) => campaign.place(place).sources.clone(),
            Origin::Track { track, from, to } => {
                let waypoints = &campaign.tracks[track].waypoints;
                waypoints[from].sources.iter().chain(&waypoints[to].sources).copied().collect()
            }
        };
        sources.sort_unstable();
        sources.dedup();
        sources
    }
}

/// When the war reached each cell of the theatre.
#[derive(Debug)]
pub struct ArrivalField {
    grid: Grid,
    epoch: Epoch,
    projection: Projection,
    times: Vec<Times>,
    inside: Vec<f32>,
    lifts: Vec<Lift>,
    /// By node: the stretch its time is from, whether it was closed up, and how it is known.
    by: Vec<u32>,
    filled: Vec<bool>,
    status: Vec<Status>,
    stretches: Vec<Stretch>,
    held: Vec<Held>,
    areas: Areas,
    attested: Vec<Plane>,
    polities: Vec<(String, Arc<PlaneArea>)>,
    defenders: Vec<String>,
    limits: Vec<(Vec<Plane>, Vec<f32>)>,
    tiles: Tiles,
    fine: OnceLock<Tiles>,
}

impl ArrivalField {
    /// Computes the field of a campaign on the base map's coarse level; some tens of milliseconds.
    pub fn build(campaign: &Campaign, base: &BaseMap) -> Self {
        let (rule, projection, epoch) = (&campaign.arrival, &base.projection, Epoch(campaign.period.start));
        let grid = Grid::over(theatre(campaign, base), rule.grid_km * 1000.0);
        let ground = GroundMask::new(&grid, &base.coarse, &campaign.attacker_polities, &campaign.defender_polities);
        let held = evidence::captures(campaign, projection, &grid, &ground, epoch);
        let mut stretches = evidence::stretches(campaign, projection, &grid, &ground, epoch);
        // A landing or a capture is at least seen on the grid.
        stretches.extend(held.iter().map(|held| evidence::capture_stretch(campaign, held)));
        for stretch in &mut stretches {
            stretch.half_width = stretch.half_width.max(grid.step * 1.5);
        }

        let mut spread = Spread::new(&grid);
        let sideways = by_doubt(rule.lateral_km_per_day, rule.lateral_doubt);
        for (number, stretch) in stretches.iter().enumerate() {
            spread.add(&grid, &ground, number as u32, stretch, sideways);
        }
        let covered = spread.inside.clone();
        closing::close(&mut spread.inside, &grid, &ground, &stretches, rule.closing_km);
        let margin = (3.0 * grid.step / 1000.0) as f32;
        keep_limits(&mut spread.inside, campaign, base, &grid, &ground);
        let active = Active::new(grid.nx, grid.ny, |idx| ground.can_be_taken(idx) && spread.inside[idx] > -margin);
        let closed = Active::new(grid.nx, grid.ny, |idx| active.is_in[idx] && spread.inside[idx] > covered[idx]);
        smooth::soften(&mut spread.inside, &grid, &closed);
        let a_step = |km_per_day: f64| by_doubt(km_per_day, rule.lateral_doubt).map(|hours| hours * (grid.step / 1000.0) as f32);
        let filled = smooth::fill(&mut spread, &grid, &active, a_step(rule.closing_km_per_day), a_step(rule.overtaking_km_per_day));
        smooth::even_out(&mut spread, &grid, &active, &filled);
        smooth::order(&mut spread.times);
        smooth::extend(&mut spread.times, &mut spread.inside, &grid, |idx| ground.can_be_taken(idx), 3);

        let Spread { times, inside, mut by, .. } = spread;
        let surface = Surface { grid: &grid, times: &times, inside: &inside, lifts: &[] };
        let lifts = surface::lifts(&surface, &held);
        for (by, holder) in by.iter_mut().zip(surface::holders(&surface, &lifts)).filter(|(_, holder)| *holder > 0) {
            *by = (stretches.len() - held.len() + holder as usize - 1) as u32;
        }
        let lifts: Vec<Lift> = lifts.into_iter().flatten().collect();
        let surface = Surface { lifts: &lifts, ..surface };
        let tiles = Tiles::new(&surface, &base.coarse, 1, |id| campaign.defender_polities.iter().any(|polity| polity == id));
        let status = statuses(campaign, projection, &grid, &stretches, &by, &filled);
        let areas = Areas::new(
            &tiles,
            projection,
            epoch,
            campaign.period,
            |point| grid.nearest(point).and_then(|idx| ground.polity(idx)),
            &base.coarse.polities,
        );
        let polities = base.coarse.polities.iter().map(|polity| (polity.id.clone(), Arc::clone(&polity.area))).collect();
        Self {
            epoch,
            projection: projection.clone(),
            by,
            filled,
            status,
            attested: evidence::attested_points(campaign, projection),
            areas,
            polities,
            defenders: campaign.defender_polities.clone(),
            limits: tiles.limits(),
            tiles,
            fine: OnceLock::new(),
            grid,
            times,
            inside,
            lifts,
            stretches,
            held,
        }
    }

    /// Cuts the ground along the fine level as well; from then on the ground is drawn with it. Meant for a background
    /// thread: it takes longer than a frame.
    pub fn refine(&self, fine: &Detail) {
        self.fine.get_or_init(|| Tiles::new(&self.surface(), fine, 2, |id| self.is_defended(id)));
    }

    /// The ground at an hour of the field, added to `ground`, for a map on which a point stands for so many metres; only
    /// what touches the window, where one is given.
    pub fn ground(&self, hours: f32, window: Option<PlaneRect>, metres_per_point: f64, ground: &mut Ground) {
        let (tiles, fineness) = self.tiles(metres_per_point);
        tiles.ground(hours, window, fineness, ground);
    }

    /// The edge of the ground taken at an hour of the field, likewise.
    pub fn edges(&self, hours: f32, window: Option<PlaneRect>, metres_per_point: f64) -> Vec<Edge> {
        let (tiles, fineness) = self.tiles(metres_per_point);
        tiles.edges(hours, window, fineness)
    }

    /// The edges at several hours of the field, as if no pocket held out, in the cells of the level of the base map.
    pub fn open_edges(&self, hours: &[f32], window: Option<PlaneRect>, metres_per_point: f64) -> Vec<Vec<Edge>> {
        let (tiles, fineness) = self.tiles(metres_per_point);
        tiles.open_edges(hours, window, &fineness.field)
    }

    /// Whether a point lies in ground that held out.
    pub fn is_pocket_at(&self, point: Plane) -> bool {
        self.lifts.iter().any(|lift| lift.is_pocket_at(point))
    }

    /// How fine the ground is drawn at a scale: 0 along the coarse level of the base map, then in ever smaller cells.
    pub fn level(&self, metres_per_point: f64) -> usize {
        self.fine(metres_per_point).map_or(0, |_| self.tiles(metres_per_point).1.split)
    }

    /// The tiles along the fine level, where that shows and is ready.
    fn fine(&self, metres_per_point: f64) -> Option<&Tiles> {
        self.fine.get().filter(|_| metres_per_point <= FINE_BELOW)
    }

    /// The ground in tiles, and how much finer than they are it is drawn: by the fine level where that shows and is ready.
    fn tiles(&self, metres_per_point: f64) -> (&Tiles, Fineness<'_>) {
        let fine = self.fine(metres_per_point);
        let split = FINER_BELOW.iter().filter(|below| metres_per_point <= **below).count();
        let split = if fine.is_some() { 1 << split } else { 1 };
        (fine.unwrap_or(&self.tiles), Fineness { field: self.surface(), split })
    }

    /// How hours of the field count.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Areas taken, by instant.
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// When and how the war came to a point; `None` where there is no record, and on ground that could not be taken.
    pub fn at(&self, campaign: &Campaign, point: Plane) -> Option<Arrival> {
        let capture = self
            .held
            .iter()
            .filter(|held| held.at.distance(point) < AT_A_PLACE)
            .min_by(|a, b| a.at.distance(point).total_cmp(&b.at.distance(point)));
        if let Some(held) = capture {
            let place = campaign.place(held.place);
            let stretch = evidence::capture_stretch(campaign, held);
            let time = place.taken.as_ref()?.time;
            return Some(Arrival {
                time,
                status: place.status.unwrap_or(Status::Inferred),
                by: stretch.by,
                origin: stretch.origin,
                is_closing: false,
            });
        }
        if !self.polity_at(point).is_some_and(|id| self.is_defended(id)) {
            return None;
        }
        let times = self.times_at(point)?;
        let node = self.grid.nearest(point)?;
        let stretch = self.stretches.get(self.by[node] as usize)?;
        Some(Arrival {
            time: self.epoch.dated(times),
            status: self.status[node],
            by: stretch.by,
            origin: stretch.origin,
            is_closing: self.filled[node],
        })
    }

    /// The same for a longitude and latitude.
    pub fn at_geo(&self, campaign: &Campaign, point: Geo) -> Option<Arrival> {
        self.at(campaign, self.projection.plane_from_geo(point))
    }

    /// Earliest, best and latest hour at a point inside the covered ground, on the very surface that is drawn; coast and
    /// border aside.
    pub fn times_at(&self, point: Plane) -> Option<Times> {
        self.grid.nearest(point)?;
        let [earliest, best, latest, inside] = self.surface().part(PlaneRect::around(&[point])).at(point);
        (inside >= 0.0 && latest.is_finite()).then_some([earliest, best, latest])
    }

    /// The political area of 1945 at a point: who held it before, by id.
    pub fn polity_at(&self, point: Plane) -> Option<&str> {
        self.polities.iter().find(|(_, area)| area.contains(point)).map(|(id, _)| id.as_str())
    }

    /// The distance from a point to the nearest attested waypoint or capture of the attacker, km on the ground.
    pub fn nearest_attested_km(&self, point: Plane) -> Option<f64> {
        let nearest = self.attested.iter().map(|at| at.distance(point)).min_by(f64::total_cmp)?;
        Some(nearest / 1000.0 / self.projection.scale_factor(self.projection.geo_from_plane(point).lat))
    }

    /// How ground near a point is known to have been reached.
    pub fn status_near(&self, point: Plane) -> Status {
        self.grid.nearest(point).map_or(Status::Inferred, |node| self.status[node])
    }

    /// Places whose works still hold out at an hour of the field, with where they are.
    pub fn holding_out(&self, hours: f32) -> Vec<(PlaceIdx, Plane)> {
        self.held.iter().filter(|held| held.is_pocket && held.times[2] > hours).map(|held| (held.place, held.at)).collect()
    }

    /// Where ground that was reached borders on ground with no record: points with the hour each was reached, reached
    /// ground to their left.
    pub fn limits(&self) -> &[(Vec<Plane>, Vec<f32>)] {
        &self.limits
    }

    fn surface(&self) -> Surface<'_> {
        Surface { grid: &self.grid, times: &self.times, inside: &self.inside, lifts: &self.lifts }
    }

    fn is_defended(&self, id: &str) -> bool {
        self.defenders.iter().any(|polity| polity == id)
    }
}

/// Hours a km at a rate that may be wrong by a factor: earliest, best, latest.
fn by_doubt(km_per_day: f64, doubt: f64) -> Times {
    [km_per_day * doubt, km_per_day, km_per_day / doubt].map(|rate| (24.0 / rate) as f32)
}

/// The rectangle of the plane that any advance can have reached.
fn theatre(campaign: &Campaign, base: &BaseMap) -> PlaneRect {
    let rule = &campaign.arrival;
    let point = |position: crate::campaign::LonLat| base.projection.plane_from_geo(position.into());
    let tracks = evidence::advances(campaign);
    let widest = tracks.iter().map(|(_, half_width)| *half_width).fold(rule.island_km.max(rule.fortified_km) * 1000.0, f64::max);
    let waypoints = tracks.iter().flat_map(|(number, _)| &campaign.tracks[*number].waypoints).map(|waypoint| waypoint.position);
    let places = campaign.places.iter().filter(|place| place.taken.is_some()).map(|place| place.position);
    let points: Vec<Plane> = waypoints.chain(places).map(point).collect();
    let grow = widest + rule.closing_km * 1000.0 + 8.0 * rule.grid_km * 1000.0;
    let reached = grown(PlaneRect::around(&points), grow);
    let defended = base
        .coarse
        .polities
        .iter()
        .filter(|polity| campaign.defender_polities.contains(&polity.id))
        .filter_map(|polity| polity.area.bounds);
    let Some(defended) = defended.reduce(|a, b| a.union(&b)).map(|rect| grown(rect, 8.0 * rule.grid_km * 1000.0)) else {
        return PlaneRect { min: Plane::default(), max: Plane::default() };
    };
    let rect = PlaneRect {
        min: Plane { x: reached.min.x.max(defended.min.x), y: reached.min.y.max(defended.min.y) },
        max: Plane { x: reached.max.x.min(defended.max.x), y: reached.max.y.min(defended.max.y) },
    };
    let is_sound = rect.min.x <= rect.max.x && rect.min.y <= rect.max.y;
    if is_sound { rect } else { PlaneRect { min: Plane::default(), max: Plane::default() } }
}

fn grown(rect: PlaneRect, by: f64) -> PlaneRect {
    PlaneRect { min: Plane { x: rect.min.x - by, y: rect.min.y - by }, max: Plane { x: rect.max.x + by, y: rect.max.y + by } }
}

/// Takes out the ground beyond the parallels that were not crossed.
fn keep_limits(inside: &mut [f32], campaign: &Campaign, base: &BaseMap, grid: &Grid, ground: &GroundMask) {
    const KM_A_DEGREE: f64 = 111.2;
    for limit in &campaign.arrival.limits {
        let Some(polity) = base.coarse.polities.iter().position(|polity| polity.id == limit.polity) else { continue };
        let least = -(3.0 * grid.step / 1000.0) as f32;
        for idx in (0..grid.count()).filter(|idx| ground.polity(*idx) == Some(polity)) {
            if inside[idx] <= least {
                continue;
            }
            let km = (base.projection.geo_from_plane(grid.node(idx)).lat - limit.south) * KM_A_DEGREE;
            inside[idx] = inside[idx].min(km as f32);
        }
    }
}

/// How the time of each node is known: like the waypoint or capture it rests on where that is near, else inferred.
fn statuses(campaign: &Campaign, projection: &Projection, grid: &Grid, stretches: &[Stretch], by: &[u32], filled: &[bool]) -> Vec<Status> {
    let records: Vec<Vec<(Plane, Status)>> = stretches.iter().map(|stretch| evidence::records(campaign, projection, stretch)).collect();
    let status = |idx: usize| {
        let records = records.get(by[idx] as usize).filter(|_| !filled[idx]);
        let near = records
            .into_iter()
            .flatten()
            .map(|(at, status)| (at.distance(grid.node(idx)), *status))
            .filter(|(distance, _)| *distance <= NEAR_A_RECORD);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(Status::Inferred, |(_, status)| status)
    };
    (0..grid.count()).map(|idx| if by[idx] == u32::MAX { Status::Inferred } else { status(idx) }).collect()
}

#[cfg(test)]
mod tests;

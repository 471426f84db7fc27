//! Where names of states lie on their own land, and names of seas on their water.

use std::collections::{BTreeMap, BTreeSet};

use crate::cartography::{Page, PageRect, Plane, PlaneArea, PlaneRect, View, crossings};

/// Points at which the name of a state, of this half width in metres, lies on its own land, nearest to its place first. A
/// state too small for its name has it in the sea beside it, not half on its coast.
pub fn spots_of_state(place: Plane, half: f64, metres: f64, area: Option<&PlaneArea>, land: &PlaneArea) -> Vec<Plane> {
    let Some(area) = area else { return vec![place] };
    let on_land = spots_around(place, half * 0.8, metres, area, true);
    let mut at_sea = if on_land.is_empty() { spots_around(place, half * 1.1, metres, land, false) } else { Vec::new() };
    at_sea.retain(|spot| spot.distance(place) < BESIDE * metres);
    if !at_sea.is_empty() && crosses(land, place, half) {
        return at_sea;
    }
    std::iter::once(place).chain(on_land.into_iter().chain(at_sea).filter(|spot| *spot != place)).collect()
}

/// How far from its place the name of a state may stand in the sea, points: further off it would name another shore.
const BESIDE: f64 = 50.0;

/// Whether a name around a point lies partly in an area.
fn crosses(area: &PlaneArea, at: Plane, half: f64) -> bool {
    [-1.0, -0.5, 0.0, 0.5, 1.0].iter().any(|side| area.contains(Plane { x: at.x + side * half, y: at.y }))
}

/// Points of a lattice around a place at which a name of this half width lies in an area, or wholly out of it: those at which
/// there is room over and under it first.
fn spots_around(place: Plane, half: f64, metres: f64, area: &PlaneArea, is_inside: bool) -> Vec<Plane> {
    let mut fits: BTreeSet<(i32, i32)> = BTreeSet::new();
    for row in -18..=18 {
        let crossings = area.crossings(place.y + f64::from(row) * ROW * metres);
        let columns = (-10..=10).filter(|column| lies(&crossings, place.x + f64::from(*column) * COLUMN * metres, half, is_inside));
        fits.extend(columns.map(|column| (row, column)));
    }
    let is_tight = |(row, column): (i32, i32)| (-2..=2).any(|by| !fits.contains(&(row + by, column)));
    let away = |(row, column): (i32, i32)| (f64::from(column) * COLUMN).hypot(f64::from(row) * ROW * 1.5);
    let mut spots: Vec<(i32, i32)> = fits.iter().copied().collect();
    // Bits of numbers that are not negative have the order of the numbers.
    spots.sort_by_cached_key(|spot| (is_tight(*spot), away(*spot).to_bits()));
    let plane = |(row, column): (i32, i32)| (f64::from(column) * COLUMN, f64::from(row) * ROW);
    spots.into_iter().map(plane).map(|(dx, dy)| Plane { x: place.x + dx * metres, y: place.y + dy * metres }).collect()
}

/// Distances of the rows and columns of that lattice, points.
const ROW: f64 = 7.5;
const COLUMN: f64 = 13.0;

/// Whether a name of this half width lies between two outlines of an area, inside or outside, on a parallel of the x axis
/// whose crossings with the outlines are known.
fn lies(crossings: &[f64], x: f64, half: f64, is_inside: bool) -> bool {
    let west_of = |x: f64| crossings.partition_point(|at| *at <= x);
    let before = west_of(x - half);
    before == west_of(x + half) && ((crossings.len() - before) % 2 == 1) == is_inside
}

/// Points of a map at which a name of this half width, points, lies in the sea just beside the part of an area that is seen,
/// nearest to that first.
pub fn spots_beside(area: &PlaneArea, land: &PlaneArea, view: &View, map: &PageRect, half: f64) -> Vec<Plane> {
    let metres = view.metres_per_point;
    let mut spots: Vec<(u64, Plane)> = Vec::new();
    for (row, column) in lattice(map, APART / 2.0, half) {
        let at = view.plane_from_page(Page::new(column, row));
        let is_at_sea = [-CLEAR, 0.0, CLEAR].iter().all(|dy| {
            let crossings = land.crossings(at.y + dy * metres);
            lies(&crossings, at.x, (half + CLEAR) * metres, false)
        });
        let reach = |way: f64, rise: f64| {
            let steps = (1..=4).map(|step| f64::from(step) * JUST_BESIDE / 4.0 * metres);
            steps.into_iter().find(|by| area.contains(Plane { x: at.x + way * (half * metres + by), y: at.y + rise * by }))
        };
        let nearest = [(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0)].into_iter().filter_map(|(x, y)| reach(x, y));
        let around = [-1.0, -0.5, 0.0, 0.5, 1.0].into_iter().flat_map(|x| [-1.0, 1.0].map(|y| (x * (half + CLEAR), y * 2.0 * CLEAR)));
        let mut around = around.map(|(dx, dy)| Plane { x: at.x + dx * metres, y: at.y + dy * metres });
        let mut is_by_another = || around.any(|point| land.contains(point) && !area.contains(point));
        if let Some(distance) = nearest.min_by(f64::total_cmp).filter(|_| is_at_sea && !is_by_another()) {
            spots.push((distance.to_bits(), at));
        }
    }
    spots.sort_by_key(|(distance, _)| *distance);
    spots.into_iter().map(|(_, at)| at).collect()
}

/// Points of a map at which a name of this half width, points, lies in a sea and off the land, nearest to their middle first.
pub fn spots_at_sea(reach: &PlaneArea, land: &PlaneArea, view: &View, map: &PageRect, half: f64) -> Vec<Plane> {
    let metres = view.metres_per_point;
    let is_at_sea = |at: &Plane| {
        let is_in = |area: &PlaneArea, dy: f64, is_inside: bool| {
            lies(&area.crossings(at.y + dy * metres), at.x, (half + CLEAR) * metres, is_inside)
        };
        is_in(reach, 0.0, true) && [-CLEAR, 0.0, CLEAR].iter().all(|dy| is_in(land, *dy, false))
    };
    let all = lattice(map, APART, half).map(|(row, column)| view.plane_from_page(Page::new(column, row)));
    let mut spots: Vec<Plane> = all.filter(is_at_sea).collect();
    let count = spots.len().max(1) as f64;
    let middle = spots.iter().fold(Plane::default(), |sum, spot| Plane { x: sum.x + spot.x / count, y: sum.y + spot.y / count });
    spots.sort_by(|a, b| a.distance(middle).total_cmp(&b.distance(middle)));
    spots
}

/// How far off the land of a state that is partly seen its name may stand in the sea, points.
const JUST_BESIDE: f64 = 32.0;

/// Rows and columns of points of a map, so far apart, around which there is room for a name of this half width.
fn lattice(map: &PageRect, apart: f64, half: f64) -> impl Iterator<Item = (f64, f64)> + use<> {
    let room = map.grown(-APART);
    let count = |length: f64| (length / apart).floor().max(0.0) as u32;
    let columns = count(room.width() - 2.0 * half);
    let at = move |k: u32, from: f64| from + f64::from(k) * apart;
    let rows = 0..=count(room.height());
    rows.flat_map(move |row| (0..=columns).map(move |column| (at(row, room.min.y), at(column, room.min.x + half))))
}

/// Points, so far apart, of the part of an area that a map shows, at which a name of this half width, points, lies on it and
/// not on a lake: those well within it first, and of them those nearest to its middle.
pub fn spots_in_view(area: &PlaneArea, lakes: &[PlaneRect], view: &View, map: &PageRect, (half, apart): (f64, f64)) -> Vec<Plane> {
    let room = map.grown(-apart.max(NEATLINE));
    let (metres, clear) = (view.metres_per_point, CLEAR.min(apart));
    let (columns, rows) = ((room.width() / apart).floor().max(1.0) as u32, (room.height() / apart).floor().max(1.0) as u32);
    let mut fits: BTreeMap<(u32, u32), Plane> = BTreeMap::new();
    for row in 0..=rows {
        let y = room.min.y + room.height() * f64::from(row) / f64::from(rows);
        let west = view.plane_from_page(Page::new(room.min.x, y));
        let crossings = area.crossings(west.y);
        for column in 0..=columns {
            let dx = room.width() * f64::from(column) / f64::from(columns);
            let at = Plane { x: west.x + dx * metres, y: west.y };
            let is_on_the_map = dx >= half && dx <= room.width() - half;
            if is_on_the_map && lies(&crossings, at.x, (half + clear) * metres, true) && is_dry(lakes, at, (half * metres, clear * metres))
            {
                fits.insert((row, column), at);
            }
        }
    }
    let count = fits.len().max(1) as f64;
    let (x, y) = fits.values().fold((0.0, 0.0), |(x, y), spot| (x + spot.x / count, y + spot.y / count));
    let is_deep = |(row, column): (u32, u32)| {
        let has = |row: u32| fits.contains_key(&(row, column));
        has(row + 1) && row.checked_sub(1).is_some_and(has)
    };
    let mut spots: Vec<(bool, Plane)> = fits.iter().map(|(at, spot)| (!is_deep(*at), *spot)).collect();
    let away = |spot: &Plane| spot.distance(Plane { x, y });
    spots.sort_by(|a, b| a.0.cmp(&b.0).then(away(&a.1).total_cmp(&away(&b.1))));
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// Whether a name of this half width and height, metres, lies on none of the lakes.
fn is_dry(lakes: &[PlaneRect], at: Plane, (width, height): (f64, f64)) -> bool {
    let name = PlaneRect { min: Plane { x: at.x - width, y: at.y - height }, max: Plane { x: at.x + width, y: at.y + height } };
    !lakes.iter().any(|lake| lake.overlaps(&name))
}

/// Room around the name of a state, points.
const CLEAR: f64 = 9.0;

/// An area with its crossings with parallels of the x axis, found once each.
pub struct Rows {
    /// The edges of the area that are as far north as what is seen.
    edges: Vec<[Plane; 2]>,
    known: BTreeMap<u64, Vec<f64>>,
}

impl Rows {
    /// Of the part of an area at the latitudes of what is seen, and a little beyond.
    pub fn of(area: &PlaneArea, seen: &PlaneRect) -> Self {
        let beyond = (seen.max.y - seen.min.y) / 4.0;
        let (south, north) = (seen.min.y - beyond, seen.max.y + beyond);
        let pairs = area.polygons.iter().flatten().flat_map(|ring| ring.windows(2)).map(|pair| [pair[0], pair[1]]);
        let edges = pairs.filter(|[a, b]| a.y.min(b.y) <= north && a.y.max(b.y) >= south).collect();
        Self { edges, known: BTreeMap::new() }
    }

    /// Whether a name of this half width and height lies on the area.
    fn hold(&mut self, at: Plane, (half_width, half_height): (f64, f64)) -> bool {
        [0.0, half_height, -half_height].into_iter().all(|dy| {
            let y = at.y + dy;
            let crossings = self.known.entry(y.to_bits()).or_insert_with(|| crossings(self.edges.iter().copied(), y));
            lies(crossings, at.x, half_width, true)
        })
    }
}

/// Points of a tract of the plane that are seen, at which a name of this half width and height, metres, lies on an area and on
/// no lake: nearest to the middle of the tract first, and none at its edge, where the next tract has a name of its own.
pub fn spots_in_tract(rows: &mut Rows, lakes: &[PlaneRect], tract: &PlaneRect, seen: &PlaneRect, half: (f64, f64)) -> Vec<Plane> {
    let at = |from: f64, to: f64, step: i32| from + (to - from) * (f64::from(step) + 5.0) / 10.0;
    let steps = (-STEPS..=STEPS).flat_map(|row| (-STEPS..=STEPS).map(move |column| (row, column)));
    let spot = |(row, column): &(i32, i32)| Plane { x: at(tract.min.x, tract.max.x, *column), y: at(tract.min.y, tract.max.y, *row) };
    let mut steps: Vec<(i32, i32)> = steps.filter(|step| seen.contains(spot(step))).collect();
    steps.sort_by_key(|(row, column)| row.pow(2) + column.pow(2));
    let spots = steps.iter().map(spot);
    spots.filter(|spot| is_dry(lakes, *spot, half) && rows.hold(*spot, (half.0 * ROOMY, half.1))).collect()
}

/// Steps from the middle of a tract to its last points, in tenths of its side.
const STEPS: i32 = 4;

/// A name needs so much more room than its width.
const ROOMY: f64 = 1.2;

/// Distance of points of the lattice over a map, and of that for what is hardly seen, points.
pub const APART: f64 = 24.0;
pub const FINE: f64 = 5.0;

/// How far the name of a sea may be moved to lie on its water, points.
const MOVED: [f64; 3] = [10.0, 20.0, 34.0];

/// A point as near as can be to that of the name of a sea, of this half width and height on the page, at which it lies within
/// the map; none if that is further off than a name may be moved.
pub fn within_map(at: Page, (half_width, half_height): (f64, f64), map: &PageRect) -> Option<Page> {
    let room = map.grown(-NEATLINE);
    let near = |value: f64, low: f64, high: f64| if low < high { value.clamp(low, high) } else { value };
    let x = near(at.x, room.min.x + half_width, room.max.x - half_width);
    let moved = Page::new(x, near(at.y, room.min.y + half_height, room.max.y - half_height));
    (moved.distance(at) <= MOST_MOVED).then_some(moved)
}

/// How far from the edge of a sheet the name of a sea keeps, and how far it is moved for that at most, points.
const NEATLINE: f64 = 10.0;
const MOST_MOVED: f64 = 70.0;

/// A point at or near its place at which the name of a sea, of this half width in metres and direction on the page, lies off
/// the land.
pub fn spot_in_water(place: Plane, (half, angle): (f64, f64), metres: f64, land: &PlaneArea) -> Option<Plane> {
    let is_clear = |at: &Plane| is_in_water(*at, (half, angle), land);
    let around = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7)];
    let moved = MOVED.iter().flat_map(|by| around.map(|(x, y)| (x * by * metres, y * by * metres)));
    let spots = std::iter::once((0.0, 0.0)).chain(moved).map(|(x, y)| Plane { x: place.x + x, y: place.y + y });
    spots.into_iter().find(is_clear)
}

/// Whether the name of a sea lies off the land at a point.
pub fn is_in_water(at: Plane, (half, angle): (f64, f64), land: &PlaneArea) -> bool {
    let (dx, dy) = (angle.cos() * half, -angle.sin() * half);
    [-1.0, -0.5, 0.0, 0.5, 1.0].iter().all(|side| !land.contains(Plane { x: at.x + dx * side, y: at.y + dy * side }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::PageSize;

    /// A square of land of so many metres, its south-west corner at the origin.
    fn square(side: f64) -> PlaneArea {
        let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)];
        PlaneArea::new(vec![vec![corners.map(|(x, y)| Plane { x, y }).to_vec()]])
    }

    #[test]
    fn a_state_of_which_a_corner_is_seen_is_named_within_that_corner() {
        let view = View { center: Plane { x: 0.0, y: 0.0 }, metres_per_point: 100.0, size: PageSize { width: 800.0, height: 600.0 } };
        let map = view.page();
        let spots = spots_in_view(&square(200_000.0), &[], &view, &map, (60.0, APART));
        let first = view.page_from_plane(spots[0]);
        assert!(PageRect { min: Page::new(400.0, 0.0), max: Page::new(800.0, 300.0) }.contains(first), "{first:?}");
        assert!(spots.iter().all(|spot| spot.x - 6000.0 > 0.0 && spot.y > 0.0));
    }

    #[test]
    fn the_name_of_a_state_in_a_tract_lies_on_its_land_and_nearest_to_the_middle() {
        let at = |x: f64, y: f64| Plane { x, y };
        let tract = PlaneRect { min: at(0.0, 0.0), max: at(60_000.0, 60_000.0) };
        let spots_in =
            |area: &PlaneArea, lakes: &[PlaneRect]| spots_in_tract(&mut Rows::of(area, &tract), lakes, &tract, &tract, (5000.0, 500.0));
        let spots = spots_in(&square(40_000.0), &[]);
        assert_eq!(spots[0], at(30_000.0, 30_000.0));
        assert!(spots.len() > 3 && spots.iter().all(|spot| spot.x + 5000.0 < 40_000.0 && spot.y < 40_000.0), "{spots:?}");
        let lake = PlaneRect { min: at(29_000.0, 29_000.0), max: at(31_000.0, 31_000.0) };
        assert!(!spots_in(&square(40_000.0), &[lake]).contains(&spots[0]), "no name lies on a lake");
        assert_eq!(spots_in(&square(4000.0), &[]), Vec::new());
    }

    #[test]
    fn the_name_of_a_sea_steps_off_the_land_or_is_not_set() {
        let land = square(100_000.0);
        let near = Plane { x: -2000.0, y: 50_000.0 };
        let spot = spot_in_water(near, (2500.0, 0.0), 100.0, &land).expect("room west of the coast");
        assert!(spot.x + 2500.0 < 0.0, "{spot:?}");
        assert_eq!(spot_in_water(Plane { x: 50_000.0, y: 50_000.0 }, (2500.0, 0.0), 100.0, &land), None);
    }

    #[test]
    fn a_state_too_small_for_its_name_has_it_beside_it_in_the_sea() {
        let land = square(3000.0);
        let spots = spots_of_state(Plane { x: 1500.0, y: 1500.0 }, 4000.0, 100.0, Some(&land), &land);
        assert!(!crosses(&land, spots[0], 4000.0), "{:?}", spots[0]);
    }
}

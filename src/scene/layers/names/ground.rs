//! Where names of states lie on their own land, and names of seas on their water.

use crate::cartography::{Page, PageRect, Plane, PlaneArea, View};

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

/// Points of a lattice around a place at which a name of this half width lies in an area, or wholly out of it.
fn spots_around(place: Plane, half: f64, metres: f64, area: &PlaneArea, is_inside: bool) -> Vec<Plane> {
    let mut offsets: Vec<(f64, f64)> = Vec::new();
    for dy in (-18..=18).map(|row| f64::from(row) * 7.5) {
        let crossings = area.crossings(place.y + dy * metres);
        let columns = (-10..=10).map(|column| f64::from(column) * 13.0);
        offsets.extend(columns.filter(|dx| lies(&crossings, place.x + dx * metres, half, is_inside)).map(|dx| (dx, dy)));
    }
    offsets.sort_by(|a, b| a.0.hypot(a.1 * 1.5).total_cmp(&b.0.hypot(b.1 * 1.5)));
    offsets.into_iter().map(|(dx, dy)| Plane { x: place.x + dx * metres, y: place.y + dy * metres }).collect()
}

/// Whether a name of this half width lies between two outlines of an area, inside or outside, on a parallel of the x axis
/// whose crossings with the outlines are known.
fn lies(crossings: &[f64], x: f64, half: f64, is_inside: bool) -> bool {
    let west_of = |x: f64| crossings.partition_point(|at| *at <= x);
    let before = west_of(x - half);
    before == west_of(x + half) && ((crossings.len() - before) % 2 == 1) == is_inside
}

/// Points of the part of an area that a map shows, at which a name of this half width, points, lies on it: nearest to the
/// middle of that part first.
pub fn spots_in_view(area: &PlaneArea, view: &View, map: &PageRect, half: f64) -> Vec<Plane> {
    let room = map.grown(-APART);
    let (columns, rows) = ((room.width() / APART).floor().max(1.0) as u32, (room.height() / APART).floor().max(1.0) as u32);
    let mut spots: Vec<Plane> = Vec::new();
    for row in 0..=rows {
        let y = room.min.y + room.height() * f64::from(row) / f64::from(rows);
        let west = view.plane_from_page(Page::new(room.min.x, y));
        let crossings = area.crossings(west.y);
        let points = (0..=columns).map(|column| room.width() * f64::from(column) / f64::from(columns));
        let fits = points.filter(|dx| *dx >= half && *dx <= room.width() - half).map(|dx| west.x + dx * view.metres_per_point);
        let on_it = fits.filter(|x| lies(&crossings, *x, (half + APART / 2.0) * view.metres_per_point, true));
        spots.extend(on_it.map(|x| Plane { x, y: west.y }));
    }
    let count = spots.len().max(1) as f64;
    let (x, y) = spots.iter().fold((0.0, 0.0), |(x, y), spot| (x + spot.x / count, y + spot.y / count));
    spots.sort_by(|a, b| a.distance(Plane { x, y }).total_cmp(&b.distance(Plane { x, y })));
    spots
}

/// Distance of points of the lattice over a map, points.
const APART: f64 = 24.0;

/// How far the name of a sea may be moved to lie on its water, points.
const MOVED: [f64; 3] = [10.0, 20.0, 34.0];

/// A point at or near its place at which the name of a sea, of this half width in metres and direction on the page, lies off
/// the land.
pub fn spot_in_water(place: Plane, (half, angle): (f64, f64), metres: f64, land: &PlaneArea) -> Option<Plane> {
    let (dx, dy) = (angle.cos() * half, -angle.sin() * half);
    let is_clear =
        |at: &Plane| [-1.0, -0.5, 0.0, 0.5, 1.0].iter().all(|side| !land.contains(Plane { x: at.x + dx * side, y: at.y + dy * side }));
    let around = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7)];
    let moved = MOVED.iter().flat_map(|by| around.map(|(x, y)| (x * by * metres, y * by * metres)));
    let spots = std::iter::once((0.0, 0.0)).chain(moved).map(|(x, y)| Plane { x: place.x + x, y: place.y + y });
    spots.into_iter().find(is_clear)
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
        let spots = spots_in_view(&square(200_000.0), &view, &map, 60.0);
        let first = view.page_from_plane(spots[0]);
        assert!(PageRect { min: Page::new(400.0, 0.0), max: Page::new(800.0, 300.0) }.contains(first), "{first:?}");
        assert!(spots.iter().all(|spot| spot.x - 6000.0 > 0.0 && spot.y > 0.0));
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

//! The field at an instant: ground taken and the band of doubt as triangles, and the edge of the ground taken as lines.
//!
//! The ground is cut into tiles once (`cutter`), exactly along coast and border. Times are linear over half a cell,
//! so that an edge moves smoothly with the instant, however fast it plays, and fill and line agree to the metre.
//! A tile that was wholly taken costs a handful of triangles; only cells the front runs through are cut anew.

mod chain;
mod clip;
mod cutter;
mod fill;
mod tile;

pub use chain::{Edge, EdgeLine, join};

use super::arrival::Surface;
use crate::cartography::{Detail, Plane, PlaneRect, Projection, Triangles};
use clip::Corner;
use fill::Filler;
use tile::{CELLS, Cell, Tile};

/// The ground at an instant, as triangles that do not overlap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// Taken: the latest time has come.
    pub taken: Triangles,
    /// Perhaps taken: the earliest time has come, the latest has not. Reaches up to two cells beyond.
    pub band: Triangles,
    /// For each corner of the band, the share of the time between earliest and latest that has passed: 0 at the band's
    /// outer edge, 1 where it meets the ground taken, and below 0 beyond the edge, so that the edge can be found within a
    /// triangle.
    pub band_share: Vec<f32>,
}

impl Ground {
    /// Empties it, but keeps its memory for the next instant.
    pub fn clear(&mut self) {
        for triangles in [&mut self.taken, &mut self.band] {
            triangles.vertices.clear();
            triangles.indices.clear();
        }
        self.band_share.clear();
    }
}

/// The covered ground of a field in tiles.
#[derive(Debug)]
pub struct Tiles {
    tiles: Vec<Tile>,
}

impl Tiles {
    /// Cuts a field along the political areas that `is_ground` names, at one level of detail, with one or two cells a
    /// step of the field's grid.
    pub fn new(field: &Surface<'_>, detail: &Detail, parts: usize, is_ground: impl Fn(&str) -> bool) -> Self {
        Self { tiles: cutter::tiles(field, detail, parts, is_ground) }
    }

    fn near(&self, window: Option<PlaneRect>) -> impl Iterator<Item = &Tile> {
        self.tiles.iter().filter(move |tile| {
            let side = f64::from(tile.cell) * CELLS as f64;
            let rect = PlaneRect { min: tile.origin, max: Plane { x: tile.origin.x + side, y: tile.origin.y + side } };
            window.is_none_or(|window| window.overlaps(&rect))
        })
    }

    /// The ground at an hour of the field, added to `ground`; only tiles that touch the window, where one is given.
    pub fn ground(&self, hours: f32, window: Option<PlaneRect>, ground: &mut Ground) {
        let mut filler = Filler::default();
        for tile in self.near(window).filter(|tile| tile.earliest[0] <= hours) {
            filler.fill(tile, hours, ground);
        }
    }

    /// The edge of the ground taken at an hour of the field, against ground that was to be taken later.
    pub fn edges(&self, hours: f32, window: Option<PlaneRect>) -> Vec<Edge> {
        let mut edges = Vec::new();
        for tile in self.near(window).filter(|tile| tile.latest[0] <= hours && tile.latest[1] > hours) {
            chain::edges(tile, hours, &mut edges);
        }
        edges
    }

    /// Where ground that was reached borders on ground with no record: lines with the hour each point was reached at
    /// the latest, reached ground to their left.
    pub fn limits(&self) -> Vec<(Vec<Plane>, Vec<f32>)> {
        chain::limits(&self.tiles)
    }

    /// Calls `take` for every piece of covered ground: its middle, its area on the earth in km², and the spans of time in
    /// which it was reached by the earliest and by the latest field, hours.
    pub fn pieces(&self, projection: &Projection, mut take: impl FnMut(Plane, f64, [[f32; 2]; 2])) {
        for tile in &self.tiles {
            let middle = tile.plane(tile.cell * CELLS as f32 / 2.0, tile.cell * CELLS as f32 / 2.0);
            let scale = projection.scale_factor(projection.geo_from_plane(middle).lat) * 1000.0;
            for (row, column) in (0..CELLS).flat_map(|row| (0..CELLS).map(move |column| (row, column))) {
                let mut piece = |corners: &[Corner], area: f64| {
                    let count = corners.len() as f32;
                    let [x, y] = corners.iter().fold([0.0, 0.0], |[x, y], c| [x + c.x / count, y + c.y / count]);
                    let span = |time: fn(&Corner) -> f32| {
                        corners.iter().map(time).fold([f32::INFINITY, f32::NEG_INFINITY], |[a, b], t| [a.min(t), b.max(t)])
                    };
                    take(tile.plane(x, y), area / (scale * scale), [span(|c| c.earliest), span(|c| c.latest)]);
                };
                if tile.cells[row * CELLS + column] == Cell::Full {
                    piece(&tile.square(column, row), f64::from(tile.cell).powi(2));
                } else {
                    tile.polygons(column, row).for_each(|(_, polygon)| piece(polygon.corners(), polygon.area()));
                }
            }
        }
    }
}

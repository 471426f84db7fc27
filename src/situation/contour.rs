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

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

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
    finer: Mutex<Finer>,
}

/// Parts of tiles in finer cells, as they were asked for: by the number of their tile, how many times as fine they are,
/// and their block. None where a part holds no ground.
type Finer = HashMap<(usize, usize, [usize; 2]), Option<Arc<Tile>>>;

/// More finer parts than this are forgotten before others are made.
const MOST_FINER: usize = 2400;

/// The most finer parts that one map is drawn with; with more, it is drawn in larger cells.
const MOST_DRAWN: usize = 1200;

/// How fine the ground is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Fineness<'a> {
    /// The field, which tells the times between the nodes of a tile.
    pub field: Surface<'a>,
    /// How many times as fine as the tiles: 1, 2, 4 or 8.
    pub split: usize,
}

impl Tiles {
    /// Cuts a field along the political areas that `is_ground` names, at one level of detail, with one or two cells a
    /// step of the field's grid.
    pub fn new(field: &Surface<'_>, detail: &Detail, parts: usize, is_ground: impl Fn(&str) -> bool) -> Self {
        Self { tiles: cutter::tiles(field, detail, parts, is_ground), finer: Mutex::default() }
    }

    /// The tiles that touch the window, where one is given, with their numbers.
    fn near(&self, window: Option<PlaneRect>) -> impl Iterator<Item = (usize, &Tile)> {
        self.tiles.iter().enumerate().filter(move |(_, tile)| window.is_none_or(|window| window.overlaps(&tile.rect())))
    }

    /// The finer parts of a tile that touch the window.
    fn parts(&self, number: usize, window: Option<PlaneRect>, fineness: Fineness<'_>) -> Vec<Arc<Tile>> {
        let Fineness { field, split } = fineness;
        let tile = &self.tiles[number];
        let mut known = self.finer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut parts = Vec::new();
        for block in blocks_in(tile, split, window) {
            let key = (number, split, block);
            if known.len() >= MOST_FINER && !known.contains_key(&key) {
                known.clear();
            }
            let part = known.entry(key).or_insert_with(|| cutter::finer(tile, &field, split, block).map(Arc::new));
            parts.extend(part.clone());
        }
        parts
    }

    /// The ground at an hour of the field, added to `ground`; only tiles that touch the window, where one is given.
    pub fn ground(&self, hours: f32, window: Option<PlaneRect>, fineness: Fineness<'_>, ground: &mut Ground) {
        let mut filler = Filler::default();
        let (active, whole): (Vec<_>, Vec<_>) =
            self.near(window).filter(|(_, tile)| tile.earliest[0] <= hours).partition(|(_, tile)| is_active(tile, hours));
        let fineness = affordable(&active, window, fineness);
        for (_, tile) in whole {
            filler.fill(tile, hours, ground);
        }
        for (number, tile) in active {
            if fineness.split == 1 {
                filler.fill(tile, hours, ground);
                continue;
            }
            for part in self.parts(number, window, fineness).into_iter().filter(|part| part.earliest[0] <= hours) {
                filler.fill(&part.at_hour(hours), hours, ground);
            }
        }
    }

    /// The edge of the ground taken at an hour of the field, against ground that was to be taken later.
    pub fn edges(&self, hours: f32, window: Option<PlaneRect>, fineness: Fineness<'_>) -> Vec<Edge> {
        let mut edges = Vec::new();
        let active: Vec<_> = self.near(window).filter(|(_, tile)| is_active(tile, hours)).collect();
        // As fine as the ground, of which it is the edge.
        let fineness = affordable(&active, window, fineness);
        for (number, tile) in active.into_iter().filter(|(_, tile)| is_crossed(tile, hours)) {
            if fineness.split == 1 {
                chain::edges(tile, hours, &mut edges);
                continue;
            }
            for part in self.parts(number, window, fineness).into_iter().filter(|part| is_crossed(part, hours)) {
                chain::edges(&part.at_hour(hours), hours, &mut edges);
            }
        }
        edges
    }

    /// The edges at several hours, as if no pocket held out; each tile is looked at once.
    pub fn open_edges(&self, hours: &[f32], window: Option<PlaneRect>, field: &Surface<'_>) -> Vec<Vec<Edge>> {
        let mut edges = vec![Vec::new(); hours.len()];
        let mut cross = |tile: &Tile| {
            for (hours, edges) in hours.iter().zip(&mut edges).filter(|(hours, _)| is_crossed(tile, **hours)) {
                chain::edges(tile, *hours, edges);
            }
        };
        for (_, tile) in self.near(window).filter(|(_, tile)| hours.iter().any(|hours| is_crossed(tile, *hours))) {
            if tile.raised > 0.0 {
                cutter::finer(tile, field, 1, [0, 0]).iter().for_each(&mut cross);
            } else {
                cross(tile);
            }
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

/// How fine some tiles can be drawn.
fn affordable<'a>(tiles: &[(usize, &Tile)], window: Option<PlaneRect>, fineness: Fineness<'a>) -> Fineness<'a> {
    let mut split = fineness.split;
    let count = |split: usize| tiles.iter().map(|(_, tile)| blocks_in(tile, split, window).count()).sum::<usize>();
    while split > 1 && count(split) > MOST_DRAWN {
        split /= 2;
    }
    Fineness { split, ..fineness }
}

/// Whether some of a tile was reached, and not all of it taken.
fn is_active(tile: &Tile, hours: f32) -> bool {
    tile.earliest[0] <= hours && tile.latest[1] + tile.raised > hours
}

/// Whether the edge of the ground taken can run through a tile.
fn is_crossed(tile: &Tile, hours: f32) -> bool {
    tile.latest[0] <= hours && tile.latest[1] + tile.raised > hours
}

/// The columns and rows of those of so many by so many blocks of a tile that touch the window, where one is given.
fn blocks_in(tile: &Tile, split: usize, window: Option<PlaneRect>) -> impl Iterator<Item = [usize; 2]> {
    let blocks = (0..split).flat_map(move |row| (0..split).map(move |column| [column, row]));
    blocks.filter(move |block| window.is_none_or(|window| window.overlaps(&block_rect(tile, split, *block))))
}

/// What a block of a tile covers.
fn block_rect(tile: &Tile, split: usize, [column, row]: [usize; 2]) -> PlaneRect {
    let side = tile.cell * (CELLS / split) as f32;
    let at = |column: usize, row: usize| tile.plane(column as f32 * side, row as f32 * side);
    PlaneRect { min: at(column, row), max: at(column + 1, row + 1) }
}

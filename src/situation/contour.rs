//! The field at an instant: ground taken and the band of doubt as triangles, and the edge of the ground taken as lines.
//!
//! The ground is cut into tiles once (`cutter`), exactly along coast and border. Times are linear over half a cell,
//! so that an edge moves smoothly with the instant, however fast it plays, and fill and line agree to the metre.
//! A tile that was wholly taken costs a handful of triangles; only cells the front runs through are cut anew. From near,
//! what the front and the edge of the band run through is drawn in parts of finer cells.

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
const MOST_FINER: usize = 1000;

/// The most finer parts that one map is drawn with; with more, it is drawn in larger cells.
const MOST_DRAWN: usize = 200;

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

    /// Some finer parts of a tile.
    fn parts(&self, number: usize, blocks: &[[usize; 2]], fineness: Fineness<'_>) -> Vec<Arc<Tile>> {
        let Fineness { field, split } = fineness;
        let mut known = self.finer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut parts = Vec::new();
        for block in blocks {
            let key = (number, split, *block);
            if known.len() >= MOST_FINER && !known.contains_key(&key) {
                known.clear();
            }
            let part = known.entry(key).or_insert_with(|| cutter::finer(&self.tiles[number], &field, split, *block).map(Arc::new));
            parts.extend(part.clone());
        }
        parts
    }

    /// The ground at an hour of the field, added to `ground`; only tiles that touch the window, where one is given.
    pub fn ground(&self, hours: f32, window: Option<PlaneRect>, fineness: Fineness<'_>, ground: &mut Ground) {
        let mut filler = Filler::default();
        let reached: Vec<_> = self.near(window).filter(|(_, tile)| tile.earliest[0] <= hours).collect();
        let fineness = affordable(&reached, hours, window, fineness);
        for (number, tile) in reached {
            let finer = moving_blocks(tile, hours, window, fineness.split);
            filler.fill(tile, hours, ground, |column, row| !is_in_block(&finer, fineness.split, column, row));
            for part in self.parts(number, &finer, fineness).into_iter().filter(|part| part.earliest[0] <= hours) {
                filler.fill(&part.at_hour(hours), hours, ground, |_, _| true);
            }
        }
    }

    /// The edge of the ground taken at an hour of the field, against ground that was to be taken later.
    pub fn edges(&self, hours: f32, window: Option<PlaneRect>, fineness: Fineness<'_>) -> Vec<Edge> {
        let mut edges = Vec::new();
        let reached: Vec<_> = self.near(window).filter(|(_, tile)| tile.earliest[0] <= hours).collect();
        // As fine as the ground, of which it is the edge.
        let fineness = affordable(&reached, hours, window, fineness);
        for (number, tile) in reached {
            if fineness.split == 1 && tile.latest[0] <= hours && tile.latest[1] > hours {
                chain::edges(tile, hours, &mut edges);
            }
            let finer = moving_blocks(tile, hours, window, fineness.split);
            for part in self.parts(number, &finer, fineness).into_iter().filter(|part| is_crossed(part, hours)) {
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
            if tile.held > 0.0 {
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
fn affordable<'a>(tiles: &[(usize, &Tile)], hours: f32, window: Option<PlaneRect>, fineness: Fineness<'a>) -> Fineness<'a> {
    let mut split = fineness.split;
    let count = |split: usize| tiles.iter().map(|(_, tile)| moving_blocks(tile, hours, window, split).len()).sum::<usize>();
    while split > 1 && count(split) > MOST_DRAWN {
        split /= 2;
    }
    Fineness { split, ..fineness }
}

/// The columns and rows of those of so many by so many blocks of a tile that touch the window, where one is given, and that
/// the front or the outer edge of the band runs through or beside: they are drawn finer. None where the tile itself is fine
/// enough.
fn moving_blocks(tile: &Tile, hours: f32, window: Option<PlaneRect>, split: usize) -> Vec<[usize; 2]> {
    if split == 1 || tile.latest[1] <= hours {
        return Vec::new();
    }
    let side = CELLS / split;
    let around = |number: usize| (number * side).saturating_sub(1)..((number + 1) * side + 1).min(CELLS);
    let is_moving = |[column, row]: &[usize; 2]| {
        let mut passed = [[false; 2]; 2];
        for cell in around(*row).flat_map(|row| around(*column).map(move |column| row * CELLS + column)) {
            if tile.cells[cell] != Cell::Empty {
                for (passed, [first, last]) in passed.iter_mut().zip([tile.spans[cell].earliest, tile.spans[cell].latest]) {
                    *passed = [passed[0] || first <= hours, passed[1] || last > hours];
                }
            }
        }
        passed.contains(&[true; 2])
    };
    blocks(split).filter(|block| window.is_none_or(|window| window.overlaps(&block_rect(tile, split, *block)))).filter(is_moving).collect()
}

/// Whether a cell lies in one of some blocks.
fn is_in_block(of: &[[usize; 2]], split: usize, column: usize, row: usize) -> bool {
    of.contains(&[column * split / CELLS, row * split / CELLS])
}

/// Whether the edge of the ground taken can run through a tile.
fn is_crossed(tile: &Tile, hours: f32) -> bool {
    tile.latest[0] <= hours && tile.latest[1] + tile.held > hours
}

/// The columns and rows of so many by so many blocks.
fn blocks(split: usize) -> impl Iterator<Item = [usize; 2]> {
    (0..split).flat_map(move |row| (0..split).map(move |column| [column, row]))
}

/// What a block of a tile covers.
fn block_rect(tile: &Tile, split: usize, [column, row]: [usize; 2]) -> PlaneRect {
    let side = tile.cell * (CELLS / split) as f32;
    let at = |column: usize, row: usize| tile.plane(column as f32 * side, row as f32 * side);
    PlaneRect { min: at(column, row), max: at(column + 1, row + 1) }
}

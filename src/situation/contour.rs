//! The field at an instant: ground taken and the band of doubt as triangles, and the edge of the ground taken as lines.
//!
//! The ground is cut into tiles once (`cutter`), exactly along coast and border. Times are linear over half a cell,
//! so that an edge moves smoothly with the instant, however fast it plays, and fill and line agree to the metre.
//! A tile that was wholly taken costs a handful of triangles; only cells the front runs through are cut anew.

mod chain;
mod clip;
mod cutter;
mod tile;

pub use chain::{Edge, EdgeLine, join};
pub use cutter::FieldNodes;

use crate::cartography::{Detail, Plane, PlaneRect, Projection, Triangles};
use clip::{Convex, Corner};
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

    fn push_taken(&mut self, corners: impl IntoIterator<Item = Plane>) {
        push_fan(&mut self.taken, corners);
    }

    fn push_band(&mut self, tile: &Tile, corners: &[Corner], hours: f32) {
        push_fan(&mut self.band, corners.iter().map(|c| tile.plane(c.x, c.y)));
        self.band_share.extend(corners.iter().map(|corner| share(corner, hours)));
    }
}

/// How far beyond the band's outer edge a share tells, as shares: further off, ground was never reached.
const BEYOND: f32 = 8.0;

/// The share of the time between earliest and latest that has passed at a corner.
fn share(corner: &Corner, hours: f32) -> f32 {
    ((hours - corner.earliest) / (corner.latest - corner.earliest).max(1e-3)).clamp(-BEYOND, 1.0)
}

/// Squares of the band in a tile. Squares that touch share their corners.
struct BandSquares<'a> {
    tile: &'a Tile,
    hours: f32,
    /// For each node its number among the corners of the band, one more than that; 0 where it has none yet.
    numbers: [u32; tile::NODES * tile::NODES],
}

impl<'a> BandSquares<'a> {
    fn new(tile: &'a Tile, hours: f32) -> Self {
        Self { tile, hours, numbers: [0; tile::NODES * tile::NODES] }
    }

    /// Pushes a square of so many cells from a node on.
    fn push(&mut self, (column, row): (usize, usize), side: usize, ground: &mut Ground) {
        let corners = [(0, 0), (side, 0), (side, side), (0, side)].map(|(dx, dy)| {
            let (x, y) = (column + dx, row + dy);
            let number = &mut self.numbers[y * tile::NODES + x];
            if *number == 0 {
                let corner = self.tile.corner(x, y);
                ground.band.vertices.push(self.tile.plane(corner.x, corner.y));
                ground.band_share.push(share(&corner, self.hours));
                *number = ground.band.vertices.len() as u32;
            }
            *number - 1
        });
        let [a, b, c, d] = corners;
        ground.band.indices.extend([a, b, c, a, c, d]);
    }
}

fn push_fan(triangles: &mut Triangles, corners: impl IntoIterator<Item = Plane>) {
    let first = triangles.vertices.len() as u32;
    triangles.vertices.extend(corners);
    let past = triangles.vertices.len() as u32;
    triangles.indices.extend((first + 2..past).flat_map(|last| [first, last - 1, last]));
}

/// The covered ground of a field in tiles.
#[derive(Debug)]
pub struct Tiles {
    tiles: Vec<Tile>,
}

impl Tiles {
    /// Cuts a field along the political areas that `is_ground` names, at one level of detail, with one or two cells a
    /// step of the field's grid.
    pub fn new(field: &FieldNodes<'_>, detail: &Detail, parts: usize, is_ground: impl Fn(&str) -> bool) -> Self {
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
        for tile in self.near(window).filter(|tile| tile.earliest[0] <= hours) {
            if tile.latest[1] <= hours {
                let base = ground.taken.vertices.len() as u32;
                ground.taken.vertices.extend(tile.whole.0.iter().map(|[x, y]| tile.plane(*x, *y)));
                ground.taken.indices.extend(tile.whole.1.iter().map(|number| base + number));
            } else {
                cut(tile, hours, ground);
            }
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

/// Blocks of cells along the side of a tile.
const BLOCKS: usize = CELLS / 2;

/// Pushes every block of two by two full cells in the band that the front does not run through as one square, and says
/// which they are. The band ends where its share is 0, so its outer edge needs no cut.
fn push_band_blocks(squares: &mut BandSquares<'_>, ground: &mut Ground) -> [[bool; BLOCKS]; BLOCKS] {
    let (tile, hours) = (squares.tile, squares.hours);
    let mut done = [[false; BLOCKS]; BLOCKS];
    for (row, column) in (0..BLOCKS).flat_map(|row| (0..BLOCKS).map(move |column| (row, column))) {
        let (x, y) = (column * 2, row * 2);
        let is_full = (0..4).all(|k| tile.cells[(y + k / 2) * CELLS + x + k % 2] == Cell::Full);
        let mut nodes = (0..9).map(|k| tile.nodes[(y + k / 3) * tile::NODES + x + k % 3]);
        if is_full && nodes.clone().all(|[_, latest]| latest > hours) && nodes.any(|[earliest, _]| earliest <= hours) {
            squares.push((x, y), 2, ground);
            done[row][column] = true;
        }
    }
    done
}

/// Cuts the cells of a tile that is not wholly taken.
fn cut(tile: &Tile, hours: f32, ground: &mut Ground) {
    let mut squares = BandSquares::new(tile, hours);
    let done = push_band_blocks(&mut squares, ground);
    let is_taken = |column: usize, row: usize| {
        [(0, 0), (1, 0), (0, 1), (1, 1)].iter().all(|(dx, dy)| tile.nodes[(row + dy) * tile::NODES + column + dx][1] <= hours)
    };
    for rect in tile.full_rects(is_taken) {
        ground.push_taken(tile.rect_corners(rect).map(|[x, y]| tile.plane(x, y)));
    }
    for row in 0..CELLS {
        for column in (0..CELLS).filter(|column| tile.cells[row * CELLS + column] != Cell::Empty && !done[row / 2][column / 2]) {
            let corners = tile.square(column, row);
            let is_full = tile.cells[row * CELLS + column] == Cell::Full;
            if corners.iter().all(|c| c.earliest > hours) || (is_full && corners.iter().all(|c| c.latest <= hours)) {
                continue;
            }
            if is_full && corners.iter().all(|c| c.latest > hours) {
                squares.push((column, row), 1, ground);
                continue;
            }
            for (_, polygon) in tile.polygons(column, row) {
                cut_polygon(tile, &polygon, hours, ground);
            }
        }
    }
}

fn cut_polygon(tile: &Tile, polygon: &Convex, hours: f32, ground: &mut Ground) {
    let corners = polygon.corners();
    if corners.iter().all(|c| c.earliest > hours) {
        return;
    }
    if corners.iter().all(|c| c.latest <= hours) {
        ground.push_taken(corners.iter().map(|c| tile.plane(c.x, c.y)));
        return;
    }
    if corners.iter().all(|c| c.latest > hours) {
        ground.push_band(tile, corners, hours);
        return;
    }
    let (taken, _) = polygon.cut(|c| hours - c.latest);
    if !taken.is_empty() {
        ground.push_taken(taken.corners().iter().map(|c| tile.plane(c.x, c.y)));
    }
    let (band, _) = polygon.cut(|c| c.latest - hours);
    if !band.is_empty() {
        ground.push_band(tile, band.corners(), hours);
    }
}

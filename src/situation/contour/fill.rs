//! The ground of a tile at an hour, as triangles that share the points of the tile.

use super::Ground;
use super::clip::{Convex, Corner};
use super::tile::{CELLS, Cell, NODES, Tile, half_nodes};
use crate::cartography::Triangles;

/// Blocks of cells along the side of a tile.
const BLOCKS: usize = CELLS / 2;

/// For each point of a tile its number among the corners of some triangles, one more than that; 0 where it has none yet.
#[derive(Default)]
struct Numbers(Vec<u32>);

impl Numbers {
    fn begin(&mut self, tile: &Tile) {
        self.0.clear();
        self.0.resize(tile.points.len(), 0);
    }

    /// The number of a point, which `push` gives where it has none yet.
    fn of(&mut self, point: usize, push: impl FnOnce() -> u32) -> u32 {
        let number = &mut self.0[point];
        if *number == 0 {
            *number = push() + 1;
        }
        *number - 1
    }
}

/// Fills tile after tile.
#[derive(Default)]
pub struct Filler {
    taken: Numbers,
    band: Numbers,
}

impl Filler {
    /// Adds the ground of a tile at an hour, of those of its cells that are wanted: columns and rows.
    pub fn fill(&mut self, tile: &Tile, hours: f32, ground: &mut Ground, is_wanted: impl Fn(usize, usize) -> bool) {
        if tile.latest[1] <= hours {
            let base = ground.taken.vertices.len() as u32;
            ground.taken.vertices.extend(tile.whole.0.iter().map(|[x, y]| tile.plane(*x, *y)));
            ground.taken.indices.extend(tile.whole.1.iter().map(|number| base + number));
            return;
        }
        self.taken.begin(tile);
        self.band.begin(tile);
        Filling { filler: self, tile, hours, ground, is_wanted }.cells();
    }
}

/// A tile that is being filled.
struct Filling<'a, F> {
    filler: &'a mut Filler,
    tile: &'a Tile,
    hours: f32,
    ground: &'a mut Ground,
    is_wanted: F,
}

impl<F: Fn(usize, usize) -> bool> Filling<'_, F> {
    fn cells(&mut self) {
        let (tile, hours) = (self.tile, self.hours);
        let done = self.band_blocks();
        let is_taken = |column: usize, row: usize| tile.spans[row * CELLS + column].latest[1] <= hours && (self.is_wanted)(column, row);
        for [west, east, south, north] in tile.full_rects(is_taken) {
            self.taken_fan([(west, south), (east, south), (east, north), (west, north)].map(|(x, y)| y * NODES + x));
        }
        for (row, column) in (0..CELLS).flat_map(|row| (0..CELLS).map(move |column| (row, column))) {
            let (cell, span) = (tile.cells[row * CELLS + column], tile.spans[row * CELLS + column]);
            if span.earliest[0] > hours || done[row / 2][column / 2] || !(self.is_wanted)(column, row) {
                continue;
            }
            match cell {
                Cell::Empty => {}
                Cell::Full if span.latest[1] <= hours => {}
                Cell::Full if span.latest[0] > hours => self.band_square((column, row), 1),
                Cell::Full => half_nodes(column, row).into_iter().for_each(|nodes| self.polygon(&nodes)),
                Cell::Pieces(first, past) => (first..past).for_each(|piece| self.polygon(tile.piece_points(piece))),
            }
        }
    }

    /// Pushes every block of two by two full cells in the band that the front does not run through as one square, and says
    /// which they are. The band ends where its share is 0, so its outer edge needs no cut.
    fn band_blocks(&mut self) -> [[bool; BLOCKS]; BLOCKS] {
        let (tile, hours) = (self.tile, self.hours);
        let mut done = [[false; BLOCKS]; BLOCKS];
        for (row, column) in (0..BLOCKS).flat_map(|row| (0..BLOCKS).map(move |column| (row, column))) {
            let (x, y) = (column * 2, row * 2);
            let cells = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| (y + dy) * CELLS + x + dx);
            let is_wanted = (self.is_wanted)(x, y) && (self.is_wanted)(x + 1, y + 1);
            let is_band = |cell: usize| is_wanted && tile.cells[cell] == Cell::Full && tile.spans[cell].latest[0] > hours;
            // The edge of a pocket is too sharp for that.
            let is_even = tile.rises.is_empty() || cells.iter().all(|cell| tile.spans[*cell].earliest[1] <= hours);
            if is_even && cells.iter().all(|cell| is_band(*cell)) && cells.iter().any(|cell| tile.spans[*cell].earliest[0] <= hours) {
                self.band_square((x, y), 2);
                done[row][column] = true;
            }
        }
        done
    }

    /// Pushes a square of so many cells from a node on.
    fn band_square(&mut self, (column, row): (usize, usize), side: usize) {
        let [a, b, c, d] = [(0, 0), (side, 0), (side, side), (0, side)].map(|(dx, dy)| self.band_corner((row + dy) * NODES + column + dx));
        self.ground.band.indices.extend([a, b, c, a, c, d]);
    }

    /// Pushes a convex polygon of points: taken, in the band, or cut between the two.
    fn polygon(&mut self, points: &[u32]) {
        let tile = self.tile;
        let corners = || points.iter().map(|point| &tile.points[*point as usize]);
        if corners().all(|corner| corner.earliest > self.hours) {
        } else if corners().all(|corner| corner.latest <= self.hours) {
            self.taken_fan(points.iter().map(|point| *point as usize));
        } else if corners().all(|corner| corner.latest > self.hours) {
            let mut fan = Fan::default();
            for point in points {
                let triangle = fan.turn(self.band_corner(*point as usize));
                self.ground.band.indices.extend(triangle.into_iter().flatten());
            }
        } else {
            self.cut(&corners().copied().collect());
        }
    }

    fn taken_fan(&mut self, points: impl IntoIterator<Item = usize>) {
        let (tile, taken) = (self.tile, &mut self.ground.taken);
        let mut fan = Fan::default();
        for point in points {
            let number = self.filler.taken.of(point, || push_corner(tile, &tile.points[point], taken));
            taken.indices.extend(fan.turn(number).into_iter().flatten());
        }
    }

    fn band_corner(&mut self, point: usize) -> u32 {
        let (tile, hours, ground) = (self.tile, self.hours, &mut *self.ground);
        self.filler.band.of(point, || push_band_corner(tile, &tile.points[point], hours, ground))
    }

    /// Cuts a polygon that the front runs through.
    fn cut(&mut self, polygon: &Convex) {
        let (tile, hours) = (self.tile, self.hours);
        let [taken, band] = polygon.split(|corner| hours - corner.latest);
        let mut fan = Fan::default();
        for corner in taken.corners().iter().filter(|_| !taken.is_empty()) {
            let triangle = fan.turn(push_corner(tile, corner, &mut self.ground.taken));
            self.ground.taken.indices.extend(triangle.into_iter().flatten());
        }
        let mut fan = Fan::default();
        for corner in band.corners().iter().filter(|_| !band.is_empty()) {
            let triangle = fan.turn(push_band_corner(tile, corner, hours, self.ground));
            self.ground.band.indices.extend(triangle.into_iter().flatten());
        }
    }
}

fn push_corner(tile: &Tile, corner: &Corner, triangles: &mut Triangles) -> u32 {
    triangles.vertices.push(tile.plane(corner.x, corner.y));
    triangles.vertices.len() as u32 - 1
}

fn push_band_corner(tile: &Tile, corner: &Corner, hours: f32, ground: &mut Ground) -> u32 {
    ground.band_share.push(share(corner, hours));
    push_corner(tile, corner, &mut ground.band)
}

/// How far beyond the band's outer edge a share tells, as shares: further off, ground was never reached.
const BEYOND: f32 = 8.0;

/// The share of the time between earliest and latest that has passed at a corner.
fn share(corner: &Corner, hours: f32) -> f32 {
    ((hours - corner.earliest) / (corner.latest - corner.earliest).max(1e-3)).clamp(-BEYOND, 1.0)
}

/// The triangles of a convex polygon, corner by corner: all have its first corner.
#[derive(Default)]
pub struct Fan {
    first: Option<u32>,
    before: Option<u32>,
}

impl Fan {
    /// Goes on to the next corner: a triangle, from the third on.
    pub fn turn(&mut self, corner: u32) -> Option<[u32; 3]> {
        let first = *self.first.get_or_insert(corner);
        let before = self.before.replace(corner)?;
        (before != first).then_some([first, before, corner])
    }
}

//! Ground in tiles, cut once at load along coast, border and the limit of what is known; an instant then only cuts
//! the few cells its front runs through.

use std::borrow::Cow;

use super::clip::{Convex, Corner};
use crate::cartography::{Plane, PlaneRect};

/// Cells along the side of a tile.
pub const CELLS: usize = 16;
/// Nodes along the side of a tile.
pub const NODES: usize = CELLS + 1;

/// What a cell of a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No ground that was ever reached.
    Empty,
    /// Nothing but such ground.
    Full,
    /// Some: pieces from this number to that.
    Pieces(u16, u16),
}

/// When the nodes of a cell were reached, hours.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The first and the last of them at the earliest.
    pub earliest: [f32; 2],
    /// The first and the last of them at the latest.
    pub latest: [f32; 2],
}

/// A square of the theatre with the times at its nodes and the ground in its cells.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its south-west corner.
    pub origin: Plane,
    /// The side of a cell, metres.
    pub cell: f32,
    /// The column and row of its first node among all nodes.
    pub first: [u32; 2],
    /// Earliest and latest at its nodes, hours.
    pub nodes: Vec<[f32; 2]>,
    /// Its cells, row by row from the south-west.
    pub cells: Vec<Cell>,
    /// When each cell was reached, at its nodes.
    pub spans: Vec<Span>,
    /// Ends of pieces in `corners`, and which half of its cell each piece lies in.
    pub pieces: Vec<(u32, u8)>,
    /// Corners of pieces, by their number in `points`.
    pub corners: Vec<u32>,
    /// The nodes, row by row from the south-west, and after them the other corners of pieces, each once.
    pub points: Vec<Corner>,
    /// All its ground as triangles, for when all of it was taken: corners, and three indexes a triangle.
    pub whole: (Vec<[f32; 2]>, Vec<u32>),
    /// Where ground that was reached borders on ground with no record; the former lies to the left.
    pub limits: Vec<[Corner; 2]>,
    /// The earliest and the last time at which any of its ground was reached, by the earliest field.
    pub earliest: [f32; 2],
    /// The same by the latest field.
    pub latest: [f32; 2],
    /// By how many hours pockets in it hold out, at most.
    pub held: f32,
    /// Of a tile that shows pockets apart: how high they rise at each of its points, earliest and latest. Its times are
    /// those of the ground around them.
    pub rises: Vec<[f32; 2]>,
}

impl Tile {
    /// The corner of a node by column and row.
    pub fn corner(&self, column: usize, row: usize) -> Corner {
        let [earliest, latest] = self.nodes[row * NODES + column];
        Corner { x: column as f32 * self.cell, y: row as f32 * self.cell, earliest, latest }
    }

    /// The corners of a cell, counter-clockwise from the south-west.
    pub fn square(&self, column: usize, row: usize) -> [Corner; 4] {
        [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| self.corner(column + dx, row + dy))
    }

    /// The two triangles of a cell, counter-clockwise. Diagonals alternate, so that no direction is favoured.
    pub fn halves(&self, column: usize, row: usize) -> [[Corner; 3]; 2] {
        let [sw, se, nw, ne] = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| self.corner(column + dx, row + dy));
        if rises(column, row) { [[sw, se, ne], [sw, ne, nw]] } else { [[sw, se, nw], [se, ne, nw]] }
    }

    /// The corners of a piece, by their number among the points.
    pub fn piece_points(&self, number: u16) -> &[u32] {
        let number = usize::from(number);
        let first = number.checked_sub(1).map_or(0, |before| self.pieces[before].0) as usize;
        &self.corners[first..self.pieces[number].0 as usize]
    }

    /// A piece as a polygon.
    pub fn piece(&self, number: u16) -> Convex {
        self.piece_points(number).iter().map(|point| self.points[*point as usize]).collect()
    }

    /// Which half of its cell a piece lies in.
    pub fn half_of(&self, piece: u16) -> usize {
        usize::from(self.pieces[usize::from(piece)].1)
    }

    /// The tile as it is at an hour. Where pockets are shown apart, its times are such that they tell how far each point is
    /// from being taken at just that hour: outside of pockets in hours, and evenly across their edge, where the hours
    /// themselves leap.
    pub fn at_hour(&self, hours: f32) -> Cow<'_, Self> {
        if self.rises.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut tile = self.clone();
        for (point, [earliest, latest]) in tile.points.iter_mut().zip(&self.rises) {
            // 0 where the hours since the ground around it was taken are those by which the point is taken later.
            let ahead = |time: f32, rise: f32| {
                let since = hours - time;
                since - rise * if since > 0.01 { since / since.ln_1p() } else { 1.0 }
            };
            let reached = ahead(point.earliest, *earliest);
            let taken = ahead(point.latest, *latest).min(reached);
            (point.earliest, point.latest) = (hours - reached, hours - taken);
        }
        for (node, point) in tile.nodes.iter_mut().zip(&tile.points) {
            *node = [point.earliest, point.latest];
        }
        tile.measure();
        Cow::Owned(tile)
    }

    /// Looks up when its cells and its ground were reached.
    pub fn measure(&mut self) {
        let span = |cell: usize| {
            let corners = self.square(cell % CELLS, cell / CELLS);
            let span = |time: fn(&Corner) -> f32| {
                let times = corners.each_ref().map(time);
                [times.iter().copied().fold(f32::INFINITY, f32::min), times.iter().copied().fold(f32::NEG_INFINITY, f32::max)]
            };
            Span { earliest: span(|corner| corner.earliest), latest: span(|corner| corner.latest) }
        };
        let spans = (0..CELLS * CELLS).map(span).collect();
        let mut around = [[f32::INFINITY, f32::NEG_INFINITY]; 2];
        let mut hold = |corner: &Corner| {
            for (span, time) in around.iter_mut().zip([corner.earliest, corner.latest]) {
                *span = [span[0].min(time), span[1].max(time)];
            }
        };
        self.corners.iter().for_each(|point| hold(&self.points[*point as usize]));
        for (row, column) in (0..CELLS).flat_map(|row| (0..CELLS).map(move |column| (row, column))) {
            if self.cells[row * CELLS + column] == Cell::Full {
                self.square(column, row).iter().for_each(&mut hold);
            }
        }
        self.spans = spans;
        [self.earliest, self.latest] = around;
    }

    /// What it covers.
    pub fn rect(&self) -> PlaneRect {
        let side = self.cell * CELLS as f32;
        PlaneRect { min: self.origin, max: self.plane(side, side) }
    }

    /// A point of the plane.
    pub fn plane(&self, x: f32, y: f32) -> Plane {
        Plane { x: self.origin.x + f64::from(x), y: self.origin.y + f64::from(y) }
    }

    /// The polygons of a cell's ground with the half each lies in.
    pub fn polygons(&self, column: usize, row: usize) -> impl Iterator<Item = (usize, Convex)> {
        let (halves, pieces) = match self.cells[row * CELLS + column] {
            Cell::Empty => (None, 0..0),
            Cell::Full => (Some(self.halves(column, row)), 0..0),
            Cell::Pieces(first, past) => (None, first..past),
        };
        let halves = halves.into_iter().flatten().enumerate().map(|(half, corners)| (half, Convex::new(&corners)));
        halves.chain(pieces.map(|piece| (self.half_of(piece), self.piece(piece))))
    }
}

/// The nodes of the two triangles of a cell as [`Tile::halves`] has them, by their number in a tile.
pub fn half_nodes(column: usize, row: usize) -> [[u32; 3]; 2] {
    let [sw, se, nw, ne] = [0, 1, NODES, NODES + 1].map(|offset| (row * NODES + column + offset) as u32);
    if rises(column, row) { [[sw, se, ne], [sw, ne, nw]] } else { [[sw, se, nw], [se, ne, nw]] }
}

/// Whether the diagonal of a cell rises to the north-east.
pub fn rises(column: usize, row: usize) -> bool {
    (column + row).is_multiple_of(2)
}

impl Tile {
    /// The full cells that pass a test, as few rectangles: runs of a row, joined with equal runs of the rows below.
    /// Each is west, east, south, north, in cells.
    pub fn full_rects(&self, test: impl Fn(usize, usize) -> bool) -> Vec<[usize; 4]> {
        let mut rects: Vec<[usize; 4]> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for row in 0..CELLS {
            let mut going_on = Vec::new();
            for run in self.full_runs(row, |column| test(column, row)) {
                let above = open.iter().copied().find(|number| rects[*number][..2] == [run.start, run.end]);
                going_on.push(above.unwrap_or(rects.len()));
                match above {
                    Some(number) => rects[number][3] = row + 1,
                    None => rects.push([run.start, run.end, row, row + 1]),
                }
            }
            open = going_on;
        }
        rects
    }

    /// The corners of a rectangle of cells, counter-clockwise from the south-west, metres from the tile's own.
    pub fn rect_corners(&self, [west, east, south, north]: [usize; 4]) -> [[f32; 2]; 4] {
        let at = |x: usize, y: usize| [x as f32 * self.cell, y as f32 * self.cell];
        [at(west, south), at(east, south), at(east, north), at(west, north)]
    }

    /// The runs of full cells in a row that pass a test.
    fn full_runs(&self, row: usize, test: impl Fn(usize) -> bool) -> Vec<std::ops::Range<usize>> {
        let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
        for column in (0..CELLS).filter(|column| self.cells[row * CELLS + column] == Cell::Full && test(*column)) {
            match runs.last_mut() {
                Some(run) if run.end == column => run.end += 1,
                _ => runs.push(column..column + 1),
            }
        }
        runs
    }
}

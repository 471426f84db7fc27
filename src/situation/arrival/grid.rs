//! The grid the field is computed on: nodes of the plane at equal steps, row by row from the south-west.

use crate::cartography::{Plane, PlaneRect};

/// The most nodes a grid may have; a larger theatre gets wider steps.
const MAX_NODES: f64 = 2_000_000.0;

/// A grid of nodes. Indexes run west to east, then south to north.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The south-western node.
    pub origin: Plane,
    /// The distance between two nodes, metres.
    pub step: f64,
    /// Nodes in a row.
    pub nx: usize,
    /// Rows.
    pub ny: usize,
}

impl Grid {
    /// A grid of at least two by two nodes that covers a rectangle; its nodes lie on whole multiples of the step, whatever the rectangle.
    pub fn over(rect: PlaneRect, step: f64) -> Self {
        let (width, height) = ((rect.max.x - rect.min.x).max(0.0), (rect.max.y - rect.min.y).max(0.0));
        let mut step = step;
        while (width / step + 2.0) * (height / step + 2.0) > MAX_NODES {
            step *= 2.0;
        }
        let origin = Plane { x: (rect.min.x / step).floor() * step, y: (rect.min.y / step).floor() * step };
        let count = |from: f64, to: f64| ((to - from) / step).ceil().max(1.0) as usize + 1;
        Self { origin, step, nx: count(origin.x, rect.max.x), ny: count(origin.y, rect.max.y) }
    }

    /// The number of nodes.
    pub fn count(&self) -> usize {
        self.nx * self.ny
    }

    /// Where a node lies.
    pub fn node(&self, idx: usize) -> Plane {
        Plane { x: self.origin.x + (idx % self.nx) as f64 * self.step, y: self.origin.y + (idx / self.nx) as f64 * self.step }
    }

    /// A point in steps from the origin.
    pub fn steps(&self, point: Plane) -> [f64; 2] {
        [(point.x - self.origin.x) / self.step, (point.y - self.origin.y) / self.step]
    }

    /// The nearest node, if the point lies on the grid.
    pub fn nearest(&self, point: Plane) -> Option<usize> {
        let [x, y] = self.steps(point).map(f64::round);
        let on_grid = x >= 0.0 && y >= 0.0 && x < self.nx as f64 && y < self.ny as f64;
        on_grid.then(|| y as usize * self.nx + x as usize)
    }

    /// The columns and rows of nodes within a rectangle: `[first, past the last]` each.
    pub fn window(&self, rect: PlaneRect) -> [[usize; 2]; 2] {
        let ([x0, y0], [x1, y1]) = (self.steps(rect.min), self.steps(rect.max));
        let span = |from: f64, to: f64, count: usize| {
            let first = from.ceil().clamp(0.0, count as f64) as usize;
            let past = (to.floor() + 1.0).clamp(0.0, count as f64) as usize;
            [first, past.max(first)]
        };
        [span(x0, x1, self.nx), span(y0, y1, self.ny)]
    }

    /// The neighbours of a node that lie on the grid: the four beside it, then the four across.
    pub fn neighbors(&self, idx: usize) -> impl Iterator<Item = usize> {
        const AROUND: [(isize, isize); 8] = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)];
        let (x, y) = ((idx % self.nx).cast_signed(), (idx / self.nx).cast_signed());
        let (nx, ny) = (self.nx.cast_signed(), self.ny.cast_signed());
        AROUND.into_iter().filter_map(move |(dx, dy)| {
            let (x, y) = (x + dx, y + dy);
            (x >= 0 && y >= 0 && x < nx && y < ny).then(|| (y * nx + x) as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_covers_its_rectangle_and_finds_its_nodes() {
        let rect = PlaneRect { min: Plane { x: -12.0, y: 3.0 }, max: Plane { x: 21.0, y: 17.0 } };
        let grid = Grid::over(rect, 5.0);
        assert_eq!((grid.nx, grid.ny), (9, 5));
        assert_eq!(grid.nearest(Plane { x: 0.0, y: 10.0 }), Some(2 * 9 + 3));
        assert_eq!(grid.node(2 * 9 + 3), Plane { x: 0.0, y: 10.0 });
        assert_eq!(grid.nearest(Plane { x: 0.0, y: -10.0 }), None);
        assert_eq!(grid.window(rect), [[1, 8], [1, 4]]);
        assert_eq!(grid.neighbors(0).count(), 3);
    }
}

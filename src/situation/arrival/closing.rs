//! Closing up: ground between neighbouring axes of one front that is too narrow to have been left out.
//!
//! A morphological closing: what a disc of the closing distance cannot enter without touching covered ground counts
//! as covered. Computed front by front on a grid twice as wide as the field's, from distances (fast sweeping).

use std::collections::BTreeSet;

use super::evidence::Stretch;
use super::grid::Grid;
use super::ground::{GroundKind, GroundMask};
use super::spread::{Active, NEVER, along, sweep};
use crate::campaign::FrontIdx;
use crate::cartography::{Plane, PlaneRect};

/// Grows `inside` (km, positive on covered ground) by what lies between the axes of each front, and, half as far,
/// between the axes of different fronts and the attacker's own ground.
pub fn close(inside: &mut [f32], grid: &Grid, ground: &GroundMask, stretches: &[Stretch], closing_km: f64) {
    if closing_km <= 0.0 {
        return;
    }
    let fronts: BTreeSet<FrontIdx> = stretches.iter().filter_map(|stretch| stretch.front).collect();
    for front in fronts {
        let axes: Vec<&Stretch> = stretches.iter().filter(|stretch| stretch.front == Some(front) && stretch.ends[0] != stretch.ends[1]).collect();
        if !axes.is_empty() {
            grow(inside, grid, ground, &Closed::new(grid, &axes, None, closing_km * 1000.0));
        }
    }
    let all: Vec<&Stretch> = stretches.iter().collect();
    if !all.is_empty() {
        grow(inside, grid, ground, &Closed::new(grid, &all, Some(ground), closing_km * 500.0));
    }
}

fn grow(inside: &mut [f32], grid: &Grid, ground: &GroundMask, closed: &Closed) {
    let [[x0, x1], [y0, y1]] = grid.window(closed.bounds());
    for y in y0..y1 {
        for idx in (y * grid.nx + x0..y * grid.nx + x1).filter(|idx| ground.can_be_taken(*idx)) {
            inside[idx] = inside[idx].max(closed.km(grid.node(idx)));
        }
    }
}

/// How far each node of a coarse grid lies inside the closed ground of one front, km.
struct Closed {
    grid: Grid,
    inside: Vec<[f32; 1]>,
}

impl Closed {
    fn new(fine: &Grid, axes: &[&Stretch], own: Option<&GroundMask>, closing: f64) -> Self {
        let widest = axes.iter().map(|axis| axis.half_width).fold(0.0, f64::max);
        let ends = PlaneRect::around(axes.iter().flat_map(|axis| &axis.ends));
        let grow = widest + closing + 4.0 * fine.step;
        let rect = PlaneRect { min: Plane { x: ends.min.x - grow, y: ends.min.y - grow }, max: Plane { x: ends.max.x + grow, y: ends.max.y + grow } };
        let grid = Grid::over(rect, fine.step * 2.0);
        let km_a_step = (grid.step / 1000.0) as f32;
        let closing = (closing / 1000.0) as f32;
        let everywhere = Active::new(grid.nx, grid.ny, |_| true);
        let mut covered = Self::covered(&grid, axes);
        for (idx, covered) in covered.iter_mut().enumerate() {
            let is_own = own.is_some_and(|own| fine.nearest(grid.node(idx)).is_some_and(|node| own.kind(node) == GroundKind::Attacker));
            *covered = if is_own { covered.max(km_a_step) } else { *covered };
        }
        let mut away = covered.into_iter().map(|inside| [if inside > -km_a_step { (-inside).max(0.0) } else { NEVER }]).collect::<Vec<_>>();
        sweep(&mut away, grid.nx, &everywhere, [km_a_step], 1);
        // From the ground that stays open, back again.
        let mut inside: Vec<[f32; 1]> = away.iter().map(|[away]| [if *away > closing - km_a_step { (closing - away).max(0.0) } else { NEVER }]).collect();
        sweep(&mut inside, grid.nx, &everywhere, [km_a_step], 1);
        inside.iter_mut().for_each(|[inside]| *inside -= closing);
        Self { grid, inside }
    }

    /// How far each node lies inside the half-widths of the axes, km.
    fn covered(grid: &Grid, axes: &[&Stretch]) -> Vec<f32> {
        let mut covered = vec![f32::NEG_INFINITY; grid.len()];
        for axis in axes {
            let reach = axis.half_width + 1.5 * grid.step;
            let ends = PlaneRect::around(&axis.ends);
            let rect = PlaneRect { min: Plane { x: ends.min.x - reach, y: ends.min.y - reach }, max: Plane { x: ends.max.x + reach, y: ends.max.y + reach } };
            let [[x0, x1], [y0, y1]] = grid.window(rect);
            for y in y0..y1 {
                for idx in y * grid.nx + x0..y * grid.nx + x1 {
                    let inside = axis.half_width - along(axis, grid.node(idx)).1;
                    covered[idx] = covered[idx].max((inside / 1000.0) as f32);
                }
            }
        }
        covered
    }

    fn bounds(&self) -> PlaneRect {
        PlaneRect { min: self.grid.origin, max: self.grid.node(self.grid.len() - 1) }
    }

    /// How far a point lies inside, km, between the nodes.
    fn km(&self, point: Plane) -> f32 {
        let [x, y] = self.grid.steps(point);
        let [column, row] = [(x.max(0.0) as usize).min(self.grid.nx.saturating_sub(2)), (y.max(0.0) as usize).min(self.grid.ny.saturating_sub(2))];
        let [fx, fy] = [(x - column as f64) as f32, (y - row as f64) as f32];
        let at = |dx: usize, dy: usize| self.inside[(row + dy) * self.grid.nx + column + dx][0];
        let [south, north] = [0, 1].map(|dy| at(0, dy) + (at(1, dy) - at(0, dy)) * fx);
        south + (north - south) * fy
    }
}

//! Closing up: ground between neighbouring axes that is too narrow to have been left out.
//!
//! A morphological closing: what a disc of the closing distance cannot enter without touching covered ground counts
//! as covered. Computed on a grid twice as wide as the field's, from distances (fast sweeping).

use super::evidence::Stretch;
use super::grid::Grid;
use super::ground::{GroundKind, GroundMask};
use super::spread::{Active, NEVER, along, sweep};
use crate::cartography::{Plane, PlaneRect};

/// Grows `inside` (km, positive on covered ground) by what lies between the axes, and between them and the attacker's
/// own ground.
pub fn close(inside: &mut [f32], grid: &Grid, ground: &GroundMask, stretches: &[Stretch], closing_km: f64) {
    if closing_km <= 0.0 || stretches.is_empty() {
        return;
    }
    let covered: Vec<usize> = (0..grid.count()).filter(|idx| inside[*idx] > 0.0).collect();
    let closed = Closed::new(grid, ground, stretches, closing_km * 1000.0);
    let [[x0, x1], [y0, y1]] = grid.window(closed.bounds());
    for y in y0..y1 {
        for idx in (y * grid.nx + x0..y * grid.nx + x1).filter(|idx| ground.can_be_taken(*idx)) {
            inside[idx] = inside[idx].max(closed.km(grid.node(idx)));
        }
    }
    keep_joined(inside, grid, covered);
}

/// Leaves open again what was closed up without any covered ground beside it: bays of the attacker's own border.
fn keep_joined(inside: &mut [f32], grid: &Grid, covered: Vec<usize>) {
    let mut is_joined = vec![false; inside.len()];
    for idx in &covered {
        is_joined[*idx] = true;
    }
    let mut open = covered;
    while let Some(idx) = open.pop() {
        for next in grid.neighbors(idx) {
            if inside[next] > 0.0 && !std::mem::replace(&mut is_joined[next], true) {
                open.push(next);
            }
        }
    }
    let step_km = (grid.step / 1000.0) as f32;
    for (inside, is_joined) in inside.iter_mut().zip(is_joined).filter(|(inside, _)| **inside > 0.0) {
        *inside = if is_joined { *inside } else { -step_km };
    }
}

/// Strips between an axis and the sea count as covered where they are narrower than this, km.
const COAST_KM: f32 = 20.0;

/// How far each node of a coarse grid lies inside the closed ground of one front, km.
struct Closed {
    grid: Grid,
    inside: Vec<[f32; 1]>,
}

impl Closed {
    fn new(fine: &Grid, ground: &GroundMask, axes: &[Stretch], closing: f64) -> Self {
        let widest = axes.iter().map(|axis| axis.half_width).fold(0.0, f64::max);
        let ends = PlaneRect::around(axes.iter().flat_map(|axis| &axis.ends));
        let grow = widest + closing + 4.0 * fine.step;
        let rect = PlaneRect {
            min: Plane { x: ends.min.x - grow, y: ends.min.y - grow },
            max: Plane { x: ends.max.x + grow, y: ends.max.y + grow },
        };
        let grid = Grid::over(rect, fine.step * 2.0);
        let km_a_step = (grid.step / 1000.0) as f32;
        let closing = (closing / 1000.0) as f32;
        let everywhere = Active::new(grid.nx, grid.ny, |_| true);
        let mut away: Vec<[f32; 1]> =
            Self::covered(&grid, axes).into_iter().map(|inside| [if inside > -km_a_step { (-inside).max(0.0) } else { NEVER }]).collect();
        for (idx, [away]) in away.iter_mut().enumerate() {
            let node = fine.nearest(grid.node(idx));
            let own = node.is_some_and(|node| ground.kind(node) == GroundKind::Attacker);
            let water = node.is_none_or(|node| ground.polity(node).is_none());
            *away = if own {
                0.0
            } else if water {
                away.min(closing - COAST_KM)
            } else {
                *away
            };
        }
        sweep(&mut away, grid.nx, &everywhere, |_| [km_a_step]);
        // From the ground that stays open, back again.
        let mut inside: Vec<[f32; 1]> =
            away.iter().map(|[away]| [if *away > closing - km_a_step { (closing - away).max(0.0) } else { NEVER }]).collect();
        sweep(&mut inside, grid.nx, &everywhere, |_| [km_a_step]);
        for [inside] in &mut inside {
            *inside -= closing;
        }
        Self { grid, inside }
    }

    /// How far each node lies inside the half-widths of the axes, km.
    fn covered(grid: &Grid, axes: &[Stretch]) -> Vec<f32> {
        let mut covered = vec![f32::NEG_INFINITY; grid.count()];
        for axis in axes {
            let reach = axis.half_width + 1.5 * grid.step;
            let ends = PlaneRect::around(&axis.ends);
            let rect = PlaneRect {
                min: Plane { x: ends.min.x - reach, y: ends.min.y - reach },
                max: Plane { x: ends.max.x + reach, y: ends.max.y + reach },
            };
            let [[x0, x1], [y0, y1]] = grid.window(rect);
            for y in y0..y1 {
                let row = y * grid.nx;
                for (x, covered) in (x0..x1).zip(&mut covered[row + x0..row + x1]) {
                    let inside = axis.half_width - along(axis, grid.node(row + x)).1;
                    *covered = covered.max((inside / 1000.0) as f32);
                }
            }
        }
        covered
    }

    fn bounds(&self) -> PlaneRect {
        PlaneRect { min: self.grid.origin, max: self.grid.node(self.grid.count() - 1) }
    }

    /// How far a point lies inside, km, between the nodes.
    fn km(&self, point: Plane) -> f32 {
        let [x, y] = self.grid.steps(point);
        let [column, row] =
            [(x.max(0.0) as usize).min(self.grid.nx.saturating_sub(2)), (y.max(0.0) as usize).min(self.grid.ny.saturating_sub(2))];
        let [fx, fy] = [(x - column as f64) as f32, (y - row as f64) as f32];
        let at = |dx: usize, dy: usize| self.inside[(row + dy) * self.grid.nx + column + dx][0];
        let [south, north] = [0, 1].map(|dy| at(0, dy) + (at(1, dy) - at(0, dy)) * fx);
        south + (north - south) * fy
    }
}

//! How an advance spreads over the grid: sideways of each stretch first, then slowly over the ground beyond.

use super::Times;
use super::evidence::Stretch;
use super::grid::Grid;
use super::ground::{GroundKind, GroundMask};
use crate::cartography::{Plane, PlaneRect};

/// No time: the node has not been reached.
pub const NEVER: f32 = f32::INFINITY;

/// Beyond its end an advance that goes on, and one that stops there, spreads this many times slower than sideways.
const AHEAD_GOES_ON: f64 = 3.0;
const AHEAD_STOPS: f64 = 1.6;

/// What spreading has found so far, node by node.
#[derive(Debug)]
pub struct Spread {
    /// When each node was reached, hours: earliest, best, latest.
    pub times: Vec<Times>,
    /// How far each node lies inside the ground covered, km; negative outside.
    pub inside: Vec<f32>,
    /// The distance to the axis in shares of its half-width.
    pub off_axis: Vec<f32>,
    /// The stretch that gave the best time; `u32::MAX` for none.
    pub by: Vec<u32>,
    /// Outside nodes are followed to this distance, metres.
    margin: f64,
    reachable: Vec<u32>,
    round: u32,
    open: Vec<usize>,
}

impl Spread {
    /// Nothing reached yet.
    pub fn new(grid: &Grid) -> Self {
        let margin = 3.0 * grid.step;
        Self {
            times: vec![[NEVER; 3]; grid.len()],
            inside: vec![-(margin / 1000.0) as f32; grid.len()],
            off_axis: vec![f32::MAX; grid.len()],
            by: vec![u32::MAX; grid.len()],
            margin,
            reachable: vec![0; grid.len()],
            round: 0,
            open: Vec::new(),
        }
    }

    /// Spreads one stretch: each node within its half-width that can be come to without crossing water or neutral
    /// ground gets the time at the nearest point of the stretch and the time it takes from there. The smallest wins.
    pub fn add(&mut self, grid: &Grid, ground: &GroundMask, number: u32, stretch: &Stretch, hours_per_km: Times) {
        let reach = stretch.half_width + self.margin;
        let [a, b] = stretch.ends;
        let around = PlaneRect {
            min: Plane { x: a.x.min(b.x) - reach, y: a.y.min(b.y) - reach },
            max: Plane { x: a.x.max(b.x) + reach, y: a.y.max(b.y) + reach },
        };
        let [[x0, x1], [y0, y1]] = grid.window(around);
        let blocked = (y0..y1).any(|y| (x0..x1).any(|x| ground.kind(y * grid.nx + x) == GroundKind::Barrier));
        if blocked {
            self.flood(grid, ground, stretch, reach);
        }
        for y in y0..y1 {
            for idx in y * grid.nx + x0..y * grid.nx + x1 {
                if !ground.can_be_taken(idx) || (blocked && self.reachable[idx] != self.round) {
                    continue;
                }
                let (share, distance) = along(stretch, grid.node(idx));
                if distance > reach {
                    continue;
                }
                self.inside[idx] = self.inside[idx].max(((stretch.half_width - distance) / 1000.0) as f32);
                let km = (distance / 1000.0) as f32;
                let [from, until] = &stretch.times;
                let times: Times = std::array::from_fn(|k| from[k] + (until[k] - from[k]) * share as f32 + km * hours_per_km[k]);
                if distance <= stretch.half_width {
                    if times[1] < self.times[idx][1] {
                        self.by[idx] = number;
                        self.off_axis[idx] = (distance / stretch.half_width.max(1.0)) as f32;
                    }
                    self.times[idx] = std::array::from_fn(|k| self.times[idx][k].min(times[k]));
                }
            }
        }
    }

    /// Marks the nodes that can be come to from a stretch, by land that is not neutral, within its reach.
    fn flood(&mut self, grid: &Grid, ground: &GroundMask, stretch: &Stretch, reach: f64) {
        self.round += 1;
        let [a, b] = stretch.ends;
        let steps = (a.distance(b) / grid.step).ceil().max(1.0);
        let mut step = 0.0;
        while step <= steps {
            if let Some(idx) = grid.nearest(a.lerp(b, step / steps)) {
                self.visit(idx, ground);
                grid.neighbors(idx).take(4).filter(|idx| along(stretch, grid.node(*idx)).1 < grid.step * 0.8).for_each(|idx| self.visit(idx, ground));
            }
            step += 1.0;
        }
        while let Some(idx) = self.open.pop() {
            for next in grid.neighbors(idx) {
                if self.reachable[next] != self.round && along(stretch, grid.node(next)).1 <= reach {
                    self.visit(next, ground);
                }
            }
        }
    }

    fn visit(&mut self, idx: usize, ground: &GroundMask) {
        if self.reachable[idx] != self.round && ground.kind(idx) != GroundKind::Barrier {
            self.reachable[idx] = self.round;
            self.open.push(idx);
        }
    }
}

/// The share (0 to 1) of a stretch whose point is nearest, and the distance to it, metres. Ahead of the end of the
/// stretch distances count more: an advance covers less ground before it than beside it.
pub fn along(stretch: &Stretch, point: Plane) -> (f64, f64) {
    let [a, b] = stretch.ends;
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length_squared = dx * dx + dy * dy;
    if length_squared < 1.0 {
        return (1.0, point.distance(a));
    }
    let share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / length_squared;
    if share <= 1.0 {
        let nearest = share.max(0.0);
        return (nearest, point.distance(a.lerp(b, nearest)));
    }
    let length = length_squared.sqrt();
    let ahead = (share - 1.0) * length * if stretch.goes_on { AHEAD_GOES_ON } else { AHEAD_STOPS };
    let beside = ((point.x - a.x) * dy - (point.y - a.y) * dx) / length;
    (1.0, beside.hypot(ahead))
}

/// The nodes of a grid that take part in something, with the span of each row.
#[derive(Debug)]
pub struct Active {
    /// Whether each node takes part.
    pub is_in: Vec<bool>,
    rows: Vec<[usize; 2]>,
}

impl Active {
    /// The nodes for which `test` holds.
    pub fn new(nx: usize, ny: usize, test: impl Fn(usize) -> bool) -> Self {
        let is_in: Vec<bool> = (0..nx * ny).map(test).collect();
        let span = |row: &[bool]| {
            let first = row.iter().position(|is_in| *is_in).unwrap_or(0);
            [first, row.iter().rposition(|is_in| *is_in).map_or(first, |last| last + 1)]
        };
        let rows = is_in.chunks_exact(nx.max(1)).map(span).collect();
        Self { is_in, rows }
    }

    /// Its nodes, row by row.
    pub fn nodes(&self, nx: usize) -> impl Iterator<Item = usize> {
        self.rows.iter().enumerate().flat_map(move |(y, [first, past])| y * nx + first..y * nx + past).filter(|idx| self.is_in[*idx])
    }
}

/// Fast sweeping (Zhao 2005, Mathematics of Computation 74): lowers each value until no active node is later than its
/// neighbours by more than `cost` a step, so that no front jumps and none lags behind one that passed beside it.
pub fn sweep<const N: usize>(values: &mut [[f32; N]], nx: usize, active: &Active, cost: [f32; N], rounds: usize) {
    let ny = active.rows.len();
    for round in 0..rounds * 4 {
        let (up, right) = (round % 4 < 2, round % 2 == 0);
        for row in 0..ny {
            let y = if up { row } else { ny - 1 - row };
            let [first, past] = active.rows[y];
            for column in first..past {
                let x = if right { column } else { first + past - 1 - column };
                let idx = y * nx + x;
                if active.is_in[idx] {
                    relax(values, idx, [x, y], [nx, ny], cost);
                }
            }
        }
    }
}

/// Godunov's upwind step of the eikonal equation.
fn relax<const N: usize>(values: &mut [[f32; N]], idx: usize, [x, y]: [usize; 2], [nx, ny]: [usize; 2], cost: [f32; N]) {
    let none = [NEVER; N];
    let west = if x > 0 { values[idx - 1] } else { none };
    let east = if x + 1 < nx { values[idx + 1] } else { none };
    let south = if y > 0 { values[idx - nx] } else { none };
    let north = if y + 1 < ny { values[idx + nx] } else { none };
    for k in 0..N {
        let (a, b, c) = (west[k].min(east[k]), south[k].min(north[k]), cost[k]);
        let least = a.min(b);
        if least + c * 0.5 >= values[idx][k] {
            continue;
        }
        let gap = (a - b).abs();
        let new = if gap < c { (a + b + (2.0 * c * c - gap * gap).sqrt()) / 2.0 } else { least + c };
        values[idx][k] = values[idx][k].min(new);
    }
}

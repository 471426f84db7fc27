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
    scratch: Vec<(usize, f64, f64)>,
}

impl Spread {
    /// Nothing reached yet.
    pub fn new(grid: &Grid) -> Self {
        let margin = 3.0 * grid.step;
        Self {
            times: vec![[NEVER; 3]; grid.count()],
            inside: vec![-(margin / 1000.0) as f32; grid.count()],
            off_axis: vec![f32::MAX; grid.count()],
            by: vec![u32::MAX; grid.count()],
            margin,
            reachable: vec![0; grid.count()],
            round: 0,
            open: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Spreads one stretch: each node within its half-width that can be come to without crossing water or neutral
    /// ground gets the time at the nearest point of the stretch and the time it takes from there. The smallest wins.
    pub fn add(&mut self, grid: &Grid, ground: &GroundMask, number: u32, stretch: &Stretch, hours_per_km: Times) {
        let near = self.near(grid, stretch);
        let blocked = near.iter().any(|(idx, ..)| ground.kind(*idx) == GroundKind::Barrier);
        if blocked {
            self.flood(grid, ground, stretch, &near);
        }
        let [from, until] = &stretch.times;
        for (idx, share, distance) in &near {
            let idx = *idx;
            if !ground.can_be_taken(idx) || (blocked && self.reachable[idx] != self.round) {
                continue;
            }
            self.inside[idx] = self.inside[idx].max(((stretch.half_width - distance) / 1000.0) as f32);
            if *distance > stretch.half_width {
                continue;
            }
            let (share, km) = (*share as f32, (distance / 1000.0) as f32);
            let times: Times = std::array::from_fn(|k| from[k] + (until[k] - from[k]) * share + km * hours_per_km[k]);
            if times[1] < self.times[idx][1] {
                self.by[idx] = number;
                self.off_axis[idx] = (distance / stretch.half_width.max(1.0)) as f32;
            }
            self.times[idx] = std::array::from_fn(|k| self.times[idx][k].min(times[k]));
        }
        self.scratch = near;
    }

    /// The nodes within reach of a stretch, with the share of it that is nearest and the distance.
    fn near(&mut self, grid: &Grid, stretch: &Stretch) -> Vec<(usize, f64, f64)> {
        let reach = stretch.half_width + self.margin;
        let [a, b] = stretch.ends;
        let mut near = std::mem::take(&mut self.scratch);
        near.clear();
        let rows = PlaneRect { min: Plane { x: 0.0, y: a.y.min(b.y) - reach }, max: Plane { x: 0.0, y: a.y.max(b.y) + reach } };
        let [y0, y1] = grid.window(rows)[1];
        for y in y0..y1 {
            // The part of the stretch that can be within reach of this row.
            let row = grid.origin.y + y as f64 * grid.step;
            let at = |y: f64| if (b.y - a.y).abs() < 1.0 { None } else { Some(((y - a.y) / (b.y - a.y)).clamp(0.0, 1.0)) };
            let [x0, x1] = [at(row - reach).unwrap_or(0.0), at(row + reach).unwrap_or(1.0)].map(|share| a.x + (b.x - a.x) * share);
            let span = PlaneRect { min: Plane { x: x0.min(x1) - reach, y: 0.0 }, max: Plane { x: x0.max(x1) + reach, y: 0.0 } };
            let [x0, x1] = grid.window(span)[0];
            for x in x0..x1 {
                let idx = y * grid.nx + x;
                let (share, distance) = along(stretch, Plane { x: grid.origin.x + x as f64 * grid.step, y: row });
                if distance <= reach {
                    near.push((idx, share, distance));
                }
            }
        }
        near
    }

    /// Marks the nodes near a stretch that can be come to from it by land that is not neutral.
    fn flood(&mut self, grid: &Grid, ground: &GroundMask, stretch: &Stretch, near: &[(usize, f64, f64)]) {
        // Odd rounds mark what lies near, even ones what has been come to.
        self.round += 2;
        let open_round = self.round - 1;
        near.iter().filter(|(idx, ..)| ground.kind(*idx) != GroundKind::Barrier).for_each(|(idx, ..)| self.reachable[*idx] = open_round);
        let starts = near.iter().filter(|(_, _, distance)| *distance < grid.step * 0.75).map(|(idx, ..)| *idx);
        let first = grid.nearest(stretch.ends[0]);
        for idx in starts.chain(first) {
            if self.reachable[idx] == open_round {
                self.reachable[idx] = self.round;
                self.open.push(idx);
            }
        }
        while let Some(idx) = self.open.pop() {
            for next in grid.neighbors(idx) {
                if self.reachable[next] == open_round {
                    self.reachable[next] = self.round;
                    self.open.push(next);
                }
            }
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
        let there = a.lerp(b, nearest);
        let (dx, dy) = (point.x - there.x, point.y - there.y);
        return (nearest, (dx * dx + dy * dy).sqrt());
    }
    let length = length_squared.sqrt();
    let ahead = (share - 1.0) * length * if stretch.goes_on { AHEAD_GOES_ON } else { AHEAD_STOPS };
    let beside = ((point.x - a.x) * dy - (point.y - a.y) * dx) / length;
    (1.0, (beside * beside + ahead * ahead).sqrt())
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
pub fn sweep<const N: usize>(values: &mut [[f32; N]], nx: usize, active: &Active, cost: impl Fn(usize) -> [f32; N]) {
    let ny = active.rows.len();
    for (up, right) in [(true, true), (true, false), (false, true), (false, false)] {
        for row in 0..ny {
            let y = if up { row } else { ny - 1 - row };
            let [first, past] = active.rows[y];
            for column in first..past {
                let x = if right { column } else { first + past - 1 - column };
                let idx = y * nx + x;
                if active.is_in[idx] {
                    relax(values, idx, [x, y], [nx, ny], cost(idx));
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

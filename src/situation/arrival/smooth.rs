//! From spread times to a field that can be drawn: ground beyond the axes filled, creases evened out, values carried a
//! little beyond coast and border.

use super::Times;
use super::grid::Grid;
use super::spread::{Active, NEVER, Spread, sweep};

/// How often ground away from the axes is evened out.
const EVENINGS: usize = 16;

/// The share of the half-width from which ground is evened out, and at which it is wholly.
const FIRM: [f32; 2] = [0.4, 1.0];

/// Fills the ground that no stretch covers from the ground beside it at one rate, and lets no covered ground lag behind
/// the ground beside it by more than another rate allows (hours a step). Says which nodes got their time that way.
pub fn fill(spread: &mut Spread, grid: &Grid, active: &Active, closing: Times, overtaking: Times) -> Vec<bool> {
    let before: Vec<f32> = spread.times.iter().map(|times| times[1]).collect();
    let covered: Vec<bool> = before.iter().map(|hours| *hours < NEVER).collect();
    sweep(&mut spread.times, grid.nx, active, |idx| if covered[idx] { overtaking } else { closing });
    let mut filled = vec![false; grid.count()];
    let mut nodes: Vec<usize> = active.nodes(grid.nx).filter(|idx| spread.times[*idx][1] < before[*idx] - 0.01).collect();
    nodes.sort_by(|a, b| spread.times[*a][1].total_cmp(&spread.times[*b][1]).then(a.cmp(b)));
    for idx in nodes {
        filled[idx] = true;
        let from = grid
            .neighbors(idx)
            .filter(|next| spread.by[*next] != u32::MAX)
            .min_by(|a, b| spread.times[*a][1].total_cmp(&spread.times[*b][1]).then(a.cmp(b)));
        if let Some(from) = from {
            spread.by[idx] = spread.by[from];
        }
    }
    for idx in active.nodes(grid.nx).filter(|idx| spread.times[*idx][2] >= NEVER) {
        spread.inside[idx] = spread.inside[idx].min(-(grid.step / 1000.0) as f32);
    }
    filled
}

/// Evens out the creases where ground reached from two axes meets; ground near an axis stands firm.
pub fn even_out(spread: &mut Spread, grid: &Grid, active: &Active, filled: &[bool]) {
    let share = |idx: usize| {
        let loose = ((spread.off_axis[idx] - FIRM[0]) / (FIRM[1] - FIRM[0])).clamp(0.0, 1.0);
        if filled[idx] { 1.0 } else { loose * loose * (3.0 - 2.0 * loose) }
    };
    let finite = |idx: &usize| spread.times[*idx][2] < NEVER;
    let loose: Vec<(usize, f32)> =
        active.nodes(grid.nx).filter(finite).map(|idx| (idx, share(idx))).filter(|(_, share)| *share > 0.0).collect();
    let mut evened = vec![[0.0; 3]; loose.len()];
    for _ in 0..EVENINGS {
        for ((idx, share), out) in loose.iter().zip(&mut evened) {
            let own = spread.times[*idx];
            let (mut sum, mut count) = ([0.0; 3], 0.0);
            for next in grid.neighbors(*idx).take(4) {
                let times = spread.times[next];
                if times[2] < NEVER {
                    (0..3).for_each(|k| sum[k] += times[k]);
                    count += 1.0;
                }
            }
            *out = if count > 0.0 { std::array::from_fn(|k| own[k] + (sum[k] / count - own[k]) * share * 0.8) } else { own };
        }
        for ((idx, _), new) in loose.iter().zip(&evened) {
            spread.times[*idx] = *new;
        }
    }
}

/// Puts earliest, best and latest in order.
pub fn order(times: &mut [Times]) {
    for times in times {
        times[1] = times[1].max(times[0]);
        times[2] = times[2].max(times[1]);
    }
}

/// Carries times and the depth inside beyond coast and border by some steps, so that contours run out smoothly and the
/// drawn area can be cut at the exact coast. Land that was not reached keeps its own depth.
pub fn extend(times: &mut [Times], inside: &mut [f32], grid: &Grid, is_ground: impl Fn(usize) -> bool, steps: usize) {
    let mut known: Vec<bool> = (0..grid.count()).map(&is_ground).collect();
    let mut edge: Vec<usize> = (0..grid.count()).filter(|idx| known[*idx]).collect();
    for _ in 0..steps {
        let mut next: Vec<usize> = edge.iter().flat_map(|idx| grid.neighbors(*idx)).filter(|idx| !known[*idx]).collect();
        next.sort_unstable();
        next.dedup();
        let values: Vec<(Times, f32)> = next.iter().map(|idx| around(times, inside, &known, grid, *idx)).collect();
        for (idx, (new_times, new_inside)) in next.iter().zip(values) {
            times[*idx] = new_times;
            inside[*idx] = new_inside;
            known[*idx] = true;
        }
        edge = next;
    }
}

fn around(times: &[Times], inside: &[f32], known: &[bool], grid: &Grid, idx: usize) -> (Times, f32) {
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    let (mut depth, mut num_depths) = (0.0, 0.0);
    for next in grid.neighbors(idx).filter(|next| known[*next]) {
        depth += inside[next];
        num_depths += 1.0;
        if times[next][2] < NEVER {
            (0..3).for_each(|k| sum[k] += times[next][k]);
            count += 1.0;
        }
    }
    (if count > 0.0 { sum.map(|sum| sum / count) } else { [NEVER; 3] }, if num_depths > 0.0 { depth / num_depths } else { inside[idx] })
}

/// Evens out the edge of the covered ground: the mean of each node and its neighbours, twice.
pub fn soften(inside: &mut [f32], grid: &Grid, active: &Active) {
    for _ in 0..2 {
        let nodes: Vec<usize> = active.nodes(grid.nx).collect();
        let mean = |idx: usize| {
            let (sum, count) = grid
                .neighbors(idx)
                .filter(|next| active.is_in[*next])
                .fold((inside[idx] * 2.0, 2.0), |(sum, count), next| (sum + inside[next], count + 1.0));
            sum / count
        };
        let new: Vec<f32> = nodes.iter().map(|idx| mean(*idx)).collect();
        for (idx, value) in nodes.into_iter().zip(new) {
            inside[idx] = value;
        }
    }
}

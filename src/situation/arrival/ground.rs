//! What lies under the grid: whose ground each node was at the start, and whether an advance can pass over it.

use super::grid::Grid;
use crate::cartography::{Detail, Plane};

/// The ground under a grid.
#[derive(Clone, Debug)]
pub struct GroundMask {
    /// The political area each node lies in, by its index in the base map plus one; 0 for water.
    polity: Vec<u8>,
    /// What may be done there, by political area.
    kinds: Vec<GroundKind>,
}

/// What an advance can do with ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroundKind {
    /// Water and neutral ground: it stops an advance.
    Barrier,
    /// The attacker's own ground.
    Attacker,
    /// The defender's ground, which can be taken.
    Defender,
}

impl GroundMask {
    /// Whose ground lies under each node of a grid.
    pub fn new(grid: &Grid, detail: &Detail, attacker: &[String], defender: &[String]) -> Self {
        let mut kinds = vec![GroundKind::Barrier];
        let mut polity = vec![0; grid.count()];
        // Defenders are laid down last: a node on a border is theirs.
        let kind_of = |id: &String| {
            if defender.contains(id) {
                GroundKind::Defender
            } else if attacker.contains(id) {
                GroundKind::Attacker
            } else {
                GroundKind::Barrier
            }
        };
        kinds.extend(detail.polities.iter().take(254).map(|polity| kind_of(&polity.id)));
        for pass in [GroundKind::Barrier, GroundKind::Attacker, GroundKind::Defender] {
            for (number, area) in detail.polities.iter().take(254).enumerate().filter(|(number, _)| kinds[number + 1] == pass) {
                let rings = || area.area.polygons.iter().flatten().map(Vec::as_slice);
                let code = number as u8 + 1;
                fill(grid, rings(), |idx| polity[idx] = code);
                if pass == GroundKind::Defender {
                    touch(grid, rings(), |idx| {
                        if kinds[usize::from(polity[idx])] != GroundKind::Defender {
                            polity[idx] = code;
                        }
                    });
                }
            }
        }
        Self { polity, kinds }
    }

    /// What an advance can do at a node.
    pub fn kind(&self, idx: usize) -> GroundKind {
        self.kinds[usize::from(self.polity[idx])]
    }

    /// The political area at a node, by its index in the base map.
    pub fn polity(&self, idx: usize) -> Option<usize> {
        usize::from(self.polity[idx]).checked_sub(1)
    }

    /// Whether a node is ground that can be taken.
    pub fn can_be_taken(&self, idx: usize) -> bool {
        self.kind(idx) == GroundKind::Defender
    }
}

/// Calls `set` for each node inside closed rings, by the even-odd rule, row by row.
pub fn fill<'a>(grid: &Grid, rings: impl Iterator<Item = &'a [Plane]>, mut set: impl FnMut(usize)) {
    let mut crossings: Vec<(u32, f32)> = Vec::new();
    for ring in rings {
        for pair in ring.windows(2) {
            let ([ax, ay], [bx, by]) = (grid.steps(pair[0]), grid.steps(pair[1]));
            let (low, high) = if ay < by { (ay, by) } else { (by, ay) };
            let first = low.ceil().max(0.0);
            let past = high.ceil().min(grid.ny as f64);
            let mut row = first;
            while row < past {
                crossings.push((row as u32, (ax + (bx - ax) * (row - ay) / (by - ay)) as f32));
                row += 1.0;
            }
        }
    }
    crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    for pair in crossings.chunk_by(|a, b| a.0 == b.0).flat_map(|row| row.chunks_exact(2)) {
        let [(row, from), (_, to)] = [pair[0], pair[1]];
        let first = from.ceil().max(0.0) as usize;
        let past = ((to.floor() + 1.0).max(0.0) as usize).min(grid.nx);
        for column in first..past {
            set(row as usize * grid.nx + column);
        }
    }
}

/// Calls `set` for the nodes nearest to the course of rings: thin islands and borders reach the grid this way.
pub fn touch<'a>(grid: &Grid, rings: impl Iterator<Item = &'a [Plane]>, mut set: impl FnMut(usize)) {
    for pair in rings.flat_map(|ring| ring.windows(2)) {
        let samples = (pair[0].distance(pair[1]) / grid.step * 3.0).ceil().max(1.0);
        if !samples.is_finite() || samples > 1e6 {
            continue;
        }
        let mut sample = 0.0;
        while sample < samples {
            if let Some(idx) = grid.nearest(pair[0].lerp(pair[1], sample / samples)) {
                set(idx);
            }
            sample += 1.0;
        }
    }
}

//! Short edges of cells joined into lines.

use super::clip::{Convex, Corner};
use super::tile::{CELLS, Cell, Tile, rises};
use crate::cartography::Plane;

/// A short piece of the edge of the ground taken, which lies to its left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Where it begins and ends.
    pub ends: [Plane; 2],
    /// Names of its ends: that of the side of a cell it crosses, or 0 at a coast, a border or a limit.
    pub joints: [u64; 2],
}

/// Edges joined end to end, ground taken to the left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeLine {
    /// Its points; the first is repeated at the end of a ring.
    pub points: Vec<Plane>,
    /// Whether it closes.
    pub is_ring: bool,
}

/// The edges of a tile at an hour.
pub fn edges(tile: &Tile, hours: f32, edges: &mut Vec<Edge>) {
    for (row, column) in (0..CELLS).flat_map(|row| (0..CELLS).map(move |column| (row, column))) {
        let cell = tile.cells[row * CELLS + column];
        if cell == Cell::Empty {
            continue;
        }
        let [first, last] = tile.spans[row * CELLS + column].latest;
        if last <= hours || first > hours {
            continue;
        }
        for (half, corners) in tile.halves(column, row).iter().enumerate() {
            let Some(([from, to], joints)) = crossing(tile, [column, row], half, corners, hours) else { continue };
            if cell == Cell::Full {
                edges.push(Edge { ends: [from, to].map(|c| tile.plane(c.x, c.y)), joints });
            } else {
                parts(tile, [column, row], half, hours, [from, to], joints, edges);
            }
        }
    }
}

/// The edge that crosses half a cell, and the sides it crosses.
fn crossing(tile: &Tile, [column, row]: [usize; 2], half: usize, corners: &[Corner; 3], hours: f32) -> Option<([Corner; 2], [u64; 2])> {
    let (_, edge) = Convex::new(corners).cut(|c| hours - c.latest);
    let is_in = corners.map(|c| hours - c.latest >= 0.0);
    let side = |number: usize| side_name(tile, [column, row], half, number);
    let (mut leaves, mut enters) = (None, None);
    for number in 0..3 {
        match (is_in[number], is_in[(number + 1) % 3]) {
            (true, false) => leaves = Some(side(number)),
            (false, true) => enters = Some(side(number)),
            _ => {}
        }
    }
    Some((edge?, [leaves?, enters?]))
}

/// The name of a side of half a cell: the number of its first node among all nodes, and its direction. Never 0.
fn side_name(tile: &Tile, [column, row]: [usize; 2], half: usize, number: usize) -> u64 {
    const EAST: u64 = 1;
    const NORTH: u64 = 2;
    const ACROSS: u64 = 3;
    // Sides in the order of the corners in `Tile::halves`.
    let sides = match (rises(column, row), half) {
        (true, 0) => [(0, 0, EAST), (1, 0, NORTH), (0, 0, ACROSS)],
        (true, _) => [(0, 0, ACROSS), (0, 1, EAST), (0, 0, NORTH)],
        (false, 0) => [(0, 0, EAST), (0, 0, ACROSS), (0, 0, NORTH)],
        (false, _) => [(1, 0, NORTH), (0, 1, EAST), (0, 0, ACROSS)],
    };
    let (dx, dy, direction) = sides[number];
    let (x, y) = (u64::from(tile.first[0]) + (column + dx) as u64, u64::from(tile.first[1]) + (row + dy) as u64);
    (y << 32 | x) << 2 | direction
}

/// The parts of an edge that lie on the ground of a cell cut by a coast, a border or a limit.
fn parts(
    tile: &Tile,
    [column, row]: [usize; 2],
    half: usize,
    hours: f32,
    [from, to]: [Corner; 2],
    joints: [u64; 2],
    edges: &mut Vec<Edge>,
) {
    let length = (to.x - from.x).hypot(to.y - from.y);
    if length <= 0.0 {
        return;
    }
    let share = |c: Corner| (((c.x - from.x) * (to.x - from.x) + (c.y - from.y) * (to.y - from.y)) / (length * length)).clamp(0.0, 1.0);
    let pieces = tile.polygons(column, row).filter(|(at, _)| *at == half);
    let mut spans: Vec<[f32; 2]> = pieces
        .filter_map(|(_, piece)| piece.cut(|c| hours - c.latest).1)
        .map(|[a, b]| [share(a), share(b)])
        .filter(|[a, b]| a < b)
        .collect();
    spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let near = 1.0 / length.max(1.0);
    let mut joined: Vec<[f32; 2]> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span[0] <= last[1] + near => last[1] = last[1].max(span[1]),
            _ => joined.push(span),
        }
    }
    for [a, b] in joined {
        let ends = [a, b].map(|share| from.lerp(to, share)).map(|c| tile.plane(c.x, c.y));
        edges.push(Edge { ends, joints: [if a <= near { joints[0] } else { 0 }, if b >= 1.0 - near { joints[1] } else { 0 }] });
    }
}

/// Joins edges by the names of their ends; open lines first, then rings, each in the order of its first edge.
pub fn join(edges: &[Edge]) -> Vec<EdgeLine> {
    let mut starts: Vec<(u64, usize)> =
        edges.iter().enumerate().filter(|(_, edge)| edge.joints[0] != 0).map(|(number, edge)| (edge.joints[0], number)).collect();
    starts.sort_unstable();
    let mut follows: Vec<Option<usize>> = Vec::with_capacity(edges.len());
    let mut is_led_to = vec![false; edges.len()];
    for edge in edges {
        let next = if edge.joints[1] == 0 {
            None
        } else {
            starts.binary_search_by_key(&edge.joints[1], |start| start.0).ok().map(|at| starts[at].1)
        };
        let next = next.filter(|next| !std::mem::replace(&mut is_led_to[*next], true));
        follows.push(next);
    }
    let mut done = vec![false; edges.len()];
    let heads = (0..edges.len()).filter(|number| !is_led_to[*number]);
    let order: Vec<usize> = heads.chain((0..edges.len()).filter(|number| is_led_to[*number])).collect();
    let mut lines = Vec::new();
    for first in order {
        if done[first] {
            continue;
        }
        let mut line = EdgeLine { points: vec![edges[first].ends[0]], is_ring: false };
        let mut at = Some(first);
        while let Some(number) = at.filter(|number| !std::mem::replace(&mut done[*number], true)) {
            line.points.push(edges[number].ends[1]);
            at = follows[number];
        }
        line.is_ring = at == Some(first);
        lines.push(line);
    }
    lines
}

/// The limits of all tiles as lines, each point with its hour.
pub fn limits(tiles: &[Tile]) -> Vec<(Vec<Plane>, Vec<f32>)> {
    // Ends of neighbouring limits agree to a few centimetres: joined on a lattice of metres, each cell of it and its neighbours.
    let edges: Vec<([Plane; 2], [f32; 2])> =
        tiles.iter().flat_map(|tile| tile.limits.iter().map(|ends| (ends.map(|c| tile.plane(c.x, c.y)), ends.map(|c| c.latest)))).collect();
    let key = |point: Plane| ((point.x / 2.0).round() as i64, (point.y / 2.0).round() as i64);
    let mut starts: std::collections::BTreeMap<(i64, i64), usize> = std::collections::BTreeMap::new();
    for (number, (ends, _)) in edges.iter().enumerate() {
        starts.insert(key(ends[0]), number);
    }
    let find = |point: Plane| {
        let (x, y) = key(point);
        (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy))).find_map(|key| starts.get(&key).copied())
    };
    let follows: Vec<Option<usize>> = edges.iter().map(|(ends, _)| find(ends[1])).collect();
    let mut is_led_to = vec![false; edges.len()];
    follows.iter().flatten().for_each(|next| is_led_to[*next] = true);
    let mut done = vec![false; edges.len()];
    let order: Vec<usize> = (0..edges.len()).filter(|number| !is_led_to[*number]).chain(0..edges.len()).collect();
    let mut lines = Vec::new();
    for first in order {
        let (mut points, mut hours) = (vec![edges[first].0[0]], vec![edges[first].1[0]]);
        let mut at = Some(first);
        while let Some(number) = at.filter(|number| !std::mem::replace(&mut done[*number], true)) {
            points.push(edges[number].0[1]);
            hours.push(edges[number].1[1]);
            at = follows[number];
        }
        if points.len() > 1 {
            lines.push((points, hours));
        }
    }
    lines
}

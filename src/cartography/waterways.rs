//! Ways by river: along the courses of the base map's rivers, from one into another where it flows into it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Plane, River};

/// A place further from every river than this does not lie on one, metres: ports are right to some km.
const NEAR: f64 = 20_000.0;

/// An end of a course this near to another river flows into it, metres.
const MOUTH: f64 = 8_000.0;

/// Only rivers down to this rank carry ships.
const NAVIGABLE: u8 = 2;

/// So many moorings are remembered: ships at sea pass through as many places as there are instants.
const MOST_MOORINGS: usize = 500;

/// Both ends of a way, to the bit.
type Ends = [u64; 4];

/// A way by river, from end to end.
pub type Way = Arc<Vec<Plane>>;

/// The navigable rivers as a net, with the ways that have been asked for.
#[derive(Debug, Default)]
pub struct Waterways {
    nodes: Vec<Plane>,
    links: Vec<Vec<usize>>,
    known: Mutex<BTreeMap<Ends, Option<Way>>>,
    moorings: Mutex<BTreeMap<[u64; 2], Option<Plane>>>,
}

impl Waterways {
    /// The net of these rivers.
    pub fn of(rivers: &[River]) -> Self {
        let mut net = Self::default();
        let mut ends = Vec::new();
        for (part, _) in rivers.iter().filter(|river| river.rank <= NAVIGABLE).flat_map(|river| &river.line.parts) {
            let first = net.nodes.len();
            net.nodes.extend(part);
            net.links.resize(net.nodes.len(), Vec::new());
            (first + 1..net.nodes.len()).for_each(|node| net.link(node - 1, node));
            ends.push((first, net.nodes.len() - 1));
        }
        for (first, last) in &ends {
            for end in [*first, *last] {
                let others = (0..net.nodes.len()).filter(|node| !(*first..=*last).contains(node));
                let nearest = others.min_by(|a, b| net.apart(end, *a).total_cmp(&net.apart(end, *b)));
                if let Some(other) = nearest.filter(|other| net.apart(end, *other) < MOUTH) {
                    net.link(end, other);
                }
            }
        }
        net
    }

    fn link(&mut self, a: usize, b: usize) {
        self.links[a].push(b);
        self.links[b].push(a);
    }

    fn apart(&self, a: usize, b: usize) -> f64 {
        self.nodes[a].distance(self.nodes[b])
    }

    /// The point of a river nearest to a place; `None` where there is none near it. Worked out once for each place.
    pub fn moored(&self, place: Plane) -> Option<Plane> {
        let key = [place.x, place.y].map(f64::to_bits);
        let mut moorings = self.moorings.lock().unwrap_or_else(PoisonError::into_inner);
        if moorings.len() > MOST_MOORINGS {
            moorings.clear();
        }
        *moorings.entry(key).or_insert_with(|| self.nearest(place).map(|node| self.nodes[node]))
    }

    fn nearest(&self, place: Plane) -> Option<usize> {
        let nearest = (0..self.nodes.len()).min_by(|a, b| self.nodes[*a].distance(place).total_cmp(&self.nodes[*b].distance(place)))?;
        (self.nodes[nearest].distance(place) < NEAR).then_some(nearest)
    }

    /// The shortest way by river between two places; `None` where one does not lie on a river, or no way leads from one to
    /// the other. Worked out once for each pair.
    pub fn way(&self, from: Plane, to: Plane) -> Option<Way> {
        let key = [from.x, from.y, to.x, to.y].map(f64::to_bits);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert_with(|| self.shortest(self.nearest(from)?, self.nearest(to)?).map(Arc::new)).clone()
    }

    /// Dijkstra 1959.
    fn shortest(&self, from: usize, to: usize) -> Option<Vec<Plane>> {
        let mut before = vec![usize::MAX; self.nodes.len()];
        let mut best = vec![f64::INFINITY; self.nodes.len()];
        let mut open = BinaryHeap::from([Reached { metres: 0.0, node: from }]);
        best[from] = 0.0;
        while let Some(Reached { metres, node }) = open.pop() {
            if node == to {
                break;
            }
            for next in self.links[node].iter().copied() {
                let there = metres + self.apart(node, next);
                if there < best[next] {
                    (best[next], before[next]) = (there, node);
                    open.push(Reached { metres: there, node: next });
                }
            }
        }
        let mut way = vec![self.nodes[to]];
        let mut node = to;
        while node != from {
            node = *before.get(node).filter(|before| **before != usize::MAX)?;
            way.push(self.nodes[node]);
        }
        way.reverse();
        Some(way)
    }
}

/// A node as far as it has been reached; the nearest comes first out of a heap.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reached {
    metres: f64,
    node: usize,
}

impl Eq for Reached {}

impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        other.metres.total_cmp(&self.metres).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The point a share (0 to 1) of the way along a line, and the line up to it.
pub fn up_to(way: &[Plane], share: f64) -> Vec<Plane> {
    let length: f64 = way.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    let mut rest = length * share.clamp(0.0, 1.0);
    let mut gone: Vec<Plane> = way.first().copied().into_iter().collect();
    for pair in way.windows(2) {
        let step = pair[0].distance(pair[1]);
        if rest <= step {
            gone.push(pair[0].lerp(pair[1], if step > 0.0 { rest / step } else { 0.0 }));
            break;
        }
        gone.push(pair[1]);
        rest -= step;
    }
    gone
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::cartography::{MapNames, PlaneLine};

    fn river(points: &[(f64, f64)]) -> River {
        let line = points.iter().map(|(x, y)| Plane { x: x * 1000.0, y: y * 1000.0 }).collect();
        River { names: MapNames::default(), rank: 1, is_sketch: false, line: Arc::new(PlaneLine::new(vec![line])) }
    }

    fn km(x: f64, y: f64) -> Plane {
        Plane { x: x * 1000.0, y: y * 1000.0 }
    }

    #[test]
    fn ships_go_from_a_river_into_another_by_its_mouth() {
        let net = Waterways::of(&[river(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)]), river(&[(102.0, 3.0), (100.0, 80.0)])]);
        let way = net.way(km(5.0, 4.0), km(104.0, 82.0)).unwrap();
        assert_eq!(*way, vec![km(0.0, 0.0), km(100.0, 0.0), km(102.0, 3.0), km(100.0, 80.0)]);
        assert_eq!(net.way(km(5.0, 4.0), km(300.0, 300.0)), None, "no river runs there");
        assert_eq!(net.moored(km(5.0, 4.0)), Some(km(0.0, 0.0)));
    }

    #[test]
    fn half_a_way_is_half_its_length() {
        let way = [km(0.0, 0.0), km(10.0, 0.0), km(10.0, 10.0)];
        assert_eq!(up_to(&way, 0.75), vec![km(0.0, 0.0), km(10.0, 0.0), km(10.0, 5.0)]);
    }
}

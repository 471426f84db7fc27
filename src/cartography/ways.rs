//! Ways by river and by rail: along the courses of the base map's rivers, from one into another where it flows into it, and
//! along its railways, from one onto another where they share a station.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Plane, PlaneLine, Railway, River};

/// A place further from every river or railway than this does not lie on one, metres: ports are right to some km.
const NEAR: f64 = 20_000.0;

/// An end of a river this near to another flows into it, metres.
const MOUTH: f64 = 8_000.0;

/// An end of a railway this near to another joins it, metres.
const JUNCTION: f64 = 3_000.0;

/// Nobody goes so much further by rail than a bird flies: a train that would have has taken a line that is not on record.
const LONGEST_DETOUR: f64 = 2.0;

/// Only rivers down to this rank carry ships.
const NAVIGABLE: u8 = 2;

/// So many moorings are remembered: ships at sea pass through as many places as there are instants.
const MOST_MOORINGS: usize = 500;

/// Both ends of a way, to the bit.
type Ends = [u64; 4];

/// A way along a net, from end to end.
pub type Way = Arc<Vec<Plane>>;

/// Rivers or railways as a net, with the ways that have been asked for.
#[derive(Debug, Default)]
pub struct Ways {
    /// A way longer than so many times its chord is none.
    longest_detour: Option<f64>,
    nodes: Vec<Plane>,
    links: Vec<Vec<usize>>,
    known: Mutex<BTreeMap<Ends, Option<Way>>>,
    moorings: Mutex<BTreeMap<[u64; 2], Option<Plane>>>,
}

impl Ways {
    /// The net of the rivers that carry ships.
    pub fn by_river(rivers: &[River]) -> Self {
        let navigable = rivers.iter().filter(|river| river.rank <= NAVIGABLE);
        Self::of(navigable.map(|river| &*river.line), MOUTH)
    }

    /// The net of the railways.
    pub fn by_rail(railways: &[Railway]) -> Self {
        let mut net = Self::of(railways.iter().map(|railway| &*railway.line), JUNCTION);
        net.link_shared_nodes();
        net.longest_detour = Some(LONGEST_DETOUR);
        net
    }

    /// The net of some lines, each with its ends led into another line where one is near.
    fn of<'a>(lines: impl Iterator<Item = &'a PlaneLine>, near: f64) -> Self {
        let mut net = Self::default();
        let mut ends = Vec::new();
        for (part, _) in lines.flat_map(|line| &line.parts) {
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
                if let Some(other) = nearest.filter(|other| net.apart(end, *other) < near) {
                    net.link(end, other);
                }
            }
        }
        net
    }

    /// Joins lines at the nodes they share, such as a station on two railways.
    fn link_shared_nodes(&mut self) {
        let mut first_at = BTreeMap::new();
        for node in 0..self.nodes.len() {
            let Plane { x, y } = self.nodes[node];
            let first = *first_at.entry([x, y].map(f64::to_bits)).or_insert(node);
            if first != node {
                self.link(first, node);
            }
        }
    }

    fn link(&mut self, a: usize, b: usize) {
        self.links[a].push(b);
        self.links[b].push(a);
    }

    fn apart(&self, a: usize, b: usize) -> f64 {
        self.nodes[a].distance(self.nodes[b])
    }

    /// The point of the net nearest to a place; `None` where there is none near it. Worked out once for each place.
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

    /// The shortest way along the net between two places; `None` where one does not lie on it, or no way leads from one to
    /// the other without too long a detour. Worked out once for each pair.
    pub fn way(&self, from: Plane, to: Plane) -> Option<Way> {
        let key = [from.x, from.y, to.x, to.y].map(f64::to_bits);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let find = || {
            let way = self.shortest(self.nearest(from)?, self.nearest(to)?)?;
            let most = self.longest_detour.map_or(f64::INFINITY, |times| times * from.distance(to));
            (length(&way) <= most).then(|| Arc::new(way))
        };
        known.entry(key).or_insert_with(find).clone()
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
        // Where lines share a station, each has it.
        way.dedup();
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

fn length(way: &[Plane]) -> f64 {
    way.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// The point a share (0 to 1) of the way along a line, and the line up to it.
pub fn up_to(way: &[Plane], share: f64) -> Vec<Plane> {
    let mut rest = length(way) * share.clamp(0.0, 1.0);
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

    fn railway(points: &[(f64, f64)]) -> Railway {
        let River { line, .. } = river(points);
        Railway { id: String::new(), names: MapNames::default(), gauge_mm: 1435, tracks: "single".to_owned(), line }
    }

    fn km(x: f64, y: f64) -> Plane {
        Plane { x: x * 1000.0, y: y * 1000.0 }
    }

    #[test]
    fn ships_go_from_a_river_into_another_by_its_mouth() {
        let net = Ways::by_river(&[river(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)]), river(&[(102.0, 3.0), (100.0, 80.0)])]);
        let way = net.way(km(5.0, 4.0), km(104.0, 82.0)).unwrap();
        assert_eq!(*way, vec![km(0.0, 0.0), km(100.0, 0.0), km(102.0, 3.0), km(100.0, 80.0)]);
        assert_eq!(net.way(km(5.0, 4.0), km(300.0, 300.0)), None, "no river runs there");
        assert_eq!(net.moored(km(5.0, 4.0)), Some(km(0.0, 0.0)));
    }

    #[test]
    fn trains_change_lines_at_a_station_and_go_round_a_bay_but_not_round_a_sea() {
        let trunk = railway(&[(0.0, 0.0), (50.0, 40.0), (100.0, 0.0)]);
        let branch = railway(&[(50.0, 40.0), (50.0, 90.0)]);
        let around = railway(&[(0.0, 2.0), (0.0, -300.0), (100.0, -300.0), (105.0, -5.0)]);
        let net = Ways::by_rail(&[trunk, branch, around]);
        assert_eq!(*net.way(km(0.0, 0.0), km(50.0, 90.0)).unwrap(), vec![km(0.0, 0.0), km(50.0, 40.0), km(50.0, 90.0)]);
        assert_eq!(net.way(km(0.0, 2.0), km(105.0, -5.0)).map(|way| way.len()), None, "no train went that far round");
    }

    #[test]
    fn half_a_way_is_half_its_length() {
        let way = [km(0.0, 0.0), km(10.0, 0.0), km(10.0, 10.0)];
        assert_eq!(up_to(&way, 0.75), vec![km(0.0, 0.0), km(10.0, 0.0), km(10.0, 5.0)]);
    }
}

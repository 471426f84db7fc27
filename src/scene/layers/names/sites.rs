//! Where names of the ground can stand at a scale: states on their own land, rivers along quiet stretches of their
//! course, lakes wide enough to hold their names.

use std::collections::{BTreeMap, BTreeSet};

use super::ground;
use crate::campaign::Language;
use crate::cartography::{LabelKind, Plane, River, ScaleBand};
use crate::scene::{MapInput, TextStyle};

/// Names of one river stand this far apart, points.
const APART: f64 = 500.0;
/// And never nearer than this, points.
const NEAREST: f64 = 160.0;
/// Distance of a river's name from the river, points.
const CLEAR: f64 = 3.0;
/// A stretch that bends more than this cannot be read: the share of its chord in its length.
const STRAIGHTEST: f64 = 0.86;
/// Steps of zoom a doubling of the scale is divided into; within one, names keep their sites.
const STEPS: f64 = 6.0;

/// What sites follow from: step of zoom, band, language, and width of the map in steps of 40 points.
pub type Key = (i64, ScaleBand, Language, i64);

/// A river's name at one stretch of its course.
#[derive(Clone, Debug, PartialEq)]
pub struct RiverName {
    /// The name.
    pub name: String,
    /// The river's rank.
    pub rank: u8,
    /// Baselines it can be set on, best first.
    pub paths: Vec<Vec<Plane>>,
}

/// Where names can stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sites {
    /// Names of rivers.
    pub rivers: Vec<RiverName>,
    /// Points on its own land for each name of a state, by number, nearest to its place first.
    pub states: BTreeMap<usize, Vec<Plane>>,
    /// Where the name of a sea lies on its water, by number; one that finds none at this scale is not set.
    pub seas: BTreeMap<usize, Plane>,
    /// The numbers of lakes that hold their names.
    pub wide_lakes: BTreeSet<usize>,
}

impl Sites {
    /// What the sites of an input follow from.
    pub fn key(input: &MapInput<'_>) -> Key {
        (
            (input.view.metres_per_point.log2() * STEPS).floor() as i64,
            input.band(),
            input.language,
            (input.sheet().map.width() / 40.0) as i64,
        )
    }

    /// Metres to a point in the middle of the step of zoom, so that the sites follow from the key alone.
    fn metres(input: &MapInput<'_>) -> f64 {
        ((Self::key(input).0 as f64 + 0.5) / STEPS).exp2()
    }

    /// Finds the sites for an input, with those of rivers.
    pub fn find(input: &MapInput<'_>) -> Self {
        let metres = Self::metres(input);
        let mut sites = Self { rivers: RiverName::find(input), ..Self::default() };
        let level = super::level(input.band());
        for (number, label) in input.basemap.labels.iter().enumerate().filter(|(_, label)| label.level <= level) {
            let (text, style, _) = super::setting(input, label, super::name_of(input, &label.names));
            let half = style.width(&text) / 2.0 * metres;
            match label.kind {
                LabelKind::Polity => {
                    let widths = super::state_lines(input, &text, style).into_iter().map(|line| style.width(&line));
                    let half = widths.fold(0.0, f64::max) / 2.0 * metres;
                    let named = |polity: &&crate::cartography::Polity| polity.names.or_english("en") == label.names.or_english("en");
                    let area = input.basemap.coarse.polities.iter().find(named).map(|polity| &*polity.area);
                    let land = &input.basemap.coarse.land;
                    sites.states.insert(number, ground::spots_of_state(label.position, half, metres, area, land));
                }
                LabelKind::Lake => {
                    let ends = [-half, 0.0, half].map(|dx| Plane { x: label.position.x + dx, y: label.position.y });
                    if input.basemap.lakes.iter().any(|lake| ends.iter().all(|end| lake.area.contains(*end))) {
                        sites.wide_lakes.insert(number);
                    }
                }
                LabelKind::Sea => {
                    let along = (-super::upright(label.angle_deg)).to_radians();
                    let spot = ground::spot_in_water(label.position, (half, along), metres, &input.basemap.coarse.land);
                    sites.seas.extend(spot.map(|spot| (number, spot)));
                }
                _ => {}
            }
        }
        sites
    }
}

impl RiverName {
    /// Finds those of all rivers that are named at the scale of an input.
    fn find(input: &MapInput<'_>) -> Vec<Self> {
        let most = match input.band() {
            ScaleBand::Theatre => 2,
            ScaleBand::Army => 3,
            ScaleBand::Division | ScaleBand::Local => 4,
        };
        let mut names = Vec::new();
        for river in input.basemap.rivers.iter().filter(|river| river.rank <= most) {
            name_river(input, river, Sites::metres(input), &mut names);
        }
        names
    }
}

/// The stretches of a river that can carry its name.
fn name_river(input: &MapInput<'_>, river: &River, metres: f64, out: &mut Vec<RiverName>) {
    let name = super::name_of(input, &river.names);
    let name = name.split(['(', '（']).next().map_or(name, str::trim);
    let style: TextStyle = super::river_style(input);
    let width = style.width(name) * 1.06 * metres;
    let middle = |path: &Vec<Plane>| path[path.len() / 2];
    let mut middles: Vec<Plane> = out.iter().filter(|other| other.name == name).flat_map(|other| &other.paths).map(middle).collect();
    for (part, _) in river.line.level(metres) {
        let course = Measured::new(part);
        let length = course.length();
        if length < width * 1.5 || name.is_empty() {
            continue;
        }
        let count = (length / (APART * metres)).round().max(1.0) as u32;
        let share = length / f64::from(count);
        for k in 0..count {
            let paths = quiet_stretches(&course, (f64::from(k) * share, f64::from(k + 1) * share), width, metres, style.size);
            // Two neighbouring stretches need not both say whose they are.
            let is_apart = |path: &Vec<Plane>| middles.iter().all(|other| is_apart(*other, middle(path), NEAREST * metres));
            let paths: Vec<Vec<Plane>> = paths.into_iter().filter(is_apart).collect();
            if !paths.is_empty() {
                middles.extend(paths.iter().map(middle));
                out.push(RiverName { name: name.to_owned(), rank: river.rank, paths });
            }
        }
    }
}

/// Whether two points are further apart than this. Most are by one of their coordinates alone, which is sooner known.
fn is_apart(a: Plane, b: Plane, by: f64) -> bool {
    (a.x - b.x).abs() > by || (a.y - b.y).abs() > by || a.distance(b) > by
}

/// The straightest stretches of a line between two lengths along it, as baselines on both sides of the river.
fn quiet_stretches(course: &Measured<'_>, (from, to): (f64, f64), width: f64, metres: f64, size: f64) -> Vec<Vec<Plane>> {
    let starts = (0..12).map(|k| from + (to - from - width).max(0.0) * f64::from(k) / 11.0);
    let straightness = |start: f64| course.at(start).distance(course.at(start + width)) / width;
    let mut stretches: Vec<(f64, f64)> = starts.map(|start| (straightness(start), start)).collect();
    stretches.retain(|(straightness, _)| *straightness >= STRAIGHTEST);
    stretches.sort_by(|a, b| b.0.total_cmp(&a.0));
    let points = |start: f64| (0..=8).map(|k| course.at(start + width * f64::from(k) / 8.0)).collect::<Vec<Plane>>();
    let readable = |points: Vec<Plane>| if reads_backwards(&points) { points.into_iter().rev().collect() } else { points };
    let kept = stretches.into_iter().take(4).map(|(_, start)| readable(points(start)));
    kept.flat_map(|points| [1.0, -1.0].map(|side| baseline(&points, side, metres, size))).collect()
}

fn reads_backwards(points: &[Plane]) -> bool {
    let (a, b) = (points[0], points[points.len() - 1]);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    if dx.abs() < 0.15 * dy.abs() { dy < 0.0 } else { dx < 0.0 }
}

/// A gentle curve over (`side` 1) or under (−1) a stretch of river, clear of its bends: the parabola through its ends that
/// fits its middle.
fn baseline(points: &[Plane], side: f64, metres: f64, size: f64) -> Vec<Plane> {
    let (a, b) = (points[0], points[points.len() - 1]);
    let span = a.distance(b).max(1.0);
    let (ux, uy) = ((b.x - a.x) / span, (b.y - a.y) / span);
    let local = |p: &Plane| ((p.x - a.x) * ux + (p.y - a.y) * uy, (p.y - a.y) * ux - (p.x - a.x) * uy);
    let bow: Vec<(f64, f64)> = points.iter().map(local).map(|(along, up)| ((along / span).clamp(0.0, 1.0), up)).collect();
    let shape = |share: f64| 4.0 * share * (1.0 - share);
    let weight: f64 = bow.iter().map(|(share, _)| shape(*share).powi(2)).sum();
    let height = bow.iter().map(|(share, up)| shape(*share) * up).sum::<f64>() / weight.max(1e-9);
    let highest = bow.iter().map(|(share, up)| (up - height * shape(*share)) * side).fold(0.0, f64::max);
    // Under the river stand the tops of the letters, over it their feet.
    let clear = highest + (CLEAR + if side < 0.0 { size * 0.72 } else { 0.0 }) * metres;
    (0..=8)
        .map(|k| f64::from(k) / 8.0)
        .map(|share| (share * span, height * shape(share) + side * clear))
        .map(|(along, up)| Plane { x: a.x + along * ux - up * uy, y: a.y + along * uy + up * ux })
        .collect()
}

/// A line with the length from its start to each vertex, so that its points are found at once.
struct Measured<'a> {
    line: &'a [Plane],
    lengths: Vec<f64>,
}

impl<'a> Measured<'a> {
    fn new(line: &'a [Plane]) -> Self {
        let mut lengths = vec![0.0];
        for pair in line.windows(2) {
            lengths.push(lengths[lengths.len() - 1] + pair[0].distance(pair[1]));
        }
        Self { line, lengths }
    }

    fn length(&self) -> f64 {
        self.lengths[self.lengths.len() - 1]
    }

    /// The point at a length along it; its end beyond that.
    fn at(&self, length: f64) -> Plane {
        let next = self.lengths.partition_point(|before| *before < length);
        match (next.checked_sub(1), self.line.get(next)) {
            (Some(before), Some(point)) => {
                let step = self.lengths[next] - self.lengths[before];
                self.line[before].lerp(*point, (length - self.lengths[before]) / step)
            }
            (None, Some(first)) => *first,
            (_, None) => self.line.last().copied().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_clear_of_its_river_on_either_side() {
        let bend: Vec<Plane> = (0..=8).map(|k| Plane { x: f64::from(k) * 1000.0, y: if k == 4 { 900.0 } else { 0.0 } }).collect();
        for side in [1.0, -1.0] {
            let path = baseline(&bend, side, 100.0, 11.0);
            for (point, river) in path.iter().zip(&bend) {
                assert!((point.y - river.y) * side > 100.0, "{side}: {point:?} beside {river:?}");
            }
        }
    }
}

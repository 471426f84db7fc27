//! Still geometry of the plane, shared between scenes by reference: areas with their triangles, lines with their bounds.

use std::sync::OnceLock;

use geo::{Simplify, TriangulateEarcut};

use super::{Geo, Page, Plane, PlaneRect, Projection, View};

/// No straight line in longitude and latitude is drawn longer than this before it is bent, degrees.
const LONGEST_STEP: f64 = 0.5;

/// Triangles that fill an area: corners, and three indexes a triangle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Triangles {
    /// Corners in the plane.
    pub vertices: Vec<Plane>,
    /// Indexes into `vertices`, three a triangle, winding not fixed.
    pub indices: Vec<u32>,
}

/// Polygons of the plane. The first ring of each is its outline, the others are holes; rings are closed (first point repeated).
#[derive(Debug, Default)]
pub struct PlaneArea {
    /// Polygons of rings.
    pub polygons: Vec<Vec<Vec<Plane>>>,
    /// A rectangle around all of it.
    pub bounds: Option<PlaneRect>,
    triangles: OnceLock<Triangles>,
    levels: [OnceLock<Triangles>; LEVELS.len()],
    belts: OnceLock<Belts>,
}

impl PlaneArea {
    /// Polygons from rings of the plane.
    pub fn new(polygons: Vec<Vec<Vec<Plane>>>) -> Self {
        let bounds = polygons.iter().flatten().flatten().next().is_some().then(|| PlaneRect::around(polygons.iter().flatten().flatten()));
        Self { polygons, bounds, triangles: OnceLock::new(), levels: Default::default(), belts: OnceLock::new() }
    }

    /// The triangles that fill it, cut once.
    pub fn triangles(&self) -> &Triangles {
        self.triangles.get_or_init(|| cut(&self.polygons, 0.0))
    }

    /// The triangles that fill it in as much detail as the scale shows, cut once a level. Islands too small to be seen are
    /// left out.
    pub fn triangles_for(&self, metres_per_point: f64) -> &Triangles {
        match level(metres_per_point) {
            Some(level) => self.levels[level].get_or_init(|| cut(&self.polygons, LEVELS[level].1)),
            None => self.triangles(),
        }
    }

    /// Makes ready what it is drawn from at all scales of less than so many metres to a point.
    pub fn prepare(&self, below: f64) {
        for (from, _) in LEVELS.iter().filter(|(from, _)| *from < below) {
            self.triangles_for(*from);
        }
    }

    /// Whether a point lies in it, by the even-odd rule.
    pub fn contains(&self, point: Plane) -> bool {
        let is_odd = || match self.belts.get() {
            Some(belts) => crossings_odd(belts.at(point.y).iter().copied(), point),
            None => crossings_odd(self.polygons.iter().flatten().flat_map(|ring| ring.windows(2)).map(|pair| [pair[0], pair[1]]), point),
        };
        self.bounds.is_some_and(|bounds| bounds.contains(point)) && is_odd()
    }

    /// Where a parallel of the plane's x axis crosses its outlines, from west to east: a point of it lies inside where an odd
    /// number of crossings lie east of it. Quicker than [`Self::contains`] where many points have the same y.
    pub fn crossings(&self, y: f64) -> Vec<f64> {
        let Some(bounds) = self.bounds else { return Vec::new() };
        let belts = self.belts.get_or_init(|| Belts::of(&self.polygons, &bounds));
        crossings(belts.at(y).iter().copied(), y)
    }

    /// The number of corners.
    pub fn num_vertices(&self) -> usize {
        self.polygons.iter().flatten().map(Vec::len).sum()
    }
}

/// The edges of an area by belts along the x axis, so that those at one y are found without a look at all others.
#[derive(Debug)]
struct Belts {
    south: f64,
    height: f64,
    /// From south to north; an edge stands in each belt it touches.
    edges: Vec<Vec<[Plane; 2]>>,
}

/// Belts that an area is divided into.
const BELTS: usize = 128;

impl Belts {
    fn of(polygons: &[Vec<Vec<Plane>>], bounds: &PlaneRect) -> Self {
        let height = ((bounds.max.y - bounds.min.y) / BELTS as f64).max(1.0);
        let mut belts = Self { south: bounds.min.y, height, edges: vec![Vec::new(); BELTS + 1] };
        for pair in polygons.iter().flatten().flat_map(|ring| ring.windows(2)) {
            let [a, b] = [pair[0], pair[1]];
            for number in belts.number(a.y.min(b.y))..=belts.number(a.y.max(b.y)) {
                belts.edges[number].push([a, b]);
            }
        }
        belts
    }

    fn number(&self, y: f64) -> usize {
        (((y - self.south) / self.height).max(0.0) as usize).min(BELTS)
    }

    /// The edges that may cross a parallel.
    fn at(&self, y: f64) -> &[[Plane; 2]] {
        &self.edges[self.number(y)]
    }
}

/// Where a parallel of the plane's x axis crosses edges, from west to east.
pub fn crossings(edges: impl Iterator<Item = [Plane; 2]>, y: f64) -> Vec<f64> {
    let crossed = edges.filter(|[a, b]| (a.y > y) != (b.y > y));
    let mut at: Vec<f64> = crossed.map(|[a, b]| (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x).collect();
    at.sort_unstable_by(f64::total_cmp);
    at
}

/// Polygons as triangles, without the vertices that lie within a tolerance (metres) of the outline without them.
fn cut(polygons: &[Vec<Vec<Plane>>], tolerance: f64) -> Triangles {
    let ring_of = |ring: &Vec<Plane>| {
        let ring: geo::LineString = ring.iter().map(|p| (p.x, p.y)).collect();
        if tolerance > 0.0 { ring.simplify(tolerance) } else { ring }
    };
    let mut all = Triangles::default();
    for polygon in polygons {
        let is_seen = |ring: &geo::LineString| ring.0.len() > 3;
        let mut rings = polygon.iter().map(ring_of);
        let Some(outline) = rings.next().filter(is_seen) else { continue };
        let cut = geo::Polygon::new(outline, rings.filter(is_seen).collect()).earcut_triangles_raw();
        let base = all.vertices.len();
        all.vertices.extend(cut.vertices.iter().map(|v| Plane { x: v[0], y: v[1] }));
        all.indices.extend(cut.triangle_indices.iter().map(|index| (base + index) as u32));
    }
    all
}

/// A part of a line with a rectangle around it.
type Part = (Vec<Plane>, PlaneRect);

/// Generalized levels of lines and outlines: from this many metres to a point on, with vertices left out that lie within
/// so many metres of it (Ramer 1972, Douglas and Peucker 1973); 0.45 points at most, near the ground 0.35.
const LEVELS: [(f64, f64); 11] = [
    (24e3, 10_800.0),
    (16e3, 7200.0),
    (6000.0, 2700.0),
    (3000.0, 1350.0),
    (2000.0, 900.0),
    (1600.0, 720.0),
    (1300.0, 585.0),
    (900.0, 405.0),
    (600.0, 210.0),
    (400.0, 140.0),
    (250.0, 87.5),
];

/// The level for a scale; `None` where all detail is shown.
fn level(metres_per_point: f64) -> Option<usize> {
    LEVELS.iter().position(|(from, _)| metres_per_point >= *from)
}

/// Polylines of the plane that are drawn alike.
#[derive(Debug, Default)]
pub struct PlaneLine {
    /// Each part with a rectangle around it.
    pub parts: Vec<Part>,
    levels: [OnceLock<Vec<Part>>; LEVELS.len()],
}

impl PlaneLine {
    /// Lines from their vertices.
    pub fn new(parts: Vec<Vec<Plane>>) -> Self {
        Self {
            levels: Default::default(),
            parts: parts
                .into_iter()
                .filter(|part| part.len() > 1)
                .map(|part| {
                    let bounds = PlaneRect::around(&part);
                    (part, bounds)
                })
                .collect(),
        }
    }

    /// Whether a part of it may lie on the page.
    pub fn is_on_page(&self, view: &View) -> bool {
        let bounds = view.bounds();
        self.parts.iter().any(|(_, part_bounds)| part_bounds.overlaps(&bounds))
    }

    /// The point of it nearest to another, with a unit vector along the line there.
    pub fn nearest(&self, to: Plane) -> Option<(Plane, [f64; 2])> {
        let pairs = self.parts.iter().flat_map(|(part, _)| part.windows(2)).filter(|pair| pair[0] != pair[1]);
        let feet = pairs.map(|pair| {
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let length = dx.hypot(dy);
            let share = ((to.x - pair[0].x) * dx + (to.y - pair[0].y) * dy) / (length * length);
            (pair[0].lerp(pair[1], share.clamp(0.0, 1.0)), [dx / length, dy / length])
        });
        feet.min_by(|a, b| a.0.distance(to).total_cmp(&b.0.distance(to)))
    }

    /// The parts in as much detail as the scale shows, each with a rectangle around it.
    pub fn level(&self, metres_per_point: f64) -> &[Part] {
        level(metres_per_point).map_or(&self.parts, |level| {
            let tolerance = LEVELS[level].1;
            // An islet smaller than the tolerance is no more than a speck.
            let is_seen = |bounds: &PlaneRect| bounds.max.x - bounds.min.x > tolerance || bounds.max.y - bounds.min.y > tolerance;
            let parts = self.parts.iter().filter(move |(_, bounds)| is_seen(bounds));
            self.levels[level].get_or_init(|| parts.map(|(part, bounds)| (generalized(part, tolerance), *bounds)).collect())
        })
    }

    /// Makes ready what it is drawn from at all scales of less than so many metres to a point.
    pub fn prepare(&self, below: f64) {
        for (from, _) in LEVELS.iter().filter(|(from, _)| *from < below) {
            self.level(*from);
        }
    }

    /// The parts that lie on the page, or near its edge, in page points.
    pub fn on_page(&self, view: &View) -> Vec<Vec<Page>> {
        self.runs_on_page(view).into_iter().map(|(_, run)| run).collect()
    }

    /// The parts that lie on the page, each with the length of the line before it, points: dashes counted from there stay
    /// on the ground while the map is panned.
    pub fn runs_on_page(&self, view: &View) -> Vec<(f64, Vec<Page>)> {
        let page = view.page().grown(BLEED);
        let bounds = view.bounds();
        let mut runs: Vec<(f64, Vec<Page>)> = Vec::new();
        for (part, _) in self.level(view.metres_per_point).iter().filter(|(_, part_bounds)| part_bounds.overlaps(&bounds)) {
            let mut run: Vec<Page> = Vec::new();
            let (mut along, mut start) = (0.0, 0.0);
            let mut before: Option<Page> = None;
            for plane in part {
                let point = view.page_from_plane(*plane);
                if let Some(a) = before {
                    let is_seen = a.x.min(point.x) <= page.max.x
                        && a.x.max(point.x) >= page.min.x
                        && a.y.min(point.y) <= page.max.y
                        && a.y.max(point.y) >= page.min.y;
                    if is_seen {
                        if run.is_empty() {
                            run.push(a);
                            start = along;
                        }
                        run.push(point);
                    } else if !run.is_empty() {
                        runs.push((start, std::mem::take(&mut run)));
                    }
                    along += a.distance(point);
                }
                before = Some(point);
            }
            if !run.is_empty() {
                runs.push((start, run));
            }
        }
        runs
    }
}

/// Lines are cut off this far outside the page, points.
const BLEED: f64 = 12.0;

/// Vertices in degrees to the plane; long steps are divided, so that parallels bend.
pub fn plane_line(projection: &Projection, vertices: &[Geo]) -> Vec<Plane> {
    let mut line = Vec::with_capacity(vertices.len());
    for (number, geo) in vertices.iter().enumerate() {
        if let Some(before) = number.checked_sub(1).map(|before| vertices[before]) {
            let steps = ((geo.lon - before.lon).abs().max((geo.lat - before.lat).abs()) / LONGEST_STEP).floor() as u32;
            for step in 1..=steps {
                let share = f64::from(step) / f64::from(steps + 1);
                let between = Geo { lon: before.lon + (geo.lon - before.lon) * share, lat: before.lat + (geo.lat - before.lat) * share };
                line.push(projection.plane_from_geo(between));
            }
        }
        line.push(projection.plane_from_geo(*geo));
    }
    line
}

/// A line without the vertices that lie within a tolerance (metres) of it.
pub fn generalized(line: &[Plane], tolerance: f64) -> Vec<Plane> {
    let line: geo::LineString = line.iter().map(|p| (p.x, p.y)).collect();
    line.simplify(tolerance).coords().map(|c| Plane { x: c.x, y: c.y }).collect()
}

/// Whether an odd number of edges lies east of a point.
fn crossings_odd(edges: impl Iterator<Item = [Plane; 2]>, point: Plane) -> bool {
    edges.fold(false, |inside, [a, b]| {
        let crosses = (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x;
        inside != crosses
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Vec<Plane> {
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)].map(|(dx, dy)| Plane { x: x + dx * side, y: y + dy * side }).to_vec()
    }

    #[test]
    fn triangles_cover_the_area_but_not_its_hole() {
        let area = PlaneArea::new(vec![vec![square(0.0, 0.0, 10.0), square(4.0, 4.0, 2.0)], vec![square(20.0, 0.0, 1.0)]]);
        let triangles = area.triangles();
        let covered: f64 = triangles
            .indices
            .chunks(3)
            .map(|t| {
                let [a, b, c] = [0, 1, 2].map(|k| triangles.vertices[t[k] as usize]);
                ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).abs() / 2.0
            })
            .sum();
        assert!((covered - (100.0 - 4.0 + 1.0)).abs() < 1e-9, "{covered}");
        assert!(
            area.contains(Plane { x: 1.0, y: 1.0 })
                && !area.contains(Plane { x: 5.0, y: 5.0 })
                && !area.contains(Plane { x: 15.0, y: 0.5 })
        );
    }

    #[test]
    fn crossings_with_a_parallel_tell_what_lies_inside() {
        let zigzag: Vec<Plane> = (0..600).map(|k| Plane { x: f64::from(k % 7) * 9.0, y: f64::from(k) * 3.1 }).collect();
        let back = [Plane { x: 900.0, y: 1800.0 }, Plane { x: 700.0, y: -40.0 }, zigzag[0]];
        let area = PlaneArea::new(vec![vec![zigzag.into_iter().chain(back).collect()], vec![square(1000.0, 40.0, 30.0)]]);
        for step in -20..420 {
            let (y, mut inside) = (f64::from(step) * 4.7, 0);
            let crossings = area.crossings(y);
            for x in (-10..110).map(|column| f64::from(column) * 10.3) {
                let is_inside = crossings.iter().filter(|at| **at > x).count() % 2 == 1;
                assert_eq!(is_inside, area.contains(Plane { x, y }), "{x} {y}");
                inside += usize::from(is_inside);
            }
            assert_eq!(inside > 0, (-40.0..=1865.0).contains(&y) && !crossings.is_empty(), "{y}");
        }
    }

    #[test]
    fn the_nearest_point_of_a_line_may_lie_between_its_vertices() {
        let at = |x: f64, y: f64| Plane { x, y };
        let line = PlaneLine::new(vec![vec![at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0)]]);
        assert_eq!(line.nearest(at(4.0, 3.0)), Some((at(4.0, 0.0), [1.0, 0.0])));
        assert_eq!(line.nearest(at(30.0, 30.0)), Some((at(10.0, 10.0), [0.0, 1.0])));
        assert_eq!(PlaneLine::default().nearest(at(0.0, 0.0)), None);
    }

    #[test]
    fn the_crossings_of_a_parallel_tell_what_lies_inside() {
        let area = PlaneArea::new(vec![vec![square(0.0, 0.0, 10.0), square(4.0, 4.0, 2.0)], vec![square(20.0, 0.0, 1.0)]]);
        for (x, y) in (0..230).flat_map(|x| [0.5, 3.0, 4.5, 9.5, 11.0].map(|y| (f64::from(x) / 10.0 + 0.03, y))) {
            let east = area.crossings(y).iter().filter(|at| x < **at).count();
            assert_eq!(east % 2 == 1, area.contains(Plane { x, y }), "{x} {y}");
        }
    }

    #[test]
    fn a_long_parallel_is_bent_on_the_page() {
        let projection = Projection::lambert([40.0, 50.0], 124.0, 46.0);
        let line = plane_line(&projection, &[Geo { lon: 124.0, lat: 38.0 }, Geo { lon: 129.0, lat: 38.0 }]);
        assert!(line.len() > 5);
        let middle = line[line.len() / 2];
        assert!(line[0].y < middle.y.max(line[line.len() - 1].y));
    }
}

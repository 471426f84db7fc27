//! The front line, pockets and day contours: edges of the ground taken, as lines with what is known of them.

use super::arrival::ArrivalField;
use super::contour::{Edge, EdgeLine, join};
use crate::campaign::{Calendar, Instant, Period, PlaceIdx, Status};
use crate::cartography::{Plane, PlaneRect};

/// Changes of status shorter than this are passed over, metres.
const SHORTEST: f64 = 15_000.0;

/// Points of a line nearer than this to the one before are left out, points of the page, and at most so many metres.
const SPACING: f64 = 4.0;
const MOST_SPACING: f64 = 800.0;

/// A pocket that leans on a coast or a border is at most this large, km², and open there on at most this length, metres.
const LEANING_KM2: f64 = 3_000.0;
const LEANING_GAP: f64 = 80_000.0;

/// Works on a coast or a border may lie outside the straight line that closes their pocket, by this much, metres.
const LEANING_NEAR: f64 = 8_000.0;

/// How a stretch of the front line is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineStatus {
    /// Near an attested waypoint or capture.
    Attested,
    /// Between records.
    Inferred,
    /// The edge of what is known: beyond it there is no record.
    Unknown,
}

/// A stretch of the front line.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontStretch {
    /// How it is known.
    pub status: LineStatus,
    /// Its points; the attacker stands to the left.
    pub points: Vec<Plane>,
}

/// Defended ground that the advance has closed around.
#[derive(Clone, Debug, PartialEq)]
pub struct Pocket {
    /// Its outline, closed (first point repeated); the attacker stands to the left, the pocket lies to the right.
    pub ring: Vec<Plane>,
    /// The place that holds out in it.
    pub place: PlaceIdx,
    /// Its area in the plane, km².
    pub km2: f64,
    /// Whether part of its outline is a coast or a border.
    pub leans: bool,
}

/// The line between the two camps at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontLine {
    /// Its stretches; none runs along a coast or the old border.
    pub stretches: Vec<FrontStretch>,
    /// Ground cut off behind it.
    pub pockets: Vec<Pocket>,
}

/// The edge of the ground taken at a midnight.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseLine {
    /// The civil day that ends then, counted from D+0: "reached by".
    pub day: i64,
    /// The midnight.
    pub instant: Instant,
    /// Its lines.
    pub lines: Vec<Vec<Plane>>,
}

impl ArrivalField {
    /// The front line and the pockets at an instant; only what touches the window, where one is given. Pockets are
    /// found whole only where they lie in it.
    pub fn front_line(&self, instant: Instant, window: Option<PlaneRect>, metres_per_point: f64) -> FrontLine {
        let hours = self.epoch().hours(instant);
        let mut front = self.lines(hours, window, metres_per_point);
        for (points, reached) in self.limits() {
            open_runs(points, reached, hours, &mut front.stretches);
        }
        front
    }

    /// The edge of the ground taken at each midnight of a period at which it had moved, outside of what held out; only
    /// what touches the window, where one is given.
    pub fn phase_lines(&self, calendar: &Calendar, period: Period, window: Option<PlaneRect>, metres_per_point: f64) -> Vec<PhaseLine> {
        let days: Vec<i64> = (calendar.day_of(period.start)..=calendar.day_of(period.end.plus(-1))).collect();
        let hours: Vec<f32> = days.iter().map(|day| self.epoch().hours(calendar.day_start(day + 1))).collect();
        let line = |(day, edges): (i64, Vec<Edge>)| {
            let outside = join(&edges).into_iter().flat_map(|line| self.outside_pockets(&line.points));
            let lines: Vec<Vec<Plane>> = outside.map(|points| smoothed(&thinned(points, MOST_SPACING))).collect();
            PhaseLine { day, instant: calendar.day_start(day + 1), lines }
        };
        let edges = self.open_edges(&hours, window, metres_per_point);
        days.into_iter().zip(edges).map(line).filter(|line| !line.lines.is_empty()).collect()
    }

    /// The runs of a line that lie outside of ground that held out: there, days would crowd at its edge.
    fn outside_pockets(&self, points: &[Plane]) -> Vec<Vec<Plane>> {
        let runs = points.split(|point| self.is_pocket_at(*point));
        runs.filter(|run| run.len() > 1).map(<[Plane]>::to_vec).collect()
    }

    fn lines(&self, hours: f32, window: Option<PlaneRect>, metres_per_point: f64) -> FrontLine {
        let mut front = FrontLine::default();
        let holding_out = self.holding_out(hours);
        let spacing = spacing(metres_per_point);
        for line in join(&self.edges(hours, window, metres_per_point)) {
            match pocket(&line, &holding_out, spacing) {
                Some(pocket) => front.pockets.push(pocket),
                None => self.stretches(&thinned(line.points, spacing), &mut front.stretches),
            }
        }
        front
    }

    /// Cuts a line where its status changes.
    fn stretches(&self, points: &[Plane], stretches: &mut Vec<FrontStretch>) {
        let status = |pair: &[Plane]| match self.status_near(pair[0].lerp(pair[1], 0.5)) {
            Status::Attested => LineStatus::Attested,
            _ => LineStatus::Inferred,
        };
        let mut runs: Vec<(LineStatus, usize, f64)> = Vec::new();
        for pair in points.windows(2) {
            let (status, length) = (status(pair), pair[0].distance(pair[1]));
            match runs.last_mut() {
                Some(run) if run.0 == status => {
                    run.1 += 1;
                    run.2 += length;
                }
                _ => runs.push((status, 1, length)),
            }
        }
        let mut joined: Vec<(LineStatus, usize)> = Vec::new();
        for (status, count, length) in runs {
            match joined.last_mut() {
                Some(run) if run.0 == status || length < SHORTEST => run.1 += count,
                _ => joined.push((status, count)),
            }
        }
        let mut first = 0;
        for (status, count) in joined {
            stretches.push(FrontStretch { status, points: points[first..=first + count].to_vec() });
            first += count;
        }
    }
}

/// The runs of a limit that were reached by an hour.
fn open_runs(points: &[Plane], reached: &[f32], hours: f32, stretches: &mut Vec<FrontStretch>) {
    let mut run: Vec<Plane> = Vec::new();
    let mut end = |run: &mut Vec<Plane>| {
        if run.len() > 1 {
            stretches.push(FrontStretch { status: LineStatus::Unknown, points: thinned(std::mem::take(run), MOST_SPACING) });
        }
        run.clear();
    };
    for number in 0..points.len() {
        let is_in = reached[number] <= hours;
        if let Some(before) = number.checked_sub(1) {
            let was_in = reached[before] <= hours;
            if is_in != was_in {
                let share = f64::from((hours - reached[before]) / (reached[number] - reached[before]));
                run.push(points[before].lerp(points[number], share));
            }
        }
        if is_in { run.push(points[number]) } else { end(&mut run) }
    }
    end(&mut run);
}

/// A line as a pocket, if it is one: a ring around a place whose works hold out, or a short line around one from a coast
/// or border back to it. Other ground left behind, a gap that has yet to close, is not a pocket.
fn pocket(line: &EdgeLine, holding_out: &[(PlaceIdx, Plane)], spacing: f64) -> Option<Pocket> {
    let (first, last) = (line.points[0], line.points[line.points.len() - 1]);
    let area = -twice_area(&line.points) / 2e6;
    if area <= 0.0 {
        return None;
    }
    let mut ring = thinned(line.points.clone(), spacing);
    if first != last {
        ring.push(first);
    }
    let leans = !line.is_ring;
    let holds = |at: Plane| contains(&ring, at) || (leans && from_segment(at, last, first) < LEANING_NEAR);
    let place = holding_out.iter().find(|(_, at)| holds(*at)).map(|(place, _)| *place)?;
    let is_small = area < LEANING_KM2 && first.distance(last) < LEANING_GAP;
    (line.is_ring || is_small).then_some(Pocket { ring, place, km2: area, leans })
}

/// The distance of a point from a straight piece.
fn from_segment(point: Plane, from: Plane, to: Plane) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy).max(1e-9);
    point.distance(from.lerp(to, along.clamp(0.0, 1.0)))
}

/// Twice the area inside a ring, positive counter-clockwise; an open line is closed straight.
fn twice_area(points: &[Plane]) -> f64 {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

fn contains(ring: &[Plane], point: Plane) -> bool {
    ring.windows(2).fold(false, |inside, pair| {
        let (a, b) = (pair[0], pair[1]);
        let crosses = (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x;
        inside != crosses
    })
}

/// How far apart the points of lines are for a map on which a point stands for so many metres, metres.
fn spacing(metres_per_point: f64) -> f64 {
    (metres_per_point * SPACING).clamp(1.0, MOST_SPACING)
}

/// A line with its corners cut twice (Chaikin 1974); its ends stay, and a ring stays one.
fn smoothed(points: &[Plane]) -> Vec<Plane> {
    let mut points = points.to_vec();
    for _ in 0..2 {
        let [Some(first), Some(last)] = [points.first().copied(), points.last().copied()] else { return points };
        let is_ring = points.len() > 3 && first == last;
        let mut cut: Vec<Plane> = points.windows(2).flat_map(|pair| [0.25, 0.75].map(|share| pair[0].lerp(pair[1], share))).collect();
        if is_ring {
            cut.extend(cut.first().copied());
        } else {
            cut.insert(0, first);
            cut.push(last);
        }
        points = cut;
    }
    points
}

/// Leaves out points that crowd; the ends stay.
fn thinned(points: Vec<Plane>, spacing: f64) -> Vec<Plane> {
    let Some(last) = points.last().copied() else { return points };
    let mut kept: Vec<Plane> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last().is_none_or(|before| before.distance(point) >= spacing) {
            kept.push(point);
        }
    }
    if kept.last() != Some(&last) {
        if kept.len() > 1 && kept[kept.len() - 1].distance(last) < spacing {
            kept.pop();
        }
        kept.push(last);
    }
    kept
}

//! The surface of the field: smooth between the nodes of its grid, and raised where ground was taken later than the
//! ground around it, to that ground's own dates. One function of the plane, whatever it is drawn with.

use super::Times;
use super::evidence::Held;
use super::grid::Grid;
use crate::cartography::{Plane, PlaneRect};

/// Ground around a place that was taken later than the ground beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lift {
    at: Plane,
    radius: f64,
    is_pocket: bool,
    late: Times,
}

impl Lift {
    /// By how many hours a point around a town was taken later for it: earliest, best, latest. Round-topped: it falls with
    /// the town.
    fn hours(&self, point: Plane) -> Times {
        let away = (point.distance(self.at) / self.radius) as f32;
        let height = (1.0 - away * away).max(0.0);
        self.late.map(|late| late * height * height)
    }

    /// How high a pocket rises at a point: the logarithm of the hours, plus one, by which it is taken later. Flat to near its
    /// edge: a pocket keeps its size, shrinks a little, and falls. At its edge it rises evenly, so that the edge can be
    /// followed in steps of any size.
    fn rise(&self, point: Plane) -> Times {
        let away = (point.distance(self.at) / self.radius) as f32;
        if away >= 1.0 {
            return [0.0; 3];
        }
        let edge = ((1.0 - away) / 0.2).min(1.0);
        self.late.map(|late| edge * (late * (1.0 - 0.05 * away)).ln_1p())
    }

    /// By how many hours a point was taken later for it, by the best date.
    fn hours_at(&self, point: Plane) -> f32 {
        if self.is_pocket { self.rise(point)[1].exp_m1() } else { self.hours(point)[1] }
    }

    /// Whether a point lies in a pocket.
    pub fn is_pocket_at(&self, point: Plane) -> bool {
        self.is_pocket && point.distance(self.at) < self.radius
    }

    /// What it reaches.
    pub fn rect(&self) -> PlaneRect {
        let corner = |by: f64| Plane { x: self.at.x + by, y: self.at.y + by };
        PlaneRect { min: corner(-self.radius), max: corner(self.radius) }
    }
}

/// The field's nodes and what is raised above them.
#[derive(Clone, Copy, Debug)]
pub struct Surface<'a> {
    /// The grid.
    pub grid: &'a Grid,
    /// Earliest, best, latest, hours; infinite where never reached.
    pub times: &'a [Times],
    /// How far inside the covered ground, km.
    pub inside: &'a [f32],
    /// What is raised.
    pub lifts: &'a [Lift],
}

impl<'a> Surface<'a> {
    /// The part of it in a rectangle of the plane.
    pub fn part(&self, rect: PlaneRect) -> SurfacePart<'a> {
        SurfacePart { surface: *self, lifts: self.lifts.iter().filter(|lift| lift.rect().overlaps(&rect)).copied().collect() }
    }

    /// Earliest, best, latest and depth between the nodes, without what is raised: a uniform cubic B-spline, which evens
    /// the field out within the size of a cell. Infinite where it was never reached.
    fn spline(&self, point: Plane) -> [f32; 4] {
        // A point on a node is that node, whatever the last digits say.
        let on_node = |at: f64| if (at - at.round()).abs() < 1e-6 { at.round() } else { at };
        let [x, y] = self.grid.steps(point).map(on_node);
        let (column, row) = (x.floor(), y.floor());
        let (weights_x, weights_y) = (weights((x - column) as f32), weights((y - row) as f32));
        let (column, row) = (column as isize - 1, row as isize - 1);
        let mut sum = [0.0; 4];
        for (wy, dy) in weights_y.into_iter().zip(0..).filter(|(weight, _)| *weight > 0.0) {
            for (wx, dx) in weights_x.into_iter().zip(0..).filter(|(weight, _)| *weight > 0.0) {
                let value = self.node(column + dx, row + dy);
                (0..4).for_each(|k| sum[k] += value[k] * wx * wy);
            }
        }
        if sum[2].is_finite() { sum } else { self.node(x.round() as isize, y.round() as isize) }
    }

    /// The splines at so many by so many points at equal steps, row by row, first along the rows of nodes and then across
    /// them; none where one of the nodes around was never reached.
    fn splines(&self, origin: Plane, step: f64, count: usize) -> Option<Vec<[f32; 4]>> {
        let [x, y] = self.grid.steps(origin);
        let cells = step / self.grid.step;
        let places = |from: f64| {
            (0..count).map(move |number| {
                let at = from + number as f64 * cells;
                (at.floor() as isize - 1, weights((at - at.floor()) as f32))
            })
        };
        let blend = |values: [[f32; 4]; 4], weights: [f32; 4]| -> [f32; 4] {
            std::array::from_fn(|k| (0..4).map(|tap| values[tap][k] * weights[tap]).sum())
        };
        let (first, last) = (places(y).next()?.0, places(y).next_back()?.0 + 3);
        let along = |row| places(x).map(move |(column, weights)| blend([0, 1, 2, 3].map(|tap| self.node(column + tap, row)), weights));
        let rows: Vec<Vec<[f32; 4]>> = (first..=last).map(|row| along(row).collect()).collect();
        let mut all = Vec::with_capacity(count * count);
        for (row, weights) in places(y) {
            let row = (row - first).cast_unsigned();
            all.extend((0..count).map(|column| blend([0, 1, 2, 3].map(|tap| rows[row + tap][column]), weights)));
        }
        all.iter().all(|value: &[f32; 4]| value[2].is_finite()).then_some(all)
    }

    fn node(&self, column: isize, row: isize) -> [f32; 4] {
        let column = column.clamp(0, self.grid.nx.cast_signed() - 1).cast_unsigned();
        let row = row.clamp(0, self.grid.ny.cast_signed() - 1).cast_unsigned();
        let idx = row * self.grid.nx + column;
        let [earliest, best, latest] = self.times[idx];
        [earliest, best, latest, self.inside[idx]]
    }
}

/// The weights of the four nodes around a share of a step.
fn weights(share: f32) -> [f32; 4] {
    let rest = 1.0 - share;
    let inner = |at: f32| (3.0 * at * at * at - 6.0 * at * at + 4.0) / 6.0;
    [rest * rest * rest / 6.0, inner(share), inner(rest), share * share * share / 6.0]
}

/// A part of a surface.
#[derive(Clone, Debug)]
pub struct SurfacePart<'a> {
    surface: Surface<'a>,
    lifts: Vec<Lift>,
}

impl SurfacePart<'_> {
    /// Earliest, best, latest, hours, and the depth inside the covered ground, km, at a point of the part.
    pub fn at(&self, point: Plane) -> [f32; 4] {
        later(self.open(point), self.rises(point).map(f32::exp_m1))
    }

    /// The same as if no pocket held out.
    pub fn open(&self, point: Plane) -> [f32; 4] {
        self.with_towns(self.surface.spline(point), point)
    }

    /// The same at so many by so many points at equal steps from a south-western one, row by row.
    pub fn open_nodes(&self, origin: Plane, step: f64, count: usize) -> Vec<[f32; 4]> {
        let at = |idx: usize| Plane { x: origin.x + (idx % count) as f64 * step, y: origin.y + (idx / count) as f64 * step };
        let Some(splines) = self.surface.splines(origin, step, count) else {
            return (0..count * count).map(|idx| self.open(at(idx))).collect();
        };
        splines.into_iter().enumerate().map(|(idx, spline)| self.with_towns(spline, at(idx))).collect()
    }

    fn with_towns(&self, spline: [f32; 4], point: Plane) -> [f32; 4] {
        later(spline, highest(self.lifts.iter().filter(|lift| !lift.is_pocket).map(|lift| lift.hours(point))))
    }

    /// How high pockets rise at a point, logarithms of hours plus one: earliest, best, latest.
    pub fn rises(&self, point: Plane) -> Times {
        highest(self.lifts.iter().filter(|lift| lift.is_pocket).map(|lift| lift.rise(point)))
    }

    /// By how many hours pockets hold out in it, at most; 0 where none reaches into it.
    pub fn hours_held(&self) -> f32 {
        self.lifts.iter().filter(|lift| lift.is_pocket).map(|lift| lift.late[2]).fold(0.0, f32::max)
    }
}

/// Times that much later, in order, with their depth.
fn later([earliest, best, latest, inside]: [f32; 4], by: Times) -> [f32; 4] {
    let earliest = earliest + by[0];
    let best = (best + by[1]).max(earliest);
    [earliest, best, (latest + by[2]).max(best), inside]
}

fn highest(all: impl Iterator<Item = Times>) -> Times {
    all.fold([0.0; 3], |most, times| std::array::from_fn(|k| most[k].max(times[k])))
}

/// What dates of capture raise, in their order; none for a place that was not taken later than the ground beside it.
pub fn lifts(surface: &Surface<'_>, held: &[Held]) -> Vec<Option<Lift>> {
    let late: Vec<Times> = held.iter().map(|capture| lateness(surface, capture)).collect();
    let lift = |(number, capture): (usize, &Held)| {
        let late_here = late[number];
        let lift = Lift { at: capture.at, radius: reach(held, &late, number), is_pocket: capture.is_pocket, late: late_here };
        (late_here[2] > 0.0).then_some(lift)
    };
    held.iter().enumerate().map(lift).collect()
}

/// By how many hours a place was taken later than the field says.
fn lateness(surface: &Surface<'_>, capture: &Held) -> Times {
    let there = surface.spline(capture.at);
    std::array::from_fn(|k| if there[k].is_finite() { (capture.times[k] - there[k]).max(0.0) } else { 0.0 })
}

/// How far a date of capture reaches: not as far as a place that was taken with the ground around it.
fn reach(held: &[Held], late: &[Times], number: usize) -> f64 {
    let capture = &held[number];
    let others =
        held.iter().zip(late).enumerate().filter(|(other, (_, late_there))| *other != number && late_there[1] + 12.0 < late[number][1]);
    let nearest = others
        .map(|(_, (other, _))| other.at.distance(capture.at) * 0.8)
        .filter(|km| !capture.is_pocket || *km > 5000.0)
        .fold(f64::INFINITY, f64::min);
    capture.radius.min(nearest).max(1.0)
}

/// For each node the number of the lift that holds it, plus one; 0 for none.
pub fn holders(surface: &Surface<'_>, lifts: &[Option<Lift>]) -> Vec<u32> {
    /// From this share of its lateness on a date of capture tells when a node was taken.
    const HOLDS: f32 = 0.3;
    let grid = surface.grid;
    let mut holder = vec![0; grid.count()];
    let mut highest = vec![0.0_f32; grid.count()];
    for (number, lift) in lifts.iter().enumerate().filter_map(|(number, lift)| Some((number, (*lift)?))) {
        let [[x0, x1], [y0, y1]] = grid.window(lift.rect());
        for idx in (y0..y1).flat_map(|y| y * grid.nx + x0..y * grid.nx + x1) {
            let hours = lift.hours_at(grid.node(idx));
            if hours > HOLDS * lift.late[1] && hours >= highest[idx] && surface.times[idx][1].is_finite() {
                holder[idx] = number as u32 + 1;
                highest[idx] = hours;
            }
        }
    }
    holder
}

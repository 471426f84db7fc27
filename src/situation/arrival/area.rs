//! How much ground was taken, by instant and by political area.

use std::collections::BTreeMap;

use super::evidence::Epoch;
use crate::campaign::{Calendar, HOUR, Instant, Period};
use crate::cartography::{Plane, Polity, Projection};
use crate::situation::contour::Tiles;

/// Ground reached by hour, km², by the latest field and by the earliest.
#[derive(Clone, Debug, Default, PartialEq)]
struct Curve {
    taken: Vec<f64>,
    reached: Vec<f64>,
}

/// Areas taken over the campaign.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Areas {
    start: Option<Instant>,
    all: Curve,
    by_polity: BTreeMap<String, (Curve, f64)>,
}

impl Areas {
    /// Adds up the tiles of a field. `polity_of` says which of `polities` a point lies in.
    pub fn new(
        tiles: &Tiles,
        projection: &Projection,
        epoch: Epoch,
        period: Period,
        polity_of: impl Fn(Plane) -> Option<usize>,
        polities: &[Polity],
    ) -> Self {
        let hours = (period.seconds() / HOUR).clamp(1, 24 * 3660) as usize + 1;
        let empty = || Curve { taken: vec![0.0; hours], reached: vec![0.0; hours] };
        let mut curves: Vec<Option<Curve>> = vec![None; polities.len()];
        let mut all = empty();
        tiles.pieces(projection, |middle, km2, [earliest, latest]| {
            if let Some(curve) = polity_of(middle).and_then(|number| curves.get_mut(number)) {
                let curve = curve.get_or_insert_with(empty);
                add(&mut curve.reached, earliest, km2);
                add(&mut curve.taken, latest, km2);
            }
            add(&mut all.reached, earliest, km2);
            add(&mut all.taken, latest, km2);
        });
        let by_polity = polities
            .iter()
            .zip(curves)
            .filter_map(|(polity, curve)| Some((polity.id.clone(), (curve?.summed(), whole_km2(polity, projection)))));
        Self { start: Some(epoch.0), by_polity: by_polity.collect(), all: all.summed() }
    }

    /// Ground taken by an instant, km²: its latest time has come.
    pub fn taken_km2(&self, instant: Instant) -> f64 {
        self.value(&self.all.taken, instant)
    }

    /// The band of doubt at an instant, km²: perhaps taken.
    pub fn band_km2(&self, instant: Instant) -> f64 {
        (self.value(&self.all.reached, instant) - self.taken_km2(instant)).max(0.0)
    }

    /// Ground of one political area taken by an instant, km².
    pub fn taken_of(&self, polity: &str, instant: Instant) -> f64 {
        self.by_polity.get(polity).map_or(0.0, |(curve, _)| self.value(&curve.taken, instant))
    }

    /// The share (0 to 1) of a political area taken by an instant; `None` where none of it ever was.
    pub fn share_of(&self, polity: &str, instant: Instant) -> Option<f64> {
        let (curve, whole) = self.by_polity.get(polity)?;
        (*whole > 0.0).then(|| (self.value(&curve.taken, instant) / whole).min(1.0))
    }

    /// The political areas of which some ground was taken.
    pub fn polities(&self) -> impl Iterator<Item = &str> {
        self.by_polity.keys().map(String::as_str)
    }

    /// Ground taken on each civil day of a period, km², with the day counted from D+0.
    pub fn by_day(&self, calendar: &Calendar, period: Period) -> Vec<(i64, f64)> {
        let days = calendar.day_of(period.start)..=calendar.day_of(period.end.plus(-1));
        days.map(|day| (day, self.taken_km2(calendar.day_start(day + 1)) - self.taken_km2(calendar.day_start(day)))).collect()
    }

    fn value(&self, summed: &[f64], instant: Instant) -> f64 {
        let Some(start) = self.start else { return 0.0 };
        let hours = instant.since(start) as f64 / HOUR as f64;
        let at = |hour: usize| summed.get(hour).or(summed.last()).copied().unwrap_or(0.0);
        if hours <= 0.0 {
            if instant == start { at(0) } else { 0.0 }
        } else {
            at(hours as usize) + (at(hours as usize + 1) - at(hours as usize)) * hours.fract()
        }
    }
}

impl Curve {
    fn summed(mut self) -> Self {
        for hours in [&mut self.taken, &mut self.reached] {
            let mut sum = 0.0;
            for value in hours {
                sum += *value;
                *value = sum;
            }
        }
        self
    }
}

/// Spreads an area evenly over the hours between two times: hour `h` gets what was reached between `h - 1` and `h`.
fn add(hours: &mut [f64], [from, to]: [f32; 2], km2: f64) {
    let (from, to) = (f64::from(from), f64::from(to));
    if from >= hours.len() as f64 {
        return;
    }
    let first = from.ceil().max(0.0) as usize;
    let last = (to.ceil().max(0.0) as usize).min(hours.len());
    if last <= first || to - from < 1e-6 {
        if let Some(hour) = hours.get_mut(first) {
            *hour += km2;
        }
        return;
    }
    for hour in first..=last.min(hours.len() - 1) {
        let until = (hour as f64).min(to);
        let since = if hour == first { from } else { hour as f64 - 1.0 };
        hours[hour] += km2 * ((until - since) / (to - from)).clamp(0.0, 1.0);
    }
}

/// The area of a political area on the earth, km². The scale of the projection is looked up once for each square of
/// 100 km.
fn whole_km2(polity: &Polity, projection: &Projection) -> f64 {
    const SQUARE: f64 = 100_000.0;
    let mut scales: BTreeMap<[i64; 2], f64> = BTreeMap::new();
    let triangles = polity.area.triangles();
    let area = |corners: &[u32]| {
        let [a, b, c] = [0, 1, 2].map(|k| triangles.vertices[corners[k] as usize]);
        let middle = a.lerp(b, 0.5).lerp(c, 1.0 / 3.0);
        let square = [middle.x, middle.y].map(|at| (at / SQUARE).round() as i64);
        let scale = *scales.entry(square).or_insert_with(|| {
            let [x, y] = square.map(|at| at as f64 * SQUARE);
            projection.scale_factor(projection.geo_from_plane(Plane { x, y }).lat) * 1000.0
        });
        ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).abs() / 2.0 / (scale * scale)
    };
    triangles.indices.chunks_exact(3).map(area).sum()
}

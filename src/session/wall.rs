//! The wall: many hours of the campaign as small maps of the same ground, the clock's among them.

use crate::campaign::{DAY, HOUR, Instant, Period};
use crate::cartography::PageSize;

/// A small map is at least so wide and high, points: on a page where a quarter of its side is less, and elsewhere.
const SMALLEST: [(f64, f64); 2] = [(170.0, 105.0), (272.0, 158.0)];

/// Distances of two neighbouring hours.
const STEPS: [i64; 15] = [
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    3 * DAY,
    4 * DAY,
    5 * DAY,
    7 * DAY,
    10 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
];

/// Hours at equal distances, and how they are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The hours, in order; the clock's is one of them.
    pub hours: Vec<Instant>,
    /// Seconds from one to the next.
    pub step: i64,
    /// How many stand side by side.
    pub columns: usize,
}

impl Wall {
    /// As many hours of a stretch of time around `now` as a page has room for.
    pub fn of(period: Period, now: Instant, size: PageSize) -> Self {
        let fitting = |whole: f64, [least, most]: [f64; 2]| (whole / (whole / 4.0).clamp(least, most)).floor().clamp(1.0, 6.0) as usize;
        let most = fitting(size.width, SMALLEST.map(|side| side.0)) * fitting(size.height, SMALLEST.map(|side| side.1));
        let most = most.max(2);
        let hours = |step: i64| -> Vec<Instant> {
            let first = now.plus(-(now.since(period.start).max(0) / step) * step);
            std::iter::successors(Some(first), |hour| Some(hour.plus(step)))
                .take_while(|hour| *hour <= period.end.max(now))
                .take(most + 1)
                .collect()
        };
        let step = STEPS.into_iter().find(|step| hours(*step).len() <= most).unwrap_or(STEPS[STEPS.len() - 1]);
        let mut hours = hours(step);
        hours.truncate(most);
        Self { columns: columns(hours.len()), hours, step }
    }

    /// How many stand one above the other.
    pub fn rows(&self) -> usize {
        self.hours.len().div_ceil(self.columns)
    }

    /// `every 3 days`, `every 6 hours`.
    pub fn pace(&self) -> String {
        let (count, unit) = if self.step >= DAY { (self.step / DAY, "day") } else { (self.step / HOUR, "hour") };
        if count == 1 { format!("every {unit}") } else { format!("every {count} {unit}s") }
    }
}

/// The number of columns with which small maps of the whole map's shape are largest, then fewest places stay empty.
fn columns(count: usize) -> usize {
    let rows = |columns: usize| count.div_ceil(columns);
    (1..=count.max(1)).min_by_key(|columns| (rows(*columns).max(*columns), rows(*columns) * columns, rows(*columns))).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: Period = Period { start: Instant(0), end: Instant(28 * DAY) };
    const PAGE: PageSize = PageSize { width: 1150.0, height: 600.0 };

    #[test]
    fn the_wall_spans_the_campaign_by_whole_days_and_holds_the_hour_of_the_clock() {
        for now in [0, 5 * DAY + 7 * HOUR, 28 * DAY] {
            let wall = Wall::of(PERIOD, Instant(now), PAGE);
            assert!(wall.hours.contains(&Instant(now)) && wall.step == 2 * DAY && wall.pace() == "every 2 days");
            assert!((14..=15).contains(&wall.hours.len()), "{}", wall.hours.len());
            assert!(wall.hours.iter().all(|hour| PERIOD.start <= *hour && *hour <= PERIOD.end));
            assert_eq!(Wall::of(PERIOD, wall.hours[2], PAGE), wall, "going to one of its hours leaves it as it is");
        }
    }

    #[test]
    fn a_short_range_is_shown_by_the_hour_and_a_small_page_holds_few() {
        let range = Period { start: Instant(DAY), end: Instant(DAY + 10 * HOUR) };
        let wall = Wall::of(range, Instant(DAY + 3 * HOUR), PAGE);
        assert_eq!((wall.step, wall.hours.len(), wall.columns), (HOUR, 11, 4));
        let small = Wall::of(PERIOD, Instant(DAY), PageSize { width: 300.0, height: 200.0 });
        assert_eq!(small.hours.len(), 2);
        assert!(small.rows() * small.columns >= 2);
    }
}

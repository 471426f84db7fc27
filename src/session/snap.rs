//! Snapping on the ruler: what a click or drag is drawn to, and in which order.

use super::axis::{Axis, Ticks};
use crate::campaign::{Calendar, DAY, Instant};

/// The pointer is drawn to what is this near, points.
pub const SNAP: f64 = 6.0;

/// What a moment was drawn to, first the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SnapKind {
    /// An edge of the loop.
    LoopEdge,
    /// A bookmark.
    Bookmark,
    /// An event that has a mark of its own.
    Event,
    /// The start of a day.
    Midnight,
    /// A round time for this zoom.
    Round,
}

/// How the hand wants to be helped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SnapMode {
    /// By what is near.
    #[default]
    Near,
    /// To whole days.
    Coarse,
    /// To whole minutes only.
    Free,
}

/// A moment, and what it was drawn to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snapped {
    /// The moment.
    pub instant: Instant,
    /// What drew it there.
    pub kind: Option<SnapKind>,
}

/// What the pointer can be drawn to.
#[derive(Clone, Copy, Debug)]
pub struct SnapTargets<'a> {
    /// Edges of the loop.
    pub loop_edges: &'a [Instant],
    /// Bookmarks.
    pub bookmarks: &'a [Instant],
    /// Events with a mark of their own.
    pub events: &'a [Instant],
    /// Ticks of the scale.
    pub ticks: Ticks,
}

/// The moment at a point of the ruler, drawn to the strongest thing within reach, and of several equals to the nearest.
pub fn snapped(axis: &Axis, calendar: &Calendar, targets: SnapTargets<'_>, mode: SnapMode, x: f64) -> Snapped {
    let raw = axis.instant(x);
    let to_day = rounded(raw, DAY, calendar);
    match mode {
        SnapMode::Free => Snapped { instant: rounded(raw, 60, calendar), kind: None },
        SnapMode::Coarse => Snapped { instant: to_day, kind: Some(SnapKind::Midnight) },
        SnapMode::Near => {
            let nearest = |all: &[Instant]| {
                let reach = |at: &Instant| (axis.x(*at) - x).abs();
                all.iter().copied().filter(|at| reach(at) <= SNAP).min_by(|a, b| reach(a).total_cmp(&reach(b)))
            };
            let by_strength = [
                (SnapKind::LoopEdge, nearest(targets.loop_edges)),
                (SnapKind::Bookmark, nearest(targets.bookmarks)),
                (SnapKind::Event, nearest(targets.events)),
                (SnapKind::Midnight, nearest(&[to_day])),
                (SnapKind::Round, nearest(&[rounded(raw, targets.ticks.minor, calendar)])),
            ];
            let found = by_strength.into_iter().find_map(|(kind, at)| at.map(|instant| Snapped { instant, kind: Some(kind) }));
            found.unwrap_or(Snapped { instant: rounded(raw, 60, calendar), kind: None })
        }
    }
}

/// The nearest whole number of steps since midnight.
fn rounded(instant: Instant, step: i64, calendar: &Calendar) -> Instant {
    let zero = calendar.day_start(0);
    zero.plus((instant.since(zero) as f64 / step as f64).round() as i64 * step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{HOUR, Zone};
    use crate::session::axis::Span;

    /// Name; hours of loop edges, bookmarks and events; mode, point, and the hour and kind it is drawn to.
    type Case<'a> = (&'a str, &'a [f64], &'a [f64], &'a [f64], SnapMode, f64, f64, Option<SnapKind>);

    #[test]
    fn the_stronger_thing_wins_and_of_equals_the_nearer() {
        let calendar =
            Calendar { zone: Zone::new("here", "+09:00").unwrap(), clocks: Vec::new(), day_zero: jiff::civil::Date::constant(1945, 8, 9) };
        let zero = calendar.day_start(0);
        // Ten points an hour; ticks at whole hours.
        let axis = Axis { start: zero, span: Span { from: 0.0, seconds: 100.0 * 3600.0 }, left: 0.0, width: 1000.0 };
        let at = |hours: f64| zero.plus((hours * HOUR as f64) as i64);
        let ticks = Ticks { minor: HOUR, labels: 6 * HOUR, has_weekdays: false };
        let (near, coarse, free) = (SnapMode::Near, SnapMode::Coarse, SnapMode::Free);
        let cases: &[Case<'_>] = &[
            ("loop edge over all", &[24.4], &[24.2], &[24.1], near, 240.0, 24.4, Some(SnapKind::LoopEdge)),
            ("bookmark over event", &[], &[24.2], &[24.1], near, 240.0, 24.2, Some(SnapKind::Bookmark)),
            ("event over midnight", &[], &[], &[24.3], near, 240.0, 24.3, Some(SnapKind::Event)),
            ("nearer event", &[], &[], &[30.4, 29.8], near, 300.0, 29.8, Some(SnapKind::Event)),
            ("midnight over round time", &[], &[], &[], near, 244.0, 24.0, Some(SnapKind::Midnight)),
            ("round time", &[], &[], &[], near, 303.0, 30.0, Some(SnapKind::Round)),
            ("a loop edge out of reach", &[31.0], &[], &[], near, 303.0, 30.0, Some(SnapKind::Round)),
            ("exactly six points away", &[30.9], &[], &[], near, 303.0, 30.9, Some(SnapKind::LoopEdge)),
            ("Shift: to days", &[31.0], &[], &[31.0], coarse, 310.0, 24.0, Some(SnapKind::Midnight)),
            ("Alt: to the minute", &[31.0], &[], &[31.0], free, 310.5, 31.05, None),
        ];
        for (name, edges, bookmarks, events, mode, x, hours, kind) in cases {
            let [loop_edges, bookmarks, events] = [edges, bookmarks, events].map(|list| list.iter().map(|h| at(*h)).collect::<Vec<_>>());
            let targets = SnapTargets { loop_edges: &loop_edges, bookmarks: &bookmarks, events: &events, ticks };
            let got = snapped(&axis, &calendar, targets, *mode, *x);
            assert_eq!((got.instant, got.kind), (at(*hours), *kind), "{name}");
        }
    }
}

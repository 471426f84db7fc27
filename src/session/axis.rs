//! The geometry of the ruler: instants to points across and back, ticks, and the folded time before and after. All in
//! `f64`: at the far end of a campaign a span of two hours is still exact to a fraction of a point.

use crate::campaign::{Calendar, DAY, HOUR, Instant, Period};

/// The narrowest span the ruler can show, seconds.
pub const NARROWEST: f64 = 2.0 * HOUR as f64;

/// A stretch of the campaign, seconds from its start: what the ruler shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Where it begins.
    pub from: f64,
    /// Its length.
    pub seconds: f64,
}

impl Span {
    /// A whole campaign.
    pub fn whole(period: Period) -> Self {
        Self { from: 0.0, seconds: (period.seconds() as f64).max(NARROWEST) }
    }

    /// The stretch between two moments, seconds from the start of the campaign.
    pub fn between(from: f64, to: f64) -> Self {
        Self { from, seconds: to - from }
    }

    /// Where it ends.
    pub fn to(self) -> f64 {
        self.from + self.seconds
    }

    /// Whether a moment lies in it or ends it.
    pub fn contains(self, seconds: f64) -> bool {
        self.from <= seconds && seconds <= self.to()
    }

    /// The nearest span that is inside another and no narrower than two hours.
    #[must_use]
    pub fn limited(self, whole: Self) -> Self {
        let seconds = self.seconds.clamp(NARROWEST.min(whole.seconds), whole.seconds);
        let from = (self.from + (self.seconds - seconds) / 2.0).clamp(whole.from, whole.to() - seconds);
        Self { from, seconds }
    }

    /// Everything so many times as large, with this moment kept where it is.
    #[must_use]
    pub fn zoomed(self, about: f64, factor: f64, whole: Self) -> Self {
        let seconds = (self.seconds / factor).clamp(NARROWEST.min(whole.seconds), whole.seconds);
        let share = (about - self.from) / self.seconds;
        Self { from: about - share * seconds, seconds }.limited(whole)
    }

    /// A share (0 to 1) of the way to another.
    #[must_use]
    pub fn lerp(self, other: Self, share: f64) -> Self {
        Self { from: self.from + (other.from - self.from) * share, seconds: self.seconds + (other.seconds - self.seconds) * share }
    }
}

/// The axis of the ruler: a span of the campaign laid out between two points of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The start of the campaign.
    pub start: Instant,
    /// What is shown.
    pub span: Span,
    /// Its left edge, points.
    pub left: f64,
    /// Its width, points.
    pub width: f64,
}

impl Axis {
    /// Where a moment lies, points; seconds from the start of the campaign.
    pub fn x_from_time(&self, seconds: f64) -> f64 {
        self.left + (seconds - self.span.from) / self.span.seconds * self.width
    }

    /// The moment at a point, seconds from the start of the campaign; not limited to what is shown.
    pub fn time_from_x(&self, x: f64) -> f64 {
        self.span.from + (x - self.left) / self.width * self.span.seconds
    }

    /// Where an instant lies, points.
    pub fn x(&self, instant: Instant) -> f64 {
        self.x_from_time(instant.since(self.start) as f64)
    }

    /// The whole second at a point.
    pub fn instant(&self, x: f64) -> Instant {
        self.start.plus(self.time_from_x(x).round() as i64)
    }

    /// Its right edge, points.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Whether a point lies on it.
    pub fn contains(&self, x: f64) -> bool {
        self.left <= x && x <= self.right()
    }

    /// Points to a second.
    pub fn scale(&self) -> f64 {
        self.width / self.span.seconds
    }

    /// What is shown, in whole seconds.
    pub fn shown(&self) -> Period {
        Period { start: self.start.plus(self.span.from.floor() as i64), end: self.start.plus(self.span.to().ceil() as i64) }
    }
}

/// Distances between ticks, seconds.
const STEPS: [i64; 10] = [600, 1800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];

/// Minor ticks are no closer than this, points.
const TICK_GAP: f64 = 7.0;

/// Labels are no closer than this, points.
const LABEL_GAP: f64 = 8.0;

/// How wide labels are, points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelWidths {
    /// `Tue 14 Aug`.
    pub long_day: f64,
    /// `14 Aug`.
    pub day: f64,
    /// `18:00`.
    pub hour: f64,
}

/// The ticks of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// Seconds between minor ticks.
    pub minor: i64,
    /// Seconds between labels.
    pub labels: i64,
    /// Whether days are labelled with their weekday.
    pub has_weekdays: bool,
}

impl Ticks {
    /// The closest ticks and labels that do not crowd.
    pub fn of(axis: &Axis, widths: LabelWidths) -> Self {
        let room = |step: i64| step as f64 * axis.scale();
        let minor = STEPS.into_iter().find(|step| room(*step) >= TICK_GAP).unwrap_or(7 * DAY);
        // Hours stand between days, so the widest label of both must fit.
        let needed = |step: i64| if step < DAY { widths.day.max(widths.hour) } else { widths.day };
        let fits = |step: &i64| *step >= minor && room(*step) >= needed(*step) + LABEL_GAP;
        let labels = STEPS.into_iter().filter(|step| *step >= HOUR / 6).find(fits).unwrap_or(7 * DAY);
        Self { minor, labels, has_weekdays: room(labels) >= widths.long_day + LABEL_GAP }
    }

    /// The instants of a step that are shown: counted from midnight, weeks from D+0.
    pub fn instants(step: i64, axis: &Axis, calendar: &Calendar) -> Vec<Instant> {
        let shown = axis.shown();
        let zero = calendar.day_start(0);
        let first = shown.start.since(zero).div_euclid(step);
        let last = shown.end.since(zero).div_euclid(step);
        (first..=last).map(|number| zero.plus(number * step)).filter(|at| *at >= shown.start && *at <= shown.end).collect()
    }
}

/// Time before or after the campaign: years in a narrow segment, the nearer the war the wider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    /// The edge of the campaign it leads away from.
    pub edge: Instant,
    /// The furthest instant it shows.
    pub furthest: Instant,
    /// Where the edge lies, points.
    pub edge_x: f64,
    /// Where the furthest instant lies, points.
    pub furthest_x: f64,
}

impl Fold {
    /// Days near the edge are this wide against years, seconds.
    const NEAR: f64 = 6.0 * DAY as f64;

    /// Where an instant lies, points: by the logarithm of its distance from the campaign.
    pub fn x(&self, instant: Instant) -> f64 {
        let depth = |at: Instant| (at.since(self.edge).abs() as f64 / Self::NEAR).ln_1p();
        let share = depth(instant) / depth(self.furthest).max(1e-9);
        self.edge_x + (self.furthest_x - self.edge_x) * share.clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Zone;

    const START: Instant = Instant(-770_418_000);
    const PERIOD: Period = Period { start: START, end: Instant(START.0 + 28 * DAY + 12 * HOUR) };

    fn axis(span: Span) -> Axis {
        Axis { start: START, span, left: 84.0, width: 1400.0 }
    }

    fn calendar() -> Calendar {
        Calendar { zone: Zone::new("here", "+09:00").unwrap(), clocks: Vec::new(), day_zero: jiff::civil::Date::constant(1945, 8, 9) }
    }

    #[test]
    fn at_two_hours_at_the_far_end_playhead_and_tick_agree() {
        let whole = Span::whole(PERIOD);
        let axis = axis(Span { from: whole.to() - NARROWEST, seconds: NARROWEST }.limited(whole));
        let ticks = Ticks::instants(600, &axis, &calendar());
        assert!(ticks.len() >= 12);
        for tick in ticks {
            let playhead = axis.x_from_time(tick.since(START) as f64);
            assert!((playhead - axis.x(tick)).abs() < 0.5);
            assert_eq!(axis.instant(axis.x(tick)), tick, "and back");
        }
    }

    #[test]
    fn points_and_instants_undo_each_other_at_every_zoom() {
        let whole = Span::whole(PERIOD);
        for seconds in [NARROWEST, 6.0 * 3600.0, 86_400.0, whole.seconds] {
            let axis = axis(Span { from: whole.to() - seconds, seconds });
            for number in 0..100 {
                let time = axis.span.from + seconds * f64::from(number) / 99.0;
                assert!((axis.time_from_x(axis.x_from_time(time)) - time).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer_and_the_limits() {
        let whole = Span::whole(PERIOD);
        let about = 9.0 * DAY as f64;
        let before = axis(whole);
        let mut span = whole;
        for _ in 0..20 {
            span = span.zoomed(about, 1.15, whole);
        }
        assert!((axis(span).x_from_time(about) - before.x_from_time(about)).abs() < 0.01);
        for _ in 0..100 {
            span = span.zoomed(about, 1.15, whole);
        }
        assert!((span.seconds - NARROWEST).abs() < 1e-6);
        for _ in 0..100 {
            span = span.zoomed(about, 1.0 / 1.15, whole);
        }
        assert_eq!(span, whole);
        assert!(Span { from: -1e9, seconds: 3600.0 * 5.0 }.limited(whole).from.abs() < 1e-9);
    }

    #[test]
    fn ticks_and_labels_never_crowd() {
        let widths = LabelWidths { long_day: 66.0, day: 42.0, hour: 34.0 };
        let whole = Span::whole(PERIOD);
        for width in [240.0, 500.0, 900.0, 1400.0, 3600.0] {
            let mut seconds = NARROWEST;
            while seconds < whole.seconds {
                let axis = Axis { start: START, span: Span { from: 0.0, seconds }, left: 0.0, width };
                let ticks = Ticks::of(&axis, widths);
                assert!(ticks.minor as f64 * axis.scale() >= TICK_GAP, "{width} {seconds}");
                assert!(ticks.labels as f64 * axis.scale() >= widths.day + LABEL_GAP, "{width} {seconds}");
                assert!(ticks.labels % ticks.minor == 0 || ticks.labels >= DAY, "{ticks:?}");
                seconds *= 1.3;
            }
        }
    }

    #[test]
    fn the_folded_past_keeps_the_order_of_what_happened() {
        let fold = Fold { edge: START, furthest: START.plus(-6 * 365 * DAY), edge_x: 300.0, furthest_x: 100.0 };
        assert!((fold.x(START) - 300.0).abs() < 1e-9 && (fold.x(fold.furthest) - 100.0).abs() < 1e-9);
        let xs: Vec<f64> = [1, 3, 14, 100, 400, 2000].map(|days| fold.x(START.plus(-days * DAY))).into();
        assert!(xs.is_sorted_by(|a, b| a > b), "{xs:?}");
        assert!(xs[0] - xs[1] > 5.0, "days before the war can be told apart");
    }
}

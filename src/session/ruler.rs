//! What the user has chosen of the ruler: its height, what it shows, and what is unfolded. Also the paging that keeps
//! the playhead in view.

use std::collections::BTreeSet;

use super::axis::Span;
use crate::campaign::{Lane, Period};

/// A page turns when the playhead has come this far across, and puts it there.
const TURNS_AT: f64 = 0.85;
const TURNS_TO: f64 = 0.15;

/// A turn of the page takes this long, seconds.
const EASE: f64 = 0.2;

/// Paging waits this long after the hand has moved the ruler, seconds.
const HANDS_OFF: f64 = 4.0;

/// The ruler takes no more of the window's height than this, and leaves at least so many points of it.
const MOST_OF_WINDOW: f32 = 0.38;
const REST_AT_LEAST: f32 = 330.0;

/// How high the ruler is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulerHeight {
    /// Scale and density.
    Low,
    /// Everything, lanes without words.
    #[default]
    Middle,
    /// Lanes with words.
    High,
}

impl RulerHeight {
    /// The next one, from low to high and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Low => Self::Middle,
            Self::Middle => Self::High,
            Self::High => Self::Low,
        }
    }

    /// Points.
    pub fn points(self) -> f32 {
        match self {
            Self::Low => 56.0,
            Self::Middle => 132.0,
            Self::High => 240.0,
        }
    }

    /// The highest of those up to this one that leaves the map its room, in a window so many points high.
    #[must_use]
    pub fn fitting(self, window: f32) -> Self {
        let heights = [Self::Low, Self::Middle, Self::High];
        let most = (window * MOST_OF_WINDOW).min(window - REST_AT_LEAST);
        let fits = |height: &Self| *height <= self && height.points() <= most;
        heights.into_iter().rev().find(fits).unwrap_or(Self::Low)
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Middle => "middle",
            Self::High => "high",
        }
    }
}

/// What can be done to the ruler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RulerCommand {
    /// The next height.
    CycleHeight,
    /// A height.
    Height(RulerHeight),
    /// So many times as large about a moment, seconds from the start of the campaign.
    Zoom(f64, f64),
    /// So many times as large about the playhead, or about the middle where it is out of view.
    ZoomHere(f64),
    /// Moved by so many seconds.
    Pan(f64),
    /// Moved by such a share of what is shown.
    PanBy(f64),
    /// Just this stretch, seconds from the start of the campaign.
    Show(f64, f64),
    /// To the loop, or a day before and after the playhead; when it shows that, the whole campaign.
    ToggleZoom,
    /// The whole campaign.
    Whole,
    /// Back to the playhead.
    ToNow,
    /// Unfold or fold the time before the campaign.
    ToggleBefore,
    /// Unfold or fold the time after it.
    ToggleAfter,
    /// Hide a lane or show it.
    ToggleLane(Lane),
    /// Show every lane.
    AllLanes,
}

/// The ruler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ruler {
    /// How high it is.
    pub height: RulerHeight,
    /// Whether the time before the campaign is unfolded.
    pub is_before_open: bool,
    /// Whether the time after it is unfolded.
    pub is_after_open: bool,
    /// For each lane, in the order of [`Lane::ALL`], whether it is hidden.
    hidden: [bool; Lane::ALL.len()],
    whole: Span,
    span: Span,
    turn: Option<Turn>,
    /// Seconds since the hand moved the ruler.
    hands_off: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn {
    from: Span,
    to: Span,
    elapsed: f64,
}

impl Ruler {
    /// The ruler at first start: the whole campaign.
    pub fn new(period: Period) -> Self {
        let whole = Span::whole(period);
        Self {
            height: RulerHeight::default(),
            is_before_open: false,
            is_after_open: false,
            hidden: [false; Lane::ALL.len()],
            whole,
            span: whole,
            turn: None,
            hands_off: HANDS_OFF,
        }
    }

    /// What is shown.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Whether a lane is shown.
    pub fn shows(&self, lane: Lane) -> bool {
        Lane::ALL.iter().zip(self.hidden).any(|((one, _), is_hidden)| *one == lane && !is_hidden)
    }

    /// The lanes that are shown, from top to bottom, with their titles.
    pub fn lanes(&self) -> impl Iterator<Item = (Lane, &'static str)> {
        Lane::ALL.into_iter().zip(self.hidden).filter(|(_, is_hidden)| !is_hidden).map(|(lane, _)| lane)
    }

    /// Hides just these lanes.
    pub fn hide(&mut self, lanes: &BTreeSet<Lane>) {
        self.hidden = Lane::ALL.map(|(lane, _)| lanes.contains(&lane));
    }

    /// Whether the whole campaign is shown.
    pub fn shows_all(&self) -> bool {
        self.span.seconds >= self.whole.seconds - 0.5
    }

    /// Whether a page is being turned.
    pub fn is_moving(&self) -> bool {
        self.turn.is_some()
    }

    /// Does what is commanded, with the playhead here and this range chosen; seconds from the start of the campaign.
    pub fn apply(&mut self, command: RulerCommand, playhead: f64, range: Option<Span>) {
        match command {
            RulerCommand::CycleHeight => self.height = self.height.next(),
            RulerCommand::Height(height) => self.height = height,
            RulerCommand::Zoom(about, factor) => self.by_hand(self.span.zoomed(about, factor, self.whole)),
            RulerCommand::ZoomHere(factor) => {
                let middle = self.span.from + self.span.seconds / 2.0;
                let about = if self.span.contains(playhead) { playhead } else { middle };
                self.by_hand(self.span.zoomed(about, factor, self.whole));
            }
            RulerCommand::PanBy(share) => self.by_hand(Span { from: self.span.from + self.span.seconds * share, ..self.span }),
            RulerCommand::Pan(seconds) => self.by_hand(Span { from: self.span.from + seconds, ..self.span }),
            RulerCommand::Show(from, to) => self.turn_to(Span::between(from.min(to), from.max(to))),
            RulerCommand::ToggleZoom => self.toggle_zoom(playhead, range),
            RulerCommand::Whole => self.turn_to(self.whole),
            RulerCommand::ToNow => {
                self.hands_off = HANDS_OFF;
                self.turn_to(Span { from: playhead - self.span.seconds / 2.0, ..self.span });
            }
            RulerCommand::ToggleBefore => self.is_before_open = !self.is_before_open,
            RulerCommand::ToggleAfter => self.is_after_open = !self.is_after_open,
            RulerCommand::ToggleLane(lane) => {
                let lanes = Lane::ALL.into_iter().zip(&mut self.hidden);
                lanes.filter(|((one, _), _)| *one == lane).for_each(|(_, is_hidden)| *is_hidden = !*is_hidden);
            }
            RulerCommand::AllLanes => self.hidden = [false; Lane::ALL.len()],
        }
    }

    /// Runs for `dt` seconds of wall time.
    pub fn tick(&mut self, dt: f64) {
        self.hands_off = (self.hands_off + dt).min(HANDS_OFF);
        let Some(turn) = &mut self.turn else { return };
        turn.elapsed += dt;
        let share = (turn.elapsed / EASE).clamp(0.0, 1.0);
        self.span = turn.from.lerp(turn.to, share * share * (3.0 - 2.0 * share));
        if share >= 1.0 {
            self.span = turn.to;
            self.turn = None;
        }
    }

    /// Turns the page under a playhead that runs out of it.
    pub fn follow(&mut self, playhead: f64, is_reverse: bool) {
        if self.hands_off < HANDS_OFF || self.turn.is_some() || self.shows_all() {
            return;
        }
        let share = (playhead - self.span.from) / self.span.seconds;
        let is_due = if is_reverse { !(1.0 - TURNS_AT..=1.0).contains(&share) } else { !(0.0..=TURNS_AT).contains(&share) };
        let to = if is_reverse { 1.0 - TURNS_TO } else { TURNS_TO };
        let next = Span { from: playhead - self.span.seconds * to, ..self.span }.limited(self.whole);
        if is_due && next != self.span {
            self.turn_to(next);
        }
    }

    /// Brings a playhead that jumped out of view back into it.
    pub fn reveal(&mut self, playhead: f64) {
        if !self.shows_all() && !self.span.contains(playhead) {
            self.turn_to(Span { from: playhead - self.span.seconds / 2.0, ..self.span });
        }
    }

    /// Ends a turn of the page at once.
    pub fn settle(&mut self) {
        if let Some(turn) = self.turn.take() {
            self.span = turn.to;
        }
    }

    fn by_hand(&mut self, span: Span) {
        self.turn = None;
        self.span = span.limited(self.whole);
        self.hands_off = 0.0;
    }

    fn turn_to(&mut self, span: Span) {
        let to = span.limited(self.whole);
        self.turn = (to != self.span).then_some(Turn { from: self.span, to, elapsed: 0.0 });
    }

    fn toggle_zoom(&mut self, playhead: f64, range: Option<Span>) {
        const DAY: f64 = crate::campaign::DAY as f64;
        let near = range.map_or(Span::between(playhead - DAY, playhead + DAY), |range| {
            Span::between(range.from - range.seconds * 0.05, range.to() + range.seconds * 0.05)
        });
        if self.shows_all() { self.turn_to(near) } else { self.turn_to(self.whole) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{DAY, Instant};

    fn ruler() -> Ruler {
        Ruler::new(Period { start: Instant(0), end: Instant(28 * DAY) })
    }

    fn day(days: f64) -> f64 {
        days * DAY as f64
    }

    #[test]
    fn a_page_turns_under_the_playhead_but_not_under_the_hand() {
        let mut ruler = ruler();
        ruler.follow(day(27.0), false);
        assert!(!ruler.is_moving(), "the whole campaign needs no paging");
        ruler.apply(RulerCommand::Show(day(5.0), day(7.0)), day(5.0), None);
        ruler.settle();
        ruler.follow(day(6.6), false);
        assert!(!ruler.is_moving());
        ruler.follow(day(6.75), false);
        assert!(ruler.is_moving());
        (0..20).for_each(|_| ruler.tick(0.016));
        assert!((ruler.span().from - day(6.45)).abs() < 1.0 && !ruler.is_moving());
        ruler.apply(RulerCommand::Pan(day(-3.0)), day(6.75), None);
        ruler.follow(day(6.75), false);
        assert!(!ruler.is_moving(), "the hand has just moved it");
        ruler.tick(4.1);
        ruler.follow(day(6.75), false);
        assert!(ruler.is_moving());
        ruler.settle();
        ruler.follow(day(6.5), true);
        assert!(ruler.is_moving(), "backward the page turns at the left");
    }

    #[test]
    fn a_lane_is_hidden_and_shown_again() {
        let mut ruler = ruler();
        ruler.apply(RulerCommand::ToggleLane(Lane::East), 0.0, None);
        assert!(!ruler.shows(Lane::East) && ruler.shows(Lane::West));
        assert_eq!(ruler.lanes().count(), 5);
        ruler.apply(RulerCommand::ToggleLane(Lane::People), 0.0, None);
        ruler.apply(RulerCommand::ToggleLane(Lane::East), 0.0, None);
        assert!(ruler.shows(Lane::East) && !ruler.shows(Lane::People));
        ruler.apply(RulerCommand::AllLanes, 0.0, None);
        assert_eq!(ruler.lanes().count(), Lane::ALL.len());
    }

    #[test]
    fn z_zooms_to_the_loop_or_to_two_days_and_back() {
        let mut ruler = ruler();
        ruler.apply(RulerCommand::ToggleZoom, day(10.0), None);
        ruler.settle();
        assert_eq!((ruler.span().from, ruler.span().seconds), (day(9.0), day(2.0)));
        ruler.apply(RulerCommand::ToggleZoom, day(10.0), None);
        ruler.settle();
        assert!(ruler.shows_all());
        ruler.apply(RulerCommand::ToggleZoom, day(10.0), Some(Span::between(day(3.0), day(4.0))));
        ruler.settle();
        assert!(ruler.span().contains(day(3.0)) && ruler.span().contains(day(4.0)) && !ruler.span().contains(day(10.0)));
        ruler.reveal(day(20.0));
        ruler.settle();
        assert!(ruler.span().contains(day(20.0)));
    }
}

//! The campaign clock: playing, paused, or held by the hand. Time comes in as `dt`; nothing here looks at the wall.
//!
//! States and keys after `design/time.md`, D2, D3 and D5.

use crate::campaign::{DAY, HOUR, Instant, Period};

/// Campaign hours per second of play, slowest first.
pub const RATES: [f64; 8] = [1.0 / 6.0, 0.5, 1.0, 3.0, 6.0, 12.0, 24.0, 48.0];

/// The rate at first start: 6 hours a second plays 28 days in under two minutes.
pub const DEFAULT_RATE: usize = 4;

/// A frame counts for no more than this, seconds: a hitch does not skip campaign time.
const LONGEST_FRAME: f64 = 0.1;

/// How a rate is printed.
pub fn rate_label(rate: usize) -> String {
    match RATES[rate.min(RATES.len() - 1)] {
        hours if hours < 1.0 => format!("{:.0} min/s", hours * 60.0),
        hours if hours < 24.0 => format!("{hours:.0} h/s"),
        hours => format!("{:.0} d/s", hours / 24.0),
    }
}

/// What the clock does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClockState {
    /// Stands still.
    Paused,
    /// Runs, forward or backward.
    Playing {
        /// Backward.
        is_reverse: bool,
    },
    /// Follows the hand on the ruler; release takes up what was before.
    Scrubbing {
        /// Whether it was playing, and backward.
        resume: Option<bool>,
        /// The time at the press, seconds from the start of the period.
        origin: f64,
    },
}

/// What can be done to the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClockCommand {
    /// Play or pause; at the end, play from the start.
    Toggle,
    /// Pause.
    Pause,
    /// Stop, and go back to where play began.
    StopAndReturn,
    /// Go to an instant and pause there.
    Seek(Instant),
    /// Go to an instant and keep playing if playing.
    Jump(Instant),
    /// To the full hour, then by the hour; pauses.
    StepHours(i64),
    /// By so many minutes; pauses.
    StepMinutes(i64),
    /// By the day, same hour; keeps playing.
    StepDays(i64),
    /// To the start; keeps playing.
    Home,
    /// To the end; pauses.
    End,
    /// So many rungs faster (slower if negative).
    Faster(i32),
    /// A rung of the ladder.
    Rate(usize),
    /// Play backward, or faster backward.
    Reverse,
    /// Play forward, or faster forward.
    Forward,
    /// The hand takes hold of the playhead.
    GrabAt(Instant),
    /// The hand moves it.
    DragTo(Instant),
    /// The hand lets go.
    Release,
    /// The hand's move is undone.
    CancelDrag,
}

/// The clock.
#[derive(Clone, Debug)]
pub struct Clock {
    period: Period,
    /// Seconds from the start of the period: the playhead.
    position: f64,
    state: ClockState,
    rate: usize,
    play_began: f64,
}

/// The stretch of campaign time a frame has passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passed {
    /// Where the frame began.
    pub from: Instant,
    /// Where it ended.
    pub to: Instant,
}

impl Clock {
    /// A paused clock at an instant of a period.
    pub fn new(period: Period, at: Instant) -> Self {
        let position = period.clamp(at).since(period.start) as f64;
        Self { period, position, state: ClockState::Paused, rate: DEFAULT_RATE, play_began: position }
    }

    /// The instant shown: the whole second the playhead is in.
    pub fn now(&self) -> Instant {
        self.period.start.plus(self.position.floor() as i64)
    }

    /// What it does.
    pub fn state(&self) -> ClockState {
        self.state
    }

    /// Whether campaign time runs by itself.
    pub fn is_playing(&self) -> bool {
        matches!(self.state, ClockState::Playing { .. })
    }

    /// The rung of the ladder, in [`RATES`].
    pub fn rate(&self) -> usize {
        self.rate
    }

    /// The domain of the clock.
    pub fn period(&self) -> Period {
        self.period
    }

    /// Runs for `dt` seconds of wall time. Gives the campaign time passed, so that no event in it is skipped.
    pub fn tick(&mut self, dt: f64) -> Option<Passed> {
        let ClockState::Playing { is_reverse } = self.state else { return None };
        let from = self.now();
        let step = dt.clamp(0.0, LONGEST_FRAME) * RATES[self.rate] * HOUR as f64;
        let length = self.period.seconds() as f64;
        self.position = (self.position + if is_reverse { -step } else { step }).clamp(0.0, length);
        if (!is_reverse && self.position >= length) || (is_reverse && self.position <= 0.0) {
            self.state = ClockState::Paused;
        }
        Some(Passed { from, to: self.now() })
    }

    /// Does what is commanded.
    pub fn apply(&mut self, command: ClockCommand) {
        match command {
            ClockCommand::Toggle => self.toggle(),
            ClockCommand::Pause => self.state = ClockState::Paused,
            ClockCommand::StopAndReturn => {
                self.state = ClockState::Paused;
                self.position = self.play_began;
            }
            ClockCommand::Seek(instant) => self.pause_at(instant),
            ClockCommand::Jump(instant) => self.place(instant),
            ClockCommand::StepHours(hours) => self.pause_at(self.stepped_to_hour(hours)),
            ClockCommand::StepMinutes(minutes) => self.pause_at(self.now().plus(minutes * 60)),
            ClockCommand::StepDays(days) => self.place(self.now().plus(days * DAY)),
            ClockCommand::Home => self.place(self.period.start),
            ClockCommand::End => self.pause_at(self.period.end),
            ClockCommand::Faster(rungs) => self.set_rate(self.rate as i64 + i64::from(rungs)),
            ClockCommand::Rate(rate) => self.set_rate(rate as i64),
            ClockCommand::Reverse => self.run(true),
            ClockCommand::Forward => self.run(false),
            ClockCommand::GrabAt(instant) => self.grab(instant),
            ClockCommand::DragTo(instant) => {
                if matches!(self.state, ClockState::Scrubbing { .. }) {
                    self.place(instant);
                }
            }
            ClockCommand::Release => self.release(false),
            ClockCommand::CancelDrag => self.release(true),
        }
    }

    fn place(&mut self, instant: Instant) {
        self.position = self.period.clamp(instant).since(self.period.start) as f64;
    }

    fn pause_at(&mut self, instant: Instant) {
        self.state = ClockState::Paused;
        self.place(instant);
    }

    fn toggle(&mut self) {
        if self.is_playing() {
            self.state = ClockState::Paused;
            return;
        }
        if self.position >= self.period.seconds() as f64 {
            self.position = 0.0;
        }
        self.play_began = self.position;
        self.state = ClockState::Playing { is_reverse: false };
    }

    /// Plays in a direction; when it already does, a rung faster.
    fn run(&mut self, is_reverse: bool) {
        if self.state == (ClockState::Playing { is_reverse }) {
            self.set_rate(self.rate as i64 + 1);
        } else {
            self.play_began = self.position;
            self.state = ClockState::Playing { is_reverse };
        }
    }

    fn set_rate(&mut self, rate: i64) {
        self.rate = usize::try_from(rate.max(0)).unwrap_or(0).min(RATES.len() - 1);
    }

    /// The next full hour in a direction, then hours beyond it.
    fn stepped_to_hour(&self, hours: i64) -> Instant {
        let now = self.now();
        let past = now.0.rem_euclid(HOUR);
        match hours {
            0 => now,
            forward if forward > 0 => now.plus(forward * HOUR - past),
            back if past > 0 => now.plus((back + 1) * HOUR - past),
            back => now.plus(back * HOUR),
        }
    }

    fn grab(&mut self, instant: Instant) {
        let resume = match self.state {
            ClockState::Playing { is_reverse } => Some(is_reverse),
            ClockState::Scrubbing { resume, .. } => resume,
            ClockState::Paused => None,
        };
        self.state = ClockState::Scrubbing { resume, origin: self.position };
        self.place(instant);
    }

    fn release(&mut self, is_undone: bool) {
        let ClockState::Scrubbing { resume, origin } = self.state else { return };
        if is_undone {
            self.position = origin;
        }
        self.state = resume.map_or(ClockState::Paused, |is_reverse| ClockState::Playing { is_reverse });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        let start = Instant(0);
        Clock::new(Period { start, end: start.plus(28 * DAY) }, start.plus(12 * HOUR))
    }

    #[test]
    fn ten_seconds_at_six_hours_a_second_are_sixty_hours_at_any_frame_rate() {
        for frames_per_second in [15, 60, 144] {
            let mut clock = clock();
            clock.apply(ClockCommand::Toggle);
            for _ in 0..frames_per_second * 10 {
                clock.tick(1.0 / f64::from(frames_per_second));
            }
            let hours = clock.now().since(Instant(12 * HOUR)) as f64 / HOUR as f64;
            assert!((hours - 60.0).abs() <= 6.0 / f64::from(frames_per_second), "{hours}");
        }
    }

    #[test]
    fn a_hitch_of_two_seconds_does_not_skip_campaign_time() {
        let mut clock = clock();
        clock.apply(ClockCommand::Toggle);
        clock.tick(2.0);
        assert_eq!(clock.now(), Instant(12 * HOUR + 2160));
    }

    #[test]
    fn the_hour_step_lands_on_the_full_hour_first_and_pauses() {
        let mut clock = clock();
        clock.apply(ClockCommand::Seek(Instant(10 * HOUR + 600)));
        clock.apply(ClockCommand::Toggle);
        clock.apply(ClockCommand::StepHours(1));
        assert_eq!((clock.now(), clock.state()), (Instant(11 * HOUR), ClockState::Paused));
        clock.apply(ClockCommand::Seek(Instant(10 * HOUR + 600)));
        clock.apply(ClockCommand::StepHours(-1));
        assert_eq!(clock.now(), Instant(10 * HOUR));
        clock.apply(ClockCommand::StepHours(-1));
        assert_eq!(clock.now(), Instant(9 * HOUR));
    }

    #[test]
    fn a_day_step_keeps_the_hour_and_keeps_playing() {
        let mut clock = clock();
        clock.apply(ClockCommand::Toggle);
        clock.apply(ClockCommand::StepDays(1));
        assert_eq!(clock.now(), Instant(36 * HOUR));
        assert!(clock.is_playing());
    }

    #[test]
    fn the_end_is_reached_exactly_and_space_starts_over() {
        let mut clock = clock();
        let end = clock.period().end;
        clock.apply(ClockCommand::End);
        assert_eq!((clock.now(), clock.state()), (end, ClockState::Paused));
        clock.apply(ClockCommand::Toggle);
        assert_eq!(clock.now(), clock.period().start);
        clock.apply(ClockCommand::Jump(end.plus(-60)));
        while clock.is_playing() {
            clock.tick(0.05);
        }
        assert_eq!((clock.now(), clock.state()), (end, ClockState::Paused));
    }

    #[test]
    fn the_clock_stands_still_under_the_hand_and_goes_on_when_it_lets_go() {
        let mut clock = clock();
        clock.apply(ClockCommand::Toggle);
        clock.apply(ClockCommand::GrabAt(Instant(50 * HOUR)));
        assert_eq!(clock.tick(0.1), None);
        clock.apply(ClockCommand::DragTo(Instant(60 * HOUR)));
        assert_eq!(clock.now(), Instant(60 * HOUR));
        clock.apply(ClockCommand::Release);
        assert!(clock.is_playing());
        clock.apply(ClockCommand::GrabAt(Instant(90 * HOUR)));
        clock.apply(ClockCommand::CancelDrag);
        assert_eq!(clock.now(), Instant(60 * HOUR));
    }

    #[test]
    fn rates_stay_on_the_ladder_and_never_move_the_clock() {
        let mut clock = clock();
        let before = clock.now();
        for _ in 0..20 {
            clock.apply(ClockCommand::Faster(1));
        }
        assert_eq!(rate_label(clock.rate()), "2 d/s");
        clock.apply(ClockCommand::Faster(-99));
        assert_eq!(rate_label(clock.rate()), "10 min/s");
        clock.apply(ClockCommand::Rate(DEFAULT_RATE));
        assert_eq!(rate_label(clock.rate()), "6 h/s");
        assert_eq!(clock.now(), before);
    }

    #[test]
    fn play_backward_stops_at_the_start() {
        let mut clock = clock();
        clock.apply(ClockCommand::Reverse);
        for _ in 0..2000 {
            clock.tick(0.1);
        }
        assert_eq!((clock.now(), clock.state()), (clock.period().start, ClockState::Paused));
    }

    #[test]
    fn seeking_to_a_time_equals_playing_to_it() {
        let (mut played, mut sought) = (clock(), clock());
        played.apply(ClockCommand::Toggle);
        for _ in 0..97 {
            played.tick(0.017);
        }
        sought.apply(ClockCommand::Seek(played.now()));
        assert_eq!(played.now(), sought.now());
    }
}

//! The campaign clock: playing, paused, or held by the hand. Time comes in as `dt`; nothing here looks at the wall.
//!
//! States and keys after `design/time.md`, D2, D3 and D5.

use super::looping::{LoopCommand, Looping};
use super::rate::{DEFAULT_RATE, RATE_LIMITS, RATES, climbed};
use crate::campaign::{DAY, HOUR, Instant, Period};

/// A frame counts for no more than this, seconds: a hitch does not skip campaign time.
const LONGEST_FRAME: f64 = 0.1;

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
    /// Stands still where a chapter of the story ends, beside a card, until the reader goes on.
    Waiting,
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
    /// To the start of the loop, else of the campaign; keeps playing.
    Home,
    /// To the end of the loop, else of the campaign; pauses.
    End,
    /// So many rungs faster (slower if negative).
    Faster(i32),
    /// A rung of the ladder.
    Rate(usize),
    /// A rate that was typed, campaign hours per second.
    TypedRate(f64),
    /// Story pace, or an even one.
    ToggleStoryPace,
    /// What is played over and over.
    Loop(LoopCommand),
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
    /// The story has come to the end of a chapter here.
    Wait(Instant),
}

/// The clock.
#[derive(Clone, Debug)]
pub struct Clock {
    period: Period,
    /// Seconds from the start of the period: the playhead.
    position: f64,
    state: ClockState,
    /// Campaign hours per second.
    rate: f64,
    play_began: f64,
    looping: Looping,
    is_by_hour: bool,
    is_story_paced: bool,
}

/// A stretch of campaign time that a frame has passed: `from` itself does not belong to it, `to` does. Backward when
/// `to` is the earlier one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passed {
    /// Where it began.
    pub from: Instant,
    /// Where it ended.
    pub to: Instant,
}

impl Clock {
    /// A paused clock at an instant of a period.
    pub fn new(period: Period, at: Instant) -> Self {
        let position = period.clamp(at).since(period.start) as f64;
        Self {
            period,
            position,
            state: ClockState::Paused,
            rate: RATES[DEFAULT_RATE],
            play_began: position,
            looping: Looping::default(),
            is_by_hour: false,
            is_story_paced: false,
        }
    }

    /// The instant shown: the whole second the playhead is in; the whole hour while it plays by the hour.
    pub fn now(&self) -> Instant {
        let exact = self.exact();
        if self.is_by_hour && self.is_playing() { self.period.clamp(Instant(exact.0.div_euclid(HOUR) * HOUR)) } else { exact }
    }

    fn exact(&self) -> Instant {
        self.period.start.plus(self.position.floor() as i64)
    }

    /// The playhead, seconds from the start of the period.
    pub fn position(&self) -> f64 {
        self.position
    }

    /// What it does.
    pub fn state(&self) -> ClockState {
        self.state
    }

    /// Whether campaign time runs by itself.
    pub fn is_playing(&self) -> bool {
        matches!(self.state, ClockState::Playing { .. })
    }

    /// Whether it stands at the end of a chapter until the reader goes on.
    pub fn is_waiting(&self) -> bool {
        self.state == ClockState::Waiting
    }

    /// Whether the hand holds it.
    pub fn is_held(&self) -> bool {
        matches!(self.state, ClockState::Scrubbing { .. })
    }

    /// Whether it runs, or will run when the hand lets go, backward.
    pub fn is_reverse(&self) -> bool {
        matches!(self.state, ClockState::Playing { is_reverse: true } | ClockState::Scrubbing { resume: Some(true), .. })
    }

    /// The instant at which play began last.
    pub fn play_began(&self) -> Instant {
        self.period.start.plus(self.play_began.floor() as i64)
    }

    /// Campaign hours per second of play, before any story pace.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Whether play is quicker where little happens.
    pub fn is_story_paced(&self) -> bool {
        self.is_story_paced
    }

    /// Sets whether play is quicker where little happens.
    pub fn pace_as_story(&mut self, is_story_paced: bool) {
        self.is_story_paced = is_story_paced;
    }

    /// The domain of the clock.
    pub fn period(&self) -> Period {
        self.period
    }

    /// The loop.
    pub fn looping(&self) -> Looping {
        self.looping
    }

    /// Whether the instant shown moves by whole hours while it plays, for those whom motion hurts.
    pub fn play_by_hour(&mut self, is_by_hour: bool) {
        self.is_by_hour = is_by_hour;
    }

    /// Runs for `dt` seconds of wall time at `pace` times its rate. Gives the campaign time passed, in order, so that no
    /// event in it is skipped: two stretches where a loop began anew.
    pub fn tick(&mut self, dt: f64, pace: f64) -> Vec<Passed> {
        let ClockState::Playing { is_reverse } = self.state else { return Vec::new() };
        let from = self.exact();
        let step = dt.clamp(0.0, LONGEST_FRAME) * self.rate * pace * HOUR as f64;
        let before = self.position;
        let after = before + if is_reverse { -step } else { step };
        if let Some(passed) = self.wrapped(before, after, is_reverse) {
            return passed;
        }
        let length = self.period.seconds() as f64;
        self.position = after.clamp(0.0, length);
        let passed = Passed { from, to: self.exact() };
        if (!is_reverse && self.position >= length) || (is_reverse && self.position <= 0.0) {
            self.state = ClockState::Paused;
        }
        vec![passed]
    }

    /// Starts the loop anew when a step reaches its end, in the same frame.
    fn wrapped(&mut self, before: f64, after: f64, is_reverse: bool) -> Option<Vec<Passed>> {
        let range = self.looping.active(self.period)?;
        let (start, end) = (self.seconds(range.start), self.seconds(range.end));
        let from = self.exact();
        if !is_reverse && before < end && after >= end {
            self.position = start + (after - end).rem_euclid(end - start);
            Some(vec![Passed { from, to: range.end }, Passed { from: range.start.plus(-1), to: self.exact() }])
        } else if is_reverse && before > start && after <= start {
            self.position = end - (start - after).rem_euclid(end - start);
            Some(vec![Passed { from, to: range.start }, Passed { from: range.end.plus(1), to: self.exact() }])
        } else {
            None
        }
    }

    /// Does what is commanded.
    pub fn apply(&mut self, command: ClockCommand) {
        match command {
            ClockCommand::Toggle => self.toggle(),
            ClockCommand::Pause => self.pause(),
            ClockCommand::StopAndReturn => {
                self.state = ClockState::Paused;
                self.position = self.play_began;
            }
            ClockCommand::Seek(instant) => self.pause_at(instant),
            ClockCommand::Jump(instant) => self.place(instant),
            ClockCommand::StepHours(hours) => self.pause_at(self.stepped_to_hour(hours)),
            ClockCommand::StepMinutes(minutes) => self.pause_at(self.now().plus(minutes * 60)),
            ClockCommand::StepDays(days) => self.place(self.now().plus(days * DAY)),
            ClockCommand::Home => self.place(self.range().start),
            ClockCommand::End => self.pause_at(self.range().end),
            ClockCommand::Faster(rungs) => self.rate = climbed(self.rate, rungs),
            ClockCommand::Rate(rung) => self.rate = RATES[rung.min(RATES.len() - 1)],
            ClockCommand::TypedRate(rate) => self.rate = rate.clamp(RATE_LIMITS.0, RATE_LIMITS.1),
            ClockCommand::ToggleStoryPace => self.is_story_paced = !self.is_story_paced,
            ClockCommand::Loop(command) => self.change_loop(command),
            ClockCommand::Reverse => self.run(true),
            ClockCommand::Forward => self.run(false),
            ClockCommand::GrabAt(instant) => self.grab(instant),
            ClockCommand::DragTo(instant) => {
                if self.is_held() {
                    self.place(instant);
                }
            }
            ClockCommand::Release => self.release(false),
            ClockCommand::CancelDrag => self.release(true),
            ClockCommand::Wait(instant) => {
                if self.is_playing() {
                    self.place(instant);
                    self.state = ClockState::Waiting;
                }
            }
        }
    }

    /// What is played: the loop, or else everything.
    fn range(&self) -> Period {
        self.looping.active(self.period).unwrap_or(self.period)
    }

    fn seconds(&self, instant: Instant) -> f64 {
        instant.since(self.period.start) as f64
    }

    /// A loop that is turned on catches a playhead outside it.
    fn change_loop(&mut self, command: LoopCommand) {
        let was_on = self.looping.active(self.period).is_some();
        self.looping.apply(command, self.period, self.now());
        let is_turned_on = command == LoopCommand::Enter || (matches!(command, LoopCommand::Cycle | LoopCommand::Toggle) && !was_on);
        if let Some(range) = self.looping.active(self.period)
            && is_turned_on
            && (self.now() < range.start || self.now() > range.end)
        {
            self.place(range.start);
        }
    }

    fn pause(&mut self) {
        self.pause_at(self.now());
    }

    /// The playhead is here now. A chapter is left with its end.
    fn place(&mut self, instant: Instant) {
        self.position = self.seconds(self.period.clamp(instant));
        if self.is_waiting() {
            self.state = ClockState::Paused;
        }
    }

    fn pause_at(&mut self, instant: Instant) {
        self.state = ClockState::Paused;
        self.place(instant);
    }

    fn toggle(&mut self) {
        match self.state {
            ClockState::Playing { .. } => self.pause(),
            ClockState::Scrubbing { resume, origin } => {
                let resume = if resume.is_some() { None } else { Some(false) };
                self.state = ClockState::Scrubbing { resume, origin };
            }
            ClockState::Paused | ClockState::Waiting => {
                let range = self.range();
                if self.now() == range.end || self.position >= self.seconds(self.period.end) {
                    self.place(range.start);
                }
                self.play(false);
            }
        }
    }

    fn play(&mut self, is_reverse: bool) {
        self.play_began = self.position;
        self.state = ClockState::Playing { is_reverse };
    }

    /// Plays in a direction; when it already does, a rung faster.
    fn run(&mut self, is_reverse: bool) {
        if self.state == (ClockState::Playing { is_reverse }) {
            self.rate = climbed(self.rate, 1);
        } else {
            self.play(is_reverse);
        }
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
            ClockState::Paused | ClockState::Waiting => None,
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
    use super::super::rate::rate_label;
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
                clock.tick(1.0 / f64::from(frames_per_second), 1.0);
            }
            let hours = clock.now().since(Instant(12 * HOUR)) as f64 / HOUR as f64;
            assert!((hours - 60.0).abs() <= 6.0 / f64::from(frames_per_second), "{hours}");
        }
    }

    #[test]
    fn a_hitch_of_two_seconds_does_not_skip_campaign_time() {
        let mut clock = clock();
        clock.apply(ClockCommand::Toggle);
        clock.tick(2.0, 1.0);
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
            clock.tick(0.05, 1.0);
        }
        assert_eq!((clock.now(), clock.state()), (end, ClockState::Paused));
    }

    #[test]
    fn the_clock_stands_still_under_the_hand_and_goes_on_when_it_lets_go() {
        let mut clock = clock();
        clock.apply(ClockCommand::Toggle);
        clock.apply(ClockCommand::GrabAt(Instant(50 * HOUR)));
        assert_eq!(clock.tick(0.1, 1.0), []);
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
            clock.tick(0.1, 1.0);
        }
        assert_eq!((clock.now(), clock.state()), (clock.period().start, ClockState::Paused));
    }

    #[test]
    fn seeking_to_a_time_equals_playing_to_it() {
        let (mut played, mut sought) = (clock(), clock());
        played.apply(ClockCommand::Toggle);
        for _ in 0..97 {
            played.tick(0.017, 1.0);
        }
        sought.apply(ClockCommand::Seek(played.now()));
        assert_eq!(played.now(), sought.now());
    }

    /// How a command leaves the clock, from each of its states: paused, playing, playing backward, held by the hand, waiting
    /// at the end of a chapter.
    #[test]
    fn every_command_leads_from_every_state_to_the_one_it_should() {
        use ClockCommand as C;
        const PAUSED: &str = "paused";
        const PLAYS: &str = "plays";
        const BACK: &str = "plays backward";
        const HELD: &str = "held";
        const WAITS: &str = "waits";
        let at = Instant(100 * HOUR + 600);
        let rows: &[(ClockCommand, [&str; 5], Option<i64>)] = &[
            (C::Toggle, [PLAYS, PAUSED, PAUSED, HELD, PLAYS], Some(at.0)),
            (C::Pause, [PAUSED; 5], Some(at.0)),
            (C::StopAndReturn, [PAUSED; 5], None),
            (C::Seek(Instant(5)), [PAUSED; 5], Some(5)),
            (C::Jump(Instant(5)), [PAUSED, PLAYS, BACK, HELD, PAUSED], Some(5)),
            (C::StepHours(1), [PAUSED; 5], Some(101 * HOUR)),
            (C::StepHours(-1), [PAUSED; 5], Some(100 * HOUR)),
            (C::StepMinutes(10), [PAUSED; 5], Some(at.0 + 600)),
            (C::StepMinutes(-10), [PAUSED; 5], Some(at.0 - 600)),
            (C::StepDays(1), [PAUSED, PLAYS, BACK, HELD, PAUSED], Some(at.0 + DAY)),
            (C::StepDays(-1), [PAUSED, PLAYS, BACK, HELD, PAUSED], Some(at.0 - DAY)),
            (C::StepDays(-99), [PAUSED, PLAYS, BACK, HELD, PAUSED], Some(0)),
            (C::Home, [PAUSED, PLAYS, BACK, HELD, PAUSED], Some(0)),
            (C::End, [PAUSED; 5], Some(28 * DAY)),
            (C::Faster(1), [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::Faster(-1), [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::Rate(0), [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::TypedRate(2.0), [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::ToggleStoryPace, [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::Reverse, [BACK, BACK, BACK, BACK, BACK], Some(at.0)),
            (C::Forward, [PLAYS, PLAYS, PLAYS, PLAYS, PLAYS], Some(at.0)),
            (C::Loop(LoopCommand::InHere), [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::Loop(LoopCommand::OutHere), [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::Loop(LoopCommand::Cycle), [PAUSED, PLAYS, BACK, HELD, WAITS], Some(at.0)),
            (C::GrabAt(Instant(9)), [HELD; 5], Some(9)),
            (C::DragTo(Instant(9)), [PAUSED, PLAYS, BACK, HELD, WAITS], None),
            (C::Release, [PAUSED, PLAYS, BACK, PAUSED, WAITS], Some(at.0)),
            (C::Wait(Instant(9)), [PAUSED, WAITS, WAITS, HELD, WAITS], None),
            (C::CancelDrag, [PAUSED, PLAYS, BACK, PAUSED, WAITS], Some(at.0)),
        ];
        let starts: [&[ClockCommand]; 5] = [&[], &[C::Forward], &[C::Reverse], &[C::GrabAt(at)], &[C::Forward, C::Wait(at)]];
        for (command, wanted, position) in rows {
            for (start, wanted) in starts.iter().zip(wanted) {
                let mut clock = clock();
                clock.apply(C::Seek(at));
                start.iter().for_each(|command| clock.apply(*command));
                clock.apply(*command);
                let got = match clock.state() {
                    ClockState::Paused => PAUSED,
                    ClockState::Playing { is_reverse: false } => PLAYS,
                    ClockState::Playing { is_reverse: true } => BACK,
                    ClockState::Scrubbing { .. } => HELD,
                    ClockState::Waiting => WAITS,
                };
                assert_eq!(got, *wanted, "{command:?} after {start:?}");
                if let Some(position) = position {
                    assert_eq!(clock.now().0, *position, "{command:?} after {start:?}");
                }
            }
        }
    }

    #[test]
    fn a_loop_begins_anew_in_the_same_frame_and_passes_its_edges() {
        let mut clock = clock();
        let (start, end) = (Instant(10 * HOUR), Instant(20 * HOUR));
        clock.apply(ClockCommand::Loop(LoopCommand::Draw(start, end)));
        clock.apply(ClockCommand::Loop(LoopCommand::Enter));
        assert_eq!(clock.now(), Instant(12 * HOUR), "inside already");
        clock.apply(ClockCommand::Jump(end.plus(-60)));
        clock.apply(ClockCommand::Forward);
        let passed = clock.tick(0.1, 1.0);
        assert_eq!(passed.len(), 2);
        assert_eq!((passed[0].to, passed[1].from), (end, start.plus(-1)));
        assert!(clock.is_playing() && clock.now() > start && clock.now() < start.plus(HOUR));
        clock.apply(ClockCommand::Reverse);
        clock.apply(ClockCommand::Jump(start.plus(60)));
        assert_eq!(clock.tick(0.1, 1.0).len(), 2);
        assert!(clock.is_reverse() && clock.now() < end && clock.now() > end.plus(-HOUR));
        clock.apply(ClockCommand::Home);
        assert_eq!(clock.now(), start);
        clock.apply(ClockCommand::End);
        assert_eq!((clock.now(), clock.state()), (end, ClockState::Paused));
        clock.apply(ClockCommand::Toggle);
        assert_eq!(clock.now(), start, "space starts the loop over");
        clock.apply(ClockCommand::Loop(LoopCommand::Toggle));
        clock.apply(ClockCommand::Seek(Instant(90 * HOUR)));
        clock.apply(ClockCommand::Loop(LoopCommand::Toggle));
        assert_eq!(clock.now(), start, "a playhead outside is caught");
    }

    #[test]
    fn for_those_whom_motion_hurts_time_moves_by_whole_hours_and_pauses_where_it_shows() {
        let mut clock = clock();
        clock.play_by_hour(true);
        clock.apply(ClockCommand::Toggle);
        for _ in 0..40 {
            clock.tick(0.017, 1.0);
            assert_eq!(clock.now().0 % HOUR, 0);
        }
        let shown = clock.now();
        clock.apply(ClockCommand::Pause);
        assert_eq!(clock.now(), shown);
    }
}

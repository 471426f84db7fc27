//! What is played over and over: nothing, a chosen range, or the whole campaign; and how a range is cut.

use crate::campaign::{Instant, Period};

/// A range shorter than this is no range, seconds.
pub const SHORTEST_RANGE: i64 = 30 * 60;

/// What is played over and over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoopMode {
    /// Nothing: play ends at the end.
    #[default]
    Off,
    /// The chosen range.
    Range,
    /// The whole campaign.
    All,
}

/// What can be done to the loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LoopCommand {
    /// Off, then the range (where there is one), then everything, then off.
    Cycle,
    /// The range on or off.
    Toggle,
    /// No range.
    Clear,
    /// The range between two instants, in any order, while the hand still draws it.
    Draw(Instant, Instant),
    /// The range begins here.
    SetIn(Instant),
    /// The range ends here.
    SetOut(Instant),
    /// The start is dragged, no further than the end.
    DragIn(Instant),
    /// The end is dragged, no further than the start.
    DragOut(Instant),
    /// The whole range is dragged so that it starts here.
    MoveTo(Instant),
    /// The hand lets go: a range that is too short is dropped.
    Settle,
    /// A new range is played: a playhead outside it goes to its start.
    Enter,
    /// The range begins at the playhead.
    InHere,
    /// The range ends at the playhead.
    OutHere,
}

/// The loop: its mode and its range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looping {
    /// What is played over and over.
    pub mode: LoopMode,
    /// The chosen range, kept while the loop is off.
    pub range: Option<Period>,
}

impl Looping {
    /// The stretch that is played over and over, if any.
    pub fn active(&self, domain: Period) -> Option<Period> {
        match self.mode {
            LoopMode::Off => None,
            LoopMode::Range => self.range,
            LoopMode::All => Some(domain),
        }
    }

    /// Does what is commanded, inside the domain, with the playhead at `now`.
    pub fn apply(&mut self, command: LoopCommand, domain: Period, now: Instant) {
        match command {
            LoopCommand::Cycle => self.mode = self.next_mode(),
            LoopCommand::Toggle => self.mode = if self.mode == LoopMode::Range { LoopMode::Off } else { LoopMode::Range },
            LoopCommand::Clear => self.clear(),
            LoopCommand::Draw(a, b) => self.hold(domain.clamp(a.min(b)), domain.clamp(a.max(b))),
            LoopCommand::SetIn(at) => self.set_in(domain, domain.clamp(at)),
            LoopCommand::SetOut(at) => self.set_out(domain, domain.clamp(at)),
            LoopCommand::InHere => self.set_in(domain, now),
            LoopCommand::OutHere => self.set_out(domain, now),
            LoopCommand::DragIn(at) => self.edit(|range| range.start = domain.clamp(at).min(range.end)),
            LoopCommand::DragOut(at) => self.edit(|range| range.end = domain.clamp(at).max(range.start)),
            LoopCommand::MoveTo(at) => self.edit(|range| {
                let length = range.seconds();
                range.start = at.clamp(domain.start, domain.end.plus(-length));
                range.end = range.start.plus(length);
            }),
            LoopCommand::Settle | LoopCommand::Enter => self.drop_if_short(),
        }
        if self.mode == LoopMode::Range && self.range.is_none() {
            self.mode = LoopMode::Off;
        }
    }

    /// What the next turn of the loop key leads to.
    pub fn next_mode(&self) -> LoopMode {
        match self.mode {
            LoopMode::Off if self.range.is_some() => LoopMode::Range,
            LoopMode::Off | LoopMode::Range => LoopMode::All,
            LoopMode::All => LoopMode::Off,
        }
    }

    fn clear(&mut self) {
        self.range = None;
        if self.mode == LoopMode::Range {
            self.mode = LoopMode::Off;
        }
    }

    fn hold(&mut self, start: Instant, end: Instant) {
        self.range = Some(Period { start, end });
        self.mode = LoopMode::Range;
    }

    fn edit(&mut self, change: impl FnOnce(&mut Period)) {
        if let Some(range) = &mut self.range {
            change(range);
        }
    }

    /// An in-point behind the out-point sends the out-point to the end of the campaign.
    fn set_in(&mut self, domain: Period, at: Instant) {
        let end = self.range.map_or(domain.end, |range| range.end);
        self.hold(at, if end.since(at) < SHORTEST_RANGE { domain.end } else { end });
        self.drop_if_short();
    }

    /// An out-point before the in-point sends the in-point to the start of the campaign.
    fn set_out(&mut self, domain: Period, at: Instant) {
        let start = self.range.map_or(domain.start, |range| range.start);
        self.hold(if at.since(start) < SHORTEST_RANGE { domain.start } else { start }, at);
        self.drop_if_short();
    }

    fn drop_if_short(&mut self) {
        if self.range.is_some_and(|range| range.seconds() < SHORTEST_RANGE) {
            self.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{DAY, HOUR};

    const DOMAIN: Period = Period { start: Instant(0), end: Instant(28 * DAY) };

    fn after(commands: &[LoopCommand]) -> Looping {
        let mut looping = Looping::default();
        for command in commands {
            looping.apply(*command, DOMAIN, Instant(5 * DAY));
        }
        looping
    }

    fn hours(looping: Looping) -> Option<(i64, i64)> {
        looping.range.map(|range| (range.start.0 / HOUR, range.end.0 / HOUR))
    }

    /// Name, commands, and the hours of the range after them.
    type Case<'a> = (&'a str, &'a [LoopCommand], Option<(i64, i64)>);

    const fn h(hours: i64) -> Instant {
        Instant(hours * HOUR)
    }

    #[test]
    fn ranges_are_cut_as_the_hand_wants_and_never_turn_inside_out() {
        use LoopCommand as L;
        let cases: &[Case<'_>] = &[
            ("drawn forward", &[L::Draw(h(10), h(20)), L::Settle], Some((10, 20))),
            ("drawn backward", &[L::Draw(h(20), h(10)), L::Settle], Some((10, 20))),
            ("drawn beyond the domain", &[L::Draw(h(-5), h(9999)), L::Settle], Some((0, 28 * 24))),
            ("tiny", &[L::Draw(Instant(0), Instant(29 * 60)), L::Settle], None),
            ("just long enough", &[L::Draw(h(0), Instant(30 * 60)), L::Settle], Some((0, 0))),
            ("start dragged past the end", &[L::Draw(h(10), h(20)), L::DragIn(h(30))], Some((20, 20))),
            ("and let go", &[L::Draw(h(10), h(20)), L::DragIn(h(30)), L::Settle], None),
            ("end dragged past the start", &[L::Draw(h(10), h(20)), L::DragOut(h(3))], Some((10, 10))),
            ("moved against the left edge", &[L::Draw(h(10), h(20)), L::MoveTo(h(-50))], Some((0, 10))),
            ("moved against the right edge", &[L::Draw(h(10), h(20)), L::MoveTo(h(9999))], Some((662, 672))),
            ("in after out", &[L::Draw(h(10), h(20)), L::SetIn(h(30))], Some((30, 672))),
            ("out before in", &[L::Draw(h(10), h(20)), L::SetOut(h(5))], Some((0, 5))),
            ("in at the very end", &[L::SetIn(h(672))], None),
            ("out at the very start", &[L::SetOut(h(0))], None),
            ("in at the playhead", &[L::InHere], Some((120, 672))),
            ("out at the playhead", &[L::OutHere], Some((0, 120))),
            ("cleared", &[L::Draw(h(10), h(20)), L::Clear], None),
        ];
        for (name, commands, wanted) in cases {
            assert_eq!(hours(after(commands)), *wanted, "{name}");
        }
    }

    #[test]
    fn the_loop_key_goes_from_off_to_the_range_to_everything_and_back() {
        let mut looping = after(&[LoopCommand::Draw(h(10), h(20)), LoopCommand::Toggle]);
        assert_eq!(looping.mode, LoopMode::Off);
        for wanted in [LoopMode::Range, LoopMode::All, LoopMode::Off] {
            assert_eq!(looping.next_mode(), wanted);
            looping.apply(LoopCommand::Cycle, DOMAIN, h(0));
            assert_eq!(looping.mode, wanted);
        }
        assert_eq!(after(&[LoopCommand::Cycle]).mode, LoopMode::All, "without a range it is passed over");
        assert_eq!(after(&[LoopCommand::Toggle]).mode, LoopMode::Off, "there is nothing to turn on");
        assert_eq!(after(&[LoopCommand::Cycle]).active(DOMAIN), Some(DOMAIN));
    }
}

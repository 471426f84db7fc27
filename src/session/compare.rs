//! Two hours of the campaign on one map: the hour of the clock, and one that stands still beside it; or many, as a wall.

use crate::campaign::{DAY, Instant, Period};

/// How the two hours share the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompareMode {
    /// One map, divided by a line that can be moved.
    #[default]
    Swipe,
    /// Two maps of the same ground.
    SideBySide,
    /// Many hours as small maps of the same ground; the hour compared waits until there are two again.
    Wall,
}

impl CompareMode {
    /// All, in the order of the key, with their word in links.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Swipe, "swipe"), (Self::SideBySide, "side"), (Self::Wall, "wall")];
}

/// An hour that is compared with that of the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compare {
    /// The hour, shown at the left.
    pub at: Instant,
    /// How the two share the map.
    pub mode: CompareMode,
    /// The share (0 to 1) of the map's width that lies left of the line.
    pub split: f64,
}

/// What can be done to the comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CompareCommand {
    /// Off, then divided by a line, then side by side, then the wall, then off.
    Cycle,
    /// Compare with this hour.
    With(Instant),
    /// Share the map in this way.
    Mode(CompareMode),
    /// The line lies here, a share (0 to 1) of the width.
    Split(f64),
    /// The line moves by such a share.
    MoveSplit(f64),
    /// The clock goes to the hour compared, and that hour to the clock's.
    Exchange,
    /// One hour only.
    Close,
}

/// The line comes no nearer to an edge than this share of the width.
const MARGIN: f64 = 0.04;

impl Compare {
    fn with(at: Instant) -> Self {
        Self { at, mode: CompareMode::default(), split: 0.5 }
    }

    /// The hour a day earlier; at the start of the campaign a day later.
    fn day_before(period: Period, now: Instant) -> Self {
        let before = period.clamp(now.plus(-DAY));
        Self::with(if before == now { period.clamp(now.plus(DAY)) } else { before })
    }

    /// What a text has told; `None` where the line would lie off the map.
    pub fn read(period: Period, at: Instant, mode: CompareMode, split: f64) -> Option<Self> {
        (MARGIN..=1.0 - MARGIN).contains(&split).then(|| Self { at: period.clamp(at), mode, split })
    }

    /// What is compared after a command, with the clock at `now`.
    pub fn after(before: Option<Self>, command: CompareCommand, period: Period, now: Instant) -> Option<Self> {
        match (command, before) {
            (CompareCommand::Cycle, None) => Some(Self::day_before(period, now)),
            (CompareCommand::Cycle, Some(compare)) => match compare.mode {
                CompareMode::Swipe => Some(Self { mode: CompareMode::SideBySide, ..compare }),
                CompareMode::SideBySide => Some(Self { mode: CompareMode::Wall, ..compare }),
                CompareMode::Wall => None,
            },
            (CompareCommand::With(at), None) => Some(Self::with(period.clamp(at))),
            (CompareCommand::With(at), Some(compare)) => {
                let mode = if compare.mode == CompareMode::Wall { CompareMode::default() } else { compare.mode };
                Some(Self { at: period.clamp(at), mode, ..compare })
            }
            (CompareCommand::Mode(mode), None) => Some(Self { mode, ..Self::day_before(period, now) }),
            (CompareCommand::Mode(mode), Some(compare)) => Some(Self { mode, ..compare }),
            (CompareCommand::Split(split), Some(compare)) => Some(Self { split: split.clamp(MARGIN, 1.0 - MARGIN), ..compare }),
            (CompareCommand::MoveSplit(by), Some(compare)) => {
                Some(Self { split: (compare.split + by).clamp(MARGIN, 1.0 - MARGIN), ..compare })
            }
            (CompareCommand::Exchange, Some(compare)) => Some(Self { at: now, ..compare }),
            (_, None) | (CompareCommand::Close, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CompareCommand as C;

    const PERIOD: Period = Period { start: Instant(0), end: Instant(28 * DAY) };

    fn after(before: Option<Compare>, command: C, now: i64) -> Option<Compare> {
        Compare::after(before, command, PERIOD, Instant(now))
    }

    #[test]
    fn the_key_goes_from_off_to_the_line_to_two_maps_to_the_wall_and_off() {
        let swipe = after(None, C::Cycle, 3 * DAY);
        assert_eq!(swipe.map(|one| (one.at, one.mode)), Some((Instant(2 * DAY), CompareMode::Swipe)));
        let beside = after(swipe, C::Cycle, 5 * DAY);
        assert_eq!(beside.map(|one| (one.at, one.mode)), Some((Instant(2 * DAY), CompareMode::SideBySide)), "its hour stands still");
        let wall = after(beside, C::Cycle, 5 * DAY);
        assert_eq!(wall.map(|one| one.mode), Some(CompareMode::Wall));
        assert_eq!(after(wall, C::With(Instant(DAY)), 0).map(|one| one.mode), Some(CompareMode::Swipe), "two hours are no wall");
        assert_eq!(after(wall, C::Cycle, 5 * DAY), None);
        assert_eq!(after(None, C::Cycle, 0).map(|one| one.at), Some(Instant(DAY)), "there is no day before the first");
    }

    #[test]
    fn an_hour_is_chosen_the_line_moved_and_the_two_exchanged() {
        let one = after(None, C::With(Instant(99 * DAY)), 0);
        assert_eq!(one.map(|one| one.at), Some(PERIOD.end));
        let one = after(after(one, C::Split(7.0), 0), C::MoveSplit(-0.06), 0);
        assert!(one.is_some_and(|one| (one.split - 0.9).abs() < 1e-9));
        assert_eq!(after(one, C::Exchange, 4 * DAY).map(|one| one.at), Some(Instant(4 * DAY)));
        assert_eq!(after(one, C::Close, 0), None);
        assert!([C::Split(0.2), C::MoveSplit(0.1), C::Exchange].into_iter().all(|command| after(None, command, 0).is_none()));
    }
}

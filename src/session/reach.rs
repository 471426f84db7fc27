//! What makes the program fit for every hand and eye: size of everything, motion, and where the keyboard is.

use crate::scene::Target;

/// The smallest and the largest size of everything, per cent.
const SCALES: (u16, u16) = (100, 200);

/// A step of the size, per cent.
const SCALE_STEP: u16 = 10;

/// Habits of hand and eye, kept between starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Reach {
    /// No flights, no pulses; time moves by whole hours.
    pub is_motion_reduced: bool,
    /// The size of everything, per cent.
    pub scale_percent: u16,
}

impl Default for Reach {
    fn default() -> Self {
        Self { is_motion_reduced: false, scale_percent: SCALES.0 }
    }
}

/// A part of the window that takes the keyboard, in the order of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// The map: arrows go from thing to thing, Enter opens.
    Map,
    /// The ruler: arrows step the time.
    Time,
    /// The panel at the left of the map.
    Panels,
    /// The panel at its right: what is known of the selection.
    Details,
    /// The bar at the top, with the menus.
    Bar,
}

impl Region {
    /// All of them in order.
    pub const ALL: [Self; 5] = [Self::Map, Self::Time, Self::Panels, Self::Details, Self::Bar];
}

/// What can be done for reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReachCommand {
    /// Motion less or as usual.
    ToggleMotion,
    /// So many steps larger (smaller if negative).
    Larger(i32),
    /// Just this size, per cent.
    Scale(u16),
    /// The keyboard to the next region (the one before if negative); from nowhere to what was opened last.
    NextRegion(i32),
    /// The keyboard to a region.
    ToRegion(Region),
    /// The keyboard is in a region, or in none.
    In(Option<Region>),
    /// The keyboard to a thing on the map, or to none.
    Focus(Option<Target>),
}

/// Where the keyboard is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The region it is in.
    pub region: Option<Region>,
    /// What was opened last while it was nowhere else: there it goes first.
    pub opened: Option<Region>,
    /// How often it was sent somewhere, so that the window notices.
    pub turns: u32,
    /// The thing on the map it stands on.
    pub target: Option<Target>,
}

impl Reach {
    /// Does what is commanded, for the part that is kept.
    pub fn apply(&mut self, command: ReachCommand) {
        match command {
            ReachCommand::ToggleMotion => self.is_motion_reduced = !self.is_motion_reduced,
            ReachCommand::Larger(steps) => {
                let wanted = i32::from(self.scale_percent) + steps * i32::from(SCALE_STEP);
                self.scale_percent = u16::try_from(wanted.max(0)).unwrap_or(SCALES.1).clamp(SCALES.0, SCALES.1);
            }
            ReachCommand::Scale(percent) => self.scale_percent = percent.clamp(SCALES.0, SCALES.1),
            ReachCommand::NextRegion(_) | ReachCommand::ToRegion(_) | ReachCommand::In(_) | ReachCommand::Focus(_) => {}
        }
    }
}

impl Focus {
    /// Does what is commanded, for the part that is of the moment, among the regions that are there.
    pub fn apply(&mut self, command: ReachCommand, regions: &[Region]) {
        match command {
            ReachCommand::NextRegion(direction) => {
                let opened = self.opened.filter(|opened| self.region.is_none() && regions.contains(opened));
                self.send(opened.or_else(|| next(regions, self.region, direction)));
            }
            ReachCommand::ToRegion(region) if regions.contains(&region) => self.send(Some(region)),
            ReachCommand::In(region) => {
                self.region = region;
                if region.is_some() {
                    self.opened = None;
                }
            }
            ReachCommand::Focus(target) => self.target = target,
            ReachCommand::ToRegion(_) | ReachCommand::ToggleMotion | ReachCommand::Larger(_) | ReachCommand::Scale(_) => {}
        }
    }

    fn send(&mut self, region: Option<Region>) {
        self.region = region;
        self.opened = None;
        self.turns = self.turns.wrapping_add(1);
    }
}

/// The region after one, or before it; the first or the last where there is none.
fn next(regions: &[Region], from: Option<Region>, direction: i32) -> Option<Region> {
    let count = regions.len() as i32;
    let at = from.and_then(|from| regions.iter().position(|one| *one == from));
    let next = at.map_or(if direction > 0 { 0 } else { count - 1 }, |at| (at as i32 + direction).rem_euclid(count.max(1)));
    usize::try_from(next).ok().and_then(|next| regions.get(next)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_stays_between_one_and_two() {
        let mut reach = Reach::default();
        reach.apply(ReachCommand::Larger(99));
        assert_eq!(reach.scale_percent, 200);
        reach.apply(ReachCommand::Larger(-3));
        assert_eq!(reach.scale_percent, 170);
        reach.apply(ReachCommand::Scale(20));
        assert_eq!(reach.scale_percent, 100);
        assert_eq!(serde_json::from_str::<Reach>("{}").unwrap(), Reach::default());
    }

    #[test]
    fn f6_goes_round_the_regions_that_are_there_and_back() {
        let regions = [Region::Map, Region::Time, Region::Details];
        let mut focus = Focus::default();
        for wanted in [Region::Map, Region::Time, Region::Details, Region::Map] {
            focus.apply(ReachCommand::NextRegion(1), &regions);
            assert_eq!(focus.region, Some(wanted));
        }
        focus.apply(ReachCommand::NextRegion(-1), &regions);
        assert_eq!((focus.region, focus.turns), (Some(Region::Details), 5));
        focus.apply(ReachCommand::ToRegion(Region::Bar), &regions);
        assert_eq!(focus.region, Some(Region::Details), "what is not there takes nothing");
    }

    #[test]
    fn from_nowhere_the_keyboard_goes_to_what_was_opened_last() {
        let mut focus = Focus { opened: Some(Region::Details), ..Focus::default() };
        focus.apply(ReachCommand::NextRegion(1), &Region::ALL);
        assert_eq!(focus.region, Some(Region::Details));
        focus.apply(ReachCommand::In(None), &Region::ALL);
        focus.apply(ReachCommand::NextRegion(1), &Region::ALL);
        assert_eq!(focus.region, Some(Region::Map), "and else to the first");
    }
}

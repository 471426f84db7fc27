//! A museum's screen: how long nobody has touched it, and when it goes back to the beginning.

/// Nobody has touched the screen for this long: it asks, seconds.
const ASKS_AFTER: f64 = 60.0;

/// It asks for this long before it goes back, seconds (ten times what a reader needs; WCAG 2.2.1).
const ASKS_FOR: f64 = 30.0;

/// Who is at a museum's screen, as far as it can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Somebody touches it.
    Touching,
    /// Nobody touches it, but the campaign runs, and somebody may be watching.
    Watching,
    /// Nobody, it seems.
    Nobody,
}

/// The state of a museum's screen. At the beginning, before anybody has touched it, it waits without asking.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kiosk {
    untouched: f64,
    is_in_use: bool,
}

impl Kiosk {
    /// Time goes by; a touch starts it anew, and it does not count while somebody watches what runs. Whether it is time
    /// to go back to the beginning.
    pub fn tick(&mut self, dt: f64, presence: Presence) -> bool {
        self.is_in_use |= presence == Presence::Touching;
        self.untouched = if presence == Presence::Nobody && self.is_in_use { self.untouched + dt } else { 0.0 };
        let is_over = self.untouched >= ASKS_AFTER + ASKS_FOR;
        if is_over {
            *self = Self::default();
        }
        is_over
    }

    /// Seconds left to answer, while it asks.
    pub fn seconds_left(&self) -> Option<u32> {
        (self.untouched >= ASKS_AFTER).then(|| (ASKS_AFTER + ASKS_FOR - self.untouched).ceil() as u32)
    }

    /// Seconds until the screen has something else to show though nobody touches it; never, at the beginning.
    pub fn changes_in(&self) -> Option<f64> {
        let asks_in = ASKS_AFTER - self.untouched;
        self.is_in_use.then_some(if asks_in > 0.0 { asks_in } else { 1.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_use() -> Kiosk {
        let mut kiosk = Kiosk::default();
        assert!(!kiosk.tick(0.0, Presence::Touching));
        kiosk
    }

    #[test]
    fn it_asks_before_it_goes_back_and_a_touch_answers() {
        let mut kiosk = in_use();
        assert!(!kiosk.tick(59.0, Presence::Nobody) && kiosk.seconds_left().is_none());
        assert!(!kiosk.tick(2.0, Presence::Nobody));
        assert_eq!(kiosk.seconds_left(), Some(29));
        assert!(!kiosk.tick(1.0, Presence::Touching) && kiosk.seconds_left().is_none());
        assert!(!kiosk.tick(89.0, Presence::Nobody) && kiosk.tick(1.0, Presence::Nobody));
    }

    #[test]
    fn at_the_beginning_it_asks_nobody_and_needs_no_frame() {
        let mut kiosk = Kiosk::default();
        assert!(!kiosk.tick(1000.0, Presence::Nobody) && kiosk.seconds_left().is_none());
        assert_eq!(kiosk.changes_in(), None);
    }

    #[test]
    fn who_watches_the_campaign_run_is_not_asked() {
        let mut kiosk = in_use();
        assert!(!kiosk.tick(200.0, Presence::Watching) && kiosk.seconds_left().is_none());
        assert!(!kiosk.tick(61.0, Presence::Nobody) && kiosk.seconds_left().is_some());
    }
}

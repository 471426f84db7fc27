//! A museum's screen: how long nobody has touched it, and when it goes back to the beginning.

/// Nobody has touched the screen for this long: it asks, seconds.
const ASKS_AFTER: f64 = 60.0;

/// It asks for this long before it goes back, seconds (ten times what a reader needs; WCAG 2.2.1).
const ASKS_FOR: f64 = 30.0;

/// The state of a museum's screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kiosk {
    untouched: f64,
}

impl Kiosk {
    /// Time goes by; a touch starts it anew. Whether it is time to go back to the beginning.
    pub fn tick(&mut self, dt: f64, is_touched: bool) -> bool {
        self.untouched = if is_touched { 0.0 } else { self.untouched + dt };
        let is_over = self.untouched >= ASKS_AFTER + ASKS_FOR;
        if is_over {
            self.untouched = 0.0;
        }
        is_over
    }

    /// Seconds left to answer, while it asks.
    pub fn seconds_left(&self) -> Option<u32> {
        (self.untouched >= ASKS_AFTER).then(|| (ASKS_AFTER + ASKS_FOR - self.untouched).ceil() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_asks_before_it_goes_back_and_a_touch_answers() {
        let mut kiosk = Kiosk::default();
        assert!(!kiosk.tick(59.0, false) && kiosk.seconds_left().is_none());
        assert!(!kiosk.tick(2.0, false));
        assert_eq!(kiosk.seconds_left(), Some(29));
        assert!(!kiosk.tick(1.0, true) && kiosk.seconds_left().is_none());
        assert!(!kiosk.tick(89.0, false) && kiosk.tick(1.0, false));
    }
}

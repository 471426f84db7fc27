//! A flight of the map from one view to another: easing, and no longer than a second.

use crate::cartography::View;

/// The shortest and the longest flight, seconds.
const SHORTEST: f64 = 0.35;
const LONGEST: f64 = 0.9;

/// A flight under way.
#[derive(Clone, Copy, Debug)]
pub struct Flight {
    from: View,
    to: View,
    seconds: f64,
    elapsed: f64,
}

impl Flight {
    /// A flight between two views, longer for more ground; none where they are the same.
    pub fn new(from: View, to: View) -> Option<Self> {
        let pages = from.center.distance(to.center) / (from.metres_per_point.min(to.metres_per_point) * from.size.width.max(1.0));
        let zooms = (to.metres_per_point / from.metres_per_point).ln().abs();
        let effort = pages + zooms;
        (effort > 1e-6).then_some(Self { from, to, seconds: (SHORTEST + effort * 0.2).min(LONGEST), elapsed: 0.0 })
    }

    /// The view after a further `dt` seconds.
    pub fn tick(&mut self, dt: f64) -> View {
        self.elapsed += dt;
        if self.is_over() {
            return self.to;
        }
        let share = eased(self.elapsed / self.seconds);
        let scale = (self.from.metres_per_point.ln() * (1.0 - share) + self.to.metres_per_point.ln() * share).exp();
        View { center: self.from.center.lerp(self.to.center, share), metres_per_point: scale, size: self.to.size }
    }

    /// The view it is bound for.
    pub fn end(&self) -> View {
        self.to
    }

    /// Whether it has arrived.
    pub fn is_over(&self) -> bool {
        self.elapsed >= self.seconds
    }
}

/// Ease in and out, cubic.
fn eased(share: f64) -> f64 {
    if share < 0.5 { 4.0 * share.powi(3) } else { 1.0 - (2.0 - 2.0 * share).powi(3) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::{PageSize, Plane};

    #[test]
    fn a_flight_ends_exactly_where_it_was_going_and_never_turns_back() {
        let from = View { center: Plane { x: 0.0, y: 0.0 }, metres_per_point: 2000.0, size: PageSize { width: 800.0, height: 600.0 } };
        let to = View { center: Plane { x: 900_000.0, y: 0.0 }, metres_per_point: 500.0, ..from };
        let mut flight = Flight::new(from, to).unwrap();
        let mut last = 0.0;
        while !flight.is_over() {
            let view = flight.tick(0.016);
            assert!(view.center.x >= last);
            last = view.center.x;
        }
        assert_eq!(flight.tick(0.0), to);
        assert!(Flight::new(to, to).is_none());
    }
}

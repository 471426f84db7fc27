//! The moments visited, as a browser keeps pages: back and forward. Steps in a row count as one walk.

use crate::campaign::Instant;

/// The most moments kept.
const MOST: usize = 200;

/// The moments visited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    back: Vec<Instant>,
    forward: Vec<Instant>,
    is_walking: bool,
}

impl History {
    /// The clock leaves a moment, by a jump or by a step. Only the first of several steps in a row is kept.
    pub fn leave(&mut self, from: Instant, is_step: bool) {
        let goes_on = is_step && std::mem::replace(&mut self.is_walking, is_step);
        self.is_walking = is_step;
        if !goes_on && self.back.last() != Some(&from) {
            self.back.push(from);
            if self.back.len() > MOST {
                self.back.remove(0);
            }
        }
        self.forward.clear();
    }

    /// Time ran by itself: the next step begins a new walk.
    pub fn rest(&mut self) {
        self.is_walking = false;
    }

    /// The moment before, coming from `now`.
    pub fn back(&mut self, now: Instant) -> Option<Instant> {
        self.is_walking = false;
        let to = pop_other(&mut self.back, now)?;
        self.forward.push(now);
        Some(to)
    }

    /// The moment that was gone back from.
    pub fn forward(&mut self, now: Instant) -> Option<Instant> {
        self.is_walking = false;
        let to = pop_other(&mut self.forward, now)?;
        self.back.push(now);
        Some(to)
    }

    /// Whether there is a moment before.
    pub fn has_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is a moment to go forward to.
    pub fn has_forward(&self) -> bool {
        !self.forward.is_empty()
    }
}

/// The last moment that is another one.
fn pop_other(moments: &mut Vec<Instant>, now: Instant) -> Option<Instant> {
    while let Some(moment) = moments.pop() {
        if moment != now {
            return Some(moment);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward_lead_through_the_moments_visited() {
        let mut history = History::default();
        history.leave(Instant(1), false);
        history.leave(Instant(2), false);
        assert_eq!(history.back(Instant(3)), Some(Instant(2)));
        assert_eq!(history.back(Instant(2)), Some(Instant(1)));
        assert_eq!(history.back(Instant(1)), None);
        assert_eq!(history.forward(Instant(1)), Some(Instant(2)));
        history.leave(Instant(2), false);
        assert_eq!(history.forward(Instant(9)), None, "a new way forgets the old one");
    }

    #[test]
    fn ten_steps_in_a_row_are_one_walk() {
        let mut history = History::default();
        for step in 0..10 {
            history.leave(Instant(step), true);
        }
        assert_eq!(history.back(Instant(10)), Some(Instant(0)));
        assert!(!history.has_back() && history.has_forward());
        history.rest();
        history.leave(Instant(0), true);
        history.leave(Instant(1), true);
        assert_eq!(history.back(Instant(2)), Some(Instant(0)));
    }
}

//! What the running clock has just passed: the halo of every event on the map, and the few headlines that are told. No
//! event is skipped by a slow frame, and none is gone sooner than a reader can see it.

use crate::campaign::{Campaign, EventIdx};

use super::clock::Passed;

/// Everything that was passed is shown for at least this long, seconds of wall time.
pub const SHOWN_FOR: f64 = 1.2;

/// A headline that nothing pushes out goes after this long, seconds.
const TOLD_FOR: f64 = 4.0;

/// The most headlines at once; the rest is in the list of changes.
pub const MOST: usize = 3;

/// How far a halo has run that stands still.
const STILL: f64 = 0.35;

/// Events that were passed, with their age in seconds of wall time.
#[derive(Clone, Debug, Default)]
pub struct Callouts {
    halos: Vec<(EventIdx, f64)>,
    told: Vec<(EventIdx, f64)>,
    is_still: bool,
}

impl Callouts {
    /// Events whose halo runs, with the share of it done (0 to 1).
    pub fn halos(&self) -> Vec<(EventIdx, f64)> {
        self.halos.iter().map(|(event, age)| (*event, if self.is_still { STILL } else { (age / SHOWN_FOR).min(1.0) })).collect()
    }

    /// The events whose headlines are told, oldest first.
    pub fn told(&self) -> impl Iterator<Item = EventIdx> {
        self.told.iter().map(|(event, _)| *event)
    }

    /// Whether a halo runs.
    pub fn is_moving(&self) -> bool {
        !self.halos.is_empty() && !self.is_still
    }

    /// Halos stand still, for those whom motion hurts.
    pub fn stand_still(&mut self, is_still: bool) {
        self.is_still = is_still;
    }

    /// Nothing is told any more.
    pub fn clear(&mut self) {
        self.halos.clear();
        self.told.clear();
    }

    /// Runs for `dt` seconds of wall time. Halos that stand still stay until time goes on.
    pub fn tick(&mut self, dt: f64, is_playing: bool) {
        if self.is_still && !is_playing {
            return;
        }
        self.halos.iter_mut().chain(&mut self.told).for_each(|(_, age)| *age += dt);
        self.halos.retain(|(_, age)| *age < SHOWN_FOR);
        self.told.retain(|(_, age)| *age < if is_playing { TOLD_FOR } else { SHOWN_FOR });
    }

    /// Takes up every event of a stretch of time.
    pub fn pass(&mut self, campaign: &Campaign, passed: Passed) {
        let crossed = crossed(campaign, passed);
        for event in &crossed {
            self.halos.retain(|(other, _)| other != event);
            self.halos.push((*event, 0.0));
        }
        let mut weighty: Vec<EventIdx> = crossed.into_iter().filter(|event| is_told(campaign, *event)).collect();
        weighty.sort_by_key(|event| campaign.event(*event).importance);
        for event in weighty {
            self.tell(event);
        }
    }

    /// Tells a headline if there is room, or if one has been told long enough.
    fn tell(&mut self, event: EventIdx) {
        self.told.retain(|(other, _)| *other != event);
        if self.told.len() >= MOST {
            let oldest = self.told.iter().enumerate().filter(|(_, (_, age))| *age >= SHOWN_FOR).max_by(|a, b| a.1.1.total_cmp(&b.1.1));
            let Some(at) = oldest.map(|(at, _)| at) else { return };
            self.told.remove(at);
        }
        self.told.push((event, 0.0));
    }
}

/// Whether an event's headline is told: it weighs something, or it has no place on the map to be seen at.
fn is_told(campaign: &Campaign, event: EventIdx) -> bool {
    let event = campaign.event(event);
    event.importance <= 2 || event.position.is_none()
}

/// The events of a stretch of time, in the order they are passed.
fn crossed(campaign: &Campaign, passed: Passed) -> Vec<EventIdx> {
    let events = &campaign.events;
    if passed.to >= passed.from {
        let first = events.partition_point(|event| event.start.best <= passed.from);
        let end = events.partition_point(|event| event.start.best <= passed.to);
        (first..end).map(EventIdx).collect()
    } else {
        let first = events.partition_point(|event| event.start.best < passed.to);
        let end = events.partition_point(|event| event.start.best < passed.from);
        (first..end).rev().map(EventIdx).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{self, Campaign, Period};
    use crate::session::{Clock, ClockCommand};
    use std::collections::BTreeMap;

    fn play(campaign: &Campaign, start: ClockCommand, run: ClockCommand, dt: f64) -> (BTreeMap<EventIdx, f64>, usize) {
        let mut clock = Clock::new(campaign.period, campaign.opening);
        clock.apply(start);
        clock.apply(ClockCommand::Rate(7));
        clock.apply(run);
        let (mut callouts, mut seen, mut most) = (Callouts::default(), BTreeMap::new(), 0);
        while clock.is_playing() || callouts.is_moving() {
            callouts.tick(dt, clock.is_playing());
            clock.tick(dt, 1.0).into_iter().for_each(|passed| callouts.pass(campaign, passed));
            callouts.halos().iter().for_each(|(event, _)| *seen.entry(*event).or_insert(0.0) += dt);
            most = most.max(callouts.told().count());
        }
        (seen, most)
    }

    #[test]
    fn every_event_is_shown_for_more_than_a_second_in_both_directions_even_with_slow_frames() {
        let campaign = campaign::built_in().campaign.unwrap();
        let Period { start, end } = campaign.period;
        let inside: Vec<EventIdx> = (0..campaign.events.len()).map(EventIdx).collect();
        for (from, run, dt) in [
            (ClockCommand::Home, ClockCommand::Forward, 1.0 / 60.0),
            (ClockCommand::Home, ClockCommand::Forward, 0.1),
            (ClockCommand::End, ClockCommand::Reverse, 1.0 / 60.0),
            (ClockCommand::End, ClockCommand::Reverse, 0.1),
        ] {
            let (seen, most) = play(&campaign, from, run, dt);
            for event in &inside {
                let best = campaign.event(*event).start.best;
                if best > start && best < end {
                    assert!(seen.get(event).is_some_and(|seconds| *seconds >= SHOWN_FOR - 1e-6), "{}", campaign.event(*event).headline);
                }
            }
            assert!(most <= MOST);
        }
    }
}

//! How thick events lie, front by front, and how well each hour is attested: made once from the facts, for the ruler
//! and for the pace of a story.

use crate::campaign::{Camp, Campaign, Dated, Event, FrontIdx, HOUR, Instant, Period, Status};

/// Events are spread over this many hours before and after (standard deviation of a Gaussian).
const SPREAD_HOURS: f64 = 3.0;

/// A dated fact attests an hour when its margins are no wider than this, seconds.
const SHARP: i64 = 12 * HOUR;

/// Density of events and evidence, hour by hour of the campaign.
#[derive(Clone, Debug)]
pub struct Density {
    start: Instant,
    /// The attacker's fronts in the order of the campaign.
    pub fronts: Vec<FrontIdx>,
    /// For each hour a value for each front and, last, for all that is of no front. The densest hour sums to 1.
    pub hours: Vec<Vec<f64>>,
    /// For each hour whether it rests on a direct attestation.
    pub attested: Vec<bool>,
}

impl Density {
    /// The density of a campaign.
    pub fn of(campaign: &Campaign) -> Self {
        let is_attacker = |front: &FrontIdx| campaign.sides[campaign.fronts[front.0].side.0].camp == Camp::Attacker;
        let fronts: Vec<FrontIdx> = (0..campaign.fronts.len()).map(FrontIdx).filter(is_attacker).collect();
        let count = usize::try_from((campaign.period.seconds() + HOUR - 1) / HOUR).unwrap_or(0).max(1);
        let mut hours = vec![vec![0.0; fronts.len() + 1]; count];
        for event in &campaign.events {
            let row = front_of(campaign, event).and_then(|front| fronts.iter().position(|one| *one == front)).unwrap_or(fronts.len());
            spread(event, campaign.period.start, row, &mut hours);
        }
        let most = hours.iter().map(|hour| hour.iter().sum::<f64>()).fold(1e-9, f64::max);
        hours.iter_mut().flatten().for_each(|value| *value /= most);
        Self { start: campaign.period.start, fronts, attested: attested(campaign, count), hours }
    }

    /// The density at an instant, 0 to 1.
    pub fn at(&self, instant: Instant) -> f64 {
        let hour = usize::try_from(instant.since(self.start).max(0) / HOUR).unwrap_or(0).min(self.hours.len() - 1);
        self.hours[hour].iter().sum()
    }

    /// Whether an instant's hour rests on a direct attestation.
    pub fn is_attested(&self, instant: Instant) -> bool {
        let hour = usize::try_from(instant.since(self.start) / HOUR).ok();
        hour.and_then(|hour| self.attested.get(hour)).copied().unwrap_or(false)
    }

    /// How many times the ordinary rate a story runs at: four times in empty nights, half at the peak.
    pub fn story_pace(&self, instant: Instant) -> f64 {
        (4.0 / (1.0 + 7.0 * self.at(instant))).clamp(0.5, 4.0)
    }
}

/// The front of the attacker that most of the event's formations belong to.
fn front_of(campaign: &Campaign, event: &Event) -> Option<FrontIdx> {
    let attacking = event.formations.iter().filter(|idx| campaign.side_of(**idx).camp == Camp::Attacker);
    let mut fronts: Vec<FrontIdx> = attacking.filter_map(|idx| campaign.formation(*idx).front).collect();
    fronts.sort_unstable();
    let count = |front: FrontIdx| fronts.iter().filter(|one| **one == front).count();
    fronts.iter().copied().max_by_key(|front| (count(*front), std::cmp::Reverse(*front)))
}

fn spread(event: &Event, start: Instant, row: usize, hours: &mut [Vec<f64>]) {
    let weight = f64::from(4 - event.importance.clamp(1, 3));
    let center = event.start.best.since(start) as f64 / HOUR as f64;
    let reach = SPREAD_HOURS * 4.0;
    let first = (center - reach).floor().max(0.0) as usize;
    let last = (center + reach).ceil().max(0.0) as usize;
    for (hour, values) in hours.iter_mut().enumerate().take(last + 1).skip(first) {
        let away = (hour as f64 + 0.5 - center) / SPREAD_HOURS;
        values[row] += weight * (-away * away / 2.0).exp();
    }
}

fn attested(campaign: &Campaign, count: usize) -> Vec<bool> {
    let mut hours = vec![false; count];
    let mut mark = |dated: Dated, status: Status| {
        if status != Status::Attested || dated.latest.since(dated.earliest) > SHARP {
            return;
        }
        let margins = Period { start: dated.earliest, end: dated.latest.max(dated.earliest.plus(1)) };
        for (hour, is_attested) in hours.iter_mut().enumerate() {
            let start = campaign.period.start.plus(hour as i64 * HOUR);
            *is_attested |= start < margins.end && margins.start < start.plus(HOUR);
        }
    };
    campaign.events.iter().for_each(|event| mark(event.start, event.status));
    campaign.tracks.iter().flat_map(|track| &track.waypoints).for_each(|waypoint| mark(waypoint.time, waypoint.status));
    hours
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign;

    #[test]
    fn the_densest_hour_is_whole_and_the_story_is_slowest_there() {
        let campaign = campaign::built_in().campaign.unwrap();
        let density = Density::of(&campaign);
        let totals: Vec<f64> = density.hours.iter().map(|hour| hour.iter().sum()).collect();
        let most = totals.iter().copied().fold(0.0, f64::max);
        assert!((most - 1.0).abs() < 1e-9 && totals.iter().all(|total| *total >= 0.0));
        let peak = totals.iter().position(|total| *total > 1.0 - 1e-9).unwrap();
        assert!((density.story_pace(campaign.period.start.plus(peak as i64 * HOUR)) - 0.5).abs() < 1e-9);
        let quiet = totals.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap().0;
        assert!(density.story_pace(campaign.period.start.plus(quiet as i64 * HOUR)) > 2.0);
        assert!(density.attested.iter().any(|hour| *hour) && density.attested.iter().any(|hour| !*hour));
    }
}

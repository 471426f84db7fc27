//! What each source carries: how many facts rest on it, and of which days; and how unevenly the sides are heard.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::{Campaign, Claim, EventIdx, FormationIdx, Instant, PlaceIdx, Sentence, Source, SourceIdx};

/// In whose tongue a source is written: the nearest thing to whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// In Russian, Ukrainian, Belarusian or Mongolian.
    Russian,
    /// In Japanese.
    Japanese,
    /// In Chinese.
    Chinese,
    /// In Korean.
    Korean,
    /// In any other.
    Western,
}

impl Voice {
    /// All voices.
    pub const ALL: [Self; 5] = [Self::Russian, Self::Japanese, Self::Chinese, Self::Korean, Self::Western];

    /// The voice of a source.
    pub fn of(source: &Source) -> Self {
        match source.language.split(['-', '_']).next().unwrap_or_default() {
            "ru" | "uk" | "be" | "mn" => Self::Russian,
            "ja" => Self::Japanese,
            "zh" => Self::Chinese,
            "ko" => Self::Korean,
            _ => Self::Western,
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Russian => "Russian",
            Self::Japanese => "Japanese",
            Self::Chinese => "Chinese",
            Self::Korean => "Korean",
            Self::Western => "Western",
        }
    }
}

/// What rests on one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// How many facts: waypoints, captures, events, sentences, formations, strengths, plans and claims.
    pub facts: usize,
    /// The days of the campaign that its dated facts fall on, counted from D+0.
    pub days: BTreeSet<i64>,
}

/// What rests on every source of a campaign, made at the first question.
#[derive(Debug, Default)]
pub struct Coverage {
    carried: OnceLock<Vec<Carried>>,
}

/// How many sources of each voice tell of a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The first day and the last, counted from D+0.
    pub days: (i64, i64),
    /// How many sources of each voice; none is left out.
    pub sources: BTreeMap<Voice, usize>,
}

impl Balance {
    /// How many times as many sources the loudest voice has as the next.
    pub fn tilt(&self) -> f64 {
        let mut counts: Vec<usize> = self.sources.values().copied().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let second = counts.get(1).copied().unwrap_or(0).max(1);
        counts.first().map_or(0.0, |first| *first as f64 / second as f64)
    }
}

impl Coverage {
    /// What rests on a source.
    pub fn of(&self, campaign: &Campaign, source: SourceIdx) -> &Carried {
        static NOTHING: Carried = Carried { facts: 0, days: BTreeSet::new() };
        self.carried.get_or_init(|| carried(campaign)).get(source.0).unwrap_or(&NOTHING)
    }

    /// How many sources of each voice tell of each stretch of so many days, from D+0 to the end of the ruler.
    pub fn balance(&self, campaign: &Campaign, days: i64) -> Vec<Balance> {
        let days = days.max(1);
        let last = campaign.calendar.day_of(campaign.period.end.plus(-1));
        let starts = (0..=last / days).map(|number| number * days).filter(|start| *start <= last);
        starts.map(|start| self.balance_of(campaign, start, (start + days - 1).min(last))).collect()
    }

    fn balance_of(&self, campaign: &Campaign, first: i64, last: i64) -> Balance {
        let mut sources: BTreeMap<Voice, usize> = Voice::ALL.into_iter().map(|voice| (voice, 0)).collect();
        for (idx, source) in campaign.sources.iter().enumerate() {
            if self.of(campaign, SourceIdx(idx)).days.range(first..=last).next().is_some() {
                *sources.entry(Voice::of(source)).or_default() += 1;
            }
        }
        Balance { days: (first, last), sources }
    }
}

/// A record that can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Record {
    /// What happened.
    Event(EventIdx),
    /// A place.
    Place(PlaceIdx),
    /// A formation, or a waypoint of its way.
    Formation(FormationIdx),
}

/// The records that rest on a source, each once, in the order of the campaign.
pub fn resting_on(campaign: &Campaign, source: SourceIdx) -> Vec<Record> {
    let names = |sources: &[SourceIdx]| sources.contains(&source);
    let told = |text: &[Sentence]| text.iter().any(|sentence| names(&sentence.sources));
    let claimed = |claims: &[Claim]| claims.iter().any(|claim| names(&claim.sources));
    let events = campaign.events.iter().enumerate();
    let events = events.filter(|(_, event)| names(&event.sources) || told(&event.text) || claimed(&event.claims));
    let places = campaign.places.iter().enumerate();
    let places = places.filter(|(_, place)| names(&place.sources) || told(&place.text) || claimed(&place.claims));
    let is_on_way = |formation: FormationIdx| {
        let waypoints = campaign.track_of(formation).into_iter().flat_map(|track| &track.waypoints);
        waypoints.into_iter().any(|waypoint| names(&waypoint.sources) || claimed(&waypoint.claims))
    };
    let formations = campaign.formations.iter().enumerate();
    let formations = formations.filter(|(idx, formation)| names(&formation.sources) || is_on_way(FormationIdx(*idx)));
    let events = events.map(|(idx, _)| Record::Event(EventIdx(idx)));
    let places = places.map(|(idx, _)| Record::Place(PlaceIdx(idx)));
    events.chain(places).chain(formations.map(|(idx, _)| Record::Formation(FormationIdx(idx)))).collect()
}

/// Walks through every record that names its sources.
fn carried(campaign: &Campaign) -> Vec<Carried> {
    let mut all = vec![Carried::default(); campaign.sources.len()];
    let mut count = |sources: &[SourceIdx], at: Option<Instant>| {
        for source in sources {
            if let Some(carried) = all.get_mut(source.0) {
                carried.facts += 1;
                carried.days.extend(at.map(|at| campaign.calendar.day_of(at)));
            }
        }
    };
    campaign.formations.iter().for_each(|formation| count(&formation.sources, None));
    campaign.strengths.iter().for_each(|claim| count(&claim.sources, None));
    campaign.plan.iter().for_each(|planned| count(&planned.sources, planned.due.map(|due| due.best)));
    for waypoint in campaign.tracks.iter().flat_map(|track| &track.waypoints) {
        count(&waypoint.sources, Some(waypoint.time.best));
        waypoint.claims.iter().for_each(|claim| count(&claim.sources, claim.earliest));
    }
    for place in &campaign.places {
        count(&place.sources, place.taken.as_ref().map(|taken| taken.time.best));
        place.claims.iter().for_each(|claim| count(&claim.sources, claim.earliest));
    }
    for event in &campaign.events {
        count(&event.sources, Some(event.start.best));
        event.claims.iter().for_each(|claim| count(&claim.sources, claim.earliest));
    }
    sentences(campaign).for_each(|(sentence, at)| count(&sentence.sources, sentence.at.or(at)));
    all
}

/// Every sentence, with the instant of what it is told of.
fn sentences(campaign: &Campaign) -> impl Iterator<Item = (&Sentence, Option<Instant>)> {
    let places = campaign.places.iter().flat_map(|place| place.text.iter().map(|sentence| (sentence, None)));
    let events = campaign.events.iter().flat_map(|event| event.text.iter().map(|sentence| (sentence, Some(event.start.best))));
    let chapters = campaign.chapters.iter().flat_map(|chapter| chapter.text.iter().map(|sentence| (sentence, None)));
    places.chain(events).chain(chapters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::built_in;

    #[test]
    fn every_source_carries_something_and_the_balance_counts_each_source_once_a_stretch() {
        let campaign = built_in().into_result().unwrap();
        let coverage = Coverage::default();
        let facts: Vec<usize> = (0..campaign.sources.len()).map(|idx| coverage.of(&campaign, SourceIdx(idx)).facts).collect();
        assert!(facts.iter().all(|facts| *facts > 0), "{facts:?}");
        let balance = coverage.balance(&campaign, 4);
        assert_eq!(balance.first().map(|balance| balance.days), Some((0, 3)));
        assert!(balance.windows(2).all(|pair| pair[0].days.1 + 1 == pair[1].days.0), "no day twice and none left out");
        assert!(balance.iter().all(|balance| balance.sources.values().sum::<usize>() <= campaign.sources.len()));
        assert!(balance[0].tilt() >= 1.0);
    }

    #[test]
    fn no_source_carries_fewer_facts_than_records_that_rest_on_it() {
        let campaign = built_in().into_result().unwrap();
        let coverage = Coverage::default();
        let resting = |idx: usize| resting_on(&campaign, SourceIdx(idx)).len();
        assert!((0..campaign.sources.len()).all(|idx| resting(idx) <= coverage.of(&campaign, SourceIdx(idx)).facts));
        assert!((0..campaign.sources.len()).filter(|idx| resting(*idx) > 0).count() > campaign.sources.len() / 2);
    }
}

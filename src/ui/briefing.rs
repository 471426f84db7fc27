//! The view in words: for screen readers, and as three sentences for the clipboard.

use super::links::grouped;
use crate::campaign::{Campaign, DAY, Event, Instant};
use crate::charts;
use crate::scene::Target;
use crate::scene::layers::target_name;
use crate::situation::{GroundModel, Situation};

/// A moment as it is spoken: `Tuesday 14 August 1945, 18:00, day 6 of 28`.
pub fn spoken(campaign: &Campaign, instant: Instant) -> String {
    let calendar = &campaign.calendar;
    let date = calendar.zone.civil(instant).strftime("%A %-d %B %Y, %H:%M");
    let day = calendar.day_of(instant) + 1;
    let last = calendar.day_of(campaign.period.end.plus(-1)) + 1;
    if day < 1 { format!("{date}, the day before") } else { format!("{date}, day {day} of {last}") }
}

/// A day as it is spoken: `13 August`, with the year where it is another.
pub fn spoken_day(campaign: &Campaign, instant: Instant) -> String {
    let civil = campaign.calendar.zone.civil(instant);
    let form = if civil.year() == campaign.calendar.day_zero.year() { "%-d %B" } else { "%-d %B %Y" };
    civil.strftime(form).to_string()
}

/// The last event at or before an instant, the weightier one where several share it.
pub fn last_event(campaign: &Campaign, instant: Instant) -> Option<&Event> {
    let end = campaign.events.partition_point(|event| event.start.best <= instant);
    let recent = campaign.events[..end].iter().rev().take_while(|event| instant.since(event.start.best) <= DAY && event.importance <= 3);
    recent.min_by_key(|event| (instant.since(event.start.best), event.importance))
}

/// What is shown, as three sentences.
pub fn briefing(campaign: &Campaign, situation: &Situation, ground: &GroundModel, selection: Option<Target>) -> String {
    let now = situation.instant;
    let when = format!("{} ({}).", spoken(campaign, now), campaign.calendar.zone);
    format!("{when} {} {}", how_far(campaign, situation, ground), what(campaign, now, selection))
}

fn how_far(campaign: &Campaign, situation: &Situation, ground: &GroundModel) -> String {
    let taken = (ground.field.areas().taken_km2(situation.instant) / 100.0).round().max(0.0) as u64 * 100;
    let nearest = charts::closing(campaign, situation).into_iter().min_by(|a, b| a.km.total_cmp(&b.km));
    let near = nearest.map(|one| {
        let front = campaign.fronts[one.front.0].names.english();
        format!("; nearest to an objective is the {front}, {:.0} km from {}", one.km, campaign.place(one.objective).names.english())
    });
    format!("About {} km² have been taken{}.", grouped(taken), near.unwrap_or_default())
}

fn what(campaign: &Campaign, now: Instant, selection: Option<Target>) -> String {
    let last = last_event(campaign, now).map(|event| format!("Last: {} ({})", event.headline, campaign.calendar.margins(event.start)));
    let selected = selection.map(|target| format!("selected: {}", target_name(campaign, target)));
    match (last, selected) {
        (Some(last), Some(selected)) => format!("{last}; {selected}."),
        (Some(last), None) => format!("{last}."),
        (None, Some(selected)) => format!("Nothing is recorded in the day before; {selected}."),
        (None, None) => "Nothing is recorded in the day before.".to_owned(),
    }
}

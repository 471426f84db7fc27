//! Reads where a person wants to go: a moment, or a place and with it the moment the war came to it.

use super::link;
use crate::campaign::search::{Found, SearchIndex};
use crate::campaign::{Campaign, HOUR, Instant, PlaceIdx};
use crate::scene::Target;

/// Where it goes, and what is said before it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    /// The instant, within the campaign.
    pub instant: Instant,
    /// What is selected and shown.
    pub target: Option<Target>,
    /// What will happen, in words.
    pub words: String,
}

/// Reads `14`, `D+5`, `14 Aug 18:00`, `1945-08-14T18:00`, `18:00` (of the day shown) or the name of a place in any language.
///
/// # Errors
/// A sentence that says what can be typed.
pub fn read(campaign: &Campaign, index: &SearchIndex, now: Instant, text: &str) -> Result<Destination, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Type a day (14), a day and hour (14 Aug 18:00), D+5, an hour (18:00), or a place".to_owned());
    }
    if link::is_link(text) {
        return Err("This is a moment link: paste it outside this field, or into the search".to_owned());
    }
    if let Some(instant) = hour_of_day(campaign, now, text).or_else(|| campaign.calendar.parse(text).ok()) {
        return Ok(moment(campaign, instant));
    }
    if !text.chars().any(char::is_alphabetic) {
        return Err(format!("{text:?} is neither a day nor an hour; write 14, 14 Aug 18:00, D+5 or 18:00"));
    }
    match index.place(campaign, text) {
        Some(found) => match found.found {
            Found::Place(idx) => Ok(place(campaign, now, idx, &found.name)),
            _ => Err(unread(text)),
        },
        None => Err(unread(text)),
    }
}

fn unread(text: &str) -> String {
    format!("{text:?} is no time and no place of this campaign; Ctrl+K searches everything")
}

/// `18:00` on the day shown.
fn hour_of_day(campaign: &Campaign, now: Instant, text: &str) -> Option<Instant> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_hour = (0..24).contains(&hours) && (0..60).contains(&minutes);
    is_hour.then(|| campaign.calendar.day_start(campaign.calendar.day_of(now)).plus(hours * HOUR + minutes * 60))
}

fn moment(campaign: &Campaign, wanted: Instant) -> Destination {
    let instant = campaign.period.clamp(wanted);
    let words = outside(campaign, wanted).unwrap_or_else(|| format!("Goes to {}", campaign.calendar.full(instant)));
    Destination { instant, target: None, words }
}

/// What is said where an instant lies outside the ruler.
pub fn outside(campaign: &Campaign, wanted: Instant) -> Option<String> {
    let calendar = &campaign.calendar;
    if wanted < campaign.period.start {
        Some(format!("{} lies before the ruler; its start is {}", calendar.date(wanted), calendar.full(campaign.period.start)))
    } else if wanted > campaign.period.end {
        Some(format!("{} lies after the ruler; its end is {}", calendar.date(wanted), calendar.full(campaign.period.end)))
    } else {
        None
    }
}

/// An hour that is not recorded is not made up in silence.
fn middle(width: i64) -> &'static str {
    if width > 4 * HOUR { "the middle of that, " } else { "" }
}

/// A place, at its capture or else at the first event there or the first arrival.
fn place(campaign: &Campaign, now: Instant, idx: PlaceIdx, matched: &str) -> Destination {
    let place = campaign.place(idx);
    let calendar = &campaign.calendar;
    let inside = |instant: &Instant| campaign.period.clamp(*instant) == *instant;
    let taken = place.taken.as_ref().map(|taken| (taken.time, format!("taken {}", calendar.margins(taken.time))));
    let event = || {
        let events = campaign.events_at(idx).map(|event| campaign.event(event));
        let first = events.into_iter().find(|event| inside(&event.start.best));
        first.map(|event| (event.start, format!("{}, {}", event.headline, calendar.margins(event.start))))
    };
    let arrival = || {
        let waypoints = campaign.tracks.iter().flat_map(|track| track.waypoints.iter().map(move |waypoint| (track.formation, waypoint)));
        let here = waypoints.filter(|(_, waypoint)| waypoint.place == Some(idx) && inside(&waypoint.time.best));
        let first = here.min_by_key(|(_, waypoint)| waypoint.time.best);
        first.map(|(by, waypoint)| {
            let name = campaign.formation(by).names.english();
            (waypoint.time, format!("{name} {}, {}", waypoint.action.phrase(), calendar.margins(waypoint.time)))
        })
    };
    let english = place.names.english();
    let named = if matched == english { english.to_owned() } else { format!("{english} ({matched})") };
    let target = Some(Target::Place(idx));
    match taken.or_else(event).or_else(arrival) {
        Some((dated, why)) => {
            let instant = campaign.period.clamp(dated.best);
            let width = dated.latest.since(dated.earliest);
            Destination { instant, target, words: format!("{named}: {why}. Goes to {}{}", middle(width), calendar.full(instant)) }
        }
        None => Destination { instant: now, target, words: format!("{named}: no dated fact; the map goes there and the time stays") },
    }
}

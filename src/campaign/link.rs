//! A moment of a campaign as a text, part by part: written alike for the clipboard and for the margin of a still. Reading
//! it is left to the session, which knows what can be chosen.

use super::{Campaign, Instant, LonLat};

/// What a link begins with.
pub const SCHEME: &str = "august-storm:";

/// A link from its parts, each `name=value`.
pub fn written(campaign: &str, parts: &[String]) -> String {
    format!("{SCHEME}{campaign}?{}", parts.join("&"))
}

/// The part that tells the instant: ISO 8601 with an offset.
pub fn when_part(campaign: &Campaign, instant: Instant) -> String {
    format!("when={}", campaign.calendar.zone.iso(instant))
}

/// The part that tells the view: its middle in degrees and the width of the page in kilometres.
pub fn view_part(center: LonLat, width_km: f64) -> String {
    format!("view={},{},{}", short(center.x(), 6), short(center.y(), 6), short(width_km, 3))
}

/// A number without the zeros that say nothing.
pub fn short(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let text = if places > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

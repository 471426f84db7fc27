//! Situations and counts as text, JSON and `GeoJSON`.

use std::fmt::Write;

use serde_json::{Value, json};

use super::StateFormat;
use crate::campaign::{Campaign, Status};
use crate::situation::{FormationState, GroundModel, Situation};

/// Who was where at an instant.
pub fn state(campaign: &Campaign, ground: &GroundModel, situation: &Situation, format: StateFormat) -> String {
    let areas = ground.field.areas();
    let (taken, band) = (areas.taken_km2(situation.instant).round(), areas.band_km2(situation.instant).round());
    match format {
        StateFormat::Table => table(campaign, situation, taken, band),
        StateFormat::Json => {
            let formations: Vec<Value> = situation.formations.iter().map(|state| formation(campaign, state)).collect();
            let at = campaign.calendar.zone.iso(situation.instant);
            pretty(&json!({ "at": at, "taken_km2": taken, "band_km2": band, "formations": formations }))
        }
        StateFormat::Geojson => {
            let features: Vec<Value> = situation.formations.iter().map(|state| feature(campaign, state)).collect();
            let at = campaign.calendar.zone.iso(situation.instant);
            pretty(&json!({ "type": "FeatureCollection", "at": at, "taken_km2": taken, "band_km2": band, "features": features }))
        }
    }
}

/// What a campaign holds.
pub fn stats(campaign: &Campaign, is_json: bool) -> String {
    let waypoints: Vec<Status> = campaign.tracks.iter().flat_map(|track| &track.waypoints).map(|waypoint| waypoint.status).collect();
    let attested = waypoints.iter().filter(|status| **status == Status::Attested).count();
    let attested_share = if waypoints.is_empty() { 0.0 } else { (attested as f64 / waypoints.len() as f64 * 1000.0).round() / 1000.0 };
    let counts = [
        ("formations", campaign.formations.len()),
        ("tracks", campaign.tracks.len()),
        ("waypoints", waypoints.len()),
        ("places", campaign.places.len()),
        ("events", campaign.events.len()),
        ("railway cuts", campaign.events.iter().map(|event| event.cuts.len()).sum()),
        ("strengths", campaign.strengths.len()),
        ("planned", campaign.plan.len()),
        ("chapters", campaign.chapters.len()),
        ("sources", campaign.sources.len()),
    ];
    if is_json {
        let mut object: serde_json::Map<String, Value> =
            counts.iter().map(|(name, count)| (name.replace(' ', "_"), json!(count))).collect();
        object.insert("attested_share".to_owned(), json!(attested_share));
        return pretty(&Value::Object(object));
    }
    let mut out = String::new();
    for (name, count) in counts {
        let _ = writeln!(out, "{name:<12} {count:>6}");
    }
    let _ = writeln!(out, "{:<12} {:>5.1}%", "attested", attested_share * 100.0);
    out
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn degrees(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn formation(campaign: &Campaign, state: &FormationState) -> Value {
    let formation = campaign.formation(state.formation);
    let iso = |instant| campaign.calendar.zone.iso(instant);
    let waypoint = campaign.track_of(state.formation).and_then(|track| track.waypoints.get(state.waypoint));
    let sources: Vec<&str> = waypoint.iter().flat_map(|waypoint| &waypoint.sources).map(|idx| campaign.source(*idx).id.as_str()).collect();
    json!({
        "id": formation.id,
        "name": formation.names.english(),
        "side": campaign.side_of(state.formation).id,
        "echelon": formation.echelon,
        "arm": formation.arm,
        "lon": degrees(state.position.lon),
        "lat": degrees(state.position.lat),
        "status": state.status,
        "earliest": iso(state.time.earliest),
        "latest": iso(state.time.latest),
        "action": state.action,
        "moving": state.movement.is_some(),
        "ended": state.ended.map(iso),
        "sources": sources,
    })
}

fn feature(campaign: &Campaign, state: &FormationState) -> Value {
    let mut properties = formation(campaign, state);
    if let Some(object) = properties.as_object_mut() {
        object.remove("lon");
        object.remove("lat");
    }
    let position = [degrees(state.position.lon), degrees(state.position.lat)];
    json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": position }, "properties": properties })
}

fn table(campaign: &Campaign, situation: &Situation, taken: f64, band: f64) -> String {
    let calendar = &campaign.calendar;
    let others: Vec<String> = calendar.other_clocks(situation.instant).collect();
    let mut out = format!("{} · {} · {}\n\n", calendar.full(situation.instant), calendar.zone, others.join(" · "));
    let _ = writeln!(out, "{:<46} {:<10} {:>8} {:>8}  {:<10} {:<24} margins", "formation", "side", "lon", "lat", "status", "action");
    for state in &situation.formations {
        let formation = campaign.formation(state.formation);
        let margins = format!("{} – {}", calendar.date_hour(state.time.earliest), calendar.date_hour(state.time.latest));
        let _ = writeln!(
            out,
            "{:<46} {:<10} {:>8.3} {:>8.3}  {:<10} {:<24} {margins}",
            clipped(formation.names.english(), 46),
            clipped(&campaign.side_of(state.formation).id, 10),
            state.position.lon,
            state.position.lat,
            state.status.title(),
            state.action.phrase(),
        );
    }
    let _ = writeln!(out, "\nGround taken {taken:.0} km², band of doubt {band:.0} km²");
    let _ = writeln!(out, "{} formations; all times {}", situation.formations.len(), calendar.zone);
    out
}

fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

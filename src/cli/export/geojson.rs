//! GeoJSON (RFC 7946): waypoints, captures and events with two date fields, for a temporal controller; and the ways of the
//! formations as trips, whose positions carry height 0 and seconds since 1970 (negative here).

use serde_json::{Value, json};

use super::{File, edtf, iso, samples, source_ids};
use crate::campaign::{Campaign, Track, Waypoint};

/// The files of the format.
pub fn files(campaign: &Campaign) -> Vec<File> {
    let collections = [
        ("waypoints.geojson", waypoints(campaign)),
        ("trips.geojson", trips(campaign)),
        ("captures.geojson", captures(campaign)),
        ("events.geojson", events(campaign)),
    ];
    collections.into_iter().map(|(name, features)| (name, collection(campaign, &features))).collect()
}

fn collection(campaign: &Campaign, features: &[Value]) -> String {
    let text = json!({
        "type": "FeatureCollection",
        "name": campaign.title.english(),
        "note": "Intervals are half-open: start belongs to them, end does not.",
        "credits": campaign.credits,
        "features": features,
    });
    serde_json::to_string_pretty(&text).unwrap_or_default() + "\n"
}

fn feature(id: &str, geometry: &Value, properties: &Value) -> Value {
    json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": properties })
}

fn point(position: crate::campaign::LonLat) -> Value {
    json!({ "type": "Point", "coordinates": [position.x(), position.y()] })
}

/// Each waypoint, from when it was reached to when the next one was.
fn waypoints(campaign: &Campaign) -> Vec<Value> {
    let of_track = |track: &Track| -> Vec<Value> {
        let ends = track.waypoints.iter().skip(1).map(|next| next.time.best).chain([campaign.period.end]);
        track.waypoints.iter().zip(ends).enumerate().map(|(number, (waypoint, end))| one(campaign, track, number, waypoint, end)).collect()
    };
    campaign.tracks.iter().flat_map(of_track).collect()
}

fn one(campaign: &Campaign, track: &Track, number: usize, waypoint: &Waypoint, end: crate::campaign::Instant) -> Value {
    let formation = campaign.formation(track.formation);
    let place = waypoint.place.map(|place| campaign.place(place));
    let properties = json!({
        "formation": formation.id,
        "name": formation.names.english(),
        "side": campaign.side_of(track.formation).id,
        "echelon": formation.echelon,
        "start": iso(campaign, waypoint.time.best),
        "end": iso(campaign, end.max(waypoint.time.best)),
        "earliest": iso(campaign, waypoint.time.earliest),
        "latest": iso(campaign, waypoint.time.latest),
        "edtf": edtf(campaign, waypoint.time),
        "status": waypoint.status,
        "action": waypoint.action,
        "place": place.map(|place| place.id.as_str()),
        "label": place.map(|place| place.names.english()).or(waypoint.label.as_deref()),
        "sources": source_ids(campaign, &waypoint.sources),
    });
    feature(&format!("{}-{}", formation.id, number + 1), &point(waypoint.position), &properties)
}

/// The way of each formation: longitude, latitude, height and seconds since 1970 at every point.
fn trips(campaign: &Campaign) -> Vec<Value> {
    let trip = |track: &Track| {
        let formation = campaign.formation(track.formation);
        let points: Vec<Value> =
            samples(campaign, track).into_iter().map(|(instant, geo)| json!([geo.lon, geo.lat, 0, instant.0])).collect();
        if points.len() < 2 {
            return None;
        }
        let properties = json!({
            "formation": formation.id,
            "name": formation.names.english(),
            "side": campaign.side_of(track.formation).id,
            "echelon": formation.echelon,
        });
        Some(feature(&formation.id, &json!({ "type": "LineString", "coordinates": points }), &properties))
    };
    campaign.tracks.iter().filter_map(trip).collect()
}

/// Each place that was taken, from its best date on.
fn captures(campaign: &Campaign) -> Vec<Value> {
    let capture = |place: &crate::campaign::Place| {
        let taken = place.taken.as_ref()?;
        let by: Vec<&str> = taken.by.iter().map(|idx| campaign.formation(*idx).id.as_str()).collect();
        let properties = json!({
            "name": place.names.english(),
            "kind": place.kind,
            "start": iso(campaign, taken.time.best),
            "end": iso(campaign, campaign.period.end.max(taken.time.best)),
            "earliest": iso(campaign, taken.time.earliest),
            "latest": iso(campaign, taken.time.latest),
            "edtf": edtf(campaign, taken.time),
            "held_out_until": taken.held_out_until.map(|until| iso(campaign, until)),
            "by": by.join(" "),
            "status": place.status,
            "sources": source_ids(campaign, &place.sources),
        });
        Some(feature(&place.id, &point(place.position), &properties))
    };
    campaign.places.iter().filter_map(capture).collect()
}

/// Each event, also those that have no place on the map.
fn events(campaign: &Campaign) -> Vec<Value> {
    let event = |event: &crate::campaign::Event| {
        let properties = json!({
            "headline": event.headline,
            "category": event.category,
            "lane": event.lane,
            "importance": event.importance,
            "start": iso(campaign, event.start.best),
            "end": iso(campaign, event.end.unwrap_or(event.start.latest).max(event.start.best)),
            "earliest": iso(campaign, event.start.earliest),
            "latest": iso(campaign, event.start.latest),
            "edtf": edtf(campaign, event.start),
            "status": event.status,
            "place": event.place.map(|place| campaign.place(place).id.as_str()),
            "sources": source_ids(campaign, &event.sources),
        });
        feature(&event.id, &event.position.map_or(Value::Null, point), &properties)
    };
    campaign.events.iter().map(event).collect()
}

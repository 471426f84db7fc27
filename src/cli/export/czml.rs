//! CZML: each formation where it was when, for a replay on a globe. Positions are joined by straight lines (`LINEAR`) and
//! held at the ends; margins are in the description only, since the format has no place for them.

use serde_json::{Value, json};

use super::{File, citations, iso, samples};
use crate::campaign::{Camp, Campaign, Track};

/// The file of the format.
pub fn files(campaign: &Campaign) -> Vec<File> {
    let interval = format!("{}/{}", iso(campaign, campaign.period.start), iso(campaign, campaign.period.end));
    let document = json!({
        "id": "document",
        "name": campaign.title.english(),
        "version": "1.0",
        "clock": { "interval": interval, "currentTime": iso(campaign, campaign.opening), "multiplier": 21_600 },
    });
    let formations = campaign.tracks.iter().filter_map(|track| formation(campaign, track));
    let events = campaign.events.iter().filter_map(|event| {
        let position = event.position?;
        let end = event.end.unwrap_or(event.start.latest).max(event.start.best.plus(1));
        Some(json!({
            "id": format!("event-{}", event.id),
            "name": event.headline,
            "description": format!("{} ({})\n{}", campaign.calendar.margins(event.start), event.status.title(), citations(campaign, &event.sources)),
            "availability": format!("{}/{}", iso(campaign, event.start.best), iso(campaign, end)),
            "position": { "cartographicDegrees": [position.x(), position.y(), 0] },
            "point": { "pixelSize": 7, "color": { "rgba": [26, 26, 26, 255] } },
        }))
    });
    let packets: Vec<Value> = std::iter::once(document).chain(formations).chain(events).collect();
    vec![("campaign.czml", serde_json::to_string_pretty(&packets).unwrap_or_default() + "\n")]
}

fn formation(campaign: &Campaign, track: &Track) -> Option<Value> {
    let formation = campaign.formation(track.formation);
    let samples = samples(campaign, track);
    let start = samples.first()?.0;
    let positions: Vec<Value> =
        samples.iter().flat_map(|(instant, geo)| [json!(iso(campaign, *instant)), json!(geo.lon), json!(geo.lat), json!(0)]).collect();
    let margins: Vec<String> = track
        .waypoints
        .iter()
        .map(|waypoint| format!("{}: {} ({})", campaign.calendar.margins(waypoint.time), waypoint.action.phrase(), waypoint.status.title()))
        .collect();
    let color = if campaign.side_of(track.formation).camp == Camp::Attacker { [200, 64, 26, 255] } else { [0, 90, 143, 255] };
    Some(json!({
        "id": formation.id,
        "name": formation.names.english(),
        "description": format!("{}\n{}", margins.join("\n"), citations(campaign, &formation.sources)),
        "availability": format!("{}/{}", iso(campaign, start), iso(campaign, campaign.period.end.max(start.plus(1)))),
        "position": {
            "interpolationAlgorithm": "LINEAR",
            "interpolationDegree": 1,
            "forwardExtrapolationType": "HOLD",
            "backwardExtrapolationType": "NONE",
            "cartographicDegrees": positions,
        },
        "point": { "pixelSize": 8, "color": { "rgba": color } },
        "label": { "text": formation.short, "font": "12px sans-serif", "pixelOffset": { "cartesian2": [0, -14] } },
    }))
}

//! `query`: when the war reached a point or a place, by whom, and on what evidence.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Failure;
use crate::campaign::{Campaign, PlaceIdx};
use crate::cartography::{BaseMap, Geo};
use crate::situation::{Answer, Arrival, Evidence, GroundModel, Origin, evidence};

/// What was asked about.
struct Asked {
    point: Geo,
    place: Option<PlaceIdx>,
}

/// Answers for `LON,LAT` or the name of a place in any of its languages.
pub fn query(campaign: &Campaign, basemap: &BaseMap, ground: &GroundModel, text: &str, is_json: bool) -> Result<String, Failure> {
    let asked = parse(campaign, text)?;
    let answer = ground.ask(campaign, basemap.projection.plane_from_geo(asked.point));
    Ok(if is_json { as_json(campaign, &asked, &answer) } else { as_text(campaign, basemap, &asked, &answer) })
}

fn parse(campaign: &Campaign, text: &str) -> Result<Asked, Failure> {
    let numbers: Vec<Option<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    if let [Some(lon), Some(lat)] = numbers[..] {
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return Err(Failure::Failed(format!("{text:?} is not on the earth; write LON,LAT in degrees, as in 119.74,49.21")));
        }
        return Ok(Asked { point: Geo { lon, lat }, place: None });
    }
    let place = campaign.place_by_name(text.trim());
    let place = place
        .ok_or_else(|| Failure::NotThere(format!("there is no place {text:?}; name one as in any of its languages, or write LON,LAT")))?;
    Ok(Asked { point: campaign.place(place).position.into(), place: Some(place) })
}

fn as_json(campaign: &Campaign, asked: &Asked, answer: &Answer) -> String {
    let iso = |instant| campaign.calendar.zone.iso(instant);
    let ids = |sources: &[crate::campaign::SourceIdx]| sources.iter().map(|idx| campaign.source(*idx).id.clone()).collect::<Vec<_>>();
    let record = |record: &Evidence<'_>, arrival: &Arrival| {
        json!({
            "formation": arrival.by.map(|idx| campaign.formation(idx).id.as_str()),
            "time": record.instant(campaign).map(iso),
            "place": record.place().map(|idx| campaign.place(idx).id.as_str()),
            "lon": record.position(campaign).lon,
            "lat": record.position(campaign).lat,
            "sources": ids(record.sources(campaign)),
        })
    };
    let arrival = answer.arrival.as_ref().map(|arrival| {
        json!({
            "earliest": iso(arrival.time.earliest),
            "latest": iso(arrival.time.latest),
            "best": iso(arrival.time.best),
            "status": arrival.status,
            "by": arrival.by.map(|idx| vec![campaign.formation(idx).id.as_str()]).unwrap_or_default(),
            "closed_up": arrival.is_closing,
            "from": evidence(campaign, arrival).iter().map(|one| record(one, arrival)).collect::<Vec<_>>(),
            "sources": ids(&arrival.sources(campaign)),
        })
    });
    let whole: Value = json!({
        "lon": asked.point.lon,
        "lat": asked.point.lat,
        "place": asked.place.map(|idx| campaign.place(idx).id.as_str()),
        "polity": answer.polity,
        "arrival": arrival,
        "nearest_attested_km": answer.nearest_attested_km.map(|km| (km * 10.0).round() / 10.0),
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

fn as_text(campaign: &Campaign, basemap: &BaseMap, asked: &Asked, answer: &Answer) -> String {
    let calendar = &campaign.calendar;
    let named = asked.place.map(|idx| format!("{}, ", campaign.place(idx).names.english())).unwrap_or_default();
    let mut out = format!("{named}{:.3}° E {:.3}° N\n", asked.point.lon, asked.point.lat);
    let polity = answer.polity.as_ref().and_then(|id| basemap.coarse.polities.iter().find(|polity| polity.id == *id));
    let _ = writeln!(out, "Before the war came: {}", polity.map_or("sea, or off the base map", |polity| polity.names.or_english("en")));
    match &answer.arrival {
        None => out.push_str("There is no record that the war reached here\n"),
        Some(arrival) => {
            let (from, to) = (calendar.date_hour(arrival.time.earliest), calendar.date_hour(arrival.time.latest));
            let by = arrival.by.map(|idx| format!("; {}", campaign.formation(idx).names.english())).unwrap_or_default();
            let _ = writeln!(out, "The war reached here between {from} and {to}{by}; {}", arrival.status.title());
            let how = match (arrival.origin, arrival.is_closing) {
                (Origin::Capture(_), _) => "from the date of capture of",
                (_, true) => "closed up between neighbouring axes; the nearest record is",
                _ => "derived from",
            };
            let _ = writeln!(out, "{how}");
            for record in evidence(campaign, arrival) {
                let place = record.place().map_or_else(|| label(&record), |idx| campaign.place(idx).names.english().to_owned());
                let time = record.instant(campaign).map(|instant| calendar.date_hour(instant)).unwrap_or_default();
                let sources: Vec<&str> = record.sources(campaign).iter().map(|idx| campaign.source(*idx).id.as_str()).collect();
                let _ = writeln!(out, "  {time}  {place}  [{}]", sources.join(", "));
            }
        }
    }
    if let Some(km) = answer.nearest_attested_km {
        let _ = writeln!(out, "Nearest attested record of the advance: {km:.0} km");
    }
    let _ = writeln!(out, "A model, computed from dated waypoints; all times {}", calendar.zone);
    out
}

fn label(record: &Evidence<'_>) -> String {
    match record {
        Evidence::Waypoint(waypoint) => waypoint.label.clone().unwrap_or_else(|| "a point on the way".to_owned()),
        Evidence::Capture(_) => String::new(),
    }
}

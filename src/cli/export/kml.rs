//! KML 2.2 for Google Earth: a folder for waypoints, captures and events each, every placemark with a `TimeSpan`. Margins
//! are in the description: readers widen partial dates, so whole ones are given.

use std::fmt::Write;

use super::{File, citations, iso};
use crate::campaign::{Campaign, Instant, LonLat};

/// A thing at a place for a time.
struct Placemark<'a> {
    name: &'a str,
    description: String,
    from: Instant,
    to: Option<Instant>,
    at: LonLat,
}

/// The file of the format.
pub fn files(campaign: &Campaign) -> Vec<File> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n");
    let _ = writeln!(text, "<name>{}</name>", escaped(campaign.title.english()));
    for (title, placemarks) in [("Formations", waypoints(campaign)), ("Places taken", captures(campaign)), ("Events", events(campaign))] {
        let _ = writeln!(text, "<Folder><name>{title}</name>");
        for placemark in &placemarks {
            write_placemark(campaign, placemark, &mut text);
        }
        text.push_str("</Folder>\n");
    }
    text.push_str("</Document>\n</kml>\n");
    vec![("campaign.kml", text)]
}

fn write_placemark(campaign: &Campaign, placemark: &Placemark<'_>, text: &mut String) {
    let Placemark { name, description, from, to, at } = placemark;
    let end = to.map(|to| format!("<end>{}</end>", iso(campaign, to.max(*from)))).unwrap_or_default();
    let _ = writeln!(
        text,
        "<Placemark><name>{}</name><description>{}</description><TimeSpan><begin>{}</begin>{end}</TimeSpan><Point><coordinates>{},{}</coordinates></Point></Placemark>",
        escaped(name),
        escaped(description),
        iso(campaign, *from),
        at.x(),
        at.y()
    );
}

fn waypoints(campaign: &Campaign) -> Vec<Placemark<'_>> {
    let mut all = Vec::new();
    for track in &campaign.tracks {
        for (number, waypoint) in track.waypoints.iter().enumerate() {
            let said = format!("{}: {} ({})", campaign.calendar.margins(waypoint.time), waypoint.action.phrase(), waypoint.status.title());
            all.push(Placemark {
                name: campaign.formation(track.formation).names.english(),
                description: format!("{said}\n{}", citations(campaign, &waypoint.sources)),
                from: waypoint.time.best,
                to: track.waypoints.get(number + 1).map(|next| next.time.best),
                at: waypoint.position,
            });
        }
    }
    all
}

fn captures(campaign: &Campaign) -> Vec<Placemark<'_>> {
    let taken = campaign.places.iter().filter_map(|place| Some((place, place.taken.as_ref()?)));
    taken
        .map(|(place, taken)| Placemark {
            name: place.names.english(),
            description: format!("Taken {}\n{}", campaign.calendar.margins(taken.time), citations(campaign, &place.sources)),
            from: taken.time.best,
            to: None,
            at: place.position,
        })
        .collect()
}

fn events(campaign: &Campaign) -> Vec<Placemark<'_>> {
    let placed = campaign.events.iter().filter_map(|event| Some((event, event.position?)));
    placed
        .map(|(event, at)| Placemark {
            name: &event.headline,
            description: format!(
                "{} ({})\n{}",
                campaign.calendar.margins(event.start),
                event.status.title(),
                citations(campaign, &event.sources)
            ),
            from: event.start.best,
            to: Some(event.end.unwrap_or(event.start.latest)),
            at,
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

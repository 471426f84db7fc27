//! Ask the ground: when the war reached a point, by whom, and what that is derived from.

use egui::{RichText, Ui};

use super::details::{how_we_know, section, title};
use crate::campaign::{PlaceIdx, SourceIdx};
use crate::cartography::great_circle_km;
use crate::scene::{GroundPoint, Target};
use crate::situation::{Arrival, Evidence, Origin, evidence};
use crate::ui::links::{self, Notes};
use crate::ui::{Commands, PanelInput};

/// Shows the answer for a point.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, point: GroundPoint, commands: &mut Commands) {
    title(ui, &point.to_string());
    let plane = input.basemap.projection.plane_from_geo(point.geo());
    let answer = input.ground.ask(input.campaign, plane);
    let held = answer.polity.as_ref().and_then(|id| input.basemap.coarse.polities.iter().find(|polity| polity.id == *id));
    ui.label(
        held.map_or("Sea, or ground off the base map".to_owned(), |polity| {
            format!("Before the war came: {}", polity.names.or_english("en"))
        }),
    );
    nearest_place(ui, input, point, commands);
    let mut sources: Vec<SourceIdx> = Vec::new();
    match &answer.arrival {
        Some(arrival) => {
            reached(ui, input, arrival, commands);
            sources = arrival.sources(input.campaign);
        }
        None => unreached(ui, input, answer.polity.as_deref()),
    }
    if let Some(km) = answer.nearest_attested_km {
        ui.add_space(4.0);
        ui.label(RichText::new(format!("The nearest attested record of the advance lies {km:.0} km away")).weak());
    }
    section(ui, "How this is worked out");
    ui.label(
        RichText::new(
            "A model, computed from the dated waypoints: ground within the half-width of an advance is reached when its nearest point was, and a little later for its distance. Dates of capture go before it.",
        )
        .small(),
    );
    how_we_know(ui, input, &sources, None, Notes::default());
}

fn nearest_place(ui: &mut Ui, input: &PanelInput<'_>, point: GroundPoint, commands: &mut Commands) {
    let places = input.campaign.places.iter().enumerate();
    let near = places.map(|(idx, place)| (great_circle_km(place.position.into(), point.geo()), idx)).min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((km, idx)) = near {
        ui.horizontal_wrapped(|ui| {
            ui.label(format!("{km:.0} km from"));
            links::target(ui, input, Target::Place(PlaceIdx(idx)), commands);
        });
    }
}

fn reached(ui: &mut Ui, input: &PanelInput<'_>, arrival: &Arrival, commands: &mut Commands) {
    section(ui, "The war reached here");
    ui.horizontal_wrapped(|ui| {
        links::margins(ui, input, arrival.time, commands);
        links::status(ui, input, arrival.status);
    });
    if let Some(formation) = arrival.by {
        ui.horizontal_wrapped(|ui| {
            ui.label("by");
            links::target(ui, input, Target::Formation(formation), commands);
        });
    }
    let now = input.situation.instant;
    let words = if now < arrival.time.earliest {
        "At this hour it had not come yet"
    } else if now < arrival.time.latest {
        "At this hour it had perhaps come: within the band of doubt"
    } else {
        "At this hour it had come"
    };
    ui.label(RichText::new(words).weak());
    let words = match (arrival.is_closing, arrival.origin) {
        (_, Origin::Capture(_)) => "From the date of capture of",
        (true, _) => "No axis ran here: reckoned from those beside it. The nearest record",
        (false, _) => "Derived from",
    };
    section(ui, words);
    for record in evidence(input.campaign, arrival) {
        ui.horizontal_wrapped(|ui| {
            record
                .instant(input.campaign)
                .into_iter()
                .for_each(|at| links::date(ui, input, at, &input.campaign.calendar.date_hour(at), commands));
            match (record.place(), record) {
                (Some(place), _) => links::target(ui, input, Target::Place(place), commands),
                (None, Evidence::Waypoint(waypoint)) => {
                    drop(ui.label(waypoint.label.clone().unwrap_or_else(|| "a point on the way".to_owned())));
                }
                (None, Evidence::Capture(_)) => {}
            }
            if let Evidence::Waypoint(waypoint) = record {
                links::status(ui, input, waypoint.status);
            }
        });
    }
}

fn unreached(ui: &mut Ui, input: &PanelInput<'_>, polity: Option<&str>) {
    section(ui, "The war reached here");
    let words = match polity {
        None => "Not on land",
        Some(id) if input.campaign.attacker_polities.iter().any(|own| own == id) => "Ground of those who attacked",
        Some(id) if input.campaign.defender_polities.iter().any(|own| own == id) => {
            "There is no record that it did; the ground stays without tint"
        }
        Some(_) => "Ground of neither camp",
    };
    ui.label(words);
}

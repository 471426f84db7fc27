//! The panel of a place: names, what happened there in time order, who was there at this hour, how we know.

use egui::{RichText, Ui};

use super::details::{claims, events, how_we_know, names, section, title, told};
use crate::campaign::{Campaign, EventIdx, Place, PlaceIdx};
use crate::cartography::great_circle_km;
use crate::scene::Target;
use crate::situation::{FormationState, Hold, hold};
use crate::ui::links::{self, Notes};
use crate::ui::{Commands, PanelInput};

/// Formations this near are at the place, km.
const HERE: f64 = 12.0;
/// Formations this near are close to it, km.
const NEAR: f64 = 60.0;
/// The most formations listed.
const MOST: usize = 8;

/// Shows the panel.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, idx: PlaceIdx, commands: &mut Commands) {
    let place = input.campaign.place(idx);
    let mut notes = Notes::default();
    title(ui, place.names.or_english(input.session.language));
    names(ui, input, &place.names);
    let kind = links::capitalized(place.kind.title());
    let role = place.role.as_ref().map_or_else(|| kind.clone(), |role| format!("{kind} · {role}"));
    ui.add(egui::Label::new(role).wrap());
    taken(ui, input, place, commands);
    told(ui, input, &place.claims, commands);
    section(ui, &format!("At this hour, {}", input.campaign.calendar.date_hour(input.situation.instant)));
    at_this_hour(ui, input, idx, place, commands);
    if !place.text.is_empty() {
        section(ui, "What happened here");
        links::sentences(ui, input, &place.text, &mut notes, commands);
    }
    let here: Vec<EventIdx> = events_here(input.campaign, idx, place);
    if !here.is_empty() {
        section(ui, "Events here");
        events(ui, input, &here, commands);
    }
    passed(ui, input, idx, commands);
    claims(ui, input, &place.claims, &mut notes);
    how_we_know(ui, input, &place.sources, place.note.as_ref(), notes);
}

fn taken(ui: &mut Ui, input: &PanelInput<'_>, place: &Place, commands: &mut Commands) {
    let Some(capture) = &place.taken else {
        place.status.into_iter().for_each(|known| links::status(ui, input, known));
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.label("Taken");
        links::margins(ui, input, capture.time, commands);
        if !capture.by.is_empty() {
            ui.label("by");
            links::targets(ui, input, capture.by.iter().copied().map(Target::Formation), commands);
        }
        place.status.into_iter().for_each(|known| links::status(ui, input, known));
    });
    if let Some(until) = capture.held_out_until {
        ui.horizontal_wrapped(|ui| {
            ui.label("Held out until");
            links::date(ui, input, until, &input.campaign.calendar.date_hour(until), commands);
        });
    }
}

fn at_this_hour(ui: &mut Ui, input: &PanelInput<'_>, idx: PlaceIdx, place: &Place, commands: &mut Commands) {
    let words = match hold(input.campaign, idx, input.situation.instant) {
        Hold::Before => "Held by those who held it before the war came",
        Hold::Contested => "Fought over: within the margins of its capture",
        Hold::TakenButForts => "Taken, but its garrison holds out",
        Hold::Taken => "In the hands of those who took it",
        Hold::NotTaken => "Not one of the places that changed hands",
    };
    ui.label(words);
    let near = input.situation.near(place.position.into(), NEAR);
    let standing: Vec<_> = near.into_iter().filter(|(_, state)| state.ended.is_none()).collect();
    if standing.is_empty() {
        ui.label(RichText::new(format!("No formation is recorded within {NEAR:.0} km")).weak());
    }
    let (nearest, others) = standing.split_at(standing.len().min(MOST));
    for (km, state) in nearest {
        near_by(ui, input, *km, state, commands);
    }
    let id = egui::Id::unique(("more near", idx.0));
    if !others.is_empty() && links::more(ui, id, &format!("and {} more within {NEAR:.0} km", others.len())) {
        for (km, state) in others {
            near_by(ui, input, *km, state, commands);
        }
    }
}

fn near_by(ui: &mut Ui, input: &PanelInput<'_>, km: f64, state: &FormationState, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        links::target(ui, input, Target::Formation(state.formation), commands);
        let distance = if km <= HERE { "here".to_owned() } else { format!("{km:.0} km away") };
        ui.label(RichText::new(format!("{distance}: {}", state.action.phrase())).weak());
        links::status(ui, input, state.status);
    });
}

/// Events of the place and of places a few kilometres away, such as its fortress, in time order.
fn events_here(campaign: &Campaign, idx: PlaceIdx, place: &Place) -> Vec<EventIdx> {
    let is_here = |other: PlaceIdx| other == idx || great_circle_km(campaign.place(other).position.into(), place.position.into()) <= HERE;
    let events = campaign.events.iter().enumerate().filter(|(_, event)| event.place.is_some_and(is_here));
    events.map(|(idx, _)| EventIdx(idx)).collect()
}

/// Every waypoint here, in time order: who came, and what they did.
fn passed(ui: &mut Ui, input: &PanelInput<'_>, idx: PlaceIdx, commands: &mut Commands) {
    let tracks = input.campaign.tracks.iter();
    let mut stops: Vec<_> = tracks
        .flat_map(|track| track.waypoints.iter().filter(|waypoint| waypoint.place == Some(idx)).map(|waypoint| (track.formation, waypoint)))
        .collect();
    if stops.is_empty() {
        return;
    }
    stops.sort_by_key(|(_, waypoint)| waypoint.time.best);
    section(ui, "Who was here");
    for (formation, waypoint) in stops {
        ui.horizontal_wrapped(|ui| {
            links::margins(ui, input, waypoint.time, commands);
            links::target(ui, input, Target::Formation(formation), commands);
            ui.label(RichText::new(waypoint.action.phrase()).weak());
            links::status(ui, input, waypoint.status);
        });
    }
}

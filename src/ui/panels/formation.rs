//! The panel of a formation: who it was, where it stood at this hour, its whole way, how we know.

use egui::{RichText, Ui};

use super::details::{claims, events, how_we_know, names, section, title, told};
use crate::campaign::{EventIdx, Formation, FormationIdx, SourceIdx, Strength, Track, Waypoint};
use crate::cartography::great_circle_km;
use crate::scene::Target;
use crate::situation::FormationState;
use crate::ui::links::{self, Notes};
use crate::ui::{Commands, PanelInput};

/// Shows the panel.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, idx: FormationIdx, commands: &mut Commands) {
    let formation = input.campaign.formation(idx);
    let mut notes = Notes::default();
    title(ui, formation.names.or_english(input.session.language));
    names(ui, input, &formation.names);
    let side = input.campaign.side_of(idx).names.or_english(input.session.language);
    ui.label(format!("{side} · {} {}", formation.arm.title(), formation.echelon.title()));
    if let Some(commander) = &formation.commander {
        ui.label(format!("Commander: {commander}"));
    }
    subordination(ui, input, idx, formation, commands);
    strength(ui, &formation.strength);
    section(ui, &format!("At this hour, {}", input.campaign.calendar.date_hour(input.situation.instant)));
    match input.situation.formation(idx) {
        Some(state) => at_this_hour(ui, input, state, commands),
        None => {
            ui.label(RichText::new("Not recorded at this hour").weak());
        }
    }
    if let Some(track) = input.campaign.track_of(idx) {
        section(ui, "Its way");
        way(ui, input, track, &mut notes, commands);
    }
    let took_part: Vec<EventIdx> = input.campaign.events_of(idx).collect();
    if !took_part.is_empty() {
        section(ui, "Events");
        events(ui, input, &took_part, commands);
    }
    if let Some(track) = input.campaign.track_of(idx) {
        for waypoint in &track.waypoints {
            claims(ui, input, &waypoint.claims, &mut notes);
        }
    }
    let sources: Vec<SourceIdx> = formation.sources.clone();
    how_we_know(ui, input, &sources, formation.note.as_ref(), notes);
}

fn subordination(ui: &mut Ui, input: &PanelInput<'_>, idx: FormationIdx, formation: &Formation, commands: &mut Commands) {
    if let Some(superior) = formation.superior(input.situation.instant) {
        ui.horizontal_wrapped(|ui| {
            ui.label("Under");
            links::target(ui, input, Target::Formation(superior), commands);
        });
    }
    let under: Vec<FormationIdx> = input.campaign.subordinates(idx, input.situation.instant).collect();
    if !under.is_empty() {
        ui.collapsing(format!("{} under it", under.len()), |ui| {
            for subordinate in under {
                links::target(ui, input, Target::Formation(subordinate), commands);
            }
        });
    }
}

fn strength(ui: &mut Ui, strength: &Strength) {
    let rows = [
        (strength.men, "men"),
        (strength.guns_mortars, "guns and mortars"),
        (strength.tanks_spg, "tanks and self-propelled guns"),
        (strength.aircraft, "aircraft"),
    ];
    let words: Vec<String> =
        rows.iter().filter_map(|(count, what)| count.map(|count| format!("{} {what}", links::grouped(count)))).collect();
    if !words.is_empty() {
        ui.add(egui::Label::new(format!("Strength at the start: {}", words.join(", "))).wrap());
    }
}

/// Where a formation is, in words: its place, or how far from the nearest known place.
pub fn whereabouts(input: &PanelInput<'_>, state: &FormationState) -> String {
    let language = input.session.language;
    let nearest = input
        .campaign
        .places
        .iter()
        .map(|place| (great_circle_km(place.position.into(), state.position), place))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let verb = state.action.phrase();
    match nearest {
        Some((km, place)) if km < 6.0 => format!("At {}: {verb}", place.names.or_english(language)),
        Some((km, place)) if state.movement.is_some() => format!("On the way, {km:.0} km from {}", place.names.or_english(language)),
        Some((km, place)) => format!("{km:.0} km from {}: {verb}", place.names.or_english(language)),
        None => verb.to_owned(),
    }
}

fn at_this_hour(ui: &mut Ui, input: &PanelInput<'_>, state: &FormationState, commands: &mut Commands) {
    ui.add(egui::Label::new(whereabouts(input, state)).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.label("Here");
        links::margins(ui, input, state.time, commands);
        links::status(ui, input, state.status);
    });
    if let Some(ended) = state.ended {
        ui.horizontal_wrapped(|ui| {
            ui.label("Out of the fight since");
            links::date(ui, input, ended, &input.campaign.calendar.date_hour(ended), commands);
        });
    }
}

fn way(ui: &mut Ui, input: &PanelInput<'_>, track: &Track, notes: &mut Notes, commands: &mut Commands) {
    for waypoint in &track.waypoints {
        ui.horizontal_wrapped(|ui| {
            links::margins(ui, input, waypoint.time, commands);
            match waypoint.place {
                Some(place) => links::target(ui, input, Target::Place(place), commands),
                None => drop(ui.label(place_words(waypoint))),
            }
            ui.label(RichText::new(waypoint.action.phrase()).weak());
            links::status(ui, input, waypoint.status);
            let mark = ui.label(RichText::new(notes.mark(&waypoint.sources)).small().weak());
            if let Some(note) = &waypoint.note {
                mark.on_hover_text(note);
            }
        });
        told(ui, input, &waypoint.claims, commands);
    }
}

fn place_words(waypoint: &Waypoint) -> String {
    waypoint.label.clone().unwrap_or_else(|| format!("{:.2}° N {:.2}° E", waypoint.position.y(), waypoint.position.x()))
}

//! The panel of an event: headline, when and where, text, who took part, how we know.

use egui::{RichText, Ui};

use super::details::{claims, how_we_know, section, title, told};
use crate::campaign::{Event, EventIdx};
use crate::scene::Target;
use crate::ui::links::{self, Notes};
use crate::ui::{Commands, PanelInput};

/// Shows the panel.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, idx: EventIdx, commands: &mut Commands) {
    let event = input.campaign.event(idx);
    let mut notes = Notes::default();
    title(ui, &event.headline);
    ui.horizontal_wrapped(|ui| {
        links::margins(ui, input, event.start, commands);
        if let Some(end) = event.end {
            ui.label("to");
            links::date(ui, input, end, &input.campaign.calendar.date_hour(end), commands);
        }
        if let Some(place) = event.place {
            links::point_before(ui, &links::name(input, Target::Place(place)));
            links::target(ui, input, Target::Place(place), commands);
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(links::capitalized(event.category.title())).weak());
        links::status(ui, input, event.status);
    });
    told(ui, input, &event.claims, commands);
    ui.add_space(4.0);
    links::sentences(ui, input, &event.text, &mut notes, commands);
    claims(ui, input, &event.claims, &mut notes);
    if !event.formations.is_empty() {
        section(ui, "Who took part");
        for formation in &event.formations {
            ui.horizontal_wrapped(|ui| {
                links::target(ui, input, Target::Formation(*formation), commands);
                if let Some(state) = input.situation.formation(*formation) {
                    ui.label(RichText::new(super::formation::whereabouts(input, state)).small().weak());
                }
            });
        }
    }
    neighbours(ui, input, idx, event, commands);
    how_we_know(ui, input, &event.sources, None, notes);
}

/// What happened at the same place before and after.
fn neighbours(ui: &mut Ui, input: &PanelInput<'_>, idx: EventIdx, event: &Event, commands: &mut Commands) {
    let Some(place) = event.place else { return };
    let here: Vec<EventIdx> = input.campaign.events_at(place).collect();
    let Some(at) = here.iter().position(|other| *other == idx) else { return };
    let before = at.checked_sub(1).map(|before| ("Before, here", here[before]));
    let after = here.get(at + 1).map(|after| ("After, here", *after));
    for (words, other) in before.into_iter().chain(after) {
        section(ui, words);
        super::details::events(ui, input, &[other], commands);
    }
}

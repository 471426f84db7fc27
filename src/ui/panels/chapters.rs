//! The campaign told in order: a chapter's text beside the map at its hour, and the list of all chapters.

use egui::{RichText, Ui};

use super::details::{how_we_know, section, title};
use crate::campaign::Chapter;
use crate::scene::Target;
use crate::session::{Command, DeskCommand};
use crate::ui::links::{self, Notes};
use crate::ui::style::bold;
use crate::ui::toolbar::action_button;
use crate::ui::{Commands, PanelInput};

/// Shows the chapter that is read, and the list.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let chapters = &input.campaign.chapters;
    if chapters.is_empty() {
        ui.label(RichText::new("This campaign has no chapters").weak());
        return;
    }
    let read = input.session.chapter.and_then(|number| chapters.get(number).map(|chapter| (number, chapter)));
    if let Some((number, chapter)) = read {
        turn(ui, input, number, chapters.len(), commands);
        one(ui, input, chapter, commands);
        ui.add_space(8.0);
        turn(ui, input, number, chapters.len(), commands);
        section(ui, "All chapters");
    } else {
        ui.heading("Chapters");
        let by_key = if input.session.kiosk.is_some() { "" } else { ". Page Down turns to the next chapter, Page Up back" };
        ui.label(RichText::new(format!("The campaign told in order{by_key}")).weak());
        ui.add_space(4.0);
    }
    for (number, chapter) in chapters.iter().enumerate() {
        let is_read = input.session.chapter == Some(number);
        let words = RichText::new(format!("{}. {}", number + 1, chapter.title));
        if ui.selectable_label(is_read, words).on_hover_text(input.campaign.calendar.full(chapter.at)).clicked() {
            commands.push(Command::Desk(DeskCommand::Chapter(number)));
        }
    }
}

fn turn(ui: &mut Ui, input: &PanelInput<'_>, number: usize, count: usize, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.add_enabled_ui(number > 0, |ui| action_button(ui, input, "chapter-back", "‹ Before", commands));
        ui.label(RichText::new(format!("{} of {count}", number + 1)).weak());
        ui.add_enabled_ui(number + 1 < count, |ui| action_button(ui, input, "chapter-on", "Next ›", commands));
    });
}

fn one(ui: &mut Ui, input: &PanelInput<'_>, chapter: &Chapter, commands: &mut Commands) {
    let calendar = &input.campaign.calendar;
    title(ui, &chapter.title);
    ui.horizontal_wrapped(|ui| {
        links::date(ui, input, chapter.at, &calendar.date_hour(chapter.at), commands);
        if let Some(period) = chapter.period {
            let words = format!("tells of {} to {}", calendar.dated(period.start), calendar.dated(period.end.plus(-1)));
            ui.label(RichText::new(words).small().weak());
        }
    });
    if input.campaign.period.clamp(chapter.at) != chapter.at {
        let words = format!("This lies outside the ruler; the map shows {}", calendar.date_hour(input.campaign.period.clamp(chapter.at)));
        ui.label(RichText::new(words).small().weak());
    }
    ui.add_space(4.0);
    let mut notes = Notes::default();
    links::sentences(ui, input, &chapter.text, &mut notes, commands);
    if !chapter.places.is_empty() {
        section(ui, "Where");
        ui.horizontal_wrapped(|ui| {
            links::targets(ui, input, chapter.places.iter().copied().map(Target::Place), commands);
        });
    }
    if !chapter.events.is_empty() {
        egui::CollapsingHeader::new(RichText::new(format!("{} events", chapter.events.len())).family(bold()))
            .id_salt(("chapter events", &chapter.id))
            .show(ui, |ui| super::details::events(ui, input, &chapter.events, commands));
    }
    how_we_know(ui, input, &[], None, notes);
}

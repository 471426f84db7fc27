//! The field that asks where to go: a moment or a place. It says what will happen before Enter.

use egui::{Id, Key, Modifiers, RichText, TextEdit, TextStyle, Ui};

use super::{focused, overlay};
use crate::session::{ClockCommand, Command, Panel, ViewCommand, go_to};
use crate::ui::style::{italic, ui_color};
use crate::ui::{Commands, PanelInput, links};

/// Shows the field while it is open.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("go-to draft");
    if !input.session.is_open(Panel::GoTo) {
        ui.data_mut(|data| data.remove::<String>(id));
        return;
    }
    let mut text: String = ui.data_mut(|data| data.get_temp(id).unwrap_or_default());
    let is_closed = overlay(ui, "go to", 460.0, |ui| {
        let is_entered = ui.input_mut(|keys| keys.consume_key(Modifiers::NONE, Key::Enter));
        ui.horizontal(|ui| {
            ui.label(RichText::new("Go to").heading());
            let id = focused(ui, "go-to field");
            let field = ui.add(
                TextEdit::singleline(&mut text)
                    .id(id)
                    .hint_text("14 Aug 18:00, D+5, or a place")
                    .font(TextStyle::Heading)
                    .desired_width(f32::INFINITY),
            );
            field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Go to"));
        });
        preview(ui, input, &text, is_entered, commands);
    });
    if is_closed {
        commands.push(Command::Close(Panel::GoTo));
    }
    ui.data_mut(|data| data.insert_temp(id, text));
}

fn preview(ui: &mut Ui, input: &PanelInput<'_>, text: &str, is_entered: bool, commands: &mut Commands) {
    let read = go_to::read(input.campaign, input.index, input.session.clock.now(), text);
    let theme = input.session.map_theme();
    let (words, is_good) = match &read {
        Ok(destination) => (RichText::new(&destination.words), true),
        Err(words) if text.trim().is_empty() => (RichText::new(words).color(ui_color(theme.faint_ink)), false),
        Err(words) => (RichText::new(words).family(italic()).color(ui_color(theme.attacker.text)), false),
    };
    ui.add(egui::Label::new(words).wrap());
    if is_good {
        let zone = format!("Times are {} · Enter goes there, and time stands still", input.campaign.calendar.zone.label());
        ui.label(RichText::new(zone).small().weak());
    }
    let Ok(destination) = read else { return };
    if is_entered {
        commands.push(Command::Close(Panel::GoTo));
        commands.push(Command::Clock(ClockCommand::Seek(destination.instant)));
        if let Some(target) = destination.target {
            commands.push(Command::Select(Some(target)));
            commands.extend(links::position(input, target).map(|geo| Command::View(ViewCommand::Show(geo))));
        }
    }
}

//! The sheet of keys: every action that has one.

use egui::{Grid, RichText, Ui};

use crate::ui::actions::{ACTIONS, Group, shortcut_label};
use crate::ui::style::bold;
use crate::ui::{Commands, PanelInput};

/// Shows the sheet.
pub fn show(ui: &mut Ui, _: &PanelInput<'_>, _: &mut Commands) {
    for (group, title) in Group::ALL {
        ui.label(RichText::new(title).family(bold()));
        Grid::new(title).num_columns(3).striped(true).spacing([18.0, 4.0]).show(ui, |ui| {
            for action in ACTIONS.iter().filter(|action| action.group == group && !action.keys.is_empty()) {
                // Signs are typed with or without Shift, by keyboard; one of them is enough to know.
                let is_telling = |key: &&egui::KeyboardShortcut| !(key.modifiers.shift && is_sign(key.logical_key));
                let keys: Vec<String> = action.keys.iter().filter(is_telling).take(2).map(shortcut_label).collect();
                ui.label(keys.join("  or  "));
                ui.label(action.title);
                ui.label(RichText::new(action.help).weak());
                ui.end_row();
            }
        });
        ui.add_space(8.0);
    }
    ui.label("On the map: drag moves it, the wheel zooms at the pointer, a double click zooms in. On the ruler: drag moves the time; Shift snaps to days, Alt to nothing.");
}

fn is_sign(key: egui::Key) -> bool {
    matches!(key, egui::Key::Plus | egui::Key::Equals | egui::Key::Slash | egui::Key::Questionmark)
}

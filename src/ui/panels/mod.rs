//! Panels beside and over the map. A new panel is a file here and a row in [`PANELS`].

pub mod card;
pub mod changes;
pub mod charts;
mod details;
mod event;
pub mod formation;
mod ground;
pub mod keys;
mod layers;
mod open_folder;
mod place;
mod problems;
mod sources;
pub mod title;

use egui::{Panel as EguiPanel, ScrollArea, Ui};

use super::{Commands, PanelInput};
use crate::session::Panel;

/// A panel that opens over the map.
pub struct PanelRow {
    /// Which panel.
    pub panel: Panel,
    /// What it is called.
    pub title: &'static str,
    /// Draws it.
    pub show: fn(&mut Ui, &PanelInput<'_>, &mut Commands),
}

/// The panels over the map.
pub const PANELS: &[PanelRow] = &[
    PanelRow { panel: Panel::Keys, title: "Keys", show: keys::show },
    PanelRow { panel: Panel::Sources, title: "Sources and credits", show: sources::show },
    PanelRow { panel: Panel::Problems, title: "What is wrong with this campaign", show: problems::show },
    PanelRow { panel: Panel::OpenFolder, title: "Open campaign folder", show: open_folder::show },
];

/// Width of the panel of details, points.
const DETAILS: f32 = 340.0;

/// The panels at the left and right of the map.
pub fn sides(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let is_narrow = ui.available_width() < 1100.0;
    if input.session.is_open(Panel::Layers) && !(is_narrow && input.session.selection.is_some()) {
        EguiPanel::left("layers").default_size(212.0).size_range(180.0..=320.0).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| layers::show(ui, input, commands));
        });
    }
    if let Some(target) = input.session.selection {
        let width = if is_narrow { DETAILS - 30.0 } else { DETAILS };
        EguiPanel::right("details").default_size(width).size_range(280.0..=560.0).show(ui, |ui| details::show(ui, input, target, commands));
    }
}

/// The dialogs over the map.
pub fn dialogs(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    still_there(ui, input);
    for row in PANELS.iter().filter(|row| input.session.is_open(row.panel)) {
        let modal = egui::Modal::new(egui::Id::unique(("dialog", row.title))).show(ui.ctx(), |ui| {
            ui.set_width((ui.ctx().content_rect().width() * 0.9).min(760.0));
            ui.horizontal(|ui| {
                ui.heading(row.title);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let close = ui.button("✕").on_hover_text("Close (Esc)");
                    close.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Close"));
                    if close.clicked() {
                        ui.close();
                    }
                });
            });
            ui.separator();
            let height = ui.ctx().content_rect().height() * 0.7;
            ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| (row.show)(ui, input, commands));
        });
        if modal.should_close() {
            commands.push(crate::session::Command::Close(row.panel));
        }
    }
}

/// A museum's screen asks whether somebody is still there, and says how long it waits.
fn still_there(ui: &mut Ui, input: &PanelInput<'_>) {
    let Some(seconds) = input.session.kiosk.and_then(|kiosk| kiosk.seconds_left()) else { return };
    egui::Modal::new(egui::Id::unique("still there")).show(ui.ctx(), |ui| {
        ui.set_width(360.0);
        ui.vertical_centered(|ui| {
            ui.heading("Still exploring?");
            ui.label(format!("Touch anywhere to go on. The map goes back to the beginning in {seconds} s."));
        });
    });
}

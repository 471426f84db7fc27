//! Panels beside and over the map. A new panel is a file here and a row in [`PANELS`].

mod bookmarks;
pub mod card;
pub mod changes;
mod chapters;
pub mod charts;
mod details;
mod event;
pub mod formation;
mod go_to;
mod ground;
pub mod keys;
mod layers;
pub mod now;
mod open_folder;
mod order_of_battle;
mod place;
mod problems;
mod search;
mod sources;
mod tabs;
pub mod title;
mod toasts;

use egui::{Key, Modifiers, Panel as EguiPanel, ScrollArea, Ui};

use super::{Commands, PanelInput, focus};
use crate::session::{Command, Panel, Region, Tab};

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

/// Width of the panel at the left, points.
const LEFT: f32 = 288.0;

/// Width of the table of this hour, points.
const TABLE: f32 = 620.0;

/// The table leaves the map this width, points.
const MAP_AT_LEAST: f32 = 300.0;

/// A window narrower than this has no room for legend and details beside each other, points.
const NARROW: f32 = 1100.0;

/// The legend gives way to details in a small window; what is read beside them stays.
pub fn gives_way(ui: &Ui, input: &PanelInput<'_>) -> bool {
    let is_narrow = ui.ctx().content_rect().width() < NARROW;
    is_narrow && input.session.selection.is_some() && input.session.tab == Tab::Layers
}

/// The panels at the left and right of the map.
pub fn sides(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let is_narrow = ui.ctx().content_rect().width() < NARROW;
    if input.session.is_open(Panel::Layers) && gives_way(ui, input) {
        // What it holds stays a click away.
        let panel = EguiPanel::top("tabs").show(ui, |ui| tabs::show(ui, input, commands));
        focus::place(ui, Region::Panels, panel.response.rect);
    } else if input.session.is_open(Panel::Layers) {
        let is_table = input.session.tab == Tab::Now;
        // A table needs the width of its columns, and keeps its own.
        let beside = MAP_AT_LEAST + if input.session.selection.is_some() { DETAILS } else { 0.0 };
        let (name, width, most) = match (is_table, is_narrow) {
            (true, _) => ("left table", TABLE.min(ui.available_width() * 0.45), (ui.available_width() - beside).max(300.0)),
            (false, true) => ("left narrow", 212.0, 420.0),
            (false, false) => ("left", LEFT, 420.0),
        };
        let panel = EguiPanel::left(name).default_size(width).size_range(180.0..=most).show(ui, |ui| left(ui, input, commands));
        focus::place(ui, Region::Panels, panel.response.rect);
    }
    if let Some(target) = input.session.selection {
        let width = if is_narrow { DETAILS - 30.0 } else { DETAILS };
        let panel = EguiPanel::right("details").default_size(width).size_range(280.0..=560.0);
        let panel = panel.show(ui, |ui| details::show(ui, input, target, commands));
        focus::place(ui, Region::Details, panel.response.rect);
    }
}

/// The panel at the left: its tabs, and what is on the one chosen.
fn left(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    tabs::show(ui, input, commands);
    ui.separator();
    let show = match input.session.tab {
        // It scrolls by itself: of many rows only those in view are laid out.
        Tab::OrderOfBattle => return order_of_battle::show(ui, input, commands),
        Tab::Now => return now::show(ui, input, commands),
        Tab::Layers => layers::show,
        Tab::Chapters => chapters::show,
        Tab::Bookmarks => bookmarks::show,
    };
    let id = ("left", input.session.tab as usize, input.session.chapter);
    let area = ScrollArea::vertical().id_salt(id).auto_shrink([false, false]).scroll_source(focus::scrolled_by(input));
    // Its scroll bar has a place of its own: rows do not wrap anew when it comes and goes.
    let width = ui.available_width() - ui.spacing().scroll.allocated_width();
    area.show(ui, |ui| {
        ui.set_max_width(width);
        show(ui, input, commands);
        focus::keep_in_view(ui);
    });
}

/// A panel lower than this keeps its height for the rows of its list, points.
const LOW: f32 = 300.0;

/// Whether there is height for the head of a list: what it is called, as its tab says, and what is to be said of it, as the tip
/// of its filter says.
fn has_head(ui: &Ui) -> bool {
    ui.available_height().min(ui.clip_rect().height()) >= LOW
}

/// The head of a list, where there is height for it.
fn list_head(ui: &mut Ui, title: &str, words: &str) {
    if has_head(ui) {
        ui.heading(title);
        ui.label(egui::RichText::new(words).small().weak());
    }
}

/// A field at the head of the window, over everything; whether it is to be closed.
fn overlay(ui: &mut Ui, name: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let id = egui::Id::unique(("overlay", name));
    let top = (ui.ctx().content_rect().height() * 0.1).min(90.0);
    let area = egui::Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, top));
    let frame = egui::Frame::popup(ui.style()).inner_margin(14.0);
    let modal = egui::Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width((ui.ctx().content_rect().width() * 0.9).min(width));
        content(ui);
    });
    modal.should_close()
}

/// The id of a field that has the focus as soon as it is there. Asked for anew in every frame, the field would lose its
/// hold on the arrow keys.
fn focused(ui: &Ui, name: &str) -> egui::Id {
    let id = egui::Id::unique(("field", name));
    ui.memory_mut(|memory| {
        if !memory.has_focus(id) {
            memory.request_focus(id);
        }
    });
    id
}

/// The dialogs over the map.
pub fn dialogs(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    still_there(ui, input);
    search::show(ui, input, commands);
    go_to::show(ui, input, commands);
    toasts::show(ui, input, commands);
    if !input.session.is_open(Panel::Sources) {
        sources::forget(ui);
    }
    for row in PANELS.iter().filter(|row| input.session.is_open(row.panel)) {
        let modal = egui::Modal::new(egui::Id::unique(("dialog", row.title))).show(ui.ctx(), |ui| {
            ui.set_width((ui.ctx().content_rect().width() * 0.9).min(760.0));
            ui.horizontal(|ui| {
                ui.heading(row.title);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let close = ui.add(egui::Button::new("✕").min_size(focus::smallest(ui))).on_hover_text("Close (Esc)");
                    close.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Close"));
                    if close.clicked() {
                        ui.close();
                    }
                });
            });
            ui.separator();
            let height = ui.ctx().content_rect().height() * 0.7;
            let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
            area.scroll_source(focus::scrolled_by(input)).show(ui, |ui| {
                scroll_by_keys(ui);
                (row.show)(ui, input, commands);
                focus::keep_in_view(ui);
            });
        });
        if modal.should_close() {
            commands.push(Command::Close(row.panel));
        }
    }
}

/// Whether a dialog lies over the window.
pub fn is_dialog_open(input: &PanelInput<'_>) -> bool {
    PANELS.iter().any(|row| input.session.is_open(row.panel))
}

/// What an arrow scrolls, points.
const LINE: f32 = 48.0;

/// A dialog is read on with the keys of a page; in a field, Home and End are the field's.
fn scroll_by_keys(ui: &Ui) {
    let page = ui.clip_rect().height() - LINE;
    let far = 1e6;
    let ways = [
        (Key::ArrowDown, LINE),
        (Key::ArrowUp, -LINE),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::Home, -far),
        (Key::End, far),
        (Key::ArrowLeft, 0.0),
        (Key::ArrowRight, 0.0),
    ];
    let is_typing = ui.text_edit_focused();
    let is_ours = |key: Key| !is_typing || !matches!(key, Key::Home | Key::End | Key::ArrowLeft | Key::ArrowRight);
    for (key, way) in ways.into_iter().filter(|(key, _)| is_ours(*key)) {
        let count = ui.input_mut(|keys| keys.count_and_consume_key(Modifiers::NONE, key));
        if count > 0 {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            ui.scroll_with_delta(egui::vec2(0.0, -way * count as f32));
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

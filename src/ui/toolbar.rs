//! The bar at the top: title, menus, language of names, look.

use egui::{ComboBox, MenuBar, Panel as EguiPanel, RichText, ScrollArea, Ui};

use super::actions::{self, Action, Group};
use super::style::serif;
use super::{Commands, PanelInput, focus, panels};
use crate::campaign::Language;
use crate::scene::LAYERS;
use crate::session::{Command, Panel, ThemeChoice};

/// What a menu leaves of the window's height: the bar above it, and a margin below, points.
const MENU_BAR: f32 = 54.0;

/// A menu that was not there for so many passes has been opened anew.
const PASSES: u64 = 4;

/// Shows the bar.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    EguiPanel::top("toolbar").show(ui, |ui| {
        MenuBar::new().ui(ui, |ui| {
            side_panel(ui, input, commands);
            ui.label(RichText::new(input.campaign.title.or_english(input.session.language)).family(serif()).size(18.0));
            ui.add_space(8.0);
            // A museum's screen has no menus.
            for (group, title) in Group::ALL.into_iter().filter(|_| input.session.kiosk.is_none()) {
                ui.menu_button(title, |ui| menu(ui, input, group, commands));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                look(ui, input, commands);
                languages(ui, input, commands);
                if input.session.kiosk.is_none() {
                    search(ui, input, commands);
                }
            });
        });
    });
}

/// Puts the panel at the left away, and brings it back as it was.
fn side_panel(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let gives_way = panels::gives_way(ui, input);
    let is_open = input.session.is_open(Panel::Layers) && !gives_way;
    let help = if is_open { "Put the panel at the left away" } else { "Bring the panel at the left back" };
    let (rect, response) = ui.allocate_exact_size(focus::smallest(ui), egui::Sense::click());
    let look = ui.style().interact_selectable(&response, is_open);
    let painter = ui.painter();
    painter.rect(rect, 3.0, look.weak_bg_fill, look.bg_stroke, egui::StrokeKind::Inside);
    let sign = egui::Rect::from_center_size(rect.center(), egui::vec2(14.0, 12.0));
    let stroke = egui::Stroke::new(1.5, look.fg_stroke.color);
    painter.rect_stroke(sign, 1.5, stroke, egui::StrokeKind::Inside);
    painter.vline(sign.min.x + 5.0, sign.y_range(), stroke);
    let response = response.on_hover_text(help);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, help));
    if response.clicked() {
        commands.push(if is_open { Command::Close(Panel::Layers) } else { Command::Open(Panel::Layers) });
        if gives_way {
            commands.push(Command::Select(None));
        }
    }
}

fn menu(ui: &mut Ui, input: &PanelInput<'_>, group: Group, commands: &mut Commands) {
    scrolled(ui, |ui| {
        ui.set_min_width(210.0);
        for action in actions::ACTIONS.iter().filter(|action| action.group == group && action.id != "escape") {
            entry(ui, input, action, commands);
        }
        if group == Group::View {
            ui.separator();
            ui.menu_button("Layers", |ui| scrolled(ui, |ui| layers(ui, input, commands)));
        }
    });
}

/// What does not fit the height of the window is scrolled; a menu opens at its beginning.
fn scrolled(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let height = (ui.ctx().content_rect().height() - MENU_BAR).max(100.0);
    let (id, now) = (ui.unique_id().with("shown"), ui.ctx().cumulative_pass_nr());
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<u64>(id), now));
    let mut area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    if now > before + PASSES {
        area = area.vertical_scroll_offset(0.0);
    }
    area.show(ui, content);
}

fn layers(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    for layer in LAYERS {
        let mut is_shown = !input.session.hidden.contains(layer.id);
        if ui.checkbox(&mut is_shown, layer.title).on_hover_text(layer.help).changed() {
            commands.push(Command::ToggleLayer(layer.id));
        }
    }
}

fn entry(ui: &mut Ui, input: &PanelInput<'_>, action: &Action, commands: &mut Commands) {
    let mut button = egui::Button::new(action.title);
    if let Some(key) = actions::key_label(action, &input.session.keys) {
        button = button.shortcut_text(key);
    }
    if ui.add(button).on_hover_text(action.help).clicked() {
        commands.push((action.command)());
        ui.close();
    }
}

/// A button that does an action.
pub fn action_button(ui: &mut Ui, input: &PanelInput<'_>, id: &str, words: &str, commands: &mut Commands) {
    let Some(action) = actions::by_id(id) else { return };
    let button = egui::Button::new(words).min_size(focus::smallest(ui));
    let response = ui.add(button).on_hover_text(actions::tooltip(action, &input.session.keys));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, action.title));
    if response.clicked() {
        commands.push((action.command)());
    }
}

/// Looks like a field, and opens the one that finds everything.
fn search(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let Some(action) = actions::by_id("search") else { return };
    let key = actions::key_label(action, &input.session.keys).unwrap_or_default();
    let is_wide = ui.available_width() > 240.0;
    let words = RichText::new(if is_wide { "Place, formation, event…" } else { "Search" }).weak();
    let button = egui::Button::new(words).shortcut_text(key).fill(ui.visuals().extreme_bg_color);
    let button = if is_wide { button.min_size(egui::vec2(220.0, 24.0)) } else { button };
    let response = ui.add(button).on_hover_text(actions::tooltip(action, &input.session.keys));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Search"));
    if response.clicked() {
        commands.push((action.command)());
    }
}

fn look(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let sign = if input.session.theme == ThemeChoice::Light { "☾" } else { "☀" };
    action_button(ui, input, "theme", sign, commands);
    // A museum's screen has no keys to change.
    if input.session.kiosk.is_none() {
        action_button(ui, input, "keys", "?", commands);
    }
}

fn languages(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let chosen = input.session.language;
    let response = ComboBox::from_id_salt("language").selected_text(chosen.own_name()).width(128.0).show_ui(ui, |ui| {
        for (language, _, own_name) in Language::ALL {
            if ui.selectable_label(language == chosen, own_name).clicked() {
                commands.push(Command::Language(language));
            }
        }
    });
    let response = response.response.on_hover_text("Language of names on the map");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, "Language of names"));
}

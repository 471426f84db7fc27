//! The bar at the top: title, menus, language of names, look.

use egui::containers::menu::MenuConfig;
use egui::{ComboBox, Id, MenuBar, Panel as EguiPanel, PopupCloseBehavior, RichText, ScrollArea, Ui};

use super::actions::{self, Action, Group};
use super::style::serif;
use super::{Commands, PanelInput, focus, panels, size};
use crate::campaign::Language;
use crate::scene::LAYERS;
use crate::session::{Command, Panel, Region, ThemeChoice};

/// What a menu leaves of the window's height: the bar above it, and a margin below, points.
const MENU_BAR: f32 = 54.0;

/// The right half has this width where the search has room for its words, points.
const WITH_WORDS: f32 = 480.0;

/// The size of everything stands below this, near the head of its menu: there it is in view at every size.
const ABOVE_SIZE: &str = "home-view";

/// What the language is of.
const LANGUAGE_HELP: &str = "Names on the map and in panels; all else stays English";

/// Shows the bar.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    // Switches and sizes are tried one after the other; what is done at once closes its menu itself.
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let panel = EguiPanel::top("toolbar").show(ui, |ui| {
        MenuBar::new().config(config).ui(ui, |ui| {
            side_panel(ui, input, commands);
            ui.label(RichText::new(input.campaign.title.or_english(input.session.language)).family(serif()).size(18.0));
            ui.add_space(8.0);
            // A museum's screen has no menus.
            let groups = Group::ALL.into_iter().filter(|_| input.session.kiosk.is_none());
            let buttons = groups.map(|(group, title)| ui.menu_button(title, |ui| menu(ui, input, (group, title), commands)).response);
            let buttons: Vec<egui::Response> = buttons.collect();
            focus::heed_bar(ui, &buttons);
            if let Some(first) = buttons.first() {
                focus::region(ui, input, Region::Bar, first.id);
            }
            right_half(ui, input, commands);
        });
    });
    focus::place(ui, Region::Bar, panel.response.rect);
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

/// What stands at the right end, from left to right, so that the keyboard goes through it as the eye does.
fn right_half(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("width of the right half of the bar");
    let width: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let available = ui.available_width();
    ui.add_space((available - width - ui.spacing().item_spacing.x).max(0.0));
    let half = ui.horizontal(|ui| {
        if input.session.kiosk.is_none() {
            search(ui, input, available > WITH_WORDS, commands);
        }
        languages(ui, input, commands);
        look(ui, input, commands);
    });
    let used = half.response.rect.width();
    if (used - width).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, used));
        ui.ctx().request_discard("the bar has another width");
    }
}

fn menu(ui: &mut Ui, input: &PanelInput<'_>, (group, title): (Group, &str), commands: &mut Commands) {
    scrolled(ui, title, |ui| {
        ui.set_min_width(210.0);
        let is_listed = |action: &&Action| action.group == group && action.id != "escape" && !size::IDS.contains(&action.id);
        for action in actions::ACTIONS.iter().filter(is_listed) {
            entry(ui, input, action, commands);
            if action.id == ABOVE_SIZE {
                ui.separator();
                size::show(ui, input, commands);
                ui.separator();
            }
        }
        if group == Group::View {
            ui.separator();
            // Above the switches that it opens.
            let button = Id::unique("button of the layers");
            if let Some(button) = ui.data(|data| data.get_temp::<Id>(button)) {
                focus::heed_row(ui, button);
            }
            let layers = ui.menu_button("Layers", |ui| scrolled(ui, "Layers", |ui| layers(ui, input, commands)));
            ui.data_mut(|data| data.insert_temp(button, layers.response.id));
        }
    });
}

/// What does not fit the height of the window is scrolled; a menu always opens at its head.
fn scrolled(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    let height = (ui.ctx().content_rect().height() - MENU_BAR).max(100.0);
    // egui gives what pops up less than the window has.
    ui.set_max_height(height);
    let (shown, pass) = (Id::unique(("menu shown", name)), ui.ctx().cumulative_pass_nr());
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(shown, 0), pass));
    let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    let area = if pass > before + 1 { area.vertical_scroll_offset(0.0) } else { area };
    area.show(ui, |ui| {
        content(ui);
        focus::keep_in_view(ui);
    });
}

fn layers(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    for layer in LAYERS {
        let mut is_shown = !input.session.hidden.contains(layer.id);
        let row = ui.checkbox(&mut is_shown, layer.title).on_hover_text(layer.help);
        focus::heed_row(ui, row.id);
        if row.changed() {
            commands.push(Command::ToggleLayer(layer.id));
        }
    }
}

fn entry(ui: &mut Ui, input: &PanelInput<'_>, action: &Action, commands: &mut Commands) {
    let mut button = egui::Button::new(action.title);
    if let Some(key) = actions::key_label(action, &input.session.keys) {
        button = button.shortcut_text(key);
    }
    let row = ui.add(button).on_hover_text(action.help);
    focus::heed_row(ui, row.id);
    if row.clicked() {
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
fn search(ui: &mut Ui, input: &PanelInput<'_>, is_wide: bool, commands: &mut Commands) {
    let Some(action) = actions::by_id("search") else { return };
    let key = actions::key_label(action, &input.session.keys).unwrap_or_default();
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
    // A museum's screen has no keys to change.
    if input.session.kiosk.is_none() {
        action_button(ui, input, "keys", "?", commands);
    }
    action_button(ui, input, "theme", sign, commands);
}

fn languages(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let chosen = input.session.language;
    let response = ComboBox::from_id_salt("language").selected_text(chosen.own_name()).width(128.0).show_ui(ui, |ui| {
        ui.label(RichText::new(LANGUAGE_HELP).small().weak());
        for (language, _, own_name) in Language::ALL {
            let row = ui.selectable_label(language == chosen, own_name);
            focus::heed_row(ui, row.id);
            if row.clicked() {
                commands.push(Command::Language(language));
                ui.close();
            }
        }
    });
    let response = response.response.on_hover_text(LANGUAGE_HELP);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, "Language of names"));
}

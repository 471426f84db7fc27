//! The sheet of keys: every action, its keys, and how to give it others. Click a key, then press another.

use egui::accesskit::Role;
use egui::{Button, Event, Frame, Key, KeyboardShortcut, Margin, RichText, Ui, WidgetInfo};

use crate::session::{Command, KeysCommand};
use crate::ui::actions::{ACTIONS, Action, Group, by_id, is_pressed, is_sign, keys_of, shortcut_label, to_kept};
use crate::ui::style::bold;
use crate::ui::{Commands, PanelInput};

/// Widths of the columns of keys and titles, and of a sheet that has room for what an action does beside them, points.
const KEYS: f32 = 150.0;
const TITLE: f32 = 180.0;
const WIDE: f32 = 640.0;

/// What the sheet waits for.
#[derive(Clone, Copy, PartialEq)]
enum Waiting {
    /// The next key pressed goes to this action, in place of this one of its keys.
    Key(&'static str, usize),
    /// Somebody else has the key: whose is it to be?
    Choice { action: &'static str, at: usize, shortcut: KeyboardShortcut, other: &'static str },
}

fn waiting_id() -> egui::Id {
    egui::Id::unique("waiting for a key")
}

fn wait(ui: &Ui, waiting: Option<Waiting>) {
    ui.data_mut(|data| match waiting {
        Some(waiting) => drop(data.insert_temp(waiting_id(), waiting)),
        None => data.remove::<Waiting>(waiting_id()),
    });
}

fn waiting(ui: &Ui) -> Option<Waiting> {
    ui.data(|data| data.get_temp(waiting_id()))
}

/// Takes the key that the sheet waits for, before it does anything else. Whether keys are taken.
pub fn capture(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) -> bool {
    let Some(Waiting::Key(action, at)) = waiting(ui) else { return false };
    if !input.session.is_open(crate::session::Panel::Keys) {
        wait(ui, None);
        return false;
    }
    let pressed = ui.input_mut(|i| {
        let found = i.events.iter().find_map(|event| match event {
            Event::Key { key, pressed: true, repeat: false, modifiers, .. } if !is_modifier(*key) => Some((*key, *modifiers)),
            _ => None,
        });
        i.events.retain(|event| !matches!(event, Event::Key { pressed: true, .. } | Event::Text(_)));
        found
    });
    let Some((key, held)) = pressed else { return true };
    if key == Key::Escape {
        wait(ui, None);
        return true;
    }
    let mut modifiers = egui::Modifiers { alt: held.alt, shift: held.shift && !is_sign(key), ..egui::Modifiers::NONE };
    if held.command {
        modifiers |= egui::Modifiers::COMMAND;
    }
    let shortcut = KeyboardShortcut::new(modifiers, key);
    let keys = &input.session.keys;
    let has_it = |other: &&Action| keys_of(other, keys).iter().any(|one| is_pressed(one, key, modifiers));
    if let Some(other) = ACTIONS.iter().filter(|other| other.id != action).find(has_it) {
        wait(ui, Some(Waiting::Choice { action, at, shortcut, other: other.id }));
    } else {
        wait(ui, None);
        give(input, action, at, shortcut, commands);
    }
    true
}

/// Keys that are held while another is pressed: none of them is waited for.
fn is_modifier(key: Key) -> bool {
    use Key::{AltLeft, AltRight, ControlLeft, ControlRight, ShiftLeft, ShiftRight, SuperLeft, SuperRight};
    matches!(key, ShiftLeft | ShiftRight | ControlLeft | ControlRight | AltLeft | AltRight | SuperLeft | SuperRight)
}

/// An action has a key in place of another.
fn give(input: &PanelInput<'_>, action: &'static str, at: usize, shortcut: KeyboardShortcut, commands: &mut Commands) {
    let Some(row) = by_id(action) else { return };
    let mut keys = keys_of(row, &input.session.keys);
    if at < keys.len() {
        keys[at] = shortcut;
    } else {
        keys.push(shortcut);
    }
    let kept = keys.iter().map(to_kept).collect();
    commands.push(Command::Keys(KeysCommand::Set(action.to_owned(), kept)));
}

/// An action loses a key.
fn take(input: &PanelInput<'_>, action: &'static str, shortcut: KeyboardShortcut, commands: &mut Commands) {
    let Some(row) = by_id(action) else { return };
    let left = keys_of(row, &input.session.keys).into_iter().filter(|one| !is_pressed(one, shortcut.logical_key, shortcut.modifiers));
    let kept = left.map(|one| to_kept(&one)).collect();
    commands.push(Command::Keys(KeysCommand::Set(action.to_owned(), kept)));
}

/// The button that the sheet was asked by: the keyboard comes back to it.
fn asked_id() -> egui::Id {
    egui::Id::unique("button a key was asked by")
}

/// The keyboard goes on where a key was asked for.
fn go_on(ui: &Ui) {
    if waiting(ui).is_some() || ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let asked = ui.data_mut(|data| data.remove_temp::<Option<egui::Id>>(asked_id())).flatten();
    if let Some(asked) = asked {
        ui.memory_mut(|memory| memory.request_focus(asked));
    }
}

/// Shows the sheet.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    go_on(ui);
    head(ui, input, commands);
    for (group, title) in Group::ALL {
        ui.label(RichText::new(title).family(bold()));
        for (number, action) in ACTIONS.iter().filter(|action| action.group == group).enumerate() {
            let stripe = if number % 2 == 1 { ui.visuals().faint_bg_color } else { egui::Color32::TRANSPARENT };
            Frame::new().fill(stripe).inner_margin(Margin::symmetric(2, 2)).show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.horizontal(|ui| row(ui, input, action, commands));
            });
        }
        ui.add_space(8.0);
    }
    ui.label("By keyboard: F6 goes from part to part of the window, Tab from thing to thing. From nowhere, Tab goes into what was opened last. Arrows go along lists, trees and menus; in a tree those to the side open and close. F10 goes to the menus.");
    ui.label("On the map: drag moves it, the wheel zooms at the pointer, a double click zooms in. F6 brings the keyboard there: arrows go from place to place, Enter opens.");
    ui.label("On the ruler: drag the body to move the time, drag the scale for a range, wheel to zoom, Shift and wheel to move. Shift snaps to days, Ctrl or Alt to nothing.");
}

/// What is waited for, and the way back to the ordinary keys.
fn head(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| match waiting(ui) {
        Some(Waiting::Key(action, _)) => {
            let title = by_id(action).map_or("", |action| action.title);
            ui.label(RichText::new(format!("Press the key for “{title}”, or Esc to leave it")).family(bold()));
        }
        Some(Waiting::Choice { action, at, shortcut, other }) => {
            let title = |id| by_id(id).map_or("", |action| action.title);
            ui.label(format!("{} is the key of “{}”", shortcut_label(&shortcut), title(other)));
            let give_it = ui.button(format!("Give it to “{}”", title(action)));
            if ui.memory(|memory| memory.focused().is_none()) {
                give_it.request_focus();
            }
            if give_it.clicked() {
                take(input, other, shortcut, commands);
                give(input, action, at, shortcut, commands);
            }
            let leave_it = ui.button("Leave it");
            if give_it.clicked() || leave_it.clicked() {
                wait(ui, None);
                [give_it, leave_it].iter().for_each(egui::Response::surrender_focus);
                ui.request_repaint();
            }
        }
        None => {
            ui.label(RichText::new("Click a key to change it, or go to it with Tab and press Enter").weak());
            if input.session.keys.is_changed() && ui.button("All keys as they were").clicked() {
                commands.push(Command::Keys(KeysCommand::ResetAll));
            }
        }
    });
    ui.add_space(6.0);
}

fn row(ui: &mut Ui, input: &PanelInput<'_>, action: &'static Action, commands: &mut Commands) {
    let is_wide = ui.available_width() >= WIDE;
    column(ui, KEYS, |ui| keys(ui, input, action, commands));
    if is_wide {
        column(ui, TITLE, |ui| drop(ui.label(action.title)));
        ui.add(egui::Label::new(RichText::new(action.help).weak()).wrap());
        return;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(egui::Label::new(action.title).wrap());
        ui.add(egui::Label::new(RichText::new(action.help).weak()).wrap());
    });
}

/// What is at least so wide.
fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.set_min_width(width);
        content(ui);
    });
}

fn keys(ui: &mut Ui, input: &PanelInput<'_>, action: &'static Action, commands: &mut Commands) {
    let keys = keys_of(action, &input.session.keys);
    // Signs are typed with or without Shift, by keyboard; one of them is enough to know.
    let is_telling = |(_, key): &(usize, &KeyboardShortcut)| !(key.modifiers.shift && is_sign(key.logical_key));
    for (at, key) in keys.iter().enumerate().filter(is_telling).take(2) {
        key_button(ui, action, at, &shortcut_label(key));
    }
    if keys.is_empty() {
        key_button(ui, action, 0, "–");
    }
    if input.session.keys.given(action.id).is_some() {
        let back = ui.small_button("↺").on_hover_text("The ordinary key again");
        back.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Ordinary key for {}", action.title)));
        if back.clicked() {
            commands.push(Command::Keys(KeysCommand::Reset(action.id.to_owned())));
        }
    }
}

fn key_button(ui: &mut Ui, action: &'static Action, at: usize, words: &str) {
    let is_waiting = waiting(ui) == Some(Waiting::Key(action.id, at));
    let button = ui.add(Button::new(if is_waiting { "…" } else { words }).min_size(egui::vec2(30.0, 24.0)).selected(is_waiting));
    let button = button.on_hover_text("Click, then press another key");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Change the key of {}: {words}", action.title)));
    if button.clicked() {
        ui.memory_mut(|memory| memory.surrender_focus(button.id));
        ui.data_mut(|data| data.insert_temp(asked_id(), Some(button.id)));
        wait(ui, Some(Waiting::Key(action.id, at)));
    }
}

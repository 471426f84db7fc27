//! Lists, trees and menus by keyboard: arrows go from row to row, open and close what is under a row, and go from menu to
//! menu.

use egui::{Id, Key, Popup, Response, Ui};

use super::ring::come_back_to;

/// The rows of the list that is shown.
#[derive(Clone, Debug, Default)]
struct List {
    rows: Vec<Id>,
    is_tree: bool,
}

/// A menu of the bar at the top: its button, and what that opens.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Menu {
    button: Id,
    popup: Id,
}

fn list_id() -> Id {
    Id::unique("rows of a list")
}

fn turn_id() -> Id {
    Id::unique("turn of a branch")
}

fn rows_id() -> Id {
    Id::unique("rows of a menu")
}

fn bar_id() -> Id {
    Id::unique("menus of the bar")
}

fn entering_id() -> Id {
    Id::unique("a menu is entered")
}

/// A list says which rows it has laid out, so that arrows go from one to the next.
pub fn heed_list(ui: &Ui, rows: Vec<Id>) {
    ui.data_mut(|data| data.insert_temp(list_id(), List { rows, is_tree: false }));
}

/// The same for a tree: arrows to the side are for [`turned`].
pub fn heed_tree(ui: &Ui, rows: Vec<Id>) {
    ui.data_mut(|data| data.insert_temp(list_id(), List { rows, is_tree: true }));
}

/// What an arrow to the side asks of the row of a tree that has the keyboard: to open (true) or to close.
pub fn turned(ui: &Ui) -> Option<bool> {
    ui.data_mut(|data| data.remove_temp(turn_id()))
}

/// While a row of a list has the keyboard, arrows go up and down the list.
pub fn along_list(ui: &Ui, taken: &impl Fn(Key) -> bool) {
    let Some(list) = ui.data(|data| data.get_temp::<List>(list_id())) else { return };
    let Some(at) = list.rows.iter().position(|row| ui.memory(|memory| memory.has_focus(*row))) else { return };
    if list.is_tree {
        let sideways = [(Key::ArrowRight, true), (Key::ArrowLeft, false)];
        let turn = sideways.into_iter().find(|(key, _)| taken(*key)).map(|(_, is_open)| is_open);
        if let Some(turn) = turn {
            ui.data_mut(|data| data.insert_temp(turn_id(), turn));
        }
    }
    let next = if taken(Key::ArrowDown) {
        list.rows.get(at + 1)
    } else if taken(Key::ArrowUp) {
        at.checked_sub(1).and_then(|before| list.rows.get(before))
    } else {
        return;
    };
    go_to(ui, next);
}

fn go_to(ui: &Ui, row: Option<&Id>) {
    if let Some(row) = row {
        ui.memory_mut(|memory| memory.request_focus(*row));
    }
}

/// A menu says that it has this row.
pub fn heed_row(ui: &Ui, row: Id) {
    ui.data_mut(|data| data.get_temp_mut_or_default::<Vec<Id>>(rows_id()).push(row));
}

/// The bar says which menus it has.
pub fn heed_bar(ui: &Ui, buttons: &[Response]) {
    let menus = buttons.iter().map(|button| Menu { button: button.id, popup: Popup::default_response_id(button) });
    let menus: Vec<Menu> = menus.collect();
    ui.data_mut(|data| data.insert_temp(bar_id(), menus));
}

/// While a menu is open, all plain keys are its own: arrows go along it and to the menus beside it.
pub fn in_menu(ui: &Ui, taken: &impl Fn(Key) -> bool) {
    let rows: Vec<Id> = ui.data_mut(|data| data.remove_temp(rows_id())).unwrap_or_default();
    let at = rows.iter().position(|row| ui.memory(|memory| memory.has_focus(*row)));
    if ui.data(|data| data.get_temp::<bool>(entering_id())).is_some() {
        if rows.is_empty() {
            return ui.request_repaint();
        }
        ui.data_mut(|data| data.remove::<bool>(entering_id()));
        return go_to(ui, rows.first());
    }
    if taken(Key::ArrowDown) {
        go_to(ui, at.and_then(|at| rows.get(at + 1)).or(rows.first()));
    } else if taken(Key::ArrowUp) {
        go_to(ui, at.and_then(|at| at.checked_sub(1)).and_then(|before| rows.get(before)).or(rows.last()));
    } else if taken(Key::Home) {
        go_to(ui, rows.first());
    } else if taken(Key::End) {
        go_to(ui, rows.last());
    }
    let menus = bar(ui);
    let open = menus.iter().position(|menu| Popup::is_id_open(ui.ctx(), menu.popup));
    if let Some(menu) = open.and_then(|open| beside(&menus, open, taken)) {
        enter(ui, menu);
    }
}

/// While a menu of the bar has the keyboard and is closed, Down opens it and arrows to the side go to the others.
pub fn along_bar(ui: &Ui, taken: &impl Fn(Key) -> bool) {
    ui.data_mut(|data| data.remove_temp::<Vec<Id>>(rows_id()));
    let menus = bar(ui);
    let Some(at) = menus.iter().position(|menu| ui.memory(|memory| memory.has_focus(menu.button))) else { return };
    if taken(Key::ArrowDown) {
        enter(ui, menus[at]);
    } else if let Some(menu) = beside(&menus, at, taken) {
        go_to(ui, Some(&menu.button));
    }
}

fn bar(ui: &Ui) -> Vec<Menu> {
    ui.data(|data| data.get_temp(bar_id())).unwrap_or_default()
}

/// The menu to the left or right, round and round.
fn beside(menus: &[Menu], at: usize, taken: &impl Fn(Key) -> bool) -> Option<Menu> {
    let step = if taken(Key::ArrowRight) {
        1
    } else if taken(Key::ArrowLeft) {
        menus.len() - 1
    } else {
        return None;
    };
    menus.get((at + step) % menus.len()).copied()
}

/// Opens a menu; its first row has the keyboard as soon as it is there.
fn enter(ui: &Ui, menu: Menu) {
    Popup::open_id(ui.ctx(), menu.popup);
    ui.data_mut(|data| data.insert_temp(entering_id(), true));
    go_to(ui, Some(&menu.button));
    come_back_to(ui, menu.button);
    ui.request_repaint();
}

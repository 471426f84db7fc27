//! The list of bookmarks: a click goes there; names can be changed.

use egui::text::{CCursor, CCursorRange};
use egui::{Id, Key, RichText, TextEdit, Ui};

use crate::session::{Bookmark, Command, DeskCommand};
use crate::ui::toolbar::action_button;
use crate::ui::{Commands, PanelInput};

/// The bookmark whose name is being changed, and what it is so far.
#[derive(Clone, Debug, PartialEq)]
struct Renaming {
    number: usize,
    name: String,
}

/// Shows the list.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    ui.heading("Bookmarks");
    ui.horizontal_wrapped(|ui| {
        action_button(ui, input, "bookmark", "Keep this moment", commands);
        action_button(ui, input, "copy-link", "Copy its link", commands);
    });
    ui.add_space(6.0);
    if input.session.bookmarks.is_empty() {
        let words = "None yet. B keeps the moment that is shown: hour, view, selection and layers. Bookmarks stay between starts.";
        ui.label(RichText::new(words).weak());
    }
    let (ours, others): (Vec<_>, Vec<_>) = input.session.bookmarks.iter().enumerate().partition(|(_, mark)| mark.is_of(input.campaign));
    for (number, bookmark) in ours {
        row(ui, input, number, bookmark, commands);
    }
    if !others.is_empty() {
        ui.separator();
        ui.label(RichText::new("Of other campaigns").small().weak());
        for (_, bookmark) in others {
            ui.label(RichText::new(&bookmark.name).weak());
        }
    }
}

fn row(ui: &mut Ui, input: &PanelInput<'_>, number: usize, bookmark: &Bookmark, commands: &mut Commands) {
    let id = Id::unique("bookmark renamed");
    let renaming: Option<Renaming> = ui.data_mut(|data| data.get_temp(id));
    match renaming.filter(|renaming| renaming.number == number) {
        Some(renaming) => rename(ui, id, renaming, commands),
        None => named(ui, id, number, bookmark, commands),
    }
    let hour = bookmark.instant(input.campaign).map(|instant| input.campaign.calendar.full(instant));
    let words: Vec<String> = hour.into_iter().chain(bookmark.place(input.campaign)).collect();
    ui.add(egui::Label::new(RichText::new(words.join(" · ")).small().weak()).wrap());
    ui.add_space(5.0);
}

fn named(ui: &mut Ui, id: Id, number: usize, bookmark: &Bookmark, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        if ui.link(&bookmark.name).on_hover_text("Go to this moment").clicked() {
            commands.push(Command::Desk(DeskCommand::OpenLink(bookmark.link.clone())));
        }
        let change = ui.small_button("Rename");
        change.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("Rename {}", bookmark.name)));
        if ui.data_mut(|data| data.remove_temp::<Option<usize>>(renamed_id())).flatten() == Some(number) {
            change.request_focus();
        }
        if change.clicked() {
            ui.data_mut(|data| data.insert_temp(id, Renaming { number, name: bookmark.name.clone() }));
        }
        let delete = ui.small_button("✕").on_hover_text("Delete this bookmark");
        delete.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("Delete {}", bookmark.name)));
        if delete.clicked() {
            commands.push(Command::Desk(DeskCommand::DeleteBookmark(number)));
            ui.data_mut(|data| data.remove::<Renaming>(id));
        }
    });
}

/// The bookmark that has just got its name: the keyboard goes on from there.
fn renamed_id() -> Id {
    Id::unique("bookmark that has its name")
}

/// The name as a field; Enter or a click elsewhere keeps it.
fn rename(ui: &mut Ui, id: Id, mut renaming: Renaming, commands: &mut Commands) {
    let editor = TextEdit::singleline(&mut renaming.name).desired_width(f32::INFINITY).char_limit(120).show(ui);
    let field = &editor.response.response;
    field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Name of the bookmark"));
    let is_entered = ui.input(|keys| keys.key_pressed(Key::Enter));
    if field.lost_focus() || is_entered {
        let name = renaming.name.trim();
        if !name.is_empty() {
            commands.push(Command::Desk(DeskCommand::RenameBookmark(renaming.number, name.to_owned())));
        }
        ui.data_mut(|data| {
            data.remove::<Renaming>(id);
            data.insert_temp(renamed_id(), is_entered.then_some(renaming.number));
        });
        return;
    }
    if !field.has_focus() {
        field.request_focus();
        // What is typed takes the place of the old name.
        let whole = CCursorRange::two(CCursor::default(), CCursor::new(renaming.name.chars().count()));
        let mut state = editor.state.clone();
        state.cursor.set_char_range(Some(whole));
        state.store(ui.ctx(), field.id);
    }
    ui.data_mut(|data| data.insert_temp(id, renaming));
}

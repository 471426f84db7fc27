//! Asks for a campaign folder by its path.

use egui::{Id, Key, TextEdit, Ui};

use crate::session::{Command, Panel, Request};
use crate::ui::{Commands, PanelInput};

/// Shows the dialog.
pub fn show(ui: &mut Ui, _: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("campaign folder path");
    let mut path = ui.data_mut(|data| data.get_temp::<String>(id).unwrap_or_default());
    ui.label("A folder with a campaign.json, as geodata/FORMAT.md says. A folder can also be dropped on the window.");
    let field = ui.add(TextEdit::singleline(&mut path).hint_text("/home/me/my-campaign").desired_width(f32::INFINITY));
    field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Campaign folder"));
    if !field.has_focus() && path.is_empty() {
        field.request_focus();
    }
    let is_entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    if (ui.button("Open").clicked() || is_entered) && !path.trim().is_empty() {
        commands.push(Command::Close(Panel::OpenFolder));
        commands.push(Command::Request(Request::OpenCampaign(path.trim().into())));
    }
    ui.data_mut(|data| data.insert_temp(id, path));
}

//! The tabs of the panel at the left. They stand where they stood, whatever is on the one chosen.

use egui::accesskit::Role;
use egui::{Button, Id, Rect, RichText, Ui, UiBuilder, WidgetInfo, vec2};

use super::{LEFT, gives_way};
use crate::session::{Command, DeskCommand, Region, Tab};
use crate::ui::{Commands, PanelInput, focus};

/// Shows the tabs, in lines no longer than the panel is when no table widens it.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("width of the tabs");
    let is_ordinary = input.session.tab != Tab::Now && !gives_way(ui, input);
    let width = if is_ordinary {
        ui.data_mut(|data| data.insert_temp(id, ui.available_width()));
        ui.available_width()
    } else {
        ui.data(|data| data.get_temp(id)).unwrap_or(LEFT)
    };
    let area = Rect::from_min_size(ui.next_widget_position(), vec2(width, ui.available_height()));
    let is_giving_way = gives_way(ui, input);
    ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(1.0, 1.0);
            ui.spacing_mut().button_padding.x = 5.0;
            // Nobody keeps a moment on a museum's screen.
            let is_offered = |tab: Tab| tab != Tab::Bookmarks || input.session.kiosk.is_none();
            for (tab, title, help) in Tab::ALL.into_iter().filter(|row| is_offered(row.0)) {
                // What gives way to details is not shown.
                let is_chosen = input.session.tab == tab && !is_giving_way;
                let button = Button::selectable(is_chosen, RichText::new(title).size(13.0)).min_size(focus::smallest(ui));
                let label = ui.add(button).on_hover_text(help);
                label.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, title));
                if input.session.tab == tab {
                    focus::region(ui, input, Region::Panels, label.id);
                }
                if label.clicked() {
                    commands.push(Command::Desk(DeskCommand::Show(tab)));
                    commands.extend((tab == Tab::Layers && is_giving_way).then_some(Command::Select(None)));
                }
            }
        });
    });
}

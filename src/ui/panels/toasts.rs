//! Notices at the foot of the map, and at its head the formation that is followed.

use egui::{Align2, Area, Frame, Id, Margin, Order, Pos2, Rect, RichText, Stroke, Ui, pos2, vec2};

use crate::session::{Command, DeskCommand};
use crate::ui::style::ui_color;
use crate::ui::{Commands, PanelInput, clock_card, focus, links, shown};

/// What the name of a formation that is followed takes, points.
const FOLLOWED: f32 = 360.0;

/// The id of its card.
const FOLLOWED_CARD: &str = "followed";

/// Shows the notices that are up.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let map = map_rect(ui, input);
    followed(ui, input, map, commands);
    if input.session.toasts.iter().next().is_none() {
        return;
    }
    // Above the chip of two hours compared.
    let up = if input.compared.is_empty() { 40.0 } else { 84.0 };
    let at = map.center_bottom() - vec2(0.0, up);
    card(ui, input, "notices", Align2::CENTER_BOTTOM, at, |ui| {
        ui.set_max_width((map.width() - 60.0).clamp(160.0, 520.0));
        for (number, toast) in input.session.toasts.iter().enumerate() {
            ui.horizontal(|ui| {
                let words = ui.add(egui::Label::new(&toast.words).wrap());
                words.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Status, true, &toast.words));
                if let Some((title, command)) = &toast.remedy
                    && ui.button(*title).clicked()
                {
                    commands.push(Command::Desk(DeskCommand::Dismiss(number)));
                    commands.push(command.clone());
                }
                if close(ui, "Put this notice away") {
                    commands.push(Command::Desk(DeskCommand::Dismiss(number)));
                }
            });
        }
    });
}

/// Where the name of the formation that is followed lies, if one is.
pub fn place_of_followed(ui: &Ui) -> Option<Rect> {
    shown(ui, Order::Foreground, Id::unique(FOLLOWED_CARD))
}

fn followed(ui: &mut Ui, input: &PanelInput<'_>, map: Rect, commands: &mut Commands) {
    let Some(formation) = input.session.followed else { return };
    let name = links::name(input, crate::scene::Target::Formation(formation));
    // Beside the clock, or below it where the map is too narrow.
    let clock = clock_card::place(ui);
    let down = if clock.max.x > map.center().x - FOLLOWED / 2.0 { (clock.max.y - map.min.y).max(0.0) + 8.0 } else { 12.0 };
    card(ui, input, FOLLOWED_CARD, Align2::CENTER_TOP, map.center_top() + vec2(0.0, down), |ui| {
        ui.horizontal(|ui| {
            let is_there = input.situation.formation(formation).is_some();
            ui.label(if is_there { format!("Following {name}") } else { format!("Following {name}: not recorded at this hour") });
            ui.label(RichText::new("F stops").small().weak());
            if close(ui, "Stop following") {
                commands.push(Command::Desk(DeskCommand::ToggleFollow));
            }
        });
    });
}

fn close(ui: &mut Ui, name: &str) -> bool {
    let button = ui.add(egui::Button::new("✕").min_size(focus::smallest(ui))).on_hover_text(name);
    button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    button.clicked()
}

fn card(ui: &Ui, input: &PanelInput<'_>, id: &str, pivot: Align2, at: Pos2, content: impl FnOnce(&mut Ui)) {
    let theme = input.session.map_theme();
    let area = Area::new(Id::unique(id)).order(Order::Foreground).pivot(pivot).fixed_pos(at);
    area.show(ui.ctx(), |ui| {
        Frame::new()
            .fill(ui_color(theme.paper))
            .stroke(Stroke::new(1.0, ui_color(theme.ink.faded(0.35))))
            .corner_radius(4.0)
            .inner_margin(Margin::symmetric(12, 7))
            .show(ui, content);
    });
}

/// Where the map lies in the window.
fn map_rect(ui: &Ui, input: &PanelInput<'_>) -> Rect {
    input.session.place().map_or(ui.ctx().content_rect(), |place| {
        let min = pos2(place.origin.x as f32, place.origin.y as f32);
        Rect::from_min_size(min, vec2(place.size.width as f32, place.size.height as f32))
    })
}

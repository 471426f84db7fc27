//! Buttons on the map for a finger: closer, further, the whole theatre.

use egui::{Align2, Area, Id, Order, Rect, Ui, vec2};

use super::toolbar::action_button;
use super::{Commands, PanelInput, callouts, shown};

/// How far they stand from the edge of the map, and above its scale bar, points.
const ASIDE: f32 = 14.0;
const UP: f32 = 66.0;

fn id() -> Id {
    Id::unique("map buttons")
}

/// Where they lie, if they are there.
pub fn place(ui: &Ui) -> Option<Rect> {
    shown(ui, Order::Middle, id())
}

/// Shows those that are needed.
pub fn show(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let Some(place) = input.session.place() else { return };
    let (map, _) = callouts::over_map(ui, place);
    let is_touched = input.session.kiosk.is_some() || ui.input(egui::InputState::has_touch_screen);
    if is_touched && input.session.wall().is_none() {
        let corner = map.left_bottom() + vec2(ASIDE, -UP);
        Area::new(id()).pivot(Align2::LEFT_BOTTOM).fixed_pos(corner).show(ui.ctx(), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for (action, words) in [("zoom-in", "+"), ("zoom-out", "−"), ("home-view", "All")] {
                    action_button(ui, input, action, words, commands);
                }
            });
        });
    }
}

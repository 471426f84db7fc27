//! Buttons on the map for a finger: closer, further, the whole theatre; and the way back where the map is shown alone.

use egui::{Align2, Area, Button, Id, Ui, vec2};

use super::toolbar::action_button;
use super::{Commands, PanelInput, callouts, focus};
use crate::session::Command;

/// How far they stand from the edge of the map, and above its scale bar, points.
const ASIDE: f32 = 14.0;
const UP: f32 = 66.0;

/// The way back is shown for so long after the pointer has moved or touched, seconds; then the map is alone again.
const SHOWN_FOR: f32 = 4.0;

/// Shows those that are needed.
pub fn show(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let Some(place) = input.session.place() else { return };
    let (map, _) = callouts::over_map(ui, place);
    let is_touched = input.session.kiosk.is_some() || ui.input(egui::InputState::has_touch_screen);
    if is_touched && input.session.wall().is_none() {
        let corner = map.left_bottom() + vec2(ASIDE, -UP);
        Area::new(Id::unique("map buttons")).pivot(Align2::LEFT_BOTTOM).fixed_pos(corner).show(ui.ctx(), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for (action, words) in [("zoom-in", "+"), ("zoom-out", "−"), ("home-view", "All")] {
                    action_button(ui, input, action, words, commands);
                }
            });
        });
    }
    if input.session.is_chrome_hidden && is_at_hand(ui) {
        let corner = map.center_bottom() - vec2(0.0, ASIDE);
        Area::new(Id::unique("way back")).pivot(Align2::CENTER_BOTTOM).fixed_pos(corner).show(ui.ctx(), |ui| {
            if ui.add(Button::new("Show panels").min_size(focus::smallest(ui))).on_hover_text("Panels and ruler again (H)").clicked() {
                commands.push(Command::ToggleChrome);
            }
        });
    }
}

fn is_at_hand(ui: &Ui) -> bool {
    let idle = ui.input(|i| i.pointer.time_since_last_movement().min(i.pointer.time_since_last_click()));
    let left = SHOWN_FOR - idle;
    if left > 0.0 {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f32(left));
    }
    left > 0.0
}

//! The way back from the map alone: a button that shows while the pointer moves, and after a touch.

use egui::accesskit::Role;
use egui::{Align2, Area, Button, Id, Order, Ui, WidgetInfo, vec2};

use super::actions::{by_id, key_label};
use super::{Commands, PanelInput, focus};

/// The button goes when the pointer has rested for so long, seconds.
const RESTS: f32 = 3.0;

/// Shows the button over the map while nothing else is around it.
pub fn show(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let Some(action) = by_id("chrome").filter(|_| input.session.is_chrome_hidden) else { return };
    let rested = ui.input(|i| i.pointer.time_since_last_movement().min(i.pointer.time_since_last_click()));
    if rested >= RESTS {
        return;
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f32(RESTS - rested));
    // Below the name of the formation that is followed.
    let down = if input.session.followed.is_some() { 58.0 } else { 12.0 };
    let words = key_label(action, &input.session.keys).map_or_else(|| WORDS.to_owned(), |key| format!("{WORDS} ({key})"));
    let area = Area::new(Id::unique("way back")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, down));
    area.show(ui.ctx(), |ui| {
        let button = ui.add(Button::new(words).min_size(focus::smallest(ui)));
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, WORDS));
        if button.clicked() {
            commands.push((action.command)());
        }
    });
}

/// What the button says.
const WORDS: &str = "Show the panels";

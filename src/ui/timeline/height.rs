//! The button that goes through the heights of the ruler. It stands in the lower corner of the ruler, which stays where it is
//! while the ruler grows upward: a second click reaches the next height.

use egui::accesskit::Role;
use egui::{Id, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::layout::Layout;
use crate::session::{Command, RulerCommand, RulerHeight};
use crate::ui::{Commands, PanelInput, focus};

/// Width of the sign, and height of each of its bars, points.
const SIGN: f32 = 12.0;
const BAR: f32 = 5.0;

/// Shows the button.
pub fn show(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, commands: &mut Commands) {
    let side = focus::target_side(input);
    let corner = layout.rect.left_bottom();
    let rect = Rect::from_min_max(corner - egui::vec2(0.0, side), corner + egui::vec2(side, 0.0)).intersect(layout.rect);
    let now = input.session.ruler.height;
    let help = format!("Height of the ruler: {}. Next: {}", now.title(), now.next().title());
    let response = ui.interact(rect, Id::unique("height of the ruler"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &help));
    let look = *ui.style().interact(&response);
    // The names of the lanes stand beside it, however far it reaches.
    let plate = Rect::from_min_max(corner - egui::vec2(0.0, 24.0), corner + egui::vec2(24.0, 0.0)).shrink(1.0);
    ui.painter().rect(plate, 3.0, look.bg_fill, look.bg_stroke, StrokeKind::Inside);
    let rows = [RulerHeight::Low, RulerHeight::Middle, RulerHeight::High];
    let count = rows.iter().position(|one| *one == now).unwrap_or(0) + 1;
    for row in 0..count {
        let at = pos2(plate.center().x, plate.center().y + BAR - BAR * row as f32);
        ui.painter().hline((at.x - SIGN / 2.0)..=(at.x + SIGN / 2.0), at.y, Stroke::new(2.0, look.fg_stroke.color));
    }
    if response.on_hover_text(&help).clicked() {
        commands.push(Command::Ruler(RulerCommand::CycleHeight));
    }
}

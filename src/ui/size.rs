//! The size of everything: each size a button, so that one touch is enough, though all else grows and moves.

use egui::accesskit::Role;
use egui::{Button, RichText, Ui, WidgetInfo};

use super::actions::{by_id, key_label};
use super::{Commands, PanelInput, focus};
use crate::session::{Command, ReachCommand};

/// The actions that this stands for in a menu.
pub const IDS: [&str; 3] = ["larger", "smaller", "ordinary-size"];

/// The sizes that have a button, per cent.
const SIZES: [u16; 5] = [100, 125, 150, 175, 200];

/// Shows the sizes; the one that is on is lit.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let now = input.session.reach.scale_percent;
    ui.label(RichText::new(format!("Size of everything: {now} %")).small().weak());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for percent in SIZES {
            let is_chosen = percent == now;
            let button =
                ui.add(Button::selectable(is_chosen, format!("{percent} %")).min_size(focus::smallest(ui))).on_hover_text(help(input));
            button.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("Size of everything: {percent} %")));
            focus::heed_row(ui, button.id);
            if button.clicked() {
                commands.push(Command::Reach(ReachCommand::Scale(percent)));
            }
        }
    });
}

/// The keys that do the same in small steps.
fn help(input: &PanelInput<'_>) -> String {
    let keys = IDS.into_iter().filter_map(by_id).filter_map(|action| Some((action, key_label(action, &input.session.keys)?)));
    let keys: Vec<String> = keys.map(|(action, key)| format!("{}: {key}", action.title)).collect();
    keys.join("\n")
}

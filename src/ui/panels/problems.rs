//! What is wrong with a campaign that could not be opened. The last good one stays on the screen.

use egui::{RichText, Ui};

use crate::ui::style::bold;
use crate::ui::{Commands, PanelInput};

/// Shows every problem.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, _: &mut Commands) {
    ui.label("It was not opened; what was shown before is still there.");
    ui.add_space(6.0);
    for problem in input.problems {
        let place = problem.feature.as_ref().map_or_else(|| problem.file.clone(), |feature| format!("{}, {feature}", problem.file));
        ui.label(RichText::new(place).family(bold()));
        ui.label(format!("{}; {}", problem.what, problem.remedy));
        ui.add_space(4.0);
    }
}

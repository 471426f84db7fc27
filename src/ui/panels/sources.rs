//! The library the campaign rests on, by kind, and the credits.

use egui::{RichText, Ui};

use crate::ui::style::{bold, italic};
use crate::ui::{Commands, PanelInput};

/// Shows the library.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, _: &mut Commands) {
    for credit in &input.campaign.credits {
        ui.label(credit);
    }
    ui.label("Base map: made with Natural Earth; borders of August 1945 after treaty lines, part of them along prefecture edges of Apache ECharts 3.8.5 (BSD-3-Clause, Baidu Inc.). Fonts: Source Sans, Source Serif, Noto (SIL Open Font License).");
    ui.add_space(8.0);
    let mut kinds: Vec<&str> = input.campaign.sources.iter().map(|source| source.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        ui.label(RichText::new(kind.replace('-', " ")).family(bold()));
        for source in input.campaign.sources.iter().filter(|source| source.kind == kind) {
            ui.label(format!("{} · {}", source.citation(), source.language));
            if let Some(note) = &source.note {
                ui.label(RichText::new(note).family(italic()).small().weak());
            }
        }
        ui.add_space(6.0);
    }
}

//! The card that comes up when the pointer rests on something: what, when, how well known.

use egui::{RichText, Ui};

use crate::campaign::Capture;
use crate::scene::Target;
use crate::ui::links::{capitalized, name, status};
use crate::ui::style::bold;
use crate::ui::{PanelInput, panels};

/// Shows the card of a target.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, target: Target) {
    ui.set_max_width(300.0);
    ui.label(RichText::new(name(input, target)).family(bold()));
    let calendar = &input.campaign.calendar;
    match target {
        Target::Place(idx) => {
            let place = input.campaign.place(idx);
            if let Some(role) = &place.role {
                ui.label(role);
            }
            if let Some(Capture { time, .. }) = &place.taken {
                ui.label(format!("Taken {}", calendar.margins(*time)));
            }
            place.status.into_iter().for_each(|known| status(ui, input, known));
        }
        Target::Formation(idx) => {
            let formation = input.campaign.formation(idx);
            ui.label(capitalized(&format!("{} {}", formation.arm.title(), formation.echelon.title())));
            if let Some(state) = input.situation.formation(idx) {
                ui.label(panels::formation::whereabouts(input, state));
                status(ui, input, state.status);
            }
        }
        Target::Ground(_) => {}
        Target::Event(idx) => {
            let event = input.campaign.event(idx);
            ui.label(calendar.margins(event.start));
            status(ui, input, event.status);
        }
    }
}

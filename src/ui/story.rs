//! The card at the end of a chapter: the story waits, and says what comes next.

use egui::accesskit::Role;
use egui::{Align2, Area, Frame, Id, Margin, RichText, Stroke, Ui, WidgetInfo, pos2};

use super::actions::{by_id, key_label};
use super::style::{serif, ui_color};
use super::{Commands, PanelInput, focus};
use crate::session::{ClockCommand, Command};

/// Shows it while the clock waits.
pub fn show(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let session = input.session;
    let Some(place) = session.place().filter(|_| session.clock.is_waiting()) else { return };
    let Some((number, next)) = session.chapter.and_then(|number| Some((number + 1, input.campaign.chapters.get(number + 1)?))) else {
        return;
    };
    let theme = session.map_theme();
    let at = pos2((place.origin.x + place.size.width / 2.0) as f32, (place.origin.y + place.size.height * 0.84) as f32);
    let key = by_id("play").and_then(|action| key_label(action, &session.keys)).unwrap_or_default();
    Area::new(Id::unique("end of the chapter")).pivot(Align2::CENTER_CENTER).fixed_pos(at).show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(ui_color(theme.paper)).stroke(Stroke::new(1.0, ui_color(theme.ink.faded(0.4)))).corner_radius(5.0);
        frame.inner_margin(Margin::symmetric(16, 10)).show(ui, |ui| {
            ui.set_max_width((place.size.width as f32 - 40.0).clamp(160.0, 420.0));
            ui.vertical_centered(|ui| {
                ui.label(RichText::new(format!("Next, chapter {}", number + 1)).small().weak());
                ui.label(RichText::new(&next.title).family(serif()).size(18.0));
                ui.add_space(4.0);
                for (words, name, command) in [
                    (format!("Read on ({key})"), "Read on", ClockCommand::Toggle),
                    ("Stay here".to_owned(), "Stay here", ClockCommand::Pause),
                ] {
                    let button = ui.add(egui::Button::new(words).min_size(focus::smallest(ui)));
                    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
                    if button.clicked() {
                        commands.push(Command::Clock(command));
                    }
                }
            });
        });
    });
}

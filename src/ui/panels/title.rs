//! The title card of the first start: where, when, and how to begin.

use egui::{Align2, Area, Frame, Id, Margin, Rect, RichText, Ui, vec2};

use crate::session::{ClockCommand, Command};
use crate::ui::style::{serif, ui_color};
use crate::ui::{Commands, PanelInput, focus};

/// A map lower than this has a card of no more than the title and the button, points.
const LOW: f32 = 300.0;

/// Shows the card in a corner of the map until it is put away.
pub fn show(ui: &mut Ui, map: Rect, input: &PanelInput<'_>, commands: &mut Commands) {
    if !input.session.is_title_shown {
        return;
    }
    let theme = input.session.map_theme();
    let campaign = input.campaign;
    let language = input.session.language;
    // A screen that is touched may have no keys.
    let (play, help) = if input.session.kiosk.is_some() || ui.input(egui::InputState::has_touch_screen) {
        ("⏵  Play", "Drag the ruler to move the time · touch a place to read what happened there")
    } else {
        ("⏵  Space plays", "Drag the ruler to move the time · click a place to read what happened there · ? shows all keys")
    };
    let corner = map.right_bottom() + vec2(-22.0, -34.0);
    Area::new(Id::unique("title card")).pivot(Align2::RIGHT_BOTTOM).fixed_pos(corner).constrain(true).show(ui.ctx(), |ui| {
        Frame::new()
            .fill(ui_color(theme.paper))
            .stroke(egui::Stroke::new(1.0, ui_color(theme.ink.faded(0.35))))
            .inner_margin(if map.height() < LOW { Margin::symmetric(12, 8) } else { Margin::symmetric(26, 18) })
            .show(ui, |ui| {
                ui.set_max_width(320.0);
                ui.vertical_centered(|ui| {
                    let is_low = map.height() < LOW;
                    ui.label(RichText::new(campaign.title.or_english(language)).family(serif()).size(if is_low { 22.0 } else { 32.0 }));
                    if !is_low {
                        when(ui, input);
                    }
                    let size = vec2(190.0, focus::smallest(ui).y.max(38.0));
                    let play = ui.add(egui::Button::new(RichText::new(play).size(17.0)).min_size(size));
                    if play.clicked() {
                        commands.push(Command::Clock(ClockCommand::Toggle));
                    }
                    if !is_low {
                        ui.add_space(6.0);
                        ui.label(RichText::new(help).small().weak());
                    }
                });
            });
    });
}

/// Where, and at which hour the campaign opens.
fn when(ui: &mut Ui, input: &PanelInput<'_>) {
    let (campaign, calendar) = (input.campaign, &input.campaign.calendar);
    ui.label(RichText::new(campaign.subtitle.or_english(input.session.language)).family(serif()).size(15.0));
    ui.add_space(10.0);
    let instant = input.situation.instant;
    ui.label(RichText::new(format!("{} · {}", calendar.date(instant), calendar.hour(instant))).size(15.0));
    ui.label(RichText::new(calendar.zone.to_string()).weak());
    ui.add_space(12.0);
}

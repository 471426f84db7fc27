//! The chip of the speed: what the clock really does, and the menu of rates with a field for any other.

use egui::accesskit::Role;
use egui::{ComboBox, Id, Key, TextEdit, Ui, WidgetInfo};

use crate::session::{ClockCommand, ClockState, Command, RATES, parse_rate, rate_label, rung};
use crate::ui::{Commands, PanelInput, focus};

/// The pace in words, and in the fewer that the chip has room for; a narrow window leaves them out.
const STORY: &str = ", story pace";
const SHORT_STORY: &str = ", story";
const NARROW: f32 = 1200.0;

/// What the chip reads.
pub fn words(input: &PanelInput<'_>) -> String {
    let session = input.session;
    let sign = if session.clock.is_reverse() { "− " } else { "" };
    match session.clock.state() {
        ClockState::Scrubbing { .. } => "held".to_owned(),
        ClockState::Waiting => "waiting".to_owned(),
        _ if session.clock.is_story_paced() => format!("{sign}≈ {}{STORY}", rate_label(session.pace())),
        _ => format!("{sign}{}", rate_label(session.clock.rate())),
    }
}

/// Shows chip and menu.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let chosen = rung(input.session.clock.rate());
    let is_narrow = ui.ctx().content_rect().width() < NARROW;
    // As wide with the pace of a story as without, so that what stands beside it never moves.
    let (short, width) = if is_narrow { ("", 104.0) } else { (SHORT_STORY, 140.0) };
    let shown = words(input).replace(STORY, short);
    let room = (ui.next_widget_position().y - 40.0).max(120.0);
    let menu = ComboBox::from_id_salt("rate").selected_text(shown).width(width).height(room).show_ui(ui, |ui| {
        for (number, rate) in RATES.into_iter().enumerate() {
            let row = ui.selectable_label(chosen == Some(number), rate_label(rate));
            focus::heed_row(ui, row.id);
            if row.clicked() {
                commands.push(Command::Clock(ClockCommand::Rate(number)));
                ui.close();
            }
        }
        ui.separator();
        let mut is_paced = input.session.clock.is_story_paced();
        let row = ui.checkbox(&mut is_paced, "Story pace").on_hover_text("Quicker where little happens, slower where much does");
        focus::heed_row(ui, row.id);
        if row.changed() {
            commands.push(Command::Clock(ClockCommand::ToggleStoryPace));
        }
        if input.session.kiosk.is_none() {
            ui.separator();
            typed(ui, commands);
        }
    });
    menu.response
        .on_hover_text("Campaign time to a second of play ([ slower, ] faster, 1 to 8 choose)")
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Speed: {}", words(input))));
}

/// A field for any speed; it says what it understands.
fn typed(ui: &mut Ui, commands: &mut Commands) {
    let id = Id::unique("typed rate");
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let field = ui.add(TextEdit::singleline(&mut text).hint_text("90 min/s").desired_width(84.0));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Another speed, 1 min/s to 4 d/s"));
    focus::heed_row(ui, field.id);
    let read = parse_rate(&text);
    if field.lost_focus()
        && ui.input(|i| i.key_pressed(Key::Enter))
        && let Ok(rate) = read
    {
        commands.push(Command::Clock(ClockCommand::TypedRate(rate)));
        text.clear();
        ui.close();
    } else if !text.trim().is_empty() {
        let words = read.map_or_else(|problem| problem, |rate| format!("{} · Enter", rate_label(rate)));
        ui.label(egui::RichText::new(words).small().weak());
    }
    ui.data_mut(|data| data.insert_temp(id, text));
}

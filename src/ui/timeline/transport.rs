//! The row over the ruler: play and steps, speed, loop, the large date, and what other clocks showed.

use egui::accesskit::Role;
use egui::{Button, Layout, RichText, Ui, WidgetInfo, vec2};

use super::rate;
use crate::session::{AccountChoice, ClockCommand, Command, LoopCommand, LoopMode, Panel};
use crate::ui::actions::{by_id, key_label};
use crate::ui::style::serif;
use crate::ui::toolbar::action_button;
use crate::ui::{Commands, PanelInput, focus};

/// Width and height of the button that plays, points.
const PLAY: (f32, f32) = (44.0, 28.0);

/// What the large date takes with the day of the campaign, and what the chip of an account, what other clocks showed, and a
/// button at the right take, points.
const DATE: f32 = 258.0;
const SMALL_DATE: f32 = 176.0;
const CHIP: f32 = 160.0;
const SMALL_CHIP: f32 = 96.0;
const CLOCKS: f32 = 200.0;
const BUTTON: f32 = 66.0;

/// What speed, loop, a short date and the steps by event take, points: a row with less room beside its five steps leaves the
/// loop to key and ruler, since a finger has no other way to step by event.
const WITH_LOOP: f32 = 560.0;

/// How much room there is right of the buttons at the left.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// For day and hour only.
    Least,
    /// For a smaller date, and a short word for the account.
    Little,
    /// For the large date beside the steps by event.
    Fair,
    /// For the chart too.
    Enough,
    /// And for what other clocks showed.
    Plenty,
}

impl Room {
    fn of(ui: &Ui, input: &PanelInput<'_>) -> Self {
        let (small_chip, chip) = if input.session.account == AccountChoice::All { (0.0, 0.0) } else { (SMALL_CHIP, CHIP) };
        // Steps by event go before a longer date.
        let button = (focus::smallest(ui).x + 7.0).max(BUTTON);
        let steps = 2.0 * button;
        let least = SMALL_DATE + small_chip + steps;
        let needed = DATE + chip + steps;
        let with_buttons = needed + button;
        let with_clocks = with_buttons + CLOCKS + if input.session.ruler.shows_all() { 0.0 } else { BUTTON };
        match ui.available_width() {
            rest if rest < least => Self::Least,
            rest if rest < needed => Self::Little,
            rest if rest < with_buttons => Self::Fair,
            rest if rest < with_clocks => Self::Enough,
            _ => Self::Plenty,
        }
    }
}

/// Shows the row.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let width = ui.available_width();
    // As high as its highest button from the start, so that all stand in one line.
    let row = vec2(width, PLAY.1.max(focus::smallest(ui).y));
    ui.allocate_ui_with_layout(row, Layout::left_to_right(egui::Align::Center), |ui| {
        steps(ui, input, commands);
        rate::show(ui, input, commands);
        if width >= 5.0 * (focus::smallest(ui).x + 7.0) + WITH_LOOP {
            looping(ui, input, commands);
        }
        ui.add_space(4.0);
        let room = Room::of(ui, input);
        date(ui, input, room);
        account(ui, input, room, commands);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            right(ui, input, room, commands);
        });
    });
}

fn steps(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    action_button(ui, input, "start", "⏮", commands);
    action_button(ui, input, "day-back", "⏪", commands);
    let is_playing = input.session.clock.is_playing();
    let key = by_id("play").and_then(|action| key_label(action, &input.session.keys)).unwrap_or_default();
    let sign = RichText::new(if is_playing { "⏸" } else { "⏵" }).size(18.0);
    let play = ui.add(Button::new(sign).min_size(PLAY.into()));
    let play = play.on_hover_text(format!("Let campaign time run, or hold it ({key})"));
    play.widget_info(|| WidgetInfo::labeled(Role::Button, true, if is_playing { "Pause" } else { "Play" }));
    if play.clicked() {
        commands.push(Command::Clock(ClockCommand::Toggle));
    }
    action_button(ui, input, "day-on", "⏩", commands);
    action_button(ui, input, "end", "⏭", commands);
}

/// The button of the loop says what is on, and what comes next.
fn looping(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let looping = input.session.clock.looping();
    let named = |mode: LoopMode| match mode {
        LoopMode::Off => "off",
        LoopMode::Range => "the range",
        LoopMode::All => "the whole campaign",
    };
    let words = match looping.mode {
        LoopMode::Off => "Loop off",
        LoopMode::Range => "Loop range",
        LoopMode::All => "Loop all",
    };
    let key = by_id("loop").and_then(|action| key_label(action, &input.session.keys)).unwrap_or_default();
    let help =
        format!("Loop: {}. Next: {} ({key}). Drag on the date scale to choose a range", named(looping.mode), named(looping.next_mode()));
    let button = ui.add(Button::new(words).selected(looping.mode != LoopMode::Off).min_size(vec2(86.0, 24.0))).on_hover_text(&help);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, help.clone()));
    if button.clicked() {
        commands.push(Command::Clock(ClockCommand::Loop(LoopCommand::Cycle)));
    }
}

fn date(ui: &mut Ui, input: &PanelInput<'_>, room: Room) {
    let calendar = &input.campaign.calendar;
    // As the map has it, which is drawn less often than the playhead moves: a date that says more than the map would lie.
    let instant = input.situation.instant;
    let size = if room <= Room::Little { 15.0 } else { 20.0 };
    let is_short = room == Room::Least;
    let words = if is_short { calendar.date_hour(instant) } else { format!("{} · {}", calendar.date(instant), calendar.hour(instant)) };
    ui.label(RichText::new(words).family(serif()).size(size)).on_hover_text(calendar.zone.to_string());
    if is_short {
        return;
    }
    ui.label(RichText::new(calendar.day_label(instant)).family(serif()).size(size).weak()).on_hover_text("Days since the attack began");
    if room == Room::Plenty {
        let others: Vec<String> = calendar.other_clocks(instant).collect();
        ui.label(RichText::new(others.join("   ")).weak()).on_hover_text("What clocks there showed at this moment");
    }
}

/// By whose account everything is told, where one is chosen; a click goes back to all.
fn account(ui: &mut Ui, input: &PanelInput<'_>, room: Room, commands: &mut Commands) {
    if input.session.account == AccountChoice::All {
        return;
    }
    let key = by_id("account").and_then(|action| key_label(action, &input.session.keys)).unwrap_or_default();
    let words = input.session.account.title();
    let help =
        format!("Where accounts differ on a date, map, ruler and panels have that of this one. A click goes back to all ({key}: the next)");
    let shown = if room <= Room::Little { words.split(' ').next().unwrap_or_default() } else { words };
    let chip = ui.add(Button::new(format!("{shown}  ✕")).selected(true)).on_hover_text(help);
    chip.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Told by {words}; back to all")));
    if chip.clicked() {
        commands.push(Command::Account(AccountChoice::All));
    }
}

/// From right to left.
fn right(ui: &mut Ui, input: &PanelInput<'_>, room: Room, commands: &mut Commands) {
    let words = if input.session.is_open(Panel::Charts) { "Chart ⏷" } else { "Chart ⏶" };
    // Steps by event have no other place for a finger; the chart goes before them.
    let button = (focus::smallest(ui).x + 7.0).max(BUTTON);
    if ui.available_width() >= 3.0 * button {
        action_button(ui, input, "charts", words, commands);
    }
    if ui.available_width() >= 2.0 * button {
        action_button(ui, input, "event-on", "Event ›", commands);
        action_button(ui, input, "event-back", "‹ Event", commands);
    }
    if !input.session.ruler.shows_all() && room == Room::Plenty {
        action_button(ui, input, "ruler-zoom", "Whole", commands);
    }
}

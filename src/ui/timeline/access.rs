//! The ruler for screen readers and tests: sliders for the time and the loop, a list of events, and what is announced.

use egui::accesskit::{Action, Live, Role};
use egui::{Id, Key, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::lanes::Mark;
use super::layout::Layout;
use crate::campaign::{DAY, HOUR, Instant};
use crate::session::{ClockCommand, Command, LoopCommand, SHORTEST_RANGE};
use crate::ui::briefing::{last_event, spoken, spoken_day};
use crate::ui::map::is_read_aloud;
use crate::ui::{Commands, PanelInput};

/// The most words of an announcement.
const MOST_WORDS: usize = 15;

/// The ruler is a slider to screen readers, and so is each end of the loop.
pub fn publish(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, response: &Response, commands: &mut Commands) {
    let period = input.campaign.period;
    let hours = |instant: Instant| instant.since(period.start) as f64 / HOUR as f64;
    response.widget_info(|| WidgetInfo::slider(true, hours(input.session.clock.now()), "Campaign time"));
    for end in loop_ends(input) {
        loop_end(ui, input, layout, end, commands);
    }
    if !is_read_aloud(ui) {
        return;
    }
    let words = spoken(input.campaign, input.session.clock.now());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(words);
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(hours(period.end));
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    for (action, step) in [(Action::Increment, 1), (Action::Decrement, -1)] {
        if ui.input(|i| i.has_accesskit_action_request(response.id, action)) {
            commands.push(Command::Clock(ClockCommand::StepHours(step)));
        }
    }
    announce(ui, input, layout);
}

/// An end of the loop as a slider.
#[derive(Clone, Copy)]
struct LoopEnd {
    name: &'static str,
    at: Instant,
    /// How far it can be moved.
    least: Instant,
    most: Instant,
    /// What moves it.
    command: fn(Instant) -> LoopCommand,
}

impl LoopEnd {
    fn id(self) -> Id {
        Id::unique(self.name)
    }

    fn moved(self, to: Instant) -> Command {
        Command::Clock(ClockCommand::Loop((self.command)(to.clamp(self.least, self.most))))
    }
}

/// Both ends, each as far as the other and the shortest range let it go.
fn loop_ends(input: &PanelInput<'_>) -> Vec<LoopEnd> {
    let Some(range) = input.session.clock.looping().range else { return Vec::new() };
    let period = input.campaign.period;
    let (last_start, first_end) = (range.end.plus(-SHORTEST_RANGE).max(period.start), range.start.plus(SHORTEST_RANGE).min(period.end));
    vec![
        LoopEnd { name: "Loop start", at: range.start, least: period.start, most: last_start, command: LoopCommand::DragIn },
        LoopEnd { name: "Loop end", at: range.end, least: first_end, most: period.end, command: LoopCommand::DragOut },
    ]
}

/// The keys of a slider, for the end of the loop that has the keyboard: arrows by the hour, pages by the day.
pub fn loop_keys(ui: &Ui, input: &PanelInput<'_>, taken: &impl Fn(Key) -> bool, commands: &mut Commands) {
    let Some(end) = loop_ends(input).into_iter().find(|end| ui.memory(|memory| memory.has_focus(end.id()))) else { return };
    let steps = [
        (Key::ArrowLeft, end.at.plus(-HOUR)),
        (Key::ArrowDown, end.at.plus(-HOUR)),
        (Key::ArrowRight, end.at.plus(HOUR)),
        (Key::ArrowUp, end.at.plus(HOUR)),
        (Key::PageDown, end.at.plus(-DAY)),
        (Key::PageUp, end.at.plus(DAY)),
        (Key::Home, end.least),
        (Key::End, end.most),
    ];
    commands.extend(steps.into_iter().filter(|(key, _)| taken(*key)).map(|(_, to)| end.moved(to)));
}

fn loop_end(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, end: LoopEnd, commands: &mut Commands) {
    let rect = Rect::from_center_size(egui::pos2(layout.x(end.at), layout.scale.center().y), vec2(24.0, 24.0));
    let response = ui.interact(rect, end.id(), Sense::focusable_noninteractive());
    let hours = |instant: Instant| instant.since(input.campaign.period.start) as f64 / HOUR as f64;
    response.widget_info(|| WidgetInfo::slider(true, hours(end.at), end.name));
    let words = spoken(input.campaign, end.at);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(words);
        node.set_min_numeric_value(hours(end.least));
        node.set_max_numeric_value(hours(end.most));
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    for (action, step) in [(Action::Increment, HOUR), (Action::Decrement, -HOUR)] {
        if ui.input(|i| i.has_accesskit_action_request(response.id, action)) {
            commands.push(end.moved(end.at.plus(step)));
        }
    }
}

/// Date and headline, told when the clock stands: not while it runs, and not while the hand holds it.
fn announce(ui: &Ui, input: &PanelInput<'_>, layout: &Layout) {
    let clock = &input.session.clock;
    if clock.is_playing() || clock.is_held() || input.session.is_walking() {
        return;
    }
    let campaign = input.campaign;
    let headline = last_event(campaign, input.session.clock.now()).map(|event| event.headline.as_str()).unwrap_or_default();
    let told =
        format!("{}, {}. {headline}", spoken_day(campaign, input.session.clock.now()), campaign.calendar.hour(input.session.clock.now()));
    let told: Vec<&str> = told.split_whitespace().take(MOST_WORDS).collect();
    let told = told.join(" ");
    let response = ui.interact(Rect::from_min_size(layout.rect.min, vec2(1.0, 1.0)), Id::unique("announcement"), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &told));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

/// Every event of a mark is an item of the list "Events"; the pointer is left to the ruler itself.
pub fn name_marks(ui: &mut Ui, input: &PanelInput<'_>, layout: &Layout, marks: &[Mark], commands: &mut Commands) {
    if !is_read_aloud(ui) {
        return;
    }
    let list = ui.new_child(UiBuilder::new().max_rect(layout.rect).id_salt("events of the ruler"));
    list.ctx().accesskit_node_builder(list.unique_id(), |node| {
        node.set_role(Role::List);
        node.set_label("Events");
    });
    for mark in marks {
        for idx in &mark.events {
            let event = input.campaign.event(*idx);
            let rect = Rect::from_center_size(mark.center, vec2(8.0, 10.0));
            let response = list.interact(rect, Id::unique(("ruler event", *idx)), Sense::hover());
            let sources = if event.sources.len() == 1 { "1 source".to_owned() } else { format!("{} sources", event.sources.len()) };
            let words =
                format!("{}, {}, {}, {sources}", event.headline, input.campaign.calendar.margins(event.start), event.status.title());
            response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
            if list.input(|i| i.has_accesskit_action_request(response.id, Action::Click)) {
                commands.push(Command::Visit(*idx));
            }
        }
    }
}

//! The menu of a moment: a right click on the ruler.

use egui::{Id, Popup, Response, Ui};

use super::hover::{Pointed, Zone};
use super::layout::Layout;
use crate::campaign::{EventIdx, Instant, Lane};
use crate::session::{ClockCommand, Command, CompareCommand, DeskCommand, LoopCommand, Request, RulerCommand};
use crate::ui::{Commands, PanelInput};

/// An entry of the menu.
pub struct MomentEntry {
    /// What it is called.
    pub title: &'static str,
    /// What is pushed for the moment.
    pub command: fn(&PanelInput<'_>, Instant) -> Command,
    /// What is said then, where nothing else shows that it is done.
    pub said: Option<&'static str>,
}

/// What can be done with a moment. A new entry is a row here.
pub const MOMENT_ENTRIES: &[MomentEntry] = &[
    MomentEntry { title: "Go here", command: |_, at| Command::Clock(ClockCommand::Seek(at)), said: None },
    MomentEntry { title: "Loop from here", command: |_, at| Command::Clock(ClockCommand::Loop(LoopCommand::SetIn(at))), said: None },
    MomentEntry { title: "Loop to here", command: |_, at| Command::Clock(ClockCommand::Loop(LoopCommand::SetOut(at))), said: None },
    MomentEntry { title: "Compare with this time", command: |_, at| Command::Compare(CompareCommand::With(at)), said: None },
    MomentEntry {
        title: "Copy the time",
        command: |input, at| Command::Request(Request::Copy(copied(input, at))),
        said: Some("The time is on the clipboard"),
    },
    MomentEntry {
        title: "Copy a link to it",
        command: |input, at| Command::Request(Request::Copy(input.session.moment_at(input.campaign, at).text(input.campaign))),
        said: Some("A link to that moment is on the clipboard"),
    },
    MomentEntry { title: "Bookmark it", command: |_, at| Command::Desk(DeskCommand::AddBookmarkAt(at)), said: None },
];

/// A moment as it is copied: for people, and exact.
fn copied(input: &PanelInput<'_>, at: Instant) -> String {
    let calendar = &input.campaign.calendar;
    format!("{} ({})", calendar.full(at), calendar.zone.iso(at))
}

/// The moment and the events a menu was opened at.
#[derive(Clone, Default)]
struct Opened {
    at: Option<Instant>,
    events: Vec<EventIdx>,
    lane: Option<Lane>,
    /// How often the menu has been opened: each time it is another one, so that a second right click opens it anew.
    turn: u32,
}

/// Whether the menu is open.
pub fn is_open(ctx: &egui::Context) -> bool {
    let id = Id::unique("ruler menu");
    ctx.data(|data| data.get_temp::<Opened>(id)).is_some_and(|opened| Popup::is_id_open(ctx, id.with(opened.turn)))
}

/// Shows the menu after a right click.
pub fn show(input: &PanelInput<'_>, layout: &Layout, response: &Response, pointed: Option<&Pointed>, commands: &mut Commands) {
    let id = Id::unique("ruler menu");
    let ctx = response.ctx.clone();
    if response.secondary_clicked() {
        let lane = response.interact_pointer_pos().and_then(|at| layout.lane_at(at.y));
        // On the names at the left there is no moment.
        let is_on_axis = |pointed: &&Pointed| !matches!(pointed.zone, Zone::Before | Zone::After);
        let at = pointed.filter(is_on_axis).map(|pointed| pointed.snapped.instant);
        let events = pointed.map(|pointed| pointed.events.clone()).unwrap_or_default();
        ctx.data_mut(|data| {
            let turn = data.get_temp::<Opened>(id).map_or(0, |before| before.turn.wrapping_add(1));
            data.insert_temp(id, Opened { at, events, lane, turn });
        });
    }
    let opened = ctx.data(|data| data.get_temp::<Opened>(id)).unwrap_or_default();
    if opened.at.is_none() && opened.events.is_empty() && opened.lane.is_none() && !has_hidden(input) {
        return;
    }
    Popup::context_menu(response).id(id.with(opened.turn)).show(|ui| {
        ui.set_min_width(190.0);
        if let Some(at) = opened.at {
            ui.label(egui::RichText::new(input.campaign.calendar.full(at)).weak());
            for entry in MOMENT_ENTRIES {
                if ui.button(entry.title).clicked() {
                    commands.push((entry.command)(input, at));
                    commands.extend(entry.said.map(|words| Command::Desk(DeskCommand::Say(words.to_owned()))));
                    ui.close();
                }
            }
        }
        for event in opened.events.iter().take(6) {
            let headline = &input.campaign.event(*event).headline;
            if ui.button(headline).clicked() {
                commands.push(Command::Visit(*event));
                ui.close();
            }
        }
        lanes(ui, input, opened.lane, commands);
    });
}

fn has_hidden(input: &PanelInput<'_>) -> bool {
    input.session.ruler.lanes().count() < Lane::ALL.len()
}

/// Hides the lane under the pointer, and shows those that are hidden.
fn lanes(ui: &mut Ui, input: &PanelInput<'_>, here: Option<Lane>, commands: &mut Commands) {
    if here.is_some() || has_hidden(input) {
        ui.separator();
    }
    for (lane, title) in Lane::ALL {
        let is_shown = input.session.ruler.shows(lane);
        let words = if is_shown { format!("Hide the lane “{title}”") } else { format!("Show the lane “{title}”") };
        if (!is_shown || here == Some(lane)) && ui.button(words).clicked() {
            commands.push(Command::Ruler(RulerCommand::ToggleLane(lane)));
            ui.close();
        }
    }
    if input.session.ruler.lanes().count() + 1 < Lane::ALL.len() && ui.button("Show all lanes").clicked() {
        commands.push(Command::Ruler(RulerCommand::AllLanes));
        ui.close();
    }
}

//! Panels and gestures: they read the state of the frame, draw it, and push commands. None holds the session to change.

pub mod actions;
mod alone;
mod beside;
mod briefing;
mod callouts;
mod clock_card;
mod compare;
mod focus;
mod ghost;
mod kept;
mod later;
mod links;
mod map;
mod map_buttons;
mod panels;
mod size;
mod spot;
mod story;
mod style;
mod timeline;
mod toolbar;
mod wall;

use std::sync::Arc;

use egui::{PointerButton, Ui};

pub use actions::{ACTIONS, Action};
pub use beside::Work;
pub use briefing::briefing;
pub use focus::apply_reach;
pub use panels::{PANELS, PanelRow};
pub use style::{apply as apply_theme, install};

use crate::campaign::coverage::Coverage;
use crate::campaign::search::SearchIndex;
use crate::campaign::{Campaign, Problem};
use crate::cartography::BaseMap;
use crate::charts::Chart;
use crate::paint::egui::ScenePainter;
use crate::scene::{LabelSlots, Memory};
use crate::session::{Command, DeskCommand, Panel, Session, link};
use crate::situation::{Change, GroundModel, Situation};

/// What every panel reads. All of it is of one instant: while the clock runs, a moment ago, as it is drawn less often than
/// the clock moves on ([`Session::map_instant`]); only the ruler follows the clock itself.
#[derive(Clone, Copy)]
pub struct PanelInput<'a> {
    /// The facts.
    pub campaign: &'a Arc<Campaign>,
    /// The ground.
    pub basemap: &'a Arc<BaseMap>,
    /// Who stood where.
    pub situation: &'a Situation,
    /// Who will stand where at the next instant of the map, while the clock runs.
    pub next: Option<&'a Situation>,
    /// The hours beside it.
    pub compared: &'a [ComparedHour],
    /// When the war reached each place.
    pub ground: &'a Arc<GroundModel>,
    /// What has changed since the instant left.
    pub changes: &'a [Change],
    /// What the user has chosen.
    pub session: &'a Session,
    /// What the last scenes have computed already.
    pub memory: &'a Arc<Memory>,
    /// The charts, made once.
    pub charts: &'a [Chart],
    /// Everything that can be found.
    pub index: &'a SearchIndex,
    /// What rests on each source.
    pub coverage: &'a Coverage,
    /// What is wrong with the campaign that was last asked for.
    pub problems: &'a [Problem],
}

/// Another hour, shown beside that of the clock.
pub struct ComparedHour {
    /// Who stood where then.
    pub situation: Situation,
    /// What its scenes have computed already.
    pub memory: Arc<Memory>,
}

/// The painters of the map: each keeps what its own scenes have in common.
#[derive(Default)]
pub struct Painters {
    map: ScenePainter,
    compared: Vec<ScenePainter>,
    beside: Vec<Work>,
}

impl Painters {
    /// What the frame wants done beside the next ones, in order. It must be done or dropped: a later frame waits for it.
    pub fn take_work(&mut self) -> Vec<Work> {
        std::mem::take(&mut self.beside)
    }

    /// The painter of an hour beside the clock's.
    fn of_compared(&mut self, number: usize) -> &mut ScenePainter {
        let count = self.compared.len().max(number + 1);
        self.compared.resize_with(count, ScenePainter::default);
        &mut self.compared[number]
    }
}

/// What the panels want done, in the order of the frame.
pub type Commands = Vec<Command>;

/// Draws the whole window. Gives back where labels stand, for the next frame.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, painters: &mut Painters, commands: &mut Commands) -> LabelSlots {
    let atlas = kept::begin(ui);
    later::bring_back(ui);
    focus::hold_on(ui, input);
    leave_field(ui, input);
    let was_asked = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(egui::Id::unique("a field waits"), false), is_asked(input)));
    if was_asked && !is_asked(input) {
        // The field over the map is gone: what comes now is not typed into it.
        ui.memory_mut(egui::Memory::stop_text_input);
    }
    if is_asked(input) {
        escape(ui, commands);
        // What waits for the next frame is not pressed yet.
        actions::presses(ui);
    } else {
        let presses = actions::presses(ui);
        actions::shortcuts(ui, input, &presses, commands);
    }
    paste(ui, input, commands);
    side_buttons(ui, commands);
    let mut hovered = None;
    // A second right click opens the ruler's menu of another moment: under it the mouse is let through.
    let is_touched = input.session.kiosk.is_some() || ui.input(egui::InputState::has_touch_screen);
    let is_menu_open = egui::Popup::is_any_open(ui.ctx()) && (is_touched || !timeline::is_menu_open(ui.ctx()));
    if !input.session.is_chrome_hidden {
        toolbar::show(ui, input, commands);
        if is_menu_open {
            under_menu(ui);
        }
        hovered = timeline::show(ui, input, commands);
        panels::sides(ui, input, commands);
    }
    let slots = map::show(ui, input, painters, commands);
    if input.session.wall().is_none() {
        ghost::show(ui, input, hovered);
        callouts::show(ui, input, commands);
    }
    story::show(ui, input, commands);
    alone::show(ui, input, commands);
    map_buttons::show(ui, input, commands);
    panels::dialogs(ui, input, commands);
    focus::show_ring(ui, input, commands);
    atlas.settle(ui.painter());
    slots
}

/// The buttons at the side of a mouse go back and forward through the moments visited, as in a browser.
fn side_buttons(ui: &Ui, commands: &mut Commands) {
    for (button, direction) in [(PointerButton::Extra1, -1), (PointerButton::Extra2, 1)] {
        if ui.input(|i| i.pointer.button_pressed(button)) {
            commands.push(Command::History(direction));
        }
    }
}

/// While a menu is open, a click beside it closes it and does nothing else.
fn under_menu(ui: &Ui) {
    let rest = ui.available_rect_before_wrap();
    let area = egui::Area::new(egui::Id::unique("under a menu")).order(egui::Order::Middle).fixed_pos(rest.min).constrain(false);
    area.show(ui.ctx(), |ui| ui.allocate_rect(rest, egui::Sense::CLICK | egui::Sense::DRAG));
}

/// Where something over the map lay in the last frame, if it was there.
fn shown(ui: &Ui, order: egui::Order, id: egui::Id) -> Option<egui::Rect> {
    ui.memory(|memory| memory.areas().is_visible(&egui::LayerId::new(order, id)).then(|| memory.area_rect(id)).flatten())
}

/// Whether a field over the map waits for a text: what is typed is then no command, even before it has the focus.
fn is_asked(input: &PanelInput<'_>) -> bool {
    input.session.is_open(Panel::Search) || input.session.is_open(Panel::GoTo)
}

fn escape(ui: &Ui, commands: &mut Commands) {
    later::put_off(ui, egui::Key::Escape, egui::Modifiers::NONE);
    if ui.input_mut(|keys| keys.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
        commands.push(Command::Escape);
    }
}

/// Escape leaves a field that stands in a panel beside the map, before it closes anything.
fn leave_field(ui: &Ui, input: &PanelInput<'_>) {
    let is_dialog = input.session.panels.iter().any(|panel| !matches!(panel, Panel::Layers | Panel::Charts));
    if !is_dialog && ui.text_edit_focused() && ui.input_mut(|keys| keys.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
        ui.memory_mut(egui::Memory::stop_text_input);
    }
}

/// A moment link pasted anywhere but into a field is followed.
fn paste(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    if ui.text_edit_focused() || is_asked(input) || input.session.kiosk.is_some() {
        return;
    }
    let pasted = ui.input(|keys| {
        keys.events.iter().find_map(|event| match event {
            egui::Event::Paste(text) => Some(text.clone()),
            _ => None,
        })
    });
    let command = pasted.map(|text| {
        if link::is_link(&text) { DeskCommand::OpenLink(text) } else { DeskCommand::Say("What was pasted is no moment link".to_owned()) }
    });
    commands.extend(command.map(Command::Desk));
}

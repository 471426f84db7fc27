//! Panels and gestures: they read the state of the frame, draw it, and push commands. None holds the session to change.

pub mod actions;
mod briefing;
mod callouts;
mod focus;
mod ghost;
mod links;
mod map;
mod panels;
mod style;
mod timeline;
mod toolbar;

use egui::Ui;

pub use actions::{ACTIONS, Action};
pub use briefing::briefing;
pub use focus::apply_reach;
pub use panels::{PANELS, PanelRow};
pub use style::{apply as apply_theme, install};

use crate::campaign::{Campaign, Problem};
use crate::cartography::BaseMap;
use crate::charts::Chart;
use crate::paint::egui::ScenePainter;
use crate::scene::{LabelSlots, Memory};
use crate::session::{Command, Session};
use crate::situation::{Change, GroundModel, Situation};

/// What every panel reads. All of it is of one instant.
#[derive(Clone, Copy)]
pub struct PanelInput<'a> {
    /// The facts.
    pub campaign: &'a Campaign,
    /// The ground.
    pub basemap: &'a BaseMap,
    /// Who stood where.
    pub situation: &'a Situation,
    /// When the war reached each place.
    pub ground: &'a GroundModel,
    /// What has changed since the instant left.
    pub changes: &'a [Change],
    /// What the user has chosen.
    pub session: &'a Session,
    /// What the last scenes have computed already.
    pub memory: &'a Memory,
    /// The charts, made once.
    pub charts: &'a [Chart],
    /// What is wrong with the campaign that was last asked for.
    pub problems: &'a [Problem],
}

/// What the panels want done, in the order of the frame.
pub type Commands = Vec<Command>;

/// Draws the whole window. Gives back where labels stand, for the next frame.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, painter: &mut ScenePainter, commands: &mut Commands) -> LabelSlots {
    actions::shortcuts(ui, input, commands);
    let mut hovered = None;
    if !input.session.is_chrome_hidden {
        toolbar::show(ui, input, commands);
        hovered = timeline::show(ui, input, commands);
        panels::sides(ui, input, commands);
    }
    let slots = map::show(ui, input, painter, commands);
    ghost::show(ui, input, hovered);
    callouts::show(ui, input, commands);
    panels::dialogs(ui, input, commands);
    slots
}

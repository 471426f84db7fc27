//! Work beside the frames: scenes that will soon be asked for are drawn and painted there, with all that they are made from.
//! Who runs the window says where ([`super::Painters::take_work`]).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compare::Part;
use crate::campaign::{Campaign, EventIdx, Language};
use crate::cartography::BaseMap;
use crate::paint::egui::ScenePainter;
use crate::scene::{Doubt, Furniture, LabelSlots, MapInput, Memory, Order, Scene, Target, Theme};
use crate::situation::{GroundModel, Situation};

/// Work that takes longer than is left of a frame.
pub type Work = Box<dyn FnOnce() + Send>;

/// A scene that was ordered, with what it is made from but for what the campaign gives.
pub struct Ordered {
    order: Order,
    theme: &'static Theme,
    language: Language,
    hidden: BTreeSet<String>,
    doubt: Doubt,
    selection: Option<Target>,
    slots: LabelSlots,
    flashes: Vec<(EventIdx, f64)>,
    changed: Vec<Target>,
    chapter: Option<usize>,
    furniture: Furniture,
}

impl Ordered {
    /// Notes down with what a scene was ordered, after the scene of this frame.
    pub fn new(order: Order, input: &MapInput<'_>, scene: &Scene) -> Self {
        Self {
            order,
            theme: input.theme,
            language: input.language,
            hidden: input.hidden.clone(),
            doubt: input.doubt,
            selection: input.selection,
            slots: scene.slots.clone(),
            flashes: input.flashes.to_vec(),
            changed: input.changed.to_vec(),
            chapter: input.chapter,
            furniture: input.furniture,
        }
    }

    fn draw(self, campaign: &Campaign, basemap: &BaseMap, ground: &GroundModel, memory: &Memory) -> Option<Arc<Scene>> {
        let situation = Situation::at(campaign, self.order.instant);
        let (view, hovered) = (self.order.view, self.order.hovered);
        let input = MapInput {
            campaign,
            basemap,
            detail: basemap.detail(view.band()),
            situation: &situation,
            ground: Some(ground),
            view,
            theme: self.theme,
            language: self.language,
            hidden: &self.hidden,
            doubt: self.doubt,
            selection: self.selection,
            hovered,
            slots: &self.slots,
            flashes: &self.flashes,
            memory,
            changed: &self.changed,
            chapter: self.chapter,
            furniture: self.furniture,
        };
        self.order.draw(&input)
    }
}

/// The work of drawing and painting what was ordered for a part of the map.
pub fn work(part: &Part<'_>, ordered: Ordered, painter: &mut ScenePainter, on_part: &egui::Painter) -> Work {
    let ahead = painter.begin_ahead(on_part, part.rect.min, ordered.order.view);
    let input = &part.input;
    let (campaign, basemap) = (Arc::clone(input.campaign), Arc::clone(input.basemap));
    let (ground, memory) = (Arc::clone(input.ground), Arc::clone(input.memory));
    Box::new(move || {
        if let Some(scene) = ordered.draw(&campaign, &basemap, &ground, &memory) {
            ahead.paint(&scene);
        }
    })
}

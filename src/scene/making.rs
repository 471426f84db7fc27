//! A scene in the making, so that the work can be shared out among frames: its layers, its furniture, then all labels.

use std::sync::Arc;

use super::{Canvas, FURNITURE, LAYERS, MapInput, Mark, Pace, Scene, SceneLayer, labels, layers};
use crate::cartography::{PageRect, View};

/// What of a scene is drawn so far. All of it is drawn from one input, or from inputs that do not differ.
#[derive(Default)]
pub struct Making {
    canvas: Canvas,
    /// Its layers, once they are drawn; there are none where all are hidden.
    layers: Option<Vec<SceneLayer>>,
    furniture: Option<Furnishing>,
}

/// The furniture of a scene.
struct Furnishing {
    parts: Vec<Arc<Vec<Mark>>>,
    /// Where it lies.
    covered: Vec<PageRect>,
    overview: Option<(PageRect, View)>,
}

impl Making {
    /// Draws a further share: at a new scale it finds where names can stand, then come the layers, and after them the furniture.
    pub fn draw_share(&mut self, input: &MapInput<'_>) {
        let input = &MapInput { view: input.sheet().centered(input.view), ..*input };
        let has_sites = !input.is_visible("names") || input.memory.name_sites_if_kept(&layers::Sites::key(input)).is_some();
        if !has_sites {
            input.memory.name_sites(input);
        } else if self.layers.is_none() {
            self.layers = Some(draw_layers(input, &mut self.canvas));
        } else {
            self.furniture.get_or_insert_with(|| furnish(input, &mut self.canvas));
        }
    }

    /// Whether nothing is left but to finish it.
    pub fn is_ready(&self) -> bool {
        self.furniture.is_some()
    }

    /// What is drawn of layers that seldom change.
    pub fn lasting_parts(&self) -> Vec<Arc<Vec<Mark>>> {
        let pace = |id: &str| LAYERS.iter().find(|layer| layer.id == id).map(|layer| layer.pace);
        let lasting = self.layers.iter().flatten().filter(|layer| pace(layer.id).is_some_and(|pace| pace != Pace::Runs));
        lasting.flat_map(|layer| layer.parts.iter().cloned()).collect()
    }

    /// Draws what is left, and places the labels.
    pub fn finish(self, input: &MapInput<'_>) -> Scene {
        let input = &MapInput { view: input.sheet().centered(input.view), ..*input };
        let Self { mut canvas, layers, furniture } = self;
        let mut layers = layers.unwrap_or_else(|| draw_layers(input, &mut canvas));
        let furniture = furniture.unwrap_or_else(|| furnish(input, &mut canvas));
        let slots = labels::place(input, &furniture.covered, &mut canvas);
        layers.push(SceneLayer { id: "labels", parts: canvas.take_parts() });
        layers.push(SceneLayer { id: FURNITURE, parts: furniture.parts });
        Scene { view: input.view, background: input.theme.water, layers, hits: canvas.hits, slots, overview: furniture.overview }
    }
}

fn draw_layers(input: &MapInput<'_>, canvas: &mut Canvas) -> Vec<SceneLayer> {
    let mut layers = Vec::with_capacity(LAYERS.len() + 2);
    for layer in LAYERS.iter().filter(|layer| input.is_visible(layer.id)) {
        match layer.pace {
            Pace::Runs => (layer.draw)(input, canvas),
            Pace::Stands | Pace::Turns => canvas.take_in(&input.memory.layer(input, layer)),
        }
        layers.push(SceneLayer { id: layer.id, parts: canvas.take_parts() });
    }
    layers
}

/// Draws the furniture. It lies on top, but labels must know where it stands.
fn furnish(input: &MapInput<'_>, canvas: &mut Canvas) -> Furnishing {
    let on_the_ground = canvas.obstacles.len();
    let overview = layers::furniture::draw(input, canvas);
    let covered = canvas.obstacles[on_the_ground..].to_vec();
    layers::chevrons::draw(input, &covered, canvas);
    Furnishing { parts: canvas.take_parts(), covered, overview }
}

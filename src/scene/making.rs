//! A scene in the making, so that the work can be shared out among frames: its layers, its furniture, then all labels.

use std::sync::Arc;

use super::{Canvas, FURNITURE, LAYERS, MapInput, Mark, Pace, Scene, SceneLayer, labels, layers};
use crate::cartography::{PageRect, View};

/// Layers after which a share of the work ends.
const ENDS_OF_SHARES: [&str; 1] = ["contours"];

/// Layers after which a share of the painting ends.
const ENDS_OF_PAINTING: [&str; 1] = ["railways"];

/// What of a scene is drawn so far. All of it is drawn from one input, or from inputs that do not differ.
#[derive(Default)]
pub struct Making {
    canvas: Canvas,
    /// Its layers that are drawn.
    layers: Vec<SceneLayer>,
    /// How many layers are drawn, or hidden.
    num_done: usize,
    furniture: Option<Furnishing>,
    /// All of it, once the labels are placed.
    scene: Option<Arc<Scene>>,
    /// How many shares of it have been handed out to be painted.
    num_painted: usize,
}

/// The furniture of a scene.
struct Furnishing {
    parts: Vec<Arc<Vec<Mark>>>,
    /// Where it lies.
    covered: Vec<PageRect>,
    overview: Option<(PageRect, View)>,
}

impl Making {
    /// Draws a further share: at a new scale it finds where names can stand, then come the layers, the furniture, and at last
    /// the labels. What is complete is handed out to be painted, in shares too.
    pub fn draw_share(&mut self, input: &MapInput<'_>) {
        let input = &on_its_sheet(input);
        let key = layers::Sites::key(input);
        let has_sites = !input.is_visible("names") || input.memory.name_sites_if_kept(&key).is_some();
        if self.scene.is_some() {
            self.num_painted += 1;
        } else if !has_sites && !input.memory.has_river_names(&key) {
            input.memory.river_names(input);
        } else if !has_sites {
            input.memory.name_sites(input);
        } else if self.num_done < LAYERS.len() {
            self.draw_layers(input, |id| ENDS_OF_SHARES.contains(&id));
        } else if self.furniture.is_none() {
            self.furniture = Some(furnish(input, &mut self.canvas));
        } else {
            self.complete(input);
        }
    }

    /// Draws a share, or all layers where it is their turn.
    pub fn draw_layers_or_share(&mut self, input: &MapInput<'_>) {
        self.draw_share(input);
        while (1..LAYERS.len()).contains(&self.num_done) {
            self.draw_share(input);
        }
    }

    /// Whether it is all there.
    pub fn is_complete(&self) -> bool {
        self.scene.is_some()
    }

    /// Whether nothing but labels is missing.
    pub fn is_furnished(&self) -> bool {
        self.furniture.is_some()
    }

    /// What is drawn of layers that seldom change.
    pub fn lasting_parts(&self) -> Vec<Arc<Vec<Mark>>> {
        let pace = |id: &str| LAYERS.iter().find(|layer| layer.id == id).map(|layer| layer.pace);
        let layers = self.scene.as_ref().map_or(&self.layers, |scene| &scene.layers);
        let lasting = layers.iter().filter(|layer| pace(layer.id).is_some_and(|pace| pace != Pace::Runs));
        lasting.flat_map(|layer| layer.parts.iter().cloned()).collect()
    }

    /// What was handed out to be painted so far.
    pub fn parts_to_paint(&self) -> Vec<Arc<Vec<Mark>>> {
        let Some(scene) = self.scene.as_ref().filter(|_| self.num_painted > 0) else { return Vec::new() };
        let end = ENDS_OF_PAINTING.get(self.num_painted - 1).and_then(|end| scene.layers.iter().position(|layer| layer.id == *end));
        scene.layers[..end.map_or(scene.layers.len(), |end| end + 1)].iter().flat_map(|layer| layer.parts.iter().cloned()).collect()
    }

    /// Whether all of it was handed out to be painted.
    pub fn is_painted(&self) -> bool {
        self.num_painted > ENDS_OF_PAINTING.len()
    }

    /// The scene. Draws what is left, and places the labels.
    pub fn finish(mut self, input: &MapInput<'_>) -> Arc<Scene> {
        self.complete(&on_its_sheet(input))
    }

    fn complete(&mut self, input: &MapInput<'_>) -> Arc<Scene> {
        if let Some(scene) = &self.scene {
            return Arc::clone(scene);
        }
        self.draw_layers(input, |_| false);
        let furniture = self.furniture.take().unwrap_or_else(|| furnish(input, &mut self.canvas));
        let slots = labels::place(input, &furniture.covered, &mut self.canvas);
        let (mut canvas, mut layers) = (std::mem::take(&mut self.canvas), std::mem::take(&mut self.layers));
        layers.push(SceneLayer { id: "labels", parts: canvas.take_parts() });
        layers.push(SceneLayer { id: FURNITURE, parts: furniture.parts });
        let (background, overview) = (input.theme.water, furniture.overview);
        let scene = Arc::new(Scene { view: input.view, background, layers, hits: canvas.hits, slots, overview });
        self.scene = Some(Arc::clone(&scene));
        scene
    }

    /// Draws the next layers, up to one after which a share ends.
    fn draw_layers(&mut self, input: &MapInput<'_>, ends: impl Fn(&str) -> bool) {
        let canvas = &mut self.canvas;
        for layer in &LAYERS[self.num_done..] {
            self.num_done += 1;
            if input.is_visible(layer.id) {
                match layer.pace {
                    Pace::Runs => (layer.draw)(input, canvas),
                    Pace::Stands | Pace::Turns => canvas.take_in(&input.memory.layer(input, layer)),
                }
                self.layers.push(SceneLayer { id: layer.id, parts: canvas.take_parts() });
            }
            if ends(layer.id) {
                break;
            }
        }
    }
}

/// The input with its view centered in the map of its sheet.
fn on_its_sheet<'a>(input: &MapInput<'a>) -> MapInput<'a> {
    MapInput { view: input.sheet().centered(input.view), ..*input }
}

/// Draws the furniture. It lies on top, but labels must know where it stands.
fn furnish(input: &MapInput<'_>, canvas: &mut Canvas) -> Furnishing {
    let on_the_ground = canvas.obstacles.len();
    let overview = layers::furniture::draw(input, canvas);
    let covered = canvas.obstacles[on_the_ground..].to_vec();
    layers::chevrons::draw(input, &covered, canvas);
    Furnishing { parts: canvas.take_parts(), covered, overview }
}

//! How a scene is drawn: its layers, its furniture, then all labels.

use std::sync::Arc;

use super::{Canvas, FURNITURE, LAYERS, LabelSlots, MapInput, Mark, Pace, Scene, SceneLayer, labels, layers};
use crate::cartography::{PageRect, View};

/// The furniture of a scene.
struct Furnishing {
    parts: Vec<Arc<Vec<Mark>>>,
    /// Where it lies.
    covered: Vec<PageRect>,
    overview: Option<(PageRect, View)>,
}

/// Draws a scene. Once it is called off, what is left to do is left undone: nobody will look at it.
pub fn draw(input: &MapInput<'_>, is_called_off: impl Fn() -> bool) -> Scene {
    let input = &on_its_sheet(input);
    let (mut canvas, mut layers) = (Canvas::default(), Vec::new());
    for layer in LAYERS.iter().filter(|layer| input.is_visible(layer.id)) {
        if is_called_off() {
            break;
        }
        match layer.pace {
            Pace::Runs => (layer.draw)(input, &mut canvas),
            Pace::Stands | Pace::Turns => canvas.take_in(&input.memory.layer(input, layer)),
        }
        layers.push(SceneLayer { id: layer.id, parts: canvas.take_parts() });
    }
    let furniture = furnish(input, &mut canvas);
    let slots = if is_called_off() { LabelSlots::new() } else { labels::place(input, &furniture.covered, &mut canvas) };
    layers.push(SceneLayer { id: "labels", parts: canvas.take_parts() });
    layers.push(SceneLayer { id: FURNITURE, parts: furniture.parts });
    Scene { view: input.view, background: input.theme.water, layers, hits: canvas.hits, slots, overview: furniture.overview }
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

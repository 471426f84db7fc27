//! How a scene is drawn: its layers, its furniture, then all labels.

use super::{Canvas, FURNITURE, LAYERS, LabelSlots, MapInput, Pace, Scene, SceneLayer, labels, layers};

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
    // Furniture lies on top, but labels must know where it stands.
    let on_the_ground = canvas.obstacles.len();
    let overview = layers::furniture::draw(input, &mut canvas);
    let covered = canvas.obstacles[on_the_ground..].to_vec();
    layers::chevrons::draw(input, &covered, &mut canvas);
    let furniture = canvas.take_parts();
    let slots = if is_called_off() { LabelSlots::new() } else { labels::place(input, &covered, &mut canvas) };
    layers.push(SceneLayer { id: "labels", parts: canvas.take_parts() });
    layers.push(SceneLayer { id: FURNITURE, parts: furniture });
    Scene { view: input.view, background: input.theme.water, layers, hits: canvas.hits, slots, overview }
}

/// The input with its view centered in the map of its sheet.
fn on_its_sheet<'a>(input: &MapInput<'a>) -> MapInput<'a> {
    MapInput { view: input.sheet().centered(input.view), ..*input }
}

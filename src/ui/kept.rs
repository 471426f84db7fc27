//! Drawings of panels that seldom change: made into triangles once, and shown again while they stand.

use std::sync::Arc;

use egui::epaint::{Mesh, Primitive};
use egui::{Id, Painter, Rect, Shape, Ui};

/// What was drawn: for which key, and as which triangles, each with what can be seen of it.
type Kept<K> = (K, Arc<Vec<(Rect, Arc<Mesh>)>>);

/// Shows what `draw` draws into a rectangle, from the last time where the key is the same. It must follow from the key
/// alone, and may hold no text, whose letters may change places in their atlas.
pub fn show<K: PartialEq + Clone + Send + Sync + 'static>(ui: &Ui, id: Id, rect: Rect, key: K, draw: impl FnOnce(&Painter)) {
    let (ctx, painter) = (ui.ctx(), ui.painter_at(rect));
    let key = (key, ctx.pixels_per_point());
    let kept: Option<Kept<(K, f32)>> = ctx.data(|data| data.get_temp(id));
    if let Some((_, meshes)) = kept.filter(|(of, _)| *of == key) {
        for (clip, mesh) in meshes.iter() {
            painter.with_clip_rect(*clip).add(Shape::Mesh(Arc::clone(mesh)));
        }
        return;
    }
    let num_shapes = || ctx.graphics(|layers| layers.get(painter.layer_id()).map_or(0, |shapes| shapes.all_entries().len()));
    let before = num_shapes();
    draw(&painter);
    let drawn = ctx.graphics(|layers| {
        let shapes = layers.get(painter.layer_id()).map(|shapes| shapes.all_entries().skip(before).cloned().collect());
        shapes.unwrap_or_else(Vec::new)
    });
    let meshes = ctx.tessellate(drawn, ctx.pixels_per_point()).into_iter().filter_map(|part| match part.primitive {
        Primitive::Mesh(mesh) => Some((part.clip_rect, Arc::new(mesh))),
        Primitive::Callback(_) => None,
    });
    let kept: Kept<(K, f32)> = (key, Arc::new(meshes.collect()));
    ctx.data_mut(|data| data.insert_temp(id, kept));
}

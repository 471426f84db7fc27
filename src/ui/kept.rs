//! Drawings of panels that seldom change: drawn once, kept as triangles and texts, and shown again while they stand.

use std::sync::Arc;

use egui::epaint::{ClippedShape, Primitive};
use egui::text_selection::LabelSelectionState;
use egui::{Id, Painter, Rect, Shape, Ui, vec2};

use super::map::is_read_aloud;
use crate::paint::egui::GlyphAtlas;

/// Something that is the same only as long as it is the very same one.
pub struct Same<T>(pub Arc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What was drawn, as texts and triangles, each with what can be seen of it.
type Drawing = Arc<Vec<(Rect, Shape)>>;

/// A drawing with its key, and what came of drawing it.
type Kept<K, V> = (K, Drawing, V);

/// The drawing of a key, and what came of it, if it is kept.
fn found<K, V>(ui: &Ui, id: Id, key: &K) -> Option<(Drawing, V)>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    let kept: Option<Kept<K, V>> = ui.data(|data| data.get_temp(id));
    kept.filter(|(of, ..)| of == key).map(|(_, drawing, value)| (drawing, value))
}

/// What every drawing follows from beside its key: pixels to a point, and how often the glyph atlas was made anew.
type Ground = (f32, u64);

/// Begins a frame. Gives back the state of the glyph atlas.
pub fn begin(ui: &Ui) -> GlyphAtlas {
    let atlas = GlyphAtlas::now(ui.painter());
    let before: Option<(GlyphAtlas, u64)> = ui.data(|data| data.get_temp(atlas_id()));
    let (has_moved, count) = before.map_or((true, 0), |(before, count)| (atlas.has_moved_since(&before), count));
    ui.data_mut(|data| data.insert_temp(atlas_id(), (atlas.clone(), count + u64::from(has_moved))));
    atlas
}

fn atlas_id() -> Id {
    Id::unique("glyph atlas of kept drawings")
}

fn ground(ui: &Ui) -> Ground {
    let count = ui.data(|data| data.get_temp::<(GlyphAtlas, u64)>(atlas_id())).map_or(0, |(_, count)| count);
    (ui.pixels_per_point(), count)
}

/// Shows what `draw` draws into a rectangle, from the last time where the key is the same. It must follow from the key alone.
pub fn show<K: PartialEq + Clone + Send + Sync + 'static>(ui: &Ui, id: Id, rect: Rect, key: K, draw: impl FnOnce(&Painter)) {
    let key = (key, rect, ground(ui));
    if let Some((drawing, ())) = found(ui, id, &key) {
        return add(ui.painter(), &drawing);
    }
    let before = num_shapes(ui.painter());
    draw(&ui.painter_at(rect));
    let drawing = drawn(ui.painter(), before);
    ui.data_mut(|data| data.insert_temp::<Kept<_, ()>>(id, (key, drawing, ())));
}

/// What a block takes, and whether all of it was in view when it was drawn.
type Extent = (Rect, bool);

/// Shows widgets that answer to nothing but a hand that marks their words, from the last time where key, room and style are
/// the same and no hand is near. How they look and what they take must follow from these alone.
pub fn block<K: PartialEq + Clone + Send + Sync + 'static>(ui: &mut Ui, id: Id, key: K, draw: impl FnOnce(&mut Ui)) {
    let (at, clip) = (ui.next_widget_position(), ui.clip_rect());
    let key = (key, (at.x, ui.available_width(), clip.y_range()), Arc::clone(ui.style()), ground(ui));
    let stands = |(drawing, (rect, is_whole)): (Drawing, Extent)| {
        let down = at.y - rect.min.y;
        // Moved by whole pixels its letters stay sharp.
        let pixels = down * ui.pixels_per_point();
        let is_as_before = down == 0.0 || (is_whole && (pixels - pixels.round()).abs() < 1e-3);
        let extent = (rect.translate(vec2(0.0, down)), is_whole);
        let drawing = || if down == 0.0 { drawing } else { moved(&drawing, down, clip) };
        (is_as_before && !is_used(ui, extent.0)).then(|| (drawing(), extent))
    };
    let kept = found(ui, id, &key).and_then(stands);
    if let Some((drawing, extent)) = kept {
        ui.allocate_space(extent.0.size());
        add(ui.painter(), &drawing);
        ui.data_mut(|data| data.insert_temp::<Kept<_, Extent>>(id, (key, drawing, extent)));
        return;
    }
    let before = num_shapes(ui.painter());
    let rect = ui.scope(draw).response.rect;
    if !is_used(ui, rect) {
        let drawing = drawn(ui.painter(), before);
        ui.data_mut(|data| data.insert_temp::<Kept<_, Extent>>(id, (key, drawing, (rect, clip.contains_rect(rect)))));
    }
}

/// Whether somebody needs the widgets of a block themselves: who listens to them, or whose hand is near or has marked words.
fn is_used(ui: &Ui, rect: Rect) -> bool {
    is_read_aloud(ui) || ui.rect_contains_pointer(rect) || ui.ctx().plugin::<LabelSelectionState>().lock().has_selection()
}

/// A drawing so many points lower. What has a clip rectangle of its own takes it along.
fn moved(drawing: &Drawing, down: f32, clip: Rect) -> Drawing {
    let down = vec2(0.0, down);
    let part = |(of, shape): &(Rect, Shape)| {
        let mut shape = shape.clone();
        shape.translate(down);
        let is_own = of.height() < clip.height();
        (if is_own { of.translate(down) } else { *of }, shape)
    };
    Arc::new(drawing.iter().map(part).collect())
}

/// What `make` makes, from the last time where the key is the same; it must follow from the key alone.
pub fn value<K, V>(ui: &Ui, id: Id, key: K, make: impl FnOnce() -> V) -> V
where
    K: PartialEq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    if let Some((_, value)) = found(ui, id, &key) {
        return value;
    }
    let value = make();
    ui.data_mut(|data| data.insert_temp::<Kept<K, V>>(id, (key, Drawing::default(), value.clone())));
    value
}

fn add(painter: &Painter, drawing: &Drawing) {
    for (clip, shape) in drawing.iter() {
        painter.with_clip_rect(*clip).add(shape.clone());
    }
}

/// How much is drawn to the layer of a painter.
fn num_shapes(painter: &Painter) -> usize {
    painter.ctx().graphics(|layers| layers.get(painter.layer_id()).map_or(0, |shapes| shapes.all_entries().len()))
}

/// What was drawn to the layer of a painter after so many shapes: all but texts as triangles, and over them the texts, in
/// which tests and who listens find their words.
fn drawn(painter: &Painter, before: usize) -> Drawing {
    let ctx = painter.ctx();
    let shapes: Vec<ClippedShape> = ctx.graphics(|layers| {
        layers.get(painter.layer_id()).map(|shapes| shapes.all_entries().skip(before).cloned().collect()).unwrap_or_default()
    });
    let (texts, others): (Vec<ClippedShape>, Vec<ClippedShape>) =
        shapes.into_iter().partition(|shape| matches!(shape.shape, Shape::Text(_)));
    let triangles = ctx.tessellate(others, ctx.pixels_per_point()).into_iter().filter_map(|part| match part.primitive {
        Primitive::Mesh(mesh) => Some((part.clip_rect, Shape::mesh(mesh))),
        Primitive::Callback(_) => None,
    });
    Arc::new(triangles.chain(texts.into_iter().map(|text| (text.clip_rect, text.shape))).collect())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use egui::{Event, Pos2, RawInput, pos2};

    use super::*;

    /// A window of 200 by 100 in which a block of two words stands so many points below its top.
    struct Window {
        ctx: egui::Context,
        num_drawn: Cell<usize>,
    }

    impl Window {
        fn new() -> Self {
            let window = Self { ctx: egui::Context::default(), num_drawn: Cell::new(0) };
            window.ctx.set_fonts(crate::paint::egui::fonts());
            // egui lays out its fonts in a first frame.
            window.frame("at first", 0.0, None);
            window
        }

        /// Shows the block; gives back where its words stand, and how often it was drawn.
        fn frame(&self, words: &str, top: f32, pointer: Option<Pos2>) -> (Vec<(String, Pos2)>, usize) {
            let events = vec![pointer.map_or(Event::PointerGone, Event::PointerMoved)];
            let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(200.0, 100.0)));
            self.num_drawn.set(0);
            let mut output = self.ctx.run_ui(RawInput { screen_rect, events, ..RawInput::default() }, |ui| {
                begin(ui);
                ui.add_space(top);
                block(ui, Id::unique("block"), words.to_owned(), |ui| {
                    self.num_drawn.set(self.num_drawn.get() + 1);
                    ui.label(words);
                });
                ui.label("below");
            });
            let texts = std::mem::take(&mut output.shapes).into_iter().filter_map(|shape| match shape.shape {
                Shape::Text(text) => Some((text.galley.text().to_owned(), text.pos)),
                _ => None,
            });
            let texts = texts.collect();
            output.drop_without_applying_deltas();
            (texts, self.num_drawn.get())
        }
    }

    #[test]
    fn a_block_is_drawn_once_and_looks_the_same_until_it_changes() {
        let window = Window::new();
        let (first, drawn) = window.frame("Hailar", 10.0, None);
        assert!(drawn > 0 && first[0].0 == "Hailar");
        assert_eq!(window.frame("Hailar", 10.0, None), (first.clone(), 0));
        let (other, drawn) = window.frame("Harbin", 10.0, None);
        assert!(drawn > 0 && other[0].0 == "Harbin" && other[0].1 == first[0].1);
    }

    #[test]
    fn a_block_moved_by_whole_pixels_takes_its_words_along() {
        let window = Window::new();
        let (before, _) = window.frame("Hailar", 10.0, None);
        let (moved, drawn) = window.frame("Hailar", 17.0, None);
        let down: Vec<Pos2> = before.iter().map(|(_, at)| *at + vec2(0.0, 7.0)).collect();
        assert_eq!((moved.iter().map(|(_, at)| *at).collect::<Vec<_>>(), drawn), (down, 0));
        assert!(window.frame("Hailar", 17.4, None).1 > 0, "between two pixels its letters would blur");
    }

    #[test]
    fn under_the_pointer_words_can_be_marked() {
        let window = Window::new();
        let (texts, _) = window.frame("Hailar", 10.0, None);
        let on = texts[0].1 + vec2(3.0, 5.0);
        window.frame("Hailar", 10.0, Some(on));
        assert!(window.frame("Hailar", 10.0, Some(on)).1 > 0);
        window.frame("Hailar", 10.0, Some(pos2(150.0, 90.0)));
        assert_eq!(window.frame("Hailar", 10.0, Some(pos2(150.0, 90.0))).1, 0);
    }
}

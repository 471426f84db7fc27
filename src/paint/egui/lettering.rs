//! Texts of the map as triangles, laid out once: each is kept with its halo, and written where it stands in this frame.
//!
//! A halo takes four or eight copies of a text. As egui's own shapes they would be laid out, snapped and copied one by one in
//! every frame; here a text costs as much as a small symbol.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::epaint::{Mesh, Vertex};
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Pos2, Vec2, pos2, vec2};

use super::{color32, font_id, screen};
use crate::cartography::Page;
use crate::scene::text::ASCENT;
use crate::scene::{Align, Face, Han, TextMark};

/// Every so many frames, texts that were not drawn since the last time are forgotten.
const KEPT_FOR: u64 = 120;

/// A halo no wider than a stroke, points: four copies of the letters, to the corners, leave no gap in it. A wider one takes
/// eight.
const NARROW_HALO: f64 = 2.0;

/// The texts that were drawn lately, ready to be drawn again.
#[derive(Default)]
pub struct Lettering {
    kept: HashMap<u64, Kept>,
    words: HashMap<(WordStyle, String), Word>,
    atlas: Option<GlyphAtlas>,
    /// Whether there was ever a text.
    has_written: bool,
    frame: u64,
    /// How often the atlas was made anew.
    count: u64,
}

/// The state of egui's glyph atlas: what was laid out holds while it grows by glyphs alone.
#[derive(Clone)]
pub struct GlyphAtlas {
    size: [usize; 2],
    pixels_per_point: f32,
    /// A text laid out in it. egui hands out the same one as long as the atlas was not emptied.
    sample: Arc<Galley>,
}

impl GlyphAtlas {
    /// Its state now.
    pub fn now(painter: &egui::Painter) -> Self {
        let sample = painter.layout_no_wrap("D".to_owned(), FontId::proportional(10.0), Color32::BLACK);
        // Taken apart in the closure, since clippy would have the method named, which the lifetimes do not allow.
        let size = painter.fonts(|fonts| {
            let [width, height] = fonts.font_image_size();
            [width, height]
        });
        Self { size, pixels_per_point: painter.ctx().pixels_per_point(), sample }
    }

    /// Whether places of glyphs in it are no longer those of an earlier state: it has other sides, or was emptied.
    pub fn has_moved_since(&self, before: &Self) -> bool {
        self.size != before.size
            || !Arc::ptr_eq(&self.sample, &before.sample)
            || self.pixels_per_point.to_bits() != before.pixels_per_point.to_bits()
    }

    /// Asks for the frame once more where the atlas was made anew since this state, that of the frame's start: texts
    /// written before show other glyphs. To be called when all of the frame is laid out.
    pub fn settle(&self, painter: &egui::Painter) {
        if Self::now(painter).has_moved_since(self) {
            painter.ctx().request_discard("the glyph atlas was made anew");
        }
    }
}

/// What of a style the layout of a word depends on: face, form of Han, size and letterspacing.
type WordStyle = (Face, Han, u64, u64);

/// A word as egui lays it out: a text that changes, as that of a clock, has most of its words in common with the one before.
struct Word {
    galley: Arc<Galley>,
    seen: u64,
}

/// A text with its halo around the point it stands at.
struct Kept {
    /// What it was made from, at the page's corner.
    mark: TextMark,
    vertices: Vec<Vertex>,
    indices: Vec<u32>,
    seen: u64,
}

impl Lettering {
    /// Begins a frame: forgets what is no longer drawn, and all of it when the glyph atlas was made anew; says whether it was.
    pub fn begin(&mut self, painter: &egui::Painter) -> bool {
        self.frame += 1;
        if !self.has_written {
            // Most samples of the legend have no letter.
            return false;
        }
        let atlas = GlyphAtlas::now(painter);
        let is_anew = self.atlas.as_ref().is_none_or(|before| atlas.has_moved_since(before));
        if is_anew {
            self.kept.clear();
            self.words.clear();
            self.count += 1;
        }
        self.atlas = Some(atlas);
        if self.frame.is_multiple_of(KEPT_FOR) {
            let oldest = self.frame - KEPT_FOR;
            self.kept.retain(|_, kept| kept.seen >= oldest);
            self.words.retain(|_, word| word.seen >= oldest);
        }
        is_anew
    }

    /// How often the atlas was made anew: while the count stays, texts that were written show their own letters.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Writes a text.
    pub fn add(&mut self, painter: &egui::Painter, origin: Pos2, mark: &TextMark, mesh: &mut Mesh) {
        if !self.has_written {
            self.has_written = true;
            self.atlas = Some(GlyphAtlas::now(painter));
        }
        let key = key(mark);
        let is_kept = self.kept.get(&key).is_some_and(|kept| is_alike(&kept.mark, mark));
        if !is_kept {
            let words = self.words(painter, mark);
            self.kept.insert(key, Kept::new(painter, mark, &words));
        }
        let Some(kept) = self.kept.get_mut(&key) else { return };
        kept.seen = self.frame;
        let at = screen(origin, mark.at);
        let ppp = painter.ctx().pixels_per_point();
        let snap = |value: f32| (value * ppp).round() / ppp;
        // A level text stands on whole pixels, which keeps it sharp; a turned one moves freely.
        let at = if mark.angle == 0.0 { pos2(snap(at.x), snap(at.y)) } else { at };
        let first = mesh.vertices.len() as u32;
        mesh.vertices.extend(kept.vertices.iter().map(|vertex| Vertex { pos: vertex.pos + at.to_vec2(), ..*vertex }));
        mesh.indices.extend(kept.indices.iter().map(|index| first + index));
    }
}

impl Lettering {
    /// The words of a text, each with the distance of its start from that of the text.
    fn words(&mut self, painter: &egui::Painter, mark: &TextMark) -> Vec<(f32, Arc<Galley>)> {
        let (style, frame) = (mark.style, self.frame);
        let style = (style.face, style.han, style.size.to_bits(), style.spacing.to_bits());
        let mut of = |word: &str| {
            let laid_out = || Word { galley: lay_out(painter, mark, word), seen: frame };
            let word = self.words.entry((style, word.to_owned())).or_insert_with(laid_out);
            word.seen = frame;
            Arc::clone(&word.galley)
        };
        let spacing = mark.style.spacing as f32;
        let mut x = 0.0;
        let mut words = Vec::new();
        for (number, word) in mark.text.split(' ').enumerate() {
            if number > 0 {
                x += of(" ").size().x + spacing;
            }
            let galley = of(word);
            words.push((x, Arc::clone(&galley)));
            // egui sets no space after the last letter.
            x += galley.size().x + spacing;
        }
        words
    }
}

/// Lays out a word. Its color is given to it where it is written.
fn lay_out(painter: &egui::Painter, mark: &TextMark, word: &str) -> Arc<Galley> {
    let format = TextFormat { font_id: font_id(&mark.style), extra_letter_spacing: mark.style.spacing as f32, ..TextFormat::default() };
    painter.layout_job(LayoutJob::single_section(word.to_owned(), format))
}

fn key(mark: &TextMark) -> u64 {
    let mut hasher = DefaultHasher::new();
    mark.text.hash(&mut hasher);
    let color = |color: crate::scene::Color| [color.r, color.g, color.b, color.a];
    (mark.style.face, mark.style.han, mark.style.size.to_bits(), mark.style.spacing.to_bits()).hash(&mut hasher);
    (mark.angle.to_bits(), color(mark.color), mark.align as u8).hash(&mut hasher);
    mark.halo.map(|(halo, width)| (color(halo), width.to_bits())).hash(&mut hasher);
    hasher.finish()
}

/// Whether two texts differ in nothing but where they stand.
fn is_alike(a: &TextMark, b: &TextMark) -> bool {
    a.text == b.text
        && a.style == b.style
        && a.color == b.color
        && a.halo == b.halo
        && a.align == b.align
        && a.angle.to_bits() == b.angle.to_bits()
}

impl Kept {
    fn new(painter: &egui::Painter, mark: &TextMark, words: &[(f32, Arc<Galley>)]) -> Self {
        let width = words.last().map_or(0.0, |(x, galley)| f64::from(x + galley.size().x));
        let back = match mark.align {
            Align::Start => 0.0,
            Align::Middle => width / 2.0,
            Align::End => width,
        };
        let rise = mark.style.size * ASCENT;
        let [texture_width, texture_height] = painter.fonts(|fonts| fonts.font_image_size().map(|side| side as f32));
        let ppp = painter.ctx().pixels_per_point();
        let (sin, cos) = (mark.angle.sin() as f32, mark.angle.cos() as f32);
        let turned = |v: Vec2| vec2(v.x * cos - v.y * sin, v.x * sin + v.y * cos);
        let snapped = |v: Vec2| if mark.angle == 0.0 { (v * ppp).round() / ppp } else { v };
        let top_left = snapped(turned(vec2(-back as f32, -rise as f32)));
        let mut kept = Self { mark: TextMark { at: Page::default(), ..mark.clone() }, vertices: Vec::new(), indices: Vec::new(), seen: 0 };
        let mut copy = |shift: Vec2, color: Color32| {
            for (x, row) in words.iter().flat_map(|(x, galley)| galley.rows.iter().map(|row| (*x, row))) {
                let first = kept.vertices.len() as u32;
                let mesh = &row.visuals.mesh;
                let placed = mesh.vertices.iter().map(|vertex| Vertex {
                    pos: Pos2::ZERO + top_left + shift + turned(vec2(x, 0.0) + row.pos.to_vec2() + vertex.pos.to_vec2()),
                    uv: pos2(vertex.uv.x / texture_width, vertex.uv.y / texture_height),
                    color,
                });
                kept.vertices.extend(placed);
                kept.indices.extend(mesh.indices.iter().map(|index| first + index));
            }
        };
        if let Some((halo, width)) = mark.halo {
            let count: u8 = if width <= NARROW_HALO { 4 } else { 8 };
            for k in 0..count {
                let angle = (f32::from(k) + 0.5) * std::f32::consts::TAU / f32::from(count);
                copy(width as f32 * Vec2::angled(angle), color32(halo));
            }
        }
        copy(Vec2::ZERO, color32(mark.color));
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Color, Face, TextStyle};

    fn mark(text: &str) -> TextMark {
        let color = Color { r: 0, g: 0, b: 0, a: 255 };
        let halo = Some((Color { r: 255, ..color }, 1.5));
        TextMark {
            at: Page::default(),
            align: Align::Start,
            text: text.to_owned(),
            style: TextStyle::new(Face::Sans, 12.0),
            color,
            halo,
            angle: 0.0,
        }
    }

    /// The corners of the letters of "Hailar" in the atlas.
    fn letters(lettering: &mut Lettering, painter: &egui::Painter) -> Vec<Pos2> {
        let mut mesh = Mesh::default();
        lettering.begin(painter);
        lettering.add(painter, Pos2::ZERO, &mark("Hailar"), &mut mesh);
        mesh.vertices.iter().map(|vertex| vertex.uv).collect()
    }

    #[test]
    fn words_stand_as_far_apart_as_in_a_text_laid_out_as_a_whole() {
        let ctx = egui::Context::default();
        ctx.set_fonts(super::super::fonts());
        ctx.run_ui(egui::RawInput::default(), |_| ()).drop_without_applying_deltas();
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for spacing in [0.0, 1.5, 6.0] {
                let plain = mark("PEOPLE'S REPUBLIC of old");
                let mark = TextMark { style: plain.style.spaced(spacing), halo: None, ..plain };
                let ends = |words: &[(f32, Arc<Galley>)]| -> Vec<f32> {
                    words
                        .iter()
                        .flat_map(|(x, galley)| {
                            galley.rows[0].glyphs.iter().filter(|glyph| glyph.chr != ' ').map(move |glyph| x + glyph.pos.x)
                        })
                        .collect()
                };
                let whole = ends(&[(0.0, lay_out(ui.painter(), &mark, &mark.text))]);
                let by_word = ends(&Lettering::default().words(ui.painter(), &mark));
                assert_eq!(whole.len(), by_word.len());
                // Each word begins on a pixel of its own.
                assert!(whole.iter().zip(&by_word).all(|(a, b)| (a - b).abs() < 1.6), "{spacing}: {whole:?} {by_word:?}");
            }
        });
        output.drop_without_applying_deltas();
    }

    #[test]
    fn a_kept_text_shows_its_own_letters_when_egui_makes_its_glyphs_anew() {
        let ctx = egui::Context::default();
        let mut kept = Lettering::default();
        let mut frame = |before: &str| {
            // Other definitions, if only by a name: egui throws all glyphs away.
            let mut fonts = super::super::fonts();
            fonts
                .families
                .insert(egui::FontFamily::Name(format!("after {before}").into()), vec![crate::scene::text::FONTS[0].1.to_owned()]);
            ctx.set_fonts(fonts);
            let mut both = None;
            let output = ctx.run_ui(egui::RawInput::default(), |ui| {
                // What is laid out first takes the place in the atlas that other letters had.
                let _ = ui.painter().layout_no_wrap(before.to_owned(), FontId::proportional(19.0), Color32::BLACK);
                both = Some((letters(&mut kept, ui.painter()), letters(&mut Lettering::default(), ui.painter())));
            });
            output.drop_without_applying_deltas();
            both.expect("the frame ran")
        };
        let (first, fresh) = frame("");
        assert!(first == fresh && !first.is_empty());
        let (second, fresh) = frame("Mutanchiang, Wangyehmiao");
        assert!(second == fresh, "the letters of the text, not what stands where they stood");
        assert!(second != first, "the glyphs have moved");
    }
}

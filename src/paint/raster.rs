//! A scene as pixels, without a window: the shapes of `paint::egui`, tessellated by egui and filled by a small
//! rasterizer, so that a still equals the screen and needs no graphics card. From picture to picture only tiles in which
//! something differs are filled anew (`tiled`).

mod tiled;

use std::sync::Arc;

use egui::epaint::{ClippedPrimitive, ImageData, Mesh, Primitive, Vertex, WHITE_UV};
use egui::{Color32, ColorImage, Pos2, TextureId, TexturesDelta, pos2};

use tiled::Tiled;

use super::egui::{GlyphAtlas, ScenePainter, fonts};
use crate::scene::{Color, Scene};

/// Parts of a pixel; integer edges, so that shared edges never blend twice.
const SUBPIXELS: i64 = 256;

/// Memory, not a graphics card, holds the textures.
const MOST_TEXTURE_SIDE: usize = 16_384;

/// A picture is filled by so many threads at most.
const MOST_THREADS: usize = 4;

/// A picture: rows of red, green, blue, opacity from the top.
pub struct Pixels {
    /// Width, pixels.
    pub width: usize,
    /// Height, pixels.
    pub height: usize,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

/// Renders scenes without a window; keeps fonts and still geometry between pictures.
pub struct Renderer {
    context: egui::Context,
    painter: ScenePainter,
    textures: Rasterizer,
    tiled: Tiled,
}

impl Default for Renderer {
    fn default() -> Self {
        let context = egui::Context::default();
        context.set_fonts(fonts());
        Self { context, painter: ScenePainter::default(), textures: Rasterizer::default(), tiled: Tiled::default() }
    }
}

impl Renderer {
    /// Paints a scene at so many pixels to a point.
    pub fn render(&mut self, scene: &Scene, pixels_per_point: f64) -> Pixels {
        let size = egui::vec2(scene.view.size.width as f32, scene.view.size.height as f32);
        let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
        let mut input = egui::RawInput { screen_rect: Some(rect), max_texture_side: Some(MOST_TEXTURE_SIDE), ..egui::RawInput::default() };
        if let Some(viewport) = input.viewports.get_mut(&input.viewport_id) {
            viewport.native_pixels_per_point = Some(pixels_per_point as f32);
        }
        // egui draws letters heavier on a dark page, in the window too.
        self.context.set_theme(if is_dark(scene.background) { egui::Theme::Dark } else { egui::Theme::Light });
        let mut output = self.context.run_ui(input, |ui| {
            let canvas = ui.ctx().layer_painter(egui::LayerId::background()).with_clip_rect(rect);
            let atlas = GlyphAtlas::now(&canvas);
            self.painter.paint(&canvas, rect.min, scene);
            atlas.settle(&canvas);
        });
        self.textures.apply(&mut output.textures_delta);
        let ppp = output.pixels_per_point;
        let primitives = self.context.tessellate(output.shapes, ppp);
        let pixels = [(f64::from(size.x) * pixels_per_point).round() as usize, (f64::from(size.y) * pixels_per_point).round() as usize];
        let image = self.tiled.render(&self.textures, pixels, ppp, &primitives);
        let mut rgba = vec![0; image.pixels.len() * 4];
        rgba.chunks_exact_mut(4).zip(&image.pixels).for_each(|(bytes, pixel)| bytes.copy_from_slice(&pixel.to_array()));
        Pixels { width: pixels[0], height: pixels[1], rgba }
    }
}

fn is_dark(color: Color) -> bool {
    [color.r, color.g, color.b].map(u32::from).into_iter().sum::<u32>() < 3 * 128
}

/// A scene as a PNG file.
///
/// # Errors
/// Says why the picture could not be written.
pub fn png_from_scene(scene: &Scene, pixels_per_point: f64) -> Result<Vec<u8>, String> {
    png_from_pixels(&Renderer::default().render(scene, pixels_per_point))
}

/// A picture as a PNG file.
///
/// # Errors
/// Says why the picture could not be written.
pub fn png_from_pixels(pixels: &Pixels) -> Result<Vec<u8>, String> {
    let mut rgb = vec![0; pixels.width * pixels.height * 3];
    rgb.chunks_exact_mut(3).zip(pixels.rgba.chunks_exact(4)).for_each(|(three, pixel)| three.copy_from_slice(&pixel[..3]));
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width as u32, pixels.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb));
    written.map(|()| bytes).map_err(|err| format!("the picture cannot be written ({err})"))
}

/// Fills egui's triangles on the processor, blending as egui's own shaders do: premultiplied, in gamma space.
#[derive(Default)]
pub struct Rasterizer {
    textures: std::collections::HashMap<TextureId, Arc<ColorImage>>,
    /// How often a texture was another as a whole. What is added to one changes nothing that was drawn with it.
    changes: u64,
}

impl Rasterizer {
    /// Takes over new and changed textures.
    pub fn apply(&mut self, delta: &mut TexturesDelta) {
        let mut changed: Vec<_> = delta.set.drain().collect();
        changed.sort_by_key(|(id, _)| *id);
        for (id, deltas) in changed {
            for change in deltas {
                let ImageData::Color(image) = &change.image;
                if let (Some([x0, y0]), Some(texture)) = (change.pos, self.textures.get_mut(&id)) {
                    let (width, stride) = (image.size[0], texture.size[0]);
                    let texture = Arc::make_mut(texture);
                    for y in 0..image.size[1] {
                        let start = (y0 + y) * stride + x0;
                        texture.pixels[start..start + width].copy_from_slice(&image.pixels[y * width..(y + 1) * width]);
                    }
                } else {
                    self.changes += 1;
                    self.textures.insert(id, Arc::clone(image));
                }
            }
        }
        self.textures.retain(|id, _| !delta.free.contains(id));
        delta.free.clear();
    }

    /// Fills primitives. Paint callbacks are passed over.
    pub fn render(&self, size: [usize; 2], pixels_per_point: f32, clear: Color32, primitives: &[ClippedPrimitive]) -> ColorImage {
        let mut frame = ColorImage::filled(size, clear);
        // Each core fills some rows; the picture is the same however many there are.
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST_THREADS);
        let height = size[1].div_ceil(cores).max(1);
        std::thread::scope(|scope| {
            for (number, pixels) in frame.pixels.chunks_mut((size[0] * height).max(1)).enumerate() {
                let mut rows = Rows { pixels, width: size[0], first: number * height };
                scope.spawn(move || self.fill(&mut rows, size, pixels_per_point, primitives));
            }
        });
        frame
    }

    fn fill(&self, rows: &mut Rows<'_>, size: [usize; 2], pixels_per_point: f32, primitives: &[ClippedPrimitive]) {
        for primitive in primitives {
            let Some((mesh, texture, clip)) = self.mesh(primitive, size, pixels_per_point) else { continue };
            let clip = clip.within(rows.clip());
            if let Some(picture) = Picture::of(mesh) {
                picture.fill(rows, texture, clip, pixels_per_point);
                continue;
            }
            for corners in corners(mesh) {
                triangle(rows, texture, clip, pixels_per_point, corners);
            }
        }
    }

    /// A primitive with its texture and the pixels it may touch; nothing for a paint callback.
    fn mesh<'a>(
        &'a self,
        primitive: &'a ClippedPrimitive,
        size: [usize; 2],
        pixels_per_point: f32,
    ) -> Option<(&'a Mesh, &'a ColorImage, Clip)> {
        let Primitive::Mesh(mesh) = &primitive.primitive else { return None };
        let texture = self.textures.get(&mesh.texture_id)?;
        let (min, max) = ((primitive.clip_rect.min * pixels_per_point).round(), (primitive.clip_rect.max * pixels_per_point).round());
        let clip = Clip {
            x0: min.x.max(0.0) as i64,
            y0: min.y.max(0.0) as i64,
            x1: (max.x as i64).min(size[0] as i64),
            y1: (max.y as i64).min(size[1] as i64),
        };
        Some((mesh, texture, clip))
    }
}

/// Some rows of a picture, one after the other.
struct Rows<'a> {
    pixels: &'a mut [Color32],
    width: usize,
    /// The number of the first.
    first: usize,
}

impl Rows<'_> {
    /// All rows of a picture.
    fn of(image: &mut ColorImage) -> Rows<'_> {
        Rows { width: image.size[0], pixels: &mut image.pixels, first: 0 }
    }

    fn clip(&self) -> Clip {
        let past = self.first + self.pixels.len() / self.width.max(1);
        Clip { x0: 0, y0: self.first as i64, x1: self.width as i64, y1: past as i64 }
    }

    /// Pixels of a row from one column to just before another.
    fn row(&mut self, y: i64, from: i64, to: i64) -> &mut [Color32] {
        let start = (y as usize - self.first) * self.width;
        &mut self.pixels[start + from as usize..start + to as usize]
    }
}

/// The corners of the triangles of a mesh.
fn corners(mesh: &Mesh) -> impl Iterator<Item = [&Vertex; 3]> {
    mesh.indices.chunks_exact(3).map(|corners| [0, 1, 2].map(|k| &mesh.vertices[corners[k] as usize]))
}

/// A mesh that is nothing but a whole texture in an upright rectangle: the relief, which covers every pixel of the map.
struct Picture {
    min: Pos2,
    max: Pos2,
    opacity: u8,
}

impl Picture {
    fn of(mesh: &Mesh) -> Option<Self> {
        let vertices: &[Vertex; 4] = mesh.vertices.as_slice().try_into().ok()?;
        let uv = |vertex: &Vertex| (vertex.uv.x, vertex.uv.y);
        let corner = |wanted: (f32, f32)| vertices.iter().find(|vertex| uv(vertex) == wanted).map(|vertex| vertex.pos);
        let (min, max) = (corner((0.0, 0.0))?, corner((1.0, 1.0))?);
        let is_upright = corner((1.0, 0.0))? == pos2(max.x, min.y) && corner((0.0, 1.0))? == pos2(min.x, max.y);
        let color = vertices[0].color;
        let is_white = vertices.iter().all(|vertex| vertex.color == color) && color.to_array() == [color.a(); 4];
        (mesh.indices.len() == 6 && is_upright && is_white && min.x < max.x && min.y < max.y).then_some(Self {
            min,
            max,
            opacity: color.a(),
        })
    }

    /// Fills it row by row: two rows of the texture are mixed once, then their neighboring texels.
    fn fill(&self, rows: &mut Rows<'_>, texture: &ColorImage, clip: Clip, pixels_per_point: f32) {
        let (min, max) = (self.min * pixels_per_point, self.max * pixels_per_point);
        // A pixel belongs to the rectangle its middle lies in.
        let first = |edge: f32, low: i64| ((edge - 0.5).ceil() as i64).max(low);
        let (x0, x1) = (first(min.x, clip.x0), first(max.x, i64::MIN).min(clip.x1));
        let (y0, y1) = (first(min.y, clip.y0), first(max.y, i64::MIN).min(clip.y1));
        if x0 >= x1 || y0 >= y1 {
            return;
        }
        let [width, height] = texture.size;
        let columns: Vec<(usize, usize, f32)> = (x0..x1).map(|x| neighbors((x as f32 + 0.5 - min.x) / (max.x - min.x), width)).collect();
        let opacity = f32::from(self.opacity) / 255.0;
        let (left, right) = (columns[0].0, columns[columns.len() - 1].1);
        let mut mixed: Vec<[f32; 4]> = vec![[0.0; 4]; width];
        for y in y0..y1 {
            let (above, below, share) = neighbors((y as f32 + 0.5 - min.y) / (max.y - min.y), height);
            let texels = |number: usize| &texture.pixels[number * width + left..=number * width + right];
            for ((out, a), b) in mixed[left..=right].iter_mut().zip(texels(above)).zip(texels(below)) {
                let (a, b) = (a.to_array(), b.to_array());
                *out = std::array::from_fn(|k| (f32::from(a[k]) * (1.0 - share) + f32::from(b[k]) * share) * opacity);
            }
            for (pixel, (a, b, share)) in rows.row(y, x0, x1).iter_mut().zip(&columns) {
                let (a, b) = (mixed[*a], mixed[*b]);
                let [r, g, b, a] = std::array::from_fn(|k| (a[k] * (1.0 - share) + b[k] * share + 0.5) as u8);
                *pixel = blended(*pixel, Color32::from_rgba_premultiplied(r, g, b, a));
            }
        }
    }
}

/// The two texels between which a share of a side falls, and how near it is to the second.
fn neighbors(share: f32, count: usize) -> (usize, usize, f32) {
    let at = share * count as f32 - 0.5;
    let whole = at.floor();
    let texel = |number: f32| (number.max(0.0) as usize).min(count - 1);
    (texel(whole), texel(whole + 1.0), at - whole)
}

/// Pixels from a corner to just before another.
#[derive(Clone, Copy, Hash)]
struct Clip {
    x0: i64,
    y0: i64,
    x1: i64,
    y1: i64,
}

impl Clip {
    fn within(self, other: Self) -> Self {
        let (x0, y0) = (self.x0.max(other.x0), self.y0.max(other.y0));
        Self { x0, y0, x1: self.x1.min(other.x1), y1: self.y1.min(other.y1) }
    }
}

/// One edge function: its value at the start of the row, and its change per pixel and per row.
#[derive(Clone, Copy)]
struct Edge {
    value: i64,
    per_x: i64,
    per_y: i64,
}

fn triangle(rows: &mut Rows<'_>, texture: &ColorImage, clip: Clip, pixels_per_point: f32, corners: [&Vertex; 3]) {
    // egui emits rectangles without end; the clamp keeps the products within i64.
    let fixed = |p: f32| ((p * pixels_per_point).clamp(-1e6, 1e6) * SUBPIXELS as f32).round() as i64;
    let mut q = corners.map(|v| (fixed(v.pos.x), fixed(v.pos.y), v));
    let area = (q[1].0 - q[0].0) * (q[2].1 - q[0].1) - (q[1].1 - q[0].1) * (q[2].0 - q[0].0);
    if area == 0 {
        return;
    }
    if area < 0 {
        q.swap(1, 2);
    }
    let span = |a: [i64; 3]| (a[0].min(a[1]).min(a[2]).div_euclid(SUBPIXELS), a[0].max(a[1]).max(a[2]).div_euclid(SUBPIXELS) + 1);
    let ((x0, x1), (y0, y1)) = (span(q.map(|p| p.0)), span(q.map(|p| p.1)));
    let (x0, x1, y0, y1) = (x0.max(clip.x0), x1.min(clip.x1), y0.max(clip.y0), y1.min(clip.y1));
    if x0 >= x1 || y0 >= y1 {
        return;
    }
    let mut edges = [0, 1, 2].map(|i| {
        let (a, b) = (q[(i + 1) % 3], q[(i + 2) % 3]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let bias = if dy < 0 || (dy == 0 && dx > 0) { 0 } else { -1 }; // the top-left rule
        let half = SUBPIXELS / 2;
        Edge {
            value: dx * (y0 * SUBPIXELS + half - a.1) - dy * (x0 * SUBPIXELS + half - a.0) + bias,
            per_x: -dy * SUBPIXELS,
            per_y: dx * SUBPIXELS,
        }
    });
    let shade = Shade::new(texture, q.map(|p| p.2), area.abs());
    for y in y0..y1 {
        if let Some((from, to)) = covered(&edges, x1 - x0) {
            shade.fill(rows.row(y, x0 + from, x0 + to), &edges, from);
        }
        for edge in &mut edges {
            edge.value += edge.per_y;
        }
    }
}

/// The pixels of a row that lie inside all three edges.
fn covered(edges: &[Edge; 3], width: i64) -> Option<(i64, i64)> {
    let (mut from, mut to) = (0, width);
    for edge in edges {
        match edge.per_x {
            0 if edge.value < 0 => return None,
            0 => {}
            step if step > 0 => from = from.max(-edge.value.div_euclid(step)),
            step => to = to.min(edge.value.div_euclid(-step) + 1),
        }
    }
    (from < to).then_some((from, to))
}

/// How a triangle is colored.
struct Shade<'a> {
    texture: &'a ColorImage,
    flat: Option<Color32>,
    is_untextured: bool,
    inverse_area: f32,
    colors: [[f32; 4]; 3],
    u: [f32; 3],
    v: [f32; 3],
}

impl<'a> Shade<'a> {
    fn new(texture: &'a ColorImage, corners: [&Vertex; 3], area: i64) -> Self {
        let is_untextured = corners.iter().all(|v| v.uv == WHITE_UV);
        let is_flat = is_untextured && corners.iter().all(|v| v.color == corners[0].color);
        Self {
            texture,
            flat: is_flat.then_some(corners[0].color),
            is_untextured,
            inverse_area: 1.0 / area as f32,
            colors: corners.map(|v| v.color.to_array().map(f32::from)),
            u: corners.map(|v| v.uv.x),
            v: corners.map(|v| v.uv.y),
        }
    }

    fn fill(&self, row: &mut [Color32], edges: &[Edge; 3], from: i64) {
        match self.flat {
            Some(color) if color.a() == 255 => row.fill(color),
            Some(color) => row.iter_mut().for_each(|pixel| *pixel = blended(*pixel, color)),
            None => {
                for (k, pixel) in row.iter_mut().enumerate() {
                    let x = from + k as i64;
                    let weight = |edge: &Edge| (edge.value + edge.per_x * x) as f32 * self.inverse_area;
                    *pixel = blended(*pixel, self.color(weight(&edges[0]), weight(&edges[1])));
                }
            }
        }
    }

    /// The color at a point given by two of its barycentric weights.
    fn color(&self, w0: f32, w1: f32) -> Color32 {
        let w2 = 1.0 - w0 - w1;
        let mix = |f: [f32; 3]| f[0] * w0 + f[1] * w1 + f[2] * w2;
        let texel = if self.is_untextured { [255.0; 4] } else { bilinear(self.texture, mix(self.u), mix(self.v)) };
        let [r, g, b, a] = std::array::from_fn(|k| (mix(self.colors.map(|color| color[k])) * texel[k] / 255.0 + 0.5) as u8);
        Color32::from_rgba_premultiplied(r, g, b, a)
    }
}

fn blended(below: Color32, above: Color32) -> Color32 {
    if above.a() == 255 {
        return above;
    }
    let (s, d, rest) = (above.to_array(), below.to_array(), 255 - u32::from(above.a()));
    let m = |i: usize| (u32::from(s[i]) + (u32::from(d[i]) * rest + 127) / 255).min(255) as u8;
    Color32::from_rgba_premultiplied(m(0), m(1), m(2), m(3))
}

fn bilinear(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let (u, v) = (u * texture.size[0] as f32 - 0.5, v * texture.size[1] as f32 - 0.5);
    let (fu, fv) = (u - u.floor(), v - v.floor());
    let at = |x: f32, y: f32| {
        let (x, y) = ((x.max(0.0) as usize).min(texture.size[0] - 1), (y.max(0.0) as usize).min(texture.size[1] - 1));
        texture.pixels[y * texture.size[0] + x].to_array().map(f32::from)
    };
    let (a, b, c, d) =
        (at(u.floor(), v.floor()), at(u.floor() + 1.0, v.floor()), at(u.floor(), v.floor() + 1.0), at(u.floor() + 1.0, v.floor() + 1.0));
    std::array::from_fn(|k| (a[k] * (1.0 - fu) + b[k] * fu) * (1.0 - fv) + (c[k] * (1.0 - fu) + d[k] * fu) * fv)
}

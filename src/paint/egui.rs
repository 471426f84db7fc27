//! A scene as egui shapes. What stays the same from frame to frame is kept: the meshes of still geometry while the view
//! stands, their triangles when it moves.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::epaint::{Mesh, PathShape, PathStroke, TessellationOptions, Tessellator, TextShape, Vertex};
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, Pos2, Shape, pos2, vec2};
use geo::TriangulateEarcut;

use crate::cartography::{Page, Plane, PlaneArea, PlaneLine, Relief, View};
use crate::scene::text::{ASCENT, FONTS, chain};
use crate::scene::{Align, AreaShape, Color, Face, Han, LineShape, Mark, PathText, Scene, Stroke, TextMark, TextStyle};

/// Frames a kept mesh survives without being drawn.
const KEEP_FRAMES: u32 = 30;

/// A color for egui.
pub fn color32(color: Color) -> Color32 {
    Color32::from_rgba_unmultiplied(color.r, color.g, color.b, color.a)
}

/// The bundled fonts for egui: a family for each face and form of Han, and the two families egui itself asks for.
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (_, name, bytes) in FONTS {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for face in [Face::Sans, Face::Bold, Face::Italic, Face::Serif, Face::SerifItalic] {
        for han in [Han::Chinese, Han::Japanese, Han::Korean] {
            fonts.families.insert(family(face, han), names(face, han));
        }
    }
    fonts.families.insert(FontFamily::Proportional, names(Face::Sans, Han::Chinese));
    fonts.families.insert(FontFamily::Monospace, names(Face::Sans, Han::Chinese));
    fonts
}

fn names(face: Face, han: Han) -> Vec<String> {
    chain(face, han).iter().filter_map(|file| FONTS.iter().find(|row| row.0 == *file)).map(|row| row.1.to_owned()).collect()
}

/// The egui family of a face.
pub fn family(face: Face, han: Han) -> FontFamily {
    FontFamily::Name(format!("{face:?}-{han:?}").into())
}

/// The egui font of a text style.
pub fn font_id(style: &TextStyle) -> FontId {
    FontId::new(style.size as f32, family(style.face, style.han))
}

/// What a kept mesh was made for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    geometry: usize,
    color: Color,
    width_bits: u64,
    dash: usize,
}

struct Kept {
    /// Moving ground is kept alive with its mesh, so that no other takes its address.
    #[expect(dead_code, reason = "held for as long as its address is a key")]
    ground: Option<Arc<crate::scene::Mesh>>,
    mesh: Arc<Mesh>,
    view: View,
    pixels_per_point: f32,
    unused: u32,
}

impl Kept {
    fn is_stale(&self, view: &View, pixels_per_point: f32) -> bool {
        self.view != *view || self.pixels_per_point.to_bits() != pixels_per_point.to_bits()
    }
}

/// Paints scenes, and keeps what the next frame can use again.
#[derive(Default)]
pub struct ScenePainter {
    kept: BTreeMap<Key, Kept>,
    /// The relief on the graphics card, with the picture it was made from.
    texture: Option<(Arc<Relief>, egui::TextureHandle)>,
    /// A painter for each smaller map, since the same geometry lies elsewhere there.
    insets: Vec<ScenePainter>,
}

impl ScenePainter {
    /// Paints a scene with its top left at `origin`, over the whole of the painter's clip rectangle.
    pub fn paint(&mut self, painter: &egui::Painter, origin: Pos2, scene: &Scene) {
        painter.rect_filled(painter.clip_rect(), 0, color32(scene.background));
        self.paint_over(painter, origin, scene);
    }

    /// Paints a scene over what is there.
    pub fn paint_over(&mut self, painter: &egui::Painter, origin: Pos2, scene: &Scene) {
        let ppp = painter.ctx().pixels_per_point();
        let mut insets = 0;
        for mark in scene.marks() {
            match mark {
                Mark::Area { shape, fill } => self.area(painter, origin, ppp, &scene.view, shape, *fill),
                Mark::Line { shape, stroke } => self.line(painter, origin, ppp, &scene.view, shape, *stroke),
                Mark::Text(text) => paint_text(painter, origin, text),
                Mark::PathText(text) => paint_along(painter, origin, text),
                Mark::Inset(inset) => {
                    let rect = egui::Rect::from_min_max(screen(origin, inset.rect.min), screen(origin, inset.rect.max));
                    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
                    if self.insets.len() == insets {
                        self.insets.push(Self::default());
                    }
                    self.insets[insets].paint(&painter, rect.min, &inset.scene);
                    insets += 1;
                }
                Mark::Image { relief, opacity } => self.image(painter, origin, &scene.view, relief, *opacity),
            }
        }
        self.kept.retain(|_, kept| {
            kept.unused += 1;
            kept.unused < KEEP_FRAMES
        });
    }

    fn area(&mut self, painter: &egui::Painter, origin: Pos2, ppp: f32, view: &View, shape: &AreaShape, fill: Color) {
        let color = color32(fill);
        match shape {
            AreaShape::Plane(area) => self.still_area(painter, origin, ppp, view, area, fill),
            AreaShape::Convex(points) => {
                painter.add(PathShape::convex_polygon(to_screen(origin, points), color, PathStroke::NONE));
            }
            AreaShape::Polygon(points) => {
                painter.add(feathered_polygon(&to_screen(origin, points), color, 1.0 / ppp));
            }
            AreaShape::Mesh(mesh) => {
                let key = Key { geometry: Arc::as_ptr(mesh).addr(), color: fill, width_bits: 0, dash: 0 };
                let make = || Kept {
                    ground: Some(Arc::clone(mesh)),
                    mesh: Arc::new(ground_mesh(mesh, view, origin, fill)),
                    view: *view,
                    pixels_per_point: ppp,
                    unused: 0,
                };
                let kept = self.kept.entry(key).or_insert_with(make);
                if kept.is_stale(view, ppp) {
                    *kept = make();
                }
                // The ground moves on with the clock: what is not drawn in this frame will not be drawn again.
                kept.unused = KEEP_FRAMES - 2;
                add_still(painter, &kept.mesh);
            }
            AreaShape::Disc(center, radius) => {
                painter.circle_filled(screen(origin, *center), *radius as f32, color);
            }
        }
    }

    fn line(&mut self, painter: &egui::Painter, origin: Pos2, ppp: f32, view: &View, shape: &LineShape, stroke: Stroke) {
        match shape {
            LineShape::Plane(line) => self.still_line(painter, origin, ppp, view, line, stroke),
            LineShape::Open(points) => add_line(painter, &to_screen(origin, points), false, stroke),
            LineShape::Closed(points) => add_line(painter, &to_screen(origin, points), true, stroke),
            LineShape::Circle(center, radius) => {
                painter.circle_stroke(
                    screen(origin, *center),
                    *radius as f32,
                    egui::Stroke::new(stroke.width as f32, color32(stroke.color)),
                );
            }
        }
    }

    fn image(&mut self, painter: &egui::Painter, origin: Pos2, view: &View, relief: &Arc<Relief>, opacity: f64) {
        if self.texture.as_ref().is_none_or(|(kept, _)| !Arc::ptr_eq(kept, relief)) {
            let mut image = egui::ColorImage::from_rgba_unmultiplied([relief.width, relief.height], &relief.take_rgba());
            // A weak graphics card holds no texture of this size: it gets one of half the detail.
            let most = painter.ctx().input(|input| input.max_texture_side);
            while image.size.iter().any(|side| *side > most) {
                image = halved(&image);
            }
            let texture = painter.ctx().load_texture("relief", image, egui::TextureOptions::LINEAR);
            self.texture = Some((Arc::clone(relief), texture));
        }
        let Some((_, texture)) = &self.texture else { return };
        let place = placement(view, origin);
        let (south_west, north_east) = (place(relief.rect.min), place(relief.rect.max));
        let rect = egui::Rect::from_two_pos(south_west, north_east);
        let whole = egui::Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(texture.id(), rect, whole, Color32::from_white_alpha((opacity * 255.0).round() as u8));
    }

    fn still_area(&mut self, painter: &egui::Painter, origin: Pos2, ppp: f32, view: &View, area: &Arc<PlaneArea>, fill: Color) {
        if area.bounds.is_none_or(|bounds| !bounds.overlaps(&view.bounds())) {
            return;
        }
        let key = Key { geometry: Arc::as_ptr(area).addr(), color: fill, width_bits: 0, dash: 0 };
        let place = placement(view, origin);
        let kept = self.kept.entry(key).or_insert_with(|| Kept {
            ground: None,
            mesh: Arc::new(triangle_mesh(area, fill)),
            view: stale(view),
            pixels_per_point: ppp,
            unused: 0,
        });
        if kept.is_stale(view, ppp) {
            let mesh = Arc::make_mut(&mut kept.mesh);
            for (vertex, plane) in mesh.vertices.iter_mut().zip(&area.triangles().vertices) {
                vertex.pos = place(*plane);
            }
            (kept.view, kept.pixels_per_point) = (*view, ppp);
        }
        kept.unused = 0;
        add_still(painter, &kept.mesh);
    }

    fn still_line(&mut self, painter: &egui::Painter, origin: Pos2, ppp: f32, view: &View, line: &Arc<PlaneLine>, stroke: Stroke) {
        let key = Key {
            geometry: Arc::as_ptr(line).addr(),
            color: stroke.color,
            width_bits: stroke.width.to_bits(),
            dash: stroke.dash.as_ptr().addr(),
        };
        let kept = self.kept.entry(key).or_insert_with(|| Kept {
            ground: None,
            mesh: Arc::default(),
            view: stale(view),
            pixels_per_point: ppp,
            unused: 0,
        });
        if kept.is_stale(view, ppp) {
            let mesh = Arc::make_mut(&mut kept.mesh);
            mesh.clear();
            let mut tessellator = Tessellator::new(ppp, TessellationOptions::default(), [1, 1], Vec::new());
            for (before, run) in line.runs_on_page(view) {
                let points = to_screen(origin, &run);
                for shape in line_shapes(&points, stroke, before) {
                    tessellator.tessellate_shape(shape, mesh);
                }
            }
            (kept.view, kept.pixels_per_point) = (*view, ppp);
        }
        kept.unused = 0;
        add_still(painter, &kept.mesh);
    }
}

/// A picture at half the size, each pixel the mean of four. An odd last row or column is left out.
fn halved(image: &egui::ColorImage) -> egui::ColorImage {
    let [width, height] = image.size.map(|side| (side / 2).max(1));
    let at = |x: usize, y: usize| image.pixels[y.min(image.size[1] - 1) * image.size[0] + x.min(image.size[0] - 1)].to_array();
    let mean = |x: usize, y: usize| {
        let four = [at(2 * x, 2 * y), at(2 * x + 1, 2 * y), at(2 * x, 2 * y + 1), at(2 * x + 1, 2 * y + 1)];
        let [r, g, b, a] = std::array::from_fn(|k| (four.iter().map(|pixel| u32::from(pixel[k])).sum::<u32>() / 4) as u8);
        Color32::from_rgba_premultiplied(r, g, b, a)
    };
    let pixels = (0..width * height).map(|k| mean(k % width, k / width)).collect();
    egui::ColorImage::new([width, height], pixels)
}

/// A mesh of more corners than this is kept apart from what is drawn before and after it.
const LARGE: usize = 1500;

/// Adds a kept mesh. egui joins all that shares a clip rectangle into one mesh, which grows and is copied again and again;
/// a large mesh gets a clip rectangle of its own, larger by less than a pixel can show.
fn add_still(painter: &egui::Painter, mesh: &Arc<Mesh>) {
    if mesh.vertices.len() > LARGE {
        let apart = 1e-3 * (mesh.vertices.len() % 61 + 1) as f32;
        painter.with_clip_rect(painter.clip_rect().expand(apart)).add(Shape::Mesh(Arc::clone(mesh)));
    } else if !mesh.is_empty() {
        painter.add(Shape::Mesh(Arc::clone(mesh)));
    }
}

/// A view that equals none, so that what is kept under it is made anew.
fn stale(view: &View) -> View {
    View { metres_per_point: -1.0, ..*view }
}

fn triangle_mesh(area: &PlaneArea, fill: Color) -> Mesh {
    let triangles = area.triangles();
    let vertex = Vertex::untextured(Pos2::ZERO, color32(fill));
    Mesh { vertices: vec![vertex; triangles.vertices.len()], indices: triangles.indices.clone(), ..Mesh::default() }
}

/// The ground of an instant: made anew each time, since it moves with the clock.
fn ground_mesh(ground: &crate::scene::Mesh, view: &View, origin: Pos2, fill: Color) -> Mesh {
    let place = placement(view, origin);
    let whole = color32(fill);
    // Turning a color into egui's costs more than placing a corner: shades are made once.
    let shades: [Color32; 64] = std::array::from_fn(|k| color32(fill.faded(k as f64 / 63.0)));
    let color = |k: usize| ground.shares.get(k).map_or(whole, |share| shades[((share * 63.0 + 0.5) as usize).min(63)]);
    let corners = ground.triangles.vertices.iter().enumerate();
    let vertices = corners.map(|(k, plane)| Vertex::untextured(place(*plane), color(k))).collect();
    Mesh { vertices, indices: ground.triangles.indices.clone(), ..Mesh::default() }
}

/// From the plane to the screen in one step.
fn placement(view: &View, origin: Pos2) -> impl Fn(Plane) -> Pos2 {
    let view = *view;
    move |plane| screen(origin, view.page_from_plane(plane))
}

fn screen(origin: Pos2, page: Page) -> Pos2 {
    pos2(origin.x + page.x as f32, origin.y + page.y as f32)
}

fn to_screen(origin: Pos2, points: &[Page]) -> Vec<Pos2> {
    points.iter().map(|point| screen(origin, *point)).collect()
}

/// A line as shapes; `before` is the length of the line before its first point, from which dashes are counted.
fn line_shapes(points: &[Pos2], stroke: Stroke, before: f64) -> Vec<Shape> {
    let pen = egui::Stroke::new(stroke.width as f32, color32(stroke.color));
    if stroke.dash.is_empty() {
        return vec![Shape::line(points.to_vec(), pen)];
    }
    let lengths: Vec<f32> = stroke.dash.iter().step_by(2).map(|length| *length as f32).collect();
    let gaps: Vec<f32> = stroke.dash.iter().skip(1).step_by(2).map(|length| *length as f32).collect();
    let period: f64 = stroke.dash.iter().sum();
    let next = if before > 0.0 { period - before.rem_euclid(period) } else { 0.0 };
    Shape::dashed_line_with_offset(points, pen, &lengths, &gaps, next as f32)
}

fn add_line(painter: &egui::Painter, points: &[Pos2], is_closed: bool, stroke: Stroke) {
    let pen = egui::Stroke::new(stroke.width as f32, color32(stroke.color));
    if stroke.dash.is_empty() {
        painter.add(if is_closed { Shape::closed_line(points.to_vec(), pen) } else { Shape::line(points.to_vec(), pen) });
    } else {
        let mut path = points.to_vec();
        path.extend(points.first().filter(|_| is_closed));
        painter.extend(line_shapes(&path, stroke, 0.0));
    }
}

/// A simple polygon whose edge fades over one pixel, as egui does for convex ones.
fn feathered_polygon(points: &[Pos2], color: Color32, feather: f32) -> Shape {
    let count = points.len();
    if count < 3 {
        return Shape::Noop;
    }
    let area: f32 = (0..count).map(|k| points[k].x * points[(k + 1) % count].y - points[(k + 1) % count].x * points[k].y).sum();
    let outward = if area < 0.0 { -0.5 } else { 0.5 } * feather;
    let edge_normal = |k: usize| {
        let edge = points[(k + 1) % count] - points[k];
        vec2(edge.y, -edge.x) / edge.length().max(1e-6)
    };
    let mut mesh = Mesh::default();
    let inner: Vec<Pos2> = (0..count)
        .map(|k| {
            let sum = edge_normal((k + count - 1) % count) + edge_normal(k);
            let miter = sum / (sum.length_sq() / 2.0).max(0.4) * outward;
            mesh.colored_vertex(points[k] - miter, color);
            mesh.colored_vertex(points[k] + miter, Color32::TRANSPARENT);
            points[k] - miter
        })
        .collect();
    for k in 0..count as u32 {
        let (a, b) = (2 * k, 2 * ((k + 1) % count as u32));
        mesh.add_triangle(a, a + 1, b);
        mesh.add_triangle(a + 1, b + 1, b);
    }
    let ring: geo::LineString<f64> = inner.iter().map(|p| (f64::from(p.x), f64::from(p.y))).collect();
    let cut = geo::Polygon::new(ring, Vec::new()).earcut_triangles_raw();
    let base = mesh.vertices.len() as u32;
    for vertex in &cut.vertices {
        mesh.colored_vertex(pos2(vertex[0] as f32, vertex[1] as f32), color);
    }
    mesh.indices.extend(cut.triangle_indices.iter().map(|index| base + *index as u32));
    Shape::mesh(mesh)
}

fn paint_text(painter: &egui::Painter, origin: Pos2, mark: &TextMark) {
    let format = TextFormat {
        font_id: font_id(&mark.style),
        extra_letter_spacing: mark.style.spacing as f32,
        color: color32(mark.color),
        ..TextFormat::default()
    };
    let galley = painter.layout_job(LayoutJob::single_section(mark.text.clone(), format));
    let width = f64::from(galley.size().x) - mark.style.spacing;
    let back = match mark.align {
        Align::Start => 0.0,
        Align::Middle => width / 2.0,
        Align::End => width,
    };
    let rise = mark.style.size * ASCENT;
    let (sin, cos) = mark.angle.sin_cos();
    let top_left = mark.at.offset(-back * cos + rise * sin, -back * sin - rise * cos);
    let shape = TextShape::new(screen(origin, top_left), galley, color32(mark.color)).with_angle(mark.angle as f32);
    if let Some((halo, width)) = mark.halo {
        for k in 0..8 {
            let mut copy = shape.clone().with_override_text_color(color32(halo));
            copy.pos += width as f32 * egui::Vec2::angled(k as f32 * std::f32::consts::TAU / 8.0);
            painter.add(copy);
        }
    }
    painter.add(shape);
}

/// A text along a line, letter by letter.
fn paint_along(painter: &egui::Painter, origin: Pos2, mark: &PathText) {
    let PathText { style, color, halo, .. } = *mark;
    let style = style.spaced(0.0);
    for (letter, at, angle) in mark.letters().into_iter().filter(|(letter, ..)| !letter.is_whitespace()) {
        paint_text(painter, origin, &TextMark { at, align: Align::Middle, text: letter.to_string(), style, color, halo, angle });
    }
}

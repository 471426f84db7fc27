//! A scene as egui shapes. What stays the same from frame to frame is kept: a mesh for each run of still geometry while
//! the view stands, its memory when it moves. What moves is written as triangles by `batch`.

mod batch;

use std::sync::Arc;

use batch::Batch;
use egui::epaint::{Mesh, TextShape};
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, Pos2, Shape, pos2};

use crate::cartography::{Page, Plane, PlaneArea, PlaneLine, Relief, View};
use crate::scene::text::{ASCENT, FONTS, chain};
use crate::scene::{Align, AreaShape, Color, Face, Han, LineShape, Mark, PathText, Scene, Stroke, TextMark, TextStyle};

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

/// Still geometry on the screen: areas and lines of the plane that follow each other, as one mesh for one view.
struct Still {
    /// What it was made from, in order; held, so that nothing else takes its address.
    marks: Vec<StillMark>,
    mesh: Arc<Mesh>,
    view: View,
    origin: Pos2,
    pixels_per_point: f32,
    unused: u32,
}

/// A mark of the plane, by reference.
#[derive(Clone)]
enum StillMark {
    Area(Arc<PlaneArea>, Color),
    Mesh(Arc<crate::scene::Mesh>, Color),
    Line(Arc<PlaneLine>, Stroke),
}

impl StillMark {
    /// Still marks of the plane that lie on the page; `None` for what is of the page itself.
    fn of(mark: &Mark) -> Option<Self> {
        match mark {
            Mark::Area { shape: AreaShape::Plane(area), fill } => Some(Self::Area(Arc::clone(area), *fill)),
            Mark::Area { shape: AreaShape::Mesh(mesh), fill } => Some(Self::Mesh(Arc::clone(mesh), *fill)),
            Mark::Line { shape: LineShape::Plane(line), stroke } => Some(Self::Line(Arc::clone(line), *stroke)),
            _ => None,
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Area(a, color), Self::Area(b, other)) => Arc::ptr_eq(a, b) && color == other,
            (Self::Mesh(a, color), Self::Mesh(b, other)) => Arc::ptr_eq(a, b) && color == other,
            (Self::Line(a, stroke), Self::Line(b, other)) => Arc::ptr_eq(a, b) && stroke == other,
            _ => false,
        }
    }

    /// Whether it moves with the clock, and so is kept apart from what does not.
    fn is_of_the_hour(&self) -> bool {
        matches!(self, Self::Mesh(..))
    }

    fn draw(&self, batch: &mut Batch, origin: Pos2, view: &View) {
        match self {
            Self::Area(area, fill) if area.bounds.is_some_and(|bounds| bounds.overlaps(&view.bounds())) => {
                batch.triangles(area.triangles(), &[], color32(*fill), placement(view, origin));
            }
            Self::Area(..) => {}
            Self::Mesh(mesh, fill) => batch.triangles(&mesh.triangles, &mesh.shares, color32(*fill), placement(view, origin)),
            Self::Line(line, stroke) => {
                for (before, run) in line.runs_on_page(view) {
                    batch.line_from(before, &to_screen(origin, &run), *stroke);
                }
            }
        }
    }
}

/// Paints scenes, and keeps what the next frame can use again.
#[derive(Default)]
pub struct ScenePainter {
    still: Vec<Still>,
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
        let mut out = Out::new(painter);
        let mut run: Vec<StillMark> = Vec::new();
        let mut num_insets = 0;
        for mark in scene.marks() {
            let still = StillMark::of(mark);
            let breaks = still.as_ref().is_none_or(StillMark::is_of_the_hour) || run.last().is_some_and(StillMark::is_of_the_hour);
            if breaks && !run.is_empty() {
                self.still(&mut out, origin, &scene.view, std::mem::take(&mut run));
            }
            match still {
                Some(still) => run.push(still),
                None if let Mark::Inset(inset) = mark => {
                    let rect = egui::Rect::from_min_max(screen(origin, inset.rect.min), screen(origin, inset.rect.max));
                    out.flush();
                    if self.insets.len() == num_insets {
                        self.insets.push(Self::default());
                    }
                    self.insets[num_insets].paint(&painter.with_clip_rect(rect), rect.min, &inset.scene);
                    num_insets += 1;
                }
                None => self.moving(&mut out, origin, &scene.view, mark),
            }
        }
        if !run.is_empty() {
            self.still(&mut out, origin, &scene.view, run);
        }
        out.flush();
        self.still.retain_mut(|still| {
            still.unused += 1;
            still.unused <= 1
        });
    }

    /// What is written in points of the page.
    fn moving(&mut self, out: &mut Out<'_>, origin: Pos2, view: &View, mark: &Mark) {
        match mark {
            Mark::Area { shape, fill } => match shape {
                AreaShape::Convex(points) => out.batch.polygon(&to_screen(origin, points), true, color32(*fill)),
                AreaShape::Polygon(points) => out.batch.polygon(&to_screen(origin, points), false, color32(*fill)),
                AreaShape::Disc(center, radius) => out.batch.disc(screen(origin, *center), *radius as f32, color32(*fill)),
                AreaShape::Plane(_) | AreaShape::Mesh(_) => {}
            },
            Mark::Line { shape, stroke } => match shape {
                LineShape::Open(points) => out.batch.line(&to_screen(origin, points), false, *stroke),
                LineShape::Closed(points) => out.batch.line(&to_screen(origin, points), true, *stroke),
                LineShape::Circle(center, radius) => out.batch.circle(screen(origin, *center), *radius as f32, *stroke),
                LineShape::Plane(_) => {}
            },
            Mark::Text(text) => out.text(origin, text),
            Mark::PathText(text) => out.text_along(origin, text),
            Mark::Inset(_) => {}
            Mark::Image { relief, opacity } => self.image(out, origin, view, relief, *opacity),
        }
    }

    fn image(&mut self, out: &mut Out<'_>, origin: Pos2, view: &View, relief: &Arc<Relief>, opacity: f64) {
        let painter = out.painter;
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
        let rect = egui::Rect::from_two_pos(place(relief.rect.min), place(relief.rect.max));
        let whole = egui::Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        out.flush();
        painter.image(texture.id(), rect, whole, Color32::from_white_alpha((opacity * 255.0).round() as u8));
    }

    /// Still marks that follow each other: the mesh of the last frame, or a new one where the view has moved.
    fn still(&mut self, out: &mut Out<'_>, origin: Pos2, view: &View, marks: Vec<StillMark>) {
        let is_same = |still: &Still| still.marks.len() == marks.len() && still.marks.iter().zip(&marks).all(|(a, b)| a.is(b));
        let ppp = out.painter.ctx().pixels_per_point();
        let found = self.still.iter().position(is_same);
        let idx = found.unwrap_or_else(|| {
            self.still.push(Still { marks, mesh: Arc::default(), view: stale(view), origin, pixels_per_point: ppp, unused: 0 });
            self.still.len() - 1
        });
        let still = &mut self.still[idx];
        if still.view != *view || still.origin != origin || still.pixels_per_point.to_bits() != ppp.to_bits() {
            // The shapes of the last frame are gone: its memory is free for this one.
            let mut mesh = std::mem::take(Arc::make_mut(&mut still.mesh));
            mesh.clear();
            let mut batch = Batch::onto(mesh, ppp, out.painter.clip_rect());
            for mark in &still.marks {
                mark.draw(&mut batch, origin, view);
            }
            still.mesh = Arc::new(batch.take());
            (still.view, still.origin, still.pixels_per_point) = (*view, origin, ppp);
        }
        still.unused = 0;
        out.kept(&still.mesh);
    }
}

/// Shapes on their way to egui, in order.
struct Out<'a> {
    painter: &'a egui::Painter,
    batch: Batch,
    shapes: Vec<Shape>,
    num_apart: u16,
}

impl<'a> Out<'a> {
    fn new(painter: &'a egui::Painter) -> Self {
        let batch = Batch::new(painter.ctx().pixels_per_point(), painter.clip_rect());
        Self { painter, batch, shapes: Vec::new(), num_apart: 0 }
    }

    /// Ends the mesh that is being gathered.
    fn end_batch(&mut self) {
        let mesh = self.batch.take();
        if !mesh.is_empty() {
            self.shapes.push(Shape::mesh(mesh));
        }
    }

    fn flush(&mut self) {
        self.end_batch();
        self.painter.extend(std::mem::take(&mut self.shapes));
    }

    /// Adds a kept mesh. egui joins all that shares a clip rectangle into one mesh, which grows and is copied again and
    /// again; a large mesh gets a clip rectangle of its own, larger by less than a pixel can show.
    fn kept(&mut self, mesh: &Arc<Mesh>) {
        if mesh.is_empty() {
            return;
        }
        self.flush();
        self.num_apart += 1;
        let mut apart = self.painter.clone();
        apart.set_clip_rect(self.painter.clip_rect().expand(f32::from(self.num_apart) / 512.0));
        apart.add(Shape::Mesh(Arc::clone(mesh)));
    }

    fn text(&mut self, origin: Pos2, mark: &TextMark) {
        let format = TextFormat {
            font_id: font_id(&mark.style),
            extra_letter_spacing: mark.style.spacing as f32,
            color: color32(mark.color),
            ..TextFormat::default()
        };
        let galley = self.painter.layout_job(LayoutJob::single_section(mark.text.clone(), format));
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
        self.end_batch();
        if let Some((halo, width)) = mark.halo {
            for k in 0..8 {
                let mut copy = shape.clone().with_override_text_color(color32(halo));
                copy.pos += width as f32 * egui::Vec2::angled(k as f32 * std::f32::consts::TAU / 8.0);
                self.shapes.push(copy.into());
            }
        }
        self.shapes.push(shape.into());
    }

    /// A text along a line, letter by letter.
    fn text_along(&mut self, origin: Pos2, mark: &PathText) {
        let PathText { style, color, halo, .. } = *mark;
        let style = style.spaced(0.0);
        for (letter, at, angle) in mark.letters().into_iter().filter(|(letter, ..)| !letter.is_whitespace()) {
            self.text(origin, &TextMark { at, align: Align::Middle, text: letter.to_string(), style, color, halo, angle });
        }
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

/// A view that equals none, so that what is kept under it is made anew.
fn stale(view: &View) -> View {
    View { metres_per_point: -1.0, ..*view }
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

//! A scene as egui shapes. What stays the same from frame to frame is kept: a mesh for each run of still geometry while
//! the view stands, its memory when it moves. What moves is written as triangles by `batch`. A scene to come is painted beside
//! the frames (`ahead`).

mod ahead;
mod batch;
mod lettering;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use ahead::Ahead;

use batch::Batch;
use egui::emath::TSTransform;
use egui::epaint::Mesh;
use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Pos2, Shape, Vec2, pos2, vec2};
pub use lettering::GlyphAtlas;
use lettering::Lettering;

use crate::cartography::{Page, PageRect, PageSize, Plane, PlaneArea, PlaneLine, Relief, View};
use crate::scene::text::{FONTS, chain};
use crate::scene::{AreaShape, Color, FURNITURE, Face, Han, LineShape, Mark, Scene, SceneLayer, Stroke, TextStyle};

/// A color for egui.
pub fn color32(color: Color) -> Color32 {
    Color32::from_rgba_unmultiplied(color.r, color.g, color.b, color.a)
}

/// The bundled fonts for egui: a family for each face and form of Han, and the two families egui itself asks for.
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (_, name, bytes) in FONTS {
        // Hinting squeezes small letters onto the pixels of their stems: it takes their spacing, and most of a first frame.
        let tweak = FontTweak { hinting: Some(false), ..FontTweak::default() };
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
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

/// Still geometry on the screen: areas and lines of the plane that follow each other, as one mesh.
struct Still {
    number: u64,
    /// What it was made from, in order; held, so that nothing else takes its address.
    marks: Arc<[StillMark]>,
    mesh: Arc<Mesh>,
    /// Where it stands; `None` before it was made.
    placed: Option<Placed>,
    /// What it covers of the screen, if not more.
    reach: egui::Rect,
    unused: u32,
}

/// How many stills there were.
static STILLS: AtomicU64 = AtomicU64::new(0);

/// Where a scene stands on the screen.
#[derive(Clone, Copy, PartialEq)]
struct Placed {
    view: View,
    origin: Pos2,
    /// Points of the screen to a point of the page: other than 1 where a scene of another scale stands in.
    zoom: f32,
    pixels_per_point: f32,
    /// What can be seen of it: dashes outside are left out.
    clip: egui::Rect,
}

impl Placed {
    /// A page whose top left is at `origin`.
    fn on(painter: &egui::Painter, origin: Pos2, view: View) -> Self {
        Self { view, origin, zoom: 1.0, pixels_per_point: painter.ctx().pixels_per_point(), clip: painter.clip_rect() }
    }

    /// How what was made for another place must be moved to stand here; `None` where it must be made anew.
    fn moved_from(&self, other: &Self) -> Option<TSTransform> {
        let is_alike = self.view.metres_per_point.to_bits() == other.view.metres_per_point.to_bits()
            && self.view.size == other.view.size
            && self.clip == other.clip
            && self.pixels_per_point.to_bits() == other.pixels_per_point.to_bits();
        let scaling = self.zoom / other.zoom;
        let place = |placed: &Self| placed.screen(placed.view.page_from_plane(other.view.center));
        is_alike.then(|| TSTransform::new(place(self) - scaling * place(other).to_vec2() - Pos2::ZERO, scaling))
    }

    /// The same at the scale of its scene: what is written in points of the page is made there, and then scaled.
    fn unscaled(&self) -> Self {
        Self { zoom: 1.0, ..*self }
    }

    /// How what was made unscaled must be scaled.
    fn scaling(&self) -> TSTransform {
        TSTransform::new(self.origin.to_vec2() * (1.0 - self.zoom), self.zoom)
    }

    /// A point of the page on the screen.
    fn screen(&self, page: Page) -> Pos2 {
        self.origin + vec2(page.x as f32, page.y as f32) * self.zoom
    }

    /// What a mesh covers on the screen that is made for so many points more than the page, and than can be seen.
    fn reach(&self, margin: f64) -> egui::Rect {
        let page = PageRect::of(self.view.size).grown(margin);
        egui::Rect::from_min_max(self.screen(page.min), self.screen(page.max)).intersect(self.clip.expand(margin as f32 * self.zoom))
    }

    /// The same on a page that reaches further on every side.
    fn grown(&self, margin: f64) -> Self {
        let size = PageSize { width: self.view.size.width + 2.0 * margin, height: self.view.size.height + 2.0 * margin };
        Self { view: self.view.resized(size), origin: self.origin - Vec2::splat(margin as f32), ..*self }
    }
}

/// While the map is panned, still geometry is made for so much more than the page, points, and then only moved; on a small
/// page for no more than a share of its shorter side.
const MARGIN: f64 = 160.0;
const MARGIN_SHARE: f64 = 0.2;

/// How far still geometry reaches beyond a page that is panned, points.
fn margin(page: PageSize) -> f64 {
    MARGIN.min(page.width.min(page.height) * MARGIN_SHARE)
}

/// A mark of the plane, by reference.
#[derive(Clone)]
enum StillMark {
    Area(Arc<PlaneArea>, Color),
    Mesh(Arc<crate::scene::Mesh>, Color),
    Line(Arc<PlaneLine>, Stroke),
}

/// What is painted in one go.
enum Run<'a> {
    /// Still geometry.
    Still(Vec<StillMark>),
    /// Another mark.
    OfThePage(&'a Mark),
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

    /// Still marks of a part that follow each other, what moves with the clock apart; between them what is of the page itself.
    fn runs(part: &[Mark]) -> Vec<Run<'_>> {
        let mut runs: Vec<Run<'_>> = Vec::new();
        for mark in part {
            let Some(still) = Self::of(mark) else {
                runs.push(Run::OfThePage(mark));
                continue;
            };
            match runs.last_mut() {
                Some(Run::Still(run)) if !still.is_of_the_hour() && !run.iter().any(Self::is_of_the_hour) => run.push(still),
                _ => runs.push(Run::Still(vec![still])),
            }
        }
        runs
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
                batch.triangles(area.triangles_for(view.metres_per_point), &[], color32(*fill), placement(view, origin));
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

impl Still {
    /// Still geometry that is not made yet.
    fn new(marks: Vec<StillMark>, mesh: Arc<Mesh>) -> Self {
        let number = STILLS.fetch_add(1, Ordering::Relaxed);
        Self { number, marks: marks.into(), mesh, placed: None, reach: egui::Rect::NOTHING, unused: 0 }
    }

    /// What it is and where it stands, without its mesh.
    fn outline(&self) -> Self {
        Self { marks: Arc::clone(&self.marks), mesh: Arc::default(), ..*self }
    }

    /// Makes the mesh for a place on the screen, and for so many points around the page. The shapes of the last frame are gone:
    /// their memory is free for it.
    fn make(&mut self, placed: &Placed, margin: f64) {
        let mut mesh = std::mem::take(Arc::make_mut(&mut self.mesh));
        empty(&mut mesh);
        let (wide, scaling) = (placed.unscaled().grown(margin), placed.scaling());
        self.reach = placed.reach(margin);
        let mut batch = Batch::onto(mesh, placed.pixels_per_point, scaling.inverse() * self.reach);
        for mark in &*self.marks {
            mark.draw(&mut batch, wide.origin, &wide.view);
        }
        let mut mesh = batch.take();
        scale(&mut mesh, scaling);
        self.mesh = Arc::new(mesh);
        self.placed = Some(*placed);
        self.unused = 0;
    }

    /// How the mesh has to be moved to another place, if that is all it needs: it covers there all that one made for the place
    /// could cover.
    fn moved_to(&self, placed: &Placed) -> Option<TSTransform> {
        let moved = placed.moved_from(&self.placed?)?;
        let wanted = placed.reach(margin(placed.view.size)).intersect(placed.clip);
        (self.placed == Some(*placed) || (moved * self.reach).expand(HARDLY).contains_rect(wanted)).then_some(moved)
    }

    /// Moves the mesh to another place, if that is all it needs.
    fn follow(&mut self, placed: &Placed) -> bool {
        let Some(moved) = self.moved_to(placed) else { return false };
        if self.placed != Some(*placed) {
            Arc::make_mut(&mut self.mesh).transform(moved);
            (self.reach, self.placed) = (moved * self.reach, Some(*placed));
        }
        self.unused = 0;
        true
    }

    fn is_of(&self, marks: &[StillMark]) -> bool {
        self.marks.len() == marks.len() && self.marks.iter().zip(marks).all(|(a, b)| a.is(b))
    }
}

/// Points that are not seen to be missing at the edge of the screen.
const HARDLY: f32 = 0.05;

/// What was painted of a part of a layer, in order.
struct Painted {
    /// The part; held, so that nothing else takes its address.
    part: Arc<Vec<Mark>>,
    placed: Placed,
    pieces: Vec<Piece>,
    /// Whether that is all: pictures and smaller maps are no meshes.
    is_whole: bool,
}

/// A mesh of a part.
enum Piece {
    /// Of what is written in points of the page.
    Own(Arc<Mesh>),
    /// That of [`Still`] geometry, by its number.
    Still(u64),
}

impl Painted {
    /// Moves it to where it stands now, if that is all it and its still geometry need.
    fn follow(&mut self, placed: &Placed, still: &mut [Still]) -> bool {
        let Some(moved) = placed.moved_from(&self.placed) else { return false };
        let numbers = self.pieces.iter().filter_map(|piece| if let Piece::Still(number) = piece { Some(*number) } else { None });
        let Some(all) = numbers.map(|number| still.iter().position(|still| still.number == number)).collect::<Option<Vec<usize>>>() else {
            return false;
        };
        if all.iter().any(|at| still[*at].moved_to(placed).is_none()) {
            return false;
        }
        for at in all {
            still[at].follow(placed);
        }
        if self.placed != *placed {
            self.own().for_each(|mesh| Arc::make_mut(mesh).transform(moved));
            self.placed = *placed;
        }
        true
    }

    fn own(&mut self) -> impl Iterator<Item = &mut Arc<Mesh>> {
        self.pieces.iter_mut().filter_map(|piece| if let Piece::Own(mesh) = piece { Some(mesh) } else { None })
    }

    /// What it was painted with, for its memory.
    fn into_own(self) -> impl Iterator<Item = Arc<Mesh>> {
        self.pieces.into_iter().filter_map(|piece| if let Piece::Own(mesh) = piece { Some(mesh) } else { None })
    }
}

/// Paints scenes, and keeps what the next frame can use again.
#[derive(Default)]
pub struct ScenePainter {
    still: Vec<Still>,
    /// What was painted in the last frame, in order.
    painted: Vec<Painted>,
    /// What was painted beside the frames for a scene to come.
    ahead: Vec<Painted>,
    /// Still geometry in sight, without its meshes, where it paints beside the frames: what only has to be moved when it is time
    /// is not made again.
    in_sight: Vec<Still>,
    /// Whether it paints for a scene of another view than that in sight.
    is_on_the_move: bool,
    /// What paints beside the frames, and what it has painted when it is done.
    beside: Option<Box<ScenePainter>>,
    coming: Option<ahead::Coming>,
    /// Meshes that are no longer shown, for their memory, the next to be used first; and those of still geometry.
    spare: VecDeque<Arc<Mesh>>,
    spare_still: VecDeque<Arc<Mesh>>,
    /// The relief on the graphics card, with the picture it was made from.
    texture: Option<(Arc<Relief>, egui::TextureHandle)>,
    /// The texts of the map, shared with what paints beside the frames.
    lettering: Arc<Mutex<Lettering>>,
    /// A painter for each smaller map, since the same geometry lies elsewhere there.
    insets: Vec<ScenePainter>,
}

impl ScenePainter {
    /// Paints a scene with its top left at `origin`, over the whole of the painter's clip rectangle.
    pub fn paint(&mut self, painter: &egui::Painter, origin: Pos2, scene: &Scene) {
        self.paint_moved(painter, origin, scene, TSTransform::IDENTITY);
    }

    /// The same, with the ground and all that stands on it moved and scaled on the page.
    pub fn paint_moved(&mut self, painter: &egui::Painter, origin: Pos2, scene: &Scene, moved: TSTransform) {
        painter.rect_filled(painter.clip_rect(), 0, color32(scene.background));
        self.layers(painter, origin, scene, moved);
    }

    /// Paints a scene over what is there.
    pub fn paint_over(&mut self, painter: &egui::Painter, origin: Pos2, scene: &Scene) {
        self.layers(painter, origin, scene, TSTransform::IDENTITY);
    }

    fn layers(&mut self, painter: &egui::Painter, origin: Pos2, scene: &Scene, moved: TSTransform) {
        let has_new_letters = self.lettering().begin(painter);
        let still = Placed::on(painter, origin, scene.view);
        let moved = Placed { origin: origin + moved.translation, zoom: moved.scaling, ..still };
        let place = |layer: &SceneLayer| if layer.id == FURNITURE { still } else { moved };
        let parts: Vec<(&Arc<Vec<Mark>>, Placed)> =
            scene.layers.iter().flat_map(|layer| layer.parts.iter().map(move |part| (part, place(layer)))).collect();
        let mut stands = |painted: &mut Painted| {
            let is_alike = !has_new_letters && painted.is_whole;
            is_alike && parts.iter().any(|(part, placed)| Arc::ptr_eq(part, &painted.part) && painted.follow(placed, &mut self.still))
        };
        let mut kept: Vec<Painted> = std::mem::take(&mut self.painted);
        kept.extend(self.ahead.extract_if(.., |painted| parts.iter().any(|(part, _)| Arc::ptr_eq(part, &painted.part))));
        // What was painted of parts that are gone gives its memory to this frame.
        let gone: Vec<Painted> = kept.extract_if(.., |painted| !stands(painted)).collect();
        save(&mut self.spare, gone.into_iter().flat_map(Painted::into_own));
        let mut out = Out::new(painter, std::mem::take(&mut self.spare));
        let mut num_insets = 0;
        for (part, placed) in parts {
            let painted = match kept.iter().position(|painted| Arc::ptr_eq(part, &painted.part)) {
                Some(at) => {
                    let painted = kept.swap_remove(at);
                    self.show(&mut out, &painted);
                    painted
                }
                None => self.part(&mut out, &placed, part, &mut num_insets),
            };
            self.painted.push(painted);
        }
        out.flush();
        self.spare = out.spare;
        self.still.iter_mut().for_each(|still| still.unused += 1);
        save(&mut self.spare_still, self.still.extract_if(.., |still| still.unused > 1).map(|still| still.mesh));
    }

    fn lettering(&self) -> MutexGuard<'_, Lettering> {
        self.lettering.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows what is painted.
    fn show(&self, out: &mut Out<'_>, painted: &Painted) {
        for piece in &painted.pieces {
            match piece {
                Piece::Own(mesh) => out.kept(mesh),
                Piece::Still(number) => self.still.iter().filter(|still| still.number == *number).for_each(|still| out.kept(&still.mesh)),
            }
        }
    }

    /// Paints a part of a layer anew.
    fn part(&mut self, out: &mut Out<'_>, placed: &Placed, part: &Arc<Vec<Mark>>, num_insets: &mut usize) -> Painted {
        let mut is_whole = true;
        out.scaling = placed.scaling();
        for run in StillMark::runs(part) {
            match run {
                Run::Still(marks) => self.still(out, placed, marks),
                Run::OfThePage(Mark::Inset(inset)) => {
                    self.inset(out, placed, inset, *num_insets);
                    *num_insets += 1;
                    is_whole = false;
                }
                Run::OfThePage(mark) => {
                    is_whole &= !matches!(mark, Mark::Image { .. });
                    self.moving(out, placed, mark);
                }
            }
        }
        Painted { part: Arc::clone(part), placed: *placed, pieces: out.finish_part(), is_whole }
    }

    fn inset(&mut self, out: &mut Out<'_>, placed: &Placed, inset: &crate::scene::Inset, number: usize) {
        let rect = egui::Rect::from_min_max(screen(placed.origin, inset.rect.min), screen(placed.origin, inset.rect.max));
        out.flush();
        if self.insets.len() == number {
            self.insets.push(Self::default());
        }
        self.insets[number].paint(&out.painter.with_clip_rect(rect), rect.min, &inset.scene);
    }

    /// What is written in points of the page.
    fn moving(&mut self, out: &mut Out<'_>, placed: &Placed, mark: &Mark) {
        let origin = placed.origin;
        match mark {
            Mark::Area { shape, fill } => match shape {
                AreaShape::Convex(points) => out.placed(origin, points, |batch, points| batch.polygon(points, true, color32(*fill))),
                AreaShape::Polygon(points) => out.placed(origin, points, |batch, points| batch.polygon(points, false, color32(*fill))),
                AreaShape::Disc(center, radius) => out.batch.disc(screen(origin, *center), *radius as f32, color32(*fill)),
                AreaShape::Plane(_) | AreaShape::Mesh(_) => {}
            },
            Mark::Line { shape, stroke } => match shape {
                LineShape::Open(points) => out.placed(origin, points, |batch, points| batch.line(points, false, *stroke)),
                LineShape::Closed(points) => out.placed(origin, points, |batch, points| batch.line(points, true, *stroke)),
                LineShape::Circle(center, radius) => out.batch.circle(screen(origin, *center), *radius as f32, *stroke),
                LineShape::Plane(_) => {}
            },
            Mark::Text(text) => self.lettering().add(out.painter, origin, text, out.batch.mesh()),
            Mark::PathText(text) => {
                for letter in text.marks() {
                    self.lettering().add(out.painter, origin, &letter, out.batch.mesh());
                }
            }
            Mark::Inset(_) => {}
            Mark::Image { relief, opacity } => self.image(out, placed, relief, *opacity),
        }
    }

    fn image(&mut self, out: &mut Out<'_>, placed: &Placed, relief: &Arc<Relief>, opacity: f64) {
        let painter = out.painter;
        if self.texture.as_ref().is_none_or(|(kept, _)| !Arc::ptr_eq(kept, relief)) {
            // In the memory they were decoded to.
            let pixels = relief.take_pixels().into_iter().map(|pixel| {
                let [r, g, b, a] = pixel.to_ne_bytes();
                Color32::from_rgba_premultiplied(r, g, b, a)
            });
            let mut image = egui::ColorImage::new([relief.width, relief.height], pixels.collect());
            // A weak graphics card holds no texture of this size: it gets one of half the detail.
            let most = painter.ctx().input(|input| input.max_texture_side);
            while image.size.iter().any(|side| *side > most) {
                image = halved(&image);
            }
            let texture = painter.ctx().load_texture("relief", image, egui::TextureOptions::LINEAR);
            self.texture = Some((Arc::clone(relief), texture));
        }
        let Some((_, texture)) = &self.texture else { return };
        let place = |plane: Plane| placed.screen(placed.view.page_from_plane(plane));
        let rect = egui::Rect::from_two_pos(place(relief.rect.min), place(relief.rect.max));
        let whole = egui::Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        out.flush();
        painter.image(texture.id(), rect, whole, Color32::from_white_alpha((opacity * 255.0).round() as u8));
    }

    /// Still marks that follow each other: the mesh of the last frame, or a new one where the view has moved.
    fn still(&mut self, out: &mut Out<'_>, placed: &Placed, marks: Vec<StillMark>) {
        out.end_batch();
        if let Some(still) = self.in_sight.iter().find(|still| still.is_of(&marks) && still.moved_to(placed).is_some()) {
            // All it needs is to be moved when it is time.
            return out.used.push(Piece::Still(still.number));
        }
        let found = self.still.iter().position(|still| still.is_of(&marks));
        let idx = found.unwrap_or_else(|| {
            let mesh = self.spare_still.pop_front().unwrap_or_default();
            self.still.push(Still::new(marks, mesh));
            self.still.len() - 1
        });
        let still = &mut self.still[idx];
        if !still.follow(placed) {
            // Made for another place of the ground, or for one to come: a hand pans or zooms, and will go on.
            let ground = |placed: &Placed| (placed.view.center, placed.view.metres_per_point);
            let is_moved = still.placed.as_ref().is_some_and(|before| ground(before) != ground(placed)) || self.is_on_the_move;
            still.make(placed, if is_moved { margin(placed.view.size) } else { 0.0 });
        }
        out.used.push(Piece::Still(still.number));
        out.kept(&still.mesh);
    }
}

/// Whether pictures or smaller maps are in a part: they are painted when they are seen.
fn is_apart(part: &[Mark]) -> bool {
    part.iter().any(|mark| matches!(mark, Mark::Inset(_) | Mark::Image { .. }))
}

/// Meshes that are kept for their memory at most: as many as a scene has.
const MOST_SPARE: usize = 48;

/// Keeps meshes whose shapes are gone for their memory.
fn save(spare: &mut VecDeque<Arc<Mesh>>, meshes: impl Iterator<Item = Arc<Mesh>>) {
    spare.extend(meshes.filter(|mesh| Arc::strong_count(mesh) == 1));
    spare.drain(..spare.len().saturating_sub(MOST_SPARE));
}

/// Scales a mesh, where there is anything to do.
fn scale(mesh: &mut Mesh, scaling: TSTransform) {
    if scaling != TSTransform::IDENTITY {
        mesh.transform(scaling);
    }
}

/// Empties a mesh but keeps its memory, which `Mesh::clear` gives away.
fn empty(mesh: &mut Mesh) {
    mesh.vertices.clear();
    mesh.indices.clear();
}

/// Vertices of a mesh that is not worth a clip rectangle of its own: each is a call to the graphics card.
const SMALL: usize = 400;

/// Shapes on their way to egui, in order.
struct Out<'a> {
    painter: &'a egui::Painter,
    batch: Batch,
    shapes: Vec<Shape>,
    num_apart: u16,
    /// Meshes that are no longer shown, the next to be used first.
    spare: VecDeque<Arc<Mesh>>,
    /// Pieces of the part that is being painted.
    used: Vec<Piece>,
    /// How what is gathered in points of the page is scaled.
    scaling: TSTransform,
    /// Kept from mark to mark for its memory.
    points: Vec<Pos2>,
    /// Whether what is painted is not seen yet.
    is_ahead: bool,
}

impl<'a> Out<'a> {
    fn new(painter: &'a egui::Painter, spare: VecDeque<Arc<Mesh>>) -> Self {
        let batch = Batch::new(painter.ctx().pixels_per_point(), painter.clip_rect());
        let mut out = Self {
            painter,
            batch,
            shapes: Vec::new(),
            num_apart: 0,
            spare,
            used: Vec::new(),
            scaling: TSTransform::IDENTITY,
            points: Vec::new(),
            is_ahead: false,
        };
        out.begin_batch();
        out
    }

    /// The same for what is not seen yet.
    fn ahead(painter: &'a egui::Painter, spare: VecDeque<Arc<Mesh>>) -> Self {
        Self { is_ahead: true, ..Self::new(painter, spare) }
    }

    /// Begins a mesh, in the memory of one that is no longer shown.
    fn begin_batch(&mut self) {
        if let Some(mut mesh) = self.spare.pop_front().and_then(|spare| Arc::try_unwrap(spare).ok()) {
            empty(&mut mesh);
            *self.batch.mesh() = mesh;
        }
    }

    /// Draws with points of the page where they stand on the screen.
    fn placed(&mut self, origin: Pos2, points: &[Page], draw: impl FnOnce(&mut Batch, &[Pos2])) {
        self.points.clear();
        self.points.extend(points.iter().map(|point| screen(origin, *point)));
        draw(&mut self.batch, &self.points);
    }

    /// Ends the mesh that is being gathered.
    fn end_batch(&mut self) {
        if !self.batch.mesh().is_empty() {
            let mut mesh = self.batch.take();
            scale(&mut mesh, self.scaling);
            let mesh = Arc::new(mesh);
            self.used.push(Piece::Own(Arc::clone(&mesh)));
            if !self.is_ahead {
                self.shapes.push(Shape::Mesh(mesh));
            }
            self.begin_batch();
        }
    }

    /// Hands over what is left, and gives back the pieces of the part.
    fn finish_part(&mut self) -> Vec<Piece> {
        self.flush();
        std::mem::take(&mut self.used)
    }

    fn flush(&mut self) {
        self.end_batch();
        self.painter.extend(std::mem::take(&mut self.shapes));
    }

    /// Adds a kept mesh. egui joins all that shares a clip rectangle into one mesh, which grows and is copied again and
    /// again; a large mesh gets a clip rectangle of its own, larger by less than a pixel can show.
    fn kept(&mut self, mesh: &Arc<Mesh>) {
        if mesh.is_empty() || self.is_ahead {
            return;
        }
        if mesh.vertices.len() <= SMALL {
            return self.shapes.push(Shape::Mesh(Arc::clone(mesh)));
        }
        self.flush();
        self.num_apart += 1;
        let mut apart = self.painter.clone();
        apart.set_clip_rect(self.painter.clip_rect().expand(f32::from(self.num_apart) / 512.0));
        apart.add(Shape::Mesh(Arc::clone(mesh)));
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

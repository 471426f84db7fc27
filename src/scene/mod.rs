//! The picture: a closed list of marks in page points, made by layers from a situation, a view and a theme.
//!
//! A scene decides everything about the look; painters only draw it. Large still geometry stands in it by reference
//! ([`PlaneArea`], [`PlaneLine`]), placed by the view; what is small or moves is written in page points.

mod doubt;
mod emphasis;
mod hit;
mod labels;
pub mod layers;
pub mod legend;
mod making;
mod memory;
mod sheet;
mod symbols;
pub mod text;
pub mod theme;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

pub use doubt::Doubt;
pub use hit::Hit;
pub use labels::{LabelKey, LabelRequest, LabelSlots};
pub use layers::furniture::grouped;
pub use layers::{LAYERS, Layer, Pace};
pub use legend::{LegendEntry, LegendRow};
use memory::Drawn;
pub use memory::{Lag, Memory, Order, Run, step_of_time};
pub use sheet::Sheet;
pub use text::{Face, Han, TextStyle};
pub use theme::{Color, DARK, LIGHT, Theme};

use crate::campaign::{Campaign, EventIdx, FormationIdx, Language, PlaceIdx};
use crate::cartography::{BaseMap, Detail, Geo, Page, PageRect, PlaneArea, PlaneLine, Relief, ScaleBand, Triangles, View};
use crate::situation::{GroundModel, Situation};

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A place.
    Place(PlaceIdx),
    /// A formation.
    Formation(FormationIdx),
    /// An event.
    Event(EventIdx),
    /// A point of the ground.
    Ground(GroundPoint),
}

/// A point of the ground that was asked about, to a ten-thousandth of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct GroundPoint {
    lon: i32,
    lat: i32,
}

impl GroundPoint {
    const PARTS: f64 = 10_000.0;

    /// Where it is.
    pub fn geo(self) -> Geo {
        Geo { lon: f64::from(self.lon) / Self::PARTS, lat: f64::from(self.lat) / Self::PARTS }
    }
}

impl From<Geo> for GroundPoint {
    fn from(geo: Geo) -> Self {
        Self { lon: (geo.lon * Self::PARTS).round() as i32, lat: (geo.lat * Self::PARTS).round() as i32 }
    }
}

impl std::fmt::Display for GroundPoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Geo { lon, lat } = self.geo();
        let (north, east) = (if lat < 0.0 { 'S' } else { 'N' }, if lon < 0.0 { 'W' } else { 'E' });
        write!(f, "{:.2}° {north} {:.2}° {east}", lat.abs(), lon.abs())
    }
}

/// The shape of an area.
#[derive(Clone, Debug)]
pub enum AreaShape {
    /// Ground, placed by the view.
    Plane(Arc<PlaneArea>),
    /// A convex polygon on the page, not closed.
    Convex(Vec<Page>),
    /// Any simple polygon on the page, not closed.
    Polygon(Vec<Page>),
    /// A disc on the page: center and radius.
    Disc(Page, f64),
    /// Ground of this instant as triangles, placed by the view.
    Mesh(Arc<Mesh>),
}

/// Triangles of the plane that do not overlap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesh {
    /// The triangles.
    pub triangles: Triangles,
    /// For each corner a share (0 to 1) of the fill's opacity; whole where the list is empty.
    pub shares: Vec<f32>,
}

/// The shape of a line.
#[derive(Clone, Debug)]
pub enum LineShape {
    /// On the ground, placed by the view.
    Plane(Arc<PlaneLine>),
    /// On the page.
    Open(Vec<Page>),
    /// On the page, back to its start.
    Closed(Vec<Page>),
    /// A circle on the page: center and radius.
    Circle(Page, f64),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its width, points.
    pub width: f64,
    /// Its color.
    pub color: Color,
    /// Lengths of strokes and gaps in turn, points; empty for a solid line.
    pub dash: &'static [f64],
}

impl Stroke {
    /// A solid line.
    pub const fn solid(width: f64, color: Color) -> Self {
        Self { width, color, dash: &[] }
    }

    /// A dashed line.
    pub const fn dashed(width: f64, color: Color, dash: &'static [f64]) -> Self {
        Self { width, color, dash }
    }
}

/// Which point of a text stands at its position, along the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A text on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct TextMark {
    /// A point of its baseline.
    pub at: Page,
    /// Which point.
    pub align: Align,
    /// The words.
    pub text: String,
    /// How they are set.
    pub style: TextStyle,
    /// Their color.
    pub color: Color,
    /// Color and width of what separates them from the ground.
    pub halo: Option<(Color, f64)>,
    /// Turned clockwise about `at`, radians.
    pub angle: f64,
}

/// One letter of a text along a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter {
    /// The letter.
    pub letter: char,
    /// The middle of its foot.
    pub foot: Page,
    /// Its angle, radians clockwise.
    pub angle: f64,
}

/// A text set along a line of the page: names of rivers and ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct PathText {
    /// The words.
    pub text: String,
    /// Its letters where they stand, without the spaces between words.
    pub letters: Arc<[Letter]>,
    /// How they are set.
    pub style: TextStyle,
    /// Their color.
    pub color: Color,
    /// Color and width of what separates them from the ground.
    pub halo: Option<(Color, f64)>,
}

impl PathText {
    /// The letters as texts of their own.
    pub fn marks(&self) -> impl Iterator<Item = TextMark> {
        let (style, color, halo) = (self.style.spaced(0.0), self.color, self.halo);
        self.letters.iter().map(move |Letter { letter, foot, angle }| TextMark {
            at: *foot,
            align: Align::Middle,
            text: letter.to_string(),
            style,
            color,
            halo,
            angle: *angle,
        })
    }
}

/// A smaller map in a frame of its own.
#[derive(Clone, Debug)]
pub struct Inset {
    /// Where its frame lies on the page of the large map.
    pub rect: PageRect,
    /// What it shows; its page is as large as the frame.
    pub scene: Scene,
}

/// One thing that is drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A filled area.
    Area {
        /// Where.
        shape: AreaShape,
        /// Its color.
        fill: Color,
    },
    /// A line.
    Line {
        /// Where.
        shape: LineShape,
        /// How.
        stroke: Stroke,
    },
    /// A text.
    Text(TextMark),
    /// A text along a line.
    PathText(PathText),
    /// A smaller map.
    Inset(Arc<Inset>),
    /// A picture of the ground, placed by the view.
    Image {
        /// The picture.
        relief: Arc<Relief>,
        /// A share (0 to 1) of its opacity.
        opacity: f64,
    },
}

/// The layer of what belongs to the page, not to the ground: clock block, scale bar, smaller maps.
pub const FURNITURE: &str = "furniture";

/// The marks of one layer.
#[derive(Clone, Debug)]
pub struct SceneLayer {
    /// The layer's id.
    pub id: &'static str,
    /// Its marks in parts, drawn in order. A part that has not changed is the same one as in the scene before, so that a
    /// painter can use again what it made of it.
    pub parts: Vec<Arc<Vec<Mark>>>,
}

impl SceneLayer {
    /// Its marks in order.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.parts.iter().flat_map(|part| part.iter())
    }
}

/// The picture.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Page and ground.
    pub view: View,
    /// What lies below all marks.
    pub background: Color,
    /// Layers from bottom to top.
    pub layers: Vec<SceneLayer>,
    /// What can be pointed at, from bottom to top.
    pub hits: Vec<Hit>,
    /// Where labels stand, to be handed to the next scene so that they stay there.
    pub slots: LabelSlots,
    /// The overview in whose frame the view can be moved, with what part of the plane it shows.
    pub overview: Option<(PageRect, View)>,
}

impl Scene {
    /// All marks from bottom to top.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.layers.iter().flat_map(SceneLayer::marks)
    }

    /// By how much its ground has to be scaled, and then how many points moved right and down, to stand as in another view.
    pub fn moved_to(&self, view: &View) -> (f64, [f64; 2]) {
        let scale = self.view.metres_per_point / view.metres_per_point;
        let (from, to) = (self.view.page().center(), view.page_from_plane(self.view.center));
        (scale, [to.x - from.x * scale, to.y - from.y * scale])
    }

    /// Whether something of the scene stands for a target.
    pub fn shows(&self, target: Target) -> bool {
        self.hits.iter().any(|hit| hit.target == target)
    }
}

/// What is drawn beside the ground itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Furniture {
    /// Only what the window's map needs: clock, scale bar, credits.
    Window,
    /// All a still needs to be understood when found alone: title and legend too.
    Still,
    /// Nothing.
    None,
}

/// What a scene is made from.
#[derive(Clone, Copy)]
pub struct MapInput<'a> {
    /// The facts.
    pub campaign: &'a Campaign,
    /// The ground.
    pub basemap: &'a BaseMap,
    /// The level of its detail.
    pub detail: &'a Detail,
    /// Who stood where.
    pub situation: &'a Situation,
    /// The arrival field and its contours; without it no ground is drawn as taken.
    pub ground: Option<&'a GroundModel>,
    /// What is on the page.
    pub view: View,
    /// The look.
    pub theme: &'static Theme,
    /// The language of names.
    pub language: Language,
    /// Ids of layers that are not drawn.
    pub hidden: &'a BTreeSet<String>,
    /// How strongly doubt is drawn.
    pub doubt: Doubt,
    /// What is selected.
    pub selection: Option<Target>,
    /// What the pointer is on.
    pub hovered: Option<Target>,
    /// Where labels stood in the last scene.
    pub slots: &'a LabelSlots,
    /// Events that have just been crossed, with how far their halo has run (0 to 1).
    pub flashes: &'a [(EventIdx, f64)],
    /// What the last scenes have computed already.
    pub memory: &'a Memory,
    /// What has changed since the instant left, for chevrons at the edge.
    pub changed: &'a [Target],
    /// The number of the chapter that is read, whose cast stands out.
    pub chapter: Option<usize>,
    /// What is drawn beside the ground.
    pub furniture: Furniture,
}

impl MapInput<'_> {
    /// A point of the earth on the page.
    pub fn page(&self, geo: Geo) -> Page {
        self.view.page_from_plane(self.basemap.projection.plane_from_geo(geo))
    }

    /// Whether a layer is drawn.
    pub fn is_visible(&self, layer: &str) -> bool {
        !self.hidden.contains(layer)
    }

    /// The level of detail of the scale.
    pub fn band(&self) -> ScaleBand {
        self.view.band()
    }

    /// Where map and margins lie on the page.
    pub fn sheet(&self) -> Sheet {
        Sheet::of(self.furniture, self.view.size)
    }

    /// A text style with Han forms of the chosen language.
    pub fn style(&self, face: Face, size: f64) -> TextStyle {
        let han = match self.language {
            Language::Japanese => Han::Japanese,
            Language::Korean => Han::Korean,
            _ => Han::Chinese,
        };
        TextStyle::new(face, size).with_han(han)
    }
}

/// What layers draw into.
#[derive(Default)]
pub struct Canvas {
    /// The marks of the layer being drawn.
    pub marks: Vec<Mark>,
    /// Parts of the layer that lie below them.
    parts: Vec<Arc<Vec<Mark>>>,
    /// What can be pointed at.
    pub hits: Vec<Hit>,
    /// Labels to be placed when all layers have spoken.
    pub labels: Vec<labels::LabelRequest>,
    /// Where no label may stand.
    pub obstacles: Vec<PageRect>,
    /// Which of the labels, by number, are asked for as in the scene before.
    standing: Vec<Range<usize>>,
    /// Where only the weightiest labels may stand, and only for want of another place: axes of advance.
    pub arrows: Vec<PageRect>,
    /// What lines of the ground cover, which a name on a sheet of paper crosses only for want of another place.
    pub lines: Vec<PageRect>,
}

/// Points of a line that names keep off stand this far apart, points.
const INK_STEP: f64 = 5.0;

impl Canvas {
    /// Keeps the names of a still off a line of the page. In a window they stay where they are instead.
    pub fn keep_names_off(&mut self, input: &MapInput<'_>, line: &[Page]) {
        if input.furniture != Furniture::Still {
            return;
        }
        let map = input.sheet().map;
        for pair in line.windows(2) {
            let steps = (pair[0].distance(pair[1]) / INK_STEP).ceil().clamp(1.0, 800.0) as u32;
            let along = (0..=steps).map(|step| pair[0].lerp(pair[1], f64::from(step) / f64::from(steps)));
            self.lines.extend(along.filter(|at| map.contains(*at)).map(|at| PageRect::around(at, 2.0, 2.0)));
        }
    }

    /// The same of a line of the ground.
    pub fn keep_names_off_ground(&mut self, input: &MapInput<'_>, line: &PlaneLine) {
        if input.furniture == Furniture::Still {
            line.on_page(&input.view).iter().for_each(|run| self.keep_names_off(input, run));
        }
    }

    /// Draws marks that are kept from scene to scene.
    pub fn share(&mut self, part: Arc<Vec<Mark>>) {
        self.end_part();
        self.parts.push(part);
    }

    /// Draws a mark as a part of its own: what is painted when it is seen, pictures and smaller maps, keeps nothing else waiting.
    pub fn apart(&mut self, mark: Mark) {
        self.share(Arc::new(vec![mark]));
    }

    fn end_part(&mut self) {
        if !self.marks.is_empty() {
            self.parts.push(Arc::new(std::mem::take(&mut self.marks)));
        }
    }

    /// The parts of the layer that was drawn.
    fn take_parts(&mut self) -> Vec<Arc<Vec<Mark>>> {
        self.end_part();
        std::mem::take(&mut self.parts)
    }

    /// The same as another canvas, whose layer is kept.
    fn take_in(&mut self, drawn: &Drawn) {
        self.parts.extend(drawn.parts.iter().cloned());
        self.hits.extend(drawn.canvas.hits.iter().cloned());
        let first = self.labels.len();
        self.labels.extend(drawn.canvas.labels.iter().cloned());
        self.standing.push(first..self.labels.len());
        self.obstacles.extend(&drawn.canvas.obstacles);
        self.arrows.extend(&drawn.canvas.arrows);
        self.lines.extend(&drawn.canvas.lines);
    }

    /// Fills an area.
    pub fn area(&mut self, shape: AreaShape, fill: Color) {
        self.marks.push(Mark::Area { shape, fill });
    }

    /// Draws a line.
    pub fn line(&mut self, shape: LineShape, stroke: Stroke) {
        self.marks.push(Mark::Line { shape, stroke });
    }

    /// Sets a text.
    pub fn text(&mut self, mark: TextMark) {
        self.marks.push(Mark::Text(mark));
    }
}

/// The sample of a row of the legend, alone on a page of this size, `margin` points from its sides.
fn sample(row: &LegendEntry, theme: &Theme, view: View, margin: f64) -> Scene {
    let page = view.page();
    let mut canvas = Canvas::default();
    row.draw(PageRect { min: page.min.offset(margin, 0.0), max: page.max.offset(-margin, 0.0) }, theme, &mut canvas);
    let layers = vec![SceneLayer { id: "legend", parts: canvas.take_parts() }];
    Scene { view, background: theme.paper, layers, hits: Vec::new(), slots: LabelSlots::new(), overview: None }
}

/// Draws a map. A still is centered on the middle of its map frame, which its margins leave free.
pub fn build(input: &MapInput<'_>) -> Scene {
    making::draw(input, || false)
}

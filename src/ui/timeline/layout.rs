//! Where the parts of the ruler lie.

use egui::{Rect, pos2};

use crate::campaign::{Instant, Lane};
use crate::session::RulerHeight;
use crate::session::axis::{Axis, Fold};
use crate::ui::{PanelInput, focus};

/// Heights, points.
const SCALE: f32 = 22.0;
const CHAPTERS: f32 = 14.0;
const DENSITY: f32 = 24.0;
const EVIDENCE: f32 = 6.0;
/// Room for the names of the lanes, points; less in a narrow window.
const NAMES: f32 = 84.0;
const NAMES_NARROW: f32 = 74.0;
/// A folded segment, and the most an unfolded one takes, points.
const FOLDED: f32 = 26.0;
const UNFOLDED: f32 = 340.0;
/// An axis is no narrower than this, points.
const NARROWEST: f32 = 60.0;

/// The parts of the ruler.
#[derive(PartialEq)]
pub struct Layout {
    /// How high it is drawn.
    pub height: RulerHeight,
    /// All of it.
    pub rect: Rect,
    /// The axis of the campaign.
    pub axis: Axis,
    /// The date scale.
    pub scale: Rect,
    /// The chapters, where the ruler is high enough.
    pub chapters: Option<Rect>,
    /// How thick events lie.
    pub density: Rect,
    /// The lanes, where the ruler is high enough.
    pub lanes: Option<Rect>,
    /// The lanes that are shown.
    shown: Vec<(Lane, &'static str)>,
    /// How well each hour is attested, where the ruler is high enough.
    pub evidence: Option<Rect>,
    /// The time before the campaign.
    pub before: Segment,
    /// The time after it.
    pub after: Segment,
}

/// The time before or after the campaign.
#[derive(Clone, Copy, PartialEq)]
pub struct Segment {
    /// Where it lies.
    pub rect: Rect,
    /// Whether it is unfolded.
    pub is_open: bool,
    /// Its geometry.
    pub fold: Fold,
}

/// How high scale and chapters are: on a museum's screen high enough for a finger.
fn bands(input: &PanelInput<'_>) -> [f32; 2] {
    let least = if input.session.kiosk.is_some() { focus::target_side(input) } else { 0.0 };
    [SCALE.max(least), CHAPTERS.max(least)]
}

/// What a museum's screen adds to a height of the ruler, points.
pub fn for_fingers(input: &PanelInput<'_>, height: RulerHeight) -> f32 {
    let [scale, chapters] = bands(input);
    scale - SCALE + if height == RulerHeight::Low { 0.0 } else { chapters - CHAPTERS }
}

impl Layout {
    /// The parts of a ruler in a rectangle.
    pub fn new(input: &PanelInput<'_>, height: RulerHeight, rect: Rect) -> Self {
        let ruler = &input.session.ruler;
        let names = if rect.width() < 800.0 { NAMES_NARROW } else { NAMES };
        let open = UNFOLDED.min(rect.width() * 0.3);
        let folded = FOLDED.max(focus::target_side(input));
        let before_width = if ruler.is_before_open { open } else { folded };
        let after_width = if ruler.is_after_open { open } else { folded };
        let left = rect.min.x + names + before_width;
        let right = (rect.max.x - after_width - 2.0).max(left + NARROWEST);
        let across = |from: f32, to: f32, top: f32, height: f32| Rect::from_min_max(pos2(from, top), pos2(to, top + height));
        let row = |top: f32, height: f32| across(left, right, top, height);
        let has_all = height != RulerHeight::Low;
        let mut top = rect.min.y;
        let mut next = |height: f32| {
            let at = top;
            top += height;
            row(at, height)
        };
        let [scale_height, chapters_height] = bands(input);
        let scale = next(scale_height);
        let chapters = has_all.then(|| next(chapters_height));
        let density = next(DENSITY);
        let lane_room = rect.max.y - density.max.y - EVIDENCE - 3.0;
        let lanes = has_all.then(|| next((lane_room / Lane::ALL.len() as f32).floor() * Lane::ALL.len() as f32));
        let evidence = has_all.then(|| next(EVIDENCE));
        let period = input.campaign.period;
        let events = &input.campaign.events;
        let first = events.first().map_or(period.start, |event| event.start.best.min(period.start));
        let last = events.last().map_or(period.end, |event| event.start.best.max(period.end));
        let segment = |from: f32, to: f32, is_open: bool, edge: Instant, furthest: Instant, is_before: bool| {
            let rect = across(from, to, rect.min.y, rect.height() - 3.0);
            let (near, far) = if is_before { (rect.max.x - 8.0, rect.min.x + 10.0) } else { (rect.min.x + 8.0, rect.max.x - 10.0) };
            let fold = Fold { edge, furthest, edge_x: f64::from(near), furthest_x: f64::from(far) };
            Segment { rect, is_open, fold }
        };
        Self {
            height,
            rect,
            axis: Axis { start: period.start, span: ruler.span(), left: f64::from(left), width: f64::from(right - left) },
            scale,
            chapters,
            density,
            lanes,
            shown: ruler.lanes().collect(),
            evidence,
            before: segment(left - before_width, left, ruler.is_before_open, period.start, first, true),
            after: segment(right, right + after_width, ruler.is_after_open, period.end, last, false),
        }
    }

    /// Everything of the axis, from scale to evidence.
    pub fn body(&self) -> Rect {
        let bottom = self.evidence.or(self.lanes).unwrap_or(self.density).max.y;
        Rect::from_min_max(self.scale.min, pos2(self.scale.max.x, bottom))
    }

    /// The lanes that are shown, with their titles and rectangles, from top to bottom; none on a low ruler.
    pub fn lanes(&self) -> impl Iterator<Item = (Lane, &'static str, Rect)> {
        let height = self.lanes.map_or(0.0, |lanes| lanes.height() / self.shown.len().max(1) as f32);
        let shown = self.lanes.into_iter().flat_map(|lanes| self.shown.iter().enumerate().map(move |row| (lanes, row)));
        shown.map(move |(lanes, (number, (lane, title)))| {
            let top = lanes.min.y + height * number as f32;
            (*lane, *title, Rect::from_min_max(pos2(lanes.min.x, top), pos2(lanes.max.x, top + height)))
        })
    }

    /// The lane at a height of the screen.
    pub fn lane_at(&self, y: f32) -> Option<Lane> {
        self.lanes().find(|(_, _, rect)| rect.y_range().contains(y)).map(|(lane, ..)| lane)
    }

    /// Where an instant lies, points.
    pub fn x(&self, instant: Instant) -> f32 {
        self.axis.x(instant) as f32
    }
}

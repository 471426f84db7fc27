//! The legend: rows of a sample and what it means, gathered from the visible layers.

use super::{AreaShape, Canvas, Doubt, LAYERS, LineShape, MapInput, Mark, Scene, Stroke, Theme};
use crate::cartography::{Page, PageRect, PageSize, View};

type Sample = Box<dyn Fn(PageRect, &Theme, &mut Canvas) + Send + Sync>;

/// What a row of the legend is about; they are read in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Who.
    Side,
    /// Fronts, ways and borders.
    Line,
    /// How it is known.
    Status,
    /// Units, places and events.
    Sign,
    /// What is shown for how long.
    Time,
}

impl Group {
    /// All groups with their titles.
    pub const ALL: [(Self, &'static str); 5] =
        [(Self::Side, "Sides"), (Self::Line, "Lines"), (Self::Status, "How it is known"), (Self::Sign, "Signs"), (Self::Time, "Time")];
}

/// A row of the legend.
pub struct LegendEntry {
    /// What the sample means.
    pub title: String,
    /// What it is about.
    pub group: Group,
    /// Whether it is a sentence without a sample.
    pub is_note: bool,
    sample: Sample,
}

impl LegendEntry {
    /// A row whose sample is drawn by a function into a rectangle: a sign, unless another group is named.
    pub fn new(title: impl Into<String>, sample: impl Fn(PageRect, &Theme, &mut Canvas) + Send + Sync + 'static) -> Self {
        Self { title: title.into(), group: Group::Sign, is_note: false, sample: Box::new(sample) }
    }

    /// A sentence without a sample.
    pub fn note(title: impl Into<String>) -> Self {
        Self { is_note: true, ..Self::new(title, |_, _, _| ()) }
    }

    /// The row in a group.
    #[must_use]
    pub fn of(self, group: Group) -> Self {
        Self { group, ..self }
    }

    /// Draws the sample into a rectangle.
    pub fn draw(&self, rect: PageRect, theme: &Theme, canvas: &mut Canvas) {
        (self.sample)(rect, theme, canvas);
    }
}

/// A row with its sample, drawn on a page of its own.
pub struct LegendRow {
    /// The row.
    pub entry: LegendEntry,
    /// The sample.
    pub sample: Scene,
}

impl LegendRow {
    /// A row with its sample on a page of a size, so many points from its sides.
    pub fn drawn(entry: LegendEntry, input: &MapInput<'_>, (size, margin): (PageSize, f64)) -> Self {
        let sample = super::sample(&entry, input.theme, View { size, ..input.view }, margin);
        Self { entry, sample }
    }

    /// Whether two rows look the same.
    pub fn is_like(&self, other: &Self) -> bool {
        self.entry.title == other.entry.title
            && self.entry.is_note == other.entry.is_note
            && self.sample.view.size == other.sample.view.size
            && self.sample.marks().count() == other.sample.marks().count()
            && self.sample.marks().zip(other.sample.marks()).all(|(a, b)| are_alike(a, b))
    }
}

/// Whether two marks of a page look the same; of the plane they never do.
fn are_alike(a: &Mark, b: &Mark) -> bool {
    match (a, b) {
        (Mark::Area { shape: a, fill }, Mark::Area { shape: b, fill: other }) => {
            let is_same = match (a, b) {
                (AreaShape::Convex(a), AreaShape::Convex(b)) | (AreaShape::Polygon(a), AreaShape::Polygon(b)) => a == b,
                (AreaShape::Disc(a, radius), AreaShape::Disc(b, other)) => a == b && radius.to_bits() == other.to_bits(),
                _ => false,
            };
            is_same && fill == other
        }
        (Mark::Line { shape: a, stroke }, Mark::Line { shape: b, stroke: other }) => {
            let is_same = match (a, b) {
                (LineShape::Open(a), LineShape::Open(b)) | (LineShape::Closed(a), LineShape::Closed(b)) => a == b,
                (LineShape::Circle(a, radius), LineShape::Circle(b, other)) => a == b && radius.to_bits() == other.to_bits(),
                _ => false,
            };
            is_same && stroke == other
        }
        (Mark::Text(a), Mark::Text(b)) => a == b,
        (Mark::PathText(a), Mark::PathText(b)) => a == b,
        _ => false,
    }
}

/// A row for a kind of line.
pub fn line(title: &'static str, stroke: Stroke) -> LegendEntry {
    let row = LegendEntry::new(title, move |rect, _, canvas| {
        let y = rect.center().y;
        canvas.line(LineShape::Open(vec![Page::new(rect.min.x, y), Page::new(rect.max.x, y)]), stroke);
    });
    row.of(Group::Line)
}

/// What is shown for how long: of just what is visible.
pub fn time_rows(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let rows = [
        ("axes", "Advance: of 3 days full, older pale, over 7 days a thin trail"),
        ("events", "Events: shown for 12 hours"),
        ("formations", "Laid down arms: shown for a day"),
        ("doubt", "Band: between first and last possible hour"),
    ];
    let is_drawn = |layer: &str| layer != "doubt" || (input.ground.is_some() && input.doubt != Doubt::Off);
    let sign = |layer: &'static str| {
        move |rect: PageRect, theme: &Theme, canvas: &mut Canvas| {
            let (y, x) = (rect.center().y, rect.min.x);
            for (k, share) in [1.0, 0.55, 0.25].into_iter().enumerate() {
                let at = x + k as f64 * rect.width() / 3.0;
                let color = if layer == "axes" || layer == "doubt" { theme.attacker.line } else { theme.ink };
                canvas.line(
                    LineShape::Open(vec![Page::new(at, y), Page::new(at + rect.width() / 3.0 - 2.0, y)]),
                    Stroke::solid(4.0 * share + 0.6, color.faded(share)),
                );
            }
        }
    };
    rows.into_iter()
        .filter(|(layer, _)| input.is_visible(layer) && is_drawn(layer))
        .map(|(layer, title)| LegendEntry::new(title, sign(layer)).of(Group::Time))
        .collect()
}

/// How doubt is drawn, where that is not as usual, and what is drawn then.
pub fn doubt_rows(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let whisker = |rect: PageRect, theme: &Theme, canvas: &mut Canvas| {
        let (y, left, right) = (rect.center().y, rect.min.x + 4.0, rect.max.x - 4.0);
        let mut line = |from: (f64, f64), to: (f64, f64)| {
            canvas.line(LineShape::Open(vec![Page::new(from.0, from.1), Page::new(to.0, to.1)]), Stroke::solid(1.2, theme.ink));
        };
        line((left, y), (right, y));
        line((left, y - 4.0), (left, y + 4.0));
        line((right, y - 4.0), (right, y + 4.0));
    };
    let mut rows = match input.doubt {
        Doubt::Normal => return Vec::new(),
        Doubt::Strong => vec![LegendEntry::new("Whisker: where along its way a formation may have been", whisker)],
        Doubt::Off => Vec::new(),
    };
    rows.push(LegendEntry::note(input.doubt.sentence()));
    rows.into_iter().map(|row| row.of(Group::Status)).collect()
}

/// No rows.
pub fn nothing() -> Vec<LegendEntry> {
    Vec::new()
}

/// The rows of every visible layer, topmost layer first, with the layer's id.
pub fn rows(input: &MapInput<'_>) -> Vec<(&'static str, Vec<LegendEntry>)> {
    LAYERS
        .iter()
        .rev()
        .filter(|layer| input.is_visible(layer.id))
        .map(|layer| (layer.id, (layer.legend)(input)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect()
}

//! The legend: rows of a sample and what it means, gathered from the visible layers.

use super::{Canvas, LAYERS, LineShape, MapInput, Stroke, Theme};
use crate::cartography::{Page, PageRect};

type Sample = Box<dyn Fn(PageRect, &Theme, &mut Canvas)>;

/// A row of the legend.
pub struct LegendEntry {
    /// What the sample means.
    pub title: String,
    sample: Sample,
}

impl LegendEntry {
    /// A row whose sample is drawn by a function into a rectangle.
    pub fn new(title: impl Into<String>, sample: impl Fn(PageRect, &Theme, &mut Canvas) + 'static) -> Self {
        Self { title: title.into(), sample: Box::new(sample) }
    }

    /// Draws the sample into a rectangle.
    pub fn draw(&self, rect: PageRect, theme: &Theme, canvas: &mut Canvas) {
        (self.sample)(rect, theme, canvas);
    }
}

/// A row for a kind of line.
pub fn line(title: &'static str, stroke: Stroke) -> LegendEntry {
    LegendEntry::new(title, move |rect, _, canvas| {
        let y = rect.center().y;
        canvas.line(LineShape::Open(vec![Page::new(rect.min.x, y), Page::new(rect.max.x, y)]), stroke);
    })
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

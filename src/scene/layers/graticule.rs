//! Meridians and parallels, labelled at the edges of the page.

use crate::cartography::{GraticuleLabel, PageEdge};
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{Align, Canvas, Face, LegendEntry, LineShape, MapInput, Stroke, TextMark, TextStyle, legend};

const SIZE: f64 = 9.5;
/// Distance of a label from the edge, points.
const MARGIN: f64 = 5.0;

/// Draws the graticule.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let graticule = input.memory.graticule(input);
    let stroke = Stroke::solid(0.6, input.theme.graticule.faded(0.35));
    for line in &graticule.lines {
        canvas.line(LineShape::Open(line.clone()), stroke);
    }
    for label in graticule.labels.iter().filter(|label| is_free(label, input)) {
        canvas.text(text(label, input));
    }
}

/// Labels stay clear of the corners, where two edges meet.
fn is_free(label: &GraticuleLabel, input: &MapInput<'_>) -> bool {
    let size = input.view.size;
    match label.edge {
        PageEdge::Top | PageEdge::Bottom => label.at.x > 230.0 && label.at.x < size.width - 60.0,
        PageEdge::Left | PageEdge::Right => label.at.y > 110.0 && label.at.y < size.height - 70.0,
    }
}

fn text(label: &GraticuleLabel, input: &MapInput<'_>) -> TextMark {
    let middle = SIZE * CAP_HEIGHT / 2.0;
    let (align, at) = match label.edge {
        PageEdge::Top => (Align::Middle, label.at.offset(0.0, MARGIN + SIZE * CAP_HEIGHT)),
        PageEdge::Bottom => (Align::Middle, label.at.offset(0.0, -MARGIN)),
        PageEdge::Left => (Align::Start, label.at.offset(MARGIN, middle)),
        PageEdge::Right => (Align::End, label.at.offset(-MARGIN, middle)),
    };
    let style = TextStyle::new(Face::Sans, SIZE);
    TextMark { at, align, text: label.text.clone(), style, color: input.theme.faint_ink, halo: Some((input.theme.halo, 1.5)), angle: 0.0 }
}

/// Nothing: the lines carry their degrees.
pub fn legend(_: &MapInput<'_>) -> Vec<LegendEntry> {
    legend::nothing()
}

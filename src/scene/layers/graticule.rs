//! Meridians and parallels, labelled at the edges of the page.

use crate::cartography::{GraticuleLabel, PageEdge};
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{Align, Canvas, Face, Furniture, LegendEntry, LineShape, MapInput, Stroke, TextMark, TextStyle, legend};

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
    if input.sheet().column.is_none() {
        for label in graticule.labels.iter().filter(|label| is_free(label, input)) {
            canvas.text(text(label, input, MARGIN));
        }
    }
}

/// Labels of a still, in the paper around its map.
pub fn labels_in_margin(input: &MapInput<'_>, canvas: &mut Canvas) {
    let map = input.sheet().map;
    if input.sheet().column.is_none() || !input.is_visible("graticule") {
        return;
    }
    for label in &input.memory.graticule(input).labels {
        let is_level = matches!(label.edge, PageEdge::Top | PageEdge::Bottom);
        let is_clear = if is_level {
            label.at.x > map.min.x + 24.0 && label.at.x < map.max.x - 24.0
        } else {
            label.at.y > map.min.y + 16.0 && label.at.y < map.max.y - 16.0
        };
        if is_clear {
            canvas.text(TextMark { halo: None, ..text(label, input, -4.0) });
        }
    }
}

/// Labels stay clear of the corners, where two edges meet, and of the clock and the overview.
fn is_free(label: &GraticuleLabel, input: &MapInput<'_>) -> bool {
    let (size, top) = (input.view.size, input.sheet().map.min.y);
    let has_furniture = input.furniture != Furniture::None && size.width > 760.0;
    let has_card = has_furniture && input.furniture == Furniture::Window;
    let (left, right) = match (has_furniture, has_card) {
        (true, true) => (420.0, 215.0),
        (true, false) => (60.0, 215.0),
        _ => (230.0, 60.0),
    };
    match label.edge {
        PageEdge::Top => label.at.x > left && label.at.x < size.width - right,
        PageEdge::Bottom => label.at.x > 260.0 && label.at.x < size.width - 60.0,
        PageEdge::Left => label.at.y > top + if has_card { 190.0 } else { 110.0 } && label.at.y < size.height - 70.0,
        PageEdge::Right => label.at.y > top + if has_furniture { 170.0 } else { 110.0 } && label.at.y < size.height - 70.0,
    }
}

/// A label so many points inside the edge of the map; negative: outside.
fn text(label: &GraticuleLabel, input: &MapInput<'_>, inside: f64) -> TextMark {
    let capital = SIZE * CAP_HEIGHT;
    let (align, at) = match (label.edge, inside < 0.0) {
        (PageEdge::Top, false) => (Align::Middle, label.at.offset(0.0, inside + capital)),
        (PageEdge::Top, true) => (Align::Middle, label.at.offset(0.0, inside)),
        (PageEdge::Bottom, false) => (Align::Middle, label.at.offset(0.0, -inside)),
        (PageEdge::Bottom, true) => (Align::Middle, label.at.offset(0.0, capital - inside)),
        (PageEdge::Left, false) => (Align::Start, label.at.offset(inside, capital / 2.0)),
        (PageEdge::Left, true) => (Align::Middle, label.at.offset(inside, 0.0)),
        (PageEdge::Right, false) => (Align::End, label.at.offset(-inside, capital / 2.0)),
        (PageEdge::Right, true) => (Align::Middle, label.at.offset(capital - inside, 0.0)),
    };
    // In the narrow paper at the sides degrees are read from below, as on printed sheets.
    let is_upright = inside < 0.0 && matches!(label.edge, PageEdge::Left | PageEdge::Right);
    let angle = if is_upright { -std::f64::consts::FRAC_PI_2 } else { 0.0 };
    let style = TextStyle::new(Face::Sans, SIZE);
    TextMark { at, align, text: label.text.clone(), style, color: input.theme.faint_ink, halo: Some((input.theme.halo, 1.5)), angle }
}

/// Nothing: the lines carry their degrees.
pub fn legend(_: &MapInput<'_>) -> Vec<LegendEntry> {
    legend::nothing()
}

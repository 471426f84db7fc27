//! How a label is set at its place, and how much of the page it covers there.

use std::sync::Arc;

use super::{CANDIDATES, Course, LEADING, LabelRequest, Spots};
use crate::cartography::{Page, PageRect};
use crate::scene::text::{ASCENT, CAP_HEIGHT};
use crate::scene::{Align, Canvas, LineShape, Mark, PathText, Stroke, TextMark};

/// Width and height of a label, points.
pub fn block_size(request: &LabelRequest) -> (f64, f64) {
    let width = request.lines.iter().map(|(text, style, _)| style.width(text)).fold(0.0, f64::max);
    let height: f64 = request.lines.iter().map(|(_, style, _)| style.size * LEADING).sum();
    let angle = if let Spots::Center(angle) = request.spots { angle } else { 0.0 };
    let (sin, cos) = (angle.sin().abs(), angle.cos().abs());
    (width * cos + height * sin, width * sin + height * cos)
}

/// What a text along a line covers: a square around each letter.
pub fn rects_along<'a>(request: &LabelRequest, course: &'a Course) -> &'a [PageRect] {
    request.lines.first().map_or(&[], |(text, style, _)| &course.lay(text, *style).rects)
}

fn along(request: &LabelRequest, course: &Course) -> Option<PathText> {
    let (text, style, color) = request.lines.first()?;
    let letters = Arc::clone(&course.lay(text, *style).letters);
    Some(PathText { text: text.clone(), letters, style: *style, color: *color, halo: request.halo })
}

/// Draws a label at its place.
pub fn draw(request: &LabelRequest, slot: usize, rects: &[PageRect], canvas: &mut Canvas) {
    if matches!(request.spots, Spots::Beside) && slot >= CANDIDATES.len() {
        leader(request, rects, canvas);
    }
    match &request.spots {
        Spots::Along(courses) => canvas.marks.extend(along(request, &courses[slot]).map(Mark::PathText)),
        Spots::Center(angle) if *angle != 0.0 => turned(request, *angle, rects, canvas),
        _ => level(request, rects, canvas),
    }
}

/// A thin line from a drawing to its label, where the label stands further off.
fn leader(request: &LabelRequest, rects: &[PageRect], canvas: &mut Canvas) {
    let (Some(rect), Some((_, _, color))) = (rects.first(), request.lines.first()) else { return };
    let near = |value: f64, low: f64, high: f64| value.clamp(low.min(high), high.max(low));
    let from = request.beside.center();
    let to = Page::new(near(from.x, rect.min.x, rect.max.x), near(from.y, rect.min.y, rect.max.y));
    let length = from.distance(to).max(1e-9);
    let start = from.lerp(to, (request.beside.width().min(request.beside.height()) / 2.0 / length).min(0.9));
    canvas.line(LineShape::Open(vec![start, to]), Stroke::solid(0.8, color.faded(0.7)));
}

fn turned(request: &LabelRequest, angle: f64, rects: &[PageRect], canvas: &mut Canvas) {
    let (Some((text, style, color)), Some(rect)) = (request.lines.first(), rects.first()) else { return };
    let down = style.size * CAP_HEIGHT / 2.0;
    let at = rect.center().offset(-down * angle.sin(), down * angle.cos());
    canvas.text(TextMark { at, align: Align::Middle, text: text.clone(), style: *style, color: *color, halo: request.halo, angle });
}

fn level(request: &LabelRequest, rects: &[PageRect], canvas: &mut Canvas) {
    let Some(rect) = rects.first() else { return };
    let (center, beside) = (rect.center(), request.beside.center());
    let align = if !matches!(request.spots, Spots::Beside) || (center.x - beside.x).abs() < 1.0 {
        Align::Middle
    } else if center.x > beside.x {
        Align::Start
    } else {
        Align::End
    };
    let x = match align {
        Align::Start => rect.min.x,
        Align::Middle => center.x,
        Align::End => rect.max.x,
    };
    let mut top = rect.min.y;
    for (text, style, color) in request.lines.iter() {
        let at = Page::new(x, top + style.size * (LEADING - (LEADING - CAP_HEIGHT) / 2.0) * ASCENT);
        canvas.text(TextMark { at, align, text: text.clone(), style: *style, color: *color, halo: request.halo, angle: 0.0 });
        top += style.size * LEADING;
    }
}

//! One collision pass over the labels of all layers: priorities, candidate positions, memory.
//!
//! A label keeps the position it had in the last scene while that is free (E7); else it takes the first free one in
//! Imhof's order; else it is left out.

use std::collections::BTreeMap;

use super::text::{ASCENT, CAP_HEIGHT};
use super::{Align, Canvas, Color, Hit, MapInput, Target, TextMark, TextStyle};
use crate::cartography::{Page, PageRect, ScaleBand};

/// Which candidate position each label took, by target.
pub type LabelSlots = BTreeMap<Target, usize>;

/// A label that wants a place.
#[derive(Clone, Debug)]
pub struct LabelRequest {
    /// Lower wins.
    pub priority: u32,
    /// What it names; its slot is remembered under this.
    pub target: Option<Target>,
    /// The drawing it stands beside; for a name without one, a point.
    pub beside: PageRect,
    /// The words, one or two lines.
    pub lines: Vec<(String, TextStyle, Color)>,
    /// Whether it may only stand centered on its drawing: names of regions and waters.
    pub is_centered: bool,
    /// Turned clockwise, radians; only for centered labels.
    pub angle: f64,
    /// Color and width of its halo.
    pub halo: Option<(Color, f64)>,
}

/// Gap between a drawing and its label, points.
const GAP: f64 = 3.0;

/// Horizontal and vertical side of each candidate: upper right, right, lower right, upper left, left, lower left, above,
/// below; then above and below, pushed to the right or left.
const CANDIDATES: [(f64, f64); 16] = [
    (1.0, -0.55),
    (1.0, 0.0),
    (1.0, 0.55),
    (-1.0, -0.55),
    (-1.0, 0.0),
    (-1.0, 0.55),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.35, -1.0),
    (-0.35, -1.0),
    (0.35, 1.0),
    (-0.35, 1.0),
    (0.55, -1.0),
    (-0.55, -1.0),
    (0.55, 1.0),
    (-0.55, 1.0),
];

/// The most labels at each scale.
fn most_labels(band: ScaleBand) -> usize {
    match band {
        ScaleBand::Theatre => 70,
        ScaleBand::Army => 90,
        ScaleBand::Division | ScaleBand::Local => 120,
    }
}

/// Places the requested labels and draws them.
pub fn place(input: &MapInput<'_>, canvas: &mut Canvas) -> LabelSlots {
    let mut requests = std::mem::take(&mut canvas.labels);
    requests.sort_by_key(|request| request.priority);
    let page = input.view.page().grown(-2.0);
    let mut taken: Vec<PageRect> = canvas.obstacles.clone();
    let mut slots = LabelSlots::new();
    let mut placed = 0;
    for request in &mut requests {
        if !request.is_centered {
            request.beside = with_cover(request.beside, &canvas.obstacles);
        }
        if request.target.is_some() && placed >= most_labels(input.band()) {
            continue;
        }
        let size = block_size(request);
        let before = request.target.and_then(|target| input.slots.get(&target)).copied();
        let order = before.into_iter().chain(0..if request.is_centered { 1 } else { CANDIDATES.len() });
        let free = order
            .map(|slot| (slot, block_at(request, slot, size)))
            .find(|(_, rect)| rect.within(&page) && !taken.iter().any(|other| overlap_beyond_own(rect, other, request)));
        let Some((slot, rect)) = free else { continue };
        if let Some(target) = request.target {
            slots.insert(target, slot);
            canvas.hits.extend(label_hit(canvas, target, rect));
        }
        draw(request, rect, canvas);
        taken.push(rect);
        placed += usize::from(request.target.is_some());
    }
    slots
}

/// The label answers to the pointer as its drawing does.
fn label_hit(canvas: &Canvas, target: Target, rect: PageRect) -> Option<Hit> {
    let named = canvas.hits.iter().find(|hit| hit.target == target)?;
    Some(Hit { target, rect, name: named.name.clone() })
}

/// A drawing together with the symbol that covers it, if one does: its label stands beside both.
fn with_cover(own: PageRect, obstacles: &[PageRect]) -> PageRect {
    let covers = |other: &&PageRect| **other != own && other.contains(own.center()) && other.width() < 60.0;
    obstacles.iter().find(covers).map_or(own, |cover| own.union(cover))
}

/// A label may touch the drawing it belongs to.
fn overlap_beyond_own(rect: &PageRect, other: &PageRect, request: &LabelRequest) -> bool {
    !other.within(&request.beside) && rect.overlaps(other)
}

fn block_size(request: &LabelRequest) -> (f64, f64) {
    let width = request.lines.iter().map(|(text, style, _)| style.width(text)).fold(0.0, f64::max);
    let height: f64 = request.lines.iter().map(|(_, style, _)| style.size * 1.08).sum();
    let (sin, cos) = (request.angle.sin().abs(), request.angle.cos().abs());
    (width * cos + height * sin, width * sin + height * cos)
}

fn block_at(request: &LabelRequest, slot: usize, (width, height): (f64, f64)) -> PageRect {
    let center = request.beside.center();
    if request.is_centered {
        return PageRect::around(center, width, height);
    }
    let (side, level) = CANDIDATES[slot % CANDIDATES.len()];
    let (half_width, half_height) = (request.beside.width() / 2.0, request.beside.height() / 2.0);
    let is_aside = side.abs() >= 1.0;
    let dx = if is_aside { side * (half_width + GAP + width / 2.0) } else { side * width };
    let dy = if is_aside { level * (half_height + height / 4.0) } else { level * (half_height + 1.0 + height / 2.0) };
    PageRect::around(center.offset(dx, dy), width, height)
}

fn draw(request: &LabelRequest, rect: PageRect, canvas: &mut Canvas) {
    let center = rect.center();
    if request.angle != 0.0 {
        if let Some((text, style, color)) = request.lines.first() {
            let down = style.size * CAP_HEIGHT / 2.0;
            let at = center.offset(-down * request.angle.sin(), down * request.angle.cos());
            canvas.text(TextMark {
                at,
                align: Align::Middle,
                text: text.clone(),
                style: *style,
                color: *color,
                halo: request.halo,
                angle: request.angle,
            });
        }
        return;
    }
    let beside = request.beside.center();
    let align = if request.is_centered || (center.x - beside.x).abs() < 1.0 {
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
    for (text, style, color) in &request.lines {
        let baseline = top + style.size * (1.08 - (1.08 - CAP_HEIGHT) / 2.0) * ASCENT;
        canvas.text(TextMark {
            at: Page::new(x, baseline),
            align,
            text: text.clone(),
            style: *style,
            color: *color,
            halo: request.halo,
            angle: 0.0,
        });
        top += style.size * 1.08;
    }
}

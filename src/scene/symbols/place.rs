//! Signs of places: filled and open rings by kind and importance.

use crate::campaign::PlaceKind;
use crate::cartography::{Page, PageRect};
use crate::scene::{AreaShape, Canvas, Color, LineShape, Stroke, Theme};

/// Half the size of the sign of a place, points.
pub fn radius(kind: PlaceKind, importance: u8) -> f64 {
    match (kind, importance) {
        (PlaceKind::Capital | PlaceKind::City, 1) => 4.0,
        (_, 1) => 3.4,
        (_, 2) => 2.8,
        _ => 2.2,
    }
}

/// Draws the sign of a place; `ring` is its color, that of who holds it. Works that the defender holds are filled, others
/// are hollow.
pub fn draw(kind: PlaceKind, importance: u8, center: Page, ring: Color, theme: &Theme, canvas: &mut Canvas) {
    let r = radius(kind, importance);
    let paper = theme.paper;
    match kind {
        PlaceKind::FortifiedRegion => fort(center, r + 1.2, ring, theme, canvas),
        PlaceKind::Pass => {
            for side in [-1.0, 1.0] {
                let x = center.x + side * r * 0.75;
                let bow = vec![
                    Page::new(x + side * r * 0.6, center.y - r * 1.1),
                    Page::new(x, center.y),
                    Page::new(x + side * r * 0.6, center.y + r * 1.1),
                ];
                canvas.line(LineShape::Open(bow), Stroke::solid(1.3, ring));
            }
        }
        PlaceKind::Airfield => {
            canvas.area(AreaShape::Disc(center, r), paper);
            canvas.line(LineShape::Circle(center, r), Stroke::solid(1.1, ring));
            canvas.line(LineShape::Open(vec![center.offset(0.0, -r * 0.65), center.offset(0.0, r * 0.65)]), Stroke::solid(1.1, ring));
            canvas.line(
                LineShape::Open(vec![center.offset(-r * 0.65, -r * 0.1), center.offset(r * 0.65, -r * 0.1)]),
                Stroke::solid(1.1, ring),
            );
        }
        PlaceKind::Capital => {
            canvas.area(AreaShape::Disc(center, r + 0.6), paper);
            canvas.line(LineShape::Circle(center, r + 0.6), Stroke::solid(1.3, ring));
            canvas.area(AreaShape::Disc(center, r * 0.55), ring);
        }
        PlaceKind::City if importance == 1 => {
            canvas.area(AreaShape::Disc(center, r), paper);
            canvas.line(LineShape::Circle(center, r), Stroke::solid(1.5, ring));
            canvas.area(AreaShape::Disc(center, r * 0.4), ring);
        }
        _ => {
            canvas.area(AreaShape::Disc(center, r), paper);
            canvas.line(LineShape::Circle(center, r), Stroke::solid(if importance == 3 { 1.0 } else { 1.3 }, ring));
        }
    }
}

/// A square with battlements.
fn fort(center: Page, r: f64, ring: Color, theme: &Theme, canvas: &mut Canvas) {
    let step = r * 2.0 / 5.0;
    let (left, top, right, bottom) = (center.x - r, center.y - r * 0.8, center.x + r, center.y + r * 0.9);
    let mut outline = vec![Page::new(left, bottom)];
    for k in 0..5 {
        let y = if k % 2 == 0 { top } else { top + step };
        outline.push(Page::new(left + step * f64::from(k), y));
        outline.push(Page::new(left + step * f64::from(k + 1), y));
    }
    outline.push(Page::new(right, bottom));
    let is_held = ring == theme.defender.line;
    canvas.area(AreaShape::Polygon(outline.clone()), if is_held { ring } else { theme.paper });
    canvas.line(LineShape::Closed(outline), Stroke::solid(1.1, ring));
}

/// The part of the page a place's sign covers.
pub fn rect(kind: PlaceKind, importance: u8, center: Page) -> PageRect {
    let r = radius(kind, importance) + 1.0;
    PageRect::around(center, r * 2.0, r * 2.0)
}

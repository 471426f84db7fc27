//! Signs of events: a star for a fight, a flag for a surrender, a parachute, an anchor, …

use std::f64::consts::{PI, TAU};

use crate::campaign::EventCategory;
use crate::cartography::Page;
use crate::scene::{AreaShape, Canvas, Color, LineShape, Stroke};

/// Half the size of an event's sign, points.
pub const RADIUS: f64 = 7.0;

/// Draws the sign of a kind of event: ink on a disc of paper.
pub fn draw(category: EventCategory, center: Page, ink: Color, paper: Color, canvas: &mut Canvas) {
    canvas.area(AreaShape::Disc(center, RADIUS), paper);
    canvas.line(LineShape::Circle(center, RADIUS), Stroke::solid(1.1, ink));
    let at = |x: f64, y: f64| center.offset(x, y);
    let thin = Stroke::solid(1.1, ink);
    let mut path = |points: Vec<Page>| canvas.line(LineShape::Open(points), thin);
    match category {
        EventCategory::Combat => {
            let star = (0..16).map(|k| {
                let (angle, r) = (f64::from(k) * TAU / 16.0 - PI / 2.0, if k % 2 == 0 { 5.0 } else { 2.2 });
                at(r * angle.cos(), r * angle.sin())
            });
            canvas.area(AreaShape::Polygon(star.collect()), ink);
        }
        EventCategory::Advance => {
            path(vec![at(-4.0, 0.0), at(3.6, 0.0)]);
            path(vec![at(0.6, -3.0), at(3.8, 0.0), at(0.6, 3.0)]);
        }
        EventCategory::Surrender => {
            path(vec![at(-2.4, 4.4), at(-2.4, -4.2)]);
            path(vec![at(-2.4, -4.2), at(3.8, -2.6), at(-2.4, -0.4)]);
        }
        EventCategory::Airborne => {
            path((0..=10).map(|k| PI * (1.0 + f64::from(k) / 10.0)).map(|a| at(4.2 * a.cos(), 0.2 + 4.2 * a.sin())).collect());
            path(vec![at(-4.2, 0.2), at(0.0, 4.4), at(4.2, 0.2)]);
        }
        EventCategory::Air => {
            path(vec![at(0.0, -4.4), at(0.0, 4.0)]);
            path(vec![at(-4.4, 0.6), at(0.0, -1.0), at(4.4, 0.6)]);
            path(vec![at(-1.6, 4.0), at(1.6, 4.0)]);
        }
        EventCategory::Naval => {
            path(vec![at(0.0, -4.2), at(0.0, 4.0)]);
            path(vec![at(-2.2, -2.2), at(2.2, -2.2)]);
            path(vec![at(-3.8, 0.8), at(-2.6, 3.2), at(0.0, 4.2), at(2.6, 3.2), at(3.8, 0.8)]);
        }
        EventCategory::Command => {
            path(vec![at(-4.0, -2.6), at(4.0, -2.6), at(4.0, 2.8), at(-4.0, 2.8), at(-4.0, -2.6)]);
            path(vec![at(-4.0, -2.6), at(0.0, 0.6), at(4.0, -2.6)]);
        }
        EventCategory::Political => {
            path(vec![at(-3.2, -4.0), at(3.2, -4.0), at(3.2, 4.2), at(-3.2, 4.2), at(-3.2, -4.0)]);
            for y in [-1.8, 0.2, 2.2] {
                path(vec![at(-1.8, y), at(1.8, y)]);
            }
        }
        EventCategory::Logistics => {
            path(vec![at(-3.4, -3.0), at(-3.4, 3.2), at(3.4, 3.2), at(3.4, -3.0), at(-3.4, -3.0)]);
            path(vec![at(-3.4, 0.0), at(3.4, 0.0)]);
        }
        EventCategory::Civilian => {
            canvas.area(AreaShape::Disc(at(0.0, -2.6), 1.7), ink);
            canvas.area(AreaShape::Convex(vec![at(-3.0, 4.2), at(-1.8, -0.2), at(1.8, -0.2), at(3.0, 4.2)]), ink);
        }
    }
}

//! Chevrons at the edge of the map for what has changed out of view, so that nothing is missed off the page.

use crate::cartography::{Page, PageRect};
use crate::scene::{AreaShape, Canvas, Hit, LineShape, MapInput, Stroke, Target};

/// Distance of a chevron from the edge, points.
const MARGIN: f64 = 22.0;
/// Distance from the lower edge, where scale bar and credits stand, points.
const FOOT: f64 = 62.0;
/// Half its size, points.
const SIZE: f64 = 8.0;
/// The most chevrons.
const MOST: usize = 10;

/// Draws a chevron for each changed thing out of view, off the furniture; those that would cover another are left out.
pub fn draw(input: &MapInput<'_>, furniture: &[PageRect], canvas: &mut Canvas) {
    let page = input.view.page();
    let inner = PageRect { min: page.min.offset(MARGIN, MARGIN), max: page.max.offset(-MARGIN, -FOOT) };
    let mut covered: Vec<PageRect> = Vec::new();
    for target in input.changed {
        let Some(at) = place(input, *target).filter(|at| !page.contains(*at)) else { continue };
        let center = inner.center();
        let edge = off(furniture, toward(center, at, &inner), center);
        let rect = PageRect::around(edge, SIZE * 2.4, SIZE * 2.4);
        if covered.len() >= MOST || covered.iter().any(|other| other.overlaps(&rect)) {
            continue;
        }
        covered.push(rect);
        chevron(input, edge, (at.y - center.y).atan2(at.x - center.x), canvas);
        canvas.obstacles.push(rect);
        canvas.hits.push(Hit { target: *target, rect, name: super::target_name(input.campaign, *target).into() });
    }
}

fn place(input: &MapInput<'_>, target: Target) -> Option<Page> {
    let geo = match target {
        Target::Place(idx) => input.campaign.place(idx).position.into(),
        Target::Formation(idx) => input.situation.formation(idx)?.position,
        Target::Event(idx) => input.campaign.event(idx).position?.into(),
        Target::Ground(_) => return None,
    };
    Some(input.page(geo))
}

/// Where the way from the middle of the page to a point leaves a rectangle.
fn toward(center: Page, at: Page, rect: &PageRect) -> Page {
    let (dx, dy) = (at.x - center.x, at.y - center.y);
    let share_x = if dx.abs() < 1e-9 { f64::INFINITY } else { (if dx > 0.0 { rect.max.x } else { rect.min.x } - center.x) / dx };
    let share_y = if dy.abs() < 1e-9 { f64::INFINITY } else { (if dy > 0.0 { rect.max.y } else { rect.min.y } - center.y) / dy };
    center.lerp(at, share_x.min(share_y).min(1.0))
}

/// The first point on the way from the edge to the middle of the page at which a chevron lies off the furniture.
fn off(furniture: &[PageRect], edge: Page, center: Page) -> Page {
    let is_free = |at: &Page| {
        let rect = PageRect::around(*at, SIZE * 2.4, SIZE * 2.4);
        !furniture.iter().any(|other| other.overlaps(&rect))
    };
    (0..=40).map(|step| edge.lerp(center, f64::from(step) / 50.0)).find(is_free).unwrap_or(edge)
}

fn chevron(input: &MapInput<'_>, at: Page, angle: f64, canvas: &mut Canvas) {
    let (sin, cos) = angle.sin_cos();
    let turned = |x: f64, y: f64| at.offset(x * cos - y * sin, x * sin + y * cos);
    let shape = vec![turned(SIZE, 0.0), turned(-SIZE * 0.7, SIZE), turned(-SIZE * 0.25, 0.0), turned(-SIZE * 0.7, -SIZE)];
    canvas.area(AreaShape::Polygon(shape.clone()), input.theme.ink);
    canvas.line(LineShape::Closed(shape), Stroke::solid(1.0, input.theme.paper));
}

//! Land: political areas of 1945 in quiet tints, and the coast.

use std::sync::Arc;

use crate::cartography::{BaseMap, Page, ScaleBand, View};
use crate::scene::{AreaShape, Canvas, LegendEntry, LineShape, MapInput, Stroke, Theme, legend};

/// Draws land, areas and coast.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    // Together they are all land.
    for polity in &input.detail.polities {
        canvas.area(AreaShape::Plane(Arc::clone(&polity.area)), input.theme.polity(&polity.id));
    }
    let width = if input.band() == ScaleBand::Theatre { 0.9 } else { 1.2 };
    canvas.line(LineShape::Plane(Arc::clone(&input.detail.coast)), Stroke::solid(width, input.theme.coast));
    if shows_the_frame(&input.view, input.basemap) {
        frame(input.basemap, input.theme, canvas);
    }
}

/// Blank paper beyond what the base map covers, and a line along it: where the data end is neither sea nor coast.
pub fn frame(basemap: &BaseMap, theme: &Theme, canvas: &mut Canvas) {
    canvas.area(AreaShape::Plane(Arc::clone(&basemap.beyond)), theme.paper);
    canvas.line(LineShape::Plane(Arc::clone(&basemap.frame)), Stroke::solid(1.4, theme.graticule));
}

/// Whether something of a page lies beyond what the base map covers.
fn shows_the_frame(view: &View, basemap: &BaseMap) -> bool {
    let page = view.page();
    let steps = (0..=8).flat_map(|row| (0..=8).map(move |column| (f64::from(column) / 8.0, f64::from(row) / 8.0)));
    let at = |(x, y): (f64, f64)| Page::new(page.min.x + page.width() * x, page.min.y + page.height() * y);
    steps.map(at).any(|at| basemap.beyond.contains(view.plane_from_page(at)))
}

/// Nothing: the areas carry their names.
pub fn legend(_: &MapInput<'_>) -> Vec<LegendEntry> {
    legend::nothing()
}

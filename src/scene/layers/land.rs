//! Land: political areas of 1945 in quiet tints, and the coast.

use std::sync::Arc;

use crate::cartography::ScaleBand;
use crate::scene::{AreaShape, Canvas, LegendEntry, LineShape, MapInput, Stroke, legend};

/// Draws land, areas and coast.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    // Together they are all land.
    for polity in &input.detail.polities {
        canvas.area(AreaShape::Plane(Arc::clone(&polity.area)), input.theme.polity(&polity.id));
    }
    let width = if input.band() == ScaleBand::Theatre { 0.9 } else { 1.2 };
    canvas.line(LineShape::Plane(Arc::clone(&input.detail.coast)), Stroke::solid(width, input.theme.coast));
}

/// Nothing: the areas carry their names.
pub fn legend(_: &MapInput<'_>) -> Vec<LegendEntry> {
    legend::nothing()
}

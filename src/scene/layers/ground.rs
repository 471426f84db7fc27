//! Ground taken, and the band of doubt around it: computed from the arrival field for the instant.

use std::sync::Arc;

use crate::cartography::{Page, PageRect};
use crate::scene::{AreaShape, Canvas, LegendEntry, MapInput, Mesh};
use crate::situation::Ground;

/// Opacity of the band where it begins, and where it meets the ground taken, as shares of the fill's.
const BAND: (f64, f64) = (0.16, 0.5);

/// Draws the ground taken.
pub fn draw_taken(input: &MapInput<'_>, canvas: &mut Canvas) {
    let Some(ground) = ground(input, canvas) else { return };
    let mesh = Mesh { triangles: ground.taken.clone(), shares: Vec::new() };
    canvas.area(AreaShape::Mesh(Arc::new(mesh)), input.theme.attacker.fill);
}

/// Draws the band of doubt: lighter, and fading towards its outer edge.
pub fn draw_band(input: &MapInput<'_>, canvas: &mut Canvas) {
    let Some(ground) = ground(input, canvas) else { return };
    let shares = ground.band_share.iter().map(|share| (BAND.0 + (BAND.1 - BAND.0) * f64::from(*share)) as f32).collect();
    let mesh = Mesh { triangles: ground.band.clone(), shares };
    canvas.area(AreaShape::Mesh(Arc::new(mesh)), input.theme.attacker.fill);
}

/// The ground of the instant on the page, computed once a scene.
fn ground<'c>(input: &MapInput<'_>, canvas: &'c mut Canvas) -> Option<&'c Ground> {
    let field = &input.ground?.field;
    Some(canvas.ground.get_or_insert_with(|| {
        let mut ground = Ground::default();
        let hours = field.epoch().hours(input.situation.instant);
        field.tiles(input.view.metres_per_point).ground(hours, Some(input.view.bounds()), &mut ground);
        ground
    }))
}

fn swatch(title: &'static str, share: f64) -> LegendEntry {
    LegendEntry::new(title, move |rect, theme, canvas| {
        let area = PageRect::around(rect.center(), rect.width() * 0.8, rect.height() * 0.55);
        let corners = [area.min, Page::new(area.max.x, area.min.y), area.max, Page::new(area.min.x, area.max.y)].to_vec();
        canvas.area(AreaShape::Convex(corners), theme.attacker.fill.faded(share));
    })
}

/// What the tint means, and what its absence means.
pub fn legend_taken(input: &MapInput<'_>) -> Vec<LegendEntry> {
    if input.ground.is_none() {
        return Vec::new();
    }
    vec![swatch("Ground taken, computed from dated waypoints", 1.0), swatch("No tint: no record that the war came here", 0.0)]
}

/// What the lighter tint means.
pub fn legend_band(input: &MapInput<'_>) -> Vec<LegendEntry> {
    if input.ground.is_some() { vec![swatch("Band of doubt: perhaps taken by this hour", 0.4)] } else { Vec::new() }
}

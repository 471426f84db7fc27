//! Ground taken, and the band of doubt around it: computed from the arrival field for the instant.

use std::sync::Arc;

use crate::cartography::{Page, PageRect};
use crate::scene::legend::Group;
use crate::scene::{AreaShape, Canvas, LegendEntry, LineShape, MapInput, Mesh, Stroke};

/// Opacity of the band as shares of the fill's: none at its outer edge, soon this much, and this where it meets the
/// ground taken.
const BAND: (f32, f32) = (0.4, 0.72);

/// The share of the time between earliest and latest in which the band's soft edge ends.
const SOFT: f32 = 0.12;

fn band_opacity(share: f32) -> f32 {
    if share < SOFT { BAND.0 * share / SOFT } else { BAND.0 + (BAND.1 - BAND.0) * (share - SOFT) / (1.0 - SOFT) }
}

/// Draws the ground taken.
pub fn draw_taken(input: &MapInput<'_>, canvas: &mut Canvas) {
    if let Some((taken, _)) = meshes(input) {
        canvas.area(AreaShape::Mesh(taken), input.theme.attacker.fill);
    }
}

/// Draws the band of doubt: lighter, and fading towards its outer edge.
pub fn draw_band(input: &MapInput<'_>, canvas: &mut Canvas) {
    if let Some((_, band)) = meshes(input) {
        canvas.area(AreaShape::Mesh(band), input.theme.attacker.fill);
    }
}

/// Ground taken and band of doubt on the page.
fn meshes(input: &MapInput<'_>) -> Option<(Arc<Mesh>, Arc<Mesh>)> {
    let model = input.ground?;
    Some(input.memory.ground(input, |instant, window| {
        let mut ground = model.at(instant, window, input.view.metres_per_point);
        for share in &mut ground.band_share {
            *share = band_opacity(*share);
        }
        let taken = Mesh { triangles: ground.taken, shares: Vec::new() };
        (Arc::new(taken), Arc::new(Mesh { triangles: ground.band, shares: ground.band_share }))
    }))
}

fn swatch(title: &'static str, share: f64) -> LegendEntry {
    let row = LegendEntry::new(title, move |rect, theme, canvas| {
        let area = PageRect::around(rect.center(), rect.width() * 0.8, rect.height() * 0.55);
        let corners = [area.min, Page::new(area.max.x, area.min.y), area.max, Page::new(area.min.x, area.max.y)].to_vec();
        canvas.area(AreaShape::Convex(corners.clone()), theme.attacker.fill.faded(share));
        canvas.line(LineShape::Closed(corners), Stroke::solid(0.5, theme.graticule.faded(0.4)));
    });
    row.of(Group::Status)
}

/// What the tint means, and what its absence means.
pub fn legend_taken(input: &MapInput<'_>) -> Vec<LegendEntry> {
    if input.ground.is_none() {
        return Vec::new();
    }
    vec![swatch("Ground taken, from dated waypoints", 1.0), swatch("Not tinted: no record of fighting", 0.0)]
}

/// What the lighter tint means.
pub fn legend_band(input: &MapInput<'_>) -> Vec<LegendEntry> {
    if input.ground.is_some() { vec![swatch("Band of doubt: taken between two dates", 0.4)] } else { Vec::new() }
}

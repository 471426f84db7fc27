//! Ground taken, and the band of doubt around it: computed from the arrival field for the instant.

use std::sync::Arc;

use super::hatch;
use crate::cartography::{Page, PageRect};
use crate::scene::legend::Group;
use crate::scene::{AreaShape, Canvas, Doubt, LegendEntry, LineShape, MapInput, Mesh, Stroke, Theme};

/// Opacity of the band as shares of the fill's: none at its outer edge, soon this much, and this where it meets the
/// ground taken.
const BAND: (f32, f32) = (0.4, 0.72);

/// The share of the time between earliest and latest in which the band's soft edge ends.
const SOFT: f32 = 0.12;

/// How sharp the edge of ground taken by best estimate is.
const EDGE: f32 = 24.0;

fn band_opacity(share: f32) -> f32 {
    if share < SOFT { BAND.0 * share / SOFT } else { BAND.0 + (BAND.1 - BAND.0) * (share - SOFT) / (1.0 - SOFT) }
}

/// Draws the ground taken.
pub fn draw_taken(input: &MapInput<'_>, canvas: &mut Canvas) {
    if let Some((taken, _)) = meshes(input) {
        canvas.area(AreaShape::Mesh(taken), input.theme.attacker.fill);
    }
}

/// Draws the band of doubt: lighter, and fading towards its outer edge; hatched where doubt is drawn strongly, and as
/// ground taken up to its middle where it is not drawn.
pub fn draw_band(input: &MapInput<'_>, canvas: &mut Canvas) {
    let Some((_, band)) = meshes(input) else { return };
    if input.doubt == Doubt::Off {
        return canvas.area(AreaShape::Mesh(Arc::new(cut(&band))), input.theme.attacker.fill);
    }
    let hatch = if input.doubt == Doubt::Strong { hatch::lines(&band.triangles, &input.view) } else { Vec::new() };
    canvas.area(AreaShape::Mesh(band), input.theme.attacker.fill);
    for line in hatch {
        canvas.line(LineShape::Open(line.to_vec()), hatching(input.theme));
    }
}

/// The band as ground taken, as far as it was taken by best estimate.
fn cut(band: &Mesh) -> Mesh {
    let middle = band_opacity(0.5);
    let shares = band.shares.iter().map(|share| ((share - middle) * EDGE + 0.5).clamp(0.0, 1.0)).collect();
    Mesh { triangles: band.triangles.clone(), shares }
}

fn hatching(theme: &Theme) -> Stroke {
    Stroke::solid(1.1, theme.attacker.line.faded(0.75))
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

fn hatched(title: &'static str) -> LegendEntry {
    let row = LegendEntry::new(title, move |rect, theme, canvas| {
        let area = PageRect::around(rect.center(), rect.width() * 0.8, rect.height() * 0.55);
        let corners = [area.min, Page::new(area.max.x, area.min.y), area.max, Page::new(area.min.x, area.max.y)].to_vec();
        canvas.area(AreaShape::Convex(corners), theme.attacker.fill.faded(0.4));
        let high = area.height();
        let mut x = area.min.x;
        while x + high <= area.max.x {
            canvas.line(LineShape::Open(vec![Page::new(x, area.max.y), Page::new(x + high, area.min.y)]), hatching(theme));
            x += 6.0;
        }
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
    let title = "Band of doubt: taken between two dates";
    match input.doubt {
        _ if input.ground.is_none() => Vec::new(),
        Doubt::Off => Vec::new(),
        Doubt::Normal => vec![swatch(title, 0.4)],
        Doubt::Strong => vec![hatched(title)],
    }
}

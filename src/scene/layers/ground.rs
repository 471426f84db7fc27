//! Ground taken, and the band of doubt around it: computed from the arrival field for the instant.

use std::sync::Arc;

use hashbrown::HashMap;

use super::hatch;
use crate::cartography::{Page, PageRect, Triangles};
use crate::scene::legend::Group;
use crate::scene::{AreaShape, Canvas, Doubt, LegendEntry, LineShape, MapInput, Mesh, Stroke, Theme};

/// Opacity of the band as shares of the fill's: none at its outer edge, soon this much, and this where it meets the
/// ground taken.
const BAND: (f32, f32) = (0.4, 0.72);

/// The share of the time between earliest and latest in which the band's soft edge ends.
const SOFT: f32 = 0.12;

/// Corners of the ground less than about so far from each other coincide, metres.
const ALIKE: f64 = 0.25;

fn band_opacity(share: f32) -> f32 {
    let share = share.max(0.0);
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
        let mut best = Mesh::clone(&band);
        cut(&mut best, band_opacity(0.5), false);
        return canvas.area(AreaShape::Mesh(Arc::new(Mesh { shares: Vec::new(), ..best })), input.theme.attacker.fill);
    }
    let hatch = if input.doubt == Doubt::Strong { hatch::lines(&band.triangles, &input.view) } else { Vec::new() };
    canvas.area(AreaShape::Mesh(band), input.theme.attacker.fill);
    for line in hatch {
        canvas.line(LineShape::Open(line.to_vec()), hatching(input.theme));
    }
}

/// Takes out the triangles of a band that lie wholly within it and on one side of where its soft edge ends: nearly all, and
/// they need no cut.
fn take_plain(band: &mut Mesh) -> Vec<u32> {
    let whole = std::mem::take(&mut band.triangles.indices);
    let mut plain = Vec::with_capacity(whole.len());
    for triangle in whole.chunks_exact(3) {
        let shares = [0, 1, 2].map(|k| band.shares[triangle[k] as usize]);
        let is_soft = shares.map(|share| share < SOFT);
        let is_plain = shares.iter().all(|share| *share >= 0.0) && is_soft.iter().all(|soft| *soft == is_soft[0]);
        if is_plain { &mut plain } else { &mut band.triangles.indices }.extend_from_slice(triangle);
    }
    plain
}

/// Cuts the triangles of a mesh where its shares pass a level, linear over each triangle, so that what is drawn from them
/// can change there without showing the triangles. What lies below the level is kept or not.
fn cut(mesh: &mut Mesh, level: f32, keeps_below: bool) {
    let Mesh { triangles: Triangles { vertices, indices }, shares } = mesh;
    let whole = std::mem::take(indices);
    indices.reserve(whole.len());
    for triangle in whole.chunks_exact(3) {
        let above = [0, 1, 2].map(|k| shares[triangle[k] as usize] >= level);
        match above.iter().filter(|is_above| **is_above).count() {
            3 => indices.extend(triangle),
            0 if keeps_below => indices.extend(triangle),
            0 => {}
            count => {
                // The corner that lies alone on its side comes first.
                let alone = above.iter().position(|is_above| *is_above == (count == 1)).unwrap_or_default();
                let [a, b, c] = [0, 1, 2].map(|k| triangle[(alone + k) % 3]);
                let mut crossing = |from: u32, to: u32| {
                    let (at, past) = (shares[from as usize], shares[to as usize]);
                    let share = (level - at) / (past - at);
                    vertices.push(vertices[from as usize].lerp(vertices[to as usize], f64::from(share)));
                    shares.push(level);
                    vertices.len() as u32 - 1
                };
                let (ab, ac) = (crossing(a, b), crossing(a, c));
                if count == 1 || keeps_below {
                    indices.extend([a, ab, ac]);
                }
                if count == 2 || keeps_below {
                    indices.extend([ab, b, c, ab, c, ac]);
                }
            }
        }
    }
}

/// Joins corners of a mesh that coincide and have the same share: tiles, and cells that the front runs through, have their own.
fn weld(mesh: &mut Mesh) {
    let Mesh { triangles: Triangles { vertices, indices }, shares } = mesh;
    let mut known: HashMap<[i64; 3], u32> = HashMap::with_capacity(vertices.len());
    let (mut kept, mut kept_shares) = (Vec::with_capacity(vertices.len()), Vec::with_capacity(shares.len()));
    let numbers: Vec<u32> = vertices
        .iter()
        .enumerate()
        .map(|(number, at)| {
            let share = shares.get(number).copied();
            let key = [(at.x / ALIKE).round() as i64, (at.y / ALIKE).round() as i64, i64::from(share.unwrap_or_default().to_bits())];
            *known.entry(key).or_insert_with(|| {
                kept.push(*at);
                kept_shares.extend(share);
                kept.len() as u32 - 1
            })
        })
        .collect();
    for index in indices.iter_mut() {
        *index = numbers[*index as usize];
    }
    (*vertices, *shares) = (kept, kept_shares);
}

fn hatching(theme: &Theme) -> Stroke {
    Stroke::solid(1.1, theme.attacker.line.faded(0.75))
}

/// Ground taken and band of doubt on the page.
fn meshes(input: &MapInput<'_>) -> Option<(Arc<Mesh>, Arc<Mesh>)> {
    let model = input.ground?;
    Some(input.memory.ground(input, |instant, window| {
        let ground = model.at(instant, window, input.view.metres_per_point);
        let mut band = Mesh { triangles: ground.band, shares: ground.band_share };
        let plain = take_plain(&mut band);
        cut(&mut band, 0.0, false);
        cut(&mut band, SOFT, true);
        band.triangles.indices.extend(plain);
        for share in &mut band.shares {
            *share = band_opacity(*share);
        }
        let mut taken = Mesh { triangles: ground.taken, shares: Vec::new() };
        weld(&mut taken);
        weld(&mut band);
        (Arc::new(taken), Arc::new(band))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::Plane;

    /// The area of a mesh, and that of it where every share is at least a level.
    fn areas(mesh: &Mesh, level: f32) -> (f64, f64) {
        let area = |triangle: &&[u32]| {
            let [a, b, c] = [0, 1, 2].map(|k| mesh.triangles.vertices[triangle[k] as usize]);
            ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2.0
        };
        let is_above = |triangle: &&[u32]| triangle.iter().all(|k| mesh.shares[*k as usize] >= level);
        let all = mesh.triangles.indices.chunks_exact(3);
        (all.clone().map(|triangle| area(&triangle)).sum(), all.filter(is_above).map(|triangle| area(&triangle)).sum())
    }

    #[test]
    fn a_mesh_is_cut_where_its_shares_pass_a_level() {
        let vertices = [(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0)].map(|(x, y)| Plane { x, y }).to_vec();
        // The share grows from west to east, from -1 to 1.
        let slope = || Mesh {
            triangles: Triangles { vertices: vertices.clone(), indices: vec![0, 1, 2, 0, 2, 3] },
            shares: vec![-1.0, 1.0, 1.0, -1.0],
        };
        let (mut kept, mut dropped) = (slope(), slope());
        cut(&mut kept, 0.5, true);
        cut(&mut dropped, 0.5, false);
        let (whole, above) = areas(&kept, 0.5);
        assert!((whole - 64.0).abs() < 1e-4 && (above - 16.0).abs() < 1e-4, "{whole} {above}");
        let (whole, above) = areas(&dropped, 0.5);
        assert!((whole - 16.0).abs() < 1e-4 && (above - 16.0).abs() < 1e-4, "{whole} {above}");
    }
    #[test]
    fn corners_are_joined_where_they_coincide_and_have_the_same_share() {
        let at = |x: f64, y: f64| Plane { x, y };
        // Two squares side by side, each with its own corners; at one of them the shares differ.
        let mut mesh = Mesh {
            triangles: Triangles {
                vertices: vec![
                    at(0.0, 0.0),
                    at(8.0, 0.0),
                    at(8.0, 8.0),
                    at(0.0, 8.0),
                    at(8.0, 0.0),
                    at(16.0, 0.0),
                    at(16.0, 8.0),
                    at(8.01, 8.0),
                ],
                indices: vec![0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7],
            },
            shares: vec![0.0, 0.5, 0.5, 0.0, 0.25, 1.0, 1.0, 0.5],
        };
        let before = areas(&mesh, 0.5);
        weld(&mut mesh);
        assert_eq!((mesh.triangles.vertices.len(), mesh.shares.len()), (7, 7));
        let after = areas(&mesh, 0.5);
        assert!((before.0 - after.0).abs() < 0.1 && (before.1 - after.1).abs() < 0.1, "{before:?} {after:?}");
    }
}

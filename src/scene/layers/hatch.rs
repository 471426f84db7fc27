//! Hatching of ground: parallel lines at 45°, cut to triangles of the plane. They stay on the ground while the map is
//! panned.

use crate::cartography::{Page, PageRect, Plane, Triangles, View};

/// Distance of two lines along the page's x axis, points.
const APART: f64 = 11.0;
/// Pieces of one line nearer than this are one piece, points.
const JOINED: f64 = 0.6;

/// The lines that hatch triangles, as far as they are seen: each a piece of the page, from its lower left to its upper right.
pub fn lines(triangles: &Triangles, view: &View) -> Vec<[Page; 2]> {
    let page = view.page();
    let at: Vec<Page> = triangles.vertices.iter().map(|plane| view.page_from_plane(*plane)).collect();
    let origin = view.page_from_plane(Plane { x: 0.0, y: 0.0 });
    let phase = (origin.x + origin.y).rem_euclid(APART);
    // Pieces by the number of their line, each from one x to another.
    let mut pieces: Vec<(i64, f64, f64)> = Vec::new();
    for corners in triangles.indices.chunks_exact(3) {
        let corners = [0, 1, 2].map(|k| at[corners[k] as usize]);
        if !around(&corners).overlaps(&page) {
            continue;
        }
        let sums = corners.map(|corner| (corner.x + corner.y - phase) / APART);
        let (low, high) = (sums.iter().copied().fold(f64::MAX, f64::min), sums.iter().copied().fold(f64::MIN, f64::max));
        for number in low.ceil() as i64..=high.floor() as i64 {
            if let Some((from, to)) = crossing(&corners, &sums, number as f64) {
                pieces.push((number, from, to));
            }
        }
    }
    pieces.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut joined: Vec<(i64, f64, f64)> = Vec::new();
    for (number, from, to) in pieces {
        match joined.last_mut() {
            Some(last) if last.0 == number && from <= last.2 + JOINED => last.2 = last.2.max(to),
            _ => joined.push((number, from, to)),
        }
    }
    let point = |number: i64, x: f64| Page::new(x, number as f64 * APART + phase - x);
    joined.into_iter().map(|(number, from, to)| [point(number, from), point(number, to)]).collect()
}

fn around(corners: &[Page; 3]) -> PageRect {
    let [a, b, c] = corners;
    PageRect { min: Page::new(a.x.min(b.x).min(c.x), a.y.min(b.y).min(c.y)), max: Page::new(a.x.max(b.x).max(c.x), a.y.max(b.y).max(c.y)) }
}

/// Where a line crosses a triangle, from one x to another. `sums` tell between which lines its corners lie.
fn crossing(corners: &[Page; 3], sums: &[f64; 3], number: f64) -> Option<(f64, f64)> {
    let mut ends = [0, 1, 2].into_iter().filter_map(|k| {
        let (a, b) = (k, (k + 1) % 3);
        let (from, to) = (sums[a] - number, sums[b] - number);
        let is_crossed = (from <= 0.0) != (to <= 0.0);
        is_crossed.then(|| corners[a].x + (corners[b].x - corners[a].x) * from / (from - to))
    });
    let (one, other) = (ends.next()?, ends.next()?);
    Some((one.min(other), one.max(other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::PageSize;

    #[test]
    fn two_triangles_of_one_square_are_hatched_with_whole_lines() {
        let view = View { center: Plane { x: 50.0, y: -50.0 }, metres_per_point: 1.0, size: PageSize { width: 100.0, height: 100.0 } };
        let vertices = [(10.0, -10.0), (90.0, -10.0), (90.0, -90.0), (10.0, -90.0)].map(|(x, y)| Plane { x, y }).to_vec();
        let square = Triangles { vertices, indices: vec![0, 1, 2, 0, 2, 3] };
        let lines = lines(&square, &view);
        assert!((13..=15).contains(&lines.len()), "160 points of diagonal, 11 apart: {}", lines.len());
        for [from, to] in &lines {
            assert!(from.x < to.x && from.y > to.y && (from.x + from.y - to.x - to.y).abs() < 1e-6);
            let is_on_edge = |at: &Page| [at.x, at.y].iter().any(|value| (value - 10.0).abs() < 1e-6 || (value - 90.0).abs() < 1e-6);
            assert!(is_on_edge(from) && is_on_edge(to), "{from:?} {to:?}");
        }
    }
}

//! What moves, as one mesh: lines, dashes, discs and polygons written straight as triangles with a soft edge of a pixel.
//!
//! egui's own shapes do the same one by one, with a list, a lock and a path for each; a map has thousands of dashes.

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Pos2, Rect, Vec2, vec2};
use geo::TriangulateEarcut;

use super::color32;
use crate::cartography::{Plane, Triangles};
use crate::scene::Stroke;

/// A turn sharper than a right angle is cut off instead of drawn to a point: the square of half the sum of two unit normals.
const SHARP: f32 = 0.5;

/// A circle is drawn with corners so near that none lies further from it than this, points.
const ROUND: f32 = 0.12;

/// Lines up to this width, points, have hard ends.
const THIN: f32 = 2.0;

/// A line up to this width, pixels, has no flat top.
const WIDEST_RIDGE: f32 = 1.25;

/// Triangles that are being gathered.
pub struct Batch {
    mesh: Mesh,
    /// The width of a soft edge, points: one pixel.
    feather: f32,
    /// Dashes outside of it are left out.
    clip: Rect,
    /// Kept from line to line for its memory.
    dash: Vec<Pos2>,
}

impl Batch {
    /// Nothing yet. `clip` is what can be seen, in points of the window.
    pub fn new(pixels_per_point: f32, clip: Rect) -> Self {
        Self { mesh: Mesh::default(), feather: 1.0 / pixels_per_point, clip, dash: Vec::new() }
    }

    /// A batch that goes on in a mesh.
    pub fn onto(mesh: Mesh, pixels_per_point: f32, clip: Rect) -> Self {
        Self { mesh, ..Self::new(pixels_per_point, clip) }
    }

    /// What is being gathered, for what writes its own triangles.
    pub fn mesh(&mut self) -> &mut Mesh {
        &mut self.mesh
    }

    /// What was gathered; it starts anew.
    pub fn take(&mut self) -> Mesh {
        std::mem::take(&mut self.mesh)
    }

    /// A line through points.
    pub fn line(&mut self, points: &[Pos2], is_closed: bool, stroke: Stroke) {
        let (width, color) = (stroke.width as f32, color32(stroke.color));
        if stroke.dash.is_empty() {
            return self.strip(points, is_closed, width, color);
        }
        let back = points.first().copied().filter(|_| is_closed);
        self.dashes(points.iter().copied().chain(back), width, color, stroke.dash, 0.0);
    }

    /// An open line that is the rest of a longer one: dashes are counted from so many points before its first.
    pub fn line_from(&mut self, before: f64, points: &[Pos2], stroke: Stroke) {
        if stroke.dash.is_empty() {
            return self.line(points, false, stroke);
        }
        self.dashes(points.iter().copied(), stroke.width as f32, color32(stroke.color), stroke.dash, before);
    }

    /// The outline of a circle.
    pub fn circle(&mut self, center: Pos2, radius: f32, stroke: Stroke) {
        let ring: Vec<Pos2> = around(center, radius).collect();
        self.line(&ring, true, stroke);
    }

    /// A filled circle.
    pub fn disc(&mut self, center: Pos2, radius: f32, color: Color32) {
        let half = self.feather / 2.0;
        let (inner, outer) = ((radius - half).max(0.0), radius + half);
        let first = self.mesh.vertices.len() as u32;
        for point in around(center, radius) {
            let out = (point - center) / radius.max(1e-6);
            self.vertex(center + out * inner, color);
            self.vertex(center + out * outer, Color32::TRANSPARENT);
        }
        let count = (self.mesh.vertices.len() as u32 - first) / 2;
        self.soft_edge(first, count);
        for k in 1..count - 1 {
            self.mesh.add_triangle(first, first + 2 * k, first + 2 * k + 2);
        }
    }

    /// A simple polygon, not closed, whether it bulges or not.
    pub fn polygon(&mut self, points: &[Pos2], is_convex: bool, color: Color32) {
        let count = points.len();
        if count < 3 {
            return;
        }
        let next = |k: usize| points[(k + 1) % count];
        let area: f32 = (0..count).map(|k| points[k].x * next(k).y - next(k).x * points[k].y).sum();
        if area.abs() < 1e-4 {
            return;
        }
        let outward = if area < 0.0 { -0.5 } else { 0.5 } * self.feather;
        let normal = |k: usize| normal_of(next(k) - points[k]);
        let first = self.mesh.vertices.len() as u32;
        for (k, point) in points.iter().enumerate() {
            let sum = normal((k + count - 1) % count) + normal(k);
            let miter = sum / (sum.length_sq() / 2.0).max(0.4) * outward;
            self.vertex(*point - miter, color);
            self.vertex(*point + miter, Color32::TRANSPARENT);
        }
        self.soft_edge(first, count as u32);
        if is_convex {
            for k in 1..count as u32 - 1 {
                self.mesh.add_triangle(first, first + 2 * k, first + 2 * k + 2);
            }
        } else {
            self.cut_ears(first, count);
        }
    }

    /// Triangles of the plane, without those that lie outside of what can be seen; where there are shares, each corner has
    /// that share of the color's opacity.
    pub fn triangles(&mut self, triangles: &Triangles, shares: &[f32], color: Color32, place: impl Fn(Plane) -> Pos2) {
        if shares.is_empty() {
            return self.seen_triangles(triangles, |_| color, place);
        }
        // Fading a color costs more than placing a corner: shades are made once.
        let shades: [Color32; 64] = std::array::from_fn(|k| color.gamma_multiply(k as f32 / 63.0));
        self.seen_triangles(triangles, |corner| shades[((shares[corner] * 63.0 + 0.5) as usize).min(63)], place);
    }

    fn seen_triangles(&mut self, triangles: &Triangles, color: impl Fn(usize) -> Color32, place: impl Fn(Plane) -> Pos2) {
        let placed: Vec<Pos2> = triangles.vertices.iter().map(|plane| place(*plane)).collect();
        let sides: Vec<u8> = placed.iter().map(|at| self.sides(*at)).collect();
        let mut numbers = vec![0; placed.len()];
        for corners in triangles.indices.chunks_exact(3) {
            if corners.iter().fold(u8::MAX, |common, corner| common & sides[*corner as usize]) != 0 {
                continue;
            }
            for corner in corners.iter().map(|corner| *corner as usize) {
                if numbers[corner] == 0 {
                    self.vertex(placed[corner], color(corner));
                    numbers[corner] = self.mesh.vertices.len() as u32;
                }
                self.mesh.indices.push(numbers[corner] - 1);
            }
        }
    }

    /// Beyond which sides of what can be seen a point lies, a bit for each.
    fn sides(&self, at: Pos2) -> u8 {
        let Rect { min, max } = self.clip;
        u8::from(at.x < min.x) | u8::from(at.x > max.x) << 1 | u8::from(at.y < min.y) << 2 | u8::from(at.y > max.y) << 3
    }

    /// Fills the inner ring of a polygon that may have dents: every other vertex from `first` on.
    fn cut_ears(&mut self, first: u32, count: usize) {
        let inner = self.mesh.vertices[first as usize..].iter().step_by(2).take(count);
        let ring: geo::LineString<f64> = inner.map(|vertex| (f64::from(vertex.pos.x), f64::from(vertex.pos.y))).collect();
        // Its corners are those of the ring, in order; the last one may come again as the first.
        let cut = geo::Polygon::new(ring, Vec::new()).earcut_triangles_raw();
        self.mesh.indices.extend(cut.triangle_indices.iter().map(|index| first + 2 * (*index % count) as u32));
    }

    /// Joins a ring of pairs, inner and outer, into a band.
    fn soft_edge(&mut self, first: u32, count: u32) {
        for k in 0..count {
            let (a, b) = (first + 2 * k, first + 2 * ((k + 1) % count));
            self.mesh.add_triangle(a, a + 1, b);
            self.mesh.add_triangle(a + 1, b + 1, b);
        }
    }

    fn dashes(&mut self, points: impl Iterator<Item = Pos2>, width: f32, color: Color32, pattern: &[f64], before: f64) {
        let (mut step, mut left) = (0, pattern[0] as f32);
        let mut passed = before.rem_euclid(pattern.iter().sum::<f64>().max(0.1)) as f32;
        while passed >= left {
            passed -= left;
            step = (step + 1) % pattern.len();
            left = (pattern[step] as f32).max(0.1);
        }
        left -= passed;
        let mut dash = std::mem::take(&mut self.dash);
        dash.clear();
        let mut last: Option<Pos2> = None;
        for point in points {
            let Some(from) = last.replace(point) else {
                dash.push(point);
                continue;
            };
            let length = from.distance(point);
            let mut along = 0.0;
            while length - along > left {
                along += left;
                let cut = from + (point - from) * (along / length);
                if step % 2 == 0 {
                    dash.push(cut);
                    self.dash(&dash, width, color);
                    dash.clear();
                } else {
                    dash.clear();
                    dash.push(cut);
                }
                step = (step + 1) % pattern.len();
                left = (pattern[step] as f32).max(0.1);
            }
            left -= length - along;
            if step % 2 == 0 {
                dash.push(point);
            }
        }
        if step % 2 == 0 {
            self.dash(&dash, width, color);
        }
        self.dash = dash;
    }

    fn dash(&mut self, points: &[Pos2], width: f32, color: Color32) {
        if points.iter().any(|point| self.clip.contains(*point)) {
            self.strip(points, false, width, color);
        }
    }

    /// A solid line as rows of vertices across it, each joined to the one before.
    fn strip(&mut self, points: &[Pos2], is_closed: bool, width: f32, color: Color32) {
        let mut rows = Rows::new(self.feather, width, color);
        let mut ends: Option<(Pos2, Vec2)> = None;
        let mut before: Option<(Pos2, Option<Vec2>)> = None;
        let near = |a: Pos2, b: Pos2| (a - b).length_sq() < 1e-4;
        let is_ring = is_closed && points.len() > 2;
        let again = if is_ring { 2 } else { 0 };
        for point in points.iter().chain(points.iter().take(again)).copied() {
            let Some((from, into)) = before else {
                before = Some((point, None));
                continue;
            };
            if near(from, point) {
                continue;
            }
            let direction = (point - from).normalized();
            let normal = vec2(direction.y, -direction.x);
            match into {
                None if is_ring => {}
                None => {
                    rows.cap(&mut self.mesh, from, direction, normal, true);
                }
                Some(into) => rows.join(&mut self.mesh, from, into, normal),
            }
            ends = Some((point, direction));
            before = Some((point, Some(normal)));
        }
        match ends {
            Some(_) if is_ring => rows.close(&mut self.mesh),
            Some((end, direction)) => rows.cap(&mut self.mesh, end, direction, vec2(direction.y, -direction.x), false),
            None => {}
        }
    }

    fn vertex(&mut self, pos: Pos2, color: Color32) {
        self.mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color });
    }
}

/// Rows of vertices across a line.
struct Rows {
    /// Distances from the middle of the line, and the color there.
    across: [(f32, Color32); 4],
    /// Vertices in a row.
    count: u32,
    half_feather: f32,
    /// Whether its ends are cut off hard: on a thin line that is not seen, and a short one costs half.
    is_blunt: bool,
    first: Option<u32>,
    last: u32,
}

impl Rows {
    fn new(feather: f32, width: f32, color: Color32) -> Self {
        let clear = Color32::TRANSPARENT;
        let (across, count) = if width > WIDEST_RIDGE * feather {
            let (inner, outer) = ((width - feather) / 2.0, f32::midpoint(width, feather));
            ([(-outer, clear), (-inner, color), (inner, color), (outer, clear)], 4)
        } else if width > feather {
            // Hardly more than a pixel: a ridge of the same ink has a row less.
            ([(-width, clear), (0.0, color), (width, clear), (0.0, clear)], 3)
        } else {
            // A line thinner than a pixel is a fainter line of a pixel.
            let faint = color.gamma_multiply(width / feather);
            ([(-feather, clear), (0.0, faint), (feather, clear), (0.0, clear)], 3)
        };
        Self { across, count, half_feather: feather / 2.0, is_blunt: width <= THIN, first: None, last: 0 }
    }

    /// Where two stretches meet.
    fn join(&mut self, mesh: &mut Mesh, at: Pos2, into: Vec2, out: Vec2) {
        let middle = (into + out) / 2.0;
        let square = middle.length_sq();
        if square < SHARP {
            self.row(mesh, at, into, false);
            self.row(mesh, at, out, false);
        } else {
            self.row(mesh, at, middle / square, false);
        }
    }

    /// The start or the end of a line, soft over a pixel unless blunt.
    fn cap(&mut self, mesh: &mut Mesh, at: Pos2, direction: Vec2, normal: Vec2, is_start: bool) {
        if self.is_blunt {
            return self.row(mesh, at, normal, false);
        }
        let (outside, inside) = (at - direction * self.half_feather, at + direction * self.half_feather);
        if is_start {
            self.row(mesh, outside, normal, true);
            self.row(mesh, inside, normal, false);
        } else {
            self.row(mesh, outside, normal, false);
            self.row(mesh, inside, normal, true);
        }
    }

    fn row(&mut self, mesh: &mut Mesh, at: Pos2, normal: Vec2, is_clear: bool) {
        let start = mesh.vertices.len() as u32;
        for (distance, color) in &self.across[..self.count as usize] {
            let color = if is_clear { Color32::TRANSPARENT } else { *color };
            mesh.vertices.push(Vertex { pos: at + normal * *distance, uv: WHITE_UV, color });
        }
        if self.first.is_some() {
            self.connect(mesh, self.last, start);
        }
        self.first.get_or_insert(start);
        self.last = start;
    }

    fn connect(&self, mesh: &mut Mesh, from: u32, to: u32) {
        for k in 0..self.count - 1 {
            mesh.indices.extend_from_slice(&[from + k, from + k + 1, to + k, from + k + 1, to + k + 1, to + k]);
        }
    }

    fn close(&self, mesh: &mut Mesh) {
        if let Some(first) = self.first {
            self.connect(mesh, self.last, first);
        }
    }
}

/// Corners of a circle.
fn around(center: Pos2, radius: f32) -> impl Iterator<Item = Pos2> {
    let half_angle = (1.0 - ROUND / radius.max(0.2)).clamp(-1.0, 1.0).acos();
    let count = ((std::f32::consts::PI / half_angle).ceil() as u16).clamp(8, 128);
    let (sin, cos) = (std::f32::consts::TAU / f32::from(count)).sin_cos();
    let mut arm = vec2(radius, 0.0);
    (0..count).map(move |_| {
        let point = center + arm;
        arm = vec2(arm.x * cos - arm.y * sin, arm.x * sin + arm.y * cos);
        point
    })
}

fn normal_of(edge: Vec2) -> Vec2 {
    vec2(edge.y, -edge.x) / edge.length().max(1e-6)
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;
    use crate::scene::Color;

    const INK: Color = Color { r: 0, g: 0, b: 0, a: 255 };

    fn batch() -> Batch {
        Batch::new(1.0, Rect::from_min_max(pos2(0.0, 0.0), pos2(1000.0, 1000.0)))
    }

    /// What the triangles cover, weighted with the opacity of their corners.
    fn ink(batch: &Batch) -> f32 {
        let vertices = &batch.mesh.vertices;
        let triangles = batch.mesh.indices.chunks_exact(3).map(|t| [0, 1, 2].map(|k| vertices[t[k] as usize]));
        triangles
            .map(|[a, b, c]| {
                let (u, v) = (b.pos - a.pos, c.pos - a.pos);
                let opacity = [a, b, c].iter().map(|vertex| f32::from(vertex.color.a()) / 255.0).sum::<f32>() / 3.0;
                (u.x * v.y - u.y * v.x).abs() / 2.0 * opacity
            })
            .sum()
    }

    #[test]
    fn a_line_has_as_much_ink_as_its_length_times_its_width() {
        for width in [0.5, 1.0, 3.0] {
            let mut batch = batch();
            batch.line(&[pos2(10.0, 10.0), pos2(60.0, 10.0), pos2(60.0, 60.0)], false, Stroke::solid(width, INK));
            let expected = 100.0 * width as f32;
            assert!((ink(&batch) / expected - 1.0).abs() < 0.05, "{} of {expected}", ink(&batch));
        }
    }

    #[test]
    fn dashes_leave_their_gaps_free_and_run_on_round_a_corner() {
        let mut batch = batch();
        batch.line(&[pos2(0.5, 10.0), pos2(47.5, 10.0), pos2(47.5, 63.0)], false, Stroke::dashed(2.0, INK, &[6.0, 4.0]));
        assert!((ink(&batch) / (60.0 * 2.0) - 1.0).abs() < 0.05, "{}", ink(&batch));
    }

    #[test]
    fn discs_and_polygons_have_the_ink_of_their_area() {
        let mut disc = batch();
        disc.disc(pos2(50.0, 50.0), 10.0, color32(INK));
        assert!((ink(&disc) / 314.16 - 1.0).abs() < 0.03, "{}", ink(&disc));
        let dented = [pos2(0.0, 0.0), pos2(40.0, 0.0), pos2(40.0, 40.0), pos2(20.0, 20.0), pos2(0.0, 40.0)];
        let mut polygon = batch();
        polygon.polygon(&dented, false, color32(INK));
        assert!((ink(&polygon) / 1200.0 - 1.0).abs() < 0.03, "{}", ink(&polygon));
        let mut ring = batch();
        ring.circle(pos2(50.0, 50.0), 10.0, Stroke::solid(2.0, INK));
        assert!((ink(&ring) / (62.83 * 2.0) - 1.0).abs() < 0.03, "{}", ink(&ring));
    }

    #[test]
    fn triangles_beyond_one_side_of_what_is_seen_are_left_out_and_all_others_stay() {
        let at = |x: f64, y: f64| Plane { x, y };
        // Around the visible square, from corner to corner of a larger one: its triangles cover all that is seen.
        let triangles = Triangles {
            vertices: vec![
                at(-500.0, -500.0),
                at(2500.0, -500.0),
                at(2500.0, 2500.0),
                at(-500.0, 2500.0),
                at(-90.0, 40.0),
                at(-20.0, 900.0),
                at(-60.0, 500.0),
            ],
            indices: vec![0, 1, 2, 0, 2, 3, 4, 5, 6],
        };
        let mut batch = batch();
        batch.triangles(&triangles, &[], color32(INK), |plane| pos2(plane.x as f32, plane.y as f32));
        assert_eq!((batch.mesh.vertices.len(), batch.mesh.indices.len()), (4, 6));
        assert!((ink(&batch) / 9e6 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn points_that_coincide_draw_no_garbage() {
        let mut batch = batch();
        let here = pos2(5.0, 5.0);
        batch.line(&[here, here], false, Stroke::solid(2.0, INK));
        batch.line(&[here, here, here], true, Stroke::solid(2.0, INK));
        batch.line(&[here], false, Stroke::dashed(2.0, INK, &[3.0, 3.0]));
        batch.line(&[], false, Stroke::dashed(2.0, INK, &[3.0, 3.0]));
        batch.polygon(&[here, here, here], false, color32(INK));
        assert!(batch.mesh.vertices.iter().all(|vertex| vertex.pos.x.is_finite() && vertex.pos.y.is_finite()));
    }
}

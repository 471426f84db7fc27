//! Convex polygons whose corners carry times, cut by straight lines and by instants.

/// The most corners a piece of ground can have: a triangle cut by five lines and a depth, by the sides of a finer cell, and
/// by two times.
pub const MOST: usize = 14;

/// A corner: metres from its tile's south-west, and when it was reached, hours.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Corner {
    /// Metres east.
    pub x: f32,
    /// Metres north.
    pub y: f32,
    /// When it was reached at the earliest, hours.
    pub earliest: f32,
    /// When it was reached at the latest, hours.
    pub latest: f32,
}

impl Corner {
    /// The corner a share of the way to another.
    pub fn lerp(self, other: Self, share: f32) -> Self {
        Self {
            x: self.x + (other.x - self.x) * share,
            y: self.y + (other.y - self.y) * share,
            earliest: self.earliest + (other.earliest - self.earliest) * share,
            latest: self.latest + (other.latest - self.latest) * share,
        }
    }
}

/// A convex polygon, counter-clockwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Convex {
    corners: [Corner; MOST],
    count: usize,
}

impl Convex {
    /// A polygon of these corners; those past [`MOST`] are left out.
    pub fn new(corners: &[Corner]) -> Self {
        corners.iter().copied().collect()
    }

    /// Its corners.
    pub fn corners(&self) -> &[Corner] {
        &self.corners[..self.count]
    }

    /// Whether nothing is left of it.
    pub fn is_empty(&self) -> bool {
        self.count < 3
    }

    fn push(&mut self, corner: Corner) {
        if self.count < MOST {
            self.corners[self.count] = corner;
            self.count += 1;
        }
    }

    /// The part where `value` is not negative, and the edge along which it was cut, with this part on its left
    /// (Sutherland and Hodgman 1974). `value` must be linear over the polygon.
    pub fn cut(&self, value: impl Fn(&Corner) -> f32) -> (Self, Option<[Corner; 2]>) {
        let mut kept = Self::default();
        let (mut leaves, mut enters) = (None, None);
        for number in 0..self.count {
            let (a, b) = (self.corners[number], self.corners[(number + 1) % self.count]);
            let (at_a, at_b) = (value(&a), value(&b));
            if at_a >= 0.0 {
                kept.push(a);
            }
            if (at_a >= 0.0) != (at_b >= 0.0) {
                let crossing = a.lerp(b, at_a / (at_a - at_b));
                kept.push(crossing);
                if at_a >= 0.0 { leaves = Some(crossing) } else { enters = Some(crossing) }
            }
        }
        (kept, leaves.zip(enters).map(|(from, to)| [from, to]))
    }

    /// The parts where `value` is not negative, and where it is not positive. `value` must be linear over the polygon.
    pub fn split(&self, value: impl Fn(&Corner) -> f32) -> [Self; 2] {
        let mut parts = [Self::default(); 2];
        let Some(last) = self.corners().last() else { return parts };
        let (mut a, mut at_a) = (*last, value(last));
        for b in self.corners() {
            let at_b = value(b);
            if (at_a > 0.0 && at_b < 0.0) || (at_a < 0.0 && at_b > 0.0) {
                let crossing = a.lerp(*b, at_a / (at_a - at_b));
                parts[0].push(crossing);
                parts[1].push(crossing);
            }
            if at_b >= 0.0 {
                parts[0].push(*b);
            }
            if at_b <= 0.0 {
                parts[1].push(*b);
            }
            (a, at_a) = (*b, at_b);
        }
        parts
    }

    /// Its area, square metres.
    pub fn area(&self) -> f64 {
        let corners = self.corners();
        let cross = |(a, b): (&Corner, &Corner)| f64::from(a.x) * f64::from(b.y) - f64::from(b.x) * f64::from(a.y);
        corners.iter().zip(corners.iter().cycle().skip(1)).map(cross).sum::<f64>() / 2.0
    }
}

impl FromIterator<Corner> for Convex {
    fn from_iter<I: IntoIterator<Item = Corner>>(corners: I) -> Self {
        let mut convex = Self::default();
        corners.into_iter().for_each(|corner| convex.push(corner));
        convex
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_cut_by_time_falls_into_two_parts_that_share_an_edge() {
        let corner = |x: f32, y: f32| Corner { x, y, earliest: x - 1.0, latest: x };
        let square = Convex::new(&[corner(0.0, 0.0), corner(4.0, 0.0), corner(4.0, 4.0), corner(0.0, 4.0)]);
        let (taken, edge) = square.cut(|corner| 1.0 - corner.latest);
        let (rest, _) = square.cut(|corner| corner.latest - 1.0);
        assert!((taken.area() - 4.0).abs() < 1e-6 && (rest.area() - 12.0).abs() < 1e-6);
        let [from, to] = edge.expect("an edge");
        assert!(from.y < to.y && (from.x - 1.0).abs() < 1e-6, "the taken part lies to the left: {from:?} {to:?}");
        let areas = square.split(|corner| 1.0 - corner.latest).map(|part| part.area());
        assert!((areas[0] - taken.area()).abs() < 1e-6 && (areas[1] - rest.area()).abs() < 1e-6, "{areas:?}");
    }
}

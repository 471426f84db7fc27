//! The window onto the plane: what part of it lies on the page, and how large.

use super::{Page, PageRect, PageSize, Plane, PlaneRect};

/// Metres on paper for one point at 100 % scale (96 dpi).
const METRES_PER_PAGE_POINT: f64 = 0.0254 / 96.0;

/// Four levels of detail by scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScaleBand {
    /// Smaller than 1:4 million.
    Theatre,
    /// 1:4 million to 1:1.5 million.
    Army,
    /// 1:1.5 million to 1:500 000.
    Division,
    /// Larger.
    Local,
}

/// What part of the plane lies on the page. Immutable: a changed view is a new one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The point of the plane in the middle of the page.
    pub center: Plane,
    /// Metres of the plane to a point of the page.
    pub metres_per_point: f64,
    /// The page.
    pub size: PageSize,
}

impl View {
    /// The smallest scale at which a rectangle of the plane fits wholly, its middle in the middle of the page.
    pub fn fitting(rect: PlaneRect, size: PageSize) -> Self {
        let (width, height) = (rect.max.x - rect.min.x, rect.max.y - rect.min.y);
        let metres_per_point = (width / size.width.max(1.0)).max(height / size.height.max(1.0)).max(1e-6);
        Self { center: rect.min.lerp(rect.max, 0.5), metres_per_point, size }
    }

    /// Plane to page.
    pub fn page_from_plane(&self, plane: Plane) -> Page {
        Page {
            x: (plane.x - self.center.x) / self.metres_per_point + self.size.width / 2.0,
            y: (self.center.y - plane.y) / self.metres_per_point + self.size.height / 2.0,
        }
    }

    /// Page to plane.
    pub fn plane_from_page(&self, page: Page) -> Plane {
        Plane {
            x: (page.x - self.size.width / 2.0) * self.metres_per_point + self.center.x,
            y: (self.size.height / 2.0 - page.y) * self.metres_per_point + self.center.y,
        }
    }

    /// The view with what lies under `anchor` kept there and everything `factor` times as large.
    #[must_use]
    pub fn zoomed(&self, anchor: Page, factor: f64) -> Self {
        let fixed = self.plane_from_page(anchor);
        let scaled = Self { metres_per_point: self.metres_per_point / factor, ..*self };
        let moved = scaled.plane_from_page(anchor);
        Self { center: Plane { x: scaled.center.x + fixed.x - moved.x, y: scaled.center.y + fixed.y - moved.y }, ..scaled }
    }

    /// The view with the ground moved by this many points.
    #[must_use]
    pub fn panned(&self, dx: f64, dy: f64) -> Self {
        let center = Plane { x: self.center.x - dx * self.metres_per_point, y: self.center.y + dy * self.metres_per_point };
        Self { center, ..*self }
    }

    /// Where a map that has moved from this view to another comes to, if it moves on in the same way by a share of that.
    #[must_use]
    pub fn carried_on(&self, to: &Self, share: f64) -> Self {
        let grown = to.metres_per_point / self.metres_per_point;
        let on = |from: f64, to: f64| {
            if (grown - 1.0).abs() < 1e-6 {
                return to + (to - from) * share;
            }
            // What stands while the scale changes.
            let fixed = (to - grown * from) / (1.0 - grown);
            fixed + (to - fixed) * grown.powf(share)
        };
        let center = Plane { x: on(self.center.x, to.center.x), y: on(self.center.y, to.center.y) };
        Self { center, metres_per_point: to.metres_per_point * grown.powf(share), ..*to }
    }

    /// The same center and scale on a page of another size.
    #[must_use]
    pub fn resized(&self, size: PageSize) -> Self {
        Self { size, ..*self }
    }

    /// The rectangle of the plane on the page.
    pub fn bounds(&self) -> PlaneRect {
        let (low, high) = (Page::new(0.0, self.size.height), Page::new(self.size.width, 0.0));
        PlaneRect { min: self.plane_from_page(low), max: self.plane_from_page(high) }
    }

    /// The page as a rectangle.
    pub fn page(&self) -> PageRect {
        PageRect::of(self.size)
    }

    /// The scale's denominator, as in 1:4 000 000.
    pub fn denominator(&self) -> f64 {
        self.metres_per_point / METRES_PER_PAGE_POINT
    }

    /// The level of detail that suits the scale.
    pub fn band(&self) -> ScaleBand {
        match self.denominator() {
            d if d > 4e6 => ScaleBand::Theatre,
            d if d > 1.5e6 => ScaleBand::Army,
            d if d > 5e5 => ScaleBand::Division,
            _ => ScaleBand::Local,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        View { center: Plane { x: 100_000.0, y: -50_000.0 }, metres_per_point: 2000.0, size: PageSize { width: 800.0, height: 600.0 } }
    }

    #[test]
    fn the_page_and_the_plane_undo_each_other() {
        let view = view();
        for page in [Page::new(0.0, 0.0), Page::new(800.0, 600.0), Page::new(123.4, 567.8)] {
            let back = view.page_from_plane(view.plane_from_page(page));
            assert!(back.distance(page) < 1e-9);
        }
        assert!(view.plane_from_page(Page::new(0.0, 0.0)).y > view.plane_from_page(Page::new(0.0, 600.0)).y, "north is up");
    }

    #[test]
    fn zooming_keeps_the_ground_under_the_cursor() {
        let (view, cursor) = (view(), Page::new(700.0, 90.0));
        let zoomed = view.zoomed(cursor, 3.0);
        assert!(zoomed.page_from_plane(view.plane_from_page(cursor)).distance(cursor) < 1e-9);
        assert!((zoomed.metres_per_point - 2000.0 / 3.0).abs() < 1e-9);
        let back = zoomed.zoomed(cursor, 1.0 / 3.0);
        assert!(back.center.distance(view.center) < 1e-6);
    }

    #[test]
    fn a_map_that_moves_on_goes_the_way_it_went() {
        let (view, cursor) = (view(), Page::new(700.0, 90.0));
        let panned = view.carried_on(&view.panned(12.0, -8.0), 2.0);
        assert!(panned.center.distance(view.panned(36.0, -24.0).center) < 1e-6);
        let zoomed = view.carried_on(&view.zoomed(cursor, 1.1), 2.0);
        assert!((zoomed.metres_per_point - 2000.0 / 1.1_f64.powi(3)).abs() < 1e-6);
        assert!(zoomed.center.distance(view.zoomed(cursor, 1.1_f64.powi(3)).center) < 1e-3);
    }

    #[test]
    fn panning_moves_the_ground_with_the_hand() {
        let view = view();
        let town = view.plane_from_page(Page::new(400.0, 300.0));
        assert!(view.panned(30.0, -20.0).page_from_plane(town).distance(Page::new(430.0, 280.0)) < 1e-9);
    }
}

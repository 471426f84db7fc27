//! The three spaces and their points. Functions between them are named `plane_from_geo`, `page_from_plane`, ….

use geo::{Distance, Haversine};

use super::Projection;

/// A point on the earth: longitude and latitude in degrees, WGS 84, in that order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geo {
    /// Degrees east of Greenwich.
    pub lon: f64,
    /// Degrees north of the equator.
    pub lat: f64,
}

impl From<geo::Point<f64>> for Geo {
    fn from(point: geo::Point<f64>) -> Self {
        Self { lon: point.x(), lat: point.y() }
    }
}

/// A point of the projected plane: metres, x east and y north of the projection's origin.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Plane {
    /// Metres east.
    pub x: f64,
    /// Metres north.
    pub y: f64,
}

impl Plane {
    /// The distance to another point of the plane, metres.
    pub fn distance(self, other: Self) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The point a share (0 to 1) of the way to another.
    #[must_use]
    pub fn lerp(self, other: Self, share: f64) -> Self {
        Self { x: self.x + (other.x - self.x) * share, y: self.y + (other.y - self.y) * share }
    }
}

/// A point of the page: points (1/96 inch at 100 % scale), x right and y down from the map's top left.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Page {
    /// Points to the right.
    pub x: f64,
    /// Points down.
    pub y: f64,
}

impl Page {
    /// A point of the page.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The distance to another point of the page, points.
    pub fn distance(self, other: Self) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The point moved by this much.
    #[must_use]
    pub fn offset(self, dx: f64, dy: f64) -> Self {
        Self { x: self.x + dx, y: self.y + dy }
    }

    /// The point a share (0 to 1) of the way to another.
    #[must_use]
    pub fn lerp(self, other: Self, share: f64) -> Self {
        Self { x: self.x + (other.x - self.x) * share, y: self.y + (other.y - self.y) * share }
    }
}

/// Width and height of a page in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A rectangle of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageRect {
    /// Top left.
    pub min: Page,
    /// Bottom right.
    pub max: Page,
}

impl PageRect {
    /// A rectangle around a center.
    pub fn around(center: Page, width: f64, height: f64) -> Self {
        Self { min: center.offset(-width / 2.0, -height / 2.0), max: center.offset(width / 2.0, height / 2.0) }
    }

    /// A rectangle from its top left.
    pub fn at(min: Page, width: f64, height: f64) -> Self {
        Self { min, max: min.offset(width, height) }
    }

    /// A whole page.
    pub fn of(size: PageSize) -> Self {
        Self::at(Page::default(), size.width, size.height)
    }

    /// Whether a point lies in it.
    pub fn contains(&self, point: Page) -> bool {
        point.x >= self.min.x && point.x <= self.max.x && point.y >= self.min.y && point.y <= self.max.y
    }

    /// Whether it lies wholly in another.
    pub fn within(&self, other: &Self) -> bool {
        other.contains(self.min) && other.contains(self.max)
    }

    /// Whether the two share ground.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x && other.min.x < self.max.x && self.min.y < other.max.y && other.min.y < self.max.y
    }

    /// The rectangle grown on all sides.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self { min: self.min.offset(-by, -by), max: self.max.offset(by, by) }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: Page::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Page::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// Its middle.
    pub fn center(&self) -> Page {
        self.min.lerp(self.max, 0.5)
    }

    /// Its width.
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Its height.
    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }
}

/// A rectangle of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneRect {
    /// South-west corner.
    pub min: Plane,
    /// North-east corner.
    pub max: Plane,
}

impl PlaneRect {
    /// The smallest rectangle around points; empty (`min > max`) for none.
    pub fn around<'a>(points: impl IntoIterator<Item = &'a Plane>) -> Self {
        let nothing = Self { min: Plane { x: f64::INFINITY, y: f64::INFINITY }, max: Plane { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY } };
        points.into_iter().fold(nothing, |rect, p| Self {
            min: Plane { x: rect.min.x.min(p.x), y: rect.min.y.min(p.y) },
            max: Plane { x: rect.max.x.max(p.x), y: rect.max.y.max(p.y) },
        })
    }

    /// The smallest rectangle around a rectangle of longitudes and latitudes (degrees).
    pub fn of_degrees(projection: &Projection, west: f64, south: f64, east: f64, north: f64) -> Self {
        let shares = (0..=24).map(|k| f64::from(k) / 24.0);
        let edge: Vec<Plane> = shares
            .flat_map(|share| {
                let (lon, lat) = (west + (east - west) * share, south + (north - south) * share);
                [(lon, south), (lon, north), (west, lat), (east, lat)]
            })
            .map(|(lon, lat)| projection.plane_from_geo(Geo { lon, lat }))
            .collect();
        Self::around(&edge)
    }

    /// Whether the two share ground or touch.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// Whether a point lies in it.
    pub fn contains(&self, point: Plane) -> bool {
        point.x >= self.min.x && point.x <= self.max.x && point.y >= self.min.y && point.y <= self.max.y
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::around([&self.min, &self.max, &other.min, &other.max])
    }
}

/// The distance between two places along a great circle, km (sphere of the mean earth radius).
pub fn great_circle_km(a: Geo, b: Geo) -> f64 {
    Haversine.distance(geo::Point::new(a.lon, a.lat), geo::Point::new(b.lon, b.lat)) / 1000.0
}

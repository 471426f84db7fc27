//! Projections: pairs of functions between degrees and metres.

mod lambert;

pub use lambert::LambertConformalConic;

use super::{Geo, Plane};

/// A projection of the earth onto the plane.
#[derive(Clone, Debug, PartialEq)]
pub enum Projection {
    /// Lambert conformal conic with two standard parallels.
    LambertConformalConic(LambertConformalConic),
}

impl Projection {
    /// A Lambert conformal conic on the WGS 84 ellipsoid; angles in degrees. The parallels must not be opposite each
    /// other about the equator.
    pub fn lambert(standard_parallels: [f64; 2], central_meridian: f64, origin_latitude: f64) -> Self {
        Self::LambertConformalConic(LambertConformalConic::new(standard_parallels, central_meridian, origin_latitude))
    }

    /// Degrees to metres.
    pub fn plane_from_geo(&self, geo: Geo) -> Plane {
        match self {
            Self::LambertConformalConic(lambert) => lambert.plane_from_geo(geo),
        }
    }

    /// Metres to degrees.
    pub fn geo_from_plane(&self, plane: Plane) -> Geo {
        match self {
            Self::LambertConformalConic(lambert) => lambert.geo_from_plane(plane),
        }
    }

    /// How many metres of the plane stand for one metre of ground at a latitude (degrees).
    pub fn scale_factor(&self, lat: f64) -> f64 {
        match self {
            Self::LambertConformalConic(lambert) => lambert.scale_factor(lat),
        }
    }

    /// Which way north lies at a place: the angle from the page's up, degrees, clockwise.
    pub fn north_angle(&self, geo: Geo) -> f64 {
        match self {
            Self::LambertConformalConic(lambert) => -lambert.convergence(geo.lon),
        }
    }
}

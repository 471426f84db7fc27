//! Lambert conformal conic with two standard parallels, on an ellipsoid.
//!
//! Formulas: J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395, 1987, equations 14-15,
//! 15-1 to 15-11, 7-9.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use crate::cartography::{Geo, Plane};

/// Semi-major axis of the WGS 84 ellipsoid, metres.
const A: f64 = 6_378_137.0;
/// Flattening of the WGS 84 ellipsoid.
const F: f64 = 1.0 / 298.257_223_563;

/// The projection's constants.
#[derive(Clone, Debug, PartialEq)]
pub struct LambertConformalConic {
    a: f64,
    e: f64,
    n: f64,
    f: f64,
    rho0: f64,
    lambda0: f64,
}

impl LambertConformalConic {
    /// Angles in degrees.
    pub fn new(standard_parallels: [f64; 2], central_meridian: f64, origin_latitude: f64) -> Self {
        Self::on_ellipsoid([A, F * (2.0 - F)], standard_parallels, central_meridian, origin_latitude)
    }

    /// On an ellipsoid of semi-major axis (metres) and squared eccentricity.
    fn on_ellipsoid([a, e_squared]: [f64; 2], standard_parallels: [f64; 2], central_meridian: f64, origin_latitude: f64) -> Self {
        let e = e_squared.sqrt();
        let [phi1, phi2] = standard_parallels.map(f64::to_radians);
        let (m1, m2) = (m(phi1, e), m(phi2, e));
        let (t1, t2) = (t(phi1, e), t(phi2, e));
        let n = if (phi1 - phi2).abs() < 1e-9 { phi1.sin() } else { (m1.ln() - m2.ln()) / (t1.ln() - t2.ln()) };
        let f = m1 / (n * t1.powf(n));
        let rho0 = a * f * t(origin_latitude.to_radians(), e).powf(n);
        Self { a, e, n, f, rho0, lambda0: central_meridian.to_radians() }
    }

    /// Degrees to metres. The pole of the cone's far side lies at infinity; latitudes are kept 0.01° off it.
    pub fn plane_from_geo(&self, geo: Geo) -> Plane {
        let phi = geo.lat.clamp(-89.99, 89.99).to_radians();
        let rho = self.a * self.f * t(phi, self.e).powf(self.n);
        let theta = self.n * wrapped(geo.lon.to_radians() - self.lambda0);
        Plane { x: rho * theta.sin(), y: self.rho0 - rho * theta.cos() }
    }

    /// Metres to degrees.
    pub fn geo_from_plane(&self, plane: Plane) -> Geo {
        let sign = self.n.signum();
        let (x, y) = (sign * plane.x, sign * (self.rho0 - plane.y));
        let rho = sign * x.hypot(y);
        let theta = x.atan2(y);
        let t = (rho / (self.a * self.f)).powf(1.0 / self.n);
        let mut phi = FRAC_PI_2 - 2.0 * t.atan();
        for _ in 0..8 {
            let es = self.e * phi.sin();
            phi = FRAC_PI_2 - 2.0 * (t * ((1.0 - es) / (1.0 + es)).powf(self.e / 2.0)).atan();
        }
        Geo { lon: (wrapped(theta / self.n + self.lambda0)).to_degrees(), lat: phi.to_degrees() }
    }

    /// The local scale, 1 on the standard parallels. Latitude in degrees.
    pub fn scale_factor(&self, lat: f64) -> f64 {
        let phi = lat.clamp(-89.9, 89.9).to_radians();
        let rho = self.f * t(phi, self.e).powf(self.n);
        rho * self.n / m(phi, self.e)
    }

    /// The angle by which meridians lean, degrees; positive east of the central meridian.
    pub fn convergence(&self, lon: f64) -> f64 {
        (self.n * wrapped(lon.to_radians() - self.lambda0)).to_degrees()
    }
}

fn m(phi: f64, e: f64) -> f64 {
    phi.cos() / (1.0 - (e * phi.sin()).powi(2)).sqrt()
}

fn t(phi: f64, e: f64) -> f64 {
    let es = e * phi.sin();
    (FRAC_PI_4 - phi / 2.0).tan() / ((1.0 - es) / (1.0 + es)).powf(e / 2.0)
}

/// An angle in radians, brought to −π … π.
fn wrapped(angle: f64) -> f64 {
    use std::f64::consts::{PI, TAU};
    (angle + PI).rem_euclid(TAU) - PI
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theatre() -> LambertConformalConic {
        LambertConformalConic::new([40.0, 50.0], 124.0, 46.0)
    }

    #[test]
    fn the_inverse_undoes_the_projection() {
        let lambert = theatre();
        for lon in (-60..=308).step_by(7) {
            for lat in (5..=85).step_by(5) {
                let geo = Geo { lon: f64::from(lon), lat: f64::from(lat) };
                let back = lambert.geo_from_plane(lambert.plane_from_geo(geo));
                let off = (back.lon - geo.lon).rem_euclid(360.0);
                assert!(!(1e-9..=360.0 - 1e-9).contains(&off), "{geo:?} {back:?}");
                assert!((back.lat - geo.lat).abs() < 1e-9, "{geo:?} {back:?}");
            }
        }
    }

    #[test]
    fn it_agrees_with_snyders_worked_example() {
        // Snyder 1987, pp. 296-297: Clarke 1866, standard parallels 33 and 45 N, origin 23 N 96 W, point 35 N 75 W.
        let lambert = LambertConformalConic::on_ellipsoid([6_378_206.4, 0.006_768_66], [33.0, 45.0], -96.0, 23.0);
        let plane = lambert.plane_from_geo(Geo { lon: -75.0, lat: 35.0 });
        assert!((plane.x - 1_894_410.9).abs() < 0.1 && (plane.y - 1_564_649.5).abs() < 0.1, "{plane:?}");
        assert!((lambert.scale_factor(35.0) - 0.997_017_1).abs() < 1e-6);
    }

    #[test]
    fn scale_is_true_on_the_standard_parallels_and_within_a_percent_over_the_theatre() {
        let lambert = theatre();
        for lat in [40.0, 50.0] {
            assert!((lambert.scale_factor(lat) - 1.0).abs() < 1e-9);
        }
        for lat in 36..=54 {
            let error = lambert.scale_factor(f64::from(lat)) - 1.0;
            assert!((-0.004..0.0095).contains(&error), "{lat} {error}");
        }
    }

    #[test]
    fn the_southern_hemisphere_can_be_drawn_too() {
        let lambert = LambertConformalConic::new([-30.0, -40.0], 20.0, -35.0);
        let geo = Geo { lon: 25.0, lat: -33.0 };
        let back = lambert.geo_from_plane(lambert.plane_from_geo(geo));
        assert!((back.lon - geo.lon).abs() < 1e-9 && (back.lat - geo.lat).abs() < 1e-9);
        assert!(lambert.plane_from_geo(Geo { lon: 20.0, lat: -30.0 }).y > 0.0);
    }
}

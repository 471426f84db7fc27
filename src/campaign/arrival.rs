//! The rule by which a campaign's arrival field is computed: how fast and how far an advance reaches sideways.
//!
//! Kept with the facts, because another war on other ground needs other figures. `situation` applies it. How the
//! defaults were chosen is written down in `geodata/FORMAT.md`.

use super::Echelon;

/// The parameters of the arrival field; `geodata/FORMAT.md` says what each member means.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrivalRule {
    /// The distance between two nodes of the grid, km.
    pub grid_km: f64,
    /// How fast ground is reached sideways of an axis, km a day.
    pub lateral_km_per_day: f64,
    /// By how much the sideways rate may be wrong: the earliest field is faster by this factor, the latest slower.
    pub lateral_doubt: f64,
    /// All half-widths are multiplied by this.
    pub half_width_factor: f64,
    /// Half the width of an advance by echelon, km, for formations that do not give their own.
    pub half_width_km: Vec<(Echelon, f64)>,
    /// Half the width of a move by rail, km, whoever moves.
    pub rail_half_width_km: f64,
    /// How far around a place its date of capture reaches, km, by importance 1, 2, 3.
    pub capture_km: [f64; 3],
    /// The same for a fortified region.
    pub fortified_km: f64,
    /// The same for an island, as far as there is land.
    pub island_km: f64,
    /// Gaps between neighbouring axes are closed where they are narrower than twice this, km.
    pub closing_km: f64,
    /// How fast such gaps are reached from their sides, km a day.
    pub closing_km_per_day: f64,
    /// How fast ground within the half-width of a later advance is reached from beside an earlier one, km a day.
    pub overtaking_km_per_day: f64,
    /// Ground that is never reached: parts of political areas beyond a parallel.
    pub limits: Vec<ArrivalLimit>,
}

/// A parallel that the advance did not cross.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrivalLimit {
    /// The political area of the base map, by id.
    pub polity: String,
    /// The latitude south of which nothing is reached, degrees.
    pub south: f64,
}

impl Default for ArrivalRule {
    fn default() -> Self {
        Self {
            grid_km: 5.0,
            lateral_km_per_day: 40.0,
            lateral_doubt: 1.5,
            half_width_factor: 1.5,
            half_width_km: vec![
                (Echelon::Army, 30.0),
                (Echelon::Corps, 15.0),
                (Echelon::Division, 8.0),
                (Echelon::Brigade, 6.0),
                (Echelon::Regiment, 4.0),
                (Echelon::Garrison, 4.0),
                (Echelon::Detachment, 4.0),
                (Echelon::Flotilla, 3.0),
            ],
            rail_half_width_km: 10.0,
            capture_km: [20.0, 15.0, 10.0],
            fortified_km: 10.0,
            island_km: 120.0,
            closing_km: 60.0,
            closing_km_per_day: 20.0,
            overtaking_km_per_day: 5.0,
            limits: Vec::new(),
        }
    }
}

impl ArrivalRule {
    /// Half the width of an advance of an echelon, km, before the factor; `None` where the echelon does not advance
    /// itself (fronts, fleets, air armies).
    pub fn half_width_of(&self, echelon: Echelon) -> Option<f64> {
        self.half_width_km.iter().find(|row| row.0 == echelon).map(|row| row.1)
    }
}

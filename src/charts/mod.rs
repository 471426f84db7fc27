//! The campaign as titled series with units; draws nothing.

mod advance;

pub use advance::{Closing, closing};

use crate::campaign::{Campaign, FrontIdx, Instant};

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its title.
    pub title: String,
    /// The front it belongs to, for its color and dash.
    pub front: Option<FrontIdx>,
    /// Instants and values, in time order.
    pub points: Vec<(Instant, f64)>,
}

/// A chart over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// What its values are and their unit.
    pub unit: String,
    /// Its lines.
    pub series: Vec<Series>,
}

/// A row of [`CHARTS`].
pub struct ChartKind {
    /// Its id.
    pub id: &'static str,
    /// What it is called in menus.
    pub title: &'static str,
    /// Makes it, one chart an objective.
    pub make: fn(&Campaign) -> Vec<Chart>,
}

/// All charts.
pub const CHARTS: &[ChartKind] =
    &[ChartKind { id: "distance", title: "Distance to the objectives", make: advance::distance_to_objectives }];

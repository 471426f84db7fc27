//! The layers of the map, from bottom to top. A new layer is a file here and a row in [`LAYERS`].

mod axes;
mod borders;
mod events;
mod formations;
pub mod furniture;
mod graticule;
mod land;
mod names;
mod places;
mod railways;
mod water;

pub use formations::is_shown as is_formation_shown;

use super::{Canvas, LegendEntry, MapInput};

/// A layer of the map.
pub struct Layer {
    /// Its id, kept in settings and links.
    pub id: &'static str,
    /// What it is called in menus.
    pub title: &'static str,
    /// What it shows, for its tooltip.
    pub help: &'static str,
    /// Whether it is drawn at first start.
    pub is_shown_at_start: bool,
    /// Draws it.
    pub draw: fn(&MapInput<'_>, &mut Canvas),
    /// Its rows in the legend, of just what can be seen.
    pub legend: fn(&MapInput<'_>) -> Vec<LegendEntry>,
}

/// All layers, bottom first. Labels of all layers and the furniture are drawn over them.
pub const LAYERS: &[Layer] = &[
    Layer {
        id: "polities",
        title: "Political areas",
        help: "States and territories of August 1945",
        is_shown_at_start: true,
        draw: land::draw,
        legend: land::legend,
    },
    Layer {
        id: "waters",
        title: "Lakes and rivers",
        help: "Only those of 1945",
        is_shown_at_start: true,
        draw: water::draw,
        legend: water::legend,
    },
    Layer {
        id: "graticule",
        title: "Graticule",
        help: "Meridians and parallels",
        is_shown_at_start: true,
        draw: graticule::draw,
        legend: graticule::legend,
    },
    Layer {
        id: "borders",
        title: "Borders",
        help: "Borders of August 1945",
        is_shown_at_start: true,
        draw: borders::draw,
        legend: borders::legend,
    },
    Layer {
        id: "railways",
        title: "Railways",
        help: "Lines open in 1945, by gauge",
        is_shown_at_start: true,
        draw: railways::draw,
        legend: railways::legend,
    },
    Layer {
        id: "names",
        title: "Names of lands and seas",
        help: "Ranges, plains, seas and states",
        is_shown_at_start: true,
        draw: names::draw,
        legend: names::legend,
    },
    Layer {
        id: "axes",
        title: "Axes of advance",
        help: "Where each formation has gone so far",
        is_shown_at_start: true,
        draw: axes::draw,
        legend: axes::legend,
    },
    Layer {
        id: "places",
        title: "Places",
        help: "Towns, forts, passes and ports",
        is_shown_at_start: true,
        draw: places::draw,
        legend: places::legend,
    },
    Layer {
        id: "formations",
        title: "Formations",
        help: "Who stood where",
        is_shown_at_start: true,
        draw: formations::draw,
        legend: formations::legend,
    },
    Layer {
        id: "events",
        title: "Events",
        help: "What happens at this hour",
        is_shown_at_start: true,
        draw: events::draw,
        legend: events::legend,
    },
];

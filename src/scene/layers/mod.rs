//! The layers of the map, from bottom to top. A new layer is a file here and a row in [`LAYERS`].

mod axes;
mod borders;
pub mod chevrons;
mod day_contours;
mod events;
mod formations;
mod front_line;
pub mod furniture;
pub mod graticule;
mod ground;
mod hatch;
mod land;
mod names;
mod places;
mod plan;
mod railways;
mod relief;
mod water;
mod whiskers;

use std::collections::BTreeSet;

pub use borders::covered as covered_by_borders;
pub use formations::is_shown as is_formation_shown;
pub use front_line::covered as covered_by_fronts;
pub use names::{Sites, SitesKey, is_river};

use super::{Canvas, Furniture, LegendEntry, MapInput, Target};
use crate::campaign::{Campaign, link};

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
    /// How often it is drawn anew while the view stands.
    pub pace: Pace,
    /// Draws it.
    pub draw: fn(&MapInput<'_>, &mut Canvas),
    /// Its rows in the legend, of just what can be seen.
    pub legend: fn(&MapInput<'_>) -> Vec<LegendEntry>,
}

/// How often a layer is drawn anew while the view stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Never: it shows the ground alone.
    Stands,
    /// When a place changes hands or a railway is cut or mended ([`crate::situation::captures`]), at midnight, and with what
    /// is selected or pointed at.
    Turns,
    /// At each instant.
    Runs,
}

macro_rules! layer {
    ($pace:ident, $id:literal, $title:literal, $help:literal, $draw:path, $legend:path) => {
        Layer { id: $id, title: $title, help: $help, is_shown_at_start: true, pace: Pace::$pace, draw: $draw, legend: $legend }
    };
}

/// All layers, bottom first. Labels of all layers and the furniture are drawn over them.
pub const LAYERS: &[Layer] = &[
    layer!(Stands, "polities", "Political areas", "States and territories of August 1945", land::draw, land::legend),
    layer!(Runs, "relief", "Relief", "Mountains and plains, sea and its depths", relief::draw, relief::legend),
    layer!(
        Runs,
        "ground",
        "Ground taken",
        "How far the war had come, computed from the dated facts",
        ground::draw_taken,
        ground::legend_taken
    ),
    layer!(Runs, "doubt", "Band of doubt", "Ground that was perhaps taken by this hour", ground::draw_band, ground::legend_band),
    layer!(Stands, "waters", "Lakes and rivers", "Only those of 1945", water::draw, water::legend),
    layer!(Stands, "graticule", "Graticule", "Meridians and parallels", graticule::draw, graticule::legend),
    layer!(Turns, "borders", "Borders", "Borders of August 1945", borders::draw, borders::legend),
    layer!(Turns, "railways", "Railways", "Lines open in 1945, by gauge", railways::draw, railways::legend),
    layer!(Turns, "contours", "Day contours", "How far the war had come by the end of each day", day_contours::draw, day_contours::legend),
    layer!(Stands, "names", "Names of lands and seas", "Ranges, plains, seas and states", names::draw, names::legend),
    Layer {
        is_shown_at_start: false,
        ..layer!(Stands, "plan", "Plans", "What each formation was to reach, and by which day", plan::draw, plan::legend)
    },
    layer!(Runs, "axes", "Axes of advance", "Where each formation has gone so far", axes::draw, axes::legend),
    layer!(
        Runs,
        "front-line",
        "Front line and pockets",
        "The edge of the ground taken, and works that hold out",
        front_line::draw,
        front_line::legend
    ),
    layer!(Turns, "places", "Places", "Towns, forts, passes and ports", places::draw, places::legend),
    layer!(Runs, "formations", "Formations", "Who stood where", formations::draw, formations::legend),
    layer!(Runs, "events", "Events", "What happens at this hour", events::draw, events::legend),
];

/// On maps smaller than this (metres to a point, 1 : 13 million) a theatre is too full of signs to be read if divisions and
/// lesser towns have theirs.
const FROM_AFAR: f64 = 3400.0;

/// Whether only the weightiest signs are drawn: the whole theatre on a small page. A smaller map within the page shows a
/// part of it, and shows it whole.
fn is_from_afar(input: &MapInput<'_>) -> bool {
    input.view.metres_per_point > FROM_AFAR && input.furniture != Furniture::None
}

/// A target in the words of a link: its kind and its id.
pub fn target_word(campaign: &Campaign, target: Target) -> String {
    match target {
        Target::Place(idx) => format!("place/{}", campaign.place(idx).id),
        Target::Formation(idx) => format!("formation/{}", campaign.formation(idx).id),
        Target::Event(idx) => format!("event/{}", campaign.event(idx).id),
        Target::Ground(point) => format!("ground/{},{}", link::short(point.geo().lon, 4), link::short(point.geo().lat, 4)),
    }
}

/// The layers that are not drawn, in the words of a link.
pub fn hidden_word(hidden: &BTreeSet<String>) -> String {
    let known = LAYERS.iter().map(|layer| layer.id).filter(|id| hidden.contains(*id));
    let minus: Vec<String> = known.map(|id| format!("-{id}")).collect();
    if minus.is_empty() { "all".to_owned() } else { minus.join(",") }
}

/// What a target is called, in the English of 1945, for screen readers and tests.
pub fn target_name(campaign: &Campaign, target: Target) -> String {
    match target {
        Target::Place(idx) => campaign.place(idx).names.english().to_owned(),
        Target::Formation(idx) => campaign.formation(idx).names.english().to_owned(),
        Target::Event(idx) => campaign.event(idx).headline.clone(),
        Target::Ground(point) => point.to_string(),
    }
}

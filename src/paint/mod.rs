//! A scene as egui shapes, as pixels, or as SVG. Painters decide nothing; they know no campaign.

pub mod egui;
pub mod film;
pub mod raster;
pub mod svg;

use crate::scene::Scene;

/// A file format for stills.
pub struct Format {
    /// The file's ending, without the dot.
    pub ending: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Writes a scene; the number is pixels to a point, which vector formats pass over.
    pub write: fn(&Scene, f64) -> Result<Vec<u8>, String>,
}

/// All formats for stills.
pub const FORMATS: &[Format] = &[
    Format { ending: "png", title: "PNG picture", write: raster::png_from_scene },
    Format { ending: "svg", title: "SVG drawing", write: |scene, _| Ok(svg::svg_from_scene(scene).into_bytes()) },
];

//! Relief: hillshade and tint over land and sea, fading out where its detail ends.

use std::sync::Arc;

use crate::scene::{Canvas, LegendEntry, MapInput, Mark, legend};

/// From this scale on (metres to a point) the relief is drawn whole, and from that one not at all: its detail is 2 km, and
/// a hill of one or two pixels, drawn large, is a stain.
const WHOLE: f64 = 1600.0;
const NONE: f64 = 200.0;

/// Opacity where it is drawn whole: the tints of political areas still show.
const STRONGEST: f64 = 0.8;

/// Draws the relief, once it has been decoded.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let Some(relief) = input.basemap.relief_if_ready(input.theme.is_dark) else { return };
    let scale = input.view.metres_per_point;
    let opacity = STRONGEST * ((scale / NONE).ln() / (WHOLE / NONE).ln()).clamp(0.0, 1.0);
    if opacity > 0.0 {
        canvas.apart(Mark::Image { relief: Arc::clone(relief), opacity });
    }
}

/// Nothing: hills look like hills.
pub fn legend(_: &MapInput<'_>) -> Vec<LegendEntry> {
    legend::nothing()
}

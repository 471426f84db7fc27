//! Lakes and rivers of 1945.

use std::sync::Arc;

use crate::cartography::ScaleBand;
use crate::scene::{AreaShape, Canvas, LegendEntry, LineShape, MapInput, Stroke, legend};

/// Dashes of a river whose course is known only roughly.
const ROUGH: &[f64] = &[4.0, 2.5];

/// Draws lakes and rivers.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let theme = input.theme;
    for river in input.basemap.rivers.iter().filter(|river| is_shown(river.rank, input.band())) {
        let width = match river.rank {
            1 => 1.5,
            2 => 1.1,
            3 => 0.8,
            _ => 0.6,
        };
        let dash = if river.is_sketch { ROUGH } else { &[] };
        canvas.line(LineShape::Plane(Arc::clone(&river.line)), Stroke::dashed(width, theme.river, dash));
    }
    for lake in input.basemap.lakes.iter().filter(|lake| lake.level <= 1 || input.band() != ScaleBand::Theatre) {
        canvas.area(AreaShape::Plane(Arc::clone(&lake.area)), theme.water);
        canvas.line(LineShape::Plane(Arc::clone(&lake.shore)), Stroke::solid(0.8, theme.coast));
    }
}

fn is_shown(rank: u8, band: ScaleBand) -> bool {
    match band {
        ScaleBand::Theatre => rank <= 3,
        _ => true,
    }
}

/// The two kinds of river.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let river = |title: &'static str, dash: &'static [f64]| legend::line(title, Stroke::dashed(1.2, input.theme.river, dash));
    let is_seen = |is_sketch: bool| {
        let shown = input.basemap.rivers.iter().filter(|river| is_shown(river.rank, input.band()) && river.is_sketch == is_sketch);
        shown.into_iter().any(|river| river.line.is_on_page(&input.view))
    };
    let rows = [(false, "River", &[][..]), (true, "River, known to 5–15 km", ROUGH)];
    rows.into_iter().filter(|row| is_seen(row.0)).map(|(_, title, dash)| river(title, dash)).collect()
}

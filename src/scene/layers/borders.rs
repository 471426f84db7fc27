//! Borders of August 1945: of states dash-dotted, of zones of control dashed, lines of demarcation from their day on.

use std::sync::Arc;

use crate::cartography::Border;
use crate::scene::{Canvas, LegendEntry, LineShape, MapInput, Stroke, legend};

const STATE: &[f64] = &[8.0, 2.5, 1.6, 2.5];
const ZONE: &[f64] = &[4.5, 3.0];
const DEMARCATION: &[f64] = &[1.6, 3.2];

/// Draws borders.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    for border in input.detail.borders.iter().filter(|border| exists(border, input)) {
        canvas.line(LineShape::Plane(Arc::clone(&border.line)), stroke(&border.kind, input));
    }
}

fn stroke(kind: &str, input: &MapInput<'_>) -> Stroke {
    let dash = match kind {
        "zone" => ZONE,
        "demarcation" => DEMARCATION,
        _ => STATE,
    };
    Stroke::dashed(1.4, input.theme.border, dash)
}

fn exists(border: &Border, input: &MapInput<'_>) -> bool {
    let calendar = &input.campaign.calendar;
    let from = border.from.as_ref().and_then(|day| calendar.parse(&format!("{day}T00:00:00")).ok());
    from.is_none_or(|from| from <= input.situation.instant)
}

/// The kinds of border that exist at this instant.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let rows = [("state", "Border, August 1945"), ("zone", "Edge of a zone of control"), ("demarcation", "Line of demarcation")];
    let seen = |kind: &str| {
        input.detail.borders.iter().any(|border| {
            exists(border, input)
                && border.line.is_on_page(&input.view)
                && (border.kind == kind || (kind == "state" && border.kind == "treaty-line"))
        })
    };
    rows.into_iter().filter(|(kind, _)| seen(kind)).map(|(kind, title)| legend::line(title, stroke(kind, input))).collect()
}

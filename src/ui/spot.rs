//! The spot of the ground that is asked about: a ring with a cross, so that one sees what the panel tells of.

use egui::{Pos2, Stroke, Ui, pos2};

use super::compare::Part;
use super::style::ui_color;
use crate::cartography::PageRect;
use crate::scene::Target;

/// Radius of the ring and reach of the cross, points.
const RING: f32 = 6.0;
const CROSS: f32 = 10.0;

/// Marks the spot in each part of the map.
pub fn show(ui: &Ui, parts: &[Part<'_>]) {
    for part in parts {
        let Some(Target::Ground(point)) = part.input.session.selection else { continue };
        let page = part.scene.view.page_from_plane(part.input.basemap.projection.plane_from_geo(point.geo()));
        let at = part.on_screen(PageRect::around(page, 0.0, 0.0)).center();
        let theme = part.input.session.map_theme();
        for stroke in [Stroke::new(4.5, ui_color(theme.paper)), Stroke::new(2.0, ui_color(theme.selection))] {
            mark(&ui.painter_at(part.clip), at, stroke);
        }
    }
}

fn mark(painter: &egui::Painter, at: Pos2, stroke: Stroke) {
    painter.circle_stroke(at, RING, stroke);
    for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
        let reached = |length: f32| pos2(at.x + dx * length, at.y + dy * length);
        painter.line_segment([reached(RING), reached(CROSS)], stroke);
    }
}

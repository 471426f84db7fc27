//! The ghost of the front line at the hour under the pointer: thin dashes on the map, changing nothing.

use egui::{Shape, Stroke, Ui, vec2};

use super::callouts::over_map;
use super::style::ui_color;
use super::{PanelInput, timeline};
use crate::cartography::{Page, PlaneRect};

/// Lengths of dashes and gaps, points.
const DASH: f32 = 5.0;
const GAP: f32 = 4.0;

/// Draws the front line of the hovered instant, if the ruler says so.
pub fn show(ui: &Ui, input: &PanelInput<'_>, hovered: Option<timeline::Hovered>) {
    let (Some(hovered), Some(place)) = (hovered, input.session.place()) else { return };
    if hovered.instant == input.situation.instant {
        return;
    }
    let (map, painter) = over_map(ui, place);
    let view = input.session.view;
    let corner = |x: f64, y: f64| view.plane_from_page(Page::new(x, y));
    let (low, high) = (corner(0.0, view.size.height), corner(view.size.width, 0.0));
    let window = PlaneRect { min: low, max: high };
    let front = input.ground.field.front_line(hovered.instant, Some(window), view.metres_per_point);
    let stroke = Stroke::new(1.4, ui_color(input.session.map_theme().ink.faded(0.85)));
    let lines = front.stretches.iter().map(|stretch| &stretch.points).chain(front.pockets.iter().map(|pocket| &pocket.ring));
    for points in lines {
        let on_screen = points.iter().map(|point| view.page_from_plane(*point));
        let on_screen: Vec<egui::Pos2> = on_screen.map(|page| map.min + vec2(page.x as f32, page.y as f32)).collect();
        painter.extend(Shape::dashed_line(&on_screen, stroke, DASH, GAP));
    }
}

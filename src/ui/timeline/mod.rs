//! Time in the hand: transport, the large date, and the ruler under the map.
//!
//! The ruler's geometry is `session::axis`; here it is drawn, and gestures become commands.

mod access;
mod bands;
mod drag;
mod folds;
mod height;
mod hover;
mod lanes;
mod layout;
mod menu;
mod rate;
mod scale;
mod transport;

pub use menu::is_open as is_menu_open;

use std::sync::Arc;

use egui::{Id, Panel as EguiPanel, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

pub use access::loop_keys;
pub use bands::{evidence_sample, front_rows};
pub use hover::{Hovered, swatch};

use super::kept::{self, Same};
use super::panels::charts;
use super::style::ui_color;
use super::{Commands, PanelInput, focus};
use crate::campaign::{Campaign, Instant};
use crate::session::{Panel, Region};
use lanes::Mark;
use layout::Layout;

/// Shows the chart, if it is open, the transport and the ruler. Gives back what the pointer rests on.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) -> Option<Hovered> {
    let panel = EguiPanel::bottom("timeline").show_separator_line(true).show(ui, |ui| {
        if input.session.is_open(Panel::Charts) {
            charts::show(ui, input, commands);
        }
        transport::show(ui, input, commands);
        ruler(ui, input, commands)
    });
    focus::place(ui, Region::Time, panel.response.rect);
    heed_height(ui, panel.response.rect.height());
    panel.inner
}

/// A row that grows or shrinks gets its room in the same frame: no stripe is left bare, and nothing lies over another.
fn heed_height(ui: &Ui, height: f32) {
    let id = Id::unique("height of the timeline");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(id, height), height));
    if (before - height).abs() > 0.5 {
        ui.ctx().request_discard("the row under the map has another height");
    }
}

fn ruler(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) -> Option<Hovered> {
    let height = input.session.ruler.height.fitting(ui.ctx().content_rect().height());
    let size = vec2(ui.available_width(), height.points() + layout::for_fingers(input, height));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let layout = Arc::new(Layout::new(input, height, rect));
    focus::region(ui, input, Region::Time, response.id);
    access::publish(ui, input, &layout, &response, commands);
    let marks = paper(ui, input, &layout);
    scale::bookmarks(&ui.painter_at(layout.rect), input, &layout);
    scale::draw_range(ui, input, &layout);
    let pointed = hover::pointed(ui, input, &layout, &response, &marks);
    let pressed = hover::pressed(ui, input, &layout, &marks);
    let hand = drag::Hand { pointed: pointed.as_ref(), pressed: pressed.as_ref() };
    drag::show(ui, input, &layout, &response, hand, commands);
    menu::show(input, &layout, &response, pointed.as_ref(), commands);
    playhead(ui, input, &layout, commands);
    height::show(ui, input, &layout, commands);
    let hovered = hover::show(ui, input, &layout, &response, pointed.as_ref());
    access::name_marks(ui, input, &layout, &marks, commands);
    hovered
}

/// What the paper of the ruler is drawn from.
#[derive(Clone, PartialEq)]
struct Paper {
    campaign: Same<Campaign>,
    layout: Arc<Layout>,
    theme: &'static str,
    /// The start of the chapter that the clock is in.
    chapter: Option<Instant>,
    /// Whether the clock is left of what is shown.
    is_now_before: bool,
}

/// Draws scale, bands and signs, anew only what has changed. Gives back the marks.
fn paper(ui: &Ui, input: &PanelInput<'_>, layout: &Arc<Layout>) -> Arc<Vec<Mark>> {
    let (session, now) = (input.session, input.session.clock.now());
    let key = Paper {
        campaign: Same(Arc::clone(input.campaign)),
        layout: Arc::clone(layout),
        theme: session.map_theme().name,
        chapter: hover::chapter_at(input, now).map(|(_, start, _)| start),
        is_now_before: now < layout.axis.shown().start,
    };
    kept::show(ui, Id::unique("paper of the ruler"), layout.rect, key.clone(), |painter| {
        scale::draw(painter, input, layout);
        bands::draw(painter, input, layout);
    });
    let key = (key, session.selection);
    let marks = kept::value(ui, Id::unique("marks of the ruler"), key.clone(), || {
        let mut marks = lanes::marks(input, layout);
        marks.extend(folds::marks(input, layout));
        Arc::new(marks)
    });
    let shown = layout.lanes.unwrap_or(layout.density).expand2(vec2(0.0, 2.0));
    for (lane, title, rect) in layout.lanes() {
        let key = (key.clone(), session.doubt, lanes::num_past(input, lane));
        kept::show(ui, Id::unique(("lane of the ruler", title)), shown, key, |painter| lanes::draw(painter, input, layout, rect, &marks));
    }
    // Of what lies before and after the campaign only the signs of the last moment change.
    let key = (key, now >= input.campaign.period.end);
    kept::show(ui, Id::unique("folds of the ruler"), layout.rect, key, |painter| folds::draw(painter, input, layout, &marks));
    marks
}

/// The playhead, on top of all; or, out of view, a sign that leads back to it.
fn playhead(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, commands: &mut Commands) {
    let theme = input.session.map_theme();
    for at in input.session.hours_beside() {
        mark_compared(ui, input, layout, at);
    }
    let x = layout.axis.x(input.session.clock.now());
    if !layout.axis.contains(x) {
        return back_to_now(ui, input, layout, x < layout.axis.left, commands);
    }
    let (x, top, bottom) = (x as f32, layout.rect.min.y, layout.rect.max.y);
    let painter = ui.painter_at(layout.rect.expand(2.0));
    let color = ui_color(theme.attacker.line);
    painter.vline(x, top..=bottom, Stroke::new(2.0, color));
    painter.add(egui::Shape::convex_polygon(head_at(x, top), color, Stroke::new(1.0, ui_color(theme.paper))));
    if input.session.clock.is_held() {
        painter.circle_filled(pos2(x, top + 6.0), 2.5, ui_color(theme.paper));
    }
}

/// A sign at the edge that the playhead lies beyond; a click leads back to it.
fn back_to_now(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, is_left: bool, commands: &mut Commands) {
    let side = focus::target_side(input);
    let size = vec2(58.0_f32.max(side), side);
    let corner = if is_left { layout.scale.left_top() } else { layout.scale.right_top() - vec2(size.x, 0.0) };
    let rect = egui::Rect::from_min_size(corner, size);
    let response = ui.interact(rect, Id::unique("back to the playhead"), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Show the playhead"));
    let theme = input.session.map_theme();
    let ring = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, ui_color(theme.attacker.line));
    let painter = ui.painter_at(layout.rect);
    painter.rect(rect.shrink(1.0), 3.0, ui_color(theme.paper), ring, StrokeKind::Inside);
    let words = if is_left { "« now" } else { "now »" };
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, words, egui::FontId::proportional(12.5), ui_color(theme.ink));
    if response.on_hover_text("Back to the playhead").clicked() {
        commands.push(crate::session::Command::Ruler(crate::session::RulerCommand::ToNow));
    }
}

/// The hour compared: a hollow head.
fn mark_compared(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, at: Instant) {
    let x = layout.axis.x(at);
    if !layout.axis.contains(x) {
        return;
    }
    let (x, theme) = (x as f32, input.session.map_theme());
    let painter = ui.painter_at(layout.rect.expand(2.0));
    let line = Stroke::new(1.5, ui_color(theme.attacker.line));
    // The many hours of a wall would draw a fence.
    let reach = if input.compared.len() > 1 { layout.scale.y_range() } else { layout.rect.y_range() };
    painter.vline(x, reach, Stroke::new(1.0, line.color));
    painter.add(egui::Shape::convex_polygon(head_at(x, layout.rect.min.y), ui_color(theme.paper), line));
}

fn head_at(x: f32, top: f32) -> Vec<egui::Pos2> {
    let corners = [(-7.0, 0.0), (7.0, 0.0), (7.0, 7.0), (0.0, 14.0), (-7.0, 7.0)];
    corners.into_iter().map(|(dx, dy)| pos2(x + dx, top + dy)).collect()
}

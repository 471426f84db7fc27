//! The wall: many hours as small maps of the same ground. They are moved and zoomed together; a click goes to an hour.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align2, Area, Id, PointerButton, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::compare::{button, moved};
use super::map::wheel_factor;
use super::style::{bold, ui_color};
use super::{Commands, ComparedHour, Painters, PanelInput, focus};
use crate::cartography::{Page, PageSize, View};
use crate::scene::{self, Furniture, LAYERS, LabelSlots, MapInput, Run, Scene};
use crate::session::{ClockCommand, Command, CompareCommand, CompareMode, ViewCommand, Wall};

/// Distance of two small maps, points.
const GAP: f32 = 3.0;
/// What a small map shows of the layers that are on: the ground, and how far the war had come. Signs, arrows and names
/// would cover just that.
const SHOWN: [&str; 5] = ["polities", "ground", "doubt", "borders", "front-line"];

/// Shows the wall.
pub fn show(
    ui: &Ui,
    input: &PanelInput<'_>,
    painters: &mut Painters,
    wall: &Wall,
    (rect, map): (Rect, &Response),
    commands: &mut Commands,
) {
    ui.painter_at(rect).rect_filled(rect, 0.0, ui_color(input.session.map_theme().paper));
    let left_out = LAYERS.iter().map(|layer| layer.id).filter(|id| !SHOWN.contains(id));
    let hidden: BTreeSet<String> = input.session.hidden.iter().cloned().chain(left_out.map(str::to_owned)).collect();
    let strip = focus::smallest(ui).y + 14.0;
    let (rect, foot) = rect.split_top_bottom_at_y(rect.max.y - strip);
    let hours = wall.hours.iter().zip(input.compared).filter(|(hour, compared)| **hour == compared.situation.instant);
    for (number, (_, hour)) in hours.enumerate() {
        let cell = cell(wall, rect, number);
        let view = view(input, cell);
        let scene = scene(input, hour, view, &hidden);
        painters.of_compared(number).paint_moved(&ui.painter_at(cell), cell.min, &scene, moved(&scene, &view));
        objectives(ui, input, &scene, cell);
        one(ui, input, hour, cell, commands);
    }
    gestures(ui, input, wall, (rect, map), commands);
    focus::on_wall(ui, input, rect, map);
    chip(ui, input, wall, (rect, foot), commands);
}

/// Where a small map stands.
fn cell(wall: &Wall, rect: Rect, number: usize) -> Rect {
    let (columns, rows) = (wall.columns as f32, wall.rows() as f32);
    let size = vec2((rect.width() - GAP * (columns - 1.0)) / columns, (rect.height() - GAP * (rows - 1.0)) / rows);
    let (row, column) = ((number / wall.columns) as f32, (number % wall.columns) as f32);
    Rect::from_min_size(rect.min + vec2(column * (size.x + GAP), row * (size.y + GAP)), size)
}

/// How many times smaller than on the whole map the ground is in a small one.
fn shrinking(input: &PanelInput<'_>, cell: Rect) -> f64 {
    let whole = input.session.view.size;
    (whole.width / f64::from(cell.width())).max(whole.height / f64::from(cell.height()))
}

/// The ground that a small map shows.
fn view(input: &PanelInput<'_>, cell: Rect) -> View {
    let size = PageSize { width: f64::from(cell.width()), height: f64::from(cell.height()) };
    let view = input.session.view;
    View { metres_per_point: view.metres_per_point * shrinking(input, cell), size, ..view }
}

fn scene(input: &PanelInput<'_>, hour: &ComparedHour, view: View, hidden: &BTreeSet<String>) -> Arc<Scene> {
    let session = input.session;
    let map = MapInput {
        campaign: input.campaign,
        basemap: input.basemap,
        detail: input.basemap.detail(view.band()),
        situation: &hour.situation,
        ground: Some(input.ground),
        view,
        theme: session.map_theme(),
        language: session.language,
        hidden,
        doubt: session.doubt,
        selection: session.selection,
        hovered: None,
        slots: &LabelSlots::new(),
        flashes: &[],
        memory: &hour.memory,
        changed: &[],
        chapter: None,
        furniture: Furniture::None,
    };
    hour.memory.scene(&map, Run::default())
}

/// The date of a small map, its frame, and what a click on it does.
fn one(ui: &Ui, input: &PanelInput<'_>, hour: &ComparedHour, cell: Rect, commands: &mut Commands) {
    let (theme, calendar) = (input.session.map_theme(), &input.campaign.calendar);
    let instant = hour.situation.instant;
    let words = format!("{} · {}", calendar.date_hour(instant), calendar.day_label(instant));
    let response = ui.interact(cell, Id::unique(("wall", instant)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Go to {words}")));
    let hint = format!("{} ({})\nA click goes to this hour, a double click shows it alone", calendar.full(instant), calendar.zone.label());
    let response = response.on_hover_text(hint);
    let is_now = instant == input.situation.instant;
    let painter = ui.painter_at(cell);
    let ink = ui_color(theme.ink);
    let galley = painter.layout_no_wrap(words, egui::FontId::new(12.0, bold()), ink);
    let plate = Rect::from_min_size(cell.min, galley.size() + vec2(12.0, 5.0));
    painter.rect_filled(plate, 0.0, ui_color(theme.paper.faded(0.92)));
    painter.galley(plate.min + vec2(6.0, 2.5), galley, ink);
    let width = if is_now || response.has_focus() { 3.0 } else { 1.0 };
    let line = if is_now || response.hovered() || response.has_focus() { theme.selection } else { theme.ink.faded(0.35) };
    painter.rect_stroke(cell, 0.0, Stroke::new(width, ui_color(line)), StrokeKind::Inside);
    if response.clicked() {
        commands.push(Command::Clock(ClockCommand::Seek(instant)));
    }
    if response.double_clicked() {
        commands.push(Command::Compare(CompareCommand::Close));
    }
}

/// A drag with the hand or a turn of the wheel moves all maps at once.
fn gestures(ui: &Ui, input: &PanelInput<'_>, wall: &Wall, (rect, map): (Rect, &Response), commands: &mut Commands) {
    let scale = shrinking(input, cell(wall, rect, 0));
    let is_dragged = map.dragged_by(PointerButton::Primary) || map.dragged_by(PointerButton::Middle);
    let moved = map.drag_delta();
    if is_dragged && moved != egui::Vec2::ZERO {
        commands.push(Command::View(ViewCommand::Pan(f64::from(moved.x) * scale, f64::from(moved.y) * scale)));
    }
    let Some(at) = ui.input(|pointer| pointer.pointer.hover_pos()).filter(|at| rect.contains(*at)) else { return };
    let Some(cell) = (0..wall.hours.len()).map(|number| cell(wall, rect, number)).find(|cell| cell.contains(at)) else { return };
    if ui.layer_id_at(at) == Some(map.layer_id) {
        let (size, middle) = (input.session.view.size, cell.center());
        let anchor =
            Page::new(size.width / 2.0 + f64::from(at.x - middle.x) * scale, size.height / 2.0 + f64::from(at.y - middle.y) * scale);
        commands.extend(wheel_factor(ui).map(|factor| Command::View(ViewCommand::Zoom(anchor, factor))));
    }
}

/// The places the war closes on, to tell where one looks.
fn objectives(ui: &Ui, input: &PanelInput<'_>, scene: &Scene, cell: Rect) {
    let (theme, painter) = (input.session.map_theme(), ui.painter_at(cell));
    for idx in &input.campaign.objectives {
        let place = input.campaign.place(*idx);
        let page = scene.view.page_from_plane(input.basemap.projection.plane_from_geo(place.position.into()));
        let at = cell.min + vec2(page.x as f32, page.y as f32);
        painter.circle(at, 2.6, ui_color(theme.paper), Stroke::new(1.4, ui_color(theme.ink)));
        let name = place.names.or_english(input.session.language).split(['(', '（']).next().unwrap_or_default().trim();
        let galley = painter.layout_no_wrap(name.to_owned(), egui::FontId::proportional(10.0), ui_color(theme.ink));
        let corner = at + vec2(5.0, -galley.size().y / 2.0);
        painter.rect_filled(Rect::from_min_size(corner, galley.size()).expand2(vec2(1.5, -1.0)), 2.0, ui_color(theme.halo));
        painter.galley(corner, galley, ui_color(theme.ink));
    }
}

/// What the wall shows, and the way out.
fn chip(ui: &Ui, input: &PanelInput<'_>, wall: &Wall, (rect, foot): (Rect, Rect), commands: &mut Commands) {
    let scale = scene::grouped(input.session.view.denominator() * shrinking(input, cell(wall, rect, 0)));
    let words = format!("The same ground {} · 1:{scale}", wall.pace());
    Area::new(Id::unique("wall chip")).pivot(Align2::CENTER_CENTER).fixed_pos(foot.center()).show(ui.ctx(), |ui| {
        ui.set_max_width((rect.width() - 16.0).max(160.0));
        ui.horizontal(|ui| {
            let label =
                ui.label(RichText::new(&words).family(bold())).on_hover_text("A click goes to an hour, a double click shows it alone");
            label.widget_info(|| WidgetInfo::labeled(Role::Status, true, words.clone()));
            button(ui, "Two hours", "Two hours on one map", CompareCommand::Mode(CompareMode::Swipe), commands);
            button(ui, "✕", "This hour alone", CompareCommand::Close, commands);
        });
    });
}

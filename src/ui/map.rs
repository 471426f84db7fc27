//! The map: builds the scene of the frame, paints it, and turns gestures into commands.

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::Role;
use egui::{CentralPanel, Id, MouseWheelSource, PointerButton, Rect, Response, Sense, Ui, WidgetInfo, pos2};

use super::compare::{Part, part_at};
use super::panels::{card, changes, now, title};
use super::{Commands, Painters, PanelInput, beside, clock_card, compare, focus, links, spot, toolbar, wall};
use crate::campaign::EventIdx;
use crate::cartography::{Page, PageRect, PageSize};
use crate::scene::{Doubt, Furniture, Hit, LabelSlots, MapInput, Run, Scene, Target};
use crate::session::{Command, MapPlace, ViewCommand};

/// How much a notch of the wheel zooms per point of scroll.
const ZOOM_PER_POINT: f32 = 0.0045;

/// While frames follow each other no slower than this, seconds, the map may be drawn anew some frames late.
const FLUENT: f32 = 1.0 / 40.0;

/// The accessible name of the map.
pub const MAP_NAME: &str = "Map";

/// Shows the map, or the two hours that share it. Gives back where labels stand.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, painters: &mut Painters, commands: &mut Commands) -> LabelSlots {
    CentralPanel::no_frame()
        .show(ui, |ui| {
            let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
            response.widget_info(|| WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), MAP_NAME));
            if let Some(wall) = input.session.wall() {
                report_place(ui, input, rect, page_size(rect), commands);
                wall::show(ui, input, painters, &wall, (rect, &response), commands);
                return input.session.slots.clone();
            }
            if input.session.place().is_none() {
                // The very first pass, which is thrown away.
                let [(page, _), _] = compare::places(input, rect);
                report_place(ui, input, page, page_size(page), commands);
                return input.session.slots.clone();
            }
            let mut parts = parts(ui, input, rect);
            for (number, part) in parts.iter_mut().enumerate() {
                let on_part = ui.painter_at(part.clip);
                let order = part.order.take();
                let painter = if number == 0 { &mut painters.map } else { painters.of_compared(number - 1) };
                if part.has_come {
                    painter.take_ahead();
                }
                painter.paint_moved(&on_part, part.rect.min, &part.scene, part.moved());
                let work = order.map(|order| beside::work(part, order, painter, &on_part));
                painters.beside.extend(work);
            }
            let parts = parts;
            let main = &parts[0];
            clock_card::show(ui, input, &parts, painters);
            spot::show(ui, &parts);
            report_place(ui, input, main.rect, main.scene.view.size, commands);
            let clicked = symbols(ui, main);
            overview(ui, main, commands);
            gestures(ui, &parts, &response, commands);
            select(ui, &parts, &response, clicked.as_ref(), commands);
            now::heed_map(ui, input, &main.scene);
            focus::on_map(ui, input, main.rect, &response, &main.scene, commands);
            compare::show(ui, input, rect, commands);
            changes::show(ui, main, input, commands);
            title::show(ui, rect, input, commands);
            main.scene.slots.clone()
        })
        .inner
}

/// The hour of the clock, and after it the one that is compared.
fn parts<'a>(ui: &Ui, input: &PanelInput<'a>, rect: Rect) -> Vec<Part<'a>> {
    let [(page, clip), (other_page, other_clip)] = compare::places(input, rect);
    let flashes = input.session.flashes();
    let mut parts = vec![part(ui, input, (page, clip), &input.session.slots, &flashes)];
    if let Some(compared) = input.compared.first() {
        let (situation, memory) = (&compared.situation, &compared.memory);
        let input = PanelInput { situation, next: None, memory, changes: &[], ..*input };
        // Its labels keep their places too.
        let id = Id::unique("labels of the hour compared");
        let slots: LabelSlots = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let other = part(ui, &input, (other_page, other_clip), &slots, &[]);
        ui.data_mut(|data| data.insert_temp(id, other.scene.slots.clone()));
        parts.push(other);
    }
    parts
}

/// The size of a page that fills a rectangle of the screen.
fn page_size(rect: Rect) -> PageSize {
    PageSize { width: f64::from(rect.width()).max(1.0), height: f64::from(rect.height()).max(1.0) }
}

/// Says where the map lies, when that has changed; the frame is then laid out again before it is seen.
fn report_place(ui: &Ui, input: &PanelInput<'_>, rect: Rect, size: PageSize, commands: &mut Commands) {
    let window = ui.ctx().content_rect().size();
    let window = PageSize { width: f64::from(window.x), height: f64::from(window.y) };
    let place = MapPlace { origin: Page::new(f64::from(rect.min.x), f64::from(rect.min.y)), size, window };
    if input.session.place() != Some(place) {
        commands.push(Command::View(ViewCommand::Place(place)));
        ui.ctx().request_discard("the map has a new place");
    }
}

/// A part of the map with its picture, and an order of the next one where it should be drawn beside the frames.
fn part<'a>(ui: &Ui, input: &PanelInput<'a>, (rect, clip): (Rect, Rect), slots: &LabelSlots, flashes: &[(EventIdx, f64)]) -> Part<'a> {
    let session = input.session;
    let changed: Vec<Target> = input.changes.iter().map(|change| changes::target(change.subject)).collect();
    let view = session.view.resized(page_size(rect));
    let map = MapInput {
        campaign: input.campaign,
        basemap: input.basemap,
        detail: input.basemap.detail(view.band()),
        situation: input.situation,
        ground: Some(input.ground),
        view,
        theme: session.map_theme(),
        language: session.language,
        hidden: &session.hidden,
        doubt: session.doubt,
        selection: session.selection,
        hovered: session.hovered,
        slots,
        flashes,
        memory: input.memory,
        changed: &changed,
        chapter: session.chapter_read(),
        furniture: Furniture::Window,
    };
    let is_fluent = ui.input(|i| i.stable_dt) <= FLUENT;
    let scene = input.memory.scene(&map, Run { is_clock_running: session.clock.is_playing(), is_fluent });
    let order = input.memory.order(&map, input.next.filter(|_| is_fluent).map(|next| next.instant));
    if input.memory.is_expecting() {
        ui.request_repaint();
    }
    let order = order.map(|order| beside::Ordered::new(order, &map, &scene));
    Part { rect, clip, input: *input, has_come: input.memory.has_come(), scene, order }
}

/// A press or a drag in the overview brings what lies there to the middle of the map.
fn overview(ui: &mut Ui, part: &Part<'_>, commands: &mut Commands) {
    let (rect, scene) = (part.rect, &part.scene);
    let Some((frame, shown)) = scene.overview else { return };
    let response = ui.interact(screen(rect, frame), Id::unique("overview"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), "Overview"));
    if response.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::Crosshair);
    }
    if ui.rect_contains_pointer(screen(rect, frame)) {
        whole(ui, part, screen(rect, frame), commands);
    }
    let is_asked = response.dragged() || response.clicked();
    let Some(at) = response.interact_pointer_pos().filter(|_| is_asked) else { return };
    let inside = page(rect, at).offset(-frame.min.x, -frame.min.y);
    let view = part.input.session.view.resized(scene.view.size);
    let wanted = view.page_from_plane(shown.plane_from_page(inside));
    let middle = view.page().center();
    commands.push(Command::View(ViewCommand::Pan(middle.x - wanted.x, middle.y - wanted.y)));
}

/// While the pointer is over the overview, a button in its corner brings back the whole theatre.
fn whole(ui: &mut Ui, part: &Part<'_>, frame: Rect, commands: &mut Commands) {
    let side = focus::smallest(ui);
    let place = Rect::from_min_max(frame.right_bottom() - side, frame.right_bottom());
    let mut corner = ui.new_child(egui::UiBuilder::new().scope_id(Id::unique("whole theatre")).max_rect(place.shrink(2.0)));
    toolbar::action_button(&mut corner, &part.input, "home-view", "⛶", commands);
}

fn page(rect: Rect, at: egui::Pos2) -> Page {
    Page::new(f64::from(at.x - rect.min.x), f64::from(at.y - rect.min.y))
}

fn screen(rect: Rect, area: PageRect) -> Rect {
    let at = |page: Page| pos2(rect.min.x + page.x as f32, rect.min.y + page.y as f32);
    Rect::from_min_max(at(area.min), at(area.max))
}

/// What was clicked among the symbols.
enum Clicked {
    /// With the pointer.
    At(egui::Pos2),
    /// By name, as a screen reader does.
    Named(Target),
}

/// Gives every symbol of the scene a name, so that screen readers and tests can find and click it.
fn symbols(ui: &Ui, part: &Part<'_>) -> Option<Clicked> {
    if !is_read_aloud(ui) {
        return None;
    }
    let mut clicked = None;
    for hit in named(part).into_values() {
        let area = part.on_screen(hit.rect).intersect(part.clip);
        let response = ui.interact(area, Id::unique(("symbol", hit.target)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &hit.name));
        if response.clicked() {
            clicked = Some(response.interact_pointer_pos().map_or(Clicked::Named(hit.target), Clicked::At));
        }
    }
    clicked
}

/// For each target the drawing that is named: the first in view, and in a stack that lies open its own sign.
fn named<'p>(part: &'p Part<'_>) -> BTreeMap<Target, &'p Hit> {
    let is_in_view = |hit: &&Hit| part.on_screen(hit.rect).intersect(part.clip).is_positive();
    let hits: Vec<&Hit> = part.scene.hits.iter().filter(is_in_view).collect();
    let mut named: BTreeMap<Target, &Hit> = hits.iter().rev().map(|hit| (hit.target, *hit)).collect();
    if let Some(stacked) = part.input.session.hovered.and_then(|target| named.get(&target)).map(|hit| hit.rect) {
        let members: Vec<Target> = hits.iter().filter(|hit| hit.rect == stacked).map(|hit| hit.target).collect();
        // The one on top lies where the stack is.
        let below = members.split_last().map_or(&[][..], |(_, below)| below);
        named.extend(hits.iter().filter(|hit| below.contains(&hit.target)).map(|hit| (hit.target, *hit)));
    }
    named
}

/// Whether a screen reader or a test listens. Names cost time in every frame, so they are given only then; the map
/// answers to the pointer by itself.
pub fn is_read_aloud(ui: &Ui) -> bool {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |_| ()).is_some()
}

fn gestures(ui: &Ui, parts: &[Part<'_>], response: &Response, commands: &mut Commands) {
    if response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle) {
        let moved = response.drag_delta();
        if moved != egui::Vec2::ZERO {
            commands.push(Command::View(ViewCommand::Pan(f64::from(moved.x), f64::from(moved.y))));
        }
        ui.set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    let session = parts[0].input.session;
    let pointer = ui.input(|i| i.pointer.hover_pos()).filter(|at| response.contains_pointer_or_symbol(ui, *at));
    let Some((pointer, part)) = pointer.and_then(|at| Some((at, part_at(parts, at)?))) else {
        if session.hovered.is_some() {
            commands.push(Command::Hover(None));
        }
        return;
    };
    let Part { rect, input, scene, .. } = part;
    let side = f64::from(focus::target_side(input));
    let rect = *rect;
    wheel(ui, page(rect, pointer), commands);
    if response.secondary_clicked() || ui.input(|i| i.pointer.secondary_clicked()) || is_held_down(ui, input, response) {
        let plane = input.session.view.plane_from_page(page(rect, pointer));
        commands.push(Command::Select(Some(Target::Ground(input.basemap.projection.geo_from_plane(plane).into()))));
    }
    let hit = if ui.input(|i| i.pointer.any_down()) { None } else { scene.hit_within(part.on_page(pointer), side) };
    let target = hit.map(|hit| hit.target);
    if target != session.hovered {
        commands.push(Command::Hover(target));
        ui.request_repaint();
    }
    if let Some(hit) = hit {
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        let opened = opened_stack(part, hit.target);
        let area = opened.unwrap_or_else(|| part.on_screen(hit.rect));
        let hover = ui.interact(area, Id::unique(("hover", hit.target)), Sense::hover());
        let card = |ui: &mut Ui| card::show(ui, input, hit.target);
        // Beside a stack that lies open, not over its other signs.
        if opened.is_some() {
            hover.on_hover_ui(card)
        } else {
            hover.on_hover_ui_at_pointer(card)
        };
    } else if let Some(words) = doubt_at(input, page(rect, pointer)) {
        let spot = Rect::from_center_size(pointer, egui::Vec2::splat(2.0));
        ui.interact(spot, Id::unique("band of doubt"), Sense::hover()).on_hover_text_at_pointer(words);
    }
}

/// Where a stack that lies open under the pointer is on the screen with all its signs, if one of them stands for a target.
pub fn opened_stack(part: &Part<'_>, target: Target) -> Option<Rect> {
    let hits = &part.scene.hits;
    let stacked = hits.iter().find(|hit| hit.target == target)?.rect;
    let members: Vec<Target> = hits.iter().filter(|hit| hit.rect == stacked).map(|hit| hit.target).collect();
    let signs = || hits.iter().filter(|hit| members.contains(&hit.target));
    let is_open = members.len() > 1 && signs().any(|hit| hit.rect != stacked);
    is_open.then(|| signs().fold(Rect::NOTHING, |all, hit| all.union(part.on_screen(hit.rect))))
}

/// A finger held still asks as a right click does, also where a museum's screen passes fingers on as a mouse.
fn is_held_down(ui: &Ui, input: &PanelInput<'_>, response: &Response) -> bool {
    if input.session.kiosk.is_none() || !response.is_pointer_button_down_on() {
        return false;
    }
    let (longest_click, furthest) =
        ui.ctx().options(|options| (options.input_options.max_click_duration, options.input_options.max_click_dist));
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(longest_click + 0.05));
    response.drag_started() && response.total_drag_delta().is_some_and(|moved| moved.length() <= furthest)
}

/// Both dates of the band of doubt under the pointer.
fn doubt_at(input: &PanelInput<'_>, at: Page) -> Option<String> {
    if input.session.hidden.contains("doubt") || input.session.doubt == Doubt::Off {
        return None;
    }
    let arrival = input.ground.field.at(input.campaign, input.session.view.plane_from_page(at))?;
    let now = input.situation.instant;
    let calendar = &input.campaign.calendar;
    let is_doubt = arrival.time.earliest <= now && now < arrival.time.latest;
    is_doubt.then(|| {
        let (from, to) = (calendar.date_hour(arrival.time.earliest), calendar.date_hour(arrival.time.latest));
        format!("Band of doubt: the war reached here between {from} and {to}")
    })
}

/// A wheel zooms about the pointer; two fingers on a trackpad move the ground, and pinching zooms.
fn wheel(ui: &Ui, at: Page, commands: &mut Commands) {
    let scroll = ui.input(egui::InputState::smooth_scroll_delta);
    if is_trackpad(ui) && scroll != egui::Vec2::ZERO {
        commands.push(Command::View(ViewCommand::Pan(f64::from(scroll.x), f64::from(scroll.y))));
    }
    commands.extend(wheel_factor(ui).map(|factor| Command::View(ViewCommand::Zoom(at, factor))));
}

fn is_trackpad(ui: &Ui) -> bool {
    let is_it = |event: &egui::Event| matches!(event, egui::Event::MouseWheel { source: MouseWheelSource::Trackpad, .. });
    ui.input(|i| i.events.iter().any(is_it))
}

/// By how much wheel and pinch zoom in this frame, where they do.
pub fn wheel_factor(ui: &Ui) -> Option<f64> {
    let (scroll, pinch) = ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta()));
    let turn = if is_trackpad(ui) { 0.0 } else { scroll.y * ZOOM_PER_POINT };
    let factor = pinch * turn.exp();
    ((factor - 1.0).abs() > 1e-4).then(|| f64::from(factor))
}

/// A click selects what lies there; on what is selected already, the next thing below; on nothing, nothing.
fn select(ui: &Ui, parts: &[Part<'_>], response: &Response, clicked: Option<&Clicked>, commands: &mut Commands) {
    let at = match clicked {
        Some(Clicked::Named(target)) => {
            commands.push(Command::Select(Some(*target)));
            keep_in_view(&parts[0], *target, commands);
            return;
        }
        Some(Clicked::At(at)) => Some(*at),
        None if response.clicked() => response.interact_pointer_pos(),
        None => None,
    };
    if let Some((at, part)) = at.and_then(|at| Some((at, part_at(parts, at)?))) {
        ui.memory_mut(|memory| memory.surrender_focus(response.id));
        let side = f64::from(focus::target_side(&part.input));
        let picked = pick(&part.scene, part.on_page(at), part.input.session.selection, side);
        commands.push(Command::DismissTitle);
        commands.push(Command::Select(picked));
        if let Some(target) = picked {
            keep_in_view(part, target, commands);
        }
    }
    if response.double_clicked()
        && let Some(at) = response.interact_pointer_pos()
        && let Some(part) = part_at(parts, at)
    {
        commands.push(Command::View(ViewCommand::Zoom(page(part.rect, at), 2.0)));
    }
}

/// The panel that opens does not cover what it tells of; what lies out of view, as a sign at the map's edge says, is shown.
fn keep_in_view(part: &Part<'_>, target: Target, commands: &mut Commands) {
    let Some(geo) = links::position(&part.input, target) else { return };
    let view = part.input.session.view;
    let is_in_view = view.page().contains(view.page_from_plane(part.input.basemap.projection.plane_from_geo(geo)));
    commands.push(Command::View(if is_in_view { ViewCommand::Keep(geo) } else { ViewCommand::Show(geo) }));
}

/// The things at a point from the top; the one after the selected one, if it is among them.
fn pick(scene: &Scene, at: Page, selection: Option<Target>, side: f64) -> Option<Target> {
    let mut here: Vec<Target> = scene.hits.iter().rev().filter(|hit| hit.rect.contains(at)).map(|hit| hit.target).collect();
    if here.is_empty() {
        here.extend(scene.hit_within(at, side).map(|hit| hit.target));
    }
    let mut seen = BTreeSet::new();
    here.retain(|target| seen.insert(*target));
    let chosen = selection.and_then(|selected| here.iter().position(|target| *target == selected)).map_or(0, |at| (at + 1) % here.len());
    here.get(chosen).copied()
}

/// Whether the pointer is over the map itself, not over a window or menu above it.
trait OverMap {
    fn contains_pointer_or_symbol(&self, ui: &Ui, at: egui::Pos2) -> bool;
}

impl OverMap for Response {
    fn contains_pointer_or_symbol(&self, ui: &Ui, at: egui::Pos2) -> bool {
        self.contains_pointer() || ui.layer_id_at(at) == Some(self.layer_id)
    }
}

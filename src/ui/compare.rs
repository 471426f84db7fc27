//! Two hours on one map: the parts of the map they have, the line between them, and the chip that names both.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::emath::TSTransform;
use egui::{Align2, Area, CursorIcon, Frame, Id, Margin, Pos2, Rect, RichText, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::beside::Ordered;
use super::style::{bold, ui_color};
use super::{Commands, PanelInput, focus};
use crate::cartography::{Page, PageRect, View};
use crate::scene::Scene;
use crate::session::{Command, CompareCommand, CompareMode};

/// How far a key moves the line, a share of the width.
const STEP: f64 = 0.05;

/// What the scale bar takes at the left of the map, points.
const SCALE_BAR: f32 = 210.0;

/// A part of the map: one hour of the ground.
pub struct Part<'a> {
    /// Where its page lies on the screen.
    pub rect: Rect,
    /// How much of it is seen.
    pub clip: Rect,
    /// What it shows.
    pub input: PanelInput<'a>,
    /// Its picture.
    pub scene: Arc<Scene>,
    /// Whether that was drawn beside the frames and is shown for the first time.
    pub has_come: bool,
    /// The next one, where it should be drawn beside the frames.
    pub order: Option<Ordered>,
}

/// How the ground of a picture has to be moved on its page to stand as in a view.
pub fn moved(scene: &Scene, view: &View) -> TSTransform {
    let (scale, [dx, dy]) = scene.moved_to(view);
    TSTransform::new(vec2(dx as f32, dy as f32), scale as f32)
}

impl Part<'_> {
    /// How the ground has moved on the page since its picture was made.
    pub fn moved(&self) -> TSTransform {
        moved(&self.scene, &self.input.session.view.resized(self.scene.view.size))
    }

    /// A point of the screen on the page of its picture.
    pub fn on_page(&self, at: Pos2) -> Page {
        let at = self.moved().inverse() * (at - self.rect.min).to_pos2();
        Page::new(f64::from(at.x), f64::from(at.y))
    }

    /// A rectangle of its picture on the screen.
    pub fn on_screen(&self, area: PageRect) -> Rect {
        let moved = self.moved();
        let at = |page: Page| self.rect.min + (moved * pos2(page.x as f32, page.y as f32)).to_vec2();
        Rect::from_min_max(at(area.min), at(area.max))
    }
}

/// Where the page of the clock's hour lies, and how much of it is seen; then the same of the hour compared.
pub fn places(input: &PanelInput<'_>, rect: Rect) -> [(Rect, Rect); 2] {
    let Some(compare) = input.session.compare.filter(|_| !input.compared.is_empty()) else { return [(rect, rect), (rect, Rect::NOTHING)] };
    let split = if compare.mode == CompareMode::Swipe { compare.split } else { 0.5 };
    let x = (rect.min.x + rect.width() * split as f32).round();
    let (left, right) = rect.split_left_right_at_x(x);
    match compare.mode {
        CompareMode::Swipe => [(rect, right), (rect, left)],
        CompareMode::SideBySide | CompareMode::Wall => [(right, right), (left, left)],
    }
}

/// The part at a point of the screen.
pub fn part_at<'p, 'a>(parts: &'p [Part<'a>], at: Pos2) -> Option<&'p Part<'a>> {
    parts.iter().find(|part| part.clip.contains(at))
}

/// The id of the line, which can have the keyboard.
pub fn line_id() -> Id {
    Id::unique("compare line")
}

/// The command of an arrow while the line has the keyboard; `None` where it has not.
pub fn stepped(ui: &Ui, direction: f64) -> Option<Command> {
    ui.memory(|memory| memory.has_focus(line_id())).then_some(Command::Compare(CompareCommand::MoveSplit(direction * STEP)))
}

/// Shows the line and the chip.
pub fn show(ui: &Ui, input: &PanelInput<'_>, map: Rect, commands: &mut Commands) {
    let Some(compare) = input.session.compare.filter(|_| !input.compared.is_empty()) else { return };
    let [_, (_, left)] = places(input, map);
    let x = left.max.x;
    let theme = input.session.map_theme();
    let painter = ui.painter_at(map);
    painter.vline(x, map.y_range(), Stroke::new(4.0, ui_color(theme.paper)));
    painter.vline(x, map.y_range(), Stroke::new(1.5, ui_color(theme.ink)));
    if compare.mode == CompareMode::Swipe {
        line(ui, input, map, x, commands);
    }
    chip(ui, input, map, commands);
}

/// The line can be dragged, and moved by arrows.
fn line(ui: &Ui, input: &PanelInput<'_>, map: Rect, x: f32, commands: &mut Commands) {
    let reach = focus::target_side(input) / 2.0;
    let rect = Rect::from_x_y_ranges((x - reach)..=(x + reach), map.y_range());
    let response = ui.interact(rect, line_id(), Sense::click_and_drag());
    let split = input.session.compare.map_or(0.5, |compare| compare.split);
    response.widget_info(|| WidgetInfo::slider(true, split * 100.0, "Line between the two hours"));
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let theme = input.session.map_theme();
    let knob = Rect::from_center_size(pos2(x, map.center().y), vec2(18.0, 34.0));
    let ring = if response.has_focus() { Stroke::new(2.0, ui_color(theme.selection)) } else { Stroke::new(1.0, ui_color(theme.ink)) };
    let painter = ui.painter_at(map);
    painter.rect(knob, 5.0, ui_color(theme.paper), ring, egui::StrokeKind::Middle);
    painter.text(knob.center(), Align2::CENTER_CENTER, "⏴⏵", egui::FontId::proportional(9.0), ui_color(theme.ink));
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        commands.push(Command::Compare(CompareCommand::Split(f64::from((at.x - map.min.x) / map.width().max(1.0)))));
    }
}

/// Both hours, each on its side of the line, and what can be done with them.
fn chip(ui: &Ui, input: &PanelInput<'_>, map: Rect, commands: &mut Commands) {
    let Some(compare) = input.session.compare else { return };
    let theme = input.session.map_theme();
    let calendar = &input.campaign.calendar;
    let dated = |instant| format!("{} · {}", calendar.date_hour(instant), calendar.day_label(instant));
    let (left, right) = (dated(compare.at), dated(input.situation.instant));
    let half = (map.width() / 2.0 - 8.0).min(230.0);
    // Its buttons stay where they are while the line moves.
    let x = map.center().x;
    // The scale bar stays free; side by side each map has one of its own.
    let is_over_bar = compare.mode == CompareMode::SideBySide || x - half < map.min.x + SCALE_BAR;
    let up = if is_over_bar { 66.0 } else { 30.0 };
    Area::new(Id::unique("compare chip")).pivot(Align2::CENTER_BOTTOM).fixed_pos(pos2(x, map.max.y - up)).show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(ui_color(theme.paper)).stroke(Stroke::new(1.0, ui_color(theme.ink.faded(0.35)))).corner_radius(4.0);
        frame.inner_margin(Margin::symmetric(10, 5)).show(ui, |ui| {
            ui.set_max_width((map.width() - 44.0).max(160.0));
            ui.horizontal_wrapped(|ui| {
                let words = ui.label(RichText::new(format!("{left}  |  {right}")).family(bold()));
                words.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("Left {left}, right {right}")));
                let is_swipe = compare.mode == CompareMode::Swipe;
                let other = if is_swipe { "Side by side" } else { "One map" };
                let other_mode = if is_swipe { CompareMode::SideBySide } else { CompareMode::Swipe };
                for (words, name, command) in [
                    ("⇄", "Exchange the two hours", CompareCommand::Exchange),
                    (other, other, CompareCommand::Mode(other_mode)),
                    ("Wall", "Many hours as small maps", CompareCommand::Mode(CompareMode::Wall)),
                    ("✕", "Compare no longer", CompareCommand::Close),
                ] {
                    button(ui, words, name, command, commands);
                }
            });
        });
    });
}

/// A button of a chip.
pub fn button(ui: &mut Ui, words: &str, name: &str, command: CompareCommand, commands: &mut Commands) {
    let button = ui.add(egui::Button::new(words).min_size(focus::smallest(ui))).on_hover_text(name);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if button.clicked() {
        commands.push(Command::Compare(command));
    }
}

//! Time in the hand: transport, the large date, and the ruler under the map.

use egui::accesskit::Role;
use egui::{Align2, FontId, Id, Panel as EguiPanel, Pos2, Rect, Response, RichText, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::panels::charts;
use super::style::{serif, ui_color};
use super::toolbar::action_button;
use super::{Commands, PanelInput};
use crate::campaign::{DAY, Event, EventIdx, HOUR, Instant, Lane};
use crate::scene::Target;
use crate::session::{ClockCommand, ClockState, Command, Panel, RATES, rate_label};

/// Height of the date scale, of a lane, and of the room below, points.
const SCALE: f32 = 22.0;
const LANE: f32 = 10.0;
const FOOT: f32 = 4.0;
/// Room for the names of the lanes, points.
const NAMES: f32 = 84.0;
/// The pointer snaps to what is this near, points.
const SNAP: f32 = 6.0;
/// A press that moves no further than this is a click, points.
const CLICK_MOVES: f32 = 4.0;
/// Night falls and ends at these hours.
const DAYLIGHT: std::ops::Range<i64> = 5..20;

/// Shows the chart, if it is open, the transport and the ruler.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    EguiPanel::bottom("timeline").show_separator_line(true).show(ui, |ui| {
        if input.session.is_open(Panel::Charts) {
            charts::show(ui, input, commands);
        }
        transport(ui, input, commands);
        ruler(ui, input, commands);
    });
}

fn transport(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let calendar = &input.campaign.calendar;
    let instant = input.situation.instant;
    ui.horizontal(|ui| {
        action_button(ui, "start", "⏮", commands);
        action_button(ui, "day-back", "⏪", commands);
        let sign = if input.session.clock.is_playing() { "⏸" } else { "⏵" };
        let play = ui
            .add(egui::Button::new(RichText::new(sign).size(18.0)).min_size(vec2(44.0, 28.0)))
            .on_hover_text("Let campaign time run, or hold it (Space)");
        play.widget_info(|| WidgetInfo::labeled(Role::Button, true, if input.session.clock.is_playing() { "Pause" } else { "Play" }));
        if play.clicked() {
            commands.push(Command::Clock(ClockCommand::Toggle));
        }
        action_button(ui, "day-on", "⏩", commands);
        action_button(ui, "end", "⏭", commands);
        rate(ui, input, commands);
        ui.add_space(6.0);
        let date = format!("{} · {}", calendar.date(instant), calendar.hour(instant));
        ui.label(RichText::new(date).family(serif()).size(20.0)).on_hover_text(calendar.zone.to_string());
        ui.label(RichText::new(calendar.day_label(instant)).family(serif()).size(20.0).weak());
        let others: Vec<String> = calendar.other_clocks(instant).collect();
        ui.label(RichText::new(others.join("   ")).weak()).on_hover_text("What clocks there showed at this moment");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let words = if input.session.is_open(Panel::Charts) { "Chart ⏷" } else { "Chart ⏶" };
            action_button(ui, "charts", words, commands);
            action_button(ui, "event-on", "Event ›", commands);
            action_button(ui, "event-back", "‹ Event", commands);
        });
    });
}

fn rate(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let chosen = input.session.clock.rate();
    let words = match input.session.clock.state() {
        ClockState::Scrubbing { .. } => "held".to_owned(),
        ClockState::Playing { is_reverse: true } => format!("− {}", rate_label(chosen)),
        _ => rate_label(chosen),
    };
    let menu = egui::ComboBox::from_id_salt("rate").selected_text(words).width(76.0).show_ui(ui, |ui| {
        for rate in 0..RATES.len() {
            if ui.selectable_label(rate == chosen, rate_label(rate)).clicked() {
                commands.push(Command::Clock(ClockCommand::Rate(rate)));
            }
        }
    });
    menu.response
        .on_hover_text("Campaign time to a second of play ([ slower, ] faster)")
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Speed"));
}

/// The ruler's axis: instants to the screen and back.
#[derive(Clone, Copy)]
struct Axis {
    start: Instant,
    seconds: f64,
    left: f32,
    width: f32,
}

impl Axis {
    fn x(&self, instant: Instant) -> f32 {
        self.left + (instant.since(self.start) as f64 / self.seconds * f64::from(self.width)) as f32
    }

    fn instant(&self, x: f32) -> Instant {
        let share = f64::from((x - self.left) / self.width).clamp(0.0, 1.0);
        self.start.plus((share * self.seconds).round() as i64)
    }
}

fn ruler(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let height = SCALE + LANE * Lane::ALL.len() as f32 + FOOT;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click_and_drag());
    let period = input.campaign.period;
    let axis = Axis {
        start: period.start,
        seconds: period.seconds() as f64,
        left: rect.min.x + NAMES,
        width: (rect.width() - NAMES - 10.0).max(50.0),
    };
    publish(ui, input, &response);
    draw_days(ui, input, rect, axis);
    let marks = draw_lanes(ui, input, rect, axis);
    let pointer = response.hover_pos().or(response.interact_pointer_pos()).filter(|at| at.x >= axis.left - SNAP);
    let near = pointer.and_then(|at| nearest(&marks, at));
    drag(ui, input, axis, &response, &marks, near, commands);
    if let Some(at) = pointer {
        hover(ui, input, rect, axis, at, near, &response);
    }
    draw_playhead(ui, input, rect, axis);
    name_marks(ui, input, &marks, commands);
}

/// The ruler is a slider to screen readers.
fn publish(ui: &Ui, input: &PanelInput<'_>, response: &Response) {
    let position = input.situation.instant.since(input.campaign.period.start) as f64 / HOUR as f64;
    response.widget_info(|| WidgetInfo::slider(true, position, "Campaign time"));
    let words = input.campaign.calendar.full(input.situation.instant);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(words));
}

fn draw_days(ui: &Ui, input: &PanelInput<'_>, rect: Rect, axis: Axis) {
    let theme = input.session.map_theme();
    let painter = ui.painter_at(rect);
    let calendar = &input.campaign.calendar;
    let body = Rect::from_min_max(pos2(axis.left, rect.min.y), pos2(axis.left + axis.width, rect.max.y));
    painter.rect_filled(body, 2.0, ui_color(theme.land));
    let night = ui_color(theme.ink.faded(0.055));
    let (first, last) = (calendar.day_of(axis.start), calendar.day_of(input.campaign.period.end));
    let day_width = f64::from(axis.width) / axis.seconds * DAY as f64;
    let step = [1, 2, 7].into_iter().find(|step| day_width * f64::from(*step) >= 44.0).unwrap_or(7);
    for day in first..=last {
        let start = calendar.day_start(day);
        for (from, to) in [(0, DAYLIGHT.start), (DAYLIGHT.end, 24)] {
            let night_rect = Rect::from_x_y_ranges(axis.x(start.plus(from * HOUR))..=axis.x(start.plus(to * HOUR)), body.y_range());
            painter.rect_filled(night_rect.intersect(body), 0.0, night);
        }
        let x = axis.x(start);
        if x < axis.left - 0.5 || x > axis.left + axis.width {
            continue;
        }
        painter.vline(x, (rect.min.y + SCALE - 5.0)..=rect.max.y, Stroke::new(0.6, ui_color(theme.ink.faded(0.25))));
        if day.rem_euclid(i64::from(step)) == 0 && axis.left + axis.width - x > 30.0 {
            let words = if day_width * f64::from(step) >= 78.0 {
                format!("{} {}", calendar.weekday(start), calendar.short_date(start))
            } else {
                calendar.short_date(start)
            };
            painter.text(pos2(x + 3.0, rect.min.y + 2.0), Align2::LEFT_TOP, words, FontId::proportional(11.5), ui_color(theme.ink));
        }
    }
}

/// A mark of the ruler.
struct EventMark {
    event: EventIdx,
    rect: Rect,
}

fn draw_lanes(ui: &Ui, input: &PanelInput<'_>, rect: Rect, axis: Axis) -> Vec<EventMark> {
    let theme = input.session.map_theme();
    let painter = ui.painter_at(rect);
    let lane_top = |k: usize| rect.min.y + SCALE + LANE * k as f32;
    for (k, (_, title)) in Lane::ALL.into_iter().enumerate() {
        let y = lane_top(k) + LANE / 2.0;
        painter.text(pos2(axis.left - 6.0, y), Align2::RIGHT_CENTER, title, FontId::proportional(10.5), ui_color(theme.faint_ink));
        painter.hline(axis.left..=axis.left + axis.width, lane_top(k), Stroke::new(0.4, ui_color(theme.ink.faded(0.12))));
    }
    let mut marks = Vec::new();
    for (idx, event) in input.campaign.events.iter().enumerate() {
        if !input.campaign.period.contains(event.start.best) {
            continue;
        }
        let lane = Lane::ALL.iter().position(|row| row.0 == event.lane).unwrap_or(0);
        let center = pos2(axis.x(event.start.best), lane_top(lane) + LANE / 2.0);
        draw_mark(&painter, input, EventIdx(idx), event, center, axis);
        marks.push(EventMark { event: EventIdx(idx), rect: Rect::from_center_size(center, vec2(8.0, LANE)) });
    }
    marks
}

fn draw_mark(painter: &egui::Painter, input: &PanelInput<'_>, idx: EventIdx, event: &Event, center: Pos2, axis: Axis) {
    let theme = input.session.map_theme();
    let is_past = event.start.best <= input.situation.instant;
    let is_selected = input.session.selection == Some(Target::Event(idx));
    let half = match event.importance {
        1 => 4.2,
        2 => 3.2,
        _ => 2.2,
    };
    let ink = ui_color(if is_past { theme.ink } else { theme.ink.faded(0.4) });
    let span = axis.x(event.start.earliest)..=axis.x(event.start.latest);
    painter.hline(span, center.y, Stroke::new(0.8, ui_color(theme.ink.faded(0.22))));
    let diamond: Vec<Pos2> =
        [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)].into_iter().map(|(dx, dy)| center + vec2(dx, dy)).collect();
    let fill = if event.importance == 3 && !is_selected { ui_color(theme.paper) } else { ink };
    painter.add(egui::Shape::convex_polygon(diamond, fill, Stroke::new(1.0, ink)));
    if is_selected {
        painter.circle_stroke(center, half + 3.0, Stroke::new(1.6, ui_color(theme.selection)));
    }
}

/// The mark under the pointer, weightier ones first.
fn nearest(marks: &[EventMark], at: Pos2) -> Option<&EventMark> {
    let reach = |mark: &&EventMark| mark.rect.expand(2.0).contains(at);
    marks.iter().filter(reach).min_by(|a, b| a.rect.center().distance(at).total_cmp(&b.rect.center().distance(at)))
}

/// A press takes hold of the playhead; release lets go. A short press on a mark selects the event.
fn drag(
    ui: &Ui,
    input: &PanelInput<'_>,
    axis: Axis,
    response: &Response,
    marks: &[EventMark],
    near: Option<&EventMark>,
    commands: &mut Commands,
) {
    let Some(at) = response.interact_pointer_pos() else {
        if matches!(input.session.clock.state(), ClockState::Scrubbing { .. }) && !ui.input(|i| i.pointer.any_down()) {
            commands.push(Command::Clock(ClockCommand::Release));
        }
        return;
    };
    let target = snapped(ui, input, axis, marks, at.x);
    if response.drag_started() || (response.is_pointer_button_down_on() && ui.input(|i| i.pointer.primary_pressed())) {
        commands.push(Command::Clock(ClockCommand::GrabAt(target)));
    } else if response.dragged() {
        commands.push(Command::Clock(ClockCommand::DragTo(target)));
    }
    let is_short = ui.input(|i| i.pointer.press_origin()).is_none_or(|origin| origin.distance(at) <= CLICK_MOVES);
    if response.clicked() && is_short {
        commands.push(Command::Clock(ClockCommand::Release));
        if let Some(mark) = near {
            commands.push(Command::Visit(mark.event));
        }
    } else if response.drag_stopped() {
        commands.push(Command::Clock(ClockCommand::Release));
    }
}

/// The instant under the pointer, drawn to a near event, midnight or round hour; Shift snaps to days, Alt to nothing.
fn snapped(ui: &Ui, input: &PanelInput<'_>, axis: Axis, marks: &[EventMark], x: f32) -> Instant {
    let (shift, alt) = ui.input(|i| (i.modifiers.shift, i.modifiers.alt));
    let raw = axis.instant(x);
    let calendar = &input.campaign.calendar;
    let midnight = calendar.day_start(calendar.day_of(raw.plus(DAY / 2)));
    if alt {
        return Instant(raw.0.div_euclid(60) * 60);
    }
    if shift {
        return midnight;
    }
    let event =
        marks.iter().map(|mark| input.campaign.event(mark.event)).filter(|event| event.importance <= 2).map(|event| event.start.best);
    let near = event
        .min_by(|a, b| (axis.x(*a) - x).abs().total_cmp(&(axis.x(*b) - x).abs()))
        .filter(|instant| (axis.x(*instant) - x).abs() <= SNAP / 2.0);
    let near_midnight = Some(midnight).filter(|instant| (axis.x(*instant) - x).abs() <= SNAP);
    let round = Instant((raw.0 as f64 / HOUR as f64).round() as i64 * HOUR);
    near.or(near_midnight).unwrap_or(round)
}

fn hover(ui: &Ui, input: &PanelInput<'_>, rect: Rect, axis: Axis, at: Pos2, near: Option<&EventMark>, response: &Response) {
    let theme = input.session.map_theme();
    ui.painter_at(rect).vline(at.x, rect.y_range(), Stroke::new(1.0, ui_color(theme.ink.faded(0.5))));
    let calendar = &input.campaign.calendar;
    let instant = near.map_or_else(|| axis.instant(at.x), |mark| input.campaign.event(mark.event).start.best);
    let mut words = format!("{} · {}", calendar.date_hour(instant), calendar.day_label(instant));
    if let Some(mark) = near {
        words.push('\n');
        words.push_str(&input.campaign.event(mark.event).headline);
    }
    response.clone().on_hover_text_at_pointer(words);
}

fn draw_playhead(ui: &Ui, input: &PanelInput<'_>, rect: Rect, axis: Axis) {
    let theme = input.session.map_theme();
    let x = axis.x(input.situation.instant);
    let painter = ui.painter_at(rect.expand(2.0));
    let color = ui_color(theme.attacker.line);
    painter.vline(x, rect.y_range(), Stroke::new(2.0, color));
    let head = [
        pos2(x - 7.0, rect.min.y),
        pos2(x + 7.0, rect.min.y),
        pos2(x + 7.0, rect.min.y + 7.0),
        pos2(x, rect.min.y + 14.0),
        pos2(x - 7.0, rect.min.y + 7.0),
    ];
    painter.add(egui::Shape::convex_polygon(head.to_vec(), color, Stroke::new(1.0, ui_color(theme.paper))));
}

/// Every mark is a named button to screen readers and tests; the pointer is left to the ruler itself.
fn name_marks(ui: &Ui, input: &PanelInput<'_>, marks: &[EventMark], commands: &mut Commands) {
    if !super::map::is_read_aloud(ui) {
        return;
    }
    for mark in marks {
        let event = input.campaign.event(mark.event);
        let response = ui.interact(mark.rect, Id::unique(("ruler event", mark.event)), Sense::hover());
        let words = format!("{}, {}, {}", event.headline, input.campaign.calendar.margins(event.start), event.status.title());
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
        let asked = ui.input(|i| i.has_accesskit_action_request(response.id, egui::accesskit::Action::Click));
        if asked {
            commands.push(Command::Visit(mark.event));
        }
    }
}

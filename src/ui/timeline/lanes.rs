//! The lanes: a mark for each event, and a count where they crowd.

use egui::{FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::bands::fitting;
use super::layout::Layout;
use crate::campaign::{Event, EventIdx, Instant, Lane};
use crate::scene::{Doubt, Target};
use crate::session::RulerHeight;
use crate::ui::PanelInput;
use crate::ui::style::ui_color;

/// Marks nearer than this are counted together, points.
const CROWDS: f32 = 10.0;

/// A mark of the ruler: an event, or several that crowd.
pub struct Mark {
    /// Its events in order of time.
    pub events: Vec<EventIdx>,
    /// Where it is drawn.
    pub center: Pos2,
    /// Whether it lies on the axis, where time can be moved, and not in a folded segment.
    pub is_on_axis: bool,
}

impl Mark {
    /// The part that answers to the pointer, so many points wide and high.
    pub fn reach(&self, side: f32) -> Rect {
        Rect::from_center_size(self.center, vec2(side, side))
    }
}

/// The marks of the axis. Weighty events always have one of their own.
pub fn marks(input: &PanelInput<'_>, layout: &Layout) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (lane, _, rect) in layout.lanes() {
        let y = if layout.height == RulerHeight::High { rect.min.y + 8.0 } else { rect.center().y };
        let mut group: Vec<(EventIdx, f32)> = Vec::new();
        for (idx, event) in in_lane(input, lane) {
            let x = layout.x(event.start.best);
            let is_own = event.importance == 1 || input.session.selection == Some(Target::Event(idx));
            if is_own {
                marks.push(Mark { events: vec![idx], center: pos2(x, y), is_on_axis: true });
                continue;
            }
            let last = group.last().map(|(_, last)| *last);
            let first = group.first().map_or(x, |(_, first)| *first);
            if last.is_some_and(|last| x - last >= CROWDS || x - first >= 3.0 * CROWDS) {
                marks.extend(mark_of(&mut group, y));
            }
            group.push((idx, x));
        }
        marks.extend(mark_of(&mut group, y));
    }
    let shown = layout.lanes.unwrap_or(layout.density).x_range();
    marks.retain(|mark| shown.contains(mark.center.x));
    marks
}

fn in_lane<'a>(input: &PanelInput<'a>, lane: Lane) -> impl Iterator<Item = (EventIdx, &'a Event)> {
    let period = input.campaign.period;
    let events = input.campaign.events.iter().enumerate().map(|(idx, event)| (EventIdx(idx), event));
    events.filter(move |(_, event)| event.lane == lane && period.contains(event.start.best))
}

fn mark_of(group: &mut Vec<(EventIdx, f32)>, y: f32) -> Option<Mark> {
    let (first, last) = (group.first()?.1, group.last()?.1);
    let events = group.drain(..).map(|(idx, _)| idx).collect();
    Some(Mark { events, center: pos2(f32::midpoint(first, last), y), is_on_axis: true })
}

/// Instants that the pointer is drawn to: events with a mark of their own.
pub fn own_instants(input: &PanelInput<'_>, marks: &[Mark]) -> Vec<Instant> {
    let alone = |mark: &&Mark| mark.is_on_axis && mark.events.len() == 1;
    marks.iter().filter(alone).map(|mark| input.campaign.event(mark.events[0]).start.best).collect()
}

/// Draws a lane and its marks, light ones first.
pub fn draw(painter: &Painter, input: &PanelInput<'_>, layout: &Layout, lane: Rect, marks: &[Mark]) {
    let ink = ui_color(input.session.map_theme().ink.faded(0.14));
    painter.hline(lane.x_range(), lane.min.y, Stroke::new(0.4, ink));
    let mut here: Vec<&Mark> = marks.iter().filter(|mark| mark.is_on_axis && lane.y_range().contains(mark.center.y)).collect();
    here.sort_by_key(|mark| std::cmp::Reverse(mark.events.iter().map(|idx| input.campaign.event(*idx).importance).min()));
    for mark in &here {
        match mark.events.as_slice() {
            [only] => one(painter, input, layout, *only, mark.center),
            several => count(painter, input, several.len(), mark.center),
        }
    }
    if layout.height == RulerHeight::High {
        words(&painter.with_clip_rect(lane), input, lane, &here);
    }
}

/// How many events of a lane lie behind the clock: their signs change with it.
pub fn num_past(input: &PanelInput<'_>, lane: Lane) -> usize {
    input.campaign.events.iter().filter(|event| event.lane == lane && is_past(input, event)).count()
}

fn is_past(input: &PanelInput<'_>, event: &Event) -> bool {
    event.start.best <= input.session.clock.now()
}

fn one(painter: &Painter, input: &PanelInput<'_>, layout: &Layout, idx: EventIdx, center: Pos2) {
    let event = input.campaign.event(idx);
    let theme = input.session.map_theme();
    let y = center.y;
    if let Some(end) = event.end.filter(|end| *end > event.start.best) {
        let bar = Rect::from_x_y_ranges(center.x..=layout.x(end).max(center.x), (y - 1.5)..=(y + 1.5));
        painter.rect_filled(bar, 1.0, ui_color(theme.ink.faded(0.3)));
    }
    let (from, to) = (layout.x(event.start.earliest), layout.x(event.start.latest));
    // How wide its margins are at least to be drawn, how thick, how dark, and how high their ends.
    let (least, width, share, end) = match input.session.doubt {
        Doubt::Normal => (9.0, 0.9, 0.42, 2.0),
        Doubt::Strong => (2.0, 1.6, 0.85, 4.0),
        Doubt::Off => (f32::INFINITY, 0.0, 0.0, 0.0),
    };
    let whisker = Stroke::new(width, ui_color(theme.ink.faded(share)));
    if to - from > least {
        painter.hline(from..=to, y, whisker);
        for x in [from, to] {
            painter.vline(x, (y - end)..=(y + end), whisker);
        }
    }
    diamond(painter, input, idx, center);
}

/// The sign of one event: larger the weightier, hollow when it weighs little, faint before its hour.
pub fn diamond(painter: &Painter, input: &PanelInput<'_>, idx: EventIdx, center: Pos2) {
    let event = input.campaign.event(idx);
    let theme = input.session.map_theme();
    let is_selected = input.session.selection == Some(Target::Event(idx));
    let half = [4.4, 3.5, 2.6][usize::from(event.importance.clamp(1, 3) - 1)];
    let ink = ui_color(if is_past(input, event) { theme.ink } else { theme.ink.faded(0.5).over(theme.land) });
    let corners: Vec<Pos2> = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)].map(|(dx, dy)| center + vec2(dx, dy)).into();
    let fill = if event.importance == 3 && !is_selected { ui_color(theme.paper) } else { ink };
    painter.add(Shape::convex_polygon(corners, fill, Stroke::new(1.0, ink)));
    if is_selected {
        painter.circle_stroke(center, half + 3.0, Stroke::new(1.8, ui_color(theme.selection)));
    }
}

/// The type of counts.
const COUNT: FontId = FontId::proportional(9.0);

/// A count on its plate.
fn count(painter: &Painter, input: &PanelInput<'_>, number: usize, center: Pos2) {
    let theme = input.session.map_theme();
    let ink = ui_color(theme.ink.faded(0.8).over(theme.land));
    let galley = painter.layout_no_wrap(number.to_string(), COUNT, ink);
    let plate = Rect::from_center_size(center, vec2(galley.size().x + 5.0, 9.5));
    painter.rect(plate, 4.5, ui_color(theme.paper), Stroke::new(0.8, ink), StrokeKind::Middle);
    painter.galley(center - galley.size() / 2.0, galley, ink);
}

/// Headlines under their marks, as far as there is room in the lane.
fn words(painter: &Painter, input: &PanelInput<'_>, lane: Rect, here: &[&Mark]) {
    let ink = ui_color(input.session.map_theme().ink);
    // The weightier ones get their room first.
    let mut told: Vec<(f32, f32)> = Vec::new();
    let mut by_weight: Vec<&&Mark> = here.iter().filter(|mark| mark.events.len() == 1).collect();
    by_weight.sort_by(|a, b| a.center.x.total_cmp(&b.center.x));
    by_weight.sort_by_key(|mark| input.campaign.event(mark.events[0]).importance);
    for mark in by_weight {
        let event = input.campaign.event(mark.events[0]);
        let x = mark.center.x - 4.0;
        let room = told.iter().filter(|(from, _)| *from > x).map(|(from, _)| from - x).fold(lane.max.x - x, f32::min) - 6.0;
        let is_free = told.iter().all(|(from, to)| x < *from || x > to + 6.0);
        let galley = if is_free && room > 46.0 { fitting(painter, &event.headline, room.min(220.0), ink) } else { None };
        if let Some(galley) = galley {
            told.push((x, x + galley.size().x));
            painter.galley(pos2(x, lane.max.y - galley.size().y - 0.5), galley, ink);
        }
    }
}

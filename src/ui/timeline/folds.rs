//! The time before and after the campaign: two narrow segments with a torn edge that unfold at a click.

use egui::{Align2, FontId, Painter, Pos2, Rect, Shape, Stroke, pos2};

use super::lanes::{self, Mark};
use super::layout::{Layout, Segment};
use crate::campaign::{Event, EventIdx, Instant, Lane};
use crate::ui::PanelInput;
use crate::ui::style::ui_color;

/// Teeth of the torn edge, points.
const TOOTH: f32 = 5.0;

/// Marks of a segment are moved apart to this distance, points.
const APART: f32 = 9.0;

/// Both segments, and whether each lies before the campaign.
fn segments(layout: &Layout) -> [(&Segment, bool); 2] {
    [(&layout.before, true), (&layout.after, false)]
}

/// The marks of segments that are unfolded.
pub fn marks(input: &PanelInput<'_>, layout: &Layout) -> Vec<Mark> {
    let open = segments(layout).into_iter().filter(|(segment, _)| segment.is_open);
    open.flat_map(|(segment, is_before)| spread(layout, segment, &events_of(input, is_before))).collect()
}

/// Draws both segments, and those of all marks that are theirs.
pub fn draw(painter: &Painter, input: &PanelInput<'_>, layout: &Layout, marks: &[Mark]) {
    for (segment, is_before) in segments(layout) {
        let painter = &painter.with_clip_rect(segment.rect);
        paper(painter, input, segment, is_before);
        if segment.is_open {
            scale(painter, input, layout, segment, is_before);
        } else {
            closed(painter, input, segment, is_before, events_of(input, is_before).len());
        }
    }
    for mark in marks.iter().filter(|mark| !mark.is_on_axis) {
        lanes::diamond(painter, input, mark.events[0], mark.center);
    }
}

/// The events before or after the campaign.
pub fn events_of<'a>(input: &PanelInput<'a>, is_before: bool) -> Vec<(EventIdx, &'a Event)> {
    let period = input.campaign.period;
    let is_here = |event: &Event| if is_before { event.start.best < period.start } else { event.start.best >= period.end };
    let events = input.campaign.events.iter().enumerate().map(|(idx, event)| (EventIdx(idx), event));
    events.filter(|(_, event)| is_here(event)).collect()
}

fn paper(painter: &Painter, input: &PanelInput<'_>, segment: &Segment, is_before: bool) {
    let theme = input.session.map_theme();
    let rect = segment.rect;
    painter.rect_filled(rect, 0.0, ui_color(theme.ink.faded(0.045)));
    let x = if is_before { rect.max.x - 1.0 } else { rect.min.x + 1.0 };
    let inward = if is_before { -TOOTH } else { TOOTH };
    let count = (rect.height() / TOOTH).ceil() as usize;
    let edge: Vec<Pos2> =
        (0..=count).map(|number| pos2(if number % 2 == 0 { x } else { x + inward }, rect.min.y + TOOTH * number as f32)).collect();
    painter.add(Shape::line(edge, Stroke::new(1.2, ui_color(theme.ink.faded(0.5)))));
}

fn closed(painter: &Painter, input: &PanelInput<'_>, segment: &Segment, is_before: bool, number: usize) {
    let theme = input.session.map_theme();
    let middle = segment.rect.center() + egui::vec2(if is_before { -3.0 } else { 3.0 }, 0.0);
    let color = ui_color(theme.faint_ink);
    painter.text(
        middle - egui::vec2(0.0, 1.0),
        Align2::CENTER_BOTTOM,
        if is_before { "‹" } else { "›" },
        FontId::proportional(15.0),
        color,
    );
    painter.text(middle + egui::vec2(0.0, 1.0), Align2::CENTER_TOP, number.to_string(), FontId::proportional(10.5), color);
}

/// Years and months of an unfolded segment, the nearest to the campaign first; none over another.
fn scale(painter: &Painter, input: &PanelInput<'_>, layout: &Layout, segment: &Segment, is_before: bool) {
    let theme = input.session.map_theme();
    let calendar = &input.campaign.calendar;
    let mut taken: Vec<Rect> = Vec::new();
    for instant in landmarks(input, segment, is_before) {
        let x = segment.fold.x(instant) as f32;
        let civil = calendar.zone.civil(instant);
        let words = civil.strftime(if civil.month() == 1 { "%Y" } else { "%b %Y" }).to_string();
        let galley = painter.layout_no_wrap(words, FontId::proportional(10.5), ui_color(theme.faint_ink));
        let at = pos2(x - galley.size().x / 2.0, layout.scale.min.y + 3.0);
        let rect = Rect::from_min_size(at, galley.size()).expand2(egui::vec2(4.0, 0.0));
        let is_inside = rect.min.x >= segment.rect.min.x - 2.0 && rect.max.x <= segment.rect.max.x - if is_before { 6.0 } else { 0.0 };
        if !is_inside || taken.iter().any(|other| other.intersects(rect)) {
            continue;
        }
        taken.push(rect);
        painter.vline(x, (layout.scale.max.y - 4.0)..=segment.rect.max.y, Stroke::new(0.6, ui_color(theme.ink.faded(0.18))));
        painter.galley(at, galley, ui_color(theme.faint_ink));
    }
    painter.hline(segment.rect.x_range(), layout.scale.max.y, Stroke::new(0.8, ui_color(theme.ink.faded(0.3))));
}

/// First days of months near the campaign and of years far from it.
fn landmarks(input: &PanelInput<'_>, segment: &Segment, is_before: bool) -> Vec<Instant> {
    let zone = &input.campaign.calendar.zone;
    let edge = zone.civil(segment.fold.edge).date();
    let step = if is_before { -1 } else { 1 };
    let month = |number: i32| {
        let months = i32::from(edge.year()) * 12 + i32::from(edge.month()) - 1 + number * step + i32::from(!is_before);
        let year = i16::try_from(months.div_euclid(12)).ok()?;
        let date = jiff::civil::Date::new(year, i8::try_from(months.rem_euclid(12) + 1).ok()?, 1).ok()?;
        Some(zone.instant(date.to_datetime(jiff::civil::Time::midnight())))
    };
    let is_telling = |number: &i32| {
        let months = i32::from(edge.month()) - 1 + number * step + i32::from(!is_before);
        *number < 7 || months.rem_euclid(12) == 0
    };
    (0..240).filter(is_telling).filter_map(month).take_while(|at| within(segment, *at)).collect()
}

fn within(segment: &Segment, instant: Instant) -> bool {
    let fold = segment.fold;
    let (low, high) = (fold.edge.min(fold.furthest), fold.edge.max(fold.furthest));
    low <= instant && instant <= high
}

/// Marks in their lanes, moved a little where they would lie on each other; their order stays.
fn spread(layout: &Layout, segment: &Segment, events: &[(EventIdx, &Event)]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let rows: Vec<(Lane, f32)> = match layout.lanes {
        Some(_) => layout.lanes().map(|(lane, _, rect)| (lane, rect.center().y)).collect(),
        None => Lane::ALL.into_iter().map(|(lane, _)| (lane, layout.density.center().y)).collect(),
    };
    for (lane, y) in rows {
        let here = events.iter().filter(|(_, event)| event.lane == lane);
        let mut xs: Vec<(EventIdx, f32)> = here.map(|(idx, event)| (*idx, segment.fold.x(event.start.best) as f32)).collect();
        let right = segment.rect.max.x - 9.0;
        // From the right against the edge, then from the left: what does not fit keeps its order.
        for at in (0..xs.len()).rev() {
            let limit = xs.get(at + 1).map_or(right, |(_, next)| next - APART);
            xs[at].1 = xs[at].1.min(limit);
        }
        let left = segment.rect.min.x + 7.0;
        for at in 0..xs.len() {
            let limit = if at == 0 { left } else { (xs[at - 1].1 + APART).min(right) };
            xs[at].1 = xs[at].1.max(limit);
        }
        marks.extend(xs.into_iter().map(|(idx, x)| Mark { events: vec![idx], center: pos2(x, y), is_on_axis: false }));
    }
    marks
}

//! The date scale: nights, ticks, dates, and the range of the loop.

use egui::{FontId, Painter, Rect, Stroke, StrokeKind, Ui, pos2};

use super::layout::Layout;
use crate::campaign::{DAY, HOUR, Instant, Period};
use crate::session::LoopMode;
use crate::session::axis::{LabelWidths, Ticks};
use crate::ui::PanelInput;
use crate::ui::style::ui_color;

/// Night falls and ends at these hours.
const DAYLIGHT: std::ops::Range<i64> = 5..20;

/// The type of dates, points.
const TYPE: f32 = 11.5;

/// What the sign that leads back to the playhead takes, points.
const BACK_TO_NOW: f32 = 66.0;

/// The ticks of the scale as it is shown.
pub fn ticks(painter: &Painter, layout: &Layout) -> Ticks {
    let width = |words: &str| {
        let font = FontId::proportional(TYPE);
        f64::from(painter.layout_no_wrap(words.to_owned(), font, egui::Color32::PLACEHOLDER).size().x)
    };
    Ticks::of(&layout.axis, LabelWidths { long_day: width("Wed 28 Aug") + 4.0, day: width("28 Aug") + 4.0, hour: width("20:00") + 4.0 })
}

/// Draws ground, nights, ticks and dates.
pub fn draw(painter: &Painter, input: &PanelInput<'_>, layout: &Layout) {
    let theme = input.session.map_theme();
    let body = layout.body();
    let ticks = ticks(painter, layout);
    let painter = &painter.with_clip_rect(body);
    lines(painter, input, layout, ticks.minor);
    let calendar = &input.campaign.calendar;
    let first = day_in_view(input, layout, painter);
    for instant in Ticks::instants(ticks.labels, &layout.axis, calendar) {
        let is_day = is_midnight(input, instant);
        let words = match (is_day, ticks.has_weekdays) {
            (true, true) => format!("{} {}", calendar.weekday(instant), calendar.short_date(instant)),
            (true, false) => calendar.short_date(instant),
            (false, _) => calendar.hour(instant),
        };
        let color = ui_color(if is_day { theme.ink } else { theme.faint_ink });
        let galley = painter.layout_no_wrap(words, FontId::proportional(TYPE), color);
        let x = layout.x(instant) + 3.0;
        // A date that does not fit whole is left out rather than cut.
        if x + galley.size().x <= body.max.x && x >= first {
            painter.galley(pos2(x, layout.scale.min.y + 2.0), galley, color);
        }
    }
}

/// Ground, nights and ticks, the smallest so many seconds apart.
fn lines(painter: &Painter, input: &PanelInput<'_>, layout: &Layout, minor: i64) {
    let (theme, calendar, body) = (input.session.map_theme(), &input.campaign.calendar, layout.body());
    painter.rect_filled(body, 0.0, ui_color(theme.land));
    nights(input, layout, painter);
    for instant in Ticks::instants(minor, &layout.axis, calendar) {
        let is_midnight = is_midnight(input, instant);
        let (top, strength) = if is_midnight { (layout.scale.max.y - 9.0, 0.4) } else { (layout.scale.max.y - 4.0, 0.3) };
        painter.vline(layout.x(instant), top..=layout.scale.max.y, Stroke::new(0.8, ui_color(theme.ink.faded(strength))));
    }
    for instant in Ticks::instants(DAY, &layout.axis, calendar) {
        painter.vline(layout.x(instant), layout.scale.max.y..=body.max.y, Stroke::new(0.6, ui_color(theme.ink.faded(0.22))));
    }
    painter.hline(body.x_range(), layout.scale.max.y, Stroke::new(0.8, ui_color(theme.ink.faded(0.3))));
}

/// Where no midnight is in view, the day stands at the left of its hours. Gives back where they may begin.
fn day_in_view(input: &PanelInput<'_>, layout: &Layout, painter: &Painter) -> f32 {
    let (body, shown, calendar) = (layout.body(), layout.axis.shown(), &input.campaign.calendar);
    if !Ticks::instants(DAY, &layout.axis, calendar).is_empty() {
        return body.min.x;
    }
    // The sign that leads back to the playhead stands before it.
    let left = body.min.x + if input.session.clock.now() < shown.start { BACK_TO_NOW } else { 3.0 };
    let words = format!("{} {}", calendar.weekday(shown.start), calendar.short_date(shown.start));
    let color = ui_color(input.session.map_theme().ink);
    let galley = painter.layout_no_wrap(words, FontId::proportional(TYPE), color);
    let right = left + galley.size().x;
    painter.galley(pos2(left, layout.scale.min.y + 2.0), galley, color);
    right + 8.0
}

/// A flag for each bookmark.
pub fn bookmarks(painter: &Painter, input: &PanelInput<'_>, layout: &Layout) {
    let painter = painter.with_clip_rect(layout.body());
    let color = ui_color(input.session.map_theme().selection);
    for instant in input.session.bookmarks.iter().filter_map(|bookmark| bookmark.instant(input.campaign)) {
        let (x, foot) = (layout.x(instant), layout.scale.max.y);
        let top = foot - 11.0;
        painter.vline(x, top..=foot, Stroke::new(1.2, color));
        let flag = vec![pos2(x, top), pos2(x + 8.0, top + 3.0), pos2(x, top + 6.0)];
        painter.add(egui::Shape::convex_polygon(flag, color, Stroke::NONE));
    }
}

fn is_midnight(input: &PanelInput<'_>, instant: Instant) -> bool {
    instant.since(input.campaign.calendar.day_start(0)).rem_euclid(DAY) == 0
}

fn nights(input: &PanelInput<'_>, layout: &Layout, painter: &Painter) {
    let body = layout.body();
    let night = ui_color(input.session.map_theme().ink.faded(0.055));
    for start in Ticks::instants(DAY, &layout.axis, &input.campaign.calendar) {
        for midnight in [start.plus(-DAY), start] {
            for (from, to) in [(0, DAYLIGHT.start), (DAYLIGHT.end, 24)] {
                let across = layout.x(midnight.plus(from * HOUR))..=layout.x(midnight.plus(to * HOUR));
                if midnight == start || start.since(layout.axis.shown().start) < DAY {
                    painter.rect_filled(Rect::from_x_y_ranges(across, body.y_range()).intersect(body), 0.0, night);
                }
            }
        }
    }
}

/// Where the range of the loop lies on the screen.
pub fn range_rect(input: &PanelInput<'_>, layout: &Layout) -> Option<Rect> {
    let Period { start, end } = input.session.clock.looping().range?;
    Some(Rect::from_x_y_ranges(layout.x(start)..=layout.x(end), layout.scale.y_range()))
}

/// Draws the range of the loop: strong while it is on, hollow while it is off.
pub fn draw_range(ui: &Ui, input: &PanelInput<'_>, layout: &Layout) {
    let theme = input.session.map_theme();
    let body = layout.body();
    let painter = ui.painter_at(body);
    let looping = input.session.clock.looping();
    if looping.mode == LoopMode::All {
        painter.hline(body.x_range(), body.min.y + 1.5, Stroke::new(3.0, ui_color(theme.selection.faded(0.7))));
    }
    let Some(rect) = range_rect(input, layout) else { return };
    let is_on = looping.mode == LoopMode::Range;
    let color = theme.selection;
    painter.rect_filled(rect, 0.0, ui_color(color.faded(if is_on { 0.2 } else { 0.06 })));
    painter.rect_stroke(rect, 0.0, Stroke::new(1.0, ui_color(color.faded(if is_on { 0.9 } else { 0.5 }))), StrokeKind::Inside);
    let below = Rect::from_x_y_ranges(rect.x_range(), layout.scale.max.y..=body.max.y);
    painter.rect_filled(below, 0.0, ui_color(color.faded(if is_on { 0.07 } else { 0.0 })));
    for x in [rect.min.x, rect.max.x] {
        painter.vline(x, body.y_range(), Stroke::new(if is_on { 1.6 } else { 0.8 }, ui_color(color.faded(0.9))));
        let grip = Rect::from_center_size(pos2(x, layout.scale.center().y), egui::vec2(5.0, 12.0));
        painter.rect_filled(grip, 2.0, ui_color(color));
    }
}

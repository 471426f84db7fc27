//! What the pointer is on: the hairline with its date, the nearest event, and the hour whose front line is shown as a
//! ghost. Nothing here changes the state.

use egui::{Align2, Area, Color32, Frame, Id, Order, Pos2, Response, RichText, Stroke, Ui, pos2, vec2};

use super::lanes::{Mark, own_instants};
use super::layout::Layout;
use super::{bands, drag, folds, scale};
use crate::campaign::{DAY, EventIdx, HOUR, Instant, Status};
use crate::session::snap::{SnapKind, SnapMode, SnapTargets, Snapped, snapped};
use crate::situation::Situation;
use crate::ui::style::{bold, ui_color};
use crate::ui::{PanelInput, focus};

/// The ghost comes when the pointer has been on the ruler for this long, seconds.
const GHOST_AFTER: f64 = 0.25;

/// Room for the row over the ruler, so that the large date stays in sight, points.
const TRANSPORT: f32 = 44.0;

/// The most headlines told at once.
const MOST: usize = 4;

/// What the pointer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hovered {
    /// The instant.
    pub instant: Instant,
}

/// A part of the ruler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The date scale.
    Scale,
    /// The chapters.
    Chapters,
    /// All below.
    Body,
    /// The time before the campaign.
    Before,
    /// The time after it.
    After,
}

/// Where the pointer is on the ruler.
pub struct Pointed {
    /// The pointer.
    pub at: Pos2,
    /// The part it is on.
    pub zone: Zone,
    /// The moment there, drawn to what is near.
    pub snapped: Snapped,
    /// The events of the nearest mark within reach.
    pub events: Vec<EventIdx>,
    /// Moments that the hand is drawn to.
    pub own: Vec<Instant>,
}

/// Where the pointer is, while it is on the ruler or drags it.
pub fn pointed(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, response: &Response, marks: &[Mark]) -> Option<Pointed> {
    let at = response.interact_pointer_pos().or(response.hover_pos())?;
    pointed_at(ui, input, layout, marks, at)
}

/// Where the hand came down on the ruler in this frame. It may have moved on since: frames can be slower than hands.
pub fn pressed(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, marks: &[Mark]) -> Option<Pointed> {
    let origin = ui.input(|i| {
        i.events.iter().rev().find_map(|event| match event {
            egui::Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed: true, .. } => Some(*pos),
            _ => None,
        })
    })?;
    if layout.rect.contains(origin) { pointed_at(ui, input, layout, marks, origin) } else { None }
}

fn pointed_at(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, marks: &[Mark], at: Pos2) -> Option<Pointed> {
    // A hand that has hold of something keeps it beyond the edge.
    let zone = zone_at(layout, at).or(drag::is_holding(ui).then_some(Zone::Body))?;
    let own = own_instants(input, marks);
    let mark = nearest(marks, at, zone, focus::target_side(input));
    let snapped = moment(ui, input, layout, &own, at.x);
    Some(Pointed { at, zone, snapped, events: mark.map(|mark| mark.events.clone()).unwrap_or_default(), own })
}

fn zone_at(layout: &Layout, at: Pos2) -> Option<Zone> {
    let (before, after) = (layout.before.rect, layout.after.rect);
    if at.x < before.min.x {
        None
    } else if at.x < before.max.x {
        Some(Zone::Before)
    } else if at.x > after.min.x {
        Some(Zone::After)
    } else if at.y < layout.scale.max.y {
        Some(Zone::Scale)
    } else if layout.chapters.is_some_and(|band| band.y_range().contains(at.y)) {
        Some(Zone::Chapters)
    } else {
        Some(Zone::Body)
    }
}

/// The moment at a point across, drawn to what is near; Shift to days, Alt to nothing. Many desktops move the window where
/// Alt is held at a press: Ctrl does the same.
pub fn moment(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, own: &[Instant], x: f32) -> Snapped {
    let modifiers = ui.input(|i| i.modifiers);
    let mode = match (modifiers.alt || modifiers.command, modifiers.shift) {
        (true, _) => SnapMode::Free,
        (false, true) => SnapMode::Coarse,
        (false, false) => SnapMode::Near,
    };
    let edges: Vec<Instant> = match input.session.clock.looping().range {
        Some(range) if !drag::is_of_range(ui) => vec![range.start, range.end],
        _ => Vec::new(),
    };
    let ticks = scale::ticks(ui.painter(), layout);
    let bookmarks: Vec<Instant> = input.session.bookmarks.iter().filter_map(|bookmark| bookmark.instant(input.campaign)).collect();
    let targets = SnapTargets { loop_edges: &edges, bookmarks: &bookmarks, events: own, ticks };
    let x = f64::from(x).clamp(layout.axis.left, layout.axis.right());
    let mut found = snapped(&layout.axis, &input.campaign.calendar, targets, mode, x);
    found.instant = input.campaign.period.clamp(found.instant);
    found
}

/// The mark within reach whose middle is nearest; across counts less than up and down, so that lanes stay apart.
fn nearest(marks: &[Mark], at: Pos2, zone: Zone, side: f32) -> Option<&Mark> {
    let is_axis = !matches!(zone, Zone::Before | Zone::After);
    let away = |mark: &Mark| (mark.center.x - at.x).abs() + 2.0 * (mark.center.y - at.y).abs();
    let here = marks.iter().filter(|mark| mark.is_on_axis == is_axis && mark.reach(side).contains(at));
    here.min_by(|a, b| away(a).total_cmp(&away(b))).filter(|_| !matches!(zone, Zone::Scale | Zone::Chapters))
}

/// Draws the hairline and its card, and gives back what the ghost is to show.
pub fn show(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, response: &Response, pointed: Option<&Pointed>) -> Option<Hovered> {
    let since = Id::unique("ruler hovered since");
    let is_busy = ui.input(|i| i.pointer.any_down()) || egui::Popup::is_any_open(ui.ctx());
    if let Some(pointed) = pointed.filter(|_| drag::is_of_range(ui)) {
        card(ui, layout, &range_words(input), Vec::new(), pointed.at.x);
    }
    let Some(pointed) = pointed.filter(|_| response.hovered() && !is_busy) else {
        ui.data_mut(|data| data.remove::<f64>(since));
        return None;
    };
    cursor(ui, input, layout, pointed);
    let is_axis = !matches!(pointed.zone, Zone::Before | Zone::After);
    let x = if is_axis { layout.x(pointed.snapped.instant) } else { pointed.at.x };
    if is_axis {
        let theme = input.session.map_theme();
        let painter = ui.painter_at(layout.rect);
        painter.vline(x, layout.rect.y_range(), Stroke::new(1.0, ui_color(theme.ink.faded(0.55))));
        if pointed.snapped.kind.is_some() {
            painter.circle_filled(pos2(x, layout.scale.max.y), 2.2, ui_color(theme.ink));
        }
    }
    card(ui, layout, &words(input, pointed), meaning(input, layout, pointed), x);
    let now = ui.input(|i| i.time);
    let began = ui.data_mut(|data| *data.get_temp_mut_or_insert_with(since, || now));
    let left = GHOST_AFTER - (now - began);
    if left > 0.0 {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        return None;
    }
    is_axis.then_some(Hovered { instant: pointed.snapped.instant })
}

fn cursor(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, pointed: &Pointed) {
    let icon = match pointed.zone {
        Zone::Scale => drag::grip(ui, input, layout, pointed.at).cursor(),
        Zone::Before | Zone::After | Zone::Chapters => egui::CursorIcon::PointingHand,
        Zone::Body if !pointed.events.is_empty() => egui::CursorIcon::PointingHand,
        Zone::Body => egui::CursorIcon::Default,
    };
    ui.set_cursor_icon(icon);
}

/// A square of a color, and what it means.
pub fn swatch(ui: &mut Ui, color: Option<Color32>, words: &str) {
    ui.horizontal(|ui| {
        if let Some(color) = color {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), egui::Sense::hover());
            ui.painter().rect_filled(rect, 2.0, color);
        }
        ui.label(words);
    });
}

/// From which hour to which the range goes that is in the hand, and how long it is.
fn range_words(input: &PanelInput<'_>) -> Vec<String> {
    let Some(range) = input.session.clock.looping().range else { return Vec::new() };
    let calendar = &input.campaign.calendar;
    let seconds = range.end.since(range.start);
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "min")];
    let length: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    vec![format!("{} to {}", calendar.date_hour(range.start), calendar.date_hour(range.end)), format!("Loop of {}", length.join(" "))]
}

/// What is under the pointer or in the hand, above the ruler: the date, what happened there, what the colors mean.
fn card(ui: &Ui, layout: &Layout, lines: &[String], meaning: Vec<(Option<Color32>, String)>, x: f32) {
    if lines.is_empty() {
        return;
    }
    let window = ui.ctx().content_rect();
    let half = 160.0_f32.min(window.width() / 2.0 - 8.0);
    let at = pos2(x.clamp(window.min.x + half, (window.max.x - half).max(window.min.x + half)), layout.rect.min.y - TRANSPORT);
    let area = Area::new(Id::unique("ruler card")).order(Order::Tooltip).interactable(false).pivot(Align2::CENTER_BOTTOM).fixed_pos(at);
    area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(2.0 * half);
            ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
            for (number, line) in lines.iter().enumerate() {
                let text = RichText::new(line);
                ui.label(if number == 0 { text.family(bold()) } else { text });
            }
            for (color, words) in meaning {
                swatch(ui, color, &words);
            }
        });
    });
}

/// What the bands mean where the pointer is on one: a color with its name, or a sentence without.
fn meaning(input: &PanelInput<'_>, layout: &Layout, pointed: &Pointed) -> Vec<(Option<Color32>, String)> {
    if pointed.zone != Zone::Body {
        return Vec::new();
    }
    let y = pointed.at.y;
    if layout.density.y_range().contains(y) {
        // The top of the pile stands at the top of the list.
        return bands::front_rows(input).into_iter().rev().map(|(color, name)| (Some(color), name)).collect();
    }
    if layout.evidence.is_some_and(|band| band.min.y <= y) {
        return vec![(None, evidence(input, pointed.snapped.instant)), (None, attestation(input, pointed.snapped.instant).to_owned())];
    }
    Vec::new()
}

/// `3 of 21 formations attested`: of those still in the field at an instant.
fn evidence(input: &PanelInput<'_>, instant: Instant) -> String {
    let situation = Situation::at(input.campaign, instant);
    let standing: Vec<_> = situation.formations.iter().filter(|state| state.ended.is_none()).collect();
    let attested = standing.iter().filter(|state| state.status == Status::Attested).count();
    format!("{attested} of {} formations attested", standing.len())
}

fn attestation(input: &PanelInput<'_>, instant: Instant) -> &'static str {
    if input.session.density.is_attested(instant) {
        "A dated record falls in this hour"
    } else {
        "No dated record falls in this hour: positions are interpolated"
    }
}

fn words(input: &PanelInput<'_>, pointed: &Pointed) -> Vec<String> {
    let calendar = &input.campaign.calendar;
    let headlines = |events: &[EventIdx]| {
        let mut lines: Vec<String> = events.iter().take(MOST).map(|idx| input.campaign.event(*idx).headline.clone()).collect();
        if events.len() > MOST {
            lines.push(format!("and {} more", events.len() - MOST));
        }
        lines
    };
    let dated = |instant: Instant| format!("{} · {}", calendar.date_hour(instant), calendar.day_label(instant));
    let mut lines = match pointed.zone {
        Zone::Before | Zone::After if pointed.events.is_empty() => {
            let is_before = pointed.zone == Zone::Before;
            let ruler = &input.session.ruler;
            let is_open = if is_before { ruler.is_before_open } else { ruler.is_after_open };
            let number = folds::events_of(input, is_before).len();
            let when = if is_before { "Before the campaign" } else { "After the campaign" };
            return vec![format!("{when}: {number} events"), if is_open { "A click folds it" } else { "A click unfolds it" }.to_owned()];
        }
        Zone::Before | Zone::After => vec![calendar.margins(input.campaign.event(pointed.events[0]).start)],
        _ => vec![dated(pointed.snapped.instant)],
    };
    if pointed.zone == Zone::Chapters
        && let Some((chapter, ..)) = chapter_at(input, pointed.snapped.instant)
    {
        lines.push(format!("Chapter: {}", chapter.title));
    }
    if pointed.snapped.kind == Some(SnapKind::Bookmark) {
        let at = Some(pointed.snapped.instant);
        let named = input.session.bookmarks.iter().filter(|bookmark| bookmark.instant(input.campaign) == at);
        lines.extend(named.map(|bookmark| format!("Bookmark: {}", bookmark.name)));
    }
    match pointed.events.as_slice() {
        [] => {}
        [only] => {
            let event = input.campaign.event(*only);
            lines.push(event.headline.clone());
            if !matches!(pointed.zone, Zone::Before | Zone::After) {
                lines.push(format!("{} · {}", calendar.margins(event.start), event.status.title()));
            }
        }
        several => {
            lines.push(format!("{} events", several.len()));
            lines.extend(headlines(several));
        }
    }
    lines
}

/// The chapter of an hour, with its stretch on the ruler.
pub fn chapter_at<'a>(input: &PanelInput<'a>, instant: Instant) -> Option<(&'a crate::campaign::Chapter, Instant, Instant)> {
    bands::chapter_spans(input).into_iter().find(|(_, start, end)| *start <= instant && instant < *end)
}

//! What changed since the instant left: a short list at the edge of the map, each a link.

mod spot;

use egui::{Area, Frame, Id, Margin, Rect, RichText, ScrollArea, Ui, vec2};

use crate::campaign::Instant;
use crate::scene::Target;
use crate::session::Command;
use crate::situation::{Change, Subject};
use crate::ui::compare::Part;
use crate::ui::links;
use crate::ui::map::opened_stack;
use crate::ui::style::{bold, ui_color};
use crate::ui::{Commands, PanelInput, focus};

/// What a change is about, as something that can be selected.
pub fn target(subject: Subject) -> Target {
    match subject {
        Subject::Event(idx) => Target::Event(idx),
        Subject::Taken(idx) => Target::Place(idx),
        Subject::Arrived(idx, _) | Subject::Ended(idx) => Target::Formation(idx),
    }
}

/// Shows the list after a step, until it is put away or the clock runs, where it lies over the least of the map. It gives
/// way to a stack that lies open under the pointer.
pub fn show(ui: &mut Ui, part: &Part<'_>, input: &PanelInput<'_>, commands: &mut Commands) {
    let map = part.rect;
    let Some((from, to)) = input.session.changes() else { return };
    // On a small map the list gives way to the panel that is read beside it.
    let least = if input.session.selection.is_some() { 720.0 } else { 560.0 };
    if input.session.is_title_shown || map.width() < least {
        return;
    }
    let theme = input.session.map_theme();
    let calendar = &input.campaign.calendar;
    let width = (map.width() * 0.36).clamp(200.0, 270.0);
    let Some(spot) = spot::find(ui, part, input, vec2(width + 22.0, likely_height(map, input))) else { return };
    let opened = input.session.hovered.and_then(|target| opened_stack(part, target));
    if opened.is_some_and(|opened| opened.intersects(spot.rect)) {
        return;
    }
    Area::new(Id::unique("what changed")).pivot(spot.corner).fixed_pos(spot.corner.pos_in_rect(&spot.rect)).show(ui.ctx(), |ui| {
        let paper = ui_color(theme.paper.faded(0.94));
        Frame::new()
            .fill(paper)
            .stroke(egui::Stroke::new(1.0, ui_color(theme.ink.faded(0.25))))
            .inner_margin(Margin::symmetric(10, 7))
            .show(ui, |ui| {
                ui.set_max_width(width);
                ui.horizontal(|ui| {
                    let words = if to >= from { "Since" } else { "Back from" };
                    ui.label(RichText::new(format!("{words} {}", calendar.date_hour(from))).family(bold()));
                    let close = ui.add(egui::Button::new("✕").min_size(focus::smallest(ui))).on_hover_text("Put this away");
                    close.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Put the changes away"));
                    if close.clicked() {
                        commands.push(Command::ForgetChanges);
                    }
                });
                let areas = input.ground.field.areas();
                let grown = areas.taken_km2(to) - areas.taken_km2(from);
                if grown.abs() >= 500.0 {
                    ui.label(format!(
                        "Ground taken {}{} km²",
                        if grown < 0.0 { "−" } else { "+" },
                        links::grouped((grown.abs() / 100.0).round() as u64 * 100)
                    ));
                }
                rows(ui, map, (from, to), input, commands);
                if input.changes.is_empty() && grown.abs() < 500.0 {
                    ui.label(RichText::new("Nothing is recorded").weak());
                }
            });
    });
}

/// The first of them; all, scrolled where they must be, once somebody has asked for the rest.
fn rows(ui: &mut Ui, map: Rect, told: (Instant, Instant), input: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("all changes are told of");
    let is_whole = ui.data(|data| data.get_temp(id)) == Some(told);
    let shown = if is_whole { input.changes.len() } else { input.changes.len().min(most_rows(map, input)) };
    let left = input.changes.len() - shown;
    ScrollArea::vertical().max_height(map.height() * 0.6).min_scrolled_height(map.height() * 0.6).show(ui, |ui| {
        for change in &input.changes[..shown] {
            row(ui, input, *change, commands);
        }
    });
    if left > 0 && links::link(ui, &format!("and {left} more")).clicked() {
        ui.data_mut(|data| data.insert_temp(id, told));
    }
}

/// How high the list is with its first rows, for all that is known before it is laid out, points.
fn likely_height(map: Rect, input: &PanelInput<'_>) -> f32 {
    let shown = input.changes.len().min(most_rows(map, input));
    let row = row_height(input);
    HEAD + row * shown as f32 + if input.changes.len() > shown { row } else { 0.0 }
}

/// The head of the list with the ground taken, points.
const HEAD: f32 = 72.0;

/// A row with what is free below it, points.
fn row_height(input: &PanelInput<'_>) -> f32 {
    focus::target_side(input) + 6.0
}

/// As many rows as leave two thirds of the map's height free.
fn most_rows(map: Rect, input: &PanelInput<'_>) -> usize {
    (((map.height() / 3.0 - HEAD) / row_height(input)) as usize).max(2)
}

fn row(ui: &mut Ui, input: &PanelInput<'_>, change: Change, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let named = |target| links::name(input, target);
        let words = match change.subject {
            Subject::Event(idx) => named(Target::Event(idx)),
            Subject::Taken(idx) => format!("{} taken", named(Target::Place(idx))),
            Subject::Arrived(idx, place) => format!("{} at {}", named(Target::Formation(idx)), named(Target::Place(place))),
            Subject::Ended(idx) => format!("{} out of the fight", named(Target::Formation(idx))),
        };
        links::target_as(ui, input, target(change.subject), &words, commands);
    });
}

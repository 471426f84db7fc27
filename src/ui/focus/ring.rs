//! The ring around what has the keyboard, whatever it is; scrolling to it; and which part of the window it is in.

use egui::{Context, Id, Key, Popup, Rect, Response, Stroke, StrokeKind, Ui};

use super::{Region, has_keyboard};
use crate::scene::Target;
use crate::session::{Command, ReachCommand, Tab};
use crate::ui::panels::is_dialog_open;
use crate::ui::style::ui_color;
use crate::ui::{Commands, PanelInput, is_asked};

/// The ring around what has the keyboard, points.
pub const RING: f32 = 2.0;

/// What is scrolled into view has this much room around it, points.
const AROUND: f32 = 10.0;

/// What was where when the last pass ended.
#[derive(Clone, Copy, Default)]
struct Last {
    /// What had the keyboard, beside dialogs and menus.
    focused: Option<Id>,
    /// Whether a dialog or a menu lay over the window.
    is_covered: bool,
    /// What had the keyboard on what lay over it.
    over: Option<Id>,
    /// What was open beside them.
    open: (Option<Target>, Tab),
}

fn last_id() -> Id {
    Id::unique("where the keyboard was")
}

fn place_id(region: Region) -> Id {
    Id::unique(("place of region", region))
}

fn focused(ctx: &Context) -> Option<Response> {
    ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id))
}

/// Whether a dialog, a field or a menu lies over the window.
fn is_covered(ctx: &Context, input: &PanelInput<'_>) -> bool {
    Popup::is_any_open(ctx) || is_asked(input) || is_dialog_open(input)
}

/// The keyboard comes back to this once the menu over the window is closed.
pub fn come_back_to(ui: &Ui, widget: Id) {
    ui.data_mut(|data| data.get_temp_mut_or_default::<Last>(last_id()).focused = Some(widget));
}

/// A part of the window says where it lies in this pass.
pub fn place(ui: &Ui, region: Region, rect: Rect) {
    let pass = ui.ctx().cumulative_pass_nr();
    ui.data_mut(|data| data.insert_temp(place_id(region), (rect, pass)));
}

/// Where a part of the window lies, if it is there in this pass.
fn placed(ui: &Ui, region: Region) -> Option<Rect> {
    let now = ui.ctx().cumulative_pass_nr();
    ui.data(|data| data.get_temp::<(Rect, u64)>(place_id(region))).filter(|(_, pass)| *pass == now).map(|(rect, _)| rect)
}

/// At the end of what is scrolled: brings what has just got the keyboard into view, if it is in there.
pub fn keep_in_view(ui: &Ui) {
    let Some(response) = focused(ui.ctx()).filter(|response| response.gained_focus() && response.layer_id == ui.layer_id()) else { return };
    // What lies out of view there may lie over something else in the window; what is seen elsewhere is not in there.
    let is_seen_elsewhere = response.interact_rect.is_positive() && !ui.clip_rect().intersects(response.interact_rect);
    let content = Rect::from_x_y_ranges(ui.max_rect().x_range(), ui.min_rect().y_range());
    if content.contains(response.rect.center()) && !is_seen_elsewhere {
        ui.scroll_to_rect(response.rect.expand(AROUND), None);
    }
}

/// Before anything is drawn: an Escape that closes something leaves the keyboard where it is.
pub fn hold_on(ui: &Ui, input: &PanelInput<'_>) {
    let last: Last = ui.data(|data| data.get_temp(last_id())).unwrap_or_default();
    let is_left = ui.input(|keys| keys.key_pressed(Key::Escape)) && ui.memory(|memory| memory.focused().is_none());
    if let Some(before) = last.focused.filter(|_| is_left && input.session.is_closed_by_escape()) {
        ui.memory_mut(|memory| memory.request_focus(before));
    }
}

/// After everything is drawn: the ring, and word of where the keyboard is.
pub fn show(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let is_settled = give_back(ui, input);
    let response = focused(ui.ctx());
    if is_settled {
        report(ui, input, response.as_ref(), commands);
    }
    // A field shows its edge and its cursor.
    if let Some(response) = response.filter(|_| !ui.text_edit_focused()) {
        draw(ui, input, &response);
    }
}

/// What had the keyboard before a dialog or a menu has it again after it, unless something else was opened there. Whether
/// the window was free before and is so now.
fn give_back(ui: &Ui, input: &PanelInput<'_>) -> bool {
    let last: Last = ui.data(|data| data.get_temp(last_id())).unwrap_or_default();
    let is_covered = is_covered(ui.ctx(), input);
    let mut focused = ui.memory(egui::Memory::focused);
    let open = (input.session.selection, input.session.tab);
    let is_uncovered = last.is_covered && !is_covered;
    if is_uncovered && (focused.is_none() || focused == last.over) {
        focused = last.focused.filter(|_| last.open == open);
        ui.memory_mut(|memory| match focused {
            Some(before) => memory.request_focus(before),
            None => last.over.into_iter().for_each(|over| memory.surrender_focus(over)),
        });
        ui.request_repaint();
    }
    let kept = if is_covered { Last { is_covered, over: focused, ..last } } else { Last { focused, is_covered, over: None, open } };
    ui.data_mut(|data| data.insert_temp(last_id(), kept));
    !is_covered && !is_uncovered
}

fn report(ui: &Ui, input: &PanelInput<'_>, response: Option<&Response>, commands: &mut Commands) {
    let sent = input.session.focus.region;
    let here = response.and_then(|response| {
        let at = response.rect.center();
        Region::ALL.into_iter().find(|region| placed(ui, *region).is_some_and(|rect| rect.contains(at)))
    });
    if here == sent {
        return;
    }
    // A part that has no room in a small window is passed over.
    let is_missing = here.is_none() && sent.is_some_and(|sent| sent != Region::Map && placed(ui, sent).is_none());
    let was_sent = ui.data(|data| data.get_temp::<u32>(Id::unique("turns answered"))) != Some(input.session.focus.turns);
    ui.data_mut(|data| data.insert_temp(Id::unique("turns answered"), input.session.focus.turns));
    let command = if is_missing && was_sent { ReachCommand::NextRegion(1) } else { ReachCommand::In(here) };
    commands.push(Command::Reach(command));
}

fn draw(ui: &Ui, input: &PanelInput<'_>, response: &Response) {
    let theme = input.session.map_theme();
    let seen = response.interact_rect;
    if !seen.is_positive() {
        return;
    }
    let (ink, paper) = (ui_color(theme.selection), ui_color(theme.paper));
    let painter = ui.ctx().layer_painter(response.layer_id);
    // The map and the ruler reach to the edge of the window.
    if [Region::Map, Region::Time].into_iter().any(|region| has_keyboard(ui, region)) {
        painter.rect_stroke(seen, 0.0, Stroke::new(RING, ink), StrokeKind::Inside);
        return;
    }
    let around = seen.expand(1.0).intersect(ui.ctx().content_rect());
    painter.rect_stroke(around, 3.0, Stroke::new(RING + 1.0, paper), StrokeKind::Middle);
    painter.rect_stroke(around, 3.0, Stroke::new(RING, ink), StrokeKind::Middle);
}

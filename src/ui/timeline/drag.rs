//! Gestures on the ruler: the hand moves the time, draws and drags the range of the loop, zooms and pans.

use egui::{CursorIcon, Id, PointerButton, Pos2, Response, Ui};

use super::hover::{self, Pointed, Zone};
use super::layout::Layout;
use super::scale::range_rect;
use crate::campaign::{DAY, EventIdx, HOUR, Instant};
use crate::scene::Target;
use crate::session::{ClockCommand, Command, LoopCommand, RulerCommand};
use crate::ui::{Commands, PanelInput, focus};

/// A press that moves no further than this is a click, points.
const CLICK_MOVES: f32 = 4.0;

/// A finger takes hold of the playhead from this far, points.
const FINGER: f32 = 50.0;

/// A double click on an event shows at least so much time before and after it, seconds.
const EVENT_BESIDE: i64 = 2 * HOUR;

/// Two clicks of a double click are no further apart, seconds.
const TWO_CLICKS: f64 = 1.0;

/// A notch of the wheel is so many points of scroll, and zooms this much.
const NOTCH: f64 = 40.0;
const ZOOM_A_NOTCH: f64 = 1.15;

/// What the hand holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grip {
    /// The time.
    Time,
    /// A new range, drawn from here.
    NewRange(Instant),
    /// The start of the range.
    In,
    /// The end of the range.
    Out,
    /// The whole range; seconds from its start to the hand.
    Middle(i64),
    /// Nothing that moves.
    Nothing,
}

impl Grip {
    /// How the pointer looks there.
    pub fn cursor(self) -> CursorIcon {
        match self {
            Self::In | Self::Out => CursorIcon::ResizeHorizontal,
            Self::Middle(_) => CursorIcon::Grab,
            Self::NewRange(_) => CursorIcon::Text,
            Self::Time | Self::Nothing => CursorIcon::Default,
        }
    }
}

fn grip_id() -> Id {
    Id::unique("ruler grip")
}

fn held(ui: &Ui) -> Option<Grip> {
    ui.data(|data| data.get_temp(grip_id()))
}

/// Whether the hand holds anything.
pub fn is_holding(ui: &Ui) -> bool {
    held(ui).is_some()
}

/// Whether the hand holds an edge of the range or the whole of it.
pub fn is_of_range(ui: &Ui) -> bool {
    matches!(held(ui), Some(Grip::In | Grip::Out | Grip::Middle(_) | Grip::NewRange(_)))
}

/// What a press on the scale would take hold of.
pub fn grip(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, at: Pos2) -> Grip {
    let head = layout.x(input.session.clock.now());
    let half = focus::target_side(input) / 2.0;
    let is_finger = ui.input(egui::InputState::any_touches) || input.session.kiosk.is_some();
    let reach = if is_finger { FINGER } else { half };
    if (at.x - head).abs() <= reach {
        return Grip::Time;
    }
    let here = layout.axis.instant(f64::from(at.x));
    let Some(range) = range_rect(input, layout) else { return Grip::NewRange(here) };
    let (to_in, to_out) = ((at.x - range.min.x).abs(), (at.x - range.max.x).abs());
    if to_in.min(to_out) <= half {
        // On a narrow range each half leads outward.
        return if to_in < to_out { Grip::In } else { Grip::Out };
    }
    if range.x_range().contains(at.x) {
        let start = input.session.clock.looping().range.map_or(here, |range| range.start);
        return Grip::Middle(here.since(start));
    }
    Grip::NewRange(here)
}

/// Where the hand is on the ruler, and where it came down in this frame.
#[derive(Clone, Copy)]
pub struct Hand<'a> {
    /// Now.
    pub pointed: Option<&'a Pointed>,
    /// When it came down.
    pub pressed: Option<&'a Pointed>,
}

/// Turns gestures into commands.
pub fn show(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, response: &Response, hand: Hand<'_>, commands: &mut Commands) {
    let Hand { pointed, pressed } = hand;
    wheel(ui, layout, response, pointed, commands);
    if response.dragged_by(PointerButton::Middle) {
        commands.push(Command::Ruler(RulerCommand::Pan(-f64::from(response.drag_delta().x) / layout.axis.scale())));
        ui.set_cursor_icon(CursorIcon::Grabbing);
        return;
    }
    let is_down = response.is_pointer_button_down_on() && ui.input(|i| i.pointer.primary_down());
    match (pointed, held(ui)) {
        (Some(pointed), None) if is_down && ui.input(|i| i.pointer.primary_pressed()) => {
            press(ui, input, layout, pressed.unwrap_or(pointed), commands);
        }
        (Some(pointed), Some(grip)) if is_down && has_moved(ui, pointed.at) => pull(ui, input, layout, pointed, grip, commands),
        (_, Some(grip)) if !is_down => {
            // A fast hand moves and lets go in one frame: where it let go counts.
            if let Some(pointed) = pointed.filter(|_| !response.clicked() && ui.input(|i| i.pointer.delta() != egui::Vec2::ZERO)) {
                pull(ui, input, layout, pointed, grip, commands);
            }
            let_go(ui, input, response, pointed, grip, commands);
        }
        // A click so short that press and release came in one frame.
        (Some(pointed), None) if response.clicked() => click(input, pointed, grip_at(ui, input, layout, pointed), commands),
        // A drag so short that all of it came in one frame.
        (Some(pointed), None) if response.hovered() && ui.input(|i| i.pointer.primary_released()) => {
            if let Some(pressed) = pressed {
                at_once(ui, input, layout, (pressed, pointed), commands);
            }
        }
        _ => {}
    }
    if response.double_clicked() {
        keep_time(ui, input, pointed, commands);
        double(input, pointed, commands);
    } else if response.clicked() {
        let clicked = Clicked { at: ui.input(|i| i.time), before: input.session.clock.now() };
        ui.data_mut(|data| data.insert_temp(clicked_id(), clicked));
    }
}

/// The hour before the last click, which may be the first of two.
#[derive(Clone, Copy)]
struct Clicked {
    at: f64,
    before: Instant,
}

fn clicked_id() -> Id {
    Id::unique("ruler clicked")
}

/// A double click on the scale asks for another range or more of the ruler, not for the hour its first click went to.
fn keep_time(ui: &Ui, input: &PanelInput<'_>, pointed: Option<&Pointed>, commands: &mut Commands) {
    if pointed.is_none_or(|pointed| pointed.zone != Zone::Scale) {
        return;
    }
    let first = ui.data(|data| data.get_temp::<Clicked>(clicked_id())).filter(|first| ui.input(|i| i.time) - first.at < TWO_CLICKS);
    let before = first.map_or(input.session.clock.now(), |first| first.before);
    commands.push(Command::Clock(ClockCommand::Jump(before)));
    commands.push(Command::ForgetChanges);
}

fn has_moved(ui: &Ui, at: Pos2) -> bool {
    let origin = ui.input(|i| i.pointer.press_origin());
    origin.is_some_and(|origin| origin.distance(at) > CLICK_MOVES)
}

/// What a press takes hold of.
fn grip_at(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, pointed: &Pointed) -> Grip {
    match pointed.zone {
        Zone::Scale => grip(ui, input, layout, pointed.at),
        Zone::Body => Grip::Time,
        Zone::Chapters | Zone::Before | Zone::After => Grip::Nothing,
    }
}

fn press(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, pointed: &Pointed, commands: &mut Commands) {
    let grip = grip_at(ui, input, layout, pointed);
    ui.data_mut(|data| data.insert_temp(grip_id(), grip));
    if grip == Grip::Time {
        // On a mark or on the playhead itself the clock is only held, until the hand moves.
        let is_bare = pointed.zone == Zone::Body && pointed.events.is_empty();
        let at = if is_bare { pointed.snapped.instant } else { input.session.clock.now() };
        commands.push(Command::Clock(ClockCommand::GrabAt(at)));
    }
}

/// The hand has moved far enough to mean it.
fn pull(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, pointed: &Pointed, grip: Grip, commands: &mut Commands) {
    let at = pointed.snapped.instant;
    let looped = |command| Command::Clock(ClockCommand::Loop(command));
    match grip {
        // After Esc the hand holds nothing until the next press.
        Grip::Time if input.session.clock.is_held() => commands.push(Command::Clock(ClockCommand::DragTo(at))),
        Grip::NewRange(origin) => {
            let from = hover::moment(ui, input, layout, &pointed.own, layout.x(origin)).instant;
            commands.push(looped(LoopCommand::Draw(from, at)));
        }
        Grip::In => commands.push(looped(LoopCommand::DragIn(at))),
        Grip::Out => commands.push(looped(LoopCommand::DragOut(at))),
        Grip::Middle(offset) => {
            let start = layout.axis.instant(f64::from(pointed.at.x)).plus(-offset);
            let start = hover::moment(ui, input, layout, &pointed.own, layout.x(start)).instant;
            commands.push(looped(LoopCommand::MoveTo(start)));
        }
        Grip::Time | Grip::Nothing => {}
    }
}

/// Press, motion and release in one.
fn at_once(ui: &Ui, input: &PanelInput<'_>, layout: &Layout, (from, to): (&Pointed, &Pointed), commands: &mut Commands) {
    let grip = grip_at(ui, input, layout, from);
    if grip == Grip::Time {
        let clock = [ClockCommand::GrabAt(input.session.clock.now()), ClockCommand::DragTo(to.snapped.instant), ClockCommand::Release];
        commands.extend(clock.map(Command::Clock));
    } else {
        pull(ui, input, layout, to, grip, commands);
        settle(grip, commands);
    }
}

/// The range as the hand has left it.
fn settle(grip: Grip, commands: &mut Commands) {
    let command = match grip {
        Grip::NewRange(_) => LoopCommand::Enter,
        Grip::In | Grip::Out | Grip::Middle(_) => LoopCommand::Settle,
        Grip::Time | Grip::Nothing => return,
    };
    commands.push(Command::Clock(ClockCommand::Loop(command)));
}

fn let_go(ui: &Ui, input: &PanelInput<'_>, response: &Response, pointed: Option<&Pointed>, grip: Grip, commands: &mut Commands) {
    ui.data_mut(|data| data.remove::<Grip>(grip_id()));
    if response.clicked()
        && let Some(pointed) = pointed
    {
        click(input, pointed, grip, commands);
    } else if input.session.clock.is_held() {
        commands.push(Command::Clock(ClockCommand::Release));
    } else {
        settle(grip, commands);
    }
}

fn click(input: &PanelInput<'_>, pointed: &Pointed, grip: Grip, commands: &mut Commands) {
    if input.session.clock.is_held() {
        let is_on_mark = pointed.zone == Zone::Body && !pointed.events.is_empty();
        commands.push(Command::Clock(if is_on_mark { ClockCommand::CancelDrag } else { ClockCommand::Release }));
        if !is_on_mark {
            return;
        }
    }
    match (pointed.zone, grip) {
        (Zone::Scale, Grip::Middle(_)) => commands.push(Command::Clock(ClockCommand::Loop(LoopCommand::Toggle))),
        (Zone::Chapters, _) => {
            if let Some((chapter, ..)) = hover::chapter_at(input, pointed.snapped.instant) {
                commands.push(Command::Clock(ClockCommand::Seek(chapter.at)));
                commands.extend(chapter.view.map(|(center, _)| Command::View(crate::session::ViewCommand::Show(center.into()))));
            }
        }
        (Zone::Before | Zone::After | Zone::Body, _) if !pointed.events.is_empty() => {
            commands.extend(next_of(input, &pointed.events).map(Command::Visit));
        }
        (Zone::Before, _) => commands.push(Command::Ruler(RulerCommand::ToggleBefore)),
        (Zone::After, _) => commands.push(Command::Ruler(RulerCommand::ToggleAfter)),
        (Zone::Scale | Zone::Body, _) => commands.push(Command::Clock(ClockCommand::Jump(pointed.snapped.instant))),
    }
}

/// The first of several events; when one of them is selected, the one after it.
fn next_of(input: &PanelInput<'_>, events: &[EventIdx]) -> Option<EventIdx> {
    let selected = events.iter().position(|event| input.session.selection == Some(Target::Event(*event)));
    let at = selected.map_or(0, |at| (at + 1) % events.len().max(1));
    events.get(at).copied()
}

/// On the scale: no range, or else the whole campaign. Below: zoom to that day, or to the event.
fn double(input: &PanelInput<'_>, pointed: Option<&Pointed>, commands: &mut Commands) {
    let Some(pointed) = pointed else { return };
    let start = input.campaign.period.start;
    let seconds = |instant: Instant| instant.since(start) as f64;
    match pointed.zone {
        Zone::Scale if input.session.clock.looping().range.is_some() => {
            commands.push(Command::Clock(ClockCommand::Loop(LoopCommand::Clear)));
        }
        Zone::Scale => commands.push(Command::Ruler(RulerCommand::Whole)),
        Zone::Chapters => {
            if let Some((_, from, to)) = hover::chapter_at(input, pointed.snapped.instant) {
                commands.push(Command::Ruler(RulerCommand::Show(seconds(from), seconds(to))));
            }
        }
        Zone::Body if !pointed.events.is_empty() => {
            let spans = pointed.events.iter().map(|idx| input.campaign.event(*idx).span());
            let (from, to) =
                spans.fold((pointed.snapped.instant, pointed.snapped.instant), |(from, to), span| (from.min(span.start), to.max(span.end)));
            let beside = (to.since(from) / 5).max(EVENT_BESIDE);
            commands.push(Command::Ruler(RulerCommand::Show(seconds(from.plus(-beside)), seconds(to.plus(beside)))));
        }
        Zone::Body => {
            let calendar = &input.campaign.calendar;
            let day = calendar.day_start(calendar.day_of(pointed.snapped.instant));
            commands.push(Command::Ruler(RulerCommand::Show(seconds(day), seconds(day.plus(DAY)))));
        }
        Zone::Before | Zone::After => {}
    }
}

/// The wheel zooms about the pointer, since nothing scrolls here; with Shift, or sideways, it moves the ruler.
fn wheel(ui: &Ui, layout: &Layout, response: &Response, pointed: Option<&Pointed>, commands: &mut Commands) {
    let Some(pointed) = pointed.filter(|_| response.contains_pointer()) else { return };
    let (scroll, pinch) = ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta()));
    let factor = f64::from(pinch) * ZOOM_A_NOTCH.powf(f64::from(scroll.y) / NOTCH);
    if (factor - 1.0).abs() > 1e-4 {
        let about = layout.axis.time_from_x(f64::from(pointed.at.x).clamp(layout.axis.left, layout.axis.right()));
        commands.push(Command::Ruler(RulerCommand::Zoom(about, factor)));
    }
    if scroll.x != 0.0 {
        commands.push(Command::Ruler(RulerCommand::Pan(-f64::from(scroll.x) / layout.axis.scale())));
    }
}

//! The keyboard's place: F6 goes from region to region, arrows go from thing to thing on the map, and the size and
//! motion that a person needs.

mod lists;
mod ring;

use egui::scroll_area::ScrollSource;
use egui::style::ScrollAnimation;
use egui::{Context, Id, Key, Modifiers, Rect, Response, Stroke, StrokeKind, Ui, pos2};

pub use lists::{heed_bar, heed_list, heed_row, heed_tree, turned};
pub use ring::{RING, hold_on, keep_in_view, place, show as show_ring};

use super::style::ui_color;
use super::{Commands, PanelInput, compare, panels, timeline};
use crate::cartography::{Page, PageRect};
use crate::scene::{Hit, Scene, Target};
use crate::session::{ClockCommand, Command, CompareCommand, Reach, ReachCommand, Region, Wall};

/// The place in egui's memory where the map or the ruler says that it is the one.
fn region_id(region: Region) -> Id {
    Id::unique(("region", region))
}

/// A region says which of its widgets takes the keyboard, and takes it when it is sent there.
pub fn region(ui: &Ui, input: &PanelInput<'_>, region: Region, widget: Id) {
    let before = ui.data(|data| data.get_temp::<Id>(region_id(region)));
    ui.data_mut(|data| data.insert_temp(region_id(region), widget));
    // A panel that opens gives the widgets after it new ids; the keyboard stays where it was.
    if before.is_some_and(|before| before != widget && ui.memory(|memory| memory.has_focus(before))) {
        ui.memory_mut(|memory| memory.request_focus(widget));
    }
    let seen = Id::unique(("region turns", region));
    let turns = input.session.focus.turns;
    let before = ui.data(|data| data.get_temp::<u32>(seen)).unwrap_or_default();
    if turns != before {
        ui.data_mut(|data| data.insert_temp(seen, turns));
        if input.session.focus.region == Some(region) {
            ui.memory_mut(|memory| memory.request_focus(widget));
        }
    }
}

/// Whether a region has the keyboard.
pub fn has_keyboard(ui: &Ui, region: Region) -> bool {
    let widget = ui.data(|data| data.get_temp::<Id>(region_id(region)));
    widget.is_some_and(|widget| ui.memory(|memory| memory.has_focus(widget)))
}

/// Size and motion as a person needs them.
pub fn apply_reach(ctx: &Context, reach: Reach, is_kiosk: bool) {
    let zoom = f32::from(reach.scale_percent) / 100.0;
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    if (ctx.zoom_factor() - zoom).abs() > 1e-3 {
        ctx.set_zoom_factor(zoom);
    }
    let seconds = if reach.is_motion_reduced { 0.0 } else { egui::Style::default().animation_time };
    let side = if is_kiosk { FINGER } else { TARGET };
    let style = ctx.global_style();
    if (style.animation_time - seconds).abs() > 1e-6 || (style.spacing.interact_size.y - side).abs() > 1e-3 {
        ctx.all_styles_mut(|style| {
            style.animation_time = seconds;
            style.scroll_animation = if reach.is_motion_reduced { ScrollAnimation::none() } else { ScrollAnimation::default() };
            style.spacing.interact_size.y = side;
            // A finger that drags scrolls, and marks no words.
            style.interaction.selectable_labels = !is_kiosk;
            style.spacing.icon_width = if is_kiosk { FINGER * 0.5 } else { egui::style::Spacing::default().icon_width };
        });
    }
}

/// What answers to the pointer is at least so wide and high, points: by a mouse, and by a finger on a museum's screen
/// (WCAG 2.2, 2.5.8 and 2.5.5).
const TARGET: f32 = 24.0;
const FINGER: f32 = 44.0;

/// The smallest side of what answers to the pointer, points.
pub fn target_side(input: &PanelInput<'_>) -> f32 {
    if input.session.kiosk.is_some() { FINGER } else { TARGET }
}

/// What scrolls a panel: on a museum's screen a drag too, also where the screen passes fingers on as a mouse.
pub fn scrolled_by(input: &PanelInput<'_>) -> ScrollSource {
    if input.session.kiosk.is_some() { ScrollSource::ALL } else { ScrollSource::default() }
}

/// The smallest button in the style as it is: as wide as high.
pub fn smallest(ui: &Ui) -> egui::Vec2 {
    egui::Vec2::splat(ui.spacing().interact_size.y)
}

/// Keys that mean something else in the region that has the keyboard; taken before the ordinary ones.
pub fn keys(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    // A slow frame may bring several presses; none is lost.
    let presses = |key: Key| {
        let count = ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        if count > 0 {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        }
        count
    };
    let taken = |key: Key| presses(key) > 0;
    if egui::Popup::is_any_open(ui.ctx()) {
        return lists::in_menu(ui, &taken);
    }
    // From nowhere, Tab goes into what was opened last.
    let has_opened = input.session.region_opened().is_some() && !panels::is_dialog_open(input);
    if has_opened && ui.memory(|memory| memory.focused().is_none()) && taken(Key::Tab) {
        commands.push(Command::Reach(ReachCommand::NextRegion(1)));
    }
    lists::along_bar(ui, &taken);
    if has_keyboard(ui, Region::Time) {
        // A slider as screen readers know it.
        let steps = [
            (Key::ArrowUp, ClockCommand::StepHours(1)),
            (Key::ArrowDown, ClockCommand::StepHours(-1)),
            (Key::PageUp, ClockCommand::StepDays(1)),
            (Key::PageDown, ClockCommand::StepDays(-1)),
        ];
        commands.extend(steps.into_iter().flat_map(|(key, step)| std::iter::repeat_n(Command::Clock(step), presses(key))));
    } else if let Some(wall) = input.session.wall().filter(|_| has_keyboard(ui, Region::Map)) {
        along_wall(input, &wall, &taken, commands);
    } else if has_keyboard(ui, Region::Map) {
        let turns = [(Key::ArrowLeft, 0), (Key::ArrowRight, 1), (Key::ArrowUp, 2), (Key::ArrowDown, 3)];
        let turn = turns.into_iter().find(|(key, _)| taken(*key)).map(|(_, turn)| turn);
        ui.data_mut(|data| data.insert_temp::<Option<u8>>(Id::unique("map turn"), turn));
        if let Some(target) = input.session.focus.target
            && taken(Key::Enter)
        {
            let is_open = input.session.selection == Some(target);
            commands.push(if is_open { Command::Reach(ReachCommand::ToRegion(Region::Details)) } else { Command::Select(Some(target)) });
        }
    } else {
        let along_line = [(Key::ArrowLeft, -1.0), (Key::ArrowRight, 1.0)];
        for (key, way) in along_line {
            let step = compare::stepped(ui, way);
            commands.extend(step.into_iter().flat_map(|step| std::iter::repeat_n(step, presses(key))));
        }
        timeline::loop_keys(ui, input, &taken, commands);
        lists::along_list(ui, &taken);
    }
}

/// On the wall: arrows go from hour to hour, Enter shows the one alone.
fn along_wall(input: &PanelInput<'_>, wall: &Wall, taken: &impl Fn(Key) -> bool, commands: &mut Commands) {
    let Some(at) = wall.hours.iter().position(|hour| *hour == input.situation.instant) else { return };
    let next = if taken(Key::ArrowLeft) {
        at.checked_sub(1)
    } else if taken(Key::ArrowRight) {
        Some(at + 1)
    } else if taken(Key::ArrowUp) {
        at.checked_sub(wall.columns)
    } else if taken(Key::ArrowDown) {
        Some(at + wall.columns)
    } else {
        None
    };
    let hour = next.and_then(|next| wall.hours.get(next));
    commands.extend(hour.map(|hour| Command::Clock(ClockCommand::Seek(*hour))));
    if taken(Key::Enter) {
        commands.push(Command::Compare(CompareCommand::Close));
    }
}

/// The wall takes the keyboard as the map does.
pub fn on_wall(ui: &Ui, input: &PanelInput<'_>, rect: Rect, response: &Response) {
    region(ui, input, Region::Map, response.id);
    place(ui, Region::Map, rect);
}

/// On the map: goes from thing to thing, with a ring around each.
pub fn on_map(ui: &Ui, input: &PanelInput<'_>, rect: Rect, response: &Response, scene: &Scene, commands: &mut Commands) {
    region(ui, input, Region::Map, response.id);
    place(ui, Region::Map, rect);
    if !response.has_focus() {
        if input.session.focus.target.is_some() {
            commands.push(Command::Reach(ReachCommand::Focus(None)));
        }
        return;
    }
    let here = input.session.focus.target.and_then(|target| scene.hits.iter().find(|hit| hit.target == target));
    let turn = ui.data_mut(|data| data.get_temp_mut_or_default::<Option<u8>>(Id::unique("map turn")).take());
    let next = turn.and_then(|turn| next_thing(scene, here, turn));
    let next = next.or_else(|| if here.is_none() { first_thing(scene) } else { None });
    if next.is_some() && input.session.focus.target != next {
        commands.push(Command::Reach(ReachCommand::Focus(next)));
    }
    if let Some(hit) = here {
        ring(ui, input, rect, hit);
    }
}

/// The status line stands this far above the foot of the map, where the credits are, points.
const ABOVE_CREDITS: f32 = 42.0;

fn ring(ui: &Ui, input: &PanelInput<'_>, map: Rect, hit: &Hit) {
    let theme = input.session.map_theme();
    let at = |page: Page| pos2(map.min.x + page.x as f32, map.min.y + page.y as f32);
    let around = Rect::from_min_max(at(hit.rect.min), at(hit.rect.max)).expand(4.0);
    let painter = ui.painter_at(map);
    painter.rect_stroke(around, 3.0, Stroke::new(RING + 2.0, ui_color(theme.paper)), StrokeKind::Outside);
    painter.rect_stroke(around, 3.0, Stroke::new(RING, ui_color(theme.selection)), StrokeKind::Outside);
    let is_open = input.session.selection == Some(hit.target);
    let (enter, esc) = if is_open { ("goes into its panel", "closes it") } else { ("opens", "leaves") };
    let words = format!("{} · Enter {enter} · arrows go on · Esc {esc}", hit.name);
    let font = egui::FontId::proportional(13.0);
    let galley = painter.layout_no_wrap(words, font, ui_color(theme.ink));
    let corner = pos2(map.center().x - galley.size().x / 2.0, map.max.y - galley.size().y - ABOVE_CREDITS);
    let plate = Rect::from_min_size(corner, galley.size()).expand2(egui::vec2(10.0, 5.0));
    painter.rect(plate, 3.0, ui_color(theme.paper), Stroke::new(1.0, ui_color(theme.ink.faded(0.3))), StrokeKind::Outside);
    painter.galley(corner, galley, ui_color(theme.ink));
}

/// The thing nearest to the middle of the page.
fn first_thing(scene: &Scene) -> Option<Target> {
    let middle = scene.view.page().center();
    let away = |hit: &&Hit| hit.rect.center().distance(middle);
    on_page(scene).min_by(|a, b| away(a).total_cmp(&away(b))).map(|hit| hit.target)
}

fn on_page(scene: &Scene) -> impl Iterator<Item = &Hit> {
    let page: PageRect = scene.view.page();
    scene.hits.iter().filter(move |hit| page.contains(hit.rect.center()))
}

/// The next thing to the left (0), right (1), up (2) or down (3): near, and rather straight on than aside.
fn next_thing(scene: &Scene, here: Option<&Hit>, turn: u8) -> Option<Target> {
    let here = here?;
    let from = here.rect.center();
    let cost = |hit: &Hit| {
        let (dx, dy) = (hit.rect.center().x - from.x, hit.rect.center().y - from.y);
        let (along, aside) = match turn {
            0 => (-dx, dy),
            1 => (dx, dy),
            2 => (-dy, dx),
            _ => (dy, dx),
        };
        (along > 0.5 && aside.abs() <= along * 2.0).then_some(along + aside.abs() * 2.0)
    };
    let others = on_page(scene).filter(|hit| hit.target != here.target);
    let best = others.filter_map(|hit| Some((cost(hit)?, hit.target))).min_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, target)| target)
}

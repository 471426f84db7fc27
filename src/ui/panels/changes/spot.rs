//! Where the list of changes lies over the least: away from what has just changed, from what is selected, and from symbols.

use egui::{Align2, Id, Rect, Ui, Vec2, pos2, vec2};

use super::super::toasts;
use super::target;
use crate::campaign::Instant;
use crate::scene::{Mark, SceneLayer, Target};
use crate::ui::compare::Part;
use crate::ui::{PanelInput, clock_card, map_buttons};

/// What the list keeps free at the edge of the map, and at its foot, where scale bar and credits stand, points.
const MARGIN: f32 = 14.0;
const FOOT: f32 = 66.0;

/// What counts how much where the list would lie over it.
const SYMBOL: f32 = 1.0;
const CHANGED: f32 = 8.0;
const SELECTED: f32 = 60.0;
const CARD: f32 = 400.0;

/// Places tried along each edge of the map.
const STEPS: u8 = 8;

/// Where the list lies, and which of its corners stays where it is when it grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Its rectangle on the screen, as high as it is likely to be.
    pub rect: Rect,
    /// The corner that stays.
    pub corner: Align2,
}

/// What the place was found for: the step, the map, and where what the step tells of lay when it was last looked at.
#[derive(Clone)]
struct Found {
    step: (Instant, Instant),
    map: Rect,
    told: Vec<Rect>,
    spot: Option<Spot>,
}

/// The place of the list; none before the map under it has come to rest. It is chosen once for a step, and again only when
/// the map becomes larger or smaller or when what is selected would come to lie under it.
pub fn find(ui: &Ui, part: &Part<'_>, input: &PanelInput<'_>, size: Vec2) -> Option<Spot> {
    let id = Id::unique("place of the changes");
    let step = input.session.changes().unwrap_or((input.situation.instant, input.situation.instant));
    let on_map = |hit: &crate::scene::Hit| part.on_screen(hit.rect);
    let changed = changed(input);
    let told: Vec<Rect> = part.scene.hits.iter().filter(|hit| changed.contains(&hit.target)).map(on_map).collect();
    let selected = part.scene.hits.iter().find(|hit| Some(hit.target) == input.session.selection).map(on_map);
    let before = ui.data(|data| data.get_temp::<Found>(id)).filter(|found| found.step == step && found.map == part.rect);
    let kept = before.as_ref().and_then(|found| found.spot);
    let spot = match kept.filter(|spot| !selected.is_some_and(|selected| spot.rect.intersects(selected))) {
        Some(kept) => Some(kept),
        None if kept.is_some() || before.is_some_and(|found| found.told == told) => Some(best(ui, part, input, size)),
        None => None,
    };
    if spot.is_none() {
        ui.ctx().request_repaint();
    }
    ui.data_mut(|data| data.insert_temp(id, Found { step, map: part.rect, told, spot }));
    spot
}

/// What has just changed, as what can be selected on the map.
fn changed(input: &PanelInput<'_>) -> Vec<Target> {
    input.changes.iter().map(|change| target(change.subject)).collect()
}

/// Of all places along the edges of the map the one that lies over the least; the first of equals.
fn best(ui: &Ui, part: &Part<'_>, input: &PanelInput<'_>, size: Vec2) -> Spot {
    let things = things(ui, part, input);
    let cost = |spot: &Spot| things.iter().map(|(rect, weight)| if rect.intersects(spot.rect) { *weight } else { 0.0 }).sum::<f32>();
    let spots = spots(part.rect, size);
    spots.into_iter().min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap_or(Spot { rect: part.rect, corner: Align2::LEFT_TOP })
}

/// Everything that the list would lie over, with its weight.
fn things(ui: &Ui, part: &Part<'_>, input: &PanelInput<'_>) -> Vec<(Rect, f32)> {
    let changed = changed(input);
    let weight = |target: Target| match target {
        _ if input.session.selection == Some(target) => SELECTED,
        _ if changed.contains(&target) => CHANGED,
        _ => SYMBOL,
    };
    let symbols = part.scene.hits.iter().map(|hit| (part.on_screen(hit.rect).expand(6.0), weight(hit.target)));
    let frames = part.scene.layers.iter().filter(|layer| layer.id == "furniture").flat_map(SceneLayer::marks);
    let frames = frames.filter_map(|mark| if let Mark::Inset(inset) = mark { Some(inset.rect) } else { None });
    let frames = frames.map(|frame| {
        let corner = |at: crate::cartography::Page| part.rect.min + vec2(at.x as f32, at.y as f32);
        (Rect::from_min_max(corner(frame.min), corner(frame.max)).expand(8.0), CARD)
    });
    let cards = [Some(clock_card::place(ui)), map_buttons::place(ui), toasts::place_of_followed(ui)]
        .into_iter()
        .flatten()
        .map(|rect| (rect.expand(8.0), CARD));
    symbols.chain(frames).chain(cards).collect()
}

/// Places along the edges of the map: down its right side, down its left, then along top and foot.
fn spots(map: Rect, size: Vec2) -> Vec<Spot> {
    let free = Rect::from_min_max(map.min + Vec2::splat(MARGIN), map.max - vec2(MARGIN, FOOT));
    let room = (free.size() - size).max(Vec2::ZERO);
    let share = |step: u8| f32::from(step) / f32::from(STEPS);
    let at = |x: f32, y: f32| {
        let rect = Rect::from_min_size(pos2(free.min.x + x * room.x, free.min.y + y * room.y), size);
        // What lies low grows upward.
        Spot { rect, corner: if y > 0.5 { Align2::LEFT_BOTTOM } else { Align2::LEFT_TOP } }
    };
    let sides = [1.0, 0.0].into_iter().flat_map(|x| (0..=STEPS).map(move |step| (x, share(step))));
    let ends = [0.0, 1.0].into_iter().flat_map(|y| (1..STEPS).map(move |step| (share(step), y)));
    sides.chain(ends).map(|(x, y)| at(x, y)).collect()
}

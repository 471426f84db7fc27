//! The scenes of a window: the last one, while it stands or is only moved, and the next one, which is drawn in shares.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{LayerKey, Memory, layer_key, tiles};
use crate::campaign::EventIdx;
use crate::cartography::View;
use crate::scene::{Furniture, Making, MapInput, Mark, Scene, Target};
use crate::situation::Situation;

/// While a hand moves the map, a scene stands in for so many frames before the next one is begun; it is moved by no more
/// than so many points, and scaled between these. What comes in from the edge is a moment late.
const RESTS: u8 = 3;
const MOVED_ALONG: f64 = 160.0;
const SCALED: [f64; 2] = [0.8, 1.3];

/// The share of that after which the next one is begun at once.
const HURRIED: f64 = 0.2;

/// Frames from the beginning of a scene of a moved map until it is shown, and for which it stands then.
const MAKING: f64 = 5.0;
const STANDING: f64 = 9.0;

/// How much of that way a scene may be ahead of the map when it is begun: a hand may turn back.
const EXPECTED: f64 = 0.8;

/// How frames of a window follow each other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// Whether the clock runs.
    pub is_clock_running: bool,
    /// Whether frames come so fast that a few more before the map is drawn anew are not noticed.
    pub is_fluent: bool,
}

/// The last scene, and what is drawn of the next.
#[derive(Default)]
pub struct Scenes {
    last: RefCell<Option<(SceneKey, Arc<Scene>)>>,
    next: RefCell<Option<(SceneKey, Making)>>,
    /// The view that was asked for last.
    view: Cell<Option<View>>,
    /// For how many frames the last scene has stood in for one of another view.
    stood_in: Cell<u8>,
    /// The view that was asked for when it came.
    came_at: Cell<Option<View>>,
    /// Whether the last scene that was asked for had to be finished for it.
    is_fresh: Cell<bool>,
}

/// What a scene was made from, but for labels' positions in the scene before. Whether the relief had arrived; halos, and
/// what has changed since the instant left; the chapter that is read.
#[derive(Clone, PartialEq)]
struct SceneKey {
    layers: LayerKey,
    tiles: usize,
    hidden: BTreeSet<String>,
    has_relief: bool,
    flashes: Vec<(EventIdx, f64)>,
    changed: Vec<Target>,
    chapter: Option<usize>,
    furniture: Furniture,
}

impl SceneKey {
    fn of(input: &MapInput<'_>, is_running: bool) -> Self {
        Self {
            layers: layer_key(input, Some(input.situation.instant)),
            tiles: tiles(input),
            hidden: input.hidden.clone(),
            has_relief: input.basemap.relief_if_ready(input.theme.is_dark).is_some(),
            flashes: if is_running { Vec::new() } else { input.flashes.to_vec() },
            changed: input.changed.to_vec(),
            chapter: input.chapter,
            furniture: input.furniture,
        }
    }

    fn view(&self) -> View {
        self.layers.page.0
    }

    /// Whether it is the same but for the instant.
    fn is_but_for_time(&self, other: &Self) -> bool {
        let marked = |key: &Self| key.layers.turn.map(|(_, marked)| marked);
        self.layers.page == other.layers.page && self.tiles == other.tiles && marked(self) == marked(other) && self.is_alike(other)
    }

    /// Whether it is the same but for what part of the ground is shown, for what the pointer is on, and for the instant while
    /// the clock runs.
    fn is_but_for_place(&self, other: &Self, is_running: bool) -> bool {
        let turn = |key: &Self| key.layers.turn.map(|(at, [selection, _])| (Some(at).filter(|_| !is_running), selection));
        turn(self) == turn(other) && self.is_alike(other)
    }

    /// Whether it is made from the same levels of detail.
    fn has_tiles_of(&self, other: &Self) -> bool {
        self.tiles == other.tiles && self.layers.detail == other.layers.detail
    }

    /// Whether all is the same but for the instant and the place.
    fn is_alike(&self, other: &Self) -> bool {
        let rest = |key: &Self| (key.layers.look, key.has_relief, key.chapter, key.furniture);
        rest(self) == rest(other) && self.hidden == other.hidden && self.flashes == other.flashes && self.changed == other.changed
    }
}

impl Scenes {
    /// What a map that a hand moves shows: the last scene where it is near enough to stand in, and after some frames the next
    /// one, of the place where the map was to be by now when it was begun. `None` where it has to be drawn at once.
    fn of_moved_map(&self, key: &SceneKey, input: &MapInput<'_>, is_running: bool) -> Option<Arc<Scene>> {
        let last =
            self.last.borrow().as_ref().filter(|(of, _)| of.is_but_for_place(key, is_running)).map(|(_, scene)| Arc::clone(scene))?;
        let is_lost = !is_near(&last.view, &input.view);
        let frames = self.stood_in.get().saturating_add(1);
        self.stood_in.set(frames);
        let at_view = |view: View| MapInput { view, detail: input.basemap.detail(view.band()), ..*input };
        let is_of_use = |(of, _): &(SceneKey, Making)| {
            let key = SceneKey::of(&at_view(of.view()), is_running);
            frames > 1 && is_near(&of.view(), &input.view) && of.is_but_for_place(&key, is_running) && of.has_tiles_of(&key)
        };
        let begun = self.next.take().filter(is_of_use);
        let is_slow = self.came_at.get().is_none_or(|before| is_within(HURRIED, &before, &input.view));
        if begun.is_none() && is_lost {
            return None;
        }
        if begun.is_none() && frames <= RESTS && is_slow {
            return Some(last);
        }
        let begin = || (SceneKey::of(&at_view(self.expected(&input.view, f64::from(frames))), is_running), Making::default());
        let (of, mut making) = begun.unwrap_or_else(begin);
        let (at, [_, hovered]) = of.layers.turn.unwrap_or((input.situation.instant, [None, input.hovered]));
        let then = (at != input.situation.instant).then(|| Situation::at(input.campaign, at));
        let of_then = MapInput { situation: then.as_ref().unwrap_or(input.situation), hovered, ..at_view(of.view()) };
        if making.is_painted() || is_lost {
            let scene = self.finish(of, making, &of_then);
            self.came_at.set(Some(input.view));
            return Some(scene);
        }
        making.draw_share(&of_then);
        if making.is_furnished() && !making.is_complete() {
            making.draw_share(&of_then);
        }
        *self.next.borrow_mut() = Some((of, making));
        Some(last)
    }

    /// Where a moved map will be when a scene that is begun now is of use, if it goes on as in the frames before. Where more
    /// and more ground comes in, the scene is for a view that has all of it.
    fn expected(&self, view: &View, frames: f64) -> View {
        let Some(before) = self.came_at.get().filter(|before| before.size == view.size) else { return *view };
        let later = match before.metres_per_point / view.metres_per_point {
            nearer if nearer > 1.0 => MAKING,
            further if further < 1.0 => MAKING + STANDING,
            _ => MAKING + STANDING / 2.0,
        };
        let expected = [1.0, 0.85, 0.7, 0.55, 0.4, 0.25].map(|share| before.carried_on(view, later * share / frames));
        expected.into_iter().find(|expected| is_within(EXPECTED, expected, view)).unwrap_or(*view)
    }

    fn finish(&self, key: SceneKey, making: Making, input: &MapInput<'_>) -> Arc<Scene> {
        let scene = making.finish(input);
        self.is_fresh.set(true);
        self.stood_in.set(0);
        self.came_at.set(Some(input.view));
        *self.last.borrow_mut() = Some((key, Arc::clone(&scene)));
        scene
    }
}

/// Whether a scene of a view can stand in for one of another.
fn is_near(of: &View, view: &View) -> bool {
    is_within(1.0, of, view)
}

/// The same, for a share of how far a scene may be moved and scaled.
fn is_within(share: f64, of: &View, view: &View) -> bool {
    let distance = of.page().center().distance(view.page_from_plane(of.center));
    let scale = of.metres_per_point / view.metres_per_point;
    let [least, most] = SCALED.map(|most| 1.0 + (most - 1.0) * share);
    of.size == view.size && (least..=most).contains(&scale) && distance <= MOVED_ALONG * share
}

impl Memory {
    /// The scene of an input: the last one where nothing has changed that it is made from. While the clock runs, halos go
    /// on when the map's instant does; while the map is panned or zoomed and frames follow each other fast, it may be a scene
    /// of some frames ago, to be moved along ([`Scene::moved_to`]).
    pub fn scene(&self, input: &MapInput<'_>, run: Run) -> Arc<Scene> {
        let (scenes, key) = (&self.scenes, SceneKey::of(input, run.is_clock_running));
        scenes.is_fresh.set(false);
        let is_moved = scenes.view.replace(Some(input.view)).is_some_and(|before| before != input.view);
        if is_moved
            && run.is_fluent
            && let Some(scene) = scenes.of_moved_map(&key, input, run.is_clock_running)
        {
            return scene;
        }
        if let Some((_, scene)) = scenes.last.borrow().as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(scene);
        }
        let begun = scenes.next.take().and_then(|(of, making)| (of == key).then_some(making)).unwrap_or_default();
        scenes.finish(key, begun, input)
    }

    /// What can be painted of the next scene of a map that is moved, out of sight, with the view it is made for.
    pub fn parts_to_paint(&self) -> Option<(View, Vec<Arc<Vec<Mark>>>)> {
        let next = self.scenes.next.borrow();
        let parts = next.as_ref().map(|(of, making)| (of.view(), making.parts_to_paint()));
        parts.filter(|(_, parts)| !parts.is_empty())
    }

    /// Draws a share of a scene that will soon be asked for while the clock runs, where nothing but the instant will be another
    /// one: so the work of a scene is shared out among frames. A frame that has finished a scene has done its share. Gives
    /// back what will last longer than the scene and can be painted ahead, once it is drawn and this frame had little else
    /// to do.
    pub fn draw_ahead(&self, input: &MapInput<'_>) -> Vec<Arc<Vec<Mark>>> {
        let scenes = &self.scenes;
        if scenes.is_fresh.get() {
            return Vec::new();
        }
        let key = SceneKey::of(input, true);
        if !scenes.last.borrow().as_ref().is_some_and(|(of, _)| *of != key && of.is_but_for_time(&key)) {
            return Vec::new();
        }
        let mut next = scenes.next.borrow_mut();
        if let Some((_, making)) = next.as_mut().filter(|(of, _)| *of == key) {
            if !making.is_furnished() {
                making.draw_share(input);
            }
            return making.lasting_parts();
        }
        let mut making = Making::default();
        making.draw_layers_or_share(input);
        *next = Some((key, making));
        Vec::new()
    }
}

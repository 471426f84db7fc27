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
/// than so many points and scaled by no more than such a share. What comes in from the edge is a moment late.
const RESTS: u8 = 3;
const MOVED_ALONG: f64 = 160.0;
const SCALED: f64 = 0.2;

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

    /// Whether it is the same but for the instant.
    fn is_but_for_time(&self, other: &Self) -> bool {
        let marked = |key: &Self| key.layers.turn.map(|(_, marked)| marked);
        self.layers.page == other.layers.page && self.tiles == other.tiles && marked(self) == marked(other) && self.is_alike(other)
    }

    /// Whether it is the same but for what part of the ground is shown, and for the instant while the clock runs.
    fn is_but_for_place(&self, other: &Self, is_running: bool) -> bool {
        let turn = |key: &Self| key.layers.turn.map(|(at, marked)| (Some(at).filter(|_| !is_running), marked));
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
    /// one, of the place where the map was when it was begun. `None` where it has to be drawn at once.
    fn of_moved_map(&self, key: &SceneKey, input: &MapInput<'_>, is_running: bool) -> Option<Arc<Scene>> {
        let last = self.last.borrow().as_ref().map(|(of, scene)| (of.is_but_for_place(key, is_running), Arc::clone(scene)));
        let (_, last) = last.filter(|(is_alike, scene)| *is_alike && is_near(&scene.view, &input.view))?;
        let frames = self.stood_in.get().saturating_add(1);
        self.stood_in.set(frames);
        if frames <= RESTS {
            return Some(last);
        }
        let is_of_use = |(of, _): &(SceneKey, Making)| frames > RESTS + 1 && of.is_but_for_place(key, is_running) && of.has_tiles_of(key);
        let (of, mut making) = self.next.take().filter(is_of_use).unwrap_or_else(|| (key.clone(), Making::default()));
        let (view, at) = (of.layers.page.0, of.layers.turn.map_or(input.situation.instant, |(at, _)| at));
        if !is_near(&view, &input.view) {
            return None;
        }
        let then = (at != input.situation.instant).then(|| Situation::at(input.campaign, at));
        let input = MapInput { view, situation: then.as_ref().unwrap_or(input.situation), ..*input };
        if making.is_ready() {
            return Some(self.finish(of, making, &input));
        }
        making.draw_share(&input);
        *self.next.borrow_mut() = Some((of, making));
        Some(last)
    }

    fn finish(&self, key: SceneKey, making: Making, input: &MapInput<'_>) -> Arc<Scene> {
        let scene = Arc::new(making.finish(input));
        self.is_fresh.set(true);
        self.stood_in.set(0);
        *self.last.borrow_mut() = Some((key, Arc::clone(&scene)));
        scene
    }
}

/// Whether a scene of a view can stand in for one of another.
fn is_near(of: &View, view: &View) -> bool {
    let scale = of.metres_per_point / view.metres_per_point;
    let distance = of.page().center().distance(view.page_from_plane(of.center));
    of.size == view.size && (scale - 1.0).abs() <= SCALED && distance <= MOVED_ALONG
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
            making.draw_share(input);
            return making.lasting_parts();
        }
        let mut making = Making::default();
        making.draw_share(input);
        *next = Some((key, making));
        Vec::new()
    }
}

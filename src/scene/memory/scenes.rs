//! The scenes of a window: the last one, while it stands or is only moved, and the next one, which is drawn beside the frames.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use super::{LayerKey, Memory, layer_key, lock, tiles};
use crate::campaign::{EventIdx, Instant};
use crate::cartography::View;
use crate::scene::{Furniture, MapInput, Scene, Target, making};

/// While a hand moves the map, a scene stands in for so many frames before the next one is ordered. What comes in from the
/// edge is a moment late.
const RESTS: u8 = 3;

/// It is moved and scaled by no more than this.
const NEAR: Reach = Reach { distance: 160.0, scale: [0.8, 1.5] };

/// Where the map has moved further since it came, the next one is ordered at once; and so it is where it stands in from afar.
const SLOW: Reach = Reach { distance: 32.0, scale: [0.96, 1.06] };
const CLOSE: Reach = Reach { distance: 110.0, scale: [0.86, 1.2] };

/// A scene may be so far ahead of the map when it is ordered: a hand may turn back.
const EXPECTED: Reach = Reach { distance: 128.0, scale: [0.84, 1.24] };

/// A scene that was ordered is shown so many frames later. Mostly it has long been drawn then; that it is not shown sooner
/// makes what is seen independent of how fast that was.
const DRAWN_IN: u8 = 4;

/// While the clock runs, the scene of a place where the map has come to rest stands for so many frames at most.
const STANDS: u8 = 12;

/// Frames from the order of a scene of a moved map until it is shown, and for which it stands then.
const MAKING: f64 = DRAWN_IN as f64;
const STANDING: f64 = (RESTS + DRAWN_IN) as f64;

/// How frames of a window follow each other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// Whether the clock runs.
    pub is_clock_running: bool,
    /// Whether frames come so fast that a few more before the map is drawn anew are not noticed.
    pub is_fluent: bool,
}

/// A scene that will soon be asked for, to be drawn beside the frames, in any thread.
pub struct Order {
    /// Page and ground.
    pub view: View,
    /// The instant that it shows.
    pub instant: Instant,
    /// What the pointer will be on.
    pub hovered: Option<Target>,
    is_called_off: Arc<AtomicBool>,
    drawn: mpsc::Sender<Arc<Scene>>,
}

impl Order {
    /// Draws it. The input is that with which it was ordered, but for view, situation and what the pointer is on, which are
    /// those of the order. `None` where it was called off meanwhile.
    pub fn draw(self, input: &MapInput<'_>) -> Option<Arc<Scene>> {
        let is_called_off = || self.is_called_off.load(Ordering::Relaxed);
        let scene = Arc::new(making::draw(input, is_called_off));
        // Nobody waits for what is called off.
        (!is_called_off() && self.drawn.send(Arc::clone(&scene)).is_ok()).then_some(scene)
    }
}

/// A scene that was ordered.
struct Ordered {
    key: SceneKey,
    /// How many frames ago.
    waited: u8,
    is_called_off: Arc<AtomicBool>,
    drawn: mpsc::Receiver<Arc<Scene>>,
}

impl Ordered {
    /// The scene, which is waited for; `None` where it could not be drawn.
    fn take(self) -> Option<Arc<Scene>> {
        self.drawn.recv().ok()
    }

    /// Has what is left of it left undone.
    fn call_off(self) -> mpsc::Receiver<Arc<Scene>> {
        self.is_called_off.store(true, Ordering::Relaxed);
        self.drawn
    }
}

/// The last scene, and the next.
#[derive(Default)]
pub struct Scenes {
    last: Option<(SceneKey, Arc<Scene>)>,
    ordered: Option<Ordered>,
    /// Those that were called off, until nothing more is drawn of them.
    called_off: Vec<mpsc::Receiver<Arc<Scene>>>,
    /// What is to be ordered.
    wanted: Option<SceneKey>,
    /// The view that was asked for last.
    view: Option<View>,
    /// For how many frames the last scene has stood in for one of another view, or after that of another instant.
    stood_in: u8,
    /// The view that was asked for when it came.
    came_at: Option<View>,
    /// Whether it was ordered, and came with the last frame.
    has_come: bool,
    /// Whether it was ordered while a hand moved the map.
    is_of_moved_map: bool,
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

    /// The same at another instant.
    fn at(mut self, at: Instant) -> Self {
        self.layers.turn = self.layers.turn.map(|(_, marked)| (at, marked));
        self
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
    fn scene(&mut self, input: &MapInput<'_>, run: Run) -> Arc<Scene> {
        let key = SceneKey::of(input, run.is_clock_running);
        (self.has_come, self.wanted) = (false, None);
        let is_moved = self.view.replace(input.view).is_some_and(|before| before != input.view);
        if (is_moved || self.stands_in(&input.view))
            && run.is_fluent
            && let Some(scene) = self.of_moved_map(&key, input, (is_moved, run.is_clock_running))
        {
            return scene;
        }
        if let Some((_, scene)) = self.last.as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(scene);
        }
        if let Some(scene) = self.of_map_at_rest(&key, run) {
            return scene;
        }
        match self.ordered.take() {
            Some(ordered) if ordered.key == key => {
                if let Some(scene) = ordered.take() {
                    return self.come((key, scene), input.view, false);
                }
            }
            other => self.called_off.extend(other.map(Ordered::call_off)),
        }
        // Only one is in the making at a time: those that are ordered are drawn one after the other.
        for drawn in self.called_off.drain(..) {
            while drawn.recv().is_ok() {}
        }
        let scene = Arc::new(making::draw(input, || false));
        self.keep(key, &scene, input.view);
        scene
    }

    /// Whether the last scene is of another view than this.
    fn stands_in(&self, view: &View) -> bool {
        self.last.as_ref().is_some_and(|(of, _)| of.view() != *view)
    }

    /// What a map that a hand has moved shows while the clock runs: what came last is of an instant that has just passed, and
    /// stands until the next one is reached, which is ordered now, but no longer than some frames.
    fn of_map_at_rest(&mut self, key: &SceneKey, run: Run) -> Option<Arc<Scene>> {
        let is_next = self.ordered.as_ref().is_some_and(|ordered| ordered.key == *key);
        let last = self.last.as_ref().filter(|(of, _)| of.is_but_for_time(key) && self.is_of_moved_map && !is_next)?;
        self.stood_in = self.stood_in.saturating_add(1);
        (run.is_clock_running && run.is_fluent && self.stood_in <= STANDS).then(|| Arc::clone(&last.1))
    }

    /// What a map that a hand moves, or has just moved, shows: the last scene where it is near enough to stand in, and after
    /// some frames the next one, of the place where the map was to be by now when it was ordered; once the hand rests, of the
    /// very place. `None` where it has to be drawn at once.
    fn of_moved_map(&mut self, key: &SceneKey, input: &MapInput<'_>, (is_moved, is_running): (bool, bool)) -> Option<Arc<Scene>> {
        let last =
            self.last.as_ref().filter(|(of, _)| of.is_but_for_place(key, is_running) && of != key).map(|(_, scene)| Arc::clone(scene))?;
        let is_lost = !NEAR.holds(&last.view, &input.view);
        self.stood_in = self.stood_in.saturating_add(1);
        let at_view = |view: View| MapInput { view, detail: input.basemap.detail(view.band()), ..*input };
        let is_of_use = |of: &SceneKey| {
            let key_there = SceneKey::of(&at_view(of.view()), is_running);
            NEAR.holds(&of.view(), &input.view) && of.is_but_for_place(&key_there, is_running) && of.has_tiles_of(&key_there)
        };
        if let Some(mut ordered) = self.ordered.take() {
            ordered.waited += 1;
            if !is_of_use(&ordered.key) {
                self.called_off.push(ordered.call_off());
            } else if ordered.waited < DRAWN_IN && !is_lost {
                self.ordered = Some(ordered);
                return Some(last);
            } else {
                let of = ordered.key.clone();
                return ordered.take().map(|scene| self.come((of, scene), input.view, true));
            }
        }
        if is_lost {
            return None;
        }
        let is_slow = self.came_at.is_none_or(|before| SLOW.holds(&before, &input.view)) && CLOSE.holds(&last.view, &input.view);
        if !is_moved {
            self.wanted = Some(key.clone());
        } else if self.stood_in > RESTS || !is_slow {
            self.wanted = Some(SceneKey::of(&at_view(self.expected(&input.view)), is_running));
        }
        Some(last)
    }

    /// Where a moved map will be when a scene that is ordered now is of use, if it goes on as in the frames before. Where more
    /// and more ground comes in, the scene is for a view that has all of it.
    fn expected(&self, view: &View) -> View {
        let Some(before) = self.came_at.filter(|before| before.size == view.size) else { return *view };
        let later = match before.metres_per_point / view.metres_per_point {
            nearer if nearer > 1.0 => MAKING,
            further if further < 1.0 => MAKING + STANDING,
            _ => MAKING + STANDING / 2.0,
        };
        let expected =
            [1.0, 0.85, 0.7, 0.55, 0.4, 0.25].map(|share| before.carried_on(view, later * share / f64::from(self.stood_in.max(1))));
        expected.into_iter().find(|expected| EXPECTED.holds(expected, view)).unwrap_or(*view)
    }

    /// A scene that was ordered comes.
    fn come(&mut self, (key, scene): (SceneKey, Arc<Scene>), view: View, is_of_moved_map: bool) -> Arc<Scene> {
        self.keep(key, &scene, view);
        (self.has_come, self.is_of_moved_map) = (true, is_of_moved_map);
        scene
    }

    fn keep(&mut self, key: SceneKey, scene: &Arc<Scene>, view: View) {
        (self.stood_in, self.came_at, self.is_of_moved_map) = (0, Some(view), false);
        self.last = Some((key, Arc::clone(scene)));
    }

    fn order(&mut self, next: impl FnOnce() -> Option<SceneKey>) -> Option<Order> {
        if self.ordered.is_some() {
            return None;
        }
        self.called_off.retain(|drawn| !matches!(drawn.try_recv(), Err(mpsc::TryRecvError::Disconnected)));
        let in_play = |last: &Option<(SceneKey, Arc<Scene>)>| {
            next().filter(|key| last.as_ref().is_some_and(|(of, _)| of != key && of.is_but_for_time(key)))
        };
        let key = self.wanted.take().or_else(|| in_play(&self.last))?;
        let is_called_off = Arc::new(AtomicBool::new(false));
        let (sender, receiver) = mpsc::channel();
        let (instant, [_, hovered]) = key.layers.turn?;
        let order = Order { view: key.view(), instant, hovered, is_called_off: Arc::clone(&is_called_off), drawn: sender };
        self.ordered = Some(Ordered { key, waited: 0, is_called_off, drawn: receiver });
        Some(order)
    }
}

/// How far a view is from another, at most: points, and how many times as large the scale.
struct Reach {
    distance: f64,
    scale: [f64; 2],
}

impl Reach {
    /// Whether a scene of a view has to be moved and scaled by no more than this to stand in for one of another.
    fn holds(&self, of: &View, view: &View) -> bool {
        let distance = of.page().center().distance(view.page_from_plane(of.center));
        let ([least, most], scale) = (self.scale, of.metres_per_point / view.metres_per_point);
        of.size == view.size && (least..=most).contains(&scale) && distance <= self.distance
    }
}

impl Memory {
    /// The scene of an input: the last one where nothing has changed that it is made from. While the clock runs, halos go
    /// on when the map's instant does; while the map is panned or zoomed and frames follow each other fast, it may be a scene
    /// of some frames ago, to be moved along ([`Scene::moved_to`]).
    pub fn scene(&self, input: &MapInput<'_>, run: Run) -> Arc<Scene> {
        lock(&self.scenes).scene(input, run)
    }

    /// The scene that should now be drawn beside the frames, where there is one: of the place to which the map is being moved,
    /// or of the next instant of the map while the clock runs. To be asked after each scene, with the same input; an order
    /// that is given out must be drawn or dropped.
    pub fn order(&self, input: &MapInput<'_>, next: Option<Instant>) -> Option<Order> {
        lock(&self.scenes).order(|| next.map(|at| SceneKey::of(input, true).at(at)))
    }

    /// Whether the scene of this frame was ordered, and is shown for the first time.
    pub fn has_come(&self) -> bool {
        lock(&self.scenes).has_come
    }

    /// Whether the scene of this frame stands in for one of another view, which comes in some frames even if nothing else
    /// happens.
    pub fn is_expecting(&self) -> bool {
        let scenes = lock(&self.scenes);
        scenes.view.is_some_and(|view| scenes.stands_in(&view))
    }
}

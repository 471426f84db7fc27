//! What a scene can use again from the one before: nothing in it changes what is drawn, only how fast.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::labels::LabelRequest;
use super::layers::{Sites, SitesKey};
use super::{Doubt, Inset, MapInput, Mark, Mesh, Target};
use crate::campaign::{EventIdx, HOUR, Instant, Language};
use crate::cartography::{Graticule, PageRect, Plane, PlaneRect, View, graticule};
use crate::situation::{FrontLine, turning_points};

/// The front moves no faster than this, metres a second (150 km a day).
const FASTEST: f64 = 1.75;

/// Ground is computed anew when the front can have moved by this much, points.
const NOTICED: f64 = 0.7;

/// Side frames that are kept at once.
const MOST_SIDE_FRAMES: usize = 4;

/// What was computed for an instant, a scale and a window of the plane.
struct Kept<T> {
    at: Instant,
    metres_per_point: f64,
    window: PlaneRect,
    value: T,
}

/// Ground taken and band of doubt.
type GroundMeshes = (Arc<Mesh>, Arc<Mesh>);

/// Results kept from scene to scene.
#[derive(Default)]
pub struct Memory {
    ground: RefCell<Option<Kept<GroundMeshes>>>,
    front: RefCell<Option<Kept<Arc<FrontLine>>>>,
    front_marks: RefCell<Option<(FrontKey, Arc<Vec<Mark>>)>>,
    graticule: RefCell<Option<(View, Arc<Graticule>)>>,
    overview: RefCell<Option<(OverviewKey, Arc<Inset>)>>,
    frames: OnceCell<Box<Memory>>,
    side_frames: RefCell<Vec<(SideFrameKey, Arc<Inset>)>>,
    turning_points: OnceCell<Vec<Instant>>,
    sites: RefCell<Option<(SitesKey, Arc<Sites>)>>,
    names: RefCell<Option<(NamesKey, Arc<Vec<LabelRequest>>)>>,
}

/// What an overview was drawn for: its frame, its look, and whether it could show the states.
type OverviewKey = (PageRect, &'static str, bool);

/// What a side frame was drawn for: its instant, its frame, look and language, what is hidden, selected and pointed at,
/// and how far the halos in it have run.
#[derive(PartialEq)]
struct SideFrameKey {
    at: Instant,
    rect: PageRect,
    look: (&'static str, Language, Doubt),
    hidden: BTreeSet<String>,
    marked: [Option<Target>; 2],
    flashes: Vec<(EventIdx, f64)>,
}

/// What the marks of a front line were made for.
type FrontKey = (Instant, View, &'static str, Doubt);

/// What the names of the ground were asked for: view, margins, look, language.
type NamesKey = (View, PageRect, &'static str, Language);

impl Memory {
    /// The instant whose ground stands for that of the input: a little earlier, by less than can be noticed. It follows
    /// from instant and scale alone, so that a scene does not depend on the one before.
    pub fn ground_instant(input: &MapInput<'_>) -> Instant {
        let step = (NOTICED * input.view.metres_per_point / FASTEST).clamp(1.0, 1800.0) as i64;
        Instant(input.situation.instant.0.div_euclid(step) * step)
    }

    /// Ground taken and band of doubt, made by `make` for an instant and a window where they are not kept.
    pub fn ground(&self, input: &MapInput<'_>, make: impl FnOnce(Instant, PlaneRect) -> GroundMeshes) -> GroundMeshes {
        fetch(&self.ground, input, make)
    }

    /// The front line, made by `make` for an instant and a window where it is not kept, as marks of the page.
    pub fn front(
        &self,
        input: &MapInput<'_>,
        make: impl FnOnce(Instant, PlaneRect) -> FrontLine,
        draw: impl FnOnce(&FrontLine) -> Vec<Mark>,
    ) -> Arc<Vec<Mark>> {
        keep(&self.front_marks, Self::front_key(input), || {
            let front: Arc<FrontLine> = fetch(&self.front, input, |at, window| Arc::new(make(at, window)));
            draw(&front)
        })
    }

    /// The marks of the front line where they are kept.
    pub fn front_if_kept(&self, input: &MapInput<'_>) -> Option<Arc<Vec<Mark>>> {
        let key = Self::front_key(input);
        self.front_marks.borrow().as_ref().filter(|(of, _)| *of == key).map(|(_, marks)| Arc::clone(marks))
    }

    fn front_key(input: &MapInput<'_>) -> FrontKey {
        (Self::ground_instant(input), input.view, input.theme.name, input.doubt)
    }

    /// The still part of the overview, made by `make` where it is not kept.
    pub fn overview(&self, rect: PageRect, input: &MapInput<'_>, make: impl FnOnce() -> Inset) -> Arc<Inset> {
        keep(&self.overview, (rect, input.theme.name, input.is_visible("polities")), make)
    }

    /// Where names of the ground can stand at the scale of the view.
    pub fn name_sites(&self, input: &MapInput<'_>) -> Arc<Sites> {
        keep(&self.sites, Sites::key(input), || Sites::find(input))
    }

    /// The names of the ground, made by `make` where they are not kept.
    pub fn names(&self, input: &MapInput<'_>, make: impl FnOnce() -> Vec<LabelRequest>) -> Arc<Vec<LabelRequest>> {
        keep(&self.names, (input.view, input.sheet().map, input.theme.name, input.language), make)
    }

    /// The instant that a side frame shows: the last at which something changed at once, or the last half hour. What moves
    /// has moved by less than can be noticed at its scale since; and it follows from the instant alone.
    pub fn side_frame_instant(&self, input: &MapInput<'_>) -> Instant {
        let now = input.situation.instant;
        let points = self.turning_points.get_or_init(|| turning_points(input.campaign));
        let half_hour = Instant(now.0.div_euclid(HOUR / 2) * (HOUR / 2));
        let before = points.partition_point(|point| *point <= now);
        before.checked_sub(1).map_or(half_hour, |last| half_hour.max(points[last]))
    }

    /// A side frame, made by `make` where it is not kept. `flashes` are the halos in it.
    pub fn side_frame(
        &self,
        input: &MapInput<'_>,
        (rect, at): (PageRect, Instant),
        flashes: Vec<(EventIdx, f64)>,
        make: impl FnOnce() -> Inset,
    ) -> Arc<Inset> {
        let look = (input.theme.name, input.language, input.doubt);
        let key = SideFrameKey { at, rect, look, hidden: input.hidden.clone(), marked: [input.selection, input.hovered], flashes };
        if let Some((_, inset)) = self.side_frames.borrow().iter().find(|(of, _)| *of == key) {
            return Arc::clone(inset);
        }
        let made = Arc::new(make());
        let mut kept = self.side_frames.borrow_mut();
        kept.retain(|(of, _)| of.rect != rect);
        kept.push((key, Arc::clone(&made)));
        let surplus = kept.len().saturating_sub(MOST_SIDE_FRAMES);
        kept.drain(..surplus);
        made
    }

    /// What the map in a frame beside this one has computed already.
    pub fn of_frame(&self) -> &Self {
        self.frames.get_or_init(Box::default)
    }

    /// The graticule of the view.
    pub fn graticule(&self, input: &MapInput<'_>) -> Arc<Graticule> {
        keep(&self.graticule, input.view, || graticule(&input.basemap.projection, &input.view, input.sheet().map))
    }
}

/// What is kept for this key, or what `make` gives for it. `make` may use what is kept elsewhere, but not here.
fn keep<K: PartialEq, T>(kept: &RefCell<Option<(K, Arc<T>)>>, key: K, make: impl FnOnce() -> T) -> Arc<T> {
    if let Some((_, value)) = kept.borrow().as_ref().filter(|(of, _)| *of == key) {
        return Arc::clone(value);
    }
    let made = Arc::new(make());
    *kept.borrow_mut() = Some((key, Arc::clone(&made)));
    made
}

/// A rectangle around the page, on a fixed grid: while the map is panned within it, what was computed for it holds, and
/// the stretches of the front begin where they did, so that their dashes do not crawl.
fn window(view: &View) -> PlaneRect {
    let bounds = view.bounds();
    let side = (bounds.max.x - bounds.min.x).max(bounds.max.y - bounds.min.y).max(1.0).log2().ceil().exp2() / 2.0;
    let snap = |value: f64, up: bool| if up { (value / side).ceil() * side } else { (value / side).floor() * side };
    PlaneRect {
        min: Plane { x: snap(bounds.min.x, false), y: snap(bounds.min.y, false) },
        max: Plane { x: snap(bounds.max.x, true), y: snap(bounds.max.y, true) },
    }
}

fn fetch<T: Clone>(kept: &RefCell<Option<Kept<T>>>, input: &MapInput<'_>, make: impl FnOnce(Instant, PlaneRect) -> T) -> T {
    let (at, window, metres_per_point) = (Memory::ground_instant(input), window(&input.view), input.view.metres_per_point);
    let is_same = |kept: &&Kept<T>| kept.at == at && kept.window == window && kept.metres_per_point.to_bits() == metres_per_point.to_bits();
    if let Some(kept) = kept.borrow().as_ref().filter(is_same) {
        return kept.value.clone();
    }
    let value = make(at, window);
    *kept.borrow_mut() = Some(Kept { at, metres_per_point, window, value: value.clone() });
    value
}

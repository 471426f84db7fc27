//! What a scene can use again from the one before: nothing in it changes what is drawn, only how fast.

mod scenes;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use scenes::Scenes;
pub use scenes::{Order, Run};

use super::layers::{Layer, Pace, Sites, SitesKey};
use super::{Canvas, Color, Doubt, Inset, LegendRow, MapInput, Mark, Mesh, Target, TextStyle};
use crate::campaign::{Campaign, EventIdx, FormationIdx, HOUR, Instant, Language, Track};
use crate::cartography::{Geo, Graticule, PageRect, PageSize, Plane, PlaneRect, View, graticule};
use crate::situation::{FrontLine, Situation, captures, first_fights, turning_points};

/// The front moves no faster than this, metres a second (150 km a day).
const FASTEST: f64 = 1.75;

/// What moves is drawn anew when it can have moved by this much at its fastest, points; at an ordinary pace that is a third.
const NOTICED: f64 = 4.0;

/// Seconds between two instants that are drawn: all divide an hour, so that on the hour the map is exact, but for the first,
/// which only side frames are drawn at.
const STEPS: [i64; 14] = [2 * HOUR, HOUR, 1800, 900, 600, 300, 180, 120, 60, 30, 15, 10, 5, 1];

/// How far beyond a part of the theatre a track still counts as one that passes it, as a share of its width.
const PASSING_BY: f64 = 0.3;

/// Side frames that are kept at once.
const MOST_SIDE_FRAMES: usize = 4;

/// Labels that stand are kept in so many groups: one that moves has only its own group drawn anew.
pub const LABEL_GROUPS: usize = 6;

/// Scales whose sites of names are kept at once: as many as a zoom in and out again runs through.
const MOST_SITES: usize = 40;

/// How far rows of the legend may lag behind the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// Not at all.
    None,
    /// By a hand that moves the map: those of a place before will do.
    Hand,
    /// By some frames: those of another instant will do too.
    Frames,
}

/// What was computed for an instant, a level of tiles (its address) and a window of the plane.
struct Kept<T> {
    at: Instant,
    tiles: usize,
    window: PlaneRect,
    value: T,
}

/// What is kept, for whoever asks: scenes are drawn beside the frames too.
fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The last thing of its kind, with what it was made for.
type Keep<K, T> = Mutex<Option<(K, Arc<T>)>>;

/// The last thing of each layer, with what it was made for.
type Shelf<K, T> = Mutex<BTreeMap<&'static str, (K, T)>>;

/// Ground taken and band of doubt.
type GroundMeshes = (Arc<Mesh>, Arc<Mesh>);

/// Results kept from scene to scene.
#[derive(Default)]
pub struct Memory {
    ground: Mutex<Option<Kept<GroundMeshes>>>,
    front: Mutex<Option<Kept<Arc<FrontLine>>>>,
    front_marks: Keep<FrontKey, Vec<Mark>>,
    graticule: Keep<View, Graticule>,
    overview: Keep<OverviewKey, Inset>,
    frames: OnceLock<Box<Memory>>,
    side_frames: Mutex<Vec<(SideFrameKey, Arc<Inset>)>>,
    captures: OnceLock<Vec<Instant>>,
    /// Parts of the theatre that side frames show, by their views.
    parts: Mutex<Vec<(View, Arc<PartOfTheatre>)>>,
    ranks: OnceLock<Vec<u32>>,
    first_fights: OnceLock<Vec<Option<usize>>>,
    theatre: OnceLock<PlaneRect>,
    cast: Keep<usize, Vec<FormationIdx>>,
    legs: Mutex<HashMap<LegKey, Arc<Vec<Plane>>>>,
    /// Of the scales that were shown lately, the last at the end.
    sites: Mutex<Vec<(SitesKey, Arc<Sites>)>>,
    layers: Shelf<LayerKey, Arc<Drawn>>,
    legends: Shelf<LegendKey, Arc<Vec<LegendRow>>>,
    side_frame_spots: Keep<SpotsKey, Vec<(usize, PageRect)>>,
    /// By the address of their words.
    placed_labels: Mutex<HashMap<usize, PlacedLabel>>,
    standing_labels: [Keep<Vec<PlacedLabel>, Vec<Mark>>; LABEL_GROUPS],
    scenes: Mutex<Scenes>,
}

/// What can be seen in a part of the theatre.
pub struct PartOfTheatre {
    /// When something changes there at once, in order.
    turning_points: Vec<Instant>,
    /// The numbers of the tracks that come there or pass by.
    tracks: Vec<usize>,
}

impl PartOfTheatre {
    fn of(input: &MapInput<'_>, view: &View) -> Self {
        let (campaign, bounds) = (input.campaign, view.bounds());
        let plane = |geo: Geo| input.basemap.projection.plane_from_geo(geo);
        // A way by rail or river bows out beyond its waypoints.
        let margin = (bounds.max.x - bounds.min.x) * PASSING_BY;
        let near = PlaneRect {
            min: Plane { x: bounds.min.x - margin, y: bounds.min.y - margin },
            max: Plane { x: bounds.max.x + margin, y: bounds.max.y + margin },
        };
        let passes = |track: &Track| {
            let points: Vec<Plane> = track.waypoints.iter().map(|waypoint| plane(waypoint.position.into())).collect();
            PlaneRect::around(&points).overlaps(&near)
        };
        let tracks = campaign.tracks.iter().enumerate().filter(|(_, track)| passes(track)).map(|(number, _)| number).collect();
        Self { turning_points: turning_points(campaign, |geo| bounds.contains(plane(geo))), tracks }
    }

    /// The instant that a side frame shows: the last at which something changed at once in it, or the last that is drawn at
    /// its scale. What moves has moved by less than can be noticed since; and it follows from the instant alone.
    pub fn instant(&self, now: Instant, metres_per_point: f64) -> Instant {
        let step = step_of_time(metres_per_point, 2.0 * HOUR as f64);
        last_of(&self.turning_points, now, Instant(now.0.div_euclid(step) * step))
    }

    /// Who stood where in it.
    pub fn situation(&self, campaign: &Campaign, at: Instant) -> Situation {
        Situation::of_tracks(campaign, at, self.tracks.iter().map(|number| &campaign.tracks[*number]))
    }
}

/// What an overview was drawn for: its frame, its look, and whether it could show the states.
type OverviewKey = (PageRect, &'static str, bool);

/// What a side frame was drawn for: its instant, its frame, look and language, what is hidden, selected and pointed at,
/// how far the halos in it have run, and the chapter that is read.
#[derive(PartialEq)]
struct SideFrameKey {
    at: Instant,
    rect: PageRect,
    look: (&'static str, Language, Doubt),
    hidden: BTreeSet<String>,
    marked: [Option<Target>; 2],
    flashes: Vec<(EventIdx, f64)>,
    chapter: Option<usize>,
}

/// What the marks of a front line were made for: instant, view, look, and the level of tiles.
type FrontKey = (Instant, View, (&'static str, Doubt), usize);

/// What a layer was drawn for: view and margins, look and language, the address of the level of detail, and whether ground is shown; then,
/// where it does not stand for good, the instant, and what is selected and pointed at.
#[derive(Clone, PartialEq)]
struct LayerKey {
    page: (View, PageRect),
    look: (&'static str, Language, Doubt),
    detail: (usize, Option<usize>),
    turn: Option<(Instant, [Option<Target>; 2])>,
}

/// What rows of a legend were drawn for: their layer's key, what is hidden, and the size of a sample.
type LegendKey = (LayerKey, BTreeSet<String>, PageSize);

/// What places for side frames were found for: view, margins, and the overview they keep off.
type SpotsKey = (View, PageRect, Option<PageRect>);

/// A leg of a track: whose, to which waypoint, and whether it runs along the road itself.
type LegKey = (FormationIdx, usize, bool);

/// What a layer has drawn.
pub struct Drawn {
    /// Its marks.
    pub parts: Vec<Arc<Vec<Mark>>>,
    /// All else that it has said.
    pub canvas: Canvas,
}

/// A label that was placed.
#[derive(Clone)]
pub struct PlacedLabel {
    /// Its words; held, so that nothing else takes their address.
    pub lines: Arc<[(String, TextStyle, Color)]>,
    /// Its position.
    pub slot: usize,
    /// The drawing it stands beside.
    pub beside: PageRect,
}

impl PlacedLabel {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.lines, &other.lines) && self.slot == other.slot && self.beside == other.beside
    }
}

impl Memory {
    /// The instant whose ground stands for that of the input: a little earlier, by less than can be noticed. It follows
    /// from instant and scale alone, so that a scene does not depend on the one before.
    pub fn ground_instant(input: &MapInput<'_>) -> Instant {
        let step = ground_step(input);
        Instant(input.situation.instant.0.div_euclid(step) * step)
    }

    /// The same for the front line, half a step later, so that in play no frame has both to compute.
    fn front_instant(input: &MapInput<'_>) -> Instant {
        let step = ground_step(input);
        Instant((input.situation.instant.0 + step / 2).div_euclid(step) * step - step / 2)
    }

    /// Ground taken and band of doubt, made by `make` for an instant and a window where they are not kept.
    pub fn ground(&self, input: &MapInput<'_>, make: impl FnOnce(Instant, PlaneRect) -> GroundMeshes) -> GroundMeshes {
        fetch(&self.ground, input, Self::ground_instant(input), make)
    }

    /// The front line, made by `make` for an instant and a window where it is not kept, as marks of the page.
    pub fn front(
        &self,
        input: &MapInput<'_>,
        make: impl FnOnce(Instant, PlaneRect) -> FrontLine,
        draw: impl FnOnce(&FrontLine) -> Vec<Mark>,
    ) -> Arc<Vec<Mark>> {
        keep(&self.front_marks, Self::front_key(input), || {
            let front: Arc<FrontLine> = fetch(&self.front, input, Self::front_instant(input), |at, window| Arc::new(make(at, window)));
            draw(&front)
        })
    }

    /// The marks of the front line where they are kept.
    pub fn front_if_kept(&self, input: &MapInput<'_>) -> Option<Arc<Vec<Mark>>> {
        let key = Self::front_key(input);
        lock(&self.front_marks).as_ref().filter(|(of, _)| *of == key).map(|(_, marks)| Arc::clone(marks))
    }

    fn front_key(input: &MapInput<'_>) -> FrontKey {
        (Self::front_instant(input), input.view, (input.theme.name, input.doubt), tiles(input))
    }

    /// The still part of the overview, made by `make` where it is not kept.
    pub fn overview(&self, rect: PageRect, input: &MapInput<'_>, make: impl FnOnce() -> Inset) -> Arc<Inset> {
        keep(&self.overview, (rect, input.theme.name, input.is_visible("polities")), make)
    }

    /// Where names of the ground can stand at the scale of the view.
    pub fn name_sites(&self, input: &MapInput<'_>) -> Arc<Sites> {
        let key = Sites::key(input);
        if let Some((_, sites)) = lock(&self.sites).iter().find(|(of, _)| *of == key) {
            return Arc::clone(sites);
        }
        let sites = Arc::new(Sites::find(input));
        let mut kept = lock(&self.sites);
        if kept.len() >= MOST_SITES {
            kept.remove(0);
        }
        kept.push((key, Arc::clone(&sites)));
        sites
    }

    /// What a layer draws that does not move with the clock.
    pub fn layer(&self, input: &MapInput<'_>, layer: &Layer) -> Arc<Drawn> {
        let key = layer_key(input, (layer.pace == Pace::Turns).then(|| self.turn(input)));
        if let Some((_, drawn)) = lock(&self.layers).get(layer.id).filter(|(of, _)| *of == key) {
            return Arc::clone(drawn);
        }
        let mut canvas = Canvas::default();
        (layer.draw)(input, &mut canvas);
        let drawn = Arc::new(Drawn { parts: canvas.take_parts(), canvas });
        lock(&self.layers).insert(layer.id, (key, Arc::clone(&drawn)));
        drawn
    }

    /// The rows of a layer's legend with their samples, for an instant that stands for that of the input, and whether they
    /// are those of another instant or view. As long as they look the same they are the very same ones.
    pub fn legend(
        &self,
        input: &MapInput<'_>,
        layer: &Layer,
        (at, lag): (Instant, Lag),
        sample: (PageSize, f64),
    ) -> (Arc<Vec<LegendRow>>, bool) {
        let key = layer_key(input, Some(at));
        let will_do = |(of, hidden, size): &LegendKey| {
            let is_near_enough = match lag {
                Lag::None => *of == key,
                Lag::Hand => of.detail == key.detail,
                Lag::Frames => true,
            };
            is_near_enough && of.look == key.look && *hidden == *input.hidden && *size == sample.0
        };
        if let Some(((of, ..), rows)) = lock(&self.legends).get(layer.id).filter(|(of, _)| will_do(of)) {
            return (Arc::clone(rows), *of != key);
        }
        let rows = (layer.legend)(input).into_iter().map(|entry| LegendRow::drawn(entry, input, sample));
        let rows: Arc<Vec<LegendRow>> = Arc::new(rows.collect());
        let mut legends = lock(&self.legends);
        let are_alike = |before: &[LegendRow]| before.len() == rows.len() && before.iter().zip(rows.iter()).all(|(a, b)| a.is_like(b));
        let before = legends.get(layer.id).map(|(_, before)| Arc::clone(before)).filter(|before| are_alike(before));
        let rows = before.unwrap_or(rows);
        legends.insert(layer.id, ((key, input.hidden.clone(), sample.0), Arc::clone(&rows)));
        (rows, false)
    }

    /// Where side frames stand, by their number in the campaign, found by `find` where it is not known.
    pub fn side_frame_spots(
        &self,
        input: &MapInput<'_>,
        overview: Option<PageRect>,
        find: impl FnOnce() -> Vec<(usize, PageRect)>,
    ) -> Arc<Vec<(usize, PageRect)>> {
        keep(&self.side_frame_spots, (input.view, input.sheet().map, overview), find)
    }

    /// A leg that lies behind its formation, projected by `project` where it is not known.
    pub fn leg(&self, key: LegKey, project: impl FnOnce() -> Vec<Plane>) -> Arc<Vec<Plane>> {
        Arc::clone(lock(&self.legs).entry(key).or_insert_with(|| Arc::new(project())))
    }

    /// The rank of each formation, found by `find` where it is not known.
    pub fn ranks(&self, find: impl FnOnce() -> Vec<u32>) -> &[u32] {
        self.ranks.get_or_init(find)
    }

    /// When each formation of the campaign first fought ([`first_fights`]).
    pub fn first_fights(&self, campaign: &Campaign) -> &[Option<usize>] {
        self.first_fights.get_or_init(|| first_fights(campaign))
    }

    /// The formations that a chapter is about.
    pub fn cast(&self, campaign: &Campaign, chapter: usize) -> Arc<Vec<FormationIdx>> {
        keep(&self.cast, chapter, || campaign.cast(chapter))
    }

    /// The theatre of the campaign.
    pub fn theatre(&self, input: &MapInput<'_>) -> PlaneRect {
        let extent = input.campaign.extent;
        *self.theatre.get_or_init(|| PlaneRect::of_degrees(&input.basemap.projection, extent.west, extent.south, extent.east, extent.north))
    }

    /// Whether a label stood in the last scene as it does in this one.
    pub fn has_placed(&self, label: &PlacedLabel) -> bool {
        lock(&self.placed_labels).get(&Arc::as_ptr(&label.lines).addr()).is_some_and(|last| last.is(label))
    }

    /// Where the labels of this scene stand, for the next one.
    pub fn remember_labels(&self, placed: Vec<PlacedLabel>) {
        *lock(&self.placed_labels) = placed.into_iter().map(|label| (Arc::as_ptr(&label.lines).addr(), label)).collect();
    }

    /// The marks of a group of labels that stand as they did, made by `make` where they do not.
    pub fn standing_labels(&self, group: usize, placed: Vec<PlacedLabel>, make: impl FnOnce() -> Vec<Mark>) -> Arc<Vec<Mark>> {
        let keep = &self.standing_labels[group];
        let is_same = |of: &[PlacedLabel]| of.len() == placed.len() && of.iter().zip(&placed).all(|(a, b)| a.is(b));
        let kept = lock(keep).as_ref().and_then(|(of, marks)| is_same(of).then(|| Arc::clone(marks)));
        kept.unwrap_or_else(|| {
            let marks = Arc::new(make());
            *lock(keep) = Some((placed, Arc::clone(&marks)));
            marks
        })
    }

    /// What can be seen in the part of the theatre that a side frame shows.
    pub fn part_of_theatre(&self, input: &MapInput<'_>, view: View) -> Arc<PartOfTheatre> {
        let mut kept = lock(&self.parts);
        if let Some((_, part)) = kept.iter().find(|(of, _)| *of == view) {
            return Arc::clone(part);
        }
        let part = Arc::new(PartOfTheatre::of(input, &view));
        if kept.len() >= MOST_SIDE_FRAMES {
            kept.remove(0);
        }
        kept.push((view, Arc::clone(&part)));
        part
    }

    /// The last instant at which a place changed hands, or perhaps did, or a day began.
    fn turn(&self, input: &MapInput<'_>) -> Instant {
        let (calendar, now) = (&input.campaign.calendar, input.situation.instant);
        let points = self.captures.get_or_init(|| captures(input.campaign, |_| true));
        last_of(points, now, calendar.day_start(calendar.day_of(now)))
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
        let key = SideFrameKey {
            at,
            rect,
            look,
            hidden: input.hidden.clone(),
            marked: [input.selection, input.hovered],
            flashes,
            chapter: input.chapter,
        };
        if let Some((_, inset)) = lock(&self.side_frames).iter().find(|(of, _)| *of == key) {
            return Arc::clone(inset);
        }
        let made = Arc::new(make());
        let mut kept = lock(&self.side_frames);
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

/// Seconds between two instants that are drawn, `longest` at most, in which nothing is seen to jump at a scale.
pub fn step_of_time(metres_per_point: f64, longest: f64) -> i64 {
    let longest = longest.min(NOTICED * metres_per_point / FASTEST);
    STEPS.into_iter().find(|step| *step as f64 <= longest).unwrap_or(1)
}

/// Seconds between two instants whose ground is computed at the scale of the view.
fn ground_step(input: &MapInput<'_>) -> i64 {
    step_of_time(input.view.metres_per_point, HOUR as f64)
}

/// The last of some instants that is not after `now`, or another where that is later.
fn last_of(points: &[Instant], now: Instant, other: Instant) -> Instant {
    let before = points.partition_point(|point| *point <= now);
    before.checked_sub(1).map_or(other, |last| other.max(points[last]))
}

fn layer_key(input: &MapInput<'_>, at: Option<Instant>) -> LayerKey {
    LayerKey {
        page: (input.view, input.sheet().map),
        look: (input.theme.name, input.language, input.doubt),
        detail: (std::ptr::from_ref(input.detail).addr(), input.ground.map(|_| tiles(input))),
        turn: at.map(|at| (at, [input.selection, input.hovered])),
    }
}

/// What is kept for this key, or what `make` gives for it. `make` may use what is kept elsewhere, but not here.
fn keep<K: PartialEq, T>(kept: &Keep<K, T>, key: K, make: impl FnOnce() -> T) -> Arc<T> {
    if let Some((_, value)) = lock(kept).as_ref().filter(|(of, _)| *of == key) {
        return Arc::clone(value);
    }
    let made = Arc::new(make());
    *lock(kept) = Some((key, Arc::clone(&made)));
    made
}

/// A rectangle around the page, on a fixed grid: while the map is panned within it, what was computed for it holds, and
/// the stretches of the front begin where they did, so that their dashes do not crawl.
pub fn window(view: &View) -> PlaneRect {
    let bounds = view.bounds();
    let side = (bounds.max.x - bounds.min.x).max(bounds.max.y - bounds.min.y).max(1.0).log2().ceil().exp2() / 2.0;
    let snap = |value: f64, up: bool| if up { (value / side).ceil() * side } else { (value / side).floor() * side };
    PlaneRect {
        min: Plane { x: snap(bounds.min.x, false), y: snap(bounds.min.y, false) },
        max: Plane { x: snap(bounds.max.x, true), y: snap(bounds.max.y, true) },
    }
}

/// How fine the ground is: another figure when the fine level has arrived.
fn tiles(input: &MapInput<'_>) -> usize {
    input.ground.map_or(0, |ground| ground.field.level(input.view.metres_per_point))
}

fn fetch<T: Clone>(kept: &Mutex<Option<Kept<T>>>, input: &MapInput<'_>, at: Instant, make: impl FnOnce(Instant, PlaneRect) -> T) -> T {
    let window = window(&input.view);
    let tiles = tiles(input);
    let is_same = |kept: &&Kept<T>| kept.at == at && kept.window == window && kept.tiles == tiles;
    if let Some(kept) = lock(kept).as_ref().filter(is_same) {
        return kept.value.clone();
    }
    let value = make(at, window);
    *lock(kept) = Some(Kept { at, tiles, window, value: value.clone() });
    value
}

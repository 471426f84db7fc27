//! One collision pass over the labels of all layers: priorities, candidate positions, memory.
//!
//! A label keeps the position it had in the last scene while that is free (E7); else it takes the first free one in
//! Imhof's order; else it is left out. Names of places stand still, so other labels take a place's position only for want
//! of any other.

mod course;
mod ink;
mod occupied;
mod setting;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use course::Course;
use occupied::Occupied;

use super::memory::{LABEL_GROUPS, PlacedLabel};
use super::{Canvas, Color, Hit, MapInput, Target, TextStyle, layers};
use crate::campaign::{EventIdx, FormationIdx, PlaceIdx};
use crate::cartography::{Page, PageRect, ScaleBand};

/// What a label's position is remembered under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelKey {
    /// The label of a target.
    Target(Target),
    /// A name of the ground, by its number.
    Ground(u32),
}

/// Which candidate position each label took.
pub type LabelSlots = BTreeMap<LabelKey, usize>;

/// Where a label may stand.
#[derive(Clone, Debug)]
pub enum Spots {
    /// Beside its drawing, in Imhof's order.
    Beside,
    /// Centered on its point, turned clockwise by so many radians.
    Center(f64),
    /// Centered on the first free of these points.
    Centers(Vec<Page>),
    /// Along the first free of these lines.
    Along(Arc<[Course]>),
}

/// A label that wants a place.
#[derive(Clone, Debug)]
pub struct LabelRequest {
    /// Lower wins.
    pub priority: u32,
    /// What its position is remembered under.
    pub key: Option<LabelKey>,
    /// The drawing it stands beside; for a name without one, a point.
    pub beside: PageRect,
    /// The words, one or two lines; along a line only the first is set.
    pub lines: Arc<[(String, TextStyle, Color)]>,
    /// Where it may stand.
    pub spots: Spots,
    /// Color and width of its halo.
    pub halo: Option<(Color, f64)>,
}

/// How much further off the positions of each ring are, points: the outer one for the weightiest places only, with a leader.
const RINGS: [f64; 2] = [0.0, 17.0];

/// Labels of at most this priority, of objectives, of the cities of a still and of what is selected, have more rings: a map
/// without them misses its point.
const NEVER_LEFT_OUT: u32 = 60;
const MANY_RINGS: [f64; 6] = [0.0, 6.0, 12.0, 17.0, 25.0, 34.0];

/// Labels of lower priority than this do not stand on an axis of advance, even where no other place is free.
const WEIGHTY: u32 = 150;

/// A place's name that is pushed from where it stood steps this far clear of what pushed it, so that it is not pushed
/// again at once, points.
const CLEARANCE: f64 = 10.0;

/// A label that stands does not yield to a touch: so much of its edge may be covered, points.
const TOUCH: f64 = 2.5;

/// The name of a state stands this far from what is beside it, points, if it can: else its letterspacing runs it together.
const APART: f64 = 5.0;

/// What a name of the ground keeps free around it, points, for those that are placed after it.
const AIR: f64 = 4.0;

/// Ground that is called as a place so near to it is not named again, points.
const ONCE: f64 = 150.0;

/// Gap between a drawing and its label, points.
const GAP: f64 = 3.0;

/// Height of a line of a label to its size.
const LEADING: f64 = 1.08;

/// Horizontal and vertical side of each candidate: upper right, right, lower right, upper left, left, lower left, above,
/// below; then above and below, pushed to the right or left.
const CANDIDATES: [(f64, f64); 16] = [
    (1.0, -0.55),
    (1.0, 0.0),
    (1.0, 0.55),
    (-1.0, -0.55),
    (-1.0, 0.0),
    (-1.0, 0.55),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.35, -1.0),
    (-0.35, -1.0),
    (0.35, 1.0),
    (-0.35, 1.0),
    (0.55, -1.0),
    (-0.55, -1.0),
    (0.55, 1.0),
    (-0.55, 1.0),
];

/// The map for which [`most_labels`] has its figures, square points: that of a window of 1280 by 800 between its panels.
const ORDINARY_MAP: f64 = 960.0 * 640.0;

/// The most labels of targets at each scale (E7). Larger plates hold more and smaller ones fewer, about as densely.
fn most_labels(band: ScaleBand, map: &PageRect) -> usize {
    let most = match band {
        ScaleBand::Theatre => 40.0,
        ScaleBand::Army => 70.0,
        ScaleBand::Division | ScaleBand::Local => 110.0,
    };
    (most * (map.width() * map.height() / ORDINARY_MAP).clamp(0.75, 1.5)) as usize
}

/// Places the requested labels and draws them. What lies under `furniture` or off the map has no label.
pub fn place(input: &MapInput<'_>, furniture: &[PageRect], canvas: &mut Canvas) -> LabelSlots {
    let mut requests = std::mem::take(&mut canvas.labels);
    let standing = std::mem::take(&mut canvas.standing);
    let mut order: Vec<(usize, bool)> = (0..requests.len()).map(|number| (number, false)).collect();
    standing.into_iter().flatten().for_each(|number| order[number].1 = true);
    order.sort_by_key(|(number, _)| requests[*number].priority);
    let map = input.sheet().map.grown(-2.0);
    let mut taken = Occupied::new(map, &canvas.obstacles);
    let arrows = Occupied::new(map, &canvas.arrows);
    let mut slots = LabelSlots::new();
    let (most, mut placed) = (most_labels(input.band(), &map), 0);
    for request in requests.iter_mut().filter(|request| matches!(request.spots, Spots::Beside)) {
        request.beside = with_cover(request.beside, &canvas.obstacles);
    }
    let mut said: Vec<(String, Page)> = Vec::new();
    let mut standing: Vec<(&LabelRequest, Covered<'_>, PlacedLabel)> = Vec::new();
    let mut placed_as: Vec<PlacedLabel> = Vec::new();
    let kept = Occupied::new(map, &kept_by_places(input, &requests, &taken));
    let [fronts, edges] = layers::covered_by_fronts(input);
    let fronts = Occupied::new(map, &fronts);
    let borders = Occupied::new(map, &layers::covered_by_borders(input));
    let lines = ink::lines_of_a_sheet(input, canvas, &map, &edges);
    for (request, stands) in order.iter().map(|(number, stands)| (&requests[*number], *stands)) {
        let middle = request.beside.center();
        let is_off_the_map = !map.contains(middle) || furniture.iter().any(|rect| rect.contains(middle));
        if matches!(request.spots, Spots::Beside) && is_off_the_map {
            continue;
        }
        let is_said = |other: &(String, Page)| other.0 == request.lines[0].0 && other.1.distance(middle) < ONCE;
        if matches!(request.spots, Spots::Center(_)) && said.iter().any(is_said) {
            continue;
        }
        let target = if let Some(LabelKey::Target(target)) = request.key { Some(target) } else { None };
        if target.is_some() && placed >= most {
            continue;
        }
        let before = request.key.and_then(|key| input.slots.get(&key)).copied();
        let ground = Ground { taken: &taken, kept: &kept, arrows: &arrows, fronts: &fronts, borders: &borders, map: &map };
        let clear = lines.as_ref().and_then(|lines| ink::clearest_spot(request, lines, &ground));
        let is_left_out = clear.is_none() && lines.is_some() && ink::is_lesser(request);
        let found = if is_left_out { None } else { clear.or_else(|| free_spot(request, before, &ground)) };
        let Some((slot, rects)) = found else { continue };
        slots.extend(request.key.map(|key| (key, slot)));
        if let (Some(target), Some(rect)) = (target, rects.first()) {
            canvas.hits.extend(label_hit(canvas, target, *rect));
        }
        if matches!(request.key, Some(LabelKey::Target(Target::Place(_)))) {
            said.push((request.lines[0].0.clone(), middle));
        }
        // Letterspaced names need air, or they read as one.
        let air = if target.is_none() { AIR } else { 0.0 };
        taken.extend(rects.iter().map(|rect| rect.grown(air)));
        placed += usize::from(target.is_some());
        let label = PlacedLabel { lines: Arc::clone(&request.lines), slot, beside: request.beside };
        if stands && input.memory.has_placed(&label) {
            standing.push((request, rects, label.clone()));
        } else {
            setting::draw(request, slot, &rects, canvas);
        }
        if stands {
            placed_as.push(label);
        }
    }
    for group in 0..LABEL_GROUPS {
        let of_group = || standing.iter().filter(|(request, ..)| group_of(request) == group);
        let marks = input.memory.standing_labels(group, of_group().map(|(.., label)| label.clone()).collect(), || {
            let mut canvas = Canvas::default();
            for (request, rects, label) in of_group() {
                setting::draw(request, label.slot, rects, &mut canvas);
            }
            canvas.marks
        });
        canvas.share(marks);
    }
    input.memory.remember_labels(placed_as);
    slots
}

/// The group of labels that a standing one is kept in, always the same.
fn group_of(request: &LabelRequest) -> usize {
    let number = match request.key {
        Some(LabelKey::Target(
            Target::Place(PlaceIdx(number)) | Target::Formation(FormationIdx(number)) | Target::Event(EventIdx(number)),
        )) => number,
        Some(LabelKey::Ground(number)) => number as usize,
        Some(LabelKey::Target(Target::Ground(_))) | None => 0,
    };
    number % LABEL_GROUPS
}

/// The parts of the page that a label covers.
#[derive(Clone, Copy)]
enum Covered<'a> {
    /// Its lines together.
    Block(PageRect),
    /// Each letter along a line.
    Letters(&'a [PageRect]),
}

impl std::ops::Deref for Covered<'_> {
    type Target = [PageRect];

    fn deref(&self) -> &[PageRect] {
        match self {
            Self::Block(rect) => std::slice::from_ref(rect),
            Self::Letters(rects) => rects,
        }
    }
}

/// What a label must not stand on, from never to rather not.
struct Ground<'a> {
    map: &'a PageRect,
    taken: &'a Occupied,
    /// Axes of advance.
    arrows: &'a Occupied,
    /// Front lines, which names of places may touch, since they lie there, but names of the ground may not.
    fronts: &'a Occupied,
    /// Borders between the camps, which names of ranges do not cross.
    borders: &'a Occupied,
    kept: &'a Occupied,
}

/// Where names of places stood in the last scene and can stay, as far as drawings go.
fn kept_by_places(input: &MapInput<'_>, requests: &[LabelRequest], taken: &Occupied) -> Vec<PageRect> {
    let of_places = requests.iter().filter_map(|request| match request.key {
        Some(key @ LabelKey::Target(Target::Place(_))) => Some((request, *input.slots.get(&key)?)),
        _ => None,
    });
    let rects = of_places.filter(|(request, slot)| *slot < count(request)).flat_map(|(request, slot)| {
        let rects = rects_at(request, slot, setting::block_size(request));
        let is_free = rects.iter().all(|rect| taken.is_free(&rect.grown(-TOUCH), &request.beside));
        if is_free { rects.to_vec() } else { Vec::new() }
    });
    rects.collect()
}

/// How many candidate positions a label has.
fn count(request: &LabelRequest) -> usize {
    match &request.spots {
        Spots::Beside if request.priority <= WEIGHTY => rings(request).len() * CANDIDATES.len(),
        Spots::Beside => CANDIDATES.len(),
        Spots::Center(_) => 1,
        Spots::Centers(points) => points.len(),
        Spots::Along(courses) => courses.len(),
    }
}

/// The rings of positions around a drawing.
fn rings(request: &LabelRequest) -> &'static [f64] {
    if request.priority <= NEVER_LEFT_OUT { &MANY_RINGS } else { &RINGS }
}

/// The first free position, the one from before first. A label stands where a place's name was rather than be left out,
/// and a weighty one even on an axis.
fn free_spot<'a>(request: &'a LabelRequest, before: Option<usize>, ground: &Ground<'_>) -> Option<(usize, Covered<'a>)> {
    let count = count(request);
    let size = setting::block_size(request);
    let before = before.filter(|slot| *slot < count);
    let may_cover_an_axis = request.priority < WEIGHTY || matches!(request.spots, Spots::Centers(_));
    let is_of_a_river = matches!(request.key, Some(LabelKey::Ground(number)) if layers::is_river(number));
    let keeps_off_borders = matches!(request.spots, Spots::Along(_)) && !is_of_a_river;
    let is_of_the_ground = matches!(request.key, Some(LabelKey::Ground(_)));
    let is_pushed = before.is_some() && matches!(request.key, Some(LabelKey::Target(Target::Place(_))));
    let (mut narrow, mut for_a_place, mut on_an_axis) = (None, None, None);
    for slot in before.into_iter().chain(0..count) {
        // A near place that is not the best is better than a far one.
        if matches!(request.spots, Spots::Beside)
            && slot >= 2 * CANDIDATES.len()
            && before != Some(slot)
            && [&narrow, &for_a_place, &on_an_axis].iter().any(|spot| spot.is_some())
        {
            break;
        }
        let rects = rects_at(request, slot, size);
        let edge = if before == Some(slot) { -TOUCH } else { 0.0 };
        let is_free = |on: &Occupied| rects.iter().all(|rect| on.is_free(&rect.grown(edge), &request.beside));
        if !rects.iter().all(|rect| rect.within(ground.map)) || !is_free(ground.taken) {
            continue;
        }
        if is_of_the_ground && !is_free(ground.fronts) {
            continue;
        }
        let is_off_axes = is_free(ground.arrows) && (!keeps_off_borders || is_free(ground.borders));
        let is_nobodys = before == Some(slot) || rects.iter().all(|rect| ground.kept.is_free(rect, &request.beside));
        let room = match request.spots {
            _ if before == Some(slot) => 0.0,
            Spots::Centers(_) => APART,
            _ if is_pushed || slot >= CANDIDATES.len() => CLEARANCE,
            _ => 0.0,
        };
        let is_clear_of = |rect: &PageRect| {
            let wide = rect.grown(room);
            ground.taken.is_free(&wide, &request.beside) && (slot >= CANDIDATES.len() || ground.arrows.is_free(&wide, &request.beside))
        };
        match (is_off_axes, is_nobodys) {
            (true, true) if room == 0.0 || rects.iter().all(is_clear_of) => return Some((slot, rects)),
            (true, true) if narrow.is_none() => narrow = Some((slot, rects)),
            (true, false) if for_a_place.is_none() => for_a_place = Some((slot, rects)),
            (false, _) if may_cover_an_axis && on_an_axis.is_none() => on_an_axis = Some((slot, rects)),
            _ => {}
        }
    }
    narrow.or(for_a_place).or(on_an_axis)
}

/// The label answers to the pointer as its drawing does.
fn label_hit(canvas: &Canvas, target: Target, rect: PageRect) -> Option<Hit> {
    let named = canvas.hits.iter().find(|hit| hit.target == target)?;
    Some(Hit { target, rect, name: Arc::clone(&named.name) })
}

/// A drawing together with the symbol that covers it, if one does: its label stands beside both.
fn with_cover(own: PageRect, obstacles: &[PageRect]) -> PageRect {
    let covers = |other: &&PageRect| **other != own && other.contains(own.center()) && other.width() < 60.0;
    obstacles.iter().find(covers).map_or(own, |cover| own.union(cover))
}

/// The parts of the page that a label covers at a candidate position.
fn rects_at(request: &LabelRequest, slot: usize, (width, height): (f64, f64)) -> Covered<'_> {
    let center = request.beside.center();
    match &request.spots {
        Spots::Center(_) => Covered::Block(PageRect::around(center, width, height)),
        Spots::Centers(points) => Covered::Block(PageRect::around(points[slot], width, height)),
        Spots::Along(courses) => Covered::Letters(setting::rects_along(request, &courses[slot])),
        Spots::Beside => {
            let (side, level) = CANDIDATES[slot % CANDIDATES.len()];
            let outer = rings(request)[slot / CANDIDATES.len()];
            let (half_width, half_height) = (request.beside.width() / 2.0 + outer, request.beside.height() / 2.0 + outer);
            let is_aside = side.abs() >= 1.0;
            let dx = if is_aside { side * (half_width + GAP + width / 2.0) } else { side * width };
            let dy = if is_aside { level * (half_height + height / 4.0) } else { level * (half_height + 1.0 + height / 2.0) };
            Covered::Block(PageRect::around(center.offset(dx, dy), width, height))
        }
    }
}

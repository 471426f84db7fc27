//! Where a name on a sheet of paper is struck through least. On a still nothing moves, so of all positions beside what it names
//! a name takes the one with the least ink under it; in a window it keeps the one it has.

use super::occupied::Occupied;
use super::{APART, CANDIDATES, Covered, Ground, LabelKey, LabelRequest, Spots, WEIGHTY, count, rects_at, setting};
use crate::cartography::PageRect;
use crate::scene::{Canvas, Furniture, MapInput};

/// What a stretch of a line of [`super::super::Canvas::lines`] under a name weighs: one of a railway, border or contour 1.
const FRONT: f64 = 8.0;
const BORDER: f64 = 2.0;
const AXIS: f64 = 12.0;

/// What it weighs that a position is not the best of those beside a drawing, that it stands further off with a leader, and
/// that it is not the middle of a state, which has hundreds.
const NOT_THE_BEST: f64 = 0.25;
const FURTHER_OFF: f64 = 7.0;
const NOT_THE_MIDDLE: f64 = 0.012;

/// A label of this priority or more, of a hamlet or a brook, is rather left out than crowded or struck through; it keeps so far
/// from other labels, points.
const LESSER: u32 = 600;
const ELBOW_ROOM: f64 = 3.0;

/// In the wide letters of a state each line weighs so much more.
const SPREAD: f64 = 4.0;

/// Over and under its capitals a name has so much air, which a line may touch, points.
const TRIM: f64 = 0.5;

/// The lines of a still that strike names through: those of the ground, and edges of what is recorded.
pub fn lines_of_a_sheet(input: &MapInput<'_>, canvas: &Canvas, map: &PageRect, edges: &[PageRect]) -> Option<Occupied> {
    (input.furniture == Furniture::Still).then(|| {
        let mut lines = Occupied::new(*map, &canvas.lines);
        lines.extend(edges.iter().copied());
        lines
    })
}

/// Whether a label is rather left out than set where it is hard to read.
pub fn is_lesser(request: &LabelRequest) -> bool {
    request.priority >= LESSER && matches!(request.spots, Spots::Beside)
}

/// The free position with the least ink under it, if there is one near what is named.
pub fn clearest_spot<'a>(request: &'a LabelRequest, lines: &Occupied, ground: &Ground<'_>) -> Option<(usize, Covered<'a>)> {
    let (step, ring, air, line) = match request.spots {
        Spots::Beside => (NOT_THE_BEST, FURTHER_OFF, if is_lesser(request) { ELBOW_ROOM } else { 0.0 }, 1.0),
        Spots::Centers(_) => (NOT_THE_MIDDLE, 0.0, APART, SPREAD),
        Spots::Center(_) | Spots::Along(_) => return None,
    };
    let size = setting::block_size(request);
    let may_cover_an_axis = request.priority < WEIGHTY || matches!(request.spots, Spots::Centers(_));
    let keeps_off_fronts = is_lesser(request) || matches!(request.key, Some(LabelKey::Ground(_)));
    let mut best: Option<(f64, usize, Covered<'a>)> = None;
    for slot in 0..count(request) {
        let rests = slot as f64 * step + (slot / CANDIDATES.len()) as f64 * ring;
        if best.as_ref().is_some_and(|(least, ..)| rests >= *least) {
            break;
        }
        let rects = rects_at(request, slot, size);
        let is_free = rects.iter().all(|rect| rect.within(ground.map) && ground.taken.is_free(&rect.grown(air), &request.beside));
        let under = |on: &Occupied| rects.iter().map(|rect| on.count(&trimmed(rect))).sum::<usize>() as f64;
        let is_banned = (!may_cover_an_axis && under(ground.arrows) > 0.0) || (keeps_off_fronts && under(ground.fronts) > 0.0);
        if !is_free || is_banned {
            continue;
        }
        let struck = AXIS * under(ground.arrows) + FRONT * under(ground.fronts) + BORDER * under(ground.borders) + line * under(lines);
        if best.as_ref().is_none_or(|(least, ..)| rests + struck < *least) {
            best = Some((rests + struck, slot, rects));
        }
    }
    best.map(|(_, slot, rects)| (slot, rects))
}

/// What is seen of a line of a name: its capitals.
fn trimmed(rect: &PageRect) -> PageRect {
    PageRect { min: rect.min.offset(0.0, TRIM), max: rect.max.offset(0.0, -TRIM) }
}

//! Where doubt is drawn strongly: how far along its way each formation may have been, and which places were perhaps
//! taken by this hour.

use super::formations::is_shown;
use crate::cartography::Page;
use crate::scene::{Canvas, Doubt, LineShape, MapInput, Stroke};
use crate::situation::{Hold, hold, stretch_of_doubt};

/// A whisker shorter than this says nothing, points.
const SHORTEST: f64 = 5.0;
/// Half the width of the tick at its ends, points.
const TICK: f64 = 4.0;
/// Dashes around a place that was perhaps taken.
const PERHAPS: &[f64] = &[2.0, 2.0];

/// Draws whiskers and rings.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    if input.doubt != Doubt::Strong {
        return;
    }
    if input.is_visible("places") {
        places(input, canvas);
    }
    for state in input.situation.formations.iter().filter(|state| is_shown(input, state) && state.ended.is_none()) {
        let Some(track) = input.campaign.track_of(state.formation) else { continue };
        let way: Vec<Page> =
            stretch_of_doubt(input.campaign, track, input.situation.instant).into_iter().map(|geo| input.page(geo)).collect();
        whisker(input, &way, canvas);
    }
}

fn whisker(input: &MapInput<'_>, way: &[Page], canvas: &mut Canvas) {
    let page = input.view.page();
    let length: f64 = way.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    if length < SHORTEST || !way.iter().any(|at| page.contains(*at)) {
        return;
    }
    let ends = [(way[0], way[1]), (way[way.len() - 1], way[way.len() - 2])];
    let ticks = ends.into_iter().filter_map(|(end, inner)| tick(end, inner));
    let lines: Vec<Vec<Page>> = std::iter::once(way.to_vec()).chain(ticks).collect();
    for stroke in [Stroke::solid(3.2, input.theme.halo), Stroke::solid(1.2, input.theme.ink)] {
        for line in &lines {
            canvas.line(LineShape::Open(line.clone()), stroke);
        }
    }
}

/// A short line across the end of a way.
fn tick(end: Page, inner: Page) -> Option<Vec<Page>> {
    let length = end.distance(inner);
    let (dx, dy) = ((inner.x - end.x) / length * TICK, (inner.y - end.y) / length * TICK);
    (length > 1e-6).then(|| vec![end.offset(-dy, dx), end.offset(dy, -dx)])
}

fn places(input: &MapInput<'_>, canvas: &mut Canvas) {
    let page = input.view.page();
    let importance = |place: &crate::campaign::Place| place.importance <= 2 || input.band() > crate::cartography::ScaleBand::Theatre;
    for (number, place) in input.campaign.places.iter().enumerate().filter(|(_, place)| importance(place)) {
        let at = input.page(place.position.into());
        if page.contains(at) && hold(input.campaign, crate::campaign::PlaceIdx(number), input.situation.instant) == Hold::Contested {
            for (radius, color) in [(8.0, input.theme.attacker.line), (10.5, input.theme.defender.line)] {
                canvas.line(LineShape::Circle(at, radius), Stroke::dashed(1.4, color, PERHAPS));
            }
        }
    }
}

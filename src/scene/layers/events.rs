//! Events that happen at the instant or have just happened: their sign, a halo when the clock has just passed them,
//! and the headline of the weightier ones.

use crate::campaign::{Event, EventIdx, HOUR};
use crate::cartography::{Page, PageRect, ScaleBand};
use crate::scene::labels::{LabelKey, LabelRequest, Spots};
use crate::scene::symbols::event;
use crate::scene::{Canvas, Face, Furniture, Hit, LegendEntry, LineShape, MapInput, Stroke, Target, emphasis};
use crate::situation::EventState;

/// Where an event's sign stands from its place's sign, points.
const ASIDE: (f64, f64) = (-10.0, -12.0);

/// Headlines are set for this long after the event, seconds.
const HEADLINE_LASTS: i64 = 6 * HOUR;

/// Draws the events of the instant.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    // No sign on a sheet of paper is cut by its edge; in a window it slides out of view.
    let page = if input.furniture == Furniture::Window { input.view.page().grown(8.0) } else { input.sheet().map };
    let room = if input.furniture == Furniture::Window { page.grown(60.0) } else { page.grown(-1.0) };
    let mut covered: Vec<PageRect> = Vec::new();
    for state in &input.situation.events {
        let happening = input.campaign.event(state.event);
        let Some(position) = happening.position else { continue };
        let place = input.page(position.into());
        if page.contains(place) && is_shown(input, state, happening) {
            let at = clear_of(place, &room, &covered, &canvas.obstacles);
            covered.push(PageRect::around(at, event::RADIUS * 2.0, event::RADIUS * 2.0));
            draw_one(input, state, happening, at, place, canvas);
        }
    }
}

fn is_shown(input: &MapInput<'_>, state: &EventState, happening: &Event) -> bool {
    let is_chosen = [input.selection, input.hovered].contains(&Some(Target::Event(state.event)));
    let is_flashing = input.flashes.iter().any(|(event, _)| *event == state.event);
    is_chosen || is_flashing || happening.importance <= 2 || input.band() > ScaleBand::Theatre
}

/// A free spot around a place within some room, so that two events there do not cover each other, and no formation if that can be.
fn clear_of(place: Page, room: &PageRect, covered: &[PageRect], drawings: &[PageRect]) -> Page {
    let (dx, dy) = ASIDE;
    let near = [
        (dx, dy),
        (-dx, dy),
        (dx, -dy),
        (-dx, -dy),
        (2.4 * dx, dy),
        (-2.4 * dx, dy),
        (2.4 * dx, -dy),
        (-2.4 * dx, -dy),
        (0.0, 2.0 * dy),
        (0.0, -2.0 * dy),
    ];
    let far = [(2.0 * dx, 2.0 * dy), (-2.0 * dx, 2.0 * dy), (2.0 * dx, -2.0 * dy), (-2.0 * dx, -2.0 * dy)];
    let sign = |at: &Page| PageRect::around(*at, event::RADIUS * 2.0, event::RADIUS * 2.0);
    let spots = || near.into_iter().chain(far).map(|(dx, dy)| place.offset(dx, dy));
    let is_free = |at: &Page| sign(at).within(room) && !covered.iter().any(|other| other.overlaps(&sign(at)));
    let nearby = PageRect::around(place, 80.0, 80.0);
    let drawings: Vec<&PageRect> = drawings.iter().filter(|other| other.overlaps(&nearby)).collect();
    let covers_nothing = |at: &Page| is_free(at) && !drawings.iter().any(|other| other.overlaps(&sign(at)));
    spots().find(covers_nothing).or_else(|| spots().find(is_free)).unwrap_or(place.offset(dx, dy))
}

fn draw_one(input: &MapInput<'_>, state: &EventState, happening: &Event, at: Page, place: Page, canvas: &mut Canvas) {
    let theme = input.theme;
    let target = Target::Event(state.event);
    let fresh = emphasis::of_event(input, state.event) * if state.age < 0 { emphasis::CONTEXT } else { emphasis::NOW };
    if let Some(share) = flash(input, state.event) {
        canvas.line(
            LineShape::Circle(place, 8.0 + 16.0 * share),
            Stroke::solid(6.0 * (1.0 - share), theme.event.faded(0.55 * (1.0 - share))),
        );
    }
    canvas.line(LineShape::Open(vec![place, at]), Stroke::solid(0.8, theme.ink.faded(0.7 * fresh)));
    if input.selection == Some(target) || input.hovered == Some(target) {
        canvas.line(LineShape::Circle(at, event::RADIUS + 3.0), Stroke::solid(2.0, theme.selection));
    }
    event::draw(happening.category, at, theme.event.faded(fresh), theme.paper, canvas);
    let rect = PageRect::around(at, event::RADIUS * 2.0, event::RADIUS * 2.0);
    canvas.obstacles.push(rect);
    canvas.hits.push(Hit { target, rect, name: happening.headline.as_str().into() });
    let is_news = (0..HEADLINE_LASTS).contains(&state.age);
    if input.selection == Some(target)
        || (is_news && happening.importance == 1)
        || (flash(input, state.event).is_some() && happening.importance <= 2)
    {
        let priority = if input.selection == Some(target) { 2 } else { 60 + u32::from(happening.importance) * 10 };
        let lines = [(happening.headline.clone(), input.style(Face::Bold, 11.0), theme.ink)].into();
        canvas.labels.push(LabelRequest {
            priority,
            key: Some(LabelKey::Target(target)),
            beside: rect,
            lines,
            spots: Spots::Beside,
            halo: Some((theme.halo, 2.0)),
        });
    }
}

fn flash(input: &MapInput<'_>, event: EventIdx) -> Option<f64> {
    input.flashes.iter().find(|(flashing, _)| *flashing == event).map(|(_, share)| *share)
}

/// The kinds of event that are on the map now.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let map = input.sheet().map;
    let on_map = |state: &&EventState| {
        let happening = input.campaign.event(state.event);
        is_shown(input, state, happening) && happening.position.is_some_and(|position| map.contains(input.page(position.into())))
    };
    let mut kinds: Vec<_> = input.situation.events.iter().filter(on_map).map(|state| input.campaign.event(state.event).category).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
        .into_iter()
        .map(|kind| {
            LegendEntry::new(capitalized(kind.title()), move |rect, theme, canvas| {
                event::draw(kind, rect.center(), theme.event, theme.paper, canvas);
            })
        })
        .collect()
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

//! Places: signs by kind, colored by who holds them at the instant, with names.

use super::is_from_afar;
use crate::campaign::{Camp, Language, Place, PlaceIdx, PlaceKind};
use crate::cartography::{Page, PageRect, ScaleBand};
use crate::scene::labels::{LabelKey, LabelRequest, Spots};
use crate::scene::symbols::place;
use crate::scene::{Canvas, Color, Face, Furniture, Hit, LegendEntry, LineShape, MapInput, Stroke, Target};
use crate::situation::{Hold, hold};

/// Draws the places that suit the scale.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let page = input.view.page().grown(6.0);
    let mut shown: Vec<(PlaceIdx, &Place, Page)> = input
        .campaign
        .places
        .iter()
        .enumerate()
        .map(|(idx, place)| (PlaceIdx(idx), place, input.page(place.position.into())))
        .filter(|(idx, place, at)| page.contains(*at) && is_shown(input, *idx, place))
        .collect();
    shown.sort_by_key(|(_, place, _)| std::cmp::Reverse(place.importance));
    for (idx, place, at) in shown {
        draw_one(input, idx, place, at, canvas);
    }
}

fn is_shown(input: &MapInput<'_>, idx: PlaceIdx, place: &Place) -> bool {
    let most = match input.band() {
        ScaleBand::Theatre if is_from_afar(input) => 1,
        ScaleBand::Theatre => 2,
        _ => 3,
    };
    place.importance <= most || input.selection == Some(Target::Place(idx)) || input.campaign.objectives.contains(&idx)
}

fn draw_one(input: &MapInput<'_>, idx: PlaceIdx, place: &Place, at: Page, canvas: &mut Canvas) {
    let target = Target::Place(idx);
    let rect = place::rect(place.kind, place.importance, at);
    let is_selected = input.selection == Some(target);
    if is_selected || input.hovered == Some(target) {
        let r = rect.width() / 2.0 + 3.0;
        canvas.line(LineShape::Circle(at, r + 1.5), Stroke::solid(2.0, input.theme.paper));
        canvas.line(LineShape::Circle(at, r), Stroke::solid(2.0, input.theme.selection));
    }
    place::draw(place.kind, place.importance, at, ring(input, idx), input.theme, canvas);
    canvas.obstacles.push(rect);
    let name = place.names.or_english(input.language);
    canvas.hits.push(Hit { target, rect, name: place.names.english().into() });
    canvas.labels.push(label(input, idx, place, name, rect));
}

/// The color of who holds it.
fn ring(input: &MapInput<'_>, idx: PlaceIdx) -> Color {
    let theme = input.theme;
    match hold(input.campaign, idx, input.situation.instant) {
        Hold::NotTaken => theme.ink,
        Hold::Before | Hold::Contested | Hold::TakenButForts => theme.camp(Camp::Defender).line,
        Hold::Taken => theme.camp(Camp::Attacker).line,
    }
}

fn label(input: &MapInput<'_>, idx: PlaceIdx, place: &Place, name: &str, beside: PageRect) -> LabelRequest {
    let is_objective = input.campaign.objectives.contains(&idx);
    let (face, size, color) = match place.importance {
        _ if is_objective => (Face::Bold, 14.0, input.theme.ink),
        // A line or a stretch of ground is no town.
        1 | 2 if place.kind == PlaceKind::Other => (Face::Italic, 11.0, input.theme.ink),
        1 => (Face::Bold, 12.5, input.theme.ink),
        2 => (Face::Sans, 11.0, input.theme.ink),
        _ => (Face::Sans, 10.0, input.theme.faint_ink),
    };
    let priority = match place.importance {
        _ if input.selection == Some(Target::Place(idx)) => 0,
        _ if is_objective => 50,
        // A city stands still: it goes before armies, whose names can follow them, so that it keeps its place in play. On a
        // sheet of paper, where nothing moves, it is looked for further off before it is left out.
        1 if input.furniture == Furniture::Still => 60,
        1 => 61,
        2 => 300,
        _ => 600,
    };
    let style = input.style(face, size);
    let mut lines = vec![(shown_name(name).to_owned(), style, color)];
    let modern = place
        .names
        .exact(Language::Modern)
        .filter(|_| input.language == Language::English && input.band() >= ScaleBand::Army && place.importance <= 2);
    if let Some(modern) = modern.filter(|modern| shown_name(modern) != shown_name(name)) {
        lines.push((shown_name(modern).to_owned(), input.style(Face::Italic, 9.5), input.theme.faint_ink));
    }
    LabelRequest {
        priority,
        key: Some(LabelKey::Target(Target::Place(idx))),
        beside,
        lines: lines.into(),
        spots: Spots::Beside,
        halo: Some((input.theme.halo, 1.6)),
    }
}

/// A name without what stands in brackets behind it; the panel says that.
fn shown_name(name: &str) -> &str {
    name.split(['(', '（']).next().map_or(name, str::trim)
}

/// Who holds what, and the kinds of place: of just what is on the map.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    use crate::campaign::PlaceKind::{Airfield, City, FortifiedRegion, Pass, Town};
    let (theme, map) = (input.theme, input.sheet().map);
    let places = input.campaign.places.iter().enumerate().map(|(idx, place)| (PlaceIdx(idx), place));
    let shown: Vec<(PlaceIdx, &Place)> =
        places.filter(|(idx, place)| is_shown(input, *idx, place) && map.contains(input.page(place.position.into()))).collect();
    let held = |wanted: &[Hold]| shown.iter().any(|(idx, _)| wanted.contains(&hold(input.campaign, *idx, input.situation.instant)));
    let has_fort = |is_manned: bool| {
        let forts = shown.iter().filter(|(_, place)| place.kind == FortifiedRegion);
        forts.map(|(idx, _)| ring(input, *idx)).any(|color| color == if is_manned { theme.defender.line } else { theme.attacker.line })
    };
    let has = |kind| shown.iter().any(|(_, place)| place.kind == kind);
    let rows = [
        (held(&[Hold::Before, Hold::Contested, Hold::TakenButForts]), "Held by the defender", City, theme.defender.line),
        (held(&[Hold::Taken]), "Taken", City, theme.attacker.line),
        (held(&[Hold::NotTaken]), "Did not change hands", Town, theme.ink),
        (has_fort(true), "Fortified region, manned", FortifiedRegion, theme.defender.line),
        (has_fort(false), "Fortified region, silenced", FortifiedRegion, theme.attacker.line),
        (has(Pass), "Pass", Pass, theme.defender.line),
        (has(Airfield), "Airfield", Airfield, theme.ink),
    ];
    let entry = |title: &'static str, kind, color: Color| {
        LegendEntry::new(title, move |rect, theme, canvas| place::draw(kind, 1, rect.center(), color, theme, canvas))
    };
    rows.into_iter().filter(|row| row.0).map(|(_, title, kind, color)| entry(title, kind, color)).collect()
}

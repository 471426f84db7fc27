//! Names of states: on the map of the theatre at the places chosen for them; nearer, on the part of their land that is seen,
//! so that a few kilometres of border say whose they are.
//!
//! A still names each state once. In a window names must stay on the ground while it is panned, so there a state is named
//! in each tract of a fixed lattice.

use std::collections::BTreeSet;

use super::{STATE_KEYS, Sites, ground, halves, level, on_page, request};
use crate::cartography::{LabelKind, Page, PageRect, PhysicalLabel, Plane, PlaneRect, Polity, ScaleBand};
use crate::scene::labels::{LabelKey, LabelRequest, Spots};
use crate::scene::{Color, Furniture, MapInput, TextStyle};

/// The name of a state whose place is nearer to the edge of the map than this has no room there, points.
const EDGE: f64 = 60.0;

/// A tract of the lattice is at least so wide, points, and less than twice that.
const TRACT: f64 = 800.0;

/// Half the height of a line of a name with some air, points.
const HALF_LINE: f64 = 10.0;

/// Tracts are counted up to here in each direction, then from 0 again: no map shows two with one number.
const TRACTS: i64 = 128;

/// Asks for the names of the states on the map.
pub fn requests(input: &MapInput<'_>, sites: &Sites) -> Vec<LabelRequest> {
    match (input.furniture, input.band()) {
        (Furniture::Still, ScaleBand::Theatre) => {
            let mut requests = at_their_places(input, sites, |_| true);
            requests.extend(once_each(input, sites, &placed(input, sites)));
            requests
        }
        (Furniture::Still, _) => once_each(input, sites, &BTreeSet::new()),
        (_, ScaleBand::Theatre) => at_their_places(input, sites, |_| true),
        _ => {
            // A small state has the best of places; a great one has moved on with the map.
            let mut placed = placed(input, sites);
            placed.retain(|name| labels(input).any(|(_, label)| name_of(label) == *name && label.is_small));
            let mut requests = at_their_places(input, sites, |label| placed.contains(name_of(label)));
            requests.extend(in_each_tract(input, sites, &placed));
            requests
        }
    }
}

/// The names of states that suit the scale, by number.
fn labels<'a>(input: &MapInput<'a>) -> impl Iterator<Item = (usize, &'a PhysicalLabel)> + use<'a> {
    let level = level(input.band());
    input.basemap.labels.iter().enumerate().filter(move |(_, label)| label.kind == LabelKind::Polity && label.level <= level)
}

fn name_of(label: &PhysicalLabel) -> &str {
    label.names.or_english("en")
}

/// Each state of the map once, with the first of its names.
fn states<'a>(input: &MapInput<'a>) -> Vec<(&'a Polity, usize, &'a PhysicalLabel)> {
    let of = |polity: &'a Polity| {
        let (number, label) = labels(input).find(|(_, label)| name_of(label) == polity.names.or_english("en"))?;
        Some((polity, number, label))
    };
    input.basemap.coarse.polities.iter().filter_map(of).collect()
}

/// The states of which a place of their name is well within the map.
fn placed<'a>(input: &MapInput<'a>, sites: &Sites) -> BTreeSet<&'a str> {
    let inner = input.sheet().map.grown(-EDGE);
    let is_inside = |spot: &Plane| inner.contains(input.view.page_from_plane(*spot));
    let is_placed = |number: usize| sites.states.get(&number).into_iter().flatten().any(is_inside);
    labels(input).filter(|(number, _)| is_placed(*number)).map(|(_, label)| name_of(label)).collect()
}

/// The names of some states at the places chosen for them.
fn at_their_places(input: &MapInput<'_>, sites: &Sites, is_wanted: impl Fn(&PhysicalLabel) -> bool) -> Vec<LabelRequest> {
    let page = input.view.page().grown(300.0);
    let at = |label: &PhysicalLabel| input.view.page_from_plane(label.position);
    let near = labels(input).filter(|(_, label)| is_wanted(label) && page.contains(at(label)));
    near.map(|(number, label)| request(input, label, number, at(label), sites)).collect()
}

/// Half the width of the name that is asked for, points.
fn half_width(asked: &LabelRequest) -> f64 {
    asked.lines.iter().map(|(text, style, _)| style.width(text)).fold(0.0, f64::max) / 2.0
}

/// A name of one line with several words, in two.
fn in_two_lines(asked: &LabelRequest) -> Option<LabelRequest> {
    let [(text, style, color)] = &asked.lines[..] else { return None };
    let (first, second) = halves(text)?;
    let lines = [first, second].map(|line| (line.to_owned(), *style, *color)).into();
    Some(LabelRequest { lines, ..asked.clone() })
}

/// The same name set small, for a state of which but a strip is seen.
fn small(asked: &LabelRequest) -> LabelRequest {
    let set = |(text, style, color): &(String, TextStyle, Color)| {
        (text.clone(), TextStyle { size: SMALL.0.min(style.size), ..*style }.spaced(SMALL.1.min(style.spacing)), *color)
    };
    LabelRequest { lines: asked.lines.iter().map(set).collect(), ..asked.clone() }
}

/// A state on which the name has fewer points of the wide lattice than this is hardly seen.
const FEW: usize = 12;

/// Size and spacing of such a name, points.
const SMALL: (f64, f64) = (10.0, 1.0);

/// The lakes on the map, as rectangles.
fn lakes(input: &MapInput<'_>) -> Vec<PlaneRect> {
    let seen = input.view.bounds();
    let level = level(input.band());
    let lakes = input.basemap.lakes.iter().filter(|lake| lake.level <= level);
    lakes.filter_map(|lake| lake.area.bounds).filter(|bounds| bounds.overlaps(&seen)).collect()
}

/// The name of each state on the map but some: in the middle of what is seen of it, else at its place.
fn once_each(input: &MapInput<'_>, sites: &Sites, but: &BTreeSet<&str>) -> Vec<LabelRequest> {
    let (map, lakes) = (input.sheet().map, lakes(input));
    let mut requests = Vec::new();
    for (polity, number, label) in states(input).into_iter().filter(|(_, _, label)| !but.contains(name_of(label))) {
        let whole = request(input, label, number, Page::default(), sites);
        let find = |asked: LabelRequest, apart: f64| {
            let spots = ground::spots_in_view(&polity.area, &lakes, &input.view, &map, (half_width(&asked), apart));
            (!spots.is_empty()).then_some((asked, spots))
        };
        let at_its_place = || (whole.clone(), sites.states.get(&number).cloned().unwrap_or_default());
        let find_many = |asked: LabelRequest| find(asked, ground::APART).filter(|(_, spots)| spots.len() >= FEW);
        let (asked, mut spots) = find_many(whole.clone())
            .or_else(|| find_many(in_two_lines(&whole)?))
            .or_else(|| find(small(&whole), ground::FINE))
            .or_else(|| find(small(&in_two_lines(&whole)?), ground::FINE))
            .unwrap_or_else(at_its_place);
        if label.is_small {
            // Rather in the sea beside it than under an axis.
            spots.extend(ground::spots_beside(&polity.area, &input.basemap.coarse.land, &input.view, &map, half_width(&asked)));
        }
        if !spots.is_empty() {
            requests.push(LabelRequest { spots: Spots::Centers(on_page(input, &spots)), ..asked });
        }
    }
    requests
}

/// The name of each state on the map but some in every tract of a lattice that lies fixed on the ground.
fn in_each_tract(input: &MapInput<'_>, sites: &Sites, but: &BTreeSet<&str>) -> Vec<LabelRequest> {
    let metres = input.view.metres_per_point;
    let side = (metres * TRACT).log2().ceil().exp2();
    let seen = input.view.bounds();
    let number = |value: f64| (value / side).floor() as i64;
    let rows = number(seen.min.y)..=number(seen.max.y);
    let lakes = lakes(input);
    let mut requests = Vec::new();
    for (idx, (polity, label_number, label)) in states(input).into_iter().enumerate() {
        let is_seen = polity.area.bounds.is_some_and(|bounds| bounds.overlaps(&seen));
        if but.contains(name_of(label)) || !is_seen {
            continue;
        }
        let asked = request(input, label, label_number, Page::default(), sites);
        let half = (half_width(&asked) * metres, HALF_LINE * asked.lines.len() as f64 * metres);
        let mut rows_of = ground::Rows::of(&polity.area, &seen);
        for (row, column) in rows.clone().flat_map(|row| (number(seen.min.x)..=number(seen.max.x)).map(move |column| (row, column))) {
            let min = Plane { x: column as f64 * side, y: row as f64 * side };
            let tract = PlaneRect { min, max: Plane { x: min.x + side, y: min.y + side } };
            let spots = ground::spots_in_tract(&mut rows_of, &lakes, &tract, &seen, half);
            if spots.is_empty() {
                continue;
            }
            let of_tract = (idx as i64 * TRACTS + row.rem_euclid(TRACTS)) * TRACTS + column.rem_euclid(TRACTS);
            requests.push(LabelRequest {
                key: Some(LabelKey::Ground(STATE_KEYS + of_tract as u32)),
                beside: PageRect::around(input.view.page_from_plane(min), 0.0, 0.0),
                spots: Spots::Centers(on_page(input, &spots)),
                ..asked.clone()
            });
        }
    }
    requests
}

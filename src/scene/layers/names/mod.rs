//! Names of lands, ranges, plains and waters: states letterspaced, ranges and rivers along their course, waters in
//! italics.
//!
//! Where a name can stand follows from the scale alone, so it is found once a step of zoom ([`sites`]) and does not move
//! while the map is panned; only states, and the seas of a near still, are named by what is seen of them ([`states`],
//! [`seas`]).

mod ground;
mod seas;
mod sites;
mod states;

pub use sites::{Key as SitesKey, Sites};

use crate::cartography::{LabelKind, MapNames, Page, PageRect, PhysicalLabel, ScaleBand};
use crate::scene::labels::{Course, LabelKey, LabelRequest, Spots};
use crate::scene::{Canvas, Color, Face, Furniture, LegendEntry, MapInput, TextStyle, legend};

/// Names of states are set before all but the objectives, since nothing else can stand where they can; other names of the
/// ground lose against every place of some importance.
const STATES: u32 = 55;
const GROUND: u32 = 700;
const RIVERS: u32 = 680;
/// Great ranges are named before towns, which have more places to stand than they.
const GREAT_RANGES: u32 = 290;

/// On a map narrower than this, names of states are set smaller, points.
const NARROW: f64 = 900.0;

/// Rivers have the numbers of the ground's names from here on, and states that are named in each tract of their land from there.
const RIVER_KEYS: u32 = 100_000;
const STATE_KEYS: u32 = 200_000;

/// Whether a name of the ground with this number is that of a river.
pub fn is_river(number: u32) -> bool {
    (RIVER_KEYS..STATE_KEYS).contains(&number)
}

/// Asks for the names that suit the scale.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let requests = &mut canvas.labels;
    let level = level(input.band());
    let sites = input.memory.name_sites(input);
    let page = input.view.page();
    for (number, label) in input.basemap.labels.iter().enumerate() {
        // Rivers are named along their courses, states on the part of their land that is seen.
        if label.level > level || matches!(label.kind, LabelKind::River | LabelKind::Polity) {
            continue;
        }
        if seas::is_by_view(input, label) || (label.kind == LabelKind::Sea && !sites.seas.contains_key(&number)) {
            continue;
        }
        let place = input.view.page_from_plane(sites.seas.get(&number).copied().unwrap_or(label.position));
        let at = if label.kind == LabelKind::Sea { off_the_neatline(input, label, place) } else { place };
        let reach = if label.curve.is_empty() { 300.0 } else { 900.0 };
        if page.grown(reach).contains(at) {
            requests.push(request(input, label, number, at, &sites));
        }
    }
    requests.extend(seas::requests(input, &sites));
    requests.extend(states::requests(input, &sites));
    for (number, river) in sites.rivers.iter().enumerate() {
        let courses: Vec<Course> = river.paths.iter().map(|path| Course::new(on_page(input, path))).collect();
        if courses.iter().any(|course| course.is_within(&page)) {
            requests.push(LabelRequest {
                priority: RIVERS + u32::from(river.rank) * 10,
                key: Some(LabelKey::Ground(RIVER_KEYS + number as u32)),
                beside: PageRect::around(courses[0].start(), 0.0, 0.0),
                lines: [(river.name.clone(), river_style(input), input.theme.water_text)].into(),
                spots: Spots::Along(courses.into()),
                halo: Some((input.theme.halo.faded(0.6), 1.0)),
            });
        }
    }
}

/// Where the name of a sea stands on a still: within its sheet, if it can be moved there over water.
fn off_the_neatline(input: &MapInput<'_>, label: &PhysicalLabel, at: Page) -> Page {
    if input.furniture != Furniture::Still {
        return at;
    }
    let (text, style, _) = setting(input, label, name_of(input, &label.names));
    let angle = -upright(label.angle_deg).to_radians();
    let half = style.width(&text) / 2.0;
    let extent = (half * angle.cos().abs() + style.size, half * angle.sin().abs() + style.size);
    let is_in_water = |at: &Page| {
        let metres = input.view.metres_per_point;
        ground::is_in_water(input.view.plane_from_page(*at), (half * metres, angle), &input.basemap.coarse.land)
    };
    ground::within_map(at, extent, &input.sheet().map).filter(is_in_water).unwrap_or(at)
}

/// A name of the ground in the chosen language.
fn name_of<'a>(input: &MapInput<'_>, names: &'a MapNames) -> &'a str {
    names.or_english(input.language.code())
}

fn level(band: ScaleBand) -> u8 {
    match band {
        ScaleBand::Theatre => 1,
        ScaleBand::Army => 2,
        ScaleBand::Division | ScaleBand::Local => 3,
    }
}

fn on_page(input: &MapInput<'_>, path: &[crate::cartography::Plane]) -> Vec<Page> {
    path.iter().map(|plane| input.view.page_from_plane(*plane)).collect()
}

/// How rivers are named.
fn river_style(input: &MapInput<'_>) -> TextStyle {
    input.style(Face::SerifItalic, 11.0).spaced(0.4)
}

fn request(input: &MapInput<'_>, label: &PhysicalLabel, number: usize, at: Page, sites: &Sites) -> LabelRequest {
    let (text, style, color) = setting(input, label, name_of(input, &label.names));
    let is_polity = label.kind == LabelKind::Polity;
    let angle = -upright(label.angle_deg).to_radians();
    let (spots, style) = match label.kind {
        LabelKind::Range if label.curve.len() > 1 => along_range(input, label, &text, style),
        LabelKind::Polity => (Spots::Centers(sites.states.get(&number).map_or_else(|| vec![at], |points| on_page(input, points))), style),
        LabelKind::Peak => (Spots::Beside, style),
        LabelKind::Lake if !sites.wide_lakes.contains(&number) => (Spots::Beside, style),
        LabelKind::Lake | LabelKind::Island => (Spots::Center(0.0), style),
        _ => (Spots::Center(angle), style),
    };
    let priority = match label.kind {
        LabelKind::Polity => STATES,
        LabelKind::Range if label.is_great => GREAT_RANGES,
        _ => GROUND + u32::from(label.level) * 20 + 10,
    };
    LabelRequest {
        priority,
        key: Some(LabelKey::Ground(number as u32)),
        beside: if label.kind == LabelKind::Lake { lake_rect(input, label, at) } else { PageRect::around(at, 0.0, 0.0) },
        lines: if is_polity {
            state_lines(input, &text, style).into_iter().map(|line| (line, style, color)).collect()
        } else {
            [(text, style, color)].into()
        },
        halo: matches!(spots, Spots::Beside).then_some((input.theme.halo, 1.5)),
        spots,
    }
}

/// What of the page a lake covers whose name stands beside it; a few points where it has no water of its own, or too much.
fn lake_rect(input: &MapInput<'_>, label: &PhysicalLabel, at: Page) -> PageRect {
    const WIDEST: f64 = 160.0;
    let named = |lake: &&crate::cartography::Lake| lake.names.or_english("en") == label.names.or_english("en");
    let bounds = input.basemap.lakes.iter().find(named).and_then(|lake| lake.area.bounds);
    let rect = bounds.map(|bounds| {
        let (a, b) = (input.view.page_from_plane(bounds.min), input.view.page_from_plane(bounds.max));
        PageRect { min: Page::new(a.x, b.y), max: Page::new(b.x, a.y) }
    });
    rect.filter(|rect| rect.width() > 12.0 && rect.width().max(rect.height()) < WIDEST).unwrap_or_else(|| PageRect::around(at, 12.0, 8.0))
}

/// The name of a state in as many lines as it needs on this map.
fn state_lines(input: &MapInput<'_>, text: &str, style: TextStyle) -> Vec<String> {
    let most = input.sheet().map.width();
    let is_wide = |lines: &[String], share: f64| lines.iter().any(|line| style.width(line) > most * share);
    let whole = vec![text.to_owned()];
    match halves(text) {
        Some((first, second)) if is_wide(&whole, 0.25) => {
            let two = vec![first.to_owned(), second.to_owned()];
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            if is_wide(&two, 0.18) && words.len() == 3 { words } else { two }
        }
        _ => whole,
    }
}

/// A name of several words, parted at the gap nearest to its middle.
fn halves(text: &str) -> Option<(&str, &str)> {
    let middle = text.len() / 2;
    let gap = text.match_indices(' ').map(|(at, _)| at).min_by_key(|at| at.abs_diff(middle))?;
    Some((&text[..gap], &text[gap + 1..]))
}

/// A range's name runs along the range and is spread over a good part of it.
fn along_range(input: &MapInput<'_>, label: &PhysicalLabel, text: &str, style: TextStyle) -> (Spots, TextStyle) {
    let mut line = on_page(input, &label.curve);
    if let (Some(first), Some(last)) = (line.first(), line.last())
        && reads_backwards(*first, *last)
    {
        line.reverse();
    }
    let length: f64 = line.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    let plain = style.spaced(0.0).width(text);
    let gaps = text.chars().count().saturating_sub(1).max(1) as f64;
    let (a, b) = (line[0], line[line.len() - 1]);
    let span = a.distance(b).max(1.0);
    let shifted = |line: &[Page], side: f64| -> Vec<Page> {
        line.iter().map(|point| point.offset(-(b.y - a.y) / span * side, (b.x - a.x) / span * side)).collect()
    };
    let mut courses = Vec::with_capacity(PARTS.len() * SHIFTS.len());
    for (from, to) in PARTS {
        let part = part_of(&line, length * from, length * to);
        let spacing = ((length * (to - from) * FILLED - plain) / gaps).clamp(style.spacing * 0.4, 9.0);
        if (from, to) == PARTS[0] || plain + spacing * gaps < length * (to - from) {
            let shifts = if label.is_great { &SHIFTS[..] } else { &SHIFTS[..5] };
            courses.extend(shifts.iter().map(|side| Course::new(shifted(&part, *side)).spaced(spacing)));
        }
    }
    (Spots::Along(courses.into()), style)
}

/// How much of a range its name fills, as a share.
const FILLED: f64 = 0.62;
/// The parts of a range that its name may be spread over, best first, as shares of its length.
const PARTS: [(f64, f64); 8] = [(0.0, 1.0), (0.0, 0.72), (0.28, 1.0), (0.0, 0.5), (0.25, 0.75), (0.5, 1.0), (0.0, 0.4), (0.6, 1.0)];
/// How far beside its crest it may stand, points; the last only where the range is great.
const SHIFTS: [f64; 9] = [0.0, -9.0, 9.0, -18.0, 18.0, -27.0, 27.0, -36.0, 36.0];

/// A line between two lengths along it.
fn part_of(line: &[Page], from: f64, to: f64) -> Vec<Page> {
    let mut part = Vec::with_capacity(line.len());
    let mut along = 0.0;
    for pair in line.windows(2) {
        let step = pair[0].distance(pair[1]);
        let (start, end) = ((from - along).max(0.0), (to - along).min(step));
        if step > 0.0 && start < end {
            if part.is_empty() {
                part.push(pair[0].lerp(pair[1], start / step));
            }
            part.push(pair[0].lerp(pair[1], end / step));
        }
        along += step;
    }
    part
}

/// Whether a text from one point to another would stand on its head; names near the vertical are read upwards.
fn reads_backwards(from: Page, to: Page) -> bool {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    if dx.abs() < 0.15 * dy.abs() { dy > 0.0 } else { dx < 0.0 }
}

fn setting(input: &MapInput<'_>, label: &PhysicalLabel, name: &str) -> (String, TextStyle, Color) {
    let theme = input.theme;
    let style = |face, size| input.style(face, size);
    let short = name.split(['(', '（']).next().map_or(name, str::trim);
    match label.kind {
        LabelKind::Polity if label.is_small && input.sheet().map.width() < NARROW => {
            (short.to_uppercase(), style(Face::Serif, 10.0).spaced(1.0), theme.region_text)
        }
        LabelKind::Polity if label.is_small => (short.to_uppercase(), style(Face::Serif, 11.0).spaced(2.0), theme.region_text),
        LabelKind::Polity if input.sheet().map.width() < NARROW => {
            (short.to_uppercase(), style(Face::Serif, 11.5).spaced(1.8), theme.region_text)
        }
        LabelKind::Polity => (short.to_uppercase(), style(Face::Serif, 15.0).spaced(5.0), theme.region_text),
        LabelKind::Sea if label.level <= 1 => (name.to_owned(), style(Face::SerifItalic, 14.0).spaced(1.5), theme.water_text),
        LabelKind::Sea | LabelKind::Lake | LabelKind::River => {
            (short.to_owned(), style(Face::SerifItalic, 11.0).spaced(0.4), theme.water_text)
        }
        LabelKind::Range => (short.to_owned(), style(Face::Italic, 11.0).spaced(2.2), theme.region_text),
        LabelKind::Peak => (short.to_owned(), style(Face::Italic, 10.0), theme.region_text),
        LabelKind::Region | LabelKind::Island => (short.to_owned(), style(Face::Italic, 11.0).spaced(1.4), theme.region_text),
    }
}

/// An angle between −90° and 90°, so that no name stands on its head.
fn upright(angle: f64) -> f64 {
    let turned = (angle + 90.0).rem_euclid(180.0) - 90.0;
    if turned.abs() > 80.0 { turned.abs() } else { turned }
}

/// Nothing: names explain themselves.
pub fn legend(_: &MapInput<'_>) -> Vec<LegendEntry> {
    legend::nothing()
}

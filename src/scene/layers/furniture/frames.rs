//! Smaller maps: the overview with the box of the view, and frames for parts of the theatre that the map does not show.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::land;
use super::{MARGIN, corners, plate::heading, text};
use crate::campaign::{EventIdx, SideFrame};
use crate::cartography::{Page, PageRect, PageSize, PlaneRect, ScaleBand, View};
use crate::scene::{
    self, Align, AreaShape, Canvas, Furniture, Hit, Inset, LabelSlots, LineShape, MapInput, Mark, Scene, SceneLayer, Stroke,
};

/// Size of the overview and of a side frame on the map, points; on a small map they are smaller.
const OVERVIEW: (f64, f64) = (180.0, 130.0);
const SIDE_FRAME: (f64, f64) = (184.0, 200.0);
/// The overview shows the theatre and so much around it, as a share of its sides.
const AROUND: f64 = 0.34;
/// Height of the title of a frame, points.
const TITLE: f64 = 15.0;
/// A map smaller than this has no overview on it, and one smaller than that no side frames: they would cover the
/// campaign itself. Points.
const OVERVIEW_NEEDS: (f64, f64) = (720.0, 420.0);
const SIDE_FRAMES_NEED: (f64, f64) = (900.0, 520.0);

/// The overview at the top right of the map.
pub fn overview_on_map(input: &MapInput<'_>, canvas: &mut Canvas) -> Option<(PageRect, View)> {
    let map = input.sheet().map;
    has_room(&map, OVERVIEW_NEEDS).then(|| {
        let (width, height) = sized(OVERVIEW, &map);
        let corner = Page::new(map.max.x - MARGIN - width, map.min.y + MARGIN);
        overview(input, PageRect::at(corner, width, height), canvas)
    })
}

fn sized((width, height): (f64, f64), map: &PageRect) -> (f64, f64) {
    let share = (map.width() / 1100.0).clamp(0.72, 1.0);
    (width * share, height * share)
}

fn has_room(map: &PageRect, needed: (f64, f64)) -> bool {
    map.width() >= needed.0 && map.height() >= needed.1
}

/// Side frames at the right edge of the map, where they cover least of the campaign.
pub fn side_frames_on_map(input: &MapInput<'_>, overview: Option<PageRect>, canvas: &mut Canvas) {
    for (number, spot) in input.memory.side_frame_spots(input, overview, || spots(input, overview)).iter() {
        side_frame(input, &input.campaign.frames[*number], *spot, canvas);
    }
}

/// The frames that the map does not show, by number, with a place for each.
fn spots(input: &MapInput<'_>, overview: Option<PageRect>) -> Vec<(usize, PageRect)> {
    let map = input.sheet().map;
    let (width, height) = sized(SIDE_FRAME, &map);
    let mut taken: Vec<PageRect> = overview.into_iter().collect();
    let mut found = Vec::new();
    for (number, _) in missing(input).filter(|_| has_room(&map, SIDE_FRAMES_NEED)) {
        let spots = (0..=8).map(|k| {
            let share = f64::from(k) / 8.0;
            let top = map.min.y + MARGIN + share * (map.height() - 2.0 * MARGIN - height - 26.0);
            PageRect::at(Page::new(map.max.x - MARGIN - width, top), width, height)
        });
        let free = spots.filter(|spot| !taken.iter().any(|other| other.grown(8.0).overlaps(spot)));
        let covered = |spot: &PageRect| {
            let places = input.campaign.places.iter().filter(|place| spot.contains(input.page(place.position.into())));
            places.map(|place| 4 - u32::from(place.importance.min(3))).sum::<u32>()
        };
        if let Some(spot) = free.min_by_key(covered) {
            taken.push(spot);
            found.push((number, spot));
        }
    }
    found
}

/// Overview and side frames next to each other.
pub fn row(input: &MapInput<'_>, rect: PageRect, canvas: &mut Canvas) -> (PageRect, View) {
    let frames: Vec<&SideFrame> = missing(input).take(1).map(|(_, frame)| frame).collect();
    let gap = 10.0;
    let width = (rect.width() - gap * frames.len() as f64) / (frames.len() as f64 + 1.0);
    let mut x = rect.min.x + width + gap;
    for frame in frames {
        side_frame(input, frame, PageRect::at(Page::new(x, rect.min.y), width, rect.height()), canvas);
        x += width + gap;
    }
    overview(input, PageRect::at(rect.min, width.min(rect.height() * 1.5), rect.height()), canvas)
}

/// The frames of which the map does not show all, while it shows the theatre, with their numbers.
fn missing<'a>(input: &MapInput<'a>) -> impl Iterator<Item = (usize, &'a SideFrame)> {
    let (sheet, view, projection) = (input.sheet(), input.view, &input.basemap.projection);
    let (a, b) = (view.plane_from_page(sheet.map.min), view.plane_from_page(sheet.map.max));
    let shown = PlaneRect::around([&a, &b]);
    let is_theatre = view.band() == ScaleBand::Theatre;
    input.campaign.frames.iter().enumerate().filter(move |(_, frame)| {
        let wanted = area(projection, frame);
        let inner = PlaneRect::around([&wanted.min.lerp(wanted.max, 0.08), &wanted.min.lerp(wanted.max, 0.92)]);
        is_theatre && !(shown.contains(inner.min) && shown.contains(inner.max))
    })
}

fn area(projection: &crate::cartography::Projection, frame: &SideFrame) -> PlaneRect {
    let extent = frame.extent;
    PlaneRect::of_degrees(projection, extent.west, extent.south, extent.east, extent.north)
}

/// The overview: land and sides, with the box of the view.
fn overview(input: &MapInput<'_>, rect: PageRect, canvas: &mut Canvas) -> (PageRect, View) {
    let theatre = input.memory.theatre(input);
    let (dx, dy) = ((theatre.max.x - theatre.min.x) * AROUND, (theatre.max.y - theatre.min.y) * AROUND);
    let around = PlaneRect {
        min: crate::cartography::Plane { x: theatre.min.x - dx, y: theatre.min.y - dy },
        max: crate::cartography::Plane { x: theatre.max.x + dx, y: theatre.max.y + dy },
    };
    let size = PageSize { width: rect.width(), height: rect.height() };
    let view = View::fitting(around, size);
    let inset = input.memory.overview(rect, input, || Inset { rect, scene: still_overview(input, view) });
    canvas.apart(Mark::Inset(inset));
    let sheet = input.sheet();
    let corner = |page: Page| {
        let at = view.page_from_plane(input.view.plane_from_page(page));
        Page::new(
            (rect.min.x + at.x).clamp(rect.min.x + 1.0, rect.max.x - 1.0),
            (rect.min.y + at.y).clamp(rect.min.y + 1.0, rect.max.y - 1.0),
        )
    };
    let mut seen = PageRect { min: corner(sheet.map.min), max: corner(sheet.map.max) };
    if seen.width() < 6.0 || seen.height() < 6.0 {
        seen = PageRect::around(seen.center(), seen.width().max(6.0), seen.height().max(6.0));
    }
    canvas.line(LineShape::Closed(corners(&seen)), Stroke::solid(3.4, input.theme.paper.faded(0.85)));
    canvas.line(LineShape::Closed(corners(&seen)), Stroke::solid(1.4, input.theme.ink));
    frame_line(input, rect, canvas);
    (rect, view)
}

fn frame_line(input: &MapInput<'_>, rect: PageRect, canvas: &mut Canvas) {
    canvas.line(LineShape::Closed(corners(&rect)), Stroke::solid(0.9, input.theme.ink.faded(0.8)));
    canvas.obstacles.push(rect.grown(2.0));
}

/// Land in the tints of the camps that hold it at the start.
fn still_overview(input: &MapInput<'_>, view: View) -> Scene {
    let (theme, campaign) = (input.theme, input.campaign);
    let mut canvas = Canvas::default();
    for polity in &input.basemap.coarse.polities {
        let holds = |ids: &[String]| ids.contains(&polity.id);
        let tint = if holds(&campaign.attacker_polities) {
            theme.attacker.fill.faded(0.8).over(theme.land)
        } else if holds(&campaign.defender_polities) {
            theme.defender.fill.faded(0.8).over(theme.land)
        } else {
            theme.land
        };
        canvas.area(AreaShape::Plane(Arc::clone(&polity.area)), if input.is_visible("polities") { tint } else { theme.land });
    }
    canvas.line(LineShape::Plane(Arc::clone(&input.basemap.coarse.coast)), Stroke::solid(0.6, theme.coast));
    land::frame(input.basemap, theme, &mut canvas);
    let layers = vec![SceneLayer { id: "overview", parts: vec![Arc::new(canvas.marks)] }];
    Scene { view, background: theme.water, layers, hits: Vec::new(), slots: LabelSlots::new(), overview: None }
}

/// A part of the theatre in a frame of its own, drawn as the map is, with its title.
fn side_frame(input: &MapInput<'_>, frame: &SideFrame, rect: PageRect, canvas: &mut Canvas) {
    let wanted = area(&input.basemap.projection, frame);
    let whole = rect;
    let rect = PageRect { min: whole.min.offset(0.0, TITLE), max: whole.max };
    let view = View::fitting(wanted, PageSize { width: rect.width(), height: rect.height() });
    let part = input.memory.part_of_theatre(input, view);
    let at = part.instant(input.situation.instant, view.metres_per_point);
    let lies_here = |event: &EventIdx| {
        let place = input.campaign.event(*event).position;
        place.is_some_and(|place| wanted.contains(input.basemap.projection.plane_from_geo(place.into())))
    };
    let flashes: Vec<_> = input.flashes.iter().filter(|(event, _)| lies_here(event)).copied().collect();
    let inset = input.memory.side_frame(input, (rect, at), flashes.clone(), || {
        let mut hidden: BTreeSet<String> = input.hidden.clone();
        hidden.extend(["relief", "graticule"].map(str::to_owned));
        let scene = scene::build(&MapInput {
            view,
            situation: &part.situation(input.campaign, at),
            hidden: &hidden,
            slots: &LabelSlots::new(),
            changed: &[],
            flashes: &flashes,
            memory: input.memory.of_frame(),
            furniture: Furniture::None,
            ..*input
        });
        Inset { rect, scene }
    });
    let scene = &inset.scene;
    let seen = PageRect::of(view.size);
    let moved = |hit: &Hit| {
        let at = |page: Page| page.offset(rect.min.x, rect.min.y);
        Hit { rect: PageRect { min: at(hit.rect.min), max: at(hit.rect.max) }, ..hit.clone() }
    };
    canvas.hits.extend(scene.hits.iter().filter(|hit| seen.contains(hit.rect.center())).map(moved));
    canvas.apart(Mark::Inset(Arc::clone(&inset)));
    let title = PageRect::at(whole.min, whole.width(), TITLE);
    canvas.area(AreaShape::Convex(corners(&title)), input.theme.paper);
    let words = frame.names.or_english(input.language);
    let style = input.style(heading().face, 9.5);
    text(canvas, title.min.offset(5.0, 11.0), Align::Start, words, style, input.theme.ink);
    frame_line(input, whole, canvas);
}

//! The page of a still: the map in a neatline, and a column of paper with title, legend, overview, scale and sources.

use super::legend_box::LegendBox;
use super::{Line, MARGIN, corners, credit_line, facts, frames, permalink, scale_bar, set};
use crate::cartography::{Page, PageRect, View};
use crate::scene::layers::graticule;
use crate::scene::{Align, AreaShape, Canvas, Face, LineShape, MapInput, Stroke, TextStyle};

/// Height of the smaller maps in the column, points; on a high page more.
const FRAME_HEIGHT: (f64, f64) = (138.0, 186.0);
/// A page lower than this has its smaller maps on the map, points.
const LOW: f64 = 860.0;
/// A page higher than this has room for larger ones, points.
const HIGH: f64 = 1000.0;

/// Draws the page around the map. Gives back the overview.
pub fn draw(input: &MapInput<'_>, column: PageRect, canvas: &mut Canvas) -> Option<(PageRect, View)> {
    let (page, map) = (input.view.page(), input.sheet().map);
    for margin in margins(&page, &map) {
        canvas.area(AreaShape::Convex(corners(&margin)), input.theme.paper);
        canvas.obstacles.push(margin);
    }
    canvas.line(LineShape::Closed(corners(&map)), Stroke::solid(1.2, input.theme.ink));
    canvas.line(LineShape::Closed(corners(&map.grown(-3.0))), Stroke::solid(0.4, input.theme.ink.faded(0.6)));
    graticule::labels_in_margin(input, canvas);
    link(input, canvas);
    let (left, width) = (column.min.x + MARGIN, column.width() - MARGIN);
    let rule = |y: f64, canvas: &mut Canvas| {
        canvas.line(LineShape::Open(vec![Page::new(left, y), Page::new(left + width, y)]), Stroke::solid(0.6, input.theme.ink.faded(0.5)));
    };
    let mut top = set(&facts::title(input), Page::new(left, MARGIN - 4.0), width, canvas) + 8.0;
    rule(top, canvas);
    top = set(&facts::clock(input), Page::new(left, top + 2.0), width, canvas);
    top = set(&facts::reading(input), Page::new(left, top), width, canvas);
    let mut bottom = sources(input, Page::new(left, page.max.y - MARGIN), width, canvas) - 8.0;
    bottom = scale_bar::draw(input, Page::new(left, bottom), canvas).min.y;
    let overview = if page.height() < LOW {
        let overview = frames::overview_on_map(input, canvas);
        frames::side_frames_on_map(input, overview.map(|(rect, _)| rect), canvas);
        overview
    } else {
        let height = if page.height() < HIGH { FRAME_HEIGHT.0 } else { FRAME_HEIGHT.1 };
        bottom -= height + 6.0;
        Some(frames::row(input, PageRect::at(Page::new(left, bottom), width, height), canvas))
    };
    let legend = LegendBox::of(input);
    let state = state_that_leaves_room(input, &legend, (width, bottom - top - 25.0));
    top = set(&state, Page::new(left, top + 3.0), width, canvas) + 8.0;
    rule(top, canvas);
    legend.draw(input, PageRect { min: Page::new(left, top + 6.0), max: Page::new(left + width, bottom - 8.0) }, canvas);
    overview
}

/// The lines on the state of the campaign, fewer where the legend needs their room: a sign that is not explained is worse
/// than a figure that is not given.
fn state_that_leaves_room(input: &MapInput<'_>, legend: &LegendBox, (width, height): (f64, f64)) -> Vec<Line> {
    let mut lines = facts::state(input);
    let tall = |line: &Line| super::broken_at_items(&line.0, &line.1, width).len() as f64 * line.1.size * super::LEADING;
    while !lines.is_empty() && !legend.fits(width, height - lines.iter().map(tall).sum::<f64>()) {
        lines.pop();
    }
    lines
}

/// The paper left of, over, right of and under the map.
fn margins(page: &PageRect, map: &PageRect) -> [PageRect; 4] {
    [
        PageRect { min: page.min, max: Page::new(map.min.x, page.max.y) },
        PageRect { min: Page::new(map.min.x, page.min.y), max: Page::new(page.max.x, map.min.y) },
        PageRect { min: Page::new(map.max.x, map.min.y), max: page.max },
        PageRect { min: Page::new(map.min.x, map.max.y), max: Page::new(map.max.x, page.max.y) },
    ]
}

/// Sources and credits, their last line at the bottom. Gives back their top.
fn sources(input: &MapInput<'_>, bottom_left: Page, width: f64, canvas: &mut Canvas) -> f64 {
    let style = super::small();
    let lines = super::broken(&credit_line(input), &style, width);
    let top = bottom_left.y - lines.len() as f64 * style.size * super::LEADING;
    let lines: Vec<Line> = lines.into_iter().map(|line| (line, style, input.theme.faint_ink)).collect();
    set(&lines, Page::new(bottom_left.x, top), f64::INFINITY, canvas);
    top
}

/// The permanent link in the margin under the map, smaller where it is long.
fn link(input: &MapInput<'_>, canvas: &mut Canvas) {
    let (map, style, link) = (input.sheet().map, super::small(), permalink::text(input));
    let share = (map.width() / style.width(&link)).min(1.0);
    let at = Page::new(map.max.x, input.view.page().max.y - 7.0);
    super::text(canvas, at, Align::End, &link, TextStyle { size: style.size * share, ..style }, input.theme.faint_ink);
}

/// The face of headings in the column.
pub fn heading() -> TextStyle {
    TextStyle::new(Face::Bold, 10.0).spaced(0.6)
}

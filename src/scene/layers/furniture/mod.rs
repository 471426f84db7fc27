//! Furniture: clock block, scale bar, credits, overview and side frames; on stills a column with title and legend too,
//! so that a still is understood when found alone.

mod facts;
mod frames;
mod legend_box;
mod permalink;
mod plate;
mod scale_bar;

pub use scale_bar::grouped;

use facts::Line;

use crate::cartography::{Page, PageRect, View};
use crate::scene::{Align, AreaShape, Canvas, Color, Face, Furniture, LineShape, MapInput, Stroke, TextMark, TextStyle};

/// Distance of furniture from the edges of the page, points.
const MARGIN: f64 = 18.0;
/// Height of a line of text to its size.
const LEADING: f64 = 1.28;

/// Draws the furniture. Gives back the overview's frame and what part of the plane it shows.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) -> Option<(PageRect, View)> {
    match (input.furniture, input.sheet().column) {
        (Furniture::None, _) => None,
        (_, Some(column)) => plate::draw(input, column, canvas),
        (Furniture::Window | Furniture::Still, None) => on_the_map(input, canvas),
    }
}

/// Furniture that lies on the map: in the window, and on stills too small for a column, which have title and date in a
/// head.
fn on_the_map(input: &MapInput<'_>, canvas: &mut Canvas) -> Option<(PageRect, View)> {
    if let Some(rect) = input.sheet().head {
        head(input, rect, canvas);
    } else {
        let mut lines = facts::clock(input);
        lines.extend(facts::reading(input));
        lines.extend(facts::state(input));
        card(input, &lines, canvas);
    }
    let bar = scale_bar::draw(input, Page::new(MARGIN + 2.0, input.view.size.height - MARGIN), canvas);
    credits(input, bar.max.x, canvas);
    let overview = frames::overview_on_map(input, canvas);
    frames::side_frames_on_map(input, overview.map(|(rect, _)| rect), canvas);
    overview
}

/// A sheet of paper with an edge.
fn paper(input: &MapInput<'_>, rect: PageRect, canvas: &mut Canvas) {
    let corners = corners(&rect);
    canvas.area(AreaShape::Convex(corners.clone()), input.theme.paper.faded(0.9));
    canvas.line(LineShape::Closed(corners), Stroke::solid(0.8, input.theme.graticule.faded(0.5)));
    canvas.obstacles.push(rect);
}

fn corners(rect: &PageRect) -> Vec<Page> {
    vec![rect.min, Page::new(rect.max.x, rect.min.y), rect.max, Page::new(rect.min.x, rect.max.y)]
}

fn text(canvas: &mut Canvas, at: Page, align: Align, words: &str, style: TextStyle, color: Color) {
    canvas.text(TextMark { at, align, text: words.to_owned(), style, color, halo: None, angle: 0.0 });
}

/// A band of paper over the map: the title at its left, the date at its right. A narrow one has the first line of each.
fn head(input: &MapInput<'_>, rect: PageRect, canvas: &mut Canvas) {
    canvas.area(AreaShape::Convex(corners(&rect)), input.theme.paper);
    let foot = vec![Page::new(rect.min.x, rect.max.y), rect.max];
    canvas.line(LineShape::Open(foot), Stroke::solid(1.2, input.theme.ink));
    canvas.obstacles.push(rect);
    let (mut left, mut right) = (facts::title(input), facts::clock(input));
    for (words, ..) in facts::reading(input) {
        right[1].0 = format!("{words} · {}", right[1].0);
    }
    let widest = |lines: &[Line]| lines.iter().map(|(words, style, _)| style.width(words)).fold(0.0, f64::max);
    let room = rect.width() - 3.0 * MARGIN;
    if widest(&left) + widest(&right) > room {
        left.truncate(1);
        right.truncate(1);
    }
    let share = (room / (widest(&left) + widest(&right)).max(1.0)).min(1.0);
    for (lines, x, align) in [(left, rect.min.x + MARGIN, Align::Start), (right, rect.max.x - MARGIN, Align::End)] {
        let last = lines.len() - 1;
        for (number, (words, style, color)) in lines.into_iter().enumerate() {
            let y = rect.center().y
                + if last == 0 {
                    style.size * 0.36
                } else if number == 0 {
                    2.0
                } else {
                    19.0
                };
            text(canvas, Page::new(x, y), align, &words, TextStyle { size: style.size * share, ..style }, color);
        }
    }
}

/// Lines on a card at the top left.
fn card(input: &MapInput<'_>, lines: &[Line], canvas: &mut Canvas) {
    let width = lines.iter().map(|(words, style, _)| style.width(words)).fold(0.0, f64::max) + 22.0;
    let height: f64 = lines.iter().map(|(_, style, _)| style.size * LEADING).sum::<f64>() + 12.0;
    let rect = PageRect::at(Page::new(MARGIN, MARGIN), width, height);
    paper(input, rect, canvas);
    set(lines, Page::new(rect.min.x + 11.0, rect.min.y + 5.0), f64::INFINITY, canvas);
}

/// Sets lines one under the other, broken where they are wider than `width`. Gives back where they end.
fn set(lines: &[Line], top_left: Page, width: f64, canvas: &mut Canvas) -> f64 {
    let mut y = top_left.y;
    for (words, style, color) in lines {
        for part in broken_at_items(words, style, width) {
            y += style.size * LEADING;
            text(canvas, Page::new(top_left.x, y - style.size * 0.24), Align::Start, &part, *style, *color);
        }
    }
    y
}

/// A text in lines no wider than `width`, broken at spaces.
fn broken(words: &str, style: &TextStyle, width: f64) -> Vec<String> {
    filled(words.split(' '), style, width)
}

/// A text of items with dots between them in lines no wider than `width`, its short items whole.
fn broken_at_items(words: &str, style: &TextStyle, width: f64) -> Vec<String> {
    let items = words.split_inclusive(" · ").map(|item| item.strip_suffix(' ').unwrap_or(item));
    let is_short = |item: &&str| style.width(item) <= width * SHORT_ITEM;
    let pieces = items.flat_map(|item| if is_short(&item) { vec![item] } else { item.split(' ').collect() });
    let lines = filled(pieces, style, width).into_iter();
    // The end of a line parts two items as well as a dot does.
    lines.map(|line| line.strip_suffix(" ·").map_or(line.clone(), str::to_owned)).collect()
}

/// Lines no wider than `width`, each with as many of the pieces as it holds.
fn filled<'a>(pieces: impl Iterator<Item = &'a str>, style: &TextStyle, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in pieces {
        match lines.last_mut() {
            Some(line) if style.width(line) + style.width(" ") + style.width(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// An item of a line no longer than this share of the width is not broken.
const SHORT_ITEM: f64 = 0.5;

fn credit_line(input: &MapInput<'_>) -> String {
    let words = input.campaign.credits.first().map_or("", String::as_str);
    let credit = if words.is_empty() { BASE_CREDIT.to_owned() } else { format!("{words} · {BASE_CREDIT}") };
    // A still found alone says what drew it, and from which data.
    match input.furniture {
        Furniture::Still => format!("{credit} · {PROGRAM}, data {:08x}", input.campaign.checksum),
        Furniture::Window | Furniture::None => credit,
    }
}

/// The credits at the bottom right: in one line where there is room right of the scale bar, else the shorter ones in as many
/// lines as they need.
fn credits(input: &MapInput<'_>, left: f64, canvas: &mut Canvas) {
    let line = credit_line(input);
    let style = small();
    let foot = Page::new(input.view.size.width - MARGIN, input.view.size.height - 20.0);
    let room = (foot.x - left - 8.0).max(NARROWEST_CREDITS);
    let mut lines = if style.width(&line) > room { broken(BASE_CREDIT, &style, room) } else { vec![line] };
    if input.furniture == Furniture::Still {
        let link = permalink::text(input);
        lines.extend((style.width(&link) <= room).then_some(link));
    }
    for (above, line) in lines.iter().rev().enumerate() {
        strip(input, foot.offset(0.0, -(above as f64) * (style.size + 4.0)), line, canvas);
    }
}

/// A line that ends at a point of the map, on a strip of paper that keeps it readable over symbols.
fn strip(input: &MapInput<'_>, at: Page, line: &str, canvas: &mut Canvas) {
    let style = small();
    let strip = PageRect { min: at.offset(-style.width(line) - 4.0, -style.size - 1.0), max: at.offset(4.0, 4.0) };
    canvas.area(AreaShape::Convex(corners(&strip)), input.theme.paper.faded(0.78));
    canvas.obstacles.push(strip);
    text(canvas, at, Align::End, line, style, input.theme.faint_ink);
}

/// How credits and links are set.
fn small() -> TextStyle {
    TextStyle::new(Face::Sans, 9.5)
}

/// Credits are broken into lines no narrower than this, points.
const NARROWEST_CREDITS: f64 = 90.0;

/// The program and its version.
const PROGRAM: &str = concat!("August Storm ", env!("CARGO_PKG_VERSION"));

/// Whose data lie under the campaign.
const BASE_CREDIT: &str = "Base map: Natural Earth; borders of 1945 after treaty lines";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_broken_at_spaces_and_keeps_its_words() {
        let style = TextStyle::new(Face::Sans, 10.0);
        let words = "Position not attested (broken frame)";
        let lines = broken(words, &style, 80.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| style.width(line) <= 80.0), "{lines:?}");
        assert_eq!(lines.join(" "), words);
    }

    #[test]
    fn a_short_item_of_a_line_is_not_broken() {
        let style = TextStyle::new(Face::Sans, 10.5);
        let words = "km to Changchun: Transbaikal 514 · 1st Far Eastern 459 · 2nd Far Eastern 695";
        let lines = broken_at_items(words, &style, 302.0);
        assert!(lines.iter().any(|line| line.contains("2nd Far Eastern 695")), "{lines:?}");
        assert_eq!(lines.join(" · "), words, "no line ends with a dot");
    }
}

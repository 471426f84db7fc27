//! The legend of a still: rows of just what can be seen, in groups, in as many columns as there is room for.

use super::plate::heading;
use super::{broken, text};
use crate::cartography::{Page, PageRect};
use crate::scene::legend::{self, Group};
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{Align, Canvas, Face, LegendEntry, MapInput, TextStyle};

/// Width of a sample, points.
const SAMPLE: f64 = 30.0;
/// Gap between sample and words, and between columns, points.
const GAP: f64 = 7.0;
/// Height of a row with one line of words, from airy to tight, points.
const PITCHES: [f64; 5] = [20.0, 18.5, 17.0, 15.5, 14.8];
/// Distance of the lines of one row, points.
const LINE: f64 = 10.8;
/// Height of the heading of a group, points.
const HEADING: f64 = 19.0;
/// Columns narrower than this hold no words, points.
const NARROWEST: f64 = 118.0;

/// What stands in a column.
enum Cell<'a> {
    Heading(&'static str),
    Row(&'a LegendEntry, Vec<String>),
}

impl Cell<'_> {
    fn height(&self, pitch: f64) -> f64 {
        match self {
            Self::Heading(_) => HEADING,
            Self::Row(_, lines) => pitch + (lines.len() as f64 - 1.0) * LINE,
        }
    }
}

/// The rows of a legend.
pub struct LegendBox(Vec<LegendEntry>);

impl LegendBox {
    /// The rows of just what can be seen.
    pub fn of(input: &MapInput<'_>) -> Self {
        let mut rows: Vec<LegendEntry> = legend::rows(input).into_iter().flat_map(|(_, rows)| rows).collect();
        rows.extend(legend::doubt_rows(input));
        rows.extend(legend::time_rows(input));
        Self(rows)
    }

    /// Whether all rows find room in a width and a height, if only when set tightly.
    pub fn fits(&self, width: f64, height: f64) -> bool {
        let columns = Columns::of(width);
        columns.loosest(&self.cells(&columns, true), height).is_some()
    }

    /// Draws the legend into a rectangle. Where not all finds room even when set tightly, what is shown for how long is
    /// left out first, then the last rows.
    pub fn draw(&self, input: &MapInput<'_>, rect: PageRect, canvas: &mut Canvas) {
        let columns = Columns::of(rect.width());
        let with_time = self.fits(rect.width(), rect.height());
        let cells = self.cells(&columns, with_time);
        let pitch = columns.loosest(&cells, rect.height()).unwrap_or(PITCHES[PITCHES.len() - 1]);
        let total: f64 = cells.iter().map(|cell| cell.height(pitch)).sum();
        // Columns of about equal height look calm; they need a little slack, since cells are not cut.
        let even = (total / columns.count + 24.0).max(60.0).min(rect.height());
        let height = if columns.hold(&cells, pitch, even) { even } else { rect.height() };
        let places = flow(&cells, pitch, height);
        for (cell, (column, y)) in cells.iter().zip(places).filter(|(_, (column, _))| (*column as f64) < columns.count) {
            let at = Page::new(rect.min.x + column as f64 * (columns.width + GAP), rect.min.y + y);
            draw_cell(input, cell, at, (pitch, style()), canvas);
        }
    }

    fn cells(&self, columns: &Columns, with_time: bool) -> Vec<Cell<'_>> {
        let rows = self.0.iter().filter(|row| with_time || row.group != Group::Time);
        cells(&rows.collect::<Vec<_>>(), &style(), columns.width - SAMPLE - GAP)
    }
}

/// How words are set.
fn style() -> TextStyle {
    TextStyle::new(Face::Sans, 9.5)
}

/// Columns of a legend: how many, and how wide each.
struct Columns {
    count: f64,
    width: f64,
}

impl Columns {
    fn of(width: f64) -> Self {
        let count = ((width + GAP) / (NARROWEST + GAP)).floor().clamp(1.0, 2.0);
        Self { count, width: (width - GAP * (count - 1.0)) / count }
    }

    /// The airiest pitch at which cells find room in a height.
    fn loosest(&self, cells: &[Cell<'_>], height: f64) -> Option<f64> {
        PITCHES.into_iter().find(|pitch| self.hold(cells, *pitch, height))
    }

    /// Whether cells find room at a pitch in a height.
    fn hold(&self, cells: &[Cell<'_>], pitch: f64, height: f64) -> bool {
        flow(cells, pitch, height).last().is_none_or(|last| (last.0 as f64) < self.count)
    }
}

fn cells<'a>(rows: &[&'a LegendEntry], style: &TextStyle, width: f64) -> Vec<Cell<'a>> {
    let mut cells = Vec::new();
    for (group, title) in Group::ALL {
        let of_group: Vec<&LegendEntry> = rows.iter().copied().filter(|row| row.group == group).collect();
        if !of_group.is_empty() {
            cells.push(Cell::Heading(title));
        }
        cells.extend(of_group.into_iter().map(|row| {
            let room = if row.is_note { width + SAMPLE + GAP } else { width };
            Cell::Row(row, broken(&row.title, style, room))
        }));
    }
    cells
}

/// The column of each cell and how far down it stands there. A heading stays with its first row.
fn flow(cells: &[Cell<'_>], pitch: f64, height: f64) -> Vec<(usize, f64)> {
    let (mut column, mut y) = (0, 0.0);
    cells
        .iter()
        .enumerate()
        .map(|(k, cell)| {
            let with_next = match (cell, cells.get(k + 1)) {
                (Cell::Heading(_), Some(next)) => next.height(pitch),
                _ => 0.0,
            };
            if y > 0.0 && y + cell.height(pitch) + with_next > height {
                (column, y) = (column + 1, 0.0);
            }
            let place = (column, y);
            y += cell.height(pitch);
            place
        })
        .collect()
}

fn draw_cell(input: &MapInput<'_>, cell: &Cell<'_>, at: Page, (pitch, style): (f64, TextStyle), canvas: &mut Canvas) {
    match cell {
        Cell::Heading(title) => text(canvas, at.offset(0.0, HEADING - 6.0), Align::Start, title, heading(), input.theme.faint_ink),
        Cell::Row(row, lines) => {
            let height = cell.height(pitch);
            row.draw(PageRect::at(at, SAMPLE, height), input.theme, canvas);
            let first = at.y + (height - (lines.len() as f64 - 1.0) * LINE) / 2.0 + style.size * CAP_HEIGHT / 2.0;
            for (k, line) in lines.iter().enumerate() {
                let indent = if row.is_note { 0.0 } else { SAMPLE + GAP };
                let at = Page::new(at.x + indent, first + k as f64 * LINE);
                text(canvas, at, Align::Start, line, style, input.theme.ink);
            }
        }
    }
}

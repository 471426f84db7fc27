//! The bands between scale and lanes: chapters, how thick events lie by front, and how well each hour is attested.

use egui::{Align2, Color32, FontId, Painter, Rect, Shape, Stroke, pos2};

use super::layout::Layout;
use crate::campaign::{Chapter, HOUR, Instant};
use crate::ui::PanelInput;
use crate::ui::style::ui_color;

/// The type of chapter titles and of names at the left, points.
const TYPE: f32 = 10.5;

/// Width of a column of the density, points.
const COLUMN: f32 = 4.0;

/// Draws all bands with their names.
pub fn draw(painter: &Painter, input: &PanelInput<'_>, layout: &Layout) {
    chapters(painter, input, layout);
    density(painter, input, layout);
    if let Some(band) = layout.evidence {
        evidence(painter, input, layout, band);
    }
    names(painter, input, layout);
}

fn names(painter: &Painter, input: &PanelInput<'_>, layout: &Layout) {
    let color = ui_color(input.session.map_theme().faint_ink);
    let name = |rect: Rect, words: &str| {
        let at = pos2(layout.before.rect.min.x - 6.0, rect.center().y);
        painter.text(at, Align2::RIGHT_CENTER, words, FontId::proportional(TYPE), color);
    };
    layout.chapters.into_iter().for_each(|rect| name(rect, "Chapters"));
    name(layout.density, "Events");
    layout.lanes().for_each(|(_, title, rect)| name(rect, title));
    layout.evidence.into_iter().for_each(|rect| name(rect, "Evidence"));
}

/// The chapters on the ruler in the order of their hours: each to the next one's.
pub fn chapter_spans<'a>(input: &PanelInput<'a>) -> Vec<(&'a Chapter, Instant, Instant)> {
    let period = input.campaign.period;
    let mut inside: Vec<&Chapter> = input.campaign.chapters.iter().filter(|chapter| period.contains(chapter.at)).collect();
    inside.sort_by_key(|chapter| chapter.at);
    let ends: Vec<Instant> = inside.iter().skip(1).map(|next| next.at).chain([period.end]).collect();
    inside.into_iter().zip(ends).map(|(chapter, end)| (chapter, chapter.at, end)).collect()
}

fn chapters(painter: &Painter, input: &PanelInput<'_>, layout: &Layout) {
    let Some(band) = layout.chapters else { return };
    let painter = painter.with_clip_rect(band);
    let theme = input.session.map_theme();
    for (number, (chapter, start, end)) in chapter_spans(input).into_iter().enumerate() {
        let rect = Rect::from_x_y_ranges(layout.x(start)..=layout.x(end), band.y_range()).intersect(band);
        if rect.width() < 1.0 {
            continue;
        }
        let now = input.session.clock.now();
        let share = if start <= now && now < end { 0.2 } else { 0.07 + 0.05 * (number % 2) as f64 };
        painter.rect_filled(rect, 0.0, ui_color(theme.ink.faded(share)));
        painter.vline(rect.min.x + 0.5, band.y_range(), Stroke::new(1.0, ui_color(theme.ink.faded(0.4))));
        if let Some(galley) = fitting(&painter, &chapter.title, rect.width() - 7.0, ui_color(theme.ink)) {
            let at = pos2(rect.min.x + 4.0, rect.center().y - galley.size().y / 2.0);
            painter.galley(at, galley, ui_color(theme.ink));
        }
    }
}

/// Words on one line, cut with an ellipsis where they do not fit; nothing where not even a few letters do.
pub fn fitting(painter: &Painter, words: &str, width: f32, color: Color32) -> Option<std::sync::Arc<egui::Galley>> {
    if width < 18.0 {
        return None;
    }
    let mut job = egui::text::LayoutJob::simple_singleline(words.to_owned(), FontId::proportional(TYPE), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    Some(painter.layout_job(job))
}

/// The colors of the fronts, and last of all that is of no front.
pub fn front_colors(input: &PanelInput<'_>, count: usize) -> Vec<Color32> {
    let theme = input.session.map_theme();
    let mut colors: Vec<Color32> =
        (0..count).map(|number| ui_color(theme.attacker.line.faded([1.0, 0.66, 0.42, 0.26][number.min(3)]).over(theme.land))).collect();
    colors.push(ui_color(theme.ink.faded(0.28).over(theme.land)));
    colors
}

/// What the colors of the density mean: each front from bottom to top, and last all that is of no front.
pub fn front_rows(input: &PanelInput<'_>) -> Vec<(Color32, String)> {
    let fronts = &input.session.density.fronts;
    let named = fronts.iter().map(|front| input.campaign.fronts[front.0].names.or_english(input.session.language).to_owned());
    front_colors(input, fronts.len()).into_iter().zip(named.chain(["Of no one front".to_owned()])).collect()
}

/// The sign of an hour that rests on an attestation, or of one that does not.
pub fn evidence_sample(painter: &Painter, input: &PanelInput<'_>, rect: Rect, is_attested: bool) {
    let theme = input.session.map_theme();
    if is_attested {
        painter.rect_filled(rect.shrink2(egui::vec2(0.0, 1.0)), 0.0, ui_color(theme.ink.faded(0.72)));
    } else {
        hatch(painter, rect, Stroke::new(0.8, ui_color(theme.ink.faded(0.4))));
    }
}

fn density(painter: &Painter, input: &PanelInput<'_>, layout: &Layout) {
    let density = &input.session.density;
    let colors = front_colors(input, density.fronts.len());
    let band = layout.density.shrink2(egui::vec2(0.0, 1.0));
    // One column a few points wide, however near the ruler is; and no more of them than hours, since events are spread over
    // several: more would show nothing.
    let hours = layout.axis.span.seconds / HOUR as f64;
    let columns = f64::from(band.width() / COLUMN).min(hours).ceil().max(1.0) as usize;
    let values = |column: usize| -> Vec<f64> {
        let x = f64::from(band.min.x) + f64::from(band.width()) * column as f64 / columns as f64;
        let hour = layout.axis.time_from_x(x) / HOUR as f64 - 0.5;
        let at = |hour: f64| &density.hours[(hour.max(0.0) as usize).min(density.hours.len() - 1)];
        let share = hour - hour.floor();
        at(hour.floor()).iter().zip(at(hour.floor() + 1.0)).map(|(a, b)| a * (1.0 - share) + b * share).collect()
    };
    let mut mesh = egui::Mesh::default();
    // A strip for each row: two corners a column, its foot and its head.
    let corners = 2 * colors.len() as u32;
    for column in 0..=columns {
        let x = band.min.x + band.width() * column as f32 / columns as f32;
        let y = |total: f64| band.max.y - band.height() * total as f32;
        let mut total = 0.0;
        for (value, color) in values(column).into_iter().zip(&colors) {
            let foot = mesh.vertices.len() as u32;
            mesh.colored_vertex(pos2(x, y(total)), *color);
            total += value;
            mesh.colored_vertex(pos2(x, y(total)), *color);
            if column > 0 {
                mesh.add_triangle(foot - corners, foot, foot + 1);
                mesh.add_triangle(foot - corners, foot + 1, foot + 1 - corners);
            }
        }
    }
    painter.add(Shape::mesh(mesh));
}

fn evidence(painter: &Painter, input: &PanelInput<'_>, layout: &Layout, band: Rect) {
    let attested = &input.session.density.attested;
    let start = input.campaign.period.start;
    let mut from = 0;
    while from < attested.len() {
        let to = (from..attested.len()).find(|hour| attested[*hour] != attested[from]).unwrap_or(attested.len());
        let at = |hour: usize| layout.x(start.plus(hour as i64 * HOUR));
        let rect = Rect::from_x_y_ranges(at(from)..=at(to), band.y_range()).intersect(band);
        if rect.width() > 0.0 {
            evidence_sample(painter, input, rect, attested[from]);
        }
        from = to;
    }
}

fn hatch(painter: &Painter, rect: Rect, stroke: Stroke) {
    let mut x = (rect.min.x / 4.0).floor() * 4.0 - rect.height();
    while x < rect.max.x {
        // From the foot up to the right, as far as it lies in the rectangle: a clip of its own would be a call to the card.
        let (from, to) = (x.max(rect.min.x), (x + rect.height()).min(rect.max.x));
        if to > from {
            painter.line_segment([pos2(from, rect.max.y - (from - x)), pos2(to, rect.max.y - (to - x))], stroke);
        }
        x += 4.0;
    }
}

//! Furniture: clock block, scale bar, credits; on stills title and legend too, so that a still is understood when found alone.

use crate::cartography::{Geo, Page, PageRect};
use crate::charts::closing;
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{Align, AreaShape, Canvas, Color, Face, Furniture, LineShape, MapInput, Stroke, TextMark, TextStyle, legend};

/// Distance of furniture from the edges of the page, points.
const MARGIN: f64 = 18.0;
/// Greatest length of the scale bar, points.
const SCALE_BAR: f64 = 180.0;
/// Kilometres in a mile.
const MILE: f64 = 1.609_344;
/// Height of a row of the legend, and width of its sample, points.
const ROW: f64 = 20.0;
const SAMPLE: f64 = 38.0;

/// Draws the furniture.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    if input.furniture == Furniture::None {
        return;
    }
    let clock_end = clock(input, canvas);
    let bar = scale_bar(input, canvas);
    credits(input, canvas);
    if input.furniture == Furniture::Still {
        legend_box(input, clock_end + 8.0, bar, canvas);
    }
}

fn paper(input: &MapInput<'_>, rect: PageRect, canvas: &mut Canvas) {
    let corners = vec![rect.min, Page::new(rect.max.x, rect.min.y), rect.max, Page::new(rect.min.x, rect.max.y)];
    canvas.area(AreaShape::Convex(corners.clone()), input.theme.paper.faded(0.9));
    canvas.line(LineShape::Closed(corners), Stroke::solid(0.8, input.theme.graticule.faded(0.5)));
    canvas.obstacles.push(rect);
}

fn text(canvas: &mut Canvas, at: Page, align: Align, words: &str, style: TextStyle, color: Color) {
    canvas.text(TextMark { at, align, text: words.to_owned(), style, color, halo: None, angle: 0.0 });
}

/// The clock block: the large date, the other clocks; on stills the title above. Gives back where it ends.
fn clock(input: &MapInput<'_>, canvas: &mut Canvas) -> f64 {
    let (calendar, instant) = (&input.campaign.calendar, input.situation.instant);
    let serif = |size| input.style(Face::Serif, size);
    let mut lines: Vec<(String, TextStyle, Color)> = Vec::new();
    if input.furniture == Furniture::Still {
        lines.push((input.campaign.title.or_english(input.language).to_owned(), serif(22.0), input.theme.ink));
        lines.push((input.campaign.subtitle.or_english(input.language).to_owned(), input.style(Face::Italic, 12.0), input.theme.faint_ink));
    }
    lines.push((format!("{} · {}", calendar.date(instant), calendar.hour(instant)), serif(19.0), input.theme.ink));
    let others: Vec<String> = calendar.other_clocks(instant).collect();
    let zone = format!("{} · {} · {}", calendar.day_label(instant), calendar.zone.label(), others.join(" · "));
    let small = TextStyle::new(Face::Sans, 11.0);
    lines.push((zone, small, input.theme.faint_ink));
    if input.view.size.height > 430.0 && input.view.size.width > 760.0 {
        lines.extend(state_of_the_campaign(input).into_iter().map(|words| (words, small, input.theme.ink)));
    }
    let width = lines.iter().map(|(words, style, _)| style.width(words)).fold(0.0, f64::max) + 22.0;
    let height: f64 = lines.iter().map(|(_, style, _)| style.size * 1.28).sum::<f64>() + 12.0;
    let rect = PageRect::at(Page::new(MARGIN, MARGIN), width, height);
    paper(input, rect, canvas);
    let mut y = rect.min.y + 5.0;
    for (words, style, color) in &lines {
        y += style.size * 1.28;
        text(canvas, Page::new(rect.min.x + 11.0, y - style.size * 0.24), Align::Start, words, *style, *color);
    }
    rect.max.y
}

/// Ground taken, formations in action, and how near each front has come to the objectives.
fn state_of_the_campaign(input: &MapInput<'_>) -> Vec<String> {
    let (campaign, instant) = (input.campaign, input.situation.instant);
    let mut lines = Vec::new();
    if let Some(ground) = input.ground {
        let areas = ground.field.areas();
        let taken = areas.taken_km2(instant);
        let main = campaign.defender_polities.first();
        let share =
            main.and_then(|id| Some((areas.share_of(id, instant)?, input.basemap.coarse.polities.iter().find(|polity| polity.id == *id)?)));
        let share =
            share.map(|(share, polity)| format!(", {:.0} % of {}", share * 100.0, polity.names.or_english("en"))).unwrap_or_default();
        let midnight = campaign.calendar.day_start(campaign.calendar.day_of(instant));
        lines.push(format!("Ground taken {} km²{share}", grouped(taken)));
        lines.push(format!("Today so far +{} km²", grouped((taken - areas.taken_km2(midnight)).max(0.0))));
    }
    let in_action = input.situation.formations.iter().filter(|state| state.is_in_action(campaign, instant)).count();
    lines.push(format!("{in_action} formations in action"));
    let closing = closing(campaign, input.situation);
    for objective in &campaign.objectives {
        let near: Vec<String> = closing
            .iter()
            .filter(|one| one.objective == *objective)
            .map(|one| format!("{} {}", short_front(campaign.fronts[one.front.0].names.english()), grouped(one.km)))
            .collect();
        if !near.is_empty() {
            let name = campaign.place(*objective).names.english();
            lines.push(format!("km to {}: {}", name.split(" (").next().unwrap_or(name), near.join(" · ")));
        }
    }
    lines
}

/// A front's name without the word: `Transbaikal`.
fn short_front(name: &str) -> &str {
    name.strip_suffix(" Front").unwrap_or(name)
}

/// The scale bar, in km above and miles below, right for the middle of the page. Gives back its top.
fn scale_bar(input: &MapInput<'_>, canvas: &mut Canvas) -> f64 {
    let (view, projection) = (&input.view, &input.basemap.projection);
    let middle: Geo = projection.geo_from_plane(view.center);
    let ground_metres_per_point = view.metres_per_point / projection.scale_factor(middle.lat);
    let (x, y) = (MARGIN + 2.0, view.size.height - MARGIN - 14.0);
    let bar = |unit_metres: f64| {
        let longest = SCALE_BAR * ground_metres_per_point / unit_metres;
        let length = round_down(longest);
        (length, length * unit_metres / ground_metres_per_point)
    };
    let (km, km_points) = bar(1000.0);
    let (miles, mile_points) = bar(1000.0 * MILE);
    let ink = input.theme.ink;
    let path = |points: Vec<Page>| LineShape::Open(points);
    for (color, width) in [(input.theme.halo, 4.0), (ink, 1.2)] {
        let stroke = Stroke::solid(width, color);
        canvas.line(path(vec![Page::new(x, y - 5.0), Page::new(x, y + 5.0)]), stroke);
        canvas.line(path(vec![Page::new(x, y), Page::new(x + km_points.max(mile_points), y)]), stroke);
        canvas.line(path(vec![Page::new(x + km_points, y - 5.0), Page::new(x + km_points, y)]), stroke);
        canvas.line(path(vec![Page::new(x + mile_points, y), Page::new(x + mile_points, y + 5.0)]), stroke);
    }
    let style = TextStyle::new(Face::Sans, 10.0);
    let halo = Some((input.theme.halo, 1.6));
    let mut label = |words: String, x: f64, y: f64| {
        canvas.text(TextMark { at: Page::new(x, y), align: Align::Start, text: words, style, color: ink, halo, angle: 0.0 });
    };
    label(format!("{} km", number(km)), x + km_points + 4.0, y - 1.0);
    label(format!("{} miles", number(miles)), x + mile_points + 4.0, y + 1.0 + 10.0 * CAP_HEIGHT + 1.0);
    label(format!("1:{}", grouped(view.denominator())), x, y - 9.0);
    canvas.obstacles.push(PageRect { min: Page::new(x, y - 20.0), max: Page::new(x + km_points.max(mile_points) + 60.0, y + 12.0) });
    y - 26.0
}

/// The largest of 1, 2, 5, 10, … that is not above `value`.
fn round_down(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(1e-9).log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|k| k * power).find(|length| *length <= value).unwrap_or(power)
}

fn number(value: f64) -> String {
    if value < 1.0 { format!("{value:.1}") } else { grouped(value) }
}

/// A whole number with thin groups of three: `4 200 000`, rounded to three figures above a thousand.
fn grouped(value: f64) -> String {
    let rounded = if value >= 1000.0 {
        let unit = 10_f64.powf(value.log10().floor() - 2.0);
        (value / unit).round() * unit
    } else {
        value.round()
    };
    let digits = format!("{rounded:.0}");
    let mut out = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k) % 3 == 0 {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}

fn credits(input: &MapInput<'_>, canvas: &mut Canvas) {
    let words = input.campaign.credits.first().map_or("", String::as_str);
    let line = if words.is_empty() { BASE_CREDIT.to_owned() } else { format!("{words} · {BASE_CREDIT}") };
    let style = TextStyle::new(Face::Sans, 9.5);
    let at = Page::new(input.view.size.width - MARGIN, input.view.size.height - 20.0);
    let halo = Some((input.theme.halo, 1.6));
    let room = input.view.size.width - SCALE_BAR * 2.0;
    let shown = if style.width(&line) > room { BASE_CREDIT.to_owned() } else { line };
    canvas.obstacles.push(PageRect { min: at.offset(-style.width(&shown), -style.size), max: at.offset(0.0, 3.0) });
    canvas.text(TextMark { at, align: Align::End, text: shown, style, color: input.theme.faint_ink, halo, angle: 0.0 });
}

/// Whose data lie under the campaign.
const BASE_CREDIT: &str = "Base map: Natural Earth; borders of 1945 after treaty lines";

/// The legend of what can be seen, at the left above the scale bar.
fn legend_box(input: &MapInput<'_>, top: f64, bottom: f64, canvas: &mut Canvas) {
    let rows: Vec<_> = legend::rows(input).into_iter().flat_map(|(_, rows)| rows).collect();
    // On a small page the legend leaves most of the ground to be seen; what stands first matters most.
    let most = if input.view.size.width > STILL_STRIP * 4.0 { f64::INFINITY } else { input.view.size.height * 0.45 };
    let fits = ((bottom - top - 34.0).min(most) / ROW).floor().max(1.0) as usize;
    let shown = &rows[..rows.len().min(fits)];
    let style = TextStyle::new(Face::Sans, 10.5);
    let width = shown.iter().map(|row| style.width(&row.title)).fold(0.0, f64::max) + SAMPLE + 30.0;
    let height = shown.len() as f64 * ROW + 28.0;
    let rect = PageRect::at(Page::new(MARGIN, bottom - height - 4.0), width, height);
    paper(input, rect, canvas);
    text(canvas, rect.min.offset(10.0, 17.0), Align::Start, "Legend", TextStyle::new(Face::Bold, 11.0), input.theme.ink);
    for (k, row) in shown.iter().enumerate() {
        let y = rect.min.y + 22.0 + k as f64 * ROW;
        row.draw(PageRect::at(Page::new(rect.min.x + 10.0, y), SAMPLE, ROW), input.theme, canvas);
        let baseline = y + ROW / 2.0 + style.size * CAP_HEIGHT / 2.0;
        text(canvas, Page::new(rect.min.x + SAMPLE + 20.0, baseline), Align::Start, &row.title, style, input.theme.ink);
    }
}

/// The width of the strip at the left that a still keeps for its furniture, points.
pub const STILL_STRIP: f64 = 300.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_bar_is_a_round_number_no_longer_than_its_room() {
        for (value, wanted) in [(437.0, 200.0), (500.0, 500.0), (0.37, 0.2), (1.0, 1.0), (999.0, 500.0)] {
            assert!((round_down(value) - wanted).abs() < 1e-9, "{value}");
        }
        assert_eq!(grouped(8_267_716.5), "8\u{2009}270\u{2009}000");
        assert_eq!(number(0.5), "0.5");
    }
}

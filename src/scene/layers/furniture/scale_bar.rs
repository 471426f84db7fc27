//! The scale bar.

use crate::cartography::{Geo, Page, PageRect};
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{Align, Canvas, Face, LineShape, MapInput, Stroke, TextMark, TextStyle};

/// Greatest length of the scale bar, points.
const SCALE_BAR: f64 = 180.0;
/// Kilometres in a mile.
const MILE: f64 = 1.609_344;

/// Draws the scale bar with its bottom left in a corner: km above and miles below, right for the middle of the map. Gives
/// back the part of the page it takes, with a little air above.
pub fn draw(input: &MapInput<'_>, corner: Page, canvas: &mut Canvas) -> PageRect {
    let (view, projection) = (&input.view, &input.basemap.projection);
    let middle: Geo = projection.geo_from_plane(view.plane_from_page(input.sheet().map.center()));
    let ground_metres_per_point = view.metres_per_point / projection.scale_factor(middle.lat);
    let (x, y) = (corner.x, corner.y - 14.0);
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
    label(format!("{} km", number(km)), x + km_points + 4.0, y - 3.5);
    label(format!("{} miles", number(miles)), x + mile_points + 4.0, y + 1.0 + 10.0 * CAP_HEIGHT + 1.0);
    label(format!("1:{}", grouped(view.denominator())), x, y - 9.0);
    let covered = PageRect { min: Page::new(x, y - 20.0), max: Page::new(x + km_points.max(mile_points) + 60.0, y + 12.0) };
    canvas.obstacles.push(covered);
    PageRect { min: covered.min.offset(0.0, -6.0), ..covered }
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
pub fn grouped(value: f64) -> String {
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

//! Day contours: how far the war had come by the end of each day, with the date set in the line.

use std::sync::Arc;

use crate::campaign::Instant;
use crate::cartography::{Page, PageRect, ScaleBand};
use crate::scene::labels::{LabelRequest, Spots};
use crate::scene::memory::window;
use crate::scene::{Canvas, Face, LegendEntry, LineShape, MapInput, Stroke, legend};
use crate::situation::{DayContour, GroundModel};

/// A run of a contour shorter than this carries no date, points.
const LONG_ENOUGH: f64 = 130.0;
/// Dates stand this far apart along a contour, points.
const APART: f64 = 400.0;
/// Dates of contours win against names of small places only.
const PRIORITY: u32 = 550;

/// Draws the contours of the days that are over.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let Some(ground) = input.ground else { return };
    let stroke = stroke(input);
    for contour in shown(input, &contours(input, ground)) {
        canvas.line(LineShape::Plane(Arc::clone(&contour.line)), stroke);
        let words = format!("by {}", input.campaign.calendar.short_date(contour.instant.plus(-1)));
        for run in contour.line.on_page(&input.view) {
            canvas.keep_names_off(input, &run);
            dates(input, &run, &words, canvas);
        }
    }
}

/// The contours of all days at the scale of the view.
fn contours(input: &MapInput<'_>, ground: &GroundModel) -> Arc<Vec<DayContour>> {
    ground.day_contours(input.campaign, window(&input.view), input.view.metres_per_point)
}

/// The contours of the days that are over, as many as suit the scale.
fn shown<'a>(input: &'a MapInput<'_>, contours: &'a [DayContour]) -> impl Iterator<Item = &'a DayContour> {
    let every = days_apart(input.band());
    let is_over = |instant: Instant| instant <= input.situation.instant;
    let suits_scale = move |instant: Instant| (input.campaign.calendar.day_of(instant.plus(-1)) + 1) % every == 0;
    contours.iter().filter(move |contour| is_over(contour.instant) && suits_scale(contour.instant))
}

/// How many days lie between two contours at a scale: from afar those of all days would cover the ground like the grain of
/// wood.
fn days_apart(band: ScaleBand) -> i64 {
    if band == ScaleBand::Theatre { 3 } else { 1 }
}

fn stroke(input: &MapInput<'_>) -> Stroke {
    Stroke::solid(0.8, input.theme.attacker.text.faded(0.38))
}

/// Sets the date into a run, in its middle or every so often.
fn dates(input: &MapInput<'_>, run: &[Page], words: &str, canvas: &mut Canvas) {
    let length: f64 = run.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    if length < LONG_ENOUGH {
        return;
    }
    let count = (length / APART).round().max(1.0);
    let style = input.style(Face::Italic, 9.5);
    let half = style.width(words) / 2.0;
    let mut k = 0.5;
    while k < count {
        let along = length * k / count;
        let (from, to) = (point_at(run, along - half), point_at(run, along + half));
        let mut angle = (to.y - from.y).atan2(to.x - from.x);
        if angle.abs() > std::f64::consts::FRAC_PI_2 {
            angle -= std::f64::consts::PI.copysign(angle);
        }
        canvas.labels.push(LabelRequest {
            priority: PRIORITY,
            key: None,
            beside: PageRect::around(from.lerp(to, 0.5), 0.0, 0.0),
            lines: [(words.to_owned(), style, input.theme.attacker.text)].into(),
            spots: Spots::Center(angle),
            halo: Some((input.theme.halo, 2.0)),
        });
        k += 1.0;
    }
}

fn point_at(run: &[Page], along: f64) -> Page {
    let mut rest = along.max(0.0);
    for pair in run.windows(2) {
        let length = pair[0].distance(pair[1]);
        if rest <= length && length > 0.0 {
            return pair[0].lerp(pair[1], rest / length);
        }
        rest -= length;
    }
    run.last().copied().unwrap_or_default()
}

/// What the lines mean.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let title = if days_apart(input.band()) == 1 { "Reached by the end of the day" } else { "Reached, every third day" };
    let is_on_map =
        input.ground.is_some_and(|ground| shown(input, &contours(input, ground)).any(|contour| contour.line.is_on_page(&input.view)));
    if is_on_map { vec![legend::line(title, stroke(input))] } else { Vec::new() }
}

//! Railways of 1945, a line with ticks: the more tracks, the closer; where one is cut, a gap with a cross.

use std::sync::Arc;

use crate::cartography::{Page, PageRect, Railway, ScaleBand};
use crate::scene::legend::Group;
use crate::scene::{Canvas, Color, Hit, LegendEntry, LineShape, MapInput, Stroke, Target, legend};
use crate::situation::{RailwayBreak, railway_breaks};

/// Length of a tick to either side, points.
const TICK: f64 = 2.0;

/// Half the gap where a line is cut, and half the cross in it, points.
const GAP: f64 = 6.5;
const CROSS: f64 = 3.6;

/// Draws railways.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let is_far = input.band() == ScaleBand::Theatre;
    let color = input.theme.railway.faded(if is_far { 0.6 } else { 0.8 });
    for railway in input.basemap.railways.iter().filter(|railway| !is_far || railway.tracks != "narrow") {
        canvas.line(LineShape::Plane(Arc::clone(&railway.line)), Stroke::solid(if is_far { 0.8 } else { 1.2 }, color));
        canvas.keep_names_off_ground(input, &railway.line);
        if !is_far {
            for tick in ticks(railway, input) {
                canvas.line(LineShape::Open(tick.to_vec()), Stroke::solid(1.0, color));
            }
        }
    }
    for (broken, at) in breaks(input) {
        let [dx, dy] = broken.along;
        cut(at, (dx, -dy), [input.theme.land, input.theme.ink], canvas);
        let rect = PageRect::around(at, GAP * 2.0, GAP * 2.0);
        canvas.obstacles.push(rect);
        canvas.hits.push(Hit {
            target: Target::Event(broken.event),
            rect,
            name: input.campaign.event(broken.event).headline.as_str().into(),
        });
    }
}

/// The breaks on the page, and where: at scales at which a railway has its ticks.
fn breaks(input: &MapInput<'_>) -> Vec<(RailwayBreak, Page)> {
    if input.band() == ScaleBand::Theatre {
        return Vec::new();
    }
    let page = input.view.page().grown(GAP);
    let breaks = railway_breaks(input.campaign, input.basemap, input.situation.instant).into_iter();
    breaks.map(|broken| (broken, input.view.page_from_plane(broken.at))).filter(|(_, at)| page.contains(*at)).collect()
}

/// A gap in a line that runs so, and a cross in it.
fn cut(at: Page, (dx, dy): (f64, f64), [ground, ink]: [Color; 2], canvas: &mut Canvas) {
    let along = |by: f64| at.offset(dx * by, dy * by);
    canvas.line(LineShape::Open(vec![along(-GAP), along(GAP)]), Stroke::solid(2.0 * TICK + 2.0, ground));
    for side in [-1.0, 1.0] {
        let corner = |end: f64| at.offset((dx - dy * side) * CROSS * end, (dy + dx * side) * CROSS * end);
        canvas.line(LineShape::Open(vec![corner(-1.0), corner(1.0)]), Stroke::solid(1.8, ink));
    }
}

/// Distance of two ticks, points.
fn spacing(tracks: &str) -> f64 {
    match tracks {
        "double" => 10.0,
        "narrow" => 24.0,
        _ => 16.0,
    }
}

/// The ticks that lie on the page. They are counted from the end of each line, so they do not crawl while panning.
fn ticks(railway: &Railway, input: &MapInput<'_>) -> Vec<[Page; 2]> {
    let (bounds, page) = (input.view.bounds(), input.view.page().grown(TICK));
    let step = spacing(&railway.tracks);
    let mut ticks = Vec::new();
    for (part, _) in railway.line.parts.iter().filter(|(_, part_bounds)| part_bounds.overlaps(&bounds)) {
        let mut next = step / 2.0;
        for pair in part.windows(2) {
            let (a, b) = (input.view.page_from_plane(pair[0]), input.view.page_from_plane(pair[1]));
            let length = a.distance(b);
            let around = PageRect { min: Page::new(a.x.min(b.x), a.y.min(b.y)), max: Page::new(a.x.max(b.x), a.y.max(b.y)) }.grown(TICK);
            if length > 0.0 && around.overlaps(&page) {
                let (nx, ny) = (-(b.y - a.y) / length * TICK, (b.x - a.x) / length * TICK);
                let middles =
                    (0..).map(|k| next + f64::from(k) * step).take_while(|along| *along < length).map(|along| a.lerp(b, along / length));
                ticks.extend(middles.filter(|middle| page.contains(*middle)).map(|m| [m.offset(nx, ny), m.offset(-nx, -ny)]));
            }
            // The tick after this stretch, from where the next begins.
            next -= length;
            next += step * (-next / step).ceil().max(0.0);
        }
    }
    ticks
}

/// The kinds of line at this scale.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let color = input.theme.railway.faded(0.8);
    let cut_row = || {
        let row = LegendEntry::new("Railway cut", move |rect, theme, canvas| {
            let y = rect.center().y;
            canvas.line(LineShape::Open(vec![Page::new(rect.min.x, y), Page::new(rect.max.x, y)]), Stroke::solid(1.2, color));
            cut(rect.center(), (1.0, 0.0), [theme.paper, theme.ink], canvas);
        });
        row.of(Group::Line)
    };
    if input.band() == ScaleBand::Theatre {
        return vec![legend::line("Railway, 1945", Stroke::solid(0.8, color))];
    }
    let row = |title: &'static str, tracks: &'static str| {
        let row = LegendEntry::new(title, move |rect, _, canvas| {
            let y = rect.center().y;
            canvas.line(LineShape::Open(vec![Page::new(rect.min.x, y), Page::new(rect.max.x, y)]), Stroke::solid(1.2, color));
            let step = spacing(tracks);
            let mut x = rect.min.x + step / 2.0;
            while x < rect.max.x {
                canvas.line(LineShape::Open(vec![Page::new(x, y - TICK), Page::new(x, y + TICK)]), Stroke::solid(1.0, color));
                x += step;
            }
        });
        row.of(Group::Line)
    };
    let cuts = (!breaks(input).is_empty()).then(cut_row);
    let is_seen =
        |tracks: &str| input.basemap.railways.iter().any(|railway| railway.tracks == tracks && railway.line.is_on_page(&input.view));
    let kinds = [("Railway, double track", "double"), ("Railway, single track", "single"), ("Railway, narrow gauge", "narrow")];
    kinds.into_iter().filter(|(_, tracks)| is_seen(tracks)).map(|(title, tracks)| row(title, tracks)).chain(cuts).collect()
}

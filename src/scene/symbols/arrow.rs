//! Axes of advance: tapered bands along a path, broken into dashes where the way is inferred and thin where the route is
//! not recorded, with a head at the tip.

use crate::cartography::{Page, PageRect};
use crate::scene::{AreaShape, Canvas, Color, LineShape, Stroke};

/// Length of a head to its width.
pub const HEAD: f64 = 2.2;
/// Width of an axis at its tail, points.
const TAIL: f64 = 2.0;
/// Over this length an axis grows from its tail to its full width, points.
const TAPER: f64 = 220.0;
/// Length of a dash and of the gap after it where the way is inferred, points.
const DASH: (f64, f64) = (9.0, 5.0);
/// Width and dashes of an axis whose route is not recorded, points.
const THIN: f64 = 1.5;
const THIN_DASH: &[f64] = &[6.0, 4.0];
/// An axis shorter than this is its head alone, points.
const SHORTEST: f64 = 14.0;
/// Corners are cut within this distance, points, so that the axis still passes close to its waypoints.
const ROUNDING: f64 = 7.0;

/// How the way along a stretch is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Attested: solid.
    Attested,
    /// Inferred: dashed.
    Inferred,
    /// Only its ends are known: a thin dashed line.
    Unrecorded,
}

/// A stretch of an axis, from one waypoint to the next.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Its vertices on the page; the first is the last of the stretch before.
    pub points: Vec<Page>,
    /// How the way is known.
    pub way: Way,
    /// Its color, faded by age.
    pub color: Color,
}

/// The shape of an axis.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its width at its head, points.
    pub width: f64,
    /// Whether it ends in a head: not where the way goes on by other means, or in the axis of another.
    pub has_head: bool,
    /// What is seen of the page; what lies outside is not drawn.
    pub page: PageRect,
}

/// Draws an axis of advance.
pub fn draw(stretches: &[Stretch], Shape { width, has_head, page }: Shape, canvas: &mut Canvas) {
    let page = page.grown(3.0 * width);
    let path = smooth(stretches);
    let Some(last) = path.last() else { return };
    let total = last.along;
    let head = match has_head {
        true if total < SHORTEST => total,
        true => (width * HEAD).min(total),
        false => 0.0,
    };
    let neck = total - head;
    let half = |along: f64| {
        let from_tip = total - along;
        let share = (1.0 - from_tip / TAPER.max(1.0)).clamp(0.0, 1.0).max((along / total.max(1.0)).powi(2) * 0.2);
        f64::midpoint(TAIL, (width - TAIL) * share + TAIL) * 0.5 + width * 0.12 * share
    };
    for run in runs(&path, neck, &page) {
        if let [first, .., end] = run.as_slice()
            && end.along - first.along > 0.3
        {
            if end.way == Way::Unrecorded {
                let points = run.iter().map(|vertex| vertex.at).collect();
                canvas.line(LineShape::Open(points), Stroke::dashed(THIN, end.color, THIN_DASH));
            } else {
                for part in forward_parts(&run) {
                    band(part, half, canvas);
                }
            }
        }
    }
    cover(&path, width, &page, canvas);
    if has_head && total >= 3.0 && page.contains(last.at) {
        arrowhead(&path, neck, width, canvas);
    }
}

/// Keeps labels off an axis.
fn cover(path: &[Vertex], width: f64, page: &PageRect, canvas: &mut Canvas) {
    for pair in path.windows(2).filter(|pair| is_seen(&[pair[0].at, pair[1].at], page)) {
        keep_off(pair[0].at, pair[1].at, width, canvas);
    }
}

/// Whether something of a line can lie on a page.
pub fn is_seen(line: &[Page], page: &PageRect) -> bool {
    let around = |rect: PageRect, at: &Page| PageRect {
        min: Page::new(rect.min.x.min(at.x), rect.min.y.min(at.y)),
        max: Page::new(rect.max.x.max(at.x), rect.max.y.max(at.y)),
    };
    // Half a point more, so that a level or upright line is no empty rectangle.
    line.first().is_some_and(|first| line.iter().fold(PageRect::around(*first, 1.0, 1.0), around).overlaps(page))
}

/// Keeps labels off a straight line of some width.
pub fn keep_off(from: Page, to: Page, width: f64, canvas: &mut Canvas) {
    let steps = (from.distance(to) / (width + 5.0)).ceil().clamp(1.0, 400.0) as u32;
    let along = (0..=steps).map(|step| from.lerp(to, f64::from(step) / f64::from(steps)));
    canvas.arrows.extend(along.map(|at| PageRect::around(at, width + 2.0, width + 2.0)));
}

/// A vertex of a smoothed axis.
#[derive(Clone, Copy, Debug)]
struct Vertex {
    at: Page,
    along: f64,
    way: Way,
    color: Color,
}

/// The stretches as one path with rounded corners and the length along it.
fn smooth(stretches: &[Stretch]) -> Vec<Vertex> {
    let mut raw: Vec<(Page, Way, Color)> = Vec::new();
    for stretch in stretches {
        for point in &stretch.points {
            match raw.last_mut() {
                Some(last) if last.0.distance(*point) < 0.05 => (last.1, last.2) = (stretch.way, stretch.color),
                _ => raw.push((*point, stretch.way, stretch.color)),
            }
        }
    }
    let mut path: Vec<Vertex> = Vec::with_capacity(raw.len() * 4);
    let mut push = |at: Page, way: Way, color: Color| {
        let along = path.last().map_or(0.0, |last: &Vertex| last.along + last.at.distance(at));
        path.push(Vertex { at, along, way, color });
    };
    for (number, (at, way, color)) in raw.iter().enumerate() {
        let before = number.checked_sub(1).map(|k| raw[k].0);
        match (before, raw.get(number + 1)) {
            (Some(before), Some(after)) => {
                let cut = |other: Page| at.lerp(other, (ROUNDING / at.distance(other).max(1e-9)).min(0.45));
                let (into, out) = (cut(before), cut(after.0));
                for step in 0..=4 {
                    let share = f64::from(step) / 4.0;
                    let point = into.lerp(*at, share).lerp(at.lerp(out, share), share);
                    if step < 2 { push(point, *way, *color) } else { push(point, after.1, after.2) }
                }
            }
            _ => push(*at, *way, *color),
        }
    }
    path
}

/// The parts of a path up to `neck` that are drawn on a page: inferred stretches in dashes, others whole. A stretch has the
/// look of the vertex at its end.
fn runs(path: &[Vertex], neck: f64, page: &PageRect) -> Vec<Vec<Vertex>> {
    let mut runs: Vec<Vec<Vertex>> = Vec::new();
    let mut current: Vec<Vertex> = Vec::new();
    for pair in path.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if a.along >= neck {
            break;
        }
        if current.last().is_some_and(|last| last.way != b.way || last.color != b.color) {
            runs.push(std::mem::take(&mut current));
        }
        if !is_seen(&[a.at, b.at], page) {
            continue;
        }
        for (from, to) in pieces(a, b, neck).into_iter().filter(|(from, to)| is_seen(&[from.at, to.at], page)) {
            let continues = current.last().is_some_and(|last| (last.along - from.along).abs() < 1e-6);
            if !continues {
                runs.push(std::mem::take(&mut current));
                current.push(from);
            }
            current.push(to);
        }
    }
    runs.push(current);
    runs
}

/// The drawn pieces between two vertices.
fn pieces(a: Vertex, b: Vertex, neck: f64) -> Vec<(Vertex, Vertex)> {
    let end = b.along.min(neck);
    let at = |along: f64| {
        let share = if b.along > a.along { (along - a.along) / (b.along - a.along) } else { 0.0 };
        Vertex { at: a.at.lerp(b.at, share), along, ..b }
    };
    let (dash, gap) = match b.way {
        Way::Attested | Way::Unrecorded => return vec![(at(a.along), at(end))],
        Way::Inferred => DASH,
    };
    let period = dash + gap;
    let first = (a.along / period).floor() as i64;
    let last = (end / period).floor() as i64;
    (first..=last)
        .map(|k| (k as f64 * period, k as f64 * period + dash))
        .map(|(from, to)| (from.max(a.along), to.min(end)))
        .filter(|(from, to)| to > from)
        .map(|(from, to)| (at(from), at(to)))
        .collect()
}

/// A run cut where it turns back from the way it began, since a band that goes back over itself would cross itself.
fn forward_parts(run: &[Vertex]) -> Vec<&[Vertex]> {
    let toward = |k: usize| (run[k + 1].at.x - run[k].at.x, run[k + 1].at.y - run[k].at.y);
    let mut parts = Vec::new();
    let mut start = 0;
    for k in 1..run.len() - 1 {
        let (began, now) = (toward(start), toward(k));
        if began.0 * now.0 + began.1 * now.1 < 0.0 {
            parts.push(&run[start..=k]);
            start = k;
        }
    }
    parts.push(&run[start..]);
    parts
}

/// Fills a band of varying width. Where the way turns more sharply than the band is wide, its inner side waits in the
/// corner, so that the band does not cross itself.
fn band(run: &[Vertex], half: impl Fn(f64) -> f64, canvas: &mut Canvas) {
    let mut sides: [Vec<Page>; 2] = [Vec::with_capacity(run.len()), Vec::with_capacity(run.len())];
    for k in 0..run.len() {
        let (before, after) = (run[k.saturating_sub(1)].at, run[(k + 1).min(run.len() - 1)].at);
        let length = before.distance(after).max(1e-9);
        let reach = half(run[k].along) / length;
        let (nx, ny) = (-(after.y - before.y) * reach, (after.x - before.x) * reach);
        for (side, at) in sides.iter_mut().zip([run[k].at.offset(nx, ny), run[k].at.offset(-nx, -ny)]) {
            let goes_on = |last: &Page| (at.x - last.x) * (run[k].at.x - before.x) + (at.y - last.y) * (run[k].at.y - before.y) > 0.0;
            if side.last().is_none_or(goes_on) {
                side.push(at);
            }
        }
    }
    let [left, right] = sides;
    let outline: Vec<Page> = left.into_iter().chain(right.into_iter().rev()).collect();
    let shape = if outline.len() <= 4 { AreaShape::Convex(outline) } else { AreaShape::Polygon(outline) };
    canvas.area(shape, run[run.len() - 1].color);
}

/// The head: a barbed triangle whose tip is the position itself.
fn arrowhead(path: &[Vertex], neck: f64, width: f64, canvas: &mut Canvas) {
    let (Some(tip), Some(base)) = (path.last(), point_at(path, neck)) else { return };
    let length = base.distance(tip.at);
    if length < 1.0 {
        return;
    }
    let (dx, dy) = ((tip.at.x - base.x) / length, (tip.at.y - base.y) / length);
    let half = width.min(length * 0.9);
    let barb = base.offset(-dx * width * 0.25, -dy * width * 0.25);
    let head = vec![tip.at, barb.offset(-dy * half, dx * half), base, barb.offset(dy * half, -dx * half)];
    canvas.area(AreaShape::Polygon(head), tip.color);
}

fn point_at(path: &[Vertex], along: f64) -> Option<Page> {
    let k = path.partition_point(|vertex| vertex.along < along).max(1);
    let (a, b) = (path.get(k - 1)?, path.get(k)?);
    Some(a.at.lerp(b.at, (along - a.along) / (b.along - a.along).max(1e-9)))
}

/// An arc from one point to another that bows to the left of its way, by a share of its chord.
pub fn arc(from: Page, to: Page, bow: f64) -> Vec<Page> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let steps = (from.distance(to) / 8.0).ceil().clamp(1.0, 24.0);
    (0..=steps as u32)
        .map(|step| f64::from(step) / steps)
        .map(|share| (share, 4.0 * share * (1.0 - share) * bow))
        .map(|(share, lift)| from.lerp(to, share).offset(dy * lift, -dx * lift))
        .collect()
}

/// Open chevrons along a thin line: a withdrawal.
pub fn withdrawal(points: &[Page], color: Color, canvas: &mut Canvas) {
    thin_line(points, color, canvas);
    let (Some(tip), Some(before)) = (points.last(), points.len().checked_sub(2).map(|k| points[k])) else { return };
    if before.distance(*tip) < 4.0 {
        return;
    }
    chevron(before, *tip, color, canvas);
    let length: f64 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    // A second chevron at the tip, and more along the way, counted from where it began so that they stand still.
    let row = (1..).map(|k| f64::from(k) * CHEVRONS_APART).take_while(|along| *along < length - 20.0);
    for along in row.chain([length - 5.0]) {
        if let Some((before, at)) = walked(points, along) {
            chevron(before, at, color, canvas);
        }
    }
}

/// The point of a line so many points from its start, and one behind it on the same stretch or its extension.
fn walked(line: &[Page], along: f64) -> Option<(Page, Page)> {
    let mut rest = along;
    for pair in line.windows(2) {
        let step = pair[0].distance(pair[1]);
        if rest <= step && step > 0.0 {
            let at = pair[0].lerp(pair[1], rest / step);
            return Some((at.offset(pair[0].x - pair[1].x, pair[0].y - pair[1].y), at));
        }
        rest -= step;
    }
    None
}

/// A thin line with a hollow head: troops that march after they have laid down their arms.
pub fn captive_march(points: &[Page], color: Color, paper: Color, canvas: &mut Canvas) {
    let (Some(tip), Some(from)) = (points.last(), points.len().checked_sub(2).map(|k| points[k])) else { return };
    thin_line(points, color, canvas);
    let length = from.distance(*tip).max(1e-9);
    let (dx, dy) = ((tip.x - from.x) / length, (tip.y - from.y) / length);
    let wing = |side: f64| tip.offset(-dx * 8.0 - dy * 4.5 * side, -dy * 8.0 + dx * 4.5 * side);
    let head = vec![*tip, wing(1.0), wing(-1.0)];
    canvas.area(AreaShape::Convex(head.clone()), paper);
    canvas.line(LineShape::Closed(head), Stroke::solid(1.2, color));
}

/// Distance of the chevrons along a withdrawal, points.
const CHEVRONS_APART: f64 = 60.0;

fn thin_line(points: &[Page], color: Color, canvas: &mut Canvas) {
    for pair in points.windows(2) {
        keep_off(pair[0], pair[1], 2.0, canvas);
    }
    canvas.line(LineShape::Open(points.to_vec()), Stroke::solid(1.2, color));
}

/// An open chevron at a point of a line, that points the way the line runs.
fn chevron(before: Page, at: Page, color: Color, canvas: &mut Canvas) {
    let length = before.distance(at).max(1e-9);
    let (dx, dy) = ((at.x - before.x) / length, (at.y - before.y) / length);
    let wing = |side: f64| at.offset(-dx * 5.0 - dy * 4.0 * side, -dy * 5.0 + dx * 4.0 * side);
    canvas.line(LineShape::Open(vec![wing(1.0), at, wing(-1.0)]), Stroke::solid(1.3, color));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{LIGHT, Mark};

    fn drawn(length: f64, way: Way) -> Vec<Mark> {
        let mut canvas = Canvas::default();
        let points = vec![Page::new(0.0, 0.0), Page::new(length, 0.0)];
        let page = PageRect::around(Page::new(150.0, 0.0), 320.0, 100.0);
        draw(&[Stretch { points, way, color: LIGHT.attacker.line }], Shape { width: 9.0, has_head: true, page }, &mut canvas);
        canvas.marks
    }

    #[test]
    fn what_lies_off_the_page_is_not_drawn() {
        let (near, far) = (drawn(300.0, Way::Inferred).len(), drawn(30_000.0, Way::Inferred).len());
        assert!(near > 10 && far < near + 8, "{near} near, {far} far");
    }

    #[test]
    fn a_route_that_is_not_recorded_is_a_thin_dashed_line_with_a_head() {
        let marks = drawn(300.0, Way::Unrecorded);
        assert!(
            matches!(&marks[..], [Mark::Line { stroke, .. }, Mark::Area { .. }] if stroke.width < 2.0 && !stroke.dash.is_empty()),
            "{marks:?}"
        );
    }

    #[test]
    fn a_short_axis_is_its_head_alone() {
        assert_eq!(drawn(12.0, Way::Attested).len(), 1);
        assert_eq!(drawn(40.0, Way::Attested).len(), 2);
    }

    #[test]
    fn chevrons_stand_along_a_withdrawal_and_twice_at_its_tip() {
        let mut canvas = Canvas::default();
        withdrawal(&[Page::new(0.0, 0.0), Page::new(200.0, 0.0)], LIGHT.defender.line, &mut canvas);
        // The line, then the tip, 60, 120, and 5 points before the tip; the one at 180 would crowd the tip.
        assert_eq!(canvas.marks.len(), 1 + 4);
    }
}

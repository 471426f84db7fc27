//! Meridians and parallels for a view, and where they meet the edges of the page.

use super::geometry::generalized;
use super::{Geo, Page, PageRect, Plane, Projection, ScaleBand, View};

/// Samples along one line of the graticule.
const SAMPLES: usize = 48;

/// A line of the graticule is off by so many points at most.
const THINNED: f64 = 0.1;

/// An edge of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEdge {
    /// Where meridians are labelled.
    Top,
    /// Where meridians are labelled too.
    Bottom,
    /// Where parallels are labelled.
    Left,
    /// Where parallels are labelled too.
    Right,
}

/// The label of one line at one edge.
#[derive(Clone, Debug, PartialEq)]
pub struct GraticuleLabel {
    /// `45° N`.
    pub text: String,
    /// Where the line meets the edge.
    pub at: Page,
    /// Which edge.
    pub edge: PageEdge,
}

/// The graticule of a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graticule {
    /// Meridians and parallels on the page.
    pub lines: Vec<Vec<Page>>,
    /// Their labels.
    pub labels: Vec<GraticuleLabel>,
}

/// The graticule of a view, labelled at the edges of the part of the page that shows the map: every 5° at the theatre scale, 1° at army and division scale, 10′ at local scale.
pub fn graticule(projection: &Projection, view: &View, map: PageRect) -> Graticule {
    let step_minutes: i32 = match view.band() {
        ScaleBand::Theatre => 300,
        ScaleBand::Army | ScaleBand::Division => 60,
        ScaleBand::Local => 10,
    };
    let Some((west, south, east, north)) = visible_degrees(projection, view) else { return Graticule::default() };
    let mut graticule = Graticule::default();
    let steps = |low: f64, high: f64| {
        let unit = f64::from(step_minutes) / 60.0;
        ((low / unit).ceil() as i32..=(high / unit).floor() as i32).map(move |k| k * step_minutes)
    };
    let plane = |lon: f64, lat: f64| projection.plane_from_geo(Geo { lon, lat });
    // Without points that no eye would miss: a meridian is straight.
    let on_page = |line: Vec<Plane>| -> Vec<Page> {
        generalized(&line, THINNED * view.metres_per_point).into_iter().map(|plane| view.page_from_plane(plane)).collect()
    };
    for minutes in steps(west, east).take(120) {
        let lon = f64::from(minutes) / 60.0;
        let line = on_page(samples(south, north).map(|lat| plane(lon, lat)).collect());
        label_ends(&line, &map, [PageEdge::Top, PageEdge::Bottom], &degrees(minutes, ["E", "W"]), &mut graticule.labels);
        graticule.lines.push(line);
    }
    for minutes in steps(south, north).take(120) {
        let lat = f64::from(minutes) / 60.0;
        let line = on_page(samples(west, east).map(|lon| plane(lon, lat)).collect());
        label_ends(&line, &map, [PageEdge::Left, PageEdge::Right], &degrees(minutes, ["N", "S"]), &mut graticule.labels);
        graticule.lines.push(line);
    }
    graticule
}

fn samples(low: f64, high: f64) -> impl Iterator<Item = f64> {
    (0..=SAMPLES).map(move |k| low + (high - low) * k as f64 / SAMPLES as f64)
}

/// West, south, east and north of what is on the page, from its edge; degrees.
fn visible_degrees(projection: &Projection, view: &View) -> Option<(f64, f64, f64, f64)> {
    let (width, height) = (view.size.width, view.size.height);
    let edge = (0..=SAMPLES).flat_map(|k| {
        let share = k as f64 / SAMPLES as f64;
        [Page::new(width * share, 0.0), Page::new(width * share, height), Page::new(0.0, height * share), Page::new(width, height * share)]
    });
    let range = edge
        .map(|page| view.plane_from_page(page))
        .filter(|plane: &Plane| plane.x.is_finite())
        .map(|plane| projection.geo_from_plane(plane))
        .fold((f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY), |(west, south, east, north), geo| {
            (west.min(geo.lon), south.min(geo.lat), east.max(geo.lon), north.max(geo.lat))
        });
    (range.0.is_finite() && range.1.is_finite()).then_some(range)
}

fn label_ends(line: &[Page], map: &PageRect, edges: [PageEdge; 2], text: &str, out: &mut Vec<GraticuleLabel>) {
    for edge in edges {
        let crossing = line.windows(2).find_map(|pair| crossing(pair[0], pair[1], edge, map));
        out.extend(crossing.map(|at| GraticuleLabel { text: text.to_owned(), at, edge }));
    }
}

/// Where a segment crosses an edge of the page, if it does.
fn crossing(a: Page, b: Page, edge: PageEdge, map: &PageRect) -> Option<Page> {
    let (from, to, at) = match edge {
        PageEdge::Top => (a.y, b.y, map.min.y),
        PageEdge::Bottom => (a.y, b.y, map.max.y),
        PageEdge::Left => (a.x, b.x, map.min.x),
        PageEdge::Right => (a.x, b.x, map.max.x),
    };
    if (from - at) * (to - at) > 0.0 || (to - from).abs() < f64::EPSILON {
        return None;
    }
    let point = a.lerp(b, (at - from) / (to - from));
    map.grown(0.5).contains(point).then_some(point)
}

/// `45° N`, `124° 10′ E`.
fn degrees(minutes: i32, [positive, negative]: [&str; 2]) -> String {
    let letter = if minutes < 0 { negative } else { positive };
    let (whole, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    if rest == 0 { format!("{whole}° {letter}") } else { format!("{whole}° {rest:02}′ {letter}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::{PageSize, PlaneRect};

    #[test]
    fn the_theatre_is_labelled_at_its_edges_every_five_degrees() {
        let projection = Projection::lambert([40.0, 50.0], 124.0, 46.0);
        let corners =
            [(106.0, 36.0), (147.0, 36.0), (106.0, 54.0), (147.0, 54.0)].map(|(lon, lat)| projection.plane_from_geo(Geo { lon, lat }));
        let view = View::fitting(PlaneRect::around(&corners), PageSize { width: 1600.0, height: 900.0 });
        let graticule = graticule(&projection, &view, view.page());
        for wanted in ["45° N", "50° N", "125° E", "130° E"] {
            assert!(graticule.labels.iter().any(|label| label.text == wanted), "{wanted}");
        }
        for label in &graticule.labels {
            assert!(view.page().grown(1.0).contains(label.at), "{label:?}");
        }
    }

    #[test]
    fn west_and_south_have_their_letters() {
        assert_eq!(degrees(-90, ["E", "W"]), "1° 30′ W");
        assert_eq!(degrees(2700, ["N", "S"]), "45° N");
    }
}

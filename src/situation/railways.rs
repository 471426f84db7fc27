//! Where railways are cut at an instant: at the events that cut them, on the lines of the base map.

use crate::campaign::{Campaign, Event, EventIdx, Instant, Problem};
use crate::cartography::{BaseMap, Plane, Railway};

/// An event further from the railway it cuts than this is not on it, metres: places are right to some km.
const NEAR: f64 = 15_000.0;

/// A railway that is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RailwayBreak {
    /// The event that cut it.
    pub event: EventIdx,
    /// Where, on the line.
    pub at: Plane,
    /// A unit vector along the line there.
    pub along: [f64; 2],
}

/// The railways that are cut at an instant.
pub fn railway_breaks(campaign: &Campaign, basemap: &BaseMap, instant: Instant) -> Vec<RailwayBreak> {
    let cutting = campaign.events.iter().enumerate().filter(|(_, event)| !event.cuts.is_empty() && event.start.best <= instant);
    let breaks = cutting.flat_map(|(idx, event)| {
        let open = event.cuts.iter().filter(move |cut| cut.until.is_none_or(|until| instant < until));
        open.filter_map(move |cut| {
            let (at, along) = foot(basemap, event, railway(basemap, &cut.railway)?)?;
            Some(RailwayBreak { event: EventIdx(idx), at, along })
        })
    });
    breaks.collect()
}

/// What is wrong with the railways that events cut: only the base map can tell.
pub fn check_railways(campaign: &Campaign, basemap: &BaseMap) -> Vec<Problem> {
    let cuts = campaign.events.iter().flat_map(|event| event.cuts.iter().map(move |cut| (event, cut)));
    let problems = cuts.filter_map(|(event, cut)| {
        let problem = |what: String, remedy: &str| Some(Problem::of_feature("events.geojson", &event.id, what, remedy));
        let Some(line) = railway(basemap, &cut.railway) else {
            return problem(format!("the railway {:?} is not in the base map", cut.railway), "name one of geodata/base/railways.geojson");
        };
        let place = basemap.projection.plane_from_geo(event.position?.into());
        let km = foot(basemap, event, line)?.0.distance(place) / 1000.0;
        let what = || format!("it lies {km:.0} km from the railway {:?} that it cuts", cut.railway);
        (km * 1000.0 > NEAR).then(|| problem(what(), "mend the position, or name the railway that was cut")).flatten()
    });
    problems.collect()
}

fn railway<'a>(basemap: &'a BaseMap, id: &str) -> Option<&'a Railway> {
    basemap.railways.iter().find(|railway| railway.id == id)
}

/// The point of a railway nearest to an event.
fn foot(basemap: &BaseMap, event: &Event, railway: &Railway) -> Option<(Plane, [f64; 2])> {
    railway.line.nearest(basemap.projection.plane_from_geo(event.position?.into()))
}

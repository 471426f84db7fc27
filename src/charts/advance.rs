//! The pincer closing: how far each front's leading formation was from each objective.

use super::{Chart, Series};
use crate::campaign::{Campaign, FrontIdx, HOUR, Instant, PlaceIdx};
use crate::cartography::{Geo, great_circle_km};
use crate::situation::Situation;

/// Seconds between two points of a line.
const STEP: i64 = 3 * HOUR;

/// A chart an objective: great-circle km from the leading formation of each front, every three hours.
pub fn distance_to_objectives(campaign: &Campaign) -> Vec<Chart> {
    let instants: Vec<Instant> = (0..=campaign.period.seconds() / STEP).map(|step| campaign.period.start.plus(step * STEP)).collect();
    let situations: Vec<Situation> = instants.iter().map(|instant| Situation::at(campaign, *instant)).collect();
    campaign.objectives.iter().map(|objective| chart(campaign, *objective, &situations)).collect()
}

fn chart(campaign: &Campaign, objective: PlaceIdx, situations: &[Situation]) -> Chart {
    let place = campaign.place(objective);
    let fronts = campaign.fronts.iter().enumerate().filter(|(_, front)| !front.leading.is_empty());
    let series = fronts.map(|(idx, front)| Series {
        title: front.names.english().to_owned(),
        front: Some(FrontIdx(idx)),
        points: situations
            .iter()
            .filter_map(|situation| Some((situation.instant, nearest_km(campaign, FrontIdx(idx), place.position.into(), situation)?)))
            .collect(),
    });
    Chart { title: format!("Distance from {}", place.names.english()), unit: "km".to_owned(), series: series.collect() }
}

/// How near a front has come to an objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closing {
    /// The front.
    pub front: FrontIdx,
    /// The objective.
    pub objective: PlaceIdx,
    /// Great-circle km from its leading formation.
    pub km: f64,
}

/// How near each front has come to each objective, objective by objective.
pub fn closing(campaign: &Campaign, situation: &Situation) -> Vec<Closing> {
    let mut all = Vec::new();
    for objective in &campaign.objectives {
        let point: Geo = campaign.place(*objective).position.into();
        let fronts = (0..campaign.fronts.len()).map(FrontIdx);
        all.extend(
            fronts.filter_map(|front| Some(Closing { front, objective: *objective, km: nearest_km(campaign, front, point, situation)? })),
        );
    }
    all
}

/// The distance of a front's leading formation from a point, km.
fn nearest_km(campaign: &Campaign, front: FrontIdx, point: Geo, situation: &Situation) -> Option<f64> {
    let leading = &campaign.fronts[front.0].leading;
    let states = leading.iter().filter_map(|formation| situation.formation(*formation));
    states.map(|state| great_circle_km(state.position, point)).min_by(f64::total_cmp)
}

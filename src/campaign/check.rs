//! What only a whole campaign can tell: loops, contradictions between files, gaps in the evidence.

use std::collections::BTreeSet;

use super::{Campaign, Claim, FormationIdx, Status};
use crate::library::{Problem, Severity};

/// Problems that no single record shows. What the reading has found already is not said again as a consequence.
pub fn check(campaign: &Campaign, found: &[Problem]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !whole(campaign) {
        return problems;
    }
    superior_loops(campaign, &mut problems);
    double_tracks(campaign, &mut problems);
    contested_claims(campaign, &mut problems);
    if !found.iter().any(|problem| problem.severity == Severity::Error && problem.file == "tracks.geojson") {
        leading_without_track(campaign, &mut problems);
    }
    problems
}

/// Whether every index points at something: after problems in a file, records may be missing.
fn whole(campaign: &Campaign) -> bool {
    let formations = campaign.formations.len();
    let superiors = campaign.formations.iter().flat_map(|formation| &formation.subordinations);
    superiors.into_iter().all(|dated| dated.superior.0 < formations)
        && campaign.tracks.iter().all(|track| track.formation.0 < formations)
        && campaign.fronts.iter().flat_map(|front| &front.leading).all(|idx| idx.0 < formations)
}

fn superior_loops(campaign: &Campaign, problems: &mut Vec<Problem>) {
    for (number, formation) in campaign.formations.iter().enumerate() {
        let start = FormationIdx(number);
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(current) = open.pop() {
            for dated in &campaign.formation(current).subordinations {
                if dated.superior == start {
                    let what = "it stands under itself, by way of its parents";
                    problems.push(Problem::of_feature(
                        "formations.json",
                        &formation.id,
                        what,
                        "mend the parent of one formation in the loop",
                    ));
                    open.clear();
                    break;
                }
                if seen.insert(dated.superior) {
                    open.push(dated.superior);
                }
            }
        }
    }
}

fn double_tracks(campaign: &Campaign, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for track in &campaign.tracks {
        if !seen.insert(track.formation) {
            let id = &campaign.formation(track.formation).id;
            problems.push(Problem::of_feature("tracks.geojson", id, "it has two tracks", "join them into one feature"));
        }
    }
}

fn contested_claims(campaign: &Campaign, problems: &mut Vec<Problem>) {
    let mut check = |file: &str, feature: &str, status: Option<Status>, claims: &[Claim]| {
        if status == Some(Status::Contested) && !differ(claims) {
            let problem = Problem::of_feature(
                file,
                feature,
                "it is contested but does not say between which accounts",
                "give at least two claims that differ",
            );
            problems.push(problem.as_warning());
        }
    };
    for place in &campaign.places {
        check("places.geojson", &place.id, place.status, &place.claims);
    }
    for event in &campaign.events {
        check("events.geojson", &event.id, Some(event.status), &event.claims);
    }
    for track in &campaign.tracks {
        for (number, waypoint) in track.waypoints.iter().enumerate() {
            let feature = format!("{}, vertex {}", campaign.formation(track.formation).id, number + 1);
            check("tracks.geojson", &feature, Some(waypoint.status), &waypoint.claims);
        }
    }
}

/// Whether at least two claims say different things.
fn differ(claims: &[Claim]) -> bool {
    claims.iter().any(|claim| (claim.earliest, claim.latest, &claim.value) != (claims[0].earliest, claims[0].latest, &claims[0].value))
}

fn leading_without_track(campaign: &Campaign, problems: &mut Vec<Problem>) {
    for front in &campaign.fronts {
        for leading in front.leading.iter().filter(|idx| campaign.track_of(**idx).is_none()) {
            let what = format!("its leading formation {:?} has no track", campaign.formation(*leading).id);
            problems.push(Problem::of_feature(
                "campaign.json",
                format!("front {:?}", front.id),
                what,
                "give it a track or take it out of the list",
            ));
        }
    }
}

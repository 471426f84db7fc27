//! Comma-separated values (RFC 4180), UTF-8, a header in the first row: one file a kind of fact.

use super::{File, edtf, iso, source_ids, word};
use crate::campaign::{Campaign, Dated};

/// The files of the format.
pub fn files(campaign: &Campaign) -> Vec<File> {
    vec![
        ("formations.csv", formations(campaign)),
        ("waypoints.csv", waypoints(campaign)),
        ("places.csv", places(campaign)),
        ("events.csv", events(campaign)),
        ("strengths.csv", strengths(campaign)),
        ("sources.csv", sources(campaign)),
    ]
}

/// Rows as a file. A value with a comma, a quote or a line break in it is quoted.
fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let quoted = |value: &str| {
        if value.contains([',', '"', '\n', '\r']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
    };
    let line = |values: &[String]| values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(",") + "\r\n";
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    std::iter::once(header).chain(rows).map(|values| line(&values)).collect()
}

/// Best, earliest, latest, and the days in the Extended Date/Time Format.
fn dates(campaign: &Campaign, dated: Dated) -> [String; 4] {
    [iso(campaign, dated.best), iso(campaign, dated.earliest), iso(campaign, dated.latest), edtf(campaign, dated)]
}

fn formations(campaign: &Campaign) -> String {
    let rows = campaign.formations.iter().map(|formation| {
        let figure = |figure: Option<u64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        let superior = formation.subordinations.first().map(|dated| campaign.formation(dated.superior).id.clone());
        let mut row = vec![
            formation.id.clone(),
            formation.names.english().to_owned(),
            formation.short.clone(),
            campaign.sides[formation.side.0].id.clone(),
            word(&formation.echelon),
            word(&formation.arm),
            superior.unwrap_or_default(),
            formation.commander.clone().unwrap_or_default(),
        ];
        let strength = &formation.strength;
        row.extend([strength.men, strength.guns_mortars, strength.tanks_spg, strength.aircraft].map(figure));
        row.push(source_ids(campaign, &formation.sources));
        row
    });
    let header = [
        "id",
        "name",
        "short",
        "side",
        "echelon",
        "arm",
        "superior",
        "commander",
        "men",
        "guns_mortars",
        "tanks_spg",
        "aircraft",
        "sources",
    ];
    table(&header, rows)
}

fn waypoints(campaign: &Campaign) -> String {
    let rows = campaign.tracks.iter().flat_map(|track| track.waypoints.iter().enumerate().map(move |row| (track, row)));
    let rows = rows.map(|(track, (number, waypoint))| {
        let mut row = vec![campaign.formation(track.formation).id.clone(), (number + 1).to_string()];
        row.extend([waypoint.position.x(), waypoint.position.y()].map(|degrees| degrees.to_string()));
        row.extend(dates(campaign, waypoint.time));
        row.extend([word(&waypoint.status), word(&waypoint.action)]);
        row.push(waypoint.place.map(|place| campaign.place(place).id.clone()).unwrap_or_default());
        row.push(source_ids(campaign, &waypoint.sources));
        row
    });
    table(&["formation", "number", "lon", "lat", "best", "earliest", "latest", "edtf", "status", "action", "place", "sources"], rows)
}

fn places(campaign: &Campaign) -> String {
    let rows = campaign.places.iter().map(|place| {
        let mut row = vec![place.id.clone(), place.names.english().to_owned(), word(&place.kind), place.importance.to_string()];
        row.extend([place.position.x(), place.position.y()].map(|degrees| degrees.to_string()));
        row.extend(place.taken.as_ref().map_or_else(Default::default, |taken| dates(campaign, taken.time)));
        let by = place.taken.iter().flat_map(|taken| &taken.by).map(|idx| campaign.formation(*idx).id.clone());
        row.push(by.collect::<Vec<_>>().join(" "));
        row.push(place.status.map(|status| word(&status)).unwrap_or_default());
        row.push(source_ids(campaign, &place.sources));
        row
    });
    let header = [
        "id",
        "name",
        "kind",
        "importance",
        "lon",
        "lat",
        "taken_best",
        "taken_earliest",
        "taken_latest",
        "taken_edtf",
        "by",
        "status",
        "sources",
    ];
    table(&header, rows)
}

fn events(campaign: &Campaign) -> String {
    let rows = campaign.events.iter().map(|event| {
        let mut row =
            vec![event.id.clone(), event.headline.clone(), word(&event.category), word(&event.lane), event.importance.to_string()];
        row.extend(dates(campaign, event.start));
        row.push(event.end.map(|end| iso(campaign, end)).unwrap_or_default());
        row.extend(event.position.map_or_else(Default::default, |at| [at.x(), at.y()].map(|degrees| degrees.to_string())));
        row.push(event.place.map(|place| campaign.place(place).id.clone()).unwrap_or_default());
        row.extend([word(&event.status), source_ids(campaign, &event.sources)]);
        row
    });
    let header = [
        "id",
        "headline",
        "category",
        "lane",
        "importance",
        "best",
        "earliest",
        "latest",
        "edtf",
        "end",
        "lon",
        "lat",
        "place",
        "status",
        "sources",
    ];
    table(&header, rows)
}

fn strengths(campaign: &Campaign) -> String {
    let rows = campaign.strengths.iter().map(|claim| {
        vec![
            campaign.sides[claim.side.0].id.clone(),
            claim.scope.clone(),
            claim.item.clone(),
            claim.low.to_string(),
            claim.high.to_string(),
            claim.as_of.map(|day| day.to_string()).unwrap_or_default(),
            word(&claim.status),
            source_ids(campaign, &claim.sources),
        ]
    });
    table(&["side", "scope", "item", "low", "high", "as_of", "status", "sources"], rows)
}

fn sources(campaign: &Campaign) -> String {
    let rows = campaign.sources.iter().map(|source| {
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            source.id.clone(),
            optional(&source.author),
            source.title.clone(),
            optional(&source.year),
            source.kind.clone(),
            source.language.clone(),
            optional(&source.link),
        ]
    });
    table(&["id", "author", "title", "year", "kind", "language", "link"], rows)
}

//! What is wrong with a campaign is said: file, feature, fault and remedy, all at once, with exit code 2, and never by a panic.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use august_storm::campaign::{self, DAY, Instant};
use august_storm::charts::CHARTS;
use august_storm::library::{Problem, Severity};
use august_storm::situation::Situation;
use serde_json::{Value, json};
use support::dice::{Dice, disturb};
use support::{Files, OPTIONAL, REQUIRED, Ran, all_files, run, scratch, tiny};

/// One way to spoil the tiny campaign, and the problem that must be named for it.
struct Case {
    name: String,
    files: Files,
    /// The file that is named.
    file: String,
    /// What the feature's name contains; empty where the whole file is meant.
    feature: String,
    /// What the fault contains.
    what: String,
    /// What the remedy contains.
    remedy: String,
    severity: Severity,
}

fn case(files: Files, file: &str, feature: &str, what: &str, remedy: &str) -> Case {
    let name = format!("{file} {feature}: {what}");
    let [file, feature, what, remedy] = [file, feature, what, remedy].map(str::to_owned);
    Case { name, files, file, feature, what, remedy, severity: Severity::Error }
}

/// The first feature of each GeoJSON file whose members are tried.
const P: &str = "/features/1/properties";

fn syntax() -> Vec<Case> {
    let mut cases = Vec::new();
    for file in all_files() {
        let whole = tiny().0[file].clone();
        let mut broken = whole.clone();
        broken.truncate(whole.len() / 2);
        let mut not_utf8 = whole.clone();
        let quote = whole.iter().position(|byte| *byte == b'"').unwrap();
        not_utf8[quote + 1] = 0xFF;
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let deep_member = format!("{{\"a\":{}", "{\"a\":".repeat(100_000));
        for (what, bytes) in [
            ("is not JSON", broken),
            ("is not JSON", not_utf8),
            ("is not JSON", b"{\"x\": NaN}".to_vec()),
            ("is not JSON", b"{\"x\": 1e999}".to_vec()),
            ("is not JSON", deep.into_bytes()),
            ("is not JSON", deep_member.into_bytes()),
            ("is empty", Vec::new()),
            ("is empty", b" \n\t".to_vec()),
            ("is empty", b"\xEF\xBB\xBF".to_vec()),
        ] {
            cases.push(case(tiny().with(file, bytes), file, "", what, ""));
        }
    }
    for file in REQUIRED {
        cases.push(case(tiny().without(file), file, "", "is not there", "add it to the folder"));
    }
    cases
}

fn shapes() -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, member) in
        [("formations.json", "formations"), ("sources.json", "sources"), ("strengths.json", "strengths"), ("chapters.json", "chapters")]
    {
        for wrong in ["[]", "3", "\"list\"", "{}", &format!("{{\"{member}\": {{}}}}")] {
            cases.push(case(tiny().with(file, wrong), file, "", &format!("holds no list \"{member}\""), &format!("write {{\"{member}\"")));
        }
        cases.push(case(
            tiny().list(file, &format!("/{member}"), |list| list.push(json!(7))),
            file,
            "record",
            "expected an object",
            "FORMAT.md",
        ));
    }
    for (file, remedy) in [
        ("tracks.geojson", "LineString, or a Point"),
        ("places.geojson", "Point"),
        ("events.geojson", "Point, or null"),
        ("plan.geojson", "Point, or null"),
    ] {
        cases.push(case(
            tiny().set(file, "/type", "Feature"),
            file,
            "",
            "is a GeoJSON Feature, not a FeatureCollection",
            "FeatureCollection",
        ));
        cases.push(case(tiny().with(file, "[]"), file, "", "is a GeoJSON nothing", "FeatureCollection"));
        cases.push(case(tiny().set(file, "/features", json!({})), file, "", "holds no list \"features\"", "FeatureCollection"));
        cases.push(case(tiny().set(file, "/features/0/type", "Point"), file, "feature 1", "is not a GeoJSON feature", "RFC 7946"));
        cases.push(case(tiny().set(file, "/features/0", 5), file, "feature 1", "is not a GeoJSON feature", "RFC 7946"));
        for geometry in [
            json!({ "type": "Polygon", "coordinates": [[[120, 45], [121, 45], [121, 46], [120, 45]]] }),
            json!({ "type": "MultiPoint", "coordinates": [[120, 45]] }),
            json!({ "type": "GeometryCollection", "geometries": [] }),
        ] {
            let what = format!("its geometry is a {}", geometry["type"].as_str().unwrap());
            cases.push(case(tiny().set(file, "/features/0/geometry", geometry), file, "feature 1", &what, remedy));
        }
        for geometry in [
            json!({ "type": "Blob", "coordinates": [] }),
            json!({ "type": "Point", "coordinates": ["a", "b"] }),
            json!({ "type": "Point" }),
        ] {
            cases.push(case(tiny().set(file, "/features/0/geometry", geometry), file, "feature 1", "is not a GeoJSON feature", "RFC 7946"));
        }
        if file != "tracks.geojson" {
            let line = json!({ "type": "LineString", "coordinates": [[120, 45], [121, 45]] });
            cases.push(case(tiny().set(file, "/features/0/geometry", line), file, "feature 1", "its geometry is a LineString", remedy));
        }
    }
    for file in ["tracks.geojson", "places.geojson"] {
        cases.push(case(tiny().set(file, "/features/0/geometry", Value::Null), file, "feature 1", "its geometry is missing", "give it a"));
    }
    for points in [json!([]), json!([[120, 45]])] {
        let line = json!({ "type": "LineString", "coordinates": points });
        cases.push(case(
            tiny().set("tracks.geojson", "/features/0/geometry", line),
            "tracks.geojson",
            "red-front",
            "LineString",
            "Point for a single",
        ));
    }
    cases
}

fn positions() -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, pointer, feature) in [
        ("tracks.geojson", "/features/1/geometry/coordinates/2", "red-tanks"),
        ("tracks.geojson", "/features/0/geometry/coordinates", "red-front"),
        ("places.geojson", "/features/1/geometry/coordinates", "midtown"),
        ("events.geojson", "/features/1/geometry/coordinates", "siege"),
        ("plan.geojson", "/features/0/geometry/coordinates", "red-tanks"),
    ] {
        cases.push(case(tiny().set(file, pointer, json!([45, 122])), file, feature, "is not on the earth", "the two look swapped"));
        cases.push(case(
            tiny().set(file, pointer, json!([45, 80])).set(
                "campaign.json",
                "/extent",
                json!({ "west": 60, "south": 40, "east": 130, "north": 50 }),
            ),
            file,
            feature,
            "lies outside the campaign's extent",
            "the two look swapped",
        ));
        for far in [json!([200, 100]), json!([-181, 45]), json!([1e300, 45]), json!([120, -1e300])] {
            cases.push(case(tiny().set(file, pointer, far), file, feature, "is not on the earth", "degrees, −180 to 180"));
        }
        for short in [json!([120]), json!([])] {
            cases.push(case(tiny().set(file, pointer, short), file, feature, "", ""));
        }
        for not_a_number in [json!(["NaN", 45]), json!([null, 45])] {
            cases.push(case(tiny().set(file, pointer, not_a_number), file, feature, "is not a GeoJSON feature", "RFC 7946"));
        }
    }
    for (lon, lat) in [(45.0, 122.0), (500.0, 500.0)] {
        let files = tiny().set("chapters.json", "/chapters/0/view", json!({ "lon": lon, "lat": lat, "width_km": 800 }));
        cases.push(case(files, "chapters.json", "the-end", "is not on the earth", "longitude, latitude"));
    }
    for width in [0.0, -5.0, 1e300] {
        let files = tiny().set("chapters.json", "/chapters/0/view/width_km", width);
        cases.push(case(files, "chapters.json", "the-end", "width_km is not a width", "in km"));
    }
    for extent in [
        json!({ "west": 130, "south": 41, "east": 118, "north": 49 }),
        json!({ "west": 118, "south": 41, "east": 118, "north": 49 }),
        json!({ "west": 41, "south": 118, "east": 49, "north": 130 }),
        json!({ "west": -1e308, "south": 41, "east": 1e308, "north": 49 }),
    ] {
        cases.push(case(tiny().set("campaign.json", "/extent", extent), "campaign.json", "extent", "is not a rectangle", "west < east"));
    }
    for parallels in [json!([0, 0]), json!([-40, 40]), json!([90, 40]), json!([1e300, -1e300])] {
        let files = tiny().set("campaign.json", "/projection/standard_parallels", parallels);
        cases.push(case(files, "campaign.json", "head", "standard parallels", "such as 40 and 50"));
    }
    let files = tiny().set("campaign.json", "/projection/kind", "mercator");
    cases.push(case(files, "campaign.json", "head", "\"mercator\" is not known", "lambert"));
    cases
}

/// Every member of the format that holds a time: file, pointer, feature, and what the sentence calls it.
const TIMES: &[(&str, &str, &str)] = &[
    ("campaign.json", "/period/start", "head"),
    ("campaign.json", "/period/end", "head"),
    ("campaign.json", "/opening", "head"),
    ("formations.json", "/formations/2/subordinations/0/to", "red-cavalry"),
    ("formations.json", "/formations/2/subordinations/1/from", "red-cavalry"),
    ("tracks.geojson", "/features/1/properties/coordTimes/1", "red-tanks"),
    ("tracks.geojson", "/features/1/properties/earliest/1", "red-tanks"),
    ("tracks.geojson", "/features/1/properties/latest/1", "red-tanks"),
    ("tracks.geojson", "/features/1/properties/claims/3/0/earliest", "red-tanks"),
    ("tracks.geojson", "/features/1/properties/claims/3/1/latest", "red-tanks"),
    ("places.geojson", "/features/1/properties/taken/earliest", "midtown"),
    ("places.geojson", "/features/1/properties/taken/latest", "midtown"),
    ("places.geojson", "/features/1/properties/taken/held_out_until", "midtown"),
    ("places.geojson", "/features/1/properties/claims/0/earliest", "midtown"),
    ("places.geojson", "/features/1/properties/text/0/at", "midtown"),
    ("events.geojson", "/features/1/properties/start/earliest", "siege"),
    ("events.geojson", "/features/1/properties/start/latest", "siege"),
    ("events.geojson", "/features/1/properties/end", "siege"),
    ("events.geojson", "/features/2/properties/claims/1/latest", "fall"),
    ("events.geojson", "/features/2/properties/text/0/at", "fall"),
    ("plan.geojson", "/features/0/properties/due/earliest", "red-tanks"),
    ("plan.geojson", "/features/0/properties/due/latest", "red-tanks"),
    ("chapters.json", "/chapters/0/at", "the-end"),
    ("chapters.json", "/chapters/0/period/start", "the-end"),
    ("chapters.json", "/chapters/0/period/end", "the-end"),
    ("chapters.json", "/chapters/0/text/0/at", "the-end"),
];

fn times() -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, pointer, feature) in TIMES {
        for (wrong, what) in [
            ("1945-08-10T12:00:00", "has no offset"),
            ("1945-08-10", "has no offset"),
            ("noon", "is not a time"),
            ("1945-08-32T00:00:00+09:00", "is not a time"),
            ("99999999-01-01T00:00:00Z", "is not a time"),
            ("", "is not a time"),
        ] {
            cases.push(case(tiny().set(file, pointer, wrong), file, feature, what, "with its offset"));
        }
        let feature = if *feature == "head" { "" } else { feature };
        cases.push(case(tiny().set(file, pointer, 1945), file, feature, "expected a string", "FORMAT.md"));
    }
    for day in ["1945-08", "9 August", "", "1945-13-01"] {
        cases.push(case(tiny().set("campaign.json", "/day_zero", day), "campaign.json", "head", "is not a day", "1945-08-09"));
        cases.push(case(
            tiny().set("strengths.json", "/strengths/0/as_of", day),
            "strengths.json",
            "record 1",
            "as_of is not a day",
            "1945-08-09",
        ));
    }
    for offset in ["nine", "+26", "", "09:00"] {
        cases.push(case(tiny().set("campaign.json", "/zone/offset", offset), "campaign.json", "head", "is not an offset", "+09:00"));
        cases.push(case(tiny().set("campaign.json", "/clocks/0/offset", offset), "campaign.json", "head", "is not an offset", "+09:00"));
    }
    cases
}

fn order() -> Vec<Case> {
    let (early, late) = ("1945-08-01T00:00:00+09:00", "1945-08-31T00:00:00+09:00");
    let row = |file: &str, pointer: &str, time: &str, feature: &str, what: &str, remedy: &str| {
        case(tiny().set(file, pointer, time), file, feature, what, remedy)
    };
    let mut cases = vec![
        row("campaign.json", "/period/end", early, "head", "it ends before it starts", "swap start and end"),
        row("campaign.json", "/period/end", "2945-08-01T00:00:00+09:00", "head", "longer than ten years", "mend the wrong end"),
        row("formations.json", "/formations/2/subordinations/1/from", late, "red-cavalry", "from is after to", "swap them"),
        row("tracks.geojson", "/features/1/properties/earliest/1", late, "red-tanks", "earliest is after latest", "swap them"),
        row("tracks.geojson", "/features/1/properties/latest/1", early, "red-tanks", "earliest is after latest", "swap them"),
        row(
            "tracks.geojson",
            "/features/1/properties/coordTimes/3",
            late,
            "red-tanks",
            "vertex 4 lies outside its margins",
            "earliest <= coordTimes",
        ),
        row("tracks.geojson", "/features/1/properties/claims/3/0/earliest", late, "red-tanks", "earliest is after latest", "swap them"),
        row("places.geojson", "/features/1/properties/taken/earliest", late, "midtown", "earliest is after latest", "swap them"),
        row(
            "places.geojson",
            "/features/1/properties/taken/held_out_until",
            early,
            "midtown",
            "earliest is after held_out_until",
            "swap them",
        ),
        row("places.geojson", "/features/1/properties/claims/0/latest", early, "midtown", "earliest is after latest", "swap them"),
        row("events.geojson", "/features/1/properties/start/earliest", late, "siege", "earliest is after latest", "swap them"),
        row("events.geojson", "/features/1/properties/end", early, "siege", "it ends before it starts", "swap start and end"),
        row("events.geojson", "/features/2/properties/claims/0/latest", early, "fall", "earliest is after latest", "swap them"),
        row("plan.geojson", "/features/0/properties/due/latest", early, "red-tanks", "earliest is after latest", "swap them"),
        row("chapters.json", "/chapters/0/period/end", early, "the-end", "it ends before it starts", "swap start and end"),
    ];
    let same_time = tiny().edited("tracks.geojson", |tracks| {
        let properties = &mut tracks["features"][1]["properties"];
        for member in ["coordTimes", "earliest", "latest"] {
            properties[member][2] = properties[member][1].clone();
        }
    });
    cases.push(case(same_time, "tracks.geojson", "red-tanks", "not in order at vertex 3", "rise from vertex to vertex"));
    cases
}

fn counts() -> Vec<Case> {
    let members = ["coordTimes", "earliest", "latest", "status", "action", "place", "label", "sources", "notes", "claims"];
    let mut cases = Vec::new();
    for member in members {
        let pointer = format!("{P}/{member}");
        let fewer = tiny().list("tracks.geojson", &pointer, |list| drop(list.pop()));
        let more = tiny().list("tracks.geojson", &pointer, |list| list.push(list[0].clone()));
        for (files, count) in [(fewer, 3), (more, 5)] {
            let what = format!("{member} has {count} entries for 4 vertices");
            cases.push(case(files, "tracks.geojson", "red-tanks", &what, "one entry for each vertex"));
        }
    }
    cases
}

/// Every member that holds an id: file, pointer, feature, kind of record, file of the record.
const IDS: &[(&str, &str, &str, &str, &str)] = &[
    ("campaign.json", "/objectives/0", "head", "place", "places.geojson"),
    ("campaign.json", "/fronts/0/side", "red-front", "side", "campaign.json"),
    ("campaign.json", "/fronts/0/formation", "red-front", "formation", "formations.json"),
    ("campaign.json", "/fronts/0/leading/1", "red-front", "formation", "formations.json"),
    ("formations.json", "/formations/1/side", "red-tanks", "side", "campaign.json"),
    ("formations.json", "/formations/1/parent", "red-tanks", "formation", "formations.json"),
    ("formations.json", "/formations/2/subordinations/1/parent", "red-cavalry", "formation", "formations.json"),
    ("formations.json", "/formations/1/front", "red-tanks", "front", "campaign.json"),
    ("formations.json", "/formations/1/sources/0", "red-tanks", "source", "sources.json"),
    ("tracks.geojson", "/features/1/properties/formation", "", "formation", "formations.json"),
    ("tracks.geojson", "/features/1/properties/place/0", "red-tanks", "place", "places.geojson"),
    ("tracks.geojson", "/features/1/properties/sources/2/0", "red-tanks", "source", "sources.json"),
    ("tracks.geojson", "/features/1/properties/claims/3/0/sources/0", "red-tanks", "source", "sources.json"),
    ("places.geojson", "/features/1/properties/taken/by/0", "midtown", "formation", "formations.json"),
    ("places.geojson", "/features/1/properties/sources/0", "midtown", "source", "sources.json"),
    ("places.geojson", "/features/1/properties/claims/1/sources/0", "midtown", "source", "sources.json"),
    ("places.geojson", "/features/1/properties/text/1/sources/0", "midtown", "source", "sources.json"),
    ("events.geojson", "/features/1/properties/place", "siege", "place", "places.geojson"),
    ("events.geojson", "/features/1/properties/formations/0", "siege", "formation", "formations.json"),
    ("events.geojson", "/features/1/properties/sources/0", "siege", "source", "sources.json"),
    ("events.geojson", "/features/1/properties/text/0/sources/0", "siege", "source", "sources.json"),
    ("events.geojson", "/features/2/properties/claims/0/sources/0", "fall", "source", "sources.json"),
    ("strengths.json", "/strengths/0/side", "record 1", "side", "campaign.json"),
    ("strengths.json", "/strengths/0/sources/1", "record 1", "source", "sources.json"),
    ("plan.geojson", "/features/0/properties/side", "red-tanks", "side", "campaign.json"),
    ("plan.geojson", "/features/0/properties/formation", "", "formation", "formations.json"),
    ("plan.geojson", "/features/0/properties/place", "red-tanks", "place", "places.geojson"),
    ("plan.geojson", "/features/0/properties/sources/0", "red-tanks", "source", "sources.json"),
    ("chapters.json", "/chapters/0/text/0/sources/0", "the-end", "source", "sources.json"),
    ("chapters.json", "/chapters/0/events/0", "the-end", "event", "events.geojson"),
    ("chapters.json", "/chapters/0/places/0", "the-end", "place", "places.geojson"),
];

/// Every list of sources that must not be empty.
const SOURCED: &[(&str, &str, &str)] = &[
    ("formations.json", "/formations/1/sources", "red-tanks"),
    ("tracks.geojson", "/features/1/properties/sources/2", "red-tanks"),
    ("tracks.geojson", "/features/1/properties/claims/3/0/sources", "red-tanks"),
    ("places.geojson", "/features/1/properties/sources", "midtown"),
    ("places.geojson", "/features/1/properties/text/0/sources", "midtown"),
    ("events.geojson", "/features/1/properties/sources", "siege"),
    ("events.geojson", "/features/1/properties/text/0/sources", "siege"),
    ("strengths.json", "/strengths/0/sources", "record 1"),
    ("plan.geojson", "/features/0/properties/sources", "red-tanks"),
    ("chapters.json", "/chapters/0/text/0/sources", "the-end"),
];

fn ids() -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, pointer, feature, kind, home) in IDS {
        let what = format!("the {kind} \"qqq\" is not in {home}");
        cases.push(case(tiny().set(file, pointer, "qqq"), file, feature, &what, &format!("add it to {home}")));
    }
    let close = tiny().set("tracks.geojson", "/features/1/properties/place/0", "gatte");
    cases.push(case(close, "tracks.geojson", "red-tanks", "the place \"gatte\"", "did you mean \"gate\"?"));
    for (file, pointer, feature) in SOURCED {
        cases.push(case(tiny().set(file, pointer, json!([])), file, feature, "it names no source", "add \"sources\""));
    }
    for (file, list) in [
        ("campaign.json", "/sides"),
        ("campaign.json", "/fronts"),
        ("formations.json", "/formations"),
        ("places.geojson", "/features"),
        ("events.geojson", "/features"),
        ("chapters.json", "/chapters"),
        ("sources.json", "/sources"),
    ] {
        let files = tiny().list(file, list, |items| items.push(items[0].clone()));
        cases.push(case(files, file, "", "the id is used twice", "an id of its own"));
    }
    let twice = tiny().list("tracks.geojson", "/features", |items| items.push(items[1].clone()));
    cases.push(case(twice, "tracks.geojson", "red-tanks", "it has two tracks", "join them"));
    let missing = tiny().list("tracks.geojson", "/features", |items| drop(items.remove(1)));
    cases.push(case(missing, "campaign.json", "red-front", "its leading formation \"red-tanks\" has no track", "give it a track"));
    cases
}

/// What every formation of a loop is told.
const LOOP: &str = "it stands under itself, by way of its parents";

fn loops() -> Vec<Case> {
    let looped = |files: Files, feature: &str| case(files, "formations.json", feature, LOOP, "mend the parent");
    let of_three =
        tiny().set("formations.json", "/formations/0/parent", "red-marines").set("formations.json", "/formations/3/parent", "red-tanks");
    let dated = tiny().set("formations.json", "/formations/0/subordinations", json!([{ "parent": "red-cavalry" }]));
    vec![
        looped(tiny().set("formations.json", "/formations/4/parent", "blue-division"), "blue-division"),
        looped(tiny().set("formations.json", "/formations/4/parent", "blue-fort"), "blue-division"),
        looped(tiny().set("formations.json", "/formations/4/parent", "blue-fort"), "blue-fort"),
        looped(of_three, "red-tanks"),
        looped(dated, "red-cavalry"),
    ]
}

fn values() -> Vec<Case> {
    let row = |file: &str, pointer: &str, value: Value, feature: &str, what: &str, remedy: &str| {
        case(tiny().set(file, pointer, value), file, feature, what, remedy)
    };
    vec![
        row("campaign.json", "/format", json!(2), "", "is of format 2", "reads format 1"),
        row("campaign.json", "/format", json!("1"), "", "does not say its format", "\"format\": 1"),
        row("campaign.json", "/format", json!(-1), "", "does not say its format", "\"format\": 1"),
        row("campaign.json", "/format", json!(1e300), "", "does not say its format", "\"format\": 1"),
        case(tiny().with("campaign.json", "[]"), "campaign.json", "", "does not say its format", "\"format\": 1"),
        row(
            "campaign.json",
            "/sides/0/camp",
            json!("neutral"),
            "",
            "sides: unknown variant `neutral`, expected `attacker` or `defender`",
            "FORMAT.md",
        ),
        row("campaign.json", "/languages/0", json!("xx"), "head", "\"xx\" is not a language", "use en"),
        row("campaign.json", "/subtitle/xx", json!("x"), "head", "\"xx\" is not a language", "use en"),
        row("campaign.json", "/title", json!({}), "head", "no English name", "add \"names\""),
        row("formations.json", "/formations/1/names", json!({ "ru": "x" }), "red-tanks", "no English name", "add \"names\""),
        row("formations.json", "/formations/1/names/xx", json!("x"), "red-tanks", "\"xx\" is not a language", "use en"),
        row("formations.json", "/formations/1/echelon", json!("horde"), "red-tanks", "echelon: unknown variant `horde`", "FORMAT.md"),
        row("formations.json", "/formations/1/arm", json!(3), "red-tanks", "arm: ", "FORMAT.md"),
        row("formations.json", "/formations/1/half_width_km", json!(-3), "red-tanks", "half_width_km is not a width", "in km"),
        row("formations.json", "/formations/1/half_width_km", json!(1e300), "red-tanks", "half_width_km is not a width", "in km"),
        row("formations.json", "/formations/1/strength/men", json!(-5), "red-tanks", "strength: invalid value", "FORMAT.md"),
        row("formations.json", "/formations/1/strength/men", json!(1e300), "red-tanks", "strength: invalid type", "FORMAT.md"),
        row("tracks.geojson", "/features/1/properties/status/0", json!("sure"), "red-tanks", "status: unknown variant `sure`", "FORMAT.md"),
        row("tracks.geojson", "/features/1/properties/action/0", json!("fly"), "red-tanks", "action: unknown variant `fly`", "FORMAT.md"),
        row("places.geojson", "/features/1/properties/kind", json!("moon"), "midtown", "kind: unknown variant `moon`", "FORMAT.md"),
        row(
            "places.geojson",
            "/features/1/properties/importance",
            json!(4),
            "midtown",
            "the importance 4 is not 1, 2 or 3",
            "most important",
        ),
        row("places.geojson", "/features/1/properties/importance", json!(1e9), "midtown", "importance: invalid", "FORMAT.md"),
        row("places.geojson", "/features/1/properties", Value::Null, "feature 2", "missing field", "FORMAT.md"),
        row("events.geojson", "/features/1/properties/importance", json!(0), "siege", "the importance 0", "most important"),
        row("events.geojson", "/features/1/properties/headline", json!("x".repeat(71)), "siege", "longer than 70 characters", "shorten it"),
        row("events.geojson", "/features/1/properties/cuts", json!([{ "line": "toka" }]), "siege", "missing field `railway`", "FORMAT.md"),
        row("events.geojson", "/features/1/properties/lane", json!("north"), "siege", "lane: unknown variant `north`", "FORMAT.md"),
        row("strengths.json", "/strengths/0/low", json!(60000), "record 1", "low is greater than high", "swap them"),
        row("strengths.json", "/strengths/0/low", json!("many"), "record 1", "low: invalid type", "FORMAT.md"),
        row("plan.geojson", "/features/0/properties/objective", json!(1), "red-tanks", "objective: invalid type", "FORMAT.md"),
        row("chapters.json", "/chapters/0/title", json!({ "en": "x" }), "the-end", "title: invalid type", "FORMAT.md"),
        row("sources.json", "/sources/0/title", json!(1), "red-history", "title: invalid type", "FORMAT.md"),
    ]
}

fn kinds() -> [(&'static str, Vec<Case>); 9] {
    [
        ("syntax", syntax()),
        ("shape", shapes()),
        ("position", positions()),
        ("time", times()),
        ("order", order()),
        ("count", counts()),
        ("id", ids()),
        ("loop", loops()),
        ("value", values()),
    ]
}

fn errors() -> Vec<Case> {
    kinds().into_iter().flat_map(|(_, cases)| cases).collect()
}

/// Members the format does not name, at every level of every file.
fn warnings() -> Vec<Case> {
    let holders = [
        ("campaign.json", "", "", ""),
        ("campaign.json", "/period", "", "period."),
        ("campaign.json", "/zone", "", "zone."),
        ("campaign.json", "/clocks/0", "", "clocks."),
        ("campaign.json", "/extent", "", "extent."),
        ("campaign.json", "/sides/0", "", "sides."),
        ("campaign.json", "/fronts/0", "", "fronts."),
        ("formations.json", "", "", ""),
        ("formations.json", "/formations/1", "red-tanks", ""),
        ("formations.json", "/formations/1/strength", "red-tanks", "strength."),
        ("formations.json", "/formations/2/subordinations/0", "red-cavalry", "subordinations."),
        ("tracks.geojson", "", "", ""),
        ("tracks.geojson", "/features/1", "red-tanks", ""),
        ("tracks.geojson", "/features/1/properties", "red-tanks", ""),
        ("tracks.geojson", "/features/1/properties/claims/3/0", "red-tanks", "claims."),
        ("places.geojson", "/features/1/properties", "midtown", ""),
        ("places.geojson", "/features/1/properties/taken", "midtown", "taken."),
        ("places.geojson", "/features/1/properties/text/0", "midtown", "text."),
        ("events.geojson", "/features/1/properties", "siege", ""),
        ("events.geojson", "/features/1/properties/start", "siege", "start."),
        ("strengths.json", "/strengths/0", "record 1", ""),
        ("plan.geojson", "/features/0/properties", "red-tanks", ""),
        ("plan.geojson", "/features/0/properties/due", "red-tanks", "due."),
        ("chapters.json", "/chapters/0", "the-end", ""),
        ("chapters.json", "/chapters/0/view", "the-end", "view."),
        ("sources.json", "/sources/0", "red-history", ""),
    ];
    let mut cases = Vec::new();
    for (file, holder, feature, inner) in holders {
        let what = format!("the member \"{inner}weather\" is not of this format");
        let files = tiny().set(file, &format!("{holder}/weather"), "rain");
        cases.push(Case { severity: Severity::Warning, ..case(files, file, feature, &what, "kept and ignored") });
    }
    let opening = tiny().set("campaign.json", "/opening", "1945-08-01T00:00:00+09:00");
    cases.push(Case {
        severity: Severity::Warning,
        ..case(opening, "campaign.json", "head", "opening: it lies outside the period", "mend one")
    });
    let same = tiny().list("events.geojson", "/features/2/properties/claims", |claims| drop(claims.pop()));
    cases.push(Case {
        severity: Severity::Warning,
        ..case(same, "events.geojson", "fall", "it is contested but does not say", "at least two claims")
    });
    cases
}

impl Case {
    fn is_named_by(&self, problem: &Problem) -> bool {
        problem.severity == self.severity
            && problem.file == self.file
            && problem.feature.as_deref().map_or(self.feature.is_empty(), |feature| feature.contains(&self.feature))
            && problem.what.contains(&self.what)
            && problem.remedy.contains(&self.remedy)
    }
}

/// No word of our own code may reach the reader.
fn is_plain(problem: &Problem) -> bool {
    let text = problem.to_string();
    !text.contains("Raw") && !text.contains("struct") && !problem.what.is_empty() && !problem.remedy.is_empty() && !text.contains('\n')
}

#[test]
fn the_tiny_campaign_is_clean() {
    let campaign = tiny().campaign();
    assert_eq!((campaign.formations.len(), campaign.tracks.len(), campaign.places.len(), campaign.events.len()), (6, 6, 4, 4));
    let without: Files = OPTIONAL.into_iter().fold(tiny(), Files::without);
    assert_eq!(without.campaign().strengths.len(), 0);
    let marked = tiny().0["places.geojson"].iter().fold(b"\xEF\xBB\xBF".to_vec(), |mut bytes, byte| {
        bytes.push(*byte);
        bytes
    });
    assert_eq!(tiny().with("places.geojson", marked).campaign().places.len(), 4, "a byte order mark is no fault");
}

#[test]
fn every_fault_in_every_file_gets_its_sentence() {
    let mut failures = Vec::new();
    for case in errors() {
        let reading = campaign::read(&case.files.folder());
        let said: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        if !reading.problems.iter().any(|problem| case.is_named_by(problem)) {
            failures.push(format!("{}: not said, but {said:#?}", case.name));
        }
        if !reading.problems.iter().all(is_plain) {
            failures.push(format!("{}: not plain: {said:#?}", case.name));
        }
        if reading.campaign.is_some() {
            failures.push(format!("{}: the campaign is handed out all the same", case.name));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), errors().len(), failures.join("\n"));
}

#[test]
fn one_fault_is_not_reported_as_many() {
    let mut failures = Vec::new();
    for case in errors() {
        let reading = campaign::read(&case.files.folder());
        let is_other = |problem: &&Problem| !case.is_named_by(problem) && problem.what != LOOP;
        let others: Vec<String> = reading.problems.iter().filter(is_other).map(ToString::to_string).collect();
        if !others.is_empty() {
            failures.push(format!("{}: {others:#?}", case.name));
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_faulty_record_does_not_shift_the_others() {
    let files = tiny().set("formations.json", "/formations/0/side", "green");
    let said = |files: &Files| campaign::read(&files.folder()).problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(said(&files).len(), 1, "no loop where there is none: {:#?}", said(&files));
    let looped = files.set("formations.json", "/formations/5/parent", "blue-fort");
    assert_eq!(said(&looped).len(), 2, "and the one that is there is found: {:#?}", said(&looped));
    let late = tiny().edited("tracks.geojson", |tracks| {
        let properties = &mut tracks["features"][1]["properties"];
        properties["coordTimes"][1] = json!("noon");
        properties["sources"][1][0] = json!("qqq");
        properties["place"][1] = json!("qqq");
    });
    assert_eq!(said(&late).len(), 3, "all that is wrong with a vertex is said: {:#?}", said(&late));
}

#[test]
fn what_the_format_does_not_name_is_a_warning_and_the_campaign_opens() {
    for case in warnings() {
        let reading = campaign::read(&case.files.folder());
        assert_eq!(reading.problems.len(), 1, "{}: {:#?}", case.name, reading.problems);
        assert!(case.is_named_by(&reading.problems[0]), "{}: {}", case.name, reading.problems[0]);
        assert!(reading.campaign.is_some(), "{}", case.name);
    }
}

/// The commands that read a campaign folder.
fn commands(dir: &Path, picture: &Path) -> [Vec<String>; 4] {
    let (dir, picture) = (dir.display().to_string(), picture.display().to_string());
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    [
        words(&["check", &dir]),
        words(&["state", "--at", "D+3", "--campaign", &dir]),
        words(&["stats", "--campaign", &dir]),
        words(&["render", "--at", "D+3", "--size", "64x64", "-o", &picture, "--campaign", &dir]),
    ]
}

/// Runs every command on a folder; each must say all the sentences, draw nothing, and leave with code 2.
#[track_caller]
fn refused(dir: &Path, sentences: &[String]) {
    refused_by(usize::MAX, dir, sentences);
}

/// The same for the first commands only: a process takes longer than a test should.
#[track_caller]
fn refused_by(count: usize, dir: &Path, sentences: &[String]) {
    let picture = dir.with_extension("svg");
    let _ = fs::remove_file(&picture);
    for args in commands(dir, &picture).into_iter().take(count) {
        let Ran { code, out, err } = run(&args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}: {err}");
        for sentence in sentences {
            assert!(err.lines().any(|line| line.starts_with(sentence.as_str())), "{args:?}: {sentence:?} is not in {err}");
        }
    }
    assert!(!picture.exists());
}

#[test]
fn the_program_says_all_faults_at_once_and_leaves_with_code_2() {
    let files = tiny()
        .set("campaign.json", "/opening", "noon")
        .set("formations.json", "/formations/1/parent", "qqq")
        .set("formations.json", "/formations/5/parent", "blue-fort")
        .set("tracks.geojson", "/features/1/geometry/coordinates/2", json!([45, 122]))
        .set("tracks.geojson", "/features/2/properties/coordTimes/1", "1945-08-11T18:00:00")
        .set("places.geojson", "/features/1/geometry/type", "Polygon")
        .set("places.geojson", "/features/2/properties/taken/latest", "1945-08-01T00:00:00+09:00")
        .set("events.geojson", "/features/1/properties/text/0/sources/0", "qqq")
        .set("events.geojson", "/features/2/properties/status", "sure")
        .set("strengths.json", "/strengths/0/side", "green")
        .with("plan.geojson", "{")
        .set("chapters.json", "/chapters/0/view/width_km", 0)
        .with("sources.json", "");
    let expected = [
        "campaign.json, head: opening: \"noon\" is not a time; write it with its offset",
        "formations.json, record 2 \"red-tanks\": the formation \"qqq\" is not in formations.json; add it",
        "tracks.geojson, feature 2 \"red-tanks\": the position [45, 122] is not on the earth; write [longitude, latitude]; the two look swapped",
        "tracks.geojson, feature 3 \"red-cavalry\": coordTimes: the time \"1945-08-11T18:00:00\" has no offset; write it with its offset",
        "places.geojson, feature 2 \"midtown\": is not a GeoJSON feature",
        "places.geojson, feature 3 \"fort-stone\": taken: earliest is after latest; swap them",
        "events.geojson, feature 3 \"fall\": status: unknown variant `sure`",
        "strengths.json, record 1: the side \"green\" is not in campaign.json",
        "plan.geojson: is not JSON",
        "chapters.json, record 1 \"the-end\": view: width_km is not a width; give",
        "sources.json: is empty; write its records",
    ];
    refused(&files.write("all-at-once"), &expected.map(str::to_owned));
}

#[test]
fn the_program_refuses_every_kind_of_fault() {
    // One case of each kind and file; the sentences themselves are compared above, without the cost of a process.
    let mut seen = BTreeSet::new();
    for (kind, cases) in kinds() {
        for (number, case) in cases.into_iter().filter(|case| seen.insert((kind, case.file.clone()))).enumerate() {
            let reading = campaign::read(&case.files.folder());
            let errors = reading.problems.iter().filter(|problem| problem.severity == Severity::Error);
            let sentences: Vec<String> = errors.map(ToString::to_string).collect();
            refused_by(if number == 0 { 4 } else { 1 }, &case.files.write(&format!("{kind}-{}", case.file)), &sentences);
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
}

#[test]
fn warnings_go_to_stderr_and_the_work_is_done() {
    let dir = tiny().set("places.geojson", "/features/1/properties/weather", "rain").write("warned");
    let picture = dir.with_extension("svg");
    let [check, state, stats, render] = commands(&dir, &picture);
    let checked = run(&check);
    assert_eq!(checked.code, Some(0));
    assert!(checked.out.contains("no errors, 1 warning"), "{}", checked.out);
    assert!(checked.err.starts_with("warning: places.geojson, feature 2 \"midtown\": the member \"weather\""), "{}", checked.err);
    for args in [state, stats, render] {
        assert_eq!(run(&args).code, Some(0), "{args:?}");
    }
    assert!(picture.exists());
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let dir = scratch("nowhere").join("at-all");
    refused(&dir, &[format!("{}: cannot be opened", dir.display())]);
    let file = scratch("a-file").join("campaign.json");
    fs::write(&file, "{}").unwrap();
    refused(&file, &[format!("{}: is not a folder", file.display())]);
    refused(&scratch("empty-folder"), &REQUIRED.map(|file| format!("{file}: is not there; add it to the folder")));
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let dir = tiny().write("huge");
    for file in all_files() {
        fs::OpenOptions::new().write(true).open(dir.join(file)).unwrap().set_len(200 * 1024 * 1024).unwrap();
    }
    refused(&dir, &all_files().map(|file| format!("{file}: is 200 MB large; keep a file under 64 MB")).collect::<Vec<_>>());
}

#[test]
fn a_folder_named_like_a_file_is_no_file() {
    for file in all_files() {
        let dir = tiny().without(file).write(&format!("folder-{file}"));
        fs::create_dir(dir.join(file)).unwrap();
        refused(&dir, &[format!("{file}: is not a file; put a JSON file in its place")]);
    }
}

#[test]
fn a_folder_of_a_thousand_files_is_said_to_be_too_full() {
    let dir = tiny().write("full");
    for number in 0..300 {
        fs::write(dir.join(format!("a{number}.json")), "{}").unwrap();
    }
    refused(&dir, &[format!("{}: holds 309 data files, of which 256 are read; keep only", dir.display())]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_folder_is_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tiny().write("outside");
    for file in all_files() {
        let dir = tiny().without(file).write(&format!("link-{file}"));
        symlink(outside.join(file), dir.join(file)).unwrap();
        refused(&dir, &[format!("{file}: is a link that leaves the campaign folder; copy the file into the folder")]);
    }
    let dir = tiny().without("places.geojson").write("link-passwd");
    symlink("/etc/passwd", dir.join("places.geojson")).unwrap();
    refused(&dir, &["places.geojson: is a link that leaves".to_owned()]);
    let dir = tiny().without("places.geojson").write("link-device");
    symlink("/dev/zero", dir.join("places.geojson")).unwrap();
    refused(&dir, &["places.geojson: is a link that leaves".to_owned()]);
    let dir = tiny().without("places.geojson").write("link-round");
    symlink("places.geojson", dir.join("places.geojson")).unwrap();
    refused(&dir, &["places.geojson: cannot be read".to_owned()]);
    let dir = tiny().without("places.geojson").write("link-inside");
    fs::write(dir.join("kept.txt"), &tiny().0["places.geojson"]).unwrap();
    symlink("kept.txt", dir.join("places.geojson")).unwrap();
    let [check, ..] = commands(&dir, &dir.with_extension("svg"));
    run(&check).well();
    let linked = dir.with_file_name("link-to-folder");
    let _ = fs::remove_file(&linked);
    symlink(&dir, &linked).unwrap();
    run(["check".to_owned(), linked.display().to_string()]).well();
}

#[test]
fn a_thousand_unknown_ids_do_not_stall_the_reading() {
    let long = "x".repeat(1_000_000);
    let files = tiny()
        .list("sources.json", "/sources", |sources| {
            for number in 0..2000 {
                sources.push(json!({ "id": format!("source-{number}"), "title": "x", "kind": "book", "language": "en" }));
            }
            sources.push(json!({ "id": long, "title": "x", "kind": "book", "language": "en" }));
        })
        .edited("places.geojson", |places| {
            places["features"][1]["properties"]["sources"] =
                (0..20_000).map(|number| json!(format!("sauce-{number}"))).chain([json!(format!("{long}y"))]).collect();
        });
    let reading = campaign::read(&files.folder());
    assert_eq!(reading.problems.len(), 20_001);
}

/// Reads the files; where they make a campaign all the same, asks it all there is to ask without drawing.
fn survive(files: &Files) -> bool {
    let reading = campaign::read(&files.folder());
    let Some(campaign) = &reading.campaign else {
        assert!(reading.problems.iter().any(|problem| problem.severity == Severity::Error), "no campaign, and no reason given");
        return false;
    };
    let instants = (1..=3).map(|share| campaign.period.start.lerp(campaign.period.end, f64::from(share) / 4.0));
    for instant in instants.chain([Instant(i64::MIN), Instant(i64::MAX), campaign.opening]) {
        let situation = Situation::at(campaign, instant);
        for state in &situation.formations {
            assert!(state.position.lon.is_finite() && state.position.lat.is_finite());
        }
        let _ = (campaign.calendar.full(instant), campaign.calendar.other_clocks(instant).count());
    }
    // A chart asks for a situation every few hours; a year of them is enough.
    if campaign.period.seconds() < 366 * DAY {
        for chart in CHARTS {
            (chart.make)(campaign);
        }
    }
    for event in &campaign.events {
        let _ = (campaign.calendar.margins(event.start), event.span());
    }
    true
}

#[test]
fn no_change_of_bytes_makes_the_reading_panic() {
    let mut dice = Dice(0x1945_0809);
    let tiny = tiny();
    let names: Vec<&str> = all_files().collect();
    for _ in 0..1500 {
        let mut files = tiny.clone();
        let file = names[dice.roll(names.len())];
        let bytes = files.0.get_mut(file).unwrap();
        for _ in 0..=dice.roll(3) {
            let at = dice.roll(bytes.len());
            match dice.roll(5) {
                0 => bytes[at] = dice.roll(256) as u8,
                1 => bytes[at] = b"{}[]\",:0-9eE.tfn\\"[dice.roll(17)],
                2 => drop(bytes.remove(at)),
                3 => bytes.insert(at, b"{}[]\",:0-9"[dice.roll(10)]),
                _ => {
                    let piece = bytes[at..bytes.len().min(at + dice.roll(40))].to_vec();
                    let to = dice.roll(bytes.len());
                    bytes.splice(to..to, piece);
                }
            }
        }
        survive(&files);
    }
}

#[test]
fn no_change_of_members_makes_the_reading_panic() {
    let mut dice = Dice(0x1945_0902);
    let tiny: Vec<(String, Value)> = tiny().0.into_iter().map(|(file, bytes)| (file, serde_json::from_slice(&bytes).unwrap())).collect();
    let (mut survivors, rounds) = (0, 3000);
    for _ in 0..rounds {
        let mut files = tiny.clone();
        for _ in 0..=dice.roll(2) {
            let at = dice.roll(files.len());
            disturb(&mut files[at].1, &mut dice);
        }
        let files = Files(files.into_iter().map(|(file, value)| (file, value.to_string().into_bytes())).collect());
        survivors += usize::from(survive(&files));
    }
    assert!(survivors > rounds / 50, "only {survivors} of {rounds} changes made a campaign: they reach too little of the program");
}

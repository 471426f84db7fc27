//! Laws of the field on a small made-up war: a square country, a strait, a neutral neighbour.

use super::*;
use crate::campaign::{self, HOUR, Instant};
use crate::library::Folder;
use crate::situation::Ground;

/// A country of 4 by 4 degrees around 10 E 45 N, an island east of it, neutral ground south and the attacker west.
fn base() -> BaseMap {
    let square = |west: f64, south: f64, east: f64, north: f64| {
        format!("[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]")
    };
    let polity = |id: &str, rings: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}","names":{{"en":"{id}"}},"approximation":""}},"geometry":{{"type":"Polygon","coordinates":{rings}}}}}"#
        )
    };
    let collection = |features: &[String]| format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")).into_bytes();
    let polities = [
        polity("home", &square(4.0, 43.0, 8.0, 47.0)),
        polity("land", &square(8.0, 43.0, 12.0, 47.0)),
        polity("isle", &square(12.3, 43.0, 13.0, 47.0)),
        polity("neutral", &square(8.0, 41.0, 12.0, 43.0)),
    ];
    let empty = || collection(&[]);
    let files = [
        ("land-coarse.geojson", collection(&[polity("all", &square(4.0, 43.0, 12.0, 47.0))])),
        ("polities-coarse.geojson", collection(&polities)),
        ("borders-coarse.geojson", empty()),
        ("lakes.geojson", empty()),
        ("rivers.geojson", empty()),
        ("railways.geojson", empty()),
        ("labels.geojson", empty()),
    ];
    let folder = Folder::from_files("base", files.map(|(name, bytes)| (name.to_owned(), bytes)));
    BaseMap::read(folder, Projection::lambert([40.0, 50.0], 10.0, 45.0)).expect("the base map is sound")
}

/// One army that marches due east along 45 N, a degree a day, and what else `places` says.
fn campaign(head: &str, places: &str, tracks: &str) -> Campaign {
    campaign::read(&folder(head, places, tracks)).into_result().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn folder(head: &str, places: &str, tracks: &str) -> Folder {
    let head = format!(
        r#"{{"format":1,"id":"small","title":{{"en":"Small"}},"period":{{"start":"1945-08-08T00:00:00Z","end":"1945-08-20T00:00:00Z"}},
        "opening":"1945-08-08T00:00:00Z","day_zero":"1945-08-09","zone":{{"name":"UTC","offset":"+00:00"}},
        "projection":{{"kind":"lambert-conformal-conic","standard_parallels":[40,50],"central_meridian":10,"origin_latitude":45}},
        "extent":{{"west":0,"south":40,"east":20,"north":50}},{head}
        "sides":[{{"id":"red","names":{{"en":"Red"}},"camp":"attacker"}},{{"id":"blue","names":{{"en":"Blue"}},"camp":"defender"}}],
        "polities":{{"attacker":["home"],"defender":["land","isle"]}}}}"#
    );
    let formation = |id: &str, side: &str| {
        format!(
            r#"{{"id":"{id}","names":{{"en":"{id}"}},"side":"{side}","echelon":"army","arm":"infantry","half_width_km":20,"sources":["s"]}}"#
        )
    };
    let files = [
        ("campaign.json", head),
        (
            "formations.json",
            format!(r#"{{"formations":[{},{},{}]}}"#, formation("first", "red"), formation("second", "red"), formation("third", "blue")),
        ),
        ("tracks.geojson", format!(r#"{{"type":"FeatureCollection","features":[{tracks}]}}"#)),
        ("places.geojson", format!(r#"{{"type":"FeatureCollection","features":[{places}]}}"#)),
        ("events.geojson", r#"{"type":"FeatureCollection","features":[]}"#.to_owned()),
        ("sources.json", r#"{"sources":[{"id":"s","title":"S","kind":"book","language":"en"}]}"#.to_owned()),
    ];
    Folder::from_files("small", files.map(|(name, text)| (name.to_owned(), text.into_bytes())))
}

/// A track along a parallel from 7.5 E: a waypoint at each longitude, the first at noon of 8 August, then one a day.
fn track(formation: &str, lat: f64, longitudes: &[f64], last_action: &str) -> String {
    let count = longitudes.len();
    let list = |item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(",");
    let time = |number: usize, hour: i64| format!(r#""1945-08-{:02}T{hour:02}:00:00Z""#, 8 + number);
    let points = list(&|n| format!("[{},{lat}]", longitudes[n]));
    let action = list(&|n| format!(r#""{}""#, if n + 1 == count { last_action } else { "advance" }));
    format!(
        r#"{{"type":"Feature","geometry":{{"type":"LineString","coordinates":[{points}]}},"properties":{{"formation":"{formation}","coordTimes":[{}],"earliest":[{}],"latest":[{}],
        "status":[{}],"action":[{action}],"place":[{}],"sources":[{}]}}}}"#,
        list(&|n| time(n, 12)),
        list(&|n| time(n, 10)),
        list(&|n| time(n, 14)),
        list(&|_| r#""attested""#.to_owned()),
        list(&|_| "null".to_owned()),
        list(&|_| r#"["s"]"#.to_owned())
    )
}

fn place(id: &str, kind: &str, lon: f64, lat: f64, day: u32) -> String {
    format!(
        r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lon},{lat}]}},"properties":{{"id":"{id}","names":{{"en":"{id}"}},"kind":"{kind}","importance":2,
        "taken":{{"earliest":"1945-08-{day:02}T00:00:00Z","latest":"1945-08-{day:02}T12:00:00Z","by":["first"]}},"status":"attested","sources":["s"]}}}}"#
    )
}

fn noon(day: i64) -> Instant {
    "1945-08-08T12:00:00Z".parse::<Instant>().expect("a time").plus((day - 8) * 24 * HOUR)
}

const EAST: [f64; 5] = [7.5, 8.5, 9.5, 10.5, 11.5];

#[test]
fn an_axis_reaches_its_own_points_on_time_and_ground_beside_it_later() {
    let (base, campaign) = (base(), campaign("", "", &track("first", 45.0, &EAST, "advance")));
    let field = ArrivalField::build(&campaign, &base);
    let at = |lon: f64, lat: f64| field.at_geo(&campaign, Geo { lon, lat });
    let on_axis = at(9.5, 45.0).expect("reached");
    assert!(on_axis.time.best.since(noon(10)).abs() < 4 * HOUR && on_axis.status == Status::Attested, "{on_axis:?}");
    let beside = at(9.5, 45.15).expect("reached");
    assert!(beside.time.best > on_axis.time.best && beside.time.best.since(on_axis.time.best) < 24 * HOUR);
    let between = at(10.0, 45.0).expect("reached");
    assert!(between.status == Status::Inferred && on_axis.time.best < between.time.best && between.time.best < noon(11));
    assert_eq!(at(10.0, 46.5), None, "ground far from any axis has no record");
    assert_eq!(at(7.6, 45.0), None, "the attacker's own ground is not taken");
}

#[test]
fn water_and_neutral_ground_stop_an_advance() {
    let (base, campaign) = (
        base(),
        campaign("", "", &[track("first", 43.05, &EAST, "advance"), track("second", 45.0, &[7.5, 9.0, 10.5, 11.95], "advance")].join(",")),
    );
    let field = ArrivalField::build(&campaign, &base);
    assert!(field.at_geo(&campaign, Geo { lon: 10.0, lat: 43.1 }).is_some());
    assert_eq!(field.at_geo(&campaign, Geo { lon: 10.0, lat: 42.9 }), None, "neutral");
    assert!(field.at_geo(&campaign, Geo { lon: 11.9, lat: 45.0 }).is_some());
    assert_eq!(field.at_geo(&campaign, Geo { lon: 12.4, lat: 45.0 }), None, "over the strait");
}

#[test]
fn an_island_is_reached_by_landing() {
    let (base, campaign) = (base(), campaign("", "", &track("first", 45.0, &[7.5, 12.6], "land")));
    let field = ArrivalField::build(&campaign, &base);
    let landed = field.at_geo(&campaign, Geo { lon: 12.6, lat: 45.0 }).expect("landed");
    assert!(landed.time.best.since(noon(9)).abs() < 4 * HOUR);
    assert_eq!(field.at_geo(&campaign, Geo { lon: 10.0, lat: 45.0 }), None, "a sea move takes nothing on its way");
}

#[test]
fn works_that_hold_out_make_a_pocket_until_they_fall() {
    let (base, campaign) =
        (base(), campaign("", &place("works", "fortified-region", 9.5, 45.0, 16), &track("first", 45.0, &EAST, "advance")));
    let field = ArrivalField::build(&campaign, &base);
    let pockets = |day: i64| field.front_line(noon(day), None, f64::INFINITY).pockets;
    assert!(pockets(9).is_empty());
    let [pocket] = pockets(14).try_into().expect("one pocket");
    assert_eq!((pocket.place, pocket.ring.first()), (campaign.place_by_id("works").expect("a place"), pocket.ring.last()));
    assert!((80.0..600.0).contains(&pocket.km2) && !pocket.leans, "{} km²", pocket.km2);
    assert!(pockets(17).is_empty());
    let inside = field.at_geo(&campaign, Geo { lon: 9.5, lat: 45.0 }).expect("taken in the end");
    assert_eq!(inside.origin, Origin::Capture(pocket.place));
}

#[test]
fn ground_between_two_axes_is_closed_up_and_marked() {
    let axes = [track("first", 44.6, &EAST, "advance"), track("second", 45.4, &EAST, "advance")].join(",");
    let (base, campaign) = (base(), campaign("", "", &axes));
    let field = ArrivalField::build(&campaign, &base);
    let middle = field.at_geo(&campaign, Geo { lon: 9.5, lat: 45.0 }).expect("closed up");
    assert!(middle.is_closing && middle.status == Status::Inferred && middle.time.best > noon(10), "{middle:?}");
    let open = ArrivalField::build(&campaign_with_rule(&axes), &base);
    assert_eq!(open.at_geo(&campaign, Geo { lon: 9.5, lat: 45.0 }), None);
}

fn campaign_with_rule(axes: &str) -> Campaign {
    campaign(r#""arrival":{"closing_km":0},"#, "", axes)
}

#[test]
fn a_parallel_that_was_not_crossed_bounds_the_field() {
    let limited = campaign(r#""arrival":{"limits":[{"polity":"land","south":44.95}]},"#, "", &track("first", 45.0, &EAST, "advance"));
    let field = ArrivalField::build(&limited, &base());
    assert!(field.at_geo(&limited, Geo { lon: 10.0, lat: 45.05 }).is_some());
    assert_eq!(field.at_geo(&limited, Geo { lon: 10.0, lat: 44.85 }), None);
}

#[test]
fn the_ground_drawn_grows_and_its_parts_do_not_overlap() {
    let (base, campaign) = (base(), campaign("", "", &track("first", 45.0, &EAST, "advance")));
    let field = ArrivalField::build(&campaign, &base);
    let mut before = 0.0;
    for hour in 0..200 {
        let instant = campaign.period.start.plus(hour * HOUR);
        let mut ground = Ground::default();
        field.ground(field.epoch().hours(instant), None, f64::INFINITY, &mut ground);
        let area: f64 = ground
            .taken
            .indices
            .chunks(3)
            .map(|t| {
                let [a, b, c] = [0, 1, 2].map(|k| ground.taken.vertices[t[k] as usize]);
                let twice = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
                assert!(twice > -1.0, "all triangles turn the same way");
                twice / 2e6
            })
            .sum();
        assert!(area >= before - 1e-3 && area - before < 600.0, "{before} {area} km² at hour {hour}: it grows without jumps");
        before = area;
    }
    let told = field.areas().taken_km2(campaign.period.end);
    assert!(before > 10_000.0 && (before / told - 1.0).abs() < 0.02, "{before} {told}");
}

#[test]
fn a_campaign_without_tracks_has_an_empty_field() {
    let empty = campaign("", "", "");
    let field = ArrivalField::build(&empty, &base());
    assert_eq!(field.at_geo(&empty, Geo { lon: 10.0, lat: 45.0 }), None);
    assert!(field.areas().taken_km2(empty.period.end).abs() < 1e-9 && field.front_line(noon(12), None, 100.0).stretches.is_empty());
}

#[test]
fn figures_of_the_rule_that_cannot_be_are_problems() {
    let head = r#""arrival":{"lateral_km_per_day":-4,"half_width_km":{"army":0},"surprise":1},"#;
    let reading = campaign::read(&folder(head, "", ""));
    let said: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert!(reading.campaign.is_none());
    for word in ["lateral_km_per_day: -4 is out of range", "half_width_km: 0 is out of range", "\"surprise\""] {
        assert!(said.iter().any(|problem| problem.contains(word)), "{word}: {said:#?}");
    }
}

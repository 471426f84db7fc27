//! The program itself, as a person runs it: what it prints, draws and refuses, with which exit code, and without a display.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[expect(dead_code, reason = "each test file uses a part of it")]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use august_storm::scene::LAYERS;
use serde_json::Value;
use support::{Ran, command, run, scratch, tiny};

/// The tiny campaign on disk, under a name of its own.
fn folder(name: &str) -> String {
    tiny().write(name).display().to_string()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&run(args).well()).unwrap()
}

/// Draws a still of the tiny campaign and gives back its bytes.
fn drawn(file: &str, more: &[&str]) -> Vec<u8> {
    let name = format!("draw-{file}");
    let picture = scratch(&name).join(file);
    let dir = folder(&format!("{name}-campaign"));
    let picture_path = picture.display().to_string();
    let mut args = vec!["render", "-o", &picture_path, "--campaign", &dir];
    if !more.contains(&"--at") {
        args.extend(["--at", "D+2 12:00"]);
    }
    args.extend(more);
    assert_eq!(run(&args).well(), "");
    fs::read(picture).unwrap()
}

fn svg(file: &str, more: &[&str]) -> String {
    String::from_utf8(drawn(file, more)).unwrap()
}

/// Width, height, and the bytes of all pixels.
fn decoded(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    (info.width, info.height, pixels)
}

/// The texts of an SVG, with what stands for them in the file.
fn texts(svg: &str) -> Vec<String> {
    svg.split("<text ").skip(1).map(|rest| rest[rest.find('>').unwrap() + 1..rest.find("</text>").unwrap()].to_owned()).collect()
}

/// The group of one layer.
fn group<'a>(svg: &'a str, layer: &str) -> &'a str {
    let Some(at) = svg.find(&format!("<g id=\"{layer}\">")) else { return "" };
    &svg[at..at + svg[at..].find("</g>").unwrap()]
}

/// Elements open and close in turn, attributes are quoted, and no stray `<` or `&` is left in texts (XML 1.0).
fn assert_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        let (text, tag) = (&rest[..start], &rest[start + 1..]);
        for (at, _) in text.match_indices('&') {
            assert!(["&amp;", "&lt;", "&gt;", "&quot;", "&#"].iter().any(|entity| text[at..].starts_with(entity)), "stray & in {text:?}");
        }
        assert!(!text.chars().any(|letter| letter < ' ' && letter != '\n'), "a control character in {text:?}");
        let end = tag.find('>').unwrap_or_else(|| panic!("an element does not end: {}", &tag[..tag.len().min(80)]));
        let inner = &tag[..end];
        assert_eq!(inner.matches('"').count() % 2, 0, "quotes of {inner:?}");
        if let Some(name) = inner.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closes what is open");
        } else if !inner.ends_with('/') {
            open.push(inner.split_whitespace().next().unwrap());
        }
        rest = &tag[end + 1..];
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

fn assert_svg(xml: &str) {
    assert_well_formed(xml);
    assert!(xml.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
}

#[test]
fn a_png_has_its_size_and_a_picture_in_it_and_is_the_same_twice() {
    let first = drawn("first.png", &["--size", "320x200"]);
    let (width, height, pixels) = decoded(&first);
    assert_eq!((width, height), (320, 200));
    let colors: std::collections::BTreeSet<&[u8]> = pixels.chunks_exact(3).collect();
    assert!(colors.len() > 50, "{} colors", colors.len());
    assert!(first == drawn("second.png", &["--size", "320x200"]), "the same question, the same bytes");
    let (width, height, _) = decoded(&drawn("sharp.png", &["--size", "160x100", "--scale", "2"]));
    assert_eq!((width, height), (320, 200));
    let dark = decoded(&drawn("dark.png", &["--size", "320x200", "--theme", "dark"])).2;
    let brightness = |pixels: &[u8]| pixels.iter().map(|channel| u64::from(*channel)).sum::<u64>();
    assert!(brightness(&dark) * 2 < brightness(&pixels), "dark is dark");
}

#[test]
fn an_svg_is_well_formed_holds_the_names_and_is_the_same_twice() {
    let first = svg("first.svg", &["--size", "800x600"]);
    assert_svg(&first);
    assert!(first.contains("width=\"800\" height=\"600\" viewBox=\"0 0 800 600\""));
    let texts = texts(&first);
    for wanted in ["Midtown", "Fort Stone", "Red Tk A", "A Made-up War", "For tests", "Sat 11 Aug 1945 · 12:00"] {
        assert!(texts.iter().any(|text| text == wanted), "{wanted} is not in {texts:?}");
    }
    assert!(texts.iter().any(|text| text.contains("Redgrad 06:00")), "the other clock");
    assert!(first == svg("second.svg", &["--size", "800x600"]), "the same question, the same bytes");
}

#[test]
fn names_that_look_like_markup_stay_names() {
    let dir = tiny().set("places.geojson", "/features/1/properties/names/en", "<Mid & \"town\">").write("markup");
    let picture = dir.with_extension("svg");
    let args = ["render", "--at", "D+2", "-o", &picture.display().to_string(), "--campaign", &dir.display().to_string()];
    run(args).well();
    let drawn = fs::read_to_string(picture).unwrap();
    assert_svg(&drawn);
    assert!(texts(&drawn).contains(&"&lt;Mid &amp; \"town\"&gt;".to_owned()), "{:?}", texts(&drawn));
}

#[test]
fn a_view_shows_its_part_of_the_ground() {
    let whole = texts(&svg("whole.svg", &["--size", "800x600"]));
    let part = texts(&svg("part.svg", &["--size", "800x600", "--view", "125,45,150"]));
    assert!(whole.contains(&"Fort Stone".to_owned()) && whole.contains(&"Midtown".to_owned()));
    assert!(!part.contains(&"Fort Stone".to_owned()) && part.contains(&"Midtown".to_owned()), "{part:?}");
    for wrong in ["here", "125,45", "125,45,0", "125,95,100", "1,2,3,4", "NaN,NaN,NaN", "125,45,inf"] {
        let Ran { code, err, .. } = run(["render", "--at", "D+2", "-o", "x.svg", "--view", wrong]);
        assert_eq!(code, Some(2), "{wrong}");
        assert!(err.contains("is not a view; write --view LON,LAT,KM"), "{err}");
    }
}

#[test]
fn names_come_in_the_language_asked_for_and_in_english_where_there_is_none() {
    for (language, name) in
        [("en", "Midtown"), ("modern", "Central City"), ("ru", "Средний"), ("zh", "中城"), ("ja", "中町"), ("ko", "중도")]
    {
        let texts = texts(&svg(&format!("{language}.svg"), &["--size", "800x600", "--lang", language]));
        assert!(texts.contains(&name.to_owned()), "{language}: {texts:?}");
        assert!(texts.contains(&"Fort Stone".to_owned()), "{language}: {texts:?}");
    }
    let Ran { code, err, .. } = run(["render", "--at", "D+2", "-o", "x.svg", "--lang", "xx"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("there are no names in \"xx\""), "{err}");
}

#[test]
fn only_the_layers_asked_for_are_drawn() {
    let all = svg("layers-all.svg", &["--size", "800x600"]);
    for layer in LAYERS.iter().filter(|layer| layer.is_shown_at_start) {
        let alone = svg(&format!("layer-{}.svg", layer.id), &["--size", "800x600", "--layers", layer.id]);
        for other in LAYERS {
            let is_drawn = !group(&alone, other.id).is_empty();
            assert_eq!(is_drawn, other.id == layer.id && !group(&all, layer.id).is_empty(), "{} with only {}", other.id, layer.id);
        }
    }
    let two = svg("layer-two.svg", &["--size", "800x600", "--layers", "places,formations"]);
    assert!(!group(&two, "places").is_empty() && !group(&two, "formations").is_empty() && group(&two, "waters").is_empty());
    let Ran { code, err, .. } = run(["render", "--at", "D+2", "-o", "x.svg", "--layers", "places,weather"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("there is no layer \"weather\"; there are polities, "), "{err}");
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let dir = scratch("refused");
    let at = |file: &str| dir.join(file).display().to_string();
    let rows: &[(&[&str], i32, &str)] = &[
        (&["-o", &at("a.bmp")], 2, "the file must end in .png or svg"),
        (&["-o", &at("a")], 2, "the file must end in"),
        (&["-o", &at("no/such/folder/a.svg")], 2, "the picture cannot be written"),
        (&["-o", &at("a.svg"), "--size", "big"], 2, "is not a size; write --size 1920x1080"),
        (&["-o", &at("a.svg"), "--size", "0x0"], 2, "is not a size"),
        (&["-o", &at("a.svg"), "--size", "100000x100000"], 2, "is not a size"),
        (&["-o", &at("a.svg"), "--size", "-5x100"], 2, ""),
        (&["-o", &at("a.png"), "--scale", "100"], 2, "--scale takes a number from 0.25 to 8"),
        (&["-o", &at("a.png"), "--scale", "NaN"], 2, "--scale takes"),
        (&["-o", &at("a.png"), "--size", "16384x16384", "--scale", "8"], 2, "would be 131072 by 131072 pixels"),
        (&["-o", &at("a.svg"), "--theme", "pink"], 2, "pink"),
        (&[], 2, "--output"),
    ];
    for (more, code, said) in rows {
        let args: Vec<&str> = ["render", "--at", "D+2"].iter().chain(*more).copied().collect();
        let ran = run(&args);
        assert_eq!(ran.code, Some(*code), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said) && !ran.err.is_empty(), "{args:?}: {}", ran.err);
    }
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 0, "nothing was written");
}

#[test]
fn every_way_to_write_a_time_means_the_same() {
    let dir = folder("times");
    let wanted = run(["state", "--at", "1945-08-11T12:00:00+09:00", "--campaign", &dir]).well();
    for spelling in [
        "1945-08-11T12:00",
        "1945-08-11 12:00",
        "11 Aug 12:00",
        "11 August 1945 12:00",
        "D+2 12:00",
        "d+2 12:00",
        "1945-08-11T03:00:00Z",
        "1945-08-11T06:00:00+03:00",
    ] {
        assert_eq!(run(["state", "--at", spelling, "--campaign", &dir]).well(), wanted, "{spelling}");
    }
    let midnight = run(["state", "--at", "D+2", "--campaign", &dir]).well();
    for spelling in ["11 Aug", "1945-08-11T00:00", "10 Aug 24:00", "D+1 24:00"] {
        assert_eq!(run(["state", "--at", spelling, "--campaign", &dir]).well(), midnight, "{spelling}");
    }
    for wrong in
        ["", "soon", "32 Aug", "14 Foo", "D+", "D+99999999999999999999", "D+9223372036854775807", "25:00", "1945-08-11T12:00+99", "日"]
    {
        let Ran { code, out, err } = run(["state", "--at", wrong, "--campaign", &dir]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{wrong:?}: {err}");
        assert!(err.contains("is not a time; write 1945-08-14T18:00, \"14 Aug 18:00\" or D+5"), "{wrong:?}: {err}");
    }
    for outside in ["1 Jan", "D+999999", "D-999999", "1 Aug 2045", "21 Aug", "1000-01-01T00:00:00Z"] {
        for args in [vec!["state"], vec!["render", "-o", "x.svg"]] {
            let ran = run(args.iter().copied().chain(["--campaign", &dir, &format!("--at={outside}")]));
            assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{outside}: {}", ran.err);
            assert!(
                ran.err.contains("lies outside the campaign, which runs from Wed 8 Aug 1945 · 12:00 · D−1 to"),
                "{outside}: {}",
                ran.err
            );
        }
    }
    for edge in ["8 Aug 12:00", "20 Aug"] {
        run(["state", "--at", edge, "--campaign", &dir]).well();
    }
}

#[test]
fn state_as_json_keeps_its_members() {
    let dir = folder("state-json");
    let state = json(&["state", "--at", "D+2 12:00", "--format", "json", "--campaign", &dir]);
    assert_eq!(state["at"], "1945-08-11T12:00:00+09:00");
    let formations = state["formations"].as_array().unwrap();
    assert_eq!(formations.len(), 5, "the marines are not there yet");
    for formation in formations {
        for member in ["id", "name", "side", "echelon", "status", "earliest", "latest", "action"] {
            assert!(formation[member].is_string(), "{member} of {formation}");
        }
        assert!(formation["lon"].is_f64() && formation["lat"].is_f64(), "{formation}");
        for member in ["earliest", "latest"] {
            assert!(formation[member].as_str().unwrap().ends_with("+09:00"), "all times with their zone: {formation}");
        }
    }
    let tanks = formations.iter().find(|formation| formation["id"] == "red-tanks").unwrap();
    assert_eq!((&tanks["lon"], &tanks["lat"]), (&Value::from(122.5), &Value::from(45.0)));
    assert_eq!(
        [&tanks["name"], &tanks["side"], &tanks["echelon"], &tanks["status"], &tanks["action"]],
        ["Red Tank Army", "red", "army", "inferred", "halt_fuel"]
    );
    assert_eq!((&tanks["earliest"], &tanks["latest"]), (&"1945-08-11T10:00:00+09:00".into(), &"1945-08-11T14:00:00+09:00".into()));
}

#[test]
fn query_answers_when_the_war_came_and_says_on_what_evidence() {
    let answer = json(&["query", "121.6,45.4", "--json"]);
    assert_eq!(answer["polity"], "manchukuo");
    let arrival = &answer["arrival"];
    for member in ["earliest", "latest", "best", "status"] {
        assert!(arrival[member].is_string(), "{member}: {answer}");
    }
    assert!(arrival["earliest"].as_str().unwrap() <= arrival["best"].as_str().unwrap());
    assert_eq!(&arrival["earliest"].as_str().unwrap()[..8], "1945-08-");
    assert!(!arrival["by"].as_array().unwrap().is_empty() && !arrival["sources"].as_array().unwrap().is_empty());
    let record = &arrival["from"][0];
    for member in ["formation", "time"] {
        assert!(record[member].is_string(), "{member}: {record}");
    }
}

#[test]
fn a_place_can_be_asked_for_by_name_in_any_of_its_languages() {
    let by_point = json(&["query", "119.74,49.21", "--json"]);
    for name in ["Hailar", "hailar", "Хайлар", "海拉尔", "海拉爾"] {
        let by_name = json(&["query", name, "--json"]);
        assert_eq!(by_name["place"], "hailar", "{name}");
        assert_eq!(by_name["arrival"], by_point["arrival"], "{name}");
    }
    let text = run(["query", "Hailar"]).well();
    for words in ["Hailar", "Manchukuo", "The war reached here between", "tretyak-trudnyi-put", "UTC+9"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn ground_that_the_war_never_reached_has_no_answer_but_a_sentence() {
    for point in ["139.7,35.7", "150.0,45.0", "105.0,52.0", "-5.0,50.0"] {
        assert!(json(&["query", point, "--json"])["arrival"].is_null(), "{point}");
        assert!(run(["query", point]).well().contains("no record"), "{point}");
    }
    let lost = run(["query", "Atlantis"]);
    assert_eq!((lost.code, lost.err.contains("Atlantis")), (Some(1), true));
    assert_eq!(run(["query", "500,95"]).code, Some(2));
}

#[test]
fn the_built_in_campaign_says_how_much_ground_was_taken() {
    let at = |time: &str| json(&["state", "--at", time, "--format", "json"]);
    let (before, early, late) = (at("8 Aug 20:00"), at("12 Aug 00:00"), at("30 Aug 00:00"));
    assert_eq!(before["taken_km2"], 0.0);
    assert!(early["taken_km2"].as_f64().unwrap() > 50_000.0 && early["band_km2"].as_f64().unwrap() > 10_000.0);
    assert!(late["taken_km2"].as_f64().unwrap() > early["taken_km2"].as_f64().unwrap() * 3.0);
}

#[test]
fn state_as_geojson_opens_in_a_gis() {
    let dir = folder("state-geojson");
    let args = ["state", "--at", "D+2 12:00", "--format", "geojson", "--campaign", &dir];
    let text = run(args).well();
    let collection: geojson::FeatureCollection = text.parse::<geojson::GeoJson>().unwrap().try_into().unwrap();
    assert_eq!(collection.features.len(), 5);
    for feature in &collection.features {
        assert!(matches!(feature.geometry.as_ref().unwrap().value, geojson::GeometryValue::Point { .. }));
        assert!(feature.property("id").is_some() && feature.property("status").is_some());
    }
    let listed = json(&["state", "--at", "D+2 12:00", "--format", "json", "--campaign", &dir]);
    for (feature, formation) in collection.features.iter().zip(listed["formations"].as_array().unwrap()) {
        let point = serde_json::to_value(feature.geometry.as_ref().unwrap()).unwrap();
        assert_eq!(point["coordinates"], serde_json::json!([formation["lon"], formation["lat"]]));
    }
}

#[test]
fn state_as_a_table_is_read_by_people() {
    let table = run(["state", "--at", "D+2 12:00", "--campaign", &folder("state-table")]).well();
    assert!(table.starts_with("Sat 11 Aug 1945 · 12:00 · D+2 · Midtown time (UTC+9) · Redgrad 06:00\n"), "{table}");
    let row = table.lines().find(|line| line.starts_with("Red Tank Army")).unwrap();
    for wanted in ["red", "122.500", "45.000", "inferred", "halted for fuel", "11 Aug 10:00 – 11 Aug 14:00"] {
        assert!(row.contains(wanted), "{wanted} in {row}");
    }
    assert!(table.ends_with("5 formations; all times Midtown time (UTC+9)\n"));
}

/// What `state` says and what `render` draws come from one situation: each symbol's sign stands where the table says.
#[test]
fn state_and_render_agree() {
    use august_storm::cartography::{Geo, PageSize, PlaneRect, Projection, View};
    use august_storm::scene::{Furniture, Sheet};
    let dir = folder("agree");
    for at in ["D+0", "D+2 12:00", "D+3 06:00", "14 Aug 20:00"] {
        let state = json(&["state", "--at", at, "--format", "json", "--campaign", &dir]);
        let drawn = svg("agree.svg", &["--size", "1100x1000", "--layers", "formations", "--at", at]);
        let projection = Projection::lambert([40.0, 50.0], 124.0, 46.0);
        let size = PageSize { width: 1100.0, height: 1000.0 };
        let sheet = Sheet::of(Furniture::Still, size);
        let theatre = PlaneRect::of_degrees(&projection, 118.0, 41.0, 130.0, 49.0);
        let view = sheet.centered(View::fitting(theatre, sheet.map_size()).resized(size));
        let texts = texts(&drawn);
        for (id, short) in [("red-tanks", "Red Tk A"), ("red-cavalry", "Red Cav C")] {
            let formation = state["formations"].as_array().unwrap().iter().find(|formation| formation["id"] == id).unwrap();
            assert!(texts.iter().any(|text| text.starts_with(short)), "{at}: {short} in {texts:?}");
            let geo = Geo { lon: formation["lon"].as_f64().unwrap(), lat: formation["lat"].as_f64().unwrap() };
            let page = view.page_from_plane(projection.plane_from_geo(geo));
            let signs = numbers_of_paths(group(&drawn, "formations"));
            let near = signs.iter().map(|sign| (sign.0 - page.x).hypot(sign.1 - page.y)).fold(f64::INFINITY, f64::min);
            assert!(near < 30.0, "{at}: no sign within 30 points of {short} at {page:?}, the nearest is {near} away");
        }
    }
}

/// The first point of each path.
fn numbers_of_paths(svg: &str) -> Vec<(f64, f64)> {
    let point = |path: &str| {
        let mut numbers =
            path.split(|letter: char| letter != '.' && letter != '-' && !letter.is_ascii_digit()).filter(|word| !word.is_empty());
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    };
    svg.split("d=\"M").skip(1).filter_map(point).collect()
}

#[test]
fn stats_counts_what_the_campaign_holds() {
    let dir = folder("stats");
    let stats = json(&["stats", "--json", "--campaign", &dir]);
    for (member, count) in [
        ("formations", 6),
        ("tracks", 6),
        ("waypoints", 15),
        ("places", 4),
        ("events", 4),
        ("railway_cuts", 0),
        ("sources", 2),
        ("strengths", 1),
        ("planned", 2),
        ("chapters", 1),
    ] {
        assert_eq!(stats[member], count, "{member}");
    }
    assert_eq!(stats["attested_share"], 0.6);
    let table = run(["stats", "--campaign", &dir]).well();
    assert!(table.contains("waypoints") && table.contains("60.0%"), "{table}");
}

#[test]
fn check_of_a_clean_campaign_says_so() {
    let dir = folder("check");
    assert_eq!(run(["check", &dir]).well(), format!("{dir}: no errors, 0 warnings\n"));
    assert_eq!(run(["check"]).well(), "the built-in campaign: no errors, 0 warnings\n");
}

#[test]
fn check_says_which_railway_is_not_there_or_too_far_off() {
    let cuts = |railway: &str| serde_json::json!([{ "railway": railway }]);
    for (railway, wanted) in
        [("no-line", "the railway \"no-line\" is not in the base map"), ("smr_main", "km from the railway \"smr_main\"")]
    {
        let dir = tiny().set("events.geojson", "/features/1/properties/cuts", cuts(railway)).write(&format!("cut-{railway}"));
        let ran = run(["check", &dir.display().to_string()]);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        assert!(ran.err.contains("events.geojson, siege") && ran.err.contains(wanted), "{}", ran.err);
    }
    let nowhere = tiny().set("events.geojson", "/features/1/properties/cuts", cuts("toka")).set(
        "events.geojson",
        "/features/1/geometry",
        Value::Null,
    );
    let ran = run(["check", &nowhere.write("cut-nowhere").display().to_string()]);
    assert!(ran.code == Some(2) && ran.err.contains("it cuts a railway but has no position"), "{}", ran.err);
}

#[test]
fn the_built_in_campaign_is_drawn_without_a_folder() {
    let picture = scratch("built-in").join("a.svg");
    let args = ["render", "--at", "14 Aug 18:00", "--size", "1200x800", "-o", &picture.display().to_string()];
    run(args).well();
    let drawn = fs::read_to_string(picture).unwrap();
    assert_svg(&drawn);
    let texts = texts(&drawn);
    for wanted in ["August Storm", "Mukden", "Tue 14 Aug 1945 · 18:00", "6 Gds Tank A"] {
        assert!(texts.iter().any(|text| text.starts_with(wanted)), "{wanted} in {texts:?}");
    }
}

#[test]
fn help_is_there_for_every_command() {
    for args in [
        vec!["--help"],
        vec!["open", "--help"],
        vec!["render", "--help"],
        vec!["state", "--help"],
        vec!["check", "--help"],
        vec!["stats", "--help"],
        vec!["help"],
        vec!["help", "state"],
    ] {
        let out = run(&args).well();
        assert!(out.contains("Usage: august-storm"), "{args:?}: {out}");
    }
    let help = run(["--help"]).well();
    for command in ["open", "render", "film", "state", "query", "export", "check", "stats"] {
        assert!(help.contains(command), "{command}");
    }
    assert!(run(["--version"]).well().starts_with("august-storm "));
}

#[test]
fn what_is_not_a_command_is_refused_with_code_2() {
    for args in [
        vec!["dance"],
        vec!["state"],
        vec!["state", "--at"],
        vec!["state", "--at", "D+1", "--format", "xml"],
        vec!["check", "a", "b"],
        vec!["stats", "--yaml"],
    ] {
        let Ran { code, out, err } = run(&args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(!err.is_empty(), "{args:?}");
    }
}

#[test]
fn the_window_needs_a_display_and_says_so() {
    for args in [&["open"][..], &["open", "nowhere"], &[]] {
        let Ran { code, out, err } = run(args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}: {err}");
        assert!(!err.is_empty(), "{args:?}");
    }
}

/// Starts the program and closes its output after so many bytes, as `| head` does.
fn cut_off(args: &[&str], bytes: usize) -> Ran {
    let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdout.take().unwrap();
    let mut read = vec![0; bytes];
    let _ = pipe.read(&mut read).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    Ran { code: output.status.code(), out: String::new(), err: String::from_utf8(output.stderr).unwrap() }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for args in [&["state", "--at", "14 Aug", "--format", "json"][..], &["state", "--at", "14 Aug"], &["stats"], &["check"], &["--help"]] {
        for bytes in [0, 10] {
            let Ran { code, err, .. } = cut_off(args, bytes);
            assert_eq!((code, err.as_str()), (Some(0), ""), "{args:?}");
        }
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(["state", "--at", "14 Aug"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("the answer cannot be printed"));
}

#[test]
fn a_picture_takes_the_place_of_the_one_before() {
    let picture: PathBuf = scratch("again").join("a.svg");
    let path = picture.display().to_string();
    let dir = folder("again-campaign");
    fs::write(&picture, "x".repeat(10_000_000)).unwrap();
    run(["render", "--at", "D+2", "-o", &path, "--campaign", &dir, "--size", "200x200"]).well();
    assert!(fs::read_to_string(&picture).unwrap().ends_with("</svg>\n"));
}

#[cfg(unix)]
#[test]
fn a_folder_whose_name_is_no_text_is_read_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let dir = scratch("strange").join(std::ffi::OsStr::from_bytes(b"caf\xE9"));
    fs::rename(tiny().write("strange-campaign"), &dir).unwrap();
    let ran = run([std::ffi::OsStr::new("check"), dir.as_os_str()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

// ---------------------------------------------------------------- export

/// Files of an export, by name.
fn exported(format: &str) -> BTreeMap<String, String> {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("export-{format}"));
    let _ = fs::remove_dir_all(&dir);
    let ran = run(["export", "--format", format, "-o", dir.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let files = fs::read_dir(&dir).unwrap().map(|file| file.unwrap().path());
    let files: BTreeMap<String, String> =
        files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())).collect();
    assert!(files.keys().all(|name| ran.out.contains(name.as_str())), "what was written is said: {}", ran.out);
    files
}

/// A position a share of the way between samples of time, longitude, latitude.
fn between(samples: &[[f64; 3]], instant: f64) -> Option<[f64; 2]> {
    let at = samples.iter().rposition(|sample| sample[0] <= instant)?;
    let (from, to) = (samples[at], samples.get(at + 1).copied().unwrap_or(samples[at]));
    let share = if to[0] > from[0] { (instant - from[0]) / (to[0] - from[0]) } else { 0.0 };
    Some([1, 2].map(|k| from[k] + (to[k] - from[k]) * share))
}

#[test]
fn what_is_exported_and_read_back_has_every_formation_where_it_was_at_26_noons() {
    use august_storm::campaign::{self, DAY};
    use august_storm::situation::Situation;
    let campaign = campaign::built_in().into_result().unwrap();
    let trips: Value = serde_json::from_str(&exported("geojson")["trips.geojson"]).unwrap();
    let globe: Value = serde_json::from_str(&exported("czml")["campaign.czml"]).unwrap();
    let mut samples: BTreeMap<(&str, String), Vec<[f64; 3]>> = BTreeMap::new();
    for trip in trips["features"].as_array().unwrap() {
        let points = trip["geometry"]["coordinates"].as_array().unwrap().iter();
        let points = points.map(|point| [3, 0, 1].map(|k| point[k].as_f64().unwrap())).collect();
        samples.insert(("geojson", trip["id"].as_str().unwrap().to_owned()), points);
    }
    for packet in globe.as_array().unwrap().iter().filter(|packet| packet["position"]["interpolationAlgorithm"] == "LINEAR") {
        let values = packet["position"]["cartographicDegrees"].as_array().unwrap().chunks_exact(4);
        let time = |value: &Value| value.as_str().unwrap().parse::<campaign::Instant>().unwrap().0 as f64;
        let points = values.map(|of| [time(&of[0]), of[1].as_f64().unwrap(), of[2].as_f64().unwrap()]).collect();
        samples.insert(("czml", packet["id"].as_str().unwrap().to_owned()), points);
    }
    let mut compared = 0;
    for day in 0..26 {
        let noon = campaign.calendar.day_start(day).plus(DAY / 2);
        for state in Situation::at(&campaign, noon).formations {
            let id = &campaign.formation(state.formation).id;
            for format in ["geojson", "czml"] {
                // A formation that never moved is no trip.
                let Some(points) = samples.get(&(format, id.clone())) else { continue };
                let [lon, lat] = between(points, noon.0 as f64).unwrap_or_else(|| panic!("{id} is nowhere in {format}"));
                assert!((lon - state.position.lon).abs() < 1e-6 && (lat - state.position.lat).abs() < 1e-6, "{format} {id} day {day}");
                compared += 1;
            }
        }
    }
    assert!(compared > 5000, "{compared}");
}

#[test]
fn tables_and_globes_hold_every_fact_and_say_when_and_by_whom() {
    let tables = exported("csv");
    let rows = |name: &str| tables[name].lines().count() - 1;
    let stats = json(&["stats", "--json"]);
    for (name, member) in
        [("formations.csv", "formations"), ("waypoints.csv", "waypoints"), ("places.csv", "places"), ("sources.csv", "sources")]
    {
        assert!(rows(name) as u64 >= stats[member].as_u64().unwrap(), "{name}");
    }
    assert!(tables["waypoints.csv"].lines().nth(1).unwrap().contains("+09:00"));
    let globe = &exported("kml")["campaign.kml"];
    assert_well_formed(globe.split_once('\n').unwrap().1);
    assert!(globe.matches("<TimeSpan>").count() as u64 >= stats["waypoints"].as_u64().unwrap());
    let ran = run(["export", "--format", "gpx", "-o", "nowhere"]);
    assert_eq!(ran.code, Some(2), "an unknown format is refused");
}

// ---------------------------------------------------------------- film

#[test]
fn a_film_has_a_picture_for_each_step_and_is_written_in_every_format() {
    let dir = folder("film-campaign");
    let at = scratch("film");
    let drawn = |name: &str| {
        let path = at.join(name).display().to_string();
        let args =
            ["film", "-o", &path, "--campaign", &dir, "--from", "D+1", "--to", "D+2", "--rate", "12", "--fps", "2", "--size", "320x240"];
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
        assert!(ran.err.contains("5 of 5 pictures, 100 %"), "{}", ran.err);
        path
    };
    let pictures: Vec<PathBuf> = fs::read_dir(drawn("film.png-sequence")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(pictures.len(), 5);
    assert_eq!(&fs::read(drawn("film.gif")).unwrap()[..6], b"GIF89a");
    let webp = fs::read(drawn("film.webp")).unwrap();
    let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(&webp)).unwrap();
    assert_eq!((decoder.dimensions(), decoder.num_frames()), ((320, 240), 5));

    // A picture is the still of its instant; in later ones labels stay where they stood.
    let still = drawn_still(&dir, &at, "D+1");
    let (film, still) = (decoded(&fs::read(at.join("film.png-sequence").join("00001.png")).unwrap()), decoded(&still));
    assert!(film == still, "the first picture is that of D+1");
    let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_frame(&mut pixels).unwrap();
    let channels = pixels.len() / (320 * 240);
    assert!(pixels.chunks_exact(channels).zip(still.2.chunks_exact(3)).all(|(a, b)| a[..3] == *b), "also without loss in the WebP");
}

fn drawn_still(dir: &str, at: &Path, instant: &str) -> Vec<u8> {
    let path = at.join("still.png").display().to_string();
    assert_eq!(run(["render", "-o", &path, "--campaign", dir, "--at", instant, "--size", "320x240"]).well(), "");
    fs::read(path).unwrap()
}

#[test]
fn a_film_that_cannot_be_made_is_refused_with_a_remedy() {
    for (args, wanted) in [
        (&["film", "-o", "x.mp4"][..], ".png-sequence"),
        (&["film", "-o", "x.avi"], "must end in .gif"),
        (&["film", "-o", "x.gif", "--from", "D+3", "--to", "D+2"], "later than --from"),
        (&["film", "-o", "x.gif", "--rate", "0.01", "--fps", "60"], "raise --rate"),
    ] {
        let ran = run(args);
        assert!(ran.code == Some(2) && ran.err.contains(wanted), "{args:?}: {}", ran.err);
    }
}

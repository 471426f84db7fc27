//! A made-up campaign of four days, small enough to know by heart, and the binary to try it on.
//!
//! It keeps tests free of corrections to history. No clock, no network; folders are written below the target directory.

pub mod dice;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use august_storm::campaign::{self, Campaign};
use august_storm::library::Folder;
use serde_json::{Value, json};

/// The files of a campaign by name, ready to be changed and written.
#[derive(Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

/// The files that must be there.
pub const REQUIRED: [&str; 6] = ["campaign.json", "formations.json", "tracks.geojson", "places.geojson", "events.geojson", "sources.json"];

/// The files that may be left out.
pub const OPTIONAL: [&str; 3] = ["strengths.json", "plan.geojson", "chapters.json"];

/// All files of the format.
pub fn all_files() -> impl Iterator<Item = &'static str> {
    REQUIRED.into_iter().chain(OPTIONAL)
}

/// The tiny campaign.
///
/// Redland attacks Blueland. The Red Tank Army leaves Gate on the 9th, crosses the border on the 10th, halts for fuel
/// from the 11th and takes Midtown on the 12th; the Red Cavalry Corps goes round it; the Red Marines land at Port.
/// The Blue 1st Division falls back on Midtown and lays down its arms; the fort's garrison is destroyed.
pub fn tiny() -> Files {
    static TINY: OnceLock<Files> = OnceLock::new();
    TINY.get_or_init(made_up).clone()
}

fn made_up() -> Files {
    let files = [
        ("campaign.json", head()),
        ("formations.json", formations()),
        ("tracks.geojson", tracks()),
        ("places.geojson", places()),
        ("events.geojson", events()),
        ("strengths.json", strengths()),
        ("plan.geojson", plan()),
        ("chapters.json", chapters()),
        ("sources.json", sources()),
    ];
    Files(files.into_iter().map(|(name, value)| (name.to_owned(), value.to_string().into_bytes())).collect())
}

impl Files {
    /// With a file put in the place of another, or added.
    #[must_use]
    pub fn with(mut self, file: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.insert(file.to_owned(), bytes.into());
        self
    }

    /// Without a file.
    #[must_use]
    pub fn without(mut self, file: &str) -> Self {
        self.0.remove(file);
        self
    }

    /// With a JSON file changed.
    #[must_use]
    pub fn edited(self, file: &str, edit: impl FnOnce(&mut Value)) -> Self {
        let mut value: Value = serde_json::from_slice(&self.0[file]).unwrap();
        edit(&mut value);
        self.with(file, value.to_string())
    }

    /// With one member set, by JSON pointer (RFC 6901). The member may be new; what holds it must be there.
    #[must_use]
    pub fn set(self, file: &str, pointer: &str, new: impl Into<Value>) -> Self {
        self.edited(file, |value| {
            let (holder, member) = pointer.rsplit_once('/').unwrap();
            let holder = value.pointer_mut(holder).unwrap_or_else(|| panic!("{file} has no {holder}"));
            match holder {
                Value::Array(items) => items[member.parse::<usize>().unwrap()] = new.into(),
                Value::Object(members) => drop(members.insert(member.to_owned(), new.into())),
                other => panic!("{other} has no members"),
            }
        })
    }

    /// With the elements of a list changed.
    #[must_use]
    pub fn list(self, file: &str, pointer: &str, edit: impl FnOnce(&mut Vec<Value>)) -> Self {
        self.edited(file, |value| edit(value.pointer_mut(pointer).and_then(Value::as_array_mut).unwrap()))
    }

    /// As the library hands it to the campaign.
    pub fn folder(&self) -> Folder {
        Folder::from_files("tiny", self.0.clone())
    }

    /// Read, with no problems.
    pub fn campaign(&self) -> Campaign {
        let reading = campaign::read(&self.folder());
        assert_eq!(reading.problems, [], "the campaign is clean");
        reading.campaign.unwrap()
    }

    /// Written into a folder of its own, which is emptied first.
    pub fn write(&self, name: &str) -> PathBuf {
        let dir = scratch(name);
        for (file, bytes) in &self.0 {
            fs::write(dir.join(file), bytes).unwrap();
        }
        dir
    }
}

/// An empty folder below the target directory, by a name that no other test uses.
pub fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    /// What it complained of.
    pub err: String,
}

impl Ran {
    /// What it printed, when it went well.
    #[track_caller]
    pub fn well(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }
}

/// The program with arguments, with no display to open a window on, and no settings but those below the target directory.
pub fn command<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_august-storm"));
    command.args(args).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("home");
    command.env("HOME", &home).env("XDG_CONFIG_HOME", home.join("config"));
    command
}

/// Runs the program.
pub fn run<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Ran {
    let output = command(args).output().unwrap();
    let ran =
        Ran { code: output.status.code(), out: String::from_utf8(output.stdout).unwrap(), err: String::from_utf8(output.stderr).unwrap() };
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

fn day(day: u32, hour: u32) -> String {
    format!("1945-08-{day:02}T{hour:02}:00:00+09:00")
}

fn margins(earliest: (u32, u32), latest: (u32, u32)) -> Value {
    json!({ "earliest": day(earliest.0, earliest.1), "latest": day(latest.0, latest.1) })
}

fn sentence(text: &str, at: Option<String>) -> Value {
    let mut sentence = json!({ "text": text, "sources": ["red-history"] });
    if let Some(at) = at {
        sentence["at"] = json!(at);
    }
    sentence
}

/// Two accounts that differ by a day.
fn rivals() -> Value {
    json!([
        { "account": "soviet", "earliest": day(11, 0), "latest": day(12, 0), "sources": ["red-history"], "says": "It fell on the 11th." },
        { "account": "japanese", "earliest": day(12, 0), "latest": day(13, 0), "value": "later", "sources": ["blue-diary"], "says": "It fell on the 12th." },
    ])
}

fn collection(features: &[Value]) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

fn feature(position: Option<[f64; 2]>, properties: &Value) -> Value {
    let geometry = position.map(|position| json!({ "type": "Point", "coordinates": position }));
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

fn head() -> Value {
    json!({
        "format": 1,
        "id": "tiny",
        "title": { "en": "A Made-up War", "ru": "Вымышленная война" },
        "subtitle": { "en": "For tests" },
        "languages": ["en", "ru"],
        "period": { "start": day(8, 12), "end": day(20, 0) },
        "opening": day(8, 23),
        "day_zero": "1945-08-09",
        "zone": { "name": "Midtown time", "offset": "+09:00" },
        "clocks": [{ "name": "Redgrad", "offset": "+03:00" }],
        "projection": { "kind": "lambert-conformal-conic", "standard_parallels": [40, 50], "central_meridian": 124, "origin_latitude": 46 },
        "extent": { "west": 118, "south": 41, "east": 130, "north": 49 },
        "sides": [
            { "id": "red", "names": { "en": "Redland", "ru": "Красные" }, "camp": "attacker" },
            { "id": "blue", "names": { "en": "Blueland" }, "camp": "defender", "badge": "B" },
        ],
        "polities": { "attacker": ["ussr"], "defender": ["manchukuo"] },
        "objectives": ["midtown"],
        "fronts": [
            { "id": "red-front", "names": { "en": "Red Front" }, "side": "red", "formation": "red-front", "leading": ["red-tanks", "red-cavalry"] },
            { "id": "blue-area", "names": { "en": "Blue Area" }, "side": "blue" },
        ],
        "credits": ["Nobody's data"],
    })
}

fn formations() -> Value {
    json!({ "formations": [
        { "id": "red-front", "names": { "en": "Red Front", "ru": "Красный фронт" }, "short": "Red F", "side": "red", "echelon": "front",
          "arm": "mixed", "front": "red-front", "commander": "Marshal R. Rot", "sources": ["red-history"] },
        { "id": "red-tanks", "names": { "en": "Red Tank Army" }, "short": "Red Tk A", "side": "red", "echelon": "army", "arm": "tank",
          "parent": "red-front", "front": "red-front", "strength": { "men": 40000, "tanks_spg": 500 }, "half_width_km": 20,
          "sources": ["red-history"], "note": "Counted before the war" },
        { "id": "red-cavalry", "names": { "en": "Red Cavalry Corps" }, "short": "Red Cav C", "side": "red", "echelon": "corps",
          "arm": "cavalry", "front": "red-front",
          "subordinations": [{ "parent": "red-front", "to": day(11, 0) }, { "parent": "red-tanks", "from": day(11, 0), "to": day(20, 0) }],
          "sources": ["red-history"] },
        { "id": "red-marines", "names": { "en": "Red Marines" }, "side": "red", "echelon": "detachment", "arm": "naval",
          "parent": "red-front", "sources": ["red-history"] },
        { "id": "blue-division", "names": { "en": "Blue 1st Division" }, "short": "B 1 D", "side": "blue", "echelon": "division",
          "arm": "infantry", "front": "blue-area", "sources": ["blue-diary"] },
        { "id": "blue-fort", "names": { "en": "Fort Stone garrison" }, "side": "blue", "echelon": "garrison", "arm": "fortification",
          "parent": "blue-division", "sources": ["blue-diary"] },
    ] })
}

/// A vertex: longitude, latitude, day and hour, status, action, place.
type Vertex = (f64, f64, u32, u32, &'static str, &'static str, Option<&'static str>);

fn track(formation: &str, vertices: &[Vertex]) -> Value {
    let each = |make: &dyn Fn(&Vertex) -> Value| vertices.iter().map(make).collect::<Vec<_>>();
    let positions = each(&|v| json!([v.0, v.1]));
    let geometry = match positions.as_slice() {
        [only] => json!({ "type": "Point", "coordinates": only }),
        _ => json!({ "type": "LineString", "coordinates": positions }),
    };
    json!({ "type": "Feature", "geometry": geometry, "properties": {
        "formation": formation,
        "coordTimes": each(&|v| json!(day(v.2, v.3))),
        "earliest": each(&|v| json!(day(v.2, v.3.saturating_sub(2)))),
        "latest": each(&|v| json!(day(v.2, v.3 + 2))),
        "status": each(&|v| json!(v.4)),
        "action": each(&|v| json!(v.5)),
        "place": each(&|v| json!(v.6)),
        "label": each(&|_| Value::Null),
        "sources": each(&|_| json!(["red-history"])),
        "notes": each(&|_| Value::Null),
        "claims": each(&|v| if v.4 == "contested" { rivals() } else { json!([]) }),
    } })
}

fn tracks() -> Value {
    collection(&[
        track("red-front", &[(119.0, 45.5, 8, 18, "inferred", "garrison", None)]),
        track(
            "red-tanks",
            &[
                (120.0, 45.0, 9, 0, "attested", "garrison", Some("gate")),
                (121.0, 45.0, 10, 6, "attested", "cross_border", None),
                (122.5, 45.0, 11, 12, "inferred", "halt_fuel", None),
                (125.0, 45.0, 12, 18, "contested", "capture", Some("midtown")),
            ],
        ),
        track(
            "red-cavalry",
            &[
                (120.0, 43.5, 9, 0, "attested", "cross_border", None),
                (123.0, 43.0, 11, 18, "attested", "bypass", None),
                (126.0, 43.5, 14, 12, "inferred", "reach", None),
            ],
        ),
        track("red-marines", &[(122.0, 40.0, 14, 0, "inferred", "garrison", None), (122.0, 41.5, 15, 6, "claimed", "land", Some("port"))]),
        track(
            "blue-division",
            &[
                (123.5, 45.3, 8, 12, "attested", "garrison", None),
                (124.2, 45.1, 11, 18, "attested", "withdraw", None),
                (125.0, 45.0, 13, 6, "attested", "surrender", Some("midtown")),
            ],
        ),
        track(
            "blue-fort",
            &[
                (121.5, 46.2, 8, 12, "attested", "defend", Some("fort-stone")),
                (121.5, 46.2, 14, 18, "attested", "destroyed", Some("fort-stone")),
            ],
        ),
    ])
}

fn places() -> Value {
    collection(&[
        feature(
            Some([120.0, 45.0]),
            &json!({ "id": "gate", "names": { "en": "Gate", "ru": "Ворота" }, "kind": "pass", "importance": 2, "sources": ["red-history"] }),
        ),
        feature(
            Some([125.0, 45.0]),
            &json!({ "id": "midtown", "names": { "en": "Midtown", "modern": "Central City", "ru": "Средний", "zh": "中城", "ja": "中町", "ko": "중도" },
                "kind": "capital", "role": "Seat of the Blue government", "importance": 1,
                "taken": { "earliest": day(12, 0), "latest": day(13, 0), "by": ["red-tanks"], "held_out_until": day(13, 6) },
                "status": "contested", "claims": rivals(), "sources": ["red-history", "blue-diary"], "note": "Made up",
                "text": [sentence("The tanks came in the evening.", Some(day(12, 18))), sentence("The guns fell silent.", None)] }),
        ),
        feature(
            Some([121.5, 46.2]),
            &json!({ "id": "fort-stone", "names": { "en": "Fort Stone" }, "kind": "fortified-region", "importance": 2,
                "taken": margins((14, 12), (15, 0)), "status": "attested", "sources": ["blue-diary"] }),
        ),
        feature(
            Some([122.0, 41.5]),
            &json!({ "id": "port", "names": { "en": "Port" }, "kind": "port", "importance": 3, "sources": ["red-history"] }),
        ),
    ])
}

fn events() -> Value {
    collection(&[
        feature(
            None,
            &json!({ "id": "war", "start": margins((8, 17), (8, 18)), "category": "political", "lane": "politics", "importance": 1,
                "headline": "Redland declared war", "text": [sentence("A note was handed over.", Some(day(8, 17)))],
                "status": "attested", "sources": ["red-history"] }),
        ),
        feature(
            Some([121.5, 46.2]),
            &json!({ "id": "siege", "start": margins((9, 6), (9, 12)), "end": day(14, 18), "place": "fort-stone", "category": "combat",
                "lane": "west", "importance": 2, "headline": "Fort Stone was besieged", "text": [sentence("It held.", None)],
                "formations": ["blue-fort"], "status": "attested", "sources": ["blue-diary"] }),
        ),
        feature(
            Some([125.0, 45.0]),
            &json!({ "id": "fall", "start": margins((12, 12), (13, 0)), "place": "midtown", "category": "advance", "lane": "west",
                "importance": 1, "headline": "Midtown fell", "text": [sentence("It fell.", Some(day(12, 18)))],
                "formations": ["red-tanks", "blue-division"], "status": "contested", "claims": rivals(), "sources": ["red-history"] }),
        ),
        feature(
            Some([122.0, 41.5]),
            &json!({ "id": "landing", "start": margins((15, 4), (15, 8)), "place": "port", "category": "naval", "lane": "north-sea",
                "importance": 3, "headline": "Marines landed at Port", "text": [sentence("They met nobody.", None)],
                "formations": ["red-marines"], "status": "claimed", "sources": ["red-history"] }),
        ),
    ])
}

fn strengths() -> Value {
    json!({ "strengths": [
        { "side": "red", "scope": "All", "item": "men", "low": 40000, "high": 50000, "as_of": "1945-08-09", "status": "contested",
          "sources": ["red-history", "blue-diary"], "note": "By who counts" },
    ] })
}

fn plan() -> Value {
    collection(&[
        feature(
            Some([125.0, 45.0]),
            &json!({ "side": "red", "formation": "red-tanks", "place": "midtown", "objective": "Take Midtown", "due": margins((14, 0), (15, 0)),
                "status": "attested", "sources": ["red-history"] }),
        ),
        feature(
            None,
            &json!({ "side": "red", "formation": "red-front", "objective": "Win", "status": "claimed", "sources": ["red-history"], "note": "Of course" }),
        ),
    ])
}

fn chapters() -> Value {
    json!({ "chapters": [
        { "id": "the-end", "title": "The end", "at": day(12, 18), "period": { "start": day(12, 0), "end": day(13, 0) },
          "view": { "lon": 124, "lat": 45, "width_km": 800 }, "text": [sentence("It ended there.", Some(day(12, 18)))],
          "events": ["fall"], "places": ["midtown"] },
    ] })
}

fn sources() -> Value {
    json!({ "sources": [
        { "id": "red-history", "title": "The Red War", "author": "R. Rot", "year": 1960, "kind": "book", "language": "ru" },
        { "id": "blue-diary", "title": "A Blue Diary", "year": "1950s", "kind": "memoir", "language": "ja", "link": "https://example.org", "note": "Read whole" },
    ] })
}

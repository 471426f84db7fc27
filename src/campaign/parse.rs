//! From the files of a folder to a campaign: every problem is collected, none stops the reading.
//!
//! Files are read first as records ([`super::raw`]), then ids are resolved to indexes and times to instants.
//! What only the whole campaign can tell (loops, unused records) is left to `check`.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::raw::{
    HasExtra, INNER_MEMBERS, RawArrival, RawCampaign, RawCapture, RawChapter, RawClaim, RawEvent, RawFormation, RawFrame, RawFront,
    RawMargins, RawPlace, RawPlan, RawSentence, RawSource, RawSpan, RawStrengthClaim, RawTrack, RawZone,
};
use super::{
    Arm, ArrivalLimit, ArrivalRule, Calendar, Campaign, Capture, Chapter, Claim, DAY, Dated, Echelon, Event, EventIdx, Extent, Formation,
    FormationIdx, Front, FrontIdx, Instant, Language, LonLat, Names, Period, Place, PlaceIdx, PlannedObjective, ProjectionChoice,
    RailwayCut, Sentence, Side, SideFrame, SideIdx, Source, SourceIdx, Strength, StrengthClaim, Subordination, Track, Waypoint, Zone,
};
use crate::library::{Folder, Problem};

const CAMPAIGN: &str = "campaign.json";
const FORMATIONS: &str = "formations.json";
const TRACKS: &str = "tracks.geojson";
const PLACES: &str = "places.geojson";
const EVENTS: &str = "events.geojson";
const STRENGTHS: &str = "strengths.json";
const PLAN: &str = "plan.geojson";
const CHAPTERS: &str = "chapters.json";
const SOURCES: &str = "sources.json";

/// What some editors write before the first character of a UTF-8 file.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The longest campaign, seconds: what is computed step by step over its period stays quick.
const LONGEST: i64 = 10 * 366 * DAY;

/// Unknown ids are likened to known ones ("did you mean") only while problems are this few, and only ids this long:
/// a broken file must not make the reading slow.
const MOST_SUGGESTIONS: usize = 200;
const LONGEST_SUGGESTED: usize = 64;

/// Reads all files. The campaign is `None` where `campaign.json` itself cannot be used; with problems in other
/// files it is made of what could be read, so that the checks can go on.
pub fn parse(folder: &Folder) -> (Option<Campaign>, Vec<Problem>) {
    let mut reader = Reader { folder, problems: Vec::new(), extent: None };
    let head = reader.head();
    let sources = reader.list::<RawSource>(SOURCES, "sources", Need::Required);
    let formations = reader.list::<RawFormation>(FORMATIONS, "formations", Need::Required);
    let places = reader.features::<RawPlace>(PLACES, Need::Required);
    let mut events = reader.features::<RawEvent>(EVENTS, Need::Required);
    events.records.sort_by_key(|(_, _, raw)| middle_of(&raw.start));
    let tracks = reader.features::<RawTrack>(TRACKS, Need::Required);
    let strengths = reader.list::<RawStrengthClaim>(STRENGTHS, "strengths", Need::Optional);
    let plan = reader.features::<RawPlan>(PLAN, Need::Optional);
    let chapters = reader.list::<RawChapter>(CHAPTERS, "chapters", Need::Optional);

    let ids = Ids {
        sides: Index::new(CAMPAIGN, head.iter().flat_map(|head| &head.sides).map(|side| side.id.as_str()), head.is_some()),
        fronts: Index::new(CAMPAIGN, head.iter().flat_map(|head| &head.fronts).map(|front| front.id.as_str()), head.is_some()),
        sources: Index::of(SOURCES, &sources, |raw| &raw.id),
        formations: Index::of(FORMATIONS, &formations, |raw| &raw.id),
        places: Index::new(PLACES, places.records.iter().map(|(_, _, raw)| raw.id.as_str()), places.complete),
        events: Index::new(EVENTS, events.records.iter().map(|(_, _, raw)| raw.id.as_str()), events.complete),
    };
    let chapter_ids = Index::of(CHAPTERS, &chapters, |raw| &raw.id);
    for index in [&ids.sides, &ids.fronts, &ids.sources, &ids.formations, &ids.places, &ids.events, &chapter_ids] {
        reader.problems.extend(
            index
                .doubles
                .iter()
                .map(|id| Problem::of_feature(index.file, id.clone(), "the id is used twice", "give each record an id of its own")),
        );
    }
    let mut resolver = Resolver { ids: &ids, reader };
    let sources: Vec<Source> = sources.records.into_iter().map(|(_, raw)| source(raw)).collect();
    let formations = resolver.all(formations.records, Resolver::formation);
    let places = resolver.all_features(places.records, Resolver::place);
    let events = resolver.all_features(events.records, Resolver::event);
    let mut tracks = resolver.all_features(tracks.records, Resolver::track);
    tracks.sort_by_key(|track| track.formation);
    let strengths = resolver.all(strengths.records, Resolver::strength);
    let plan = resolver.all_features(plan.records, Resolver::planned);
    let chapters = resolver.all(chapters.records, Resolver::chapter);
    let campaign = head.and_then(|head| resolver.campaign(head)).map(|head| Campaign {
        formations,
        tracks,
        places,
        events,
        strengths,
        plan,
        chapters,
        sources,
        checksum: folder.checksum(),
        ..head
    });
    (campaign, resolver.reader.problems)
}

/// Events are brought into time order before they are counted, so that their indexes hold.
fn middle_of(start: &RawMargins) -> Option<Instant> {
    Some(Dated::between(start.earliest.parse().ok()?, start.latest.parse().ok()?).best)
}

fn source(raw: RawSource) -> Source {
    let year = raw.year.map(|year| year.as_str().map_or_else(|| year.to_string(), str::to_owned));
    Source {
        id: raw.id,
        title: raw.title,
        author: raw.author,
        year,
        kind: raw.kind,
        language: raw.language,
        link: raw.link,
        note: raw.note,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
}

/// The records of a file, with the name each has in a problem, and whether every one could be read.
struct Records<T> {
    records: Vec<T>,
    complete: bool,
}

/// Reads files into records.
struct Reader<'a> {
    folder: &'a Folder,
    problems: Vec<Problem>,
    extent: Option<Extent>,
}

impl Reader<'_> {
    fn json(&mut self, file: &'static str, need: Need) -> Option<Value> {
        let Some(bytes) = self.folder.file(file) else {
            if need == Need::Required {
                self.problems.push(Problem::of_file(file, "is not there", "add it to the folder, as geodata/FORMAT.md says"));
            }
            return None;
        };
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            self.problems.push(Problem::of_file(file, "is empty", "write its records, or take the file out if it is optional"));
            return None;
        }
        match serde_json::from_slice(bytes) {
            Ok(value) => Some(value),
            Err(err) => {
                self.problems.push(Problem::of_file(
                    file,
                    format!("is not JSON ({err})"),
                    "mend it at that line; NaN and comments are not JSON",
                ));
                None
            }
        }
    }

    fn head(&mut self) -> Option<RawCampaign> {
        let mut value = self.json(CAMPAIGN, Need::Required)?;
        match value.get("format").and_then(Value::as_u64) {
            Some(1) => {}
            Some(other) => {
                self.problems.push(Problem::of_file(CAMPAIGN, format!("is of format {other}"), "this program reads format 1"));
                return None;
            }
            None => {
                self.problems.push(Problem::of_file(CAMPAIGN, "does not say its format", "add \"format\": 1"));
                return None;
            }
        }
        value.as_object_mut().and_then(|members| members.remove("format"));
        let head: RawCampaign = self.record(CAMPAIGN, None, value)?;
        let extent = Extent { west: head.extent.west, south: head.extent.south, east: head.extent.east, north: head.extent.north };
        if extent.west < extent.east
            && extent.south < extent.north
            && in_range(extent.west, extent.south)
            && in_range(extent.east, extent.north)
        {
            self.extent = Some(extent);
        } else {
            self.problems.push(Problem::of_feature(
                CAMPAIGN,
                "extent",
                "is not a rectangle of longitudes and latitudes",
                "give west < east and south < north in degrees",
            ));
        }
        Some(head)
    }

    fn record<T: DeserializeOwned + HasExtra>(&mut self, file: &str, feature: Option<&str>, mut value: Value) -> Option<T> {
        match T::deserialize(&value) {
            Ok(record) => {
                self.unknown(file, feature, record.extra().keys().cloned());
                self.unknown(file, feature, unknown_inside(&value));
                Some(record)
            }
            Err(err) => {
                let said = err.to_string();
                let what = match culprit::<T>(&mut value, &said) {
                    Some(member) => format!("{member}: {said}"),
                    None => said,
                };
                let problem = Problem::of_file(file, what, "write the record as geodata/FORMAT.md says");
                self.problems.push(Problem { feature: feature.map(str::to_owned), ..problem });
                None
            }
        }
    }

    /// Warns of members that the format does not name.
    fn unknown(&mut self, file: &str, feature: Option<&str>, members: impl IntoIterator<Item = String>) {
        let warning = |member: String| {
            let what = format!("the member {member:?} is not of this format");
            let problem = Problem::of_file(file, what, "kept and ignored; see geodata/FORMAT.md").as_warning();
            Problem { feature: feature.map(str::to_owned), ..problem }
        };
        self.problems.extend(members.into_iter().map(warning));
    }

    fn list<T: DeserializeOwned + HasExtra>(&mut self, file: &'static str, member: &str, need: Need) -> Records<(String, T)> {
        let none = |complete| Records { records: Vec::new(), complete };
        let Some(mut value) = self.json(file, need) else { return none(need == Need::Optional) };
        let Some(Value::Array(items)) = value.get_mut(member).map(Value::take) else {
            self.problems.push(Problem::of_file(file, format!("holds no list {member:?}"), format!("write {{\"{member}\": [ … ]}}")));
            return none(false);
        };
        self.unknown(file, None, members_but(&value, &[member]));
        let mut complete = true;
        let mut records = Vec::with_capacity(items.len());
        for (number, item) in items.into_iter().enumerate() {
            let feature = name_of(&item, "record", number);
            match self.record(file, Some(&feature), item) {
                Some(record) => records.push((feature, record)),
                None => complete = false,
            }
        }
        Records { records, complete }
    }

    fn features<T: DeserializeOwned + HasExtra>(&mut self, file: &'static str, need: Need) -> Records<(String, Vec<LonLat>, T)> {
        let none = |complete| Records { records: Vec::new(), complete };
        let Some(mut value) = self.json(file, need) else { return none(need == Need::Optional) };
        let kind = value.get("type").and_then(Value::as_str).unwrap_or("nothing");
        if kind != "FeatureCollection" {
            let what = format!("is a GeoJSON {kind}, not a FeatureCollection");
            self.problems.push(Problem::of_file(file, what, "write {\"type\": \"FeatureCollection\", \"features\": [ … ]}"));
            return none(false);
        }
        let Some(Value::Array(items)) = value.get_mut("features").map(Value::take) else {
            self.problems.push(Problem::of_file(
                file,
                "holds no list \"features\"",
                "write {\"type\": \"FeatureCollection\", \"features\": [ … ]}",
            ));
            return none(false);
        };
        self.unknown(file, None, members_but(&value, &["type", "features", "bbox"]));
        let mut complete = true;
        let mut records = Vec::with_capacity(items.len());
        for (number, item) in items.into_iter().enumerate() {
            match self.feature(file, number, item) {
                Some(record) => records.push(record),
                None => complete = false,
            }
        }
        Records { records, complete }
    }

    fn feature<T: DeserializeOwned + HasExtra>(
        &mut self,
        file: &'static str,
        number: usize,
        item: Value,
    ) -> Option<(String, Vec<LonLat>, T)> {
        let named =
            item.get("properties").map_or_else(|| format!("feature {}", number + 1), |properties| name_of(properties, "feature", number));
        if !item.is_object() {
            self.problems.push(Problem::of_feature(file, named, "is not a GeoJSON feature", "write it as RFC 7946 says"));
            return None;
        }
        self.unknown(file, Some(&named), members_but(&item, &["type", "geometry", "properties", "bbox", "id"]));
        let feature = match serde_json::from_value::<geojson::Feature>(item) {
            Ok(feature) => feature,
            Err(err) => {
                self.problems.push(Problem::of_feature(
                    file,
                    named,
                    format!("is not a GeoJSON feature ({err})"),
                    "write it as RFC 7946 says",
                ));
                return None;
            }
        };
        let positions = self.positions(file, &named, feature.geometry.as_ref());
        let properties = Value::Object(feature.properties.unwrap_or_default());
        let record = self.record(file, Some(&named), properties);
        Some((named, positions?, record?))
    }

    /// The vertices of a feature's `Point` or `LineString`, or none of a null geometry.
    fn positions(&mut self, file: &'static str, feature: &str, geometry: Option<&geojson::Geometry>) -> Option<Vec<LonLat>> {
        use geojson::GeometryValue::{LineString, Point};
        let wrong = |reader: &mut Self, kind: &str, right: &str| {
            reader.problems.push(Problem::of_feature(file, feature, format!("its geometry is {kind}"), format!("give it a {right}")));
            None
        };
        let right = match file {
            TRACKS => "LineString, or a Point for a single waypoint",
            EVENTS | PLAN => "Point, or null where it has no place",
            _ => "Point",
        };
        let positions: Vec<&geojson::Position> = match geometry.map(|geometry| &geometry.value) {
            None if matches!(file, EVENTS | PLAN) => Vec::new(),
            None => return wrong(self, "missing", right),
            Some(Point { coordinates }) => vec![coordinates],
            Some(LineString { coordinates }) if file == TRACKS && coordinates.len() < 2 => {
                return wrong(self, &format!("a LineString of {} vertices", coordinates.len()), right);
            }
            Some(LineString { coordinates }) if file == TRACKS => coordinates.iter().collect(),
            Some(other) => return wrong(self, &format!("a {}", other.type_name()), right),
        };
        let points: Option<Vec<LonLat>> = positions.iter().map(|position| self.position(file, feature, position.as_slice())).collect();
        points
    }

    fn position(&mut self, file: &str, feature: &str, position: &[f64]) -> Option<LonLat> {
        let [lon, lat] = [position.first().copied().unwrap_or(f64::NAN), position.get(1).copied().unwrap_or(f64::NAN)];
        let outside = |lon: f64, lat: f64| self.extent.is_some_and(|e| lon < e.west || lon > e.east || lat < e.south || lat > e.north);
        let swapped = "write [longitude, latitude]; the two look swapped";
        if in_range(lon, lat) {
            if !outside(lon, lat) || outside(lat, lon) {
                return Some(LonLat::new(lon, lat));
            }
            self.problems.push(Problem::of_feature(
                file,
                feature,
                format!("the position [{lon}, {lat}] lies outside the campaign's extent"),
                swapped,
            ));
        } else if in_range(lat, lon) {
            self.problems.push(Problem::of_feature(file, feature, format!("the position [{lon}, {lat}] is not on the earth"), swapped));
        } else {
            let remedy = "write [longitude, latitude] in degrees, −180 to 180 and −90 to 90";
            self.problems.push(Problem::of_feature(file, feature, format!("the position [{lon}, {lat}] is not on the earth"), remedy));
        }
        None
    }
}

fn in_range(lon: f64, lat: f64) -> bool {
    (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)
}

/// The members of a JSON object but these.
fn members_but(value: &Value, known: &[&str]) -> Vec<String> {
    value.as_object().into_iter().flat_map(|object| object.keys()).filter(|key| !known.contains(&key.as_str())).cloned().collect()
}

/// Unknown members of the records inside a record, such as `taken.held_out_untill`.
fn unknown_inside(record: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (member, known) in INNER_MEMBERS {
        let mut open: Vec<&Value> = record.get(*member).into_iter().collect();
        while let Some(value) = open.pop() {
            open.extend(value.as_array().into_iter().flatten());
            found.extend(members_but(value, known).into_iter().map(|inner| format!("{member}.{inner}")));
        }
    }
    found
}

/// The member of a record that makes reading it fail: without it, something else is said.
fn culprit<T: DeserializeOwned>(record: &mut Value, said: &str) -> Option<String> {
    if said.starts_with("missing field") {
        return None;
    }
    let members: Vec<String> = record.as_object()?.keys().take(64).cloned().collect();
    members.into_iter().find(|member| {
        let Some(taken) = record.as_object_mut().and_then(|object| object.remove(member)) else { return false };
        let is_changed = T::deserialize(&*record).err().is_none_or(|err| err.to_string() != said);
        if let Some(object) = record.as_object_mut() {
            object.insert(member.clone(), taken);
        }
        is_changed
    })
}

/// What a record is called in a problem: its id or formation, or else its number.
fn name_of(record: &Value, kind: &str, number: usize) -> String {
    ["id", "formation"]
        .iter()
        .find_map(|member| record.get(member).and_then(Value::as_str))
        .map_or_else(|| format!("{kind} {}", number + 1), |id| format!("{kind} {} {id:?}", number + 1))
}

/// The ids of one kind of record.
struct Index {
    file: &'static str,
    at: BTreeMap<String, usize>,
    doubles: Vec<String>,
    complete: bool,
}

impl Index {
    fn new<'a>(file: &'static str, ids: impl Iterator<Item = &'a str>, complete: bool) -> Self {
        let mut index = Self { file, at: BTreeMap::new(), doubles: Vec::new(), complete };
        for (number, id) in ids.enumerate() {
            if index.at.insert(id.to_owned(), number).is_some() {
                index.doubles.push(id.to_owned());
            }
        }
        index
    }

    fn of<T>(file: &'static str, records: &Records<(String, T)>, id: impl Fn(&T) -> &String) -> Self {
        Self::new(file, records.records.iter().map(|(_, raw)| id(raw).as_str()), records.complete)
    }

    /// The id most like `wanted`, if one is close.
    fn nearest(&self, wanted: &str) -> Option<&str> {
        let score = |id: &str| strsim::jaro_winkler(id, wanted);
        self.at
            .keys()
            .map(String::as_str)
            .filter(|id| id.len() <= LONGEST_SUGGESTED)
            .max_by(|a, b| score(a).total_cmp(&score(b)))
            .filter(|id| score(id) > 0.85)
    }
}

struct Ids {
    sides: Index,
    fronts: Index,
    sources: Index,
    formations: Index,
    places: Index,
    events: Index,
}

/// Where a record stands, for the problems found in it.
#[derive(Clone, Copy)]
struct Site<'a> {
    file: &'static str,
    feature: &'a str,
}

/// Turns ids into indexes and texts into instants.
struct Resolver<'a> {
    ids: &'a Ids,
    reader: Reader<'a>,
}

impl Resolver<'_> {
    fn all<T, U>(&mut self, records: Vec<(String, T)>, make: fn(&mut Self, &str, T) -> Option<U>) -> Vec<U> {
        records.into_iter().filter_map(|(feature, raw)| make(self, &feature, raw)).collect()
    }

    fn all_features<T, U>(
        &mut self,
        records: Vec<(String, Vec<LonLat>, T)>,
        make: fn(&mut Self, &str, &[LonLat], T) -> Option<U>,
    ) -> Vec<U> {
        records.into_iter().filter_map(|(feature, points, raw)| make(self, &feature, &points, raw)).collect()
    }

    fn problem(&mut self, site: Site<'_>, what: impl Into<String>, remedy: impl Into<String>) {
        self.reader.problems.push(Problem::of_feature(site.file, site.feature, what, remedy));
    }

    /// The index of an id. An id of a file that could not be read whole is passed over in silence.
    fn find(&mut self, site: Site<'_>, kind: &str, index: &Index, id: &str) -> Option<usize> {
        let found = index.at.get(id).copied();
        if found.is_none() && index.complete {
            let is_worth_it = self.reader.problems.len() < MOST_SUGGESTIONS && id.len() <= LONGEST_SUGGESTED;
            let remedy = match is_worth_it.then(|| index.nearest(id)).flatten() {
                Some(nearest) => format!("did you mean {nearest:?}?"),
                None => format!("add it to {}, or name one that is there", index.file),
            };
            self.problem(site, format!("the {kind} {id:?} is not in {}", index.file), remedy);
        }
        found
    }

    fn formation_idx(&mut self, site: Site<'_>, id: &str) -> Option<FormationIdx> {
        self.find(site, "formation", &self.ids.formations, id).map(FormationIdx)
    }

    fn place_idx(&mut self, site: Site<'_>, id: &str) -> Option<PlaceIdx> {
        self.find(site, "place", &self.ids.places, id).map(PlaceIdx)
    }

    fn side_idx(&mut self, site: Site<'_>, id: &str) -> Option<SideIdx> {
        self.find(site, "side", &self.ids.sides, id).map(SideIdx)
    }

    fn formation_idxs(&mut self, site: Site<'_>, ids: &[String]) -> Vec<FormationIdx> {
        ids.iter().filter_map(|id| self.formation_idx(site, id)).collect()
    }

    fn sources(&mut self, site: Site<'_>, ids: &[String]) -> Vec<SourceIdx> {
        if ids.is_empty() {
            self.problem(site, "it names no source", "add \"sources\": [id, …]");
        }
        ids.iter().filter_map(|id| self.find(site, "source", &self.ids.sources, id).map(SourceIdx)).collect()
    }

    fn time(&mut self, site: Site<'_>, member: &str, text: &str) -> Option<Instant> {
        match text.parse() {
            Ok(instant) => Some(instant),
            Err(what) => {
                self.problem(site, format!("{member}: {what}"), "write it with its offset, as in 1945-08-09T00:10:00+09:00");
                None
            }
        }
    }

    fn optional_time(&mut self, site: Site<'_>, member: &str, text: Option<&String>) -> Option<Instant> {
        text.and_then(|text| self.time(site, member, text))
    }

    fn margins(&mut self, site: Site<'_>, member: &str, earliest: &str, latest: &str) -> Option<Dated> {
        let (earliest, latest) = (self.time(site, member, earliest)?, self.time(site, member, latest)?);
        if earliest > latest {
            self.problem(site, format!("{member}: earliest is after latest"), "swap them, or mend the wrong one");
            return None;
        }
        Some(Dated::between(earliest, latest))
    }

    /// Says so where the first of two instants, both known, is after the second.
    fn in_order(&mut self, site: Site<'_>, member: &str, [from, to]: [Option<Instant>; 2], [first, second]: [&str; 2]) {
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.problem(site, format!("{member}: {first} is after {second}"), "swap them, or mend the wrong one");
        }
    }

    fn period(&mut self, site: Site<'_>, member: &str, span: &RawSpan) -> Option<Period> {
        let (start, end) = (self.time(site, member, &span.start)?, self.time(site, member, &span.end)?);
        if start >= end {
            self.problem(site, format!("{member}: it ends before it starts"), "swap start and end, or mend the wrong one");
            return None;
        }
        if end.since(start) > LONGEST {
            self.problem(site, format!("{member}: it is longer than ten years"), "mend the wrong end, or split the campaign");
            return None;
        }
        Some(Period { start, end })
    }

    /// The languages of codes; says so where there is no such language.
    fn languages<'c>(&mut self, site: Site<'_>, member: &str, codes: impl Iterator<Item = &'c str>) -> Vec<Language> {
        let mut known = Vec::new();
        for code in codes {
            match Language::from_code(code) {
                Some(language) => known.push(language),
                None => self.problem(site, format!("{member}: {code:?} is not a language kept here"), "use en, modern, ru, zh, ja or ko"),
            }
        }
        known
    }

    fn names(&mut self, site: Site<'_>, raw: BTreeMap<String, String>) -> Names {
        self.languages(site, "names", raw.keys().map(String::as_str));
        let names = Names::new(raw.into_iter().filter_map(|(code, name)| Some((Language::from_code(&code)?, name))));
        if names.english().is_empty() {
            self.problem(site, "it has no English name", "add \"names\": {\"en\": …}");
        }
        names
    }

    fn sentences(&mut self, site: Site<'_>, raw: Vec<RawSentence>) -> Vec<Sentence> {
        let sentence = |raw: RawSentence| {
            let sources = self.sources(site, &raw.sources);
            Sentence { at: self.optional_time(site, "text", raw.at.as_ref()), sources, text: raw.text }
        };
        raw.into_iter().map(sentence).collect()
    }

    fn claims(&mut self, site: Site<'_>, raw: Vec<RawClaim>) -> Vec<Claim> {
        let claim = |raw: RawClaim| {
            let earliest = self.optional_time(site, "claims", raw.earliest.as_ref());
            let latest = self.optional_time(site, "claims", raw.latest.as_ref());
            self.in_order(site, "claims", [earliest, latest], ["earliest", "latest"]);
            let sources = self.sources(site, &raw.sources);
            Claim { account: raw.account, earliest, latest, value: raw.value, sources, says: raw.says }
        };
        raw.into_iter().map(claim).collect()
    }

    fn importance(&mut self, site: Site<'_>, importance: u8) -> u8 {
        if !(1..=3).contains(&importance) {
            self.problem(site, format!("the importance {importance} is not 1, 2 or 3"), "1 is the most important");
        }
        importance
    }

    fn campaign(&mut self, raw: RawCampaign) -> Option<Campaign> {
        let site = Site { file: CAMPAIGN, feature: "head" };
        let zone = self.zone(site, &raw.zone);
        let clocks: Vec<Zone> = raw.clocks.iter().filter_map(|clock| self.zone(site, clock)).collect();
        let day_zero = raw.day_zero.parse::<jiff::civil::Date>().ok();
        if day_zero.is_none() {
            self.problem(site, format!("day_zero: {:?} is not a day", raw.day_zero), "write it as 1945-08-09");
        }
        let period = self.period(site, "period", &raw.period);
        let opening = self.time(site, "opening", &raw.opening);
        let projection = self.projection(site, &raw);
        let languages = self.languages(site, "languages", raw.languages.iter().map(String::as_str));
        self.languages(site, "subtitle", raw.subtitle.keys().map(String::as_str));
        let sides = raw
            .sides
            .into_iter()
            .map(|side| Side { names: self.names(site, side.names), id: side.id, camp: side.camp, badge: side.badge })
            .collect();
        let fronts = raw.fronts.into_iter().filter_map(|front| self.front(front)).collect();
        let objectives = raw.objectives.iter().filter_map(|id| self.place_idx(site, id)).collect();
        let arrival = self.arrival(raw.arrival);
        let (period, opening) = (period?, opening?);
        if period.clamp(opening) != opening {
            let what = "opening: it lies outside the period";
            self.reader
                .problems
                .push(Problem::of_feature(site.file, site.feature, what, "the nearest end is shown; mend one of the two").as_warning());
        }
        let frames = raw.frames.into_iter().filter_map(|frame| self.frame(site, frame)).collect();
        Some(Campaign {
            told_by: None,
            id: raw.id,
            title: self.names(site, raw.title),
            subtitle: Names::new(raw.subtitle.into_iter().filter_map(|(code, name)| Some((Language::from_code(&code)?, name)))),
            languages,
            period,
            opening: period.clamp(opening),
            calendar: Calendar { zone: zone?, clocks, day_zero: day_zero? },
            projection: projection?,
            extent: self.reader.extent?,
            frames,
            sides,
            attacker_polities: raw.polities.attacker,
            defender_polities: raw.polities.defender,
            arrival,
            objectives,
            fronts,
            formations: Vec::new(),
            tracks: Vec::new(),
            places: Vec::new(),
            events: Vec::new(),
            strengths: Vec::new(),
            plan: Vec::new(),
            chapters: Vec::new(),
            sources: Vec::new(),
            credits: raw.credits,
            checksum: 0,
        })
    }

    fn frame(&mut self, site: Site<'_>, raw: RawFrame) -> Option<SideFrame> {
        let extent = Extent { west: raw.west, south: raw.south, east: raw.east, north: raw.north };
        let is_sound = extent.west < extent.east && extent.south < extent.north;
        if is_sound && in_range(extent.west, extent.south) && in_range(extent.east, extent.north) {
            return Some(SideFrame { names: self.names(site, raw.names), extent });
        }
        self.problem(site, "frames: one is not a rectangle of longitudes and latitudes", "give west < east and south < north in degrees");
        None
    }

    fn zone(&mut self, site: Site<'_>, raw: &RawZone) -> Option<Zone> {
        let zone = Zone::new(&raw.name, &raw.offset);
        zone.map_err(|what| self.problem(site, format!("zone: {what}"), "write the offset as +09:00")).ok()
    }

    fn projection(&mut self, site: Site<'_>, raw: &RawCampaign) -> Option<ProjectionChoice> {
        let choice = ProjectionChoice {
            standard_parallels: raw.projection.standard_parallels,
            central_meridian: raw.projection.central_meridian,
            origin_latitude: raw.projection.origin_latitude,
        };
        if raw.projection.kind != "lambert-conformal-conic" {
            self.problem(site, format!("projection: {:?} is not known", raw.projection.kind), "use \"lambert-conformal-conic\"");
            return None;
        }
        let [first, second] = choice.standard_parallels;
        if first.abs() >= 89.0
            || second.abs() >= 89.0
            || (first + second).abs() < 1.0
            || !in_range(choice.central_meridian, choice.origin_latitude)
        {
            self.problem(
                site,
                "projection: the standard parallels do not make a cone",
                "give two parallels on the same side of the equator, such as 40 and 50",
            );
            return None;
        }
        Some(choice)
    }

    fn arrival(&mut self, raw: Option<RawArrival>) -> ArrivalRule {
        let mut rule = ArrivalRule::default();
        let Some(raw) = raw else { return rule };
        for member in raw.extra().keys() {
            let problem = Problem::of_feature(
                CAMPAIGN,
                "arrival",
                format!("the member {member:?} is not of this format"),
                "kept and ignored; see geodata/FORMAT.md",
            );
            self.reader.problems.push(problem.as_warning());
        }
        self.figure(&mut rule.grid_km, "grid_km", raw.grid_km, [1.0, 100.0]);
        self.figure(&mut rule.lateral_km_per_day, "lateral_km_per_day", raw.lateral_km_per_day, [1.0, 1000.0]);
        self.figure(&mut rule.lateral_doubt, "lateral_doubt", raw.lateral_doubt, [1.0, 10.0]);
        self.figure(&mut rule.half_width_factor, "half_width_factor", raw.half_width_factor, [0.1, 10.0]);
        self.figure(&mut rule.rail_half_width_km, "rail_half_width_km", raw.rail_half_width_km, [0.0, 500.0]);
        self.figure(&mut rule.fortified_km, "fortified_km", raw.fortified_km, [0.0, 500.0]);
        self.figure(&mut rule.island_km, "island_km", raw.island_km, [0.0, 500.0]);
        self.figure(&mut rule.closing_km, "closing_km", raw.closing_km, [0.0, 500.0]);
        self.figure(&mut rule.closing_km_per_day, "closing_km_per_day", raw.closing_km_per_day, [1.0, 1000.0]);
        self.figure(&mut rule.overtaking_km_per_day, "overtaking_km_per_day", raw.overtaking_km_per_day, [1.0, 1000.0]);
        for (importance, km) in raw.capture_km.into_iter().flatten().enumerate() {
            self.figure(&mut rule.capture_km[importance], "capture_km", Some(km), [0.0, 500.0]);
        }
        for (echelon, km) in raw.half_width_km {
            let mut checked = 0.0;
            self.figure(&mut checked, "half_width_km", Some(km), [0.1, 500.0]);
            rule.half_width_km.retain(|row| row.0 != echelon);
            rule.half_width_km.push((echelon, checked));
        }
        rule.limits = raw.limits.into_iter().map(|limit| ArrivalLimit { polity: limit.polity, south: limit.south }).collect();
        rule
    }

    /// Takes over a figure of the arrival rule that the file gives, if it is sound.
    fn figure(&mut self, figure: &mut f64, member: &str, given: Option<f64>, [least, most]: [f64; 2]) {
        match given {
            Some(value) if (least..=most).contains(&value) => *figure = value,
            Some(value) => {
                let site = Site { file: CAMPAIGN, feature: "arrival" };
                self.problem(site, format!("{member}: {value} is out of range"), format!("give a figure from {least} to {most}"));
            }
            None => {}
        }
    }

    fn front(&mut self, raw: RawFront) -> Option<Front> {
        let feature = format!("front {:?}", raw.id);
        let site = Site { file: CAMPAIGN, feature: &feature };
        let side = self.side_idx(site, &raw.side);
        Some(Front {
            names: self.names(site, raw.names),
            formation: raw.formation.and_then(|id| self.formation_idx(site, &id)),
            leading: self.formation_idxs(site, &raw.leading),
            side: side?,
            id: raw.id,
        })
    }

    #[expect(clippy::unnecessary_wraps, reason = "made as every other record is")]
    fn formation(&mut self, feature: &str, raw: RawFormation) -> Option<Formation> {
        let site = Site { file: FORMATIONS, feature };
        // An unknown side is a problem already; the record stays, so that the indexes of the others hold in the checks.
        let side = self.side_idx(site, &raw.side).unwrap_or(SideIdx(0));
        let parent = raw.parent.and_then(|id| self.formation_idx(site, &id));
        let mut subordinations: Vec<Subordination> =
            parent.map(|superior| Subordination { superior, from: None, until: None }).into_iter().collect();
        for dated in &raw.subordinations {
            let superior = self.formation_idx(site, &dated.parent);
            let from = self.optional_time(site, "from", dated.from.as_ref());
            let until = self.optional_time(site, "to", dated.to.as_ref());
            self.in_order(site, "subordinations", [from, until], ["from", "to"]);
            subordinations.extend(superior.map(|superior| Subordination { superior, from, until }));
        }
        if raw.half_width_km.is_some_and(|width| !(width > 0.0 && width < 500.0)) {
            self.problem(site, "half_width_km is not a width", "give half the width of its advance in km, such as 15");
        }
        let front = raw.front.and_then(|id| self.find(site, "front", &self.ids.fronts, &id)).map(FrontIdx);
        let names = self.names(site, raw.names);
        Some(Formation {
            short: raw.short.unwrap_or_else(|| names.english().to_owned()),
            names,
            side,
            echelon: raw.echelon,
            arm: raw.arm,
            subordinations,
            front,
            commander: raw.commander,
            strength: Strength {
                men: raw.strength.men,
                guns_mortars: raw.strength.guns_mortars,
                tanks_spg: raw.strength.tanks_spg,
                aircraft: raw.strength.aircraft,
            },
            half_width_km: raw.half_width_km,
            is_afloat: raw.afloat || (raw.arm == Arm::Naval && matches!(raw.echelon, Echelon::Fleet | Echelon::Flotilla)),
            sources: self.sources(site, &raw.sources),
            note: raw.note,
            id: raw.id,
        })
    }

    fn place(&mut self, feature: &str, points: &[LonLat], raw: RawPlace) -> Option<Place> {
        let site = Site { file: PLACES, feature };
        Some(Place {
            names: self.names(site, raw.names),
            kind: raw.kind,
            position: *points.first()?,
            role: raw.role,
            importance: self.importance(site, raw.importance),
            taken: raw.taken.and_then(|taken| self.capture(site, &taken)),
            status: raw.status,
            claims: self.claims(site, raw.claims),
            sources: self.sources(site, &raw.sources),
            note: raw.note,
            text: self.sentences(site, raw.text),
            id: raw.id,
        })
    }

    fn capture(&mut self, site: Site<'_>, raw: &RawCapture) -> Option<Capture> {
        let time = self.margins(site, "taken", &raw.earliest, &raw.latest);
        let held_out_until = self.optional_time(site, "held_out_until", raw.held_out_until.as_ref());
        self.in_order(site, "taken", [time.map(|time| time.earliest), held_out_until], ["earliest", "held_out_until"]);
        let by = self.formation_idxs(site, &raw.by);
        Some(Capture { time: time?, by, held_out_until })
    }

    fn event(&mut self, feature: &str, points: &[LonLat], raw: RawEvent) -> Option<Event> {
        let site = Site { file: EVENTS, feature };
        let RawMargins { earliest, latest } = &raw.start;
        let start = self.margins(site, "start", earliest, latest);
        let end = self.optional_time(site, "end", raw.end.as_ref());
        if let (Some(start), Some(end)) = (start, end)
            && end < start.earliest
        {
            self.problem(site, "it ends before it starts", "swap start and end, or mend the wrong one");
        }
        if !raw.cuts.is_empty() && points.is_empty() {
            self.problem(site, "cuts: it cuts a railway but has no position", "give it the Point where the railway was cut");
        }
        let mut cuts = Vec::with_capacity(raw.cuts.len());
        for cut in raw.cuts {
            let until = self.optional_time(site, "cuts", cut.until.as_ref());
            self.in_order(site, "cuts", [start.map(|start| start.earliest), until], ["the start of the event", "until"]);
            cuts.push(RailwayCut { railway: cut.railway, until });
        }
        if raw.headline.chars().count() > 70 {
            self.problem(site, "the headline is longer than 70 characters", "shorten it; the text can say the rest");
        }
        Some(Event {
            place: raw.place.and_then(|id| self.place_idx(site, &id)),
            position: points.first().copied(),
            importance: self.importance(site, raw.importance),
            text: self.sentences(site, raw.text),
            formations: self.formation_idxs(site, &raw.formations),
            cuts,
            claims: self.claims(site, raw.claims),
            sources: self.sources(site, &raw.sources),
            start: start?,
            end,
            category: raw.category,
            lane: raw.lane,
            headline: raw.headline,
            status: raw.status,
            id: raw.id,
        })
    }

    fn track(&mut self, feature: &str, points: &[LonLat], raw: RawTrack) -> Option<Track> {
        let site = Site { file: TRACKS, feature };
        let formation = self.formation_idx(site, &raw.formation);
        let lists = [
            ("coordTimes", raw.coord_times.len()),
            ("earliest", raw.earliest.len()),
            ("latest", raw.latest.len()),
            ("status", raw.status.len()),
            ("action", raw.action.len()),
            ("place", raw.place.len()),
            ("sources", raw.sources.len()),
        ];
        let optional = [("label", raw.label.len()), ("notes", raw.notes.len()), ("claims", raw.claims.len())];
        let mut fits = true;
        for (member, count) in lists.into_iter().chain(optional.into_iter().filter(|(_, count)| *count > 0)) {
            if count != points.len() {
                fits = false;
                self.problem(site, format!("{member} has {count} entries for {} vertices", points.len()), "give one entry for each vertex");
            }
        }
        if !fits {
            return None;
        }
        let mut claims = raw.claims.into_iter();
        let mut waypoints: Vec<Waypoint> = Vec::with_capacity(points.len());
        for (number, position) in points.iter().enumerate() {
            let place = raw.place[number].as_ref().and_then(|id| self.place_idx(site, id));
            let sources = self.sources(site, &raw.sources[number]);
            let claims = self.claims(site, claims.next().unwrap_or_default());
            let margins = self.margins(site, "earliest and latest", &raw.earliest[number], &raw.latest[number]);
            let best = self.time(site, "coordTimes", &raw.coord_times[number]);
            let (Some(margins), Some(best)) = (margins, best) else { continue };
            if best < margins.earliest || best > margins.latest {
                self.problem(
                    site,
                    format!("the time of vertex {} lies outside its margins", number + 1),
                    "keep earliest <= coordTimes <= latest",
                );
            }
            if waypoints.last().is_some_and(|before| before.time.best >= best) {
                self.problem(
                    site,
                    format!("the times are not in order at vertex {}", number + 1),
                    "let coordTimes rise from vertex to vertex",
                );
            }
            waypoints.push(Waypoint {
                position: *position,
                time: Dated { best, ..margins },
                status: raw.status[number],
                action: raw.action[number],
                place,
                label: raw.label.get(number).cloned().flatten(),
                sources,
                note: raw.notes.get(number).cloned().flatten(),
                claims,
            });
        }
        Some(Track { formation: formation?, waypoints })
    }

    fn strength(&mut self, feature: &str, raw: RawStrengthClaim) -> Option<StrengthClaim> {
        let site = Site { file: STRENGTHS, feature };
        let side = self.side_idx(site, &raw.side);
        let as_of = raw.as_of.as_ref().and_then(|day| day.parse().ok());
        if raw.as_of.is_some() && as_of.is_none() {
            self.problem(site, "as_of is not a day", "write it as 1945-08-09");
        }
        if raw.low > raw.high {
            self.problem(site, "low is greater than high", "swap them, or mend the wrong one");
        }
        Some(StrengthClaim {
            side: side?,
            scope: raw.scope,
            item: raw.item,
            low: raw.low,
            high: raw.high,
            as_of,
            status: raw.status,
            sources: self.sources(site, &raw.sources),
            note: raw.note,
        })
    }

    fn planned(&mut self, feature: &str, points: &[LonLat], raw: RawPlan) -> Option<PlannedObjective> {
        let site = Site { file: PLAN, feature };
        let (side, formation) = (self.side_idx(site, &raw.side), self.formation_idx(site, &raw.formation));
        Some(PlannedObjective {
            position: points.first().copied(),
            place: raw.place.and_then(|id| self.place_idx(site, &id)),
            due: raw.due.and_then(|due| self.margins(site, "due", &due.earliest, &due.latest)),
            sources: self.sources(site, &raw.sources),
            side: side?,
            formation: formation?,
            objective: raw.objective,
            status: raw.status,
            note: raw.note,
        })
    }

    fn chapter(&mut self, feature: &str, raw: RawChapter) -> Option<Chapter> {
        let site = Site { file: CHAPTERS, feature };
        let at = self.time(site, "at", &raw.at);
        let view = raw.view.and_then(|view| {
            let center = self.reader.position(CHAPTERS, feature, &[view.lon, view.lat])?;
            let is_width = view.width_km > 0.0 && view.width_km < 40_000.0;
            if !is_width {
                self.problem(site, "view: width_km is not a width", "give the width of the view in km, such as 800");
            }
            is_width.then_some((center, view.width_km))
        });
        Some(Chapter {
            period: raw.period.and_then(|period| self.period(site, "period", &period)),
            text: self.sentences(site, raw.text),
            events: raw.events.iter().filter_map(|id| self.find(site, "event", &self.ids.events, id).map(EventIdx)).collect(),
            places: raw.places.iter().filter_map(|id| self.place_idx(site, id)).collect(),
            at: at?,
            view,
            id: raw.id,
            title: raw.title,
        })
    }
}

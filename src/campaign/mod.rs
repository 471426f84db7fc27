//! What happened: formations, tracks, places, events, claims and their sources, parsed and checked once.
//!
//! Facts never change while the program runs. Ids become indexes here, so that the other rooms need no lookups;
//! positions are [`LonLat`], longitude and latitude in degrees. Leaves to `situation` what stood where at an instant.

mod arrival;
mod check;
mod claim;
pub mod coverage;
mod force;
pub mod link;
mod parse;
mod place;
mod raw;
pub mod search;
mod telling;
mod time;
mod track;

use std::collections::BTreeMap;
use std::path::Path;

pub use arrival::{ArrivalLimit, ArrivalRule};
pub use claim::{Account, Claim, Sentence, Source, Status, StrengthClaim};
pub use force::{Arm, Camp, Echelon, Formation, Front, Side, Strength, Subordination};
pub use place::{Capture, Chapter, Event, EventCategory, Lane, Place, PlaceKind, PlannedObjective, RailwayCut};
pub use time::{Calendar, DAY, Dated, HOUR, Instant, Period, Zone};
pub use track::{Action, Movement, Track, Waypoint};

pub use crate::library::{Problem, Severity};

use crate::library::{self, Folder};

/// Longitude and latitude in degrees, WGS 84, in that order (`x`, `y`).
pub type LonLat = geo::Point<f64>;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub usize);
    )* };
}
index!(
    /// Which side, in [`Campaign::sides`].
    SideIdx,
    /// Which front, in [`Campaign::fronts`].
    FrontIdx,
    /// Which formation, in [`Campaign::formations`].
    FormationIdx,
    /// Which place, in [`Campaign::places`].
    PlaceIdx,
    /// Which event, in [`Campaign::events`].
    EventIdx,
    /// Which source, in [`Campaign::sources`].
    SourceIdx
);

/// A language in which names are kept; `English` is the English usage of 1945.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// English usage of 1945.
    #[default]
    English,
    /// Today's romanized name.
    Modern,
    /// Russian.
    Russian,
    /// Chinese.
    Chinese,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
}

impl Language {
    /// All languages, with their code in files and their own name.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::English, "en", "English (1945)"),
        (Self::Modern, "modern", "English (today)"),
        (Self::Russian, "ru", "Русский"),
        (Self::Chinese, "zh", "中文"),
        (Self::Japanese, "ja", "日本語"),
        (Self::Korean, "ko", "한국어"),
    ];

    /// The language of a code such as `ru`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("en", |row| row.1)
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }
}

/// Names by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<Language, String>);

impl Names {
    /// Names from pairs; empty strings are left out.
    pub fn new(names: impl IntoIterator<Item = (Language, String)>) -> Self {
        Self(names.into_iter().filter(|(_, name)| !name.trim().is_empty()).collect())
    }

    /// The name in a language, or in English where it has none.
    pub fn or_english(&self, language: Language) -> &str {
        self.exact(language).unwrap_or_else(|| self.english())
    }

    /// The English name of 1945.
    pub fn english(&self) -> &str {
        self.exact(Language::English).unwrap_or_default()
    }

    /// The name in just this language.
    pub fn exact(&self, language: Language) -> Option<&str> {
        self.0.get(&language).map(String::as_str)
    }

    /// All names with their languages, English first.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0.iter().map(|(language, name)| (*language, name.as_str()))
    }
}

/// Conic projection the campaign is drawn in, as its file gives it: angles in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProjectionChoice {
    /// The two parallels along which the scale is true.
    pub standard_parallels: [f64; 2],
    /// The meridian that runs straight up the page.
    pub central_meridian: f64,
    /// The latitude of the plane's origin.
    pub origin_latitude: f64,
}

/// The theatre: the rectangle of longitudes and latitudes that is in view at first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Western edge, degrees.
    pub west: f64,
    /// Southern edge, degrees.
    pub south: f64,
    /// Eastern edge, degrees.
    pub east: f64,
    /// Northern edge, degrees.
    pub north: f64,
}

/// A part of the theatre that has a frame of its own where the map does not show it.
#[derive(Clone, Debug)]
pub struct SideFrame {
    /// Its title.
    pub names: Names,
    /// What it shows.
    pub extent: Extent,
}

/// A reader follows so many moving things at once (Tversky 2002).
const MOST_IN_CAST: usize = 9;

/// A whole campaign, checked.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The account that dates what accounts differ on, where one was asked ([`Campaign::told`]).
    pub told_by: Option<Account>,
    /// Its id, as its folder is called.
    pub id: String,
    /// Its title by language.
    pub title: Names,
    /// A line under the title.
    pub subtitle: Names,
    /// The languages its names come in.
    pub languages: Vec<Language>,
    /// The domain of the ruler.
    pub period: Period,
    /// The instant shown at first start.
    pub opening: Instant,
    /// Its zone, clocks and D+0.
    pub calendar: Calendar,
    /// How the round earth is laid flat.
    pub projection: ProjectionChoice,
    /// The whole theatre.
    pub extent: Extent,
    /// Parts of the theatre that have a frame of their own.
    pub frames: Vec<SideFrame>,
    /// The sides, in the order of the file.
    pub sides: Vec<Side>,
    /// Ids of the base map's political areas held by the attacker at the start.
    pub attacker_polities: Vec<String>,
    /// Ids of the base map's political areas held by the defender at the start.
    pub defender_polities: Vec<String>,
    /// How the arrival field is computed.
    pub arrival: ArrivalRule,
    /// The places the pincer closes on.
    pub objectives: Vec<PlaceIdx>,
    /// Fronts and other groups, in drawing order.
    pub fronts: Vec<Front>,
    /// Formations, superiors not necessarily first.
    pub formations: Vec<Formation>,
    /// Where each formation went; at most one track a formation, in the order of the formations.
    pub tracks: Vec<Track>,
    /// Places.
    pub places: Vec<Place>,
    /// Events, in order of their best start.
    pub events: Vec<Event>,
    /// Claims about numbers.
    pub strengths: Vec<StrengthClaim>,
    /// What was planned.
    pub plan: Vec<PlannedObjective>,
    /// The guided tour.
    pub chapters: Vec<Chapter>,
    /// The library.
    pub sources: Vec<Source>,
    /// Lines of credit for exports.
    pub credits: Vec<String>,
    /// The checksum of its files ([`Folder::checksum`]).
    pub checksum: u32,
}

/// What came of reading a campaign: the campaign where it has no errors, and all that was found.
#[derive(Debug)]
pub struct Reading {
    /// The campaign, when nothing in it is an error.
    pub campaign: Option<Campaign>,
    /// Errors and warnings, in order of file and feature.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// The campaign, or all its problems.
    ///
    /// # Errors
    /// Every problem, when at least one is an error.
    pub fn into_result(self) -> Result<Campaign, Vec<Problem>> {
        self.campaign.ok_or(self.problems)
    }
}

/// Parses and checks the files of a campaign.
pub fn read(folder: &Folder) -> Reading {
    let (mut campaign, mut problems) = parse::parse(folder);
    if let Some(campaign) = &campaign {
        let more = check::check(campaign, &problems);
        problems.extend(more);
    }
    problems.sort();
    problems.dedup();
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        campaign = None;
    }
    Reading { campaign, problems }
}

/// Reads the campaign embedded in the program.
pub fn built_in() -> Reading {
    read(&library::embedded(library::BUILT_IN))
}

/// Reads a campaign folder from the disk.
pub fn open(dir: &Path) -> Reading {
    match library::open(dir) {
        Ok(folder) => read(&folder),
        Err(problems) => Reading { campaign: None, problems },
    }
}

impl Campaign {
    /// A formation.
    pub fn formation(&self, idx: FormationIdx) -> &Formation {
        &self.formations[idx.0]
    }

    /// A place.
    pub fn place(&self, idx: PlaceIdx) -> &Place {
        &self.places[idx.0]
    }

    /// An event.
    pub fn event(&self, idx: EventIdx) -> &Event {
        &self.events[idx.0]
    }

    /// A source.
    pub fn source(&self, idx: SourceIdx) -> &Source {
        &self.sources[idx.0]
    }

    /// The side of a formation.
    pub fn side_of(&self, formation: FormationIdx) -> &Side {
        &self.sides[self.formation(formation).side.0]
    }

    /// The track of a formation, if it has one.
    pub fn track_of(&self, formation: FormationIdx) -> Option<&Track> {
        self.tracks.binary_search_by_key(&formation, |track| track.formation).ok().map(|at| &self.tracks[at])
    }

    /// The formations that a chapter is about: those that take part in its events, the weightiest first, no more than a
    /// reader can follow.
    pub fn cast(&self, chapter: usize) -> Vec<FormationIdx> {
        let events = self.chapters.get(chapter).map_or(&[][..], |chapter| &chapter.events);
        let mut weights: BTreeMap<FormationIdx, u32> = BTreeMap::new();
        for event in events.iter().map(|idx| self.event(*idx)) {
            for formation in &event.formations {
                *weights.entry(*formation).or_default() += 4 - u32::from(event.importance.min(3));
            }
        }
        let mut cast: Vec<FormationIdx> = weights.keys().copied().filter(|idx| self.track_of(*idx).is_some()).collect();
        cast.sort_by_key(|idx| (std::cmp::Reverse(weights[idx]), self.formation(*idx).echelon, *idx));
        cast.truncate(MOST_IN_CAST);
        cast
    }

    /// A place by id.
    pub fn place_by_id(&self, id: &str) -> Option<PlaceIdx> {
        self.places.iter().position(|place| place.id == id).map(PlaceIdx)
    }

    /// A formation by id.
    pub fn formation_by_id(&self, id: &str) -> Option<FormationIdx> {
        self.formations.iter().position(|formation| formation.id == id).map(FormationIdx)
    }

    /// An event by id.
    pub fn event_by_id(&self, id: &str) -> Option<EventIdx> {
        self.events.iter().position(|event| event.id == id).map(EventIdx)
    }

    /// A place whose name in any language is `name`, letter case aside.
    pub fn place_by_name(&self, name: &str) -> Option<PlaceIdx> {
        let wanted = name.to_lowercase();
        let exact = |place: &Place| place.id == wanted || place.names.iter().any(|(_, name)| name.to_lowercase() == wanted);
        let part = |place: &Place| {
            place.names.iter().any(|(_, name)| name.split(['(', ')', ',']).any(|part| part.trim().to_lowercase() == wanted))
        };
        self.places.iter().position(exact).or_else(|| self.places.iter().position(part)).map(PlaceIdx)
    }

    /// Every claim of a rival account.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        let waypoints = self.tracks.iter().flat_map(|track| &track.waypoints).flat_map(|waypoint| &waypoint.claims);
        let places = self.places.iter().flat_map(|place| &place.claims);
        waypoints.chain(places).chain(self.events.iter().flat_map(|event| &event.claims))
    }

    /// The events at a place, in time order.
    pub fn events_at(&self, place: PlaceIdx) -> impl Iterator<Item = EventIdx> {
        self.events.iter().enumerate().filter(move |(_, event)| event.place == Some(place)).map(|(idx, _)| EventIdx(idx))
    }

    /// The events a formation took part in, in time order.
    pub fn events_of(&self, formation: FormationIdx) -> impl Iterator<Item = EventIdx> {
        self.events.iter().enumerate().filter(move |(_, event)| event.formations.contains(&formation)).map(|(idx, _)| EventIdx(idx))
    }

    /// The formations directly under another at an instant.
    pub fn subordinates(&self, superior: FormationIdx, instant: Instant) -> impl Iterator<Item = FormationIdx> {
        self.formations
            .iter()
            .enumerate()
            .filter(move |(_, formation)| formation.superior(instant) == Some(superior))
            .map(|(idx, _)| FormationIdx(idx))
    }
}

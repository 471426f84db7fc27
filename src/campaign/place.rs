//! Places, events, planned objectives and chapters: what happened where.

use super::{Claim, Dated, EventIdx, FormationIdx, Instant, LonLat, Names, Period, PlaceIdx, Sentence, SideIdx, SourceIdx, Status};

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    /// The seat of a government.
    Capital,
    /// A city.
    City,
    /// A town.
    Town,
    /// A port.
    Port,
    /// A railway junction.
    RailJunction,
    /// A fortified region or fort.
    FortifiedRegion,
    /// A pass.
    Pass,
    /// A ferry, ford or bridge.
    RiverCrossing,
    /// An airfield.
    Airfield,
    /// An island.
    Island,
    /// Anything else.
    Other,
}

impl PlaceKind {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Capital => "capital",
            Self::City => "city",
            Self::Town => "town",
            Self::Port => "port",
            Self::RailJunction => "railway junction",
            Self::FortifiedRegion => "fortified region",
            Self::Pass => "pass",
            Self::RiverCrossing => "river crossing",
            Self::Airfield => "airfield",
            Self::Island => "island",
            Self::Other => "place",
        }
    }
}

/// When and by whom a place was taken.
#[derive(Clone, Debug)]
pub struct Capture {
    /// When.
    pub time: Dated,
    /// By which formations.
    pub by: Vec<FormationIdx>,
    /// Until when its defenders held out, where they did.
    pub held_out_until: Option<Instant>,
}

/// A place of the campaign.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Its kind.
    pub kind: PlaceKind,
    /// Where it is; longitude and latitude in degrees.
    pub position: LonLat,
    /// What it was in the campaign.
    pub role: Option<String>,
    /// 1 (most) to 3.
    pub importance: u8,
    /// When it was taken.
    pub taken: Option<Capture>,
    /// How its capture is known.
    pub status: Option<Status>,
    /// The rival accounts, where contested.
    pub claims: Vec<Claim>,
    /// Where this is from.
    pub sources: Vec<SourceIdx>,
    /// What else the tables say.
    pub note: Option<String>,
    /// What happened there, sentence by sentence.
    pub text: Vec<Sentence>,
}

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventCategory {
    /// Between states.
    Political,
    /// A decision or order.
    Command,
    /// A fight.
    Combat,
    /// A move.
    Advance,
    /// In the air.
    Air,
    /// A landing from the air.
    Airborne,
    /// On the water.
    Naval,
    /// Supply.
    Logistics,
    /// What befell civilians.
    Civilian,
    /// A surrender.
    Surrender,
}

impl EventCategory {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Political => "politics",
            Self::Command => "command",
            Self::Combat => "combat",
            Self::Advance => "advance",
            Self::Air => "air",
            Self::Airborne => "air landing",
            Self::Naval => "sea and river",
            Self::Logistics => "supply",
            Self::Civilian => "civilians",
            Self::Surrender => "surrender",
        }
    }
}

/// The lane of the ruler an event is listed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lane {
    /// The western front.
    West,
    /// The eastern front.
    East,
    /// The north, the islands and the sea.
    NorthSea,
    /// Air raids and landings.
    AirLandings,
    /// Governments and headquarters.
    Politics,
    /// Civilians and prisoners.
    People,
}

impl Lane {
    /// All lanes from top to bottom, with their titles.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::West, "West"),
        (Self::East, "East"),
        (Self::NorthSea, "North & sea"),
        (Self::AirLandings, "Air & landings"),
        (Self::Politics, "Politics"),
        (Self::People, "People"),
    ];
}

/// A railway on which no train could run any more from an event on, at the event's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RailwayCut {
    /// The railway, by its id in the base map.
    pub railway: String,
    /// When trains could run again, where that is on record.
    pub until: Option<Instant>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// When it began.
    pub start: Dated,
    /// When it ended, where it lasted.
    pub end: Option<Instant>,
    /// Where; `None` where it has no place on the map.
    pub position: Option<LonLat>,
    /// The place, where it is one of the campaign's.
    pub place: Option<PlaceIdx>,
    /// Its kind.
    pub category: EventCategory,
    /// Its lane on the ruler.
    pub lane: Lane,
    /// 1 (most) to 3.
    pub importance: u8,
    /// At most 70 characters, past tense.
    pub headline: String,
    /// What happened, sentence by sentence.
    pub text: Vec<Sentence>,
    /// Who took part.
    pub formations: Vec<FormationIdx>,
    /// The railways it cut where it happened.
    pub cuts: Vec<RailwayCut>,
    /// How it is known.
    pub status: Status,
    /// The rival accounts, where contested.
    pub claims: Vec<Claim>,
    /// Where this is from.
    pub sources: Vec<SourceIdx>,
}

impl Event {
    /// From its earliest start to its end, or to the end of its start's margins.
    pub fn span(&self) -> Period {
        let end = self.end.unwrap_or(self.start.latest).max(self.start.latest);
        Period { start: self.start.earliest, end: end.max(self.start.earliest.plus(1)) }
    }
}

/// What a plan asked for.
#[derive(Clone, Debug)]
pub struct PlannedObjective {
    /// Whose plan.
    pub side: SideIdx,
    /// Which formation was to do it.
    pub formation: FormationIdx,
    /// Where it is drawn.
    pub position: Option<LonLat>,
    /// The place, where it is one of the campaign's.
    pub place: Option<PlaceIdx>,
    /// What was to be done.
    pub objective: String,
    /// By when.
    pub due: Option<Dated>,
    /// How it is known.
    pub status: Status,
    /// Where this is from.
    pub sources: Vec<SourceIdx>,
    /// What else the tables say.
    pub note: Option<String>,
}

/// One stop of the guided tour.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The instant it opens at.
    pub at: Instant,
    /// The stretch of time it tells of.
    pub period: Option<Period>,
    /// Center (longitude, latitude) and width in km of its view.
    pub view: Option<(LonLat, f64)>,
    /// 60 to 120 words.
    pub text: Vec<Sentence>,
    /// Its events.
    pub events: Vec<EventIdx>,
    /// Its places.
    pub places: Vec<PlaceIdx>,
}

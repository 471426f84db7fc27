//! The records of the campaign format, version 1, just as they stand in the files (`geodata/FORMAT.md`).
//!
//! Only shapes: what is missing or of the wrong type. Times are still text and ids still names.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Account, Action, Arm, Camp, Echelon, EventCategory, Lane, PlaceKind, Status};

/// Members the format does not name; kept, and reported.
pub type Extra = BTreeMap<String, Value>;

macro_rules! raw {
    ($name:ident { $($field:tt)* }) => {
        #[derive(Deserialize)]
        #[serde(expecting = "an object")]
        pub struct $name {
            $($field)*
            #[serde(flatten)]
            pub extra: Extra,
        }
        impl HasExtra for $name {
            fn extra(&self) -> &Extra {
                &self.extra
            }
        }
    };
}

/// The members of records inside records, by the member that holds them.
pub const INNER_MEMBERS: &[(&str, &[&str])] = &[
    ("period", &["start", "end"]),
    ("limits", &["polity", "south"]),
    ("zone", &["name", "offset"]),
    ("clocks", &["name", "offset"]),
    ("projection", &["kind", "standard_parallels", "central_meridian", "origin_latitude"]),
    ("extent", &["west", "south", "east", "north"]),
    ("frames", &["names", "west", "south", "east", "north"]),
    ("sides", &["id", "names", "camp", "badge"]),
    ("polities", &["attacker", "defender"]),
    ("fronts", &["id", "names", "side", "formation", "leading"]),
    ("strength", &["men", "guns_mortars", "tanks_spg", "aircraft"]),
    ("subordinations", &["parent", "from", "to"]),
    ("claims", &["account", "earliest", "latest", "value", "sources", "says"]),
    ("text", &["text", "at", "sources"]),
    ("taken", &["earliest", "latest", "by", "held_out_until"]),
    ("start", &["earliest", "latest"]),
    ("due", &["earliest", "latest"]),
    ("cuts", &["railway", "until"]),
    ("view", &["lon", "lat", "width_km"]),
];

/// A record that keeps what it did not understand.
pub trait HasExtra {
    /// Its unknown members.
    fn extra(&self) -> &Extra;
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawSpan {
    pub start: String,
    pub end: String,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawMargins {
    pub earliest: String,
    pub latest: String,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawZone {
    pub name: String,
    pub offset: String,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawProjection {
    pub kind: String,
    pub standard_parallels: [f64; 2],
    pub central_meridian: f64,
    pub origin_latitude: f64,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawExtent {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawFrame {
    pub names: BTreeMap<String, String>,
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawSide {
    pub id: String,
    pub names: BTreeMap<String, String>,
    pub camp: Camp,
    pub badge: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(expecting = "an object")]
pub struct RawPolities {
    pub attacker: Vec<String>,
    pub defender: Vec<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawFront {
    pub id: String,
    pub names: BTreeMap<String, String>,
    pub side: String,
    pub formation: Option<String>,
    #[serde(default)]
    pub leading: Vec<String>,
}

#[derive(Deserialize)]
pub struct RawArrivalLimit {
    pub polity: String,
    pub south: f64,
}

raw!(RawArrival {
    pub grid_km: Option<f64>,
    pub lateral_km_per_day: Option<f64>,
    pub lateral_doubt: Option<f64>,
    pub half_width_factor: Option<f64>,
    #[serde(default)]
    pub half_width_km: BTreeMap<Echelon, f64>,
    pub rail_half_width_km: Option<f64>,
    pub capture_km: Option<[f64; 3]>,
    pub fortified_km: Option<f64>,
    pub island_km: Option<f64>,
    pub closing_km: Option<f64>,
    pub closing_km_per_day: Option<f64>,
    pub overtaking_km_per_day: Option<f64>,
    #[serde(default)]
    pub limits: Vec<RawArrivalLimit>,
});

raw!(RawCampaign {
    pub id: String,
    pub title: BTreeMap<String, String>,
    #[serde(default)]
    pub subtitle: BTreeMap<String, String>,
    #[serde(default)]
    pub languages: Vec<String>,
    pub period: RawSpan,
    pub opening: String,
    pub day_zero: String,
    pub zone: RawZone,
    #[serde(default)]
    pub clocks: Vec<RawZone>,
    pub projection: RawProjection,
    pub extent: RawExtent,
    #[serde(default)]
    pub frames: Vec<RawFrame>,
    pub sides: Vec<RawSide>,
    #[serde(default)]
    pub polities: RawPolities,
    pub arrival: Option<RawArrival>,
    #[serde(default)]
    pub objectives: Vec<String>,
    #[serde(default)]
    pub fronts: Vec<RawFront>,
    #[serde(default)]
    pub credits: Vec<String>,
});

#[derive(Deserialize, Default)]
#[serde(expecting = "an object")]
pub struct RawStrength {
    pub men: Option<u64>,
    pub guns_mortars: Option<u64>,
    pub tanks_spg: Option<u64>,
    pub aircraft: Option<u64>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawSubordination {
    pub parent: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

raw!(RawFormation {
    pub id: String,
    pub names: BTreeMap<String, String>,
    pub short: Option<String>,
    pub side: String,
    pub echelon: Echelon,
    pub arm: Arm,
    pub parent: Option<String>,
    #[serde(default)]
    pub subordinations: Vec<RawSubordination>,
    pub front: Option<String>,
    pub commander: Option<String>,
    #[serde(default)]
    pub strength: RawStrength,
    pub half_width_km: Option<f64>,
    #[serde(default)]
    pub afloat: bool,
    #[serde(default)]
    pub sources: Vec<String>,
    pub note: Option<String>,
});

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawClaim {
    pub account: Account,
    pub earliest: Option<String>,
    pub latest: Option<String>,
    pub value: Option<String>,
    #[serde(default)]
    pub sources: Vec<String>,
    pub says: String,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawSentence {
    pub text: String,
    pub at: Option<String>,
    #[serde(default)]
    pub sources: Vec<String>,
}

raw!(RawTrack {
    pub formation: String,
    #[serde(rename = "coordTimes")]
    pub coord_times: Vec<String>,
    pub earliest: Vec<String>,
    pub latest: Vec<String>,
    pub status: Vec<Status>,
    pub action: Vec<Action>,
    pub place: Vec<Option<String>>,
    #[serde(default)]
    pub label: Vec<Option<String>>,
    pub sources: Vec<Vec<String>>,
    #[serde(default)]
    pub notes: Vec<Option<String>>,
    #[serde(default)]
    pub claims: Vec<Vec<RawClaim>>,
});

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawCapture {
    pub earliest: String,
    pub latest: String,
    #[serde(default)]
    pub by: Vec<String>,
    pub held_out_until: Option<String>,
}

raw!(RawPlace {
    pub id: String,
    pub names: BTreeMap<String, String>,
    pub kind: PlaceKind,
    pub role: Option<String>,
    pub importance: u8,
    pub taken: Option<RawCapture>,
    pub status: Option<Status>,
    #[serde(default)]
    pub claims: Vec<RawClaim>,
    #[serde(default)]
    pub sources: Vec<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub text: Vec<RawSentence>,
});

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawRailwayCut {
    pub railway: String,
    pub until: Option<String>,
}

raw!(RawEvent {
    pub id: String,
    pub start: RawMargins,
    pub end: Option<String>,
    pub place: Option<String>,
    pub category: EventCategory,
    pub lane: Lane,
    pub importance: u8,
    pub headline: String,
    #[serde(default)]
    pub text: Vec<RawSentence>,
    #[serde(default)]
    pub formations: Vec<String>,
    #[serde(default)]
    pub cuts: Vec<RawRailwayCut>,
    pub status: Status,
    #[serde(default)]
    pub claims: Vec<RawClaim>,
    #[serde(default)]
    pub sources: Vec<String>,
});

raw!(RawStrengthClaim {
    pub side: String,
    pub scope: String,
    pub item: String,
    pub low: f64,
    pub high: f64,
    pub as_of: Option<String>,
    pub status: Status,
    #[serde(default)]
    pub sources: Vec<String>,
    pub note: Option<String>,
});

raw!(RawPlan {
    pub side: String,
    pub formation: String,
    pub place: Option<String>,
    pub objective: String,
    pub due: Option<RawMargins>,
    pub status: Status,
    #[serde(default)]
    pub sources: Vec<String>,
    pub note: Option<String>,
});

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub struct RawView {
    pub lon: f64,
    pub lat: f64,
    pub width_km: f64,
}

raw!(RawChapter {
    pub id: String,
    pub title: String,
    pub at: String,
    pub period: Option<RawSpan>,
    pub view: Option<RawView>,
    #[serde(default)]
    pub text: Vec<RawSentence>,
    #[serde(default)]
    pub events: Vec<String>,
    #[serde(default)]
    pub places: Vec<String>,
});

raw!(RawSource {
    pub id: String,
    pub title: String,
    pub author: Option<String>,
    pub year: Option<Value>,
    pub kind: String,
    pub language: String,
    pub link: Option<String>,
    pub note: Option<String>,
});

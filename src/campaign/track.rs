//! Tracks: where a formation was, waypoint by waypoint, and how well that is known.

use super::{Claim, Dated, FormationIdx, Instant, LonLat, PlaceIdx, SourceIdx, Status};

/// What a formation did on arriving at a waypoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Moved on.
    Advance,
    /// Came to the place.
    Reach,
    /// Crossed the border.
    CrossBorder,
    /// Attacked.
    Assault,
    /// Took the place.
    Capture,
    /// Landed from the sea or a river.
    Land,
    /// Landed from the air.
    Airland,
    /// Went round the place.
    Bypass,
    /// Stood without fuel.
    HaltFuel,
    /// Took a surrender.
    AcceptSurrender,
    /// Was stationed.
    Garrison,
    /// Moved its headquarters.
    RelocateHq,
    /// Fell back.
    Withdraw,
    /// Defended.
    Defend,
    /// Struck back.
    Counterattack,
    /// Laid down its arms.
    Surrender,
    /// Was destroyed.
    Destroyed,
    /// Came by rail.
    Railmarch,
}

impl Action {
    /// What it did, after the formation's name: `the 39th Army … was advancing`.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Advance => "advanced",
            Self::Reach => "arrived",
            Self::CrossBorder => "crossed the border",
            Self::Assault => "attacked",
            Self::Capture => "took the place",
            Self::Land => "landed from the water",
            Self::Airland => "landed from the air",
            Self::Bypass => "went round the place",
            Self::HaltFuel => "halted for fuel",
            Self::AcceptSurrender => "took the surrender",
            Self::Garrison => "was stationed",
            Self::RelocateHq => "moved its headquarters",
            Self::Withdraw => "fell back",
            Self::Defend => "defended",
            Self::Counterattack => "struck back",
            Self::Surrender => "laid down its arms",
            Self::Destroyed => "was destroyed",
            Self::Railmarch => "came by rail",
        }
    }

    /// Whether a formation that did this stays where it is until it has to leave for its next waypoint.
    pub fn is_stationary(self) -> bool {
        matches!(
            self,
            Self::Garrison | Self::RelocateHq | Self::Defend | Self::HaltFuel | Self::AcceptSurrender | Self::Surrender | Self::Destroyed
        )
    }

    /// Whether the formation is out of the fight from then on.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Surrender | Self::Destroyed)
    }
}

/// How a formation came to a waypoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// Over land.
    March,
    /// By rail.
    Rail,
    /// Over water.
    Sea,
    /// Through the air.
    Air,
}

/// One attested or inferred point of a track.
#[derive(Clone, Debug)]
pub struct Waypoint {
    /// Where; longitude and latitude in degrees.
    pub position: LonLat,
    /// When, with margins.
    pub time: Dated,
    /// How it is known.
    pub status: Status,
    /// What was done there.
    pub action: Action,
    /// The place, where it is one of the campaign's.
    pub place: Option<PlaceIdx>,
    /// What the point is called, where it is not a place.
    pub label: Option<String>,
    /// Where this is from.
    pub sources: Vec<SourceIdx>,
    /// What else the tables say.
    pub note: Option<String>,
    /// The rival accounts, where it is contested.
    pub claims: Vec<Claim>,
}

/// The way of one formation through the campaign. Between two waypoints it is a straight line in longitude and
/// latitude (RFC 7946, 3.1.1).
#[derive(Clone, Debug)]
pub struct Track {
    /// Whose track.
    pub formation: FormationIdx,
    /// Its waypoints; best instants strictly rise.
    pub waypoints: Vec<Waypoint>,
}

impl Track {
    /// The number of waypoints whose best instant is not after `instant`.
    pub fn passed(&self, instant: Instant) -> usize {
        self.waypoints.partition_point(|waypoint| waypoint.time.best <= instant)
    }

    /// How the formation moved to waypoint `idx` from the one before.
    pub fn movement_to(&self, idx: usize) -> Movement {
        match self.waypoints[idx].action {
            Action::Land => Movement::Sea,
            Action::Airland => Movement::Air,
            Action::Railmarch => Movement::Rail,
            _ => Movement::March,
        }
    }

    /// The first instant at which the formation is known anywhere.
    pub fn start(&self) -> Option<Instant> {
        self.waypoints.first().map(|waypoint| waypoint.time.earliest)
    }
}

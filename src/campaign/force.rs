//! Sides, fronts and formations: who there was. Where they stood is in their tracks.

use super::{FormationIdx, FrontIdx};
use super::{Instant, Names, SideIdx, SourceIdx};

/// Which of the two camps of the campaign; it gives the color and the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Camp {
    /// Those who attack at D+0.
    Attacker,
    /// Those who are attacked.
    Defender,
}

/// A state or authority with forces in the field.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// The camp it fights in.
    pub camp: Camp,
    /// A letter badge for its symbols, where the camp has several sides.
    pub badge: Option<String>,
}

/// An army group or another group under which formations are listed and charted.
#[derive(Clone, Debug)]
pub struct Front {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Its side.
    pub side: SideIdx,
    /// The formation that commands it, where there is one.
    pub formation: Option<FormationIdx>,
    /// The formations whose distance to the objectives is charted.
    pub leading: Vec<FormationIdx>,
}

/// The level of a formation. `Front` is the Soviet army group, level with the Japanese area army.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Echelon {
    /// A theatre command.
    Theatre,
    /// A Soviet front.
    Front,
    /// A Japanese area army.
    AreaArmy,
    /// An army.
    Army,
    /// An air army.
    AirArmy,
    /// A fleet.
    Fleet,
    /// A corps or a group of that size.
    Corps,
    /// A flotilla.
    Flotilla,
    /// A division.
    Division,
    /// A brigade.
    Brigade,
    /// A regiment.
    Regiment,
    /// The garrison of a fortified region.
    Garrison,
    /// A detachment or landing party.
    Detachment,
}

impl Echelon {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Theatre => "theatre command",
            Self::Front => "front",
            Self::AreaArmy => "area army",
            Self::Army => "army",
            Self::AirArmy => "air army",
            Self::Fleet => "fleet",
            Self::Corps => "corps",
            Self::Flotilla => "flotilla",
            Self::Division => "division",
            Self::Brigade => "brigade",
            Self::Regiment => "regiment",
            Self::Garrison => "garrison",
            Self::Detachment => "detachment",
        }
    }

    /// The number of bars of its sign, after APP-6: XXXXX front, XXXX army, XXX corps, XX division, X brigade, III regiment, II detachment.
    pub fn marks(self) -> &'static str {
        match self {
            Self::Theatre => "XXXXXX",
            Self::Front | Self::AreaArmy => "XXXXX",
            Self::Army | Self::AirArmy | Self::Fleet => "XXXX",
            Self::Corps | Self::Flotilla => "XXX",
            Self::Division => "XX",
            Self::Brigade => "X",
            Self::Regiment | Self::Garrison => "III",
            Self::Detachment => "II",
        }
    }
}

/// The branch of a formation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// Several branches, or a headquarters.
    Mixed,
    /// Tanks.
    Tank,
    /// Mechanized infantry.
    Mechanized,
    /// Rifle troops and infantry.
    Infantry,
    /// Cavalry.
    Cavalry,
    /// Air forces.
    Air,
    /// Troops landed from the air.
    Airborne,
    /// Fortress troops.
    Fortification,
    /// Ships and naval infantry.
    Naval,
}

impl Arm {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Mixed => "mixed arms",
            Self::Tank => "tank",
            Self::Mechanized => "mechanized",
            Self::Infantry => "infantry",
            Self::Cavalry => "cavalry",
            Self::Air => "air",
            Self::Airborne => "air landing",
            Self::Fortification => "fortress",
            Self::Naval => "naval",
        }
    }

    /// An ordinary day's march in km, straight line: how late a formation can leave and still arrive in time.
    pub fn march_km_per_day(self) -> f64 {
        match self {
            Self::Tank | Self::Mechanized | Self::Cavalry => 100.0,
            Self::Infantry | Self::Mixed | Self::Fortification => 40.0,
            Self::Air | Self::Airborne => 6000.0,
            Self::Naval => 300.0,
        }
    }
}

/// Counts of a formation at the start of the campaign; unknown ones are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strength {
    /// Men.
    pub men: Option<u64>,
    /// Guns and mortars.
    pub guns_mortars: Option<u64>,
    /// Tanks and self-propelled guns.
    pub tanks_spg: Option<u64>,
    /// Aircraft.
    pub aircraft: Option<u64>,
}

/// Under whom a formation stood, and when.
#[derive(Clone, Copy, Debug)]
pub struct Subordination {
    /// The superior formation.
    pub superior: FormationIdx,
    /// From this instant; from the beginning where `None`.
    pub from: Option<Instant>,
    /// Until this instant; to the end where `None`.
    pub until: Option<Instant>,
}

/// A military formation.
#[derive(Clone, Debug)]
pub struct Formation {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// A short name for the map.
    pub short: String,
    /// Its side.
    pub side: SideIdx,
    /// Its level.
    pub echelon: Echelon,
    /// Its branch.
    pub arm: Arm,
    /// Its superiors, by date.
    pub subordinations: Vec<Subordination>,
    /// The front or group it is listed under.
    pub front: Option<FrontIdx>,
    /// Rank and name of its commander.
    pub commander: Option<String>,
    /// Its strength at the start.
    pub strength: Strength,
    /// Half the width of its advance, km.
    pub half_width_km: Option<f64>,
    /// Whether it is one of ships: it keeps to the water.
    pub is_afloat: bool,
    /// Where this is from.
    pub sources: Vec<SourceIdx>,
    /// What else the tables say.
    pub note: Option<String>,
}

impl Formation {
    /// Its superior at an instant.
    pub fn superior(&self, instant: Instant) -> Option<FormationIdx> {
        let holds = |s: &&Subordination| s.from.is_none_or(|from| from <= instant) && s.until.is_none_or(|until| instant < until);
        self.subordinations.iter().find(holds).map(|s| s.superior)
    }

    /// Whether it is an army, a mobile corps or larger: what is shown of the attacker at the scale of the theatre.
    pub fn is_weighty(&self) -> bool {
        self.echelon <= Echelon::Army || self.is_mobile_corps()
    }

    /// Whether it moves on its own wheels, tracks or horses at the level of a corps or a mobile group.
    pub fn is_mobile_corps(&self) -> bool {
        self.echelon == Echelon::Corps && matches!(self.arm, Arm::Tank | Arm::Mechanized | Arm::Cavalry)
    }
}

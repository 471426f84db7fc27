//! How strongly doubt is drawn: as a map does, so that a class cannot miss it, or not at all.
//!
//! It changes how things look, never where they are or what is known of them. What is contested is told apart in each
//! (`design/evidence.md`, F8).

use crate::campaign::Status;

/// How strongly doubt is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// A quiet band and broken frames.
    #[default]
    Normal,
    /// The band hatched, frames hollow, and for each formation and date how far it may be wrong.
    Strong,
    /// Best estimates alone.
    Off,
}

impl Doubt {
    /// All, in the order of the key, with their word in links and what they are called.
    pub const ALL: [(Self, &'static str, &'static str); 3] =
        [(Self::Normal, "normal", "Normal"), (Self::Strong, "strong", "Strong"), (Self::Off, "off", "Off")];

    /// The next one, and after the last one the first.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Normal => Self::Strong,
            Self::Strong => Self::Off,
            Self::Off => Self::Normal,
        }
    }

    /// The word for it in a link.
    pub fn code(self) -> &'static str {
        Self::ALL.into_iter().find(|row| row.0 == self).map_or("normal", |row| row.1)
    }

    /// What a word in a link stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// What it means, for notices and the legend.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Normal => "Doubt drawn as usual",
            Self::Strong => "Doubt drawn strongly",
            Self::Off => "Doubt not drawn: best estimates",
        }
    }

    /// The status a thing is drawn with. Without doubt all is drawn alike, but for what is contested.
    pub fn drawn(self, status: Status) -> Status {
        if self == Self::Off && status != Status::Contested { Status::Attested } else { status }
    }
}

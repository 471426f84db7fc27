//! How a thing is known: status, claims of rival accounts, sentences with their sources, the library.

use super::{Dated, Instant, SideIdx, SourceIdx};

/// How a fact is known (`evidence.md`, F2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// A source states this place at this time.
    Attested,
    /// Derived from attested points.
    Inferred,
    /// One side says so; nothing confirms or refutes it.
    Claimed,
    /// Sources contradict each other.
    Contested,
}

impl Status {
    /// All, best first.
    pub const ALL: [Self; 4] = [Self::Attested, Self::Inferred, Self::Claimed, Self::Contested];

    /// The word on its chip.
    pub fn title(self) -> &'static str {
        match self {
            Self::Attested => "attested",
            Self::Inferred => "inferred",
            Self::Claimed => "claimed",
            Self::Contested => "contested",
        }
    }

    /// One sentence that says what it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Attested => "A source states this place at this time",
            Self::Inferred => "We derive it from attested points",
            Self::Claimed => "One side says so, nothing confirms or refutes it",
            Self::Contested => "Sources contradict each other",
        }
    }
}

/// Whose account a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// Soviet and Russian works.
    Soviet,
    /// Japanese works.
    Japanese,
    /// Chinese works.
    Chinese,
    /// Western works.
    Western,
}

impl Account {
    /// All, with their word in files.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Soviet, "soviet"), (Self::Japanese, "japanese"), (Self::Chinese, "chinese"), (Self::Western, "western")];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Soviet => "Soviet accounts",
            Self::Japanese => "Japanese accounts",
            Self::Chinese => "Chinese accounts",
            Self::Western => "Western accounts",
        }
    }
}

/// What one account says of a contested fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Whose account.
    pub account: Account,
    /// Not before this, by this account.
    pub earliest: Option<Instant>,
    /// Before this, by this account.
    pub latest: Option<Instant>,
    /// What it says where the dispute is not about a date.
    pub value: Option<String>,
    /// Who says so.
    pub sources: Vec<SourceIdx>,
    /// What it says, in a sentence.
    pub says: String,
}

impl Claim {
    /// When it has it happen, where it says so.
    pub fn time(&self) -> Option<Dated> {
        Some(Dated::between(self.earliest?, self.latest?))
    }
}

/// A sentence of a panel, with who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The words.
    pub text: String,
    /// The instant it tells of, a link that moves the clock.
    pub at: Option<Instant>,
    /// Who says so.
    pub sources: Vec<SourceIdx>,
}

/// A work the campaign rests on.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its author.
    pub author: Option<String>,
    /// Its year, as printed.
    pub year: Option<String>,
    /// Its kind: book, memoir, archive guide, …
    pub kind: String,
    /// The code of its language.
    pub language: String,
    /// Where it can be read.
    pub link: Option<String>,
    /// What was read of it.
    pub note: Option<String>,
}

impl Source {
    /// Author, title and year in one line.
    pub fn citation(&self) -> String {
        let author = self.author.as_ref().map(|author| format!("{author}, ")).unwrap_or_default();
        let year = self.year.as_ref().map(|year| format!(" ({year})")).unwrap_or_default();
        format!("{author}{}{year}", self.title)
    }

    /// The language it is written in, in English; its code where that is not known here.
    pub fn language_name(&self) -> &str {
        match self.language.split(['-', '_']).next().unwrap_or_default() {
            "en" => "English",
            "it" => "Italian",
            "ja" => "Japanese",
            "ko" => "Korean",
            "mn" => "Mongolian",
            "pt" => "Portuguese",
            "ru" => "Russian",
            "uk" => "Ukrainian",
            "zh" => "Chinese",
            _ => &self.language,
        }
    }
}

/// A claim about a number. Never averaged: each stands for itself.
#[derive(Clone, Debug)]
pub struct StrengthClaim {
    /// Whom it is about.
    pub side: SideIdx,
    /// What it counts within that side.
    pub scope: String,
    /// What is counted.
    pub item: String,
    /// The lowest figure.
    pub low: f64,
    /// The highest figure.
    pub high: f64,
    /// The civil day it held.
    pub as_of: Option<jiff::civil::Date>,
    /// How it is known.
    pub status: Status,
    /// Who says so.
    pub sources: Vec<SourceIdx>,
    /// What else the tables say.
    pub note: Option<String>,
}

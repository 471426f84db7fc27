//! What is kept between starts. A type of its own, apart from the session's, with a number of its format: the session may
//! change its shape without old files losing their meaning. Reading and writing the file is left to `app`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::bookmarks::{self, Bookmark};
use super::{KeyMap, Reach, RulerHeight, Session, ThemeChoice};
use crate::campaign::{Lane, Language};
use crate::scene::LAYERS;

/// The number of the format written.
pub const FORMAT: u32 = 1;

/// Windows smaller or larger than this, points, are not taken from a file.
const SIZES: std::ops::RangeInclusive<f32> = 320.0..=16_384.0;

/// Settings and bookmarks as they stand in their file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The number of the format.
    pub format: u32,
    /// Width and height of the window, points.
    #[serde(default)]
    pub window: Option<[f32; 2]>,
    /// `light` or `dark`.
    #[serde(default)]
    pub theme: SavedTheme,
    /// The code of the language of names.
    #[serde(default)]
    pub language: String,
    /// Keys by the id of their action, where they are not those of the program.
    #[serde(default)]
    pub keys: KeyMap,
    /// Height of the ruler.
    #[serde(default)]
    pub ruler_height: RulerHeight,
    /// Lanes of the ruler that are hidden.
    #[serde(default)]
    pub hidden_lanes: BTreeSet<Lane>,
    /// Size of everything, and whether it moves.
    #[serde(default)]
    pub reach: Reach,
    /// Layers that are switched off though they are on at first start, and the other way round.
    #[serde(default)]
    pub switched_layers: BTreeSet<String>,
    /// Moments kept under a name.
    #[serde(default)]
    pub bookmarks: Vec<Bookmark>,
}

/// The look, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SavedTheme {
    /// For day and print.
    #[default]
    Light,
    /// For dark rooms.
    Dark,
}

impl Default for Saved {
    fn default() -> Self {
        Self {
            format: FORMAT,
            window: None,
            theme: SavedTheme::default(),
            language: String::new(),
            keys: KeyMap::default(),
            ruler_height: RulerHeight::default(),
            hidden_lanes: BTreeSet::new(),
            reach: Reach::default(),
            switched_layers: BTreeSet::new(),
            bookmarks: Vec::new(),
        }
    }
}

impl Saved {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// Why it cannot be used, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut saved: Self = serde_json::from_str(text).map_err(|err| err.to_string())?;
        if saved.format != FORMAT {
            return Err(format!("it is of format {}, and this program reads format {FORMAT}", saved.format));
        }
        saved.window = saved.window.filter(|size| size.iter().all(|side| SIZES.contains(side)));
        saved.bookmarks.truncate(bookmarks::MOST);
        Ok(saved)
    }

    /// The text of a file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// With what a session has chosen in the place of what was there. What the session does not know stays.
    #[must_use]
    pub fn with(&self, session: &Session) -> Self {
        let is_switched = |id: &str, is_shown: bool| session.hidden.contains(id) == is_shown;
        let switched = LAYERS.iter().filter(|layer| is_switched(layer.id, layer.is_shown_at_start)).map(|layer| layer.id.to_owned());
        Self {
            format: FORMAT,
            theme: if session.theme == ThemeChoice::Dark { SavedTheme::Dark } else { SavedTheme::Light },
            language: Language::ALL.iter().find(|row| row.0 == session.language).map_or("en", |row| row.1).to_owned(),
            keys: session.keys.clone(),
            ruler_height: session.ruler.height,
            hidden_lanes: Lane::ALL.iter().map(|row| row.0).filter(|lane| !session.ruler.shows(*lane)).collect(),
            reach: session.reach,
            switched_layers: switched.collect(),
            bookmarks: session.bookmarks.clone(),
            ..self.clone()
        }
    }

    /// Gives a session what was kept.
    pub fn apply(&self, session: &mut Session) {
        session.theme = if self.theme == SavedTheme::Dark { ThemeChoice::Dark } else { ThemeChoice::Light };
        session.language = Language::from_code(&self.language).unwrap_or_default();
        let is_hidden = |id: &str, is_shown: bool| is_shown == self.switched_layers.contains(id);
        let hidden = LAYERS.iter().filter(|layer| is_hidden(layer.id, layer.is_shown_at_start)).map(|layer| layer.id.to_owned());
        session.hidden = hidden.collect();
        session.bookmarks.clone_from(&self.bookmarks);
        session.ruler.hide(&self.hidden_lanes);
        session.take_habits(self.keys.clone(), self.ruler_height, self.reach);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let saved = Saved {
            window: Some([1200.0, 700.0]),
            theme: SavedTheme::Dark,
            language: "ja".to_owned(),
            keys: serde_json::from_str(r#"{"play": ["Ctrl+P"]}"#).unwrap(),
            ruler_height: RulerHeight::High,
            hidden_lanes: BTreeSet::from([Lane::East, Lane::People]),
            switched_layers: BTreeSet::from(["relief".to_owned()]),
            bookmarks: vec![Bookmark { name: "海拉尔 \"x\"".to_owned(), link: "august-storm:x?".to_owned() }],
            ..Saved::default()
        };
        assert_eq!(Saved::read(&saved.text()), Ok(saved));
    }

    #[test]
    fn a_file_of_the_future_or_of_nonsense_is_refused_with_a_reason() {
        assert!(Saved::read("{\"format\": 2}").unwrap_err().contains("format 2"));
        assert!(Saved::read("{").is_err() && Saved::read("").is_err() && Saved::read("[]").is_err());
        assert_eq!(Saved::read("{\"format\": 1, \"window\": [1e9, -1]}").map(|saved| saved.window), Ok(None));
    }
}

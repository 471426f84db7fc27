//! Keys that the user has given to actions in place of the ordinary ones. The ordinary ones stand with the actions
//! (`ui::ACTIONS`); here are only the differences, as text that can be kept in a file: `Ctrl+Shift+K`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A key with its modifiers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shortcut {
    /// Ctrl (on a Mac: Command).
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// The name of the key, as egui has it.
    pub key: String,
}

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")];
        held.into_iter().filter(|(is_held, _)| *is_held).try_for_each(|(_, name)| f.write_str(name))?;
        f.write_str(&self.key)
    }
}

impl FromStr for Shortcut {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut shortcut = Self::default();
        let mut rest = text.trim();
        loop {
            let (head, tail) = rest.split_once('+').unwrap_or((rest, ""));
            match head.trim().to_ascii_lowercase().as_str() {
                "ctrl" | "command" if !tail.is_empty() => shortcut.ctrl = true,
                "shift" if !tail.is_empty() => shortcut.shift = true,
                "alt" if !tail.is_empty() => shortcut.alt = true,
                _ => break,
            }
            rest = tail;
        }
        rest.trim().clone_into(&mut shortcut.key);
        if shortcut.key.is_empty() { Err(format!("{text:?} is not a key; write K, Ctrl+K or Shift+F1")) } else { Ok(shortcut) }
    }
}

impl serde::Serialize for Shortcut {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Shortcut {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The keys given to actions, by id of the action. An action that is not named has its ordinary keys; one with an empty
/// list has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct KeyMap(BTreeMap<String, Vec<Shortcut>>);

/// What can be done to the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysCommand {
    /// An action has just these keys.
    Set(String, Vec<Shortcut>),
    /// An action has its ordinary keys again.
    Reset(String),
    /// All actions have.
    ResetAll,
}

impl KeyMap {
    /// The keys given to an action; `None` where it has its ordinary ones.
    pub fn given(&self, action: &str) -> Option<&[Shortcut]> {
        self.0.get(action).map(Vec::as_slice)
    }

    /// Whether any action has other keys than the ordinary ones.
    pub fn is_changed(&self) -> bool {
        !self.0.is_empty()
    }

    /// Does what is commanded.
    pub fn apply(&mut self, command: KeysCommand) {
        match command {
            KeysCommand::Set(action, keys) => drop(self.0.insert(action, keys)),
            KeysCommand::Reset(action) => drop(self.0.remove(&action)),
            KeysCommand::ResetAll => self.0.clear(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_kept_as_text_and_read_back() {
        for text in ["K", "Ctrl+K", "Alt+Shift+Left", "Ctrl+Alt+Shift+F12", "Ctrl++", "+"] {
            assert_eq!(text.parse::<Shortcut>().map(|shortcut| shortcut.to_string()), Ok(text.to_owned()));
        }
        assert!("".parse::<Shortcut>().is_err());
        let mut keys = KeyMap::default();
        keys.apply(KeysCommand::Set("play".to_owned(), vec!["Ctrl+P".parse().unwrap()]));
        keys.apply(KeysCommand::Set("stop".to_owned(), Vec::new()));
        let text = serde_json::to_string(&keys).unwrap();
        assert_eq!(text, r#"{"play":["Ctrl+P"],"stop":[]}"#);
        assert_eq!(serde_json::from_str::<KeyMap>(&text).unwrap(), keys);
        keys.apply(KeysCommand::Reset("play".to_owned()));
        assert!(keys.given("play").is_none() && keys.given("stop") == Some(&[]));
        keys.apply(KeysCommand::ResetAll);
        assert!(!keys.is_changed());
    }
}

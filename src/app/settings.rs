//! The file of settings: where it lies, how it is read, and how it is written so that it is never half there.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::session::Saved;

/// The name of the file, below the platform's folder for settings.
const FILE: &str = "settings.json";

/// A file larger than this, bytes, is none of ours.
const LARGEST: u64 = 8 * 1024 * 1024;

/// The file of settings.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    path: PathBuf,
}

/// What came of reading it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What was kept, or what a first start has.
    pub saved: Saved,
    /// What went wrong, in words for the user.
    pub problem: Option<String>,
}

impl SettingsFile {
    /// A file at a path.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The user's own, where the platform has a place for it.
    pub fn of_user(program: &str) -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", program)?;
        Some(Self::at(dirs.config_dir().join(FILE)))
    }

    /// Reads it. A file that cannot be used is renamed, so that nothing in it is lost, and that is said.
    pub fn load(&self) -> Loaded {
        let text = match self.text() {
            Ok(Some(text)) => text,
            Ok(None) => return Loaded::default(),
            Err(why) => return self.set_aside(&why),
        };
        match Saved::read(&text) {
            Ok(saved) => Loaded { saved, problem: None },
            Err(why) => self.set_aside(&why),
        }
    }

    /// Starts afresh; what was kept stays beside it under another name.
    pub fn reset(&self) -> Loaded {
        let kept = self.beside(".before-reset");
        let problem = match fs::rename(&self.path, &kept) {
            Ok(()) => Some(format!("Settings and bookmarks start afresh; the old ones are in {}", kept.display())),
            Err(err) if err.kind() == std::io::ErrorKind::NotFound => None,
            Err(err) => Some(format!("The old settings could not be set aside ({err}): {}", self.path.display())),
        };
        Loaded { saved: Saved::default(), problem }
    }

    /// Writes a new file and puts it in the place of the old one in one move.
    ///
    /// # Errors
    /// Why it could not be written, in words.
    pub fn save(&self, saved: &Saved) -> Result<(), String> {
        let fresh = self.beside(".new");
        let write = || {
            self.path.parent().map_or(Ok(()), fs::create_dir_all)?;
            let mut file = fs::File::create(&fresh)?;
            file.write_all(saved.text().as_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, &self.path)
        };
        write().map_err(|err| format!("Settings and bookmarks cannot be kept ({err}): {}", self.path.display()))
    }

    /// The text of the file; `None` where there is none yet.
    fn text(&self) -> Result<Option<String>, String> {
        match fs::metadata(&self.path) {
            Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Ok(meta) if meta.len() > LARGEST => return Err(format!("it is {} MB large", meta.len() / (1024 * 1024))),
            _ => {}
        }
        fs::read_to_string(&self.path).map(Some).map_err(|err| err.to_string())
    }

    fn set_aside(&self, why: &str) -> Loaded {
        let aside = self.beside(".broken");
        let problem = match fs::rename(&self.path, &aside) {
            Ok(()) => format!("The settings could not be read ({why}). They were set aside as {}", aside.display()),
            Err(err) => format!("The settings could not be read ({why}), nor set aside ({err}): {}", self.path.display()),
        };
        Loaded { saved: Saved::default(), problem: Some(problem) }
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
        name.push(ending);
        self.path.parent().unwrap_or(Path::new("")).join(name)
    }
}

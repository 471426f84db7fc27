//! Which campaigns there are, and the bytes of their files. The only reader of the disk.
//!
//! Knows nothing of what the files say. Also holds [`Problem`], the sentence every room uses to say what is
//! wrong with a file, because the first problems (a folder that is not there, a file too large to read) arise here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes. The embedded campaign's largest file is under 2 MB.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The most data files a campaign folder may hold.
const MAX_FILES: usize = 256;

/// The campaign that opens when no folder is named.
pub const BUILT_IN: &str = "manchuria-1945";

/// The folder of the base map that campaigns share.
const BASE: &str = "base";

#[derive(rust_embed::RustEmbed)]
#[folder = "geodata"]
#[include = "*.json"]
#[include = "*.geojson"]
#[include = "*.webp"]
#[exclude = "base/sources/*"]
struct Embedded;

/// What the window is opened with.
#[derive(Debug, Default)]
pub struct OpenRequest {
    /// The campaign folder; the built-in campaign where `None`.
    pub dir: Option<PathBuf>,
    /// The instant to show, as typed.
    pub at: Option<String>,
    /// The moment to show, as a link.
    pub link: Option<String>,
    /// Whether settings and bookmarks start afresh.
    pub is_reset: bool,
    /// For a museum: full screen, without menus and files, back to the beginning when nobody is there.
    pub is_kiosk: bool,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The campaign cannot be shown truthfully until it is mended.
    Error,
    /// Worth a look; the campaign opens all the same.
    Warning,
}

/// One thing that is wrong with a file, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file, as named in its folder.
    pub file: String,
    /// The feature or record in it, by id or number.
    pub feature: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub remedy: String,
}

impl Problem {
    /// An error about a whole file.
    pub fn of_file(file: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Error, file: file.to_owned(), feature: None, what: what.into(), remedy: remedy.into() }
    }

    /// An error about one feature or record of a file.
    pub fn of_feature(file: &str, feature: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { feature: Some(feature.into()), ..Self::of_file(file, what, remedy) }
    }

    /// The same problem as a warning.
    #[must_use]
    pub fn as_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.severity == Severity::Warning {
            f.write_str("warning: ")?;
        }
        f.write_str(&self.file)?;
        if let Some(feature) = &self.feature {
            write!(f, ", {feature}")?;
        }
        write!(f, ": {}; {}", self.what, self.remedy)
    }
}

/// The files of one campaign or of the base map, read and no longer tied to the disk.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// What it was opened as: a campaign id, or a path.
    pub name: String,
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Folder {
    /// A folder made of files in memory, for tests and generated campaigns.
    pub fn from_files(name: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self { name: name.to_owned(), files: files.into_iter().map(|(file, bytes)| (file, Cow::Owned(bytes))).collect() }
    }

    /// The bytes of a file, if it is there.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(AsRef::as_ref)
    }

    /// A checksum (CRC-32) of the names and bytes of all files, in order: other data have another one.
    pub fn checksum(&self) -> u32 {
        let mut hasher = crc32fast::Hasher::new();
        for (name, bytes) in &self.files {
            hasher.update(name.as_bytes());
            hasher.update(bytes);
        }
        hasher.finalize()
    }

    /// The names of all files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

/// The ids of the campaigns embedded in the program.
pub fn embedded_campaigns() -> Vec<String> {
    let mut ids: Vec<String> = Embedded::iter()
        .filter_map(|path| path.split_once('/').map(|(folder, _)| folder.to_owned()))
        .filter(|folder| folder != BASE)
        .collect();
    ids.dedup();
    ids
}

/// A campaign embedded in the program; empty when there is none of that id.
pub fn embedded(id: &str) -> Folder {
    let prefix = format!("{id}/");
    let files = Embedded::iter()
        .filter_map(|path| path.strip_prefix(&prefix).map(str::to_owned))
        .filter_map(|file| Embedded::get(&format!("{prefix}{file}")).map(|found| (file, found.data)))
        .collect();
    Folder { name: id.to_owned(), files }
}

/// The base map of 1945 embedded in the program.
pub fn base_map() -> Folder {
    embedded(BASE)
}

/// Reads a campaign folder from the disk: its `.json` and `.geojson` files, none larger than
/// [`MAX_FILE_BYTES`] and none reached through a link that leaves the folder.
///
/// # Errors
/// Every file that cannot be read, or the folder itself.
pub fn open(dir: &Path) -> Result<Folder, Vec<Problem>> {
    let shown = dir.display().to_string();
    let root = dir
        .canonicalize()
        .map_err(|err| vec![Problem::of_file(&shown, format!("cannot be opened ({err})"), "name a folder that holds a campaign.json")])?;
    let entries = std::fs::read_dir(&root).map_err(|err| {
        vec![Problem::of_file(&shown, format!("is not a folder that can be read ({err})"), "name a folder that holds a campaign.json")]
    })?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_data(path)).collect();
    paths.sort();
    let mut problems = Vec::new();
    if paths.len() > MAX_FILES {
        let what = format!("holds {} data files, of which {MAX_FILES} are read", paths.len());
        problems.push(Problem::of_file(&shown, what, "keep only the campaign's own files in it"));
        paths.truncate(MAX_FILES);
    }
    let mut folder = Folder { name: shown, files: BTreeMap::new() };
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match read_file(&root, &path, &name) {
            Ok(bytes) => drop(folder.files.insert(name, Cow::Owned(bytes))),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(folder) } else { Err(problems) }
}

fn is_data(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "json" || end == "geojson")
}

fn read_file(root: &Path, path: &Path, name: &str) -> Result<Vec<u8>, Problem> {
    let unreadable =
        |err: std::io::Error| Problem::of_file(name, format!("cannot be read ({err})"), "make it a readable file of the folder");
    let real = path.canonicalize().map_err(unreadable)?;
    if !real.starts_with(root) {
        return Err(Problem::of_file(name, "is a link that leaves the campaign folder", "copy the file into the folder"));
    }
    let meta = real.metadata().map_err(unreadable)?;
    if !meta.is_file() {
        return Err(Problem::of_file(name, "is not a file", "put a JSON file in its place"));
    }
    if meta.len() > MAX_FILE_BYTES {
        let megabytes = meta.len() / (1024 * 1024);
        let most = MAX_FILE_BYTES / (1024 * 1024);
        return Err(Problem::of_file(
            name,
            format!("is {megabytes} MB large"),
            format!("keep a file under {most} MB: simplify it or split the campaign"),
        ));
    }
    std::fs::read(&real).map_err(unreadable)
}

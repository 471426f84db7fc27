//! The wall between the rooms: reads `src/` and holds the table of the style note. Change both together.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Which room may use which. One deviation from the note, on purpose: the pincer chart measures distances on the
/// ground, so `charts` may use `cartography`.
const ROOMS: &[(&str, &[&str])] = &[
    ("library", &[]),
    ("campaign", &["library"]),
    ("cartography", &["library"]),
    ("situation", &["campaign", "cartography"]),
    ("charts", &["campaign", "situation", "cartography"]),
    ("scene", &["campaign", "cartography", "situation", "charts"]),
    ("paint", &["scene", "cartography"]),
    ("session", &["campaign", "cartography", "scene"]),
    ("ui", &["campaign", "cartography", "situation", "charts", "scene", "paint", "session"]),
    ("cli", &["library", "campaign", "cartography", "situation", "charts", "scene", "paint"]),
    ("app", &["library", "campaign", "cartography", "situation", "charts", "scene", "paint", "session", "ui"]),
];

/// Names that only some files may speak of: the name, the rooms or files that may, and why.
const KEPT_APART: &[(&str, &[&str], &str)] = &[
    ("egui", &["ui", "app", "paint/egui.rs", "paint/egui", "paint/raster.rs", "paint/raster"], "the rest must work without a window"),
    ("eframe", &["app"], "the window is the app's"),
    ("egui_plot", &["ui"], "charts are data until a panel draws them"),
    ("std::fs", &["library", "app", "cli"], "files are read and written at the doors"),
    ("std::env", &["app", "cli"], "the environment is looked at by the doors"),
    ("std::process", &["main.rs", "app", "cli"], "only a door may end the process"),
    ("std::net", &[], "it works with no network"),
    (
        "std::thread",
        &["app", "cli", "paint/raster.rs"],
        "one clock, one thread; what runs beside it is started by a door, and only the rows of a picture are filled by several",
    ),
    ("SystemTime", &["app", "cli"], "time comes in as dt"),
    ("time::Instant", &["app", "cli"], "time comes in as dt"),
    ("println!", &[], "the command line writes through its own writer"),
    ("rust_embed", &["library"], "the only reader of files"),
    ("png", &["paint", "cartography"], "formats are the painters'"),
];

/// Ways to write a color down as plain numbers, and the only files that may.
const COLORS: &[&str] = &[
    "Color::hex(",
    "Color { r: ",
    "Color32::from_rgb(",
    "Color32::from_gray(",
    "Color32::from_rgba_premultiplied(",
    "Color32::from_rgba_unmultiplied(",
    "Rgba::from_rgb(",
    "hex_color!(",
];
const COLOR_FILES: &[&str] = &["scene/theme.rs", "ui/style.rs", "paint/egui.rs"];

struct File {
    /// Path below `src`, with slashes.
    path: String,
    /// All its lines.
    text: String,
    /// Its code: without comments and without its own tests.
    code: String,
}

impl File {
    fn room(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// Whether a list of rooms and files names this one.
    fn is_of(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == *place || self.room() == *place || self.path.starts_with(&format!("{place}/")))
    }
}

fn files() -> Vec<File> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![src.clone()];
    let mut files = Vec::new();
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
                // A room's own tests, in a file of their own, are no part of the house.
                let code = if path.ends_with("/tests.rs") { String::new() } else { code_of(&text) };
                files.push(File { path, text, code });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 40, "src is where it was");
    files
}

/// The text up to its unit tests, without comments.
fn code_of(text: &str) -> String {
    let tests = text.find("#[cfg(test)]").unwrap_or(text.len());
    let lines = text[..tests].lines().map(|line| {
        let comment = line.match_indices("//").map(|(at, _)| at).find(|at| line[..*at].matches('"').count() % 2 == 0);
        &line[..comment.unwrap_or(line.len())]
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The first segments after `crate::`: one, or all of a group (`use crate::{a, b::{c, d}}`).
fn rooms_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let rest = code[at + found.len()..].trim_start();
        match rest.strip_prefix('{') {
            Some(group) => used.extend(heads_of_group(group)),
            None => used.extend(word(rest)),
        }
    }
    used
}

/// The first segment of each path of a `use` group whose brace is already open.
fn heads_of_group(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                heads.extend(word(group[start..at].trim_start()));
                start = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> Option<String> {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// Whether the code speaks of a path or a crate, and not of a longer word that contains it.
fn names(code: &str, wanted: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    code.match_indices(wanted).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + wanted.len()..]);
        // `crate::paint::egui` and `mod egui;` are our own module, and a word in a string is no code.
        let is_ours = before.ends_with("::")
            || before.ends_with("mod ")
            || before.rsplit('\n').next().is_some_and(|line| line.matches('"').count() % 2 == 1);
        let is_import = before.ends_with("use super::") || before.ends_with("use crate::paint::");
        let is_grouped_module = after.starts_with("::ScenePainter");
        !is_letter(before.chars().next_back()) && !is_letter(after.chars().next()) && !is_ours && !is_import && !is_grouped_module
    })
}

/// `std::{fs, env}` written as `std::fs` and `std::env`, so that groups cannot hide a name.
fn spelled_out(code: &str) -> String {
    let mut out = code.to_owned();
    for (at, found) in code.match_indices("std::{") {
        for head in heads_of_group(&code[at + found.len()..]) {
            out.push_str("\nstd::");
            out.push_str(&head);
        }
    }
    out
}

#[test]
fn each_room_uses_only_those_it_may() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| !["main.rs", "lib.rs"].contains(&file.path.as_str())) {
        let Some((room, allowed)) = ROOMS.iter().find(|(room, _)| *room == file.room()) else {
            wrong.push(format!("{} is in no room of the table", file.path));
            continue;
        };
        for used in rooms_used(&file.code) {
            let is_room = ROOMS.iter().any(|(room, _)| *room == used);
            if is_room && used != *room && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}; {room} may use {allowed:?}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rooms_form_no_circle() {
    let mut order: Vec<&str> = Vec::new();
    let mut left: Vec<&(&str, &[&str])> = ROOMS.iter().collect();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|(room, uses)| {
            let is_ready = uses.iter().all(|used| order.contains(used));
            if is_ready {
                order.push(room);
            }
            !is_ready
        });
        assert!(left.len() < before, "{left:?} use each other");
    }
    let uses = |room: &str| ROOMS.iter().find(|row| row.0 == room).unwrap().1;
    assert!(!uses("cli").contains(&"ui") && !uses("cli").contains(&"session") && !uses("app").contains(&"cli"), "two doors, each its own");
}

#[test]
fn what_is_kept_apart_is_named_only_where_it_may_be() {
    let mut wrong = Vec::new();
    for file in files() {
        let code = spelled_out(&file.code);
        for (name, places, why) in KEPT_APART {
            if names(&code, name) && !file.is_of(places) {
                wrong.push(format!("{} names {name}, which only {places:?} may: {why}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn colors_are_written_only_in_the_theme() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| !file.is_of(COLOR_FILES)) {
        for color in COLORS {
            for (at, _) in file.code.match_indices(color) {
                let value = file.code[at + color.len()..].trim_start();
                if value.starts_with(|first: char| first.is_ascii_digit() || first == '"') {
                    let value: String = value.chars().take(10).collect();
                    wrong.push(format!("{} writes {color}{value}…; put it into scene/theme.rs", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_in_src_knows_manchuria() {
    let words = ["mukden", "hailar", "soviet", "stavka", "khingan", "harbin", "1945-08"];
    let mut wrong = Vec::new();
    for file in files() {
        // What is typed as an example in help and sentences may name a day; facts may not.
        let code = file.code.replace("1945-08-09", "").replace("1945-08-14T18:00", "").to_lowercase();
        wrong.extend(words.iter().filter(|word| code.contains(**word)).map(|word| format!("{} says {word:?}", file.path)));
    }
    let known = ["campaign/claim.rs says \"soviet\""];
    wrong.retain(|line| !known.contains(&line.as_str()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_knows() {
    let silent: Vec<String> = files().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    assert!(silent.is_empty(), "no //! at the top of {silent:?}");
}

#[test]
fn no_file_grows_without_end() {
    let long: Vec<String> = files()
        .into_iter()
        .map(|file| (file.code.lines().filter(|line| !line.trim().is_empty()).count(), file.path))
        .filter(|(lines, _)| *lines > 900)
        .map(|(lines, path)| format!("{path}: {lines}"))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn the_wall_sees_grouped_and_single_paths() {
    let used = |code: &str| rooms_used(code).into_iter().collect::<Vec<_>>();
    assert_eq!(used("use crate::{ui, session::{a, b}, paint as p};"), ["paint", "session", "ui"]);
    assert_eq!(used("let x = crate::cli::run(); // no"), ["cli"]);
    assert_eq!(used("use crate::{\n    campaign::{self, X},\n    scene,\n};"), ["campaign", "scene"]);
    assert_eq!(used("mycrate::ui"), Vec::<String>::new());
    assert_eq!(code_of("a // crate::ui\n\"http://x\"\n#[cfg(test)]\nb"), "a \n\"http://x\"");
    assert!(names("use egui::Pos2;", "egui") && names("let x: egui::Pos2", "egui"));
    assert!(
        !names("use super::egui::x;", "egui")
            && !names("egui_plot::x", "egui")
            && !names("\"egui\"", "egui")
            && !names("pub mod egui;", "egui")
    );
    assert!(names(&spelled_out("use std::{fmt, fs::File};"), "std::fs"));
}

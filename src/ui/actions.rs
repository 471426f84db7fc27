//! Everything that has a key: text, help, keys and command of an action stand together. Menus, keyboard, tooltips and the
//! sheet of keys read this list.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use super::Commands;
use crate::session::{ClockCommand, Command, DEFAULT_RATE, DeskCommand, Panel, Request, Tab, ViewCommand};

/// Something that can be done from menus and by key.
pub struct Action {
    /// Its id.
    pub id: &'static str,
    /// The group it is listed under.
    pub group: Group,
    /// What it is called.
    pub title: &'static str,
    /// What it does, for its tooltip.
    pub help: &'static str,
    /// Its keys, the first of which is shown.
    pub keys: &'static [KeyboardShortcut],
    /// What is pushed.
    pub command: fn() -> Command,
}

/// Where an action is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Files.
    File,
    /// The map.
    View,
    /// Time.
    Time,
    /// Help.
    Help,
}

impl Group {
    /// All groups with their titles.
    pub const ALL: [(Self, &'static str); 4] = [(Self::File, "File"), (Self::View, "View"), (Self::Time, "Time"), (Self::Help, "Help")];
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}
const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}
const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}
const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

macro_rules! action {
    ($id:literal, $group:ident, $title:literal, $help:literal, [$($key:expr),*], $command:expr) => {
        Action { id: $id, group: Group::$group, title: $title, help: $help, keys: &[$($key),*], command: || $command }
    };
}

/// How many points a key moves the map.
const PAN: f64 = 80.0;
/// How much a key zooms.
const ZOOM: f64 = 1.4;

/// Actions a museum's screen has: nothing of files, windows and the program itself.
fn is_for_kiosk(action: &Action) -> bool {
    action.group != Group::File && action.id != "full-screen"
}

/// All actions.
pub const ACTIONS: &[Action] = &[
    action!(
        "open-folder",
        File,
        "Open campaign folder…",
        "Open another campaign from a folder",
        [ctrl(Key::O)],
        Command::Open(Panel::OpenFolder)
    ),
    action!("built-in", File, "Built-in campaign", "Go back to the campaign in the program", [], Command::Request(Request::OpenBuiltIn)),
    action!("quit", File, "Quit", "Close the window", [ctrl(Key::Q)], Command::Request(Request::Quit)),
    action!(
        "zoom-in",
        View,
        "Zoom in",
        "Show less ground, larger",
        [plain(Key::Plus), plain(Key::Equals), shift(Key::Plus), shift(Key::Equals)],
        Command::View(ViewCommand::ZoomCenter(ZOOM))
    ),
    action!(
        "zoom-out",
        View,
        "Zoom out",
        "Show more ground, smaller",
        [plain(Key::Minus)],
        Command::View(ViewCommand::ZoomCenter(1.0 / ZOOM))
    ),
    action!("home-view", View, "Whole theatre", "Show the whole theatre", [plain(Key::Num0)], Command::View(ViewCommand::Home)),
    action!(
        "pan-left",
        View,
        "Move the map right",
        "Look further west",
        [ctrl_shift(Key::ArrowLeft)],
        Command::View(ViewCommand::Pan(PAN, 0.0))
    ),
    action!(
        "pan-right",
        View,
        "Move the map left",
        "Look further east",
        [ctrl_shift(Key::ArrowRight)],
        Command::View(ViewCommand::Pan(-PAN, 0.0))
    ),
    action!(
        "pan-up",
        View,
        "Move the map down",
        "Look further north",
        [ctrl_shift(Key::ArrowUp)],
        Command::View(ViewCommand::Pan(0.0, PAN))
    ),
    action!(
        "pan-down",
        View,
        "Move the map up",
        "Look further south",
        [ctrl_shift(Key::ArrowDown)],
        Command::View(ViewCommand::Pan(0.0, -PAN))
    ),
    action!("layers", View, "Layers and legend", "Open or close the panel at the left", [ctrl(Key::L)], Command::Toggle(Panel::Layers)),
    action!(
        "charts",
        View,
        "Chart: the pincer closing",
        "Distance of each front from the objectives",
        [ctrl(Key::G)],
        Command::Toggle(Panel::Charts)
    ),
    action!("theme", View, "Light or dark", "Change the look", [plain(Key::D)], Command::ToggleTheme),
    action!("chrome", View, "Map alone", "Hide or show everything around the map", [plain(Key::H)], Command::ToggleChrome),
    action!(
        "full-screen",
        View,
        "Full screen",
        "Fill the screen, or go back",
        [plain(Key::F11)],
        Command::Request(Request::ToggleFullScreen)
    ),
    action!("play", Time, "Play or pause", "Let campaign time run, or hold it", [plain(Key::Space)], Command::Clock(ClockCommand::Toggle)),
    action!(
        "stop",
        Time,
        "Stop and return",
        "Go back to where play began",
        [shift(Key::Space)],
        Command::Clock(ClockCommand::StopAndReturn)
    ),
    action!(
        "hour-back",
        Time,
        "An hour back",
        "To the full hour, then by the hour",
        [plain(Key::ArrowLeft)],
        Command::Clock(ClockCommand::StepHours(-1))
    ),
    action!(
        "hour-on",
        Time,
        "An hour on",
        "To the full hour, then by the hour",
        [plain(Key::ArrowRight)],
        Command::Clock(ClockCommand::StepHours(1))
    ),
    action!(
        "day-back",
        Time,
        "A day back",
        "Same hour, a day earlier",
        [shift(Key::ArrowLeft)],
        Command::Clock(ClockCommand::StepDays(-1))
    ),
    action!("day-on", Time, "A day on", "Same hour, a day later", [shift(Key::ArrowRight)], Command::Clock(ClockCommand::StepDays(1))),
    action!("event-back", Time, "Event before", "To the event before, and what it was", [ctrl(Key::ArrowLeft)], Command::StepEvent(-1)),
    action!("event-on", Time, "Event after", "To the next event, and what it was", [ctrl(Key::ArrowRight)], Command::StepEvent(1)),
    action!(
        "minutes-back",
        Time,
        "Ten minutes back",
        "Ten minutes earlier",
        [plain(Key::Comma)],
        Command::Clock(ClockCommand::StepMinutes(-10))
    ),
    action!("minutes-on", Time, "Ten minutes on", "Ten minutes later", [plain(Key::Period)], Command::Clock(ClockCommand::StepMinutes(10))),
    action!("start", Time, "Start of the campaign", "To the first hour", [plain(Key::Home)], Command::Clock(ClockCommand::Home)),
    action!("end", Time, "End of the campaign", "To the last hour", [plain(Key::End)], Command::Clock(ClockCommand::End)),
    action!(
        "slower",
        Time,
        "Slower",
        "Fewer campaign hours a second",
        [plain(Key::OpenBracket), plain(Key::ArrowDown)],
        Command::Clock(ClockCommand::Faster(-1))
    ),
    action!(
        "faster",
        Time,
        "Faster",
        "More campaign hours a second",
        [plain(Key::CloseBracket), plain(Key::ArrowUp)],
        Command::Clock(ClockCommand::Faster(1))
    ),
    action!(
        "ordinary-rate",
        Time,
        "Ordinary speed",
        "Back to 6 hours a second",
        [plain(Key::Backslash)],
        Command::Clock(ClockCommand::Rate(DEFAULT_RATE))
    ),
    action!("reverse", Time, "Play backward", "Backward; again: faster", [plain(Key::J)], Command::Clock(ClockCommand::Reverse)),
    action!("forward", Time, "Play forward", "Forward; again: faster", [plain(Key::L)], Command::Clock(ClockCommand::Forward)),
    action!("hold", Time, "Pause", "Hold the clock", [plain(Key::K)], Command::Clock(ClockCommand::Pause)),
    action!(
        "keys",
        Help,
        "Keys",
        "Everything that has a key",
        [plain(Key::F1), plain(Key::Questionmark), shift(Key::Slash), shift(Key::Questionmark)],
        Command::Toggle(Panel::Keys)
    ),
    action!("sources", Help, "Sources and credits", "The library the campaign rests on", [], Command::Toggle(Panel::Sources)),
    action!("escape", Help, "Close", "Close one thing: dialog, then selection", [plain(Key::Escape)], Command::Escape),
    action!(
        "search",
        View,
        "Search…",
        "Find a place, formation, person, event, source, chapter or command",
        [ctrl(Key::K), plain(Key::Slash)],
        Command::Toggle(Panel::Search)
    ),
    action!("go-to", Time, "Go to…", "To a moment or a place that is typed", [plain(Key::G)], Command::Toggle(Panel::GoTo)),
    action!(
        "order-of-battle",
        View,
        "Order of battle",
        "Who stood under whom, and where, at this hour",
        [ctrl(Key::B)],
        Command::Desk(DeskCommand::Toggle(Tab::OrderOfBattle))
    ),
    action!("chapters", View, "Chapters", "The campaign told in order", [plain(Key::T)], Command::Desk(DeskCommand::Toggle(Tab::Chapters))),
    action!(
        "chapter-on",
        View,
        "Next chapter",
        "Its hour and its view",
        [plain(Key::PageDown)],
        Command::Desk(DeskCommand::StepChapter(1))
    ),
    action!(
        "chapter-back",
        View,
        "Chapter before",
        "Its hour and its view",
        [plain(Key::PageUp)],
        Command::Desk(DeskCommand::StepChapter(-1))
    ),
    action!(
        "follow",
        View,
        "Follow",
        "Keep the selected formation in the middle of the map",
        [plain(Key::F)],
        Command::Desk(DeskCommand::ToggleFollow)
    ),
    action!(
        "bookmark",
        View,
        "Bookmark this moment",
        "Keep hour, view, selection and layers",
        [plain(Key::B)],
        Command::Desk(DeskCommand::AddBookmark)
    ),
    action!(
        "bookmarks",
        View,
        "Bookmarks",
        "The moments you have kept",
        [shift(Key::B)],
        Command::Desk(DeskCommand::Toggle(Tab::Bookmarks))
    ),
    action!(
        "copy-link",
        View,
        "Copy link to this moment",
        "Put it on the clipboard; it can be pasted into the map",
        [shift(Key::C)],
        Command::Desk(DeskCommand::CopyLink)
    ),
];

/// An action by id.
pub fn by_id(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.id == id)
}

/// The first key of an action, as printed.
pub fn key_label(action: &Action) -> Option<String> {
    action.keys.first().map(shortcut_label)
}

/// A key as printed on the sheet.
pub fn shortcut_label(shortcut: &KeyboardShortcut) -> String {
    let key = match shortcut.logical_key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Num0 => "0",
        Key::Comma => ",",
        Key::Period => ".",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Backslash => "\\",
        Key::Slash => "/",
        Key::Equals => "=",
        Key::Questionmark => "?",
        other => other.name(),
    };
    let modifiers = shortcut.modifiers;
    let ctrl = if modifiers.command { "Ctrl+" } else { "" };
    let shift = if modifiers.shift { "Shift+" } else { "" };
    format!("{ctrl}{shift}{key}")
}

/// An action's help with its key, for tooltips.
pub fn tooltip(action: &Action) -> String {
    key_label(action).map_or_else(|| action.help.to_owned(), |key| format!("{} ({key})", action.help))
}

/// Pushes the commands of the keys pressed, unless a text is being written. The keys are consumed before egui uses them
/// for focus or scrolling.
pub fn shortcuts(ui: &Ui, is_kiosk: bool, commands: &mut Commands) {
    if ui.text_edit_focused() {
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            commands.push(Command::Escape);
        }
        return;
    }
    // Those with more modifiers first: egui takes Shift as optional for a plain key.
    let mut keys: Vec<(&Action, &KeyboardShortcut)> =
        ACTIONS.iter().flat_map(|action| action.keys.iter().map(move |key| (action, key))).collect();
    keys.sort_by_key(|(_, key)| std::cmp::Reverse(u8::from(key.modifiers.shift) + u8::from(key.modifiers.command)));
    if is_kiosk && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Q)) {
        commands.push(Command::Request(Request::Quit));
    }
    for (action, key) in keys {
        if is_kiosk && !is_for_kiosk(action) {
            continue;
        }
        let presses = ui.input_mut(|i| i.count_and_consume_key(key.modifiers, key.logical_key));
        for _ in 0..presses {
            commands.push((action.command)());
        }
    }
}

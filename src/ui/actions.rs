//! Everything that has a key: text, help, keys and command of an action stand together. Menus, keyboard, tooltips and the
//! sheet of keys read this list.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use super::later::{self, is_press_of};
use super::{Commands, PanelInput, focus, panels};
use crate::session::{
    ClockCommand, Command, CompareCommand, DEFAULT_RATE, DeskCommand, KeyMap, LoopCommand, Panel, ReachCommand, Region, Request,
    RulerCommand, Shortcut, Tab, ViewCommand,
};

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

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}
const fn alt_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT.plus(Modifiers::SHIFT), key)
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

/// Actions that have their place while a dialog lies over the window: what it dims stays as it is.
fn is_for_dialog(action: &Action) -> bool {
    let is_of_window = matches!((action.command)(), Command::Escape | Command::Toggle(_) | Command::Open(_) | Command::ToggleTheme);
    is_of_window || matches!((action.command)(), Command::Request(_) | Command::Reach(ReachCommand::Larger(_) | ReachCommand::Scale(_)))
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
    action!(
        "open-link",
        File,
        "Go to a copied link",
        "Follow the moment link that is on the clipboard; Ctrl+V over the map does the same",
        [],
        Command::Request(Request::Paste)
    ),
    action!(
        "picture",
        File,
        "Save a picture",
        "Write the map as it is, laid out as a plate with title, legend and sources, into your folder for pictures",
        [ctrl(Key::S)],
        Command::Request(Request::SavePicture)
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
    action!(
        "larger",
        View,
        "Everything larger",
        "Words and buttons larger, up to twice their size",
        [ctrl(Key::Plus), ctrl(Key::Equals)],
        Command::Reach(ReachCommand::Larger(1))
    ),
    action!(
        "smaller",
        View,
        "Everything smaller",
        "Words and buttons smaller",
        [ctrl(Key::Minus)],
        Command::Reach(ReachCommand::Larger(-1))
    ),
    action!(
        "ordinary-size",
        View,
        "Ordinary size",
        "Words and buttons at 100 %",
        [ctrl(Key::Num0)],
        Command::Reach(ReachCommand::Scale(100))
    ),
    action!(
        "motion",
        View,
        "Less motion",
        "No flights and no pulses; time moves by whole hours",
        [],
        Command::Reach(ReachCommand::ToggleMotion)
    ),
    action!(
        "region-on",
        View,
        "Next part of the window",
        "The keyboard goes from the map to the ruler, the panels and the menus",
        [plain(Key::F6)],
        Command::Reach(ReachCommand::NextRegion(1))
    ),
    action!(
        "region-back",
        View,
        "Part of the window before",
        "The keyboard goes the other way round",
        [shift(Key::F6)],
        Command::Reach(ReachCommand::NextRegion(-1))
    ),
    action!(
        "menus",
        View,
        "Menus",
        "The keyboard goes to the bar at the top: arrows go from menu to menu",
        [plain(Key::F10)],
        Command::Reach(ReachCommand::ToRegion(Region::Bar))
    ),
    action!(
        "briefing",
        View,
        "Copy what is shown in words",
        "Date, ground and last event as three sentences on the clipboard",
        [ctrl_shift(Key::B)],
        Command::Request(Request::CopyBriefing)
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
    action!(
        "start",
        Time,
        "To the start",
        "Start of the loop, else of the campaign",
        [plain(Key::Home)],
        Command::Clock(ClockCommand::Home)
    ),
    action!("end", Time, "To the end", "End of the loop, else of the campaign", [plain(Key::End)], Command::Clock(ClockCommand::End)),
    action!("visited-back", Time, "Moment before", "Back to the moment visited before", [alt(Key::ArrowLeft)], Command::History(-1)),
    action!("visited-on", Time, "Moment after", "Forward again to the moment left", [alt(Key::ArrowRight)], Command::History(1)),
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
    action!("rate-1", Time, "10 min/s", "Ten minutes a second", [plain(Key::Num1)], Command::Clock(ClockCommand::Rate(0))),
    action!("rate-2", Time, "30 min/s", "Half an hour a second", [plain(Key::Num2)], Command::Clock(ClockCommand::Rate(1))),
    action!("rate-3", Time, "1 h/s", "An hour a second", [plain(Key::Num3)], Command::Clock(ClockCommand::Rate(2))),
    action!("rate-4", Time, "3 h/s", "Three hours a second", [plain(Key::Num4)], Command::Clock(ClockCommand::Rate(3))),
    action!("rate-5", Time, "6 h/s", "Six hours a second", [plain(Key::Num5)], Command::Clock(ClockCommand::Rate(4))),
    action!("rate-6", Time, "12 h/s", "Twelve hours a second", [plain(Key::Num6)], Command::Clock(ClockCommand::Rate(5))),
    action!("rate-7", Time, "1 d/s", "A day a second", [plain(Key::Num7)], Command::Clock(ClockCommand::Rate(6))),
    action!("rate-8", Time, "2 d/s", "Two days a second", [plain(Key::Num8)], Command::Clock(ClockCommand::Rate(7))),
    action!(
        "story-pace",
        Time,
        "Story pace",
        "Quicker where little happens, slower where much does",
        [],
        Command::Clock(ClockCommand::ToggleStoryPace)
    ),
    action!("reverse", Time, "Play backward", "Backward; again: faster", [plain(Key::J)], Command::Clock(ClockCommand::Reverse)),
    action!("hold", Time, "Pause", "Hold the clock", [plain(Key::K)], Command::Clock(ClockCommand::Pause)),
    action!("forward", Time, "Play forward", "Forward; again: faster", [plain(Key::L)], Command::Clock(ClockCommand::Forward)),
    action!(
        "loop-in",
        Time,
        "Loop from here",
        "The loop begins at the playhead",
        [plain(Key::I)],
        Command::Clock(ClockCommand::Loop(LoopCommand::InHere))
    ),
    action!(
        "loop-out",
        Time,
        "Loop to here",
        "The loop ends at the playhead",
        [plain(Key::O)],
        Command::Clock(ClockCommand::Loop(LoopCommand::OutHere))
    ),
    action!(
        "loop",
        Time,
        "Loop",
        "Off, then the range, then the whole campaign",
        [plain(Key::R)],
        Command::Clock(ClockCommand::Loop(LoopCommand::Cycle))
    ),
    action!(
        "loop-clear",
        Time,
        "No range",
        "Forget the range of the loop",
        [shift(Key::R)],
        Command::Clock(ClockCommand::Loop(LoopCommand::Clear))
    ),
    action!(
        "ruler-zoom",
        Time,
        "Zoom the ruler",
        "To the range or to two days; again: the whole campaign",
        [plain(Key::Z)],
        Command::Ruler(RulerCommand::ToggleZoom)
    ),
    action!(
        "ruler-in",
        Time,
        "Ruler closer",
        "Show less time, wider",
        [alt(Key::Plus), alt(Key::Equals)],
        Command::Ruler(RulerCommand::ZoomHere(1.5))
    ),
    action!("ruler-out", Time, "Ruler further", "Show more time", [alt(Key::Minus)], Command::Ruler(RulerCommand::ZoomHere(1.0 / 1.5))),
    action!(
        "ruler-left",
        Time,
        "Ruler to earlier time",
        "Move what the ruler shows",
        [alt_shift(Key::ArrowLeft)],
        Command::Ruler(RulerCommand::PanBy(-0.25))
    ),
    action!(
        "ruler-right",
        Time,
        "Ruler to later time",
        "Move what the ruler shows",
        [alt_shift(Key::ArrowRight)],
        Command::Ruler(RulerCommand::PanBy(0.25))
    ),
    action!("ruler-height", Time, "Height of the ruler", "Low, middle, high", [], Command::Ruler(RulerCommand::CycleHeight)),
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
    action!(
        "now",
        View,
        "Now, as a table",
        "Who was where at this hour, how it is known, since when, and who says so",
        [plain(Key::N)],
        Command::Desk(DeskCommand::Toggle(Tab::Now))
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
        "compare",
        View,
        "Compare hours",
        "The day before on one map with this hour, then side by side, then many hours as a wall of small maps, then off",
        [plain(Key::C)],
        Command::Compare(CompareCommand::Cycle)
    ),
    action!(
        "account",
        View,
        "Next account",
        "Where accounts differ on a date: margins that hold them all, or the date of one side's accounts",
        [plain(Key::A)],
        Command::NextAccount
    ),
    action!(
        "uncertainty",
        View,
        "Doubt: normal, strong, off",
        "Hatch the band of doubt and show how far each date and place may be wrong; then best estimates alone",
        [plain(Key::U)],
        Command::NextDoubt
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

/// The keys of an action: those the user has given it, or its ordinary ones.
pub fn keys_of(action: &Action, keys: &KeyMap) -> Vec<KeyboardShortcut> {
    keys.given(action.id).map_or_else(|| action.keys.to_vec(), |given| given.iter().filter_map(from_kept).collect())
}

/// A key as it is kept in settings.
pub fn to_kept(shortcut: &KeyboardShortcut) -> Shortcut {
    let Modifiers { alt, shift, command, .. } = shortcut.modifiers;
    Shortcut { ctrl: command, shift, alt, key: shortcut.logical_key.name().to_owned() }
}

/// A key that was kept; none where no keyboard has it.
pub fn from_kept(kept: &Shortcut) -> Option<KeyboardShortcut> {
    let held = [(kept.ctrl, Modifiers::COMMAND), (kept.shift, Modifiers::SHIFT), (kept.alt, Modifiers::ALT)];
    let modifiers = held.into_iter().filter(|(is_held, _)| *is_held).fold(Modifiers::NONE, |all, (_, one)| all | one);
    Key::from_name(&kept.key).map(|key| KeyboardShortcut::new(modifiers, key))
}

/// The first key of an action, as printed.
pub fn key_label(action: &Action, keys: &KeyMap) -> Option<String> {
    keys_of(action, keys).first().map(shortcut_label)
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
    let alt = if modifiers.alt { "Alt+" } else { "" };
    let shift = if modifiers.shift { "Shift+" } else { "" };
    format!("{ctrl}{alt}{shift}{key}")
}

/// An action's help with its key, for tooltips.
pub fn tooltip(action: &Action, keys: &KeyMap) -> String {
    key_label(action, keys).map_or_else(|| action.help.to_owned(), |key| format!("{} ({key})", action.help))
}

/// Keys that no text field has a use for.
fn writes_nothing(key: Key) -> bool {
    key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}

/// Whether Shift is needed to type a key on some keyboards and not on others.
pub fn is_sign(key: Key) -> bool {
    matches!(
        key,
        Key::Plus | Key::Equals | Key::Slash | Key::Questionmark | Key::OpenBracket | Key::CloseBracket | Key::Backslash | Key::Minus
    )
}

/// Whether keys pressed are just this shortcut.
pub fn is_pressed(shortcut: &KeyboardShortcut, key: Key, held: Modifiers) -> bool {
    let wanted = shortcut.modifiers;
    let is_shift_right = wanted.shift == held.shift || (is_sign(key) && !wanted.shift);
    shortcut.logical_key == key && wanted.command == held.command && wanted.alt == held.alt && is_shift_right
}

/// The action of a key.
fn action_of(key: Key, held: Modifiers, keys: &KeyMap) -> Option<&'static Action> {
    let has = |is_it: &dyn Fn(&KeyboardShortcut) -> bool| ACTIONS.iter().find(|action| keys_of(action, keys).iter().any(is_it));
    // A sign that needs Shift on some keyboards is taken with it, but only where no action asks for just that.
    let is_exact = |shortcut: &KeyboardShortcut| is_pressed(shortcut, key, held) && shortcut.modifiers.shift == held.shift;
    has(&is_exact).or_else(|| has(&|shortcut| is_pressed(shortcut, key, held)))
}

/// A held key repeats after this long, seconds.
const REPEATS_AFTER: f64 = 0.35;

/// How often a held key repeats, times a second; `None` for what is done once a press.
fn repeats(action: &Action) -> Option<f64> {
    match action.id {
        "hour-back" | "hour-on" | "minutes-back" | "minutes-on" | "pan-left" | "pan-right" | "pan-up" | "pan-down" | "zoom-in"
        | "zoom-out" | "ruler-in" | "ruler-out" | "ruler-left" | "ruler-right" => Some(12.0),
        "slower" | "faster" | "day-back" | "day-on" | "event-back" | "event-on" => Some(4.0),
        _ => None,
    }
}

/// Whether an action opens a field over the map: what is typed next is for that field.
fn opens_field(action: &Action) -> bool {
    matches!((action.command)(), Command::Toggle(Panel::Search | Panel::GoTo))
}

/// Whether an action steps through time.
fn walks(action: &Action) -> bool {
    matches!((action.command)(), Command::Clock(_) | Command::StepEvent(_))
}

/// A key that is held down: which, since when, and how often its action was done.
#[derive(Clone, Copy)]
struct Held {
    action: &'static str,
    /// As it lies on the keyboard.
    physical: Key,
    since: f64,
    done: u32,
}

/// A press of a key.
#[derive(Clone, Copy)]
pub struct Press {
    key: Key,
    held: Modifiers,
    physical: Key,
    /// The system repeats it; the hand does not.
    is_repeat: bool,
}

/// Pushes the commands of the keys pressed; while a text is being written, those of function keys alone. The keys are
/// consumed before egui uses them for focus or scrolling.
pub fn shortcuts(ui: &Ui, input: &PanelInput<'_>, presses: &[Press], commands: &mut Commands) {
    let is_kiosk = input.session.kiosk.is_some();
    if panels::keys::capture(ui, input, commands) {
        return;
    }
    let is_typing = ui.text_edit_focused();
    if is_typing && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
        commands.push(Command::Escape);
    }
    if is_kiosk && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Q)) {
        commands.push(Command::Request(Request::Quit));
    }
    if !is_typing {
        focus::keys(ui, input, commands);
    }
    // A menu lies on top: its keys are its own.
    if egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let is_dialog_open = panels::is_dialog_open(input);
    let now = ui.input(|i| i.time);
    // What another part of the window has taken is gone.
    let is_left = |press: &&Press| ui.input(|i| i.events.iter().any(|event| is_press_of(event, press.key, press.held)));
    let left = presses.iter().filter(is_left).filter(|press| !is_typing || writes_nothing(press.key)).copied();
    let left: Vec<Press> = left.collect();
    for Press { key, held, physical, is_repeat } in left {
        let has_its_place = |action: &&Action| (!is_kiosk || is_for_kiosk(action)) && (!is_dialog_open || is_for_dialog(action));
        let Some(action) = action_of(key, held, &input.session.keys).filter(has_its_place) else { continue };
        let is_for_field = opens_field(action);
        if is_for_field {
            later::put_off(ui, key, held);
        }
        ui.input_mut(|i| i.events.retain(|event| !is_press_of(event, key, held)));
        if key_moves_focus(key) {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        }
        if !is_repeat {
            commands.push((action.command)());
            let held = Held { action: action.id, physical, since: now, done: 0 };
            ui.data_mut(|data| data.insert_temp(held_id(), held));
        }
        if is_for_field {
            break;
        }
    }
    repeat(ui, now, commands);
}

fn held_id() -> egui::Id {
    egui::Id::unique("held key")
}

fn key_moves_focus(key: Key) -> bool {
    matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown)
}

fn down_id() -> egui::Id {
    egui::Id::unique("keys that are down")
}

/// The keys pressed in this frame. Whether a key is down is kept by where it lies on the keyboard: who lets go of Shift
/// before `+` presses one sign and releases another.
pub fn presses(ui: &Ui) -> Vec<Press> {
    let mut down: Vec<Key> = ui.data(|data| data.get_temp(down_id())).unwrap_or_default();
    let mut presses = Vec::new();
    ui.input(|i| {
        for event in &i.events {
            let egui::Event::Key { key, physical_key, pressed, modifiers, .. } = event else { continue };
            let physical = physical_key.unwrap_or(*key);
            let is_repeat = down.contains(&physical);
            if !pressed {
                down.retain(|one| *one != physical);
                continue;
            }
            if !is_repeat {
                down.push(physical);
            }
            presses.push(Press { key: *key, held: *modifiers, physical, is_repeat });
        }
        if !i.focused {
            down.clear();
        }
    });
    ui.data_mut(|data| data.insert_temp(down_id(), down));
    presses
}

/// Does the action of a held key again, at its own pace and not the system's.
fn repeat(ui: &Ui, now: f64, commands: &mut Commands) {
    let Some(mut held) = ui.data(|data| data.get_temp::<Held>(held_id())) else { return };
    let Some((action, times)) = by_id(held.action).and_then(|action| Some((action, repeats(action)?))) else { return };
    if !ui.data_mut(|data| data.get_temp_mut_or_default::<Vec<Key>>(down_id()).contains(&held.physical)) {
        ui.data_mut(|data| data.remove::<Held>(held_id()));
        return;
    }
    let since = now - held.since - REPEATS_AFTER;
    let due = if since < 0.0 { 0 } else { 1 + (since * times) as u32 };
    // After a hitch it does not catch up: a person sees where it is and lets go.
    if due > held.done {
        if walks(action) {
            commands.push(Command::Walk(1.0 / times));
        }
        commands.push((action.command)());
        held.done = due;
        ui.data_mut(|data| data.insert_temp(held_id(), held));
    }
    let next = if since < 0.0 { -since } else { f64::from(due) / times - since };
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(next.clamp(0.001, 1.0)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_an_id_or_a_key() {
        let mut ids: Vec<&str> = ACTIONS.iter().map(|action| action.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ACTIONS.len());
        let keys = KeyMap::default();
        for action in ACTIONS {
            for shortcut in action.keys {
                let found = action_of(shortcut.logical_key, shortcut.modifiers, &keys).map(|found| found.id);
                assert_eq!(found, Some(action.id), "{}", shortcut_label(shortcut));
                assert_eq!(from_kept(&to_kept(shortcut)), Some(*shortcut), "kept and read back");
            }
        }
    }

    #[test]
    fn a_key_given_to_an_action_replaces_its_ordinary_one() {
        use crate::session::KeysCommand;
        let mut keys = KeyMap::default();
        keys.apply(KeysCommand::Set("play".to_owned(), vec!["Ctrl+P".parse().unwrap()]));
        assert_eq!(action_of(Key::P, Modifiers::COMMAND, &keys).map(|action| action.id), Some("play"));
        assert!(action_of(Key::Space, Modifiers::NONE, &keys).is_none());
        assert_eq!(tooltip(by_id("play").unwrap(), &keys), "Let campaign time run, or hold it (Ctrl+P)");
    }

    /// The keys of `design/time.md`, D2, that are built, each with what it commands.
    #[test]
    fn every_key_of_the_design_does_what_it_says() {
        use ClockCommand as C;
        let time = |command| Command::Clock(command);
        let rows: &[(&str, Command)] = &[
            ("Space", time(C::Toggle)),
            ("Shift+Space", time(C::StopAndReturn)),
            ("Left", time(C::StepHours(-1))),
            ("Right", time(C::StepHours(1))),
            ("Shift+Left", time(C::StepDays(-1))),
            ("Shift+Right", time(C::StepDays(1))),
            ("Ctrl+Left", Command::StepEvent(-1)),
            ("Ctrl+Right", Command::StepEvent(1)),
            ("Comma", time(C::StepMinutes(-10))),
            ("Period", time(C::StepMinutes(10))),
            ("Home", time(C::Home)),
            ("End", time(C::End)),
            ("OpenBracket", time(C::Faster(-1))),
            ("Down", time(C::Faster(-1))),
            ("CloseBracket", time(C::Faster(1))),
            ("Up", time(C::Faster(1))),
            ("Backslash", time(C::Rate(DEFAULT_RATE))),
            ("J", time(C::Reverse)),
            ("K", time(C::Pause)),
            ("L", time(C::Forward)),
            ("I", time(C::Loop(LoopCommand::InHere))),
            ("O", time(C::Loop(LoopCommand::OutHere))),
            ("R", time(C::Loop(LoopCommand::Cycle))),
            ("Alt+Left", Command::History(-1)),
            ("Alt+Right", Command::History(1)),
            ("G", Command::Toggle(Panel::GoTo)),
            ("PageDown", Command::Desk(DeskCommand::StepChapter(1))),
            ("PageUp", Command::Desk(DeskCommand::StepChapter(-1))),
            ("B", Command::Desk(DeskCommand::AddBookmark)),
            ("Shift+B", Command::Desk(DeskCommand::Toggle(Tab::Bookmarks))),
            ("F", Command::Desk(DeskCommand::ToggleFollow)),
            ("Ctrl+K", Command::Toggle(Panel::Search)),
            ("Slash", Command::Toggle(Panel::Search)),
            ("A", Command::NextAccount),
            ("U", Command::NextDoubt),
            ("C", Command::Compare(CompareCommand::Cycle)),
            ("H", Command::ToggleChrome),
            ("Plus", Command::View(ViewCommand::ZoomCenter(ZOOM))),
            ("Minus", Command::View(ViewCommand::ZoomCenter(1.0 / ZOOM))),
            ("0", Command::View(ViewCommand::Home)),
            ("Z", Command::Ruler(RulerCommand::ToggleZoom)),
            ("1", time(C::Rate(0))),
            ("5", time(C::Rate(4))),
            ("8", time(C::Rate(7))),
            ("F1", Command::Toggle(Panel::Keys)),
            ("Questionmark", Command::Toggle(Panel::Keys)),
            ("F6", Command::Reach(ReachCommand::NextRegion(1))),
            ("F10", Command::Reach(ReachCommand::ToRegion(Region::Bar))),
            ("F11", Command::Request(Request::ToggleFullScreen)),
            ("Escape", Command::Escape),
        ];
        for (text, wanted) in rows {
            let shortcut = from_kept(&text.parse().unwrap()).unwrap();
            let found = action_of(shortcut.logical_key, shortcut.modifiers, &KeyMap::default());
            assert_eq!(found.map(|action| (action.command)()).as_ref(), Some(wanted), "{text}");
        }
    }
}

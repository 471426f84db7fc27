//! What the user has chosen: clock, view, layers, selection, open panels. The one thing that changes while the program
//! runs, and only by commands, after the frame is drawn.

mod account;
pub mod axis;
pub mod bookmarks;
mod callouts;
mod clock;
mod command;
mod compare;
mod density;
mod desk;
mod flight;
pub mod go_to;
mod history;
mod keys;
mod kiosk;
pub mod link;
mod looping;
mod rate;
mod reach;
mod ruler;
mod saved;
mod sight;
pub mod snap;
mod toasts;
mod wall;

use std::collections::BTreeSet;

pub use account::AccountChoice;
pub use callouts::Callouts;
pub use clock::{Clock, ClockCommand, ClockState, Passed};
pub use compare::{Compare, CompareCommand, CompareMode};
pub use density::Density;
use flight::Flight;
pub use history::History;
pub use keys::{KeyMap, KeysCommand, Shortcut};
pub use looping::{LoopCommand, LoopMode, Looping, SHORTEST_RANGE};
pub use rate::{DEFAULT_RATE, RATE_LIMITS, RATES, parse_rate, rate_label, rung};
pub use reach::{Focus, Reach, ReachCommand, Region};
pub use ruler::{Ruler, RulerCommand, RulerHeight};

pub use bookmarks::Bookmark;
pub use desk::{DeskCommand, Tab};
pub use kiosk::{Kiosk, Presence};
pub use link::{LinkCompare, LinkView, MomentLink};
pub use saved::Saved;
pub use toasts::{Toast, Toasts};
pub use wall::Wall;

pub use command::{Command, MapPlace, Panel, Request, ThemeChoice, ViewCommand};

use crate::campaign::{Campaign, EventIdx, FormationIdx, HOUR, Instant, Language};
use crate::cartography::{Geo, PageSize, PlaneRect, Projection, View};
use crate::scene::{self, DARK, Doubt, LAYERS, LIGHT, LabelSlots, Target, Theme};

/// The map is laid out anew this often while a window opens.
const FIRST_PLACINGS: u32 = 4;

/// What a held key passes is told this long after the key is let go, seconds.
const SETTLES_AFTER: f64 = 0.12;

/// Panels have found their size after so many seconds of frames.
const SETTLES_IN: f64 = 0.5;

/// How far in the map can be zoomed, metres to a point.
const CLOSEST: f64 = 25.0;

/// How far out beyond the whole theatre the map can be zoomed.
const FURTHEST: f64 = 1.25;

/// Whether the reader goes about alone or is told a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    Exploring,
    Story,
}

/// How often a second of play the map is drawn at least, unless nothing moves.
const MAP_FRAMES: f64 = 12.0;

/// What the user has chosen.
pub struct Session {
    /// The campaign clock.
    pub clock: Clock,
    /// What part of the ground is shown.
    pub view: View,
    /// What is selected.
    pub selection: Option<Target>,
    /// What the pointer is on.
    pub hovered: Option<Target>,
    /// Layers that are not drawn.
    pub hidden: BTreeSet<String>,
    /// Panels that are open.
    pub panels: BTreeSet<Panel>,
    /// The look.
    pub theme: ThemeChoice,
    /// The language of names.
    pub language: Language,
    /// By whose account everything is told.
    pub account: AccountChoice,
    /// The accounts that the campaign offers, found once.
    pub accounts: Vec<AccountChoice>,
    /// How strongly doubt is drawn.
    pub doubt: Doubt,
    /// Whether the map stands alone.
    pub is_chrome_hidden: bool,
    /// For a museum: no menus, no files, back to the beginning when nobody is there.
    pub kiosk: Option<Kiosk>,
    /// Whether the title card is up.
    pub is_title_shown: bool,
    /// Where labels stood in the last scene.
    pub slots: LabelSlots,
    /// The ruler.
    pub ruler: Ruler,
    /// The moments visited.
    pub history: History,
    /// How thick events lie, and how well each hour is attested.
    pub density: Density,
    /// What the running clock has just passed.
    pub callouts: Callouts,
    /// Keys the user has given to actions.
    pub keys: KeyMap,
    /// Size and motion.
    pub reach: Reach,
    /// Where the keyboard is.
    pub focus: Focus,
    /// What the panel at the left shows.
    pub tab: Tab,
    /// The chapter that is read, in [`Campaign::chapters`].
    pub chapter: Option<usize>,
    /// Moments kept under a name.
    pub bookmarks: Vec<Bookmark>,
    /// Notices.
    pub toasts: Toasts,
    /// The hour that is compared with the clock's.
    pub compare: Option<Compare>,
    /// The formation that is kept in the middle of the map.
    pub followed: Option<FormationIdx>,
    /// What a link or a chapter shows, and for how many seconds of frames panels may still settle around it.
    asked_view: Option<(LinkView, f64)>,
    /// What was to be brought into view, and for how long it is kept there while panels settle.
    asked_place: Option<(Geo, f64)>,
    home: PlaneRect,
    /// Where the middle of the page may lie: the theatre, and what chapters show.
    roam: PlaneRect,
    is_home: bool,
    place: Option<MapPlace>,
    placings: u32,
    flight: Option<Flight>,
    left: Option<Instant>,
    telling: Telling,
    /// Seconds until a walk by a held key counts as over.
    walks_for: f64,
    projection: Projection,
}

/// A layer that Escape closes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layer {
    /// A drag on the ruler.
    Drag,
    /// A dialog.
    Dialog(Panel),
    /// The title card.
    Title,
    /// A story that waits to be read on.
    Waiting,
    /// The hours compared.
    Compare,
    /// What is selected, with its panel.
    Selection,
    /// The map without anything around it.
    MapAlone,
}

impl Session {
    /// A session at first start: paused at the campaign's opening, the whole theatre in view, the title card up.
    pub fn new(campaign: &Campaign, projection: &Projection) -> Self {
        let extent = campaign.extent;
        let home = PlaneRect::of_degrees(projection, extent.west, extent.south, extent.east, extent.north);
        let size = PageSize { width: 1000.0, height: 600.0 };
        Self {
            clock: Clock::new(campaign.period, campaign.opening),
            view: View::fitting(home, size),
            selection: None,
            hovered: None,
            hidden: LAYERS.iter().filter(|layer| !layer.is_shown_at_start).map(|layer| layer.id.to_owned()).collect(),
            panels: BTreeSet::from([Panel::Layers]),
            theme: ThemeChoice::default(),
            language: Language::default(),
            account: AccountChoice::default(),
            accounts: AccountChoice::offered(campaign),
            doubt: Doubt::default(),
            is_chrome_hidden: false,
            kiosk: None,
            is_title_shown: true,
            slots: LabelSlots::new(),
            ruler: Ruler::new(campaign.period),
            history: History::default(),
            density: Density::of(campaign),
            callouts: Callouts::default(),
            keys: KeyMap::default(),
            reach: Reach::default(),
            focus: Focus::default(),
            tab: Tab::default(),
            chapter: None,
            bookmarks: Vec::new(),
            toasts: Toasts::default(),
            compare: None,
            followed: None,
            asked_view: None,
            asked_place: None,
            home,
            roam: sight::roam(campaign, projection, home),
            is_home: true,
            place: None,
            placings: 0,
            flight: None,
            left: None,
            telling: Telling::Exploring,
            walks_for: 0.0,
            projection: projection.clone(),
        }
    }

    /// The colors of the chosen look.
    pub fn map_theme(&self) -> &'static Theme {
        match self.theme {
            ThemeChoice::Light => &LIGHT,
            ThemeChoice::Dark => &DARK,
        }
    }

    /// Whether a panel is open.
    pub fn is_open(&self, panel: Panel) -> bool {
        self.panels.contains(&panel)
    }

    /// Takes over what a person is used to from another session: keys, size, motion, the ruler's height.
    pub fn take_habits(&mut self, keys: KeyMap, height: RulerHeight, reach: Reach) {
        (self.keys, self.ruler.height, self.reach) = (keys, height, reach);
        self.heed_reach();
    }

    /// Events whose halo runs, with the share of it done (0 to 1).
    pub fn flashes(&self) -> Vec<(EventIdx, f64)> {
        self.callouts.halos()
    }

    /// Campaign hours per second as it really runs, with story pace.
    pub fn pace(&self) -> f64 {
        self.clock.rate() * self.story_factor()
    }

    /// The instant that the map shows. While the clock runs it is drawn a dozen times a second, or as often as keeps what
    /// moves from jumping: at instants that divide an hour, none before play began.
    pub fn map_instant(&self) -> Instant {
        let now = self.clock.now();
        if !self.clock.is_playing() {
            return now;
        }
        let shown = Instant(now.0.div_euclid(self.map_step()) * self.map_step());
        if self.clock.is_reverse() { shown.max(self.clock.period().start) } else { shown.max(self.clock.play_began()).min(now) }
    }

    /// The instant that the map will show next, if the clock goes on as it does.
    pub fn next_map_instant(&self) -> Option<Instant> {
        let (now, step) = (self.clock.now().0, self.map_step());
        let next = Instant((now.div_euclid(step) + if self.clock.is_reverse() { -1 } else { 1 }) * step);
        Some(next).filter(|next| self.clock.is_playing() && self.clock.period().contains(*next))
    }

    /// Seconds between two instants that the map shows while the clock runs.
    fn map_step(&self) -> i64 {
        scene::step_of_time(self.view.metres_per_point, self.pace() * HOUR as f64 / MAP_FRAMES)
    }

    fn story_factor(&self) -> f64 {
        if self.clock.is_story_paced() { self.density.story_pace(self.clock.now()) } else { 1.0 }
    }

    /// The instant left by the last step, and the one it led to.
    pub fn changes(&self) -> Option<(Instant, Instant)> {
        let is_told = !self.clock.is_playing() && !self.is_walking();
        self.left.filter(|left| is_told && *left != self.clock.now()).map(|left| (left, self.clock.now()))
    }

    /// Whether a held key walks through time, or was let go just now: only the map follows, and nothing is told yet.
    pub fn is_walking(&self) -> bool {
        self.walks_for > 0.0
    }

    /// Where the map lay in the last frame.
    pub fn place(&self) -> Option<MapPlace> {
        self.place
    }

    /// Whether anything moves by itself, so that another frame is needed.
    pub fn is_moving(&self) -> bool {
        self.clock.is_playing() || self.callouts.is_moving() || self.flight.is_some() || self.ruler.is_moving() || self.is_walking()
    }

    /// Runs for `dt` seconds of wall time: the clock, and the halos of the events it crosses.
    pub fn tick(&mut self, campaign: &Campaign, dt: f64) {
        self.callouts.tick(dt, self.clock.is_playing());
        self.ruler.tick(dt);
        self.walks_for = (self.walks_for - dt).max(0.0);
        self.asked_view = self.asked_view.map(|(asked, left)| (asked, left - dt)).filter(|(_, left)| *left > 0.0);
        self.asked_place = self.asked_place.map(|(asked, left)| (asked, left - dt)).filter(|(_, left)| *left > 0.0);
        if let Some(flight) = &mut self.flight {
            self.view = flight.tick(dt);
            if flight.is_over() {
                self.flight = None;
            }
        }
        // In a story one thing moves at a time: first the map to where the chapter is set, then the time.
        let is_held_up = self.flight.is_some() && self.telling == Telling::Story;
        for passed in self.run(campaign, if is_held_up { 0.0 } else { dt }) {
            self.callouts.pass(campaign, passed);
            self.history.rest();
        }
        if self.clock.is_playing() {
            self.ruler.follow(self.clock.position(), self.clock.is_reverse());
        }
        if self.reach.is_motion_reduced {
            self.ruler.settle();
        }
    }

    /// Runs the clock, and no further than to the end of the chapter that is read.
    fn run(&mut self, campaign: &Campaign, dt: f64) -> Vec<Passed> {
        let end = self.chapter_end(campaign).filter(|end| self.clock.now() < *end && !self.clock.is_reverse());
        let mut passed = self.clock.tick(dt, self.story_factor());
        if let (Some(end), [only]) = (end, passed.as_mut_slice())
            && only.to >= end
            && self.clock.is_playing()
        {
            only.to = end;
            self.clock.apply(ClockCommand::Wait(end));
        }
        passed
    }

    /// Where the chapter that is read ends and another follows. A loop goes on.
    fn chapter_end(&self, campaign: &Campaign) -> Option<Instant> {
        let number = self.chapter.filter(|number| self.is_read() && number + 1 < campaign.chapters.len())?;
        let is_looping = self.clock.looping().active(campaign.period).is_some();
        campaign.chapters[number].period.map(|period| period.end).filter(|end| *end < campaign.period.end && !is_looping)
    }

    /// The number of the chapter that is read.
    pub fn chapter_read(&self) -> Option<usize> {
        self.chapter.filter(|_| self.is_read())
    }

    /// Whether a chapter is read.
    fn is_read(&self) -> bool {
        self.chapter.is_some() && self.tab == Tab::Chapters && self.is_open(Panel::Layers)
    }

    /// Turns to the next chapter, and lets time run there.
    fn read_on(&mut self, campaign: &Campaign) {
        self.step_chapter(campaign, 1);
        self.change_clock(ClockCommand::Toggle);
    }

    /// Does what is commanded; gives back what needs the outside world.
    pub fn apply(&mut self, campaign: &Campaign, command: Command) -> Option<Request> {
        let request = self.carry_out(campaign, command);
        self.heed_story();
        // What runs is seen on one map.
        if self.clock.is_playing() && self.wall().is_some() {
            self.change_compare(CompareCommand::Close);
        }
        request
    }

    /// A story is told while a chapter is read, and on a museum's screen.
    fn telling(&self) -> Telling {
        if self.is_read() || self.kiosk.is_some() { Telling::Story } else { Telling::Exploring }
    }

    /// A story begins at story pace and ends with it; in between the hand may choose another.
    fn heed_story(&mut self) {
        let telling = self.telling();
        if self.clock.is_waiting() && !self.is_read() {
            self.clock.apply(ClockCommand::Pause);
        }
        if std::mem::replace(&mut self.telling, telling) != telling {
            self.clock.pace_as_story(telling == Telling::Story);
        }
    }

    fn carry_out(&mut self, campaign: &Campaign, command: Command) -> Option<Request> {
        if matches!(command, Command::Clock(_) | Command::StepEvent(_) | Command::Visit(_) | Command::Select(Some(_))) {
            self.is_title_shown = false;
        }
        // Who does something in the window has begun: from then on the ground stays where it is.
        let is_done_by_hand = !matches!(command, Command::View(ViewCommand::Place(_)) | Command::Reach(_) | Command::Hover(_));
        if is_done_by_hand && self.place().is_some() {
            self.placings = FIRST_PLACINGS;
        }
        match command {
            Command::Clock(ClockCommand::Toggle) if self.clock.is_waiting() => self.read_on(campaign),
            Command::Clock(command) => self.apply_clock(command),
            Command::Walk(until_next) => self.walks_for = until_next + SETTLES_AFTER,
            Command::StepEvent(direction) => self.step_event(campaign, direction),
            Command::History(direction) => self.revisit(direction),
            Command::Ruler(command) => self.change_ruler(command),
            Command::Keys(command) => self.keys.apply(command),
            Command::Reach(command) => self.change_reach(command),
            Command::View(command) => self.change_view(command),
            Command::Select(target) => self.select(target),
            Command::Hover(target) => self.hovered = target,
            Command::ToggleLayer(id) => toggle(&mut self.hidden, id.to_owned()),
            Command::Toggle(Panel::Layers) => self.toggle_tab(Tab::Layers),
            Command::Toggle(panel) | Command::Open(panel) if !self.may_open(panel) => {}
            Command::Toggle(panel) => toggle(&mut self.panels, panel),
            Command::Open(panel) => drop(self.panels.insert(panel)),
            Command::Close(panel) => drop(self.panels.remove(&panel)),
            Command::ToggleChrome => self.is_chrome_hidden = !self.is_chrome_hidden,
            Command::Theme(theme) => self.theme = theme,
            Command::ToggleTheme => self.theme = if self.theme == ThemeChoice::Light { ThemeChoice::Dark } else { ThemeChoice::Light },
            Command::Language(language) => self.language = language,
            Command::Compare(command) => self.change_compare(command),
            Command::Account(account) => self.choose_account(campaign, account),
            Command::NextAccount => self.choose_account(campaign, self.account.next(campaign)),
            Command::NextDoubt => self.draw_doubt(self.doubt.next()),
            Command::Doubt(doubt) => self.draw_doubt(doubt),
            Command::ForgetChanges => self.left = None,
            Command::DismissTitle => self.is_title_shown = false,
            Command::Escape => return self.escape(),
            Command::Visit(event) => self.visit(campaign, event),
            Command::Desk(command) => return self.apply_desk(campaign, command),
            Command::Request(request) => return Some(request),
        }
        None
    }

    /// Remembers the instant a step leaves, so that what changed can be told and found again.
    fn apply_clock(&mut self, command: ClockCommand) {
        let before = match self.clock.state() {
            ClockState::Scrubbing { origin, .. } => self.clock.period().start.plus(origin as i64),
            _ => self.clock.now(),
        };
        self.change_clock(command);
        // A drag is one jump, and counts when the hand lets go.
        let is_drag = self.clock.is_held() || matches!(command, ClockCommand::Loop(_));
        if self.clock.now() != before && !is_drag {
            let is_step = matches!(command, ClockCommand::StepHours(_) | ClockCommand::StepMinutes(_) | ClockCommand::StepDays(_));
            self.history.leave(before, is_step);
        }
    }

    fn change_clock(&mut self, command: ClockCommand) {
        let (before, was_playing) = (self.clock.now(), self.clock.is_playing());
        self.clock.apply(command);
        let is_drag = matches!(command, ClockCommand::DragTo(_));
        if self.clock.is_playing() && !was_playing {
            self.left = Some(self.clock.now());
        } else if self.clock.now() != before && !is_drag && !self.is_walking() {
            self.left = Some(before);
        }
        if self.clock.now() != before && !self.clock.is_held() {
            self.ruler.reveal(self.clock.position());
            if !self.clock.is_playing() {
                self.callouts.clear();
            }
        }
    }

    fn revisit(&mut self, direction: i32) {
        let now = self.clock.now();
        let to = if direction < 0 { self.history.back(now) } else { self.history.forward(now) };
        if let Some(to) = to {
            self.change_clock(ClockCommand::Seek(to));
        }
    }

    fn change_ruler(&mut self, command: RulerCommand) {
        let seconds = |instant: Instant| instant.since(self.clock.period().start) as f64;
        let range = self.clock.looping().range.map(|range| axis::Span::between(seconds(range.start), seconds(range.end)));
        self.ruler.apply(command, self.clock.position(), range);
    }

    fn change_compare(&mut self, command: CompareCommand) {
        let before = self.compare;
        self.set_compare(Compare::after(before, command, self.clock.period(), self.clock.now()));
        if let (CompareCommand::Exchange, Some(before)) = (command, before) {
            self.apply_clock(ClockCommand::Seek(before.at));
        }
    }

    fn set_compare(&mut self, compare: Option<Compare>) {
        let before = std::mem::replace(&mut self.compare, compare);
        let is_beside = |compare: Option<Compare>| compare.is_some_and(|compare| compare.mode == CompareMode::SideBySide);
        if is_beside(before) != is_beside(self.compare) {
            // Each map shows the ground that the other arrangement showed.
            let width_km = self.view.metres_per_point * self.view.size.width / 1000.0;
            self.asked_view = Some((LinkView { center: self.projection.geo_from_plane(self.view.center), width_km }, SETTLES_IN));
        }
        if self.compare.is_some() {
            self.is_title_shown = false;
        }
        if self.wall().is_some() && self.clock.is_playing() {
            self.change_clock(ClockCommand::Pause);
        }
    }

    /// The hours of the wall, where it is up: of the loop where one is on, else of the whole campaign.
    pub fn wall(&self) -> Option<Wall> {
        self.compare.filter(|compare| compare.mode == CompareMode::Wall)?;
        let period = self.clock.period();
        Some(Wall::of(self.clock.looping().active(period).unwrap_or(period), self.clock.now(), self.view.size))
    }

    /// The hours that are shown beside the clock's: the one compared, or all of the wall.
    pub fn hours_beside(&self) -> Vec<Instant> {
        match self.wall() {
            Some(wall) => wall.hours,
            None => self.compare.iter().map(|compare| compare.at).collect(),
        }
    }

    fn change_reach(&mut self, command: ReachCommand) {
        self.reach.apply(command);
        self.focus.apply(command, &self.regions());
        self.heed_reach();
    }

    /// The parts of the window that are there.
    fn regions(&self) -> Vec<Region> {
        let is_there = |region: &Region| match region {
            Region::Map => true,
            Region::Time => !self.is_chrome_hidden,
            Region::Panels => !self.is_chrome_hidden && self.is_open(Panel::Layers),
            Region::Details => !self.is_chrome_hidden && self.selection.is_some(),
            Region::Bar => !self.is_chrome_hidden && self.kiosk.is_none(),
        };
        Region::ALL.into_iter().filter(is_there).collect()
    }

    /// What was opened last and is there still.
    pub fn region_opened(&self) -> Option<Region> {
        self.focus.opened.filter(|opened| self.regions().contains(opened))
    }

    /// Selects something, or nothing. The keyboard finds its panel next.
    fn select(&mut self, target: Option<Target>) {
        self.selection = target;
        if target.is_some() {
            self.focus.opened = Some(Region::Details);
        }
    }

    fn heed_reach(&mut self) {
        self.clock.play_by_hour(self.reach.is_motion_reduced);
        self.callouts.stand_still(self.reach.is_motion_reduced);
    }

    /// What Escape closes next: one layer at a time. A menu closes itself before.
    fn top_layer(&self) -> Option<Layer> {
        const DIALOGS: [Panel; 6] = [Panel::Search, Panel::GoTo, Panel::OpenFolder, Panel::Problems, Panel::Keys, Panel::Sources];
        let dialog = DIALOGS.into_iter().find(|panel| self.is_open(*panel)).map(Layer::Dialog);
        let others = [
            (self.is_title_shown, Layer::Title),
            (self.clock.is_waiting(), Layer::Waiting),
            (self.compare.is_some(), Layer::Compare),
            (self.selection.is_some(), Layer::Selection),
            (self.is_chrome_hidden, Layer::MapAlone),
        ];
        let drag = self.clock.is_held().then_some(Layer::Drag);
        drag.or(dialog).or_else(|| others.into_iter().find(|(is_there, _)| *is_there).map(|(_, layer)| layer))
    }

    /// Whether Escape closes something within the window.
    pub fn is_closed_by_escape(&self) -> bool {
        self.top_layer().is_some()
    }

    fn escape(&mut self) -> Option<Request> {
        match self.top_layer() {
            Some(Layer::Drag) => self.clock.apply(ClockCommand::CancelDrag),
            Some(Layer::Dialog(dialog)) => drop(self.panels.remove(&dialog)),
            Some(Layer::Title) => self.is_title_shown = false,
            Some(Layer::Waiting) => self.clock.apply(ClockCommand::Pause),
            Some(Layer::Compare) => self.change_compare(CompareCommand::Close),
            Some(Layer::Selection) => self.selection = None,
            Some(Layer::MapAlone) => self.is_chrome_hidden = false,
            None if self.kiosk.is_none() => return Some(Request::LeaveFullScreen),
            None => {}
        }
        None
    }

    /// Goes to an event: its hour, its place, its panel. A running clock goes on from there; for what happened before or
    /// after the campaign it stays where it is.
    fn visit(&mut self, campaign: &Campaign, idx: EventIdx) {
        let event = campaign.event(idx);
        if campaign.period.clamp(event.start.best) == event.start.best {
            self.apply_clock(ClockCommand::Jump(event.start.best));
        }
        self.select(Some(Target::Event(idx)));
        // A formation that is followed stays in the middle.
        let shown = event.position.filter(|_| self.followed.is_none());
        if let Some(position) = shown {
            self.change_view(ViewCommand::Show(position.into()));
        }
    }

    /// To the next or previous event in the lanes that are shown, by best instant, one at a time even where several share it; pauses
    /// and selects it. It begins anew at the other end only inside a loop.
    fn step_event(&mut self, campaign: &Campaign, direction: i32) {
        let looped = self.clock.looping().active(campaign.period);
        let range = looped.unwrap_or(campaign.period);
        let inside = |idx: &usize| {
            let event = &campaign.events[*idx];
            self.ruler.shows(event.lane) && (range.start..=range.end).contains(&event.start.best)
        };
        let order: Vec<usize> = (0..campaign.events.len()).filter(inside).collect();
        let now = self.clock.now();
        let chosen = match self.selection {
            Some(Target::Event(EventIdx(idx))) if campaign.events[idx].start.best == now => Some(idx),
            _ => None,
        };
        let best = |idx: usize| campaign.events[idx].start.best;
        let next = if direction > 0 {
            order.iter().find(|idx| best(**idx) > now || chosen.is_some_and(|chosen| **idx > chosen && best(**idx) == now))
        } else {
            order.iter().rev().find(|idx| best(**idx) < now || chosen.is_some_and(|chosen| **idx < chosen && best(**idx) == now))
        };
        let around = || looped.and(if direction > 0 { order.first() } else { order.last() });
        let next = next.or_else(around).copied();
        self.change_clock(ClockCommand::Pause);
        if let Some(idx) = next {
            self.visit(campaign, EventIdx(idx));
        }
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, item: T) {
    if !set.remove(&item) {
        set.insert(item);
    }
}

//! What lies on the desk beside the map: moment links, bookmarks, chapters, the formation followed, notices.

use super::account::AccountChoice;
use super::bookmarks::{self, Bookmark};
use super::link::{self, LinkView, MomentLink};
use super::{ClockCommand, Command, Density, Panel, Region, Request, SETTLES_IN, Session, ViewCommand, go_to};
use crate::campaign::{Campaign, FormationIdx, Instant};
use crate::cartography::{Geo, View};
use crate::scene::{Doubt, Target};

/// What the panel at the left shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tab {
    /// Layers and legend.
    #[default]
    Layers,
    /// Both sides as trees.
    OrderOfBattle,
    /// The map as a table.
    Now,
    /// The guided tour.
    Chapters,
    /// Moments kept.
    Bookmarks,
}

impl Tab {
    /// All tabs: what is on them, and what they are called in full.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Layers, "Layers", "Layers and legend"),
        (Self::OrderOfBattle, "Order of battle", "Who stood under whom at this hour"),
        (Self::Now, "Now", "Everything on the map as a table, for this hour"),
        (Self::Chapters, "Chapters", "The campaign told in order"),
        (Self::Bookmarks, "Bookmarks", "Moments you have kept"),
    ];
}

/// Commands of links, bookmarks, chapters and notices.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskCommand {
    /// Open the panel at the left on a tab.
    Show(Tab),
    /// The same; close it where it is open on that tab.
    Toggle(Tab),
    /// Put a link to what is shown on the clipboard.
    CopyLink,
    /// Go to the moment of a link.
    OpenLink(String),
    /// Keep what is shown under a name.
    AddBookmark,
    /// Keep what is shown, at another instant, under a name.
    AddBookmarkAt(Instant),
    /// Give a bookmark another name.
    RenameBookmark(usize, String),
    /// Throw a bookmark away.
    DeleteBookmark(usize),
    /// Put a bookmark back where it was.
    RestoreBookmark(usize, Bookmark),
    /// Read a chapter: its instant and its view.
    Chapter(usize),
    /// The next chapter (+1) or the one before (−1).
    StepChapter(i32),
    /// Keep a formation in the middle of the map.
    Follow(FormationIdx),
    /// Follow the formation that is selected, or stop following.
    ToggleFollow,
    /// Say something in a notice.
    Say(String),
    /// Put a notice away.
    Dismiss(usize),
}

impl Session {
    /// What is shown, at another instant.
    pub fn moment_at(&self, campaign: &Campaign, at: Instant) -> MomentLink {
        MomentLink { when: Some(at), ..self.moment(campaign) }
    }

    /// The moment that is shown.
    pub fn moment(&self, campaign: &Campaign) -> MomentLink {
        let width_km = self.view.metres_per_point * self.view.size.width / 1000.0;
        MomentLink {
            campaign: campaign.id.clone(),
            when: Some(self.clock.now()),
            view: Some(LinkView { center: self.projection.geo_from_plane(self.view.center), width_km }),
            selection: Some(self.selection.into()),
            hidden: Some(self.hidden.clone()),
            language: Some(self.language),
            account: Some(self.account),
            doubt: Some(self.doubt),
            compare: Some(self.compare.into()),
        }
    }

    /// Everything is told by another account from now on, and what that means is said.
    pub(super) fn choose_account(&mut self, campaign: &Campaign, account: AccountChoice) {
        if self.accounts.len() < 2 {
            return self.toasts.say("No accounts differ in this campaign");
        }
        self.account = account;
        let words = match account.only() {
            None => "All accounts, side by side".to_owned(),
            Some(only) => {
                let count = campaign.dates_of(only);
                format!("{}: {count} dates as they tell them, the rest from all accounts", account.title())
            }
        };
        self.toasts.say_about("account", words);
    }

    /// The campaign is the same one told by another account: what pointed at its events points at them still.
    pub fn retold(&mut self, before: &Campaign, after: &Campaign) {
        let moved = |target: Target| match target {
            Target::Event(event) => after.event_by_id(&before.event(event).id).map(Target::Event),
            other => Some(other),
        };
        self.selection = self.selection.and_then(moved);
        self.hovered = self.hovered.and_then(moved);
        self.focus.target = self.focus.target.and_then(moved);
        self.callouts.clear();
        self.density = Density::of(after);
        self.left = None;
    }

    /// Draws doubt in another strength, and says so.
    pub(super) fn draw_doubt(&mut self, doubt: Doubt) {
        self.doubt = doubt;
        self.toasts.say_about("doubt", doubt.sentence());
    }

    /// Keeps the followed formation in the middle, once the map has flown to it.
    pub fn keep_in_middle(&mut self, position: Geo) {
        let center = self.projection.plane_from_geo(position);
        if self.flight.is_none() && self.view.center != center {
            self.view = View { center, ..self.view };
            self.is_home = false;
        }
    }

    /// A museum's screen asks for no text.
    pub(super) fn may_open(&self, panel: Panel) -> bool {
        self.kiosk.is_none() || !matches!(panel, Panel::Search | Panel::GoTo)
    }

    pub(super) fn toggle_tab(&mut self, tab: Tab) {
        if self.is_open(Panel::Layers) && self.tab == tab {
            self.panels.remove(&Panel::Layers);
        } else {
            self.show_tab(tab);
        }
    }

    fn show_tab(&mut self, tab: Tab) {
        self.panels.insert(Panel::Layers);
        self.tab = tab;
        self.is_chrome_hidden = false;
        self.focus.opened = Some(Region::Panels);
    }

    pub(super) fn apply_desk(&mut self, campaign: &Campaign, command: DeskCommand) -> Option<Request> {
        match command {
            DeskCommand::Show(tab) => self.show_tab(tab),
            DeskCommand::Toggle(tab) => self.toggle_tab(tab),
            DeskCommand::CopyLink => {
                self.toasts.say("A link to this moment is on the clipboard");
                return Some(Request::Copy(self.moment(campaign).text(campaign)));
            }
            DeskCommand::OpenLink(text) => self.open_link(campaign, &text),
            DeskCommand::AddBookmark => self.add_bookmark(campaign, self.clock.now()),
            DeskCommand::AddBookmarkAt(at) => self.add_bookmark(campaign, at),
            DeskCommand::RenameBookmark(number, name) => {
                if let Some(bookmark) = self.bookmarks.get_mut(number) {
                    bookmark.name = name;
                }
            }
            DeskCommand::DeleteBookmark(number) => self.delete_bookmark(number),
            DeskCommand::RestoreBookmark(number, bookmark) => self.bookmarks.insert(number.min(self.bookmarks.len()), bookmark),
            DeskCommand::Chapter(number) => self.read_chapter(campaign, number),
            DeskCommand::StepChapter(direction) => self.step_chapter(campaign, direction),
            DeskCommand::Follow(formation) => self.follow(formation),
            DeskCommand::ToggleFollow => self.toggle_follow(campaign),
            DeskCommand::Say(words) => self.toasts.say(words),
            DeskCommand::Dismiss(number) => self.toasts.dismiss(number),
        }
        None
    }

    /// Goes to the moment of a link: exactly, and paused. What cannot be followed is said.
    fn open_link(&mut self, campaign: &Campaign, text: &str) {
        let read = match link::read(campaign, text) {
            Ok(read) => read,
            Err(words) => return self.toasts.say(words),
        };
        let is_ours = read.link.campaign == campaign.id;
        for note in read.notes {
            self.toasts.say(note);
        }
        if !is_ours {
            return;
        }
        let link = read.link;
        self.is_title_shown = false;
        if let Some(when) = link.when {
            if let Some(words) = go_to::outside(campaign, when) {
                self.toasts.say(words);
            }
            self.apply_clock(ClockCommand::Seek(when));
        }
        if let Some(hidden) = link.hidden {
            self.hidden = hidden;
        }
        self.language = link.language.unwrap_or(self.language);
        self.account = link.account.unwrap_or(self.account);
        self.doubt = link.doubt.unwrap_or(self.doubt);
        if let Some(selection) = link.selection {
            self.selection = selection.target();
        }
        if let Some(compare) = link.compare {
            self.set_compare(compare.compare());
        }
        if let Some(view) = link.view {
            self.look(view);
        }
    }

    fn add_bookmark(&mut self, campaign: &Campaign, at: Instant) {
        if self.kiosk.is_some() {
            return;
        }
        if self.bookmarks.len() >= bookmarks::MOST {
            return self.toasts.say(format!("There are {} bookmarks already, the most that are kept; delete some first", bookmarks::MOST));
        }
        let bookmark = Bookmark::of(campaign, &self.moment_at(campaign, at));
        let words = format!("Bookmarked: {}", bookmark.name);
        self.bookmarks.push(bookmark);
        self.toasts.say_with(words, "Show", Command::Desk(DeskCommand::Show(Tab::Bookmarks)));
    }

    fn delete_bookmark(&mut self, number: usize) {
        if number < self.bookmarks.len() {
            let bookmark = self.bookmarks.remove(number);
            let words = format!("Deleted: {}", bookmark.name);
            self.toasts.say_with(words, "Undo", Command::Desk(DeskCommand::RestoreBookmark(number, bookmark)));
        }
    }

    fn read_chapter(&mut self, campaign: &Campaign, number: usize) {
        let Some(chapter) = campaign.chapters.get(number) else { return };
        self.chapter = Some(number);
        self.is_title_shown = false;
        self.show_tab(Tab::Chapters);
        self.apply_clock(ClockCommand::Seek(chapter.at));
        // A chapter is a new beginning: what changed since the last one is no news.
        self.left = None;
        self.selection = None;
        if let Some((center, width_km)) = chapter.view {
            self.look(LinkView { center: center.into(), width_km });
        }
    }

    /// Flies to a view; panels that open or close because of what is selected do not change it.
    fn look(&mut self, view: LinkView) {
        self.change_view(ViewCommand::Look(view.center, view.width_km));
        self.asked_view = Some((view, SETTLES_IN));
    }

    /// Without a chapter open, the one the clock is in.
    pub(super) fn step_chapter(&mut self, campaign: &Campaign, direction: i32) {
        let now = self.clock.now();
        let last = campaign.chapters.len().saturating_sub(1);
        let number = match self.chapter {
            Some(number) if direction > 0 => (number + 1).min(last),
            Some(number) => number.saturating_sub(1),
            None => campaign.chapters.iter().rposition(|chapter| campaign.period.clamp(chapter.at) <= now).unwrap_or(0),
        };
        if campaign.chapters.is_empty() {
            self.toasts.say("This campaign has no chapters");
        } else if self.chapter == Some(number) && self.is_read() {
            self.toasts.say(if direction > 0 { "This is the last chapter" } else { "This is the first chapter" });
        } else {
            self.read_chapter(campaign, number);
        }
    }

    fn follow(&mut self, formation: FormationIdx) {
        self.followed = Some(formation);
        self.selection = Some(Target::Formation(formation));
    }

    fn toggle_follow(&mut self, campaign: &Campaign) {
        match (self.followed, self.selection) {
            (Some(followed), selection) if selection.is_none_or(|target| target == Target::Formation(followed)) => {
                self.followed = None;
                self.toasts.say(format!("No longer following {}", campaign.formation(followed).names.or_english(self.language)));
            }
            (_, Some(Target::Formation(formation))) => self.follow(formation),
            _ => self.toasts.say("Select a formation first; then the map follows it"),
        }
    }

    /// A hand that moves the map lets the formation go.
    pub(super) fn leave_followed(&mut self, command: ViewCommand) {
        if matches!(command, ViewCommand::Pan(..) | ViewCommand::Home | ViewCommand::Show(_) | ViewCommand::Look(..)) {
            self.followed = None;
        }
        self.asked_view = None;
    }

    /// The view of a link on the page as it is now, no nearer and no further than the map goes.
    pub(super) fn looking(&self, asked: LinkView) -> View {
        let center = self.projection.plane_from_geo(asked.center);
        let wanted = asked.width_km * 1000.0 / self.view.size.width.max(1.0);
        View { center, metres_per_point: wanted.min(self.furthest()).max(super::CLOSEST), ..self.view }
    }
}

//! What a user can command. Panels push these; after the frame the session applies them, one arm a call.

use std::path::PathBuf;

use super::account::AccountChoice;
use super::clock::ClockCommand;
use super::compare::CompareCommand;
use super::desk::DeskCommand;
use super::keys::KeysCommand;
use super::reach::ReachCommand;
use super::ruler::RulerCommand;
use crate::campaign::{EventIdx, Language};
use crate::cartography::{Geo, Page, PageSize};
use crate::scene::{Doubt, Target};

/// Where the map's page lies, points of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapPlace {
    /// Its top left.
    pub origin: Page,
    /// Its size.
    pub size: PageSize,
    /// The size of the whole window.
    pub window: PageSize,
}

/// Changes of the map's view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ViewCommand {
    /// The map's page lies here in the window now.
    Place(MapPlace),
    /// Everything so many times as large, this point kept.
    Zoom(Page, f64),
    /// The same about the middle.
    ZoomCenter(f64),
    /// The ground moved by so many points.
    Pan(f64, f64),
    /// The whole theatre.
    Home,
    /// A place brought to the middle, if it is out of view.
    Show(Geo),
    /// A place that what opens beside the map now must not cover.
    Keep(Geo),
    /// A place brought to the middle, and so many km of ground across the page.
    Look(Geo, f64),
}

/// Panels that can be opened and closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Panel {
    /// Layers and legend, at the left.
    Layers,
    /// The chart of the pincer, over the ruler.
    Charts,
    /// The sheet of keys.
    Keys,
    /// Where everything is from.
    Sources,
    /// What is wrong with a campaign that could not be opened.
    Problems,
    /// The dialog that asks for a campaign folder.
    OpenFolder,
    /// The field that finds everything.
    Search,
    /// The field that asks for a moment or a place.
    GoTo,
}

/// The look of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum ThemeChoice {
    /// For day and print.
    #[default]
    Light,
    /// For dark rooms.
    Dark,
}

/// What needs the outside world; carried out by `app`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Close the window.
    Quit,
    /// Go to full screen or back.
    ToggleFullScreen,
    /// Go back from full screen, where it is on.
    LeaveFullScreen,
    /// Open a campaign folder.
    OpenCampaign(PathBuf),
    /// Go back to the built-in campaign.
    OpenBuiltIn,
    /// Put a text on the clipboard.
    Copy(String),
    /// Read the clipboard, as if its text were pasted.
    Paste,
    /// Put the view in three sentences on the clipboard.
    CopyBriefing,
    /// Write a picture of what is shown, with all that explains it, into the user's folder for pictures.
    SavePicture,
}

/// Something the user wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Of the clock.
    Clock(ClockCommand),
    /// A held key does its action again, and will once more in so many seconds.
    Walk(f64),
    /// To the event before (−1) or after (+1).
    StepEvent(i32),
    /// To the moment visited before (−1), or forward again (+1).
    History(i32),
    /// Of the ruler.
    Ruler(RulerCommand),
    /// Of the keys.
    Keys(KeysCommand),
    /// Of size, motion and the keyboard's place.
    Reach(ReachCommand),
    /// Of the map's view.
    View(ViewCommand),
    /// Select something, or nothing.
    Select(Option<Target>),
    /// The pointer is on something, or on nothing.
    Hover(Option<Target>),
    /// Show or hide a layer of the map.
    ToggleLayer(&'static str),
    /// Open or close a panel.
    Toggle(Panel),
    /// Open a panel.
    Open(Panel),
    /// Close a panel.
    Close(Panel),
    /// Show or hide everything around the map.
    ToggleChrome,
    /// Choose the look.
    Theme(ThemeChoice),
    /// The other look.
    ToggleTheme,
    /// Choose the language of names.
    Language(Language),
    /// Of two hours on one map.
    Compare(CompareCommand),
    /// Choose by whose account everything is told.
    Account(AccountChoice),
    /// The next account.
    NextAccount,
    /// Choose how strongly doubt is drawn.
    Doubt(Doubt),
    /// Doubt drawn strongly, then not at all, then as usual.
    NextDoubt,
    /// Put the list of changes away.
    ForgetChanges,
    /// Put the title card away.
    DismissTitle,
    /// Close one thing: what is topmost.
    Escape,
    /// Go to an event: its hour, its place, its panel.
    Visit(EventIdx),
    /// Of links, bookmarks, chapters and notices.
    Desk(DeskCommand),
    /// For the outside world.
    Request(Request),
}

//! What can be typed: subcommands and their options. What is meant by them is in the module above.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// A campaign map of August 1945, hour by hour.
#[derive(Debug, Parser)]
#[command(
    name = "august-storm",
    version,
    about,
    after_help = "Times read 1945-08-14T18:00, \"14 Aug 18:00\" or D+5, in the campaign's civil time; positions are LON,LAT in degrees."
)]
pub struct Args {
    /// What to do; the window opens where nothing is named.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the window, on the built-in campaign or a folder
    Open {
        /// The campaign folder
        dir: Option<PathBuf>,
        /// The instant to show
        #[arg(long, value_name = "T")]
        at: Option<String>,
        /// The moment to show: a link copied in the window
        #[arg(long, value_name = "TEXT", conflicts_with = "at")]
        link: Option<String>,
        /// Start with the settings and bookmarks of a first start; the old ones are set aside
        #[arg(long, conflicts_with = "kiosk")]
        reset: bool,
        /// For a museum: full screen, set up as an ordinary window was left, no menus and files, back to the beginning when
        /// nobody is there; Ctrl+Shift+Q ends it
        #[arg(long)]
        kiosk: bool,
    },
    /// Draw a still, with legend, date, scale and credits
    Render(Render),
    /// Draw the campaign as a film
    Film(Film),
    /// Say who was where, and how that is known
    State {
        /// The instant
        #[arg(long, value_name = "T")]
        at: String,
        /// How to print it
        #[arg(long, value_enum, default_value = "table")]
        format: StateFormat,
        /// The campaign folder
        #[arg(long, value_name = "DIR")]
        campaign: Option<PathBuf>,
    },
    /// Say when the war reached a point or a place, by whom, and on what evidence
    Query {
        /// LON,LAT in degrees, or the name of a place in any of its languages
        #[arg(value_name = "LON,LAT or PLACE", allow_hyphen_values = true)]
        what: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// The campaign folder
        #[arg(long, value_name = "DIR")]
        campaign: Option<PathBuf>,
    },
    /// Write the campaign for a GIS, a globe or a spreadsheet
    Export {
        /// The format
        #[arg(long, value_enum)]
        format: ExportFormat,
        /// The folder to write into; it is made where it is not there
        #[arg(short = 'o', long = "output", value_name = "DIR")]
        output: PathBuf,
        /// The campaign folder
        #[arg(long, value_name = "DIR")]
        campaign: Option<PathBuf>,
    },
    /// Find every problem in a campaign, each with file, feature and remedy
    Check {
        /// The campaign folder
        dir: Option<PathBuf>,
    },
    /// Count what a campaign holds, and how well it is sourced
    Stats {
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// The campaign folder
        #[arg(long, value_name = "DIR")]
        campaign: Option<PathBuf>,
    },
}

/// Options of `render`.
#[derive(Debug, clap::Args)]
pub struct Render {
    /// The instant
    #[arg(long, value_name = "T")]
    pub at: String,
    /// The file to write; its ending gives the format: png or svg
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: PathBuf,
    /// Pixels to a point, for sharper pictures
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    pub scale: f64,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
    /// The campaign folder
    #[arg(long, value_name = "DIR")]
    pub campaign: Option<PathBuf>,
}

/// Options of `film`.
#[derive(Debug, clap::Args)]
pub struct Film {
    /// The file to write: .gif, .webp, or .png-sequence for a folder of pictures
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: PathBuf,
    /// Where it begins; the start of the campaign where it is left out
    #[arg(long, value_name = "T")]
    pub from: Option<String>,
    /// Where it ends; the end of the campaign where it is left out
    #[arg(long, value_name = "T")]
    pub to: Option<String>,
    /// Campaign hours a second
    #[arg(long, value_name = "HOURS", default_value_t = 12.0)]
    pub rate: f64,
    /// Pictures a second
    #[arg(long, value_name = "N", default_value_t = 10.0)]
    pub fps: f64,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
    /// The campaign folder
    #[arg(long, value_name = "DIR")]
    pub campaign: Option<PathBuf>,
}

/// How stills and films look.
#[derive(Debug, clap::Args)]
pub struct Look {
    /// Width and height in points
    #[arg(long, value_name = "WxH", default_value = "1920x1080")]
    pub size: String,
    /// Center and width of the view; the whole theatre where it is left out
    #[arg(long, value_name = "LON,LAT,KM", allow_hyphen_values = true)]
    pub view: Option<String>,
    /// Language of names: en, modern, ru, zh, ja, ko
    #[arg(long, value_name = "L", default_value = "en")]
    pub lang: String,
    /// The layers to draw, by id, with commas between; all where it is left out
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub layers: Option<Vec<String>>,
    /// Light or dark
    #[arg(long, value_enum, default_value = "light")]
    pub theme: ThemeName,
    /// Where accounts differ on a date, that of these, by their word in the campaign's files
    #[arg(long, value_name = "WHOSE", default_value = "all")]
    pub account: String,
    /// How strongly doubt is drawn
    #[arg(long, value_enum, default_value = "normal")]
    pub doubt: DoubtName,
}

/// How strongly doubt is drawn in a still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DoubtName {
    /// A quiet band and broken frames
    Normal,
    /// Hatched, hollow, with whiskers
    Strong,
    /// Best estimates alone
    Off,
}

/// Formats a campaign can be exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// For a GIS: points with two date fields, and trips
    Geojson,
    /// For Google Earth
    Kml,
    /// For a replay on a globe
    Czml,
    /// For spreadsheets
    Csv,
}

/// Ways to print a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StateFormat {
    /// Columns for reading
    Table,
    /// One JSON object
    Json,
    /// A feature collection for a GIS
    Geojson,
}

/// The two looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// For day and print
    Light,
    /// For dark rooms
    Dark,
}

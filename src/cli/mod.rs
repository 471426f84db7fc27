//! The same work without a window: arguments, library, campaign, situation, scene, paint, file.
//!
//! Results go to stdout, problems to stderr. Exit codes: 0 done, 1 asked for something that is not there, 2 failure.

mod args;
mod export;
#[expect(clippy::disallowed_types, reason = "how long a film takes is told by the wall clock")]
mod film;
mod query;
mod render;
mod report;

use std::io::Write;
use std::path::Path;

use clap::Parser;

pub use args::{Args, Command, Render, StateFormat, ThemeName};

use crate::campaign::{self, Campaign, Instant, Reading};
use crate::library::{OpenRequest, Severity};
use crate::situation::{GroundModel, Situation, check_railways};

/// Why a command did not do its work.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// Asked for something that is not there.
    NotThere(String),
    /// The work failed.
    Failed(String),
}

/// What was asked for on the command line.
pub enum Asked {
    /// The window.
    Window(OpenRequest),
    /// A command, done: its exit code.
    Done(u8),
}

/// Reads the arguments of the process and does the work, but for the window.
pub fn run() -> Asked {
    match Args::parse().command {
        None => Asked::Window(OpenRequest::default()),
        Some(Command::Open { dir, at, link, reset, kiosk }) => {
            Asked::Window(OpenRequest { dir, at, link, is_reset: reset, is_kiosk: kiosk })
        }
        Some(command) => Asked::Done(exit_code(execute(command, &mut std::io::stdout().lock()))),
    }
}

fn exit_code(result: Result<(), Failure>) -> u8 {
    let (code, message) = match result {
        Ok(()) => return 0,
        Err(Failure::NotThere(message)) => (1, message),
        Err(Failure::Failed(message)) => (2, message),
    };
    let _ = writeln!(std::io::stderr(), "{message}");
    code
}

fn execute(command: Command, out: &mut impl Write) -> Result<(), Failure> {
    match command {
        Command::Open { .. } => Ok(()),
        Command::Render(options) => render::render(&options),
        Command::Film(options) => film::film(&options),
        Command::State { at, format, campaign } => {
            let campaign = load(campaign.as_deref())?;
            let situation = Situation::at(&campaign, instant(&campaign, &at)?);
            let ground = GroundModel::build(&campaign, &render::base_map(&campaign)?);
            print(out, &report::state(&campaign, &ground, &situation, format))
        }
        Command::Query { what, json, campaign } => {
            let campaign = load(campaign.as_deref())?;
            let basemap = render::base_map(&campaign)?;
            let ground = GroundModel::build(&campaign, &basemap);
            print(out, &query::query(&campaign, &basemap, &ground, &what, json)?)
        }
        Command::Export { format, output, campaign } => export::export(&load(campaign.as_deref())?, format, &output, out),
        Command::Check { dir } => check(dir.as_deref(), out),
        Command::Stats { json, campaign } => {
            let campaign = load(campaign.as_deref())?;
            print(out, &report::stats(&campaign, json))
        }
    }
}

fn print(out: &mut impl Write, text: &str) -> Result<(), Failure> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(err) if err.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Failed(format!("the answer cannot be printed ({err})"))),
        _ => Ok(()),
    }
}

fn read(dir: Option<&Path>) -> Reading {
    dir.map_or_else(campaign::built_in, campaign::open)
}

/// A campaign, or all its problems.
fn load(dir: Option<&Path>) -> Result<Campaign, Failure> {
    read(dir).into_result().map_err(|problems| {
        let lines: Vec<String> = problems.iter().filter(|problem| problem.severity == Severity::Error).map(ToString::to_string).collect();
        Failure::Failed(lines.join("\n"))
    })
}

/// An instant of the campaign's period.
fn instant(campaign: &Campaign, text: &str) -> Result<Instant, Failure> {
    let instant = campaign.calendar.parse(text).map_err(Failure::Failed)?;
    if instant < campaign.period.start || instant > campaign.period.end {
        let (start, end) = (campaign.calendar.full(campaign.period.start), campaign.calendar.full(campaign.period.end));
        return Err(Failure::NotThere(format!("{text:?} lies outside the campaign, which runs from {start} to {end}")));
    }
    Ok(instant)
}

fn check(dir: Option<&Path>, out: &mut impl Write) -> Result<(), Failure> {
    let mut reading = read(dir);
    if let Some(campaign) = &reading.campaign {
        reading.problems.extend(check_railways(campaign, &render::base_map(campaign)?));
    }
    let shown = dir.map_or_else(|| "the built-in campaign".to_owned(), |dir| dir.display().to_string());
    let (errors, warnings): (Vec<_>, Vec<_>) = reading.problems.iter().partition(|problem| problem.severity == Severity::Error);
    for problem in errors.iter().chain(&warnings) {
        let _ = writeln!(std::io::stderr(), "{problem}");
    }
    if errors.is_empty() {
        print(out, &format!("{shown}: no errors, {} {}\n", warnings.len(), plural(warnings.len(), "warning")))
    } else {
        Err(Failure::Failed(format!(
            "{shown}: {} {}, {} {}",
            errors.len(),
            plural(errors.len(), "error"),
            warnings.len(),
            plural(warnings.len(), "warning")
        )))
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

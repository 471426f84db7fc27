//! Which door: the window, or a command without one.

use std::io::Write;
use std::process::ExitCode;

use august_storm::app;
use august_storm::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run() {
        Asked::Done(code) => ExitCode::from(code),
        Asked::Window(request) => match app::run(&request) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                let _ = writeln!(std::io::stderr(), "{message}");
                ExitCode::from(2)
            }
        },
    }
}

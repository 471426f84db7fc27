//! Which door: the window, or a command without one.

use std::process::ExitCode;

use august_storm::cli::{self, Asked};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::run() {
        Asked::Done(code) => ExitCode::from(code),
        Asked::Window(_) => ExitCode::from(2),
    }
}

//! August Storm: a campaign map of the Soviet invasion of Manchuria, August 1945, hour by hour.
//!
//! The rooms in reading order. Each uses only those before it, as `ARCHITECTURE.md` says and `tests/architecture.rs`
//! holds:
//!
//! - [`library`] reads files and knows nothing of what they say.
//! - [`campaign`] is what happened, parsed and checked once.
//! - [`cartography`] lays the round earth on a flat page.
//! - [`situation`] is who stood where at one instant.
//! - [`charts`] is the campaign as series.
//! - [`scene`] is the picture as marks.
//! - [`paint`] draws a scene: window, pixels, SVG.
//! - [`session`] is what the user has chosen.
//! - [`ui`] shows it all and pushes commands.
//! - [`cli`] and [`app`] are the two doors.
//!
//! Nothing here knows Manchuria: history is data, in `geodata`.

pub mod app;
pub mod campaign;
pub mod cartography;
pub mod charts;
pub mod cli;
pub mod library;
pub mod paint;
pub mod scene;
pub mod session;
pub mod situation;
pub mod ui;

//! August Storm: a campaign map, hour by hour.
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

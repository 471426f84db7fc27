//! August Storm: a campaign map, hour by hour.
pub mod campaign;
pub mod cartography;
pub mod library;
pub mod charts;
pub mod situation;

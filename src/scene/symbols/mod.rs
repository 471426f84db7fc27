//! Signs made of marks: units, events, places, arrows. Each is drawn into a canvas and knows no map.

pub mod arrow;
pub mod event;
pub mod place;
pub mod unit;

//! What a scene can use again from the one before: nothing in it changes what is drawn, only how fast.

use std::cell::RefCell;
use std::sync::Arc;

use super::{MapInput, Mark, Mesh};
use crate::campaign::Instant;
use crate::cartography::{Graticule, View, graticule};

/// The front moves no faster than this, metres a second (150 km a day).
const FASTEST: f64 = 1.75;

/// Ground is computed anew when the front can have moved by this much, points.
const NOTICED: f64 = 0.35;

/// What was computed for an instant and a view.
struct Kept<T> {
    at: Instant,
    view: View,
    value: T,
}

/// Ground taken and band of doubt.
type GroundMeshes = (Arc<Mesh>, Arc<Mesh>);

/// Results kept from scene to scene.
#[derive(Default)]
pub struct Memory {
    ground: RefCell<Option<Kept<GroundMeshes>>>,
    front: RefCell<Option<Kept<Arc<Vec<Mark>>>>>,
    graticule: RefCell<Option<(View, Arc<Graticule>)>>,
}

impl Memory {
    /// The instant whose ground stands for that of the input: a little earlier, by less than can be noticed. It follows
    /// from instant and scale alone, so that a scene does not depend on the one before.
    pub fn ground_instant(input: &MapInput<'_>) -> Instant {
        let step = (NOTICED * input.view.metres_per_point / FASTEST).clamp(1.0, 1800.0) as i64;
        Instant(input.situation.instant.0.div_euclid(step) * step)
    }

    /// Ground taken and band of doubt, made by `make` where they are not kept.
    pub fn ground(&self, input: &MapInput<'_>, make: impl FnOnce(Instant) -> GroundMeshes) -> GroundMeshes {
        fetch(&self.ground, input, make)
    }

    /// The marks of the front line, made by `make` where they are not kept.
    pub fn front(&self, input: &MapInput<'_>, make: impl FnOnce(Instant) -> Arc<Vec<Mark>>) -> Arc<Vec<Mark>> {
        fetch(&self.front, input, make)
    }

    /// The graticule of the view.
    pub fn graticule(&self, input: &MapInput<'_>) -> Arc<Graticule> {
        let mut kept = self.graticule.borrow_mut();
        match kept.as_ref() {
            Some((view, graticule)) if *view == input.view => Arc::clone(graticule),
            _ => {
                let made = Arc::new(graticule(&input.basemap.projection, &input.view));
                *kept = Some((input.view, Arc::clone(&made)));
                made
            }
        }
    }
}

fn fetch<T: Clone>(kept: &RefCell<Option<Kept<T>>>, input: &MapInput<'_>, make: impl FnOnce(Instant) -> T) -> T {
    let at = Memory::ground_instant(input);
    if let Some(kept) = kept.borrow().as_ref().filter(|kept| kept.at == at && kept.view == input.view) {
        return kept.value.clone();
    }
    let value = make(at);
    *kept.borrow_mut() = Some(Kept { at, view: input.view, value: value.clone() });
    value
}

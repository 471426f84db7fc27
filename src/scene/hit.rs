//! What lies under a point of the page.

use std::sync::Arc;

use super::{Scene, Target};
use crate::cartography::{Page, PageRect};

/// The smallest side of what can be pointed at, points (WCAG 2.2, 2.5.8).
const SMALLEST: f64 = 24.0;

/// A part of the page that stands for something.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What for.
    pub target: Target,
    /// Its drawing.
    pub rect: PageRect,
    /// What it is called, for screen readers and tests.
    pub name: Arc<str>,
}

impl Hit {
    /// The part that answers to the pointer: at least 24 by 24 points.
    pub fn reach(&self) -> PageRect {
        self.reach_of(SMALLEST)
    }

    fn reach_of(&self, smallest: f64) -> PageRect {
        PageRect::around(self.rect.center(), self.rect.width().max(smallest), self.rect.height().max(smallest))
    }
}

impl Scene {
    /// What lies under a point: the topmost drawing there, or else the nearest thing within reach.
    pub fn hit(&self, point: Page) -> Option<&Hit> {
        self.hit_within(point, SMALLEST)
    }

    /// The same where nothing that answers is smaller than this, points: a finger is wider than a pointer.
    pub fn hit_within(&self, point: Page, smallest: f64) -> Option<&Hit> {
        let drawn = self.hits.iter().rev().find(|hit| hit.rect.contains(point));
        drawn.or_else(|| {
            let near = self.hits.iter().filter(|hit| hit.reach_of(smallest).contains(point));
            near.min_by(|a, b| a.rect.center().distance(point).total_cmp(&b.rect.center().distance(point)))
        })
    }
}

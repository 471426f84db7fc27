//! How a page is shared between the map and what stands beside it.

use super::Furniture;
use crate::cartography::{Page, PageRect, PageSize, View};

/// Paper around the map of a still, where the graticule is labelled, points.
const EDGE: f64 = 22.0;
/// Paper under it, where its link stands too, points.
const FOOT: f64 = 34.0;
/// The column of a still: its share of the page, and its bounds, points.
const COLUMN: (f64, f64, f64) = (0.2, 296.0, 392.0);
/// A still smaller than this has a head with title and date instead of a column, points.
const SMALLEST: (f64, f64) = (820.0, 480.0);
/// Height of the head, points.
const HEAD: f64 = 56.0;

/// Where map and margins lie on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// What shows the ground.
    pub map: PageRect,
    /// The column at the left for title, legend and scale, where there is one.
    pub column: Option<PageRect>,
    /// The band over the map for title and date, where there is one.
    pub head: Option<PageRect>,
}

impl Sheet {
    /// The sheet of a page.
    pub fn of(furniture: Furniture, size: PageSize) -> Self {
        let page = PageRect::of(size);
        if furniture != Furniture::Still {
            return Self { map: page, column: None, head: None };
        }
        if size.width < SMALLEST.0 || size.height < SMALLEST.1 {
            let head = PageRect { min: page.min, max: Page::new(page.max.x, HEAD) };
            return Self { map: PageRect { min: Page::new(page.min.x, HEAD), max: page.max }, column: None, head: Some(head) };
        }
        let width = (size.width * COLUMN.0).clamp(COLUMN.1, COLUMN.2);
        let map = PageRect { min: Page::new(width + EDGE, EDGE), max: page.max.offset(-EDGE, -FOOT) };
        let column = PageRect { min: page.min, max: Page::new(width, page.max.y) };
        Self { map, column: Some(column), head: None }
    }

    /// The size of the part that shows the ground.
    pub fn map_size(&self) -> PageSize {
        PageSize { width: self.map.width(), height: self.map.height() }
    }

    /// The view with its center in the middle of the map.
    pub fn centered(&self, view: View) -> View {
        let (page, map) = (view.page().center(), self.map.center());
        view.panned(map.x - page.x, map.y - page.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_still_keeps_most_of_its_page_for_the_map() {
        for (width, height) in [(1920.0, 1080.0), (1024.0, 640.0), (3840.0, 2160.0), (640.0, 400.0)] {
            let size = PageSize { width, height };
            let sheet = Sheet::of(Furniture::Still, size);
            let share = sheet.map.width() * sheet.map.height() / (width * height);
            assert!(share > 0.6 && sheet.map.within(&PageRect::of(size)), "{width}x{height}: {share}");
            assert!(sheet.column.is_some() != sheet.head.is_some(), "a still says what it shows beside its map or over it");
            assert_eq!(Sheet::of(Furniture::Window, size).map, PageRect::of(size));
        }
    }
}

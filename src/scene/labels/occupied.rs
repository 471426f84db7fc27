//! What is covered already, in a grid, so that a candidate is compared with its neighbors only.

use crate::cartography::PageRect;

/// Side of a cell of the grid, points.
const CELL: f64 = 48.0;

/// Rectangles of the page that are covered.
pub struct Occupied {
    map: PageRect,
    columns: usize,
    /// For each cell the last of its entries.
    cells: Vec<u32>,
    /// Numbers of rectangles, each with the entry of its cell before it.
    entries: Vec<(u32, u32)>,
    rects: Vec<PageRect>,
}

/// No entry.
const NONE: u32 = u32::MAX;

impl Occupied {
    /// What is covered of a map at first. What lies outside the map is left out.
    pub fn new(map: PageRect, rects: &[PageRect]) -> Self {
        let count = |length: f64| (length.max(0.0) / CELL).ceil() as usize + 1;
        let columns = count(map.width());
        let mut occupied = Self { map, columns, cells: vec![NONE; columns * count(map.height())], entries: Vec::new(), rects: Vec::new() };
        occupied.extend(rects.iter().copied());
        occupied
    }

    /// Covers more.
    pub fn extend(&mut self, rects: impl IntoIterator<Item = PageRect>) {
        let map = self.map;
        for rect in rects.into_iter().filter(|rect| rect.overlaps(&map)) {
            let number = self.rects.len() as u32;
            self.rects.push(rect);
            for cell in self.cells_of(&rect) {
                let last = std::mem::replace(&mut self.cells[cell], self.entries.len() as u32);
                self.entries.push((number, last));
            }
        }
    }

    /// Whether nothing covers a rectangle but what lies within the drawing it belongs to.
    pub fn is_free(&self, rect: &PageRect, own: &PageRect) -> bool {
        self.cells_of(rect).all(|cell| {
            let mut entry = self.cells[cell];
            while let Some((number, before)) = self.entries.get(entry as usize) {
                let other = &self.rects[*number as usize];
                if other.overlaps(rect) && !other.within(own) {
                    return false;
                }
                entry = *before;
            }
            true
        })
    }

    /// How many rectangles touch one.
    pub fn count(&self, rect: &PageRect) -> usize {
        let mut found: Vec<u32> = Vec::new();
        for cell in self.cells_of(rect) {
            let mut entry = self.cells[cell];
            while let Some((number, before)) = self.entries.get(entry as usize) {
                if self.rects[*number as usize].overlaps(rect) {
                    found.push(*number);
                }
                entry = *before;
            }
        }
        found.sort_unstable();
        found.dedup();
        found.len()
    }

    fn cells_of(&self, rect: &PageRect) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = (self.columns, self.cells.len() / self.columns.max(1));
        let at = |value: f64, from: f64, count: usize| (((value - from) / CELL).max(0.0) as usize).min(count.saturating_sub(1));
        let (left, right) = (at(rect.min.x, self.map.min.x, columns), at(rect.max.x, self.map.min.x, columns));
        let (top, bottom) = (at(rect.min.y, self.map.min.y, rows), at(rect.max.y, self.map.min.y, rows));
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::Page;

    #[test]
    fn what_is_covered_is_not_free_and_the_rest_is() {
        let map = PageRect::at(Page::new(100.0, 50.0), 400.0, 300.0);
        let covered = PageRect::at(Page::new(180.0, 90.0), 120.0, 20.0);
        let occupied = Occupied::new(map, &[covered]);
        let nothing = PageRect::at(Page::default(), 0.0, 0.0);
        assert!(!occupied.is_free(&PageRect::at(Page::new(290.0, 100.0), 40.0, 10.0), &nothing));
        assert!(occupied.is_free(&PageRect::at(Page::new(301.0, 100.0), 40.0, 10.0), &nothing));
        assert!(occupied.is_free(&PageRect::at(Page::new(200.0, 95.0), 10.0, 10.0), &covered), "a label may touch its own drawing");
    }
}

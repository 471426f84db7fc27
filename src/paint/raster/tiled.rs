//! Pictures in a row: what does not move keeps its pixels. The picture is cut into tiles; a tile in which the same
//! triangles lie in the same order as in the picture before is not filled again.

use std::hash::{DefaultHasher, Hash, Hasher};

use egui::epaint::{ClippedPrimitive, Vertex};
use egui::{Color32, ColorImage, Pos2};

use super::{Clip, Picture, Rasterizer, Rows, corners, triangle};

/// The side of a tile, pixels.
const SIDE: usize = 48;

/// The last picture, with a fingerprint of what lies in each of its tiles; none of a first picture, which may be the only
/// one.
#[derive(Default)]
pub struct Tiled {
    frame: ColorImage,
    prints: Vec<u64>,
}

/// A grid of tiles over a picture.
struct Grid {
    size: [usize; 2],
    columns: usize,
    rows: usize,
}

impl Grid {
    fn over(size: [usize; 2]) -> Self {
        Self { size, columns: size[0].div_ceil(SIDE), rows: size[1].div_ceil(SIDE) }
    }

    /// The tiles between two corners, pixels, as far as a clip goes.
    fn tiles(&self, [min, max]: [Pos2; 2], clip: Clip) -> impl Iterator<Item = usize> + use<> {
        let tile = |pixel: i64, count: usize| (pixel.max(0) as usize / SIDE).min(count.saturating_sub(1));
        // A pixel more on every side, since corners are rounded to parts of a pixel.
        let (x0, y0) = ((min.x.floor() as i64 - 1).max(clip.x0), (min.y.floor() as i64 - 1).max(clip.y0));
        let (x1, y1) = ((max.x.ceil() as i64 + 1).min(clip.x1), (max.y.ceil() as i64 + 1).min(clip.y1));
        let is_empty = x0 >= x1 || y0 >= y1;
        let (columns, rows) = (tile(x0, self.columns)..tile(x1 - 1, self.columns) + 1, tile(y0, self.rows)..tile(y1 - 1, self.rows) + 1);
        let across = self.columns;
        rows.filter(move |_| !is_empty).flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }

    fn clip(&self, tile: usize) -> Clip {
        let (x, y) = (tile % self.columns * SIDE, tile / self.columns * SIDE);
        let [x1, y1] = [(x + SIDE).min(self.size[0]), (y + SIDE).min(self.size[1])].map(|past| past as i64);
        Clip { x0: x as i64, y0: y as i64, x1, y1 }
    }
}

impl Tiled {
    /// Fills primitives as [`Rasterizer::render`] does over black, with the pixels of the last picture where they are the same.
    pub fn render(
        &mut self,
        rasterizer: &Rasterizer,
        size: [usize; 2],
        pixels_per_point: f32,
        primitives: &[ClippedPrimitive],
    ) -> &ColorImage {
        let grid = Grid::over(size);
        let is_first = self.frame.size != size;
        let now = if is_first { Vec::new() } else { prints(rasterizer, &grid, pixels_per_point, primitives) };
        if is_first || self.prints.is_empty() {
            self.frame = rasterizer.render(size, pixels_per_point, Color32::BLACK, primitives);
        } else {
            let differs: Vec<bool> = self.prints.iter().zip(&now).map(|(before, now)| before != now).collect();
            self.refill(rasterizer, &grid, pixels_per_point, primitives, &differs);
        }
        self.prints = now;
        &self.frame
    }

    fn refill(&mut self, rasterizer: &Rasterizer, grid: &Grid, pixels_per_point: f32, primitives: &[ClippedPrimitive], differs: &[bool]) {
        for tile in (0..differs.len()).filter(|tile| differs[*tile]) {
            let Clip { x0, y0, x1, y1 } = grid.clip(tile);
            for y in y0..y1 {
                let start = y as usize * grid.size[0];
                self.frame.pixels[start + x0 as usize..start + x1 as usize].fill(Color32::BLACK);
            }
        }
        for primitive in primitives {
            let Some((mesh, texture, clip)) = rasterizer.mesh(primitive, grid.size, pixels_per_point) else { continue };
            if let Some(picture) = Picture::of(mesh) {
                for tile in grid.tiles([picture.min, picture.max].map(|at| at * pixels_per_point), clip).filter(|tile| differs[*tile]) {
                    picture.fill(&mut Rows::of(&mut self.frame), texture, clip.within(grid.clip(tile)), pixels_per_point);
                }
                continue;
            }
            for corners in corners(mesh) {
                for tile in grid.tiles(around(corners, pixels_per_point), clip).filter(|tile| differs[*tile]) {
                    triangle(&mut Rows::of(&mut self.frame), texture, clip.within(grid.clip(tile)), pixels_per_point, corners);
                }
            }
        }
    }
}

/// For each tile a fingerprint of the triangles in it, in order, and of the textures.
fn prints(rasterizer: &Rasterizer, grid: &Grid, pixels_per_point: f32, primitives: &[ClippedPrimitive]) -> Vec<u64> {
    let mut prints = vec![rasterizer.changes; grid.columns * grid.rows];
    for primitive in primitives {
        let Some((mesh, _, clip)) = rasterizer.mesh(primitive, grid.size, pixels_per_point) else { continue };
        let mut hasher = DefaultHasher::new();
        (clip, mesh.texture_id).hash(&mut hasher);
        let of_mesh = hasher.finish();
        for corners in corners(mesh) {
            let print = corners.iter().fold(of_mesh, |print, corner| mixed(print, corner));
            for tile in grid.tiles(around(corners, pixels_per_point), clip) {
                prints[tile] = (prints[tile] ^ print).wrapping_mul(PRIME).rotate_left(23);
            }
        }
    }
    prints
}

/// An odd number whose bits are well mixed (the golden ratio in 64 bits).
const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(print: u64, corner: &Vertex) -> u64 {
    let pair = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
    let color = u64::from(u32::from_le_bytes(corner.color.to_array()));
    [pair(corner.pos.x.to_bits(), corner.pos.y.to_bits()), pair(corner.uv.x.to_bits(), corner.uv.y.to_bits()), color]
        .into_iter()
        .fold(print, |print, word| (print ^ word).wrapping_mul(PRIME).rotate_left(29))
}

/// The corners of a rectangle around a triangle, pixels.
fn around(corners: [&Vertex; 3], pixels_per_point: f32) -> [Pos2; 2] {
    let [a, b, c] = corners.map(|corner| corner.pos);
    [a.min(b).min(c), a.max(b).max(c)].map(|at| (at * pixels_per_point).clamp(Pos2::new(-1e6, -1e6), Pos2::new(1e6, 1e6)))
}

//! Pictures in a row: what does not move keeps its pixels. The picture is cut into tiles; a tile in which the same
//! triangles lie in the same order as in the picture before is not filled again.

use std::hash::{DefaultHasher, Hash, Hasher};

use egui::epaint::{ClippedPrimitive, Mesh, Vertex};
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

/// Columns and rows of tiles, the last ones too.
#[derive(Clone, Copy)]
struct Reach {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Reach {
    fn join(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

impl Grid {
    fn over(size: [usize; 2]) -> Self {
        Self { size, columns: size[0].div_ceil(SIDE), rows: size[1].div_ceil(SIDE) }
    }

    /// The tiles that a point may touch, pixels: a pixel more on every side, since corners are rounded to parts of a pixel.
    fn reach(at: Pos2) -> Reach {
        let side = SIDE as i32;
        let [x, y] = [at.x, at.y].map(|value| value.clamp(-1e6, 1e6) as i32);
        // A number is cut off towards zero: by a pixel at most.
        Reach {
            left: (x - 2).div_euclid(side),
            top: (y - 2).div_euclid(side),
            right: (x + 2).div_euclid(side),
            bottom: (y + 2).div_euclid(side),
        }
    }

    /// The tiles that a clip may touch; none where it is empty.
    fn reach_of(&self, clip: Clip) -> Reach {
        let tile = |pixel: i64| pixel.div_euclid(SIDE as i64).clamp(-1, i64::from(i32::MAX)) as i32;
        let is_empty = clip.x0 >= clip.x1 || clip.y0 >= clip.y1;
        let [right, bottom] = if is_empty { [-1; 2] } else { [tile(clip.x1 - 1), tile(clip.y1 - 1)] };
        let [columns, rows] = [self.columns as i32, self.rows as i32];
        Reach { left: tile(clip.x0).max(0), top: tile(clip.y0).max(0), right: right.min(columns - 1), bottom: bottom.min(rows - 1) }
    }

    /// The tiles of a reach, as far as another goes.
    fn tiles(&self, reach: Reach, within: Reach) -> impl Iterator<Item = usize> + use<> {
        let columns = reach.left.max(within.left)..reach.right.min(within.right) + 1;
        let rows = reach.top.max(within.top)..reach.bottom.min(within.bottom) + 1;
        let across = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row as usize * across + column as usize))
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
            let within = grid.reach_of(clip);
            if let Some(picture) = Picture::of(mesh) {
                let [min, max] = [picture.min, picture.max].map(|at| Grid::reach(at * pixels_per_point));
                for tile in grid.tiles(min.join(max), within).filter(|tile| differs[*tile]) {
                    picture.fill(&mut Rows::of(&mut self.frame), texture, clip.within(grid.clip(tile)), pixels_per_point);
                }
                continue;
            }
            let reaches: Vec<Reach> = mesh.vertices.iter().map(|corner| Grid::reach(corner.pos * pixels_per_point)).collect();
            for (corners, [a, b, c]) in corners(mesh).zip(threes(mesh)) {
                let reach = reaches[a].join(reaches[b]).join(reaches[c]);
                for tile in grid.tiles(reach, within).filter(|tile| differs[*tile]) {
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
        // A corner is shared by three triangles in the mean: what it adds to each is made once.
        let corner = |vertex: &Vertex| (Grid::reach(vertex.pos * pixels_per_point), mixed(of_mesh, vertex));
        let corners: Vec<(Reach, u64)> = mesh.vertices.iter().map(corner).collect();
        let within = grid.reach_of(clip);
        for three in threes(mesh) {
            let [(a, print), (b, second), (c, third)] = three.map(|number| corners[number]);
            let print = [second, third].into_iter().fold(print, with);
            for tile in grid.tiles(a.join(b).join(c), within) {
                prints[tile] = with(prints[tile], print);
            }
        }
    }
    prints
}

/// An odd number whose bits are well mixed (the golden ratio in 64 bits).
const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// A fingerprint with a word more; another one where the words come in another order.
fn with(print: u64, word: u64) -> u64 {
    (print ^ word).wrapping_mul(PRIME).rotate_left(29)
}

fn mixed(print: u64, corner: &Vertex) -> u64 {
    let pair = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
    let color = u64::from(u32::from_le_bytes(corner.color.to_array()));
    let words = [pair(corner.pos.x.to_bits(), corner.pos.y.to_bits()), pair(corner.uv.x.to_bits(), corner.uv.y.to_bits()), color];
    words.into_iter().fold(print, with)
}

/// The numbers of the corners of each triangle.
fn threes(mesh: &Mesh) -> impl Iterator<Item = [usize; 3]> {
    mesh.indices.chunks_exact(3).map(|three| [0, 1, 2].map(|k| three[k] as usize))
}

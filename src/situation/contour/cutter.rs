//! Makes tiles: the field's nodes refined, and the exact coast and border laid over the cells they cross.

use std::collections::{BTreeMap, HashMap};

use super::clip::{Convex, Corner};
use super::fill::Fan;
use super::tile::{CELLS, Cell, NODES, Tile, rises};
use crate::cartography::{Detail, Plane, PlaneRect};
use crate::situation::arrival::{Grid, Surface, fill_rings};

/// Cuts the covered ground of the field into tiles, along the political areas that `is_ground` names, with one or two
/// cells a step of the field's grid.
pub fn tiles(field: &Surface<'_>, detail: &Detail, parts: usize, is_ground: impl Fn(&str) -> bool) -> Vec<Tile> {
    let areas: Vec<_> = detail.polities.iter().filter(|polity| is_ground(&polity.id)).map(|polity| &polity.area).collect();
    let coarse = field.grid;
    let cell = coarse.step / parts as f64;
    let (columns, rows) = ((coarse.nx - 1) * parts, (coarse.ny - 1) * parts);
    let middles =
        Grid { origin: Plane { x: coarse.origin.x + cell / 2.0, y: coarse.origin.y + cell / 2.0 }, step: cell, nx: columns, ny: rows };
    let mut cover = vec![Cover::None; columns * rows];
    for area in &areas {
        fill_rings(&middles, area.polygons.iter().flatten().map(Vec::as_slice), |idx| cover[idx] = Cover::All);
    }
    let lattice = Lattice { origin: coarse.origin, cell, parts, columns, rows };
    for ring in areas.iter().flat_map(|area| area.polygons.iter().flatten()) {
        lattice.crossed(ring, |idx| cover[idx] = Cover::Some);
    }
    let mut tiles: BTreeMap<usize, Draft> = BTreeMap::new();
    let across = columns.div_ceil(CELLS);
    for number in 0..across * rows.div_ceil(CELLS) {
        let draft = Draft::new(field, &lattice, [number % across * CELLS, number / across * CELLS]);
        tiles.extend(draft.map(|draft| (number, draft)));
    }
    for area in &areas {
        let triangles = area.triangles();
        for corners in triangles.indices.chunks_exact(3) {
            lay(&mut tiles, &lattice, &cover, across, [0, 1, 2].map(|k| triangles.vertices[corners[k] as usize]));
        }
    }
    let cover_of = |[x, y]: [usize; 2]| if x < columns && y < rows { cover[y * columns + x] } else { Cover::None };
    let finished = |draft: Draft| {
        let [x, y] = draft.tile.first.map(|first| first as usize);
        draft.finish(|column, row| cover_of([x + column, y + row]))
    };
    tiles.into_values().filter_map(finished).collect()
}

/// A part of a tile in cells so many times as fine: the ground is that of the tile, the times are those of the field, with
/// pockets apart. `block` is its column and row among as many parts along either side.
pub fn finer(tile: &Tile, field: &Surface<'_>, split: usize, block: [usize; 2]) -> Option<Tile> {
    let side = CELLS / split;
    let [x, y] = block.map(|number| number * side);
    let (cell, origin) = (tile.cell / split as f32, tile.plane(x as f32 * tile.cell, y as f32 * tile.cell));
    let node =
        |idx: usize| Plane { x: origin.x + (idx % NODES) as f64 * f64::from(cell), y: origin.y + (idx / NODES) as f64 * f64::from(cell) };
    let part = field.part(PlaneRect { min: origin, max: node(NODES * NODES - 1) });
    let nodes = part.open_nodes(origin, f64::from(cell), NODES);
    let first = [0, 1].map(|k| tile.first[k] * split as u32 + (block[k] * CELLS) as u32);
    let mut draft = Draft::empty(origin, cell, first, &nodes);
    let [dx, dy] = [x, y].map(|cells| cells as f32 * tile.cell);
    for (row, column) in (0..side).flat_map(|row| (0..side).map(move |column| (row, column))) {
        if !matches!(tile.cells[(y + row) * CELLS + x + column], Cell::Pieces(..)) {
            continue;
        }
        for (_, piece) in tile.polygons(x + column, y + row) {
            let piece: Convex = piece.corners().iter().map(|c| Corner { x: c.x - dx, y: c.y - dy, ..*c }).collect();
            for idx in 0..split * split {
                draft.lay([column * split + idx % split, row * split + idx / split], &piece);
            }
        }
    }
    draft.tile.held = part.hours_held();
    let mut finer = draft.finish(|column, row| match tile.cells[(y + row / split) * CELLS + x + column / split] {
        Cell::Empty => Cover::None,
        Cell::Full => Cover::All,
        Cell::Pieces(..) => Cover::Some,
    })?;
    if finer.held > 0.0 {
        let rises = |point: &Corner| {
            let [earliest, _, latest] = part.rises(finer.plane(point.x, point.y));
            [earliest, latest]
        };
        finer.rises = finer.points.iter().map(rises).collect();
    }
    Some(finer)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cover {
    None,
    Some,
    All,
}

/// The cells of all tiles together.
struct Lattice {
    origin: Plane,
    cell: f64,
    parts: usize,
    columns: usize,
    rows: usize,
}

impl Lattice {
    fn cells(&self, point: Plane) -> [f64; 2] {
        [(point.x - self.origin.x) / self.cell, (point.y - self.origin.y) / self.cell]
    }

    /// Calls `set` for every cell a ring runs through.
    fn crossed(&self, ring: &[Plane], mut set: impl FnMut(usize)) {
        for pair in ring.windows(2) {
            let ([ax, ay], [bx, by]) = (self.cells(pair[0]), self.cells(pair[1]));
            let (low, high) = (ay.min(by).max(0.0), ay.max(by).min(self.rows as f64 - 1e-9));
            let mut row = low.floor();
            while row <= high {
                let at = |y: f64| {
                    if (by - ay).abs() < 1e-12 {
                        [ax, bx]
                    } else {
                        [ax + (bx - ax) * ((y.clamp(ay.min(by), ay.max(by)) - ay) / (by - ay)); 2]
                    }
                };
                let ends = [at(row), at(row + 1.0)].concat();
                let from = ends.iter().copied().fold(f64::INFINITY, f64::min) - 1e-6;
                let to = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max) + 1e-6;
                let first = from.floor().clamp(0.0, self.columns as f64) as usize;
                let past = (to.floor() + 1.0).clamp(0.0, self.columns as f64) as usize;
                (first..past).for_each(|column| set(row as usize * self.columns + column));
                row += 1.0;
            }
        }
    }
}

/// Lays a triangle of a political area over the tiles: over the crossed cells one by one, and over each tile whole.
fn lay(tiles: &mut BTreeMap<usize, Draft>, lattice: &Lattice, cover: &[Cover], across: usize, mut corners: [Plane; 3]) {
    let [a, b, c] = corners;
    if (b.x - a.x) * (c.y - a.y) < (c.x - a.x) * (b.y - a.y) {
        corners.swap(1, 2);
    }
    let rect = PlaneRect::around(&corners);
    let ([x0, y0], [x1, y1]) = (lattice.cells(rect.min), lattice.cells(rect.max));
    let limit = |at: f64, count: usize| at.floor().clamp(0.0, count as f64 - 1.0) as usize;
    if x1 < 0.0 || y1 < 0.0 || x0 >= lattice.columns as f64 || y0 >= lattice.rows as f64 {
        return;
    }
    let ([x0, x1], [y0, y1]) = ([x0, x1].map(|x| limit(x, lattice.columns)), [y0, y1].map(|y| limit(y, lattice.rows)));
    for ty in y0 / CELLS..=y1 / CELLS {
        for tx in x0 / CELLS..=x1 / CELLS {
            let Some(draft) = tiles.get_mut(&(ty * across + tx)) else { continue };
            let corners = corners.map(|corner| {
                let [x, y] = [corner.x - draft.tile.origin.x, corner.y - draft.tile.origin.y];
                Corner { x: x as f32, y: y as f32, ..Corner::default() }
            });
            let side = lattice.cell as f32 * CELLS as f32;
            let part = clipped(Convex::new(&corners), [0.0, 0.0], [side, side]);
            if part.is_empty() {
                continue;
            }
            draft.outline.push(part);
            let span = |low: usize, high: usize, tile: usize| low.max(tile * CELLS)..(high + 1).min((tile + 1) * CELLS);
            for row in span(y0, y1, ty) {
                for column in span(x0, x1, tx) {
                    if cover[row * lattice.columns + column] == Cover::Some {
                        draft.lay([column - tx * CELLS, row - ty * CELLS], &part);
                    }
                }
            }
        }
    }
}

fn clipped(convex: Convex, [x0, y0]: [f32; 2], [x1, y1]: [f32; 2]) -> Convex {
    let part = convex.cut(|c| c.x - x0).0.cut(|c| x1 - c.x).0;
    part.cut(|c| c.y - y0).0.cut(|c| y1 - c.y).0
}

/// A tile in the making.
struct Draft {
    tile: Tile,
    inside: Vec<f32>,
    outline: Vec<Convex>,
    laid: Vec<(usize, u8, Convex)>,
}

impl Draft {
    /// A tile from its first cell, if any of it is covered.
    fn new(field: &Surface<'_>, lattice: &Lattice, [column, row]: [usize; 2]) -> Option<Self> {
        let parts = lattice.parts;
        let coarse = |at: usize, past: usize| (at / parts).saturating_sub(1)..(at / parts + CELLS / parts + 2).min(past);
        let near = coarse(row, field.grid.ny).any(|y| coarse(column, field.grid.nx).any(|x| field.inside[y * field.grid.nx + x] > 0.0));
        if !near {
            return None;
        }
        let node = |column: usize, row: usize| Plane {
            x: lattice.origin.x + column as f64 * lattice.cell,
            y: lattice.origin.y + row as f64 * lattice.cell,
        };
        let part = field.part(PlaneRect { min: node(column, row), max: node(column + CELLS, row + CELLS) });
        let nodes: Vec<[f32; 4]> = (0..NODES * NODES).map(|idx| part.at(node(column + idx % NODES, row + idx / NODES))).collect();
        let mut draft = Self::empty(node(column, row), lattice.cell as f32, [column as u32, row as u32], &nodes);
        draft.inside = nodes.iter().map(|node| if node[2].is_finite() { node[3] } else { node[3].min(-1.0) }).collect();
        draft.tile.held = part.hours_held();
        Some(draft)
    }

    /// A tile without ground, all of it inside, with the values at its nodes.
    fn empty(origin: Plane, cell: f32, first: [u32; 2], nodes: &[[f32; 4]]) -> Self {
        let times = |[earliest, _, latest, _]: &[f32; 4]| if latest.is_finite() { [*earliest, *latest] } else { [1e9; 2] };
        let tile = Tile {
            origin,
            cell,
            first,
            nodes: nodes.iter().map(times).collect(),
            cells: vec![Cell::Empty; CELLS * CELLS],
            spans: Vec::new(),
            pieces: Vec::new(),
            corners: Vec::new(),
            points: Vec::new(),
            whole: Default::default(),
            limits: Vec::new(),
            earliest: [f32::INFINITY, f32::NEG_INFINITY],
            latest: [f32::INFINITY, f32::NEG_INFINITY],
            held: 0.0,
            rises: Vec::new(),
        };
        Self { tile, inside: vec![1.0; NODES * NODES], outline: Vec::new(), laid: Vec::new() }
    }

    /// The least and the greatest depth at the corners of a cell.
    fn depth(&self, column: usize, row: usize) -> [f32; 2] {
        let corners = [0, 1, NODES, NODES + 1].map(|offset| self.inside[row * NODES + column + offset]);
        [corners.into_iter().fold(f32::INFINITY, f32::min), corners.into_iter().fold(f32::NEG_INFINITY, f32::max)]
    }

    /// Lays part of a political area over one cell.
    fn lay(&mut self, [column, row]: [usize; 2], part: &Convex) {
        if self.depth(column, row)[1] <= 0.0 {
            return;
        }
        let side = self.tile.cell;
        let [x, y] = [column as f32 * side, row as f32 * side];
        let within = clipped(*part, [x, y], [x + side, y + side]);
        if within.is_empty() {
            return;
        }
        for half in 0..2 {
            self.keep([column, row], half, &within);
        }
    }

    /// Keeps what lies in one half of a cell and inside the covered ground, with its times.
    fn keep(&mut self, [column, row]: [usize; 2], half: u8, within: &Convex) {
        let side = self.tile.cell;
        let [x, y] = [column as f32 * side, row as f32 * side];
        let sign = if half == 0 { 1.0 } else { -1.0 };
        let diagonal = |c: &Corner| sign * if rises(column, row) { (c.x - x) - (c.y - y) } else { side - (c.x - x) - (c.y - y) };
        let (part, _) = within.cut(diagonal);
        if part.is_empty() || part.area() < 1.0 {
            return;
        }
        let plane = HalfPlane::new([column, row], half, side);
        let at = |k: usize, c: &Corner| plane.at(c, |offset| self.tile.nodes[row * NODES + column + offset][k]);
        let corners: Vec<Corner> = part.corners().iter().map(|c| Corner { earliest: at(0, c), latest: at(1, c), ..*c }).collect();
        let (part, limit) = Convex::new(&corners).cut(|c| plane.at(c, |offset| self.inside[row * NODES + column + offset]));
        if !part.is_empty() && part.area() >= 1.0 {
            self.tile.limits.extend(limit);
            self.laid.push((row * CELLS + column, half, part));
        }
    }

    /// The tile with what was laid, and with the cells that are ground all over; none where no ground was ever reached.
    fn finish(mut self, cover: impl Fn(usize, usize) -> Cover) -> Option<Tile> {
        let side = self.tile.cell;
        let mut is_whole = !self.outline.is_empty();
        for row in 0..CELLS {
            for column in 0..CELLS {
                let cover = cover(column, row);
                let [least, most] = self.depth(column, row);
                is_whole &= cover == Cover::None || least >= 0.0;
                if cover == Cover::All && least >= 0.0 {
                    self.tile.cells[row * CELLS + column] = Cell::Full;
                } else if cover == Cover::All && most > 0.0 {
                    let [x0, y0] = [column as f32 * side, row as f32 * side];
                    let square = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(|(dx, dy)| Corner {
                        x: x0 + dx,
                        y: y0 + dy,
                        ..Corner::default()
                    });
                    let square = Convex::new(&square);
                    (0..2).for_each(|half| self.keep([column, row], half, &square));
                }
            }
        }
        self.file_pieces();
        self.tile.measure();
        self.whole(is_whole);
        (self.tile.earliest[0] < f32::INFINITY).then_some(self.tile)
    }

    /// Puts the laid pieces into the tile, cell by cell.
    fn file_pieces(&mut self) {
        self.laid.sort_by_key(|(cell, half, _)| (*cell, *half));
        self.join_what_is_whole();
        self.tile.points = (0..NODES * NODES).map(|node| self.tile.corner(node % NODES, node / NODES)).collect();
        let mut known: HashMap<[i32; 2], u32> = HashMap::new();
        for (cell, half, part) in &self.laid {
            let Ok(number) = u16::try_from(self.tile.pieces.len()) else { break };
            for corner in part.corners() {
                let next = self.tile.points.len() as u32;
                let point = self.node_at(corner).unwrap_or_else(|| *known.entry(spot(corner)).or_insert(next));
                if point == next {
                    self.tile.points.push(*corner);
                }
                self.tile.corners.push(point);
            }
            self.tile.pieces.push((self.tile.corners.len() as u32, *half));
            self.tile.cells[*cell] = match self.tile.cells[*cell] {
                Cell::Pieces(first, _) => Cell::Pieces(first, number + 1),
                _ => Cell::Pieces(number, number + 1),
            };
        }
    }

    /// The number of the node that a corner lies on, if it does.
    fn node_at(&self, corner: &Corner) -> Option<u32> {
        let [column, row] = [corner.x, corner.y].map(|metres| (metres / self.tile.cell).round());
        let is_on_it = (corner.x - column * self.tile.cell).abs() < 0.1 && (corner.y - row * self.tile.cell).abs() < 0.1;
        is_on_it.then(|| row as u32 * NODES as u32 + column as u32)
    }

    /// Where areas meet within the covered ground, or their triangles come to a point, the pieces fill half a cell or all
    /// of it between them: then it is one piece, or a full cell.
    fn join_what_is_whole(&mut self) {
        let half_area = f64::from(self.tile.cell).powi(2) / 2.0;
        let laid = std::mem::take(&mut self.laid);
        for pieces in laid.chunk_by(|a, b| a.0 == b.0) {
            let cell = pieces[0].0;
            let is_filled = |half: u8| {
                let of_half = pieces.iter().filter(|piece| piece.1 == half);
                of_half.map(|(.., part)| part.area()).sum::<f64>() > half_area * WHOLE
            };
            let filled = [is_filled(0), is_filled(1)];
            if filled == [true; 2] {
                self.tile.cells[cell] = Cell::Full;
                continue;
            }
            let halves = self.tile.halves(cell % CELLS, cell / CELLS);
            for half in 0..2_u8 {
                if filled[usize::from(half)] {
                    self.laid.push((cell, half, Convex::new(&halves[usize::from(half)])));
                } else {
                    self.laid.extend(pieces.iter().filter(|piece| piece.1 == half));
                }
            }
        }
    }

    /// The triangles of all ground of the tile: few where the tile is covered all over.
    fn whole(&mut self, is_whole: bool) {
        let tile = &mut self.tile;
        let mut whole = Default::default();
        for rect in tile.full_rects(|_, _| true) {
            fan_of(tile.rect_corners(rect), &mut whole);
        }
        for piece in 0..tile.pieces.len() as u16 {
            fan_of(tile.piece(piece).corners().iter().map(|c| [c.x, c.y]), &mut whole);
        }
        let outline: usize = self.outline.iter().map(|part| part.corners().len()).sum();
        if is_whole && outline < whole.0.len() {
            whole = Default::default();
            self.outline.iter().for_each(|part| fan_of(part.corners().iter().map(|c| [c.x, c.y]), &mut whole));
        }
        // Rectangles alone share little.
        tile.whole = if tile.pieces.is_empty() { whole } else { welded(&whole) };
    }
}

/// Where a corner lies, to a fifth of a metre: corners that agree are one.
fn spot(corner: &Corner) -> [i32; 2] {
    [corner.x, corner.y].map(|metres| (metres * 5.0).round() as i32)
}

/// The same triangles, each corner once.
fn welded((vertices, indices): &(Vec<[f32; 2]>, Vec<u32>)) -> (Vec<[f32; 2]>, Vec<u32>) {
    let mut known: HashMap<[i32; 2], u32> = HashMap::new();
    let mut kept: Vec<[f32; 2]> = Vec::new();
    let mut number = |[x, y]: [f32; 2]| {
        *known.entry(spot(&Corner { x, y, ..Corner::default() })).or_insert_with(|| {
            kept.push([x, y]);
            kept.len() as u32 - 1
        })
    };
    let numbers: Vec<u32> = vertices.iter().map(|vertex| number(*vertex)).collect();
    let corners = indices.chunks_exact(3).map(|corners| [0, 1, 2].map(|k| numbers[corners[k] as usize]));
    let indices = corners.filter(|[a, b, c]| a != b && b != c && c != a).flatten().collect();
    (kept, indices)
}

fn fan_of(corners: impl IntoIterator<Item = [f32; 2]>, (vertices, indices): &mut (Vec<[f32; 2]>, Vec<u32>)) {
    let mut fan = Fan::default();
    for corner in corners {
        vertices.push(corner);
        indices.extend(fan.turn(vertices.len() as u32 - 1).into_iter().flatten());
    }
}

/// The share of half a cell from which on it counts as filled: what is missing is a strip of a metre.
const WHOLE: f64 = 0.9995;

/// A value that is linear over one half of a cell, from the values at the cell's nodes.
struct HalfPlane {
    x: f32,
    y: f32,
    side: f32,
    base: usize,
    east: [usize; 2],
    north: [usize; 2],
    from: [f32; 2],
}

impl HalfPlane {
    fn new([column, row]: [usize; 2], half: u8, side: f32) -> Self {
        const SW: usize = 0;
        const SE: usize = 1;
        const NW: usize = NODES;
        const NE: usize = NODES + 1;
        let (base, east, north, from) = match (rises(column, row), half) {
            (true, 0) => (SW, [SW, SE], [SE, NE], [0.0, 0.0]),
            (true, _) => (SW, [NW, NE], [SW, NW], [0.0, 0.0]),
            (false, 0) => (SW, [SW, SE], [SW, NW], [0.0, 0.0]),
            (false, _) => (NE, [NW, NE], [SE, NE], [1.0, 1.0]),
        };
        Self { x: column as f32 * side, y: row as f32 * side, side, base, east, north, from }
    }

    fn at(&self, corner: &Corner, node: impl Fn(usize) -> f32) -> f32 {
        let [dx, dy] = [(corner.x - self.x) / self.side - self.from[0], (corner.y - self.y) / self.side - self.from[1]];
        node(self.base) + (node(self.east[1]) - node(self.east[0])) * dx + (node(self.north[1]) - node(self.north[0])) * dy
    }
}

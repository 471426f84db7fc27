//! Pictures in a row as one file. Only the part of a picture that differs from the one before is written.

mod gif;
mod webp;

pub use gif::GifFilm;
pub use webp::WebpFilm;

use super::raster::Pixels;

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

/// The smallest rectangle that holds all that differs, its corner at even numbers; `None` where nothing does.
fn changed(before: &Pixels, now: &Pixels) -> Option<Part> {
    let row = |pixels: &Pixels, y: usize| y * pixels.width * 4..(y + 1) * pixels.width * 4;
    let differs = |y: &usize| before.rgba[row(before, *y)] != now.rgba[row(now, *y)];
    let (top, bottom) = ((0..now.height).find(differs)?, (0..now.height).rfind(differs)?);
    let (mut left, mut right) = (now.width, 0);
    for y in top..=bottom {
        let (a, b) = (before.rgba[row(before, y)].chunks_exact(4), now.rgba[row(now, y)].chunks_exact(4));
        let mut columns = a.zip(b).enumerate().filter(|(_, (a, b))| a != b).map(|(x, _)| x);
        if let Some(first) = columns.next() {
            left = left.min(first);
            right = right.max(columns.next_back().unwrap_or(first));
        }
    }
    let (x, y) = (left / 2 * 2, top / 2 * 2);
    Some(Part { x, y, width: right + 1 - x, height: bottom + 1 - y })
}

/// Red, green and blue of a part of a picture, row by row.
fn colors(pixels: &Pixels, part: Part) -> impl Iterator<Item = [u8; 3]> + '_ {
    let rows = part.y..part.y + part.height;
    let row = move |y: usize| {
        let start = (y * pixels.width + part.x) * 4;
        pixels.rgba[start..start + part.width * 4].chunks_exact(4)
    };
    rows.flat_map(row).map(|pixel| [pixel[0], pixel[1], pixel[2]])
}

/// All of a picture.
fn whole(pixels: &Pixels) -> Part {
    Part { x: 0, y: 0, width: pixels.width, height: pixels.height }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 20 by 10 pixels with white ones at some places.
    pub(super) fn picture(white: &[(usize, usize)]) -> Pixels {
        let mut rgba = [10, 20, 30, 255].repeat(200);
        for (x, y) in white {
            rgba[(y * 20 + x) * 4..(y * 20 + x) * 4 + 4].copy_from_slice(&[255; 4]);
        }
        Pixels { width: 20, height: 10, rgba }
    }

    #[test]
    fn only_what_differs_is_written() {
        assert_eq!(changed(&picture(&[(3, 3)]), &picture(&[(3, 3)])), None);
        assert_eq!(changed(&picture(&[]), &picture(&[(7, 3), (12, 8)])), Some(Part { x: 6, y: 2, width: 7, height: 7 }));
        let part = Part { x: 6, y: 2, width: 2, height: 2 };
        assert_eq!(colors(&picture(&[(7, 3)]), part).collect::<Vec<_>>(), [[10, 20, 30], [10, 20, 30], [10, 20, 30], [255; 3]]);
    }
}

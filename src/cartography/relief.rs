//! Relief: a shaded picture of the ground in the plane, light and dark, to be laid over flat land and sea.
//!
//! Made by `geodata/base` for one projection; a campaign in another has none.

use std::io::Cursor;
use std::sync::{Mutex, OnceLock};

use serde::Deserialize;

use super::{Plane, PlaneRect, Projection};
use crate::library::Folder;

/// The file that says where the pictures lie.
const SHEET: &str = "relief.json";

/// The most pixels a picture may have.
const MOST_PIXELS: u64 = 40_000_000;

/// A picture of the plane.
#[derive(Debug)]
pub struct Relief {
    /// Width, pixels.
    pub width: usize,
    /// Height, pixels.
    pub height: usize,
    /// The projection of its plane.
    pub projection: Projection,
    /// The rectangle of the plane it covers.
    pub rect: PlaneRect,
    /// The picture as it stands in its file, WebP.
    pub encoded: Vec<u8>,
    /// The decoded picture, once it was asked for, until it is taken.
    decoded: OnceLock<Mutex<Option<Vec<u32>>>>,
}

#[derive(Deserialize)]
struct Sheet {
    projection: SheetProjection,
    extent_m: SheetExtent,
    rasters: SheetRasters,
}

#[derive(Deserialize)]
struct SheetProjection {
    standard_parallels: [f64; 2],
    central_meridian: f64,
    latitude_of_origin: f64,
}

#[derive(Deserialize)]
struct SheetExtent {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

#[derive(Deserialize)]
struct SheetRasters {
    light: SheetRaster,
    dark: SheetRaster,
}

#[derive(Deserialize)]
struct SheetRaster {
    file: String,
}

impl Relief {
    /// The relief of a base map for light or dark, not decoded yet; `None` where there is none.
    pub fn open(folder: &Folder, is_dark: bool) -> Option<Self> {
        let sheet: Sheet = serde_json::from_slice(folder.file(SHEET)?).ok()?;
        let own = &sheet.projection;
        let projection = Projection::lambert(own.standard_parallels, own.central_meridian, own.latitude_of_origin);
        let encoded = folder.file(if is_dark { &sheet.rasters.dark.file } else { &sheet.rasters.light.file })?;
        let (width, height) = decoder(encoded)?.dimensions();
        let SheetExtent { west, south, east, north } = sheet.extent_m;
        let rect = PlaneRect { min: Plane { x: west, y: south }, max: Plane { x: east, y: north } };
        let (width, height) = (width as usize, height as usize);
        Some(Self { width, height, projection, rect, encoded: encoded.to_vec(), decoded: OnceLock::new() })
    }

    /// Decodes it, which takes some tens of milliseconds; who takes its pixels meanwhile waits for them.
    pub fn decode(&self) {
        self.picture();
    }

    fn picture(&self) -> &Mutex<Option<Vec<u32>>> {
        self.decoded.get_or_init(|| Mutex::new(decoded(&self.encoded)))
    }

    /// The pixels, rows from the north: each the four bytes of red, green, blue, each times the opacity, and the opacity, as
    /// they lie in memory. Handed over, not kept: a painter has it on the graphics card then. Asked for again, it is decoded
    /// again.
    pub fn take_pixels(&self) -> Vec<u32> {
        let ready = self.picture().lock().ok().and_then(|mut picture| picture.take());
        ready.or_else(|| decoded(&self.encoded)).unwrap_or_else(|| vec![0; self.width * self.height])
    }
}

/// A pixel with red, green and blue times its opacity.
fn premultiplied(pixel: &[u8]) -> u32 {
    let [color @ .., opacity] = pixel else { return 0 };
    let mut bytes = [0, 0, 0, *opacity];
    for (part, color) in bytes.iter_mut().zip(color) {
        *part = ((u16::from(*color) * u16::from(*opacity) + 127) / 255) as u8;
    }
    u32::from_ne_bytes(bytes)
}

type Decoder<'a> = image_webp::WebPDecoder<Cursor<&'a [u8]>>;

fn decoder(encoded: &[u8]) -> Option<Decoder<'_>> {
    let decoder = image_webp::WebPDecoder::new(Cursor::new(encoded)).ok()?;
    let (width, height) = decoder.dimensions();
    (u64::from(width) * u64::from(height) <= MOST_PIXELS && decoder.has_alpha()).then_some(decoder)
}

fn decoded(encoded: &[u8]) -> Option<Vec<u32>> {
    let mut decoder = decoder(encoded)?;
    let mut rgba = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut rgba).ok()?;
    Some(rgba.chunks_exact(4).map(premultiplied).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library;

    #[test]
    fn a_relief_is_the_same_whoever_decodes_it_and_when() {
        let open = || Relief::open(&library::base_map(), false).expect("the base map has a relief");
        let (ahead, late) = (open(), open());
        std::thread::scope(|scope| {
            scope.spawn(|| ahead.decode());
        });
        let pixels = ahead.take_pixels();
        assert_eq!(pixels.len(), ahead.width * ahead.height);
        assert!(pixels.iter().any(|pixel| pixel.to_ne_bytes()[3] > 100), "something is shaded");
        assert!(late.take_pixels() == pixels && ahead.take_pixels() == pixels);
        // No color is stronger than its opacity lets through.
        assert!(pixels.iter().map(|pixel| pixel.to_ne_bytes()).all(|[r, g, b, a]| r.max(g).max(b) <= a));
    }
}

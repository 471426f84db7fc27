//! Relief: a shaded picture of the ground in the plane, light and dark, to be laid over flat land and sea.
//!
//! Made by `geodata/base` for one projection; a campaign in another has none.

use std::io::Cursor;
use std::sync::Mutex;

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
    /// The decoded picture, until it is taken.
    decoded: Mutex<Option<Vec<u8>>>,
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
    /// Reads the relief of a base map for light or dark; `None` where there is none, or none for a projection that `fits`.
    pub fn read(folder: &Folder, is_dark: bool, fits: impl FnOnce(&Projection) -> bool) -> Option<Self> {
        let sheet: Sheet = serde_json::from_slice(folder.file(SHEET)?).ok()?;
        let own = &sheet.projection;
        let projection = Projection::lambert(own.standard_parallels, own.central_meridian, own.latitude_of_origin);
        if !fits(&projection) {
            return None;
        }
        let encoded = folder.file(if is_dark { &sheet.rasters.dark.file } else { &sheet.rasters.light.file })?;
        let (width, height, rgba) = decoded(encoded)?;
        let SheetExtent { west, south, east, north } = sheet.extent_m;
        let rect = PlaneRect { min: Plane { x: west, y: south }, max: Plane { x: east, y: north } };
        Some(Self { width, height, projection, rect, encoded: encoded.to_vec(), decoded: Mutex::new(Some(rgba)) })
    }

    /// Red, green, blue, each times the opacity, and the opacity, rows from the north. Handed over, not kept: a painter has it
    /// on the graphics card then. Asked for again, it is decoded again.
    pub fn take_rgba(&self) -> Vec<u8> {
        let ready = self.decoded.lock().ok().and_then(|mut decoded| decoded.take());
        ready.or_else(|| decoded(&self.encoded).map(|(_, _, rgba)| rgba)).unwrap_or_else(|| vec![0; self.width * self.height * 4])
    }
}

/// Red, green and blue of a pixel times its opacity.
fn premultiply(pixel: &mut [u8]) {
    let [color @ .., opacity] = pixel else { return };
    for part in color {
        *part = ((u16::from(*part) * u16::from(*opacity) + 127) / 255) as u8;
    }
}

fn decoded(encoded: &[u8]) -> Option<(usize, usize, Vec<u8>)> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(encoded)).ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || !decoder.has_alpha() {
        return None;
    }
    let mut rgba = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut rgba).ok()?;
    rgba.chunks_exact_mut(4).for_each(premultiply);
    Some((width as usize, height as usize, rgba))
}

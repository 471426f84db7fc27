//! GIF: 256 colors for the whole film, chosen from some of its pictures.

use std::io::Write;

use gif::{Encoder, Frame, Repeat};

use super::{changed, colors, whole};
use crate::paint::raster::Pixels;

/// Colors are looked up by so many of the leading bits of red, green and blue.
const BITS: u32 = 6;

/// How finely the palette is chosen, 1 (best) to 30.
const SAMPLING: i32 = 10;

/// A GIF that is being written.
pub struct GifFilm<W: Write> {
    encoder: Encoder<W>,
    palette: color_quant::NeuQuant,
    /// The number of a color in the palette by its leading bits, where it has been looked up.
    known: Vec<Option<u8>>,
    before: Option<Pixels>,
    /// Hundredths of a second that each picture stands.
    delay: u16,
}

impl<W: Write> GifFilm<W> {
    /// Begins a film. `samples` are pictures of it that its colors are chosen from.
    ///
    /// # Errors
    /// Says why it could not be written.
    pub fn new(out: W, samples: &[Pixels], pictures_per_second: f64) -> Result<Self, String> {
        let (width, height) = samples.first().map_or((1, 1), |first| (first.width, first.height));
        let all: Vec<u8> = samples.iter().flat_map(|pixels| pixels.rgba.iter().copied()).collect();
        let palette = color_quant::NeuQuant::new(SAMPLING, 256, &all);
        let side = |length: usize| u16::try_from(length).map_err(|_err| "a GIF has at most 65,535 pixels a side".to_owned());
        let mut encoder = Encoder::new(out, side(width)?, side(height)?, &palette.color_map_rgb()).map_err(|err| err.to_string())?;
        encoder.set_repeat(Repeat::Infinite).map_err(|err| err.to_string())?;
        let delay = (100.0 / pictures_per_second.max(0.1)).round().clamp(2.0, 1000.0) as u16;
        Ok(Self { encoder, palette, known: vec![None; 1 << (3 * BITS)], before: None, delay })
    }

    /// Adds a picture.
    ///
    /// # Errors
    /// Says why it could not be written.
    pub fn add(&mut self, pixels: Pixels) -> Result<(), String> {
        let part = match &self.before {
            None => whole(&pixels),
            // Something has to stand there for as long as a picture does.
            Some(before) => changed(before, &pixels).unwrap_or(super::Part { x: 0, y: 0, width: 1, height: 1 }),
        };
        let indexes: Vec<u8> = colors(&pixels, part).map(|color| self.index(color)).collect();
        let number = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
        let frame = Frame {
            delay: self.delay,
            left: number(part.x),
            top: number(part.y),
            width: number(part.width),
            height: number(part.height),
            buffer: indexes.into(),
            ..Frame::default()
        };
        self.encoder.write_frame(&frame).map_err(|err| err.to_string())?;
        self.before = Some(pixels);
        Ok(())
    }

    fn index(&mut self, [red, green, blue]: [u8; 3]) -> u8 {
        let lead = |channel: u8| usize::from(channel >> (8 - BITS));
        let at = (lead(red) << (2 * BITS)) | (lead(green) << BITS) | lead(blue);
        *self.known[at].get_or_insert_with(|| self.palette.index_of(&[red, green, blue, 255]) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::picture;
    use super::*;

    #[test]
    fn a_film_of_three_pictures_is_read_back_as_three() {
        let mut bytes = Vec::new();
        let mut film = GifFilm::new(&mut bytes, &[picture(&[(1, 1)])], 10.0).unwrap();
        for white in [&[][..], &[(1, 1)], &[(1, 1)]] {
            film.add(picture(white)).unwrap();
        }
        drop(film);
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut reader = options.read_info(bytes.as_slice()).unwrap();
        assert_eq!((reader.width(), reader.height()), (20, 10));
        let mut sizes = Vec::new();
        while let Some(frame) = reader.read_next_frame().unwrap() {
            sizes.push((frame.width, frame.height, frame.delay));
        }
        assert_eq!(sizes, [(20, 10, 10), (2, 2, 10), (1, 1, 10)]);
    }
}

//! Animated WebP without loss: each picture is written by the encoder of still ones, and put into the container for
//! animations (RFC 9649, 2.7).

use image_webp::{ColorType, WebPEncoder};

use super::{Part, changed, colors, whole};
use crate::paint::raster::Pixels;

/// The flag of a file with an animation, and that of a picture which does not blend with what is below.
const ANIMATION: u8 = 0b10;
const REPLACES: u8 = 0b10;

/// An animated WebP that is being made.
pub struct WebpFilm {
    frames: Vec<u8>,
    before: Option<Pixels>,
    /// Milliseconds that each picture stands.
    duration: u32,
}

impl WebpFilm {
    /// Begins a film.
    pub fn new(pictures_per_second: f64) -> Self {
        let duration = (1000.0 / pictures_per_second.max(0.1)).round().clamp(1.0, 60_000.0) as u32;
        Self { frames: Vec::new(), before: None, duration }
    }

    /// Adds a picture.
    ///
    /// # Errors
    /// Says why it could not be encoded.
    pub fn add(&mut self, pixels: Pixels) -> Result<(), String> {
        let part = match &self.before {
            None => whole(&pixels),
            Some(before) => changed(before, &pixels).unwrap_or(Part { x: 0, y: 0, width: 1, height: 1 }),
        };
        let colors: Vec<u8> = colors(&pixels, part).flatten().collect();
        let mut still = Vec::new();
        let encoder = WebPEncoder::new(&mut still);
        encoder.encode(&colors, part.width as u32, part.height as u32, ColorType::Rgb8).map_err(|err| err.to_string())?;
        let mut frame = Vec::new();
        for number in [part.x / 2, part.y / 2, part.width - 1, part.height - 1] {
            push_24(&mut frame, number as u32);
        }
        push_24(&mut frame, self.duration);
        frame.push(REPLACES);
        // The still file is a header of 12 bytes and the picture's own chunk.
        frame.extend(still.get(12..).unwrap_or_default());
        push_chunk(&mut self.frames, *b"ANMF", &frame);
        self.before = Some(pixels);
        Ok(())
    }

    /// The film as a file.
    pub fn finish(self) -> Vec<u8> {
        let (width, height) = self.before.as_ref().map_or((1, 1), |last| (last.width, last.height));
        let mut head = vec![ANIMATION, 0, 0, 0];
        push_24(&mut head, width as u32 - 1);
        push_24(&mut head, height as u32 - 1);
        let mut body = b"WEBP".to_vec();
        push_chunk(&mut body, *b"VP8X", &head);
        // No background color, and over and over.
        push_chunk(&mut body, *b"ANIM", &[0; 6]);
        body.extend(self.frames);
        let mut file = Vec::with_capacity(body.len() + 8);
        push_chunk(&mut file, *b"RIFF", &body);
        file
    }
}

/// A number in three bytes, the lowest first.
fn push_24(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(&number.to_le_bytes()[..3]);
}

/// A chunk of the container: name, length, content, and a byte more where the length is odd.
fn push_chunk(bytes: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    bytes.extend(name);
    bytes.extend((content.len() as u32).to_le_bytes());
    bytes.extend(content);
    if content.len() % 2 == 1 {
        bytes.push(0);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::picture;
    use super::*;

    #[test]
    fn a_film_of_three_pictures_is_read_back_pixel_for_pixel() {
        let pictures = [&[][..], &[(1, 1), (18, 9)], &[(1, 1), (18, 9)]];
        let mut film = WebpFilm::new(20.0);
        for white in pictures {
            film.add(picture(white)).unwrap();
        }
        let bytes = film.finish();
        let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(&bytes)).unwrap();
        assert_eq!((decoder.dimensions(), decoder.num_frames(), decoder.is_animated()), ((20, 10), 3, true));
        for white in pictures {
            let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
            assert_eq!(decoder.read_frame(&mut pixels).unwrap(), 50);
            let channels = pixels.len() / 200;
            let read: Vec<&[u8]> = pixels.chunks_exact(channels).map(|pixel| &pixel[..3]).collect();
            let wanted = picture(white);
            assert_eq!(read, wanted.rgba.chunks_exact(4).map(|pixel| &pixel[..3]).collect::<Vec<_>>());
        }
    }
}

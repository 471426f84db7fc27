//! `film`: the campaign as pictures in a row, each the still of its instant. What does not move is kept from picture to
//! picture.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use std::time::Instant as Wall;

use super::args::Film;
use super::render::Stills;
use super::{Failure, instant, load};
use crate::campaign::{HOUR, Instant};
use crate::paint::film::{GifFilm, WebpFilm};
use crate::paint::raster::{Pixels, Renderer, png_from_pixels};
use crate::scene::LabelSlots;
use crate::situation::Situation;

/// The most pictures of a film: half an hour at 25 a second.
const MOST: usize = 45_000;

/// The colors of a GIF are chosen from so many of its pictures.
const SAMPLES: usize = 5;

/// What pictures are written into.
enum Sink {
    Gif(Box<GifFilm<BufWriter<File>>>),
    Webp(WebpFilm),
    Pictures(usize),
}

/// The formats, by the ending of the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gif,
    Webp,
    Pictures,
}

/// Draws a film and writes it.
pub fn film(options: &Film) -> Result<(), Failure> {
    let kind = kind_of(&options.output)?;
    let stills = Stills::of(&options.look, || load(options.campaign.as_deref()))?;
    let instants = instants(options, &stills)?;
    let mut camera = Camera { stills: &stills, renderer: Renderer::default(), slots: LabelSlots::new() };
    let path = &options.output;
    let failed = |err: String| Failure::Failed(format!("the film cannot be written ({err}): {}", path.display()));
    let mut sink = match kind {
        Kind::Gif => {
            let samples: Vec<Pixels> = (0..SAMPLES).map(|k| camera.picture(instants[(instants.len() - 1) * k / (SAMPLES - 1)])).collect();
            camera.slots = LabelSlots::new();
            let file = File::create(path).map_err(|err| failed(err.to_string()))?;
            Sink::Gif(Box::new(GifFilm::new(BufWriter::new(file), &samples, options.fps).map_err(failed)?))
        }
        Kind::Webp => Sink::Webp(WebpFilm::new(options.fps)),
        Kind::Pictures => {
            std::fs::create_dir_all(path).map_err(|err| failed(err.to_string()))?;
            Sink::Pictures(0)
        }
    };
    let mut progress = Progress::new(instants.len());
    for instant in instants {
        let pixels = camera.picture(instant);
        match &mut sink {
            Sink::Gif(film) => film.add(pixels).map_err(failed)?,
            Sink::Webp(film) => film.add(pixels).map_err(failed)?,
            Sink::Pictures(number) => {
                *number += 1;
                let bytes = png_from_pixels(&pixels).map_err(failed)?;
                std::fs::write(path.join(format!("{number:05}.png")), bytes).map_err(|err| failed(err.to_string()))?;
            }
        }
        progress.step();
    }
    if let Sink::Webp(film) = sink {
        std::fs::write(path, film.finish()).map_err(|err| failed(err.to_string()))?;
    }
    Ok(())
}

fn kind_of(path: &Path) -> Result<Kind, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "gif" => Ok(Kind::Gif),
        "webp" => Ok(Kind::Webp),
        "png-sequence" => Ok(Kind::Pictures),
        "mp4" => Err(Failure::Failed(format!(
            "no MP4 is made here; write a .png-sequence, and join its pictures with a video tool: {}",
            path.display()
        ))),
        _ => Err(Failure::Failed(format!("the file must end in .gif, .webp or .png-sequence: {}", path.display()))),
    }
}

/// The instants of the pictures, the first and the last among them.
fn instants(options: &Film, stills: &Stills) -> Result<Vec<Instant>, Failure> {
    let campaign = &stills.campaign;
    let asked = |text: &Option<String>, otherwise: Instant| text.as_ref().map_or(Ok(otherwise), |text| instant(campaign, text));
    let (from, to) = (asked(&options.from, campaign.period.start)?, asked(&options.to, campaign.period.end)?);
    if to <= from {
        return Err(Failure::Failed("the film ends before it begins; let --to be later than --from".to_owned()));
    }
    if !(0.01..=240.0).contains(&options.rate) || !(1.0..=60.0).contains(&options.fps) {
        return Err(Failure::Failed("--rate takes 0.01 to 240 hours a second, --fps 1 to 60 pictures a second".to_owned()));
    }
    let step = options.rate * HOUR as f64 / options.fps;
    let count = (to.since(from) as f64 / step).ceil() as usize + 1;
    if count > MOST {
        return Err(Failure::Failed(format!("the film would have {count} pictures, more than {MOST}; raise --rate or lower --fps")));
    }
    Ok((0..count).map(|number| from.plus((number as f64 * step).round() as i64).min(to)).collect())
}

/// Draws one picture after the other.
struct Camera<'a> {
    stills: &'a Stills,
    renderer: Renderer,
    slots: LabelSlots,
}

impl Camera<'_> {
    fn picture(&mut self, instant: Instant) -> Pixels {
        let scene = self.stills.scene(&Situation::at(&self.stills.campaign, instant), &self.slots);
        let pixels = self.renderer.render(&scene, 1.0);
        self.slots = scene.slots;
        pixels
    }
}

/// Says on stderr how far the film is and how long it will take.
struct Progress {
    count: usize,
    done: usize,
    told: usize,
    began: Wall,
}

impl Progress {
    fn new(count: usize) -> Self {
        Self { count, done: 0, told: 0, began: Wall::now() }
    }

    fn step(&mut self) {
        self.done += 1;
        let percent = self.done * 100 / self.count;
        if percent / 5 > self.told / 5 || self.done == self.count {
            self.told = percent;
            let left = self.began.elapsed().as_secs_f64() / self.done as f64 * (self.count - self.done) as f64;
            let _ = writeln!(std::io::stderr(), "{} of {} pictures, {percent} %, about {left:.0} s to go", self.done, self.count);
        }
    }
}

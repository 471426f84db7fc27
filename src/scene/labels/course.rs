//! Lines that names are set along, with their letters.

use std::sync::{Arc, OnceLock};

use crate::cartography::{Page, PageRect};
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{Letter, TextStyle};

/// A line that a name may be set along. Its letters are laid out when they are first asked for.
#[derive(Clone, Debug)]
pub struct Course {
    path: Vec<Page>,
    spacing: Option<f64>,
    laid: OnceLock<Laid>,
}

/// A name along a line.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Its letters, without the spaces between words.
    pub letters: Arc<[Letter]>,
    /// What they cover: a square around each.
    pub rects: Vec<PageRect>,
}

impl Course {
    /// A line on the page that one name may be set along.
    pub fn new(path: Vec<Page>) -> Self {
        Self { path, spacing: None, laid: OnceLock::new() }
    }

    /// The same line, along which the letters of a name stand this much further apart, points.
    #[must_use]
    pub fn spaced(self, spacing: f64) -> Self {
        Self { spacing: Some(spacing), ..self }
    }

    /// Whether all of it lies on the page.
    pub fn is_within(&self, page: &PageRect) -> bool {
        self.path.iter().all(|point| page.contains(*point))
    }

    /// Its first point.
    pub fn start(&self) -> Page {
        self.path.first().copied().unwrap_or_default()
    }

    /// The name centered on its length. Asked for again, the letters are those of the first name.
    pub fn lay(&self, text: &str, style: TextStyle) -> &Laid {
        self.laid.get_or_init(|| {
            let letters = lay(&self.path, text, self.spacing.map_or(style, |spacing| style.spaced(spacing)));
            let rise = style.size * CAP_HEIGHT / 2.0;
            let square = |letter: &Letter| {
                let (sin, cos) = letter.angle.sin_cos();
                PageRect::around(letter.foot.offset(rise * sin, -rise * cos), style.size * 0.9, style.size * 0.9)
            };
            Laid { rects: letters.iter().map(square).collect(), letters: letters.into() }
        })
    }
}

/// Each letter of a text along a line with the middle of its foot and its angle. Before its start and after its end the
/// line goes straight on.
fn lay(path: &[Page], text: &str, style: TextStyle) -> Vec<Letter> {
    let lengths: Vec<f64> = path.windows(2).map(|pair| pair[0].distance(pair[1])).collect();
    let Some(last) = lengths.iter().rposition(|length| *length > 0.0) else { return Vec::new() };
    let mut along = (lengths.iter().sum::<f64>() - style.width(text)) / 2.0;
    // The stretch that a length along the line falls on, and the length before it: they only ever move on.
    let (mut stretch, mut before) = (lengths.iter().position(|length| *length > 0.0).unwrap_or(0), 0.0);
    let mut point = |along: f64| {
        while stretch < last && (lengths[stretch] == 0.0 || along > before + lengths[stretch]) {
            before += lengths[stretch];
            stretch += 1;
        }
        path[stretch].lerp(path[stretch + 1], (along - before) / lengths[stretch])
    };
    let mut utf8 = [0; 4];
    let mut letters = Vec::new();
    for letter in text.chars() {
        let width = style.width(letter.encode_utf8(&mut utf8));
        let (from, to) = (point(along), point(along + width));
        along += width + style.spacing;
        if !letter.is_whitespace() {
            letters.push(Letter { letter, foot: from.lerp(to, 0.5), angle: (to.y - from.y).atan2(to.x - from.x) });
        }
    }
    letters
}

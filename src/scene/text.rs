//! The bundled faces, and how wide a text is set, without a window.
//!
//! The same faces serve measuring here, the window and SVG. All share 1000 units to the em, ascender 1.0 em and
//! descender 0.326 em, so that lines of mixed scripts keep one baseline.

use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Height of a line above its baseline, in ems.
pub const ASCENT: f64 = 1.0;
/// Height of a whole line, in ems.
pub const LINE_HEIGHT: f64 = 1.326;
/// Height of capitals, in ems.
pub const CAP_HEIGHT: f64 = 0.66;

/// A face for Latin and Cyrillic; other scripts come from the fallback faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Upright sans: map and panels.
    Sans,
    /// Semibold sans: cities, units.
    Bold,
    /// Italic sans.
    Italic,
    /// Upright serif: titles, regions.
    Serif,
    /// Italic serif: waters.
    SerifItalic,
}

/// Whose forms Han characters take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Han {
    /// Chinese, simplified.
    #[default]
    Chinese,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
}

/// A bundled font file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FontFile {
    /// Sans, upright.
    Sans,
    /// Sans, semibold.
    Bold,
    /// Sans, italic.
    Italic,
    /// Serif, upright.
    Serif,
    /// Serif, italic.
    SerifItalic,
    /// Han in Chinese forms.
    Chinese,
    /// Kana, and Han in Japanese forms.
    Japanese,
    /// Hangul, and Han in Korean forms.
    Korean,
    /// Signs and icons.
    Symbols,
}

/// All bundled fonts with their family name in SVG and their bytes.
pub const FONTS: [(FontFile, &str, &[u8]); 9] = [
    (FontFile::Sans, "August Storm Sans", include_bytes!("../../assets/fonts/sans-regular.ttf")),
    (FontFile::Bold, "August Storm Sans Bold", include_bytes!("../../assets/fonts/sans-bold.ttf")),
    (FontFile::Italic, "August Storm Sans Italic", include_bytes!("../../assets/fonts/sans-italic.ttf")),
    (FontFile::Serif, "August Storm Serif", include_bytes!("../../assets/fonts/serif-regular.ttf")),
    (FontFile::SerifItalic, "August Storm Serif Italic", include_bytes!("../../assets/fonts/serif-italic.ttf")),
    (FontFile::Chinese, "August Storm CJK SC", include_bytes!("../../assets/fonts/cjk-sc.ttf")),
    (FontFile::Japanese, "August Storm CJK JP", include_bytes!("../../assets/fonts/cjk-jp.ttf")),
    (FontFile::Korean, "August Storm CJK KR", include_bytes!("../../assets/fonts/cjk-kr.ttf")),
    (FontFile::Symbols, "August Storm Symbols", include_bytes!("../../assets/fonts/symbols.ttf")),
];

/// The fonts a text is set from, in the order in which they are asked for a glyph.
pub fn chain(face: Face, han: Han) -> [FontFile; 6] {
    let first = match face {
        Face::Sans => FontFile::Sans,
        Face::Bold => FontFile::Bold,
        Face::Italic => FontFile::Italic,
        Face::Serif => FontFile::Serif,
        Face::SerifItalic => FontFile::SerifItalic,
    };
    let second = if first == FontFile::Sans { FontFile::Symbols } else { FontFile::Sans };
    let [a, b, c] = match han {
        Han::Chinese => [FontFile::Chinese, FontFile::Japanese, FontFile::Korean],
        Han::Japanese => [FontFile::Japanese, FontFile::Chinese, FontFile::Korean],
        Han::Korean => [FontFile::Korean, FontFile::Japanese, FontFile::Chinese],
    };
    [first, second, a, b, c, FontFile::Symbols]
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// The face.
    pub face: Face,
    /// Whose Han forms.
    pub han: Han,
    /// Its size, points.
    pub size: f64,
    /// Extra space after each letter, points.
    pub spacing: f64,
}

impl TextStyle {
    /// A face at a size, set normally.
    pub const fn new(face: Face, size: f64) -> Self {
        Self { face, han: Han::Chinese, size, spacing: 0.0 }
    }

    /// With Han characters in these forms.
    #[must_use]
    pub const fn with_han(self, han: Han) -> Self {
        Self { han, ..self }
    }

    /// Letterspaced by this many points.
    #[must_use]
    pub const fn spaced(self, spacing: f64) -> Self {
        Self { spacing, ..self }
    }

    /// The width of a text, points, without kerning.
    pub fn width(&self, text: &str) -> f64 {
        let chain = chain(self.face, self.han);
        let ems: f64 = text.chars().map(|letter| advance(&chain, letter)).sum();
        ems * self.size + self.spacing * text.chars().count().saturating_sub(1) as f64
    }

    /// The height of a line, points.
    pub fn height(&self) -> f64 {
        self.size * LINE_HEIGHT
    }
}

/// The bytes of a bundled font.
pub fn bytes(file: FontFile) -> &'static [u8] {
    FONTS.iter().find(|row| row.0 == file).map_or(&[], |row| row.2)
}

/// Whether a font has a glyph for a character.
pub fn covers(file: FontFile, letter: char) -> bool {
    advances(file).get(letter).is_some()
}

/// Whether any bundled font has a glyph for a character.
pub fn has_glyph(letter: char) -> bool {
    FONTS.iter().any(|row| covers(row.0, letter))
}

/// The advance of a character, ems; half an em where no font has it.
fn advance(chain: &[FontFile], letter: char) -> f64 {
    chain.iter().find_map(|file| advances(*file).get(letter)).unwrap_or(0.5)
}

/// Advances of one font: a table for ASCII to Cyrillic, a look into the font for the rest.
struct Advances {
    font: Option<FontRef<'static>>,
    low: Vec<Option<f32>>,
}

const LOW: u32 = 0x500;

impl Advances {
    fn get(&self, letter: char) -> Option<f64> {
        match self.low.get(letter as usize) {
            Some(advance) => advance.map(f64::from),
            None => lookup(self.font.as_ref()?, letter).map(f64::from),
        }
    }
}

fn lookup(font: &FontRef<'_>, letter: char) -> Option<f32> {
    let glyph = font.charmap().map(letter)?;
    font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)
}

fn advances(file: FontFile) -> &'static Advances {
    static ALL: OnceLock<Vec<Advances>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let read = |row: &(FontFile, &str, &'static [u8])| {
            let font = FontRef::new(row.2).ok();
            let low = (0..LOW).map(|code| lookup(font.as_ref()?, char::from_u32(code)?)).collect();
            Advances { font, low }
        };
        FONTS.iter().map(read).collect()
    });
    &all[FONTS.iter().position(|row| row.0 == file).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_texts_are_wider_and_figures_do_not_jitter() {
        let style = TextStyle::new(Face::Sans, 10.0);
        assert!(style.width("Hailar") > style.width("Haila"));
        assert!((style.width("18:00") - style.width("11:11")).abs() < 1e-6);
        assert!((style.spaced(2.0).width("ab") - style.width("ab") - 2.0).abs() < 1e-9);
    }

    #[test]
    fn every_script_of_the_theatre_has_its_glyphs() {
        for name in ["Mukden", "Мукден", "奉天", "海拉爾", "ハイラル", "원산", "D+5 · 18:00 — ≈ °"] {
            for letter in name.chars() {
                assert!(has_glyph(letter), "{letter:?} of {name}");
            }
        }
    }
}

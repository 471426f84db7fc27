//! Unit symbols after APP-6: a frame, the sign of the branch inside, the marks of the echelon above.
//!
//! APP-6 is later than 1945; the legend says so. The attacker has a single frame, the defender a double one, so that
//! the two are told apart without color. A frame that is not solid says that the position is not attested.

use crate::campaign::{Arm, Camp, Echelon, Status};
use crate::cartography::{Page, PageRect};
use crate::scene::text::CAP_HEIGHT;
use crate::scene::theme::{CampColors, Theme};
use crate::scene::{Align, AreaShape, Canvas, Color, Doubt, Face, Han, LineShape, Stroke, TextMark, TextStyle};

/// Width of a whole symbol of an army at 100 %, points.
const WIDTH: f64 = 26.0;
/// Height to width.
const ASPECT: f64 = 0.65;

/// Dashes of a frame whose position is inferred.
const DASHED: &[f64] = &[3.5, 2.0];
/// Dashes of a frame whose position is claimed.
const DOTTED: &[f64] = &[1.5, 1.8];

/// Dashes of a frame that is to be seen to be broken from far.
const BROKEN: &[f64] = &[3.5, 3.5];

/// What a unit symbol shows.
#[derive(Clone, Copy, Debug)]
pub struct UnitSign {
    /// Its camp: single or double frame, and color.
    pub camp: Camp,
    /// Its level: marks above.
    pub echelon: Echelon,
    /// Its branch: sign inside.
    pub arm: Arm,
    /// How its position is known: the frame.
    pub status: Status,
    /// How strongly doubt is drawn: strongly, it is hollow and its frame more broken where its position is not attested.
    pub doubt: Doubt,
    /// Whether it laid down its arms or was destroyed: struck out.
    pub is_struck: bool,
    /// A share (0 to 1) of its opacity.
    pub opacity: f64,
    /// Drawn small, without marks: levels below the scale.
    pub is_small: bool,
    /// Drawn without the marks of its echelon.
    pub is_bare: bool,
    /// A share of its size at 100 %: less where the map is so small that symbols would cover it.
    pub scale: f64,
    /// The letter of its side, where the camp has several.
    pub badge: Option<char>,
}

/// Width of a badge, points.
const BADGE: f64 = 10.5;

impl UnitSign {
    /// Width and height of its frame, points.
    pub fn size(&self) -> (f64, f64) {
        let share = self.scale
            * match self.echelon {
                _ if self.is_small => 0.46,
                Echelon::Theatre | Echelon::Front | Echelon::AreaArmy => 1.15,
                Echelon::Army | Echelon::AirArmy | Echelon::Fleet => 1.0,
                Echelon::Corps | Echelon::Flotilla => 0.9,
                Echelon::Division => 0.82,
                _ => 0.74,
            };
        (WIDTH * share, WIDTH * share * ASPECT)
    }

    /// The part of the page it covers when centered on a point, marks included.
    pub fn rect(&self, center: Page) -> PageRect {
        let (width, height) = self.size();
        let frame = PageRect::around(center, width + 2.0, height + 2.0);
        if self.is_small {
            return frame;
        }
        let badge = if self.badge.is_some() { BADGE } else { 0.0 };
        PageRect { min: frame.min.offset(0.0, -5.5), max: frame.max.offset(badge, 0.0) }
    }
}

/// Draws a unit symbol centered on a point.
pub fn draw(sign: &UnitSign, center: Page, theme: &Theme, canvas: &mut Canvas) {
    let colors = theme.camp(sign.camp);
    let (width, height) = sign.size();
    let frame = PageRect::around(center, width, height);
    let line = colors.line.faded(sign.opacity);
    canvas.area(AreaShape::Convex(corners(&frame.grown(1.4)).to_vec()), theme.halo.faded(sign.opacity));
    let inside = if sign.doubt == Doubt::Strong && sign.status != Status::Attested { theme.paper } else { colors.symbol };
    canvas.area(AreaShape::Convex(corners(&frame).to_vec()), inside.faded(sign.opacity));
    branch(sign, &frame, colors, canvas);
    frames(sign, &frame, line, canvas);
    if !sign.is_small {
        if !sign.is_bare {
            marks(sign.echelon, &frame, line, canvas);
        }
        badge(sign, &frame, theme, canvas);
    }
    if sign.is_struck {
        let ink = theme.ink.faded(sign.opacity);
        let reach = frame.grown(2.0);
        canvas
            .line(LineShape::Open(vec![Page::new(reach.min.x, reach.max.y), Page::new(reach.max.x, reach.min.y)]), Stroke::solid(1.6, ink));
    }
}

fn frames(sign: &UnitSign, frame: &PageRect, line: Color, canvas: &mut Canvas) {
    let dash = match sign.status {
        Status::Attested => &[][..],
        Status::Inferred | Status::Contested if sign.doubt == Doubt::Strong => BROKEN,
        Status::Inferred | Status::Contested => DASHED,
        Status::Claimed => DOTTED,
    };
    let weight = if sign.is_small { 1.0 } else { 1.5 };
    let outline = |rect: &PageRect| LineShape::Closed(corners(rect).to_vec());
    match sign.camp {
        Camp::Attacker => canvas.line(outline(frame), Stroke::dashed(weight, line, dash)),
        Camp::Defender => {
            canvas.line(outline(frame), Stroke::dashed(weight * 0.8, line, dash));
            canvas.line(outline(&frame.grown(if sign.is_small { -1.8 } else { -2.4 })), Stroke::solid(weight * 0.6, line));
        }
    }
}

/// The letter of a side on a tab at the right of the frame.
fn badge(sign: &UnitSign, frame: &PageRect, theme: &Theme, canvas: &mut Canvas) {
    let Some(letter) = sign.badge else { return };
    let colors = theme.camp(sign.camp);
    let tab = PageRect::at(Page::new(frame.max.x, frame.min.y), BADGE, frame.height());
    canvas.area(AreaShape::Convex(corners(&tab).to_vec()), theme.paper.faded(sign.opacity));
    canvas.line(LineShape::Closed(corners(&tab).to_vec()), Stroke::dashed(0.8, colors.line.faded(sign.opacity), DOTTED));
    let style = TextStyle::new(Face::Bold, 9.5).with_han(Han::Japanese);
    let at = tab.center().offset(0.0, style.size * CAP_HEIGHT / 2.0);
    let color = colors.text.faded(sign.opacity);
    canvas.text(TextMark { at, align: Align::Middle, text: letter.to_string(), style, color, halo: None, angle: 0.0 });
}

fn corners(rect: &PageRect) -> [Page; 4] {
    [rect.min, Page::new(rect.max.x, rect.min.y), rect.max, Page::new(rect.min.x, rect.max.y)]
}

/// The sign of the branch, inside the frame.
fn branch(sign: &UnitSign, frame: &PageRect, colors: &CampColors, canvas: &mut Canvas) {
    let stroke = Stroke::solid(if sign.is_small { 0.8 } else { 1.1 }, colors.line.faded(sign.opacity));
    let at = |x: f64, y: f64| Page::new(frame.min.x + frame.width() * x, frame.min.y + frame.height() * y);
    let mut path = |points: &[(f64, f64)]| canvas.line(LineShape::Open(points.iter().map(|(x, y)| at(*x, *y)).collect()), stroke);
    let oval: Vec<(f64, f64)> =
        (0..=20).map(|k| f64::from(k) * std::f64::consts::TAU / 20.0).map(|a| (0.5 + 0.28 * a.cos(), 0.5 + 0.24 * a.sin())).collect();
    match sign.arm {
        Arm::Infantry => {
            path(&[(0.0, 0.0), (1.0, 1.0)]);
            path(&[(0.0, 1.0), (1.0, 0.0)]);
        }
        Arm::Tank => path(&oval),
        Arm::Mechanized => {
            path(&oval);
            path(&[(0.0, 0.0), (1.0, 1.0)]);
            path(&[(0.0, 1.0), (1.0, 0.0)]);
        }
        Arm::Cavalry => path(&[(0.0, 1.0), (1.0, 0.0)]),
        Arm::Mixed => {
            path(&[(0.0, 0.32), (1.0, 0.32)]);
        }
        Arm::Fortification => {
            path(&[(0.14, 0.7), (0.14, 0.35), (0.38, 0.35), (0.38, 0.7), (0.62, 0.7), (0.62, 0.35), (0.86, 0.35), (0.86, 0.7)]);
        }
        Arm::Airborne => {
            // Infantry under two wings.
            path(&[(0.0, 0.0), (1.0, 1.0)]);
            path(&[(0.0, 1.0), (1.0, 0.0)]);
            let wing = |middle: f64| -> Vec<(f64, f64)> {
                let turn = (0..=8).map(|k| std::f64::consts::PI * (1.0 + f64::from(k) / 8.0));
                turn.map(|a| (middle + 0.12 * a.cos(), 0.94 + 0.26 * a.sin())).collect()
            };
            path(&wing(0.38));
            path(&wing(0.62));
        }
        Arm::Air => {
            path(&[(0.5, 0.5), (0.26, 0.3), (0.2, 0.5), (0.26, 0.7), (0.5, 0.5)]);
            path(&[(0.5, 0.5), (0.74, 0.3), (0.8, 0.5), (0.74, 0.7), (0.5, 0.5)]);
        }
        Arm::Naval if matches!(sign.echelon, Echelon::Fleet | Echelon::Flotilla) => {
            // A hull with a mast and a funnel.
            path(&[(0.16, 0.56), (0.84, 0.56), (0.7, 0.84), (0.28, 0.84), (0.16, 0.56)]);
            path(&[(0.42, 0.56), (0.42, 0.18)]);
            path(&[(0.56, 0.56), (0.56, 0.32), (0.68, 0.32), (0.68, 0.56)]);
        }
        Arm::Naval => {
            path(&[(0.5, 0.2), (0.5, 0.86)]);
            path(&[(0.38, 0.34), (0.62, 0.34)]);
            path(&[(0.28, 0.62), (0.36, 0.8), (0.5, 0.86), (0.64, 0.8), (0.72, 0.62)]);
        }
    }
}

/// The marks of the echelon, centered above the frame: crosses, or bars for regiments and below.
fn marks(echelon: Echelon, frame: &PageRect, line: Color, canvas: &mut Canvas) {
    const SIZE: f64 = 3.4;
    let marks = echelon.marks();
    let step = if marks.starts_with('X') { SIZE + 1.0 } else { 2.4 };
    let mut x = frame.center().x - step * (marks.len() as f64 - 1.0) / 2.0;
    let (top, bottom) = (frame.min.y - 1.6 - SIZE, frame.min.y - 1.6);
    let stroke = Stroke::solid(1.0, line);
    for mark in marks.chars() {
        let half = SIZE / 2.0;
        if mark == 'X' {
            canvas.line(LineShape::Open(vec![Page::new(x - half, top), Page::new(x + half, bottom)]), stroke);
            canvas.line(LineShape::Open(vec![Page::new(x - half, bottom), Page::new(x + half, top)]), stroke);
        } else {
            canvas.line(LineShape::Open(vec![Page::new(x, top), Page::new(x, bottom)]), stroke);
        }
        x += step;
    }
}

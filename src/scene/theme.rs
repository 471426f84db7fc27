//! All colors of the map, light and dark, as plain numbers. The only file with color literals of the map.
//!
//! Roles and contrasts after `design/cartography.md`, E3; a test recomputes them.

use crate::campaign::Camp;

/// A color: red, green, blue and opacity, 0 to 255, not premultiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity.
    pub a: u8,
}

impl Color {
    /// An opaque color from `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        Self { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// The same color at a share (0 to 1) of its opacity.
    #[must_use]
    pub fn faded(self, share: f64) -> Self {
        Self { a: (f64::from(self.a) * share.clamp(0.0, 1.0)).round() as u8, ..self }
    }

    /// The color that is seen where this one lies over an opaque one.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        let mix =
            |top: u8, bottom: u8| ((u32::from(top) * u32::from(self.a) + u32::from(bottom) * (255 - u32::from(self.a)) + 127) / 255) as u8;
        Self { r: mix(self.r, below.r), g: mix(self.g, below.g), b: mix(self.b, below.b), a: 255 }
    }
}

/// The colors of one camp.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CampColors {
    /// Lines, arrows and frames.
    pub line: Color,
    /// Ground held, over land.
    pub fill: Color,
    /// The inside of a unit symbol.
    pub symbol: Color,
    /// Text about it.
    pub text: Color,
}

/// The look of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Its name.
    pub name: &'static str,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Land of no polity.
    pub land: Color,
    /// Sea and lakes.
    pub water: Color,
    /// Land tints of the base map's political areas, by id.
    pub polities: &'static [(&'static str, Color)],
    /// Coast and lake shores.
    pub coast: Color,
    /// Rivers.
    pub river: Color,
    /// Names of waters.
    pub water_text: Color,
    /// Borders of states.
    pub border: Color,
    /// Railways.
    pub railway: Color,
    /// The graticule.
    pub graticule: Color,
    /// Text and signs.
    pub ink: Color,
    /// Text that matters less.
    pub faint_ink: Color,
    /// Names of regions and mountains.
    pub region_text: Color,
    /// Around text.
    pub halo: Color,
    /// The paper of cards and legends.
    pub paper: Color,
    /// Those who attack.
    pub attacker: CampColors,
    /// Those who are attacked.
    pub defender: CampColors,
    /// An event that happens.
    pub event: Color,
    /// Around what is selected.
    pub selection: Color,
}

impl Theme {
    /// The colors of a camp.
    pub fn camp(&self, camp: Camp) -> &CampColors {
        match camp {
            Camp::Attacker => &self.attacker,
            Camp::Defender => &self.defender,
        }
    }

    /// The land tint of a political area.
    pub fn polity(&self, id: &str) -> Color {
        self.polities.iter().find(|row| row.0 == id).map_or(self.land, |row| row.1)
    }
}

/// For day and print.
pub static LIGHT: Theme = Theme {
    name: "light",
    is_dark: false,
    land: Color::hex(0xF4_F1_E8),
    water: Color::hex(0xD6_E4_EA),
    polities: &[
        ("manchukuo", Color::hex(0xF4_EC_D2)),
        ("mengjiang", Color::hex(0xF1_E6_D3)),
        ("chosen", Color::hex(0xEC_E8_D0)),
        ("kwantung", Color::hex(0xE7_E0_C4)),
        ("karafuto", Color::hex(0xEC_E8_D0)),
        ("chishima", Color::hex(0xEC_E8_D0)),
        ("japan", Color::hex(0xEC_E8_D0)),
        ("ussr", Color::hex(0xF1_E3_DA)),
        ("mongolia", Color::hex(0xF0_E6_DC)),
        ("china", Color::hex(0xF2_F0_E7)),
    ],
    coast: Color::hex(0x6F_92_A4),
    river: Color::hex(0x7F_A9_BE),
    water_text: Color::hex(0x2F_62_80),
    border: Color::hex(0x7A_70_68),
    railway: Color::hex(0x4A_44_40),
    graticule: Color::hex(0x6B_6B_6B),
    ink: Color::hex(0x1A_1A_1A),
    faint_ink: Color::hex(0x5A_56_50),
    region_text: Color::hex(0x7B_6A_58),
    halo: Color { r: 0xF4, g: 0xF1, b: 0xE8, a: 217 },
    paper: Color::hex(0xFB_F9_F3),
    attacker: CampColors {
        line: Color::hex(0xC8_40_1A),
        fill: Color { r: 0xE7, g: 0xB8, b: 0xA2, a: 140 },
        symbol: Color::hex(0xFB_E6_DC),
        text: Color::hex(0x9E_2C_0C),
    },
    defender: CampColors {
        line: Color::hex(0x00_5A_8F),
        fill: Color { r: 0xA9, g: 0xC6, b: 0xDA, a: 140 },
        symbol: Color::hex(0xE3_EE_F6),
        text: Color::hex(0x00_47_72),
    },
    event: Color::hex(0x1A_1A_1A),
    selection: Color::hex(0x1A_1A_1A),
};

/// For dark rooms and beamers.
pub static DARK: Theme = Theme {
    name: "dark",
    is_dark: true,
    land: Color::hex(0x1E_22_26),
    water: Color::hex(0x12_1A_22),
    polities: &[
        ("manchukuo", Color::hex(0x2A_2A_24)),
        ("mengjiang", Color::hex(0x29_27_22)),
        ("chosen", Color::hex(0x26_28_22)),
        ("kwantung", Color::hex(0x2E_2D_24)),
        ("karafuto", Color::hex(0x26_28_22)),
        ("chishima", Color::hex(0x26_28_22)),
        ("japan", Color::hex(0x26_28_22)),
        ("ussr", Color::hex(0x29_23_22)),
        ("mongolia", Color::hex(0x27_24_23)),
        ("china", Color::hex(0x21_24_27)),
    ],
    coast: Color::hex(0x4E_6C_80),
    river: Color::hex(0x3C_5F_75),
    water_text: Color::hex(0x7F_AC_C8),
    border: Color::hex(0x8A_82_78),
    railway: Color::hex(0x8C_88_82),
    graticule: Color::hex(0x9A_9A_9A),
    ink: Color::hex(0xF2_F2_F2),
    faint_ink: Color::hex(0xB4_B2_AC),
    region_text: Color::hex(0xA2_93_82),
    halo: Color { r: 0x1E, g: 0x22, b: 0x26, a: 217 },
    paper: Color::hex(0x26_2A_2F),
    attacker: CampColors {
        line: Color::hex(0xE8_70_3F),
        fill: Color { r: 0xE8, g: 0x70, b: 0x3F, a: 89 },
        symbol: Color::hex(0x44_25_19),
        text: Color::hex(0xF5_9A_73),
    },
    defender: CampColors {
        line: Color::hex(0x6F_B7_E8),
        fill: Color { r: 0x6F, g: 0xB7, b: 0xE8, a: 89 },
        symbol: Color::hex(0x17_2F_40),
        text: Color::hex(0x93_CB_F2),
    },
    event: Color::hex(0xF2_F2_F2),
    selection: Color::hex(0xFF_FF_FF),
};

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(channel: u8) -> f64 {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    }

    /// Contrast ratio, WCAG 2.2.
    fn contrast(a: Color, b: Color) -> f64 {
        let luminance = |c: Color| 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    type Matrix = [[f64; 3]; 3];

    /// What people without one kind of cone see: Machado, Oliveira and Fernandes 2009, severity 1, linear RGB.
    const PROTAN: Matrix = [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]];
    const DEUTAN: Matrix = [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]];
    const TRITAN: Matrix = [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]];
    const NORMAL: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

    fn product(matrix: &Matrix, v: [f64; 3]) -> [f64; 3] {
        std::array::from_fn(|row| (0..3).map(|k| matrix[row][k] * v[k]).sum())
    }

    /// CIE L*a*b* (D65) of a color as somebody sees it.
    fn lab(color: Color, sight: &Matrix) -> [f64; 3] {
        const XYZ: Matrix = [[0.412_456, 0.357_576, 0.180_437], [0.212_673, 0.715_152, 0.072_175], [0.019_334, 0.119_192, 0.950_304]];
        let seen = product(sight, [color.r, color.g, color.b].map(linear)).map(|c| c.clamp(0.0, 1.0));
        let [x, y, z] = product(&XYZ, seen);
        let f = |t: f64| if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 };
        let (fx, fy, fz) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
        [116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)]
    }

    /// The difference of two colors, CIEDE2000 (Sharma, Wu and Dalal 2005).
    fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
        let mean_c = f64::midpoint(a1.hypot(b1), a2.hypot(b2));
        let g = 0.5 * (1.0 - (mean_c.powi(7) / (mean_c.powi(7) + 25_f64.powi(7))).sqrt());
        let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
        let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
        let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
        let (h1, h2) = (hue(a1, b1), hue(a2, b2));
        let turn = |d: f64| {
            if d > 180.0 {
                d - 360.0
            } else if d < -180.0 {
                d + 360.0
            } else {
                d
            }
        };
        let dh = if c1 * c2 == 0.0 { 0.0 } else { turn(h2 - h1) };
        let (dl, dc, dh_big) = (l2 - l1, c2 - c1, 2.0 * (c1 * c2).sqrt() * (dh.to_radians() / 2.0).sin());
        let (l, c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
        let h = if c1 * c2 == 0.0 { h1 + h2 } else { (h1 + dh / 2.0).rem_euclid(360.0) };
        let cosd = |degrees: f64| degrees.to_radians().cos();
        let t = 1.0 - 0.17 * cosd(h - 30.0) + 0.24 * cosd(2.0 * h) + 0.32 * cosd(3.0 * h + 6.0) - 0.20 * cosd(4.0 * h - 63.0);
        let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
        let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
        let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
        let rt = -(2.0 * 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp()).to_radians().sin() * rc;
        ((dl / sl).powi(2) + (dc / sc).powi(2) + (dh_big / sh).powi(2) + rt * (dc / sc) * (dh_big / sh)).sqrt()
    }

    #[test]
    fn the_difference_of_colors_agrees_with_published_pairs() {
        // Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 17 and 25.
        for (a, b, wanted) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ] {
            assert!((difference(a, b) - wanted).abs() < 1e-4, "{a:?} {b:?}: {}", difference(a, b));
        }
    }

    #[test]
    fn the_two_camps_are_told_apart_with_any_eyes() {
        for theme in [&LIGHT, &DARK] {
            for (name, sight) in [("normal", &NORMAL), ("protan", &PROTAN), ("deutan", &DEUTAN), ("tritan", &TRITAN)] {
                let apart = |a: Color, b: Color| difference(lab(a, sight), lab(b, sight));
                let lines = apart(theme.attacker.line, theme.defender.line);
                assert!(lines >= 20.0, "{} {name}: lines {lines}", theme.name);
                let texts = apart(theme.attacker.text, theme.defender.text);
                assert!(texts >= 20.0, "{} {name}: texts {texts}", theme.name);
                let fills = apart(theme.attacker.fill.over(theme.land), theme.defender.fill.over(theme.land));
                assert!(fills >= 9.0, "{} {name}: fills {fills}", theme.name);
            }
        }
    }

    #[test]
    fn lines_and_texts_stand_out_on_land_and_water() {
        for theme in [&LIGHT, &DARK] {
            let grounds: Vec<Color> = theme.polities.iter().map(|row| row.1).chain([theme.land, theme.water]).collect();
            for ground in grounds {
                for line in [theme.attacker.line, theme.defender.line, theme.ink] {
                    assert!(contrast(line, ground) >= 3.0, "{} {line:?} on {ground:?}: {}", theme.name, contrast(line, ground));
                }
                for text in [theme.ink, theme.faint_ink, theme.attacker.text, theme.defender.text] {
                    assert!(contrast(text, ground) >= 4.5, "{} {text:?} on {ground:?}: {}", theme.name, contrast(text, ground));
                }
            }
            assert!(contrast(theme.water_text, theme.water) >= 4.5, "{}", theme.name);
        }
    }

    #[test]
    fn a_color_over_another_is_between_them() {
        let half = Color { a: 128, ..Color::hex(0xFF_FF_FF) };
        assert_eq!(half.over(Color::hex(0)), Color::hex(0x80_80_80));
        assert_eq!(Color::hex(0x12_34_56).over(Color::hex(0)), Color::hex(0x12_34_56));
    }
}

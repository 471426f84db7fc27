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

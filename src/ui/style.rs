//! The look of panels, made from the map's theme, and the bundled fonts.

use egui::{Color32, Context, CornerRadius, FontFamily, FontId, Stroke, Style, TextStyle, Visuals};

use crate::paint::egui::{color32, family, fonts};
use crate::scene::{Color, Face, Han, Theme};

/// Installs the bundled fonts; once.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    // What lies off the screen is left out before it is a shape; egui would look at each corner of the map for it again.
    ctx.tessellation_options_mut(|options| options.coarse_tessellation_culling = false);
}

/// Takes over the colors of a theme.
pub fn apply(ctx: &Context, theme: &Theme) {
    ctx.set_theme(if theme.is_dark { egui::ThemePreference::Dark } else { egui::ThemePreference::Light });
    ctx.all_styles_mut(|style| fill(style, theme));
}

fn fill(style: &mut Style, theme: &Theme) {
    style.text_styles = [
        (TextStyle::Small, FontId::new(12.0, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(14.0, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(14.0, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace)),
        (TextStyle::Heading, FontId::new(21.0, serif())),
    ]
    .into();
    style.spacing.item_spacing = egui::vec2(7.0, 5.0);
    style.spacing.button_padding = egui::vec2(7.0, 3.0);
    style.spacing.interact_size.y = 24.0;
    // A bar shows wherever there is more, and lies over nothing.
    style.spacing.scroll = egui::style::ScrollStyle::thin();
    // The edge of a panel is found at the first try.
    style.interaction.resize_grab_radius_side = 6.0;
    style.interaction.tooltip_delay = 0.25;
    style.interaction.selectable_labels = true;
    style.visuals = visuals(theme);
}

fn visuals(theme: &Theme) -> Visuals {
    let mut visuals = if theme.is_dark { Visuals::dark() } else { Visuals::light() };
    let (paper, ink) = (color32(theme.paper), color32(theme.ink));
    let mixed = |share: f64| color32(theme.ink.faded(share).over(theme.paper));
    visuals.panel_fill = paper;
    visuals.window_fill = paper;
    visuals.extreme_bg_color = color32(theme.land);
    visuals.faint_bg_color = mixed(0.04);
    visuals.code_bg_color = mixed(0.06);
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(color32(theme.faint_ink));
    visuals.hyperlink_color = color32(theme.defender.text);
    visuals.window_stroke = Stroke::new(1.0, mixed(0.18));
    visuals.window_corner_radius = CornerRadius::same(4);
    visuals.menu_corner_radius = CornerRadius::same(4);
    visuals.selection.bg_fill = color32(theme.defender.line.faded(0.25).over(theme.paper));
    visuals.selection.stroke = Stroke::new(1.0, ink);
    let widgets = &mut visuals.widgets;
    for (look, fill, line) in [
        (&mut widgets.noninteractive, paper, mixed(0.14)),
        (&mut widgets.inactive, mixed(0.06), mixed(0.16)),
        (&mut widgets.hovered, mixed(0.12), mixed(0.4)),
        (&mut widgets.active, mixed(0.2), mixed(0.6)),
        (&mut widgets.open, mixed(0.1), mixed(0.3)),
    ] {
        look.bg_fill = fill;
        look.weak_bg_fill = fill;
        look.bg_stroke = Stroke::new(1.0, line);
        look.fg_stroke = Stroke::new(1.0, ink);
        look.corner_radius = CornerRadius::same(3);
        look.expansion = 0.0;
    }
    visuals
}

/// A color of the theme for egui.
pub fn ui_color(color: Color) -> Color32 {
    color32(color)
}

/// The family of titles.
pub fn serif() -> FontFamily {
    family(Face::Serif, Han::Chinese)
}

/// The family of emphasis.
pub fn bold() -> FontFamily {
    family(Face::Bold, Han::Chinese)
}

/// The family of notes.
pub fn italic() -> FontFamily {
    family(Face::Italic, Han::Chinese)
}

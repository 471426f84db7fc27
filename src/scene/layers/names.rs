//! Names of lands, ranges, plains and waters, letterspaced or in italics, under the names of places.

use crate::campaign::Language;
use crate::cartography::{LabelKind, Page, PageRect, PhysicalLabel, ScaleBand};
use crate::scene::labels::LabelRequest;
use crate::scene::text::CAP_HEIGHT;
use crate::scene::{Align, Canvas, Color, Face, LegendEntry, MapInput, TextMark, TextStyle, legend};

/// Names of regions lose against every place of some importance.
const PRIORITY: u32 = 700;

/// Asks for the names that suit the scale.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    let level = match input.band() {
        ScaleBand::Theatre => 1,
        ScaleBand::Army => 2,
        ScaleBand::Division | ScaleBand::Local => 3,
    };
    let page = input.view.page();
    for label in input.basemap.labels.iter().filter(|label| label.level <= level) {
        let at = input.view.page_from_plane(label.position);
        if !page.contains(at) {
            continue;
        }
        let request = request(input, label, PageRect::around(at, 0.0, 0.0));
        if label.kind == LabelKind::Polity { lettering(request, at, page.grown(-16.0), canvas) } else { canvas.labels.push(request) }
    }
}

/// Names of states lie on the ground, under symbols; other labels keep off them.
fn lettering(request: LabelRequest, at: Page, page: PageRect, canvas: &mut Canvas) {
    for (text, style, color) in request.lines {
        let (width, height) = (style.width(&text), style.size * CAP_HEIGHT);
        let baseline = at.offset(0.0, height / 2.0);
        let rect = PageRect::around(at, width, height + 4.0);
        if !rect.within(&page) {
            continue;
        }
        canvas.obstacles.push(rect);
        canvas.text(TextMark { at: baseline, align: Align::Middle, text, style, color, halo: None, angle: 0.0 });
    }
}

fn request(input: &MapInput<'_>, label: &PhysicalLabel, beside: PageRect) -> LabelRequest {
    let code = match input.language {
        Language::Russian => "ru",
        Language::Chinese => "zh",
        Language::Japanese => "ja",
        Language::Korean => "ko",
        Language::English | Language::Modern => "en",
    };
    let (text, style, color) = setting(input, label, label.names.or_english(code));
    let is_level = matches!(label.kind, LabelKind::Polity | LabelKind::Peak | LabelKind::Island | LabelKind::Lake);
    let angle = if is_level { 0.0 } else { -upright(label.angle_deg).to_radians() };
    LabelRequest {
        priority: PRIORITY + u32::from(label.level) * 20 + u32::from(label.kind != LabelKind::Polity) * 10,
        target: None,
        beside,
        lines: vec![(text, style, color)],
        is_centered: label.kind != LabelKind::Peak,
        angle,
        halo: (label.kind == LabelKind::Peak).then_some((input.theme.halo, 1.5)),
    }
}

fn setting(input: &MapInput<'_>, label: &PhysicalLabel, name: &str) -> (String, TextStyle, Color) {
    let theme = input.theme;
    let style = |face, size| input.style(face, size);
    let short = name.split(['(', '（']).next().map_or(name, str::trim);
    match label.kind {
        LabelKind::Polity if label.is_small => (short.to_uppercase(), style(Face::Serif, 11.0).spaced(2.0), theme.region_text),
        LabelKind::Polity => (short.to_uppercase(), style(Face::Serif, 16.0).spaced(5.0), theme.region_text),
        LabelKind::Sea if label.level <= 1 => (name.to_owned(), style(Face::SerifItalic, 14.0).spaced(1.5), theme.water_text),
        LabelKind::Sea | LabelKind::Lake | LabelKind::River => {
            (name.to_owned(), style(Face::SerifItalic, 11.0).spaced(0.4), theme.water_text)
        }
        LabelKind::Range => (name.to_owned(), style(Face::Italic, 11.0).spaced(2.2), theme.region_text),
        LabelKind::Peak => (name.to_owned(), style(Face::Italic, 10.0), theme.region_text),
        LabelKind::Region | LabelKind::Island => (name.to_owned(), style(Face::Italic, 11.0).spaced(1.4), theme.region_text),
    }
}

/// An angle between −90° and 90°, so that no name stands on its head.
fn upright(angle: f64) -> f64 {
    let turned = (angle + 90.0).rem_euclid(180.0) - 90.0;
    if turned.abs() > 80.0 { turned.abs() } else { turned }
}

/// Nothing: names explain themselves.
pub fn legend(_: &MapInput<'_>) -> Vec<LegendEntry> {
    legend::nothing()
}

//! A scene as SVG: a group for each layer, real text in the bundled faces, which are embedded.

use std::collections::BTreeSet;
use std::fmt::Write;

use base64::Engine;

use crate::cartography::{Page, PageRect, PlaneArea, Relief, View};
use crate::scene::text::{FONTS, FontFile, chain, covers};
use crate::scene::{Align, AreaShape, Color, Face, Inset, LineShape, Mark, Mesh, Scene, Stroke, TextMark};

/// Areas are cut off this far outside the page, points.
const BLEED: f64 = 4.0;

/// Writes a scene as an SVG document. The same scene gives the same bytes.
pub fn svg_from_scene(scene: &Scene) -> String {
    let (width, height) = (scene.view.size.width, scene.view.size.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n",
        number(width),
        number(height)
    );
    font_faces(scene, &mut out);
    let _ = writeln!(out, "<clipPath id=\"page\"><rect width=\"{}\" height=\"{}\"/></clipPath>", number(width), number(height));
    let _ = writeln!(out, "<g clip-path=\"url(#page)\">\n<rect width=\"100%\" height=\"100%\" {}/>", paint("fill", scene.background));
    layers(scene, &mut out);
    out.push_str("</g>\n</svg>\n");
    out
}

/// The layers of a scene, a group each.
fn layers(scene: &Scene, out: &mut String) {
    for layer in scene.layers.iter().filter(|layer| layer.marks().next().is_some()) {
        let _ = writeln!(out, "<g id=\"{}\">", layer.id);
        marks(layer.marks(), &scene.view, out);
        out.push_str("</g>\n");
    }
}

fn marks<'a>(marks: impl Iterator<Item = &'a Mark>, view: &View, out: &mut String) {
    for mark in marks {
        match mark {
            Mark::Area { shape, fill } => area(view, shape, *fill, out),
            Mark::Line { shape, stroke } => line(view, shape, *stroke, out),
            Mark::Text(mark) => text(mark, out),
            Mark::PathText(mark) => mark.marks().for_each(|letter| text(&letter, out)),
            Mark::Image { relief, opacity } => image(view, relief, *opacity, out),
            Mark::Inset(inset) => smaller_map(inset, out),
        }
    }
}

/// A map in a frame: a document within the document, cut off at its edge.
fn smaller_map(inset: &Inset, out: &mut String) {
    let (rect, view) = (inset.rect, &inset.scene.view);
    let [x, y, width, height] = [rect.min.x, rect.min.y, rect.width(), rect.height()].map(number);
    let _ = writeln!(out, "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">");
    let _ = writeln!(out, "<rect width=\"100%\" height=\"100%\" {}/>", paint("fill", inset.scene.background));
    marks(inset.scene.marks(), view, out);
    out.push_str("</svg>\n");
}

/// A number with at most two decimals.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

fn paint(attribute: &str, color: Color) -> String {
    let mut paint = format!("{attribute}=\"#{:02x}{:02x}{:02x}\"", color.r, color.g, color.b);
    if color.a < 255 {
        let _ = write!(paint, " {attribute}-opacity=\"{}\"", number(f64::from(color.a) / 255.0));
    }
    paint
}

fn path_of(points: &[Page], is_closed: bool) -> String {
    let mut path = String::with_capacity(points.len() * 12);
    for (k, point) in points.iter().enumerate() {
        path.push(if k == 0 { 'M' } else { 'L' });
        let _ = write!(path, "{} {}", number(point.x), number(point.y));
    }
    if is_closed {
        path.push('Z');
    }
    path
}

fn area(view: &View, shape: &AreaShape, color: Color, out: &mut String) {
    let fill = paint("fill", color);
    match shape {
        AreaShape::Plane(area) => {
            let path = clipped_path(area, view);
            if !path.is_empty() {
                let _ = writeln!(out, "<path fill-rule=\"evenodd\" {fill} d=\"{path}\"/>");
            }
        }
        AreaShape::Convex(points) | AreaShape::Polygon(points) => {
            let _ = writeln!(out, "<path {fill} d=\"{}\"/>", path_of(points, true));
        }
        AreaShape::Mesh(mesh) => ground(view, mesh, color, out),
        AreaShape::Disc(center, radius) => {
            let _ = writeln!(out, "<circle {fill} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", number(center.x), number(center.y), number(*radius));
        }
    }
}

fn line(view: &View, shape: &LineShape, stroke: Stroke, out: &mut String) {
    let mut pen =
        format!("fill=\"none\" {} stroke-width=\"{}\" stroke-linejoin=\"round\"", paint("stroke", stroke.color), number(stroke.width));
    if !stroke.dash.is_empty() {
        let dash: Vec<String> = stroke.dash.iter().map(|length| number(*length)).collect();
        let _ = write!(pen, " stroke-dasharray=\"{}\"", dash.join(" "));
    }
    match shape {
        LineShape::Plane(line) => {
            let runs = line.runs_on_page(view);
            if stroke.dash.is_empty() && !runs.is_empty() {
                let path: String = runs.iter().map(|(_, run)| path_of(run, false)).collect();
                let _ = writeln!(out, "<path {pen} d=\"{path}\"/>");
            }
            let period: f64 = stroke.dash.iter().sum();
            for (before, run) in runs.iter().filter(|_| period > 0.0) {
                let offset = number(before.rem_euclid(period));
                let _ = writeln!(out, "<path {pen} stroke-dashoffset=\"{offset}\" d=\"{}\"/>", path_of(run, false));
            }
        }
        LineShape::Open(points) => drop(writeln!(out, "<path {pen} d=\"{}\"/>", path_of(points, false))),
        LineShape::Closed(points) => drop(writeln!(out, "<path {pen} d=\"{}\"/>", path_of(points, true))),
        LineShape::Circle(center, radius) => {
            let _ = writeln!(out, "<circle {pen} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", number(center.x), number(center.y), number(*radius));
        }
    }
}

/// Steps of opacity a shaded ground is drawn in.
const SHADES: usize = 6;

/// Triangles of the ground; those of like opacity are one path. Crisp edges keep seams between them from showing.
fn ground(view: &View, mesh: &Mesh, color: Color, out: &mut String) {
    let mut paths = vec![String::new(); SHADES + 1];
    let page = view.page().grown(BLEED);
    for corners in mesh.triangles.indices.chunks_exact(3) {
        let points: Vec<Page> = corners.iter().map(|k| view.page_from_plane(mesh.triangles.vertices[*k as usize])).collect();
        let share = corners.iter().map(|k| mesh.shares.get(*k as usize).copied().unwrap_or(1.0)).sum::<f32>() / 3.0;
        let points = clip(points, &page);
        if points.len() > 2 {
            paths[(f64::from(share) * SHADES as f64).round() as usize % (SHADES + 1)].push_str(&path_of(&points, true));
        }
    }
    for (shade, path) in paths.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
        let fill = paint("fill", color.faded(shade as f64 / SHADES as f64));
        let _ = writeln!(out, "<path {fill} shape-rendering=\"crispEdges\" d=\"{path}\"/>");
    }
}

/// The rings of an area, cut at the page (Sutherland and Hodgman, 1974).
fn clipped_path(area: &PlaneArea, view: &View) -> String {
    if area.bounds.is_none_or(|bounds| !bounds.overlaps(&view.bounds())) {
        return String::new();
    }
    let page = view.page().grown(BLEED);
    let rings = area.polygons.iter().flatten().map(|ring| clip(ring.iter().map(|plane| view.page_from_plane(*plane)).collect(), &page));
    rings.filter(|ring| ring.len() > 2).map(|ring| path_of(&ring, true)).collect()
}

fn clip(ring: Vec<Page>, page: &PageRect) -> Vec<Page> {
    type Side<'a> = (&'a dyn Fn(Page) -> f64, f64);
    let (x, y) = (&|p: Page| p.x, &|p: Page| p.y);
    let (left, top) = (&|p: Page| -p.x, &|p: Page| -p.y);
    let sides: [Side<'_>; 4] = [(x, page.max.x), (y, page.max.y), (left, -page.min.x), (top, -page.min.y)];
    sides.iter().fold(ring, |ring, (value, most)| {
        let mut kept = Vec::with_capacity(ring.len());
        for (k, b) in ring.iter().enumerate() {
            let a = ring[(k + ring.len() - 1) % ring.len()];
            let (from, to) = (value(a), value(*b));
            if (from <= *most) != (to <= *most) {
                kept.push(a.lerp(*b, (most - from) / (to - from)));
            }
            if to <= *most {
                kept.push(*b);
            }
        }
        kept
    })
}

fn image(view: &View, relief: &Relief, opacity: f64, out: &mut String) {
    let (a, b) = (view.page_from_plane(relief.rect.min), view.page_from_plane(relief.rect.max));
    let encoded = base64::engine::general_purpose::STANDARD.encode(&relief.encoded);
    let _ = writeln!(
        out,
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"{}\" preserveAspectRatio=\"none\" href=\"data:image/webp;base64,{encoded}\"/>",
        number(a.x),
        number(b.y),
        number(b.x - a.x),
        number(a.y - b.y),
        number(opacity),
    );
}

fn text(mark: &TextMark, out: &mut String) {
    // Letterspacing is set behind the last letter too, and counts when a text is centered: here it does not.
    let (anchor, surplus) = match mark.align {
        Align::Start => ("", 0.0),
        Align::Middle => (" text-anchor=\"middle\"", mark.style.spacing / 2.0),
        Align::End => (" text-anchor=\"end\"", mark.style.spacing),
    };
    let families: Vec<String> = chain(mark.style.face, mark.style.han)
        .iter()
        .filter_map(|file| FONTS.iter().find(|row| row.0 == *file))
        .map(|row| format!("'{}'", row.1))
        .collect();
    let generic = if matches!(mark.style.face, Face::Serif | Face::SerifItalic) { "serif" } else { "sans-serif" };
    let mut attributes = format!(
        "x=\"{}\" y=\"{}\" font-size=\"{}\" font-family=\"{}, {generic}\"{anchor}",
        number(mark.at.x + surplus),
        number(mark.at.y),
        number(mark.style.size),
        families.join(", ")
    );
    if mark.style.spacing > 0.0 {
        let _ = write!(attributes, " letter-spacing=\"{}\"", number(mark.style.spacing));
    }
    if mark.angle != 0.0 {
        let _ =
            write!(attributes, " transform=\"rotate({} {} {})\"", number(mark.angle.to_degrees()), number(mark.at.x), number(mark.at.y));
    }
    if let Some((halo, width)) = mark.halo {
        let _ = write!(
            attributes,
            " {} stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            paint("stroke", halo),
            number(width * 2.0)
        );
    }
    let _ = writeln!(out, "<text {attributes} {}>{}</text>", paint("fill", mark.color), escaped(&mark.text));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The fonts that the texts of a scene are set in, embedded.
fn font_faces(scene: &Scene, out: &mut String) {
    let mut used: BTreeSet<FontFile> = BTreeSet::new();
    used_fonts(scene, &mut used);
    out.push_str("<style>\n");
    for (_, name, bytes) in FONTS.iter().filter(|row| used.contains(&row.0)) {
        let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
        let _ = writeln!(out, "@font-face{{font-family:'{name}';src:url(data:font/ttf;base64,{encoded})}}");
    }
    out.push_str("</style>\n");
}

fn used_fonts(scene: &Scene, used: &mut BTreeSet<FontFile>) {
    for mark in scene.marks() {
        let (text, style) = match mark {
            Mark::Text(mark) => (&mark.text, mark.style),
            Mark::PathText(mark) => (&mark.text, mark.style),
            Mark::Inset(inset) => {
                used_fonts(&inset.scene, used);
                continue;
            }
            _ => continue,
        };
        let chain = chain(style.face, style.han);
        used.extend(text.chars().filter_map(|letter| chain.into_iter().find(|file| covers(*file, letter))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::Page;
    use crate::scene::{Color, TextStyle};

    #[test]
    fn a_letterspaced_name_is_centered_without_the_space_behind_its_last_letter() {
        let x_of = |align: Align| {
            let style = TextStyle::new(Face::Serif, 15.0).spaced(5.0);
            let at = Page::new(100.0, 50.0);
            let mark = TextMark { at, align, text: "CHINA".to_owned(), style, color: Color::hex(0), halo: None, angle: 0.0 };
            let mut out = String::new();
            text(&mark, &mut out);
            out.split('"').nth(1).map(str::to_owned)
        };
        assert_eq!(x_of(Align::Start).as_deref(), Some("100"));
        assert_eq!(x_of(Align::Middle).as_deref(), Some("102.5"));
        assert_eq!(x_of(Align::End).as_deref(), Some("105"));
    }
}

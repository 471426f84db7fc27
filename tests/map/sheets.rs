//! The laws of the twenty views that are printed: no line strikes a name through, and every sea and state has one.

use super::atlas::ground;
use super::*;
use august_storm::cartography::Geo;
use august_storm::scene::{AreaShape, Face, LineShape, Sheet};

/// The views that are printed: day, center and width in km.
const SHEETS: [(&str, f64, f64, f64); 20] = [
    ("09", 124.0, 45.0, 2900.0),
    ("09", 131.0, 45.0, 900.0),
    ("09", 132.6, 45.5, 330.0),
    ("09", 133.6, 45.95, 110.0),
    ("12", 122.0, 46.0, 2600.0),
    ("12", 120.0, 47.5, 1000.0),
    ("12", 120.8, 48.8, 350.0),
    ("12", 119.75, 49.2, 110.0),
    ("15", 126.0, 45.0, 2600.0),
    ("15", 129.0, 45.5, 900.0),
    ("15", 129.6, 44.6, 330.0),
    ("15", 129.65, 44.6, 110.0),
    ("18", 128.0, 46.0, 2900.0),
    ("18", 125.0, 43.5, 950.0),
    ("18", 125.6, 44.4, 350.0),
    ("18", 156.3, 50.75, 110.0),
    ("24", 126.0, 44.0, 2800.0),
    ("24", 123.0, 41.0, 950.0),
    ("24", 121.9, 39.7, 330.0),
    ("24", 121.4, 38.95, 110.0),
];

/// A printed view in a language.
fn sheet(number: usize, language: Language) -> (String, Scene) {
    let (day, lon, lat, km) = SHEETS[number];
    let instant = at(manchuria(), &format!("{} Aug 18:00", day.trim_start_matches('0')));
    let size = PageSize { width: 1600.0, height: 1000.0 };
    let hidden = ["plan".to_owned()].into();
    let asked = Ask { hidden, furniture: Furniture::Still, size, language, ..Ask::at(manchuria(), instant) };
    let center = basemap().projection.plane_from_geo(Geo { lon, lat });
    let view = View { center, metres_per_point: km * 1000.0 / Sheet::of(Furniture::Still, size).map.width(), size };
    let scene = asked.with_input(Some(ground()), |input| scene::build(&MapInput { view, detail: basemap().fine(), ..*input }));
    (format!("{} of {day} Aug, {lon} E", ["T", "A", "D", "L"][number % 4]), scene)
}

/// The layers of lines that say where somebody went or stood.
const LINES: [&str; 2] = ["axes", "front-line"];

/// Points of the lines of those layers, a few points apart. The dots along what is recorded are faint, and no front.
fn inked(scene: &Scene) -> Vec<Page> {
    let mut found = Vec::new();
    for mark in scene.layers.iter().filter(|layer| LINES.contains(&layer.id)).flat_map(SceneLayer::marks) {
        let runs: Vec<Vec<Page>> = match mark {
            Mark::Line { shape: LineShape::Open(_), stroke } if stroke.dash == [1.5, 5.0] => continue,
            Mark::Line { shape: LineShape::Open(points), .. }
            | Mark::Area { shape: AreaShape::Convex(points) | AreaShape::Polygon(points), .. } => vec![points.clone()],
            Mark::Line { shape: LineShape::Plane(line), .. } => line.on_page(&scene.view),
            _ => continue,
        };
        for pair in runs.iter().flat_map(|run| run.windows(2)) {
            let steps = (pair[0].distance(pair[1]) / 3.0).ceil().clamp(1.0, 900.0) as u32;
            found.extend((0..=steps).map(|step| pair[0].lerp(pair[1], f64::from(step) / f64::from(steps))));
        }
    }
    found
}

/// The level texts of the labels whose style is wanted, with what they cover.
fn set_so(scene: &Scene, is_wanted: impl Fn(&scene::TextStyle) -> bool) -> Vec<(String, PageRect)> {
    let labels = scene.layers.iter().filter(|layer| layer.id == "labels").flat_map(SceneLayer::marks);
    let wanted: BTreeSet<&str> = labels
        .filter_map(|mark| match mark {
            Mark::Text(text) if is_wanted(&text.style) => Some(text.text.as_str()),
            _ => None,
        })
        .collect();
    label_rects(scene).into_iter().filter(|(text, _)| wanted.contains(text.as_str())).collect()
}

#[test]
fn neither_way_nor_front_strikes_the_name_of_a_state_through_on_a_printed_view() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for language in [Language::English, Language::Russian, Language::Korean] {
        for number in 0..SHEETS.len() {
            let (title, scene) = sheet(number, language);
            let points = inked(&scene);
            for (name, rect) in set_so(&scene, |style| style.face == Face::Serif) {
                seen += 1;
                if let Some(point) = points.iter().find(|point| rect.grown(-1.0).contains(**point)) {
                    wrong.push(format!("{title}: {name} {rect:?} at {point:?}"));
                }
            }
        }
    }
    assert!(seen > 150 && wrong.is_empty(), "{seen} names, {wrong:#?}");
}

#[test]
fn neither_way_nor_front_strikes_the_name_of_a_lesser_place_through_on_a_printed_view() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for number in 0..SHEETS.len() {
        let (title, scene) = sheet(number, Language::English);
        let points = inked(&scene);
        for (name, rect) in set_so(&scene, |style| style.face == Face::Sans && style.size < 10.5) {
            seen += 1;
            if points.iter().any(|point| rect.grown(-1.0).contains(*point)) {
                wrong.push(format!("{title}: {name}"));
            }
        }
    }
    assert!(seen > 150 && wrong.is_empty(), "{seen} names, {wrong:#?}");
}

#[test]
fn a_printed_view_of_a_coast_names_its_seas() {
    for (number, seas) in
        [(15, &["Sea of Okhotsk", "Pacific Ocean"][..]), (18, &["Korea Bay", "Gulf of Liaotung"]), (19, &["Pohai", "Korea Bay"])]
    {
        let (title, scene) = sheet(number, Language::English);
        let names = set_so(&scene, |style| style.face == Face::SerifItalic);
        for sea in seas {
            assert!(names.iter().any(|(name, _)| name.starts_with(sea)), "{sea} on {title}: {names:?}");
        }
    }
}

#[test]
fn a_state_of_which_but_a_strip_is_seen_has_its_name_on_it() {
    for language in [Language::English, Language::Russian] {
        let (_, scene) = sheet(15, language);
        let names = set_so(&scene, |style| style.face == Face::Serif);
        let strip = names.iter().find(|(name, _)| name == "USSR" || name == "СССР").expect("Kamchatka is the USSR's");
        let at = scene.view.plane_from_page(strip.1.center());
        assert_eq!(basemap().polity_at(at).map(|polity| polity.id.as_str()), Some("ussr"));
    }
}

#[test]
fn the_legend_is_in_one_language_whatever_that_of_the_names() {
    let titles = |language| {
        let ask = Ask { language, furniture: Furniture::Still, ..Ask::at(manchuria(), at(manchuria(), "15 Aug 18:00")) };
        ask.with_input(None, |input| {
            let rows = scene::legend::rows(input).into_iter().flat_map(|(_, rows)| rows);
            rows.map(|row| row.title).collect::<Vec<String>>()
        })
    };
    let english = titles(Language::English);
    assert!(english.iter().any(|title| title == "Manchukuo"), "{english:?}");
    for language in [Language::Russian, Language::Chinese, Language::Japanese, Language::Korean] {
        assert_eq!(titles(language), english);
    }
}

#[test]
fn where_the_data_end_the_sheet_is_blank_and_not_sea() {
    let scene = Ask { hidden: BTreeSet::new(), zoom: 0.3, ..Ask::at(manchuria(), at(manchuria(), "15 Aug 18:00")) }.scene();
    let covers = |lon: f64, lat: f64| {
        let point = basemap().projection.plane_from_geo(Geo { lon, lat });
        scene.marks().any(|mark| match mark {
            Mark::Area { shape: AreaShape::Plane(area), fill } => *fill == LIGHT.paper && area.contains(point),
            _ => false,
        })
    };
    assert!([(85.0, 45.0), (120.0, 66.0), (120.0, 25.0), (170.0, 45.0)].iter().all(|(lon, lat)| covers(*lon, *lat)));
    assert!([(91.0, 45.0), (120.0, 63.0), (125.0, 29.0), (164.0, 45.0)].iter().all(|(lon, lat)| !covers(*lon, *lat)));
    let near = Ask { hidden: BTreeSet::new(), zoom: 3.0, ..Ask::at(manchuria(), at(manchuria(), "15 Aug 18:00")) }.scene();
    assert!(!near.marks().any(|mark| matches!(mark, Mark::Area { fill, shape: AreaShape::Plane(_) } if *fill == LIGHT.paper)));
}

#[test]
fn a_battlefield_is_not_named_again_beside_its_village() {
    let (_, scene) = sheet(6, Language::English);
    assert_eq!(label_rects(&scene).iter().filter(|(name, _)| name == "Nomonhan").count(), 1);
}

#[test]
fn the_name_of_a_lake_stands_beside_its_water() {
    let (_, scene) = sheet(14, Language::English);
    let lake = basemap().lakes.iter().find(|lake| lake.names.or_english("en").starts_with("Sungari")).unwrap();
    let bounds = lake.area.bounds.unwrap();
    let [a, b] = [bounds.min, bounds.max].map(|corner| scene.view.page_from_plane(corner));
    let water = PageRect { min: Page::new(a.x, b.y), max: Page::new(b.x, a.y) };
    let names = label_rects(&scene);
    let name = names.iter().find(|(name, _)| name == "Sungari").expect("the name of the lake");
    assert!(name.1.overlaps(&water.grown(12.0)), "{name:?} beside {water:?}");
}

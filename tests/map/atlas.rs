//! The laws of a printed map: labels keep their places while time runs, nothing is set over an arrow, the legend tells of
//! just what is visible, every letter has its glyph, and the plates of six days are built as approved.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use august_storm::campaign::{EventIdx, HOUR, Instant, Language};
use august_storm::cartography::{Geo, Page, PageRect, PageSize, Plane, View};
use august_storm::scene::{
    self, AreaShape, Face, Furniture, GroundPoint, LAYERS, LabelKey, LabelSlots, LineShape, MapInput, Mark, Scene, SceneLayer, Sheet,
    Target, legend, text,
};
use august_storm::situation::GroundModel;

use super::{Ask, at, basemap, label_rects, manchuria};

/// Six instants and three scales, as looked at and approved.
const INSTANTS: [&str; 6] = ["8 Aug 23:00", "9 Aug 12:00", "12 Aug 18:00", "15 Aug 12:00", "18 Aug 18:00", "24 Aug 12:00"];
const ZOOMS: [f64; 3] = [1.0, 5.0, 14.0];

pub fn ground() -> &'static GroundModel {
    static GROUND: OnceLock<GroundModel> = OnceLock::new();
    GROUND.get_or_init(|| GroundModel::build(manchuria(), basemap()))
}

/// A still with everything on it.
fn still(instant: &str, zoom: f64, language: Language) -> Scene {
    let ask = Ask {
        hidden: ["plan".to_owned()].into(),
        furniture: Furniture::Still,
        size: PageSize { width: 1400.0, height: 900.0 },
        zoom,
        language,
        ..Ask::at(manchuria(), at(manchuria(), instant))
    };
    ask.scene_over(Some(ground()))
}

/// All texts of a scene, those of smaller maps too.
fn texts(scene: &Scene) -> Vec<String> {
    let of = |mark: &Mark| match mark {
        Mark::Text(text) => vec![text.text.clone()],
        Mark::PathText(text) => vec![text.text.clone()],
        Mark::Inset(inset) => texts(&inset.scene),
        _ => Vec::new(),
    };
    scene.marks().flat_map(of).collect()
}

#[test]
fn place_labels_keep_their_slots_through_a_day_of_play() {
    let campaign = manchuria();
    for (start, zoom) in [("9 Aug 00:00", 1.0), ("12 Aug 00:00", 1.0), ("13 Aug 06:00", 5.0), ("18 Aug 00:00", 2.0)] {
        let (mut slots, mut last, mut changes) = (LabelSlots::new(), BTreeMap::new(), BTreeMap::<Target, u32>::new());
        for quarter in 0..96 {
            let instant = at(campaign, start).plus(quarter * HOUR / 4);
            let size = PageSize { width: 1280.0, height: 800.0 };
            slots = Ask { size, zoom, slots, furniture: Furniture::Window, ..Ask::at(campaign, instant) }.scene().slots;
            for (key, slot) in &slots {
                let LabelKey::Target(target @ Target::Place(_)) = key else { continue };
                if last.insert(*target, *slot).is_some_and(|before| before != *slot) {
                    *changes.entry(*target).or_default() += 1;
                }
            }
        }
        let restless: Vec<_> = changes.iter().filter(|(_, count)| **count > 2).collect();
        assert!(last.len() > 12 && restless.is_empty(), "from {start} at x{zoom}: {restless:?}");
    }
}

/// The corners of all axes of advance.
fn axis_corners(scene: &Scene) -> Vec<Page> {
    let axes = scene.layers.iter().filter(|layer| layer.id == "axes").flat_map(SceneLayer::marks);
    let areas = axes.filter_map(|mark| match mark {
        Mark::Area { shape: AreaShape::Convex(points) | AreaShape::Polygon(points), .. } => Some(points),
        _ => None,
    });
    areas.flatten().copied().collect()
}

#[test]
fn names_of_small_places_are_not_set_over_an_axis_of_advance() {
    let mut wrong = Vec::new();
    for (instant, zoom) in INSTANTS.into_iter().flat_map(|instant| ZOOMS.map(|zoom| (instant, zoom))) {
        let scene = Ask { zoom, size: PageSize { width: 1280.0, height: 800.0 }, ..Ask::at(manchuria(), at(manchuria(), instant)) }.scene();
        let corners = axis_corners(&scene);
        let labels = scene.layers.iter().filter(|layer| layer.id == "labels").flat_map(SceneLayer::marks);
        let small: BTreeSet<&str> = labels
            .filter_map(|mark| match mark {
                Mark::Text(text) if text.style.face == Face::Sans => Some(text.text.as_str()),
                _ => None,
            })
            .collect();
        for (name, rect) in label_rects(&scene).into_iter().filter(|(name, _)| small.contains(name.as_str())) {
            if corners.iter().any(|corner| rect.grown(-1.0).contains(*corner)) {
                wrong.push(format!("{instant} x{zoom}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_formation_is_hidden_under_the_symbol_of_another_stack() {
    let (mut hidden, mut seen) = (Vec::new(), 0);
    for (instant, zoom) in INSTANTS.into_iter().flat_map(|instant| ZOOMS.map(|zoom| (instant, zoom))) {
        let size = PageSize { width: 1280.0, height: 800.0 };
        let scene = Ask { size, zoom, ..Ask::at(manchuria(), at(manchuria(), instant)) }.scene();
        let labels: Vec<PageRect> = label_rects(&scene).into_iter().map(|(_, rect)| rect).collect();
        let mut symbols: Vec<(PageRect, &str)> = Vec::new();
        for hit in scene.hits.iter().filter(|hit| matches!(hit.target, Target::Formation(_))) {
            // A stack is one symbol, and a label answers for its formation without being one.
            if !symbols.iter().any(|(rect, _)| *rect == hit.rect) && !labels.iter().any(|label| label.overlaps(&hit.rect.grown(-2.0))) {
                symbols.push((hit.rect, &hit.name));
            }
        }
        seen += symbols.len();
        for (k, (a, name)) in symbols.iter().enumerate() {
            for (b, other) in &symbols[k + 1..] {
                let (width, height) = (a.max.x.min(b.max.x) - a.min.x.max(b.min.x), a.max.y.min(b.max.y) - a.min.y.max(b.min.y));
                let smaller = (a.width() * a.height()).min(b.width() * b.height());
                if width > 0.0 && height > 0.0 && width * height > 0.5 * smaller {
                    hidden.push(format!("{instant} x{zoom}: {name} and {other}"));
                }
            }
        }
    }
    assert!(seen > 300, "{seen}");
    assert!(hidden.is_empty(), "{}:\n{}", hidden.len(), hidden.join("\n"));
}

/// Whether two sides of a polygon that do not meet cross each other, by more than a rounding.
fn crosses_itself(polygon: &[Page]) -> bool {
    let turn = |a: Page, b: Page, c: Page| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let side = |k: usize| (polygon[k], polygon[(k + 1) % polygon.len()]);
    let cross = |(a, b): (Page, Page), (c, d): (Page, Page)| {
        let (e, f, g, h) = (turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b));
        e * f < 0.0 && g * h < 0.0 && [e, f, g, h].iter().all(|area| area.abs() > 0.5)
    };
    let count = polygon.len();
    (0..count).any(|k| (k + 2..count).filter(|other| (other + 1) % count != k).any(|other| cross(side(k), side(other))))
}

#[test]
fn no_axis_of_advance_crosses_itself() {
    let mut wrong = Vec::new();
    for (instant, zoom) in INSTANTS.into_iter().flat_map(|instant| ZOOMS.map(|zoom| (instant, zoom))) {
        let size = PageSize { width: 1280.0, height: 800.0 };
        let scene = Ask { size, zoom, ..Ask::at(manchuria(), at(manchuria(), instant)) }.scene();
        for mark in scene.layers.iter().filter(|layer| layer.id == "axes").flat_map(SceneLayer::marks) {
            if let Mark::Area { shape: AreaShape::Convex(points) | AreaShape::Polygon(points), .. } = mark
                && crosses_itself(points)
            {
                wrong.push(format!("{instant} x{zoom} at {:?}: {points:.1?}", points[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_not_selected_steps_back_and_comes_forward_again() {
    let campaign = manchuria();
    let selected = campaign.formation_by_id("6-guards-tank-army").map(Target::Formation);
    let faint = |selection: Option<Target>| {
        let scene = Ask { selection, zoom: 4.0, ..Ask::at(campaign, at(campaign, "12 Aug 18:00")) }.scene();
        let of_units = scene.layers.iter().filter(|layer| layer.id == "formations").flat_map(SceneLayer::marks);
        let shares = of_units.filter_map(|mark| if let Mark::Line { stroke, .. } = mark { Some(stroke.color.a) } else { None });
        let (faint, full): (Vec<u8>, Vec<u8>) = shares.partition(|share| *share == 153);
        (faint.len(), full.len())
    };
    let (none, all) = faint(None);
    let (aside, concerned) = faint(selected);
    assert!(none == 0 && all > 50, "{none} of {all}");
    assert!(aside > 50 && concerned > 5, "{aside} and {concerned}");
    let ground = Some(Target::Ground(GroundPoint::from(Geo { lon: 123.4, lat: 41.8 })));
    assert_eq!(faint(ground).0, 0, "a point of the ground concerns everybody");
}

#[test]
fn troops_at_sea_leave_a_dotted_way_and_no_band() {
    let center = basemap().projection.plane_from_geo(Geo { lon: 157.5, lat: 51.9 });
    let ask = Ask::at(manchuria(), at(manchuria(), "18 Aug 12:00"));
    let scene = ask.with_input(None, |input| {
        let view = View { center, metres_per_point: 800.0, ..input.view };
        scene::build(&MapInput { view, ..*input })
    });
    let axes = scene.layers.iter().filter(|layer| layer.id == "axes").flat_map(SceneLayer::marks);
    // The sea between Petropavlovsk and Shumshu.
    let is_there = |page: &Page| {
        let Geo { lon, lat } = basemap().projection.geo_from_plane(scene.view.plane_from_page(*page));
        (156.5..158.3).contains(&lon) && (51.0..52.8).contains(&lat)
    };
    let (mut dotted, mut solid) = (0, 0);
    for mark in axes {
        match mark {
            Mark::Line { shape: LineShape::Open(points), stroke } if !stroke.dash.is_empty() => {
                dotted += usize::from(points.iter().any(is_there));
            }
            Mark::Area { shape: AreaShape::Convex(points) | AreaShape::Polygon(points), .. } => {
                solid += usize::from(points.iter().any(is_there));
            }
            _ => {}
        }
    }
    assert!(dotted >= 1 && solid == 0, "{dotted} dotted, {solid} solid");
}

#[test]
fn ships_of_the_amur_flotilla_lie_in_the_river_and_not_on_its_bank() {
    let campaign = manchuria();
    let rivers = || basemap().rivers.iter().filter(|river| river.rank == 1);
    let km_from_river = |at: Plane| {
        let feet = rivers().filter_map(|river| river.line.nearest(at));
        feet.map(|(foot, _)| foot.distance(at) / 1000.0).fold(f64::INFINITY, f64::min)
    };
    let (mut on_land, mut seen) = (0, 0);
    for (instant, id) in [("12 Aug 06:00", "amur-2-brigade"), ("14 Aug 12:00", "amur-flotilla"), ("16 Aug 20:00", "amur-1-brigade")] {
        let formation = campaign.formation_by_id(id).unwrap();
        let ask = Ask { selection: Some(Target::Formation(formation)), ..Ask::at(campaign, at(campaign, instant)) };
        ask.with_input(None, |input| {
            let recorded = basemap().projection.plane_from_geo(input.situation.formation(formation).unwrap().position);
            let view = View { center: recorded, metres_per_point: 300.0, ..input.view };
            let scene = scene::build(&MapInput { view, ..*input });
            let symbol = scene.hits.iter().find(|hit| hit.target == Target::Formation(formation)).unwrap().rect.center();
            let km = km_from_river(scene.view.plane_from_page(symbol));
            assert!(km < 4.0, "{id} at {instant} is drawn {km:.1} km from the river");
            on_land += usize::from(km_from_river(recorded) > 4.0);
            seen += 1;
        });
    }
    assert!(seen == 3 && on_land >= 2, "{on_land} would stand on land if drawn as recorded");
}

#[test]
fn troops_that_go_by_rail_keep_to_the_railway_and_never_cross_the_sea() {
    let campaign = manchuria();
    let brigade = campaign.formation_by_id("21-guards-tank-brigade").unwrap();
    let ask = Ask { selection: Some(Target::Formation(brigade)), ..Ask::at(campaign, at(campaign, "24 Aug 18:00")) };
    let center = basemap().projection.plane_from_geo(Geo { lon: 121.9, lat: 39.7 });
    ask.with_input(None, |input| {
        let scene = scene::build(&MapInput { view: View { center, metres_per_point: 300.0, ..input.view }, ..*input });
        let axes = scene.layers.iter().filter(|layer| layer.id == "axes").flat_map(SceneLayer::marks);
        let by_rail = axes.filter_map(|mark| match mark {
            Mark::Line { shape: LineShape::Open(points), stroke } if stroke.dash.len() == 4 => Some(points.clone()),
            _ => None,
        });
        let seen: Vec<Plane> = by_rail.flatten().map(|point| scene.view.plane_from_page(point)).collect();
        assert!(seen.len() > 20, "its way from Mukden to Port Arthur bends with the line");
        for at in seen {
            let nearest = basemap().railways.iter().filter_map(|railway| railway.line.nearest(at));
            let metres = nearest.map(|(foot, _)| foot.distance(at)).fold(f64::INFINITY, f64::min);
            assert!(metres < 500.0, "{metres:.0} m off the railway at {:?}", basemap().projection.geo_from_plane(at));
        }
    });
}

#[test]
fn the_legend_tells_of_just_the_visible_layers() {
    let instant = at(manchuria(), "14 Aug 18:00");
    let shown = |hidden: BTreeSet<String>| -> BTreeSet<&'static str> {
        let ask = Ask { hidden, ..Ask::at(manchuria(), instant) };
        ask.with_input(Some(ground()), |input| legend::rows(input).into_iter().map(|(layer, _)| layer).collect())
    };
    let all = shown(BTreeSet::new());
    assert!(all.len() > 8, "{all:?}");
    for layer in &all {
        let without = shown([(*layer).to_owned()].into());
        let expected: BTreeSet<&str> = all.iter().copied().filter(|other| other != layer).collect();
        assert_eq!(without, expected, "without {layer}");
    }
    assert!(shown(LAYERS.iter().map(|layer| layer.id.to_owned()).collect()).is_empty());
}

#[test]
fn the_legend_names_no_front_line_before_there_is_one() {
    let names =
        |instant: &str| texts(&still(instant, 1.0, Language::English)).into_iter().filter(|text| text.starts_with("Front line,")).count();
    assert_eq!(names("8 Aug 23:00"), 0);
    assert_eq!(names("14 Aug 18:00"), 2);
}

#[test]
fn a_railway_is_cut_from_the_hour_of_the_event_on_and_the_legend_says_so() {
    let campaign = manchuria();
    let event = campaign.events.iter().position(|event| !event.cuts.is_empty()).unwrap();
    let (start, target) = (campaign.events[event].start.best, Target::Event(EventIdx(event)));
    let center = basemap().projection.plane_from_geo(campaign.events[event].position.unwrap().into());
    let drawn = |instant: Instant| {
        // Events aside, only the railway can show it.
        let hidden = ["events".to_owned()].into();
        let ask = Ask { hidden, ..Ask::at(campaign, instant) };
        ask.with_input(None, |input| {
            let view = View { center, metres_per_point: 300.0, ..input.view };
            let input = MapInput { view, ..*input };
            let rows: Vec<_> = legend::rows(&input).into_iter().flat_map(|(_, rows)| rows).collect();
            (scene::build(&input).shows(target), rows.iter().any(|row| row.title == "Railway cut"))
        })
    };
    assert_eq!(drawn(start.plus(-1)), (false, false));
    assert_eq!(drawn(start), (true, true));
    assert_eq!(drawn(campaign.period.end), (true, true), "no source tells of trains that ran again");
}

/// A still of a size, with all that is shown at start.
fn still_of(width: f64, height: f64) -> Ask<'static> {
    let size = PageSize { width, height };
    let hidden = ["plan".to_owned()].into();
    Ask { size, hidden, furniture: Furniture::Still, ..Ask::at(manchuria(), at(manchuria(), "14 Aug 18:00")) }
}

#[test]
fn a_still_prints_every_row_of_its_legend() {
    for (width, height) in [(1920.0, 1080.0), (1024.0, 640.0)] {
        let ask = still_of(width, height);
        let printed = texts(&ask.scene_over(Some(ground()))).join(" ");
        let rows = ask.with_input(Some(ground()), |input| {
            let input = &MapInput { view: input.sheet().centered(input.view), ..*input };
            legend::rows(input).into_iter().flat_map(|(_, rows)| rows).map(|row| row.title).collect::<Vec<String>>()
        });
        assert!(rows.len() > 25, "{}", rows.len());
        for row in rows {
            assert!(printed.contains(&row), "{row:?} is missing on {width}x{height}");
        }
    }
}

#[test]
fn a_small_still_has_its_title_over_the_map_and_the_names_of_states_on_it() {
    for (width, height) in [(1024.0, 640.0), (800.0, 600.0)] {
        let ask = still_of(width, height);
        let sheet = Sheet::of(Furniture::Still, ask.size);
        let scene = ask.scene_over(Some(ground()));
        let covered = scene.marks().filter_map(|mark| match mark {
            Mark::Text(text) if text.text == "August Storm" || text.text.starts_with("Tue 14 Aug") => Some(sheet.map.contains(text.at)),
            _ => None,
        });
        assert_eq!(covered.collect::<Vec<bool>>(), [false, false], "title and date on {width}x{height}");
        assert!(texts(&scene).iter().any(|text| text == "MANCHUKUO"), "{width}x{height}");
    }
}

#[test]
fn a_name_of_a_state_is_not_crossed_by_an_axis_of_advance_at_the_scale_of_an_army() {
    let size = PageSize { width: 1280.0, height: 800.0 };
    let mut hidden = BTreeSet::from(super::GROUND.map(str::to_owned));
    hidden.remove("names");
    let mut seen = 0;
    for (instant, zoom) in
        ["15 Aug 12:00", "18 Aug 18:00", "21 Aug 12:00", "24 Aug 12:00"].into_iter().flat_map(|at| [(at, 4.0), (at, 5.0)])
    {
        let ask = Ask { hidden: hidden.clone(), size, zoom, ..Ask::at(manchuria(), at(manchuria(), instant)) };
        let scene = ask.scene();
        let names = label_rects(&scene).into_iter().filter(|(name, _)| name == "MANCHUKUO");
        let corners = axis_corners(&scene);
        for (name, rect) in names {
            seen += 1;
            assert!(!corners.iter().any(|corner| rect.contains(*corner)), "{instant} x{zoom}: {name} at {rect:?}");
        }
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn no_letter_is_without_its_glyph_in_any_language() {
    for (language, code, _) in Language::ALL {
        for zoom in ZOOMS {
            let said = texts(&still("14 Aug 18:00", zoom, language));
            assert!(said.len() > 60, "{code} x{zoom}: {}", said.len());
            for text in &said {
                let missing: Vec<char> = text.chars().filter(|letter| !letter.is_control() && !text::has_glyph(*letter)).collect();
                assert!(missing.is_empty(), "{code}: {missing:?} of {text:?}");
            }
        }
    }
}

#[test]
fn a_still_is_no_less_than_its_margins_say() {
    let scene = still("12 Aug 18:00", 5.0, Language::English);
    let sheet = Sheet::of(Furniture::Still, scene.view.size);
    let labels = scene.layers.iter().filter(|layer| layer.id == "labels").flat_map(SceneLayer::marks);
    for mark in labels {
        if let Mark::Text(text) = mark {
            assert!(sheet.map.contains(text.at), "{:?} leaves the map", text.text);
        }
    }
    let said = texts(&still("12 Aug 18:00", 1.0, Language::English)).join("\n");
    for wanted in [
        "August Storm",
        "Sun 12 Aug 1945",
        "Sides",
        "Lines",
        "How it is known",
        "Signs",
        "Time",
        " km",
        " miles",
        "45° N",
        "Sakhalin and the Kurils",
        "Natural Earth",
    ] {
        assert!(said.contains(wanted), "{wanted:?} is missing");
    }
    assert!(scene.overview.is_some());
}

#[test]
fn a_planned_way_says_that_it_is_one() {
    let hidden: BTreeSet<String> = ["names".to_owned()].into();
    let drawn = |hidden: &BTreeSet<String>| Ask { hidden: hidden.clone(), ..Ask::at(manchuria(), at(manchuria(), "9 Aug 12:00")) }.scene();
    assert!(texts(&drawn(&hidden)).iter().any(|text| text.starts_with("PLAN D+")));
    assert!(LAYERS.iter().any(|layer| layer.id == "plan" && !layer.is_shown_at_start));
}

/// What a plate is made of: layers with their number of marks and how many names are set.
fn structure() -> BTreeMap<String, usize> {
    let mut plates = BTreeMap::new();
    for (instant, zoom) in INSTANTS.into_iter().flat_map(|instant| ZOOMS.map(|zoom| (instant, zoom))) {
        let scene = still(instant, zoom, Language::English);
        for layer in &scene.layers {
            plates.insert(format!("{instant} x{zoom} {}", layer.id), layer.marks().count());
        }
    }
    plates
}

#[test]
fn the_plates_of_six_days_are_built_as_approved() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/plates.txt");
    let plates = structure();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let text = plates.iter().fold(String::new(), |mut text, (name, count)| {
            let _ = writeln!(text, "{name}: {count}");
            text
        });
        fs::write(&path, text).unwrap();
        return;
    }
    let approved = fs::read_to_string(&path).unwrap();
    let approved: BTreeMap<&str, usize> =
        approved.lines().filter_map(|line| line.rsplit_once(": ")).map(|(name, count)| (name, count.parse().unwrap())).collect();
    assert_eq!(plates.keys().map(String::as_str).collect::<Vec<_>>(), approved.keys().copied().collect::<Vec<_>>());
    // A correction to the facts moves a few marks; a layer that is lost or runs wild moves many.
    let far_off = |before: usize, now: usize| before.abs_diff(now) > 12 + before.max(now) / 3;
    let wrong: Vec<String> = plates
        .iter()
        .map(|(name, now)| (name, approved[name.as_str()], *now))
        .filter(|(_, before, now)| far_off(*before, *now))
        .map(|(name, before, now)| format!("{name}: {before} marks, now {now}"))
        .collect();
    assert!(wrong.is_empty(), "{}\nUPDATE_SNAPSHOTS=1 cargo test --test map approves it", wrong.join("\n"));
}

//! What makes a still worth printing: it names what it is about and whose land it shows, carries the link to itself, and
//! its legend tells of just its map.

use std::sync::Arc;

use super::atlas::ground;
use super::*;
use august_storm::cartography::{Geo, Plane};
use august_storm::scene::{AreaShape, Mesh, Sheet, legend};
use august_storm::session::link;

/// A still of 1600 by 1000 points, so many km wide, about a point.
fn still_at<T>(instant: &str, (lon, lat): (f64, f64), km: f64, ask: impl FnOnce(&MapInput<'_>) -> T) -> T {
    let size = PageSize { width: 1600.0, height: 1000.0 };
    let asked =
        Ask { hidden: ["plan".to_owned()].into(), furniture: Furniture::Still, size, ..Ask::at(manchuria(), at(manchuria(), instant)) };
    let center = basemap().projection.plane_from_geo(Geo { lon, lat });
    let map = Sheet::of(Furniture::Still, size).map;
    let view = View { center, metres_per_point: km * 1000.0 / map.width(), size };
    asked.with_input(Some(ground()), |input| ask(&MapInput { view, detail: basemap().fine(), ..*input }))
}

fn words(scene: &Scene) -> Vec<String> {
    let of = |mark: &Mark| match mark {
        Mark::Text(text) => Some(text.text.clone()),
        Mark::PathText(text) => Some(text.text.clone()),
        _ => None,
    };
    scene.marks().filter_map(of).collect()
}

#[test]
fn a_still_carries_the_link_that_opens_what_it_shows() {
    let campaign = manchuria();
    for (instant, center, km) in [("18 Aug 18:00", (125.0, 43.5), 950.0), ("9 Aug 18:00", (133.6, 45.95), 40.0)] {
        let texts = still_at(instant, center, km, |input| words(&scene::build(input)));
        let text = texts.iter().find(|text| text.starts_with("august-storm:")).expect("a link");
        // Also as it comes out of a letter, over two lines.
        let read = link::read(campaign, &text.replace('&', "&\n  ")).unwrap();
        assert_eq!(read, link::read(campaign, text).unwrap());
        assert_eq!(read.notes, Vec::<String>::new(), "{text}");
        assert_eq!(read.link.when, Some(at(campaign, instant)));
        let view = read.link.view.expect("a view");
        let point = km / 1240.0 * 3.0;
        assert!((view.center.lon - center.0).abs() * 75.0 < point && (view.center.lat - center.1).abs() * 111.0 < point, "{view:?}");
        assert!((view.width_km / km - 1.0).abs() < 0.002, "{view:?}");
        assert_eq!((read.link.hidden, read.link.selection, read.link.doubt), (None, None, None), "as at a first start");
    }
}

#[test]
fn the_link_of_a_still_tells_what_is_not_as_at_a_first_start() {
    let text = still_at("12 Aug 18:00", (119.75, 49.2), 110.0, |input| {
        let hidden: BTreeSet<String> = ["plan", "relief"].map(str::to_owned).into();
        let doubt = august_storm::scene::Doubt::Strong;
        words(&scene::build(&MapInput { hidden: &hidden, doubt, language: Language::Russian, ..*input })).join("")
    });
    for part in ["layers=-relief,-plan", "lang=ru", "doubt=strong"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn every_still_of_the_theatre_names_the_cities_the_campaign_is_about() {
    for (width, height) in [(800.0, 470.0), (1024.0, 640.0), (1600.0, 1000.0)] {
        for instant in ["9 Aug 18:00", "12 Aug 18:00", "15 Aug 18:00", "18 Aug 18:00", "24 Aug 18:00"] {
            let ask = Ask {
                hidden: ["plan".to_owned()].into(),
                furniture: Furniture::Still,
                size: PageSize { width, height },
                ..Ask::at(manchuria(), at(manchuria(), instant))
            };
            let texts = words(&ask.scene_over(Some(ground())));
            for objective in &manchuria().objectives {
                let name = manchuria().place(*objective).names.english();
                let name = name.split(" (").next().unwrap();
                assert!(texts.iter().any(|text| text == name), "{name} on {width}x{height} at {instant}");
            }
        }
    }
}

#[test]
fn a_still_of_the_border_says_whose_land_lies_on_each_side() {
    for km in [330.0, 110.0] {
        let texts = still_at("9 Aug 18:00", (133.6, 45.95), km, |input| words(&scene::build(input)));
        for state in ["MANCHUKUO", "USSR"] {
            assert!(texts.iter().any(|text| text == state), "{state} at {km} km");
        }
    }
}

#[test]
fn no_name_of_a_formation_stands_without_its_symbol() {
    for (instant, center, km) in [("12 Aug 18:00", (120.0, 47.5), 1000.0), ("15 Aug 18:00", (129.6, 44.6), 330.0)] {
        let (texts, allowed) = still_at(instant, center, km, |input| {
            let map = input.sheet().map;
            let view = input.sheet().centered(input.view);
            let on_map = |position: Geo| map.grown(60.0).contains(view.page_from_plane(basemap().projection.plane_from_geo(position)));
            let shown = input.situation.formations.iter().filter(|state| on_map(state.position));
            let names: Vec<String> = shown.map(|state| manchuria().formation(state.formation).short.clone()).collect();
            (words(&scene::build(input)), names)
        });
        let is_of =
            |text: &String, name: &String| text == name || text.strip_prefix(name.as_str()).is_some_and(|more| more.starts_with(" +"));
        let all: Vec<&String> = manchuria().formations.iter().map(|formation| &formation.short).collect();
        for text in texts.iter().filter(|text| all.iter().any(|name| is_of(text, name))) {
            assert!(allowed.iter().any(|name| is_of(text, name)), "{text} stands alone at {instant}");
        }
    }
}

#[test]
fn the_legend_of_a_still_tells_of_its_map_and_not_of_the_ground_under_its_column() {
    // A fort and its garrison lie west of this map, where the column of the still is.
    let titles = still_at("9 Aug 18:00", (135.9, 46.2), 250.0, |input| {
        let input = &MapInput { view: input.sheet().centered(input.view), ..*input };
        let rows = legend::rows(input).into_iter().flat_map(|(_, rows)| rows);
        rows.map(|row| row.title).collect::<Vec<String>>()
    });
    assert!(titles.iter().all(|title| !title.starts_with("Fortified region") && title != "Fortress troops"), "{titles:?}");
    assert!(!titles.iter().any(|title| title.starts_with("Reached by")), "no day is over: {titles:?}");
}

#[test]
fn the_band_of_doubt_ends_along_a_line_and_not_in_the_teeth_of_its_grid() {
    let meshes = still_at("18 Aug 18:00", (125.6, 44.4), 350.0, |input| {
        let scene = scene::build(input);
        let marks = scene.layers.iter().filter(|layer| layer.id == "doubt").flat_map(SceneLayer::marks);
        let meshes = marks.filter_map(|mark| match mark {
            Mark::Area { shape: AreaShape::Mesh(mesh), .. } => Some(Arc::clone(mesh)),
            _ => None,
        });
        meshes.collect::<Vec<Arc<Mesh>>>()
    });
    let band: &Mesh = meshes.first().expect("a band");
    let soft = band.triangles.indices.chunks_exact(3).filter(|triangle| {
        let shares = [0, 1, 2].map(|k| band.shares[triangle[k] as usize]);
        shares.iter().any(|share| *share < 0.399) && shares.iter().any(|share| *share > 0.401)
    });
    assert_eq!(soft.count(), 0, "no triangle lies on both sides of the foot of the soft edge");
    let area = |triangle: &[u32]| {
        let [a, b, c]: [Plane; 3] = [0, 1, 2].map(|k| band.triangles.vertices[triangle[k] as usize]);
        ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).abs() / 2e6
    };
    let empty = band.triangles.indices.chunks_exact(3).filter(|triangle| triangle.iter().all(|k| band.shares[*k as usize] < 1e-6));
    assert!(empty.map(area).sum::<f64>() < 1.0, "nothing of the band is drawn where nothing is doubted");
}

/// The map of a window of 1000 by 680 points, so many km wide, about a point.
fn window_at(instant: &str, (lon, lat): (f64, f64), km: f64) -> Scene {
    let size = PageSize { width: 1000.0, height: 680.0 };
    let ask =
        Ask { hidden: ["plan".to_owned()].into(), furniture: Furniture::Window, size, ..Ask::at(manchuria(), at(manchuria(), instant)) };
    let center = basemap().projection.plane_from_geo(Geo { lon, lat });
    let view = View { center, metres_per_point: km * 1000.0 / size.width, size };
    ask.with_input(Some(ground()), |input| scene::build(&MapInput { view, detail: basemap().fine(), ..*input }))
}

/// The letterspaced texts of a map, which are names of states, each with its middle.
fn names_of_states(scene: &Scene) -> Vec<(String, Page)> {
    let of = |mark: &Mark| match mark {
        Mark::Text(text) if text.style.spacing >= 2.0 => Some((text.text.clone(), text.at)),
        _ => None,
    };
    scene.marks().filter_map(of).collect()
}

#[test]
fn the_map_of_a_window_says_whose_land_lies_on_each_side_of_the_border_and_the_name_stays_on_its_ground() {
    for (km, lon) in [(300.0, 132.6), (60.0, 133.9)] {
        let scene = window_at("9 Aug 18:00", (lon, 46.0), km);
        let names = names_of_states(&scene);
        for state in ["MANCHUKUO", "USSR"] {
            assert!(names.iter().any(|(name, _)| name == state), "{state} in {names:?}");
        }
        // A little further east, names that are still in view have not moved over the ground.
        let moved = window_at("9 Aug 18:00", (lon + km / 1500.0, 46.0), km);
        let geo = |scene: &Scene, at: Page| basemap().projection.geo_from_plane(scene.view.plane_from_page(at));
        let before: Vec<Geo> = names.iter().map(|(_, at)| geo(&scene, *at)).collect();
        let stays = |at: Geo| before.iter().any(|from| (from.lon - at.lon).hypot(from.lat - at.lat) < 1e-3);
        assert!(names_of_states(&moved).iter().any(|(_, at)| stays(geo(&moved, *at))), "at {km} km");
    }
}

#[test]
fn a_still_nearer_than_the_theatre_names_each_state_once_and_never_across_the_front() {
    for (instant, center, km) in [("12 Aug 18:00", (120.0, 47.5), 1000.0), ("12 Aug 18:00", (119.75, 49.2), 110.0)] {
        still_at(instant, center, km, |input| {
            let scene = scene::build(input);
            let names = names_of_states(&scene);
            let count = names.iter().filter(|(name, _)| name == "MANCHUKUO").count();
            assert_eq!(count, 1, "{names:?}");
            let front = scene.layers.iter().filter(|layer| layer.id == "front-line").flat_map(SceneLayer::marks);
            let front: Vec<Page> = front
                .filter_map(|mark| match mark {
                    Mark::Line { shape: august_storm::scene::LineShape::Open(points), .. } => Some(points.clone()),
                    _ => None,
                })
                .flatten()
                .collect();
            for (name, at) in names {
                let half = name.chars().count() as f64 * 7.0;
                let name_rect = PageRect { min: at.offset(-half, -11.0), max: at.offset(half, 1.0) };
                assert!(!front.iter().any(|point| name_rect.contains(*point)), "{name} lies across the front at {instant}");
            }
        });
    }
}

#[test]
fn no_sign_of_a_formation_is_cut_by_the_neatline_of_a_still() {
    for (instant, center, km) in [("15 Aug 18:00", (129.0, 45.5), 900.0), ("18 Aug 18:00", (125.0, 43.5), 950.0)] {
        still_at(instant, center, km, |input| {
            let map = input.sheet().map;
            for hit in scene::build(input).hits.iter().filter(|hit| matches!(hit.target, Target::Formation(_) | Target::Event(_))) {
                let is_cut = map.overlaps(&hit.rect) && !hit.rect.within(&map);
                assert!(!is_cut, "{} at {instant}", hit.name);
            }
        });
    }
}

#[test]
fn a_garrison_beside_its_fort_on_the_border_stands_on_its_own_side() {
    let garrison = manchuria().formation_by_id("jp-15-border-garrison").unwrap();
    still_at("9 Aug 18:00", (133.6, 45.95), 110.0, |input| {
        let scene = scene::build(input);
        let symbol = scene.hits.iter().find(|hit| hit.target == Target::Formation(garrison)).unwrap().rect.center();
        let polity = basemap().polity_at(scene.view.plane_from_page(symbol)).unwrap();
        assert_eq!(polity.id, "manchukuo");
    });
}

#[test]
fn mutanchiang_is_named_on_a_small_still_while_it_is_fought_for() {
    for instant in ["15 Aug 18:00", "18 Aug 18:00"] {
        let size = PageSize { width: 1024.0, height: 640.0 };
        let ask =
            Ask { hidden: ["plan".to_owned()].into(), furniture: Furniture::Still, size, ..Ask::at(manchuria(), at(manchuria(), instant)) };
        assert!(words(&ask.scene_over(Some(ground()))).iter().any(|text| text == "Mutanchiang"), "{instant}");
    }
}

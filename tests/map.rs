//! The map of the tiny campaign as text, approved in `tests/snapshots`, and the laws of situations and scenes.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test map` approves what is drawn now; then read the diff.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "map/atlas.rs"]
mod atlas;
#[path = "map/kept.rs"]
mod kept;
#[path = "map/plates.rs"]
mod plates;
#[path = "map/sheets.rs"]
mod sheets;
#[expect(dead_code, reason = "each test file uses a part of it")]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use august_storm::campaign::{self, Campaign, HOUR, Instant, Language, Period};
use august_storm::cartography::{BaseMap, Page, PageRect, PageSize, PlaneRect, Projection, ScaleBand, View};
use august_storm::charts::CHARTS;
use august_storm::library;
use august_storm::paint::{FORMATS, svg::svg_from_scene};
use august_storm::scene::{self, Align, DARK, Furniture, LAYERS, LIGHT, LabelSlots, MapInput, Mark, Scene, SceneLayer, Target};
use august_storm::situation::{GroundModel, Hold, Situation, hold};
use support::dice::{Dice, disturb};
use support::{Files, tiny};

/// The layers of the ground, hidden where a snapshot should not change with a correction to the base map.
const GROUND: [&str; 6] = ["polities", "waters", "graticule", "borders", "railways", "names"];

/// The base map in the projection that both campaigns share.
fn basemap() -> &'static BaseMap {
    static BASEMAP: OnceLock<BaseMap> = OnceLock::new();
    BASEMAP.get_or_init(|| BaseMap::read(library::base_map(), Projection::lambert([40.0, 50.0], 124.0, 46.0)).unwrap())
}

fn manchuria() -> &'static Campaign {
    static CAMPAIGN: OnceLock<Campaign> = OnceLock::new();
    CAMPAIGN.get_or_init(|| campaign::built_in().into_result().unwrap())
}

fn small() -> &'static Campaign {
    static CAMPAIGN: OnceLock<Campaign> = OnceLock::new();
    CAMPAIGN.get_or_init(|| tiny().campaign())
}

/// How a map is asked for; the rest stands still.
#[derive(Clone)]
struct Ask<'a> {
    campaign: &'a Campaign,
    instant: Instant,
    size: PageSize,
    zoom: f64,
    language: Language,
    hidden: BTreeSet<String>,
    selection: Option<Target>,
    furniture: Furniture,
    slots: LabelSlots,
    chapter: Option<usize>,
}

impl<'a> Ask<'a> {
    /// The whole theatre at an instant, on a page of 800 by 600 points, with no ground and no furniture.
    fn at(campaign: &'a Campaign, instant: Instant) -> Self {
        Self {
            campaign,
            instant,
            size: PageSize { width: 800.0, height: 600.0 },
            zoom: 1.0,
            language: Language::English,
            hidden: GROUND.map(str::to_owned).into(),
            selection: None,
            furniture: Furniture::None,
            slots: LabelSlots::new(),
            chapter: None,
        }
    }

    fn view(&self) -> View {
        let extent = self.campaign.extent;
        let theatre = PlaneRect::of_degrees(&basemap().projection, extent.west, extent.south, extent.east, extent.north);
        View::fitting(theatre, self.size).zoomed(PageRect::of(self.size).center(), self.zoom)
    }

    fn scene(&self) -> Scene {
        self.scene_over(None)
    }

    fn scene_over(&self, ground: Option<&GroundModel>) -> Scene {
        self.with_input(ground, scene::build)
    }

    fn with_input<T>(&self, ground: Option<&GroundModel>, ask: impl FnOnce(&MapInput<'_>) -> T) -> T {
        ask(&MapInput {
            campaign: self.campaign,
            basemap: basemap(),
            detail: &basemap().coarse,
            situation: &Situation::at(self.campaign, self.instant),
            ground,
            view: self.view(),
            theme: &LIGHT,
            language: self.language,
            hidden: &self.hidden,
            doubt: august_storm::scene::Doubt::Normal,
            selection: self.selection,
            hovered: None,
            slots: &self.slots,
            flashes: &[],
            memory: &august_storm::scene::Memory::default(),
            changed: &[],
            chapter: self.chapter,
            furniture: self.furniture,
        })
    }
}

fn at(campaign: &Campaign, text: &str) -> Instant {
    campaign.calendar.parse(text).unwrap()
}

/// SVG for reading: no fonts, whole numbers, an element a line.
fn plain(svg: &str) -> String {
    let mut out = String::new();
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once("<style>") {
        out.push_str(before);
        rest = after.split_once("</style>\n").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    while let Some(start) = out.find(" font-family=\"") {
        let end = start + 14 + out[start + 14..].find('"').unwrap() + 1;
        out.replace_range(start..end, "");
    }
    rounded(&out)
}

/// Decimals rounded away, outside the words of texts.
fn rounded(svg: &str) -> String {
    let mut out = String::new();
    let (mut number, mut is_inside) = (String::new(), false);
    let flush = |number: &mut String, out: &mut String| {
        match number.parse::<f64>() {
            // Opacities and widths stay; positions on the page are right to a point.
            Ok(value) if number.contains('.') && value.abs() >= 10.0 => drop(write!(out, "{value:.0}")),
            Ok(value) if number.contains('.') => out.push_str(&format!("{:.1}", value + 0.0).replace("-0.0", "0.0")),
            _ => out.push_str(number),
        }
        number.clear();
    };
    for letter in svg.chars() {
        let starts = letter == '-' && number.is_empty();
        if is_inside && (letter.is_ascii_digit() || letter == '.' || starts) {
            number.push(letter);
            continue;
        }
        flush(&mut number, &mut out);
        match letter {
            '<' => is_inside = true,
            '>' => is_inside = false,
            _ => {}
        }
        out.push(letter);
    }
    out
}

/// Compares with the approved text, or approves it.
#[track_caller]
fn snapshot(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    let approved = fs::read_to_string(&path).unwrap_or_default();
    if approved != text {
        let changed = approved.lines().zip(text.lines()).find(|(before, now)| before != now);
        let counts = (approved.lines().count(), text.lines().count());
        panic!(
            "{name} is drawn otherwise ({counts:?} lines); the first change: {changed:#?}\nUPDATE_SNAPSHOTS=1 cargo test --test map approves it"
        );
    }
}

/// What a scene says, without how: layers with their number of marks, texts, and what can be pointed at.
fn summary(scene: &Scene) -> String {
    let mut out = String::new();
    for layer in &scene.layers {
        let texts: Vec<&str> =
            layer.marks().filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.as_str()) } else { None }).collect();
        let _ = writeln!(out, "{}: {} marks {texts:?}", layer.id, layer.marks().count());
    }
    for hit in &scene.hits {
        let center = hit.rect.center();
        let _ = writeln!(out, "{:?} {:?} at {:.0}, {:.0}", hit.target, hit.name, center.x, center.y);
    }
    out
}

#[test]
fn the_war_opens_on_the_ninth() {
    let scene = Ask::at(small(), at(small(), "9 Aug 12:00")).scene();
    snapshot("tiny-09-aug.svg", &plain(&svg_from_scene(&scene)));
}

#[test]
fn the_capital_has_fallen_on_the_fourteenth() {
    let scene = Ask::at(small(), at(small(), "14 Aug 12:00")).scene();
    snapshot("tiny-14-aug.svg", &plain(&svg_from_scene(&scene)));
}

#[test]
fn all_is_quiet_on_the_eighteenth() {
    let scene = Ask::at(small(), at(small(), "18 Aug 12:00")).scene();
    snapshot("tiny-18-aug.svg", &plain(&svg_from_scene(&scene)));
}

#[test]
fn the_days_of_the_war_in_words() {
    let days = (0..11).map(|day| {
        let instant = small().calendar.day_start(day).plus(12 * HOUR);
        format!("== {}\n{}", small().calendar.full(instant), summary(&Ask::at(small(), instant).scene()))
    });
    snapshot("tiny-days.txt", &days.collect::<String>());
}

#[test]
fn a_still_is_understood_when_found_alone() {
    let ask = Ask {
        size: PageSize { width: 1200.0, height: 800.0 },
        furniture: Furniture::Still,
        ..Ask::at(small(), at(small(), "12 Aug 19:00"))
    };
    let drawn = ask.scene();
    let furniture = drawn.layers.iter().find(|layer| layer.id == "furniture").unwrap();
    let texts: Vec<&str> =
        furniture.marks().filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.as_str()) } else { None }).collect();
    snapshot("tiny-still-furniture.txt", &(texts.join("\n") + "\n"));
    // It names its data, and other data otherwise.
    let named = |campaign: &Campaign| format!("data {:08x}", campaign.checksum);
    assert!(texts.join(" ").contains(&named(small())), "{texts:?}");
    let mut other = tiny();
    for bytes in other.0.values_mut() {
        bytes.push(b' ');
    }
    assert_ne!(named(&other.campaign()), named(small()));
}

#[test]
fn the_same_question_gets_the_same_bytes() {
    for instant in ["9 Aug", "12 Aug 19:00"] {
        for format in FORMATS {
            let ask = Ask {
                hidden: BTreeSet::new(),
                furniture: Furniture::Still,
                size: PageSize { width: 300.0, height: 200.0 },
                ..Ask::at(small(), at(small(), instant))
            };
            let write = || (format.write)(&ask.scene(), 1.0).unwrap();
            assert!(write() == write(), "{} at {instant}", format.ending);
        }
    }
}

#[test]
fn seeking_to_an_instant_equals_playing_to_it() {
    let steps: Vec<Instant> = (0..=48).map(|step| manchuria().period.start.plus(step * manchuria().period.seconds() / 48)).collect();
    let played: Vec<Situation> = steps.iter().map(|instant| Situation::at(manchuria(), *instant)).collect();
    for (instant, situation) in steps.iter().zip(&played).rev() {
        assert_eq!(Situation::at(manchuria(), *instant), *situation);
        assert_eq!(Situation::at(&manchuria().clone(), *instant), *situation);
    }
}

#[test]
fn every_situation_is_within_the_world_and_in_order() {
    for step in 0..=200 {
        let instant = manchuria().period.start.plus(step * manchuria().period.seconds() / 200);
        let situation = Situation::at(manchuria(), instant);
        assert!(situation.formations.windows(2).all(|pair| pair[0].formation < pair[1].formation));
        for state in &situation.formations {
            assert!(state.time.earliest <= state.time.best && state.time.best <= state.time.latest);
            assert!((90.0..180.0).contains(&state.position.lon) && (20.0..70.0).contains(&state.position.lat));
            assert!(state.ended.is_none_or(|ended| ended <= instant));
            assert_eq!(situation.formation(state.formation), Some(state));
        }
    }
}

#[test]
fn a_formation_does_not_jump() {
    // Ten minutes of flight are 42 km; nobody may be further from where he was ten minutes before.
    let mut before: BTreeMap<usize, august_storm::cartography::Geo> = BTreeMap::new();
    for step in 0..manchuria().period.seconds() / 600 {
        let instant = manchuria().period.start.plus(step * 600);
        for state in Situation::at(manchuria(), instant).formations {
            if let Some(from) = before.insert(state.formation.0, state.position) {
                let km = august_storm::cartography::great_circle_km(from, state.position);
                assert!(
                    km < 45.0,
                    "{} jumps {km:.0} km at {}",
                    manchuria().formation(state.formation).id,
                    manchuria().calendar.full(instant)
                );
            }
        }
    }
}

#[test]
fn an_interval_holds_its_start_and_not_its_end() {
    let campaign = small();
    let midtown = campaign.place_by_id("midtown").unwrap();
    let holds = |text: &str| hold(campaign, midtown, at(campaign, text));
    assert_eq!(holds("11 Aug 23:59"), Hold::Before);
    assert_eq!(holds("12 Aug 00:00"), Hold::Contested);
    assert_eq!(holds("12 Aug 23:59"), Hold::Contested);
    assert_eq!(holds("13 Aug 00:00"), Hold::TakenButForts);
    assert_eq!(holds("13 Aug 05:59"), Hold::TakenButForts);
    assert_eq!(holds("13 Aug 06:00"), Hold::Taken);
    let gate = campaign.place_by_id("gate").unwrap();
    assert_eq!(hold(campaign, gate, campaign.period.end), Hold::NotTaken);
    let siege = campaign.event_by_id("siege").unwrap();
    let goes_on = |text: &str| Situation::at(campaign, at(campaign, text)).events.iter().any(|state| state.event == siege);
    assert!(!goes_on("9 Aug 05:59") && goes_on("9 Aug 06:00") && goes_on("14 Aug 17:59") && !goes_on("14 Aug 18:00"));
    let period = Period { start: Instant(0), end: Instant(10) };
    assert!(period.contains(Instant(0)) && !period.contains(Instant(10)));
    let cavalry = campaign.formation(campaign.formation_by_id("red-cavalry").unwrap());
    let superior = |text: &str| cavalry.superior(at(campaign, text)).map(|idx| campaign.formation(idx).id.as_str());
    assert_eq!((superior("10 Aug 23:59"), superior("11 Aug"), superior("20 Aug")), (Some("red-front"), Some("red-tanks"), None));
}

/// The letters of names set along a line, each as a square of the height of small letters.
fn letter_rects(scene: &Scene) -> Vec<(String, PageRect)> {
    let marks = scene.layers.iter().filter(|layer| layer.id == "labels").flat_map(SceneLayer::marks);
    let names = marks.filter_map(|mark| if let Mark::PathText(text) = mark { Some(text) } else { None });
    names
        .flat_map(|name| name.letters.iter().map(move |letter| (name, letter)))
        .map(|(name, letter)| {
            let rise = name.style.size * scene::text::CAP_HEIGHT / 2.0;
            let middle = letter.foot.offset(rise * letter.angle.sin(), -rise * letter.angle.cos());
            (name.text.clone(), PageRect::around(middle, rise, rise))
        })
        .collect()
}

/// The rectangles of level labels, from their texts, as the label pass sets them.
fn label_rects(scene: &Scene) -> Vec<(String, PageRect)> {
    let marks = scene.layers.iter().filter(|layer| layer.id == "labels").flat_map(SceneLayer::marks);
    let rect = |mark: &Mark| {
        let Mark::Text(text) = mark else { return None };
        let width = text.style.width(&text.text);
        let left = match text.align {
            Align::Start => text.at.x,
            Align::Middle => text.at.x - width / 2.0,
            Align::End => text.at.x - width,
        };
        // From the top of the capitals to the baseline: what is seen of a line.
        let height = text.style.size * scene::text::CAP_HEIGHT;
        (text.angle == 0.0).then(|| (text.text.clone(), PageRect::at(Page::new(left, text.at.y - height), width, height)))
    };
    marks.filter_map(rect).collect()
}

/// The maps on which labels are looked at: both campaigns, by day, scale and language, with the ground's names.
fn crowded() -> Vec<(String, Scene)> {
    let mut scenes = Vec::new();
    for (campaign, hours) in [(small(), 12), (manchuria(), 18)] {
        for day in [0, 1, 3, 5, 8, 10, 12, 17] {
            for (zoom, language) in [
                (1.0, Language::English),
                (3.0, Language::Russian),
                (8.0, Language::Japanese),
                (2.0, Language::Modern),
                (20.0, Language::English),
            ] {
                let instant = campaign.period.clamp(campaign.calendar.day_start(day).plus(hours * HOUR));
                let hidden = ["polities", "waters", "borders", "railways"].map(str::to_owned).into();
                let ask = Ask { hidden, zoom, language, size: PageSize { width: 1280.0, height: 800.0 }, ..Ask::at(campaign, instant) };
                scenes.push((format!("{} D+{day} x{zoom} {language:?}", campaign.id), ask.scene()));
            }
        }
    }
    scenes
}

#[test]
fn no_two_labels_overlap() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, scene) in crowded() {
        let rects = label_rects(&scene);
        count += rects.len();
        for (name_along, letter) in letter_rects(&scene) {
            let covered = rects.iter().filter(|(_, rect)| rect.grown(-0.01).overlaps(&letter));
            wrong.extend(covered.map(|(label, _)| format!("{name}: {label:?} and {name_along:?}")));
        }
        for (k, (a, first)) in rects.iter().enumerate() {
            for (b, second) in &rects[k + 1..] {
                if first.grown(-0.01).overlaps(second) {
                    wrong.push(format!("{name}: {a:?} and {b:?}"));
                }
            }
        }
    }
    assert!(count > 1000, "{count} labels");
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_label_leaves_the_page_or_covers_a_sign_of_another() {
    let mut wrong = Vec::new();
    for (name, scene) in crowded() {
        let page = scene.view.page();
        for (text, rect) in label_rects(&scene) {
            if !rect.within(&page) {
                wrong.push(format!("{name}: {text:?} leaves the page"));
            }
        }
        let mut signs: BTreeMap<Target, PageRect> = BTreeMap::new();
        let mut labels = Vec::new();
        for hit in &scene.hits {
            match signs.get(&hit.target) {
                Some(_) => labels.push(hit),
                None => drop(signs.insert(hit.target, hit.rect)),
            }
        }
        for label in labels {
            for (target, sign) in &signs {
                if *target != label.target && *sign != signs[&label.target] && label.rect.grown(-0.01).overlaps(sign) {
                    wrong.push(format!("{name}: the label of {:?} covers {target:?}", label.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_label_keeps_its_place_while_that_is_free() {
    let instant = at(small(), "12 Aug 12:00");
    let first = Ask::at(small(), instant).scene();
    let again = Ask { slots: first.slots.clone(), ..Ask::at(small(), instant) }.scene();
    assert_eq!(first.slots, again.slots);
    assert_eq!(summary(&first), summary(&again));
}

#[test]
fn what_is_drawn_can_be_pointed_at() {
    let scene = Ask { zoom: 3.0, ..Ask::at(manchuria(), at(manchuria(), "14 Aug 18:00")) }.scene();
    assert!(scene.hits.len() > 30);
    for hit in &scene.hits {
        let found = scene.hit(hit.rect.center()).unwrap();
        assert!(found.target == hit.target || found.rect.contains(hit.rect.center()), "{} is not under its own sign", hit.name);
        assert!(!hit.name.is_empty() && scene.shows(hit.target));
    }
    assert_eq!(scene.hit(Page::new(-500.0, -500.0)), None);
}

#[test]
fn what_is_selected_is_drawn_at_every_scale() {
    let campaign = manchuria();
    let instant = at(campaign, "14 Aug 18:00");
    let hailar = Target::Place(campaign.place_by_id("hailar-fortress").unwrap());
    let brigade = Target::Formation(campaign.formation_by_id("205-tank-brigade").unwrap());
    for target in [hailar, brigade] {
        assert!(Ask { selection: Some(target), ..Ask::at(campaign, instant) }.scene().shows(target), "{target:?}");
    }
    assert!(!Ask::at(campaign, instant).scene().shows(brigade), "a brigade is not drawn at the theatre scale");
}

#[test]
fn every_scale_band_is_reached_by_zooming_in() {
    let bands: Vec<ScaleBand> =
        [1.0, 6.0, 12.0, 40.0].map(|zoom| Ask { zoom, ..Ask::at(manchuria(), manchuria().opening) }.view().band()).into();
    assert_eq!(bands, [ScaleBand::Theatre, ScaleBand::Army, ScaleBand::Division, ScaleBand::Local]);
}

#[test]
fn every_row_of_every_table_has_an_id_of_its_own() {
    let unique = |ids: Vec<&str>| {
        let count = ids.len();
        let set: BTreeSet<&str> = ids.into_iter().collect();
        assert_eq!(set.len(), count, "{set:?}");
        assert!(
            set.iter().all(
                |id| !id.is_empty() && id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
            ),
            "{set:?}"
        );
    };
    unique(LAYERS.iter().map(|layer| layer.id).collect());
    unique(CHARTS.iter().map(|chart| chart.id).collect());
    unique(FORMATS.iter().map(|format| format.ending).collect());
    unique(Language::ALL.iter().map(|row| row.1).collect());
    unique(vec![LIGHT.name, DARK.name]);
    assert!(LAYERS.iter().all(|layer| !layer.title.is_empty() && !layer.title.ends_with('.') && !layer.help.is_empty()));
    assert!(CHARTS.iter().all(|chart| !chart.title.is_empty()));
    let own: BTreeSet<&str> = ["labels", "furniture"].into();
    assert!(LAYERS.iter().all(|layer| !own.contains(layer.id)), "a layer may not be called as what is drawn over all");
}

#[test]
fn the_chart_of_the_pincer_closes() {
    for chart in (CHARTS[0].make)(manchuria()) {
        assert_eq!(chart.unit, "km");
        assert_eq!(chart.series.len(), 3, "{}", chart.title);
        for series in &chart.series {
            let values: Vec<f64> = series.points.iter().map(|point| point.1).collect();
            assert!(values.iter().all(|km| km.is_finite() && *km >= 0.0));
            assert!(series.points.windows(2).all(|pair| pair[0].0 < pair[1].0));
            assert!(values.last().unwrap() < values.first().unwrap(), "{} of {}", series.title, chart.title);
        }
        let nearest = chart.series.iter().flat_map(|series| &series.points).map(|point| point.1).fold(f64::INFINITY, f64::min);
        assert!(nearest < 30.0, "somebody gets to {}: {nearest}", chart.title);
    }
}

#[test]
fn no_campaign_that_can_be_read_breaks_the_drawing() {
    let mut dice = Dice(0x1945_0820);
    let files: Vec<(String, serde_json::Value)> =
        tiny().0.into_iter().map(|(file, bytes)| (file, serde_json::from_slice(&bytes).unwrap())).collect();
    let mut drawn = 0;
    for _ in 0..1200 {
        let mut files = files.clone();
        let at = dice.roll(files.len());
        disturb(&mut files[at].1, &mut dice);
        let files = Files(files.into_iter().map(|(file, value)| (file, value.to_string().into_bytes())).collect());
        let Some(campaign) = campaign::read(&files.folder()).campaign else { continue };
        let instant = campaign.period.start.lerp(campaign.period.end, 0.4);
        for zoom in [1.0, 12.0] {
            let scene = Ask { zoom, furniture: Furniture::Still, ..Ask::at(&campaign, instant) }.scene();
            assert!(svg_from_scene(&scene).ends_with("</svg>\n"));
        }
        drawn += 1;
    }
    assert!(drawn > 50, "{drawn}");
}

#[test]
fn at_twice_the_size_the_scale_bar_and_the_credits_do_not_meet() {
    for width in [420.0, 520.0, 680.0, 900.0, 1400.0] {
        let ask = Ask::at(manchuria(), at(manchuria(), "14 Aug"));
        let scene = Ask { furniture: Furniture::Window, size: PageSize { width, height: 380.0 }, ..ask }.scene();
        let furniture = scene.layers.iter().find(|layer| layer.id == "furniture").expect("furniture");
        let texts: Vec<(String, PageRect)> = furniture
            .marks()
            .filter_map(|mark| match mark {
                Mark::Text(text) => {
                    let wide = text.style.width(&text.text);
                    let left = if text.align == Align::End { text.at.x - wide } else { text.at.x };
                    Some((text.text.clone(), PageRect { min: Page::new(left, text.at.y - 7.0), max: Page::new(left + wide, text.at.y) }))
                }
                _ => None,
            })
            .filter(|(_, rect)| rect.min.y > 300.0)
            .collect();
        let scale = texts.iter().filter(|(words, _)| words.ends_with(" km") || words.ends_with(" miles") || words.starts_with("1:"));
        for (words, rect) in scale {
            let met = texts.iter().find(|(other, over)| other != words && rect.overlaps(over));
            assert!(met.is_none(), "{width}: {words:?} meets {met:?}");
        }
        assert!(texts.iter().any(|(words, _)| words.contains("Natural Earth")), "{width}: {texts:?}");
    }
}

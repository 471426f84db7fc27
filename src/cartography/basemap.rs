//! The base map of 1945: land, political areas and their borders, waters, railways and physical names, projected once.
//!
//! Reads the files of `geodata/base`. The fine level is read and projected when it is first asked for
//! ([`BaseMap::fine`]), which a window does in the background.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use geojson::{Feature, FeatureCollection, GeometryValue, JsonValue};

use super::geometry::plane_line;
use super::{Geo, Plane, PlaneArea, PlaneLine, Projection, Relief, ScaleBand, Ways};
use crate::library::{Folder, Problem};

/// Names by code of language (`en`, `ru`, `zh`, `ja`, `ko`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapNames(BTreeMap<String, String>);

impl MapNames {
    /// The name in a language, in English where it has none.
    pub fn or_english(&self, code: &str) -> &str {
        self.0.get(code).or_else(|| self.0.get("en")).map_or("", String::as_str)
    }

    /// All names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(code, name)| (code.as_str(), name.as_str()))
    }
}

/// A political area of August 1945.
#[derive(Debug)]
pub struct Polity {
    /// Its id, such as `manchukuo`.
    pub id: String,
    /// Its names.
    pub names: MapNames,
    /// How it was put together, and how well that fits 1945.
    pub approximation: String,
    /// Its size, km².
    pub area_km2: f64,
    /// Its ground.
    pub area: Arc<PlaneArea>,
}

/// A line between political areas.
#[derive(Debug)]
pub struct Border {
    /// What it is: `state`, `zone`, `treaty-line` or `demarcation`.
    pub kind: String,
    /// The two areas, by id; the first lies to the left of its course.
    pub between: Vec<String>,
    /// How well it is known.
    pub approximation: String,
    /// The civil day from which it existed, where it came up during the campaign.
    pub from: Option<String>,
    /// Its course.
    pub line: Arc<PlaneLine>,
}

/// Land, areas and borders at one level of detail.
#[derive(Debug, Default)]
pub struct Detail {
    /// All land.
    pub land: Arc<PlaneArea>,
    /// The coast.
    pub coast: Arc<PlaneLine>,
    /// Political areas.
    pub polities: Vec<Polity>,
    /// Borders.
    pub borders: Vec<Border>,
}

/// A lake.
#[derive(Debug)]
pub struct Lake {
    /// Its names.
    pub names: MapNames,
    /// 1: shown at every scale; 2: from the army scale on.
    pub level: u8,
    /// Its water.
    pub area: Arc<PlaneArea>,
    /// Its shore.
    pub shore: Arc<PlaneLine>,
}

/// A river.
#[derive(Debug)]
pub struct River {
    /// Its names.
    pub names: MapNames,
    /// 1 (largest) to 4.
    pub rank: u8,
    /// Drawn by hand, right to 5 to 15 km.
    pub is_sketch: bool,
    /// Its course.
    pub line: Arc<PlaneLine>,
}

/// A railway line of 1945.
#[derive(Debug)]
pub struct Railway {
    /// Its id, such as `smr_main`.
    pub id: String,
    /// Its names.
    pub names: MapNames,
    /// Its gauge, mm.
    pub gauge_mm: u32,
    /// `double`, `single` or `narrow`.
    pub tracks: String,
    /// Its course from station to station.
    pub line: Arc<PlaneLine>,
}

/// What a physical label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelKind {
    /// Mountains.
    Range,
    /// A peak.
    Peak,
    /// A plain, plateau, desert or region.
    Region,
    /// A sea, gulf or strait.
    Sea,
    /// A lake.
    Lake,
    /// A river.
    River,
    /// An island or peninsula.
    Island,
    /// A political area.
    Polity,
}

impl LabelKind {
    fn from_word(word: &str) -> Self {
        match word {
            "range" | "mountains" => Self::Range,
            "peak" => Self::Peak,
            "sea" | "gulf" | "strait" | "bay" | "channel" | "ocean" => Self::Sea,
            "lake" => Self::Lake,
            "river" => Self::River,
            "island" | "islands" | "archipelago" => Self::Island,
            "polity" => Self::Polity,
            _ => Self::Region,
        }
    }
}

/// A name of the physical map.
#[derive(Debug)]
pub struct PhysicalLabel {
    /// Its names.
    pub names: MapNames,
    /// What it names.
    pub kind: LabelKind,
    /// Where its middle stands.
    pub position: Plane,
    /// The line it is set along, where it has one.
    pub curve: Vec<Plane>,
    /// The direction of its baseline on the ground, degrees from east, counter-clockwise.
    pub angle_deg: f64,
    /// 1: shown at every scale, 2: from the army scale on, 3: from the division scale on.
    pub level: u8,
    /// Of a sea, a rough outline, which may run over land: all water in it is that sea's.
    pub reach: Option<PlaneArea>,
    /// Whether it names a political area smaller than about 230,000 km².
    pub is_small: bool,
    /// Whether it names something great that a map of this theatre must not be without: its letters are spread wide.
    pub is_great: bool,
}

/// A political area smaller than this has a small name, km².
const SMALL_POLITY_KM2: f64 = 230_000.0;

/// What the files of the base map cover, degrees: west, south, east, north. Land ends there in straight lines that are no
/// coasts.
pub const EXTENT: [f64; 4] = [90.0, 28.0, 165.0, 64.0];

/// How far the blank of the sheet reaches beyond, metres: further than the earth is wide.
const BLANK: f64 = 6e7;

/// The fine level is drawn below so many metres to a point: from 1:4 million on.
const FINE_BELOW: f64 = 1100.0;

/// The base map, projected.
#[derive(Debug)]
pub struct BaseMap {
    /// The projection it was laid flat with.
    pub projection: Projection,
    /// Land, areas and borders for small scales.
    pub coarse: Detail,
    /// Lakes.
    pub lakes: Vec<Lake>,
    /// Rivers.
    pub rivers: Vec<River>,
    /// Railways.
    pub railways: Vec<Railway>,
    /// Physical and political names.
    pub labels: Vec<PhysicalLabel>,
    /// The edge of what the base map covers.
    pub frame: Arc<PlaneLine>,
    /// All that lies beyond it.
    pub beyond: Arc<PlaneArea>,
    folder: Folder,
    fine: OnceLock<Detail>,
    waterways: OnceLock<Ways>,
    railway_net: OnceLock<Ways>,
    relief: [OnceLock<Option<Arc<Relief>>>; 2],
}

impl BaseMap {
    /// Reads and projects the base map, its fine level aside.
    ///
    /// # Errors
    /// Every file that cannot be used.
    pub fn read(folder: Folder, projection: Projection) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let coarse = detail(&folder, &projection, "coarse", &mut problems);
        let features = |file: &str, problems: &mut Vec<Problem>| features(&folder, file, problems);
        let lakes = features("lakes.geojson", &mut problems).iter().map(|feature| lake(&projection, feature)).collect();
        let mut rivers: Vec<River> = features("rivers.geojson", &mut problems).iter().map(|feature| river(&projection, feature)).collect();
        rivers.sort_by_key(|river| river.rank);
        let railways = features("railways.geojson", &mut problems).iter().map(|feature| railway(&projection, feature)).collect();
        let mut labels: Vec<PhysicalLabel> =
            features("labels.geojson", &mut problems).iter().filter_map(|feature| label(&projection, feature)).collect();
        for label in labels.iter_mut().filter(|label| label.kind == LabelKind::Polity) {
            let area = coarse.polities.iter().find(|polity| polity.names.or_english("en") == label.names.or_english("en"));
            label.is_small = area.is_some_and(|polity| polity.area_km2 < SMALL_POLITY_KM2);
        }
        if problems.is_empty() {
            let frame = frame(&projection);
            let corners = [(-BLANK, -BLANK), (-BLANK, BLANK), (BLANK, BLANK), (BLANK, -BLANK), (-BLANK, -BLANK)];
            let blank = corners.map(|(x, y)| Plane { x, y }).to_vec();
            Ok(Self {
                beyond: Arc::new(PlaneArea::new(vec![vec![blank, frame.clone()]])),
                frame: Arc::new(PlaneLine::new(vec![frame])),
                projection,
                coarse,
                lakes,
                rivers,
                railways,
                labels,
                folder,
                fine: OnceLock::new(),
                waterways: OnceLock::new(),
                railway_net: OnceLock::new(),
                relief: Default::default(),
            })
        } else {
            Err(problems)
        }
    }

    /// Land, areas and borders for large scales; read at the first call, which takes some tens of milliseconds.
    pub fn fine(&self) -> &Detail {
        self.fine.get_or_init(|| {
            let detail = detail(&self.folder, &self.projection, "fine", &mut Vec::new());
            detail.land.triangles();
            for polity in &detail.polities {
                polity.area.triangles();
            }
            detail
        })
    }

    /// The rivers that carry ships, as a net.
    pub fn waterways(&self) -> &Ways {
        self.waterways.get_or_init(|| Ways::by_river(&self.rivers))
    }

    /// The railways, as a net.
    pub fn railway_net(&self) -> &Ways {
        self.railway_net.get_or_init(|| Ways::by_rail(&self.railways))
    }

    /// The relief, light or dark; decoded at the first call, which takes some tens of milliseconds. `None` where there
    /// is none for the projection.
    pub fn relief(&self, is_dark: bool) -> Option<&Arc<Relief>> {
        let read = || {
            let relief = Relief::open(&self.folder, is_dark).filter(|relief| relief.projection == self.projection)?;
            relief.decode();
            Some(Arc::new(relief))
        };
        self.relief[usize::from(is_dark)].get_or_init(read).as_ref()
    }

    /// Takes over a relief that is being decoded while this is read.
    pub fn take_relief(&self, is_dark: bool, relief: Option<Arc<Relief>>) {
        let fitting = relief.filter(|relief| relief.projection == self.projection);
        // One that is there already is the same.
        let _ = self.relief[usize::from(is_dark)].set(fitting);
    }

    /// The relief if it is there; it may still be in the making.
    pub fn relief_if_ready(&self, is_dark: bool) -> Option<&Arc<Relief>> {
        self.relief[usize::from(is_dark)].get()?.as_ref()
    }

    /// Makes ready what is drawn of all levels, so that a zoom need not wait; takes some hundred milliseconds.
    pub fn prepare(&self) {
        for (detail, below) in [(&self.coarse, f64::INFINITY), (self.fine(), FINE_BELOW)] {
            detail.polities.iter().for_each(|polity| polity.area.prepare(below));
            detail.borders.iter().for_each(|border| border.line.prepare(below));
            detail.coast.prepare(below);
        }
        self.rivers.iter().for_each(|river| river.line.prepare(f64::INFINITY));
        self.railways.iter().for_each(|railway| railway.line.prepare(f64::INFINITY));
        self.lakes.iter().for_each(|lake| {
            lake.area.prepare(f64::INFINITY);
            lake.shore.prepare(f64::INFINITY);
        });
    }

    /// The level of detail that suits a scale, so far as it has been read.
    pub fn detail(&self, band: ScaleBand) -> &Detail {
        if band == ScaleBand::Theatre { &self.coarse } else { self.best() }
    }

    /// The fine level if it has been read, else the coarse one.
    pub fn best(&self) -> &Detail {
        self.fine.get().unwrap_or(&self.coarse)
    }

    /// The political area at a point of the plane, by the coarse level.
    pub fn polity_at(&self, point: Plane) -> Option<&Polity> {
        self.coarse.polities.iter().find(|polity| polity.area.contains(point))
    }
}

/// The edge of what the base map covers, a degree a step, counter-clockwise.
fn frame(projection: &Projection) -> Vec<Plane> {
    let [west, south, east, north] = EXTENT;
    let side = |from: (f64, f64), to: (f64, f64)| {
        let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()) as u32;
        let at = move |step: u32| f64::from(step) / f64::from(steps);
        (0..steps).map(at).map(move |share| Geo { lon: from.0 + (to.0 - from.0) * share, lat: from.1 + (to.1 - from.1) * share })
    };
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let mut ring: Vec<Plane> =
        corners.windows(2).flat_map(|pair| side(pair[0], pair[1])).map(|geo| projection.plane_from_geo(geo)).collect();
    ring.extend(ring.first().copied());
    ring
}

fn detail(folder: &Folder, projection: &Projection, level: &str, problems: &mut Vec<Problem>) -> Detail {
    let mut features = |layer: &str| features(folder, &format!("{layer}-{level}.geojson"), problems);
    let land: Vec<Vec<Vec<Plane>>> = features("land").iter().flat_map(|feature| polygons(projection, feature)).collect();
    let coast = PlaneLine::new(land.iter().flatten().cloned().collect());
    let polities: Vec<Polity> = features("polities").iter().map(|feature| polity(projection, feature)).collect();
    let borders = features("borders").iter().map(|feature| border(projection, &polities, feature)).collect();
    Detail { land: Arc::new(PlaneArea::new(land)), coast: Arc::new(coast), polities, borders }
}

fn features(folder: &Folder, file: &str, problems: &mut Vec<Problem>) -> Vec<Feature> {
    let shown = format!("{}/{file}", folder.name);
    let Some(bytes) = folder.file(file) else {
        problems.push(Problem::of_file(&shown, "is not there", "rebuild the base map with make geodata"));
        return Vec::new();
    };
    match serde_json::from_slice::<FeatureCollection>(bytes) {
        Ok(collection) => collection.features,
        Err(err) => {
            problems.push(Problem::of_file(&shown, format!("cannot be read ({err})"), "rebuild the base map with make geodata"));
            Vec::new()
        }
    }
}

fn polity(projection: &Projection, feature: &Feature) -> Polity {
    Polity {
        id: text(feature, "id"),
        names: names(feature),
        approximation: text(feature, "approximation"),
        area_km2: feature.property("area_km2").and_then(JsonValue::as_f64).unwrap_or(0.0),
        area: Arc::new(PlaneArea::new(polygons(projection, feature))),
    }
}

fn border(projection: &Projection, polities: &[Polity], feature: &Feature) -> Border {
    let between = feature.property("between").and_then(JsonValue::as_array);
    let between: Vec<String> = between.into_iter().flatten().filter_map(JsonValue::as_str).map(str::to_owned).collect();
    let first = polities.iter().find(|polity| Some(&polity.id) == between.first());
    let mut parts = lines(projection, feature);
    for part in parts.iter_mut().filter(|part| first.is_some_and(|first| lies_to_the_right(&first.area, part))) {
        part.reverse();
    }
    Border {
        kind: text(feature, "kind"),
        between,
        approximation: text(feature, "approximation"),
        from: feature.property("from").and_then(JsonValue::as_str).map(str::to_owned),
        line: Arc::new(PlaneLine::new(parts)),
    }
}

/// Whether an area lies to the right of most of a line.
fn lies_to_the_right(area: &PlaneArea, line: &[Plane]) -> bool {
    /// How far beside the line is looked, metres.
    const ASIDE: f64 = 1500.0;
    let step = (line.len() / 12).max(1);
    let beside = |pair: &[Plane], side: f64| {
        let (middle, length) = (pair[0].lerp(pair[1], 0.5), pair[0].distance(pair[1]).max(1.0));
        let (dx, dy) = ((pair[1].x - pair[0].x) / length, (pair[1].y - pair[0].y) / length);
        area.contains(Plane { x: middle.x + dy * side * ASIDE, y: middle.y - dx * side * ASIDE })
    };
    let votes = line.windows(2).step_by(step).map(|pair| i32::from(beside(pair, 1.0)) - i32::from(beside(pair, -1.0)));
    votes.sum::<i32>() > 0
}

fn lake(projection: &Projection, feature: &Feature) -> Lake {
    let polygons = polygons(projection, feature);
    let shore = PlaneLine::new(polygons.iter().flatten().cloned().collect());
    Lake { names: names(feature), level: level(feature, "level", 2), area: Arc::new(PlaneArea::new(polygons)), shore: Arc::new(shore) }
}

fn river(projection: &Projection, feature: &Feature) -> River {
    River {
        names: names(feature),
        rank: level(feature, "rank", 4),
        is_sketch: feature.property("sketch").and_then(JsonValue::as_bool).unwrap_or(false),
        line: Arc::new(PlaneLine::new(lines(projection, feature))),
    }
}

fn railway(projection: &Projection, feature: &Feature) -> Railway {
    Railway {
        id: text(feature, "id"),
        names: names(feature),
        gauge_mm: feature.property("gauge_mm").and_then(JsonValue::as_u64).map_or(0, |gauge| gauge as u32),
        tracks: text(feature, "tracks"),
        line: Arc::new(PlaneLine::new(lines(projection, feature))),
    }
}

fn label(projection: &Projection, feature: &Feature) -> Option<PhysicalLabel> {
    let Some(GeometryValue::Point { coordinates }) = feature.geometry.as_ref().map(|geometry| &geometry.value) else { return None };
    Some(PhysicalLabel {
        names: names(feature),
        kind: LabelKind::from_word(&text(feature, "kind")),
        position: projection.plane_from_geo(geo_of(coordinates)?),
        curve: smoothed(&line_of(projection, feature, "curve")),
        reach: reach(projection, feature),
        angle_deg: feature.property("angle_deg").and_then(JsonValue::as_f64).unwrap_or(0.0),
        level: level(feature, "min_zoom", 1),
        is_small: false,
        is_great: feature.property("spaced").and_then(JsonValue::as_bool).unwrap_or(false),
    })
}

/// The outline of a sea, closed.
fn reach(projection: &Projection, feature: &Feature) -> Option<PlaneArea> {
    let mut outline = line_of(projection, feature, "reach");
    outline.push(*outline.first()?);
    Some(PlaneArea::new(vec![vec![outline]]))
}

/// The points of a member that is a list of positions.
fn line_of(projection: &Projection, feature: &Feature, member: &str) -> Vec<Plane> {
    let points = feature.property(member).and_then(JsonValue::as_array).into_iter().flatten();
    let geo = |point: &JsonValue| Some(Geo { lon: point.get(0)?.as_f64()?, lat: point.get(1)?.as_f64()? });
    points.filter_map(geo).map(|geo| projection.plane_from_geo(geo)).collect()
}

/// A line with its corners cut three times (Chaikin, 1974).
fn smoothed(line: &[Plane]) -> Vec<Plane> {
    (0..3).fold(line.to_vec(), |line, _| {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { return line };
        let cut = line.windows(2).flat_map(|pair| [pair[0].lerp(pair[1], 0.25), pair[0].lerp(pair[1], 0.75)]);
        std::iter::once(*first).chain(cut).chain(std::iter::once(*last)).collect()
    })
}

fn text(feature: &Feature, member: &str) -> String {
    feature.property(member).and_then(JsonValue::as_str).unwrap_or_default().to_owned()
}

fn level(feature: &Feature, member: &str, otherwise: u8) -> u8 {
    feature.property(member).and_then(JsonValue::as_u64).and_then(|level| u8::try_from(level).ok()).unwrap_or(otherwise)
}

fn names(feature: &Feature) -> MapNames {
    let names = feature.property("names").and_then(JsonValue::as_object);
    MapNames(names.into_iter().flatten().filter_map(|(code, name)| Some((code.clone(), name.as_str()?.to_owned()))).collect())
}

fn geo_of(position: &geojson::Position) -> Option<Geo> {
    Some(Geo { lon: *position.as_slice().first()?, lat: *position.as_slice().get(1)? })
}

fn projected(projection: &Projection, line: &[geojson::Position]) -> Vec<Plane> {
    let line: Vec<Geo> = line.iter().filter_map(geo_of).collect();
    plane_line(projection, &line)
}

fn polygons(projection: &Projection, feature: &Feature) -> Vec<Vec<Vec<Plane>>> {
    let polygon = |rings: &Vec<Vec<geojson::Position>>| rings.iter().map(|ring| projected(projection, ring)).collect();
    match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![polygon(coordinates)],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.iter().map(polygon).collect(),
        _ => Vec::new(),
    }
}

fn lines(projection: &Projection, feature: &Feature) -> Vec<Vec<Plane>> {
    match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::LineString { coordinates }) => vec![projected(projection, coordinates)],
        Some(GeometryValue::MultiLineString { coordinates }) => coordinates.iter().map(|line| projected(projection, line)).collect(),
        _ => Vec::new(),
    }
}

//! The embedded campaigns and the base map: that they parse clean, that the gates of `design/evidence.md` F9 hold, and
//! that the story is told. What is known of August 1945 is spot-checked through the program itself.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[expect(dead_code, reason = "each test file uses a part of it")]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use august_storm::campaign::{
    self, Account, Action, Arm, Camp, Campaign, Claim, DAY, Dated, Echelon, FormationIdx, HOUR, Instant, LonLat, Movement, Place, PlaceIdx,
    Sentence, SourceIdx, Status, Waypoint,
};
use august_storm::cartography::{BaseMap, Geo, PageSize, Plane, PlaneArea, PlaneRect, Projection, ScaleBand, View, great_circle_km};
use august_storm::library;
use august_storm::scene::{self, Furniture, LAYERS, LIGHT, LabelSlots, MapInput, Target, text};
use august_storm::situation::Situation;
use serde_json::Value;
use support::run;

fn manchuria() -> &'static Campaign {
    static CAMPAIGN: OnceLock<Campaign> = OnceLock::new();
    CAMPAIGN.get_or_init(|| campaign::built_in().into_result().unwrap())
}

fn basemap() -> &'static BaseMap {
    static BASEMAP: OnceLock<BaseMap> = OnceLock::new();
    BASEMAP.get_or_init(|| {
        let choice = manchuria().projection;
        let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
        BaseMap::read(library::base_map(), projection).unwrap()
    })
}

/// Fails with all of what is wrong, not the first.
#[track_caller]
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong, but for what is known to be: a table of exceptions may not outlive its reasons.
struct Exceptions {
    kind: &'static str,
    known: BTreeMap<&'static str, bool>,
    found: Vec<String>,
}

impl Exceptions {
    /// Ids that are known, with spaces between.
    fn of(kind: &'static str, known: &'static str) -> Self {
        Self { kind, known: known.split_whitespace().map(|id| (id, false)).collect(), found: Vec::new() }
    }

    fn add(&mut self, id: &str, what: impl FnOnce() -> String) {
        match self.known.get_mut(id) {
            Some(is_used) => *is_used = true,
            None => self.found.push(what()),
        }
    }

    #[track_caller]
    fn none(mut self) {
        let stale =
            self.known.iter().filter(|(_, is_used)| !**is_used).map(|(id, _)| format!("{} {id} needs no exception any more", self.kind));
        self.found.extend(stale);
        none(&self.found);
    }
}

/// Every waypoint with a name for it.
fn waypoints() -> impl Iterator<Item = (String, FormationIdx, &'static Waypoint)> {
    let campaign = manchuria();
    campaign.tracks.iter().flat_map(move |track| {
        let id = &campaign.formation(track.formation).id;
        track
            .waypoints
            .iter()
            .enumerate()
            .map(move |(number, waypoint)| (format!("{id}, vertex {}", number + 1), track.formation, waypoint))
    })
}

/// Every margin of the campaign with a name for it.
fn margins() -> Vec<(String, Dated)> {
    let campaign = manchuria();
    let places = campaign.places.iter().filter_map(|place| Some((place.id.clone(), place.taken.as_ref()?.time)));
    let events = campaign.events.iter().map(|event| (event.id.clone(), event.start));
    let plan = campaign.plan.iter().filter_map(|planned| Some((planned.objective.clone(), planned.due?)));
    waypoints().map(|(name, _, waypoint)| (name, waypoint.time)).chain(places).chain(events).chain(plan).collect()
}

/// Every text that is read in a panel, with a name for it.
fn panels() -> Vec<(String, &'static [Sentence])> {
    let campaign = manchuria();
    let places = campaign.places.iter().map(|place| (format!("place {}", place.id), place.text.as_slice()));
    let events = campaign.events.iter().map(|event| (format!("event {}", event.id), event.text.as_slice()));
    let chapters = campaign.chapters.iter().map(|chapter| (format!("chapter {}", chapter.id), chapter.text.as_slice()));
    places.chain(events).chain(chapters).filter(|(_, text)| !text.is_empty()).collect()
}

/// Every fact that may be contested, with its claims.
fn claimed() -> Vec<(String, Status, &'static [Claim])> {
    let campaign = manchuria();
    let places = campaign.places.iter().filter_map(|place| Some((place.id.clone(), place.status?, place.claims.as_slice())));
    let events = campaign.events.iter().map(|event| (event.id.clone(), event.status, event.claims.as_slice()));
    let tracks = waypoints().map(|(name, _, waypoint)| (name, waypoint.status, waypoint.claims.as_slice()));
    places.chain(events).chain(tracks).collect()
}

fn place(id: &str) -> &'static Place {
    manchuria().place(manchuria().place_by_id(id).unwrap_or_else(|| panic!("there is no place {id}")))
}

fn at(text: &str) -> Instant {
    manchuria().calendar.parse(text).unwrap()
}

fn words(sentences: &[Sentence]) -> usize {
    sentences.iter().flat_map(|sentence| sentence.text.split_whitespace()).count()
}

#[test]
fn every_embedded_campaign_parses_clean() {
    let ids = library::embedded_campaigns();
    assert!(ids.contains(&library::BUILT_IN.to_owned()), "{ids:?}");
    for id in ids {
        let reading = campaign::read(&library::embedded(&id));
        none(&reading.problems.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(reading.campaign.unwrap().id, id, "a campaign's folder is called as it is");
    }
}

/// Places that only their own record knows: no track, event, plan, chapter or capture, and no story. In words, since
/// rustfmt would give each id a line.
const NOT_YET_USED: &str = "amurzet arun-khundara banjiehe changgulin dabanling daiqintala didao emu fabiela haeju jiaohe kaitong \
    komusan laoyeling lesozavodsk lumingtai matad miaoling modon-khundun mulan onor sakhalyan-fr sanchakou shaheyan-airfield \
    shengwutun smirnykh suibin west-ujimqin wubulin yirshi yugodzyr-khid zhuhe";

#[test]
fn gate_1_every_place_formation_and_source_is_used() {
    let campaign = manchuria();
    let mut sources: BTreeSet<SourceIdx> = BTreeSet::new();
    let mut places: BTreeSet<PlaceIdx> = campaign.objectives.iter().copied().collect();
    let mut formations: BTreeSet<FormationIdx> = campaign.fronts.iter().filter_map(|front| front.formation).collect();
    for (_, formation, waypoint) in waypoints() {
        formations.insert(formation);
        places.extend(waypoint.place);
        sources.extend(&waypoint.sources);
    }
    for event in &campaign.events {
        formations.extend(&event.formations);
        places.extend(event.place);
        sources.extend(&event.sources);
    }
    for planned in &campaign.plan {
        formations.insert(planned.formation);
        places.extend(planned.place);
        sources.extend(&planned.sources);
    }
    for (idx, place) in campaign.places.iter().enumerate() {
        sources.extend(&place.sources);
        // A place with a date of capture or a story of its own is used by it.
        if place.taken.is_some() || !place.text.is_empty() {
            places.insert(PlaceIdx(idx));
        }
        formations.extend(place.taken.iter().flat_map(|taken| &taken.by));
    }
    for formation in &campaign.formations {
        formations.extend(formation.subordinations.iter().map(|dated| dated.superior));
        sources.extend(&formation.sources);
    }
    sources.extend(campaign.strengths.iter().flat_map(|claim| &claim.sources));
    sources.extend(panels().iter().flat_map(|(_, text)| text.iter()).flat_map(|sentence| &sentence.sources));
    sources.extend(claimed().iter().flat_map(|(_, _, claims)| claims.iter()).flat_map(|claim| &claim.sources));
    places.extend(campaign.chapters.iter().flat_map(|chapter| &chapter.places));
    // A formation that stands in the order of battle only is used there: it has a superior or a front.
    formations.extend(
        (0..campaign.formations.len())
            .map(FormationIdx)
            .filter(|idx| !campaign.formation(*idx).subordinations.is_empty() || campaign.formation(*idx).front.is_some()),
    );
    let mut wrong = Exceptions::of("place", NOT_YET_USED);
    for place in campaign.places.iter().enumerate().filter(|(idx, _)| !places.contains(&PlaceIdx(*idx))).map(|(_, place)| place) {
        wrong.add(&place.id, || format!("place {}", place.id));
    }
    let idle = (0..campaign.formations.len()).filter(|idx| !formations.contains(&FormationIdx(*idx)));
    wrong.found.extend(idle.map(|idx| format!("formation {}", campaign.formations[idx].id)));
    let unread = (0..campaign.sources.len()).filter(|idx| !sources.contains(&SourceIdx(*idx)));
    wrong.found.extend(unread.map(|idx| format!("source {}", campaign.sources[idx].id)));
    wrong.none();
}

/// Draws only events and places, so that a scene is quick.
fn events_drawn(view: View, instant: Instant) -> BTreeSet<usize> {
    let hidden: BTreeSet<String> = LAYERS.iter().map(|layer| layer.id).filter(|id| *id != "events").map(str::to_owned).collect();
    let situation = Situation::at(manchuria(), instant);
    let input = MapInput {
        campaign: manchuria(),
        basemap: basemap(),
        detail: &basemap().coarse,
        situation: &situation,
        ground: None,
        view,
        theme: &LIGHT,
        language: campaign::Language::English,
        hidden: &hidden,
        doubt: august_storm::scene::Doubt::Normal,
        selection: None,
        hovered: None,
        slots: &LabelSlots::new(),
        flashes: &[],
        memory: &august_storm::scene::Memory::default(),
        changed: &[],
        chapter: None,
        furniture: Furniture::None,
    };
    let targets = scene::build(&input).hits.into_iter().map(|hit| hit.target);
    targets.filter_map(|target| if let Target::Event(event) = target { Some(event.0) } else { None }).collect()
}

#[test]
fn gate_2_every_event_is_drawn_in_a_headless_play_through() {
    let campaign = manchuria();
    let projection = &basemap().projection;
    let extent = campaign.extent;
    let theatre = PlaneRect::of_degrees(projection, extent.west, extent.south, extent.east, extent.north);
    let view = View {
        metres_per_point: 1000.0,
        size: PageSize { width: 4000.0, height: 3000.0 },
        ..View::fitting(theatre, PageSize { width: 1.0, height: 1.0 })
    };
    assert_eq!(view.band(), ScaleBand::Army);
    let mut drawn: BTreeSet<usize> = BTreeSet::new();
    for step in 0..=campaign.period.seconds() / (2 * HOUR) {
        drawn.extend(events_drawn(view, campaign.period.start.plus(step * 2 * HOUR)));
    }
    let mut wrong = Vec::new();
    for (number, event) in campaign.events.iter().enumerate() {
        let span = event.span();
        let is_before_or_after = span.end <= campaign.period.start || span.start > campaign.period.end;
        let Some(position) = event.position.filter(|_| !is_before_or_after && !drawn.contains(&number)) else { continue };
        // Beyond the theatre: Moscow, Tokyo, Hiroshima.
        let view = View { center: projection.plane_from_geo(position.into()), ..view };
        if !events_drawn(view, campaign.period.clamp(event.start.best)).contains(&number) {
            wrong.push(format!("{} is never drawn", event.id));
        }
    }
    none(&wrong);
    assert!(drawn.len() > 250, "{} events were drawn", drawn.len());
}

#[test]
fn gate_3_nothing_is_without_margins() {
    let wrong = |(name, time): &(String, Dated)| {
        let is_right = time.earliest < time.latest && time.earliest <= time.best && time.best <= time.latest;
        (!is_right).then(|| format!("{name}: {time:?}"))
    };
    let all = margins();
    assert!(all.len() > 1300, "{}", all.len());
    none(&all.iter().filter_map(wrong).collect::<Vec<_>>());
    // A waypoint known to a month is known to nobody.
    let wide = waypoints().filter(|(_, _, waypoint)| waypoint.time.latest.since(waypoint.time.earliest) > 14 * DAY);
    none(&wide.map(|(name, _, waypoint)| format!("{name}: {}", manchuria().calendar.margins(waypoint.time))).collect::<Vec<_>>());
}

/// Whether a point lies in a polygon area, by even and odd crossings of a ray to the east.
fn contains(area: &PlaneArea, point: Plane) -> bool {
    let rings = area.polygons.iter().flatten();
    let crossings = rings
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .filter(|(a, b)| (a.y > point.y) != (b.y > point.y) && point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x));
    crossings.count() % 2 == 1
}

/// How far a point lies from the edge of an area, km.
fn km_to_edge(area: &PlaneArea, point: Plane) -> f64 {
    let rings = area.polygons.iter().flatten();
    let segments = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let distance = |(a, b): (&Plane, &Plane)| {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = dx * dx + dy * dy;
        let share = if length > 0.0 { (((point.x - a.x) * dx + (point.y - a.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        point.distance(a.lerp(*b, share))
    };
    segments.map(distance).fold(f64::INFINITY, f64::min) / 1000.0
}

/// Before the first shot each formation stands on ground of its own camp, or on the water. Later the ground is fought over.
#[test]
fn gate_4_before_the_attack_each_formation_stands_on_its_own_ground() {
    let campaign = manchuria();
    let map = basemap();
    let polities = &map.fine().polities;
    let mut wrong = Vec::new();
    for state in &Situation::at(campaign, campaign.opening).formations {
        let camp = campaign.side_of(state.formation).camp;
        let foreign = if camp == Camp::Attacker { &campaign.defender_polities } else { &campaign.attacker_polities };
        let point = map.projection.plane_from_geo(state.position);
        let inside = polities.iter().find(|polity| foreign.contains(&polity.id) && contains(&polity.area, point));
        // Borders are right to a few kilometres, and so are positions on them.
        if let Some(polity) = inside.filter(|polity| km_to_edge(&polity.area, point) > 10.0) {
            let id = &campaign.formation(state.formation).id;
            wrong.push(format!("{id} stands {:.0} km inside {}", km_to_edge(&polity.area, point), polity.id));
        }
    }
    none(&wrong);
}

/// Names that belong to another time than August 1945.
const NOT_OF_1945: &str = "Shenyang Jilin Qiqihar Jiamusi Mudanjiang Dalian Lüshun Lushun Ulanhot Tongliao Tonghua Suifenhe Zhangjiakou \
    Chengde Chifeng Arxan Manzhouli Dandong Yanji Heihe Yuzhno-Sakhalinsk Kholmsk Beijing Hohhot Ussuriysk Nizhneudinsk \
    Belogorsk Svobodny-18 Russia PRC";

#[test]
fn gate_7_borders_and_names_are_those_of_august_1945() {
    let campaign = manchuria();
    let map = basemap();
    let polities: BTreeSet<&str> = map.coarse.polities.iter().map(|polity| polity.id.as_str()).collect();
    let of_1945 = ["china", "chishima", "chosen", "japan", "karafuto", "kwantung", "manchukuo", "mengjiang", "mongolia", "other", "ussr"];
    assert_eq!(polities, of_1945.into_iter().collect());
    for detail in [&map.coarse, map.fine()] {
        for polity in &detail.polities {
            assert!(!polity.approximation.is_empty(), "{} does not say how far it is right", polity.id);
            for code in ["en", "ru", "zh", "ja", "ko"] {
                assert!(
                    polity.names.iter().any(|(language, name)| language == code && !name.is_empty()),
                    "{} has no name in {code}",
                    polity.id
                );
            }
        }
        for border in &detail.borders {
            assert!(border.between.len() == 2 && border.between.iter().all(|id| polities.contains(id.as_str())), "{:?}", border.between);
            assert!(["state", "zone", "treaty-line", "demarcation"].contains(&border.kind.as_str()), "{}", border.kind);
            let is_drawn_in_korea = border.between == ["chosen", "chosen"];
            assert_eq!(is_drawn_in_korea, border.from.is_some(), "only the 38th parallel came up during the campaign");
        }
    }
    let held = campaign.attacker_polities.iter().chain(&campaign.defender_polities);
    none(
        &held
            .filter(|id| !polities.contains(id.as_str()))
            .map(|id| format!("campaign.json: the polity {id} is not on the base map"))
            .collect::<Vec<_>>(),
    );
    assert!(!campaign.attacker_polities.iter().any(|id| campaign.defender_polities.contains(id)));
    let of_today: Vec<&str> = NOT_OF_1945.split_whitespace().collect();
    let places = campaign.places.iter().map(|place| place.names.english());
    let labels = map.labels.iter().map(|label| label.names.or_english("en"));
    let railways = map.railways.iter().flat_map(|railway| railway.names.or_english("en").split([' ', '–']));
    // The town on the Transsiberian was Kuibyshevka-Vostochnaya from 1936 to 1957.
    let mut wrong = Exceptions::of("the name", "Belogorsk");
    for name in places.chain(labels).chain(railways).filter(|name| of_today.contains(name)) {
        wrong.add(name, || format!("{name} is not a name of 1945"));
    }
    wrong.none();
}

#[test]
fn no_railway_runs_over_the_sea() {
    let land = &basemap().fine().land;
    let mut wrong = Vec::new();
    for railway in &basemap().railways {
        for (part, _) in &railway.line.parts {
            let mut wet = 0.0;
            for pair in part.windows(2) {
                let steps = (pair[0].distance(pair[1]) / 200.0).ceil().max(1.0) as u32;
                for step in 0..steps {
                    let at = pair[0].lerp(pair[1], f64::from(step) / f64::from(steps));
                    wet = if land.contains(at) { 0.0 } else { wet + pair[0].distance(pair[1]) / f64::from(steps) };
                    // A bridge over a lagoon or an inlet is none to speak of.
                    if wet > 1000.0 {
                        wrong.push(format!("{} at {:?}", railway.id, basemap().projection.geo_from_plane(at)));
                        wet = f64::NEG_INFINITY;
                    }
                }
            }
        }
    }
    none(&wrong);
}

/// Faster than is ordinary, and known: `research/campaign/notes.md`, section 8. Formation, to where, on which day, why.
const FASTER: &[(&str, &str, &str, &str)] = &[
    ("jp-11-tank-regiment", "Tenjinyama", "18 Aug", "a hop of 10 km in action"),
    ("1-red-banner-army", "Harbin", "21 Aug", "forward detachment; the day is inferred"),
    ("15-army", "Huachuan", "15 Aug", "part of the force on ships"),
    ("15-army-ship-party", "Harbin", "20 Aug", "on ships, overnight"),
    ("17-army", "Tapanshang", "15 Aug", "312 km in four days, forced by 13 and 17 August; lead elements"),
    ("17-army", "Wutan", "16 Aug", "312 km in four days, forced by 13 and 17 August; lead elements"),
    ("17-army", "Chihfeng", "17 Aug", "312 km in four days, forced by 13 and 17 August; lead elements"),
    ("205-tank-brigade", "Hailar Fortified Region", "9 Aug", "first day, 100 to 150 km in the accounts"),
    ("36-army", "Hailar Fortified Region", "10 Aug", "lead elements; the days are attested"),
    ("36-army", "Chalantun", "18 Aug", "lead elements; the days are attested"),
    ("36-army", "Tsitsihar", "19 Aug", "lead elements; the days are attested"),
    ("36-army-mobile-group", "Hailar Fortified Region", "9 Aug", "first day, 100 to 150 km in the accounts"),
    ("56-rifle-corps", "East coast road", "23 Aug", "forward detachment; a railway ran along the coast"),
    ("56-rifle-corps", "Toyohara", "24 Aug", "forward detachment; a railway ran along the coast"),
    ("6-guards-tank-army", "Lupei", "12 Aug", "350 km in three days attested"),
    ("9-guards-mechanized-corps", "Foothills (approx.)", "9 Aug", "army figure of 120 to 150 km on day one"),
    ("kamchatka-defence-region", "Off Cape Lopatka", "17 Aug", "by sea"),
    // Not in the notes: a fight of three hours that counts as 60.1 km a day, and a passage round an island.
    ("kamchatka-defence-region", "Shirei-zan (Hill 171)", "18 Aug", "a hop of 7 km in action"),
    ("kamchatka-defence-region", "Uruppu", "31 Aug", "by sea"),
];

/// The greatest straight-line pace of an arm between two attested points, km a day.
fn most_km_per_day(arm: Arm, echelon: Echelon) -> f64 {
    match arm {
        Arm::Tank | Arm::Mechanized | Arm::Cavalry => 130.0,
        _ if echelon == Echelon::Detachment => 130.0,
        _ => 60.0,
    }
}

#[test]
fn gate_8_nobody_is_faster_than_his_arm() {
    let campaign = manchuria();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for track in &campaign.tracks {
        let formation = campaign.formation(track.formation);
        for (number, pair) in track.waypoints.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let km = great_circle_km(a.position.into(), b.position.into());
            let is_headquarters = b.action == Action::RelocateHq || matches!(formation.arm, Arm::Air | Arm::Airborne | Arm::Naval);
            if track.movement_to(number + 1) != Movement::March || km < 5.0 || is_headquarters {
                continue;
            }
            let days = b.time.best.since(a.time.best) as f64 / DAY as f64;
            let pace = km / days;
            let to = b.place.map(|place| campaign.place(place).names.english()).or(b.label.as_deref()).unwrap_or_default();
            let day = campaign.calendar.short_date(b.time.best);
            let exception = FASTER.iter().position(|row| row.0 == formation.id && row.1 == to && row.2 == day);
            if pace > most_km_per_day(formation.arm, formation.echelon) && exception.is_none() {
                wrong.push(format!(
                    "{} to {to}, {day}: {km:.0} km at {pace:.0} km a day; {:?} {:?} {:?}-{:?}",
                    formation.id, formation.arm, formation.echelon, a.status, b.status
                ));
            }
            used.extend(exception.filter(|_| pace > most_km_per_day(formation.arm, formation.echelon)));
        }
    }
    none(&wrong);
    none(
        &(0..FASTER.len())
            .filter(|row| !used.contains(row))
            .map(|row| format!("needs no exception any more: {:?}", FASTER[row]))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn gate_9_each_sentence_has_a_source() {
    let mut wrong = Vec::new();
    let panels = panels();
    assert!(panels.len() > 300);
    for (name, text) in panels {
        for sentence in text {
            let end = sentence.text.chars().last();
            if sentence.sources.is_empty() || !end.is_some_and(|end| ".?!”\"".contains(end)) || sentence.text.trim() != sentence.text {
                wrong.push(format!("{name}: {:?}", sentence.text));
            }
        }
    }
    none(&wrong);
}

#[test]
fn gate_11_contested_facts_have_claims_that_differ() {
    let mut wrong = Vec::new();
    for (name, status, claims) in claimed() {
        let accounts: BTreeSet<Account> = claims.iter().map(|claim| claim.account).collect();
        let says: BTreeSet<&str> = claims.iter().map(|claim| claim.says.as_str()).collect();
        match status {
            Status::Contested if claims.len() < 2 || says.len() < claims.len() => {
                wrong.push(format!("{name}: {} claims, {} sayings", claims.len(), says.len()));
            }
            Status::Contested if accounts.is_empty() => wrong.push(format!("{name}: by no account")),
            Status::Contested => {}
            _ if !claims.is_empty() => wrong.push(format!("{name}: claims, but not contested")),
            _ => {}
        }
    }
    none(&wrong);
}

/// A name without what stands in brackets behind it, letter case and hyphens aside.
fn plain(name: &str) -> String {
    name.split(['(', '（']).next().unwrap_or(name).trim().to_lowercase().replace(['-', '’', '\''], " ")
}

#[test]
fn gate_12_one_spelling_for_each_place_and_language() {
    let campaign = manchuria();
    let mut wrong = Vec::new();
    // A waypoint at a place is labelled as the place is called.
    for (name, _, waypoint) in waypoints() {
        if let (Some(place), Some(label)) = (waypoint.place, &waypoint.label)
            && campaign.place(place).names.english() != label
        {
            wrong.push(format!("{name}: {label:?} for {:?}", campaign.place(place).names.english()));
        }
    }
    // No two places are called alike in a language, unless they are called alike in English of 1945 as well.
    for (language, code, _) in campaign::Language::ALL {
        if language == campaign::Language::Modern {
            continue;
        }
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        for place in &campaign.places {
            let Some(name) = place.names.exact(language) else { continue };
            if let Some(other) = seen.insert(name, place) {
                wrong.push(format!("{code}: {} and {} are both called {name}", other.id, place.id));
            }
        }
    }
    // Texts use the names of 1945, not those of today.
    let modern: BTreeMap<String, &Place> = campaign
        .places
        .iter()
        .filter_map(|place| Some((place.names.exact(campaign::Language::Modern)?.split(" (").next()?.to_owned(), place)))
        .filter(|(modern, place)| {
            modern.len() > 4 && !modern.contains(' ') && !plain(place.names.english()).contains(&modern.to_lowercase())
        })
        .filter(|(modern, _)| !campaign.places.iter().any(|other| other.names.english().contains(modern.as_str())))
        .collect();
    assert!(modern.len() > 60, "{}", modern.len());
    let texts = panels().into_iter().flat_map(|(name, text)| text.iter().map(move |sentence| (name.clone(), sentence.text.as_str())));
    let headlines = campaign.events.iter().map(|event| (format!("event {}", event.id), event.headline.as_str()));
    for (name, text) in texts.chain(headlines) {
        // What stands in brackets behind the name of 1945 helps the reader of today.
        let outside =
            text.split('(').enumerate().map(|(k, part)| if k == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) });
        for word in outside.flat_map(|part| part.split(|letter: char| !letter.is_alphabetic() && letter != '\'')) {
            if let Some(place) = modern.get(word) {
                wrong.push(format!("{name} says {word:?} for {:?}: {text}", place.names.english()));
            }
        }
    }
    none(&wrong);
}

#[test]
fn gate_13_every_stored_time_has_its_offset() {
    let folder = library::embedded("manchuria-1945");
    let mut count = 0;
    for file in folder.names().collect::<Vec<_>>() {
        let text = std::str::from_utf8(folder.file(file).unwrap()).unwrap();
        for (at, _) in text.match_indices('T').filter(|(at, _)| is_time_before(&text[..*at])) {
            let rest = &text[at + 1..text.len().min(at + 16)];
            if rest.as_bytes().get(2) != Some(&b':') {
                continue;
            }
            assert_eq!(&rest[8..14], "+09:00", "{file}: {}", &text[at - 10..at + 15]);
            count += 1;
        }
    }
    assert!(count > 3000, "{count}");
}

/// Whether a text ends with a date such as `1945-08-09`.
fn is_time_before(text: &str) -> bool {
    let tail: Vec<u8> = text.bytes().rev().take(10).collect();
    tail.len() == 10 && tail.iter().enumerate().all(|(k, byte)| if k == 2 || k == 5 { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// Captures whose taker has no waypoint there; the campaign's own page names the first nine as a weak spot.
const WITHOUT_WAYPOINT: &str = "mingshuihe zhengjiatun jinzhou shangdu huapidianzi ambetsu tianchangshan shenghongshan xunshan wujiazi";

#[test]
fn gate_14_captures_agree_with_the_tracks_of_those_who_took_them() {
    let campaign = manchuria();
    let mut wrong = Exceptions::of("the capture of", WITHOUT_WAYPOINT);
    for (idx, place) in campaign.places.iter().enumerate() {
        let Some(taken) = place.taken.as_ref().filter(|taken| !taken.by.is_empty()) else { continue };
        let until = taken.held_out_until.unwrap_or(taken.time.latest).max(taken.time.latest);
        let tracks = taken.by.iter().filter_map(|formation| campaign.track_of(*formation));
        let there: Vec<&Waypoint> =
            tracks.flat_map(|track| &track.waypoints).filter(|waypoint| waypoint.place == Some(PlaceIdx(idx))).collect();
        if !there.iter().any(|waypoint| waypoint.time.earliest <= until && taken.time.earliest <= waypoint.time.latest) {
            let times: Vec<String> = there.iter().map(|waypoint| campaign.calendar.margins(waypoint.time)).collect();
            wrong.add(&place.id, || {
                format!("{}: taken {}, but its takers were there {times:?}", place.id, campaign.calendar.margins(taken.time))
            });
        }
    }
    wrong.none();
}

/// Where the story must be told (issue 2, point 3), besides every place of importance 1.
const TOLD: [&str; 15] = [
    "suifenhe",
    "jiamusi",
    "solun",
    "wangyemiao",
    "tongliao",
    "aihun",
    "sunwu",
    "tonghua",
    "gegenmiao",
    "maoka",
    "arxan",
    "tuquan",
    "linkou",
    "fujin",
    "wonsan",
];

#[test]
fn the_chief_places_have_their_story() {
    let campaign = manchuria();
    let chief = campaign.places.iter().filter(|place| place.importance == 1).chain(TOLD.map(place));
    let mut wrong = Vec::new();
    for place in chief {
        let count = words(&place.text);
        if !(60..=120).contains(&count) {
            wrong.push(format!("{}: {count} words", place.id));
        }
        let instants: Vec<Instant> = place.text.iter().filter_map(|sentence| sentence.at).collect();
        if instants.is_empty() && place.taken.is_some() {
            wrong.push(format!("{}: no date to go to", place.id));
        }
        if instants.windows(2).any(|pair| pair[0] > pair[1]) {
            wrong.push(format!("{}: its story is not in order of time", place.id));
        }
    }
    none(&wrong);
    for chapter in &campaign.chapters {
        let count = words(&chapter.text);
        assert!((60..=120).contains(&count), "chapter {}: {count} words", chapter.id);
    }
}

#[test]
fn hailar_tells_its_siege_and_harbin_its_landing_and_its_flotilla() {
    let days = |id: &str| -> BTreeSet<i64> {
        place(id).text.iter().filter_map(|sentence| Some(manchuria().calendar.day_of(sentence.at?) + 9)).collect()
    };
    let hailar = days("hailar");
    assert!(hailar.contains(&9) && hailar.contains(&18), "{hailar:?}");
    let harbin = days("harbin");
    assert!(harbin.contains(&18) && harbin.contains(&20), "{harbin:?}");
    let says =
        |id: &str, word: &str| assert!(place(id).text.iter().any(|sentence| sentence.text.contains(word)), "{id} does not speak of {word}");
    says("hailar", "80th");
    says("harbin", "lotilla");
}

#[test]
fn the_attack_opens_and_the_objectives_are_the_pincer() {
    let campaign = manchuria();
    let names: Vec<&str> = campaign.objectives.iter().map(|place| campaign.place(*place).names.english()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.iter().any(|name| name.starts_with("Mukden")) && names.iter().any(|name| name.starts_with("Changchun")), "{names:?}");
    assert_eq!(campaign.calendar.full(campaign.opening), "Wed 8 Aug 1945 · 23:00 · D−1");
    let leading: Vec<usize> = campaign.fronts.iter().map(|front| front.leading.len()).filter(|count| *count > 0).collect();
    assert_eq!(leading.len(), 3, "three fronts close");
}

/// Every string that can reach the screen.
fn strings(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(out.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| strings(item, out)),
        Value::Object(members) => members.values().for_each(|item| strings(item, out)),
        _ => {}
    }
}

#[test]
fn no_glyph_is_missing_for_any_name_or_text() {
    let mut all = BTreeSet::new();
    for folder in library::embedded_campaigns().iter().map(|id| library::embedded(id)).chain([library::base_map()]) {
        for file in folder.names().filter(|file| file.ends_with("json")) {
            // The coordinates of the large files hold no letters; their properties are read through the others.
            if !file.starts_with("land") && !file.contains("-fine") {
                strings(&serde_json::from_slice(folder.file(file).unwrap()).unwrap(), &mut all);
            }
        }
    }
    for (_, _, own_name) in campaign::Language::ALL {
        all.insert(own_name.to_owned());
    }
    let mut missing: BTreeMap<char, &str> = BTreeMap::new();
    for text in &all {
        for letter in text.chars().filter(|letter| !letter.is_control() && !text::has_glyph(*letter)) {
            missing.entry(letter).or_insert(text);
        }
    }
    assert!(all.len() > 3000);
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn names_come_in_the_scripts_they_claim() {
    let mut wrong = Vec::new();
    let is_han = |letter: char| ('\u{4E00}'..='\u{9FFF}').contains(&letter);
    for place in &manchuria().places {
        for (language, name) in place.names.iter() {
            let is_right = match language {
                campaign::Language::English | campaign::Language::Modern => {
                    name.chars().all(|letter| (letter as u32) < 0x250 || letter == '’')
                }
                campaign::Language::Russian => name.chars().any(|letter| ('\u{400}'..='\u{4FF}').contains(&letter)),
                campaign::Language::Chinese => name.chars().any(is_han),
                campaign::Language::Japanese => name.chars().any(|letter| is_han(letter) || ('\u{3040}'..='\u{30FF}').contains(&letter)),
                campaign::Language::Korean => name.chars().any(|letter| ('\u{AC00}'..='\u{D7A3}').contains(&letter)),
            };
            if !is_right {
                wrong.push(format!("{}: {language:?} {name:?}", place.id));
            }
        }
    }
    none(&wrong);
}

/// What the program says of an hour, by formation.
fn state_at(text: &str) -> BTreeMap<String, Value> {
    let state: Value = serde_json::from_str(&run(["state", "--at", text, "--format", "json"]).well()).unwrap();
    let formations = state["formations"].as_array().unwrap().clone();
    formations.into_iter().map(|formation| (formation["id"].as_str().unwrap().to_owned(), formation)).collect()
}

fn km_from(state: &Value, position: LonLat) -> f64 {
    great_circle_km(Geo { lon: state["lon"].as_f64().unwrap(), lat: state["lat"].as_f64().unwrap() }, position.into())
}

/// When, who, at most how many km from which place, and doing what.
type Fact = (&'static str, &'static str, f64, &'static str, Option<&'static str>);

const FACTS: &[Fact] = &[
    ("8 Aug 23:00", "1-red-banner-army", 60.0, "barabash-levada-border", None),
    ("8 Aug 23:00", "jp-kwantung-army", 5.0, "changchun", Some("garrison")),
    ("9 Aug 21:00", "36-army-mobile-group", 15.0, "hailar", None),
    ("12 Aug 12:00", "39-army", 10.0, "dashizhai", Some("capture")),
    ("14 Aug 18:00", "6-guards-tank-army", 10.0, "lubei", Some("halt_fuel")),
    ("14 Aug 18:00", "9-guards-mechanized-corps", 10.0, "lubei", Some("halt_fuel")),
    ("14 Aug 18:00", "1-red-banner-army", 20.0, "hualin", None),
    ("14 Aug 18:00", "5-army", 25.0, "mudanjiang", None),
    ("14 Aug 18:00", "cavalry-mechanized-group", 40.0, "dolonnor", None),
    ("16 Aug 17:00", "1-red-banner-army", 10.0, "mudanjiang", None),
    ("18 Aug 12:00", "86-rifle-corps", 15.0, "hailar-fortress", None),
    ("18 Aug 18:30", "airlanding-harbin", 5.0, "harbin-airfield", None),
    ("19 Aug 20:00", "airlanding-changchun", 5.0, "changchun", Some("accept_surrender")),
    ("19 Aug 13:20", "airlanding-mukden", 5.0, "dongta-airfield", Some("airland")),
    ("19 Aug 20:00", "36-army", 5.0, "qiqihar", Some("accept_surrender")),
    ("20 Aug 08:00", "amur-flotilla", 5.0, "harbin", Some("accept_surrender")),
    ("18 Aug 02:00", "kamchatka-defence-region", 12.0, "takeda-beach", None),
    ("21 Aug 18:00", "6-guards-tank-army", 60.0, "shenyang", None),
];

#[test]
fn the_program_knows_what_is_known() {
    let instants: BTreeSet<&str> = FACTS.iter().map(|fact| fact.0).collect();
    let states: BTreeMap<&str, BTreeMap<String, Value>> = instants.into_iter().map(|when| (when, state_at(when))).collect();
    let mut wrong = Vec::new();
    for (when, who, km, where_to, action) in FACTS {
        let Some(state) = states[when].get(*who) else {
            wrong.push(format!("{when}: {who} is nowhere"));
            continue;
        };
        let away = km_from(state, place(where_to).position);
        if away > *km || action.is_some_and(|action| state["action"] != action) {
            wrong.push(format!("{when}: {who} is {away:.0} km from {where_to}, {}", state["action"]));
        }
    }
    none(&wrong);
}

#[test]
fn the_first_tanks_cross_after_midnight_of_the_ninth() {
    let campaign = manchuria();
    let map = basemap();
    let manchukuo = &map.fine().polities.iter().find(|polity| polity.id == "manchukuo").unwrap().area;
    let before = Situation::at(campaign, at("8 Aug 23:59"));
    let after = Situation::at(campaign, at("11 Aug"));
    let inside = |situation: &Situation| -> Vec<&str> {
        let attackers = situation.formations.iter().filter(|state| campaign.side_of(state.formation).camp == Camp::Attacker);
        // A river flotilla is drawn along the chord, and the Amur bends.
        let on_land = attackers.filter(|state| campaign.formation(state.formation).arm != Arm::Naval);
        let deep = on_land.filter(|state| {
            let point = map.projection.plane_from_geo(state.position);
            contains(manchukuo, point) && km_to_edge(manchukuo, point) > 10.0
        });
        deep.map(|state| campaign.formation(state.formation).id.as_str()).collect()
    };
    assert_eq!(inside(&before), Vec::<&str>::new());
    assert!(inside(&after).len() > 30, "{:?}", inside(&after));
}

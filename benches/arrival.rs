//! Figures of the arrival field: building it, the ground and the front line at an instant, a sample. For the built-in
//! campaign, and for one a hundred times as large.
#![expect(clippy::print_stdout, clippy::disallowed_types, reason = "a benchmark reads the clock and prints what it found")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use august_storm::app::App;
use august_storm::campaign::{self, Action, Camp, Campaign, Dated, FormationIdx, HOUR, LonLat, Status, Track, Waypoint};
use august_storm::cartography::{BaseMap, Plane, PlaneRect, Projection};
use august_storm::library;
use august_storm::situation::{ArrivalField, Ground};

fn main() {
    let Ok(campaign) = campaign::built_in().into_result() else { return println!("the built-in campaign has errors") };
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    let Ok(base) = BaseMap::read(library::base_map(), projection) else { return println!("the base map has errors") };
    for polity in &base.coarse.polities {
        polity.area.triangles();
    }
    figures("built-in campaign", &campaign, &base, 20);
    let large = hundredfold(&campaign);
    let waypoints: usize = large.tracks.iter().map(|track| track.waypoints.len()).sum();
    figures(&format!("synthetic, {} formations, {waypoints} waypoints", large.formations.len()), &large, &base, 3);
    window(&campaign);
    window(&large);
}

/// The whole window on a campaign, playing from its fifth day: opening it, and a frame run and tessellated.
fn window(campaign: &Campaign) {
    let ctx = egui::Context::default();
    let start = Instant::now();
    let reading = campaign::Reading { campaign: Some(campaign.clone()), problems: Vec::new() };
    let Ok(mut app) = App::new(&ctx, reading) else { return println!("the campaign has errors") };
    print(&format!("open with {} formations", campaign.formations.len()), vec![start.elapsed()]);
    app.seek(campaign.period.start.plus(5 * 24 * HOUR));
    let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1920.0, 1080.0));
    let space =
        egui::Event::Key { key: egui::Key::Space, physical_key: None, pressed: true, repeat: false, modifiers: egui::Modifiers::NONE };
    let mut times = Vec::new();
    let began = Instant::now();
    for k in 0..160_u32 {
        // A frame every sixtieth of a second, as on a screen.
        while began.elapsed().as_secs_f64() < f64::from(k) / 60.0 {
            std::hint::spin_loop();
        }
        let events = if k == 10 { vec![space.clone()] } else { Vec::new() };
        let input = egui::RawInput { screen_rect: Some(rect), time: Some(f64::from(k) / 60.0), events, ..egui::RawInput::default() };
        let start = Instant::now();
        let mut output = ctx.run_ui(input, |ui| {
            app.advance(&ctx);
            app.frame(ui);
        });
        drop(black_box(ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point)));
        times.push(start.elapsed());
        output.drop_without_applying_deltas();
    }
    print("a frame of it, 1920x1080, playing", times.split_off(40));
}

fn figures(title: &str, campaign: &Campaign, base: &BaseMap, builds: usize) {
    println!("{title}");
    print("build", (0..builds).map(|_| timed(|| drop(black_box(ArrivalField::build(campaign, base))))).collect());
    let field = ArrivalField::build(campaign, base);
    let steps = campaign.period.seconds() / (2 * HOUR);
    let instants: Vec<_> = (0..steps).map(|step| campaign.period.start.plus(step * 2 * HOUR)).collect();
    let mut ground = Ground::default();
    let fills = instants.iter().map(|instant| {
        timed(|| {
            ground.clear();
            field.ground(field.epoch().hours(*instant), None, f64::INFINITY, &mut ground);
            black_box(&ground);
        })
    });
    print("ground at an instant", fills.collect());
    print(
        "front line at an instant",
        instants.iter().map(|instant| timed(|| drop(black_box(field.front_line(*instant, None, f64::INFINITY))))).collect(),
    );
    print(
        "areas at an instant",
        instants
            .iter()
            .map(|instant| {
                timed(|| {
                    black_box((field.areas().taken_km2(*instant), field.areas().band_km2(*instant)));
                })
            })
            .collect(),
    );
    print(
        "day contours, all",
        (0..3).map(|_| timed(|| drop(black_box(field.phase_lines(&campaign.calendar, campaign.period, None, f64::INFINITY))))).collect(),
    );
    let mut random = Random(7);
    let points: Vec<Plane> = (0..1000).map(|_| Plane { x: random.between(-900e3, 900e3), y: random.between(-900e3, 600e3) }).collect();
    print(
        "sample a point",
        points
            .iter()
            .map(|point| {
                timed(|| {
                    black_box(field.at(campaign, *point));
                })
            })
            .collect(),
    );
    base.fine();
    print("refine, once, in the background", vec![timed(|| field.refine(base.fine()))]);
    near(&field, campaign, &instants);
}

/// A window of 1400 by 1400 points around the middle of the plane, from ever nearer.
fn near(field: &ArrivalField, campaign: &Campaign, instants: &[campaign::Instant]) {
    for metres_per_point in [300.0, 150.0, 80.0] {
        let half = metres_per_point * 700.0;
        let window = PlaneRect { min: Plane { x: -half, y: -half }, max: Plane { x: half, y: half } };
        let mut ground = Ground::default();
        let mut fill = |instant: &campaign::Instant| {
            timed(|| {
                ground.clear();
                field.ground(field.epoch().hours(*instant), Some(window), metres_per_point, &mut ground);
                black_box(&ground);
            })
        };
        let first = instants.iter().map(&mut fill).collect();
        print(&format!("ground at {metres_per_point} m a point, for the first time"), first);
        print(&format!("ground at {metres_per_point} m a point"), instants.iter().map(fill).collect());
        let contours = || drop(black_box(field.phase_lines(&campaign.calendar, campaign.period, Some(window), metres_per_point)));
        print(&format!("day contours at {metres_per_point} m a point"), (0..3).map(|_| timed(contours)).collect());
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1000.0;
    println!("  {what:32} median {:9.4} ms   p99 {:9.4} ms", at(0.5), at(0.99));
}

/// A campaign with 5,000 formations and 100,000 waypoints on the ground of another, always the same one.
fn hundredfold(campaign: &Campaign) -> Campaign {
    let mut large = campaign.clone();
    let mut random = Random(1945);
    let Some(attacker) = large
        .formations
        .iter()
        .position(|formation| large.sides[formation.side.0].camp == Camp::Attacker && formation.half_width_km.is_some())
    else {
        return large;
    };
    large.tracks.clear();
    for number in 0..5_000 {
        let mut formation = large.formations[attacker].clone();
        formation.id = format!("synthetic-{number}");
        formation.half_width_km = Some(random.between(3.0, 15.0));
        large.formations.push(formation);
        let mut position = LonLat::new(random.between(115.0, 134.0), random.between(41.0, 50.0));
        let heading = [random.between(-0.15, 0.15), random.between(-0.15, 0.15)];
        let start = campaign.period.start.plus(12 * HOUR);
        let waypoints = (0..20).map(|step| {
            position = LonLat::new(
                position.x() + heading[0] + random.between(-0.05, 0.05),
                position.y() + heading[1] + random.between(-0.05, 0.05),
            );
            let best = start.plus(step * 24 * HOUR + random.between(0.0, 12.0) as i64 * HOUR);
            Waypoint {
                position,
                time: Dated { earliest: best.plus(-6 * HOUR), latest: best.plus(6 * HOUR), best },
                status: Status::Inferred,
                action: Action::Advance,
                place: None,
                label: None,
                sources: Vec::new(),
                note: None,
                claims: Vec::new(),
            }
        });
        let waypoints = waypoints.collect();
        large.tracks.push(Track { formation: FormationIdx(large.formations.len() - 1), waypoints });
    }
    large
}

/// Numbers that are the same at every run (`xorshift64*`, Vigna 2016).
struct Random(u64);

impl Random {
    fn between(&mut self, least: f64, most: f64) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let share = (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64;
        least + (most - least) * share
    }
}

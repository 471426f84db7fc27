//! The budgets of the product page, measured: load, situation, frame, still. Prints median and 99th percentile beside
//! the bar; asserts nothing.
#![expect(clippy::print_stdout, clippy::disallowed_types, reason = "a benchmark reads the clock and prints what it found")]

use std::hint::black_box;
use std::process::Command;
use std::time::Instant as Wall;

use august_storm::app::App;
use august_storm::campaign::{self, HOUR};
use august_storm::cartography::{BaseMap, Projection};
use august_storm::library;
use august_storm::paint::raster::Renderer;
use august_storm::situation::Situation;

fn main() {
    println!("{:<52} {:>10} {:>10}   bar", "what", "median ms", "p99 ms");
    // A word on the command line chooses one: cargo bench --bench budgets -- frame
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    if is_wanted("load") {
        load();
    }
    if is_wanted("situation") {
        situation();
    }
    if is_wanted("frame") {
        frames();
    }
    if is_wanted("still") {
        still();
    }
}

fn frames() {
    for (width, height) in [(1920.0, 1080.0), (3840.0, 2160.0)] {
        frame("playing, whole theatre", width, height, |_, _| {});
        frame("panning", width, height, |input, k| drag(input, k, width, height));
        frame("zooming", width, height, |input, k| wheel(input, k, width, height));
    }
}

/// Runs something often and prints its median and 99th percentile, ms.
fn measure(what: &str, bar: &str, runs: usize, mut run: impl FnMut(usize)) {
    let mut times: Vec<f64> = (0..runs)
        .map(|k| {
            let start = Wall::now();
            run(k);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{what:<52} {:>10.3} {:>10.3}   {bar}", at(0.5), at(0.99));
}

fn load() {
    measure("read and check the embedded campaign", "", 20, |_| drop(black_box(campaign::built_in())));
    let campaign = campaign::built_in().into_result().expect("the built-in campaign opens");
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    measure("read and project the base map, coarse", "", 20, |_| drop(black_box(BaseMap::read(library::base_map(), projection.clone()))));
    measure("the same with the fine level", "", 10, |_| {
        let basemap = BaseMap::read(library::base_map(), projection.clone()).expect("the base map opens");
        black_box(basemap.fine());
    });
    measure("campaign, base map and charts for the window", "<= 150 together", 20, |_| {
        drop(black_box(App::new(&egui::Context::default(), campaign::built_in())));
    });
}

fn situation() {
    let campaign = campaign::built_in().into_result().expect("the built-in campaign opens");
    let hours = campaign.period.seconds() / HOUR;
    measure("Situation::at", "<= 0.3", 2000, |k| {
        drop(black_box(Situation::at(&campaign, campaign.period.start.plus(k as i64 * 37 % hours * HOUR + 1800))));
    });
}

/// A window without a screen: the whole app, run and tessellated, with a frame every sixtieth of a second as on a screen. The
/// processor is kept busy in between: what counts is the work, not how fast it wakes up.
fn frame(what: &str, width: f32, height: f32, mut gesture: impl FnMut(&mut egui::RawInput, usize)) {
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, campaign::built_in()).expect("the built-in campaign opens");
    let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(width, height));
    // As in a window: relief, fine level and generalized levels come in the background.
    app.warm_up(&ctx);
    std::thread::sleep(std::time::Duration::from_secs(3));
    let began = Wall::now();
    let pass = |app: &mut App, k: usize, events: Vec<egui::Event>, gesture: &mut dyn FnMut(&mut egui::RawInput, usize)| {
        let mut input = egui::RawInput { screen_rect: Some(rect), time: Some(k as f64 / 60.0), events, ..egui::RawInput::default() };
        gesture(&mut input, k);
        while began.elapsed().as_secs_f64() < k as f64 / 60.0 {
            std::hint::spin_loop();
        }
        let start = Wall::now();
        let ctx_of = ctx.clone();
        let mut output = ctx.run_ui(input, |ui| {
            app.advance(&ctx_of);
            app.frame(ui);
        });
        let primitives = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let time = start.elapsed().as_secs_f64() * 1000.0;
        output.drop_without_applying_deltas();
        (time, black_box(primitives).len())
    };
    let space =
        egui::Event::Key { key: egui::Key::Space, physical_key: None, pressed: true, repeat: false, modifiers: egui::Modifiers::NONE };
    for k in 0..10 {
        pass(&mut app, k, Vec::new(), &mut |_, _| {});
    }
    pass(&mut app, 10, vec![space], &mut |_, _| {});
    let mut times: Vec<f64> = (11..611).map(|k| pass(&mut app, k, Vec::new(), &mut gesture).0).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let name = format!("frame {width}x{height}, {what}");
    println!("{name:<52} {:>10.3} {:>10.3}   <= 2, p99 <= 4", at(0.5), at(0.99));
}

/// Drags the map to and fro.
fn drag(input: &mut egui::RawInput, k: usize, width: f32, height: f32) {
    let center = egui::pos2(width * 0.5, height * 0.4);
    let at = center + egui::vec2((k as f32 * 0.1).sin() * 200.0, 0.0);
    input.events.push(egui::Event::PointerMoved(at));
    if k == 11 {
        input.events.push(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed: true,
            modifiers: egui::Modifiers::NONE,
        });
    }
}

/// Turns the wheel in and out.
fn wheel(input: &mut egui::RawInput, k: usize, width: f32, height: f32) {
    input.events.push(egui::Event::PointerMoved(egui::pos2(width * 0.5, height * 0.4)));
    let turn = if (k / 100).is_multiple_of(2) { 6.0 } else { -6.0 };
    input.events.push(egui::Event::MouseWheel {
        source: egui::MouseWheelSource::Wheel,
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, turn),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
}

fn still() {
    let binary = env!("CARGO_BIN_EXE_august-storm");
    let dir = std::env::temp_dir().join("august-storm-bench");
    std::fs::create_dir_all(&dir).expect("a temporary folder");
    for ending in ["png", "svg"] {
        let file = dir.join(format!("still.{ending}"));
        measure(&format!("render 1920x1080 {ending}, whole process"), "<= 250 (png)", 12, |_| {
            let done = Command::new(binary).args(["render", "--at", "14 Aug 18:00", "-o"]).arg(&file).status().expect("the binary runs");
            assert!(done.success());
        });
    }
    black_box(Renderer::default());
}

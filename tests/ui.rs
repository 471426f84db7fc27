//! The real app, driven by accessible names as a person with a keyboard and a mouse, or with a screen reader, would.

use august_storm::app::App;
use august_storm::campaign::{self, HOUR, Instant};
use august_storm::scene::Target;
use august_storm::session::{ClockState, Panel, ThemeChoice};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

fn window(width: f32, height: f32) -> Window {
    window_at(width, height, 1.0 / 30.0)
}

/// A window whose frames are `dt` seconds apart.
fn window_at(width: f32, height: f32, dt: f32) -> Window {
    let build = |cc: &mut eframe::CreationContext<'_>| App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
    let mut window = Harness::builder().with_size(egui::vec2(width, height)).with_step_dt(dt).with_max_steps(60).build_eframe(build);
    window.run();
    window
}

fn press(window: &mut Window, key: egui::Key, modifiers: egui::Modifiers) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(2);
}

fn plain(window: &mut Window, key: egui::Key) {
    press(window, key, egui::Modifiers::NONE);
}

fn now(window: &Window) -> Instant {
    window.state().session().clock.now()
}

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

fn seek(window: &mut Window, text: &str) {
    let instant = window.state().campaign().calendar.parse(text).expect("a time");
    window.state_mut().seek(instant);
    window.run();
}

/// Clicks the symbol of a target of the map as a screen reader does.
fn click_symbol(window: &mut Window, name: &str) {
    let symbol = window.get_all_by_role_and_label(egui::accesskit::Role::Button, name).next().expect("the symbol is there");
    symbol.click_accesskit();
    window.run();
}

#[test]
fn the_first_start_stands_still_on_the_night_before_and_says_how_to_begin() {
    let mut window = window(1440.0, 860.0);
    assert_eq!(window.state().session().clock.state(), ClockState::Paused);
    assert!(says(&window, "Wed 8 Aug 1945 · 23:00") && says(&window, "Space plays") && says(&window, "Moscow 17:00"));
    let before = now(&window);
    window.run_steps(30);
    assert_eq!(now(&window), before, "nothing plays by itself");
}

#[test]
fn space_plays_and_space_pauses() {
    let mut window = window(1440.0, 860.0);
    let before = now(&window);
    plain(&mut window, egui::Key::Space);
    assert!(!says(&window, "Space plays"), "the title card goes");
    window.run_steps(30);
    let hours = now(&window).since(before) as f64 / HOUR as f64;
    assert!((4.0..9.0).contains(&hours), "about a second at six hours a second: {hours}");
    plain(&mut window, egui::Key::Space);
    let held = now(&window);
    window.run_steps(20);
    assert_eq!(now(&window), held);
}

#[test]
fn arrows_step_by_hour_day_and_event() {
    let mut window = window(1440.0, 860.0);
    let start = now(&window);
    plain(&mut window, egui::Key::ArrowRight);
    assert_eq!(now(&window).since(start), HOUR);
    press(&mut window, egui::Key::ArrowRight, egui::Modifiers::SHIFT);
    assert_eq!(now(&window).since(start), 25 * HOUR);
    press(&mut window, egui::Key::ArrowRight, egui::Modifiers::COMMAND);
    assert!(now(&window).since(start) > 25 * HOUR);
    assert!(matches!(window.state().session().selection, Some(Target::Event(_))), "the event is told");
    plain(&mut window, egui::Key::Home);
    assert_eq!(now(&window), window.state().campaign().period.start);
    plain(&mut window, egui::Key::End);
    assert_eq!(now(&window), window.state().campaign().period.end);
}

#[test]
fn brackets_change_the_speed_and_never_the_hour() {
    let mut window = window(1440.0, 860.0);
    let before = now(&window);
    plain(&mut window, egui::Key::CloseBracket);
    assert!(window.query_by_role_and_label(egui::accesskit::Role::ComboBox, "Speed: 12 h/s").is_some());
    assert!((window.state().session().clock.rate() - 12.0).abs() < 1e-9);
    plain(&mut window, egui::Key::OpenBracket);
    plain(&mut window, egui::Key::OpenBracket);
    assert!((window.state().session().clock.rate() - 3.0).abs() < 1e-9);
    assert_eq!(now(&window), before);
}

#[test]
fn clicking_the_symbol_named_hailar_tells_the_story_of_its_siege() {
    let mut window = window(1440.0, 860.0);
    click_symbol(&mut window, "Hailar");
    for words in ["What happened here", "Хайлар", "海拉尔", "9 Aug 20:00", "80th Independent Mixed Brigade", "How we know"] {
        assert!(says(&window, words), "{words}");
    }
    assert!(says(&window, "18 Aug"), "its surrender");
    plain(&mut window, egui::Key::Escape);
    plain(&mut window, egui::Key::Escape);
    assert_eq!(window.state().session().selection, None);
    assert!(!says(&window, "What happened here"));
}

#[test]
fn a_click_with_the_mouse_on_hailar_opens_the_same_panel() {
    let mut window = window(1440.0, 860.0);
    let at = window.get_all_by_role_and_label(egui::accesskit::Role::Button, "Hailar").next().expect("Hailar is drawn").rect().center();
    for is_pressed in [true, false] {
        window.hover_at(at);
        window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed: is_pressed,
            modifiers: egui::Modifiers::NONE,
        });
        window.step();
    }
    window.run();
    assert_eq!(window.state().session().selection, window.state().campaign().place_by_name("Hailar").map(Target::Place));
}

#[test]
fn harbin_tells_of_the_landing_of_the_18th_and_the_flotilla_of_the_20th() {
    let mut window = window(1440.0, 860.0);
    click_symbol(&mut window, "Harbin");
    assert!(says(&window, "18 Aug") && says(&window, "20 Aug"));
    assert!(says(&window, "lotilla") && says(&window, "airfield"));
}

#[test]
fn a_date_in_a_panel_moves_the_clock_and_the_panel_follows() {
    let mut window = window(1440.0, 1400.0);
    click_symbol(&mut window, "Hailar");
    assert!(says(&window, "Held by those who held it before"));
    let link = window.get_all_by_label("9 Aug 20:00").next().expect("the date is a link");
    link.click_accesskit();
    window.run();
    assert_eq!(window.state().campaign().calendar.full(now(&window)), "Thu 9 Aug 1945 · 20:00 · D+0");
    seek(&mut window, "25 Aug 12:00");
    assert!(says(&window, "In the hands of those who took it"));
}

#[test]
fn an_event_on_the_ruler_can_be_named_and_opened() {
    let mut window = window(1440.0, 860.0);
    let item = window.get_all_by_label_contains("Hailar surrendered after nine days").next().expect("the event is on the ruler");
    item.click_accesskit();
    window.run();
    assert!(says(&window, "3,827 men"));
    assert_eq!(window.state().campaign().calendar.day_of(now(&window)), 9);
}

#[test]
fn every_event_of_the_period_is_on_the_ruler() {
    let window = window(1440.0, 860.0);
    let campaign = window.state().campaign();
    let inside: Vec<&str> =
        campaign.events.iter().filter(|event| campaign.period.contains(event.start.best)).map(|event| event.headline.as_str()).collect();
    let items: Vec<String> =
        window.query_all_by_role(egui::accesskit::Role::ListItem).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(inside.len() > 250);
    for headline in inside {
        assert!(items.iter().any(|item| item.starts_with(headline)), "{headline}");
    }
}

#[test]
fn dragging_the_ruler_moves_the_time_and_letting_go_goes_on_playing() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, egui::Key::Space);
    let ruler = window.get_by_role_and_label(egui::accesskit::Role::Slider, "Campaign time").rect();
    let (from, to) = (ruler.center(), egui::pos2(ruler.right() - 200.0, ruler.center().y));
    window.drag_at(from);
    window.step();
    window.hover_at(to);
    window.step();
    window.step();
    assert!(matches!(window.state().session().clock.state(), ClockState::Scrubbing { resume: Some(false), .. }));
    let held = now(&window);
    window.run_steps(5);
    assert_eq!(now(&window), held, "the clock stands still under the hand");
    window.drop_at(to);
    window.run_steps(3);
    assert!(window.state().session().clock.is_playing());
    assert!(now(&window) >= held);
}

#[test]
fn the_chart_of_the_pincer_opens_and_closes() {
    let mut window = window(1440.0, 860.0);
    assert!(!says(&window, "Distance from Mukden"));
    press(&mut window, egui::Key::G, egui::Modifiers::COMMAND);
    window.run();
    assert!(says(&window, "Distance from Mukden, km") && says(&window, "Distance from Changchun (Hsinking), km"));
    press(&mut window, egui::Key::G, egui::Modifiers::COMMAND);
    assert!(!window.state().session().is_open(Panel::Charts));
}

#[test]
fn a_layer_that_is_switched_off_is_not_drawn() {
    let mut window = window(1440.0, 1600.0);
    assert!(window.query_all_by_role_and_label(egui::accesskit::Role::Button, "Hailar").next().is_some());
    let switch = window.get_by_role_and_label(egui::accesskit::Role::CheckBox, "Places");
    switch.click_accesskit();
    window.run();
    assert!(window.query_all_by_role_and_label(egui::accesskit::Role::Button, "Hailar").next().is_none());
}

#[test]
fn names_change_with_the_language() {
    let mut window = window(1440.0, 860.0);
    window.get_by_role_and_label(egui::accesskit::Role::ComboBox, "Language of names").click();
    window.run();
    window.get_all_by_label("日本語").next().expect("Japanese").click_accesskit();
    window.run();
    click_symbol(&mut window, "Mukden");
    assert!(says(&window, "奉天"));
}

#[test]
fn it_works_small_large_light_and_dark() {
    for (width, height) in [(1024.0, 640.0), (1600.0, 900.0), (2560.0, 1440.0)] {
        let mut window = window(width, height);
        plain(&mut window, egui::Key::D);
        assert_eq!(window.state().session().theme, ThemeChoice::Dark);
        click_symbol(&mut window, "Harbin");
        plain(&mut window, egui::Key::F1);
        assert!(says(&window, "Play or pause"));
        plain(&mut window, egui::Key::Escape);
        plain(&mut window, egui::Key::H);
        window.run();
        assert!(window.query_by_label("Map").is_some() && !says(&window, "Layers and legend"));
        window.get_by_label("Map");
    }
}

#[test]
fn every_hour_of_every_day_can_be_shown_without_a_missing_glyph() {
    let mut window = window(1280.0, 800.0);
    plain(&mut window, egui::Key::Escape);
    for day in 0..28 {
        press(&mut window, egui::Key::ArrowRight, egui::Modifiers::SHIFT);
        assert!(day < 28);
    }
    assert_eq!(window.state().campaign().calendar.day_of(now(&window)), 27);
}

#[test]
fn the_wheel_zooms_about_the_pointer_and_zero_brings_the_theatre_back() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, egui::Key::Escape);
    let home = window.state().session().view;
    let at = window.get_by_label("Map").rect().center() + egui::vec2(120.0, -60.0);
    window.hover_at(at);
    window.event(egui::Event::MouseWheel {
        source: egui::MouseWheelSource::Wheel,
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 120.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
    window.run();
    assert!(window.state().session().view.metres_per_point < home.metres_per_point * 0.8);
    plain(&mut window, egui::Key::Num0);
    window.run();
    assert_eq!(window.state().session().view, home);
}

#[test]
fn a_right_click_asks_the_ground_when_the_war_came() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, egui::Key::Escape);
    let at = window.get_all_by_role_and_label(egui::accesskit::Role::Button, "Mukden").next().expect("Mukden is drawn").rect().center();
    for is_pressed in [true, false] {
        window.hover_at(at);
        window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed: is_pressed,
            modifiers: egui::Modifiers::NONE,
        });
        window.step();
    }
    window.run();
    assert!(matches!(window.state().session().selection, Some(Target::Ground(_))));
    for words in ["The war reached here", "Before the war came: Manchukuo", "At this hour it had not come yet", "A model, computed"] {
        assert!(says(&window, words), "{words}");
    }
}

#[test]
fn after_a_step_the_app_tells_what_changed() {
    let mut window = window(1440.0, 860.0);
    seek(&mut window, "14 Aug 00:00");
    press(&mut window, egui::Key::ArrowRight, egui::Modifiers::SHIFT);
    window.run();
    assert!(says(&window, "Since 14 Aug 00:00") && says(&window, "Ground taken +"));
    let link = window.get_all_by_label_contains("taken").find(|node| node.accesskit_node().role() == egui::accesskit::Role::Link);
    link.expect("a change is a link").click_accesskit();
    window.run();
    assert!(window.state().session().selection.is_some());
    plain(&mut window, egui::Key::Space);
    window.step();
    assert!(!says(&window, "Since 14 Aug 00:00"), "while time runs the list goes");
}

#[test]
fn a_museums_screen_has_no_menus_and_goes_back_to_the_beginning_when_nobody_is_there() {
    let mut window = window_at(1280.0, 800.0, 0.5);
    window.state_mut().set_kiosk();
    window.run_steps(2);
    assert!(!says(&window, "File") && says(&window, "touch a place to read"));
    press(&mut window, egui::Key::O, egui::Modifiers::COMMAND);
    assert!(!window.state().session().is_open(Panel::OpenFolder));
    window.get_all_by_role_and_label(egui::accesskit::Role::Button, "Harbin").next().expect("Harbin is drawn").click_accesskit();
    window.run_steps(2 * 70);
    assert!(says(&window, "Still exploring?"));
    window.run_steps(2 * 25);
    assert!(says(&window, "touch a place to read"));
    assert_eq!(window.state().session().selection, None);
}

#[test]
fn every_entry_of_a_long_menu_is_reached_with_the_mouse_also_at_twice_the_size() {
    for steps in [0, 10] {
        let mut window = window(1440.0, 860.0);
        for _ in 0..steps {
            press(&mut window, egui::Key::Plus, egui::Modifiers::COMMAND);
        }
        window.get_by_role_and_label(egui::accesskit::Role::Button, "View").click();
        window.run();
        let screen = window.ctx.content_rect();
        window.hover_at(window.get_by_label_contains("Zoom in").rect().center());
        window.run();
        for _ in 0..60 {
            window.event(egui::Event::MouseWheel {
                source: egui::MouseWheelSource::Wheel,
                unit: egui::MouseWheelUnit::Point,
                delta: egui::vec2(0.0, -60.0),
                phase: egui::TouchPhase::Move,
                modifiers: egui::Modifiers::NONE,
            });
            window.step();
        }
        window.run();
        let last = window.get_by_label_contains("Copy link to this moment").rect();
        assert!(screen.contains_rect(last.shrink(2.0)), "{last:?} in {screen:?}, {steps} steps larger");
    }
}

//! The real app under a finger: what is tapped, dragged and held, at twice the size, and on a museum's screen.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[expect(dead_code, reason = "each test file uses a part of it")]
mod support;

use std::fs;

use august_storm::app::App;
use august_storm::campaign::{self, HOUR, Instant, Language};
use august_storm::scene::Target;
use august_storm::session::{Panel, Session, Tab, ThemeChoice};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

fn window_with(width: f32, height: f32, prepare: impl Fn(&mut App) + 'static) -> Window {
    window_at(width, height, 1.0 / 30.0, prepare)
}

/// A window whose frames are `dt` seconds apart.
fn window_at(width: f32, height: f32, dt: f32, prepare: impl Fn(&mut App) + 'static) -> Window {
    let build = move |cc: &mut eframe::CreationContext<'_>| {
        let mut app = App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
        prepare(&mut app);
        app
    };
    let mut window = Harness::builder().with_size(vec2(width, height)).with_step_dt(dt).with_max_steps(90).build_eframe(build);
    window.run_steps(4);
    window
}

/// A window in which everything is so many steps of a tenth larger.
fn larger(width: f32, height: f32, steps: usize) -> Window {
    let mut window = window_with(width, height, |_| {});
    for _ in 0..steps {
        press(&mut window, Key::Plus, Modifiers::COMMAND);
    }
    press(&mut window, Key::Escape, Modifiers::NONE);
    window.run();
    window
}

fn museum(width: f32, height: f32) -> Window {
    window_with(width, height, App::set_kiosk)
}

fn press(window: &mut Window, key: Key, modifiers: Modifiers) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

fn session(window: &Window) -> &Session {
    window.state().session()
}

fn now(window: &Window) -> Instant {
    session(window).clock.now()
}

fn at(window: &Window, text: &str) -> Instant {
    window.state().campaign().calendar.parse(text).expect("a time")
}

fn seek(window: &mut Window, text: &str) {
    let instant = at(window, text);
    window.state_mut().seek(instant);
    window.run_steps(4);
}

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

fn rect_of(window: &Window, role: Role, name: &str) -> Rect {
    window.get_by_role_and_label(role, name).rect()
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// What a finger on the screen is told as.
fn finger(window: &mut Window, phase: TouchPhase, pos: Pos2) {
    let touch = Event::Touch { device_id: egui::TouchDeviceId(1), id: egui::TouchId(1), phase, pos, force: None };
    window.event(touch);
    match phase {
        TouchPhase::Start => {
            window.event(Event::PointerMoved(pos));
            window.event(button(pos, true));
        }
        TouchPhase::Move => window.event(Event::PointerMoved(pos)),
        TouchPhase::End | TouchPhase::Cancel => {
            window.event(button(pos, false));
            window.event(Event::PointerGone);
        }
    }
    window.step();
}

fn tap(window: &mut Window, at: Pos2) {
    finger(window, TouchPhase::Start, at);
    finger(window, TouchPhase::End, at);
    window.run_steps(4);
}

fn swipe(window: &mut Window, from: Pos2, to: Pos2) {
    finger(window, TouchPhase::Start, from);
    for share in [0.25, 0.5, 0.75, 1.0] {
        finger(window, TouchPhase::Move, from.lerp(to, share));
    }
    finger(window, TouchPhase::End, to);
    window.run_steps(4);
}

fn ruler(window: &Window) -> Rect {
    rect_of(window, Role::Slider, "Campaign time")
}

/// Where the playhead stands at noon of 22 August: 14 of 28 days and a half along the axis, between names and folds.
fn head(window: &Window) -> Pos2 {
    let (before, after) = (84.0 + 26.0, 26.0 + 2.0);
    let whole = ruler(window);
    pos2(whole.min.x + before + (whole.width() - before - after) * 14.0 / 28.5, whole.min.y + 10.0)
}

#[test]
fn every_dialog_lies_inside_the_window_at_every_size() {
    for (width, height, steps) in [(1920.0, 1080.0, 10), (1280.0, 800.0, 10), (1280.0, 800.0, 5), (1024.0, 640.0, 0)] {
        let mut window = larger(width, height, steps);
        press(&mut window, Key::F1, Modifiers::NONE);
        window.run_steps(3);
        let screen = window.ctx.content_rect();
        let mut seen = 0;
        for node in window.query_all_by_label_contains("Change the key of").chain(window.query_all_by_label("Close")) {
            let rect = node.rect();
            assert!(screen.x_range().contains(rect.min.x) && screen.x_range().contains(rect.max.x), "{rect:?} in {screen:?}");
            seen += 1;
        }
        assert!(seen > 10, "{seen}");
        let help = window.get_all_by_label_contains("Show less ground, larger").next().unwrap().rect();
        assert!(help.max.x <= screen.max.x, "{help:?} in {screen:?}");
    }
}

#[test]
fn a_window_at_twice_the_size_is_kept_as_large_as_it_is() {
    let path = support::scratch("window-size").join("settings.json");
    let file = path.clone();
    let mut window = window_with(1280.0, 800.0, move |app| app.keep_settings_in(file.clone(), false));
    for _ in 0..10 {
        press(&mut window, Key::Plus, Modifiers::COMMAND);
    }
    let shown = window.ctx.content_rect();
    window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().inner_rect = Some(shown);
    window.run_steps(45);
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(kept["window"], serde_json::json!([1280.0, 800.0]), "{shown:?}");
}

/// A window with the pointer on the scale of the ruler, and a place a fifth of four weeks further on.
fn over_the_scale() -> (Window, egui::Pos2, egui::Pos2) {
    let mut window = larger(1440.0, 860.0, 0);
    let axis = ruler(&window);
    let y = axis.min.y + 8.0;
    let (from, to) = (pos2(axis.min.x + axis.width() * 0.4, y), pos2(axis.min.x + axis.width() * 0.6, y));
    window.hover_at(from);
    window.step();
    (window, from, to)
}

#[test]
fn a_drag_that_comes_in_one_slow_frame_goes_from_where_the_hand_came_down_to_where_it_let_go() {
    let (mut window, from, to) = over_the_scale();
    let events = [button(from, true), Event::PointerMoved(from.lerp(to, 0.5)), Event::PointerMoved(to), button(to, false)];
    window.input_mut().events.extend(events);
    window.step();
    window.run_steps(3);
    let drawn = session(&window).clock.looping().range.expect("a range");
    let days = drawn.end.since(drawn.start) as f64 / HOUR as f64 / 24.0;
    assert!((5.0..7.5).contains(&days), "a fifth of four weeks: {days}");
}

#[test]
fn a_press_whose_frame_is_slow_takes_hold_of_what_it_came_down_on() {
    let (mut window, from, to) = over_the_scale();
    window.input_mut().events.extend([button(from, true), Event::PointerMoved(from.lerp(to, 0.6))]);
    window.step();
    window.input_mut().events.extend([Event::PointerMoved(to), button(to, false)]);
    window.step();
    window.run_steps(3);
    let days = session(&window).clock.looping().range.map(|range| range.end.since(range.start) as f64 / HOUR as f64 / 24.0).unwrap();
    let axis = ruler(&window);
    let axis_days = 28.5 * 0.2 * f64::from(axis.width()) / f64::from(axis.width() - 120.0);
    assert!((days - axis_days).abs() < 1.0, "{days} days of about {axis_days}");
}

#[test]
fn a_tap_beside_an_open_menu_closes_it_and_does_nothing_else() {
    let mut window = larger(1440.0, 860.0, 0);
    seek(&mut window, "12 Aug 12:00");
    let (before, place) = (now(&window), ruler(&window));
    let on_ruler = pos2(place.center().x, place.max.y - 20.0);
    window.get_by_role_and_label(Role::Button, "Help").click();
    window.run_steps(4);
    assert!(says(&window, "Sources and credits"));
    tap(&mut window, on_ruler);
    assert!(!says(&window, "Sources and credits"), "the menu is closed");
    assert_eq!((now(&window), session(&window).selection), (before, None));
    tap(&mut window, on_ruler);
    assert_ne!(now(&window), before, "the next tap is one on the ruler");
}

#[test]
fn a_menu_opens_at_its_beginning_though_it_was_scrolled_before() {
    let mut window = larger(1280.0, 800.0, 10);
    for _ in 0..2 {
        window.get_by_role_and_label(Role::Button, "View").click();
        window.run_steps(12);
        let (first, screen) = (window.get_by_label_contains("Zoom in").rect(), window.ctx.content_rect());
        assert!(screen.contains_rect(first), "{first:?}");
        window.hover_at(first.center());
        window.step();
        for _ in 0..30 {
            window.event(Event::MouseWheel {
                source: egui::MouseWheelSource::Wheel,
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, -60.0),
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
            });
            window.step();
        }
        press(&mut window, Key::Escape, Modifiers::NONE);
        window.run_steps(12);
    }
}

#[test]
fn the_map_alone_has_a_way_back_without_keys() {
    let mut window = larger(1440.0, 860.0, 0);
    press(&mut window, Key::H, Modifiers::NONE);
    assert!(session(&window).is_chrome_hidden);
    tap(&mut window, pos2(500.0, 300.0));
    let back = rect_of(&window, Role::Button, "Show the panels").center();
    tap(&mut window, back);
    assert!(!session(&window).is_chrome_hidden);
}

#[test]
fn the_panel_at_the_left_is_put_away_and_brought_back_as_it_was() {
    let mut window = larger(1280.0, 800.0, 10);
    press(&mut window, Key::T, Modifiers::NONE);
    let wide = rect_of(&window, Role::Canvas, "Map").width();
    let away = rect_of(&window, Role::Button, "Put the panel at the left away").center();
    tap(&mut window, away);
    window.run_steps(20);
    assert!(rect_of(&window, Role::Canvas, "Map").width() > wide + 150.0);
    let back = rect_of(&window, Role::Button, "Bring the panel at the left back").center();
    tap(&mut window, back);
    assert!(session(&window).is_open(Panel::Layers) && session(&window).tab == Tab::Chapters);
}

#[test]
fn a_finger_takes_hold_of_the_playhead_from_beside_it() {
    for is_touch in [true, false] {
        let mut window = if is_touch { larger(1440.0, 860.0, 0) } else { museum(1440.0, 860.0) };
        seek(&mut window, "22 Aug 12:00");
        let before = now(&window);
        let from = head(&window) + vec2(40.0, 0.0);
        if is_touch {
            swipe(&mut window, from, from + vec2(200.0, 0.0));
        } else {
            for event in [Event::PointerMoved(from), button(from, true), Event::PointerMoved(from + vec2(200.0, 0.0))] {
                window.event(event);
                window.step();
            }
            window.event(button(from + vec2(200.0, 0.0), false));
            window.run_steps(3);
        }
        assert!(session(&window).clock.looping().range.is_none(), "no range is drawn");
        assert!(now(&window).since(before) > 24 * HOUR, "the time went with the hand");
    }
}

#[test]
fn a_finger_scrolls_the_panel_that_is_read() {
    let mut window = larger(1280.0, 800.0, 5);
    seek(&mut window, "12 Aug");
    let symbol = window.get_all_by_role_and_label(Role::Button, "Hailar").next().unwrap();
    symbol.click_accesskit();
    window.run_steps(40);
    let words = |window: &Window| window.get_all_by_label_contains("What happened here").next().unwrap().rect();
    let before = words(&window);
    let from = pos2(before.center().x, before.center().y.min(300.0));
    let beside_close = rect_of(&window, Role::Button, "Close details").left_center() - vec2(40.0, 0.0);
    tap(&mut window, beside_close);
    swipe(&mut window, from, from - vec2(0.0, 120.0));
    assert!(words(&window).min.y < before.min.y - 60.0, "{:?} after {before:?}", words(&window));
}

#[test]
fn a_finger_held_still_on_the_map_asks_the_ground() {
    let mut window = larger(1440.0, 860.0, 0);
    let map = rect_of(&window, Role::Canvas, "Map");
    let at = map.left_center() + vec2(120.0, 60.0);
    finger(&mut window, TouchPhase::Start, at);
    window.run_steps(30);
    finger(&mut window, TouchPhase::End, at);
    window.run_steps(4);
    assert!(matches!(session(&window).selection, Some(Target::Ground(_))), "{:?}", session(&window).selection);
}

#[test]
fn on_a_museums_screen_a_press_held_still_asks_the_ground_though_it_comes_as_a_mouse() {
    let mut window = museum(1440.0, 860.0);
    press(&mut window, Key::Escape, Modifiers::NONE);
    let map = rect_of(&window, Role::Canvas, "Map");
    let at = map.left_center() + vec2(120.0, 60.0);
    window.event(Event::PointerMoved(at));
    window.step();
    window.event(button(at, true));
    window.run_steps(30);
    window.event(button(at, false));
    window.run_steps(4);
    assert!(matches!(session(&window).selection, Some(Target::Ground(_))), "{:?}", session(&window).selection);
}

#[test]
fn the_mark_of_a_source_names_it_at_a_touch() {
    let mut window = larger(1440.0, 1200.0, 0);
    let symbol = window.get_all_by_role_and_label(Role::Button, "Hailar").next().unwrap();
    symbol.click_accesskit();
    window.run_steps(40);
    let mark = window.get_all_by_label_contains("[1").next().expect("a mark").rect().center();
    let before = window.query_all_by_role(Role::Label).count();
    tap(&mut window, mark);
    window.run_steps(4);
    assert!(window.query_all_by_role(Role::Label).count() > before, "a label names it");
}

#[test]
fn what_is_tapped_is_not_covered_by_the_panel_that_tells_of_it() {
    let mut window = larger(1280.0, 800.0, 5);
    let map = rect_of(&window, Role::Canvas, "Map");
    let right = window.query_all_by_role(Role::Button).filter(|node| map.shrink(30.0).contains(node.rect().center()));
    let right: Vec<Pos2> =
        right.map(|node| node.rect().center()).filter(|at| at.x > map.max.x - 200.0 && at.y > map.min.y + 120.0).collect();
    let at = *right.first().expect("a symbol at the right");
    tap(&mut window, at);
    window.run_steps(60);
    let target = session(&window).selection.expect("it is selected");
    let map = rect_of(&window, Role::Canvas, "Map");
    let campaign = window.state().campaign();
    let name = match target {
        Target::Place(idx) => campaign.place(idx).names.or_english(Language::English).to_owned(),
        Target::Formation(idx) => campaign.formation(idx).names.or_english(Language::English).to_owned(),
        Target::Event(idx) => campaign.event(idx).headline.clone(),
        Target::Ground(_) => panic!("a symbol was tapped"),
    };
    let symbol = window
        .query_all_by_role(Role::Button)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(&name)) && map.contains(node.rect().center()));
    assert!(symbol.is_some(), "{name} is in view");
}

#[test]
fn steps_by_event_have_buttons_also_when_everything_is_larger_and_in_a_story() {
    assert!(says(&larger(1366.0, 850.0, 10), "Event after"), "at twice the size too");
    let mut window = larger(1280.0, 800.0, 5);
    assert!(says(&window, "Event after"));
    press(&mut window, Key::T, Modifiers::NONE);
    press(&mut window, Key::PageDown, Modifiers::NONE);
    window.run_steps(40);
    assert!(session(&window).clock.is_story_paced() && says(&window, "Event after"));
}

#[test]
fn the_rest_of_what_changed_is_shown_at_a_touch() {
    let mut window = larger(1440.0, 860.0, 0);
    for _ in 0..4 {
        press(&mut window, Key::ArrowRight, Modifiers::SHIFT);
    }
    window.run_steps(30);
    let more = window.get_all_by_label_contains(" more").find(|node| node.accesskit_node().label().unwrap().starts_with("and "));
    let more = more.expect("the list is short").rect().center();
    tap(&mut window, more);
    window.run_steps(4);
    let left = window.query_all_by_label_contains(" more").any(|node| node.accesskit_node().label().unwrap().starts_with("and "));
    assert!(!left, "everything is told");
}

// ---------------------------------------------------------------- a museum's screen

#[test]
fn a_museums_screen_is_as_large_and_in_the_language_that_its_settings_say_and_goes_back_to_them() {
    let path = support::scratch("museum").join("settings.json");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let settings = r#"{"format": 1, "language": "ja", "reach": {"is-motion-reduced": false, "scale-percent": 150}}"#;
    fs::write(&path, settings).unwrap();
    let file = path.clone();
    let mut window = window_at(1920.0, 1080.0, 0.5, move |app| {
        app.keep_settings_in(file.clone(), false);
        app.set_kiosk();
    });
    assert_eq!((session(&window).language, session(&window).reach.scale_percent), (Language::Japanese, 150));
    assert!(!says(&window, "Space plays") && says(&window, "Play"));
    window.get_by_role_and_label(Role::Button, "Light or dark").click_accesskit();
    window.run_steps(6);
    assert_eq!(session(&window).theme, ThemeChoice::Dark);
    window.run_steps(2 * 92);
    assert_eq!((session(&window).language, session(&window).theme), (Language::Japanese, ThemeChoice::Light), "as the museum has it");
    assert_eq!(fs::read_to_string(&path).unwrap(), settings, "a visitor changes nothing for good");
}

#[test]
fn a_museums_screen_that_nobody_has_touched_asks_nobody() {
    let mut window = window_at(1280.0, 800.0, 0.5, App::set_kiosk);
    window.run_steps(2 * 62);
    assert!(!says(&window, "Still exploring?"));
}

#[test]
fn a_museums_screen_has_no_fields_to_type_into_and_nothing_to_keep() {
    let mut window = museum(1440.0, 860.0);
    for tab in ["Order of battle", "Now"] {
        window.get_by_role_and_label(Role::Tab, tab).click();
        window.run_steps(4);
        for role in [Role::TextInput, Role::SearchInput] {
            assert!(window.query_all_by_role(role).next().is_none(), "{tab}: {role:?}");
        }
    }
    assert!(window.query_by_role_and_label(Role::Tab, "Bookmarks").is_none() && !says(&window, "Keys"));
}

#[test]
fn on_a_museums_screen_the_map_is_zoomed_and_found_again_by_buttons() {
    let mut window = museum(1440.0, 860.0);
    let scale = |window: &Window| session(window).view.metres_per_point;
    let before = scale(&window);
    for (name, is_closer) in [("Zoom in", true), ("Zoom out", false), ("Zoom in", true), ("Whole theatre", false)] {
        let last = scale(&window);
        let at = rect_of(&window, Role::Button, name);
        assert!(at.width() >= 43.5 && at.height() >= 43.5, "{at:?}");
        tap(&mut window, at.center());
        window.run_steps(40);
        assert_eq!(scale(&window) < last, is_closer, "{name}");
    }
    assert!((scale(&window) - before).abs() < before * 0.01);
}

#[test]
fn the_size_of_everything_is_chosen_at_one_touch_and_its_menu_stays() {
    let mut window = larger(1440.0, 1000.0, 0);
    let view = rect_of(&window, Role::Button, "View").center();
    tap(&mut window, view);
    window.run_steps(12);
    for percent in [150_u16, 200, 100] {
        let size = rect_of(&window, Role::RadioButton, &format!("Size of everything: {percent} %"));
        assert!(window.ctx.content_rect().contains_rect(size), "{size:?}");
        tap(&mut window, size.center());
        window.run_steps(12);
        assert_eq!(session(&window).reach.scale_percent, percent);
        assert!(says(&window, &format!("Size of everything: {percent} %")), "the menu is still open");
    }
}

#[test]
fn at_twice_the_size_most_of_a_list_panel_is_list() {
    for (width, height) in [(1920.0, 1080.0), (1366.0, 850.0)] {
        let mut window = larger(width, height, 10);
        for (tab, role) in [("Order of battle", Role::TreeItem), ("Now", Role::Row)] {
            window.get_by_role_and_label(Role::Tab, tab).click();
            window.run_steps(12);
            let map = rect_of(&window, Role::Canvas, "Map");
            let rows =
                window.query_all_by_role(role).map(|node| node.rect()).filter(|rect| map.y_range().contains(rect.center().y)).count();
            assert!(rows >= 4, "{tab}: {rows} rows beside {map:?}");
        }
    }
}

#[test]
fn no_line_of_an_events_head_ends_in_a_lone_point() {
    for steps in [0, 10] {
        let mut window = larger(1440.0, 1080.0, steps);
        seek(&mut window, "9 Aug");
        let mut seen = 0;
        for _ in 0..12 {
            press(&mut window, Key::ArrowRight, Modifiers::COMMAND);
            let links: Vec<Rect> = window.query_all_by_role(Role::Link).map(|node| node.rect()).collect();
            for point in window.query_all_by_label("·").map(|node| node.rect()) {
                seen += 1;
                // A link that goes on below begins where the line does.
                let is_followed = |link: &Rect| link.y_range().contains(point.center().y) && link.right() > point.right();
                assert!(links.iter().any(is_followed), "{point:?} stands alone among {links:?}");
            }
        }
        assert!(seen > 0 || steps > 0, "some heads fit one line");
    }
}

#[test]
fn on_a_museums_screen_scale_and_chapters_of_the_ruler_are_high_enough_for_a_finger() {
    let mut window = museum(1920.0, 1080.0);
    press(&mut window, Key::Escape, Modifiers::NONE);
    let whole = ruler(&window);
    let x = head(&window).x;
    for down in [4.0, 40.0] {
        seek(&mut window, "12 Aug");
        tap(&mut window, pos2(x, whole.min.y + down));
        assert!(now(&window).since(at(&window, "22 Aug 12:00")).abs() < 12 * HOUR, "the scale answers {down} below its edge");
    }
    let chapters: Vec<Instant> = window.state().campaign().chapters.iter().map(|chapter| chapter.at).collect();
    for down in [50.0, 84.0] {
        seek(&mut window, "12 Aug 01:00");
        tap(&mut window, pos2(x, whole.min.y + down));
        assert!(chapters.contains(&now(&window)), "the chapters answer {down} below the edge of the ruler");
    }
}

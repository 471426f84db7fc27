//! Time in the hand: the ruler, the keys and what screen readers are told, in the real app. The geometry of the ruler,
//! the clock's states, snapping and loops are tested beside their code.

use august_storm::app::App;
use august_storm::campaign::{self, Campaign, DAY, HOUR, Instant};
use august_storm::cartography::{BaseMap, Projection, ScaleBand};
use august_storm::library;
use august_storm::paint::FORMATS;
use august_storm::paint::raster::{Rasterizer, Renderer};
use august_storm::scene::{self, Furniture, LabelSlots, MapInput, Memory, Target};
use august_storm::session::{
    ClockCommand, ClockState, Command, CompareCommand, CompareMode, DeskCommand, LoopMode, Panel, Request, RulerHeight, Session,
};
use august_storm::situation::{self, GroundModel, Hold, Situation};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Rect, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

fn window() -> Window {
    let build = |cc: &mut eframe::CreationContext<'_>| App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
    let mut window =
        Harness::builder().with_size(egui::vec2(1440.0, 860.0)).with_step_dt(1.0 / 30.0).with_max_steps(60).build_eframe(build);
    window.run();
    window
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(2);
}

fn plain(window: &mut Window, key: Key) {
    press(window, Modifiers::NONE, key);
}

fn now(window: &Window) -> Instant {
    window.state().session().clock.now()
}

fn at(window: &Window, text: &str) -> Instant {
    window.state().campaign().calendar.parse(text).expect("a time")
}

fn ruler(window: &Window) -> Rect {
    window.get_by_role_and_label(Role::Slider, "Campaign time").rect()
}

/// Where an instant lies on the ruler, by the items of the list of events: two of them give the scale.
fn x_of(window: &Window, instant: Instant) -> f32 {
    let campaign = window.state().campaign();
    let mut known = Vec::new();
    for event in campaign.events.iter().filter(|event| event.importance == 1 && campaign.period.contains(event.start.best)) {
        let item = window
            .get_all_by_role(Role::ListItem)
            .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(&event.headline)));
        known.extend(item.map(|item| (event.start.best, item.rect().center().x)));
    }
    let (first, last) = (known[0], known[known.len() - 1]);
    let share = instant.since(first.0) as f64 / last.0.since(first.0) as f64;
    first.1 + (share * f64::from(last.1 - first.1)) as f32
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for share in [0.3, 0.7, 1.0] {
        window.hover_at(from.lerp(to, share));
        window.step();
    }
    window.step();
}

fn drop_at(window: &mut Window, at: Pos2) {
    window.drop_at(at);
    window.run_steps(3);
}

#[test]
fn a_hand_that_moves_and_lets_go_in_one_frame_leaves_the_time_where_it_let_go() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let y = ruler(&window).min.y + 45.0;
    let place = |window: &Window, text: &str| pos2(x_of(window, at(window, text)), y);
    let (from, to) = (place(&window, "12 Aug 06:00"), place(&window, "22 Aug"));
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    window.hover_at(from.lerp(to, 0.3));
    window.step();
    let (pos, button, modifiers) = (to, egui::PointerButton::Primary, Modifiers::NONE);
    window
        .input_mut()
        .events
        .extend([egui::Event::PointerMoved(to), egui::Event::PointerButton { pos, button, pressed: false, modifiers }]);
    window.step();
    window.run();
    let (now, wanted) = (now(&window), at(&window, "22 Aug"));
    assert!(now.since(wanted).abs() <= 4 * HOUR, "{now:?} is not where the hand let go, {wanted:?}");
}

/// Everything a person has chosen, as text, to see whether anything has changed.
fn state(window: &Window) -> String {
    let session = window.state().session();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        session.compare,
        session.account,
        session.clock,
        session.view,
        session.selection,
        session.hidden,
        session.panels,
        session.ruler,
        session.history,
        session.reach
    )
}

#[test]
fn hovering_the_ruler_tells_the_hour_and_shows_a_ghost_and_changes_nothing() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    window.run();
    let before = state(&window);
    let scale = pos2(x_of(&window, at(&window, "16 Aug 12:00")), ruler(&window).min.y + 10.0);
    window.hover_at(scale);
    window.run_steps(20);
    assert!(window.query_all_by_label_contains("16 Aug 12:00 · D+7").next().is_some(), "the hour under the pointer");
    assert_eq!(state(&window), before);
    window.hover_at(pos2(700.0, 300.0));
    window.run();
    assert_eq!(state(&window), before);
}

#[test]
fn a_drag_on_the_scale_makes_a_loop_and_its_edges_and_middle_can_be_dragged() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let y = ruler(&window).min.y + 10.0;
    let point = |window: &Window, text: &str| pos2(x_of(window, at(window, text)), y);
    let (from, to) = (point(&window, "14 Aug"), point(&window, "16 Aug"));
    drag(&mut window, from, to);
    drop_at(&mut window, to);
    // The hand is drawn to events within six points, which are about three hours here.
    let is_near = |window: &Window, from: &str, to: &str| {
        let range = window.state().session().clock.looping().range.expect("a range");
        [(range.start, from), (range.end, to)].iter().all(|(got, text)| got.since(at(window, text)).abs() <= 4 * HOUR)
    };
    assert!(is_near(&window, "14 Aug", "16 Aug"));
    assert_eq!(window.state().session().clock.looping().mode, LoopMode::Range);
    assert!(now(&window).since(at(&window, "14 Aug")).abs() <= 4 * HOUR, "a playhead outside goes to the start");
    for name in ["Loop start", "Loop end"] {
        assert!(window.query_by_role_and_label(Role::Slider, name).is_some(), "{name}");
    }
    let end = point(&window, "18 Aug");
    drag(&mut window, to, end);
    drop_at(&mut window, end);
    assert!(is_near(&window, "14 Aug", "18 Aug"));
    let (middle, moved) = (point(&window, "16 Aug"), point(&window, "17 Aug"));
    drag(&mut window, middle, moved);
    drop_at(&mut window, moved);
    assert!(is_near(&window, "15 Aug", "19 Aug"));
    plain(&mut window, Key::R);
    assert_eq!(window.state().session().clock.looping().mode, LoopMode::All);
    plain(&mut window, Key::R);
    assert_eq!(window.state().session().clock.looping().mode, LoopMode::Off);
    press(&mut window, Modifiers::SHIFT, Key::R);
    assert_eq!(window.state().session().clock.looping().range, None);
}

#[test]
fn escape_while_scrubbing_gives_back_the_hour_and_goes_on_playing() {
    let mut window = window();
    plain(&mut window, Key::Space);
    let body = pos2(x_of(&window, at(&window, "20 Aug")), ruler(&window).min.y + 45.0);
    let origin = now(&window);
    drag(&mut window, body, body + egui::vec2(200.0, 300.0));
    assert!(
        matches!(window.state().session().clock.state(), ClockState::Scrubbing { resume: Some(false), .. }),
        "leaving the ruler does not end it"
    );
    assert!(now(&window) > at(&window, "20 Aug"));
    window.key_press(Key::Escape);
    window.step();
    window.step();
    assert!(window.state().session().clock.is_playing());
    assert!(now(&window).since(origin) < 6 * HOUR, "back where it was");
    drop_at(&mut window, body);
    assert!(window.state().session().clock.is_playing());
}

#[test]
fn visited_moments_are_found_again() {
    let mut window = window();
    let start = now(&window);
    plain(&mut window, Key::End);
    let end = now(&window);
    plain(&mut window, Key::Home);
    let home = now(&window);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(now(&window), end);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(now(&window), start);
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(now(&window), home);
}

#[test]
fn a_held_arrow_repeats_at_its_own_pace_and_stops_when_let_go() {
    let mut window = window();
    let start = now(&window);
    window.key_down(Key::ArrowRight);
    window.run_steps(8);
    assert_eq!(now(&window).since(start), HOUR, "one step, then a pause");
    window.run_steps(30);
    let hours = now(&window).since(start) / HOUR;
    assert!((10..=14).contains(&hours), "a second at twelve a second: {hours}");
    window.key_up(Key::ArrowRight);
    window.run_steps(2);
    let held = now(&window);
    window.run_steps(20);
    assert_eq!(now(&window), held);
}

#[test]
fn a_key_can_be_given_to_another_action_and_the_sheet_says_whose_it_was() {
    let mut window = window();
    plain(&mut window, Key::F1);
    window.run();
    let button = window.get_by_role_and_label(Role::Button, "Change the key of Play or pause: Space");
    button.click_accesskit();
    window.run();
    plain(&mut window, Key::P);
    window.run();
    assert!(window.query_by_role_and_label(Role::Button, "Change the key of Play or pause: P").is_some());
    window.get_by_role_and_label(Role::Button, "Change the key of Play or pause: P").click_accesskit();
    window.run();
    plain(&mut window, Key::K);
    window.run();
    assert!(window.query_by_label_contains("K is the key of “Pause”").is_some(), "a conflict is said");
    window.get_by_label_contains("Give it to").click_accesskit();
    window.run();
    plain(&mut window, Key::Escape);
    let keys = &window.state().session().keys;
    assert_eq!(keys.given("play").map(|keys| keys[0].to_string()).as_deref(), Some("K"));
    assert_eq!(keys.given("hold").map(<[_]>::len), Some(0));
    plain(&mut window, Key::K);
    assert!(window.state().session().clock.is_playing());
}

#[test]
fn the_keyboard_reaches_the_map_and_opens_what_it_stands_on() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    plain(&mut window, Key::F6);
    window.run();
    let first = window.state().session().focus.target;
    assert!(first.is_some(), "the keyboard stands on something");
    let before = now(&window);
    plain(&mut window, Key::ArrowRight);
    window.run();
    assert_ne!(window.state().session().focus.target, first);
    assert_eq!(now(&window), before, "arrows do not move the time there");
    plain(&mut window, Key::Enter);
    assert_eq!(window.state().session().selection, window.state().session().focus.target);
    plain(&mut window, Key::F6);
    window.run();
    plain(&mut window, Key::ArrowUp);
    assert_eq!(now(&window).since(before), HOUR, "the ruler is a slider");
    plain(&mut window, Key::PageUp);
    assert_eq!(now(&window).since(before), 25 * HOUR);
    for _ in 0..3 {
        window.key_press(Key::ArrowDown);
    }
    window.run_steps(2);
    assert_eq!(now(&window).since(before), 22 * HOUR, "presses that come in one frame count each");
}

#[test]
fn screen_readers_find_the_slider_the_events_and_what_is_shown() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    window.run();
    let slider = window.get_by_role_and_label(Role::Slider, "Campaign time");
    assert_eq!(slider.accesskit_node().value().as_deref(), Some("Wednesday 8 August 1945, 23:00, the day before"));
    assert!(window.query_by_role_and_label(Role::List, "Events").is_some());
    let told: Vec<String> = window.query_all_by_role(Role::Status).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(told.iter().any(|words| words.starts_with("8 August, 23:00.")), "{told:?}");
    plain(&mut window, Key::Space);
    window.run_steps(2);
    assert!(window.query_all_by_role(Role::Status).next().is_none(), "nothing is announced while time runs");
    plain(&mut window, Key::Space);
    let modifiers = Modifiers { ctrl: true, ..Modifiers::COMMAND | Modifiers::SHIFT };
    let key = egui::Event::Key { key: Key::B, physical_key: None, pressed: true, repeat: false, modifiers };
    window.input_mut().events.push(key);
    window.step();
    let copied = window.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("the view in words");
    assert!(copied.starts_with("Thursday 9 August") || copied.starts_with("Wednesday 8 August"), "{copied}");
    assert_eq!(copied.matches(". ").count(), 2, "three sentences: {copied}");
}

#[test]
fn whatever_is_changed_but_the_time_the_second_stays() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    plain(&mut window, Key::Period);
    let before = now(&window);
    let keys = [
        Key::A,
        Key::A,
        Key::U,
        Key::U,
        Key::C,
        Key::C,
        Key::C,
        Key::C,
        Key::N,
        Key::D,
        Key::Num7,
        Key::Backslash,
        Key::Z,
        Key::Z,
        Key::OpenBracket,
        Key::I,
        Key::O,
        Key::Plus,
        Key::Num0,
        Key::H,
        Key::H,
    ];
    for key in keys {
        plain(&mut window, key);
        assert_eq!(now(&window), before, "{key:?}");
    }
    for key in [Key::Plus, Key::Num0, Key::G, Key::G, Key::L] {
        press(&mut window, Modifiers::COMMAND, key);
        assert_eq!(now(&window), before, "Ctrl {key:?}");
    }
    for height in [RulerHeight::High, RulerHeight::Low, RulerHeight::Middle] {
        let button = window.get_all_by_label_contains("Height of the ruler").next().expect("the button");
        button.click_accesskit();
        window.run();
        assert_eq!(window.state().session().ruler.height, height);
        assert_eq!(now(&window), before);
    }
}

#[test]
fn the_wheel_zooms_the_ruler_about_the_pointer_and_leaves_map_and_time_alone() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let (view, before) = (window.state().session().view, now(&window));
    let about = at(&window, "16 Aug 12:00");
    let pointer = pos2(x_of(&window, about), ruler(&window).center().y);
    window.hover_at(pointer);
    window.event(egui::Event::MouseWheel {
        source: egui::MouseWheelSource::Wheel,
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, 6.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.run();
    let span = window.state().session().ruler.span();
    assert!(span.seconds < 0.6 * window.state().campaign().period.seconds() as f64);
    let seconds = about.since(window.state().campaign().period.start) as f64;
    assert!(span.contains(seconds));
    assert_eq!((window.state().session().view, now(&window)), (view, before));
}

#[test]
fn the_time_before_unfolds_and_its_events_open_without_moving_the_clock() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let before = now(&window);
    let fold = pos2(ruler(&window).min.x + 84.0 + 13.0, ruler(&window).center().y);
    drag(&mut window, fold, fold);
    drop_at(&mut window, fold);
    assert!(window.state().session().ruler.is_before_open);
    let item = window.get_all_by_label_contains("Yalta agreement set the terms").next().expect("the event is on the ruler");
    item.click_accesskit();
    window.run();
    assert!(matches!(window.state().session().selection, Some(Target::Event(_))));
    assert_eq!(now(&window), before);
}

#[test]
fn paused_it_asks_for_no_frame() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    window.run();
    assert!(window.run() <= 1, "nothing moves");
    let delays: Vec<std::time::Duration> = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).collect();
    assert!(delays.iter().all(|delay| *delay >= std::time::Duration::from_secs(1)), "{delays:?}");
}

#[test]
fn at_each_boundary_exactly_one_of_two_neighbouring_states_holds() {
    let campaign = campaign::built_in().campaign.expect("clean");
    let mut boundaries = 0;
    for formation in &campaign.formations {
        for change in formation.subordinations.iter().filter_map(|one| one.until) {
            boundaries += 1;
            for instant in [change.plus(-1), change] {
                let holding = formation
                    .subordinations
                    .iter()
                    .filter(|one| one.from.is_none_or(|from| from <= instant) && one.until.is_none_or(|until| instant < until));
                let count = holding.count();
                // After the last superior there may be none; before it there is one.
                let is_followed = instant < change || formation.subordinations.iter().any(|one| one.from == Some(change));
                assert_eq!(count, usize::from(is_followed), "{} at {instant:?}", formation.id);
            }
        }
    }
    assert!(boundaries > 0);

    for (idx, place) in campaign.places.iter().enumerate() {
        let Some(taken) = &place.taken else { continue };
        let hold = |instant: Instant| situation::hold(&campaign, campaign::PlaceIdx(idx), instant);
        assert_eq!(hold(taken.time.earliest.plus(-1)), Hold::Before, "{}", place.id);
        let after = if taken.held_out_until.is_some_and(|until| taken.time.latest < until) { Hold::TakenButForts } else { Hold::Taken };
        if taken.time.earliest < taken.time.latest {
            assert_eq!(hold(taken.time.earliest), Hold::Contested, "{}", place.id);
            assert_eq!(hold(taken.time.latest.plus(-1)), Hold::Contested, "{}", place.id);
        }
        assert_eq!(hold(taken.time.latest), after, "{}", place.id);
        if let Some(until) = taken.held_out_until.filter(|until| *until > taken.time.latest) {
            assert_eq!((hold(until.plus(-1)), hold(until)), (Hold::TakenButForts, Hold::Taken), "{}", place.id);
        }
    }

    for (idx, event) in campaign.events.iter().enumerate() {
        let is_there =
            |instant: Instant| Situation::at(&campaign, instant).events.iter().any(|state| state.event == campaign::EventIdx(idx));
        let end = event.end.unwrap_or(event.start.latest).max(event.start.best.plus(12 * HOUR));
        let around = [event.start.earliest.plus(-1), event.start.earliest, end.plus(-1), end].map(is_there);
        assert_eq!(around, [false, true, true, false], "{}", event.id);
    }

    for track in &campaign.tracks {
        for (before, after) in track.waypoints.iter().zip(track.waypoints.iter().skip(1)) {
            let passed = |instant: Instant| Situation::at(&campaign, instant).formation(track.formation).map(|state| state.waypoint);
            let (last, next) = (passed(after.time.best.plus(-1)), passed(after.time.best));
            assert!(last < next, "{}: a waypoint is passed at its second", campaign.formation(track.formation).id);
            assert!(before.time.best < after.time.best);
        }
    }
    let period = campaign.period;
    assert!(period.contains(period.start) && !period.contains(period.end));
}

#[test]
fn the_map_has_a_twin_in_words_that_follows_the_clock_and_selects() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    window.state_mut().seek(campaign::built_in().campaign.expect("clean").calendar.parse("14 Aug 18:00").expect("a time"));
    plain(&mut window, Key::N);
    window.run();
    let rows =
        |window: &Window| -> Vec<String> { window.query_all_by_role(Role::Row).filter_map(|node| node.accesskit_node().label()).collect() };
    assert!(window.query_by_role_and_label(Role::Table, "Now").is_some());
    let all = rows(&window);
    let situation = Situation::at(window.state().campaign(), now(&window));
    assert_eq!(all.len(), situation.formations.len(), "every formation has its row");
    let tanks = all.iter().position(|row| row.starts_with("6th Guards Tank Army, ")).expect("it has a row");
    let kwantung = all.iter().position(|row| row.starts_with("Kwantung Army (General Headquarters), ")).expect("it has a row");
    assert!(tanks < kwantung, "by side");
    for words in [" km from ", "attested", "Aug"] {
        assert!(all.iter().any(|row| row.contains(words)), "{words}");
    }
    window.get_by_role_and_label(Role::Row, &all[tanks]).click_accesskit();
    window.run();
    let idx = window.state().campaign().formation_by_id("6-guards-tank-army").map(Target::Formation);
    assert_eq!(window.state().session().selection, idx);
    let before = rows(&window)[tanks].clone();
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    assert_ne!(rows(&window)[tanks], before, "a day later it is elsewhere");

    window.get_by_role_and_label(Role::CheckBox, "Shown on the map").click_accesskit();
    window.run();
    let drawn = rows(&window);
    assert!(!drawn.is_empty() && drawn.len() < all.len(), "{} of {}", drawn.len(), all.len());
    for row in &drawn {
        let formations = window.state().campaign().formations.iter();
        let mut named = formations.filter(|formation| row.starts_with(&format!("{}, ", formation.names.english())));
        let name = named.next().expect("a formation").names.english().to_owned();
        assert!(window.query_all_by_role_and_label(Role::Button, &name).next().is_some(), "{name} is on the map");
    }
    for heading in ["Where", "Known", "Since", "Source", "Formation"] {
        window.get_by_role_and_label(Role::ColumnHeader, heading).click_accesskit();
        window.run();
        let mut sorted = rows(&window);
        assert_eq!(sorted.len(), drawn.len(), "{heading}: no row is lost");
        sorted.sort();
        let mut all = drawn.clone();
        all.sort();
        assert_eq!(sorted, all);
    }
    let [first, second] = [0, 1].map(|number| rows(&window)[number].clone());
    window.get_by_role_and_label(Role::Row, &first).focus();
    window.run();
    let hour = now(&window);
    plain(&mut window, Key::ArrowDown);
    plain(&mut window, Key::Enter);
    window.run();
    let Some(Target::Formation(chosen)) = window.state().session().selection else { panic!("a formation is chosen") };
    assert!(second.starts_with(window.state().campaign().formation(chosen).names.english()), "{second}");
    assert_eq!(now(&window), hour, "arrows go along the list there");
}

#[test]
fn the_ruler_says_what_its_colors_and_its_evidence_mean_under_the_pointer() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let x = x_of(&window, at(&window, "14 Aug 18:00"));
    let top = ruler(&window).min.y;
    let says = |window: &Window, words: &str| window.query_all_by_label_contains(words).next().is_some();
    press(&mut window, Modifiers::COMMAND, Key::L);
    window.run();
    assert!(!says(&window, "Pacific Fleet"), "the legend at the left is closed");
    let x = x_of(&window, at(&window, "14 Aug 18:00")).max(x);
    // Scale 22 and chapters 14 lie over the density.
    window.hover_at(pos2(x, top + 46.0));
    window.run_steps(3);
    for front in ["Transbaikal Front", "1st Far Eastern Front", "2nd Far Eastern Front", "Pacific Fleet", "Of no one front"] {
        assert!(says(&window, front), "{front}");
    }
    window.hover_at(pos2(x, ruler(&window).max.y - 5.0));
    window.run_steps(3);
    let situation = Situation::at(window.state().campaign(), at(&window, "14 Aug 18:00"));
    let standing = situation.formations.iter().filter(|state| state.ended.is_none()).count();
    assert!(says(&window, &format!(" of {standing} formations attested")));
}

#[test]
fn a_lane_is_hidden_by_a_right_click_and_steps_leave_it_out() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let lane_of = |window: &Window| {
        let Some(Target::Event(idx)) = window.state().session().selection else { panic!("an event is told") };
        window.state().campaign().event(idx).lane
    };
    // West is the first lane under scale, chapters and density.
    let west = pos2(ruler(&window).min.x + 30.0, ruler(&window).min.y + 65.0);
    for is_pressed in [true, false] {
        window.hover_at(west);
        window.event(egui::Event::PointerButton {
            pos: west,
            button: egui::PointerButton::Secondary,
            pressed: is_pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
    window.run();
    window.get_by_label("Hide the lane “West”").click_accesskit();
    window.run();
    assert!(!window.state().session().ruler.shows(campaign::Lane::West));
    for _ in 0..40 {
        press(&mut window, Modifiers::COMMAND, Key::ArrowRight);
        assert_ne!(lane_of(&window), campaign::Lane::West);
    }
    let items: Vec<String> = window.query_all_by_role(Role::ListItem).filter_map(|node| node.accesskit_node().label()).collect();
    let is_west = |event: &&campaign::Event| event.lane == campaign::Lane::West;
    for event in window.state().campaign().events.iter().filter(is_west) {
        assert!(!items.iter().any(|item| item.starts_with(&event.headline)), "{}", event.headline);
    }
}

#[test]
fn two_hours_share_the_map_and_the_chip_names_both() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let wanted = at(&window, "14 Aug 18:00");
    window.state_mut().seek(wanted);
    window.run();
    let says = |window: &Window, words: &str| window.query_all_by_label_contains(words).next().is_some();
    let compared = |window: &Window| window.state().session().compare.expect("an hour is compared");
    let whole = window.state().session().place().expect("the map lies somewhere").size.width;
    plain(&mut window, Key::C);
    window.run();
    assert!(says(&window, "Left 13 Aug 18:00 · D+4, right 14 Aug 18:00 · D+5"));
    assert_eq!((compared(&window).mode, now(&window)), (CompareMode::Swipe, wanted));
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    assert!(says(&window, "Left 13 Aug 18:00 · D+4, right 15 Aug 18:00 · D+6"), "the hour compared stands still");

    let line = window.get_by_role_and_label(Role::Slider, "Line between the two hours").rect();
    window.get_by_role_and_label(Role::Slider, "Line between the two hours").focus();
    window.run();
    plain(&mut window, Key::ArrowLeft);
    window.run();
    let moved = window.get_by_role_and_label(Role::Slider, "Line between the two hours").rect();
    assert!(moved.center().x < line.center().x - 20.0, "arrows move the line, and not the time");
    assert!(says(&window, "right 15 Aug 18:00"));
    let to = moved.center() + egui::vec2(200.0, 0.0);
    drag(&mut window, moved.center(), to);
    drop_at(&mut window, to);
    let dragged = window.get_by_role_and_label(Role::Slider, "Line between the two hours").rect();
    assert!((dragged.center().x - to.x).abs() < 2.0, "the hand moves it");

    let middle = window.state().session().view.center;
    let scale = window.state().session().view.metres_per_point;
    plain(&mut window, Key::C);
    window.run();
    assert_eq!(compared(&window).mode, CompareMode::SideBySide);
    let center = window.state().session().view.center;
    assert!(center.distance(middle) < 20_000.0, "the same ground lies in the middle of both");
    let half = window.state().session().place().expect("the map lies somewhere").size.width;
    assert!((half - whole / 2.0).abs() < 2.0, "each has half of the map: {half} of {whole}");
    window.get_by_role_and_label(Role::Button, "Exchange the two hours").click_accesskit();
    window.run();
    assert!(says(&window, "Left 15 Aug 18:00 · D+6, right 13 Aug 18:00 · D+4"));

    plain(&mut window, Key::G);
    window.event(egui::Event::Text("Hailar".to_owned()));
    window.run();
    plain(&mut window, Key::Enter);
    window.run();
    assert!(window.state().session().selection.is_some());
    plain(&mut window, Key::Escape);
    assert!(window.state().session().compare.is_none() && window.state().session().selection.is_some(), "first the comparison");
    window.run();
    let after = window.state().session().view.metres_per_point;
    assert!((after / scale - 1.0).abs() < 0.02, "one map again, at the scale it had: {after} against {scale} metres to a point");
    plain(&mut window, Key::Escape);
    assert!(window.state().session().selection.is_none(), "then the selection");
}

#[test]
fn the_wall_shows_many_hours_of_one_view_and_a_click_goes_to_one() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let wanted = at(&window, "14 Aug 18:00");
    window.state_mut().seek(wanted);
    window.run();
    let labels = |window: &Window| -> Vec<(String, Rect)> {
        let cells = window.query_all_by_role(Role::Button).filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
        cells.filter(|(label, _)| label.starts_with("Go to ") && label.contains(" · D")).collect()
    };
    plain(&mut window, Key::Space);
    for _ in 0..3 {
        window.key_press(Key::C);
        window.run_steps(3);
    }
    window.run();
    assert!(!window.state().session().clock.is_playing(), "on the wall the clock stands still");
    window.state_mut().seek(wanted);
    window.run();
    let cells = labels(&window);
    assert!((12..=16).contains(&cells.len()), "{cells:?}");
    assert!(cells.iter().any(|(label, _)| label == "Go to 14 Aug 18:00 · D+5"), "the clock's own hour is on it: {cells:?}");
    let map = window.get_by_label("Map").rect();
    for (number, (label, rect)) in cells.iter().enumerate() {
        assert!(map.contains_rect(rect.shrink(1.0)) && rect.width() > 250.0 && rect.height() > 140.0, "{label} {rect:?}");
        assert!(cells.iter().skip(number + 1).all(|(_, other)| !rect.shrink(1.0).intersects(*other)));
    }
    assert!(window.query_all_by_label_contains("The same ground every 2 days").next().is_some());
    let scale = window.state().session().view.metres_per_point;
    let (label, rect) = cells[1].clone();
    window.hover_at(rect.center());
    window.step();
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta: egui::vec2(0.0, 40.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.run();
    assert!(window.state().session().view.metres_per_point < scale, "the wheel zooms all of them");
    window.get_by_role_and_label(Role::Button, &label).click();
    window.run();
    let campaign = window.state().campaign();
    assert_eq!(format!("Go to {} · {}", campaign.calendar.date_hour(now(&window)), campaign.calendar.day_label(now(&window))), label);
    assert_eq!(labels(&window), cells, "and the wall stays as it is");
    plain(&mut window, Key::F6);
    for (key, wanted) in [(Key::ArrowRight, 2), (Key::ArrowDown, 6), (Key::ArrowLeft, 5), (Key::ArrowUp, 1)] {
        plain(&mut window, key);
        let campaign = window.state().campaign();
        let shown = format!("Go to {} · {}", campaign.calendar.date_hour(now(&window)), campaign.calendar.day_label(now(&window)));
        assert_eq!(shown, cells[wanted].0, "with the keyboard on the wall {key:?} goes from hour to hour");
    }
    plain(&mut window, Key::Escape);
    assert!(window.state().session().compare.is_none());
}

#[test]
fn a_right_click_on_the_ruler_compares_with_that_time() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let before = now(&window);
    let wanted = at(&window, "20 Aug 12:00");
    let body = pos2(x_of(&window, wanted), ruler(&window).min.y + 45.0);
    for is_pressed in [true, false] {
        window.hover_at(body);
        let button = egui::PointerButton::Secondary;
        window.event(egui::Event::PointerButton { pos: body, button, pressed: is_pressed, modifiers: Modifiers::NONE });
        window.step();
    }
    window.run();
    window.get_by_label("Compare with this time").click_accesskit();
    window.run();
    let compared = window.state().session().compare.expect("an hour is compared");
    assert!(compared.at.since(wanted).abs() <= 4 * HOUR, "drawn to an event near by at most");
    assert_eq!(now(&window), before);
}

fn ground_of(campaign: &Campaign) -> (BaseMap, GroundModel) {
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    let basemap = BaseMap::read(library::base_map(), projection).expect("the base map is whole");
    let ground = GroundModel::build(campaign, &basemap);
    (basemap, ground)
}

/// The scene of an instant for what a session shows, made with nothing remembered.
fn fresh(session: &Session, campaign: &Campaign, ground: &(BaseMap, GroundModel), furniture: Furniture) -> scene::Scene {
    fresh_with(session, campaign, ground, furniture, &LabelSlots::new())
}

/// The same with labels where they stood before.
fn fresh_with(
    session: &Session,
    campaign: &Campaign,
    (basemap, ground): &(BaseMap, GroundModel),
    furniture: Furniture,
    slots: &LabelSlots,
) -> scene::Scene {
    let situation = Situation::at(campaign, session.clock.now());
    let detail = if session.view.band() == ScaleBand::Theatre { &basemap.coarse } else { basemap.fine() };
    scene::build(&MapInput {
        campaign,
        basemap,
        detail,
        situation: &situation,
        ground: Some(ground),
        view: session.view,
        theme: session.map_theme(),
        language: session.language,
        hidden: &session.hidden,
        doubt: session.doubt,
        selection: session.selection,
        hovered: None,
        slots,
        flashes: &[],
        memory: &Memory::default(),
        changed: &[],
        chapter: None,
        furniture,
    })
}

#[test]
fn every_instant_is_reached_by_key_by_hand_and_by_play_and_the_last_event_is_drawn() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let period = window.state().campaign().period;
    plain(&mut window, Key::End);
    assert_eq!(now(&window), period.end);
    plain(&mut window, Key::Home);
    assert_eq!(now(&window), period.start);
    let middle = pos2(x_of(&window, at(&window, "20 Aug")), ruler(&window).min.y + 45.0);
    for (to, wanted) in [(egui::vec2(2000.0, 0.0), period.end), (egui::vec2(-2000.0, 0.0), period.start)] {
        drag(&mut window, middle, middle + to);
        drop_at(&mut window, middle + to);
        assert_eq!(now(&window), wanted, "dragged beyond the edge");
    }
    window.state_mut().seek(period.end.plus(-2 * HOUR));
    plain(&mut window, Key::Space);
    window.run_steps(30);
    assert_eq!((now(&window), window.state().session().clock.state()), (period.end, ClockState::Paused));

    let campaign = campaign::built_in().campaign.expect("clean");
    let ground = ground_of(&campaign);
    let last = campaign.events.iter().rposition(|event| period.contains(event.start.best) && event.position.is_some()).expect("an event");
    let target = Target::Event(campaign::EventIdx(last));
    let item = window.get_all_by_label_contains(&campaign.events[last].headline).next().expect("it is on the ruler");
    item.click_accesskit();
    window.run();
    assert_eq!(now(&window), campaign.events[last].start.best);
    let scene = fresh(window.state().session(), &campaign, &ground, Furniture::Window);
    assert!(scene.hits.iter().any(|hit| hit.target == target), "{} is drawn", campaign.events[last].headline);
    let name = &campaign.events[last].headline;
    assert!(window.query_all_by_role_and_label(Role::Button, name).next().is_some(), "and it is on the map of the window");
}

#[test]
fn a_still_is_the_picture_of_the_window_to_the_pixel_however_the_window_came_there() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let wanted = at(&window, "16 Aug 09:00");
    let start = at(&window, "12 Aug");
    window.state_mut().seek(start);
    plain(&mut window, Key::Space);
    window.run_steps(20);
    plain(&mut window, Key::Space);
    for key in [Key::Plus, Key::Plus, Key::ArrowRight, Key::D, Key::Minus] {
        plain(&mut window, key);
    }
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    window.hover_at(pos2(800.0, 300.0));
    window.state_mut().seek(wanted);
    window.run();
    let campaign = campaign::built_in().campaign.expect("clean");
    let ground = ground_of(&campaign);
    let own = window.state().still();
    let other = fresh(window.state().session(), &campaign, &ground, Furniture::Still);
    for format in FORMATS {
        let [own, other] = [&own, &other].map(|scene| (format.write)(scene, 1.0).expect("it is written"));
        assert!(own.len() > 10_000 && own == other, "{}: mark by mark, pixel by pixel", format.ending);
    }

    // What can be pointed at in the window lies where it lies in a scene made with nothing remembered.
    window.hover_at(pos2(5.0, 5.0));
    window.run();
    let session = window.state().session();
    let scene = fresh(session, &campaign, &ground, Furniture::Window);
    let map = window.get_by_label("Map").rect();
    let (mut found, mut seen) = (0, std::collections::BTreeSet::new());
    // What stands in a frame of its own as well is named once.
    for hit in scene.hits.iter().filter(|hit| scene.view.page().contains(hit.rect.center()) && seen.insert(hit.target)) {
        let (x, y) = (hit.rect.center().x as f32 + map.min.x, hit.rect.center().y as f32 + map.min.y);
        let mut named = window.query_all_by_role_and_label(Role::Button, &hit.name);
        assert!(named.any(|node| node.rect().expand(1.0).contains(pos2(x, y))), "{} at {x}, {y}", hit.name);
        found += 1;
    }
    assert!(found > 40, "{found} symbols");
}

#[test]
fn the_ends_of_the_loop_are_sliders_that_bound_each_other_and_answer_to_arrows() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let (from, to) = (at(&window, "12 Aug"), at(&window, "14 Aug"));
    let campaign = campaign::built_in().campaign.expect("clean");
    window.state_mut().seek(from);
    plain(&mut window, Key::I);
    window.state_mut().seek(to);
    plain(&mut window, Key::O);
    window.run();
    let range = |window: &Window| window.state().session().clock.looping().range.expect("a range");
    let hours = |instant: Instant| instant.since(campaign.period.start) as f64 / HOUR as f64;
    let slider = |window: &Window, name: &str| {
        let node = window.get_by_role_and_label(Role::Slider, name);
        let node = node.accesskit_node();
        (node.min_numeric_value(), node.max_numeric_value(), node.value())
    };
    let (least, most, words) = slider(&window, "Loop start");
    assert_eq!((least, most), (Some(0.0), Some(hours(to) - 0.5)), "no later than half an hour before the end");
    assert_eq!(words.as_deref(), Some("Sunday 12 August 1945, 00:00, day 4 of 28"));
    let (least, most, _) = slider(&window, "Loop end");
    assert_eq!((least, most), (Some(hours(from) + 0.5), Some(hours(campaign.period.end))));

    let before = now(&window);
    window.get_by_role_and_label(Role::Slider, "Loop start").focus();
    window.run();
    for (key, wanted) in [
        (Key::ArrowRight, from.plus(HOUR)),
        (Key::ArrowUp, from.plus(2 * HOUR)),
        (Key::PageUp, from.plus(DAY + 2 * HOUR)),
        (Key::ArrowLeft, from.plus(DAY + HOUR)),
        (Key::End, to.plus(-HOUR / 2)),
        (Key::Home, campaign.period.start),
    ] {
        plain(&mut window, key);
        assert_eq!((range(&window).start, range(&window).end, now(&window)), (wanted, to, before), "{key:?}");
    }
    window.get_by_role_and_label(Role::Slider, "Loop end").focus();
    window.run();
    plain(&mut window, Key::ArrowLeft);
    assert_eq!((range(&window).end, now(&window)), (to.plus(-HOUR), before));
}

#[test]
fn each_event_on_the_ruler_tells_when_how_known_and_from_how_many_sources() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    window.run();
    let campaign = window.state().campaign();
    let items: Vec<String> = window.query_all_by_role(Role::ListItem).filter_map(|node| node.accesskit_node().label()).collect();
    for event in campaign.events.iter().filter(|event| campaign.period.contains(event.start.best)) {
        let sources = if event.sources.len() == 1 { "1 source".to_owned() } else { format!("{} sources", event.sources.len()) };
        let words = format!("{}, {}, {}, {sources}", event.headline, campaign.calendar.margins(event.start), event.status.title());
        assert!(items.contains(&words), "{words}");
    }
    let slider = window.get_by_role_and_label(Role::Slider, "Campaign time");
    let period = campaign.period;
    assert_eq!(slider.accesskit_node().max_numeric_value(), Some(period.seconds() as f64 / HOUR as f64));
    for name in ["An hour on", "A day on", "To the start", "To the end", "Play", "Event after", "Event before"] {
        let is_there = window.query_by_role_and_label(Role::Button, name).is_some();
        assert!(is_there || name == "An hour on", "{name}");
    }
}

#[test]
fn a_held_arrow_tells_nothing_until_it_is_let_go() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let start = at(&window, "12 Aug");
    window.state_mut().seek(start);
    window.run();
    let origin = now(&window);
    let is_told = |window: &Window| window.state().session().changes().is_some();
    let is_announced = |window: &Window| {
        window.query_all_by_role(Role::Status).any(|node| node.accesskit_node().label().is_some_and(|words| words.contains("August, ")))
    };
    window.key_down(Key::ArrowRight);
    window.run_steps(2);
    assert!(is_told(&window) && is_announced(&window), "one step is told at once");
    window.run_steps(30);
    assert!(!is_told(&window) && !is_announced(&window), "the map runs, and no list flickers beside it");
    window.key_up(Key::ArrowRight);
    window.run_steps(10);
    assert!(is_told(&window) && is_announced(&window));
    let (from, to) = window.state().session().changes().expect("it is told");
    assert_eq!((from, to), (origin, now(&window)), "the whole walk is told as one");
}

#[test]
fn a_story_has_its_own_pace_and_exploring_an_even_one() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let is_paced = |window: &Window| window.state().session().clock.is_story_paced();
    assert!(!is_paced(&window));
    plain(&mut window, Key::PageDown);
    window.run();
    assert!(is_paced(&window), "a chapter is open");
    let before = now(&window);
    plain(&mut window, Key::N);
    window.run();
    assert!(!is_paced(&window), "the reader explores again");
    assert_eq!(now(&window), before);
}

#[test]
fn escape_closes_one_thing_at_a_time_from_the_top() {
    let campaign = campaign::built_in().campaign.expect("clean");
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    let mut session = Session::new(&campaign, &projection);
    for command in [
        Command::Select(Some(Target::Place(campaign::PlaceIdx(0)))),
        Command::ToggleChrome,
        Command::Compare(CompareCommand::Cycle),
        Command::Open(Panel::Keys),
        Command::Clock(ClockCommand::GrabAt(campaign.opening)),
    ] {
        session.apply(&campaign, command);
    }
    let top = |session: &Session| {
        [
            session.clock.is_held(),
            session.is_open(Panel::Keys),
            session.compare.is_some(),
            session.selection.is_some(),
            session.is_chrome_hidden,
        ]
    };
    for closed in 0..5 {
        assert_eq!(top(&session), [0, 1, 2, 3, 4].map(|number| number >= closed));
        assert_eq!(session.apply(&campaign, Command::Escape), None);
    }
    assert_eq!(session.apply(&campaign, Command::Escape), Some(Request::LeaveFullScreen), "and last the full screen");
    session.apply(&campaign, Command::Desk(DeskCommand::Chapter(0)));
    assert!(session.clock.is_story_paced());
}

#[test]
fn on_a_museums_screen_every_button_is_wide_enough_for_a_finger() {
    let mut window = window();
    window.state_mut().set_kiosk();
    window.run_steps(4);
    let mut seen = 0;
    for key in [None, Some(Key::N), Some(Key::T)] {
        if let Some(key) = key {
            window.key_press(key);
            window.run_steps(4);
        }
        let map = window.get_by_label("Map").rect();
        for role in [Role::Button, Role::ComboBox, Role::CheckBox, Role::Tab, Role::Row, Role::ColumnHeader] {
            for node in window.query_all_by_role(role).filter(|node| !map.contains(node.rect().center())) {
                let (rect, name) = (node.rect(), node.accesskit_node().label());
                assert!(rect.width() >= 43.5 && rect.height() >= 43.5, "{name:?} {rect:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_sign_typed_with_shift_is_let_go_though_shift_is_let_go_first() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let scale = |window: &Window| window.state().session().view.metres_per_point;
    let key = |key: Key, pressed: bool, modifiers: Modifiers| egui::Event::Key {
        key,
        physical_key: Some(Key::Equals),
        pressed,
        repeat: false,
        modifiers,
    };
    let mut before = scale(&window);
    for _ in 0..2 {
        window.event(key(Key::Plus, true, Modifiers::SHIFT));
        window.step();
        window.event(key(Key::Equals, false, Modifiers::NONE));
        window.run_steps(40);
        let after = scale(&window);
        assert!((before / after - 1.4).abs() < 1e-6, "each press zooms once, and none for ever: {before} to {after}");
        before = after;
    }
}

#[test]
fn a_playhead_out_of_view_is_found_again_from_the_edge_it_lies_beyond() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    plain(&mut window, Key::Z);
    window.run();
    assert!(window.query_by_role_and_label(Role::Button, "Show the playhead").is_none());
    for _ in 0..8 {
        press(&mut window, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowRight);
    }
    window.run();
    let back = window.get_by_role_and_label(Role::Button, "Show the playhead");
    assert!(back.rect().center().x < window.get_by_label("Map").rect().right() / 2.0, "at the left, where it is");
    let at = back.rect().center();
    let before = now(&window);
    window.hover_at(at);
    for is_pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        window.event(egui::Event::PointerButton { pos: at, button, pressed: is_pressed, modifiers: Modifiers::NONE });
        window.step();
    }
    window.run();
    let session = window.state().session();
    assert!(session.ruler.span().contains(session.clock.position()));
    assert_eq!(now(&window), before, "the ruler moves, not the time");
}

#[test]
fn a_story_waits_at_the_end_of_a_chapter_and_reads_on_with_space_map_first_then_time() {
    let campaign = campaign::built_in().campaign.expect("clean");
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    let mut session = Session::new(&campaign, &projection);
    let (number, end) = campaign
        .chapters
        .iter()
        .enumerate()
        .find_map(|(number, chapter)| {
            Some((number, chapter.period?.end)).filter(|(_, end)| *end > chapter.at && *end < campaign.period.end)
        })
        .expect("a chapter ends within the campaign");
    let toggle = Command::Clock(ClockCommand::Toggle);
    session.apply(&campaign, Command::Desk(DeskCommand::Chapter(number)));
    let opens = session.clock.now();
    session.apply(&campaign, toggle.clone());
    session.tick(&campaign, 0.05);
    assert_eq!(session.clock.now(), opens, "the map flies to the chapter before time moves");
    for _ in 0..4000 {
        session.tick(&campaign, 0.05);
    }
    assert_eq!((session.clock.now(), session.clock.state()), (end, ClockState::Waiting));
    session.apply(&campaign, toggle.clone());
    assert_eq!((session.chapter, session.clock.is_playing()), (Some(number + 1), true), "space turns the page and plays");
    session.apply(&campaign, Command::Desk(DeskCommand::Chapter(number)));
    session.apply(&campaign, Command::Clock(ClockCommand::Jump(end.plus(-HOUR))));
    session.apply(&campaign, toggle);
    for _ in 0..400 {
        session.tick(&campaign, 0.05);
    }
    assert!(session.clock.is_waiting());
    session.apply(&campaign, Command::Escape);
    assert_eq!((session.clock.state(), session.chapter), (ClockState::Paused, Some(number)), "or one stays");
}

#[test]
fn the_card_at_the_end_of_a_chapter_names_the_next_one_and_reads_on() {
    let mut window = window();
    plain(&mut window, Key::Escape);
    let campaign = campaign::built_in().campaign.expect("clean");
    let number = campaign.chapters.iter().position(|chapter| chapter.id == "midnight").expect("the chapter");
    let key = |window: &Window| if window.state().session().chapter.is_some_and(|at| at > number) { Key::PageUp } else { Key::PageDown };
    while window.state().session().chapter != Some(number) {
        let key = key(&window);
        plain(&mut window, key);
    }
    assert_eq!(window.state().session().chapter, Some(number));
    let nearly = campaign.chapters[number].period.expect("its period").end.plus(-HOUR);
    window.state_mut().seek(nearly);
    window.key_press(Key::Space);
    window.run_steps(120);
    assert!(window.state().session().clock.is_waiting());
    let next = campaign.chapters[number + 1].title.clone();
    assert!(window.query_all_by_label(&next).next().is_some(), "{next}");
    window.get_by_role_and_label(Role::Button, "Read on").click();
    window.run_steps(3);
    assert_eq!(window.state().session().chapter, Some(number + 1));
    assert!(window.state().session().clock.is_playing());
}

/// The window without a screen: every frame as the pixels it shows.
struct Screen {
    context: egui::Context,
    app: App,
    textures: Rasterizer,
    time: f64,
}

impl Screen {
    const SIZE: [usize; 2] = [1280, 800];

    fn new() -> Self {
        let context = egui::Context::default();
        let app = App::new(&context, campaign::built_in()).expect("the built-in campaign opens");
        Self { context, app, textures: Rasterizer::default(), time: 0.0 }
    }

    fn frame(&mut self, key: Option<Key>) -> Vec<egui::ClippedPrimitive> {
        self.time += 1.0 / 30.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, egui::vec2(Self::SIZE[0] as f32, Self::SIZE[1] as f32)));
        let press = |key, pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        let events = key.into_iter().flat_map(|key| [press(key, true), press(key, false)]).collect();
        let input = egui::RawInput { screen_rect, time: Some(self.time), predicted_dt: 1.0 / 30.0, events, ..egui::RawInput::default() };
        let app = &mut self.app;
        let mut output = self.context.run_ui(input, |ui| {
            app.advance(ui.ctx());
            app.frame(ui);
        });
        self.textures.apply(&mut output.textures_delta);
        self.context.tessellate(output.shapes, output.pixels_per_point)
    }

    /// The window when all has come to rest.
    fn settled(&mut self, key: Option<Key>) -> egui::ColorImage {
        let _ = self.frame(key);
        (0..40).for_each(|_| drop(self.frame(None)));
        let primitives = self.frame(None);
        self.textures.render(Self::SIZE, 1.0, egui::Color32::BLACK, &primitives)
    }
}

#[test]
fn the_window_paints_pixel_for_pixel_the_scene_of_its_hour_made_with_nothing_remembered() {
    let campaign = campaign::built_in().campaign.expect("clean");
    let ground = ground_of(&campaign);
    let mut screen = Screen::new();
    let _ = screen.settled(Some(Key::Escape));
    let mut renderer = Renderer::default();
    for (time, keys) in
        [("12 Aug 06:00", &[Key::Plus, Key::Plus][..]), ("16 Aug 09:00", &[Key::D, Key::Minus]), ("20 Aug 18:00", &[Key::U, Key::Plus])]
    {
        for key in keys {
            let _ = screen.frame(Some(*key));
            (0..40).for_each(|_| drop(screen.frame(None)));
        }
        // It has run there, so that whatever it keeps is that of other hours.
        screen.app.seek(campaign.calendar.parse(time).expect("a time").plus(-HOUR));
        let _ = screen.frame(Some(Key::Space));
        (0..3).for_each(|_| drop(screen.frame(None)));
        let _ = screen.frame(Some(Key::Space));
        screen.app.seek(campaign.calendar.parse(time).expect("a time"));
        let shown = screen.settled(None);
        let session = screen.app.session();
        let scene = fresh_with(session, &campaign, &ground, Furniture::Window, &session.slots);
        let drawn = renderer.render(&scene, 1.0);
        let place = session.place().expect("the map lies somewhere");
        let (left, top) = (place.origin.x as usize, place.origin.y as usize);
        assert!((place.origin.x - left as f64).abs() < 1e-6 && (place.origin.y - top as f64).abs() < 1e-6, "{place:?}");
        // The map lies elsewhere in the window than on a page of its own, so that an edge of a letter may fall on its pixels a
        // little otherwise. A mark that is missing, or stands elsewhere, changes a whole patch of them.
        let mut patches = std::collections::BTreeMap::new();
        for y in 2..drawn.height - 2 {
            for x in 2..drawn.width - 2 {
                let at = (y * drawn.width + x) * 4;
                let seen = shown.pixels[(top + y) * Screen::SIZE[0] + left + x].to_array();
                if (0..3).any(|channel| seen[channel].abs_diff(drawn.rgba[at + channel]) > 16) {
                    *patches.entry((x / 8, y / 8)).or_insert(0) += 1;
                }
            }
        }
        assert!(drawn.width > 500 && drawn.height > 400);
        let worst = patches.iter().max_by_key(|(_, count)| **count);
        assert!(worst.is_none_or(|(_, count)| *count <= 10), "{time}: pixels that differ in the patch {worst:?} of 8 by 8");
        let all: usize = patches.values().sum();
        assert!(all * 300 < drawn.width * drawn.height, "{time}: {all} pixels differ");
    }
}

#[test]
fn at_twice_the_size_on_a_museums_screen_nothing_lies_over_the_date() {
    for (width, height) in [(1600.0, 900.0), (1440.0, 860.0), (1100.0, 700.0)] {
        let build =
            |cc: &mut eframe::CreationContext<'_>| App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
        let mut window = Harness::builder().with_size(egui::vec2(width, height)).with_max_steps(90).build_eframe(build);
        window.state_mut().set_kiosk();
        window.run_steps(3);
        for _ in 0..10 {
            window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
            window.run_steps(3);
        }
        let hour = window.state().campaign().calendar.date_hour(now(&window));
        let whole = format!(
            "{} · {}",
            window.state().campaign().calendar.date(now(&window)),
            window.state().campaign().calendar.hour(now(&window))
        );
        let is_date = |label: &str| label == whole || label == hour;
        let named = window.query_all_by_role(Role::Label);
        let date = named.filter(|node| {
            node.accesskit_node().value().is_some_and(|label| is_date(&label))
                || node.accesskit_node().label().is_some_and(|label| is_date(&label))
        });
        let date = date.map(|node| node.rect()).max_by(|a, b| a.min.y.total_cmp(&b.min.y)).expect("the date over the ruler");
        let right = window.ctx.content_rect().max.x;
        assert!(date.max.x <= right, "{date:?} of {right}");
        for node in window.query_all_by_role(Role::Button) {
            assert!(!node.rect().intersects(date.shrink(1.0)), "{:?} lies over the date", node.accesskit_node().label());
        }
    }
}

#[test]
fn at_twice_the_size_with_an_account_chosen_the_ruler_still_ends_inside_the_window() {
    let build = |cc: &mut eframe::CreationContext<'_>| App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
    let mut window = Harness::builder().with_size(egui::vec2(1440.0, 860.0)).with_max_steps(90).build_eframe(build);
    window.run();
    plain(&mut window, Key::Escape);
    for _ in 0..10 {
        press(&mut window, Modifiers::COMMAND, Key::Plus);
    }
    window.run();
    for _ in 0..4 {
        plain(&mut window, Key::A);
        let right = window.ctx.content_rect().max.x;
        assert!(ruler(&window).max.x <= right, "{} of {right}", ruler(&window).max.x);
        let chip = window.get_all_by_label_contains("; back to all").next().expect("the chip").rect();
        assert!(chip.max.x <= right, "{chip:?} of {right}");
    }
}

#[test]
fn while_the_clock_runs_the_map_follows_closely_and_shows_no_hour_that_has_not_come() {
    let campaign = campaign::built_in().campaign.expect("clean");
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    for rate in [1.0 / 6.0, 1.0, 6.0, 24.0, 48.0] {
        let mut session = Session::new(&campaign, &projection);
        let start = campaign.opening.plus(7 * 60 + 13);
        for command in [ClockCommand::Seek(start), ClockCommand::TypedRate(rate), ClockCommand::Toggle] {
            session.apply(&campaign, Command::Clock(command));
        }
        let mut shown = std::collections::BTreeSet::new();
        let (mut next, mut before) = (None, start);
        for _ in 0..120 {
            session.tick(&campaign, 1.0 / 60.0);
            let (map, now) = (session.map_instant(), session.clock.now());
            assert!(start <= map && map <= now, "{rate}");
            // A twelfth of a second of play, and what moves at 150 km a day by no more than 4 points.
            assert!(now.since(map) as f64 <= rate * HOUR as f64 / 12.0 + 1.0, "{rate}");
            assert!(now.since(map) as f64 * 150e3 / 86_400.0 <= 4.1 * session.view.metres_per_point, "{rate}");
            shown.insert(map);
            // At a slow rate no instant is passed over.
            if rate <= 6.0 && map != before && before > start {
                assert_eq!(Some(map), next, "{rate}: what is drawn ahead is what comes");
            }
            (next, before) = (session.next_map_instant(), map);
        }
        assert!(shown.len() >= 23, "{rate}: {} pictures in two seconds", shown.len());
        session.apply(&campaign, Command::Clock(ClockCommand::Pause));
        assert_eq!(session.map_instant(), session.clock.now(), "paused, the map is exact");
    }
}

/// A text, and where it stands, in quarters of a point.
type Word = (String, [i32; 2]);

/// A corner of a triangle, in quarters of a point, and its color.
type Corner = ([i32; 2], [u8; 4]);

/// A window without a screen reader, in which what is kept from frame to frame is shown from memory.
struct Quiet {
    ctx: egui::Context,
    app: App,
    frames: u32,
}

impl Quiet {
    const SIZE: egui::Vec2 = egui::vec2(1440.0, 860.0);

    fn new() -> Self {
        let ctx = egui::Context::default();
        let app = App::new(&ctx, campaign::built_in()).expect("the built-in campaign opens");
        Self { ctx, app, frames: 0 }
    }

    /// Shows a frame; gives back the words and corners that stand beside and below the map.
    fn frame(&mut self, key: Option<Key>) -> (Vec<Word>, Vec<Corner>) {
        self.frames += 1;
        let modifiers = Modifiers::NONE;
        let press = key
            .into_iter()
            .flat_map(|key| [true, false].map(|pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }));
        let input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Self::SIZE)),
            time: Some(f64::from(self.frames) / 60.0),
            events: press.collect(),
            ..egui::RawInput::default()
        };
        let (ctx, app) = (self.ctx.clone(), &mut self.app);
        let mut output = self.ctx.run_ui(input, |ui| {
            app.advance(&ctx);
            app.frame(ui);
        });
        let place = self.app.session().place().expect("the map has a place");
        let map = Rect::from_min_size(
            pos2(place.origin.x as f32, place.origin.y as f32),
            egui::vec2(place.size.width as f32, place.size.height as f32),
        );
        let is_apart = |at: Pos2, clip: Rect| clip.contains(at) && (at.x < map.min.x || at.y > map.max.y);
        // Off the places where corners often lie, so that the last bit of one does not decide.
        let quarters = |at: Pos2| [at.x, at.y].map(|value| ((value + 0.04) * 4.0).round() as i32);
        let shapes = std::mem::take(&mut output.shapes);
        let texts = shapes.iter().filter_map(|shape| match &shape.shape {
            egui::Shape::Text(text) if is_apart(text.pos, shape.clip_rect) => Some((text.galley.text().to_owned(), quarters(text.pos))),
            _ => None,
        });
        let mut texts: Vec<_> = texts.collect();
        let parts = self.ctx.tessellate(shapes, output.pixels_per_point);
        let mut corners = Vec::new();
        for part in parts {
            let egui::epaint::Primitive::Mesh(mesh) = part.primitive else { continue };
            let seen = mesh.vertices.iter().filter(|vertex| is_apart(vertex.pos, part.clip_rect));
            corners.extend(seen.map(|vertex| (quarters(vertex.pos), vertex.color.to_array())));
        }
        output.drop_without_applying_deltas();
        texts.sort();
        corners.sort_unstable();
        (texts, corners)
    }

    fn frames(&mut self, count: u32) {
        (0..count).for_each(|_| drop(self.frame(None)));
    }
}

#[test]
fn after_play_ruler_and_legend_look_as_if_drawn_for_the_first_time() {
    let mut played = Quiet::new();
    played.frames(5);
    for _ in 0..3 {
        played.frame(Some(Key::Space));
        played.frames(40);
        played.frame(Some(Key::Space));
        played.frames(20);
        let now = played.app.session().clock.now();
        let mut fresh = Quiet::new();
        fresh.app.seek(now);
        fresh.frames(25);
        let ((texts, corners), (wanted, first)) = (played.frame(None), fresh.frame(None));
        let missing = |from: &[Word], of: &[Word]| of.iter().filter(|text| !from.contains(text)).cloned().collect::<Vec<_>>();
        assert_eq!((missing(&texts, &wanted), missing(&wanted, &texts)), Default::default(), "at {now:?}");
        assert!(texts.len() > 100 && corners.len() > 10_000, "{} texts, {} corners", texts.len(), corners.len());
        let differing: Vec<_> = corners.iter().zip(&first).filter(|(a, b)| a != b).take(8).collect();
        assert!(corners.len() == first.len() && differing.is_empty(), "{} and {} corners: {differing:?}", corners.len(), first.len());
    }
}

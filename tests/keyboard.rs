//! The window with the keyboard alone: where it is, where it goes, and that what it stands on is seen. The real app, driven
//! by keys and read by accessible names.

use august_storm::app::App;
use august_storm::campaign::{self, Instant};
use august_storm::session::{Panel, Region, Session, Tab};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

const SIZE: egui::Vec2 = egui::vec2(1440.0, 860.0);

fn window() -> Window {
    let build = |cc: &mut eframe::CreationContext<'_>| App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
    let mut window = Harness::builder().with_size(SIZE).with_step_dt(1.0 / 30.0).with_max_steps(90).build_eframe(build);
    window.run();
    plain(&mut window, Key::Escape);
    window
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn plain(window: &mut Window, key: Key) {
    press(window, Modifiers::NONE, key);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

fn session(window: &Window) -> &Session {
    window.state().session()
}

fn now(window: &Window) -> Instant {
    session(window).clock.now()
}

/// The name of what has the keyboard, and where it is.
fn focused(window: &Window) -> Option<(String, Rect)> {
    let node = window.root().children_recursive().find(|node| node.accesskit_node().is_focused())?;
    Some((node.accesskit_node().label().or_else(|| node.accesskit_node().value()).unwrap_or_default(), node.rect()))
}

fn name(window: &Window) -> String {
    focused(window).map(|(name, _)| name).unwrap_or_default()
}

#[test]
fn f6_goes_through_all_parts_of_the_window_and_begins_where_the_keyboard_is() {
    let mut window = window();
    let mut seen = Vec::new();
    for _ in 0..5 {
        plain(&mut window, Key::F6);
        seen.push((session(&window).focus.region, name(&window)));
    }
    let regions: Vec<Option<Region>> = seen.iter().map(|(region, _)| *region).collect();
    assert_eq!(regions, [Region::Map, Region::Time, Region::Panels, Region::Bar, Region::Map].map(Some), "{seen:?}");
    assert_eq!(seen[3].1, "File");
    plain(&mut window, Key::Escape);
    assert_eq!((session(&window).focus.region, focused(&window)), (None, None), "Escape leaves");
    plain(&mut window, Key::F6);
    assert_eq!(session(&window).focus.region, Some(Region::Map), "and from nowhere it begins anew");
    press(&mut window, Modifiers::SHIFT, Key::F6);
    assert_eq!(session(&window).focus.region, Some(Region::Bar));
    plain(&mut window, Key::Tab);
    plain(&mut window, Key::Tab);
    assert_eq!(session(&window).focus.region, Some(Region::Bar), "it is still in the bar");
}

#[test]
fn tab_goes_into_what_has_just_been_opened() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_text(&mut window, "hailar");
    plain(&mut window, Key::Enter);
    assert_eq!(focused(&window), None, "arrows still step the time");
    plain(&mut window, Key::Tab);
    assert_eq!((session(&window).focus.region, name(&window).as_str()), (Some(Region::Details), "Close details"));
    plain(&mut window, Key::Tab);
    assert_eq!(session(&window).focus.region, Some(Region::Details), "its first link");
    plain(&mut window, Key::Escape);
    assert_eq!(session(&window).selection, None);
    plain(&mut window, Key::N);
    plain(&mut window, Key::Tab);
    assert_eq!((session(&window).focus.region, name(&window).as_str()), (Some(Region::Panels), "Now"));
}

#[test]
fn what_has_the_keyboard_is_scrolled_into_view() {
    let mut window = window();
    plain(&mut window, Key::F6);
    plain(&mut window, Key::F6);
    plain(&mut window, Key::F6);
    for presses in 0..40 {
        plain(&mut window, Key::Tab);
        if session(&window).focus.region != Some(Region::Panels) {
            assert!(presses > 15, "the legend has more switches than that");
            return;
        }
        let (name, rect) = focused(&window).unwrap();
        let panel = Rect::from_min_max(egui::pos2(0.0, 24.0), egui::pos2(320.0, 700.0));
        assert!(panel.contains_rect(rect), "{name} is at {rect:?}");
    }
}

#[test]
fn escape_closes_one_thing_and_leaves_the_keyboard_where_it_is() {
    let mut window = window();
    plain(&mut window, Key::F6);
    window.run();
    plain(&mut window, Key::Enter);
    assert!(session(&window).selection.is_some());
    plain(&mut window, Key::Enter);
    assert_eq!(session(&window).focus.region, Some(Region::Details), "Enter again goes into the panel");
    press(&mut window, Modifiers::SHIFT, Key::F6);
    press(&mut window, Modifiers::SHIFT, Key::F6);
    press(&mut window, Modifiers::SHIFT, Key::F6);
    assert_eq!(session(&window).focus.region, Some(Region::Map));
    plain(&mut window, Key::Escape);
    assert_eq!((session(&window).selection, session(&window).focus.region), (None, Some(Region::Map)));
    plain(&mut window, Key::Escape);
    assert_eq!(session(&window).focus.region, None);
}

#[test]
fn a_dialog_has_the_keys_to_itself_and_gives_the_keyboard_back() {
    let mut window = window();
    plain(&mut window, Key::F6);
    plain(&mut window, Key::F6);
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_text(&mut window, "sources and credits");
    plain(&mut window, Key::Enter);
    assert!(session(&window).is_open(Panel::Sources));
    let (before, tab, rate) = (now(&window), session(&window).tab, session(&window).clock.rate());
    let top = window.get_by_label("Who is heard").rect().top();
    plain(&mut window, Key::ArrowDown);
    assert!(window.get_by_label("Who is heard").rect().top() < top - 20.0, "an arrow scrolls");
    for key in [Key::PageDown, Key::ArrowRight, Key::End, Key::Num8, Key::Space] {
        plain(&mut window, key);
    }
    assert_eq!((now(&window), session(&window).tab, session(&window).clock.rate()), (before, tab, rate), "nothing behind it has moved");
    plain(&mut window, Key::Escape);
    assert!(!session(&window).is_open(Panel::Sources));
    assert_eq!(session(&window).focus.region, Some(Region::Time), "the keyboard is on the ruler again");
    plain(&mut window, Key::ArrowUp);
    assert!(now(&window) > before);
}

#[test]
fn a_menu_is_opened_gone_through_and_left_with_arrows() {
    let mut window = window();
    let rate = session(&window).clock.rate();
    let before = now(&window);
    plain(&mut window, Key::F10);
    assert_eq!(name(&window), "File");
    plain(&mut window, Key::ArrowRight);
    assert_eq!(name(&window), "View");
    plain(&mut window, Key::ArrowDown);
    assert!(name(&window).starts_with("Zoom in"), "{}", name(&window));
    plain(&mut window, Key::ArrowDown);
    assert!(name(&window).starts_with("Zoom out"), "{}", name(&window));
    plain(&mut window, Key::End);
    let (last, rect) = focused(&window).unwrap();
    assert!(rect.bottom() <= SIZE.y, "{last} is scrolled into view");
    plain(&mut window, Key::ArrowRight);
    assert!(name(&window).starts_with("Play or pause"), "{}", name(&window));
    plain(&mut window, Key::Escape);
    assert_eq!(name(&window), "Time", "the menu is closed and its name has the keyboard");
    assert_eq!((session(&window).clock.rate(), now(&window)), (rate, before), "neither speed nor time has changed");
}

#[test]
fn a_language_is_chosen_with_the_arrows() {
    let mut window = window();
    window.get_by_label("Language of names").focus();
    window.run();
    plain(&mut window, Key::Enter);
    plain(&mut window, Key::ArrowDown);
    plain(&mut window, Key::ArrowDown);
    plain(&mut window, Key::ArrowDown);
    plain(&mut window, Key::Enter);
    assert_eq!(session(&window).language, august_storm::campaign::Language::Russian);
}

#[test]
fn the_order_of_battle_is_a_tree_for_the_arrows() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::B);
    let (before, rate) = (now(&window), session(&window).clock.rate());
    window.get_by_role_and_label(Role::TreeItem, "Transbaikal Front").focus();
    window.run();
    plain(&mut window, Key::ArrowDown);
    assert_eq!(name(&window), "6th Guards Tank Army");
    plain(&mut window, Key::ArrowRight);
    assert!(window.query_by_label("Close 6th Guards Tank Army").is_some(), "its branch is open");
    plain(&mut window, Key::ArrowRight);
    let under = name(&window);
    assert_ne!(under, "6th Guards Tank Army", "and then the keyboard goes into it");
    plain(&mut window, Key::ArrowLeft);
    assert_eq!(name(&window), "6th Guards Tank Army");
    plain(&mut window, Key::ArrowLeft);
    assert!(window.query_by_label("Open 6th Guards Tank Army").is_some(), "its branch is closed");
    plain(&mut window, Key::ArrowLeft);
    assert_eq!(name(&window), "Transbaikal Front");
    for _ in 0..30 {
        plain(&mut window, Key::ArrowDown);
        let (name, rect) = focused(&window).expect("the keyboard is on a row");
        assert!(rect.top() > 80.0 && rect.bottom() < 706.0, "{name} is at {rect:?}");
    }
    assert_eq!((now(&window), session(&window).clock.rate()), (before, rate));
    plain(&mut window, Key::Enter);
    assert!(session(&window).selection.is_some());
}

#[test]
fn a_key_with_shift_can_be_given_and_the_keyboard_stays_on_its_row() {
    let mut window = window();
    plain(&mut window, Key::F1);
    let row = "Change the key of Chart: the pincer closing";
    window.get_by_label_contains(row).focus();
    window.run();
    plain(&mut window, Key::Enter);
    let held = Modifiers::SHIFT;
    for key in [Key::ShiftLeft, Key::F9] {
        press(&mut window, held, key);
    }
    assert_eq!(session(&window).keys.given("charts").map(|keys| keys[0].to_string()).as_deref(), Some("Shift+F9"));
    assert!(name(&window).starts_with(row), "{}", name(&window));
    plain(&mut window, Key::Enter);
    plain(&mut window, Key::Space);
    assert!(name(&window).starts_with("Give it to"), "whose key it is to be is asked under the keyboard: {}", name(&window));
    plain(&mut window, Key::Tab);
    plain(&mut window, Key::Enter);
    assert!(name(&window).starts_with(row), "{}", name(&window));
    plain(&mut window, Key::Escape);
    press(&mut window, held, Key::F9);
    assert!(session(&window).is_open(Panel::Charts));
}

#[test]
fn the_sheet_of_keys_is_as_wide_as_its_head() {
    let mut window = window();
    plain(&mut window, Key::F1);
    let close = window.get_by_role_and_label(Role::Button, "Close").rect();
    let widest = window.get_by_label_contains("On the map: drag moves it").rect();
    assert!(close.right() >= widest.right() - 24.0, "{close:?} {widest:?}");
    let help = window.get_by_label_contains("The day before on one map").rect();
    assert!(help.right() <= close.right() + 1.0, "{help:?} {close:?}");
}

#[test]
fn a_new_name_takes_the_place_of_the_old_one() {
    let mut window = window();
    plain(&mut window, Key::B);
    press(&mut window, Modifiers::SHIFT, Key::B);
    assert_eq!(session(&window).tab, Tab::Bookmarks);
    let old = session(&window).bookmarks[0].name.clone();
    window.get_by_role_and_label(Role::Button, &format!("Rename {old}")).focus();
    window.run();
    plain(&mut window, Key::Enter);
    type_text(&mut window, "The night before");
    plain(&mut window, Key::Enter);
    assert_eq!(session(&window).bookmarks[0].name, "The night before");
    assert_eq!(name(&window), "Rename The night before");
}

fn key(key: Key, modifiers: Modifiers) -> [egui::Event; 2] {
    [true, false].map(|pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers })
}

fn typed(key_of: Key, text: &str) -> Vec<egui::Event> {
    let [press, release] = key(key_of, Modifiers::NONE);
    vec![press, egui::Event::Text(text.to_owned()), release]
}

/// All of it comes in one frame.
fn at_once(window: &mut Window, events: impl IntoIterator<Item = egui::Event>) {
    window.input_mut().events.extend(events);
    window.run();
}

#[test]
fn keys_of_one_slow_frame_go_where_they_are_meant() {
    let mut window = window();
    let rate = session(&window).clock.rate();
    at_once(&mut window, [typed(Key::G, "g"), typed(Key::Num1, "1"), typed(Key::Num4, "4")].concat());
    assert!(window.query_by_label_contains("Goes to Tue 14 Aug 1945").is_some(), "14 is in the field");
    assert!((session(&window).clock.rate() - rate).abs() < 1e-9, "and has not changed the speed");
    let search = egui::Event::Key { key: Key::K, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::COMMAND };
    at_once(&mut window, typed(Key::Escape, "").into_iter().filter(|event| !matches!(event, egui::Event::Text(_))).chain([search]));
    assert!(session(&window).is_open(Panel::Search), "the other field is open");
    assert!(!session(&window).is_open(Panel::GoTo), "and the first is closed");
    plain(&mut window, Key::Escape);
    let before = now(&window);
    plain(&mut window, Key::ArrowRight);
    assert!(now(&window) > before, "no key is held");
}

#[test]
fn after_a_language_is_chosen_the_keyboard_is_where_it_was() {
    let mut window = window();
    window.get_by_label("Language of names").focus();
    window.run();
    plain(&mut window, Key::Enter);
    assert!(window.query_by_label_contains("all else stays English").is_some(), "it says what it changes");
    for key in [Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        plain(&mut window, key);
    }
    assert_ne!(session(&window).language, august_storm::campaign::Language::English);
    assert_eq!(name(&window), "Language of names");
}

/// The rows of the search that are lit.
fn lit(window: &Window) -> Vec<String> {
    let rows = window.query_all_by_role(Role::ListBoxOption).map(|node| node.accesskit_node());
    rows.filter(|node| node.toggled() == Some(egui::accesskit::Toggled::True)).filter_map(|node| node.label()).collect()
}

#[test]
fn in_the_search_one_row_is_lit_and_a_resting_pointer_does_not_choose() {
    let mut window = window();
    let search = |window: &mut Window| {
        press(window, Modifiers::COMMAND, Key::K);
        type_text(window, "hailar");
    };
    search(&mut window);
    let rows: Vec<(String, Rect)> =
        window.query_all_by_role(Role::ListBoxOption).filter_map(|node| Some((node.accesskit_node().label()?, node.rect()))).collect();
    plain(&mut window, Key::Escape);
    window.hover_at(rows[3].1.center());
    window.run();
    search(&mut window);
    assert_eq!(lit(&window), [rows[0].0.clone()], "the pointer only rests there");
    let hovered = window.ctx.global_style().visuals.widgets.hovered.weak_bg_fill;
    let is_lit =
        |shape: &egui::Shape| matches!(shape, egui::Shape::Rect(rect) if rect.fill == hovered && rows[3].1.contains(rect.rect.center()));
    assert!(!window.output().shapes.iter().any(|clipped| is_lit(&clipped.shape)), "and lights nothing");
    window.hover_at(rows[2].1.center());
    window.run();
    assert_eq!(lit(&window), [rows[2].0.clone()], "a pointer that moves chooses");
    plain(&mut window, Key::ArrowDown);
    assert_eq!(lit(&window), [rows[3].0.clone()], "and the keyboard goes on from there");
}

#[test]
fn a_row_of_the_table_says_its_sources_in_full_under_the_keyboard() {
    let mut window = window();
    plain(&mut window, Key::N);
    let cut = window.state().campaign().sources.iter().map(august_storm::campaign::Source::citation).collect::<Vec<_>>();
    let told = |window: &Window| cut.iter().filter(|citation| window.query_by_label(citation).is_some()).count();
    assert_eq!(told(&window), 0);
    window.query_all_by_role(Role::Row).next().expect("a row").focus();
    window.run();
    let first = told(&window);
    assert!(first > 0, "its sources stand in full");
    plain(&mut window, Key::ArrowDown);
    assert!(told(&window) > 0);
    plain(&mut window, Key::Escape);
    assert_eq!(told(&window), 0, "and go with the keyboard");
}

#[test]
fn after_the_map_was_shown_alone_the_ground_is_where_it_was() {
    let mut window = window();
    let before = session(&window).view;
    plain(&mut window, Key::H);
    assert!(session(&window).is_chrome_hidden);
    plain(&mut window, Key::H);
    let after = session(&window).view;
    assert!((after.metres_per_point - before.metres_per_point).abs() < 1e-6, "{before:?} became {after:?}");
    assert!((after.center.x - before.center.x).hypot(after.center.y - before.center.y) < before.metres_per_point);
}

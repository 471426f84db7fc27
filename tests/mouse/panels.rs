//! In menus and lists: everything is within reach of the pointer.

use super::*;

#[test]
fn the_rest_of_what_changed_is_a_click_away() {
    let mut window = begun(1366.0, 768.0);
    seek(&mut window, "9 Aug 00:00");
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    let more = window.query_all_by_label_contains("and ").find(|node| node.accesskit_node().role() == Role::Link).expect("there is more");
    let at = more.rect().center();
    let links = |window: &Window| window.query_all_by_role(Role::Link).count();
    let before = links(&window);
    click(&mut window, at, PointerButton::Primary);
    assert!(links(&window) > before, "{before} links before");
}

#[test]
fn a_menu_is_as_long_as_the_window_allows_and_opens_at_its_head() {
    let mut window = begun(1366.0, 768.0);
    // The first time it finds out how large it is.
    (0..3).for_each(|_| menu(&mut window, "View"));
    let first = rect_of_entry(&window, "Zoom in");
    let beside = window.query_all_by_role(Role::Button).map(|node| node.rect()).filter(|rect| (rect.left() - first.left()).abs() < 0.5);
    let lowest = beside.map(|rect| rect.bottom()).filter(|bottom| *bottom < 768.0).fold(0.0, f32::max);
    assert!(lowest > 600.0, "it goes down to {lowest}");
    wheel(&mut window, first.center(), -400.0);
    assert!(window.query_all_by_label_contains("Zoom in").all(|node| node.rect().top() < first.top() - 50.0), "it is scrolled");
    menu(&mut window, "View");
    assert!(!says(&window, "Copy link to this moment"), "closed");
    menu(&mut window, "View");
    assert_eq!(rect_of_entry(&window, "Zoom in"), first, "opened anew it begins at its head");
}

#[test]
fn a_copied_link_is_followed_without_a_key() {
    let mut window = begun(1440.0, 860.0);
    menu(&mut window, "File");
    let at = rect_of_entry(&window, "Go to a copied link").center();
    window.hover_at(at);
    window.step();
    for is_pressed in [true, false] {
        button(&mut window, at, PointerButton::Primary, is_pressed);
    }
    let asks = |window: &Window| {
        let outputs = window.output().viewport_output.values();
        outputs.flat_map(|output| &output.commands).any(|command| matches!(command, egui::ViewportCommand::RequestPaste))
    };
    let is_asked = (0..3).any(|_| {
        window.step();
        asks(&window)
    });
    assert!(is_asked, "the clipboard is asked for");
}

#[test]
fn the_buttons_at_the_side_of_a_mouse_go_back_and_forward() {
    let mut window = begun(1440.0, 860.0);
    let first = now(&window);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    let second = now(&window);
    assert_ne!(first, second);
    let at = rect_of(&window, "Map").center();
    click(&mut window, at, PointerButton::Extra1);
    assert_eq!(now(&window), first);
    click(&mut window, at, PointerButton::Extra2);
    assert_eq!(now(&window), second);
}

#[test]
fn a_source_in_the_library_shows_what_rests_on_it_and_leads_there() {
    let mut window = begun(1440.0, 860.0);
    menu(&mut window, "Help");
    entry(&mut window, "Sources and credits");
    let field = rect_of(&window, "Filter the library").center();
    let links = |window: &Window| -> Vec<(Rect, String)> {
        let all = window.query_all_by_role(Role::Link).filter(|node| node.rect().top() > field.y);
        all.filter_map(|node| Some((node.rect(), node.accesskit_node().label()?))).collect()
    };
    let (first, _) = links(&window).into_iter().next().expect("a source");
    click(&mut window, first.left_center() + vec2(20.0, 0.0), PointerButton::Primary);
    let campaign = window.state().campaign();
    let headlines: Vec<String> = campaign.events.iter().map(|event| event.headline.clone()).collect();
    let (event, words) = links(&window).into_iter().find(|(_, words)| headlines.contains(words)).expect("an event rests on it");
    click(&mut window, event.left_center() + vec2(10.0, 0.0), PointerButton::Primary);
    assert!(!says(&window, "Who is heard"), "the library is closed");
    let Some(august_storm::scene::Target::Event(idx)) = session(&window).selection else { panic!("an event is selected") };
    assert_eq!(window.state().campaign().event(idx).headline, words);
}

#[test]
fn in_a_small_window_the_tabs_stay_while_details_are_open() {
    let mut window = begun(1024.0, 640.0);
    let tab = |window: &Window, name: &str| window.query_by_role_and_label(Role::Tab, name).map(|node| node.rect());
    let before = tab(&window, "Chapters").expect("a tab");
    let symbol = window.get_all_by_role_and_label(Role::Button, "Hailar").next().expect("Hailar").rect().center();
    click(&mut window, symbol, PointerButton::Primary);
    assert!(says(&window, "What happened here"));
    assert_eq!(tab(&window, "Chapters"), Some(before), "it stands where it stood");
    press(&mut window, Role::Tab, "Layers");
    assert!(says(&window, "Layers and legend"), "the legend is back");
    let symbol = window.get_all_by_role_and_label(Role::Button, "Hailar").next().expect("Hailar").rect().center();
    click(&mut window, symbol, PointerButton::Primary);
    press(&mut window, Role::Tab, "Chapters");
    assert!(says(&window, "What happened here") && says(&window, "The campaign told in order"));
}

#[test]
fn tabs_stay_where_they_are_when_a_table_widens_their_panel() {
    for (width, height) in [(1440.0, 860.0), (1024.0, 640.0)] {
        let mut window = begun(width, height);
        let names = ["Layers", "Order of battle", "Now", "Chapters", "Bookmarks"];
        let places = |window: &Window| names.map(|name| window.get_by_role_and_label(Role::Tab, name).rect());
        let before = places(&window);
        for name in ["Now", "Chapters", "Now", "Order of battle"] {
            press(&mut window, Role::Tab, name);
            assert_eq!(places(&window), before, "{name}");
        }
    }
}

#[test]
fn a_switch_of_a_layer_leaves_its_menu_open() {
    let mut window = begun(1440.0, 860.0);
    menu(&mut window, "View");
    window.run();
    let at = rect_of_entry(&window, "Whole theatre").center();
    wheel(&mut window, at, -2000.0);
    let layers = window.get_all_by_role_and_label(Role::Button, "Layers").next().expect("the switches").rect();
    click(&mut window, layers.center(), PointerButton::Primary);
    let panel = rect_of(&window, "Map").left();
    let switches = |window: &Window| {
        let mut all = window.query_all_by_role_and_label(Role::CheckBox, "Railways").map(|node| node.rect());
        all.find(|rect| rect.left() > panel)
    };
    let railways = switches(&window).expect("a switch").center();
    let before = session(&window).hidden.len();
    click(&mut window, railways, PointerButton::Primary);
    assert_ne!(session(&window).hidden.len(), before);
    assert_eq!(switches(&window).map(|rect| rect.center()), Some(railways), "it can be switched back at once");
}

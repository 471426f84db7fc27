//! On the map: nothing jumps under the hand, nothing is a trap, what is out of view is reached.

use august_storm::campaign::{Campaign, EventIdx};
use august_storm::cartography::{Page, PageSize, Projection};
use august_storm::scene::Target;
use august_storm::session::{Command, MapPlace, ThemeChoice, ViewCommand};
use egui::pos2;

use super::*;

#[test]
fn from_the_map_alone_the_mouse_finds_the_way_back() {
    let mut window = begun(1366.0, 1300.0);
    menu(&mut window, "View");
    entry(&mut window, "Map alone");
    assert!(session(&window).is_chrome_hidden);
    window.hover_at(pos2(500.0, 500.0));
    window.run_steps(3);
    assert!(says(&window, "Show the panels"), "a moving pointer brings the button");
    for _ in 0..120 {
        window.step();
    }
    assert!(!says(&window, "Show the panels"), "a pointer at rest leaves the map alone");
    window.hover_at(pos2(520.0, 500.0));
    window.run_steps(3);
    press(&mut window, Role::Button, "Show the panels");
    assert!(!session(&window).is_chrome_hidden && says(&window, "Layers and legend"));
}

#[test]
fn no_frame_is_half_light_and_half_dark() {
    let mut window = begun(1366.0, 768.0);
    let light = window.ctx.global_style().visuals.panel_fill;
    let sheets = |window: &Window| {
        let is_sheet = |shape: &&Shape| matches!(shape, Shape::Rect(rect) if rect.fill == light && rect.rect.width() > 200.0);
        shapes(window).iter().filter(is_sheet).count()
    };
    assert!(sheets(&window) > 0, "the panels are light");
    let look = window.get_all_by_label("Light or dark").next().expect("the button of the look").rect().center();
    window.hover_at(look);
    window.step();
    for is_pressed in [true, false] {
        button(&mut window, look, PointerButton::Primary, is_pressed);
    }
    while session(&window).theme == ThemeChoice::Light {
        window.step();
    }
    window.step();
    assert_eq!(sheets(&window), 0, "the first dark frame is dark as a whole");
}

#[test]
fn what_is_clicked_stays_where_it_was_while_its_panel_opens() {
    let mut window = window(1366.0, 768.0);
    let place = |window: &Window| window.get_all_by_role_and_label(Role::Button, "Hailar").next().expect("Hailar").rect().center();
    let before = place(&window);
    click(&mut window, before, PointerButton::Primary);
    assert!(says(&window, "What happened here"));
    assert!((place(&window) - before).length() < 1.0, "{before:?} became {:?}", place(&window));
}

fn session_on(campaign: &Campaign) -> Session {
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    let mut session = Session::new(campaign, &projection);
    let size = PageSize { width: 900.0, height: 560.0 };
    session.apply(campaign, Command::View(ViewCommand::Place(MapPlace { origin: Page::new(0.0, 0.0), size, window: size })));
    session
}

#[test]
fn an_event_in_a_capital_beyond_the_map_leaves_the_view_alone() {
    let campaign = campaign::built_in().campaign.unwrap();
    let mut session = session_on(&campaign);
    let mut visited = 0;
    for (idx, event) in campaign.events.iter().enumerate() {
        let Some(position) = event.position else { continue };
        let before = session.view;
        session.apply(&campaign, Command::Visit(EventIdx(idx)));
        (0..20).for_each(|_| session.tick(&campaign, 0.1));
        if position.x() < 60.0 {
            visited += 1;
            assert_eq!(session.view, before, "{}", event.headline);
        }
    }
    assert!(visited > 0, "some happened in Moscow");
}

#[test]
fn an_arrow_at_the_edge_leads_to_what_it_points_at() {
    let mut window = begun(1366.0, 768.0);
    seek(&mut window, "14 Aug 00:00");
    let map = rect_of(&window, "Map");
    wheel(&mut window, map.center(), 400.0);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    let is_arrow =
        |rect: Rect| (rect.width() - rect.height()).abs() < 0.1 && rect.center().x < map.left() + 40.0 && map.contains_rect(rect);
    let arrow = window.query_all_by_role(Role::Button).map(|node| node.rect()).find(|rect| is_arrow(*rect)).expect("an arrow");
    click(&mut window, arrow.center(), PointerButton::Primary);
    let target = session(&window).selection.expect("it is selected");
    let campaign = window.state().campaign();
    let geo = match target {
        Target::Event(idx) => campaign.event(idx).position.unwrap().into(),
        Target::Place(idx) => campaign.place(idx).position.into(),
        // Where a formation is, the link to its own panel tells.
        Target::Formation(_) | Target::Ground(_) => return,
    };
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    let view = session(&window).view;
    assert!(view.page().contains(view.page_from_plane(projection.plane_from_geo(geo))), "it is in view now");
}

#[test]
fn a_double_click_on_the_wall_shows_that_hour_alone_however_fast_it_is() {
    let mut window = begun(1440.0, 860.0);
    seek(&mut window, "27 Aug 06:00");
    for _ in 0..3 {
        window.key_press(Key::C);
        window.run_steps(3);
    }
    window.run();
    let cells = window.query_all_by_role(Role::Button).filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    let (label, rect) = cells.filter(|(label, _)| label.starts_with("Go to ")).nth(4).expect("a small map");
    double_click(&mut window, rect.center());
    assert!(session(&window).compare.is_none(), "the wall is closed");
    let calendar = &window.state().campaign().calendar;
    assert_eq!(format!("Go to {} · {}", calendar.date_hour(now(&window)), calendar.day_label(now(&window))), label);
}

#[test]
fn over_the_overview_a_button_brings_back_the_whole_theatre() {
    let mut window = begun(1366.0, 768.0);
    let home = session(&window).view;
    let map = rect_of(&window, "Map");
    wheel(&mut window, map.center(), 400.0);
    let overview = rect_of(&window, "Overview");
    window.hover_at(overview.center());
    window.run_steps(2);
    let before = session(&window).view;
    press(&mut window, Role::Button, "Whole theatre");
    assert_ne!(session(&window).view, before);
    assert_eq!(session(&window).view, home);
}

/// Where the list of changes is on the screen: its head and its links.
fn list_of_changes(window: &Window) -> (Rect, Vec<String>) {
    let head = rect_of(window, "Put the changes away");
    let since = window.query_all_by_label_contains("Since ").next().expect("its head").rect();
    let links = window.query_all_by_role(Role::Link).filter(|node| (node.rect().left() - since.left()).abs() < 2.0);
    let links: Vec<(Rect, String)> = links
        .map(|node| (node.rect(), node.accesskit_node().label().or_else(|| node.accesskit_node().value()).unwrap_or_default()))
        .collect();
    let all = links.iter().fold(head.union(since), |all, (rect, _)| all.union(*rect));
    (all, links.into_iter().map(|(_, words)| words).collect())
}

/// What the list of changes tells of, and lies over.
fn told_of_under_the_list(window: &Window) -> Vec<String> {
    let (list, told) = list_of_changes(window);
    let map = rect_of(window, "Map");
    assert!(map.contains_rect(list), "{list:?} on {map:?}");
    let symbols = window.query_all_by_role(Role::Button).filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    let under = symbols.filter(|(_, rect)| map.contains(rect.center()) && list.contains(rect.center()));
    under.map(|(name, _)| name).filter(|name| told.iter().any(|words| words == name || *words == format!("{name} taken"))).collect()
}

#[test]
fn the_list_of_changes_lies_over_nothing_that_it_tells_of() {
    for day in ["9 Aug 23:00", "13 Aug 23:00", "16 Aug 20:00", "18 Aug 20:00"] {
        let mut window = begun(1366.0, 768.0);
        seek(&mut window, day);
        window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
        window.run();
        assert_eq!(told_of_under_the_list(&window), [""; 0], "{day}");
    }
}

#[test]
fn the_list_of_changes_lies_over_nothing_that_it_tells_of_when_details_open_beside_the_map() {
    let mut window = begun(1440.0, 860.0);
    seek(&mut window, "8 Aug 23:00");
    window.key_press(Key::G);
    window.run();
    window.event(egui::Event::Text("22 Aug 12:00".to_owned()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let before = rect_of(&window, "Map");
    let hailar = window.get_all_by_role_and_label(Role::Button, "Hailar").next().expect("Hailar").rect().center();
    click(&mut window, hailar, PointerButton::Primary);
    assert!(rect_of(&window, "Map").width() < before.width() - 100.0, "the details lie beside the map");
    assert_eq!(told_of_under_the_list(&window), [""; 0]);
}

#[test]
fn the_list_of_changes_stays_where_it_is_until_the_next_step() {
    let mut window = begun(1366.0, 768.0);
    seek(&mut window, "13 Aug 23:00");
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    let (before, _) = list_of_changes(&window);
    let middle = rect_of(&window, "Map").center();
    for step in 0..6 {
        window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), if step < 3 { Key::ArrowLeft } else { Key::ArrowUp });
        window.run();
    }
    wheel(&mut window, middle, 120.0);
    let (after, _) = list_of_changes(&window);
    assert!((after.left_top() - before.left_top()).length() < 1.0, "{before:?} became {after:?}");
}

#[test]
fn the_tip_of_an_opened_stack_lies_beside_it() {
    let mut window = begun(1366.0, 768.0);
    let map = rect_of(&window, "Map");
    let stack = window.get_all_by_role_and_label(Role::Button, "Transbaikal Front").next().expect("a stack").rect().center();
    window.hover_at(stack);
    window.run_steps(30);
    let is_sign = |rect: &Rect| (rect.width() - 58.0).abs() < 0.6 && (rect.height() - 40.0).abs() < 0.6;
    let signs: Vec<Rect> = window.query_all_by_role(Role::Button).map(|node| node.rect()).filter(is_sign).collect();
    assert!(signs.len() > 1, "the stack lies open: {signs:?}");
    for at in [stack, signs[0].center()] {
        window.hover_at(at);
        window.run_steps(30);
        let tip = window.query_all_by_label_contains("nferred").map(|node| node.rect()).find(|rect| map.contains(rect.center()));
        let tip = tip.expect("a tip");
        assert!(signs.iter().all(|sign| !sign.intersects(tip)), "{tip:?} over {signs:?}");
    }
}

#[test]
fn the_buttons_of_two_hours_compared_stay_where_they_are_while_the_line_moves() {
    let mut window = begun(1366.0, 768.0);
    seek(&mut window, "14 Aug 12:00");
    window.key_press(Key::C);
    window.run();
    let before = rect_of(&window, "Exchange the two hours");
    let line = rect_of(&window, "Line between the two hours").center();
    window.drag_at(line);
    window.step();
    for share in [0.5, 1.0] {
        window.hover_at(line - vec2(300.0 * share, 0.0));
        window.step();
    }
    window.drop_at(line - vec2(300.0, 0.0));
    window.run();
    assert!(rect_of(&window, "Line between the two hours").center().x < line.x - 200.0);
    assert_eq!(rect_of(&window, "Exchange the two hours"), before);
}

//! On the ruler: clicks, drags and menus say what they do, and take back nothing but what was asked.

use august_storm::campaign::{DAY, HOUR};
use egui::pos2;

use super::*;

#[test]
fn a_double_click_on_the_scale_shows_the_whole_campaign_and_keeps_the_hour() {
    let mut window = begun(1440.0, 860.0);
    seek(&mut window, "14 Aug 12:00");
    let scale = pos2(ruler(&window).center().x + 200.0, ruler(&window).min.y + 8.0);
    wheel(&mut window, scale, 200.0);
    assert!(!session(&window).ruler.shows_all());
    let before = now(&window);
    window.hover_at(scale);
    window.step();
    for is_pressed in [true, false, true, false] {
        button(&mut window, scale, PointerButton::Primary, is_pressed);
        window.step();
    }
    window.run();
    assert!(session(&window).ruler.shows_all());
    assert_eq!(now(&window), before, "the first of both clicks is taken back");
}

#[test]
fn a_second_right_click_opens_the_menu_of_another_moment() {
    let mut window = begun(1440.0, 860.0);
    let y = ruler(&window).min.y + 45.0;
    let dates = |window: &Window| -> Vec<String> {
        window.query_all_by_label_contains(" Aug 1945 · ").map(|node| format!("{:?}", node.accesskit_node().value())).collect()
    };
    let open = |window: &mut Window, x: f32| {
        click(window, pos2(x, y), PointerButton::Secondary);
        assert!(says(window, "Go here"), "the menu is open");
        dates(window)
    };
    let first = open(&mut window, 700.0);
    let second = open(&mut window, 400.0);
    assert_ne!(first, second, "it tells the other moment");
}

#[test]
fn copying_from_the_menu_of_the_ruler_says_that_it_is_done() {
    let mut window = begun(1440.0, 860.0);
    let at = pos2(ruler(&window).center().x, ruler(&window).min.y + 45.0);
    for (entry, said) in
        [("Copy the time", "The time is on the clipboard"), ("Copy a link to it", "A link to that moment is on the clipboard")]
    {
        click(&mut window, at, PointerButton::Secondary);
        press(&mut window, Role::Button, entry);
        assert!(says(&window, said), "{entry}");
    }
}

#[test]
fn a_range_in_the_hand_says_from_when_to_when_it_goes() {
    let mut window = begun(1440.0, 860.0);
    let y = ruler(&window).min.y + 8.0;
    let (from, to) = (pos2(500.0, y), pos2(640.0, y));
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for share in [0.4, 0.8, 1.0] {
        window.hover_at(from.lerp(to, share));
        window.step();
    }
    window.run_steps(2);
    let range = session(&window).clock.looping().range.expect("a range");
    let calendar = &window.state().campaign().calendar;
    let words = format!("{} to {}", calendar.date_hour(range.start), calendar.date_hour(range.end));
    assert!(says(&window, &words) && says(&window, "Loop of "), "{words}");
    assert!(range.end.since(range.start) > DAY);
    window.drop_at(to);
    window.run_steps(3);
    window.hover_at(pos2(300.0, 300.0));
    window.run_steps(3);
    assert!(!says(&window, "Loop of "));
}

#[test]
fn a_bookmark_is_renamed_by_typing_and_stands_on_the_ruler() {
    let mut window = begun(1440.0, 860.0);
    seek(&mut window, "14 Aug 12:00");
    press(&mut window, Role::Tab, "Bookmarks");
    press(&mut window, Role::Button, "Bookmark this moment");
    let rename = format!("Rename {}", session(&window).bookmarks[0].name);
    press(&mut window, Role::Button, &rename);
    window.event(egui::Event::Text("The tanks wait".to_owned()));
    window.run();
    click(&mut window, pos2(900.0, 500.0), PointerButton::Primary);
    assert_eq!(session(&window).bookmarks[0].name, "The tanks wait");
    let head = window.query_all_by_label_contains("The tanks wait").next().is_some();
    assert!(head, "it is listed");
    let x = (300..700).map(|step| step as f32).find(|x| {
        window.hover_at(pos2(*x, ruler(&window).min.y + 8.0));
        window.step();
        says(&window, "Bookmark: The tanks wait")
    });
    assert!(x.is_some(), "the pointer on its flag says its name");
}

#[test]
fn zoomed_to_a_few_hours_the_ruler_says_which_day_it_is() {
    let mut window = begun(1440.0, 860.0);
    seek(&mut window, "14 Aug 12:00");
    let x = (300..700).map(|step| step as f32).find(|x| {
        window.hover_at(pos2(*x, ruler(&window).min.y + 45.0));
        window.step();
        says(&window, "14 Aug 12:00 · D+5")
    });
    let noon = pos2(x.unwrap(), ruler(&window).min.y + 45.0);
    for _ in 0..12 {
        wheel(&mut window, noon, 200.0);
    }
    let shown = session(&window).ruler.span().seconds;
    assert!(shown < 6.0 * HOUR as f64, "{shown} s");
    assert!(texts(&window).iter().any(|words| words == "Tue 14 Aug"), "{:?}", texts(&window));
}

#[test]
fn a_second_click_on_the_height_of_the_ruler_reaches_the_next_height() {
    let mut window = begun(1440.0, 860.0);
    let at = window.query_all_by_label_contains("Height of the ruler").next().expect("the button").rect().center();
    let mut seen = vec![session(&window).ruler.height];
    for _ in 0..3 {
        click(&mut window, at, PointerButton::Primary);
        seen.push(session(&window).ruler.height);
    }
    assert!(seen.windows(2).all(|pair| pair[0] != pair[1]), "{seen:?}");
    assert_eq!(seen[0], seen[3], "round to where it began");
    assert!(!session(&window).ruler.is_after_open && !session(&window).ruler.is_before_open, "nothing else was clicked");
}

#[test]
fn a_drag_with_alt_or_ctrl_held_is_drawn_to_nothing_and_one_with_shift_to_days() {
    let minutes = |window: &Window| now(window).since(window.state().campaign().calendar.day_start(0)) / 60;
    let dragged = |held: Modifiers| -> Vec<i64> {
        let mut window = begun(1440.0, 860.0);
        seek(&mut window, "14 Aug 12:00");
        let from = pos2(ruler(&window).center().x + 200.0, ruler(&window).max.y - 30.0);
        window.event(egui::Event::ModifiersChanged(held));
        window.hover_at(from);
        window.step();
        window.drag_at(from);
        window.step();
        let hours = (0..6).map(|step| {
            window.hover_at(from + vec2(20.0 + 17.0 * step as f32, 0.0));
            window.step();
            window.step();
            minutes(&window)
        });
        hours.collect()
    };
    for held in [Modifiers::ALT, Modifiers::COMMAND] {
        assert!(dragged(held).iter().any(|minutes| minutes % 10 != 0), "to the minute: {held:?}");
    }
    assert!(dragged(Modifiers::SHIFT).iter().all(|minutes| minutes % (24 * 60) == 0), "midnights");
}

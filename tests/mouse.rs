//! The mouse alone: everything a key does is reached, and nothing a hand does is lost. The real app, driven by the pointer.

#[path = "mouse/map.rs"]
mod map;
#[path = "mouse/panels.rs"]
mod panels;
#[path = "mouse/ruler.rs"]
mod ruler_hand;

use august_storm::app::App;
use august_storm::campaign::{self, Instant};
use august_storm::session::Session;
use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, Pos2, Rect, Shape, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

fn window(width: f32, height: f32) -> Window {
    let build = |cc: &mut eframe::CreationContext<'_>| App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
    let mut window = Harness::builder().with_size(vec2(width, height)).with_step_dt(1.0 / 30.0).with_max_steps(90).build_eframe(build);
    window.run();
    window
}

/// A window that has been begun with: the title card is put away.
fn begun(width: f32, height: f32) -> Window {
    let mut window = window(width, height);
    window.key_press(Key::Escape);
    window.run();
    window
}

fn session(window: &Window) -> &Session {
    window.state().session()
}

fn now(window: &Window) -> Instant {
    session(window).clock.now()
}

fn seek(window: &mut Window, text: &str) {
    let instant = window.state().campaign().calendar.parse(text).expect("a time");
    window.state_mut().seek(instant);
    window.run();
}

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

fn button(window: &mut Window, at: Pos2, button: PointerButton, is_pressed: bool) {
    window.event(egui::Event::PointerButton { pos: at, button, pressed: is_pressed, modifiers: Modifiers::NONE });
}

fn click(window: &mut Window, at: Pos2, with: PointerButton) {
    window.hover_at(at);
    window.step();
    for is_pressed in [true, false] {
        button(window, at, with, is_pressed);
        window.step();
    }
    window.run();
}

/// Two clicks, the second before a frame has passed since the first.
fn double_click(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.step();
    for is_pressed in [true, false, true, false] {
        button(window, at, PointerButton::Primary, is_pressed);
    }
    window.run();
}

/// Presses a button, link or tab by its name, with the pointer.
fn press(window: &mut Window, role: Role, name: &str) {
    let at = window.get_all_by_role_and_label(role, name).next().expect(name).rect().center();
    click(window, at, PointerButton::Primary);
}

fn menu(window: &mut Window, group: &str) {
    press(window, Role::Button, group);
}

/// Where an entry of a menu stands; its name is followed by its key.
fn rect_of_entry(window: &Window, title: &str) -> Rect {
    let is_entry = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Button;
    window.query_all_by_label_contains(title).find(is_entry).expect(title).rect()
}

/// Chooses an entry of the menu that is open.
fn entry(window: &mut Window, title: &str) {
    let at = rect_of_entry(window, title).center();
    click(window, at, PointerButton::Primary);
}

fn rect_of(window: &Window, name: &str) -> Rect {
    window.get_all_by_label(name).next().expect(name).rect()
}

fn ruler(window: &Window) -> Rect {
    window.get_by_role_and_label(Role::Slider, "Campaign time").rect()
}

fn shapes(window: &Window) -> Vec<Shape> {
    fn flat(shape: &Shape, all: &mut Vec<Shape>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| flat(shape, all)),
            one => all.push(one.clone()),
        }
    }
    let mut all = Vec::new();
    window.output().shapes.iter().for_each(|clipped| flat(&clipped.shape, &mut all));
    all
}

/// The texts that are painted.
fn texts(window: &Window) -> Vec<String> {
    let text = |shape: &Shape| if let Shape::Text(text) = shape { Some(text.galley.text().to_owned()) } else { None };
    shapes(window).iter().filter_map(text).collect()
}

fn wheel(window: &mut Window, at: Pos2, points: f32) {
    window.hover_at(at);
    window.step();
    window.event(egui::Event::MouseWheel {
        source: egui::MouseWheelSource::Wheel,
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.run();
}

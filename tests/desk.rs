//! What lies beside the map: search, go-to, moment links, bookmarks, order of battle, chapters, library, settings. The
//! real app, driven by accessible names, and the session by its public commands.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[expect(dead_code, reason = "each test file uses a part of it")]
mod support;

use std::fs;
use std::path::PathBuf;

use august_storm::app::App;
use august_storm::campaign::search::SearchIndex;
use august_storm::campaign::{self, Campaign, FormationIdx, Language, PlaceIdx};
use august_storm::cartography::{Geo, Page, PageSize, Projection};
use august_storm::scene::{Doubt, LAYERS, Target};
use august_storm::session::{
    AccountChoice, ClockCommand, ClockState, Command, CompareCommand, CompareMode, DeskCommand, MapPlace, Panel, Request, Session, Tab,
    ThemeChoice, ViewCommand, go_to, link,
};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use support::dice::Dice;

type Window = Harness<'static, App>;

fn window(width: f32, height: f32) -> Window {
    window_with(width, height, |_| {})
}

fn window_with(width: f32, height: f32, prepare: impl Fn(&mut App) + 'static) -> Window {
    let build = move |cc: &mut eframe::CreationContext<'_>| {
        let mut app = App::new(&cc.egui_ctx, campaign::built_in()).expect("the built-in campaign opens");
        prepare(&mut app);
        app
    };
    let mut window =
        Harness::builder().with_size(egui::vec2(width, height)).with_step_dt(1.0 / 30.0).with_max_steps(90).build_eframe(build);
    window.run();
    window
}

fn press(window: &mut Window, key: Key, modifiers: Modifiers) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn plain(window: &mut Window, key: Key) {
    press(window, key, Modifiers::NONE);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

fn paste(window: &mut Window, text: &str) {
    window.event(egui::Event::Paste(text.to_owned()));
    window.run();
}

fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

fn session(window: &Window) -> &Session {
    window.state().session()
}

fn shown(window: &Window) -> String {
    window.state().campaign().calendar.full(session(window).clock.now())
}

fn selected(window: &Window) -> String {
    let campaign = window.state().campaign();
    match session(window).selection {
        Some(Target::Place(idx)) => campaign.place(idx).id.clone(),
        Some(Target::Formation(idx)) => campaign.formation(idx).id.clone(),
        Some(Target::Event(idx)) => campaign.event(idx).id.clone(),
        other => format!("{other:?}"),
    }
}

fn search(window: &mut Window, text: &str) {
    press(window, Key::K, Modifiers::COMMAND);
    type_text(window, text);
}

fn click(window: &mut Window, role: egui::accesskit::Role, name: &str) {
    window.get_all_by_role_and_label(role, name).next().unwrap_or_else(|| panic!("{name} is there")).click_accesskit();
    window.run();
}

// ---------------------------------------------------------------- search

#[test]
fn a_name_in_any_language_is_found_with_the_keyboard_alone() {
    let mut window = window(1440.0, 860.0);
    let before = shown(&window);
    for text in ["Mutanchiang", "牡丹江", "Муданьцзян", "mudanjang", "무단장"] {
        search(&mut window, text);
        assert!(says(&window, "Places"), "{text}");
        plain(&mut window, Key::Enter);
        assert_eq!(selected(&window), "mudanjiang", "{text}");
        assert!(!session(&window).is_open(Panel::Search));
        plain(&mut window, Key::Escape);
    }
    assert_eq!(shown(&window), before, "a place does not move the clock");
}

#[test]
fn an_event_moves_the_clock_and_holds_it() {
    let mut window = window(1440.0, 860.0);
    plain_step(&mut window, Key::Space);
    search_step(&mut window, "Battle of Mutanchiang");
    step(&mut window, Key::Enter);
    window.run();
    assert_eq!(session(&window).clock.state(), ClockState::Paused);
    let Some(Target::Event(idx)) = session(&window).selection else { panic!("{}", selected(&window)) };
    assert_eq!(session(&window).clock.now(), window.state().campaign().event(idx).start.best);
}

/// While time runs the window never rests; it is given a few frames.
fn step(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(3);
}

fn plain_step(window: &mut Window, key: Key) {
    step(window, key);
}

fn search_step(window: &mut Window, text: &str) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run_steps(3);
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(3);
}

#[test]
fn arrows_choose_and_escape_leaves_everything_as_it_was() {
    let mut window = window(1440.0, 860.0);
    search(&mut window, "harbin");
    let chosen = |window: &Window| {
        let rows = window.query_all_by_role(egui::accesskit::Role::ListBoxOption);
        rows.filter(|row| row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True))
            .filter_map(|row| row.accesskit_node().label())
            .collect::<Vec<_>>()
    };
    let first = chosen(&window);
    assert_eq!(first.len(), 1);
    plain(&mut window, Key::ArrowDown);
    assert_ne!(chosen(&window), first);
    plain(&mut window, Key::ArrowUp);
    assert_eq!(chosen(&window), first);
    let before = shown(&window);
    plain(&mut window, Key::Escape);
    assert!(!session(&window).is_open(Panel::Search));
    assert_eq!((shown(&window), session(&window).selection), (before, None));
}

#[test]
fn people_sources_chapters_and_commands_are_found_too() {
    let mut window = window(1440.0, 860.0);
    search(&mut window, "malinovsky");
    assert!(says(&window, "People"));
    plain(&mut window, Key::Enter);
    assert_eq!(selected(&window), "transbaikal-front");
    search(&mut window, "light or dark");
    plain(&mut window, Key::Enter);
    assert_eq!(session(&window).theme, ThemeChoice::Dark);
    search(&mut window, "the kurils");
    plain(&mut window, Key::Enter);
    assert_eq!(session(&window).tab, Tab::Chapters);
    assert!(session(&window).chapter.is_some());
    search(&mut window, "Великая победа на Дальнем Востоке");
    plain(&mut window, Key::Enter);
    assert!(session(&window).is_open(Panel::Sources) && says(&window, "Aleksandrov"));
    plain(&mut window, Key::Escape);
    search(&mut window, "qqzzxxy");
    assert!(says(&window, "Nothing is called"));
}

#[test]
fn a_museums_screen_asks_for_no_text() {
    let mut window = window_with(1280.0, 800.0, App::set_kiosk);
    for (key, modifiers) in [(Key::K, Modifiers::COMMAND), (Key::G, Modifiers::NONE), (Key::B, Modifiers::NONE)] {
        window.key_press_modifiers(modifiers, key);
        window.run_steps(3);
    }
    assert!(!session(&window).is_open(Panel::Search) && !session(&window).is_open(Panel::GoTo));
    assert!(session(&window).bookmarks.is_empty());
}

// ---------------------------------------------------------------- go-to

#[test]
fn go_to_says_what_will_happen_and_then_does_it() {
    let mut window = window(1440.0, 860.0);
    for (text, preview, wanted) in [
        ("14", "Goes to Tue 14 Aug 1945 · 00:00", "Tue 14 Aug 1945 · 00:00 · D+5"),
        ("D+5", "D+5", "Tue 14 Aug 1945 · 00:00 · D+5"),
        ("14 Aug 18:00", "18:00", "Tue 14 Aug 1945 · 18:00 · D+5"),
        ("1945-08-15T06:30", "06:30", "Wed 15 Aug 1945 · 06:30 · D+6"),
        ("18:00", "Goes to Wed 15 Aug 1945 · 18:00", "Wed 15 Aug 1945 · 18:00 · D+6"),
        ("Mutanchiang", "taken 16 Aug", "Thu 16 Aug 1945 · 16:00 · D+7"),
        ("牡丹江", "Mutanchiang", "Thu 16 Aug 1945 · 16:00 · D+7"),
        ("Муданьцзян", "Mutanchiang", "Thu 16 Aug 1945 · 16:00 · D+7"),
        ("1 Oct", "lies after the ruler", "Thu 6 Sep 1945 · 00:00 · D+28"),
    ] {
        plain(&mut window, Key::G);
        type_text(&mut window, text);
        assert!(says(&window, preview), "{text}");
        plain(&mut window, Key::Enter);
        assert_eq!(shown(&window), wanted, "{text}");
        assert_eq!(session(&window).clock.state(), ClockState::Paused);
        assert!(!session(&window).is_open(Panel::GoTo));
    }
    assert_eq!(selected(&window), "mudanjiang");
}

#[test]
fn go_to_says_when_it_cannot_be_read_and_stays() {
    let mut window = window(1440.0, 860.0);
    let before = shown(&window);
    for text in ["qqzzxxy", "99 Foo", "14 14 14 14"] {
        plain(&mut window, Key::G);
        type_text(&mut window, text);
        plain(&mut window, Key::Enter);
        assert!(session(&window).is_open(Panel::GoTo), "{text}");
        assert!(says(&window, "is no time and no place") || says(&window, "is neither a day nor an hour"), "{text}");
        plain(&mut window, Key::Escape);
    }
    assert_eq!(shown(&window), before);
}

#[test]
fn a_place_goes_to_its_capture_or_to_what_happened_there_first() {
    let campaign = support::tiny().campaign();
    let index = SearchIndex::new([]);
    let read = go_to::read(&campaign, &index, campaign.opening, "Midtown").unwrap();
    assert_eq!(read.instant, campaign.place(campaign.place_by_id("midtown").unwrap()).taken.as_ref().unwrap().time.best);
    assert!(read.words.contains("the middle of that"), "an hour that is not recorded is not made up in silence: {}", read.words);
    let read = go_to::read(&campaign, &index, campaign.opening, "Port").unwrap();
    assert!(read.words.contains("Marines landed at Port"), "{}", read.words);
    let empty = support::tiny()
        .list("tracks.geojson", "/features", |tracks| tracks.retain(|track| track["properties"]["formation"] != "red-tanks"));
    let campaign = empty.set("campaign.json", "/fronts/0/leading", serde_json::json!([])).campaign();
    let read = go_to::read(&campaign, &index, campaign.opening, "Ворота").unwrap();
    assert_eq!(read.instant, campaign.opening);
    assert!(read.words.contains("no dated fact") && read.words.starts_with("Gate (Ворота)"), "{}", read.words);
}

// ---------------------------------------------------------------- links

fn projection(campaign: &Campaign) -> Projection {
    let choice = campaign.projection;
    Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude)
}

/// A session whose map is laid out on a page.
fn session_on(campaign: &Campaign, width: f64) -> Session {
    let mut session = Session::new(campaign, &projection(campaign));
    let size = PageSize { width, height: width * 0.6 };
    let place = MapPlace { origin: Page::new(0.0, 0.0), size, window: size };
    session.apply(campaign, Command::View(ViewCommand::Place(place)));
    session
}

fn settle(session: &mut Session, campaign: &Campaign) {
    for _ in 0..20 {
        session.tick(campaign, 0.1);
    }
}

/// A state that nobody would think of.
fn disturb(session: &mut Session, campaign: &Campaign, dice: &mut Dice) {
    let seconds = campaign.period.seconds() as usize;
    let mut apply = |command: Command| drop(session.apply(campaign, command));
    apply(Command::Clock(ClockCommand::Seek(campaign.period.start.plus(dice.roll(seconds + 1) as i64))));
    let center = Geo { lon: 118.5 + dice.roll(1000) as f64 / 91.7, lat: 41.5 + dice.roll(1000) as f64 / 137.3 };
    apply(Command::View(ViewCommand::Look(center, 50.0 + dice.roll(900_000) as f64 / 997.0)));
    for layer in LAYERS {
        if dice.roll(3) == 0 {
            apply(Command::ToggleLayer(layer.id));
        }
    }
    apply(Command::Language(Language::ALL[dice.roll(Language::ALL.len())].0));
    let accounts = AccountChoice::offered(campaign);
    apply(Command::Account(accounts[dice.roll(accounts.len())]));
    apply(Command::Doubt(Doubt::ALL[dice.roll(Doubt::ALL.len())].0));
    if dice.roll(3) > 0 {
        apply(Command::Compare(CompareCommand::With(campaign.period.start.plus(dice.roll(seconds + 1) as i64))));
        apply(Command::Compare(CompareCommand::Split(dice.roll(1001) as f64 / 1000.0)));
        apply(Command::Compare(CompareCommand::Mode(CompareMode::ALL[dice.roll(CompareMode::ALL.len())].0)));
    }
    let target = match dice.roll(5) {
        0 => None,
        1 => Some(Target::Place(PlaceIdx(dice.roll(campaign.places.len())))),
        2 => Some(Target::Formation(FormationIdx(dice.roll(campaign.formations.len())))),
        3 => Some(Target::Event(campaign::EventIdx(dice.roll(campaign.events.len())))),
        _ => Some(Target::Ground(center.into())),
    };
    apply(Command::Select(target));
}

#[test]
fn a_state_becomes_a_text_and_the_text_the_same_state() {
    let campaign = support::tiny().campaign();
    let mut dice = Dice(0x1945_0809);
    for _ in 0..400 {
        let mut first = session_on(&campaign, 1000.0);
        disturb(&mut first, &campaign, &mut dice);
        settle(&mut first, &campaign);
        let text = first.moment(&campaign).text(&campaign);
        assert!(text.is_ascii() && !text.contains(char::is_whitespace) && text.len() < 500, "{text}");
        let read = link::read(&campaign, &text).unwrap();
        assert_eq!(read.notes, Vec::<String>::new(), "{text}");
        assert_eq!(read.link.text(&campaign), text);

        let mut second = session_on(&campaign, 1000.0);
        second.apply(&campaign, Command::Desk(DeskCommand::OpenLink(text.clone())));
        settle(&mut second, &campaign);
        assert_eq!(second.moment(&campaign).text(&campaign), text);
        assert_eq!((second.clock.now(), second.clock.state()), (first.clock.now(), ClockState::Paused));
        let read = |session: &Session| (session.hidden.clone(), session.selection, session.language, session.account, session.doubt);
        assert_eq!(read(&second), read(&first));
        let hours = |session: &Session| session.compare.map(|compare| (compare.at, compare.mode));
        assert_eq!(hours(&second), hours(&first));
        let moved = second.view.center.distance(first.view.center);
        assert!(moved < first.view.metres_per_point, "{moved} m");
        assert!((second.view.metres_per_point / first.view.metres_per_point - 1.0).abs() < 1e-4);
    }
}

#[test]
fn a_link_shows_as_much_ground_across_on_another_screen() {
    let campaign = support::tiny().campaign();
    let (mut small, mut large) = (session_on(&campaign, 800.0), session_on(&campaign, 1600.0));
    let text = "august-storm:tiny?view=124,45,300".to_owned();
    for session in [&mut small, &mut large] {
        session.apply(&campaign, Command::Desk(DeskCommand::OpenLink(text.clone())));
        settle(session, &campaign);
        assert!((session.view.metres_per_point * session.view.size.width - 300_000.0).abs() < 1.0);
    }
}

#[test]
fn what_a_link_says_wrongly_is_said_and_the_rest_is_done() {
    let campaign = support::tiny().campaign();
    let notes = |text: &str| link::read(&campaign, text).map(|read| read.notes.len());
    assert_eq!(notes("august-storm:tiny?when=1945-08-12T18:00:00%2B09:00&lang=ru"), Ok(0));
    assert_eq!(notes("AUGUST-STORM:tiny?when=1945-08-12T18:00"), Ok(0));
    for part in [
        "when=soon",
        "view=1,2",
        "view=999,45,100",
        "view=1,1,NaN",
        "sel=place/nowhere",
        "sel=x",
        "layers=moon",
        "lang=xx",
        "account=red",
        "x",
    ] {
        assert_eq!(notes(&format!("august-storm:tiny?{part}")), Ok(1), "{part}");
        let mut session = session_on(&campaign, 1000.0);
        let text = format!("august-storm:tiny?{part}&when=1945-08-12T18:00:00+09:00");
        session.apply(&campaign, Command::Desk(DeskCommand::OpenLink(text)));
        assert_eq!(session.clock.now(), campaign.calendar.parse("12 Aug 18:00").unwrap(), "{part}");
        assert_eq!(session.toasts.iter().count(), 1, "{part}");
    }
    assert!(link::read(&campaign, "https://example.org").is_err());
    assert!(link::read(&campaign, &format!("august-storm:tiny?{}", "x".repeat(9999))).is_err());
    assert_eq!(notes("august-storm:elsewhere?when=1945-08-12T18:00"), Ok(1));
}

#[test]
fn no_text_makes_a_link_panic() {
    let campaign = support::tiny().campaign();
    let good = "august-storm:tiny?when=1945-08-12T18:00:00+09:00&view=124.5,45.25,300&sel=place/midtown&layers=-relief,-names&lang=ru";
    let strange = ["%", "%2", "%FF", "日", "\u{202E}", "&&", "==", "-", ",", "1e308", "\0", "?", "/", "−"];
    let mut dice = Dice(7);
    for _ in 0..3000 {
        let mut letters: Vec<String> = good.chars().map(String::from).collect();
        for _ in 0..=dice.roll(4) {
            let at = dice.roll(letters.len().max(1)).min(letters.len().saturating_sub(1));
            match dice.roll(3) {
                0 if letters.len() > 1 => drop(letters.remove(at)),
                0 | 1 => letters.insert(at, strange[dice.roll(strange.len())].to_owned()),
                _ => letters.truncate(at.max(1)),
            }
        }
        let mut session = session_on(&campaign, 1000.0);
        session.apply(&campaign, Command::Desk(DeskCommand::OpenLink(letters.concat())));
        assert!(campaign.period.clamp(session.clock.now()) == session.clock.now());
        assert!(session.view.metres_per_point.is_finite() && session.view.center.x.is_finite());
    }
}

#[test]
fn a_link_is_copied_with_a_key_and_pasted_back() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, Key::G);
    type_text(&mut window, "Hailar");
    plain(&mut window, Key::Enter);
    let (moment, what) = (shown(&window), selected(&window));
    let text = session(&window).moment(window.state().campaign()).text(window.state().campaign());
    press(&mut window, Key::C, Modifiers::SHIFT);
    assert!(
        text.ends_with("&account=all&doubt=normal&compare=off")
            && text.starts_with("august-storm:manchuria-1945?when=1945-08-")
            && text.contains("sel=place/hailar"),
        "{text}"
    );
    assert!(says(&window, "on the clipboard"));
    plain(&mut window, Key::Escape);
    plain(&mut window, Key::End);
    paste(&mut window, &text);
    assert_eq!((shown(&window), selected(&window)), (moment.clone(), what));
    plain(&mut window, Key::End);
    press(&mut window, Key::K, Modifiers::COMMAND);
    type_text(&mut window, &text);
    assert!(says(&window, "Moment link"));
    plain(&mut window, Key::Enter);
    assert_eq!(shown(&window), moment, "also by way of the search");
    paste(&mut window, "hello");
    assert!(says(&window, "is no moment link"));
}

#[test]
fn a_link_outside_the_ruler_goes_to_its_edge_and_says_so() {
    let mut window = window(1440.0, 860.0);
    paste(&mut window, "august-storm:manchuria-1945?when=1946-01-01T00:00:00+09:00");
    assert_eq!(session(&window).clock.now(), window.state().campaign().period.end);
    assert!(says(&window, "lies after the ruler"));
    window.run_steps(30 * 12);
    assert!(!says(&window, "lies after the ruler"), "a notice goes by itself");
}

#[test]
fn a_window_opened_on_a_link_shows_its_view() {
    let text = "august-storm:manchuria-1945?when=1945-08-14T18:00:00+09:00&view=130,45,420&sel=place/mudanjiang&layers=-relief&lang=ja";
    let window = window_with(1440.0, 860.0, move |app| app.open_link(text));
    let session = session(&window);
    assert_eq!(shown(&window), "Tue 14 Aug 1945 · 18:00 · D+5");
    assert_eq!((selected(&window).as_str(), session.language), ("mudanjiang", Language::Japanese));
    assert!(session.hidden.contains("relief"));
    let km = session.view.metres_per_point * session.view.size.width / 1000.0;
    assert!((km - 420.0).abs() < 0.5, "{km} km across");
}

#[test]
fn a_link_is_handed_to_the_clipboard_and_a_bad_one_to_nobody() {
    let campaign = support::tiny().campaign();
    let mut session = session_on(&campaign, 1000.0);
    let text = session.moment(&campaign).text(&campaign);
    assert_eq!(session.apply(&campaign, Command::Desk(DeskCommand::CopyLink)), Some(Request::Copy(text)));
    assert_eq!(session.apply(&campaign, Command::Desk(DeskCommand::OpenLink("x".to_owned()))), None);
}

#[test]
fn the_command_line_refuses_what_is_no_link_before_it_opens_a_window() {
    let ran = support::run(["open", "--link", "https://example.org"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("is no moment link"), "{}", ran.err);
    let ran = support::run(["open", "--link", "august-storm:x?", "--at", "14 Aug"]);
    assert_eq!(ran.code, Some(2), "a moment is asked for once");
    let ran = support::run(["open", "--reset", "--kiosk"]);
    assert_eq!(ran.code, Some(2), "a museum's screen keeps no settings");
}

// ---------------------------------------------------------------- accounts

#[test]
fn an_account_is_chosen_with_a_key_dates_what_accounts_differ_on_and_is_kept_in_the_link() {
    let mut window = window(1440.0, 1200.0);
    let wanted = ["Soviet accounts", "Japanese accounts", "Chinese accounts", "Western accounts"];
    search(&mut window, "Hunchun");
    plain(&mut window, Key::Enter);
    assert_eq!(selected(&window), "hunchun");
    assert!(says(&window, "Accounts differ") && !says(&window, "By Japanese accounts"));
    let moment = shown(&window);
    for account in wanted {
        plain(&mut window, Key::A);
        assert_eq!(session(&window).account.title(), account);
        assert!(says(&window, &format!("Told by {account}; back to all")), "the account shown is named beside the date");
        assert!(says(&window, "dates as they tell them, the rest from all accounts"));
        assert_eq!((shown(&window), selected(&window)), (moment.clone(), "hunchun".to_owned()), "hour and selection stay");
        // Chinese works have Hunchun fall on the 10th, Japanese ones on the 11th; the others say nothing of it.
        let campaign = window.state().campaign();
        let capture = campaign.place(campaign.place_by_id("hunchun").unwrap()).taken.clone().unwrap();
        let days = [capture.time.earliest, capture.time.latest].map(|instant| campaign.calendar.date_hour(instant));
        let wanted = match account {
            "Japanese accounts" => ["11 Aug 00:00", "12 Aug 00:00"],
            "Chinese accounts" => ["10 Aug 00:00", "11 Aug 00:00"],
            _ => ["10 Aug 00:00", "12 Aug 00:00"],
        };
        assert_eq!(days, wanted, "{account}");
        let place = window.state().campaign().place(window.state().campaign().place_by_id("hunchun").unwrap());
        let own = place.claims.iter().filter(|claim| claim.account.title() == account).count();
        assert_eq!(window.query_all_by_label_contains(&format!("By {account}")).count(), own, "{account}");
        assert_eq!(says(&window, &format!("{account}: none here")), own == 0, "{account}");
    }
    let text = session(&window).moment(window.state().campaign()).text(window.state().campaign());
    assert!(text.contains("&account=western"), "{text}");
    plain(&mut window, Key::A);
    assert_eq!(session(&window).account, AccountChoice::All);
    paste(&mut window, &text);
    assert_eq!(session(&window).account.title(), "Western accounts");
    click(&mut window, egui::accesskit::Role::Button, "Told by Western accounts; back to all");
    assert_eq!(session(&window).account, AccountChoice::All);
}

#[test]
fn every_account_tells_a_whole_campaign_and_only_what_it_says_itself_differs() {
    let all = campaign::built_in().campaign.unwrap();
    for choice in AccountChoice::offered(&all) {
        let Some(account) = choice.only() else { continue };
        let told = all.told(account);
        assert!(all.dates_of(account) > 10, "{account:?}");
        for (before, after) in all.tracks.iter().zip(&told.tracks) {
            assert!(after.waypoints.windows(2).all(|pair| pair[0].time.best < pair[1].time.best), "nobody is anywhere before he set out");
            for (before, after) in before.waypoints.iter().zip(&after.waypoints) {
                assert!((after.time.earliest..=after.time.latest).contains(&after.time.best));
                let says = before.claims.iter().any(|claim| claim.account == account && claim.time() == Some(after.time));
                assert!(after.time == before.time || says, "a date is the account's own or that of all");
                assert_eq!((after.status, after.position), (before.status, before.position), "an account is no verdict");
            }
        }
        assert!(told.events.windows(2).all(|pair| pair[0].start.best <= pair[1].start.best));
        for event in &all.events {
            let after = told.event(told.event_by_id(&event.id).unwrap());
            let says = event.claims.iter().any(|claim| claim.account == account && claim.time() == Some(after.start));
            assert!(after.start == event.start || says, "{}", event.id);
        }
        for (before, after) in all.chapters.iter().zip(&told.chapters) {
            let ids = |campaign: &Campaign, events: &[campaign::EventIdx]| {
                events.iter().map(|idx| campaign.event(*idx).id.clone()).collect::<Vec<_>>()
            };
            assert_eq!(ids(&all, &before.events), ids(&told, &after.events), "chapters tell of the same events");
        }
    }
}

#[test]
fn doubt_is_drawn_strongly_or_not_at_all_by_a_key_and_the_legend_and_the_link_say_so() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, Key::Escape);
    let at = window.state().campaign().calendar.parse("14 Aug 18:00").unwrap();
    window.state_mut().seek(at);
    window.run();
    let still = |window: &Window| {
        let svg = (august_storm::paint::FORMATS.iter().find(|format| format.ending == "svg").unwrap().write)(&window.state().still(), 1.0);
        String::from_utf8(svg.unwrap()).unwrap()
    };
    let link = |window: &Window| session(window).moment(window.state().campaign()).text(window.state().campaign());
    let moment = shown(&window);
    let normal = still(&window);
    assert!(normal.contains("Band of doubt") && link(&window).contains("&doubt=normal"));
    plain(&mut window, Key::U);
    let strong = still(&window);
    assert!(says(&window, "Doubt drawn strongly") && says(&window, "Whisker"), "the legend names it");
    assert!(strong.contains("Doubt drawn strongly") && strong.matches("<path").count() > normal.matches("<path").count() + 20);
    let strong_link = link(&window);
    plain(&mut window, Key::U);
    let off = still(&window);
    assert!(says(&window, "Doubt not drawn: best estimates") && off.contains("Doubt not drawn") && !off.contains("Band of doubt"));
    assert!(!off.contains("Advance, inferred") && normal.contains("Advance, inferred"));
    plain(&mut window, Key::U);
    assert_eq!(still(&window), normal, "and back as it was");
    paste(&mut window, &strong_link);
    assert_eq!((session(&window).doubt, shown(&window)), (Doubt::Strong, moment));
    click(&mut window, egui::accesskit::Role::RadioButton, "Doubt: Off");
    assert_eq!(session(&window).doubt, Doubt::Off);
}

#[test]
fn a_comparison_is_copied_with_the_link_pasted_back_and_opened_at_the_start() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, Key::Escape);
    let at = window.state().campaign().calendar.parse("14 Aug 18:00").unwrap();
    window.state_mut().seek(at);
    let mut links = Vec::new();
    for form in
        ["compare=swipe,1945-08-13T18:00:00+09:00,0.5", "compare=side,1945-08-13T18:00:00+09:00", "compare=wall,1945-08-13T18:00:00+09:00"]
    {
        plain(&mut window, Key::C);
        let text = session(&window).moment(window.state().campaign()).text(window.state().campaign());
        assert!(text.ends_with(form), "{text}");
        links.push((text, session(&window).compare));
    }
    plain(&mut window, Key::C);
    assert_eq!(session(&window).compare, None);
    let alone = session(&window).moment(window.state().campaign()).text(window.state().campaign());
    for (text, wanted) in links {
        paste(&mut window, &text);
        assert_eq!((session(&window).compare, session(&window).clock.now()), (wanted, at), "{text}");
        let opened = window_with(1440.0, 860.0, move |app| app.open_link(&text));
        assert_eq!((session(&opened).compare, session(&opened).clock.now()), (wanted, at));
    }
    paste(&mut window, &alone);
    assert_eq!(session(&window).compare, None, "one hour alone is told too");
    paste(&mut window, "august-storm:manchuria-1945?compare=sideways,14 Aug");
    assert!(says(&window, "The link's comparison is not understood"));
}

#[test]
fn a_campaign_without_rival_accounts_says_so() {
    let campaign = support::tiny().campaign();
    let offered = AccountChoice::offered(&campaign);
    assert!(offered.iter().all(|choice| AccountChoice::from_code(choice.code()) == Some(*choice)));
    let accounts: std::collections::BTreeSet<_> = campaign.claims().map(|claim| claim.account).collect();
    assert_eq!(offered.len(), accounts.len() + 1, "only accounts that have claims are offered");
    let built_in = campaign::built_in().campaign.unwrap();
    assert_eq!(AccountChoice::offered(&built_in).len(), 5);
}

// ---------------------------------------------------------------- bookmarks

#[test]
fn a_moment_is_kept_renamed_gone_to_deleted_and_brought_back() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, Key::G);
    type_text(&mut window, "Hailar");
    plain(&mut window, Key::Enter);
    let moment = shown(&window);
    plain(&mut window, Key::B);
    assert!(says(&window, "Bookmarked: Hailar"));
    press(&mut window, Key::B, Modifiers::SHIFT);
    assert_eq!(session(&window).tab, Tab::Bookmarks);
    let name = session(&window).bookmarks[0].name.clone();
    click(&mut window, egui::accesskit::Role::Button, &format!("Rename {name}"));
    type_text(&mut window, &format!("{name} again"));
    plain(&mut window, Key::Enter);
    assert_eq!(session(&window).bookmarks[0].name, format!("{name} again"));
    plain(&mut window, Key::Escape);
    plain(&mut window, Key::End);
    click(&mut window, egui::accesskit::Role::Link, &format!("{name} again"));
    assert_eq!((shown(&window), selected(&window).as_str()), (moment, "hailar"));
    click(&mut window, egui::accesskit::Role::Button, &format!("Delete {name} again"));
    assert!(session(&window).bookmarks.is_empty() && says(&window, "Deleted:"));
    click(&mut window, egui::accesskit::Role::Button, "Undo");
    assert_eq!(session(&window).bookmarks.len(), 1);
}

// ---------------------------------------------------------------- order of battle

#[test]
fn the_order_of_battle_lists_both_sides_and_a_click_selects() {
    let mut window = window(1440.0, 1400.0);
    press(&mut window, Key::B, Modifiers::COMMAND);
    assert_eq!(session(&window).tab, Tab::OrderOfBattle);
    click(&mut window, egui::accesskit::Role::TreeItem, "6th Guards Tank Army");
    assert_eq!(selected(&window), "6-guards-tank-army");
    click(&mut window, egui::accesskit::Role::Button, "Open 6th Guards Tank Army");
    assert!(window.query_by_role_and_label(egui::accesskit::Role::Button, "Close 6th Guards Tank Army").is_some());
    window.get_by_role_and_label(egui::accesskit::Role::SearchInput, "Filter the order of battle").focus();
    window.run();
    type_text(&mut window, "Квантун");
    assert!(window.query_all_by_role(egui::accesskit::Role::TreeItem).count() < 60);
    assert!(
        window
            .query_all_by_role(egui::accesskit::Role::TreeItem)
            .any(|row| row.accesskit_node().label().is_some_and(|name| name.contains("Kwantung")))
    );
    plain(&mut window, Key::Escape);
    plain(&mut window, Key::End);
    assert_eq!(shown(&window), "Thu 6 Sep 1945 · 00:00 · D+28", "Escape has left the field");
}

#[test]
fn a_followed_formation_stays_in_the_middle_until_the_hand_moves_the_map() {
    let mut window = window(1440.0, 860.0);
    let idx = window.state().campaign().formation_by_id("6-guards-tank-army").expect("it is there");
    search(&mut window, "6th Guards Tank Army");
    plain(&mut window, Key::Enter);
    plain(&mut window, Key::F);
    assert_eq!(session(&window).followed, Some(idx));
    assert!(says(&window, "Following 6th Guards Tank Army"));
    let before = session(&window).view.center;
    for _ in 0..3 {
        press(&mut window, Key::ArrowRight, Modifiers::SHIFT);
    }
    assert!(session(&window).view.center.distance(before) > 50_000.0, "the map went with it");
    press(&mut window, Key::ArrowLeft, Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(session(&window).followed, None);
    plain(&mut window, Key::Escape);
    plain(&mut window, Key::F);
    assert!(says(&window, "Select a formation first"));
}

// ---------------------------------------------------------------- chapters, library

#[test]
fn chapters_are_turned_with_page_down_and_set_hour_and_view() {
    let mut window = window(1440.0, 860.0);
    plain(&mut window, Key::PageDown);
    let campaign = window.state().campaign();
    let first = session(&window).chapter.expect("a chapter is open");
    assert!(says(&window, &campaign.chapters[first].title));
    for number in first + 1..campaign::built_in().campaign.unwrap().chapters.len() {
        plain(&mut window, Key::PageDown);
        let campaign = window.state().campaign();
        let chapter = &campaign.chapters[number];
        assert_eq!(session(&window).chapter, Some(number));
        assert_eq!(session(&window).clock.now(), campaign.period.clamp(chapter.at));
        assert!(says(&window, &chapter.title));
        if let Some((center, width_km)) = chapter.view {
            let view = session(&window).view;
            let off = view.center.distance(projection(campaign).plane_from_geo(center.into()));
            assert!(off < 1000.0, "{}: {off} m beside its view", chapter.id);
            let furthest = view.metres_per_point * view.size.width / 1000.0;
            assert!(furthest <= width_km + 1.0, "{}", chapter.id);
        }
    }
    plain(&mut window, Key::PageDown);
    assert!(says(&window, "This is the last chapter"));
    let last = session(&window).chapter;
    plain(&mut window, Key::PageUp);
    assert_eq!(session(&window).chapter, last.map(|last| last - 1));
}

#[test]
fn the_library_tells_what_rests_on_each_source_and_who_is_heard() {
    let mut window = window(1440.0, 860.0);
    search(&mut window, "Sources and credits");
    plain(&mut window, Key::Enter);
    for words in ["Who is heard", "Most one-sided", "9–12 Aug", "facts", "Natural Earth"] {
        assert!(says(&window, words), "{words}");
    }
    for order in ["Kind", "Language", "Days covered", "Title"] {
        window.get_all_by_label(order).next().expect("an order").click_accesskit();
        window.run();
    }
}

#[test]
fn every_panel_fits_a_small_window_light_and_dark() {
    let mut window = window(1024.0, 640.0);
    for _ in 0..2 {
        for (key, modifiers) in
            [(Key::B, Modifiers::COMMAND), (Key::T, Modifiers::NONE), (Key::B, Modifiers::SHIFT), (Key::PageDown, Modifiers::NONE)]
        {
            press(&mut window, key, modifiers);
            let map = window.get_by_label("Map").rect();
            assert!(map.width() > 380.0, "{}", map.width());
        }
        search(&mut window, "h");
        plain(&mut window, Key::Escape);
        plain(&mut window, Key::G);
        plain(&mut window, Key::Escape);
        plain(&mut window, Key::D);
    }
}

// ---------------------------------------------------------------- settings

fn settings(name: &str) -> PathBuf {
    support::scratch(name).join("august-storm").join("settings.json")
}

fn kept(path: &std::path::Path) -> Window {
    let path = path.to_owned();
    window_with(1280.0, 800.0, move |app| app.keep_settings_in(path.clone(), false))
}

/// Lets a second go by, after which changes are written.
fn wait(window: &mut Window) {
    window.run_steps(45);
}

#[test]
fn settings_and_bookmarks_are_there_at_the_next_start() {
    let path = settings("next-start");
    let mut window = kept(&path);
    plain(&mut window, Key::D);
    plain(&mut window, Key::B);
    search(&mut window, "layers and legend");
    plain(&mut window, Key::Escape);
    let switch = window.get_by_role_and_label(egui::accesskit::Role::CheckBox, "Events");
    switch.click_accesskit();
    wait(&mut window);
    assert!(path.is_file(), "written a second after the change");
    let beside: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["settings.json"], "nothing half written is left");
    let bookmarks = session(&window).bookmarks.clone();
    drop(window);

    let window = kept(&path);
    assert_eq!(session(&window).theme, ThemeChoice::Dark);
    assert!(session(&window).hidden.contains("events"));
    assert_eq!((session(&window).bookmarks.len(), &session(&window).bookmarks), (1, &bookmarks));
}

#[test]
fn what_is_not_understood_of_settings_is_kept() {
    let path = settings("other-keys");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, r#"{ "format": 1, "keys": { "play": ["P"] }, "ruler_height": "high", "language": "ru" }"#).unwrap();
    let mut window = kept(&path);
    assert_eq!(session(&window).language, Language::Russian);
    plain(&mut window, Key::B);
    wait(&mut window);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"P\"") && text.contains("\"high\"") && text.contains("august-storm:manchuria-1945?when="), "{text}");
}

#[test]
fn a_broken_file_is_set_aside_and_that_is_said() {
    for (number, broken) in ["{ \"format\": 1, ", "", "{\"format\": 99}", "\u{0}\u{1}", "[1, 2]"].iter().enumerate() {
        let path = settings(&format!("broken-{number}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, broken).unwrap();
        let window = kept(&path);
        assert!(says(&window, "set aside"), "{broken:?}");
        assert_eq!(fs::read_to_string(path.with_file_name("settings.json.broken")).unwrap(), *broken);
    }
}

#[test]
fn a_reset_starts_afresh_and_loses_nothing() {
    let path = settings("reset");
    let mut window = kept(&path);
    plain(&mut window, Key::D);
    plain(&mut window, Key::B);
    wait(&mut window);
    let before = fs::read_to_string(&path).unwrap();
    drop(window);
    let again = path.clone();
    let window = window_with(1280.0, 800.0, move |app| app.keep_settings_in(again.clone(), true));
    assert_eq!((session(&window).theme, session(&window).bookmarks.len()), (ThemeChoice::Light, 0));
    assert_eq!(fs::read_to_string(path.with_file_name("settings.json.before-reset")).unwrap(), before);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_once_and_nothing_else_is_lost() {
    let dir = support::scratch("no-folder");
    fs::write(dir.join("august-storm"), "a file where the folder should be").unwrap();
    let mut window = kept(&dir.join("august-storm").join("settings.json"));
    plain(&mut window, Key::B);
    wait(&mut window);
    assert!(says(&window, "cannot be kept") || says(&window, "could not be read"));
    assert_eq!(session(&window).bookmarks.len(), 1);
}

#[test]
fn a_window_that_opens_at_an_hour_shows_the_whole_theatre_as_one_that_opens_at_the_beginning() {
    let view = |at: Option<&'static str>| {
        let window = window_with(1440.0, 860.0, move |app| {
            if let Some(at) = at {
                app.seek(app.campaign().calendar.parse(at).unwrap());
            }
        });
        session(&window).view
    };
    let (plain, at_an_hour) = (view(None), view(Some("14 Aug 18:00")));
    assert_eq!(plain, at_an_hour);
    assert!(plain.metres_per_point > 3000.0, "{plain:?}");
}

#[test]
fn a_picture_is_saved_under_a_name_of_its_own_and_where_is_said() {
    let folder = std::env::temp_dir().join(format!("august-storm-pictures-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let kept = folder.clone();
    let mut window = window_with(820.0, 540.0, move |app| {
        app.keep_pictures_in(kept.clone());
        app.seek(app.campaign().calendar.parse("14 Aug 18:00").unwrap());
    });
    for name in ["August Storm 1945-08-14 18 00.png", "August Storm 1945-08-14 18 00 (2).png"] {
        window.key_press_modifiers(Modifiers::COMMAND, Key::S);
        let path = folder.join(name);
        // It is written in the background, and takes as long as that takes.
        for _ in 0..3000 {
            window.step();
            if window.query_by_label_contains(name).is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert!(window.query_by_label_contains(name).is_some(), "the window says where {name} is");
        let bytes = fs::read(&path).unwrap();
        assert_eq!(&bytes[1..4], b"PNG", "{}", path.display());
    }
    let _ = fs::remove_dir_all(&folder);
}

//! The field that finds everything: places, formations, people, events, chapters, sources and commands, in every language
//! of the data. Arrows choose, Enter goes there; a moment link can be pasted into it.

use egui::text::LayoutJob;
use egui::{Align, Button, Id, Key, Layout, Modifiers, RichText, ScrollArea, TextEdit, TextFormat, TextStyle, Ui};

use super::{focused, overlay};
use crate::campaign::search::{Found, Kind, Match};
use crate::campaign::{Language, Names};
use crate::scene::Target;
use crate::session::{ClockCommand, Command, DeskCommand, Panel, Tab, ViewCommand, link};
use crate::ui::actions::{self, ACTIONS};
use crate::ui::style::bold;
use crate::ui::{Commands, PanelInput, links};

/// The most matches of a kind that are listed.
const MOST_OF_KIND: usize = 6;
/// The most matches asked for.
const MOST: usize = 80;

/// What is typed, and which row is chosen.
#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    text: String,
    chosen: usize,
}

/// Shows the field while it is open.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("search draft");
    if !input.session.is_open(Panel::Search) {
        ui.data_mut(|data| data.remove::<Draft>(id));
        return;
    }
    let mut draft: Draft = ui.data_mut(|data| data.get_temp(id).unwrap_or_default());
    let is_closed = overlay(ui, "search", 620.0, |ui| {
        let keys = Keys::taken(ui);
        let before = draft.text.clone();
        let id = focused(ui, "search field");
        let field = ui.add(
            TextEdit::singleline(&mut draft.text)
                .id(id)
                .hint_text("Place, formation, person, event, source, chapter or command")
                .font(TextStyle::Heading)
                .desired_width(f32::INFINITY),
        );
        field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::SearchInput, true, "Search"));
        if draft.text != before {
            draft.chosen = 0;
            // The list has another height now.
            ui.request_repaint();
        }
        if link::is_link(&draft.text) {
            pasted(ui, input, &draft.text, &keys, commands);
        } else {
            found(ui, input, &mut draft, &keys, commands);
        }
    });
    if is_closed {
        commands.push(Command::Close(Panel::Search));
    }
    ui.data_mut(|data| data.insert_temp(id, draft));
}

/// The keys that choose and go, taken before the field has them.
struct Keys {
    steps: i32,
    is_entered: bool,
}

impl Keys {
    fn taken(ui: &Ui) -> Self {
        ui.input_mut(|input| {
            let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key) as i32;
            Self { steps: count(Key::ArrowDown) - count(Key::ArrowUp), is_entered: count(Key::Enter) > 0 }
        })
    }
}

fn pasted(ui: &mut Ui, input: &PanelInput<'_>, text: &str, keys: &Keys, commands: &mut Commands) {
    let words = match link::read(input.campaign, text) {
        Ok(read) => {
            let when = read.link.when.map(|when| input.campaign.calendar.full(when));
            let when = format!("Moment link: {}", when.unwrap_or_else(|| "without a time".to_owned()));
            std::iter::once(when).chain(read.notes).collect::<Vec<_>>().join("\n")
        }
        Err(words) => words,
    };
    ui.add_space(4.0);
    let row = ui.add(Button::selectable(true, words));
    if row.clicked() || keys.is_entered {
        commands.push(Command::Close(Panel::Search));
        commands.push(Command::Desk(DeskCommand::OpenLink(text.to_owned())));
    }
}

fn found(ui: &mut Ui, input: &PanelInput<'_>, draft: &mut Draft, keys: &Keys, commands: &mut Commands) {
    ui.add_space(2.0);
    if draft.text.trim().is_empty() {
        hint(
            ui,
            "Names are found in English of 1945 and of today, Russian, Chinese, Japanese and Korean, in spite of slips. A moment link can be pasted here.",
        );
        return;
    }
    let groups = grouped(input.index.find(input.campaign, &draft.text, MOST));
    let count: usize = groups.iter().map(|(_, matches)| matches.len()).sum();
    if count == 0 {
        hint(ui, &format!("Nothing is called “{}”, nor nearly so, in any language of this campaign", draft.text.trim()));
        return;
    }
    let is_moved = keys.steps != 0;
    draft.chosen = (draft.chosen as i64 + i64::from(keys.steps)).rem_euclid(count as i64) as usize;
    let height = ui.ctx().content_rect().height() * 0.6;
    let mut number = 0;
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (kind, matches) in &groups {
            ui.add_space(3.0);
            ui.label(RichText::new(kind.title()).small().family(bold()).weak());
            for found in matches {
                let is_chosen = number == draft.chosen;
                let row = row(ui, input, found, is_chosen);
                // A pointer that moves chooses; one that rests leaves the choice to the keyboard.
                if row.hovered() && ui.input(|i| i.pointer.delta()) != egui::Vec2::ZERO {
                    draft.chosen = number;
                }
                if is_chosen && is_moved {
                    row.scroll_to_me(None);
                }
                if row.clicked() || (is_chosen && keys.is_entered) {
                    commands.push(Command::Close(Panel::Search));
                    go(ui, input, found.found, commands);
                }
                number += 1;
            }
        }
    });
    ui.separator();
    hint(ui, "↑ ↓ choose · Enter goes there · Esc closes");
}

fn hint(ui: &mut Ui, words: &str) {
    ui.add(egui::Label::new(RichText::new(words).small().weak()).wrap());
}

/// Matches by kind; the kind with the best match first.
fn grouped(matches: Vec<Match>) -> Vec<(Kind, Vec<Match>)> {
    let mut groups: Vec<(Kind, Vec<Match>)> = Vec::new();
    for found in matches {
        let kind = found.found.kind();
        match groups.iter_mut().find(|group| group.0 == kind) {
            Some((_, group)) if group.len() < MOST_OF_KIND => group.push(found),
            Some(_) => {}
            None => groups.push((kind, vec![found])),
        }
    }
    groups
}

/// A row.
fn row(ui: &mut Ui, input: &PanelInput<'_>, found: &Match, is_chosen: bool) -> egui::Response {
    let (title, second) = words(input, found);
    let mut job = LayoutJob::default();
    let format = |style: TextStyle, color| TextFormat { valign: Align::Center, ..TextFormat::simple(style.resolve(ui.style()), color) };
    job.append(&title, 0.0, format(TextStyle::Body, ui.visuals().text_color()));
    job.append(&second, 10.0, format(TextStyle::Small, ui.visuals().weak_text_color()));
    let width = ui.available_width();
    let row = ui
        .allocate_ui_with_layout(
            egui::vec2(width, 24.0),
            Layout::left_to_right(Align::Center).with_main_justify(true).with_main_align(Align::Min),
            |ui| {
                // One row is lit: the one that Enter means.
                ui.visuals_mut().widgets.hovered.weak_bg_fill = egui::Color32::TRANSPARENT;
                ui.visuals_mut().widgets.hovered.bg_stroke = egui::Stroke::NONE;
                ui.add(Button::selectable(is_chosen, job).truncate())
            },
        )
        .inner;
    row.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::ListBoxOption, true, is_chosen, format!("{title}, {second}")));
    row
}

/// What a match is called, and what tells it from others: the name that matched, today's name, a date, a key.
fn words(input: &PanelInput<'_>, found: &Match) -> (String, String) {
    let campaign = input.campaign;
    let language = input.session.language;
    match found.found {
        Found::Place(idx) => {
            let place = campaign.place(idx);
            (place.names.or_english(language).to_owned(), joined(&other_names(&place.names, language, &found.name), place.kind.title()))
        }
        Found::Formation(idx) => {
            let formation = campaign.formation(idx);
            let side = campaign.side_of(idx).names.or_english(language);
            (formation.names.or_english(language).to_owned(), joined(&other_names(&formation.names, language, &found.name), side))
        }
        Found::Person(idx) => (found.name.clone(), campaign.formation(idx).names.or_english(language).to_owned()),
        Found::Event(idx) => {
            let event = campaign.event(idx);
            let matched = if found.name == event.headline { String::new() } else { found.name.clone() };
            (event.headline.clone(), joined(&matched, &campaign.calendar.margins(event.start)))
        }
        Found::Chapter(number) => {
            let chapter = campaign.chapters.get(number);
            let at = chapter.map(|chapter| campaign.calendar.date_hour(chapter.at)).unwrap_or_default();
            (chapter.map(|chapter| chapter.title.clone()).unwrap_or_default(), at)
        }
        Found::Source(idx) => {
            let source = campaign.source(idx);
            let year = source.year.clone().unwrap_or_default();
            (source.title.clone(), joined(source.author.as_deref().unwrap_or_default(), &year))
        }
        Found::Action(number) => {
            let action = ACTIONS.get(number);
            let key = action.and_then(|action| actions::key_label(action, &input.session.keys)).unwrap_or_default();
            (action.map(|action| action.title.to_owned()).unwrap_or_default(), key)
        }
    }
}

fn joined(first: &str, second: &str) -> String {
    [first, second].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The name that matched and today's, where they are not the one shown.
fn other_names(names: &Names, language: Language, matched: &str) -> String {
    let shown = names.or_english(language);
    let matched = Some(matched).filter(|matched| *matched != shown && names.iter().any(|(_, name)| name == *matched));
    let today = names.exact(Language::Modern).filter(|today| *today != shown && Some(*today) != matched);
    joined(matched.unwrap_or_default(), &today.map(|today| format!("today {today}")).unwrap_or_default())
}

/// What Enter does.
fn go(ui: &Ui, input: &PanelInput<'_>, found: Found, commands: &mut Commands) {
    let mut select = |target: Target| {
        commands.push(Command::Select(Some(target)));
        commands.extend(links::position(input, target).map(|geo| Command::View(ViewCommand::Show(geo))));
    };
    match found {
        Found::Place(idx) => select(Target::Place(idx)),
        Found::Formation(idx) | Found::Person(idx) => select(Target::Formation(idx)),
        Found::Event(idx) => {
            commands.push(Command::Clock(ClockCommand::Pause));
            commands.push(Command::Visit(idx));
        }
        Found::Chapter(number) => {
            commands.push(Command::Desk(DeskCommand::Show(Tab::Chapters)));
            commands.push(Command::Desk(DeskCommand::Chapter(number)));
        }
        Found::Source(idx) => super::sources::ask_for(ui, input, idx, commands),
        Found::Action(number) => commands.extend(ACTIONS.get(number).map(|action| (action.command)())),
    }
}

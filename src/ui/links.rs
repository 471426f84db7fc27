//! Links inside panels: dates that move the clock, names that select, marks that tell the source.

use egui::{Label, RichText, Sense, Ui};

use super::style::ui_color;
use super::{Commands, PanelInput};
use crate::campaign::{Dated, Instant, Sentence, SourceIdx, Status};
use crate::scene::Target;
use crate::session::{ClockCommand, Command, ViewCommand};

/// A text that answers to a click.
pub fn link(ui: &mut Ui, words: &str) -> egui::Response {
    ui.link(words)
}

/// A date that moves the clock.
pub fn date(ui: &mut Ui, input: &PanelInput<'_>, instant: Instant, words: &str, commands: &mut Commands) {
    let hint = format!("Go to {} ({})", input.campaign.calendar.full(instant), input.campaign.calendar.zone.label());
    if link(ui, words).on_hover_text(hint).clicked() {
        commands.push(Command::Clock(ClockCommand::Seek(instant)));
    }
}

/// The margins of a dated fact, a link to its best instant.
pub fn margins(ui: &mut Ui, input: &PanelInput<'_>, dated: Dated, commands: &mut Commands) {
    date(ui, input, dated.best, &input.campaign.calendar.margins(dated), commands);
}

/// The name of a place or formation, or the headline of an event, that selects it and brings it into view.
pub fn target(ui: &mut Ui, input: &PanelInput<'_>, target: Target, commands: &mut Commands) {
    target_as(ui, input, target, &name(input, target), commands);
}

/// Several of them in a row, with a point between two.
pub fn targets(ui: &mut Ui, input: &PanelInput<'_>, targets: impl IntoIterator<Item = Target>, commands: &mut Commands) {
    for (number, one) in targets.into_iter().enumerate() {
        if number > 0 {
            point_before(ui, &name(input, one));
        }
        target(ui, input, one, commands);
    }
}

/// A point between what stands on the line and the words that follow; where these begin a line of their own, none.
pub fn point_before(ui: &mut Ui, words: &str) {
    const POINT: &str = "·";
    let font = egui::TextStyle::Body.resolve(ui.style());
    let width = |words: &str| {
        let words = words.to_owned();
        ui.painter().layout_no_wrap(words, font.clone(), egui::Color32::PLACEHOLDER).size().x + ui.spacing().item_spacing.x
    };
    // A long name is broken between its words.
    let first = words.split(' ').next().unwrap_or_default();
    if width(POINT) + width(first) <= ui.available_size_before_wrap().x {
        ui.label(POINT);
    } else {
        ui.end_row();
    }
}

/// The same under other words.
pub fn target_as(ui: &mut Ui, input: &PanelInput<'_>, target: Target, words: &str, commands: &mut Commands) {
    if link(ui, words).clicked() {
        commands.push(Command::Select(Some(target)));
        commands.extend(position(input, target).map(|geo| Command::View(ViewCommand::Show(geo))));
    }
}

/// Words that say how much more there is; a click shows it. Whether it is shown.
pub fn more(ui: &mut Ui, id: egui::Id, words: &str) -> bool {
    let is_open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    if is_open {
        return true;
    }
    let is_asked = link(ui, words).on_hover_text("Show all").clicked();
    ui.data_mut(|data| data.insert_temp(id, is_asked));
    is_asked
}

/// What a target is called in the language of names.
pub fn name(input: &PanelInput<'_>, target: Target) -> String {
    let language = input.session.language;
    match target {
        Target::Place(idx) => input.campaign.place(idx).names.or_english(language).to_owned(),
        Target::Formation(idx) => input.campaign.formation(idx).names.or_english(language).to_owned(),
        Target::Event(idx) => input.campaign.event(idx).headline.clone(),
        Target::Ground(point) => point.to_string(),
    }
}

/// Where a target is at this hour, if anywhere on the map.
pub fn position(input: &PanelInput<'_>, target: Target) -> Option<crate::cartography::Geo> {
    match target {
        Target::Place(idx) => Some(input.campaign.place(idx).position.into()),
        Target::Formation(idx) => input.situation.formation(idx).map(|state| state.position),
        Target::Event(idx) => input.campaign.event(idx).position.map(Into::into),
        Target::Ground(point) => Some(point.geo()),
    }
}

/// A status as word and shape, with its meaning on hover.
pub fn status(ui: &mut Ui, input: &PanelInput<'_>, status: Status) {
    let shape = match status {
        Status::Attested => "●",
        Status::Inferred => "○",
        Status::Claimed => "⚑",
        Status::Contested => "⚔",
    };
    let color = ui_color(input.session.map_theme().faint_ink);
    ui.add(Label::new(RichText::new(format!("{shape}\u{a0}{}", status.title())).small().color(color)).sense(Sense::hover()))
        .on_hover_text(status.meaning());
}

/// Numbers the sources of a panel in the order in which they are first named.
#[derive(Default)]
pub struct Notes(Vec<SourceIdx>);

impl Notes {
    fn number(&mut self, source: SourceIdx) -> usize {
        let at = self.0.iter().position(|known| *known == source).unwrap_or_else(|| {
            self.0.push(source);
            self.0.len() - 1
        });
        at + 1
    }

    /// The numbers of some sources as a mark: `[1, 3]`.
    pub fn mark(&mut self, sources: &[SourceIdx]) -> String {
        let mut numbers: Vec<usize> = sources.iter().map(|source| self.number(*source)).collect();
        numbers.sort_unstable();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        if numbers.is_empty() { String::new() } else { format!("[{}]", numbers.join(", ")) }
    }

    /// The sources named so far, in order of their numbers.
    pub fn sources(&self) -> &[SourceIdx] {
        &self.0
    }
}

/// The sentences of a panel, each with the number of its sources; a dated one begins with a link to its hour.
pub fn sentences(ui: &mut Ui, input: &PanelInput<'_>, sentences: &[Sentence], notes: &mut Notes, commands: &mut Commands) {
    let weak = ui_color(input.session.map_theme().faint_ink);
    let now = input.situation.instant;
    for sentence in sentences {
        let is_ahead = sentence.at.is_some_and(|at| at > now);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            // Lines of a text stand equally far apart, however large buttons are.
            ui.spacing_mut().interact_size.y = ui.text_style_height(&egui::TextStyle::Body);
            if let Some(at) = sentence.at {
                date(ui, input, at, &input.campaign.calendar.date_hour(at), commands);
            }
            let text = RichText::new(&sentence.text);
            ui.label(if is_ahead { text.color(weak) } else { text });
            let mark = notes.mark(&sentence.sources);
            let citations: Vec<String> = sentence.sources.iter().map(|idx| input.campaign.source(*idx).citation()).collect();
            source_mark(ui, RichText::new(mark).small().color(weak), &citations.join("\n"));
        });
        ui.add_space(1.0);
    }
}

/// The mark of a sentence's sources; they are named under the pointer, and at a click or a touch.
fn source_mark(ui: &mut Ui, mark: RichText, citations: &str) {
    let mark = ui.add(Label::new(mark).sense(Sense::click()));
    egui::Popup::from_toggle_button_response(&mark).show(|ui| {
        ui.set_max_width(320.0);
        ui.label(citations);
    });
    mark.on_hover_text(citations);
}

/// Words as they begin a line.
pub fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A whole number in groups of three.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join("\u{2009}")
}

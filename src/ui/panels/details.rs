//! The panel at the right: what is known of the selected place, formation or event. It follows the clock.

use egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use super::{event, formation, ground, place};
use crate::campaign::{Claim, EventIdx, Names, SourceIdx};
use crate::scene::Target;
use crate::session::{Command, Region};
use crate::ui::links::{self, Notes};
use crate::ui::style::{bold, italic, serif};
use crate::ui::{Commands, PanelInput, focus};

/// Shows the panel of a target.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, target: Target, commands: &mut Commands) {
    ui.horizontal(|ui| {
        let kind = match target {
            Target::Place(_) => "Place",
            Target::Formation(_) => "Formation",
            Target::Event(_) => "Event",
            Target::Ground(_) => "Ground",
        };
        ui.label(RichText::new(kind).small().weak());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = ui.add(egui::Button::new("✕").min_size(focus::smallest(ui))).on_hover_text("Close (Esc)");
            close.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Close details"));
            focus::region(ui, input, Region::Details, close.id);
            if close.clicked() {
                commands.push(Command::Select(None));
            }
        });
    });
    let area = ScrollArea::vertical().id_salt(("details", target)).auto_shrink([false, false]).scroll_source(focus::scrolled_by(input));
    area.show(ui, |ui| {
        match target {
            Target::Place(idx) => place::show(ui, input, idx, commands),
            Target::Formation(idx) => formation::show(ui, input, idx, commands),
            Target::Event(idx) => event::show(ui, input, idx, commands),
            Target::Ground(point) => ground::show(ui, input, point, commands),
        }
        focus::keep_in_view(ui);
    });
}

/// The title of a panel.
pub fn title(ui: &mut Ui, words: &str) {
    ui.add(egui::Label::new(RichText::new(words).family(serif()).size(22.0)).wrap());
}

/// A heading inside a panel.
pub fn section(ui: &mut Ui, words: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(words).family(bold()));
}

/// Names in all languages but the one of the title.
pub fn names(ui: &mut Ui, input: &PanelInput<'_>, names: &Names) {
    let shown = names.or_english(input.session.language);
    let others = names.iter().filter(|(_, name)| *name != shown);
    let line: Vec<String> = others.map(|(language, name)| format!("{name} ({})", short_language(language))).collect();
    if !line.is_empty() {
        ui.add(egui::Label::new(RichText::new(line.join(" · ")).weak()).wrap());
    }
}

fn short_language(language: crate::campaign::Language) -> &'static str {
    use crate::campaign::Language::{Chinese, English, Japanese, Korean, Modern, Russian};
    match language {
        English => "1945",
        Modern => "today",
        Russian => "Russian",
        Chinese => "Chinese",
        Japanese => "Japanese",
        Korean => "Korean",
    }
}

/// A list of events, each with a link to its hour and to itself; what is still ahead of the clock stands back.
pub fn events(ui: &mut Ui, input: &PanelInput<'_>, events: &[EventIdx], commands: &mut Commands) {
    for idx in events {
        let event = input.campaign.event(*idx);
        ui.horizontal_wrapped(|ui| {
            if event.start.best > input.situation.instant {
                ui.set_opacity(0.65);
            }
            links::margins(ui, input, event.start, commands);
            links::target(ui, input, Target::Event(*idx), commands);
        });
    }
}

/// The rival accounts of something contested: the chosen one first, the others behind it.
pub fn claims(ui: &mut Ui, input: &PanelInput<'_>, claims: &[Claim], notes: &mut Notes) {
    if claims.is_empty() {
        return;
    }
    section(ui, "Accounts differ");
    let chosen = input.session.account.only();
    let (first, others): (Vec<&Claim>, Vec<&Claim>) = claims.iter().partition(|claim| Some(claim.account) == chosen);
    if chosen.is_some() && first.is_empty() {
        ui.label(RichText::new(format!("{}: none here", input.session.account.title())).small().weak());
    }
    for claim in first.iter().chain(&others) {
        let is_first = Some(claim.account) == chosen;
        ui.scope(|ui| {
            if chosen.is_some() && !is_first {
                ui.set_opacity(0.65);
            }
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(claim.account.title()).family(if is_first { bold() } else { italic() }));
                ui.label(&claim.says);
                ui.label(RichText::new(notes.mark(&claim.sources)).small().weak());
            });
        });
    }
}

/// What the chosen account says, under the time that the map is drawn by: each of its claims a link.
pub fn told(ui: &mut Ui, input: &PanelInput<'_>, claims: &[Claim], commands: &mut Commands) {
    let chosen = input.session.account.only();
    for claim in claims.iter().filter(|claim| Some(claim.account) == chosen) {
        let (time, value) = (claim.time(), claim.value.as_ref());
        if time.is_none() && value.is_none() {
            continue;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(format!("By {}", claim.account.title())).family(bold()));
            if let Some(time) = time {
                links::margins(ui, input, time, commands);
            }
            if let Some(value) = value {
                ui.label(value);
            }
        })
        .response
        .on_hover_text(&claim.says);
    }
}

/// How we know: the sources of the panel by number, what the tables note, closed at first.
pub fn how_we_know(ui: &mut Ui, input: &PanelInput<'_>, record: &[SourceIdx], note: Option<&String>, mut notes: Notes) {
    notes.mark(record);
    let count = notes.sources().len();
    if count == 0 {
        return;
    }
    ui.add_space(8.0);
    let words = if count == 1 { "How we know: 1 source".to_owned() } else { format!("How we know: {count} sources") };
    CollapsingHeader::new(RichText::new(words).family(bold())).id_salt("how we know").default_open(false).show(ui, |ui| {
        for (number, idx) in notes.sources().iter().enumerate() {
            let source = input.campaign.source(*idx);
            let kind = source.kind.replace('-', " ");
            let line = format!("[{}] {} · {kind}, in {}", number + 1, source.citation(), source.language_name());
            let label = ui.add(egui::Label::new(RichText::new(line).small()).wrap());
            if let Some(link) = &source.link {
                label.on_hover_text(link);
            }
            if let Some(words) = &source.note {
                ui.add(egui::Label::new(RichText::new(words).family(italic()).small().weak()).wrap());
            }
        }
        if let Some(note) = note {
            ui.add_space(4.0);
            ui.add(egui::Label::new(RichText::new(format!("Why we show it so. {note}")).small()).wrap());
        }
    });
}

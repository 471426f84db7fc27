//! The library the campaign rests on: how much each source carries, who is heard on which days, and the credits.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use egui::{Grid, Id, RichText, TextEdit, Ui};

use crate::campaign::coverage::{Balance, Record, Voice, resting_on};
use crate::campaign::search::folded;
use crate::campaign::{Source, SourceIdx};
use crate::scene::Target;
use crate::session::{Command, DeskCommand, Panel, Request};
use crate::ui::style::{bold, italic};
use crate::ui::{Commands, PanelInput, links};

/// The days of a row of the balance.
const DAYS: i64 = 4;

/// So many events, places or formations that rest on a source are shown at first.
const MOST: usize = 12;

/// In which order sources are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    Facts,
    Kind,
    Voice,
    Days,
    Title,
}

impl Order {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Facts, "Facts that rest on it"),
        (Self::Kind, "Kind"),
        (Self::Voice, "Language"),
        (Self::Days, "Days covered"),
        (Self::Title, "Title"),
    ];
}

/// What is typed and chosen.
#[derive(Clone, Debug, Default)]
struct Draft {
    filter: String,
    order: Order,
    open: Option<SourceIdx>,
}

fn draft_id() -> Id {
    Id::unique("library draft")
}

/// Opens the library on a source.
pub fn ask_for(ui: &Ui, input: &PanelInput<'_>, idx: SourceIdx, commands: &mut Commands) {
    let draft = Draft { filter: input.campaign.source(idx).title.clone(), open: Some(idx), ..Draft::default() };
    ui.data_mut(|data| data.insert_temp(draft_id(), draft));
    commands.push(Command::Open(Panel::Sources));
}

/// Forgets what was typed, once the library is closed.
pub fn forget(ui: &Ui) {
    ui.data_mut(|data| data.remove::<Draft>(draft_id()));
}

/// Shows the library.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let mut draft: Draft = ui.data_mut(|data| data.get_temp(draft_id()).unwrap_or_default());
    let all: Vec<SourceIdx> = (0..input.campaign.sources.len()).map(SourceIdx).collect();
    ui.label(RichText::new("Who is heard").family(bold()));
    balance(ui, input);
    ui.add_space(8.0);
    ui.label(RichText::new(format!("{} sources", all.len())).family(bold()));
    ui.horizontal_wrapped(|ui| {
        let field = ui.add(TextEdit::singleline(&mut draft.filter).hint_text("Author, title, kind").desired_width(180.0));
        field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::SearchInput, true, "Filter the library"));
        ui.label("by");
        for (order, title) in Order::ALL {
            if ui.selectable_label(draft.order == order, title).clicked() {
                draft.order = order;
            }
        }
    });
    ui.add_space(4.0);
    list(ui, input, &mut draft, all, commands);
    ui.add_space(8.0);
    ui.label(RichText::new("Credits").family(bold()));
    for credit in &input.campaign.credits {
        ui.label(credit);
    }
    ui.label("Base map: made with Natural Earth; borders of August 1945 after treaty lines, part of them along prefecture edges of Apache ECharts 3.8.5 (BSD-3-Clause, Baidu Inc.). Fonts: Source Sans, Source Serif, Noto (SIL Open Font License).");
    ui.data_mut(|data| data.insert_temp(draft_id(), draft));
}

/// How many sources of each language tell of each stretch of days, and where that is most uneven.
fn balance(ui: &mut Ui, input: &PanelInput<'_>) {
    let rows = input.coverage.balance(input.campaign, DAYS);
    let heard: Vec<Voice> =
        Voice::ALL.into_iter().filter(|voice| rows.iter().any(|row| row.sources.get(voice).is_some_and(|count| *count > 0))).collect();
    if let Some(worst) = rows.iter().max_by(|a, b| a.tilt().total_cmp(&b.tilt())) {
        ui.label(format!("Most one-sided: {}", sentence(input, worst)));
    }
    Grid::new("who is heard").striped(true).spacing([16.0, 3.0]).show(ui, |ui| {
        ui.label(RichText::new("Sources by language").small().weak());
        for voice in &heard {
            ui.label(RichText::new(voice.title()).small().weak());
        }
        ui.end_row();
        for row in &rows {
            ui.label(days(input, row.days.0, row.days.1));
            let most = row.sources.values().max().copied().unwrap_or(0);
            for voice in &heard {
                let count = row.sources.get(voice).copied().unwrap_or(0);
                let words = RichText::new(count.to_string());
                ui.label(if count == most && count > 0 { words.family(bold()) } else { words });
            }
            ui.end_row();
        }
    });
}

/// `11–14 Aug: 9 Russian, 1 Japanese source`.
fn sentence(input: &PanelInput<'_>, balance: &Balance) -> String {
    let mut counts: Vec<(Voice, usize)> = balance.sources.iter().map(|(voice, count)| (*voice, *count)).filter(|row| row.1 > 0).collect();
    counts.sort_by_key(|(voice, count)| (Reverse(*count), *voice));
    let words: Vec<String> = counts.iter().map(|(voice, count)| format!("{count} {}", voice.title())).collect();
    let noun = if counts.last().is_some_and(|(_, count)| *count == 1) { "source" } else { "sources" };
    format!("{}: {} {noun}", days(input, balance.days.0, balance.days.1), words.join(", "))
}

/// `11–14 Aug`, from days counted from D+0.
fn days(input: &PanelInput<'_>, first: i64, last: i64) -> String {
    let calendar = &input.campaign.calendar;
    let (from, to) = (calendar.dated(calendar.day_start(first)), calendar.dated(calendar.day_start(last)));
    let (day, month) = from.split_once(' ').unwrap_or((&from, ""));
    match to.split_once(' ') {
        _ if first == last => from.clone(),
        Some((_, other)) if other == month => format!("{day}–{to}"),
        _ => format!("{from} – {to}"),
    }
}

fn list(ui: &mut Ui, input: &PanelInput<'_>, draft: &mut Draft, mut all: Vec<SourceIdx>, commands: &mut Commands) {
    let campaign = input.campaign;
    let wanted = folded(&draft.filter);
    all.retain(|idx| wanted.is_empty() || is_wanted(campaign.source(*idx), &wanted));
    let carried = |idx: &SourceIdx| input.coverage.of(campaign, *idx);
    let title = |idx: &SourceIdx| folded(&campaign.source(*idx).citation());
    match draft.order {
        Order::Facts => all.sort_by_cached_key(|idx| (Reverse(carried(idx).facts), title(idx))),
        Order::Kind => all.sort_by_cached_key(|idx| (campaign.source(*idx).kind.clone(), title(idx))),
        Order::Voice => {
            all.sort_by_cached_key(|idx| (Voice::of(campaign.source(*idx)), campaign.source(*idx).language.clone(), title(idx)));
        }
        Order::Days => all.sort_by_cached_key(|idx| (Reverse(in_period(input, &carried(idx).days).len()), title(idx))),
        Order::Title => all.sort_by_cached_key(title),
    }
    if all.is_empty() {
        ui.label(RichText::new("No source is called so").weak());
    }
    let mut group = String::new();
    for idx in &all {
        let source = campaign.source(*idx);
        let heading = match draft.order {
            Order::Kind => source.kind.replace('-', " "),
            Order::Voice => Voice::of(source).title().to_owned(),
            _ => String::new(),
        };
        if heading != group {
            ui.add_space(4.0);
            ui.label(RichText::new(&heading).family(bold()));
            group = heading;
        }
        one(ui, input, *idx, &mut draft.open, commands);
    }
}

fn one(ui: &mut Ui, input: &PanelInput<'_>, idx: SourceIdx, open: &mut Option<SourceIdx>, commands: &mut Commands) {
    let source = input.campaign.source(idx);
    let carried = input.coverage.of(input.campaign, idx);
    let is_open = *open == Some(idx);
    let title = links::link(ui, &source.citation()).on_hover_text(if is_open { "Fold this source" } else { "Show what rests on it" });
    if title.clicked() {
        *open = (!is_open).then_some(idx);
    }
    let inside = in_period(input, &carried.days);
    let facts = if carried.facts == 1 { "1 fact".to_owned() } else { format!("{} facts", carried.facts) };
    let told = if inside.is_empty() { String::new() } else { format!(" · {}", runs(input, &inside)) };
    let line = format!("{} · {} · {facts}{told}", source.kind.replace('-', " "), source.language_name());
    ui.add(egui::Label::new(RichText::new(line).small().weak()).wrap());
    if let Some(note) = &source.note {
        ui.add(egui::Label::new(RichText::new(note).family(italic()).small().weak()).wrap());
    }
    if is_open {
        ui.indent(("what rests on a source", idx.0), |ui| resting(ui, input, idx, commands));
    }
    ui.add_space(3.0);
}

/// What rests on a source: each a link that closes the library and leads there.
fn resting(ui: &mut Ui, input: &PanelInput<'_>, idx: SourceIdx, commands: &mut Commands) {
    if let Some(link) = &input.campaign.source(idx).link {
        let help = format!("Put {link} on the clipboard");
        if input.session.kiosk.is_none() && links::link(ui, "Copy its address").on_hover_text(help).clicked() {
            commands.push(Command::Request(Request::Copy(link.clone())));
            commands.push(Command::Desk(DeskCommand::Say("The address of the source is on the clipboard".to_owned())));
        }
    }
    let targets: Vec<Target> = resting_on(input.campaign, idx).into_iter().map(target).collect();
    let groups = [
        ("Events", targets.iter().filter(|one| matches!(one, Target::Event(_))).copied().collect::<Vec<_>>()),
        ("Places", targets.iter().filter(|one| matches!(one, Target::Place(_))).copied().collect()),
        ("Formations", targets.iter().filter(|one| matches!(one, Target::Formation(_))).copied().collect()),
    ];
    for (words, targets) in groups.into_iter().filter(|(_, targets)| !targets.is_empty()) {
        let before = commands.len();
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(words).small().weak());
            let (first, rest) = targets.split_at(targets.len().min(MOST));
            links::targets(ui, input, first.iter().copied(), commands);
            let id = Id::unique(("more rests on a source", idx.0, words));
            if !rest.is_empty() && links::more(ui, id, &format!("and {} more", rest.len())) {
                links::targets(ui, input, rest.iter().copied(), commands);
            }
        });
        if commands.len() > before {
            commands.push(Command::Close(Panel::Sources));
        }
    }
}

fn target(record: Record) -> Target {
    match record {
        Record::Event(idx) => Target::Event(idx),
        Record::Place(idx) => Target::Place(idx),
        Record::Formation(idx) => Target::Formation(idx),
    }
}

fn is_wanted(source: &Source, wanted: &str) -> bool {
    let kind = source.kind.replace('-', " ");
    [source.citation().as_str(), kind.as_str(), source.id.as_str(), source.language.as_str()]
        .iter()
        .any(|text| folded(text).contains(wanted))
}

/// The days that lie on the ruler.
fn in_period(input: &PanelInput<'_>, days: &BTreeSet<i64>) -> Vec<i64> {
    let calendar = &input.campaign.calendar;
    let (first, last) = (calendar.day_of(input.campaign.period.start), calendar.day_of(input.campaign.period.end));
    days.range(first..=last).copied().collect()
}

/// Days as runs: `9–12 Aug, 18 Aug`; only their number where there are many runs.
fn runs(input: &PanelInput<'_>, all: &[i64]) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for day in all {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == *day => run.1 = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let count = if all.len() == 1 { "1 day".to_owned() } else { format!("{} days", all.len()) };
    match (runs.first(), runs.last()) {
        (Some(first), Some(last)) if runs.len() > 4 => {
            format!("{count} from {} to {}", days(input, first.0, first.0), days(input, last.1, last.1))
        }
        _ => runs.iter().map(|(first, last)| days(input, *first, *last)).collect::<Vec<_>>().join(", "),
    }
}

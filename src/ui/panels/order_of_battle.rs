//! The order of battle: both sides as trees, by who stood under whom at this hour, each with where it was and how that is
//! known. Those out of the fight are struck out. A click selects, a double click follows; arrows go along the tree.

use std::collections::BTreeSet;

use egui::text::LayoutJob;
use egui::{Id, RichText, ScrollArea, Sense, Stroke, TextEdit, TextFormat, TextStyle, Ui, vec2};

use super::formation::whereabouts;
use super::list_head;
use crate::campaign::search::folded;
use crate::campaign::{Camp, Campaign, Formation, FormationIdx, Instant};
use crate::scene::Target;
use crate::session::{Command, DeskCommand, ViewCommand};
use crate::ui::style::{bold, ui_color};
use crate::ui::{Commands, PanelInput, focus, links};

/// Height of a row, points: a name, and under it where it is.
const ROW: f32 = 38.0;
/// How far each level stands in, points.
const INDENT: f32 = 13.0;
/// Levels that are open at first.
const OPEN_AT_FIRST: usize = 2;

/// What is typed, and which rows have been opened or closed by hand.
#[derive(Clone, Debug, Default)]
struct Draft {
    filter: String,
    turned: BTreeSet<FormationIdx>,
}

/// A row of the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Row {
    /// A side.
    Side(usize),
    /// A formation, its level, and whether those under it are shown; `None` where there are none.
    Formation(FormationIdx, usize, Option<bool>),
}

/// Shows the panel.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("order of battle");
    let mut draft: Draft = ui.data_mut(|data| data.get_temp(id).unwrap_or_default());
    let hour = input.campaign.calendar.date_hour(input.situation.instant);
    let words = format!("Who stood under whom on {hour}. Enter or a click selects; F, or a double click, follows");
    list_head(ui, "Order of battle", &words);
    // A museum's screen asks for no text.
    if input.session.kiosk.is_none() {
        let field = ui.add(TextEdit::singleline(&mut draft.filter).hint_text("Filter").desired_width(f32::INFINITY));
        let field = field.on_hover_text(words);
        field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::SearchInput, true, "Filter the order of battle"));
    }
    let mut rows = rows_of(input.campaign, input.situation.instant, &draft);
    if rows.is_empty() {
        ui.label(RichText::new("No formation is called so").weak());
    }
    if let Some(turned) = turned_by_key(ui, &rows) {
        turn_over(&mut draft, turned);
        rows = rows_of(input.campaign, input.situation.instant, &draft);
    }
    if let Some(turned) = tree(ui, input, &rows, commands) {
        turn_over(&mut draft, turned);
    }
    ui.data_mut(|data| data.insert_temp(id, draft));
}

/// A branch that was open is closed, and the other way round.
fn turn_over(draft: &mut Draft, branch: FormationIdx) {
    if !draft.turned.remove(&branch) {
        draft.turned.insert(branch);
    }
}

fn row_id(formation: FormationIdx) -> Id {
    Id::unique(("order of battle", formation))
}

fn has_keyboard(ui: &Ui, row: &Row) -> bool {
    matches!(row, Row::Formation(idx, ..) if ui.memory(|memory| memory.has_focus(row_id(*idx))))
}

/// What an arrow to the side does to the row that has the keyboard: it opens or closes the branch, and where that is done
/// already it goes to the first row of the branch or to the one above it. The branch to be turned over.
fn turned_by_key(ui: &Ui, rows: &[Row]) -> Option<FormationIdx> {
    let is_asked_open = focus::turned(ui)?;
    let place = |row: &Row| match *row {
        Row::Formation(idx, level, is_open) => Some((idx, level, is_open)),
        Row::Side(_) => None,
    };
    let at = rows.iter().position(|row| has_keyboard(ui, row))?;
    let (here, level, is_open) = place(&rows[at])?;
    if is_open == Some(!is_asked_open) {
        return Some(here);
    }
    let next = if is_asked_open {
        rows.get(at + 1).and_then(place).filter(|(_, below, _)| *below > level)
    } else {
        rows[..at].iter().rev().map_while(place).find(|(_, above, _)| *above < level)
    };
    if let Some((next, ..)) = next {
        ui.memory_mut(|memory| memory.request_focus(row_id(next)));
    }
    None
}

/// The rows that are in view, and one more at each end, so that the keyboard can go on to it. The branch whose sign was
/// clicked.
fn tree(ui: &mut Ui, input: &PanelInput<'_>, rows: &[Row], commands: &mut Commands) -> Option<FormationIdx> {
    let height = row_height(input);
    let mut turned = None;
    let area = ScrollArea::vertical().auto_shrink([false, false]).scroll_source(focus::scrolled_by(input));
    area.show_viewport(ui, |ui, viewport| {
        ui.set_height(height * rows.len() as f32);
        let (origin, width) = (ui.min_rect().min, ui.available_width());
        let first = ((viewport.min.y / height).floor().max(0.0) as usize).saturating_sub(1);
        let last = ((viewport.max.y / height).ceil().max(0.0) as usize + 1).min(rows.len());
        let mut ids = Vec::new();
        // The keyboard may go to a branch far above.
        let wanted = rows.iter().position(|row| has_keyboard(ui, row)).filter(|wanted| !(first..last).contains(wanted));
        for (number, row) in (first..last).chain(wanted).filter_map(|number| Some((number, rows.get(number)?))) {
            let rect = egui::Rect::from_min_size(origin + vec2(0.0, height * number as f32), vec2(width, height));
            match *row {
                Row::Side(number) => side(ui, input, rect, number),
                Row::Formation(formation, level, is_open) => {
                    ids.push(row_id(formation));
                    if formation_row(ui, input, rect, (formation, level, is_open), commands) {
                        turned = Some(formation);
                    }
                }
            }
        }
        focus::heed_tree(ui, ids);
        focus::keep_in_view(ui);
    });
    turned
}

/// A row is high enough for its two lines, and for a finger where fingers are.
fn row_height(input: &PanelInput<'_>) -> f32 {
    ROW.max(focus::target_side(input))
}

/// The rows that are shown, from top to bottom.
fn rows_of(campaign: &Campaign, instant: Instant, draft: &Draft) -> Vec<Row> {
    let wanted = folded(&draft.filter);
    let tree = Tree { campaign, instant, shown: (!wanted.is_empty()).then(|| matching(campaign, instant, &wanted)), turned: &draft.turned };
    let mut rows = Vec::new();
    for camp in [Camp::Attacker, Camp::Defender] {
        for number in (0..campaign.sides.len()).filter(|number| campaign.sides[*number].camp == camp) {
            let roots: Vec<FormationIdx> = tree.roots(number).collect();
            if !roots.is_empty() {
                rows.push(Row::Side(number));
                for root in roots {
                    tree.add(root, 0, &mut rows);
                }
            }
        }
    }
    rows
}

/// The tree at an instant.
struct Tree<'a> {
    campaign: &'a Campaign,
    instant: Instant,
    /// Those that match the filter, with all above them; all where `None`.
    shown: Option<BTreeSet<FormationIdx>>,
    turned: &'a BTreeSet<FormationIdx>,
}

impl Tree<'_> {
    fn is_shown(&self, idx: FormationIdx) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown.contains(&idx))
    }

    /// The formations of a side that stand under nobody, or under another side.
    fn roots(&self, side: usize) -> impl Iterator<Item = FormationIdx> {
        let is_root = move |formation: &Formation| {
            let superior = formation.superior(self.instant);
            formation.side.0 == side && superior.is_none_or(|superior| self.campaign.formation(superior).side.0 != side)
        };
        let formations = self.campaign.formations.iter().enumerate();
        formations.filter(move |(_, formation)| is_root(formation)).map(|(idx, _)| FormationIdx(idx)).filter(|idx| self.is_shown(*idx))
    }

    fn add(&self, idx: FormationIdx, level: usize, rows: &mut Vec<Row>) {
        let side = self.campaign.formation(idx).side;
        let under: Vec<FormationIdx> = self
            .campaign
            .subordinates(idx, self.instant)
            .filter(|under| self.campaign.formation(*under).side == side && self.is_shown(*under))
            .collect();
        let is_open = self.shown.is_some() || (level < OPEN_AT_FIRST) != self.turned.contains(&idx);
        rows.push(Row::Formation(idx, level, (!under.is_empty()).then_some(is_open)));
        // The data are checked for circles; a tree of more levels than this is none.
        if is_open && level < 24 {
            for under in under {
                self.add(under, level + 1, rows);
            }
        }
    }
}

/// The formations one of whose names, or whose commander, holds a text, with all that stand above them.
fn matching(campaign: &Campaign, instant: Instant, wanted: &str) -> BTreeSet<FormationIdx> {
    let mut shown = BTreeSet::new();
    for (idx, formation) in campaign.formations.iter().enumerate() {
        let names = formation.names.iter().map(|(_, name)| name);
        let mut all = names.chain([formation.short.as_str()]).chain(formation.commander.as_deref());
        if all.any(|name| folded(name).contains(wanted)) {
            let mut above = Some(FormationIdx(idx));
            while let Some(current) = above.filter(|current| shown.insert(*current)) {
                above = campaign.formation(current).superior(instant);
            }
        }
    }
    shown
}

fn side(ui: &mut Ui, input: &PanelInput<'_>, rect: egui::Rect, number: usize) {
    let side = &input.campaign.sides[number];
    let theme = input.session.map_theme();
    let color = if side.camp == Camp::Attacker { theme.attacker.text } else { theme.defender.text };
    let words = RichText::new(side.names.or_english(input.session.language)).family(bold()).size(16.0).color(ui_color(color));
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(egui::Align::Center)));
    inner.add(egui::Label::new(words).truncate());
}

/// A formation; whether its sign was clicked.
fn formation_row(
    ui: &Ui,
    input: &PanelInput<'_>,
    rect: egui::Rect,
    (idx, level, is_open): (FormationIdx, usize, Option<bool>),
    commands: &mut Commands,
) -> bool {
    let indent = INDENT * level as f32;
    let sign = egui::Rect::from_min_size(rect.min + vec2(indent, 0.0), vec2(focus::target_side(input), rect.height()));
    let body = egui::Rect::from_min_max(egui::pos2(sign.right() + 2.0, rect.top() + 1.0), rect.max - vec2(0.0, 1.0));
    let name = links::name(input, Target::Formation(idx));
    let is_turned = is_open.is_some_and(|is_open| turn(ui, sign, idx, is_open, &name));

    let response = ui.interact(body, row_id(idx), Sense::click());
    let is_selected = input.session.selection == Some(Target::Formation(idx));
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::TreeItem, true, is_selected, &name));
    let visuals = ui.style().interact_selectable(&response, is_selected);
    if is_selected || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(body, 3.0, visuals.weak_bg_fill);
    }
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::truncate_at_width(body.width() - 8.0), ..LayoutJob::default() };
    job.append(&name, 0.0, name_format(ui, input, idx));
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(body.min + vec2(4.0, 2.0), galley, ui.visuals().text_color());
    let weak = TextFormat::simple(TextStyle::Small.resolve(ui.style()), ui.visuals().weak_text_color());
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::truncate_at_width(body.width() - 8.0), ..LayoutJob::default() };
    job.append(&status(input, idx), 0.0, weak);
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(body.min + vec2(4.0, 19.0), galley, ui.visuals().text_color());

    if response.double_clicked() {
        commands.push(Command::Desk(DeskCommand::Follow(idx)));
    } else if response.clicked() {
        commands.push(Command::Select(Some(Target::Formation(idx))));
        // The map stays with a formation that is followed, unless another is chosen.
        let shown = links::position(input, Target::Formation(idx)).filter(|_| input.session.followed != Some(idx));
        commands.extend(shown.map(|geo| Command::View(ViewCommand::Show(geo))));
    }
    response.on_hover_ui(|ui| super::card::show(ui, input, Target::Formation(idx)));
    is_turned
}

/// The sign that opens or closes what is under a formation; the keyboard does that on the row.
fn turn(ui: &Ui, area: egui::Rect, idx: FormationIdx, is_open: bool, name: &str) -> bool {
    let response = ui.interact(area, Id::unique(("order of battle sign", idx)), Sense::CLICK);
    let verb = if is_open { "Close" } else { "Open" };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("{verb} {name}")));
    let sign = if is_open { "⏷" } else { "⏵" };
    let color = ui.style().interact(&response).fg_stroke.color;
    let at = area.center_top() + vec2(0.0, 11.0);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, sign, TextStyle::Body.resolve(ui.style()), color);
    response.clicked()
}

/// A name; struck out once the formation is out of the fight.
fn name_format(ui: &Ui, input: &PanelInput<'_>, idx: FormationIdx) -> TextFormat {
    let has_ended = input.situation.formation(idx).is_some_and(|state| state.ended.is_some());
    let color = if has_ended { ui.visuals().weak_text_color() } else { ui.visuals().text_color() };
    let line = if has_ended { Stroke::new(1.0, color) } else { Stroke::NONE };
    TextFormat { strikethrough: line, ..TextFormat::simple(TextStyle::Body.resolve(ui.style()), color) }
}

/// Where a formation is at this hour, and how that is known.
fn status(input: &PanelInput<'_>, idx: FormationIdx) -> String {
    match input.situation.formation(idx) {
        Some(state) => match state.ended {
            Some(ended) => format!("Out of the fight since {}", input.campaign.calendar.date_hour(ended)),
            None => format!("{} · {}", whereabouts(input, state), state.status.title()),
        },
        None => "Not recorded at this hour".to_owned(),
    }
}

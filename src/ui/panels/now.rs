//! The map as a table: who was where at this hour, how that is known, since when, and who says so. A click selects and
//! shows on the map; the headings put it in another order.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::{
    Id, Popup, PopupKind, Rect, RectAlign, RichText, ScrollArea, Sense, Stroke, TextEdit, TextFormat, TextStyle, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::formation::whereabouts;
use super::list_head;
use crate::campaign::search::folded;
use crate::campaign::{Camp, Echelon, FormationIdx, Instant, SourceIdx};
use crate::scene::{Scene, Target};
use crate::session::{Command, DeskCommand, Request, Tab, ViewCommand};
use crate::situation::FormationState;
use crate::ui::map::is_read_aloud;
use crate::ui::style::{bold, ui_color};
use crate::ui::{Commands, PanelInput, focus, links};

/// Height of a row, points: two lines.
const ROW: f32 = 38.0;

/// In which order the rows stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// By side, then by level.
    #[default]
    Side,
    Where,
    Status,
    Since,
    Source,
}

/// The columns: order, heading, share of the width.
const COLUMNS: [(Order, &str, f32); 5] = [
    (Order::Side, "Formation", 0.29),
    (Order::Where, "Where", 0.26),
    (Order::Status, "Known", 0.11),
    (Order::Since, "Since", 0.19),
    (Order::Source, "Source", 0.15),
];

/// Narrower than this the table leaves out who says so, points; a row's card tells it.
const NARROW: f32 = 430.0;

/// The columns of a table so many points wide: order, heading, share of the width.
fn columns(width: f32) -> Vec<(Order, &'static str, f32)> {
    if width >= NARROW {
        return COLUMNS.to_vec();
    }
    let shares = [0.33, 0.29, 0.17, 0.21];
    COLUMNS.into_iter().zip(shares).map(|((order, title, _), share)| (order, title, share)).collect()
}

/// What is typed and chosen.
#[derive(Clone, Debug, Default)]
struct Draft {
    filter: String,
    order: Order,
    is_on_map_only: bool,
}

fn drawn_id() -> Id {
    Id::unique("formations drawn")
}

/// Remembers which formations the map has drawn, while the table is open.
pub fn heed_map(ui: &Ui, input: &PanelInput<'_>, scene: &Scene) {
    if input.session.tab != Tab::Now {
        return;
    }
    let page = scene.view.page();
    let on_page = scene.hits.iter().filter(|hit| page.contains(hit.rect.center()));
    let drawn: BTreeSet<FormationIdx> = on_page
        .filter_map(|hit| match hit.target {
            Target::Formation(idx) => Some(idx),
            _ => None,
        })
        .collect();
    let is_news = ui.data_mut(|data| {
        let before = data.get_temp_mut_or_default::<BTreeSet<FormationIdx>>(drawn_id());
        let is_news = *before != drawn;
        *before = drawn;
        is_news
    });
    // The table is laid out before the map.
    if is_news {
        ui.ctx().request_repaint();
    }
}

/// Shows the panel.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let id = Id::unique("now");
    let mut draft: Draft = ui.data_mut(|data| data.get_temp(id).unwrap_or_default());
    let rows = rows(ui, input, &draft);
    head(ui, input, &mut draft, &rows, commands);
    headings(ui, &mut draft);
    table(ui, input, &rows, commands);
    ui.data_mut(|data| data.insert_temp(id, draft));
}

fn head(ui: &mut Ui, input: &PanelInput<'_>, draft: &mut Draft, rows: &[&FormationState], commands: &mut Commands) {
    let hour = input.campaign.calendar.full(input.situation.instant);
    let count = if rows.len() == 1 { "1 formation".to_owned() } else { format!("{} formations", rows.len()) };
    let words = format!("{hour}: {count}");
    list_head(ui, "Now", &words);
    ui.horizontal_wrapped(|ui| {
        let is_kiosk = input.session.kiosk.is_some();
        if !is_kiosk {
            let field = ui.add(TextEdit::singleline(&mut draft.filter).hint_text("Filter").desired_width(filter_width(ui)));
            let field = field.on_hover_text(words);
            field.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Filter the table"));
        }
        ui.checkbox(&mut draft.is_on_map_only, "Shown on the map").on_hover_text("Only what the map draws in its present view");
        if !is_kiosk && ui.button("Copy").on_hover_text("Put the table on the clipboard, with tabs between its columns").clicked() {
            commands.push(Command::Request(Request::Copy(as_text(input, rows))));
            commands.push(Command::Desk(DeskCommand::Say("The table is on the clipboard".to_owned())));
        }
    });
}

/// The filter leaves room in its line for what stands beside it.
fn filter_width(ui: &Ui) -> f32 {
    const BESIDE: f32 = 210.0;
    (ui.available_width() - BESIDE).clamp(60.0, 150.0)
}

/// The formations that are listed, in order.
fn rows<'a>(ui: &Ui, input: &PanelInput<'a>, draft: &Draft) -> Vec<&'a FormationState> {
    let campaign = input.campaign;
    let wanted = folded(&draft.filter);
    let drawn: Option<BTreeSet<FormationIdx>> = if draft.is_on_map_only { ui.data(|data| data.get_temp(drawn_id())) } else { None };
    let is_listed = |state: &&FormationState| {
        let formation = campaign.formation(state.formation);
        let mut names = formation.names.iter().map(|(_, name)| name).chain([formation.short.as_str()]);
        let is_drawn = !draft.is_on_map_only || drawn.as_ref().is_some_and(|drawn| drawn.contains(&state.formation));
        is_drawn && (wanted.is_empty() || names.any(|name| folded(name).contains(&wanted)))
    };
    let mut rows: Vec<&FormationState> = input.situation.formations.iter().filter(is_listed).collect();
    rows.sort_by_key(|state| rank(input, state));
    match draft.order {
        Order::Side => {}
        Order::Where => rows.sort_by_cached_key(|state| folded(&whereabouts(input, state))),
        Order::Status => rows.sort_by_key(|state| (state.ended.is_some(), state.status)),
        Order::Since => rows.sort_by_key(|state| std::cmp::Reverse(since(state))),
        Order::Source => {
            rows.sort_by_cached_key(|state| sources(input, state).first().map(|idx| folded(&campaign.source(*idx).citation())));
        }
    }
    rows
}

/// Attackers first, then by side, level and order of the campaign.
fn rank(input: &PanelInput<'_>, state: &FormationState) -> (Camp, usize, Echelon, usize) {
    let formation = input.campaign.formation(state.formation);
    (input.campaign.side_of(state.formation).camp, formation.side.0, formation.echelon, state.formation.0)
}

/// Since when it has been so: out of the fight, or where it is.
fn since(state: &FormationState) -> Instant {
    state.ended.unwrap_or(state.time.best)
}

/// Who says that it is there: the sources of the last waypoint, or of the formation where that has none.
fn sources<'a>(input: &PanelInput<'a>, state: &FormationState) -> &'a [SourceIdx] {
    let waypoint = input.campaign.track_of(state.formation).and_then(|track| track.waypoints.get(state.waypoint));
    let own = waypoint.map(|waypoint| waypoint.sources.as_slice()).filter(|sources| !sources.is_empty());
    own.unwrap_or(&input.campaign.formation(state.formation).sources)
}

/// What stands in the columns of a row.
fn cells(input: &PanelInput<'_>, state: &FormationState) -> [String; 5] {
    let calendar = &input.campaign.calendar;
    let sources = sources(input, state);
    let source = sources.first().map(|idx| {
        let source = input.campaign.source(*idx);
        let name = source.author.as_deref().unwrap_or(&source.title);
        if sources.len() > 1 { format!("{name} +{}", sources.len() - 1) } else { name.to_owned() }
    });
    let (place, known, since) = match state.ended {
        Some(ended) => ("Out of the fight".to_owned(), state.status.title().to_owned(), calendar.date_hour(ended)),
        None => (whereabouts(input, state), state.status.title().to_owned(), calendar.margins(state.time)),
    };
    [links::name(input, Target::Formation(state.formation)), place, known, since, source.unwrap_or_default()]
}

/// The table as it is copied.
fn as_text(input: &PanelInput<'_>, rows: &[&FormationState]) -> String {
    let titles = COLUMNS.map(|(_, title, _)| title.to_owned()).join("\t");
    let hour = format!("{} ({})", input.campaign.calendar.full(input.situation.instant), input.campaign.calendar.zone.label());
    let body = rows.iter().map(|state| cells(input, state).map(|cell| cell.replace(['\t', '\n'], " ")).join("\t"));
    [hour, titles].into_iter().chain(body).collect::<Vec<_>>().join("\n") + "\n"
}

fn headings(ui: &mut Ui, draft: &mut Draft) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ui.spacing().interact_size.y), Sense::hover());
    let mut left = rect.min.x;
    for (order, title, share) in columns(rect.width()) {
        let area = Rect::from_min_size(pos2(left, rect.min.y), vec2(rect.width() * share, rect.height()));
        left = area.max.x;
        let is_chosen = draft.order == order;
        let response = ui.interact(area, Id::unique(("heading of now", title)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, is_chosen, title));
        let look = ui.style().interact_selectable(&response, is_chosen);
        if is_chosen || response.hovered() || response.has_focus() {
            ui.painter().rect_filled(area.shrink2(vec2(1.0, 0.0)), 3.0, look.weak_bg_fill);
        }
        let font = egui::FontId::new(TextStyle::Small.resolve(ui.style()).size, bold());
        ui.painter_at(area).text(area.left_center() + vec2(3.0, 0.0), egui::Align2::LEFT_CENTER, title, font, look.text_color());
        let help = if order == Order::Side { "By side and level".to_owned() } else { format!("In order of “{title}”") };
        if response.on_hover_text(help).clicked() {
            draft.order = order;
        }
    }
}

/// The rows that are in view; all of them where they are read aloud.
fn table(ui: &mut Ui, input: &PanelInput<'_>, rows: &[&FormationState], commands: &mut Commands) {
    if rows.is_empty() {
        ui.label(RichText::new("No formation is on this list").weak());
    }
    let is_read = is_read_aloud(ui);
    let scroll = ScrollArea::vertical().id_salt("rows of now").auto_shrink([false, false]).scroll_source(focus::scrolled_by(input));
    scroll.show_viewport(ui, |ui, viewport| {
        let height = ROW.max(focus::target_side(input));
        ui.set_height(height * rows.len() as f32);
        let origin = ui.min_rect().min;
        let width = ui.available_width();
        // One more at each end, so that the keyboard can go on to it.
        let first = if is_read { 0 } else { ((viewport.min.y / height).floor().max(0.0) as usize).saturating_sub(1) };
        let last = if is_read { rows.len() } else { ((viewport.max.y / height).ceil().max(0.0) as usize + 1).min(rows.len()) };
        let mut list = ui.new_child(UiBuilder::new().max_rect(ui.max_rect()).id_salt("table of now"));
        list.ctx().accesskit_node_builder(list.unique_id(), |node| {
            node.set_role(Role::Table);
            node.set_label("Now");
        });
        let mut ids = Vec::new();
        for (number, state) in rows.iter().enumerate().take(last).skip(first) {
            let rect = Rect::from_min_size(pos2(origin.x, origin.y + height * number as f32), vec2(width, height));
            ids.push(row(&mut list, input, rect, number, state, commands));
        }
        focus::heed_list(ui, ids);
    });
}

fn row(ui: &mut Ui, input: &PanelInput<'_>, rect: Rect, number: usize, state: &FormationState, commands: &mut Commands) -> Id {
    let target = Target::Formation(state.formation);
    let response = ui.interact(rect, Id::unique(("now", state.formation)), Sense::click());
    let is_selected = input.session.selection == Some(target);
    let cells = cells(input, state);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, is_selected, cells.join(", ")));
    if response.gained_focus() {
        ui.scroll_to_rect(rect, None);
    }
    let look = ui.style().interact_selectable(&response, is_selected);
    if is_selected || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 3.0, look.weak_bg_fill);
    } else if number % 2 == 1 {
        ui.painter().rect_filled(rect, 0.0, ui.visuals().faint_bg_color);
    }
    paint_cells(ui, input, rect, state, &cells);
    if response.clicked() {
        commands.push(Command::Select(Some(target)));
        let shown = links::position(input, target).filter(|_| input.session.followed != Some(state.formation));
        commands.extend(shown.map(|geo| Command::View(ViewCommand::Show(geo))));
    }
    let id = response.id;
    let whole = |ui: &mut Ui| {
        ui.set_max_width(360.0);
        super::card::show(ui, input, target);
        for source in sources(input, state) {
            ui.label(RichText::new(input.campaign.source(*source).citation()).small());
        }
    };
    // Beside the table, so that the rows below stay in sight.
    if response.has_focus() {
        Popup::from_response(&response).kind(PopupKind::Tooltip).align(RectAlign::RIGHT_START).show(whole);
    } else {
        response.on_hover_ui(whole);
    }
    id
}

fn paint_cells(ui: &Ui, input: &PanelInput<'_>, rect: Rect, state: &FormationState, cells: &[String; 5]) {
    let theme = input.session.map_theme();
    let camp = input.campaign.side_of(state.formation).camp;
    let name = ui_color(if camp == Camp::Attacker { theme.attacker.text } else { theme.defender.text });
    let (weak, plain) = (ui.visuals().weak_text_color(), ui.visuals().text_color());
    let mut left = rect.min.x;
    for (column, (_, _, share)) in columns(rect.width()).into_iter().enumerate() {
        let width = rect.width() * share;
        let color = match (column, state.ended) {
            (_, Some(_)) => weak,
            (0, None) => name,
            _ => plain,
        };
        let struck = if column == 0 && state.ended.is_some() { Stroke::new(1.0, color) } else { Stroke::NONE };
        let font = TextStyle::Small.resolve(ui.style());
        let wrap = egui::text::TextWrapping { max_rows: 2, ..egui::text::TextWrapping::wrap_at_width(width - 6.0) };
        let mut job = LayoutJob { wrap, ..LayoutJob::default() };
        job.append(&cells[column], 0.0, TextFormat { strikethrough: struck, ..TextFormat::simple(font, color) });
        let galley = ui.painter().layout_job(job);
        let at = pos2(left + 3.0, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, color);
        left += width;
    }
}

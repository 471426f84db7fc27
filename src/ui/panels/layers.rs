//! Layers and legend: what is drawn, and what it means. Each layer's switch stands over its rows of the legend.

use std::sync::Arc;

use egui::{Id, Rect, RichText, Sense, Ui, vec2};

use super::has_head;
use crate::campaign::{HOUR, Instant, Lane};
use crate::cartography::PageSize;
use crate::paint::egui::ScenePainter;
use crate::scene::{Doubt, Furniture, LAYERS, Lag, LegendRow, MapInput, legend};
use crate::session::{Command, RulerCommand};
use crate::ui::kept::{self, Same};
use crate::ui::map::is_read_aloud;
use crate::ui::style::bold;
use crate::ui::{Commands, PanelInput, focus, timeline};

/// Size of a sample, points.
const SAMPLE: (f32, f32) = (40.0, 26.0);

/// What a sample keeps free at its sides, points.
const SAMPLE_MARGIN: f64 = 2.0;

/// Shows the panel.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    if has_head(ui) {
        ui.heading("Layers and legend");
    }
    let map = legend_input(input);
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(Id::unique("view of the legend"), map.view), map.view));
    let is_moving = before != map.view;
    let mut is_late = false;
    doubt(ui, input, &map, commands);
    account(ui, input, commands);
    for (place, layer) in LAYERS.iter().rev().enumerate() {
        let mut is_shown = map.is_visible(layer.id);
        let title = RichText::new(layer.title).family(bold());
        if ui.checkbox(&mut is_shown, title).on_hover_text(layer.help).changed() {
            commands.push(Command::ToggleLayer(layer.id));
        }
        let at = (instant_of(input, place), lag(ui, place, is_moving));
        let (rows, are_late) = if is_shown { input.memory.legend(&map, layer, at, sample_page()) } else { (Arc::default(), false) };
        is_late |= are_late;
        if rows.is_empty() {
            // As many widgets as with rows, which may come while a hand is on the next switch.
            ui.skip_ahead_auto_ids(1);
        } else {
            kept::block(ui, Id::unique(("legend of a layer", layer.id)), Same(Arc::clone(&rows)), |ui| entries(ui, &rows));
        }
        ui.add_space(2.0);
    }
    if is_late {
        ui.request_repaint();
    }
    ui.separator();
    ruler(ui, input, commands);
    ui.separator();
    let weak = |words: &str| RichText::new(words).small().weak();
    ui.label(weak("A second of play is as much campaign time as the speed says. Events stay for 12 hours, fallen formations for a day; axes pale after three days."));
}

/// The instant of a layer's rows. In play a row may come and go half a second late: that is not seen, and spares drawing
/// all anew; and they take turns, so that no frame has to draw them all.
fn instant_of(input: &PanelInput<'_>, place: usize) -> Instant {
    let now = input.situation.instant;
    if !input.session.clock.is_playing() {
        return now;
    }
    let step = ((input.session.pace() * HOUR as f64 / 2.0) as i64).max(1);
    let later = step * turn(place) as i64 / LAYERS.len() as i64;
    Instant((now.0 + later).div_euclid(step) * step - later)
}

/// When it is a layer's turn: neighbours, which have most rows, are not drawn at once.
fn turn(place: usize) -> usize {
    place * 5 % LAYERS.len()
}

/// The rows of a layer are made anew in one of so many frames, not those of all layers in the same.
const FRAMES: u64 = 6;

/// How far the rows of a layer may lag behind the map in this frame.
fn lag(ui: &Ui, place: usize, is_moving: bool) -> Lag {
    if !(ui.ctx().cumulative_frame_nr() + turn(place) as u64).is_multiple_of(FRAMES) {
        Lag::Frames
    } else if is_moving {
        Lag::Hand
    } else {
        Lag::None
    }
}

/// The page of a sample, and what it keeps free at its sides.
fn sample_page() -> (PageSize, f64) {
    (PageSize { width: f64::from(SAMPLE.0), height: f64::from(SAMPLE.1) }, SAMPLE_MARGIN)
}

/// Rows of a layer; those out of view take no more than their room.
fn entries(ui: &mut Ui, rows: &[LegendRow]) {
    for row in rows {
        if is_read_aloud(ui) || is_in_view(ui, row) {
            let top = ui.next_widget_position();
            entry(ui, row);
            let height = ui.next_widget_position().y - top.y - ui.spacing().item_spacing.y;
            ui.data_mut(|data| data.insert_temp(row_id(row), height));
        } else {
            ui.allocate_space(vec2(1.0, height_of(ui, row)));
        }
    }
}

fn row_id(row: &LegendRow) -> Id {
    Id::unique(("row of the legend", &row.entry.title))
}

/// The height that a row had when it was last drawn, points.
fn height_of(ui: &Ui, row: &LegendRow) -> f32 {
    ui.data(|data| data.get_temp(row_id(row))).unwrap_or(SAMPLE.1)
}

/// Whether the next row of the legend can be seen, for all that is known.
fn is_in_view(ui: &Ui, row: &LegendRow) -> bool {
    ui.is_rect_visible(Rect::from_min_size(ui.next_widget_position(), vec2(1.0, height_of(ui, row))))
}

/// How strongly doubt is drawn, and what that adds to the map.
fn doubt(ui: &mut Ui, input: &PanelInput<'_>, map: &MapInput<'_>, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Doubt").family(bold()));
        for (doubt, _, title) in Doubt::ALL {
            let is_chosen = input.session.doubt == doubt;
            let button = ui.add(egui::Button::selectable(is_chosen, title).min_size(focus::smallest(ui))).on_hover_text(doubt.sentence());
            button
                .widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::RadioButton, true, is_chosen, format!("Doubt: {title}")));
            if button.clicked() {
                commands.push(Command::Doubt(doubt));
            }
        }
    });
    for row in legend::doubt_rows(map) {
        entry(ui, &LegendRow::drawn(row, map, sample_page()));
    }
}

/// By whose account everything is told, where accounts differ at all.
fn account(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let offered = &input.session.accounts;
    if offered.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Told by").family(bold()))
            .on_hover_text("Where accounts differ on a date: margins that hold all of them, or the date of one");
        for choice in offered.iter().copied() {
            let is_chosen = input.session.account == choice;
            let short = choice.title().split(' ').next().unwrap_or_default();
            let button = ui.add(egui::Button::selectable(is_chosen, short).min_size(focus::smallest(ui))).on_hover_text(choice.title());
            let name = format!("Told by: {}", choice.title());
            button.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::RadioButton, true, is_chosen, name.clone()));
            if button.clicked() {
                commands.push(Command::Account(choice));
            }
        }
    });
}

/// What the bands of the ruler mean.
fn bands(ui: &mut Ui, input: &PanelInput<'_>) {
    ui.label(RichText::new("The ruler").family(bold()));
    ui.label(RichText::new("Events, by whose they are, from top to bottom").small().weak());
    for (color, name) in timeline::front_rows(input).into_iter().rev() {
        timeline::swatch(ui, Some(color), &name);
    }
    ui.label(RichText::new("Evidence").small().weak());
    for (is_attested, words) in [(true, "A dated record falls in this hour"), (false, "Interpolated between records")] {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(SAMPLE.0, 8.0), Sense::hover());
            timeline::evidence_sample(&ui.painter_at(rect), input, rect, is_attested);
            ui.add(egui::Label::new(RichText::new(words).small()).wrap());
        });
    }
}

/// What the bands of the ruler mean, and which lanes it shows.
fn ruler(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let key = (input.session.map_theme().name, input.session.language, Same(Arc::clone(input.campaign)));
    kept::block(ui, Id::unique("legend of the ruler"), key, |ui| bands(ui, input));
    ui.label(RichText::new("Lanes").small().weak());
    ui.horizontal_wrapped(|ui| {
        for (lane, title) in Lane::ALL {
            let mut is_shown = input.session.ruler.shows(lane);
            if ui.checkbox(&mut is_shown, title).on_hover_text("Show this lane on the ruler, and step to its events").changed() {
                commands.push(Command::Ruler(RulerCommand::ToggleLane(lane)));
            }
        }
    });
}

fn legend_input<'a>(input: &PanelInput<'a>) -> MapInput<'a> {
    MapInput {
        campaign: input.campaign,
        basemap: input.basemap,
        detail: &input.basemap.coarse,
        situation: input.situation,
        ground: Some(input.ground),
        view: input.session.view,
        theme: input.session.map_theme(),
        language: input.session.language,
        hidden: &input.session.hidden,
        doubt: input.session.doubt,
        selection: None,
        hovered: None,
        slots: &input.session.slots,
        flashes: &[],
        memory: input.memory,
        changed: &[],
        chapter: input.session.chapter_read(),
        furniture: Furniture::Window,
    }
}

fn entry(ui: &mut Ui, LegendRow { entry, sample }: &LegendRow) {
    ui.horizontal(|ui| {
        if entry.is_note {
            ui.add(egui::Label::new(RichText::new(&entry.title).small().weak()).wrap());
            return;
        }
        let (rect, _) = ui.allocate_exact_size(vec2(SAMPLE.0, SAMPLE.1), Sense::hover());
        ScenePainter::default().paint_over(ui.painter(), rect.min, sample);
        ui.add(egui::Label::new(RichText::new(&entry.title).small()).wrap());
    });
}

//! Layers and legend: what is drawn, and what it means. Each layer's switch stands over its rows of the legend.

use egui::{RichText, Sense, Ui, vec2};

use crate::campaign::Lane;
use crate::cartography::{PageRect, PageSize, View};
use crate::paint::egui::ScenePainter;
use crate::scene::{self, Doubt, Furniture, LAYERS, LegendEntry, MapInput, legend};
use crate::session::{AccountChoice, Command, RulerCommand};
use crate::ui::style::bold;
use crate::ui::{Commands, PanelInput, focus, timeline};

/// Size of a sample, points.
const SAMPLE: (f32, f32) = (40.0, 26.0);

/// Shows the panel.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    ui.heading("Layers and legend");
    let map = legend_input(input);
    doubt(ui, input, &map, commands);
    account(ui, input, commands);
    for layer in LAYERS.iter().rev() {
        let mut is_shown = map.is_visible(layer.id);
        let title = RichText::new(layer.title).family(bold());
        if ui.checkbox(&mut is_shown, title).on_hover_text(layer.help).changed() {
            commands.push(Command::ToggleLayer(layer.id));
        }
        if is_shown {
            for row in (layer.legend)(&map) {
                entry(ui, &map, &row);
            }
        }
        ui.add_space(2.0);
    }
    ui.separator();
    ruler(ui, input, commands);
    ui.separator();
    let weak = |words: &str| RichText::new(words).small().weak();
    ui.label(weak("A second of play is as much campaign time as the speed says. Events stay for 12 hours, fallen formations for a day; axes pale after three days."));
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
        entry(ui, map, &row);
    }
}

/// By whose account everything is told, where accounts differ at all.
fn account(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let offered = AccountChoice::offered(input.campaign);
    if offered.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Told by").family(bold()))
            .on_hover_text("Where accounts differ on a date: margins that hold all of them, or the date of one");
        for choice in offered {
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

/// What the bands of the ruler mean, and which lanes it shows.
fn ruler(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
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
        furniture: Furniture::None,
    }
}

fn entry(ui: &mut Ui, map: &MapInput<'_>, row: &LegendEntry) {
    ui.horizontal(|ui| {
        if row.is_note {
            ui.add(egui::Label::new(RichText::new(&row.title).small().weak()).wrap());
            return;
        }
        let (rect, _) = ui.allocate_exact_size(vec2(SAMPLE.0, SAMPLE.1), Sense::hover());
        let size = PageSize { width: f64::from(rect.width()), height: f64::from(rect.height()) };
        let view = View { size, ..map.view };
        let area = PageRect::of(size);
        let drawing = scene::sample(row, map.theme, view, PageRect { min: area.min.offset(2.0, 0.0), max: area.max.offset(-2.0, 0.0) });
        ScenePainter::default().paint_over(&ui.painter_at(rect), rect.min, &drawing);
        ui.add(egui::Label::new(RichText::new(&row.title).small()).wrap());
    });
}

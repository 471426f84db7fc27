//! Headlines of what the running clock has just passed, in a corner of the map, and halos of those that the map itself
//! no longer shows.

use egui::{Align2, Area, Color32, Frame, Id, LayerId, Margin, Order, Rect, RichText, Stroke, Ui, pos2, vec2};

use super::style::{bold, ui_color};
use super::{Commands, PanelInput};
use crate::campaign::EventIdx;
use crate::scene::Target;
use crate::session::{Command, MapPlace};

/// The map's place on the screen, and a painter above it that stays inside it.
pub fn over_map(ui: &Ui, place: MapPlace) -> (Rect, egui::Painter) {
    let rect =
        Rect::from_min_size(pos2(place.origin.x as f32, place.origin.y as f32), vec2(place.size.width as f32, place.size.height as f32));
    (rect, ui.ctx().layer_painter(LayerId::background()).with_clip_rect(rect))
}

/// Shows them while the clock runs.
pub fn show(ui: &Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let Some(place) = input.session.place() else { return };
    let (map, painter) = over_map(ui, place);
    halos(input, map, &painter);
    if !input.session.clock.is_playing() || map.width() < 560.0 {
        return;
    }
    let told: Vec<EventIdx> = input.session.callouts.told().collect();
    if told.is_empty() {
        return;
    }
    let corner = map.right_top() + vec2(-14.0, 14.0);
    Area::new(Id::unique("callouts")).order(Order::Middle).pivot(Align2::RIGHT_TOP).fixed_pos(corner).show(ui.ctx(), |ui| {
        for event in told {
            card(ui, input, event, commands);
        }
    });
}

fn card(ui: &mut Ui, input: &PanelInput<'_>, idx: EventIdx, commands: &mut Commands) {
    let theme = input.session.map_theme();
    let event = input.campaign.event(idx);
    let frame = Frame::new()
        .fill(ui_color(theme.paper.faded(0.94)))
        .stroke(Stroke::new(1.0, ui_color(theme.ink.faded(0.25))))
        .inner_margin(Margin::symmetric(10, 6));
    frame.show(ui, |ui| {
        ui.set_width(250.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.label(RichText::new(input.campaign.calendar.margins(event.start)).small().weak());
        let words = RichText::new(&event.headline).color(ui_color(theme.ink));
        let words = if event.importance == 1 { words.family(bold()) } else { words };
        if ui.link(words).clicked() {
            commands.push(Command::Select(Some(Target::Event(idx))));
        }
    });
}

/// At high speed an event leaves the map's own hours sooner than an eye can see it: its halo is drawn here until then.
fn halos(input: &PanelInput<'_>, map: Rect, painter: &egui::Painter) {
    let theme = input.session.map_theme();
    let is_on_map = |event: EventIdx| input.situation.events.iter().any(|state| state.event == event);
    for (event, share) in input.session.flashes().into_iter().filter(|(event, _)| !is_on_map(*event)) {
        let Some(position) = input.campaign.event(event).position else { continue };
        let page = input.session.view.page_from_plane(input.basemap.projection.plane_from_geo(position.into()));
        let at = map.min + vec2(page.x as f32, page.y as f32);
        let color: Color32 = ui_color(theme.event.faded(0.55 * (1.0 - share)));
        painter.circle_stroke(at, 8.0 + 16.0 * share as f32, Stroke::new(6.0 * (1.0 - share as f32), color));
        painter.circle_filled(at, 4.0, ui_color(theme.event.faded(1.0 - 0.5 * share)));
    }
}

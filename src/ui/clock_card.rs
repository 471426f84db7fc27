//! The card of the clock at the head of the map: where it lies, and whose hour it tells where two hours share one map.

use egui::{Id, Rect, Ui, pos2};

use super::compare::Part;
use super::{Painters, PanelInput};
use crate::cartography::Page;
use crate::scene::{AreaShape, Mark, Scene};
use crate::session::CompareMode;

fn id() -> Id {
    Id::unique("card of the clock")
}

/// Where the card lay in the last frame.
pub fn place(ui: &Ui) -> Rect {
    ui.data(|data| data.get_temp(id())).unwrap_or(Rect::NOTHING)
}

/// Remembers where the card lies. Where the line between two hours runs through it, it tells the one hour under its middle,
/// and is not pieced together from both.
pub fn show(ui: &Ui, input: &PanelInput<'_>, parts: &[Part<'_>], painters: &mut Painters) {
    let card = parts.first().and_then(|part| Some(on_screen(part.rect, &of(&part.scene)?)));
    ui.data_mut(|data| data.insert_temp(id(), card.unwrap_or(Rect::NOTHING)));
    let is_swipe = input.session.compare.is_some_and(|compare| compare.mode == CompareMode::Swipe);
    let [now, compared] = parts else { return };
    if !is_swipe {
        return;
    }
    let line = compared.clip.max.x;
    let cards = [now, compared].map(|part| of(&part.scene).map(|corners| on_screen(part.rect, &corners)));
    let Some(widest) = cards.iter().flatten().copied().reduce(|one, other| if one.width() > other.width() { one } else { other }) else {
        return;
    };
    if !widest.x_range().contains(line) {
        return;
    }
    // The wider of both is covered, whichever hour is told.
    let (told, number) = if line >= widest.center().x { (compared, 1) } else { (now, 2) };
    painters.of_compared(number).paint(&ui.painter_at(widest.expand(1.0)), told.rect.min, &told.scene);
}

/// The corners of the card: the first sheet of paper among the furniture.
fn of(scene: &Scene) -> Option<Vec<Page>> {
    let furniture = scene.layers.iter().find(|layer| layer.id == "furniture")?;
    furniture.marks().find_map(|mark| match mark {
        Mark::Area { shape: AreaShape::Convex(corners), .. } => Some(corners.clone()),
        _ => None,
    })
}

fn on_screen(map: Rect, corners: &[Page]) -> Rect {
    Rect::from_points(&corners.iter().map(|at| pos2(map.min.x + at.x as f32, map.min.y + at.y as f32)).collect::<Vec<_>>())
}

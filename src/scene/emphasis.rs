//! The three levels of emphasis, and what steps back while something is selected (E8).
//!
//! The ground and its names stay as they are; what steps back are formations, their ways and events.

use super::{MapInput, Target};
use crate::campaign::{EventIdx, FormationIdx};

/// What is going on now, as a share of its opacity.
pub const NOW: f64 = 1.0;
/// What is about to happen, or only frames what happens.
pub const CONTEXT: f64 = 0.55;
/// What is over.
pub const PAST: f64 = 0.35;
/// What is not concerned by the selection.
const ASIDE: f64 = 0.6;

/// The share of its opacity that a formation and its way have by the selection: all of it where they are concerned, which
/// the selected formation, its superior and its subordinates are, and those who took the selected place or took part in
/// the selected event.
pub fn of_formation(input: &MapInput<'_>, formation: FormationIdx) -> f64 {
    let superior = |of: FormationIdx| input.campaign.formation(of).superior(input.situation.instant);
    let by_selection = share(match input.selection {
        None | Some(Target::Ground(_)) => true,
        Some(Target::Formation(selected)) => {
            selected == formation || superior(formation) == Some(selected) || superior(selected) == Some(formation)
        }
        Some(Target::Place(place)) => input.campaign.place(place).taken.as_ref().is_some_and(|capture| capture.by.contains(&formation)),
        Some(Target::Event(event)) => input.campaign.event(event).formations.contains(&formation),
    });
    by_selection.min(by_chapter(input, formation))
}

/// While a chapter is read, what it is not about is context; but what is chosen is never.
fn by_chapter(input: &MapInput<'_>, formation: FormationIdx) -> f64 {
    let Some(chapter) = input.chapter.filter(|_| input.selection != Some(Target::Formation(formation))) else { return NOW };
    let cast = input.memory.cast(input.campaign, chapter);
    if cast.is_empty() || cast.contains(&formation) { NOW } else { CONTEXT }
}

/// The same for an event.
pub fn of_event(input: &MapInput<'_>, event: EventIdx) -> f64 {
    share(match input.selection {
        None | Some(Target::Ground(_)) => true,
        Some(Target::Event(selected)) => selected == event,
        Some(Target::Formation(formation)) => input.campaign.event(event).formations.contains(&formation),
        Some(Target::Place(place)) => input.campaign.event(event).place == Some(place),
    })
}

fn share(is_concerned: bool) -> f64 {
    if is_concerned { NOW } else { ASIDE }
}

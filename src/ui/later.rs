//! Keys that wait for the next frame. In a slow frame several keys come at once; what follows one that opens or closes a
//! field over the map is meant for the window as it is then.

use egui::{Event, Id, Key, Modifiers, Ui};

/// What waits, and since which frame.
#[derive(Clone, Default)]
struct Waiting {
    events: Vec<Event>,
    frame: u64,
}

fn waiting_id() -> Id {
    Id::unique("keys that wait for the next frame")
}

fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_))
}

/// Whether an event is the press of a key.
pub fn is_press_of(event: &Event, wanted: Key, held: Modifiers) -> bool {
    matches!(event, Event::Key { key, pressed: true, modifiers, .. } if *key == wanted && *modifiers == held)
}

/// Takes away what was typed after a press, until the next frame; but not the sign that the key itself writes.
pub fn put_off(ui: &Ui, key: Key, held: Modifiers) {
    let events = ui.input_mut(|input| {
        let at = input.events.iter().position(|event| is_press_of(event, key, held))?;
        let (mut later, others): (Vec<_>, Vec<_>) = input.events.split_off(at + 1).into_iter().partition(is_typed);
        input.events.extend(others);
        let is_other_press = |event: &Event| matches!(event, Event::Key { pressed: true, .. });
        let own = later.iter().position(|event| matches!(event, Event::Text(_)));
        let other = later.iter().position(is_other_press);
        if let Some(own) = own.filter(|own| other.is_none_or(|other| *own < other)) {
            later.remove(own);
        }
        Some(later)
    });
    // A second pass of the frame has no events, and leaves what waits alone.
    let Some(events) = events else { return };
    let frame = ui.ctx().cumulative_frame_nr();
    ui.data_mut(|data| data.insert_temp(waiting_id(), Waiting { events, frame }));
}

/// In the frame after, what waited comes before what is typed then.
pub fn bring_back(ui: &Ui) {
    let frame = ui.ctx().cumulative_frame_nr();
    let is_due = ui.data(|data| data.get_temp::<Waiting>(waiting_id())).is_some_and(|waiting| waiting.frame != frame);
    if is_due && let Some(waiting) = ui.data_mut(|data| data.remove_temp::<Waiting>(waiting_id())) {
        ui.input_mut(|input| drop(input.events.splice(0..0, waiting.events)));
    }
}

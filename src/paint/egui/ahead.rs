//! What is painted of a scene to come beside the frames, and taken over when it is shown.

use std::sync::{Arc, mpsc};

use egui::Pos2;

use super::{Out, Placed, ScenePainter, Still, is_apart, save};
use crate::cartography::View;
use crate::scene::{Mark, Scene};

/// Paints a scene to come, in any thread: of what does not stand already, all but pictures and smaller maps, which are painted
/// when they are seen.
pub struct Ahead {
    painter: egui::Painter,
    placed: Placed,
    /// Parts that stand.
    standing: Vec<Arc<Vec<Mark>>>,
    hand: Box<ScenePainter>,
    done: mpsc::Sender<Box<ScenePainter>>,
}

/// What is being painted ahead, with the count of the letters that it is painted with
/// ([`Lettering::count`](super::Lettering::count)).
pub struct Coming {
    letters: u64,
    done: mpsc::Receiver<Box<ScenePainter>>,
}

impl Ahead {
    /// Paints it, and hands it over ([`ScenePainter::take_ahead`]).
    pub fn paint(self, scene: &Scene) {
        let Self { painter, placed, standing, mut hand, done } = self;
        let placed = Placed { view: scene.view, ..placed };
        let mut out = Out::ahead(&painter, std::mem::take(&mut hand.spare));
        let stands = |part: &Arc<Vec<Mark>>| standing.iter().any(|other| Arc::ptr_eq(part, other));
        for part in scene.layers.iter().flat_map(|layer| &layer.parts).filter(|part| !stands(part) && !is_apart(part)) {
            let painted = hand.part(&mut out, &placed, part, &mut 0);
            hand.painted.push(painted);
        }
        hand.spare = out.spare;
        // Nobody waits for it where another scene was ordered meanwhile.
        let _ = done.send(hand);
    }
}

impl ScenePainter {
    /// What will paint a scene to come of a view with its top left at `origin`. What was begun before is given up.
    pub fn begin_ahead(&mut self, painter: &egui::Painter, origin: Pos2, view: View) -> Ahead {
        let (sender, done) = mpsc::channel();
        let letters = self.lettering().count();
        self.coming = Some(Coming { letters, done });
        let mut hand = self.beside.take().unwrap_or_default();
        hand.lettering = Arc::clone(&self.lettering);
        hand.in_sight = self.still.iter().map(Still::outline).collect();
        hand.is_on_the_move = self.painted.iter().any(|painted| painted.placed.view != view);
        hand.spare.append(&mut self.spare);
        hand.spare_still.append(&mut self.spare_still);
        let standing = self.painted.iter().map(|painted| Arc::clone(&painted.part)).collect();
        Ahead { painter: painter.clone(), placed: Placed::on(painter, origin, view), standing, hand, done: sender }
    }

    /// Takes over what was painted of the scene that is now to be shown; waits for it where it is not done.
    pub fn take_ahead(&mut self) {
        let Some(Coming { letters, done }) = self.coming.take() else { return };
        let Ok(mut hand) = done.recv() else { return };
        let painted = std::mem::take(&mut hand.painted);
        if letters == self.lettering().count() {
            self.ahead = painted;
        } else {
            // Its texts would show other letters.
            save(&mut self.spare, painted.into_iter().flat_map(super::Painted::into_own));
        }
        // What was made ahead comes first: of what has the same marks it is what stands here.
        self.still.splice(..0, hand.still.drain(..));
        self.spare.append(&mut hand.spare);
        self.spare_still.append(&mut hand.spare_still);
        hand.in_sight.clear();
        self.beside = Some(hand);
    }
}

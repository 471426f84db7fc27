//! The thread beside that of the window, which draws what will soon be shown.

use std::sync::mpsc;

use crate::ui::Work;

/// Does work beside the frames, one after the other.
#[derive(Default)]
pub struct Beside {
    /// Where work goes, once there was some.
    sender: Option<mpsc::Sender<Work>>,
}

impl Beside {
    /// Begins some work, or does it at once where there is no thread for it.
    pub fn begin(&mut self, work: Work) {
        let sender = self.sender.get_or_insert_with(|| {
            let (sender, receiver) = mpsc::channel::<Work>();
            // Where it fails, the receiver is gone, and so all work comes back. It ends with the window.
            let _ = std::thread::Builder::new().name("scenes".to_owned()).spawn(move || receiver.into_iter().for_each(|work| work()));
            sender
        });
        if let Err(mpsc::SendError(work)) = sender.send(work) {
            work();
        }
    }
}

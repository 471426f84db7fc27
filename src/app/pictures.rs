//! Pictures of the map, written beside the user's own in the background.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use crate::campaign::Problem;
use crate::paint::FORMATS;
use crate::scene::Scene;

/// Pixels to a point of a picture.
const DENSITY: f64 = 2.0;

/// How many pictures of one hour are told apart by number.
const MOST: usize = 1000;

/// A picture that is being written; gives its path when it is done.
pub type Writing = mpsc::Receiver<Result<PathBuf, Problem>>;

/// Where pictures go: the user's folder for pictures, else the user's own, else the one the program was started in.
pub fn folder() -> PathBuf {
    let dirs = directories::UserDirs::new();
    let pictures = dirs.as_ref().and_then(directories::UserDirs::picture_dir).filter(|folder| folder.is_dir());
    pictures.or(dirs.as_ref().map(directories::UserDirs::home_dir)).map(Path::to_path_buf).unwrap_or_default()
}

/// Begins to write a still as `NAME.png`, or with a number where there is one of that name.
pub fn write(scene: Scene, folder: &Path, name: &str, done: impl FnOnce() + Send + 'static) -> Writing {
    let numbered = (2..MOST).map(|number| folder.join(format!("{name} ({number}).png")));
    let path = std::iter::once(folder.join(format!("{name}.png"))).chain(numbered).find(|path| !path.exists());
    let (sender, written) = mpsc::channel();
    let work = move || {
        let path = path.unwrap_or_default();
        let shown = path.display().to_string();
        let Some(format) = FORMATS.iter().find(|format| format.ending == "png") else { return };
        let bytes = (format.write)(&scene, DENSITY);
        let result = bytes.and_then(|bytes| std::fs::write(&path, bytes).map_err(|err| err.to_string()));
        let result = result.map(|()| path).map_err(|err| {
            Problem::of_file(&shown, format!("cannot be written ({err})"), "make room there, or let the folder be written to")
        });
        // Nobody waits for it where the window was closed meanwhile.
        let _ = sender.send(result);
        done();
    };
    // Without a thread nothing is written, and the channel says so by being closed.
    let _ = std::thread::Builder::new().name("picture".to_owned()).spawn(work);
    written
}

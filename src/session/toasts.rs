//! Short notices that go by themselves: what was done, or why it was not.

use super::Command;

/// A notice stays this long, seconds, and longer for each word.
const SHORTEST: f64 = 3.0;
const PER_WORD: f64 = 0.35;

/// The most notices at once: older ones go.
const MOST: usize = 3;

/// A notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What it says.
    pub words: String,
    /// What can be done about it: the word on its button, and the command.
    pub remedy: Option<(&'static str, Command)>,
    /// What it is about, where a later one about the same takes its place.
    topic: Option<&'static str>,
    left: f64,
}

/// The notices that are up, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toasts(Vec<Toast>);

impl Toasts {
    /// Says something.
    pub fn say(&mut self, words: impl Into<String>) {
        self.push(words.into(), None, None);
    }

    /// Says something in place of what was last said about the same.
    pub fn say_about(&mut self, topic: &'static str, words: impl Into<String>) {
        self.0.retain(|toast| toast.topic != Some(topic));
        self.push(words.into(), None, Some(topic));
    }

    /// Says something that can be taken back.
    pub fn say_with(&mut self, words: impl Into<String>, remedy: &'static str, command: Command) {
        self.push(words.into(), Some((remedy, command)), None);
    }

    fn push(&mut self, words: String, remedy: Option<(&'static str, Command)>, topic: Option<&'static str>) {
        let left = SHORTEST + PER_WORD * words.split(' ').count() as f64;
        self.0.retain(|toast| toast.words != words);
        self.0.push(Toast { words, remedy, topic, left });
        let over = self.0.len().saturating_sub(MOST);
        self.0.drain(..over);
    }

    /// Lets `dt` seconds of wall time go by.
    pub fn tick(&mut self, dt: f64) {
        for toast in &mut self.0 {
            toast.left -= dt;
        }
        self.0.retain(|toast| toast.left > 0.0);
    }

    /// Puts one away.
    pub fn dismiss(&mut self, number: usize) {
        if number < self.0.len() {
            self.0.remove(number);
        }
    }

    /// Those that are up.
    pub fn iter(&self) -> impl Iterator<Item = &Toast> {
        self.0.iter()
    }

    /// Seconds until the next one goes.
    pub fn next_end(&self) -> Option<f64> {
        self.0.iter().map(|toast| toast.left).min_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_goes_by_itself_and_is_not_said_twice() {
        let mut toasts = Toasts::default();
        toasts.say("Copied");
        toasts.say("Copied");
        assert_eq!(toasts.iter().count(), 1);
        let left = toasts.next_end().unwrap();
        toasts.tick(left - 0.1);
        assert_eq!(toasts.iter().count(), 1);
        toasts.tick(0.2);
        assert_eq!((toasts.iter().count(), toasts.next_end()), (0, None));
        (0..9).for_each(|number| toasts.say(number.to_string()));
        assert_eq!(toasts.iter().count(), MOST);
        toasts.say_about("x", "first");
        toasts.say_about("x", "second");
        assert_eq!(
            toasts.iter().filter(|toast| toast.topic == Some("x")).map(|toast| toast.words.as_str()).collect::<Vec<_>>(),
            ["second"]
        );
    }
}

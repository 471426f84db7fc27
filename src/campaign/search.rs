//! Finds places, formations, people, events, sources and chapters by name, in every language of the data and in spite of
//! slips. Pure: a query in, matches out, best first. What is done with a match is for others.
//!
//! Names and queries are folded first: case, marks on letters, width of letters, katakana and hyphens make no
//! difference, and Hangul is taken apart into its letters (Unicode NFKD, Unicode Standard Annex 15). Each word of the
//! query must then be found among the words of a name: as the whole word, its beginning, a part of it, or with a slip or
//! two (optimal string alignment; Damerau 1964), which `strsim` counts. The subsequence matchers in common use
//! (`nucleo-matcher`, fzf) forgive letters left out but not letters put wrong, which is what foreign names invite.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Campaign, EventIdx, FormationIdx, Names, PlaceIdx, SourceIdx};

/// What kind of thing is found. In this order matches of equal worth are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A place.
    Place,
    /// A formation.
    Formation,
    /// A commander.
    Person,
    /// An event.
    Event,
    /// A chapter of the tour.
    Chapter,
    /// A source.
    Source,
    /// Something that can be done; of the window, not of the campaign.
    Action,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] = [Self::Place, Self::Formation, Self::Person, Self::Event, Self::Chapter, Self::Source, Self::Action];

    /// What a group of them is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Place => "Places",
            Self::Formation => "Formations",
            Self::Person => "People",
            Self::Event => "Events",
            Self::Chapter => "Chapters",
            Self::Source => "Sources",
            Self::Action => "Commands",
        }
    }
}

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// A place.
    Place(PlaceIdx),
    /// A formation.
    Formation(FormationIdx),
    /// The commander of a formation.
    Person(FormationIdx),
    /// An event.
    Event(EventIdx),
    /// A chapter, in [`Campaign::chapters`].
    Chapter(usize),
    /// A source.
    Source(SourceIdx),
    /// An action, by its number in the window's own list.
    Action(usize),
}

impl Found {
    /// Its kind.
    pub fn kind(self) -> Kind {
        match self {
            Self::Place(_) => Kind::Place,
            Self::Formation(_) => Kind::Formation,
            Self::Person(_) => Kind::Person,
            Self::Event(_) => Kind::Event,
            Self::Chapter(_) => Kind::Chapter,
            Self::Source(_) => Kind::Source,
            Self::Action(_) => Kind::Action,
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// What.
    pub found: Found,
    /// The name that matched, as written in the data.
    pub name: String,
    /// How well: 1 is the whole name, letter by letter.
    pub score: f64,
}

/// A name, as it is written and as it is compared.
#[derive(Clone, Debug)]
struct Name {
    written: String,
    words: Vec<Word>,
    /// All words without the spaces between them.
    joined: String,
    /// How much a match of this name counts: its own name 1, a name it only goes with less.
    share: f64,
}

#[derive(Clone, Debug)]
struct Word {
    letters: String,
    /// One bit for each letter that is there (by its code, modulo 64): a quick way to see that a word cannot match.
    mask: u64,
}

#[derive(Clone, Debug)]
struct Entry {
    found: Found,
    names: Vec<Name>,
    weight: f64,
}

/// Everything of a campaign that can be found, made at the first question.
#[derive(Debug, Default)]
pub struct SearchIndex {
    actions: Vec<(&'static str, &'static str)>,
    entries: OnceLock<Vec<Entry>>,
}

/// Names that only go with a thing count this much.
const SECOND: f64 = 0.72;

/// A match must be worth this much.
const LEAST: f64 = 0.3;

impl SearchIndex {
    /// An index that is still empty: it is filled at the first question. `actions` are the titles of what the window can
    /// do, each with a line of help.
    pub fn new(actions: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        Self { actions: actions.into_iter().collect(), entries: OnceLock::new() }
    }

    /// The best matches of a query, best first.
    pub fn find(&self, campaign: &Campaign, query: &str, most: usize) -> Vec<Match> {
        let entries = self.entries.get_or_init(|| entries(campaign, &self.actions));
        let query = Name::new(query, 1.0);
        if query.words.is_empty() {
            return Vec::new();
        }
        let mut matches: Vec<(f64, Match)> = entries.iter().filter_map(|entry| best_name(entry, &query)).collect();
        matches.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.found.cmp(&b.1.found)));
        matches.truncate(most);
        matches.into_iter().map(|(_, found)| found).collect()
    }

    /// The place that a text names best, whole or begun or with a slip; `None` where it could be anything.
    pub fn place(&self, campaign: &Campaign, text: &str) -> Option<Match> {
        let matches = self.find(campaign, text, 200);
        matches.into_iter().find(|found| found.found.kind() == Kind::Place && found.score >= 0.6)
    }
}

/// A text as it is compared: small letters without marks, words apart by single spaces.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            // Marks of transcription, as in Ch'ang-ch'un, and soft and hard signs stand for no letter of their own.
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '.' => {}
            'ё' => out.push('е'),
            'ı' => out.push('i'),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'ァ'..='ヶ' => out.push(char::from_u32(letter as u32 - 0x60).unwrap_or(letter)),
            letter if letter.is_alphanumeric() || letter == 'ー' => out.push(letter),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

impl Name {
    fn new(written: &str, share: f64) -> Self {
        let folded = folded(written);
        let words = folded.split(' ').filter(|word| !word.is_empty()).map(Word::new).collect();
        Self { written: written.to_owned(), words, joined: folded.replace(' ', ""), share }
    }
}

impl Word {
    fn new(letters: &str) -> Self {
        Self { letters: letters.to_owned(), mask: letters.chars().fold(0, |mask, letter| mask | 1 << (letter as u32 % 64)) }
    }
}

/// What is found of an entry by its best name, with what it is worth in the order of the list.
fn best_name(entry: &Entry, query: &Name) -> Option<(f64, Match)> {
    let scored = entry.names.iter().map(|name| (score(name, query) * name.share, name));
    let (score, name) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let found = Match { found: entry.found, name: name.written.clone(), score };
    (score >= LEAST).then_some((score + entry.weight, found))
}

/// How well a query fits a name, 0 to 1.
fn score(name: &Name, query: &Name) -> f64 {
    if name.joined == query.joined {
        return 1.0;
    }
    let covered = query.joined.chars().count() as f64 / name.joined.chars().count().max(1) as f64;
    if name.joined.starts_with(&query.joined) {
        return 0.9 + 0.08 * covered;
    }
    let words: f64 = query.words.iter().map(|wanted| best_word(name, wanted)).fold(1.0, f64::min);
    if words > 0.0 {
        return words * (0.8 + 0.15 * covered.min(1.0));
    }
    // Words run together, or a part of a name that has no spaces, as in Chinese.
    if query.joined.chars().count() >= 2 && name.joined.contains(&query.joined) {
        return 0.6 + 0.2 * covered;
    }
    slips(&query.joined, &name.joined).map_or(0.0, |slips| 0.62 - 0.1 * slips as f64)
}

fn best_word(name: &Name, wanted: &Word) -> f64 {
    name.words.iter().map(|word| word_score(word, wanted)).fold(0.0, f64::max)
}

fn word_score(word: &Word, wanted: &Word) -> f64 {
    if word.letters == wanted.letters {
        return 1.0;
    }
    if word.letters.starts_with(&wanted.letters) {
        return 0.92;
    }
    // A letter that is put wrong is missing from the word: more of them than slips allowed, and it is no match.
    let missing = (wanted.mask & !word.mask).count_ones() as usize;
    if missing > allowed(wanted.letters.chars().count()) {
        return 0.0;
    }
    let slips = slips(&wanted.letters, &word.letters).or_else(|| slips_in_beginning(&wanted.letters, &word.letters));
    slips.map_or(0.0, |slips| 0.8 - 0.12 * slips as f64)
}

/// How many slips a word of so many letters may have.
fn allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The slips between two texts, if they are few enough.
fn slips(wanted: &str, text: &str) -> Option<usize> {
    let (wanted_letters, letters) = (wanted.chars().count(), text.chars().count());
    let most = allowed(wanted_letters);
    (wanted_letters.abs_diff(letters) <= most && most > 0).then(|| strsim::osa_distance(wanted, text)).filter(|slips| *slips <= most)
}

/// The slips between a text and the beginning of a longer one.
fn slips_in_beginning(wanted: &str, text: &str) -> Option<usize> {
    let length = wanted.chars().count();
    let ends = [length, length.saturating_sub(1), length + 1];
    ends.into_iter().filter_map(|end| slips(wanted, &text.chars().take(end).collect::<String>())).min()
}

fn entries(campaign: &Campaign, actions: &[(&str, &str)]) -> Vec<Entry> {
    let own = |names: &Names| names.iter().flat_map(|(_, name)| spellings(name)).collect::<Vec<Name>>();
    let mut entries = Vec::new();
    for (idx, place) in campaign.places.iter().enumerate() {
        entries.push(Entry { found: Found::Place(PlaceIdx(idx)), names: own(&place.names), weight: weight(place.importance) + 0.02 });
    }
    for (idx, formation) in campaign.formations.iter().enumerate() {
        let mut names = own(&formation.names);
        names.push(Name::new(&formation.short, 1.0));
        let weight = if formation.is_weighty() { 0.025 } else { 0.01 };
        entries.push(Entry { found: Found::Formation(FormationIdx(idx)), names, weight });
    }
    entries.extend(people(campaign));
    for (idx, event) in campaign.events.iter().enumerate() {
        let mut names = vec![Name::new(&event.headline, 1.0)];
        let place = event.place.map(|place| campaign.place(place).names.iter().map(|(_, name)| Name::new(name, SECOND)));
        names.extend(place.into_iter().flatten());
        names.extend(event.formations.iter().map(|idx| Name::new(campaign.formation(*idx).names.english(), SECOND)));
        entries.push(Entry { found: Found::Event(EventIdx(idx)), names, weight: weight(event.importance) });
    }
    for (idx, chapter) in campaign.chapters.iter().enumerate() {
        entries.push(Entry { found: Found::Chapter(idx), names: vec![Name::new(&chapter.title, 1.0)], weight: 0.02 });
    }
    for (idx, source) in campaign.sources.iter().enumerate() {
        let author = source.author.iter().map(|author| Name::new(author, 0.95));
        let names = author.chain([Name::new(&source.title, 1.0), Name::new(&source.id, 0.9)]).collect();
        entries.push(Entry { found: Found::Source(SourceIdx(idx)), names, weight: -0.02 });
    }
    for (number, (title, help)) in actions.iter().enumerate() {
        let names = vec![Name::new(title, 1.0), Name::new(help, SECOND)];
        entries.push(Entry { found: Found::Action(number), names, weight: 0.0 });
    }
    entries
}

fn weight(importance: u8) -> f64 {
    0.02 * (3.0 - f64::from(importance.clamp(1, 3)))
}

/// A name, and where it has a second one in brackets, each by itself: `Changchun (Hsinking)`.
fn spellings(name: &str) -> Vec<Name> {
    let parts = name.split(['(', ')', ',', '/']).map(str::trim).filter(|part| !part.is_empty() && *part != name);
    std::iter::once(Name::new(name, 1.0)).chain(parts.map(|part| Name { written: name.to_owned(), ..Name::new(part, 0.98) })).collect()
}

/// Commanders, each once, at the highest formation they led.
fn people(campaign: &Campaign) -> Vec<Entry> {
    let mut people: BTreeMap<&str, FormationIdx> = BTreeMap::new();
    for (idx, formation) in campaign.formations.iter().enumerate() {
        if let Some(commander) = &formation.commander {
            let known = people.entry(commander).or_insert(FormationIdx(idx));
            if formation.echelon < campaign.formation(*known).echelon {
                *known = FormationIdx(idx);
            }
        }
    }
    let entry = |(name, idx): (&str, FormationIdx)| Entry { found: Found::Person(idx), names: vec![Name::new(name, 1.0)], weight: 0.015 };
    people.into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::built_in;

    fn first(query: &str) -> Option<Match> {
        thread_local! {
            static READY: (Campaign, SearchIndex) =
                (built_in().into_result().unwrap(), SearchIndex::new([("Play or pause", "Let campaign time run, or hold it")]));
        }
        READY.with(|(campaign, index)| index.find(campaign, query, 5).into_iter().next())
    }

    fn place(query: &str) -> String {
        let campaign = built_in().into_result().unwrap();
        match first(query).map(|found| found.found) {
            Some(Found::Place(idx)) => campaign.place(idx).id.clone(),
            other => format!("{query} found {other:?}"),
        }
    }

    #[test]
    fn a_place_is_found_in_every_language() {
        for query in ["Mutanchiang", "mudanjiang", "牡丹江", "Муданьцзян", "муданьцзян", "ＭＵＴＡＮ", "mutan"]
        {
            assert_eq!(place(query), "mudanjiang", "{query}");
        }
    }

    #[test]
    fn a_slip_or_two_is_forgiven_and_more_are_not() {
        for query in ["Mutanchaing", "Mutanshiang", "Mutanciang", "Муданцзян"] {
            assert_eq!(place(query), "mudanjiang", "{query}");
        }
        assert_eq!(first("zzqqxx"), None);
        assert_eq!(first("   "), None);
    }

    #[test]
    fn letters_are_compared_without_marks_case_width_and_script_of_kana() {
        assert_eq!(folded("Ch'ang-ch'un"), "chang chun");
        assert_eq!(folded("Ōtomari Ёлка Й"), "otomari елка и");
        assert_eq!(folded("トーキョー"), folded("とーきょー"));
        assert_eq!(folded("がぎ"), folded("カキ"));
        assert!(folded("하얼빈").starts_with(&folded("하어")), "Hangul by its letters");
    }

    #[test]
    fn people_and_actions_and_formations_are_found() {
        assert!(matches!(first("malinovsky").unwrap().found, Found::Person(_)));
        assert!(matches!(first("malinovksy").unwrap().found, Found::Person(_)));
        assert!(matches!(first("6th guards tank army").unwrap().found, Found::Formation(_)));
        assert_eq!(first("pause").unwrap().found, Found::Action(0));
    }

    #[test]
    fn what_matches_whole_comes_before_what_matches_in_part() {
        let found = first("Harbin").unwrap();
        assert!(found.score > 0.99 && found.found.kind() == Kind::Place);
    }
}

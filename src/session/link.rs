//! A moment as a short text: instant, view, selection, layers, language and way of reading, to be copied, sent and pasted back.
//!
//! `august-storm:ID?when=TIME&view=LON,LAT,KM&sel=KIND/ID&layers=-ID,-ID&lang=CODE&account=WHOSE&doubt=HOW&compare=FORM,TIME`.
//! Times are ISO 8601 with an offset; the view is its middle in degrees and the width of the page in kilometres; `layers`
//! names those that are drawn, or with a minus before each those that are not; `compare` is `off`, or `swipe`, `side` or
//! `wall` with the hour compared, and for `swipe` the share of the width left of the line. What is left out stays as it is; what is not understood is said and passed over.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::account::AccountChoice;
use super::compare::{Compare, CompareMode};
use crate::campaign::link::{self, SCHEME};
use crate::campaign::{Campaign, Instant, Language, LonLat};
use crate::cartography::Geo;
use crate::scene::layers::{hidden_word, target_word};
use crate::scene::{Doubt, LAYERS, Target};

/// The longest text that is read as a link, bytes.
const LONGEST: usize = 4096;

/// The width of a view, km, that a link may ask for.
const WIDTHS: std::ops::RangeInclusive<f64> = 0.1..=40_000.0;

/// A part of the ground as a link names it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkView {
    /// The middle.
    pub center: Geo,
    /// The width of the page, km.
    pub width_km: f64,
}

/// What a link selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Nothing.
    Nothing,
    /// This.
    This(Target),
}

impl Selection {
    /// What is selected, if anything.
    pub fn target(self) -> Option<Target> {
        match self {
            Self::Nothing => None,
            Self::This(target) => Some(target),
        }
    }
}

impl From<Option<Target>> for Selection {
    fn from(target: Option<Target>) -> Self {
        target.map_or(Self::Nothing, Self::This)
    }
}

/// What a link compares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LinkCompare {
    /// One hour alone.
    Nothing,
    /// This.
    This(Compare),
}

impl LinkCompare {
    /// What is compared, if anything.
    pub fn compare(self) -> Option<Compare> {
        match self {
            Self::Nothing => None,
            Self::This(compare) => Some(compare),
        }
    }
}

impl From<Option<Compare>> for LinkCompare {
    fn from(compare: Option<Compare>) -> Self {
        compare.map_or(Self::Nothing, Self::This)
    }
}

/// A moment of a campaign, or as much of it as a text has told. What is `None` is not changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MomentLink {
    /// The campaign's id.
    pub campaign: String,
    /// The instant.
    pub when: Option<Instant>,
    /// The view.
    pub view: Option<LinkView>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// The layers that are not drawn.
    pub hidden: Option<BTreeSet<String>>,
    /// The language of names.
    pub language: Option<Language>,
    /// By whose account everything is told.
    pub account: Option<AccountChoice>,
    /// How strongly doubt is drawn.
    pub doubt: Option<Doubt>,
    /// The hour compared, and how the two share the map.
    pub compare: Option<LinkCompare>,
}

/// A link that was read, and what of it was not understood: a sentence each.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadLink {
    /// What was understood.
    pub link: MomentLink,
    /// What was not.
    pub notes: Vec<String>,
}

/// Whether a text means to be a link.
pub fn is_link(text: &str) -> bool {
    let text = text.trim();
    text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
}

impl MomentLink {
    /// The link as a text. What it is read back to is the same.
    pub fn text(&self, campaign: &Campaign) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.when.map(|when| link::when_part(campaign, when)));
        parts.extend(self.view.map(|view| link::view_part(LonLat::new(view.center.lon, view.center.lat), view.width_km)));
        parts.extend(self.selection.map(|selection| format!("sel={}", selection_text(campaign, selection))));
        parts.extend(self.hidden.as_ref().map(|hidden| format!("layers={}", hidden_word(hidden))));
        parts.extend(self.language.map(|language| format!("lang={}", language.code())));
        parts.extend(self.account.map(|account| format!("account={}", account.code())));
        parts.extend(self.doubt.map(|doubt| format!("doubt={}", doubt.code())));
        parts.extend(self.compare.map(|compare| format!("compare={}", compare_text(campaign, compare))));
        link::written(&self.campaign, &parts)
    }
}

/// Reads a link, also one that is broken into lines as on a still.
///
/// # Errors
/// A sentence, where the text is no link at all.
pub fn read(campaign: &Campaign, text: &str) -> Result<ReadLink, String> {
    let text: &str = &text.lines().map(str::trim).collect::<String>();
    if !is_link(text) || text.len() > LONGEST {
        return Err(format!("That is no moment link; one begins with {SCHEME}{}?when=", campaign.id));
    }
    let (id, parts) = text[SCHEME.len()..].split_once('?').unwrap_or((&text[SCHEME.len()..], ""));
    let mut read = ReadLink { link: MomentLink { campaign: plain(id.trim_matches('/')), ..MomentLink::default() }, notes: Vec::new() };
    if read.link.campaign != campaign.id {
        read.notes.push(format!("The link is of another campaign ({}); what is shown is {}", shown(&read.link.campaign), campaign.id));
        return Ok(read);
    }
    for part in parts.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        if let Err(note) = read.link.take(campaign, name, &plain(value)) {
            read.notes.push(note);
        }
    }
    Ok(read)
}

impl MomentLink {
    /// Takes up one part of a link.
    fn take(&mut self, campaign: &Campaign, name: &str, value: &str) -> Result<(), String> {
        let wrong = |what: &str| format!("The link's {what} is not understood ({})", shown(value));
        match name {
            "when" => self.when = Some(campaign.calendar.parse(&value.replace(' ', "+")).ok().ok_or_else(|| wrong("time"))?),
            "view" => self.view = Some(view_of(value).ok_or_else(|| wrong("view"))?),
            "sel" => self.selection = Some(selection_of(campaign, value).ok_or_else(|| wrong("selection"))?),
            "layers" => self.hidden = Some(hidden_of(value)?),
            "lang" => self.language = Some(Language::from_code(value).ok_or_else(|| wrong("language"))?),
            "account" => self.account = Some(AccountChoice::from_code(value).ok_or_else(|| wrong("account"))?),
            "doubt" => self.doubt = Some(Doubt::from_code(value).ok_or_else(|| wrong("doubt"))?),
            "compare" => self.compare = Some(compare_of(campaign, value).ok_or_else(|| wrong("comparison"))?),
            other => return Err(format!("The link has a part that this program does not know ({})", shown(other))),
        }
        Ok(())
    }
}

fn selection_text(campaign: &Campaign, selection: Selection) -> String {
    selection.target().map_or_else(|| "none".to_owned(), |target| target_word(campaign, target))
}

fn selection_of(campaign: &Campaign, text: &str) -> Option<Selection> {
    if text == "none" {
        return Some(Selection::Nothing);
    }
    let (kind, id) = text.split_once('/')?;
    let target = match kind {
        "place" => Target::Place(campaign.place_by_id(id)?),
        "formation" => Target::Formation(campaign.formation_by_id(id)?),
        "event" => Target::Event(campaign.event_by_id(id)?),
        "ground" => {
            let [lon, lat] = numbers(id)?;
            Target::Ground(geo_of(lon, lat)?.into())
        }
        _ => return None,
    };
    Some(Selection::This(target))
}

fn compare_text(campaign: &Campaign, compare: LinkCompare) -> String {
    let Some(Compare { at, mode, split }) = compare.compare() else { return "off".to_owned() };
    let form = CompareMode::ALL.into_iter().find(|row| row.0 == mode).map_or("swipe", |row| row.1);
    let line = if mode == CompareMode::Swipe { format!(",{}", link::short(split, 4)) } else { String::new() };
    format!("{form},{}{line}", campaign.calendar.zone.iso(at))
}

fn compare_of(campaign: &Campaign, text: &str) -> Option<LinkCompare> {
    if text == "off" {
        return Some(LinkCompare::Nothing);
    }
    let mut parts = text.split(',');
    let form = parts.next()?;
    let (mode, _) = CompareMode::ALL.into_iter().find(|row| row.1 == form)?;
    let at = campaign.calendar.parse(&parts.next()?.replace(' ', "+")).ok()?;
    let split = parts.next().map_or(Some(0.5), |split| split.parse().ok())?;
    Compare::read(campaign.period, at, mode, split).filter(|_| parts.next().is_none()).map(LinkCompare::This)
}

fn hidden_of(text: &str) -> Result<BTreeSet<String>, String> {
    let ids: Vec<&str> = text.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    let bare = |id: &str| id.strip_prefix(['-', '−']).map_or_else(|| (id.to_owned(), false), |id| (id.to_owned(), true));
    if text == "all" || text == "none" {
        return Ok(LAYERS.iter().map(|layer| layer.id.to_owned()).filter(|_| text == "none").collect());
    }
    let named: Vec<(String, bool)> = ids.iter().map(|id| bare(id)).collect();
    if let Some((unknown, _)) = named.iter().find(|(id, _)| LAYERS.iter().all(|layer| layer.id != id)) {
        return Err(format!("The link names a layer that is not there ({})", shown(unknown)));
    }
    let is_without = named.first().is_none_or(|(_, is_minus)| *is_minus);
    let is_named = |id: &str| named.iter().any(|(named, _)| named == id);
    Ok(LAYERS.iter().map(|layer| layer.id).filter(|id| is_named(id) == is_without).map(str::to_owned).collect())
}

fn view_of(text: &str) -> Option<LinkView> {
    let [lon, lat, width_km] = numbers(text)?;
    WIDTHS.contains(&width_km).then_some(LinkView { center: geo_of(lon, lat)?, width_km })
}

fn geo_of(lon: f64, lat: f64) -> Option<Geo> {
    ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some(Geo { lon, lat })
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|part| part.trim().parse().ok().filter(|number: &f64| number.is_finite())).collect();
    numbers?.try_into().ok()
}

/// `%2B` and the like as the letters they stand for: some programs write links so.
fn plain(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let coded = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(coded.unwrap_or(bytes[at]));
        at += if coded.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A piece of a strange text, fit to be shown.
fn shown(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars().filter(char::is_ascii_graphic).take(40) {
        let _ = out.write_char(letter);
    }
    if out.is_empty() { "nothing readable".to_owned() } else { out }
}

//! Moments kept under a name.

use serde::{Deserialize, Serialize};

use super::link::{self, MomentLink, Selection};
use crate::campaign::{Campaign, Instant};
use crate::scene::Target;

/// The most bookmarks that are kept.
pub const MOST: usize = 500;

/// A moment under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Its name, which can be changed.
    pub name: String,
    /// The moment, as a link.
    pub link: String,
}

impl Bookmark {
    /// A bookmark of a moment, named after its hour and what is selected.
    pub fn of(campaign: &Campaign, moment: &MomentLink) -> Self {
        let hour = moment.when.map(|when| campaign.calendar.date_hour(when)).unwrap_or_default();
        let name = match place_name(campaign, moment) {
            Some(place) => format!("{place}, {hour}"),
            None => hour,
        };
        Self { name, link: moment.text(campaign) }
    }

    /// Its instant, where it is of this campaign.
    pub fn instant(&self, campaign: &Campaign) -> Option<Instant> {
        self.moment(campaign).and_then(|moment| moment.when)
    }

    /// What is selected in it.
    pub fn place(&self, campaign: &Campaign) -> Option<String> {
        place_name(campaign, &self.moment(campaign)?)
    }

    /// Whether it is of this campaign.
    pub fn is_of(&self, campaign: &Campaign) -> bool {
        self.moment(campaign).is_some()
    }

    fn moment(&self, campaign: &Campaign) -> Option<MomentLink> {
        link::read(campaign, &self.link).ok().map(|read| read.link).filter(|moment| moment.campaign == campaign.id)
    }
}

/// What is selected, in the English of 1945.
fn place_name(campaign: &Campaign, moment: &MomentLink) -> Option<String> {
    moment.selection.and_then(Selection::target).map(|target| match target {
        Target::Place(idx) => campaign.place(idx).names.english().to_owned(),
        Target::Formation(idx) => campaign.formation(idx).names.english().to_owned(),
        Target::Event(idx) => campaign.event(idx).headline.clone(),
        Target::Ground(point) => point.to_string(),
    })
}

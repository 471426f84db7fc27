//! By whose account everything is told where accounts differ. A choice of reading: it changes neither the facts nor the hour.

use crate::campaign::{Account, Campaign};

/// By whose account everything is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountChoice {
    /// All: margins that hold what every account says.
    #[default]
    All,
    /// This one, where it says something of its own.
    Only(Account),
}

impl AccountChoice {
    /// All accounts, then each one that a campaign has claims of.
    pub fn offered(campaign: &Campaign) -> Vec<Self> {
        let has_claims = |account: &Account| campaign.claims().any(|claim| claim.account == *account);
        let only = Account::ALL.into_iter().map(|row| row.0).filter(has_claims).map(Self::Only);
        std::iter::once(Self::All).chain(only).collect()
    }

    /// The next one that the campaign offers, and after the last one all.
    #[must_use]
    pub fn next(self, campaign: &Campaign) -> Self {
        let offered = Self::offered(campaign);
        let at = offered.iter().position(|choice| *choice == self);
        at.and_then(|at| offered.get(at + 1)).copied().unwrap_or_default()
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::All => "All accounts",
            Self::Only(account) => account.title(),
        }
    }

    /// The account, where one is chosen.
    pub fn only(self) -> Option<Account> {
        match self {
            Self::All => None,
            Self::Only(account) => Some(account),
        }
    }

    /// The word for it in a link.
    pub fn code(self) -> &'static str {
        let row = self.only().and_then(|account| Account::ALL.into_iter().find(|row| row.0 == account));
        row.map_or("all", |row| row.1)
    }

    /// What a word in a link stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        if code == "all" {
            return Some(Self::All);
        }
        Account::ALL.into_iter().find(|row| row.1 == code).map(|row| Self::Only(row.0))
    }
}

//! An exemption as an evaluation found it: used, or named with the reason why it does not count.

use serde::Serialize;
use thalweg_model::NaiveDate;

/// Whether an exemption counts, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Standing {
    /// It counts.
    Valid,
    /// Its first day had not come.
    NotYet,
    /// Its last day had passed.
    Expired,
    /// Refused: it names no last day.
    WithoutExpiry,
    /// Refused: the requester approved it.
    ApprovedByRequester,
    /// Refused: it ends before it begins.
    EndsBeforeItBegins,
    /// Refused: it gives no reason.
    WithoutReason,
    /// It names an entity that the check does not judge.
    NoSuchEntity,
    /// It names a check that the playbook does not have.
    NoSuchCheck,
}

impl Standing {
    /// The standing in a few words for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotYet => "not in force yet",
            Self::Expired => "expired",
            Self::WithoutExpiry => "refused: it has no expiry",
            Self::ApprovedByRequester => "refused: the requester approved it",
            Self::EndsBeforeItBegins => "refused: it ends before it begins",
            Self::WithoutReason => "refused: it gives no reason",
            Self::NoSuchEntity => "without effect: the check judges no such entity",
            Self::NoSuchCheck => "without effect: the playbook has no such check",
        }
    }
}

/// An exemption that names a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExemptionUse {
    /// The exemption's id.
    pub id: String,
    /// The entity that it takes out; absent for the check as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Why it was granted.
    pub reason: String,
    /// Who asked for it.
    pub requester: String,
    /// Who allowed it.
    pub approver: String,
    /// The first day it counts.
    pub from: NaiveDate,
    /// The last day it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<NaiveDate>,
    /// Whether it counts.
    pub standing: Standing,
}

impl ExemptionUse {
    /// Whether it counts.
    #[must_use]
    pub const fn counts(&self) -> bool {
        matches!(self.standing, Standing::Valid)
    }
}

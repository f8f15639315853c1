//! The ledger: every group ever released, so that the next release is judged by what all of them tell together.

use std::collections::BTreeSet;
use std::fmt;

use thalweg_model::answer::Respondent;
use thalweg_model::{ItemId, WaveId};

use super::census::{Answered, Census};
use super::policy::Statistic;

/// One group's statistics that were released: wave, items, who is in it, and what kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) wave: WaveId,
    pub(super) items: BTreeSet<ItemId>,
    pub(super) statistic: Statistic,
    /// In the order of respondents.
    pub(super) members: Vec<(Respondent, Answered)>,
}

/// Everything that was ever released, append-only: nothing takes an entry out.
///
/// A release plan comes from here and from nowhere else, and is entered as it is made. So every release is audited
/// against the union of all before it that concern the same answers: the same wave, with items in common, whatever the
/// groups were called and however they were cut at the time. Answers of different waves are different numbers; a
/// statistic over the people of two waves is a release of both, and is planned with a census of each.
///
/// Asking again for what was released gives the same plan and adds nothing.
///
/// ```
/// use thalweg_model::{Entity, ItemId, TeamId, WaveId, answer::Respondent};
/// use thalweg_survey::confidentiality::{Answered, Census, Confidentiality, Ledger, Belonging, Statistic};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let census = |cut: u8| -> Result<Census, Box<dyn std::error::Error>> {
///     let mut census = Census::of_answers(WaveId::new("2026-q3")?, [ItemId::new("trust_1")?]);
///     for n in 0..20 {
///         let team = TeamId::new(if n < cut { "payments" } else { "search" })?;
///         let place = Belonging { path: vec![Entity::Organisation, Entity::Team(team)], slices: vec![] };
///         census.add(Respondent::of_hash([n; 16]), &place, &Answered::Every);
///     }
///     Ok(census)
/// };
/// let payments = Entity::Team(TeamId::new("payments")?);
/// let policy = Confidentiality::default();
/// let mut ledger = Ledger::default();
/// assert!(ledger.release(&census(10)?, &policy)?.shows(Statistic::Means, &payments));
/// // After a reorganisation the same answers are shown by new teams: one member moved, and would stand alone.
/// let after = ledger.release(&census(11)?, &policy)?;
/// assert!(!after.shows(Statistic::Means, &payments));
/// assert!(after.shows(Statistic::Means, &Entity::Organisation));
/// # Ok(()) }
/// ```
///
/// It holds who was in which group, though no answer: [`Ledger::to_text`] is to be kept where the answers are kept, and
/// it does not serialise by accident:
///
/// ```compile_fail,E0277
/// fn leak(ledger: &thalweg_survey::confidentiality::Ledger) -> String {
///     serde_json::to_string(ledger).unwrap_or_default()
/// }
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    pub(super) entries: Vec<Entry>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ledger({} entries)", self.entries.len())
    }
}

impl Ledger {
    /// How many groups were released.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was released yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries over the same answers as a census.
    pub(super) fn concerning(&self, census: &Census) -> impl Iterator<Item = &Entry> {
        let (wave, items) = (census.wave.clone(), census.items.clone());
        self.entries.iter().filter(move |it| it.wave == wave && !it.items.is_disjoint(&items))
    }
}

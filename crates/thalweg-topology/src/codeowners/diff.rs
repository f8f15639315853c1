//! What a change of a CODEOWNERS file does to real paths, and who has to agree.

use std::collections::BTreeMap;

use super::answer::Ownership;
use super::file::CodeOwners;
use super::owner::Owner;

/// One path whose owners change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnershipChange {
    /// The path, as given.
    pub path: Vec<u8>,
    /// Owners it gets.
    pub gained: Vec<Owner>,
    /// Owners it loses.
    pub lost: Vec<Owner>,
    /// Whether it had an owner and has none now.
    pub newly_unowned: bool,
}

/// Somebody whose share of the paths changes, so whose word is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Consent {
    /// Paths this owner is given, and has to accept.
    pub gains: u64,
    /// Paths taken from this owner.
    pub loses: u64,
}

/// The difference between two files over a list of paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct OwnershipDiff {
    /// The paths whose owners change, in the order given.
    pub changes: Vec<OwnershipChange>,
    /// Everybody who has to consent.
    pub consent: BTreeMap<Owner, Consent>,
}

impl OwnershipDiff {
    /// The paths that had an owner and have none now.
    pub fn newly_unowned(&self) -> impl Iterator<Item = &[u8]> {
        self.changes.iter().filter(|change| change.newly_unowned).map(|change| change.path.as_slice())
    }
}

/// Compares two files over the same paths. Only who owns counts: another rule with the same owners is no change.
///
/// ```
/// use thalweg_topology::codeowners::{CodeOwners, Dialect, diff};
/// let old = CodeOwners::parse(b"* @ada\n/docs/ @grace\n", Dialect::GitHub);
/// let new = CodeOwners::parse(b"* @ada\n/docs/\n", Dialect::GitHub);
/// let change = diff(&old, &new, ["docs/a.md", "src/lib.rs"]);
/// assert_eq!(change.newly_unowned().collect::<Vec<_>>(), [b"docs/a.md"]);
/// assert_eq!(change.consent.values().next().unwrap().loses, 1);
/// ```
pub fn diff<I: IntoIterator<Item: AsRef<[u8]>>>(
    old: &CodeOwners,
    new: &CodeOwners,
    paths: I,
) -> OwnershipDiff {
    let (mut before, mut after) = (old.resolver(), new.resolver());
    let mut sum = OwnershipDiff::default();
    for path in paths {
        let path = path.as_ref();
        if let Some(change) = change(path, &before.owners(path), &after.owners(path)) {
            for owner in &change.gained {
                sum.consent.entry(owner.clone()).or_default().gains += 1;
            }
            for owner in &change.lost {
                sum.consent.entry(owner.clone()).or_default().loses += 1;
            }
            sum.changes.push(change);
        }
    }
    sum
}

fn change(path: &[u8], before: &Ownership<'_>, after: &Ownership<'_>) -> Option<OwnershipChange> {
    let without = |left: &[Owner], right: &[Owner]| -> Vec<Owner> {
        left.iter().filter(|owner| !right.contains(owner)).cloned().collect()
    };
    let gained = without(after.owners(), before.owners());
    let lost = without(before.owners(), after.owners());
    let newly_unowned = before.is_owned() && !after.is_owned();
    (!gained.is_empty() || !lost.is_empty()).then(|| OwnershipChange {
        path: path.to_vec(),
        gained,
        lost,
        newly_unowned,
    })
}

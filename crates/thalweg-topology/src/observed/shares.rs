//! How the changes of a part of the code spread over people.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thalweg_model::{Basis, Reading, Share, Unit};

use super::log::ChangeLog;

/// A minor contributor made less than this share of the changes (Bird, Nagappan, Murphy, Gall and Devanbu, ESEC/FSE 2011).
const MINOR_BELOW: (u64, u64) = (1, 20);

/// How the changes spread over people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shares {
    /// The share of the changes by whoever made the most; `NoData` where nothing was changed.
    pub top: Reading<Share>,
    /// How many people made changes.
    pub contributors: usize,
    /// How many of them made less than 5 % of the changes.
    pub minor: usize,
}

/// Fragmentation of ownership, 1 − Σ(aᵢ/n)² over everybody's number of changes aᵢ and their sum n.
///
/// 0 where one person made all changes, towards 1 where many made few each; `NoData` where nothing was changed. No unit.
///
/// ```
/// use thalweg_topology::observed::fragmentation;
/// let value = fragmentation(&[3, 2, 1]).value().map(|it| it.value());
/// assert!((value.expect("there are changes") - 22.0 / 36.0).abs() < 1e-12); // 0.61, topology.md section 5
/// assert!(fragmentation(&[]).gap().is_some());
/// ```
pub fn fragmentation(changes: &[u64]) -> Reading {
    let n: u64 = changes.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
    let part = |a: &u64| (*a as f64 / n as f64).powi(2);
    let basis = Basis::of(n);
    if n == 0 {
        return Reading::unknown(thalweg_model::Gap::NoData, basis);
    }
    Reading::number(1.0 - changes.iter().map(part).sum::<f64>(), Unit::Ratio, None, basis)
}

impl Shares {
    /// From everybody's number of changes.
    pub(super) fn of(changes: &[u64]) -> Self {
        let n: u64 = changes.iter().sum();
        let minor = |count: &&u64| **count * MINOR_BELOW.1 < n * MINOR_BELOW.0;
        Self {
            top: Reading::share(changes.iter().max().copied().unwrap_or(0), n, None, Basis::of(n)),
            contributors: changes.len(),
            minor: changes.iter().filter(minor).count(),
        }
    }
}

impl ChangeLog {
    /// How many commits each person made to the files of this log, the most first; no ids.
    pub(super) fn changes_each(&self) -> Vec<u64> {
        let mut commits: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for row in self.rows() {
            commits.entry(row.author).or_default().insert(row.commit);
        }
        let mut counts: Vec<u64> = commits.values().map(|them| them.len() as u64).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        counts
    }

    /// The share of the top contributor and the number of minor ones. A change is a commit, however many files it touched.
    #[must_use]
    pub fn shares(&self) -> Shares {
        Shares::of(&self.changes_each())
    }

    /// The fragmentation of the changes over people; see [`fragmentation`].
    pub fn fragmentation(&self) -> Reading {
        fragmentation(&self.changes_each())
    }
}

//! Temporal coupling: files that change in the same commits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::log::ChangeLog;

/// From when on two files count as coupled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CouplingRules {
    /// Each file changed at least so often.
    pub least_revisions: u64,
    /// They changed together at least so often.
    pub least_shared: u64,
    /// The least degree, in per cent.
    pub least_degree: f64,
    /// A commit of more files says nothing about coupling and is left out altogether.
    pub largest_change: usize,
}

impl Default for CouplingRules {
    /// 5 revisions, 5 shared, 30 %, commits of at most 30 files (topology.md section 5).
    fn default() -> Self {
        Self { least_revisions: 5, least_shared: 5, least_degree: 30.0, largest_change: 30 }
    }
}

/// Two files that change together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coupled {
    /// One file.
    pub one: String,
    /// The other, later in the order of paths.
    pub other: String,
    /// How many commits changed both.
    pub shared: u64,
    /// 100 · shared / mean of both files' revisions, in per cent.
    pub degree: f64,
}

/// Which files change together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coupling {
    /// The coupled pairs, the closest first.
    pub pairs: Vec<Coupled>,
    /// How many commits were left out for their size.
    pub too_large: u64,
}

impl ChangeLog {
    /// The pairs of files that change together (the degree of Tornhill, *Your Code as a Crime Scene*, 2015).
    ///
    /// The cost is bounded by the rules: a commit adds at most `largest_change`² / 2 pairs.
    #[must_use]
    pub fn coupling(&self, rules: &CouplingRules) -> Coupling {
        let mut revisions: BTreeMap<u32, u64> = BTreeMap::new();
        let mut shared: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        let mut too_large = 0;
        for rows in self.by_commit().into_values() {
            if rows.len() > rules.largest_change {
                too_large += 1;
                continue;
            }
            let mut files: Vec<u32> = rows.iter().map(|row| row.file).collect();
            files.sort_unstable();
            for (index, one) in files.iter().enumerate() {
                *revisions.entry(*one).or_default() += 1;
                for other in files.iter().skip(index + 1) {
                    *shared.entry((*one, *other)).or_default() += 1;
                }
            }
        }
        let coupled =
            shared.into_iter().filter_map(|(pair, count)| self.coupled(pair, count, &revisions, rules));
        let mut pairs: Vec<Coupled> = coupled.collect();
        pairs.sort_by(|a, b| {
            b.degree.total_cmp(&a.degree).then_with(|| (&a.one, &a.other).cmp(&(&b.one, &b.other)))
        });
        Coupling { pairs, too_large }
    }

    fn coupled(
        &self,
        (one, other): (u32, u32),
        shared: u64,
        revisions: &BTreeMap<u32, u64>,
        rules: &CouplingRules,
    ) -> Option<Coupled> {
        let (a, b) = (revisions.get(&one)?, revisions.get(&other)?);
        #[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
        let degree = 200.0 * shared as f64 / (a + b) as f64;
        let enough = shared >= rules.least_shared
            && *a.min(b) >= rules.least_revisions
            && degree >= rules.least_degree;
        let name = |file| self.file(file).to_owned();
        enough.then(|| Coupled { one: name(one), other: name(other), shared, degree })
    }
}

//! The truck factor: how few people could leave before most files have no author left.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::authorship::Authorship;

/// People with less than this part of the top one's files are pruned.
const PRUNED_BELOW: f64 = 0.1;

/// The truck factor by the greedy rule of Avelino and others (ICPC 2016).
///
/// People leave in the order of how many files they are an author of, ties in the order of their ids, until fewer than half of the
/// files have an author left. People with less than a tenth of the top one's files are not counted as authors at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TruckFactor {
    /// How many people could not leave together. 0: even with everybody there, fewer than half of the files have an author.
    pub people: usize,
    /// How many files were looked at.
    pub files: usize,
    /// How many of them have an author before anybody leaves.
    pub authored: usize,
    /// How many people are authors, after the pruning.
    pub authors: usize,
}

impl Authorship {
    /// The truck factor of all files; `None` where there are none.
    #[must_use]
    pub fn truck_factor(&self) -> Option<TruckFactor> {
        self.greedy(self.by_file().keys().copied()).map(|(factor, _)| factor)
    }

    /// The truck factor with the opaque ids of the people behind it, in the order in which they would have to leave.
    #[must_use]
    pub fn truck_factor_by_person(&self) -> Option<(TruckFactor, Vec<&str>)> {
        let (factor, leavers) = self.greedy(self.by_file().keys().copied())?;
        Some((factor, leavers.into_iter().map(|it| self.name(it)).collect()))
    }

    /// The truck factor of some files, as those of one team or one rule.
    pub(super) fn greedy(&self, files: impl Iterator<Item = u32>) -> Option<(TruckFactor, Vec<u32>)> {
        let kept: Vec<(u32, &BTreeSet<u32>)> =
            files.filter_map(|file| Some((file, self.by_file().get(&file)?))).collect();
        if kept.is_empty() {
            return None;
        }
        let people = ranked(&kept);
        let mut left: BTreeMap<u32, usize> = BTreeMap::new();
        for file in people.iter().flat_map(|(_, files)| files) {
            *left.entry(*file).or_default() += 1;
        }
        let authored = left.len();
        let leavers = leave(&people, &mut left, kept.len());
        let factor =
            TruckFactor { people: leavers.len(), files: kept.len(), authored, authors: people.len() };
        Some((factor, leavers))
    }
}

/// Authors with their files, those with the most first, pruned.
fn ranked(files: &[(u32, &BTreeSet<u32>)]) -> Vec<(u32, Vec<u32>)> {
    let mut of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (file, who) in files {
        for author in *who {
            of.entry(*author).or_default().push(*file);
        }
    }
    let most = of.values().map(Vec::len).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "counts of files")]
    let enough = |files: &Vec<u32>| files.len() as f64 >= PRUNED_BELOW * most as f64;
    let mut people: Vec<(u32, Vec<u32>)> = of.into_iter().filter(|(_, files)| enough(files)).collect();
    people.sort_by(|(a, x), (b, y)| (y.len(), a).cmp(&(x.len(), b)));
    people
}

/// Who has to leave until fewer than half of the files have an author.
fn leave(people: &[(u32, Vec<u32>)], left: &mut BTreeMap<u32, usize>, files: usize) -> Vec<u32> {
    let mut covered = left.len();
    let mut leavers = Vec::new();
    for (author, known) in people {
        if covered * 2 < files {
            break;
        }
        leavers.push(*author);
        for file in known {
            if let Some(count) = left.get_mut(file) {
                *count = count.saturating_sub(1);
                covered -= usize::from(*count == 0);
            }
        }
    }
    leavers
}

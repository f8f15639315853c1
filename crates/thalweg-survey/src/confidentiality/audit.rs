//! From a census and a ledger to families: all groups, old and new, over the same answers.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::ItemId;
use thalweg_model::answer::Respondent;

use super::atoms::{Family, Row, Standing};
use super::census::{Answered, Census};
use super::ledger::{Entry, Ledger};
use super::policy::Statistic;

/// A group that is to be released: its number in the census.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) group: u32,
    pub(super) standing: Standing,
    pub(super) weight: u64,
}

/// Items that the same earlier releases concern, and those releases.
pub(super) struct Class<'a> {
    items: BTreeSet<&'a ItemId>,
    entries: Vec<&'a Entry>,
}

/// The classes of a census's items under what was released before and reveals the statistic; one at least, unless there
/// is no item and so nobody who answered.
pub(super) fn classes<'a>(census: &'a Census, ledger: &'a Ledger, statistic: Statistic) -> Vec<Class<'a>> {
    let entries: Vec<&Entry> =
        ledger.concerning(census).filter(|it| it.statistic.reveals(statistic)).collect();
    let mut by_entries: BTreeMap<Vec<usize>, BTreeSet<&ItemId>> = BTreeMap::new();
    for item in &census.items {
        let concerned = entries.iter().enumerate().filter(|it| it.1.items.contains(item)).map(|it| it.0);
        by_entries.entry(concerned.collect()).or_default().insert(item);
    }
    let class = |(places, items): (Vec<usize>, BTreeSet<&'a ItemId>)| Class {
        items,
        entries: places.iter().filter_map(|at| entries.get(*at).copied()).collect(),
    };
    by_entries.into_iter().map(class).collect()
}

impl<'a> Class<'a> {
    /// Whether nothing was released before.
    pub(super) const fn is_new(&self) -> bool {
        self.entries.is_empty()
    }

    /// The family of the candidates and of all that was released, candidates first.
    pub(super) fn family(
        &self,
        census: &Census,
        members: &[Vec<Respondent>],
        candidates: &[Candidate],
    ) -> Family {
        let mut columns = Columns { class: self, numbers: BTreeMap::new(), whole: Vec::new() };
        let mut rows = Vec::with_capacity(candidates.len() + self.entries.len());
        for candidate in candidates {
            let all = members.get(candidate.group as usize).map_or(&[] as &[Respondent], Vec::as_slice);
            let seats = all.iter().filter_map(|it| Some((it, &census.seats.get(it)?.answered)));
            let members = seats.filter_map(|(who, answered)| columns.number(*who, answered)).collect();
            rows.push(Row { members, standing: candidate.standing, weight: candidate.weight });
        }
        let released = self.entries.iter().map(|entry| {
            let members = entry.members.iter().filter_map(|it| columns.number(it.0, &it.1)).collect();
            Row { members, standing: Standing::Released, weight: 0 }
        });
        let released: Vec<Row> = released.collect();
        // What was shown before just so tells nothing new, and leaving it out would take nothing back.
        let known: BTreeSet<&[u32]> = released.iter().map(|it| it.members.as_slice()).collect();
        for row in rows.iter_mut().filter(|it| known.contains(it.members.as_slice())) {
            row.standing = Standing::Released;
        }
        rows.extend(released);
        Family { rows, complete: columns.complete() }
    }
}

/// Which items of a class somebody answered; `None` for all.
type Part = Option<BTreeSet<ItemId>>;

/// A column for every respondent and every set of the class's items that was there to be summed.
///
/// Whoever answered more after a release has a column for then and one for now. Such columns may cancel in some item
/// and not in another, so they count for nobody; the same holds where somebody answered some items only.
struct Columns<'a> {
    class: &'a Class<'a>,
    numbers: BTreeMap<Respondent, Vec<(Part, u32)>>,
    whole: Vec<bool>,
}

impl Columns<'_> {
    fn number(&mut self, who: Respondent, answered: &Answered) -> Option<u32> {
        let part = match answered {
            Answered::Every => None,
            Answered::Only(items) => {
                let here: BTreeSet<ItemId> =
                    items.iter().filter(|it| self.class.items.contains(it)).cloned().collect();
                if here.is_empty() {
                    return None;
                }
                (here.len() < self.class.items.len()).then_some(here)
            }
        };
        let known = self.numbers.entry(who).or_default();
        if let Some((_, number)) = known.iter().find(|it| it.0 == part) {
            return Some(*number);
        }
        let number = u32::try_from(self.whole.len()).ok()?;
        self.whole.push(part.is_none());
        known.push((part, number));
        Some(number)
    }

    fn complete(mut self) -> Vec<bool> {
        for columns in self.numbers.values().filter(|it| it.len() > 1) {
            for (_, number) in columns {
                if let Some(whole) = self.whole.get_mut(*number as usize) {
                    *whole = false;
                }
            }
        }
        self.whole
    }
}

//! Where records came from, and the problems found in them.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use thalweg_model::{Fate, Loaded, Place, Reject, Tz};

use crate::document::Lasting;

/// Where a document was read, and the line of each of its records.
#[derive(Debug, Default)]
pub(in crate::topology) struct Origin {
    pub(in crate::topology) source: Option<Arc<str>>,
    pub(in crate::topology) lines: BTreeMap<String, Vec<u64>>,
}

/// The records of one list, by the list's name and the word for one of them.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) list: &'static str,
    pub(super) word: &'static str,
}

/// The problems so far.
pub(super) struct Findings {
    origin: Origin,
    found: Loaded<()>,
}

/// A problem of one record: the field, what becomes of the record, and why.
pub(super) struct Problem {
    field: Option<&'static str>,
    fate: Fate,
    reason: String,
}

/// The record cannot stand.
pub(super) fn refused(field: &'static str, reason: impl Into<String>) -> Problem {
    Problem { field: Some(field), fate: Fate::Refused, reason: reason.into() }
}

/// The record stands without that field.
pub(super) fn without(field: &'static str, reason: impl Into<String>) -> Problem {
    Problem { field: Some(field), fate: Fate::KeptWithout, reason: reason.into() }
}

/// The record says what another one says already.
pub(super) fn duplicate(reason: impl Into<String>) -> Problem {
    Problem { field: None, fate: Fate::Duplicate, reason: reason.into() }
}

impl Findings {
    pub(super) fn new(origin: Origin) -> Self {
        Self { origin, found: Loaded::clean(()) }
    }

    pub(super) fn into_loaded(self) -> Loaded<()> {
        self.found
    }

    /// A problem of the document as a whole.
    pub(super) fn whole(&mut self, field: &'static str, reason: String) {
        let place = self.origin.source.clone().map(Place::whole);
        self.found.reject(Reject {
            place,
            record: None,
            field: Some(field.to_owned()),
            fate: Fate::KeptWithout,
            reason,
        });
    }

    /// A problem of the record at a position of its list.
    pub(super) fn add(&mut self, kind: Kind, position: usize, id: impl Display, problem: Problem) {
        let line = self.origin.lines.get(kind.list).and_then(|lines| lines.get(position));
        let place = self.origin.source.clone().map(|source| Place::new(source, line.copied().unwrap_or(0)));
        let record = Some(format!("{} `{id}`", kind.word));
        let field = problem.field.map(str::to_owned);
        self.found.reject(Reject { place, record, field, fate: problem.fate, reason: problem.reason });
    }

    /// Shows every record to a judge who notes its problems and may mend it; a refused record and a duplicate are taken
    /// out, with their lines.
    pub(super) fn sift<T, N: Display>(
        &mut self,
        kind: Kind,
        records: &mut Vec<T>,
        name: impl Fn(&T) -> N,
        mut judge: impl FnMut(usize, &mut T) -> Vec<Problem>,
    ) {
        let mut stays = Vec::with_capacity(records.len());
        for (position, record) in records.iter_mut().enumerate() {
            let problems = judge(position, record);
            stays.push(problems.iter().all(|problem| problem.fate == Fate::KeptWithout));
            problems.into_iter().for_each(|problem| self.add(kind, position, name(record), problem));
        }
        retain(records, &stays);
        if let Some(lines) = self.origin.lines.get_mut(kind.list) {
            retain(lines, &stays);
        }
    }
}

fn retain<T>(items: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    items.retain(|_| stays.next().copied().unwrap_or(true));
}

/// A record whose end does not come after its start lasts for no time.
pub(super) fn lasts(record: &impl Lasting, zone: Tz) -> Option<Problem> {
    let span = record.span();
    let (from, until) = span.instants(zone);
    let ends = span.from.zip(span.until).filter(|_| from >= until);
    ends.map(|(from, until)| refused("until", format!("the end {until} is not after the start {from}")))
}

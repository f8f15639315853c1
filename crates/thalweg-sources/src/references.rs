//! References between records: an id that no record has is named, once, and the records that name it are kept.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{RecordKind, Reject};

use crate::fault::{instead, shown};
use crate::plain::{Readable, noun};
use crate::settle::Placed;
use crate::source::Source;

/// An id that is unknown, who named it first, and how many more did.
#[derive(Debug)]
struct Unknown {
    first: Reject,
    more: u64,
}

/// The ids that are known, and those that are not.
#[derive(Debug)]
pub(crate) struct References {
    known: BTreeMap<RecordKind, BTreeSet<String>>,
    unknown: BTreeMap<(RecordKind, String), Unknown>,
}

impl References {
    /// Nothing known yet. References to a kind of which there is no file are not checked.
    pub(crate) fn new(given: &BTreeSet<RecordKind>) -> Self {
        Self { known: given.iter().map(|kind| (*kind, BTreeSet::new())).collect(), unknown: BTreeMap::new() }
    }

    /// Takes the ids of records in.
    pub(crate) fn know<T: Readable>(&mut self, records: &[Placed<T>]) {
        if let Some(known) = self.known.get_mut(&T::KIND) {
            known.extend(records.iter().map(|placed| placed.record.key()));
        }
    }

    /// Looks every reference of records up.
    pub(crate) fn check<T: Readable>(&mut self, records: &[Placed<T>]) {
        for placed in records {
            for (field, kind, id) in placed.record.refers() {
                let Some(known) = self.known.get(&kind).filter(|known| !known.contains(id)) else { continue };
                match self.unknown.entry((kind, id.to_owned())) {
                    Entry::Occupied(mut one) => one.get_mut().more += 1,
                    Entry::Vacant(place) => {
                        let near = instead(id, known.iter().map(String::as_str));
                        let reason =
                            format!("{} `{}` is unknown or was refused{near}", noun(kind), shown(id));
                        let first = Reject::noted(Some(placed.place.clone()), reason)
                            .of(&noun(T::KIND), shown(placed.record.key().trim_end()))
                            .in_field(field);
                        place.insert(Unknown { first, more: 0 });
                    }
                }
            }
        }
    }

    /// Names what is unknown.
    pub(crate) fn tell(self, source: &mut Source) {
        for Unknown { mut first, more } in self.unknown.into_values() {
            if more > 0 {
                first.reason = format!("{}; it is named {} times", first.reason, more + 1);
            }
            source.loaded.reject(first);
        }
    }
}

//! One record an id: exact duplicates are dropped, contradictions refused.

use thalweg_model::{Fate, Place, Reject};

use crate::plain::{Readable, noun};
use crate::source::Source;

/// A record and where it stood.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub(crate) record: T,
    pub(crate) place: Place,
}

/// Against how many different versions of one id a record is compared, so that no input goes quadratic.
const MAX_VERSIONS: usize = 16;

/// The records that stand, in the order of their keys. The order of reading does not matter.
pub(crate) fn settle<T: Readable>(mut records: Vec<Placed<T>>, source: &mut Source) -> Vec<Placed<T>> {
    records.sort_by_cached_key(|placed| (placed.record.key(), placed.place.clone()));
    let mut standing: Vec<Placed<T>> = Vec::with_capacity(records.len());
    let mut rest = records.into_iter().peekable();
    while let Some(first) = rest.next() {
        let key = first.record.key();
        let mut versions = vec![first];
        while let Some(next) = rest.next_if(|next| next.record.key() == key) {
            if versions.iter().take(MAX_VERSIONS).any(|version| version.record == next.record) {
                let reject = refused::<T>(&next.place, &key, "an exact duplicate");
                source.loaded.reject(Reject { fate: Fate::Duplicate, ..reject });
            } else {
                versions.push(next);
            }
        }
        standing.extend(only(versions, &key, source));
    }
    standing
}

/// The only version of a record, or none where there are several.
fn only<T: Readable>(mut versions: Vec<Placed<T>>, key: &str, source: &mut Source) -> Option<Placed<T>> {
    if versions.len() <= 1 {
        return versions.pop();
    }
    let places: Vec<String> = versions.iter().take(3).map(|version| version.place.to_string()).collect();
    let more = versions.len().saturating_sub(places.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let places = format!("{}{more}", places.join(", "));
    for version in &versions {
        let reason = format!(
            "another record with this id says something else ({places}): correct one, or give each its own id"
        );
        source.loaded.reject(refused::<T>(&version.place, key, reason));
    }
    None
}

fn refused<T: Readable>(place: &Place, key: &str, reason: impl Into<String>) -> Reject {
    Reject::refused(Some(place.clone()), reason).of(&noun(T::KIND), crate::fault::shown(key))
}

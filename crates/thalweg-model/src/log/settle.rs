//! One record an id: exact duplicates are dropped, contradictions refused or settled.

use std::collections::BTreeMap;

use crate::instant::Instant;
use crate::record::{Change, Deployment, Incident, Record};
use crate::reject::{Fate, Loaded, Place, Reject};

/// What to do with two different records of one id (dora.md section 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Neither can be trusted: all records of that id are refused and named.
    #[default]
    Strict,
    /// The one with the latest `recorded_at` stands; without a single latest one all are refused.
    Lenient,
}

/// A record that may say when it was written.
pub(crate) trait Recorded: Record + PartialEq {
    /// The word for one of them.
    const NOUN: &'static str;
    fn recorded_at(&self) -> Option<Instant>;
}

macro_rules! recorded {
    ($($type:ident $noun:literal),*) => {$(
        impl Recorded for $type {
            const NOUN: &'static str = $noun;
            fn recorded_at(&self) -> Option<Instant> {
                self.recorded_at
            }
        }
    )*};
}

recorded!(Deployment "deployment", Change "change", Incident "incident");

/// A record and where it stood.
#[derive(Clone, Debug)]
pub(crate) struct Placed<R> {
    pub(crate) record: R,
    pub(crate) place: Option<Place>,
}

impl<R: Recorded> Placed<R> {
    pub(crate) fn refused(&self, reason: impl Into<String>) -> Reject {
        Reject::refused(self.place.clone(), reason).of(R::NOUN, self.record.key())
    }

    pub(crate) fn part(&self, field: &str, reason: impl Into<String>) -> Reject {
        Reject::part(self.place.clone(), reason).of(R::NOUN, self.record.key()).in_field(field)
    }
}

/// What settling did, beside the records that stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) duplicates: u64,
    pub(crate) superseded: u64,
}

/// One record an id, in the order of the ids.
pub(crate) fn settle<R: Recorded, T>(
    mut records: Vec<Placed<R>>,
    mode: Duplicates,
    loaded: &mut Loaded<T>,
) -> (Vec<Placed<R>>, Settled) {
    records.sort_by_cached_key(|placed| (placed.record.key(), placed.place.clone()));
    let mut standing: Vec<Placed<R>> = Vec::with_capacity(records.len());
    let mut done = Settled::default();
    let mut rest = records.into_iter().peekable();
    while let Some(first) = rest.next() {
        let key = first.record.key();
        // Equal records were written at the same time, so only those are compared.
        let mut by_time = BTreeMap::from([(first.record.recorded_at(), vec![0])]);
        let mut versions = vec![first];
        while let Some(next) = rest.next_if(|next| next.record.key() == key) {
            let alike = by_time.entry(next.record.recorded_at()).or_default();
            let mut known = alike.iter().take(MAX_VERSIONS).filter_map(|at| versions.get(*at));
            if known.any(|version| version.record == next.record) {
                done.duplicates += 1;
                loaded.reject(Reject { fate: Fate::Duplicate, ..next.refused("an exact duplicate") });
            } else {
                alike.push(versions.len());
                versions.push(next);
            }
        }
        standing.extend(choose(versions, mode, &mut done, loaded));
    }
    (standing, done)
}

/// Against how many versions of one id and one time a record is compared: 10⁶ of them must not go quadratic.
const MAX_VERSIONS: usize = 16;

fn choose<R: Recorded, T>(
    mut versions: Vec<Placed<R>>,
    mode: Duplicates,
    done: &mut Settled,
    loaded: &mut Loaded<T>,
) -> Option<Placed<R>> {
    if versions.len() == 1 {
        return versions.pop();
    }
    let latest = versions.iter().map(|v| v.record.recorded_at()).max().flatten();
    let single = versions.iter().filter(|v| v.record.recorded_at() == latest).count() == 1;
    let winner = (mode == Duplicates::Lenient && latest.is_some() && single).then_some(latest);
    let places = others(&versions);
    let mut standing = None;
    for version in versions {
        if Some(version.record.recorded_at()) == winner {
            standing = Some(version);
            continue;
        }
        let reason = if winner.is_some() {
            done.superseded += 1;
            format!("another record with this id was recorded later ({places})")
        } else {
            format!(
                "another record with this id says something else ({places}): correct one, or give each its own id"
            )
        };
        loaded.reject(version.refused(reason));
    }
    standing
}

/// Where the records of one id stand, as far as a message has room for it.
fn others<R>(versions: &[Placed<R>]) -> String {
    let places: Vec<String> = versions
        .iter()
        .take(3)
        .map(|v| v.place.as_ref().map_or("in memory".to_owned(), Place::to_string))
        .collect();
    let more = versions.len().saturating_sub(3);
    if more == 0 { places.join(", ") } else { format!("{} and {more} more", places.join(", ")) }
}

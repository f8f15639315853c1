//! Kinds of which records were refused: what their source holds whole was not read whole.

use std::collections::BTreeSet;

use thalweg_model::{Fate, Loaded, Place, RecordKind, Reject, Sources};

use super::FileRead;
use crate::plain::noun;

/// What the sources say of their completeness, less the kinds of which a record was refused. That record is not there, and
/// yet it says that something happened.
///
/// Deployments, changes and incidents stay: their log counts what it refuses.
pub(super) fn without_refused(sources: &Sources, files: &[FileRead], loaded: &mut Loaded<()>) -> Sources {
    let by_file = files.iter().filter(|it| it.refused > 0).filter_map(|it| it.kind);
    let refused = loaded.rejects.iter().filter(|it| it.fate == Fate::Refused);
    let mut lost: BTreeSet<RecordKind> = by_file.chain(refused.filter_map(kind_of)).collect();
    lost.retain(|kind| !is_event(*kind) && sources.kinds().contains(kind));
    for kind in &lost {
        let reason = format!(
            "`{kind}` are not taken as complete, because records of them were refused",
            kind = kind.name()
        );
        loaded.reject(Reject::noted(Some(Place::whole("sources.toml")), reason));
    }
    Sources::new(sources.stretches().iter().copied().filter(|it| !lost.contains(&it.kind)))
}

const fn is_event(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Deployments | RecordKind::Changes | RecordKind::Incidents)
}

/// The kind of a refused record, by what it is called.
fn kind_of(reject: &Reject) -> Option<RecordKind> {
    let (word, _) = reject.record.as_deref()?.split_once(" `")?;
    RecordKind::ALL.iter().copied().find(|kind| noun(*kind) == word)
}

//! What cannot be in a document, all of it at once: each problem with its place, everything else kept.

mod agreements;
mod origin;
mod paths;
mod who;

use std::collections::BTreeSet;

use thalweg_model::{Loaded, PersonId, RecordId, TeamId, Tz};

use crate::document::Document;

use origin::Findings;
pub(super) use origin::Origin;

/// The ids that records may refer to. An empty list of records knows nothing, so then every id may stand.
struct Known {
    teams: BTreeSet<TeamId>,
    people: BTreeSet<PersonId>,
    domains: BTreeSet<RecordId>,
    schedules: BTreeSet<RecordId>,
    paths: BTreeSet<RecordId>,
}

impl Known {
    fn of(document: &Document) -> Self {
        Self {
            teams: document.teams.iter().map(|it| it.id.clone()).collect(),
            people: document.people.iter().map(|it| it.id.clone()).collect(),
            domains: document.domains.iter().map(|it| it.id.clone()).collect(),
            schedules: document.schedules.iter().map(|it| it.id.clone()).collect(),
            paths: document.escalation_paths.iter().map(|it| it.id.clone()).collect(),
        }
    }
}

fn may_stand<T: Ord>(id: &T, known: &BTreeSet<T>) -> bool {
    known.is_empty() || known.contains(id)
}

/// The document without what cannot be.
pub(super) fn check(mut document: Document, origin: Origin) -> Loaded<Document> {
    let zone = document.zone.map_or(Tz::UTC, |zone| zone.0);
    let mut findings = Findings::new(origin);
    if let Some(version) = document.version.filter(|version| *version != 1) {
        findings
            .whole("version", format!("version {version} of the format is not known: this reads version 1"));
    }
    who::check(&mut document, zone, &mut findings);
    let known = Known::of(&document);
    agreements::check(&mut document, &known, zone, &mut findings);
    paths::check(&mut document, zone, &mut findings);
    findings.into_loaded().map(|()| document)
}

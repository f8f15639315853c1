//! Several documents as one.

use std::collections::BTreeSet;

use thalweg_model::PersonId;

use super::backstage::adopt;
use super::blank;
use crate::document::Document;

/// Several documents as one, in their order; [`Topology::of`](crate::Topology::of) checks the whole.
///
/// The name, the zone and the version are those of the first document that gives them. A group of a catalog that another document lists
/// among its children is part of that one, and a person of whom a document says no more than the id stands once, with what the others say.
#[must_use]
pub fn join(documents: impl IntoIterator<Item = Document>) -> Document {
    let mut whole = documents.into_iter().fold(Document::default(), |mut whole, part| {
        whole.version = whole.version.or(part.version);
        whole.name = whole.name.or(part.name);
        whole.zone = whole.zone.or(part.zone);
        whole.teams.extend(part.teams);
        whole.people.extend(part.people);
        whole.services.extend(part.services);
        whole.domains.extend(part.domains);
        whole.ownership.extend(part.ownership);
        whole.interactions.extend(part.interactions);
        whole.dependencies.extend(part.dependencies);
        whole.escalation_paths.extend(part.escalation_paths);
        whole.schedules.extend(part.schedules);
        whole.extra.extend(part.extra);
        whole
    });
    adopt(&mut whole.teams);
    without_blanks(&mut whole);
    whole
}

/// Drops what says of a person only that there is one, where another record says so as well.
fn without_blanks(whole: &mut Document) {
    let blank = |it: &crate::document::Person| *it == blank::person(it.id.clone());
    let mut told: BTreeSet<PersonId> =
        whole.people.iter().filter(|it| !blank(it)).map(|it| it.id.clone()).collect();
    whole.people.retain(|it| !blank(it) || told.insert(it.id.clone()));
}

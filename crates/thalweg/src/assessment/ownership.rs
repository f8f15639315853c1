//! Who owns what, and what was escalated.

use thalweg_model::{Evidence, Loaded};
use thalweg_sources::{Organisation, RawFile};
use thalweg_topology::{Format, Topology, catalog, readings};

use super::calendar::Calendar;
use super::error::AssessmentError;

/// The topology of the organisation's records, joined with its own topology file where it has one.
pub(super) fn topology(organisation: &Organisation) -> Result<Loaded<Topology>, AssessmentError> {
    let records = Topology::from_records(&organisation.records);
    let mut loaded = Loaded::clean(());
    let of_records = loaded.absorb(records);
    let whole = match &organisation.topology {
        None => of_records,
        Some(file) => {
            let own = loaded.absorb(own(file)?);
            let documents = [own.document().clone(), of_records.document().clone()];
            loaded.absorb(Topology::of(catalog::join(documents)))
        }
    };
    Ok(loaded.map(|()| whole.in_zone(organisation.zone)))
}

fn own(file: &RawFile) -> Result<Loaded<Topology>, AssessmentError> {
    let no_text = |_| AssessmentError::NoText { name: file.name.clone() };
    let text = std::str::from_utf8(&file.bytes).map_err(no_text)?;
    Ok(Topology::load(text, format(&file.name), &file.name)?)
}

fn format(name: &str) -> Format {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("json") => Format::Json,
        #[cfg(feature = "yaml")]
        Some("yaml" | "yml") => Format::Yaml,
        _ => Format::Toml,
    }
}

/// Evidence on escalations and ownership, month by month and for both quarters.
pub(super) fn ownership(
    mut evidence: Evidence,
    organisation: &Organisation,
    topology: &Topology,
    calendar: &Calendar,
    months: usize,
) -> Evidence {
    let (escalations, sources) = (&organisation.records.escalations, &organisation.sources);
    for window in calendar.windows(months) {
        let found = readings(topology, escalations, sources, window, window.previous(), calendar.as_of);
        for (entity, result) in &found {
            evidence = evidence.about(entity, window, result);
        }
    }
    evidence
}

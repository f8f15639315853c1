//! What was delivered, and when each metric was last updated.

use thalweg_dora::{Definition, measure, monthly, reliability::reliability};
use thalweg_model::record::MetricStatus;
use thalweg_model::{
    Completeness, Entity, Event, Evidence, NaiveDate, Readings, RecordKind, Sources, local_date,
};
use thalweg_sources::Organisation;
use thalweg_topology::Topology;

use super::calendar::Calendar;

/// Evidence on delivery: every team and the whole, month by month, in the quarter that is judged, and how it looks.
pub(super) fn delivery(
    evidence: Evidence,
    organisation: &Organisation,
    topology: &Topology,
    calendar: &Calendar,
    months: usize,
    definition: &Definition,
) -> Evidence {
    let log = &organisation.events;
    if log.deployments() == 0 && log.changes() == 0 && log.incidents() == 0 {
        return evidence;
    }
    let view = log.as_of(calendar.as_of);
    let owners = |event: Event<'_>| topology.owners_of(event.service(), event.at()).accountable;
    let later = (calendar.month.end() > calendar.period.end()).then_some(calendar.month);
    let windows = std::iter::once(calendar.period).chain(later);
    let measured = windows.fold(evidence, |evidence, window| {
        monthly(&view, &window, months, owners, definition).into_evidence(evidence)
    });
    reliable(measured, organisation, calendar, months, definition)
}

/// With the service levels, where there are any.
fn reliable(
    evidence: Evidence,
    organisation: &Organisation,
    calendar: &Calendar,
    months: usize,
    definition: &Definition,
) -> Evidence {
    let levels = &organisation.records.service_levels;
    if levels.is_empty() {
        return evidence;
    }
    calendar.windows(months).into_iter().fold(evidence, |evidence, window| {
        let found = reliability(levels, &window, calendar.as_of, definition);
        evidence.about(&Entity::Organisation, window, &found)
    })
}

/// When each metric of each service was last updated, as far as the log itself shows: a metric that has a value in the quarter is as
/// fresh as the log. What the organisation's own records say of a metric stands before this.
pub(super) fn status(
    organisation: &Organisation,
    calendar: &Calendar,
    definition: &Definition,
) -> (Vec<MetricStatus>, Sources) {
    let (known, sources) = (&organisation.records.metric_status, &organisation.sources);
    let Some((first, updated)) = fresh(organisation, calendar) else {
        return (known.clone(), sources.clone());
    };
    let view = organisation.events.as_of(calendar.as_of).within(&calendar.period);
    let mut all = known.clone();
    for (service, view) in &view.group_by(|event| event.service().clone()) {
        let readings = measure(view, definition).readings().into_iter();
        for (metric, _) in readings.filter(|(_, reading)| reading.value().is_some()) {
            if !known.iter().any(|it| it.service == *service && it.metric == metric) {
                all.push(MetricStatus { service: service.clone(), metric, updated });
            }
        }
    }
    // The log was looked through for every service, so a metric that is not among these has none.
    let looked = Completeness { kind: RecordKind::MetricStatus, complete_from: first, complete_to: updated };
    (all, Sources::new(sources.stretches().iter().copied().chain([looked])))
}

/// The first and the last day that the log of deployments covers: as declared, or those of its events.
fn fresh(organisation: &Organisation, calendar: &Calendar) -> Option<(NaiveDate, NaiveDate)> {
    let declared = || organisation.sources.stretches().iter().filter(|it| it.kind == RecordKind::Deployments);
    let day = |at| local_date(at, organisation.zone);
    let (first, last) = organisation.events.span()?;
    let first = declared().map(|it| it.complete_from).min().unwrap_or_else(|| day(first));
    let last = declared().map(|it| it.complete_to).max().unwrap_or_else(|| day(last));
    Some((first, last.min(day(calendar.as_of))))
}

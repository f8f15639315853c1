//! The services of a log: those declared, and those that records speak of.

use std::collections::BTreeMap;

use crate::id::ServiceId;
use crate::instant::Instant;
use crate::record::{Change, Deployment, Incident, Service};
use crate::reject::{Loaded, Place, Reject};

use super::settle::Placed;

/// All services that any record speaks of, in the order of their ids, with the time they were active.
pub(super) fn services(
    deployments: &[Placed<Deployment>],
    changes: &[Placed<Change>],
    incidents: &[Placed<Incident>],
    records: Vec<(Service, Option<Place>)>,
    loaded: &mut Loaded<()>,
) -> BTreeMap<ServiceId, Known> {
    let mut services = named(deployments, changes, incidents);
    let declared = |service: Service| (service.id.clone(), Known { service, since: Instant::MIN });
    services.extend(described(records, loaded).map(declared));
    services
}

/// One record for each declared service. Of two that differ neither can be trusted, whichever came first.
fn described(
    records: Vec<(Service, Option<Place>)>,
    loaded: &mut Loaded<()>,
) -> impl Iterator<Item = Service> {
    let mut by_id: BTreeMap<ServiceId, Vec<(Service, Option<Place>)>> = BTreeMap::new();
    for (service, place) in records {
        if service.active_from.zip(service.active_to).is_some_and(|(from, to)| to <= from) {
            let reject =
                Reject::refused(place, "it ends before it begins: correct `active_from` or `active_to`");
            loaded.reject(reject.of("service", &service.id));
        } else {
            by_id.entry(service.id.clone()).or_default().push((service, place));
        }
    }
    let mut standing = Vec::new();
    for (id, records) in by_id {
        let mut services = records.iter().map(|it| &it.0);
        let first = services.next().cloned();
        if services.all(|it| Some(it) == first.as_ref()) {
            standing.extend(first);
            continue;
        }
        for (_, place) in records {
            let reject = Reject::refused(place, "another record with this id says something else");
            loaded.reject(reject.of("service", &id));
        }
    }
    standing.into_iter()
}

/// The services that records speak of, since the first that does.
fn named(
    deployments: &[Placed<Deployment>],
    changes: &[Placed<Change>],
    incidents: &[Placed<Incident>],
) -> BTreeMap<ServiceId, Known> {
    let mut services: BTreeMap<ServiceId, Known> = BTreeMap::new();
    let mut name = |id: &ServiceId, at: Instant| match services.get_mut(id) {
        Some(known) => known.since = known.since.min(at),
        None => {
            let service = Service { id: id.clone(), active_from: None, active_to: None };
            services.insert(id.clone(), Known { service, since: at });
        }
    };
    deployments.iter().for_each(|d| name(&d.record.service, d.record.finished_at));
    for change in changes {
        change.record.services.iter().for_each(|id| name(id, change.record.committed_at));
    }
    for incident in incidents {
        let at = incident.record.began().unwrap_or(Instant::MIN);
        incident.record.services.iter().for_each(|id| name(id, at));
    }
    services
}

/// A service, and since when it is known.
pub(super) struct Known {
    pub(super) service: Service,
    /// No record before speaks of it; always known where it is declared.
    pub(super) since: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChangeId, DeploymentId, EnvironmentId};
    use crate::log::EventLog;

    fn at(hour: u32) -> Instant {
        format!("2026-03-03T{hour:02}:00:00Z").parse().unwrap()
    }

    fn id(text: &str) -> ServiceId {
        ServiceId::new(text).unwrap()
    }

    #[test]
    fn of_two_declarations_that_differ_neither_stands_section_1() {
        let declared = |from| Service { id: id("api"), active_from: Some(at(from)), active_to: None };
        for order in [[1, 2], [2, 1]] {
            let mut builder = EventLog::builder();
            order.into_iter().for_each(|it| builder.service(declared(it), None));
            let loaded = builder.build();
            assert_eq!((loaded.value.services().len(), loaded.rejects.len()), (0, 2));
        }
        let mut builder = EventLog::builder();
        [1, 1].into_iter().for_each(|it| builder.service(declared(it), None));
        assert_eq!(builder.build().value.services(), [id("api")]);
    }

    #[test]
    fn a_later_deployment_tells_nothing_of_services_and_changes_section_1() {
        let production = EnvironmentId::new("production").unwrap();
        let deployed = |name: &str, service, hour| {
            let mut it =
                Deployment::new(DeploymentId::new(name).unwrap(), id(service), production.clone(), at(hour));
            it.changes = vec![ChangeId::new("C1").unwrap()];
            it
        };
        let change = Change::new(ChangeId::new("C1").unwrap(), at(1));
        let log =
            EventLog::of_records([deployed("D1", "api", 2), deployed("D2", "web", 4)], [change], []).value;
        let seen = |hour| {
            let view = log.as_of(at(hour));
            (view.services().len(), view.carriages().count(), view.group_by(|it| it.service().clone()).len())
        };
        assert_eq!([seen(1), seen(3), seen(4)], [(0, 0, 0), (1, 1, 1), (2, 2, 2)]);
    }
}

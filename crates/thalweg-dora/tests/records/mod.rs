//! Records for tests, with as little noise as possible.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses some of it")]

use thalweg_dora::{Definition, Delivery, Rules, measure};
use thalweg_model::{
    Change, ChangeId, Deployment, DeploymentId, EnvironmentId, EventLog, Incident, IncidentId, Instant, Plan,
    Quantity, Reading, ServiceId, Tz, Window,
};

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A planned deployment of `api` to production.
pub(crate) fn deployed(id: &str, finished_at: &str) -> Deployment {
    let (service, production) = (ServiceId::new("api").unwrap(), EnvironmentId::new("production").unwrap());
    let bare = Deployment::new(DeploymentId::new(id).unwrap(), service, production, at(finished_at));
    Deployment { plan: Plan::Planned, ..bare }
}

/// The same of another service.
pub(crate) fn of(service: &str, deployment: Deployment) -> Deployment {
    Deployment { service: ServiceId::new(service).unwrap(), ..deployment }
}

/// The same carrying changes.
pub(crate) fn carrying(changes: &[&str], deployment: Deployment) -> Deployment {
    Deployment { changes: changes.iter().map(|it| ChangeId::new(it).unwrap()).collect(), ..deployment }
}

/// The same mending incidents or deployments.
pub(crate) fn mending(remediates: &[&str], deployment: Deployment) -> Deployment {
    Deployment { remediates: remediates.iter().map(|it| (*it).to_owned()).collect(), ..deployment }
}

pub(crate) fn change(id: &str, committed_at: &str) -> Change {
    Change::new(ChangeId::new(id).unwrap(), at(committed_at))
}

/// An incident that users felt and that somebody had to act on at once.
pub(crate) fn incident(id: &str, caused_by: &[&str], began: &str, restored: Option<&str>) -> Incident {
    Incident {
        id: IncidentId::new(id).unwrap(),
        services: vec![],
        caused_by: caused_by.iter().map(|it| DeploymentId::new(it).unwrap()).collect(),
        impact_started_at: Some(at(began)),
        detected_at: None,
        restored_at: restored.map(at),
        user_impacting: true,
        immediate_intervention: true,
        recorded_at: None,
    }
}

pub(crate) fn log(deployments: &[Deployment], changes: &[Change], incidents: &[Incident]) -> EventLog {
    EventLog::of_records(deployments.to_vec(), changes.to_vec(), incidents.to_vec()).value
}

/// March 2026 in UTC.
pub(crate) fn march() -> Window {
    Window::month(2026, 3, Tz::UTC).unwrap()
}

/// Late enough for everything of March to be mature.
pub(crate) fn late() -> Instant {
    at("2026-05-01T00:00:00Z")
}

/// What March says under the default definition.
pub(crate) fn in_march(log: &EventLog) -> Delivery {
    measure(&log.as_of(late()).within(&march()), &Definition::default())
}

/// What March says under other rules.
pub(crate) fn in_march_by(log: &EventLog, change: impl FnOnce(&mut Rules)) -> Delivery {
    let mut rules = Rules { name: "test".to_owned(), ..Rules::default() };
    change(&mut rules);
    measure(&log.as_of(late()).within(&march()), &Definition::new(rules).unwrap())
}

pub(crate) fn value(reading: &Reading<Quantity>) -> f64 {
    reading.value().unwrap_or_else(|| panic!("{reading:?}")).value()
}

/// Part and whole of the change fail rate.
pub(crate) fn failed(delivery: &Delivery) -> (u64, u64) {
    let share = delivery.change_fail_rate.rate.value().unwrap();
    (share.part(), share.whole())
}

/// The lead times in hours of March, sorted.
pub(crate) fn leads(log: &EventLog) -> Vec<f64> {
    thalweg_dora::Sample::of(&log.as_of(late()).within(&march()), &Definition::default()).lead_times()
}

/// The recoveries in hours of March with whether they are over, sorted.
pub(crate) fn recoveries(log: &EventLog) -> Vec<(f64, bool)> {
    thalweg_dora::Sample::of(&log.as_of(late()).within(&march()), &Definition::default()).recovery_times()
}

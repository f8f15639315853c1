//! A topology from the records of an organisation's own systems.

use std::collections::BTreeMap;

use thalweg_model::{Loaded, Records, record};

use super::Topology;
use crate::document::{
    Document, EscalationPath, EscalationStep, Moment, Ownership, OwnershipRole, Person, Service, Team,
};

impl Topology {
    /// The topology that the records of people, teams, services, ownership and escalation paths describe.
    ///
    /// Days begin in UTC until [`Topology::in_zone`] says otherwise. What cannot be is left out and listed.
    ///
    /// ```
    /// use thalweg_model::{Records, record};
    /// use thalweg_topology::Topology;
    /// let records = Records {
    ///     teams: vec![record::Team {
    ///         id: "payments".parse()?, name: None, kind: record::TeamKind::StreamAligned,
    ///         manager: None, parent: Some("payments".parse()?), from: None, until: None,
    ///     }],
    ///     ..Records::default()
    /// };
    /// let loaded = Topology::from_records(&records);
    /// assert_eq!(loaded.rejects.len(), 1, "a team is not part of itself");
    /// assert_eq!(loaded.value.document().teams.len(), 1, "the team itself is kept");
    /// # Ok::<(), thalweg_model::IdError>(())
    /// ```
    pub fn from_records(records: &Records) -> Loaded<Self> {
        let document = Document {
            teams: records.teams.iter().map(team).collect(),
            people: records.people.iter().map(person).collect(),
            services: records.services.iter().map(service).collect(),
            ownership: records.ownership.iter().map(ownership).collect(),
            escalation_paths: records.escalation_paths.iter().map(path).collect(),
            ..Document::default()
        };
        Self::of(document)
    }
}

fn team(it: &record::Team) -> Team {
    Team {
        id: it.id.clone(),
        name: it.name.clone(),
        kind: it.kind,
        manager: it.manager.clone(),
        parent: it.parent.clone(),
        contact: None,
        size: None,
        load_budget: None,
        ticket_queue: None,
        from: it.from.map(Moment::Day),
        until: it.until.map(Moment::Day),
        extra: BTreeMap::new(),
    }
}

fn person(it: &record::Person) -> Person {
    Person {
        id: it.id.clone(),
        role: Some(it.role),
        team: it.team.clone(),
        manager: it.manager.clone(),
        from: it.from.map(Moment::Day),
        until: it.until.map(Moment::Day),
        extra: BTreeMap::new(),
    }
}

fn service(it: &record::Service) -> Service {
    Service {
        id: it.id.clone(),
        name: None,
        domain: None,
        complexity: None,
        from: it.active_from.map(Moment::At),
        until: it.active_to.map(Moment::At),
        extra: BTreeMap::new(),
    }
}

fn ownership(it: &record::ServiceOwnership) -> Ownership {
    Ownership {
        service: Some(it.service.clone()),
        domain: None,
        path: None,
        team: Some(it.team.clone()),
        person: None,
        role: OwnershipRole::Accountable,
        from: it.from.map(Moment::At),
        until: it.until.map(Moment::At),
        extra: BTreeMap::new(),
    }
}

fn path(it: &record::EscalationPath) -> EscalationPath {
    let step = |step: &record::EscalationStep| EscalationStep {
        level: None,
        reaches: step.reaches.clone(),
        schedules: Vec::new(),
        path: None,
        respond_within_minutes: step.respond_within_minutes,
        extra: BTreeMap::new(),
    };
    EscalationPath {
        id: it.id.clone(),
        team: it.team.clone(),
        involves: Vec::new(),
        steps: it.steps.iter().map(step).collect(),
        limit_minutes: None,
        reviewed: it.reviewed.map(Moment::Day),
        from: None,
        until: None,
        extra: BTreeMap::new(),
    }
}

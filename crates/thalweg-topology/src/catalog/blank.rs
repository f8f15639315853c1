//! Records of which only the key is known yet.

use thalweg_model::record::TeamKind;
use thalweg_model::{PersonId, RecordId, ServiceId, TeamId};

use crate::document::{
    Complexity, Domain, EscalationPath, EscalationStep, Layer, Override, Ownership, OwnershipRole, Person,
    Schedule, Service, Team,
};

pub(super) fn team(id: TeamId) -> Team {
    Team {
        id,
        name: None,
        kind: TeamKind::Undefined,
        manager: None,
        parent: None,
        contact: None,
        size: None,
        load_budget: None,
        ticket_queue: None,
        from: None,
        until: None,
        extra: Default::default(),
    }
}

pub(super) fn person(id: PersonId) -> Person {
    Person { id, role: None, team: None, manager: None, from: None, until: None, extra: Default::default() }
}

pub(super) fn service(id: ServiceId) -> Service {
    Service {
        id,
        name: None,
        domain: None,
        complexity: None,
        from: None,
        until: None,
        extra: Default::default(),
    }
}

pub(super) fn domain(id: RecordId) -> Domain {
    Domain {
        id,
        name: None,
        complexity: Complexity::Simple,
        from: None,
        until: None,
        extra: Default::default(),
    }
}

pub(super) fn ownership() -> Ownership {
    Ownership {
        service: None,
        domain: None,
        path: None,
        team: None,
        person: None,
        role: OwnershipRole::Accountable,
        from: None,
        until: None,
        extra: Default::default(),
    }
}

pub(crate) fn step() -> EscalationStep {
    EscalationStep {
        level: None,
        reaches: Vec::new(),
        schedules: Vec::new(),
        path: None,
        respond_within_minutes: None,
        extra: Default::default(),
    }
}

pub(crate) fn escalation_path(id: RecordId, team: TeamId) -> EscalationPath {
    EscalationPath {
        id,
        team,
        involves: Vec::new(),
        steps: Vec::new(),
        limit_minutes: None,
        reviewed: None,
        from: None,
        until: None,
        extra: Default::default(),
    }
}

pub(crate) fn schedule(id: RecordId) -> Schedule {
    Schedule {
        id,
        zone: None,
        layers: Vec::new(),
        overrides: Vec::new(),
        from: None,
        until: None,
        extra: Default::default(),
    }
}

pub(crate) fn layer(people: Vec<PersonId>) -> Layer {
    Layer {
        people,
        start: None,
        turn_hours: None,
        shifts: Vec::new(),
        from: None,
        until: None,
        extra: Default::default(),
    }
}

pub(crate) fn stand_in(person: PersonId) -> Override {
    Override { person, from: None, until: None, extra: Default::default() }
}

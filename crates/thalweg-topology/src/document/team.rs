//! Teams, people, services, domains and who answers for what.

use serde::{Deserialize, Serialize};
use thalweg_model::record::{Role, TeamKind};
use thalweg_model::{PersonId, RecordId, ServiceId, TeamId};

use super::moment::{Lasting, Moment, Span};
use crate::format::{record, words};

/// How hard a domain or a service is to keep in mind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Complexity {
    /// The way is known.
    #[default]
    Simple,
    /// The way can be worked out.
    Complicated,
    /// The way shows only on trying.
    Complex,
}

/// How a team answers for something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnershipRole {
    /// It is the one that is asked.
    #[default]
    Accountable,
    /// It works on it beside the accountable team.
    Contributing,
}

words!(Complexity, OwnershipRole);

record! {
    /// A team.
    Team "team" lasts
    must {
        /// Its id.
        id: TeamId,
    }
    may {
        /// Its name for people.
        name: Option<String>,
        /// Its type.
        kind: TeamKind,
        /// Who manages it.
        manager: Option<PersonId>,
        /// The unit it is part of.
        parent: Option<TeamId>,
        /// Where it is reached.
        contact: Option<String>,
        /// How many people it has, where they are not listed one by one.
        size: Option<u32>,
        /// How much load it can bear, in the points of rule TT011; the rule's own where absent.
        load_budget: Option<f64>,
        /// Whether others get its work by tickets.
        ticket_queue: Option<bool>,
    }
}

record! {
    /// A person, known only by an opaque id.
    Person "person" lasts
    must {
        /// The opaque id.
        id: PersonId,
    }
    may {
        /// The role; a member where none is given.
        role: Option<Role>,
        /// The team, if in one.
        team: Option<TeamId>,
        /// Whom the person reports to.
        manager: Option<PersonId>,
    }
}

record! {
    /// A service.
    Service "service" lasts
    must {
        /// Its id.
        id: ServiceId,
    }
    may {
        /// Its name for people.
        name: Option<String>,
        /// The domain it belongs to.
        domain: Option<RecordId>,
        /// How hard it is to keep in mind, where no domain says it.
        complexity: Option<Complexity>,
    }
}

record! {
    /// A domain: a part of the business with a language of its own.
    Domain "domain" lasts
    must {
        /// Its id.
        id: RecordId,
    }
    may {
        /// Its name for people.
        name: Option<String>,
        /// How hard it is to keep in mind.
        complexity: Complexity,
    }
}

record! {
    /// Who answers for a service, a domain or a path.
    Ownership "ownership" lasts
    must {}
    may {
        /// The service.
        service: Option<ServiceId>,
        /// The domain, with all services in it that have no owner of their own.
        domain: Option<RecordId>,
        /// The path in a repository.
        path: Option<String>,
        /// The team that answers for it.
        team: Option<TeamId>,
        /// The person who does, where no team is named.
        person: Option<PersonId>,
        /// How.
        role: OwnershipRole,
    }
}

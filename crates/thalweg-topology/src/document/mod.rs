//! The records of the topology's own format, as they are written.
//!
//! Every record lasts from `from` until `until`. A record of one id may stand several times with spans that do not overlap:
//! a team that becomes a platform team, a person who changes teams.

mod escalation;
mod interaction;
mod moment;
mod schedule;
mod team;

use crate::format::record;

pub use escalation::{EscalationPath, EscalationStep, Reach};
pub use interaction::{Dependency, DependencyState, Interaction, Mode};
pub use moment::{Lasting, Moment, Span, Zone};
pub use schedule::{Layer, Override, Schedule, Shift, TimeOfDay, Weekday};
pub use team::{Complexity, Domain, Ownership, OwnershipRole, Person, Service, Team};

record! {
    /// A whole topology as it is written.
    #[derive(Default)]
    Document "topology"
    must {}
    may {
        /// The version of the format; 1.
        version: Option<u32>,
        /// The name of the organisation.
        name: Option<String>,
        /// The zone in which days begin, as `Europe/Berlin`; UTC where none is given.
        zone: Option<Zone>,
        /// The teams.
        teams: Vec<Team>,
        /// The people.
        people: Vec<Person>,
        /// The services.
        services: Vec<Service>,
        /// The domains.
        domains: Vec<Domain>,
        /// Who answers for what.
        ownership: Vec<Ownership>,
        /// How teams work with each other.
        interactions: Vec<Interaction>,
        /// Which team waits for which.
        dependencies: Vec<Dependency>,
        /// Whom a team's problems go up to.
        escalation_paths: Vec<EscalationPath>,
        /// Who is on call when.
        schedules: Vec<Schedule>,
    }
}

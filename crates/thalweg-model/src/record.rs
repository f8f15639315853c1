//! The records that an organisation's own systems hold, as plain data.
//!
//! Every record is read and written by serde under the field names given here; a field that is not named is refused by the
//! readers. Local dates are `YYYY-MM-DD`, instants are RFC 3339 with an offset.

mod check;
mod delivery;
mod funding;
mod history;
mod kind;
mod learning;
mod managers;
mod meeting;
mod organisation;
mod work;

pub use check::{Exemption, MetricStatus};
pub use delivery::{Change, ChangeKind, Deployment, Incident, Plan, Prompt, ServiceLevel, Stages, StartKind};
pub use funding::{CapacityEntry, Investment, KeyResult, Objective, ObjectiveKind};
pub use history::{Commit, Release, Touch};
pub use kind::{Record, RecordKind};
pub use learning::{
    Experiment, Highlight, PostIncidentAction, PostIncidentReview, Severity, SharingEvent, SponsorAction,
};
pub use managers::{
    ChangeApproval, Coaching, DecisionKind, LeadershipDecision, ManagerResource, NarrativeBrief,
};
pub use meeting::{
    DashboardView, Meeting, MeetingAction, MeetingKind, MeetingStatus, Recognition, RecurrenceRule, Section,
};
pub use organisation::{
    EscalationPath, EscalationStep, Person, Role, Service, ServiceOwnership, SurveyWave, Team, TeamKind,
};
pub use work::{
    Blocker, Escalation, EscalationLevel, Improvement, LevelReached, MapStage, StateChange, ValueStreamMap,
    WorkItem, WorkKind,
};

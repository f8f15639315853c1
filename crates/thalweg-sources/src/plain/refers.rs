//! Which other records a record speaks of, by field, kind and id.

use thalweg_model::RecordKind::{self, Deployments, Incidents, Objectives, People, Services, Teams};
use thalweg_model::record::*;

/// A field, the kind of record that it names, and the id in it.
pub(super) type Reference<'a> = (&'static str, RecordKind, &'a str);

/// The records that a record names. What the event log checks itself is not repeated here.
pub trait Refers {
    /// Each reference.
    #[doc(hidden)]
    fn refers(&self) -> Vec<Reference<'_>> {
        Vec::new()
    }
}

macro_rules! alone {
    ($($type:ident)*) => { $(impl Refers for $type {})* };
}

alone! {
    Commit Touch Release Service SurveyWave RecurrenceRule Objective CapacityEntry Highlight LeadershipDecision
    ValueStreamMap
}

macro_rules! refers {
    ($($type:ident |$it:ident| $($field:literal $kind:ident $ids:expr),*;)*) => {
        $(impl Refers for $type {
            fn refers(&self) -> Vec<Reference<'_>> {
                let $it = self;
                let mut all = Vec::new();
                $(all.extend($ids.into_iter().map(|id| ($field, $kind, id.as_str())));)*
                all
            }
        })*
    };
}

refers! {
    Deployment |it| "service" Services [&it.service];
    Change |it| "services" Services &it.services;
    Incident |it| "services" Services &it.services;
    ServiceLevel |it| "service" Services [&it.service];
    Person |it| "team" Teams &it.team, "manager" People &it.manager;
    Team |it| "manager" People &it.manager, "parent" Teams &it.parent;
    ServiceOwnership |it| "service" Services [&it.service], "team" Teams [&it.team];
    EscalationPath |it| "team" Teams [&it.team], "steps" People it.steps.iter().flat_map(|step| &step.reaches);
    Meeting |it| "present" People &it.present, "accepted_but_absent" People &it.accepted_but_absent,
        "sent_delegate" People &it.sent_delegate, "teams" Teams &it.teams,
        "recognised" Teams it.recognised.iter().map(|one| &one.team);
    DashboardView |it| "person" People [&it.person];
    KeyResult |it| "objective" Objectives &it.objective, "owner" People &it.owner;
    Investment |it| "supports" Objectives &it.supports;
    Experiment |it| "teams" Teams &it.teams, "sponsor" People &it.sponsor;
    PostIncidentReview |it| "incident" Incidents [&it.incident];
    PostIncidentAction |it| "incident" Incidents [&it.incident];
    SharingEvent |it| "teams" Teams &it.teams;
    Coaching |it| "manager" People [&it.manager];
    NarrativeBrief |it| "acknowledged" People &it.acknowledged;
    ManagerResource |it| "manager" People [&it.manager];
    ChangeApproval |it| "deployment" Deployments [&it.deployment];
    Blocker |it| "team" Teams [&it.team], "sponsor" People &it.sponsor;
    Escalation |it| "team" Teams [&it.team];
    Improvement |it| "team" Teams &it.team;
    WorkItem |it| "team" Teams &it.team, "states" Teams it.states.iter().filter_map(|change| change.team.as_ref());
    MetricStatus |it| "service" Services [&it.service];
    Exemption |it| "requester" People [&it.requester], "approver" People [&it.approver];
}

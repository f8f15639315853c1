//! The kinds of records, by the names that files, playbooks and messages use.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::*;

/// A record of one of the known kinds.
pub trait Record {
    /// The kind.
    const KIND: RecordKind;

    /// The id that is unique among the records of the kind.
    fn key(&self) -> String;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal $type:ident |$it:ident| $key:expr;)*) => {
        /// A kind of record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum RecordKind {
            $($(#[$doc])* $variant,)*
            /// The answers of survey waves, which only a release plan turns into readings.
            Answers,
        }

        impl RecordKind {
            /// Every kind, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)* Self::Answers];

            /// The name: the stem of the kind's file and its word in a playbook.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Answers => "answers",
                }
            }

            /// The kind of that name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }

        $(impl Record for $type {
            const KIND: RecordKind = RecordKind::$variant;
            fn key(&self) -> String {
                let $it = self;
                $key
            }
        })*
    };
}

kinds! {
    /// Deployments.
    Deployments "deployments" Deployment |it| it.id.to_string();
    /// Changes.
    Changes "changes" Change |it| it.id.to_string();
    /// Incidents.
    Incidents "incidents" Incident |it| it.id.to_string();
    /// Service levels.
    ServiceLevels "service_levels" ServiceLevel |it| format!("{} {}", it.slo, it.from);
    /// Commits.
    Commits "commits" Commit |it| it.sha.clone();
    /// Touched files.
    Touches "touches" Touch |it| format!("{} {}", it.sha, it.path);
    /// Releases.
    Releases "releases" Release |it| it.tag.clone();
    /// People.
    People "people" Person |it| it.id.to_string();
    /// Teams.
    Teams "teams" Team |it| it.id.to_string();
    /// Services.
    Services "services" Service |it| it.id.to_string();
    /// Ownership of services.
    Ownership "ownership" ServiceOwnership |it| ownership_key(it);
    /// Escalation paths.
    EscalationPaths "escalation_paths" EscalationPath |it| it.id.to_string();
    /// Survey waves.
    SurveyWaves "survey_waves" SurveyWave |it| it.id.to_string();
    /// Meetings.
    Meetings "meetings" Meeting |it| it.id.to_string();
    /// Rules by which meetings recur.
    RecurrenceRules "recurrence_rules" RecurrenceRule |it| it.id.to_string();
    /// Views of the dashboard.
    DashboardViews "dashboard_views" DashboardView |it| it.id.to_string();
    /// Objectives.
    Objectives "objectives" Objective |it| it.id.to_string();
    /// Key results.
    KeyResults "key_results" KeyResult |it| it.id.to_string();
    /// The capacity ledger.
    Capacity "capacity" CapacityEntry |it| it.id.to_string();
    /// Investments in flow.
    Investments "investments" Investment |it| it.id.to_string();
    /// Experiments.
    Experiments "experiments" Experiment |it| it.id.to_string();
    /// Reviews after incidents.
    PostIncidentReviews "post_incident_reviews" PostIncidentReview |it| it.id.to_string();
    /// Actions after incidents.
    PostIncidentActions "post_incident_actions" PostIncidentAction |it| it.id.to_string();
    /// Highlights.
    Highlights "highlights" Highlight |it| it.id.to_string();
    /// Sharing events.
    SharingEvents "sharing_events" SharingEvent |it| it.id.to_string();
    /// Coaching of managers.
    Coaching "coaching" Coaching |it| it.id.to_string();
    /// Narrative briefs.
    NarrativeBriefs "narrative_briefs" NarrativeBrief |it| it.id.to_string();
    /// Resources of managers.
    ManagerResources "manager_resources" ManagerResource |it| it.id.to_string();
    /// Approvals of changes.
    ChangeApprovals "change_approvals" ChangeApproval |it| it.id.to_string();
    /// Decisions of the leadership.
    LeadershipDecisions "leadership_decisions" LeadershipDecision |it| it.id.to_string();
    /// Blockers.
    Blockers "blockers" Blocker |it| it.id.to_string();
    /// Escalations.
    Escalations "escalations" Escalation |it| it.id.to_string();
    /// The improvement backlog.
    Improvements "improvements" Improvement |it| it.id.to_string();
    /// Value-stream maps.
    ValueStreamMaps "value_stream_maps" ValueStreamMap |it| it.id.to_string();
    /// Work items.
    WorkItems "work_items" WorkItem |it| it.id.to_string();
    /// When metrics were last updated.
    MetricStatus "metric_status" MetricStatus |it| format!("{} {}", it.service, it.metric);
    /// Exemptions from checks.
    Exemptions "exemptions" Exemption |it| it.id.to_string();
}

fn ownership_key(it: &ServiceOwnership) -> String {
    let from = it.from.map_or_else(String::new, |at| at.to_string());
    format!("{} {} {from}", it.service, it.team)
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name_and_written_by_it() {
        for kind in RecordKind::ALL {
            assert_eq!(RecordKind::named(kind.name()), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.name()));
        }
    }
}

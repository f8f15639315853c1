//! All records of an organisation beside its delivery events, kind by kind.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::record::*;
use crate::window::Window;

macro_rules! records {
    ($($field:ident: $type:ident),* $(,)?) => {
        /// The records beside deployments, changes and incidents, in the order of their keys.
        ///
        /// Answers of surveys are not among them: they leave only through a release plan, as readings.
        #[derive(Clone, Debug, Default, PartialEq, Serialize)]
        pub struct Records {
            $(
                #[doc = concat!("Records of [`", stringify!($type), "`].")]
                #[serde(skip_serializing_if = "Vec::is_empty")]
                pub $field: Vec<$type>,
            )*
        }

        impl Records {
            /// How many records there are, by kind; kinds without records are absent.
            #[must_use]
            pub fn counts(&self) -> BTreeMap<RecordKind, usize> {
                let all = [$((<$type as Record>::KIND, self.$field.len())),*];
                all.into_iter().filter(|(_, count)| *count > 0).collect()
            }

            /// Puts every kind in the order of its keys, so that the order of reading does not matter.
            #[must_use]
            pub fn sorted(mut self) -> Self {
                $(self.$field.sort_by_cached_key(Record::key);)*
                self
            }
        }
    };
}

records! {
    people: Person, teams: Team, services: Service, ownership: ServiceOwnership, escalation_paths: EscalationPath,
    survey_waves: SurveyWave, service_levels: ServiceLevel, meetings: Meeting, recurrence_rules: RecurrenceRule,
    dashboard_views: DashboardView, objectives: Objective, key_results: KeyResult, capacity: CapacityEntry,
    investments: Investment, experiments: Experiment, post_incident_reviews: PostIncidentReview,
    post_incident_actions: PostIncidentAction, highlights: Highlight, sharing_events: SharingEvent,
    coaching: Coaching, narrative_briefs: NarrativeBrief, manager_resources: ManagerResource,
    change_approvals: ChangeApproval, leadership_decisions: LeadershipDecision, blockers: Blocker,
    escalations: Escalation, improvements: Improvement, value_stream_maps: ValueStreamMap, work_items: WorkItem,
    metric_status: MetricStatus, exemptions: Exemption,
}

/// From when until when a source holds every record of a kind.
///
/// Only inside such a stretch does a missing record mean "did not happen"; outside it is unknown (playbook.md section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Completeness {
    /// The kind of record.
    pub kind: RecordKind,
    /// The first local day that the log covers completely.
    pub complete_from: chrono::NaiveDate,
    /// The last local day that the log covers completely.
    pub complete_to: chrono::NaiveDate,
}

/// What the sources say about their own completeness.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Sources {
    stretches: Vec<Completeness>,
}

impl Sources {
    /// The stretches that sources declare.
    #[must_use]
    pub fn new(stretches: impl IntoIterator<Item = Completeness>) -> Self {
        let mut stretches: Vec<_> = stretches.into_iter().collect();
        stretches.sort_by_key(|s| (s.kind, s.complete_from, s.complete_to));
        stretches.dedup();
        Self { stretches }
    }

    /// The declared stretches in order.
    #[must_use]
    pub fn stretches(&self) -> &[Completeness] {
        &self.stretches
    }

    /// Whether every day from `first` to `last` lies in declared stretches of the kind.
    ///
    /// ```
    /// use thalweg_model::{Completeness, Sources, record::RecordKind};
    /// let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 1, d).expect("a day of January");
    /// let half = |from, to| Completeness { kind: RecordKind::Meetings, complete_from: day(from), complete_to: day(to) };
    /// let sources = Sources::new([half(1, 15), half(16, 31)]);
    /// assert!(sources.covers(RecordKind::Meetings, day(1), day(31)));
    /// assert!(!sources.covers(RecordKind::Blockers, day(1), day(2)));
    /// ```
    #[must_use]
    pub fn covers(&self, kind: RecordKind, first: chrono::NaiveDate, last: chrono::NaiveDate) -> bool {
        let mut need = first;
        for stretch in self.stretches.iter().filter(|s| s.kind == kind) {
            if stretch.complete_from > need {
                break;
            }
            if stretch.complete_to >= last {
                return true;
            }
            if let Some(next) = stretch.complete_to.succ_opt() {
                need = need.max(next);
            }
        }
        false
    }

    /// Whether the sources hold every record of the kind in the window.
    #[must_use]
    pub fn cover(&self, kind: RecordKind, window: &Window) -> bool {
        self.covers(kind, window.first_day(), window.last_day())
    }

    /// The kinds that any source declares.
    #[must_use]
    pub fn kinds(&self) -> BTreeSet<RecordKind> {
        self.stretches.iter().map(|s| s.kind).collect()
    }
}

//! All records of a folder, kind by kind, with their places, until they are checked against each other.

use std::collections::BTreeSet;
use std::io::{self, BufRead};

use thalweg_model::record::*;
use thalweg_model::{EventLog, EventLogBuilder, RecordKind, Records};

use crate::format::Format;
use crate::history::{History, WrittenTouch};
use crate::plain::Readable;
use crate::references::References;
use crate::settle::{Placed, settle};
use crate::source::Source;

macro_rules! gathered {
    (events { $($event:ident $event_kind:ident $event_type:ident $join:ident;)* }
     history { $($past:ident $past_kind:ident $past_type:ident;)* }
     records { $($field:ident $kind:ident $type:ident;)* }) => {
        /// Records of every kind with their places.
        #[derive(Debug, Default)]
        pub(crate) struct Gathered {
            $($event: Vec<Placed<$event_type>>,)*
            $($past: Vec<Placed<$past_type>>,)*
            $($field: Vec<Placed<$type>>,)*
            given: BTreeSet<RecordKind>,
        }

        impl Gathered {
            /// Reads a file of a kind, and says how many records were taken from it.
            pub(crate) fn read(
                &mut self,
                kind: RecordKind,
                format: Format,
                reader: impl BufRead,
                source: &mut Source,
            ) -> io::Result<usize> {
                self.given.insert(kind);
                match kind {
                    $(RecordKind::$event_kind => fill(&mut self.$event, format, reader, source),)*
                    $(RecordKind::$past_kind => fill(&mut self.$past, format, reader, source),)*
                    $(RecordKind::$kind => fill(&mut self.$field, format, reader, source),)*
                    _ => Ok(0),
                }
            }

            /// Checks every reference against the kinds that are given.
            pub(crate) fn references(&self) -> References {
                let mut references = References::new(&self.given);
                $(references.know(&self.$event);)*
                $(references.know(&self.$field);)*
                $(references.check(&self.$event);)*
                $(references.check(&self.$field);)*
                references
            }

            /// The records beside events and history, one an id.
            pub(crate) fn records(self, source: &mut Source) -> Records {
                let mut records = Records::default();
                $(records.$field = bare(settle(self.$field, source));)*
                records
            }

            /// The log of the events; they are taken out.
            pub(crate) fn join(&mut self, mut builder: EventLogBuilder, source: &mut Source) -> EventLogBuilder {
                self.services = settle(std::mem::take(&mut self.services), source);
                $(for placed in std::mem::take(&mut self.$event) {
                    builder.$join(placed.record, Some(placed.place));
                })*
                for placed in &self.services {
                    builder.service(placed.record.clone(), Some(placed.place.clone()));
                }
                builder
            }
        }
    };
}

gathered! {
    events {
        deployments Deployments Deployment deployment;
        changes Changes Change change;
        incidents Incidents Incident incident;
    }
    history {
        commits Commits Commit;
        touches Touches WrittenTouch;
        releases Releases Release;
    }
    records {
        people People Person;
        teams Teams Team;
        services Services Service;
        ownership Ownership ServiceOwnership;
        escalation_paths EscalationPaths EscalationPath;
        survey_waves SurveyWaves SurveyWave;
        service_levels ServiceLevels ServiceLevel;
        meetings Meetings Meeting;
        recurrence_rules RecurrenceRules RecurrenceRule;
        dashboard_views DashboardViews DashboardView;
        objectives Objectives Objective;
        key_results KeyResults KeyResult;
        capacity Capacity CapacityEntry;
        investments Investments Investment;
        experiments Experiments Experiment;
        post_incident_reviews PostIncidentReviews PostIncidentReview;
        post_incident_actions PostIncidentActions PostIncidentAction;
        highlights Highlights Highlight;
        sharing_events SharingEvents SharingEvent;
        coaching Coaching Coaching;
        narrative_briefs NarrativeBriefs NarrativeBrief;
        manager_resources ManagerResources ManagerResource;
        change_approvals ChangeApprovals ChangeApproval;
        leadership_decisions LeadershipDecisions LeadershipDecision;
        blockers Blockers Blocker;
        escalations Escalations Escalation;
        improvements Improvements Improvement;
        value_stream_maps ValueStreamMaps ValueStreamMap;
        work_items WorkItems WorkItem;
        metric_status MetricStatus MetricStatus;
        exemptions Exemptions Exemption;
    }
}

impl Gathered {
    /// The history, one an id; it is taken out.
    pub(crate) fn history(&mut self, source: &mut Source) -> History {
        let commits = std::mem::take(&mut self.commits);
        let touches = std::mem::take(&mut self.touches);
        History::of(commits, touches, std::mem::take(&mut self.releases), source)
    }

    /// Whether a file of the kind was read, with records in it or not.
    pub(crate) fn has(&self, kind: RecordKind) -> bool {
        self.given.contains(&kind)
    }

    /// Adds meetings that did not come from a file of their own kind.
    #[cfg(feature = "calendar")]
    pub(crate) fn add_meetings(&mut self, meetings: impl IntoIterator<Item = Placed<Meeting>>) {
        self.given.insert(RecordKind::Meetings);
        self.meetings.extend(meetings);
    }

    /// Adds rules that did not come from a file of their own kind.
    #[cfg(feature = "calendar")]
    pub(crate) fn add_rules(&mut self, rules: impl IntoIterator<Item = Placed<RecurrenceRule>>) {
        self.given.insert(RecordKind::RecurrenceRules);
        self.recurrence_rules.extend(rules);
    }

    /// Changes the recurrence rules in place.
    #[cfg(feature = "calendar")]
    pub(crate) fn each_rule(&mut self, mut change: impl FnMut(&mut Placed<RecurrenceRule>)) {
        self.recurrence_rules.iter_mut().for_each(&mut change);
    }

    /// The builder of the log of these events: what has no file and is not declared complete is not recorded at all.
    pub(crate) fn builder(&self, declared: &BTreeSet<RecordKind>) -> EventLogBuilder {
        let kinds = [RecordKind::Deployments, RecordKind::Changes, RecordKind::Incidents];
        let missing = kinds.into_iter().filter(|kind| !self.has(*kind) && !declared.contains(kind));
        missing.fold(EventLog::builder(), EventLogBuilder::not_recorded)
    }
}

fn fill<T: Readable>(
    all: &mut Vec<Placed<T>>,
    format: Format,
    reader: impl BufRead,
    source: &mut Source,
) -> io::Result<usize> {
    let before = all.len();
    format.read(reader, source, &mut |record, place| all.push(Placed { record, place }))?;
    Ok(all.len() - before)
}

fn bare<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.record).collect()
}

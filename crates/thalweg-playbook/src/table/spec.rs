//! The tables: which records stand in them, when a row happened or holds, and what it is called.

use std::collections::BTreeSet;

use thalweg_model::record::RecordKind;
use thalweg_model::{Records, StreamId, nearest};

use super::field::{Field, Kind};
use super::horizon::Horizon;
use super::row::Row;
use super::{funding, learning, managers, meetings, organisation, work};

/// When a row belongs to a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// It happened on the day of that field.
    On(&'static str),
    /// It holds from the field `from` until the field `until`, where it has them.
    State,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TableSpec {
    /// The name, as playbooks write it.
    pub(crate) name: &'static str,
    /// The kind of record whose completeness decides whether a missing row means "did not happen".
    pub(crate) kind: RecordKind,
    /// The fields.
    pub(crate) fields: &'static [Field],
    /// When a row belongs to a stretch of time.
    pub(crate) time: Time,
    /// The prefix of a row's entity, and the field that names it.
    pub(crate) entity: (&'static str, &'static str),
    /// What people call a row: words with fields in braces.
    pub(crate) called: &'static str,
    /// The rows, as far as they are known by then.
    pub(crate) rows: fn(&Records, &Horizon) -> Vec<Row>,
}

/// A table, by its place in [`TABLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Table(usize);

impl Table {
    /// The table of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        TABLES.iter().position(|it| it.name == name).map(Self)
    }

    /// The name of a table that is nearest to a mistyped one.
    pub(crate) fn nearest(name: &str) -> Option<&'static str> {
        nearest(name, TABLES.iter().map(|it| it.name))
    }

    pub(crate) const fn place(self) -> usize {
        self.0
    }

    #[expect(clippy::indexing_slicing, reason = "a table is only made from a place in the list")]
    pub(crate) const fn spec(self) -> &'static TableSpec {
        &TABLES[self.0]
    }

    /// The place of a field.
    pub(crate) fn field(self, name: &str) -> Option<usize> {
        self.spec().fields.iter().position(|it| it.name == name)
    }

    /// The field that says when a row happened.
    pub(crate) fn day_field(self) -> Option<usize> {
        match self.spec().time {
            Time::On(name) => self.field(name),
            Time::State => None,
        }
    }

    /// The kinds of record that have to be complete for a missing row to mean that there is none.
    pub(crate) fn rests_on(self) -> impl Iterator<Item = RecordKind> {
        let spec = self.spec();
        std::iter::once(spec.kind).chain((spec.name == "streams").then_some(RecordKind::Meetings))
    }

    /// Whether a row that happened after the instant of the evaluation is left out.
    pub(crate) fn happens(self) -> Option<&'static Field> {
        let field = self.spec().fields.get(self.day_field()?)?;
        (field.kind == Kind::Fact).then_some(field)
    }
}

fn count(rows: usize) -> Vec<Row> {
    (0..u32::try_from(rows).unwrap_or(u32::MAX)).map(|at| Row { at, sub: 0 }).collect()
}

macro_rules! tables {
    ($($name:literal $kind:ident $fields:expr, $time:expr, $prefix:literal $key:literal, $called:literal, $rows:expr;)*) => {
        /// Every table.
        pub(crate) const TABLES: &[TableSpec] = &[$(TableSpec {
            name: $name,
            kind: RecordKind::$kind,
            fields: $fields,
            time: $time,
            entity: ($prefix, $key),
            called: $called,
            rows: $rows,
        }),*];
    };
}

use Time::{On, State};

tables! {
    "people" People organisation::PEOPLE, State, "span" "id", "{role} {id}", |it, _| count(it.people.len());
    "teams" Teams organisation::TEAMS, State, "team" "id", "team {name}", |it, _| count(it.teams.len());
    "services" Services organisation::SERVICES, State, "service" "id", "service {id}", |it, _| count(it.services.len());
    "ownership" Ownership organisation::OWNERSHIP, State, "ownership" "service", "service {service}", |it, _| count(it.ownership.len());
    "escalation_paths" EscalationPaths organisation::ESCALATION_PATHS, State, "escalation_paths" "id", "the escalation path of {team}", |it, _| count(it.escalation_paths.len());
    "survey_waves" SurveyWaves organisation::SURVEY_WAVES, On("closed"), "survey_waves" "id", "wave {id}", |it, _| count(it.survey_waves.len());
    "metric_status" MetricStatus organisation::METRIC_STATUS, On("updated"), "metric_status" "service", "{metric} of service {service}", |it, _| count(it.metric_status.len());
    "dashboard_views" DashboardViews organisation::DASHBOARD_VIEWS, On("at"), "dashboard_views" "id", "the view of {at}", |it, _| count(it.dashboard_views.len());
    "meetings" Meetings meetings::MEETINGS, On("day"), "meetings" "id", "the {kind} of {day}", |it, _| count(it.meetings.len());
    "meeting_actions" Meetings meetings::MEETING_ACTIONS, On("due"), "meeting_actions" "id", "action {id}", meeting_actions;
    "recurrence_rules" RecurrenceRules meetings::RULES, State, "recurrence_rules" "id", "rule {id}", |it, _| count(it.recurrence_rules.len());
    "occurrences" RecurrenceRules meetings::OCCURRENCES, On("day"), "occurrence" "day", "{day}", occurrences;
    "objectives" Objectives funding::OBJECTIVES, On("quarter"), "objectives" "id", "{text}", |it, _| count(it.objectives.len());
    "key_results" KeyResults funding::KEY_RESULTS, On("quarter"), "key_results" "id", "{text}", |it, _| count(it.key_results.len());
    "capacity" Capacity funding::CAPACITY, On("month"), "capacity" "id", "{category} in {month}", |it, _| count(it.capacity.len());
    "investments" Investments funding::INVESTMENTS, On("quarter"), "investments" "id", "the investment in {category}", |it, _| count(it.investments.len());
    "experiments" Experiments learning::EXPERIMENTS, On("started"), "experiments" "id", "experiment {id}", |it, _| count(it.experiments.len());
    "post_incident_reviews" PostIncidentReviews learning::POST_INCIDENT_REVIEWS, On("date"), "post_incident_reviews" "id", "incident {incident} of {date}", |it, _| count(it.post_incident_reviews.len());
    "post_incident_actions" PostIncidentActions learning::POST_INCIDENT_ACTIONS, On("due"), "post_incident_actions" "id", "action {id} after incident {incident}", |it, _| count(it.post_incident_actions.len());
    "highlights" Highlights learning::HIGHLIGHTS, On("date"), "highlights" "id", "the highlight of {date}", |it, _| count(it.highlights.len());
    "sharing_events" SharingEvents learning::SHARING_EVENTS, On("date"), "sharing_events" "id", "the sharing event of {date}", |it, _| count(it.sharing_events.len());
    "coaching" Coaching managers::COACHING, On("date"), "coaching" "id", "the coaching of {manager} on {date}", |it, _| count(it.coaching.len());
    "narrative_briefs" NarrativeBriefs managers::NARRATIVE_BRIEFS, On("date"), "narrative_briefs" "id", "the brief of {date}", |it, _| count(it.narrative_briefs.len());
    "manager_resources" ManagerResources managers::MANAGER_RESOURCES, On("quarter"), "manager_resources" "id", "the hours of {manager}", |it, _| count(it.manager_resources.len());
    "change_approvals" ChangeApprovals managers::CHANGE_APPROVALS, On("date"), "change_approvals" "id", "deployment {deployment}", |it, _| count(it.change_approvals.len());
    "leadership_decisions" LeadershipDecisions managers::LEADERSHIP_DECISIONS, On("date"), "leadership_decisions" "id", "the decision of {date}", |it, _| count(it.leadership_decisions.len());
    "blockers" Blockers work::BLOCKERS, On("raised"), "blockers" "id", "blocker {id} of {team}", |it, _| count(it.blockers.len());
    "escalations" Escalations work::ESCALATIONS, On("raised_at"), "escalations" "id", "escalation {id} of {team}", |it, _| count(it.escalations.len());
    "improvements" Improvements work::IMPROVEMENTS, On("opened"), "improvements" "id", "{text}", |it, _| count(it.improvements.len());
    "value_stream_maps" ValueStreamMaps work::VALUE_STREAM_MAPS, On("measured"), "value_stream_maps" "id", "the map of stream {stream} of {measured}", |it, _| count(it.value_stream_maps.len());
    "work_items" WorkItems work::WORK_ITEMS, On("entered"), "work_items" "id", "work item {id}", |it, _| count(it.work_items.len());
    "streams" ValueStreamMaps work::STREAMS, State, "stream" "id", "stream {id}", streams;
}

fn meeting_actions(records: &Records, _: &Horizon) -> Vec<Row> {
    let meetings = count(records.meetings.len()).into_iter().zip(&records.meetings);
    meetings
        .flat_map(|(row, it)| {
            count(it.actions.len()).into_iter().map(move |part| Row { sub: part.at, ..row })
        })
        .collect()
}

/// Each day that a rule calls, and one row more where the reader did not work the rule out at all.
fn occurrences(records: &Records, _: &Horizon) -> Vec<Row> {
    let rules = count(records.recurrence_rules.len()).into_iter().zip(&records.recurrence_rules);
    rules
        .flat_map(|(row, it)| {
            let rest = Row { sub: meetings::NOT_EXPANDED, ..row };
            let days = count(it.occurrences.len()).into_iter().map(move |part| Row { sub: part.at, ..row });
            days.chain(std::iter::once(rest))
        })
        .collect()
}

/// The streams that maps and meetings name by then, each once. Work items name streams too, but few keep them whole, and a
/// list of streams that is not whole could never be confirmed.
fn streams(records: &Records, horizon: &Horizon) -> Vec<Row> {
    let maps = records.value_stream_maps.iter();
    let maps = maps.map(|it| horizon.has_day(it.measured).then_some(&it.stream)).collect();
    let met = records.meetings.iter().map(|it| it.stream.as_ref().filter(|_| horizon.has_met(it))).collect();
    let sources: [(u32, Vec<Option<&StreamId>>); 2] = [(0, maps), (1, met)];
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for (sub, names) in &sources {
        for (row, name) in count(names.len()).into_iter().zip(names) {
            if name.is_some_and(|it| seen.insert(it.as_str())) {
                rows.push(Row { sub: *sub, ..row });
            }
        }
    }
    rows
}

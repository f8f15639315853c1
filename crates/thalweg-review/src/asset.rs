//! Supporting assets: the forms in which an organisation writes down what the playbook reads.
//!
//! Each is a TOML file that explains itself and reads back as records of one kind. A blank one shows a typical entry; a
//! pre-filled one takes what the evidence already knows.

use serde::Serialize;
use thalweg_model::record::{Meeting, MeetingKind, RecordKind};
use thalweg_model::{Catalog, Entity, Evidence, MeasureClass, MetricId, NaiveDate, Window, local_date};

use crate::error::RenderError;
use crate::figure::Figure;
use crate::render;
use crate::stream::{Stream, streams};

macro_rules! assets {
    ($($(#[$doc:meta])* $variant:ident $file:literal $kind:ident;)*) => {
        /// A form to fill in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Asset {
            $($(#[$doc])* $variant,)*
        }

        impl Asset {
            /// All assets.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name of its file, without `.toml`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $file,)*
                }
            }

            /// The kind of record that a filled-in form is read as.
            #[must_use]
            pub const fn reads_back(self) -> RecordKind {
                match self {
                    $(Self::$variant => RecordKind::$kind,)*
                }
            }

            /// The text that is filled in.
            const fn template(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../templates/assets/", $file, ".toml")),)*
                }
            }
        }
    };
}

assets! {
    /// Agenda and minutes of a monthly flow review.
    FlowReview "flow_review" Meetings;
    /// Agenda and minutes of a quarterly strategy session.
    StrategySession "strategy_session" Meetings;
    /// Agenda and minutes of an all-hands.
    AllHands "all_hands" Meetings;
    /// Worksheet of a value-stream mapping session.
    ValueStreamWorksheet "value_stream" ValueStreamMaps;
    /// Objectives' key results, with the vanity check.
    OkrSheet "okr_sheet" KeyResults;
    /// Investments in flow.
    InvestmentLedger "investment_ledger" Investments;
    /// Capacity planned and used.
    CapacityLedger "capacity_ledger" Capacity;
    /// Card of an experiment.
    ExperimentCard "experiment" Experiments;
    /// What is learned from an incident.
    PostIncidentCard "post_incident" PostIncidentActions;
    /// Card of an escalation.
    EscalationCard "escalation" Escalations;
    /// Card of a coaching session.
    CoachingCard "coaching" Coaching;
}

/// The categories that the playbook asks for, where the ledger has none yet.
const CATEGORIES: [&str; 6] =
    ["platform_engineering", "enabling_teams", "automation", "golden_paths", "testing", "observability"];

/// What forms are filled in with.
#[derive(Serialize)]
struct Known {
    month: String,
    month_first: String,
    quarter: String,
    first_day: String,
    last_day: String,
    next_day: String,
    quarter_end: String,
    teams: Vec<String>,
    categories: Vec<String>,
    objectives: Vec<Named>,
    outcomes: Vec<OutcomeNow>,
    streams: Vec<Stream>,
    open_actions: Vec<OpenAction>,
    incidents: Vec<Reviewed>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    kind: thalweg_model::record::ObjectiveKind,
}

#[derive(Serialize)]
struct OutcomeNow {
    id: &'static str,
    unit: thalweg_model::Unit,
    now: String,
}

#[derive(Serialize)]
struct OpenAction {
    id: String,
    due: String,
}

#[derive(Serialize)]
struct Reviewed {
    incident: String,
    severity: u8,
    date: String,
    reviewed: bool,
}

impl Asset {
    /// The form without anything of the organisation in it, for a month.
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn blank(self, month: &Window, catalog: &Catalog) -> Result<String, RenderError> {
        self.prefilled(month, &Evidence::new(*month, month.end()), catalog)
    }

    /// The form for a month, with what the evidence already knows.
    ///
    /// ```
    /// use thalweg_model::{Catalog, Evidence, Tz, Window};
    /// use thalweg_review::Asset;
    /// let month = Window::month(2026, 9, Tz::UTC)?;
    /// let form = Asset::FlowReview.prefilled(&month, &Evidence::new(month, month.end()), &Catalog::default())?;
    /// assert!(form.contains("id = \"flow-review-2026-09\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn prefilled(
        self,
        month: &Window,
        evidence: &Evidence,
        catalog: &Catalog,
    ) -> Result<String, RenderError> {
        render::form(self.template(), &known(month, evidence, catalog))
    }
}

fn known(month: &Window, evidence: &Evidence, catalog: &Catalog) -> Known {
    let quarter = Window::quarter_of(month.start(), 1, month.zone()).unwrap_or(*month);
    let records = evidence.records();
    let objectives = records.objectives.iter().filter(|it| it.quarter == quarter.first_day());
    let next = month.next().map_or_else(|| month.last_day(), |it| it.last_day());
    Known {
        month: month.label(),
        month_first: month.first_day().to_string(),
        quarter: quarter.label(),
        first_day: quarter.first_day().to_string(),
        last_day: month.last_day().to_string(),
        next_day: next.to_string(),
        quarter_end: quarter.last_day().to_string(),
        teams: records.teams.iter().map(|it| it.id.to_string()).collect(),
        categories: categories(evidence),
        objectives: objectives.map(|it| Named { id: it.id.to_string(), kind: it.kind }).collect(),
        outcomes: outcomes(month, evidence, catalog),
        streams: streams(evidence, catalog, month, &[]),
        open_actions: open_actions(month, evidence),
        incidents: incidents(month, evidence),
    }
}

fn categories(evidence: &Evidence) -> Vec<String> {
    let used: std::collections::BTreeSet<&str> =
        evidence.records().capacity.iter().map(|it| it.category.as_str()).collect();
    let listed = if used.is_empty() { CATEGORIES.into_iter().collect() } else { used };
    listed.into_iter().map(str::to_owned).collect()
}

/// The outcome metrics of the catalog with the whole organisation's value of the month.
fn outcomes(month: &Window, evidence: &Evidence, catalog: &Catalog) -> Vec<OutcomeNow> {
    let outcomes = catalog.iter().filter(|spec| spec.class == MeasureClass::Outcome);
    let now = |spec: &thalweg_model::MetricSpec| {
        let id = MetricId::new(spec.id).ok()?;
        let reading = evidence.reading(&id, &Entity::Organisation, month)?;
        Some(Figure::of(reading, spec.unit).text)
    };
    outcomes
        .map(|spec| OutcomeNow {
            id: spec.id,
            unit: spec.unit,
            now: now(spec).unwrap_or_else(|| "no data".to_owned()),
        })
        .collect()
}

/// What flow reviews agreed on and nobody has done yet.
fn open_actions(month: &Window, evidence: &Evidence) -> Vec<OpenAction> {
    let day = |it: &Meeting| it.date.or_else(|| it.at.map(|at| local_date(at, evidence.zone())));
    let before = |it: &&Meeting| day(it).is_some_and(|day| day <= month.last_day());
    let reviews = evidence.records().meetings.iter().filter(|it| it.kind == MeetingKind::FlowReview);
    let actions = reviews.filter(before).flat_map(|it| &it.actions);
    let open = |done: Option<NaiveDate>| done.is_none_or(|day| day > month.last_day());
    actions
        .filter(|it| open(it.done))
        .map(|it| OpenAction { id: it.id.to_string(), due: it.due.to_string() })
        .collect()
}

fn incidents(month: &Window, evidence: &Evidence) -> Vec<Reviewed> {
    let mine = evidence.records().post_incident_reviews.iter().filter(|it| month.contains_date(it.date));
    mine.map(|it| Reviewed {
        incident: it.incident.to_string(),
        severity: it.severity.level(),
        date: it.date.to_string(),
        reviewed: it.reviewed.is_some(),
    })
    .collect()
}

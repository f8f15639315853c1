//! The digest for an all-hands: who was recognised for which behaviour, and what was learned. It ranks nobody.

use serde::Serialize;
use thalweg_model::record::{Experiment, Meeting, MeetingKind, MeetingStatus, PostIncidentAction};
use thalweg_model::{Evidence, NaiveDate, Window, local_date};

use crate::error::RenderError;
use crate::figure::months;
use crate::intake::Intake;
use crate::render;

/// A team recognised for a behaviour.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RecognisedRow {
    /// The behaviour, in words.
    pub behaviour: String,
    /// The team.
    pub team: String,
    /// The day.
    pub date: String,
}

/// An experiment that ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExperimentRow {
    /// Its id.
    pub id: String,
    /// The teams.
    pub teams: Vec<String>,
    /// What was supposed.
    pub hypothesis: String,
    /// How it came out; a refuted hypothesis is worth as much.
    pub outcome: String,
    /// What was learned.
    pub learning: String,
}

/// An improvement after an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepairRow {
    /// The action's id.
    pub id: String,
    /// The incident.
    pub incident: String,
    /// When the incident was and what caused it, where its review says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The day it was done.
    pub done: String,
}

/// Something that teams shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharingRow {
    /// The day.
    pub date: String,
    /// The teams that shared.
    pub teams: Vec<String>,
    /// What about.
    pub topic: String,
}

/// The digest for an all-hands as plain data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use = "a digest was made to be told"]
pub struct AllHands {
    /// The name and version of this form.
    pub schema: &'static str,
    /// The organisation's name.
    pub organisation: String,
    /// The period, as `2026-09`.
    pub period: String,
    /// The period in words, such as `September 2026`.
    pub title: String,
    /// The day as of which everything was computed.
    pub as_of: String,
    /// Who was recognised, by behaviour.
    pub recognised: Vec<RecognisedRow>,
    /// What experiments taught.
    pub experiments: Vec<ExperimentRow>,
    /// What was mended after incidents.
    pub repairs: Vec<RepairRow>,
    /// What teams shared with others.
    pub shared: Vec<SharingRow>,
    /// Improvements of flow that were done, with what they changed.
    pub improvements: Vec<String>,
    /// What was read, refused and left out.
    pub intake: Intake,
}

impl AllHands {
    /// The digest of a period.
    pub fn new(organisation: &str, period: &Window, evidence: &Evidence, intake: Intake) -> Self {
        let known = local_date(evidence.as_of(), evidence.zone());
        let inside = |day: NaiveDate| period.contains_date(day) && day <= known;
        Self {
            schema: "thalweg.all_hands/1",
            organisation: organisation.to_owned(),
            period: period.label(),
            title: months(period),
            as_of: known.to_string(),
            recognised: recognised(evidence, inside),
            experiments: experiments(evidence, inside),
            repairs: repairs(evidence, inside),
            shared: shared(evidence, inside),
            improvements: improvements(evidence, inside),
            intake,
        }
    }

    /// The digest as Markdown.
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn to_markdown(&self) -> Result<String, RenderError> {
        render::page("all_hands.md", self)
    }

    /// The digest as one HTML file that needs nothing else.
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn to_html(&self) -> Result<String, RenderError> {
        render::page("all_hands.html", self)
    }

    /// The digest as JSON; `schema` names its version.
    ///
    /// # Errors
    /// [`RenderError::Json`]; no data makes it fail.
    pub fn to_json(&self) -> Result<String, RenderError> {
        Ok(serde_json::to_string_pretty(self)?)
    }
}

fn recognised(evidence: &Evidence, inside: impl Fn(NaiveDate) -> bool) -> Vec<RecognisedRow> {
    let day = |it: &Meeting| it.date.or_else(|| it.at.map(|at| local_date(at, evidence.zone())));
    let held = |it: &&Meeting| it.kind == MeetingKind::AllHands && it.status == MeetingStatus::Held;
    let dated = evidence.records().meetings.iter().filter(held).filter_map(|it| Some((it, day(it)?)));
    let mut rows: Vec<RecognisedRow> = dated
        .filter(|(_, day)| inside(*day))
        .flat_map(|(it, day)| it.recognised.iter().map(move |who| (who, day)))
        .filter_map(|(who, day)| {
            let behaviour = who.behaviour.clone()?;
            Some(RecognisedRow { behaviour, team: who.team.to_string(), date: day.to_string() })
        })
        .collect();
    rows.sort();
    rows
}

fn experiments(evidence: &Evidence, inside: impl Fn(NaiveDate) -> bool) -> Vec<ExperimentRow> {
    let told = |text: &Option<String>| text.clone().unwrap_or_else(|| "not recorded".to_owned());
    let row = |it: &Experiment| ExperimentRow {
        id: it.id.to_string(),
        teams: it.teams.iter().map(ToString::to_string).collect(),
        hypothesis: told(&it.hypothesis),
        outcome: told(&it.outcome),
        learning: told(&it.learning),
    };
    evidence.records().experiments.iter().filter(|it| it.ended.is_some_and(&inside)).map(row).collect()
}

fn repairs(evidence: &Evidence, inside: impl Fn(NaiveDate) -> bool) -> Vec<RepairRow> {
    let done = evidence.records().post_incident_actions.iter().filter_map(|it| Some((it, it.done?)));
    done.filter(|(_, day)| inside(*day))
        .map(|(it, day)| RepairRow {
            id: it.id.to_string(),
            incident: it.incident.to_string(),
            about: about(evidence, it),
            done: day.to_string(),
        })
        .collect()
}

/// What the review of the incident says of it.
fn about(evidence: &Evidence, action: &PostIncidentAction) -> Option<String> {
    let review = evidence.records().post_incident_reviews.iter().find(|it| it.incident == action.incident)?;
    let cause = review.cause.as_ref().map(|it| format!(", caused by {it}")).unwrap_or_default();
    Some(format!("the incident of {}{cause}", review.date))
}

fn shared(evidence: &Evidence, inside: impl Fn(NaiveDate) -> bool) -> Vec<SharingRow> {
    let events = evidence.records().sharing_events.iter().filter(|it| inside(it.date));
    events
        .map(|it| SharingRow {
            date: it.date.to_string(),
            teams: it.teams.iter().map(ToString::to_string).collect(),
            topic: it.topic.clone().unwrap_or_else(|| "not recorded".to_owned()),
        })
        .collect()
}

fn improvements(evidence: &Evidence, inside: impl Fn(NaiveDate) -> bool) -> Vec<String> {
    let done = evidence.records().improvements.iter().filter(|it| it.done.is_some_and(&inside));
    done.map(|it| match &it.observed_effect {
        Some(effect) => format!("{} ({effect})", it.text),
        None => it.text.clone(),
    })
    .collect()
}

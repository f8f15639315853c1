//! The monthly flow review.

use std::collections::BTreeMap;

use serde::Serialize;
use thalweg_model::{Catalog, Entity, Evidence, TeamId, Window, local_date};
use thalweg_playbook::{Evaluation, NextAction};

use crate::error::RenderError;
use crate::figure::months;
use crate::intake::Intake;
use crate::page::Page;
use crate::picture;
use crate::playbook::{Need, Tally, needs};
use crate::render;
use crate::stream::{Constraint, Stream, streams};
use crate::trend::Trend;

/// How many of the next actions a review shows.
const ACTIONS: usize = 8;

/// The monthly flow review as plain data: delivery trends, what people say, the improvement backlog, the constraint,
/// the playbook's verdicts and the next best actions, for the whole and for each team.
///
/// It ranks nobody: teams stand in the order of their names. It says nothing about one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "a review was made to be read"]
pub struct FlowReview {
    /// The name and version of this form.
    pub schema: &'static str,
    /// The organisation's name.
    pub organisation: String,
    /// The month under review, as `2026-09`.
    pub month: String,
    /// The month in words, as `September 2026`.
    pub title: String,
    /// The period that the playbook judged, as `2026-Q3`.
    pub period: String,
    /// The zone of the calendar.
    pub zone: &'static str,
    /// The day as of which everything was computed.
    pub as_of: String,
    /// What matters, in a few sentences.
    pub headline: Vec<String>,
    /// The whole organisation.
    pub whole: Page,
    /// The teams in the order of their names; what no team owns comes last.
    pub teams: Vec<Page>,
    /// The value streams.
    pub streams: Vec<Stream>,
    /// How many criteria have which verdict.
    pub tally: Tally,
    /// The playbook's verdicts.
    pub playbook: Evaluation,
    /// The next best actions, the best first.
    pub actions: Vec<NextAction>,
    /// What is missing, and what would supply it.
    pub needs: Vec<Need>,
    /// What was read, refused and left out.
    pub intake: Intake,
}

/// What a review is made of, beside the evidence.
#[derive(Clone, Debug, Default)]
pub struct Parts<'a> {
    /// The organisation's name.
    pub organisation: &'a str,
    /// The evaluation of each team, by a playbook for teams.
    pub teams: &'a [(TeamId, Evaluation)],
    /// What the maps of the value streams say of their constraints.
    pub constraints: &'a [Constraint],
    /// What was read, refused and left out.
    pub intake: Intake,
}

impl FlowReview {
    /// The review of a month from the evidence and the playbook's verdicts on it.
    pub fn new(
        month: &Window,
        evidence: &Evidence,
        catalog: &Catalog,
        evaluation: &Evaluation,
        parts: Parts<'_>,
    ) -> Self {
        let whole = Page::of(evidence, catalog, &Entity::Organisation, month, None);
        let of_team = |id: &TeamId| parts.teams.iter().find(|(team, _)| team == id).map(|(_, it)| it);
        let page = |entity: &Entity| match entity {
            Entity::Team(id) => Some(Page::of(evidence, catalog, entity, month, of_team(id))),
            Entity::Unowned => Some(Page::of(evidence, catalog, entity, month, None)),
            _ => None,
        };
        let teams: Vec<Page> = evidence.all_entities().into_iter().filter_map(page).collect();
        let tally = Tally::of(evaluation);
        Self {
            schema: "thalweg.flow_review/1",
            organisation: parts.organisation.to_owned(),
            month: month.label(),
            title: months(month),
            period: evaluation.period.label(),
            zone: evidence.zone().name(),
            as_of: local_date(evidence.as_of(), evidence.zone()).to_string(),
            headline: headline(&whole, tally, evaluation),
            whole,
            teams,
            streams: streams(evidence, catalog, month, parts.constraints),
            tally,
            actions: evaluation.actions.iter().take(ACTIONS).cloned().collect(),
            needs: needs(evaluation),
            playbook: evaluation.clone(),
            intake: parts.intake,
        }
    }

    /// The review as Markdown, for a pull request or a wiki.
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn to_markdown(&self) -> Result<String, RenderError> {
        render::page_with("flow.md", self, "sparklines", &self.sparklines())
    }

    /// The review as one HTML file that needs nothing else: no script, no font, no request.
    ///
    /// # Errors
    /// [`RenderError`] where the template or a picture fails; no data makes it fail.
    pub fn to_html(&self) -> Result<String, RenderError> {
        render::page_with("flow.html", self, "pictures", &self.pictures()?)
    }

    /// The review as JSON; `schema` names its version.
    ///
    /// # Errors
    /// [`RenderError::Json`] where a number cannot be written; readings hold no such number.
    pub fn to_json(&self) -> Result<String, RenderError> {
        Ok(serde_json::to_string_pretty(self)?)
    }
}

impl FlowReview {
    fn trends(&self) -> impl Iterator<Item = &Trend> {
        std::iter::once(&self.whole).chain(&self.teams).flat_map(|page| &page.trends)
    }

    /// The trends as small bars of text, by their keys.
    fn sparklines(&self) -> BTreeMap<String, String> {
        self.trends().map(|it| (it.key.clone(), it.sparkline())).collect()
    }

    /// The pictures of trends and streams, by their keys.
    fn pictures(&self) -> Result<BTreeMap<String, String>, RenderError> {
        let trends =
            self.trends().filter(|it| it.is_known()).map(|it| Ok((it.key.clone(), picture::trend(it)?)));
        let streams =
            self.streams.iter().map(|it| Ok((format!("stream {}", it.stream), picture::stages(it)?)));
        trends.chain(streams).collect()
    }
}

fn headline(whole: &Page, tally: Tally, evaluation: &Evaluation) -> Vec<String> {
    let told = |id: &str| whole.trends.iter().find(|it| it.metric == id);
    let told_of = |it: &&Trend| !it.outlook.is_empty() || (it.metric.starts_with("dora.") && !it.is_known());
    let delivery: Vec<String> = whole.trends.iter().filter(told_of).map(Trend::sentence).collect();
    let mut sentences = Vec::new();
    if delivery.is_empty() && told("dora.deployment_frequency").is_none() {
        sentences.push("There is no delivery data for this month.".to_owned());
    } else {
        sentences.extend(delivery);
    }
    sentences.push(tally.sentence());
    if let Some(action) = evaluation.actions.first() {
        sentences.push(format!("Next: {}", action.action));
    }
    sentences
}

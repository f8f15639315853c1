//! What a review says of one entity: the whole organisation, or a team.

use serde::Serialize;
use thalweg_model::{Calendar, Catalog, Entity, Evidence, MetricId, MetricSpec, TeamId, Window};
use thalweg_playbook::{Evaluation, ItemVerdict, NextAction, Verdict};

use crate::backlog::{Backlog, OpenBlocker, Whose, backlog, blockers};
use crate::figure::Figure;
use crate::stream::NamedFigure;
use crate::trend::Trend;

/// The delivery metrics in the order of the report.
const DELIVERY: [&str; 6] = [
    "dora.deployment_frequency",
    "dora.change_lead_time",
    "dora.change_fail_rate",
    "dora.failed_deployment_recovery_time",
    "dora.deployment_rework_rate",
    "dora.reliability",
];

/// A survey signal: the latest wave's number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Signal {
    /// The metric's id.
    pub metric: String,
    /// Its name.
    pub name: String,
    /// The wave's days, as `2026-08-31 to 2026-09-11`.
    pub wave: String,
    /// The number.
    pub figure: Figure,
}

/// An item of a playbook with its verdict, as a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The item's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub because: String,
}

impl Judged {
    fn of(item: &ItemVerdict) -> Self {
        Self {
            id: item.id.clone(),
            title: item.title.clone(),
            verdict: item.verdict,
            because: item.because.clone(),
        }
    }
}

/// The page of an entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The entity, as `organisation` or `team:payments`.
    pub entity: String,
    /// The entity's name for people.
    pub title: String,
    /// The delivery metrics, month by month.
    pub trends: Vec<Trend>,
    /// The survey signals of the latest wave.
    pub signals: Vec<Signal>,
    /// The numbers on escalations and ownership.
    pub escalations: Vec<NamedFigure>,
    /// The improvement backlog.
    pub backlog: Backlog,
    /// The open blockers, the oldest first.
    pub blockers: Vec<OpenBlocker>,
    /// The items of the playbook that judges this entity.
    pub judged: Vec<Judged>,
    /// The next best action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<NextAction>,
}

impl Page {
    pub(crate) fn of(
        evidence: &Evidence,
        catalog: &Catalog,
        entity: &Entity,
        month: &Window,
        evaluation: Option<&Evaluation>,
    ) -> Self {
        let specs = DELIVERY.iter().filter_map(|id| catalog.get(id));
        let whose = whose(entity);
        Self {
            entity: entity.to_string(),
            title: title(evidence, entity),
            trends: specs.filter_map(|spec| Trend::of(evidence, entity, spec, month)).collect(),
            signals: signals(evidence, catalog, entity, month),
            escalations: escalations(evidence, catalog, entity, month),
            backlog: backlog(evidence, whose, month),
            blockers: blockers(evidence, whose, month),
            judged: evaluation.map(judged).unwrap_or_default(),
            action: evaluation.and_then(|it| it.actions.first()).cloned(),
        }
    }
}

fn whose(entity: &Entity) -> Whose<'_> {
    match entity {
        Entity::Team(team) => Some(team),
        _ => None,
    }
}

/// The lines of an evaluation: its items, or its sections where they hold criteria at once.
fn judged(evaluation: &Evaluation) -> Vec<Judged> {
    evaluation.items.iter().flat_map(lines).map(Judged::of).collect()
}

fn lines(item: &ItemVerdict) -> Vec<&ItemVerdict> {
    let is_section = item.level == thalweg_playbook::Level::Section;
    if is_section { item.parts.iter().collect() } else { vec![item] }
}

fn title(evidence: &Evidence, entity: &Entity) -> String {
    let named = |id: &TeamId| {
        let team = evidence.records().teams.iter().find(|it| it.id == *id);
        team.and_then(|it| it.name.clone()).unwrap_or_else(|| id.to_string())
    };
    match entity {
        Entity::Organisation => "The whole organisation".to_owned(),
        Entity::Team(id) => named(id),
        Entity::Unowned => "Services that no team owns".to_owned(),
        other => other.to_string(),
    }
}

fn latest<'e>(
    evidence: &'e Evidence,
    entity: &Entity,
    spec: &MetricSpec,
    keep: impl Fn(&Window) -> bool,
) -> Option<(&'e Window, Figure)> {
    let id = MetricId::new(spec.id).ok()?;
    let (window, reading) = evidence.series(&id, entity).filter(|(window, _)| keep(window)).last()?;
    Some((window, Figure::of(reading, spec.unit)))
}

fn signals(evidence: &Evidence, catalog: &Catalog, entity: &Entity, month: &Window) -> Vec<Signal> {
    let surveys = catalog.iter().filter(|spec| spec.id.starts_with("survey."));
    let signal = |spec: &MetricSpec| {
        let (window, figure) = latest(evidence, entity, spec, |it| it.start() < month.end())?;
        Some(Signal {
            metric: spec.id.to_owned(),
            name: spec.name.to_owned(),
            wave: format!("{} to {}", window.first_day(), window.last_day()),
            figure,
        })
    };
    surveys.filter_map(signal).collect()
}

/// The month's number where there is one, else that of the period.
fn escalations(evidence: &Evidence, catalog: &Catalog, entity: &Entity, month: &Window) -> Vec<NamedFigure> {
    let is_month = |it: &Window| matches!(it.calendar(), Calendar::Month { .. });
    let number = |spec: &MetricSpec| {
        let monthly = latest(evidence, entity, spec, |it| is_month(it) && it == month);
        let (_, figure) = monthly
            .or_else(|| latest(evidence, entity, spec, |it| !is_month(it) && it.start() < month.end()))?;
        Some(NamedFigure::of(spec, figure))
    };
    catalog.iter().filter(|spec| spec.id.starts_with("topology.")).filter_map(number).collect()
}

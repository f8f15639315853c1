//! The quarterly strategy review: objectives and what is paid for them, capacity planned and used, signals and decisions.

use std::collections::BTreeMap;

use serde::Serialize;
use thalweg_model::record::{CapacityEntry, DecisionKind, Investment, KeyResult, Objective, ObjectiveKind};
use thalweg_model::{Catalog, Evidence, MeasureClass, Quantity, Window, local_date};
use thalweg_playbook::{Evaluation, ItemVerdict, NextAction};

use crate::error::RenderError;
use crate::figure::months;
use crate::intake::Intake;
use crate::playbook::{Tally, criteria};
use crate::render;

/// A key result in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyResultRow {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// From where to where, in its unit.
    pub aim: String,
    /// What class of quantity it measures, by the catalog; absent where the catalog does not know the metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<MeasureClass>,
}

/// An investment in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InvestmentRow {
    /// Its id.
    pub id: String,
    /// Its category.
    pub category: String,
    /// The planned amount, in the ledger's currency.
    pub amount: f64,
}

/// An objective with its key results and the investments that support it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ObjectiveRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub kind: ObjectiveKind,
    /// What it says.
    pub text: String,
    /// Its key results.
    pub key_results: Vec<KeyResultRow>,
    /// The investments that support it; one that supports several objectives stands at each.
    pub investments: Vec<InvestmentRow>,
}

/// Planned and used capacity of one month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CapacityMonth {
    /// The month, as `2026-07`.
    pub month: String,
    /// The month's name.
    pub name: String,
    /// What was planned.
    pub planned: f64,
    /// What was used, once known.
    pub actual: Option<f64>,
    /// Used as a share of planned, in words.
    pub used: String,
}

/// Planned and used capacity of one category.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CapacityRow {
    /// The category.
    pub category: String,
    /// The unit.
    pub unit: &'static str,
    /// The months of the quarter.
    pub months: Vec<CapacityMonth>,
    /// The quarter's plan.
    pub planned: f64,
    /// What was used in the months that are known.
    pub actual: Option<f64>,
    /// Used as a share of planned, in words.
    pub used: String,
}

/// What the leaders decided on in the quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Decisions {
    /// Decisions on an outcome to reach.
    pub outcome: usize,
    /// Decisions on a piece of work to allow.
    pub approval: usize,
}

/// The quarterly strategy review as plain data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "a review was made to be read"]
pub struct StrategyReview {
    /// The name and version of this form.
    pub schema: &'static str,
    /// The organisation's name.
    pub organisation: String,
    /// The quarter, as `2026-Q3`.
    pub quarter: String,
    /// The quarter in words, such as `July to September 2026`.
    pub title: String,
    /// The day as of which everything was computed.
    pub as_of: String,
    /// The objectives of the quarter.
    pub objectives: Vec<ObjectiveRow>,
    /// The investments that support no objective of the quarter.
    pub unlinked: Vec<InvestmentRow>,
    /// Their part of the planned amount, in words.
    pub unlinked_share: String,
    /// Planned and used capacity by category.
    pub capacity: Vec<CapacityRow>,
    /// What the leaders decided on.
    pub decisions: Decisions,
    /// The signals of success, with what they rest on.
    pub signals: Vec<ItemVerdict>,
    /// How many criteria have which verdict.
    pub tally: Tally,
    /// The next best actions.
    pub actions: Vec<NextAction>,
    /// What was read, refused and left out.
    pub intake: Intake,
}

impl StrategyReview {
    /// The review of the quarter that the playbook judged.
    pub fn new(
        organisation: &str,
        evidence: &Evidence,
        catalog: &Catalog,
        evaluation: &Evaluation,
        intake: Intake,
    ) -> Self {
        let quarter = evaluation.period;
        let first = quarter.first_day();
        let records = evidence.records();
        let investments: Vec<&Investment> =
            records.investments.iter().filter(|it| it.quarter == first).collect();
        let objectives: Vec<&Objective> =
            records.objectives.iter().filter(|it| it.quarter == first).collect();
        let results: Vec<&KeyResult> = records.key_results.iter().filter(|it| it.quarter == first).collect();
        let linked = |it: &Investment| objectives.iter().any(|objective| it.supports.contains(&objective.id));
        let unlinked: Vec<&Investment> = investments.iter().copied().filter(|it| !linked(it)).collect();
        Self {
            schema: "thalweg.strategy_review/1",
            organisation: organisation.to_owned(),
            quarter: quarter.label(),
            title: months(&quarter),
            as_of: local_date(evidence.as_of(), evidence.zone()).to_string(),
            objectives: objectives.iter().map(|it| objective(it, &results, &investments, catalog)).collect(),
            unlinked_share: share(total(&unlinked), total(&investments)),
            unlinked: unlinked.into_iter().map(investment).collect(),
            capacity: capacity(&records.capacity, &quarter),
            decisions: decisions(evidence, &quarter),
            signals: criteria(evaluation)
                .into_iter()
                .filter(|it| it.id.starts_with('S') && !it.id.starts_with("ST"))
                .cloned()
                .collect(),
            tally: Tally::of(evaluation),
            actions: evaluation.actions.iter().take(8).cloned().collect(),
            intake,
        }
    }

    /// The review as Markdown.
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn to_markdown(&self) -> Result<String, RenderError> {
        render::page("strategy.md", self)
    }

    /// The review as one HTML file that needs nothing else.
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn to_html(&self) -> Result<String, RenderError> {
        render::page("strategy.html", self)
    }

    /// The review as JSON; `schema` names its version.
    ///
    /// # Errors
    /// [`RenderError::Json`] where a number cannot be written.
    pub fn to_json(&self) -> Result<String, RenderError> {
        Ok(serde_json::to_string_pretty(self)?)
    }
}

fn investment(it: &Investment) -> InvestmentRow {
    InvestmentRow { id: it.id.to_string(), category: it.category.clone(), amount: it.amount }
}

fn objective(
    it: &Objective,
    results: &[&KeyResult],
    investments: &[&Investment],
    catalog: &Catalog,
) -> ObjectiveRow {
    let mine = results.iter().filter(|result| result.objective.as_ref() == Some(&it.id));
    let paid = investments.iter().filter(|paid| paid.supports.contains(&it.id));
    ObjectiveRow {
        id: it.id.to_string(),
        kind: it.kind,
        text: it.text.clone(),
        key_results: mine.map(|result| key_result(result, catalog)).collect(),
        investments: paid.map(|paid| investment(paid)).collect(),
    }
}

fn key_result(it: &KeyResult, catalog: &Catalog) -> KeyResultRow {
    let words = |value: Option<f64>| match (value, it.unit) {
        (Some(value), Some(unit)) => Quantity::new(value, unit).map_or("?".to_owned(), |it| it.to_string()),
        (Some(value), None) => format!("{value} (no unit)"),
        (None, _) => "?".to_owned(),
    };
    KeyResultRow {
        id: it.id.to_string(),
        text: it.text.clone(),
        aim: format!("{} → {}", words(it.baseline), words(it.target)),
        class: it.metric.as_ref().and_then(|metric| catalog.get(metric.as_str())).map(|spec| spec.class),
    }
}

fn total(investments: &[&Investment]) -> f64 {
    investments.iter().map(|it| it.amount).sum()
}

/// A part of a whole in per cent; no whole is no share.
fn share(part: f64, whole: f64) -> String {
    let share = part / whole;
    if whole > 0.0 && share.is_finite() { format!("{:.0} %", share * 100.0) } else { "no data".to_owned() }
}

fn capacity(entries: &[CapacityEntry], quarter: &Window) -> Vec<CapacityRow> {
    let mut rows: BTreeMap<(&str, &'static str), Vec<&CapacityEntry>> = BTreeMap::new();
    for entry in entries.iter().filter(|it| quarter.contains_date(it.month)) {
        rows.entry((entry.category.as_str(), entry.unit.symbol())).or_default().push(entry);
    }
    rows.into_iter().map(|((category, unit), entries)| capacity_row(category, unit, entries)).collect()
}

fn capacity_row(category: &str, unit: &'static str, mut entries: Vec<&CapacityEntry>) -> CapacityRow {
    entries.sort_by_key(|it| (it.month, &it.id));
    let used =
        |actual: Option<f64>, planned: f64| actual.map_or("not known".to_owned(), |it| share(it, planned));
    let months = entries.iter().map(|it| CapacityMonth {
        month: it.month.format("%Y-%m").to_string(),
        name: it.month.format("%b").to_string(),
        planned: it.planned,
        actual: it.actual,
        used: used(it.actual, it.planned),
    });
    let known: Vec<f64> = entries.iter().filter_map(|it| it.actual).collect();
    let planned: f64 = entries.iter().map(|it| it.planned).sum();
    let actual = (known.len() == entries.len()).then(|| known.iter().sum());
    CapacityRow {
        category: category.to_owned(),
        unit,
        months: months.collect(),
        planned,
        actual,
        used: used(actual, planned),
    }
}

fn decisions(evidence: &Evidence, quarter: &Window) -> Decisions {
    let known = local_date(evidence.as_of(), evidence.zone());
    let in_quarter = evidence
        .records()
        .leadership_decisions
        .iter()
        .filter(|it| quarter.contains_date(it.date) && it.date <= known);
    in_quarter.fold(Decisions::default(), |mut sum, it| {
        match it.kind {
            DecisionKind::Outcome => sum.outcome += 1,
            DecisionKind::Approval => sum.approval += 1,
        }
        sum
    })
}

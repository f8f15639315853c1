//! Why is your number not mine? Two definitions on one history, with the records that make the difference.
//!
//! [`compare`] sets two definitions side by side on a view of an event log; [`compare_systems`] does the same for [`Yardstick`]s, a
//! definition or a [`Preset`], on a [`History`] as the systems hold it. A record makes a difference where it counts on one side only, or
//! gave something else there. What stands in no list gave both sides the same.
//!
//! ```
//! use thalweg_dora::{Definition, Metric, Rules, Severity, compare::compare};
//! use thalweg_model::{Deployment, EventLog, Incident, Tz, Window};
//! let deployed = Deployment::new("D1".parse()?, "api".parse()?, "production".parse()?, "2026-03-03T09:00:00Z".parse()?);
//! let quiet = Incident {
//!     id: "I1".parse()?, services: vec![], caused_by: vec!["D1".parse()?], impact_started_at: Some("2026-03-03T09:10:00Z".parse()?),
//!     detected_at: None, restored_at: None, user_impacting: false, immediate_intervention: false, recorded_at: None,
//! };
//! let log = EventLog::of_records([deployed], [], [quiet]).value;
//! let view = log.as_of("2026-04-10T00:00:00Z".parse()?).within(&Window::month(2026, 3, Tz::UTC)?);
//! let mut rules = Rules { name: "any incident".to_owned(), ..Rules::default() };
//! rules.failure.severity = Severity::Any;
//! let comparison = compare(&Definition::default(), &Definition::new(rules)?, &view);
//! let rate = comparison.get(Metric::ChangeFailRate).expect("both have a fail rate");
//! assert_eq!((rate.a.value, rate.b.value), (Some(0.0), Some(1.0)));
//! assert_eq!(rate.differences[0].record, "deployment D1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use thalweg_model::{Exclusion, Instant, Loaded, Measured, Reading, Stamp, View, Window};

use crate::definition::Definition;
use crate::explain::{Gave, RecordName};
use crate::measure::Delivery;
use crate::metrics::Metric;
use crate::preset::{Answers, History, Preset};
use crate::sample::Sample;

/// What a history is measured with.
#[derive(Clone, Debug, PartialEq)]
pub enum Yardstick {
    /// What another system computes.
    Preset(Preset),
    /// A definition of our own, on the same history as an event log.
    Definition(Box<Definition>),
}

impl From<Preset> for Yardstick {
    fn from(preset: Preset) -> Self {
        Self::Preset(preset)
    }
}

impl From<Definition> for Yardstick {
    fn from(definition: Definition) -> Self {
        Self::Definition(Box::new(definition))
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// The number: hours, a share, or what the side counts a frequency in; absent where it has none.
    pub value: Option<f64>,
    /// How many records it is made of.
    pub n: usize,
}

/// A record that makes a difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The record, as `deployment D1`, `change C1` or `incident I1`.
    pub record: String,
    /// What it gave on the first side: hours, or 1 above and 0 below a fraction; empty where it does not count. In several services or
    /// rows it gives several.
    pub a: Vec<f64>,
    /// What it gave on the second side.
    pub b: Vec<f64>,
    /// Why the first side left it out, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out_of_a: Option<Exclusion>,
    /// Why the second side left it out, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out_of_b: Option<Exclusion>,
}

/// One metric on both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetricComparison {
    /// The metric.
    pub metric: Metric,
    /// The first side.
    pub a: Side,
    /// The second side.
    pub b: Side,
    /// The records that make the difference, by name.
    pub differences: Vec<Difference>,
}

/// Two definitions side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "a comparison is made to be read"]
pub struct Comparison {
    /// The definition of the first side.
    pub a: Stamp,
    /// The definition of the second side.
    pub b: Stamp,
    /// Every metric that both sides have.
    pub metrics: Vec<MetricComparison>,
}

impl Comparison {
    /// One metric, where both sides have it.
    #[must_use]
    pub fn get(&self, metric: Metric) -> Option<&MetricComparison> {
        self.metrics.iter().find(|it| it.metric == metric)
    }

    /// Whether no record makes a difference.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.metrics.iter().all(|it| it.differences.is_empty())
    }
}

/// Two definitions on one view.
pub fn compare(a: &Definition, b: &Definition, view: &View<'_>) -> Comparison {
    Account::of_definition(a, view).beside(Account::of_definition(b, view))
}

/// Two yardsticks on one history, for a window, as of an instant. What was odd about the records is told beside.
///
/// A definition of our own sees the history as an event log that is made for it ([`History::log`]); a preset sees it as it is.
pub fn compare_systems(
    a: &Yardstick,
    b: &Yardstick,
    history: &History,
    window: &Window,
    as_of: Instant,
) -> Loaded<Comparison> {
    let mut loaded = Loaded::clean(());
    let a = loaded.absorb(Account::of(a, history, window, as_of));
    let b = loaded.absorb(Account::of(b, history, window, as_of));
    loaded.rejects.sort();
    loaded.rejects.dedup();
    loaded.map(|()| a.beside(b))
}

/// The records behind one number.
#[derive(Default)]
struct Ledger {
    value: Option<f64>,
    gave: BTreeMap<String, Vec<f64>>,
    left_out: BTreeMap<String, Exclusion>,
}

/// The numbers of one side with their records.
struct Account {
    stamp: Stamp,
    ledgers: BTreeMap<Metric, Ledger>,
}

impl Account {
    fn of(yardstick: &Yardstick, history: &History, window: &Window, as_of: Instant) -> Loaded<Self> {
        match yardstick {
            Yardstick::Preset(preset) => {
                Loaded::clean(Self::of_answers(&preset.measure(history, window, as_of)))
            }
            Yardstick::Definition(definition) => history
                .log(definition)
                .map(|log| Self::of_definition(definition, &log.as_of(as_of).within(window))),
        }
    }

    fn of_answers(answers: &Answers) -> Self {
        let ledger = |metric: Metric| {
            let answer = answers.get(metric)?;
            let mut ledger = Ledger { value: answer.value, ..Ledger::default() };
            for it in &answer.counted {
                ledger.gave.entry(it.subject().to_owned()).or_default().push(it.gave);
            }
            Some((metric, ledger))
        };
        let ledgers = Metric::ALL.into_iter().filter_map(ledger).collect();
        Self { stamp: answers.definition.clone(), ledgers }
    }

    fn of_definition(definition: &Definition, view: &View<'_>) -> Self {
        let sample = Sample::of(view, definition);
        let delivery = sample.delivery();
        let ledger = |metric: Metric| {
            let explanation = sample.explain(metric);
            let mut ledger = Ledger { value: value(&delivery, metric), ..Ledger::default() };
            for it in explanation.counted {
                let gave = match it.gave {
                    Gave::Event => 1.0,
                    Gave::Share { part } => f64::from(u8::from(part)),
                    Gave::Hours { hours, .. } => hours,
                };
                ledger.gave.entry(name(&it.record)).or_default().push(gave);
            }
            let all = explanation.left_out.into_iter();
            let out = all.flat_map(|(why, records)| records.into_iter().map(move |it| (name(&it), why)));
            ledger.left_out = out.collect();
            (metric, ledger)
        };
        Self { stamp: definition.stamp().clone(), ledgers: Metric::ALL.into_iter().map(ledger).collect() }
    }

    fn beside(mut self, mut other: Self) -> Comparison {
        let both = |metric: Metric| {
            let (a, b) = self.ledgers.remove(&metric).zip(other.ledgers.remove(&metric))?;
            let side = |it: &Ledger| Side { value: it.value, n: it.gave.values().map(Vec::len).sum() };
            Some(MetricComparison { metric, a: side(&a), b: side(&b), differences: differences(a, b) })
        };
        Comparison {
            metrics: Metric::ALL.into_iter().filter_map(both).collect(),
            a: self.stamp,
            b: other.stamp,
        }
    }
}

/// The records that do not give both sides the same, by name.
fn differences(mut a: Ledger, mut b: Ledger) -> Vec<Difference> {
    let names: BTreeSet<String> = a.gave.keys().chain(b.gave.keys()).cloned().collect();
    let one = |record: String| {
        let take = |ledger: &mut Ledger| {
            let mut gave = ledger.gave.remove(&record).unwrap_or_default();
            gave.sort_unstable_by(f64::total_cmp);
            gave
        };
        let (gave_a, gave_b) = (take(&mut a), take(&mut b));
        (!alike(&gave_a, &gave_b)).then(|| Difference {
            left_out_of_a: a.left_out.get(&record).copied().filter(|_| gave_a.is_empty()),
            left_out_of_b: b.left_out.get(&record).copied().filter(|_| gave_b.is_empty()),
            a: gave_a,
            b: gave_b,
            record,
        })
    };
    names.into_iter().filter_map(one).collect()
}

/// Whether both sides were given the same, but for how the numbers were rounded on the way.
fn alike(a: &[f64], b: &[f64]) -> bool {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    a.len() == b.len() && a.iter().zip(b).all(near)
}

/// A record as both sides call it: an incident or a change is the same one under whatever deployment or service it counts.
fn name(record: &RecordName) -> String {
    match record {
        RecordName::Deployment { deployment } => format!("deployment {deployment}"),
        RecordName::Change { change, .. } => format!("change {change}"),
        RecordName::Incident { incident, .. } => format!("incident {incident}"),
    }
}

fn value(delivery: &Delivery, metric: Metric) -> Option<f64> {
    fn number<T: Measured>(reading: &Reading<T>) -> Option<f64> {
        reading.quantity().value().map(|it| it.value())
    }
    match metric {
        Metric::DeploymentFrequency => number(&delivery.deployment_frequency.per_week),
        Metric::ChangeLeadTime => number(&delivery.change_lead_time.median),
        Metric::ChangeFailRate => number(&delivery.change_fail_rate.rate),
        Metric::DeploymentReworkRate => number(&delivery.deployment_rework_rate.rate),
        Metric::FailedDeploymentRecoveryTime => number(&delivery.failed_deployment_recovery_time.median),
    }
}

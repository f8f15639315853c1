//! Answers of other systems: a number, its unit, and the records that it is made of.

use serde::Serialize;

use thalweg_model::{Elapsed, Instant, Stamp};

use crate::definition::QuantileType;
use crate::estimate::{lower_median, mean, number, quantile};
use crate::metrics::Metric;
use crate::sample::ascending;

/// What one record gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// The record, as `deployment D1`, `change C1` or `incident I1`; a row of a join names all of its records.
    pub record: String,
    /// The deployment, change or incident itself, where the record is a row that it stands in once for every service or deployment.
    #[serde(skip)]
    pub(crate) subject: Option<String>,
    /// Hours, or 1 for a record that counts above the fraction (or is counted), 0 for one that counts below it only.
    pub gave: f64,
}

impl Contribution {
    pub(super) fn new(record: impl Into<String>, gave: f64) -> Self {
        Self { record: record.into(), subject: None, gave }
    }

    /// A row that a record stands in, as one of a service or of a deployment.
    pub(super) fn row(subject: String, within: &str, gave: f64) -> Self {
        Self { record: format!("{subject} {within}"), subject: Some(subject), gave }
    }

    /// What both sides of a comparison call it.
    pub(crate) fn subject(&self) -> &str {
        self.subject.as_deref().unwrap_or(&self.record)
    }
}

/// What a number is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Counted {
    /// Hours.
    Hours,
    /// A ratio. Where a system counts rows of a join it may exceed 1.
    Ratio,
    /// Deployments a day.
    PerDay,
    /// Deployments a week.
    PerWeek,
    /// Days with a deployment a week.
    DeployDaysPerWeek,
    /// Deployments.
    Deployments,
}

/// One number as a system shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The number; absent where the system shows none.
    pub value: Option<f64>,
    /// What it is counted in.
    pub unit: Counted,
    /// The word that the system puts to it, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'static str>,
    /// The records that it is made of, in the order of the records.
    pub counted: Vec<Contribution>,
}

impl Answer {
    pub(super) fn new(unit: Counted, value: Option<f64>, counted: Vec<Contribution>) -> Self {
        let mut counted = counted;
        counted.sort_by(|a, b| a.record.cmp(&b.record).then(a.gave.total_cmp(&b.gave)));
        Self { value, unit, level: None, counted }
    }

    /// One number for the durations of some records.
    pub(super) fn of_hours(counted: Vec<Contribution>, statistic: fn(&[f64]) -> Option<f64>) -> Self {
        let sorted = ascending(counted.iter().map(|it| it.gave));
        Self::new(Counted::Hours, statistic(&sorted), counted)
    }

    /// The sum of what the records gave over that many; nothing where there are none.
    pub(super) fn ratio(counted: Vec<Contribution>, whole: usize) -> Self {
        let part: f64 = counted.iter().map(|it| it.gave).sum();
        Self::new(Counted::Ratio, over(part, whole), counted)
    }

    /// Zero where there is no number: what hides absence as the best there is.
    pub(super) fn or_zero(mut self) -> Self {
        self.value = self.value.or(Some(0.0));
        self
    }
}

/// The answers of one system for one window.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "answers are given to be read"]
pub struct Answers {
    /// The definition that they were computed under.
    pub definition: Stamp,
    /// How often.
    pub deployment_frequency: Answer,
    /// How long a change takes.
    pub change_lead_time: Answer,
    /// How large a share fails.
    pub change_fail_rate: Answer,
    /// How long recovery takes; absent where the system's text says nothing of it.
    pub recovery: Option<Answer>,
}

impl Answers {
    /// The answer for a metric, where the system has one.
    #[must_use]
    pub fn get(&self, metric: Metric) -> Option<&Answer> {
        match metric {
            Metric::DeploymentFrequency => Some(&self.deployment_frequency),
            Metric::ChangeLeadTime => Some(&self.change_lead_time),
            Metric::ChangeFailRate => Some(&self.change_fail_rate),
            Metric::FailedDeploymentRecoveryTime => self.recovery.as_ref(),
            Metric::DeploymentReworkRate => None,
        }
    }
}

/// The median between the two in the middle.
pub(super) fn median(sorted: &[f64]) -> Option<f64> {
    quantile(sorted, 0.5, QuantileType::Seven)
}

/// The lower of the two in the middle.
pub(super) fn lower(sorted: &[f64]) -> Option<f64> {
    lower_median(sorted)
}

/// The arithmetic mean.
pub(super) fn average(values: &[f64]) -> Option<f64> {
    mean(values)
}

/// A count of a table as a number.
pub(super) fn number_of(count: u64) -> f64 {
    number(count)
}

/// A part over a count.
pub(super) fn over(part: f64, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part / count(whole))
}

/// The hours from one instant to another.
pub(super) fn hours(from: Instant, to: Instant) -> f64 {
    to.since(from).hours()
}

/// A count as a number.
pub(super) fn count(count: usize) -> f64 {
    number(count as u64)
}

/// The hours of a span rounded up to whole minutes; nothing for a negative one.
pub(super) fn minutes_up(span: Elapsed) -> Option<f64> {
    const MINUTE: i64 = 60_000_000_000;
    let minutes = span.nanos() / MINUTE + i64::from(span.nanos() % MINUTE != 0);
    (!span.is_negative()).then(|| Elapsed::from_seconds(minutes.saturating_mul(60)).hours())
}

/// The number of whole steps in a span, cut towards zero, in hours.
#[expect(clippy::cast_precision_loss, reason = "whole minutes of two centuries are exact")]
pub(super) fn whole(span: Elapsed, step: Elapsed) -> f64 {
    (span.nanos() / step.nanos()) as f64 * step.hours()
}

//! Little's law, and whether its conditions hold.

use serde::Serialize;
use thalweg_model::{Basis, Elapsed, Gap, Instant, Reading, Unit};
use thalweg_stats::trend::theil_sen;

use super::estimate::number;
use super::progress::Progress;

/// Mean cycle time = mean work in progress / mean throughput, as long as its conditions hold.
///
/// It describes a stretch of time that has passed; it forecasts no item.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use]
pub struct LittlesLaw {
    /// Items started per day.
    pub arrivals_per_day: f64,
    /// Items finished per day.
    pub departures_per_day: f64,
    /// Mean items in progress, over time.
    pub mean_in_progress: f64,
    /// Mean hours from start to finish of the items finished.
    pub mean_cycle_time: Reading,
    /// Mean in progress over departures, in hours: what the law says the mean cycle time is.
    pub predicted_cycle_time: Reading,
    /// Predicted over observed.
    pub ratio: Reading,
    /// Predicted less observed, in hours: above 0 the items finished are younger than those passed over (Vacanti's flow debt).
    pub debt: Reading,
    /// Items in progress at the start.
    pub in_progress_at_start: u64,
    /// Items in progress at the end.
    pub in_progress_at_end: u64,
    /// By how many hours a day the mean age of work in progress grows (Theil–Sen over days); `None` with fewer than two days.
    pub age_growth: Option<f64>,
    /// The conditions of the law, each met or not.
    pub conditions: Vec<Condition>,
}

/// A condition of the law. The fifth, one unit for all numbers, holds by construction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "condition", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Condition {
    /// As much is started as is finished.
    ArrivalsMatchDepartures {
        /// Whether they differ by no more than the definition allows.
        met: bool,
    },
    /// As much is in progress at the end as at the start.
    LoadIsSteady {
        /// Whether they differ by no more than the definition allows.
        met: bool,
    },
    /// What is in progress grows neither older nor younger.
    AgeIsSteady {
        /// Whether the trend over the stretch is no more than the definition allows; unknown where nothing was in progress.
        met: Option<bool>,
    },
    /// Whatever is started is finished.
    WorkIsFinished {
        /// Whether nothing was given up.
        met: bool,
        /// Items given up.
        dropped: u64,
    },
}

impl Condition {
    /// Whether it holds; `None` where that is not known.
    #[must_use]
    pub fn met(self) -> Option<bool> {
        match self {
            Self::ArrivalsMatchDepartures { met }
            | Self::LoadIsSteady { met }
            | Self::WorkIsFinished { met, .. } => Some(met),
            Self::AgeIsSteady { met } => met,
        }
    }
}

impl LittlesLaw {
    /// Whether all conditions are known to hold, so that the law may be relied on.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.conditions.iter().all(|condition| condition.met() == Some(true))
    }
}

/// What the law is computed from.
pub(super) struct Stretch<'a> {
    pub(super) from: Instant,
    pub(super) to: Instant,
    /// From the start of work to the end of it.
    pub(super) progress: &'a Progress,
    pub(super) started: u64,
    pub(super) finished: u64,
    pub(super) dropped: u64,
    /// The hours of the items finished.
    pub(super) cycle_times: &'a [f64],
    pub(super) steady: f64,
}

impl Stretch<'_> {
    /// `None` where no time passed.
    pub(super) fn law(&self) -> Option<LittlesLaw> {
        let days = self.to.since(self.from).days();
        if days <= 0.0 {
            return None;
        }
        let mean_in_progress = self.progress.item_hours(self.from, self.to) / (days * 24.0);
        let basis = || Basis::of(self.cycle_times.len() as u64);
        let mean = self.cycle_times.iter().sum::<f64>() / number(self.cycle_times.len() as u64);
        let predicted = mean_in_progress / number(self.finished) * days * 24.0;
        let of = |value: f64, unit: Unit| match self.cycle_times {
            [] => Reading::unknown(Gap::NoData, basis()),
            _ => Reading::number(value, unit, None, basis()),
        };
        let age_growth = self.age_growth();
        Some(LittlesLaw {
            arrivals_per_day: number(self.started) / days,
            departures_per_day: number(self.finished) / days,
            mean_in_progress,
            mean_cycle_time: of(mean, Unit::Hours),
            predicted_cycle_time: of(predicted, Unit::Hours),
            ratio: of(predicted / mean, Unit::Ratio),
            debt: of(predicted - mean, Unit::Hours),
            in_progress_at_start: self.progress.under_way(self.from),
            in_progress_at_end: self.progress.under_way(self.to),
            age_growth,
            conditions: self.conditions(age_growth, days),
        })
    }

    fn conditions(&self, age_growth: Option<f64>, days: f64) -> Vec<Condition> {
        let alike = |a: u64, b: u64| number(a.abs_diff(b)) <= self.steady * number(a.max(b));
        let [start, end] = [self.from, self.to].map(|at| self.progress.under_way(at));
        let oldest =
            [self.from, self.to].into_iter().filter_map(|at| self.progress.mean_age(at)).fold(0.0, f64::max);
        let steady_age = age_growth.map(|growth| growth.abs() * days <= self.steady * oldest);
        vec![
            Condition::ArrivalsMatchDepartures { met: alike(self.started, self.finished) },
            Condition::LoadIsSteady { met: alike(start, end) },
            Condition::AgeIsSteady { met: steady_age },
            Condition::WorkIsFinished { met: self.dropped == 0, dropped: self.dropped },
        ]
    }

    /// Hours per day, from the mean age at up to a thousand even points of the stretch.
    fn age_growth(&self) -> Option<f64> {
        const POINTS: i64 = 1000;
        let length = self.to.since(self.from);
        let whole_days = length.nanos() / Elapsed::from_days(1).nanos();
        let steps = whole_days.clamp(1, POINTS);
        let points = (0..=steps).filter_map(|step| {
            let passed = Elapsed::from_nanos(length.nanos() / steps * step);
            Some((passed.days(), self.progress.mean_age(self.from + passed)?))
        });
        theil_sen(&points.collect::<Vec<_>>(), 0.95).map(|slope| slope.slope)
    }
}

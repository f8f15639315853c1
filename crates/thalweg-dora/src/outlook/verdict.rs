//! What an outlook says: the verdict on each metric, and all that it rests on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use thalweg_model::{Flag, Instant, Reading, Stamp, Unit, Window};

use crate::metrics::Metric;

use super::plan::OutlookRules;

/// A difference between two periods.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// A ratio (later over earlier), or a difference of shares (later less earlier).
    pub unit: Unit,
    /// How large it is.
    pub value: f64,
    /// The lower end of its interval, where the data set one.
    pub lower: Option<f64>,
    /// The upper end of its interval, where the data set one.
    pub upper: Option<f64>,
    /// The level of the interval.
    pub level: f64,
    /// The two-sided p of no difference.
    pub p: Option<f64>,
}

/// The smallest effects that so much data could have shown, in 80 of 100 such cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SmallestEffect {
    /// The smallest improvement; none where no improvement could have been shown.
    pub better: Option<f64>,
    /// The smallest change for the worse.
    pub worse: Option<f64>,
}

/// Why there is too little for a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Shortage {
    /// The baseline has too few months in which anything was observed.
    BaselineMonths {
        /// How many it has.
        have: u64,
        /// How many it takes.
        need: u64,
    },
    /// A month of the evaluation has not ended, or nothing could be observed in it.
    EvaluationMonths {
        /// How many months count.
        have: u64,
        /// How many it takes.
        need: u64,
    },
    /// The baseline has too few observations.
    Baseline {
        /// How many it has.
        have: u64,
        /// How many it takes.
        need: u64,
    },
    /// The evaluation has too few observations.
    Evaluation {
        /// How many it has.
        have: u64,
        /// How many it takes.
        need: u64,
    },
    /// So many are open that half of them have no known length.
    NotReached,
}

impl Shortage {
    /// How many there are and how many it takes, where that is the reason.
    #[must_use]
    pub const fn counts(self) -> Option<(u64, u64)> {
        match self {
            Self::BaselineMonths { have, need }
            | Self::EvaluationMonths { have, need }
            | Self::Baseline { have, need }
            | Self::Evaluation { have, need } => Some((have, need)),
            Self::NotReached => None,
        }
    }
}

impl fmt::Display for Shortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaselineMonths { have, need } => write!(f, "{have} of {need} months of baseline"),
            Self::EvaluationMonths { have, need } => write!(f, "{have} of {need} months of evaluation"),
            Self::Baseline { have, need } => write!(f, "{have} of {need} observations before"),
            Self::Evaluation { have, need } => write!(f, "{have} of {need} observations since"),
            Self::NotReached => f.write_str("too many are still open"),
        }
    }
}

/// The verdict on one metric (dora.md section 7).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum OutlookVerdict {
    /// It improved, held in every quarter, did not decay, showed no adverse signal, and nothing else got worse.
    Sustained,
    /// It improved; that it is stable is not shown.
    ImprovedNotProvenStable,
    /// It improved, and then it did not hold, decayed, or showed an adverse signal.
    ImprovedThenDecayed,
    /// Whatever changed is smaller than what matters.
    NoMeaningfulChange,
    /// The data cannot tell.
    Inconclusive {
        /// What they could have told.
        min_detectable_effect: SmallestEffect,
    },
    /// It got worse.
    Worsened,
    /// There is too little to compare.
    InsufficientData {
        /// Of what.
        #[serde(flatten)]
        reason: Shortage,
    },
}

impl OutlookVerdict {
    /// The verdict in a few words for people.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sustained => "improved and remained stable",
            Self::ImprovedNotProvenStable => "improved, not proven stable",
            Self::ImprovedThenDecayed => "improved, then decayed",
            Self::NoMeaningfulChange => "no meaningful change",
            Self::Inconclusive { .. } => "inconclusive",
            Self::Worsened => "worsened",
            Self::InsufficientData { .. } => "not enough data",
        }
    }
}

/// Whether a condition holds, or the data leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// The data leave it open.
    Open,
}

/// An adverse signal within the evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "signal", rename_all = "snake_case")]
#[non_exhaustive]
pub enum AdverseSignal {
    /// A month outside the limits of its chart.
    Outside {
        /// The month, from 0.
        month: usize,
    },
    /// Eight months in a row on the worse side.
    Run {
        /// The first month.
        from: usize,
        /// The last month.
        to: usize,
    },
    /// Three of four months nearer the worse limit than the centre.
    ThreeOfFour {
        /// The first month.
        from: usize,
        /// The last month.
        to: usize,
    },
    /// The months get worse and worse (Mann and Kendall, one-sided).
    Trend {
        /// The one-sided p.
        p: f64,
    },
}

/// The verdict on one metric and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MetricOutlook {
    /// The verdict.
    pub verdict: OutlookVerdict,
    /// The metric over the baseline.
    pub baseline: Reading,
    /// The metric over the evaluation.
    pub evaluation: Reading,
    /// The metric in each quarter of the evaluation.
    pub quarters: Vec<Reading>,
    /// The evaluation against the baseline.
    pub effect: Option<Effect>,
    /// For the two rates, the effect at the baseline's mix of services: evaluation less baseline, of the services with data in both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect_at_baseline_mix: Option<f64>,
    /// What to know of the effect: [`Flag::SimpsonReversal`] where it goes the other way at the baseline's mix of services, so that
    /// the verdict speaks of the mix and not of the services.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub flags: BTreeSet<Flag>,
    /// The p of the effect, adjusted over the metrics by Holm.
    pub p_adjusted: Option<f64>,
    /// S1: every quarter is at least as good as the baseline.
    pub held: Held,
    /// S2: the second half is not inferior to the first.
    pub no_decay: Held,
    /// The second half against the first.
    pub halves: Option<Effect>,
    /// S3: the adverse signals within the evaluation; none may be there.
    pub signals: Vec<AdverseSignal>,
    /// S4: none of the other metrics worsened.
    pub balanced: bool,
    /// The smallest effect that so much data could have shown.
    pub smallest_effect: SmallestEffect,
}

/// Whether delivery improved and remained stable, metric by metric.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "an outlook was computed to be read"]
#[non_exhaustive]
pub struct Outlook {
    /// The months of the baseline that count, in order.
    pub baseline: Vec<Window>,
    /// The quarters of the evaluation.
    pub evaluation: Vec<Window>,
    /// The instant as of which it was computed.
    pub as_of: Instant,
    /// The definition of the metrics.
    pub definition: Stamp,
    /// What it took.
    pub rules: OutlookRules,
    /// The verdicts.
    pub metrics: BTreeMap<Metric, MetricOutlook>,
}

impl Outlook {
    /// The verdict on a metric.
    #[must_use]
    pub fn verdict(&self, metric: Metric) -> Option<OutlookVerdict> {
        self.metrics.get(&metric).map(|it| it.verdict)
    }

    /// Whether delivery as a whole improved and remained stable: at least one metric of throughput and one of instability
    /// are sustained, and none worsened. Open where a metric without enough data could still make it so.
    #[must_use]
    pub fn signal(&self) -> Held {
        let any = |which: fn(&OutlookVerdict) -> bool, throughput: bool| {
            let of = self.metrics.iter().filter(|(metric, _)| metric.is_throughput() == throughput);
            of.map(|it| &it.1.verdict).any(which)
        };
        let sustained = |it: &OutlookVerdict| *it == OutlookVerdict::Sustained;
        let worsened = |it: &OutlookVerdict| *it == OutlookVerdict::Worsened;
        let possible = |it: &OutlookVerdict| {
            matches!(
                it,
                OutlookVerdict::Sustained
                    | OutlookVerdict::ImprovedNotProvenStable
                    | OutlookVerdict::Inconclusive { .. }
                    | OutlookVerdict::InsufficientData { .. }
            )
        };
        if any(worsened, true) || any(worsened, false) || !any(possible, true) || !any(possible, false) {
            Held::No
        } else if any(sustained, true) && any(sustained, false) {
            Held::Yes
        } else {
            Held::Open
        }
    }
}

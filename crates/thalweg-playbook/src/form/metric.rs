//! Readings of metrics, as people write them.

use serde::Deserialize;

use super::bound::{BoundValue, Bounds, Name, Placed};

/// What a metric is about.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum About {
    /// What is judged.
    #[default]
    Subject,
    /// The whole organisation.
    Organisation,
    /// The span of the person that the row is.
    Span,
    /// The team that the row is.
    Team,
    /// The service that the row is.
    Service,
    /// The stream that the row is.
    Stream,
}

/// Which reading counts.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Which {
    /// That of the period.
    #[default]
    Period,
    /// The latest whose window ended in the period.
    LatestInPeriod,
    /// The latest whose window ended by then.
    Latest,
}

/// What of a reading is compared.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Compare {
    /// The value.
    #[default]
    Value,
    /// The whole interval: where the threshold lies within, the evidence does not tell.
    Interval,
}

/// A reading of a metric.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct MetricForm {
    /// The metric's id.
    pub(crate) id: Name,
    /// What it is about.
    #[serde(default)]
    pub(crate) about: About,
    /// Which reading counts.
    #[serde(default)]
    pub(crate) which: Which,
    /// How many days old it may be when states are judged; older is stale, and so unknown.
    #[serde(default)]
    pub(crate) max_age: Option<Placed<BoundValue>>,
    /// What is compared.
    #[serde(default)]
    pub(crate) compare: Compare,
    /// The thresholds.
    pub(crate) needs: Bounds,
    /// Where the whole interval lies below this, the rule does not hold; instead of the opposite of `needs`.
    #[serde(default)]
    pub(crate) fails_below: Option<Placed<BoundValue>>,
    /// What to call it, where the catalog's name does not fit the sentence.
    #[serde(default)]
    pub(crate) called: Option<String>,
    /// What values mean in words, as "became worse" for -1.
    #[serde(default)]
    pub(crate) reads: Vec<ReadForm>,
    /// How many answers a reading needs; one with fewer is treated as withheld.
    #[serde(default)]
    pub(crate) answers: Option<Placed<BoundValue>>,
    /// Where the data were looked at and say nothing definite, the rule holds: nothing bad was found.
    #[serde(default)]
    pub(crate) undefined_holds: bool,
}

/// A value in words.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadForm {
    /// The value.
    pub(crate) value: f64,
    /// What it means, said of the metric.
    pub(crate) says: String,
}

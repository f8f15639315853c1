//! Rules of a criterion, as people write them.

use serde::Deserialize;

use super::bound::{Bounds, Name, Placed};
use super::test::TestForm;

/// A rule: what has to hold, over rows, months, values or readings.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum RuleForm {
    /// Every rule; combined as members are.
    All(Vec<RuleForm>),
    /// At least one of the rules.
    Any(Vec<RuleForm>),
    /// Not the rule.
    Not(Box<RuleForm>),
    /// The verdicts of other criteria, items or sections, combined as members are.
    Verdicts(Vec<Name>),
    /// Every row.
    Every(EveryForm),
    /// A share of the rows.
    Share(ShareForm),
    /// So many rows.
    Count(CountForm),
    /// The rule in each month of the period.
    EachMonth(EachForm),
    /// The rule for each of these values.
    EachValue(EachForm),
    /// The sum of one number over the sum of another.
    Ratio(RatioForm),
    /// The last value against the first, group by group.
    Change(ChangeForm),
    /// A share in the period against the period before.
    ShareChange(ShareChangeForm),
    /// A rate per team and week in the period against the period before.
    RateChange(RateChangeForm),
    /// A reading of a metric.
    Metric(MetricForm),
    /// An expression in CEL over the evidence; needs the feature `cel`.
    Cel(Placed<String>),
    /// Nothing that could be checked, and why.
    NotApplicable(String),
}

/// Over which stretch of time rows are taken.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Within {
    /// The period, or the month or other window that the rule is at.
    #[default]
    Window,
    /// The calendar quarter in which the period begins, or the period where that is longer.
    Quarter,
    /// All time.
    Ever,
}

/// What a rule says where there is nothing to check.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhenNone {
    /// That it does not apply.
    #[default]
    NotApplicable,
    /// That the evidence does not tell.
    Unknown,
    /// That it does not hold.
    NotMet,
}

/// Rows of a table.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SelectionForm {
    /// The table.
    pub(crate) records: Name,
    /// Over which stretch of time; rows that hold for a time are those that hold when states are judged.
    #[serde(default)]
    pub(crate) within: Within,
    /// Over that many days before the day on which states are judged, instead.
    #[serde(default)]
    pub(crate) trailing: Option<Placed<super::bound::BoundValue>>,
    /// The date field that counts, where it is not the table's own.
    #[serde(default)]
    pub(crate) on: Option<Name>,
    /// The date field by which a row ends: rows that overlap the stretch are taken.
    #[serde(default)]
    pub(crate) until: Option<Name>,
    /// Only rows of which this holds.
    #[serde(default, rename = "where")]
    pub(crate) filter: Option<Box<TestForm>>,
    /// What to call them.
    pub(crate) noun: String,
}

/// Every row.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct EveryForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// What holds of each.
    pub(crate) that: TestForm,
    /// How to say it, as "had a senior leader in person".
    pub(crate) says: String,
    /// What to say where there are none.
    #[serde(default)]
    pub(crate) none: WhenNone,
}

/// A share of the rows.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ShareForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// What holds of those that count.
    pub(crate) that: TestForm,
    /// How to say it.
    pub(crate) says: String,
    /// The number by which a row weighs, where they do not weigh alike.
    #[serde(default)]
    pub(crate) weight: Option<Name>,
    /// What share is needed.
    pub(crate) needs: Bounds,
    /// What to say where there are none.
    #[serde(default)]
    pub(crate) none: WhenNone,
}

/// So many rows.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CountForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// Count different values of this field instead of rows.
    #[serde(default)]
    pub(crate) distinct: Option<Name>,
    /// How many.
    pub(crate) needs: Bounds,
}

/// A rule for each month of the period, or for each of some values.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct EachForm {
    /// The values.
    #[serde(default)]
    pub(crate) values: Vec<String>,
    /// What a value is, as "category".
    #[serde(default)]
    pub(crate) noun: String,
    /// Several of them, where that is not the word with an s.
    #[serde(default)]
    pub(crate) nouns: Option<String>,
    /// The rule.
    pub(crate) rule: Box<RuleForm>,
    /// How to say it.
    pub(crate) says: String,
    /// The share of members for which it holds; all of them where nothing is said.
    #[serde(default)]
    pub(crate) needs: Option<Bounds>,
}

/// The sum of one number over the sum of another.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RatioForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// The number above.
    pub(crate) sum: Name,
    /// The number below.
    pub(crate) over: Name,
    /// How to say it, as "used of plan".
    pub(crate) says: String,
    /// What ratio is needed.
    pub(crate) needs: Bounds,
    /// What to say where the number below is zero.
    #[serde(default)]
    pub(crate) none: WhenNone,
}

/// The last value against the first.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// Group by group.
    pub(crate) by: Name,
    /// The number.
    pub(crate) value: Name,
    /// The share by which the last lies below the first.
    pub(crate) falls_by: Bounds,
}

/// Which way something shall go.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// Down.
    Falls,
    /// Up.
    Rises,
}

/// A share in the period against the period before.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ShareChangeForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// Those that count.
    pub(crate) that: TestForm,
    /// How to say it.
    pub(crate) says: String,
    /// Which way it shall go.
    pub(crate) way: Way,
    /// The change that matters: where the interval rules it out, the rule does not hold.
    pub(crate) matters: Placed<super::bound::BoundValue>,
}

/// A rate in the period against the period before.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RateChangeForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// The field that names the team that was exposed.
    pub(crate) per: Name,
    /// Which way it shall go.
    pub(crate) way: Way,
    /// The ratio that matters: where the interval rules it out, the rule does not hold.
    pub(crate) matters: Placed<super::bound::BoundValue>,
}

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
    pub(crate) max_age: Option<Placed<super::bound::BoundValue>>,
    /// What is compared.
    #[serde(default)]
    pub(crate) compare: Compare,
    /// The thresholds.
    pub(crate) needs: Bounds,
    /// Where the whole interval lies below this, the rule does not hold; instead of the opposite of `needs`.
    #[serde(default)]
    pub(crate) fails_below: Option<Placed<super::bound::BoundValue>>,
    /// What the thresholds mean in words, as "have improved".
    #[serde(default)]
    pub(crate) shall: Option<String>,
    /// How many answers a reading needs; one with fewer is treated as withheld.
    #[serde(default)]
    pub(crate) answers: Option<Placed<super::bound::BoundValue>>,
    /// Where the data were looked at and say nothing definite, the rule holds: nothing bad was found.
    #[serde(default)]
    pub(crate) undefined_holds: bool,
}

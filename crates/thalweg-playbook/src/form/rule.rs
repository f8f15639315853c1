//! Rules of a criterion, as people write them.

use serde::Deserialize;

use super::bound::{BoundValue, Bounds, Name, Placed};
use super::metric::MetricForm;
use super::test::{SelectionForm, TestForm};

/// A rule: what has to hold, over rows, months, values or readings.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum RuleForm {
    /// Every rule: one that fails decides, after Kleene; what does not apply is left out.
    All(Vec<RuleForm>),
    /// At least one of the rules.
    Any(Vec<RuleForm>),
    /// Not the rule.
    Not(Box<RuleForm>),
    /// The verdicts of other criteria, items or sections, combined as those of an item are: the one rule that can be met in part.
    Verdicts(Vec<Name>),
    /// Every row.
    Every(Box<EveryForm>),
    /// A share of the rows.
    Share(Box<ShareForm>),
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
    ShareChange(Box<ShareChangeForm>),
    /// A rate per team and week in the period against the period before.
    RateChange(RateChangeForm),
    /// A reading of a metric.
    Metric(Box<MetricForm>),
    /// An expression in CEL over the evidence; needs the feature `cel`.
    Cel(Placed<String>),
    /// Nothing that could be checked, and why.
    NotApplicable(String),
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

/// Every row.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct EveryForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// What holds of each.
    pub(crate) that: TestForm,
    /// How to say it of several, as "have a manager".
    pub(crate) says: String,
    /// How to say it of one, where that is more than "has" for "have", "is" for "are" and "was" for "were".
    #[serde(default)]
    pub(crate) one: Option<String>,
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
    /// How to say it of several, as "were done in time".
    pub(crate) says: String,
    /// How to say it of one, where that is more than "has" for "have", "is" for "are" and "was" for "were".
    #[serde(default)]
    pub(crate) one: Option<String>,
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
    pub(crate) matters: Placed<BoundValue>,
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
    pub(crate) matters: Placed<BoundValue>,
}

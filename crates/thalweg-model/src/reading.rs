//! A reading: a value with all that it rests on, or the reason why there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::instant::Elapsed;
use crate::quantity::{Measured, Quantity, Share, Unit};

/// Why there is no value. No data is never 0 (dora.md section 1).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "gap", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gap {
    /// Nothing was recorded that the value could be computed from.
    NoData,
    /// Something was recorded, but too little for this value.
    InsufficientData {
        /// How many observations there are.
        have: u64,
        /// How many it takes.
        need: u64,
    },
    /// The value is not reached yet: it is at least this much (open incidents, undeployed changes).
    NotReached {
        /// The bound that is known.
        at_least: Quantity,
    },
    /// The value exists and is confidential. It says nothing else: no count and no reason.
    Withheld,
    /// The sources cannot know it; `supply` in the reading's basis would name the record kind.
    NotRecorded,
    /// The quantity has no definite value for these numbers (a budget of zero, a spread of one answer).
    Undefined,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoData => f.write_str("no data"),
            Self::InsufficientData { have, need } => write!(f, "not enough data: {have} of at least {need}"),
            Self::NotReached { at_least } => write!(f, "not reached yet: at least {at_least}"),
            Self::Withheld => f.write_str("withheld"),
            Self::NotRecorded => f.write_str("not recorded by the given sources"),
            Self::Undefined => f.write_str("undefined for these numbers"),
        }
    }
}

/// How an interval was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// Exact Poisson interval (Garwood 1936).
    Garwood,
    /// Wilson's score interval of a proportion (Wilson 1927).
    Wilson,
    /// Exact interval of a proportion (Clopper and Pearson 1934).
    ClopperPearson,
    /// Jeffreys' interval of a proportion with exact ends (Brown, Cai and DasGupta 2001).
    Jeffreys,
    /// Two order statistics around a quantile.
    OrderStatistics,
    /// Inverted log-log Kaplan–Meier interval (Brookmeyer and Crowley 1982).
    KaplanMeierLogLog,
    /// Newcombe's hybrid score interval of a difference of proportions (1998, method 10).
    Newcombe,
    /// Conditional exact interval of a rate ratio.
    ConditionalExact,
    /// Student's t interval of a mean.
    StudentT,
    /// Student's t interval around a cluster-robust error, with a degree of freedom less than there are clusters.
    ClusterRobust,
}

impl Method {
    /// The name as a report shows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Garwood => "Garwood",
            Self::Wilson => "Wilson",
            Self::ClopperPearson => "Clopper–Pearson",
            Self::Jeffreys => "Jeffreys",
            Self::OrderStatistics => "order statistics",
            Self::KaplanMeierLogLog => "Kaplan–Meier, log-log",
            Self::Newcombe => "Newcombe",
            Self::ConditionalExact => "conditional exact",
            Self::StudentT => "Student t",
            Self::ClusterRobust => "cluster-robust t",
        }
    }
}

/// A confidence interval. An end is absent where the data set no bound on that side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end, in the unit of the reading.
    pub lower: Option<f64>,
    /// The upper end, in the unit of the reading.
    pub upper: Option<f64>,
    /// The confidence level, such as 0.95.
    pub level: f64,
    /// How it was made.
    pub method: Method,
}

impl Interval {
    /// An interval with both ends; an end that is not finite is left open.
    #[must_use]
    pub fn new(lower: f64, upper: f64, level: f64, method: Method) -> Self {
        let end = |x: f64| x.is_finite().then_some(x + 0.0);
        Self { lower: end(lower), upper: end(upper), level, method }
    }

    /// Whether the number lies within the interval, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.lower.is_none_or(|l| l <= value) && self.upper.is_none_or(|u| value <= u)
    }

    /// The same interval in another unit: both ends multiplied by a positive factor.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self { lower: self.lower.map(|x| x * factor), upper: self.upper.map(|x| x * factor), ..*self }
    }
}

/// Something a reader of the number has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flag {
    /// The window had not ended: kept out of trends, verdicts and bands.
    Partial,
    /// The window holds deployments so young that an incident may still come.
    Provisional,
    /// More than a fifth of the records lack what the metric needs.
    LowCoverage,
    /// One incident marks several deployments as failed.
    SharedCause,
    /// Too few observations for any comparison.
    DescriptiveOnly,
    /// The observations come in clusters (several changes in one deployment).
    Clustered,
    /// Weekly counts vary more than a constant rate explains; the interval was widened.
    OverDispersed,
    /// Pooled and standardised values moved in opposite directions.
    SimpsonReversal,
    /// The evidence is older than it may be.
    Stale,
    /// The deployed view and the cohort view differ: read both.
    ViewsDiffer,
}

impl Flag {
    /// The flag in a few words for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Partial => "the window has not ended",
            Self::Provisional => "incidents may still come",
            Self::LowCoverage => "many records lack what this needs",
            Self::SharedCause => "one incident marks several deployments",
            Self::DescriptiveOnly => "too few for a comparison",
            Self::Clustered => "several changes share a deployment",
            Self::OverDispersed => "uneven weeks, wider interval",
            Self::SimpsonReversal => "the mix moved: pooled and standardised disagree",
            Self::Stale => "older than it may be",
            Self::ViewsDiffer => "deployed and cohort views differ",
        }
    }
}

/// Why a record was left out of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exclusion {
    /// It went to another environment than production.
    OtherEnvironment,
    /// It never reached production.
    NeverReachedProduction,
    /// It happened after the instant of the computation.
    AfterAsOf,
    /// Its end lies before its start.
    NegativeDuration,
    /// A merge commit carries no change of its own.
    MergeCommit,
    /// The change was already carried by an earlier deployment.
    AlreadyDeployed,
    /// The first deployment carries the whole history.
    FirstDeployment,
    /// It touches no path of any service.
    NoPath,
    /// Planned or unplanned is not known.
    UnknownPlan,
    /// The clock of the change starts elsewhere than the sample's.
    OtherStartKind,
    /// The answer is a typed absence (don't know, not applicable, skipped).
    NoAnswer,
    /// No deployment is named as the cause.
    NoCause,
    /// The stage stamps needed are absent or out of order.
    NoStamp,
    /// It is over, and nothing says since when.
    NoEnd,
    /// Its team is not in the topology at that time, so there is no time to count it against.
    UnknownTeam,
    /// Nothing says at which level it was resolved.
    NoLevel,
    /// A bot made it, and the definition leaves bots out.
    Bot,
    /// Its duration is zero, and the definition leaves those out.
    ZeroDuration,
    /// It is too young: incidents may still come.
    Immature,
    /// It is still open, and the value is about what has ended.
    StillOpen,
    /// Its own numbers contradict each other.
    Contradictory,
}

impl Exclusion {
    /// The reason in a few words for people.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::OtherEnvironment => "not a production environment",
            Self::NeverReachedProduction => "never reached production",
            Self::AfterAsOf => "after the as-of instant",
            Self::NegativeDuration => "ends before it starts",
            Self::MergeCommit => "merge commit",
            Self::AlreadyDeployed => "already deployed before",
            Self::FirstDeployment => "first deployment carries the whole history",
            Self::NoPath => "touches no path of any service",
            Self::UnknownPlan => "planned or unplanned is not known",
            Self::OtherStartKind => "its clock starts elsewhere",
            Self::NoAnswer => "no answer",
            Self::NoCause => "no deployment named as its cause",
            Self::NoStamp => "stage stamps missing or out of order",
            Self::NoEnd => "over, but nothing says since when",
            Self::UnknownTeam => "its team is not in the topology then",
            Self::NoLevel => "level of its resolution not known",
            Self::Bot => "made by a bot",
            Self::ZeroDuration => "takes no time",
            Self::Immature => "too young: incidents may still come",
            Self::StillOpen => "still open",
            Self::Contradictory => "its own numbers contradict each other",
        }
    }
}

/// What a reading rests on, whether it has a value or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Basis {
    /// The number of observations.
    pub n: u64,
    /// The time observed, where the reading is a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<Elapsed>,
    /// What a reader has to know.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub flags: BTreeSet<Flag>,
    /// How many records were left out, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<Exclusion, u64>,
    /// The definition that the value was computed under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<Stamp>,
}

impl Basis {
    /// A basis of n observations.
    #[must_use]
    pub fn of(n: u64) -> Self {
        Self { n, ..Self::default() }
    }

    /// With the time observed.
    #[must_use]
    pub fn over(mut self, exposure: Elapsed) -> Self {
        self.exposure = Some(exposure);
        self
    }

    /// With a flag, where the condition holds.
    #[must_use]
    pub fn flagged(mut self, flag: Flag, when: bool) -> Self {
        if when {
            self.flags.insert(flag);
        }
        self
    }

    /// With records left out for a reason; none changes nothing.
    #[must_use]
    pub fn without(mut self, reason: Exclusion, count: u64) -> Self {
        if count > 0 {
            *self.left_out.entry(reason).or_default() += count;
        }
        self
    }

    /// With the definition that was used.
    #[must_use]
    pub fn under(mut self, definition: Stamp) -> Self {
        self.definition = Some(definition);
        self
    }
}

/// The name and the hash of a definition: two results with the same stamp were computed alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stamp {
    /// The definition's name.
    pub name: String,
    /// A hash of everything it says, in hexadecimal.
    pub hash: String,
}

/// A value with its interval and its basis, or the gap that says why there is none.
///
/// ```
/// use thalweg_model::{Basis, Gap, Reading, Share};
/// let known = Reading::known(Share::new(2, 8).expect("2 of 8"), Basis::of(8));
/// assert_eq!(known.value().map(Share::clone), Share::new(2, 8));
/// let none: Reading<Share> = Reading::unknown(Gap::NoData, Basis::default());
/// assert!(none.value().is_none());
/// assert_eq!(none.gap(), Some(Gap::NoData));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[must_use = "a reading was computed to be read"]
pub enum Reading<T = Quantity> {
    /// There is a value.
    Known(Known<T>),
    /// There is none.
    Unknown(Unknown),
}

/// The known side of a [`Reading`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Its confidence interval, where the sample allows one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// What it rests on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// The unknown side of a [`Reading`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unknown {
    /// Why there is no value.
    #[serde(flatten)]
    pub gap: Gap,
    /// What bound the data give all the same, such as the lower limit of a time not reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// What was looked at.
    #[serde(flatten)]
    pub basis: Basis,
}

impl<T> Reading<T> {
    /// A value without an interval.
    pub const fn known(value: T, basis: Basis) -> Self {
        Self::Known(Known { value, interval: None, basis })
    }

    /// A value with its interval, if there is one.
    pub fn estimated(value: T, interval: impl Into<Option<Interval>>, basis: Basis) -> Self {
        Self::Known(Known { value, interval: interval.into(), basis })
    }

    /// No value, and why.
    pub const fn unknown(gap: Gap, basis: Basis) -> Self {
        Self::Unknown(Unknown { gap, interval: None, basis })
    }

    /// A confidential value: no count, no flag and no reason goes with it.
    pub fn withheld() -> Self {
        Self::unknown(Gap::Withheld, Basis::default())
    }

    /// The value, if it is known.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Known(known) => Some(&known.value),
            Self::Unknown(_) => None,
        }
    }

    /// The gap, if there is no value.
    #[must_use]
    pub const fn gap(&self) -> Option<Gap> {
        match self {
            Self::Known(_) => None,
            Self::Unknown(unknown) => Some(unknown.gap),
        }
    }

    /// The interval, if there is one.
    #[must_use]
    pub const fn interval(&self) -> Option<&Interval> {
        match self {
            Self::Known(Known { interval, .. }) | Self::Unknown(Unknown { interval, .. }) => {
                interval.as_ref()
            }
        }
    }

    /// What the reading rests on.
    #[must_use]
    pub const fn basis(&self) -> &Basis {
        match self {
            Self::Known(known) => &known.basis,
            Self::Unknown(unknown) => &unknown.basis,
        }
    }

    /// The same reading with its basis changed.
    pub fn with_basis(self, change: impl FnOnce(Basis) -> Basis) -> Self {
        match self {
            Self::Known(known) => Self::Known(Known { basis: change(known.basis), ..known }),
            Self::Unknown(unknown) => Self::Unknown(Unknown { basis: change(unknown.basis), ..unknown }),
        }
    }

    /// The same reading with its value changed; interval and basis stay, so the unit must stay too.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Reading<U> {
        match self {
            Self::Known(Known { value, interval, basis }) => {
                Reading::Known(Known { value: change(value), interval, basis })
            }
            Self::Unknown(unknown) => Reading::Unknown(unknown),
        }
    }
}

impl<T: Measured> Reading<T> {
    /// The reading as a plain quantity: the form in which [`crate::Evidence`] holds it.
    pub fn quantity(&self) -> Reading<Quantity> {
        self.clone().map(|value| value.quantity())
    }
}

impl Reading<Share> {
    /// A share of a count, or a gap where the count is 0.
    pub fn share(part: u64, whole: u64, interval: Option<Interval>, basis: Basis) -> Self {
        match Share::new(part, whole) {
            Some(share) => Self::estimated(share, interval, basis),
            None => Self::unknown(Gap::NoData, basis),
        }
    }
}

impl Reading<Quantity> {
    /// A number in a unit, or the gap *undefined* where it is not finite.
    pub fn number(value: f64, unit: Unit, interval: Option<Interval>, basis: Basis) -> Self {
        match Quantity::new(value, unit) {
            Some(quantity) => Self::estimated(quantity, interval, basis),
            None => Self::unknown(Gap::Undefined, basis),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withheld_reading_says_nothing_else() {
        let text = serde_json::to_string(&Reading::<Quantity>::withheld()).unwrap();
        assert_eq!(text, r#"{"unknown":{"gap":"withheld","n":0}}"#);
    }

    #[test]
    fn no_data_is_never_zero() {
        assert_eq!(Reading::share(0, 0, None, Basis::default()).gap(), Some(Gap::NoData));
        assert_eq!(
            Reading::number(f64::NAN, Unit::Hours, None, Basis::default()).gap(),
            Some(Gap::Undefined)
        );
    }

    #[test]
    fn an_infinite_end_is_open() {
        let interval = Interval::new(0.0, f64::INFINITY, 0.95, Method::Garwood);
        assert_eq!(interval.upper, None);
        assert!(interval.contains(1e300));
    }
}

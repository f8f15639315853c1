//! Rules of a criterion, resolved.

use std::sync::Arc;

use super::limits::Limits;
use super::metric::{MetricRule, Threshold};
use super::test::{FieldRef, Selection, Test};
use crate::custom::Check;
use crate::form::{Way, WhenNone};

/// A rule of a criterion.
#[derive(Clone, Debug)]
pub(crate) enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
    /// Nodes of the tree.
    Verdicts(Vec<usize>),
    Every(Every),
    Share(Share),
    Count(Count),
    EachMonth(Each),
    EachValue(Each),
    Ratio(Ratio),
    Change(Change),
    ShareChange(ShareChange),
    RateChange(RateChange),
    Metric(MetricRule),
    #[cfg(feature = "cel")]
    Cel(crate::cel::Expression),
    Own(Arc<dyn Check>),
    NotApplicable(String),
}

/// Every row.
#[derive(Clone, Debug)]
pub(crate) struct Every {
    pub(crate) of: Selection,
    pub(crate) that: Test,
    pub(crate) says: String,
    pub(crate) one: String,
    pub(crate) none: WhenNone,
}

/// A share of the rows.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) of: Selection,
    pub(crate) that: Test,
    pub(crate) says: String,
    pub(crate) one: String,
    pub(crate) weight: Option<FieldRef>,
    pub(crate) needs: Limits,
    pub(crate) none: WhenNone,
}

/// So many rows.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    pub(crate) of: Selection,
    pub(crate) distinct: Option<FieldRef>,
    pub(crate) needs: Limits,
}

/// A rule for each month or value.
#[derive(Clone, Debug)]
pub(crate) struct Each {
    pub(crate) values: Vec<String>,
    pub(crate) noun: String,
    pub(crate) nouns: String,
    pub(crate) rule: Box<Rule>,
    pub(crate) says: String,
    pub(crate) needs: Option<Limits>,
}

/// One sum over another.
#[derive(Clone, Debug)]
pub(crate) struct Ratio {
    pub(crate) of: Selection,
    pub(crate) sum: FieldRef,
    pub(crate) over: FieldRef,
    pub(crate) says: String,
    pub(crate) needs: Limits,
    pub(crate) none: WhenNone,
}

/// The last value against the first.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) of: Selection,
    pub(crate) by: FieldRef,
    pub(crate) value: FieldRef,
    pub(crate) falls_by: Limits,
}

/// A share against that of the period before.
#[derive(Clone, Debug)]
pub(crate) struct ShareChange {
    pub(crate) of: Selection,
    pub(crate) that: Test,
    pub(crate) says: String,
    pub(crate) way: Way,
    pub(crate) matters: Threshold,
}

/// A rate against that of the period before.
#[derive(Clone, Debug)]
pub(crate) struct RateChange {
    pub(crate) of: Selection,
    pub(crate) per: FieldRef,
    pub(crate) way: Way,
    pub(crate) matters: Threshold,
}

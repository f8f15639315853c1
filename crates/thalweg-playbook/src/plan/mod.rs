//! A playbook as it is evaluated: names resolved to tables, fields, thresholds and nodes.

mod limits;
mod measure;
mod metric;
mod rule;
mod test;
mod tree;

pub(crate) use limits::Limits;
pub(crate) use measure::{Measure, Measures, Pattern};
pub(crate) use metric::MetricRule;
pub(crate) use rule::{Change, Count, Each, Every, RateChange, Ratio, Rule, Share, ShareChange};
pub(crate) use test::{FieldRef, Related, Selection, Test, When};
pub(crate) use tree::{Criterion, Node, Note, Parameter, Plan};

//! A playbook as it is evaluated: names resolved to tables, fields, thresholds and nodes.

mod limits;
mod measure;
mod rule;
mod selection;
mod test;
mod tree;

pub(crate) use limits::Limits;
pub(crate) use measure::{Measure, Measures, Pattern};
pub(crate) use rule::{Change, Count, Each, Every, MetricRule, RateChange, Ratio, Rule, Share, ShareChange};
pub(crate) use selection::{Selection, When};
pub(crate) use test::{FieldRef, Related, Test};
pub(crate) use tree::{Criterion, Node, Note, Parameter, Plan};

//! The form of a playbook as people write it: TOML, read criterion by criterion, so that all faults come at once.

mod bound;
mod frame;
mod metric;
mod read;
mod rule;
mod test;

pub(crate) use bound::{BoundValue, Bounds, Name, Placed};
pub(crate) use frame::{CriterionForm, Frame, MeasureForm, NoteForm, ParameterForm};
pub(crate) use metric::{About, Compare, MetricForm, Which};
pub(crate) use read::{Lines, read};
pub(crate) use rule::{
    ChangeForm, CountForm, EachForm, EveryForm, RateChangeForm, RatioForm, RuleForm, ShareChangeForm,
    ShareForm, Way, WhenNone,
};
pub(crate) use test::{RelatedForm, RoleForm, SelectionForm, TestForm, Within};

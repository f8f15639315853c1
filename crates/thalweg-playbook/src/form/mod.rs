//! The form of a playbook as people write it: TOML, read criterion by criterion, so that all faults come at once.

mod bound;
mod frame;
mod read;
mod rule;
mod test;

pub(crate) use bound::{BoundValue, Bounds, Name, Placed};
pub(crate) use frame::{CriterionForm, Frame, MeasureForm, NoteForm, ParameterForm};
pub(crate) use read::{Lines, read};
pub(crate) use rule::{
    About, ChangeForm, Compare, CountForm, EachForm, EveryForm, MetricForm, RateChangeForm, RatioForm,
    RuleForm, SelectionForm, ShareChangeForm, ShareForm, Way, WhenNone, Which, Within,
};
pub(crate) use test::{RelatedForm, RoleForm, TestForm};

//! The months that are compared: which count, and how they add up to periods.

use std::collections::BTreeMap;

use thalweg_model::{Elapsed, StartKind, Window};

use crate::sample::{Sample, count};

use super::plan::{FEWEST_BASELINE_MONTHS, OutlookPlan};
use super::verdict::Shortage;

/// The samples of the months, in order, with which of them count.
pub(super) struct Months<'log> {
    pub(super) baseline: Vec<Sample<'log>>,
    pub(super) evaluation: Vec<Sample<'log>>,
    pub(super) kind: StartKind,
}

impl<'log> Months<'log> {
    pub(super) fn of(samples: Vec<Sample<'log>>, plan: &OutlookPlan) -> Self {
        let mut by_window: BTreeMap<Window, Sample<'log>> =
            samples.into_iter().filter_map(|it| it.window().map(|window| (window, it))).collect();
        let mut taken = |months: &[Window]| -> Vec<Sample<'log>> {
            let one = |month: &Window| by_window.remove(month);
            months
                .iter()
                .filter_map(one)
                .filter(|it| !it.partial() && it.exposure() > Elapsed::ZERO)
                .collect()
        };
        let baseline = taken(plan.baseline());
        let quarters: Vec<Window> = plan.quarters().iter().flat_map(Window::months).collect();
        let evaluation = taken(&quarters);
        // Before the first deployment nobody knows whether there was nothing or nothing was recorded.
        let baseline: Vec<_> = baseline.into_iter().skip_while(|it| it.deployed().next().is_none()).collect();
        let kind =
            merged(baseline.iter().chain(&evaluation)).map_or(StartKind::default(), |it| it.start_kind());
        // Kinds of start are never mixed, between months either; and a young deployment may still fail.
        let comparable = |all: Vec<Sample<'log>>| all.into_iter().map(|it| it.comparable(kind)).collect();
        Self { baseline: comparable(baseline), evaluation: comparable(evaluation), kind }
    }

    pub(super) fn shortage(&self, plan: &OutlookPlan) -> Option<Shortage> {
        let (have, need) = (count(self.baseline.iter()), u64::from(FEWEST_BASELINE_MONTHS));
        if have < need {
            return Some(Shortage::BaselineMonths { have, need });
        }
        let (have, need) = (count(self.evaluation.iter()), u64::from(plan.rules().quarters) * 3);
        (have < need).then_some(Shortage::EvaluationMonths { have, need })
    }

    pub(super) fn quarters(&self, plan: &OutlookPlan) -> Vec<Option<Sample<'log>>> {
        let inside = |quarter: &Window, it: &Sample<'_>| {
            it.window().is_some_and(|month| quarter.contains(month.start()))
        };
        plan.quarters().iter().map(|q| merged(self.evaluation.iter().filter(|it| inside(q, it)))).collect()
    }

    pub(super) fn halves(&self) -> Option<(Sample<'log>, Sample<'log>)> {
        let half = self.evaluation.len().div_ceil(2);
        merged(self.evaluation.iter().take(half)).zip(merged(self.evaluation.iter().skip(half)))
    }
}

pub(super) fn merged<'a, 'log: 'a>(samples: impl Iterator<Item = &'a Sample<'log>>) -> Option<Sample<'log>> {
    let mut all = samples.cloned();
    let first = all.next()?;
    all.try_fold(first, Sample::merge)
}

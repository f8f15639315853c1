//! The cohort view of lead time: changes committed in the window, those that still wait censored at the as-of instant.
//!
//! The deployed view asks what arrived, and so forgets what never did; the cohort view asks what became of what was begun.
//! Where the two medians differ by more than a quarter, or more than a tenth of the changes still wait, the lead time
//! carries the flag [`Flag::ViewsDiffer`]: read both. In hours; the gap *not reached* where half of the changes wait longer
//! than can be seen yet, *no data* where none was committed. Estimate and interval as for
//! [recovery](crate::recovery): Kaplan and Meier, log-log.

use serde::Serialize;

use thalweg_model::{Exclusion, Flag, Gap, Quantity, Reading, RecordKind};

use crate::estimate::{curve, number, survived};
use crate::sample::{Sample, count, left_out};

/// What became of the changes committed in a window.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cohort {
    /// The median time to production by Kaplan and Meier.
    pub median: Reading,
    /// The changes committed.
    pub changes: u64,
    /// Those that were not in production yet.
    pub undeployed: u64,
}

impl Cohort {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let kind = sample.start_kind();
        let times: Vec<_> = sample.committed(kind).map(|it| (it.time.hours(), it.by.is_some())).collect();
        let all = sample.cohort_entries().iter();
        let others = count(all.filter(|it| it.found.is_ok_and(|found| found.kind != kind)));
        let basis = sample
            .basis(count(times.iter()), left_out(sample.cohort_entries()))
            .without(Exclusion::OtherStartKind, others);
        let fitted = curve(&times);
        let median = if fitted.is_none() && !sample.records(RecordKind::Changes) {
            Reading::unknown(Gap::NotRecorded, basis)
        } else {
            survived(fitted.as_ref(), 0.5, sample.definition().level(), basis)
        };
        Self {
            median,
            changes: count(times.iter()),
            undeployed: count(times.iter().filter(|(_, deployed)| !deployed)),
        }
    }

    /// Whether the median of the deployed view has to be read beside this one.
    pub(crate) fn differs_from(&self, deployed: Option<f64>) -> bool {
        let waiting = number(self.undeployed) > 0.1 * number(self.changes);
        let apart = |(a, b): (f64, f64)| (a - b).abs() > 0.25 * a.min(b);
        waiting || self.median.value().map(|it: &Quantity| it.value()).zip(deployed).is_some_and(apart)
    }
}

/// The flag for both views.
pub(crate) const FLAG: Flag = Flag::ViewsDiffer;

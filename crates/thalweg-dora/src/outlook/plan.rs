//! Which months are compared, and what it takes to call a difference one.

use serde::{Deserialize, Serialize};

use thalweg_model::{Instant, Tz, Window};

use crate::error::{DoraError, Problem};

/// What it takes to call an improvement real and lasting (dora.md section 7).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutlookRules {
    /// How many months before the evaluation make the baseline; months in which nothing was observed yet drop out of it.
    pub baseline_months: u32,
    /// How many months between baseline and evaluation are left out, as a time of transition.
    pub transition_months: u32,
    /// How many quarters are evaluated.
    pub quarters: u32,
    /// The month in which the fiscal year starts.
    pub fiscal_start: u32,
    /// The smallest ratio that matters: of frequencies, and of lead and recovery times.
    pub smallest_ratio: f64,
    /// The smallest difference of the two rates that matters.
    pub smallest_difference: f64,
    /// The level of the tests, over all five metrics together (Holm).
    pub alpha: f64,
    /// How much worse the second half may be than the first before it counts as decay.
    pub inferiority: f64,
}

/// The fewest months that a baseline needs.
pub const FEWEST_BASELINE_MONTHS: u32 = 6;
/// The fewest quarters that can be evaluated.
pub const FEWEST_QUARTERS: u32 = 3;

impl Default for OutlookRules {
    fn default() -> Self {
        Self {
            baseline_months: 12,
            transition_months: 0,
            quarters: 4,
            fiscal_start: 1,
            smallest_ratio: 1.10,
            smallest_difference: 0.02,
            alpha: 0.05,
            inferiority: 0.25,
        }
    }
}

impl OutlookRules {
    fn problems(&self) -> Vec<Problem> {
        let wrong = [
            (
                !(FEWEST_BASELINE_MONTHS..=120).contains(&self.baseline_months),
                "baseline_months",
                "a baseline takes 6 to 120 months",
            ),
            (self.transition_months > 24, "transition_months", "at most 24 months may be left out"),
            (
                !(FEWEST_QUARTERS..=40).contains(&self.quarters),
                "quarters",
                "an evaluation takes 3 to 40 quarters",
            ),
            (!(1..=12).contains(&self.fiscal_start), "fiscal_start", "months are 1 to 12"),
            (
                !(self.smallest_ratio > 1.0 && self.smallest_ratio <= 10.0),
                "smallest_ratio",
                "it lies above 1 and up to 10",
            ),
            (
                !(self.smallest_difference > 0.0 && self.smallest_difference < 1.0),
                "smallest_difference",
                "it lies between 0 and 1",
            ),
            (!(self.alpha > 0.0 && self.alpha < 0.5), "alpha", "it lies between 0 and ½"),
            (!(self.inferiority > 0.0 && self.inferiority < 1.0), "inferiority", "it lies between 0 and 1"),
        ];
        wrong.into_iter().filter(|it| it.0).map(|(_, item, reason)| Problem::new(item, reason)).collect()
    }
}

/// Checked rules, with the months that they mean.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlookPlan {
    rules: OutlookRules,
    baseline: Vec<Window>,
    quarters: Vec<Window>,
}

impl OutlookPlan {
    /// The last complete quarters by an instant, and the months before them as the baseline.
    ///
    /// ```
    /// use thalweg_dora::outlook::{OutlookPlan, OutlookRules};
    /// use thalweg_model::Tz;
    /// let plan = OutlookPlan::trailing(OutlookRules::default(), "2026-10-08T22:00:00Z".parse()?, Tz::Europe__Berlin)?;
    /// assert_eq!(plan.quarters()[0].label(), "2025-Q4");
    /// assert_eq!(plan.baseline()[0].label(), "2024-10");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`DoraError::Outlook`] with everything that is wrong with the rules, or where the calendar does not reach so far.
    pub fn trailing(rules: OutlookRules, as_of: Instant, zone: Tz) -> Result<Self, DoraError> {
        checked(&rules)?;
        let current = Window::quarter_of(as_of, rules.fiscal_start, zone).ok();
        let last = current.and_then(|it| it.previous()).ok_or_else(out_of_range)?;
        let quarters = last.trailing(rules.quarters as usize);
        let first = quarters.first().copied().ok_or_else(out_of_range)?;
        Self::starting(rules, &first)
    }

    /// The quarters from a first one on, and the months before it as the baseline: fixed before the evaluation starts.
    ///
    /// # Errors
    /// As [`OutlookPlan::trailing`].
    pub fn starting(rules: OutlookRules, first: &Window) -> Result<Self, DoraError> {
        checked(&rules)?;
        let quarters: Vec<Window> =
            std::iter::successors(Some(*first), Window::next).take(rules.quarters as usize).collect();
        let mut month = first.months().first().and_then(Window::previous).ok_or_else(out_of_range)?;
        for _ in 0..rules.transition_months {
            month = month.previous().ok_or_else(out_of_range)?;
        }
        let baseline = month.trailing(rules.baseline_months as usize);
        if quarters.len() < rules.quarters as usize || baseline.len() < rules.baseline_months as usize {
            return Err(out_of_range());
        }
        Ok(Self { rules, baseline, quarters })
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &OutlookRules {
        &self.rules
    }

    /// The months of the baseline.
    #[must_use]
    pub fn baseline(&self) -> &[Window] {
        &self.baseline
    }

    /// The quarters of the evaluation.
    #[must_use]
    pub fn quarters(&self) -> &[Window] {
        &self.quarters
    }

    /// Every month that has to be observed, in order.
    #[must_use]
    pub fn months(&self) -> Vec<Window> {
        self.baseline.iter().copied().chain(self.quarters.iter().flat_map(Window::months)).collect()
    }
}

fn checked(rules: &OutlookRules) -> Result<(), DoraError> {
    let problems = rules.problems();
    if problems.is_empty() { Ok(()) } else { Err(DoraError::Outlook { problems }) }
}

fn out_of_range() -> DoraError {
    let reason = "the calendar from 1970 to 2199 does not hold so many months there";
    DoraError::Outlook { problems: vec![Problem::new("baseline_months", reason)] }
}

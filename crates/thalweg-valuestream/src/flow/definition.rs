//! What flow is measured under.

use serde::Serialize;
use thalweg_model::Elapsed;

use crate::error::{ValueStreamError, must, none_of};
use crate::workflow::Workflow;

/// What people may expect of an item: done within a cycle time, with a probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Expectation {
    /// The cycle time.
    pub within: Elapsed,
    /// The share of items that shall keep it.
    pub probability: f64,
}

/// How flow is measured.
///
/// ```
/// use thalweg_model::Elapsed;
/// use thalweg_valuestream::flow::{Expectation, FlowDefinition};
/// let expectation = Expectation { within: Elapsed::from_days(8), probability: 0.85 };
/// let definition = FlowDefinition::default().expecting(expectation).checked()?;
/// assert!(FlowDefinition { level: 1.5, ..definition }.checked().is_err());
/// # Ok::<(), thalweg_valuestream::ValueStreamError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FlowDefinition {
    /// What the states mean.
    pub workflow: Workflow,
    /// What people may expect, if anything was agreed.
    pub expectation: Option<Expectation>,
    /// The level of intervals.
    pub level: f64,
    /// By how much rates, loads and ages may differ and still count as steady: a share of the greater.
    pub steady: f64,
}

impl Default for FlowDefinition {
    /// Common states, no expectation, 95 %, steady within 10 %.
    fn default() -> Self {
        Self { workflow: Workflow::default(), expectation: None, level: 0.95, steady: 0.10 }
    }
}

impl FlowDefinition {
    /// With an expectation.
    #[must_use]
    pub fn expecting(mut self, expectation: Expectation) -> Self {
        self.expectation = Some(expectation);
        self
    }

    /// The same definition, if it can be.
    ///
    /// # Errors
    /// [`ValueStreamError::Flow`] with every number that cannot be.
    pub fn checked(self) -> Result<Self, ValueStreamError> {
        let mut problems = Vec::new();
        let inside = |x: f64| x > 0.0 && x < 1.0;
        must(&mut problems, "level", inside(self.level), "between 0 and 1");
        must(
            &mut problems,
            "steady",
            self.steady.is_finite() && self.steady >= 0.0,
            "finite and not negative",
        );
        if let Some(Expectation { within, probability }) = self.expectation {
            must(&mut problems, "within", within > Elapsed::ZERO, "above 0");
            must(&mut problems, "probability", inside(probability), "between 0 and 1");
        }
        none_of(problems, |problems| ValueStreamError::Flow { problems })?;
        Ok(self)
    }
}

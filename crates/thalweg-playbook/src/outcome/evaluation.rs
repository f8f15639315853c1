//! The evaluation of one subject by one playbook.

use serde::Serialize;
use thalweg_model::{Instant, Window};

use super::action::NextAction;
use super::exemption::ExemptionUse;
use super::item::ItemVerdict;

/// The share of criteria that are met, as an interval: what is unknown widens it (playbook.md section 1).
///
/// Over the criteria that apply and are not exempted, n of them: `lower` = met / n, `upper` = (met + unknown) / n. A criterion
/// that is met in part counts as not met. With n = 0 nothing is claimed: 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// What is met for certain.
    pub lower: f64,
    /// What is met at best.
    pub upper: f64,
}

impl Default for Score {
    fn default() -> Self {
        Self { lower: 0.0, upper: 1.0 }
    }
}

/// A parameter that differs from the built-in playbook of the same id.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterChange {
    /// The parameter.
    pub id: String,
    /// The value in the built-in playbook; absent where it has no such parameter.
    pub built_in: Option<f64>,
    /// The value here; absent where the parameter was taken out.
    pub here: Option<f64>,
    /// The unit of both.
    pub unit: String,
}

/// What a playbook says of a subject in a period, as of an instant. Plain data; the same input gives the same bytes.
///
/// It says nothing about one person, and nothing about a survey value that is withheld.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "an evaluation was made to be read"]
pub struct Evaluation {
    /// The playbook's id.
    pub playbook: String,
    /// Its version.
    pub version: u32,
    /// A hash of everything that the playbook says, in hexadecimal: two evaluations with the same hash were made alike.
    pub hash: String,
    /// The period that was judged.
    pub period: Window,
    /// The instant as of which it was judged.
    pub as_of: Instant,
    /// What was judged, as `organisation` or `team:payments`.
    pub subject: String,
    /// The sections in the playbook's order, each with its items and their criteria.
    pub items: Vec<ItemVerdict>,
    /// The share of criteria that are met.
    pub score: Score,
    /// The next best actions, the best first.
    pub actions: Vec<NextAction>,
    /// The parameters that differ from the built-in playbook of that id.
    pub changed_parameters: Vec<ParameterChange>,
    /// Exemptions that name no check of the playbook.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_check: Vec<ExemptionUse>,
}

impl Evaluation {
    /// Every verdict of sections, items and criteria, each before its parts.
    pub fn verdicts(&self) -> impl Iterator<Item = &ItemVerdict> {
        let mut rest: Vec<&ItemVerdict> = self.items.iter().rev().collect();
        std::iter::from_fn(move || {
            let item = rest.pop()?;
            rest.extend(item.parts.iter().rev());
            Some(item)
        })
    }

    /// The verdict of the section, item or criterion with that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&ItemVerdict> {
        self.verdicts().find(|it| it.id == id)
    }
}

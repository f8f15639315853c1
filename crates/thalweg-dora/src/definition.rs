//! Definitions as values: what is counted, from when until when, and how it becomes one number.
//!
//! [`Rules`] are plain data, written and read by serde. [`Definition`] is rules that were checked, with the stamp that every
//! result carries. Our own default is `thalweg`: dora.md, sections 1 to 3.
//!
//! Two groups of rules say how a log is made, and [`measure`](crate::measure) takes the links of the log as they are: the
//! unit of change, the change set and the first deployment of [`LeadTimeRules`], and the rungs, the age and the order of
//! [`IncidentRules`]. [`Counting`] other than each deployment once has no share as its answer: the reading is *undefined*. Bands are
//! those of the answer scale, or none.
//!
//! ```
//! use thalweg_dora::{Attribution, Definition, Rules};
//! let mut rules = Rules { name: "latest only".to_owned(), ..Rules::default() };
//! rules.incidents.attribute = Attribution::Latest;
//! let definition = Definition::new(rules)?;
//! assert_eq!(definition.stamp().name, "latest only");
//! assert_ne!(definition.stamp().hash, Definition::default().stamp().hash);
//!
//! let mut wrong = Rules::default();
//! wrong.estimation.level = 1.0;
//! wrong.incidents.rungs.clear();
//! assert_eq!(Definition::new(wrong).unwrap_err().problems().len(), 2); // all at once
//! # Ok::<(), thalweg_dora::DoraError>(())
//! ```

mod check;
mod hash;
mod rules;

use serde::{Deserialize, Serialize};

use thalweg_model::{Elapsed, Stamp};

use crate::error::DoraError;

pub use rules::{
    Absence, Attribution, BandTable, Bucket, ChangeSet, ChangeUnit, ClockEnd, ClockStart, Counting,
    DeploymentRules, Environments, Estimation, FailureRules, FirstDeployment, FrequencyRule, FrequencyRules,
    IncidentRules, LeadTimeRules, MaturityDays, NotPositive, OpenIncidents, ProportionInterval, QuantileType,
    RecoveryRules, RecoveryStart, RecoveryUnit, RecoveryWindow, Results, Rounding, Rung, Scope, Severity,
    Statistic,
};

/// The rules of a definition, not yet checked. Fields that a text leaves out keep the default of `thalweg`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// The name that results carry.
    pub name: String,
    /// The version; two versions of one name are two definitions.
    pub version: u32,
    /// What a deployment is.
    pub deployments: DeploymentRules,
    /// How a frequency is told.
    pub frequency: FrequencyRules,
    /// What a lead time is.
    pub lead_time: LeadTimeRules,
    /// How incidents are linked to deployments.
    pub incidents: IncidentRules,
    /// What makes a deployment failed.
    pub failure: FailureRules,
    /// What a recovery time is.
    pub recovery: RecoveryRules,
    /// How numbers are estimated.
    pub estimation: Estimation,
    /// What becomes of a number that there are no data for.
    pub absence: Absence,
    /// Which bands the numbers are read against.
    pub bands: BandTable,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            name: "thalweg".to_owned(),
            version: 1,
            deployments: DeploymentRules::default(),
            frequency: FrequencyRules::default(),
            lead_time: LeadTimeRules::default(),
            incidents: IncidentRules::default(),
            failure: FailureRules::default(),
            recovery: RecoveryRules::default(),
            estimation: Estimation::default(),
            absence: Absence::default(),
            bands: BandTable::default(),
        }
    }
}

/// Rules that hold together, with their stamp. Reading one with serde checks it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Rules", into = "Rules")]
pub struct Definition {
    rules: Rules,
    stamp: Stamp,
}

impl Definition {
    /// Checks rules and stamps them.
    ///
    /// # Errors
    /// [`DoraError::Definition`] with everything that is wrong.
    pub fn new(rules: Rules) -> Result<Self, DoraError> {
        let problems = check::problems(&rules);
        if problems.is_empty() {
            Ok(Self::stamped(rules))
        } else {
            Err(DoraError::Definition { name: rules.name, problems })
        }
    }

    /// Reads rules from TOML and checks them; what the text leaves out keeps the default of `thalweg`.
    ///
    /// ```
    /// use thalweg_dora::Definition;
    /// let mine = Definition::from_toml("name = 'mine'\nlead_time.bots = false")?;
    /// assert!(!mine.rules().lead_time.bots);
    /// let wrong = Definition::from_toml("lead_time.bits = false").unwrap_err();
    /// assert!(wrong.to_string().contains("unknown field `bits`"), "{wrong}");
    /// # Ok::<(), thalweg_dora::DoraError>(())
    /// ```
    ///
    /// # Errors
    /// [`DoraError::Unreadable`] with the place where the text is not rules, [`DoraError::Definition`] where they do not hold
    /// together.
    pub fn from_toml(text: &str) -> Result<Self, DoraError> {
        let rules = toml::from_str(text).map_err(|it| DoraError::Unreadable { reason: it.to_string() })?;
        Self::new(rules)
    }

    fn stamped(rules: Rules) -> Self {
        // The derived writer of plain data cannot fail; its text lists every field in a fixed order.
        let text = serde_json::to_string(&rules).unwrap_or_default();
        let stamp = Stamp { name: rules.name.clone(), hash: hash::hash(&text) };
        Self { rules, stamp }
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The name, and a hash of everything the rules say: two results with the same stamp were computed alike.
    #[must_use]
    pub const fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// How old a deployment has to be before no incident is expected any more.
    #[must_use]
    pub fn maturity(&self) -> Elapsed {
        Elapsed::from_days(self.rules.deployments.maturity_days.0.into())
    }

    /// The confidence level of all intervals.
    #[must_use]
    pub const fn level(&self) -> f64 {
        self.rules.estimation.level
    }
}

impl Default for Definition {
    fn default() -> Self {
        Self::stamped(Rules::default())
    }
}

impl TryFrom<Rules> for Definition {
    type Error = DoraError;
    fn try_from(rules: Rules) -> Result<Self, DoraError> {
        Self::new(rules)
    }
}

impl From<Definition> for Rules {
    fn from(definition: Definition) -> Self {
        definition.rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_definition_holds_together() {
        assert_eq!(Definition::new(Rules::default()), Ok(Definition::default()));
    }

    #[test]
    fn a_definition_reads_back_as_it_was_written() {
        let text = serde_json::to_string(&Definition::default()).unwrap();
        assert_eq!(serde_json::from_str::<Definition>(&text).unwrap(), Definition::default());
    }

    #[test]
    fn what_a_text_leaves_out_keeps_its_default_and_unknown_fields_are_refused() {
        let short: Definition = serde_json::from_str(r#"{"name":"mine"}"#).unwrap();
        assert_eq!(short.rules().lead_time, LeadTimeRules::default());
        assert!(serde_json::from_str::<Definition>(r#"{"nane":"mine"}"#).is_err());
    }

    #[test]
    fn every_field_moves_the_hash() {
        let changes: [fn(&mut Rules); 6] = [
            |it| it.version = 2,
            |it| it.deployments.maturity_days.0 = 8,
            |it| it.lead_time.bots = false,
            |it| it.failure.severity = Severity::Any,
            |it| it.estimation.level = 0.9,
            |it| it.bands = BandTable::None,
        ];
        for change in changes {
            let mut rules = Rules::default();
            change(&mut rules);
            assert_ne!(Definition::new(rules).unwrap().stamp().hash, Definition::default().stamp().hash);
        }
    }

    #[test]
    fn all_problems_come_at_once_and_name_their_item() {
        let mut rules = Rules { name: " ".to_owned(), version: 0, ..Rules::default() };
        rules.deployments.maturity_days.0 = u32::MAX;
        rules.incidents.rungs = vec![Rung::Explicit, Rung::Explicit];
        rules.incidents.max_age_hours = Some(f64::NAN);
        rules.estimation.level = f64::NAN;
        rules.estimation.low_coverage_above = -1.0;
        let error = Definition::new(rules).unwrap_err();
        let items: Vec<_> = error.problems().iter().map(|it| it.item.as_str()).collect();
        assert_eq!(
            items,
            [
                "name",
                "version",
                "deployments.maturity_days",
                "incidents.rungs",
                "incidents.max_age_hours",
                "estimation.level",
                "estimation.low_coverage_above"
            ]
        );
    }
}

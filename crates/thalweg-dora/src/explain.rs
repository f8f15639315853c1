//! Explanations: for any reading the records that count and those left out, each with what it gave or why not.
//!
//! A measurement holds no ids. Who wants them asks here, and the records are gone through once more; who does not ask pays
//! nothing. Both are read off the same [`Sample`], so that an explanation always adds up to its reading: as many records
//! count as the basis says, and as many are left out for each reason.
//!
//! ```
//! use thalweg_dora::{Definition, Metric, explain};
//! use thalweg_model::{Deployment, DeploymentId, EnvironmentId, EventLog, Exclusion, ServiceId};
//! let production = EnvironmentId::new("production")?;
//! let good = Deployment::new(DeploymentId::new("D1")?, ServiceId::new("api")?, production, "2026-03-03T09:30:00Z".parse()?);
//! let cancelled = Deployment { id: DeploymentId::new("D2")?, reached_production: false, ..good.clone() };
//! let log = EventLog::of_records([good, cancelled], [], []).value;
//! let view = log.as_of("2026-04-10T00:00:00Z".parse()?);
//! let why = explain(&view, &Definition::default(), Metric::ChangeFailRate);
//! assert_eq!(why.counted[0].record.to_string(), "deployment D1");
//! assert_eq!(why.left_out[&Exclusion::NeverReachedProduction][0].to_string(), "deployment D2");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use thalweg_model::{
    CarriageRow, ChangeId, DeploymentId, DeploymentRow, Exclusion, IncidentId, Plan, ServiceId, View,
};

use crate::definition::Definition;
use crate::metrics::Metric;
use crate::sample::{Carried, Deployed, Sample};
use crate::stages::{Stage, split};

/// A record that an explanation names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecordName {
    /// A deployment.
    Deployment {
        /// Its id.
        deployment: DeploymentId,
    },
    /// A change in one of its services.
    Change {
        /// Its id.
        change: ChangeId,
        /// The service.
        service: ServiceId,
    },
    /// An incident, as the failure of a deployment.
    Incident {
        /// Its id.
        incident: IncidentId,
        /// The deployment that caused it.
        deployment: DeploymentId,
    },
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deployment { deployment } => write!(f, "deployment {deployment}"),
            Self::Change { change, service } => write!(f, "change {change} in {service}"),
            Self::Incident { incident, deployment } => write!(f, "incident {incident} of {deployment}"),
        }
    }
}

/// What a record that counts gave.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gave {
    /// One event.
    Event,
    /// One of the whole, and of the part where it says so.
    Share {
        /// Whether it stands above the fraction too.
        part: bool,
    },
    /// A duration in hours.
    Hours {
        /// How long.
        hours: f64,
        /// Whether it is over; otherwise it has lasted so long by now.
        over: bool,
    },
}

/// A record that counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counted {
    /// The record.
    pub record: RecordName,
    /// What it gave.
    pub gave: Gave,
}

/// The records behind a reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[must_use = "an explanation was asked for to be read"]
pub struct Explanation {
    /// Those that count, in the order of time.
    pub counted: Vec<Counted>,
    /// Those left out, by reason. A deployment of unknown plan stands in both lists: it counts below the fraction only.
    pub left_out: BTreeMap<Exclusion, Vec<RecordName>>,
}

impl Explanation {
    fn count(&mut self, record: Option<RecordName>, gave: Gave) {
        self.counted.extend(record.map(|record| Counted { record, gave }));
    }

    fn leave(&mut self, record: Option<RecordName>, why: Exclusion) {
        self.left_out.entry(why).or_default().extend(record);
    }
}

/// The records behind one metric of a view.
pub fn explain(view: &View<'_>, definition: &Definition, metric: Metric) -> Explanation {
    Sample::of(view, definition).explain(metric)
}

impl Sample<'_> {
    /// The records behind a metric.
    pub fn explain(&self, metric: Metric) -> Explanation {
        match metric {
            Metric::DeploymentFrequency => self.deployments_behind(|_| Gave::Event),
            Metric::ChangeFailRate => self.shares_behind(|it| it.evidence.failed()),
            Metric::DeploymentReworkRate => self.rework_behind(),
            Metric::ChangeLeadTime => self.changes_behind(self.change_entries(), |_| Ok(None)),
            Metric::FailedDeploymentRecoveryTime => self.recoveries_behind(),
        }
    }

    /// The records behind the cohort view of lead time.
    pub fn explain_cohort(&self) -> Explanation {
        self.changes_behind(self.cohort_entries(), |_| Ok(None))
    }

    /// The records behind one stage of lead time.
    pub fn explain_stage(&self, stage: Stage) -> Explanation {
        let known = |lead: &Carried| {
            let place = Stage::ALL.iter().position(|it| *it == stage);
            let time = split(self, lead).zip(place).and_then(|(it, at)| it.known.get(at).copied().flatten());
            time.map(|it| Some(it.hours())).ok_or(Exclusion::NoStamp)
        };
        self.changes_behind(self.change_entries(), known)
    }

    fn deployments_behind(&self, gave: impl Fn(&Deployed) -> Gave) -> Explanation {
        let mut all = Explanation::default();
        for entry in self.deployment_entries() {
            match &entry.found {
                Ok(found) => all.count(self.deployment(entry.key), gave(found)),
                Err(why) => all.leave(self.deployment(entry.key), *why),
            }
        }
        all
    }

    /// The deployments of a fraction: above it those that count and are a part, below it those of the denominator, which may be others.
    fn shares_behind(&self, part: impl Fn(&Deployed) -> bool) -> Explanation {
        let mut all = Explanation::default();
        for entry in self.deployment_entries() {
            let record = self.deployment(entry.key);
            let not_below = self.not_below(entry);
            match (&entry.found, not_below) {
                (Ok(found), None) => all.count(record, Gave::Share { part: part(found) }),
                (Ok(found), Some(_)) if part(found) => all.count(record, Gave::Share { part: true }),
                (Err(_), None) => all.count(record, Gave::Share { part: false }),
                (_, Some(why)) => all.leave(record, why),
            }
        }
        all
    }

    fn rework_behind(&self) -> Explanation {
        let mut all = self.shares_behind(|it| it.rework);
        for entry in self.deployment_entries() {
            if entry.found.is_ok_and(|it| it.plan == Plan::Unknown) {
                all.leave(self.deployment(entry.key), Exclusion::UnknownPlan);
            }
        }
        all
    }

    /// The changes of a sample, with what each of them gave instead of its lead time, if anything.
    fn changes_behind(
        &self,
        entries: &[crate::sample::Entry<CarriageRow, Carried>],
        instead: impl Fn(&Carried) -> Result<Option<f64>, Exclusion>,
    ) -> Explanation {
        let mut all = Explanation::default();
        let kind = self.start_kind();
        for entry in entries {
            let record = self.change(entry.key);
            let mixed = |it: &Carried| if it.kind == kind { Ok(*it) } else { Err(Exclusion::OtherStartKind) };
            let found = entry.found.and_then(|it| mixed(&it)).and_then(|it| Ok((it, instead(&it)?)));
            match found {
                Ok((found, instead)) => {
                    let hours = instead.unwrap_or(found.time.hours());
                    all.count(record, Gave::Hours { hours, over: found.by.is_some() });
                }
                Err(why) => all.leave(record, why),
            }
        }
        all
    }

    fn recoveries_behind(&self) -> Explanation {
        let mut all = Explanation::default();
        for entry in self.recovery_entries() {
            let (row, incident) = entry.key;
            let record = match incident {
                None => self.deployment(row),
                Some(incident) => self.incident(row, incident),
            };
            match &entry.found {
                Ok(it) => all.count(record, Gave::Hours { hours: it.time.hours(), over: !it.open }),
                Err(why) => all.leave(record, *why),
            }
        }
        all
    }

    fn deployment(&self, row: DeploymentRow) -> Option<RecordName> {
        self.log().deployment_id(row).map(|id| RecordName::Deployment { deployment: id.clone() })
    }

    fn incident(&self, row: DeploymentRow, incident: thalweg_model::IncidentRow) -> Option<RecordName> {
        let (deployment, incident) = self.log().deployment_id(row).zip(self.log().incident_id(incident))?;
        Some(RecordName::Incident { incident: incident.clone(), deployment: deployment.clone() })
    }

    fn change(&self, row: CarriageRow) -> Option<RecordName> {
        let (change, service) = self.log().carriage(row);
        let (change, service) = self.log().change_id(change).zip(self.log().service_id(service))?;
        Some(RecordName::Change { change: change.clone(), service: service.clone() })
    }
}

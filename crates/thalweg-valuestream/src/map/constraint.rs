//! Which stage holds the stream back, and with what evidence.

use serde::Serialize;
use thalweg_model::record::ValueStreamMap;

use super::field::{Field, Fields};

/// Stages within so much of the greatest are not told apart: a map is measured by walking it, not by a clock.
const NEAR: f64 = 0.05;

/// What a map says of the constraint of its stream.
///
/// A single stage is named only where it both holds most of the lead time and is the most utilised. `Display` tells it in one
/// sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Constraint {
    /// One stage has the longest lead time and the highest utilisation.
    Single {
        /// Its part of the lead time.
        held: Held,
        /// Its load.
        loaded: Loaded,
    },
    /// The longest lead time and the highest utilisation are not one and the same stage: no single one is claimed.
    Contested {
        /// The stages with the longest lead time, or within 5 % of it.
        longest: Vec<Held>,
        /// The stages with the highest utilisation, or within 5 % of it.
        busiest: Vec<Loaded>,
    },
    /// The lead times are known, but not how utilised every stage is.
    Unproven {
        /// The stages with the longest lead time, or within 5 % of it.
        longest: Vec<Held>,
        /// The stages whose utilisation cannot be computed.
        unknown: Vec<String>,
    },
    /// The map cannot say.
    Unknown(NoConstraint),
}

/// A stage and its part of the lead time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Held {
    /// The stage.
    pub stage: String,
    /// Its lead time in hours.
    pub hours: f64,
    /// The stream's lead time in hours.
    pub of_hours: f64,
    /// How much of its own lead time an item waits there, in hours.
    pub wait_hours: f64,
}

impl Held {
    /// Its share of the stream's lead time.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.hours / self.of_hours
    }
}

/// A stage and its load.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loaded {
    /// The stage.
    pub stage: String,
    /// Arrivals × effort with rework over people × capacity: from 1 on its queue grows without end.
    pub utilisation: f64,
}

/// Why a map names no constraint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoConstraint {
    /// It has no stages.
    NoStages,
    /// Hours of these stages cannot be.
    UnusableHours {
        /// The stages.
        stages: Vec<String>,
    },
    /// No stage takes any time.
    NoTime,
}

/// The constraint of a stream with its evidence.
///
/// ```
/// use thalweg_model::record::{MapStage, ValueStreamMap};
/// use thalweg_valuestream::map::constraint;
/// # let stage = |name: &str, process: f64, wait: f64, accurate: f64, people: f64| MapStage {
/// #     name: name.to_owned(), process_hours: process, wait_hours: wait, complete_and_accurate: Some(accurate),
/// #     people: Some(people), arrivals_per_week: Some(10.0), capacity_hours_per_week: Some(30.0),
/// # };
/// let map = ValueStreamMap {
///     id: "map-2".parse()?,
///     stream: "find".parse()?,
///     measured: "2026-10-02".parse()?,
///     stages: vec![stage("design", 5.0, 9.0, 0.92, 2.0), stage("release", 2.0, 160.0, 0.97, 1.0)],
/// };
/// assert_eq!(
///     constraint(&map).to_string(),
///     "no single constraint: `release` holds most of the lead time (162 h of 176 h, 92 %; 160 h of it waiting), while \
///      `design` is the most utilised (91 %)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn constraint(map: &ValueStreamMap) -> Constraint {
    let stages: Vec<(&str, Fields)> = map.stages.iter().map(|s| (s.name.as_str(), Fields::of(s))).collect();
    of_stages(&stages)
}

pub(super) fn of_stages(stages: &[(&str, Fields)]) -> Constraint {
    if stages.is_empty() {
        return Constraint::Unknown(NoConstraint::NoStages);
    }
    let unusable = lacking(stages, |f| f.lead());
    if !unusable.is_empty() {
        return Constraint::Unknown(NoConstraint::UnusableHours { stages: unusable });
    }
    let longest = longest(stages);
    let unknown = lacking(stages, |f| f.utilisation());
    if longest.is_empty() {
        Constraint::Unknown(NoConstraint::NoTime)
    } else if unknown.is_empty() {
        judged(longest, busiest(stages))
    } else {
        Constraint::Unproven { longest, unknown }
    }
}

fn judged(longest: Vec<Held>, busiest: Vec<Loaded>) -> Constraint {
    match (longest.as_slice(), busiest.as_slice()) {
        ([held], [loaded]) if held.stage == loaded.stage => {
            Constraint::Single { held: held.clone(), loaded: loaded.clone() }
        }
        _ => Constraint::Contested { longest, busiest },
    }
}

fn lacking(stages: &[(&str, Fields)], field: impl Fn(&Fields) -> Field) -> Vec<String> {
    let without = stages.iter().filter(|(_, fields)| field(fields).known().is_none());
    without.map(|(name, _)| (*name).to_owned()).collect()
}

fn longest(stages: &[(&str, Fields)]) -> Vec<Held> {
    let held = |(name, fields): &(&str, Fields)| {
        let (hours, wait_hours) = fields.lead().known().zip(fields.wait.known())?;
        Some(Held { stage: (*name).to_owned(), hours, of_hours: 0.0, wait_hours })
    };
    let all: Vec<Held> = stages.iter().filter_map(held).collect();
    let of_hours: f64 = all.iter().map(|h| h.hours).sum();
    let near = near_greatest(all, |h| h.hours);
    near.into_iter().map(|h| Held { of_hours, ..h }).collect()
}

fn busiest(stages: &[(&str, Fields)]) -> Vec<Loaded> {
    let loaded = |(name, fields): &(&str, Fields)| {
        Some(Loaded { stage: (*name).to_owned(), utilisation: fields.utilisation().known()? })
    };
    near_greatest(stages.iter().filter_map(loaded).collect(), |l| l.utilisation)
}

/// The greatest and what comes near it, greatest first; nothing where the greatest is 0.
fn near_greatest<T>(mut all: Vec<T>, size: impl Fn(&T) -> f64) -> Vec<T> {
    let greatest = all.iter().map(&size).fold(0.0, f64::max);
    all.retain(|it| greatest > 0.0 && size(it) >= greatest * (1.0 - NEAR));
    all.sort_by(|a, b| size(b).total_cmp(&size(a)));
    all
}

//! What a map would say if a stage were different.

use std::collections::BTreeSet;

use thalweg_model::record::{MapStage, ValueStreamMap};
use thalweg_model::{Gap, Reading, Unit, nearest};

use super::constraint::{Constraint, constraint, of_stages};
use super::field::{Field, Fields};
use super::measure::{MapMeasure, measure_fields, measure_map};
use crate::error::{ValueStreamError, none_of};
use crate::queue::{Queue, Variability};

/// What becomes of the wait before a changed stage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum WaitAfter {
    /// It stays.
    #[default]
    Stays,
    /// It becomes so many hours.
    Hours(f64),
    /// It grows and shrinks as the queue of the stage does ([`Queue::settled`]): what was measured times the waiting after over
    /// the waiting before.
    FollowsQueue(Variability),
}

/// A change of one stage; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageChange {
    /// The stage.
    pub stage: String,
    /// Hours of work on one item.
    pub process_hours: Option<f64>,
    /// Hours that an item waits.
    pub wait: WaitAfter,
    /// The share of items that the next stage can use as they come.
    pub complete_and_accurate: Option<f64>,
    /// People who work here.
    pub people: Option<f64>,
    /// Items that arrive per week.
    pub arrivals_per_week: Option<f64>,
    /// Hours of work that a person has for it per week.
    pub capacity_hours_per_week: Option<f64>,
}

impl StageChange {
    /// A change of that stage which changes nothing yet.
    #[must_use]
    pub fn of(stage: impl Into<String>) -> Self {
        Self { stage: stage.into(), ..Self::default() }
    }

    fn apply(&self, stage: &MapStage) -> MapStage {
        MapStage {
            name: stage.name.clone(),
            process_hours: self.process_hours.unwrap_or(stage.process_hours),
            wait_hours: if let WaitAfter::Hours(hours) = self.wait { hours } else { stage.wait_hours },
            complete_and_accurate: self.complete_and_accurate.or(stage.complete_and_accurate),
            people: self.people.or(stage.people),
            arrivals_per_week: self.arrivals_per_week.or(stage.arrivals_per_week),
            capacity_hours_per_week: self.capacity_hours_per_week.or(stage.capacity_hours_per_week),
        }
    }
}

/// A map before and after changes.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct WhatIf {
    /// The map as measured.
    pub before: MapMeasure,
    /// The map as it would be.
    pub after: MapMeasure,
    /// Its constraint as measured.
    pub constraint_before: Constraint,
    /// Its constraint as it would be.
    pub constraint_after: Constraint,
    /// Lead time after over lead time before.
    pub lead_time_ratio: Reading,
    /// Changed stages whose queue would grow without end: their wait, and the lead time with it, is undefined.
    pub unstable: Vec<String>,
}

/// Computes what changes of stages would do.
///
/// It answers for the stage alone: what a change does to other stages (a faster stage sends its work on sooner) has to be
/// stated as a change of theirs. That is why relieving a stage which is not the constraint shows so little.
///
/// # Errors
/// [`ValueStreamError::Change`] with every problem: a stage that the map has not or has twice, a number that cannot be, or
/// a queue that is to be followed where the map does not say what makes it.
///
/// ```
/// use thalweg_model::record::{MapStage, ValueStreamMap};
/// use thalweg_valuestream::map::{StageChange, WaitAfter, what_if};
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
/// let without_the_board = StageChange { wait: WaitAfter::Hours(8.0), ..StageChange::of("release") };
/// let answer = what_if(&map, &[without_the_board])?;
/// assert_eq!(answer.after.lead_time.value().map(|it| it.value()), Some(24.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn what_if(map: &ValueStreamMap, changes: &[StageChange]) -> Result<WhatIf, ValueStreamError> {
    let mut problems = unknown_stages(map, changes);
    let mut stages: Vec<(MapStage, Fields)> = map.stages.iter().map(|s| (s.clone(), Fields::of(s))).collect();
    let mut unstable = Vec::new();
    for change in changes {
        let Some(slot) = stages.iter_mut().find(|(stage, _)| stage.name == change.stage) else { continue };
        let changed = change.apply(&slot.0);
        let mut fields = Fields::of(&changed);
        let broken = fields.problems().into_iter();
        problems.extend(broken.map(|(field, rule)| format!("{field} of `{}` {rule}", change.stage)));
        if let WaitAfter::FollowsQueue(variability) = change.wait {
            fields.wait = followed(&slot.1, &fields, variability, &change.stage, &mut problems);
        }
        if fields.wait == Field::Endless {
            unstable.push(change.stage.clone());
        }
        *slot = (changed, fields);
    }
    none_of(problems, |problems| ValueStreamError::Change { problems })?;
    Ok(answer(map, stages, unstable))
}

fn answer(map: &ValueStreamMap, stages: Vec<(MapStage, Fields)>, unstable: Vec<String>) -> WhatIf {
    let named: Vec<(&str, Fields)> =
        stages.iter().map(|(stage, fields)| (stage.name.as_str(), *fields)).collect();
    let constraint_after = of_stages(&named);
    let (changed, fields): (Vec<MapStage>, Vec<Fields>) = stages.into_iter().unzip();
    let after = measure_fields(&ValueStreamMap { stages: changed, ..map.clone() }, &fields);
    let before = measure_map(map);
    let times = before.lead_time.value().zip(after.lead_time.value());
    let basis = after.lead_time.basis().clone();
    let lead_time_ratio = match times {
        Some((before, after)) => Reading::number(after.value() / before.value(), Unit::Ratio, None, basis),
        None => Reading::unknown(Gap::Undefined, basis),
    };
    WhatIf { before, after, constraint_before: constraint(map), constraint_after, lead_time_ratio, unstable }
}

fn unknown_stages(map: &ValueStreamMap, changes: &[StageChange]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for StageChange { stage, .. } in changes {
        let count = map.stages.iter().filter(|it| it.name == *stage).count();
        if count == 0 {
            let near = nearest(stage, map.stages.iter().map(|it| it.name.as_str()));
            let hint = near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            problems.push(format!("the map has no stage `{stage}`{hint}"));
        } else if count > 1 {
            problems.push(format!("the map has {count} stages named `{stage}`"));
        }
        if !seen.insert(stage) {
            problems.push(format!("`{stage}` is changed twice"));
        }
    }
    problems
}

/// The wait that was measured, times what the queue after does over what the queue before did.
fn followed(
    before: &Fields,
    after: &Fields,
    variability: Variability,
    stage: &str,
    problems: &mut Vec<String>,
) -> Field {
    let waits =
        [before, after].map(|fields| queue(fields, variability).map(|queue| queue.settled().waiting()));
    match waits {
        [Some(Some(was)), Some(Some(is))] if was > 0.0 => {
            before.wait.with(Field::Known(is / was), |wait, by| wait * by)
        }
        [Some(Some(_)), Some(None)] => Field::Endless,
        [Some(_), Some(_)] => {
            problems
                .push(format!("the queue of `{stage}` as measured has no waiting that could be followed"));
            Field::Absent
        }
        _ => {
            problems.push(format!("the map does not say what makes the queue of `{stage}`"));
            Field::Absent
        }
    }
}

/// The queue of a stage, in hours of work: rework comes back as more arrivals.
fn queue(fields: &Fields, variability: Variability) -> Option<Queue> {
    let (work, accurate) = fields.process.known().zip(fields.accurate.known())?;
    let (people, capacity) = fields.people.known().zip(fields.capacity.known())?;
    let arrivals = fields.arrivals.known()? / accurate / capacity;
    Queue::new(arrivals, work, people, variability).ok()
}

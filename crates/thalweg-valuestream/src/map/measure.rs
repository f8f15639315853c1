//! The numbers of a map and of its stages.

use serde::Serialize;
use thalweg_model::record::{MapStage, ValueStreamMap};
use thalweg_model::{
    Basis, Entity, Gap, Instant, MetricId, NaiveDate, Reading, Readings, RecordId, StreamId, Tz, Unit,
    Window, local_date, midnight,
};

use super::field::{Field, Fields, together};
use crate::metrics::named;

/// What the map of a stream says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "a map was measured to be read"]
pub struct MapMeasure {
    /// The map.
    pub map: RecordId,
    /// The stream.
    pub stream: StreamId,
    /// The day of the measurement.
    pub measured: NaiveDate,
    /// The stages in the order of the flow.
    pub stages: Vec<StageMeasure>,
    /// Hours from entering the first stage to leaving the last: Σ (process + wait).
    pub lead_time: Reading,
    /// Hours of work on one item: Σ process.
    pub process_time: Reading,
    /// Hours that one item waits: Σ wait.
    pub wait_time: Reading,
    /// Σ process / Σ lead: the ratio of the sums, never a sum or mean of ratios.
    pub activity_ratio: Reading,
    /// Π complete and accurate: the share of items that pass every stage right the first time.
    pub rolled_complete_and_accurate: Reading,
    /// Σ process / complete and accurate: hours of work until an item is right, each stage repeated until it is.
    pub effort_with_rework: Reading,
    /// The highest utilisation of any stage, rework included; above 1 more arrives than can be done.
    pub highest_utilisation: Reading,
    /// The numbers that cannot be.
    pub problems: Vec<StageProblem>,
}

/// What the map says of one stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageMeasure {
    /// Its name.
    pub name: String,
    /// Process and wait together, in hours.
    pub lead_time: Reading,
    /// Its share of the stream's lead time.
    pub share_of_lead_time: Reading,
    /// Process time over complete and accurate, in hours.
    pub effort_with_rework: Reading,
    /// Arrivals × effort over people × capacity.
    pub utilisation: Reading,
}

/// A number of a stage that cannot be, and is therefore in no sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StageProblem {
    /// The stage.
    pub stage: String,
    /// The field of its record.
    pub field: &'static str,
    /// The rule that it breaks.
    pub rule: &'static str,
}

/// Measures a map.
///
/// A sum over stages needs every stage: where one has not recorded a number the sum is *not recorded*, where one has a number
/// that cannot be (negative, not finite, a share above 1) it is *undefined* and the stages are counted as contradictory;
/// a map without stages has *no data*. Hours are the map's own, elapsed.
///
/// ```
/// use thalweg_model::record::{MapStage, ValueStreamMap};
/// use thalweg_valuestream::map::measure_map;
/// # let stage = |name: &str, process: f64, wait: f64, accurate: f64, people: f64| MapStage {
/// #     name: name.to_owned(), process_hours: process, wait_hours: wait, complete_and_accurate: Some(accurate),
/// #     people: Some(people), arrivals_per_week: Some(10.0), capacity_hours_per_week: Some(30.0),
/// # };
/// let map = ValueStreamMap {
///     id: "map-1".parse()?,
///     stream: "buy".parse()?,
///     measured: "2026-09-25".parse()?,
///     stages: vec![stage("design", 6.0, 10.0, 0.90, 2.0), stage("develop", 16.0, 8.0, 0.85, 8.0)],
/// };
/// let measure = measure_map(&map);
/// let number = |reading: &thalweg_model::Reading| reading.value().map(|it| it.value());
/// assert_eq!(number(&measure.lead_time), Some(40.0));
/// assert_eq!(number(&measure.activity_ratio), Some(22.0 / 40.0));
/// assert_eq!(number(&measure.rolled_complete_and_accurate), Some(0.90 * 0.85));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn measure_map(map: &ValueStreamMap) -> MapMeasure {
    measure_fields(map, &map.stages.iter().map(Fields::of).collect::<Vec<_>>())
}

/// The maps that were measured by an instant, each with the day of its measurement as window: what goes into evidence.
///
/// A map whose day has no window in the zone is left out; there is none between 1970 and 2199.
///
/// ```
/// use thalweg_model::{Evidence, Records, Tz, Window};
/// use thalweg_valuestream::map::measure_maps;
/// let records = Records::default();
/// let month = Window::month(2026, 9, Tz::Europe__Berlin)?;
/// let mut evidence = Evidence::new(month, month.end());
/// for (entity, window, measure) in measure_maps(&records.value_stream_maps, Tz::Europe__Berlin, month.end()) {
///     evidence = evidence.about(&entity, window, &measure);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn measure_maps(maps: &[ValueStreamMap], zone: Tz, as_of: Instant) -> Vec<(Entity, Window, MapMeasure)> {
    let today = local_date(as_of, zone);
    let mut known: Vec<&ValueStreamMap> = maps.iter().filter(|map| map.measured <= today).collect();
    known.sort_by(|a, b| (&a.stream, a.measured, &a.id).cmp(&(&b.stream, b.measured, &b.id)));
    let measured = known.into_iter().filter_map(|map| {
        let window = day(map.measured, zone)?;
        Some((Entity::Stream(map.stream.clone()), window, measure_map(map)))
    });
    measured.collect()
}

/// The window of one local day.
fn day(day: NaiveDate, zone: Tz) -> Option<Window> {
    Window::between(midnight(day, zone)?, midnight(day.succ_opt()?, zone)?, zone).ok()
}

pub(super) fn measure_fields(map: &ValueStreamMap, fields: &[Fields]) -> MapMeasure {
    let sum =
        |field: fn(&Fields) -> Field| together(fields.iter().map(field), |all| all.iter().sum(), Unit::Hours);
    let lead_time = sum(Fields::lead);
    let accurate = together(fields.iter().map(|f| f.accurate), |all| all.iter().product(), Unit::Share);
    let utilisation = together(fields.iter().map(Fields::utilisation), greatest, Unit::Ratio);
    let total = lead_time.value().map(|it| it.value());
    let stages =
        map.stages.iter().zip(fields).map(|(stage, fields)| of_stage(stage, fields, total)).collect();
    let process_time = sum(|f| f.process);
    MapMeasure {
        map: map.id.clone(),
        stream: map.stream.clone(),
        measured: map.measured,
        stages,
        activity_ratio: ratio(&process_time, &lead_time),
        lead_time,
        process_time,
        wait_time: sum(|f| f.wait),
        rolled_complete_and_accurate: accurate,
        effort_with_rework: sum(Fields::effort),
        highest_utilisation: utilisation,
        problems: problems(&map.stages, fields),
    }
}

fn of_stage(stage: &MapStage, fields: &Fields, total: Option<f64>) -> StageMeasure {
    let one = |field: Field, unit: Unit| together(std::iter::once(field), |all| all.iter().sum(), unit);
    let lead_time = one(fields.lead(), Unit::Hours);
    let share = fields.lead().known().zip(total).map(|(lead, total)| lead / total);
    StageMeasure {
        name: stage.name.clone(),
        share_of_lead_time: match share {
            Some(share) => Reading::number(share, Unit::Share, None, Basis::of(1)),
            None => Reading::unknown(lead_time.gap().unwrap_or(Gap::Undefined), lead_time.basis().clone()),
        },
        lead_time,
        effort_with_rework: one(fields.effort(), Unit::Hours),
        utilisation: one(fields.utilisation(), Unit::Ratio),
    }
}

fn problems(stages: &[MapStage], fields: &[Fields]) -> Vec<StageProblem> {
    let of_stage = |(stage, fields): (&MapStage, &Fields)| {
        let name = stage.name.clone();
        fields.problems().into_iter().map(move |(field, rule)| StageProblem {
            stage: name.clone(),
            field,
            rule,
        })
    };
    stages.iter().zip(fields).flat_map(of_stage).collect()
}

fn ratio(part: &Reading, whole: &Reading) -> Reading {
    match (part.value(), whole.value()) {
        (Some(part), Some(all)) => {
            Reading::number(part.value() / all.value(), Unit::Share, None, whole.basis().clone())
        }
        _ => Reading::unknown(whole.gap().unwrap_or(Gap::Undefined), whole.basis().clone()),
    }
}

fn greatest(all: &[f64]) -> f64 {
    all.iter().copied().fold(0.0, f64::max)
}

impl Readings for MapMeasure {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        named([
            ("valuestream.lead_time", self.lead_time.clone()),
            ("valuestream.process_time", self.process_time.clone()),
            ("valuestream.wait_time", self.wait_time.clone()),
            ("valuestream.activity_ratio", self.activity_ratio.clone()),
            ("valuestream.rolled_complete_and_accurate", self.rolled_complete_and_accurate.clone()),
            ("valuestream.effort_with_rework", self.effort_with_rework.clone()),
            ("valuestream.highest_utilisation", self.highest_utilisation.clone()),
        ])
    }
}

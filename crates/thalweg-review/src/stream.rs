//! A value stream as its latest map shows it.

use serde::Serialize;
use thalweg_model::record::{MapStage, ValueStreamMap};
use thalweg_model::{Catalog, Entity, Evidence, MetricId, MetricSpec, StreamId, Window};

use crate::figure::Figure;

/// One stage of a stream.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Hours of work on one item.
    pub process_hours: f64,
    /// Hours that an item waits before it.
    pub wait_hours: f64,
    /// Share of items that the next stage can use as they come, in words.
    pub complete_and_accurate: String,
}

impl Stage {
    fn of(stage: &MapStage) -> Self {
        let share = |it: f64| format!("{:.0} %", it * 100.0);
        Self {
            name: stage.name.clone(),
            process_hours: stage.process_hours,
            wait_hours: stage.wait_hours,
            complete_and_accurate: stage
                .complete_and_accurate
                .map_or_else(|| "not recorded".to_owned(), share),
        }
    }
}

/// A number of a stream with its name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedFigure {
    /// The metric's id.
    pub metric: String,
    /// The name.
    pub name: String,
    /// Whether a leader looks at it first.
    pub leading: bool,
    /// The number.
    pub figure: Figure,
}

impl NamedFigure {
    /// The number of a metric; the leading ones are what the signals of success speak of.
    pub(crate) fn of(spec: &MetricSpec, figure: Figure) -> Self {
        const LEADING: [&str; 7] = [
            "topology.escalation_rate",
            "topology.escalation_rate_ratio",
            "topology.resolved_within_span",
            "topology.resolved_with_platform",
            "topology.escalation_time",
            "topology.ownership_coverage",
            "topology.unowned_services",
        ];
        let leading = LEADING.contains(&spec.id);
        Self { metric: spec.id.to_owned(), name: spec.name.to_owned(), leading, figure }
    }
}

/// A value stream.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stream {
    /// The stream.
    pub stream: String,
    /// The day of its latest map.
    pub measured: String,
    /// The stages of that map in the order of the flow.
    pub stages: Vec<Stage>,
    /// What the map says of the constraint, in a sentence; empty where nobody computed it.
    pub constraint: String,
    /// The stream's numbers.
    pub figures: Vec<NamedFigure>,
}

/// What the analysis of a stream's map says of its constraint, in a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The stream.
    pub stream: StreamId,
    /// The sentence.
    pub sentence: String,
}

/// The streams that have a map by the end of the month, each with its latest one.
pub(crate) fn streams(
    evidence: &Evidence,
    catalog: &Catalog,
    month: &Window,
    constraints: &[Constraint],
) -> Vec<Stream> {
    let mut latest: std::collections::BTreeMap<&StreamId, &ValueStreamMap> =
        std::collections::BTreeMap::new();
    for map in evidence.records().value_stream_maps.iter().filter(|it| it.measured <= month.last_day()) {
        let newer = |old: &&ValueStreamMap| (old.measured, &old.id) > (map.measured, &map.id);
        if !latest.get(&map.stream).is_some_and(newer) {
            latest.insert(&map.stream, map);
        }
    }
    let told = |id: &StreamId| constraints.iter().find(|it| it.stream == *id).map(|it| it.sentence.clone());
    let stream = |(id, map): (&StreamId, &ValueStreamMap)| Stream {
        stream: id.to_string(),
        measured: map.measured.to_string(),
        stages: map.stages.iter().map(Stage::of).collect(),
        constraint: told(id).unwrap_or_default(),
        figures: figures(evidence, catalog, &Entity::Stream(id.clone()), month),
    };
    latest.into_iter().map(stream).collect()
}

/// The latest numbers of a value stream.
fn figures(evidence: &Evidence, catalog: &Catalog, entity: &Entity, month: &Window) -> Vec<NamedFigure> {
    let specs = catalog.iter().filter(|spec| spec.id.starts_with("valuestream."));
    let latest = specs.filter_map(|spec| {
        let id = MetricId::new(spec.id).ok()?;
        let (_, reading) =
            evidence.series(&id, entity).filter(|(window, _)| window.start() < month.end()).last()?;
        let figure = Figure::of(reading, spec.unit);
        Some(NamedFigure::of(spec, figure))
    });
    latest.collect()
}

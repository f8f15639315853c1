//! The metrics of this crate: what each says, in which unit, and which way is better.

use thalweg_model::{Better, MeasureClass, MetricId, MetricSpec, Reading, Unit};

const MAP: &str = "Martin and Osterling, Value Stream Mapping";
const FLOW: &str = "Kersten, flowframework.org";
const KANBAN: &str = "ProKanban pocket guide";

/// Every metric that this crate computes.
pub const METRICS: &[MetricSpec] = &[
    MetricSpec::outcome(
        "valuestream.lead_time",
        "Lead time of the stream",
        Unit::Hours,
        Better::Lower,
        "hours from entering the first stage to leaving the last",
        MAP,
    ),
    MetricSpec::outcome(
        "valuestream.process_time",
        "Process time of the stream",
        Unit::Hours,
        Better::Lower,
        "hours of work on one item",
        MAP,
    ),
    MetricSpec::outcome(
        "valuestream.wait_time",
        "Wait time of the stream",
        Unit::Hours,
        Better::Lower,
        "hours that one item waits",
        MAP,
    ),
    MetricSpec::outcome(
        "valuestream.activity_ratio",
        "Activity ratio",
        Unit::Share,
        Better::Higher,
        "process time over lead time, as a ratio of sums",
        MAP,
    ),
    MetricSpec::outcome(
        "valuestream.rolled_complete_and_accurate",
        "Rolled complete and accurate",
        Unit::Share,
        Better::Higher,
        "share of items that pass every stage right the first time",
        MAP,
    ),
    MetricSpec::outcome(
        "valuestream.effort_with_rework",
        "Effort with rework",
        Unit::Hours,
        Better::Lower,
        "hours of work until an item is right, each stage repeated until it is",
        MAP,
    ),
    MetricSpec::outcome(
        "valuestream.highest_utilisation",
        "Highest utilisation",
        Unit::Ratio,
        Better::Neither,
        "work that arrives at the busiest stage over what it can do, rework included",
        MAP,
    ),
    activity(
        "valuestream.flow_velocity",
        "Flow velocity",
        Unit::Count,
        "items completed in the window",
        FLOW,
    ),
    activity("valuestream.throughput", "Throughput", Unit::PerWeek, "items completed per week", KANBAN),
    MetricSpec::outcome(
        "valuestream.flow_time",
        "Flow time",
        Unit::Hours,
        Better::Lower,
        "median time from entering the stream to done, waits included",
        FLOW,
    ),
    MetricSpec::outcome(
        "valuestream.flow_time_p85",
        "Flow time, 85th percentile",
        Unit::Hours,
        Better::Lower,
        "time from entering the stream to done that 85 % of the completed items did not exceed",
        FLOW,
    ),
    MetricSpec::outcome(
        "valuestream.flow_efficiency",
        "Flow efficiency",
        Unit::Share,
        Better::Higher,
        "active time over active and waiting time of completed items",
        FLOW,
    ),
    MetricSpec::outcome(
        "valuestream.flow_load",
        "Flow load",
        Unit::Count,
        Better::Neither,
        "items in the stream, active or waiting, at the end of the window",
        FLOW,
    ),
    kind(
        "valuestream.flow_distribution.feature",
        "Features among completed items",
        "share of completed items that bring new value",
    ),
    kind(
        "valuestream.flow_distribution.defect",
        "Defects among completed items",
        "share of completed items that repair",
    ),
    kind(
        "valuestream.flow_distribution.risk",
        "Risks among completed items",
        "share of completed items for security, privacy and compliance",
    ),
    kind(
        "valuestream.flow_distribution.debt",
        "Debt among completed items",
        "share of completed items that repair the means of production",
    ),
    MetricSpec::outcome(
        "valuestream.cycle_time",
        "Cycle time",
        Unit::Hours,
        Better::Lower,
        "median time from the start of work to done",
        KANBAN,
    ),
    MetricSpec::outcome(
        "valuestream.cycle_time_p85",
        "Cycle time, 85th percentile",
        Unit::Hours,
        Better::Lower,
        "time from the start of work to done that 85 % of the completed items did not exceed",
        KANBAN,
    ),
    MetricSpec::outcome(
        "valuestream.work_in_progress",
        "Work in progress",
        Unit::Count,
        Better::Neither,
        "items started and not finished at the end of the window",
        KANBAN,
    ),
    MetricSpec::outcome(
        "valuestream.work_item_age",
        "Age of work in progress",
        Unit::Hours,
        Better::Lower,
        "median time since the start of the items in progress",
        KANBAN,
    ),
    MetricSpec::outcome(
        "valuestream.oldest_work_item",
        "Oldest work in progress",
        Unit::Hours,
        Better::Lower,
        "time since the start of the item that is longest in progress",
        KANBAN,
    ),
    MetricSpec::outcome(
        "valuestream.service_level_attainment",
        "Service-level attainment",
        Unit::Share,
        Better::Higher,
        "share of completed items within the expected cycle time",
        KANBAN,
    ),
    MetricSpec::outcome(
        "valuestream.flow_debt",
        "Flow debt",
        Unit::Count,
        Better::Lower,
        "items started less items finished or given up in the window: above 0 work piles up",
        "thalweg's own: the balance of what entered and what left",
    ),
    MetricSpec::outcome(
        "valuestream.flow_debt_time",
        "Flow debt in time",
        Unit::Hours,
        Better::Lower,
        "mean work in progress over throughput, less the mean cycle time of completed items: above 0 old work is passed over",
        "Vacanti, Actionable Agile Metrics",
    ),
    MetricSpec::outcome(
        "valuestream.littles_law_ratio",
        "Little's law, predicted over observed",
        Unit::Ratio,
        Better::Neither,
        "mean work in progress over throughput, over the mean cycle time: 1 where the flow is steady",
        "Little 1961",
    ),
];

/// How much was done says nothing of what it was good for: a goal on it is a vanity goal.
const fn activity(
    id: &'static str,
    name: &'static str,
    unit: Unit,
    meaning: &'static str,
    source: &'static str,
) -> MetricSpec {
    MetricSpec { id, name, unit, better: Better::Neither, class: MeasureClass::Output, meaning, source }
}

const fn kind(id: &'static str, name: &'static str, meaning: &'static str) -> MetricSpec {
    activity(id, name, Unit::Share, meaning, FLOW)
}

/// Readings under the ids of their metrics.
pub(crate) fn named<const N: usize>(readings: [(&'static str, Reading); N]) -> Vec<(MetricId, Reading)> {
    readings.into_iter().filter_map(|(id, reading)| Some((MetricId::new(id).ok()?, reading))).collect()
}

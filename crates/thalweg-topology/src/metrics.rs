//! The metrics of this crate: what each says, in which unit, and which way is better.

use thalweg_model::{Better, MetricId, MetricSpec, Reading, Unit};

/// Every metric that this crate computes.
pub const METRICS: &[MetricSpec] = &[
    MetricSpec::outcome(
        "topology.unowned_services",
        "Unowned services",
        Unit::Share,
        Better::Lower,
        "share of running services that no team answers for",
        "thalweg's rule TT013: every service has an accountable team",
    ),
    MetricSpec::outcome(
        "topology.ownership_coverage",
        "Ownership coverage",
        Unit::Share,
        Better::Higher,
        "share of running services that a team answers for",
        "thalweg's rule TT013: every service has an accountable team",
    ),
    MetricSpec::outcome(
        "topology.sound_escalation_paths",
        "Sound escalation paths",
        Unit::Share,
        Better::Higher,
        "share of teams whose escalation path holds at every hour of the week",
        "thalweg's own: resolution within the span of control",
    ),
    MetricSpec::outcome(
        "topology.escalation_rate",
        "Escalations",
        Unit::PerTeamWeek,
        Better::Lower,
        "escalations raised per team and week",
        "thalweg's own: resolution within the span of control",
    ),
    MetricSpec::outcome(
        "topology.escalation_rate_ratio",
        "Escalations against the previous period",
        Unit::Ratio,
        Better::Lower,
        "escalations per team-week against the period before, for teams present in both",
        "thalweg's playbook leadership-for-flow, S3.drop; exact conditional interval of a rate ratio",
    ),
    MetricSpec::outcome(
        "topology.resolved_within_span",
        "Resolved within the span of control",
        Unit::Share,
        Better::Higher,
        "share of resolved escalations that the team resolved itself, with or without the platform",
        "thalweg's own: resolution within the span of control",
    ),
    MetricSpec::outcome(
        "topology.resolved_within_span_change",
        "Change of what is resolved within the span of control",
        Unit::ShareDifference,
        Better::Higher,
        "that share less that of the period before, for teams present in both",
        "thalweg's own: resolution within the span of control",
    ),
    MetricSpec::outcome(
        "topology.resolved_with_platform",
        "Resolved with the platform",
        Unit::Share,
        Better::Higher,
        "share of resolved escalations that the team resolved by self-service on the platform",
        "thalweg's playbook leadership-for-flow, S3.span; Newcombe 1998",
    ),
    MetricSpec::outcome(
        "topology.resolved_with_platform_change",
        "Change of what is resolved with the platform",
        Unit::ShareDifference,
        Better::Higher,
        "that share less that of the period before, for teams present in both",
        "thalweg's playbook leadership-for-flow, S3.span; Newcombe 1998",
    ),
    at_level("topology.resolved_by_team", "Resolved by the team's own work"),
    at_level("topology.resolved_by_peer", "Resolved by a peer team"),
    at_level("topology.resolved_by_lead", "Resolved by a lead"),
    at_level("topology.resolved_by_executive", "Resolved by the executives"),
    MetricSpec::outcome(
        "topology.escalation_time",
        "Time to resolve an escalation",
        Unit::Hours,
        Better::Lower,
        "median time from raising to resolution, with those still open (Kaplan and Meier)",
        "thalweg's own: resolution within the span of control",
    ),
    time_at("topology.escalation_time.platform", "Time where the platform resolved it"),
    time_at("topology.escalation_time.team", "Time where the team resolved it"),
    time_at("topology.escalation_time.peer", "Time where a peer team resolved it"),
    time_at("topology.escalation_time.lead", "Time where a lead resolved it"),
    time_at("topology.escalation_time.executive", "Time where the executives resolved it"),
];

const fn at_level(id: &'static str, name: &'static str) -> MetricSpec {
    let meaning = "share of resolved escalations that were resolved at this level";
    MetricSpec::outcome(
        id,
        name,
        Unit::Share,
        Better::Neither,
        meaning,
        "thalweg's own: resolution within the span of control",
    )
}

const fn time_at(id: &'static str, name: &'static str) -> MetricSpec {
    let meaning = "median time at this level (Kaplan and Meier); to resolution here where the way through levels is not recorded";
    MetricSpec::outcome(
        id,
        name,
        Unit::Hours,
        Better::Lower,
        meaning,
        "thalweg's own: resolution within the span of control",
    )
}

/// Readings under the ids of their metrics.
pub(crate) fn named<const N: usize>(readings: [(&'static str, Reading); N]) -> Vec<(MetricId, Reading)> {
    readings.into_iter().filter_map(|(id, reading)| Some((MetricId::new(id).ok()?, reading))).collect()
}

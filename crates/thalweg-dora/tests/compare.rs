//! Two definitions side by side, with the records that make the difference (definitions.md).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod systems;

use thalweg_dora::compare::{Comparison, Yardstick, compare, compare_systems};
use thalweg_dora::preset::{MedianRule, Preset};
use thalweg_dora::{ChangeSet, Definition, Metric, Rules, Severity};
use thalweg_model::Exclusion;

use systems::{at, history, march};

fn systems(a: impl Into<Yardstick>, b: impl Into<Yardstick>) -> Comparison {
    let loaded = compare_systems(&a.into(), &b.into(), &history(), &march(), at("04-10T00:00"));
    loaded.value
}

fn differing(comparison: &Comparison, metric: Metric) -> Vec<(&str, &[f64], &[f64])> {
    let all = &comparison.get(metric).unwrap().differences;
    all.iter().map(|it| (it.record.as_str(), it.a.as_slice(), it.b.as_slice())).collect()
}

#[test]
fn a_definition_beside_itself_differs_in_nothing() {
    for preset in Preset::ALL {
        assert!(systems(preset, preset).agrees());
        assert!(systems(preset.definition(), preset.definition()).agrees());
    }
    assert!(systems(Definition::default(), Definition::default()).agrees());
}

#[test]
fn the_two_benchmarks_of_devlake_differ_in_one_deployment() {
    let comparison = systems(Preset::Devlake2023(MedianRule::Lower), Preset::Devlake2021(MedianRule::Lower));
    assert_eq!(comparison.a.name, "devlake-2023");
    assert_eq!(comparison.b.name, "devlake-2021");
    assert_eq!(differing(&comparison, Metric::ChangeFailRate), [("deployment R3", &[1.0][..], &[2.0][..])]);
    assert_eq!(differing(&comparison, Metric::ChangeLeadTime), []);
    assert_eq!(comparison.get(Metric::DeploymentReworkRate), None);
}

#[test]
fn the_median_alone_makes_another_number_of_the_same_records() {
    let comparison =
        systems(Preset::Devlake2023(MedianRule::Lower), Preset::Devlake2023(MedianRule::Interpolated));
    assert!(comparison.agrees());
    let lead = comparison.get(Metric::ChangeLeadTime).unwrap();
    assert_ne!(lead.a.value, lead.b.value);
    assert_eq!((lead.a.n, lead.b.n), (2, 2));
}

#[test]
fn a_migration_from_devlake_is_explained_record_by_record() {
    let mut rules = Rules { name: "ours".to_owned(), ..Rules::default() };
    rules.lead_time.change_set = ChangeSet::CommitRange;
    rules.lead_time.unit = thalweg_dora::ChangeUnit::PullRequest;
    let ours = Definition::new(rules).unwrap();
    let comparison = systems(Preset::Devlake2023(MedianRule::Lower), ours);
    // The same five deployments; ours fails R4, which T2 names, and R3 for T1 only.
    assert_eq!(differing(&comparison, Metric::DeploymentFrequency), []);
    let failed = differing(&comparison, Metric::ChangeFailRate);
    assert_eq!(failed, [("deployment R4", &[0.0][..], &[1.0][..])]);
    // Q1: exact instead of stage by stage in whole minutes. Q2: its coding counts, since the clock starts at the first commit.
    let lead = differing(&comparison, Metric::ChangeLeadTime);
    assert_eq!(lead.iter().map(|it| it.0).collect::<Vec<_>>(), ["change Q1", "change Q2"]);
    assert_eq!((lead[0].2, lead[1].1, lead[1].2), (&[51.0][..], &[28.0][..], &[27.0][..]));
    // Theirs are incidents, ours failed deployments, the open one among them.
    let recovery = differing(&comparison, Metric::FailedDeploymentRecoveryTime);
    assert!(recovery.iter().any(|it| it.0 == "deployment R4" && it.1.is_empty()));
}

#[test]
fn two_definitions_on_a_log_tell_why_a_record_was_left_out() {
    let log = history().log(&Definition::default()).value;
    let view = log.as_of(at("04-10T00:00")).within(&march());
    let mut rules = Rules { name: "everything".to_owned(), ..Rules::default() };
    rules.deployments.counted.results = thalweg_dora::Results::Any;
    rules.deployments.denominator.results = thalweg_dora::Results::Any;
    rules.failure.severity = Severity::Any;
    let comparison = compare(&Definition::default(), &Definition::new(rules).unwrap(), &view);
    let frequency = comparison.get(Metric::DeploymentFrequency).unwrap();
    assert_eq!(frequency.differences.len(), 1);
    let failed_run = &frequency.differences[0];
    assert_eq!((failed_run.record.as_str(), failed_run.b.as_slice()), ("deployment R2", &[1.0][..]));
    assert_eq!(failed_run.left_out_of_a, Some(Exclusion::NeverReachedProduction));
    assert_eq!((frequency.a.n, frequency.b.n), (5, 6));
    assert!(serde_json::to_string(&comparison).unwrap().contains("never_reached_production"));
}

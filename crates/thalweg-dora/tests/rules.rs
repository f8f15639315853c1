//! Every rule that a definition can set otherwise changes what it says it changes (definitions.md).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod records;

use records::{
    at, carrying, change, deployed, failed, in_march, in_march_by, incident, late, log, march, mending, of,
    value,
};
use thalweg_dora::{
    Absence, BandTable, Bucket, ClockEnd, ClockStart, Counting, Definition, DoraError, Environments,
    FrequencyRule, ProportionInterval, QuantileType, RecoveryStart, RecoveryUnit, RecoveryWindow, Results,
    Rules, Sample, Statistic, measure,
};
use thalweg_model::{
    Change, Deployment, EnvironmentId, EventLog, Exclusion, Flag, Gap, Method, Stages, StartKind, Tz, Window,
};

/// Four weeks from Monday 2 March 2026: 3, 0, 1 and 2 deployments, two of the first week on one day.
fn four_weeks() -> EventLog {
    let days = ["02T09", "02T15", "04T09", "16T09", "23T09", "29T09"];
    let one = |(n, day): (usize, &&str)| deployed(&format!("D{n}"), &format!("2026-03-{day}:00:00Z"));
    log(&days.iter().enumerate().map(one).collect::<Vec<_>>(), &[], &[])
}

fn per_week(rule: FrequencyRule, bucket: Bucket) -> f64 {
    let mut rules = Rules { name: "test".to_owned(), ..Rules::default() };
    (rules.frequency.rule, rules.frequency.bucket) = (rule, bucket);
    let window = Window::between(at("2026-03-02T00:00:00Z"), at("2026-03-30T00:00:00Z"), Tz::UTC).unwrap();
    let log = four_weeks();
    let found = measure(&log.as_of(late()).within(&window), &Definition::new(rules).unwrap());
    value(&found.deployment_frequency.per_week)
}

#[test]
fn frequency_in_buckets() {
    assert_eq!(per_week(FrequencyRule::Rate, Bucket::Week), 1.5);
    assert_eq!(per_week(FrequencyRule::MedianOfBuckets, Bucket::Week), 1.5, "of 0, 1, 2 and 3");
    assert_eq!(per_week(FrequencyRule::MedianDeployDays, Bucket::Week), 1.5, "of 0, 1, 2 and 2");
    assert_eq!(per_week(FrequencyRule::MeanOfFilledBuckets, Bucket::Week), 2.0, "the empty week is left out");
    assert_eq!(per_week(FrequencyRule::FlooredMean, Bucket::Week), 1.0);
    assert_eq!(per_week(FrequencyRule::MedianOfBuckets, Bucket::Day), 0.0, "most days see none");
    // Weeks from Sunday meet 1, 8, 15, 22 and 29 March: 3, 0, 1, 1 and 1 deployments.
    assert_eq!(per_week(FrequencyRule::MedianOfBuckets, Bucket::SundayWeek), 1.0);
    let monthly = per_week(FrequencyRule::MedianOfBuckets, Bucket::Month);
    assert!((monthly - 6.0 / 4.348_125).abs() < 1e-12, "a month has 4.348125 weeks on average");
}

#[test]
fn a_clock_that_ends_with_the_start_of_the_pipeline() {
    let started = Deployment {
        started_at: Some(at("2026-03-03T08:30:00Z")),
        ..carrying(&["C1"], deployed("D1", "2026-03-03T09:00:00Z"))
    };
    let unknown = carrying(&["C2"], deployed("D2", "2026-03-04T09:00:00Z"));
    let changes = [change("C1", "2026-03-03T08:00:00Z"), change("C2", "2026-03-04T08:00:00Z")];
    let log = log(&[started, unknown], &changes, &[]);
    let lead = in_march_by(&log, |it| it.lead_time.end = ClockEnd::Started).change_lead_time.median;
    assert_eq!(value(&lead), 0.5);
    assert_eq!(lead.basis().left_out[&Exclusion::NoStamp], 1);
}

#[test]
fn a_clock_that_starts_with_a_stamp() {
    let stages = Stages { opened: Some(at("2026-03-03T07:00:00Z")), ..Stages::default() };
    let with = Change { stages, ..change("C1", "2026-03-02T09:00:00Z") };
    let log = log(
        &[carrying(&["C1", "C2"], deployed("D1", "2026-03-03T09:00:00Z"))],
        &[with, change("C2", "2026-03-02T09:00:00Z")],
        &[],
    );
    let opened =
        in_march_by(&log, |it| it.lead_time.start = ClockStart::Only(StartKind::Opened)).change_lead_time;
    assert_eq!((value(&opened.median), opened.changes), (2.0, 1));
    assert_eq!(opened.median.basis().left_out[&Exclusion::OtherStartKind], 1);
    assert_eq!(value(&in_march(&log).change_lead_time.median), 24.0);
}

#[test]
fn a_mean_of_means_weighs_services_and_not_changes() {
    let log = log(
        &[
            carrying(&["C1", "C2", "C3"], deployed("D1", "2026-03-03T09:00:00Z")),
            of("web", carrying(&["C4"], deployed("D2", "2026-03-03T09:00:00Z"))),
        ],
        &[
            change("C1", "2026-03-03T08:00:00Z"),
            change("C2", "2026-03-03T08:00:00Z"),
            change("C3", "2026-03-03T08:00:00Z"),
            change("C4", "2026-03-03T00:00:00Z"),
        ],
        &[],
    );
    let lead = |statistic| {
        value(&in_march_by(&log, |it| it.lead_time.statistic = statistic).change_lead_time.median)
    };
    assert_eq!((lead(Statistic::Mean), lead(Statistic::MeanOfMeans)), (3.0, 5.0));
}

#[test]
fn every_environment_and_every_result() {
    let staging = Deployment {
        environment: EnvironmentId::new("staging").unwrap(),
        ..carrying(&["C1"], deployed("D1", "2026-03-03T09:00:00Z"))
    };
    let stopped = Deployment {
        reached_production: false,
        failed: Some(true),
        ..deployed("D2", "2026-03-04T09:00:00Z")
    };
    let good = carrying(&["C1"], deployed("D3", "2026-03-05T09:00:00Z"));
    let log = log(&[staging, stopped, good], &[change("C1", "2026-03-03T08:00:00Z")], &[]);
    assert_eq!(in_march(&log).deployment_frequency.deployments, 1);
    let any = in_march_by(&log, |it| {
        it.deployments.counted.environments = Environments::Any;
        it.deployments.denominator.environments = Environments::Any;
    });
    assert_eq!(any.deployment_frequency.deployments, 2);
    assert_eq!(value(&any.change_lead_time.median), 1.0, "the change went to staging first");
    let runs = in_march_by(&log, |it| it.deployments.denominator.results = Results::Any);
    assert_eq!(failed(&runs), (0, 2), "of two runs to production one arrived, and it is well");
}

#[test]
fn recovery_by_other_clocks_units_and_windows() {
    let log = log(
        &[deployed("D1", "2026-03-03T09:00:00Z")],
        &[],
        &[
            incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-03T12:00:00Z")),
            incident("I2", &["D1"], "2026-03-03T08:00:00Z", Some("2026-04-02T12:00:00Z")),
        ],
    );
    let times = |change: fn(&mut Rules)| {
        let mut rules = Rules { name: "test".to_owned(), ..Rules::default() };
        change(&mut rules);
        let definition = Definition::new(rules).unwrap();
        let sample = Sample::of(&log.as_of(late()).within(&march()), &definition);
        sample.recovery_times().into_iter().map(|it| it.0).collect::<Vec<_>>()
    };
    let to_april = 30.0 * 24.0 + 3.0;
    assert_eq!(times(|_| {}), [to_april], "from the deployment's finish, since the impact came before");
    assert_eq!(times(|it| it.recovery.start = RecoveryStart::Earliest), [to_april + 1.0]);
    assert_eq!(times(|it| it.recovery.unit = RecoveryUnit::Incident), [2.0, to_april]);
    let both = times(|it| {
        it.recovery.unit = RecoveryUnit::Incident;
        it.recovery.start = RecoveryStart::DeploymentFinished;
        it.recovery.window = RecoveryWindow::Both;
    });
    assert_eq!(both, [3.0], "the other one ended in April");
}

#[test]
fn a_recovery_belongs_to_the_window_in_which_it_ended() {
    let log = log(
        &[deployed("D1", "2026-02-27T09:00:00Z")],
        &[],
        &[incident("I1", &["D1"], "2026-02-27T10:00:00Z", Some("2026-03-02T10:00:00Z"))],
    );
    assert_eq!(in_march(&log).failed_deployment_recovery_time.median.gap(), Some(Gap::NoData));
    let restored = in_march_by(&log, |it| it.recovery.window = RecoveryWindow::Restored);
    assert_eq!(value(&restored.failed_deployment_recovery_time.median), 72.0);
}

#[test]
fn each_kind_of_evidence_can_be_left_out() {
    let log = log(
        &[
            deployed("D1", "2026-03-03T09:00:00Z"),
            mending(&["D1"], deployed("D2", "2026-03-04T09:00:00Z")),
            Deployment { failed: Some(true), ..deployed("D3", "2026-03-05T09:00:00Z") },
            Deployment { rolled_back: true, ..deployed("D4", "2026-03-06T09:00:00Z") },
            deployed("D5", "2026-03-07T09:00:00Z"),
        ],
        &[],
        &[incident("I1", &["D5"], "2026-03-07T10:00:00Z", None)],
    );
    let count = |change: fn(&mut Rules)| failed(&in_march_by(&log, change)).0;
    assert_eq!(count(|_| {}), 4);
    assert_eq!(count(|it| it.failure.marked = false), 3);
    assert_eq!(count(|it| it.failure.rolled_back = false), 3);
    assert_eq!(count(|it| it.failure.remediated = false), 3);
    assert_eq!(count(|it| it.failure.incident = false), 3);
    let evidence = in_march(&log).change_fail_rate.evidence;
    assert_eq!((evidence.marked, evidence.rolled_back, evidence.remediated, evidence.incident), (1, 1, 1, 1));
}

#[test]
fn a_count_of_incidents_is_no_share() {
    let log = log(&[deployed("D1", "2026-03-03T09:00:00Z")], &[], &[]);
    let found = in_march_by(&log, |it| it.failure.counting = Counting::Incidents);
    assert_eq!(found.change_fail_rate.rate.gap(), Some(Gap::Undefined));
}

#[test]
fn no_data_as_zero_only_where_a_preset_says_so() {
    let log = log(&[deployed("D1", "2026-03-03T09:00:00Z")], &[], &[]);
    assert_eq!(in_march(&log).change_lead_time.median.gap(), Some(Gap::NoData));
    let zero = in_march_by(&log, |it| it.absence = Absence::Zero);
    assert_eq!(value(&zero.change_lead_time.median), 0.0);
    let ours = Rules { absence: Absence::Zero, ..Rules::default() };
    let Err(DoraError::Definition { problems, .. }) = Definition::new(ours) else {
        panic!("it holds together")
    };
    assert_eq!(problems[0].item, "absence");
}

#[test]
fn intervals_levels_quantiles_and_bands() {
    let changes: Vec<Change> =
        (1..=8).map(|n| change(&format!("C{n}"), &format!("2026-03-02T0{n}:00:00Z"))).collect();
    let ids: Vec<String> = changes.iter().map(|it| it.id.to_string()).collect();
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    let log = log(&[carrying(&names, deployed("D1", "2026-03-02T09:00:00Z"))], &changes, &[]);
    let found = in_march_by(&log, |it| it.estimation.proportion = ProportionInterval::Jeffreys);
    assert_eq!(found.change_fail_rate.rate.interval().unwrap().method, Method::Jeffreys);
    let wide = |level| {
        let found = in_march_by(&log, |it| it.estimation.level = level);
        let interval = *found.change_fail_rate.rate.interval().unwrap();
        assert_eq!(interval.level, level);
        interval.upper.unwrap()
    };
    assert!(wide(0.99) > wide(0.9));
    let p85 = |kind| value(&in_march_by(&log, |it| it.estimation.quantile = kind).change_lead_time.p85);
    // numpy 2.4.6: quantile([1..8], .85, method = linear, inverted_cdf, median_unbiased).
    assert!((p85(QuantileType::Seven) - 6.95).abs() < 1e-12);
    assert!((p85(QuantileType::One) - 7.0).abs() < 1e-12);
    assert!((p85(QuantileType::Eight) - 7.416_666_666_666_667).abs() < 1e-12);
    assert!(in_march(&log).change_lead_time.band.is_some());
    assert_eq!(in_march_by(&log, |it| it.bands = BandTable::None).change_lead_time.band, None);
}

#[test]
fn uneven_weeks_widen_the_interval() {
    // One week of twelve and three of one each: D = 24.2 at 3 degrees of freedom.
    let busy = (0..12).map(|n| deployed(&format!("B{n}"), &format!("2026-03-02T{n:02}:00:00Z")));
    let rest =
        ["10", "17", "24"].map(|day| deployed(&format!("R{day}"), &format!("2026-03-{day}T09:00:00Z")));
    let all: Vec<Deployment> = busy.chain(rest).collect();
    let log = log(&all, &[], &[]);
    let window = Window::between(at("2026-03-02T00:00:00Z"), at("2026-03-30T00:00:00Z"), Tz::UTC).unwrap();
    let frequency = measure(&log.as_of(late()).within(&window), &Definition::default()).deployment_frequency;
    let dispersion = frequency.dispersion.unwrap();
    assert!((dispersion.statistic - 24.2).abs() < 1e-9 && dispersion.degrees_of_freedom == 3);
    assert!(frequency.per_week.basis().flags.contains(&Flag::OverDispersed));
    // Garwood's for 15 in 4 weeks, [2.098847, 6.185055], each end √(24.2/3) times as far away, and not below 0.
    let interval = frequency.per_week.interval().unwrap();
    assert_eq!(interval.lower, Some(0.0));
    assert!(
        (interval.upper.unwrap() - (3.75 + (24.2_f64 / 3.0).sqrt() * (6.185_054_717_9 - 3.75))).abs() < 1e-8
    );
}

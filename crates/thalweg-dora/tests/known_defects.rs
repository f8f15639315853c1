//! Known defects of existing tools (dora.md section 9): each is a number that we must not get.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod records;

use records::{carrying, change, deployed, failed, in_march, incident, leads, log, of, recoveries, value};
use thalweg_dora::levels::{NoLevels, of_year};
use thalweg_dora::{Metric, measure};
use thalweg_model::{Exclusion, Flag, Gap};

#[test]
fn a_fail_rate_is_never_above_one() {
    // One deployment, three changes, two incidents: six rows of a join, one failed deployment.
    let log = log(
        &[carrying(&["C1", "C2", "C3"], deployed("D1", "2026-03-03T09:00:00Z"))],
        &[
            change("C1", "2026-03-02T09:00:00Z"),
            change("C2", "2026-03-02T10:00:00Z"),
            change("C3", "2026-03-02T11:00:00Z"),
        ],
        &[
            incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-03T11:00:00Z")),
            incident("I2", &["D1"], "2026-03-03T12:00:00Z", Some("2026-03-03T13:00:00Z")),
        ],
    );
    assert_eq!(failed(&in_march(&log)), (1, 1));
}

#[test]
fn lead_times_of_zero_count_and_negative_ones_are_told() {
    let log = log(
        &[carrying(&["C1", "C2", "C3"], deployed("D1", "2026-03-03T09:00:00Z"))],
        &[
            change("C1", "2026-03-03T09:00:00Z"),
            change("C2", "2026-03-03T10:00:00Z"),
            change("C3", "2026-03-03T07:00:00Z"),
        ],
        &[],
    );
    assert_eq!(leads(&log), [0.0, 2.0]);
    let lead = in_march(&log).change_lead_time;
    assert_eq!(value(&lead.median), 1.0);
    assert_eq!(lead.median.basis().left_out[&Exclusion::NegativeDuration], 1);
    assert_eq!(value(&lead.geometric_mean), 2.0, "over the positive one");
}

#[test]
fn no_data_is_not_zero() {
    // The service deployed in April only: March is a real zero of deployments, and nothing else is known.
    let log = log(&[deployed("D1", "2026-04-03T09:00:00Z")], &[], &[]);
    let march = in_march(&log);
    assert_eq!(value(&march.deployment_frequency.per_week), 0.0);
    assert!(march.deployment_frequency.per_week.interval().unwrap().upper.unwrap() > 0.0);
    for metric in Metric::ALL.into_iter().filter(|it| *it != Metric::DeploymentFrequency) {
        assert_eq!(march.reading(metric).gap(), Some(Gap::NoData), "{metric:?}");
    }
}

#[test]
fn the_median_of_an_even_number_lies_between() {
    let log = log(
        &[carrying(&["C1", "C2"], deployed("D1", "2026-03-03T09:00:00Z"))],
        &[change("C1", "2026-03-03T07:00:00Z"), change("C2", "2026-03-02T09:00:00Z")],
        &[],
    );
    assert_eq!(value(&in_march(&log).change_lead_time.median), 13.0, "the lower median would be 2 h");
}

#[test]
fn open_incidents_stay_in_the_recovery_time() {
    // Recoveries of 2, 4 and 6 h, and two incidents that are open: dropped, they would leave a median of 4 h.
    let closed = [("D1", 2), ("D2", 4), ("D3", 6)];
    let mut incidents: Vec<_> = closed
        .iter()
        .map(|(id, hours)| {
            let day = id.trim_start_matches('D');
            let restored = format!("2026-03-0{day}T{:02}:00:00Z", 9 + hours);
            incident(&format!("I{id}"), &[id], &format!("2026-03-0{day}T09:00:00Z"), Some(&restored))
        })
        .collect();
    incidents.push(incident("ID4", &["D4"], "2026-03-04T09:00:00Z", None));
    incidents.push(incident("ID5", &["D5"], "2026-03-05T09:00:00Z", None));
    let all: Vec<_> =
        (1..=5).map(|day| deployed(&format!("D{day}"), &format!("2026-03-0{day}T09:00:00Z"))).collect();
    let log = log(&all, &[], &incidents);
    let recovery = in_march(&log).failed_deployment_recovery_time;
    assert_eq!(value(&recovery.median), 6.0);
    assert_eq!((recovery.failures, recovery.open), (5, 2));
    assert_eq!(recoveries(&log).len(), 5);
}

#[test]
fn frequency_counts_deployments_and_not_days() {
    let log = log(
        &[
            deployed("D1", "2026-03-03T09:00:00Z"),
            deployed("D2", "2026-03-03T12:00:00Z"),
            deployed("D3", "2026-03-03T15:00:00Z"),
        ],
        &[],
        &[],
    );
    let frequency = in_march(&log).deployment_frequency;
    assert_eq!((frequency.deployments, frequency.deploy_days), (3, 1));
    assert!((value(&frequency.per_week) - 3.0 / (31.0 / 7.0)).abs() < 1e-12);
}

#[test]
fn levels_belong_to_their_year() {
    let lead = |year| of_year(year).unwrap().levels[0].lead_time.text.clone();
    assert_eq!((lead(2018).as_str(), lead(2019).as_str()), ("below 1 hour", "below 1 day"));
    assert_eq!(of_year(2025), Err(NoLevels::Profiles));
    assert!(of_year(2025).unwrap_err().to_string().contains("survey"));
}

#[test]
fn medians_are_pooled_and_never_averaged() {
    let log = log(
        &[
            carrying(&["C1", "C2", "C3"], deployed("D1", "2026-03-03T12:00:00Z")),
            of("web", carrying(&["C4"], deployed("D2", "2026-03-09T12:00:00Z"))),
        ],
        &[
            change("C1", "2026-03-03T11:00:00Z"),
            change("C2", "2026-03-03T10:00:00Z"),
            change("C3", "2026-03-03T09:00:00Z"),
            change("C4", "2026-03-05T08:00:00Z"),
        ],
        &[],
    );
    let view = log.as_of(records::late()).within(&records::march());
    let rolled = thalweg_dora::aggregate::roll_up(&view, &thalweg_dora::Definition::default(), None);
    assert_eq!(value(&rolled.pooled.change_lead_time.median), 2.5, "the average of 2 h and 100 h is 51 h");
    assert_eq!(rolled.pooled, measure(&view, &thalweg_dora::Definition::default()));
    assert!(rolled.pooled.change_lead_time.median.basis().flags.contains(&Flag::Clustered));
}

#[test]
fn recoveries_are_pooled_with_the_open_ones_and_their_medians_never_averaged() {
    // One service recovers in 1, 2 and 3 h. The other takes 10 h twice and is open three times, so that it alone never gets there.
    let at = |day: u32, hour: u32| format!("2026-03-{day:02}T{hour:02}:00:00Z");
    let mut deployments = Vec::new();
    let mut incidents = Vec::new();
    let hours = [Some(1), Some(2), Some(3), Some(10), Some(10), None, None, None];
    for (day, hours) in (1..).zip(hours) {
        let id = format!("D{day}");
        let service = if day < 4 { "api" } else { "web" };
        deployments.push(of(service, deployed(&id, &at(day, 9))));
        let restored = hours.map(|it| at(day, 9 + it));
        incidents.push(incident(&format!("I{id}"), &[&id], &at(day, 9), restored.as_deref()));
    }
    let log = log(&deployments, &[], &incidents);
    let view = log.as_of(records::late()).within(&records::march());
    let rolled = thalweg_dora::aggregate::roll_up(&view, &thalweg_dora::Definition::default(), None);
    let pooled = &rolled.pooled.failed_deployment_recovery_time;
    assert_eq!(
        value(&pooled.median),
        10.0,
        "the median of the services' own is 2 h, without the open ones it is 3 h"
    );
    assert_eq!((pooled.failures, pooled.open), (8, 3));
    let service = |id: &str| view.group_by(|it| it.service().as_str() == id);
    let alone = measure(service("web").get(&true).unwrap(), &thalweg_dora::Definition::default());
    assert!(matches!(alone.failed_deployment_recovery_time.median.gap(), Some(Gap::NotReached { .. })));
}

//! The edge cases of dora.md section 10: time, counting, durations and rates.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    clippy::panic,
    reason = "tests"
)]

mod records;

use records::*;
use thalweg_dora::{
    Attribution, ClockStart, Definition, Metric, NotPositive, OpenIncidents, Rounding, Sample, Statistic,
    explain, measure,
};
use thalweg_model::{
    Change, ChangeKind, Deployment, DeploymentId, Elapsed, EventLog, Exclusion, Flag, Gap, Incident, Instant,
    Plan, Prompt, Service, ServiceId, StartKind, Tz, Window, record::RecordKind,
};

fn count(log: &EventLog, window: &Window, as_of: Instant) -> u64 {
    measure(&log.as_of(as_of).within(window), &Definition::default()).deployment_frequency.deployments
}

mod time {
    use super::*;

    #[test]
    fn the_start_is_inside_and_the_end_is_not() {
        let log = log(
            &[
                deployed("D0", "2026-02-28T23:59:59.999999999Z"),
                deployed("D1", "2026-03-01T00:00:00Z"),
                deployed("D2", "2026-03-31T23:59:59.999999999Z"),
                deployed("D3", "2026-04-01T00:00:00Z"),
            ],
            &[],
            &[],
        );
        assert_eq!(count(&log, &march(), late()), 2);
    }

    #[test]
    fn months_with_a_change_of_clocks_have_743_or_745_hours() {
        let log = log(&[deployed("D1", "2026-01-01T00:00:00Z")], &[], &[]);
        let hours = |month| {
            let window = Window::month(2026, month, Tz::Europe__Berlin).unwrap();
            let view = log.as_of(at("2027-01-01T00:00:00Z"));
            Sample::of(&view.within(&window), &Definition::default()).exposure().hours()
        };
        assert_eq!((hours(3), hours(10), hours(5)), (743.0, 745.0, 744.0));
    }

    #[test]
    fn a_zone_of_half_an_hour_cuts_where_its_midnight_is() {
        let kolkata = Window::month(2026, 3, Tz::Asia__Kolkata).unwrap();
        let log =
            log(&[deployed("D1", "2026-02-28T18:30:00Z"), deployed("D2", "2026-02-28T18:29:59Z")], &[], &[]);
        assert_eq!(count(&log, &kolkata, late()), 1);
    }

    #[test]
    fn week_53_and_the_turn_of_the_year() {
        let week = Window::iso_week(2026, 53, Tz::UTC).unwrap();
        let log = log(
            &[
                deployed("D1", "2026-12-28T00:00:00Z"),
                deployed("D2", "2027-01-03T23:00:00Z"),
                deployed("D3", "2027-01-04T00:00:00Z"),
            ],
            &[],
            &[],
        );
        assert_eq!(count(&log, &week, at("2027-02-01T00:00:00Z")), 2);
    }

    #[test]
    fn a_leap_day_and_a_fiscal_quarter() {
        let log = log(&[deployed("D1", "2028-02-29T12:00:00Z")], &[], &[]);
        let as_of = at("2028-06-01T00:00:00Z");
        let quarter = Window::quarter(2028, 4, 5, Tz::UTC).unwrap();
        assert_eq!(
            (quarter.start(), quarter.end()),
            (at("2028-02-01T00:00:00Z"), at("2028-05-01T00:00:00Z"))
        );
        assert_eq!(count(&log, &quarter, as_of), 1);
        let frequency =
            measure(&log.as_of(as_of).within(&quarter), &Definition::default()).deployment_frequency;
        assert_eq!(frequency.per_week.basis().exposure.unwrap().days(), 90.0);
    }

    #[test]
    fn a_window_that_has_not_ended_is_partial_and_has_no_band() {
        let log =
            log(&[deployed("D1", "2026-03-03T09:00:00Z"), deployed("D2", "2026-03-20T09:00:00Z")], &[], &[]);
        let as_of = at("2026-03-15T00:00:00Z");
        let found = measure(&log.as_of(as_of).within(&march()), &Definition::default());
        let frequency = &found.deployment_frequency;
        assert_eq!(frequency.deployments, 1, "what comes later is not known yet");
        assert_eq!(frequency.per_week.basis().exposure.unwrap().days(), 14.0);
        assert_eq!(value(&frequency.per_week), 0.5);
        for metric in Metric::ALL {
            assert!(found.reading(metric).basis().flags.contains(&Flag::Partial), "{metric:?}");
        }
        assert_eq!(frequency.band, None);
        assert_eq!(frequency.per_week.basis().left_out[&Exclusion::AfterAsOf], 1);
    }

    #[test]
    fn what_finishes_at_the_instant_is_known() {
        let log = log(&[deployed("D1", "2026-03-15T00:00:00Z")], &[], &[]);
        assert_eq!(count(&log, &march(), at("2026-03-15T00:00:00Z")), 1);
        assert_eq!(count(&log, &march(), at("2026-03-14T23:59:59.999999999Z")), 0);
    }

    #[test]
    fn an_instant_before_any_data_says_no_data() {
        let log = log(&[deployed("D1", "2026-03-03T09:00:00Z")], &[], &[]);
        let found = measure(&log.as_of(at("2026-03-02T00:00:00Z")).within(&march()), &Definition::default());
        for metric in Metric::ALL {
            assert_eq!(found.reading(metric).gap(), Some(Gap::NoData), "{metric:?}");
        }
        let before = measure(&log.as_of(at("2026-02-02T00:00:00Z")).within(&march()), &Definition::default());
        assert_eq!(before.deployment_frequency.per_week.gap(), Some(Gap::NoData), "nothing was observed yet");
    }

    #[test]
    fn a_service_has_exposure_only_while_it_exists() {
        let mut builder = EventLog::builder();
        builder.deployment(deployed("D1", "2026-03-16T09:00:00Z"), None);
        let service = Service {
            id: ServiceId::new("api").unwrap(),
            active_from: Some(at("2026-03-11T00:00:00Z")),
            active_to: Some(at("2026-03-25T00:00:00Z")),
        };
        builder.service(service, None);
        let log = builder.build().value;
        let frequency = in_march(&log).deployment_frequency;
        assert_eq!(frequency.per_week.basis().exposure.unwrap().days(), 14.0);
        assert_eq!(value(&frequency.per_week), 0.5);
        let whole: Vec<bool> = frequency.weeks.iter().map(|it| it.whole).collect();
        assert_eq!(whole, [false, true, false], "of the weeks from 9, 16 and 23 March");
    }

    #[test]
    fn an_end_after_the_instant_counts_as_absent() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z")],
            &[],
            &[incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-20T10:00:00Z"))],
        );
        let view = log.as_of(at("2026-03-05T10:00:00Z"));
        let recovery =
            measure(&view.within(&march()), &Definition::default()).failed_deployment_recovery_time;
        assert_eq!((recovery.open, recovery.oldest_open), (1, Some(48.0)));
    }

    #[test]
    fn an_incident_after_the_instant_is_not_known() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z")],
            &[],
            &[incident("I1", &["D1"], "2026-03-20T10:00:00Z", None)],
        );
        let view = log.as_of(at("2026-03-10T00:00:00Z"));
        assert_eq!(failed(&measure(&view.within(&march()), &Definition::default())), (0, 1));
        assert_eq!(failed(&in_march(&log)), (1, 1), "a late incident changes a past window");
    }

    #[test]
    fn a_young_deployment_makes_a_rate_provisional() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z"), deployed("D2", "2026-03-30T09:00:00Z")],
            &[],
            &[incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-03T11:00:00Z"))],
        );
        let found = measure(&log.as_of(at("2026-04-02T00:00:00Z")).within(&march()), &Definition::default());
        let rate = &found.change_fail_rate;
        assert!(rate.rate.basis().flags.contains(&Flag::Provisional));
        assert_eq!(failed(&found), (1, 2));
        assert_eq!(rate.mature.value().map(|it| (it.part(), it.whole())), Some((1, 1)));
        assert_eq!(rate.mature.basis().left_out[&Exclusion::Immature], 1);
        let exactly =
            measure(&log.as_of(at("2026-04-06T09:00:00Z")).within(&march()), &Definition::default());
        assert!(!exactly.change_fail_rate.rate.basis().flags.contains(&Flag::Provisional), "seven days old");
    }
}

mod counting {
    use super::*;

    #[test]
    fn no_record_at_all() {
        let found = in_march(&EventLog::default());
        for metric in Metric::ALL {
            assert_eq!(found.reading(metric).gap(), Some(Gap::NoData), "{metric:?}");
        }
    }

    #[test]
    fn one_and_two_records() {
        let one = log(&[deployed("D1", "2026-03-03T09:00:00Z")], &[], &[]);
        let gap = in_march(&one).deployment_frequency.median_gap.gap();
        assert_eq!(gap, Some(Gap::InsufficientData { have: 1, need: 2 }));
        let two =
            log(&[deployed("D1", "2026-03-03T09:00:00Z"), deployed("D2", "2026-03-04T12:00:00Z")], &[], &[]);
        assert_eq!(value(&in_march(&two).deployment_frequency.median_gap), 27.0);
    }

    #[test]
    fn duplicates_count_once_and_contradictions_not_at_all() {
        let first = deployed("D1", "2026-03-03T09:00:00Z");
        let same = log(&[first.clone(), first.clone()], &[], &[]);
        assert_eq!(count(&same, &march(), late()), 1);
        let other = Deployment { finished_at: at("2026-03-04T09:00:00Z"), ..first.clone() };
        let loaded = EventLog::of_records([first, other], [], []);
        assert_eq!(loaded.rejected(), 2);
        assert_eq!(count(&loaded.value, &march(), late()), 0);
    }

    #[test]
    fn other_environments_and_pipelines_that_stopped_do_not_count() {
        let staging = thalweg_model::EnvironmentId::new("staging").unwrap();
        let log = log(
            &[
                deployed("D1", "2026-03-03T09:00:00Z"),
                Deployment { environment: staging, ..deployed("D2", "2026-03-04T09:00:00Z") },
                Deployment { reached_production: false, ..deployed("D3", "2026-03-05T09:00:00Z") },
            ],
            &[],
            &[],
        );
        let basis = in_march(&log).deployment_frequency.per_week.basis().clone();
        assert_eq!(basis.n, 1);
        assert_eq!(basis.left_out[&Exclusion::OtherEnvironment], 1);
        assert_eq!(basis.left_out[&Exclusion::NeverReachedProduction], 1);
    }

    #[test]
    fn one_change_in_two_deployments_counts_with_the_first() {
        let log = log(
            &[
                carrying(&["C1"], deployed("D1", "2026-03-03T09:00:00Z")),
                carrying(&["C1"], deployed("D2", "2026-03-09T09:00:00Z")),
            ],
            &[change("C1", "2026-03-02T09:00:00Z")],
            &[],
        );
        assert_eq!(leads(&log), [24.0]);
    }

    #[test]
    fn a_change_deployed_before_the_window_is_left_out_of_it() {
        let log = log(
            &[
                carrying(&["C1"], deployed("D1", "2026-02-20T09:00:00Z")),
                carrying(&["C1"], deployed("D2", "2026-03-09T09:00:00Z")),
            ],
            &[change("C1", "2026-02-19T09:00:00Z")],
            &[],
        );
        let lead = in_march(&log).change_lead_time.median;
        assert_eq!(lead.gap(), Some(Gap::NoData));
        assert_eq!(lead.basis().left_out[&Exclusion::AlreadyDeployed], 1);
    }

    #[test]
    fn one_change_in_two_services_counts_in_each() {
        let log = log(
            &[
                carrying(&["C1"], deployed("D1", "2026-03-03T09:00:00Z")),
                of("web", carrying(&["C1"], deployed("D2", "2026-03-03T11:00:00Z"))),
            ],
            &[change("C1", "2026-03-03T08:00:00Z")],
            &[],
        );
        assert_eq!(leads(&log), [1.0, 3.0]);
    }

    #[test]
    fn a_change_that_first_failed_to_reach_production_counts_with_the_next() {
        let stopped = Deployment { reached_production: false, ..deployed("D1", "2026-03-03T09:00:00Z") };
        let log = log(
            &[carrying(&["C1"], stopped), carrying(&["C1"], deployed("D2", "2026-03-03T15:00:00Z"))],
            &[change("C1", "2026-03-03T08:00:00Z")],
            &[],
        );
        assert_eq!(leads(&log), [7.0]);
    }

    #[test]
    fn failed_then_redeployed_is_one_failure_of_two() {
        let first = Deployment { rolled_back: true, ..deployed("D1", "2026-03-03T09:00:00Z") };
        let log = log(&[first, deployed("D2", "2026-03-03T15:00:00Z")], &[], &[]);
        let found = in_march(&log);
        assert_eq!(failed(&found), (1, 2));
        assert_eq!(found.change_fail_rate.evidence.rolled_back, 1);
        // It is over, and nothing says since when.
        let recovery = found.failed_deployment_recovery_time;
        assert_eq!(recovery.median.basis().left_out[&Exclusion::NoEnd], 1);
    }

    #[test]
    fn a_rollback_of_a_rollback() {
        let log = log(
            &[
                deployed("D1", "2026-03-03T09:00:00Z"),
                mending(&["D1"], deployed("D2", "2026-03-03T10:00:00Z")),
                mending(&["D2"], deployed("D3", "2026-03-03T13:00:00Z")),
            ],
            &[],
            &[],
        );
        assert_eq!(failed(&in_march(&log)), (2, 3));
        assert_eq!(recoveries(&log), [(1.0, true), (3.0, true)]);
    }

    #[test]
    fn a_hotfix_that_fails_itself_counts_in_both_rates() {
        let hotfix = |id, at| Deployment { plan: Plan::Unplanned, ..deployed(id, at) };
        let log = log(
            &[
                deployed("D1", "2026-03-03T09:00:00Z"),
                mending(&["I1"], hotfix("D2", "2026-03-03T10:00:00Z")),
                mending(&["I2"], hotfix("D3", "2026-03-03T11:00:00Z")),
            ],
            &[],
            &[
                incident("I1", &["D1"], "2026-03-03T09:10:00Z", Some("2026-03-03T10:00:00Z")),
                incident("I2", &["D2"], "2026-03-03T10:10:00Z", Some("2026-03-03T11:00:00Z")),
            ],
        );
        let found = in_march(&log);
        assert_eq!(failed(&found), (2, 3));
        assert_eq!(found.deployment_rework_rate.rate.value().map(|it| it.part()), Some(2));
    }

    #[test]
    fn a_loop_of_remedies_is_refused_and_counted() {
        let loaded = EventLog::of_records(
            [
                mending(&["D2"], deployed("D1", "2026-03-03T09:00:00Z")),
                mending(&["D1"], deployed("D2", "2026-03-03T10:00:00Z")),
                mending(&["D3"], deployed("D3", "2026-03-03T11:00:00Z")),
            ],
            [],
            [],
        );
        assert_eq!(loaded.rejects.len(), 2, "only an earlier deployment can be mended");
        assert_eq!(failed(&in_march(&loaded.value)), (1, 3));
    }

    #[test]
    fn one_incident_marks_all_that_it_names_or_only_the_latest() {
        let log = log(
            &[
                deployed("D1", "2026-03-03T09:00:00Z"),
                deployed("D2", "2026-03-04T09:00:00Z"),
                deployed("D3", "2026-03-06T09:00:00Z"),
            ],
            &[],
            &[incident("I1", &["D1", "D2", "D3"], "2026-03-05T09:00:00Z", Some("2026-03-05T12:00:00Z"))],
        );
        let all = in_march(&log);
        assert_eq!(failed(&all), (3, 3));
        assert!(all.change_fail_rate.rate.basis().flags.contains(&Flag::SharedCause));
        let latest = in_march_by(&log, |it| it.incidents.attribute = Attribution::Latest);
        assert_eq!(failed(&latest), (1, 3));
        assert!(!latest.change_fail_rate.rate.basis().flags.contains(&Flag::SharedCause));
        assert_eq!(value(&latest.failed_deployment_recovery_time.median), 3.0, "from the impact, after D2");
    }

    #[test]
    fn an_incident_before_its_deployments_marks_the_nearest_under_latest() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z"), deployed("D2", "2026-03-04T09:00:00Z")],
            &[],
            &[incident("I1", &["D1", "D2"], "2026-03-03T08:00:00Z", Some("2026-03-03T11:00:00Z"))],
        );
        let latest = in_march_by(&log, |it| it.incidents.attribute = Attribution::Latest);
        assert_eq!(failed(&latest), (1, 2));
        // The clock never starts before the deployment finished.
        assert_eq!(value(&latest.failed_deployment_recovery_time.median), 2.0);
    }

    #[test]
    fn several_incidents_of_one_deployment_are_one_failure_from_the_first_impact_to_the_last_end() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z")],
            &[],
            &[
                incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-03T12:00:00Z")),
                incident("I2", &["D1"], "2026-03-03T11:00:00Z", Some("2026-03-03T15:00:00Z")),
            ],
        );
        assert_eq!(failed(&in_march(&log)), (1, 1));
        assert_eq!(recoveries(&log), [(5.0, true)]);
    }

    #[test]
    fn one_of_several_incidents_open_leaves_the_failure_open() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z")],
            &[],
            &[
                incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-03T12:00:00Z")),
                incident("I2", &["D1"], "2026-03-03T11:00:00Z", None),
            ],
        );
        assert!(!recoveries(&log)[0].1);
    }

    #[test]
    fn an_incident_of_nothing_or_of_an_unknown_deployment_never_enters() {
        let loaded = EventLog::of_records(
            [deployed("D1", "2026-03-03T09:00:00Z")],
            [],
            [
                incident("I1", &[], "2026-03-03T10:00:00Z", Some("2026-03-03T12:00:00Z")),
                incident("I2", &["D9"], "2026-03-03T10:00:00Z", Some("2026-03-03T12:00:00Z")),
            ],
        );
        assert_eq!(loaded.rejects.len(), 1, "{:?}", loaded.rejects);
        let found = in_march(&loaded.value);
        assert_eq!(failed(&found), (0, 1));
        assert_eq!(found.failed_deployment_recovery_time.median.gap(), Some(Gap::NoData));
    }

    #[test]
    fn an_incident_of_a_deployment_that_does_not_count_marks_nothing() {
        let stopped = Deployment { reached_production: false, ..deployed("D1", "2026-03-03T09:00:00Z") };
        let log = log(
            &[stopped, deployed("D2", "2026-03-04T09:00:00Z")],
            &[],
            &[incident("I1", &["D1", "D2"], "2026-03-05T10:00:00Z", Some("2026-03-05T12:00:00Z"))],
        );
        let found = in_march(&log);
        assert_eq!(failed(&found), (1, 1));
        let flags = &found.change_fail_rate.rate.basis().flags;
        assert!(!flags.contains(&Flag::SharedCause), "only one of the two counts");
    }

    #[test]
    fn an_incident_that_nobody_felt_marks_nothing() {
        let mild = Incident {
            user_impacting: false,
            ..incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-03T12:00:00Z"))
        };
        let log = log(&[deployed("D1", "2026-03-03T09:00:00Z")], &[], &[mild]);
        assert_eq!(failed(&in_march(&log)), (0, 1));
        let any = in_march_by(&log, |it| it.failure.severity = thalweg_dora::Severity::Any);
        assert_eq!(failed(&any), (1, 1));
    }

    #[test]
    fn a_marked_failure_that_nothing_mends_is_open() {
        let marked = Deployment { failed: Some(true), ..deployed("D1", "2026-03-03T09:00:00Z") };
        let recovery = in_march(&log(&[marked], &[], &[])).failed_deployment_recovery_time;
        assert_eq!((recovery.failures, recovery.open), (1, 1));
    }

    #[test]
    fn unknown_plans_are_told_and_when_all_are_unknown_there_is_no_rate() {
        let unknown = |id, at| Deployment { plan: Plan::Unknown, ..deployed(id, at) };
        let some = log(
            &[
                deployed("D1", "2026-03-03T09:00:00Z"),
                unknown("D2", "2026-03-04T09:00:00Z"),
                mending(
                    &["D1"],
                    Deployment { plan: Plan::Unplanned, ..deployed("D3", "2026-03-05T09:00:00Z") },
                ),
            ],
            &[],
            &[],
        );
        let rate = in_march(&some).deployment_rework_rate.rate;
        assert_eq!(rate.value().map(|it| (it.part(), it.whole())), Some((1, 3)));
        assert!(rate.basis().flags.contains(&Flag::LowCoverage));
        assert_eq!(rate.basis().left_out[&Exclusion::UnknownPlan], 1);
        let none = log(&[unknown("D1", "2026-03-03T09:00:00Z")], &[], &[]);
        assert_eq!(in_march(&none).deployment_rework_rate.rate.gap(), Some(Gap::NotRecorded));
    }

    #[test]
    fn rework_is_unplanned_and_has_a_reason() {
        let hotfix = |prompted_by| Deployment {
            plan: Plan::Unplanned,
            prompted_by,
            ..deployed("D1", "2026-03-03T09:00:00Z")
        };
        let rework = |deployment| {
            in_march(&log(&[deployment], &[], &[])).deployment_rework_rate.rate.value().unwrap().part()
        };
        assert_eq!(rework(hotfix(Some(Prompt::UserFacingBug))), 1);
        assert_eq!(rework(hotfix(Some(Prompt::Incident))), 1);
        assert_eq!(rework(hotfix(Some(Prompt::Other))), 0);
        assert_eq!(rework(hotfix(None)), 0);
        assert_eq!(rework(mending(&["elsewhere"], hotfix(None))), 1, "it names what it mends");
        let planned = Deployment { plan: Plan::Planned, ..hotfix(Some(Prompt::Incident)) };
        assert_eq!(rework(mending(&["elsewhere"], planned)), 0, "it was planned");
    }

    #[test]
    fn what_the_sources_do_not_record_is_not_zero() {
        let mut builder =
            EventLog::builder().not_recorded(RecordKind::Incidents).not_recorded(RecordKind::Changes);
        builder.deployment(deployed("D1", "2026-03-03T09:00:00Z"), None);
        let found = in_march(&builder.build().value);
        assert_eq!(found.change_fail_rate.rate.gap(), Some(Gap::NotRecorded));
        assert_eq!(found.change_lead_time.median.gap(), Some(Gap::NotRecorded));
        assert_eq!(found.failed_deployment_recovery_time.median.gap(), Some(Gap::NotRecorded));
        assert_eq!(found.deployment_frequency.deployments, 1);
    }

    #[test]
    fn deployments_that_say_whether_they_failed_make_a_rate_without_incidents() {
        let mut builder = EventLog::builder().not_recorded(RecordKind::Incidents);
        builder
            .deployment(Deployment { failed: Some(false), ..deployed("D1", "2026-03-03T09:00:00Z") }, None);
        builder.deployment(deployed("D2", "2026-03-04T09:00:00Z"), None);
        let rate = in_march(&builder.build().value).change_fail_rate.rate;
        assert_eq!(rate.value().map(|it| (it.part(), it.whole())), Some((0, 2)));
        assert!(rate.basis().flags.contains(&Flag::LowCoverage), "of one nobody said");
    }

    #[test]
    fn a_co_owned_deployment_stands_in_each_owners_view_and_once_in_the_whole() {
        let log = log(&[deployed("D1", "2026-03-03T09:00:00Z")], &[], &[]);
        let view = log.as_of(late()).within(&march());
        let groups = view.group_by_each(|_| ["one", "two"]);
        let definition = Definition::default();
        let parts: Vec<Sample<'_>> = groups.iter().map(|it| Sample::of(it.1, &definition)).collect();
        let whole = parts[0].clone().merge(parts[1].clone()).unwrap();
        assert_eq!(parts[1].delivery().deployment_frequency.deployments, 1);
        assert_eq!(whole.delivery(), measure(&view, &definition));
    }
}

mod durations {
    use super::*;

    fn with_leads(seconds: &[i64]) -> EventLog {
        let end = at("2026-03-20T00:00:00Z");
        let changes: Vec<Change> = seconds
            .iter()
            .enumerate()
            .map(|(n, it)| Change {
                committed_at: end - Elapsed::from_seconds(*it),
                ..change(&format!("C{n:03}"), "2026-03-01T00:00:00Z")
            })
            .collect();
        let ids: Vec<&str> = changes.iter().map(|it| it.id.as_str()).collect();
        log(&[carrying(&ids, deployed("D1", "2026-03-20T00:00:00Z"))], &changes, &[])
    }

    #[test]
    fn one_value_is_its_own_median_without_an_interval() {
        let lead = in_march(&with_leads(&[3_600])).change_lead_time;
        assert_eq!((value(&lead.median), lead.median.interval()), (1.0, None));
    }

    #[test]
    fn all_ties() {
        let lead = in_march(&with_leads(&[3_600; 8])).change_lead_time;
        let interval = lead.median.interval().unwrap();
        assert_eq!((interval.lower, value(&lead.median), interval.upper), (Some(1.0), 1.0, Some(1.0)));
        assert!((value(&lead.geometric_mean) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_interval_appears_at_six() {
        let seconds: Vec<i64> = (1..=6).map(|it| it * 3_600).collect();
        assert_eq!(in_march(&with_leads(&seconds[..5])).change_lead_time.median.interval(), None);
        let interval = *in_march(&with_leads(&seconds)).change_lead_time.median.interval().unwrap();
        assert_eq!((interval.lower, interval.upper), (Some(1.0), Some(6.0)));
    }

    #[test]
    fn a_nanosecond_and_years_in_one_sample() {
        let end = at("2026-03-20T00:00:00Z");
        let log = log(
            &[carrying(&["C1", "C2"], deployed("D1", "2026-03-20T00:00:00Z"))],
            &[
                Change { committed_at: end - Elapsed::from_nanos(1), ..change("C1", "2026-03-01T00:00:00Z") },
                change("C2", "1970-01-01T00:00:00Z"),
            ],
            &[],
        );
        let found = leads(&log);
        assert!(found[0] > 0.0 && found[0] < 1e-12 && found[1] > 490_000.0, "{found:?}");
    }

    #[test]
    fn quantiles_far_from_the_middle_take_enough_changes() {
        let need = |count: usize| {
            let lead = in_march(&with_leads(&vec![60; count])).change_lead_time;
            [&lead.p75, &lead.p85, &lead.p90, &lead.p95].map(|it| it.value().is_some())
        };
        assert_eq!(need(6), [true, false, false, false]);
        assert_eq!(need(7), [true, true, false, false]);
        assert_eq!(need(10), [true, true, true, false]);
        assert_eq!(need(20), [true, true, true, true]);
    }

    #[test]
    fn kinds_of_start_never_mix() {
        let merged = |id, at| Change { start_kind: StartKind::Merged, ..change(id, at) };
        let log = log(
            &[carrying(&["C1", "C2", "C3"], deployed("D1", "2026-03-03T12:00:00Z"))],
            &[
                merged("C1", "2026-03-03T11:00:00Z"),
                merged("C2", "2026-03-03T10:00:00Z"),
                change("C3", "2026-03-01T12:00:00Z"),
            ],
            &[],
        );
        let lead = in_march(&log).change_lead_time;
        assert_eq!((lead.start_kind, lead.changes), (StartKind::Merged, 2));
        assert_eq!(lead.median.basis().left_out[&Exclusion::OtherStartKind], 1);
        let view = log.as_of(late()).within(&march());
        let why = explain(&view, &Definition::default(), Metric::ChangeLeadTime);
        assert_eq!(why.left_out[&Exclusion::OtherStartKind][0].to_string(), "change C3 in api");
        assert_eq!(why.counted.len(), 2);
        let only = in_march_by(&log, |it| it.lead_time.start = ClockStart::Only(StartKind::FirstCommit));
        assert_eq!((value(&only.change_lead_time.median), only.change_lead_time.changes), (48.0, 1));
    }

    #[test]
    fn merge_commits_are_out_and_bots_are_in_but_separable() {
        let by = |kind, id| Change { kind, ..change(id, "2026-03-03T11:00:00Z") };
        let log = log(
            &[carrying(&["C1", "C2", "C3"], deployed("D1", "2026-03-03T12:00:00Z"))],
            &[by(ChangeKind::Human, "C1"), by(ChangeKind::Bot, "C2"), by(ChangeKind::Merge, "C3")],
            &[],
        );
        let all = in_march(&log).change_lead_time;
        assert_eq!((all.changes, all.median.basis().left_out[&Exclusion::MergeCommit]), (2, 1));
        let people = in_march_by(&log, |it| it.lead_time.bots = false).change_lead_time;
        assert_eq!((people.changes, people.median.basis().left_out[&Exclusion::Bot]), (1, 1));
    }

    #[test]
    fn what_other_definitions_do_with_durations() {
        let log = with_leads(&[0, 90, 3_600, 7_200]);
        let by = |change: fn(&mut thalweg_dora::Rules)| {
            let lead = in_march_by(&log, change).change_lead_time;
            (lead.changes, value(&lead.median) * 3_600.0)
        };
        assert_eq!(by(|it| it.lead_time.not_positive = NotPositive::BothLeftOut), (3, 3_600.0));
        assert_eq!(by(|it| it.lead_time.statistic = Statistic::LowerMedian), (4, 90.0));
        assert_eq!(by(|it| it.lead_time.statistic = Statistic::Mean), (4, 2_722.5));
        let up = by(|it| {
            it.lead_time.rounding = Rounding::MinutesUp;
            it.lead_time.statistic = Statistic::LowerMedian;
        });
        assert!((up.1 - 120.0).abs() < 1e-9);
    }

    #[test]
    fn all_recoveries_open() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z")],
            &[],
            &[incident("I1", &["D1"], "2026-03-03T10:00:00Z", None)],
        );
        let recovery = in_march(&log).failed_deployment_recovery_time;
        let Some(Gap::NotReached { at_least }) = recovery.median.gap() else {
            panic!("{:?}", recovery.median)
        };
        assert_eq!(at_least.value(), 0.0, "no recovery has been seen at all");
        let dropped = in_march_by(&log, |it| it.recovery.open = OpenIncidents::Drop);
        let median = dropped.failed_deployment_recovery_time.median;
        assert_eq!((median.gap(), median.basis().left_out[&Exclusion::StillOpen]), (Some(Gap::NoData), 1));
    }

    /// Failures of these hours from their impact, over or open.
    fn with_recoveries(all: &[(i64, bool)]) -> EventLog {
        let finished = at("2026-03-03T09:00:00Z");
        let deployments: Vec<Deployment> = (0..all.len())
            .map(|n| Deployment {
                finished_at: finished + Elapsed::from_seconds(n as i64),
                ..deployed(&format!("D{n}"), "2026-03-03T09:00:00Z")
            })
            .collect();
        let incidents: Vec<Incident> = all
            .iter()
            .enumerate()
            .map(|(n, (hours, over))| {
                let began =
                    if *over { at("2026-03-04T00:00:00Z") } else { late() - Elapsed::from_hours(*hours) };
                Incident {
                    impact_started_at: Some(began),
                    restored_at: over.then(|| began + Elapsed::from_hours(*hours)),
                    ..incident(&format!("I{n}"), &[&format!("D{n}")], "2026-03-04T00:00:00Z", None)
                }
            })
            .collect();
        log(&deployments, &[], &incidents)
    }

    #[test]
    fn a_curve_at_exactly_one_half_takes_the_middle_of_two_events() {
        let recovery = |all| in_march(&with_recoveries(all)).failed_deployment_recovery_time;
        let both = recovery(&[(1, true), (2, true), (4, true), (8, true)]);
        assert_eq!(value(&both.median), 3.0, "without censoring the ordinary median");
        let none = recovery(&[(1, true), (2, false)]);
        let Some(Gap::NotReached { at_least }) = none.median.gap() else { panic!("{:?}", none.median) };
        assert_eq!(at_least.value(), 1.0, "no later event");
    }

    #[test]
    fn an_event_and_a_censoring_at_the_same_time() {
        // The open one is at risk at 2 h: S(2) = 2/3·1/2 = 1/3.
        let recovery = in_march(&with_recoveries(&[(1, true), (2, true), (2, false)]));
        assert_eq!(value(&recovery.failed_deployment_recovery_time.median), 2.0);
    }

    #[test]
    fn the_longest_one_open() {
        let found = in_march(&with_recoveries(&[(1, true), (2, true), (3, true), (4, true), (100, false)]));
        let recovery = found.failed_deployment_recovery_time;
        assert_eq!(value(&recovery.median), 3.0);
        assert!(!recovery.median.basis().flags.contains(&Flag::DescriptiveOnly), "five are a sample");
        assert_eq!(recovery.p90.gap().map(|it| matches!(it, Gap::NotReached { .. })), Some(true));
        // 1·1 + 1·0.8 + 1·0.6 + 1·0.4 + 96·0.2.
        assert!((value(&recovery.restricted_mean) - 22.0).abs() < 1e-9);
    }

    #[test]
    fn restored_before_it_began_is_left_out_and_counted() {
        let log = log(
            &[deployed("D1", "2026-03-03T09:00:00Z")],
            &[],
            &[incident("I1", &["D1"], "2026-03-03T10:00:00Z", Some("2026-03-03T09:30:00Z"))],
        );
        let found = in_march(&log);
        assert_eq!(failed(&found), (1, 1), "it failed all the same");
        let median = found.failed_deployment_recovery_time.median;
        assert_eq!(
            (median.gap(), median.basis().left_out[&Exclusion::NegativeDuration]),
            (Some(Gap::NoData), 1)
        );
    }
}

mod rates {
    use super::*;

    #[test]
    fn none_and_all_have_exact_ends() {
        let marked = |failed| Deployment { failed: Some(failed), ..deployed("D1", "2026-03-03T09:00:00Z") };
        let ends = |failed| {
            let found = in_march(&log(&[marked(failed)], &[], &[]));
            let interval = *found.change_fail_rate.rate.interval().unwrap();
            (interval.lower.unwrap(), interval.upper.unwrap())
        };
        assert_eq!(ends(false).0, 0.0);
        assert_eq!(ends(true).1, 1.0);
    }

    #[test]
    #[ignore = "a minute in debug: a million records of each kind"]
    fn a_million_incidents_on_one_deployment_are_linear() {
        many(1_000_000);
    }

    #[test]
    fn many_incidents_on_one_deployment_and_many_deployments_of_one_incident() {
        many(20_000);
    }

    fn many(count: usize) {
        let incidents = (0..count).map(|n| {
            incident(&format!("I{n}"), &["D0"], "2026-03-04T00:00:00Z", Some("2026-03-04T01:00:00Z"))
        });
        let all: Vec<DeploymentId> =
            (0..count).map(|n| DeploymentId::new(format!("D{n}")).unwrap()).collect();
        let shared = Incident {
            caused_by: all.clone(),
            ..incident("shared", &[], "2026-03-04T00:00:00Z", Some("2026-03-04T02:00:00Z"))
        };
        let deployments =
            all.into_iter().map(|id| Deployment { id, ..deployed("D", "2026-03-03T09:00:00Z") });
        let log = EventLog::of_records(deployments, [], incidents.chain([shared])).value;
        for attribute in [Attribution::All, Attribution::Latest] {
            let found = in_march_by(&log, |it| it.incidents.attribute = attribute);
            let marked = if attribute == Attribution::All { count as u64 } else { 2 };
            assert_eq!(failed(&found), (marked, count as u64));
        }
    }
}

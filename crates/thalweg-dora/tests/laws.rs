//! The laws of dora.md section 10, on histories made up at random.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::panic,
    reason = "tests"
)]

mod records;

use std::num::NonZeroUsize;

use proptest::prelude::*;
use proptest::sample::Index;
use records::{at, change, deployed, incident, late, march, of, value};
use thalweg_dora::live::{Accumulator, Event, Fact};
use thalweg_dora::table::{Carry, Marks, OPEN, Tick};
use thalweg_dora::{Definition, Delivery, Metric, Sample, measure};
use thalweg_model::{
    Change, ChangeKind, Deployment, Elapsed, EnvironmentId, EventLog, Exclusion, Incident, Instant, Plan,
    Reading, Tz, View, Window,
};
use thalweg_stats::quantile::{HyndmanFan, of_sorted};

/// Records in any order.
#[derive(Clone, Debug, Default)]
struct History {
    deployments: Vec<Deployment>,
    changes: Vec<Change>,
    incidents: Vec<Incident>,
}

impl History {
    fn log(&self) -> EventLog {
        records::log(&self.deployments, &self.changes, &self.incidents)
    }

    fn shifted(&self, by: Elapsed) -> Self {
        let moved = |it: Instant| it + by;
        let deployment = |it: &Deployment| Deployment { finished_at: moved(it.finished_at), ..it.clone() };
        let change = |it: &Change| Change { committed_at: moved(it.committed_at), ..it.clone() };
        let incident = |it: &Incident| Incident {
            impact_started_at: it.impact_started_at.map(moved),
            restored_at: it.restored_at.map(moved),
            ..it.clone()
        };
        Self {
            deployments: self.deployments.iter().map(deployment).collect(),
            changes: self.changes.iter().map(change).collect(),
            incidents: self.incidents.iter().map(incident).collect(),
        }
    }

    /// What was written by an instant.
    fn until(&self, as_of: Instant) -> Self {
        let mut known = self.clone();
        known.deployments.retain(|it| it.finished_at <= as_of);
        known.changes.retain(|it| it.committed_at <= as_of);
        known.incidents.retain(|it| it.began().is_none_or(|at| at <= as_of));
        known.incidents.iter_mut().for_each(|it| it.restored_at = it.restored_at.filter(|at| *at <= as_of));
        known
    }
}

/// An hour of the weeks around March 2026.
fn hour(hour: i64) -> Instant {
    at("2026-02-15T00:00:00Z") + Elapsed::from_hours(hour)
}

fn deployment() -> impl Strategy<Value = Deployment> {
    let plan = prop_oneof![Just(Plan::Planned), Just(Plan::Unplanned), Just(Plan::Unknown)];
    let failed = prop_oneof![4 => Just(None), 1 => Just(Some(true)), 1 => Just(Some(false))];
    let flags = (prop::bool::weighted(0.1), prop::bool::weighted(0.9), prop::bool::weighted(0.9));
    (0..1_400_i64, 0..3_usize, plan, failed, flags).prop_map(
        |(at, service, plan, failed, (back, reached, production))| {
            let place = if production { "production" } else { "staging" };
            Deployment {
                finished_at: hour(at),
                plan,
                failed,
                rolled_back: back,
                reached_production: reached,
                environment: EnvironmentId::new(place).unwrap(),
                ..of(["api", "web", "batch"][service], deployed("D", "2026-03-01T00:00:00Z"))
            }
        },
    )
}

/// A change with the deployments that carry it.
fn a_change() -> impl Strategy<Value = (Change, Vec<Index>)> {
    let kind =
        prop_oneof![6 => Just(ChangeKind::Human), 1 => Just(ChangeKind::Bot), 1 => Just(ChangeKind::Merge)];
    (0..1_400_i64, kind, prop::collection::vec(any::<Index>(), 0..3)).prop_map(|(at, kind, carriers)| {
        let change = Change { committed_at: hour(at), kind, ..change("C", "2026-03-01T00:00:00Z") };
        (change, carriers)
    })
}

/// An incident with its causes.
fn an_incident() -> impl Strategy<Value = (Incident, Vec<Index>)> {
    let restored = prop_oneof![1 => Just(None), 4 => (-5..200_i64).prop_map(Some)];
    (0..1_400_i64, restored, prop::bool::weighted(0.8), prop::collection::vec(any::<Index>(), 0..3)).prop_map(
        |(began, lasted, felt, causes)| {
            let incident = Incident {
                impact_started_at: Some(hour(began)),
                restored_at: lasted.map(|it| hour(began + it)),
                user_impacting: felt,
                ..incident("I", &[], "2026-03-01T00:00:00Z", None)
            };
            (incident, causes)
        },
    )
}

fn history() -> impl Strategy<Value = History> {
    let deployments =
        prop::collection::vec((deployment(), prop::option::weighted(0.2, any::<Index>())), 0..25);
    let changes = prop::collection::vec(a_change(), 0..30);
    let incidents = prop::collection::vec(an_incident(), 0..10);
    (deployments, changes, incidents).prop_map(|(deployments, changes, incidents)| {
        let named = |letter: &str, n: usize| format!("{letter}{n:02}");
        let count = deployments.len();
        let deployment_id = |it: &Index| named("D", it.index(count)).parse().unwrap();
        let chosen =
            |all: &[Index]| if count == 0 { vec![] } else { all.iter().map(deployment_id).collect() };
        History {
            deployments: deployments
                .into_iter()
                .enumerate()
                .map(|(n, (it, mends))| Deployment {
                    id: named("D", n).parse().unwrap(),
                    remediates: mends.iter().map(|it| named("D", it.index(count))).collect(),
                    ..it
                })
                .collect(),
            changes: changes
                .into_iter()
                .enumerate()
                .map(|(n, (it, by))| Change {
                    id: named("C", n).parse().unwrap(),
                    deployments: chosen(&by),
                    ..it
                })
                .collect(),
            incidents: incidents
                .into_iter()
                .enumerate()
                .map(|(n, (it, by))| Incident {
                    id: named("I", n).parse().unwrap(),
                    caused_by: chosen(&by),
                    ..it
                })
                .collect(),
        }
    })
}

fn measured(log: &EventLog) -> Delivery {
    measure(&log.as_of(late()).within(&march()), &Definition::default())
}

fn sample<'log>(view: &View<'log>) -> Sample<'log> {
    Sample::of(view, &Definition::default())
}

/// The numbers of a delivery, without what was left out.
fn numbers(delivery: &Delivery) -> Vec<(Option<f64>, u64)> {
    let one = |metric| -> (Option<f64>, u64) {
        let reading: Reading = delivery.reading(metric);
        (reading.value().map(|it| it.value()), reading.basis().n)
    };
    Metric::ALL.into_iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_records_does_not_matter(history in history()) {
        let mut turned = history.clone();
        turned.deployments.reverse();
        turned.changes.reverse();
        turned.incidents.reverse();
        prop_assert_eq!(measured(&history.log()), measured(&turned.log()));
    }

    #[test]
    fn a_record_that_does_not_count_changes_nothing(history in history()) {
        let mut more = history.clone();
        let stopped = Deployment { reached_production: false, ..deployed("X1", "2026-03-10T00:00:00Z") };
        more.deployments.push(records::carrying(&["X"], stopped));
        more.changes.push(Change { kind: ChangeKind::Merge, ..change("X", "2026-03-09T00:00:00Z") });
        more.incidents.push(incident("X", &[], "2026-03-10T00:00:00Z", None));
        let (before, after) = (measured(&history.log()), measured(&more.log()));
        // A service that nobody had heard of would be one more that did not deploy.
        prop_assume!(history.deployments.iter().any(|it| it.service.as_str() == "api"));
        prop_assert_eq!(numbers(&before), numbers(&after));
        let left_out = &after.deployment_frequency.per_week.basis().left_out;
        prop_assert!(left_out[&Exclusion::NeverReachedProduction] > 0);
    }

    #[test]
    fn what_happens_after_the_instant_changes_nothing(history in history(), passed in 0..1_500_i64) {
        let as_of = hour(passed);
        let of = |history: &History| {
            let log = history.log();
            let view = log.as_of(as_of).within(&march());
            let groups = view.group_by(|event| event.service().clone());
            let mut all: Vec<Delivery> = groups.iter().map(|(_, part)| measure(part, &Definition::default())).collect();
            all.push(measure(&view, &Definition::default()));
            let told = |it: &Delivery| {
                let cohort = &it.change_lead_time.cohort;
                let waiting = cohort.median.value().map(|it| it.value());
                (numbers(it), (cohort.changes, cohort.undeployed, waiting), it.deployment_frequency.deployments)
            };
            let services: Vec<_> = groups.iter().map(|(service, _)| service.clone()).collect();
            (services, all.iter().map(told).collect::<Vec<_>>())
        };
        prop_assert_eq!(of(&history), of(&history.until(as_of)));
    }

    #[test]
    fn rates_lie_between_0_and_1_and_intervals_contain_their_values(history in history()) {
        let delivery = measured(&history.log());
        for metric in Metric::ALL {
            let reading = delivery.reading(metric);
            let Some(found) = reading.value() else { continue };
            prop_assert!(found.value().is_finite() && found.value() >= 0.0);
            if !metric.is_throughput() {
                prop_assert!(found.value() <= 1.0);
            }
            prop_assert!(reading.interval().is_none_or(|it| it.contains(found.value())), "{:?}", reading);
        }
    }

    #[test]
    fn splitting_a_window_adds_counts(history in history(), cut in 1..743_i64) {
        let log = history.log();
        let middle = march().start() + Elapsed::from_hours(cut);
        let halves = [(march().start(), middle), (middle, march().end())]
            .map(|(start, end)| Window::between(start, end, Tz::UTC).unwrap());
        let view = log.as_of(late());
        let [first, second] = halves.map(|it| sample(&view.within(&it)));
        let sum = |count: fn(&Delivery) -> u64| count(&first.delivery()) + count(&second.delivery());
        let whole = measured(&log);
        let counts: [fn(&Delivery) -> u64; 4] = [
            |it| it.deployment_frequency.deployments,
            |it| it.change_lead_time.changes,
            |it| it.failed_deployment_recovery_time.failures,
            |it| it.change_fail_rate.rate.value().map_or(0, |it| it.part()),
        ];
        for count in counts {
            prop_assert_eq!(sum(count), count(&whole));
        }
        let exposure = first.exposure() + second.exposure();
        prop_assert_eq!(exposure, sample(&view.within(&march())).exposure());
        let merged = first.merge(second).unwrap().delivery();
        prop_assert_eq!(numbers(&merged), numbers(&whole));
    }

    #[test]
    fn parts_merge_into_the_whole(history in history(), turned in any::<bool>()) {
        let log = history.log();
        let view = log.as_of(late()).within(&march());
        let mut parts: Vec<_> = view.group_by(|it| it.service().clone()).into_iter().map(|it| sample(&it.1)).collect();
        if turned {
            parts.reverse();
        }
        let merged = parts.into_iter().reduce(|a, b| a.merge(b).unwrap());
        prop_assert_eq!(merged.map(|it| it.delivery()).unwrap_or_else(|| measured(&log)), measured(&log));
    }

    #[test]
    fn a_shift_of_time_and_another_zone_leave_durations_alone(history in history(), days in 1..300_i64) {
        let by = Elapsed::from_days(days);
        let log = history.log();
        let shifted = history.shifted(by).log();
        let window = |by, zone| Window::between(march().start() + by, march().end() + by, zone).unwrap();
        let here = sample(&log.as_of(late()).within(&window(Elapsed::ZERO, Tz::UTC)));
        let there = sample(&shifted.as_of(late() + by).within(&window(by, Tz::Asia__Kolkata)));
        prop_assert_eq!(here.lead_times(), there.lead_times());
        prop_assert_eq!(here.recovery_times(), there.recovery_times());
        prop_assert_eq!(here.exposure(), there.exposure());
    }

    #[test]
    fn recoveries_without_open_ones_have_the_type_7_median(history in history()) {
        let mut closed = history;
        for it in &mut closed.deployments {
            (it.failed, it.rolled_back) = (None, false);
        }
        closed.incidents.retain(|it| it.restored_at.is_some());
        let log = closed.log();
        let found = sample(&log.as_of(late()).within(&march()));
        let times: Vec<f64> = found.recovery_times().into_iter().filter(|it| it.1).map(|it| it.0).collect();
        prop_assume!(times.len() == found.recovery_times().len() && !times.is_empty());
        let median = value(&found.delivery().failed_deployment_recovery_time.median);
        prop_assert!((median - of_sorted(&times, 0.5, HyndmanFan::Type7).unwrap()).abs() < 1e-9);
    }

    #[test]
    fn an_explanation_adds_up_to_its_reading(history in history()) {
        let log = history.log();
        let found = sample(&log.as_of(late()).within(&march()));
        let delivery = found.delivery();
        for metric in Metric::ALL {
            let basis = delivery.reading(metric).basis().clone();
            let why = found.explain(metric);
            prop_assert_eq!(why.counted.len() as u64, basis.n, "{:?}", metric);
            let left_out: std::collections::BTreeMap<_, _> =
                why.left_out.iter().map(|(reason, all)| (*reason, all.len() as u64)).collect();
            prop_assert_eq!(left_out, basis.left_out, "{:?}", metric);
        }
        let cohort = delivery.change_lead_time.cohort.median.basis().n;
        prop_assert_eq!(found.explain_cohort().counted.len() as u64, cohort);
    }

    #[test]
    fn the_stages_of_a_change_add_up(stamps in prop::collection::vec(prop::option::of(0..100_i64), 4), end in 0..200_i64) {
        let stamp = |n: usize| stamps[n].map(hour);
        let stages = thalweg_model::Stages {
            first_commit: None, opened: stamp(0), first_review: stamp(1), approved: stamp(2), merged: stamp(3),
        };
        if let Some(times) = thalweg_dora::stages::StageTimes::of(hour(0), &stages, hour(end)) {
            prop_assert_eq!(times.total(), hour(end).since(hour(0)));
        }
    }

    #[test]
    fn incremental_is_batch(history in history(), seed in any::<prop::sample::Selector>()) {
        // The live table counts a change once, with the deployment that it names, and an incident with each cause: so
        // every change names one deployment that counts, and every incident one that users felt.
        let mut plain = history;
        for it in &mut plain.deployments {
            (it.failed, it.rolled_back, it.reached_production) = (None, false, true);
            it.environment = EnvironmentId::new("production").unwrap();
            it.remediates.clear();
        }
        plain.changes.iter_mut().for_each(|it| it.deployments.truncate(1));
        plain.changes.retain(|it| it.deployments.len() == 1 && it.kind == ChangeKind::Human);
        let finished = |id: &thalweg_model::DeploymentId| {
            plain.deployments.iter().find(|it| it.id == *id).unwrap().finished_at
        };
        plain.changes.retain(|it| finished(&it.deployments[0]) >= it.committed_at);
        plain.incidents.iter_mut().for_each(|it| { it.caused_by.truncate(1); it.user_impacting = true; });
        plain.incidents.retain(|it| it.caused_by.len() == 1 && it.impact_started_at.is_some_and(|at| at <= late()));
        let log = plain.log();
        let delivery = measured(&log);
        let mut events = events(&plain);
        // Some come twice, and in any order.
        let twice: Vec<Event> = events.iter().copied().step_by(3).collect();
        events.extend(twice);
        let mut live = Accumulator::new(Tick::Second, Carry::Named);
        let first = seed.try_select(0..events.len()).unwrap_or(0);
        events.rotate_left(first);
        for event in events {
            live.apply(event);
        }
        let cell = live.cell(0, &march(), late(), &[0.5]);
        let counts = cell.as_ref().map(|it| it.counts).unwrap_or_default();
        prop_assert_eq!(counts.deployments, delivery.deployment_frequency.deployments);
        prop_assert_eq!(counts.lead_times, delivery.change_lead_time.changes);
        prop_assert_eq!(counts.failed, delivery.change_fail_rate.rate.value().map_or(0, |it| it.part()));
        let median = cell.and_then(|it| it.lead_times.first().copied()).map(|it| Tick::Second.hours(it));
        let batch = delivery.change_lead_time.median.value().map(|it| it.value());
        prop_assert!(median.zip(batch).is_none_or(|(a, b)| (a - b).abs() < 1e-9), "{:?} {:?}", median, batch);
        prop_assert_eq!(median.is_some(), batch.is_some());
        let table = live.facts(late(), NonZeroUsize::MIN);
        prop_assert!(table.deployments() <= plain.deployments.len());
    }
}

fn number(id: &str) -> u64 {
    id.trim_start_matches(char::is_alphabetic).parse::<u64>().unwrap() + 1
}

fn events(history: &History) -> Vec<Event> {
    let seconds = |it: Instant| Tick::Second.floor(it);
    let deployments = history.deployments.iter().map(|it| Fact::Deployment {
        id: number(it.id.as_str()),
        service: u32::try_from(it.service.as_str().len()).unwrap(),
        group: 0,
        finished_at: seconds(it.finished_at),
        marks: Marks::PRODUCTION.and(Marks::SUCCESSFUL),
    });
    let changes = history.changes.iter().map(|it| Fact::Change {
        id: number(it.id.as_str()),
        deployment: number(it.deployments[0].as_str()),
        committed_at: seconds(it.committed_at),
    });
    let incidents = history.incidents.iter().map(|it| Fact::Incident {
        id: number(it.id.as_str()),
        deployment: number(it.caused_by[0].as_str()),
        restored_at: it.restored_at.map_or(OPEN, seconds),
    });
    deployments.chain(changes).chain(incidents).map(|fact| Event::new(0, fact)).collect()
}

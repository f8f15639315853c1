//! The table against the same job done record by record (definitions.md, "peers-job").
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use proptest::prelude::*;
use thalweg_dora::table::{
    Carry, ChangeColumns, Columns, ColumnsError, DeploymentColumns, IncidentColumns, Marks, OPEN, Request,
    Tick,
};
use thalweg_model::{Instant, Tz, Window};

const START: i64 = 1_767_225_600; // 2026-01-01T00:00:00Z
const DAY: i64 = 86_400;

/// Later than anything in these histories.
fn late() -> Instant {
    "2030-01-01T00:00:00Z".parse().unwrap()
}

#[derive(Clone, Debug)]
struct Deployment {
    id: u64,
    service: u32,
    group: u32,
    finished_at: i64,
    production: bool,
    successful: bool,
    rework: bool,
}

#[derive(Clone, Debug, Default)]
struct History {
    deployments: Vec<Deployment>,
    /// Deployment and commit.
    changes: Vec<(u64, i64)>,
    /// Deployment and end.
    incidents: Vec<(u64, i64)>,
}

fn history() -> impl Strategy<Value = History> {
    let deployment = (0..4_u32, 0..3_u32, 0..80 * DAY / 3600, any::<bool>(), any::<bool>(), any::<bool>());
    let deployments = prop::collection::vec((1..40_u64, deployment), 0..25).prop_map(|all| {
        let unique: BTreeMap<u64, _> = all.into_iter().collect();
        let of = |(id, (service, group, hour, production, successful, rework))| Deployment {
            id: id * 1_000_003,
            service: service * 70_000,
            group: group * 1_000_000,
            finished_at: START + hour * 3600,
            production,
            successful,
            rework,
        };
        unique.into_iter().map(of).collect::<Vec<_>>()
    });
    let link = || (0..44_u64).prop_map(|it| it * 1_000_003);
    let changes = prop::collection::vec((link(), START - 9 * DAY..START + 80 * DAY), 0..40);
    let end = prop_oneof![Just(OPEN), START..START + 90 * DAY];
    let incidents = prop::collection::vec((link(), end), 0..15);
    (deployments.prop_shuffle(), changes, incidents).prop_map(|(deployments, changes, incidents)| History {
        deployments,
        changes,
        incidents,
    })
}

/// Calls with the history as columns.
fn with_columns<T>(history: &History, then: impl FnOnce(Columns<'_>) -> T) -> T {
    let d = &history.deployments;
    let marks: Vec<_> = d
        .iter()
        .map(|it| {
            let production = Marks::PRODUCTION.when(it.production);
            production.and(Marks::SUCCESSFUL.when(it.successful)).and(Marks::REWORK.when(it.rework))
        })
        .collect();
    let ids: Vec<_> = d.iter().map(|it| it.id).collect();
    let services: Vec<_> = d.iter().map(|it| it.service).collect();
    let groups: Vec<_> = d.iter().map(|it| it.group).collect();
    let finished_at: Vec<_> = d.iter().map(|it| it.finished_at).collect();
    let (of_changes, committed_at): (Vec<_>, Vec<_>) = history.changes.iter().copied().unzip();
    let (of_incidents, restored_at): (Vec<_>, Vec<_>) = history.incidents.iter().copied().unzip();
    then(Columns {
        tick: Tick::Second,
        deployments: DeploymentColumns {
            ids: &ids,
            services: &services,
            groups: &groups,
            finished_at: &finished_at,
            marks: &marks,
        },
        changes: ChangeColumns { deployments: &of_changes, committed_at: &committed_at },
        incidents: IncidentColumns { deployments: &of_incidents, restored_at: &restored_at },
    })
}

/// Window, level and group.
type Key = (usize, usize, u32);

#[derive(Debug, Default, PartialEq)]
struct Plain {
    counts: [u64; 6],
    leads: Vec<i64>,
    recoveries: Vec<i64>,
}

/// The job, record by record.
fn plainly(history: &History, windows: &[Window], carry: Carry) -> BTreeMap<Key, Plain> {
    let mut cells: BTreeMap<Key, Plain> = BTreeMap::new();
    let find = |id: u64| history.deployments.iter().find(|it| it.id == id);
    let keys = |it: &Deployment| -> Vec<Key> {
        let at = it.finished_at * 1_000_000_000;
        let inside = (0..windows.len())
            .filter(|n| (windows[*n].start().nanos()..windows[*n].end().nanos()).contains(&at));
        inside.flat_map(|n| [(n, 0, it.group), (n, 1, it.group / 2_000_000), (n, 2, 9)]).collect()
    };
    for it in history.deployments.iter().filter(|it| it.production) {
        let hits: Vec<_> = history.incidents.iter().filter(|(id, _)| *id == it.id).collect();
        for key in keys(it) {
            let cell = cells.entry(key).or_default();
            let over = hits.iter().filter(|(_, end)| *end != OPEN);
            cell.recoveries.extend(over.map(|(_, end)| end - it.finished_at));
            let open = hits.iter().filter(|(_, end)| *end == OPEN).count() as u64;
            let more = [1, it.successful.into(), (!hits.is_empty()).into(), it.rework.into(), 0, open];
            cell.counts.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
    for (id, committed_at) in &history.changes {
        let Some(named) = find(*id) else { continue };
        let later = |it: &&Deployment| {
            it.production
                && it.successful
                && it.service == named.service
                && it.finished_at >= named.finished_at
        };
        let good = named.production && named.successful;
        let forward = || history.deployments.iter().filter(later).min_by_key(|it| (it.finished_at, it.id));
        let effective = if good {
            Some(named)
        } else if carry == Carry::Forward {
            forward()
        } else {
            None
        };
        for key in effective.iter().flat_map(|it| keys(it)) {
            cells.entry(key).or_default().leads.push(effective.unwrap().finished_at - committed_at);
        }
    }
    cells
}

fn type_seven(values: &[i64], p: f64) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let Some(last) = sorted.len().checked_sub(1) else { return vec![] };
    let h = last as f64 * p;
    let (low, high) = (sorted[h.floor() as usize], sorted[h.ceil() as usize]);
    vec![low as f64 + (h - h.floor()) * (high - low) as f64]
}

fn windows() -> Vec<Window> {
    let month = |month| Window::month(2026, month, Tz::Europe__Berlin).unwrap();
    let quarter = Window::quarter(2026, 1, 1, Tz::UTC).unwrap();
    vec![month(2), quarter, month(1), month(3), Window::month(2020, 1, Tz::UTC).unwrap()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_table_is_the_job_done_record_by_record(history in history(), named in any::<bool>(), threads in 1..4_usize) {
        let carry = if named { Carry::Named } else { Carry::Forward };
        let threads = NonZeroUsize::new(threads).unwrap();
        let windows = windows();
        let expected = plainly(&history, &windows, carry);
        let cells = with_columns(&history, |columns| {
            let facts = columns.facts(carry, late(), threads).unwrap();
            let halves = facts.groups().iter().map(|it| it / 2_000_000).collect();
            let all = vec![9; facts.groups().len()];
            let roll_ups = [halves, all];
            facts.table(&Request { windows: &windows, probabilities: &[0.5, 0.9], roll_ups: &roll_ups, threads })
        });
        let keys: Vec<Key> = cells.iter().map(|it| (it.window, it.level, it.group)).collect();
        prop_assert_eq!(&keys, &expected.keys().copied().collect::<Vec<_>>());
        for (cell, plain) in cells.iter().zip(expected.values()) {
            let c = &cell.counts;
            prop_assert_eq!([c.deployments, c.successful, c.failed, c.rework, c.planned, c.open], plain.counts);
            prop_assert_eq!(c.lead_times, plain.leads.len() as u64);
            prop_assert_eq!(c.recovered, plain.recoveries.len() as u64);
            let leads = [type_seven(&plain.leads, 0.5), type_seven(&plain.leads, 0.9)].concat();
            prop_assert_eq!(&cell.lead_times, &leads);
            let recoveries = [type_seven(&plain.recoveries, 0.5), type_seven(&plain.recoveries, 0.9)].concat();
            prop_assert_eq!(&cell.recoveries, &recoveries);
        }
    }

    #[test]
    fn the_number_of_threads_and_the_order_of_records_do_not_matter(history in history()) {
        let table = |history: &History, threads| with_columns(history, |columns| {
            let threads = NonZeroUsize::new(threads).unwrap();
            let facts = columns.facts(Carry::Forward, late(), threads).unwrap();
            facts.table(&Request { windows: &windows(), probabilities: &[0.5], roll_ups: &[], threads })
        });
        let mut turned = history.clone();
        turned.deployments.reverse();
        turned.changes.reverse();
        turned.incidents.reverse();
        let one = table(&history, 1);
        for threads in [2, 3, 8] {
            prop_assert_eq!(&one, &table(&turned, threads));
        }
    }
}

/// So many records that every thread has batches of its own, from a small generator of numbers; 14,000 deployments are more than
/// lie together.
fn large(seed: u64, count: u64) -> History {
    let mut state = seed;
    let mut below = |count: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % count
    };
    let mut history = History::default();
    let mut id = 1_000;
    for _ in 0..count {
        id += 1 + below(200);
        history.deployments.push(Deployment {
            id,
            service: below(9) as u32,
            group: below(3) as u32 * 1_000_000,
            // Whole hours, so that many finish together.
            finished_at: START + (below(80 * 24) * 3600).cast_signed(),
            production: below(10) < 7,
            successful: below(10) < 8,
            rework: below(10) < 1,
        });
    }
    let named = |at: u64, off: u64| history.deployments[at as usize].id + u64::from(off == 0);
    for _ in 0..3_000 {
        let deployment = if below(20) == 0 { 0 } else { named(below(count), below(20)) };
        history.changes.push((deployment, START - 9 * DAY + below(89 * 86_400).cast_signed()));
    }
    for _ in 0..300 {
        let end = if below(9) == 0 { OPEN } else { START + below(90 * 86_400).cast_signed() };
        history.incidents.push((named(below(count), below(20)), end));
    }
    history
}

/// Bit by bit, on any number of threads, and right.
#[test]
fn many_records_give_the_same_bits_on_any_number_of_threads() {
    for (seed, carry, count) in
        [(1, Carry::Forward, 700), (2, Carry::Named, 700), (3, Carry::Forward, 14_000)]
    {
        let history = large(seed, count);
        let windows = windows();
        let table = |threads| {
            with_columns(&history, |columns| {
                let threads = NonZeroUsize::new(threads).unwrap();
                let facts = columns.facts(carry, late(), threads).unwrap();
                let halves = facts.groups().iter().map(|it| it / 2_000_000).collect();
                let roll_ups = [halves, vec![9; facts.groups().len()]];
                let probabilities = &[0.5, 0.9];
                let cells =
                    facts.table(&Request { windows: &windows, probabilities, roll_ups: &roll_ups, threads });
                (cells, facts.left_out())
            })
        };
        let (cells, left_out) = table(1);
        // `Debug` of a float tells every bit of it apart.
        let bits = format!("{cells:?}");
        for threads in [2, 3, 4, 5, 7, 16, 64] {
            let (found, found_left_out) = table(threads);
            assert_eq!(format!("{found:?}"), bits, "{threads} threads");
            assert_eq!(found_left_out, left_out, "{threads} threads");
        }
        let expected = plainly(&history, &windows, carry);
        assert_eq!(cells.len(), expected.len());
        for (cell, (key, plain)) in cells.iter().zip(&expected) {
            assert_eq!(&(cell.window, cell.level, cell.group), key);
            let c = &cell.counts;
            assert_eq!([c.deployments, c.successful, c.failed, c.rework, c.planned, c.open], plain.counts);
            let (leads, recoveries) = (&plain.leads, &plain.recoveries);
            assert_eq!(cell.lead_times, [type_seven(leads, 0.5), type_seven(leads, 0.9)].concat());
            assert_eq!(cell.recoveries, [type_seven(recoveries, 0.5), type_seven(recoveries, 0.9)].concat());
        }
        let counted: u64 = cells.iter().filter(|it| it.level == 2).map(|it| it.counts.lead_times).sum();
        assert!(counted > 2_000, "{counted}");
    }
}

fn facts_of(history: &History) -> Result<(), ColumnsError> {
    with_columns(history, |columns| columns.facts(Carry::Forward, late(), NonZeroUsize::MIN).map(|_| ()))
}

fn deployment(id: u64, finished_at: i64) -> Deployment {
    Deployment { id, service: 1, group: 1, finished_at, production: true, successful: true, rework: false }
}

#[test]
fn an_id_that_stands_twice_is_refused_with_both_places() {
    let twice = History {
        deployments: vec![deployment(5, START), deployment(3, START), deployment(5, START + 1)],
        ..History::default()
    };
    let error = facts_of(&twice).unwrap_err();
    assert_eq!(error, ColumnsError::Duplicate { id: 5, first: 0, second: 2 });
    assert_eq!(error.to_string(), "deployment id 5 stands at positions 0 and 2: ids must be unique");
}

#[test]
fn an_instant_that_no_record_has_is_refused() {
    // Year 0, the last second of 1969, year 2200, year 9999, and what cannot be subtracted.
    for at in [-62_167_219_200, -1, 7_258_118_400, 253_370_764_800, i64::MAX, i64::MIN] {
        let absurd = History { deployments: vec![deployment(5, at)], ..History::default() };
        let error = facts_of(&absurd).unwrap_err();
        assert_eq!(error, ColumnsError::Absurd { table: "deployments", column: "finished_at", position: 0 });
    }
    let edges =
        History { deployments: vec![deployment(5, 0), deployment(6, 7_258_118_399)], ..History::default() };
    assert_eq!(facts_of(&edges), Ok(()));
}

#[test]
fn columns_of_different_lengths_are_refused() {
    let error =
        with_columns(&History { deployments: vec![deployment(5, START)], ..History::default() }, |columns| {
            let deployments = DeploymentColumns { services: &[], ..columns.deployments };
            Columns { deployments, ..columns }.facts(Carry::Forward, late(), NonZeroUsize::MIN).unwrap_err()
        });
    assert_eq!(
        error.to_string(),
        "the deployments have 1 ids and 0 values of `services`: every column needs one a record"
    );
}

#[test]
fn a_million_incidents_on_one_deployment_are_counted_in_no_time() {
    let history = History {
        deployments: vec![deployment(5, START)],
        incidents: (0..1_000_000).map(|it| (5, if it % 2 == 0 { OPEN } else { START + it })).collect(),
        ..History::default()
    };
    let facts = with_columns(&history, |it| it.facts(Carry::Forward, late(), NonZeroUsize::MIN).unwrap());
    let windows = [Window::month(2026, 1, Tz::UTC).unwrap()];
    let request =
        Request { windows: &windows, probabilities: &[0.5], roll_ups: &[], threads: NonZeroUsize::MIN };
    let counts = facts.table(&request)[0].counts;
    assert_eq!((counts.failed, counts.open, counts.recovered), (1, 500_000, 500_000));
    assert_eq!(counts.change_fail_rate(), Some(1.0));
}

#[test]
fn a_crowd_of_ids_and_one_far_away_are_found_in_no_time() {
    let deployments: Vec<Deployment> =
        (1..=200_000).chain([u64::MAX]).map(|it| deployment(it, START)).collect();
    let changes = deployments.iter().map(|it| (it.id, START - 1)).collect();
    let history = History { deployments, changes, ..History::default() };
    let facts = with_columns(&history, |it| it.facts(Carry::Forward, late(), NonZeroUsize::MIN).unwrap());
    assert_eq!((facts.deployments(), facts.lead_times()), (200_001, 200_001));
}

#[test]
fn ids_that_are_far_apart_are_found_and_what_is_left_out_is_counted() {
    let history = History {
        deployments: vec![
            deployment(u64::MAX, START),
            deployment(1, START + 5),
            deployment(u64::MAX - 1, START + 9),
        ],
        changes: vec![(1, START), (u64::MAX, START), (u64::MAX - 1, START), (0, START), (2, START)],
        incidents: vec![(0, OPEN), (77, OPEN)],
    };
    let facts =
        with_columns(&history, |columns| columns.facts(Carry::Forward, late(), NonZeroUsize::MIN).unwrap());
    assert_eq!((facts.deployments(), facts.lead_times()), (3, 3));
    let left_out = facts.left_out();
    assert_eq!((left_out.changes_without_deployment, left_out.changes_of_unknown_deployment), (1, 1));
    assert_eq!((left_out.incidents_without_deployment, left_out.incidents_of_unknown_deployment), (1, 1));
}

//! Live against batch: the same bits whatever the order of events, and bytes that come back as they went.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "tests")]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use proptest::prelude::*;
use thalweg_dora::live::{Accumulator, BytesError, Event, Fact, Kind, MergeError, Taken};
use thalweg_dora::table::{
    Carry, Cell, ChangeColumns, Columns, DeploymentColumns, IncidentColumns, Marks, OPEN, Request, Tick,
};
use thalweg_model::{Instant, Tz, Window};

const START: i64 = 1_767_225_600; // 2026-01-01T00:00:00Z
const HOUR: i64 = 3_600;

fn instant(hours: i64) -> Instant {
    Instant::from_seconds(START + hours * HOUR).unwrap()
}

fn months() -> Vec<Window> {
    (1..=3).map(|month| Window::month(2026, month, Tz::Europe__Berlin).unwrap()).collect()
}

/// Few ids, instants and versions, so that records meet, tie, move and contradict each other.
fn event() -> impl Strategy<Value = Event> {
    let hours = || (0..40_i64).prop_map(|it| START + it * 50 * HOUR);
    let deployment = (1..9_u64, 0..3_u32, 0..3_u32, hours(), 0..32_u8).prop_map(
        |(id, service, group, finished_at, marks)| Fact::Deployment {
            id: id * 999_983,
            service: service * 100_000,
            group,
            finished_at,
            marks: Marks::of_bits(marks).unwrap(),
        },
    );
    let named = || (0..11_u64).prop_map(|it| it * 999_983);
    let change = (1..12_u64, named(), hours()).prop_map(|(id, deployment, committed_at)| Fact::Change {
        id,
        deployment,
        committed_at,
    });
    let end = prop_oneof![Just(OPEN), hours()];
    let incident = (1..7_u64, named(), end).prop_map(|(id, deployment, restored_at)| Fact::Incident {
        id,
        deployment,
        restored_at,
    });
    let kind = prop::sample::select(Kind::ALL.to_vec());
    let withdrawn = (kind, 1..9_u64).prop_map(|(kind, id)| Fact::Withdrawn {
        kind,
        id: if kind == Kind::Deployment { id * 999_983 } else { id },
    });
    let fact = prop_oneof![3 => deployment, 3 => change, 2 => incident, 1 => withdrawn];
    (0..4_u64, fact).prop_map(|(version, fact)| Event::new(version, fact))
}

/// Three deployments, two changes and two incidents, of which everything may change.
fn dense() -> impl Strategy<Value = Fact> {
    let hours = || (0..4_i64).prop_map(|it| START + it * 200 * HOUR);
    let deployment = (1..4_u64, 0..2_u32, 0..2_u32, hours(), 0..4_u8).prop_map(
        |(id, service, group, finished_at, marks)| Fact::Deployment {
            id,
            service,
            group,
            finished_at,
            marks: Marks::of_bits(marks).unwrap(),
        },
    );
    let change = (1..3_u64, 0..4_u64, hours()).prop_map(|(id, deployment, committed_at)| Fact::Change {
        id,
        deployment,
        committed_at,
    });
    let end = prop_oneof![Just(OPEN), hours()];
    let incident = (1..3_u64, 0..4_u64, end).prop_map(|(id, deployment, restored_at)| Fact::Incident {
        id,
        deployment,
        restored_at,
    });
    let kind = prop::sample::select(Kind::ALL.to_vec());
    let withdrawn = (kind, 1..4_u64).prop_map(|(kind, id)| Fact::Withdrawn { kind, id });
    prop_oneof![3 => deployment, 2 => change, 2 => incident, 1 => withdrawn]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..60)
}

/// The newest version of every record, then the batch.
fn batch(events: &[Event], carry: Carry, as_of: Instant) -> Vec<Cell> {
    let mut newest: BTreeMap<(Kind, u64), Event> = BTreeMap::new();
    for event in events {
        let stands = newest.entry(event.fact.key()).or_insert(*event);
        *stands = (*stands).max(*event);
    }
    let (mut ids, mut services, mut groups, mut finished, mut marked) =
        (vec![], vec![], vec![], vec![], vec![]);
    let (mut changes, mut incidents) = ((vec![], vec![]), (vec![], vec![]));
    for event in newest.values() {
        match event.fact {
            Fact::Deployment { id, service, group, finished_at, marks } => {
                ids.push(id);
                services.push(service);
                groups.push(group);
                finished.push(finished_at);
                marked.push(marks);
            }
            Fact::Change { deployment, committed_at, .. } => {
                changes.0.push(deployment);
                changes.1.push(committed_at);
            }
            Fact::Incident { deployment, restored_at, .. } => {
                incidents.0.push(deployment);
                incidents.1.push(restored_at);
            }
            Fact::Withdrawn { .. } => {}
        }
    }
    let columns = Columns {
        tick: Tick::Second,
        deployments: DeploymentColumns {
            ids: &ids,
            services: &services,
            groups: &groups,
            finished_at: &finished,
            marks: &marked,
        },
        changes: ChangeColumns { deployments: &changes.0, committed_at: &changes.1 },
        incidents: IncidentColumns { deployments: &incidents.0, restored_at: &incidents.1 },
    };
    let facts = columns.facts(carry, as_of, NonZeroUsize::MIN).unwrap();
    with_request(facts.groups().len(), |request| facts.table(request))
}

fn with_request<T>(groups: usize, then: impl FnOnce(&Request<'_>) -> T) -> T {
    let roll_ups = [vec![7; groups]];
    then(&Request {
        windows: &months(),
        probabilities: &[0.5, 0.9],
        roll_ups: &roll_ups,
        threads: NonZeroUsize::MIN,
    })
}

fn live(events: &[Event], carry: Carry) -> Accumulator {
    let mut live = Accumulator::new(Tick::Second, carry);
    events.iter().for_each(|event| {
        live.apply(*event);
    });
    live
}

/// The bits of a table: `Debug` of a float tells every bit of it apart.
fn bits(cells: &[Cell]) -> String {
    format!("{cells:?}")
}

fn snapshot(live: &Accumulator, as_of: Instant) -> Vec<Cell> {
    let groups = live.facts(as_of, NonZeroUsize::MIN).groups().len();
    with_request(groups, |request| live.snapshot(as_of, request))
}

fn carries() -> impl Strategy<Value = Carry> {
    prop_oneof![Just(Carry::Forward), Just(Carry::Named)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Late, corrected, repeated and in any order: the snapshot is the batch, bit by bit, as of any instant.
    #[test]
    fn the_snapshot_is_the_batch(
        (events, shuffled) in events().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        again in prop::collection::vec(any::<prop::sample::Index>(), 0..9),
        as_of in 0..2_100_i64,
        carry in carries(),
    ) {
        let expected = batch(&events, carry, instant(as_of));
        let mut live = live(&shuffled, carry);
        if !events.is_empty() {
            again.iter().for_each(|at| {
                live.apply(events[at.index(events.len())]);
            });
        }
        prop_assert_eq!(bits(&snapshot(&live, instant(as_of))), bits(&expected));
    }

    /// One cell costs that cell, and says the same.
    #[test]
    fn a_cell_is_the_cell_of_the_batch(events in events(), as_of in 0..2_100_i64, carry in carries()) {
        let as_of = instant(as_of);
        let expected = batch(&events, carry, as_of);
        let live = live(&events, carry);
        for (window, month) in months().iter().enumerate() {
            for group in 0..4 {
                let cell = live.cell(group, month, as_of, &[0.5, 0.9]).map(|it| Cell { window, ..it });
                let wanted = expected.iter().find(|it| (it.window, it.level, it.group) == (window, 0, group));
                prop_assert_eq!(format!("{:?}", cell.as_ref()), format!("{wanted:?}"));
            }
        }
    }

    /// Whoever takes in the other, and whatever each has seen of the same records.
    #[test]
    fn merging_is_taking_all_events(a in events(), b in events(), carry in carries()) {
        let all = live(&[a.clone(), b.clone()].concat(), carry);
        let (mut ab, mut ba) = (live(&a, carry), live(&b, carry));
        ab.merge(&live(&b, carry)).unwrap();
        ba.merge(&live(&a, carry)).unwrap();
        prop_assert_eq!(ab.to_bytes(), all.to_bytes());
        prop_assert_eq!(ba.to_bytes(), all.to_bytes());
        ab.merge(&ba).unwrap();
        prop_assert_eq!(ab.to_bytes(), all.to_bytes());
        prop_assert_eq!(bits(&snapshot(&ab, instant(2_000))), bits(&snapshot(&all, instant(2_000))));
    }

    /// Any number of accumulators that saw overlapping parts, merged in any order and grouping, some by way of their bytes.
    #[test]
    fn merging_in_any_grouping_is_taking_all_events(
        seen in prop::collection::vec((event(), prop::collection::btree_set(0..5_usize, 1..4)), 0..60),
        joins in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 4),
        carry in carries(),
    ) {
        let all: Vec<Event> = seen.iter().map(|it| it.0).collect();
        let part = |n: usize| live(&seen.iter().filter(|it| it.1.contains(&n)).map(|it| it.0).collect::<Vec<_>>(), carry);
        let mut parts: Vec<Accumulator> = (0..5).map(part).collect();
        for (into, from, by_bytes) in joins {
            let other = parts.remove(from.index(parts.len()));
            let other = if by_bytes { Accumulator::from_bytes(&other.to_bytes()).unwrap() } else { other };
            let at = into.index(parts.len());
            parts[at].merge(&other).unwrap();
        }
        let whole = live(&all, carry);
        prop_assert_eq!(parts[0].to_bytes(), whole.to_bytes());
        prop_assert_eq!(parts[0].records(), whole.records());
        prop_assert_eq!(bits(&snapshot(&parts[0], instant(2_000))), bits(&batch(&all, carry, instant(2_000))));
    }

    /// Few records with many versions each, which move between services, groups and times, leave production and come back, hang on other
    /// deployments, are withdrawn and told again: after every single event the snapshot is the batch of what was told so far.
    #[test]
    fn every_prefix_of_corrections_is_a_batch(
        told in prop::collection::vec((0..40_u64, dense()), 1..40),
        as_of in 0..2_100_i64,
        carry in carries(),
    ) {
        let told: Vec<Event> = told.into_iter().map(|(version, fact)| Event::new(version, fact)).collect();
        let mut live = Accumulator::new(Tick::Second, carry);
        for (at, event) in told.iter().enumerate() {
            live.apply(*event);
            let expected = batch(&told[..=at], carry, instant(as_of));
            prop_assert_eq!(bits(&snapshot(&live, instant(as_of))), bits(&expected));
            let cell = live.cell(1, &months()[0], instant(as_of), &[0.5, 0.9]);
            let wanted = expected.iter().find(|it| (it.window, it.level, it.group) == (0, 0, 1));
            prop_assert_eq!(format!("{:?}", cell.as_ref()), format!("{wanted:?}"));
        }
    }

    #[test]
    fn bytes_come_back_as_they_went_whatever_the_order(
        (events, shuffled) in events().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        carry in carries(),
    ) {
        let bytes = live(&events, carry).to_bytes();
        prop_assert_eq!(&live(&shuffled, carry).to_bytes(), &bytes);
        let back = Accumulator::from_bytes(&bytes).unwrap();
        prop_assert_eq!(back.to_bytes(), bytes);
        prop_assert_eq!(bits(&snapshot(&back, instant(2_000))), bits(&snapshot(&live(&events, carry), instant(2_000))));
    }

    /// Cut anywhere, or with any byte changed: an error, or an accumulator that writes exactly these bytes; never a panic.
    #[test]
    fn broken_bytes_are_refused(
        events in events(),
        at in any::<prop::sample::Index>(),
        change in 1..=255_u8,
        garbage in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let bytes = live(&events, Carry::Forward).to_bytes();
        let at = at.index(bytes.len());
        prop_assert!(Accumulator::from_bytes(&bytes[..at]).is_err());
        let mut broken = bytes.clone();
        broken[at] ^= change;
        if let Ok(read) = Accumulator::from_bytes(&broken) {
            prop_assert_eq!(read.to_bytes(), broken);
        }
        prop_assert_eq!(
            Accumulator::from_bytes(&[&bytes[..], &garbage[..]].concat()).is_ok(),
            garbage.is_empty()
        );
        prop_assert!(Accumulator::from_bytes(&garbage).is_err());
    }
}

const GOOD: Marks = Marks::PRODUCTION.and(Marks::SUCCESSFUL);

fn deployment(id: u64, hours: i64, marks: Marks) -> Fact {
    Fact::Deployment { id, service: 1, group: 4, finished_at: START + hours * HOUR, marks }
}

#[test]
fn each_event_says_what_became_of_it() {
    let mut live = Accumulator::new(Tick::Second, Carry::Forward);
    let first = Event::new(2, deployment(9, 5, GOOD));
    let takes = [
        (first, Taken::New),
        (first, Taken::Repeated),
        (Event::new(1, deployment(9, 6, GOOD)), Taken::Outdated),
        (Event::new(2, deployment(9, 4, GOOD)), Taken::Clashed),
        (Event::new(3, deployment(9, 7, GOOD)), Taken::Corrected),
        (
            Event::new(3, Fact::Deployment { id: 0, service: 1, group: 4, finished_at: START, marks: GOOD }),
            Taken::Refused,
        ),
        (Event::new(3, Fact::Change { id: 1, deployment: 9, committed_at: i64::MAX }), Taken::Refused),
        (Event::new(3, Fact::Incident { id: 1, deployment: 9, restored_at: -1 }), Taken::Refused),
        (Event::new(3, Fact::Incident { id: 1, deployment: 9, restored_at: OPEN }), Taken::New),
    ];
    for (event, taken) in takes {
        assert_eq!(live.apply(event), taken, "{event:?}");
    }
    assert_eq!(live.records(), 2);
}

#[test]
fn a_correction_moves_what_hangs_on_a_deployment() {
    let mut live = Accumulator::new(Tick::Second, Carry::Forward);
    // The change and the incident come before their deployment, which first fails and is then told to have gone well.
    live.apply(Event::new(0, Fact::Change { id: 1, deployment: 9, committed_at: START }));
    live.apply(Event::new(0, Fact::Incident { id: 1, deployment: 9, restored_at: OPEN }));
    live.apply(Event::new(0, deployment(10, 30, GOOD)));
    live.apply(Event::new(0, deployment(9, 10, Marks::PRODUCTION)));
    let january = months()[0];
    let cell = |live: &Accumulator| live.cell(4, &january, instant(500), &[0.5]).unwrap();
    let before = cell(&live);
    assert_eq!((before.counts.deployments, before.counts.failed, before.counts.open), (2, 1, 1));
    assert_eq!(before.lead_times, [30.0 * 3600.0]);
    live.apply(Event::new(1, deployment(9, 12, GOOD)));
    live.apply(Event::new(1, Fact::Incident { id: 1, deployment: 9, restored_at: START + 13 * HOUR }));
    let after = cell(&live);
    assert_eq!((after.counts.open, after.counts.recovered), (0, 1));
    assert_eq!(after.lead_times, [12.0 * 3600.0]);
    assert_eq!(after.recoveries, [3600.0]);
    live.apply(Event::new(2, Fact::Incident { id: 1, deployment: 10, restored_at: START + 31 * HOUR }));
    assert_eq!(cell(&live).counts.failed, 1);
    assert_eq!(cell(&live).recoveries, [3600.0]);
}

#[test]
fn a_good_one_takes_what_finishes_with_it_and_leaves_nothing_to_a_later_one() {
    let events = [
        Event::new(0, deployment(2, 10, GOOD)),
        Event::new(0, deployment(7, 10, Marks::PRODUCTION)),
        Event::new(0, deployment(1, 20, GOOD)),
        Event::new(0, Fact::Change { id: 1, deployment: 7, committed_at: START }),
    ];
    let cell = live(&events, Carry::Forward).cell(4, &months()[0], instant(500), &[0.5]).unwrap();
    assert_eq!(cell.counts.lead_times, 1);
    assert_eq!(cell.lead_times, [10.0 * 3600.0]);
    assert_eq!(batch(&events, Carry::Forward, instant(500))[0].counts.lead_times, 1);
}

#[test]
fn a_clash_is_settled_alike_in_any_order() {
    let (a, b) = (Event::new(1, deployment(9, 5, GOOD)), Event::new(1, deployment(9, 6, GOOD)));
    assert_eq!(live(&[a, b], Carry::Forward).to_bytes(), live(&[b, a], Carry::Forward).to_bytes());
}

#[test]
fn what_was_withdrawn_is_as_if_never_told_until_a_later_version() {
    let mut live = live(
        &[
            Event::new(0, deployment(9, 5, Marks::PRODUCTION)),
            Event::new(0, deployment(10, 30, GOOD)),
            Event::new(0, Fact::Change { id: 1, deployment: 9, committed_at: START }),
        ],
        Carry::Forward,
    );
    let leads =
        |live: &Accumulator| live.cell(4, &months()[0], instant(500), &[0.5]).unwrap().counts.lead_times;
    assert_eq!(leads(&live), 1, "10 carries what 9 failed to");
    let withdrawn = Event::new(2, Fact::Withdrawn { kind: Kind::Deployment, id: 9 });
    assert_eq!((live.apply(withdrawn), live.apply(withdrawn)), (Taken::Corrected, Taken::Repeated));
    assert_eq!(
        (leads(&live), live.records()),
        (0, 2),
        "nobody knows any more what the change was deployed with"
    );
    assert_eq!(live.apply(Event::new(1, deployment(9, 6, GOOD))), Taken::Outdated);
    assert_eq!(leads(&live), 0, "late news of what is gone");
    assert_eq!(live.apply(Event::new(3, deployment(9, 6, GOOD))), Taken::Corrected);
    assert_eq!((leads(&live), live.records()), (1, 3));
    assert_eq!(live.apply(Event::new(0, Fact::Withdrawn { kind: Kind::Deployment, id: 0 })), Taken::Refused);
}

#[test]
fn accumulators_that_count_or_carry_otherwise_do_not_merge() {
    let mut own = live(&[Event::new(3, deployment(9, 0, GOOD))], Carry::Named);
    let before = own.to_bytes();
    let fine = Accumulator::new(Tick::Nanosecond, Carry::Named);
    let error = own.merge(&fine).unwrap_err();
    assert_eq!(error, MergeError::Tick { own: Tick::Second, other: Tick::Nanosecond });
    assert_eq!(
        error.to_string(),
        "one counts in Seconds, the other in Nanoseconds: only accumulators of one tick merge"
    );
    let carried = own.merge(&Accumulator::new(Tick::Second, Carry::Forward));
    assert_eq!(carried, Err(MergeError::Carry { own: Carry::Named, other: Carry::Forward }));
    assert_eq!(own.to_bytes(), before);
}

/// The bytes of layout 1, which knew of no withdrawn records: what was saved by it is still read.
#[test]
fn bytes_of_layout_1_are_read() {
    let all = live(
        &[
            Event::new(3, deployment(9, 0, GOOD)),
            Event::new(1, Fact::Change { id: 1, deployment: 9, committed_at: START }),
        ],
        Carry::Named,
    );
    let now = all.to_bytes();
    let mut then = now[..now.len() - 24].to_vec();
    then[8] = 1;
    assert_eq!(Accumulator::from_bytes(&then).unwrap().to_bytes(), now);
}

#[test]
fn bytes_cut_anywhere_or_with_any_count_forged_are_refused_with_the_place() {
    let events = [
        Event::new(3, deployment(9, 0, GOOD)),
        Event::new(1, Fact::Change { id: 1, deployment: 9, committed_at: START }),
        Event::new(1, Fact::Incident { id: 1, deployment: 9, restored_at: OPEN }),
        Event::new(1, Fact::Withdrawn { kind: Kind::Deployment, id: 7 }),
        Event::new(1, Fact::Withdrawn { kind: Kind::Change, id: 7 }),
        Event::new(1, Fact::Withdrawn { kind: Kind::Incident, id: 7 }),
    ];
    let good = live(&events, Carry::Forward).to_bytes();
    for end in 0..good.len() {
        let wanted = if end < 8 { BytesError::Foreign } else { BytesError::Truncated { offset: end } };
        assert_eq!(Accumulator::from_bytes(&good[..end]).unwrap_err(), wanted);
    }
    // Header, then sections of one record each: 33 bytes for a deployment, 32 for the others, 16 for a withdrawn one.
    for at in [12, 53, 93, 133, 157, 181] {
        for forged in [0, 2, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = good.clone();
            assert_eq!(bytes[at..at + 8], 1_u64.to_le_bytes(), "{at}");
            bytes[at..at + 8].copy_from_slice(&forged.to_le_bytes());
            assert!(Accumulator::from_bytes(&bytes).is_err(), "{forged} at {at}");
        }
    }
    // The same record withdrawn and told.
    let mut both = good;
    both[157 - 8..157].copy_from_slice(&9_u64.to_le_bytes());
    assert_eq!(Accumulator::from_bytes(&both).unwrap_err(), BytesError::Value { offset: 141 });
}

/// A good deployment among many that finish with it looks at its neighbour only: nothing here is quadratic.
#[test]
fn very_many_that_finish_in_one_instant_are_linear() {
    let one =
        |id: u64| Event::new(0, deployment(id, 10, if id <= 20_000 { Marks::PRODUCTION } else { GOOD }));
    let mut all: Vec<Event> = (1..=40_000).map(one).collect();
    all.push(Event::new(0, Fact::Change { id: 1, deployment: 5, committed_at: START }));
    let cell = live(&all, Carry::Forward).cell(4, &months()[0], instant(500), &[0.5]).unwrap();
    assert_eq!((cell.counts.deployments, cell.counts.lead_times), (40_000, 1));
}

#[test]
fn the_layout_of_the_bytes_is_version_2() {
    let bytes = live(&[Event::new(3, deployment(9, 0, GOOD))], Carry::Named).to_bytes();
    let mut expected = b"thalweg\n\x02\x00\x03\x01".to_vec();
    expected.extend(1_u64.to_le_bytes());
    expected.extend([3_u64.to_le_bytes(), 9_u64.to_le_bytes()].concat());
    expected.extend([1_u32.to_le_bytes(), 4_u32.to_le_bytes()].concat());
    expected.extend(START.to_le_bytes());
    expected.push(3);
    expected.extend([0; 40]);
    assert_eq!(bytes, expected);
}

#[test]
fn each_kind_of_broken_bytes_is_named() {
    let good = live(&[Event::new(3, deployment(9, 0, GOOD))], Carry::Forward).to_bytes();
    let with = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        Accumulator::from_bytes(&bytes).unwrap_err()
    };
    assert_eq!(Accumulator::from_bytes(b"").unwrap_err(), BytesError::Foreign);
    assert_eq!(with(0, b'x'), BytesError::Foreign);
    assert_eq!(with(8, 3), BytesError::Layout { found: 3 });
    assert_eq!(with(8, 0), BytesError::Layout { found: 0 });
    assert_eq!(with(10, 4), BytesError::Value { offset: 10 });
    assert_eq!(with(11, 2), BytesError::Value { offset: 11 });
    // A count of records that the bytes do not hold costs no memory.
    assert_eq!(with(18, 255), BytesError::Value { offset: 53 }, "what follows is no deployment");
    assert_eq!(with(good.len() - 2, 255), BytesError::Truncated { offset: good.len() });
    assert_eq!(
        Accumulator::from_bytes(&[&good[..], b"more"].concat()).unwrap_err(),
        BytesError::Trailing { count: 4 }
    );
    assert_eq!(
        BytesError::Layout { found: 3 }.to_string(),
        "these bytes have layout 3: this version reads layouts 1 to 2"
    );
}

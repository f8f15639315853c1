//! Flow metrics (playbook.md section 4): by hand, by laws, and on the example organisation.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failure is a panic")]

use proptest::prelude::*;
use thalweg_model::record::{RecordKind, StateChange, WorkItem, WorkKind};
use thalweg_model::{
    Catalog, Completeness, Elapsed, Entity, Exclusion, Flag, Gap, Instant, Reading, Readings, Sources, Tz,
    Window,
};
use thalweg_valuestream::flow::{
    Condition, Expectation, Flow, FlowDefinition, Passages, cumulative_flow, readings,
};
use thalweg_valuestream::{METRICS, Passage, StateClass, ValueStreamError, Workflow};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// An item that enters states at hours after 1 September 2026, UTC.
fn item(id: &str, states: &[(&str, i64)]) -> WorkItem {
    let start = at("2026-09-01T00:00:00Z");
    let change = |(state, hour): &(&str, i64)| StateChange {
        state: (*state).to_owned(),
        at: start + Elapsed::from_hours(*hour),
        team: None,
    };
    WorkItem {
        id: id.parse().unwrap(),
        stream: Some("buy".parse().unwrap()),
        team: Some("checkout".parse().unwrap()),
        kind: WorkKind::Feature,
        states: states.iter().map(change).collect(),
    }
}

fn september() -> Window {
    Window::month(2026, 9, Tz::UTC).unwrap()
}

fn later() -> Instant {
    at("2026-10-08T00:00:00Z")
}

fn measured(items: &[WorkItem]) -> Flow {
    Passages::of(items, &FlowDefinition::default(), later()).measure(&september(), true)
}

fn number(reading: &Reading) -> f64 {
    reading.value().unwrap_or_else(|| panic!("{reading:?}")).value()
}

fn near(got: f64, expected: f64) {
    assert!((got - expected).abs() <= 1e-9 * expected.abs(), "{got} is not {expected}");
}

/// Hours: a 10→20→50, b 100→110→200 (done at once, then reopened), c open since 700, d before, e given up.
fn five() -> Vec<WorkItem> {
    vec![
        item("a", &[("todo", 10), ("doing", 20), ("blocked", 30), ("doing", 35), ("done", 50)]),
        item("b", &[("todo", 100), ("doing", 110), ("done", 120), ("doing", 190), ("done", 200)]),
        item("c", &[("todo", 600), ("doing", 700)]),
        WorkItem { kind: WorkKind::Defect, ..item("d", &[("todo", -90), ("doing", -48), ("done", 24)]) },
        item("e", &[("todo", 5), ("doing", 6), ("cancelled", 60)]),
        item("f", &[("backlog", 5), ("todo", 719)]),
    ]
}

#[test]
fn every_number_by_hand() {
    let flow = measured(&five());
    near(number(&flow.velocity), 3.0);
    near(number(&flow.throughput), 3.0 / 720.0 * 168.0);
    near(number(&flow.cycle_time), 72.0); // 30, 72, 90
    near(number(&flow.flow_time), 100.0); // 40, 100, 114
    // active 25 + 20 + 72, waiting 10 + 5 + 10 + 42; b was done for 70 hours, which is neither
    near(number(&flow.efficiency), 117.0 / (117.0 + 67.0));
    near(number(&flow.in_progress), 1.0);
    near(number(&flow.load), 2.0);
    near(number(&flow.age), 20.0);
    near(number(&flow.oldest), 20.0);
    near(number(&flow.debt), 0.0); // started a, b, c, e; left a, b, d, e
    near(flow.distribution[0].value().unwrap().value(), 2.0 / 3.0);
    near(flow.distribution[1].value().unwrap().value(), 1.0 / 3.0);
    assert_eq!(flow.cycle_time_p85.gap(), Some(Gap::InsufficientData { have: 3, need: 7 }));
    assert_eq!(flow.cycle_time.basis().left_out.get(&Exclusion::StillOpen), Some(&1));
    assert_eq!((flow.attainment, flow.overdue), (None, None));
}

/// In progress: a 30 h, b 90 h, c 20 h, d 24 h, e 54 h of 720.
#[test]
fn littles_law_by_hand_and_its_conditions() {
    let law = measured(&five()).littles_law.unwrap();
    near(law.mean_in_progress, 218.0 / 720.0);
    near(number(&law.mean_cycle_time), 64.0);
    near(number(&law.predicted_cycle_time), 218.0 / 3.0);
    near(number(&law.ratio), 218.0 / 3.0 / 64.0);
    near(number(&law.debt), 218.0 / 3.0 - 64.0);
    assert_eq!((law.in_progress_at_start, law.in_progress_at_end), (1, 1));
    assert!(
        law.conditions.contains(&Condition::ArrivalsMatchDepartures { met: false }),
        "four started, three finished"
    );
    assert!(law.conditions.contains(&Condition::LoadIsSteady { met: true }));
    assert!(law.conditions.contains(&Condition::WorkIsFinished { met: false, dropped: 1 }));
    assert!(!law.holds());
}

/// One item a day, each three days in work: the law is exact once the stream runs.
#[test]
fn a_steady_stream_keeps_the_law() {
    let one = |day: i64| item(&format!("i{day}"), &[("doing", day * 24), ("done", (day + 3) * 24)]);
    let items: Vec<WorkItem> = (-20..40).map(one).collect();
    let law = measured(&items).littles_law.unwrap();
    near(law.mean_in_progress, 3.0);
    near(number(&law.ratio), 1.0);
    assert!(law.holds(), "{law:?}");
    assert!(law.age_growth.unwrap().abs() < 1e-9);
}

#[test]
fn work_that_lies_makes_debt() {
    let mut items: Vec<WorkItem> =
        (0..20).map(|i| item(&format!("old{i}"), &[("doing", -2000 + i)])).collect();
    items.extend((0..28).map(|d| item(&format!("new{d}"), &[("doing", d * 24), ("done", d * 24 + 12)])));
    let law = measured(&items).littles_law.unwrap();
    assert!(number(&law.debt) > 400.0, "young items are finished, old ones passed over: {law:?}");
    assert!(!law.holds() && law.age_growth.unwrap() > 20.0, "{law:?}");
}

#[test]
fn an_expectation_is_kept_by_a_share() {
    let expectation = Expectation { within: Elapsed::from_hours(72), probability: 0.85 };
    let definition = FlowDefinition::default().expecting(expectation).checked().unwrap();
    let flow = Passages::of(&five(), &definition, later()).measure(&september(), true);
    let kept = flow.attainment.as_ref().unwrap();
    assert_eq!((kept.value().unwrap().part(), kept.value().unwrap().whole()), (2, 3));
    let bounds = kept.interval().unwrap();
    assert!(
        (bounds.lower.unwrap() - 0.207_660).abs() < 1e-6 && (bounds.upper.unwrap() - 0.938_508).abs() < 1e-6
    );
    assert_eq!(flow.overdue, Some(0));
    let many: Vec<WorkItem> =
        (1..=20).map(|i| item(&format!("i{i}"), &[("doing", 0), ("done", i)])).collect();
    let passages = Passages::of(&many, &definition, later());
    let set = passages.expectation(&september(), 0.85).unwrap();
    assert_eq!(set.within, Elapsed::from_hours(17));
    assert_eq!(
        passages.expectation(&september(), 0.96),
        None,
        "twenty items say nothing of one in twenty-five"
    );
    let again = FlowDefinition::default().expecting(set);
    let flow = Passages::of(&many, &again, later()).measure(&september(), true);
    assert_eq!(flow.attainment.unwrap().value().unwrap().part(), 17);
}

#[test]
fn what_cannot_be_used_is_counted_with_its_reason() {
    let mut items = five();
    items.push(item("order", &[("doing", 50), ("todo", 10)]));
    items.push(item("state", &[("doing", 50), ("deploying", 60)]));
    items.push(item("empty", &[]));
    items.push(item("future", &[("todo", 24 * 400)]));
    items.push(item("a", &[("doing", 1), ("done", 2)]));
    let passages = Passages::of(&items, &FlowDefinition::default(), later());
    let left_out = passages.left_out();
    assert_eq!(left_out.get(&Exclusion::NoStamp), Some(&3));
    assert_eq!(left_out.get(&Exclusion::AfterAsOf), Some(&1));
    assert_eq!(
        left_out.get(&Exclusion::Contradictory),
        Some(&2),
        "two items with one id, and neither is believed"
    );
    let flow = passages.measure(&september(), true);
    near(number(&flow.velocity), 2.0);
    assert!(!flow.velocity.basis().left_out.contains_key(&Exclusion::AfterAsOf));
}

#[test]
fn the_same_item_twice_is_one() {
    let twice: Vec<WorkItem> = five().into_iter().chain(five()).collect();
    assert_eq!(measured(&twice), measured(&five()));
}

#[test]
fn what_comes_later_is_not_known_yet() {
    let as_of = at("2026-09-03T00:00:00Z"); // 48 h
    let passages = Passages::of(&five(), &FlowDefinition::default(), as_of);
    let flow = passages.measure(&september(), true);
    near(number(&flow.velocity), 1.0); // d alone
    near(number(&flow.in_progress), 2.0); // a and e
    near(number(&flow.oldest), 42.0);
    assert!(flow.velocity.basis().flags.contains(&Flag::Partial));
    near(number(&flow.throughput), 168.0 / 48.0);
    let before = Passages::of(&five(), &FlowDefinition::default(), at("2026-08-01T00:00:00Z"));
    assert_eq!(before.measure(&september(), true).throughput.gap(), Some(Gap::NoData), "no time has passed");
}

#[test]
fn an_incomplete_log_counts_nothing() {
    let flow = Passages::of(&five(), &FlowDefinition::default(), later()).measure(&september(), false);
    for reading in [&flow.velocity, &flow.throughput, &flow.load, &flow.in_progress, &flow.debt] {
        assert_eq!(reading.gap(), Some(Gap::NotRecorded));
    }
    near(number(&flow.cycle_time), 72.0);
    assert!(flow.cycle_time.basis().flags.contains(&Flag::LowCoverage));
    assert!(flow.littles_law.is_none());
}

#[test]
fn no_items_are_a_real_zero_and_no_time() {
    let flow = measured(&[]);
    near(number(&flow.velocity), 0.0);
    near(number(&flow.load), 0.0);
    assert!(flow.throughput.interval().unwrap().upper.unwrap() > 0.8);
    for reading in [&flow.cycle_time, &flow.flow_time, &flow.efficiency, &flow.age, &flow.oldest] {
        assert_eq!(reading.gap(), Some(Gap::NoData));
    }
    assert_eq!(flow.distribution[0].gap(), Some(Gap::NoData));
    assert_eq!(flow.littles_law.unwrap().ratio.gap(), Some(Gap::NoData));
}

#[test]
fn done_without_a_start_has_no_cycle_time() {
    let flow = measured(&[item("a", &[("todo", 10), ("done", 50)]), item("b", &[("done", 60)])]);
    near(number(&flow.velocity), 2.0);
    near(number(&flow.flow_time), 40.0);
    assert_eq!(flow.cycle_time.gap(), Some(Gap::NoData));
    assert_eq!(flow.cycle_time.basis().left_out.get(&Exclusion::NoStamp), Some(&2));
}

#[test]
fn done_stays_done_through_later_done_states() {
    near(number(&measured(&[item("a", &[("doing", 5), ("done", 15), ("released", 90)])]).cycle_time), 10.0);
}

#[test]
fn a_window_has_its_first_instant_and_not_its_last() {
    let flow = measured(&[
        item("first", &[("doing", -5), ("done", 0)]),
        item("next", &[("doing", 700), ("done", 720)]),
        item("after", &[("doing", 720)]),
    ]);
    near(number(&flow.velocity), 1.0);
    near(number(&flow.cycle_time), 5.0);
    near(number(&flow.in_progress), 1.0);
    near(number(&flow.oldest), 20.0);
}

#[test]
fn workflows_are_checked_all_at_once() {
    let bad =
        Workflow::new([("  ", StateClass::Active), ("x", StateClass::Waiting), ("X ", StateClass::Done)]);
    let Err(ValueStreamError::Workflow { problems }) = bad else { panic!("four problems") };
    assert_eq!(problems.len(), 4, "{problems:?}");
    let levels = FlowDefinition { level: 0.0, steady: f64::NAN, ..FlowDefinition::default() };
    let none = Expectation { within: Elapsed::ZERO, probability: 1.0 };
    let Err(ValueStreamError::Flow { problems }) = levels.expecting(none).checked() else { panic!("four") };
    assert_eq!(problems.len(), 4, "{problems:?}");
}

#[test]
fn cumulative_flow_counts_by_the_end_of_each_day() {
    let week = Window::between(at("2026-09-01T00:00:00Z"), at("2026-09-04T00:00:00Z"), Tz::UTC).unwrap();
    let passages = Passages::of(&five(), &FlowDefinition::default(), later());
    let days = cumulative_flow(&passages, &week).days;
    let counts: Vec<_> =
        days.iter().map(|d| (d.entered, d.started, d.finished, d.in_stream, d.in_progress)).collect();
    // by 24 h: a and d and e entered and started; d is done at 24 h, which is the next day
    assert_eq!(counts, [(3, 3, 0, 3, 3), (3, 3, 1, 2, 2), (3, 3, 2, 0, 0)]);
    let morning = Window::between(week.start(), at("2026-09-01T12:00:00Z"), Tz::UTC).unwrap();
    assert_eq!(
        cumulative_flow(&passages, &morning).days[0].started,
        2,
        "a is started at 20 h, after the window"
    );
    let berlin = Window::month(2026, 9, Tz::Europe__Berlin).unwrap();
    assert_eq!(cumulative_flow(&passages, &berlin).days.len(), 30);
    let now = Passages::of(&five(), &FlowDefinition::default(), at("2026-09-02T12:00:00Z"));
    assert_eq!(cumulative_flow(&now, &september()).days.len(), 2, "days that have not begun are not shown");
}

#[test]
fn readings_are_by_organisation_team_and_stream() {
    let complete = Completeness {
        kind: RecordKind::WorkItems,
        complete_from: "2026-01-01".parse().unwrap(),
        complete_to: "2026-10-07".parse().unwrap(),
    };
    let sources = Sources::new([complete]);
    let mut items = five();
    items.push(WorkItem { team: None, stream: None, ..item("g", &[("doing", 1), ("done", 2)]) });
    let windows = [september().previous().unwrap(), september()];
    let all = readings(&items, &FlowDefinition::default(), &sources, &windows, later());
    let entities: Vec<String> = all.iter().map(|(entity, _)| entity.to_string()).collect();
    assert_eq!(entities, ["organisation", "team:checkout", "unowned", "stream:buy"]);
    let catalog = Catalog::new(METRICS.iter().copied());
    let flow = &all.get(&Entity::Organisation).unwrap()[1].1;
    near(number(&flow.velocity), 4.0);
    for (metric, reading) in flow.readings() {
        let spec = catalog.get(metric.as_str()).unwrap();
        assert!(reading.value().is_none_or(|it| it.unit() == spec.unit), "{metric}");
    }
    let undeclared = readings(&items, &FlowDefinition::default(), &Sources::default(), &windows, later());
    assert_eq!(undeclared.get(&Entity::Organisation).unwrap()[1].1.velocity.gap(), Some(Gap::NotRecorded));
}

/// numpy 2.4.6 on the records (tests/data/valuestream.py): September 2026 in Europe/Berlin.
#[test]
fn the_example_organisation_comes_out() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/organisation/work_items.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: the example organisation is not here");
        return;
    };
    let items: Vec<WorkItem> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let month = Window::month(2026, 9, Tz::Europe__Berlin).unwrap();
    let flow =
        Passages::of(&items, &FlowDefinition::default(), at("2026-10-08T22:00:00Z")).measure(&month, true);
    near(number(&flow.velocity), 18.0);
    near(number(&flow.throughput), 4.2);
    near(number(&flow.cycle_time), 23.375);
    near(number(&flow.cycle_time_p85), 72.07);
    near(number(&flow.flow_time), 83.883_333_333_333_33);
    near(number(&flow.efficiency), 0.370_544_538_816_329_87);
    near(number(&flow.load), 6.0);
    near(number(&flow.in_progress), 2.0);
    let law = flow.littles_law.unwrap();
    near(law.mean_in_progress, 0.929_953_703_703_703_7);
    near(number(&law.mean_cycle_time), 38.012_037_037_037_04);
    near(number(&law.predicted_cycle_time), 37.198_148_148_148_14);
}

fn history() -> impl Strategy<Value = Vec<(&'static str, i64)>> {
    let state = prop::sample::select(vec!["backlog", "todo", "doing", "blocked", "done", "cancelled", "odd"]);
    prop::collection::vec((state, -200..1000_i64), 0..7).prop_map(|mut states| {
        states.sort_by_key(|(_, hour)| *hour);
        states
    })
}

fn items() -> impl Strategy<Value = Vec<WorkItem>> {
    let numbered = |all: Vec<Vec<(&'static str, i64)>>| {
        all.iter().enumerate().map(|(i, states)| item(&format!("i{i}"), states)).collect()
    };
    prop::collection::vec(history(), 0..12).prop_map(numbered)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_items_is_irrelevant(all in items()) {
        let mut turned = all.clone();
        turned.reverse();
        prop_assert_eq!(measured(&turned), measured(&all));
    }

    #[test]
    fn debt_is_the_growth_of_what_is_in_progress(all in items()) {
        let passages = Passages::of(&all, &FlowDefinition::default(), later());
        let flow = passages.measure(&september(), true);
        let law = flow.littles_law.clone().unwrap();
        let grown = law.in_progress_at_end as f64 - law.in_progress_at_start as f64;
        prop_assert_eq!(number(&flow.debt), grown);
        prop_assert_eq!(number(&flow.in_progress), law.in_progress_at_end as f64);
        let open = |it: &&Passage| it.started.is_some_and(|s| s < september().end()) && it.left().is_none_or(|l| l >= september().end());
        prop_assert_eq!(passages.passages().iter().filter(open).count() as u64, law.in_progress_at_end);
    }

    #[test]
    fn a_window_split_in_two_finishes_as_many(all in items(), hour in 1..719_i64) {
        let middle = september().start() + Elapsed::from_hours(hour);
        let passages = Passages::of(&all, &FlowDefinition::default(), later());
        let finished = |window: &Window| number(&passages.measure(window, true).velocity);
        let first = Window::between(september().start(), middle, Tz::UTC).unwrap();
        let second = Window::between(middle, september().end(), Tz::UTC).unwrap();
        prop_assert_eq!(finished(&first) + finished(&second), finished(&september()));
    }

    #[test]
    fn item_hours_are_the_sum_of_overlaps(all in items()) {
        let passages = Passages::of(&all, &FlowDefinition::default(), later());
        let law = passages.measure(&september(), true).littles_law.unwrap();
        let (from, to) = (september().start(), september().end());
        let overlap = |it: &Passage| {
            let Some(start) = it.started else { return 0.0 };
            let end = it.left().unwrap_or(to).min(to);
            end.since(start.max(from)).hours().max(0.0)
        };
        let hours: f64 = passages.passages().iter().map(overlap).sum();
        prop_assert!((law.mean_in_progress - hours / 720.0).abs() < 1e-9);
    }

    #[test]
    fn readings_are_numbers_or_gaps(all in items()) {
        for (_, reading) in measured(&all).readings() {
            prop_assert!(reading.value().is_none_or(|it| it.value().is_finite()));
        }
    }
}

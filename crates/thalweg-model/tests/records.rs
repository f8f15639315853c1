//! Readings, shares, rejects and evidence: what leaves, in which words, and never as a number that is none.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use proptest::prelude::*;
use thalweg_model::{
    Basis, Completeness, Entity, Evidence, Fate, Instant, Interval, Loaded, MAX_REJECTS, Method, MetricId,
    NaiveDate, Place, Quantity, Reading, Reject, Share, Sources, Tz, Unit, Window, record::RecordKind,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn no_number_that_is_none_gets_in() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(Quantity::new(value, Unit::Hours), None);
    }
    assert_eq!(Share::new(3, 2), None, "no part is larger than the whole");
    assert_eq!(Share::new(0, 0), None, "a share of nothing is no 0");
    assert_eq!(Interval::new(f64::NEG_INFINITY, 2.0, 0.95, Method::Wilson).lower, None, "an open end");
}

#[test]
fn rejects_are_listed_to_a_limit_and_counted_beyond() {
    let mut loaded = Loaded::clean(());
    for line in 0..(MAX_REJECTS as u64 + 5) {
        loaded.reject(Reject::refused(Some(Place::new("a.jsonl", line)), "it is wrong"));
    }
    assert_eq!(
        (loaded.rejects.len(), loaded.unlisted, loaded.rejected()),
        (MAX_REJECTS, 5, MAX_REJECTS as u64 + 5)
    );
    let mut whole = Loaded::clean(());
    whole.absorb(loaded.clone());
    whole.absorb(loaded);
    assert_eq!(whole.rejected(), 2 * (MAX_REJECTS as u64 + 5));
}

#[test]
fn a_reject_reads_as_a_place_a_record_a_field_and_a_reason() {
    let reject = Reject::part(Some(Place::new("incidents.jsonl", 7)), "deployment `D9` is unknown")
        .of("incident", "I1")
        .in_field("caused_by");
    assert_eq!(
        reject.to_string(),
        "incidents.jsonl:7: incident `I1`: field `caused_by`: deployment `D9` is unknown (record kept without it)"
    );
    assert_eq!(reject.fate, Fate::KeptWithout);
}

#[test]
fn a_log_is_complete_only_where_a_source_says_so() {
    let stretch = |from: &str, to: &str| Completeness {
        kind: RecordKind::Meetings,
        complete_from: day(from),
        complete_to: day(to),
    };
    let sources = Sources::new([stretch("2026-07-01", "2026-08-10"), stretch("2026-08-11", "2026-09-30")]);
    let covers = |kind, from: &str, to: &str| sources.covers(kind, day(from), day(to));
    assert!(covers(RecordKind::Meetings, "2026-07-01", "2026-09-30"), "two stretches that touch are one");
    assert!(!covers(RecordKind::Meetings, "2026-06-30", "2026-07-01"));
    assert!(!covers(RecordKind::Meetings, "2026-09-30", "2026-10-01"));
    assert!(!covers(RecordKind::Incidents, "2026-07-01", "2026-07-01"), "of another kind nothing is said");
    let gap = Sources::new([stretch("2026-07-01", "2026-08-09"), stretch("2026-08-11", "2026-09-30")]);
    assert!(!gap.covers(RecordKind::Meetings, day("2026-08-01"), day("2026-08-31")), "a day is missing");
}

#[test]
fn evidence_gives_back_what_was_put_in_and_nothing_else() {
    let quarter = Window::quarter(2026, 3, 1, Tz::UTC).unwrap();
    let metric = MetricId::new("dora.change_fail_rate").unwrap();
    let team = Entity::Team("payments".parse().unwrap());
    let reading = Reading::known(Quantity::new(0.25, Unit::Share).unwrap(), Basis::default());
    let evidence = Evidence::new(quarter, quarter.end()).with(team.clone(), &metric, quarter, reading);
    assert!(evidence.reading(&metric, &team, &quarter).is_some());
    assert!(evidence.reading(&metric, &Entity::Organisation, &quarter).is_none());
    assert!(evidence.reading(&metric, &team, &quarter.previous().unwrap()).is_none());
    assert_eq!(evidence.entities(&metric).collect::<Vec<_>>(), [&team]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// A share lies in [0, 1] whatever it is made of.
    #[test]
    fn shares_are_shares(part in any::<u64>(), whole in any::<u64>()) {
        match Share::new(part, whole) {
            Some(share) => prop_assert!((0.0..=1.0).contains(&share.value()) && part <= whole && whole > 0),
            None => prop_assert!(part > whole || whole == 0),
        }
    }

    /// An instant reads back from what it writes; any text is an instant or a reason, and none without an offset is one.
    #[test]
    fn instants_read_back(nanos in 0..7_258_118_400_000_000_000_i64, text in ".{0,40}") {
        let at = Instant::from_nanos(nanos).unwrap();
        prop_assert_eq!(at.to_string().parse::<Instant>().unwrap(), at);
        if text.parse::<Instant>().is_ok() {
            prop_assert!(text.ends_with(['Z', 'z']) || text.contains(['+', '-']), "{}", text);
        }
    }
}

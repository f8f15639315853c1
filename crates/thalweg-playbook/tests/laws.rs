//! The laws of playbook.md section 6, as properties over changed evidence.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::num::NonZeroUsize;

use proptest::prelude::*;
use support::{Case, complete, complete_but, record};
use thalweg_model::record::RecordKind;
use thalweg_model::{Basis, Completeness, Entity, Evidence, Gap, Reading, Sources, TeamId};
use thalweg_playbook::{Difference, Evaluation, Level, Playbook, Verdict};

fn bytes(evaluation: &Evaluation) -> String {
    serde_json::to_string(evaluation).unwrap()
}

fn verdicts(evaluation: &Evaluation) -> Vec<(String, Verdict)> {
    evaluation.verdicts().map(|it| (it.id.clone(), it.verdict)).collect()
}

/// Whether a verdict may become another when what was unknown is filled in.
fn may_become(before: Verdict, after: Verdict) -> bool {
    match before {
        Verdict::Unknown => true,
        Verdict::NotMet | Verdict::Partial => matches!(after, Verdict::NotMet | Verdict::Partial),
        same => same == after,
    }
}

fn kinds() -> Vec<RecordKind> {
    RecordKind::ALL.to_vec()
}

/// The evidence with some kinds lost: the records and the word that they were complete. With `keep`, some of their records
/// are known all the same.
fn lost(case: &Case, kinds: &[RecordKind], keep: usize) -> Case {
    let mut case = case.clone();
    case.sources = complete_but("2026-01-01", "2026-09-30", kinds);
    macro_rules! thin {
        ($($kind:ident $field:ident),* $(,)?) => {$(
            if kinds.contains(&RecordKind::$kind) {
                let mut place = 0;
                case.records.$field.retain(|_| { place += 1; keep > 0 && place % 3 < keep });
            }
        )*};
    }
    thin!(
        People people, Teams teams, Services services, Ownership ownership, EscalationPaths escalation_paths,
        Meetings meetings, RecurrenceRules recurrence_rules, DashboardViews dashboard_views, Objectives objectives,
        KeyResults key_results, Capacity capacity, Investments investments, Experiments experiments,
        PostIncidentReviews post_incident_reviews, PostIncidentActions post_incident_actions, Highlights highlights,
        SharingEvents sharing_events, Coaching coaching, NarrativeBriefs narrative_briefs,
        ManagerResources manager_resources, ChangeApprovals change_approvals, LeadershipDecisions leadership_decisions,
        Blockers blockers, Escalations escalations, ValueStreamMaps value_stream_maps, WorkItems work_items,
        MetricStatus metric_status,
    );
    case
}

fn case(third: bool) -> Case {
    if third { Case::third() } else { Case::good() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_knowledge_never_contradicts(
        third in any::<bool>(),
        gone in proptest::sample::subsequence(kinds(), 1..6),
        keep in 0_usize..3,
        metrics in proptest::collection::vec(any::<bool>(), 40),
    ) {
        let whole = case(third);
        let mut partly = lost(&whole, &gone, keep);
        // A reading that is not there yet is a gap: the latest wave stays the latest.
        for (it, _) in partly.readings.iter_mut().zip(&metrics).filter(|(_, known)| !**known) {
            if !matches!(it.reading.gap(), Some(Gap::Withheld | Gap::Undefined)) {
                it.reading = Reading::unknown(Gap::NoData, Basis::default());
            }
        }
        let (before, after) = (partly.evaluate(), whole.evaluate());
        for ((id, before), (_, after)) in verdicts(&before).into_iter().zip(verdicts(&after)) {
            prop_assert!(may_become(before, after), "{id}: {before} → {after} without {gone:?}, keep {keep}");
        }
    }

    #[test]
    fn the_order_of_records_is_irrelevant(third in any::<bool>(), seed in any::<u64>()) {
        let case = case(third);
        let mut shuffled = case.clone();
        let mut state = seed | 1;
        let mut next = || { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); state >> 33 };
        shuffled.records.meetings.sort_by_cached_key(|_| next());
        shuffled.records.people.sort_by_cached_key(|_| next());
        shuffled.records.teams.sort_by_cached_key(|_| next());
        shuffled.records.escalations.sort_by_cached_key(|_| next());
        shuffled.records.key_results.sort_by_cached_key(|_| next());
        shuffled.records.capacity.sort_by_cached_key(|_| next());
        shuffled.records.metric_status.sort_by_cached_key(|_| next());
        shuffled.records.blockers.sort_by_cached_key(|_| next());
        shuffled.readings.reverse();
        prop_assert_eq!(bytes(&case.evaluate()), bytes(&shuffled.evaluate()));
    }

    #[test]
    fn a_valid_exemption_changes_the_weight_of_its_check_and_nothing_else(
        third in any::<bool>(),
        check in proptest::sample::select(Playbook::leadership_for_flow().criteria().map(|it| it.0.to_owned()).collect::<Vec<_>>()),
    ) {
        let plain = case(third);
        let mut exempted = plain.clone();
        exempted.records.exemptions.push(record(&format!(
            r#"{{"id":"x","check":"{check}","reason":"r","requester":"mgr-a","approver":"lead-ada","from":"2026-01-01","expires":"2026-12-31"}}"#
        )));
        let (before, after) = (plain.evaluate(), exempted.evaluate());
        let followers = ["ST1"];
        for (old, new) in before.verdicts().zip(after.verdicts()).filter(|(it, _)| it.level == Level::Criterion) {
            if old.id == check {
                prop_assert!(new.is_exempted());
                prop_assert_eq!(old.verdict, new.verdict, "its own verdict is computed and shown");
                prop_assert_eq!(&old.members, &new.members);
            } else if !followers.contains(&old.id.as_str()) {
                prop_assert_eq!(old, new);
            }
        }
    }
}

#[test]
fn each_lost_log_leaves_what_it_decided_unknown_and_contradicts_nothing() {
    for third in [false, true] {
        let whole = case(third);
        let after = verdicts(&whole.evaluate());
        for kind in kinds() {
            for keep in 0..3 {
                let before = lost(&whole, &[kind], keep).evaluate();
                for ((id, before), (_, after)) in verdicts(&before).into_iter().zip(after.clone()) {
                    assert!(
                        may_become(before, after),
                        "{id}: {before} → {after} without {kind}, keep {keep}"
                    );
                }
            }
        }
    }
}

#[test]
fn declaring_less_complete_never_contradicts_either() {
    let whole = Case::third();
    let after = verdicts(&whole.evaluate());
    for (from, to) in [
        ("2026-07-01", "2026-09-30"),
        ("2026-01-01", "2026-08-31"),
        ("2026-09-30", "2026-09-30"),
        ("2026-01-01", "2026-06-30"),
    ] {
        let mut partly = whole.clone();
        partly.sources = complete(from, to);
        for ((id, before), (_, after)) in verdicts(&partly.evaluate()).into_iter().zip(after.clone()) {
            assert!(may_become(before, after), "{id}: {before} → {after} complete {from} to {to}");
        }
    }
}

#[test]
fn secrets_do_not_shape_the_output() {
    // What a release plan withholds is one and the same reading, whatever was answered; an own reading of too few answers
    // is treated as that too.
    let told = |value: Option<f64>| {
        let mut case = Case::third();
        for it in case.readings.iter_mut().filter(|it| it.entity.to_string() == "span:mgr-b") {
            let few = |value| {
                Reading::known(
                    thalweg_model::Quantity::new(value, thalweg_model::Unit::Score).unwrap(),
                    thalweg_model::Basis::of(4),
                )
            };
            it.reading = value.map_or_else(Reading::withheld, few);
        }
        let evaluation = case.evaluate();
        let difference = Difference::between(&Case::good().evaluate(), &evaluation);
        (bytes(&evaluation), serde_json::to_string(&difference).unwrap())
    };
    assert_eq!(told(Some(1.0)), told(Some(7.0)));
    assert_eq!(told(Some(1.0)), told(None));
    assert!(!told(None).0.contains("4.6\"") && told(None).0.contains("withheld"));
}

#[test]
fn records_later_than_the_instant_change_nothing() {
    let early = Case { as_of: Case::good().as_of, ..Case::good() };
    let mut known = early.clone();
    // Everything of the third quarter is in the files; without it the evaluation of the second is the same to the byte.
    let before = |day: thalweg_model::NaiveDate| day < support::day("2026-07-01");
    let records = &mut known.records;
    records.meetings.retain(|it| it.date.is_none_or(before) && it.at.is_none_or(|at| at <= early.as_of));
    records.blockers.retain(|it| before(it.raised));
    records.escalations.retain(|it| it.raised_at <= early.as_of);
    records.experiments.retain(|it| before(it.started));
    records.post_incident_reviews.retain(|it| before(it.date));
    records.post_incident_actions.clear();
    records.highlights.retain(|it| before(it.date));
    records.sharing_events.retain(|it| before(it.date));
    records.coaching.retain(|it| before(it.date));
    records.change_approvals.retain(|it| before(it.date));
    records.leadership_decisions.retain(|it| before(it.date));
    records.dashboard_views.retain(|it| it.at <= early.as_of);
    records.metric_status.retain(|it| before(it.updated));
    records.value_stream_maps.retain(|it| before(it.measured));
    records.work_items.clear();
    records.key_results.retain(|it| before(it.quarter));
    records.objectives.retain(|it| before(it.quarter));
    records.investments.retain(|it| before(it.quarter));
    records.capacity.retain(|it| before(it.month));
    records.manager_resources.retain(|it| before(it.quarter));
    known.readings.retain(|it| it.window.end() <= early.as_of);
    assert_eq!(bytes(&early.evaluate()), bytes(&known.evaluate()));
}

#[test]
fn threads_and_the_way_of_asking_do_not_shape_the_bytes() {
    let evidence = Case::third().evidence();
    let teams: Vec<Entity> = ["alpha", "beta", "gamma", "gone", "nobody"]
        .map(|it| Entity::Team(TeamId::new(it).unwrap()))
        .to_vec();
    let playbook = Playbook::team_flow();
    let told = |threads: usize| -> Vec<String> {
        playbook
            .evaluate_each(&evidence, &teams, NonZeroUsize::new(threads).unwrap())
            .iter()
            .map(bytes)
            .collect()
    };
    assert_eq!(told(1), told(2));
    assert_eq!(told(1), told(7));
    let alone: Vec<String> = teams.iter().map(|it| bytes(&playbook.evaluate_entity(&evidence, it))).collect();
    assert_eq!(told(1), alone);
}

#[test]
fn one_check_that_turns_an_item_comes_before_one_that_does_not() {
    let evaluation = Case::third().evaluate();
    let turns_item: Vec<bool> = evaluation.actions.iter().map(|it| it.turns.len() > 1).collect();
    let first_without = turns_item.iter().position(|it| !it).unwrap_or(turns_item.len());
    assert!(turns_item[first_without..].iter().all(|it| !it), "{:#?}", evaluation.actions);
    let ranks: Vec<u32> = evaluation.actions.iter().map(|it| it.rank).collect();
    assert_eq!(ranks, (1..=u32::try_from(ranks.len()).unwrap()).collect::<Vec<_>>());
}

#[test]
fn an_action_turns_what_it_says() {
    // The counterfactual is carried out: give the portfolio's one failing key result a class that is no effort.
    let bad = Case::good().changed(|it| {
        it.key_results.push(record(
            r#"{"id":"kr-v","quarter":"2026-04-01","text":"t","metric":"team.story_points","unit":"count","baseline":1.0,"target":2.0,"due":"2026-06-30","owner":"mgr-a"}"#,
        ));
    });
    let evaluation = bad.evaluate();
    let action = evaluation.actions.iter().find(|it| it.item == "P1.vanity").unwrap();
    assert_eq!(
        (action.entity.as_str(), action.turns.as_slice()),
        ("key_results:kr-v", &["P1.vanity", "P1", "P"].map(str::to_owned)[..])
    );
    let mended = bad.changed(|it| {
        let last = it.key_results.iter_mut().find(|it| it.id.as_str() == "kr-v").unwrap();
        last.metric = Some(thalweg_model::MetricId::new("customer.effort_score").unwrap());
    });
    for id in &action.turns {
        assert_ne!(evaluation.get(id).unwrap().verdict, Verdict::Met);
        assert_eq!(mended.verdict(id), Verdict::Met, "{id}");
    }
}

#[test]
fn a_copy_with_other_thresholds_says_which_ones() {
    let text = Playbook::TEAM_FLOW
        .replace("value = 168.0", "value = 72.0")
        .replace("[parameters.repairs]\nvalue = 1.0", "[parameters.repairs]\nvalue = 3.0");
    let catalog = thalweg_model::Catalog::new(
        [
            "dora.change_lead_time",
            "dora.change_fail_rate",
            "topology.resolved_within_span",
            "survey.psychological_safety",
            "survey.autonomy",
        ]
        .map(|id| thalweg_model::MetricSpec {
            id,
            name: "A metric",
            unit: if id.ends_with("time") {
                thalweg_model::Unit::Hours
            } else if id.starts_with("survey") {
                thalweg_model::Unit::Score
            } else {
                thalweg_model::Unit::Share
            },
            better: thalweg_model::Better::Neither,
            class: thalweg_model::MeasureClass::Outcome,
            meaning: "m",
            source: "s",
        }),
    );
    let playbook = Playbook::from_toml(&text, &catalog).unwrap();
    let evaluation = playbook.evaluate(&Case::good().evidence());
    let changed: Vec<_> =
        evaluation.changed_parameters.iter().map(|it| (it.id.as_str(), it.built_in, it.here)).collect();
    assert_eq!(changed, [("lead_time", Some(168.0), Some(72.0)), ("repairs", Some(1.0), Some(3.0))]);
    let own = Playbook::team_flow().evaluate(&Case::good().evidence());
    assert!(own.changed_parameters.is_empty() && own.hash != evaluation.hash);
    let unchanged =
        Playbook::from_toml(Playbook::TEAM_FLOW, &catalog).unwrap().evaluate(&Case::good().evidence());
    assert_eq!(own.hash, unchanged.hash);
}

#[test]
fn no_sources_at_all_leave_everything_unknown_or_refuted() {
    let mut case = Case::third();
    case.sources = Sources::new(Vec::<Completeness>::new());
    let unknown = case.evaluate();
    for (id, verdict) in verdicts(&unknown) {
        let named = [
            "H.constraint",
            "F3.vsm",
            "P3.sponsor",
            "P5.sharing",
            "C2.held",
            "C2.content",
            "F1.devex",
            "S1",
            "S2",
            "F1.visible",
        ];
        assert!(verdict != Verdict::Met || named.iter().any(|it| it.starts_with(&id)), "{id} is {verdict}");
    }
    let empty = Evidence::new(case.period, case.as_of);
    let nothing = Playbook::leadership_for_flow().evaluate(&empty);
    for it in nothing.verdicts().filter(|it| it.level == Level::Criterion && it.id != "A.assets") {
        assert_eq!(it.verdict, Verdict::Unknown, "{}", it.id);
    }
    assert_eq!((nothing.score.lower, nothing.score.upper), (0.0, 1.0));
}

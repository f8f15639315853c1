//! What a naive evaluation gets wrong (playbook.md section 3): each test fails where the mistake is made.
//!
//! Every test begins with the hand-written quarter in which all that applies is met, and changes one thing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use support::{Case, day, instant, record, span};
use thalweg_model::record::{MeetingKind, MeetingStatus, RecordKind};
use thalweg_model::{Basis, Entity, Gap, PersonId, Quantity, Reading, Unit};
use thalweg_playbook::Standing;
use thalweg_playbook::Verdict::{Met, NotApplicable, NotMet, Partial, Unknown};

fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

#[test]
fn a_count_of_meetings_is_not_one_in_every_month() {
    let case = Case::good().changed(|it| {
        let june = it.meetings.iter_mut().find(|it| it.id.as_str() == "fr-06").unwrap();
        (june.at, june.date) = (None, Some(day("2026-05-28")));
    });
    assert_eq!(case.verdict("C1.held"), NotMet, "three reviews, two of them in May");
    assert_eq!(case.verdict("C1.content"), NotMet);
    assert_eq!(case.evaluate().get("C1.held").unwrap().members[0].entity, "month:2026-06");
}

#[test]
fn months_are_those_of_the_organisation_and_not_of_utc() {
    assert_eq!(Case::good().verdict("C1.held"), Met, "2026-05-31T22:30Z is the first of June in Berlin");
    let case = Case::good().changed(|it| {
        let june = it.meetings.iter_mut().find(|it| it.id.as_str() == "fr-06").unwrap();
        june.at = Some(instant("2026-05-31T21:30:00Z"));
    });
    assert_eq!(case.verdict("C1.held"), NotMet, "and 21:30Z is the last of May");
    let case = Case::good().changed(|it| {
        let june = it.meetings.iter_mut().find(|it| it.id.as_str() == "fr-06").unwrap();
        june.at = Some(instant("2026-06-30T22:00:00Z"));
    });
    assert_eq!(case.verdict("C1.held"), NotMet, "and 22:00Z on the last of June is the first of July");
}

#[test]
fn an_accepted_invitation_or_a_delegate_is_no_attendance() {
    for absent in ["accepted", "delegate"] {
        let case = Case::good().changed(|it| {
            let may = it.meetings.iter_mut().find(|it| it.id.as_str() == "fr-05").unwrap();
            let gone = std::mem::take(&mut may.present);
            if absent == "accepted" { may.accepted_but_absent = gone } else { may.sent_delegate = gone }
        });
        assert_eq!(case.verdict("F3.operating"), NotMet);
        assert_eq!(case.verdict("F1.visible"), NotMet);
        assert_eq!(case.verdict("C1.held"), Met, "it was held all the same");
    }
}

#[test]
fn a_cancelled_or_planned_meeting_was_not_held() {
    for status in [MeetingStatus::Cancelled, MeetingStatus::Planned] {
        let case = Case::good().changed(|it| {
            it.meetings.iter_mut().find(|it| it.kind == MeetingKind::StrategySession).unwrap().status =
                status;
        });
        assert_eq!(case.verdict("C2.held"), NotMet);
    }
}

#[test]
fn a_criterion_whose_rules_must_all_hold_is_not_met_in_part() {
    // All blockers were removed in time, and one has no sponsor: that is no partial success of "all have a senior sponsor".
    let case = Case::good().changed(|it| it.blockers[0].sponsor = None);
    assert_eq!(case.verdict("P3.unblock"), NotMet);
    assert_eq!(case.verdict("P3"), Partial, "an item combines");
    assert_eq!(
        case.verdict("ST1"),
        Partial,
        "and so does the criterion that the text defines as a combination"
    );
    assert_eq!(case.verdict("ST"), Partial);
}

#[test]
fn a_rule_without_anything_to_judge_does_not_decide_for_the_others() {
    // A severe incident that was reviewed in time, without any action that is due: the share of actions does not apply.
    let case = Case::good().changed(|it| {
        it.post_incident_actions.clear();
        it.post_incident_reviews.push(record(
            r#"{"id":"r-x","incident":"inc-x","date":"2026-05-01","severity":1,"reviewed":"2026-05-02"}"#,
        ));
        it.highlights.push(record(r#"{"id":"h-x","date":"2026-06-25","forum":"all_hands","about":"r-x"}"#));
    });
    assert_eq!(case.verdict("P5.incidents"), Met);
    let hidden = case.changed(|it| it.highlights.retain(|it| it.id.as_str() != "h-x"));
    assert_eq!(hidden.verdict("P5.incidents"), NotMet);
}

#[test]
fn the_mean_of_closed_blockers_does_not_hide_an_open_one() {
    let open = r#"{"id":"b-open","team":"alpha","raised":"2026-05-20","team_can_solve_alone":false,"sponsor":"lead-ada"}"#;
    let quick = |n: usize| {
        format!(
            r#"{{"id":"b-quick-{n:02}","team":"alpha","raised":"2026-05-02","unblocked":"2026-05-03","team_can_solve_alone":false,"sponsor":"lead-ada"}}"#
        )
    };
    let case = Case::good().changed(|it| {
        it.blockers.push(record(open));
        it.blockers.extend((0..20).map(|n| record(&quick(n))));
    });
    let evaluation = case.evaluate();
    let unblock = evaluation.get("P3.unblock").unwrap();
    assert_eq!(unblock.verdict, NotMet, "22 of 23 in time, and one open for 41 days");
    assert_eq!(unblock.members[0].entity, "blockers:b-open");
}

#[test]
fn a_blocker_raised_before_the_period_and_still_open_counts() {
    let old = r#"{"id":"b-old","team":"alpha","raised":"2026-02-01","team_can_solve_alone":false,"sponsor":"lead-ada"}"#;
    let case = Case::good().changed(|it| it.blockers.push(record(old)));
    assert_eq!(case.verdict("P3.unblock"), NotMet);
    let closed =
        old.replace("\"team_can_solve_alone\"", "\"unblocked\":\"2026-03-31\",\"team_can_solve_alone\"");
    let case = Case::good().changed(|it| it.blockers.push(record(&closed)));
    assert_eq!(case.verdict("P3.unblock"), Met, "what was closed before the period is another period's");
}

#[test]
fn a_blocker_that_is_still_within_its_time_is_undecided() {
    let young = r#"{"id":"b-young","team":"alpha","raised":"2026-06-25","team_can_solve_alone":false,"sponsor":"lead-ada"}"#;
    let case = Case::good().changed(|it| it.blockers.push(record(young)));
    assert_eq!(case.verdict("P3.unblock"), Unknown, "two of three at least, three of three at most");
    let fourteen = young.replace("\"team_can", "\"unblocked\":\"2026-07-09\",\"team_can");
    let mut case = Case::good().changed(|it| it.blockers.push(record(&fourteen)));
    case.as_of = instant("2026-07-20T00:00:00Z");
    assert_eq!(case.verdict("P3.unblock"), Met, "on the fourteenth day");
    let fifteen = young.replace("\"team_can", "\"unblocked\":\"2026-07-10\",\"team_can");
    let mut case = Case::good().changed(|it| it.blockers.push(record(&fifteen)));
    case.as_of = instant("2026-07-20T00:00:00Z");
    assert_eq!(case.verdict("P3.unblock"), NotMet, "a day too late");
}

#[test]
fn the_sum_of_a_quarter_does_not_hide_a_starved_month() {
    let case = Case::good().changed(|it| {
        let of = |category: &str, month: &str| format!("{category}-{month}");
        for entry in &mut it.capacity {
            if entry.id.as_str() == of("testing", "05") {
                entry.actual = Some(5.0)
            }
            if entry.id.as_str() == of("testing", "06") {
                entry.actual = Some(15.0)
            }
        }
    });
    let evaluation = case.evaluate();
    assert_eq!(
        evaluation.get("P2.protect").unwrap().verdict,
        NotMet,
        "30 of 30 in the quarter, 5 of 10 in May"
    );
    assert_eq!(evaluation.get("P2.protect").unwrap().members[0].entity, "category:testing");
}

#[test]
fn what_was_not_planned_is_not_protected() {
    let none = Case::good().changed(|it| {
        it.capacity.iter_mut().filter(|it| it.category == "testing").for_each(|it| {
            it.planned = 0.0;
            it.actual = Some(0.0);
        });
    });
    assert_eq!(none.verdict("P2.protect"), NotMet, "zero of zero is not ninety per cent");
    let absent = Case::good().changed(|it| it.capacity.retain(|it| it.category != "testing"));
    assert_eq!(absent.verdict("P2.protect"), NotMet);
    let month = Case::good().changed(|it| {
        it.capacity.iter_mut().filter(|it| it.id.as_str() == "testing-05").for_each(|it| {
            it.planned = 0.0;
            it.actual = Some(0.0);
        });
    });
    assert_eq!(month.verdict("P2.protect"), Met, "a month without a plan is not below its own plan");
}

#[test]
fn capacity_that_is_not_known_yet_is_neither_zero_nor_enough() {
    let case = Case::good().changed(|it| {
        it.capacity.iter_mut().filter(|it| it.id.as_str() == "automation-06").for_each(|it| it.actual = None);
    });
    assert_eq!(case.verdict("P2.prioritise"), Unknown);
    let case = Case::good().changed(|it| {
        it.capacity.iter_mut().filter(|it| it.id.as_str() == "automation-06").for_each(|it| it.actual = None);
        it.capacity
            .iter_mut()
            .filter(|it| it.id.as_str() == "automation-05")
            .for_each(|it| it.actual = Some(30.0));
    });
    assert_eq!(case.verdict("P2.prioritise"), Met, "nothing that is still to come can take it away");
    let negative = Case::good().changed(|it| {
        it.capacity
            .iter_mut()
            .filter(|it| it.id.as_str() == "automation-06")
            .for_each(|it| it.planned = -5.0);
    });
    assert_eq!(negative.verdict("P2.prioritise"), Unknown, "negative capacity is no number");
}

#[test]
fn the_word_hours_makes_no_vanity_goal() {
    let evaluation = Case::good().evaluate();
    let vanity = evaluation.get("P1.vanity").unwrap();
    assert_eq!(vanity.verdict, Met, "customers waiting fewer hours is an outcome");
    assert!(
        vanity
            .because
            .contains("which decides nothing, stand in “customers wait fewer hours worked out with support”")
    );
}

#[test]
fn the_label_of_the_author_does_not_count() {
    let case = Case::good().changed(|it| {
        it.key_results.push(record(
            r#"{"id":"kr-v","quarter":"2026-04-01","text":"a great outcome","metric":"team.story_points","unit":"count","baseline":1.0,"target":2.0,"due":"2026-06-30","owner":"mgr-a","claims":["outcome"]}"#,
        ));
    });
    assert_eq!(case.verdict("P1.vanity"), NotMet);
    assert_eq!(case.verdict("P1.outcomes"), Met, "four of five");
    let case = Case::good().changed(|it| {
        let effort = it.key_results.iter_mut().find(|it| it.id.as_str() == "kr-4").unwrap();
        (effort.metric, effort.unit) = (None, Some(Unit::PersonDays));
    });
    assert_eq!(case.verdict("P1.vanity"), NotMet, "the unit alone tells effort");
}

#[test]
fn a_quantity_of_which_nothing_is_known_is_unknown() {
    let case = Case::good().changed(|it| {
        for result in &mut it.key_results {
            result.metric = Some(thalweg_model::MetricId::new(format!("strange.{}", result.id)).unwrap());
        }
    });
    assert_eq!(case.verdict("P1.outcomes"), Unknown);
    assert_eq!(case.verdict("P1.vanity"), Unknown);
    assert_eq!(case.verdict("P1.tied"), Unknown);
    let evaluation = case.evaluate();
    assert_eq!(evaluation.get("P1.vanity").unwrap().missing[0].supply, "strange.kr-1");
}

#[test]
fn a_key_result_is_due_in_its_quarter_to_the_day() {
    for (due, verdict) in
        [("2026-06-30", Met), ("2026-04-01", Met), ("2026-07-01", NotMet), ("2026-03-31", NotMet)]
    {
        let case =
            Case::good().changed(|it| it.key_results.iter_mut().for_each(|it| it.due = Some(day(due))));
        assert_eq!(case.verdict("P1.outcomes"), verdict, "{due}");
    }
    let unitless = Case::good().changed(|it| it.key_results.iter_mut().for_each(|it| it.unit = None));
    assert_eq!(unitless.verdict("P1.outcomes"), NotMet, "no unit, no goal that can be checked");
}

#[test]
fn a_goal_on_delivery_without_its_counter_metric_is_named_and_not_judged() {
    let case = Case::good().changed(|it| it.key_results.iter_mut().for_each(|it| it.guardrail = None));
    let evaluation = case.evaluate();
    let tied = evaluation.get("P1.tied").unwrap();
    assert_eq!(tied.verdict, Met);
    assert!(tied.because.contains(
        "without a counter-metric as guardrail: “a change reaches production on the day it is ready”"
    ));
}

fn with_span(case: &mut Case, manager: &str, reading: &Reading) {
    for metric in ["survey.trust", "survey.autonomy", "survey.psychological_safety"] {
        case.readings
            .retain(|it| !(it.metric.as_str() == metric && it.entity == Entity::Span(person(manager))));
        case.readings.push(thalweg_model::Finding {
            metric: thalweg_model::MetricId::new(metric).unwrap(),
            entity: Entity::Span(person(manager)),
            window: span("2026-06-01", "2026-06-12"),
            reading: reading.clone(),
        });
    }
}

#[test]
fn the_mean_of_the_organisation_does_not_hide_the_span_of_one_manager() {
    let mut case = Case::good();
    let score = |value: f64| Reading::known(Quantity::new(value, Unit::Score).unwrap(), Basis::of(9));
    with_span(&mut case, "mgr-a", &score(6.9));
    with_span(&mut case, "mgr-b", &score(4.0));
    assert_eq!(case.verdict("P4.align"), NotMet, "the mean is 5.45, and one of two spans is well");
}

#[test]
fn a_suppressed_span_is_not_a_failed_one() {
    assert_eq!(Case::good().verdict("P4.align"), Met, "one span is well, the other is withheld");
    let mut case = Case::good();
    with_span(&mut case, "mgr-a", &Reading::withheld());
    assert_eq!(case.verdict("P4.align"), Unknown, "nobody can be judged");
    let mut few = Case::good();
    with_span(&mut few, "mgr-b", &Reading::known(Quantity::new(1.0, Unit::Score).unwrap(), Basis::of(4)));
    assert_eq!(few.verdict("P4.align"), Met, "four answers are treated as withheld");
    let member = few.evaluate().get("P4.align").unwrap().members[1].clone();
    assert_eq!(
        (member.entity.as_str(), member.verdict, member.because.as_str()),
        ("span:mgr-b", NotApplicable, "withheld")
    );
}

#[test]
fn what_was_not_asked_is_unknown() {
    let mut case = Case::good();
    case.readings.retain(|it| it.metric.as_str() != "survey.autonomy");
    assert_eq!(case.verdict("P4.align"), Unknown);
    let mut case = Case::good();
    case.readings.retain(|it| !it.metric.as_str().starts_with("survey."));
    assert_eq!(case.verdict("P4.align"), Unknown, "no wave in the period is no failure");
}

fn exempt(case: &mut Case, from: &str, expires: Option<&str>, approver: &str) {
    let expires = expires.map_or_else(String::new, |it| format!(r#","expires":"{it}""#));
    let text = format!(
        r#"{{"id":"x-1","check":"F2.topology","entity":"team:alpha","reason":"it is being split","requester":"mgr-a","approver":"{approver}","from":"{from}"{expires}}}"#
    );
    case.records.exemptions.push(record(&text));
}

#[test]
fn an_exemption_counts_only_while_it_is_in_force_and_granted_by_somebody_else() {
    let cases = [
        ("2026-06-01", Some("2026-07-31"), "lead-ada", Standing::Valid, Met),
        ("2026-04-01", Some("2026-06-29"), "lead-ada", Standing::Expired, NotMet),
        ("2026-07-01", Some("2026-07-31"), "lead-ada", Standing::NotYet, NotMet),
        ("2026-06-01", None, "lead-ada", Standing::WithoutExpiry, NotMet),
        ("2026-06-01", Some("2026-07-31"), "mgr-a", Standing::ApprovedByRequester, NotMet),
        ("2026-07-31", Some("2026-06-01"), "lead-ada", Standing::EndsBeforeItBegins, NotMet),
    ];
    for (from, expires, approver, standing, verdict) in cases {
        let mut case = Case::good().changed(|it| it.teams[0].manager = None);
        exempt(&mut case, from, expires, approver);
        let evaluation = case.evaluate();
        let topology = evaluation.get("F2.topology").unwrap();
        assert_eq!(topology.exemptions[0].standing, standing);
        assert_eq!(topology.verdict, verdict, "{standing:?}");
        let alpha = topology.members.iter().find(|it| it.entity == "team:alpha").unwrap();
        assert_eq!(alpha.verdict, NotMet, "its own verdict is computed and shown");
    }
}

#[test]
fn a_missing_log_is_no_failure() {
    for (kind, ids) in [
        (RecordKind::Meetings, ["C1.held", "F3.operating", "C2.held"]),
        (RecordKind::Blockers, ["P3.unblock", "P3.unblock", "P3.unblock"]),
        (RecordKind::Coaching, ["P4.support", "P4.support", "P4.support"]),
        (RecordKind::KeyResults, ["P1.outcomes", "P1.tied", "P1.vanity"]),
        (RecordKind::Ownership, ["F2.ownership", "F2.ownership", "F2.ownership"]),
        (RecordKind::MetricStatus, ["F1.dora", "F1.dora", "F1.dora"]),
    ] {
        let case = Case::good().without_log(kind).changed(|it| {
            it.meetings.retain(|_| kind != RecordKind::Meetings);
            it.blockers.retain(|_| kind != RecordKind::Blockers);
            it.coaching.retain(|_| kind != RecordKind::Coaching);
            it.key_results.retain(|_| kind != RecordKind::KeyResults);
            it.ownership.retain(|_| kind != RecordKind::Ownership);
            it.metric_status.retain(|_| kind != RecordKind::MetricStatus);
        });
        for id in ids {
            assert_eq!(case.verdict(id), Unknown, "{id} without {kind}");
            assert_eq!(case.evaluate().get(id).unwrap().missing[0].supply, kind.name());
        }
    }
}

#[test]
fn an_empty_log_that_is_complete_says_that_nothing_happened() {
    let case = Case::good().changed(|it| it.meetings.clear());
    assert_eq!(case.verdict("C1.held"), NotMet);
    assert_eq!(case.verdict("C2.held"), NotMet);
}

#[test]
fn an_incomplete_log_can_refute_and_not_confirm() {
    assert_eq!(Case::good().without_log(RecordKind::Teams).verdict("F2.topology"), Unknown);
    let refuted = Case::good().without_log(RecordKind::Teams).changed(|it| it.teams[0].manager = None);
    assert_eq!(refuted.verdict("F2.topology"), NotMet);
}

#[test]
fn two_points_are_no_trend() {
    assert_eq!(Case::good().verdict("S1"), Unknown, "two quarters of data prove nothing");
    let case = Case::third().changed(|it| {
        it.change_approvals.retain(|it| !it.id.as_str().starts_with("ca-q3") || it.id.as_str() < "ca-q3-04");
        it.change_approvals
            .iter_mut()
            .filter(|it| it.id.as_str().starts_with("ca-q3"))
            .for_each(|it| it.external = false);
    });
    assert_eq!(
        case.verdict("ST2.approvals"),
        Unknown,
        "none of 4 after 5 of 40 is a smaller share, and may be chance"
    );
}

#[test]
fn counts_over_other_teams_are_no_drop() {
    let case = Case::good().changed(|it| {
        it.escalations.retain(|it| !(it.id.as_str().starts_with("es-q2") && it.team.as_str() == "alpha"));
        let same = it.escalations.iter().filter(|it| it.id.as_str().starts_with("es-q1-alpha")).cloned();
        let moved: Vec<_> = same
            .enumerate()
            .map(|(n, it)| {
                let id = thalweg_model::RecordId::new(format!("es-new-{n:02}")).unwrap();
                let later = instant(&format!("2026-05-{:02}T09:00:00Z", 1 + n % 28));
                thalweg_model::record::Escalation { id, raised_at: later, ..it }
            })
            .collect();
        it.escalations.extend(moved);
        // A team that was there only in the quarter before, with many escalations.
        it.teams.push(record(r#"{"id":"brief","kind":"platform","until":"2026-04-01"}"#));
        it.escalations.extend((0..200).map(|n| {
            record(&format!(
                r#"{{"id":"es-brief-{n:03}","team":"brief","raised_at":"2026-02-{:02}T09:00:00Z"}}"#,
                1 + n % 28
            ))
        }));
    });
    let drop = case.evaluate().get("S3.drop").unwrap().clone();
    assert_ne!(drop.verdict, Met, "{}", drop.because);
    assert!(drop.because.contains("of the 3 teams"), "{}", drop.because);
}

#[test]
fn all_of_nothing_is_not_met() {
    let case = Case::good().changed(|it| {
        it.meetings.retain(|it| it.kind != MeetingKind::AllHands);
        it.key_results.clear();
        it.blockers.clear();
        it.teams.clear();
        it.services.clear();
        it.leadership_decisions.clear();
    });
    for id in [
        "C3.culture",
        "C3.recognition",
        "P1.outcomes",
        "P1.vanity",
        "P3.unblock",
        "F2.topology",
        "F2.ownership",
        "F1.dora",
        "ST2.decisions",
    ] {
        assert_eq!(case.verdict(id), NotApplicable, "{id}");
    }
    assert_eq!(case.verdict("P1.tied"), NotMet, "goals that are not there are tied to nothing");
    let ruleless = Case::good().changed(|it| it.recurrence_rules.clear());
    assert_eq!(ruleless.verdict("C3.held"), Unknown, "without a rule nobody knows when one was due");
}

#[test]
fn a_refuted_experiment_is_no_failure() {
    let case = Case::good().changed(|it| {
        it.experiments.iter_mut().for_each(|it| it.outcome = Some("refuted".to_owned()));
    });
    assert_eq!(case.verdict("P5.experiments"), Met);
    let unlearned = Case::good().changed(|it| it.experiments[1].learning = Some("  ".to_owned()));
    assert_eq!(unlearned.verdict("P5.experiments"), NotMet, "one of two, and one shown");
}

#[test]
fn a_moved_all_hands_is_not_held_on_its_day_and_an_exception_is_not_due() {
    let moved = Case::good().changed(|it| {
        it.meetings.iter_mut().find(|it| it.id.as_str() == "ah-05").unwrap().date = Some(day("2026-05-29"));
    });
    assert_eq!(moved.verdict("C3.held"), NotMet);
    let excepted = Case::good().changed(|it| {
        it.meetings.retain(|it| it.id.as_str() != "ah-05");
        it.recurrence_rules[0].occurrences.retain(|it| *it != day("2026-05-28"));
    });
    assert_eq!(excepted.verdict("C3.held"), Met);
    let unexpanded = Case::good().changed(|it| it.recurrence_rules[0].expanded_to = Some(day("2026-06-01")));
    assert_eq!(unexpanded.verdict("C3.held"), Unknown, "the rest of June was not worked out");
}

#[test]
fn a_leader_who_left_and_a_wave_that_closed_later_do_not_count() {
    let left = Case::good().changed(|it| {
        it.people.iter_mut().find(|it| it.id.as_str() == "lead-ben").unwrap().until = Some(day("2026-05-01"));
    });
    assert_eq!(left.verdict("F3.operating"), NotMet, "nobody senior was there in May");
    assert_eq!(left.verdict("C2.held"), NotMet, "one of two");
    let mut early = Case::good();
    early.as_of = instant("2026-06-05T00:00:00Z");
    assert_eq!(early.verdict("F1.devex"), Unknown, "the wave had not closed");
}

#[test]
fn a_stale_wave_is_unknown_and_not_false() {
    let mut case = Case::good();
    let window = span("2026-02-01", "2026-03-01");
    case.readings
        .iter_mut()
        .filter(|it| it.metric.as_str() == "survey.response_rate")
        .for_each(|it| it.window = window);
    let devex = case.evaluate().get("F1.devex").unwrap().clone();
    assert_eq!(devex.verdict, Unknown, "121 days old");
    assert!(devex.because.contains("121 days before"));
    let window = span("2026-02-01", "2026-03-02");
    case.readings
        .iter_mut()
        .filter(|it| it.metric.as_str() == "survey.response_rate")
        .for_each(|it| it.window = window);
    assert_eq!(
        case.verdict("F1.devex"),
        NotMet,
        "120 days old; the third quarter's reading took its place: 55 %"
    );
}

#[test]
fn confidence_rose_only_where_the_interval_says_so() {
    use thalweg_model::{Interval, Method};
    for (lower, upper, verdict) in
        [(0.01, 0.2, Met), (-0.02, 0.04, NotMet), (-0.02, 0.08, Unknown), (0.0, 0.2, Unknown)]
    {
        let mut case = Case::good();
        for it in case.readings.iter_mut().filter(|it| it.metric.as_str().ends_with("favourable_change")) {
            let middle = Quantity::new((lower + upper) / 2.0, Unit::ShareDifference).unwrap();
            let interval = Interval::new(lower, upper, 0.95, Method::Newcombe);
            it.reading = Reading::estimated(middle, interval, Basis::of(60));
        }
        assert_eq!(case.verdict("S2"), verdict, "{lower} to {upper}");
    }
    let mut none = Case::good();
    for it in none.readings.iter_mut().filter(|it| it.metric.as_str().ends_with("favourable_change")) {
        it.reading = Reading::unknown(Gap::NoData, Basis::default());
    }
    assert_eq!(none.verdict("S2"), Unknown);
}

#[test]
fn a_team_formed_or_dissolved_in_the_period_is_judged_while_it_is_there() {
    let formed = Case::good().changed(|it| it.teams.push(record(r#"{"id":"new","from":"2026-06-29"}"#)));
    assert_eq!(formed.verdict("F2.topology"), NotMet, "there at the end, and without type and manager");
    let dissolved = Case::good().changed(|it| it.teams.push(record(r#"{"id":"old","until":"2026-06-30"}"#)));
    assert_eq!(dissolved.verdict("F2.topology"), Met, "not there on the last day");
    let manager = Case::good().changed(|it| {
        it.people.iter_mut().find(|it| it.id.as_str() == "mgr-a").unwrap().until = Some(day("2026-06-15"));
    });
    assert_eq!(manager.verdict("F2.topology"), NotMet, "a manager who left manages nobody");
    assert_eq!(manager.verdict("P4.support"), Met, "and needs no coaching");
}

#[test]
fn a_stream_that_was_only_talked_about_is_not_mapped() {
    let mut named = Case::good().changed(|it| {
        let session = it.meetings.iter_mut().find(|it| it.kind == MeetingKind::ValueStreamMapping).unwrap();
        session.stream = Some(thalweg_model::StreamId::new("ship").unwrap());
    });
    named.sources = support::complete("2025-12-01", "2026-09-30");
    let vsm = named.evaluate().get("P3.vsm").unwrap().clone();
    assert_eq!(vsm.verdict, NotMet);
    assert_eq!(vsm.members[0].name, "stream ship");
    // Without all mapping sessions nobody knows all streams, so that it cannot be said that each was mapped.
    assert_eq!(Case::good().without_log(RecordKind::Meetings).verdict("P3.vsm"), Unknown);
}

#[test]
fn no_incident_is_not_applicable_and_a_late_review_is_counted_to_the_day() {
    assert_eq!(Case::good().verdict("P5.incidents"), NotApplicable);
    for (reviewed, verdict) in [("2026-05-11", Met), ("2026-05-12", NotMet)] {
        let case = Case::good().changed(|it| {
            it.post_incident_reviews.push(record(&format!(
                r#"{{"id":"r-x","incident":"inc-x","date":"2026-05-01","severity":2,"reviewed":"{reviewed}"}}"#
            )));
            it.post_incident_actions.push(record(r#"{"id":"pa-x","incident":"inc-x","due":"2026-06-01","done":"2026-06-01"}"#));
            it.highlights.push(record(r#"{"id":"h-x","date":"2026-06-25","forum":"all_hands","about":"pa-x"}"#));
        });
        assert_eq!(case.verdict("P5.incidents"), verdict, "reviewed {reviewed}");
    }
}

#[test]
fn money_that_supports_nothing_is_counted_by_amount() {
    let case = |amount: f64| {
        Case::good().changed(|it| {
            let mut other = it.investments[0].clone();
            other.id = thalweg_model::RecordId::new("i-x").unwrap();
            (other.amount, other.supports) = (amount, vec![thalweg_model::RecordId::new("o-gone").unwrap()]);
            it.investments.push(other);
        })
    };
    assert_eq!(case(17.0).verdict("C2.alignment"), Met, "17 of 177 are 9.6 %");
    assert_eq!(case(18.0).verdict("C2.alignment"), NotMet, "18 of 178 are 10.1 %");
}

#[test]
fn what_happens_after_the_instant_has_not_happened() {
    let late = r#"{"id":"b-late","team":"alpha","raised":"2026-05-01","unblocked":"2026-06-20","team_can_solve_alone":false,"sponsor":"lead-ada"}"#;
    let mut case = Case::good().changed(|it| it.blockers.push(record(late)));
    case.as_of = instant("2026-06-10T00:00:00Z");
    let unblock = case.evaluate().get("P3.unblock").unwrap().clone();
    assert_eq!(unblock.members[0].entity, "blockers:b-late");
    let open = "not unblocked and raised 40 days before";
    assert!(unblock.members[0].because.contains(open), "whatever the file says of June the 20th");
    let mut case = Case::good();
    case.as_of = instant("2026-05-07T07:59:59Z");
    let held = case.evaluate().get("C1.held").unwrap().clone();
    assert_eq!(held.evidence, ["meetings:fr-04"], "the review of May begins a second later");
    assert_eq!(held.verdict, Unknown);
    case.as_of = instant("2026-05-07T08:00:00Z");
    assert_eq!(case.evaluate().get("C1.held").unwrap().evidence, ["meetings:fr-04", "meetings:fr-05"]);
}

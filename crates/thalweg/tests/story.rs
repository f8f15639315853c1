//! The example organisation, through every floor: what its README says is in it is found.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::path::Path;
use std::sync::LazyLock;

use thalweg::model::record::MeetingKind;
use thalweg::model::{Entity, Gap, MetricId, NaiveDate, Reading, Unit};
use thalweg::playbook::Verdict;
use thalweg::{Assessment, sources};

static ASSESSMENT: LazyLock<Assessment> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/organisation");
    let read = sources::organisation(&folder).unwrap();
    assert!(read.rejects.is_empty(), "{:#?}", read.rejects);
    Assessment::of(&read).unwrap()
});

fn team(name: &str) -> Entity {
    Entity::Team(name.parse().unwrap())
}

/// The latest reading of a metric.
fn latest(metric: &str, entity: &Entity) -> Option<&'static Reading> {
    let metric: MetricId = metric.parse().unwrap();
    ASSESSMENT.evidence().series(&metric, entity).last().map(|(_, reading)| reading)
}

fn value(metric: &str, entity: &Entity) -> Option<f64> {
    latest(metric, entity)?.value().map(|it| it.value())
}

fn verdict(id: &str) -> Verdict {
    ASSESSMENT.evaluation().get(id).unwrap().verdict
}

/// What the outlook says of a metric of a team, by its score: 1 sustained, -1 worse, 0 anything between, nothing where it is open.
fn outlook(metric: &str, name: &str) -> Option<f64> {
    value(&format!("dora.outlook.{metric}"), &team(name))
}

const THROUGHPUT: [&str; 2] = ["deployment_frequency", "change_lead_time"];
const INSTABILITY: [&str; 2] = ["change_fail_rate", "deployment_rework_rate"];

#[test]
fn payments_improved_and_held_and_checkout_fell_back() {
    for metric in THROUGHPUT.iter().chain(&INSTABILITY) {
        assert_eq!(outlook(metric, "payments"), Some(1.0), "{metric}");
        assert_eq!(outlook(metric, "checkout"), Some(0.0), "{metric}");
    }
    let recovery = outlook("failed_deployment_recovery_time", "payments");
    assert!(recovery.is_some_and(|score| score >= 0.0), "nothing of payments became worse: {recovery:?}");
}

/// Whether the first signal is met for a team: one metric of each kind sustained, and none worse (dora.md section 7).
fn improved_and_stable(name: &str) -> bool {
    let sustained = |metrics: &[&str]| metrics.iter().any(|it| outlook(it, name) == Some(1.0));
    let of_times = ["failed_deployment_recovery_time"];
    let all = THROUGHPUT.iter().chain(&INSTABILITY).chain(&of_times);
    let worse = all.into_iter().any(|it| outlook(it, name) == Some(-1.0));
    let faster = sustained(&THROUGHPUT) || sustained(&of_times);
    faster && sustained(&INSTABILITY) && !worse
}

#[test]
fn the_first_signal_is_met_for_payments_alone() {
    let teams = ASSESSMENT.teams().iter().map(|it| it.0.to_string());
    let met: Vec<String> = teams.filter(|it| improved_and_stable(it)).collect();
    assert_eq!(met, ["payments"]);
    assert_eq!(verdict("S1"), Verdict::NotMet, "one team is not the organisation");
}

#[test]
fn identity_has_too_little_for_a_verdict() {
    for metric in THROUGHPUT.iter().chain(&INSTABILITY) {
        assert_eq!(outlook(metric, "identity"), None, "{metric}");
    }
}

#[test]
fn the_work_of_catalogue_waits_for_its_release() {
    let review = ASSESSMENT.flow_review();
    let find = review.streams.iter().find(|it| it.stream == "find").unwrap();
    assert!(find.constraint.starts_with("`release` is the constraint"), "{}", find.constraint);
    assert_eq!(outlook("change_lead_time", "catalogue"), Some(-1.0));
}

#[test]
fn every_all_hands_was_held_when_its_rule_says() {
    let records = ASSESSMENT.evidence().records();
    let rule = &records.recurrence_rules[0];
    assert_eq!(rule.rule, "FREQ=MONTHLY;BYDAY=3TH");
    let third_thursday = |day: &NaiveDate| {
        let thursday = day.format("%a").to_string() == "Thu";
        thursday && ("15"..="21").contains(&day.format("%d").to_string().as_str())
    };
    assert!(rule.occurrences.iter().all(third_thursday), "{:?}", rule.occurrences);
    let all_hands = records.meetings.iter().filter(|it| it.kind == MeetingKind::AllHands);
    assert!(all_hands.filter_map(|it| it.date).eq(rule.occurrences.iter().copied()));
}

#[test]
fn the_smallest_team_has_no_survey_result_of_its_own() {
    let reading = latest("survey.leadership_experimentation", &team("identity")).unwrap();
    assert_eq!((reading.gap(), reading.basis().n), (Some(Gap::Withheld), 0));
    assert!(value("survey.leadership_experimentation", &Entity::Organisation).is_some());
}

#[test]
fn what_nobody_owns_is_its_own_group() {
    assert!(latest("dora.deployment_frequency", &Entity::Unowned).is_some());
    assert_eq!(value("topology.unowned_services", &Entity::Organisation), Some(0.05));
}

#[test]
fn the_playbook_sees_the_blocker_the_vanity_goal_the_starved_month_and_the_empty_chair() {
    for id in ["P3.unblock", "P1.vanity", "P2.protect", "F3.operating"] {
        assert!(matches!(verdict(id), Verdict::NotMet | Verdict::Partial), "{id}: {}", verdict(id));
    }
    let because = |id: &str| {
        let item = ASSESSMENT.evaluation().get(id).unwrap();
        format!("{} {:?} {:?}", item.because, item.evidence, item.members)
    };
    assert!(because("P3.unblock").contains("b-release-board"));
    assert!(because("F3.operating").contains("2026-08"));
}

#[test]
fn every_criterion_is_judged_on_something_and_none_passes_by_default() {
    let nothing =
        thalweg::model::Evidence::new(*ASSESSMENT.evidence().period(), ASSESSMENT.evidence().as_of());
    let evaluation = thalweg::Choices::default().playbook.evaluate(&nothing);
    for item in evaluation.items.iter().flat_map(|it| &it.parts) {
        assert_ne!(item.verdict, Verdict::Met, "{} is met by nothing", item.id);
    }
    assert_eq!(verdict("A"), Verdict::NotApplicable);
}

#[test]
fn the_reviews_are_written_in_all_three_forms_and_alike_each_time() {
    let review = ASSESSMENT.flow_review();
    assert_eq!((review.month.as_str(), review.period.as_str()), ("2026-09", "2026-Q3"));
    assert_eq!(review.teams.len(), 9, "eight teams and what nobody owns");
    assert!(review.streams.iter().all(|it| !it.constraint.is_empty()));
    for (one, other) in [
        (review.to_html().unwrap(), ASSESSMENT.flow_review().to_html().unwrap()),
        (review.to_markdown().unwrap(), ASSESSMENT.flow_review().to_markdown().unwrap()),
        (review.to_json().unwrap(), ASSESSMENT.flow_review().to_json().unwrap()),
    ] {
        assert_eq!(one, other);
    }
    assert!(ASSESSMENT.strategy_review().to_html().unwrap().contains("S1"));
    assert!(ASSESSMENT.all_hands().to_markdown().unwrap().contains("## Recognised"));
}

#[test]
fn every_reading_is_in_the_unit_that_the_catalog_declares() {
    let catalog = thalweg::catalog();
    for finding in ASSESSMENT.evidence().findings() {
        let spec = catalog.get(finding.metric.as_str());
        let unit: Option<Unit> = finding.reading.value().map(|it| it.unit());
        assert!(spec.is_some(), "{} is not in the catalog", finding.metric);
        assert!(
            unit.is_none_or(|unit| Some(unit) == spec.map(|it| it.unit)),
            "{} is in {unit:?}",
            finding.metric
        );
    }
}

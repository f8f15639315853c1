//! Playbooks that are wrong: all faults at once, each with its line and the nearest name (playbook.md section 1).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use thalweg_model::{Better, Catalog, MeasureClass, MetricSpec, Unit};
use thalweg_playbook::{Playbook, PlaybookError};

const HEAD: &str = "id = \"mine\"\ntitle = \"Mine\"\nversion = 1\njudges = \"organisation\"\n";

fn catalog() -> Catalog {
    let spec = |id, unit| MetricSpec {
        id,
        name: "A metric",
        unit,
        better: Better::Lower,
        class: MeasureClass::Outcome,
        meaning: "what it says",
        source: "here",
    };
    Catalog::new([spec("dora.change_lead_time", Unit::Hours), spec("dora.change_fail_rate", Unit::Share)])
}

fn faults(text: &str) -> Vec<String> {
    let read = Playbook::from_toml(text, &catalog());
    read.err().map(|it| it.faults().iter().map(ToString::to_string).collect()).unwrap_or_default()
}

fn criterion(id: &str, rule: &str) -> String {
    format!("[[section.criterion]]\nid = \"{id}\"\ntitle = \"t\"\nclause = \"1\"\nfix = \"f\"\n{rule}\n")
}

fn playbook(parts: &[String]) -> String {
    format!("{HEAD}[[section]]\nid = \"X\"\ntitle = \"t\"\nclause = \"1\"\n{}", parts.concat())
}

fn parameter(id: &str, value: f64, unit: &str) -> String {
    format!("[parameters.{id}]\nvalue = {value:?}\nunit = \"{unit}\"\nreason = \"r\"\nsource = \"s\"\n")
}

#[test]
fn every_fault_is_told_at_once_with_its_line_and_the_nearest_name() {
    let text = playbook(&[
        criterion("X.1", "rule.count = { of = { records = \"meetngs\", noun = \"n\" }, needs.at_least = 1 }"),
        criterion(
            "X.2",
            "rule.count = { of = { records = \"meetings\", noun = \"n\", where = { field = \"statsu\", is = \"held\" } }, needs.at_least = 1 }",
        ),
        criterion(
            "X.3",
            "rule.count = { of = { records = \"meetings\", noun = \"n\", where = { field = \"status\", is = \"hold\" } }, needs.at_least = 1 }",
        ),
        criterion("X.4", "rule.metric = { id = \"dora.change_failure_rate\", needs.at_most = \"limit\" }"),
        criterion("X.5", "rule.metric = { id = \"dora.change_lead_time\", needs.at_most = \"share\" }"),
        criterion("X.6", "rule.verdicts = [\"X.55\"]"),
        criterion("X.7", "rule.evry = {}"),
        parameter("share", 0.5, "share"),
        parameter("limits", 3.0, "hours"),
        parameter("much", 1.5, "share"),
    ]);
    let told = faults(&text);
    let lines: Vec<&str> = told.iter().map(|it| it.split(':').next().unwrap()).collect();
    assert_eq!(
        lines,
        ["line 14", "line 20", "line 26", "line 32", "line 38", "line 44", "line 50", "line 62"],
        "{told:#?}"
    );
    assert!(told[0].ends_with("names the records `meetngs`, which there is not; did you mean `meetings`?"));
    assert!(told[1].ends_with("names the field `statsu`, which there is not; did you mean `status`?"));
    assert!(told[2].ends_with("names the word `hold`, which there is not; did you mean `held`?"));
    assert!(told[3].ends_with("names the metric `dora.change_failure_rate`, which there is not; did you mean `dora.change_fail_rate`?"));
    assert!(told[4].ends_with("compares hours with the parameter `share`, which is in share"));
    assert!(told[5].ends_with("names the check `X.55`, which there is not; did you mean `X.5`?"));
    assert!(told[6].contains("did you mean `every`?"));
    assert!(told[7].ends_with("the threshold `much` is 1.5: a share lies between 0 and 1"));
}

#[test]
fn an_unknown_parameter_and_a_wrong_kind_of_field_are_told() {
    let text = playbook(&[
        criterion(
            "X.1",
            "rule.share = { of = { records = \"meetings\", noun = \"n\" }, that = { field = \"status\", role.is = \"senior_leader\" }, says = \"s\", needs.at_least = \"hlaf\" }",
        ),
        parameter("half", 0.5, "share"),
    ]);
    let told = faults(&text);
    assert!(
        told.iter()
            .any(|it| it.contains("names the parameter `hlaf`, which there is not; did you mean `half`?"))
    );
    assert!(
        told.iter().any(|it| it.contains("asks the field `status`, a word of a closed list, for a role"))
    );
}

#[test]
fn items_that_follow_from_each_other_are_a_circle() {
    let text = playbook(&[
        criterion("X.1", "rule.verdicts = [\"X.2\"]"),
        criterion("X.2", "rule.verdicts = [\"X.1\"]"),
        criterion("X.3", "rule.not_applicable = \"n\""),
    ]);
    let read = Playbook::from_toml(&text, &catalog()).unwrap_err();
    assert!(
        matches!(&read.faults()[0], PlaybookError::Circle { line: 10, items } if items == &["X.1", "X.2", "X"]),
        "{read}"
    );
    let own = playbook(&[criterion("X.1", "rule.verdicts = [\"X\"]")]);
    assert!(matches!(
        &Playbook::from_toml(&own, &catalog()).unwrap_err().faults()[0],
        PlaybookError::Circle { .. }
    ));
}

#[test]
fn thresholds_that_nothing_or_everything_keeps_are_impossible() {
    let share = |needs: &str| {
        playbook(&[
            criterion(
                "X.1",
                &format!(
                    "rule.share = {{ of = {{ records = \"meetings\", noun = \"n\" }}, that = {{ field = \"status\", is = \"held\" }}, says = \"s\", needs = {needs} }}"
                ),
            ),
            parameter("all", 1.0, "share"),
            parameter("none", 0.0, "share"),
            parameter("half", 0.5, "share"),
        ])
    };
    for needs in [
        "{ more_than = \"all\" }",
        "{ at_least = \"none\" }",
        "{ at_most = \"all\" }",
        "{ at_least = \"half\", less_than = \"half\" }",
        "{}",
    ] {
        assert_eq!(faults(&share(needs)).len(), 1, "{needs}");
    }
    assert!(faults(&share("{ at_least = \"all\" }")).is_empty());
}

#[test]
fn one_id_stands_once_and_a_threshold_has_its_reason() {
    let text = playbook(&[
        criterion("X.1", "rule.not_applicable = \"n\""),
        criterion("X.1", "rule.not_applicable = \"n\""),
        parameter("half", 0.5, "share").replace("\"r\"", "\" \""),
    ]);
    let told = faults(&text);
    assert_eq!(
        told,
        [
            "line 16: the id `X.1` stands a second time",
            "line 22: `half`: a threshold needs a reason and a source"
        ]
    );
}

#[test]
fn broken_toml_has_its_line() {
    assert!(faults("id = \"mine\"\ntitle = = 3\n")[0].starts_with("line 2:"));
    assert!(!faults("").is_empty());
}

#[test]
fn a_million_criteria_are_refused_and_a_hundred_thousand_faults_are_not_all_told() {
    let one = |n: usize| criterion(&format!("X.{n}"), "rule.verdicts = [\"Y\"]");
    let many: Vec<String> = (0..10_001).map(one).collect();
    let read = Playbook::from_toml(&playbook(&many), &catalog()).unwrap_err();
    assert_eq!(read.faults(), [PlaybookError::TooMany { count: 10_001, limit: 10_000 }]);
    let faulty: Vec<String> = (0..500).map(one).collect();
    let read = Playbook::from_toml(&playbook(&faulty), &catalog()).unwrap_err();
    assert_eq!(read.faults().len(), 201);
    assert_eq!(read.faults()[200], PlaybookError::AndMore { more: 300 });
}

#[test]
fn a_long_chain_of_verdicts_is_followed_without_recursion() {
    use thalweg_model::{Evidence, Tz, Window};
    let first = criterion(
        "X.0",
        "rule.count = { of = { records = \"meetings\", noun = \"n\" }, needs.at_least = 1 }",
    );
    let chain =
        (1..5_000).map(|n| criterion(&format!("X.{n}"), &format!("rule.verdicts = [\"X.{}\"]", n - 1)));
    let text = playbook(&std::iter::once(first).chain(chain).collect::<Vec<_>>());
    let quarter = Window::quarter(2026, 2, 1, Tz::UTC).unwrap();
    let evaluation =
        Playbook::from_toml(&text, &catalog()).unwrap().evaluate(&Evidence::new(quarter, quarter.end()));
    assert_eq!(evaluation.get("X.4999").unwrap().verdict.name(), "unknown");
    assert_eq!(evaluation.actions.len(), 1);
}

#[test]
fn the_built_in_playbooks_can_be_read_copied_and_changed() {
    for text in [Playbook::LEADERSHIP_FOR_FLOW, Playbook::TEAM_FLOW] {
        let told = faults(text);
        assert!(told.iter().all(|it| it.contains("names the metric")), "{told:#?}");
    }
    assert_eq!(Playbook::leadership_for_flow().criteria().count(), 41);
    assert_eq!(Playbook::team_flow().criteria().count(), 12);
    assert!(Playbook::team_flow().judges_teams());
}

#[test]
fn a_million_criteria_and_a_text_without_end_are_refused_before_they_are_read() {
    let header = "[[section.criterion]]\n".repeat(1_000_000);
    let read = Playbook::from_toml(&format!("{HEAD}{header}"), &catalog()).unwrap_err();
    assert_eq!(read.faults(), [PlaybookError::TooMany { count: 1_000_000, limit: 10_000 }]);
    let inline = "{id=\"x\"},".repeat(2_000_000);
    let read = Playbook::from_toml(&format!("{HEAD}section = [{{ criterion = [{inline}] }}]"), &catalog())
        .unwrap_err();
    assert!(matches!(read.faults(), [PlaybookError::TooLong { limit: 8_388_608, .. }]), "{read}");
}

#[test]
fn rules_within_rules_within_rules_do_not_run_out_of_stack() {
    for depth in [20, 2_000, 200_000] {
        let nested =
            format!("rule = {}{{ not_applicable = \"n\" }}{}", "{ not = ".repeat(depth), " }".repeat(depth));
        let dotted = format!("rule.{}not_applicable = \"n\"", "not.".repeat(depth));
        let tests = format!(
            "rule.count = {{ of = {{ records = \"meetings\", noun = \"n\", where = {}{{ field = \"kind\", is = \"flow_review\" }}{} }}, needs.at_least = 1 }}",
            "{ not = ".repeat(depth),
            " }".repeat(depth)
        );
        for rule in [nested, dotted, tests] {
            let told = faults(&playbook(&[criterion("X.1", &rule)]));
            assert!(depth > 20 || told.is_empty(), "{told:?}");
            assert!(depth == 20 || !told.is_empty(), "refused, not followed down");
        }
    }
}

#[test]
fn a_text_of_anything_is_refused_and_never_stops_the_program() {
    let whole = Playbook::TEAM_FLOW;
    for at in (0..whole.len()).step_by(97) {
        let Some((beginning, _)) = whole.split_at_checked(at) else { continue };
        let _ = Playbook::from_toml(beginning, &catalog());
        let _ =
            Playbook::from_toml(&whole.replacen(|c: char| "={}[]\"".contains(c), "", at % 53), &catalog());
    }
}

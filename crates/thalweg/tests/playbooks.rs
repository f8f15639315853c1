//! The built-in playbooks against the whole catalog, as files that are read, copied and changed; and what they say to
//! people of the example organisation.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::path::Path;
use std::sync::LazyLock;

use thalweg::model::{Evidence, Tz, Window};
use thalweg::playbook::{Evaluation, Level, Playbook};
use thalweg::{Assessment, catalog, sources};

static EVALUATION: LazyLock<Evaluation> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/organisation");
    let read = sources::organisation(&folder).unwrap();
    Assessment::of(&read).unwrap().evaluation().clone()
});

fn judged(text: &str) -> Evaluation {
    let quarter = Window::quarter(2026, 3, 1, Tz::Europe__Berlin).unwrap();
    let playbook = Playbook::from_toml(text, &catalog());
    playbook.unwrap().evaluate(&Evidence::new(quarter, quarter.end()))
}

#[test]
fn both_built_in_playbooks_load_against_the_whole_catalog() {
    for (text, built_in) in [
        (Playbook::LEADERSHIP_FOR_FLOW, Playbook::leadership_for_flow()),
        (Playbook::TEAM_FLOW, Playbook::team_flow()),
    ] {
        let quarter = Window::quarter(2026, 3, 1, Tz::Europe__Berlin).unwrap();
        let own = built_in.evaluate(&Evidence::new(quarter, quarter.end()));
        let read = judged(text);
        assert_eq!((&read.playbook, &read.hash), (&own.playbook, &own.hash));
        assert!(read.changed_parameters.is_empty());
        assert!(read.verdicts().filter(|it| it.level == Level::Criterion).count() >= 11);
    }
}

#[test]
fn a_copy_with_other_thresholds_reports_each_of_them() {
    for (text, from, to, changed) in [
        (
            Playbook::LEADERSHIP_FOR_FLOW,
            "[parameters.unblocked_within]\nvalue = 14.0",
            "[parameters.unblocked_within]\nvalue = 7.0",
            ("unblocked_within", Some(14.0), Some(7.0), "days"),
        ),
        (
            Playbook::LEADERSHIP_FOR_FLOW,
            "[parameters.response_rate]\nvalue = 0.6",
            "[parameters.response_rate]\nvalue = 0.75",
            ("response_rate", Some(0.6), Some(0.75), "share"),
        ),
        (
            Playbook::TEAM_FLOW,
            "[parameters.lead_time]\nvalue = 168.0",
            "[parameters.lead_time]\nvalue = 72.0",
            ("lead_time", Some(168.0), Some(72.0), "hours"),
        ),
    ] {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        let evaluation = judged(&text.replace(from, to));
        let found: Vec<_> = evaluation
            .changed_parameters
            .iter()
            .map(|it| (it.id.as_str(), it.built_in, it.here, it.unit.as_str()))
            .collect();
        assert_eq!(found, [changed]);
    }
    let added = Playbook::LEADERSHIP_FOR_FLOW.replace(
        "[parameters.map_stages]",
        "[parameters.own]\nvalue = 1.0\nunit = \"count\"\nreason = \"r\"\nsource = \"s\"\n\n[parameters.map_stages]",
    );
    assert_eq!(judged(&added).changed_parameters[0].built_in, None, "one of one's own is told too");
}

#[test]
fn a_metric_that_the_catalog_does_not_have_is_refused_with_the_nearest() {
    let text = Playbook::LEADERSHIP_FOR_FLOW
        .replace("id = \"survey.response_rate\"", "id = \"survey.respons_rate\"");
    let told = Playbook::from_toml(&text, &catalog()).unwrap_err().to_string();
    assert!(told.contains("did you mean `survey.response_rate`?"), "{told}");
    let text = Playbook::TEAM_FLOW.replace(
        "[parameters.lead_time]\nvalue = 168.0\nunit = \"hours\"",
        "[parameters.lead_time]\nvalue = 168.0\nunit = \"count\"",
    );
    let told = Playbook::from_toml(&text, &catalog()).unwrap_err().to_string();
    assert!(told.contains("compares hours with the parameter `lead_time`, which is in count"), "{told}");
}

#[test]
fn a_folder_of_impossible_records_is_read_named_and_judged() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("impossible");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let complete: String = ["meetings", "key_results", "capacity", "recurrence_rules", "blockers", "people"]
        .map(|it| format!("[[complete]]\nkind = \"{it}\"\ncomplete_from = \"2026-01-01\"\ncomplete_to = \"2026-09-30\"\n"))
        .concat();
    let files = [
        ("sources.toml", format!("zone = \"Europe/Berlin\"\nas_of = \"2026-09-30T22:00:00Z\"\n{complete}")),
        ("people.jsonl", r#"{"id":"ada","role":"senior_leader"}"#.to_owned()),
        // Held in the future, by its own account.
        ("meetings.jsonl", r#"{"id":"m","kind":"flow_review","date":"2099-01-01","status":"held","present":["ada"]}"#.to_owned()),
        // A goal without a unit.
        ("key_results.jsonl", r#"{"id":"k","quarter":"2026-07-01","text":"faster","metric":"dora.change_lead_time","baseline":9.0,"target":3.0,"due":"2026-09-30","owner":"ada"}"#.to_owned()),
        // Negative capacity.
        ("capacity.jsonl", r#"{"id":"c","month":"2026-07-01","category":"testing","planned":-5.0,"actual":3.0,"unit":"person_days"}"#.to_owned()),
        // Rules that never end, one of them every second.
        ("recurrence_rules.jsonl", "{\"id\":\"r\",\"kind\":\"all_hands\",\"start\":\"2020-01-01\",\"rule\":\"FREQ=DAILY\",\"zone\":\"Europe/Berlin\"}\n{\"id\":\"s\",\"kind\":\"all_hands\",\"start\":\"2020-01-01\",\"rule\":\"FREQ=SECONDLY\",\"zone\":\"Europe/Berlin\"}".to_owned()),
        // One approved by who asked for it, and one that contradicts it.
        ("exemptions.jsonl", "{\"id\":\"x\",\"check\":\"P1.outcomes\",\"reason\":\"r\",\"requester\":\"ada\",\"approver\":\"ada\",\"from\":\"2026-01-01\",\"expires\":\"2026-12-31\"}\n{\"id\":\"y\",\"check\":\"P1.outcomes\",\"reason\":\"r\",\"requester\":\"ada\",\"approver\":\"ben\",\"from\":\"2026-12-31\",\"expires\":\"2026-01-01\"}".to_owned()),
    ];
    for (name, text) in &files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let read = sources::organisation(&folder).unwrap();
    let rejects: Vec<String> = read.rejects.iter().map(ToString::to_string).collect();
    for named in ["recurrence_rules.jsonl", "exemptions.jsonl"] {
        assert!(rejects.iter().any(|it| it.contains(named)), "{named}: {rejects:#?}");
    }
    let assessment = Assessment::of(&read).unwrap();
    let verdict = |id: &str| assessment.evaluation().get(id).unwrap().verdict.name();
    assert_eq!(verdict("C1.held"), "not_met", "what is dated after the instant was not held");
    assert_eq!(verdict("P1.outcomes"), "not_met", "and neither exemption counts");
    assert_ne!(verdict("P2.protect"), "met");
    assert_eq!(verdict("C3.held"), "not_met", "every day without end calls one, and none was held");
}

/// Whether a sentence speaks in names of files: `team:payments`, `post_incident_reviews`, `2026-08`.
fn is_raw(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace().map(|it| it.trim_matches(|c: char| "“”()[].,;:".contains(c)));
    words.any(|word| {
        !word.contains('`') && (word.contains('_') || word.contains(':') || word.starts_with("2026-"))
    })
}

#[test]
fn what_is_said_of_the_example_is_said_in_words() {
    for it in EVALUATION.verdicts() {
        for sentence in [&it.because, &it.would_change] {
            assert!(!is_raw(sentence), "{}: {sentence}", it.id);
        }
    }
    for it in &EVALUATION.actions {
        assert!(!is_raw(&it.action) && !is_raw(&it.why), "{} {}", it.action, it.why);
    }
    let because = |id: &str| EVALUATION.get(id).unwrap().because.as_str();
    assert_eq!(
        because("S1"),
        "Deployment frequency, change lead time, recovery time, change fail rate and rework rate did not improve for good."
    );
    assert_eq!(
        because("F3.operating"),
        "2 of 3 months had an operating review with a senior leader in person, but not August 2026 (no operating review \
         with a senior leader in person)."
    );
    assert_eq!(
        because("F2.ownership"),
        "19 of 20 services have exactly one owner, an active team, but not service legacy-reports (no owner, exactly 1 \
         needed)."
    );
    assert_eq!(
        because("S2"),
        "The change of confidence in support for experiments is +37.6 points (31 August 2026 to 11 September 2026, n = 104, \
         95 % interval +20.4 points to +54.7 points), more than 0 points needed, which the whole interval keeps to."
    );
}

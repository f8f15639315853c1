//! The text and the playbook cover each other: no clause without a criterion, no criterion without a clause (playbook.md
//! section 6).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use thalweg_playbook::Playbook;

const CLAUSES: &str = include_str!("../playbooks/leadership-for-flow.clauses.toml");

fn clauses() -> Vec<(String, String)> {
    let table: toml::Table = CLAUSES.parse().unwrap();
    let text = |it: &toml::Value, key: &str| it[key].as_str().unwrap().to_owned();
    table["clause"].as_array().unwrap().iter().map(|it| (text(it, "number"), text(it, "says"))).collect()
}

#[test]
fn every_clause_has_a_criterion_and_every_criterion_its_clauses() {
    let playbook = Playbook::leadership_for_flow();
    let claimed: BTreeSet<String> = playbook
        .criteria()
        .flat_map(|(_, clause)| clause.split(',').map(|it| it.trim().to_owned()).collect::<Vec<_>>())
        .collect();
    let numbers: BTreeSet<String> = clauses().into_iter().map(|it| it.0).collect();
    assert_eq!(claimed, numbers);
    assert_eq!(clauses().len(), numbers.len(), "each number once");
}

#[test]
fn the_table_of_the_specification_is_there_row_by_row() {
    let rows = "H.constraint H.relief ST1 ST2.decisions ST2.approvals F1.dora F1.devex F1.visible F2.topology F2.ownership \
        F2.escalation F3.operating F3.vsm F3.retros P1.outcomes P1.tied P1.vanity P2.prioritise P2.protect P3.vsm P3.sponsor \
        P3.unblock P4.align P4.support P5.incidents P5.experiments P5.sharing C1.held C1.content C1.follow_through C2.held \
        C2.content C2.alignment C3.held C3.culture C3.recognition S1 S2 S3.drop S3.span A.assets";
    let rows: BTreeSet<&str> = rows.split_whitespace().collect();
    let playbook = Playbook::leadership_for_flow();
    let ours: BTreeSet<&str> = playbook.criteria().map(|it| it.0).collect();
    assert_eq!(ours, rows);
}

#[test]
fn every_sentence_of_the_text_is_a_clause() {
    let seed = support::workspace().join("../shared/seed/leadership-for-flow.txt");
    let Ok(text) = std::fs::read_to_string(seed) else { return println!("skipped: the text is not at hand") };
    let words = |text: &str| -> BTreeSet<String> {
        let low = text.to_lowercase();
        low.split(|it: char| !it.is_alphanumeric()).filter(|it| it.len() > 3).map(str::to_owned).collect()
    };
    for (number, says) in clauses() {
        let copied = text.to_lowercase().contains(&says.trim_end_matches('.').to_lowercase());
        assert!(!copied, "clause {number} is in the words of the text, not in our own");
    }
    assert!(words(&text).contains("retrospectives"));
    let bullets = text
        .lines()
        .filter(|it| {
            it.trim_start().starts_with('•') || it.trim_start().starts_with(|c: char| c.is_ascii_digit())
        })
        .count();
    assert_eq!(
        bullets,
        3 + 5 + 3 + 3,
        "foundations, plays, cadence and signals: a bullet more needs a clause more"
    );
}

//! What the optional features add: a JSON Schema, and rules in CEL. Run with `--all-features`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
#![cfg(any(feature = "cel", feature = "schema"))]

mod support;

#[cfg(feature = "schema")]
#[test]
fn the_schema_knows_every_word_that_the_built_in_playbooks_write() {
    use std::collections::BTreeSet;
    use thalweg_playbook::Playbook;

    /// The keys of tables that are words of the form: those of `parameters` are names of one's own.
    fn keys(value: &toml::Value, found: &mut BTreeSet<String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    found.insert(key.clone());
                    if key == "parameters" {
                        value.as_table().unwrap().values().for_each(|it| keys(it, found));
                    } else {
                        keys(value, found);
                    }
                }
            }
            toml::Value::Array(all) => all.iter().for_each(|it| keys(it, found)),
            _ => {}
        }
    }

    let schema = Playbook::json_schema();
    let parsed: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(parsed["type"], "object");
    for text in [Playbook::LEADERSHIP_FOR_FLOW, Playbook::TEAM_FLOW] {
        let mut found = BTreeSet::new();
        keys(&text.parse::<toml::Table>().unwrap().into(), &mut found);
        for key in found {
            assert!(schema.contains(&format!("\"{key}\"")), "{key}");
        }
    }
}

#[cfg(feature = "cel")]
mod cel {
    use super::support::Case;
    use thalweg_model::record::RecordKind;
    use thalweg_model::{Catalog, Reading};
    use thalweg_playbook::Playbook;
    use thalweg_playbook::Verdict::{self, Met, NotMet, Unknown};

    fn verdict(case: &Case, expression: &str) -> Verdict {
        let text = format!(
            "id = \"mine\"\ntitle = \"t\"\nversion = 1\njudges = \"organisation\"\n[[section]]\nid = \"X\"\ntitle = \"t\"\nclause = \"1\"\n\
             [[section.criterion]]\nid = \"X.1\"\ntitle = \"t\"\nclause = \"1\"\nfix = \"f\"\nrule.cel = '''{expression}'''\n"
        );
        let playbook = Playbook::from_toml(&text, &Catalog::default()).unwrap();
        playbook.evaluate(&case.evidence()).get("X.1").unwrap().verdict
    }

    #[test]
    fn a_missing_key_is_unknown_and_not_false() {
        let case = Case::third();
        let held = "records.meetings.exists(m, m.kind == 'strategy_session' && m.status == 'held')";
        assert_eq!(verdict(&case, held), Met);
        assert_eq!(verdict(&case, &format!("!{held}")), NotMet);
        assert_eq!(
            verdict(&case.clone().without_log(RecordKind::Meetings), held),
            Unknown,
            "the log is not complete"
        );
        let outlook = "readings['dora.outlook.change_lead_time']['organisation'] >= 1.0";
        let mut whole = case;
        for it in whole.readings.iter_mut().filter(|it| it.metric.as_str().starts_with("dora.outlook")) {
            it.window = whole.period;
        }
        assert_eq!(verdict(&whole, outlook), Met);
        let mut withheld = whole.clone();
        withheld.readings.iter_mut().for_each(|it| it.reading = Reading::withheld());
        assert_eq!(verdict(&withheld, outlook), Unknown);
        assert_eq!(verdict(&whole, "1.0"), Unknown, "neither true nor false");
    }

    #[test]
    fn an_expression_that_cannot_be_read_is_refused_with_its_line() {
        let text = Playbook::TEAM_FLOW.replace(
            "rule.metric = { id = \"dora.change_lead_time\", needs.at_most = \"lead_time\" }",
            "rule.cel = \"1 +\"",
        );
        let told = Playbook::from_toml(&text, &Catalog::default()).unwrap_err().to_string();
        assert!(told.contains("`T2.lead`: line "), "{told}");
    }
}

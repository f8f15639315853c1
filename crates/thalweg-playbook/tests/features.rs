//! What the optional features add: a JSON Schema, and rules in CEL. Run with `--all-features`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]
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

/// What of a value a schema refuses: the keywords that ours use, and no others.
#[cfg(feature = "schema")]
fn refused(
    root: &serde_json::Value,
    schema: &serde_json::Value,
    value: &serde_json::Value,
    at: &str,
) -> Vec<String> {
    use serde_json::Value;
    let Value::Object(words) = schema else { return Vec::new() };
    let mut refusals = Vec::new();
    for (word, wanted) in words {
        match (word.as_str(), value) {
            ("$schema" | "$defs" | "title" | "description" | "default" | "format", _) => {}
            ("$ref", _) => {
                let place = wanted.as_str().unwrap().trim_start_matches('#');
                refusals.extend(refused(root, root.pointer(place).unwrap(), value, at));
            }
            ("type", _) => {
                let types = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
                let is = |it: &Value| match it.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    other => panic!("the type {other}"),
                };
                if !types.iter().any(is) {
                    refusals.push(format!("{at}: not {wanted}"));
                }
            }
            ("minimum", Value::Number(number)) if number.as_f64() < wanted.as_f64() => {
                refusals.push(format!("{at}: too small"))
            }
            ("minimum", _) => {}
            ("const", _) if wanted != value => refusals.push(format!("{at}: not {wanted}")),
            ("const", _) => {}
            ("enum", _) if !wanted.as_array().unwrap().contains(value) => {
                refusals.push(format!("{at}: not one of {wanted}"))
            }
            ("enum", _) => {}
            ("oneOf" | "anyOf", _) => {
                let ways = wanted.as_array().unwrap().iter().map(|it| refused(root, it, value, at));
                if !ways.clone().any(|it| it.is_empty()) {
                    refusals.push(format!("{at}: none of {:?}", ways.min_by_key(Vec::len).unwrap()));
                }
            }
            ("properties", Value::Object(fields)) => {
                for (name, field) in fields {
                    if let Some(schema) = wanted.get(name) {
                        refusals.extend(refused(root, schema, field, &format!("{at}/{name}")));
                    }
                }
            }
            ("required", Value::Object(fields)) => {
                let lacks =
                    wanted.as_array().unwrap().iter().filter(|it| !fields.contains_key(it.as_str().unwrap()));
                refusals.extend(lacks.map(|it| format!("{at}: without {it}")));
            }
            ("additionalProperties", Value::Object(fields)) => {
                let known = |name: &String| schema["properties"].get(name).is_some();
                for (name, field) in fields.iter().filter(|(name, _)| !known(name)) {
                    match wanted {
                        Value::Bool(true) => {}
                        Value::Bool(false) => refusals.push(format!("{at}: {name} is not known")),
                        schema => refusals.extend(refused(root, schema, field, &format!("{at}/{name}"))),
                    }
                }
            }
            ("items", Value::Array(all)) => {
                for (place, it) in all.iter().enumerate() {
                    refusals.extend(refused(root, wanted, it, &format!("{at}/{place}")));
                }
            }
            ("properties" | "required" | "additionalProperties" | "items", _) => {}
            (other, _) => panic!("the keyword {other} is not known here"),
        }
    }
    refusals
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_lets_the_built_in_playbooks_through_and_nothing_misspelt() {
    use thalweg_playbook::Playbook;

    let schema: serde_json::Value = serde_json::from_str(&Playbook::json_schema()).unwrap();
    let refusals = |text: &str| {
        let table: toml::Table = text.parse().unwrap();
        refused(&schema, &schema, &serde_json::to_value(table).unwrap(), "")
    };
    for text in [Playbook::LEADERSHIP_FOR_FLOW, Playbook::TEAM_FLOW] {
        assert_eq!(refusals(text), [""; 0]);
    }
    for (right, wrong) in [
        ("title = \"A change is in use within a week\"\n", ""),
        (
            "rule.metric = { id = \"dora.change_lead_time\"",
            "rule.metric = { name = \"dora.change_lead_time\"",
        ),
        ("unit = \"hours\"", "units = \"hours\""),
        ("version = 1", "version = \"one\""),
        ("rule.every.says", "rule.evry.says"),
    ] {
        assert!(Playbook::TEAM_FLOW.contains(right), "{right}");
        assert!(!refusals(&Playbook::TEAM_FLOW.replacen(right, wrong, 1)).is_empty(), "{wrong}");
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

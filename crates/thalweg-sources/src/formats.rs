#![doc = include_str!("../docs/formats.md")]

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use thalweg_model::RecordKind;
    use thalweg_model::record::*;

    use crate::csv::fields;
    use crate::history::WrittenTouch;
    use crate::plain::Readable;
    use crate::{csv, json, jsonl, toml};

    const TEXT: &str = include_str!("../docs/formats.md");

    /// The section of a kind.
    fn section(kind: RecordKind) -> &'static str {
        let heading = format!("\n## `{kind}`\n");
        let (_, rest) = TEXT.split_once(&heading).unwrap_or_else(|| panic!("no section on {kind}"));
        rest.split("\n## ").next().unwrap()
    }

    fn example(kind: RecordKind) -> &'static str {
        section(kind).split("```json\n").nth(1).unwrap().split('\n').next().unwrap()
    }

    /// The example as a row of CSV: lists and objects as JSON.
    fn row(example: &str) -> String {
        let fields: BTreeMap<String, serde_json::Value> = serde_json::from_str(example).unwrap();
        let cell = |value: &serde_json::Value| match value {
            serde_json::Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
            other => format!("\"{}\"", other.to_string().replace('"', "\"\"")),
        };
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        let cells: Vec<String> = fields.values().map(cell).collect();
        format!("{}\n{}\n", names.join(","), cells.join(","))
    }

    /// The example as a table of TOML.
    fn table(kind: RecordKind, example: &str) -> String {
        let value: ::toml::Value = serde_json::from_str(example).unwrap();
        ::toml::to_string(&BTreeMap::from([(kind.name(), vec![value])])).unwrap()
    }

    fn reads_in_every_format<T: Readable + std::fmt::Debug>() {
        let (kind, example) = (T::KIND, example(T::KIND));
        let read = [
            jsonl::records::<T>(example.as_bytes(), "a.jsonl").unwrap(),
            json::records::<T>(format!("[{example}]").as_bytes(), "a.json").unwrap(),
            csv::records::<T>(row(example).as_bytes(), "a.csv").unwrap(),
            toml::records::<T>(table(kind, example).as_bytes(), "a.toml").unwrap(),
        ];
        for loaded in &read {
            assert_eq!(loaded.rejects, [], "{kind}");
            assert_eq!(loaded.value.len(), 1, "{kind}");
            assert_eq!(loaded.value, read[0].value, "{kind}");
        }
        let mut listed = String::new();
        for field in fields::<T>() {
            writeln!(listed, "| `{field}` |").unwrap();
            assert!(
                section(kind).contains(&format!("\n| `{field}` |")),
                "`{field}` of {kind} is not described"
            );
            let shown = example.contains(&format!("\"{field}\":"));
            assert!(shown || field == "declined", "`{field}` of {kind} is not in the example");
        }
        assert_eq!(section(kind).matches("\n| `").count(), listed.lines().count(), "{kind}");
    }

    macro_rules! every {
        ($($type:ident)*) => {
            #[test]
            fn the_example_of_every_kind_reads_in_every_format_and_every_field_is_described() {
                let kinds = [$({ reads_in_every_format::<$type>(); <$type as thalweg_model::Record>::KIND }),*];
                for kind in RecordKind::ALL.iter().filter(|kind| **kind != RecordKind::Answers) {
                    assert!(kinds.contains(kind), "{kind}");
                }
            }
        };
    }

    every! {
        Deployment Change Incident ServiceLevel Commit WrittenTouch Release Person Team Service ServiceOwnership EscalationPath
        SurveyWave Meeting RecurrenceRule DashboardView Objective KeyResult CapacityEntry Investment Experiment
        PostIncidentReview PostIncidentAction Highlight SharingEvent Coaching NarrativeBrief ManagerResource ChangeApproval
        LeadershipDecision Blocker Escalation Improvement ValueStreamMap WorkItem MetricStatus Exemption
    }
}

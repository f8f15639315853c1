//! Where an answer is not what was expected: numbers within a tolerance, all else exactly.

use serde_json::{Map, Value, json};

/// Closed forms; both sides round in other places.
const EXACT: f64 = 1e-9;
/// P-values far out in a tail.
const TAIL: f64 = 1e-6;

/// Every difference, by its place. What the expectation does not speak of may be anything.
pub(crate) fn differences(expected: &Value, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", EXACT, expected, answer, &mut found);
    found
}

fn compare(at: &str, tolerance: f64, expected: &Value, answer: &Value, found: &mut Vec<String>) {
    let answer = &plain(answer);
    let same = match (expected, answer) {
        (Value::Object(of), Value::Object(is)) => return compare_fields(at, of, is, found),
        (Value::Array(of), Value::Array(is)) if of.len() == is.len() => {
            let pairs = of.iter().zip(is).enumerate();
            return pairs.for_each(|(n, (of, is))| compare(&format!("{at}/{n}"), tolerance, of, is, found));
        }
        (Value::Number(of), Value::Number(is)) => near(of.as_f64().unwrap(), is.as_f64().unwrap(), tolerance),
        _ => expected == answer,
    };
    if !same {
        found.push(format!("{at}: expected {expected}, got {answer}"));
    }
}

fn compare_fields(at: &str, of: &Map<String, Value>, is: &Map<String, Value>, found: &mut Vec<String>) {
    // The notes at a number that is not there are not compared.
    let gap = of.get("gap").is_some_and(Value::is_string);
    for (key, expected) in of.iter().filter(|(key, _)| !(gap && *key == "flags")) {
        let place = format!("{at}/{key}");
        // Where a rate cannot be compared at all, the other side says nothing.
        if expected.is_null() && at.starts_with("/changes") && !is.contains_key("gap") {
            continue;
        }
        if key == "left" {
            // No reason may be missing, and none may be there beside them.
            let none = json!({});
            let answer = is.get(key).filter(|it| !it.is_null()).unwrap_or(&none);
            if expected != answer {
                found.push(format!("{place}: expected {expected}, got {answer}"));
            }
            continue;
        }
        let tolerance = if ["p", "p_adjusted", "trend"].contains(&key.as_str()) { TAIL } else { EXACT };
        compare(&place, tolerance, expected, is.get(key).unwrap_or(&Value::Null), found);
    }
}

fn near(expected: f64, answer: f64, tolerance: f64) -> bool {
    let scale = expected.abs().max(answer.abs());
    (expected - answer).abs() <= tolerance * scale || scale < 1e-13
}

/// A reading as its value or its gap with all beside it in one row; anything else as it is.
fn plain(answer: &Value) -> Value {
    let (value, of) = match (answer.get("known"), answer.get("unknown")) {
        (Some(known), _) => (Some(&known["value"]), known),
        (_, Some(unknown)) => (None, unknown),
        _ => return answer.clone(),
    };
    let counts = value.filter(|it| it.get("part").is_some());
    let share = counts.map(|it| json!(it["part"].as_f64().unwrap() / it["whole"].as_f64().unwrap()));
    // Flags stand in the order of their declaration.
    let mut flags: Vec<&str> =
        of["flags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    flags.sort_unstable();
    json!({
        "v": share.or_else(|| value.map(|it| it["value"].clone())),
        "gap": of.get("gap"),
        "n": of["n"],
        "lo": of["interval"]["lower"],
        "hi": of["interval"]["upper"],
        "flags": flags,
        "part": counts.map(|it| &it["part"]),
        "whole": counts.map(|it| &it["whole"]),
        "at_least": of["at_least"]["value"],
        "have": of["have"],
        "need": of["need"],
        "left": of["left_out"],
    })
}

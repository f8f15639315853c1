//! From plain data to text: templates of a templating library, with the pictures laid in.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use serde::Serialize;
use thalweg_model::{Quantity, Unit};

use crate::error::RenderError;

const TEMPLATES: [(&str, &str); 8] = [
    ("page.html", include_str!("../templates/page.html")),
    ("parts.html", include_str!("../templates/parts.html")),
    ("flow.html", include_str!("../templates/flow.html")),
    ("flow.md", include_str!("../templates/flow.md")),
    ("strategy.html", include_str!("../templates/strategy.html")),
    ("strategy.md", include_str!("../templates/strategy.md")),
    ("all_hands.html", include_str!("../templates/all_hands.html")),
    ("all_hands.md", include_str!("../templates/all_hands.md")),
];

fn environment() -> Result<Environment<'static>, RenderError> {
    let mut all = Environment::new();
    all.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    all.set_auto_escape_callback(
        |name| {
            if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
        },
    );
    all.add_filter("md", |text: String| markdown(&text));
    all.add_filter("mark", |verdict: String| mark(&verdict));
    all.add_filter("word", |word: String| word.replace('_', " "));
    all.add_filter("plain", |text: String| plain(&text));
    all.add_filter("amount", amount);
    all.add_filter("anchor", |text: String| anchor(&text));
    all.add_filter("toml", |text: String| quoted(&text));
    all.add_filter("quantity", quantity);
    for (name, text) in TEMPLATES {
        all.add_template(name, text)?;
    }
    Ok(all)
}

/// A review written by a template.
pub(crate) fn page(template: &str, review: &impl Serialize) -> Result<String, RenderError> {
    written(&environment()?, template, context! { review => Value::from(Serde(review)) })
}

/// A review written by a template that also looks things up by their keys: pictures, sparklines.
pub(crate) fn page_with(
    template: &str,
    review: &impl Serialize,
    name: &str,
    by_key: &BTreeMap<String, String>,
) -> Result<String, RenderError> {
    let beside = Value::from_pairs([(name, Value::from(Serde(by_key)))]);
    let all = context! { review => Value::from(Serde(review)), ..beside };
    written(&environment()?, template, all)
}

/// A text of its own filled in.
pub(crate) fn form(text: &'static str, known: &impl Serialize) -> Result<String, RenderError> {
    let mut all = environment()?;
    all.add_template("form", text)?;
    written(&all, "form", Value::from(Serde(known)))
}

fn written(all: &Environment<'_>, template: &str, context: Value) -> Result<String, RenderError> {
    Ok(all.get_template(template)?.render(context)?)
}

/// The sign of a verdict: told apart by its form, not by a colour.
fn mark(verdict: &str) -> &'static str {
    match verdict {
        "met" => "●",
        "partial" => "◐",
        "not_met" => "○",
        "unknown" => "?",
        _ => "–",
    }
}

/// Text that Markdown shows as it is, also in a table's cell.
fn markdown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => shown.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => {
                shown.push('\\');
                shown.push(c);
            }
            other => shown.push(other),
        }
    }
    shown
}

/// Text whose code marks are quotation marks, for pages that show no code.
fn plain(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // A mark without its partner is no quotation.
    if parts.len().is_multiple_of(2) {
        return text.to_owned();
    }
    let quoted =
        |(at, part): (usize, &&str)| if at % 2 == 1 { format!("“{part}”") } else { (*part).to_owned() };
    parts.iter().enumerate().map(quoted).collect()
}

/// A whole amount in groups of three digits.
fn amount(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let group = |(at, digit): (usize, char)| {
        let gap = at > 0 && (digits.len() - at).is_multiple_of(3);
        gap.then_some('\u{202f}').into_iter().chain([digit])
    };
    let sign = if value < 0.0 && digits != "0" { "-" } else { "" };
    sign.chars().chain(digits.chars().enumerate().flat_map(group)).collect()
}

/// The name of a place on a page.
fn anchor(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

/// A number of the playbook in words, with its unit.
fn quantity(value: f64, unit: Serde<Unit>) -> String {
    Quantity::new(value, *unit).map_or_else(|| value.to_string(), |it| it.to_string())
}

/// Text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => shown.extend(['\\', c]),
            c if c.is_control() => shown.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown.push('"');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_marks_become_quotation_marks_where_they_come_in_pairs() {
        assert_eq!(plain("`build` holds, `test` waits"), "“build” holds, “test” waits");
        assert_eq!(plain("it's 5` long"), "it's 5` long");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn amounts_are_grouped() {
        let told = |value| amount(value).replace('\u{202f}', " ");
        let all = [0.0, 999.4, 70_000.0, 1_234_567.0, -1_000.0, -0.2].map(told);
        assert_eq!(all, ["0", "999", "70 000", "1 234 567", "-1 000", "0"]);
    }
}

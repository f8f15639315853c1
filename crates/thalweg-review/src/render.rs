//! From plain data to text: templates of a templating library, with the pictures laid in.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use serde::Serialize;
use thalweg_model::{Quantity, Unit};

use crate::all_hands::AllHands;
use crate::asset::{self, Asset};
use crate::error::RenderError;
use crate::flow::FlowReview;
use crate::picture;
use crate::strategy::StrategyReview;

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
    all.add_filter("anchor", |text: String| anchor(&text));
    all.add_filter("toml", |text: String| quoted(&text));
    all.add_filter("quantity", quantity);
    for (name, text) in TEMPLATES.iter().chain(asset::TEMPLATES) {
        all.add_template(name, text)?;
    }
    Ok(all)
}

fn rendered(template: &str, context: Value) -> Result<String, RenderError> {
    Ok(environment()?.get_template(template)?.render(context)?)
}

fn plain(template: &str, review: &impl Serialize) -> Result<String, RenderError> {
    rendered(template, context! { review => Value::from(Serde(review)) })
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

pub(crate) fn asset(asset: Asset, known: &impl Serialize) -> Result<String, RenderError> {
    rendered(&format!("assets/{}.toml", asset.name()), Value::from(Serde(known)))
}

pub(crate) fn flow_markdown(review: &FlowReview) -> Result<String, RenderError> {
    let trends = std::iter::once(&review.whole).chain(&review.teams).flat_map(|page| &page.trends);
    let sparklines: BTreeMap<&str, String> = trends.map(|it| (it.key.as_str(), it.sparkline())).collect();
    rendered("flow.md", context! { review => Value::from(Serde(review)), sparklines })
}

pub(crate) fn flow_html(review: &FlowReview) -> Result<String, RenderError> {
    let mut pictures: BTreeMap<String, String> = BTreeMap::new();
    for trend in std::iter::once(&review.whole).chain(&review.teams).flat_map(|page| &page.trends) {
        pictures.insert(trend.key.clone(), picture::trend(trend)?);
    }
    for stream in &review.streams {
        pictures.insert(format!("stream {}", stream.stream), picture::stages(stream)?);
    }
    rendered("flow.html", context! { review => Value::from(Serde(review)), pictures })
}

pub(crate) fn strategy_markdown(review: &StrategyReview) -> Result<String, RenderError> {
    plain("strategy.md", review)
}

pub(crate) fn strategy_html(review: &StrategyReview) -> Result<String, RenderError> {
    plain("strategy.html", review)
}

pub(crate) fn all_hands_markdown(review: &AllHands) -> Result<String, RenderError> {
    plain("all_hands.md", review)
}

pub(crate) fn all_hands_html(review: &AllHands) -> Result<String, RenderError> {
    plain("all_hands.html", review)
}

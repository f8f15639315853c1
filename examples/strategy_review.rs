//! The quarterly strategy review: objectives and investments, capacity, signals of success, decisions.

use std::process::ExitCode;

use thalweg::Choices;
use thalweg_examples::{Command, Failure, Written, assessed, finish};

const USAGE: &str = "\
usage: strategy_review [FOLDER] [--month YYYY-MM] [--out FOLDER]

Writes the strategy review of the latest complete quarter as HTML, Markdown and JSON, and the forms to fill in for the next month.

  FOLDER           records in the documented formats; the example organisation where none is named
  --month YYYY-MM  the last month to look at; the latest complete one where none is named
  --out FOLDER     where to write; target/strategy-review where none is named";

fn main() -> ExitCode {
    finish(USAGE, run())
}

fn run() -> Result<String, Failure> {
    let command = Command::of(std::env::args().skip(1))?;
    if command.help {
        return Ok(USAGE.to_owned());
    }
    let assessment = assessed(&command, Choices::default())?;
    let review = assessment.strategy_review();
    let texts = [
        ("strategy-review.html", review.to_html().map_err(Failure::work)?),
        ("strategy-review.md", review.to_markdown().map_err(Failure::work)?),
        ("strategy-review.json", review.to_json().map_err(Failure::work)?),
    ];
    let target = command.target("strategy-review");
    let written = Written::into(&target, &texts)?;
    let mut forms = Vec::new();
    for asset in thalweg::review::Asset::ALL {
        forms.push((format!("{}.toml", asset.name()), assessment.form(*asset).map_err(Failure::work)?));
    }
    let forms: Vec<(&str, String)> = forms.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let forms = Written::into(&target.join("forms"), &forms)?;
    let signals: String = review
        .signals
        .iter()
        .map(|it| format!("  {} {}: {}\n", it.id, it.verdict.words(), it.because))
        .collect();
    Ok(format!(
        "{}, strategy review of {}\n\n{signals}\nwritten:\n{written}forms:\n{forms}",
        review.organisation, review.quarter
    ))
}

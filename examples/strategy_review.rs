//! The quarterly strategy review: objectives and investments, capacity, signals of success, decisions.

use std::path::Path;
use std::process::ExitCode;

use thalweg::Assessment;
use thalweg::playbook::ItemVerdict;
use thalweg::review::Asset;
use thalweg_examples::{Failure, Written, run};

const USAGE: &str = "\
usage: strategy_review [FOLDER] [--month YYYY-MM] [--out FOLDER]

Writes the strategy review of the latest complete quarter as HTML, Markdown and JSON, and the forms to fill in for the next month.

  FOLDER           records in the documented formats; the example organisation where none is named
  --month YYYY-MM  the last month to look at; the latest complete one where none is named
  --out FOLDER     where to write; target/strategy-review where none is named";

fn main() -> ExitCode {
    run(USAGE, "strategy-review", write)
}

fn write(assessment: &Assessment, folder: &Path) -> Result<String, Failure> {
    let review = assessment.strategy_review();
    let forms = [review.to_html(), review.to_markdown(), review.to_json()];
    let written = Written::review(folder, "strategy-review", forms)?;
    let form = |asset: &Asset| {
        Ok((format!("{}.toml", asset.name()), assessment.form(*asset).map_err(Failure::work)?))
    };
    let blanks: Vec<(String, String)> = Asset::ALL.iter().map(form).collect::<Result<_, Failure>>()?;
    let blanks = Written::into(&folder.join("forms"), &blanks)?;
    let signal = |it: &ItemVerdict| format!("  {} {}: {}\n", it.id, it.verdict.words(), it.title);
    let signals: String = review.signals.iter().map(signal).collect();
    let (organisation, quarter) = (&review.organisation, &review.quarter);
    Ok(format!(
        "{organisation}, strategy review of {quarter}\n\n{signals}\nwritten:\n{written}forms:\n{blanks}"
    ))
}

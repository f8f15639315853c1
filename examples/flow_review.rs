//! The monthly flow review of an organisation's own records.
//!
//! `cargo run --release --example flow_review` reads the example organisation; give a folder of your own records to read that.

use std::process::ExitCode;

use thalweg::Choices;
use thalweg_examples::{Command, Failure, Written, assessed, finish};

const USAGE: &str = "\
usage: flow_review [FOLDER] [--month YYYY-MM] [--out FOLDER]

Reads an organisation's records and writes its monthly flow review as HTML, Markdown and JSON.

  FOLDER           records in the documented formats; the example organisation where none is named
  --month YYYY-MM  the month to review; the latest complete one where none is named
  --out FOLDER     where to write; target/flow-review where none is named";

fn main() -> ExitCode {
    finish(USAGE, run())
}

fn run() -> Result<String, Failure> {
    let command = Command::of(std::env::args().skip(1))?;
    if command.help {
        return Ok(USAGE.to_owned());
    }
    let assessment = assessed(&command, Choices::default())?;
    let review = assessment.flow_review();
    let texts = [
        ("flow-review.html", review.to_html().map_err(Failure::work)?),
        ("flow-review.md", review.to_markdown().map_err(Failure::work)?),
        ("flow-review.json", review.to_json().map_err(Failure::work)?),
    ];
    let written = Written::into(&command.target("flow-review"), &texts)?;
    let headline: String = review.headline.iter().map(|it| format!("  {it}\n")).collect();
    Ok(format!("{}, flow review of {}\n\n{headline}\nwritten:\n{written}", review.organisation, review.month))
}

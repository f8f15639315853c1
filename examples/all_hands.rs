//! The digest for an all-hands: who was recognised for which behaviour, and what was learned. No ranking.

use std::process::ExitCode;

use thalweg::Choices;
use thalweg_examples::{Command, Failure, Written, assessed, finish};

const USAGE: &str = "\
usage: all_hands [FOLDER] [--month YYYY-MM] [--out FOLDER]

Writes the digest of a month for an all-hands as HTML, Markdown and JSON.

  FOLDER           records in the documented formats; the example organisation where none is named
  --month YYYY-MM  the month to tell of; the latest complete one where none is named
  --out FOLDER     where to write; target/all-hands where none is named";

fn main() -> ExitCode {
    finish(USAGE, run())
}

fn run() -> Result<String, Failure> {
    let command = Command::of(std::env::args().skip(1))?;
    if command.help {
        return Ok(USAGE.to_owned());
    }
    let digest = assessed(&command, Choices::default())?.all_hands();
    let texts = [
        ("all-hands.html", digest.to_html().map_err(Failure::work)?),
        ("all-hands.md", digest.to_markdown().map_err(Failure::work)?),
        ("all-hands.json", digest.to_json().map_err(Failure::work)?),
    ];
    let written = Written::into(&command.target("all-hands"), &texts)?;
    Ok(format!(
        "{}, all-hands digest of {}: {} recognised, {} experiments ended, {} repairs done\n\nwritten:\n{written}",
        digest.organisation,
        digest.period,
        digest.recognised.len(),
        digest.experiments.len(),
        digest.repairs.len()
    ))
}

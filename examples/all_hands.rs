//! The digest for an all-hands: who was recognised for which behaviour, and what was learned. No ranking.

use std::path::Path;
use std::process::ExitCode;

use thalweg::Assessment;
use thalweg_examples::{Failure, Written, run};

const USAGE: &str = "\
usage: all_hands [FOLDER] [--month YYYY-MM] [--out FOLDER]

Writes the digest of a month for an all-hands as HTML, Markdown and JSON.

  FOLDER           records in the documented formats; the example organisation where none is named
  --month YYYY-MM  the month to tell of; the latest complete one where none is named
  --out FOLDER     where to write; target/all-hands where none is named";

fn main() -> ExitCode {
    run(USAGE, "all-hands", write)
}

fn write(assessment: &Assessment, folder: &Path) -> Result<String, Failure> {
    let digest = assessment.all_hands();
    let forms = [digest.to_html(), digest.to_markdown(), digest.to_json()];
    let written = Written::review(folder, "all-hands", forms)?;
    Ok(format!(
        "{}, all-hands digest of {}: {} recognised, {} experiments ended, {} repairs done\n\nwritten:\n{written}",
        digest.organisation,
        digest.period,
        digest.recognised.len(),
        digest.experiments.len(),
        digest.repairs.len()
    ))
}

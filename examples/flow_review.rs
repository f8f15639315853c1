//! The monthly flow review of an organisation's own records.
//!
//! `cargo run --release --example flow_review` reads the example organisation; give a folder of your own records to read that.

use std::path::Path;
use std::process::ExitCode;

use thalweg::Assessment;
use thalweg_examples::{Failure, Written, run};

const USAGE: &str = "\
usage: flow_review [FOLDER] [--month YYYY-MM] [--out FOLDER]

Reads an organisation's records and writes its monthly flow review as HTML, Markdown and JSON.

  FOLDER           records in the documented formats; the example organisation where none is named
  --month YYYY-MM  the month to review; the latest complete one where none is named
  --out FOLDER     where to write; target/flow-review where none is named";

fn main() -> ExitCode {
    run(USAGE, "flow-review", write)
}

fn write(assessment: &Assessment, folder: &Path) -> Result<String, Failure> {
    let review = assessment.flow_review();
    let forms = [review.to_html(), review.to_markdown(), review.to_json()];
    let written = Written::review(folder, "flow-review", forms)?;
    let headline: String = review.headline.iter().map(|it| format!("  {it}\n")).collect();
    Ok(format!("{}, flow review of {}\n\n{headline}\nwritten:\n{written}", review.organisation, review.month))
}

//! The flow review of any git repository, without preparation: tags are deployments, commits are changes.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use thalweg::model::{Loaded, Reading};
use thalweg::sources::git::{self, Options, Progress, Repository, Touching};
use thalweg::topology::codeowners::{CodeOwners, Dialect};
use thalweg::topology::observed::{ChangeLog, Exclude};
use thalweg::{Assessment, Choices, of_repository};
use thalweg_examples::{Command, Failure, Written, finish, tell};

const USAGE: &str = "\
usage: git_review PATH [--tags GLOB] [--month YYYY-MM] [--out FOLDER]

Reads a git repository and writes its flow review as HTML, Markdown and JSON: tags as deployments, commits as changes, CODEOWNERS and
history as ownership. What git cannot know is reported as unknown, with what to supply.

  PATH             a clone, or a folder in one
  --tags GLOB      which tags are releases, such as 'v*'; all of them where none is named
  --month YYYY-MM  the month to review; the latest complete one where none is named
  --out FOLDER     where to write; target/git-review where none is named";

fn main() -> ExitCode {
    finish(USAGE, run())
}

fn run() -> Result<String, Failure> {
    let command = Command::of(std::env::args().skip(1))?;
    if command.help {
        return Ok(USAGE.to_owned());
    }
    let path =
        command.input.clone().ok_or_else(|| Failure::Usage("which repository? give its PATH".to_owned()))?;
    let read = repository(&path, command.tags.clone())?;
    let owned = ownership(&read.value);
    let read = of_repository(read).map_err(Failure::work)?;
    tell(&read);
    let month = command.window(read.value.zone)?;
    let assessment =
        Assessment::with(&read, &Choices { month, ..Choices::default() }).map_err(Failure::work)?;
    let assessment = owned.iter().fold(assessment, |assessment, note| assessment.noting(note));
    let review = assessment.flow_review();
    let forms = [review.to_html(), review.to_markdown(), review.to_json()];
    let written = Written::review(&command.target("git-review"), "flow-review", forms)?;
    let told: String = review.headline.iter().chain(&owned).map(|it| format!("  {it}\n")).collect();
    let log = &read.value.events;
    Ok(format!(
        "{}, flow review of {}: {}, {}\n\n{told}\nwritten:\n{written}",
        review.organisation,
        review.title,
        counted(log.deployments(), "release", "releases"),
        counted(log.changes(), "change", "changes")
    ))
}

/// So many of a thing.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Reads the repository, and shows on a terminal how far it is.
fn repository(path: &Path, tags: Option<String>) -> Result<Loaded<Repository>, Failure> {
    let shows = std::io::stderr().is_terminal();
    let mut progress = |at: Progress| {
        let told = match at {
            Progress::Commits { read } => format!("\r{read} commits read"),
            Progress::Touches { read, of } => format!("\r{read} of {of} commits compared"),
            _ => return,
        };
        if shows {
            // Nobody may be there to see it.
            let _ = std::io::stderr().write_all(told.as_bytes());
        }
    };
    let options = Options {
        tags,
        touches: Some(Touching { at_most: 200_000, ..Touching::default() }),
        ..Options::default()
    };
    let read = git::read(path, &options, &mut progress).map_err(Failure::work);
    if shows {
        let _ = writeln!(std::io::stderr());
    }
    read
}

/// What CODEOWNERS and the history say of ownership, in sentences.
fn ownership(repository: &Repository) -> Vec<String> {
    let mut notes = vec![declared(repository)];
    let bots: BTreeSet<String> = repository.bots.clone();
    let rules = Exclude { bots, ..Exclude::default() };
    let here: BTreeSet<&str> = repository.paths.iter().map(String::as_str).collect();
    let log = ChangeLog::new(&repository.history.touches, &rules).only(|path| here.contains(path));
    if let Some(factor) = log.authorship().truck_factor() {
        let shares = log.shares();
        let top: &Reading<_> = &shares.top;
        let top =
            top.value().map_or_else(|| "?".to_owned(), |share| format!("{:.0} %", share.value() * 100.0));
        notes.push(format!(
            "As the history shows it: {} leaving would orphan half of {}; {} made changes, the most active of them {top} of all.",
            counted(factor.people, "person", "people"),
            counted(factor.files, "file", "files"),
            counted(shares.contributors, "person", "people"),
        ));
    }
    notes
}

fn declared(repository: &Repository) -> String {
    let Some(file) = &repository.codeowners else {
        return "There is no CODEOWNERS file: nobody is said to own anything.".to_owned();
    };
    let owners = CodeOwners::parse(&file.bytes, dialect(repository.host.as_deref()));
    let coverage = owners.coverage(&repository.paths);
    let share = coverage.share().map_or_else(|| "none".to_owned(), |it| format!("{:.0} %", it * 100.0));
    format!("{} gives owners to {share} of {} files.", file.name, coverage.paths())
}

/// The dialect of the host that the repository came from; GitHub's where that is not known.
fn dialect(host: Option<&str>) -> Dialect {
    match host {
        Some(host) if host.contains("gitlab") => Dialect::GitLab,
        Some(host) if host.contains("bitbucket") => Dialect::Bitbucket,
        Some(host) if host.contains("gitea") || host.contains("codeberg") => Dialect::Gitea,
        _ => Dialect::GitHub,
    }
}

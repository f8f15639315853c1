//! From the command line to an assessment; what was refused is told on standard error.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use thalweg::model::Loaded;
use thalweg::sources::{Organisation, organisation};
use thalweg::{Assessment, Choices};

use crate::{Command, Failure, finish};

/// How many refused records are told one by one; the review's JSON and HTML tell more.
const TOLD: usize = 10;

/// Runs an example that assesses the folder that its command line names, and writes something of it into another.
pub fn run(
    usage: &str,
    name: &str,
    write: impl FnOnce(&Assessment, &Path) -> Result<String, Failure>,
) -> ExitCode {
    let done = || {
        let command = Command::of(std::env::args().skip(1))?;
        if command.help {
            return Ok(usage.to_owned());
        }
        write(&assessed(&command)?, &command.target(name))
    };
    finish(usage, done())
}

/// Reads the folder that the command names, and assesses it.
///
/// # Errors
/// [`Failure::Work`] where the folder cannot be read or assessed, [`Failure::Usage`] for a month that there is not.
fn assessed(command: &Command) -> Result<Assessment, Failure> {
    let read = organisation(&command.folder()).map_err(Failure::work)?;
    tell(&read);
    let month = command.window(read.value.zone)?;
    Assessment::with(&read, &Choices { month, ..Choices::default() }).map_err(Failure::work)
}

/// Tells what was refused, with its place.
pub fn tell(read: &Loaded<Organisation>) {
    let mut told: Vec<String> = read.rejects.iter().take(TOLD).map(|it| format!("warning: {it}\n")).collect();
    let more = read.rejected().saturating_sub(TOLD as u64);
    if more > 0 {
        told.push(format!("warning: and {more} more\n"));
    }
    // Nobody may be there to read it; the review tells it as well.
    let _ = std::io::stderr().write_all(told.concat().as_bytes());
}

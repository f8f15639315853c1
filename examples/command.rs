//! The command line of an example.

use std::path::PathBuf;

use thalweg::model::{Tz, Window};

use crate::Failure;

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The folder or repository to read, where one is named.
    pub input: Option<PathBuf>,
    /// Where to write.
    pub out: Option<PathBuf>,
    /// The month to review, as year and month.
    pub month: Option<(i32, u32)>,
    /// The glob that tags have to match.
    pub tags: Option<String>,
    /// Whether only the usage was asked for.
    pub help: bool,
}

impl Command {
    /// Reads the arguments, the program's own name left out.
    ///
    /// # Errors
    /// [`Failure::Usage`] for an argument that is not known, twice there, or without its value.
    pub fn of(arguments: impl IntoIterator<Item = String>) -> Result<Self, Failure> {
        let mut command = Self::default();
        let mut rest = arguments.into_iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| usage(format!("`{argument}` wants a value")));
            match argument.as_str() {
                "--help" | "-h" => command.help = true,
                "--out" => command.out = Some(value()?.into()),
                "--tags" => command.tags = Some(value()?),
                "--month" => command.month = Some(month(&value()?)?),
                flag if flag.starts_with('-') && flag.len() > 1 => {
                    return Err(usage(format!("`{flag}` is not known")));
                }
                path if command.input.is_none() => command.input = Some(path.into()),
                path => return Err(usage(format!("one input is enough, and `{path}` is a second"))),
            }
        }
        Ok(command)
    }

    /// The input, or the example organisation that ships with the project.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.input.clone().unwrap_or_else(|| {
            let here = PathBuf::from("testdata/organisation");
            let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/organisation");
            if here.is_dir() { here } else { shipped.into() }
        })
    }

    /// Where to write: what was asked for, or a folder of that name under `target`.
    #[must_use]
    pub fn target(&self, name: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| PathBuf::from("target").join(name))
    }

    /// The month asked for, in a zone.
    ///
    /// # Errors
    /// [`Failure::Usage`] where there is no such month.
    pub fn window(&self, zone: Tz) -> Result<Option<Window>, Failure> {
        let of = |(year, month)| Window::month(year, month, zone).map_err(|error| usage(error.to_string()));
        self.month.map(of).transpose()
    }
}

fn month(text: &str) -> Result<(i32, u32), Failure> {
    let parts = text.split_once('-').and_then(|(y, m)| Some((y.parse().ok()?, m.parse().ok()?)));
    parts.ok_or_else(|| usage(format!("`{text}` is no month; write it as 2026-09")))
}

fn usage(reason: String) -> Failure {
    Failure::Usage(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Command, Failure> {
        Command::of(words.iter().map(ToString::to_string))
    }

    #[test]
    fn arguments_come_in_any_order() {
        let asked = command(&["--out", "o", "folder", "--month", "2026-09"]).unwrap();
        assert_eq!(asked.input, Some("folder".into()));
        assert_eq!((asked.out, asked.month), (Some("o".into()), Some((2026, 9))));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (words, named) in [
            (&["--ouT"][..], "`--ouT` is not known"),
            (&["--out"], "`--out` wants a value"),
            (&["a", "b"], "`b` is a second"),
            (&["--month", "September"], "`September` is no month; write it as 2026-09"),
        ] {
            let told = command(words).unwrap_err().to_string();
            assert!(told.contains(named), "{told}");
        }
    }

    #[test]
    fn a_month_that_does_not_exist_is_refused() {
        assert!(command(&["--month", "2026-13"]).unwrap().window(Tz::UTC).is_err());
    }
}

//! How an example ends: with files and a summary, or with a reason and an exit code.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use thalweg::review::RenderError;

/// Why an example could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line was not understood.
    #[error("{0}")]
    Usage(String),
    /// The input could not be read, or the result not be written.
    #[error("{0}")]
    Work(String),
}

impl Failure {
    /// A failure of the work, told by its error.
    pub fn work(error: impl fmt::Display) -> Self {
        Self::Work(error.to_string())
    }
}

/// The files of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    files: Vec<PathBuf>,
}

impl Written {
    /// Writes texts under their names into a folder, which is made where it is not there.
    ///
    /// # Errors
    /// [`Failure::Work`] with the path that could not be written.
    pub fn into(folder: &Path, texts: &[(impl AsRef<Path>, String)]) -> Result<Self, Failure> {
        let told = |path: &Path, error: std::io::Error| Failure::work(format!("{}: {error}", path.display()));
        std::fs::create_dir_all(folder).map_err(|error| told(folder, error))?;
        let mut files = Vec::new();
        for (name, text) in texts {
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(|error| told(&path, error))?;
            files.push(path);
        }
        Ok(Self { files })
    }
}

impl Written {
    /// Writes a review as HTML, Markdown and JSON under one name.
    ///
    /// # Errors
    /// [`Failure::Work`] where the review cannot be rendered or a file not be written.
    pub fn review(
        folder: &Path,
        name: &str,
        forms: [Result<String, RenderError>; 3],
    ) -> Result<Self, Failure> {
        let [html, markdown, json] = forms;
        let texts = [("html", html), ("md", markdown), ("json", json)];
        let named: Result<Vec<(String, String)>, Failure> = texts
            .into_iter()
            .map(|(end, text)| Ok((format!("{name}.{end}"), text.map_err(Failure::work)?)))
            .collect();
        Self::into(folder, &named?)
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.iter().try_for_each(|file| writeln!(f, "  {}", file.display()))
    }
}

/// Prints a summary on standard output, or the reason of a failure on standard error.
///
/// Exit codes: 0 done, 1 the input could not be read or the result not be written, 2 the command line was not understood.
pub fn finish(usage: &str, result: Result<String, Failure>) -> ExitCode {
    use std::io::Write;
    let (code, written) = match result {
        // A reader that stopped reading is no failure.
        Ok(summary) => (0, writeln!(std::io::stdout(), "{}", summary.trim_end())),
        Err(failure @ Failure::Usage(_)) => {
            (2, writeln!(std::io::stderr(), "error: {failure}\n\n{}", usage.trim_end()))
        }
        Err(failure @ Failure::Work(_)) => (1, writeln!(std::io::stderr(), "error: {failure}")),
    };
    drop(written);
    ExitCode::from(code)
}

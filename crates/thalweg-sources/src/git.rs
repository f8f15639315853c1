//! Git repositories, read as they are: tags as releases, commits by their graph, touched files, CODEOWNERS of HEAD.
//!
//! Nothing is run and nothing is written; settings outside the repository do not matter. What git does not hold, incidents
//! and surveys among it, is not guessed.
//!
//! Every commit is read once, for its times and its author, in the order in which they are found. So a commit-graph file
//! would save nothing, and none is needed.

mod author;
mod head;
mod lines;
mod open;
mod tags;
mod touches;
mod walk;

use std::collections::BTreeSet;
use std::path::Path;

use thalweg_model::{Instant, Loaded};

use crate::SourceError;
use crate::folder::RawFile;
use crate::history::History;
use crate::source::Source;

/// What is read of a repository.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which tags are releases, as a glob such as `v*`; all of them unless told.
    pub tags: Option<String>,
    /// Whether a repository without such a tag is an error; it is unless told.
    pub need_tags: bool,
    /// Which touched files are read; none unless told.
    pub touches: Option<Touching>,
    /// The key under which authors are hashed to opaque ids; zeros unless told, so that one author is one id everywhere.
    pub author_key: [u8; 16],
}

impl Default for Options {
    fn default() -> Self {
        Self { tags: None, need_tags: true, touches: None, author_key: [0; 16] }
    }
}

/// Which touched files are read. Merges touch nothing of their own.
#[derive(Clone, Copy, Debug)]
pub struct Touching {
    /// Only those of commits from this instant on.
    pub since: Option<Instant>,
    /// At most so many; the newest commits come first.
    pub at_most: usize,
    /// Whether lines added and deleted are counted, for which the files themselves are read. It takes several times as long.
    ///
    /// Lines are counted as `git log --numstat --no-renames` does: a file under a new name is one deleted and one added. What has no lines
    /// has no counts, and files of more than a mebibyte are not compared.
    pub lines: bool,
}

impl Default for Touching {
    fn default() -> Self {
        Self { since: None, at_most: 1_000_000, lines: false }
    }
}

/// How far a long reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Commits were read; how many there are is not known before the end.
    Commits {
        /// How many so far.
        read: u64,
    },
    /// The trees of commits were compared.
    Touches {
        /// How many commits so far.
        read: u64,
        /// Of how many.
        of: u64,
    },
}

/// What a repository tells.
#[derive(Clone, Debug)]
pub struct Repository {
    /// Its name: that of its folder.
    pub name: String,
    /// The commits that HEAD and the releases reach, the releases, and the touched files.
    ///
    /// A touch has line counts where [`Touching::lines`] asks for them; else only trees are compared.
    pub history: History,
    /// The authors that are bots, by the opaque ids of the commits.
    pub bots: BTreeSet<String>,
    /// The hash of the commit of HEAD.
    pub head: String,
    /// When the newest commit or release was made: nothing is known of later times.
    pub last: Option<Instant>,
    /// The host of the remote `origin`, such as `github.com`, where there is one.
    pub host: Option<String>,
    /// CODEOWNERS of HEAD, from the first of its usual places.
    pub codeowners: Option<RawFile>,
    /// The paths of all files of HEAD, in order.
    pub paths: Vec<String>,
}

/// Reads a repository: the folder of a clone or any folder in it, bare or not.
///
/// Tags that do not lead to a commit are named among the rejects. `progress` is called now and then during long work.
///
/// ```no_run
/// use thalweg_sources::git::{self, Options, Progress};
/// let mut progress = |at: Progress| eprintln!("{at:?}");
/// let loaded = git::read(".".as_ref(), &Options::default(), &mut progress)?;
/// println!("{} releases", loaded.value.history.releases.len());
/// # Ok::<(), thalweg_sources::SourceError>(())
/// ```
///
/// # Errors
/// [`SourceError::NoRepository`], [`Shallow`](SourceError::Shallow), [`NoCommit`](SourceError::NoCommit),
/// [`NoTags`](SourceError::NoTags), [`BadGlob`](SourceError::BadGlob) or [`Damaged`](SourceError::Damaged).
pub fn read(
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Loaded<Repository>, SourceError> {
    let clone = open::open(path)?;
    let mut source = Source::new(&clone.name);
    let head = open::head(&clone)?;
    let releases = tags::releases(&clone, options, &mut source)?;
    let mut walk = walk::Walk::new(&clone, options.author_key);
    let tips = releases.iter().map(|(id, _)| *id).chain([head]);
    walk.from(tips, &mut source, progress)?;
    let touches =
        options.touches.map(|touching| touches::read(&clone, &walk, touching, &mut source, progress));
    let touches = touches.transpose()?.unwrap_or_default();
    let tree = head::tree(&clone, head)?;
    let releases: Vec<_> = releases.into_iter().map(|(_, release)| release).collect();
    let commits = walk.commits.into_iter().map(|(_, commit)| commit).collect();
    let history = History { commits, touches, releases };
    let repository = Repository {
        last: history.last(),
        host: head::host(&clone),
        codeowners: head::codeowners(&clone, &tree)?,
        paths: head::paths(&clone, &tree, &mut source)?,
        head: head.to_string(),
        history,
        bots: walk.authors.bots(),
        name: clone.name.clone(),
    };
    Ok(source.finish(repository))
}

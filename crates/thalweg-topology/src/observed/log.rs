//! The touches of a history in columns: dense numbers for authors, files and commits, in the order of time.

use std::collections::{BTreeMap, HashMap};

use thalweg_model::Instant;
use thalweg_model::record::Touch;

use super::exclude::{Exclude, Excluded, LeftOut};

/// A touch: one commit changed one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) at: Instant,
    pub(super) commit: u32,
    pub(super) file: u32,
    pub(super) author: u32,
}

/// Texts as dense numbers in the order of the texts, so that the order of the input leaves no trace.
#[derive(Clone, Debug, Default)]
struct Names {
    texts: Vec<String>,
}

impl Names {
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> (Self, HashMap<&'t str, u32>) {
        let mut all: Vec<&str> = texts.collect();
        all.sort_unstable();
        all.dedup();
        let numbered = all.iter().enumerate();
        let index = numbered.filter_map(|(i, text)| Some((*text, u32::try_from(i).ok()?))).collect();
        (Self { texts: all.into_iter().map(str::to_owned).collect() }, index)
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

/// A history of touched files, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct ChangeLog {
    rows: Vec<Row>,
    authors: Names,
    files: Names,
    commits: usize,
    left_out: BTreeMap<Excluded, u64>,
}

impl ChangeLog {
    /// The log of touches in any order. What the rules leave out is counted by reason.
    #[must_use]
    pub fn new<'t>(touches: impl IntoIterator<Item = &'t Touch>, rules: &Exclude) -> Self {
        let mut left_out = LeftOut::new();
        let mut verdicts: HashMap<&str, Option<Excluded>> = HashMap::new();
        let mut kept: Vec<(&Touch, &str)> = Vec::new();
        for touch in touches {
            let by_path = *verdicts.entry(&touch.path).or_insert_with(|| rules.path(&touch.path));
            match (touch.author.as_deref(), by_path) {
                (None, _) => *left_out.entry(Excluded::NoAuthor).or_default() += 1,
                (Some(author), _) if rules.bot(author) => *left_out.entry(Excluded::Bot).or_default() += 1,
                (_, Some(reason)) => *left_out.entry(reason).or_default() += 1,
                (Some(author), None) => kept.push((touch, author)),
            }
        }
        Self::of(&kept, left_out)
    }

    fn of(kept: &[(&Touch, &str)], mut left_out: LeftOut) -> Self {
        let (authors, author_of) = Names::of(kept.iter().map(|(_, author)| *author));
        let (files, file_of) = Names::of(kept.iter().map(|(touch, _)| touch.path.as_str()));
        let (commits, commit_of) = Names::of(kept.iter().map(|(touch, _)| touch.sha.as_str()));
        let row = |(touch, author): &(&Touch, &str)| {
            Some(Row {
                at: touch.at,
                commit: *commit_of.get(touch.sha.as_str())?,
                file: *file_of.get(touch.path.as_str())?,
                author: *author_of.get(author)?,
            })
        };
        let mut rows: Vec<Row> = kept.iter().filter_map(row).collect();
        rows.sort_unstable();
        let before = rows.len();
        rows.dedup_by_key(|row| (row.commit, row.file));
        let repeated = before.saturating_sub(rows.len());
        if repeated > 0 {
            left_out.insert(Excluded::Repeated, repeated as u64);
        }
        Self { rows, authors, files, commits: commits.texts.len(), left_out }
    }

    /// The part of the log that a condition on the path lets through, such as the files that still exist.
    ///
    /// ```
    /// # use thalweg_topology::observed::{ChangeLog, Exclude};
    /// let empty = ChangeLog::new(&[], &Exclude::default()).only(|path| path.starts_with("src/"));
    /// assert_eq!(empty.touches(), 0);
    /// ```
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        let kept: Vec<bool> = self.files.texts.iter().map(|path| keep(path)).collect();
        let kept = |row: &&Row| kept.get(row.file as usize).copied().unwrap_or(false);
        let rows: Vec<Row> = self.rows.iter().filter(kept).copied().collect();
        let mut commits: Vec<u32> = rows.iter().map(|row| row.commit).collect();
        commits.sort_unstable();
        commits.dedup();
        Self { rows, commits: commits.len(), ..self.clone() }
    }

    /// How many touches count.
    #[must_use]
    pub fn touches(&self) -> usize {
        self.rows.len()
    }

    /// How many commits have a touch that counts.
    #[must_use]
    pub fn commits(&self) -> usize {
        self.commits
    }

    /// How many touches were left out, by reason.
    #[must_use]
    pub const fn left_out(&self) -> &BTreeMap<Excluded, u64> {
        &self.left_out
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(super) fn author(&self, number: u32) -> &str {
        self.authors.text(number)
    }

    pub(super) fn file(&self, number: u32) -> &str {
        self.files.text(number)
    }

    pub(super) fn known_files(&self) -> usize {
        self.files.texts.len()
    }

    /// The touches of each commit, commit by commit.
    pub(super) fn by_commit(&self) -> BTreeMap<u32, Vec<Row>> {
        let mut commits: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
        for row in &self.rows {
            commits.entry(row.commit).or_default().push(*row);
        }
        commits
    }
}

//! The degree of authorship: how well somebody knows a file.

use std::collections::{BTreeMap, BTreeSet};

use super::log::ChangeLog;

/// The degree of authorship, 3.293 + 1.098·FA + 0.164·DL − 0.321·ln(1 + AC).
///
/// FA is 1 for who created the file, DL counts that person's changes after the creation, AC the changes by others. The weights are
/// those of Fritz, Murphy, Murphy-Hill, Ou and Hill, *Degree-of-Knowledge* (ACM TOSEM 23(2), 2014). No unit.
///
/// ```
/// use thalweg_topology::observed::degree;
/// assert!((degree(true, 0, 0) - 4.391).abs() < 1e-12); // topology.md section 5
/// assert!((degree(true, 3, 2) - 4.530345).abs() < 1e-6);
/// assert!((degree(false, 5, 10) - 3.343276).abs() < 1e-6);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
pub fn degree(created: bool, own: u64, others: u64) -> f64 {
    let first = if created { 1.0 } else { 0.0 };
    3.293 + 1.098 * first + 0.164 * own as f64 - 0.321 * (others as f64).ln_1p()
}

/// The least degree of an author who did not create the file.
const LEAST_DEGREE: f64 = 3.293;
/// An author's degree is above this part of the file's highest.
const PART_OF_HIGHEST: f64 = 0.75;

/// Who counts as an author of which file (Avelino, Passos, Hora and Valente, ICPC 2016): whoever has more than 0.75 of the file's
/// highest degree, and a degree of at least 3.293 or created it.
#[derive(Clone, Debug, Default)]
pub struct Authorship {
    /// The authors of each touched file, in the order of the files.
    authors: BTreeMap<u32, BTreeSet<u32>>,
    names: BTreeMap<u32, String>,
}

/// What one person did to one file.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    created: bool,
    changes: u64,
}

impl ChangeLog {
    /// The authors of every file.
    #[must_use]
    pub fn authorship(&self) -> Authorship {
        let mut files: BTreeMap<u32, BTreeMap<u32, Part>> = BTreeMap::new();
        for row in self.rows() {
            let people = files.entry(row.file).or_default();
            let created = people.is_empty();
            let part = people.entry(row.author).or_default();
            part.created |= created;
            part.changes += 1;
        }
        let authors: BTreeMap<u32, BTreeSet<u32>> =
            files.into_iter().map(|(file, people)| (file, authors(&people))).collect();
        let named: BTreeSet<u32> = authors.values().flatten().copied().collect();
        let names = named.into_iter().map(|it| (it, self.author(it).to_owned())).collect();
        Authorship { authors, names }
    }
}

fn authors(people: &BTreeMap<u32, Part>) -> BTreeSet<u32> {
    let all: u64 = people.values().map(|part| part.changes).sum();
    let degree_of = |part: &Part| {
        let own = part.changes - u64::from(part.created);
        degree(part.created, own, all - part.changes)
    };
    let highest = people.values().map(degree_of).fold(f64::MIN, f64::max);
    let knows = |part: &Part| {
        let degree = degree_of(part);
        degree > PART_OF_HIGHEST * highest && (degree >= LEAST_DEGREE || part.created)
    };
    people.iter().filter(|(_, part)| knows(part)).map(|(author, _)| *author).collect()
}

impl Authorship {
    /// How many files there are.
    #[must_use]
    pub fn files(&self) -> usize {
        self.authors.len()
    }

    pub(super) fn by_file(&self) -> &BTreeMap<u32, BTreeSet<u32>> {
        &self.authors
    }

    pub(super) fn name(&self, author: u32) -> &str {
        self.names.get(&author).map_or("", String::as_str)
    }
}

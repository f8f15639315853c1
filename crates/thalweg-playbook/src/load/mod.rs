//! From the form to the plan: every name resolved, every fault told.

mod limits;
mod names;
mod rules;
mod selections;
mod tests;
mod tree;

use std::collections::BTreeMap;

use thalweg_model::Catalog;

use crate::error::{PlaybookError, PlaybookErrors};
use crate::form::{Lines, read};
use crate::plan::{Parameter, Plan};

/// The most criteria of a playbook.
const MAX_CRITERIA: usize = 10_000;

/// The longest text of a playbook, in bytes: eight times what so many criteria usually take.
const MAX_BYTES: usize = 8 << 20;

/// Reads a playbook and resolves its names; without a catalog the metrics are taken as they are written.
pub(crate) fn load(text: &str, catalog: Option<&Catalog>) -> Result<Plan, PlaybookErrors> {
    if let Some(fault) = oversized(text) {
        return Err(PlaybookErrors::new([fault]));
    }
    let (frame, lines, faults) = read(text);
    let Some(frame) = frame else { return Err(PlaybookErrors::new(faults)) };
    let items = frame.section.iter().flat_map(|it| &it.item);
    let count = frame.section.iter().map(|it| it.criterion.len()).sum::<usize>()
        + items.map(|it| it.criterion.len()).sum::<usize>();
    if count > MAX_CRITERIA {
        let fault = PlaybookError::TooMany { count, limit: MAX_CRITERIA };
        return Err(PlaybookErrors::new(faults.into_iter().chain([fault])));
    }
    let mut loader = Loader::new(lines, catalog, faults);
    let plan = loader.plan(&frame);
    if loader.faults.is_empty() { Ok(plan) } else { Err(PlaybookErrors::new(loader.faults)) }
}

/// What is too much to be read at all, found without reading it: a tree of a million tables takes gigabytes.
fn oversized(text: &str) -> Option<PlaybookError> {
    let count =
        text.lines().filter(|it| it.starts_with("[[") && it.trim_end().ends_with("criterion]]")).count();
    if count > MAX_CRITERIA {
        return Some(PlaybookError::TooMany { count, limit: MAX_CRITERIA });
    }
    (text.len() > MAX_BYTES).then_some(PlaybookError::TooLong { bytes: text.len(), limit: MAX_BYTES })
}

/// What resolving needs to know, and the faults found so far.
struct Loader<'c> {
    lines: Lines,
    catalog: Option<&'c Catalog>,
    faults: Vec<PlaybookError>,
    parameters: Vec<Parameter>,
    places: BTreeMap<String, usize>,
    nodes: BTreeMap<String, usize>,
    /// The criterion at work: its id, its line, the parameters it used and the nodes it takes verdicts from.
    item: String,
    line: usize,
    used: Vec<usize>,
    takes: Vec<usize>,
}

impl<'c> Loader<'c> {
    fn new(lines: Lines, catalog: Option<&'c Catalog>, faults: Vec<PlaybookError>) -> Self {
        Self {
            lines,
            catalog,
            faults,
            parameters: Vec::new(),
            places: BTreeMap::new(),
            nodes: BTreeMap::new(),
            item: String::new(),
            line: 0,
            used: Vec::new(),
            takes: Vec::new(),
        }
    }

    /// Notes that the criterion says too little or too much.
    fn misshapen<T>(&mut self, message: impl Into<String>) -> Option<T> {
        let (line, item) = (self.line, self.item.clone());
        self.faults.push(PlaybookError::Shape { line, item, message: message.into() });
        None
    }
}

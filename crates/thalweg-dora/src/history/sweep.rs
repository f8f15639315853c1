//! One sweep over the graph for all deployments of a service: what each of them carries that none before it did.

use super::graph::Graph;

/// What a deployment carries, seen from the commit graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Content {
    /// The first one: it carries the whole history until then.
    First,
    /// Commits that no deployment before it had.
    New,
    /// The very commit of the deployment before it.
    Again,
    /// A commit that went out before, and not last: a rollback. It adds no lead time.
    Rollback,
    /// Nobody knows: its commit is not among the commits.
    Unknown,
}

/// The change sets of deployments, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct ChangeSets {
    contents: Vec<Content>,
    ends: Vec<usize>,
    rows: Vec<u32>,
}

impl ChangeSets {
    /// What each deployment carries, with the rows of its commits.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Content, &[u32])> {
        let mut start = 0;
        self.contents.iter().zip(&self.ends).map(move |(content, end)| {
            let rows = self.rows.get(start..*end).unwrap_or_default();
            start = *end;
            (*content, rows)
        })
    }
}

/// Which commits have gone out; cleared at the cost of what was swept, for the next service.
#[derive(Clone, Debug)]
pub(super) struct Sweep<'g, 'a> {
    graph: &'g Graph<'a>,
    out: Vec<bool>,
}

impl<'g, 'a> Sweep<'g, 'a> {
    pub(super) fn new(graph: &'g Graph<'a>) -> Self {
        Self { graph, out: vec![false; graph.parents().len()] }
    }

    /// The change sets of the deployments of these commits, in the order in which they finished.
    ///
    /// What has gone out is closed under descent, so a walk stops wherever it meets some: every commit and every edge is walked
    /// once for all deployments together.
    pub(super) fn change_sets(&mut self, tips: impl Iterator<Item = Option<u32>>) -> ChangeSets {
        let mut sets = ChangeSets::default();
        let mut last = None;
        for tip in tips {
            let start = sets.rows.len();
            tip.into_iter().for_each(|tip| self.walk(tip, &mut sets.rows));
            let content = match tip {
                None => Content::Unknown,
                Some(_) if last.is_none() => Content::First,
                Some(_) if sets.rows.len() > start => Content::New,
                Some(_) if tip == last => Content::Again,
                Some(_) => Content::Rollback,
            };
            last = tip.or(last);
            sets.contents.push(content);
            sets.ends.push(sets.rows.len());
        }
        for row in &sets.rows {
            set(&mut self.out, *row, false);
        }
        sets
    }

    fn walk(&mut self, tip: u32, found: &mut Vec<u32>) {
        let mut next = found.len();
        if set(&mut self.out, tip, true) {
            found.push(tip);
        }
        while let Some(row) = found.get(next).copied() {
            next += 1;
            for parent in self.graph.parents().of(row) {
                if set(&mut self.out, *parent, true) {
                    found.push(*parent);
                }
            }
        }
    }
}

/// Sets a flag; whether that changed it.
fn set(flags: &mut [bool], row: u32, to: bool) -> bool {
    flags.get_mut(row as usize).is_some_and(|it| std::mem::replace(it, to) != to)
}

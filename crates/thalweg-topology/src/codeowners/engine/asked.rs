//! One name on the way of a path: what is found out about it once, however many nodes it is asked at.

use std::cell::OnceCell;

use super::screen::GlobIx;
use super::trie::{Node, NodeIx, Rank, Trie};
use crate::names::NameIx;

/// A name, and where it leads in a trie; an empty one leads nowhere.
#[derive(Debug)]
pub(super) struct Asked<'t, 'n> {
    trie: &'t Trie,
    name: &'n [u8],
    literal: Option<NameIx>,
    /// The globs of crowded nodes that match it.
    globs: OnceCell<Vec<GlobIx>>,
}

impl<'t, 'n> Asked<'t, 'n> {
    pub(super) fn new(trie: &'t Trie, name: &'n [u8]) -> Self {
        Self { trie, name, literal: trie.name(name), globs: OnceCell::new() }
    }

    /// The children of a node for exactly this name and for any.
    pub(super) fn plain(&self, ix: NodeIx, node: &Node) -> impl Iterator<Item = NodeIx> + use<> {
        let literal = self.trie.literal(ix, node, self.literal);
        let any = node.any();
        let named = !self.name.is_empty();
        literal.into_iter().chain(any).filter(move |_| named)
    }

    /// Tells the children of a node that its globs lead to, but for some or all that lead to nothing above `least`.
    pub(super) fn shaped(&self, ix: NodeIx, node: &Node, least: Rank, mut tell: impl FnMut(NodeIx)) {
        let branches = self.trie.branches(node);
        if self.name.is_empty() || branches.is_empty() {
            return;
        }
        let open = branches.iter().take_while(|it| it.reach > least);
        if !node.is_crowded() {
            return open.filter(|it| self.trie.fits(it.glob, self.name)).for_each(|it| tell(it.to));
        }
        let fitting = self.globs.get_or_init(|| self.trie.screened(self.name));
        if fitting.len() < branches.len() {
            fitting.iter().filter_map(|&glob| self.trie.shaped(ix, glob)).for_each(tell);
        } else {
            open.filter(|it| fitting.binary_search(&it.glob).is_ok()).for_each(|it| tell(it.to));
        }
    }
}

//! All rules that match a path, not only the highest: for hosts where every match counts, and for explaining.

use std::collections::BTreeSet;

use super::asked::Asked;
use super::trie::{Node, NodeIx, Rank, Trie};

/// The ranks of all patterns that match `path`, in rising order.
pub(crate) fn every_match(trie: &Trie, path: &[u8]) -> BTreeSet<Rank> {
    let mut found = BTreeSet::new();
    let mut active = BTreeSet::from([Trie::ROOT]);
    let mut names = path.split(|&byte| byte == b'/').peekable();
    while let Some(name) = names.next() {
        let is_file = names.peek().is_none();
        for &ix in &active {
            pass(trie, ix, &mut found);
        }
        let awake = with_loops(trie, &active);
        active = children(trie, &awake, name);
        if is_file {
            active.iter().for_each(|&ix| stop(trie, ix, &mut found));
        }
        active.extend(awake.into_iter().filter(|&ix| trie.node(ix).is_some_and(|n| n.loop_number > 0)));
    }
    found
}

/// Where a name leads from any of the nodes.
fn children(trie: &Trie, from: &BTreeSet<NodeIx>, name: &[u8]) -> BTreeSet<NodeIx> {
    let asked = Asked::new(trie, name);
    let mut found = BTreeSet::new();
    for &ix in from {
        let Some(node) = trie.node(ix) else { continue };
        found.extend(asked.plain(ix, node));
        asked.shaped(ix, node, 0, |child| _ = found.insert(child));
    }
    found
}

/// The nodes themselves and the `**` nodes right below them, which may stand for no directory at all.
fn with_loops(trie: &Trie, active: &BTreeSet<NodeIx>) -> BTreeSet<NodeIx> {
    active.iter().flat_map(|&ix| [Some(ix), trie.node(ix).and_then(Node::deep)]).flatten().collect()
}

/// The path goes on below this node.
fn pass(trie: &Trie, ix: NodeIx, found: &mut BTreeSet<Rank>) {
    if let Some(node) = trie.node(ix) {
        collect(trie, node.subtree, found);
        collect(trie, node.below, found);
    }
}

/// The path ends at this node.
fn stop(trie: &Trie, ix: NodeIx, found: &mut BTreeSet<Rank>) {
    if let Some(node) = trie.node(ix) {
        collect(trie, node.exact, found);
        collect(trie, node.subtree, found);
    }
}

/// The rank and all lower ones with the same pattern.
fn collect(trie: &Trie, rank: Rank, found: &mut BTreeSet<Rank>) {
    let mut next = Some(rank).filter(|&rank| rank > 0);
    while let Some(rank) = next {
        if !found.insert(rank) {
            return;
        }
        next = trie.older(rank);
    }
}

//! The highest rule for one path after another: directories stay on a stack while sorted paths stream through.

use super::asked::Asked;
use super::trie::{Node, NodeIx, Rank, Trie};

/// What is known about one directory on the way to the current path.
#[derive(Debug, Clone, Copy)]
struct Level {
    /// How many bytes of the directory's text belong to it, slash included.
    text: usize,
    /// How many frontier nodes lie before those of this level.
    frontier: usize,
    /// How many `**` nodes were awake when this level was entered, its own included.
    loops: usize,
    /// The highest rule for everything in here.
    best: Rank,
    /// Whether any rule above `best` may still match something in here.
    open: bool,
}

/// The memory of a walk. It may be used for one trie only; it answers right in any order of paths, fast in sorted order.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    directory: Vec<u8>,
    levels: Vec<Level>,
    frontier: Vec<NodeIx>,
    loops: Vec<NodeIx>,
    awake: Vec<bool>,
}

/// A trie together with the memory of the paths it was asked for.
#[derive(Debug)]
pub(crate) struct Walk<'t, 's> {
    pub(crate) trie: &'t Trie,
    pub(crate) seen: &'s mut Seen,
}

impl Walk<'_, '_> {
    /// The highest rank whose pattern matches `path`, 0 for none.
    pub(crate) fn highest(&mut self, path: &[u8]) -> Rank {
        self.leave(path);
        let mut rest = path.get(self.seen.directory.len()..).unwrap_or(&[]);
        loop {
            match self.seen.levels.last() {
                // Nothing further down can change the answer.
                Some(top) if !top.open => return top.best,
                Some(_) => {}
                None => return 0,
            }
            let Some(slash) = rest.iter().position(|&byte| byte == b'/') else { return self.file(rest) };
            let (name, after) = rest.split_at(slash);
            self.enter(name);
            rest = after.get(1..).unwrap_or(&[]);
        }
    }

    /// Takes directories off the stack until the one on top contains `path`.
    fn leave(&mut self, path: &[u8]) {
        if self.seen.levels.is_empty() {
            self.start();
        }
        if path.starts_with(&self.seen.directory) {
            return;
        }
        let shared = common_prefix(&self.seen.directory, path);
        while self.seen.levels.len() > 1 && self.seen.levels.last().is_some_and(|level| level.text > shared) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let seen = &mut *self.seen;
        let Some(gone) = seen.levels.pop() else { return };
        seen.frontier.truncate(gone.frontier);
        let Some(top) = seen.levels.last() else { return };
        seen.directory.truncate(top.text);
        for ix in seen.loops.drain(top.loops..) {
            mark(&mut seen.awake, self.trie.node(ix), false);
        }
    }

    fn start(&mut self) {
        self.seen.awake.resize(self.trie.loops() + 1, false);
        let mut best = 0;
        self.arrive(Trie::ROOT, &mut best);
        self.settle(0, best);
    }

    /// Goes down into the directory `name`.
    fn enter(&mut self, name: &[u8]) {
        let Some(&top) = self.seen.levels.last() else { return };
        let from = self.seen.frontier.len();
        let mut best = top.best;
        let asked = Asked::new(self.trie, name);
        for at in top.frontier..from {
            self.descend(self.seen.frontier.get(at).copied(), &asked, &mut best);
        }
        for at in 0..top.loops {
            self.descend(self.seen.loops.get(at).copied(), &asked, &mut best);
        }
        self.seen.directory.extend_from_slice(name);
        self.seen.directory.push(b'/');
        self.settle(from, best);
    }

    fn descend(&mut self, ix: Option<NodeIx>, asked: &Asked<'_, '_>, best: &mut Rank) {
        let trie = self.trie;
        let Some(ix) = ix else { return };
        let Some(node) = trie.node(ix).filter(|node| node.inner > *best) else { return };
        asked.plain(ix, node).for_each(|child| self.arrive(child, best));
        asked.shaped(ix, node, *best, |child| self.arrive(child, best));
    }

    /// Notes that the directory just entered is what `ix` stands for.
    fn arrive(&mut self, ix: NodeIx, best: &mut Rank) {
        let Some(node) = self.trie.node(ix) else { return };
        *best = node.subtree.max(node.below).max(*best);
        if node.inner <= *best {
            return;
        }
        self.seen.frontier.push(ix);
        if let Some(deep) = node.deep()
            && mark(&mut self.seen.awake, self.trie.node(deep), true)
        {
            self.seen.loops.push(deep);
        }
    }

    fn settle(&mut self, frontier: usize, best: Rank) {
        let seen = &mut *self.seen;
        let alive = |ix: &NodeIx| self.trie.node(*ix).is_some_and(|node| node.inner > best);
        let open =
            seen.frontier.get(frontier..).unwrap_or(&[]).iter().any(alive) || seen.loops.iter().any(alive);
        let (text, loops) = (seen.directory.len(), seen.loops.len());
        seen.levels.push(Level { text, frontier, loops, best, open });
    }

    /// The answer for the file `name` in the directory on top.
    fn file(&self, name: &[u8]) -> Rank {
        let Some(top) = self.seen.levels.last() else { return 0 };
        let here = self.seen.frontier.get(top.frontier..).unwrap_or(&[]);
        let asked = Asked::new(self.trie, name);
        let mut best = top.best;
        for &ix in here.iter().chain(&self.seen.loops) {
            let Some(node) = self.trie.node(ix).filter(|node| node.inner > best) else { continue };
            best = asked.plain(ix, node).map(|child| self.end(child)).fold(best, Rank::max);
            asked.shaped(ix, node, best, |child| best = best.max(self.end(child)));
        }
        best
    }

    /// The highest rule of a path that ends at a node.
    fn end(&self, ix: NodeIx) -> Rank {
        self.trie.node(ix).map_or(0, |node| node.exact.max(node.subtree))
    }
}

/// Sets the mark of a `**` node; whether that changed it.
fn mark(awake: &mut [bool], node: Option<&Node>, value: bool) -> bool {
    let number = node.map_or(0, |node| node.loop_number as usize);
    match awake.get_mut(number) {
        Some(slot) => std::mem::replace(slot, value) != value,
        None => false,
    }
}

/// How many leading bytes are the same; in words of eight, since paths share long beginnings.
fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let words = a.chunks_exact(8).zip(b.chunks_exact(8)).take_while(|(x, y)| x == y).count() * 8;
    let tail = a.iter().skip(words).zip(b.iter().skip(words)).take_while(|(x, y)| x == y).count();
    words + tail
}

//! How far one pattern goes along a path it does not match.

use std::collections::BTreeSet;

use super::segment::{Pattern, Segment};

/// How many segments of the pattern, from its front, the path fulfils at best.
pub(crate) fn reached(pattern: &Pattern<'_>, path: &[u8]) -> usize {
    let segments = &pattern.segments;
    let mut active = skip_deep(segments, BTreeSet::from([0]));
    let mut deepest = active.last().copied().unwrap_or(0);
    for name in path.split(|&byte| byte == b'/') {
        let mut next = BTreeSet::new();
        for at in active {
            match segments.get(at) {
                Some(Segment::Deep) => next.extend([at]),
                Some(segment) if takes(segment, name) => next.extend([at + 1]),
                _ => {}
            }
        }
        active = skip_deep(segments, next);
        deepest = deepest.max(active.last().copied().unwrap_or(0));
    }
    deepest
}

/// A `**` may stand for nothing, so what follows it is tried as well.
fn skip_deep(segments: &[Segment<'_>], mut active: BTreeSet<usize>) -> BTreeSet<usize> {
    let after: Vec<usize> = active
        .iter()
        .filter(|&&at| matches!(segments.get(at), Some(Segment::Deep)))
        .map(|at| at + 1)
        .collect();
    active.extend(after);
    active
}

fn takes(segment: &Segment<'_>, name: &[u8]) -> bool {
    match segment {
        Segment::Literal(text) => text.as_ref() == name,
        Segment::Any | Segment::Deep => true,
        Segment::Glob(_, glob) => glob.matches(name),
    }
}

//! Cycles of parents: what no honest history has, and broken exports do.

use super::parents::Parents;

/// Which commits lie on a cycle or on a way between two.
///
/// Peeling off what nobody descends from leaves the cycles and their ancestors; peeling off what has no parents left then
/// leaves the cycles alone. Each edge is looked at twice at most.
pub(super) fn looped(parents: &Parents) -> Vec<bool> {
    let mut left = vec![true; parents.len()];
    if peel(parents, &mut left) {
        return left;
    }
    let children = turned(parents, &left);
    peel(&children, &mut left);
    left
}

fn row(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Takes out, again and again, what no other one that is left points to; whether nothing is left.
fn peel(edges: &Parents, left: &mut [bool]) -> bool {
    let mut pointed = vec![0_u32; edges.len()];
    let all = 0..row(edges.len());
    for to in all.clone().filter(|it| is(left, *it)).flat_map(|it| edges.of(it)) {
        pointed.get_mut(*to as usize).into_iter().for_each(|it| *it += 1);
    }
    let free = |it: &u32| pointed.get(*it as usize) == Some(&0);
    let mut ready: Vec<u32> = all.filter(|it| is(left, *it)).filter(free).collect();
    let mut rest = left.iter().filter(|it| **it).count();
    while let Some(at) = ready.pop() {
        left.get_mut(at as usize).into_iter().for_each(|it| *it = false);
        rest -= 1;
        for to in edges.of(at).iter().filter(|it| is(left, **it)) {
            let Some(count) = pointed.get_mut(*to as usize) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 {
                ready.push(*to);
            }
        }
    }
    rest == 0
}

fn is(left: &[bool], row: u32) -> bool {
    left.get(row as usize) == Some(&true)
}

/// The edges among what is left, the other way round.
fn turned(edges: &Parents, left: &[bool]) -> Parents {
    let among = (0..row(edges.len())).filter(|it| is(left, *it));
    let mut pairs: Vec<(u32, u32)> =
        among.flat_map(|from| edges.of(from).iter().map(move |to| (*to, from))).collect();
    pairs.retain(|(to, _)| is(left, *to));
    pairs.sort_unstable();
    let mut turned = Parents::default();
    let mut rest = pairs.as_slice();
    for at in 0..row(edges.len()) {
        let own = rest.partition_point(|(to, _)| *to == at);
        let (now, after) = rest.split_at_checked(own).unwrap_or_default();
        turned.push(now.iter().map(|(_, from)| *from));
        rest = after;
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parents: &[&[u32]]) -> Vec<usize> {
        let mut edges = Parents::default();
        parents.iter().for_each(|it| edges.push(it.iter().copied()));
        looped(&edges).iter().enumerate().filter(|(_, it)| **it).map(|(at, _)| at).collect()
    }

    #[test]
    fn only_what_descends_from_itself_is_looped() {
        assert_eq!(of(&[&[], &[0], &[0], &[1, 2], &[3, 3]]), [] as [usize; 0]);
        assert_eq!(of(&[&[0]]), [0]);
        // 5 → 4 → {3 → 2 → 1 → 3} → 0: neither the ancestors nor the descendants of the cycle are in it.
        assert_eq!(of(&[&[], &[3, 0], &[1], &[2], &[3], &[4]]), [1, 2, 3]);
    }
}

//! Work shared out among threads, its results in the order of the work.

use std::num::NonZeroUsize;
use std::thread;

/// Every piece worked on, by as many threads as may; which of them does what makes no difference. Each thread has a desk of its own,
/// which it keeps from piece to piece.
pub(super) fn share<T: Send, D: Default, R: Send>(
    threads: NonZeroUsize,
    pieces: Vec<T>,
    work: impl Fn(&mut D, T) -> R + Sync,
) -> Vec<R> {
    let by_hand = |own: Vec<T>| {
        let mut desk = D::default();
        own.into_iter().map(|it| work(&mut desk, it)).collect::<Vec<R>>()
    };
    if threads.get() == 1 || pieces.len() < 2 {
        return by_hand(pieces);
    }
    let hand = pieces.len().div_ceil(threads.get());
    let mut rest = pieces.into_iter();
    let mut hands = std::iter::from_fn(|| {
        let own: Vec<T> = rest.by_ref().take(hand).collect();
        (!own.is_empty()).then_some(own)
    });
    let first = hands.next().unwrap_or_default();
    let by_hand = &by_hand;
    thread::scope(|scope| {
        let others: Vec<_> = hands.map(|own| scope.spawn(move || by_hand(own))).collect();
        let mut results = by_hand(first);
        results.extend(others.into_iter().flat_map(|it| settled(it.join())));
        results
    })
}

/// Both results, worked out side by side where there is a second thread.
pub(super) fn both<A: Send, B: Send>(
    threads: NonZeroUsize,
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    if threads.get() == 1 {
        return (a(), b());
    }
    thread::scope(|scope| {
        let b = scope.spawn(b);
        (a(), settled(b.join()))
    })
}

pub(super) fn settled<R>(joined: thread::Result<R>) -> R {
    match joined {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

//! Work shared out among threads, its results in the order of the work.

use std::num::NonZeroUsize;
use std::thread;

/// Every piece worked on, by as many threads as may; which of them does what makes no difference.
pub(super) fn share<T: Send, R: Send>(
    threads: NonZeroUsize,
    pieces: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    if threads.get() == 1 || pieces.len() < 2 {
        return pieces.into_iter().map(work).collect();
    }
    let hand = pieces.len().div_ceil(threads.get());
    let mut rest = pieces.into_iter();
    let hands = std::iter::from_fn(|| {
        let own: Vec<T> = rest.by_ref().take(hand).collect();
        (!own.is_empty()).then_some(own)
    });
    let work = &work;
    thread::scope(|scope| {
        let at_work: Vec<_> =
            hands.map(|own| scope.spawn(move || own.into_iter().map(work).collect::<Vec<R>>())).collect();
        at_work.into_iter().flat_map(|it| settled(it.join())).collect()
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

fn settled<R>(joined: thread::Result<R>) -> R {
    match joined {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

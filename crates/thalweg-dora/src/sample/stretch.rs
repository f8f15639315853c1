//! The stretches of time in which something could have been observed.

use thalweg_model::{Elapsed, Instant, View};

/// Stretches in order, none touching another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stretches {
    all: Vec<(Instant, Instant)>,
}

impl Stretches {
    /// The time of the view's window until its instant in which at least one of its services existed.
    pub(super) fn of(view: &View<'_>) -> Self {
        let log = view.log();
        let Some(start) = view.window().map(|it| it.start()).or_else(|| log.span().map(|(first, _)| first))
        else {
            return Self::default();
        };
        let end = view.window().map_or(view.as_of(), |it| it.end().min(view.as_of()));
        let life = |(from, to): (Option<Instant>, Option<Instant>)| {
            (from.map_or(start, |it| it.max(start)), to.map_or(end, |it| it.min(end)))
        };
        Self::joined(view.services().iter().map(|it| life(log.active(*it))).collect())
    }

    fn joined(mut all: Vec<(Instant, Instant)>) -> Self {
        all.retain(|(from, to)| from < to);
        all.sort_unstable();
        all.dedup_by(|next, kept| {
            let touches = next.0 <= kept.1;
            if touches {
                kept.1 = kept.1.max(next.1);
            }
            touches
        });
        Self { all }
    }

    /// The time of either.
    pub(super) fn united(mut self, other: Self) -> Self {
        self.all.extend(other.all);
        Self::joined(self.all)
    }

    /// All of it.
    pub(crate) fn total(&self) -> Elapsed {
        self.all.iter().fold(Elapsed::ZERO, |sum, (from, to)| sum + to.since(*from))
    }

    /// From the first instant to the last.
    pub(crate) fn span(&self) -> Option<(Instant, Instant)> {
        self.all.first().zip(self.all.last()).map(|(first, last)| (first.0, last.1))
    }

    /// Whether a whole stretch was observed.
    pub(crate) fn contains(&self, from: Instant, to: Instant) -> bool {
        self.all.iter().any(|it| it.0 <= from && to <= it.1)
    }
}

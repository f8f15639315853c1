//! How many items are under way at any instant, and how old they are, without looking at each again.

use thalweg_model::{Elapsed, Instant};

/// Stretches of time, sorted by start and by end.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    starts: Stamps,
    ends: Stamps,
}

/// Instants in order, each with the sum of the starts so far in nanoseconds.
#[derive(Clone, Debug, Default)]
struct Stamps {
    at: Vec<Instant>,
    starts_until: Vec<i128>,
}

impl Stamps {
    fn of(mut stretches: Vec<(Instant, Instant)>) -> Self {
        stretches.sort_unstable();
        let mut sum = 0;
        let starts_until = stretches.iter().map(|(_, start)| {
            sum += i128::from(start.nanos());
            sum
        });
        let starts_until = starts_until.collect();
        Self { at: stretches.into_iter().map(|(at, _)| at).collect(), starts_until }
    }

    /// How many come before an instant, and the sum of their starts.
    fn before(&self, at: Instant) -> (usize, i128) {
        let count = self.at.partition_point(|it| *it < at);
        let sum = count.checked_sub(1).and_then(|last| self.starts_until.get(last)).copied();
        (count, sum.unwrap_or(0))
    }
}

impl Progress {
    /// Stretches from a start to an end, or still going on; one that ends before it starts does not count.
    pub(super) fn of(stretches: impl Iterator<Item = (Instant, Option<Instant>)>) -> Self {
        let sound: Vec<_> = stretches.filter(|(start, end)| end.is_none_or(|end| *start <= end)).collect();
        let starts = sound.iter().map(|(start, _)| (*start, *start)).collect();
        let ends = sound.iter().filter_map(|(start, end)| Some(((*end)?, *start))).collect();
        Self { starts: Stamps::of(starts), ends: Stamps::of(ends) }
    }

    /// How many began before an instant.
    pub(super) fn begun(&self, at: Instant) -> u64 {
        self.starts.before(at).0 as u64
    }

    /// How many ended before an instant.
    pub(super) fn ended(&self, at: Instant) -> u64 {
        self.ends.before(at).0 as u64
    }

    /// How many are under way just before an instant.
    pub(super) fn under_way(&self, at: Instant) -> u64 {
        self.begun(at).saturating_sub(self.ended(at))
    }

    /// The mean time since their start of those under way just before an instant, in hours.
    #[expect(clippy::cast_precision_loss, reason = "a mean of ages in hours needs no nanoseconds")]
    pub(super) fn mean_age(&self, at: Instant) -> Option<f64> {
        let ((begun, all), (ended, gone)) = (self.starts.before(at), self.ends.before(at));
        let count = begun.checked_sub(ended).filter(|count| *count > 0)?;
        let ages = i128::from(at.nanos()) * count as i128 - (all - gone);
        Some(ages as f64 / count as f64 / Elapsed::from_hours(1).nanos() as f64)
    }

    /// Item-hours under way between two instants: Σ of the overlaps.
    #[expect(clippy::cast_precision_loss, reason = "a mean load needs no nanoseconds")]
    pub(super) fn item_hours(&self, from: Instant, to: Instant) -> f64 {
        let until = |stamps: &Stamps, at: Instant| {
            let count = stamps.at.partition_point(|it| *it < at);
            let sum: i128 = stamps.at.iter().take(count).map(|it| i128::from(it.nanos())).sum();
            i128::from(at.nanos()) * count as i128 - sum
        };
        let under_way = |at: Instant| until(&self.starts, at) - until(&self.ends, at);
        let nanos = under_way(to) - under_way(from);
        nanos as f64 / Elapsed::from_hours(1).nanos() as f64
    }
}

//! Room in which samples are sorted by group, used again for every window.

use std::ops::Range;

use super::facts::Runs;
use super::level::Level;
use super::select::quantiles;

/// The samples of one window, and where the next one of each group goes.
#[derive(Default)]
pub(super) struct Desk {
    samples: Vec<i64>,
    ends: Vec<usize>,
}

/// The stretch of rows that a window covers, with the groups of its rows.
pub(super) struct Stretch<'a> {
    pub(super) rows: Range<usize>,
    pub(super) groups: &'a [u32],
}

impl Desk {
    /// The quantiles of every group of a level, given how many samples each has.
    pub(super) fn quantiles(
        &mut self,
        runs: &Runs,
        stretch: &Stretch<'_>,
        level: &Level,
        counts: impl Iterator<Item = u64>,
        probabilities: &[f64],
    ) -> Vec<Vec<f64>> {
        let values = runs.between(&stretch.rows);
        self.samples.resize(values.len(), 0);
        self.starts(counts);
        if level.names.len() == 1 && level.keys.iter().all(|it| *it == 0) {
            self.samples.copy_from_slice(values);
            self.ends.iter_mut().for_each(|it| *it = values.len());
        } else {
            self.sort(values, runs, stretch, level);
        }
        self.select(probabilities)
    }

    /// Where the samples of each group begin; while they are put in their places this becomes where they end.
    fn starts(&mut self, counts: impl Iterator<Item = u64>) {
        self.ends.clear();
        let mut total = 0;
        for count in counts {
            self.ends.push(total);
            total += usize::try_from(count).unwrap_or(0);
        }
    }

    fn sort(&mut self, values: &[i64], runs: &Runs, stretch: &Stretch<'_>, level: &Level) {
        let mut rest = values;
        for (group, size) in stretch.groups.iter().zip(runs.sizes(&stretch.rows)) {
            let (run, after) = rest.split_at_checked(size as usize).unwrap_or_default();
            rest = after;
            let Some(end) = level.key(*group).and_then(|key| self.ends.get_mut(key)) else { continue };
            let start = *end;
            *end += run.len();
            for (cell, value) in self.samples.get_mut(start..*end).unwrap_or_default().iter_mut().zip(run) {
                *cell = *value;
            }
        }
    }

    fn select(&mut self, probabilities: &[f64]) -> Vec<Vec<f64>> {
        let mut rest = self.samples.as_mut_slice();
        let mut before = 0;
        let mut own = |end: &usize| {
            let (own, after) = std::mem::take(&mut rest).split_at_mut(end - before);
            rest = after;
            before = *end;
            quantiles(own, probabilities)
        };
        self.ends.iter().map(&mut own).collect()
    }
}

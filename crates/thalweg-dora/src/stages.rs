//! Where lead time goes: coding, pickup, review, merge, deploy.
//!
//! | stage | from | to |
//! |---|---|---|
//! | coding | the clock's start | the request was opened |
//! | pickup | opened | first review by somebody else |
//! | review | first review | approved |
//! | merge | approved | merged |
//! | deploy | merged | the deployment finished |
//!
//! A stage of a change is known where both of its stamps are. Time between known stamps that no known stage covers is kept as
//! *unsplit*, so that the stages of one change always add up to its lead time. A stamp before the clock's start counts as
//! the start. A change whose stamps contradict each other (approved before it was reviewed) is left out and counted. Each
//! stage's reading is the type-7 median in hours over the changes that know it, *no data* where none does; medians do not
//! add up, totals do, so the share of each stage is of totals over the changes that know all five.

use serde::Serialize;

use thalweg_model::{Elapsed, Exclusion, Instant, Reading, Stages};

use crate::estimate::{hours, median_interval, number, quantile};
use crate::sample::{Carried, Sample, ascending, count};

/// The stages, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// From the clock's start until the request was opened.
    Coding,
    /// Until somebody else looked at it.
    Pickup,
    /// Until it was approved.
    Review,
    /// Until it was merged.
    Merge,
    /// Until it was in production.
    Deploy,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 5] = [Self::Coding, Self::Pickup, Self::Review, Self::Merge, Self::Deploy];
}

/// How one change's lead time splits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageTimes {
    /// The stages that are known, in the order of [`Stage::ALL`].
    pub known: [Option<Elapsed>; 5],
    /// What lies between known stamps and in no known stage.
    pub unsplit: Elapsed,
}

impl StageTimes {
    /// The split between a start and an end; `None` where the stamps contradict each other.
    #[must_use]
    pub fn of(start: Instant, stamps: &Stages, end: Instant) -> Option<Self> {
        let inside = |stamp: Option<Instant>| stamp.map(|it| it.max(start));
        let after = [stamps.opened, stamps.first_review, stamps.approved, stamps.merged].map(inside);
        let mut times = Self::default();
        let mut last = start;
        let mut adjacent = true;
        let ends = after.into_iter().chain([Some(end)]);
        for (stage, stamp) in times.known.iter_mut().zip(ends) {
            let Some(stamp) = stamp else {
                adjacent = false;
                continue;
            };
            let time = stamp.since(last);
            if time.is_negative() {
                return None;
            }
            if adjacent {
                *stage = Some(time);
            } else {
                times.unsplit = times.unsplit + time;
            }
            (last, adjacent) = (stamp, true);
        }
        Some(times)
    }

    /// All of it: the change's lead time.
    #[must_use]
    pub fn total(&self) -> Elapsed {
        self.known.iter().flatten().fold(self.unsplit, |sum, it| sum + *it)
    }

    fn complete(&self) -> bool {
        self.known.iter().all(Option::is_some)
    }
}

/// The stages of the changes of a window.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StageBreakdown {
    /// The stages, in order.
    pub stages: Vec<StageReading>,
    /// The changes that know all five stages.
    pub complete: u64,
}

/// One stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageReading {
    /// The stage.
    pub stage: Stage,
    /// The median over the changes that know it.
    pub median: Reading,
    /// Its part of the total lead time of the changes that know all five stages.
    pub share: Option<f64>,
}

impl StageBreakdown {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let leads: Vec<&Carried> = sample.leads(sample.start_kind()).collect();
        let splits = leads.iter().filter_map(|it| split(sample, it));
        let times: Vec<StageTimes> = splits.collect();
        let complete: Vec<&StageTimes> = times.iter().filter(|it| it.complete()).collect();
        let contradicting = count(leads.iter()).saturating_sub(count(times.iter()));
        let one = |(at, stage)| stage_reading(sample, (at, stage), &times, &complete, contradicting);
        Self {
            stages: Stage::ALL.into_iter().enumerate().map(one).collect(),
            complete: count(complete.iter()),
        }
    }
}

/// The split of one change, from its own clock's start.
pub(crate) fn split(sample: &Sample<'_>, lead: &Carried) -> Option<StageTimes> {
    let stamps = sample.log().stages(lead.change);
    StageTimes::of(lead.start, &stamps, lead.start + lead.time)
}

fn stage_reading(
    sample: &Sample<'_>,
    (at, stage): (usize, Stage),
    times: &[StageTimes],
    complete: &[&StageTimes],
    contradicting: u64,
) -> StageReading {
    let known = |it: &StageTimes| it.known.get(at).copied().flatten().map(Elapsed::hours);
    let sorted = ascending(times.iter().filter_map(known));
    let n = count(sorted.iter());
    let missing = count(times.iter()).saturating_sub(n) + contradicting;
    let basis = sample.basis(n, Default::default()).without(Exclusion::NoStamp, missing);
    let rules = &sample.definition().rules().estimation;
    let total: f64 = complete.iter().map(|it| it.total().hours()).sum();
    let own: f64 = complete.iter().filter_map(|it| known(it)).sum();
    StageReading {
        stage,
        median: hours(quantile(&sorted, 0.5, rules.quantile), median_interval(&sorted, rules.level), basis),
        share: (total > number(0)).then(|| own / total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Instant {
        Instant::from_seconds(1_767_225_600 + hour * 3_600).unwrap()
    }

    fn stamps(hours: [Option<i64>; 4]) -> Stages {
        let [opened, first_review, approved, merged] = hours.map(|it| it.map(at));
        Stages { first_commit: None, opened, first_review, approved, merged }
    }

    fn hours_of(times: &StageTimes) -> Vec<Option<f64>> {
        times.known.iter().map(|it| it.map(Elapsed::hours)).collect()
    }

    #[test]
    fn the_stages_of_one_change_add_up_section_3() {
        let times = StageTimes::of(at(0), &stamps([Some(2), Some(5), Some(6), Some(7)]), at(10)).unwrap();
        assert_eq!(hours_of(&times), [2.0, 3.0, 1.0, 1.0, 3.0].map(Some));
        assert_eq!(times.total().hours(), 10.0);
    }

    #[test]
    fn what_no_known_stage_covers_is_unsplit() {
        let times = StageTimes::of(at(0), &stamps([Some(2), None, Some(6), None]), at(10)).unwrap();
        assert_eq!(hours_of(&times), [Some(2.0), None, None, None, None]);
        assert_eq!((times.unsplit.hours(), times.total().hours()), (8.0, 10.0));
        let none = StageTimes::of(at(0), &stamps([None; 4]), at(10)).unwrap();
        assert_eq!((none.unsplit.hours(), none.total().hours()), (10.0, 10.0));
    }

    #[test]
    fn stamps_before_the_clock_count_as_its_start_and_contradictions_split_nothing() {
        let times = StageTimes::of(at(4), &stamps([Some(2), Some(5), Some(6), Some(7)]), at(10)).unwrap();
        assert_eq!(hours_of(&times), [0.0, 1.0, 1.0, 1.0, 3.0].map(Some));
        assert_eq!(StageTimes::of(at(0), &stamps([Some(5), Some(3), None, None]), at(10)), None);
        assert_eq!(StageTimes::of(at(0), &stamps([None, None, None, Some(11)]), at(10)), None);
    }
}

//! Flow metrics of a window.

use std::collections::BTreeMap;

use serde::Serialize;
use thalweg_model::record::{WorkItem, WorkKind};
use thalweg_model::{
    Basis, Elapsed, Entity, Exclusion, Flag, Gap, Instant, Reading, RecordId, Share, Unit, Window,
};

use super::definition::{Expectation, FlowDefinition};
use super::estimate::{count, difference, hours, median, number, p85, share, weekly};
use super::little::{LittlesLaw, Stretch};
use super::progress::Progress;
use crate::nearest_rank::position;
use crate::passage::Passage;

/// What items did in a window.
///
/// Counts are of items: their sizes are nobody's business. Times are elapsed, and of the items finished in the window; what is
/// still open is counted as left out and shows in the age of work in progress.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "flow was measured to be read"]
pub struct Flow {
    /// Items finished.
    pub velocity: Reading,
    /// Items finished per week, with an exact interval.
    pub throughput: Reading,
    /// The share of each kind among the items finished: features, defects, risks, debt.
    pub distribution: [Reading<Share>; 4],
    /// Median hours from entering the stream to done.
    pub flow_time: Reading,
    /// The 85th percentile of it.
    pub flow_time_p85: Reading,
    /// Active time over active and waiting time, summed over the items finished.
    pub efficiency: Reading,
    /// Items in the stream at the end, active or waiting.
    pub load: Reading,
    /// Median hours from the start of work to done.
    pub cycle_time: Reading,
    /// The 85th percentile of it.
    pub cycle_time_p85: Reading,
    /// Items started and not finished at the end.
    pub in_progress: Reading,
    /// Median hours since their start.
    pub age: Reading,
    /// The longest of these.
    pub oldest: Reading,
    /// The share of items finished within the expectation; absent where nothing was agreed.
    pub attainment: Option<Reading<Share>>,
    /// How many items in progress are already older than the expectation.
    pub overdue: Option<u64>,
    /// Items started less items finished or given up: the growth of work in progress.
    pub debt: Reading,
    /// Little's law over the window; absent where no time has passed, or the log is incomplete.
    pub littles_law: Option<LittlesLaw>,
}

/// Items as read under a definition, as of an instant.
///
/// ```
/// use thalweg_model::{Gap, Tz, Window};
/// use thalweg_valuestream::flow::{FlowDefinition, Passages};
/// let month = Window::month(2026, 9, Tz::Europe__Berlin)?;
/// let passages = Passages::of(&[], &FlowDefinition::default(), month.end());
/// let flow = passages.measure(&month, true);
/// assert_eq!(flow.velocity.value().map(|it| it.value()), Some(0.0));
/// assert_eq!(flow.flow_time.gap(), Some(Gap::NoData));
/// # Ok::<(), thalweg_model::WindowError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Passages {
    passages: Vec<Passage>,
    left_out: BTreeMap<Exclusion, u64>,
    definition: FlowDefinition,
    as_of: Instant,
    /// From the start of work until it left.
    progress: Progress,
    /// From entering the stream until it left.
    in_stream: Progress,
}

impl Passages {
    /// Reads items. Those that cannot be used are left out and counted with their reason; an item that is there twice counts
    /// once, and two different items with one id not at all. The order of items is irrelevant.
    #[must_use]
    pub fn of(items: &[WorkItem], definition: &FlowDefinition, as_of: Instant) -> Self {
        let mut read = Self::empty(definition, as_of);
        for (item, twice) in unique(items) {
            read.add(&outcome(item, twice, definition, as_of));
        }
        read.sorted()
    }

    /// Reads items apart for the whole organisation, each team and each stream.
    pub(super) fn by_entity(
        items: &[WorkItem],
        definition: &FlowDefinition,
        as_of: Instant,
    ) -> BTreeMap<Entity, Self> {
        let mut all: BTreeMap<Entity, Self> = BTreeMap::new();
        all.insert(Entity::Organisation, Self::empty(definition, as_of));
        for (item, twice) in unique(items) {
            let outcome = outcome(item, twice, definition, as_of);
            let team = Entity::owner(item.team.clone());
            let stream = item.stream.clone().map(Entity::Stream);
            for entity in [Some(Entity::Organisation), Some(team), stream].into_iter().flatten() {
                all.entry(entity).or_insert_with(|| Self::empty(definition, as_of)).add(&outcome);
            }
        }
        all.into_iter().map(|(entity, read)| (entity, read.sorted())).collect()
    }

    fn empty(definition: &FlowDefinition, as_of: Instant) -> Self {
        let (progress, in_stream) = (Progress::default(), Progress::default());
        let definition = definition.clone();
        Self { passages: Vec::new(), left_out: BTreeMap::new(), definition, as_of, progress, in_stream }
    }

    /// Sorts the stretches once, for all windows.
    fn sorted(mut self) -> Self {
        let stretches = |from: fn(&Passage) -> Option<Instant>| {
            Progress::of(self.passages.iter().filter_map(|it| Some((from(it)?, it.left()))))
        };
        (self.progress, self.in_stream) = (stretches(|it| it.started), stretches(|it| it.entered));
        self
    }

    fn add(&mut self, outcome: &Result<Passage, Exclusion>) {
        match outcome {
            Ok(passage) => self.passages.push(passage.clone()),
            Err(reason) => *self.left_out.entry(*reason).or_default() += 1,
        }
    }

    /// The items that can be used.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// How many items cannot be used, by reason.
    #[must_use]
    pub fn left_out(&self) -> &BTreeMap<Exclusion, u64> {
        &self.left_out
    }

    /// The shortest cycle time that a share of the items finished in a window kept, by nearest rank.
    ///
    /// `None` unless 0 < probability < 1, and for fewer than 1/(1 − probability) items: 7 for 85 %, 20 for 95 %.
    #[must_use]
    pub fn expectation(&self, window: &Window, probability: f64) -> Option<Expectation> {
        let span = Span::of(window, self.as_of);
        let finished = self.passages.iter().filter(|it| span.holds(it.finished));
        let mut times: Vec<Elapsed> = finished.filter_map(Passage::cycle_time).collect();
        times.sort_unstable();
        let enough = number(times.len() as u64) * (1.0 - probability) >= 1.0 - 1e-9;
        let within = *times.get(position(times.len(), probability)?).filter(|_| enough)?;
        Some(Expectation { within, probability })
    }

    /// Measures a window. Whether the log of items is complete for it is the caller's to know: where it is not, counts are *not
    /// recorded*, since a missing item would read as a smaller one, and times and shares are flagged.
    pub fn measure(&self, window: &Window, complete: bool) -> Flow {
        let sample = Sample::of(self, Span::of(window, self.as_of), complete);
        sample.flow(window.is_partial(self.as_of))
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    pub(super) fn in_stream(&self) -> &Progress {
        &self.in_stream
    }

    /// The instant as of which they were read.
    #[must_use]
    pub fn as_of(&self) -> Instant {
        self.as_of
    }
}

fn outcome(
    item: &WorkItem,
    twice: bool,
    definition: &FlowDefinition,
    as_of: Instant,
) -> Result<Passage, Exclusion> {
    if twice { Err(Exclusion::Contradictory) } else { Passage::of(item, &definition.workflow, as_of) }
}

/// Each item once, by id; and whether another one has its id.
fn unique(items: &[WorkItem]) -> impl Iterator<Item = (&WorkItem, bool)> {
    let mut by_id: BTreeMap<&RecordId, Vec<&WorkItem>> = BTreeMap::new();
    for item in items {
        let same = by_id.entry(&item.id).or_default();
        if same.first() != Some(&item) {
            same.push(item);
        }
    }
    by_id.into_values().flat_map(|same| {
        let twice = same.len() > 1;
        same.into_iter().map(move |item| (item, twice))
    })
}

/// The part of a window that has passed.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) from: Instant,
    /// The first instant after it.
    pub(super) to: Instant,
    exposure: Elapsed,
}

impl Span {
    pub(super) fn of(window: &Window, as_of: Instant) -> Self {
        // What happens at the instant itself is known.
        let now = as_of + Elapsed::from_nanos(1);
        let to = window.end().min(now).max(window.start());
        Self { from: window.start(), to, exposure: window.exposure(as_of) }
    }

    fn holds(&self, at: Option<Instant>) -> bool {
        at.is_some_and(|at| self.from <= at && at < self.to)
    }

    fn cycle_times(&self, passages: &[Passage]) -> Vec<f64> {
        let finished = passages.iter().filter(|it| self.holds(it.finished));
        sorted(finished.filter_map(Passage::cycle_time))
    }
}

fn sorted(times: impl Iterator<Item = Elapsed>) -> Vec<f64> {
    let mut hours: Vec<f64> = times.map(Elapsed::hours).collect();
    hours.sort_unstable_by(f64::total_cmp);
    hours
}

/// The items of one window.
struct Sample<'a> {
    all: &'a Passages,
    span: Span,
    complete: bool,
    finished: Vec<&'a Passage>,
    progress: &'a Progress,
    load: u64,
    ages: Vec<f64>,
}

impl<'a> Sample<'a> {
    fn of(all: &'a Passages, span: Span, complete: bool) -> Self {
        let started = all.passages.iter().filter_map(|it| Some((it.started?, it.left())));
        let open =
            started.filter(|(start, left)| *start < span.to && left.is_none_or(|left| left >= span.to));
        let now = span.to.min(all.as_of);
        Self {
            all,
            span,
            complete,
            finished: all.passages.iter().filter(|it| span.holds(it.finished)).collect(),
            progress: all.progress(),
            load: all.in_stream().under_way(span.to),
            ages: sorted(open.map(|(start, _)| now.since(start))),
        }
    }

    fn basis(&self, n: u64) -> Basis {
        let left_out = self.all.left_out.iter().filter(|(reason, _)| **reason != Exclusion::AfterAsOf);
        left_out.fold(Basis::of(n), |basis, (reason, count)| basis.without(*reason, *count))
    }

    fn flow(&self, partial: bool) -> Flow {
        let level = self.all.definition.level;
        let finished = self.finished.len() as u64;
        let flagged = |basis: Basis| basis.flagged(Flag::Partial, partial);
        let basis = || flagged(self.basis(finished)).flagged(Flag::LowCoverage, !self.complete);
        let flow_times = sorted(self.finished.iter().filter_map(|it| it.flow_time()));
        let cycle_times = self.span.cycle_times(&self.all.passages);
        let of_times = |times: &[f64], open: u64| {
            let have = times.len() as u64;
            let without =
                basis().without(Exclusion::NoStamp, finished - have).without(Exclusion::StillOpen, open);
            Basis { n: have, ..without }
        };
        let open = self.ages.len() as u64;
        let counted = |n: u64| self.counted(flagged(self.basis(n)), |basis| count(n, basis));
        let (flow, cycle) = (of_times(&flow_times, self.load), of_times(&cycle_times, open));
        let ages = Basis { n: open, ..basis() };
        let weekly = |basis| weekly(finished, self.span.exposure, level, basis);
        Flow {
            velocity: counted(finished),
            throughput: self.counted(flagged(self.basis(finished)), weekly),
            distribution: KINDS.map(|kind| share(self.of_kind(kind), finished, level, basis())),
            flow_time: median(&flow_times, level, flow.clone()),
            flow_time_p85: p85(&flow_times, flow),
            efficiency: self.efficiency(basis()),
            load: counted(self.load),
            cycle_time: median(&cycle_times, level, cycle.clone()),
            cycle_time_p85: p85(&cycle_times, cycle.clone()),
            in_progress: counted(open),
            age: median(&self.ages, level, ages.clone()),
            oldest: hours(self.ages.last().copied(), None, ages),
            attainment: self.attainment(&cycle_times, cycle),
            overdue: self.overdue(),
            debt: self.debt(flagged(self.basis(finished))),
            littles_law: self.law(&cycle_times),
        }
    }

    /// A number that a missing item would make smaller.
    fn counted(&self, basis: Basis, reading: impl FnOnce(Basis) -> Reading) -> Reading {
        if self.complete { reading(basis) } else { Reading::unknown(Gap::NotRecorded, basis) }
    }

    fn of_kind(&self, kind: WorkKind) -> u64 {
        self.finished.iter().filter(|it| it.kind == kind).count() as u64
    }

    fn efficiency(&self, basis: Basis) -> Reading {
        let sum =
            |time: fn(&Passage) -> Elapsed| self.finished.iter().map(|it| time(it).hours()).sum::<f64>();
        let (active, waiting) = (sum(|it| it.active), sum(|it| it.waiting));
        if self.finished.is_empty() {
            return Reading::unknown(Gap::NoData, basis);
        }
        Reading::number(active / (active + waiting), Unit::Share, None, basis)
    }

    fn attainment(&self, cycle_times: &[f64], basis: Basis) -> Option<Reading<Share>> {
        let expectation = self.all.definition.expectation?;
        let kept = cycle_times.partition_point(|hours| *hours <= expectation.within.hours()) as u64;
        Some(share(kept, cycle_times.len() as u64, self.all.definition.level, basis))
    }

    fn overdue(&self) -> Option<u64> {
        let within = self.all.definition.expectation?.within.hours();
        Some(self.ages.iter().filter(|age| **age > within).count() as u64)
    }

    fn started(&self) -> u64 {
        self.progress.begun(self.span.to) - self.progress.begun(self.span.from)
    }

    fn left(&self) -> u64 {
        self.progress.ended(self.span.to) - self.progress.ended(self.span.from)
    }

    fn debt(&self, basis: Basis) -> Reading {
        self.counted(basis, |basis| difference(self.started(), self.left(), basis))
    }

    fn law(&self, cycle_times: &[f64]) -> Option<LittlesLaw> {
        let finished = cycle_times.len() as u64;
        let stretch = Stretch {
            from: self.span.from,
            to: self.span.to,
            progress: self.progress,
            started: self.started(),
            finished,
            dropped: self.left().saturating_sub(finished),
            cycle_times,
            steady: self.all.definition.steady,
        };
        stretch.law().filter(|_| self.complete)
    }
}

const KINDS: [WorkKind; 4] = [WorkKind::Feature, WorkKind::Defect, WorkKind::Risk, WorkKind::Debt];

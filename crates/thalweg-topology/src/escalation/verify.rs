//! Whether an escalation path holds at every hour of a week; if not, an hour at which it fails.

use std::collections::BTreeSet;
use std::fmt;

use thalweg_model::{
    Basis, Calendar, Elapsed, Instant, PersonId, Reading, RecordId, Share, TeamId, Tz, Window, local_date,
};

use super::handover::handovers;
use super::path::MAX_STEPS;
use crate::document::{EscalationPath, EscalationStep};
use crate::topology::Topology;

/// What a path may need, where it does not say so itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathLimits {
    /// At most that many steps.
    pub steps: usize,
    /// At most that many minutes until the last step has answered.
    pub minutes: u32,
}

impl Default for PathLimits {
    /// Five steps, and a day.
    fn default() -> Self {
        Self { steps: 5, minutes: 24 * 60 }
    }
}

/// What is wrong with a path. Steps are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fault {
    /// It has no steps.
    Empty,
    /// It has too many steps.
    TooDeep {
        /// How many; at most 65 are counted.
        steps: usize,
        /// How many it may have.
        at_most: usize,
    },
    /// A step does not say by when there must be an answer, so no total can be promised.
    Untimed {
        /// The step.
        step: usize,
    },
    /// Nobody has authority over all the teams involved.
    NoCommonAuthority,
    /// A step reaches nobody.
    ReachesNobody {
        /// The step.
        step: usize,
    },
    /// Somebody is reached by two steps.
    Twice {
        /// Who.
        person: PersonId,
        /// The earlier step.
        first: usize,
        /// The later step.
        second: usize,
    },
    /// Nobody whom the last step reaches has authority over all the teams involved.
    WithoutAuthority {
        /// The lowest person who has.
        needed: PersonId,
    },
    /// It takes longer than it may.
    TooSlow {
        /// How long it takes.
        minutes: u64,
        /// How long it may take.
        at_most: u32,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it has no steps"),
            Self::TooDeep { steps, at_most } => write!(f, "it has {steps} steps, and may have {at_most}"),
            Self::Untimed { step } => write!(f, "step {step} does not say by when there must be an answer"),
            Self::NoCommonAuthority => f.write_str("nobody has authority over all the teams involved"),
            Self::ReachesNobody { step } => write!(f, "step {step} reaches nobody"),
            Self::Twice { person, first, second } => {
                write!(f, "`{person}` is reached by step {first} and again by step {second}")
            }
            Self::WithoutAuthority { needed } => {
                write!(
                    f,
                    "the last step reaches nobody with authority over all the teams involved, as `{needed}` has"
                )
            }
            Self::TooSlow { minutes, at_most } => {
                write!(f, "it takes {minutes} minutes, and may take {at_most}")
            }
        }
    }
}

/// A fault, and the first hour of the week at which it shows; `None` where it always does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterExample {
    /// What is wrong.
    pub fault: Fault,
    /// When a problem would have to be raised to meet it.
    pub raised_at: Option<Instant>,
    /// That time on the topology's clock, as `Sat 03:00`.
    pub hour: Option<String>,
}

/// What was found of one path in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct PathReport {
    /// The path.
    pub path: RecordId,
    /// Whose it is.
    pub team: TeamId,
    /// What is wrong, one counter-example for each fault; empty where the path holds.
    pub faults: Vec<CounterExample>,
}

impl Topology {
    /// Checks a path for every quarter of an hour of the ISO week that an instant lies in, and for every time at which its turn comes just
    /// as somebody goes on or off call, so that no gap of a minute is missed.
    ///
    /// A problem raised at that time goes up step by step, and every step takes all the time it has. It holds where there
    /// are at most `limits.steps` steps, each reaches somebody when its turn comes, nobody twice, the last one somebody
    /// with authority over all the teams involved, and all of them together take no longer than the path's own limit, or
    /// `limits.minutes`. Without schedules the hour does not matter, and every day is checked once.
    ///
    /// ```
    /// use thalweg_topology::{PathLimits, Topology};
    /// let topology = Topology::from_toml(r#"
    ///     teams = [{ id = "a", manager = "lead" }]
    ///     schedules = [{ id = "office", layers = [{ people = ["ada"], shifts = [
    ///         { days = ["mon", "tue", "wed", "thu", "fri"], from = "09:00", until = "17:00" }] }] }]
    ///     escalation_paths = [{ id = "up", team = "a", steps = [
    ///         { schedules = ["office"], respond_within_minutes = 30 },
    ///         { reaches = ["lead"], respond_within_minutes = 60 }] }]
    /// "#)?;
    /// let at = "2026-10-05T10:00:00Z".parse()?;
    /// let report = topology.verify_path(&"up".parse()?, at, PathLimits::default()).ok_or("no such path")?;
    /// assert_eq!(report.faults[0].fault.to_string(), "step 1 reaches nobody");
    /// assert_eq!(report.faults[0].hour.as_deref(), Some("Mon 00:00"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn verify_path(&self, path: &RecordId, at: Instant, limits: PathLimits) -> Option<PathReport> {
        self.escalation_path(path, at).map(|path| self.verified(path, at, limits))
    }

    /// Checks all paths of all teams that there are at an instant, in the order of the document.
    #[must_use]
    pub fn verify_paths(&self, at: Instant, limits: PathLimits) -> Vec<PathReport> {
        let paths = self.active(&self.document().escalation_paths, at);
        paths.map(|path| self.verified(path, at, limits)).collect()
    }

    /// The share of teams whose escalation paths hold, under the usual limits; a gap where there is no team.
    ///
    /// A team without a path does not count as holding, and a unit that other teams are part of is no team here.
    pub fn sound_paths(&self, at: Instant) -> Reading<Share> {
        let reports = self.verify_paths(at, PathLimits::default());
        let holding: BTreeSet<_> =
            reports.iter().filter(|it| it.faults.is_empty()).map(|it| &it.team).collect();
        let failing: BTreeSet<_> =
            reports.iter().filter(|it| !it.faults.is_empty()).map(|it| &it.team).collect();
        let units: BTreeSet<_> = self.teams(at).filter_map(|team| team.parent.as_ref()).collect();
        let teams: Vec<_> =
            self.teams(at).map(|team| &team.id).filter(|team| !units.contains(team)).collect();
        let sound = teams.iter().filter(|team| holding.contains(*team) && !failing.contains(*team)).count();
        let all = teams.len() as u64;
        Reading::share(sound as u64, all, None, Basis::of(all))
    }

    fn verified(&self, path: &EscalationPath, at: Instant, limits: PathLimits) -> PathReport {
        let steps = self.steps_of(path, at);
        let teams: Vec<TeamId> = std::iter::once(&path.team).chain(&path.involves).cloned().collect();
        let authority = self.authority_over(&teams, at);
        let mut faults: Vec<CounterExample> =
            standing(&steps, authority, limits).into_iter().map(CounterExample::always).collect();
        let walk = Walk {
            topology: self,
            steps: &steps,
            commanding: authority.map(|_| self.common_authorities(&teams, at)).unwrap_or_default(),
            needed: authority,
            at_most: path.limit_minutes.unwrap_or(limits.minutes),
        };
        let mut seen = BTreeSet::new();
        if steps.len() <= MAX_STEPS {
            for raised_at in self.times(&steps, at) {
                let fresh = walk.from(raised_at).into_iter().filter(|fault| seen.insert(fault.kind()));
                faults.extend(fresh.map(|fault| CounterExample::at(fault, raised_at, self.zone())));
            }
        }
        PathReport { path: path.id.clone(), team: path.team.clone(), faults }
    }

    /// The times of the week that are tried.
    fn times(&self, steps: &[&EscalationStep], at: Instant) -> Vec<Instant> {
        let Some(week) = week_of(at, self.zone()) else { return vec![at] };
        let depends = steps.iter().any(|step| !step.schedules.is_empty());
        let stride = if depends { Elapsed::from_seconds(15 * 60) } else { Elapsed::from_days(1) };
        let even = std::iter::successors(Some(week.start()), |time| Some(*time + stride))
            .take_while(|time| *time < week.end());
        let mut minutes: u64 = 0;
        let turns = steps.iter().flat_map(|step| {
            let passed = passed(minutes);
            minutes = minutes.saturating_add(step.respond_within_minutes.unwrap_or(0).into());
            let known = step.schedules.iter().filter_map(|id| self.schedule(id, at));
            known
                .flat_map(|schedule| handovers(schedule, self.zone(), &week))
                .map(move |time| time - passed)
                .collect::<Vec<_>>()
        });
        let turns: BTreeSet<Instant> = turns.filter(|time| week.contains(*time)).chain(even).collect();
        turns.into_iter().collect()
    }
}

fn passed(minutes: u64) -> Elapsed {
    Elapsed::from_seconds(i64::try_from(minutes.saturating_mul(60)).unwrap_or(i64::MAX))
}

fn week_of(at: Instant, zone: Tz) -> Option<Window> {
    use chrono::Datelike;
    let week = local_date(at, zone).iso_week();
    Window::of(Calendar::IsoWeek { year: week.year(), week: week.week() }, zone).ok()
}

/// What is wrong whatever the hour.
fn standing(steps: &[&EscalationStep], authority: Option<&PersonId>, limits: PathLimits) -> Vec<Fault> {
    let empty = steps.is_empty().then_some(Fault::Empty);
    let deep =
        (steps.len() > limits.steps).then_some(Fault::TooDeep { steps: steps.len(), at_most: limits.steps });
    let untimed = (1..).zip(steps).filter(|(_, step)| step.respond_within_minutes.is_none());
    let untimed = untimed.map(|(step, _)| Fault::Untimed { step });
    let alone = authority.is_none().then_some(Fault::NoCommonAuthority);
    empty.into_iter().chain(deep).chain(untimed).chain(alone).collect()
}

impl Fault {
    /// Two faults of one kind need one counter-example.
    fn kind(&self) -> (u8, usize) {
        match self {
            Self::ReachesNobody { step } => (0, *step),
            Self::Twice { .. } => (1, 0),
            Self::WithoutAuthority { .. } => (2, 0),
            _ => (3, 0),
        }
    }
}

impl CounterExample {
    fn always(fault: Fault) -> Self {
        Self { fault, raised_at: None, hour: None }
    }

    fn at(fault: Fault, raised_at: Instant, zone: Tz) -> Self {
        let clock = raised_at.to_utc().with_timezone(&zone);
        Self { fault, raised_at: Some(raised_at), hour: Some(clock.format("%a %H:%M").to_string()) }
    }
}

/// A problem on its way up.
struct Walk<'a> {
    topology: &'a Topology,
    steps: &'a [&'a EscalationStep],
    commanding: BTreeSet<&'a PersonId>,
    needed: Option<&'a PersonId>,
    at_most: u32,
}

impl Walk<'_> {
    fn from(&self, raised_at: Instant) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut met = Vec::new();
        let mut minutes: u64 = 0;
        for (step, it) in (1..).zip(self.steps) {
            let reached = self.topology.reached(it, raised_at + passed(minutes));
            if reached.is_empty() {
                faults.push(Fault::ReachesNobody { step });
            }
            let last = step == self.steps.len();
            faults.extend(
                self.needed
                    .filter(|_| last && !reached.is_empty() && reached.is_disjoint(&self.commanding))
                    .map(|needed| Fault::WithoutAuthority { needed: needed.clone() }),
            );
            faults.extend(twice(&met, &reached, step));
            met.extend(reached.into_iter().map(|person| (person, step)));
            minutes = minutes.saturating_add(it.respond_within_minutes.unwrap_or(0).into());
        }
        let slow = minutes > u64::from(self.at_most);
        faults.extend(slow.then_some(Fault::TooSlow { minutes, at_most: self.at_most }));
        faults
    }
}

fn twice(met: &[(&PersonId, usize)], reached: &BTreeSet<&PersonId>, second: usize) -> Option<Fault> {
    let (person, first) = met.iter().find(|(person, _)| reached.contains(person))?;
    Some(Fault::Twice { person: (*person).clone(), first: *first, second })
}

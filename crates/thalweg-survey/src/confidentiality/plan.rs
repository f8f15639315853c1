//! The release plan: which groups may be shown, decided once for all items from membership alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thalweg_model::answer::Respondent;
use thalweg_model::{Entity, Reading, WaveId};

use super::atoms::Standing;
use super::audit::{Candidate, classes};
use super::census::{Answered, Census, Purpose};
use super::certificate::Certificate;
use super::ledger::{Entry, Ledger};
use super::nested::optimum;
use super::policy::{Confidentiality, Level, Statistic, Weight};
use super::released::Released;
use super::repair::repair;
use super::tree::Hierarchy;
use crate::error::Problems;

/// What may be shown of one kind of statistic.
#[derive(Clone)]
struct Decision {
    shown: BTreeSet<Entity>,
    certificate: Certificate,
    level: Level,
}

/// Which groups may be shown, and the only thing that makes a [`Released`] of their statistics.
///
/// Made by [`Ledger::release`]. The decision rests on who belongs where and answered what items, never on an answer.
///
/// ```
/// use thalweg_model::{Entity, ItemId, Reading, TeamId, WaveId, answer::Respondent};
/// use thalweg_survey::confidentiality::{Answered, Census, Confidentiality, Ledger, Belonging, Statistic};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut census = Census::of_answers(WaveId::new("2026-q3")?, [ItemId::new("trust_1")?]);
/// for (team, size) in [("a", 9), ("b", 6), ("c", 3)] {
///     let path = vec![Entity::Organisation, Entity::Team(TeamId::new(team)?)];
///     let place = Belonging { path, slices: vec![] };
///     for n in 0..size {
///         let mut hash = [n; 16];
///         hash[0] = team.as_bytes()[0];
///         census.add(Respondent::of_hash(hash), &place, &Answered::Every);
///     }
/// }
/// let plan = Ledger::default().release(&census, &Confidentiality::default())?;
/// let mean = plan.release(Statistic::Means, &Entity::Team(TeamId::new("a")?), || 4.2);
/// assert_eq!(mean.value(), Some(&4.2));
/// let hidden = plan.release(Statistic::Means, &Entity::Team(TeamId::new("c")?), || 1.0);
/// assert_eq!(serde_json::to_string(&hidden)?, r#""withheld""#);
/// // b keeps c company: what is left of the organisation is shown as "other groups (9)".
/// assert_eq!(plan.others(&Entity::Organisation).map(|it| it.len()), Some(9));
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct ReleasePlan {
    wave: WaveId,
    decisions: BTreeMap<Statistic, Decision>,
    members: BTreeMap<Entity, BTreeSet<Respondent>>,
    others: BTreeMap<Entity, BTreeSet<Respondent>>,
}

impl fmt::Debug for ReleasePlan {
    /// Shows the certificates, which are published anyway.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certificates = self.decisions.iter().map(|it| (it.0, &it.1.certificate));
        f.write_str("ReleasePlan ")?;
        f.debug_map().entries(certificates).finish()
    }
}

impl Ledger {
    /// Plans a release that tells nothing about fewer respondents than the policy's minimum, together with all that was
    /// released before, and enters it.
    ///
    /// # Errors
    /// What is wrong with the census: a group at two places, a respondent twice, too many groups.
    pub fn release(&mut self, census: &Census, policy: &Confidentiality) -> Result<ReleasePlan, Problems> {
        let plan = ReleasePlan::new(census, policy, self)?;
        let known: BTreeSet<&Entry> = self.entries.iter().collect();
        let new: Vec<Entry> = plan.entries(census).filter(|it| !known.contains(it)).collect();
        self.entries.extend(new);
        Ok(plan)
    }

    /// Plans an interim result: only those who were in no release of these answers before, as a cohort of their own.
    ///
    /// A cohort that is too small stays hidden, and its members wait for the next. The groups of the end are the sums of
    /// their cohorts.
    ///
    /// # Errors
    /// As [`Ledger::release`].
    pub fn release_cohort(
        &mut self,
        census: Census,
        policy: &Confidentiality,
    ) -> Result<ReleasePlan, Problems> {
        let seen = self.concerning(&census).flat_map(|it| it.members.iter().map(|member| member.0));
        let seen = seen.collect();
        self.release(&census.without(&seen), policy)
    }
}

impl ReleasePlan {
    pub(super) fn new(census: &Census, policy: &Confidentiality, ledger: &Ledger) -> Result<Self, Problems> {
        let tree = census.hierarchy()?;
        let desk = Desk { census, tree: &tree, policy, ledger, members: members(census) };
        let kinds: &[Statistic] = match census.purpose {
            Purpose::Answers => &[Statistic::Means, Statistic::Spreads, Statistic::Distributions],
            Purpose::Comments => &[Statistic::Comments],
        };
        let mut decisions: BTreeMap<Statistic, Decision> = BTreeMap::new();
        let mut before: Option<BTreeSet<Entity>> = None;
        for kind in kinds {
            // Whatever shows more is shown of groups only that show less: one union, not three.
            let decision = desk.decide(*kind, before.as_ref());
            before = Some(decision.shown.clone());
            decisions.insert(*kind, decision);
        }
        Ok(desk.plan(decisions))
    }

    /// Whether statistics of a kind may be shown of a group.
    #[must_use]
    pub fn shows(&self, statistic: Statistic, entity: &Entity) -> bool {
        self.decisions.get(&statistic).is_some_and(|it| it.shown.contains(entity))
    }

    /// The groups of which statistics of a kind may be shown, in the order of names.
    pub fn shown(&self, statistic: Statistic) -> impl Iterator<Item = &Entity> {
        self.decisions.get(&statistic).into_iter().flat_map(|it| &it.shown)
    }

    /// The value of a group where it may be shown; it is not even computed where it may not.
    pub fn release<T>(
        &self,
        statistic: Statistic,
        entity: &Entity,
        compute: impl FnOnce() -> T,
    ) -> Released<T> {
        Released::when(self.shows(statistic, entity), compute)
    }

    /// The reading of a group where it may be shown, else a withheld one without count, flag and reason.
    pub fn reading<T>(
        &self,
        statistic: Statistic,
        entity: &Entity,
        compute: impl FnOnce() -> Reading<T>,
    ) -> Reading<T> {
        self.release(statistic, entity, compute).into_value().unwrap_or_else(Reading::withheld)
    }

    /// Who is in a group whose means may be shown.
    #[must_use]
    pub fn members(&self, entity: &Entity) -> Option<&BTreeSet<Respondent>> {
        self.members.get(entity)
    }

    /// Who is in a shown group of the hierarchy and in no shown group below it: "other groups (n)".
    ///
    /// A reader can work their mean out, so it may as well be shown. `None` where nobody is left, where nothing below is
    /// shown, and for what is not shown.
    #[must_use]
    pub fn others(&self, entity: &Entity) -> Option<&BTreeSet<Respondent>> {
        self.others.get(entity)
    }

    /// The mean, favourable share or another statistic of [`Statistic::Means`] of the other groups of a shown group.
    pub fn release_others<T>(
        &self,
        entity: &Entity,
        compute: impl FnOnce(&BTreeSet<Respondent>) -> T,
    ) -> Released<T> {
        self.others(entity).map_or_else(Released::withheld, |others| Released::shown(compute(others)))
    }

    /// The residuals of the hierarchy's shown groups.
    #[must_use]
    pub fn certificate(&self, statistic: Statistic) -> Option<&Certificate> {
        self.decisions.get(&statistic).map(|it| &it.certificate)
    }

    /// How slices and earlier releases were kept from combining; print it with the result.
    #[must_use]
    pub fn level(&self, statistic: Statistic) -> Option<Level> {
        self.decisions.get(&statistic).map(|it| it.level)
    }

    /// The wave.
    #[must_use]
    pub const fn wave(&self) -> &WaveId {
        &self.wave
    }

    /// What a ledger has to remember: every shown group, with the most revealing kind.
    pub(super) fn entries<'a>(&'a self, census: &'a Census) -> impl Iterator<Item = Entry> + 'a {
        let most = |entity: &Entity| {
            let kinds = self.decisions.iter().rev();
            kinds.into_iter().find(|it| it.1.shown.contains(entity)).map(|it| *it.0)
        };
        self.members.iter().filter_map(move |(entity, members)| {
            let answered = |who: &Respondent| {
                (*who, census.seats.get(who).map_or(Answered::Every, |it| it.answered.clone()))
            };
            Some(Entry {
                wave: census.wave.clone(),
                items: census.items.clone(),
                statistic: most(entity)?,
                members: members.iter().map(answered).collect(),
            })
        })
    }
}

/// All that a decision looks at.
struct Desk<'a> {
    census: &'a Census,
    tree: &'a Hierarchy,
    policy: &'a Confidentiality,
    ledger: &'a Ledger,
    /// By number of the group: who is in it.
    members: Vec<Vec<Respondent>>,
}

pub(super) fn members(census: &Census) -> Vec<Vec<Respondent>> {
    let mut members = vec![Vec::new(); census.names.len()];
    for (who, seat) in &census.seats {
        for group in census.groups_of(seat) {
            if let Some(list) = members.get_mut(group as usize) {
                list.push(*who);
            }
        }
    }
    members
}

impl Desk<'_> {
    /// Decides on one kind of statistic, among the groups that show less already.
    fn decide(&self, statistic: Statistic, among: Option<&BTreeSet<Entity>>) -> Decision {
        let may = |entity: &Entity| among.is_none_or(|it| it.contains(entity));
        let allowed: Vec<bool> = self.tree.names.iter().map(may).collect();
        let best = optimum(self.tree, statistic, self.policy, &allowed);
        let mut candidates = self.candidates(statistic, &best, may);
        let level = self.audit(statistic, &mut candidates);
        let name = |it: &Candidate| self.census.names.get(it.group as usize).cloned();
        let shown: BTreeSet<Entity> = candidates.iter().filter_map(name).collect();
        let published: Vec<bool> = self.tree.names.iter().map(|it| shown.contains(it)).collect();
        let certificate = Certificate::of(self.tree, self.policy.minimum(statistic), &published);
        Decision { shown, certificate, level }
    }

    /// The best groups of the hierarchy, and the slices that are large enough by themselves.
    fn candidates(
        &self,
        statistic: Statistic,
        best: &[bool],
        may: impl Fn(&Entity) -> bool,
    ) -> Vec<Candidate> {
        let minimum = self.policy.minimum(statistic) as usize;
        let groups = (0_u32..).zip(&self.census.names).filter(|it| may(it.1));
        let mut candidates: Vec<(&Entity, Candidate)> = groups
            .filter_map(|(group, name)| {
                let standing = if self.census.is_slice(group) {
                    (self.complete(group) >= minimum).then_some(Standing::Slice)?
                } else {
                    let place = self.tree.place(name)?;
                    best.get(place).copied().unwrap_or(false).then_some(Standing::Hierarchy)?
                };
                Some((name, Candidate { group, standing, weight: self.worth(group, name) }))
            })
            .collect();
        candidates.sort_by_key(|it| it.0);
        candidates.into_iter().map(|it| it.1).collect()
    }

    fn complete(&self, group: u32) -> usize {
        let members = self.members.get(group as usize).into_iter().flatten();
        let seats = members.filter_map(|it| self.census.seats.get(it));
        seats.filter(|it| it.answered == Answered::Every).count()
    }

    fn worth(&self, group: u32, name: &Entity) -> u64 {
        match self.policy.weight() {
            Weight::Respondents => self.members.get(group as usize).map_or(0, Vec::len) as u64,
            Weight::Cells => 1,
            Weight::SeenBefore(before) => u64::from(before.contains(name)),
        }
    }

    /// Takes out what slices and earlier releases would give away.
    fn audit(&self, statistic: Statistic, candidates: &mut Vec<Candidate>) -> Level {
        let mut reached = Level::Exact;
        for class in classes(self.census, self.ledger, statistic) {
            let sliced = candidates.iter().any(|it| it.standing == Standing::Slice);
            if class.is_new() && !sliced {
                continue; // The lemma of nested groups is exact.
            }
            let family = class.family(self.census, &self.members, candidates);
            let repaired = repair(&family, self.policy.minimum(statistic), self.policy.level());
            let mut alive = repaired.alive.into_iter();
            candidates.retain(|_| alive.next().unwrap_or(false));
            reached = weaker(reached, repaired.level);
        }
        reached
    }

    fn plan(&self, decisions: BTreeMap<Statistic, Decision>) -> ReleasePlan {
        let first = decisions.values().next();
        let shown = first.map(|it| &it.shown);
        let by_name = self.census.names.iter().zip(&self.members);
        let of_shown = by_name.filter(|it| shown.is_some_and(|shown| shown.contains(it.0)));
        let members: BTreeMap<Entity, BTreeSet<Respondent>> =
            of_shown.map(|(name, all)| (name.clone(), all.iter().copied().collect())).collect();
        let others = self.others(&members);
        ReleasePlan { wave: self.census.wave.clone(), decisions, members, others }
    }

    /// Everybody goes to the lowest shown group; who is left in a group above a shown one is of the others.
    fn others(
        &self,
        members: &BTreeMap<Entity, BTreeSet<Respondent>>,
    ) -> BTreeMap<Entity, BTreeSet<Respondent>> {
        let mut lowest: BTreeMap<Entity, BTreeSet<Respondent>> = BTreeMap::new();
        for (who, seat) in &self.census.seats {
            let up = self.census.path_up(seat).into_iter();
            let shown =
                up.filter_map(|it| self.census.names.get(it as usize)).find(|it| members.contains_key(it));
            if let Some(name) = shown {
                lowest.entry(name.clone()).or_default().insert(*who);
            }
        }
        lowest.retain(|name, left| members.get(name).is_some_and(|all| all.len() > left.len()));
        lowest
    }
}

/// The level that claims less.
const fn weaker(a: Level, b: Level) -> Level {
    match (a, b) {
        (Level::Bounded(_), _) | (_, Level::Exact) => a,
        (_, _) => b,
    }
}

//! The hierarchy of groups, checked: every group once, below at most one other, and never below itself.

use std::collections::HashMap;
use std::fmt;

use thalweg_model::{Entity, nearest};

use crate::error::{Problems, SurveyError};

/// The most groups that one release is planned for.
pub const MAX_GROUPS: usize = 1 << 20;

/// Below no group.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A group and the respondents that belong to it directly, not through a group below it.
#[derive(Clone, PartialEq, Eq)]
pub struct Group {
    /// What the group is.
    pub entity: Entity,
    /// The group it is part of.
    pub parent: Option<Entity>,
    /// How many of its own respondents answered every item of the release.
    pub complete: u32,
    /// How many of its own respondents answered some items only.
    pub partial: u32,
}

impl fmt::Debug for Group {
    /// Names the group and says nothing of its size.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Group({})", self.entity)
    }
}

/// How many respondents: those with every item, and those with some.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heads {
    pub(super) complete: u64,
    pub(super) partial: u64,
}

impl Heads {
    pub(super) const fn all(self) -> u64 {
        self.complete.saturating_add(self.partial)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            complete: self.complete.saturating_add(other.complete),
            partial: self.partial.saturating_add(other.partial),
        }
    }
}

/// A checked hierarchy (a forest) of groups, in the order of their names.
///
/// ```
/// use thalweg_model::{Entity, TeamId};
/// use thalweg_survey::confidentiality::{Group, Hierarchy};
/// let team = |id, complete| -> Result<Group, Box<dyn std::error::Error>> {
///     let entity = Entity::Team(TeamId::new(id)?);
///     Ok(Group { entity, parent: Some(Entity::Organisation), complete, partial: 0 })
/// };
/// let root = Group { entity: Entity::Organisation, parent: None, complete: 0, partial: 0 };
/// let hierarchy = Hierarchy::new([root, team("payments", 9)?, team("search", 3)?])?;
/// assert_eq!(hierarchy.len(), 3);
/// assert_eq!(format!("{hierarchy:?}"), "Hierarchy(3 groups)"); // and no sizes
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Hierarchy {
    pub(super) names: Vec<Entity>,
    pub(super) parents: Vec<u32>,
    pub(super) own: Vec<Heads>,
    /// Parents before children, and children of one parent in the order of their names.
    pub(super) downwards: Vec<u32>,
}

impl fmt::Debug for Hierarchy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hierarchy({} groups)", self.names.len())
    }
}

impl Hierarchy {
    /// Checks the groups and puts them in order.
    ///
    /// # Errors
    /// All problems at once: a group twice, a parent that is no group, groups below themselves, more than
    /// [`MAX_GROUPS`] groups.
    pub fn new(groups: impl IntoIterator<Item = Group>) -> Result<Self, Problems> {
        let mut groups: Vec<Group> = groups.into_iter().collect();
        if groups.len() > MAX_GROUPS {
            return Err(SurveyError::TooManyGroups { groups: groups.len(), most: MAX_GROUPS }.into());
        }
        groups.sort_by(|a, b| a.entity.cmp(&b.entity));
        let (parents, mut problems) = parents(&groups);
        problems.extend(twice(&groups));
        let own = groups.iter().map(|it| Heads { complete: it.complete.into(), partial: it.partial.into() });
        let own = own.collect();
        let names: Vec<Entity> = groups.into_iter().map(|it| it.entity).collect();
        let downwards = downwards(&parents);
        problems.extend(cycles(&names, &parents, &downwards));
        Problems::none_or(problems)?;
        Ok(Self { names, parents, own, downwards })
    }

    /// How many groups there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The groups in the order of their names.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.names.iter()
    }

    pub(super) fn place(&self, entity: &Entity) -> Option<usize> {
        self.names.binary_search(entity).ok()
    }

    /// The respondents of every group with those of all groups below it.
    pub(super) fn totals(&self) -> Vec<Heads> {
        let mut totals = self.own.clone();
        for at in self.downwards.iter().rev() {
            let heads = totals.get(*at as usize).copied().unwrap_or_default();
            let parent = self.parents.get(*at as usize).copied().unwrap_or(NOWHERE);
            if let Some(sum) = totals.get_mut(parent as usize) {
                *sum = sum.and(heads);
            }
        }
        totals
    }
}

fn parents(groups: &[Group]) -> (Vec<u32>, Vec<SurveyError>) {
    let places: HashMap<&Entity, u32> = groups.iter().map(|it| &it.entity).zip(0..).collect();
    let mut problems = Vec::new();
    let mut place = |group: &Group| match &group.parent {
        None => NOWHERE,
        Some(parent) => places.get(parent).copied().unwrap_or_else(|| {
            problems.push(unknown(group, parent, groups));
            NOWHERE
        }),
    };
    let parents = groups.iter().map(&mut place).collect();
    (parents, problems)
}

fn unknown(group: &Group, parent: &Entity, groups: &[Group]) -> SurveyError {
    let name = parent.to_string();
    // A guess is worth a look at a handful of groups, not at a million for each of a million.
    let known: Vec<String> = groups.iter().take(500).map(|it| it.entity.to_string()).collect();
    let nearest = nearest(&name, known.iter().map(String::as_str)).map(str::to_owned);
    SurveyError::Undeclared { place: group.entity.to_string(), name, nearest }
}

fn twice(groups: &[Group]) -> impl Iterator<Item = SurveyError> {
    let equal = |pair: &&[Group]| matches!(pair, [a, b] if a.entity == b.entity);
    groups
        .windows(2)
        .filter(equal)
        .filter_map(<[Group]>::first)
        .map(|group| SurveyError::Twice { place: "the hierarchy".to_owned(), name: group.entity.to_string() })
}

/// The places in an order in which parents come first; what lies below itself is not reached.
fn downwards(parents: &[u32]) -> Vec<u32> {
    let mut starts = vec![0_usize; parents.len() + 2];
    for parent in parents {
        let slot = if *parent == NOWHERE { 1 } else { *parent as usize + 2 };
        if let Some(count) = starts.get_mut(slot) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut below = vec![0_u32; parents.len()];
    for (at, parent) in (0_u32..).zip(parents) {
        let slot = if *parent == NOWHERE { 0 } else { *parent as usize + 1 };
        if let Some(free) = next.get_mut(slot) {
            if let Some(cell) = below.get_mut(*free) {
                *cell = at;
            }
            *free += 1;
        }
    }
    reach(&starts, &below)
}

/// Walks level by level from the roots.
fn reach(starts: &[usize], below: &[u32]) -> Vec<u32> {
    let children = |slot: usize| {
        let range = starts.get(slot).copied().zip(starts.get(slot + 1).copied());
        range.and_then(|(from, to)| below.get(from..to)).unwrap_or_default()
    };
    let mut order = children(0).to_vec();
    let mut at = 0;
    while let Some(group) = order.get(at).copied() {
        order.extend_from_slice(children(group as usize + 1));
        at += 1;
    }
    order
}

/// One problem for every circle, named by its first group in the order of names.
fn cycles(names: &[Entity], parents: &[u32], reached: &[u32]) -> Vec<SurveyError> {
    let mut seen = vec![false; names.len()];
    for at in reached {
        mark(&mut seen, *at);
    }
    let mut problems = Vec::new();
    for start in 0..u32::try_from(names.len()).unwrap_or(NOWHERE) {
        let walk = climb(start, parents, &mut seen);
        if let Some(name) = walk.and_then(|first| names.get(first as usize)) {
            problems.push(SurveyError::Cycle { group: name.to_string() });
        }
    }
    problems
}

/// Climbs from a group that was not seen; gives the first group of the circle that it ends in, if it is a new one.
fn climb(start: u32, parents: &[u32], seen: &mut [bool]) -> Option<u32> {
    let mut path = Vec::new();
    let mut at = start;
    while mark(seen, at) {
        path.push(at);
        at = parents.get(at as usize).copied()?;
    }
    let entry = path.iter().position(|it| *it == at)?;
    path.get(entry..)?.iter().copied().min()
}

/// Marks a place as seen; whether it was not before.
fn mark(seen: &mut [bool], at: u32) -> bool {
    seen.get_mut(at as usize).is_some_and(|it| !std::mem::replace(it, true))
}

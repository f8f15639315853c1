//! Who took part in a wave and where each belongs: all that a release plan looks at. It holds no answer.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thalweg_model::answer::{AnswerSheet, Answers, GroupPath, Respondent};
use thalweg_model::{Entity, GroupId, ItemId, TeamId, WaveId};

use super::tree::{Group, Hierarchy};
use crate::error::{Problems, SurveyError};

/// Where a respondent belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Belonging {
    /// The groups of the hierarchy from the root: organisation, departments, team.
    pub path: Vec<Entity>,
    /// Groups that cross the hierarchy: the spans of managers, tenures, sites.
    pub slices: Vec<Entity>,
}

impl Belonging {
    /// The place that an answer's group path tells: the organisation, groups named by their whole path, and a team.
    ///
    /// ```
    /// use thalweg_model::{GroupId, answer::GroupPath};
    /// use thalweg_survey::confidentiality::Belonging;
    /// let groups = ["org", "products", "payments"].map(|it| GroupId::new(it));
    /// let path = GroupPath::new(groups.into_iter().collect::<Result<_, _>>()?).ok_or("empty")?;
    /// let names: Vec<String> = Belonging::of(&path).path.iter().map(ToString::to_string).collect();
    /// assert_eq!(names, ["organisation", "group:org/products", "team:payments"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(path: &GroupPath) -> Self {
        let groups = path.groups();
        let mut name = String::new();
        let mut entities = Vec::with_capacity(groups.len());
        for (at, group) in groups.iter().enumerate() {
            name.push_str(if at == 0 { "" } else { "/" });
            name.push_str(group.as_str());
            entities.push(level(at, at + 1 == groups.len(), group, &name));
        }
        Self { path: entities, slices: Vec::new() }
    }

    /// The place with a slice more.
    #[must_use]
    pub fn across(mut self, slice: Entity) -> Self {
        self.slices.push(slice);
        self
    }
}

fn level(at: usize, last: bool, group: &GroupId, name: &str) -> Entity {
    match (at, last) {
        (0, _) => Entity::Organisation,
        (_, true) => TeamId::new(group.as_str()).map_or(Entity::Group(group.clone()), Entity::Team),
        _ => Entity::Group(GroupId::new(name).unwrap_or_else(|_| group.clone())),
    }
}

/// Which of a release's items somebody answered; who answered none takes no part in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    /// Every item.
    Every,
    /// These items.
    Only(BTreeSet<ItemId>),
}

impl fmt::Debug for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answered(hidden)")
    }
}

/// What is planned to be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Answers,
    Comments,
}

/// Where somebody sits: the lowest group and the slices, by number.
pub(super) struct Seat {
    pub(super) group: Option<u32>,
    pub(super) slices: Vec<u32>,
    pub(super) answered: Answered,
}

/// The respondents of one release: which wave, which items, who, and in which groups. No answers.
///
/// It neither serialises nor shows its content:
///
/// ```compile_fail,E0277
/// fn leak(census: &thalweg_survey::confidentiality::Census) -> String {
///     serde_json::to_string(census).unwrap_or_default()
/// }
/// ```
///
/// ```
/// use thalweg_model::{Entity, ItemId, TeamId, WaveId, answer::Respondent};
/// use thalweg_survey::confidentiality::{Answered, Census, Belonging};
/// let mut census = Census::of_answers(WaveId::new("2026-q3")?, [ItemId::new("trust_1")?]);
/// let place = Belonging { path: vec![Entity::Organisation, Entity::Team(TeamId::new("payments")?)], slices: vec![] };
/// census.add(Respondent::of_hash([1; 16]), &place, &Answered::Every);
/// assert_eq!(format!("{census:?}"), "Census(of wave 2026-q3)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Census {
    pub(super) wave: WaveId,
    pub(super) items: BTreeSet<ItemId>,
    pub(super) purpose: Purpose,
    pub(super) names: Vec<Entity>,
    numbers: BTreeMap<Entity, u32>,
    places: Vec<Option<Below>>,
    pub(super) seats: BTreeMap<Respondent, Seat>,
    conflicts: BTreeSet<Entity>,
    twice: bool,
    problems: Vec<SurveyError>,
}

/// How a group was used first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    Nothing,
    Group(u32),
    /// A slice is below nothing and beside everything.
    Slice,
}

impl fmt::Debug for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Census(of wave {})", self.wave)
    }
}

impl Census {
    /// An empty census of those who answered items.
    #[must_use]
    pub fn of_answers(wave: WaveId, items: impl IntoIterator<Item = ItemId>) -> Self {
        Self::new(wave, items.into_iter().collect(), Purpose::Answers)
    }

    /// An empty census of those who wrote a comment on an item; who wrote none takes no part.
    #[must_use]
    pub fn of_comments(wave: WaveId, item: ItemId) -> Self {
        Self::new(wave, BTreeSet::from([item]), Purpose::Comments)
    }

    fn new(wave: WaveId, items: BTreeSet<ItemId>, purpose: Purpose) -> Self {
        Self {
            wave,
            items,
            purpose,
            names: Vec::new(),
            numbers: BTreeMap::new(),
            places: Vec::new(),
            seats: BTreeMap::new(),
            conflicts: BTreeSet::new(),
            twice: false,
            problems: Vec::new(),
        }
    }

    /// The census of one wave's sheets: who has an answer to every item, and who to some; the others take no part.
    ///
    /// `counts` says what is an answer: a value outside its item's scale is none and would count somebody in who adds
    /// nothing to the sum.
    #[must_use]
    pub fn of_wave(
        answers: &Answers,
        wave: &WaveId,
        items: &BTreeSet<ItemId>,
        counts: impl Fn(&ItemId, i32) -> bool,
        mut place: impl FnMut(&AnswerSheet) -> Belonging,
    ) -> Self {
        let mut census = Self::of_answers(wave.clone(), items.iter().cloned());
        for sheet in answers.of_wave(wave) {
            let given = given(sheet, items, &counts);
            let answered = match given.len() {
                0 => continue,
                every if every == items.len() => Answered::Every,
                _ => Answered::Only(given.into_iter().cloned().collect()),
            };
            census.add(sheet.respondent, &place(sheet), &answered);
        }
        census
    }

    /// Counts somebody in; who answered none of the release's items is left out.
    ///
    /// A respondent twice and a group at two places are refused when the release is planned.
    pub fn add(&mut self, respondent: Respondent, place: &Belonging, answered: &Answered) {
        let group = self.descend(&place.path);
        let mut slices: Vec<u32> = place.slices.iter().map(|it| self.number(it, Below::Slice)).collect();
        slices.sort_unstable();
        slices.dedup();
        let Some(answered) = self.of_these(answered) else { return };
        match self.seats.entry(respondent) {
            Entry::Vacant(free) => {
                free.insert(Seat { group, slices, answered });
            }
            Entry::Occupied(_) if self.twice => {}
            Entry::Occupied(_) => {
                self.twice = true;
                self.problems.push(SurveyError::TwiceInWave { wave: self.wave.to_string() });
            }
        }
    }

    fn of_these(&self, answered: &Answered) -> Option<Answered> {
        let all = self.items.len();
        let items: BTreeSet<ItemId> = match answered {
            Answered::Every => return (all > 0).then_some(Answered::Every),
            Answered::Only(items) => items.intersection(&self.items).cloned().collect(),
        };
        match items.len() {
            0 => None,
            every if every == all => Some(Answered::Every),
            _ => Some(Answered::Only(items)),
        }
    }

    /// The group at the end of a path, with all groups on the way known.
    fn descend(&mut self, path: &[Entity]) -> Option<u32> {
        path.iter()
            .fold(None, |above, group| Some(self.number(group, above.map_or(Below::Nothing, Below::Group))))
    }

    fn number(&mut self, entity: &Entity, below: Below) -> u32 {
        let number = self.known(entity);
        match self.places.get_mut(number as usize) {
            Some(place @ None) => *place = Some(below),
            Some(Some(first)) if *first != below => {
                let first = *first;
                self.conflict(entity, first, below);
            }
            _ => {}
        }
        number
    }

    fn known(&mut self, entity: &Entity) -> u32 {
        if let Some(number) = self.numbers.get(entity) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(entity.clone(), number);
        self.names.push(entity.clone());
        self.places.push(None);
        number
    }

    /// A path that changes mid-wave is wrong for many respondents, and one problem.
    fn conflict(&mut self, entity: &Entity, first: Below, second: Below) {
        if !self.conflicts.insert(entity.clone()) {
            return;
        }
        let problem = SurveyError::TwoPlaces {
            group: entity.to_string(),
            first: self.place_name(first),
            second: self.place_name(second),
        };
        self.problems.push(problem);
    }

    fn place_name(&self, below: Below) -> String {
        match below {
            Below::Nothing => "nothing".to_owned(),
            Below::Slice => "nothing, as a slice,".to_owned(),
            Below::Group(at) => self.names.get(at as usize).map_or_else(String::new, |it| format!("`{it}`")),
        }
    }

    /// The hierarchy with its counts.
    pub(super) fn hierarchy(&self) -> Result<Hierarchy, Problems> {
        Problems::none_or(self.problems.clone())?;
        let mut counts = vec![(0_u32, 0_u32); self.names.len()];
        for seat in self.seats.values() {
            let cell = seat.group.and_then(|it| counts.get_mut(it as usize));
            if let Some((complete, partial)) = cell {
                *if seat.answered == Answered::Every { complete } else { partial } += 1;
            }
        }
        let groups = self.names.iter().zip(&self.places).zip(counts);
        Hierarchy::new(groups.filter_map(|((entity, place), (complete, partial))| {
            let parent = match place {
                Some(Below::Nothing) => None,
                Some(Below::Group(at)) => self.names.get(*at as usize).cloned(),
                Some(Below::Slice) | None => return None,
            };
            Some(Group { entity: entity.clone(), parent, complete, partial })
        }))
    }

    pub(super) fn is_slice(&self, number: u32) -> bool {
        self.places.get(number as usize) == Some(&Some(Below::Slice))
    }

    /// The groups that somebody belongs to: every group on the way up, and the slices.
    pub(super) fn groups_of(&self, seat: &Seat) -> Vec<u32> {
        let mut groups = self.path_up(seat);
        groups.extend_from_slice(&seat.slices);
        groups
    }

    /// The groups of the hierarchy that somebody belongs to, from the lowest.
    pub(super) fn path_up(&self, seat: &Seat) -> Vec<u32> {
        let mut groups = Vec::new();
        let mut at = seat.group;
        // A circle was refused before; the bound holds all the same.
        while let Some(group) = at.filter(|_| groups.len() <= self.names.len()) {
            groups.push(group);
            at = match self.places.get(group as usize) {
                Some(Some(Below::Group(above))) => Some(*above),
                _ => None,
            };
        }
        groups
    }

    /// The same census without those whom `seen` names.
    pub(crate) fn without(mut self, seen: &BTreeSet<Respondent>) -> Self {
        self.seats.retain(|respondent, _| !seen.contains(respondent));
        self
    }
}

/// The items that a sheet answers; both are in order, so one walk finds them.
fn given<'a>(
    sheet: &'a AnswerSheet,
    items: &BTreeSet<ItemId>,
    counts: impl Fn(&ItemId, i32) -> bool,
) -> Vec<&'a ItemId> {
    let mut wanted = items.iter().peekable();
    let mut is_wanted = |item: &ItemId| {
        while wanted.next_if(|it| *it < item).is_some() {}
        wanted.next_if(|it| *it == item).is_some()
    };
    let values = sheet.answers.iter().filter_map(|(item, answer)| Some((item, answer.value()?)));
    values.filter(|(item, value)| is_wanted(item) && counts(item, *value)).map(|it| it.0).collect()
}

//! Response rates: only where enough were invited, in steps of five per cent, rounded down.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use thalweg_model::answer::GroupPath;
use thalweg_model::{Entity, GroupId, Share};

use super::census::Belonging;
use super::nested::NestedPlan;
use super::policy::{Confidentiality, Statistic};
use super::released::Released;
use super::tree::{Group, Hierarchy};
use crate::error::{Problems, SurveyError};

/// A response rate in steps of 5 %.
///
/// responded / invited, down to a whole twentieth, so that a rate never seems to reach what it does not. No answer: there is
/// no rate of nobody invited, nor of more responses than invitations.
///
/// ```
/// use thalweg_survey::confidentiality::Rate;
/// assert_eq!(Rate::of(31, 40).map(|it| it.to_string()), Some("75 %".to_owned())); // 77.5 %
/// assert_eq!(Rate::of(0, 0), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate {
    twentieths: u8,
}

impl Rate {
    /// The rate of counts.
    #[must_use]
    pub fn of(responded: u64, invited: u64) -> Option<Self> {
        let share = Share::new(responded, invited)?;
        let (part, whole) = (u128::from(share.part()), u128::from(share.whole()));
        let twentieths = u8::try_from((part * 20).checked_div(whole)?).ok()?;
        Some(Self { twentieths })
    }

    /// The rate as so many twentieths of 20.
    #[must_use]
    pub fn share(self) -> Option<Share> {
        Share::new(self.twentieths.into(), 20)
    }

    /// In per cent: a multiple of 5.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.twentieths * 5
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.percent())
    }
}

impl Serialize for Rate {
    /// The rate as a number between 0 and 1.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.percent()) / 100.0)
    }
}

impl Hierarchy {
    /// The hierarchy of those invited, by group path as a wave's record has it (`org/products/payments`), each path with
    /// those invited right there.
    ///
    /// # Errors
    /// Paths that are no ids or too deep, and what [`Hierarchy::new`] refuses: a team at two places.
    pub fn of_invited(invited: &BTreeMap<GroupId, u32>) -> Result<Self, Problems> {
        let mut groups: BTreeMap<(Entity, Option<Entity>), u32> = BTreeMap::new();
        let mut problems = Vec::new();
        for (path, count) in invited {
            match placed(path) {
                Ok(place) => enter(&mut groups, &place, *count),
                Err(problem) => problems.push(problem),
            }
        }
        Problems::none_or(problems)?;
        let group = |((entity, parent), complete)| Group { entity, parent, complete, partial: 0 };
        Self::new(groups.into_iter().map(group))
    }
}

fn placed(path: &GroupId) -> Result<Belonging, SurveyError> {
    let place = || path.to_string();
    let groups: Result<Vec<GroupId>, _> = path.as_str().split('/').map(GroupId::new).collect();
    let groups = groups.map_err(|reason| SurveyError::BadId { place: place(), reason })?;
    let path = GroupPath::new(groups);
    let path =
        path.ok_or_else(|| SurveyError::BadAnswer { place: place(), reason: "the path is too deep" })?;
    Ok(Belonging::of(&path))
}

fn enter(groups: &mut BTreeMap<(Entity, Option<Entity>), u32>, place: &Belonging, count: u32) {
    let mut above = None;
    for entity in &place.path {
        groups.entry((entity.clone(), above.clone())).or_default();
        above = Some(entity.clone());
    }
    let parents = place.path.iter().rev().nth(1).cloned();
    if let Some(last) = place.path.last()
        && let Some(sum) = groups.get_mut(&(last.clone(), parents))
    {
        *sum = sum.saturating_add(count);
    }
}

/// The response rates of all groups of those invited: withheld where fewer were invited than the policy's minimum for
/// scores, and where a difference of groups would rest on fewer.
///
/// A group without a count of responses is withheld as well: no data is never 0 %.
///
/// ```
/// use std::collections::BTreeMap;
/// use thalweg_model::{Entity, GroupId, TeamId};
/// use thalweg_survey::confidentiality::{Confidentiality, Hierarchy, response_rates};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let path = |it: &str| GroupId::new(it);
/// let invited = BTreeMap::from([(path("org/a")?, 24), (path("org/b")?, 9), (path("org/c")?, 2)]);
/// let team = |it: &str| TeamId::new(it).map(Entity::Team);
/// let responded = BTreeMap::from([(Entity::Organisation, 28), (team("a")?, 20), (team("b")?, 7), (team("c")?, 1)]);
/// let invited = Hierarchy::of_invited(&invited)?;
/// let rates = response_rates(&invited, &responded, &Confidentiality::default());
/// assert_eq!(rates[&team("a")?].to_string(), "80 %");
/// assert_eq!(rates[&team("b")?].to_string(), "withheld"); // or c would be what remains
/// assert_eq!(rates[&team("c")?].to_string(), "withheld");
/// # Ok(()) }
/// ```
#[must_use]
pub fn response_rates(
    invited: &Hierarchy,
    responded: &BTreeMap<Entity, u64>,
    policy: &Confidentiality,
) -> BTreeMap<Entity, Released<Rate>> {
    let plan = NestedPlan::new(invited, Statistic::ResponseRates, policy);
    let totals = invited.totals();
    let rate = |(entity, heads): (&Entity, &super::tree::Heads)| {
        let rate = responded.get(entity).and_then(|it| Rate::of(*it, heads.all()));
        let released = rate.map_or_else(Released::withheld, |it| plan.release(entity, || it));
        (entity.clone(), released)
    };
    invited.entities().zip(&totals).map(rate).collect()
}

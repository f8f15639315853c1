//! The plan of a hierarchy alone: nested groups, no slice that crosses them, nothing released before.

use std::fmt;

use thalweg_model::Entity;

use super::certificate::Certificate;
use super::optimum::best;
use super::policy::{Confidentiality, Statistic, Weight};
use super::released::Released;
use super::tree::{Heads, Hierarchy};

/// No weight is larger, so that no sum over [`super::MAX_GROUPS`] groups overflows.
const HEAVIEST: u64 = 1 << 40;

/// The best release of a hierarchy of counts, with its certificate.
///
/// **Lemma of nested groups.** The residual of a published group is the group without the largest published groups
/// below it. Residuals do not overlap, and every published sum is a sum of residuals; so every combination of published
/// sums that is not zero rests on at least one whole residual. A release is k-safe iff every published group's residual
/// is empty or has at least k respondents.
///
/// ```
/// use thalweg_model::{Entity, TeamId};
/// use thalweg_survey::confidentiality::{Confidentiality, Group, Hierarchy, NestedPlan, Statistic, verify};
/// let team = |id: &str, complete| -> Result<Group, Box<dyn std::error::Error>> {
///     let entity = Entity::Team(TeamId::new(id)?);
///     Ok(Group { entity, parent: Some(Entity::Organisation), complete, partial: 0 })
/// };
/// let root = Group { entity: Entity::Organisation, parent: None, complete: 0, partial: 0 };
/// let hierarchy = Hierarchy::new([root, team("a", 9)?, team("b", 6)?, team("c", 3)?])?;
/// let plan = NestedPlan::new(&hierarchy, Statistic::Means, &Confidentiality::default());
/// // c is too small. With a and b shown it would be what remains, so the smaller of them keeps it company.
/// let shown: Vec<String> = plan.shown().map(|it| it.to_string()).collect();
/// assert_eq!(shown, ["organisation", "team:a"]);
/// assert!(verify(&hierarchy, plan.certificate()).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct NestedPlan {
    shown: Vec<Entity>,
    certificate: Certificate,
}

impl fmt::Debug for NestedPlan {
    /// Shows what is published anyway.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NestedPlan").field("certificate", &self.certificate).finish()
    }
}

impl NestedPlan {
    /// Plans the release of one kind of statistic, in O(N·k²) time.
    #[must_use]
    pub fn new(hierarchy: &Hierarchy, statistic: Statistic, policy: &Confidentiality) -> Self {
        let allowed = vec![true; hierarchy.len()];
        let published = optimum(hierarchy, statistic, policy, &allowed);
        let named = hierarchy.names.iter().zip(&published).filter(|it| *it.1);
        let certificate = Certificate::of(hierarchy, policy.minimum(statistic), &published);
        Self { shown: named.map(|it| it.0.clone()).collect(), certificate }
    }

    /// Whether a group may be shown.
    #[must_use]
    pub fn shows(&self, entity: &Entity) -> bool {
        self.shown.binary_search(entity).is_ok()
    }

    /// The groups that may be shown, in the order of names.
    pub fn shown(&self) -> impl Iterator<Item = &Entity> {
        self.shown.iter()
    }

    /// The residuals that prove it.
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The value of a group where it may be shown; it is not computed where it may not.
    pub fn release<T>(&self, entity: &Entity, compute: impl FnOnce() -> T) -> Released<T> {
        Released::when(self.shows(entity), compute)
    }
}

/// The best publishable groups among those allowed, by place.
pub(super) fn optimum(
    hierarchy: &Hierarchy,
    statistic: Statistic,
    policy: &Confidentiality,
    allowed: &[bool],
) -> Vec<bool> {
    let weights = weights(hierarchy, policy.weight());
    best(hierarchy, policy.minimum(statistic), &weights, allowed)
}

/// What each group is worth, by place; always above 0.
fn weights(hierarchy: &Hierarchy, weight: &Weight) -> Vec<i64> {
    let seen = i64::try_from(hierarchy.len()).unwrap_or(i64::MAX).saturating_add(1);
    let worth = |(name, heads): (&Entity, &Heads)| match weight {
        Weight::Respondents => i64::try_from(heads.all().clamp(1, HEAVIEST)).unwrap_or(1),
        Weight::Cells => 1,
        Weight::SeenBefore(before) if before.contains(name) => seen,
        Weight::SeenBefore(_) => 1,
    };
    hierarchy.names.iter().zip(&hierarchy.totals()).map(worth).collect()
}

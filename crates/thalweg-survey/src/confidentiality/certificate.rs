//! The certificate of a release: the residual of every published group.

use serde::Serialize;
use thalweg_model::Entity;

use super::tree::{Heads, Hierarchy, NOWHERE};

/// What a published group holds beside the largest published groups below it.
///
/// A reader can work it out by subtraction, so it is published as "other groups (n)" and hides nothing by being named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Residual {
    /// How many respondents.
    pub respondents: u64,
    /// How many of them answered every item, as far as the minimum: 0 up to the minimum.
    pub complete: u64,
}

/// The list of residuals of a release: the proof that no difference of published groups rests on too few.
///
/// ```
/// use thalweg_model::{Entity, TeamId};
/// use thalweg_survey::confidentiality::{Certificate, Group, Hierarchy, Residual, verify};
/// let team = Entity::Team(TeamId::new("payments")?);
/// let hierarchy = Hierarchy::new([
///     Group { entity: Entity::Organisation, parent: None, complete: 3, partial: 0 },
///     Group { entity: team.clone(), parent: Some(Entity::Organisation), complete: 9, partial: 0 },
/// ])?;
/// // Somebody claims that the organisation and its team can both be published; 3 people would be left.
/// let residual = |n| Residual { respondents: n, complete: n.min(5) };
/// let claim = Certificate::claim(5, [(Entity::Organisation, residual(3)), (team, residual(9))]);
/// assert_eq!(verify(&hierarchy, &claim).unwrap_err().to_string(), "the residual of `organisation` is not safe");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use]
pub struct Certificate {
    minimum: u32,
    residuals: Vec<(Entity, Residual)>,
}

impl Certificate {
    /// What somebody claims of a release; [`super::verify`] says whether it holds.
    pub fn claim(minimum: u32, residuals: impl IntoIterator<Item = (Entity, Residual)>) -> Self {
        let mut residuals: Vec<_> = residuals.into_iter().collect();
        residuals.sort_by(|a, b| a.0.cmp(&b.0));
        Self { minimum, residuals }
    }

    /// On how many respondents everything derivable rests.
    #[must_use]
    pub const fn minimum(&self) -> u32 {
        self.minimum
    }

    /// The published groups with their residuals, in the order of names.
    #[must_use]
    pub fn residuals(&self) -> &[(Entity, Residual)] {
        &self.residuals
    }

    /// The certificate of a release of a hierarchy, by place.
    pub(super) fn of(tree: &Hierarchy, minimum: u32, published: &[bool]) -> Self {
        let uncovered = uncovered(tree, published);
        let residuals =
            tree.names.iter().zip(&uncovered).zip(published).filter(|it| *it.1).map(|((name, heads), _)| {
                let complete = heads.complete.min(u64::from(minimum));
                (name.clone(), Residual { respondents: heads.all(), complete })
            });
        Self { minimum, residuals: residuals.collect() }
    }
}

/// The respondents of every group that no published group below it covers.
fn uncovered(tree: &Hierarchy, published: &[bool]) -> Vec<Heads> {
    let mut heads = tree.own.clone();
    for at in tree.downwards.iter().rev() {
        let at = *at as usize;
        let parent = tree.parents.get(at).copied().unwrap_or(NOWHERE);
        let own = heads.get(at).copied().unwrap_or_default();
        if !published.get(at).copied().unwrap_or(false)
            && let Some(sum) = heads.get_mut(parent as usize)
        {
            *sum = sum.and(own);
        }
    }
    heads
}

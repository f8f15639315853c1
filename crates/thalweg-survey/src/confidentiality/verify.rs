//! The verifier: reads a certificate against a hierarchy and believes nothing.
//!
//! It shares no code with the optimiser nor with what writes certificates: it strips leaves off the hierarchy until
//! nothing is left, which takes time in proportion to the number of groups.

use std::iter::Peekable;
use std::slice;

use thalweg_model::Entity;

use super::certificate::{Certificate, Residual};
use super::tree::Hierarchy;

/// Why a certificate does not hold. It names the group and no size.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refutation {
    /// A group is claimed to be published that the hierarchy lacks, or is named twice.
    #[error("`{entity}` is no group of the hierarchy, or is certified twice")]
    NoSuchGroup {
        /// The group.
        entity: Entity,
    },
    /// The residual differs from the one that follows from the hierarchy.
    #[error("the residual of `{entity}` is not the one certified")]
    WrongResidual {
        /// The group.
        entity: Entity,
    },
    /// The residual is neither empty nor at least the minimum.
    #[error("the residual of `{entity}` is not safe")]
    Unsafe {
        /// The group.
        entity: Entity,
    },
    /// A published group has no respondents.
    #[error("`{entity}` has nothing to publish")]
    Nothing {
        /// The group.
        entity: Entity,
    },
}

type Claims<'a> = Peekable<slice::Iter<'a, (Entity, Residual)>>;

/// Checks that the certified residuals are those of the hierarchy and that each is 0 or at least the minimum.
///
/// By the lemma of nested groups that is the case iff no combination of the published groups rests on fewer
/// respondents than the minimum. The minimum is the certificate's; whether it is the one agreed on is the reader's to
/// compare. Time and memory are in proportion to the number of groups.
///
/// # Errors
/// The first [`Refutation`] in the order of names.
pub fn verify(hierarchy: &Hierarchy, certificate: &Certificate) -> Result<(), Refutation> {
    let claims = claims_by_place(hierarchy, certificate)?;
    let (left, whole) = strip(hierarchy, &claims);
    for (((claim, left), whole), entity) in claims.iter().zip(left).zip(whole).zip(&hierarchy.names) {
        if let Some(residual) = claim {
            check(entity, **residual, left, whole, u64::from(certificate.minimum()))?;
        }
    }
    Ok(())
}

/// Both lists are in the order of names: one walk finds every claim's place.
fn claims_by_place<'a>(
    hierarchy: &Hierarchy,
    certificate: &'a Certificate,
) -> Result<Vec<Option<&'a Residual>>, Refutation> {
    let mut claims: Claims<'a> = certificate.residuals().iter().peekable();
    let found = hierarchy.entities().map(|entity| claims.next_if(|it| it.0 == *entity).map(|it| &it.1));
    let found = found.collect();
    match claims.next() {
        Some((entity, _)) => Err(Refutation::NoSuchGroup { entity: entity.clone() }),
        None => Ok(found),
    }
}

/// Complete and partial respondents.
type Pair = (u64, u64);

/// Takes childless groups off one by one; each gives its parent what it does not cover, and its whole size.
fn strip(hierarchy: &Hierarchy, claims: &[Option<&Residual>]) -> (Vec<Pair>, Vec<Pair>) {
    let own: Vec<Pair> = hierarchy.own.iter().map(|it| (it.complete, it.partial)).collect();
    let (mut left, mut whole) = (own.clone(), own);
    let mut children = vec![0_u32; claims.len()];
    for parent in &hierarchy.parents {
        if let Some(count) = children.get_mut(*parent as usize) {
            *count += 1;
        }
    }
    let childless = (0..claims.len()).filter(|at| children.get(*at) == Some(&0));
    let mut ready: Vec<usize> = childless.collect();
    while let Some(at) = ready.pop() {
        let Some(parent) = hierarchy.parents.get(at).map(|it| *it as usize) else { continue };
        let covered = claims.get(at).is_some_and(Option::is_some);
        pass(&mut whole, at, parent);
        if !covered {
            pass(&mut left, at, parent);
        }
        if let Some(count) = children.get_mut(parent) {
            *count -= 1;
            if *count == 0 {
                ready.push(parent);
            }
        }
    }
    (left, whole)
}

fn pass(sums: &mut [Pair], from: usize, to: usize) {
    let given = sums.get(from).copied().unwrap_or_default();
    if let Some(sum) = sums.get_mut(to) {
        *sum = (sum.0.saturating_add(given.0), sum.1.saturating_add(given.1));
    }
}

fn check(entity: &Entity, claim: Residual, left: Pair, whole: Pair, minimum: u64) -> Result<(), Refutation> {
    let entity = || entity.clone();
    let (complete, partial) = left;
    if claim.respondents != complete.saturating_add(partial) || claim.complete != complete.min(minimum) {
        return Err(Refutation::WrongResidual { entity: entity() });
    }
    if whole == (0, 0) {
        return Err(Refutation::Nothing { entity: entity() });
    }
    if left != (0, 0) && complete < minimum {
        return Err(Refutation::Unsafe { entity: entity() });
    }
    Ok(())
}

//! Shares that never say "everybody" or "nobody".

use serde::Serialize;
use thalweg_model::Share;

/// Which side of the true share the shown one lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// The share is the one shown.
    Inside,
    /// The share is the one shown, or less.
    AtMost,
    /// The share is the one shown, or more.
    AtLeast,
}

/// A share inside `[c, 1 − c]`, with c = max(1/n, 0.05): unanimity would tell everybody's answer.
///
/// On counts, so that the shown share is one that n respondents can have: at least ⌈c·n⌉ and at most n − ⌈c·n⌉ of n.
/// No answer: no share of nobody, of one, or of more than all. A share at an edge is shown as "at most" or "at least",
/// whether it was moved there or stood there.
///
/// ```
/// use thalweg_survey::confidentiality::{CappedShare, Edge};
/// let all = CappedShare::of(8, 8).ok_or("a share")?;
/// assert_eq!((all.share().value(), all.edge()), (0.875, Edge::AtLeast));
/// assert_eq!(CappedShare::of(7, 8), Some(all)); // the same word for both
/// let few = CappedShare::of(0, 200).ok_or("a share")?;
/// assert_eq!((few.share().value(), few.edge()), (0.05, Edge::AtMost));
/// assert_eq!(CappedShare::of(1, 1), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CappedShare {
    share: Share,
    edge: Edge,
}

impl CappedShare {
    /// Caps `part` of `whole`.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        Share::new(part, whole)?;
        let least = whole.div_ceil(20);
        let most = whole.checked_sub(least).filter(|most| *most >= least)?;
        let edge = match part {
            _ if least == most => Edge::Inside,
            part if part <= least => Edge::AtMost,
            part if part >= most => Edge::AtLeast,
            _ => Edge::Inside,
        };
        Some(Self { share: Share::new(part.clamp(least, most), whole)?, edge })
    }

    /// The share to show.
    #[must_use]
    pub const fn share(self) -> Share {
        self.share
    }

    /// How to read it.
    #[must_use]
    pub const fn edge(self) -> Edge {
        self.edge
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// survey.md section 3: shares inside [c, 1 − c], c = max(1/n, .05).
    #[test]
    fn every_share_is_inside() {
        for whole in 2..150_u32 {
            let c = (1.0 / f64::from(whole)).max(0.05);
            for part in 0..=whole {
                let share = CappedShare::of(part.into(), whole.into()).unwrap().share().value();
                assert!(share >= c - 1e-12 && share <= 1.0 - c + 1e-12, "{part} of {whole}: {share}");
            }
        }
        assert_eq!(CappedShare::of(3, 2), None);
        assert_eq!(CappedShare::of(0, 0), None);
    }
}

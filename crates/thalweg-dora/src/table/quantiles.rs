//! The quantiles of a cell.

use std::fmt;
use std::ops::Deref;

use smallvec::SmallVec;

/// Quantiles in ticks, for the probabilities asked for and in their order; none without a sample. They are read as a slice.
///
/// Up to three are held in the cell itself: a table of many small cells would else cost more to put down than to compute.
///
/// ```
/// use thalweg_dora::table::Quantiles;
/// let hours: Quantiles = [6.0, 20.0].into_iter().collect();
/// assert_eq!((hours.first(), hours.len()), (Some(&6.0), 2));
/// assert_eq!(hours, [6.0, 20.0]);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Quantiles(SmallVec<[f64; 3]>);

impl Deref for Quantiles {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.0
    }
}

impl FromIterator<f64> for Quantiles {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<const N: usize> PartialEq<[f64; N]> for Quantiles {
    fn eq(&self, other: &[f64; N]) -> bool {
        self.0.as_slice() == other
    }
}

impl PartialEq<Vec<f64>> for Quantiles {
    fn eq(&self, other: &Vec<f64>) -> bool {
        self.0.as_slice() == other
    }
}

impl fmt::Debug for Quantiles {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

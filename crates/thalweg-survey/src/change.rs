//! Whether scores changed between two waves: samples of different people, of the same people, and of both (survey.md section 2).

mod family;
mod overlap;
mod paired;
mod share;
mod unpaired;
mod verdict;

pub use family::{Correction, Family, family};
pub use overlap::{Overlap, OverlapTest, Spreads, overlap};
pub use paired::{Paired, paired};
pub use share::{LEAST_CLUSTERS, ShareChange, share_change};
pub use unpaired::{Unpaired, unpaired};
pub use verdict::{ChangeVerdict, Judgement};

pub use thalweg_stats::ranks::Zeros;

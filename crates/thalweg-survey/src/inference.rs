//! From those who answered to those who are meant: finite populations, clustered answers, and what the silent could change
//! (survey.md section 2).

mod cluster;
mod response;

pub use cluster::{ClusterEstimate, ClusterSums, cluster_bootstrap, cluster_change, cluster_mean};
pub use response::{change_bounds, mean_bounds, share_bounds};

/// Whom an estimate speaks of. It decides whether a full response leaves any doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Population {
    /// The process that made these people's answers; they are a sample of what might have been.
    Process,
    /// These people now, so many of them: with all answered there is no sampling error.
    People {
        /// How many they are.
        size: u64,
    },
}

impl Population {
    /// What a standard error is multiplied by: √(1 − n/N), or 1 for a process.
    ///
    /// ```
    /// use thalweg_survey::inference::Population;
    /// assert_eq!(Population::People { size: 40 }.correction(40), 0.0);
    /// assert_eq!(Population::People { size: 100 }.correction(75), 0.5);
    /// assert_eq!(Population::Process.correction(40), 1.0);
    /// ```
    #[must_use]
    pub fn correction(self, answered: u64) -> f64 {
        match self {
            Self::Process => 1.0,
            Self::People { size } => {
                let share = crate::count::of_u64(answered) / crate::count::of_u64(size.max(1));
                (1.0 - share).max(0.0).sqrt()
            }
        }
    }
}

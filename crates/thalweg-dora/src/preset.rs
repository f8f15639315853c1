#![doc = include_str!("../docs/presets.md")]

mod answer;
mod bucket;
mod devlake;
mod faros;
mod four_keys;
mod gitlab;
mod history;
mod log;
mod metrik;
mod middleware;
mod peers_job;
mod pelorus;
mod rules;

use thalweg_model::{Instant, Stamp, Window};

use crate::definition::Definition;

pub use answer::{Answer, Answers, Contribution, Counted};
pub use history::{History, Push, Request, Run, RunResult, Ticket};
pub use rules::MedianRule;

/// What another system computes, its defects included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Preset {
    /// DevLake's benchmarks of 2023, as since May 2026.
    Devlake2023(MedianRule),
    /// The same with the fail rate of before: incidents over deployments.
    Devlake2021(MedianRule),
    /// Four Keys.
    FourKeys,
    /// GitLab.
    Gitlab,
    /// Middleware.
    Middleware,
    /// Faros.
    Faros,
    /// Pelorus.
    Pelorus,
    /// Metrik.
    Metrik,
    /// The job of warehouses and dashboards that benches are run on.
    PeersJob,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Devlake2023(MedianRule::Lower),
        Self::Devlake2023(MedianRule::Interpolated),
        Self::Devlake2021(MedianRule::Lower),
        Self::Devlake2021(MedianRule::Interpolated),
        Self::FourKeys,
        Self::Gitlab,
        Self::Middleware,
        Self::Faros,
        Self::Pelorus,
        Self::Metrik,
        Self::PeersJob,
    ];

    /// The name that its results carry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Devlake2023(MedianRule::Lower) => "devlake-2023",
            Self::Devlake2023(MedianRule::Interpolated) => "devlake-2023-postgresql",
            Self::Devlake2021(MedianRule::Lower) => "devlake-2021",
            Self::Devlake2021(MedianRule::Interpolated) => "devlake-2021-postgresql",
            Self::FourKeys => "four-keys",
            Self::Gitlab => "gitlab",
            Self::Middleware => "middleware",
            Self::Faros => "faros",
            Self::Pelorus => "pelorus",
            Self::Metrik => "metrik",
            Self::PeersJob => "peers-job",
        }
    }

    /// The preset of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The preset as a definition, as near as rules can say it: to read, to store, and to measure an event log under.
    ///
    /// What rules cannot say (rows of a join, sums of rounded stages, a frequency's word) only [`Preset::measure`] does.
    #[must_use]
    pub fn definition(self) -> Definition {
        Definition::new(self.rules()).unwrap_or_default()
    }

    /// The name and the hash of the definition.
    #[must_use]
    pub fn stamp(self) -> Stamp {
        self.definition().stamp().clone()
    }

    /// What the system would show for a window, as of an instant, from what the systems held by then.
    ///
    /// The order of the records does not matter; nothing in them makes it fail. Cost: O(n log n), and for commit ranges what lies
    /// between consecutive deployments.
    ///
    /// ```
    /// use thalweg_dora::preset::{Counted, History, Preset, Run, RunResult};
    /// use thalweg_model::{Tz, Window};
    /// let run = Run {
    ///     id: "D1".parse()?, project: "shop".into(), service: "api".parse()?, repository: "api".parse()?, environment: "production".parse()?,
    ///     production: true, result: RunResult::Success, rework: false, started_at: "2026-03-03T09:00:00Z".parse()?,
    ///     finished_at: "2026-03-03T09:30:00Z".parse()?, sha: "c0ffee".into(),
    /// };
    /// let history = History { runs: vec![run], ..History::default() };
    /// let march = Window::month(2026, 3, Tz::UTC)?;
    /// let shown = Preset::FourKeys.measure(&history, &march, march.end());
    /// assert_eq!(shown.definition.name, "four-keys");
    /// assert_eq!(shown.deployment_frequency.level, Some("monthly"));
    /// assert_eq!(shown.change_lead_time.value, Some(0.0)); // no data, shown as the best there is
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn measure(self, history: &History, window: &Window, as_of: Instant) -> Answers {
        let past = &history.until(as_of);
        match self {
            Self::Devlake2023(median) => {
                devlake::Devlake { past, window, median, incidents: false }.answers(self)
            }
            Self::Devlake2021(median) => {
                devlake::Devlake { past, window, median, incidents: true }.answers(self)
            }
            Self::FourKeys => four_keys::FourKeys::new(past, window).answers(self),
            Self::Gitlab => gitlab::Gitlab { past, window }.answers(self),
            Self::Middleware => middleware::Middleware { past, window }.answers(self),
            Self::Faros => faros::Faros { past, window }.answers(self),
            Self::Pelorus => pelorus::Pelorus { past, window }.answers(self),
            Self::Metrik => metrik::Metrik { past, window }.answers(self),
            Self::PeersJob => peers_job::PeersJob::new(past, window).answers(self),
        }
    }
}

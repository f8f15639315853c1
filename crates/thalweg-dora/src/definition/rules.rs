//! The parts of a definition: each question that two tools may answer differently, with its answers.

use serde::{Deserialize, Serialize};

use thalweg_model::StartKind;

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $choice:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$of])* $choice,)*
        }
    )*};
}

choices! {
    /// Which environments count.
    Environments {
        /// Those that the log knows as production.
        #[default]
        Production,
        /// Every environment.
        Any,
    }
    /// Which results of a deployment count.
    Results {
        /// It reached production.
        #[default]
        Reached,
        /// Any result, pipelines that failed before production too.
        Any,
    }
    /// What one change is.
    ChangeUnit {
        /// A commit, or whatever one change record of the log is.
        #[default]
        Commit,
        /// A pull request.
        PullRequest,
        /// A merge request.
        MergeRequest,
    }
    /// What ends the clock of a change.
    ClockEnd {
        /// The deployment finished.
        #[default]
        Finished,
        /// The deployment started.
        Started,
    }
    /// How it is known which changes a deployment carries. Applied where the log is made, not where it is measured.
    ChangeSet {
        /// The records name each other.
        #[default]
        Explicit,
        /// Commits reachable from this deployment and from none before it.
        CommitRange,
        /// Of those, the ones that touch a path of the deployed service: for repositories that several services share.
        CommitRangeOfPaths,
        /// Changes made between this deployment and the one before; wrong for every sixth release, so for presets only.
        TimeWindow,
    }
    /// What becomes of the first deployment ever, which carries the whole history.
    FirstDeployment {
        /// It gives no lead time.
        #[default]
        LeftOut,
        /// It counts like any other.
        Counted,
    }
    /// What becomes of lead times that are zero or negative.
    NotPositive {
        /// Negative ones are left out and counted; zero is kept.
        #[default]
        NegativeLeftOut,
        /// Both are left out.
        BothLeftOut,
        /// Negative ones count as zero.
        NegativeAsZero,
    }
    /// One number for many durations.
    Statistic {
        /// The median of the definition's quantile type.
        #[default]
        Median,
        /// The greatest value whose percent rank is at most one half.
        LowerMedian,
        /// The arithmetic mean.
        Mean,
        /// The mean over services of each service's mean.
        MeanOfMeans,
    }
    /// How a quantile lies between two observations (Hyndman and Fan 1996).
    QuantileType {
        /// Type 7: linear over (n − 1)·p.
        #[default]
        Seven,
        /// Type 1: an observation, the nearest rank.
        One,
        /// Type 8: nearly unbiased for the median of any distribution.
        Eight,
    }
    /// To what a duration is rounded before it counts.
    Rounding {
        /// It is not rounded.
        #[default]
        Exact,
        /// Up to whole minutes.
        MinutesUp,
        /// Down to whole minutes.
        MinutesDown,
        /// Down to whole hours.
        HoursDown,
    }
    /// One way to tell which deployment caused an incident.
    Rung {
        /// The incident names the deployment.
        #[default]
        Explicit,
        /// The incident names a commit, or a revert names one, that the deployment carried.
        NamedCommit,
        /// The latest deployment of the same service before the impact.
        SameService,
        /// The latest deployment of the same project before the impact.
        SameProject,
    }
    /// Which of several causes of one incident failed.
    Attribution {
        /// All of them.
        #[default]
        All,
        /// Only the latest that finished before the impact.
        Latest,
    }
    /// Which incidents make a deployment failed.
    Severity {
        /// Those that users felt and that somebody had to act on at once.
        #[default]
        UserImpactingAndImmediate,
        /// Every incident.
        Any,
    }
    /// What the numerator of the fail rate counts.
    Counting {
        /// Each failed deployment once.
        #[default]
        Deployments,
        /// Incidents; the rate may exceed 1, so only a comparison of definitions shows it.
        Incidents,
        /// Rows of a join of deployments, changes and incidents; likewise.
        JoinRows,
    }
    /// When the clock of a recovery starts.
    RecoveryStart {
        /// The earliest impact, else detection, of the incidents; never before the deployment finished.
        #[default]
        Impact,
        /// The failed deployment finished.
        DeploymentFinished,
        /// The incident was opened, or the deployment finished, whichever came first.
        Earliest,
    }
    /// What becomes of incidents that are still open.
    OpenIncidents {
        /// They censor the recovery at the as-of instant.
        #[default]
        Censor,
        /// They vanish: a true median of 10 h then reads as 5 h.
        Drop,
    }
    /// What a recovery is one of.
    RecoveryUnit {
        /// A failed deployment.
        #[default]
        FailedDeployment,
        /// An incident.
        Incident,
    }
    /// Which window a recovery belongs to.
    RecoveryWindow {
        /// That of the failed deployment.
        #[default]
        FailedDeployment,
        /// That in which service was restored.
        Restored,
        /// Both must lie in it.
        Both,
    }
    /// How a frequency is told.
    FrequencyRule {
        /// Deployments over the time observed.
        #[default]
        Rate,
        /// The median over the buckets of the deployments in each.
        MedianOfBuckets,
        /// The median over the buckets of the days with a deployment in each.
        MedianDeployDays,
        /// The mean over the buckets that are not empty.
        MeanOfFilledBuckets,
        /// The whole number of deployments per bucket, the rest cut off.
        FlooredMean,
    }
    /// The buckets that a frequency is counted in.
    Bucket {
        /// Weeks from Monday.
        #[default]
        Week,
        /// Weeks from Sunday.
        SundayWeek,
        /// Days.
        Day,
        /// Calendar months.
        Month,
    }
    /// What becomes of a number that there are no data for.
    Absence {
        /// A gap that says why.
        #[default]
        Gap,
        /// Zero, which reads as the best there is. For presets only.
        Zero,
    }
    /// Which table of bands the numbers are read against.
    BandTable {
        /// The answer scale of DORA's own survey: dora.md section 4.
        #[default]
        AnswerScale,
        /// Daily, weekly, monthly, yearly by deploy days per week, as Four Keys has it.
        FourKeys,
        /// DevLake's benchmarks of 2021.
        DevLake2021,
        /// DevLake's benchmarks of 2023.
        DevLake2023,
        /// None.
        None,
    }
    /// The interval of a proportion.
    ProportionInterval {
        /// Wilson's score interval.
        #[default]
        Wilson,
        /// Clopper's and Pearson's exact interval.
        ClopperPearson,
        /// Jeffreys' interval with exact ends.
        Jeffreys,
    }
}

/// What starts the clock of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClockStart {
    /// What most changes of the sample start with; the others are left out and counted, since kinds never mix.
    #[default]
    Prevailing,
    /// This kind: the change's own start where it is of the kind, else its stage stamp, else it is left out and counted.
    Only(StartKind),
}

/// Which deployments count where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scope {
    /// The environments.
    pub environments: Environments,
    /// The results.
    pub results: Results,
}

/// What a deployment is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeploymentRules {
    /// Those that count for frequency, lead time and the numerators.
    pub counted: Scope,
    /// Those under the fraction of the two rates.
    pub denominator: Scope,
    /// How old a deployment has to be before no incident is expected any more, in days.
    pub maturity_days: MaturityDays,
}

/// Days until a deployment is mature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaturityDays(pub u32);

impl Default for MaturityDays {
    fn default() -> Self {
        Self(7)
    }
}

/// How a frequency is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrequencyRules {
    /// The rule.
    pub rule: FrequencyRule,
    /// The buckets, where the rule has any.
    pub bucket: Bucket,
}

/// What a lead time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LeadTimeRules {
    /// What one change is.
    pub unit: ChangeUnit,
    /// What starts its clock.
    pub start: ClockStart,
    /// What ends it.
    pub end: ClockEnd,
    /// Which changes a deployment carries.
    pub change_set: ChangeSet,
    /// What becomes of the first deployment ever, where the change set is a range of commits.
    pub first_deployment: FirstDeployment,
    /// Whether changes made by bots count.
    pub bots: bool,
    /// Whether merge commits count.
    pub merges: bool,
    /// What becomes of lead times that are not positive.
    pub not_positive: NotPositive,
    /// To what a lead time is rounded.
    pub rounding: Rounding,
    /// One number for all.
    pub statistic: Statistic,
}

impl Default for LeadTimeRules {
    fn default() -> Self {
        Self {
            unit: ChangeUnit::default(),
            start: ClockStart::default(),
            end: ClockEnd::default(),
            change_set: ChangeSet::default(),
            first_deployment: FirstDeployment::default(),
            bots: true,
            merges: false,
            not_positive: NotPositive::default(),
            rounding: Rounding::default(),
            statistic: Statistic::default(),
        }
    }
}

/// How incidents are linked to the deployments that caused them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IncidentRules {
    /// The ladder of evidence, best first. Applied where the log is made, not where it is measured.
    pub rungs: Vec<Rung>,
    /// How long before the impact a deployment may lie, in hours, where the rung is a guess; none for any age.
    pub max_age_hours: Option<f64>,
    /// Whether the deployment must have finished strictly before.
    pub strictly_before: bool,
    /// Which of several named causes failed.
    pub attribute: Attribution,
}

impl Default for IncidentRules {
    fn default() -> Self {
        Self {
            rungs: vec![Rung::Explicit, Rung::NamedCommit, Rung::SameService, Rung::SameProject],
            max_age_hours: Some(24.0),
            strictly_before: false,
            attribute: Attribution::default(),
        }
    }
}

/// What makes a deployment failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FailureRules {
    /// Somebody marked it so.
    pub marked: bool,
    /// It was rolled back.
    pub rolled_back: bool,
    /// A deployment that counts mends it.
    pub remediated: bool,
    /// An incident names it as its cause.
    pub incident: bool,
    /// Which incidents.
    pub severity: Severity,
    /// What the numerator counts.
    pub counting: Counting,
}

impl Default for FailureRules {
    fn default() -> Self {
        Self {
            marked: true,
            rolled_back: true,
            remediated: true,
            incident: true,
            severity: Severity::default(),
            counting: Counting::default(),
        }
    }
}

/// What a recovery time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecoveryRules {
    /// What it is one of.
    pub unit: RecoveryUnit,
    /// When its clock starts.
    pub start: RecoveryStart,
    /// What becomes of open incidents.
    pub open: OpenIncidents,
    /// Which window it belongs to.
    pub window: RecoveryWindow,
    /// To what it is rounded.
    pub rounding: Rounding,
    /// One number for all; with censored recoveries the median is Kaplan's and Meier's.
    pub statistic: Statistic,
}

/// How numbers are estimated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Estimation {
    /// The confidence level of all intervals.
    pub level: f64,
    /// The interval of a proportion.
    pub proportion: ProportionInterval,
    /// How a quantile lies between two observations.
    pub quantile: QuantileType,
    /// The share of records with an unknown field above which a reading is marked.
    pub low_coverage_above: f64,
}

impl Default for Estimation {
    fn default() -> Self {
        Self {
            level: 0.95,
            proportion: ProportionInterval::default(),
            quantile: QuantileType::default(),
            low_coverage_above: 0.2,
        }
    }
}

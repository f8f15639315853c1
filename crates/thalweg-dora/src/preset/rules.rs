//! The presets as definitions: as near as rules can say it; what rules cannot say, the evaluators do.

use thalweg_model::StartKind;

use crate::definition::*;

use super::Preset;

/// Which median a panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MedianRule {
    /// The greatest value whose percent rank is at most one half: of two in the middle the lower one.
    #[default]
    Lower,
    /// Between the two in the middle.
    Interpolated,
}

const ANY: Scope = Scope { environments: Environments::Any, results: Results::Any };
const ANYWHERE: Scope = Scope { environments: Environments::Any, results: Results::Reached };
const ALL_OF_PRODUCTION: Scope = Scope { environments: Environments::Production, results: Results::Any };

impl Preset {
    /// The rules of the preset.
    pub(super) fn rules(self) -> Rules {
        let base = Rules { name: self.name().to_owned(), ..base() };
        match self {
            Self::Devlake2023(median) => devlake(base, median),
            Self::Devlake2021(median) => devlake_2021(base, median),
            Self::FourKeys => four_keys(base),
            Self::Gitlab => gitlab(base),
            Self::Middleware => middleware(base),
            Self::Faros => faros(base),
            Self::Pelorus => pelorus(base),
            Self::Metrik => metrik(base),
            Self::PeersJob => peers_job(base),
        }
    }
}

/// What all of them share: any incident is a failure and nothing else is, and open incidents vanish.
fn base() -> Rules {
    let mut rules = Rules { absence: Absence::Gap, bands: BandTable::None, ..Rules::default() };
    rules.failure = FailureRules {
        marked: false,
        rolled_back: false,
        remediated: false,
        incident: true,
        severity: Severity::Any,
        counting: Counting::Deployments,
    };
    rules.incidents =
        IncidentRules { rungs: vec![Rung::Explicit], max_age_hours: None, ..IncidentRules::default() };
    rules.recovery.unit = RecoveryUnit::Incident;
    rules.recovery.open = OpenIncidents::Drop;
    rules.recovery.window = RecoveryWindow::Restored;
    rules
}

fn devlake(mut rules: Rules, median: MedianRule) -> Rules {
    let statistic = match median {
        MedianRule::Lower => Statistic::LowerMedian,
        MedianRule::Interpolated => Statistic::Median,
    };
    rules.frequency = FrequencyRules { rule: FrequencyRule::MedianDeployDays, bucket: Bucket::Week };
    rules.lead_time.unit = ChangeUnit::PullRequest;
    rules.lead_time.start = ClockStart::Only(StartKind::FirstCommit);
    rules.lead_time.change_set = ChangeSet::CommitRange;
    rules.lead_time.rounding = Rounding::MinutesUp;
    rules.lead_time.statistic = statistic;
    rules.incidents.rungs = vec![Rung::SameProject];
    rules.incidents.strictly_before = true;
    rules.incidents.attribute = Attribution::Latest;
    rules.recovery.start = RecoveryStart::DeploymentFinished;
    rules.recovery.window = RecoveryWindow::Both;
    rules.recovery.statistic = statistic;
    Rules { absence: Absence::Zero, bands: BandTable::DevLake2023, ..rules }
}

fn devlake_2021(rules: Rules, median: MedianRule) -> Rules {
    let mut rules = devlake(rules, median);
    rules.failure.counting = Counting::Incidents;
    Rules { bands: BandTable::DevLake2021, ..rules }
}

fn four_keys(mut rules: Rules) -> Rules {
    rules.deployments.counted = ANYWHERE;
    rules.deployments.denominator = ANYWHERE;
    rules.frequency = FrequencyRules { rule: FrequencyRule::MedianDeployDays, bucket: Bucket::SundayWeek };
    rules.lead_time.merges = true;
    rules.lead_time.not_positive = NotPositive::BothLeftOut;
    rules.lead_time.rounding = Rounding::MinutesDown;
    rules.incidents.rungs = vec![Rung::NamedCommit];
    rules.failure.counting = Counting::JoinRows;
    rules.recovery.start = RecoveryStart::Earliest;
    rules.recovery.rounding = Rounding::HoursDown;
    Rules { absence: Absence::Zero, bands: BandTable::FourKeys, ..rules }
}

fn gitlab(mut rules: Rules) -> Rules {
    rules.lead_time.unit = ChangeUnit::MergeRequest;
    rules.lead_time.start = ClockStart::Only(StartKind::Merged);
    rules.lead_time.change_set = ChangeSet::CommitRange;
    rules.lead_time.first_deployment = FirstDeployment::Counted;
    rules.failure.counting = Counting::Incidents;
    rules
}

fn middleware(mut rules: Rules) -> Rules {
    rules.deployments.counted = ANYWHERE;
    rules.deployments.denominator = ANY;
    rules.frequency = FrequencyRules { rule: FrequencyRule::FlooredMean, bucket: Bucket::Week };
    rules.lead_time.unit = ChangeUnit::PullRequest;
    rules.lead_time.start = ClockStart::Only(StartKind::FirstCommit);
    rules.lead_time.change_set = ChangeSet::TimeWindow;
    rules.lead_time.statistic = Statistic::Mean;
    rules.incidents.rungs = vec![Rung::SameProject];
    rules.recovery.statistic = Statistic::Mean;
    Rules { absence: Absence::Zero, ..rules }
}

fn faros(mut rules: Rules) -> Rules {
    rules.deployments.denominator = ANY;
    rules.frequency = FrequencyRules { rule: FrequencyRule::MeanOfFilledBuckets, bucket: Bucket::Week };
    rules.lead_time.unit = ChangeUnit::PullRequest;
    rules.lead_time.start = ClockStart::Only(StartKind::Opened);
    rules.lead_time.change_set = ChangeSet::TimeWindow;
    rules.lead_time.statistic = Statistic::Mean;
    rules.failure.counting = Counting::JoinRows;
    rules
}

fn pelorus(mut rules: Rules) -> Rules {
    rules.deployments.counted = ANYWHERE;
    rules.deployments.denominator = ANYWHERE;
    rules.lead_time.statistic = Statistic::MeanOfMeans;
    rules.failure.counting = Counting::Incidents;
    rules
}

fn metrik(mut rules: Rules) -> Rules {
    rules.deployments.denominator = ALL_OF_PRODUCTION;
    rules.lead_time.change_set = ChangeSet::CommitRange;
    rules.lead_time.merges = true;
    rules.lead_time.statistic = Statistic::Mean;
    rules.failure.marked = true;
    rules.failure.incident = false;
    rules.recovery.unit = RecoveryUnit::FailedDeployment;
    rules.recovery.start = RecoveryStart::DeploymentFinished;
    rules.recovery.statistic = Statistic::Mean;
    rules
}

fn peers_job(mut rules: Rules) -> Rules {
    rules.deployments.denominator = ALL_OF_PRODUCTION;
    rules.recovery.start = RecoveryStart::DeploymentFinished;
    rules.recovery.window = RecoveryWindow::FailedDeployment;
    rules
}

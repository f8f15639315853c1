//! The recoveries of a view: from the impact of a failed deployment to the restoration of service.

use thalweg_model::{DeploymentRow, Elapsed, Exclusion, IncidentRow, Instant, View};

use crate::definition::{
    Definition, OpenIncidents, RecoveryRules, RecoveryStart, RecoveryUnit, RecoveryWindow,
};

use super::carried::rounded;
use super::causes::Causes;
use super::entry::{Deployed, Entry, Recovered, Recoveries, RecoveryKey};

/// What one pass needs.
pub(super) struct Recovering<'a, 'log> {
    pub(super) view: &'a View<'log>,
    pub(super) definition: &'a Definition,
    pub(super) causes: &'a mut Causes<'log>,
}

impl Recovering<'_, '_> {
    fn rules(&self) -> &RecoveryRules {
        &self.definition.rules().recovery
    }

    /// The recoveries of these deployments.
    pub(super) fn of(&mut self, deployments: &[(DeploymentRow, Deployed)]) -> Recoveries {
        let mut all = Vec::new();
        for (row, deployed) in deployments {
            match self.rules().unit {
                RecoveryUnit::FailedDeployment if deployed.evidence.failed() => {
                    let incidents = self.incidents(*row);
                    all.push(self.entry((*row, None), deployed, &incidents));
                }
                RecoveryUnit::FailedDeployment => {}
                RecoveryUnit::Incident => {
                    for incident in self.incidents(*row) {
                        all.push(self.entry((*row, Some(incident)), deployed, &[incident]));
                    }
                }
            }
        }
        Entry::settled(all.into_iter().flatten().collect())
    }

    /// The incidents laid on a deployment: those that make it failed, or where there is none of them, any that names it.
    fn incidents(&mut self, row: DeploymentRow) -> Vec<IncidentRow> {
        let named = self.view.log().incidents_of(row).iter().copied();
        let blaming: Vec<_> = named.filter(|it| self.causes.blames(*it, row)).collect();
        let severe: Vec<_> = blaming.iter().copied().filter(|it| self.causes.severe(*it)).collect();
        if severe.is_empty() { blaming } else { severe }
    }

    /// The entry of one failure, unless it belongs to another window.
    fn entry(
        &self,
        key: RecoveryKey,
        deployed: &Deployed,
        incidents: &[IncidentRow],
    ) -> Option<Entry<RecoveryKey, Recovered>> {
        let end = self.end(key.0, incidents);
        let inside = |end: Instant| self.view.window().is_none_or(|window| window.contains(end));
        let belongs = match self.rules().window {
            RecoveryWindow::FailedDeployment => true,
            RecoveryWindow::Restored | RecoveryWindow::Both => matches!(end, Ok(Some(end)) if inside(end)),
        };
        let found = end.and_then(|end| self.recovered(key.0, deployed, incidents, end));
        belongs.then(|| Entry::new(key, found))
    }

    /// When service was restored; nothing while it is not.
    fn end(&self, row: DeploymentRow, incidents: &[IncidentRow]) -> Result<Option<Instant>, Exclusion> {
        let (log, as_of) = (self.view.log(), self.view.as_of());
        if incidents.is_empty() {
            return self.mended(row);
        }
        let ends = incidents.iter().map(|it| log.restored_at(*it, as_of));
        Ok(ends.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max()))
    }

    /// Where there is no incident: when the last deployment that mends it finished.
    fn mended(&self, row: DeploymentRow) -> Result<Option<Instant>, Exclusion> {
        let (log, as_of) = (self.view.log(), self.view.as_of());
        let mending = log.remedied_by(row).iter().filter(|by| log.eligible(**by, as_of));
        match mending.map(|by| log.finished_at(*by)).max() {
            Some(end) => Ok(Some(end)),
            None if log.facts(row).is_some_and(|it| it.rolled_back) => Err(Exclusion::NoEnd),
            None => Ok(None),
        }
    }

    fn recovered(
        &self,
        row: DeploymentRow,
        deployed: &Deployed,
        incidents: &[IncidentRow],
        end: Option<Instant>,
    ) -> Result<Recovered, Exclusion> {
        let start = self.start(row, incidents);
        let time = end.unwrap_or(self.view.as_of()).since(start);
        if time < Elapsed::ZERO {
            return Err(Exclusion::NegativeDuration);
        }
        if end.is_none() && self.rules().open == OpenIncidents::Drop {
            return Err(Exclusion::StillOpen);
        }
        let time = rounded(self.rules().rounding, time);
        Ok(Recovered { service: deployed.service, time, open: end.is_none(), mature: deployed.mature })
    }

    /// When the clock starts; the impact never before the deployment finished.
    fn start(&self, row: DeploymentRow, incidents: &[IncidentRow]) -> Instant {
        let finished = self.view.log().finished_at(row);
        let began = incidents.iter().filter_map(|it| self.view.log().began(*it)).min();
        match self.rules().start {
            RecoveryStart::Impact => began.map_or(finished, |it| it.max(finished)),
            RecoveryStart::DeploymentFinished => finished,
            RecoveryStart::Earliest => began.map_or(finished, |it| it.min(finished)),
        }
    }
}

//! Whether a team can be reached, and somebody with authority through it (TT018).

use std::collections::BTreeMap;

use thalweg_model::TeamId;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::Situation;
use crate::escalation::{CounterExample, Fault, PathLimits, PathReport};

pub(super) fn reachable(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let teams = situation.teams();
    let mut paths = BTreeMap::<TeamId, Vec<PathReport>>::new();
    for report in situation.topology.verify_paths(situation.at, PathLimits::default()) {
        paths.entry(report.team.clone()).or_default().push(report);
    }
    let stated = teams.iter().any(|team| team.contact.is_some());
    if !stated && !teams.is_empty() {
        audit.unknown(
            rule,
            Subject::Organisation,
            "no team states a contact, so contacts are not recorded here",
        );
    }
    let recorded = !situation.topology.document().escalation_paths.is_empty();
    if !recorded && !teams.is_empty() {
        audit.unknown(rule, Subject::Organisation, "no escalation paths are recorded");
    }
    for team in teams {
        let subject = Subject::Team(team.id.clone());
        if stated && team.contact.as_ref().is_none_or(|contact| contact.trim().is_empty()) {
            audit.add(Finding::of(rule, Severity::Warning, subject.clone(), "it has no contact"));
        }
        match paths.get(&team.id) {
            None if !recorded => {}
            None => audit.add(Finding::of(rule, Severity::Error, subject, "it has no escalation path")),
            Some(reports) => reports.iter().for_each(|report| without_authority(report, rule, audit)),
        }
    }
}

/// The faults of a path by which it ends without somebody who can decide. Its length and its times are no business here.
fn without_authority(report: &PathReport, rule: &Rule, audit: &mut Audit) {
    let ends_nowhere = |it: &&CounterExample| {
        matches!(
            it.fault,
            Fault::Empty
                | Fault::NoCommonAuthority
                | Fault::ReachesNobody { .. }
                | Fault::WithoutAuthority { .. }
        )
    };
    for it in report.faults.iter().filter(ends_nowhere) {
        let when = it.hour.as_ref().map(|hour| format!(", as on {hour}")).unwrap_or_default();
        let evidence = format!("escalation path `{}`: {}{when}", report.path, it.fault);
        audit.add(Finding::of(rule, Severity::Error, Subject::Team(report.team.clone()), evidence));
    }
}

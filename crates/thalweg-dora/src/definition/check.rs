//! Whether rules hold together.

use std::collections::BTreeSet;

use crate::error::Problem;

use super::Rules;
use super::rules::{Absence, Counting, Estimation, FailureRules, IncidentRules};

/// The longest maturity and the greatest age that make sense: ten years.
const MAX_DAYS: u32 = 3_650;

/// Everything that is wrong, in the order of the fields.
pub(super) fn problems(rules: &Rules) -> Vec<Problem> {
    let mut problems = Vec::new();
    name(rules, &mut problems);
    let days = rules.deployments.maturity_days.0;
    if days > MAX_DAYS {
        problems
            .push(Problem::new("deployments.maturity_days", format!("{days} days are more than {MAX_DAYS}")));
    }
    incidents(&rules.incidents, &mut problems);
    failure(&rules.failure, &mut problems);
    estimation(&rules.estimation, &mut problems);
    if rules.absence == Absence::Zero && rules.name == "thalweg" {
        problems.push(Problem::new(
            "absence",
            "no data is never 0 under `thalweg`: give the definition another name",
        ));
    }
    problems
}

fn name(rules: &Rules, problems: &mut Vec<Problem>) {
    let name = &rules.name;
    if name.trim().is_empty() || name.trim() != name || name.chars().any(char::is_control) || name.len() > 128
    {
        problems.push(Problem::new(
            "name",
            "it must be printable text of 1 to 128 bytes without white space around it",
        ));
    }
    if rules.version == 0 {
        problems.push(Problem::new("version", "versions count from 1"));
    }
}

fn incidents(rules: &IncidentRules, problems: &mut Vec<Problem>) {
    let different: BTreeSet<_> = rules.rungs.iter().collect();
    if rules.rungs.is_empty() {
        problems.push(Problem::new("incidents.rungs", "there must be at least one, such as `explicit`"));
    } else if different.len() < rules.rungs.len() {
        problems.push(Problem::new("incidents.rungs", "a rung stands twice"));
    }
    if let Some(hours) = rules.max_age_hours.filter(|it| !(*it > 0.0 && *it <= f64::from(MAX_DAYS) * 24.0)) {
        let reason = format!("{hours} is not between 0 and {} hours", MAX_DAYS * 24);
        problems.push(Problem::new("incidents.max_age_hours", reason));
    }
}

fn failure(rules: &FailureRules, problems: &mut Vec<Problem>) {
    if !(rules.marked || rules.rolled_back || rules.remediated || rules.incident) {
        problems.push(Problem::new(
            "failure",
            "nothing would ever fail: let at least one kind of evidence count",
        ));
    }
    if rules.counting != Counting::Deployments && !rules.incident {
        problems.push(Problem::new(
            "failure.counting",
            "incidents are counted, but none makes a deployment failed",
        ));
    }
}

fn estimation(rules: &Estimation, problems: &mut Vec<Problem>) {
    let level = rules.level;
    if !(0.5..1.0).contains(&level) {
        problems
            .push(Problem::new("estimation.level", format!("{level} is not a level from 0.5 to below 1")));
    }
    let above = rules.low_coverage_above;
    if !(0.0..=1.0).contains(&above) {
        problems.push(Problem::new(
            "estimation.low_coverage_above",
            format!("{above} is not a share from 0 to 1"),
        ));
    }
}

//! What was observed beside what is declared (TT017, TT019).

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::TeamId;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::{Situation, pair};
use crate::document::Mode;
use crate::observed::CoChange;

pub(super) fn changed_together(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some((coupling, commits)) = rule.threshold("coupling").zip(rule.threshold("commits")) else { return };
    let Some(observed) = situation.co_changes else {
        return audit.unknown(rule, Subject::Organisation, "what changed together is not given");
    };
    let declared: BTreeSet<Subject> =
        situation.interactions().iter().map(|it| pair(&it.team, &it.with)).collect();
    let together: BTreeMap<Subject, &CoChange> =
        observed.pairs.iter().map(|it| (pair(&it.one, &it.other), it)).collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of commits are far below 2^53")]
    let close = |it: &CoChange| it.coupling >= coupling.value && it.commits as f64 >= commits.value;
    for (subject, it) in together.iter().filter(|(subject, it)| close(it) && !declared.contains(subject)) {
        let evidence = format!(
            "{} commits changed files of both, {:.0} % of theirs, and no interaction is declared",
            it.commits,
            it.coupling * 100.0
        );
        let finding = Finding::of(rule, Severity::Warning, subject.clone(), evidence);
        audit.add(finding.against(it.coupling, coupling));
    }
    let collaborating = situation.interactions().into_iter().filter(|it| it.mode == Mode::Collaboration);
    for subject in collaborating.map(|it| pair(&it.team, &it.with)).collect::<BTreeSet<_>>() {
        let Subject::Pair(one, other) = &subject else { continue };
        let idle = |team: &&TeamId| observed.commits.get(*team).is_none_or(|commits| *commits == 0);
        if let Some(idle) = [one, other].into_iter().find(idle) {
            let missing = format!("no commit that counts changed files of `{idle}`");
            audit.unknown(rule, subject.clone(), missing);
        } else if together.get(&subject).is_none_or(|it| it.commits == 0) {
            let evidence = "collaboration is declared, and nothing changes together";
            audit.add(Finding::of(rule, Severity::Warning, subject, evidence));
        }
    }
}

pub(super) fn crossing(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("teams") else { return };
    let Some(journeys) = situation.journeys else {
        return audit.unknown(rule, Subject::Organisation, "the ways of items through teams are not given");
    };
    for journey in journeys {
        let teams = journey.teams();
        #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
        audit.above(rule, Subject::Item(journey.item.clone()), teams.len() as f64, limit, || {
            let named: Vec<String> = teams.iter().map(|team| format!("`{team}`")).collect();
            format!("it went through {} with {} handoffs", named.join(", "), journey.handoffs())
        });
    }
}

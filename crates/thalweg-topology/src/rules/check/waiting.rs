//! Who waits for whom (TT007, TT008, TT015).

use std::cell::OnceCell;
use std::collections::BTreeMap;

use thalweg_model::TeamId;
use thalweg_model::record::TeamKind;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::{Rule, Threshold};
use super::super::situation::Situation;
use crate::document::{Dependency, DependencyState};
use crate::topology::counted;

pub(super) fn stream_that_waits(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some((teams, days)) = rule.threshold("teams").zip(rule.threshold("blocking_days")) else { return };
    let names = situation.topology.waiting_teams();
    let waits = counted(names.len(), situation.flow.waits(), |it| it.team);
    let mut others = Vec::new();
    for all in waits.chunk_by(|one, other| one.team == other.team) {
        let team = all.first().and_then(|it| names.get(it.team as usize));
        let stream =
            |team: &&TeamId| situation.topology.kind_of(team, situation.at) == TeamKind::StreamAligned;
        let Some(team) = team.filter(stream) else { continue };
        others.clear();
        others.extend(all.iter().map(|it| it.on));
        others.sort_unstable();
        others.dedup();
        #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
        audit.above(rule, Subject::Team(team.clone()), others.len() as f64, teams, || {
            format!("it depends on {} teams", others.len())
        });
        let blocking = all.iter().filter(|it| it.state == DependencyState::Blocking);
        // In the order of the document, which decides between findings that are alike.
        let mut places: Vec<u32> = blocking.map(|it| it.place).collect();
        places.sort_unstable();
        let dependencies = &situation.topology.document().dependencies;
        for it in places.into_iter().filter_map(|place| dependencies.get(place as usize)) {
            blocked_too_long(situation, it, rule, days, audit);
        }
    }
}

fn blocked_too_long(
    situation: &Situation<'_>,
    it: &Dependency,
    rule: &Rule,
    days: &Threshold,
    audit: &mut Audit,
) {
    let subject = Subject::Pair(it.team.clone(), it.on.clone());
    match situation.age(it) {
        Some(age) => {
            audit.above(rule, subject, age, days, || format!("`{}` blocks it for {age:.0} days", it.on));
        }
        None => audit.unknown(rule, subject, "the blocking dependency does not say since when"),
    }
}

pub(super) fn bottleneck(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("blocking_fan_in") else { return };
    let fan_in = situation.flow.blocking_fan_in();
    // Betweenness is dear, and most organisations have no team that it is asked for.
    let gate = OnceCell::new();
    for team in situation.teams().iter().filter(|team| team.kind == TeamKind::ComplicatedSubsystem) {
        let subject = Subject::Team(team.id.clone());
        let blocks = fan_in.get(&team.id).copied().unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
        let count = blocks as f64;
        if count >= limit.value {
            let evidence = format!("it blocks {blocks} teams");
            audit.add(Finding::of(rule, Severity::Warning, subject, evidence).against(count, limit));
        } else if gate.get_or_init(|| gate_of_the_critical_path(situation)).as_ref() == Some(&team.id) {
            let evidence = "of the teams on the critical path, most chains of waiting go through it";
            audit.add(Finding::of(rule, Severity::Warning, subject, evidence));
        }
    }
}

/// The team on the critical path with the highest betweenness, where it stands between any others.
fn gate_of_the_critical_path(situation: &Situation<'_>) -> Option<TeamId> {
    let path = situation.flow.critical_path()?;
    let betweenness = situation.flow.betweenness()?;
    let share = |team: &TeamId| betweenness.get(team).copied().unwrap_or(0.0);
    let through = path.teams.into_iter().filter(|team| share(team) > 0.0);
    through.reduce(|best, team| if share(&team) > share(&best) { team } else { best })
}

pub(super) fn circles(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let blocking = situation.flow.cycles();
    let cut = situation.flow.cut_first();
    let knots =
        blocking.iter().enumerate().flat_map(|(knot, it)| it.members.iter().map(move |team| (team, knot)));
    let seen: BTreeMap<&TeamId, usize> = knots.collect();
    let mut cuts = BTreeMap::<usize, Vec<String>>::new();
    for (from, to) in &cut {
        let knot = seen.get(from).copied().unwrap_or_default();
        cuts.entry(knot).or_default().push(format!("`{from}` on `{to}`"));
    }
    for (knot, cycle) in blocking.iter().enumerate() {
        let resolve = format!("cut first: {}", cuts.remove(&knot).unwrap_or_default().join(", "));
        let evidence = format!("blocking: {cycle}");
        audit.add(Finding::of(rule, Severity::Error, subject(&cycle.members), evidence).resolved_by(resolve));
    }
    let waiting = situation.flow.waiting_cycles();
    for cycle in waiting.iter().filter(|it| !it.members.iter().all(|team| seen.contains_key(team))) {
        let evidence = format!("slowing: {cycle}");
        audit.add(Finding::of(rule, Severity::Warning, subject(&cycle.members), evidence));
    }
}

fn subject(members: &[TeamId]) -> Subject {
    match members {
        [one, other] => Subject::Pair(one.clone(), other.clone()),
        [one, ..] => Subject::Team(one.clone()),
        [] => Subject::Organisation,
    }
}

//! How much a team has to bear, how large it is, and what kinds of teams there are (TT010–TT012, TT020).

use std::collections::BTreeMap;

use hashbrown::HashMap;
use thalweg_model::record::TeamKind;
use thalweg_model::{RecordId, ServiceId, TeamId};

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::Situation;
use crate::document::{Complexity, Domain, Team};

/// The services that each team answers for, in order.
fn owned<'a>(situation: &Situation<'a>) -> BTreeMap<&'a TeamId, Vec<&'a ServiceId>> {
    let mut all = HashMap::<&TeamId, Vec<&ServiceId>>::new();
    for (service, owner) in situation.topology.running_owned(situation.at) {
        if let Some(team) = owner {
            all.entry(team).or_default().push(service);
        }
    }
    all.into_iter().collect()
}

pub(super) fn enabling_team_that_owns(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("services") else { return };
    for (team, services) in owned(situation) {
        if situation.topology.kind_of(team, situation.at) == TeamKind::Enabling {
            #[expect(clippy::cast_precision_loss, reason = "counts of services are far below 2^53")]
            audit.above(rule, Subject::Team(team.clone()), services.len() as f64, limit, || {
                let named: Vec<String> = services.iter().map(|service| format!("`{service}`")).collect();
                format!("it answers for {}", named.join(", "))
            });
        }
    }
}

pub(super) fn too_much_to_keep_in_mind(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(budget) = rule.threshold("budget") else { return };
    let loads = loads(situation);
    for team in situation.teams() {
        let Some(load) = loads.get(&team.id) else { continue };
        let points: f64 = load.parts.values().map(|complexity| points(rule, *complexity)).sum();
        let subject = Subject::Team(team.id.clone());
        if load.unstated > 0 {
            let missing = format!("the complexity of {} of its services is not stated", load.unstated);
            audit.unknown(rule, subject.clone(), missing);
        }
        let mut limit = budget.clone();
        limit.value = team.load_budget.unwrap_or(limit.value);
        audit.above(rule, subject, points, &limit, || {
            let named: Vec<String> = load.parts.keys().map(|part| format!("`{part}`")).collect();
            format!("{points} points: {}", named.join(", "))
        });
    }
}

/// What a team has to keep in mind: the domains, and the services that belong to none.
#[derive(Default)]
struct Load {
    parts: BTreeMap<String, Complexity>,
    unstated: usize,
}

fn loads(situation: &Situation<'_>) -> BTreeMap<TeamId, Load> {
    let document = situation.topology.document();
    let domains: BTreeMap<&RecordId, &Domain> = situation
        .topology
        .active(&document.domains, situation.at)
        .map(|domain| (&domain.id, domain))
        .collect();
    let mut loads = BTreeMap::<TeamId, Load>::new();
    for it in situation.topology.active(&document.ownership, situation.at) {
        if let Some((team, domain)) = it.team.as_ref().zip(it.domain.as_ref().and_then(|id| domains.get(id)))
        {
            loads.entry(team.clone()).or_default().parts.insert(domain.id.to_string(), domain.complexity);
        }
    }
    for (team, services) in owned(situation) {
        let load = loads.entry(team.clone()).or_default();
        for id in services {
            let service = situation.topology.service(id, situation.at);
            let domain = service.and_then(|it| domains.get(it.domain.as_ref()?));
            match (domain, service.and_then(|it| it.complexity)) {
                (Some(domain), _) => _ = load.parts.insert(domain.id.to_string(), domain.complexity),
                (None, Some(complexity)) => _ = load.parts.insert(id.to_string(), complexity),
                (None, None) => load.unstated += 1,
            }
        }
    }
    loads
}

fn points(rule: &Rule, complexity: Complexity) -> f64 {
    let name = match complexity {
        Complexity::Simple => "simple",
        Complexity::Complicated => "complicated",
        Complexity::Complex => "complex",
    };
    rule.threshold(name).map_or(0.0, |threshold| threshold.value)
}

pub(super) fn size(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some((least, most)) = rule.threshold("least").zip(rule.threshold("most")) else { return };
    for team in situation.teams() {
        let subject = Subject::Team(team.id.clone());
        let Some(persons) = persons(situation, team) else {
            audit.unknown(rule, subject, "neither its people nor its size are known");
            continue;
        };
        if persons < least.value {
            let finding =
                Finding::of(rule, Severity::Warning, subject.clone(), format!("it has {persons} people"));
            audit.add(finding.against(persons, least));
        }
        audit.above(rule, subject, persons, most, || format!("it has {persons} people"));
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
fn persons(situation: &Situation<'_>, team: &Team) -> Option<f64> {
    let listed = situation.topology.members(&team.id, situation.at).count();
    let listed = (listed > 0).then_some(listed as f64);
    listed.or_else(|| team.size.map(f64::from))
}

#[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
pub(super) fn few_streams(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("share") else { return };
    let teams = situation.teams();
    let streams = teams.iter().filter(|team| team.kind == TeamKind::StreamAligned).count();
    let share = streams as f64 / teams.len() as f64;
    if !teams.is_empty() && share < limit.value {
        let evidence = format!("{streams} of {} teams are stream-aligned", teams.len());
        let finding = Finding::of(rule, Severity::Warning, Subject::Organisation, evidence);
        audit.add(finding.against(share, limit));
    }
}

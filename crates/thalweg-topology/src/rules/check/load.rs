//! How much a team has to bear, how large it is, and what kinds of teams there are (TT010–TT012, TT020).

use std::collections::BTreeMap;

use thalweg_model::record::TeamKind;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::Situation;
use crate::document::{Complexity, Domain, Team};
use crate::topology::{Owned, Rows};

pub(super) fn enabling_team_that_owns(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("services") else { return };
    let owned = situation.topology.owned_services(situation.at);
    for (number, team) in (0..).zip(situation.topology.owning_teams()) {
        let services = owned.row(number);
        if services.is_empty() || situation.topology.kind_of(team, situation.at) != TeamKind::Enabling {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of services are far below 2^53")]
        audit.above(rule, Subject::Team(team.clone()), services.len() as f64, limit, || {
            let named: Vec<String> = services.iter().map(|service| format!("`{}`", service.id)).collect();
            format!("it answers for {}", named.join(", "))
        });
    }
}

pub(super) fn too_much_to_keep_in_mind(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(budget) = rule.threshold("budget") else { return };
    let domains = domains(situation);
    let (loads, owners) = (Loads::of(situation, &domains), situation.topology.owning_teams());
    for team in situation.teams() {
        let Some(load) = owners.binary_search(&team.id).ok().and_then(|owner| loads.load(owner)) else {
            continue;
        };
        let points: f64 = load.parts.iter().map(|(_, complexity)| points(rule, *complexity)).sum();
        let subject = Subject::Team(team.id.clone());
        if load.unstated > 0 {
            let missing = format!("the complexity of {} of its services is not stated", load.unstated);
            audit.unknown(rule, subject.clone(), missing);
        }
        let mut limit = budget.clone();
        limit.value = team.load_budget.unwrap_or(limit.value);
        audit.above(rule, subject, points, &limit, || {
            let named: Vec<String> = load.parts.iter().map(|(part, _)| format!("`{part}`")).collect();
            format!("{points} points: {}", named.join(", "))
        });
    }
}

/// What a team has to keep in mind: the domains, and the services that belong to none, in the order of their ids.
struct Load<'a> {
    parts: Vec<(&'a str, Complexity)>,
    unstated: usize,
}

type Domains<'a> = BTreeMap<&'a [u8], &'a Domain>;

/// The domains at the instant, by the text of their ids.
fn domains<'a>(situation: &Situation<'a>) -> Domains<'a> {
    let all = situation.topology.active(&situation.topology.document().domains, situation.at);
    all.map(|domain| (domain.id.as_str().as_bytes(), domain)).collect()
}

/// What the teams answer for, by their numbers.
struct Loads<'a> {
    domains: &'a Domains<'a>,
    owned_domains: Vec<Vec<&'a Domain>>,
    services: Rows<Owned<'a>>,
}

impl<'a> Loads<'a> {
    fn of(situation: &Situation<'a>, domains: &'a Domains<'a>) -> Self {
        let (topology, at) = (situation.topology, situation.at);
        let mut owned_domains = vec![Vec::new(); topology.owning_teams().len()];
        for part in topology.things().flatten().filter(|it| it.domain && it.holds(at)) {
            let id = topology.ownership(part).and_then(|it| it.domain.as_ref());
            let domain = id.and_then(|id| domains.get(id.as_str().as_bytes()));
            let of_team = part.team.and_then(|team| owned_domains.get_mut(team as usize));
            of_team.into_iter().for_each(|all: &mut Vec<_>| all.extend(domain.copied()));
        }
        Self { domains, owned_domains, services: topology.owned_services(at) }
    }

    /// The load of a team that answers for anything.
    fn load(&self, owner: usize) -> Option<Load<'a>> {
        let part = |domain: &&'a Domain| (domain.id.as_str(), domain.complexity);
        let mut parts: Vec<_> = self.owned_domains.get(owner)?.iter().map(part).collect();
        let mut unstated = 0;
        let services = self.services.row(u32::try_from(owner).ok()?);
        for service in services {
            let domain = service.domain.and_then(|id| self.domains.get(id));
            match (domain, service.complexity) {
                (Some(domain), _) => parts.push(part(domain)),
                (None, Some(complexity)) => parts.push((service.id.as_str(), complexity)),
                (None, None) => unstated += 1,
            }
        }
        // Of a service and a domain of one name the later stands: services come after the domains that are owned as such.
        parts.reverse();
        parts.sort_by_key(|(id, _)| *id);
        parts.dedup_by_key(|(id, _)| *id);
        (!parts.is_empty() || unstated > 0).then_some(Load { parts, unstated })
    }
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

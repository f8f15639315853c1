//! Who serves whom (TT005, TT006, TT009).

use std::collections::BTreeSet;

use thalweg_model::TeamId;
use thalweg_model::record::TeamKind;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::Situation;
use crate::document::{Mode, Team};

fn of_kind<'a>(situation: &Situation<'a>, kind: TeamKind) -> impl Iterator<Item = &'a Team> {
    situation.teams().into_iter().filter(move |team| team.kind == kind)
}

#[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
pub(super) fn platform_without_consumer(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("consumers") else { return };
    let by_team = situation.by_team();
    for team in of_kind(situation, TeamKind::Platform) {
        let all = by_team.get(&team.id).map_or(&[][..], Vec::as_slice);
        let uses = all.iter().filter(|it| it.mode == Mode::XAsAService && it.team == team.id);
        let consumers = uses.map(|it| &it.with).collect::<BTreeSet<_>>().len();
        if (consumers as f64) < limit.value {
            let evidence = match consumers {
                0 => "no team uses it as a service".to_owned(),
                some => format!("only {some} use it as a service"),
            };
            let finding = Finding::of(rule, Severity::Warning, Subject::Team(team.id.clone()), evidence);
            audit.add(finding.against(consumers as f64, limit));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
pub(super) fn platform_without_self_service(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("collaboration_share") else { return };
    let by_team = situation.by_team();
    for team in of_kind(situation, TeamKind::Platform) {
        let subject = Subject::Team(team.id.clone());
        if team.ticket_queue == Some(true) {
            audit.add(Finding::of(
                rule,
                Severity::Warning,
                subject.clone(),
                "others get its work by tickets",
            ));
        }
        let all = by_team.get(&team.id).map_or(&[][..], Vec::as_slice);
        let together = all.iter().filter(|it| it.mode == Mode::Collaboration).count();
        if all.is_empty() {
            audit.unknown(rule, subject, "none of its interactions are recorded");
        } else {
            audit.above(rule, subject, together as f64 / all.len() as f64, limit, || {
                format!("{together} of its {} interactions are collaboration", all.len())
            });
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
pub(super) fn stream_that_serves(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("served") else { return };
    let streams: BTreeSet<&TeamId> =
        of_kind(situation, TeamKind::StreamAligned).map(|team| &team.id).collect();
    let by_team = situation.by_team();
    for team in &streams {
        let all = by_team.get(team).map_or(&[][..], Vec::as_slice);
        let serves = all.iter().filter(|it| it.mode == Mode::XAsAService && it.team == **team);
        let peers: BTreeSet<&TeamId> =
            serves.map(|it| &it.with).filter(|with| streams.contains(with)).collect();
        audit.above(rule, Subject::Team((*team).clone()), peers.len() as f64, limit, || {
            let named: Vec<String> = peers.iter().map(|peer| format!("`{peer}`")).collect();
            format!("it serves {}, stream-aligned like itself", named.join(", "))
        });
    }
}

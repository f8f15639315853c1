//! The changes of a view and how long they took to production, seen from the deployments and from the commits.

use thalweg_model::{
    CarriageRow, ChangeKind, ChangeRow, DeploymentRow, Elapsed, Exclusion, Instant, StartKind, View,
};

use crate::definition::{ClockEnd, ClockStart, Definition, LeadTimeRules, NotPositive, Rounding};

use super::entry::{Carried, Changes, Deployments, Entry};

/// The deployed view: changes whose first deployment that counts lies in the view.
pub(super) fn deployed(view: &View<'_>, definition: &Definition, deployments: &Deployments) -> Changes {
    let rules = &definition.rules().lead_time;
    let counted = deployments.iter().filter(|it| it.found.is_ok()).map(|it| it.key);
    let of_deployment = |row: DeploymentRow| {
        view.log().carriages_of(row).iter().map(move |carriage| {
            let first = view.log().first_deployment(*carriage, view.as_of());
            // Rows stand in the order of time. Under a wider scope than production an earlier row may be the first.
            let found = if first.is_none_or(|it| it >= row) {
                carried(view, rules, *carriage, Some(row))
            } else {
                Err(Exclusion::AlreadyDeployed)
            };
            Entry::new(*carriage, found)
        })
    };
    Entry::settled(counted.flat_map(of_deployment).collect())
}

/// The cohort view: changes committed in the view, deployed or still waiting at the view's instant.
pub(super) fn committed(view: &View<'_>, definition: &Definition) -> Changes {
    let rules = &definition.rules().lead_time;
    let one = |row: CarriageRow| {
        let first = view.log().first_deployment(row, view.as_of());
        Entry::new(row, carried(view, rules, row, first))
    };
    Entry::settled(view.carriages().map(one).collect())
}

fn carried(
    view: &View<'_>,
    rules: &LeadTimeRules,
    row: CarriageRow,
    by: Option<DeploymentRow>,
) -> Result<Carried, Exclusion> {
    let log = view.log();
    let (change, service) = log.carriage(row);
    match log.change_kinds(change).1 {
        ChangeKind::Merge if !rules.merges => return Err(Exclusion::MergeCommit),
        ChangeKind::Bot if !rules.bots => return Err(Exclusion::Bot),
        _ => {}
    }
    let (kind, start) = started(view, rules.start, change).ok_or(Exclusion::OtherStartKind)?;
    let end = match (by, rules.end) {
        (None, _) => view.as_of(),
        (Some(by), ClockEnd::Finished) => log.finished_at(by),
        (Some(by), ClockEnd::Started) => log.started_at(by).ok_or(Exclusion::NoStamp)?,
    };
    if start > view.as_of() {
        return Err(Exclusion::AfterAsOf);
    }
    let time = positive(rules.not_positive, end.since(start))?;
    Ok(Carried { change, service, kind, start, time: rounded(rules.rounding, time), by })
}

/// When the clock of a change starts, and with what.
fn started(view: &View<'_>, rule: ClockStart, change: ChangeRow) -> Option<(StartKind, Instant)> {
    let (own, at) = (view.log().change_kinds(change).0, view.log().committed_at(change));
    let ClockStart::Only(wanted) = rule else { return Some((own, at)) };
    if own == wanted {
        return Some((own, at));
    }
    let stamps = view.log().stages(change);
    let stamp = match wanted {
        StartKind::FirstCommit => stamps.first_commit,
        StartKind::LastCommit => None,
        StartKind::Opened => stamps.opened,
        StartKind::Merged => stamps.merged,
    };
    stamp.map(|at| (wanted, at))
}

fn positive(rule: NotPositive, time: Elapsed) -> Result<Elapsed, Exclusion> {
    match rule {
        NotPositive::NegativeAsZero => Ok(time.max(Elapsed::ZERO)),
        _ if time.is_negative() => Err(Exclusion::NegativeDuration),
        NotPositive::BothLeftOut if time == Elapsed::ZERO => Err(Exclusion::ZeroDuration),
        _ => Ok(time),
    }
}

const MINUTE: i64 = 60_000_000_000;

/// A duration that is not negative, rounded.
pub(super) const fn rounded(rule: Rounding, time: Elapsed) -> Elapsed {
    let nanos = time.nanos();
    match rule {
        Rounding::Exact => time,
        Rounding::MinutesUp => {
            let more = if nanos % MINUTE == 0 { 0 } else { 1 };
            Elapsed::from_nanos((nanos / MINUTE + more).saturating_mul(MINUTE))
        }
        Rounding::MinutesDown => Elapsed::from_nanos(nanos / MINUTE * MINUTE),
        Rounding::HoursDown => Elapsed::from_hours(nanos / (60 * MINUTE)),
    }
}

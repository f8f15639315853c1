//! What makes a record impossible, kind by kind: it is refused, since no one can say which part of it is wrong.

use thalweg_model::Tz;
use thalweg_model::record::*;

use super::dates::{after, not_before};
use super::numbers::{finite, not_negative, share};
use crate::fault::Fault;

/// Whether a record can be true.
pub trait Plausible {
    /// What makes it impossible.
    #[doc(hidden)]
    fn fault(&self) -> Option<Fault> {
        None
    }
}

macro_rules! always {
    ($($type:ident)*) => { $(impl Plausible for $type {})* };
}

always! {
    Deployment Change Incident Commit Touch Release DashboardView Objective PostIncidentReview PostIncidentAction
    Highlight SharingEvent Coaching NarrativeBrief ChangeApproval LeadershipDecision EscalationPath MetricStatus
}

macro_rules! plausible {
    ($($type:ident |$it:ident| $fault:expr;)*) => {
        $(impl Plausible for $type {
            fn fault(&self) -> Option<Fault> {
                let $it = self;
                $fault
            }
        })*
    };
}

plausible! {
    Person |it| after("until", it.until, "from", it.from);
    Team |it| after("until", it.until, "from", it.from);
    Service |it| after("active_to", it.active_to, "active_from", it.active_from);
    ServiceOwnership |it| after("until", it.until, "from", it.from);
    SurveyWave |it| not_before("closed", Some(it.closed), "opened", it.opened);
    Meeting |it| undated(it);
    RecurrenceRule |it| zone(it).or_else(|| not_before("expanded_to", it.expanded_to, "start", it.start));
    KeyResult |it| finite("baseline", it.baseline).or_else(|| finite("target", it.target));
    CapacityEntry |it| not_negative("planned", it.planned).or_else(|| not_negative("actual", it.actual));
    Investment |it| finite("amount", it.amount);
    Experiment |it| not_before("ended", it.ended, "started", it.started);
    ManagerResource |it| not_negative("protected_hours", it.protected_hours);
    Blocker |it| not_before("unblocked", it.unblocked, "raised", it.raised);
    Escalation |it| not_before("resolved_at", it.resolved_at, "raised_at", it.raised_at).or_else(|| {
        it.levels.iter().find_map(|reached| not_before("levels", Some(reached.at), "raised_at", it.raised_at))
    });
    Improvement |it| not_before("done", it.done, "opened", it.opened);
    ValueStreamMap |it| it.stages.iter().enumerate().find_map(|(at, stage)| stage_fault(at, stage));
    WorkItem |it| it.states.is_empty().then(|| Fault::in_field("states", "an item without a state is nowhere: give one"));
    Exemption |it| not_before("expires", it.expires, "from", it.from);
    ServiceLevel |it| level(it);
}

fn undated(it: &Meeting) -> Option<Fault> {
    let undated = it.date.is_none() && it.at.is_none();
    undated
        .then(|| Fault::in_field("date", "a meeting has a day: give `date` (local) or `at` (with an offset)"))
}

fn zone(it: &RecurrenceRule) -> Option<Fault> {
    let known = it.zone.parse::<Tz>().is_ok();
    (!known).then(|| Fault::in_field("zone", crate::zone::unknown(&it.zone)))
}

fn stage_fault(at: usize, stage: &MapStage) -> Option<Fault> {
    let fault = not_negative("process_hours", stage.process_hours)
        .or_else(|| not_negative("wait_hours", stage.wait_hours))
        .or_else(|| share("complete_and_accurate", stage.complete_and_accurate))
        .or_else(|| not_negative("people", stage.people))
        .or_else(|| not_negative("arrivals_per_week", stage.arrivals_per_week))
        .or_else(|| not_negative("capacity_hours_per_week", stage.capacity_hours_per_week))?;
    let field = fault.field.as_ref().map(|field| format!("stages[{at}].{field}"));
    Some(Fault { field, ..fault })
}

fn level(it: &ServiceLevel) -> Option<Fault> {
    let too_good = it.good > it.total;
    too_good
        .then(|| Fault::in_field("good", format!("{} good of {} in all cannot be", it.good, it.total)))
        .or_else(|| share("target", it.target))
        .or_else(|| after("until", Some(it.until), "from", Some(it.from)))
}

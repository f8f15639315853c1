//! The improvement backlog and the blockers: what was done about flow, and what still stands in its way.

use serde::Serialize;
use thalweg_model::record::{Blocker, Improvement};
use thalweg_model::{Evidence, NaiveDate, RecordKind, TeamId, Window, local_date};

/// An entry of the improvement backlog in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BacklogItem {
    /// Its id.
    pub id: String,
    /// What it is.
    pub text: String,
    /// When it was opened.
    pub opened: String,
    /// When it was done, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// What it should change, or what it changed.
    pub effect: String,
}

/// The state of the improvement backlog in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backlog {
    /// Whether the organisation's sources record a backlog at all.
    pub recorded: bool,
    /// How many entries were opened in the month.
    pub opened: usize,
    /// How many were done in the month.
    pub done: usize,
    /// How many were open at its end.
    pub open: usize,
    /// The entries that were done in the month, then the oldest that are open; at most ten.
    pub items: Vec<BacklogItem>,
}

/// A blocker that was open at the end of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenBlocker {
    /// Its id.
    pub id: String,
    /// The team that is blocked.
    pub team: String,
    /// For how many days.
    pub days: i64,
    /// Whether it needs somebody outside the team.
    pub needs_leaders: bool,
    /// Whether a leader took it on.
    pub sponsored: bool,
}

/// Whose entries: everybody's, or one team's.
pub(crate) type Whose<'a> = Option<&'a TeamId>;

const SHOWN: usize = 10;

pub(crate) fn backlog(evidence: &Evidence, whose: Whose<'_>, month: &Window) -> Backlog {
    let last = last_day(evidence, month);
    let all = &evidence.records().improvements;
    let mine = |it: &&Improvement| whose.is_none_or(|team| it.team.as_ref() == Some(team));
    let in_month = |day: NaiveDate| month.contains_date(day) && day <= last;
    let known: Vec<&Improvement> = all.iter().filter(mine).filter(|it| it.opened <= last).collect();
    let done: Vec<&Improvement> = known.iter().copied().filter(|it| it.done.is_some_and(in_month)).collect();
    let mut open: Vec<&Improvement> =
        known.iter().copied().filter(|it| it.done.is_none_or(|day| day > last)).collect();
    open.sort_by_key(|it| (it.opened, &it.id));
    Backlog {
        recorded: !all.is_empty() || evidence.sources().kinds().contains(&RecordKind::Improvements),
        opened: known.iter().filter(|it| in_month(it.opened)).count(),
        done: done.len(),
        open: open.len(),
        items: done.iter().chain(&open).take(SHOWN).map(|it| item(it, last)).collect(),
    }
}

fn item(it: &Improvement, last: NaiveDate) -> BacklogItem {
    let done = it.done.filter(|day| *day <= last);
    let effect = match (done, &it.observed_effect, &it.expected_effect) {
        (Some(_), Some(seen), _) => format!("observed: {seen}"),
        (_, _, Some(hoped)) => format!("expected: {hoped}"),
        _ => "no effect was named".to_owned(),
    };
    BacklogItem {
        id: it.id.to_string(),
        text: it.text.clone(),
        opened: it.opened.to_string(),
        done: done.map(|day| day.to_string()),
        effect,
    }
}

pub(crate) fn blockers(evidence: &Evidence, whose: Whose<'_>, month: &Window) -> Vec<OpenBlocker> {
    let last = last_day(evidence, month);
    let mine = |it: &&Blocker| whose.is_none_or(|team| it.team == *team);
    let open = |it: &&Blocker| it.raised <= last && it.unblocked.is_none_or(|day| day > last);
    let told = |it: &Blocker| OpenBlocker {
        id: it.id.to_string(),
        team: it.team.to_string(),
        days: last.signed_duration_since(it.raised).num_days(),
        needs_leaders: !it.team_can_solve_alone,
        sponsored: it.sponsor.is_some(),
    };
    let mut all: Vec<OpenBlocker> =
        evidence.records().blockers.iter().filter(mine).filter(open).map(told).collect();
    all.sort_by(|a, b| (b.days, &a.id).cmp(&(a.days, &b.id)));
    all
}

/// The last day of the month, or the day of the evidence where that is earlier.
fn last_day(evidence: &Evidence, month: &Window) -> NaiveDate {
    month.last_day().min(local_date(evidence.as_of(), evidence.zone()))
}

//! Judging: rules over rows, months, values and readings, in three-valued logic.

#[cfg(feature = "cel")]
mod cel;
mod change;
mod compare;
mod each;
mod fault;
mod field;
mod link;
mod member;
mod metric;
mod outcome;
mod row;
mod rows;
mod rule;
mod select;
mod sentence;
mod share;
mod tally;
mod trace;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use thalweg_model::{Calendar, Entity, Window};

pub(crate) use outcome::Outcome;
pub(crate) use rule::combined;

use crate::ledger::{Ledger, Stretch};
use crate::plan::{Plan, Selection, Test, When};
use crate::truth::Truth;
use crate::verdict::Verdict;

/// The verdict of a node that another rule takes, and whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) verdict: Verdict,
    pub(crate) counts: bool,
}

/// What a rule is judged against: the records, the subject, the window and the member it is at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a, 'e> {
    pub(crate) plan: &'a Plan,
    pub(crate) ledger: &'a Ledger<'e>,
    pub(crate) subject: &'a Entity,
    pub(crate) window: Window,
    pub(crate) member: Option<&'a str>,
    /// The members that valid exemptions take out of the criterion's count, with the exemption's id.
    pub(crate) exempted: &'a BTreeMap<String, String>,
    /// The verdicts so far, by node.
    pub(crate) taken: &'a [Option<Taken>],
}

impl Scene<'_, '_> {
    /// The days that a rule takes rows from.
    pub(crate) fn stretch(&self, when: When) -> Stretch {
        let reference = self.ledger.horizon.reference;
        match when {
            When::Window => Stretch::of(&self.window),
            When::Quarter => Stretch::of(&self.quarter()),
            When::Ever => Stretch { first: NaiveDate::MIN, last: reference },
            When::Trailing(days) => {
                let first = u64::try_from(days).ok().and_then(|it| reference.checked_sub_days(Days::new(it)));
                Stretch { first: first.unwrap_or(NaiveDate::MIN), last: reference }
            }
        }
    }

    /// The quarter in which the period begins, or the period where it is longer.
    fn quarter(&self) -> Window {
        let period = self.ledger.evidence.period();
        match period.calendar() {
            Calendar::Quarter { .. } | Calendar::Year { .. } => *period,
            _ => Window::quarter_of(period.start(), 1, period.zone()).unwrap_or(*period),
        }
    }

    /// The entities of the rows of which a test holds for certain.
    pub(crate) fn noted(&self, of: &Selection, that: &Test) -> Vec<String> {
        let mut trace = trace::Trace::default();
        let rows = self.rows(of, &mut trace).into_iter().filter(|(_, inside)| *inside == Truth::True);
        let held = rows.map(|(row, _)| (row, self.test(of.table, row, that, &mut trace))).collect::<Vec<_>>();
        let held = held.into_iter().filter(|(_, it)| *it == Truth::True);
        held.map(|(row, _)| self.ledger.called(of.table, row)).collect()
    }

    /// The team that is judged, where it is one.
    pub(crate) fn team(&self) -> Option<&str> {
        match self.subject {
            Entity::Team(id) => Some(id.as_str()),
            _ => None,
        }
    }
}

//! The rows of a selection as members of a criterion, each with its own verdict.

use std::collections::BTreeSet;

use super::Scene;
use super::outcome::Outcome;
use super::tally::Tally;
use super::trace::Trace;
use crate::outcome::MemberVerdict;
use crate::plan::{Selection, Test};
use crate::table::{Row, Table};
use crate::told;
use crate::truth::Truth;
use crate::verdict::Verdict;

/// A row of a selection, with whether it is in it and whether the condition holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) row: Row,
    pub(super) inside: Truth,
    pub(super) holds: Truth,
    pub(super) exempted: bool,
}

/// What is asked of the rows: that it holds, or, where too many are the trouble, that it does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'p> {
    pub(super) that: &'p Test,
    pub(super) one: &'p str,
    pub(super) wanted: bool,
}

impl Scene<'_, '_> {
    /// The rows of a selection with what holds of each, told in an outcome that is still without a verdict.
    pub(super) fn members(&self, of: &Selection, asked: Asked<'_>) -> (Vec<Member>, Outcome) {
        let mut outside = Trace::default();
        let rows = self.rows(of, &mut outside);
        let mut told = Outcome::new(Verdict::Unknown, String::new()).resting_on(self.ledger, &outside);
        let mut members = Vec::with_capacity(rows.len());
        for (row, inside) in rows {
            let mut trace = Trace::default();
            let holds = self.test(of.table, row, asked.that, &mut trace);
            trace.evidence.push((of.table, row));
            let entity = self.ledger.entity(of.table, row);
            let exempted_by = self.exempted.get(&entity).cloned();
            members.push(Member { row, inside, holds, exempted: exempted_by.is_some() });
            let truth = if inside == Truth::True { holds } else { Truth::Unknown };
            let (verdict, because) = self.member((of.table, row), truth, asked, &trace);
            let records = trace.evidence.iter().map(|(table, row)| self.ledger.record(*table, *row));
            let evidence: Vec<String> = records.collect::<BTreeSet<String>>().into_iter().collect();
            told.evidence.extend(evidence.iter().cloned());
            let name = self.ledger.called(of.table, row);
            told.members.push(MemberVerdict { entity, name, verdict, because, evidence, exempted_by });
            if truth == Truth::Unknown {
                told.missing.extend(trace.missing);
            }
        }
        told.sort_members();
        (members, told)
    }

    /// The verdict of a row, and why in a few words.
    fn member(
        &self,
        (table, row): (Table, Row),
        truth: Truth,
        asked: Asked<'_>,
        trace: &Trace,
    ) -> (Verdict, String) {
        let Asked { that, one, wanted } = asked;
        match truth {
            Truth::Withheld => (Verdict::NotApplicable, "withheld".to_owned()),
            Truth::Unknown => {
                let missing = trace.missing.first();
                (Verdict::Unknown, told::lacking(missing.map_or("whether it counts", |it| &it.what)))
            }
            Truth::True => (super::rule::of_truth(wanted.into()), one.to_owned()),
            Truth::False => {
                let faults = self.faults(table, row, that, true);
                let because = if faults.is_empty() { "it does not".to_owned() } else { told::list(&faults) };
                (super::rule::of_truth((!wanted).into()), because)
            }
        }
    }

    /// Adds what is missing where rows may be lacking, and drops it where the verdict does not need it.
    pub(super) fn closed(&self, of: &Selection, open: bool, mut told: Outcome) -> Outcome {
        if told.verdict != Verdict::Unknown {
            told.missing.clear();
        } else if open {
            let stretch = self.stretch(of.when);
            let mut trace = Trace::default();
            trace.lacks_rows(self.ledger, of.table, stretch);
            told.missing.extend(trace.missing);
            let all = super::trace::all_recorded(self.ledger, of.table, stretch);
            told.said = format!("{}; it is not declared that {all}", told.said);
        }
        told
    }
}

/// How many members that count hold; one that may not be in the selection is unknown.
pub(super) fn tally(members: &[Member]) -> Tally {
    let counted = members.iter().filter(|it| !it.exempted);
    counted.map(|it| if it.inside == Truth::True { it.holds } else { Truth::Unknown }).collect()
}

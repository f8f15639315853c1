//! The rows of a selection as members of a criterion, each with its own verdict.

use std::collections::BTreeSet;

use super::Scene;
use super::outcome::{Outcome, few};
use super::tally::Tally;
use super::trace::Trace;
use crate::outcome::MemberVerdict;
use crate::plan::{Selection, Test};
use crate::table::Row;
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
    pub(super) says: &'p str,
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
            let exempted = self.exempted.get(&entity).cloned();
            members.push(Member { row, inside, holds, exempted: exempted.is_some() });
            let truth = if inside == Truth::True { holds } else { Truth::Unknown };
            let told_member = self.member(entity, truth, asked, exempted, &trace);
            told.evidence.extend(told_member.evidence.iter().cloned());
            told.members.push(told_member);
            if truth == Truth::Unknown {
                told.missing.extend(trace.missing);
            }
        }
        told.sort_members();
        (members, told)
    }

    fn member(
        &self,
        entity: String,
        truth: Truth,
        asked: Asked<'_>,
        exempted_by: Option<String>,
        trace: &Trace,
    ) -> MemberVerdict {
        let says = asked.says;
        let good = if asked.wanted { truth } else { !truth };
        let (verdict, because) = match (good, truth) {
            (Truth::Withheld, _) => (Verdict::NotApplicable, "withheld".to_owned()),
            (Truth::Unknown, _) => {
                let what = trace.missing.first().map_or("whether it counts", |it| it.what.as_str());
                (Verdict::Unknown, format!("not known: {what}"))
            }
            (good, Truth::True) => (super::rule::of_truth(good), format!("one of those that {says}")),
            (good, _) => (super::rule::of_truth(good), format!("not one of those that {says}")),
        };
        let records = trace.evidence.iter().map(|(table, row)| self.ledger.record(*table, *row));
        let evidence: BTreeSet<String> = records.collect();
        MemberVerdict { entity, verdict, because, evidence: evidence.into_iter().collect(), exempted_by }
    }

    /// Adds what is missing where rows may be lacking, and drops it where the verdict does not need it.
    pub(super) fn closed(&self, of: &Selection, open: bool, mut told: Outcome) -> Outcome {
        if told.verdict != Verdict::Unknown {
            told.missing.clear();
        } else if open {
            let mut trace = Trace::default();
            trace.lacks_rows(self.ledger, of.table, self.stretch(of.when));
            told.missing.extend(trace.missing);
            told.said = format!("{}; it is not declared that all are recorded", told.said);
        }
        told
    }
}

/// How many members that count hold; one that may not be in the selection is unknown.
pub(super) fn tally(members: &[Member]) -> Tally {
    let counted = members.iter().filter(|it| !it.exempted);
    counted.map(|it| if it.inside == Truth::True { it.holds } else { Truth::Unknown }).collect()
}

/// How many of the rows it holds of, in words, with those of which it does not.
pub(super) fn all_said(of: &Selection, says: &str, tally: Tally, told: &Outcome) -> String {
    let named = |wanted: Verdict| -> Vec<&str> {
        let members = told.members.iter().filter(|it| it.exempted_by.is_none() && it.verdict == wanted);
        members.map(|it| it.entity.as_str()).collect()
    };
    if tally.all() == 0 {
        return format!("there are no {} to judge", of.noun);
    }
    let mut said = format!("{} of {} {} {says}", tally.holds, tally.all(), of.noun);
    let (fails, unknown) = (named(Verdict::NotMet), named(Verdict::Unknown));
    if !fails.is_empty() {
        said = format!("{said}, against it {}", few(&fails));
    }
    if !unknown.is_empty() {
        said = format!("{said}, unknown for {}", few(&unknown));
    }
    said
}

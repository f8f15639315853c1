//! Rules over rows: every one, and so many.

use std::collections::BTreeSet;

use thalweg_model::Unit;

use super::Scene;
use super::fault::beyond;
use super::link::bounds;
use super::member::{Asked, tally};
use super::outcome::Outcome;
use super::rule::{nothing, of_truth};
use super::sentence::Said;
use super::tally::Tally;
use super::trace::Trace;
use crate::outcome::Number;
use crate::plan::{Count, Every, Limits, Selection};
use crate::table::{Row, Table};
use crate::told;
use crate::truth::Truth;
use crate::verdict::Verdict;

impl Scene<'_, '_> {
    /// A rule over all rows: an incomplete log can refute it and never confirm it.
    pub(super) fn every(&self, every: &Every) -> Outcome {
        let Every { of, that, says, one, none } = every;
        let (members, mut told) = self.members(of, Asked { that, one, wanted: true });
        let counted = told.members.iter().filter(|it| it.exempted_by.is_none()).map(|it| it.verdict);
        let open = self.is_open(of);
        let known = if members.is_empty() { nothing(*none) } else { Verdict::of_conditions(counted) };
        let tally = tally(&members);
        told.verdict = match known {
            Verdict::Met | Verdict::NotApplicable if open => Verdict::Unknown,
            known => known,
        };
        let rest = open.then(|| "the rest".to_owned());
        let wants: Vec<String> = told.lagging().map(str::to_owned).chain(rest).collect();
        told.said = Said { noun: &of.noun, says, one, wanted: true }.sentence(tally, None, &told);
        self.closed(of, open, told.wanting(wants)).counting(holding(of, says, tally, open))
    }

    pub(super) fn count(&self, count: &Count) -> Outcome {
        let Count { of, distinct, needs } = count;
        let mut trace = Trace::default();
        let rows = self.rows(of, &mut trace);
        let (sure, maybe): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(_, inside)| *inside == Truth::True);
        trace.evidence.extend(sure.iter().map(|(row, _)| (of.table, *row)));
        let (known, more) = match distinct {
            None => (sure.len(), maybe.len()),
            Some(field) => {
                let (sure, maybe) =
                    (self.texts(of.table, *field, &sure), self.texts(of.table, *field, &maybe));
                (sure.len(), maybe.difference(&sure).count())
            }
        };
        let open = self.is_open(of);
        let (low, high) = bounds(known, more, open);
        let verdict = of_truth(needs.judge(low, high));
        let said = counted(&of.noun, needs, known, more);
        let told = Outcome::new(verdict, said).resting_on(self.ledger, &trace);
        let wants = (1..=missing_to(needs, low)).map(|it| format!("{} {it}", of.noun));
        let upper = high.is_finite().then_some(high);
        let value = (Some(low) == upper).then_some(low);
        let number = Number {
            name: of.noun.clone(),
            about: String::new(),
            value,
            unit: Unit::Count,
            lower: Some(low),
            upper,
        };
        self.closed(of, open, told.wanting(wants)).counting(number)
    }

    fn texts(&self, table: Table, field: usize, rows: &[(Row, Truth)]) -> BTreeSet<&str> {
        let mut texts = BTreeSet::new();
        for (row, _) in rows {
            texts.extend(self.ledger.at(table, field, *row).each());
        }
        texts
    }
}

/// How many there are and, where that does not tell it by itself, how many it takes.
fn counted(noun: &str, needs: &Limits, known: usize, more: usize) -> String {
    let (have, _) = bounds(known, more, false);
    let maybe = if more == 0 { String::new() } else { format!(", and {more} more of which it is not known") };
    format!("{}{maybe}{}", told::some(known, noun), beyond(needs, have))
}

/// How many more it takes to reach the lower threshold, a hundred at most; one where that is not the matter.
fn missing_to(needs: &Limits, have: f64) -> u32 {
    let least = needs.lower.map_or(0.0, |(it, strict)| if strict { it.floor() + 1.0 } else { it.ceil() });
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between one and a hundred"
    )]
    let more = (least - have).clamp(1.0, 100.0) as u32;
    more
}

fn holding(of: &Selection, says: &str, tally: Tally, open: bool) -> Number {
    let upper = (!open).then(|| tally.most());
    let value = upper.filter(|it| *it == tally.sure());
    let name = format!("{} that {says}", of.noun);
    Number { name, about: String::new(), value, unit: Unit::Count, lower: Some(tally.sure()), upper }
}

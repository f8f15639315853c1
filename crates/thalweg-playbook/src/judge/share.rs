//! A share of rows, by count or by weight, with what is unknown of them (playbook.md section 1).

use std::collections::BTreeSet;

use thalweg_model::Unit;

use super::Scene;
use super::member::{Asked, Member, tally};
use super::metric::share_words;
use super::outcome::Outcome;
use super::rule::{nothing, of_truth};
use super::sentence::Said;
use super::tally::Tally;
use crate::outcome::Number;
use crate::plan::{Limits, Selection, Share};
use crate::table::Value;
use crate::told;
use crate::truth::Truth;
use crate::verdict::Verdict;

impl Scene<'_, '_> {
    /// At least t of n: met where the known ones suffice, not met where the unknown ones would not, else unknown.
    pub(super) fn share(&self, share: &Share) -> Outcome {
        let Share { of, that, says, one, weight, needs, none } = share;
        let wanted = needs.lower.is_some();
        let (members, mut told) = self.members(of, Asked { that, one, wanted });
        let open = self.is_open(of);
        let (low, high) = match weight {
            _ if open => Some((0.0, 1.0)),
            None => by_count(&members),
            Some(weight) => self.by_weight(of, *weight, &members),
        }
        .unwrap_or_default();
        let tally = tally(&members);
        told.verdict = match (tally.all(), open) {
            (0, false) if members.iter().any(|it| it.exempted) => Verdict::NotApplicable,
            (0, false) => nothing(*none),
            _ => of_truth(needs.judge(low, high)),
        };
        if weight.is_some() && wanted {
            // Weights that lie elsewhere are no failures of their rows.
            told.members.clear();
        }
        let wants: Vec<String> = told.lagging().take(short(needs, tally)).map(str::to_owned).collect();
        told.said = said(share, tally, (low, high), &told);
        let number = number(of, says, (low, high), tally.all() > 0);
        self.closed(of, open, told.wanting(wants)).counting(number)
    }

    /// The share by weight; a weight that was not recorded can be any.
    fn by_weight(&self, of: &Selection, weight: usize, members: &[Member]) -> Option<(f64, f64)> {
        let mut sums = Weights::default();
        for member in members.iter().filter(|it| !it.exempted && it.holds != Truth::Withheld) {
            let truth = if member.inside == Truth::True { member.holds } else { Truth::Unknown };
            sums.add(&self.ledger.at(of.table, weight, member.row), truth);
        }
        sums.share()
    }
}

/// Weights of rows that hold, do not, or may; and whether some have none.
#[derive(Debug, Default)]
struct Weights {
    holds: f64,
    fails: f64,
    unknown: f64,
    holds_more: bool,
    fails_more: bool,
    units: BTreeSet<Unit>,
}

impl Weights {
    fn add(&mut self, value: &Value<'_>, truth: Truth) {
        if let Value::Amount(_, unit) = value {
            self.units.insert(*unit);
        }
        match (value.number(), truth) {
            (Some(it), Truth::True) => self.holds += it,
            (Some(it), Truth::False) => self.fails += it,
            (Some(it), _) => self.unknown += it,
            (None, Truth::True) => self.holds_more = true,
            (None, Truth::False) => self.fails_more = true,
            (None, _) => (self.holds_more, self.fails_more) = (true, true),
        }
    }

    fn share(&self) -> Option<(f64, f64)> {
        let all = self.holds + self.fails + self.unknown;
        if self.units.len() > 1 || (all <= 0.0 && (self.holds_more || self.fails_more)) {
            return Some((0.0, 1.0));
        }
        let low = if self.fails_more { 0.0 } else { self.holds / all };
        let high = if self.holds_more { 1.0 } else { (self.holds + self.unknown) / all };
        (all > 0.0).then_some((low, high))
    }
}

/// The share by count: a row that may not be in the selection makes it less certain, whatever holds of it.
fn by_count(members: &[Member]) -> Option<(f64, f64)> {
    let counted = || members.iter().filter(|it| !it.exempted);
    let sure: Tally = counted().filter(|it| it.inside == Truth::True).map(|it| it.holds).collect();
    let maybe: Tally = counted().filter(|it| it.inside != Truth::True).map(|it| it.holds).collect();
    let unknown = sure.unknown + maybe.unknown;
    let worst = Tally { unknown, fails: sure.fails + maybe.fails, ..sure };
    let best = Tally { unknown, holds: sure.holds + maybe.holds, ..sure };
    let low = worst.share().or_else(|| best.share())?.0;
    let high = best.share().or_else(|| worst.share())?.1;
    Some((low.min(high), high))
}

/// How many members would have to hold for a share to be enough; found by counting them in one by one.
fn short(needs: &Limits, tally: Tally) -> usize {
    let open = tally.fails + tally.unknown;
    let enough = |more: &usize| {
        let holds = Tally { holds: tally.holds + more, ..Tally::default() };
        let share = holds.sure() / Tally { holds: tally.all(), ..Tally::default() }.sure();
        needs.judge(share, share) == Truth::True
    };
    (1..=open).find(enough).unwrap_or(open.max(1))
}

fn said(share: &Share, tally: Tally, (low, high): (f64, f64), told: &Outcome) -> String {
    let Share { of, says, one, weight, needs, .. } = share;
    let (least, most) = (told::per_cent(low), told::per_cent(high));
    let part = if low == high { least } else { format!("{least} to {most}") };
    let asked = format!("{part}, {}", share_words(needs));
    match weight {
        Some(_) if tally.all() > 0 => format!("{part} of the {} {says}, {}", of.noun, share_words(needs)),
        _ => {
            let said = Said { noun: &of.noun, says, one, wanted: needs.lower.is_some() };
            said.sentence(tally, Some(&asked).filter(|_| (low, high) != (0.0, 1.0)).map(String::as_str), told)
        }
    }
}

fn number(of: &Selection, says: &str, (low, high): (f64, f64), any: bool) -> Number {
    Number {
        name: format!("share of {} that {says}", of.noun),
        about: String::new(),
        value: (low == high && any).then_some(low),
        unit: Unit::Share,
        lower: any.then_some(low),
        upper: any.then_some(high),
    }
}

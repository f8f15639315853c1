//! Sums against sums, and last values against first ones.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use thalweg_model::Unit;

use super::Scene;
use super::metric::share_words;
use super::outcome::Outcome;
use super::rule::{nothing, of_truth};
use super::trace::Trace;
use crate::form::WhenNone;
use crate::outcome::{MemberVerdict, Number};
use crate::plan::{Change, Ratio};
use crate::table::{Row, Value};
use crate::told;
use crate::truth::Truth;
use crate::verdict::Verdict;

/// A sum: what is known of it, and whether more may come, because nothing that is summed is negative.
#[derive(Clone, Debug, Default)]
struct Sum {
    known: f64,
    open: bool,
    units: BTreeSet<Unit>,
}

impl Sum {
    fn add(&mut self, value: &Value<'_>, sure: bool) {
        match value {
            Value::Amount(number, unit) if sure => {
                self.known += number;
                self.units.insert(*unit);
            }
            Value::Number(number) if sure => self.known += number,
            _ => self.open = true,
        }
    }

    const fn most(&self) -> f64 {
        if self.open { f64::INFINITY } else { self.known }
    }

    fn told(&self) -> String {
        let unit = self.units.first().copied().unwrap_or(Unit::Count);
        format!("{}{}", told::number(self.known, unit), if self.open { " as far as is known" } else { "" })
    }
}

/// A share from the least to the most that it can be.
fn part_told(low: f64, high: f64) -> String {
    match (low == high, high.is_finite()) {
        (true, _) => told::per_cent(low),
        (false, true) => format!("{} to {}", told::per_cent(low), told::per_cent(high)),
        (false, false) => format!("at least {}", told::per_cent(low)),
    }
}

/// The values of one group in the order of days.
type Series = Vec<(NaiveDate, Row, Option<f64>)>;

impl Scene<'_, '_> {
    pub(super) fn ratio(&self, ratio: &Ratio) -> Outcome {
        let Ratio { of, says, needs, none, .. } = ratio;
        let mut trace = Trace::default();
        let (above, below) = self.sums(ratio, &mut trace);
        let mixed = above.units.union(&below.units).count() > 1;
        let (low, high) = (above.known / below.most(), above.most() / below.known);
        let (verdict, said) = if mixed {
            (Verdict::Unknown, format!("the {} are in different units", of.noun))
        } else if below.known <= 0.0 && !below.open {
            without_plan(above.known, above.open, *none)
        } else if below.known <= 0.0 {
            (Verdict::Unknown, "it is not known what was planned".to_owned())
        } else {
            let truth = needs.judge(low, high);
            let part = part_told(low, high);
            let sums = format!("{} of {}", told::bare(above.known), below.told());
            (of_truth(truth), format!("{part} {says}, {sums}, {}", share_words(needs)))
        };
        let end = |it: f64| (it.is_finite() && !mixed).then_some(it);
        let (lower, upper) = (end(low), end(high));
        let (name, value) = (format!("{} {says}", of.noun), lower.filter(|_| lower == upper));
        let number = Number { name, about: String::new(), value, unit: Unit::Share, lower, upper };
        Outcome::new(verdict, said).resting_on(self.ledger, &trace).counting(number)
    }

    /// Both sums, each with whether more may come.
    fn sums(&self, ratio: &Ratio, trace: &mut Trace) -> (Sum, Sum) {
        let Ratio { of, sum, over, .. } = ratio;
        let (mut above, mut below) = (Sum::default(), Sum::default());
        for (row, inside) in self.rows(of, trace) {
            trace.evidence.push((of.table, row));
            for (sum, field) in [(&mut above, *sum), (&mut below, *over)] {
                let value = self.ledger.at(of.table, field, row);
                sum.add(&value, inside == Truth::True);
                if value == Value::Absent {
                    let name = of.table.spec().fields.get(field).map_or("", |it| it.name);
                    trace.lacks_field(self.ledger, of.table, row, name);
                }
            }
        }
        if self.is_open(of) {
            trace.lacks_rows(self.ledger, of.table, self.stretch(of.when));
            (above.open, below.open) = (true, true);
        }
        (above, below)
    }

    /// Group by group, the last value against the first; fewer than two say nothing.
    pub(super) fn change(&self, change: &Change) -> Outcome {
        let Change { of, by, falls_by, .. } = change;
        let mut trace = Trace::default();
        let open = self.is_open(of);
        let groups = self.series(change, &mut trace);
        let name = of.table.spec().fields.get(*by).map_or("", |it| it.name);
        let mut outcome = Outcome::new(Verdict::Unknown, String::new()).resting_on(self.ledger, &trace);
        for (key, series) in groups {
            let (entity, name) = (format!("{name}:{key}"), format!("{} {key}", told::words(name)));
            let fall = fall(&series);
            let judged = of_truth(fall.map_or(Truth::Unknown, |it| falls_by.judge(it, it)));
            let verdict = if open { Verdict::Unknown } else { judged };
            let because = self.fell(change, &series, fall);
            let evidence = series.iter().map(|(_, row, _)| self.ledger.record(of.table, *row)).collect();
            let exempted_by = self.exempted.get(&entity).cloned();
            outcome.numbers.extend(fall.map(|it| fall_number(it, &entity)));
            outcome.members.push(MemberVerdict { entity, name, verdict, because, evidence, exempted_by });
        }
        self.grouped(change, open, outcome)
    }

    /// From what to what a number went, and when.
    fn fell(&self, change: &Change, series: &Series, fall: Option<f64>) -> String {
        let Change { of, value, falls_by, .. } = change;
        let field = of.table.spec().fields.get(*value);
        let told = |at: Option<&(NaiveDate, Row, Option<f64>)>| {
            let (day, row, _) = at?;
            let value = self.ledger.at(of.table, *value, *row);
            Some(format!("{} on {}", self.ledger.value_called(field?, &value), told::date(*day)))
        };
        match (fall, told(series.first()), told(series.last())) {
            (Some(fall), Some(from), Some(to)) => {
                let (by, way) = (told::per_cent(fall.abs()), if fall < 0.0 { "higher" } else { "lower" });
                format!("from {from} to {to}, {by} {way}, {}", share_words(falls_by))
            }
            _ => format!("{}, too little to compare", told::some(series.len(), &of.noun)),
        }
    }

    /// The values of each group in the order of days.
    fn series(&self, change: &Change, trace: &mut Trace) -> BTreeMap<String, Series> {
        let Change { of, by, value, .. } = change;
        let mut groups: BTreeMap<String, Series> = BTreeMap::new();
        for (row, inside) in self.rows(of, trace) {
            let day = of.on.and_then(|on| self.ledger.day(of.table, on, row));
            let (Some(day), Truth::True) = (day, inside) else { continue };
            trace.evidence.push((of.table, row));
            let number = self.ledger.at(of.table, *value, row).number();
            for key in self.ledger.at(of.table, *by, row).each() {
                groups.entry((*key).to_owned()).or_default().push((day, row, number));
            }
        }
        groups.values_mut().for_each(|it| it.sort_by_key(|(day, row, _)| (*day, *row)));
        groups
    }

    fn grouped(&self, change: &Change, open: bool, mut outcome: Outcome) -> Outcome {
        let Change { of, value, .. } = change;
        let what = of.table.spec().fields.get(*value).map_or_else(String::new, |it| told::words(it.name));
        let counted: Vec<&MemberVerdict> =
            outcome.members.iter().filter(|it| it.exempted_by.is_none()).collect();
        let verdict = Verdict::of_conditions(counted.iter().map(|it| it.verdict));
        outcome.verdict = if outcome.members.is_empty() { Verdict::Unknown } else { verdict };
        let told: Vec<String> = counted.iter().map(|it| format!("{} ({})", it.name, it.because)).collect();
        outcome.said = match told.is_empty() {
            true => format!("there are no {}", of.noun),
            false => format!("{what} of {}", told::few(&told)),
        };
        if outcome.verdict == Verdict::Unknown {
            let mut trace = Trace::default();
            if open {
                trace.lacks_rows(self.ledger, of.table, self.stretch(of.when));
            } else {
                let by =
                    of.table.spec().fields.get(change.by).map_or_else(String::new, |it| told::words(it.name));
                trace.lacks(
                    format!("a second {} of one and the same {by}", told::singular(&of.noun)),
                    of.table.spec().kind.name(),
                    self.subject.to_string(),
                );
            }
            outcome.missing.extend(trace.missing);
        }
        outcome.sort_members();
        let wants: Vec<String> = outcome.lagging().map(str::to_owned).collect();
        outcome.wanting(wants)
    }
}

fn fall_number(fall: f64, about: &str) -> Number {
    let name = "fall from first to last".to_owned();
    Number { name, about: about.to_owned(), value: Some(fall), unit: Unit::Share, lower: None, upper: None }
}

/// Nothing planned: a share of it does not exist.
fn without_plan(used: f64, open: bool, none: WhenNone) -> (Verdict, String) {
    match none {
        WhenNone::NotMet if used > 0.0 || open => {
            (Verdict::Unknown, "nothing was planned, so that there is no share of it".to_owned())
        }
        _ => (nothing(none), "nothing was planned".to_owned()),
    }
}

/// The share by which the last value lies below the first: (first − last) / first.
fn fall(series: &Series) -> Option<f64> {
    let (first, last) = (series.first()?, series.last()?);
    let (from, to) = (first.2?, last.2?);
    (series.len() > 1 && from > 0.0).then(|| (from - to) / from)
}

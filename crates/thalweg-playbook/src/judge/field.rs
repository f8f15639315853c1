//! Tests of one field.

use chrono::NaiveDate;

use super::Scene;
use super::trace::Trace;
use crate::plan::{Limits, Test};
use crate::table::{Row, Table, Value};
use crate::truth::Truth;

#[expect(clippy::cast_precision_loss, reason = "days between dates of one calendar")]
fn days_between(from: NaiveDate, to: NaiveDate) -> f64 {
    to.signed_duration_since(from).num_days() as f64
}

impl<'e> Scene<'_, 'e> {
    fn value(&self, table: Table, row: Row, field: usize) -> Value<'e> {
        self.ledger.at(table, field, row)
    }

    /// Notes that a field was not recorded where that leaves the test unknown.
    fn lacking(&self, truth: Truth, table: Table, row: Row, field: usize, trace: &mut Trace) -> Truth {
        if truth == Truth::Unknown {
            let name = table.spec().fields.get(field).map_or("", |it| it.name);
            trace.lacks_field(self.ledger, table, row, name);
        }
        truth
    }

    pub(super) fn of_field(&self, table: Table, row: Row, test: &Test, trace: &mut Trace) -> Truth {
        let value = |field: usize| self.value(table, row, field);
        match test {
            Test::Among(field, words) => {
                let truth = among(&value(*field), |it| words.iter().any(|word| word == it));
                self.lacking(truth, table, row, *field, trace)
            }
            Test::Member(field) => {
                let truth = among(&value(*field), |it| self.member == Some(it));
                self.lacking(truth, table, row, *field, trace)
            }
            Test::Subject(field) => match self.team() {
                Some(team) => among(&value(*field), |it| it == team),
                None => Truth::True,
            },
            Test::Has(field, words) => {
                let value = value(*field);
                words.iter().all(|word| value.each().contains(&word.as_str())).into()
            }
            Test::Present(field, wanted) => (value(*field).is_present() == *wanted).into(),
            Test::Yes(field, wanted) => match value(*field) {
                Value::Flag(flag) => (flag == *wanted).into(),
                _ => self.lacking(Truth::Unknown, table, row, *field, trace),
            },
            Test::Number(field, needs) => {
                let truth = value(*field).number().map_or(Truth::Unknown, |it| needs.judge(it, it));
                self.lacking(truth, table, row, *field, trace)
            }
            Test::Mentions(field, words) => {
                let text = value(*field).each().join(" ").to_lowercase();
                words.iter().any(|word| text.contains(word.as_str())).into()
            }
            _ => self.of_date(table, row, test, trace),
        }
    }

    fn of_date(&self, table: Table, row: Row, test: &Test, trace: &mut Trace) -> Truth {
        let day = |field: usize| self.ledger.day(table, field, row);
        match test {
            Test::By(field, other) => {
                let Some(due) = day(*other) else {
                    return self.lacking(Truth::Unknown, table, row, *other, trace);
                };
                let done = day(*field).unwrap_or_else(|| self.earliest());
                let truth = if day(*field).is_some() {
                    (done <= due).into()
                } else {
                    Truth::within(false, done > due)
                };
                self.lacking(truth, table, row, *field, trace)
            }
            Test::After(field, other, needs) => {
                let Some(from) = day(*other) else {
                    return self.lacking(Truth::Unknown, table, row, *other, trace);
                };
                let truth = self.elapsed(from, day(*field), needs);
                self.lacking(truth, table, row, *field, trace)
            }
            Test::Age(field, needs) => day(*field).map_or(Truth::False, |it| {
                let age = days_between(it, self.ledger.horizon.reference);
                needs.judge(age, age)
            }),
            Test::Within(field, when) => {
                self.stretch(*when).holds(day(*field), &self.value(table, row, *field))
            }
            _ => self.of_measure(table, row, test, trace),
        }
    }

    /// The first day on which something that has not happened can.
    fn earliest(&self) -> NaiveDate {
        let last = self.ledger.horizon.last_whole_day;
        last.succ_opt().unwrap_or(last)
    }

    /// Whether the days between keep to the thresholds; what has not happened takes at least until the next day.
    fn elapsed(&self, from: NaiveDate, to: Option<NaiveDate>, needs: &Limits) -> Truth {
        match to {
            Some(to) if to < from => Truth::Unknown,
            Some(to) => needs.judge(days_between(from, to), days_between(from, to)),
            None => needs.judge(days_between(from, self.earliest()), f64::INFINITY),
        }
    }

    fn of_measure(&self, table: Table, row: Row, test: &Test, trace: &mut Trace) -> Truth {
        let measures = &self.plan.measures;
        match test {
            Test::Class { metric, unit, classes } => {
                let (metric, unit) =
                    (self.value(table, row, *metric), unit.map(|it| self.value(table, row, it)));
                let (metric, unit) =
                    (metric.each().first().copied(), unit.as_ref().and_then(|it| it.each().first().copied()));
                let class = measures.class(metric, unit);
                let truth = Truth::known(class.map(|it| classes.iter().any(|wanted| wanted == it)));
                self.unmeasured(truth, "what sort of quantity", metric, table, row, trace)
            }
            Test::Theme(field, theme) => {
                let value = self.value(table, row, *field);
                let Some(metric) = value.each().first().copied() else { return Truth::False };
                let wanted = theme.as_deref().or(self.member);
                let truth = Truth::known(measures.theme(metric).map(|it| Some(it) == wanted));
                self.unmeasured(truth, "what theme", Some(metric), table, row, trace)
            }
            Test::CounteredBy(field, other) => {
                let (metric, other) = (self.value(table, row, *field), self.value(table, row, *other));
                let pair = metric.each().first().zip(other.each().first());
                pair.is_some_and(|(metric, other)| measures.counters(metric, other)).into()
            }
            _ => Truth::Unknown,
        }
    }

    fn unmeasured(
        &self,
        truth: Truth,
        what: &str,
        metric: Option<&str>,
        table: Table,
        row: Row,
        trace: &mut Trace,
    ) -> Truth {
        if truth == Truth::Unknown {
            let entity = self.ledger.entity(table, row);
            let named = metric.map_or_else(
                || self.ledger.called(table, row),
                |it| format!("the metric `{it}` of {}", self.ledger.called(table, row)),
            );
            let supply = metric.map_or_else(|| table.spec().kind.name().to_owned(), str::to_owned);
            trace.lacks(format!("{what} {named} measures"), supply, entity);
        }
        truth
    }
}

/// Whether any text of a value is wanted; a list without it has it not, and what was not recorded is unknown.
fn among(value: &Value<'_>, wanted: impl Fn(&str) -> bool) -> Truth {
    match value {
        Value::Absent => Truth::Unknown,
        value => value.each().iter().any(|it| wanted(it)).into(),
    }
}

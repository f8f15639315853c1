//! Why a row does not do what is asked of it: what stands in it, in the words of a colleague.

use super::Scene;
use super::link::bounds;
use super::trace::Trace;
use crate::plan::{Limits, Related, Test};
use crate::table::{Field, Kind, Row, Table, Value};
use crate::told;
use crate::truth::Truth;

impl Scene<'_, '_> {
    /// What keeps a test from being as it is wanted, told without repetition; nothing where nothing definite does.
    pub(super) fn faults(&self, table: Table, row: Row, test: &Test, wanted: bool) -> Vec<String> {
        let mut found = Vec::new();
        self.collect(table, row, test, wanted, &mut found);
        let mut told: Vec<String> = Vec::new();
        for fault in found.into_iter().filter(|it| !it.is_empty()) {
            if !told.contains(&fault) {
                told.push(fault);
            }
        }
        told
    }

    fn collect(&self, table: Table, row: Row, test: &Test, wanted: bool, found: &mut Vec<String>) {
        let truth = self.test(table, row, test, &mut Trace::default());
        if truth != Truth::from(!wanted) {
            return;
        }
        match test {
            Test::All(tests) | Test::Any(tests) => {
                tests.iter().for_each(|it| self.collect(table, row, it, wanted, found));
            }
            Test::Not(test) => self.collect(table, row, test, !wanted, found),
            test => found.push(self.fault(table, row, test, !wanted)),
        }
    }

    /// What stands in the row where a test asks.
    fn fault(&self, table: Table, row: Row, test: &Test, holds: bool) -> String {
        let field = |place: usize| table.spec().fields.get(place);
        let name = |place: usize| field(place).map_or_else(String::new, |it| told::words(it.name));
        let value = |place: usize| self.ledger.at(table, place, row);
        let called =
            |place: usize| field(place).map_or_else(String::new, |it| self.called(it, &value(place)));
        match test {
            Test::Present(it, _)
                if !value(*it).is_present() && field(*it).is_some_and(|it| it.kind == Kind::Fact) =>
            {
                format!("not {}", name(*it))
            }
            Test::Present(it, _) if !value(*it).is_present() => format!("no {} is recorded", name(*it)),
            Test::Present(it, _) => format!("its {} is {}", name(*it), called(*it)),
            Test::Among(it, _) | Test::Member(it) | Test::Yes(it, _) => {
                format!("its {} is {}", name(*it), called(*it))
            }
            Test::Has(it, wanted) => {
                let has = value(*it);
                let lacks = wanted.iter().filter(|word| !has.each().contains(&word.as_str()));
                let lacks: Vec<String> = lacks.map(|it| told::words(it)).collect();
                format!("without {}", told::list(&lacks))
            }
            Test::Number(it, needs) => {
                format!("{} {}, {}", called(*it), name(*it), needs.words(|it| format!("{it}")))
            }
            Test::Role { field, role, .. } if holds => {
                format!("its {} is a {}", name(*field), told::words(role))
            }
            Test::Role { field, role, .. } => self.without_role(&name(*field), role, &value(*field)),
            Test::Active(it, _) if holds => format!("its {} {} is there", name(*it), called(*it)),
            Test::Active(it, _) if value(*it).is_present() => {
                format!("its {} {} is not there any more", name(*it), called(*it))
            }
            Test::Active(it, _) => format!("it has no {}", name(*it)),
            Test::Names(_, other, _) => {
                let how = if holds { "one" } else { "none" };
                format!("it names {how} of the {}", told::words(other.spec().name))
            }
            Test::Related(related) => self.too_few(table, row, related),
            Test::Metric(rule) => self.row_metric_said(table, row, rule),
            _ => self.date_fault(table, row, test),
        }
    }

    fn date_fault(&self, table: Table, row: Row, test: &Test) -> String {
        let name =
            |place: usize| table.spec().fields.get(place).map_or_else(String::new, |it| told::words(it.name));
        let day = |place: usize| self.ledger.day(table, place, row);
        let on = |place: usize| {
            day(place).map_or_else(
                || format!("not {}", name(place)),
                |it| format!("{} on {}", name(place), told::date(it)),
            )
        };
        match test {
            Test::By(it, other) => format!("{}, {}", on(*it), on(*other)),
            Test::After(it, other, needs) => {
                let from = day(*other);
                let end = day(*it).unwrap_or(self.ledger.horizon.reference);
                let days = from.map_or(0, |from| end.signed_duration_since(from).num_days());
                match day(*it) {
                    Some(_) => format!("{} after {}, {}", name(*it), days_told(days), days_needed(needs)),
                    None => format!("not {} after {}, {}", name(*it), days_told(days), days_needed(needs)),
                }
            }
            Test::Age(it, needs) => match day(*it) {
                Some(day) => {
                    let days = self.ledger.horizon.reference.signed_duration_since(day).num_days();
                    format!("{} {} before, {}", name(*it), days_told(days), days_needed(needs))
                }
                None => format!("not {}", name(*it)),
            },
            Test::Within(it, when) => {
                let stretch = self.stretch(*when);
                format!("{}, outside {}", on(*it), told::dates(stretch.first, stretch.last))
            }
            _ => self.measure_fault(table, row, test),
        }
    }

    fn measure_fault(&self, table: Table, row: Row, test: &Test) -> String {
        let metric = |place: usize| {
            self.ledger
                .at(table, place, row)
                .each()
                .first()
                .map_or_else(String::new, |it| self.plan.measures.called(it))
        };
        match test {
            Test::Class { metric: it, unit, .. } => {
                let (named, unit) =
                    (self.ledger.at(table, *it, row), unit.map(|it| self.ledger.at(table, it, row)));
                let unit = unit.as_ref().and_then(|it| it.each().first().copied());
                let class =
                    self.plan.measures.class(named.each().first().copied(), unit).unwrap_or("something else");
                let what = if named.is_present() {
                    metric(*it)
                } else {
                    format!("in {}", told::words(unit.unwrap_or("no unit")))
                };
                format!("it measures {class} ({what})")
            }
            Test::Theme(it, _) => format!("{} is about something else", metric(*it)),
            Test::CounteredBy(it, _) => format!("no counter-metric of {} stands beside it", metric(*it)),
            _ => String::new(),
        }
    }

    /// A value as people say it; a metric by its name.
    fn called(&self, field: &Field, value: &Value<'_>) -> String {
        match value.each() {
            [id] if field.name == "metric" => self.plan.measures.called(id),
            _ => self.ledger.value_called(field, value),
        }
    }

    fn without_role(&self, name: &str, role: &str, value: &Value<'_>) -> String {
        let role = told::words(role);
        match (name, value.each()) {
            (_, []) if name == "present" => format!("without a {role}"),
            (_, []) => format!("without a {name}"),
            ("present", _) => format!("without a {role} in person"),
            (name, people) => format!("its {name} {} is no {role}", told::few(people)),
        }
    }

    /// How many rows elsewhere name it.
    fn too_few(&self, table: Table, row: Row, related: &Related) -> String {
        let (sure, maybe) = self.related_to(table, row, related, &mut Trace::default());
        let (low, _) = bounds(sure.len(), maybe.len(), false);
        format!("{}{}", told::some(sure.len(), &related.of.noun), beyond(&related.needs, low))
    }
}

fn days_told(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn days_needed(needs: &Limits) -> String {
    needs.words(|it| format!("{it:.0} days"))
}

/// The threshold, where the count does not keep to it and does not tell it by itself.
pub(super) fn beyond(needs: &Limits, have: f64) -> String {
    let one = needs.lower == Some((1.0, false)) && needs.upper.is_none();
    let told = one || needs.judge(have, have) == Truth::True;
    if told { String::new() } else { format!(", {}", needs.words(|it| format!("{it}"))) }
}

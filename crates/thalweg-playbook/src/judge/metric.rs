//! Readings of metrics against thresholds.

use thalweg_model::{Entity, Flag, Gap, PersonId, Quantity, Reading, ServiceId, StreamId, TeamId, Window};

use super::Scene;
use super::outcome::Outcome;
use super::trace::Trace;
use crate::form::{About, Compare, Which};
use crate::outcome::Number;
use crate::plan::{Limits, MetricRule};
use crate::table::{Row, Table};
use crate::truth::Truth;
use crate::verdict::Verdict;

impl<'a, 'e> Scene<'a, 'e> {
    /// The rule of a metric about what is judged.
    pub(super) fn metric(&self, rule: &MetricRule) -> Outcome {
        let entity = match rule.about {
            About::Organisation => Entity::Organisation,
            _ => self.subject.clone(),
        };
        let mut trace = Trace::default();
        let found = self.reading(rule, &entity);
        let truth = self.judged(rule, &entity, found, &mut trace);
        let verdict = match truth {
            Truth::True => Verdict::Met,
            Truth::False => Verdict::NotMet,
            Truth::Unknown | Truth::Withheld => Verdict::Unknown,
        };
        if truth == Truth::Withheld {
            trace.lacks(format!("{} is withheld", self.name(rule)), rule.id.as_str(), entity.to_string());
            return Outcome::new(verdict, format!("{} is withheld", self.name(rule)))
                .resting_on(self.ledger, &trace);
        }
        let outcome = Outcome::new(verdict, self.said(rule, found)).resting_on(self.ledger, &trace);
        match found.and_then(|(window, reading)| number(rule, &window.label(), reading)) {
            Some(number) => outcome.counting(number),
            None => outcome,
        }
    }

    /// The rule of a metric about what a row is.
    pub(super) fn metric_of_row(
        &self,
        table: Table,
        row: Row,
        rule: &MetricRule,
        trace: &mut Trace,
    ) -> Truth {
        let name = self.ledger.entity(table, row);
        let id = name.split_once(':').map_or(name.as_str(), |(_, id)| id);
        let entity = match rule.about {
            About::Span => PersonId::new(id).map(Entity::Span),
            About::Team => TeamId::new(id).map(Entity::Team),
            About::Service => ServiceId::new(id).map(Entity::Service),
            About::Stream => StreamId::new(id).map(Entity::Stream),
            About::Organisation => Ok(Entity::Organisation),
            About::Subject => Ok(self.subject.clone()),
        };
        let Ok(entity) = entity else { return Truth::Unknown };
        self.judged(rule, &entity, self.reading(rule, &entity), trace)
    }

    /// The metric as people call it.
    fn name<'m>(&'m self, rule: &'m MetricRule) -> &'m str {
        self.plan.measures.name(rule.id.as_str())
    }

    /// The reading that counts.
    fn reading(&self, rule: &MetricRule, entity: &Entity) -> Option<(&'e Window, &'e Reading)> {
        let evidence = self.ledger.evidence;
        let period = evidence.period();
        let until = period.end().min(evidence.as_of());
        let known = evidence.series(&rule.id, entity).filter(|(window, _)| window.end() <= until);
        let latest = |all: &mut dyn Iterator<Item = (&'e Window, &'e Reading)>| {
            all.max_by_key(|(it, _)| (it.end(), it.start()))
        };
        match rule.which {
            Which::Period => evidence.series(&rule.id, entity).find(|(it, _)| **it == self.window),
            Which::Latest => latest(&mut { known }),
            Which::LatestInPeriod => latest(&mut known.filter(|(it, _)| it.end() > period.start())),
        }
    }

    fn judged(
        &self,
        rule: &MetricRule,
        entity: &Entity,
        found: Option<(&Window, &Reading)>,
        trace: &mut Trace,
    ) -> Truth {
        let lacking = |what: String| (what, rule.id.as_str().to_owned(), entity.to_string());
        let Some((window, reading)) = found else {
            let (what, supply, entity) = lacking(format!("a reading of {} about {entity}", self.name(rule)));
            trace.lacks(what, supply, entity);
            return Truth::Unknown;
        };
        let stale = rule.max_age.is_some_and(|it| self.age(window) > it);
        let partial = reading.basis().flags.contains(&Flag::Partial);
        let truth = if stale || partial { Truth::Unknown } else { compared(rule, reading) };
        if truth == Truth::Unknown {
            let why = if stale { "a newer reading" } else { "a definite reading" };
            let (what, supply, entity) = lacking(format!("{why} of {} about {entity}", self.name(rule)));
            trace.lacks(what, supply, entity);
        }
        truth
    }

    /// How many days ago a window ended, when states are judged.
    fn age(&self, window: &Window) -> i64 {
        self.ledger.horizon.reference.signed_duration_since(window.last_day()).num_days()
    }

    /// The reading and the thresholds in a sentence.
    fn said(&self, rule: &MetricRule, found: Option<(&Window, &Reading)>) -> String {
        let tell = |it: f64| Quantity::new(it, rule.unit).map_or_else(String::new, |it| it.to_string());
        let needs = rule.shall.as_ref().map_or_else(|| rule.needs.words(tell), |it| format!("it shall {it}"));
        let Some((window, reading)) = found else {
            return format!("there is no reading of {}", self.name(rule));
        };
        let age = self.age(window);
        if rule.max_age.is_some_and(|it| age > it) {
            return format!("the latest {} is {age} days old and counts as stale", self.name(rule));
        }
        let value = match (reading.value(), reading.gap()) {
            (Some(value), _) => value.to_string(),
            (None, gap) => gap.map_or_else(String::new, |it| it.to_string()),
        };
        let ends = reading.interval().filter(|_| reading.value().is_some());
        let ends = ends.and_then(|it| it.lower.zip(it.upper));
        let range =
            ends.map_or_else(String::new, |(low, high)| format!(" (95 % {} to {})", tell(low), tell(high)));
        format!("{} is {value}{range}; {needs}", self.name(rule))
    }
}

fn compared(rule: &MetricRule, reading: &Reading) -> Truth {
    match (reading.value(), reading.gap()) {
        (Some(_), _) if too_few(rule, reading.basis().n) => Truth::Withheld,
        (Some(value), _) if value.unit() != rule.unit && !is_bare(rule) => Truth::Unknown,
        (Some(value), _) if rule.compare == Compare::Value => rule.needs.judge(value.value(), value.value()),
        (Some(_), _) => by_interval(rule, reading),
        (None, Some(Gap::Withheld)) => Truth::Withheld,
        (None, Some(Gap::NotReached { at_least })) => rule.needs.judge(at_least.value(), f64::INFINITY),
        (None, Some(Gap::Undefined)) if rule.undefined_holds => Truth::True,
        _ => Truth::Unknown,
    }
}

/// Whether a reading rests on so few answers that it would show who gave them; one that does not say is not.
#[expect(clippy::cast_precision_loss, reason = "counts of answers")]
fn too_few(rule: &MetricRule, answers: u64) -> bool {
    rule.answers.is_some_and(|least| answers > 0 && (answers as f64) < least)
}

/// Whether nothing says what unit the rule means: no catalog, and thresholds that are whole numbers.
fn is_bare(rule: &MetricRule) -> bool {
    rule.unit == thalweg_model::Unit::Score
}

fn by_interval(rule: &MetricRule, reading: &Reading) -> Truth {
    let Some(interval) = reading.interval() else { return Truth::Unknown };
    let low = interval.lower.unwrap_or(f64::NEG_INFINITY);
    let high = interval.upper.unwrap_or(f64::INFINITY);
    let holds = rule.needs.judge(low, high);
    match (holds, rule.fails_below) {
        (Truth::True, _) | (_, None) => holds,
        (_, Some(least)) => Truth::within(false, high < least),
    }
}

/// The number of a reading; none where it is withheld.
fn number(rule: &MetricRule, about: &str, reading: &Reading) -> Option<Number> {
    let value = reading.value()?;
    let ends = reading.interval();
    Some(Number {
        name: rule.id.to_string(),
        about: about.to_owned(),
        value: Some(value.value()),
        unit: value.unit(),
        lower: ends.and_then(|it| it.lower),
        upper: ends.and_then(|it| it.upper),
    })
}

/// The share of something in per cent.
pub(super) fn per_cent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Thresholds of a share in words.
pub(super) fn share_words(needs: &Limits) -> String {
    needs.words(per_cent)
}

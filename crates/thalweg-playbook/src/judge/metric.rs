//! Readings of metrics against thresholds.

use thalweg_model::{Entity, Flag, Gap, PersonId, Quantity, Reading, ServiceId, StreamId, TeamId, Window};

use super::Scene;
use super::outcome::Outcome;
use super::trace::Trace;
use crate::form::{About, Compare, Which};
use crate::outcome::Number;
use crate::plan::{Limits, MetricRule};
use crate::table::{Row, Table};
use crate::told;
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
        let (name, says) = self.said(rule, found);
        let outcome = Outcome::of(verdict, &name, says).resting_on(self.ledger, &trace);
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
        let Some(entity) = self.entity_of_row(table, row, rule) else { return Truth::Unknown };
        self.judged(rule, &entity, self.reading(rule, &entity), trace)
    }

    /// What a metric about a row is about.
    fn entity_of_row(&self, table: Table, row: Row, rule: &MetricRule) -> Option<Entity> {
        let name = self.ledger.entity(table, row);
        let id = name.split_once(':').map_or(name.as_str(), |(_, id)| id);
        match rule.about {
            About::Span => PersonId::new(id).map(Entity::Span).ok(),
            About::Team => TeamId::new(id).map(Entity::Team).ok(),
            About::Service => ServiceId::new(id).map(Entity::Service).ok(),
            About::Stream => StreamId::new(id).map(Entity::Stream).ok(),
            About::Organisation => Some(Entity::Organisation),
            About::Subject => Some(self.subject.clone()),
        }
    }

    /// What the reading of a metric about a row says.
    pub(super) fn row_metric_said(&self, table: Table, row: Row, rule: &MetricRule) -> String {
        let entity = self.entity_of_row(table, row, rule);
        let (subject, says) = self.said(rule, entity.and_then(|it| self.reading(rule, &it)));
        format!("{subject} {says}")
    }

    /// The metric as people call it.
    fn name(&self, rule: &MetricRule) -> String {
        rule.called.clone().unwrap_or_else(|| told::uncapital(&self.plan.measures.called(rule.id.as_str())))
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
            let of = self.of_whom(entity);
            let (what, supply, entity) = lacking(format!("a reading of {}{of}", self.name(rule)));
            trace.lacks(what, supply, entity);
            return Truth::Unknown;
        };
        let stale = rule.max_age.is_some_and(|it| self.age(window) > it);
        let partial = reading.basis().flags.contains(&Flag::Partial);
        let truth = if stale || partial { Truth::Unknown } else { compared(rule, reading) };
        if truth == Truth::Unknown {
            let why = if stale { "a newer reading" } else { "a definite reading" };
            let of = self.of_whom(entity);
            let (what, supply, entity) = lacking(format!("{why} of {}{of}", self.name(rule)));
            trace.lacks(what, supply, entity);
        }
        truth
    }

    /// Whom a reading is about, where that is not the organisation.
    fn of_whom(&self, entity: &Entity) -> String {
        match entity {
            Entity::Organisation => String::new(),
            Entity::Team(id) => format!(" in {}", self.ledger.team_called(id.as_str())),
            Entity::Span(id) => format!(" in the span of {id}"),
            Entity::Service(id) => format!(" of service {id}"),
            Entity::Stream(id) => format!(" of stream {id}"),
            other => format!(" of {other}"),
        }
    }

    /// How many days ago a window ended, when states are judged.
    fn age(&self, window: &Window) -> i64 {
        self.ledger.horizon.reference.signed_duration_since(window.last_day()).num_days()
    }

    /// What the metric is called, and what is to be said of it.
    fn said(&self, rule: &MetricRule, found: Option<(&Window, &Reading)>) -> (String, String) {
        let name = self.name(rule);
        let Some((window, reading)) = found else { return (name, "went unmeasured".to_owned()) };
        let age = self.age(window);
        if rule.max_age.is_some_and(|it| age > it) {
            return (name, format!("was last measured {age} days before and counts as stale"));
        }
        let says = match (reading.value(), reading.gap()) {
            (Some(value), _) => valued(rule, *value, (window, reading)),
            (None, Some(Gap::Undefined)) if rule.undefined_holds => "shows nothing definite".to_owned(),
            (None, gap) => {
                let why = gap.map_or_else(String::new, |it| format!(": {it}"));
                format!("cannot be told yet{why}")
            }
        };
        (name, says)
    }
}

/// A value in words, or with its sample, its interval and what is needed.
fn valued(rule: &MetricRule, value: Quantity, (window, reading): (&Window, &Reading)) -> String {
    if let Some((_, says)) = rule.reads.iter().find(|(it, _)| *it == value.value()) {
        return says.clone();
    }
    let tell = |it: f64| told::number(it, value.unit());
    let ends = reading.interval().and_then(|it| it.lower.zip(it.upper));
    let mut rests = Vec::new();
    if rule.which != Which::Period {
        rests.push(told::window(window));
    }
    if reading.basis().n > 0 {
        rests.push(format!("n = {}", reading.basis().n));
    }
    rests.extend(ends.map(|(low, high)| format!("95 % interval {} to {}", tell(low), tell(high))));
    let rests = if rests.is_empty() { String::new() } else { format!(" ({})", rests.join(", ")) };
    let whole = if rule.compare == Compare::Interval { whole(rule, reading, tell) } else { String::new() };
    format!("is {}{rests}, {}{whole}", tell(value.value()), rule.needs.words(tell))
}

/// What the interval as a whole says.
fn whole(rule: &MetricRule, reading: &Reading, tell: impl Fn(f64) -> String) -> String {
    match (by_interval(rule, reading), rule.fails_below) {
        (Truth::True, _) => ", which the whole interval keeps to".to_owned(),
        (Truth::False, Some(least)) => format!(", and the interval rules out {}", tell(least)),
        (Truth::False, None) => ", which the whole interval misses".to_owned(),
        _ => ", which the interval leaves open".to_owned(),
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

/// Thresholds of a share in words.
pub(super) fn share_words(needs: &Limits) -> String {
    needs.words(told::per_cent)
}

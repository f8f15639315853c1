//! The period against the period before, with the intervals of the statistics.

use chrono::NaiveDate;
use thalweg_model::{Unit, Window};
use thalweg_stats::proportion::newcombe;
use thalweg_stats::rate::rate_ratio;

use super::Scene;
use super::outcome::Outcome;
use super::rule::of_truth;
use super::tally::Tally;
use super::trace::Trace;
use crate::form::Way;
use crate::ledger::Stretch;
use crate::outcome::Number;
use crate::plan::{RateChange, Selection, ShareChange, Test};
use crate::supply::TIME;
use crate::table::Table;
use crate::told;
use crate::truth::Truth;

/// The confidence level of every interval.
const LEVEL: f64 = 0.95;

/// A team with the days that it was there in the period before and in this one.
type Exposed<'e> = (&'e str, f64, f64);

impl<'e> Scene<'_, 'e> {
    /// The windows that are compared: the period before, and the period; none where the period is not over.
    fn pair(&self) -> Option<(Window, Window)> {
        let period = *self.ledger.evidence.period();
        let over = !period.is_partial(self.ledger.evidence.as_of());
        self.ledger.previous.filter(|_| over).map(|previous| (previous, period))
    }

    fn no_pair(&self, noun: &str) -> Outcome {
        let said = format!("the {noun} cannot be compared until the period is over");
        let mut trace = Trace::default();
        trace.lacks("the end of the period".to_owned(), TIME, self.subject.to_string());
        Outcome::new(crate::verdict::Verdict::Unknown, said).resting_on(self.ledger, &trace)
    }

    pub(super) fn share_change(&self, change: &ShareChange) -> Outcome {
        let ShareChange { of, that, says, way, matters } = change;
        let Some((before, now)) = self.pair() else { return self.no_pair(&of.noun) };
        let mut trace = Trace::default();
        let old = self.tallied(of, that, &before, &mut trace);
        let new = self.tallied(of, that, &now, &mut trace);
        let ends = old.zip(new).and_then(|(old, new)| envelope(old, new));
        let truth = ends.map_or(Truth::Unknown, |(low, high)| match way {
            Way::Falls => Truth::within(high < 0.0, low > -matters),
            Way::Rises => Truth::within(low > 0.0, high < *matters),
        });
        let told = |it: Option<Tally>| {
            it.map_or("not known".to_owned(), |it| format!("{} of {}", it.holds, it.all()))
        };
        let points = |it: f64| format!("{:+.1}", it * 100.0);
        let ends_told = ends.map(|(low, high)| {
            format!("the difference lies between {} and {} points (95 % interval)", points(low), points(high))
        });
        let (noun, then) = (&of.noun, told::window(&before));
        let what = concluded(truth, *way, &told::per_cent(*matters).replace('%', "points"));
        let said = format!(
            "of the {noun}, {} {says}, after {} in {then}; {}{what}",
            told(new),
            told(old),
            range(ends_told)
        );
        let value = |it: Tally| it.share().filter(|_| it.unknown == 0).map(|it| it.0);
        let value = old.and_then(value).zip(new.and_then(value)).map(|(old, new)| new - old);
        let name = format!("difference of the share of {} that {says}", of.noun);
        let (about, lower, upper) = (pair_label(&before, &now), ends.map(|it| it.0), ends.map(|it| it.1));
        let number = Number { name, about, value, unit: Unit::ShareDifference, lower, upper };
        Outcome::new(of_truth(truth), said).resting_on(self.ledger, &trace).counting(number)
    }

    /// How many rows of a window hold; none where rows may be lacking, or where it is not known which rows count.
    fn tallied(&self, of: &Selection, that: &Test, window: &Window, trace: &mut Trace) -> Option<Tally> {
        let stretch = Stretch::of(window);
        let rows = self.rows_within(of, stretch, trace);
        let sure = rows.iter().all(|(_, inside)| *inside == Truth::True);
        let truths: Vec<Truth> = rows.iter().map(|(row, _)| self.test(of.table, *row, that, trace)).collect();
        trace.evidence.extend(rows.iter().map(|(row, _)| (of.table, *row)));
        if self.is_open_within(of, stretch) {
            trace.lacks_rows(self.ledger, of.table, stretch);
            return None;
        }
        sure.then(|| truths.into_iter().collect())
    }

    /// Events per team and week over the teams that were there in both periods (playbook.md section 3, S3.drop).
    pub(super) fn rate_change(&self, change: &RateChange) -> Outcome {
        let RateChange { of, per, way, matters } = change;
        let (Some((before, now)), Some(teams)) = (self.pair(), Table::named("teams")) else {
            return self.no_pair(&of.noun);
        };
        let mut trace = Trace::default();
        let exposed = self.exposed(teams, &before, &now);
        let old = self.events(of, *per, (&exposed, &before), &mut trace);
        let new = self.events(of, *per, (&exposed, &now), &mut trace);
        if self.ledger.state_is_open(teams.spec().kind) {
            trace.lacks_rows(self.ledger, teams, Stretch::of(&now));
        }
        let weeks = |of: fn(&Exposed<'_>) -> f64| exposed.iter().map(of).sum::<f64>() / 7.0;
        let (old_weeks, new_weeks) = (weeks(|it| it.1), weeks(|it| it.2));
        let counts = old.zip(new).filter(|_| trace.missing.is_empty());
        let ratio = counts.and_then(|(old, new)| rate_ratio(new, new_weeks, old, old_weeks, LEVEL));
        let ends = ratio.map(|it| (it.bounds.lower, it.bounds.upper.unwrap_or(f64::INFINITY)));
        let truth = ends.map_or(Truth::Unknown, |(low, high)| match way {
            Way::Falls => Truth::within(high < 1.0, low > *matters),
            Way::Rises => Truth::within(low > 1.0, high < *matters),
        });
        let ends_told =
            ends.map(|(low, high)| format!("the ratio lies between {low:.2} and {high:.2} (95 % interval)"));
        let (noun, then) = (&of.noun, told::window(&before));
        let whose =
            if exposed.len() == 1 { "the team".to_owned() } else { format!("the {} teams", exposed.len()) };
        let said = format!(
            "{noun} of {whose} that were there in both periods: {}, after {} in {then}; {}{}",
            counted(new, new_weeks),
            counted(old, old_weeks),
            range(ends_told),
            concluded(truth, *way, &told::per_cent((1.0 - matters).abs()))
        );
        let (name, about) = (format!("ratio of the rates of {noun}"), pair_label(&before, &now));
        let (value, lower) = (ratio.and_then(|it| it.ratio), ends.map(|it| it.0));
        let upper = ends.map(|it| it.1).filter(|it| it.is_finite());
        let number = Number { name, about, value, unit: Unit::Ratio, lower, upper };
        Outcome::new(of_truth(truth), said).resting_on(self.ledger, &trace).counting(number)
    }

    /// The teams that were there on some day of both windows, with their days in each.
    fn exposed(&self, teams: Table, before: &Window, now: &Window) -> Vec<Exposed<'e>> {
        let records = &self.ledger.evidence.records().teams;
        let rows = self.ledger.rows(teams).iter().filter_map(|row| records.get(row.at as usize));
        let mine = rows.filter(|it| self.team().is_none_or(|team| team == it.id.as_str()));
        let days =
            mine.map(|it| (it.id.as_str(), days(it.from, it.until, before), days(it.from, it.until, now)));
        days.filter(|(_, old, new)| *old > 0.0 && *new > 0.0).collect()
    }

    /// How many events of those teams lie in a window; none where events may be lacking.
    fn events(
        &self,
        of: &Selection,
        per: usize,
        (exposed, window): (&[Exposed<'_>], &Window),
        trace: &mut Trace,
    ) -> Option<u64> {
        let stretch = Stretch::of(window);
        if self.is_open_within(of, stretch) {
            trace.lacks_rows(self.ledger, of.table, stretch);
            return None;
        }
        let teams: std::collections::BTreeSet<&str> = exposed.iter().map(|it| it.0).collect();
        let mut events = 0;
        for (row, inside) in self.rows_within(of, stretch, trace) {
            let counts = self.ledger.at(of.table, per, row).each().iter().any(|it| teams.contains(it));
            match inside {
                Truth::True if counts => {
                    trace.evidence.push((of.table, row));
                    events += 1;
                }
                Truth::True => {}
                _ => return None,
            }
        }
        Some(events)
    }
}

/// An interval in words.
fn range(ends: Option<String>) -> String {
    ends.unwrap_or_else(|| "that is too little to compare".to_owned())
}

/// What follows from an interval.
fn concluded(truth: Truth, way: Way, matters: &str) -> String {
    let word = if way == Way::Falls { "fall" } else { "rise" };
    match truth {
        Truth::True => format!(", so that a {word} is beyond chance"),
        Truth::False => format!(", which rules out a {word} by {matters}"),
        _ => format!(", which neither shows a {word} nor rules one out by {matters}"),
    }
}

fn pair_label(before: &Window, now: &Window) -> String {
    format!("{} after {}", now.label(), before.label())
}

fn counted(events: Option<u64>, weeks: f64) -> String {
    events.map_or("an unknown number".to_owned(), |it| format!("{it} in {weeks:.0} team-weeks"))
}

/// The days of a window on which something was there.
#[expect(clippy::cast_precision_loss, reason = "days within a window")]
fn days(from: Option<NaiveDate>, until: Option<NaiveDate>, window: &Window) -> f64 {
    let first = from.map_or(window.first_day(), |it| it.max(window.first_day()));
    let after = window.last_day().succ_opt().unwrap_or(window.last_day());
    let end = until.map_or(after, |it| it.min(after));
    end.signed_duration_since(first).num_days().max(0) as f64
}

/// Newcombe's interval of the difference, from the least to the most that the unknown allow.
fn envelope(old: Tally, new: Tally) -> Option<(f64, f64)> {
    let count = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
    let (old_all, new_all) = (count(old.all()), count(new.all()));
    let low = newcombe(count(new.holds), new_all, count(old.holds + old.unknown), old_all, LEVEL)?;
    let high = newcombe(count(new.holds + new.unknown), new_all, count(old.holds), old_all, LEVEL)?;
    Some((low.lower, high.upper))
}

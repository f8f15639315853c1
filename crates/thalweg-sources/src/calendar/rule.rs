//! The days that a recurrence rule (RFC 5545, section 3.3.10) calls.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use rrule::{Frequency, RRule, RRuleSet, Tz as RuleTz, Unvalidated};
use thalweg_model::Tz;

use crate::fault::shown;

/// How many days of one rule are listed.
const MAX_DAYS: usize = 10_000;

/// The days from `start` until `until` at most, and the day up to which they are all there.
///
/// Days are reckoned as days: the hour of the meeting does not matter, and so neither does summer time. Only an `UNTIL` in
/// UTC needs the zone, to learn on which local day it falls.
pub(super) fn days(
    rule: &str,
    start: NaiveDate,
    zone: Tz,
    until: NaiveDate,
) -> Result<(Vec<NaiveDate>, NaiveDate), String> {
    let (text, ends) = without_until(rule, zone)?;
    let last = ends.map_or(until, |ends| ends.min(until));
    let parsed: RRule<Unvalidated> = text.parse().map_err(|error: rrule::RRuleError| wrong(rule, &error))?;
    by_day(&parsed)?;
    if last < start {
        // A rule that begins later is checked all the same.
        set(parsed, start, start).map_err(|error| wrong(rule, &error))?;
        return Ok((Vec::new(), until));
    }
    let set = set(parsed, start, last).map_err(|error| wrong(rule, &error))?;
    let mut days: Vec<NaiveDate> = set.into_iter().map(|at| at.date_naive()).take(MAX_DAYS + 1).collect();
    days.dedup();
    let whole = days.len() <= MAX_DAYS;
    days.truncate(MAX_DAYS);
    let complete = if whole { until } else { days.last().copied().unwrap_or(start) };
    Ok((days, complete))
}

fn wrong(rule: &str, error: &rrule::RRuleError) -> String {
    format!("`{}` is no rule: {}", shown(rule), shown(&error.to_string()))
}

/// Only rules that call days: within a day no meeting recurs, and such a rule would call millions.
fn by_day(rule: &RRule<Unvalidated>) -> Result<(), String> {
    let within = matches!(rule.get_freq(), Frequency::Hourly | Frequency::Minutely | Frequency::Secondly);
    if within {
        return Err(format!(
            "`FREQ={}` recurs within a day: use DAILY, WEEKLY, MONTHLY or YEARLY",
            rule.get_freq()
        ));
    }
    if rule.get_interval() == 0 {
        return Err("`INTERVAL=0` never goes on: leave it out or write 1 or more".to_owned());
    }
    Ok(())
}

/// The rule as reckoned with noons in UTC, which every day has exactly once.
fn set(rule: RRule<Unvalidated>, start: NaiveDate, last: NaiveDate) -> Result<RRuleSet, rrule::RRuleError> {
    let noon = |day: NaiveDate| RuleTz::UTC.from_utc_datetime(&day.and_time(noon()));
    let rule = rule.by_hour(Vec::new()).by_minute(Vec::new()).by_second(Vec::new()).until(noon(last));
    Ok(rule.build(noon(start))?.limit())
}

fn noon() -> NaiveTime {
    NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()
}

/// The rule without what stands for its end or for hours, and the local day of its end.
fn without_until(rule: &str, zone: Tz) -> Result<(String, Option<NaiveDate>), String> {
    let rule = rule.trim();
    let rule = rule.strip_prefix("RRULE:").unwrap_or(rule);
    let mut kept = Vec::new();
    let mut ends = None;
    for part in rule.split(';') {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match name.trim().to_ascii_uppercase().as_str() {
            "UNTIL" => ends = Some(end(value.trim(), zone)?),
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => {}
            _ => kept.push(part),
        }
    }
    Ok((kept.join(";"), ends))
}

/// The local day of an `UNTIL`: a day, a local time, or a time in UTC.
fn end(text: &str, zone: Tz) -> Result<NaiveDate, String> {
    let local = NaiveDate::parse_from_str(text, "%Y%m%d")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map(|at| at.date()));
    let utc = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ");
    local.or_else(|_| utc.map(|at| zone.from_utc_datetime(&at).date_naive())).map_err(|_| {
        format!("`UNTIL={}` is no end: write it as `20261231` or `20261231T225959Z`", shown(text))
    })
}

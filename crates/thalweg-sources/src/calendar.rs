//! Calendars: meetings from iCalendar, and the days that recurrence rules call.
//!
//! # What becomes of a `VEVENT`
//!
//! | record | from |
//! |---|---|
//! | `id` | `UID`; of an occurrence, `UID` and its day: `…/2026-03-05` |
//! | `kind` | a name of [`MeetingKind`](thalweg_model::record::MeetingKind) in `CATEGORIES`, else in `SUMMARY`, else `other` |
//! | `at` | `DTSTART` with `Z` or `TZID`; without either, in the zone that the caller gives |
//! | `date` | `DTSTART` where it is a day |
//! | `status` | `cancelled` where `STATUS` says so; `held` where it is over and `STATUS` is `CONFIRMED`; else `planned` |
//!
//! An event with `RRULE` becomes a [`RecurrenceRule`] with its days, without those of `EXDATE`, and a meeting for each of
//! them; an event with `RECURRENCE-ID` stands for the meeting of that day. Persons are not read: a calendar knows them by
//! their addresses, and who came it does not know.

mod block;
mod event;
mod rule;
mod windows;

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use chrono::NaiveDate;
use thalweg_model::record::{Meeting, RecurrenceRule};
use thalweg_model::{Instant, Loaded, Reject, Tz, local_date};

use crate::SourceError;
use crate::settle::Placed;
use crate::source::Source;
use block::Blocks;
use event::Event;

/// What a calendar tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The meetings, in the order of their ids.
    pub meetings: Vec<Meeting>,
    /// The rules by which they recur, with the days that they call.
    pub rules: Vec<RecurrenceRule>,
}

/// Reads an iCalendar file (RFC 5545): its meetings as of an instant, recurring ones until that day.
///
/// ```
/// let ics = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u1\nDTSTART;TZID=Europe/Berlin:20260305T100000\n\
///            SUMMARY:Flow review\nSTATUS:CONFIRMED\nRRULE:FREQ=MONTHLY;BYDAY=1TH\nEND:VEVENT\nEND:VCALENDAR\n";
/// let loaded = thalweg_sources::calendar::read(
///     ics.as_bytes(), "reviews.ics", thalweg_model::Tz::Europe__Berlin, "2026-05-01T00:00:00Z".parse()?,
/// )?;
/// let days: Vec<String> = loaded.value.rules[0].occurrences.iter().map(ToString::to_string).collect();
/// assert_eq!(days, ["2026-03-05", "2026-04-02"]);
/// // Summer time began between the two.
/// assert_eq!(loaded.value.meetings[1].at, Some("2026-04-02T08:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn read(
    reader: impl BufRead,
    name: &str,
    zone: Tz,
    as_of: Instant,
) -> Result<Loaded<Calendar>, SourceError> {
    let mut source = Source::new(name);
    let read =
        gather(reader, &mut source, zone, as_of).map_err(|error| SourceError::unreadable(name, error))?;
    let bare = Calendar {
        meetings: read.meetings.into_iter().map(|placed| placed.record).collect(),
        rules: read.rules.into_iter().map(|placed| placed.record).collect(),
    };
    Ok(source.finish(bare))
}

/// The days that a rule calls, until a last day: the same rule with `occurrences` and `expanded_to`.
///
/// A rule that never ends is expanded only until that day, and to at most 10,000 days; `expanded_to` tells how far.
///
/// ```
/// use thalweg_model::record::{MeetingKind, RecurrenceRule};
/// use thalweg_model::{NaiveDate, RecordId};
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).expect("a day");
/// let rule = RecurrenceRule {
///     id: RecordId::new("all-hands")?, kind: MeetingKind::AllHands, start: day(1, 1), rule: "FREQ=MONTHLY;BYDAY=-1TH".into(),
///     zone: "Europe/Berlin".into(), occurrences: vec![], expanded_to: None,
/// };
/// let expanded = thalweg_sources::calendar::expand(&rule, day(3, 1)).map_err(|reject| reject.to_string())?;
/// assert_eq!(expanded.occurrences, [day(1, 29), day(2, 26)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A [`Reject`] where the rule cannot be read, or recurs within a day.
pub fn expand(rule: &RecurrenceRule, until: NaiveDate) -> Result<RecurrenceRule, Box<Reject>> {
    let expanded = rule::days(&rule.rule, rule.start, zone(rule)?, until);
    let (occurrences, expanded_to) = expanded.map_err(|reason| refused(rule, "rule", reason))?;
    Ok(RecurrenceRule { occurrences, expanded_to: Some(expanded_to), ..rule.clone() })
}

fn zone(rule: &RecurrenceRule) -> Result<Tz, Box<Reject>> {
    crate::zone::named(&rule.zone).map_err(|reason| refused(rule, "zone", reason))
}

fn refused(rule: &RecurrenceRule, field: &str, reason: String) -> Box<Reject> {
    Box::new(Reject::refused(None, reason).of("recurrence rule", &rule.id).in_field(field))
}

/// Meetings and rules with their places.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    pub(crate) meetings: Vec<Placed<Meeting>>,
    pub(crate) rules: Vec<Placed<RecurrenceRule>>,
}

/// Reads the events of a calendar.
pub(crate) fn gather(
    reader: impl BufRead,
    source: &mut Source,
    zone: Tz,
    as_of: Instant,
) -> io::Result<Gathering> {
    let mut meetings: BTreeMap<String, Placed<Meeting>> = BTreeMap::new();
    let mut overrides: Vec<Placed<Meeting>> = Vec::new();
    let mut rules = Vec::new();
    let mut blocks = Blocks::new(reader);
    while let Some((line, text)) = blocks.next(source)? {
        let place = source.place(line);
        match event::event(&text, zone) {
            Err(fault) => source.refuse(line, fault),
            Ok(event) if event.stands_for.is_some() => {
                overrides.push(Placed { record: event.meeting(as_of), place });
            }
            Ok(event) => match recurring(&event, as_of) {
                Err(fault) => source.refuse(line, fault),
                Ok(None) => keep(&mut meetings, Placed { record: event.meeting(as_of), place }),
                Ok(Some(rule)) => {
                    for day in &rule.occurrences {
                        keep(&mut meetings, Placed { record: event.on(*day, as_of), place: place.clone() });
                    }
                    rules.push(Placed { record: rule, place });
                }
            },
        }
    }
    overrides.into_iter().for_each(|placed| keep(&mut meetings, placed));
    Ok(Gathering { meetings: meetings.into_values().collect(), rules })
}

/// The last event of an id stands, as the last one written is the newest.
fn keep(meetings: &mut BTreeMap<String, Placed<Meeting>>, placed: Placed<Meeting>) {
    meetings.insert(placed.record.id.to_string(), placed);
}

/// The rule of an event that recurs, with its days.
fn recurring(event: &Event, as_of: Instant) -> Result<Option<RecurrenceRule>, crate::fault::Fault> {
    let Some(text) = &event.rule else { return Ok(None) };
    let until = local_date(as_of, event.zone);
    let days = rule::days(text, event.day, event.zone, until);
    let (days, expanded_to) = days.map_err(|reason| event.fault("RRULE", reason))?;
    let occurrences = days.into_iter().filter(|day| !event.without.contains(day)).collect();
    Ok(Some(RecurrenceRule {
        id: event.id.clone(),
        kind: event.kind,
        start: event.day,
        rule: text.clone(),
        zone: event.zone.name().to_owned(),
        occurrences,
        expanded_to: Some(expanded_to),
    }))
}

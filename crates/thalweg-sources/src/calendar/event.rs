//! One `VEVENT` and what it means.

use std::collections::BTreeSet;

use chrono::{LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use icalendar::parser::{Component, Property, read_components};
use thalweg_model::record::{Meeting, MeetingKind, MeetingStatus};
use thalweg_model::{Instant, RecordId, Tz, local_date};

use super::windows;
use crate::fault::{Fault, shown};

/// An event of a calendar.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) id: RecordId,
    pub(super) kind: MeetingKind,
    /// The local day on which it begins.
    pub(super) day: NaiveDate,
    /// The local time, where it has one.
    time: Option<NaiveTime>,
    pub(super) zone: Tz,
    status: String,
    pub(super) rule: Option<String>,
    /// The days on which it does not recur.
    pub(super) without: BTreeSet<NaiveDate>,
    /// The day of the recurring event that this one stands for.
    pub(super) stands_for: Option<NaiveDate>,
}

/// A local time and its zone.
struct When {
    day: NaiveDate,
    time: Option<NaiveTime>,
    zone: Tz,
}

/// The event of a text.
pub(super) fn event(text: &str, zone: Tz) -> Result<Event, Fault> {
    let malformed = || Fault::new("this is no event of RFC 5545: a line of it is malformed");
    let components = read_components(text).map_err(|_| malformed())?;
    let component =
        components.into_iter().find(|component| component.name == "VEVENT").ok_or_else(malformed)?;
    let uid = value(&component, "UID").unwrap_or_default().trim();
    let fault = |field: &str, reason: String| {
        Fault::in_field(field, reason).of("event", (!uid.is_empty()).then_some(uid))
    };
    let id = RecordId::new(uid).map_err(|error| fault("UID", error.to_string()))?;
    let start = property(&component, "DTSTART")
        .ok_or_else(|| fault("DTSTART", "the event has no beginning".to_owned()))?;
    let start = when(start, start.val.as_str(), zone).map_err(|reason| fault("DTSTART", reason))?;
    let stands_for =
        property(&component, "RECURRENCE-ID").map(|it| when(it, it.val.as_str(), zone)).transpose();
    let stands_for = stands_for.map_err(|reason| fault("RECURRENCE-ID", reason))?;
    let without = without(&component, zone).map_err(|reason| fault("EXDATE", reason))?;
    Ok(Event {
        id,
        kind: kind(&component),
        day: start.day,
        time: start.time,
        zone: start.zone,
        status: value(&component, "STATUS").unwrap_or_default().trim().to_ascii_uppercase(),
        rule: value(&component, "RRULE").map(str::to_owned),
        without,
        stands_for: stands_for.map(|when| when.day),
    })
}

impl Event {
    pub(super) fn fault(&self, field: &str, reason: String) -> Fault {
        Fault::in_field(field, reason).of("event", Some(self.id.as_str()))
    }

    /// The meeting of an event, or of the day that it stands for.
    pub(super) fn meeting(&self, as_of: Instant) -> Meeting {
        let id = self.stands_for.map_or_else(|| self.id.clone(), |day| self.id_on(day));
        self.made(id, self.day, as_of)
    }

    /// The meeting of one day of a recurring event.
    pub(super) fn on(&self, day: NaiveDate, as_of: Instant) -> Meeting {
        self.made(self.id_on(day), day, as_of)
    }

    fn id_on(&self, day: NaiveDate) -> RecordId {
        // An id that is too long with its day stays as it is: then its days are one meeting.
        RecordId::new(format!("{}/{day}", self.id)).unwrap_or_else(|_| self.id.clone())
    }

    fn made(&self, id: RecordId, day: NaiveDate, as_of: Instant) -> Meeting {
        let at = self.time.and_then(|time| instant(day.and_time(time), self.zone));
        let over = at.map_or_else(|| day <= local_date(as_of, self.zone), |at| at <= as_of);
        let status = match self.status.as_str() {
            "CANCELLED" => MeetingStatus::Cancelled,
            "CONFIRMED" if over => MeetingStatus::Held,
            _ => MeetingStatus::Planned,
        };
        Meeting {
            id,
            kind: self.kind,
            date: at.is_none().then_some(day),
            at,
            status,
            present: Vec::new(),
            accepted_but_absent: Vec::new(),
            sent_delegate: Vec::new(),
            sections: Vec::new(),
            actions: Vec::new(),
            recognised: Vec::new(),
            stream: None,
            teams: Vec::new(),
        }
    }
}

fn property<'a>(component: &'a Component<'a>, name: &str) -> Option<&'a Property<'a>> {
    component.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
}

fn value<'a>(component: &'a Component<'a>, name: &str) -> Option<&'a str> {
    property(component, name).map(|property| property.val.as_str())
}

fn without(component: &Component<'_>, zone: Tz) -> Result<BTreeSet<NaiveDate>, String> {
    let all =
        component.properties.iter().filter(|property| property.name.as_str().eq_ignore_ascii_case("EXDATE"));
    all.flat_map(|property| property.val.as_str().split(',').map(move |text| (property, text)))
        .map(|(property, text)| when(property, text, zone).map(|when| when.day))
        .collect()
}

/// The local day and time of a property.
fn when(property: &Property<'_>, text: &str, zone: Tz) -> Result<When, String> {
    let text = text.trim();
    let named = property.params.iter().find(|parameter| parameter.key.as_str().eq_ignore_ascii_case("TZID"));
    let named = named
        .and_then(|parameter| parameter.val.as_ref())
        .map(|name| windows::zone(name.as_str()))
        .transpose()?;
    let zone = named.unwrap_or(zone);
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Ok(When { day, time: None, zone });
    }
    if let Ok(at) = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S") {
        return Ok(When { day: at.date(), time: Some(at.time()), zone });
    }
    let at = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").map_err(|_| {
        format!("`{}` is no time: it is written `20260305T100000`, with `Z` for UTC", shown(text))
    })?;
    let local = zone.from_utc_datetime(&at).naive_local();
    Ok(When { day: local.date(), time: Some(local.time()), zone })
}

/// The instant of a local time: the first of two where clocks go back, and where they go forward, as before they did.
fn instant(local: NaiveDateTime, zone: Tz) -> Option<Instant> {
    let at = match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at,
        LocalResult::None => {
            let earlier = local.checked_sub_signed(chrono::TimeDelta::hours(3))?;
            zone.from_local_datetime(&earlier).earliest()?.checked_add_signed(chrono::TimeDelta::hours(3))?
        }
    };
    Instant::from_utc(at.to_utc())
}

/// The words by which a calendar names the kinds of meetings.
const KINDS: [(&str, MeetingKind); 6] = [
    ("flow review", MeetingKind::FlowReview),
    ("strategy session", MeetingKind::StrategySession),
    ("all hands", MeetingKind::AllHands),
    ("value stream mapping", MeetingKind::ValueStreamMapping),
    ("retrospective", MeetingKind::Retrospective),
    ("coaching", MeetingKind::Coaching),
];

fn kind(component: &Component<'_>) -> MeetingKind {
    let named = ["CATEGORIES", "SUMMARY"].into_iter().find_map(|name| {
        let text = value(component, name)?.to_lowercase().replace(['_', '-'], " ");
        KINDS.iter().find(|(words, _)| text.contains(words)).map(|(_, kind)| *kind)
    });
    named.unwrap_or(MeetingKind::Other)
}

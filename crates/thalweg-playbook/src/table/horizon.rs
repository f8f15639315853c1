//! What is known by an instant: what comes later is ignored (playbook.md section 1).

use chrono::NaiveDate;
use thalweg_model::record::Meeting;
use thalweg_model::{Elapsed, Instant, Tz, Window, local_date};

use super::value::Value;

/// The instant of an evaluation, and the calendar of its organisation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon {
    /// The instant.
    pub(crate) as_of: Instant,
    /// The zone of the calendar.
    pub(crate) zone: Tz,
    /// The last local day that had begun before the instant.
    pub(crate) today: NaiveDate,
    /// The last local day that had ended by the instant.
    pub(crate) last_whole_day: NaiveDate,
    /// The last moment of the period, or the instant where that is earlier: states are judged there.
    pub(crate) moment: Instant,
    /// Its local day.
    pub(crate) reference: NaiveDate,
}

impl Horizon {
    /// What is known of a period as of an instant.
    pub(crate) fn new(period: &Window, as_of: Instant) -> Self {
        let zone = period.zone();
        let tick = Elapsed::from_nanos(1);
        let moment = period.end().min(as_of) - tick;
        let after = local_date(as_of, zone);
        Self {
            as_of,
            zone,
            today: local_date(as_of - tick, zone),
            last_whole_day: after.pred_opt().unwrap_or(after),
            moment,
            reference: local_date(moment, zone),
        }
    }

    /// Whether the instant is past.
    pub(crate) fn has(&self, at: Instant) -> bool {
        at <= self.as_of
    }

    /// Whether the local day has begun.
    pub(crate) fn has_day(&self, day: NaiveDate) -> bool {
        day <= self.today
    }

    /// Whether a meeting's day has come.
    pub(crate) fn has_met(&self, meeting: &Meeting) -> bool {
        meeting.at.map_or_else(|| meeting.date.is_none_or(|it| self.has_day(it)), |at| self.has(at))
    }

    /// Whether what a value dates has happened; what is not dated may have.
    pub(crate) fn reached(&self, value: &Value<'_>) -> bool {
        match value {
            Value::Day(day) | Value::NotBefore(day) => self.has_day(*day),
            Value::At(at) => self.has(*at),
            _ => true,
        }
    }

    /// The local day of a value that dates something.
    pub(crate) fn day(&self, value: &Value<'_>) -> Option<NaiveDate> {
        match value {
            Value::Day(day) => Some(*day),
            Value::At(at) => Some(local_date(*at, self.zone)),
            _ => None,
        }
    }
}

//! Who is on call as of an instant.

use chrono::{Datelike, NaiveDateTime, Timelike};
use thalweg_model::{Instant, PersonId, RecordId, Tz};

use crate::document::{Lasting, Layer, Shift, Weekday};
use crate::topology::Topology;

/// A turn of a week, where a layer does not say how long one is.
pub(super) const WEEK_HOURS: u32 = 168;

impl Topology {
    /// Who is on call in a schedule at an instant, or `None` where nobody is.
    ///
    /// An override decides over the layers, a later layer over an earlier one where it has somebody. Turns pass on by the
    /// clock of the schedule's zone, so that a hand-over at nine stays at nine when the clocks change.
    ///
    /// ```
    /// use thalweg_topology::Topology;
    /// let topology = Topology::from_toml(r#"
    ///     [[schedules]]
    ///     id = "nights"
    ///     zone = "Europe/Berlin"
    ///     layers = [{ people = ["ada", "bo"], start = 2026-03-23, turn_hours = 168 }]
    /// "#)?;
    /// let nights = "nights".parse()?;
    /// // The clocks change on 29 March: the second turn begins at local midnight all the same.
    /// let on_call = |at: &str| at.parse().map(|at| topology.on_call(&nights, at).map(ToString::to_string));
    /// assert_eq!(on_call("2026-03-29T21:59:00Z")?.as_deref(), Some("ada"));
    /// assert_eq!(on_call("2026-03-29T22:00:00Z")?.as_deref(), Some("bo"));
    /// assert_eq!(on_call("2026-03-22T12:00:00Z")?, None, "before the first turn");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn on_call(&self, schedule: &RecordId, at: Instant) -> Option<&PersonId> {
        let schedule = self.schedule(schedule, at)?;
        let zone = schedule.zone.map_or(self.zone(), |zone| zone.0);
        let stand_in = schedule.overrides.iter().rev().find(|it| it.active(at, zone));
        let layers = schedule.layers.iter().rev().filter(|layer| layer.active(at, zone));
        let turn = || layers.filter_map(|layer| whose_turn(layer, local(at, zone), zone)).next();
        stand_in.map(|it| &it.person).or_else(turn)
    }
}

/// The time on the clock of a zone.
pub(super) fn local(at: Instant, zone: Tz) -> NaiveDateTime {
    at.to_utc().with_timezone(&zone).naive_local()
}

fn whose_turn(layer: &Layer, now: NaiveDateTime, zone: Tz) -> Option<&PersonId> {
    if !layer.shifts.is_empty() && !layer.shifts.iter().any(|shift| covers(shift, now)) {
        return None;
    }
    let Some(start) = layer.start else { return layer.people.first() };
    let begun = now.signed_duration_since(local(start.instant(zone), zone));
    let hours = u64::try_from(begun.num_minutes()).ok()? / 60;
    let turn = hours / u64::from(layer.turn_hours.unwrap_or(WEEK_HOURS).max(1));
    let place = turn.checked_rem(layer.people.len() as u64)?;
    layer.people.get(usize::try_from(place).ok()?)
}

/// Whether a shift covers a local time; one that does not end after it begins goes on over midnight.
fn covers(shift: &Shift, now: NaiveDateTime) -> bool {
    let minute = now.hour() * 60 + now.minute();
    let (from, until) = (u32::from(shift.from.minutes()), u32::from(shift.until.minutes()));
    let on = |days_back: u32| {
        let day = (now.weekday().num_days_from_monday() + 7 - days_back) % 7;
        shift.days.is_empty() || shift.days.iter().any(|it| weekday(*it) == day)
    };
    if from < until {
        on(0) && from <= minute && minute < until
    } else {
        (on(0) && from <= minute) || (on(1) && minute < until)
    }
}

fn weekday(day: Weekday) -> u32 {
    (0..).zip(Weekday::ALL).find(|(_, it)| *it == day).map_or(0, |(number, _)| number)
}

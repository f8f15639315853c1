//! The times at which a schedule may pass from one person to another, or to nobody.

use chrono::{Duration, NaiveDate, NaiveDateTime, TimeZone};
use thalweg_model::{Instant, Tz, Window};

use super::oncall::{WEEK_HOURS, local};
use crate::document::{Lasting, Layer, Schedule};

/// The hand-overs of a schedule from a day before a window to a day after it. Between two of them the same person is on call.
pub(super) fn handovers(schedule: &Schedule, zone: Tz, window: &Window) -> Vec<Instant> {
    let zone = schedule.zone.map_or(zone, |zone| zone.0);
    let (first, last) = (local(window.start(), zone).date(), local(window.end(), zone).date());
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last + Duration::days(1)).collect();
    let days: Vec<NaiveDate> = first.pred_opt().into_iter().chain(days).collect();
    let spans = schedule.layers.iter().map(Lasting::span).chain(schedule.overrides.iter().map(Lasting::span));
    let ends = spans.flat_map(|span| [span.from, span.until]).flatten().map(|it| it.instant(zone));
    let turns = schedule.layers.iter().flat_map(|layer| {
        let shifts = layer.shifts.iter().flat_map(|shift| [shift.from, shift.until]);
        let minutes = shifts.map(|time| i64::from(time.minutes()));
        let by_day = minutes.flat_map(|minutes| {
            days.iter().filter_map(move |day| {
                day.and_hms_opt(0, 0, 0)?.checked_add_signed(Duration::minutes(minutes))
            })
        });
        by_day.chain(turns(layer, zone, &days)).collect::<Vec<_>>()
    });
    turns.flat_map(|time| instants(time, zone)).chain(ends).collect()
}

/// When turns begin within some days, by the clock.
fn turns(layer: &Layer, zone: Tz, days: &[NaiveDate]) -> Vec<NaiveDateTime> {
    let (Some(start), Some(first), Some(last)) = (layer.start, days.first(), days.last()) else {
        return Vec::new();
    };
    let start = local(start.instant(zone), zone);
    let hours = i64::from(layer.turn_hours.unwrap_or(WEEK_HOURS).max(1));
    let begun = first.and_time(start.time()).signed_duration_since(start).num_hours().max(0) / hours;
    let turn = |number: i64| start.checked_add_signed(Duration::try_hours(number.checked_mul(hours)?)?);
    let all = (begun..).map_while(turn);
    all.take_while(|time| time.date() <= *last).collect()
}

/// The instants of a time on the clock: two where the clock is turned back, none where it jumps over it.
fn instants(time: NaiveDateTime, zone: Tz) -> Vec<Instant> {
    let found = zone.from_local_datetime(&time);
    let both = [found.earliest(), found.latest()];
    both.into_iter().flatten().filter_map(|at| Instant::from_utc(at.to_utc())).collect()
}

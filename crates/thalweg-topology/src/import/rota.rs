//! What the rotas of all tools have in common: people, a start, the length of a turn, and hours of the week.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use thalweg_model::{Instant, PersonId, Tz};

use crate::catalog::{Gather, Pick, layer};
use crate::document::{Layer, Moment, Shift, TimeOfDay, Weekday, Zone};
use crate::format::Node;

/// The people of a list, those without an id noted.
pub(super) fn people<'n>(
    gather: &mut Gather,
    node: &Node,
    field: &str,
    ids: impl IntoIterator<Item = Option<&'n str>>,
) -> Vec<PersonId> {
    let mut people = Vec::new();
    for id in ids {
        match id {
            Some(id) => people.extend(gather.part(node, field, PersonId::new(id))),
            None => gather.leave_out(node, field, "a person without an id"),
        }
    }
    people
}

/// A rota whose turns take some minutes; turns that are no whole hours are rounded up, and noted.
pub(super) fn rota(gather: &mut Gather, node: &Node, people: Vec<PersonId>, minutes: u64) -> Layer {
    let mut rota = layer(people);
    if minutes > 0 && !minutes.is_multiple_of(60) {
        gather.leave_out(node, "turn", format!("a turn of {minutes} minutes is taken as whole hours"));
    }
    rota.turn_hours = (minutes > 0).then(|| u32::try_from(minutes.div_ceil(60)).unwrap_or(u32::MAX));
    rota
}

pub(super) fn zone(gather: &mut Gather, node: &Node, field: &str) -> Option<Zone> {
    let text = node.text(&[field])?;
    gather.part(node, field, text.parse())
}

/// When something begins or ends, if it says so and can be read; without an offset on the clock of the zone, UTC where there is none.
pub(super) fn moment(gather: &mut Gather, node: &Node, field: &str, zone: Option<Zone>) -> Option<Moment> {
    let text = node.text(&[field])?;
    if text.parse::<NaiveDateTime>().is_ok() {
        return instant(gather, node, field, zone.map_or(Tz::UTC, |zone| zone.0)).map(Moment::At);
    }
    gather.part(node, field, text.parse())
}

/// An instant that may be written without an offset, on the clock of a zone; an hour that a clock leaves out is the one after it.
pub(super) fn instant(gather: &mut Gather, node: &Node, field: &str, zone: Tz) -> Option<Instant> {
    let text = node.text(&[field])?;
    let Ok(clock) = text.parse::<NaiveDateTime>() else {
        return gather.part(node, field, text.parse());
    };
    let at = |clock: NaiveDateTime| zone.from_local_datetime(&clock).earliest();
    let at = at(clock).or_else(|| at(clock.checked_add_signed(TimeDelta::hours(1))?));
    let at = at.map(|at: DateTime<Tz>| at.with_timezone(&Utc)).and_then(Instant::from_utc);
    gather.part(node, field, at.ok_or("it lies outside of the range of instants"))
}

/// The minutes of a day.
pub(super) const DAY: u64 = 24 * 60;

/// The hours that the tools mean by a word; `None` for one that does not recur within a week.
pub(super) fn period(word: &str) -> Option<u64> {
    match word {
        "hourly" => Some(1),
        "daily" => Some(24),
        "weekly" => Some(24 * 7),
        _ => None,
    }
}

/// The hours of the week of a stretch that begins at a time of day, on some days or on every day: none where it covers them all, and `None`
/// where it is no stretch.
pub(super) fn hours(from: &str, minutes: u64, days: &[Weekday]) -> Option<Vec<Shift>> {
    let from: TimeOfDay = from.get(..5)?.parse().ok()?;
    let from = u64::from(from.minutes()) % DAY;
    let all = if days.is_empty() { DAY } else { 7 * DAY };
    match minutes {
        0 => None,
        minutes if minutes >= all => Some(Vec::new()),
        minutes if minutes <= DAY => Some(vec![shift(from, from + minutes, days.to_vec())?]),
        minutes => {
            let pieces = days.iter().flat_map(|day| pieces(*day, from, from + minutes));
            pieces.collect()
        }
    }
}

/// A stretch of more than a day, cut at each midnight.
fn pieces(first: Weekday, from: u64, until: u64) -> impl Iterator<Item = Option<Shift>> {
    let days = Weekday::ALL.into_iter().cycle().skip_while(move |day| *day != first);
    (0..).zip(days).map_while(move |(number, day)| {
        let midnight = number * DAY;
        let (from, until) = (from.max(midnight), until.min(midnight + DAY));
        (from < until).then(|| shift(from - midnight, until - midnight, vec![day]))
    })
}

/// A shift between two minutes of a day; the later one may be of the next day.
fn shift(from: u64, until: u64, days: Vec<Weekday>) -> Option<Shift> {
    let until = if until > DAY { until % DAY } else { until };
    let clock = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60).parse().ok();
    Some(Shift { from: clock(from)?, until: clock(until)?, days, extra: Default::default() })
}

/// A layer of those hours only. One whose hours cannot be read is not taken: it would seem to cover them all.
pub(super) fn restricted(mut layer: Layer, read: Vec<Option<Vec<Shift>>>) -> Option<Layer> {
    let some = !read.is_empty();
    let read: Vec<Vec<Shift>> = read.into_iter().flatten().collect();
    if read.iter().any(Vec::is_empty) {
        return Some(layer);
    }
    layer.shifts = read.into_iter().flatten().collect();
    (!some || !layer.shifts.is_empty()).then_some(layer)
}

/// The day of that number, 1 for Monday to 7 for Sunday.
pub(super) fn weekday(number: u64) -> Option<Weekday> {
    let index = usize::try_from(number.checked_sub(1)?).ok()?;
    Weekday::ALL.get(index).copied()
}

/// The day whose English name begins so.
pub(super) fn named_day(name: &str) -> Option<Weekday> {
    let start: String = name.chars().take(2).flat_map(char::to_lowercase).collect();
    let index = ["mo", "tu", "we", "th", "fr", "sa", "su"].iter().position(|it| *it == start)?;
    Weekday::ALL.get(index).copied()
}

//! What the rotas of all tools have in common: people, a start, the length of a turn, and hours of the week.

use thalweg_model::PersonId;

use crate::catalog::{Gather, Pick, layer};
use crate::document::{Layer, Shift, TimeOfDay, Weekday, Zone};
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

/// A rota whose turns take some minutes; turns of less than an hour are rounded up to one, and noted.
pub(super) fn rota(
    gather: &mut Gather,
    node: &Node,
    people: Vec<PersonId>,
    start: Option<&str>,
    minutes: u64,
) -> Layer {
    let mut rota = layer(people);
    rota.start = start.and_then(|text| gather.part(node, "start", text.parse()));
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

/// A shift from a time of day on, for some minutes, on some days; `None` where it is no time, or longer than a day.
pub(super) fn shift(from: &str, minutes: u64, days: Vec<Weekday>) -> Option<Shift> {
    let from: TimeOfDay = from.get(..5)?.parse().ok()?;
    if minutes == 0 || minutes > 24 * 60 {
        return None;
    }
    let end = (u64::from(from.minutes()) + minutes) % (24 * 60);
    let until = format!("{:02}:{:02}", end / 60, end % 60).parse().ok()?;
    Some(Shift { from, until, days, extra: Default::default() })
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

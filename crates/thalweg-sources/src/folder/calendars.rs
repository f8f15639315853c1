//! Calendars of a folder, and the days that its recurrence rules call.

use thalweg_model::{Instant, Loaded, Tz};

use super::shelf::File;
use crate::SourceError;
use crate::gathered::Gathered;
use crate::source::Source;

/// As of when and in which zone calendars are read.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) zone: Tz,
    pub(super) as_of: Option<Instant>,
}

/// Reads the calendars, and says how many meetings each told.
#[cfg(feature = "calendar")]
pub(super) fn read(
    file: &File,
    clock: Clock,
    gathered: &mut Gathered,
    source: &mut Source,
) -> Result<usize, SourceError> {
    let Some(as_of) = clock.as_of else {
        source.note(0, "a calendar needs `as_of` in `sources.toml`: it was not read");
        return Ok(0);
    };
    let read = crate::calendar::gather(super::open::reader(file)?, source, clock.zone, as_of);
    let read = read.map_err(|error| SourceError::unreadable(&file.name, error))?;
    let taken = read.meetings.len();
    gathered.add_meetings(read.meetings);
    gathered.add_rules(read.rules);
    Ok(taken)
}

/// Without the feature `calendar` there is nothing to read them with.
#[cfg(not(feature = "calendar"))]
pub(super) fn read(
    _: &File,
    clock: Clock,
    _: &mut Gathered,
    source: &mut Source,
) -> Result<usize, SourceError> {
    let Clock { zone, as_of: _ } = clock;
    source.note(0, format!("calendars are read with the feature `calendar` only (zone {zone})"));
    Ok(0)
}

/// Works out the days of the rules that have none yet, until `as_of`.
#[cfg(feature = "calendar")]
pub(super) fn expand(gathered: &mut Gathered, clock: Clock, loaded: &mut Loaded<()>) {
    gathered.each_rule(|placed| {
        let rule = &placed.record;
        let Some(as_of) = clock.as_of.filter(|_| rule.occurrences.is_empty() && rule.expanded_to.is_none())
        else {
            return;
        };
        let until = thalweg_model::local_date(as_of, rule.zone.parse().unwrap_or(clock.zone));
        match crate::calendar::expand(rule, until) {
            Ok(expanded) => placed.record = expanded,
            Err(reject) => loaded.reject(thalweg_model::Reject {
                place: Some(placed.place.clone()),
                fate: thalweg_model::Fate::Noted,
                reason: format!("{}; its days are not known", reject.reason),
                ..*reject
            }),
        }
    });
}

/// Without the feature `calendar` rules stay as they are.
#[cfg(not(feature = "calendar"))]
pub(super) fn expand(_: &mut Gathered, _: Clock, _: &mut Loaded<()>) {}

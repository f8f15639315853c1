//! Loops in the tree of management and in the tree of units, whatever the time.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{Instant, Tz};

use crate::document::{Document, Lasting, Span};

/// A record whose line upwards closes a loop, and the loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loop {
    pub(super) place: usize,
    pub(super) members: Vec<String>,
}

/// At most that many instants are looked at, however often an organisation has changed.
const MAX_INSTANTS: usize = 256;

pub(super) fn of_managers(document: &Document, zone: Tz) -> Vec<Loop> {
    let lines =
        document.people.iter().map(|it| (it.id.as_str(), it.manager.as_ref().map(AsRef::as_ref), it.span()));
    closing(lines, zone)
}

pub(super) fn of_units(document: &Document, zone: Tz) -> Vec<Loop> {
    let lines =
        document.teams.iter().map(|it| (it.id.as_str(), it.parent.as_ref().map(AsRef::as_ref), it.span()));
    closing(lines, zone)
}

struct Line<'a> {
    place: usize,
    lower: &'a str,
    upper: &'a str,
    from: Instant,
    until: Instant,
}

fn closing<'a>(all: impl Iterator<Item = (&'a str, Option<&'a str>, Span)>, zone: Tz) -> Vec<Loop> {
    let all = all.enumerate().filter_map(|(place, (lower, upper, span))| {
        let (from, until) = span.instants(zone);
        Some(Line { place, lower, upper: upper?, from, until })
    });
    let lines = within_loops(all.collect());
    let starts: BTreeSet<Instant> = lines.iter().map(|line| line.from).collect();
    let mut found = Vec::new();
    let mut severed = BTreeSet::new();
    for at in starts.into_iter().take(MAX_INSTANTS) {
        found.extend(closing_at(&lines, at, &mut severed));
    }
    found.sort_by_key(|it: &Loop| it.place);
    found
}

/// Without the lines that lead out of every loop, however time is read: what nobody is below, and what nobody is above.
fn within_loops(mut lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    loop {
        let before = lines.len();
        let uppers: BTreeSet<&str> = lines.iter().map(|line| line.upper).collect();
        let lowers: BTreeSet<&str> = lines.iter().map(|line| line.lower).collect();
        lines.retain(|line| uppers.contains(line.lower) && lowers.contains(line.upper));
        // A chain shortens by its ends only, so what shrinks slowly is left to the walk, which is linear.
        if before - lines.len() <= before / 16 {
            return lines;
        }
    }
}

/// The loops at one instant: every line is walked once.
fn closing_at(lines: &[Line<'_>], at: Instant, severed: &mut BTreeSet<usize>) -> Vec<Loop> {
    let holding =
        lines.iter().filter(|line| line.from <= at && at < line.until && !severed.contains(&line.place));
    let up: BTreeMap<&str, &Line<'_>> = holding.map(|line| (line.lower, line)).collect();
    let mut walked = BTreeMap::new();
    let mut found = Vec::new();
    for (walk, start) in up.keys().copied().enumerate() {
        let mut here = start;
        while let Some(line) = up.get(here) {
            match walked.get(here) {
                None => walked.insert(here, walk),
                Some(earlier) if *earlier == walk => {
                    found.push(around(&up, here));
                    break;
                }
                Some(_) => break,
            };
            here = line.upper;
        }
    }
    severed.extend(found.iter().map(|it: &Loop| it.place));
    found
}

/// The loop through a member, cut at the record that stands last.
fn around(up: &BTreeMap<&str, &Line<'_>>, member: &str) -> Loop {
    let mut members = vec![member.to_owned()];
    let mut line = up.get(member).copied();
    let mut place = 0;
    while let Some(it) = line {
        place = place.max(it.place);
        members.push(it.upper.to_owned());
        line = if it.upper == member { None } else { up.get(it.upper).copied() };
    }
    Loop { place, members }
}

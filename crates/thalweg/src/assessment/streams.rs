//! Where work waits.

use std::collections::BTreeMap;

use thalweg_model::record::ValueStreamMap;
use thalweg_model::{Evidence, StreamId};
use thalweg_review::Constraint;
use thalweg_sources::Organisation;
use thalweg_valuestream::flow::{FlowDefinition, readings};
use thalweg_valuestream::map::{constraint, measure_maps};

use super::calendar::Calendar;

/// Evidence on value streams, and what each latest map says of its constraint.
pub(super) fn streams(
    evidence: Evidence,
    organisation: &Organisation,
    calendar: &Calendar,
    months: usize,
) -> (Evidence, Vec<Constraint>) {
    let maps = &organisation.records.value_stream_maps;
    let measured = measure_maps(maps, organisation.zone, calendar.as_of);
    let evidence = measured
        .iter()
        .fold(evidence, |evidence, (entity, window, result)| evidence.about(entity, *window, result));
    let evidence = flow(evidence, organisation, calendar, months);
    (evidence, latest(maps, calendar).into_iter().map(told).collect())
}

/// With the flow of work items, where there are any.
fn flow(mut evidence: Evidence, organisation: &Organisation, calendar: &Calendar, months: usize) -> Evidence {
    let items = &organisation.records.work_items;
    if items.is_empty() {
        return evidence;
    }
    let (windows, definition) = (calendar.windows(months), FlowDefinition::default());
    for (entity, measured) in &readings(items, &definition, &organisation.sources, &windows, calendar.as_of) {
        for (window, result) in measured {
            evidence = evidence.about(entity, *window, result);
        }
    }
    evidence
}

/// The latest map of each stream by the end of the month.
fn latest<'m>(maps: &'m [ValueStreamMap], calendar: &Calendar) -> Vec<&'m ValueStreamMap> {
    let mut latest: BTreeMap<&StreamId, &ValueStreamMap> = BTreeMap::new();
    for map in maps.iter().filter(|it| it.measured <= calendar.month.last_day()) {
        let known = latest.entry(&map.stream).or_insert(map);
        if (known.measured, &known.id) < (map.measured, &map.id) {
            *known = map;
        }
    }
    latest.into_values().collect()
}

fn told(map: &ValueStreamMap) -> Constraint {
    Constraint { stream: map.stream.clone(), sentence: sentence(&constraint(map).to_string()) }
}

/// The words with a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

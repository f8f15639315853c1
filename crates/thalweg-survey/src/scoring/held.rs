//! One wave while it is scored: the sums of its groups beside the plan of what may be shown. Nothing here leaves.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::answer::{AnswerSheet, Answers, GroupPath};
use thalweg_model::{Entity, ItemId, Reading};

use super::careless;
use super::result::WithoutCareless;
use super::setting::Setting;
use super::spans::Spans;
use super::waves::Asked;
use crate::columns::{Columns, Gathered};
use crate::confidentiality::{
    Belonging, Census, Hierarchy, Ledger, Level, Rate, ReleasePlan, Released, Statistic, response_rates,
};
use crate::error::{Problems, SurveyError};
use crate::table::Table;

/// A wave with its answers summed and its release planned.
pub(super) struct Held<'a> {
    pub(super) asked: Asked<'a>,
    pub(super) columns: Columns,
    pub(super) table: Table,
    plan: ReleasePlan,
    /// The groups that make up each entity, by number.
    pub(super) parts: BTreeMap<Entity, Vec<usize>>,
    /// The group of the hierarchy that a span is made of exactly: the two are one publication.
    same: BTreeMap<Entity, Entity>,
    /// The name of each group by number, to find it again in another wave.
    pub(super) paths: Vec<GroupPath>,
    pub(super) rates: BTreeMap<Entity, (Released<Rate>, u64)>,
    pub(super) refused: Vec<SurveyError>,
    pub(super) careless: Option<WithoutCareless>,
}

impl<'a> Held<'a> {
    pub(super) fn of(
        asked: Asked<'a>,
        answers: &Answers,
        ledger: &mut Ledger,
        setting: &Setting,
    ) -> Result<Self, Problems> {
        let Gathered { columns, paths, refused } =
            Columns::of_wave(answers, &asked.record.id, asked.instrument);
        let parts = parts(&paths, &setting.spans);
        let same = same(&parts);
        // What nobody answered, because it was not asked, leaves nobody incomplete.
        let items: BTreeSet<ItemId> = columns.answered().cloned().collect();
        let counts = |item: &ItemId, value| {
            asked.instrument.item(item.as_str()).is_some_and(|item| item.scale.contains(value))
        };
        let places = places(&paths, &setting.spans, &same);
        let place = |sheet: &AnswerSheet| places.get(&sheet.group).cloned().unwrap_or_default();
        let census = Census::of_wave(answers, &asked.record.id, &items, counts, place);
        let plan = ledger.release(&census, &setting.confidentiality)?;
        let whole = |_: &AnswerSheet| Belonging { path: vec![Entity::Organisation], slices: Vec::new() };
        let whole = || Census::of_wave(answers, &asked.record.id, &items, counts, whole);
        let careless = match setting.careless {
            Some(rules) => {
                let sheets = answers.of_wave(&asked.record.id).map(|sheet| sheet.respondent);
                Some(careless::without(&columns, sheets, whole(), rules, (ledger, setting))?)
            }
            None => None,
        };
        let table = Table::of(&columns, setting.threads);
        let rates = rates(&asked, &responded(&asked, &columns, &parts), setting)?;
        Ok(Self { asked, columns, table, plan, parts, same, paths, rates, refused, careless })
    }

    /// Every entity that was answered or asked, in order; the organisation always.
    pub(super) fn entities(&self) -> BTreeSet<&Entity> {
        self.parts.keys().chain(self.rates.keys()).chain([&Entity::Organisation]).collect()
    }

    /// How crossing groups were kept from combining.
    pub(super) fn level(&self) -> Option<Level> {
        self.plan.level(Statistic::Means)
    }

    /// Whether statistics of a kind may be shown of an entity.
    pub(super) fn shows(&self, statistic: Statistic, entity: &Entity) -> bool {
        self.plan.shows(statistic, self.same.get(entity).unwrap_or(entity))
    }

    /// A reading of means where it may be shown, else a withheld one.
    pub(super) fn reading(&self, entity: &Entity, compute: impl FnOnce() -> Reading) -> Reading {
        self.plan.reading(Statistic::Means, self.same.get(entity).unwrap_or(entity), compute)
    }

    /// The path of a part that is shown by itself, so that a reader has its numbers anyway.
    pub(super) fn shown_part(&self, part: usize) -> Option<&GroupPath> {
        let path = self.paths.get(part)?;
        let entity = Belonging::of(path).path.pop()?;
        let alone = self.parts_of(&entity) == [part] && self.shows(Statistic::Means, &entity);
        alone.then_some(path)
    }

    /// The groups that make up an entity.
    pub(super) fn parts_of(&self, entity: &Entity) -> &[usize] {
        self.parts.get(entity).map_or(&[], Vec::as_slice)
    }
}

/// Where the people of each path belong, without the spans that are a group anyway.
fn places<'a>(
    paths: &'a [GroupPath],
    spans: &Spans,
    same: &BTreeMap<Entity, Entity>,
) -> BTreeMap<&'a GroupPath, Belonging> {
    let place = |path| {
        let mut place = place(path, spans);
        place.slices.retain(|slice| !same.contains_key(slice));
        (path, place)
    };
    paths.iter().map(place).collect()
}

/// The spans that are just a group of the hierarchy, the lowest such.
fn same(parts: &BTreeMap<Entity, Vec<usize>>) -> BTreeMap<Entity, Entity> {
    let is_span = |entity: &Entity| matches!(entity, Entity::Span(_));
    let mut groups: BTreeMap<&Vec<usize>, &Entity> = BTreeMap::new();
    for (entity, numbers) in parts.iter().filter(|(entity, _)| !is_span(entity)) {
        groups.insert(numbers, entity);
    }
    let spans = parts.iter().filter(|(entity, _)| is_span(entity));
    spans.filter_map(|(span, numbers)| Some((span.clone(), (*groups.get(numbers)?).clone()))).collect()
}

fn place(path: &GroupPath, spans: &Spans) -> Belonging {
    let place = Belonging::of(path);
    let over = place.path.iter().filter_map(|entity| match entity {
        Entity::Team(team) => Some(spans.over(team)),
        _ => None,
    });
    let slices: Vec<Entity> = over.flatten().collect();
    slices.into_iter().fold(place, Belonging::across)
}

fn parts(paths: &[GroupPath], spans: &Spans) -> BTreeMap<Entity, Vec<usize>> {
    let mut parts: BTreeMap<Entity, Vec<usize>> = BTreeMap::new();
    for (number, path) in paths.iter().enumerate() {
        let place = place(path, spans);
        let within: BTreeSet<Entity> = place.path.into_iter().chain(place.slices).collect();
        for entity in within {
            parts.entry(entity).or_default().push(number);
        }
    }
    parts
}

/// How many answered, by entity: the sheets, or the counts of a vendor that gives no answers.
fn responded(
    asked: &Asked,
    columns: &Columns,
    parts: &BTreeMap<Entity, Vec<usize>>,
) -> BTreeMap<Entity, u64> {
    let mut by_group = vec![0_u64; columns.groups()];
    for group in columns.group_of() {
        if let Some(count) = by_group.get_mut(*group as usize) {
            *count += 1;
        }
    }
    let sum = |numbers: &Vec<usize>| numbers.iter().filter_map(|number| by_group.get(*number)).sum();
    let mut counts: BTreeMap<Entity, u64> =
        parts.iter().map(|(entity, numbers)| (entity.clone(), sum(numbers))).collect();
    if columns.rows() == 0 {
        for (path, count) in &asked.record.responded {
            for entity in named(path.as_str()) {
                *counts.entry(entity).or_default() += u64::from(*count);
            }
        }
    } else {
        // Who was asked and did not answer at all is a count of 0, not an absence.
        let silent = asked.record.invited.keys().flat_map(|path| named(path.as_str()));
        silent.for_each(|entity| {
            counts.entry(entity).or_default();
        });
    }
    counts
}

/// The entities of a group path as a record has it.
fn named(path: &str) -> Vec<Entity> {
    let groups = path.split('/').map(thalweg_model::GroupId::new).collect::<Result<Vec<_>, _>>();
    groups.ok().and_then(GroupPath::new).map(|path| Belonging::of(&path).path).unwrap_or_default()
}

fn rates(
    asked: &Asked,
    responded: &BTreeMap<Entity, u64>,
    setting: &Setting,
) -> Result<BTreeMap<Entity, (Released<Rate>, u64)>, Problems> {
    let invited = Hierarchy::of_invited(&asked.record.invited)?;
    let mut asked_of: BTreeMap<Entity, u64> = BTreeMap::new();
    for (path, count) in &asked.record.invited {
        for entity in named(path.as_str()) {
            *asked_of.entry(entity).or_default() += u64::from(*count);
        }
    }
    let rates = response_rates(&invited, responded, &setting.confidentiality);
    let with_asked = |(entity, rate): (Entity, Released<Rate>)| {
        let count = asked_of.get(&entity).copied().unwrap_or(0);
        (entity, (rate, count))
    };
    Ok(rates.into_iter().map(with_asked).collect())
}

//! The change of a favourable share against the previous wave of the same instrument.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::answer::GroupPath;
use thalweg_model::{Basis, Entity, Gap, Interval, Method, Quantity, Reading, Unit};

use super::held::Held;
use super::reading::cell_of;
use super::result::FavourableChange;
use super::setting::Setting;
use crate::change::{ChangeVerdict, ShareChange, share_change};
use crate::confidentiality::{CappedShare, Statistic};
use crate::count;
use crate::inference::{ClusterSums, change_bounds, share_bounds};
use crate::instrument::Construct;

/// The change, or none where no earlier wave asked this instrument.
pub(super) fn change(
    wave: &Held,
    earlier: &[Held],
    entity: &Entity,
    construct: &Construct,
    setting: &Setting,
) -> Option<FavourableChange> {
    let same = |before: &&Held| before.asked.record.instrument == wave.asked.record.instrument;
    let before = earlier.iter().rev().find(same)?;
    let previous = before.asked.record.id.clone();
    let comparable = before.asked.instrument.comparable(wave.asked.instrument, construct.id.as_str());
    if !comparable.is_some_and(|found| found.allows_trend()) {
        let reading = Reading::unknown(Gap::Undefined, Basis::default());
        let verdict = Some(ChangeVerdict::NotComparable);
        return Some(FavourableChange { previous, reading, verdict, response_bounds: None });
    }
    let shown = |wave: &Held| wave.shows(Statistic::Means, entity);
    if !(shown(wave) && shown(before)) {
        let reading = hidden_or_absent(before, wave);
        return Some(FavourableChange { previous, reading, verdict: None, response_bounds: None });
    }
    let found = found(before, wave, entity, construct, setting);
    let verdict = found.as_ref().map(|change| change.verdict);
    let response_bounds = response_bounds(before, wave, entity, construct);
    let reading = found
        .map_or_else(|| Reading::unknown(Gap::Undefined, Basis::default()), |c| reading(wave, &c, setting));
    Some(FavourableChange { previous, reading, verdict, response_bounds })
}

/// A wave that nobody answered hides nothing.
fn hidden_or_absent(before: &Held, after: &Held) -> Reading {
    if before.columns.rows() == 0 || after.columns.rows() == 0 {
        Reading::unknown(Gap::NoData, Basis::default())
    } else {
        Reading::withheld()
    }
}

fn found(
    before: &Held,
    after: &Held,
    entity: &Entity,
    construct: &Construct,
    setting: &Setting,
) -> Option<ShareChange> {
    let share = |wave: &Held| {
        let share = cell_of(wave, entity, construct)?.favourable()?;
        let shown = CappedShare::of(share.part(), share.whole())?.share();
        Some((shown, shown == share))
    };
    let ((first, first_exact), (second, second_exact)) = share(before).zip(share(after))?;
    let spreads = |wave: &Held| wave.shows(Statistic::Spreads, entity);
    // The error by teams is made of their shares; it is used only where spreads may be shown and no share was moved.
    let by_team = spreads(before) && spreads(after) && first_exact && second_exact;
    let teams = if by_team { teams(before, after, entity, construct) } else { Vec::new() };
    share_change(first, second, &teams, &setting.judgement).ok()
}

/// Each team's favourable counts before and after, found again by its path.
fn teams(
    before: &Held,
    after: &Held,
    entity: &Entity,
    construct: &Construct,
) -> Vec<(ClusterSums, ClusterSums)> {
    let (first, second) = (sums(before, entity, construct), sums(after, entity, construct));
    let paths: BTreeSet<&GroupPath> = first.keys().chain(second.keys()).copied().collect();
    let of = |sums: &BTreeMap<&GroupPath, ClusterSums>, path: &GroupPath| {
        sums.get(path).copied().unwrap_or_default()
    };
    paths.into_iter().map(|path| (of(&first, path), of(&second, path))).collect()
}

fn sums<'a>(wave: &'a Held, entity: &Entity, construct: &Construct) -> BTreeMap<&'a GroupPath, ClusterSums> {
    let parts = wave.parts_of(entity).iter().filter_map(|part| {
        let share = wave.table.cell(construct.id.as_str(), *part)?.favourable()?;
        let sums = ClusterSums { n: share.whole(), sum: count::of_u64(share.part()) };
        Some((wave.paths.get(*part)?, sums))
    });
    parts.collect()
}

fn reading(after: &Held, change: &ShareChange, setting: &Setting) -> Reading {
    let method = if change.is_clustered() { Method::ClusterRobust } else { Method::Newcombe };
    let (lower, upper) = (change.interval.lower.max(-1.0), change.interval.upper.min(1.0));
    let interval = Interval::new(lower, upper, setting.judgement.level, method);
    let basis = Basis::of(change.before.whole() + change.after.whole()).under(after.asked.instrument.stamp());
    match Quantity::new(change.value(), Unit::ShareDifference) {
        Some(value) => Reading::estimated(value, interval, basis),
        None => Reading::unknown(Gap::Undefined, basis),
    }
}

/// What the silent could change at most, over the whole organisation.
fn response_bounds(
    before: &Held,
    after: &Held,
    entity: &Entity,
    construct: &Construct,
) -> Option<(f64, f64)> {
    let bounds = |wave: &Held| {
        let share = cell_of(wave, entity, construct)?.favourable()?;
        let shown = CappedShare::of(share.part(), share.whole())?.share();
        share_bounds(shown, wave.rates.get(entity).map(|(_, asked)| *asked)?)
    };
    let (first, second) =
        (*entity == Entity::Organisation).then(|| bounds(before).zip(bounds(after))).flatten()?;
    let found = change_bounds(first, second);
    Some((found.lower, found.upper))
}

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
    let teams = by_team.then(|| teams(before, after, entity, construct)).flatten().unwrap_or_default();
    share_change(first, second, &teams, &setting.judgement).ok()
}

/// The favourable counts before and after: of each team that is shown in both waves, found again by its path, and of all
/// others together, so that no hidden team follows from the error. Shares are capped as they are where they are shown.
fn teams(
    before: &Held,
    after: &Held,
    entity: &Entity,
    construct: &Construct,
) -> Option<Vec<(ClusterSums, ClusterSums)>> {
    let (first, second) = (shown(before, entity), shown(after, entity));
    let both = first.iter().filter_map(|(path, part)| Some((*part, *second.get(path)?)));
    let both: BTreeMap<usize, usize> = both.collect();
    let (seen_before, seen_after) = (both.keys().copied().collect(), both.values().copied().collect());
    let rest = |wave: &Held, seen: &BTreeSet<usize>| {
        let others = wave.parts_of(entity).iter().copied().filter(|part| !seen.contains(part));
        sums(wave, construct, &others.collect::<Vec<_>>())
    };
    let rest = (rest(before, &seen_before)?, rest(after, &seen_after)?);
    let pairs =
        both.iter().map(|(a, b)| Some((sums(before, construct, &[*a])?, sums(after, construct, &[*b])?)));
    let others = (rest.0.n + rest.1.n > 0).then_some(Some(rest));
    pairs.chain(others).collect()
}

fn shown<'a>(wave: &'a Held, entity: &Entity) -> BTreeMap<&'a GroupPath, usize> {
    let parts = wave.parts_of(entity).iter();
    parts.filter_map(|part| Some((wave.shown_part(*part)?, *part))).collect()
}

/// `None` where a share could not be shown.
fn sums(wave: &Held, construct: &Construct, parts: &[usize]) -> Option<ClusterSums> {
    if parts.is_empty() {
        return Some(ClusterSums::default());
    }
    let share = wave.table.union(construct.id.as_str(), parts.iter().copied())?.favourable()?;
    let share = CappedShare::of(share.part(), share.whole())?.share();
    Some(ClusterSums { n: share.whole(), sum: count::of_u64(share.part()) })
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

//! Readings of one construct of one entity that may be shown.

use std::collections::BTreeSet;

use thalweg_model::{Basis, Entity, Flag, Gap, Interval, Method, Quantity, Reading, Unit};
use thalweg_stats::Bounds;
use thalweg_stats::proportion::wilson;
use thalweg_stats::special::StudentT;

use super::held::Held;
use super::setting::Setting;
use crate::answered::ItemAnswers;
use crate::change::LEAST_CLUSTERS;
use crate::confidentiality::{CappedShare, Statistic};
use crate::count;
use crate::favourable::promoter_balance;
use crate::inference::{ClusterSums, Population, cluster_mean};
use crate::instrument::{Construct, ScoreRule};
use crate::table::Cell;

/// The sums of an entity.
pub(super) fn cell_of<'a>(wave: &'a Held, entity: &Entity, construct: &Construct) -> Option<Cell<'a>> {
    wave.table.union(construct.id.as_str(), wave.parts_of(entity).iter().copied())
}

fn basis(wave: &Held, n: u64) -> Basis {
    Basis::of(n).under(wave.asked.instrument.stamp())
}

fn gap(wave: &Held, n: u64) -> Reading {
    let gap = if n == 0 { Gap::NoData } else { Gap::Undefined };
    Reading::unknown(gap, basis(wave, n))
}

/// The mean score, with an interval where spreads may be shown.
pub(super) fn score_reading(
    wave: &Held,
    entity: &Entity,
    construct: &Construct,
    setting: &Setting,
) -> Reading {
    let Some(cell) = cell_of(wave, entity, construct) else { return gap(wave, 0) };
    let scale = wave.asked.instrument.scale_of(construct);
    let Some((slope, intercept)) = scale.and_then(|scale| construct.score.line(scale, construct.items.len()))
    else {
        return people_reading(wave, entity, construct, &cell, setting);
    };
    let n = cell.scored();
    let Some(mean) = cell.mean() else { return gap(wave, n) };
    let Some(value) = Quantity::new(slope * mean + intercept, Unit::Score) else { return gap(wave, n) };
    let spreads = wave.shows(Statistic::Spreads, entity);
    let interval = if spreads { mean_interval(wave, entity, construct, &cell, setting) } else { None };
    let shown = interval.map(|(found, method)| {
        let end = |x: f64| slope * x + intercept;
        Interval::new(end(found.lower), end(found.upper), setting.judgement.level, method)
    });
    let few_teams = wave.parts_of(entity).len() > 1 && shown.is_some_and(|i| i.method == Method::StudentT);
    Reading::estimated(value, shown, basis(wave, n).flagged(Flag::Clustered, few_teams))
}

/// By teams where there are enough of them, else as if people answered independently.
fn mean_interval(
    wave: &Held,
    entity: &Entity,
    construct: &Construct,
    cell: &Cell,
    setting: &Setting,
) -> Option<(Bounds, Method)> {
    let level = setting.judgement.level;
    let teams =
        clusters(wave, entity, construct, |team| team.mean().map(|it| it * count::of_u64(team.scored())));
    if teams.len() >= LEAST_CLUSTERS {
        let found = cluster_mean(&teams, Population::Process, level).ok()?;
        return Some((found.interval, Method::ClusterRobust));
    }
    let n = count::of_u64(cell.scored());
    let margin = StudentT::new(n - 1.0)?.quantile(f64::midpoint(1.0, level))? * (cell.variance()? / n).sqrt();
    let mean = cell.mean()?;
    Some((Bounds { lower: mean - margin, upper: mean + margin }, Method::StudentT))
}

/// What each shown team adds, and what all hidden ones add together: from the error of more than these a reader could
/// work out what a hidden team said.
fn clusters(
    wave: &Held,
    entity: &Entity,
    construct: &Construct,
    sum: impl Fn(&Cell) -> Option<f64>,
) -> Vec<ClusterSums> {
    let of = |parts: &[usize]| {
        let team = wave.table.union(construct.id.as_str(), parts.iter().copied())?;
        Some(ClusterSums { n: team.scored(), sum: sum(&team)? })
    };
    let (shown, hidden): (Vec<usize>, Vec<usize>) =
        wave.parts_of(entity).iter().partition(|part| wave.shown_part(**part).is_some());
    let shown = shown.iter().filter_map(|part| of(&[*part]));
    shown.chain(of(&hidden)).collect()
}

/// The scores that count people: the share of favourable ones, or the balance of promoters.
fn people_reading(
    wave: &Held,
    entity: &Entity,
    construct: &Construct,
    cell: &Cell,
    setting: &Setting,
) -> Reading {
    if construct.score != ScoreRule::PromoterBalance {
        let share = favourable_reading(wave, entity, construct, setting);
        let score = |value: Quantity| Quantity::new(value.value(), Unit::Score).unwrap_or(value);
        return share.map(score);
    }
    let parts: BTreeSet<usize> = wave.parts_of(entity).iter().copied().collect();
    let part = |group: u32| usize::try_from(group).is_ok_and(|group| parts.contains(&group));
    let answers = ItemAnswers::of(&wave.columns, construct.id.as_str(), part);
    let given: Vec<i32> = answers.iter().flat_map(|a| a.columns()).flatten().copied().flatten().collect();
    let count = |keep: fn(i32) -> bool| given.iter().filter(|answer| keep(**answer)).count() as u64;
    let n = cell.scored();
    // A balance of 100 would tell what everybody said, as a share of 100 % would.
    let most = CappedShare::of(n, n).map_or(0, |it| it.share().part());
    let up = count(|answer| answer >= 9).min(most);
    let down = count(|answer| answer <= 6).min(most);
    let found = promoter_balance(up, down, n, setting.judgement.level);
    found
        .ok()
        .and_then(|found| Quantity::new(found.value, Unit::Score))
        .map_or_else(|| gap(wave, n), |value| Reading::known(value, basis(wave, n)))
}

/// The favourable share inside [c, 1 − c], with Wilson's interval of what is shown.
pub(super) fn favourable_reading(
    wave: &Held,
    entity: &Entity,
    construct: &Construct,
    setting: &Setting,
) -> Reading {
    let Some(cell) = cell_of(wave, entity, construct) else { return gap(wave, 0) };
    let n = cell.scored();
    let shown = cell.favourable().and_then(|share| CappedShare::of(share.part(), share.whole()));
    let Some(share) = shown.map(CappedShare::share) else { return gap(wave, n) };
    let level = setting.judgement.level;
    let interval = wilson(share.part(), share.whole(), level);
    let interval = interval.map(|found| Interval::new(found.lower, found.upper, level, Method::Wilson));
    Quantity::new(share.value(), Unit::Share)
        .map_or_else(|| gap(wave, n), |value| Reading::estimated(value, interval, basis(wave, n)))
}

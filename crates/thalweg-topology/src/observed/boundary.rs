//! Declared against observed ownership, boundary by boundary.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thalweg_model::{Basis, Instant, Interval, Method, Reading, Share, TeamId};

use super::log::{ChangeLog, Row};
use super::shares::{Shares, fragmentation};
use super::truck::TruckFactor;

/// The name of a boundary: a service, a folder, a rule of a CODEOWNERS file.
pub type BoundaryKey = String;

/// What was declared of a boundary, and what happened inside.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Boundary {
    /// The boundary.
    pub key: BoundaryKey,
    /// The teams that are said to own it.
    pub declared: BTreeSet<TeamId>,
    /// How many commits of each team changed it; `None` counts those of people in no known team.
    #[serde(serialize_with = "pairs")]
    pub observed: BTreeMap<Option<TeamId>, u64>,
    /// The share of the changes that came from a declared owner; people in no known team are left out of both sides.
    pub agreement: Reading<Share>,
    /// How the changes spread over people.
    pub shares: Shares,
    /// 1 − Σ(aᵢ/n)² over people.
    pub fragmentation: Reading,
    /// The truck factor of its files.
    pub truck_factor: Option<TruckFactor>,
}

fn pairs<S: serde::Serializer>(map: &BTreeMap<Option<TeamId>, u64>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(map.iter().map(|(team, n)| (team.as_ref().map_or("", TeamId::as_str), n)))
}

impl ChangeLog {
    /// Declared against observed ownership of every boundary, the least agreement first; those that nobody in a team changed come last.
    ///
    /// `boundary` says which boundary a path lies in (`None`: in none, and left out), `declared` who is said to own one, `team` where an
    /// author belonged at an instant.
    #[must_use]
    pub fn boundaries(
        &self,
        boundary: impl Fn(&str) -> Option<BoundaryKey>,
        declared: impl Fn(&str) -> BTreeSet<TeamId>,
        team: impl Fn(&str, Instant) -> Option<TeamId>,
    ) -> Vec<Boundary> {
        let inside: Vec<Option<BoundaryKey>> = (0..self.known_files())
            .map(|file| boundary(self.file(u32::try_from(file).unwrap_or(u32::MAX))))
            .collect();
        let mut rows: BTreeMap<&BoundaryKey, Vec<Row>> = BTreeMap::new();
        for row in self.rows() {
            if let Some(key) = inside.get(row.file as usize).and_then(Option::as_ref) {
                rows.entry(key).or_default().push(*row);
            }
        }
        let authorship = self.authorship();
        let told = |(key, rows): (&BoundaryKey, Vec<Row>)| {
            let mine: BTreeSet<u32> = rows.iter().map(|row| row.file).collect();
            let truck_factor = authorship.greedy(mine.into_iter()).map(|(factor, _)| factor);
            self.boundary(key, declared(key), &rows, &team, truck_factor)
        };
        let mut all: Vec<Boundary> = rows.into_iter().map(told).collect();
        let rank = |it: &Boundary| it.agreement.value().map_or(2.0, |share| share.value());
        all.sort_by(|a, b| rank(a).total_cmp(&rank(b)).then_with(|| a.key.cmp(&b.key)));
        all
    }

    fn boundary(
        &self,
        key: &str,
        declared: BTreeSet<TeamId>,
        rows: &[Row],
        team: &impl Fn(&str, Instant) -> Option<TeamId>,
        truck_factor: Option<TruckFactor>,
    ) -> Boundary {
        let mut observed: BTreeMap<Option<TeamId>, u64> = BTreeMap::new();
        let mut people: BTreeMap<u32, u64> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in rows.iter().filter(|row| seen.insert(row.commit)) {
            *observed.entry(team(self.author(row.author), row.at)).or_default() += 1;
            *people.entry(row.author).or_default() += 1;
        }
        let changes: Vec<u64> = people.into_values().collect();
        Boundary {
            key: key.to_owned(),
            agreement: agreement(&declared, &observed),
            shares: Shares::of(&changes),
            fragmentation: fragmentation(&changes),
            truck_factor,
            declared,
            observed,
        }
    }
}

fn agreement(declared: &BTreeSet<TeamId>, observed: &BTreeMap<Option<TeamId>, u64>) -> Reading<Share> {
    let known = observed.iter().filter_map(|(team, n)| Some((team.as_ref()?, *n)));
    let (own, all) = known
        .fold((0, 0), |(own, all), (team, n)| (own + if declared.contains(team) { n } else { 0 }, all + n));
    let interval = thalweg_stats::proportion::wilson(own, all, 0.95)
        .map(|it| Interval::new(it.lower, it.upper, 0.95, Method::Wilson));
    let unplaced = observed.get(&None).copied().unwrap_or(0);
    let basis = Basis::of(all).flagged(thalweg_model::Flag::LowCoverage, unplaced * 4 > all);
    Reading::share(own, all, interval, basis)
}

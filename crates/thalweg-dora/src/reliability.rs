#![doc = include_str!("../docs/reliability.md")]

use std::collections::BTreeMap;

use serde::Serialize;

use thalweg_model::record::ServiceLevel;
use thalweg_model::{
    Basis, Exclusion, Flag, Gap, Instant, MetricId, Reading, Readings, ServiceId, Share, SloId, Unit, Window,
};

use crate::definition::Definition;
use crate::estimate::share_interval;
use crate::metrics::{RELIABILITY, metric_id};
use crate::sample::count;

/// How large a share of the objectives was met, with the list of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reliability {
    /// Objectives that were met, of those with data.
    pub met: Reading<Share>,
    /// Every objective that a record of the window speaks of, in the order of their ids.
    pub objectives: Vec<Objective>,
}

/// One objective in one window.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Objective {
    /// The objective.
    pub slo: SloId,
    /// Its service.
    pub service: ServiceId,
    /// The target that counts.
    pub target: f64,
    /// Good events of all.
    pub attainment: Reading<Share>,
    /// Whether the attainment reaches the target; none without data.
    pub met: Option<bool>,
    /// How much of what may go wrong did.
    pub budget_used: Reading,
}

#[derive(Default)]
struct Sum {
    good: u64,
    total: u64,
    latest: Option<(Instant, f64)>,
}

/// How reliable the services of these records were in a window, as of an instant.
#[must_use]
pub fn reliability<'a>(
    records: impl IntoIterator<Item = &'a ServiceLevel>,
    window: &Window,
    as_of: Instant,
    definition: &Definition,
) -> Reliability {
    let mut sums: BTreeMap<(&SloId, &ServiceId), Sum> = BTreeMap::new();
    let mut left_out: BTreeMap<Exclusion, u64> = BTreeMap::new();
    for record in records {
        if !(window.start() < record.until && record.until <= window.end()) {
            continue;
        }
        match exclusion(record, as_of) {
            Some(why) => *left_out.entry(why).or_default() += 1,
            None => sums.entry((&record.slo, &record.service)).or_default().add(record),
        }
    }
    let one = |((slo, service), sum): ((&SloId, &ServiceId), Sum)| {
        objective(slo.clone(), service.clone(), &sum, definition)
    };
    let objectives: Vec<Objective> = sums.into_iter().map(one).collect();
    let basis = Basis { left_out, ..Basis::default() }
        .over(window.exposure(as_of))
        .under(definition.stamp().clone())
        .flagged(Flag::Partial, window.is_partial(as_of));
    Reliability { met: met(&objectives, basis, definition), objectives }
}

fn exclusion(record: &ServiceLevel, as_of: Instant) -> Option<Exclusion> {
    if record.until > as_of {
        Some(Exclusion::AfterAsOf)
    } else if record.good > record.total
        || !(0.0..=1.0).contains(&record.target)
        || record.until <= record.from
    {
        Some(Exclusion::Contradictory)
    } else {
        None
    }
}

impl Sum {
    fn add(&mut self, record: &ServiceLevel) {
        self.good = self.good.saturating_add(record.good);
        self.total = self.total.saturating_add(record.total);
        let latest = (record.until, record.target);
        // Of two records that end together the stricter target counts, whatever their order.
        if self.latest.is_none_or(|known| known.0 < latest.0 || (known.0 == latest.0 && known.1 < latest.1)) {
            self.latest = Some(latest);
        }
    }
}

fn objective(slo: SloId, service: ServiceId, sum: &Sum, definition: &Definition) -> Objective {
    let target = sum.latest.map_or(1.0, |(_, target)| target);
    let basis = || Basis::of(sum.total).under(definition.stamp().clone());
    let interval = share_interval(sum.good, sum.total, &definition.rules().estimation);
    let attainment = Reading::share(sum.good, sum.total, interval, basis());
    let value = attainment.value().map(|it| it.value());
    let budget_used = match value {
        Some(value) => Reading::number((1.0 - value) / (1.0 - target), Unit::Ratio, None, basis()),
        None => Reading::unknown(Gap::NoData, basis()),
    };
    Objective { slo, service, target, met: value.map(|it| it >= target), attainment, budget_used }
}

fn met(objectives: &[Objective], basis: Basis, definition: &Definition) -> Reading<Share> {
    let told = || objectives.iter().filter_map(|it| it.met);
    let (met, whole) = (count(told().filter(|it| *it)), count(told()));
    let interval = share_interval(met, whole, &definition.rules().estimation);
    Reading::share(met, whole, interval, Basis { n: whole, ..basis })
}

impl Readings for Reliability {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        metric_id(&RELIABILITY).map(|id| (id, self.met.quantity())).into_iter().collect()
    }
}

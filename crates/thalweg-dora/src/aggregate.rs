//! From services to a whole: pooled, the median over services, and standardised to a mix.
//!
//! Counts and exposures add. A rate of the whole is *pooled* (all failures over all deployments); beside it stand the *median
//! over services*, which large ones do not rule, and the rate *standardised* to a mix of services, which does not move when
//! only the mix does: Σ wₛ·pₛ over the services s. Where pooled and standardised move in opposite directions from one period
//! to another the change is flagged [`Flag::SimpsonReversal`]. Durations are pooled as raw observations; medians,
//! percentiles, bands and scores are never averaged. Every part says which services lacked data. Nothing here ranks
//! teams, and nothing speaks of one person.
//!
//! A service of the mix without data is left out, the other weights are scaled up, and the reading is flagged *low coverage*;
//! without any the gap is *no data*. Sources: dora.md section 5; for the reversal Simpson, JRSS B 13 (1951).
//!
//! ```
//! use thalweg_dora::aggregate::{Mix, standardised};
//! use thalweg_model::{ServiceId, Share};
//! let (api, web) = (ServiceId::new("api")?, ServiceId::new("web")?);
//! let mix = Mix::even([api.clone(), web.clone()]);
//! let rates = [(api, Share::new(2, 5).expect("2 of 5")), (web, Share::new(0, 3).expect("0 of 3"))].into();
//! assert_eq!(standardised(&rates, &mix).value().map(|it| it.value()), Some(0.2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod change;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use thalweg_model::{Basis, Flag, Gap, Reading, ServiceId, Share, Unit, View};

use crate::definition::Definition;
use crate::estimate::{number, quantile};
use crate::measure::{Delivery, measure};
use crate::metrics::Metric;
use crate::sample::{ascending, count};

pub use change::RateChange;

pub(crate) use change::Shift;

/// The rates of services.
pub type Rates = BTreeMap<ServiceId, Share>;

/// How much each service weighs; the weights add up to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Mix {
    weights: BTreeMap<ServiceId, f64>,
}

impl Mix {
    /// A mix of these weights, scaled to add up to 1; weights that are not positive numbers are left out.
    #[must_use]
    pub fn new(weights: impl IntoIterator<Item = (ServiceId, f64)>) -> Self {
        let weights: BTreeMap<_, _> =
            weights.into_iter().filter(|(_, weight)| *weight > 0.0 && weight.is_finite()).collect();
        let sum: f64 = weights.values().sum();
        Self { weights: weights.into_iter().map(|(service, weight)| (service, weight / sum)).collect() }
    }

    /// A mix in which every service weighs the same.
    #[must_use]
    pub fn even(services: impl IntoIterator<Item = ServiceId>) -> Self {
        Self::new(services.into_iter().map(|service| (service, 1.0)))
    }

    /// The mix of a period: each service weighs as much as it deployed.
    #[must_use]
    pub fn of(rates: &Rates) -> Self {
        Self::new(rates.iter().map(|(service, share)| (service.clone(), number(share.whole()))))
    }
}

/// The rate that a mix of services would have: Σ wₛ·pₛ.
pub fn standardised(rates: &Rates, mix: &Mix) -> Reading {
    let known = || mix.weights.iter().filter_map(|(service, weight)| Some((weight, rates.get(service)?)));
    let weight: f64 = known().map(|it| it.0).sum();
    let n: u64 = known().map(|it| it.1.whole()).sum();
    let missing = count(known()) < count(mix.weights.iter());
    let basis = Basis::of(n).flagged(Flag::LowCoverage, missing);
    if n == 0 {
        return Reading::unknown(Gap::NoData, basis);
    }
    let sum: f64 = known().map(|(weight, share)| weight * share.value()).sum();
    Reading::number(sum / weight, Unit::Share, None, basis)
}

/// One of the two rates of a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateRollUp {
    /// All of all.
    pub pooled: Reading<Share>,
    /// The median of the services' rates, of those with data.
    pub median_over_services: Reading,
    /// The rate standardised to the mix that was given.
    pub standardised: Reading,
    /// The services' own rates, of those with data.
    #[serde(skip)]
    pub by_service: Rates,
}

/// A whole, with what its services say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RollUp {
    /// The whole: counts added and raw observations pooled.
    pub pooled: Delivery,
    /// How many services there are.
    pub services: u64,
    /// The services that lacked data, for each metric that any lacked.
    pub lacking: BTreeMap<Metric, BTreeSet<ServiceId>>,
    /// The median of the services' deployment frequencies.
    pub frequency_over_services: Reading,
    /// The change fail rate.
    pub change_fail_rate: RateRollUp,
    /// The deployment rework rate.
    pub deployment_rework_rate: RateRollUp,
}

/// Rolls the services of a view up, with the rates standardised to a mix; without one, to the view's own.
#[must_use]
pub fn roll_up(view: &View<'_>, definition: &Definition, mix: Option<&Mix>) -> RollUp {
    let pooled = measure(view, definition);
    let parts: Vec<(ServiceId, Delivery)> = view
        .group_by(|event| event.service().clone())
        .into_iter()
        .map(|(service, part)| (service, measure(&part, definition)))
        .collect();
    RollUp {
        services: count(parts.iter()),
        lacking: lacking(&parts),
        frequency_over_services: over_services(&parts, Metric::DeploymentFrequency, Unit::PerWeek)
            .with_basis(|basis| basis.under(definition.stamp().clone())),
        change_fail_rate: rate(&parts, &pooled, mix, Metric::ChangeFailRate),
        deployment_rework_rate: rate(&parts, &pooled, mix, Metric::DeploymentReworkRate),
        pooled,
    }
}

fn lacking(parts: &[(ServiceId, Delivery)]) -> BTreeMap<Metric, BTreeSet<ServiceId>> {
    let mut all: BTreeMap<Metric, BTreeSet<ServiceId>> = BTreeMap::new();
    for (service, delivery) in parts {
        for metric in Metric::ALL {
            if matches!(delivery.reading(metric).gap(), Some(Gap::NoData | Gap::NotRecorded)) {
                all.entry(metric).or_default().insert(service.clone());
            }
        }
    }
    all
}

fn share(delivery: &Delivery, metric: Metric) -> &Reading<Share> {
    match metric {
        Metric::DeploymentReworkRate => &delivery.deployment_rework_rate.rate,
        _ => &delivery.change_fail_rate.rate,
    }
}

fn over_services(parts: &[(ServiceId, Delivery)], metric: Metric, unit: Unit) -> Reading {
    let values = parts.iter().filter_map(|(_, it)| it.reading(metric).value().map(|it| it.value()));
    let sorted = ascending(values);
    let basis = Basis::of(count(sorted.iter()));
    match quantile(&sorted, 0.5, crate::definition::QuantileType::Seven) {
        Some(median) => Reading::number(median, unit, None, basis),
        None => Reading::unknown(Gap::NoData, basis),
    }
}

fn rate(parts: &[(ServiceId, Delivery)], pooled: &Delivery, mix: Option<&Mix>, metric: Metric) -> RateRollUp {
    let known = parts.iter().filter_map(|(id, it)| Some((id.clone(), *share(it, metric).value()?)));
    let by_service: Rates = known.collect();
    let own = Mix::of(&by_service);
    let stamped = |basis: Basis| basis.under(pooled.definition.clone());
    RateRollUp {
        pooled: share(pooled, metric).clone(),
        median_over_services: over_services(parts, metric, Unit::Share).with_basis(stamped),
        standardised: standardised(&by_service, mix.unwrap_or(&own)).with_basis(stamped),
        by_service,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn rates(all: &[(&str, u64, u64)]) -> Rates {
        let share = |part, whole| Share::new(part, whole).unwrap();
        all.iter().map(|(id, part, whole)| (ServiceId::new(id).unwrap(), share(*part, *whole))).collect()
    }

    pub(super) fn value(reading: &Reading) -> f64 {
        reading.value().unwrap().value()
    }

    #[test]
    fn a_service_of_the_mix_without_data_is_told() {
        let mix = Mix::even(["a", "b"].map(|it| ServiceId::new(it).unwrap()));
        let reading = standardised(&rates(&[("a", 1, 4)]), &mix);
        assert_eq!(value(&reading), 0.25);
        assert!(reading.basis().flags.contains(&Flag::LowCoverage));
        assert_eq!(standardised(&Rates::new(), &mix).gap(), Some(Gap::NoData));
        assert_eq!(standardised(&rates(&[("a", 1, 4)]), &Mix::new([])).gap(), Some(Gap::NoData));
    }
}

//! How a rate of a whole changed, and whether only the mix of services did.

use serde::Serialize;

use thalweg_model::{Basis, Flag, Gap, Interval, Method, Reading, ServiceId, Share, Unit};
use thalweg_stats::contingency::{Pair, fisher_exact, mantel_haenszel};
use thalweg_stats::proportion::newcombe;

use super::{Mix, Rates, standardised};

/// Two rates that differ by less are the same; what is left of a sum by rounding is no direction.
const NOTHING: f64 = 1e-12;

/// How a rate changed from one period to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RateChange {
    /// The pooled rate before.
    pub before: Reading,
    /// The pooled rate after.
    pub after: Reading,
    /// The rate after, at the mix of services before.
    pub standardised: Reading,
    /// Pooled after less before, with Newcombe's interval; flagged where the standardised rate moved the other way.
    pub difference: Reading,
    /// Standardised after less before, both at the mix before, of the services with data in both periods: the others cannot be compared.
    /// *No data* where there is none.
    pub standardised_difference: Reading,
    /// Fisher's exact two-sided p of no difference.
    pub p: Option<f64>,
    /// Mantel's and Haenszel's ratio of the rate after to the rate before, within services.
    pub risk_ratio: Reading,
}

impl RateChange {
    /// The change of the services' rates from one period to another, at a level of confidence.
    ///
    /// ```
    /// use thalweg_dora::aggregate::RateChange;
    /// use thalweg_model::{Flag, ServiceId, Share};
    /// let rates = |api: (u64, u64), web: (u64, u64)| {
    ///     let share = |(part, whole)| Share::new(part, whole).expect("a share");
    ///     [(ServiceId::new("api").expect("an id"), share(api)), (ServiceId::new("web").expect("an id"), share(web))].into()
    /// };
    /// // Each service got better, and yet the whole seems worse, since the mix moved to the one that fails more often.
    /// let change = RateChange::between(&rates((20, 100), (2, 50)), &rates((54, 300), (0, 20)), 0.95);
    /// assert!(change.difference.value().map(|it| it.value() > 0.0).unwrap_or_default());
    /// assert!(change.difference.basis().flags.contains(&Flag::SimpsonReversal));
    /// ```
    #[must_use]
    pub fn between(before: &Rates, after: &Rates, level: f64) -> Self {
        let (old, new) = (pooled(before), pooled(after));
        let Shift { at_mix, reversed } = Shift::between(before, after);
        Self {
            before: as_reading(old),
            after: as_reading(new),
            standardised: standardised(after, &Mix::of(before)),
            difference: difference(old, new, level, reversed),
            standardised_difference: at_mix,
            p: Pair::new(old.0, old.1, new.0, new.1).and_then(fisher_exact),
            risk_ratio: risk_ratio(before, after, level),
        }
    }
}

/// What a change is at the mix of services before, and whether the pooled rate moved the other way.
#[derive(Clone, Debug)]
pub(crate) struct Shift {
    /// [`RateChange::standardised_difference`].
    pub(crate) at_mix: Reading,
    pub(crate) reversed: bool,
}

impl Shift {
    pub(crate) fn between(before: &Rates, after: &Rates) -> Self {
        let at_mix = standardised_difference(before, after);
        let share = |rates| {
            let (part, whole) = pooled(rates);
            Share::new(part, whole)
        };
        let crude = share(before).zip(share(after)).map(|(from, to)| to.value() - from.value());
        let reversed = crude.zip(at_mix.value().map(|it| it.value())).is_some_and(opposite);
        Self { at_mix, reversed }
    }
}

fn opposite((a, b): (f64, f64)) -> bool {
    a * b < 0.0 && a.abs().min(b.abs()) > NOTHING
}

fn pooled(rates: &Rates) -> (u64, u64) {
    rates.values().fold((0, 0), |sum, it| (sum.0 + it.part(), sum.1 + it.whole()))
}

fn as_reading((part, whole): (u64, u64)) -> Reading {
    Reading::share(part, whole, None, Basis::of(whole)).quantity()
}

fn difference(old: (u64, u64), new: (u64, u64), level: f64, reversal: bool) -> Reading {
    let basis = Basis::of(old.1 + new.1).flagged(Flag::SimpsonReversal, reversal);
    let Some((from, to)) = Share::new(old.0, old.1).zip(Share::new(new.0, new.1)) else {
        return Reading::unknown(Gap::NoData, basis);
    };
    let bounds = newcombe(new.0, new.1, old.0, old.1, level);
    let interval = bounds.map(|it| Interval::new(it.lower, it.upper, level, Method::Newcombe));
    Reading::number(to.value() - from.value(), Unit::ShareDifference, interval, basis)
}

/// At the mix before, of the services that can be compared.
fn standardised_difference(before: &Rates, after: &Rates) -> Reading {
    let both = |rates: &Rates, other: &Rates| -> Rates {
        let known = rates.iter().filter(|(service, _)| other.contains_key(*service));
        known.map(|(service, share)| (service.clone(), *share)).collect()
    };
    let (old, new) = (both(before, after), both(after, before));
    let mix = Mix::of(&old);
    let (from, to) = (standardised(&old, &mix), standardised(&new, &mix));
    let left = old.len() < before.len() || new.len() < after.len();
    let basis = Basis::of(from.basis().n + to.basis().n).flagged(Flag::LowCoverage, left);
    match from.value().zip(to.value()) {
        Some((from, to)) => Reading::number(to.value() - from.value(), Unit::ShareDifference, None, basis),
        None => Reading::unknown(Gap::NoData, basis),
    }
}

fn risk_ratio(before: &Rates, after: &Rates, level: f64) -> Reading {
    let stratum = |(service, new): (&ServiceId, &Share)| {
        let old = before.get(service)?;
        Pair::new(new.part(), new.whole(), old.part(), old.whole())
    };
    let strata: Vec<Pair> = after.iter().filter_map(stratum).collect();
    let n = strata.iter().map(|it| it.first_total + it.second_total).sum();
    let basis = Basis::of(n);
    match mantel_haenszel(&strata, level).and_then(|it| it.risk_ratio) {
        Some(ratio) => Reading::number(ratio.estimate, Unit::Ratio, None, basis),
        None => Reading::unknown(if n == 0 { Gap::NoData } else { Gap::Undefined }, basis),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{rates, value};
    use super::*;

    #[test]
    fn simpsons_reversal_with_the_numbers_of_the_fixture() {
        // scipy and statsmodels: pooled .146667 to .168750, standardised to .120000, Mantel–Haenszel risk ratio .866972.
        let before = rates(&[("api", 20, 100), ("web", 2, 50)]);
        let change = RateChange::between(&before, &rates(&[("api", 54, 300), ("web", 0, 20)]), 0.95);
        let near =
            |found: &Reading, expected: f64| assert!((value(found) - expected).abs() < 5e-7, "{found:?}");
        near(&change.before, 0.146_667);
        near(&change.after, 0.168_750);
        near(&change.standardised, 0.12);
        near(&change.risk_ratio, 0.866_972);
        assert!(change.difference.basis().flags.contains(&Flag::SimpsonReversal));
        assert!(change.difference.interval().unwrap().contains(value(&change.difference)));
    }

    /// dora.md section 5: what deployed in one period alone tells nothing of whether the others got better.
    #[test]
    fn a_service_that_left_does_not_hide_a_reversal() {
        let before = rates(&[("api", 5, 10), ("web", 1, 10)]);
        let change = RateChange::between(&before, &rates(&[("web", 2, 10)]), 0.95);
        assert!((value(&change.difference) + 0.1).abs() < 1e-12);
        assert!((value(&change.standardised_difference) - 0.1).abs() < 1e-12);
        assert!(change.difference.basis().flags.contains(&Flag::SimpsonReversal));
        assert!(change.standardised_difference.basis().flags.contains(&Flag::LowCoverage));
        let apart = RateChange::between(&before, &rates(&[("new", 2, 10)]), 0.95);
        assert_eq!(apart.standardised_difference.gap(), Some(Gap::NoData));
    }

    #[test]
    fn no_reversal_where_both_move_alike() {
        let change = RateChange::between(
            &rates(&[("a", 5, 10), ("b", 1, 10)]),
            &rates(&[("a", 4, 10), ("b", 1, 10)]),
            0.95,
        );
        assert!(change.difference.basis().flags.is_empty());
        assert!(value(&change.difference) < 0.0);
    }
}

//! Whether individual scores may be averaged into a group's score.

use serde::Serialize;

use super::icc::Icc;
use super::within::Within;

/// What speaks against averaging.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Doubt {
    /// The median rwg(j) against the uniform null is below .70.
    NoAgreement,
    /// The median rwg(j) against the second null is below .70.
    AgreementOnlyAgainstUniform,
    /// In half of the groups or more the average deviation is above its limit.
    LargeDeviation,
    /// ICC(1) is 0 or below: groups do not differ more than chance makes them.
    NoGroupEffect,
    /// The F test of the groups does not reach 5 %.
    GroupEffectNotShown,
    /// ICC(2) is below .70: means of groups of this size are not steady enough to compare groups.
    UnsteadyMeans,
}

/// Whether individual scores may be averaged into group scores, with the reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "aggregation", rename_all = "snake_case")]
pub enum Aggregation {
    /// Agreement within and difference between groups are shown.
    Justified,
    /// There is agreement within groups, but something else speaks against it.
    Weak {
        /// What.
        doubts: Vec<Doubt>,
    },
    /// There is no agreement within groups, or no difference between them.
    NotJustified {
        /// What speaks against it.
        doubts: Vec<Doubt>,
    },
}

/// Judges agreement within groups and difference between them: justified with a median rwg(j) of .70 or more against both
/// nulls, average deviations within their limit, an ICC(1) that the F test shows at 5 % and an ICC(2) of .70 or more; not
/// justified without agreement against the uniform null or with an ICC(1) of 0 or below; weak otherwise (Bliese 2000).
#[must_use]
pub fn aggregation(icc: &Icc, groups: &[Within]) -> Aggregation {
    let median = |value: fn(&Within) -> f64| {
        let mut values: Vec<f64> = groups.iter().map(value).collect();
        thalweg_stats::quantile::median(&mut values).unwrap_or(0.0)
    };
    let signs = [
        (Doubt::NoAgreement, median(|g| g.uniform.value) < 0.70),
        (Doubt::AgreementOnlyAgainstUniform, median(|g| g.second.value) < 0.70),
        (Doubt::LargeDeviation, median(|g| g.average_deviation / g.deviation_limit) > 1.0),
        (Doubt::NoGroupEffect, icc.one_mean_size <= 0.0),
        (Doubt::GroupEffectNotShown, icc.test.is_none_or(|(_, p)| p >= 0.05)),
        (Doubt::UnsteadyMeans, icc.two.is_none_or(|two| two < 0.70)),
    ];
    let doubts: Vec<Doubt> = signs.into_iter().filter(|(_, there)| *there).map(|(doubt, _)| doubt).collect();
    let decisive = [Doubt::NoAgreement, Doubt::NoGroupEffect];
    match doubts {
        doubts if doubts.is_empty() => Aggregation::Justified,
        doubts if doubts.iter().any(|doubt| decisive.contains(doubt)) => Aggregation::NotJustified { doubts },
        doubts => Aggregation::Weak { doubts },
    }
}

//! Statistics against R (`tests/data/oracle_r.csv`, made by `tests/data/oracle.R`; versions stand in its first lines).
//!
//! dora.md section 6: closed forms to 1e-9, p-values to 1e-6.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a failure is a panic"
)]

use thalweg_stats::contingency::{Pair, mantel_haenszel};
use thalweg_stats::ranks::{self, PValue, Zeros};
use thalweg_stats::survival::{Crossing, KaplanMeier, LogRank, Observation, log_rank, stratified_log_rank};
use thalweg_stats::{multiplicity, rate, trend};

type Lists = [Vec<f64>];

fn observations(times: &[f64], ended: &[f64]) -> Vec<Observation> {
    times.iter().zip(ended).map(|(&time, &e)| Observation { time, ended: e > 0.0 }).collect()
}

fn number(crossing: Crossing) -> f64 {
    crossing.at().unwrap_or(f64::NAN)
}

fn by_curve(what: &str, a: &Lists) -> Vec<f64> {
    let curve = KaplanMeier::fit(&observations(&a[0], &a[1])).unwrap();
    let at = a[2][0];
    match what {
        "survival" => vec![curve.survival_at(at).unwrap()],
        "survival_interval" => {
            curve.interval_at(at, 0.95).map_or(vec![f64::NAN; 2], |b| vec![b.lower, b.upper])
        }
        "restricted_mean" => {
            let mean = curve.restricted_mean(at).unwrap();
            vec![mean.mean, mean.standard_error]
        }
        _ => {
            let bounds = curve.quantile_interval(at, 0.95).unwrap();
            [curve.quantile(at).unwrap(), bounds.lower, bounds.upper].map(number).into()
        }
    }
}

fn log_rank_numbers(test: Option<LogRank>) -> Vec<f64> {
    test.map(|t| vec![t.observed, t.expected, t.z * t.z, t.p]).unwrap()
}

fn by_ranks(what: &str, a: &Lists) -> Vec<f64> {
    match what {
        "mann_whitney_exact" => {
            let test = ranks::mann_whitney(&a[0], &a[1]).unwrap();
            assert_eq!(test.p_value, PValue::Exact);
            vec![test.p]
        }
        "hodges_lehmann_exact" => {
            let shift = ranks::hodges_lehmann(&a[0], &a[1], 0.95).unwrap();
            let (bounds, p) = (shift.bounds.unwrap(), ranks::mann_whitney(&a[0], &a[1]).unwrap().p);
            vec![shift.estimate, bounds.lower, bounds.upper, p]
        }
        "signed_rank_pratt" => vec![ranks::signed_rank(&a[0], Zeros::Pratt).unwrap().p],
        _ => vec![ranks::signed_rank(&a[0], Zeros::Wilcoxon).unwrap().p],
    }
}

fn computed(what: &str, a: &Lists) -> Vec<f64> {
    let group = |at: usize| observations(&a[at], &a[at + 1]);
    match what {
        "survival" | "survival_interval" | "survival_quantile" | "restricted_mean" => by_curve(what, a),
        "log_rank" => log_rank_numbers(log_rank(&group(0), &group(2))),
        "stratified" => {
            log_rank_numbers(stratified_log_rank(&[(&group(0), &group(2)), (&group(4), &group(6))]))
        }
        "rate_ratio" => {
            let v = &a[0];
            let found = rate::rate_ratio(v[0] as u64, v[1], v[2] as u64, v[3], 0.95).unwrap();
            let infinite = |x: Option<f64>| x.unwrap_or(f64::INFINITY);
            vec![infinite(found.ratio), found.bounds.lower, infinite(found.bounds.upper), found.p]
        }
        "holm" => multiplicity::holm(&a[0]).unwrap(),
        "benjamini_hochberg" => multiplicity::benjamini_hochberg(&a[0]).unwrap(),
        "kendall_exact" => vec![trend::mann_kendall(&a[0]).unwrap().p],
        "mantel_haenszel_odds" => {
            let pair = |c: &[f64]| Pair::new(c[0] as u64, c[1] as u64, c[2] as u64, c[3] as u64).unwrap();
            let strata: Vec<Pair> = a[0].chunks(4).map(pair).collect();
            let pooled = mantel_haenszel(&strata, 0.95).unwrap();
            let odds = pooled.odds_ratio.unwrap();
            vec![odds.estimate, odds.bounds.lower, odds.bounds.upper, pooled.p.unwrap()]
        }
        _ => by_ranks(what, a),
    }
}

fn list(field: &str) -> Vec<f64> {
    let number = |x: &str| match x {
        "NA" => f64::NAN,
        "Inf" => f64::INFINITY,
        x => x.parse().unwrap(),
    };
    field.split_whitespace().map(number).collect()
}

fn close(got: f64, expected: f64) -> bool {
    (got.is_nan() && expected.is_nan())
        || got.to_bits() == expected.to_bits()
        || (got - expected).abs() <= 1e-9 * expected.abs() + 1e-13
}

#[test]
fn every_reference_value_is_met() {
    let mut wrong = Vec::new();
    for line in include_str!("data/oracle_r.csv").lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let lists: Vec<Vec<f64>> = fields[1..fields.len() - 1].iter().map(|f| list(f)).collect();
        let (got, expected) = (computed(fields[0], &lists), list(fields[fields.len() - 1]));
        if got.len() != expected.len() || !got.iter().zip(&expected).all(|(&g, &e)| close(g, e)) {
            let line: String = line.chars().take(200).collect();
            wrong.push(format!("{line}\n   expected {expected:?}\n   got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

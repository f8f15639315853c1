//! Statistics against other tools (`tests/data/oracle.csv`, made by `tests/data/oracle.py`, `tests/data/oracle_random.csv`, made by
//! `tests/data/oracle_random.py`; tools and versions stand in their first lines).
//!
//! dora.md section 6: closed forms to 1e-9, relative to the greatest number of the line.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a failure is a panic"
)]

use thalweg_stats::contingency::{Pair, fisher_exact, mantel_haenszel};
use thalweg_stats::quantile::{HyndmanFan, of_sorted, quantile, quantiles};
use thalweg_stats::ranks::{self, Zeros};
use thalweg_stats::{Bounds, changepoint, dispersion, multiplicity, order, power, proportion, rate, trend};

type Lists = [Vec<f64>];

fn ends(bounds: Option<Bounds>) -> Vec<f64> {
    bounds.map(|b| vec![b.lower, b.upper]).unwrap()
}

fn counts(lists: &Lists) -> Vec<u64> {
    lists.iter().map(|l| l[0] as u64).collect()
}

fn pairs(flat: &[f64]) -> Vec<Pair> {
    let pair = |c: &[f64]| Pair::new(c[0] as u64, c[1] as u64, c[2] as u64, c[3] as u64).unwrap();
    flat.chunks(4).map(pair).collect()
}

fn by_quantile(a: &Lists) -> f64 {
    let kind = match a[2][0] as u8 {
        1 => HyndmanFan::Type1,
        7 => HyndmanFan::Type7,
        _ => HyndmanFan::Type8,
    };
    let mut sorted = a[0].clone();
    sorted.sort_by(f64::total_cmp);
    let one = quantile(&mut a[0].clone(), a[1][0], kind).unwrap();
    let several = quantiles(&mut a[0].clone(), &[0.9, a[1][0], 0.2], kind).unwrap();
    assert_eq!(several[1], one);
    assert_eq!(of_sorted(&sorted, a[1][0], kind), Some(one));
    one
}

fn by_proportion(what: &str, a: &Lists) -> Vec<f64> {
    let (n, level) = (counts(a), a[a.len() - 1][0]);
    match what {
        "wilson" => ends(proportion::wilson(n[0], n[1], level)),
        "clopper_pearson" => ends(proportion::clopper_pearson(n[0], n[1], level)),
        "jeffreys" => ends(proportion::jeffreys(n[0], n[1], level)),
        "newcombe" => ends(proportion::newcombe(n[0], n[1], n[2], n[3], level)),
        "fisher" => vec![fisher_exact(Pair::new(n[0], n[1], n[2], n[3]).unwrap()).unwrap()],
        "exact_p" => vec![proportion::exact_p(n[0], n[1], level).unwrap()],
        _ => ends(rate::garwood(n[0], a[1][0], level)),
    }
}

fn by_strata(a: &Lists) -> Vec<f64> {
    let pooled = mantel_haenszel(&pairs(&a[0]), 0.95).unwrap();
    let parts = [pooled.odds_ratio, pooled.risk_ratio, pooled.risk_difference].map(Option::unwrap);
    let numbers = parts.iter().flat_map(|p| [p.estimate, p.bounds.lower, p.bounds.upper]);
    numbers.chain([pooled.p.unwrap()]).collect()
}

fn by_ranks(what: &str, a: &Lists) -> Vec<f64> {
    match what {
        "cliff" => vec![ranks::cliffs_delta(&a[0], &a[1], 0.95).unwrap().0],
        "brunner_munzel" => {
            let spread = ranks::brunner_munzel(&a[0], &a[1]).unwrap().spread.unwrap();
            vec![spread.t, spread.p]
        }
        "mann_whitney" => {
            let test = ranks::mann_whitney(&a[0], &a[1]).unwrap();
            vec![test.u, test.p]
        }
        "hodges_lehmann" => vec![ranks::hodges_lehmann(&a[0], &a[1], 0.95).unwrap().estimate],
        "hodges_lehmann_interval" => ends(ranks::hodges_lehmann(&a[0], &a[1], 0.95).unwrap().bounds),
        "walsh" => vec![ranks::walsh_median(&a[0], 0.95).unwrap().estimate],
        _ => {
            let zeros = if a[1][0] > 0.0 { Zeros::Pratt } else { Zeros::Wilcoxon };
            vec![ranks::signed_rank(&a[0], zeros).unwrap().p]
        }
    }
}

fn by_trend(what: &str, a: &Lists) -> Vec<f64> {
    match what {
        "mann_kendall" => {
            let test = trend::seasonal_mann_kendall(&[&a[0]]).unwrap();
            vec![test.s as f64, test.tau, test.variance, test.z, test.p]
        }
        "kendall_exact" => vec![trend::mann_kendall(&a[0]).unwrap().p],
        "seasonal" => {
            let of = |m: usize| a[0].iter().skip(m).step_by(12).copied().filter(|it| !it.is_nan()).collect();
            let seasons: Vec<Vec<f64>> = (0..12).map(of).collect();
            let test = trend::seasonal_mann_kendall(&seasons.iter().map(Vec::as_slice).collect::<Vec<_>>());
            let test = test.unwrap();
            vec![test.s as f64, test.variance, test.z, test.p]
        }
        _ => {
            let points: Vec<_> = a[0].iter().copied().zip(a[1].iter().copied()).collect();
            let slope = trend::theil_sen(&points, 0.95).unwrap();
            let bounds = slope.bounds.unwrap();
            vec![slope.slope, slope.intercept, bounds.lower, bounds.upper]
        }
    }
}

fn by_power(what: &str, a: &Lists) -> Vec<f64> {
    let of = |at: usize| a[at][0] as u64;
    let demand = power::Demand::default();
    let found = match what {
        "detectable_proportion" => power::proportion(a[0][0] / a[1][0], of(1), of(2), demand),
        _ => power::duration_ratio(a[0][0], of(1), of(2), demand),
    };
    let found = found.unwrap();
    [found.lower, found.higher].map(|it| it.unwrap_or(f64::NAN)).into()
}

fn computed(what: &str, a: &Lists) -> Vec<f64> {
    match what {
        "quantile" => vec![by_quantile(a)],
        "wilson" | "clopper_pearson" | "jeffreys" | "newcombe" | "fisher" | "exact_p" | "garwood" => {
            by_proportion(what, a)
        }
        "dispersion" => {
            let found = dispersion::dispersion(&a[0].iter().map(|&x| x as u64).collect::<Vec<_>>()).unwrap();
            vec![found.statistic, found.p]
        }
        "mantel_haenszel" => by_strata(a),
        "median_ranks" => {
            let ranks = order::median_ranks(a[0][0] as usize, a[1][0]).unwrap();
            vec![ranks.lower as f64, ranks.upper as f64, ranks.coverage]
        }
        "mann_kendall" | "kendall_exact" | "seasonal" | "theil_sen" => by_trend(what, a),
        "pelt" => {
            let found = changepoint::pelt(&a[0], a[1][0]).unwrap();
            found.into_iter().chain([a[0].len()]).map(|at| at as f64).collect()
        }
        "detectable_proportion" | "detectable_ratio" => by_power(what, a),
        "holm" => multiplicity::holm(&a[0]).unwrap(),
        "benjamini_hochberg" => multiplicity::benjamini_hochberg(&a[0]).unwrap(),
        _ => by_ranks(what, a),
    }
}

fn list(field: &str) -> Vec<f64> {
    field.split_whitespace().map(|x| x.parse().unwrap()).collect()
}

/// The lines of a table that are not met.
fn wrong(table: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in table.lines().filter(|it| !it.starts_with('#')) {
        let fields: Vec<&str> = line.split(';').collect();
        let lists: Vec<Vec<f64>> = fields[1..fields.len() - 1].iter().map(|f| list(f)).collect();
        let (got, expected) = (computed(fields[0], &lists), list(fields[fields.len() - 1]));
        // statsmodels searches for the effect, and stops there.
        let tolerance = if fields[0].starts_with("detectable") { 1e-4 } else { 1e-9 };
        let close =
            |g: &f64, e: &f64| (g - e).abs() <= tolerance * e.abs() + 1e-13 || g.is_nan() && e.is_nan();
        if got.len() != expected.len() || !got.iter().zip(&expected).all(|(g, e)| close(g, e)) {
            let line: String = line.chars().take(150).collect();
            wrong.push(format!("{line}\n   expected {expected:?}\n   got      {got:?}"));
        }
    }
    wrong
}

#[test]
fn every_reference_value_is_met() {
    let wrong = wrong(include_str!("data/oracle.csv"));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// dora.md section 6 on random cases with ties, gaps and empty cells (`tests/data/oracle_random.py`).
#[test]
fn every_random_case_is_met() {
    let wrong = wrong(include_str!("data/oracle_random.csv"));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

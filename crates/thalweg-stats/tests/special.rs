//! The distributions against reference values (`tests/data/special.csv`, made by `tests/data/special.py`).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a failure is a panic"
)]

use thalweg_stats::special::{
    Beta, Binomial, ChiSquared, F, Gamma, Hypergeometric, Normal, Poisson, StudentT,
};

fn computed(what: &str, p: &[f64], x: f64) -> Option<f64> {
    let k = x as u64;
    match (what, p) {
        ("normal.lower", []) => Normal.lower(x),
        ("normal.quantile", []) => Normal.quantile(x),
        ("gamma.lower", &[a]) => Gamma::new(a)?.lower(x),
        ("gamma.upper", &[a]) => Gamma::new(a)?.upper(x),
        ("gamma.quantile", &[a]) => Gamma::new(a)?.quantile(x),
        ("beta.lower", &[a, b]) => Beta::new(a, b)?.lower(x),
        ("beta.upper", &[a, b]) => Beta::new(a, b)?.upper(x),
        ("beta.quantile", &[a, b]) => Beta::new(a, b)?.quantile(x),
        ("student.lower", &[df]) => StudentT::new(df)?.lower(x),
        ("student.quantile", &[df]) => StudentT::new(df)?.quantile(x),
        ("chi.quantile", &[df]) => ChiSquared::new(df)?.quantile(x),
        ("f.quantile", &[a, b]) => F::new(a, b)?.quantile(x),
        ("f.upper", &[a, b]) => F::new(a, b)?.upper(x),
        ("binomial.mass", &[n, p]) => Some(Binomial::new(n as u64, p)?.mass(k)),
        ("binomial.lower", &[n, p]) => Some(Binomial::new(n as u64, p)?.lower(k)),
        ("binomial.upper", &[n, p]) => Some(Binomial::new(n as u64, p)?.upper(k)),
        ("poisson.mass", &[m]) => Some(Poisson::new(m)?.mass(k)),
        ("poisson.lower", &[m]) => Some(Poisson::new(m)?.lower(k)),
        ("poisson.upper", &[m]) => Some(Poisson::new(m)?.upper(k)),
        ("hypergeometric.mass", &[a, b, n]) => {
            Some(Hypergeometric::new(a as u64, b as u64, n as u64)?.mass(k))
        }
        _ => panic!("no such function: {what} {p:?}"),
    }
}

/// dora.md section 6: closed forms to 1e-9 relative; what underflows may be 0.
#[test]
fn every_reference_value_is_met() {
    let mut wrong = Vec::new();
    for line in include_str!("data/special.csv").lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let parameters: Vec<f64> = fields[1].split_whitespace().map(|p| p.parse().unwrap()).collect();
        let (x, expected): (f64, f64) = (fields[2].parse().unwrap(), fields[3].parse().unwrap());
        let got = computed(fields[0], &parameters, x);
        let close = got.is_some_and(|got| (got - expected).abs() <= 1e-9 * expected.abs() + 1e-290);
        if !close {
            wrong.push(format!("{line} got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

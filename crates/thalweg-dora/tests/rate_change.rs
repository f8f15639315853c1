//! Change of a rate between two periods (dora.md sections 5 and 6): pooled difference with Newcombe's interval and Fisher's p, direct
//! standardisation, Mantel's and Haenszel's risk ratio and the Simpson flag, on random services against R
//! (`testdata/dora/rate_changes.csv`, made by `tests/data/rate_changes.R`; the version stands in its first line).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tests"
)]

use std::path::PathBuf;

use thalweg_dora::aggregate::{RateChange, Rates};
use thalweg_model::{Flag, ServiceId, Share};

fn numbers(field: &str) -> Vec<f64> {
    field.split_whitespace().map(|it| it.parse().unwrap_or(f64::NAN)).collect()
}

fn rates(field: &str) -> Rates {
    let pairs = numbers(field).chunks(2).map(|it| (it[0] as u64, it[1] as u64)).collect::<Vec<_>>();
    let one = |(n, (part, whole)): (usize, (u64, u64))| {
        Some((ServiceId::new(format!("s{n}")).unwrap(), Share::new(part, whole)?))
    };
    pairs.into_iter().enumerate().filter_map(one).collect()
}

/// The numbers in the order of the file, NaN where there is none.
fn found(change: &RateChange) -> [f64; 7] {
    let value = |it: &thalweg_model::Reading| it.value().map_or(f64::NAN, |it| it.value());
    let interval = change.difference.interval().unwrap();
    [
        value(&change.difference),
        interval.lower.unwrap(),
        interval.upper.unwrap(),
        change.p.unwrap(),
        value(&change.standardised_difference),
        value(&change.risk_ratio),
        f64::from(u8::from(change.difference.basis().flags.contains(&Flag::SimpsonReversal))),
    ]
}

#[test]
fn random_changes_are_those_of_r() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dora/rate_changes.csv");
    let table = std::fs::read_to_string(file).unwrap();
    let mut reversals = 0.0;
    for line in table.lines().filter(|it| !it.starts_with('#')) {
        let fields: Vec<&str> = line.split(';').collect();
        let found = found(&RateChange::between(&rates(fields[0]), &rates(fields[1]), 0.95));
        let expected = numbers(fields[2]);
        // R's Fisher sums within a relative tolerance of 1e-7.
        for ((found, expected), tolerance) in
            found.iter().zip(&expected).zip([1e-9, 1e-9, 1e-9, 1e-6, 1e-9, 1e-9, 0.0])
        {
            let same = (found - expected).abs() <= tolerance * expected.abs().max(1e-4);
            assert!(same || found.is_nan() && expected.is_nan(), "{line}\n{found} is not {expected}");
        }
        reversals += expected[6];
    }
    assert!(reversals >= 3.0, "{reversals} reversals are too few to tell");
}

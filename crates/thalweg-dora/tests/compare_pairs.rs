//! Every pair of presets and definitions, on random histories (definitions.md): a comparison names exactly the records that count on one
//! side only or gave something else there, and what a side's records gave makes its number.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_precision_loss, reason = "tests")]

mod told;

use std::collections::{BTreeMap, BTreeSet};

use thalweg_dora::compare::{Yardstick, compare_systems};
use thalweg_dora::explain::Gave;
use thalweg_dora::preset::{History, Preset};
use thalweg_dora::{Counting, Definition, Metric, explain, measure};
use thalweg_model::{Instant, Tz, Window};

/// What each record gave, under the name of the record alone.
type Ledger = BTreeMap<String, Vec<f64>>;

fn yardsticks() -> Vec<Yardstick> {
    let presets = Preset::ALL.map(Yardstick::from);
    let definitions = Preset::ALL.map(|it| Yardstick::from(it.definition()));
    presets.into_iter().chain(definitions).chain([Definition::default().into()]).collect()
}

fn march() -> Window {
    Window::month(2026, 3, Tz::UTC).unwrap()
}

/// Kind and id: no id of these histories has a blank.
fn own(record: &str) -> String {
    record.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// The records of a side by what it tells itself, without the help of a comparison; `None` where it has no such metric.
fn ledger(of: &Yardstick, metric: Metric, history: &History, as_of: Instant) -> Option<Ledger> {
    let rows: Vec<(String, f64)> = match of {
        Yardstick::Preset(preset) => {
            let answers = preset.measure(history, &march(), as_of);
            answers.get(metric)?.counted.iter().map(|it| (own(&it.record), it.gave)).collect()
        }
        Yardstick::Definition(definition) => {
            let log = history.log(definition).value;
            let counted = explain(&log.as_of(as_of).within(&march()), definition, metric).counted;
            let gave = |it: Gave| match it {
                Gave::Event => 1.0,
                Gave::Share { part } => f64::from(u8::from(part)),
                Gave::Hours { hours, .. } => hours,
            };
            counted.iter().map(|it| (own(&it.record.to_string()), gave(it.gave))).collect()
        }
    };
    let mut ledger = Ledger::new();
    rows.into_iter().for_each(|(record, gave)| ledger.entry(record).or_default().push(gave));
    ledger.values_mut().for_each(|it| it.sort_by(f64::total_cmp));
    Some(ledger)
}

fn same(a: Option<&Vec<f64>>, b: Option<&Vec<f64>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()))
        }
        (a, b) => a.is_none() && b.is_none(),
    }
}

#[test]
fn a_comparison_names_exactly_the_records_that_differ() {
    let yardsticks = yardsticks();
    let mut differed: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (n, case) in told::cases().iter().enumerate() {
        let (history, as_of) = (case.history(), case.as_of());
        let ledgers: Vec<BTreeMap<Metric, Option<Ledger>>> = yardsticks
            .iter()
            .map(|it| {
                Metric::ALL.into_iter().map(|metric| (metric, ledger(it, metric, &history, as_of))).collect()
            })
            .collect();
        let pairs = (0..yardsticks.len()).flat_map(|a| (0..yardsticks.len()).map(move |b| (a, b)));
        for (a, b) in pairs.filter(|(a, b)| a < b && (a * 23 + b) % 20 == n % 20) {
            let found = compare_systems(&yardsticks[a], &yardsticks[b], &history, &march(), as_of).value;
            for metric in Metric::ALL {
                let (Some(left), Some(right)) = (&ledgers[a][&metric], &ledgers[b][&metric]) else {
                    assert_eq!(found.get(metric), None);
                    continue;
                };
                let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
                let expected: Vec<&str> = names
                    .into_iter()
                    .filter(|it| !same(left.get(*it), right.get(*it)))
                    .map(String::as_str)
                    .collect();
                let named: Vec<&str> =
                    found.get(metric).unwrap().differences.iter().map(|it| it.record.as_str()).collect();
                assert_eq!(
                    named, expected,
                    "history {n}, {metric:?}: {:?} beside {:?}",
                    yardsticks[a], yardsticks[b]
                );
                if !named.is_empty() {
                    differed.insert((a, b));
                }
            }
        }
    }
    // All pairs but those of one preset with its two medians, which make other numbers of the same records.
    let pairs = yardsticks.len() * (yardsticks.len() - 1) / 2;
    assert!(differed.len() + 8 >= pairs, "{} of {pairs} pairs differ anywhere", differed.len());
}

/// What the records gave is what the number is made of: a record that is not named cannot move it.
#[test]
fn the_records_of_a_rate_make_the_rate() {
    let definitions: Vec<Definition> =
        Preset::ALL.into_iter().map(Preset::definition).chain([Definition::default()]).collect();
    let mut wider = 0;
    for case in told::cases() {
        let (history, as_of) = (case.history(), case.as_of());
        for definition in definitions.iter().filter(|it| it.rules().failure.counting == Counting::Deployments)
        {
            let log = history.log(definition).value;
            let view = log.as_of(as_of).within(&march());
            let delivery = measure(&view, definition);
            let rates = [
                (Metric::ChangeFailRate, delivery.change_fail_rate.rate),
                (Metric::DeploymentReworkRate, delivery.deployment_rework_rate.rate),
            ];
            for (metric, rate) in rates {
                let Some(share) = rate.value() else { continue };
                let counted = explain(&view, definition, metric).counted;
                let parts = counted.iter().filter(|it| it.gave == Gave::Share { part: true }).count();
                let name = &definition.stamp().name;
                assert_eq!((parts as u64, counted.len() as u64), (share.part(), share.whole()), "{name}");
                wider += usize::from(
                    definition.rules().deployments.denominator != definition.rules().deployments.counted,
                );
            }
        }
    }
    assert!(wider > 100, "{wider} rates over other deployments than those that count");
}

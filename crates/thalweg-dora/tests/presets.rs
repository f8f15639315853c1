//! Every preset worked by hand on one small history (definitions.md, "Presets"), its defects included.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod systems;

use proptest::prelude::*;
use thalweg_dora::preset::{Answer, Answers, Counted, History, MedianRule, Preset, Request, Run, RunResult};
use thalweg_dora::{Definition, Rules};
use thalweg_model::Instant;

use systems::{at, commit, history, march, request, run, ticket};

fn measure(preset: Preset) -> Answers {
    preset.measure(&history(), &march(), at("04-10T00:00"))
}

fn near(answer: &Answer, unit: Counted, expected: f64) {
    assert_eq!(answer.unit, unit);
    let value = answer.value.unwrap();
    assert!((value - expected).abs() < 1e-9, "{value}, not {expected}");
}

/// The records with what each gave, rounded to a thousandth.
fn rows(answer: &Answer) -> Vec<(&str, f64)> {
    answer.counted.iter().map(|it| (it.record.as_str(), (it.gave * 1e3).round() / 1e3)).collect()
}

#[test]
fn devlake_2023_with_both_medians() {
    let lower = measure(Preset::Devlake2023(MedianRule::Lower));
    let between = measure(Preset::Devlake2023(MedianRule::Interpolated));
    // Days with a deployment in the six weeks from Monday that March meets: 1, 1, 3, 0, 0, 0.
    near(&lower.deployment_frequency, Counted::DeployDaysPerWeek, 0.0);
    near(&between.deployment_frequency, Counted::DeployDaysPerWeek, 0.5);
    // Q1: ⌈60.5⌉ + ⌈179.5⌉ + 2,820 min until R3. Q2: coding is negative and none, 360 + 1,320 min until R4, not R6.
    assert_eq!(rows(&lower.change_lead_time), [("change Q1", 51.017), ("change Q2", 28.0)]);
    near(&lower.change_lead_time, Counted::Hours, 28.0);
    near(&between.change_lead_time, Counted::Hours, (51.0 + 1.0 / 60.0 + 28.0) / 2.0);
    // T1 and T2 fall on R3, since R4 did not finish before T2; T3 on R5; T4 is of a project without deployments.
    let failed = [
        ("deployment R0", 0.0),
        ("deployment R3", 1.0),
        ("deployment R4", 0.0),
        ("deployment R5", 1.0),
        ("deployment R6", 0.0),
    ];
    assert_eq!(rows(&lower.change_fail_rate), failed);
    near(&lower.change_fail_rate, Counted::Ratio, 0.4);
    // T1: 13:30 − R3 at 10:00; T3: 12:59 − R5 at 10:00; T2 is open and vanishes.
    let recovery = lower.recovery.unwrap();
    assert_eq!(rows(&recovery), [("incident T1", 3.5), ("incident T3", 2.983)]);
    near(&recovery, Counted::Hours, 2.0 + 59.0 / 60.0);
    near(&between.recovery.unwrap(), Counted::Hours, (3.5 + 2.0 + 59.0 / 60.0) / 2.0);
}

#[test]
fn devlake_2021_counts_incidents() {
    let answers = measure(Preset::Devlake2021(MedianRule::Lower));
    assert_eq!(rows(&answers.change_fail_rate)[1], ("deployment R3", 2.0));
    near(&answers.change_fail_rate, Counted::Ratio, 0.6);
    let mut many = history();
    many.tickets.extend((0..9).map(|it| ticket(&format!("X{it}"), "03-13T12:00", None, &["api"])));
    let above_one = Preset::Devlake2021(MedianRule::Lower).measure(&many, &march(), at("04-10T00:00"));
    near(&above_one.change_fail_rate, Counted::Ratio, 12.0 / 5.0);
}

#[test]
fn four_keys() {
    let answers = measure(Preset::FourKeys);
    // Weeks from Sunday: 3, 3, 0, 0, 0 days; deployed in fewer than half of the weeks, but in the month.
    near(&answers.deployment_frequency, Counted::DeployDaysPerWeek, 0.0);
    assert_eq!(answers.deployment_frequency.level, Some("monthly"));
    // Every deployment with every commit of its push, staging too: 2, 2, 26, 26, 26, 50, 74, 98, 218, 242 h.
    assert_eq!(answers.change_lead_time.counted.len(), 10);
    near(&answers.change_lead_time, Counted::Hours, 38.0);
    // Rows: R1 and R3 and R5 with k1 once each, R4 and R6 with k3 and k4: 7 rows over 5 deployments that have changes.
    near(&answers.change_fail_rate, Counted::Ratio, 1.4);
    // T1 from R1, which had its commit first, on staging: 27.5 h → 27; T3 and T4 are below an hour.
    let recovery = answers.recovery.unwrap();
    assert_eq!(rows(&recovery), [("incident T1", 27.0), ("incident T3", 0.0), ("incident T4", 0.0)]);
    near(&recovery, Counted::Hours, 0.0);
}

#[test]
fn four_keys_calls_it_daily_weekly_or_yearly_and_drops_what_takes_no_minute() {
    let level = |days: &[u32]| {
        let runs = days.iter().map(|day| {
            let (start, end) = (format!("03-{day:02}T09:50"), format!("03-{day:02}T10:00"));
            run(&format!("D{day}"), &start, &end, "k")
        });
        let history = History { runs: runs.collect(), ..History::default() };
        let answers = Preset::FourKeys.measure(&history, &march(), at("04-10T00:00"));
        answers.deployment_frequency.level.unwrap()
    };
    assert_eq!(level(&[1, 2, 3, 8, 9, 10, 15, 16, 17]), "daily");
    assert_eq!(level(&[1, 2, 3, 8, 9, 10, 15, 16]), "weekly");
    assert_eq!(level(&[1, 2]), "monthly");
    assert_eq!(level(&[]), "yearly");
    let mut quick = history();
    quick.runs = vec![run("R", "03-03T08:00", "03-03T08:00:59", "k2")];
    let answers = Preset::FourKeys.measure(&quick, &march(), at("04-10T00:00"));
    assert_eq!(rows(&answers.change_lead_time), [("change r@k1 in deployment R", 24.0)]);
}

#[test]
fn gitlab() {
    let answers = measure(Preset::Gitlab);
    near(&answers.deployment_frequency, Counted::PerDay, 5.0 / 31.0);
    assert_eq!(rows(&answers.change_lead_time), [("change Q1", 47.0), ("change Q2", 22.0)]);
    near(&answers.change_lead_time, Counted::Hours, 34.5);
    near(&answers.change_fail_rate, Counted::Ratio, 4.0 / 5.0);
    // The fourth: the median of 2.5 and 0.5 h; the twelfth: 59 min; then the median of both days, not of the three tickets.
    near(&answers.recovery.unwrap(), Counted::Hours, (1.5 + 59.0 / 60.0) / 2.0);
}

#[test]
fn middleware() {
    let answers = measure(Preset::Middleware);
    // Six good runs of any environment over six weeks; a seventh would change nothing.
    near(&answers.deployment_frequency, Counted::PerWeek, 1.0);
    let mut seven = history();
    seven.runs.push(run("R7", "03-20T09:50", "03-20T10:00", "k4"));
    let more = Preset::Middleware.measure(&seven, &march(), at("04-10T00:00"));
    near(&more.deployment_frequency, Counted::PerWeek, 1.0);
    // Q1: 1:00:30 + 0:59:30 + 1 + 1 h + 23 h until R1 on staging. Q2: −1 + 22, its review is missing and counts 0. Q3: 0.5 + 24.
    assert_eq!(
        rows(&answers.change_lead_time),
        [("change Q1", 27.0), ("change Q2", 21.0), ("change Q3", 24.5)]
    );
    near(&answers.change_lead_time, Counted::Hours, 72.5 / 3.0);
    // T1 and the revert of Q2 fall on R3, T2 on R4, T3 on R5; seven runs, the failed one and staging too.
    near(&answers.change_fail_rate, Counted::Ratio, 3.0 / 7.0);
    let recovery = answers.recovery.unwrap();
    assert_eq!(rows(&recovery)[0], ("change Q3", 46.0));
    near(&recovery, Counted::Hours, (46.0 + 2.5 + 59.0 / 60.0 + 0.5) / 4.0);
}

#[test]
fn faros() {
    let answers = measure(Preset::Faros);
    near(&answers.deployment_frequency, Counted::PerWeek, 5.0 / 3.0);
    // By time, Q3 belongs to R5, which went back to a commit without it.
    assert_eq!(
        rows(&answers.change_lead_time),
        [("change Q1", 49.992), ("change Q2", 28.0), ("change Q3", 26.0)]
    );
    near(&answers.change_lead_time, Counted::Hours, (49.0 + 119.0 / 120.0 + 28.0 + 26.0) / 3.0);
    // T2 names two applications: five rows over seven runs.
    near(&answers.change_fail_rate, Counted::Ratio, 5.0 / 7.0);
    assert_eq!(answers.recovery, None);
}

#[test]
fn pelorus() {
    let answers = measure(Preset::Pelorus);
    near(&answers.deployment_frequency, Counted::Deployments, 3.0);
    // k2 went to staging within two hours of its commit, and that is what counts.
    let images = [("change r@k0 in api", 226.0), ("change r@k2 in api", 2.0), ("change r@k4 in api", 2.0)];
    assert_eq!(rows(&answers.change_lead_time), images);
    near(&answers.change_lead_time, Counted::Hours, 230.0 / 3.0);
    near(&answers.change_fail_rate, Counted::Ratio, 4.0 / 3.0);
    // A second application with one image of 10 h weighs as much as the first with three.
    let mut two = history();
    let web = Run { service: "web".parse().unwrap(), ..run("W", "03-09T17:50", "03-09T18:00", "k3") };
    two.runs.push(web);
    let answers = Preset::Pelorus.measure(&two, &march(), at("04-10T00:00"));
    near(&answers.change_lead_time, Counted::Hours, (230.0 / 3.0 + 10.0) / 2.0);
}

#[test]
fn metrik() {
    let answers = measure(Preset::Metrik);
    near(&answers.deployment_frequency, Counted::Deployments, 5.0);
    // k1 and k2 came with R2, which failed, and waited for R3: 50 and 26 h. R4: 26 and 2. R6 brings k3 and k4 again: 98 and 74.
    near(&answers.change_lead_time, Counted::Hours, 46.0);
    near(&answers.change_fail_rate, Counted::Ratio, 1.0 / 6.0);
    let recovery = answers.recovery.unwrap();
    assert_eq!(rows(&recovery), [("deployment R2", 22.0)]);
    near(&recovery, Counted::Hours, 22.0);
    // A second failure on the way does not start the clock again.
    let mut twice = history();
    let again = Run { result: RunResult::Failure, ..run("R2b", "03-03T13:50", "03-03T14:00", "k2") };
    twice.runs.push(again);
    let answers = Preset::Metrik.measure(&twice, &march(), at("04-10T00:00"));
    near(&answers.recovery.unwrap(), Counted::Hours, 22.0);
    near(&answers.change_fail_rate, Counted::Ratio, 2.0 / 7.0);
}

#[test]
fn peers_job() {
    let answers = measure(Preset::PeersJob);
    near(&answers.deployment_frequency, Counted::PerDay, 5.0 / 31.0);
    // Q1 names R2, which failed: carried forward to R3.
    assert_eq!(rows(&answers.change_lead_time), [("change Q1", 51.0), ("change Q2", 27.0)]);
    near(&answers.change_lead_time, Counted::Hours, 39.0);
    near(&answers.change_fail_rate, Counted::Ratio, 2.0 / 6.0);
    near(&answers.recovery.unwrap(), Counted::Hours, 3.5);
}

#[test]
fn absence_is_zero_where_the_system_says_so_and_nothing_elsewhere() {
    for preset in Preset::ALL {
        let empty = preset.measure(&History::default(), &march(), at("04-10T00:00"));
        let zero = matches!(
            preset,
            Preset::Devlake2023(_) | Preset::Devlake2021(_) | Preset::FourKeys | Preset::Middleware
        );
        let expected = zero.then_some(0.0);
        assert_eq!(empty.change_lead_time.value, expected, "{}", preset.name());
        assert_eq!(empty.change_fail_rate.value, expected, "{}", preset.name());
    }
}

#[test]
fn what_is_later_than_the_instant_does_not_count() {
    let early = Preset::Devlake2023(MedianRule::Lower).measure(&history(), &march(), at("03-04T12:00"));
    assert_eq!(early.change_fail_rate.counted.len(), 2);
    assert_eq!(early.recovery.unwrap().counted, [], "T1 was still open");
}

#[test]
fn every_preset_is_a_definition_with_its_own_name_and_hash() {
    let mut hashes = std::collections::BTreeSet::new();
    for preset in Preset::ALL {
        let definition = preset.definition();
        assert_eq!(definition.rules().name, preset.name());
        assert_eq!(Preset::named(preset.name()), Some(preset));
        assert!(hashes.insert(definition.stamp().hash.clone()));
        let text = serde_json::to_string(&definition).unwrap();
        assert_eq!(serde_json::from_str::<Definition>(&text).unwrap(), definition);
        assert_eq!(measure(preset).definition, *definition.stamp());
    }
    assert_eq!(Preset::named("thalweg"), None);
    assert_ne!(Rules::default().name, "");
}

#[test]
fn a_history_that_contradicts_itself_breaks_nothing() {
    let mut odd = history();
    let line = odd.commits.values_mut().next().unwrap();
    line.push(commit("loop", Some("loop"), "03-05T00:00"));
    odd.runs.push(run("L", "03-05T00:00", "03-05T01:00", "loop"));
    odd.runs.push(run("N", "03-05T00:00", "03-05T02:00", "nobody"));
    odd.runs.push(run("R3", "03-05T00:00", "03-05T03:00", "k3"));
    odd.requests.push(Request {
        merged: None,
        merge_sha: None,
        ..request("Q9", "03-31T00:00", "03-01T00:00", "03-01T00:00", "k1")
    });
    odd.requests.push(Request {
        reverts: Some("Q9".parse().unwrap()),
        ..request("Q9", "03-31T00:00", "03-01T00:00", "03-01T00:00", "k1")
    });
    odd.tickets.push(ticket("T9", "03-31T00:00", Some("03-01T00:00"), &[]));
    for preset in Preset::ALL {
        let answers = preset.measure(&odd, &march(), Instant::MAX);
        assert!(answers.change_lead_time.value.is_none_or(f64::is_finite));
        assert!(odd.log(&preset.definition()).value.deployments() > 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_records_does_not_matter(seed in any::<u64>()) {
        let mut mixed = history();
        let turn = |n: usize| usize::try_from(seed % 97).unwrap() % n;
        let (r, q, t) = (mixed.runs.len(), mixed.requests.len(), mixed.tickets.len());
        mixed.runs.rotate_left(turn(r));
        mixed.requests.rotate_left(turn(q));
        mixed.tickets.rotate_left(turn(t));
        mixed.pushes.reverse();
        mixed.commits.values_mut().for_each(|it| it.reverse());
        mixed.runs.push(mixed.runs[0].clone());
        for preset in Preset::ALL {
            prop_assert_eq!(preset.measure(&mixed, &march(), at("04-10T00:00")), measure(preset));
        }
    }
}

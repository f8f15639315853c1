//! The edge cases of dora.md sections 3 and 10 and of the statistics that decide them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failure is a panic")]

use thalweg_stats::contingency::{Pair, fisher_exact, mantel_haenszel};
use thalweg_stats::dispersion::dispersion;
use thalweg_stats::order::{median_interval, median_ranks};
use thalweg_stats::power::{self, Demand};
use thalweg_stats::quantile::{HyndmanFan, median, quantile, quantiles};
use thalweg_stats::ranks::{self, PValue, Zeros};
use thalweg_stats::survival::{Crossing, KaplanMeier, Observation, log_rank};
use thalweg_stats::trend::{lag_one_autocorrelation, mann_kendall, seasonal_mann_kendall, theil_sen};
use thalweg_stats::xmr::{NoChart, Rule, Scale, Side, Xmr};
use thalweg_stats::{Bounds, changepoint, proportion, rate};

fn ended(times: &[f64]) -> Vec<Observation> {
    times.iter().copied().map(Observation::ended).collect()
}

fn near(got: f64, expected: f64, tolerance: f64) {
    assert!((got - expected).abs() <= tolerance, "{got} is not {expected} ± {tolerance}");
}

/// dora.md section 8, the rows that are pure numbers.
#[test]
fn the_worked_example_comes_out() {
    let interval = |bounds: Option<Bounds>, lower: f64, upper: f64| {
        let bounds = bounds.unwrap();
        near(bounds.lower, lower, 5e-7);
        near(bounds.upper, upper, 5e-7);
    };
    let weeks = 743.0 / 168.0;
    interval(rate::garwood(8, weeks, 0.95), 0.780947, 3.564220);
    interval(rate::garwood(5, weeks, 0.95), 0.367087, 2.638331);
    interval(rate::garwood(3, weeks, 0.95), 0.139888, 1.982371);
    interval(proportion::wilson(2, 8, 0.95), 0.071479, 0.590725);
    interval(proportion::wilson(2, 5, 0.95), 0.117621, 0.769276);
    interval(proportion::wilson(0, 3, 0.95), 0.0, 0.561497);
    interval(proportion::wilson(1, 8, 0.95), 0.022417, 0.470888);
    interval(proportion::wilson(1, 5, 0.95), 0.036224, 0.624465);
    interval(proportion::clopper_pearson(2, 8, 0.95), 0.031854, 0.650856);
    interval(proportion::clopper_pearson(0, 3, 0.95), 0.0, 0.707598);
    interval(proportion::jeffreys(2, 5, 0.95), 0.094390, 0.790583);
    interval(proportion::jeffreys(0, 3, 0.95), 0.0, 0.535583);
}

#[test]
fn no_observations_have_no_answer() {
    assert_eq!(quantile(&mut [], 0.5, HyndmanFan::Type7), None);
    assert_eq!(quantiles(&mut [], &[0.5], HyndmanFan::Type1), None);
    assert_eq!(quantiles(&mut [1.0], &[], HyndmanFan::Type1), Some(Vec::new()));
    assert_eq!(proportion::wilson(0, 0, 0.95), None);
    assert_eq!(proportion::wilson(2, 1, 0.95), None);
    assert_eq!(rate::garwood(3, 0.0, 0.95), None);
    assert_eq!(rate::rate_ratio(0, 1.0, 0, 1.0, 0.95), None);
    assert!(KaplanMeier::fit(&[]).is_none());
    assert!(log_rank(&[], &[]).is_none());
    assert!(ranks::mann_whitney(&[], &[1.0]).is_none());
    assert!(ranks::signed_rank(&[], Zeros::Pratt).is_none());
    assert!(ranks::walsh_median(&[], 0.95).is_none());
    assert!(theil_sen(&[], 0.95).is_none());
    assert!(mann_kendall(&[1.0]).is_none());
    assert!(dispersion(&[4]).is_none() && dispersion(&[0, 0, 0]).is_none());
    assert!(mantel_haenszel(&[], 0.95).is_none());
    assert!(fisher_exact(Pair::new(0, 0, 1, 2).unwrap()).is_none());
    assert_eq!(changepoint::pelt(&[], 1.0), None);
}

#[test]
fn none_and_all_of_many_have_exact_ends() {
    for n in [1, 10, 1_000_000] {
        for kind in [proportion::wilson, proportion::clopper_pearson, proportion::jeffreys] {
            let (none, all) = (kind(0, n, 0.95).unwrap(), kind(n, n, 0.95).unwrap());
            assert_eq!((none.lower, all.upper), (0.0, 1.0));
            near(none.upper, 1.0 - all.lower, 1e-12);
        }
    }
    let exact = proportion::clopper_pearson(0, 1_000_000, 0.95).unwrap().upper;
    near(exact, 1.0 - 0.025_f64.powf(1e-6), 1e-15);
    near(rate::garwood(0, 1.0, 0.95).unwrap().upper, 40.0_f64.ln(), 1e-12);
}

#[test]
fn a_ratio_without_events_on_a_side_is_open() {
    let up = rate::rate_ratio(4, 1.0, 0, 1.0, 0.95).unwrap();
    assert_eq!((up.ratio, up.bounds.upper), (None, None));
    let down = rate::rate_ratio(0, 1.0, 4, 1.0, 0.95).unwrap();
    assert_eq!((down.ratio, down.bounds.lower), (Some(0.0), 0.0));
    near(up.p, 0.125, 1e-13);
}

#[test]
fn the_interval_of_a_median_begins_at_six() {
    assert_eq!(median_ranks(5, 0.95), None);
    assert_eq!(median_interval(&mut [5.0; 5], 0.95), None);
    assert_eq!(median_interval(&mut [5.0; 6], 0.95), Some(Bounds { lower: 5.0, upper: 5.0 }));
    assert_eq!(median_ranks(5, 0.9375).unwrap().lower, 1, "exactly the level is enough");
    let many = median_ranks(1_000_000, 0.95).unwrap();
    assert_eq!((many.lower, many.upper), (499_020, 500_981));
}

#[test]
fn medians_do_not_see_a_lower_middle() {
    assert_eq!(median(&mut [1.0, 2.0]), Some(1.5));
    assert_eq!(median(&mut [7.0]), Some(7.0));
    assert_eq!(median(&mut [3.0; 9]), Some(3.0));
    assert_eq!(median(&mut [1e-9, 3e8, 1.0]), Some(1.0));
    assert_eq!(median(&mut [1.0, f64::NAN]), None);
}

/// dora.md section 3, recovery time.
#[test]
fn a_curve_on_the_level_ends_halfway_or_open() {
    let curve = |o: &[Observation]| KaplanMeier::fit(o).unwrap();
    assert_eq!(curve(&ended(&[1.0, 2.0, 4.0, 8.0])).median(), Crossing::At(3.0));
    assert_eq!(curve(&ended(&[2.0])).median(), Crossing::At(2.0));
    assert_eq!(curve(&ended(&[2.0, 2.0])).median(), Crossing::At(2.0));
    let open_at_half = curve(&[Observation::ended(1.25), Observation::open(567.0)]);
    assert_eq!(open_at_half.median(), Crossing::NotReached { at_least: 1.25 });
    assert_eq!(open_at_half.survival_at(567.0), Some(0.5));
    assert_eq!(open_at_half.survival_at(568.0), None);
    assert!(
        open_at_half.interval_at(567.0, 0.95).is_some() && open_at_half.interval_at(568.0, 0.95).is_none()
    );
    let never = curve(&[Observation::open(3.0), Observation::open(5.0)]);
    assert_eq!(never.median(), Crossing::NotReached { at_least: 0.0 });
    assert_eq!((never.open(), never.observed(), never.survival_at(5.0)), (2, 2, Some(1.0)));
    let above = curve(&[Observation::ended(2.0), Observation::open(3.0), Observation::open(3.0)]);
    assert_eq!(above.median(), Crossing::NotReached { at_least: 2.0 });
    let between =
        [Observation::ended(1.0), Observation::open(2.0), Observation::open(2.5), Observation::ended(9.0)];
    assert_eq!(curve(&between).quantile(0.25), Some(Crossing::At(5.0)), "the next event, not the next time");
    assert_eq!(curve(&between).quantile(1.0), None);
}

#[test]
fn censored_at_an_event_is_still_at_risk() {
    let all = [Observation::open(3.0), Observation::ended(3.0), Observation::ended(5.0)];
    let curve = KaplanMeier::fit(&all).unwrap();
    assert_eq!(curve.steps()[0].at_risk, 3);
    near(curve.survival_at(3.0).unwrap(), 2.0 / 3.0, 1e-15);
    assert!(KaplanMeier::fit(&[Observation::ended(-1.0)]).is_none());
    assert!(KaplanMeier::fit(&[Observation::open(f64::INFINITY)]).is_none());
}

#[test]
fn the_leukaemia_trial_comes_out() {
    let open = [6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0].map(Observation::open);
    let all: Vec<_> =
        ended(&[6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0]).into_iter().chain(open).collect();
    let curve = KaplanMeier::fit(&all).unwrap();
    let expected = [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179];
    for (step, expected) in curve.steps().iter().zip(expected) {
        near(step.survival, expected, 5e-7);
    }
    let bounds = curve.interval_at(10.0, 0.95).unwrap();
    near(bounds.lower, 0.503200, 5e-7);
    near(bounds.upper, 0.889362, 5e-7);
    let median = curve.quantile_interval(0.5, 0.95).unwrap();
    assert_eq!(curve.median(), Crossing::At(23.0));
    assert_eq!((median.lower, median.upper), (Crossing::At(13.0), Crossing::NotReached { at_least: 23.0 }));
}

/// Regression to dora.md section 9: dropping what is open reads 5 h where half take longer than 10 h.
#[test]
fn open_durations_do_not_vanish() {
    let all: Vec<_> = ended(&[3.0, 5.0, 7.0]).into_iter().chain([Observation::open(10.0); 3]).collect();
    let curve = KaplanMeier::fit(&all).unwrap();
    assert_eq!(curve.median(), Crossing::NotReached { at_least: 7.0 });
    assert_eq!(KaplanMeier::fit(&ended(&[3.0, 5.0, 7.0])).unwrap().median(), Crossing::At(5.0));
}

#[test]
fn trends_need_more_than_four_points_and_a_change() {
    let four = mann_kendall(&[1.0, 2.0, 3.0, 4.0]).unwrap();
    near(four.p, 2.0 / 24.0, 1e-12);
    near(four.p_rise, 1.0 / 24.0, 1e-12);
    near(four.p_fall, 1.0, 1e-12);
    let five = mann_kendall(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
    near(five.p, 2.0 / 120.0, 1e-12);
    let flat = mann_kendall(&[5.0; 12]).unwrap();
    assert_eq!((flat.s, flat.z, flat.p, flat.p_rise), (0, 0.0, 1.0, 1.0));
    let tied = mann_kendall(&[1.0, 1.0, 2.0]).unwrap();
    assert_eq!(tied.p_value, PValue::Approximate);
    assert!(mann_kendall(&[1.0, f64::NAN, 3.0]).is_none());
    assert!(seasonal_mann_kendall(&[&[1.0], &[2.0]]).is_none());
    assert_eq!(lag_one_autocorrelation(&[2.0; 5]), None);
}

/// Twelve steady months after six steady ones: a step looks like a trend, though neither part has one.
#[test]
fn a_step_is_not_a_trend() {
    let before = [8.0, 7.0, 9.0, 8.0, 10.0, 9.0];
    let after = [12.0, 13.0, 12.0, 14.0, 13.0, 12.0, 13.0, 14.0, 13.0, 12.0, 14.0, 13.0];
    let all: Vec<f64> = before.iter().chain(&after).copied().collect();
    near(mann_kendall(&all).unwrap().p, 0.000422, 5e-7);
    near(mann_kendall(&before).unwrap().p, 0.242313, 5e-7);
    near(mann_kendall(&after).unwrap().z, 0.885454, 5e-7);
    let chart = Xmr::fit(&after, Scale::Linear).unwrap();
    near(chart.centre, 12.916667, 5e-7);
    near(chart.limits.lower, 9.773030, 5e-7);
    near(chart.limits.upper, 16.060303, 5e-7);
    near(chart.range_limit, 3.862182, 5e-7);
    assert_eq!(chart.signals(&after), Ok(Vec::new()));
    let baseline = Xmr::fit(&before, Scale::Linear).unwrap();
    let signals = baseline.signals(&after).unwrap();
    assert!(signals.iter().any(|s| (s.rule, s.from, s.to, s.side) == (Rule::Run, 0, 11, Side::Above)));
}

#[test]
fn slopes_need_different_times() {
    assert!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)], 0.95).is_none());
    let two = theil_sen(&[(0.0, 1.0), (2.0, 2.0)], 0.95).unwrap();
    assert_eq!((two.slope, two.intercept, two.bounds), (0.5, 1.0, None));
    let gap = [(0.0, 0.0), (1.0, 1.0), (10.0, 10.0), (11.0, 11.0)];
    assert_eq!(theil_sen(&gap, 0.95).unwrap().slope, 1.0, "a gap is time that passed");
    assert!(theil_sen(&[(0.0, f64::MAX), (1.0, -f64::MAX)], 0.95).is_none());
}

#[test]
fn charts_need_six_values_that_differ() {
    assert_eq!(Xmr::fit(&[1.0, 2.0], Scale::Linear), Err(NoChart::TooFew { have: 2 }));
    assert_eq!(Xmr::fit(&[3.0; 20], Scale::Linear), Err(NoChart::Constant));
    assert_eq!(Xmr::fit(&[1.0, 0.0], Scale::Log), Err(NoChart::OffScale { position: 1 }));
    let low = Xmr::fit(&[0.0, 3.0, 0.0, 2.0, 0.0, 4.0], Scale::Linear).unwrap();
    assert!(low.limits.lower < 0.0 && low.not_negative().limits.lower == 0.0);
    let settled: Vec<f64> = (0..17).map(|i| f64::from(i % 2)).collect();
    assert!(!Xmr::fit(&settled, Scale::Linear).unwrap().provisional);
}

/// A chart with centre 0 and limits ± 5.32, to place single values against.
fn chart() -> Xmr {
    let values: Vec<f64> = (0..20).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
    Xmr::fit(&values, Scale::Linear).unwrap()
}

#[test]
fn each_rule_sees_its_own_signal() {
    let found = |values: &[f64]| -> Vec<(Rule, usize, usize)> {
        chart().signals(values).unwrap().iter().map(|s| (s.rule, s.from, s.to)).collect()
    };
    assert_eq!(found(&[0.0, 5.32, 0.0]), [], "on the limit is not outside");
    assert_eq!(found(&[0.0, 5.33, 0.0]), [(Rule::Outside, 1, 1)]);
    assert_eq!(found(&[0.5; 7]), []);
    assert_eq!(found(&[0.5; 8]), [(Rule::Run, 0, 7)]);
    assert_eq!(found(&[0.5, 0.5, 0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.5]), [], "the centre is on neither side");
    assert_eq!(found(&[3.0, 3.0, 0.0, 3.0]), [(Rule::ThreeOfFour, 0, 3)]);
    assert_eq!(found(&[3.0, 3.0, 0.0, 3.0, 3.0, 0.0]), [(Rule::ThreeOfFour, 0, 4)]);
    assert_eq!(found(&[3.0, -3.0, 0.0, 3.0]), []);
    assert_eq!(found(&[3.3, -3.3]), [(Rule::Range, 0, 1)]);
}

#[test]
fn durations_are_charted_on_their_logarithms() {
    let hours: Vec<f64> = (0..18).map(|i| if i % 2 == 0 { 2.0 } else { 32.0 }).collect();
    let chart = Xmr::fit(&hours, Scale::Log).unwrap();
    near(chart.centre, 8.0, 1e-9);
    near(chart.limits.upper, 8.0 * 16.0_f64.powf(2.66), 1e-6);
    let counts = Xmr::fit(&[0.0, 1.0, 0.0, 2.0, 0.0, 1.0], Scale::Root).unwrap();
    assert!(counts.limits.lower >= -0.375 && counts.not_negative().limits.lower == 0.0);
}

#[test]
fn small_groups_cannot_reach_five_per_cent() {
    near(ranks::mann_whitney(&[1.0, 2.0, 3.0], &[7.0, 8.0, 9.0]).unwrap().p, 0.1, 1e-12);
    near(ranks::signed_rank(&[1.0, 2.0, 3.0, 4.0, 5.0], Zeros::Wilcoxon).unwrap().p, 0.0625, 1e-12);
    assert_eq!(ranks::hodges_lehmann(&[1.0, 2.0, 3.0], &[7.0, 8.0, 9.0], 0.95).unwrap().bounds, None);
    assert_eq!(ranks::signed_rank(&[0.0; 9], Zeros::Pratt).unwrap().p, 1.0);
    assert_eq!(ranks::mann_whitney(&[2.0; 9], &[2.0; 7]).unwrap().p, 1.0);
    assert_eq!(ranks::mann_whitney(&[2.0; 90], &[2.0; 70]).unwrap().p, 1.0);
    let apart = ranks::brunner_munzel(&[1.0, 2.0], &[3.0, 4.0]).unwrap();
    assert_eq!((apart.superiority, apart.spread), (0.0, None));
    assert_eq!(ranks::mann_whitney_smallest_p(0, 3), None);
}

#[test]
fn hints_of_change_need_two_years_of_months() {
    let flat = [3.0; 40];
    assert_eq!(changepoint::change_points(&flat), Some(Vec::new()));
    let step: Vec<f64> = (0..24).map(|i| f64::from(i % 2) + if i < 12 { 0.0 } else { 9.0 }).collect();
    assert_eq!(changepoint::change_points(&step), Some(vec![12]));
    assert_eq!(changepoint::change_points(&step[1..]), None);
    assert_eq!(changepoint::pelt(&[1.0, 5.0], 0.0), Some(Vec::new()), "shorter than one stretch");
    let long: Vec<f64> = (0..23_001).map(|i| if i < 10_000 { 0.0 } else { 5.0 } + f64::from(i % 3)).collect();
    assert_eq!(changepoint::change_points(&long), Some(vec![10_000]), "on a grid of five");
    let late: Vec<f64> = (0..10_001).map(|i| f64::from(i % 2) + if i < 9_999 { 0.0 } else { 99.0 }).collect();
    let found = changepoint::change_points(&late).unwrap();
    assert!(found.iter().all(|at| at + changepoint::SHORTEST <= late.len()), "{found:?}");
}

/// Sample sizes for 80 % at 5 %, as computed in the reference table of the project's statistics.
#[test]
fn detectable_effects_match_the_sizes_that_show_them() {
    let demand = Demand::default();
    let lower = |p: f64, n: u64| power::proportion(p, n, n, demand).unwrap().lower.unwrap();
    near(lower(0.20, 195), 0.10, 3e-4);
    near(lower(0.15, 681), 0.10, 3e-4);
    near(lower(0.10, 424), 0.05, 3e-4);
    let ratio = |n: u64| power::rate_ratio(n, 1.0, 1.0, demand).unwrap().higher.unwrap();
    near(ratio(282), 1.25, 1e-3);
    near(ratio(23), 2.0, 1e-2);
    near(power::rate_ratio(100, 2.0, 1.0, demand).unwrap().higher.unwrap(), 1.544115, 1e-5);
    near(power::duration_ratio(1.5, 74, 74, demand).unwrap().lower.unwrap(), 0.5, 5e-3);
    assert_eq!(power::proportion(0.05, 4, 4, demand).unwrap().lower, None);
    assert_eq!(power::rate_ratio(0, 1.0, 1.0, demand), None);
    assert_eq!(power::rate_ratio(1, 1.0, 1.0, demand).unwrap().lower, None);
    assert_eq!(power::superiority(9, 9, Demand { alpha: 0.0, power: 0.8 }), None);
}

#[test]
fn overdispersion_widens_and_evenness_does_not_narrow() {
    let even = dispersion(&[4, 4, 4, 4]).unwrap();
    assert_eq!((even.statistic, even.factor), (0.0, 1.0));
    let bounds = rate::garwood(16, 4.0, 0.95).unwrap();
    assert_eq!(even.widen(4.0, bounds), Some(bounds));
    let wild = dispersion(&[0, 0, 16, 0]).unwrap();
    near(wild.factor, 16.0, 1e-12);
    let wider = wild.widen(4.0, bounds).unwrap();
    near(wider.upper - 4.0, 4.0 * (bounds.upper - 4.0), 1e-12);
    assert_eq!(wider.lower, 0.0);
}

/// Run by hand (`cargo test -p thalweg-stats --test edges -- --ignored`): nothing is quadratic at a million.
#[test]
#[ignore = "half a minute without optimisation"]
fn a_million_observations_are_fine() {
    let noise = |i: u64| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as f64 / 2.0_f64.powi(31);
    let values: Vec<f64> = (0..1_000_000).map(noise).collect();
    let all: Vec<_> = values.iter().map(|&time| Observation { time, ended: time < 0.9 }).collect();
    near(KaplanMeier::fit(&all).unwrap().median().at().unwrap(), 0.5, 1e-3);
    let (a, b) = values.split_at(500_000);
    let shifted: Vec<f64> = b.iter().map(|x| x + 0.25).collect();
    near(ranks::hodges_lehmann(&shifted, a, 0.95).unwrap().estimate, 0.25, 1e-3);
    assert!(ranks::mann_whitney(a, b).unwrap().p > 1e-3);
    assert!(ranks::brunner_munzel(a, b).unwrap().spread.unwrap().p > 1e-3);
    assert!(ranks::signed_rank(a, Zeros::Wilcoxon).unwrap().p < 1e-3);
    near(ranks::walsh_median(&values, 0.95).unwrap().estimate, 0.5, 1e-3);
    assert!(mann_kendall(&values).unwrap().p > 1e-6);
    let points: Vec<_> = (0_u32..).map(f64::from).zip(values.iter().copied()).collect();
    near(theil_sen(&points, 0.95).unwrap().slope, 0.0, 1e-6);
    assert_eq!(changepoint::change_points(&values).unwrap(), [0_usize; 0]);
    assert!(Xmr::fit(&values, Scale::Linear).unwrap().signals(&values).is_ok());
    assert!(log_rank(all.split_at(500_000).0, all.split_at(500_000).1).unwrap().p > 1e-6);
    assert!(fisher_exact(Pair::new(300_000, 500_000, 300_100, 500_000).unwrap()).unwrap() > 0.5);
}

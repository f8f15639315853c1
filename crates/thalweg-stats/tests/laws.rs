//! Laws that hold for all input (dora.md section 10).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a failure is a panic"
)]

use proptest::collection::vec;
use proptest::prelude::*;
use thalweg_stats::contingency::{Pair, fisher_exact, mantel_haenszel};
use thalweg_stats::quantile::{HyndmanFan, median, quantile, quantiles};
use thalweg_stats::ranks::{self, Zeros};
use thalweg_stats::special::{Beta, F, Gamma, Normal, StudentT};
use thalweg_stats::survival::{Crossing, KaplanMeier, Observation, log_rank};
use thalweg_stats::xmr::{Scale, Xmr};
use thalweg_stats::{Bounds, changepoint, dispersion, multiplicity, order, power, proportion, rate, trend};

const KINDS: [HyndmanFan; 3] = [HyndmanFan::Type1, HyndmanFan::Type7, HyndmanFan::Type8];

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) + 1e-12
}

fn whole() -> impl Strategy<Value = f64> {
    (-8..9_i32).prop_map(f64::from)
}

fn observation() -> impl Strategy<Value = Observation> {
    (0..12_u8, any::<bool>()).prop_map(|(time, ended)| Observation { time: f64::from(time), ended })
}

fn reversed(values: &[f64]) -> Vec<f64> {
    values.iter().rev().copied().collect()
}

fn share() -> impl Strategy<Value = (u64, u64)> {
    (1..2000_u64).prop_flat_map(|n| (0..=n, Just(n)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn quantiles_scale_and_do_not_see_the_order(values in vec(-1e6..1e6_f64, 1..40), p in 0.0..=1.0_f64) {
        for kind in KINDS {
            let one = quantile(&mut values.clone(), p, kind).unwrap();
            prop_assert_eq!(quantile(&mut reversed(&values), p, kind), Some(one));
            let mut scaled: Vec<f64> = values.iter().map(|x| 4.0 * x).collect();
            prop_assert_eq!(quantile(&mut scaled, p, kind), Some(4.0 * one));
            let all = quantiles(&mut values.clone(), &[p, 0.5, 1.0, 0.0], kind).unwrap();
            prop_assert_eq!(all[0], one);
            prop_assert!(all[3] <= one && one <= all[2]);
        }
    }

    #[test]
    fn the_median_interval_contains_the_median(values in vec(whole(), 6..60)) {
        let middle = median(&mut values.clone()).unwrap();
        let mut values = values;
        prop_assert!(order::median_interval(&mut values, 0.95).unwrap().contains(middle));
    }

    #[test]
    fn intervals_of_a_proportion_contain_it_and_narrow((x, n) in share(), level in 0.5..0.999_f64) {
        let p = x as f64 / n as f64;
        let kinds = [proportion::wilson, proportion::clopper_pearson, proportion::jeffreys];
        for kind in kinds {
            let bounds = kind(x, n, level).unwrap();
            prop_assert!(bounds.contains(p) && 0.0 <= bounds.lower && bounds.upper <= 1.0);
            let more = kind(16 * x, 16 * n, level).unwrap();
            prop_assert!(more.upper - more.lower < bounds.upper - bounds.lower);
            let mirrored = kind(n - x, n, level).unwrap();
            prop_assert!(near(1.0 - mirrored.upper, bounds.lower) && near(1.0 - mirrored.lower, bounds.upper));
        }
    }

    #[test]
    fn a_difference_is_contained_and_turns_around((x1, n1) in share(), (x2, n2) in share()) {
        let bounds = proportion::newcombe(x1, n1, x2, n2, 0.95).unwrap();
        prop_assert!(bounds.contains(x1 as f64 / n1 as f64 - x2 as f64 / n2 as f64));
        let turned = proportion::newcombe(x2, n2, x1, n1, 0.95).unwrap();
        prop_assert!(near(turned.lower, -bounds.upper) && near(turned.upper, -bounds.lower));
        let there = fisher_exact(Pair::new(x1, n1, x2, n2).unwrap()).unwrap();
        let back = fisher_exact(Pair::new(x2, n2, x1, n1).unwrap()).unwrap();
        prop_assert!(near(there, back) && (0.0..=1.0).contains(&there));
    }

    #[test]
    fn a_rate_is_contained_and_scales_with_exposure(n in 0..100_000_u64, t in 0.1..1e4_f64) {
        let bounds = rate::garwood(n, t, 0.95).unwrap();
        prop_assert!(bounds.contains(n as f64 / t) && bounds.lower >= 0.0);
        let doubled = rate::garwood(n, 2.0 * t, 0.95).unwrap();
        prop_assert!(near(2.0 * doubled.lower, bounds.lower) && near(2.0 * doubled.upper, bounds.upper));
    }

    #[test]
    fn a_rate_ratio_turns_around(n1 in 1..3000_u64, n2 in 1..3000_u64, t1 in 0.1..100.0_f64, t2 in 0.1..100.0_f64) {
        let there = rate::rate_ratio(n1, t1, n2, t2, 0.95).unwrap();
        let back = rate::rate_ratio(n2, t2, n1, t1, 0.95).unwrap();
        prop_assert!(there.bounds.contains(there.ratio.unwrap()));
        prop_assert!(near(there.ratio.unwrap(), 1.0 / back.ratio.unwrap()) && near(there.p, back.p));
        prop_assert!(near(there.bounds.lower, 1.0 / back.bounds.upper.unwrap()));
    }

    #[test]
    fn without_censoring_a_curve_is_the_share_that_lasts_longer(times in vec(0..12_u8, 1..60)) {
        let all: Vec<_> = times.iter().map(|&t| Observation::ended(f64::from(t))).collect();
        let curve = KaplanMeier::fit(&all).unwrap();
        for t in 0..13_u8 {
            let longer = times.iter().filter(|&&x| x > t).count() as f64 / times.len() as f64;
            prop_assert_eq!(curve.survival_at(f64::from(t)), Some(longer));
        }
        let mut values: Vec<f64> = times.iter().map(|&t| f64::from(t)).collect();
        prop_assert_eq!(curve.median(), Crossing::At(median(&mut values).unwrap()));
        let mean = curve.restricted_mean(curve.last_time().max(1.0)).unwrap().mean;
        prop_assert!(near(mean, values.iter().sum::<f64>() / values.len() as f64));
    }

    #[test]
    fn a_curve_falls_and_lies_in_its_interval(all in vec(observation(), 1..60)) {
        let curve = KaplanMeier::fit(&all).unwrap();
        let turned: Vec<_> = all.iter().rev().copied().collect();
        prop_assert_eq!(&KaplanMeier::fit(&turned).unwrap(), &curve);
        prop_assert!(curve.steps().windows(2).all(|w| w[1].survival <= w[0].survival && w[0].time < w[1].time));
        prop_assert_eq!(curve.open(), all.iter().filter(|o| !o.ended).count());
        for step in curve.steps() {
            if let Some(bounds) = curve.interval_at(step.time, 0.95) {
                prop_assert!(bounds.lower <= step.survival && step.survival <= bounds.upper);
            }
        }
    }

    #[test]
    fn log_rank_turns_around(a in vec(observation(), 1..30), b in vec(observation(), 1..30)) {
        let (there, back) = (log_rank(&a, &b), log_rank(&b, &a));
        prop_assert_eq!(there.is_some(), back.is_some());
        if let (Some(there), Some(back)) = (there, back) {
            prop_assert!(near(there.z, -back.z) && near(there.p, back.p));
        }
    }

    #[test]
    fn a_trend_turns_around(values in vec(whole(), 2..30)) {
        let (there, back) = (trend::mann_kendall(&values).unwrap(), trend::mann_kendall(&reversed(&values)).unwrap());
        prop_assert_eq!(there.s, -back.s);
        prop_assert!(near(there.p, back.p) && near(there.p_rise, back.p_fall) && near(there.z, -back.z));
        let pairs = |i: usize| values[i + 1..].iter().map(move |later| (i, later));
        let s: f64 = (0..values.len()).flat_map(pairs).map(|(i, later)| (later - values[i]).clamp(-1.0, 1.0)).sum();
        prop_assert_eq!(there.s as f64, s);
    }

    #[test]
    fn the_slope_follows_scale_and_direction(points in vec((whole(), whole()), 3..40)) {
        if let Some(slope) = trend::theil_sen(&points, 0.95) {
            let turned: Vec<_> = points.iter().rev().map(|(t, y)| (*t, -3.0 * y)).collect();
            let other = trend::theil_sen(&turned, 0.95).unwrap();
            prop_assert!(near(other.slope, -3.0 * slope.slope));
            if let Some(bounds) = slope.bounds {
                prop_assert!(bounds.contains(slope.slope));
            }
        }
    }

    #[test]
    fn rank_tests_turn_around(a in vec(whole(), 2..30), b in vec(whole(), 2..30)) {
        let (there, back) = (ranks::mann_whitney(&a, &b).unwrap(), ranks::mann_whitney(&b, &a).unwrap());
        prop_assert!(near(there.p, back.p) && near(there.superiority, 1.0 - back.superiority));
        let (munzel, turned) = (ranks::brunner_munzel(&a, &b).unwrap(), ranks::brunner_munzel(&b, &a).unwrap());
        prop_assert!(near(munzel.superiority, there.superiority));
        prop_assert_eq!(munzel.spread.is_some(), turned.spread.is_some());
        let shift = ranks::hodges_lehmann(&a, &b, 0.95).unwrap();
        let back = ranks::hodges_lehmann(&b, &a, 0.95).unwrap();
        prop_assert!(near(shift.estimate, -back.estimate));
        if let Some(bounds) = shift.bounds {
            prop_assert!(bounds.contains(shift.estimate));
        }
    }

    #[test]
    fn counted_pairs_are_the_written_ones(a in vec(-1e3..1e3_f64, 1..25), b in vec(-1e3..1e3_f64, 1..25)) {
        let mut differences: Vec<f64> = a.iter().flat_map(|x| b.iter().map(move |y| x - y)).collect();
        let shift = ranks::hodges_lehmann(&a, &b, 0.95).unwrap();
        prop_assert!(near(shift.estimate, median(&mut differences).unwrap()));
        let mut walsh: Vec<f64> =
            (0..a.len()).flat_map(|i| a[i..].iter().map(|y| a[i] / 2.0 + y / 2.0).collect::<Vec<_>>()).collect();
        let centre = ranks::walsh_median(&a, 0.95).unwrap().estimate;
        prop_assert!(near(centre, median(&mut walsh).unwrap()));
    }

    #[test]
    fn exact_p_values_count_every_arrangement(values in vec(whole(), 2..10), size in 1..9_usize) {
        let size = size.min(values.len() - 1);
        let (a, b) = values.split_at(size);
        let u = |mask: u32| -> f64 {
            let of = |side: bool| values.iter().enumerate().filter(move |(i, _)| (mask >> i & 1 == 1) == side);
            of(true).flat_map(|(_, x)| of(false).map(move |(_, y)| f64::midpoint((x - y).signum() * f64::from(u8::from(x != y)), 0.0))).sum()
        };
        let seen = u((1 << size) - 1).abs() - 1e-9;
        let masks: Vec<u32> = (0..1_u32 << values.len()).filter(|m| m.count_ones() as usize == size).collect();
        let far = masks.iter().filter(|&&m| u(m).abs() >= seen).count();
        prop_assert!(near(ranks::mann_whitney(a, b).unwrap().p, far as f64 / masks.len() as f64));
    }

    #[test]
    fn adjusted_p_values_never_shrink(p in vec(0.0..=1.0_f64, 1..30)) {
        let (holm, bh) = (multiplicity::holm(&p).unwrap(), multiplicity::benjamini_hochberg(&p).unwrap());
        for ((p, holm), bh) in p.iter().zip(&holm).zip(&bh) {
            prop_assert!(p <= bh && bh <= holm && *holm <= 1.0);
        }
    }

    #[test]
    fn change_points_cost_least(values in vec(whole(), 6..22), penalty in 0.0..40.0_f64) {
        let found = changepoint::pelt(&values, penalty).unwrap();
        let cost = |from: usize, to: usize| {
            let part = &values[from..to];
            let mean = part.iter().sum::<f64>() / part.len() as f64;
            part.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
        };
        let mut best = vec![f64::INFINITY; values.len() + 1];
        best[0] = -penalty;
        for end in 3..=values.len() {
            best[end] = (0..=end - 3).map(|from| best[from] + cost(from, end) + penalty).fold(f64::INFINITY, f64::min);
        }
        let ends: Vec<usize> = [0].into_iter().chain(found).chain([values.len()]).collect();
        prop_assert!(ends.windows(2).all(|w| w[1] - w[0] >= 3));
        let total: f64 = ends.windows(2).map(|w| cost(w[0], w[1]) + penalty).sum::<f64>() - penalty;
        prop_assert!(near(total, best[values.len()]), "{ends:?} {total} {}", best[values.len()]);
    }

    #[test]
    fn quantiles_undo_tails(p in 1e-6..0.999_999_f64, a in 0.05..1e4_f64, b in 0.05..1e4_f64) {
        let undone = [
            Normal.quantile(p).and_then(|x| Normal.lower(x)),
            StudentT::new(a).and_then(|t| t.lower(t.quantile(p)?)),
            Gamma::new(a).and_then(|g| g.lower(g.quantile(p)?)),
            F::new(a, b).and_then(|f| f.lower(f.quantile(p)?)),
        ];
        for q in undone {
            prop_assert!((q.unwrap() - p).abs() < 1e-10, "{undone:?} {p}");
        }
        let beta = Beta::new(a, b).unwrap();
        let x = beta.quantile(p).unwrap();
        if x > 1e-300 && x < 1.0 - 1e-9 {
            prop_assert!((beta.lower(x).unwrap() - p).abs() < 1e-6 * p.max(1e-3));
        }
    }

    #[test]
    fn nothing_panics_and_nothing_leaves_the_numbers(
        values in vec(any::<f64>(), 0..12),
        others in vec(any::<f64>(), 0..12),
        n in any::<[u64; 4]>(),
        x in any::<[f64; 4]>(),
    ) {
        let finite = |bounds: Option<Bounds>| bounds.is_none_or(|b| b.lower.is_finite() && b.upper.is_finite());
        let number = |x: Option<f64>| x.is_none_or(f64::is_finite);
        for level in [0.95, x[0]] {
            for bounds in [
                proportion::wilson(n[0], n[1], level),
                proportion::clopper_pearson(n[0], n[1], level),
                proportion::jeffreys(n[0], n[1], level),
                proportion::newcombe(n[0], n[1], n[2], n[3], level),
                rate::garwood(n[0], x[1], level),
                order::median_interval(&mut values.clone(), level),
            ] {
                prop_assert!(finite(bounds));
            }
            let shift = ranks::hodges_lehmann(&values, &others, level);
            prop_assert!(number(shift.map(|s| s.estimate)) && finite(shift.and_then(|s| s.bounds)));
            prop_assert!(number(rate::rate_ratio(n[0], x[1], n[1], x[2], level).and_then(|r| r.ratio)));
            let points: Vec<_> = values.iter().copied().zip(others.iter().copied()).collect();
            prop_assert!(number(trend::theil_sen(&points, level).map(|s| s.slope)));
        }
        for x in x.into_iter().chain([f64::NAN, f64::INFINITY, -0.0]) {
            prop_assert!(number(quantile(&mut values.clone(), x, HyndmanFan::Type8)));
            prop_assert!(number(StudentT::new(x).and_then(|t| t.quantile(0.3))));
            prop_assert!(number(Gamma::new(x).and_then(|g| g.quantile(0.3))));
            prop_assert!(number(Beta::new(x, others.first().copied().unwrap_or(1.0)).and_then(|b| b.quantile(0.3))));
            prop_assert!(number(proportion::exact_p(n[0], n[1], x)));
            prop_assert!(changepoint::pelt(&values, x).is_none_or(|c| c.len() <= values.len()));
        }
        let all: Vec<_> = values.iter().map(|&time| Observation { time, ended: time > 1.0 }).collect();
        prop_assert!(number(KaplanMeier::fit(&all).and_then(|c| c.median().at())));
        prop_assert!(number(trend::mann_kendall(&values).map(|t| t.p)));
        prop_assert!(number(ranks::mann_whitney(&values, &others).map(|t| t.p)));
        prop_assert!(number(ranks::brunner_munzel(&values, &others).and_then(|t| t.spread).map(|s| s.p)));
        prop_assert!(number(ranks::signed_rank(&values, Zeros::Pratt).map(|t| t.p)));
        prop_assert!(number(dispersion::dispersion(&n).map(|d| d.p)));
        prop_assert!(number(Pair::new(n[0], n[1], n[2], n[3]).and_then(fisher_exact)));
        let strata: Vec<Pair> = Pair::new(n[0] % 50, 49, n[2] % 50, n[3] % 60).into_iter().collect();
        prop_assert!(number(mantel_haenszel(&strata, 0.95).and_then(|m| m.odds_ratio).map(|o| o.estimate)));
        let demand = power::Demand { alpha: x[0], power: x[1] };
        prop_assert!(number(power::rate_ratio(n[0], x[2], x[3], demand).and_then(|d| d.higher)));
        if let Ok(chart) = Xmr::fit(&values, Scale::Linear) {
            prop_assert!(finite(Some(chart.limits)) && chart.signals(&others).is_ok_and(|s| s.len() < 99));
        }
    }
}

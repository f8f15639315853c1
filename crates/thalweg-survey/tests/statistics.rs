//! What the statistics do at their edges: too few, all alike, more items than respondents (survey.md section 2).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where its data is not what it wrote"
)]

use std::collections::BTreeMap;

use thalweg_survey::agreement::{Aggregation, Doubt, aggregation, icc, within};
use thalweg_survey::careless::{CarelessRules, Screening};
use thalweg_survey::change::{
    ChangeVerdict, Correction, Judgement, Overlap, Spreads, Zeros, family, overlap, paired, share_change,
    unpaired,
};
use thalweg_survey::drivers::{MAX_PREDICTORS, Sharing, drivers, rank_stability};
use thalweg_survey::favourable::promoter_balance;
use thalweg_survey::inference::{
    ClusterSums, Population, cluster_bootstrap, cluster_mean, mean_bounds, share_bounds,
};
use thalweg_survey::reliability::{
    Extraction, Missing, Scaling, alpha, feldt_interval, guttman, omega, omega_interval, polychoric,
    split_halves, suspicious_keys,
};
use thalweg_survey::weights::{Margin, post_stratify, rake, trimmed};
use thalweg_survey::{Columns, Instrument, ItemAnswers, NotEstimable, Scale};

fn answers(rows: &[Vec<i32>]) -> ItemAnswers {
    let items = rows.first().map_or(1, Vec::len);
    ItemAnswers::new((0..items).map(|at| rows.iter().map(|row| Some(row[at])).collect()).collect()).unwrap()
}

/// `n` rows of `k` items that a common score and a fixed scatter make.
fn made(n: i32, k: i32) -> ItemAnswers {
    let row = |r: i32| (0..k).map(|i| 1 + (r % 5 + (r * 7 + i * 13) % 3).min(6)).collect();
    answers(&(0..n).map(row).collect::<Vec<_>>())
}

fn share(part: u64, whole: u64) -> thalweg_model::Share {
    thalweg_model::Share::new(part, whole).unwrap()
}

#[test]
fn the_small_sample_facts_of_section_2_hold() {
    let percent = |n: u64| {
        let found = feldt_interval(0.80, n, 6, 0.95).unwrap();
        ((found.lower * 100.0).round(), (found.upper * 100.0).round())
    };
    assert_eq!((percent(8), percent(30)), ((46.0, 95.0), (66.0, 89.0)));
    let balance = promoter_balance(4, 2, 8, 0.95).unwrap();
    let half = (balance.interval.upper - balance.interval.lower) / 2.0;
    assert!((45.0..55.0).contains(&half), "± {half}");
    let judge = Judgement::high_is_good(0.1);
    let three = unpaired(&[1.0, 2.0, 3.0], &[7.0, 8.0, 9.0], &judge).unwrap();
    assert!((three.smallest_p - 0.1).abs() < 1e-12);
    assert_eq!(three.verdict, ChangeVerdict::CannotReachSignificance);
    let five = paired(&[(1.0, 2.0); 5], Zeros::Pratt, &judge).unwrap();
    assert_eq!((five.smallest_p, five.verdict), (0.0625, ChangeVerdict::CannotReachSignificance));
}

#[test]
fn reliability_says_why_there_is_none() {
    let one = answers(&[vec![3, 4, 5]]);
    let alike = answers(&vec![vec![4, 4, 4]; 20]);
    let single = answers(&[vec![3], vec![4]]);
    assert_eq!(alpha(&one, Missing::Listwise, 0.95).unwrap_err(), NotEstimable::TooFewRespondents);
    assert_eq!(alpha(&alike, Missing::Pairwise, 0.95).unwrap_err(), NotEstimable::NoVariance);
    assert_eq!(alpha(&single, Missing::Listwise, 0.95).unwrap_err(), NotEstimable::TooFewItems);
    assert_eq!(guttman(&alike, Scaling::Raw).unwrap_err(), NotEstimable::NoVariance);
    assert_eq!(split_halves(&made(40, 17), Scaling::Raw).unwrap_err(), NotEstimable::TooMany);
    assert_eq!(polychoric(&alike).unwrap_err(), NotEstimable::NoVariance);
    let wide = made(5, 6);
    for extraction in [Extraction::MaximumLikelihood, Extraction::MinimumResidual] {
        assert_eq!(omega(&wide, extraction, Scaling::Raw).unwrap_err(), NotEstimable::TooFewRespondents);
        assert!(omega(&alike, extraction, Scaling::Raw).is_err());
    }
    let missing = ItemAnswers::new(vec![vec![None; 9]; 3]).unwrap();
    assert_eq!(alpha(&missing, Missing::Listwise, 0.95).unwrap_err(), NotEstimable::TooFewRespondents);
}

#[test]
fn all_split_halves_are_taken() {
    let splits = |k| split_halves(&made(40, k), Scaling::Raw).unwrap();
    assert_eq!((splits(2).splits, splits(4).splits, splits(5).splits, splits(16).splits), (1, 3, 10, 6435));
    let found = splits(6);
    assert!(found.lowest <= found.mean && found.mean <= found.highest);
}

#[test]
fn a_wrong_key_is_told_and_nothing_is_turned() {
    let rows: Vec<Vec<i32>> = (0..30).map(|r| vec![1 + r % 5, 1 + (r + r / 7) % 5, 5 - r % 5]).collect();
    let ids = ["a", "b", "c"].map(|id| thalweg_model::ItemId::new(id).unwrap());
    let found = suspicious_keys(&answers(&rows), &ids).unwrap().unwrap();
    assert!(found.items.contains(&ids[2]) && found.negative_alpha);
    assert_eq!(suspicious_keys(&made(60, 3), &ids).unwrap(), None);
}

#[test]
fn bootstraps_are_fixed_by_their_seed() {
    let found =
        |seed| omega_interval(&made(60, 4), Extraction::MinimumResidual, Scaling::Raw, (0.95, 40, seed));
    let (one, again, other) = (found(1).unwrap(), found(1).unwrap(), found(2).unwrap());
    assert_eq!(one, again);
    assert_ne!(one.bounds, other.bounds);
    assert_eq!(one.replicates + one.failed, 40);
    let teams = [(5_u64, 20.0), (7, 21.0), (6, 30.0)].map(|(n, sum)| ClusterSums { n, sum });
    let bounds = cluster_bootstrap(&teams, 0.9, 200, 7).unwrap();
    assert_eq!(bounds, cluster_bootstrap(&teams, 0.9, 200, 7).unwrap());
    assert!(bounds.contains(71.0 / 18.0));
}

#[test]
fn agreement_says_why_scores_may_not_be_averaged() {
    assert_eq!(icc(&[vec![1.0, 2.0]]).unwrap_err(), NotEstimable::TooFewGroups);
    assert_eq!(icc(&[vec![1.0], vec![2.0]]).unwrap_err(), NotEstimable::TooFewRespondents);
    assert_eq!(icc(&[vec![2.0; 3], vec![2.0; 4]]).unwrap_err(), NotEstimable::NoVariance);
    let five = Scale::new(1, 5).unwrap();
    let at_odds = within(&answers(&[vec![1, 1], vec![5, 5], vec![1, 5], vec![5, 1]]), five).unwrap();
    assert!(at_odds.uniform.beyond_null && at_odds.uniform.value == 0.0);
    let agreed = within(&answers(&[vec![4, 4], vec![4, 4], vec![4, 5], vec![4, 4]]), five).unwrap();
    let apart = icc(&[vec![1.0, 1.2, 1.1, 0.9], vec![4.0, 4.1, 4.2, 3.9], vec![2.4, 2.5, 2.6, 2.5]]).unwrap();
    assert_eq!(aggregation(&apart, &[agreed]), Aggregation::Justified);
    let same = icc(&[vec![1.0, 5.0, 3.0], vec![5.0, 1.0, 3.0], vec![3.0, 1.0, 5.0]]).unwrap();
    let Aggregation::NotJustified { doubts } = aggregation(&same, &[at_odds]) else {
        panic!("not justified")
    };
    assert!(doubts.contains(&Doubt::NoAgreement) && doubts.contains(&Doubt::NoGroupEffect));
    assert_eq!(same.reml.between, 0.0, "a variance is never below 0");
}

#[test]
fn a_verdict_names_what_could_have_been_seen() {
    let judge = Judgement::high_is_good(0.05);
    let verdict = |x1, n1, x2, n2| share_change(share(x1, n1), share(x2, n2), &[], &judge).unwrap().verdict;
    assert_eq!(verdict(10, 50, 35, 50), ChangeVerdict::Improved);
    assert_eq!(verdict(35, 50, 10, 50), ChangeVerdict::Worsened);
    assert_eq!(verdict(5000, 10_000, 5010, 10_000), ChangeVerdict::NoMeaningfulChange);
    let ChangeVerdict::Inconclusive { min_detectable_effect } = verdict(10, 50, 13, 50) else {
        panic!("inconclusive")
    };
    assert!((0.2..0.3).contains(&min_detectable_effect), "{min_detectable_effect}");
    assert_eq!(verdict(0, 3, 3, 3), ChangeVerdict::CannotReachSignificance);
    let of = |lower, upper| judge.of(Some(thalweg_stats::Bounds { lower, upper }), 0.3);
    let open = ChangeVerdict::Inconclusive { min_detectable_effect: 0.3 };
    assert_eq!((of(-0.2, 0.01), of(-0.01, 0.2)), (open, open), "a change that matters is not ruled out");
    assert_eq!(judge.of(None, 0.3), ChangeVerdict::CannotReachSignificance);
}

#[test]
fn a_team_that_moved_as_one_does_not_pass_for_many() {
    let judge = Judgement::high_is_good(0.05);
    let team =
        |before: f64, after: f64| (ClusterSums { n: 10, sum: before }, ClusterSums { n: 10, sum: after });
    let one_moved = [team(1.0, 10.0), team(5.0, 5.0), team(6.0, 6.0), team(4.0, 3.0), team(5.0, 6.0)];
    let found = share_change(share(21, 50), share(30, 50), &one_moved, &judge).unwrap();
    assert!(
        found.is_clustered()
            && found.interval.upper - found.interval.lower > found.newcombe.upper - found.newcombe.lower
    );
}

#[test]
fn waves_without_spread_or_pairs_say_so() {
    let judge = Judgement::high_is_good(0.1);
    assert_eq!(unpaired(&[], &[1.0], &judge).unwrap_err(), NotEstimable::TooFewRespondents);
    assert_eq!(paired(&[], Zeros::Wilcoxon, &judge).unwrap_err(), NotEstimable::TooFewRespondents);
    assert_eq!(paired(&[(3.0, 3.0); 9], Zeros::Wilcoxon, &judge).unwrap_err(), NotEstimable::NoVariance);
    assert_eq!(unpaired(&[f64::NAN], &[1.0], &judge).unwrap_err(), NotEstimable::Misshapen);
    let waves = Overlap { pairs: vec![(3.0, 4.0); 5], ..Overlap::default() };
    assert_eq!(overlap(&waves, Spreads::Each, &judge).unwrap_err(), NotEstimable::NoVariance);
    assert_eq!(
        overlap(&Overlap::default(), Spreads::Equal, &judge).unwrap_err(),
        NotEstimable::TooFewRespondents
    );
    let same = unpaired(&[4.0; 12], &[4.0; 12], &judge).unwrap();
    assert_eq!(same.verdict, ChangeVerdict::NoMeaningfulChange, "{same:?}");
}

#[test]
fn a_family_prints_its_size() {
    let found = family(&[0.01, 0.04, 0.03, 0.2], Correction::BenjaminiHochberg).unwrap();
    assert_eq!(found.size, 4);
    assert!(serde_json::to_string(&found).unwrap().contains("\"size\":4"));
    assert_eq!(family(&[1.5], Correction::Holm).unwrap_err(), NotEstimable::Misshapen);
}

#[test]
fn populations_and_the_silent_bound_what_is_known() {
    let teams = [(4_u64, 20.0), (6, 18.0)].map(|(n, sum)| ClusterSums { n, sum });
    let everybody = cluster_mean(&teams, Population::People { size: 10 }, 0.95).unwrap();
    assert_eq!(everybody.error, 0.0, "everybody answered");
    assert_eq!(cluster_mean(&teams[..1], Population::Process, 0.95).unwrap_err(), NotEstimable::TooFewGroups);
    assert_eq!(share_bounds(share(3, 8), 7), None, "more answered than were asked");
    let bounds = mean_bounds(5.0, 30, 40, (1.0, 7.0)).unwrap();
    assert_eq!((bounds.lower, bounds.upper), (4.0, 5.5));
}

#[test]
fn drivers_are_refused_where_they_cannot_be_told_apart() {
    let column = |n: u32, step: u32| (0..n).map(|r| f64::from(r * step % 17)).collect::<Vec<_>>();
    let of = |p: &[Vec<f64>], y: &[f64]| drivers(p, y, Sharing::AllOrders).unwrap_err();
    assert_eq!(of(&[column(19, 3), column(19, 5)], &column(19, 2)), NotEstimable::TooFewRespondents);
    assert_eq!(of(&vec![column(300, 3); MAX_PREDICTORS + 1], &column(300, 2)), NotEstimable::TooMany);
    assert_eq!(of(&[column(40, 3), column(40, 3)], &column(40, 2)), NotEstimable::Singular);
    assert_eq!(of(&[vec![1.0; 40]], &column(40, 2)), NotEstimable::NoVariance);
}

#[test]
fn the_order_of_drivers_is_steady_where_one_leads() {
    let noise = |r: u32, step: u32| f64::from(r * step % 23);
    let predictors: Vec<Vec<f64>> =
        [5, 7, 11].map(|step| (0..120).map(|r| noise(r, step)).collect()).to_vec();
    let outcome: Vec<f64> = (0..120).map(|r| 5.0 * noise(r, 5) + noise(r, 7) + noise(r * r, 3)).collect();
    let stable = rank_stability(&predictors, &outcome, Sharing::AllOrders, (0.95, 100, 11)).unwrap();
    assert!(stable.same_rank[0] > 0.95, "{stable:?}");
    assert_eq!(stable, rank_stability(&predictors, &outcome, Sharing::AllOrders, (0.95, 100, 11)).unwrap());
}

#[test]
fn weights_that_cannot_be_met_are_refused_or_reported() {
    let margin = |categories: [&str; 3], population: &[(&str, u64)]| Margin {
        categories: categories.map(str::to_owned).to_vec(),
        population: population.iter().map(|(name, size)| ((*name).to_owned(), *size)).collect(),
    };
    let unknown = margin(["a", "b", "c"], &[("a", 5), ("b", 5)]);
    assert_eq!(rake(&[unknown]).unwrap_err(), NotEstimable::Misshapen);
    let nobody = margin(["a", "a", "a"], &[("a", 5), ("b", 5)]);
    assert_eq!(rake(&[nobody]).unwrap_err(), NotEstimable::TooFewRespondents);
    let other_total =
        [margin(["a", "b", "b"], &[("a", 5), ("b", 5)]), margin(["x", "x", "y"], &[("x", 5), ("y", 6)])];
    assert_eq!(rake(&other_total).unwrap_err(), NotEstimable::Misshapen);
    // The two margins say opposite things of the same people: no weights meet both.
    let at_odds =
        [margin(["a", "a", "b"], &[("a", 9), ("b", 1)]), margin(["x", "x", "y"], &[("x", 1), ("y", 9)])];
    let raked = rake(&at_odds).unwrap();
    assert!(!raked.converged && raked.largest_gap > 0.1 && raked.weights.iter().all(|w| w.is_finite()));
    assert_eq!(
        post_stratify(&["a"], &BTreeMap::from([("b", 3)])).unwrap_err(),
        NotEstimable::TooFewRespondents
    );
    assert_eq!(trimmed(&[1.0, f64::NAN], 3.0).unwrap_err(), NotEstimable::Misshapen);
}

#[test]
fn careless_sheets_are_flagged_and_scored_again_without_them() {
    let pulse = Instrument::leadership_experimentation();
    let rows: Vec<[u8; 7]> = (0..40_u8)
        .map(|r| {
            std::array::from_fn(
                |i| if r == 7 { 4 } else { 1 + (r + u8::try_from(i).unwrap() * (1 + r % 3)) % 7 },
            )
        })
        .collect();
    let codes = (0..7).map(|i| rows.iter().map(|row| row[i]).collect()).collect();
    let columns = Columns::from_codes(&pulse, vec![0; 40], codes).unwrap();
    let mut seconds = vec![60.0; 40];
    seconds[3] = 5.0;
    let screening = Screening::of(&columns, Some(&seconds)).unwrap();
    let flagged = screening.flagged(&CarelessRules::default());
    assert!(flagged[7] && flagged[3] && flagged.iter().filter(|f| **f).count() < 10, "{flagged:?}");
    let again = screening.without_flagged(&columns, &CarelessRules::default()).unwrap();
    assert_eq!(again.rows() + flagged.iter().filter(|f| **f).count(), columns.rows());
    assert_eq!(Screening::of(&columns, Some(&[1.0])).unwrap_err(), NotEstimable::Misshapen);
    assert_eq!(format!("{screening:?} {:?}", screening.signs()[7]), "Screening(hidden) SheetSigns(hidden)");
}

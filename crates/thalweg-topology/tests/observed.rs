//! topology.md section 5: ownership as observed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use thalweg_model::record::Touch;
use thalweg_model::{Gap, TeamId};
use thalweg_topology::observed::{
    ChangeLog, CouplingRules, Exclude, Excluded, TruckFactor, degree, fragmentation, requirements,
};

fn touch(sha: &str, author: &str, day: u32, path: &str) -> Touch {
    Touch {
        sha: sha.to_owned(),
        author: (!author.is_empty()).then(|| author.to_owned()),
        at: format!("2026-03-{day:02}T09:00:00Z").parse().unwrap(),
        path: path.to_owned(),
        added: Some(1),
        deleted: None,
    }
}

fn log(touches: &[Touch]) -> ChangeLog {
    ChangeLog::new(touches, &Exclude::default())
}

fn team(name: &str) -> TeamId {
    TeamId::new(name).unwrap()
}

/// ann made a and b, bob took b over with many changes, cid made c.
fn history() -> Vec<Touch> {
    let mut all = vec![
        touch("c01", "ann", 1, "pay/a"),
        touch("c01", "ann", 1, "pay/b"),
        touch("c02", "cid", 2, "web/c"),
    ];
    for day in 3..12 {
        all.push(touch(&format!("c{day:02}"), "bob", day, "pay/b"));
    }
    all
}

#[test]
fn whoever_took_a_file_over_is_its_author_and_its_creator_no_longer() {
    // b: bob 3.293 + 0.164·9 − 0.321·ln 2 = 4.5465; ann 4.391 − 0.321·ln 10 = 3.6519 > 0.75 · 4.5465 = 3.4099: both are authors.
    assert!((degree(false, 9, 1) - 4.546_500).abs() < 1e-5);
    let (factor, leavers) =
        log(&history()).authorship().truck_factor_by_person().map(|(f, l)| (f, l.join(" "))).unwrap();
    // ann: a and b; bob: b; cid: c. ann leaves: b and c are left of three; bob leaves: only c.
    assert_eq!(factor, TruckFactor { people: 2, files: 3, authored: 3, authors: 3 });
    assert_eq!(leavers, "ann bob");
}

#[test]
fn half_of_the_files_is_enough_and_less_is_not() {
    let one_each = [
        touch("1", "ann", 1, "a"),
        touch("2", "bob", 2, "b"),
        touch("3", "cid", 3, "c"),
        touch("4", "dan", 4, "d"),
    ];
    // After two have left, half of four files have an author; a third has to leave.
    assert_eq!(log(&one_each).authorship().truck_factor().unwrap().people, 3);
    assert!(log(&[]).authorship().truck_factor().is_none(), "no files, no factor");
}

#[test]
fn people_with_less_than_a_tenth_of_the_top_ones_files_are_pruned() {
    let mut all: Vec<Touch> = (0..21).map(|i| touch(&format!("a{i}"), "ann", 1, &format!("a{i}"))).collect();
    all.push(touch("b1", "bob", 2, "b1"));
    all.push(touch("b2", "bob", 2, "b2"));
    assert_eq!(log(&all).authorship().truck_factor().unwrap().authors, 1, "2 of 21 is below a tenth");
    all.push(touch("b3", "bob", 2, "b3"));
    assert_eq!(log(&all).authorship().truck_factor().unwrap().authors, 2, "3 of 21 is not");
}

#[test]
fn what_does_not_count_is_counted_by_reason() {
    let log = log(&[
        touch("1", "renovate[bot]", 1, "a"),
        touch("2", "ann", 1, "vendor/x.c"),
        touch("3", "ann", 1, "Cargo.lock"),
        touch("4", "", 1, "a"),
        touch("5", "ann", 1, "a"),
        touch("5", "ann", 1, "a"),
    ]);
    use Excluded::{Bot, Generated, NoAuthor, Repeated, Vendored};
    let expected = BTreeMap::from([(Bot, 1), (Vendored, 1), (Generated, 1), (NoAuthor, 1), (Repeated, 1)]);
    assert_eq!((log.touches(), log.left_out()), (1, &expected));
}

#[test]
fn files_that_change_together_are_coupled_from_the_rules_thresholds_on() {
    let commit = |i: u32, files: &[&str]| {
        files.iter().map(move |f| touch(&format!("c{i}"), "ann", i, f)).collect::<Vec<_>>()
    };
    let mut all: Vec<Touch> = (1..=5).flat_map(|i| commit(i, &["a", "b"])).collect();
    let coupling = log(&all).coupling(&CouplingRules::default());
    assert_eq!((coupling.pairs.len(), coupling.pairs[0].shared, coupling.pairs[0].degree), (1, 5, 100.0));
    // 5 shared of a mean of (5 + 28) / 2 = 16.5 is 30.3 %; one more revision of b makes it 29.4 %.
    all.extend((6..=28).flat_map(|i| commit(i, &["b"])));
    assert!((log(&all).coupling(&CouplingRules::default()).pairs[0].degree - 30.303_030).abs() < 1e-6);
    all.extend(commit(29, &["b"]));
    assert!(log(&all).coupling(&CouplingRules::default()).pairs.is_empty());
    assert!(log(&all[..8]).coupling(&CouplingRules::default()).pairs.is_empty(), "four shared are too few");
}

#[test]
fn a_large_commit_says_nothing_about_coupling() {
    let large: Vec<Touch> = (0..31).map(|i| touch("big", "ann", 1, &format!("f{i:02}"))).collect();
    let loose = CouplingRules { least_revisions: 1, least_shared: 1, ..CouplingRules::default() };
    assert_eq!(log(&large).coupling(&loose).too_large, 1);
    assert_eq!(log(&large[..30]).coupling(&loose).pairs.len(), 435);
}

#[test]
fn a_minor_contributor_made_less_than_five_per_cent() {
    let mut all: Vec<Touch> = (0..19).map(|i| touch(&format!("a{i}"), "ann", 1, "f")).collect();
    all.push(touch("b", "bob", 2, "f"));
    assert_eq!(log(&all).shares().minor, 0, "1 of 20 is 5 %");
    all.push(touch("z", "ann", 3, "f"));
    let shares = log(&all).shares();
    assert_eq!((shares.minor, shares.contributors), (1, 2));
    assert_eq!(shares.top.value().map(|it| (it.part(), it.whole())), Some((20, 21)));
    assert_eq!(log(&[]).shares().top.gap(), Some(Gap::NoData));
}

#[test]
fn boundaries_with_the_least_agreement_come_first_and_strangers_do_not_count() {
    let mut all = history();
    all.push(touch("x1", "guest", 20, "web/c"));
    let folder = |path: &str| path.split_once('/').map(|(folder, _)| folder.to_owned());
    let declared = |key: &str| BTreeSet::from([team(key)]);
    let member = |author: &str, _| match author {
        "ann" => Some(team("pay")),
        "bob" | "cid" => Some(team("web")),
        _ => None,
    };
    let found = log(&all).boundaries(folder, declared, member);
    let told: Vec<_> = found
        .iter()
        .map(|it| (it.key.as_str(), it.agreement.value().map(|s| (s.part(), s.whole()))))
        .collect();
    assert_eq!(told, [("pay", Some((1, 10))), ("web", Some((1, 1)))]);
    assert_eq!(found[1].observed, BTreeMap::from([(None, 1), (Some(team("web")), 1)]));
}

#[test]
fn teams_that_have_to_talk_are_named_and_so_are_those_that_do_not() {
    let mut all = Vec::new();
    for i in 1..4 {
        all.push(touch(&format!("p{i}"), "ann", i, "pay/a"));
        all.push(touch(&format!("p{i}"), "ann", i, "web/c"));
        all.push(touch(&format!("w{i}"), "cid", i, "web/c"));
        all.push(touch(&format!("s{i}"), "sam", i, "search/s"));
    }
    let member = |author: &str, _| {
        Some(team(match author {
            "ann" => "pay",
            "cid" => "web",
            _ => "search",
        }))
    };
    let found = log(&all).coordination(member, |path| path.split_once('/').map(|(it, _)| it.to_owned()));
    // Teams pay, search, web over the parts pay, search, web: TA = [[3,0,3],[0,3,0],[0,0,3]], TD = [[3,0,3],[0,3,0],[3,0,6]].
    assert_eq!(found.assignments, [[3, 0, 3], [0, 3, 0], [0, 0, 3]]);
    assert_eq!(found.together, [[3, 0, 3], [0, 3, 0], [3, 0, 6]]);
    // numpy 2.x: TA @ TD @ TA.T = [[135, 0, 81], [0, 27, 0], [81, 0, 54]].
    assert_eq!(found.required, [[135, 0, 81], [0, 27, 0], [81, 0, 54]]);
    let silent = found.congruence(|_, _| false);
    assert_eq!(silent.share.value().map(|it| (it.part(), it.whole())), Some((0, 1)));
    assert_eq!(silent.missing, [(team("pay"), team("web"))]);
    let chatty = found.congruence(|_, _| true);
    assert_eq!(chatty.needless, [(team("pay"), team("search")), (team("search"), team("web"))]);
}

#[test]
fn shapes_that_do_not_fit_are_refused_and_sums_never_wrap() {
    assert_eq!(requirements(&[vec![1, 2]], &[vec![1]]), None);
    assert_eq!(requirements(&[vec![u64::MAX]], &[vec![2]]), Some(vec![vec![u64::MAX]]));
}

proptest! {
    #[test]
    fn the_order_of_touches_leaves_no_trace(
        picks in prop::collection::vec((0u8..12, 0u8..4, 1u32..9, 0u8..6), 0..60),
        seed in 0usize..60,
    ) {
        let all: Vec<Touch> = picks.iter()
            .map(|(sha, author, day, file)| touch(&format!("c{sha}"), &format!("a{author}"), *day, &format!("f{file}")))
            .collect();
        let mut turned = all.clone();
        let turn = seed % turned.len().max(1);
        turned.rotate_left(turn);
        turned.reverse();
        let (one, other) = (log(&all), log(&turned));
        let (a, b) = (one.authorship(), other.authorship());
        prop_assert_eq!(a.truck_factor_by_person(), b.truck_factor_by_person());
        prop_assert_eq!(one.coupling(&CouplingRules::default()), other.coupling(&CouplingRules::default()));
        prop_assert_eq!(one.shares(), other.shares());
    }

    #[test]
    fn fragmentation_lies_between_none_and_all(counts in prop::collection::vec(1u64..1000, 1..40)) {
        let value = fragmentation(&counts).value().unwrap().value();
        prop_assert!((0.0..1.0).contains(&value));
        prop_assert!(value <= 1.0 - 1.0 / counts.len() as f64 + 1e-12, "even shares fragment the most");
    }
}

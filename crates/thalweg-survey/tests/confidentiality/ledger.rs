//! The ledger: append-only, over reorganisations, item sets, interim results and kinds of statistics.

use std::collections::BTreeSet;

use thalweg_model::Entity;
use thalweg_survey::confidentiality::{Answered, Belonging, Census, Confidentiality, Ledger, Statistic};

use crate::chance::Chance;
use crate::world::{World, item, respondent, team, wave};

/// People by team number; everybody answers every item.
fn census(wave_at: usize, items: &[usize], teams: &[u64]) -> Census {
    let mut census = Census::of_answers(wave(wave_at), items.iter().map(|at| item(*at)));
    for (at, of) in teams.iter().enumerate() {
        let place = Belonging { path: vec![Entity::Organisation, team(*of)], slices: vec![] };
        census.add(respondent(at), &place, &Answered::Every);
    }
    census
}

fn split(cut: usize, people: usize) -> Vec<u64> {
    (0..people).map(|at| u64::from(at >= cut)).collect()
}

fn shows(ledger: &mut Ledger, census: &Census, team_at: u64) -> bool {
    let plan = ledger.release(census, &Confidentiality::default()).unwrap();
    plan.shows(Statistic::Means, &team(team_at))
}

/// Asking twice gives the same plan and enters nothing new.
#[test]
fn asking_again_changes_nothing() {
    let mut chance = Chance::seeded(81);
    for _ in 0..60 {
        let world = World::random(&mut chance, 40, 2, 15);
        let mut ledger = Ledger::default();
        let policy = Confidentiality::default();
        let first = ledger.release(&world.census(0, &[0, 1]), &policy).unwrap();
        let before = ledger.clone();
        let second = ledger.release(&world.census(0, &[0, 1]), &policy).unwrap();
        assert_eq!(before, ledger);
        for kind in [Statistic::Means, Statistic::Spreads, Statistic::Distributions] {
            assert!(first.shown(kind).eq(second.shown(kind)));
        }
    }
}

/// survey.md section 3: the union is over the same answers; another wave's answers are other numbers.
#[test]
fn a_reorganisation_is_held_against_what_was_released_of_the_same_answers() {
    let mut ledger = Ledger::default();
    assert!(shows(&mut ledger, &census(0, &[0], &split(10, 20)), 0));
    assert!(!shows(&mut ledger, &census(0, &[0], &split(12, 20)), 0), "two people would stand alone");
    assert!(shows(&mut ledger, &census(0, &[0], &split(15, 20)), 0), "five are enough");
    assert!(shows(&mut ledger, &census(1, &[0], &split(12, 20)), 0), "another wave");
    assert!(shows(&mut ledger, &census(0, &[1], &split(12, 20)), 0), "another item");
    assert!(!shows(&mut ledger, &census(0, &[0, 2], &split(12, 20)), 0), "an item in common");
}

/// Three releases, no two of which are dangerous together.
#[test]
fn the_union_counts_and_not_the_last_release() {
    // Cuts at 10 and 15 were shown; one at 16 differs by one from the second only.
    let mut ledger = Ledger::default();
    assert!(shows(&mut ledger, &census(0, &[0], &split(15, 30)), 0));
    assert!(shows(&mut ledger, &census(0, &[0], &split(10, 30)), 0));
    assert!(!shows(&mut ledger, &census(0, &[0], &split(16, 30)), 0));
    // Without the first it would be shown.
    let mut ledger = Ledger::default();
    assert!(shows(&mut ledger, &census(0, &[0], &split(10, 30)), 0));
    assert!(shows(&mut ledger, &census(0, &[0], &split(16, 30)), 0));
}

/// Who skipped an item when it was first released and answers later would be the difference.
#[test]
fn a_late_answer_does_not_stand_alone() {
    let late = |done: bool| {
        let mut census = Census::of_answers(wave(0), [item(0), item(1)]);
        for at in 0..12 {
            let place = Belonging { path: vec![Entity::Organisation], slices: vec![] };
            let answered =
                if at == 0 && !done { Answered::Only(BTreeSet::from([item(0)])) } else { Answered::Every };
            census.add(respondent(at), &place, &answered);
        }
        census
    };
    let policy = Confidentiality::default();
    let mut ledger = Ledger::default();
    let shown = |plan: thalweg_survey::confidentiality::ReleasePlan| {
        plan.shows(Statistic::Means, &Entity::Organisation)
    };
    assert!(shown(ledger.release(&late(false), &policy).unwrap()));
    assert!(!shown(ledger.release(&late(true), &policy).unwrap()));
    assert!(shown(ledger.release(&late(false), &policy).unwrap()), "the first release may be repeated");
}

/// Five answer late, but two of them one item and three the other: item by item, two and three would stand alone.
#[test]
fn late_answers_to_different_items_do_not_add_up() {
    let census = |late: bool| {
        let mut census = Census::of_answers(wave(0), [item(0), item(1)]);
        for at in 0..15 {
            let place = Belonging { path: vec![Entity::Organisation], slices: vec![] };
            let missing = if at < 2 { Some(0) } else { (at < 5).then_some(1) };
            let answered = match missing.filter(|_| !late) {
                Some(missing) => Answered::Only(BTreeSet::from([item(1 - missing)])),
                None => Answered::Every,
            };
            census.add(respondent(at), &place, &answered);
        }
        census
    };
    let policy = Confidentiality::default();
    let mut ledger = Ledger::default();
    let first = ledger.release(&census(false), &policy).unwrap();
    assert!(first.shows(Statistic::Means, &Entity::Organisation));
    let second = ledger.release(&census(true), &policy).unwrap();
    assert!(!second.shows(Statistic::Means, &Entity::Organisation));
}

/// survey.md section 3: interim results only as disjoint cohorts of at least k.
#[test]
fn interim_results_come_in_cohorts() {
    let so_far = |people: usize| census(0, &[0], &vec![0; people]);
    let policy = Confidentiality::default();
    let mut ledger = Ledger::default();
    let mut sizes = Vec::new();
    for people in [3, 7, 9, 13, 14] {
        let plan = ledger.release_cohort(so_far(people), &policy).unwrap();
        sizes.push(plan.members(&Entity::Organisation).map(BTreeSet::len));
    }
    // 3 wait; 7 are shown; 2 wait; they and the next 4 are shown; the last one waits for ever.
    assert_eq!(sizes, [None, Some(7), None, Some(6), None]);
    let all = ledger.release(&so_far(14), &policy).unwrap();
    assert!(!all.shows(Statistic::Means, &Entity::Organisation), "the last one would be the difference");
    let shown = ledger.release(&so_far(13), &policy).unwrap();
    assert!(shown.shows(Statistic::Means, &Entity::Organisation), "the sum of the cohorts");
}

/// What shows more is shown of fewer: spreads from 10, distributions too, and nested among the groups with means.
#[test]
fn below_twice_the_minimum_only_means_are_shown() {
    let mut ledger = Ledger::default();
    let plan = ledger.release(&census(0, &[0], &split(9, 30)), &Confidentiality::default()).unwrap();
    assert!(plan.shows(Statistic::Means, &team(0)));
    for kind in [Statistic::Spreads, Statistic::Distributions] {
        assert!(!plan.shows(kind, &team(0)), "{kind:?} of 9");
        assert!(plan.shows(kind, &Entity::Organisation), "{kind:?} of 30");
        assert!(!plan.shows(kind, &team(1)), "{kind:?}: 9 would be what remains");
    }
    assert!(plan.shows(Statistic::Means, &team(1)));
}

/// Text and back, with partial answers; a bad line is named by its number and shows no respondent.
#[test]
fn the_ledger_survives_as_text() {
    let mut chance = Chance::seeded(82);
    let mut ledger = Ledger::default();
    for at in 0..4 {
        let world = World::random(&mut chance, 40, 3, 30);
        let _plan = ledger.release(&world.census(at, &[0, 1, 2]), &Confidentiality::default()).unwrap();
    }
    let text = ledger.to_text();
    assert!(text.contains(','), "some answered some items only");
    assert_eq!(Ledger::from_text(&text).unwrap(), ledger);
    assert_eq!(Ledger::from_text("").unwrap(), Ledger::default());
    let broken = format!("{}w\tmeans\t1\titem\tnothex\nw\tmodes\t0\nw\tmeans\t9\ta\n\t\n{text}", text);
    let problems = Ledger::from_text(&broken).unwrap_err();
    assert_eq!(problems.all().len(), 4, "{problems}");
    assert!(problems.to_string().contains("a member is no hash"), "{problems}");
    assert!(!problems.to_string().contains("nothex"), "{problems}");
}

/// Released earlier under a lower minimum, three people stand alone already; that must not keep the search from what a new group
/// would add.
#[test]
fn an_earlier_release_that_is_less_safe_hides_no_new_attack() {
    let low = Confidentiality::default().with_minimums(3, 5, 6).unwrap();
    let mut ledger = Ledger::default();
    // Twelve teams of three, each of them shown under the lower minimum.
    let threes: Vec<u64> = (0..36).map(|at| at / 3).collect();
    let plan = ledger.release(&census(0, &[0], &threes), &low).unwrap();
    assert_eq!(plan.shown(Statistic::Means).count(), 13);
    // One team of five: the first three and two of the second. Less the first team, two are left.
    let after = census(0, &[0], &split(5, 36));
    let plan = ledger.release(&after, &Confidentiality::default()).unwrap();
    assert!(!plan.shows(Statistic::Means, &team(0)), "two people would stand alone");
    assert!(plan.shows(Statistic::Means, &Entity::Organisation), "it is the sum of what was released");
}

/// The same where the three stand in the way of a search: the new team and the new span differ by four people, which shows only
/// behind the old three.
#[test]
fn what_lies_behind_an_unsafe_release_is_looked_at() {
    let people = 30;
    let low = Confidentiality::default().with_minimums(3, 5, 6).unwrap();
    let mut ledger = Ledger::default();
    let plan = ledger.release(&census(0, &[0], &split(3, people)), &low).unwrap();
    assert!(plan.shows(Statistic::Means, &team(0)));
    let mut after = Census::of_answers(wave(0), [item(0)]);
    for at in 0..people {
        let of = if at == 0 || (10..15).contains(&at) { 2 } else { 3 };
        let mut place = Belonging { path: vec![Entity::Organisation, team(of)], slices: vec![] };
        if (11..15).contains(&at) || at == 20 || at == 21 {
            place = place.across(crate::world::span(0));
        }
        after.add(respondent(at), &place, &Answered::Every);
    }
    let plan = ledger.release(&after, &Confidentiality::default()).unwrap();
    let both = plan.shows(Statistic::Means, &team(2)) && plan.shows(Statistic::Means, &crate::world::span(0));
    assert!(!both, "the team less the span rests on four people");
}

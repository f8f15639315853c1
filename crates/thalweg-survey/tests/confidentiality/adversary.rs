//! A reader with linear algebra and every report ever released recovers nobody (survey.md section 3).

use thalweg_survey::confidentiality::{Confidentiality, Ledger, Level, Statistic};

use crate::algebra::{exposed, recovers_somebody};
use crate::chance::Chance;
use crate::world::{Notes, World};

fn policy(k: u32, level: Level) -> Confidentiality {
    Confidentiality::default().with_minimums(k, k.max(5), k.max(6)).unwrap().with_level(level)
}

/// Two waves; of each several releases, with reorganisations, other item sets and late answers in between.
fn history(chance: &mut Chance, people: usize, partial: u64, policy: &Confidentiality) -> (Notes, usize) {
    let (mut ledger, mut notes, mut shown) = (Ledger::default(), Notes::of(people), 0);
    for wave in 0..2 {
        let mut world = World::random(chance, people, 3, partial);
        for _ in 0..4 {
            let items: Vec<usize> = [vec![0, 1, 2], vec![0, 1], vec![2]][chance.below(3) as usize].clone();
            let plan = ledger.release(&world.census(wave, &items), policy).unwrap();
            shown += plan.shown(Statistic::Means).count();
            notes.take(&plan, &world, wave, &items);
            match chance.below(5) {
                3 => {
                    // The whole without some, as a second look without careless sheets is; then those who are new.
                    let part = world.whole_without(chance, wave, &items);
                    let plan = ledger.release(&part, policy).unwrap();
                    notes.take(&plan, &world, wave, &items);
                    let plan = ledger.release_cohort(world.census(wave, &items), policy).unwrap();
                    notes.take(&plan, &world, wave, &items);
                }
                0 => world.reorganise(chance),
                1 => (0..3).for_each(|_| {
                    let late = chance.below(people as u64) as usize;
                    world.answered[late] = (0..3).collect();
                }),
                _ => {}
            }
        }
    }
    (notes, shown)
}

fn nobody_is_found(notes: &Notes, policy: &Confidentiality, depth: usize) {
    for ((wave, item, kind), rows) in &notes.rows {
        assert!(!recovers_somebody(rows), "wave {wave}, item {item}, {kind:?}");
        let minimum = policy.minimum(*kind) as usize;
        let found = exposed(rows, minimum.min(depth + 1));
        assert_eq!(found, None, "wave {wave}, item {item}, {kind:?}: {rows:?}");
    }
}

#[test]
fn everything_ever_released_recovers_nobody() {
    let mut chance = Chance::seeded(61);
    let policy = policy(3, Level::Exact);
    let mut shown = 0;
    for round in 0..40 {
        let people = chance.within(8, 30) as usize;
        let (notes, count) = history(&mut chance, people, [0, 20][round % 2], &policy);
        nobody_is_found(&notes, &policy, 2);
        shown += count;
    }
    assert!(shown > 500, "a plan that shows nothing proves nothing: {shown}");
}

/// The same with the default minimum, and supports of up to four looked for.
#[test]
fn four_respondents_are_as_safe_as_one() {
    let mut chance = Chance::seeded(62);
    let policy = policy(5, Level::Exact);
    for _ in 0..4 {
        let (notes, _) = history(&mut chance, 20, 15, &policy);
        nobody_is_found(&notes, &policy, 4);
    }
}

#[test]
fn coarsened_atoms_are_safe_too() {
    let mut chance = Chance::seeded(63);
    let policy = policy(3, Level::AtomK);
    for _ in 0..20 {
        let (notes, _) = history(&mut chance, 24, 10, &policy);
        nobody_is_found(&notes, &policy, 2);
    }
}

/// Hundreds of organisations more.
#[test]
#[ignore = "long: run it in release"]
fn everything_ever_released_recovers_nobody_in_many_organisations() {
    let mut chance = Chance::seeded(64);
    for round in 0..1_500 {
        let policy = policy(chance.within(3, 5) as u32, [Level::Exact, Level::AtomK][round % 2]);
        let people = chance.within(6, 34) as usize;
        let (notes, _) = history(&mut chance, people, [0, 10, 30][round % 3], &policy);
        nobody_is_found(&notes, &policy, 3);
    }
}

//! Bad input: refused with the place, or a release that shows nothing; never a panic.

use std::collections::BTreeSet;

use thalweg_model::{Entity, GroupId};
use thalweg_survey::confidentiality::{
    Answered, Belonging, Census, Confidentiality, Explanation, Group, Hierarchy, Ledger, MAX_GROUPS,
    NestedPlan, Statistic, verify,
};

use crate::world::{department, item, respondent, span, team, wave};

fn group(at: usize, parent: Option<usize>, complete: u32) -> Group {
    let name = |at| Entity::Group(GroupId::new(format!("g{at}")).unwrap());
    Group { entity: name(at), parent: parent.map(name), complete, partial: 0 }
}

/// All problems at once, each with the offending group.
#[test]
fn a_broken_hierarchy_is_refused_with_the_place() {
    let groups = [
        group(0, None, 5),
        group(1, Some(2), 5),
        group(2, Some(3), 5),
        group(3, Some(1), 5),
        group(4, Some(3), 5), // below a circle, and in none
        group(5, Some(5), 5),
        group(6, Some(77), 5),
        group(0, None, 3),
    ];
    let problems = Hierarchy::new(groups).unwrap_err().to_string();
    let lines: Vec<&str> = problems.lines().collect();
    assert_eq!(lines.len(), 4, "{problems}");
    assert!(problems.contains("`group:g1` lies below itself"), "{problems}");
    assert!(problems.contains("`group:g5` lies below itself"), "{problems}");
    assert!(problems.contains("group:g6 names `group:g77`"), "{problems}");
    assert!(problems.contains("names `group:g0` twice"), "{problems}");
}

#[test]
fn nothing_and_one_respondent_show_nothing() {
    let empty = Hierarchy::new([]).unwrap();
    let policy = Confidentiality::default();
    let plan = NestedPlan::new(&empty, Statistic::Means, &policy);
    assert_eq!(plan.shown().count(), 0);
    assert_eq!(verify(&empty, plan.certificate()), Ok(()));
    for heads in [0, 1, 4] {
        let one = Hierarchy::new([group(0, None, heads)]).unwrap();
        assert_eq!(NestedPlan::new(&one, Statistic::Means, &policy).shown().count(), 0);
    }
}

/// A million groups in one chain, and under one roof; more are refused.
#[test]
fn a_million_groups_are_planned() {
    let policy = Confidentiality::default();
    let chain = (0..200_000_usize).map(|at| group(at, at.checked_sub(1), u32::from(at % 50_000 == 0) * 3));
    let hierarchy = Hierarchy::new(chain).unwrap();
    let plan = NestedPlan::new(&hierarchy, Statistic::Means, &policy);
    assert_eq!(verify(&hierarchy, plan.certificate()), Ok(()));
    assert!(plan.shown().count() > 0);
    let too_many = std::iter::repeat_n(group(0, None, 5), MAX_GROUPS + 1);
    assert!(Hierarchy::new(too_many).unwrap_err().to_string().contains("groups are more than"));
}

#[test]
#[ignore = "long: run it in release"]
fn a_million_groups_under_one_roof_are_planned() {
    let roof = (0..1_000_000_usize).map(|at| group(at, (at > 0).then_some(0), (at % 13) as u32));
    let hierarchy = Hierarchy::new(roof).unwrap();
    let plan = NestedPlan::new(&hierarchy, Statistic::Means, &Confidentiality::default());
    assert_eq!(verify(&hierarchy, plan.certificate()), Ok(()));
    assert!(plan.shown().count() > 100_000);
}

/// The same through a census and a ledger: a million teams of one to six people, in departments of a thousand.
#[test]
#[ignore = "long: run it in release"]
fn a_million_groups_are_released() {
    let mut census = Census::of_answers(wave(0), [item(0)]);
    let mut people = 0;
    for at in 0..1_000_000_usize {
        let department = crate::world::department((at / 1_000) as u64);
        let path = vec![Entity::Organisation, department, crate::world::team(at as u64)];
        let place = Belonging { path, slices: vec![] };
        for _ in 0..1 + usize::from(at % 8 == 0) * 5 {
            census.add(respondent(people), &place, &Answered::Every);
            people += 1;
        }
    }
    let plan = Ledger::default().release(&census, &Confidentiality::default()).unwrap();
    // Every department keeps its small teams; every team of six is shown.
    assert_eq!(plan.shown(Statistic::Means).count(), 1 + 1_000 + 125_000);
}

/// Huge counts do not overflow.
#[test]
fn huge_groups_are_no_problem() {
    let groups = (0..2_000).map(|at: usize| group(at, at.checked_sub(1), u32::MAX));
    let hierarchy = Hierarchy::new(groups).unwrap();
    let plan = NestedPlan::new(&hierarchy, Statistic::Means, &Confidentiality::default());
    assert_eq!(plan.shown().count(), 2_000);
    assert_eq!(verify(&hierarchy, plan.certificate()), Ok(()));
}

/// A group path that changes mid-wave, a respondent twice, a slice that is a group: refused, one problem for each.
#[test]
fn a_census_that_contradicts_itself_is_refused() {
    let mut census = Census::of_answers(wave(0), [item(0)]);
    let place = |path: &[Entity]| Belonging { path: path.to_vec(), slices: vec![] };
    for at in 0..50 {
        census.add(respondent(at), &place(&[Entity::Organisation, department(1), team(1)]), &Answered::Every);
        census.add(respondent(at), &place(&[Entity::Organisation, department(2), team(1)]), &Answered::Every);
        census.add(respondent(100 + at), &place(&[team(7), team(7)]).across(department(1)), &Answered::Every);
    }
    let problems = Ledger::default().release(&census, &Confidentiality::default()).unwrap_err();
    let text = problems.to_string();
    assert_eq!(problems.all().len(), 4, "{text}");
    assert!(text.contains("group `team:t1` lies below `group:org/d1` and below `group:org/d2`"), "{text}");
    assert!(text.contains("a respondent stands twice in wave `wave-0`"), "{text}");
    assert!(text.contains("`team:t7`") && text.contains("as a slice"), "{text}");
}

/// A release of no items is one of nobody's answers.
#[test]
fn no_items_no_release() {
    let mut census = Census::of_answers(wave(0), []);
    for at in 0..20 {
        let place = Belonging { path: vec![Entity::Organisation], slices: vec![span(0)] };
        census.add(respondent(at), &place, &Answered::Every);
    }
    let mut ledger = Ledger::default();
    let plan = ledger.release(&census, &Confidentiality::default()).unwrap();
    assert_eq!(plan.shown(Statistic::Means).count(), 0);
    assert!(ledger.is_empty());
}

/// To explain what is not there is safe; to show a group that is too small is an attack by itself.
#[test]
fn explaining_is_total() {
    let mut census = Census::of_answers(wave(0), [item(0)]);
    for at in 0..3 {
        census.add(respondent(at), &Belonging { path: vec![team(0)], slices: vec![] }, &Answered::Every);
    }
    let (ledger, policy) = (Ledger::default(), Confidentiality::default());
    let explain = |proposed: &[Entity]| {
        let proposed: BTreeSet<Entity> = proposed.iter().cloned().collect();
        ledger.explain_attack(&census, &policy, Statistic::Means, &proposed).unwrap()
    };
    assert_eq!(explain(&[]), Explanation::Safe);
    assert_eq!(explain(&[department(9)]), Explanation::Safe);
    assert!(matches!(explain(&[team(0)]), Explanation::Attack(_)));
}

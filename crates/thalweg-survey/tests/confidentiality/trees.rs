//! Nested groups: the optimum against every set of groups, the verifier on many trees, the lemma against linear algebra.

use std::collections::BTreeSet;

use thalweg_model::{Entity, GroupId};
use thalweg_survey::confidentiality::{
    Certificate, Confidentiality, Group, Hierarchy, NestedPlan, Refutation, Residual, Statistic, Weight,
    verify,
};

use crate::algebra;
use crate::chance::Chance;

/// A tree by parents (each before its children), with respondents by node: complete and partial.
#[derive(Clone, Debug)]
struct Tree {
    parents: Vec<Option<usize>>,
    own: Vec<(u32, u32)>,
}

fn name(at: usize) -> Entity {
    Entity::Group(GroupId::new(format!("g{at:06}")).unwrap())
}

impl Tree {
    fn random(chance: &mut Chance, most: u64, heads: u64, partial: u64) -> Self {
        let nodes = chance.within(1, most) as usize;
        let parents = (0..nodes).map(|at| (at > 0).then(|| chance.below(at as u64) as usize));
        let parents: Vec<Option<usize>> = parents.collect();
        let leaf = |at: usize| !parents.contains(&Some(at));
        let own = (0..nodes).map(|at| {
            let few = if leaf(at) { heads } else { 2 };
            (
                chance.below(few + 1) as u32,
                if chance.percent(partial) { 1 + chance.below(2) as u32 } else { 0 },
            )
        });
        let own = own.collect();
        Self { parents, own }
    }

    fn groups(&self) -> Vec<Group> {
        let group = |(at, parent): (usize, &Option<usize>)| Group {
            entity: name(at),
            parent: parent.map(name),
            complete: self.own[at].0,
            partial: self.own[at].1,
        };
        self.parents.iter().enumerate().map(group).collect()
    }

    fn hierarchy(&self) -> Hierarchy {
        Hierarchy::new(self.groups()).unwrap()
    }

    fn below(&self, top: usize, mut at: usize) -> bool {
        loop {
            if at == top {
                return true;
            }
            let Some(parent) = self.parents[at] else { return false };
            at = parent;
        }
    }

    fn total(&self, top: usize, pick: fn((u32, u32)) -> u32) -> u32 {
        (0..self.own.len()).filter(|at| self.below(top, *at)).map(|at| pick(self.own[at])).sum()
    }

    /// By the definition: those of a published group that are in no published group strictly inside it.
    fn residual(&self, top: usize, published: u32) -> (u32, u32) {
        let covered = |at: usize| {
            (0..self.own.len())
                .any(|it| it != top && published >> it & 1 == 1 && self.below(top, it) && self.below(it, at))
        };
        let left = (0..self.own.len()).filter(|at| self.below(top, *at) && !covered(*at));
        left.map(|at| self.own[at]).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
    }

    fn is_safe(&self, published: u32, k: u32) -> bool {
        (0..self.own.len()).filter(|at| published >> at & 1 == 1).all(|at| {
            let (complete, partial) = self.residual(at, published);
            let somebody = self.total(at, |it| it.0 + it.1) > 0;
            somebody && (complete >= k || (complete, partial) == (0, 0))
        })
    }

    fn worth(&self, at: usize, weight: &Weight) -> u64 {
        match weight {
            Weight::Respondents => self.total(at, |it| it.0 + it.1).into(),
            Weight::SeenBefore(before) if before.contains(&name(at)) => 1000,
            _ => 1,
        }
    }

    /// The most that any safe set of groups is worth, by trying every set.
    fn best(&self, k: u32, weight: &Weight) -> u64 {
        let worth: Vec<u64> = (0..self.own.len()).map(|at| self.worth(at, weight)).collect();
        let sets = 0..1_u32 << self.own.len();
        let value = |set: u32| (0..worth.len()).filter(|at| set >> at & 1 == 1).map(|at| worth[at]).sum();
        // The value is cheap and the check is not: look only at what would be better.
        sets.fold(0, |best, set| if value(set) > best && self.is_safe(set, k) { value(set) } else { best })
    }
}

fn policy(k: u32, weight: Weight) -> Confidentiality {
    Confidentiality::default().with_minimums(k, k.max(8), k.max(10)).unwrap().with_weight(weight)
}

fn published(tree: &Tree, plan: &NestedPlan) -> u32 {
    (0..tree.own.len()).filter(|at| plan.shows(&name(*at))).map(|at| 1 << at).sum()
}

fn optimum_is_brute_force(trees: u64, most: u64) {
    let mut chance = Chance::seeded(51);
    for round in 0..trees {
        let tree = Tree::random(&mut chance, most, 7, if round % 2 == 0 { 0 } else { 15 });
        let k = chance.within(3, 6) as u32;
        let before: BTreeSet<Entity> = (0..tree.own.len()).filter(|_| chance.percent(40)).map(name).collect();
        let weight =
            [Weight::Respondents, Weight::Cells, Weight::SeenBefore(before)][round as usize % 3].clone();
        let plan = NestedPlan::new(&tree.hierarchy(), Statistic::Means, &policy(k, weight.clone()));
        let set = published(&tree, &plan);
        assert!(tree.is_safe(set, k), "{tree:?} k {k}: {set:b}");
        let worth: u64 =
            plan.shown().map(|it| tree.worth((0..16).find(|at| name(*at) == *it).unwrap(), &weight)).sum();
        assert_eq!(worth, tree.best(k, &weight), "{tree:?} k {k} {weight:?}: {set:b}");
    }
}

/// survey.md section 3: the optimal release, against all sets of groups of 3,000 trees.
#[test]
fn the_optimum_equals_brute_force() {
    optimum_is_brute_force(3_000, 7);
}

/// The same with larger trees; takes minutes without optimisation.
#[test]
#[ignore = "long: run it in release"]
fn the_optimum_equals_brute_force_on_more_trees() {
    optimum_is_brute_force(40_000, 12);
}

/// survey.md section 3: the verifier finds no residual in 1..k on 10⁴ trees.
#[test]
fn the_verifier_agrees_on_ten_thousand_trees() {
    let mut chance = Chance::seeded(52);
    for round in 0..10_000 {
        let tree = Tree::random(&mut chance, 30, 12, if round % 2 == 0 { 0 } else { 10 });
        let hierarchy = tree.hierarchy();
        let k = chance.within(3, 12) as u32;
        let plan = NestedPlan::new(&hierarchy, Statistic::Means, &policy(k, Weight::Respondents));
        assert_eq!(verify(&hierarchy, plan.certificate()), Ok(()));
        for (entity, residual) in plan.certificate().residuals() {
            let n = residual.respondents;
            assert!(n == 0 || n >= u64::from(k), "{entity} leaves {n} below {k} in {tree:?}");
            assert!(n == 0 || residual.complete == u64::from(k), "{entity} in {tree:?}");
        }
    }
}

/// A certificate that was changed in any place is refused, and the message tells no number.
#[test]
fn the_verifier_believes_nothing() {
    let mut chance = Chance::seeded(53);
    let mut refused = std::collections::HashSet::new();
    for _ in 0..2_000 {
        let tree = Tree::random(&mut chance, 12, 9, 10);
        let hierarchy = tree.hierarchy();
        let plan = NestedPlan::new(&hierarchy, Statistic::Means, &policy(4, Weight::Respondents));
        let mut claims = plan.certificate().residuals().to_vec();
        if claims.is_empty() {
            continue;
        }
        let at = chance.below(claims.len() as u64) as usize;
        match chance.below(4) {
            0 => claims[at].1.respondents += 1,
            1 => claims[at].1.complete = claims[at].1.complete.wrapping_sub(1).min(9),
            2 => claims.push(claims[at].clone()),
            _ => claims[at].0 = Entity::Organisation,
        }
        let refutation = verify(&hierarchy, &Certificate::claim(4, claims)).unwrap_err();
        let nameless =
            (0..12).fold(refutation.to_string(), |text, at| text.replace(&name(at).to_string(), ""));
        assert!(!nameless.contains(|it: char| it.is_ascii_digit()), "{refutation}");
        refused.insert(std::mem::discriminant(&refutation));
    }
    assert!(refused.len() >= 2);
}

/// What is unsafe is refused even where the residuals are honest.
#[test]
fn the_verifier_refuses_an_honest_certificate_of_an_unsafe_release() {
    let mut chance = Chance::seeded(54);
    let (mut safe, mut unsafe_) = (0, 0);
    for _ in 0..2_000 {
        let tree = Tree::random(&mut chance, 7, 9, 15);
        let set = chance.next() as u32 & ((1 << tree.own.len()) - 1);
        let claims = (0..tree.own.len()).filter(|at| set >> at & 1 == 1).map(|at| {
            let (complete, partial) = tree.residual(at, set);
            let residual =
                Residual { respondents: (complete + partial).into(), complete: u64::from(complete).min(4) };
            (name(at), residual)
        });
        let verdict = verify(&tree.hierarchy(), &Certificate::claim(4, claims));
        assert_eq!(verdict.is_ok(), tree.is_safe(set, 4), "{tree:?} {set:b}");
        match verdict {
            Ok(()) => safe += 1,
            Err(it) => {
                assert!(matches!(it, Refutation::Unsafe { .. } | Refutation::Nothing { .. }), "{it}");
                unsafe_ += 1;
            }
        }
    }
    assert!(safe > 100 && unsafe_ > 100, "{safe} {unsafe_}");
}

/// survey.md section 3, the lemma: a release of nested groups is k-safe iff every residual is 0 or at least k; here
/// against the definition, with the linear algebra of a reader.
#[test]
fn the_lemma_is_the_definition() {
    let mut chance = Chance::seeded(55);
    let (mut safe, mut exposed) = (0, 0);
    for _ in 0..1_500 {
        let mut tree = Tree::random(&mut chance, 6, 6, 0);
        tree.own.iter_mut().for_each(|it| it.1 = 0);
        let set = chance.next() as u32 & ((1 << tree.own.len()) - 1);
        let inhabited = |at: &usize| tree.total(*at, |it| it.0) > 0;
        let set =
            (0..tree.own.len()).filter(|at| set >> at & 1 == 1).filter(inhabited).map(|at| 1 << at).sum();
        let homes: Vec<usize> =
            (0..tree.own.len()).flat_map(|at| vec![at; tree.own[at].0 as usize]).collect();
        let row = |at: usize| homes.iter().map(|home| u64::from(tree.below(at, *home))).collect::<Vec<_>>();
        let rows: Vec<Vec<u64>> = (0..tree.own.len()).filter(|at| set >> at & 1 == 1).map(row).collect();
        let found = algebra::exposed(&rows, 4).is_some();
        assert_eq!(tree.is_safe(set, 4), !found, "{tree:?} {set:b}");
        if found { exposed += 1 } else { safe += 1 }
    }
    assert!(safe > 100 && exposed > 100, "{safe} {exposed}");
}

/// The order in which groups are given does not matter, not even among equals.
#[test]
fn ties_are_broken_by_name() {
    let mut chance = Chance::seeded(56);
    for _ in 0..500 {
        let tree = Tree::random(&mut chance, 14, 6, 0);
        let policy = policy(3, Weight::Cells);
        let plan = |groups: Vec<Group>| {
            let hierarchy = Hierarchy::new(groups).unwrap();
            NestedPlan::new(&hierarchy, Statistic::Means, &policy).shown().cloned().collect::<Vec<_>>()
        };
        let mut other = tree.groups();
        chance.shuffle(&mut other);
        assert_eq!(plan(tree.groups()), plan(other));
    }
    // Three equal teams and one that is too small: the last of the three keeps it company.
    let team = |at: usize, complete| Group { entity: name(at), parent: Some(name(0)), complete, partial: 0 };
    let groups = [
        Group { entity: name(0), parent: None, complete: 0, partial: 0 },
        team(1, 6),
        team(2, 6),
        team(3, 6),
        team(4, 2),
    ];
    let plan =
        NestedPlan::new(&Hierarchy::new(groups).unwrap(), Statistic::Means, &Confidentiality::default());
    assert_eq!(plan.shown().cloned().collect::<Vec<_>>(), [name(0), name(1), name(2)]);
}

/// Groups that could be seen last time stay visible where that is possible.
#[test]
fn the_groups_of_last_time_are_kept() {
    let team = |at: usize, complete| Group { entity: name(at), parent: Some(name(0)), complete, partial: 0 };
    let root = Group { entity: name(0), parent: None, complete: 0, partial: 0 };
    let hierarchy = Hierarchy::new([root, team(1, 9), team(2, 6), team(3, 2)]).unwrap();
    let shown = |weight| {
        let policy = Confidentiality::default().with_weight(weight);
        let plan = NestedPlan::new(&hierarchy, Statistic::Means, &policy);
        plan.shown().cloned().collect::<Vec<_>>()
    };
    assert_eq!(shown(Weight::Respondents), [name(0), name(1)]);
    assert_eq!(shown(Weight::SeenBefore(BTreeSet::from([name(2)]))), [name(0), name(2)]);
}

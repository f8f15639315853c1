//! Change sets over the commit graph (definitions.md, "Change sets"), against the definition done commit by commit.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use thalweg_dora::FirstDeployment;
use thalweg_dora::history::{
    Clock, Content, Delivered, Deployed, Graph, Policy, Ranges, Released, deployments, releases,
};
use thalweg_model::record::{Commit, Release};
use thalweg_model::{ChangeKind, Deployment, Exclusion, Fate, Instant, Loaded, RecordKind};

fn hour(hour: i64) -> Instant {
    Instant::from_seconds(1_767_225_600 + hour * 3600).unwrap()
}

fn commit(sha: &str, parents: &[&str], at: i64) -> Commit {
    Commit {
        sha: sha.to_owned(),
        parents: parents.iter().map(|it| (*it).to_owned()).collect(),
        author: None,
        authored_at: hour(at - 1),
        committed_at: hour(at),
    }
}

fn release(tag: &str, sha: &str, at: i64) -> Release {
    Release { tag: tag.to_owned(), sha: sha.to_owned(), released_at: hour(at) }
}

fn of() -> Released {
    Released {
        repository: "lib".parse().unwrap(),
        service: "lib".parse().unwrap(),
        environment: "production".parse().unwrap(),
    }
}

fn counted() -> Policy {
    Policy { first: FirstDeployment::Counted, ..Policy::default() }
}

/// What follows the repository in an id.
fn short(id: &str) -> &str {
    id.split_once('@').unwrap().1
}

/// The deployments of every change, by short names.
fn carriers(delivered: &Delivered) -> BTreeMap<&str, Vec<&str>> {
    delivered
        .changes
        .iter()
        .map(|it| (short(it.id.as_str()), it.deployments.iter().map(|d| short(d.as_str())).collect()))
        .collect()
}

fn reasons<T>(loaded: &Loaded<T>) -> Vec<String> {
    loaded.rejects.iter().map(ToString::to_string).collect()
}

/// Two lines of work: a maintenance branch from `b`, and the main line that it is merged into.
///
/// ```text
/// a ── b ── d ──── m(d, e) ── f
///       └── c ── e ┘
/// ```
fn two_lines() -> Vec<Commit> {
    vec![
        commit("f", &["m"], 60),
        commit("m", &["d", "e"], 50),
        commit("e", &["c"], 40),
        commit("d", &["b"], 30),
        commit("c", &["b"], 20),
        commit("b", &["a"], 10),
        commit("a", &[], 0),
    ]
}

#[test]
fn a_commit_belongs_to_the_first_release_whose_history_contains_it() {
    // 1.0 = a; 1.1 = d (a, b, d); 1.0.1 = c, a later release of the maintenance branch; 1.2 = f brings e, m and f.
    let tags =
        [release("1.0", "a", 1), release("1.1", "d", 31), release("1.0.1", "c", 35), release("1.2", "f", 61)];
    let loaded = releases(&two_lines(), &[], &tags, &of(), &counted());
    assert_eq!(reasons(&loaded), [] as [String; 0]);
    let expected =
        [("a", "1.0"), ("b", "1.1"), ("c", "1.0.1"), ("d", "1.1"), ("e", "1.2"), ("f", "1.2"), ("m", "1.2")];
    assert_eq!(carriers(&loaded.value), expected.map(|(c, d)| (c, vec![d])).into());
    let merge = loaded.value.changes.iter().find(|it| it.id.as_str() == "lib@m").unwrap();
    assert_eq!(merge.kind, ChangeKind::Merge);
}

#[test]
fn the_first_deployment_is_left_out_unless_told() {
    let tags = [release("1.0", "b", 11), release("1.1", "d", 31)];
    let delivered = releases(&two_lines(), &[], &tags, &of(), &Policy::default()).value;
    assert_eq!(delivered.left_out, [(Exclusion::FirstDeployment, 2)].into());
    let of_1_1: Vec<_> = carriers(&delivered).into_iter().filter(|(_, it)| !it.is_empty()).collect();
    assert_eq!(of_1_1, [("d", vec!["1.1"])]);
    assert_eq!(delivered.changes.len(), 5, "c, d, e, f and m: what is not deployed yet stays a change");
}

#[test]
fn rollbacks_and_repetitions_carry_nothing() {
    let tags = [
        release("1", "a", 1),
        release("2", "b", 11),
        release("2-again", "b", 12),
        release("back", "a", 13),
        release("forward", "b", 14),
        release("3", "d", 31),
        release("lost", "zzz", 32),
    ];
    let loaded = releases(&two_lines(), &[], &tags, &of(), &counted());
    let contents: Vec<_> = loaded.value.deployments.iter().map(|it| loaded.value.contents[&it.id]).collect();
    use Content::{Again, First, New, Rollback, Unknown};
    // Going forward again to what had been rolled back is a deployment of a known commit as well.
    assert_eq!(contents, [First, New, Again, Rollback, Rollback, New, Unknown]);
    assert_eq!(loaded.value.with(Rollback).count(), 2);
    assert_eq!(carriers(&loaded.value)["b"], ["2"]);
    assert_eq!(
        reasons(&loaded),
        [
            "deployment `lib@lost`: field `sha`: commit `zzz`: it is not among the commits, so it carries nothing \
          (record kept without it)"
        ]
    );
}

#[test]
fn a_cycle_is_refused_and_what_lies_behind_it_is_found() {
    let commits = [
        commit("a", &[], 0),
        commit("x", &["z", "a"], 1),
        commit("y", &["x"], 2),
        commit("z", &["y"], 3),
        commit("b", &["z"], 4),
        commit("self", &["self"], 5),
    ];
    let loaded = releases(&commits, &[], &[release("1", "b", 9)], &of(), &counted());
    assert_eq!(carriers(&loaded.value).into_keys().collect::<Vec<_>>(), ["a", "b"]);
    let told = reasons(&loaded);
    assert_eq!(told.len(), 4);
    assert_eq!(
        told[1],
        "commit `x`: field `parents`: it descends from itself: a cycle of parents, so it is taken as no change \
         (record refused)"
    );
}

#[test]
fn a_shallow_history_ends_where_a_parent_is_missing_and_says_so() {
    let commits = [commit("b", &["a"], 1), commit("c", &["b", "elsewhere"], 2)];
    let graph = Graph::new("lib".parse().unwrap(), &commits);
    assert_eq!(graph.value.oddities().missing_parents, 2);
    assert!(graph.rejects.iter().all(|it| it.fate == Fate::KeptWithout));
    let delivered = releases(&commits, &[], &[release("1", "c", 9)], &of(), &counted()).value;
    assert_eq!(carriers(&delivered).into_keys().collect::<Vec<_>>(), ["b", "c"]);
}

#[test]
fn repeated_and_contradictory_commits_are_told() {
    let commits = [
        commit("a", &[], 0),
        commit("b", &["a"], 1),
        commit("b", &["a"], 1),
        commit("c", &["b"], 2),
        commit("c", &["b"], 3),
        commit("d", &["c"], 4),
    ];
    let graph = Graph::new("lib".parse().unwrap(), &commits);
    let odd = graph.value.oddities();
    assert_eq!((odd.duplicates, odd.contradictory, odd.missing_parents), (1, 1, 1));
    assert_eq!(graph.value.commits(), 3);
    let delivered = releases(&commits, &[], &[release("1", "d", 9)], &of(), &counted()).value;
    assert_eq!(carriers(&delivered), [("a", vec![]), ("b", vec![]), ("d", vec!["1"])].into());
}

#[test]
fn repositories_services_and_environments_are_swept_apart() {
    let commits = [commit("a", &[], 0), commit("b", &["a"], 1), commit("c", &["b"], 2)];
    let other = [commit("a", &[], 0)];
    let graphs = [
        Graph::new("one".parse().unwrap(), &commits).value,
        Graph::new("two".parse().unwrap(), &other).value,
    ];
    let run = |id: &str, service: &str, environment: &str, repository: &str, sha: &str, at| Deployed {
        deployment: Deployment::new(
            id.parse().unwrap(),
            service.parse().unwrap(),
            environment.parse().unwrap(),
            hour(at),
        ),
        repository: repository.parse().unwrap(),
        sha: sha.to_owned(),
    };
    let mut broken = run("p0", "api", "production", "one", "c", 3);
    broken.deployment.reached_production = false;
    let all = vec![
        broken,
        run("s1", "api", "staging", "one", "c", 4),
        run("p1", "api", "production", "one", "b", 5),
        run("w1", "web", "production", "one", "c", 6),
        run("p2", "api", "production", "one", "c", 7),
        run("t1", "api", "production", "two", "a", 8),
        run("none", "api", "production", "three", "a", 9),
    ];
    let loaded = deployments(&graphs, all, &counted());
    let by: BTreeMap<String, BTreeSet<String>> = loaded
        .value
        .changes
        .iter()
        .map(|it| (it.id.to_string(), it.deployments.iter().map(ToString::to_string).collect()))
        .collect();
    let set = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(by["one@a"], set(&["s1", "p1", "w1"]));
    assert_eq!(by["one@c"], set(&["s1", "p2", "w1"]));
    assert_eq!(by["two@a"], set(&["t1"]), "the same sha in another repository is another commit");
    assert_eq!(loaded.value.contents["none"], Content::Unknown);
    assert_eq!(loaded.value.deployments.len(), 7);
}

#[test]
fn two_deployments_with_one_id_are_refused_and_an_exact_repetition_is_dropped() {
    let tags = [release("1", "a", 1), release("1", "b", 11), release("2", "d", 31), release("2", "d", 31)];
    let loaded = releases(&two_lines(), &[], &tags, &of(), &counted());
    assert_eq!(loaded.value.deployments.len(), 1);
    assert_eq!(loaded.rejects.iter().filter(|it| it.fate == Fate::Refused).count(), 2);
    assert_eq!(loaded.rejects.iter().filter(|it| it.fate == Fate::Duplicate).count(), 1);
}

#[test]
fn the_clock_and_the_bots_are_chosen() {
    let mut commits = two_lines();
    commits[0].author = Some("bot-1".to_owned());
    let policy = Policy { clock: Clock::Authored, bots: ["bot-1".to_owned()].into(), ..counted() };
    let delivered = releases(&commits, &[], &[release("1", "f", 61)], &of(), &policy).value;
    let last = delivered.changes.last().unwrap();
    assert_eq!((last.id.as_str(), last.kind, last.committed_at), ("lib@f", ChangeKind::Bot, hour(59)));
}

#[test]
fn shas_and_tags_that_are_no_ids_are_refused() {
    let commits = [commit("a", &[], 0), commit(&"x".repeat(600), &["a"], 1), commit("b\nc", &["a"], 1)];
    let tags = [release("1", &"x".repeat(600), 2), release("bad\ttag", "a", 3)];
    let loaded = releases(&commits, &[], &tags, &of(), &counted());
    assert_eq!((loaded.value.deployments.len(), loaded.value.changes.len()), (1, 1));
    assert!(reasons(&loaded).iter().all(|it| it.len() < 300), "{:?}", reasons(&loaded));
}

/// Reachability done plainly, one deployment at a time.
fn ancestors(parents: &[Vec<usize>], tip: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut rest = vec![tip];
    while let Some(at) = rest.pop() {
        if found.insert(at) {
            rest.extend(&parents[at]);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// definitions.md, "Change sets": reachable from this deployment and from none that finished before it; any order of input.
    #[test]
    fn the_sweep_is_reachability(
        edges in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..3), 1..30),
        tips in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        turn in any::<bool>(),
    ) {
        let parents: Vec<Vec<usize>> = edges
            .iter()
            .enumerate()
            .map(|(at, it)| if at == 0 { vec![] } else { it.iter().map(|it| it.index(at)).collect() })
            .collect();
        let tips: Vec<usize> = tips.iter().map(|it| it.index(parents.len())).collect();
        let mut expected: Vec<Vec<usize>> = vec![vec![]; parents.len()];
        let mut before = BTreeSet::new();
        for (n, tip) in tips.iter().enumerate() {
            let own = ancestors(&parents, *tip);
            own.difference(&before).for_each(|at| expected[*at].push(n));
            before.extend(own);
        }
        let sha = |at: usize| format!("c{at:02}");
        let mut commits: Vec<Commit> = parents
            .iter()
            .enumerate()
            .map(|(at, of)| Commit { parents: of.iter().map(|it| sha(*it)).collect(), ..commit(&sha(at), &[], 1) })
            .collect();
        let mut tags: Vec<Release> =
            (0..).zip(&tips).map(|(n, tip)| release(&format!("t{n:02}"), &sha(*tip), n)).collect();
        if turn {
            commits.reverse();
            tags.reverse();
        }
        let delivered = releases(&commits, &[], &tags, &of(), &counted()).value;
        for change in &delivered.changes {
            let at: usize = short(change.id.as_str()).trim_start_matches('c').parse().unwrap();
            let found: Vec<String> = change.deployments.iter().map(ToString::to_string).collect();
            let wanted: Vec<String> = expected[at].iter().map(|n| format!("lib@t{n:02}")).collect();
            prop_assert_eq!(found, wanted);
        }
        prop_assert_eq!(delivered.changes.len(), parents.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// ancestors(tip) − ancestors(base), whichever way the two lie to each other.
    #[test]
    fn a_range_is_the_difference_of_ancestors(
        edges in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..3), 1..30),
        ends in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let parents: Vec<Vec<usize>> = edges
            .iter()
            .enumerate()
            .map(|(at, it)| if at == 0 { vec![] } else { it.iter().map(|it| it.index(at)).collect() })
            .collect();
        let sha = |at: usize| format!("c{at:02}");
        let commits: Vec<Commit> = parents
            .iter()
            .enumerate()
            .map(|(at, of)| Commit { parents: of.iter().map(|it| sha(*it)).collect(), ..commit(&sha(at), &[], 1) })
            .collect();
        let graph = Graph::new("lib".parse().unwrap(), &commits).value;
        let ranges = Ranges::new(&graph);
        for (base, tip) in ends {
            let (base, tip) = (base.index(parents.len()), tip.index(parents.len()));
            let row = |at: usize| graph.row(&sha(at)).unwrap();
            let expected: Vec<u32> =
                ancestors(&parents, tip).difference(&ancestors(&parents, base)).map(|at| row(*at)).collect();
            prop_assert_eq!(ranges.between(row(base), row(tip)), expected);
        }
    }
}

#[test]
fn a_range_does_not_enter_a_cycle() {
    let commits = [
        commit("a", &[], 0),
        commit("x", &["y", "a"], 1),
        commit("y", &["x"], 2),
        commit("b", &["y", "a"], 3),
        commit("c", &["b"], 4),
    ];
    let graph = Graph::new("lib".parse().unwrap(), &commits).value;
    let row = |sha: &str| graph.row(sha).unwrap();
    assert_eq!(Ranges::new(&graph).between(row("a"), row("c")), [row("b"), row("c")]);
    assert_eq!(Ranges::new(&graph).between(row("x"), row("b")), [row("a"), row("b")]);
}

#[test]
fn a_million_commits_do_not_overflow_any_stack() {
    // One long line, which a walk that calls itself would not survive; small here, a million in the benches.
    let commits: Vec<Commit> = (0..50_000_i64)
        .map(|at| {
            let parents = if at == 0 { vec![] } else { vec![(at - 1).to_string()] };
            Commit { parents, ..commit(&at.to_string(), &[], 1) }
        })
        .collect();
    let delivered = releases(&commits, &[], &[release("1", "49999", 9)], &of(), &counted()).value;
    assert!(delivered.changes.iter().all(|it| it.deployments.len() == 1));
}

#[test]
fn what_is_delivered_becomes_a_log() {
    let tags = [release("1", "a", 1), release("2", "f", 61)];
    let delivered = releases(&two_lines(), &[], &tags, &of(), &counted()).value;
    let log = delivered.into_builder().not_recorded(RecordKind::Incidents).build();
    assert_eq!((log.value.deployments(), log.value.changes(), log.rejects.len()), (2, 7, 0));
    assert!(!log.value.records(RecordKind::Incidents));
}

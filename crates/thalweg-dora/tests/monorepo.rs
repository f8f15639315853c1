//! Services that share a repository (definitions.md, "Change sets", with paths): a deployment carries only what touches its service.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use thalweg_dora::history::{Delivered, Deployed, Graph, Paths, Policy, Released, deployments, releases};
use thalweg_dora::{ChangeSet, Definition, FirstDeployment, Rules};
use thalweg_model::record::{Commit, Release, Touch};
use thalweg_model::{Deployment, Exclusion, Instant};

fn hour(hour: i64) -> Instant {
    Instant::from_seconds(1_767_225_600 + hour * 3600).unwrap()
}

fn sha(at: usize) -> String {
    format!("c{at:02}")
}

fn commit(at: usize, parents: &[usize]) -> Commit {
    Commit {
        sha: sha(at),
        parents: parents.iter().map(|it| sha(*it)).collect(),
        author: None,
        authored_at: hour(0),
        committed_at: hour(1),
    }
}

fn touch(at: usize, path: &str) -> Touch {
    Touch { sha: sha(at), author: None, at: hour(0), path: path.to_owned(), added: None, deleted: None }
}

fn deployed(n: usize, service: &str, tip: usize) -> Deployed {
    let id = format!("d{n:02}").parse().unwrap();
    let at = hour(10 + i64::try_from(n).unwrap());
    Deployed {
        deployment: Deployment::new(id, service.parse().unwrap(), "production".parse().unwrap(), at),
        repository: "mono".parse().unwrap(),
        sha: sha(tip),
    }
}

/// What each service is built of; `ops` of the whole repository.
const CLAIMS: [(&str, &[&str]); 2] =
    [("api", &["services/api/", "./lib"]), ("web", &["services/web", "lib/js"])];

const TOUCHED: [&str; 7] = [
    "services/api/main.rs",
    "services/api2/main.rs",
    "services/web/deep/down/page.html",
    "lib/core.rs",
    "lib/js/core.js",
    "README.md",
    "services/web",
];

fn policy(first: FirstDeployment) -> Policy {
    let claim = |paths: Paths, (service, own): (&str, &[&str])| {
        paths.claim("mono".parse().unwrap(), &service.parse().unwrap(), own)
    };
    Policy { first, paths: Some(CLAIMS.into_iter().fold(Paths::default(), claim)), ..Policy::default() }
}

fn carriers(delivered: &Delivered) -> BTreeMap<String, Vec<String>> {
    let of = |it: &thalweg_model::Change| {
        let own = it.deployments.iter().map(ToString::to_string).collect();
        (it.id.as_str().trim_start_matches("mono@").to_owned(), own)
    };
    delivered.changes.iter().map(of).collect()
}

/// Whether a service is built of a path, by the text alone.
fn built_of(service: &str, path: &str) -> bool {
    match service {
        "api" => path.starts_with("services/api/") || path.starts_with("lib/"),
        "web" => path == "services/web" || path.starts_with("services/web/") || path.starts_with("lib/js/"),
        _ => true,
    }
}

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

#[test]
fn a_deployment_carries_what_touches_its_service_and_a_shared_path_is_a_change_of_both() {
    let commits = [commit(0, &[]), commit(1, &[0]), commit(2, &[1]), commit(3, &[2]), commit(4, &[3])];
    let touches = [
        touch(0, "README.md"),
        touch(1, "services/api/main.rs"),
        touch(2, "services/web/page.html"),
        touch(3, "lib/js/core.js"),
        touch(4, "README.md"),
        touch(9, "lib/lost.rs"),
    ];
    let graph = Graph::new("mono".parse().unwrap(), &commits).value.touching(&touches);
    assert_eq!(graph.oddities().lost_touches, 1);
    let runs =
        vec![deployed(0, "api", 0), deployed(1, "web", 0), deployed(2, "api", 4), deployed(3, "web", 2)];
    let delivered = deployments(&[graph], runs, &policy(FirstDeployment::LeftOut)).value;
    let expected = [("c01", vec!["d02"]), ("c02", vec!["d03"]), ("c03", vec!["d02"])];
    let found = carriers(&delivered);
    assert_eq!(found.len(), 3, "c03 still waits for web, and c00 and c04 concern nobody");
    for (change, own) in expected {
        assert_eq!(found[change], own);
    }
    assert_eq!(delivered.left_out, [(Exclusion::NoPath, 2)].into());
}

#[test]
fn paths_are_not_applied_where_nobody_knows_what_commits_touch() {
    let commits = [commit(0, &[]), commit(1, &[0])];
    let graph = || Graph::new("mono".parse().unwrap(), &commits).value;
    let runs = || vec![deployed(0, "api", 1)];
    let counted = policy(FirstDeployment::Counted);
    let loaded = deployments(&[graph()], runs(), &counted);
    assert_eq!(carriers(&loaded.value).len(), 2);
    assert_eq!(
        loaded.rejects.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "repository `mono`: paths of it are claimed, but nobody tells which files its commits touch: every commit counts for every service"
        ]
    );
    // Told that they touch nothing is something else.
    let nothing = deployments(&[graph().touching(&[])], runs(), &counted).value;
    assert_eq!((carriers(&nothing).len(), nothing.left_out[&Exclusion::NoPath]), (0, 2));
}

/// A library of which each release carries what touches it, as from a repository alone.
#[test]
fn releases_take_the_touched_files() {
    let commits = [commit(0, &[]), commit(1, &[0]), commit(2, &[1])];
    let touches = [touch(0, "services/api/main.rs"), touch(1, "README.md"), touch(2, "lib/core.rs")];
    let tag = |tag: &str, at: usize| Release { tag: tag.to_owned(), sha: sha(at), released_at: hour(9) };
    let of = Released {
        repository: "mono".parse().unwrap(),
        service: "api".parse().unwrap(),
        environment: "production".parse().unwrap(),
    };
    let counted = policy(FirstDeployment::Counted);
    let delivered = releases(&commits, &touches, &[tag("1", 2)], &of, &counted).value;
    assert_eq!(carriers(&delivered).into_keys().collect::<Vec<_>>(), ["c00", "c02"]);
    assert_eq!(delivered.left_out, [(Exclusion::NoPath, 1)].into());
    let whole = releases(&commits, &touches, &[tag("1", 2)], &of, &Policy { paths: None, ..counted }).value;
    assert_eq!(carriers(&whole).len(), 3);
}

#[test]
fn the_commits_of_a_repository_that_are_given_twice_make_its_changes_once() {
    let commits = [commit(0, &[]), commit(1, &[0])];
    let graphs = [0, 1].map(|_| Graph::new("mono".parse().unwrap(), &commits).value);
    let counted = Policy { first: FirstDeployment::Counted, ..Policy::default() };
    let loaded = deployments(&graphs, vec![deployed(0, "api", 1)], &counted);
    assert_eq!(carriers(&loaded.value).into_values().collect::<Vec<_>>(), [["d00"], ["d00"]]);
    assert_eq!(loaded.rejects.len(), 1);
    assert!(loaded.rejects[0].to_string().contains("the first graph of a repository stands"));
}

#[test]
fn a_definition_says_whether_paths_are_applied() {
    let mut rules = Rules { name: "mono".to_owned(), ..Rules::default() };
    let paths = policy(FirstDeployment::LeftOut).paths.unwrap();
    rules.lead_time.change_set = ChangeSet::CommitRange;
    let whole = Definition::new(rules.clone()).unwrap();
    assert_eq!(Policy::of(&whole, paths.clone()).paths, None);
    rules.lead_time.change_set = ChangeSet::CommitRangeOfPaths;
    rules.lead_time.first_deployment = FirstDeployment::Counted;
    let own = Definition::new(rules).unwrap();
    let policy = Policy::of(&own, paths.clone());
    assert_eq!((policy.paths, policy.first), (Some(paths), FirstDeployment::Counted));
    assert_ne!(own.stamp().hash, whole.stamp().hash);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Reachable from this deployment and from none of its service before it, and touching one of its paths: done one by one.
    #[test]
    fn the_sweep_is_reachability_and_a_look_at_every_path(
        edges in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..6), 1..20),
        touched in prop::collection::vec((any::<prop::sample::Index>(), 0..TOUCHED.len()), 0..40),
        runs in prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize), 0..12),
        left_out in any::<bool>(),
        with_ops in any::<bool>(),
    ) {
        let parents: Vec<Vec<usize>> = edges
            .iter()
            .enumerate()
            .map(|(at, it)| if at == 0 { vec![] } else { it.iter().map(|it| it.index(at)).collect() })
            .collect();
        let touched: Vec<(usize, &str)> =
            touched.iter().map(|(at, path)| (at.index(parents.len()), TOUCHED[*path])).collect();
        let services = ["api", "web", if with_ops { "ops" } else { "api" }];
        let runs: Vec<(usize, &str)> =
            runs.iter().map(|(tip, service)| (tip.index(parents.len()), services[*service])).collect();
        let is_of = |service: &str, at: usize| {
            service == "ops" || touched.iter().any(|(of, path)| *of == at && built_of(service, path))
        };

        let mut expected: Vec<Vec<String>> = vec![vec![]; parents.len()];
        let mut of_first = vec![false; parents.len()];
        for service in ["api", "web", "ops"] {
            let mut before = BTreeSet::new();
            let own = runs.iter().enumerate().filter(|(_, it)| it.1 == service);
            for (place, (n, (tip, _))) in own.enumerate() {
                let reached = ancestors(&parents, *tip);
                for at in reached.difference(&before).filter(|at| is_of(service, **at)) {
                    if place == 0 && left_out {
                        of_first[*at] = true;
                    } else {
                        expected[*at].push(format!("d{n:02}"));
                    }
                }
                before.extend(reached);
            }
        }
        expected.iter_mut().for_each(|it| it.sort());
        let ops = runs.iter().any(|it| it.1 == "ops");
        let stays = |at: usize| {
            !expected[at].is_empty() || !of_first[at] && (ops || is_of("api", at) || is_of("web", at))
        };
        let kept: BTreeMap<String, Vec<String>> =
            (0..parents.len()).filter(|at| stays(*at)).map(|at| (sha(at), expected[at].clone())).collect();

        let commits: Vec<Commit> = parents.iter().enumerate().map(|(at, of)| commit(at, of)).collect();
        let touches: Vec<Touch> = touched.iter().map(|(at, path)| touch(*at, path)).collect();
        let graph = Graph::new("mono".parse().unwrap(), &commits).value.touching(&touches);
        let all = runs.iter().enumerate().map(|(n, (tip, service))| deployed(n, service, *tip)).collect();
        let first = if left_out { FirstDeployment::LeftOut } else { FirstDeployment::Counted };
        let delivered = deployments(&[graph], all, &policy(first)).value;
        let mut found = carriers(&delivered);
        found.values_mut().for_each(|it| it.sort());
        prop_assert_eq!(found, kept);
        prop_assert_eq!(
            delivered.left_out.values().sum::<u64>() + delivered.changes.len() as u64, parents.len() as u64
        );
    }
}

//! The ladder of evidence from incidents to deployments (definitions.md, "Incident → deployment").
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_precision_loss, reason = "tests")]

use proptest::prelude::*;
use thalweg_dora::link::{Clues, Ladder, Links, Unlinked, by_rung, link, sensitivity};
use thalweg_dora::{Definition, Rules, Rung};
use thalweg_model::{
    Change, ChangeId, Deployment, Elapsed, EventLog, Incident, Instant, Share, Tz, View, Window,
};

fn at(hours: i64) -> Instant {
    Instant::from_seconds(1_767_225_600 + hours * 3_600).unwrap() // 2026-01-01T00:00:00Z
}

fn deployment(id: &str, service: &str, hours: i64) -> Deployment {
    Deployment::new(id.parse().unwrap(), service.parse().unwrap(), "production".parse().unwrap(), at(hours))
}

fn incident(id: &str, services: &[&str], hours: i64) -> Incident {
    Incident {
        id: id.parse().unwrap(),
        services: services.iter().map(|it| it.parse().unwrap()).collect(),
        caused_by: vec![],
        impact_started_at: Some(at(hours)),
        detected_at: None,
        restored_at: None,
        user_impacting: true,
        immediate_intervention: true,
        recorded_at: None,
    }
}

fn change(id: &str, deployments: &[&str]) -> Change {
    let deployments = deployments.iter().map(|it| it.parse().unwrap()).collect();
    Change { deployments, ..Change::new(id.parse().unwrap(), at(0)) }
}

/// api: A1 at 10, A2 at 30, a staging one at 31, A3 at 100; web: W1 at 20, W2 at 101. Change c in A1 and A2, d in A2.
fn log() -> EventLog {
    let mut staging = deployment("S1", "api", 31);
    staging.environment = "staging".parse().unwrap();
    let deployments = [
        deployment("A1", "api", 10),
        deployment("W1", "web", 20),
        deployment("A2", "api", 30),
        staging,
        deployment("A3", "api", 100),
        deployment("W2", "web", 101),
    ];
    let loaded = EventLog::of_records(deployments, [change("c", &["A1", "A2"]), change("d", &["A2"])], []);
    assert_eq!(loaded.rejects, []);
    loaded.value
}

fn clues() -> Clues {
    let id = |it: &str| it.parse::<ChangeId>().unwrap();
    Clues {
        named: [
            ("by-commit".parse().unwrap(), [id("c")].into()),
            ("by-revert".parse().unwrap(), [id("r2")].into()),
            ("loop".parse().unwrap(), [id("x")].into()),
        ]
        .into(),
        // r2 reverts r1, which reverted d; x and y revert each other.
        reverts: [(id("r2"), id("r1")), (id("r1"), id("d")), (id("x"), id("y")), (id("y"), id("x"))].into(),
        projects: [("api".parse().unwrap(), "shop".to_owned()), ("web".parse().unwrap(), "shop".to_owned())]
            .into(),
        incident_projects: [("projected".parse().unwrap(), "shop".to_owned())].into(),
    }
}

fn all() -> Vec<Incident> {
    let explicit = |id: &str, causes: &[&str]| Incident {
        caused_by: causes.iter().map(|it| it.parse().unwrap()).collect(),
        ..incident(id, &["web"], 105)
    };
    vec![
        explicit("explicit", &["A1", "W2", "nobody"]),
        explicit("unknown", &["nobody"]),
        incident("by-commit", &["web"], 105),
        incident("by-revert", &["web"], 105),
        incident("loop", &["web"], 105),
        incident("by-service", &["api"], 32),
        incident("same-instant", &["web"], 20),
        incident("two-services", &["api", "web"], 102),
        incident("by-project", &["mail", "api"], 29),
        incident("projected", &[], 33),
        incident("old", &["web"], 99),
        incident("first", &["web"], 5),
        incident("homeless", &[], 50),
        Incident { impact_started_at: None, ..incident("timeless", &["api"], 0) },
    ]
}

/// Deployment, rung and age in hours.
type Found<'a> = (&'a str, Rung, f64);

fn view(log: &EventLog) -> View<'_> {
    log.as_of(at(1_000))
}

fn linked<'a>(links: &'a Links, id: &str) -> Vec<(&'a str, Rung, Option<f64>)> {
    let own = links.links.iter().filter(|it| it.incident.as_str() == id);
    own.map(|it| (it.deployment.as_str(), it.rung, it.age.map(|age| age.hours()))).collect()
}

#[test]
fn each_incident_takes_the_best_rung_that_leads_anywhere() {
    let log = log();
    let links = link(&view(&log), &all(), &clues(), &Ladder::default());
    use Rung::{Explicit, NamedCommit, SameProject, SameService};
    let expected: Vec<(&str, Vec<Found<'_>>)> = vec![
        ("explicit", vec![("A1", Explicit, 95.0), ("W2", Explicit, 4.0)]),
        // The change went out with A1 first: that A2 carried it again does not matter, nor does its age.
        ("by-commit", vec![("A1", NamedCommit, 95.0)]),
        ("by-revert", vec![("A2", NamedCommit, 75.0)]),
        ("loop", vec![("W2", SameService, 4.0)]),
        ("by-service", vec![("A2", SameService, 2.0)]),
        ("same-instant", vec![("W1", SameService, 0.0)]),
        ("two-services", vec![("W2", SameService, 1.0)]),
        ("by-project", vec![("A1", SameService, 19.0)]),
        ("projected", vec![("A2", SameProject, 3.0)]),
    ];
    for (id, wanted) in expected {
        let found: Vec<Found<'_>> =
            linked(&links, id).into_iter().map(|it| (it.0, it.1, it.2.unwrap())).collect();
        assert_eq!(found, wanted, "{id}");
    }
    let told: Vec<_> = links.unlinked.iter().map(|(id, why)| (id.as_str(), *why)).collect();
    assert_eq!(
        told,
        [
            ("first", Unlinked::NoDeployment),
            ("homeless", Unlinked::NoService),
            ("old", Unlinked::TooOld),
            ("timeless", Unlinked::NoBeginning),
            ("unknown", Unlinked::UnknownDeployment),
        ]
    );
    assert_eq!(links.by_rung(), [(Explicit, 1), (NamedCommit, 2), (SameService, 5), (SameProject, 1)].into());
}

#[test]
fn a_too_old_deployment_of_the_service_gives_way_to_a_younger_one_of_the_project() {
    let log = log();
    let of_web = [incident("i", &["web"], 46)];
    let found = link(&view(&log), &of_web, &clues(), &Ladder::default());
    assert_eq!(linked(&found, "i"), [("A2", Rung::SameProject, Some(16.0))]);
    let any = Ladder { max_age: None, ..Ladder::default() };
    assert_eq!(
        linked(&link(&view(&log), &of_web, &clues(), &any), "i"),
        [("W1", Rung::SameService, Some(26.0))]
    );
}

#[test]
fn strictly_before_leaves_the_same_instant_out_and_fewer_rungs_link_less() {
    let log = log();
    let strict = Ladder { strictly_before: true, rungs: vec![Rung::SameService], ..Ladder::default() };
    let links = link(&view(&log), &all(), &clues(), &strict);
    assert_eq!(links.unlinked["same-instant"], Unlinked::NoDeployment);
    assert_eq!(links.unlinked["projected"], Unlinked::NoDeployment);
    // Without the explicit rung what an incident names does not bind.
    assert_eq!(linked(&links, "unknown"), [("W2", Rung::SameService, Some(4.0))]);
}

#[test]
fn links_are_written_into_the_incidents() {
    let log = log();
    let links = link(&view(&log), &all(), &clues(), &Ladder::default());
    let applied = links.applied(all());
    let causes = |id: &str| {
        let own = applied.iter().find(|it| it.id.as_str() == id).unwrap();
        own.caused_by.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        (causes("by-revert"), causes("old"), causes("unknown")),
        (vec!["A2".to_owned()], vec![], vec!["nobody".to_owned()])
    );
}

fn share(part: u64, whole: u64) -> Option<Share> {
    Share::new(part, whole)
}

#[test]
fn the_fail_rate_is_told_rung_by_rung() {
    let log = log();
    let (whole, definition) = (view(&log), Definition::default());
    let rates = by_rung(&whole, &whole, &all(), &clues(), &definition);
    // explicit: A1, W2 · named: A1, A2 · service: A1, A2, W1, W2 · project: A2; five deployments count.
    let told: Vec<_> = rates
        .iter()
        .map(|it| (it.incidents, it.rate.value().copied(), it.until_here.value().copied()))
        .collect();
    assert_eq!(
        told,
        [
            (1, share(2, 5), share(2, 5)),
            (2, share(2, 5), share(3, 5)),
            (5, share(4, 5), share(4, 5)),
            (1, share(1, 5), share(4, 5)),
        ]
    );
    let one_day = Window::between(at(96), at(110), Tz::UTC).unwrap();
    let late = by_rung(&whole, &whole.within(&one_day), &all(), &clues(), &definition);
    assert_eq!(late[0].rate.value().copied(), share(1, 2));
    let never = Window::between(at(200), at(210), Tz::UTC).unwrap();
    assert!(by_rung(&whole, &whole.within(&never), &all(), &clues(), &definition)[0].rate.value().is_none());
}

#[test]
fn incidents_that_nobody_felt_fail_nothing_unless_told() {
    let log = log();
    let whole = view(&log);
    let quiet = [Incident { user_impacting: false, ..incident("q", &["api"], 32) }];
    let rate = |definition: &Definition| {
        by_rung(&whole, &whole, &quiet, &clues(), definition)[2].rate.value().copied()
    };
    assert_eq!(rate(&Definition::default()), share(0, 5));
    let mut rules = Rules { name: "any incident".to_owned(), ..Rules::default() };
    rules.failure.severity = thalweg_dora::Severity::Any;
    assert_eq!(rate(&Definition::new(rules).unwrap()), share(1, 5));
}

#[test]
fn the_sensitivity_table_says_how_the_rate_moves_with_the_age() {
    let log = log();
    let whole = view(&log);
    let incidents = [incident("a", &["web"], 101), incident("b", &["web"], 44), incident("c", &["api"], 60)];
    let definition = Definition::default();
    let ages = [Elapsed::ZERO, Elapsed::from_hours(24), Elapsed::from_hours(30)];
    let table = sensitivity(&whole, &whole, &incidents, &Clues::default(), (&definition, &ages));
    let rows: Vec<_> = table
        .iter()
        .map(|it| (it.max_age.map(|age| age.hours()), it.linked, it.unlinked, it.rate.value().copied()))
        .collect();
    assert_eq!(
        rows,
        [
            (Some(0.0), 1, 2, share(1, 5)),
            (Some(24.0), 2, 1, share(2, 5)),
            (Some(30.0), 3, 0, share(3, 5)),
            (None, 3, 0, share(3, 5)),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A higher maximum age never links fewer; each incident is linked or listed; the order of incidents does not matter.
    #[test]
    fn every_incident_is_linked_or_listed(
        deployed in prop::collection::vec((0..3_u8, 0..200_i64), 0..20),
        hit in prop::collection::vec((0..3_u8, 0..200_i64), 0..12),
    ) {
        let deployments = deployed.iter().enumerate().map(|(n, (service, hours))| deployment(&format!("d{n}"), &format!("s{service}"), *hours));
        let log = EventLog::of_records(deployments, [], []).value;
        let mut incidents: Vec<_> =
            hit.iter().enumerate().map(|(n, (service, hours))| incident(&format!("i{n}"), &[&format!("s{service}")], *hours)).collect();
        let clues = Clues::default();
        let links = link(&view(&log), &incidents, &clues, &Ladder::default());
        prop_assert_eq!(links.links.len() + links.unlinked.len(), incidents.len());
        for found in &links.links {
            // The latest of the service that finished by then, done plainly.
            let n: usize = found.incident.as_str().trim_start_matches('i').parse().unwrap();
            let (service, hours) = hit[n];
            let latest = deployed.iter().filter(|it| it.0 == service && it.1 <= hours).map(|it| it.1).max().unwrap();
            prop_assert_eq!(found.age.unwrap().hours(), (hours - latest) as f64);
            prop_assert!(hours - latest <= 24);
        }
        incidents.reverse();
        prop_assert_eq!(&link(&view(&log), &incidents, &clues, &Ladder::default()), &links);
        let whole = view(&log);
        let definition = Definition::default();
        let ages: Vec<_> = (0..10).map(|it| Elapsed::from_hours(it * 20)).collect();
        let table = sensitivity(&whole, &whole, &incidents, &clues, (&definition, &ages));
        prop_assert!(table.windows(2).all(|it| it[0].linked <= it[1].linked));
        // Plainly: the latest of the service by then, if it is not older; a deployment that two incidents hit failed once.
        let limits = ages.iter().map(|it| it.hours()).chain([f64::INFINITY]);
        for (row, most) in table.iter().zip(limits) {
            let latest = |(service, hours): &(u8, i64)| {
                let own = deployed.iter().filter(|it| it.0 == *service && it.1 <= *hours);
                own.copied().max_by_key(|it| it.1).filter(|it| (hours - it.1) as f64 <= most)
            };
            let hits: Vec<_> = hit.iter().filter_map(latest).collect();
            prop_assert_eq!((row.linked, row.unlinked), (hits.len() as u64, (hit.len() - hits.len()) as u64));
            let failed = std::collections::BTreeSet::from_iter(hits).len() as u64;
            let expected = (!deployed.is_empty()).then(|| share(failed, deployed.len() as u64).unwrap());
            prop_assert_eq!(row.rate.value().copied(), expected);
        }
        prop_assert_eq!(table.len(), ages.len() + 1);
    }
}

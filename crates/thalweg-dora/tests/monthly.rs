//! The monthly series and the outlooks of the example organisation, whose story `testdata/organisation/README.md` tells.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod organisation;

use std::sync::LazyLock;

use organisation::{as_of, team};
use thalweg_dora::outlook::Held;
use thalweg_dora::{Definition, Metric, Monthly, OutlookVerdict, monthly};
use thalweg_model::{Entity, Evidence, MetricId, Tz, Window};

fn quarter() -> Window {
    Window::quarter(2026, 3, 1, Tz::Europe__Berlin).unwrap()
}

static FOUND: LazyLock<Monthly> = LazyLock::new(|| {
    let (log, owners) = (organisation::log(), organisation::owners());
    let owner = |service| owners.get(service).cloned();
    monthly(&log.as_of(as_of()), &quarter(), 24, |it| owner(it.service()), &Definition::default())
});

fn verdicts(found: &Monthly, entity: &Entity) -> Vec<OutlookVerdict> {
    found.outlooks[entity].metrics.values().map(|it| it.verdict).collect()
}

#[test]
fn the_story_of_the_example_is_found() {
    let found = &*FOUND;
    let told_of = [
        Metric::DeploymentFrequency,
        Metric::ChangeLeadTime,
        Metric::ChangeFailRate,
        Metric::DeploymentReworkRate,
    ];
    for metric in told_of {
        let of = |id| found.outlooks[&team(id)].verdict(metric);
        assert_eq!(of("payments"), Some(OutlookVerdict::Sustained), "{metric:?}");
        assert_eq!(of("checkout"), Some(OutlookVerdict::ImprovedThenDecayed), "{metric:?}");
    }
    let told = |it: &OutlookVerdict| {
        !matches!(it, OutlookVerdict::Inconclusive { .. } | OutlookVerdict::InsufficientData { .. })
    };
    assert!(!verdicts(found, &team("identity")).iter().any(told), "too few for more than a description");
    assert_eq!(found.outlooks[&team("identity")].signal(), Held::Open);
    assert_eq!(found.outlooks[&team("checkout")].signal(), Held::No);
    assert_eq!(found.outlooks[&team("payments")].signal(), Held::Yes);
}

#[test]
fn what_nobody_owns_is_its_own_group_and_the_parts_add_up_section_5() {
    let found = &*FOUND;
    assert!(found.deliveries.contains_key(&Entity::Unowned));
    let count = |entity: &Entity, window: &Window| {
        let all = &found.deliveries[entity];
        all.get(window).map_or(0, |it| it.deployment_frequency.deployments)
    };
    for window in found.deliveries[&Entity::Organisation].keys() {
        let parts = found.deliveries.keys().filter(|it| **it != Entity::Organisation);
        let sum: u64 = parts.map(|it| count(it, window)).sum();
        assert_eq!(sum, count(&Entity::Organisation, window), "{window}");
    }
}

#[test]
fn evidence_holds_the_series_and_the_outlook() {
    let evidence = FOUND.clone().into_evidence(Evidence::new(quarter(), as_of()));
    for metric in Metric::ALL {
        let id = MetricId::new(metric.id()).unwrap();
        assert_eq!(evidence.series(&id, &team("payments")).count(), 25, "24 months and the quarter");
        let outlook = MetricId::new(metric.outlook_spec().id).unwrap();
        assert!(evidence.reading(&outlook, &team("payments"), &quarter()).is_some());
    }
}

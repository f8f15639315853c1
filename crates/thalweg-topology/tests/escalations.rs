//! topology.md section 4: resolution within the span of control, the rate and its ratio, and time at each level.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use thalweg_model::record::{Escalation, EscalationLevel, LevelReached, RecordKind};
use thalweg_model::{
    Completeness, Elapsed, Entity, Exclusion, Flag, Gap, Instant, Method, Quantity, Reading, Sources, TeamId,
    Tz, Unit, Window,
};
use thalweg_topology::{Topology, TopologyReadings, readings};

use EscalationLevel::{Executive, Lead, Peer, Platform, Team};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn raised(
    id: usize,
    team: &str,
    when: &str,
    hours: Option<i64>,
    level: Option<EscalationLevel>,
) -> Escalation {
    let raised_at = at(when);
    Escalation {
        id: format!("e{id}").parse().unwrap(),
        team: TeamId::new(team).unwrap(),
        raised_at,
        resolved_at: hours.map(|hours| raised_at + Elapsed::from_hours(hours)),
        resolved_at_level: level,
        levels: Vec::new(),
    }
}

/// Two teams in April and May 2026; a third in May only.
fn topology() -> Topology {
    Topology::from_toml("teams = [{ id = 'a' }, { id = 'b' }, { id = 'new', from = 2026-05-01 }]").unwrap()
}

fn escalations() -> Vec<Escalation> {
    vec![
        raised(1, "a", "2026-04-02T08:00:00Z", Some(1), Some(Platform)),
        raised(2, "a", "2026-04-03T08:00:00Z", Some(2), Some(Team)),
        raised(3, "b", "2026-04-04T08:00:00Z", Some(4), Some(Team)),
        raised(4, "b", "2026-04-05T08:00:00Z", Some(8), Some(Peer)),
        raised(5, "b", "2026-04-06T08:00:00Z", Some(16), Some(Lead)),
        raised(6, "b", "2026-04-07T08:00:00Z", Some(30), Some(Executive)),
        raised(7, "a", "2026-05-02T08:00:00Z", Some(1), Some(Platform)),
        raised(8, "b", "2026-05-03T08:00:00Z", Some(2), Some(Platform)),
        raised(9, "b", "2026-05-04T08:00:00Z", Some(3), Some(Lead)),
        raised(10, "new", "2026-05-05T08:00:00Z", Some(3), Some(Lead)),
        raised(11, "new", "2026-05-05T08:00:00Z", Some(3), None),
        raised(12, "stranger", "2026-05-06T08:00:00Z", Some(-3), Some(Lead)),
    ]
}

fn complete() -> Sources {
    Sources::new([Completeness {
        kind: RecordKind::Escalations,
        complete_from: "2026-01-01".parse().unwrap(),
        complete_to: "2026-06-30".parse().unwrap(),
    }])
}

fn of(entity: &Entity, month: u32, sources: &Sources, as_of: &str) -> TopologyReadings {
    let window = Window::month(2026, month, Tz::UTC).unwrap();
    let all = readings(&topology(), &escalations(), sources, window, window.previous(), at(as_of));
    all.get(entity).unwrap().clone()
}

fn team(id: &str) -> Entity {
    Entity::Team(TeamId::new(id).unwrap())
}

/// The value and the ends of the interval, against the oracle's to 1e-9.
fn near(reading: &Reading<Quantity>, value: f64, lower: f64, upper: f64, method: Method) {
    let interval = reading.interval().unwrap();
    assert_eq!(interval.method, method);
    let found = [reading.value().unwrap().value(), interval.lower.unwrap(), interval.upper.unwrap()];
    for (found, wanted) in found.into_iter().zip([value, lower, upper]) {
        assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
    }
}

// Oracle: scipy 1.17.1 (chi2.ppf for Garwood, beta.ppf for the ratio) and statsmodels 0.15.0
// (proportion_confint(3, 6, method="wilson"), confint_proportions_2indep(2, 3, 1, 6, method="newcomb")).

#[test]
fn a_month_is_counted_per_team_week_section_4() {
    let april = of(&Entity::Organisation, 4, &complete(), "2026-07-01T00:00:00Z");
    near(&april.escalation_rate, 0.7, 0.25688766290726595, 1.52360530262718, Method::Garwood);
    assert_eq!(april.escalation_rate.basis().exposure, Some(Elapsed::from_days(60)));
    assert_eq!(april.escalation_rate.value().unwrap().unit(), Unit::PerTeamWeek);
    assert_eq!(april.escalation_rate_ratio.gap(), Some(Gap::Undefined), "nothing was raised in March");
    assert_eq!(april.escalation_rate_ratio.interval().unwrap().upper, None);
}

#[test]
fn the_ratio_is_over_the_teams_that_were_there_in_both_windows_section_4() {
    // R 4.2.2 as well: poisson.test(c(3, 6), c(2 * 31 / 7, 2 * 30 / 7)): 0.483870967742 [0.0783011711999, 2.2656624105257].
    let may = of(&Entity::Organisation, 5, &complete(), "2026-07-01T00:00:00Z");
    near(
        &may.escalation_rate_ratio,
        0.4838709677419354,
        0.07830117119992491,
        2.2656624105256924,
        Method::ConditionalExact,
    );
    assert_eq!(may.escalation_rate_ratio.basis().n, 9, "the two of the new team do not count");
    assert_eq!(may.escalation_rate.basis().n, 5);
    assert_eq!(may.escalation_rate.basis().left_out[&Exclusion::UnknownTeam], 1);
    let new = of(&team("new"), 5, &complete(), "2026-07-01T00:00:00Z");
    assert_eq!(new.escalation_rate_ratio.gap(), Some(Gap::NoData));
}

#[test]
fn shares_exclude_what_has_no_level_and_their_change_is_newcombes_section_4() {
    let april = of(&Entity::Organisation, 4, &complete(), "2026-07-01T00:00:00Z");
    near(&april.within_span.quantity(), 0.5, 0.18761630648265054, 0.8123836935173494, Method::Wilson);
    let parts: u64 = april.by_level.iter().map(|share| share.value().unwrap().part()).sum();
    assert_eq!(parts + april.with_platform.value().unwrap().part(), 6, "the levels split all of them");
    let may = of(&Entity::Organisation, 5, &complete(), "2026-07-01T00:00:00Z");
    near(&may.with_platform_change, 0.5, -0.1067671883361726, 0.8042382840109277, Method::Newcombe);
    let basis = may.with_platform.basis();
    assert_eq!(
        (basis.n, basis.left_out[&Exclusion::NoLevel], basis.left_out[&Exclusion::NegativeDuration]),
        (4, 1, 1)
    );
}

#[test]
fn an_incomplete_log_is_no_drop_in_escalations_playbook_s3() {
    let unknown = of(&Entity::Organisation, 5, &Sources::default(), "2026-07-01T00:00:00Z");
    assert_eq!(unknown.escalation_rate.gap(), Some(Gap::NotRecorded));
    assert_eq!(unknown.escalation_rate_ratio.gap(), Some(Gap::NotRecorded));
    assert!(unknown.within_span.basis().flags.contains(&Flag::LowCoverage));
    let none = of(&Entity::Organisation, 6, &Sources::default(), "2026-07-01T00:00:00Z");
    assert_eq!(none.within_span.gap(), Some(Gap::NotRecorded));
    let quiet = of(&Entity::Organisation, 6, &complete(), "2026-07-01T00:00:00Z");
    assert_eq!(quiet.within_span.gap(), Some(Gap::NoData), "no data is never 0");
    assert_eq!(
        quiet.escalation_rate.value().unwrap().value(),
        0.0,
        "a complete log says that nothing was raised"
    );
}

#[test]
fn a_month_that_has_not_ended_counts_what_has_passed_of_it() {
    let may = of(&Entity::Organisation, 5, &complete(), "2026-05-04T00:00:00Z");
    assert!(may.escalation_rate.basis().flags.contains(&Flag::Partial));
    assert_eq!(may.escalation_rate.basis().exposure, Some(Elapsed::from_days(9)));
    assert_eq!(may.escalation_rate.basis().n, 2, "what is raised later is not known yet");
}

#[test]
fn time_to_resolution_counts_what_is_still_open_section_4() {
    // The sixth is open for 29 hours. Interval: lifelines 0.30.3, KaplanMeierFitter().fit(…).confidence_interval_.
    let april = of(&Entity::Organisation, 4, &complete(), "2026-04-08T13:00:00Z");
    let median = april.time.value().unwrap().value();
    assert!((median - 6.0).abs() < 1e-12, "between the third and the fourth of six: {median}");
    let interval = april.time.interval().unwrap();
    assert_eq!(
        (interval.lower, interval.upper, interval.method),
        (Some(1.0), None, Method::KaplanMeierLogLog)
    );
    let [.., lead, executive] = &april.time_by_level;
    assert_eq!(lead.value().unwrap().value(), 16.0);
    assert_eq!(executive.gap(), Some(Gap::NoData), "the open one has no level yet");
}

#[test]
fn ids_and_units_are_those_of_the_catalog() {
    use thalweg_model::{Catalog, Readings};
    let catalog = Catalog::new(thalweg_topology::METRICS.iter().copied());
    let all = of(&Entity::Organisation, 5, &complete(), "2026-07-01T00:00:00Z").readings();
    let ids: std::collections::BTreeSet<&str> = all.iter().map(|(metric, _)| metric.as_str()).collect();
    assert_eq!(ids, catalog.iter().map(|spec| spec.id).collect());
    for (metric, reading) in &all {
        let unit = catalog.get(metric.as_str()).unwrap().unit;
        assert!(reading.value().is_none_or(|value| value.unit() == unit), "{metric}");
    }
}

#[test]
fn the_order_of_the_records_is_irrelevant() {
    let window = Window::month(2026, 5, Tz::UTC).unwrap();
    let mut turned = escalations();
    turned.reverse();
    let ask = |all: &[Escalation]| {
        readings(&topology(), all, &complete(), window, window.previous(), at("2026-05-20T00:00:00Z"))
    };
    assert_eq!(ask(&escalations()), ask(&turned));
}

fn with_levels(
    id: usize,
    raised_at: &str,
    resolved_hours: Option<i64>,
    levels: &[(EscalationLevel, i64)],
) -> Escalation {
    let mut it = raised(id, "a", raised_at, resolved_hours, None);
    let reached = |(level, hours): &(EscalationLevel, i64)| LevelReached {
        level: *level,
        at: it.raised_at + Elapsed::from_hours(*hours),
    };
    it.levels = levels.iter().map(reached).collect();
    it
}

#[test]
fn time_at_each_level_follows_the_recorded_way_with_what_is_still_there_section_4() {
    let all = vec![
        with_levels(1, "2026-05-01T00:00:00Z", Some(10), &[(Team, 0), (Lead, 4)]),
        with_levels(2, "2026-05-02T00:00:00Z", Some(30), &[(Lead, 6), (Team, 0), (Executive, 20)]),
        // Still at the lead as of the end: 2026-05-31T22:00 − 2026-05-03T02:00.
        with_levels(3, "2026-05-03T00:00:00Z", None, &[(Team, 0), (Lead, 2)]),
        // Begun in April: it counts there.
        with_levels(4, "2026-04-30T23:00:00Z", Some(90), &[(Team, 0)]),
    ];
    let month = Window::month(2026, 5, Tz::UTC).unwrap();
    let as_of = at("2026-05-31T22:00:00Z");
    let told = readings(&topology(), &all, &complete(), month, month.previous(), as_of);
    let told = told.get(&team("a")).unwrap();
    let [_, in_team, _, at_lead, at_executive] = &told.time_by_level;
    // Team: 4, 6, 2 → 4. Lead: 6, 14, and one of 692 hours that goes on: S(6) = 2/3, S(14) = 1/3 → 14. Executive: 10.
    assert_eq!(in_team.value().map(|it| it.value()), Some(4.0));
    assert_eq!(at_lead.value().map(|it| it.value()), Some(14.0));
    assert_eq!(at_executive.value().map(|it| it.value()), Some(10.0));
    assert_eq!((in_team.basis().n, at_lead.basis().n), (3, 3));
    // R 4.2.2, survival 3.5-3: survfit(Surv(c(6, 14, 692), c(1, 1, 0)) ~ 1, conf.type = "log-log"): median 14.
}

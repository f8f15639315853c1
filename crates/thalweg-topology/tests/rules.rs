//! topology.md section 3: every rule fires on one case, not on another, and at its threshold as it says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use thalweg_model::Instant;
use thalweg_topology::rules::{Audit, CoChange, CoChanges, Rules, Severity, Situation};
use thalweg_topology::{Format, Journey, Stop, Topology, TopologyError};

const TEAMS: &str = r#"
teams = [
    { id = "a", kind = "stream-aligned" }, { id = "b", kind = "stream-aligned" }, { id = "c", kind = "stream-aligned" },
    { id = "d", kind = "stream-aligned" }, { id = "e", kind = "stream-aligned" }, { id = "p", kind = "platform" },
    { id = "n", kind = "enabling" }, { id = "s", kind = "complicated-subsystem" },
]
"#;

fn now() -> Instant {
    "2026-10-07T00:00:00Z".parse().unwrap()
}

fn audit_of(text: &str) -> Audit {
    Rules::builtin().evaluate(&Situation::new(&Topology::from_toml(text).unwrap(), now()))
}

/// What a rule finds among the teams, with more added: severity, subject and evidence.
fn found(rule: &str, more: &str) -> Vec<String> {
    of_rule(&audit_of(&format!("{TEAMS}\n{more}")), rule)
}

fn of_rule(audit: &Audit, rule: &str) -> Vec<String> {
    let all = audit.findings.iter().filter(|it| it.rule == rule);
    all.map(|it| format!("{} {}: {}", it.severity, it.subject, it.evidence)).collect()
}

fn unknown(audit: &Audit, rule: &str) -> usize {
    audit.unknown.iter().filter(|it| it.rule == rule).count()
}

/// The instant that many days before now.
fn days_ago(days: i64) -> String {
    (now() - thalweg_model::Elapsed::from_days(days)).to_string()
}

fn interaction(mode: &str, days: i64, more: &str) -> String {
    format!(
        "interactions = [{{ team = 'a', with = 'b', mode = '{mode}', from = '{}', {more} }}]",
        days_ago(days)
    )
}

const ENDS: &str = "purpose = 'x', until = 2027-01-01";

#[test]
fn tt001_collaboration_older_than_expected_or_than_six_and_thirteen_weeks() {
    let stated =
        |days| found("TT001", &interaction("collaboration", days, "purpose = 'x', expected_days = 10"));
    assert_eq!(stated(11), ["warning teams:a+b: collaboration for 11 days, expected were 10"]);
    assert!(stated(10).is_empty(), "at the expected duration");
    let none = |days| found("TT001", &interaction("collaboration", days, ""));
    assert!(none(42).is_empty(), "six weeks");
    assert!(none(43)[0].starts_with("warning"));
    assert!(none(91)[0].starts_with("warning"), "thirteen weeks");
    assert!(none(92)[0].starts_with("error"));
    assert!(found("TT001", &interaction("facilitating", 92, "")).is_empty());
    let undated = format!("{TEAMS}\ninteractions = [{{ team = 'a', with = 'b', mode = 'collaboration' }}]");
    assert_eq!(unknown(&audit_of(&undated), "TT001"), 1, "no date is no pass");
}

#[test]
fn tt002_facilitating_longer_than_six_weeks_or_without_an_end() {
    let bounded = |days| found("TT002", &interaction("facilitating", days, ENDS));
    assert_eq!(bounded(43), ["warning teams:a+b: facilitating for 43 days"]);
    assert!(bounded(42).is_empty(), "six weeks");
    assert_eq!(
        found("TT002", &interaction("facilitating", 1, "")),
        ["warning teams:a+b: facilitating without an end"]
    );
}

#[test]
fn tt003_temporary_interaction_without_end_or_purpose() {
    let collaboration = |more| found("TT003", &interaction("collaboration", 1, more));
    assert_eq!(collaboration(""), ["warning teams:a+b: collaboration has neither end nor purpose"]);
    assert_eq!(collaboration("purpose = 'x'"), ["warning teams:a+b: collaboration has no end"]);
    assert_eq!(
        collaboration("expected_days = 5, purpose = ' '"),
        ["warning teams:a+b: collaboration has no purpose"]
    );
    assert!(collaboration(ENDS).is_empty());
    assert!(found("TT003", &interaction("x-as-a-service", 1, "")).is_empty(), "a service is not temporary");
}

#[test]
fn tt004_more_than_one_collaboration_at_a_time() {
    let with = |others: &[&str]| {
        let all: Vec<String> = others
            .iter()
            .map(|it| format!("{{ team = 'a', with = '{it}', mode = 'collaboration' }}"))
            .collect();
        found("TT004", &format!("interactions = [{}]", all.join(",")))
    };
    assert_eq!(with(&["b", "c"]), ["warning team:a: it collaborates with `b`, `c` at a time"]);
    assert!(with(&["b"]).is_empty(), "one");
    assert!(with(&["b", "b"]).is_empty(), "one, declared twice");
    let after = "interactions = [{ team = 'a', with = 'b', mode = 'collaboration', until = 2026-10-07 }, { team = 'a', with = 'c', mode = 'collaboration' }]";
    assert!(found("TT004", after).is_empty(), "one after the other");
}

#[test]
fn tt005_platform_without_a_consumer() {
    let elsewhere = "interactions = [{ team = 's', with = 'a', mode = 'x-as-a-service' }]";
    assert_eq!(found("TT005", elsewhere), ["warning team:p: no team uses it as a service"]);
    assert!(found("TT005", "").is_empty());
    assert_eq!(unknown(&audit_of(TEAMS), "TT005"), 1, "no interactions recorded is no finding, and no pass");
    let used = "interactions = [{ team = 'p', with = 'a', mode = 'x-as-a-service' }]";
    assert!(found("TT005", used).is_empty(), "one is enough");
    let uses = "interactions = [{ team = 'a', with = 'p', mode = 'x-as-a-service' }]";
    assert_eq!(found("TT005", uses).len(), 1, "using is not serving");
}

#[test]
fn tt006_platform_that_collaborates_or_works_tickets() {
    let mix = |modes: &[&str]| {
        let all: Vec<String> = modes
            .iter()
            .zip(["a", "b", "c"])
            .map(|(mode, with)| format!("{{ team = 'p', with = '{with}', mode = '{mode}' }}"))
            .collect();
        found("TT006", &format!("interactions = [{}]", all.join(",")))
    };
    assert_eq!(
        mix(&["collaboration", "collaboration", "x-as-a-service"]),
        ["warning team:p: 2 of its 3 interactions are collaboration"]
    );
    assert!(mix(&["collaboration", "x-as-a-service"]).is_empty(), "half is not most");
    assert!(mix(&["x-as-a-service"]).is_empty());
    let tickets =
        of_rule(&audit_of("teams = [{ id = 'p', kind = 'platform', ticket_queue = true }]"), "TT006");
    assert_eq!(tickets, ["warning team:p: others get its work by tickets"]);
}

fn dependencies(team: &str, on: &[&str], state: &str, days: i64) -> String {
    let all: Vec<String> = on
        .iter()
        .map(|on| {
            format!("{{ team = '{team}', on = '{on}', state = '{state}', from = '{}' }}", days_ago(days))
        })
        .collect();
    format!("dependencies = [{}]", all.join(","))
}

#[test]
fn tt007_stream_that_depends_on_many_or_is_blocked_for_long() {
    assert_eq!(
        found("TT007", &dependencies("a", &["b", "c", "d", "e"], "ok", 1)),
        ["warning team:a: it depends on 4 teams"]
    );
    assert!(found("TT007", &dependencies("a", &["b", "c", "d"], "ok", 1)).is_empty(), "three");
    assert_eq!(
        found("TT007", &dependencies("a", &["b"], "blocking", 15)),
        ["warning teams:a+b: `b` blocks it for 15 days"]
    );
    assert!(found("TT007", &dependencies("a", &["b"], "blocking", 14)).is_empty(), "a fortnight");
    assert!(found("TT007", &dependencies("p", &["b"], "blocking", 15)).is_empty(), "no stream");
}

#[test]
fn tt008_subsystem_team_as_bottleneck() {
    let blocks = |teams: &[&str]| {
        let all: Vec<String> =
            teams.iter().map(|team| format!("{{ team = '{team}', on = 's', state = 'blocking' }}")).collect();
        found("TT008", &format!("dependencies = [{}]", all.join(",")))
    };
    assert_eq!(blocks(&["a", "b", "c"]), ["warning team:s: it blocks 3 teams"], "three are enough");
    assert!(blocks(&["a", "b"]).is_empty());
    let chain = "dependencies = [
        { team = 'a', on = 's', state = 'slowing', median_wait_hours = 5 },
        { team = 's', on = 'p', state = 'slowing', median_wait_hours = 5 },
        { team = 'b', on = 'c', state = 'slowing', median_wait_hours = 5 }]";
    assert_eq!(
        found("TT008", chain),
        ["warning team:s: of the teams on the critical path, most chains of waiting go through it"]
    );
    assert!(found("TT008", &chain.replace("'s'", "'d'")).is_empty(), "another type of team");
}

#[test]
fn tt009_stream_that_serves_its_peers() {
    let serves = |with: &str| {
        found(
            "TT009",
            &format!("interactions = [{{ team = 'a', with = '{with}', mode = 'x-as-a-service' }}]"),
        )
    };
    assert_eq!(serves("b"), ["warning team:a: it serves `b`, stream-aligned like itself"]);
    assert!(serves("n").is_empty(), "no peer");
    assert!(found("TT009", "").is_empty(), "none served");
}

#[test]
fn tt010_enabling_team_that_owns_services() {
    let owns = |team: &str| found("TT010", &format!("ownership = [{{ service = 'x', team = '{team}' }}]"));
    assert_eq!(owns("n"), ["warning team:n: it answers for `x`"]);
    assert!(owns("a").is_empty());
    let contributes =
        "services = [{ id = 'x' }]\nownership = [{ service = 'x', team = 'n', role = 'contributing' }]";
    assert!(found("TT010", contributes).is_empty(), "none answered for");
}

#[test]
fn tt011_load_over_budget() {
    let owns = |parts: &[&str]| {
        let services: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(n, complexity)| format!("{{ id = 'x{n}', complexity = '{complexity}' }}"))
            .collect();
        let owners: Vec<String> =
            (0..parts.len()).map(|n| format!("{{ service = 'x{n}', team = 'a' }}")).collect();
        found("TT011", &format!("services = [{}]\nownership = [{}]", services.join(","), owners.join(",")))
    };
    assert_eq!(owns(&["complicated", "complicated"]), ["warning team:a: 4 points: `x0`, `x1`"]);
    assert!(owns(&["simple", "simple", "simple"]).is_empty(), "three simple ones fill the budget");
    assert!(owns(&["complex"]).is_empty());
    assert_eq!(owns(&["complex", "simple"]).len(), 1);
    let domain = "domains = [{ id = 'd', complexity = 'complicated' }]
        services = [{ id = 'x', domain = 'd' }, { id = 'y', domain = 'd' }, { id = 'z' }]
        ownership = [{ domain = 'd', team = 'a' }, { service = 'z', team = 'a' }]";
    assert!(found("TT011", domain).is_empty(), "a domain counts once");
    assert_eq!(unknown(&audit_of(&format!("{TEAMS}\n{domain}")), "TT011"), 1, "z says nothing");
    let own =
        "teams = [{ id = 'a', load_budget = 1.0 }]\ndomains = [{ id = 'd', complexity = 'complicated' }]
        ownership = [{ domain = 'd', team = 'a' }]";
    assert_eq!(of_rule(&audit_of(own), "TT011").len(), 1, "its own budget");
}

#[test]
fn tt012_size_outside_five_to_nine() {
    let of = |size: u32| of_rule(&audit_of(&format!("teams = [{{ id = 'a', size = {size} }}]")), "TT012");
    assert_eq!(of(4), ["warning team:a: it has 4 people"]);
    assert!(of(5).is_empty() && of(9).is_empty(), "both ends are inside");
    assert_eq!(of(10).len(), 1);
    let people: Vec<String> = (0..4).map(|n| format!("{{ id = 'p{n}', team = 'a' }}")).collect();
    let listed = format!("teams = [{{ id = 'a', size = 7 }}]\npeople = [{}]", people.join(","));
    assert_eq!(
        of_rule(&audit_of(&listed), "TT012").len(),
        1,
        "people who are listed count before a stated size"
    );
    assert_eq!(unknown(&audit_of("teams = [{ id = 'a' }]"), "TT012"), 1);
}

#[test]
fn tt013_without_an_owner_that_is_a_team() {
    assert_eq!(found("TT013", "services = [{ id = 'x' }]"), ["error service:x: no team answers for it"]);
    let gone = "teams = [{ id = 'a', until = 2026-10-07 }]\nownership = [{ service = 'x', team = 'a' }]";
    assert_eq!(of_rule(&audit_of(gone), "TT013"), ["error service:x: its owner `a` is no team at that time"]);
    let last_day = gone.replace("2026-10-07", "2026-10-08");
    assert!(of_rule(&audit_of(&last_day), "TT013").is_empty(), "until its last day");
    let person = "services = [{ id = 'x' }]\nownership = [{ service = 'x', person = 'ada' }]";
    assert_eq!(found("TT013", person), ["warning service:x: the person `ada` is its only owner"]);
    let topology = Topology::from_toml("").unwrap();
    let paths = ["docs/legal".to_owned()];
    let audit = Rules::builtin().evaluate(&Situation::new(&topology, now()).with_unowned_paths(&paths));
    assert_eq!(of_rule(&audit, "TT013"), ["error path:docs/legal: no rule gives it an owner"]);
}

#[test]
fn tt014_more_than_one_accountable_team() {
    let second = |more: &str| {
        found(
            "TT014",
            &format!(
                "ownership = [{{ service = 'x', team = 'a' }}, {{ service = 'x', team = 'b', {more} }}]"
            ),
        )
    };
    assert_eq!(second(""), ["warning service:x: `a`, `b` answer for it"]);
    assert!(second("role = 'contributing'").is_empty());
    assert!(second("until = 2026-10-07").is_empty(), "one at a time");
}

#[test]
fn tt015_circles_blocking_first() {
    let circle = |state: &str| {
        found(
            "TT015",
            &format!(
                "dependencies = [{{ team = 'a', on = 'b', state = '{state}' }}, {{ team = 'b', on = 'a', state = '{state}' }}]"
            ),
        )
    };
    assert_eq!(circle("blocking"), ["error teams:a+b: blocking: a → b → a"]);
    assert_eq!(circle("slowing"), ["warning teams:a+b: slowing: a → b → a"]);
    assert!(circle("ok").is_empty());
    let text = format!(
        "{TEAMS}\ndependencies = [{{ team = 'a', on = 'b', state = 'blocking' }}, {{ team = 'b', on = 'a', state = 'blocking' }}]"
    );
    let audit = audit_of(&text);
    let finding = audit.findings.iter().find(|it| it.rule == "TT015").unwrap();
    assert!(finding.resolve.starts_with("cut first: `"), "{}", finding.resolve);
}

#[test]
fn tt016_declared_by_one_side_or_otherwise() {
    let declared = |all: &[(&str, &str)]| {
        let all: Vec<String> = all
            .iter()
            .map(|(mode, by)| format!("{{ team = 'a', with = 'b', mode = '{mode}', declared_by = [{by}] }}"))
            .collect();
        found("TT016", &format!("interactions = [{}]", all.join(",")))
    };
    assert_eq!(declared(&[("collaboration", "'a'")]), ["warning teams:a+b: only `a` declares collaboration"]);
    assert_eq!(
        declared(&[("collaboration", "'a'"), ("x-as-a-service", "'b'")]),
        ["warning teams:a+b: `a` declares collaboration, and `b` X-as-a-Service"]
    );
    assert!(declared(&[("collaboration", "'a'"), ("collaboration", "'b'")]).is_empty());
    assert!(declared(&[("collaboration", "'a', 'b'")]).is_empty());
    assert!(declared(&[("collaboration", "")]).is_empty(), "both, where none is named");
}

#[test]
fn tt017_changed_together_without_an_interaction_and_the_reverse() {
    let of = |text: &str, commits: u64, coupling: f64| {
        let topology = Topology::from_toml(&format!("{TEAMS}\n{text}")).unwrap();
        let (one, other) = ("b".parse().unwrap(), "a".parse().unwrap());
        let counted = ["a", "b"].map(|it| (it.parse().unwrap(), 9));
        let pairs = vec![CoChange { one, other, commits, coupling }];
        let observed = CoChanges { commits: counted.into(), pairs, too_large: 0 };
        of_rule(
            &Rules::builtin().evaluate(&Situation::new(&topology, now()).with_co_changes(&observed)),
            "TT017",
        )
    };
    let expected =
        "warning teams:a+b: 5 commits changed files of both, 30 % of theirs, and no interaction is declared";
    assert_eq!(of("", 5, 0.3), [expected], "at both thresholds");
    assert!(of("", 4, 0.3).is_empty() && of("", 5, 0.29).is_empty());
    let together = "interactions = [{ team = 'a', with = 'b', mode = 'collaboration' }]";
    assert!(of(together, 5, 0.3).is_empty());
    assert_eq!(
        of(together, 0, 0.0),
        ["warning teams:a+b: collaboration is declared, and nothing changes together"]
    );
    assert!(of(together, 1, 0.01).is_empty(), "one commit is not nothing");
    assert_eq!(unknown(&audit_of(TEAMS), "TT017"), 1, "nothing observed is no pass");
    let topology = Topology::from_toml(&format!("{TEAMS}\n{together}")).unwrap();
    let nothing = CoChanges::default();
    let audit = Rules::builtin().evaluate(&Situation::new(&topology, now()).with_co_changes(&nothing));
    assert!(of_rule(&audit, "TT017").is_empty(), "a log without their files says nothing of them");
    assert_eq!(unknown(&audit, "TT017"), 1);
}

#[test]
fn tt018_no_contact_no_path_or_no_authority() {
    let of = |team: &str, steps: &str| {
        let text = format!(
            "teams = [{{ id = 'a', {team} }}, {{ id = 'b', contact = 'x' }}]
            people = [{{ id = 'm' }}, {{ id = 'other' }}]
            escalation_paths = [{{ id = 'b', team = 'b', steps = [] }}, {steps}]"
        );
        let all = of_rule(&audit_of(&text), "TT018");
        all.into_iter().filter(|it| it.contains("team:a")).collect::<Vec<_>>()
    };
    let path = |who: &str| format!("{{ id = 'up', team = 'a', steps = [{{ reaches = ['{who}'] }}] }}");
    assert_eq!(of("manager = 'm'", &path("m")), ["warning team:a: it has no contact"]);
    assert!(of("manager = 'm', contact = '#a'", &path("m")).is_empty());
    assert_eq!(of("contact = '#a'", ""), ["error team:a: it has no escalation path"]);
    let without = of("manager = 'm', contact = '#a'", &path("other"));
    assert!(
        without[0]
            .starts_with("error team:a: escalation path `up`: the last step reaches nobody with authority")
    );
    assert!(without[0].ends_with("as on Mon 00:00"), "{without:?}");
    assert_eq!(
        unknown(&audit_of("teams = [{ id = 'a' }]"), "TT018"),
        2,
        "neither contacts nor paths may be recorded"
    );
}

#[test]
fn tt019_items_that_cross_more_than_two_teams() {
    let of = |teams: &[&str]| {
        let stop =
            |team: &&str| Stop { team: team.parse().unwrap(), from: now(), until: None, queued: false };
        let journeys = [Journey { item: "w".parse().unwrap(), stops: teams.iter().map(stop).collect() }];
        let topology = Topology::from_toml("").unwrap();
        of_rule(
            &Rules::builtin().evaluate(&Situation::new(&topology, now()).with_journeys(&journeys)),
            "TT019",
        )
    };
    assert_eq!(of(&["a", "b", "c"]), ["warning item:w: it went through `a`, `b`, `c` with 2 handoffs"]);
    assert!(of(&["a", "b", "a"]).is_empty(), "two");
    assert!(of(&[]).is_empty());
}

#[test]
fn tt020_fewer_than_sixty_per_cent_stream_aligned() {
    let of = |streams: usize, others: usize| {
        let stream = (0..streams).map(|n| format!("{{ id = 's{n}', kind = 'stream-aligned' }}"));
        let all: Vec<String> = stream.chain((0..others).map(|n| format!("{{ id = 'o{n}' }}"))).collect();
        of_rule(&audit_of(&format!("teams = [{}]", all.join(","))), "TT020")
    };
    assert_eq!(of(1, 1), ["warning organisation: 1 of 2 teams are stream-aligned"]);
    assert!(of(3, 2).is_empty(), "sixty per cent");
    assert!(of(0, 0).is_empty());
}

#[test]
fn a_finding_carries_its_threshold_source_reason_and_resolution_section_3() {
    let audit = audit_of("teams = [{ id = 'a', size = 12 }]");
    let finding = audit.findings.iter().find(|it| it.rule == "TT012").unwrap();
    assert_eq!((finding.severity, finding.observed), (Severity::Warning, Some(12.0)));
    let threshold = finding.threshold.as_ref().unwrap();
    assert_eq!((threshold.name.as_str(), threshold.value, threshold.unit.as_str()), ("most", 9.0, "persons"));
    assert!(
        finding.source.contains("Team Topologies")
            && !finding.reason.is_empty()
            && !finding.resolve.is_empty()
    );
    let json = serde_json::to_value(finding).unwrap();
    assert_eq!(json["subject"], "team:a");
}

#[test]
fn rules_are_evaluated_as_of_any_date_section_3() {
    let text = format!("{TEAMS}\n{}", interaction("collaboration", 50, ""));
    let topology = Topology::from_toml(&text).unwrap();
    let at = |days| {
        let when = now() - thalweg_model::Elapsed::from_days(days);
        of_rule(&Rules::builtin().evaluate(&Situation::new(&topology, when)), "TT001").len()
    };
    assert_eq!((at(0), at(10), at(60)), (1, 0, 0));
}

#[test]
fn users_change_thresholds_with_a_reason_and_every_mistake_is_told_at_once() {
    let text = "[[rules]]\nid = 'TT012'\nreason = 'on call'\nthresholds = [{ name = 'most', value = 12.0 }]\n\n[[rules]]\nid = 'TT020'\nreason = 'we are a platform company'\noff = true\n";
    let ours = Rules::builtin().changed(text, Format::Toml).unwrap();
    let topology = Topology::from_toml("teams = [{ id = 'a', size = 12 }]").unwrap();
    let audit = ours.evaluate(&Situation::new(&topology, now()));
    assert!(of_rule(&audit, "TT012").is_empty() && of_rule(&audit, "TT020").is_empty());
    assert_eq!(ours.get("TT012").unwrap().reason, "on call");
    assert_eq!(ours.get("TT012").unwrap().threshold("least").unwrap().value, 5.0, "the other stays");
    let wrong = "[[rules]]\nid = 'TT12'\n\n[[rules]]\nid = 'TT012'\nthreshold = 3\nthresholds = [{ name = 'mots', value = 1.0 }, { name = 'most', value = -1.0 }]\n";
    let Err(TopologyError::Rules { problems }) = Rules::builtin().changed(wrong, Format::Toml) else {
        panic!("refused")
    };
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected = [
        "did you mean `TT012`",
        "no field `threshold`; did you mean `thresholds`",
        "needs a `reason`",
        "no threshold `mots`; did you mean `most`",
        "the number -1",
    ];
    for part in expected {
        assert!(told.iter().any(|it| it.contains(part)), "{part}: {told:#?}");
    }
}

#[test]
fn findings_are_in_order_and_the_same_for_the_same_text() {
    let text =
        include_str!("../docs/format.md").split_once("```toml\n").unwrap().1.split_once("\n```").unwrap().0;
    let (first, second) = (audit_of(text), audit_of(text));
    assert_eq!(first, second);
    let ids: Vec<&str> = first.findings.iter().map(|it| it.rule.as_str()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(ids, sorted);
}

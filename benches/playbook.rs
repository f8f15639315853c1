//! Judging: the whole of `leadership-for-flow` over two years of an organisation, `team-flow` for each of its teams on two threads, and
//! three rules beside the same rules in CEL and Rego.
//!
//! `cargo bench -p thalweg-benches --bench playbook`, and `--features peers` for the peers.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may stop where it stands"
)]

use std::hint::black_box;
use std::num::NonZeroUsize;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use thalweg::model::record::RecordKind;
use thalweg::model::{
    Catalog, Completeness, Entity, Evidence, NaiveDate, Records, Sources, TeamId, Tz, Window,
};
use thalweg::playbook::Playbook;

fn day(month: usize, day: usize) -> String {
    format!("{}-{:02}-{:02}", 2024 + (month + 9) / 12, (month + 9) % 12 + 1, day)
}

/// Two years from October 2024, as files would hold them.
struct Story {
    teams: usize,
    kinds: std::collections::BTreeMap<&'static str, Vec<Value>>,
}

impl Story {
    fn of(teams: usize) -> Self {
        let mut story = Self { teams, kinds: std::collections::BTreeMap::new() };
        (0..teams).for_each(|team| story.team(team));
        (0..24).for_each(|month| story.month(month));
        story
    }

    fn add(&mut self, kind: &'static str, record: Value) {
        self.kinds.entry(kind).or_default().push(record);
    }

    fn team(&mut self, n: usize) {
        let (team, manager) = (format!("t-{n:04}"), format!("m-{n:04}"));
        self.add("people", json!({"id": manager, "role": "manager", "team": team}));
        self.add("teams", json!({"id": team, "kind": "stream-aligned", "manager": manager}));
        self.add("escalation_paths", json!({"id": format!("p-{n}"), "team": team, "reviewed": "2026-06-01", "steps": [
            {"reaches": [manager], "respond_within_minutes": 30}, {"reaches": ["lead-1"], "respond_within_minutes": 60}]}));
        for service in 0..3 {
            let service = format!("s-{n:04}-{service}");
            self.add("services", json!({"id": service}));
            self.add("ownership", json!({"service": service, "team": team}));
            for metric in [
                "deployment_frequency",
                "change_lead_time",
                "change_fail_rate",
                "failed_deployment_recovery_time",
            ] {
                self.add(
                    "metric_status",
                    json!({"service": service, "metric": format!("dora.{metric}"), "updated": "2026-09-20"}),
                );
            }
        }
        for month in 0..24 {
            self.team_month(n, &team, &manager, month);
        }
    }

    fn team_month(&mut self, n: usize, team: &str, manager: &str, month: usize) {
        let id = |kind: &str| format!("{kind}-{n:04}-{month:02}");
        let senior = if (n + month).is_multiple_of(5) { "lead-2" } else { "lead-1" };
        self.add(
            "blockers",
            json!({"id": id("b"), "team": team, "raised": day(month, 3), "unblocked": day(month, 4 + n % 12),
            "team_can_solve_alone": n.is_multiple_of(7), "sponsor": senior}),
        );
        for k in 0..2 {
            let at = format!("{}T09:00:00Z", day(month, 5 + 9 * k + n % 5));
            self.add(
                "escalations",
                json!({"id": format!("{}-{k}", id("e")), "team": team, "raised_at": at, "resolved_at": at,
                "resolved_at_level": if month > n % 24 { "platform" } else { "lead" }}),
            );
            self.add(
                "change_approvals",
                json!({"id": format!("{}-{k}", id("c")), "deployment": format!("{}-{k}", id("d")),
                "date": day(month, 7 + k), "external": month < n % 24}),
            );
        }
        self.add("meetings", json!({"id": id("r"), "kind": "retrospective", "status": "held", "date": day(month, 12), "teams": [team],
            "present": [manager], "actions": [{"id": id("a"), "due": day(month, 26), "done": day(month, 25)}]}));
        self.add(
            "improvements",
            json!({"id": id("i"), "team": team, "text": "t", "opened": day(month, 2), "done": day(month, 20),
            "observed_effect": "less waiting"}),
        );
        if month.is_multiple_of(3) {
            let quarter = day(month, 1);
            self.add("coaching", json!({"id": id("co"), "manager": manager, "date": day(month, 9)}));
            self.add(
                "manager_resources",
                json!({"id": id("mr"), "manager": manager, "quarter": quarter, "protected_hours": 5.0}),
            );
        }
    }

    fn month(&mut self, month: usize) {
        let id = |kind: &str| format!("{kind}-{month:02}");
        if month == 0 {
            for lead in ["lead-1", "lead-2"] {
                self.add("people", json!({"id": lead, "role": "senior_leader"}));
            }
            let days: Vec<String> = (0..24).map(|it| day(it, 24)).collect();
            self.add(
                "recurrence_rules",
                json!({"id": "all-hands", "kind": "all_hands", "start": days[0], "rule": "FREQ=MONTHLY",
                "zone": "UTC", "occurrences": days, "expanded_to": "2026-09-30"}),
            );
        }
        self.add("meetings", json!({"id": id("fr"), "kind": "flow_review", "status": "held", "date": day(month, 8), "present": ["lead-1"],
            "sections": ["dora_trends", "qualitative_feedback", "improvement_backlog"]}));
        self.add("meetings", json!({"id": id("ah"), "kind": "all_hands", "status": "held", "date": day(month, 24), "present": ["lead-1"],
            "sections": ["cultural_expectations"], "recognised": [{"team": "t-0000", "behaviour": "asked early"}]}));
        for category in [
            "platform_engineering",
            "enabling_teams",
            "automation",
            "golden_paths",
            "testing",
            "observability",
            "features",
        ] {
            self.add("capacity", json!({"id": format!("{}-{category}", id("cap")), "month": day(month, 1), "category": category,
                "planned": 20.0, "actual": 19.0, "unit": "person_days"}));
        }
        for n in 0..4 {
            self.add(
                "leadership_decisions",
                json!({"id": format!("{}-{n}", id("ld")), "date": day(month, 10 + n),
                "kind": if n == 0 { "approval" } else { "outcome" }}),
            );
        }
    }

    fn count(&self) -> usize {
        self.kinds.values().map(Vec::len).sum()
    }

    fn take<T: for<'de> serde::Deserialize<'de>>(&self, kind: &str) -> Vec<T> {
        let all = self.kinds.get(kind).map_or(&[][..], Vec::as_slice);
        all.iter().map(|it| serde_json::from_value(it.clone()).unwrap()).collect()
    }

    fn evidence(&self) -> Evidence {
        macro_rules! records {
            ($($kind:ident),*) => { Records { $($kind: self.take(stringify!($kind)),)* ..Records::default() } };
        }
        let records = records!(
            people,
            teams,
            services,
            ownership,
            escalation_paths,
            metric_status,
            blockers,
            escalations,
            change_approvals,
            meetings,
            improvements,
            coaching,
            manager_resources,
            recurrence_rules,
            capacity,
            leadership_decisions
        );
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let stretch = |kind: &RecordKind| Completeness {
            kind: *kind,
            complete_from: date("2024-10-01"),
            complete_to: date("2026-09-30"),
        };
        let quarter = Window::quarter(2026, 3, 1, Tz::UTC).unwrap();
        Evidence::new(quarter, quarter.end())
            .with_records(records, Sources::new(RecordKind::ALL.iter().map(stretch)))
    }

    fn entities(&self) -> Vec<Entity> {
        (0..self.teams).map(|n| Entity::Team(TeamId::new(format!("t-{n:04}")).unwrap())).collect()
    }
}

const SIZES: [usize; 4] = [125, 250, 500, 1000];

fn whole(c: &mut Criterion) {
    let (organisation, team) = (Playbook::leadership_for_flow(), Playbook::team_flow());
    let mut group = c.benchmark_group("playbook");
    group.sample_size(10);
    for size in SIZES {
        let story = Story::of(size);
        let (evidence, entities) = (story.evidence(), story.entities());
        group.throughput(Throughput::Elements(story.count() as u64));
        let judged = |name| BenchmarkId::new(name, size);
        group.bench_function(judged("leadership-for-flow"), |b| {
            b.iter(|| black_box(organisation.evaluate(&evidence)))
        });
        for threads in [1, 2] {
            let threads = NonZeroUsize::new(threads).unwrap();
            group.bench_function(
                judged(if threads.get() == 1 { "team-flow, one thread" } else { "team-flow, two threads" }),
                |b| {
                    b.iter(|| black_box(team.evaluate_each(&evidence, &entities, threads)));
                },
            );
        }
    }
    group.finish();
}

/// Three rules of the built-in playbook by themselves: the ones that the peers are given too.
fn three() -> Playbook {
    let text = r#"
id = "three"
title = "Three rules"
version = 1
judges = "organisation"
[parameters.share]
value = 0.85
unit = "share"
reason = "r"
source = "s"
[parameters.days]
value = 14.0
unit = "days"
reason = "r"
source = "s"
[[section]]
id = "X"
title = "t"
clause = "1"
[[section.criterion]]
id = "X.topology"
title = "t"
clause = "1"
fix = "f"
rule.every.of = { records = "teams", noun = "teams" }
rule.every.that.all = [{ field = "kind", among = ["stream-aligned", "platform", "enabling", "complicated-subsystem"] }, { field = "manager", active = true }]
rule.every.says = "s"
[[section.criterion]]
id = "X.ownership"
title = "t"
clause = "1"
fix = "f"
rule.every.of = { records = "services", noun = "services" }
rule.every.that.related = { of = { records = "ownership", noun = "owners" }, where = { theirs = "service", ours = "id" }, needs.exactly = 1 }
rule.every.says = "s"
[[section.criterion]]
id = "X.unblock"
title = "t"
clause = "1"
fix = "f"
[[section.criterion.rule.all]]
share.of = { records = "blockers", until = "unblocked", noun = "blockers", where = { field = "team_can_solve_alone", yes = false } }
share.that = { field = "unblocked", after = { field = "raised", needs.at_most = "days" } }
share.says = "s"
share.needs.at_least = "share"
[[section.criterion.rule.all]]
every.of = { records = "blockers", until = "unblocked", noun = "blockers", where = { field = "team_can_solve_alone", yes = false } }
every.that = { field = "sponsor", role.is = "senior_leader" }
every.says = "s"
"#;
    Playbook::from_toml(text, &Catalog::default()).unwrap()
}

#[cfg(feature = "peers")]
mod peers {
    use super::{Story, Value, json};

    /// The records as the peers are given them: joined beforehand, days as numbers, nothing unknown.
    pub fn input(story: &Story) -> Value {
        let number = |it: &Value| {
            let day: thalweg::model::NaiveDate = it.as_str().unwrap().parse().unwrap();
            day.signed_duration_since("1970-01-01".parse().unwrap()).num_days()
        };
        let all = |kind: &str| story.kinds.get(kind).unwrap().clone();
        let people: serde_json::Map<_, _> = all("people")
            .iter()
            .map(|it| (it["id"].as_str().unwrap().to_owned(), it["role"].clone()))
            .collect();
        let mut owners = serde_json::Map::new();
        for it in all("ownership") {
            let owned = owners.entry(it["service"].as_str().unwrap()).or_insert_with(|| json!([]));
            owned.as_array_mut().unwrap().push(it["team"].clone());
        }
        let blockers: Vec<Value> = all("blockers")
            .iter()
            .map(|it| json!({"alone": it["team_can_solve_alone"], "raised": number(&it["raised"]), "unblocked": number(&it["unblocked"]), "sponsor": it["sponsor"]}))
            .collect();
        json!({"teams": all("teams"), "services": all("services"), "people": people, "owners": owners, "blockers": blockers,
            "first": number(&json!("2026-07-01")), "last": number(&json!("2026-09-30"))})
    }

    pub const REGO: &str = r#"
package three
import rego.v1
topology if { every t in input.teams { t.kind in {"stream-aligned", "platform", "enabling", "complicated-subsystem"}; input.people[t.manager] } }
ownership if { every s in input.services { count(input.owners[s.id]) == 1 } }
stuck := [b | some b in input.blockers; not b.alone; b.raised <= input.last; b.unblocked >= input.first]
quick := [b | some b in stuck; b.unblocked - b.raised <= 14]
unblock if { count(quick) * 100 >= 85 * count(stuck); every b in stuck { input.people[b.sponsor] == "senior_leader" } }
met if { topology; ownership; unblock }
"#;

    pub const CEL: &str = r#"
teams.all(t, t.kind in ["stream-aligned", "platform", "enabling", "complicated-subsystem"] && t.manager in people)
&& services.all(s, size(owners[s.id]) == 1)
&& size(blockers.filter(b, !b.alone && b.raised <= last && b.unblocked >= first && b.unblocked - b.raised <= 14)) * 100
   >= 85 * size(blockers.filter(b, !b.alone && b.raised <= last && b.unblocked >= first))
&& blockers.all(b, b.alone || b.raised > last || b.unblocked < first || people[b.sponsor] == "senior_leader")
"#;

    pub fn rego(input: &Value) -> regorus::Engine {
        let mut engine = regorus::Engine::new();
        engine.add_policy("three.rego".to_owned(), REGO.to_owned()).unwrap();
        engine.set_input_json(&input.to_string()).unwrap();
        engine
    }

    pub fn cel(input: &Value) -> (cel::Program, cel::Context<'static, 'static>) {
        let mut context = cel::Context::default();
        for (name, value) in input.as_object().unwrap() {
            context.add_variable(name.clone(), value.clone()).unwrap();
        }
        (cel::Program::compile(CEL).unwrap(), context)
    }
}

fn beside(c: &mut Criterion) {
    let playbook = three();
    let mut group = c.benchmark_group("playbook/three rules");
    group.sample_size(10);
    for size in [125, 1000] {
        let story = Story::of(size);
        let evidence = story.evidence();
        assert!(
            playbook.evaluate(&evidence).items.iter().all(|it| it.verdict == thalweg::playbook::Verdict::Met)
        );
        group.bench_function(BenchmarkId::new("thalweg", size), |b| {
            b.iter(|| black_box(playbook.evaluate(&evidence)))
        });
        #[cfg(feature = "peers")]
        {
            let input = peers::input(&story);
            let mut engine = peers::rego(&input);
            assert_eq!(engine.eval_rule("data.three.met".to_owned()).unwrap(), regorus::Value::from(true));
            group.bench_function(BenchmarkId::new("regorus", size), |b| {
                b.iter(|| {
                    // Setting the input anew drops what the engine remembers of the last evaluation.
                    let mut engine = engine.clone();
                    black_box(engine.eval_rule("data.three.met".to_owned()).unwrap())
                });
            });
            let (program, context) = peers::cel(&input);
            assert_eq!(program.execute(&context).unwrap(), cel::Value::Bool(true));
            group.bench_function(BenchmarkId::new("cel", size), |b| {
                b.iter(|| black_box(program.execute(&context).unwrap()))
            });
        }
    }
    group.finish();
}

criterion_group!(benches, whole, beside);
criterion_main!(benches);

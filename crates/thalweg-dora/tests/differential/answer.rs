//! A case: records in the own formats, what is asked of them, and what thalweg answers, as JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use thalweg_dora::aggregate::{RateChange, roll_up};
use thalweg_dora::definition::Rules;
use thalweg_dora::quick_check::QuickCheck;
use thalweg_dora::trend::Trend;
use thalweg_dora::{Definition, Metric, OutlookPlan, OutlookRules, measure, outlook, reliability};
use thalweg_model::record::{Service, ServiceLevel};
use thalweg_model::{
    Calendar, Change, Deployment, Duplicates, EventLog, Fate, Incident, Instant, Loaded, Tz, View, Window,
};

/// Records, and what is asked of them.
#[derive(Deserialize)]
pub(crate) struct Case {
    zone: String,
    as_of: Instant,
    lenient: bool,
    rules: Value,
    deployments: Vec<Deployment>,
    changes: Vec<Change>,
    incidents: Vec<Incident>,
    services: Vec<Service>,
    service_levels: Vec<ServiceLevel>,
    /// The teams of each service, each with the instant from which on it owns it.
    owners: BTreeMap<String, Vec<Owning>>,
    windows: Vec<Span>,
    outlook: Option<Plan>,
    trend: Vec<Span>,
}

/// A team that owns a service, from when and until when.
type Owning = (String, Option<Instant>, Option<Instant>);

/// A window.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Span {
    Month(i32, u32),
    IsoWeek(i32, u32),
    Quarter(i32, u32, u32),
    Year(i32, u32),
    Free(Instant, Instant),
}

/// What an outlook is asked for with.
#[derive(Deserialize)]
struct Plan {
    rules: OutlookRules,
    first_quarter: (i32, u32),
}

impl Span {
    fn window(&self, zone: Tz) -> Window {
        let calendar = match *self {
            Self::Month(year, month) => Calendar::Month { year, month },
            Self::IsoWeek(year, week) => Calendar::IsoWeek { year, week },
            Self::Quarter(year, quarter, starts) => Calendar::Quarter { year, quarter, starts },
            Self::Year(year, starts) => Calendar::Year { year, starts },
            Self::Free(start, end) => Calendar::Free { start, end },
        };
        Window::of(calendar, zone).unwrap()
    }
}

impl Case {
    /// What thalweg makes of it.
    pub(crate) fn answer(&self) -> Value {
        let zone: Tz = self.zone.parse().unwrap();
        let rules: Rules = serde_json::from_value(self.rules.clone()).unwrap();
        let definition = Definition::new(rules).unwrap();
        let loaded = self.log();
        let view = loaded.value.as_of(self.as_of);
        let windows: Vec<Window> = self.windows.iter().map(|it| it.window(zone)).collect();
        let answers: Vec<Value> = windows.iter().map(|it| self.of_window(&view, it, &definition)).collect();
        json!({
            "refused": loaded.rejects.iter().filter(|it| it.fate == Fate::Refused).count(),
            "duplicates": loaded.value.intake().duplicates,
            "superseded": loaded.value.intake().superseded,
            "windows": answers,
            "changes": changes(&view, &windows, &definition),
            "outlook": self.outlook.as_ref().map(|it| self.of_plan(it, &view, zone, &definition)),
            "trend": self.of_trend(&view, zone, &definition),
        })
    }

    fn log(&self) -> Loaded<EventLog> {
        let mode = if self.lenient { Duplicates::Lenient } else { Duplicates::Strict };
        let mut builder = EventLog::builder().duplicates(mode);
        self.deployments.iter().cloned().for_each(|it| builder.deployment(it, None));
        self.changes.iter().cloned().for_each(|it| builder.change(it, None));
        self.incidents.iter().cloned().for_each(|it| builder.incident(it, None));
        self.services.iter().cloned().for_each(|it| builder.service(it, None));
        builder.build()
    }

    fn owners_of(&self, service: &str, at: Instant) -> Vec<String> {
        let teams = self.owners.get(service).into_iter().flatten();
        let owning = |(team, from, to): &Owning| {
            (from.is_none_or(|it| it <= at) && to.is_none_or(|it| at < it)).then(|| team.clone())
        };
        let teams: Vec<String> = teams.filter_map(owning).collect();
        if teams.is_empty() { vec!["nobody".to_owned()] } else { teams }
    }

    fn of_window(&self, view: &View<'_>, window: &Window, definition: &Definition) -> Value {
        let part = view.within(window);
        let delivery = measure(&part, definition);
        let teams: BTreeMap<String, Value> = part
            .group_by_each(|event| self.owners_of(event.service().as_str(), event.at()))
            .into_iter()
            .map(|(team, part)| (team, json!(measure(&part, definition))))
            .collect();
        let services: BTreeMap<String, Value> = part
            .group_by(|event| event.service().as_str().to_owned())
            .into_iter()
            .map(|(service, part)| (service, json!(measure(&part, definition))))
            .collect();
        let found = roll_up(&part, definition, None);
        let quick = QuickCheck::of(&delivery);
        json!({
            "start": window.start(),
            "end": window.end(),
            "all": delivery,
            "teams": teams,
            "services": services,
            "roll_up": found,
            "quick_check": {
                "scores": Metric::ALL.iter().map(|it| (it.id(), quick.score(*it))).collect::<BTreeMap<_, _>>(),
                "overall": quick.overall(),
                "stability": quick.stability(),
                "throughput": quick.throughput(),
            },
            "clopper_pearson": delivery.change_fail_rate.clopper_pearson(0.95),
            "jeffreys": delivery.change_fail_rate.jeffreys(0.95),
            "reliability": reliability(&self.service_levels, window, self.as_of, definition),
        })
    }

    fn of_plan(&self, plan: &Plan, view: &View<'_>, zone: Tz, definition: &Definition) -> Value {
        let (year, quarter) = plan.first_quarter;
        let first = Window::quarter(year, quarter, plan.rules.fiscal_start, zone).unwrap();
        let months = OutlookPlan::starting(plan.rules, &first).unwrap();
        let found = outlook(view, &months, definition);
        let mut answer = json!({ "signal": found.signal(), "found": found });
        for (_, metric) in answer["found"]["metrics"].as_object_mut().unwrap() {
            let signals = metric["signals"].as_array().unwrap().clone();
            metric["adverse"] = adverse(&signals);
            metric["trend"] = json!(signals.iter().find(|it| it["signal"] == "trend").map(|it| &it["p"]));
        }
        answer
    }

    fn of_trend(&self, view: &View<'_>, zone: Tz, definition: &Definition) -> BTreeMap<&'static str, Value> {
        let series: Vec<_> =
            self.trend.iter().map(|it| measure(&view.within(&it.window(zone)), definition)).collect();
        Metric::ALL.iter().map(|it| (it.id(), json!(Trend::of(*it, &series)))).collect()
    }
}

/// The months outside the limits and the runs, in order; three of four near a limit overlap, and are told otherwise elsewhere.
fn adverse(signals: &[Value]) -> Value {
    let of = |it: &Value, end: &str| it.get("month").or_else(|| it.get(end)).and_then(Value::as_u64);
    let told = signals.iter().filter(|it| it["signal"] == "outside" || it["signal"] == "run");
    let mut all: Vec<_> =
        told.map(|it| (it["signal"].as_str().map(str::to_owned), of(it, "from"), of(it, "to"))).collect();
    all.sort();
    json!(all)
}

/// How the rates changed from each window to the next.
fn changes(view: &View<'_>, windows: &[Window], definition: &Definition) -> Vec<Value> {
    let rolled: Vec<_> = windows.iter().map(|it| roll_up(&view.within(it), definition, None)).collect();
    let pairs = rolled.windows(2);
    pairs
        .map(|pair| {
            let (before, after) = (&pair[0], &pair[1]);
            json!({
                "fail": RateChange::between(&before.change_fail_rate.by_service, &after.change_fail_rate.by_service, 0.95),
                "rework": RateChange::between(
                    &before.deployment_rework_rate.by_service, &after.deployment_rework_rate.by_service, 0.95,
                ),
            })
        })
        .collect()
}

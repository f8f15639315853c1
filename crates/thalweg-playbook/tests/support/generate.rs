//! Rich evidence by crossing the hand-written records: every kind, other dates, people, teams and words, in any number.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thalweg_model::record::RecordKind;
use thalweg_model::{Completeness, NaiveDate, Records, Sources};

use super::{Case, record};

/// A stream of numbers that a seed decides (an LCG of Knuth's, its upper bits).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    /// True once in so many.
    pub fn once_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.roll(at + 1));
        }
    }
}

fn is_day(text: &str) -> bool {
    text.parse::<NaiveDate>().is_ok()
}

/// A value with its dates moved within 2026 as far as October, here and there.
fn moved(value: Value, dice: &mut Dice) -> Value {
    match value {
        Value::String(text) if is_day(&text) && dice.once_in(3) => {
            Value::String(format!("2026-{:02}-{:02}", 1 + dice.roll(10), 1 + dice.roll(28)))
        }
        Value::String(text) if text.ends_with('Z') && text.contains('T') && dice.once_in(3) => {
            let (month, day, hour) = (1 + dice.roll(10), 1 + dice.roll(28), dice.roll(24));
            Value::String(format!("2026-{month:02}-{day:02}T{hour:02}:30:00Z"))
        }
        Value::Number(number) if dice.once_in(6) => {
            let scaled = number.as_f64().unwrap() * [0.0, 0.5, 1.5, 3.0][dice.roll(4)];
            if number.is_f64() { scaled.into() } else { number.into() }
        }
        Value::Bool(flag) => Value::Bool(flag != dice.once_in(5)),
        Value::Array(all) => Value::Array(all.into_iter().map(|it| moved(it, dice)).collect()),
        Value::Object(fields) => fields.into_iter().map(|(key, it)| (key, moved(it, dice))).collect(),
        other => other,
    }
}

/// So many records made of those: each field from one or another, moved, or left out where it may be; ids stay apart.
pub fn crossed<T: Serialize + DeserializeOwned + Clone>(pool: &[T], many: usize, dice: &mut Dice) -> Vec<T> {
    let values: Vec<Value> = pool.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
    let mut made = Vec::new();
    for at in 0..if values.is_empty() { 0 } else { many } {
        let base = values[at % values.len()].as_object().unwrap().clone();
        let mut child = serde_json::Map::new();
        for (key, own) in base {
            let other = values[dice.roll(values.len())].get(&key).cloned();
            let taken =
                if key != "id" && dice.once_in(3) { other.unwrap_or_else(|| own.clone()) } else { own };
            if key == "id" || !dice.once_in(12) {
                child.insert(key, moved(taken, dice));
            }
        }
        if at >= values.len() && child.contains_key("id") {
            child.insert("id".to_owned(), format!("x-{at}-{}", dice.roll(1_000_000)).into());
        }
        if let Ok(it) = serde_json::from_value(Value::Object(child)) {
            made.push(it);
        }
    }
    made
}

/// Calls a macro with every field that holds records, and its kind.
#[macro_export]
macro_rules! each_kind {
    ($do:ident) => {
        $do! {
            People people, Teams teams, Services services, Ownership ownership, EscalationPaths escalation_paths,
            SurveyWaves survey_waves, Meetings meetings, RecurrenceRules recurrence_rules, DashboardViews dashboard_views,
            Objectives objectives, KeyResults key_results, Capacity capacity, Investments investments,
            Experiments experiments, PostIncidentReviews post_incident_reviews,
            PostIncidentActions post_incident_actions, Highlights highlights, SharingEvents sharing_events,
            Coaching coaching, NarrativeBriefs narrative_briefs, ManagerResources manager_resources,
            ChangeApprovals change_approvals, LeadershipDecisions leadership_decisions, Blockers blockers,
            Escalations escalations, Improvements improvements, ValueStreamMaps value_stream_maps, WorkItems work_items,
            MetricStatus metric_status
        }
    };
}

/// The hand-written records, and some of the kinds that they lack.
pub fn pool() -> Records {
    let mut records = Case::good().records;
    records.improvements = vec![
        record(
            r#"{"id":"im-1","team":"alpha","text":"fewer flaky tests","opened":"2026-04-02","done":"2026-05-20","expected_effect":"quicker","observed_effect":"a day quicker"}"#,
        ),
        record(r#"{"id":"im-2","team":"beta","text":"one pipeline","opened":"2026-07-02"}"#),
    ];
    records.survey_waves = vec![record(
        r#"{"id":"w-q2","instrument":"pulse","version":1,"opened":"2026-06-01","closed":"2026-06-12"}"#,
    )];
    records
        .post_incident_reviews
        .push(record(r#"{"id":"r-9","incident":"inc-9","date":"2026-05-02","severity":2}"#));
    records
}

/// A case with records of every kind, about as many as by hand, as of some instant in the second or third quarter.
pub fn case(seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    let mut case = if dice.once_in(2) { Case::good() } else { Case::third() };
    let pool = pool();
    macro_rules! cross {
        ($($kind:ident $field:ident),*) => {$(
            // Kinds that hold for a time are changed seldom, or nothing would be left that could be judged.
            let whole = matches!(RecordKind::$kind, RecordKind::People | RecordKind::Teams) && !dice.once_in(4);
            let many = pool.$field.len() * (2 + dice.roll(4)) / 3;
            case.records.$field = if whole { pool.$field.clone() } else { crossed(&pool.$field, many, &mut dice) };
        )*};
    }
    each_kind!(cross);
    if dice.once_in(3) {
        case.as_of =
            case.as_of - thalweg_model::Elapsed::from_hours(24 * i64::try_from(dice.roll(80)).unwrap());
    }
    case
}

/// What is declared complete, with some kinds declared for fewer days or not at all.
pub fn less_declared(dice: &mut Dice) -> (Sources, Vec<RecordKind>) {
    let mut undeclared = Vec::new();
    let mut stretches = Vec::new();
    for kind in RecordKind::ALL {
        let day = |text: &str| super::day(text);
        let (from, to) = match dice.roll(8) {
            0 => {
                undeclared.push(*kind);
                continue;
            }
            1 => (day("2026-04-01"), day("2026-09-30")),
            2 => (day("2026-01-01"), day("2026-08-15")),
            3 => (day("2026-07-01"), day("2026-07-31")),
            _ => (day("2026-01-01"), day("2026-09-30")),
        };
        stretches.push(Completeness { kind: *kind, complete_from: from, complete_to: to });
    }
    (Sources::new(stretches), undeclared)
}

//! From answers to evidence, through a release plan (survey.md sections 2 and 3), over the example organisation.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where its data is not what it wrote"
)]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use thalweg_model::answer::{Absence, Answer, AnswerSheet, Answers, GroupPath, Respondent};
use thalweg_model::record::{Person, SurveyWave, Team};
use thalweg_model::{
    Entity, Evidence, Gap, GroupId, ItemId, Method, MetricId, PersonId, Reading, Records, TeamId, Tz, Unit,
    WaveId, Window,
};
use thalweg_survey::change::ChangeVerdict;
use thalweg_survey::confidentiality::Confidentiality;
use thalweg_survey::{Instrument, METRICS, Scored, Setting, Spans, SurveyError, score};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/organisation");

fn read(name: &str) -> String {
    std::fs::read_to_string(format!("{FOLDER}/{name}")).unwrap()
}

fn lines<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    read(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A stand-in for the reader's keyed hash: good enough where nobody attacks.
fn respondent(name: &str) -> Respondent {
    let mut hash = [0_u8; 16];
    for (at, byte) in name.bytes().enumerate() {
        hash[at % 16] = hash[at % 16].wrapping_mul(31).wrapping_add(byte);
    }
    Respondent::of_hash(hash)
}

fn path(text: &str) -> GroupPath {
    GroupPath::new(text.split('/').map(|g| GroupId::new(g).unwrap()).collect()).unwrap()
}

fn sheet(wave: &str, who: &str, group: &str) -> AnswerSheet {
    AnswerSheet {
        wave: WaveId::new(wave).unwrap(),
        respondent: respondent(who),
        group: path(group),
        answers: BTreeMap::new(),
    }
}

fn organisation() -> (Answers, Vec<SurveyWave>, Spans) {
    let mut sheets: BTreeMap<(String, String), AnswerSheet> = BTreeMap::new();
    for line in read("answers.csv").lines().skip(1) {
        let [who, item, value, wave, group] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let entry = sheets.entry((wave.to_owned(), who.to_owned()));
        let sheet = entry.or_insert_with(|| sheet(wave, who, group));
        let answer = value.parse().map_or(Answer::Absent(Absence::DontKnow), Answer::Value);
        sheet.answers.insert(ItemId::new(item).unwrap(), answer);
    }
    let mut answers = Answers::default();
    sheets.into_values().for_each(|sheet| answers.insert(sheet).unwrap());
    let records = Records {
        people: lines::<Person>("people.jsonl"),
        teams: lines::<Team>("teams.jsonl"),
        ..Records::default()
    };
    (answers, lines("survey_waves.jsonl"), Spans::of_records(&records).unwrap())
}

fn setting() -> Setting {
    Setting::new(Tz::Europe__Berlin)
}

fn scored() -> Scored {
    let (answers, waves, spans) = organisation();
    score(&answers, &waves, &Instrument::built_in(), &setting().with_spans(spans)).unwrap()
}

fn evidence() -> Evidence {
    let period = Window::month(2026, 9, Tz::Europe__Berlin).unwrap();
    scored().into_evidence(Evidence::new(period, period.end()))
}

fn team(name: &str) -> Entity {
    Entity::Team(TeamId::new(name).unwrap())
}

fn series(evidence: &Evidence, metric: &str, entity: &Entity) -> Vec<Reading> {
    evidence.series(&MetricId::new(metric).unwrap(), entity).map(|(_, reading)| reading.clone()).collect()
}

#[test]
fn the_organisation_has_a_reading_for_every_wave() {
    let evidence = evidence();
    let scores = series(&evidence, "survey.leadership_experimentation", &Entity::Organisation);
    assert_eq!(scores.len(), 4);
    for reading in &scores {
        let value = reading.value().unwrap();
        assert!(value.unit() == Unit::Score && (1.0..=7.0).contains(&value.value()));
        assert_eq!(reading.interval().unwrap().method, Method::ClusterRobust, "eight teams");
        assert_eq!(reading.basis().definition.as_ref().unwrap().name, "leadership-experimentation@1");
    }
    let rates = series(&evidence, "survey.response_rate", &Entity::Organisation);
    assert!(
        rates.iter().all(|rate| (rate.value().unwrap().value() * 20.0).fract() < 1e-9),
        "in steps of 5 %"
    );
}

#[test]
fn the_change_is_taken_against_the_previous_wave_of_the_same_instrument() {
    let scored = scored();
    let metric = |wave: usize| {
        let scores = &scored.waves()[wave].entities[&Entity::Organisation];
        scores.constructs.values().next().unwrap().change.clone()
    };
    assert!(metric(0).is_none(), "nothing comes before the first");
    for wave in 1..4 {
        let change = metric(wave).unwrap();
        assert_eq!(change.previous, scored.waves()[wave - 1].wave);
        let reading = &change.reading;
        let (value, interval) = (reading.value().unwrap().value(), reading.interval().unwrap());
        assert!(interval.contains(value), "{value} {interval:?}");
        assert!(matches!(interval.method, Method::Newcombe | Method::ClusterRobust));
        let (low, high) = change.response_bounds.unwrap();
        assert!(low <= value && value <= high, "the silent can move it both ways");
        assert!(change.verdict.is_some());
    }
}

#[test]
fn a_group_below_five_leaves_as_one_word() {
    let evidence = evidence();
    let withheld = serde_json::to_string(&Reading::<thalweg_model::Quantity>::withheld()).unwrap();
    let manager = Entity::Span(PersonId::new("p-identity-mgr").unwrap());
    for entity in [team("identity"), manager] {
        for metric in ["survey.leadership_experimentation", "survey.leadership_experimentation.favourable"] {
            let found = series(&evidence, metric, &entity);
            assert_eq!(found.len(), 4);
            assert!(found.iter().all(|reading| serde_json::to_string(reading).unwrap() == withheld));
        }
    }
}

#[test]
fn spans_of_managers_are_read_only_through_the_plan() {
    let evidence = evidence();
    let metric = MetricId::new("survey.leadership_experimentation").unwrap();
    let spans: Vec<&Entity> = evidence.entities(&metric).filter(|e| matches!(e, Entity::Span(_))).collect();
    assert!(spans.len() >= 8, "{spans:?}");
    let payments = series(&evidence, metric.as_str(), &team("payments"));
    let span = series(&evidence, metric.as_str(), &Entity::Span(PersonId::new("p-payments-mgr").unwrap()));
    assert_eq!(payments, span, "the manager of one team");
    assert!(payments.iter().any(|reading| reading.value().is_some()));
}

#[test]
fn every_metric_of_the_evidence_is_in_the_catalog_with_its_unit() {
    for finding in evidence().findings() {
        let spec = METRICS.iter().find(|spec| spec.id == finding.metric.as_str()).unwrap();
        assert!(finding.reading.value().is_none_or(|value| value.unit() == spec.unit), "{}", spec.id);
    }
}

#[test]
fn nothing_depends_on_threads() {
    let (answers, waves, spans) = organisation();
    let with = |threads| {
        let setting = setting().with_spans(spans.clone()).with_threads(NonZeroUsize::new(threads).unwrap());
        format!("{:?}", score(&answers, &waves, &Instrument::built_in(), &setting).unwrap())
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn the_reversed_item_is_not_suspected() {
    for wave in scored().waves() {
        assert!(wave.suspects.is_empty() && wave.reliability.len() == 1);
    }
}

fn wave(id: &str, day: u32, version: u32) -> SurveyWave {
    let date = |day| thalweg_model::NaiveDate::from_ymd_opt(2026, 5, day).unwrap();
    SurveyWave {
        id: WaveId::new(id).unwrap(),
        instrument: "leadership-experimentation".parse().unwrap(),
        version,
        opened: date(day),
        closed: date(day + 1),
        invited: BTreeMap::from([(GroupId::new("org/a").unwrap(), 8)]),
        responded: BTreeMap::new(),
    }
}

/// `people` respondents of team a who all give `value` to every item.
fn alike(wave: &str, people: usize, value: i32) -> Answers {
    let pulse = Instrument::leadership_experimentation();
    let mut answers = Answers::default();
    for who in 0..people {
        let mut sheet = sheet(wave, &format!("r{who}"), "org/a");
        sheet.answers = pulse.items().iter().map(|item| (item.id.clone(), Answer::Value(value))).collect();
        answers.insert(sheet).unwrap();
    }
    answers
}

fn organisation_reading(answers: &Answers, waves: &[SurveyWave]) -> thalweg_survey::ConstructScore {
    let scored = score(answers, waves, &[Instrument::leadership_experimentation()], &setting()).unwrap();
    scored.waves().last().unwrap().entities[&Entity::Organisation].constructs.values().next().unwrap().clone()
}

#[test]
fn an_empty_wave_has_no_data_and_one_respondent_is_withheld() {
    let empty = organisation_reading(&Answers::default(), &[wave("w", 1, 1)]);
    assert_eq!((empty.score.gap(), empty.favourable.gap()), (Some(Gap::NoData), Some(Gap::NoData)));
    let one = organisation_reading(&alike("w", 1, 5), &[wave("w", 1, 1)]);
    assert_eq!((one.score.gap(), one.favourable.gap()), (Some(Gap::Withheld), Some(Gap::Withheld)));
}

#[test]
fn answers_that_are_all_the_same_have_a_mean_and_no_alpha() {
    let found = organisation_reading(&alike("w", 12, 4), &[wave("w", 1, 1)]);
    assert_eq!(found.score.value().unwrap().value(), 4.0);
    let share = found.favourable.value().unwrap().value();
    assert!(share > 0.0 && share < 0.1, "nobody is favourable, and that is not said: {share}");
    let scored = score(
        &alike("w", 12, 4),
        &[wave("w", 1, 1)],
        &[Instrument::leadership_experimentation()],
        &setting(),
    )
    .unwrap();
    assert!(scored.waves()[0].reliability.is_empty());
}

#[test]
fn answers_that_are_all_missing_leave_no_number() {
    let mut answers = Answers::default();
    for who in 0..9 {
        let mut sheet = sheet("w", &format!("r{who}"), "org/a");
        sheet.answers.insert("time_for_trying".parse().unwrap(), Answer::Absent(Absence::PreferNotToSay));
        answers.insert(sheet).unwrap();
    }
    let found = organisation_reading(&answers, &[wave("w", 1, 1)]);
    assert!(found.score.value().is_none() && found.favourable.value().is_none());
}

#[test]
fn values_outside_the_scale_and_unknown_items_are_named_once_and_not_counted() {
    let mut answers = Answers::default();
    for who in 0..9 {
        let mut sheet = sheet("w", &format!("r{who}"), "org/a");
        let pulse = Instrument::leadership_experimentation();
        sheet.answers = pulse.items().iter().map(|item| (item.id.clone(), Answer::Value(6))).collect();
        sheet.answers.insert("time_for_trying".parse().unwrap(), Answer::Value(i32::MAX));
        sheet.answers.insert("time_for_tryin".parse().unwrap(), Answer::Value(1));
        answers.insert(sheet).unwrap();
    }
    let scored =
        score(&answers, &[wave("w", 1, 1)], &[Instrument::leadership_experimentation()], &setting()).unwrap();
    let said: Vec<String> = scored.refused().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.iter().any(|s| s.contains("item `time_for_trying`: an answer lies outside the scale")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|s| s.contains("`time_for_tryin`") && s.contains("did you mean `time_for_trying`?"))
    );
}

#[test]
fn waves_without_instrument_or_days_are_refused_all_at_once() {
    let mut backwards = wave("x", 9, 1);
    backwards.closed = backwards.opened.pred_opt().unwrap();
    let waves = [wave("w", 1, 7), wave("w", 3, 1), backwards];
    let problems = score(&Answers::default(), &waves, &Instrument::built_in(), &setting()).unwrap_err();
    assert!(
        matches!(
            problems.all(),
            [
                SurveyError::UnknownInstrument { version: 7, .. },
                SurveyError::Twice { .. },
                SurveyError::BadWave { .. }
            ]
        ),
        "{problems}"
    );
}

#[test]
fn a_group_at_two_places_within_a_wave_is_refused() {
    let mut answers = alike("w", 8, 5);
    answers.insert(sheet_with("w", "late", "org/unit/a", 5)).unwrap();
    let problems = score(&answers, &[wave("w", 1, 1)], &Instrument::built_in(), &setting()).unwrap_err();
    assert!(problems.to_string().contains("team:a"), "{problems}");
}

fn sheet_with(wave: &str, who: &str, group: &str, value: i32) -> AnswerSheet {
    let mut sheet = sheet(wave, who, group);
    let pulse = Instrument::leadership_experimentation();
    sheet.answers = pulse.items().iter().map(|item| (item.id.clone(), Answer::Value(value))).collect();
    sheet
}

#[test]
fn managers_in_a_circle_are_refused() {
    let person = |id: &str, manager: &str| -> Person {
        serde_json::from_str(&format!(r#"{{"id":"{id}","role":"manager","manager":"{manager}"}}"#)).unwrap()
    };
    let team: Team = serde_json::from_str(r#"{"id":"a","manager":"p1"}"#).unwrap();
    let records = Records {
        people: vec![person("p1", "p2"), person("p2", "p1")],
        teams: vec![team],
        ..Records::default()
    };
    let problems = Spans::of_records(&records).unwrap_err();
    assert!(matches!(problems.all(), [SurveyError::Cycle { .. }]), "{problems}");
}

#[test]
fn versions_that_are_not_declared_comparable_have_no_change() {
    let text = |version: &str, extra: &str| {
        let file = Instrument::built_in_files()
            .iter()
            .find(|f| f.contains("id = \"leadership-experimentation\""))
            .unwrap();
        Instrument::from_toml(&file.replace("version = 1\n", &format!("version = {version}\n{extra}")))
            .unwrap()
    };
    let waves = [wave("v", 1, 1), wave("w", 5, 2)];
    let mut answers = alike("v", 8, 3);
    for who in 0..8 {
        answers.insert(sheet_with("w", &format!("r{who}"), "org/a", 7)).unwrap();
    }
    let change = |second: Instrument| {
        let scored = score(&answers, &waves, &[text("1", ""), second], &setting()).unwrap();
        let found = &scored.waves()[1].entities[&Entity::Organisation].constructs;
        found.values().next().unwrap().change.clone().unwrap()
    };
    let refused = change(text("2", ""));
    assert_eq!(
        (refused.verdict, refused.reading.gap()),
        (Some(ChangeVerdict::NotComparable), Some(Gap::Undefined))
    );
    let allowed = change(text("2", "comparable_with = [\"leadership-experimentation@1\"]\n"));
    assert!(allowed.reading.value().is_some() && allowed.verdict != Some(ChangeVerdict::NotComparable));
}

#[test]
fn a_policy_that_asks_for_more_shows_less() {
    let (answers, waves, _) = organisation();
    let shown = |policy: Confidentiality| {
        let scored =
            score(&answers, &waves, &Instrument::built_in(), &setting().with_confidentiality(policy))
                .unwrap();
        let entities = scored.waves().iter().flat_map(|wave| wave.entities.values());
        entities.filter(|e| e.constructs.values().all(|c| c.score.value().is_some())).count()
    };
    let strict = Confidentiality::default().with_margin(3).unwrap();
    assert!(shown(strict) < shown(Confidentiality::default()));
}

#[test]
fn debug_output_holds_nothing_of_a_small_group() {
    let scored = score(&alike("w", 3, 6), &[wave("w", 1, 1)], &Instrument::built_in(), &setting()).unwrap();
    let said = format!("{scored:?}");
    assert!(!said.contains("n: 3") && !said.contains("6.0"), "{said}");
}

/// Psychological safety, trust and autonomy with a manager leave only through a release plan (survey.md section 3).
#[test]
fn what_people_say_of_their_manager_needs_enough_of_them() {
    let climate =
        Instrument::built_in().into_iter().find(|i| i.edition().id.as_str() == "manager-climate").unwrap();
    let mut answers = Answers::default();
    let sizes = [("a", 7), ("b", 6), ("c", 6), ("d", 2), ("e", 4)];
    for (team, size) in sizes {
        for who in 0..size {
            let mut sheet = sheet("w", &format!("{team}{who}"), &format!("org/{team}"));
            sheet.answers =
                climate.items().iter().map(|item| (item.id.clone(), Answer::Value(3 + who % 3))).collect();
            answers.insert(sheet).unwrap();
        }
    }
    let manager = |id: &str| PersonId::new(id).unwrap();
    let teams = |ids: &[&str]| ids.iter().map(|id| TeamId::new(id).unwrap()).collect();
    let spans = Spans::new(BTreeMap::from([
        (manager("m-a"), teams(&["a"])),
        (manager("m-bc"), teams(&["b", "c"])),
        (manager("m-d"), teams(&["d"])),
    ]));
    let mut asked = wave("w", 1, 1);
    asked.instrument = climate.edition().id.clone();
    let scored = score(&answers, &[asked], &[climate], &setting().with_spans(spans)).unwrap();
    let of = |id: &str| &scored.waves()[0].entities[&Entity::Span(manager(id))].constructs;
    for construct in ["psychological_safety", "trust", "autonomy"] {
        assert!(of("m-bc")[construct].score.value().is_some(), "{construct} of twelve people");
        assert_eq!(of("m-d")[construct].score.gap(), Some(Gap::Withheld), "{construct} of two people");
        assert_eq!(of("m-d")[construct].favourable.gap(), Some(Gap::Withheld));
    }
}

/// A change is the difference of two published shares: where one of them is hidden, it is hidden.
#[test]
fn a_change_with_a_hidden_end_is_withheld() {
    let waves = [wave("v", 1, 1), wave("w", 5, 1)];
    let mut answers = Answers::default();
    for (id, small) in [("v", 3), ("w", 9)] {
        for (team, size) in [("a", 9), ("b", 9), ("c", small)] {
            for who in 0..size {
                answers
                    .insert(sheet_with(id, &format!("{team}{who}"), &format!("org/{team}"), 1 + who % 7))
                    .unwrap();
            }
        }
    }
    let scored = score(&answers, &waves, &[Instrument::leadership_experimentation()], &setting()).unwrap();
    let of = |wave: usize, entity: &Entity| {
        scored.waves()[wave].entities[entity].constructs.values().next().unwrap().clone()
    };
    let grown = team("c");
    assert_eq!(of(0, &grown).score.gap(), Some(Gap::Withheld));
    assert!(of(1, &grown).score.value().is_some());
    let change = of(1, &grown).change.unwrap();
    assert_eq!((change.reading, change.verdict, change.response_bounds), (Reading::withheld(), None, None));
    assert!(of(1, &Entity::Organisation).change.unwrap().reading.value().is_some());
}

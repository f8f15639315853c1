//! What `score` adds on request (survey.md section 2): the whole without careless sheets, with weights, and drivers; each only
//! as far as a release plan lets it out (section 3).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a test may stop where its data is not what it wrote"
)]

use std::collections::BTreeMap;

use thalweg_model::answer::{Answer, AnswerSheet, Answers, GroupPath, Respondent};
use thalweg_model::record::SurveyWave;
use thalweg_model::{ConstructId, Entity, Gap, GroupId, NaiveDate, Reading, TeamId, Tz, WaveId};
use thalweg_survey::careless::CarelessRules;
use thalweg_survey::confidentiality::{Confidentiality, Ledger, Level};
use thalweg_survey::drivers::{Sharing, drivers_of};
use thalweg_survey::{Columns, Instrument, NotEstimable, ScoredWave, Setting, Spans, score, score_with};

const CONSTRUCT: &str = "leadership_experimentation";

fn sheet(team: &str, who: u8, instrument: &Instrument, answers: impl Fn(usize) -> i32) -> AnswerSheet {
    let mut hash = [who; 16];
    hash[0] = team.as_bytes()[0];
    let groups = ["org", team].map(|it| GroupId::new(it).unwrap());
    let items = instrument.items().iter().enumerate();
    AnswerSheet {
        wave: WaveId::new("w").unwrap(),
        respondent: Respondent::of_hash(hash),
        group: GroupPath::new(groups.to_vec()).unwrap(),
        answers: items.map(|(at, item)| (item.id.clone(), Answer::Value(answers(at)))).collect(),
    }
}

fn wave(instrument: &Instrument, invited: &[(&str, u32)]) -> SurveyWave {
    let day = |day| NaiveDate::from_ymd_opt(2026, 9, day).unwrap();
    let invited = invited.iter().map(|(path, count)| (GroupId::new(*path).unwrap(), *count));
    SurveyWave {
        id: WaveId::new("w").unwrap(),
        instrument: instrument.edition().id.clone(),
        version: instrument.edition().version,
        opened: day(1),
        closed: day(4),
        invited: invited.collect(),
        responded: BTreeMap::new(),
    }
}

/// Twenty-four people in each of three teams whose answers go up and down, of whom so many in the last give one answer throughout.
fn with_straight_lines(lines: u8, pulse: &Instrument) -> Answers {
    let mut answers = Answers::default();
    for team in ["a", "b", "c"] {
        for who in 0..24 {
            let straight = team == "c" && who < lines;
            let low = 3 + i32::from(who) % 3;
            let given = |at: usize| if straight { 7 } else { low + i32::from(at.is_multiple_of(2)) };
            answers.insert(sheet(team, who, pulse, given)).unwrap();
        }
    }
    answers
}

fn scored(answers: &Answers, waves: &[SurveyWave], instrument: &Instrument, setting: &Setting) -> ScoredWave {
    score(answers, waves, std::slice::from_ref(instrument), setting).unwrap().waves()[0].clone()
}

fn value(reading: &Reading) -> f64 {
    reading.value().unwrap_or_else(|| panic!("{reading:?}")).value()
}

#[test]
fn careless_sheets_are_left_out_of_a_second_look_and_of_nothing_else() {
    let pulse = Instrument::leadership_experimentation();
    let answers = with_straight_lines(12, &pulse);
    let plain = scored(&answers, &[wave(&pulse, &[])], &pulse, &Setting::new(Tz::UTC));
    assert!(plain.careless.is_none(), "only where it is asked for");
    let setting = Setting::new(Tz::UTC).with_careless_rules(CarelessRules::default());
    let looked = scored(&answers, &[wave(&pulse, &[])], &pulse, &setting);
    assert_eq!(plain.entities, looked.entities, "the scores keep every sheet");
    let without = looked.careless.unwrap();
    assert_eq!(without.flagged.value(), Some(&12));
    let mut left = Answers::default();
    answers
        .of_wave(&WaveId::new("w").unwrap())
        .filter(|it| it.answers.values().any(|a| *a != Answer::Value(7)))
        .for_each(|it| left.insert(it.clone()).unwrap());
    let anew = scored(&left, &[wave(&pulse, &[])], &pulse, &Setting::new(Tz::UTC));
    let expected = value(&anew.entities[&Entity::Organisation].constructs[CONSTRUCT].score);
    assert!((value(&without.scores[CONSTRUCT]) - expected).abs() < 1e-12);
    assert_eq!(without.reliability, anew.reliability);
    let six =
        scored(&with_straight_lines(6, &pulse), &[wave(&pulse, &[])], &pulse, &setting).careless.unwrap();
    assert!(
        six.scores[CONSTRUCT].value().is_some() && six.reliability.is_empty(),
        "a mean of six, and no spread"
    );
}

/// Two sheets: with and without them, a reader would subtract what the two answered.
#[test]
fn a_few_careless_sheets_are_not_told() {
    let pulse = Instrument::leadership_experimentation();
    let setting = Setting::new(Tz::UTC).with_careless_rules(CarelessRules::default());
    for lines in [1, 2, 4] {
        let looked = scored(&with_straight_lines(lines, &pulse), &[wave(&pulse, &[])], &pulse, &setting);
        let without = looked.careless.unwrap();
        assert!(without.flagged.is_withheld() && without.reliability.is_empty());
        assert_eq!(without.scores[CONSTRUCT].gap(), Some(Gap::Withheld));
        assert!(looked.entities[&Entity::Organisation].constructs[CONSTRUCT].score.value().is_some());
    }
    let none = scored(&with_straight_lines(0, &pulse), &[wave(&pulse, &[])], &pulse, &setting);
    assert_eq!(none.careless.unwrap().flagged.value(), Some(&0));
}

/// The second look is entered in the ledger, so that asking again gives the same and what follows is held against it.
#[test]
fn the_second_look_is_entered() {
    let pulse = Instrument::leadership_experimentation();
    let answers = with_straight_lines(6, &pulse);
    let setting = Setting::new(Tz::UTC).with_careless_rules(CarelessRules::default());
    let mut ledger = Ledger::default();
    let mut look = || {
        let instruments = std::slice::from_ref(&pulse);
        let scored = score_with(&mut ledger, &answers, &[wave(&pulse, &[])], instruments, &setting).unwrap();
        (scored.waves()[0].careless.clone(), ledger.len())
    };
    let (first, second) = (look(), look());
    assert_eq!(first, second);
    assert_eq!(first.1, 5, "the whole, three teams, and the whole without the flagged");
}

/// One careless sheet in each of thirty teams of sixty, and managers of three teams each: no team can be told from the whole
/// without them, so the second look is shown, and proven.
#[test]
fn a_second_look_at_many_teams_is_proven() {
    let pulse = Instrument::leadership_experimentation();
    let mut answers = Answers::default();
    let name = |team: usize| format!("{}{team}", char::from(b'A' + team as u8));
    for team in 0..60 {
        for who in 0..12 {
            let straight = who == 0 && team < 30;
            let low = 3 + i32::from(who) % 3;
            let given = |at: usize| if straight { 7 } else { low + i32::from(at.is_multiple_of(2)) };
            answers.insert(sheet(&name(team), who, &pulse, given)).unwrap();
        }
    }
    let span = |at: usize| {
        let teams = (3 * at..3 * at + 3).map(|team| TeamId::new(name(team)).unwrap());
        (thalweg_model::PersonId::new(format!("m{at}")).unwrap(), teams.collect())
    };
    let setting = Setting::new(Tz::UTC)
        .with_careless_rules(CarelessRules::default())
        .with_spans(Spans::new((0..20).map(span).collect()));
    let found = scored(&answers, &[wave(&pulse, &[])], &pulse, &setting);
    assert_eq!(found.level, Some(Level::Exact));
    let without = found.careless.unwrap();
    assert_eq!(without.flagged.value(), Some(&30));
    assert!(without.scores[CONSTRUCT].value().is_some() && without.reliability.len() == 1);
}

/// survey.md section 2, weights: each team as heavy as those invited, checked by hand.
#[test]
fn weights_make_those_who_answered_look_like_those_invited() {
    let pulse = Instrument::leadership_experimentation();
    let mut answers = Answers::default();
    for (team, points) in [("a", 6), ("b", 3)] {
        for who in 0..10 {
            // The reversed item turns: 8 − (8 − points) = points.
            let reversed = |at: usize| pulse.items()[at].key == thalweg_survey::Key::Reversed;
            answers
                .insert(sheet(team, who, &pulse, |at| if reversed(at) { 8 - points } else { points }))
                .unwrap();
        }
    }
    let record = wave(&pulse, &[("org/a", 40), ("org/b", 10)]);
    let scored_with = |setting: Setting| scored(&answers, std::slice::from_ref(&record), &pulse, &setting);
    assert!(scored_with(Setting::new(Tz::UTC)).weighted.is_none());
    let wave_scored = scored_with(Setting::new(Tz::UTC).with_weights_up_to(10.0));
    let plain = value(&wave_scored.entities[&Entity::Organisation].constructs[CONSTRUCT].score);
    let weighted = wave_scored.weighted.unwrap().scores[CONSTRUCT].clone();
    assert!((plain - 4.5).abs() < 1e-12);
    assert!((value(&weighted.score) - (40.0 * 6.0 + 10.0 * 3.0) / 50.0).abs() < 1e-12);
    // Ten of weight 4 and ten of weight 1: 20·(160 + 10)/50².
    assert!((weighted.design_effect.unwrap() - 1.36).abs() < 1e-12);
    // At most 1.2 times the median of 2.5: three for the heavy, two for the light.
    let trimmed = scored_with(Setting::new(Tz::UTC).with_weights_up_to(1.2)).weighted.unwrap();
    assert!((value(&trimmed.scores[CONSTRUCT].score) - (30.0 * 6.0 + 20.0 * 3.0) / 50.0).abs() < 1e-9);
}

/// Teams that are hidden count as one part: nothing of them alone goes into the weighted mean.
#[test]
fn hidden_teams_weigh_as_one() {
    let pulse = Instrument::leadership_experimentation();
    let with = |c: i32, d: i32| {
        let mut answers = Answers::default();
        for (team, size, points) in [("a", 9, 4), ("c", 3, c), ("d", 3, d)] {
            for who in 0..size {
                answers.insert(sheet(team, who, &pulse, |_| points)).unwrap();
            }
        }
        let record = wave(&pulse, &[("org/a", 20), ("org/c", 30), ("org/d", 5)]);
        scored(&answers, &[record], &pulse, &Setting::new(Tz::UTC).with_weights_up_to(20.0)).weighted
    };
    assert_eq!(with(2, 6), with(6, 2), "c and d are hidden, and alike heavy");
    assert_ne!(with(2, 6), with(6, 6));
    assert!(with(2, 6).is_some_and(|it| it.scores[CONSTRUCT].score.value().is_some()));
}

#[test]
fn a_team_invited_of_which_nobody_answered_leaves_no_weighted_mean() {
    let pulse = Instrument::leadership_experimentation();
    let mut answers = Answers::default();
    (0..9).for_each(|who| answers.insert(sheet("a", who, &pulse, |_| 5)).unwrap());
    let record = wave(&pulse, &[("org/a", 20), ("org/silent", 30)]);
    let found = scored(&answers, &[record], &pulse, &Setting::new(Tz::UTC).with_weights_up_to(20.0));
    let weighted = found.weighted.unwrap().scores[CONSTRUCT].clone();
    assert_eq!((weighted.score.gap(), weighted.design_effect), (Some(Gap::Undefined), None));
}

fn climate() -> Instrument {
    Instrument::built_in().into_iter().find(|it| it.edition().id.as_str() == "manager-climate").unwrap()
}

#[test]
fn drivers_are_those_of_the_scores_and_only_where_spreads_are_shown() {
    let climate = climate();
    let given =
        |who: u8, at: usize| 1 + ((usize::from(who) * 7 + usize::from(who) * at * 3 + at * at) % 7) as i32;
    let answers = |people: u8| {
        let mut answers = Answers::default();
        (0..people).for_each(|who| answers.insert(sheet("a", who, &climate, |at| given(who, at))).unwrap());
        answers
    };
    let trust = || ConstructId::new("trust").unwrap();
    let of = |people, setting: Setting| {
        scored(&answers(people), &[wave(&climate, &[])], &climate, &setting).drivers
    };
    assert!(of(40, Setting::new(Tz::UTC)).is_none());
    let asked = || Setting::new(Tz::UTC).with_drivers_of(trust());
    let found = of(40, asked()).unwrap();
    let codes = (0..climate.items().len()).map(|at| (0..40).map(|who| given(who, at) as u8).collect());
    let columns = Columns::from_codes(&climate, vec![0; 40], codes.collect()).unwrap();
    let names: Vec<&str> = found.predictors.iter().map(ConstructId::as_str).collect();
    assert!(names.len() == 2 && !names.contains(&"trust"), "{names:?}");
    assert_eq!(found.found, drivers_of(&columns, "trust", &names, Sharing::AllOrders));
    let r_squared = found.found.unwrap().r_squared;
    assert!(r_squared > 0.0 && r_squared < 1.0);
    assert_eq!(of(15, asked()).unwrap().found, Err(NotEstimable::TooFewRespondents), "ten a predictor");
    assert!(of(9, asked()).is_none(), "no spreads of nine people");
    let unknown = Setting::new(Tz::UTC).with_drivers_of(ConstructId::new("luck").unwrap());
    assert!(of(40, unknown).is_none());
}

/// A span that is just a team is that team: no slice that crosses anything, so nothing is coarsened for it.
#[test]
fn a_span_of_one_team_is_the_team() {
    let pulse = Instrument::leadership_experimentation();
    let mut answers = Answers::default();
    for (team, size) in [("a", 9), ("b", 7), ("c", 3), ("d", 3)] {
        (0..size).for_each(|who| answers.insert(sheet(team, who, &pulse, |at| 3 + (at % 3) as i32)).unwrap());
    }
    let person = |id: &str| thalweg_model::PersonId::new(id).unwrap();
    let span = |team: &str| (person(&format!("m-{team}")), [TeamId::new(team).unwrap()].into());
    let spans = Spans::new(["a", "b", "c", "d"].map(span).into());
    let policy = Confidentiality::default().with_level(Level::AtomK);
    let setting = Setting::new(Tz::UTC).with_spans(spans).with_confidentiality(policy);
    let found = scored(&answers, &[wave(&pulse, &[])], &pulse, &setting);
    assert_eq!(found.level, Some(Level::Exact), "the lemma of nested groups decides, without a search");
    for team in ["a", "b", "c", "d"] {
        let of_team = &found.entities[&Entity::Team(TeamId::new(team).unwrap())];
        assert_eq!(
            &found.entities[&Entity::Span(person(&format!("m-{team}")))].constructs,
            &of_team.constructs
        );
        let shown = of_team.constructs[CONSTRUCT].score.value().is_some();
        assert_eq!(shown, matches!(team, "a" | "b"), "{team}");
    }
}

/// An item that was asked of nobody hides nobody's answers to the others; one that somebody answered does.
#[test]
fn an_item_that_nobody_answered_leaves_nobody_incomplete() {
    let pulse = Instrument::leadership_experimentation();
    let last = pulse.items().last().unwrap().id.clone();
    let shows = |answered: u8| {
        let mut answers = Answers::default();
        for who in 0..9 {
            let mut sheet = sheet("a", who, &pulse, |at| 3 + (at % 3) as i32);
            if who >= answered {
                sheet.answers.remove(&last);
            }
            answers.insert(sheet).unwrap();
        }
        let found = scored(&answers, &[wave(&pulse, &[])], &pulse, &Setting::new(Tz::UTC));
        found.entities[&Entity::Organisation].constructs[CONSTRUCT].score.value().is_some()
    };
    assert!(shows(9) && shows(0));
    assert!(!shows(1), "one person's answer would be the difference of two scores");
}

//! Scores: what leaves through readings, intervals, verdicts and messages tells nothing of a hidden group.

use std::collections::BTreeMap;

use proptest::prelude::*;
use thalweg_model::answer::{Answer, AnswerSheet, Answers, GroupPath};
use thalweg_model::record::SurveyWave;
use thalweg_model::{
    Entity, Evidence, Gap, GroupId, ItemId, Method, NaiveDate, Reading, TeamId, Tz, WaveId, Window,
};
use thalweg_survey::{Instrument, Scored, Setting, score};

use crate::world::respondent;

/// By team, by person: a level of agreement that shapes all of a person's answers.
type Teams = Vec<Vec<i32>>;

fn instrument(id: &str) -> Instrument {
    Instrument::built_in().into_iter().find(|it| it.edition().id.as_str() == id).unwrap()
}

fn team(at: usize) -> Entity {
    Entity::Team(TeamId::new(format!("t{at}")).unwrap())
}

fn record(wave: usize, instrument: &Instrument, teams: &Teams) -> SurveyWave {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3 * wave as u32 + 3, day).unwrap();
    let invited = teams
        .iter()
        .enumerate()
        .map(|(t, team)| (GroupId::new(format!("org/t{t}")).unwrap(), team.len() as u32));
    SurveyWave {
        id: WaveId::new(format!("wave-{wave}")).unwrap(),
        instrument: instrument.edition().id.clone(),
        version: instrument.edition().version,
        opened: day(2),
        closed: day(13),
        invited: invited.collect(),
        responded: BTreeMap::new(),
    }
}

/// Everybody answers every item with their level, a little shifted from item to item.
fn add(answers: &mut Answers, wave: usize, instrument: &Instrument, teams: &Teams) {
    let everybody = teams.iter().enumerate().flat_map(|(t, team)| team.iter().map(move |level| (t, *level)));
    for (at, (t, level)) in everybody.enumerate() {
        let groups = vec![GroupId::new("org").unwrap(), GroupId::new(format!("t{t}")).unwrap()];
        let value = |(place, item): (usize, &thalweg_survey::Item)| {
            let shifted = level + (i32::try_from(place).unwrap() + level) % 3 - 1;
            let kept = if (0..=10).contains(&level) {
                shifted.clamp(item.scale.min(), item.scale.max())
            } else {
                level
            };
            (item.id.clone(), Answer::Value(kept))
        };
        let sheet = AnswerSheet {
            wave: WaveId::new(format!("wave-{wave}")).unwrap(),
            respondent: respondent(at),
            group: GroupPath::new(groups).unwrap(),
            answers: instrument.items().iter().enumerate().map(value).collect::<BTreeMap<ItemId, Answer>>(),
        };
        answers.insert(sheet).unwrap();
    }
}

fn scored(instrument: &Instrument, waves: &[Teams]) -> Scored {
    let mut answers = Answers::default();
    waves.iter().enumerate().for_each(|(at, teams)| add(&mut answers, at, instrument, teams));
    let records: Vec<SurveyWave> =
        waves.iter().enumerate().map(|(at, teams)| record(at, instrument, teams)).collect();
    score(&answers, &records, std::slice::from_ref(instrument), &Setting::new(Tz::UTC)).unwrap()
}

/// Everything that scoring gives, byte for byte, but for what is said of all respondents' items together.
fn report(scored: &Scored) -> String {
    let waves = scored.waves().iter().map(|it| format!("{:?}\n", it.entities)).collect::<String>();
    let month = Window::month(2026, 9, Tz::UTC).unwrap();
    let evidence = scored.clone().into_evidence(Evidence::new(month, month.end()));
    let findings =
        evidence.findings().map(|it| serde_json::to_string(&it).unwrap() + "\n").collect::<String>();
    let refused = scored.refused().map(|it| format!("{it}\n")).collect::<String>();
    waves + &findings + &refused
}

fn hidden(scored: &Scored, wave: usize, teams: usize) -> Vec<usize> {
    let entities = &scored.waves()[wave].entities;
    let is_hidden = |t: &usize| {
        entities
            .get(&team(*t))
            .is_some_and(|it| it.constructs.values().all(|it| it.score.gap() == Some(Gap::Withheld)))
    };
    (0..teams).filter(is_hidden).collect()
}

/// The people of some teams change places; whoever is not in those teams stays.
fn turned(teams: &Teams, among: &[usize], by: usize) -> Teams {
    let mut levels: Vec<i32> = among.iter().flat_map(|t| teams[*t].clone()).collect();
    let most = levels.len().max(1);
    levels.rotate_left(by % most);
    let mut levels = levels.into_iter();
    let mut turned = teams.clone();
    for t in among {
        turned[*t].iter_mut().for_each(|level| *level = levels.next().unwrap());
    }
    turned
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// survey.md section 3: which hidden person said what shapes no reading, no interval, no verdict and no message.
    #[test]
    fn hidden_teams_shape_no_number(
        first in prop::collection::vec(prop::collection::vec(1..=7_i32, 1..11), 6..11),
        second in prop::collection::vec(prop::collection::vec(1..=7_i32, 1..11), 6..11),
        by in 1..20_usize,
    ) {
        let pulse = instrument("leadership-experimentation");
        let before = scored(&pulse, &[first.clone(), second.clone()]);
        let turn = |at: usize, teams: &Teams| turned(teams, &hidden(&before, at, teams.len()), by);
        let after = scored(&pulse, &[turn(0, &first), turn(1, &second)]);
        prop_assert_eq!(report(&before), report(&after));
    }
}

/// The error by teams takes the hidden teams as one: two small ones would follow from their sum and their squares.
#[test]
fn an_error_by_teams_is_made_of_what_is_shown() {
    let pulse = instrument("leadership-experimentation");
    let shown = [vec![2, 3, 4, 5, 6, 2, 3], vec![5, 5, 6, 6, 7, 7], vec![3, 4, 4, 4, 5], vec![6, 2, 6, 2, 6]];
    let with = |small: [Vec<i32>; 2]| {
        let teams: Teams = shown.iter().cloned().chain(small).collect();
        scored(&pulse, &[teams.clone(), teams])
    };
    let (apart, alike) = (with([vec![1, 1], vec![7, 7, 7, 7]]), with([vec![7, 7], vec![1, 1, 7, 7]]));
    assert_eq!(hidden(&apart, 0, 6), [4, 5]);
    let whole = &apart.waves()[1].entities[&Entity::Organisation];
    let construct = whole.constructs.values().next().unwrap();
    assert_eq!(construct.score.interval().unwrap().method, Method::ClusterRobust);
    assert_eq!(report(&apart), report(&alike));
}

/// An answer outside its scale is none, for the plan as for the score: five minus one are four.
#[test]
fn an_answer_that_does_not_count_protects_nobody() {
    let pulse = instrument("leadership-experimentation");
    let found = scored(&pulse, &[vec![vec![4, 4, 5, 5, 6, 6], vec![3, 4, 5, 6, 99]]]);
    for (entity, scores) in &found.waves()[0].entities {
        for scores in scores.constructs.values() {
            let n = scores.score.basis().n;
            assert!(n == 0 || n >= 5, "{entity} shows {n}");
        }
    }
}

/// A balance of 100 would tell everybody's answer.
#[test]
fn a_balance_never_says_everybody() {
    let recommend = instrument("recommend");
    for level in [0, 10] {
        let found = scored(&recommend, &[vec![vec![level; 8]]]);
        let whole = &found.waves()[0].entities[&Entity::Organisation];
        for scores in whole.constructs.values() {
            let value = scores.score.value().unwrap().value().abs();
            assert!(value <= 87.5, "{value}");
        }
    }
}

/// Whatever is withheld is the same bytes everywhere.
#[test]
fn withheld_is_one_word() {
    let pulse = instrument("leadership-experimentation");
    let found =
        scored(&pulse, &[vec![vec![4; 9], vec![5; 8], vec![1]], vec![vec![4; 9], vec![5; 3], vec![1; 2]]]);
    let mut words = std::collections::BTreeSet::new();
    for wave in found.waves() {
        for scores in wave.entities.values().flat_map(|it| it.constructs.values()) {
            let change = scores.change.as_ref().map(|it| &it.reading);
            let readings = [Some(&scores.score), Some(&scores.favourable), change];
            let withheld = |it: &&Reading| it.gap() == Some(Gap::Withheld);
            words.extend(
                readings.into_iter().flatten().filter(withheld).map(|it| serde_json::to_string(it).unwrap()),
            );
        }
    }
    assert_eq!(words.len(), 1, "{words:?}");
}

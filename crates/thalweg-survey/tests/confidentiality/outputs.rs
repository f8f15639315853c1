//! What leaves: suppressed answers shape nothing, and nothing else tells of a small group.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use proptest::prelude::*;
use thalweg_model::answer::{Absence, Answer, AnswerSheet, Answers, GroupPath, Respondent};
use thalweg_model::{Entity, GroupId, ItemId, TeamId, WaveId};
use thalweg_survey::confidentiality::{
    Answered, Belonging, CappedShare, Census, Confidentiality, Group, Hierarchy, Ledger, NestedPlan,
    ReleasePlan, Rounding, Statistic, response_rates,
};

use crate::world::{item, respondent, wave};

/// One team's answers: a value by person, or none.
type Teams = Vec<Vec<i32>>;

fn answers(teams: &Teams) -> Answers {
    let mut answers = Answers::default();
    let path = |at: usize| {
        GroupPath::new(vec![GroupId::new("org").unwrap(), GroupId::new(format!("t{at}")).unwrap()]).unwrap()
    };
    let everybody = teams.iter().enumerate().flat_map(|(t, team)| team.iter().map(move |value| (t, *value)));
    for (at, (t, value)) in everybody.enumerate() {
        let answers_of = BTreeMap::from([(item(0), Answer::Value(value))]);
        let sheet =
            AnswerSheet { wave: wave(0), respondent: respondent(at), group: path(t), answers: answers_of };
        answers.insert(sheet).unwrap();
    }
    answers
}

fn values(answers: &Answers) -> BTreeMap<Respondent, i32> {
    let value = |sheet: &AnswerSheet| sheet.answers[&item(0)].value().unwrap();
    answers.of_wave(&wave(0)).map(|sheet| (sheet.respondent, value(sheet))).collect()
}

fn plan(answers: &Answers) -> ReleasePlan {
    let census = Census::of_wave(
        answers,
        &wave(0),
        &BTreeSet::from([item(0)]),
        |_, _| true,
        |sheet| Belonging::of(&sheet.group),
    );
    Ledger::default().release(&census, &Confidentiality::default()).unwrap()
}

fn mean(members: &BTreeSet<Respondent>, values: &BTreeMap<Respondent, i32>) -> Option<f64> {
    let sum: i32 = members.iter().map(|it| values[it]).sum();
    Rounding::default().apply(f64::from(sum) / members.len() as f64)
}

fn favourable(members: &BTreeSet<Respondent>, values: &BTreeMap<Respondent, i32>) -> Option<CappedShare> {
    CappedShare::of(members.iter().filter(|it| values[*it] >= 6).count() as u64, members.len() as u64)
}

/// Everything that a report of these teams could show, byte for byte.
fn report(answers: &Answers, teams: usize) -> String {
    let (plan, values) = (plan(answers), values(answers));
    let mut out = format!("{plan:?} {:?}\n", plan.level(Statistic::Means));
    let entities = (0..teams).map(|at| Entity::Team(TeamId::new(format!("t{at}")).unwrap()));
    for entity in entities.chain([Entity::Organisation]) {
        let members = || plan.members(&entity).unwrap();
        let mean_of = plan.release(Statistic::Means, &entity, || mean(members(), &values));
        let share = plan.release(Statistic::Means, &entity, || favourable(members(), &values));
        let spread = plan.release(Statistic::Spreads, &entity, || {
            (members().iter().map(|it| values[it]).min(), members().iter().map(|it| values[it]).max())
        });
        let others = plan.release_others(&entity, |others| (others.len(), mean(others, &values)));
        let shown = |it: serde_json::Result<String>| it.unwrap();
        writeln!(
            out,
            "{entity} {} {} {} {}",
            shown(serde_json::to_string(&mean_of)),
            shown(serde_json::to_string(&share)),
            shown(serde_json::to_string(&spread)),
            shown(serde_json::to_string(&others))
        )
        .unwrap();
    }
    let certificate = plan.certificate(Statistic::Means).unwrap();
    out + &serde_json::to_string(certificate).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// survey.md section 3: changing suppressed answers leaves every output byte-identical. Hidden members of one residual
    /// are published as one sum, so their answers are changed by changing hands.
    #[test]
    fn suppressed_answers_shape_nothing(
        teams in prop::collection::vec(prop::collection::vec(1..=7_i32, 1..14), 1..7),
        turn in any::<prop::sample::Index>(),
    ) {
        let before = answers(&teams);
        let plan = plan(&before);
        let hidden: Vec<(usize, usize)> = teams.iter().enumerate()
            .filter(|(t, _)| !plan.shows(Statistic::Means, &Entity::Team(TeamId::new(format!("t{t}")).unwrap())))
            .flat_map(|(t, team)| (0..team.len()).map(move |at| (t, at)))
            .collect();
        let mut changed = teams.clone();
        if plan.shows(Statistic::Means, &Entity::Organisation) {
            let mut values: Vec<i32> = hidden.iter().map(|(t, at)| teams[*t][*at]).collect();
            if !values.is_empty() {
                let by = turn.index(values.len());
                values.rotate_left(by);
            }
            for ((t, at), value) in hidden.iter().zip(values) {
                changed[*t][*at] = value;
            }
        } else {
            // Nothing covers them: any other answer does.
            for (t, at) in hidden {
                changed[t][at] = 8 - changed[t][at];
            }
        }
        prop_assert_eq!(report(&before, teams.len()), report(&answers(&changed), teams.len()));
    }

    /// Decisions rest on membership only: with all answers changed the plan is the same.
    #[test]
    fn no_answer_shapes_the_plan(teams in prop::collection::vec(prop::collection::vec(1..=7_i32, 1..14), 1..7)) {
        let other: Teams = teams.iter().map(|team| team.iter().map(|it| 8 - it).collect()).collect();
        let (a, b) = (plan(&answers(&teams)), plan(&answers(&other)));
        prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
        prop_assert!(a.shown(Statistic::Means).eq(b.shown(Statistic::Means)));
    }

    /// Comments: the order in which they came, and who wrote which, leave no trace.
    #[test]
    fn comments_come_in_an_order_of_their_own(count in 0..30_usize, seed in any::<u64>()) {
        let texts: Vec<(Respondent, String)> = (0..count).map(|at| (respondent(at), format!("idea {}", at % 7))).collect();
        let mut turned: Vec<(Respondent, String)> =
            texts.iter().rev().zip(&texts).map(|(text, who)| (who.0, text.1.clone())).collect();
        turned.reverse();
        let mut census = Census::of_comments(wave(0), item(9));
        for (who, _) in &texts {
            census.add(*who, &Belonging { path: vec![Entity::Organisation], slices: vec![] }, &Answered::Every);
        }
        let plan = Ledger::default().release(&census, &Confidentiality::default()).unwrap();
        let shown = plan.comments(&Entity::Organisation, texts.clone(), seed);
        prop_assert_eq!(&shown, &plan.comments(&Entity::Organisation, turned, seed));
        prop_assert_eq!(shown.is_withheld(), count < 10);
        if let Some(shown) = shown.value() {
            let mut sorted = shown.clone();
            sorted.sort_unstable();
            let mut all: Vec<String> = texts.into_iter().map(|it| it.1).collect();
            all.sort_unstable();
            prop_assert_eq!(sorted, all);
        }
    }
}

/// No filter of comments below ten, kept or left out; strangers and blanks do not count.
#[test]
fn a_filter_of_comments_keeps_and_leaves_out_ten() {
    let mut census = Census::of_comments(wave(0), item(9));
    let place = Belonging { path: vec![Entity::Organisation], slices: vec![] };
    let texts: Vec<(Respondent, String)> = (0..25).map(|at| (respondent(at), format!("{at:02}"))).collect();
    for (who, _) in &texts {
        census.add(*who, &place, &Answered::Every);
    }
    let plan = Ledger::default().release(&census, &Confidentiality::default()).unwrap();
    let kept = |from: &str| {
        let from = from.to_owned();
        let shown =
            plan.comments_where(&Entity::Organisation, texts.clone(), 1, move |it| it >= from.as_str());
        shown.value().map(Vec::len)
    };
    assert_eq!(kept("00"), Some(25));
    assert_eq!(kept("05"), None, "five left out");
    assert_eq!(kept("10"), Some(15));
    assert_eq!(kept("15"), Some(10));
    assert_eq!(kept("16"), None, "nine kept");
    let strangers = (100..140).map(|at| (respondent(at), "hello".to_owned()));
    assert!(plan.comments(&Entity::Organisation, strangers, 1).is_withheld());
    let blanks =
        texts.iter().map(|it| (it.0, if it.1.as_str() < "16" { " ".to_owned() } else { it.1.clone() }));
    assert!(plan.comments(&Entity::Organisation, blanks, 1).is_withheld());
    // A plan of answers shows no comments, and one of comments no means.
    assert!(!plan.shows(Statistic::Means, &Entity::Organisation));
}

/// Nothing that prints tells a size, an answer or a respondent of what is hidden.
#[test]
fn nothing_prints_what_is_hidden() {
    let teams = vec![vec![7; 9], vec![6; 8], vec![3, 3]];
    let answers = answers(&teams);
    let census = Census::of_wave(
        &answers,
        &wave(0),
        &BTreeSet::from([item(0)]),
        |_, _| true,
        |sheet| Belonging::of(&sheet.group),
    );
    let mut ledger = Ledger::default();
    let plan = ledger.release(&census, &Confidentiality::default()).unwrap();
    let small = Entity::Team(TeamId::new("t2").unwrap());
    assert!(!plan.shows(Statistic::Means, &small));
    assert!(!format!("{plan:?}").contains("t2"));
    assert_eq!(format!("{census:?}"), "Census(of wave wave-0)");
    assert_eq!(format!("{ledger:?}"), "Ledger(2 entries)");
    let group = Group { entity: small, parent: None, complete: 2, partial: 0 };
    assert_eq!(format!("{group:?}"), "Group(team:t2)");
    assert_eq!(format!("{:?}", Answered::Only(BTreeSet::new())), "Answered(hidden)");
    assert_eq!(
        format!(
            "{:?}",
            NestedPlan::new(&Hierarchy::new([group]).unwrap(), Statistic::Means, &Confidentiality::default())
        ),
        "NestedPlan { certificate: Certificate { minimum: 5, residuals: [] } }"
    );
}

/// Absences are no answers: who gave only those takes no part.
#[test]
fn absences_take_no_part() {
    let mut answers = Answers::default();
    for at in 0..8 {
        let answer = if at < 4 { Answer::Absent(Absence::PreferNotToSay) } else { Answer::Value(5) };
        let sheet = AnswerSheet {
            wave: wave(0),
            respondent: respondent(at),
            group: GroupPath::new(vec![GroupId::new("org").unwrap()]).unwrap(),
            answers: BTreeMap::from([(item(0), answer)]),
        };
        answers.insert(sheet).unwrap();
    }
    assert!(!plan(&answers).shows(Statistic::Means, &Entity::Organisation), "four are not five");
}

/// survey.md section 3: response rates only where invited ≥ k, in steps of 5 %.
#[test]
fn response_rates_are_rounded_and_withheld() {
    let invited = BTreeMap::from([
        (GroupId::new("org/x/a").unwrap(), 11),
        (GroupId::new("org/x/b").unwrap(), 4),
        (GroupId::new("org/y").unwrap(), 6),
    ]);
    let hierarchy = Hierarchy::of_invited(&invited).unwrap();
    let team = |it: &str| Entity::Team(TeamId::new(it).unwrap());
    let responded = BTreeMap::from([
        (Entity::Organisation, 17),
        (Entity::Group(GroupId::new("org/x").unwrap()), 12),
        (team("a"), 9),
        (team("b"), 3),
        (team("y"), 7),
    ]);
    let rates = response_rates(&hierarchy, &responded, &Confidentiality::default());
    let text: Vec<String> = rates.iter().map(|it| format!("{} {}", it.0, it.1)).collect();
    // y has more responses than invitations; b is too small, and a or x has to keep it company.
    assert_eq!(
        text,
        ["organisation 80 %", "team:a withheld", "team:b withheld", "team:y withheld", "group:org/x 80 %"]
    );
    assert_eq!(serde_json::to_string(&rates[&Entity::Organisation]).unwrap(), r#"{"shown":0.8}"#);
}

/// Waves and items of other names do not get in each other's way.
#[test]
fn a_wave_without_answers_shows_nothing() {
    let census = Census::of_answers(WaveId::new("empty").unwrap(), [ItemId::new("x").unwrap()]);
    let plan = Ledger::default().release(&census, &Confidentiality::default()).unwrap();
    assert_eq!(plan.shown(Statistic::Means).count(), 0);
    assert!(plan.release(Statistic::Means, &Entity::Organisation, || 1).is_withheld());
}

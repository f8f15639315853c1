//! Nothing that prints, fails or serialises holds a number of a hidden group: sizes, sums and answers that stand nowhere else are
//! looked for in all of it.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::answer::{Answer, AnswerSheet, Answers, GroupPath};
use thalweg_model::record::SurveyWave;
use thalweg_model::{Entity, GroupId, ItemId, NaiveDate, TeamId, Tz};
use thalweg_survey::careless::{CarelessRules, Screening};
use thalweg_survey::confidentiality::{
    Belonging, Census, Confidentiality, Group, Hierarchy, Ledger, NestedPlan, Statistic, response_rates,
    verify,
};
use thalweg_survey::reliability::{Missing, alpha};
use thalweg_survey::{Columns, Instrument, ItemAnswers, Setting, Table, score_with};

use crate::world::{respondent, wave};

/// The size of the hidden team, and what its people answered where that is no answer of the scale.
struct Secret {
    size: usize,
    strange: i32,
    odd_item: &'static str,
}

fn team(name: &str) -> Entity {
    Entity::Team(TeamId::new(name).unwrap())
}

/// Two large teams and a small one. One of the small one gives an answer that its scale lacks, and one an unknown item.
fn answers(pulse: &Instrument, secret: &Secret) -> Answers {
    let mut answers = Answers::default();
    let sizes = [("large", 211), ("other", 223), ("small", secret.size)];
    let people = sizes.iter().flat_map(|(team, size)| (0..*size).map(move |at| (*team, at)));
    for (number, (team, at)) in people.enumerate() {
        let items = pulse.items().iter().enumerate();
        let value = |item: usize| 1 + i32::try_from((at * 5 + item * item + at * item) % 7).unwrap();
        let mut given: BTreeMap<ItemId, Answer> =
            items.map(|(item, of)| (of.id.clone(), Answer::Value(value(item)))).collect();
        if team == "small" && at == 0 {
            given.insert(pulse.items()[0].id.clone(), Answer::Value(secret.strange));
            given.insert(ItemId::new(secret.odd_item).unwrap(), Answer::Value(secret.strange));
        }
        let groups = ["org", team].map(|it| GroupId::new(it).unwrap());
        let group = GroupPath::new(groups.to_vec()).unwrap();
        answers
            .insert(AnswerSheet { wave: wave(0), respondent: respondent(number), group, answers: given })
            .unwrap();
    }
    answers
}

fn record(pulse: &Instrument, secret: &Secret) -> SurveyWave {
    let day = |day| NaiveDate::from_ymd_opt(2026, 9, day).unwrap();
    let invited = [("org/large", 240), ("org/other", 240), ("org/small", secret.size as u32)];
    SurveyWave {
        id: wave(0),
        instrument: pulse.edition().id.clone(),
        version: 1,
        opened: day(2),
        closed: day(8),
        invited: invited.map(|(path, count)| (GroupId::new(path).unwrap(), count)).into(),
        responded: BTreeMap::new(),
    }
}

/// All that scoring, planning, refusing and measuring print.
fn all_that_prints(secret: &Secret, policy: &Confidentiality) -> Vec<String> {
    let pulse = Instrument::leadership_experimentation();
    let (answers, record) = (answers(&pulse, secret), record(&pulse, secret));
    let mut said = vec![format!("{answers:?}")];
    let setting = Setting::new(Tz::UTC)
        .with_confidentiality(policy.clone())
        .with_careless_rules(CarelessRules::default())
        .with_weights_up_to(5.0);
    let mut ledger = Ledger::default();
    let scored = score_with(
        &mut ledger,
        &answers,
        std::slice::from_ref(&record),
        std::slice::from_ref(&pulse),
        &setting,
    )
    .unwrap();
    said.push(format!("{scored:?} {ledger:?}"));
    said.extend(scored.refused().map(|it| format!("{it} {it:?}")));
    for (entity, scores) in &scored.waves()[0].entities {
        if *entity == team("small") {
            said.push(format!("{scores:?}"));
        }
    }
    // The plan by hand, the hierarchy, its groups and its refusals.
    let items: BTreeSet<ItemId> = pulse.items().iter().map(|it| it.id.clone()).collect();
    let census =
        Census::of_wave(&answers, &wave(0), &items, |_, _| true, |sheet| Belonging::of(&sheet.group));
    let plan = Ledger::default().release(&census, policy).unwrap();
    assert!(!plan.shows(Statistic::Means, &team("small")));
    let hidden = plan.release(Statistic::Means, &team("small"), || secret.strange);
    said.push(format!("{census:?} {plan:?} {hidden:?} {hidden}"));
    said.push(serde_json::to_string(&hidden).unwrap());
    said.push(serde_json::to_string(plan.certificate(Statistic::Means).unwrap()).unwrap());
    let group = |name: &str, complete: usize| Group {
        entity: team(name),
        parent: Some(Entity::Organisation),
        complete: complete as u32,
        partial: secret.size as u32,
    };
    let alone = Hierarchy::new([group("small", secret.size)]).unwrap_err();
    said.push(format!("{alone} {alone:?} {:?}", group("small", secret.size)));
    let hierarchy = Hierarchy::of_invited(&record.invited).unwrap();
    let nested = NestedPlan::new(&hierarchy, Statistic::Means, policy);
    said.push(format!("{hierarchy:?} {nested:?} {:?}", verify(&hierarchy, nested.certificate())));
    let responded = BTreeMap::from([(team("small"), secret.size as u64), (Entity::Organisation, 434)]);
    said.push(format!("{:?}", response_rates(&hierarchy, &responded, policy)));
    let mut twice = Census::of_answers(wave(0), items);
    for sheet in answers.of_wave(&wave(0)).chain(answers.of_wave(&wave(0))) {
        let every = thalweg_survey::confidentiality::Answered::Every;
        twice.add(sheet.respondent, &Belonging::of(&sheet.group), &every);
    }
    let refused = Ledger::default().release(&twice, policy).unwrap_err();
    said.push(format!("{refused} {refused:?}"));
    said.extend(measured(&answers, &pulse));
    said
}

/// What the tools for whoever holds the answers print of the small team alone.
fn measured(answers: &Answers, pulse: &Instrument) -> Vec<String> {
    let gathered = Columns::of_wave(answers, &wave(0), pulse);
    let small = gathered.paths.iter().position(|it| it.groups().last().unwrap().as_str() == "small").unwrap();
    let of =
        ItemAnswers::of(&gathered.columns, "leadership_experimentation", |group| group as usize == small);
    let table = Table::of(&gathered.columns, std::num::NonZeroUsize::MIN);
    let screening = Screening::of(&gathered.columns, None).unwrap();
    let refused: Vec<String> = gathered.refused.iter().map(|it| format!("{it} {it:?}")).collect();
    let wrong = Columns::from_codes(pulse, vec![0], vec![vec![99]; 7]).unwrap_err();
    let reason = alpha(of.as_ref().unwrap(), Missing::Listwise, 2.0).map(|it| it.interval);
    vec![
        format!("{gathered:?} {of:?} {screening:?} {:?}", screening.signs().first()),
        format!("{table:?}"),
        format!("{refused:?} {wrong} {wrong:?} {reason:?}"),
    ]
}

/// Whole numbers in a text.
fn numbers(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|it| !it.is_empty()).collect()
}

#[test]
fn no_output_holds_a_number_of_a_hidden_team() {
    let policy = Confidentiality::default().with_minimums(47, 48, 49).unwrap();
    for (size, strange) in [(1, 9001), (2, 9002), (13, 9013), (29, 9029), (31, 9031), (37, 9037), (43, 9043)]
    {
        let secret = Secret { size, strange, odd_item: "odd_one" };
        for said in all_that_prints(&secret, &policy) {
            let found = numbers(&said);
            assert!(!found.contains(strange.to_string().as_str()), "an answer: {said}");
            // 1 and 2 are versions and the like as well.
            assert!(size < 3 || !found.contains(size.to_string().as_str()), "the size {size}: {said}");
        }
    }
}

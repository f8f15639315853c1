//! The table of sums against the plain definitions, on any instrument and any answers (survey.md sections 2 and 5).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a test may stop where its data is not what it wrote"
)]

use std::num::NonZeroUsize;

use proptest::prelude::*;
use thalweg_survey::reliability::{Missing, alpha};
use thalweg_survey::{Columns, Instrument, ItemAnswers, Table};

#[derive(Clone, Debug)]
struct Case {
    min: i32,
    points: u8,
    keys: Vec<bool>,
    need: usize,
    high_is_good: bool,
    /// Per respondent the group, and per item an answer or none.
    rows: Vec<(u32, Vec<Option<i32>>)>,
}

fn cases() -> impl Strategy<Value = Case> {
    let shape =
        (-3_i32..3, 2_u8..12, prop::collection::vec(any::<bool>(), 1..8), any::<bool>(), 0_usize..140);
    shape.prop_flat_map(|(min, points, keys, high_is_good, count)| {
        let top = min + i32::from(points) - 1;
        let answer = prop::option::weighted(0.8, min..=top);
        let row = (0_u32..4, prop::collection::vec(answer, keys.len()));
        let items = keys.len();
        (prop::collection::vec(row, count), 1..=items).prop_map(move |(rows, need)| {
            // Groups are numbered below the number of rows.
            let last = u32::try_from(rows.len()).unwrap().saturating_sub(1);
            let rows = rows.into_iter().map(|(group, answers)| (group.min(last), answers)).collect();
            Case { min, points, keys: keys.clone(), need, high_is_good, rows }
        })
    })
}

impl Case {
    fn instrument(&self) -> Instrument {
        let max = self.min + i32::from(self.points) - 1;
        let items: Vec<String> = (self.keys.iter().enumerate())
            .map(|(at, reversed)| {
                let key = if *reversed { -1 } else { 1 };
                format!("[[items]]\nid = \"q{at}\"\nkey = {key}\nscale = \"s\"\n")
            })
            .collect();
        let ids: Vec<String> = (0..self.keys.len()).map(|at| format!("\"q{at}\"")).collect();
        let polarity = if self.high_is_good { "high_is_good" } else { "high_is_bad" };
        Instrument::from_toml(&format!(
            "id = \"any\"\nversion = 1\ntitle = \"Any\"\nframe = \"self\"\nwording = \"key_only\"\n[source]\ncitation = \"a test\"\n\
             [scales.s]\nmin = {}\nmax = {max}\n{}[[constructs]]\nid = \"x\"\nitems = [{}]\npolarity = \"{polarity}\"\n\
             score = \"mean\"\nmissing = {{ at_least = {} }}\n",
            self.min,
            items.concat(),
            ids.join(", "),
            self.need
        ))
        .unwrap()
    }

    fn columns(&self) -> Columns {
        let code =
            |answer: Option<i32>| answer.map_or(0, |answer| u8::try_from(answer - self.min + 1).unwrap());
        let column = |at: usize| self.rows.iter().map(|(_, answers)| code(answers[at])).collect();
        let group = self.rows.iter().map(|(group, _)| *group).collect();
        Columns::from_codes(&self.instrument(), group, (0..self.keys.len()).map(column).collect()).unwrap()
    }

    /// The keyed answers of the rows that are kept.
    fn keyed(&self, keep: impl Fn(u32) -> bool) -> Vec<Vec<Option<i32>>> {
        let max = self.min + i32::from(self.points) - 1;
        let turned = |(answer, reversed): (&Option<i32>, &bool)| {
            answer.map(|answer| if *reversed { self.min + max - answer } else { answer })
        };
        let rows = self.rows.iter().filter(|(group, _)| keep(*group));
        rows.map(|(_, answers)| answers.iter().zip(&self.keys).map(turned).collect()).collect()
    }

    fn person_means(&self, keep: impl Fn(u32) -> bool) -> Vec<f64> {
        let means = self.keyed(keep).into_iter().filter_map(|answers| {
            let given: Vec<f64> = answers.iter().flatten().map(|a| f64::from(*a)).collect();
            (given.len() >= self.need).then(|| given.iter().sum::<f64>() / given.len() as f64)
        });
        means.collect()
    }
}

fn near(found: Option<f64>, want: Option<f64>) -> bool {
    match (found, want) {
        (Some(found), Some(want)) => (found - want).abs() <= 1e-9 * want.abs().max(1.0),
        (found, want) => found.is_none() && want.is_none(),
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn variance(values: &[f64]) -> Option<f64> {
    let centre = mean(values).filter(|_| values.len() > 1)?;
    Some(values.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0))
}

/// Whether a mean, rounded to a point towards the good end, is one of the two best.
fn is_favourable(case: &Case, mean: f64) -> bool {
    let max = f64::from(case.min) + f64::from(case.points) - 1.0;
    if case.high_is_good { mean >= max - 1.5 - 1e-9 } else { mean <= f64::from(case.min) + 1.5 + 1e-9 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sums_say_what_the_definitions_say(case in cases()) {
        let columns = case.columns();
        let table = Table::of(&columns, NonZeroUsize::MIN);
        for group in (0..table.groups()).map(Some).chain([None]) {
            let keep = |own: u32| group.is_none_or(|group| own as usize == group);
            let cell = group.map_or_else(|| table.whole("x"), |group| table.cell("x", group)).unwrap();
            let means = case.person_means(keep);
            prop_assert_eq!(cell.scored(), means.len() as u64);
            prop_assert!(near(cell.mean(), mean(&means)));
            prop_assert!(near(cell.variance(), variance(&means)));
            let favourable = means.iter().filter(|mean| is_favourable(&case, **mean)).count() as u64;
            prop_assert_eq!(cell.favourable().map_or(0, |share| share.part()), favourable);
            let keyed = case.keyed(keep);
            for at in 0..case.keys.len() {
                let given: Vec<f64> = keyed.iter().filter_map(|row| row[at]).map(f64::from).collect();
                let item = cell.item(at).unwrap();
                prop_assert_eq!(item.answered, given.len() as u64);
                let best = given.iter().filter(|answer| is_best(&case, **answer)).count() as u64;
                prop_assert_eq!(item.favourable, best);
            }
        }
    }

    #[test]
    fn alpha_of_sums_is_alpha_of_answers(case in cases()) {
        let columns = case.columns();
        let table = Table::of(&columns, NonZeroUsize::MIN);
        let cell = table.whole("x").unwrap();
        let answers = ItemAnswers::of(&columns, "x", |_| true).unwrap();
        prop_assert_eq!(cell.complete(), answers.complete_rows() as u64);
        let Ok(found) = alpha(&answers, Missing::Listwise, 0.95) else {
            prop_assert!(cell.alpha().is_none());
            return Ok(());
        };
        prop_assert!(near(cell.alpha(), Some(found.value)));
        for (at, item) in found.items.iter().enumerate() {
            prop_assert!(near(cell.alpha_without(at), item.alpha_if_dropped) || item.alpha_if_dropped.is_none());
            prop_assert!(near(cell.item_rest(at), item.item_rest) || item.item_rest.is_none());
        }
    }

    #[test]
    fn a_union_is_the_whole_and_threads_and_order_change_nothing(case in cases()) {
        let columns = case.columns();
        let table = Table::of(&columns, NonZeroUsize::MIN);
        let union = table.union("x", 0..table.groups()).unwrap();
        prop_assert!(union == table.whole("x").unwrap());
        let threads = Table::of(&columns, NonZeroUsize::new(3).unwrap());
        prop_assert!(threads.whole("x").unwrap() == table.whole("x").unwrap());
        let mut turned = case;
        turned.rows.reverse();
        let turned = turned.columns();
        prop_assert!(Table::of(&turned, NonZeroUsize::MIN).whole("x").unwrap() == table.whole("x").unwrap());
    }
}

fn is_best(case: &Case, answer: f64) -> bool {
    let max = f64::from(case.min) + f64::from(case.points) - 1.0;
    if case.high_is_good { answer >= max - 1.0 } else { answer <= f64::from(case.min) + 1.0 }
}

#[test]
fn a_construct_of_many_points_and_items_does_not_overflow() {
    let ids: Vec<String> = (0..130).map(|at| format!("\"q{at}\"")).collect();
    let items: Vec<String> = ids.iter().map(|id| format!("[[items]]\nid = {id}\nscale = \"s\"\n")).collect();
    let text = format!(
        "id = \"wide\"\nversion = 1\ntitle = \"Wide\"\nframe = \"self\"\nwording = \"key_only\"\n[source]\ncitation = \"a test\"\n\
         [scales.s]\nmin = 1\nmax = 250\n{}[[constructs]]\nid = \"x\"\nitems = [{}]\npolarity = \"high_is_good\"\n\
         score = \"mean\"\nmissing = {{ at_least = 100 }}\n",
        items.concat(),
        ids.join(", ")
    );
    let instrument = Instrument::from_toml(&text).unwrap();
    let column = |at: usize| {
        (0..200_u32).map(move |row| if at == 0 && row % 2 == 0 { 0 } else { 250 - u8::from(row % 3 == 0) })
    };
    let codes = (0..130).map(|at| column(at).collect()).collect();
    let columns = Columns::from_codes(&instrument, vec![0; 200], codes).unwrap();
    let cell = Table::of(&columns, NonZeroUsize::MIN);
    let cell = cell.whole("x").unwrap();
    assert_eq!((cell.scored(), cell.complete()), (200, 100));
    assert!((cell.mean().unwrap() - (250.0 - 67.0 / 200.0)).abs() < 1e-9, "{:?}", cell.mean());
    assert!(cell.alpha().unwrap() > 0.99);
}

#[test]
fn columns_that_do_not_fit_are_refused_with_their_item() {
    let pulse = Instrument::leadership_experimentation();
    let problems =
        Columns::from_codes(&pulse, vec![0, 7], vec![vec![1, 8], vec![1], vec![1, 1]]).unwrap_err();
    let said = problems.to_string();
    for part in [
        "the columns: there is not one column an item",
        "item `time_for_trying`: an answer lies outside the scale",
        "item `learning_before_blame`: the column has not one answer a respondent",
        "the groups: a group has a number above the number of respondents",
    ] {
        assert!(said.contains(part), "`{part}` is missing in:\n{said}");
    }
}

#[test]
fn no_respondents_and_as_many_groups_as_respondents_are_tables_too() {
    let satisfaction =
        Instrument::built_in().into_iter().find(|i| i.edition().to_string() == "job-satisfaction@1").unwrap();
    let empty = Columns::from_codes(&satisfaction, vec![], vec![vec![]; 3]).unwrap();
    let table = Table::of(&empty, NonZeroUsize::MIN);
    let cell = table.whole("job_satisfaction").unwrap();
    assert_eq!((table.groups(), cell.scored(), cell.mean(), cell.alpha()), (0, 0, None, None));
    let each: Vec<u32> = (0..100_000).collect();
    let codes = vec![vec![4; each.len()]; 3];
    let columns = Columns::from_codes(&satisfaction, each, codes).unwrap();
    let table = Table::of(&columns, NonZeroUsize::MIN);
    assert_eq!(table.groups(), 100_000);
    assert_eq!(table.cell("job_satisfaction", 99_999).unwrap().mean(), Some(4.0));
    assert_eq!(table.cell("job_satisfaction", 0).unwrap().variance(), None, "one respondent has no spread");
}

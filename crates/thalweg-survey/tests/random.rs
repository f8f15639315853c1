//! Statistics on hundreds of random data sets of every odd shape (constant items, nobody complete, two people, fewer people than
//! items, ties everywhere) against R and Python (survey.md section 2). `tests/data/random` holds the data, what was expected, and
//! what wrote both; NA there means that the tool has no value, and then neither may we.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a test may stop where its data is not what it wrote"
)]

use std::collections::BTreeMap;

use thalweg_survey::agreement::{icc, within};
use thalweg_survey::careless::Screening;
use thalweg_survey::change::{Judgement, Zeros, paired, unpaired};
use thalweg_survey::inference::{ClusterSums, Population, cluster_mean};
use thalweg_survey::reliability::{
    Extraction, Missing, Scaling, alpha, guttman, omega, ordinal_alpha, polychoric, split_halves,
    suspicious_keys,
};
use thalweg_survey::{Columns, Instrument, ItemAnswers, Scale};

/// Relative, for closed forms.
const CLOSED: f64 = 1e-9;
/// Relative, for iterative estimates.
const ITERATED: f64 = 1e-4;
/// Absolute, for p-values.
const P: f64 = 1e-6;

/// One data set: points of the scale, group of each row, and the items.
struct Set {
    points: u8,
    groups: Vec<u32>,
    items: Vec<Vec<Option<i32>>>,
}

fn sets() -> BTreeMap<String, Set> {
    let mut sets: BTreeMap<String, Set> = BTreeMap::new();
    for line in include_str!("data/random/sheets.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let row: Vec<&str> = cells[3..].iter().copied().filter(|cell| *cell != "-").collect();
        let empty =
            || Set { points: cells[1].parse().unwrap(), groups: vec![], items: vec![vec![]; row.len()] };
        let set = sets.entry(cells[0].to_owned()).or_insert_with(empty);
        set.groups.push(cells[2].parse().unwrap());
        for (item, cell) in set.items.iter_mut().zip(row) {
            item.push(cell.parse().ok());
        }
    }
    sets
}

impl Set {
    fn answers(&self) -> ItemAnswers {
        ItemAnswers::new(self.items.clone()).unwrap()
    }

    fn rows(&self) -> impl Iterator<Item = Vec<Option<i32>>> {
        (0..self.groups.len()).map(|row| self.items.iter().map(|item| item[row]).collect())
    }

    /// The mean scores of complete rows, by group.
    fn scores(&self) -> BTreeMap<u32, Vec<f64>> {
        let mut scores: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for (group, row) in self.groups.iter().zip(self.rows()) {
            if let Some(row) = row.into_iter().collect::<Option<Vec<i32>>>() {
                let sum: i32 = row.iter().sum();
                scores.entry(*group).or_default().push(f64::from(sum) / row.len() as f64);
            }
        }
        scores
    }

    fn group(&self, group: u32) -> ItemAnswers {
        let of = |item: &Vec<Option<i32>>| {
            item.iter().zip(&self.groups).filter(|it| *it.1 == group).map(|it| *it.0).collect()
        };
        ItemAnswers::new(self.items.iter().map(of).collect()).unwrap()
    }

    fn screening(&self) -> Screening {
        let items: String =
            (0..self.items.len()).map(|at| format!("[[items]]\nid = \"q{at}\"\nscale = \"s\"\n")).collect();
        let all: Vec<String> = (0..self.items.len()).map(|at| format!("\"q{at}\"")).collect();
        let text = format!(
            "id = \"random\"\nversion = 1\ntitle = \"Random\"\nframe = \"self\"\nwording = \"key_only\"\n\
             [source]\ncitation = \"none\"\n[scales.s]\nmin = 1\nmax = {}\n{items}\
             [[constructs]]\nid = \"all\"\npolarity = \"high_is_good\"\nscore = \"mean\"\nmissing = \"all\"\nitems = [{}]\n",
            self.points,
            all.join(", ")
        );
        let instrument = Instrument::from_toml(&text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        let code = |answer: &Option<i32>| answer.map_or(0, |value| u8::try_from(value).unwrap());
        let codes = self.items.iter().map(|item| item.iter().map(code).collect());
        let columns = Columns::from_codes(&instrument, vec![0; self.groups.len()], codes.collect()).unwrap();
        Screening::of(&columns, None).unwrap()
    }
}

/// What a tool found, by data set and name; `None` where it has no value.
struct Expected(BTreeMap<(String, String), Option<f64>>);

impl Expected {
    fn read(text: &str) -> Self {
        let line = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            // What should be 0/0 is huge where the tool rounds.
            let value = cells[2].parse().ok().filter(|it: &f64| it.is_finite() && it.abs() < 1e9);
            ((cells[0].to_owned(), cells[1].to_owned()), value)
        };
        Self(text.lines().filter(|it| !it.starts_with('#')).map(line).collect())
    }

    fn r() -> Self {
        Self::read(include_str!("data/random/expected_r.csv"))
    }

    fn python() -> Self {
        Self::read(include_str!("data/random/expected_py.csv"))
    }

    fn of(&self, set: &str, name: &str) -> Option<f64> {
        *self.0.get(&(set.to_owned(), name.to_owned())).unwrap_or_else(|| panic!("{set}: no {name}"))
    }
}

/// Gathers what differs, so that one run shows all of it.
#[derive(Default)]
struct Differences {
    compared: u32,
    found: Vec<String>,
}

impl Differences {
    fn compare(&mut self, what: &str, found: Option<f64>, want: Option<f64>, tolerance: f64) {
        let same = match (found, want) {
            (Some(found), Some(want)) => (found - want).abs() <= tolerance * want.abs().max(1.0),
            (None, None) => true,
            _ => false,
        };
        self.compared += 1;
        if !same {
            self.found.push(format!("{what}: {found:?} instead of {want:?}"));
        }
    }

    fn none_of(self, least: u32) {
        let Self { compared, found } = self;
        assert!(found.is_empty(), "{} of {compared} differ:\n{}", found.len(), found.join("\n"));
        assert!(compared >= least, "only {compared} compared");
    }
}

#[test]
fn reliability_of_random_sets() {
    let (r, mut differences) = (Expected::r(), Differences::default());
    for (id, set) in sets() {
        let answers = set.answers();
        let mut compare = |name: &str, found: Option<f64>, tolerance| {
            differences.compare(&format!("{id} {name}"), found, r.of(&id, name), tolerance);
        };
        compare("n", Some(answers.complete_rows() as f64), 0.0);
        let listwise = alpha(&answers, Missing::Listwise, 0.95).ok();
        compare("alpha", listwise.as_ref().map(|it| it.value), CLOSED);
        compare("alpha.pairwise", alpha(&answers, Missing::Pairwise, 0.95).ok().map(|it| it.value), CLOSED);
        let raw = guttman(&answers, Scaling::Raw).ok();
        compare("lambda2", raw.map(|it| it.lambda2), CLOSED);
        compare("lambda6", raw.and_then(|it| it.lambda6), 1e-7);
        if r.of(&id, "psych.alpha").is_some() {
            let listwise = listwise.unwrap();
            compare("psych.alpha", Some(listwise.value), CLOSED);
            compare("psych.std", listwise.standardised, CLOSED);
            for (at, item) in (1..).zip(&listwise.items) {
                let name = format!("psych.rdrop.{at}");
                if r.of(&id, &name).is_some() {
                    compare(&name, item.item_rest, CLOSED);
                }
            }
        }
        let halves = split_halves(&answers, Scaling::Raw).ok();
        compare("split.1", halves.map(|it| it.lowest), CLOSED);
        compare("split.2", halves.map(|it| it.highest), CLOSED);
        if r.of(&id, "psych.split.1").is_some() {
            compare("psych.split.1", halves.map(|it| it.highest), CLOSED);
            compare("psych.split.2", halves.map(|it| it.lowest), CLOSED);
        }
    }
    differences.none_of(2_000);
}

/// The first two items of every set. Where an empty corner of the table lets the likelihood rise up to ±1 (an item with itself, two
/// points with a pair that nobody gave), polycor stops short of it.
#[test]
fn polychoric_correlations_of_random_sets() {
    let expected = Expected::read(include_str!("data/random/expected_polychoric.csv"));
    let mut differences = Differences::default();
    for (id, set) in sets() {
        let rows = set.rows().filter(|row| row.iter().all(Option::is_some));
        let whole: Vec<Vec<Option<i32>>> = rows.map(|row| row[..2].to_vec()).collect();
        let column = |at: usize| whole.iter().map(|row| row[at]).collect();
        let whole = ItemAnswers::new(vec![column(0), column(1)]).unwrap();
        let found = polychoric(&whole).ok().map(|it| it.correlations[0][1]);
        match expected.of(&id, "polychoric") {
            Some(want) if found.is_some_and(|it| it.abs() > 0.998) => {
                assert!(found.unwrap() * want.signum() > 0.0 && want.abs() > 0.9, "{id}: {want}");
            }
            Some(want) => differences.compare(&id, found, Some(want), ITERATED),
            None => assert!(found.is_none(), "{id}: {found:?}"),
        }
    }
    differences.none_of(80);
}

/// Where lavaan and psych settle inside the parameters, so do we, on the same value.
#[test]
fn omega_of_random_sets() {
    let (r, mut differences) = (Expected::r(), Differences::default());
    for (id, set) in sets() {
        let answers = set.answers();
        let proper = r.of(&id, "heywood").is_some_and(|least| least > 1e-3);
        if let Some(want) = r.of(&id, "omega.lavaan").filter(|_| proper) {
            let found = omega(&answers, Extraction::MaximumLikelihood, Scaling::Raw).ok();
            differences.compare(&format!("{id} ml"), found.map(|it| it.value), Some(want), ITERATED);
        }
        if let Some(want) = r.of(&id, "omega.minres") {
            let found = omega(&answers, Extraction::MinimumResidual, Scaling::Standardised).ok();
            let found = found.filter(|it| !it.heywood);
            differences.compare(&format!("{id} minres"), found.map(|it| it.value), Some(want), ITERATED);
        }
    }
    differences.none_of(60);
}

#[test]
fn agreement_of_random_sets() {
    let (r, python, mut differences) = (Expected::r(), Expected::python(), Differences::default());
    for (id, set) in sets() {
        let scores = set.scores();
        let found = icc(&scores.values().cloned().collect::<Vec<_>>()).ok();
        let mut compare = |name: &str, found: Option<f64>, tolerance| {
            differences.compare(&format!("{id} {name}"), found, r.of(&id, name), tolerance);
        };
        if r.of(&id, "icc.1").is_some() {
            let found = found.unwrap();
            compare("icc.1", Some(found.one_mean_size), CLOSED);
            compare("icc.2", Some(found.one_n0), CLOSED);
            compare("icc.3", found.two, CLOSED);
            compare("icc.4", found.test.map(|it| it.1), P);
            compare("icc.5", Some(found.reml.between), ITERATED);
            compare("icc.6", Some(found.reml.within), ITERATED);
        }
        for group in scores.keys() {
            let found = within(&set.group(*group), Scale::new(1, i32::from(set.points)).unwrap()).ok();
            compare(&format!("rwg.{group}"), found.map(|it| it.uniform.value), CLOSED);
            if let Some(found) = found {
                compare(&format!("ad.{group}.1"), Some(found.average_deviation), CLOSED);
                compare(&format!("ad.{group}.2"), Some(found.median_deviation), CLOSED);
            }
        }
        let teams: Vec<ClusterSums> =
            scores.values().map(|it| ClusterSums { n: it.len() as u64, sum: it.iter().sum() }).collect();
        if let Ok(found) = cluster_mean(&teams, Population::Process, 0.95)
            && set.items.iter().flatten().all(Option::is_some)
        {
            for (name, value) in [("cluster.mean", found.value), ("cluster.se", found.error)] {
                differences.compare(&format!("{id} {name}"), Some(value), python.of(&id, name), CLOSED);
            }
        }
    }
    differences.none_of(1_500);
}

#[test]
fn careless_signs_of_random_sets() {
    let (r, mut differences) = (Expected::r(), Differences::default());
    for (id, set) in sets() {
        let screening = set.screening();
        let signs = screening.signs();
        let runs: f64 = signs.iter().map(|it| f64::from(it.longest_run)).sum();
        let spreads: f64 = signs.iter().filter_map(|it| it.variability).sum();
        let far = signs.iter().filter_map(|it| it.mahalanobis).fold(f64::NEG_INFINITY, f64::max);
        differences.compare(&format!("{id} runs"), Some(runs), r.of(&id, "longstring.sum"), 0.0);
        differences.compare(&format!("{id} irv"), Some(spreads), r.of(&id, "irv.sum"), CLOSED);
        let far = Some(far).filter(|it| it.is_finite());
        differences.compare(&format!("{id} mahalanobis"), far, r.of(&id, "mahalanobis.max"), 1e-7);
    }
    differences.none_of(700);
}

/// Nothing is NaN or infinite, and nothing panics, whatever the shape: one set in five, which meets every shape.
#[test]
fn every_statistic_of_random_sets_is_a_number_or_a_reason() {
    for (id, set) in sets().into_iter().filter(|it| it.0.parse::<u32>().unwrap().is_multiple_of(5)) {
        let answers = set.answers();
        let ids: Vec<_> = (0..set.items.len()).map(|at| format!("q{at}").parse().unwrap()).collect();
        let mut numbers: Vec<f64> = Vec::new();
        for missing in [Missing::Listwise, Missing::Pairwise] {
            numbers.extend(alpha(&answers, missing, 0.95).into_iter().flat_map(|it| {
                let items = it.items.iter().flat_map(|i| [i.alpha_if_dropped, i.item_rest]);
                let ends = it.interval.map(|b| [b.lower, b.upper]).into_iter().flatten();
                items.flatten().chain(ends).chain(it.standardised).chain([it.value]).collect::<Vec<_>>()
            }));
        }
        for scaling in [Scaling::Raw, Scaling::Standardised] {
            numbers.extend(
                guttman(&answers, scaling)
                    .into_iter()
                    .flat_map(|it| [Some(it.lambda2), it.lambda6])
                    .flatten(),
            );
            numbers.extend(
                split_halves(&answers, scaling).into_iter().flat_map(|it| [it.lowest, it.mean, it.highest]),
            );
            for extraction in [Extraction::MaximumLikelihood, Extraction::MinimumResidual] {
                numbers.extend(omega(&answers, extraction, scaling).into_iter().map(|it| it.value));
            }
        }
        if set.points <= 5 {
            let found = polychoric(&answers);
            numbers.extend(found.iter().flat_map(|it| it.correlations.concat()));
            numbers.extend(found.and_then(|it| ordinal_alpha(&it)));
        }
        let _ = suspicious_keys(&answers, &ids);
        numbers.extend(icc(&set.scores().into_values().collect::<Vec<_>>()).into_iter().flat_map(|it| {
            let plain =
                [it.one_mean_size, it.one_n0, it.reml.between, it.reml.within, it.reml.one, it.reml.two];
            plain.into_iter().chain(it.two).chain(it.test.map(|t| t.1)).collect::<Vec<_>>()
        }));
        assert!(numbers.iter().all(|it| it.is_finite()), "{id}: {numbers:?}");
    }
}

fn waves() -> Vec<(String, Vec<f64>, Vec<f64>)> {
    let numbers = |text: &str| text.split(' ').map(|it| it.parse().unwrap()).collect();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (format!("w{}", cells[0]), numbers(cells[1]), numbers(cells[2]))
    };
    include_str!("data/random/waves.csv").lines().skip(1).map(line).collect()
}

/// Mann–Whitney, Brunner–Munzel, Cliff's delta and Hodges–Lehmann, with ties everywhere.
#[test]
fn unpaired_random_waves() {
    let (r, python, mut differences) = (Expected::r(), Expected::python(), Differences::default());
    for (id, before, after) in waves() {
        let found = unpaired(&before, &after, &Judgement::high_is_good(0.1)).unwrap();
        let mut compare = |name: &str, found: Option<f64>, want, tolerance| {
            differences.compare(&format!("{id} {name}"), found, want, tolerance);
        };
        match r.of(&id, "mw.coin") {
            Some(want) => compare("coin", Some(found.test.p), Some(want), P),
            None => assert!((found.test.p - 1.0).abs() < 1e-12 || before.len() + after.len() > 50, "{id}"),
        }
        if let Some(want) = r.of(&id, "mw.exactRankTests") {
            compare("exactRankTests", Some(found.test.p), Some(want), P);
        }
        compare("hl", Some(found.shift.estimate), r.of(&id, "hl"), CLOSED);
        if let Some((delta, _)) = found.delta {
            compare("delta", Some(delta), r.of(&id, "delta"), CLOSED);
        }
        let spread = found.brunner_munzel.and_then(|it| it.spread);
        if let Some(want) = python.of(&id, "bm.p") {
            compare("bm.p", spread.map(|it| it.p), Some(want), P);
        } else {
            assert!(spread.is_none(), "{id}: {spread:?}");
        }
    }
    differences.none_of(500);
}

/// The signed rank test with zeros dropped before and after ranking.
#[test]
fn paired_random_waves() {
    let (r, mut differences) = (Expected::r(), Differences::default());
    for (id, before, after) in waves().into_iter().filter(|it| it.1.len() == it.2.len()) {
        let pairs: Vec<(f64, f64)> = before.into_iter().zip(after).collect();
        for (zeros, name) in [(Zeros::Wilcoxon, "sr.wilcoxon"), (Zeros::Pratt, "sr.pratt")] {
            let found = paired(&pairs, zeros, &Judgement::high_is_good(0.1)).ok();
            differences.compare(&format!("{id} {name}"), found.map(|it| it.test.p), r.of(&id, name), P);
            if let Some(found) = found {
                let shift = Some(found.shift.estimate);
                differences.compare(&format!("{id} walsh"), shift, r.of(&id, "walsh"), CLOSED);
            }
        }
    }
    differences.none_of(300);
}

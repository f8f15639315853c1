//! Histories in two files (definitions.md, "Change sets"): against a brute force in Python, by hand, and on a real project.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use thalweg::dora::history::{Policy, Released, releases};
use thalweg::dora::{Definition, Delivery, FirstDeployment, Sample, measure};
use thalweg::model::{Entity, Loaded, Reading, Tz, Window};
use thalweg::sources::{self, Organisation};
use thalweg::stats::quantile::{HyndmanFan, of_sorted};
use thalweg::{Assessment, of_history};

const COUNTED: FirstDeployment = FirstDeployment::Counted;

fn read(folder: &Path, first: FirstDeployment) -> Loaded<Organisation> {
    let policy = Policy { first, ..Policy::default() };
    of_history(sources::organisation(folder).unwrap(), &policy).unwrap()
}

/// What is said of a folder, up to the first colon.
fn told(read: &Loaded<Organisation>) -> Vec<&str> {
    read.rejects.iter().map(|it| it.reason.split(':').next().unwrap()).collect()
}

/// A month of releases, and its lead times in order.
fn month(of: &Organisation, label: &str) -> (Delivery, Vec<f64>) {
    let (year, month) = label.split_once('-').unwrap();
    let window = Window::month(year.parse().unwrap(), month.parse().unwrap(), Tz::UTC).unwrap();
    let view = of.events.as_of(of.as_of.unwrap()).within(&window);
    let definition = Definition::default();
    (measure(&view, &definition), Sample::of(&view, &definition).lead_times())
}

fn value(reading: &Reading) -> Option<f64> {
    reading.value().map(|it| it.value())
}

#[derive(serde::Deserialize)]
struct History {
    commits: Vec<[String; 3]>,
    releases: Vec<[String; 3]>,
    sets: BTreeMap<String, Vec<String>>,
    months: BTreeMap<String, Month>,
}

#[derive(serde::Deserialize)]
struct Month {
    releases: u64,
    n: u64,
    median: Option<f64>,
    p90: Option<f64>,
}

impl History {
    /// The history as the two files of a folder.
    fn folder(&self, number: usize) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("histories").join(number.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let mut commits = "sha,parents,author,authored_at,committed_at\n".to_owned();
        for [sha, parents, at] in &self.commits {
            writeln!(commits, "{sha},{parents},somebody,{at},{at}").unwrap();
        }
        let mut tags = "tag,sha,released_at\n".to_owned();
        self.releases.iter().for_each(|row| writeln!(tags, "{}", row.join(",")).unwrap());
        std::fs::write(folder.join("commits.csv"), commits).unwrap();
        std::fs::write(folder.join("releases.csv"), tags).unwrap();
        folder
    }
}

/// Which commits each release carries, by its tag.
fn sets(of: &Organisation) -> BTreeMap<String, Vec<String>> {
    let name = || "r".parse().unwrap();
    let of_whom = Released {
        repository: "r".parse().unwrap(),
        service: name(),
        environment: "production".parse().unwrap(),
    };
    let policy = Policy { first: COUNTED, ..Policy::default() };
    let delivered =
        releases(&of.history.commits, &of.history.touches, &of.history.releases, &of_whom, &policy).value;
    let bare = |id: &str| id.strip_prefix("r@").unwrap().to_owned();
    let mut sets: BTreeMap<String, Vec<String>> =
        of.history.releases.iter().map(|it| (it.tag.clone(), Vec::new())).collect();
    for change in &delivered.changes {
        let carriers = change.deployments.iter().map(|it| bare(it.as_str()));
        carriers.for_each(|tag| sets.get_mut(&tag).unwrap().push(bare(change.id.as_str())));
    }
    sets.values_mut().for_each(|it| it.sort());
    sets
}

fn near(found: Option<f64>, expected: Option<f64>) -> bool {
    found.zip(expected).map_or(found.is_none() && expected.is_none(), |(a, b)| (a - b).abs() < 1e-9)
}

/// Python 3.11's standard library; `tests/data/histories.py` tells how the file was made.
#[test]
fn every_release_carries_what_a_brute_force_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/histories.jsonl");
    let text = std::fs::read_to_string(file).unwrap();
    for (number, line) in text.lines().enumerate() {
        let history: History = serde_json::from_str(line).unwrap();
        let read = read(&history.folder(number), COUNTED);
        assert_eq!(sets(&read.value), history.sets, "history {number}");
        for (label, expected) in &history.months {
            let (found, leads) = month(&read.value, label);
            let told = (found.deployment_frequency.deployments, found.change_lead_time.changes);
            assert_eq!(told, (expected.releases, expected.n), "history {number} in {label}");
            assert!(
                near(value(&found.change_lead_time.median), expected.median),
                "history {number} in {label}"
            );
            assert!(
                near(of_sorted(&leads, 0.9, HyndmanFan::Type7), expected.p90),
                "history {number} in {label}"
            );
        }
    }
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/history")
}

#[test]
fn the_shipped_history_is_what_its_readme_says() {
    let counted = read(&shipped(), COUNTED);
    assert_eq!(told(&counted), ["no `as_of` is given"]);
    let expected = [
        ("1.0.0", vec!["c01", "c02"]),
        ("1.0.1", vec!["c07"]),
        ("1.1.0", vec!["c03", "c04", "c05"]),
        ("1.2.0", vec!["c06", "c08", "c09", "d01"]),
        ("1.2.0-final", vec![]),
    ];
    let names = |it: Vec<&str>| it.into_iter().map(str::to_owned).collect();
    let expected: BTreeMap<String, Vec<String>> =
        expected.into_iter().map(|(tag, it)| (tag.to_owned(), names(it))).collect();
    assert_eq!(sets(&counted.value), expected);
    let (_, leads) = month(&counted.value, "2026-03");
    assert_eq!(leads, [24.0, 36.0, 52.0, 120.0, 143.0, 146.0, 216.0, 218.0]);
    let (left_out, _) = month(&read(&shipped(), FirstDeployment::LeftOut).value, "2026-03");
    assert_eq!(value(&left_out.change_lead_time.median), Some(97.5));
}

#[test]
fn a_folder_of_nothing_but_a_history_is_reviewed() {
    let read = sources::organisation(&shipped()).unwrap();
    assert_eq!(read.value.as_of.unwrap().to_string(), "2026-04-02T09:00:00Z");
    let assessment = Assessment::of(&read).unwrap();
    assert_eq!(assessment.month().label(), "2026-03");
    let metric = "dora.change_lead_time".parse().unwrap();
    let series: Vec<_> = assessment.evidence().series(&metric, &Entity::Organisation).collect();
    assert_eq!(value(series.last().unwrap().1), Some(97.5));
    let failing = "dora.change_fail_rate".parse().unwrap();
    let failing = assessment.evidence().series(&failing, &Entity::Organisation).last().unwrap().1;
    assert!(value(failing).is_none(), "a history knows no failure, which is not none");
    let review = assessment.flow_review();
    let said = "Change fail rate: not recorded by the given sources.";
    assert!(review.headline.iter().any(|it| it == said), "{:#?}", review.headline);
    let drawn = review.to_html().unwrap().matches("<svg").count();
    let known = review.whole.trends.iter().chain(review.teams.iter().flat_map(|it| &it.trends));
    assert_eq!(drawn, known.filter(|it| it.is_known()).count(), "nothing is drawn where nothing is known");
}

#[test]
fn deployments_of_ones_own_stand_before_a_history() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history-beside-deployments");
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["commits.csv", "releases.csv"] {
        std::fs::copy(shipped().join(name), folder.join(name)).unwrap();
    }
    let deployment = r#"{"id":"D1","service":"api","environment":"production","finished_at":"2026-03-03T09:30:00Z","reached_production":true}"#;
    std::fs::write(folder.join("deployments.jsonl"), deployment).unwrap();
    assert_eq!(read(&folder, COUNTED).value.events.deployments(), 1);
}

/// The totals were computed independently over the commit graph.
#[test]
fn the_history_of_a_real_project_comes_out_exactly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/uv-history");
    if !folder.is_dir() {
        eprintln!("skipped: the history of this project is not beside the checkout");
        return;
    }
    let read = read(&folder, COUNTED);
    assert_eq!(told(&read), ["no `as_of` is given"]);
    assert_eq!(read.value.events.deployments(), 302);
    let close = |found: Option<f64>, expected: f64| found.is_some_and(|it| (it - expected).abs() < 5e-7);
    for (label, releases, n, median, p90) in
        [("2024-02", 15, 1_180, 882.034_861, 2_766.918_167), ("2024-03", 13, 310, 23.923_056, 67.925_861)]
    {
        let (found, _) = month(&read.value, label);
        let lead = &found.change_lead_time;
        assert_eq!((found.deployment_frequency.deployments, lead.changes), (releases, n), "{label}");
        assert!(close(value(&lead.median), median) && close(value(&lead.p90), p90), "{label}");
    }
    let whole =
        Sample::of(&read.value.events.as_of(read.value.as_of.unwrap()), &Definition::default()).delivery();
    assert_eq!(whole.change_lead_time.changes, 10_149);
    assert!(close(value(&whole.change_lead_time.median), 27.653_889));
}

//! topology.md section 5 on a real history of 57,834 touches. Extra: it is skipped, and says so, where that data is not at hand.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use thalweg_model::record::Touch;
use thalweg_topology::observed::{ChangeLog, CouplingRules, Exclude, Excluded, TruckFactor};

fn touches() -> Option<Vec<Touch>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/uv-history");
    let commits = std::fs::read_to_string(folder.join("commits.csv")).ok()?;
    let by_sha: BTreeMap<&str, (&str, &str)> = commits
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[0], (cells[2], cells[3])))
        .collect();
    let unpacked = Command::new("gzip").arg("-dc").arg(folder.join("touches.csv.gz")).output().ok()?;
    let text = String::from_utf8(unpacked.stdout).ok()?;
    let touch = |line: &str| {
        let (sha, rest) = line.split_once(',')?;
        let (rest, _deleted) = rest.rsplit_once(',')?;
        let (path, _added) = rest.rsplit_once(',')?;
        let (author, at) = by_sha.get(sha)?;
        let path = path.trim_matches('"').to_owned();
        let (sha, author) = (sha.to_owned(), Some((*author).to_owned()));
        Some(Touch { sha, author, at: at.parse().ok()?, path, added: None, deleted: None })
    };
    Some(text.lines().skip(1).filter_map(touch).collect())
}

// Oracle: an independent computation in plain Python 3.11 (csv, collections, itertools) from the definitions of section 5.
#[test]
fn a_real_history_gives_the_numbers_of_an_independent_computation() {
    let Some(touches) = touches() else {
        eprintln!("skipped: the history is not at hand");
        return;
    };
    assert_eq!(touches.len(), 57_834);
    let log = ChangeLog::new(&touches, &Exclude::default());
    assert_eq!(log.touches(), 53_644);
    assert_eq!(log.left_out(), &BTreeMap::from([(Excluded::Generated, 4033), (Excluded::Vendored, 157)]));
    let (factor, leavers) = log.authorship().truck_factor_by_person().map(|(f, l)| (f, l.join(" "))).unwrap();
    assert_eq!(factor, TruckFactor { people: 2, files: 2922, authored: 2583, authors: 3 });
    assert_eq!(leavers, "a0001 a0003");
    let coupling = log.coupling(&CouplingRules::default());
    assert_eq!((coupling.pairs.len(), coupling.too_large), (645, 190));
    let shares = log.shares();
    assert_eq!(shares.top.value().map(|it| (it.part(), it.whole())), Some((3198, 9420)));
    assert_eq!((shares.contributors, shares.minor), (608, 604));
    assert!((log.fragmentation().value().unwrap().value() - 0.817_132_405_641_874_8).abs() < 1e-12);
}

/// Not timed; run by hand with `--ignored --nocapture`, better in release: everything asked of the history at once.
#[test]
#[ignore = "prints a duration"]
fn how_long_the_whole_history_takes() {
    let Some(touches) = touches() else {
        eprintln!("skipped: the history is not at hand");
        return;
    };
    let begun = std::time::Instant::now();
    let log = ChangeLog::new(&touches, &Exclude::default());
    let folder = |path: &str| path.split_once('/').map(|(folder, _)| folder.to_owned());
    let team = |author: &str, _| author.get(..4).and_then(|it| thalweg_model::TeamId::new(it).ok());
    let owner =
        |path: &str| folder(path).and_then(|it| thalweg_model::TeamId::new(it.trim_start_matches('.')).ok());
    let factor = log.authorship().truck_factor();
    let coupled = log.coupling(&CouplingRules::default()).pairs.len();
    let boundaries = log.boundaries(folder, |_| std::collections::BTreeSet::new(), team).len();
    let teams = log.coordination(team, folder).teams.len();
    let together = log.co_changes(owner, 30).pairs.len();
    let spent = begun.elapsed();
    eprintln!(
        "{spent:?}: {factor:?}, {coupled} pairs, {boundaries} boundaries, {teams} teams, {together} pairs of teams"
    );
}

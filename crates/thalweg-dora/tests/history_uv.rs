//! The delivery history of a real project, where its data lie beside the checkout; an extra, skipped elsewhere.
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::cast_precision_loss, reason = "tests")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use thalweg_dora::FirstDeployment;
use thalweg_dora::history::{Content, Delivered, Policy, Released, releases};
use thalweg_model::record::{Commit, Release};
use thalweg_model::{ChangeKind, DeploymentId, Instant, Loaded, RecordKind, Tz, Window};

fn rows(folder: &Path, file: &str) -> Option<Vec<Vec<String>>> {
    let text = fs::read_to_string(folder.join(file)).ok()?;
    Some(text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

fn delivered(first: FirstDeployment) -> Option<Loaded<Delivered>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/uv-history");
    let (Some(commits), Some(tags)) = (rows(&folder, "commits.csv"), rows(&folder, "releases.csv")) else {
        eprintln!("skipped: the history of this project is not beside the checkout");
        return None;
    };
    let commit = |row: &Vec<String>| Commit {
        sha: row[0].clone(),
        parents: row[1].split_whitespace().map(str::to_owned).collect(),
        author: Some(row[2].clone()),
        authored_at: row[3].parse().unwrap(),
        committed_at: row[4].parse().unwrap(),
    };
    let release = |row: &Vec<String>| Release {
        tag: row[0].clone(),
        sha: row[1].clone(),
        released_at: row[2].parse().unwrap(),
    };
    let commits: Vec<Commit> = commits.iter().map(commit).collect();
    let tags: Vec<Release> = tags.iter().map(release).collect();
    let of = Released {
        repository: "uv".parse().unwrap(),
        service: "uv".parse().unwrap(),
        environment: "production".parse().unwrap(),
    };
    Some(releases(&commits, &[], &tags, &of, &Policy { first, ..Policy::default() }))
}

/// Hyndman–Fan type 7, in hours.
fn quantile(hours: &mut [f64], p: f64) -> f64 {
    hours.sort_by(f64::total_cmp);
    let h = (hours.len() - 1) as f64 * p;
    let (low, high) = (hours[h.floor() as usize], hours[h.ceil() as usize]);
    low + (h - h.floor()) * (high - low)
}

/// The lead times of all changes but merges, with the instants of their releases.
fn leads(delivered: &Delivered) -> Vec<(Instant, f64)> {
    let finished: HashMap<&DeploymentId, Instant> =
        delivered.deployments.iter().map(|it| (&it.id, it.finished_at)).collect();
    let changes = delivered.changes.iter().filter(|it| it.kind != ChangeKind::Merge);
    let lead = |it: &thalweg_model::Change| {
        let at = finished[it.deployments.first()?];
        Some((at, at.since(it.committed_at).hours()))
    };
    changes.filter_map(lead).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 5e-7
}

#[test]
fn the_totals_are_those_computed_independently_over_the_graph() {
    let Some(loaded) = delivered(FirstDeployment::Counted) else { return };
    assert_eq!(loaded.rejects, []);
    let delivered = loaded.value;
    let all = leads(&delivered);
    let changes = delivered.changes.iter().filter(|it| it.kind != ChangeKind::Merge).count();
    assert_eq!((delivered.deployments.len(), all.len(), changes - all.len()), (302, 10_149, 79));
    assert!(all.iter().all(|(_, hours)| *hours >= 0.0));
    let mut hours: Vec<f64> = all.iter().map(|(_, hours)| *hours).collect();
    assert!(near(quantile(&mut hours, 0.5), 27.653_889));
    for (month, releases, n, median, p90) in
        [(2, 15, 1_180, 882.034_861, 2_766.918_167), (3, 13, 310, 23.923_056, 67.925_861)]
    {
        let window = Window::month(2024, month, Tz::UTC).unwrap();
        let count = delivered.deployments.iter().filter(|it| window.contains(it.finished_at)).count();
        let inside = all.iter().filter(|(at, _)| window.contains(*at));
        let mut hours: Vec<f64> = inside.map(|(_, hours)| *hours).collect();
        assert_eq!((count, hours.len()), (releases, n));
        let (found, far) = (quantile(&mut hours, 0.5), quantile(&mut hours, 0.9));
        assert!(near(found, median) && near(far, p90), "2024-{month:02}: {found} {far}");
    }
}

#[test]
fn without_the_first_release_its_history_is_counted_and_left_out() {
    let Some(loaded) = delivered(FirstDeployment::LeftOut) else { return };
    let first: u64 = loaded.value.left_out.values().sum();
    let counted = delivered(FirstDeployment::Counted).unwrap().value;
    assert_eq!(loaded.value.changes.len() + first as usize, counted.changes.len());
    assert_eq!(loaded.value.with(Content::First).count(), 1);
    let log = loaded.value.into_builder().not_recorded(RecordKind::Incidents).build();
    assert_eq!(log.rejects, []);
}

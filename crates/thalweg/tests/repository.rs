//! Repositories that git made, against what git itself says of them: `git rev-list TAG --not EARLIER…` (definitions.md, "Change sets").
#![cfg(feature = "git")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use thalweg::dora::FirstDeployment;
use thalweg::dora::history::{Policy, Released, releases};
use thalweg::sources::git::{self, Options};

/// How many repositories are made.
const REPOSITORIES: u64 = 12;

/// Numbers that look like chance: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

fn git(folder: &Path, arguments: &[&str], input: &str) -> Option<String> {
    let mut git = Command::new("git");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    git.current_dir(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = git.spawn().ok()?;
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "git {arguments:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

const START: u64 = 1_767_225_600;

/// A stream for `git fast-import`: several roots, merges of two and three, lines that cross, tags anywhere, of both kinds.
fn stream(chance: &mut Chance) -> String {
    let count = 8 + chance.below(40);
    let mut text = "blob\nmark :1000\ndata 1\nx\n".to_owned();
    for n in 1..=count {
        let root = n == 1 || chance.below(12) == 0;
        let known = |chance: &mut Chance| n - 1 - chance.below((n - 1).min(6));
        let mut parents: Vec<u64> = Vec::new();
        for _ in 0..if root { 0 } else { [1, 1, 1, 2, 2, 3][usize::try_from(chance.below(6)).unwrap()] } {
            let parent = known(chance);
            if !parents.contains(&parent) {
                parents.push(parent);
            }
        }
        // Dates that run back now and then.
        let at = START + n * 40_000 - chance.below(3) * 90_000 * chance.below(2);
        // Each on a branch of its own, so that none has a parent that was not chosen.
        writeln!(
            text,
            "commit refs/heads/b{n}\nmark :{n}\ncommitter A <a@example.org> {at} +0000\ndata 1\nm"
        )
        .unwrap();
        let words = ["from", "merge", "merge"];
        parents.iter().zip(words).for_each(|(it, word)| writeln!(text, "{word} :{it}").unwrap());
        writeln!(text, "M 100644 :1000 f{n}\n").unwrap();
    }
    for tag in 0..=chance.below(9) {
        let of = 1 + chance.below(count);
        if chance.below(2) == 0 {
            let at = START + of * 40_000 + chance.below(4) * 100_000;
            writeln!(text, "tag v{tag}\nfrom :{of}\ntagger A <a@example.org> {at} +0000\ndata 1\nt").unwrap();
        } else {
            writeln!(text, "reset refs/tags/v{tag}\nfrom :{of}\n").unwrap();
        }
    }
    writeln!(text, "reset refs/heads/main\nfrom :{count}\n").unwrap();
    text
}

fn repository(number: u64) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("repositories").join(number.to_string());
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    git(&folder, &["init", "-q", "--bare", "-b", "main"], "")?;
    git(&folder, &["fast-import", "--quiet"], &stream(&mut Chance(number)))?;
    Some(folder)
}

/// What git says: tags in the order of their dates, then of their names, and the commits that each reaches and none before.
fn by_git(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let format = "--format=%(creatordate:unix) %(refname:short)";
    let listed = git(folder, &["for-each-ref", format, "refs/tags"], "").unwrap();
    let mut tags: Vec<(u64, &str)> = listed
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(at, tag)| (at.parse().unwrap(), tag))
        .collect();
    tags.sort_unstable();
    let mut sets = BTreeMap::new();
    for (at, (_, tag)) in tags.iter().enumerate() {
        let mut arguments = vec!["rev-list", tag, "--not"];
        arguments.extend(tags[..at].iter().map(|(_, tag)| *tag));
        let found = git(folder, &arguments, "").unwrap();
        sets.insert((*tag).to_owned(), found.lines().map(str::to_owned).collect());
    }
    sets
}

fn by_thalweg(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let read = git::read(folder, &Options::default(), &mut |_| {}).unwrap();
    assert_eq!(read.rejects, []);
    let name = || "r".parse().unwrap();
    let of = Released {
        repository: "r".parse().unwrap(),
        service: name(),
        environment: "production".parse().unwrap(),
    };
    let policy = Policy { first: FirstDeployment::Counted, ..Policy::default() };
    let history = read.value.history;
    let delivered = releases(&history.commits, &history.touches, &history.releases, &of, &policy).value;
    let bare = |id: &str| id.strip_prefix("r@").unwrap().to_owned();
    let mut sets: BTreeMap<String, BTreeSet<String>> =
        history.releases.iter().map(|it| (it.tag.clone(), BTreeSet::new())).collect();
    for change in &delivered.changes {
        for carrier in &change.deployments {
            sets.get_mut(&bare(carrier.as_str())).unwrap().insert(bare(change.id.as_str()));
        }
    }
    sets
}

#[test]
fn every_release_carries_what_git_says() {
    for number in 0..REPOSITORIES {
        let Some(folder) = repository(number) else {
            eprintln!("skipped: there is no git");
            return;
        };
        assert_eq!(by_thalweg(&folder), by_git(&folder), "repository {number}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn a_repository_is_assessed_like_a_folder() {
    let Some(folder) = repository(1_000) else {
        eprintln!("skipped: there is no git");
        return;
    };
    let read = thalweg::of_repository(git::read(&folder, &Options::default(), &mut |_| {}).unwrap()).unwrap();
    assert!(read.value.events.deployments() > 0);
    let assessment = thalweg::Assessment::of(&read).unwrap();
    assert!(assessment.flow_review().to_markdown().unwrap().contains("Deployment frequency"));
}

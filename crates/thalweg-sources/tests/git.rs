//! Repositories made by `git` itself, read without it.
#![cfg(feature = "git")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "tests")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use thalweg_sources::SourceError;
use thalweg_sources::git::{Options, Progress, Repository, Touching, read};

/// A folder that goes away with its test.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("thalweg-git-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.git_with(arguments, "")
    }

    fn git_with(&self, arguments: &[&str], input: &str) -> String {
        let mut git = Command::new("git");
        git.args([
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.org",
            "-c",
            "init.defaultBranch=main",
        ]);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").current_dir(&self.0).args(arguments);
        let mut child =
            git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A repository made of a `fast-import` stream.
    fn imported(stream: &str) -> Self {
        let scratch = Self::new();
        scratch.git(&["init", "-q"]);
        scratch.git_with(&["fast-import", "--quiet"], stream);
        scratch
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Whether there is a `git` to make repositories with; says so where there is none.
fn git() -> bool {
    let found = Command::new("git").arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: there is no `git` to make repositories with");
    }
    found
}

/// One commit of a `fast-import` stream: mark, author, seconds, its file and what it comes from.
fn commit(mark: u32, who: &str, at: i64, file: &str, from: &str) -> String {
    let mut text = format!("commit refs/heads/main\nmark :{mark}\nauthor {who} {at} +0100\n");
    write!(text, "committer Ada <ada@example.org> {} +0000\ndata 1\nx\n{from}M 100644 inline {file}\ndata {}\n{mark}\n", at + 60, mark.to_string().len()).unwrap();
    text
}

const ADA: &str = "Ada <ada@example.org>";
const BOT: &str = "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>";
/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600;

/// Three commits on main, one beside it, a merge; an annotated tag, a lightweight one, one on a blob.
fn small() -> Scratch {
    let mut stream = String::new();
    stream += &commit(1, ADA, START, "src/a.rs", "");
    stream += &commit(2, BOT, START + 3_600, ".github/CODEOWNERS", "from :1\n");
    stream += &commit(3, ADA, START + 7_200, "docs/b.md", "from :1\n");
    stream += &commit(4, ADA, START + 10_800, "c.txt", "from :2\nmerge :3\n");
    stream += "reset refs/tags/v1.0\nfrom :1\n\n";
    stream += "tag v2.0\nfrom :4\ntagger Ada <ada@example.org> 1767312000 +0000\ndata 1\nx\n";
    let scratch = Scratch::imported(&stream);
    scratch.git(&["tag", "blob", "main:c.txt"]);
    scratch
}

fn told(path: &Path, options: &Options) -> (Repository, Vec<String>) {
    let loaded = read(path, options, &mut |_| {}).unwrap();
    let said = loaded.rejects.iter().map(ToString::to_string).collect();
    (loaded.value, said)
}

fn error(path: &Path, options: &Options) -> SourceError {
    read(path, options, &mut |_| {}).unwrap_err()
}

#[test]
fn tags_are_releases_and_commits_are_the_graph_s() {
    if !git() {
        return;
    }
    let scratch = small();
    let (told, said) =
        told(&scratch.0, &Options { touches: Some(Touching::default()), ..Options::default() });
    let releases: Vec<_> =
        told.history.releases.iter().map(|it| (it.tag.as_str(), it.released_at.to_string())).collect();
    // The lightweight tag is as old as its commit, the annotated one as its tagger says.
    assert_eq!(
        releases,
        [("v1.0", "2026-01-01T00:01:00Z".to_owned()), ("v2.0", "2026-01-02T00:00:00Z".to_owned())]
    );
    assert!(
        said.len() == 1 && said[0].contains("tag `blob`: it leads to a blob, not to a commit"),
        "{said:?}"
    );
    assert_eq!(told.history.commits.len(), 4);
    let by_git = scratch.git(&["rev-list", "--all", "--parents", "main"]);
    for commit in &told.history.commits {
        let line = [vec![commit.sha.clone()], commit.parents.clone()].concat().join(" ");
        assert!(by_git.lines().any(|it| it == line), "{line}");
    }
    let merges = told.history.commits.iter().filter(|commit| commit.parents.len() > 1).count();
    assert_eq!((merges, told.bots.len()), (1, 1));
    let touched: Vec<&str> = told.history.touches.iter().map(|touch| touch.path.as_str()).collect();
    let mut sorted = touched.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [".github/CODEOWNERS", "docs/b.md", "src/a.rs"], "a merge touches nothing of its own");
    assert_eq!(told.codeowners.unwrap().name, ".github/CODEOWNERS");
    assert_eq!(told.paths, [".github/CODEOWNERS", "c.txt", "src/a.rs"]);
    assert_eq!(told.last.unwrap().to_string(), "2026-01-02T00:00:00Z");
}

#[test]
fn a_glob_chooses_the_tags_and_says_what_is_left() {
    if !git() {
        return;
    }
    let scratch = small();
    let of = |glob: &str| Options { tags: Some(glob.to_owned()), ..Options::default() };
    assert_eq!(told(&scratch.0, &of("v2*")).0.history.releases.len(), 1);
    let none = error(&scratch.0, &of("release-*"));
    assert!(none.to_string().ends_with("and 3 other tags do not match: give another glob"), "{none}");
    assert!(matches!(error(&scratch.0, &of("[")), SourceError::BadGlob { .. }));
    let without = Options { need_tags: false, ..of("release-*") };
    assert_eq!(told(&scratch.0, &without).0.history.commits.len(), 4);
}

#[test]
fn what_is_no_whole_repository_is_said_plainly() {
    if !git() {
        return;
    }
    let scratch = Scratch::new();
    let options = Options::default();
    assert!(matches!(error(&scratch.0, &options), SourceError::NoRepository { .. }));
    assert!(matches!(error(&scratch.0.join("absent"), &options), SourceError::NoFolder { .. }));
    scratch.git(&["init", "-q"]);
    let unborn = error(&scratch.0, &options);
    assert!(matches!(&unborn, SourceError::NoCommit { head, .. } if head == "main"), "{unborn}");
    scratch.git_with(
        &["fast-import", "--quiet"],
        &(commit(1, ADA, START, "a", "") + &commit(2, ADA, START, "b", "from :1\n")),
    );
    let untagged = error(&scratch.0, &options);
    assert!(untagged.to_string().contains("there is none: run `git fetch --tags`"), "{untagged}");
    let clone = Scratch::new();
    let from = format!("file://{}", scratch.0.display());
    clone.git(&["clone", "-q", "--depth", "1", &from, "."]);
    let shallow = error(&clone.0, &options);
    assert!(shallow.to_string().contains("git fetch --unshallow"), "{shallow}");
}

#[test]
fn bare_repositories_folders_within_and_detached_heads_are_read() {
    if !git() {
        return;
    }
    let scratch = small();
    let bare = Scratch::new();
    bare.git(&["clone", "-q", "--bare", scratch.0.to_str().unwrap(), "bare.git"]);
    let (told_bare, _) = told(&bare.0.join("bare.git"), &Options::default());
    assert_eq!((told_bare.name.as_str(), told_bare.history.commits.len()), ("bare", 4));
    scratch.git(&["checkout", "-q", "--detach", "main"]);
    scratch.git(&["pack-refs", "--all"]);
    scratch.git(&["gc", "-q"]);
    let (told, _) = told(&scratch.0.join("src"), &Options::default());
    assert_eq!((told.history.commits.len(), told.history.releases.len()), (4, 2));
}

#[test]
fn damage_is_told_with_the_object_that_is_missing() {
    if !git() {
        return;
    }
    let scratch = small();
    scratch.git(&["repack", "-q", "-a", "-d"]);
    let pack = scratch.0.join(".git/objects/pack");
    for entry in std::fs::read_dir(&pack).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let damaged = error(&scratch.0, &Options::default());
    assert!(matches!(damaged, SourceError::Damaged { .. } | SourceError::NoTags { .. }), "{damaged}");
    std::fs::write(scratch.0.join(".git/HEAD"), "rubbish").unwrap();
    let damaged = error(&scratch.0, &Options::default());
    assert!(matches!(damaged, SourceError::Damaged { .. }), "{damaged}");
}

#[test]
fn absurd_times_are_held_and_named() {
    if !git() {
        return;
    }
    let stream = commit(1, ADA, 9_000_000_000, "a", "") + "reset refs/tags/v1\nfrom :1\n\n";
    let (told, said) = told(&Scratch::imported(&stream).0, &Options::default());
    assert_eq!(told.history.commits[0].committed_at, thalweg_model::Instant::MAX);
    assert!(said[0].contains("outside of the years 1970 to 2199"), "{said:?}");
}

/// Not timed; run by hand with `--ignored --nocapture`: 20,000 commits, every 100th tagged, with touched files.
#[test]
#[ignore = "makes a repository of 20,000 commits"]
fn twenty_thousand_commits() {
    let mut stream = String::new();
    for mark in 1..=20_000_u32 {
        let from = if mark == 1 { String::new() } else { format!("from :{}\n", mark - 1) };
        stream += &commit(
            mark,
            if mark % 7 == 0 { BOT } else { ADA },
            START + i64::from(mark) * 600,
            &format!("src/m{}/f{}.rs", mark % 50, mark % 997),
            &from,
        );
        if mark % 100 == 0 {
            write!(stream, "reset refs/tags/v{mark}\nfrom :{mark}\n\n").unwrap();
        }
    }
    let scratch = Scratch::imported(&stream);
    for touches in [None, Some(Touching::default())] {
        let begun = std::time::Instant::now();
        let mut calls = 0;
        let options = Options { touches, ..Options::default() };
        let loaded = read(&scratch.0, &options, &mut |_: Progress| calls += 1).unwrap();
        let history = loaded.value.history;
        assert_eq!((history.commits.len(), history.releases.len()), (20_000, 200));
        eprintln!("{:?}, {} touches, {calls} calls of progress", begun.elapsed(), history.touches.len());
        assert!(calls >= 10);
    }
}

/// A file in its state after a commit; `None` takes it away.
type State<'a> = (&'a str, Option<Vec<u8>>);

/// Files in their states, commit by commit.
fn stream(commits: &[Vec<State<'_>>]) -> Vec<u8> {
    let mut text = Vec::new();
    for (index, files) in (0..).zip(commits) {
        let at = START + 3_600 * index;
        text.extend(format!("commit refs/heads/main\ncommitter {ADA} {at} +0000\ndata 1\nx\n").bytes());
        for (path, content) in files {
            match content {
                None => text.extend(format!("D {path}\n").bytes()),
                Some(bytes) => {
                    text.extend(format!("M 100644 inline {path}\ndata {}\n", bytes.len()).bytes());
                    text.extend(bytes);
                    text.push(b'\n');
                }
            }
        }
    }
    text
}

/// Lines out of few, so that they meet again.
fn some_lines(seed: usize, count: usize) -> Vec<u8> {
    let line = |i: usize| format!("line {}\n", (i * 7 + seed * seed * 3 + (i * seed) / 5) % 23);
    (0..count).map(line).collect::<String>().into_bytes()
}

#[test]
fn lines_are_counted_as_git_counts_them() {
    if !git() {
        return;
    }
    let some = |text: &str| Some(text.as_bytes().to_vec());
    let mut commits = vec![
        vec![("a.txt", some("one\ntwo\nthree\n")), ("bin", Some(vec![1, 0, 2])), ("empty", some(""))],
        vec![("a.txt", some("one\n2\nthree")), ("bin", Some(vec![1, 0, 3])), ("empty", some("x"))],
        vec![
            ("a.txt", some("one\r\n2\nthree\n")),
            ("moved.txt", some("one\n2\n")),
            ("bin", some("text now\n")),
        ],
        vec![("moved.txt", None), ("there.txt", some("one\n2\n")), ("bin", None)],
        vec![("large", Some(b"x\n".repeat(600_000)))],
        vec![("large", Some(b"y\n".repeat(600_000)))],
        vec![("dir", some("a file\n"))],
        vec![("dir", None), ("dir/below", some("a file\nand more\n"))],
    ];
    commits.extend((0..40).map(|seed| vec![("busy.txt", Some(some_lines(seed, 30 + seed)))]));
    let scratch = Scratch::new();
    scratch.git(&["init", "-q"]);
    let mut import = Command::new("git");
    import.args(["fast-import", "--quiet"]).current_dir(&scratch.0).stdin(Stdio::piped());
    let mut import = import.spawn().unwrap();
    import.stdin.take().unwrap().write_all(&stream(&commits)).unwrap();
    assert!(import.wait().unwrap().success());
    let touching = Touching { lines: true, ..Touching::default() };
    let (told, _) =
        told(&scratch.0, &Options { touches: Some(touching), need_tags: false, ..Options::default() });
    let numstat = scratch.git(&["log", "--numstat", "--no-renames", "--format=commit %H", "main"]);
    let (mut sha, mut by_git, mut lineless) = ("", Vec::new(), 0);
    for line in numstat.lines().filter(|line| !line.is_empty()) {
        if let Some(next) = line.strip_prefix("commit ") {
            sha = next;
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let count = |cell: Option<&&str>| cell.and_then(|it| it.parse::<u64>().ok());
        by_git.push((sha.to_owned(), cells[2].to_owned(), count(cells.first()), count(cells.get(1))));
    }
    by_git.sort();
    let mine: Vec<_> = told
        .history
        .touches
        .iter()
        .map(|it| (it.sha.clone(), it.path.clone(), it.added, it.deleted))
        .collect();
    assert_eq!(mine.len(), by_git.len());
    for (mine, git) in mine.iter().zip(&by_git) {
        lineless += usize::from(mine.2.is_none());
        if mine.1 == "large" {
            assert_eq!((mine.2, mine.3), (None, None), "too large to be compared");
        } else {
            assert_eq!(mine, git);
        }
    }
    assert_eq!(lineless, 5, "three of `bin` and two of `large`");
}

//! The examples as commands: exit codes, and what goes to which stream.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// An example that was built with this test, in the folder beside it.
fn example(name: &str) -> Option<PathBuf> {
    let here = std::env::current_exe().unwrap();
    let path =
        here.parent()?.parent()?.join("examples").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    if !path.exists() {
        eprintln!("skipped: the example {name} was not built; `cargo test -p thalweg-examples` builds it");
    }
    path.exists().then_some(path)
}

/// Exit code, standard output and standard error.
fn run(example: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("commands");
    let output = Command::new(example).args(arguments).arg("--out").arg(out).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn data(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata").join(name).display().to_string()
}

#[test]
fn a_review_goes_to_standard_output_and_what_was_refused_to_standard_error() {
    let Some(review) = example("flow_review") else { return };
    let (code, told, complained) = run(&review, &[&data("broken/truncated")]);
    assert_eq!(code, Some(0), "{complained}");
    assert!(told.contains("flow-review.html") && !told.contains("warning"), "{told}");
    assert!(complained.starts_with("warning: deployments.jsonl:"), "{complained}");
}

#[test]
fn a_history_alone_is_reviewed() {
    let Some(review) = example("flow_review") else { return };
    let (code, told, complained) = run(&review, &[&data("history")]);
    assert_eq!(code, Some(0), "{complained}");
    assert!(told.contains("Change lead time 4.1 d"), "{told}");
}

#[test]
fn what_cannot_be_read_ends_with_one_and_a_line_on_standard_error() {
    let Some(review) = example("flow_review") else { return };
    for folder in ["nowhere", "history/README.md"] {
        let (code, told, complained) = run(&review, &[&data(folder)]);
        assert_eq!((code, told.as_str()), (Some(1), ""));
        assert!(complained.starts_with("error: ") && complained.lines().count() == 1, "{complained}");
    }
}

#[test]
fn a_command_line_that_is_not_understood_ends_with_two_and_the_usage() {
    let Some(review) = example("flow_review") else { return };
    for arguments in [&["--moth", "2026-03"][..], &["a", "b"], &["--month", "2026-13"]] {
        let (code, told, complained) = run(&review, arguments);
        assert_eq!((code, told.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(complained.contains("usage: flow_review"), "{complained}");
    }
    let (code, told, complained) = run(&review, &["--help"]);
    assert_eq!((code, complained.as_str()), (Some(0), ""));
    assert!(told.starts_with("usage: flow_review"), "{told}");
}

//! GitLab's reading, against answers of Ruby itself.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use thalweg_topology::codeowners::{CodeOwners, Dialect, Ownership};

#[test]
fn every_pattern_answers_as_ruby_does() {
    let mut lines = include_str!("data/fnmatch.txt").lines().filter(|line| !line.starts_with("# "));
    let paths: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for line in lines {
        let (bits, pattern) = line.split_once('\t').unwrap();
        let file = CodeOwners::parse(format!("{pattern} @x\n").as_bytes(), Dialect::GitLab);
        for (path, bit) in paths.iter().zip(bits.bytes()) {
            asked += 1;
            let told = file.owners(path) != Ownership::Unmatched;
            if told != (bit == b'1') {
                wrong.push(format!("`{pattern}` on `{path}`: Ruby says {}, we say {told}", bit == b'1'));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {asked} answers differ: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(40)]
    );
    assert!(asked > 20_000);
}

//! The lines of the README compile, run, and are those that stand there; every path that it names is there.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lines_of_the_readme() -> Result<(), Box<dyn std::error::Error>> {
    // The README's lines begin here.
    use thalweg::{
        Assessment, dora,
        model::{Tz, Window},
        sources,
    };

    let read = sources::organisation("testdata/organisation".as_ref())?;
    let (organisation, month) = (&read.value, Window::month(2026, 9, Tz::Europe__Berlin)?);
    let view = organisation.events.as_of(organisation.as_of.ok_or("no as_of")?).within(&month);
    let delivery = dora::measure(&view, &dora::Definition::default());
    println!("{:?}", delivery.change_fail_rate.rate);
    let assessment = Assessment::of(&read)?;
    println!("{}", assessment.flow_review().to_markdown()?);
    // The README's lines end here.
    Ok(())
}

/// Code without comments, blanks and the commas that formatting adds.
fn bare(code: &str) -> String {
    let lines = code.lines().map(|line| line.split("//").next().unwrap());
    let text: String = lines.flat_map(str::chars).filter(|it| !it.is_whitespace()).collect();
    text.replace(",}", "}")
}

#[test]
fn the_lines_of_the_readme_run_and_stand_there() {
    std::env::set_current_dir(root()).unwrap();
    lines_of_the_readme().unwrap();
    let readme = std::fs::read_to_string("README.md").unwrap();
    let block = readme.split("```rust\n").nth(1).unwrap().split("```").next().unwrap();
    let here = include_str!("readme.rs").split("lines begin here.\n").nth(1).unwrap();
    let here = here.split("// The README's lines end").next().unwrap();
    assert_eq!(bare(here), bare(block));
    assert!(block.lines().count() <= 12, "ten lines or so");
}

#[test]
fn every_path_that_the_readme_links_is_there() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let links = readme.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    for link in links.filter(|it| !it.starts_with("http")) {
        assert!(root().join(link.split('#').next().unwrap()).exists(), "{link}");
    }
}

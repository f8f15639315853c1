//! topology.md section 7: pictures, whose bytes are golden files in `tests/data/pictures`.
//!
//! `THALWEG_BLESS=1 cargo test -p thalweg-topology --test picture` writes them anew; look at each before committing it.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use thalweg_model::Instant;
use thalweg_topology::Topology;
use thalweg_topology::picture::{Change, Picture};

const EXAMPLE: &str = r#"
zone = "Europe/Berlin"
teams = [
    { id = "checkout", name = "Checkout", kind = "stream-aligned" },
    { id = "catalogue", name = "Catalogue & <search>", kind = "stream-aligned" },
    { id = "coaches", name = "Test coaches", kind = "enabling" },
    { id = "pricing", name = "Pricing engine", kind = "complicated-subsystem" },
    { id = "cloud", name = "Cloud platform", kind = "platform" },
    { id = "odd", name = "Odd jobs", until = 2026-06-01 },
    { id = "mobile", name = "Mobile", kind = "stream-aligned", from = 2026-06-01 },
]
[[interactions]]
team = "cloud"
with = "checkout"
mode = "x-as-a-service"
[[interactions]]
team = "cloud"
with = "catalogue"
mode = "x-as-a-service"
[[interactions]]
team = "coaches"
with = "catalogue"
mode = "facilitating"
from = 2026-05-01
[[interactions]]
team = "checkout"
with = "pricing"
mode = "collaboration"
until = 2026-06-01
[[dependencies]]
team = "checkout"
on = "pricing"
state = "blocking"
from = 2026-06-01
[[dependencies]]
team = "mobile"
on = "catalogue"
state = "slowing"
"#;

fn at(day: &str) -> Instant {
    format!("{day}T00:00:00Z").parse().unwrap()
}

fn golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures").join(name);
    if std::env::var_os("THALWEG_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text, expected, "{name} differs from its golden file");
}

#[test]
fn a_topology_is_drawn_in_three_languages() {
    let topology = Topology::from_toml(EXAMPLE).unwrap();
    let picture = Picture::of(&topology, at("2026-05-15"));
    golden("topology.svg", &picture.to_svg());
    golden("topology.mmd", &picture.to_mermaid());
    golden("topology.dot", &picture.to_dot());
}

#[test]
fn the_difference_of_two_dates_marks_what_is_new_and_what_is_gone() {
    let topology = Topology::from_toml(EXAMPLE).unwrap();
    let picture = Picture::difference(&topology, at("2026-05-15"), at("2026-07-01"));
    let of = |name: &str| picture.shapes.iter().find(|it| it.team.as_str() == name).map(|it| it.change);
    assert_eq!(
        (of("odd"), of("mobile"), of("cloud")),
        (Some(Change::Removed), Some(Change::Added), Some(Change::Same))
    );
    assert_eq!(picture.links.iter().filter(|it| it.change == Change::Removed).count(), 1);
    golden("difference.svg", &picture.to_svg());
    golden("difference.mmd", &picture.to_mermaid());
    golden("difference.dot", &picture.to_dot());
}

#[test]
fn no_name_breaks_out_of_its_picture() {
    let hostile = "\"]<script>&`#;\\\n--x";
    let toml = format!("teams = [{{ id = \"a\", name = {hostile:?} }}]");
    let picture = Picture::of(&Topology::from_toml(&toml).unwrap(), at("2026-05-15"));
    assert!(!picture.to_svg().contains("<script"));
    assert!(!picture.to_mermaid().contains("<script"));
    assert!(picture.to_dot().lines().count() == 7, "{}", picture.to_dot());
}

/// What Mermaid 11.17.2 was seen to read as its own in a label, in a browser: options, formulas, icons, line breaks, entities, Markdown.
#[test]
fn a_label_says_to_mermaid_what_the_name_says() {
    for (name, label) in [
        (
            "%%{init: {'securityLevel': 'loose'}}%%",
            "#37;#37;#123;init: #123;'securityLevel': 'loose'#125;#125;#37;#37;",
        ),
        ("$$y$$", "$#8288;$y$#8288;$"),
        ("fa:fa-car", "fa:#8288;fa-car"),
        ("a<br>b", "a#lt;br#gt;b"),
        ("#quot; C#", "#35;quot; C#35;"),
        ("`**b**`", "#96;**b**#96;"),
        ("\"]:::x & end", "#quot;]:::x #amp; end"),
        ("Größe 日本", "Größe 日本"),
    ] {
        let toml = format!("teams = [{{ id = \"a\", name = {name:?}, kind = \"platform\" }}]");
        let text = Picture::of(&Topology::from_toml(&toml).unwrap(), at("2026-05-15")).to_mermaid();
        assert!(text.contains(&format!("t0[\"{label}<br>platform\"]")), "{name}: {text}");
        assert!(!text.contains("%%"), "{text}");
    }
}

#[test]
fn nothing_gives_an_empty_picture() {
    let picture = Picture::of(&Topology::from_toml("").unwrap(), at("2026-05-15"));
    assert!(picture.description.contains("Teams: none."));
    assert!(picture.to_svg().ends_with("</svg>\n"));
}

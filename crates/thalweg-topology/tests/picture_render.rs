//! topology.md section 7: the Mermaid pictures as a browser shows them.
//!
//! Wants `mermaid.min.js` of the npm package `mermaid` in `THALWEG_MERMAID`, and `chromium`:
//!
//! `THALWEG_MERMAID=…/mermaid.min.js cargo test -p thalweg-topology --test picture_render -- --ignored --nocapture`
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop where it stands, and says when it is skipped"
)]

use std::fmt::Write;
use std::process::Command;

use thalweg_model::Instant;
use thalweg_topology::Topology;
use thalweg_topology::picture::Picture;

/// Names that say something to Mermaid, to HTML or to Markdown, and as a browser has to show them, in the words of HTML.
const NAMES: [(&str, &str); 10] = [
    ("end", "end"),
    ("[a] {b} (c) |d|", "[a] {b} (c) |d|"),
    ("#1 C# ; #quot;", "#1 C# ; #quot;"),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("%%{init: {}}%%", "%%{init: {}}%%"),
    ("a $$y$$ b", "a $\u{2060}$y$\u{2060}$ b"),
    ("fa:fa-car", "fa:\u{2060}fa-car"),
    ("a<br>b", "a&lt;br&gt;b"),
    ("`**b** _i_`", "`**b** _i_`"),
    ("Größe 日本", "Größe 日本"),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[test]
#[ignore = "needs a browser and the script of Mermaid"]
fn a_browser_shows_every_name() {
    let Some(script) = std::env::var_os("THALWEG_MERMAID") else {
        eprintln!("skipped: THALWEG_MERMAID does not name mermaid.min.js");
        return;
    };
    let mut toml = String::new();
    for (i, (name, _)) in NAMES.iter().enumerate() {
        let kind = ["stream-aligned", "platform", "enabling", "complicated-subsystem"][i % 4];
        writeln!(toml, "[[teams]]\nid = \"t{i}\"\nname = {name:?}\nkind = {kind:?}").unwrap();
    }
    for (i, mode) in ["collaboration", "facilitating", "x-as-a-service"].iter().enumerate() {
        writeln!(toml, "[[interactions]]\nteam = \"t{i}\"\nwith = \"t{}\"\nmode = {mode:?}", i + 1).unwrap();
    }
    let at: Instant = "2026-05-15T00:00:00Z".parse().unwrap();
    let picture = Picture::of(&Topology::from_toml(&toml).unwrap(), at).to_mermaid();
    let folder = std::env::temp_dir().join(format!("thalweg-mermaid-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let page = format!(
        "<!doctype html><meta charset=utf-8><pre class=mermaid>{}</pre><script src=\"{}\"></script>\
         <script>mermaid.initialize({{startOnLoad:false}});mermaid.run().catch(e=>document.body.append('BRO'+'KEN '+e))</script>",
        escaped(&picture),
        script.to_string_lossy()
    );
    std::fs::write(folder.join("page.html"), page).unwrap();
    let shown = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
        ])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--virtual-time-budget=20000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", folder.join("page.html").display()))
        .output();
    let Ok(shown) = shown else {
        eprintln!("skipped: there is no `chromium`");
        return;
    };
    _ = std::fs::remove_dir_all(&folder);
    let shown = String::from_utf8_lossy(&shown.stdout);
    assert!(shown.contains("<svg") && !shown.contains("BROKEN"), "{shown}");
    let drawing = shown.split_once("<svg").unwrap().1;
    for (name, html) in NAMES {
        assert!(
            drawing.contains(&format!("<p>{html}<br>")) || drawing.contains(&format!("<br>{html}<br>")),
            "{name}: {drawing}"
        );
    }
}

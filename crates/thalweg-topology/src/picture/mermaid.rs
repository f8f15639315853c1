//! A picture as a Mermaid flowchart.

use std::collections::BTreeMap;

use thalweg_model::TeamId;
use thalweg_model::record::TeamKind;

use super::look;
use super::scene::{Change, Link, LinkKind, Picture, Shape, kind_name};
use crate::document::Mode;

const CLASSES: [(TeamKind, &str); 5] = [
    (TeamKind::StreamAligned, "stream"),
    (TeamKind::Enabling, "enabling"),
    (TeamKind::ComplicatedSubsystem, "subsystem"),
    (TeamKind::Platform, "platform"),
    (TeamKind::Undefined, "undefined"),
];

impl Picture {
    /// The picture as a Mermaid flowchart from left to right.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let names: BTreeMap<&TeamId, String> =
            self.shapes.iter().enumerate().map(|(i, it)| (&it.team, format!("t{i}"))).collect();
        let mut lines = vec![
            "flowchart LR".to_owned(),
            format!("  accTitle: {}", one_line(&self.title)),
            format!("  accDescr: {}", one_line(&self.description)),
        ];
        lines.extend(self.shapes.iter().filter_map(|it| Some(node(names.get(&it.team)?, it))));
        let edge = |it: &Link| Some(edge(names.get(&it.from)?, it, names.get(&it.to)?));
        lines.extend(self.links.iter().filter_map(edge));
        lines.extend(CLASSES.iter().map(|(kind, name)| class(*kind, name)));
        lines.join("\n") + "\n"
    }
}

fn node(name: &str, it: &Shape) -> String {
    let label = quoted(&format!("{}{}<br>{}", it.change.sign(), it.label, kind_name(it.kind)));
    let (open, close) = match it.kind {
        TeamKind::StreamAligned => ("([", "])"),
        TeamKind::Enabling => ("(", ")"),
        TeamKind::ComplicatedSubsystem => ("{{", "}}"),
        TeamKind::Platform | TeamKind::Undefined => ("[", "]"),
    };
    let class = CLASSES.iter().find(|(kind, _)| *kind == it.kind).map_or("undefined", |(_, class)| class);
    format!("  {name}{open}{label}{close}:::{class}")
}

fn edge(from: &str, it: &Link, to: &str) -> String {
    let label = quoted(&format!("{}{}", it.change.sign(), it.kind.name()));
    let arrow = match (it.change, it.kind) {
        (Change::Removed, _) => "-.-x",
        (_, LinkKind::Works(Mode::Collaboration)) => "<-.->",
        (_, LinkKind::Works(Mode::Facilitating)) => "-.-o",
        (_, LinkKind::Works(Mode::XAsAService)) => "-.->",
        (_, LinkKind::Slowing) => "-->",
        (_, LinkKind::Blocking) => "==>",
    };
    format!("  {from} {arrow}|{label}| {to}")
}

fn class(kind: TeamKind, name: &str) -> String {
    let look = look::team(kind);
    let dash = if kind == TeamKind::Undefined { ",stroke-dasharray:4 3" } else { "" };
    format!("  classDef {name} fill:{},stroke:{},stroke-width:2px,color:#111{dash}", look.fill, look.line)
}

/// Text in quotes, with what Mermaid would read as its own written as entities. The line break is ours.
fn quoted(text: &str) -> String {
    let mut shown = String::from("\"");
    for part in text.split_inclusive("<br>") {
        let (own, broken) = part.strip_suffix("<br>").map_or((part, ""), |own| (own, "<br>"));
        for c in own.chars() {
            match c {
                '"' => shown.push_str("#quot;"),
                '#' => shown.push_str("#35;"),
                '<' => shown.push_str("#lt;"),
                '>' => shown.push_str("#gt;"),
                '&' => shown.push_str("#amp;"),
                '`' => shown.push_str("#96;"),
                c if c.is_control() => shown.push(' '),
                c => shown.push(c),
            }
        }
        shown.push_str(broken);
    }
    shown.push('"');
    shown
}

/// Text on one line of its own.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || ";#<>&`".contains(c) { ' ' } else { c }).collect()
}

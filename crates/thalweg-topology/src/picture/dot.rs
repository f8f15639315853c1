//! A picture as a graph of Graphviz.

use thalweg_model::record::TeamKind;

use super::look;
use super::scene::{Change, Link, LinkKind, Picture, Shape, kind_name};
use crate::document::Mode;

impl Picture {
    /// The picture in the DOT language, from left to right.
    #[must_use]
    pub fn to_dot(&self) -> String {
        let mut lines = vec![
            "digraph topology {".to_owned(),
            "  rankdir=LR;".to_owned(),
            format!("  label={}; labelloc=t; fontname=\"sans-serif\";", quoted(&self.title)),
            format!("  comment={};", quoted(&self.description)),
            "  node [fontname=\"sans-serif\", penwidth=2]; edge [fontname=\"sans-serif\", fontsize=11];"
                .to_owned(),
        ];
        lines.extend(self.shapes.iter().map(node));
        lines.extend(self.links.iter().map(edge));
        lines.push("}".to_owned());
        lines.join("\n") + "\n"
    }
}

fn node(it: &Shape) -> String {
    let look = look::team(it.kind);
    let (shape, style, size) = match it.kind {
        TeamKind::StreamAligned => ("box", "rounded,filled", "width=2.6, height=0.7"),
        TeamKind::Enabling => ("box", "rounded,filled", "width=1.1, height=1.8"),
        TeamKind::ComplicatedSubsystem => ("octagon", "filled", "width=1.6, height=1.0"),
        TeamKind::Platform => ("box", "filled", "width=2.6, height=1.0"),
        TeamKind::Undefined => ("box", "filled,dotted", "width=1.8, height=0.7"),
    };
    let gone = if it.change == Change::Removed { ",dashed" } else { "" };
    let label = quoted(&format!("{}{}\n{}", it.change.sign(), it.label, kind_name(it.kind)));
    format!(
        "  {} [label={label}, shape={shape}, style=\"{style}{gone}\", {size}, fillcolor=\"{}\", color=\"{}\"];",
        quoted(it.team.as_str()),
        look.fill,
        look.line
    )
}

fn edge(it: &Link) -> String {
    let look = look::link(it.kind);
    let ends = match it.kind {
        LinkKind::Works(Mode::Collaboration) => "style=dashed, dir=both",
        LinkKind::Works(Mode::Facilitating) => "style=dashed, arrowhead=odot",
        LinkKind::Works(Mode::XAsAService) => "style=dashed, arrowhead=normal",
        LinkKind::Slowing => "style=solid, arrowhead=vee",
        LinkKind::Blocking => "style=bold, arrowhead=tee",
    };
    let label = quoted(&format!("{}{}", it.change.sign(), it.kind.name()));
    format!(
        "  {} -> {} [label={label}, {ends}, color=\"{}\"];",
        quoted(it.from.as_str()),
        quoted(it.to.as_str()),
        look.line
    )
}

/// A string of the DOT language.
fn quoted(text: &str) -> String {
    let mut shown = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => shown.extend(['\\', c]),
            '\n' => shown.push_str("\\n"),
            c if c.is_control() => shown.push(' '),
            c => shown.push(c),
        }
    }
    shown.push('"');
    shown
}

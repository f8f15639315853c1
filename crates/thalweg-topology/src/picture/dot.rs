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
        lines.extend(self.links.iter().enumerate().map(edge));
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

fn edge((i, it): (usize, &Link)) -> String {
    let color = look::link(it.kind).line;
    let label = quoted(&format!("{}{}", it.change.sign(), it.kind.name()));
    let (from, to) = (quoted(it.from.as_str()), quoted(it.to.as_str()));
    let gone = it.change == Change::Removed;
    match it.kind {
        LinkKind::Works(mode) => interaction(i, (&from, &to), mode, &label, color),
        LinkKind::Slowing => {
            let style = if gone { "dashed" } else { "solid" };
            format!("  {from} -> {to} [label={label}, style={style}, arrowhead=vee, color=\"{color}\"];")
        }
        LinkKind::Blocking => {
            let style = if gone { "dashed" } else { "bold" };
            format!("  {from} -> {to} [label={label}, style={style}, arrowhead=tee, color=\"{color}\"];")
        }
    }
}

/// An interaction is a shape of its own between its teams, half transparent; the triangle is turned to point at the consumer.
fn interaction(i: usize, (from, to): (&str, &str), mode: Mode, label: &str, color: &str) -> String {
    let fill = look::link(LinkKind::Works(mode)).fill;
    let (shape, inside, beside, head) = match mode {
        Mode::Collaboration => ("parallelogram, width=1.5, height=0.5", label, "\"\"", "none"),
        Mode::Facilitating => ("circle, width=0.9, margin=0", label, "\"\"", "normal"),
        Mode::XAsAService => ("triangle, orientation=270, width=0.5, height=0.5", "\"\"", label, "normal"),
    };
    // No id of a team ends in a space.
    let name = quoted(&format!("{i} "));
    let line = format!("style=dashed, color=\"{color}\"");
    format!(
        "  {name} [label={inside}, shape={shape}, fontsize=11, penwidth=1.5, style=\"filled,dashed\", fillcolor=\"{fill}80\", \
         color=\"{color}\"];\n  {from} -> {name} [dir=none, {line}];\n  {name} -> {to} [label={beside}, arrowhead={head}, {line}];"
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

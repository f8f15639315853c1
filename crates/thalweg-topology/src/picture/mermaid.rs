//! A picture as a Mermaid flowchart.
//!
//! Every interaction is a shape of its own between its teams. Mermaid has no octagon, so a subsystem has six corners, and its triangle
//! always points up, so an arrow points at the consumer. The triangle needs Mermaid 11.3.

use std::collections::BTreeMap;

use thalweg_model::TeamId;
use thalweg_model::record::TeamKind;

use super::look::{self, Look};
use super::scene::{Change, Link, LinkKind, Picture, Shape, kind_name};
use crate::document::Mode;

const TEAMS: [(TeamKind, &str); 5] = [
    (TeamKind::StreamAligned, "stream"),
    (TeamKind::Enabling, "enabling"),
    (TeamKind::ComplicatedSubsystem, "subsystem"),
    (TeamKind::Platform, "platform"),
    (TeamKind::Undefined, "undefined"),
];

const MODES: [(Mode, &str); 3] = [
    (Mode::Collaboration, "collaboration"),
    (Mode::Facilitating, "facilitating"),
    (Mode::XAsAService, "service"),
];

impl Picture {
    /// The picture as a Mermaid flowchart from left to right.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let names: BTreeMap<&TeamId, String> =
            self.shapes.iter().enumerate().map(|(i, it)| (&it.team, format!("t{i}"))).collect();
        let title = one_line(&self.title);
        let mut lines = vec![
            format!("---\ntitle: '{}'\n---", title.replace('\'', "''")),
            "flowchart LR".to_owned(),
            format!("  accTitle: {title}"),
            format!("  accDescr: {}", one_line(&self.description)),
        ];
        lines.extend(self.shapes.iter().filter_map(|it| Some(node(names.get(&it.team)?, it))));
        let ends = |it: &Link| Some((names.get(&it.from)?, names.get(&it.to)?));
        let linked = self.links.iter().enumerate();
        lines.extend(linked.filter_map(|(i, it)| ends(it).map(|(from, to)| link(i, from, it, to))));
        lines.extend(TEAMS.iter().map(|(kind, name)| team_class(*kind, name)));
        lines.extend(MODES.iter().map(|(mode, name)| mode_class(*mode, name)));
        lines.push("  classDef gone fill-opacity:0.35,stroke-dasharray:8 5".to_owned());
        lines.push("  classDef changed stroke-width:5px".to_owned());
        lines.extend(self.shapes.iter().filter_map(|it| changed(names.get(&it.team)?, it.change)));
        lines.join("\n") + "\n"
    }
}

fn node(name: &str, it: &Shape) -> String {
    // Empty lines make an enabling team upright; the last one has to hold something.
    let (above, below) =
        if it.kind == TeamKind::Enabling { ("<br><br>", "<br><br>#8203;") } else { ("", "") };
    let label = escaped(&format!("{}{}", it.change.sign(), it.label));
    let (open, close) = match it.kind {
        TeamKind::StreamAligned => ("([", "])"),
        TeamKind::Enabling => ("(", ")"),
        TeamKind::ComplicatedSubsystem => ("{{", "}}"),
        TeamKind::Platform | TeamKind::Undefined => ("[", "]"),
    };
    let class = TEAMS.iter().find(|(kind, _)| *kind == it.kind).map_or("undefined", |(_, class)| class);
    format!("  {name}{open}\"{above}{label}<br>{}{below}\"{close}:::{class}", kind_name(it.kind))
}

fn link(i: usize, from: &str, it: &Link, to: &str) -> String {
    let label = escaped(&format!("{}{}", it.change.sign(), it.kind.name()));
    let gone = it.change == Change::Removed;
    match it.kind {
        LinkKind::Slowing if gone => format!("  {from} -.-x|\"{label}\"| {to}"),
        LinkKind::Blocking if gone => format!("  {from} -.-x|\"{label}\"| {to}"),
        LinkKind::Slowing => format!("  {from} -->|\"{label}\"| {to}"),
        LinkKind::Blocking => format!("  {from} ==>|\"{label}\"| {to}"),
        LinkKind::Works(Mode::Collaboration) => {
            let end = if gone { "-.-x" } else { "-.-" };
            format!("  i{i}[/\"{label}\"/]:::collaboration\n  {from} -.- i{i} {end} {to}")
        }
        LinkKind::Works(Mode::Facilitating) => {
            let end = if gone { "-.-x" } else { "-.->" };
            format!("  i{i}((\"{label}\")):::facilitating\n  {from} -.- i{i} {end} {to}")
        }
        LinkKind::Works(Mode::XAsAService) => {
            let end = if gone { "-.-x" } else { "-.->" };
            format!(
                "  i{i}@{{ shape: tri, label: \" \" }}\n  class i{i} service\n  {from} -.- i{i} {end}|\"{label}\"| {to}"
            )
        }
    }
}

fn team_class(kind: TeamKind, name: &str) -> String {
    let Look { fill, line } = look::team(kind);
    let dash = if kind == TeamKind::Undefined { ",stroke-dasharray:4 3" } else { "" };
    format!("  classDef {name} fill:{fill},stroke:{line},stroke-width:2px,color:#111{dash}")
}

fn mode_class(mode: Mode, name: &str) -> String {
    let Look { fill, line } = look::link(LinkKind::Works(mode));
    format!(
        "  classDef {name} fill:{fill},fill-opacity:0.5,stroke:{line},stroke-width:2px,stroke-dasharray:4 3,color:#111"
    )
}

fn changed(name: &str, change: Change) -> Option<String> {
    match change {
        Change::Same => None,
        Change::Removed => Some(format!("  class {name} gone")),
        Change::Added | Change::Altered => Some(format!("  class {name} changed")),
    }
}

/// Text within quotes, with what Mermaid would read as its own written as entities: quotes and tags, entities, backticks of Markdown,
/// `%%{…}%%` that sets options, `$$…$$` that is a formula, `fa:…` that stands for an icon.
fn escaped(text: &str) -> String {
    let mut shown = String::new();
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '"' => shown.push_str("#quot;"),
            '<' => shown.push_str("#lt;"),
            '>' => shown.push_str("#gt;"),
            '&' => shown.push_str("#amp;"),
            '#' | '`' | '%' | '{' | '}' => shown.push_str(&format!("#{};", u32::from(c))),
            // `$$` begins a formula and `fa:fa-` an icon, even as entities; a word joiner keeps them apart.
            '$' if before == '$' => shown.push_str("#8288;$"),
            'f' if before == ':' => shown.push_str("#8288;f"),
            c if c.is_control() => shown.push(' '),
            c => shown.push(c),
        }
        before = c;
    }
    shown
}

/// Text on one line of its own, where entities are not read.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || ";#<>&`%{}".contains(c) { ' ' } else { c }).collect()
}

//! What a picture shows, before anything is drawn.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::record::TeamKind;
use thalweg_model::{Instant, TeamId, local_date};

use crate::document::{Dependency, DependencyState, Interaction, Mode};
use crate::topology::Topology;

/// What became of a team or a link between two dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Nothing.
    #[default]
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is of another kind than before.
    Altered,
}

impl Change {
    /// The sign before its name.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::Added => "+ ",
            Self::Removed => "− ",
            Self::Altered => "~ ",
        }
    }
}

/// A team in a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The team.
    pub team: TeamId,
    /// What is written in its shape.
    pub label: String,
    /// Its type, which gives the shape.
    pub kind: TeamKind,
    /// What became of it.
    pub change: Change,
}

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// An interaction in one of the three modes.
    Works(Mode),
    /// The first team is slowed by the second.
    Slowing,
    /// The first team cannot go on without the second.
    Blocking,
}

impl LinkKind {
    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Works(mode) => mode.name(),
            Self::Slowing => "slowed by",
            Self::Blocking => "blocked by",
        }
    }
}

/// Two teams and what is between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The team that offers, helps or waits.
    pub from: TeamId,
    /// The team that uses, is helped or is waited for.
    pub to: TeamId,
    /// What it is.
    pub kind: LinkKind,
    /// What became of it.
    pub change: Change,
}

/// A picture of a topology.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The title.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The teams, in the order of their ids.
    pub shapes: Vec<Shape>,
    /// What is between them.
    pub links: Vec<Link>,
}

type Kinds = BTreeMap<TeamId, (String, TeamKind)>;
type Links = BTreeSet<(TeamId, TeamId, LinkKind)>;

impl Picture {
    /// The topology as it is at an instant.
    #[must_use]
    pub fn of(topology: &Topology, at: Instant) -> Self {
        let (teams, links) = state(topology, at);
        let title = format!("Team topology on {}", local_date(at, topology.zone()));
        Self::between(title, (&teams, &links), (&teams, &links))
    }

    /// What changed from one instant to another: what is new, gone, or of another type.
    #[must_use]
    pub fn difference(topology: &Topology, before: Instant, after: Instant) -> Self {
        let (old, old_links) = state(topology, before);
        let (new, new_links) = state(topology, after);
        let day = |at| local_date(at, topology.zone());
        let title = format!("Team topology from {} to {}", day(before), day(after));
        Self::between(title, (&old, &old_links), (&new, &new_links))
    }

    fn between(title: String, old: (&Kinds, &Links), new: (&Kinds, &Links)) -> Self {
        let ids: BTreeSet<&TeamId> = old.0.keys().chain(new.0.keys()).collect();
        let shapes: Vec<Shape> =
            ids.into_iter().filter_map(|id| shape(id, old.0.get(id), new.0.get(id))).collect();
        let both: BTreeSet<&(TeamId, TeamId, LinkKind)> = old.1.iter().chain(new.1).collect();
        let links: Vec<Link> =
            both.into_iter().map(|link| linked(link, old.1.contains(link), new.1.contains(link))).collect();
        let description = described(&shapes, &links);
        Self { title, description, shapes, links }
    }
}

/// Teams and links as they are at an instant. A link of a team that does not exist then is not shown.
fn state(topology: &Topology, at: Instant) -> (Kinds, Links) {
    let label = |team: &crate::document::Team| team.name.clone().unwrap_or_else(|| team.id.to_string());
    let teams: Kinds = topology.teams(at).map(|team| (team.id.clone(), (label(team), team.kind))).collect();
    let document = topology.document();
    let works = topology.active(&document.interactions, at).map(interaction);
    let waits = topology.active(&document.dependencies, at).filter_map(dependency);
    let shown =
        |link: &(TeamId, TeamId, LinkKind)| teams.contains_key(&link.0) && teams.contains_key(&link.1);
    let links = works.chain(waits).filter(shown).collect();
    (teams, links)
}

/// An interaction as a link; two that collaborate are named in the order of their ids, so that it stands there once.
fn interaction(it: &Interaction) -> (TeamId, TeamId, LinkKind) {
    let swapped = it.mode == Mode::Collaboration && it.with < it.team;
    let (from, to) = if swapped { (&it.with, &it.team) } else { (&it.team, &it.with) };
    (from.clone(), to.clone(), LinkKind::Works(it.mode))
}

fn dependency(it: &Dependency) -> Option<(TeamId, TeamId, LinkKind)> {
    let kind = match it.state {
        DependencyState::Ok => return None,
        DependencyState::Slowing => LinkKind::Slowing,
        DependencyState::Blocking => LinkKind::Blocking,
    };
    Some((it.team.clone(), it.on.clone(), kind))
}

fn shape(id: &TeamId, old: Option<&(String, TeamKind)>, new: Option<&(String, TeamKind)>) -> Option<Shape> {
    let (label, kind) = new.or(old)?;
    let change = match (old, new) {
        (None, _) => Change::Added,
        (_, None) => Change::Removed,
        (Some((_, was)), Some((_, is))) if was != is => Change::Altered,
        _ => Change::Same,
    };
    Some(Shape { team: id.clone(), label: label.clone(), kind: *kind, change })
}

fn linked((from, to, kind): &(TeamId, TeamId, LinkKind), was: bool, is: bool) -> Link {
    let change = match (was, is) {
        (false, true) => Change::Added,
        (true, false) => Change::Removed,
        _ => Change::Same,
    };
    Link { from: from.clone(), to: to.clone(), kind: *kind, change }
}

fn described(shapes: &[Shape], links: &[Link]) -> String {
    let team = |it: &Shape| format!("{}{} ({})", it.change.sign(), it.label, kind_name(it.kind));
    let link = |it: &Link| format!("{}{} {} {}", it.change.sign(), it.from, it.kind.name(), it.to);
    let listed = |all: Vec<String>| if all.is_empty() { "none".to_owned() } else { all.join("; ") };
    format!(
        "Teams: {}. Between them: {}.",
        listed(shapes.iter().map(team).collect()),
        listed(links.iter().map(link).collect())
    )
}

/// A team's type in words.
pub(super) const fn kind_name(kind: TeamKind) -> &'static str {
    match kind {
        TeamKind::StreamAligned => "stream-aligned",
        TeamKind::Enabling => "enabling",
        TeamKind::ComplicatedSubsystem => "complicated-subsystem",
        TeamKind::Platform => "platform",
        TeamKind::Undefined => "type undefined",
    }
}

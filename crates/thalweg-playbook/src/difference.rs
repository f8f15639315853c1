//! The difference of two evaluations: what got better or worse, and what is known no more or known now.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::outcome::{Evaluation, ItemVerdict, MemberVerdict};
use crate::told;
use crate::verdict::{Level, Verdict};

/// Which way a verdict went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It got better.
    Improved,
    /// It got worse.
    Worsened,
    /// It was known and is not any more: lost knowledge, never an improvement.
    NewlyUnknown,
    /// It was unknown and is known now; that alone is neither better nor worse.
    NewlyKnown,
    /// It applies now and did not before.
    Applies,
    /// It applied and does not any more.
    AppliesNoMore,
    /// The playbook has it now and had it not before.
    Added,
    /// The playbook had it and has it no more.
    Removed,
}

impl Turn {
    /// The way in words for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Worsened => "worsened",
            Self::NewlyUnknown => "lost knowledge",
            Self::NewlyKnown => "newly known",
            Self::Applies => "applies now",
            Self::AppliesNoMore => "applies no more",
            Self::Added => "new in the playbook",
            Self::Removed => "gone from the playbook",
        }
    }
}

/// What a change of a verdict comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The evidence says something else.
    Evidence,
    /// Evidence came or went.
    Knowledge,
    /// A threshold is another.
    Threshold,
    /// An exemption began or ended to count.
    Exemption,
    /// The playbook is another.
    Playbook,
}

impl Reason {
    /// The reason in words for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Evidence => "because the evidence says something else",
            Self::Knowledge => "because evidence came or went",
            Self::Threshold => "because a threshold is another",
            Self::Exemption => "because an exemption began or ended to count",
            Self::Playbook => "because the playbook is another",
        }
    }
}

/// The change of one verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The criterion, item or section.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: Level,
    /// The verdict before; absent where there was none.
    pub before: Option<Verdict>,
    /// The verdict after; absent where there is none.
    pub after: Option<Verdict>,
    /// Which way it went.
    pub turn: Turn,
    /// What that comes from.
    pub reason: Reason,
    /// The members whose verdicts changed, as "team Payments: from met to not met".
    pub members: Vec<String>,
    /// What the later evaluation says.
    pub because: String,
}

impl Change {
    /// The change in a sentence or two.
    #[must_use]
    pub fn explain(&self) -> String {
        let Self { title, because, .. } = self;
        let way = self.turn.words();
        let moved = match (self.before, self.after) {
            (Some(before), Some(after)) => format!(", from {} to {}", before.words(), after.words()),
            _ => String::new(),
        };
        let why = match self.reason {
            Reason::Evidence | Reason::Playbook => String::new(),
            reason => format!(", {}", reason.words()),
        };
        let who = match self.members.as_slice() {
            [] => String::new(),
            members => format!(" Changed: {}.", told::few(members)),
        };
        format!("{title}: {way}{moved}{why}. {because}{who}")
    }
}

/// The changes between two evaluations, in the order of the later one; nothing where no verdict changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The changes.
    pub changes: Vec<Change>,
}

impl Difference {
    /// What changed from one evaluation to another. What is withheld in both is in neither.
    ///
    /// ```
    /// use thalweg_model::{Evidence, Tz, Window};
    /// use thalweg_playbook::{Difference, Playbook};
    /// let quarter = Window::quarter(2026, 3, 1, Tz::UTC)?;
    /// let evaluation = Playbook::leadership_for_flow().evaluate(&Evidence::new(quarter, quarter.end()));
    /// assert!(Difference::between(&evaluation, &evaluation).changes.is_empty());
    /// # Ok::<(), thalweg_model::WindowError>(())
    /// ```
    #[must_use]
    pub fn between(before: &Evaluation, after: &Evaluation) -> Self {
        let old: BTreeMap<&str, &ItemVerdict> = before.verdicts().map(|it| (it.id.as_str(), it)).collect();
        let new: BTreeMap<&str, &ItemVerdict> = after.verdicts().map(|it| (it.id.as_str(), it)).collect();
        let turned = after.verdicts().filter_map(|now| match old.get(now.id.as_str()) {
            Some(then) => changed(then, now),
            None => Some(alone(now, Turn::Added)),
        });
        let gone = before.verdicts().filter(|it| !new.contains_key(it.id.as_str()));
        Self { changes: turned.chain(gone.map(|it| alone(it, Turn::Removed))).collect() }
    }

    /// The changes that went one way.
    pub fn of(&self, turn: Turn) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |it| it.turn == turn)
    }
}

fn alone(it: &ItemVerdict, turn: Turn) -> Change {
    let (before, after) =
        if turn == Turn::Added { (None, Some(it.verdict)) } else { (Some(it.verdict), None) };
    let (id, title, because) = (it.id.clone(), it.title.clone(), it.because.clone());
    Change {
        id,
        title,
        level: it.level,
        before,
        after,
        turn,
        reason: Reason::Playbook,
        members: Vec::new(),
        because,
    }
}

fn changed(then: &ItemVerdict, now: &ItemVerdict) -> Option<Change> {
    let turn = turn(then.verdict, now.verdict)?;
    Some(Change {
        id: now.id.clone(),
        title: now.title.clone(),
        level: now.level,
        before: Some(then.verdict),
        after: Some(now.verdict),
        turn,
        reason: reason(then, now, turn),
        members: members(then, now),
        because: now.because.clone(),
    })
}

fn turn(then: Verdict, now: Verdict) -> Option<Turn> {
    match (then, now) {
        (a, b) if a == b => None,
        (Verdict::NotApplicable, _) => Some(Turn::Applies),
        (_, Verdict::NotApplicable) => Some(Turn::AppliesNoMore),
        (_, Verdict::Unknown) => Some(Turn::NewlyUnknown),
        (Verdict::Unknown, _) => Some(Turn::NewlyKnown),
        // The order of naming runs from met to not met.
        (a, b) if b < a => Some(Turn::Improved),
        _ => Some(Turn::Worsened),
    }
}

fn reason(then: &ItemVerdict, now: &ItemVerdict, turn: Turn) -> Reason {
    let thresholds = |it: &ItemVerdict| {
        it.parameters.iter().map(|it| (it.id.clone(), it.value.to_bits())).collect::<Vec<_>>()
    };
    let valid = |it: &ItemVerdict| {
        it.exemptions.iter().filter(|it| it.counts()).map(|it| it.id.clone()).collect::<Vec<_>>()
    };
    if thresholds(then) != thresholds(now) {
        Reason::Threshold
    } else if valid(then) != valid(now) {
        Reason::Exemption
    } else if matches!(turn, Turn::NewlyKnown | Turn::NewlyUnknown) {
        Reason::Knowledge
    } else {
        Reason::Evidence
    }
}

fn members(then: &ItemVerdict, now: &ItemVerdict) -> Vec<String> {
    let old: BTreeMap<&str, Verdict> =
        then.members.iter().map(|it| (it.entity.as_str(), it.verdict)).collect();
    let new: BTreeMap<&str, &MemberVerdict> = now.members.iter().map(|it| (it.entity.as_str(), it)).collect();
    let moved = new.iter().filter_map(|(entity, now)| {
        let then = old.get(entity)?;
        let (from, to) = (then.words(), now.verdict.words());
        (*then != now.verdict).then(|| format!("{}: from {from} to {to}", now.name))
    });
    moved.collect()
}

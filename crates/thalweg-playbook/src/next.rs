//! Next best actions: what one change would turn, found by evaluating with that change (playbook.md section 6).

use std::collections::BTreeMap;

use thalweg_model::record::RecordKind;

use crate::judged::{Judged, is_open};
use crate::outcome::{ActionKind, MemberVerdict, Missing, NextAction};
use crate::plan::{Node, Plan, Rule};
use crate::told;
use crate::verdict::{Level, Verdict};

/// How many members of one criterion become actions of their own.
const MEMBERS: usize = 3;

/// An action with what it is ranked by: how many checks its item waits for, how many changes the check itself does, what
/// sort it is, and how much it turns.
struct Draft {
    rank: (usize, usize, ActionKind, std::cmp::Reverse<usize>, usize, usize),
    action: NextAction,
}

/// The actions that an evaluation calls for, the best first.
pub(crate) fn next_actions(plan: &Plan, judged: &[Option<Judged>], subject: &str) -> Vec<NextAction> {
    let tree = Tree::new(plan, judged, subject);
    let mut drafts: Vec<Draft> = (0..plan.nodes.len()).flat_map(|it| tree.fixes(it)).collect();
    drafts.extend(tree.gaps());
    drafts.sort_by(|a, b| (a.rank, &a.action.entity).cmp(&(b.rank, &b.action.entity)));
    let numbered = drafts.into_iter().zip(1..).map(|(draft, rank)| NextAction { rank, ..draft.action });
    numbered.collect()
}

/// What is missing, one thing of each supply.
type Gap<'a> = Vec<&'a Missing>;

struct Tree<'a> {
    plan: &'a Plan,
    judged: &'a [Option<Judged>],
    subject: String,
    /// What follows from each node: what holds it and what takes its verdict.
    followers: Vec<Vec<usize>>,
    /// How many of the verdicts that a node follows from keep it from being met.
    open: Vec<usize>,
}

impl<'a> Tree<'a> {
    fn new(plan: &'a Plan, judged: &'a [Option<Judged>], subject: &str) -> Self {
        let subject = subject.to_owned();
        let mut tree =
            Self { plan, judged, subject, followers: vec![Vec::new(); plan.nodes.len()], open: Vec::new() };
        for (place, node) in plan.nodes.iter().enumerate().filter(|(_, it)| follows(it)) {
            for needed in node.parts.iter().chain(&node.takes) {
                if let Some(it) = tree.followers.get_mut(*needed) {
                    it.push(place);
                }
            }
        }
        let count =
            |node: &Node| node.parts.iter().chain(&node.takes).filter(|it| tree.is_open(**it)).count();
        tree.open = plan.nodes.iter().map(count).collect();
        tree
    }

    fn judged(&self, place: usize) -> Option<&'a Judged> {
        self.judged.get(place).and_then(Option::as_ref)
    }

    fn is_open(&self, place: usize) -> bool {
        self.judged(place).is_some_and(|it| it.counts && is_open(it.item.verdict))
    }

    /// What turns to met with a criterion: itself, and step by step what waits for nothing else.
    fn turned(&self, place: usize) -> Vec<usize> {
        let mut turned = vec![place];
        let mut left: BTreeMap<usize, usize> = BTreeMap::new();
        let mut next = 0;
        while let Some(done) = turned.get(next).copied() {
            next += 1;
            for follower in self.followers.get(done).into_iter().flatten() {
                let all = self.open.get(*follower).copied().unwrap_or_default();
                let left = left.entry(*follower).or_insert(all);
                *left = left.saturating_sub(1);
                if *left == 0 && self.is_open(*follower) {
                    turned.push(*follower);
                }
            }
        }
        turned
    }

    /// How many checks the item or section right above a criterion waits for.
    fn waits(&self, place: usize) -> usize {
        let above = self.followers.get(place).into_iter().flatten();
        let above =
            above.filter(|it| self.plan.nodes.get(**it).is_some_and(|it| it.level != Level::Criterion));
        above.filter_map(|it| self.open.get(*it)).copied().min().unwrap_or(1)
    }

    fn names(&self, places: &[usize]) -> Vec<String> {
        places.iter().filter_map(|it| self.plan.nodes.get(*it)).map(|it| it.id.clone()).collect()
    }

    fn titles(&self, places: &[usize]) -> Vec<String> {
        let nodes = places.iter().filter_map(|it| self.plan.nodes.get(*it));
        nodes.map(|it| format!("“{}”", it.title)).collect()
    }

    /// What to do about a criterion that fails: member by member, where it has members.
    fn fixes(&self, place: usize) -> Vec<Draft> {
        let (Some(node), Some(judged)) = (self.plan.nodes.get(place), self.judged(place)) else {
            return Vec::new();
        };
        let Some(criterion) = node.criterion.as_ref().filter(|_| !follows(node)) else { return Vec::new() };
        let fails = matches!(judged.item.verdict, Verdict::NotMet | Verdict::Partial);
        if !fails || !judged.counts {
            return Vec::new();
        }
        let turned = if judged.short <= 1 { self.turned(place) } else { Vec::new() };
        let failing = |it: &&MemberVerdict| {
            it.exempted_by.is_none() && matches!(it.verdict, Verdict::NotMet | Verdict::Partial)
        };
        let members = judged.item.members.iter().filter(failing).take(MEMBERS);
        let mut named: Vec<Named<'_>> = members.map(Named::of).collect();
        if named.is_empty() {
            named.push(Named { entity: &self.subject, name: "", because: &judged.item.because });
        }
        let rank = |at: usize| {
            let turns = std::cmp::Reverse(turned.len());
            (self.waits(place), judged.short, ActionKind::Fix, turns, place, at)
        };
        let titles = self.titles(&turned);
        let action = |(at, it): (usize, Named<'_>)| Draft {
            rank: rank(at),
            action: NextAction {
                rank: 0,
                item: node.id.clone(),
                entity: it.entity.to_owned(),
                name: it.name.to_owned(),
                action: criterion.fix.clone(),
                why: why(&it, judged.short, &titles),
                turns: self.names(&turned),
                kind: ActionKind::Fix,
            },
        };
        named.into_iter().enumerate().map(action).collect()
    }

    /// What to record, or which source to declare: one action for each supply, with all criteria that wait for it.
    fn gaps(&self) -> Vec<Draft> {
        let mut waiting: BTreeMap<&str, (&Missing, Vec<usize>)> = BTreeMap::new();
        for place in (0..self.plan.nodes.len()).filter(|it| self.is_open(*it)) {
            let criterion = self.plan.nodes.get(place).is_some_and(|it| it.criterion.is_some());
            let missing = self.judged(place).filter(|it| criterion && it.item.verdict == Verdict::Unknown);
            for missing in missing.iter().flat_map(|it| &it.item.missing) {
                let (_, places) = waiting.entry(&missing.supply).or_insert((missing, Vec::new()));
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        // Metrics that the same criteria wait for are one gap.
        let mut gaps: BTreeMap<(&str, Vec<usize>), Gap<'_>> = BTreeMap::new();
        for (supply, (missing, places)) in waiting {
            let kind = RecordKind::named(supply).map_or("", |_| supply);
            gaps.entry((kind, places)).or_default().push(missing);
        }
        gaps.iter().filter_map(|((_, places), gap)| self.gap(gap, places)).collect()
    }

    fn gap(&self, missing: &Gap<'_>, places: &[usize]) -> Option<Draft> {
        let (place, first) = (*places.first()?, *missing.first()?);
        let waits = places.iter().map(|it| self.waits(*it)).min()?;
        let decides = self.names(places);
        let action = self.plan.supplied(missing.iter().copied());
        let titles = told::few(&self.titles(places));
        let why =
            format!("{}. With it {titles} could be decided.", told::capital(&told::lacking(&first.what)));
        let rank = (waits, 1, ActionKind::Evidence, std::cmp::Reverse(decides.len()), place, 0);
        let item = self.plan.nodes.get(place)?.id.clone();
        let entity = first.entity.clone();
        Some(Draft {
            rank,
            action: NextAction {
                rank: 0,
                item,
                entity,
                name: String::new(),
                action,
                why,
                turns: decides,
                kind: ActionKind::Evidence,
            },
        })
    }
}

/// Whether a node's verdict is nothing but the combination of others.
fn follows(node: &Node) -> bool {
    match &node.criterion {
        None => true,
        Some(criterion) => criterion.applies.is_none() && matches!(criterion.rule, Rule::Verdicts(_)),
    }
}

/// Whom an action is about, and why.
struct Named<'a> {
    entity: &'a str,
    name: &'a str,
    because: &'a str,
}

impl<'a> Named<'a> {
    fn of(member: &'a MemberVerdict) -> Self {
        Self { entity: &member.entity, name: &member.name, because: &member.because }
    }
}

fn why(it: &Named<'_>, short: usize, turned: &[String]) -> String {
    let because = it.because.trim_end_matches('.');
    let because = if it.name.is_empty() {
        because.to_owned()
    } else {
        format!("{}: {because}", told::capital(it.name))
    };
    let so = match turned {
        [] => format!("It takes {short} such changes."),
        turned => format!("This alone would turn {} to met.", told::list(turned)),
    };
    format!("{because}. {so}")
}

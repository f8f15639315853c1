//! The tree of sections, items and criteria, and the order in which their verdicts follow from each other.

use thalweg_model::Unit;

use super::measure::Measures;
use super::rule::Rule;
use super::test::{Selection, Test};
use crate::verdict::Level;

/// A threshold with its reason.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) id: String,
    pub(crate) value: f64,
    pub(crate) unit: Unit,
    pub(crate) reason: String,
    pub(crate) source: String,
}

/// Rows that an explanation names without deciding anything.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) of: Selection,
    pub(crate) that: Test,
    pub(crate) says: String,
}

/// The rule of a criterion and what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Criterion {
    pub(crate) fix: String,
    pub(crate) applies: Option<Rule>,
    pub(crate) rule: Rule,
    pub(crate) notes: Vec<Note>,
    /// The thresholds that it uses.
    pub(crate) parameters: Vec<usize>,
}

/// A section, an item or a criterion.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) clause: String,
    pub(crate) level: Level,
    /// What stands below it.
    pub(crate) parts: Vec<usize>,
    /// Whose verdicts its rule takes.
    pub(crate) takes: Vec<usize>,
    /// What it is, where it is a criterion.
    pub(crate) criterion: Option<Criterion>,
}

/// A playbook as it is evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) version: u32,
    pub(crate) hash: String,
    pub(crate) judges_teams: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) measures: Measures,
    pub(crate) nodes: Vec<Node>,
    /// The sections.
    pub(crate) roots: Vec<usize>,
    /// Every node, each after those that its verdict follows from.
    pub(crate) order: Vec<usize>,
}

impl Plan {
    /// The nodes in an order in which each comes after those that it follows from, or those that stand in a circle.
    ///
    /// Linear in nodes and arrows, and without recursion, so that no playbook is too deep for it.
    pub(crate) fn ordered(nodes: &[Node]) -> Result<Vec<usize>, Vec<usize>> {
        let mut waits: Vec<usize> = nodes.iter().map(|it| it.parts.len() + it.takes.len()).collect();
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        for (place, node) in nodes.iter().enumerate() {
            for needed in node.parts.iter().chain(&node.takes) {
                if let Some(it) = followers.get_mut(*needed) {
                    it.push(place);
                }
            }
        }
        let mut order: Vec<usize> = (0..nodes.len()).filter(|it| waits.get(*it) == Some(&0)).collect();
        let mut next = 0;
        while let Some(place) = order.get(next).copied() {
            next += 1;
            for follower in followers.get(place).into_iter().flatten() {
                if let Some(left) = waits.get_mut(*follower) {
                    *left -= 1;
                    if *left == 0 {
                        order.push(*follower);
                    }
                }
            }
        }
        if order.len() == nodes.len() {
            return Ok(order);
        }
        Err((0..nodes.len()).filter(|it| waits.get(*it).is_some_and(|left| *left > 0)).collect())
    }
}

//! Which deployment a change counts for, where the one that it names did not bring it to production.

use super::columns::{DeploymentColumns, Marks};
use super::dense::{NOWHERE, compact};

/// Which deployment a change counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carry {
    /// The first successful one in production that contains it: the one it names, else the next of the service.
    #[default]
    Forward,
    /// The one it names, and no other.
    Named,
}

/// A deployment to production that ended well.
const GOOD: Marks = Marks::PRODUCTION.and(Marks::SUCCESSFUL);

/// One walk from the last deployment to the first, with the next successful one of every service in hand.
struct Walk<'a> {
    marks: &'a [Marks],
    services: &'a [u32],
    /// By service.
    next: Vec<u32>,
    /// By position: its own row until it was reached, then the one that its changes count for.
    rows: Vec<u32>,
}

/// From the row of every position to the row that its changes count for; the order is that of time.
pub(super) fn carriers(d: &DeploymentColumns<'_>, order: &[u32], rows: Vec<u32>, carry: Carry) -> Vec<u32> {
    let (services, count) = compact(d.services);
    let mut walk = Walk { marks: d.marks, services: &services, next: vec![NOWHERE; count], rows };
    let finished_at = |at: &u32| d.finished_at.get(*at as usize);
    let mut rest = order;
    while let Some((last, before)) = rest.split_last() {
        // By far the most finish alone, and there is nothing to guess.
        if before.last().map(finished_at) != Some(finished_at(last)) {
            walk.one(*last, carry);
            rest = before;
            continue;
        }
        let earlier =
            before.iter().rposition(|it| finished_at(it) != finished_at(last)).map_or(0, |it| it + 1);
        let (others, tied) = rest.split_at_checked(earlier).unwrap_or((&[], rest));
        walk.together(tied, carry);
        rest = others;
    }
    walk.rows
}

impl Walk<'_> {
    fn is_good(&self, at: u32) -> bool {
        self.marks.get(at as usize).is_some_and(|it| it.has(GOOD))
    }

    fn one(&mut self, at: u32, carry: Carry) {
        let is_good = self.is_good(at);
        let Some(service) = self.services.get(at as usize) else { return };
        let (Some(next), Some(row)) = (self.next.get_mut(*service as usize), self.rows.get_mut(at as usize))
        else {
            return;
        };
        // What is not successful stands for the next one.
        *next = if is_good { *row } else { *next };
        *row = if is_good || carry == Carry::Forward { *next } else { NOWHERE };
    }

    /// Those that finish in the same instant contain each other: first the successful ones, then the others.
    fn together(&mut self, tied: &[u32], carry: Carry) {
        let (good, others): (Vec<u32>, Vec<u32>) = tied.iter().rev().partition(|it| self.is_good(**it));
        good.into_iter().chain(others).for_each(|it| self.one(it, carry));
    }
}

//! What a rule came to.

use std::collections::BTreeSet;

use super::trace::Trace;
use crate::ledger::Ledger;
use crate::outcome::{MemberVerdict, Missing, Number};
use crate::verdict::Verdict;

/// What a rule came to, and what that rests on.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    /// Why, as a sentence without its stop.
    pub(crate) said: String,
    /// The same as statements: what is spoken of, and what is said of it; none where it is told otherwise.
    pub(crate) statements: Vec<(String, String)>,
    pub(crate) members: Vec<MemberVerdict>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) evidence: BTreeSet<String>,
    pub(crate) missing: BTreeSet<Missing>,
    /// The fewest single changes that would turn it to met: members that would have to hold, things that would have to
    /// happen. Parts that wait for the same member wait for one change.
    pub(crate) wants: BTreeSet<String>,
}

impl Outcome {
    /// A verdict and why.
    pub(crate) fn new(verdict: Verdict, said: impl Into<String>) -> Self {
        let mut outcome = Self {
            verdict,
            said: said.into(),
            statements: Vec::new(),
            members: Vec::new(),
            numbers: Vec::new(),
            evidence: BTreeSet::new(),
            missing: BTreeSet::new(),
            wants: BTreeSet::new(),
        };
        if outcome.is_open() {
            outcome.wants.insert("it".to_owned());
        }
        outcome
    }

    /// A verdict and why, as a statement about one thing.
    pub(crate) fn of(verdict: Verdict, subject: &str, says: String) -> Self {
        let outcome = Self::new(verdict, format!("{subject} {says}"));
        Self { statements: vec![(subject.to_owned(), says)], ..outcome }
    }

    /// Whether something would have to change for it to be met.
    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.verdict, Verdict::NotMet | Verdict::Partial | Verdict::Unknown)
    }

    /// With what a condition rested on; what is missing only where the verdict is unknown.
    pub(crate) fn resting_on(mut self, ledger: &Ledger<'_>, trace: &Trace) -> Self {
        self.evidence.extend(trace.evidence.iter().map(|(table, row)| ledger.record(*table, *row)));
        if self.verdict == Verdict::Unknown {
            self.missing.extend(trace.missing.iter().cloned());
        }
        self
    }

    /// With a number.
    pub(crate) fn counting(mut self, number: Number) -> Self {
        self.numbers.push(number);
        self
    }

    /// With the changes that it wants; none where nothing need change, and at least one where something must.
    pub(crate) fn wanting(mut self, wants: impl IntoIterator<Item = String>) -> Self {
        let open = self.is_open();
        let wants: BTreeSet<String> = wants.into_iter().filter(|_| open).collect();
        if !open || !wants.is_empty() {
            self.wants = wants;
        }
        self
    }

    /// The members that count and do not hold, each once, failing ones first.
    pub(crate) fn lagging(&self) -> impl Iterator<Item = &str> {
        let counted = self.members.iter().filter(|it| it.exempted_by.is_none());
        let open =
            counted.filter(|it| matches!(it.verdict, Verdict::NotMet | Verdict::Partial | Verdict::Unknown));
        open.map(|it| it.entity.as_str())
    }

    /// Takes over what another outcome rests on, but not its verdict.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.members.extend(other.members);
        self.numbers.extend(other.numbers);
        self.evidence.extend(other.evidence);
        if other.verdict == Verdict::Unknown {
            self.missing.extend(other.missing);
        }
    }

    /// Puts failing members first, then unknown ones, each in the order of their entities.
    pub(crate) fn sort_members(&mut self) {
        let place = |verdict: Verdict| match verdict {
            Verdict::NotMet => 0,
            Verdict::Partial => 1,
            Verdict::Unknown => 2,
            Verdict::Met => 3,
            Verdict::NotApplicable => 4,
        };
        let key = |it: &MemberVerdict| (it.exempted_by.is_some(), place(it.verdict));
        self.members.sort_by(|a, b| (key(a), &a.entity, &a.because).cmp(&(key(b), &b.entity, &b.because)));
    }
}

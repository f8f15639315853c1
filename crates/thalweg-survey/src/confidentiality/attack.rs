//! What a reader could work out of a release that was blocked, shown with made-up numbers.

use std::collections::BTreeSet;
use std::fmt;

use thalweg_model::Entity;

use super::atoms::{Atoms, Standing};
use super::audit::{Candidate, classes};
use super::census::Census;
use super::ledger::Ledger;
use super::plan::members;
use super::policy::{Confidentiality, Statistic};
use super::repair::{Combination, Search, violation};
use crate::error::Problems;

/// Whether a proposed release can be attacked, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Explanation {
    /// No combination rests on fewer respondents than the minimum.
    Safe,
    /// This one does.
    Attack(Attack),
    /// The search would take too long; a plan would coarsen.
    Undecided,
}

/// One published group in the arithmetic. Every number is made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The group; `None` for one that an earlier release showed.
    pub group: Option<Entity>,
    /// How many times it is added, or taken off.
    pub times: i128,
    /// A made-up number of respondents.
    pub respondents: i128,
    /// A made-up sum of their answers.
    pub sum: i128,
}

/// The arithmetic of an attack, with made-up answers and made-up counts: it tells which groups combine, and not one
/// number of the survey.
///
/// It tells why something is hidden, so it is for whoever holds the answers and does not serialise.
///
/// ```
/// use std::collections::BTreeSet;
/// use thalweg_model::{Entity, ItemId, TeamId, WaveId, answer::Respondent};
/// use thalweg_survey::confidentiality::{
///     Answered, Census, Confidentiality, Explanation, Ledger, Belonging, Statistic,
/// };
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let payments = Entity::Team(TeamId::new("payments")?);
/// let mut census = Census::of_answers(WaveId::new("2026-q3")?, [ItemId::new("trust_1")?]);
/// for n in 0..12 {
///     let team = if n < 10 { payments.clone() } else { Entity::Team(TeamId::new("search")?) };
///     let place = Belonging { path: vec![Entity::Organisation, team], slices: vec![] };
///     census.add(Respondent::of_hash([n; 16]), &place, &Answered::Every);
/// }
/// let proposed = BTreeSet::from([Entity::Organisation, payments]);
/// let policy = Confidentiality::default();
/// let found = Ledger::default().explain_attack(&census, &policy, Statistic::Means, &proposed)?;
/// let Explanation::Attack(attack) = found else { return Err("an attack".into()) };
/// assert_eq!(attack.to_string(), "\
/// Made-up numbers; no count and no answer of the survey is among them.
///   +1 × organisation: 6 respondents, sum 24
///   -1 × team:payments: 5 respondents, sum 20
///   = what 1 respondent answered: 4
/// ");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attack {
    terms: Vec<Term>,
    left: Left,
}

/// What the arithmetic leaves, in made-up numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Left {
    /// Answers of some who cannot be told apart: the sum.
    Sum(i128),
    /// A weighted sum.
    Weighted(i128),
}

impl Attack {
    /// The groups that are added and taken off.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

impl fmt::Display for Attack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Made-up numbers; no count and no answer of the survey is among them.")?;
        for Term { group, times, respondents, sum } in &self.terms {
            write!(f, "  {times:+} × ")?;
            match group {
                Some(entity) => write!(f, "{entity}")?,
                None => f.write_str("a group of an earlier release")?,
            }
            writeln!(f, ": {respondents} respondents, sum {sum}")?;
        }
        match self.left {
            Left::Sum(sum) => writeln!(f, "  = what 1 respondent answered: {sum}"),
            Left::Weighted(sum) => {
                writeln!(f, "  = {sum}, which only the answers of fewer than the minimum went into")
            }
        }
    }
}

impl Ledger {
    /// Shows by example what a reader could subtract if these groups were released too. For whoever holds the answers;
    /// it is no part of a report, because it tells why something is hidden.
    ///
    /// # Errors
    /// As [`Ledger::release`].
    pub fn explain_attack(
        &self,
        census: &Census,
        policy: &Confidentiality,
        statistic: Statistic,
        proposed: &BTreeSet<Entity>,
    ) -> Result<Explanation, Problems> {
        explain(self, census, policy, statistic, proposed)
    }
}

fn explain(
    ledger: &Ledger,
    census: &Census,
    policy: &Confidentiality,
    statistic: Statistic,
    proposed: &BTreeSet<Entity>,
) -> Result<Explanation, Problems> {
    census.hierarchy()?;
    let groups = (0_u32..).zip(&census.names).filter(|it| proposed.contains(it.1));
    let candidates: Vec<Candidate> =
        groups.map(|(group, _)| Candidate { group, standing: Standing::Slice, weight: 1 }).collect();
    let members = members(census);
    let minimum = policy.minimum(statistic);
    let mut undecided = false;
    for class in classes(census, ledger, statistic) {
        let family = class.family(census, &members, &candidates);
        match violation(&family, minimum) {
            Search::Safe => {}
            Search::Undecided => undecided = true,
            Search::Found(combination) => {
                let name = |row: u32| {
                    let candidate = candidates.get(row as usize)?;
                    census.names.get(candidate.group as usize).cloned()
                };
                return Ok(Explanation::Attack(made_up(&Atoms::of(&family), &combination, minimum, name)));
            }
        }
    }
    Ok(if undecided { Explanation::Undecided } else { Explanation::Safe })
}

/// Gives every atom made-up people: one where the combination leaves something, the minimum elsewhere.
fn made_up(
    atoms: &Atoms,
    combination: &Combination,
    minimum: u32,
    name: impl Fn(u32) -> Option<Entity>,
) -> Attack {
    let mut values = vec![0_i128; atoms.atoms.len()];
    for (row, times) in combination {
        for atom in atoms.row(*row) {
            if let Some(value) = values.get_mut(*atom as usize) {
                *value = value.saturating_add(*times);
            }
        }
    }
    let people = |atom: u32| -> (i128, i128) {
        let exposed = values.get(atom as usize).is_some_and(|it| *it != 0);
        let n = if exposed { 1 } else { i128::from(minimum) };
        (n, n.saturating_mul(4))
    };
    let term = |(row, times): &(u32, i128)| {
        let all = atoms.row(*row).iter().map(|it| people(*it));
        let (respondents, sum) = all.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        Term { group: name(*row), times: *times, respondents, sum }
    };
    let terms: Vec<Term> = combination.iter().map(term).collect();
    let total = terms.iter().fold(0_i128, |sum, it| sum.saturating_add(it.times.saturating_mul(it.sum)));
    let exposed = values.iter().filter(|it| **it != 0);
    let left = match exposed.copied().collect::<Vec<_>>().as_slice() {
        [1] => Left::Sum(total),
        _ => Left::Weighted(total),
    };
    Attack { terms, left }
}

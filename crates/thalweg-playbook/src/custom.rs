//! Checks of one's own, written in Rust.

use std::fmt::Debug;

use thalweg_model::{Entity, Evidence};

use crate::outcome::{MemberVerdict, Missing, Number};
use crate::truth::Truth;
use crate::verdict::Verdict;

/// What a check of one's own found.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a few words.
    pub because: String,
    /// The records that decided it, as `meetings:fr-1`.
    pub evidence: Vec<String>,
    /// The numbers that decided it.
    pub numbers: Vec<Number>,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// The members it was judged by.
    pub members: Vec<MemberVerdict>,
}

impl Judgement {
    /// A verdict and why.
    #[must_use]
    pub fn new(verdict: Verdict, because: impl Into<String>) -> Self {
        Self {
            verdict,
            because: because.into(),
            evidence: Vec::new(),
            numbers: Vec::new(),
            missing: Vec::new(),
            members: Vec::new(),
        }
    }

    /// The verdict of a condition; a withheld value leaves it unknown.
    #[must_use]
    pub fn of(truth: Truth, because: impl Into<String>) -> Self {
        let verdict = match truth {
            Truth::True => Verdict::Met,
            Truth::False => Verdict::NotMet,
            Truth::Unknown | Truth::Withheld => Verdict::Unknown,
        };
        Self::new(verdict, because)
    }

    /// With a record that decided it.
    #[must_use]
    pub fn resting_on(mut self, record: impl Into<String>) -> Self {
        self.evidence.push(record.into());
        self
    }

    /// With something that is missing.
    #[must_use]
    pub fn lacking(mut self, missing: Missing) -> Self {
        self.missing.push(missing);
        self
    }
}

/// A criterion of one's own in Rust, for what the vocabulary of playbooks cannot say.
///
/// It must be a function of the evidence alone: no clock, no chance; and where the evidence does not tell, the verdict is
/// [`Verdict::Unknown`], so that more knowledge never contradicts it.
///
/// ```
/// use thalweg_model::{Entity, Evidence, Tz, Window};
/// use thalweg_playbook::{Check, Judgement, Playbook, Verdict};
///
/// #[derive(Debug)]
/// struct SmallTeams;
///
/// impl Check for SmallTeams {
///     fn id(&self) -> &str { "X.small_teams" }
///     fn title(&self) -> &str { "Teams are small" }
///     fn judge(&self, evidence: &Evidence, _subject: &Entity) -> Judgement {
///         match evidence.records().people.len() {
///             0 => Judgement::new(Verdict::Unknown, "no people are recorded"),
///             _ => Judgement::new(Verdict::Met, "they are"),
///         }
///     }
/// }
///
/// let playbook = Playbook::leadership_for_flow().with_check("F2", std::sync::Arc::new(SmallTeams))?;
/// let quarter = Window::quarter(2026, 3, 1, Tz::UTC)?;
/// let evaluation = playbook.evaluate(&Evidence::new(quarter, quarter.end()));
/// assert_eq!(evaluation.get("X.small_teams").map(|it| it.verdict), Some(Verdict::Unknown));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Check: Debug + Send + Sync {
    /// Its id, unique in the playbook.
    fn id(&self) -> &str;

    /// What it asks for, in a few words.
    fn title(&self) -> &str;

    /// The clause of the text that it comes from.
    fn clause(&self) -> &str {
        "own"
    }

    /// What to do about it, in a sentence.
    fn fix(&self) -> &str {
        ""
    }

    /// The verdict on a subject.
    fn judge(&self, evidence: &Evidence, subject: &Entity) -> Judgement;
}

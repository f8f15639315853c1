//! What the states of work items mean.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{ValueStreamError, none_of};

/// What a state means for the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StateClass {
    /// Not in the stream yet: an idea, a wish.
    Backlog,
    /// In the stream, and waiting.
    Waiting,
    /// Somebody works on it.
    Active,
    /// Finished.
    Done,
    /// Given up: it left the stream without being finished.
    Dropped,
}

/// The states by name, case and surrounding blanks aside. A state that it does not name makes an item unusable, and is counted.
///
/// ```
/// use thalweg_valuestream::{StateClass, Workflow};
/// let workflow = Workflow::new([
///     ("Ideas", StateClass::Backlog), ("Ready", StateClass::Waiting), ("Doing", StateClass::Active), ("Done", StateClass::Done),
/// ])?;
/// assert_eq!(workflow.class("doing"), Some(StateClass::Active));
/// assert_eq!(workflow.class("deploying"), None);
/// assert!(Workflow::new([("open", StateClass::Active), ("Open", StateClass::Done)]).is_err());
/// # Ok::<(), thalweg_valuestream::ValueStreamError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Workflow {
    classes: BTreeMap<String, StateClass>,
}

/// The states that need no declaration.
const COMMON: [(&str, StateClass); 25] = [
    ("idea", StateClass::Backlog),
    ("new", StateClass::Backlog),
    ("backlog", StateClass::Backlog),
    ("todo", StateClass::Waiting),
    ("to do", StateClass::Waiting),
    ("ready", StateClass::Waiting),
    ("selected", StateClass::Waiting),
    ("waiting", StateClass::Waiting),
    ("blocked", StateClass::Waiting),
    ("on hold", StateClass::Waiting),
    ("doing", StateClass::Active),
    ("in progress", StateClass::Active),
    ("analysis", StateClass::Active),
    ("design", StateClass::Active),
    ("development", StateClass::Active),
    ("review", StateClass::Active),
    ("testing", StateClass::Active),
    ("done", StateClass::Done),
    ("closed", StateClass::Done),
    ("resolved", StateClass::Done),
    ("released", StateClass::Done),
    ("cancelled", StateClass::Dropped),
    ("canceled", StateClass::Dropped),
    ("rejected", StateClass::Dropped),
    ("dropped", StateClass::Dropped),
];

impl Default for Workflow {
    /// The names that most boards use; `todo` is in the stream and waiting, `backlog` is not in it.
    fn default() -> Self {
        let known = COMMON.into_iter().map(|(name, class)| (name.to_owned(), class));
        Self { classes: known.collect() }
    }
}

impl Workflow {
    /// A workflow of these states.
    ///
    /// # Errors
    /// [`ValueStreamError::Workflow`] with every problem: an empty name, a state with two meanings, no active state, no
    /// state that is done.
    pub fn new<N: AsRef<str>>(
        states: impl IntoIterator<Item = (N, StateClass)>,
    ) -> Result<Self, ValueStreamError> {
        let mut problems = Vec::new();
        let mut classes = BTreeMap::new();
        for (name, class) in states {
            let name = folded(name.as_ref());
            if name.is_empty() {
                problems.push(format!("a {class:?} state has no name"));
            } else if *classes.entry(name.clone()).or_insert(class) != class {
                problems.push(format!("`{name}` has two meanings"));
            }
        }
        for needed in [StateClass::Active, StateClass::Done] {
            if !classes.values().any(|class| *class == needed) {
                problems.push(format!("no state is {needed:?}"));
            }
        }
        none_of(problems, |problems| ValueStreamError::Workflow { problems })?;
        Ok(Self { classes })
    }

    /// What a state means; `None` where the workflow does not name it.
    #[must_use]
    pub fn class(&self, state: &str) -> Option<StateClass> {
        // Most names are written as they were declared, and then nothing is copied.
        self.classes.get(state).or_else(|| self.classes.get(&folded(state))).copied()
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

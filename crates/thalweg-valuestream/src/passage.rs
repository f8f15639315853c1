//! The way of one item through the states, in the stamps that flow metrics need.

use thalweg_model::record::{StateChange, WorkItem, WorkKind};
use thalweg_model::{Elapsed, Exclusion, Instant, StreamId, TeamId};

use crate::workflow::{StateClass, Workflow};

/// When an item entered, was started and was finished, as far as an instant knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: WorkKind,
    /// Its team.
    pub team: Option<TeamId>,
    /// Its stream.
    pub stream: Option<StreamId>,
    /// When it first entered the stream: a waiting or active state.
    pub entered: Option<Instant>,
    /// When work on it first began.
    pub started: Option<Instant>,
    /// When it was done, for good as far as is known: the first of the done states that it is in last. An item that was
    /// reopened is done when it was done again.
    pub finished: Option<Instant>,
    /// When it was given up for good.
    pub dropped: Option<Instant>,
    /// How long it was in active states.
    pub active: Elapsed,
    /// How long it was in waiting states.
    pub waiting: Elapsed,
}

impl Passage {
    /// Reads an item as of an instant: later state changes are ignored.
    ///
    /// # Errors
    /// The reason why it cannot be used: [`Exclusion::AfterAsOf`] where all its changes are later,
    /// [`Exclusion::NoStamp`] where it has none, they are out of order, or the workflow does not name a state.
    ///
    /// ```
    /// use thalweg_model::record::{StateChange, WorkItem, WorkKind};
    /// use thalweg_valuestream::{Passage, Workflow};
    /// let change = |state: &str, at: &str| Ok::<_, thalweg_model::InstantError>(StateChange { state: state.to_owned(), at: at.parse()?, team: None });
    /// let item = WorkItem {
    ///     id: "w-1".parse()?, stream: None, team: None, kind: WorkKind::Feature,
    ///     states: vec![
    ///         change("todo", "2026-09-01T08:00:00Z")?, change("doing", "2026-09-02T08:00:00Z")?, change("done", "2026-09-02T14:00:00Z")?,
    ///     ],
    /// };
    /// let passage = Passage::of(&item, &Workflow::default(), "2026-10-01T00:00:00Z".parse()?).map_err(|it| it.reason())?;
    /// assert_eq!(passage.cycle_time().map(|it| it.hours()), Some(6.0));
    /// assert_eq!(passage.flow_time().map(|it| it.hours()), Some(30.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(item: &WorkItem, workflow: &Workflow, as_of: Instant) -> Result<Self, Exclusion> {
        if !item.states.is_sorted_by(|a, b| a.at <= b.at) {
            return Err(Exclusion::NoStamp);
        }
        let known = item.states.partition_point(|change| change.at <= as_of);
        let states = item.states.get(..known).unwrap_or_default();
        if states.is_empty() {
            return Err(if item.states.is_empty() { Exclusion::NoStamp } else { Exclusion::AfterAsOf });
        }
        let mut passage = Self::empty(item);
        for (position, change) in states.iter().enumerate() {
            let class = workflow.class(&change.state).ok_or(Exclusion::NoStamp)?;
            let until = states.get(position + 1).map_or(as_of, |next| next.at);
            passage.enter(class, change, until);
        }
        Ok(passage)
    }

    fn empty(item: &WorkItem) -> Self {
        Self {
            kind: item.kind,
            team: item.team.clone(),
            stream: item.stream.clone(),
            entered: None,
            started: None,
            finished: None,
            dropped: None,
            active: Elapsed::ZERO,
            waiting: Elapsed::ZERO,
        }
    }

    fn enter(&mut self, class: StateClass, change: &StateChange, until: Instant) {
        let (at, stay) = (change.at, until.since(change.at));
        let in_stream = matches!(class, StateClass::Waiting | StateClass::Active);
        if in_stream {
            self.entered.get_or_insert(at);
        }
        if class == StateClass::Active {
            self.started.get_or_insert(at);
            self.active = self.active + stay;
        } else if class == StateClass::Waiting {
            self.waiting = self.waiting + stay;
        }
        self.finished = (class == StateClass::Done).then(|| self.finished.unwrap_or(at));
        self.dropped = (class == StateClass::Dropped).then(|| self.dropped.unwrap_or(at));
    }

    /// From the start of work to done, elapsed.
    #[must_use]
    pub fn cycle_time(&self) -> Option<Elapsed> {
        Some(self.finished?.since(self.started?))
    }

    /// From entering the stream to done, elapsed, waits included.
    #[must_use]
    pub fn flow_time(&self) -> Option<Elapsed> {
        Some(self.finished?.since(self.entered?))
    }

    /// When it left the stream, finished or given up.
    #[must_use]
    pub fn left(&self) -> Option<Instant> {
        self.finished.or(self.dropped)
    }
}

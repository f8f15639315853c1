//! The way of an item through teams, from its state changes.

use thalweg_model::record::{StateChange, WorkItem};

use super::journey::{Journey, Stop};

/// What a state of a board means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It waits in a queue.
    Queued,
    /// Somebody works on it.
    Worked,
    /// It is done, and with no team any longer.
    Finished,
}

impl Journey {
    /// The way of a work item: from each state change on it is with the team named there, or else with the team that had it before, at
    /// first the item's own. `stage` says what a state means.
    ///
    /// `None` where no team is known at any time. Changes need not be in order.
    ///
    /// ```
    /// use thalweg_model::record::WorkItem;
    /// use thalweg_topology::{Journey, Stage};
    /// let item: WorkItem = serde_json::from_str(r#"{ "id": "w-1", "team": "shop", "kind": "feature", "states": [
    ///     { "state": "todo", "at": "2026-03-02T08:00:00Z" },
    ///     { "state": "review", "at": "2026-03-03T08:00:00Z", "team": "pay" },
    ///     { "state": "done", "at": "2026-03-04T08:00:00Z" }
    /// ] }"#)?;
    /// let stage = |state: &str| match state {
    ///     "done" => Stage::Finished,
    ///     "todo" => Stage::Queued,
    ///     _ => Stage::Worked,
    /// };
    /// let way = Journey::of(&item, stage).ok_or("a team is known")?;
    /// assert_eq!((way.stops.len(), way.handoffs()), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(item: &WorkItem, stage: impl Fn(&str) -> Stage) -> Option<Self> {
        let mut changes: Vec<&StateChange> = item.states.iter().collect();
        changes.sort_by_key(|change| change.at);
        let mut team = item.team.as_ref();
        let mut stops = Vec::new();
        for (index, change) in changes.iter().enumerate() {
            team = change.team.as_ref().or(team);
            let (Some(team), stage) = (team, stage(&change.state)) else { continue };
            if stage != Stage::Finished {
                let until = changes.get(index + 1).map(|next| next.at);
                let queued = stage == Stage::Queued;
                stops.push(Stop { team: team.clone(), from: change.at, until, queued });
            }
        }
        (!stops.is_empty()).then(|| Self { item: item.id.clone(), stops })
    }
}

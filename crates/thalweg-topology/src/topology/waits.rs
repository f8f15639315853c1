//! All dependencies in short, each with what is asked of it, in rows.

use std::cmp::Ordering;

use thalweg_model::{Instant, TeamId, Tz};

use super::Topology;
use super::lasts::Lasts;
use super::numbers::numbered;
use crate::document::{Dependency, DependencyState, Document, Lasting, Moment};

/// A dependency in short. Teams stand by their numbers, which are in the order of their ids.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wait {
    /// The team that waits.
    pub(crate) team: u32,
    /// The team that it waits for.
    pub(crate) on: u32,
    /// Where its record stands.
    pub(crate) place: u32,
    pub(crate) state: DependencyState,
    /// Whether the record has a reason.
    pub(crate) explained: bool,
    pub(crate) since: Option<Moment>,
    /// The instant of `since`.
    pub(crate) begun: Option<Instant>,
    /// The median wait, 0 where none is measured.
    pub(crate) hours: f64,
    /// Median wait × items that waited, where a wait is measured.
    pub(crate) saved_hours: Option<f64>,
    lasts: Lasts,
}

/// Every dependency, and the teams that they and the list of teams name.
#[derive(Clone, Debug, Default)]
pub(super) struct Waits {
    /// In order.
    teams: Vec<TeamId>,
    /// The number of each record of a team, in the order of the document.
    listed: Vec<(u32, Lasts)>,
    /// In the order of the document.
    lasts: Vec<Lasts>,
    /// The most hours first, then the oldest, then by the teams: in the order in which they are told, so that telling needs no sort.
    ranked: Vec<Wait>,
}

impl Waits {
    pub(super) fn of(document: &Document, zone: Tz) -> Self {
        let ends = document.dependencies.iter().flat_map(|it| [&it.team, &it.on]);
        let (teams, numbers) = numbered(document.teams.iter().map(|team| &team.id).chain(ends));
        let teams = teams.into_iter().cloned().collect();
        let (listed, ends) = numbers.split_at_checked(document.teams.len()).unwrap_or_default();
        let listed = listed.iter().zip(&document.teams);
        let listed = listed.map(|(number, team)| (*number, Lasts::of(team.span(), zone))).collect();
        let rows = (0..).zip(document.dependencies.iter().zip(ends.chunks_exact(2)));
        let mut ranked: Vec<Wait> =
            rows.filter_map(|(place, (it, ends))| Wait::of(place, it, ends, zone)).collect();
        let lasts = ranked.iter().map(|it| it.lasts).collect();
        ranked.sort_by(Wait::before);
        Self { teams, listed, lasts, ranked }
    }
}

impl Wait {
    fn of(place: u32, it: &Dependency, ends: &[u32], zone: Tz) -> Option<Self> {
        let &[team, on] = ends else { return None };
        let hours = it.median_wait_hours;
        Some(Self {
            team,
            on,
            place,
            state: it.state,
            explained: it.reason.is_some(),
            since: it.from,
            begun: it.from.map(|from| from.instant(zone)),
            hours: hours.unwrap_or(0.0),
            saved_hours: hours.map(|hours| hours * f64::from(it.items.unwrap_or(1))),
            lasts: Lasts::of(it.span(), zone),
        })
    }

    /// The order of telling, whatever the instant.
    fn before(&self, other: &Self) -> Ordering {
        let oldest = |it: &Self| it.begun.map_or(i64::MAX, Instant::nanos);
        let saved = more(self.saved_hours, other.saved_hours);
        saved
            .then_with(|| oldest(self).cmp(&oldest(other)))
            .then_with(|| (self.team, self.on).cmp(&(other.team, other.on)))
    }
}

/// The larger first, those that are not known last.
pub(crate) fn more(one: Option<f64>, other: Option<f64>) -> Ordering {
    other.unwrap_or(-1.0).total_cmp(&one.unwrap_or(-1.0))
}

impl Topology {
    /// All teams that are listed or waited for at any time, in order: the numbers of a [`Wait`] are places in it.
    pub(crate) fn waiting_teams(&self) -> &[TeamId] {
        &self.index.waits.teams
    }

    /// The numbers of the teams that exist at an instant.
    pub(crate) fn team_numbers(&self, at: Instant) -> impl Iterator<Item = u32> {
        self.index.waits.listed.iter().filter(move |(_, lasts)| lasts.holds(at)).map(|(number, _)| *number)
    }

    /// The dependencies that there are at an instant, in the order in which [`crate::Flow::unblock`] tells them.
    pub(crate) fn waits(&self, at: Instant) -> impl Iterator<Item = &Wait> {
        self.index.waits.ranked.iter().filter(move |it| it.lasts.holds(at))
    }

    /// Their records, in the order of the document.
    pub(crate) fn dependencies(&self, at: Instant) -> impl Iterator<Item = &Dependency> {
        let all = self.index.waits.lasts.iter().zip(&self.document.dependencies);
        all.filter(move |(lasts, _)| lasts.holds(at)).map(|(_, it)| it)
    }
}

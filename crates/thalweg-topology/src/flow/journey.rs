//! The way of work items through teams: handoffs, ping-pong, and where they wait.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{Basis, Elapsed, Exclusion, Instant, Quantity, Reading, RecordId, TeamId, Unit};

/// A stretch of an item's way: which team has it, and whether anybody works on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The team that has it.
    pub team: TeamId,
    /// From when on.
    pub from: Instant,
    /// Until when; `None` while it is there.
    pub until: Option<Instant>,
    /// Whether it waits in a queue.
    pub queued: bool,
}

/// The way of one item, stop by stop in the order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The item.
    pub item: RecordId,
    /// Its stops.
    pub stops: Vec<Stop>,
}

impl Journey {
    /// How often it passed from one team to another.
    #[must_use]
    pub fn handoffs(&self) -> usize {
        let teams = self.stops.iter().map(|stop| &stop.team);
        teams.clone().zip(teams.skip(1)).filter(|(from, to)| from != to).count()
    }

    /// How often it came back to a team that had given it away before.
    #[must_use]
    pub fn returns(&self) -> usize {
        let mut seen = BTreeSet::new();
        let mut here = None;
        let mut returns = 0;
        for team in self.stops.iter().map(|stop| &stop.team) {
            if here != Some(team) {
                returns += usize::from(!seen.insert(team));
            }
            here = Some(team);
        }
        returns
    }

    /// The teams it went through.
    #[must_use]
    pub fn teams(&self) -> BTreeSet<&TeamId> {
        self.stops.iter().map(|stop| &stop.team).collect()
    }
}

/// How long items wait at a team.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamQueue {
    /// The time items were there.
    pub elapsed: Elapsed,
    /// The part of it that they waited in a queue.
    pub queued: Elapsed,
    /// queued ÷ elapsed, a share; a gap where no time passed there.
    pub share: Reading,
}

/// What the ways of items say.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Handoffs {
    /// Handoffs per item: the mean; a gap where there is no item.
    pub per_item: Reading,
    /// The share of items that came back to a team that had given them away.
    pub ping_pong: Reading,
    /// Items that went through more than two teams, with how many.
    pub crossing: BTreeMap<RecordId, usize>,
    /// How long items wait at each team.
    pub queues: BTreeMap<TeamId, TeamQueue>,
}

/// What the ways of items say as of an instant. A stop that ends before it begins has no time, and is counted as left out.
///
/// ```
/// use thalweg_topology::{Journey, Stop, handoffs};
/// let stop = |team: &str, from: &str, until: &str, queued| -> Result<Stop, Box<dyn std::error::Error>> {
///     Ok(Stop { team: team.parse()?, from: from.parse()?, until: Some(until.parse()?), queued })
/// };
/// let journey = Journey { item: "w-1".parse()?, stops: vec![
///     stop("shop", "2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z", false)?,
///     stop("pay", "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z", true)?,
///     stop("shop", "2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z", false)?,
/// ] };
/// let told = handoffs(&[journey], "2026-04-01T00:00:00Z".parse()?);
/// assert_eq!(told.per_item.value().map(|it| it.value()), Some(2.0));
/// assert_eq!(told.ping_pong.value().map(|it| it.value()), Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn handoffs(journeys: &[Journey], as_of: Instant) -> Handoffs {
    let ways: Vec<Journey> = journeys.iter().filter_map(|journey| known(journey, as_of)).collect();
    let count = ways.len() as u64;
    let left_out = (journeys.len() - ways.len()) as u64;
    let basis = || Basis::of(count).without(Exclusion::AfterAsOf, left_out);
    let passed: u64 = ways.iter().map(|way| way.handoffs() as u64).sum();
    let back = ways.iter().filter(|way| way.returns() > 0).count() as u64;
    Handoffs {
        per_item: mean(passed, count, basis()),
        ping_pong: Reading::share(back, count, None, basis()).quantity(),
        crossing: ways
            .iter()
            .map(|way| (way.item.clone(), way.teams().len()))
            .filter(|(_, teams)| *teams > 2)
            .collect(),
        queues: queues(&ways, as_of),
    }
}

/// The way as far as it is known by an instant, or `None` where it begins later.
fn known(journey: &Journey, as_of: Instant) -> Option<Journey> {
    let begun = journey.stops.iter().filter(|stop| stop.from <= as_of).cloned();
    let stops: Vec<Stop> =
        begun.map(|stop| Stop { until: stop.until.filter(|until| *until <= as_of), ..stop }).collect();
    (!stops.is_empty()).then(|| Journey { item: journey.item.clone(), stops })
}

#[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
fn mean(sum: u64, count: u64, basis: Basis) -> Reading {
    if count == 0 {
        return Reading::unknown(thalweg_model::Gap::NoData, basis);
    }
    Reading::number(sum as f64 / count as f64, Unit::Count, None, basis)
}

fn queues(ways: &[Journey], as_of: Instant) -> BTreeMap<TeamId, TeamQueue> {
    let mut times = BTreeMap::<&TeamId, (Elapsed, Elapsed, u64, u64)>::new();
    for stop in ways.iter().flat_map(|way| &way.stops) {
        let lasted = stop.until.unwrap_or(as_of).since(stop.from);
        let (elapsed, queued, stops, negative) = times.entry(&stop.team).or_default();
        if lasted.is_negative() {
            *negative += 1;
            continue;
        }
        *stops += 1;
        *elapsed = *elapsed + lasted;
        *queued = *queued + if stop.queued { lasted } else { Elapsed::ZERO };
    }
    let told = times.into_iter().map(|(team, (elapsed, queued, stops, negative))| {
        let basis = Basis::of(stops).over(elapsed).without(Exclusion::NegativeDuration, negative);
        let share = Quantity::new(queued.hours() / elapsed.hours(), Unit::Share);
        let share = share.map_or_else(
            || Reading::unknown(thalweg_model::Gap::NoData, basis.clone()),
            |share| Reading::known(share, basis.clone()),
        );
        (team.clone(), TeamQueue { elapsed, queued, share })
    });
    told.collect()
}

//! Everything this crate computes of one window, entity by entity.

use thalweg_model::record::{Escalation, EscalationLevel, RecordKind};
use thalweg_model::{
    Basis, Entity, Flag, Gap, Groups, Instant, MetricId, Reading, Readings, Share, Sources, Window,
};

use crate::escalation::{Resolution, Tallies, Tally, change, median_of, rate, ratio, share};
use crate::metrics::named;
use crate::topology::{Coverage, Topology};

/// What is read of one team, or of the whole organisation, in one window.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct TopologyReadings {
    /// How many services have an owner as of the window's end; only for the whole organisation.
    pub coverage: Option<Coverage>,
    /// How many teams have an escalation path that holds at every hour; only for the whole organisation.
    pub sound_paths: Option<Reading<Share>>,
    /// Escalations per team-week.
    pub escalation_rate: Reading,
    /// That rate ÷ the previous one, for teams present in both.
    pub escalation_rate_ratio: Reading,
    /// The share resolved within the span of control.
    pub within_span: Reading<Share>,
    /// That share less the previous one, for teams present in both.
    pub within_span_change: Reading,
    /// The share resolved by self-service on the platform.
    pub with_platform: Reading<Share>,
    /// That share less the previous one, for teams present in both.
    pub with_platform_change: Reading,
    /// The shares resolved by the team's own work, a peer team, a lead and the executives.
    pub by_level: [Reading<Share>; 4],
    /// The median time to resolution, with those still open.
    pub time: Reading,
    /// The median time at each level, with those still there, in the order of the levels. Where the way through the levels is not
    /// recorded, an escalation counts where it was resolved, for all of its time.
    pub time_by_level: [Reading; 5],
}

impl Readings for TopologyReadings {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        let [team, peer, lead, executive] = &self.by_level;
        let [on_platform, in_team, at_peer, at_lead, at_executive] = &self.time_by_level;
        let mut all = self.coverage.as_ref().map(Readings::readings).unwrap_or_default();
        let sound =
            self.sound_paths.as_ref().map(|it| named([("topology.sound_escalation_paths", it.quantity())]));
        all.extend(sound.unwrap_or_default());
        all.extend(named([
            ("topology.escalation_rate", self.escalation_rate.clone()),
            ("topology.escalation_rate_ratio", self.escalation_rate_ratio.clone()),
            ("topology.resolved_within_span", self.within_span.quantity()),
            ("topology.resolved_within_span_change", self.within_span_change.clone()),
            ("topology.resolved_with_platform", self.with_platform.quantity()),
            ("topology.resolved_with_platform_change", self.with_platform_change.clone()),
            ("topology.resolved_by_team", team.quantity()),
            ("topology.resolved_by_peer", peer.quantity()),
            ("topology.resolved_by_lead", lead.quantity()),
            ("topology.resolved_by_executive", executive.quantity()),
            ("topology.escalation_time", self.time.clone()),
            ("topology.escalation_time.platform", on_platform.clone()),
            ("topology.escalation_time.team", in_team.clone()),
            ("topology.escalation_time.peer", at_peer.clone()),
            ("topology.escalation_time.lead", at_lead.clone()),
            ("topology.escalation_time.executive", at_executive.clone()),
        ]));
        all
    }
}

/// Everything of one window for the whole organisation and for every team that was there or raised an escalation.
///
/// - Escalations count in the window in which they were raised (rate, time) or resolved (shares), as of `as_of`.
/// - A rate and its ratio need a complete log: where `sources` do not declare escalations complete for the days of the
///   window, they are *not recorded*, since a missing record would read as fewer escalations. Shares and times are then
///   computed from what is there and flagged.
/// - Changes are against `previous`, usually [`Window::previous`], over the teams that were there in both windows: raw
///   counts over changed teams prove nothing.
/// - Coverage and paths are as of the end of the window, or of `as_of` where that is earlier.
///
/// ```
/// use thalweg_model::{Entity, Evidence, Records, Sources, Tz, Window};
/// use thalweg_topology::{Topology, readings};
/// let month = Window::month(2026, 9, Tz::Europe__Berlin)?;
/// let as_of = "2026-10-08T22:00:00Z".parse()?;
/// let (records, sources) = (Records::default(), Sources::default());
/// let topology = Topology::from_records(&records).value.in_zone(Tz::Europe__Berlin);
/// let mut evidence = Evidence::new(month, as_of);
/// for (entity, result) in &readings(&topology, &records.escalations, &sources, month, month.previous(), as_of) {
///     evidence = evidence.about(entity, month, result);
/// }
/// assert!(evidence.metrics().any(|metric| metric.as_str() == "topology.escalation_rate"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn readings(
    topology: &Topology,
    escalations: &[Escalation],
    sources: &Sources,
    window: Window,
    previous: Option<Window>,
    as_of: Instant,
) -> Groups<Entity, TopologyReadings> {
    let desk = Desk {
        now: Tallies::of(topology, escalations, window, as_of),
        before: previous.map(|before| Tallies::of(topology, escalations, before, as_of)),
        complete: complete(sources, RecordKind::Escalations, &window, as_of),
        complete_before: previous
            .is_some_and(|before| complete(sources, RecordKind::Escalations, &before, as_of)),
        partial: window.is_partial(as_of),
    };
    let teams = desk.now.teams().map(|(team, _)| (Entity::Team(team.clone()), desk.of_team(team)));
    let at = window.end().min(as_of);
    let mut coverage = topology.coverage(at);
    coverage.recorded |= complete(sources, RecordKind::Ownership, &window, as_of);
    let whole = TopologyReadings {
        coverage: Some(coverage),
        sound_paths: Some(topology.sound_paths(at)),
        ..desk.of_all()
    };
    std::iter::once((Entity::Organisation, whole)).chain(teams).collect()
}

/// Whether the log of a kind is complete for the days of the window that have passed.
fn complete(sources: &Sources, kind: RecordKind, window: &Window, as_of: Instant) -> bool {
    let end = window.end().min(as_of);
    Window::between(window.start(), end, window.zone()).is_ok_and(|passed| sources.cover(kind, &passed))
}

/// Both windows, and what is known of them.
struct Desk {
    now: Tallies,
    before: Option<Tallies>,
    complete: bool,
    complete_before: bool,
    partial: bool,
}

impl Desk {
    fn of_all(&self) -> TopologyReadings {
        let pair = self.before.as_ref().map(|before| {
            let both = self.now.in_both(before);
            (self.now.together(|team| both.contains(team)), before.together(|team| both.contains(team)))
        });
        self.of(&self.now.together(|_| true), pair.as_ref().map(|(now, before)| (now, before)))
    }

    fn of_team(&self, team: &thalweg_model::TeamId) -> TopologyReadings {
        let nothing = Tally::default();
        let now = self.now.team(team).unwrap_or(&nothing);
        let before = self.before.as_ref().and_then(|before| before.team(team));
        self.of(now, before.map(|before| (now, before)))
    }

    fn of(&self, tally: &Tally, pair: Option<(&Tally, &Tally)>) -> TopologyReadings {
        let resolved = &tally.resolved;
        let part = |count: u64| self.flagged(share(count, resolved));
        let lasted = |level| self.flagged(median_of(tally.stays.get(&level).map_or(&[], Vec::as_slice)));
        TopologyReadings {
            coverage: None,
            sound_paths: None,
            escalation_rate: self.counted(rate(tally), self.complete),
            escalation_rate_ratio: self
                .counted(compared(pair, ratio), self.complete && (pair.is_none() || self.complete_before)),
            within_span: part(resolved.within_span()),
            within_span_change: self.flagged(changed(pair, Resolution::within_span)),
            with_platform: part(resolved.platform),
            with_platform_change: self.flagged(changed(pair, |it| it.platform)),
            by_level: [resolved.team, resolved.peer, resolved.lead, resolved.executive].map(part),
            time: self.flagged(median_of(&tally.lives)),
            time_by_level: LEVELS.map(lasted),
        }
    }

    /// A number for which a missing record would mean that nothing happened.
    fn counted(&self, reading: Reading, complete: bool) -> Reading {
        let reading = reading.with_basis(|basis| basis.flagged(Flag::Partial, self.partial));
        if complete { reading } else { Reading::unknown(Gap::NotRecorded, reading.basis().clone()) }
    }

    /// A number of the records that there are. Where there is none and the log is not complete, nothing was recorded.
    fn flagged<T>(&self, reading: Reading<T>) -> Reading<T> {
        let flags = |basis: Basis| {
            basis.flagged(Flag::Partial, self.partial).flagged(Flag::LowCoverage, !self.complete)
        };
        match reading.with_basis(flags) {
            Reading::Unknown(unknown) if !self.complete && unknown.gap == Gap::NoData => {
                Reading::unknown(Gap::NotRecorded, unknown.basis)
            }
            other => other,
        }
    }
}

const LEVELS: [EscalationLevel; 5] = [
    EscalationLevel::Platform,
    EscalationLevel::Team,
    EscalationLevel::Peer,
    EscalationLevel::Lead,
    EscalationLevel::Executive,
];

fn compared(pair: Option<(&Tally, &Tally)>, ratio: impl Fn(&Tally, &Tally) -> Reading) -> Reading {
    pair.map_or_else(|| Reading::unknown(Gap::NoData, Basis::default()), |(now, before)| ratio(now, before))
}

fn changed(pair: Option<(&Tally, &Tally)>, part: fn(&Resolution) -> u64) -> Reading {
    compared(pair, |now, before| change(part, &now.resolved, &before.resolved))
}

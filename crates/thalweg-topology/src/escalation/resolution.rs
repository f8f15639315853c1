//! Where escalations were resolved: within the span of control or above it.

use thalweg_model::record::EscalationLevel;
use thalweg_model::{Basis, Exclusion, Gap, Interval, Method, Quantity, Reading, Share, Unit};
use thalweg_stats::proportion::{newcombe, wilson};

use super::LEVEL;

/// How many escalations were resolved at each level.
///
/// The five levels exclude each other: self-service on the platform, own work, a peer team, a lead, an executive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resolution {
    pub(crate) platform: u64,
    pub(crate) team: u64,
    pub(crate) peer: u64,
    pub(crate) lead: u64,
    pub(crate) executive: u64,
    /// Resolved, but nothing says where.
    pub(crate) no_level: u64,
    /// Resolved before it was raised.
    pub(crate) negative: u64,
}

impl Resolution {
    pub(crate) fn count(&mut self, level: Option<EscalationLevel>, hours: f64) {
        let cell = match level {
            _ if hours < 0.0 => &mut self.negative,
            Some(EscalationLevel::Platform) => &mut self.platform,
            Some(EscalationLevel::Team) => &mut self.team,
            Some(EscalationLevel::Peer) => &mut self.peer,
            Some(EscalationLevel::Lead) => &mut self.lead,
            Some(EscalationLevel::Executive) => &mut self.executive,
            _ => &mut self.no_level,
        };
        *cell += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.platform += other.platform;
        self.team += other.team;
        self.peer += other.peer;
        self.lead += other.lead;
        self.executive += other.executive;
        self.no_level += other.no_level;
        self.negative += other.negative;
    }

    /// Resolved without leaving the team's span of control: by itself, with or without the platform.
    pub(crate) const fn within_span(&self) -> u64 {
        self.platform + self.team
    }

    /// All whose level is known.
    pub(crate) const fn all(&self) -> u64 {
        self.within_span() + self.peer + self.lead + self.executive
    }

    fn basis(&self) -> Basis {
        Basis::of(self.all())
            .without(Exclusion::NoLevel, self.no_level)
            .without(Exclusion::NegativeDuration, self.negative)
    }
}

/// The share of `part` among the resolved ones whose level is known, with Wilson's interval; no data where there is none.
pub(crate) fn share(part: u64, resolution: &Resolution) -> Reading<Share> {
    let interval = wilson(part, resolution.all(), LEVEL)
        .map(|bounds| Interval::new(bounds.lower, bounds.upper, LEVEL, Method::Wilson));
    Reading::share(part, resolution.all(), interval, resolution.basis())
}

/// The later share less the earlier one, with Newcombe's interval; no data where either window has none.
pub(crate) fn change(part: fn(&Resolution) -> u64, later: &Resolution, earlier: &Resolution) -> Reading {
    let (now, before) = (part(later), part(earlier));
    let mut both = *later;
    both.add(earlier);
    let shares = Share::new(now, later.all()).zip(Share::new(before, earlier.all()));
    let difference =
        shares.and_then(|(now, before)| Quantity::new(now.value() - before.value(), Unit::ShareDifference));
    let interval = newcombe(now, later.all(), before, earlier.all(), LEVEL)
        .map(|bounds| Interval::new(bounds.lower, bounds.upper, LEVEL, Method::Newcombe));
    match difference {
        Some(difference) => Reading::estimated(difference, interval, both.basis()),
        None => Reading::unknown(Gap::NoData, both.basis()),
    }
}

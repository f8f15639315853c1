//! A seeded delivery history in columns, of the shape that warehouses hold: skewed services, growing volume, late changes.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use thalweg::dora::table::{ChangeColumns, Columns, DeploymentColumns, IncidentColumns, Marks, OPEN, Tick};

/// 2024-01-01T00:00:00Z in microseconds.
pub const START: i64 = 1_704_067_200_000_000;
/// An hour in microseconds.
pub const HOUR: i64 = 3_600_000_000;
/// Two years.
const SPAN: u64 = 17_544;
const SERVICES: u64 = 2_000;
const TEAMS: u32 = 200;

/// The columns of a history.
#[derive(Debug, Default)]
pub struct Delivery {
    /// Deployments.
    pub ids: Vec<u64>,
    /// Their services.
    pub services: Vec<u32>,
    /// Their teams.
    pub groups: Vec<u32>,
    /// When they finished.
    pub finished_at: Vec<i64>,
    /// What is known of them.
    pub marks: Vec<Marks>,
    /// Changes: deployment and commit.
    pub changes: (Vec<u64>, Vec<i64>),
    /// Incidents: deployment and end.
    pub incidents: (Vec<u64>, Vec<i64>),
}

fn below(rng: &mut ChaCha8Rng, count: u64) -> u64 {
    // The high half of a product: even enough for a bench, and the same on every machine.
    u64::try_from((u128::from(rng.next_u64()) * u128::from(count)) >> 64).unwrap_or(0)
}

/// Hours that are mostly short and sometimes very long: a product of two uniform numbers, squared.
fn hours(rng: &mut ChaCha8Rng, most: u64) -> i64 {
    let (a, b) = (below(rng, 1_000), below(rng, 1_000));
    i64::try_from(a * a * b / 1_000_000 * most / 1_000).unwrap_or(0)
}

impl Delivery {
    /// That many deployments, with about three changes each.
    #[must_use]
    pub fn of(deployments: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let mut all = Self::default();
        let mut id = 1_000_000_000;
        for n in 0..deployments {
            id += 1 + below(&mut rng, 200);
            all.deploy(
                &mut rng,
                id,
                START
                    + i64::try_from(
                        u128::from(n) * u128::from(SPAN) * 3_600_000_000 / u128::from(deployments),
                    )
                    .unwrap_or(0),
            );
        }
        let mut order: Vec<(i64, u64)> =
            all.changes.1.iter().copied().zip(all.changes.0.iter().copied()).collect();
        order.sort_unstable();
        all.changes = order.into_iter().map(|(at, of)| (of, at)).unzip();
        all
    }

    fn deploy(&mut self, rng: &mut ChaCha8Rng, id: u64, started_at: i64) {
        let skewed = below(rng, SERVICES) * below(rng, SERVICES) / SERVICES;
        let service = u32::try_from(skewed).unwrap_or(0);
        let production = below(rng, 10) < 6;
        let good = below(rng, 10) < 9;
        let finished_at = started_at + HOUR / 20 + i64::try_from(below(rng, 600_000_000)).unwrap_or(0);
        self.ids.push(id);
        self.services.push(service);
        self.groups.push(service % TEAMS);
        self.finished_at.push(finished_at);
        let marks = Marks::PRODUCTION.when(production).and(Marks::SUCCESSFUL.when(good));
        self.marks.push(marks.and(Marks::REWORK.when(below(rng, 20) == 0)));
        for _ in 0..below(rng, 7) {
            self.changes.0.push(if below(rng, 20) == 0 { 0 } else { id });
            self.changes.1.push(
                started_at - hours(rng, 400) * HOUR - i64::try_from(below(rng, 3_600_000_000)).unwrap_or(0),
            );
        }
        if below(rng, 12) == 0 {
            self.incidents.0.push(if below(rng, 10) == 0 { 0 } else { id });
            let end = finished_at + hours(rng, 60) * HOUR + 60_000_000;
            self.incidents.1.push(if below(rng, 25) == 0 { OPEN } else { end });
        }
    }

    /// The columns, borrowed.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            tick: Tick::Microsecond,
            deployments: DeploymentColumns {
                ids: &self.ids,
                services: &self.services,
                groups: &self.groups,
                finished_at: &self.finished_at,
                marks: &self.marks,
            },
            changes: ChangeColumns { deployments: &self.changes.0, committed_at: &self.changes.1 },
            incidents: IncidentColumns { deployments: &self.incidents.0, restored_at: &self.incidents.1 },
        }
    }
}

/// The sizes of a growth curve: from 10⁴ in steps of ten, until `THALWEG_BENCH_MAX` (10⁵ unless told).
#[must_use]
pub fn sizes() -> Vec<u64> {
    let most = std::env::var("THALWEG_BENCH_MAX").ok().and_then(|it| it.parse().ok()).unwrap_or(100_000);
    std::iter::successors(Some(10_000_u64), |it| it.checked_mul(10)).take_while(|it| *it <= most).collect()
}

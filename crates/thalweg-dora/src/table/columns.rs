//! Raw columns, as a warehouse or a stream holds them: one slice a field, one position a record.

use thalweg_model::{Elapsed, Instant};

/// What is known of a deployment, as bits.
///
/// ```
/// use thalweg_dora::table::Marks;
/// let marks = Marks::PRODUCTION.and(Marks::SUCCESSFUL);
/// assert!(marks.has(Marks::PRODUCTION) && !marks.has(Marks::REWORK));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marks(u8);

impl Marks {
    /// Nothing is known.
    pub const NONE: Self = Self(0);
    /// It went to production; without this mark a deployment only carries changes on.
    pub const PRODUCTION: Self = Self(1);
    /// It ended well.
    pub const SUCCESSFUL: Self = Self(2);
    /// It repeats work: unplanned, and prompted by an incident or a bug that users met.
    pub const REWORK: Self = Self(4);
    /// It was planned.
    pub const PLANNED: Self = Self(8);
    /// It failed in production, whatever the incidents say.
    pub const FAILED: Self = Self(16);

    /// Both marks.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This mark where the condition holds.
    #[must_use]
    pub const fn when(self, condition: bool) -> Self {
        if condition { self } else { Self::NONE }
    }

    /// The marks as bits.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The marks of these bits; `None` where a bit has no meaning.
    #[must_use]
    pub const fn of_bits(bits: u8) -> Option<Self> {
        if bits < 32 { Some(Self(bits)) } else { None }
    }

    /// Whether all of the other's marks are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What one step of the columns' clock is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tick {
    /// A nanosecond.
    Nanosecond,
    /// A microsecond.
    #[default]
    Microsecond,
    /// A millisecond.
    Millisecond,
    /// A second.
    Second,
}

impl Tick {
    /// The nanoseconds of a tick.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        match self {
            Self::Nanosecond => 1,
            Self::Microsecond => 1_000,
            Self::Millisecond => 1_000_000,
            Self::Second => 1_000_000_000,
        }
    }

    /// The last tick that is not later than an instant.
    #[must_use]
    pub const fn floor(self, at: Instant) -> i64 {
        at.nanos().div_euclid(self.nanos())
    }

    /// The first tick that is not earlier than an instant.
    #[must_use]
    pub const fn ceil(self, at: Instant) -> i64 {
        -(-at.nanos()).div_euclid(self.nanos())
    }

    /// The first and the last tick that an [`Instant`] can have.
    #[must_use]
    pub const fn range(self) -> (i64, i64) {
        (self.ceil(Instant::MIN), self.floor(Instant::MAX))
    }

    /// So many ticks as a stretch of time; beyond the range of [`Elapsed`], its end.
    #[must_use]
    pub const fn elapsed(self, ticks: i64) -> Elapsed {
        Elapsed::from_nanos(ticks.saturating_mul(self.nanos()))
    }

    /// The hours of so many ticks.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a tick in nanoseconds is exact in f64")]
    pub fn hours(self, ticks: f64) -> f64 {
        ticks * (self.nanos() as f64) / 3.6e12
    }
}

/// The deployments: one position each, in any order.
#[derive(Clone, Copy, Debug)]
pub struct DeploymentColumns<'a> {
    /// Unique numbers above 0.
    pub ids: &'a [u64],
    /// The service deployed.
    pub services: &'a [u32],
    /// The group that it counts for, usually the team that owned the service at the time.
    pub groups: &'a [u32],
    /// When it finished, in ticks since 1970 in UTC.
    pub finished_at: &'a [i64],
    /// What else is known.
    pub marks: &'a [Marks],
}

/// The changes: one position each, in any order.
#[derive(Clone, Copy, Debug)]
pub struct ChangeColumns<'a> {
    /// The deployment that carries it; 0 for none.
    pub deployments: &'a [u64],
    /// When its clock starts, in ticks.
    pub committed_at: &'a [i64],
}

/// The incidents: one position each, in any order.
#[derive(Clone, Copy, Debug)]
pub struct IncidentColumns<'a> {
    /// The deployment that caused it; 0 for none.
    pub deployments: &'a [u64],
    /// When service was restored, in ticks; [`OPEN`] while it is not.
    pub restored_at: &'a [i64],
}

/// The instant of what has not ended.
pub const OPEN: i64 = i64::MIN;

/// All columns.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    /// The clock of all instants.
    pub tick: Tick,
    /// The deployments.
    pub deployments: DeploymentColumns<'a>,
    /// The changes.
    pub changes: ChangeColumns<'a>,
    /// The incidents.
    pub incidents: IncidentColumns<'a>,
}

/// Why columns are no log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// Columns of one table differ in length.
    #[error(
        "the {table} have {expected} ids and {found} values of `{column}`: every column needs one a record"
    )]
    Length {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// There are more records than a row number can tell apart.
    #[error("{count} {table} are too many for one log: at most {max} fit", max = u32::MAX - 1)]
    TooMany {
        /// The table.
        table: &'static str,
        /// How many there are.
        count: usize,
    },
    /// Two deployments have one id.
    #[error("deployment id {id} stands at positions {first} and {second}: ids must be unique")]
    Duplicate {
        /// The id.
        id: u64,
        /// One position.
        first: u32,
        /// Another one.
        second: u32,
    },
    /// An instant is not one that a record can have.
    #[error("`{column}` at position {position} of the {table} lies outside the years 1970 to 2199")]
    Absurd {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The position.
        position: usize,
    },
}

impl Columns<'_> {
    /// Whether the columns fit together; when the first and the last deployment finished, if there is one.
    pub(super) fn check(&self) -> Result<Option<(i64, i64)>, ColumnsError> {
        let d = &self.deployments;
        let count = d.ids.len();
        same("deployments", "services", count, d.services.len())?;
        same("deployments", "groups", count, d.groups.len())?;
        same("deployments", "finished_at", count, d.finished_at.len())?;
        same("deployments", "marks", count, d.marks.len())?;
        same("changes", "committed_at", self.changes.deployments.len(), self.changes.committed_at.len())?;
        same("incidents", "restored_at", self.incidents.deployments.len(), self.incidents.restored_at.len())?;
        few("deployments", count)?;
        few("changes", self.changes.deployments.len())?;
        few("incidents", self.incidents.deployments.len())?;
        let span = self.near("deployments", "finished_at", d.finished_at, None)?;
        self.near("changes", "committed_at", self.changes.committed_at, None)?;
        self.near("incidents", "restored_at", self.incidents.restored_at, Some(OPEN))?;
        Ok(span)
    }

    /// The first and the last of instants that are all such as records have, which keeps every difference of two in range.
    fn near(
        &self,
        table: &'static str,
        column: &'static str,
        at: &[i64],
        open: Option<i64>,
    ) -> Result<Option<(i64, i64)>, ColumnsError> {
        let (first, last) = self.tick.range();
        let known = |it: &i64| if Some(*it) == open { last } else { *it };
        let wider = |span: (i64, i64), it: &i64| (span.0.min(known(it)), span.1.max(known(it)));
        let span = at.iter().fold((i64::MAX, i64::MIN), wider);
        if at.is_empty() || (span.0 >= first && span.1 <= last) {
            return Ok((!at.is_empty()).then_some(span));
        }
        let position = at.iter().map(known).position(|it| it < first || it > last).unwrap_or(0);
        Err(ColumnsError::Absurd { table, column, position })
    }
}

fn same(
    table: &'static str,
    column: &'static str,
    expected: usize,
    found: usize,
) -> Result<(), ColumnsError> {
    if expected == found { Ok(()) } else { Err(ColumnsError::Length { table, column, expected, found }) }
}

fn few(table: &'static str, count: usize) -> Result<(), ColumnsError> {
    if count < u32::MAX as usize { Ok(()) } else { Err(ColumnsError::TooMany { table, count }) }
}

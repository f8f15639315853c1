//! The accumulator as bytes: versioned, and the same for the same records.
//!
//! Layout, all numbers little-endian: the eight bytes `thalweg\n`, the version of the layout (u16), the tick (u8), the way
//! changes are carried (u8), then for deployments, changes and incidents in turn their count (u64) and the records in the
//! order of their ids: a deployment has version, id (u64 each), service, group (u32 each), finish (i64) and marks (u8); a
//! change and an incident have version, id, deployment (u64 each) and their instant (i64). Layout 2 ends with the withdrawn
//! deployments, changes and incidents in turn: their count (u64), then version and id of each (u64). Layout 1, which knew of
//! none, is read too.

use crate::table::{Carry, Marks, Tick};

use super::event::{Event, Fact, Kind};
use super::state::{Accumulator, Taken};

const MAGIC: &[u8; 8] = b"thalweg\n";
const LAYOUT: u16 = 2;
const WITHOUT_WITHDRAWN: u16 = 1;

/// Why bytes are no accumulator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BytesError {
    /// They are something else.
    #[error("these bytes do not begin as a saved accumulator does")]
    Foreign,
    /// They were written by another version.
    #[error("these bytes have layout {found}: this version reads layouts {WITHOUT_WITHDRAWN} to {LAYOUT}")]
    Layout {
        /// The layout found.
        found: u16,
    },
    /// They end too early.
    #[error("the bytes end at offset {offset} in the middle of a record")]
    Truncated {
        /// Where they end.
        offset: usize,
    },
    /// There is more behind the last record.
    #[error("{count} bytes follow the last record")]
    Trailing {
        /// How many.
        count: usize,
    },
    /// A value that no accumulator writes.
    #[error("the value at offset {offset} is none that a saved accumulator holds")]
    Value {
        /// Where it stands.
        offset: usize,
    },
}

impl Accumulator {
    /// The records as bytes, the same for the same records whatever their order of arrival.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut events: Vec<Event> = self.events().collect();
        events.sort_unstable_by_key(|it| (it.fact.is_withdrawn(), it.fact.key()));
        let mut bytes = Vec::with_capacity(events.len() * 40 + 64);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&LAYOUT.to_le_bytes());
        bytes.push(tick_code(self.tick));
        bytes.push(u8::from(self.carry == Carry::Named));
        for (withdrawn, kind) in SECTIONS {
            let own = |it: &&Event| it.fact.is_withdrawn() == withdrawn && it.fact.key().0 == kind;
            let of_kind = || events.iter().filter(own);
            bytes.extend_from_slice(&(of_kind().count() as u64).to_le_bytes());
            of_kind().for_each(|event| write(&mut bytes, event));
        }
        bytes
    }

    /// The accumulator that was saved.
    ///
    /// # Errors
    /// [`BytesError`] where the bytes are not what [`Self::to_bytes`] wrote; memory stays in proportion to the bytes given.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        let mut rest = Reader { bytes, offset: 0 };
        if rest.take::<8>().ok() != Some(*MAGIC) {
            return Err(BytesError::Foreign);
        }
        let found = u16::from_le_bytes(rest.take()?);
        if !(WITHOUT_WITHDRAWN..=LAYOUT).contains(&found) {
            return Err(BytesError::Layout { found });
        }
        let tick = rest.value(|it| TICKS.iter().copied().find(|tick| tick_code(*tick) == it))?;
        let carry = rest.value(|it| [Carry::Forward, Carry::Named].get(it as usize).copied())?;
        let mut live = Self::new(tick, carry);
        for section in SECTIONS.into_iter().filter(|it| !it.0 || found > WITHOUT_WITHDRAWN) {
            rest.section(section, &mut live)?;
        }
        match bytes.len() - rest.offset {
            0 => Ok(live),
            count => Err(BytesError::Trailing { count }),
        }
    }
}

const TICKS: [Tick; 4] = [Tick::Nanosecond, Tick::Microsecond, Tick::Millisecond, Tick::Second];

const fn tick_code(tick: Tick) -> u8 {
    match tick {
        Tick::Nanosecond => 0,
        Tick::Microsecond => 1,
        Tick::Millisecond => 2,
        Tick::Second => 3,
    }
}

/// The order of the records: whether they are withdrawn, and their kind.
const SECTIONS: [(bool, Kind); 6] = [
    (false, Kind::Deployment),
    (false, Kind::Change),
    (false, Kind::Incident),
    (true, Kind::Deployment),
    (true, Kind::Change),
    (true, Kind::Incident),
];

fn write(bytes: &mut Vec<u8>, event: &Event) {
    bytes.extend_from_slice(&event.version.to_le_bytes());
    bytes.extend_from_slice(&event.fact.key().1.to_le_bytes());
    match event.fact {
        Fact::Deployment { service, group, finished_at, marks, .. } => {
            bytes.extend_from_slice(&service.to_le_bytes());
            bytes.extend_from_slice(&group.to_le_bytes());
            bytes.extend_from_slice(&finished_at.to_le_bytes());
            bytes.push(marks.bits());
        }
        Fact::Change { deployment, committed_at: at, .. }
        | Fact::Incident { deployment, restored_at: at, .. } => {
            bytes.extend_from_slice(&deployment.to_le_bytes());
            bytes.extend_from_slice(&at.to_le_bytes());
        }
        Fact::Withdrawn { .. } => {}
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BytesError> {
        let rest = self.bytes.get(self.offset..).unwrap_or_default();
        let taken = rest.first_chunk::<N>().ok_or(BytesError::Truncated { offset: self.bytes.len() })?;
        self.offset += N;
        Ok(*taken)
    }

    fn value<T>(&mut self, of: impl Fn(u8) -> Option<T>) -> Result<T, BytesError> {
        let offset = self.offset;
        let [byte] = self.take()?;
        of(byte).ok_or(BytesError::Value { offset })
    }

    /// The records of one section, each new and in the order of their ids.
    fn section(&mut self, (withdrawn, kind): (bool, Kind), live: &mut Accumulator) -> Result<(), BytesError> {
        let mut last = None;
        for _ in 0..u64::from_le_bytes(self.take()?) {
            let offset = self.offset;
            let version = u64::from_le_bytes(self.take()?);
            let id = u64::from_le_bytes(self.take()?);
            let fact = if withdrawn { Fact::Withdrawn { kind, id } } else { self.fact(kind, id)? };
            if last.is_some_and(|it| id <= it) || live.apply(Event::new(version, fact)) != Taken::New {
                return Err(BytesError::Value { offset });
            }
            last = Some(id);
        }
        Ok(())
    }

    fn fact(&mut self, kind: Kind, id: u64) -> Result<Fact, BytesError> {
        if kind == Kind::Deployment {
            let service = u32::from_le_bytes(self.take()?);
            let group = u32::from_le_bytes(self.take()?);
            let finished_at = i64::from_le_bytes(self.take()?);
            let marks = self.value(Marks::of_bits)?;
            return Ok(Fact::Deployment { id, service, group, finished_at, marks });
        }
        let deployment = u64::from_le_bytes(self.take()?);
        let at = i64::from_le_bytes(self.take()?);
        Ok(match kind {
            Kind::Change => Fact::Change { id, deployment, committed_at: at },
            _ => Fact::Incident { id, deployment, restored_at: at },
        })
    }
}

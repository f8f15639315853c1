//! JSON Lines: one record a line. A line that is wrong is refused alone.
//!
//! ```
//! use thalweg_model::Team;
//! let lines = "{\"id\":\"payments\"}\n{\"id\":\"checkout\",\"knd\":\"platform\"}\n";
//! let loaded = thalweg_sources::jsonl::records::<Team>(lines.as_bytes(), "teams.jsonl")?;
//! assert_eq!(loaded.value.len(), 1);
//! assert_eq!(
//!     loaded.rejects[0].to_string(),
//!     "teams.jsonl:2: team `checkout`: field `knd`: there is no such field: did you mean `kind`? (record refused)"
//! );
//! # Ok::<(), thalweg_sources::SourceError>(())
//! ```

use std::io::{self, BufRead};

use thalweg_model::{EventLog, Loaded, Place};

use crate::SourceError;
use crate::events;
use crate::fault::Fault;
use crate::parse;
use crate::plain::Readable;
use crate::source::{self, Source};
use crate::text::{Line, Lines, too_long};

/// The records of one kind, in the order of the lines.
///
/// A line that is longer than [`MAX_RECORD_BYTES`](crate::MAX_RECORD_BYTES) is passed over without being held. Empty lines mean nothing.
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn records<T: Readable>(reader: impl BufRead, name: &str) -> Result<Loaded<Vec<T>>, SourceError> {
    source::records(name, |source, take| read(reader, source, take))
}

/// The event log of one stream that mixes deployments, changes, incidents and services, each in an object of its kind:
/// `{"deployment":{"id":"D1",…}}`, `{"change":{…}}`, `{"incident":{…}}`, `{"service":{…}}`.
///
/// ```
/// let stream = concat!(
///     "{\"change\":{\"id\":\"C1\",\"committed_at\":\"2026-03-02T10:00:00Z\"}}\n",
///     "{\"deployment\":{\"id\":\"D1\",\"service\":\"api\",\"environment\":\"production\",",
///     "\"finished_at\":\"2026-03-03T10:00:00Z\",\"reached_production\":true,\"changes\":[\"C1\"]}}\n",
/// );
/// let events = thalweg_sources::jsonl::events(stream.as_bytes(), "events.jsonl")?;
/// assert_eq!((events.value.deployments(), events.rejects.len()), (1, 0));
/// # Ok::<(), thalweg_sources::SourceError>(())
/// ```
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn events(reader: impl BufRead, name: &str) -> Result<Loaded<EventLog>, SourceError> {
    let mut source = Source::new(name);
    let mut builder = EventLog::builder();
    let taken = lines(reader, &mut source, &mut |source, line, text| match events::event(text) {
        Ok(event) => event.join(&mut builder, source.place(line)),
        Err(fault) => source.refuse(line, fault),
    });
    taken.map_err(|error| SourceError::unreadable(name, error))?;
    let mut loaded = source.finish(());
    let log = loaded.absorb(builder.build());
    Ok(loaded.map(|()| log))
}

/// Hands each record over with its place.
pub(crate) fn read<T: Readable>(
    reader: impl BufRead,
    source: &mut Source,
    take: &mut dyn FnMut(T, Place),
) -> io::Result<()> {
    lines(reader, source, &mut |source, line, text| match parse::record(text) {
        Ok(record) => take(record, source.place(line)),
        Err(fault) => source.refuse(line, fault),
    })
}

/// Goes through the lines that hold something.
fn lines(
    mut reader: impl BufRead,
    source: &mut Source,
    each: &mut dyn FnMut(&mut Source, u64, &[u8]),
) -> io::Result<()> {
    if !source.opens(&mut reader)? {
        return Ok(());
    }
    let mut lines = Lines::new(reader);
    while let Some((number, line)) = lines.next()? {
        match line {
            Line::TooLong(bytes) => source.refuse(number, Fault::new(too_long("line", bytes))),
            Line::Whole(text) if text.trim_ascii().is_empty() => {}
            Line::Whole(text) => each(source, number, text),
        }
    }
    Ok(())
}

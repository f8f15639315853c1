//! CSV: a header of field names, then one record a row. A row that is wrong is refused alone.
//!
//! Cells between commas, semicolons or tabs, whichever the header uses, quoted as RFC 4180 has it. An empty cell is an
//! absent field. A list stands in one cell, its members between semicolons (`a;b`) or as JSON (`["a","b"]`); a map as
//! `key=value;key=value`; an object as JSON or in columns of its own (`stages.opened`).
//!
//! ```
//! use thalweg_model::Deployment;
//! let rows = "id,service,environment,finished_at,reached_production,changes\n\
//!             D1,api,production,2026-03-03T09:30:00Z,true,C1;C2\n\
//!             D2,api,production,2026-03-03 09:30,true,\n";
//! let loaded = thalweg_sources::csv::records::<Deployment>(rows.as_bytes(), "deployments.csv")?;
//! assert_eq!(loaded.value[0].changes.len(), 2);
//! assert!(loaded.rejects[0].to_string().starts_with("deployments.csv:3: deployment `D2`: field `finished_at`: "));
//! # Ok::<(), thalweg_sources::SourceError>(())
//! ```

mod cell;
mod header;
mod row;
mod rows;

use std::io::{self, BufRead};

use thalweg_model::{Loaded, Place};

use crate::SourceError;
use crate::fault::Fault;
use crate::plain::{Readable, noun, plausible};
use crate::source::{self, Source};
use crate::traced::traced;
use header::Header;
#[cfg(test)]
pub(crate) use header::fields;
pub(crate) use rows::{Row, Rows};

/// The records of one kind, in the order of the rows.
///
/// A row that is longer than [`MAX_RECORD_BYTES`](crate::MAX_RECORD_BYTES) is passed over without being held.
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn records<T: Readable>(reader: impl BufRead, name: &str) -> Result<Loaded<Vec<T>>, SourceError> {
    source::records(name, |source, take| read(reader, source, take))
}

/// Hands each record over with its place.
pub(crate) fn read<T: Readable>(
    reader: impl BufRead,
    source: &mut Source,
    take: &mut dyn FnMut(T, Place),
) -> io::Result<()> {
    let Some(mut rows) = Rows::open(reader, source)? else { return Ok(()) };
    let Some(header) = rows.next(source)?.map(|row| Header::of::<T>(&row, source)) else { return Ok(()) };
    let Some(header) = header else { return Ok(()) };
    while let Some(row) = rows.next(source)? {
        match record::<T>(&header, &row) {
            Ok(record) => take(record, source.place(row.line)),
            Err(fault) => source.refuse(row.line, fault),
        }
    }
    Ok(())
}

fn record<T: Readable>(header: &Header, row: &Row<'_>) -> Result<T, Fault> {
    header.fits(row)?;
    match T::deserialize(row::Record::new(header.columns(), row)) {
        Ok(record) => plausible(record),
        Err(_) => {
            let again = traced::<T, _>(row::Record::new(header.columns(), row));
            let fault = again.err().unwrap_or_else(|| Fault::new("the row is no record"));
            Err(fault.of(&noun(T::KIND), header.id(row)))
        }
    }
}

//! A source while it is read: its name, and what was refused so far.

use std::io::{self, BufRead};
use std::sync::Arc;

use thalweg_model::{Fate, Loaded, Place, Reject};

use crate::SourceError;
use crate::fault::Fault;
use crate::text::{Head, head};

/// Reads all records of a source with one of the formats' readers.
pub(crate) fn records<T>(
    name: &str,
    read: impl FnOnce(&mut Source, &mut dyn FnMut(T, Place)) -> io::Result<()>,
) -> Result<Loaded<Vec<T>>, SourceError> {
    let mut source = Source::new(name);
    let mut records = Vec::new();
    match read(&mut source, &mut |record, _| records.push(record)) {
        Ok(()) => Ok(source.finish(records)),
        Err(error) => Err(SourceError::unreadable(name, error)),
    }
}

/// The name of what is read and the rejects so far.
#[derive(Debug)]
pub(crate) struct Source {
    name: Arc<str>,
    pub(crate) loaded: Loaded<()>,
}

impl Source {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: Arc::from(name), loaded: Loaded::clean(()) }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn place(&self, line: u64) -> Place {
        Place { source: Arc::clone(&self.name), line }
    }

    /// Refuses the record that stands at a line.
    pub(crate) fn refuse(&mut self, line: u64, fault: Fault) {
        self.refuse_at(self.place(line), fault);
    }

    /// Refuses the record that stood at a place.
    pub(crate) fn refuse_at(&mut self, place: Place, fault: Fault) {
        let reject = Reject::refused(Some(place), fault.reason);
        let reject = Reject { record: fault.record, field: fault.field, ..reject };
        self.loaded.reject(reject);
    }

    /// Looks at the first bytes of a source, and says why nothing is read of it, if nothing is.
    pub(crate) fn opens(&mut self, reader: &mut impl BufRead) -> io::Result<bool> {
        let head = head(reader)?;
        match head {
            Head::Text => {}
            Head::Empty => self.note(0, "the file is empty, so it holds no record"),
            Head::Utf16 => self.refuse(
                0,
                Fault::new("the file is written in UTF-16: save it as UTF-8; nothing of it was taken"),
            ),
        }
        Ok(head == Head::Text)
    }

    /// Says something of what was taken in whole.
    pub(crate) fn note(&mut self, line: u64, reason: impl Into<String>) {
        self.loaded.reject(Reject::noted(Some(self.place(line)), reason));
    }

    /// How many records were refused so far.
    pub(crate) fn refused(&self) -> u64 {
        let listed = self.loaded.rejects.iter().filter(|reject| reject.fate == Fate::Refused).count();
        (listed as u64).saturating_add(self.loaded.unlisted)
    }

    pub(crate) fn finish<T>(self, value: T) -> Loaded<T> {
        self.loaded.map(|()| value)
    }
}

//! A source while it is read: its name, and what was refused so far.

use std::sync::Arc;

use thalweg_model::{Fate, Loaded, Place, Reject};

use crate::fault::Fault;

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

//! Names: tables, fields, parameters, metrics and the words of closed lists.

use thalweg_model::nearest;

use super::Loader;
use crate::error::PlaybookError;
use crate::form::{Name, Placed};
use crate::plan::FieldRef;
use crate::table::{Field, Kind, Table};

impl Loader<'_> {
    /// Notes a name that stands for nothing.
    pub(super) fn unknown<T>(&mut self, what: &'static str, name: &Name, nearest: Option<&str>) -> Option<T> {
        self.unknown_at(what, name.get(), self.lines.line(name.offset()), nearest)
    }

    pub(super) fn unknown_at<T>(
        &mut self,
        what: &'static str,
        name: &str,
        line: usize,
        nearest: Option<&str>,
    ) -> Option<T> {
        let nearest = nearest.map(str::to_owned);
        self.faults.push(PlaybookError::Unknown {
            line,
            item: self.item.clone(),
            what,
            name: name.to_owned(),
            nearest,
        });
        None
    }

    pub(super) fn table(&mut self, name: &Name) -> Option<Table> {
        let found = Table::named(name.get());
        found.or_else(|| self.unknown("records", name, Table::nearest(name.get())))
    }

    /// A field of a table.
    pub(super) fn field(&mut self, table: Table, name: &Name) -> Option<(FieldRef, &'static Field)> {
        let fields = table.spec().fields;
        let found = table.field(name.get()).and_then(|place| Some((place, fields.get(place)?)));
        found.or_else(|| self.unknown("field", name, nearest(name.get(), fields.iter().map(|it| it.name))))
    }

    /// A field of a table whose kind can answer what is asked.
    pub(super) fn asked(
        &mut self,
        table: Table,
        name: &Name,
        can: impl Fn(Kind) -> bool,
        asked: &'static str,
    ) -> Option<FieldRef> {
        let (place, field) = self.field(table, name)?;
        if can(field.kind) {
            return Some(place);
        }
        let (line, item) = (self.lines.line(name.offset()), self.item.clone());
        let (field, kind) = (field.name.to_owned(), field.kind.name());
        self.faults.push(PlaybookError::WrongKind { line, item, field, kind, asked });
        None
    }

    /// Words that a field can hold: those of its closed list, where it has one; metrics of the catalog, where it holds one.
    pub(super) fn words(&mut self, field: &Field, words: &[Name]) -> Option<Vec<String>> {
        let known: Vec<Option<String>> = words.iter().map(|word| self.word(field, word)).collect();
        known.into_iter().collect()
    }

    fn word(&mut self, field: &Field, word: &Name) -> Option<String> {
        match (field.kind.words(), self.catalog) {
            (Some(words), _) if !words.contains(&word.get().as_str()) => {
                self.unknown("word", word, nearest(word.get(), words.iter().copied()))
            }
            (None, Some(_)) if field.name == "metric" => self.metric_name(word).map(|_| word.get().clone()),
            _ => Some(word.get().clone()),
        }
    }

    /// The metric of a catalog; `Some(None)` where there is no catalog to look into.
    pub(super) fn metric_name(&mut self, name: &Name) -> Option<Option<thalweg_model::MetricSpec>> {
        let Some(catalog) = self.catalog else { return Some(None) };
        match catalog.get(name.get()) {
            Some(spec) => Some(Some(*spec)),
            None => self.unknown("metric", name, catalog.nearest(name.get()).map(|it| it.id)),
        }
    }

    /// The place of a parameter, which from now on counts as used by the criterion.
    pub(super) fn parameter<T>(&mut self, name: &str, placed: &Placed<T>) -> Option<usize> {
        let Some(place) = self.places.get(name).copied() else {
            let known = nearest(name, self.places.keys().map(String::as_str)).map(str::to_owned);
            return self.unknown_at("parameter", name, self.lines.line(placed.offset()), known.as_deref());
        };
        if !self.used.contains(&place) {
            self.used.push(place);
        }
        Some(place)
    }
}

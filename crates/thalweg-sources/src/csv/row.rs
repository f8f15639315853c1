//! A row as a record: its filled cells under the names of the header.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};

use super::cell::Cell;
use super::header::Column;
use super::rows::Row;

/// Some columns of a row as an object; empty cells are absent fields.
#[derive(Clone, Copy)]
pub(super) struct Record<'a, 'de> {
    columns: &'a [Column],
    row: &'a Row<'de>,
}

impl<'a, 'de> Record<'a, 'de> {
    pub(super) const fn new(columns: &'a [Column], row: &'a Row<'de>) -> Self {
        Self { columns, row }
    }
}

impl<'de> Deserializer<'de> for Record<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { rest: self.columns.iter(), row: self.row, now: None })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Fields<'a, 'de> {
    rest: std::slice::Iter<'a, Column>,
    row: &'a Row<'de>,
    now: Option<&'a Column>,
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.now = self.rest.find(|column| column.filled(self.row));
        let key = self.now.map(|column| -> StrDeserializer<'_, Error> { column.name().into_deserializer() });
        key.map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        match self.now {
            Some(Column::Branch(_, below)) => seed.deserialize(Record::new(below, self.row)),
            Some(Column::Leaf(name, at)) => {
                seed.deserialize(Cell::of(name, self.row.cell(*at).unwrap_or_default()))
            }
            None => seed.deserialize(Cell::new("")),
        }
    }
}

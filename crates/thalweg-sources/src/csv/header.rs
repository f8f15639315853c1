//! The header: which column holds which field.

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use crate::fault::{Fault, instead, shown};
use crate::plain::Readable;
use crate::source::Source;

use super::rows::Row;

/// A field of a record and where its cells stand.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// One column.
    Leaf(String, usize),
    /// The columns of an object, `stages.opened` and so on.
    Branch(String, Vec<Self>),
}

/// The fields that the columns of a file hold.
#[derive(Debug)]
pub(super) struct Header {
    columns: Vec<Column>,
    width: usize,
    id: Option<usize>,
}

impl Header {
    /// The header that a row is, or `None` where it does not fit the kind of record: then nothing is taken from the file.
    pub(super) fn of<T: Readable>(row: &Row<'_>, source: &mut Source) -> Option<Self> {
        let fields = fields::<T>();
        let mut header = Self { columns: Vec::new(), width: row.len(), id: None };
        let mut fits = true;
        for (at, name) in row.cells().enumerate() {
            let place = header.id.filter(|_| name != "id").or_else(|| is_id(name).then_some(at));
            header.id = place;
            if let Err(reason) = header.add(name, at, &fields) {
                source.refuse(row.line, Fault::in_field(shown(name), reason));
                fits = false;
            }
        }
        fits.then_some(header)
    }

    fn add(&mut self, name: &str, at: usize, fields: &[&str]) -> Result<(), String> {
        let top = name.split('.').next().unwrap_or(name);
        if top.is_empty() {
            return Err(format!(
                "column {} has no name: give it one or take it out; nothing of the file was taken",
                at + 1
            ));
        }
        if !fields.is_empty() && !fields.contains(&top) {
            let near = instead(top, fields.iter().copied());
            return Err(format!("there is no field for this column{near}; nothing of the file was taken"));
        }
        plant(&mut self.columns, name, at)
            .map_err(|()| "the column stands there twice; nothing of the file was taken".to_owned())
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether a row has as many cells as the header.
    pub(super) fn fits(&self, row: &Row<'_>) -> Result<(), Fault> {
        if row.len() == self.width {
            return Ok(());
        }
        let reason = format!(
            "the row has {} cells and the header {}: is a cell with a comma not quoted?",
            row.len(),
            self.width
        );
        Err(Fault::new(reason))
    }

    pub(super) fn id<'a>(&self, row: &Row<'a>) -> Option<&'a str> {
        row.cell(self.id?).filter(|id| !id.is_empty())
    }
}

fn is_id(name: &str) -> bool {
    matches!(name, "id" | "sha" | "tag")
}

/// Puts a column into the tree of fields.
fn plant(columns: &mut Vec<Column>, name: &str, at: usize) -> Result<(), ()> {
    let (top, rest) = name.split_once('.').map_or((name, None), |(top, rest)| (top, Some(rest)));
    let known = columns.iter_mut().find(|column| column.name() == top);
    match (known, rest) {
        (None, None) => columns.push(Column::Leaf(top.to_owned(), at)),
        (None, Some(rest)) => {
            let mut below = Vec::new();
            plant(&mut below, rest, at)?;
            columns.push(Column::Branch(top.to_owned(), below));
        }
        (Some(Column::Branch(_, below)), Some(rest)) => plant(below, rest, at)?,
        (Some(_), _) => return Err(()),
    }
    Ok(())
}

impl Column {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Leaf(name, _) | Self::Branch(name, _) => name,
        }
    }

    /// Whether a row has anything in the column.
    pub(super) fn filled(&self, row: &Row<'_>) -> bool {
        match self {
            Self::Leaf(_, at) => row.cell(*at).is_some_and(|cell| !cell.is_empty()),
            Self::Branch(_, below) => below.iter().any(|column| column.filled(row)),
        }
    }
}

/// The names of a record's fields, asked of its own reader.
pub(crate) fn fields<'de, T: Deserialize<'de>>() -> Vec<&'static str> {
    let mut names = Vec::new();
    // The probe holds no record: it only listens for the names, and then ends the reading.
    drop(T::deserialize(Probe { names: &mut names }));
    names
}

struct Probe<'a> {
    names: &'a mut Vec<&'static str>,
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("only the names are asked for"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.names.extend_from_slice(fields);
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

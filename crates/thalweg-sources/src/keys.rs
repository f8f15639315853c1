//! Keys that stand twice in a map of a record: JSON allows them, and the last would win in silence.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use thalweg_model::RecordKind;

use crate::fault::{Fault, shown};
use crate::plain::Readable;

/// Finds a key that stands twice, in the kinds of record that hold maps; the others are checked field by field.
pub(crate) fn each_once<T: Readable>(text: &str) -> Result<(), Fault> {
    if T::KIND == RecordKind::SurveyWaves { none_twice(text) } else { Ok(()) }
}

/// Finds a key that stands twice in any object of a JSON text.
pub(crate) fn none_twice(text: &str) -> Result<(), Fault> {
    let mut repeated = None;
    // What is no JSON is told by who reads it.
    drop(Once { repeated: &mut repeated }.deserialize(&mut serde_json::Deserializer::from_str(text)));
    repeated.map_or(Ok(()), |key| Err(Fault::new(format!("the key `{}` stands there twice", shown(&key)))))
}

/// Walks through a value and keeps the first key that its map has already.
struct Once<'a> {
    repeated: &'a mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! passes {
    ($($name:ident $type:ty),*) => {$(
        fn $name<E>(self, _: $type) -> Result<(), E> {
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    passes!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64, visit_str &str);

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Once { repeated: self.repeated })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if self.repeated.is_none() && seen.contains(&key) {
                *self.repeated = Some(key.clone());
            }
            seen.insert(key);
            map.next_value_seed(Once { repeated: self.repeated })?;
        }
        Ok(())
    }
}

//! Values that are one text, one number or one flag.

use thalweg_model::{
    PersonId, RecordId, ServiceId, TeamId,
    record::{Role, TeamKind},
};

use super::decode::{Decode, Reader};
use super::node::{Node, Value, shown};

/// Reads types that serde reads from a text.
macro_rules! words {
    ($($name:ty),* $(,)?) => {$(
        impl $crate::format::Decode for $name {
            fn decode(node: $crate::format::Node, reader: &mut $crate::format::Reader) -> Option<Self> {
                $crate::format::of_text(&node, reader)
            }
        }
    )*};
}

pub(crate) use words;

words!(PersonId, RecordId, Role, ServiceId, TeamId, TeamKind);

/// A value that serde reads from a text.
pub(crate) fn of_text<T: for<'a> serde::Deserialize<'a>>(node: &Node, reader: &mut Reader) -> Option<T> {
    let Value::Text(text) = &node.value else { return reader.mismatch(node, "a text in quotes") };
    let read: Result<T, serde::de::value::Error> =
        T::deserialize(serde::de::value::StrDeserializer::new(text.as_str()));
    // The reason may quote the text, which may be of any length.
    let told = |error: serde::de::value::Error| error.to_string().replace(text.as_str(), &shown(text));
    read.map_err(|error| reader.problem(node.line, thalweg_model::Fate::KeptWithout, told(error))).ok()
}

impl Decode for String {
    fn decode(node: Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Text(text) => Some(text),
            _ => reader.mismatch(&node, "a text in quotes"),
        }
    }
}

impl Decode for bool {
    fn decode(node: Node, reader: &mut Reader) -> Option<Self> {
        match node.value {
            Value::Flag(flag) => Some(flag),
            _ => reader.mismatch(&node, "`true` or `false`"),
        }
    }
}

impl Decode for u32 {
    fn decode(node: Node, reader: &mut Reader) -> Option<Self> {
        let whole = match node.value {
            Value::Integer(number) => Self::try_from(number).ok(),
            _ => None,
        };
        whole.or_else(|| reader.mismatch(&node, "a whole number from 0"))
    }
}

impl Decode for f64 {
    fn decode(node: Node, reader: &mut Reader) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "amounts above 2^53 do not occur")]
        let number = match node.value {
            Value::Integer(number) => Some(number as Self),
            Value::Float(number) => Some(number),
            _ => None,
        };
        let sound = number.filter(|number| number.is_finite() && *number >= 0.0);
        sound.or_else(|| reader.mismatch(&node, "a finite number from 0"))
    }
}

//! Names with their place, and thresholds: a parameter, or a whole number where no other makes sense.

use std::fmt;

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

/// Something with its place in the text.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T>(Spanned<T>);

impl<T> Placed<T> {
    /// What stands there.
    pub(crate) fn get(&self) -> &T {
        self.0.get_ref()
    }

    /// Where it begins, in bytes.
    pub(crate) fn offset(&self) -> usize {
        self.0.span().start
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

/// A name with its place in the text.
pub(crate) type Name = Placed<String>;

/// A threshold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum BoundValue {
    /// The parameter of that name.
    Parameter(String),
    /// A whole number that is no matter of choice, as in "at least one".
    Whole(u32),
}

impl<'de> Deserialize<'de> for BoundValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BoundVisitor)
    }
}

struct BoundVisitor;

impl de::Visitor<'_> for BoundVisitor {
    type Value = BoundValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a parameter, or a whole number")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<BoundValue, E> {
        Ok(BoundValue::Parameter(name.to_owned()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<BoundValue, E> {
        let whole = u32::try_from(number).map(BoundValue::Whole);
        whole.map_err(|_| E::custom(format!("{number} is no count: write the name of a parameter")))
    }
}

/// The thresholds of a comparison: one, or a lower and an upper one.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Bounds {
    /// The threshold or more.
    pub(crate) at_least: Option<Placed<BoundValue>>,
    /// More than the threshold.
    pub(crate) more_than: Option<Placed<BoundValue>>,
    /// The threshold or less.
    pub(crate) at_most: Option<Placed<BoundValue>>,
    /// Less than the threshold.
    pub(crate) less_than: Option<Placed<BoundValue>>,
    /// Neither more nor less.
    pub(crate) exactly: Option<Placed<BoundValue>>,
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{BoundValue, Placed};

    impl<T: JsonSchema> JsonSchema for Placed<T> {
        fn inline_schema() -> bool {
            T::inline_schema()
        }

        fn schema_name() -> Cow<'static, str> {
            T::schema_name()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            T::json_schema(generator)
        }
    }

    impl JsonSchema for BoundValue {
        fn schema_name() -> Cow<'static, str> {
            "Bound".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            schemars::json_schema!({
                "description": "The name of a parameter, or a whole number that is no matter of choice.",
                "type": ["string", "integer"],
                "minimum": 0
            })
        }
    }
}

//! A cell as a value of the type that its field asks for.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};

use crate::fault::{Fault, shown};

/// The text of a cell, and whether blanks stand between its members beside semicolons.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'a>(&'a str, bool);

impl<'a> Cell<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self(text, false)
    }

    /// The cell of a column; the hashes of parents stand between blanks, as git writes them.
    pub(super) fn of(column: &str, text: &'a str) -> Self {
        Self(text, column == "parents")
    }

    fn is_json(self, opening: char) -> bool {
        self.0.starts_with(opening)
    }

    fn boolean(self) -> Result<bool, Error> {
        match self.0.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Ok(true),
            "false" | "no" | "0" => Ok(false),
            _ => Err(Error::custom(format!(
                "`{}` is neither yes nor no: write `true` or `false`",
                shown(self.0)
            ))),
        }
    }

    fn number(self) -> Result<f64, Error> {
        let number = self.0.parse::<f64>().ok().filter(|number| number.is_finite());
        let hint = if self.0.contains(',') { ": write the fraction behind a point" } else { "" };
        number.ok_or_else(|| Error::custom(format!("`{}` is no number{hint}", shown(self.0))))
    }

    fn whole<N: std::str::FromStr>(self) -> Result<N, Error> {
        self.0
            .parse()
            .map_err(|_| Error::custom(format!("`{}` is no whole number of this range", shown(self.0))))
    }

    fn members(self) -> impl Iterator<Item = &'a str> {
        let between = move |c: char| c == ';' || self.1 && c.is_whitespace();
        self.0.split(between).map(str::trim).filter(|member| !member.is_empty())
    }
}

impl<'de> IntoDeserializer<'de> for Cell<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! whole {
    ($($method:ident $visit:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.whole()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Cell<'de> {
    type Error = Error;

    whole! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
        deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_json('[') {
            return json(|json| json.deserialize_seq(visitor), self.0);
        }
        visitor.visit_seq(SeqDeserializer::new(self.members().map(Cell::new)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_json('{') {
            return json(|json| json.deserialize_map(visitor), self.0);
        }
        let pairs = self.members().map(|pair| {
            pair.split_once('=').map(|(key, value)| (Cell::new(key.trim()), Cell::new(value.trim())))
        });
        let pairs: Option<Vec<_>> = pairs.collect();
        let pairs =
            pairs.ok_or_else(|| Error::custom("a map is written `key=value;key=value`, or as JSON"))?;
        once(&pairs)?;
        visitor.visit_map(MapDeserializer::new(pairs.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.is_json('{') {
            return json(|json| json.deserialize_struct(name, fields, visitor), self.0);
        }
        Err(Error::custom("an object is written as JSON, `{…}`, or in a column for each of its fields"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// A key that stands twice would hide what the first says.
fn once(pairs: &[(Cell<'_>, Cell<'_>)]) -> Result<(), Error> {
    let mut keys: Vec<&str> = pairs.iter().map(|(key, _)| key.0).collect();
    keys.sort_unstable();
    let twice =
        keys.windows(2).find_map(|pair| if let [a, b] = pair { (a == b).then_some(*a) } else { None });
    twice.map_or(Ok(()), |key| Err(Error::custom(format!("the key `{}` stands there twice", shown(key)))))
}

type Json<'de> = serde_json::Deserializer<serde_json::de::StrRead<'de>>;

/// Reads a cell that holds JSON.
fn json<'de, T>(
    read: impl FnOnce(&mut Json<'de>) -> Result<T, serde_json::Error>,
    text: &'de str,
) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = read(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| {
        let fault = Fault::at("", &error.to_string());
        let field = fault.field.map_or_else(String::new, |field| format!("field `{field}`: "));
        Error::custom(format!("in its JSON: {field}{}", fault.reason))
    })
}

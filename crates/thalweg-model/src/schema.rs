//! JSON Schemas of the nouns that are written as one text.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::id::*;
use crate::instant::Instant;

macro_rules! texts {
    ($($name:ident),* $(,)?) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                String::json_schema(generator)
            }
        }
    )*};
}

texts! {
    ChangeId, ConstructId, DeploymentId, EnvironmentId, GroupId, IncidentId, InstrumentId, ItemId, MetricId, PersonId,
    RecordId, RepositoryId, ServiceId, SloId, StreamId, TeamId, WaveId,
}

impl JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Instant")
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = String::json_schema(generator);
        schema.insert("format".to_owned(), "date-time".into());
        schema
    }
}

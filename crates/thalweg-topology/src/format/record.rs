//! One description of a record gives its type, its reader, its writer and its schema.

/// Whether a field says nothing, so that it is not written.
pub(crate) fn unsaid<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Defines a record of the format: fields that it must have, and fields that it may have.
///
/// A record that lasts for a time gets `from` and `until` beside them, with `Moment`, `Span` and `Lasting` in scope; all
/// records keep what is not understood in `extra`.
macro_rules! record {
    (
        $(#[$doc:meta])* $name:ident $word:literal lasts
        must { $($(#[$must_doc:meta])* $must:ident: $must_type:ty,)* }
        may { $($(#[$may_doc:meta])* $may:ident: $may_type:ty,)* }
    ) => {
        $crate::format::record! {
            $(#[$doc])* $name $word
            must { $($(#[$must_doc])* $must: $must_type,)* }
            may {
                $($(#[$may_doc])* $may: $may_type,)*
                /// From when on it is so, if known: a local day from its midnight, or an instant.
                from: Option<Moment>,
                /// From when on it is so no longer.
                until: Option<Moment>,
            }
        }

        impl Lasting for $name {
            fn span(&self) -> Span {
                Span { from: self.from, until: self.until }
            }
        }
    };
    (
        $(#[$doc:meta])* $name:ident $word:literal
        must { $($(#[$must_doc:meta])* $must:ident: $must_type:ty,)* }
        may { $($(#[$may_doc:meta])* $may:ident: $may_type:ty,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name {
            $($(#[$must_doc])* pub $must: $must_type,)*
            $(
                $(#[$may_doc])*
                #[serde(skip_serializing_if = "crate::format::unsaid")]
                #[cfg_attr(feature = "schema", schemars(default))]
                pub $may: $may_type,
            )*
            /// What the text says beside this, kept for whoever understands it.
            #[serde(flatten)]
            pub extra: std::collections::BTreeMap<String, serde_json::Value>,
        }

        impl $name {
            /// The names of its fields: what another tool says is not kept beside them under the same name.
            #[allow(dead_code, reason = "not every record is read from other tools")]
            pub(crate) const FIELDS: &'static [&'static str] = &[$(stringify!($must),)* $(stringify!($may),)*];
        }

        impl $crate::format::Decode for $name {
            fn decode(node: $crate::format::Node, reader: &mut $crate::format::Reader) -> Option<Self> {
                let mut fields = $crate::format::Fields::open(node, $word, reader)?;
                $(let $must = fields.must(stringify!($must));)*
                $(let $may = fields.may(stringify!($may));)*
                let extra = fields.rest();
                Some(Self { $($must: $must?,)* $($may,)* extra })
            }
        }
    };
}

pub(crate) use record;

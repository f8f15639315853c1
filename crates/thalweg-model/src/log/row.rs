//! Rows: dense integers that stand for ids within one log.

use std::fmt;

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Meaningful only within the log that gave it.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(u32);

        impl $name {
            /// The position in the columns.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl Row for $name {
            fn of(position: u32) -> Self {
                Self(position)
            }
            fn position(self) -> u32 {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

/// A position in a column.
pub(crate) trait Row: Copy + Ord {
    fn of(position: u32) -> Self;
    fn position(self) -> u32;
}

rows! {
    /// A deployment's row: deployments stand in the order of `finished_at`, then id.
    DeploymentRow;
    /// A change's row: changes stand in the order of `committed_at`, then id.
    ChangeRow;
    /// The row of a change in one of its services, in the order of the changes, then of the services.
    CarriageRow;
    /// An incident's row: incidents stand in the order of their beginning, then id.
    IncidentRow;
    /// A service's row: services stand in the order of their ids.
    ServiceRow;
}

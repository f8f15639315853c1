//! Survey scoring for thalweg: named psychometrics and proven confidentiality.
//!
//! *You probably want the face, the crate `thalweg`, which re-exports this one as `survey`.*
//!
//! - [`Instrument`]: one version of a questionnaire with its keys, its constructs and where every text comes from.
//! - [`confidentiality`]: which groups of a wave may be shown, proven against every combination of what was shown before.

mod columns;
pub mod confidentiality;
mod error;
mod instrument;
mod table;

pub use columns::{Columns, Gathered};
pub use error::{Problems, SurveyError};
pub use instrument::{
    AbsenceName, Comparability, Construct, Edition, Frame, Instrument, Item, Key, Labels, MAX_ITEMS,
    MissingRule, Polarity, Scale, ScoreRule, Source, Texts, Wording,
};
pub use table::{Cell, ItemCell, Table};

//! Survey scoring for thalweg: named psychometrics and proven confidentiality.
//!
//! *You probably want the face, the crate `thalweg`, which re-exports this one as `survey`.*
//!
//! - [`Instrument`]: one version of a questionnaire with its keys, its constructs and where every text comes from.
//! - [`confidentiality`]: which groups of a wave may be shown, proven against every combination of what was shown before.

pub mod agreement;
mod answered;
mod bootstrap;
pub mod careless;
pub mod change;
mod columns;
pub mod confidentiality;
mod count;
pub mod drivers;
mod error;
pub mod favourable;
pub mod inference;
mod instrument;
mod matrix;
mod metrics;
mod not_estimable;
pub mod reliability;
mod scoring;
mod table;
pub mod weights;

pub use answered::ItemAnswers;
pub use columns::{Columns, Gathered};
pub use error::{Problems, SurveyError};
pub use instrument::{
    AbsenceName, Comparability, Construct, Edition, Frame, Instrument, Item, Key, Labels, LimeSurvey,
    MAX_ITEMS, MissingRule, Polarity, Scale, ScoreRule, Source, Texts, Wording,
};
pub use metrics::METRICS;
pub use not_estimable::NotEstimable;
pub use scoring::{
    ConstructScore, EntityScores, FavourableChange, Scored, ScoredWave, Setting, Spans, Suspect, score,
    score_with,
};
pub use table::{Cell, ItemCell, Table};
